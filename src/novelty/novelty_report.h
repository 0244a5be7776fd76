/* novelty_report.h: what the search for copies found of a dossier, kept; what the authors answer; what a person finds.
 * Điều lệ Sáng kiến Art 4(1): within the establishment a hit bears on N1 (an application filed earlier) and N3 (another
 * person's solution); elsewhere it informs whoever judges the effect for the city. The program advises: a person decides
 * and writes the reason (Luật Trí tuệ nhân tạo 134/2025, Art 20).
 *
 * A report is of one text of a dossier (its revision) and one cause. The same text on the same generation of the index
 * gives the same bytes: novelty_verify runs it again and compares. */
#ifndef NOVELTY_NOVELTY_REPORT_H
#define NOVELTY_NOVELTY_REPORT_H
#include "dossier/dossier.h"
#include "job/job.h"
#include "novelty/novelty.h"

enum {
    NOVELTY_HITS_MAX = 50,       /* sources that a report keeps, the most copied first */
    NOVELTY_PASSAGES_MAX = 400,  /* passages that a report keeps */
    NOVELTY_TELL_SHARE = 500,    /* basis points: from here on an author is told of a likeness that may not be shown */
    NOVELTY_LINK_SHARE = 1000,   /* basis points: from here on two dossiers are linked in a group */
    NOVELTY_LINKS_MAX = 5000,    /* links that the groups are made of, the strongest */
    NOVELTY_LIKES_MAX = 8,       /* similar titles shown */
    NOVELTY_WORDS_LEAST = 4,     /* of a title before likeness is looked for */
    NOVELTY_NEARLY = 60,         /* percent of likeness from which a title is nearly the same: a title with another opening ("Vài kinh nghiệm …") has 64 */
    NOVELTY_GROUPS_MAX = 50,
    NOVELTY_GROUP_LINKS_MAX = 12 /* shown of a group */
};

ID_TYPE(report_id);
ID_TYPE(hit_id);

/* The index of a store: opened once at the start (app/), asked by pages and jobs. NULL: none is open. */
void novelty_seat_set(const void *store, novelty *n);
novelty *novelty_seat(const db *d);

typedef struct {
    report_id id;
    dossier_id dossier_id;
    const char *cause;   /* filed | version | council | asked */
    const char *state;   /* waiting | done | failed */
    const char *parameters, *text_hash, *hash, *encoding, *text, *body, *boiler;
    int64_t revision, generation, share, sources, syllables, counted, copied, boilerplate, homoglyphs, hidden;
    int64_t scans, sure; /* pages of attachments that were read from pictures; the least sure of them, percent */
    bool cut;
    instant asked_at, done_at;
} report_row;
extern const shape report_row_shape;
typedef LIST_OF(report_row) report_list;

/* ---- the text that is compared ---- */
typedef struct {
    const char *text;
    int64_t files, scans, sure, waiting; /* attachments in it; pages of them read from pictures, least sure; being read */
} novelty_text;
/* Title, known state, content, applicability, conditions, benefits and the text of what is attached. Never the secret part:
 * it does not leave its seal. */
MUST status novelty_compose(db *d, arena *mem, const dossier *dos, novelty_text *out);

/* ---- reports ---- */
/* Asks for a report: one per dossier, revision and cause; a job makes it. Inside db_begin. */
MUST status novelty_ask_report(db *d, dossier_id id, const char *cause, instant now);
/* What follows a step of the process: filing and new versions are checked, and what the council opens. Inside db_begin. */
MUST status novelty_after_step(db *d, dossier_id id, instant now);
/* The job "novelty_check". Waits for attachments that are still being read. */
MUST status novelty_report_job(arena *mem, db *d, const job_row *job);
/* The job "novelty_follow", every so many seconds: the index follows the log without waiting for who asks. */
MUST status novelty_follow_job(arena *mem, db *d, const job_row *job);
/* Somebody asks for a new check. E_FORBIDDEN; E_CONFLICT: of this text there is one already. */
MUST status novelty_recheck(arena *mem, db *d, const actor *who, dossier_id id, instant now);
/* The latest report (`id` 0) or one of them; E_NOT_FOUND for who may not see the dossier or when there is none. */
MUST status novelty_report_get(db *d, arena *mem, const actor *who, const dossier *dos, report_id id, report_row *out);
MUST status novelty_reports_of(db *d, arena *mem, const dossier *dos, report_list *out);

typedef enum { VERIFY_EQUAL, VERIFY_DIFFERENT, VERIFY_GONE /* the index of that day is no longer kept */ } verify_outcome;
MUST status novelty_verify(arena *mem, db *d, const actor *who, const dossier *dos, const report_row *r, verify_outcome *out);

