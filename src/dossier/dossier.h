/* dossier.h: the request to recognise a solution as an initiative, from draft to its end. Điều lệ Art 5–7, TT18 Art 5–6. */
#ifndef DOSSIER_DOSSIER_H
#define DOSSIER_DOSSIER_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "doc/fill.h"
#include "doc/form.h"
#include "actor/actor.h"
#include "process/process.h"
#include "rule/rule.h"
#include "store/store.h"

enum { DOSSIER_AUTHORS_MAX = 30, DOSSIER_FILES_MAX = 40, DOSSIER_FILE_BYTES_MAX = 20 << 20 };

typedef struct {
    author_id id;
    int64_t ordinal, share;
    user_id user_id;
    const char *name, *unit, *position, *qualification, *login;
    date birth_date;
    instant confirmed_at;
} dossier_author;
extern const shape dossier_author_shape;
typedef LIST_OF(dossier_author) author_list;

typedef struct {
    int64_t ordinal;
    const char *name, *unit, *work;
} dossier_organiser;
extern const shape dossier_organiser_shape;
typedef LIST_OF(dossier_organiser) organiser_list;

/* A dossier as one person sees it: the last booleans are about that person. */
typedef struct {
    dossier_id id;
    const char *number, *level, *state, *phase, *title, *kind, *subkind, *field, *venue_basis, *investor, *known_state, *content, *applicability, *conditions,
        *benefit_author, *benefit_users, *benefit_kind, *beneficiary, *author_kind, *due_rule, *consent_document, *original_sha256, *org_name, *owner_name, *round_name;
    org_id org_id;
    user_id owner_id;
    process_id process_id;
    form_id form_id;         /* own form of its level and field; 0 none */
    round_id round_id;       /* in which it is filed; 0 none */
    dossier_id nominated_id; /* of a nomination: the dossier that was recognised below */
    bytes secret;
    bool state_funded, author_is_head, has_secret, oath, no_state_secret;
    date trial_on, applied_on, filed_on, received_on, accepted_on, applied_done_on, decided_on, due_on;
    instant created_at, updated_at;
    int64_t revision, benefit_amount, form_version;
    bool is_owner, is_author, is_reader, is_conflicted;
} dossier;
extern const shape dossier_shape;

/* Own fields of the form of its level and field (dossier_own.c). */
typedef struct {
    const char *key, *label, *hint, *kind, *value; /* kind: line, lines, number, date */
    bool required, is_lines;
} dossier_own;
extern const shape dossier_own_shape;
typedef LIST_OF(dossier_own) dossier_own_list;
typedef struct {
    const char *key, *value;
} dossier_own_value;
typedef LIST_OF(dossier_own_value) dossier_own_values;

/* The text that an author writes. */
typedef struct {
    org_id org;
    round_id round; /* 0 none */
    const char *title, *kind, *subkind, *field, *venue_basis, *investor, *known_state, *content, *applicability, *secret, *conditions, *benefit_author,
        *benefit_users, *benefit_kind;
    bool state_funded, oath, no_state_secret;
    date trial_on, applied_on;
    int64_t benefit_amount;
    author_list authors;
    organiser_list organisers;
    dossier_own_values own; /* those that are given; others stay as they are */
    const char *beneficiary, *author_kind; /* keys of catalogue entries; "" and NULL none */
} dossier_text;

typedef struct {
    int64_t id;
    instant at;
    process_id process_id;   /* the version by which it happened */
    const char *actor, *action, *from_state, *to_state, *note, *due_rule;
    date due_on;
    bool has_notice; /* a paper can be had of it; filled by the page that shows it */
} dossier_event;
extern const shape dossier_event_shape;
typedef LIST_OF(dossier_event) dossier_events;

typedef struct {
    file_id id;
    const char *purpose, *name, *mime, *sha256;
    int64_t size;
    instant added_at;
    bool is_original; /* set by pages: the record copy, which stays */
    bool is_being_read, is_unreadable;
    int64_t pictures, sure; /* pages that were read from pictures, and how sure that is in percent; 0: it has its own text */
} dossier_file;
extern const shape dossier_file_shape;
typedef LIST_OF(dossier_file) dossier_files;

