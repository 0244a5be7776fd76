/* council.h: councils, their sessions, findings and votes. Điều lệ Art 8, TT18 Art 8; ratios come from rule/. */
#ifndef COUNCIL_COUNCIL_H
#define COUNCIL_COUNCIL_H
#include "dossier/dossier.h"

typedef struct {
    council_id id;
    org_id org_id;
    const char *name, *decision, *org_name;
    date decided_on, valid_to;
    int64_t members;
} council_row;
extern const shape council_row_shape;
typedef LIST_OF(council_row) council_list_rows;

ID_TYPE(member_id);
typedef struct {
    member_id id;
    user_id user_id;
    const char *name, *position, *unit, *role, *role_name;
    bool is_union, present;
} member_row;
extern const shape member_row_shape;
typedef LIST_OF(member_row) member_list;

typedef struct {
    council_session_id id;
    council_id council_id;
    org_id org_id;
    instant held_at;
    const char *place, *ballot, *state, *council_name, *org_name, *decision;
    date decided_on;
} session_row_view;
extern const shape council_session_shape;
typedef LIST_OF(session_row_view) session_list;

ID_TYPE(item_id);
typedef struct {
    item_id id;
    council_session_id session_id;
    dossier_id dossier_id;
    const char *title, *number, *state, *novelty_1, *novelty_2, *novelty_3, *novelty_4, *benefit, *excluded, *opinion;
    int64_t members, present, votes_for, votes_against, votes_blank, voted;
    bool passed, i_voted, hidden; /* hidden: who asks has a conflict and learns nothing of it */
    instant concluded_at;
} item_row;
extern const shape item_row_shape;
typedef LIST_OF(item_row) item_list;

MUST status council_list(db *d, arena *mem, const actor *who, council_list_rows *out);
/* E_NOT_FOUND for who is neither an officer of its organisation nor a member. */
MUST status council_get(db *d, arena *mem, const actor *who, council_id id, council_row *out);
MUST status council_members(db *d, arena *mem, council_id id, member_list *out);
MUST status council_sessions(db *d, arena *mem, council_id id, session_list *out);
MUST status council_my_sessions(db *d, arena *mem, const actor *who, session_list *out);
MUST status council_session_get(db *d, arena *mem, const actor *who, council_session_id id, session_row_view *out);
MUST status council_attendance(db *d, arena *mem, council_session_id id, member_list *out);
/* Items of a session without those that are hidden from `who`. */
MUST status council_items(db *d, arena *mem, const actor *who, council_session_id id, item_list *out);
MUST status council_item_get(db *d, arena *mem, const actor *who, item_id id, item_row *out);
/* The latest item of a dossier, for who may see the dossier: E_NOT_FOUND when there is none. Before the conclusion only
 * officers and the council see it. */
MUST status council_item_of(db *d, arena *mem, const actor *who, dossier_id id, item_row *out);
MUST status council_waiting(db *d, arena *mem, const actor *who, org_id org, dossier_items *out);

MUST status council_create(arena *mem, db *d, const actor *who, org_id org, const char *name, const char *decision, date decided_on, date valid_to, instant now, council_id *out);
MUST status council_add_member(arena *mem, db *d, const actor *who, council_id id, user_id user, const char *role, bool is_union, member_id *out);
MUST status council_drop_member(arena *mem, db *d, const actor *who, council_id id, member_id member, date day);
MUST status council_plan(arena *mem, db *d, const actor *who, council_id id, instant held_at, const char *place, bool secret, instant now, council_session_id *out);
/* Puts a dossier on the agenda; an accepted one goes under evaluation. `refused` says why it cannot. */
MUST status council_schedule(arena *mem, db *d, const actor *who, council_session_id id, dossier_id dossier, instant now, item_id *out, finding_list *refused);
MUST status council_attend(arena *mem, db *d, const actor *who, council_session_id id, const member_id *present, int n);
typedef struct {
    const char *n1, *n2, *n3, *n4, *benefit, *excluded, *opinion;
} council_findings;
MUST status council_assess(arena *mem, db *d, const actor *who, item_id id, const council_findings *f);
/* `choice`: for | against | blank. Once. `receipt` (secret ballot): the code with which the member finds the vote again. */
MUST status council_vote(arena *mem, db *d, const actor *who, item_id id, const char *choice, const char *reason, const char **receipt);
/* Counts, writes the result and moves the dossier on. E_INVALID with `refused` when quorum or findings are missing. */
MUST status council_conclude(arena *mem, db *d, const actor *who, item_id id, instant now, item_row *out, finding_list *refused);
/* The secret votes of a concluded item, by their codes: everybody finds the own one and counts all. Empty before, and for
 * an open ballot. `choice` is translated. */
typedef struct {
    const char *receipt, *choice;
} ballot_row;
extern const shape ballot_row_shape;
typedef LIST_OF(ballot_row) ballot_list;
MUST status council_ballots(db *d, arena *mem, const item_row *i, ballot_list *out);
MUST status council_close(arena *mem, db *d, const actor *who, council_session_id id);

extern const guard_entry council_guards[];

/* council_may.c */
bool council_may_manage(const actor *who, org_id org);
bool council_is_open_to(const actor *who, org_id org); /* officers who may look */
const char *council_role_name(const char *role);

#endif