/* ---- a report as one person sees it ---- */
typedef struct {
    const char *text;
    bool equal;
} piece_view;
typedef struct {
    int64_t number, share, syllables;  /* its place on the page; equal syllables, basis points */
    const char *kind, *kind_name, *plain; /* plain: the words of the dossier where no source may be shown */
    bool also, may_compare;
    LIST_OF(piece_view) mine, theirs;
    int64_t previous, next;            /* numbers of neighbours, 0 none */
} passage_view;
typedef struct {
    int64_t number, share, year, passages_shown;
    dossier_id source_id;              /* 0 when it may not be opened */
    org_id org_id;
    const char *title, *org_name, *state_name, *lineage, *href, *authors, *answer, *answered_at;
    bool hidden, published, same_org, is_own, may_answer;
    LIST_OF(passage_view) passages;
} hit_view;
typedef struct {
    const char *text, *kind; /* plain | copied | boiler | law */
    int64_t number;          /* of the passage */
    bool copied, boiler, law;
} segment_view;
typedef struct {
    int64_t share, sources;  /* of what this person may see; for officers of everything */
    int64_t law;             /* places where the law is cited or quoted: not counted */
    bool full;
    LIST_OF(hit_view) hits;
    LIST_OF(segment_view) segments;
} seen_report;
extern const shape hit_view_shape, segment_view_shape;
/* Officers, council and head see everything of the copying dossier, and of a source what they may see of it; an author
 * sees published entries and own dossiers in full and else only that a dossier of some unit is alike. */
MUST status novelty_see(db *d, arena *mem, const actor *who, const dossier *dos, const report_row *r, seen_report *out);
/* The same for a draft, at once and without keeping anything. E_IO when no index is open. */
MUST status novelty_see_draft(db *d, arena *mem, const actor *who, const dossier *dos, seen_report *out);

/* Share and number of sources of the latest finished report; "" when there is none. For the council's pages. */
typedef struct {
    int64_t share, sources, answered;
    bool there, waiting, same_org; /* same_org: a source of the same establishment */
} novelty_summary;
extern const shape novelty_summary_shape;
/* "Tính mới: 12,5 % nội dung giống 2 nguồn …", translated: for who sees all. */
const char *novelty_summary_text(arena *mem, const novelty_summary *s);
extern const dossier_adviser novelty_adviser; /* for the dossier's pages */
MUST status novelty_summary_of(db *d, arena *mem, dossier_id id, novelty_summary *out);

/* ---- titles ---- */
typedef struct {
    const char *title, *org_name, *href;
    int64_t percent, year;
    bool hidden;             /* only that unit has one alike */
} like_view;
extern const shape like_view_shape;
typedef LIST_OF(like_view) like_list;
/* Dossiers whose title and beginning share rare words with `title`, best first: what `who` may see. Empty below
 * NOVELTY_WORDS_LEAST words, and while no index is open. `tell`: besides, units that have one nearly the same which may
 * not be shown, each once, by name. */
MUST status novelty_alike(db *d, arena *mem, const actor *who, dossier_id self, const char *title, bool tell, like_list *out);
/* Warnings beside the formal examination: titles that are nearly the same (N-01), own earlier ones (N-02). */
MUST status novelty_advice(db *d, arena *mem, const actor *who, const dossier *dos, finding_list *out);

/* ---- answers and findings ---- */
/* The author's answer to a hit: by its source, or, where the source may not be shown, by its unit. "" takes it back. */
MUST status novelty_answer(arena *mem, db *d, const actor *who, dossier_id id, dossier_id source, org_id unit, const char *text, instant now);

typedef struct {
    const char *name, *role, *verdict, *verdict_name, *reason;
    report_id report_id;
    instant at;
} finding_row;
extern const shape finding_row_shape;
typedef LIST_OF(finding_row) finding_rows;
/* `verdict`: new | partly | same. E_INVALID without a reason. */
MUST status novelty_find(arena *mem, db *d, const actor *who, dossier_id id, report_id report, const char *verdict, const char *reason, instant now);
/* For officers and council with names; for authors after the decision, without. */
MUST status novelty_findings(db *d, arena *mem, const actor *who, const dossier *dos, finding_rows *out);
const char *novelty_verdict_name(const char *verdict);
const char *novelty_cause_name(const char *cause);

/* ---- groups ---- */
typedef struct {
    const char *title, *org_name, *href, *other_title, *other_href, *other_org;
    int64_t share;
} link_view;
typedef struct {
    int64_t dossiers, orgs, strongest;
    LIST_OF(link_view) links; /* strongest first */
} group_view;
extern const shape group_view_shape;
typedef LIST_OF(group_view) group_list;
/* Dossiers that copy from each other, largest groups first, at most 50. E_FORBIDDEN. */
MUST status novelty_groups(db *d, arena *mem, const actor *who, group_list *out);

/* ---- predicates (novelty_may.c) ---- */
bool novelty_sees_all(const actor *who, const dossier *dos);        /* officers, council, head; no author of it */
bool novelty_may_find(const actor *who, const dossier *dos);        /* write a finding: intake, secretary, chair, head, council */
bool novelty_may_answer(const actor *who, const dossier *dos);      /* its authors, until the decision */
bool novelty_may_see_groups(const actor *who);
bool novelty_is_decided(const dossier *dos);

#endif