/* A row of a list. */
typedef struct {
    dossier_id id;
    process_id process_id;
    const char *number, *title, *state, *state_name, *tone, *org_name, *field, *authors, *due_rule, *next_who; /* next_who: in words, "" when nobody has to act */
    date filed_on, due_on;
    bool late;
    instant updated_at;
} dossier_item;
extern const shape dossier_item_shape;
const char *dossier_next_who(const char *next_actor, process_level level); /* "Cán bộ tiếp nhận của cơ sở", translated */
typedef LIST_OF(dossier_item) dossier_items;

/* ---- reading: E_NOT_FOUND for what the person may not see ---- */
MUST status dossier_get(db *d, arena *mem, const actor *who, dossier_id id, dossier *out);
MUST status dossier_load(db *d, arena *mem, user_id me, dossier_id id, dossier *out); /* without asking who may see it: for jobs and what asks by itself */
MUST status dossier_authors(db *d, arena *mem, dossier_id id, author_list *out);
MUST status dossier_organisers(db *d, arena *mem, dossier_id id, organiser_list *out);
MUST status dossier_events_of(db *d, arena *mem, dossier_id id, dossier_events *out);
/* What a deficient dossier has to mend: the note of the last request; "" in other states. */
const char *dossier_asked(const dossier *dos, const dossier_events *events);
MUST status dossier_files_of(db *d, arena *mem, dossier_id id, dossier_files *out);
MUST status dossier_file_data(db *d, arena *mem, const actor *who, dossier_id id, file_id file, dossier_file *out, bytes *data);
/* The secret part; E_FORBIDDEN for whom it is not (TT18 Art 6; law 6.2b): authors, intake, council, head. */
MUST status dossier_secret(arena *mem, const actor *who, const dossier *dos, const char **out);
/* Dossiers of mine (owner or author); those that wait for me in a role. At most 200. */
MUST status dossier_mine(db *d, arena *mem, const actor *who, dossier_items *out);
MUST status dossier_to_do(db *d, arena *mem, const actor *who, dossier_items *out);
typedef struct {
    const char *text, *phase; /* "" : all */
    const char *beneficiary, *author_kind; /* keys of catalogue entries; "" and NULL: all */
    round_id round;           /* {0}: all */
    org_id org;
    int page;                 /* from 0, 50 a page */
} dossier_filter;
MUST status dossier_search(db *d, arena *mem, const actor *who, const dossier_filter *f, dossier_items *out, int64_t *total);

/* ---- writing ---- */
MUST status dossier_create(arena *mem, db *d, const actor *who, const dossier_text *text, instant now, dossier_id *out);
/* The same at a level; `nominated`: the dossier recognised below that is put forward, {0} none. Whether it may be is the
 * caller's question. E_NOT_FOUND: no process of that level is active. */
MUST status dossier_create_at(arena *mem, db *d, const actor *who, process_level level, dossier_id nominated, const dossier_text *text, instant now, dossier_id *out);
/* A draft (or a deficient dossier) gets new text. E_CONFLICT: somebody saved since `revision`; nothing is written. */
MUST status dossier_save(arena *mem, db *d, const actor *who, dossier_id id, int64_t revision, const dossier_text *text, instant now, int64_t *new_revision);
void dossier_text_of(arena *mem, const actor *who, const dossier *dos, const author_list *authors, const organiser_list *organisers, dossier_text *out);
MUST status dossier_add_file(arena *mem, db *d, const actor *who, dossier_id id, const char *purpose, const char *name, bytes data, instant now, file_id *out);
MUST status dossier_remove_file(arena *mem, db *d, const actor *who, dossier_id id, file_id file, instant now);
/* A draft out of an uploaded, filled form; the form itself is kept byte for byte as a file of the draft. */
MUST status dossier_from_form(arena *mem, db *d, const actor *who, const doc_form *form, const char *name, bytes data, instant now, dossier_id *out);
/* The same later, for a form that had to be read from pictures: fills a draft that nobody has written in. By the program;
 * `sure`: of the reading, in percent. Inside db_begin. */
