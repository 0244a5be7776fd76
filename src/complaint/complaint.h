/* complaint.h: complaints about a decision on an initiative. Luật Khiếu nại Arts 9 (90 days), 27 (10), 28 (30/45, remote
 * 45/60): the terms are rules. Which numbers hold after Luật 136/2025 is to be confirmed; the pages say so.
 *
 *   filed ──accept──▶ accepted ──decide──▶ solved          filed ──refuse──▶ refused      filed, accepted ──▶ withdrawn
 *                        │  └─(complex: longer term, finding in writing)
 *                        └──decided by the one complained about──▶ proposed ──another agrees──▶ solved
 *                                                                       └──does not──▶ accepted
 *
 * While it is filed, accepted or proposed, nothing that rests on the attacked recognition goes on (certificate/effect.h).
 * Solved with `cancel` the recognition is cancelled, with `reexamine` a refused dossier goes back to its council. */
#ifndef COMPLAINT_COMPLAINT_H
#define COMPLAINT_COMPLAINT_H
#include "certificate/effect.h"

enum { COMPLAINT_PAGE = 100 };

typedef struct {
    complaint_id id;
    const char *number, *kind, *title, *decision, *signer, *complainant, *relation, *content, *wish, *evidence, *late_reason, *state, *complex_note, *solve_rule, *result, *measure, *answer, *solver, *org_name,
        *code; /* code: of the register entry, "" none; complainant "" for the authors of an attacked entry */
    org_id org_id;
    dossier_id dossier_id;
    recognition_id recognition_id;
    user_id signer_id, complainant_id, solver_id;
    date decided_on, known_on, filed_on, accept_due, accepted_on, solve_due, ended_on;
    bool remote;
    const char *economic_class; /* of the establishment: the law on complaints binds State bodies and public units */
} complaint_row;
extern const shape complaint_shape;
typedef LIST_OF(complaint_row) complaint_list;

typedef struct {
    instant at;
    const char *actor, *action, *note;
} complaint_event;
extern const shape complaint_event_shape;
typedef LIST_OF(complaint_event) complaint_events;

/* How `who` stands to a complaint. */
typedef struct {
    bool complainant, author; /* author: of the dossier or entry */
    bool head, department, clerk, auditor;
    bool attacked;            /* made the attacked decision */
} complaint_stand;

typedef struct {
    const char *content, *wish, *evidence, *late_reason;
    date known_on;
} complaint_text;

/* What can be attacked. E_NOT_FOUND: nothing that `who` may complain about. */
typedef struct {
    const char *kind, *title, *decision, *signer, *org_name;
    org_id org_id;
    dossier_id dossier_id;
    recognition_id recognition_id;
    user_id signer_id;
    date decided_on;
    bool author;
} complaint_target;
MUST status complaint_target_entry(db *d, arena *mem, const actor *who, const char *code, complaint_target *out);      /* whoever is logged in */
MUST status complaint_target_dossier(db *d, arena *mem, const actor *who, dossier_id id, complaint_target *out);       /* its owner and authors */

MUST status complaint_file(arena *mem, db *d, const actor *who, const complaint_target *t, const complaint_text *c, instant now, complaint_id *out, finding_list *refused);
/* Mine, and those of establishments where I am head or clerk; the department and auditors all. */
MUST status complaint_all(db *d, arena *mem, const actor *who, date today, complaint_list *out);
MUST status complaint_get(db *d, arena *mem, const actor *who, complaint_id id, complaint_row *out, complaint_stand *stand); /* E_NOT_FOUND: not for `who` */
MUST status complaint_events_of(db *d, arena *mem, complaint_id id, complaint_events *out);

MUST status complaint_accept(arena *mem, db *d, const actor *who, complaint_id id, bool remote, const char *note, instant now, finding_list *refused);
MUST status complaint_refuse(arena *mem, db *d, const actor *who, complaint_id id, const char *reason, instant now, finding_list *refused);
MUST status complaint_complex(arena *mem, db *d, const actor *who, complaint_id id, const char *finding_, instant now, finding_list *refused);
typedef struct {
    const char *result, *measure, *answer;
} complaint_answer;
MUST status complaint_decide(arena *mem, db *d, const actor *who, complaint_id id, const complaint_answer *a, instant now, finding_list *refused);
/* Somebody else answers a proposal of the one complained about. */
MUST status complaint_second(arena *mem, db *d, const actor *who, complaint_id id, bool agree, const char *note, instant now, finding_list *refused);
MUST status complaint_withdraw(arena *mem, db *d, const actor *who, complaint_id id, instant now);

/* The guard of a re-examination: a complaint about this refusal was found right. */
extern const guard_entry complaint_guards[];

const char *complaint_state_name(const char *state);
const char *complaint_kind_name(const char *kind);
bool complaint_is_open(const complaint_row *c);

/* ---- predicates (complaint_may.c) ---- */
bool complaint_may_see(const complaint_stand *s);
bool complaint_may_handle(const complaint_row *c, const complaint_stand *s);   /* head, department; neither complainant nor author */
bool complaint_may_second(const actor *who, const complaint_row *c, const complaint_stand *s);

#endif