MUST status dossier_fill_draft(arena *mem, db *d, dossier_id id, const doc_form *form, int sure, instant now);
/* The author `who` confirms part and share. */
MUST status dossier_confirm(arena *mem, db *d, const actor *who, dossier_id id, instant now);
MUST status dossier_declare_conflict(arena *mem, db *d, const actor *who, dossier_id id, user_id person, const char *kind, const char *note, instant now);

/* The heir of an establishment that ended takes over its dossiers under way, drafts too; `note` stands in their history. May run
 * twice. */
#define DOSSIER_SUCCEEDED "succeeded" /* the action of that event */
MUST status dossier_follow_org(arena *mem, db *d, org_id from, org_id heir, const char *note, instant now, int *moved);
/* The clock of `to` on `today`, with the stops on record: for a dossier that changes its version. */
MUST status dossier_clock_in(arena *mem, db *d, const dossier *dos, const process_state *to, date today, const char **rule, date *due);

/* ---- steps of the process ---- */
typedef struct {
    const char *id;      /* of the rule of formal examination, "F-07" */
    const char *text;    /* Vietnamese, translated: what is wrong and how to mend it */
    const char *article;
    const char *field;   /* of the form; "" none */
    bool hard;           /* refuses; otherwise a warning */
} finding;
extern const shape finding_shape;
typedef LIST_OF(finding) finding_list;
/* Everything that formal examination finds in the dossier as it is. */
MUST status dossier_check(db *d, arena *mem, const dossier *dos, date today, finding_list *out);

typedef struct {
    const char *note;        /* reasons; shown to the authors */
    const char *document;    /* number and date of a document, where the step asks for one */
    org_id to;               /* transfer */
    date on;                 /* completion of the first application */
    const char *outcome;     /* of the council: "pass", "fail"; NULL where there is none */
} step_input;
typedef struct {
    enum { STEP_DONE, STEP_REFUSED } tag;
    finding_list findings; /* why refused; warnings when done */
    date due;
    const char *number;    /* of the receipt, when one was given */
} step_outcome;
/* Carries out `action` of the dossier's process in one transaction: role, state and guards are checked, the term set, the
 * event, the audit line and the jobs written. E_NOT_FOUND, E_FORBIDDEN (not this person), E_CONFLICT (not in this state). */
MUST status dossier_step(arena *mem, db *d, const actor *who, dossier_id id, const char *action, const step_input *in, instant now, step_outcome *out);
/* The same by what the step does: whatever step of its process has this effect out of the present state. For code, which
 * knows effects and not the names that administrators give. */
MUST status dossier_effect(arena *mem, db *d, const actor *who, dossier_id id, step_effect effect, const step_input *in, instant now, step_outcome *out);
/* Which steps `who` could take now, by key and by effect. */
bool dossier_may_step(const actor *who, const dossier *dos, const process *p, const char *action);
bool dossier_may_effect(const actor *who, const dossier *dos, const process *p, step_effect effect);
dossier_phase dossier_phase_of(const dossier *dos);
/* The row of the term that runs, of rule/ or of its process; E_NOT_FOUND: none runs. */
MUST status dossier_term_row(arena *mem, const dossier *dos, const process *p, date on, const rule_row **out);
/* Since when it runs: filing or transfer, acceptance … {0} when it began with the state. */
date dossier_term_start(const dossier *dos, const process *p);

/* ---- opinions that a step asks for (dossier_opinion.c) ---- */
typedef struct {
    const char *role, *name, *text; /* role: in words */
    instant at;
} dossier_opinion;
extern const shape dossier_opinion_shape;
typedef LIST_OF(dossier_opinion) dossier_opinions;
/* E_FORBIDDEN for authors: they are for officers. */
MUST status dossier_opinions_of(db *d, arena *mem, const actor *who, const dossier *dos, dossier_opinions *out);
/* As whom `who` may give one now: an actor of the process ("head"), asked for by a step out of the present state; "" none. */
const char *dossier_opinion_asked(const actor *who, const dossier *dos, const process *p);
MUST status dossier_give_opinion(arena *mem, db *d, const actor *who, dossier_id id, const char *text, instant now);
MUST status dossier_own_of(db *d, arena *mem, const dossier *dos, dossier_own_list *out);
MUST status dossier_write_own(db *d, dossier_id id, const dossier_own_values *values); /* inside db_begin */
/* Findings F-60 … F-62. */
MUST status dossier_check_own(db *d, arena *mem, const dossier *dos, finding_list *out);
/* Is its round open, for its field? Findings F-50 and F-51. */
MUST status dossier_check_round(db *d, arena *mem, const dossier *dos, date today, finding_list *out);
/* The values of the fields of paper.h for the paper of one step; `document`: what was typed at it. */
MUST status dossier_paper_values(db *d, arena *mem, const dossier *dos, const process_step *step, const dossier_event *e, const char *document, fill_values *out);
/* What the step needs besides its guards: parts of the dossier, opinions. */
MUST status dossier_check_needs(db *d, arena *mem, const dossier *dos, const process_step *step, date today, finding_list *out);

/* ---- another version of the process (dossier_repin.c) ---- */
typedef struct {
    const char *key;
    int64_t n;
} dossier_state_count;
extern const shape dossier_state_count_shape;
typedef LIST_OF(dossier_state_count) dossier_state_counts;
/* How many filed dossiers are on a version, by state. Administrators. */
MUST status dossier_on_process(db *d, arena *mem, const actor *who, process_id id, dossier_state_counts *out);
typedef struct {
    const char *from, *to;
} dossier_state_map;
enum { REPIN_STATES_MAX = PROCESS_STATES_MAX };
/* Moves every dossier in the states of `map` from one version to another that is active and of the same level, with a
 * reason that their authors read. States keep their phase. E_INVALID: a state has another phase or is not there, or no
 * reason. All of them or none. */
MUST status dossier_repin(arena *mem, db *d, const actor *who, process_id from, process_id to, const dossier_state_map *map, int n, const char *reason, instant now, int *moved);
/* What other slices say of a dossier beside the formal examination: warnings for who writes or examines it (never hard), and
 * one line with a link on its page. Registered once at the start. */
typedef struct {
    const char *text, *href; /* translated; "" : nothing to say */
} dossier_remark;
typedef struct {
    status (*advise)(db *d, arena *mem, const actor *who, const dossier *dos, finding_list *out);
    status (*remark)(db *d, arena *mem, const actor *who, const dossier *dos, dossier_remark *out);
} dossier_adviser;
void dossier_set_adviser(const dossier_adviser *a);
MUST status dossier_advise(db *d, arena *mem, const actor *who, const dossier *dos, finding_list *out);
MUST status dossier_remark_of(db *d, arena *mem, const actor *who, const dossier *dos, dossier_remark *out);

/* Guards that other slices answer: registered once at the start. */
typedef status (*dossier_guard)(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out);
typedef struct {
    const char *name;
    dossier_guard check;
} guard_entry;
void dossier_register_guards(const guard_entry *entries); /* ended by a NULL name */
extern const guard_entry dossier_own_guards[];
void finding_add(arena *mem, finding_list *l, const finding *f);
MUST status dossier_guard_names(arena *mem, const char *const **out);

const char *dossier_kind_name(const char *kind);   /* "Giải pháp kỹ thuật", translated */
/* The name of an event's step, in the version by which it happened. */
MUST status dossier_step_name(db *d, process_id process, const char *action, const char **out);
const char *dossier_kind_words(const char *kind);  /* the same, Vietnamese: for papers */
const char *dossier_purpose_name(const char *purpose); /* of the three kinds that the law names */
/* Of any part of the catalogue. */
MUST status dossier_purpose_words(db *d, arena *mem, const char *purpose, const char **out);

/* ---- predicates (dossier_may.c) ---- */
bool dossier_may_see(const actor *who, const dossier *dos);
bool dossier_may_edit(const actor *who, const dossier *dos);
bool dossier_may_see_secret(const actor *who, const dossier *dos);
bool dossier_is_officer(const actor *who, const dossier *dos, unsigned role_bits); /* holds a role for its establishment and has no conflict */

#endif
