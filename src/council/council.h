/* council.h: councils, their members, sessions, findings, scores and votes. Điều lệ Art 8, TT18 Art 8; ratios come from rule/.
 * Who has a conflict with a dossier learns nothing of it: every function that takes `who` leaves it out. */
#ifndef COUNCIL_COUNCIL_H
#define COUNCIL_COUNCIL_H
#include "criteria/criteria.h"
#include "dossier/dossier.h"

enum { COUNCIL_MEMBERS_MAX = 200, COUNCIL_ITEMS_MAX = 500 };

typedef struct {
    council_id id;
    org_id org_id;
    const char *name, *decision, *org_name, *kind, *level, *round, *fields;
    date decided_on, valid_to;
    int64_t members;
} council_row;
extern const shape council_row_shape;
typedef LIST_OF(council_row) council_list_rows;

ID_TYPE(member_id);
typedef struct {
    member_id id;
    user_id user_id;
    org_id org_id; /* where the person works */
    const char *name, *position, *unit, *role, *role_name, *expertise;
    bool is_union, alternate, present, recused, voted, may_vote, stands_in; /* recused, voted: on one item; the last two are set by council_seat */
} member_row;
extern const shape member_row_shape;
typedef LIST_OF(member_row) member_list;

typedef struct {
    council_session_id id;
    council_id council_id;
    org_id org_id;
    instant held_at, scores_at;
    const char *place, *ballot, *state, *council_name, *org_name, *decision, *level, *round, *token;
    date decided_on;
    bool blind_author, blind_member, i_sit; /* i_sit: on its council, by council_session_get */
    int64_t current_item;
} session_row_view;
extern const shape council_session_shape;
typedef LIST_OF(session_row_view) session_list;

ID_TYPE(item_id);
typedef struct {
    item_id id;
    council_session_id session_id;
    dossier_id dossier_id;
    criteria_id set_id;
    const char *title, *number, *field, *state, *novelty_1, *novelty_2, *novelty_3, *novelty_4, *benefit, *excluded, *opinion, *formula, *minutes;
    int64_t ordinal, seats, members, present, recused, stand_ins, quorum_num, quorum_den, pass_num, pass_den, votes_for, votes_against, votes_blank, voted, score, score_pass, vetoes, veto_at, sheets;
    bool passed, i_voted, scored, hidden; /* hidden: who asks has a conflict and learns nothing of it */
    instant concluded_at;
} item_row;
extern const shape item_row_shape;
typedef LIST_OF(item_row) item_list;

/* ---- councils and sessions ---- */
MUST status council_list(db *d, arena *mem, const actor *who, council_list_rows *out);
/* E_NOT_FOUND for who is neither an officer of its organisation nor a member. */
MUST status council_get(db *d, arena *mem, const actor *who, council_id id, council_row *out);
MUST status council_members(db *d, arena *mem, council_id id, member_list *out);
MUST status council_sessions(db *d, arena *mem, council_id id, session_list *out);
MUST status council_my_sessions(db *d, arena *mem, const actor *who, session_list *out);
MUST status council_session_get(db *d, arena *mem, const actor *who, council_session_id id, session_row_view *out);
MUST status council_attendance(db *d, arena *mem, council_session_id id, member_list *out);
/* Items of a session in the order of the agenda, without those that are hidden from `who`. */
MUST status council_items(db *d, arena *mem, const actor *who, council_session_id id, item_list *out);
MUST status council_item_get(db *d, arena *mem, const actor *who, item_id id, item_row *out);
/* The latest item of a dossier, for who may see the dossier: E_NOT_FOUND when there is none. Before the conclusion only
 * officers and the council see it. */
MUST status council_item_of(db *d, arena *mem, const actor *who, dossier_id id, item_row *out);
MUST status council_sitting(db *d, arena *mem, dossier_id id, member_list *out); /* members of the councils whose agenda it is on */
MUST status council_waiting(db *d, arena *mem, const actor *who, org_id org, dossier_items *out);

/* `c`: org_id, name, decision, decided_on, valid_to, kind, level, round, fields. */
MUST status council_create(arena *mem, db *d, const actor *who, const council_row *c, instant now, council_id *out);
/* `m`: user_id, role, is_union, alternate, expertise. Conflicts with what is on open agendas are applied at once. */
MUST status council_add_member(arena *mem, db *d, const actor *who, council_id id, const member_row *m, instant now, member_id *out);
MUST status council_drop_member(arena *mem, db *d, const actor *who, council_id id, member_id member, instant now);
/* `s`: held_at, place, ballot, scores_at, blind_author, blind_member. E_INVALID: scores open after the session. */
MUST status council_plan(arena *mem, db *d, const actor *who, council_id id, const session_row_view *s, instant now, council_session_id *out);
/* Puts a dossier on the agenda; an accepted one goes under evaluation. `refused` says why it cannot. */
MUST status council_schedule(arena *mem, db *d, const actor *who, council_session_id id, dossier_id dossier, instant now, item_id *out, finding_list *refused);
/* Who has voted cannot be marked absent any more (E_CONFLICT). */
MUST status council_attend(arena *mem, db *d, const actor *who, council_session_id id, const member_id *present, int n, instant now);
/* A member marks itself present with the code that the room shows. E_NOT_FOUND: no such code, or not a member. */
MUST status council_attend_self(arena *mem, db *d, const actor *who, const char *token, instant now, council_session_id *out);
MUST status council_session_by_token(db *d, arena *mem, const actor *who, const char *token, session_row_view *out);
MUST status council_close(arena *mem, db *d, const actor *who, council_session_id id, instant now);

/* ---- the bench of an item (bench.c): pure ---- */
typedef struct {
    int64_t seats;   /* what the quorum is counted of */
    int64_t members; /* what the majority is counted of */
    int64_t present, recused, stand_ins;
} council_bench;
/* Who may vote: members present without a conflict; for each who is away or recused, the next alternate
 * present; an alternate who has voted keeps the seat. `denominator`:
 * "appointed" (all seats, TT18 Art 8), "unrecused" (without those recused for whom nobody stands in) or "present". */
void council_seat(member_list *l, const char *denominator, council_bench *out);
bool council_quorate(const council_bench *b, int num, int den);
bool council_carried(const council_bench *b, int64_t votes_for, int num, int den);
/* Findings all sound: novelty, benefit, no exclusion (Điều lệ Art 3, 4). `complete`: none is missing. */
bool council_sound(const item_row *i, bool *complete);
/* The points do not stand against it: none are given, or enough and too few sheets exclude. */
bool council_points_enough(const item_row *i);
/* The bench of an item as it is now, by the rule in force on `day`. */
MUST status council_bench_of(db *d, arena *mem, item_id id, date day, member_list *l, council_bench *out);

/* ---- findings, votes, conclusion ---- */
typedef struct {
    const char *n1, *n2, *n3, *n4, *benefit, *excluded, *opinion;
} council_findings;
MUST status council_assess(arena *mem, db *d, const actor *who, item_id id, const council_findings *f);
/* `choice`: for | against | blank. Once. An open vote against says why (E_INVALID). `receipt` (secret ballot): the code with
 * which the member finds the vote again. */
MUST status council_vote(arena *mem, db *d, const actor *who, item_id id, const char *choice, const char *reason, const char **receipt);
/* Counts, writes the result and moves the dossier on. E_INVALID with `refused` when quorum, scores or findings are missing. */
MUST status council_conclude(arena *mem, db *d, const actor *who, item_id id, instant now, item_row *out, finding_list *refused);
/* The secret votes of a concluded item, by their codes: everybody finds the own one and counts all. Empty before, and for
 * an open ballot. `choice` is translated. */
typedef struct {
    const char *receipt, *choice;
} ballot_row;
extern const shape ballot_row_shape;
typedef LIST_OF(ballot_row) ballot_list;
MUST status council_ballots(db *d, arena *mem, const item_row *i, ballot_list *out);
/* Where a receipt is: E_NOT_FOUND for who is not on that council, or has a conflict. `choice` only after the conclusion. */
MUST status council_receipt(db *d, arena *mem, const actor *who, const char *receipt, item_row *out, const char **choice);

/* ---- conflicts (conflict.c) ---- */
typedef struct {
    int64_t id; /* 0: computed just now */
    dossier_id dossier_id;
    user_id user_id;
    const char *name, *kind, *kind_name, *source, *source_name, *note, *state, *answer, *number, *title;
    bool hard, pinned, standing, disputed; /* hard: bars; otherwise it is shown and somebody decides */
    instant at;
} conflict_row;
extern const shape conflict_shape;
typedef LIST_OF(conflict_row) conflict_list;
/* What the system's own data say of these people and a dossier: author, same name as an author without an account (identity not
 * confirmed: a conflict until it is), organiser, co-author within council.coauthor_years, declared relative or interest, same
 * unit, superior, subordinate. The last three bar only outside the council's own establishment, where all work together. */
MUST status council_suspect(db *d, arena *mem, dossier_id id, org_id council_org, const member_list *people, instant now, conflict_list *out);
/* Before anybody is named: people of the council's organisation (or whose name holds `text`), with their conflicts with what waits. */
typedef struct {
    user_id id;
    const char *name, *login, *position, *unit;
    int64_t bars, hints;
    conflict_list conflicts;
} candidate_row;
extern const shape candidate_shape;
typedef LIST_OF(candidate_row) candidate_list;
MUST status council_candidates(db *d, arena *mem, const actor *who, council_id id, const char *text, instant now, candidate_list *out);
/* Declares: a member of itself, a secretary or chair of a member (`user`), an author of a name (`user` 0). Votes of a member who
 * is recused after voting void all votes of that item, since a secret one cannot be taken out. */
MUST status council_declare(arena *mem, db *d, const actor *who, dossier_id id, user_id user, const char *name, const char *kind, const char *note, instant now);
MUST status council_conflicts_of(db *d, arena *mem, const actor *who, dossier_id id, conflict_list *out); /* for secretary, chair, head without one */
MUST status council_conflicts_mine(db *d, arena *mem, const actor *who, conflict_list *out);              /* own ones: kind and state, nothing of the dossier */
MUST status council_dispute(arena *mem, db *d, const actor *who, int64_t conflict, const char *answer, instant now); /* one's own, computed or of others; it stands meanwhile */
/* Chair or head: `lift` ends it (never that of an author), otherwise it is pinned. */
MUST status council_rule_on(arena *mem, db *d, const actor *who, int64_t conflict, bool lift, const char *answer, instant now);
typedef struct {
    const char *name, *kind, *kind_name;
    instant at;
} relation_row;
extern const shape relation_shape;
typedef LIST_OF(relation_row) relation_list;
MUST status council_relations(db *d, arena *mem, const actor *who, relation_list *out);
MUST status council_relate(arena *mem, db *d, const actor *who, const char *name, const char *kind, instant now);
const char *council_conflict_name(const char *kind);

/* What a member reads who is not to know the authors: their names are struck out wherever they stand. */
typedef struct {
    const char *field, *known_state, *content, *applicability, *conditions, *benefit_author, *benefit_users;
} copy_row;
extern const shape copy_shape;
MUST status council_copy(db *d, arena *mem, const actor *who, item_id id, copy_row *out);

/* ---- scores (sheet.c) ---- */
typedef struct {
    int64_t id;
    item_id item_id;
    member_id member_id;
    const char *state, *comment, *name, *role, *code;
    int64_t total;
    bool veto;
    instant saved_at;
} sheet_row;
extern const shape sheet_shape;
typedef LIST_OF(sheet_row) sheet_list;
typedef struct {
    criterion_id criterion_id;
    int64_t points; /* hundredths; -1: none */
    const char *comment;
} score_row;
extern const shape score_row_shape;
typedef LIST_OF(score_row) score_list;
typedef enum { SCORING_NONE, SCORING_ALONE, SCORING_SHOWN } scoring_phase; /* no points; each alone; all see */
scoring_phase council_phase(const session_row_view *s, const item_row *i, instant now);
/* The criteria of an item with the own scores; E_FORBIDDEN for who does not score it. */
MUST status council_my_sheet(db *d, arena *mem, const actor *who, item_id id, sheet_row *sheet, criterion_list *criteria, score_list *scores);
/* Saves the own sheet: `state` draft (whatever is there), done (whole) or abstained (comment says why). E_CONFLICT: the phase is over.
 * `bad` (one per criterion) says what is wrong with E_INVALID. */
MUST status council_save_sheet(arena *mem, db *d, const actor *who, item_id id, const char *state, const score_list *scores, const char *comment, instant now, score_outcome *bad);
/* The sheets that `who` may see now: own ones while each scores alone, all once shown (names hidden where the session hides them). */
MUST status council_sheets(db *d, arena *mem, const actor *who, const session_row_view *s, const item_row *i, instant now, sheet_list *out);
MUST status council_sheet_scores(db *d, arena *mem, int64_t sheet, score_list *out);
/* The result of the sheets handed in by members without a conflict; `i`->score … formula are set. */
MUST status council_count_scores(db *d, arena *mem, item_row *i);
/* Items that wait for the own sheet or had one: filters "" and 0 are all. */
typedef struct {
    item_id item_id;
    council_session_id session_id;
    const char *title, *number, *field, *round, *council_name, *sheet, *sheet_name, *outcome, *outcome_name, *session_state;
    instant due_at;
    int64_t total;
    bool assigned, late;
} reading_row;
extern const shape reading_shape;
typedef LIST_OF(reading_row) reading_list;
MUST status council_readings(db *d, arena *mem, const actor *who, instant now, reading_list *out);
/* The own sheets of a session as a spreadsheet, and back: nothing is written unless every row is good. */
MUST status council_sheets_xlsx(db *d, arena *mem, const actor *who, council_session_id id, bytes *out);
typedef struct {
    const char *address, *text;
} import_fault;
extern const shape import_fault_shape;
typedef LIST_OF(import_fault) import_faults;
MUST status council_import_xlsx(arena *mem, db *d, const actor *who, council_session_id id, bytes file, instant now, int *rows, import_faults *faults);
/* How well members agree on what is shown: alpha in thousandths, severity per member in hundredths. E_NOT_FOUND: too few scores. */
typedef struct {
    const char *name;
    int64_t sheets, severity;
    bool known;
} severity_row;
extern const shape severity_shape;
typedef LIST_OF(severity_row) severity_list;
MUST status council_agreement(db *d, arena *mem, const actor *who, council_session_id id, instant now, int64_t *alpha, severity_list *out);

/* ---- assignment and agenda: pure solvers (flow.c, agenda.c) ---- */
typedef struct {
    int dossiers, members, each, load;   /* each: readers of a dossier; load: most dossiers of a member */
    const unsigned char *barred;         /* dossiers × members: a conflict */
    const int *cost;                     /* dossiers × members, ≥ 0: 0 knows the field well */
} flow_problem;
typedef struct {
    int assigned, missing;               /* pairs; those for whom nobody was left */
    int64_t cost;
    int least, most;                     /* loads */
} flow_result;
/* Minimal total cost, loads as even as that cost lets them be (a convex cost of load). `pick`: dossiers × members, 0/1. */
void flow_solve(arena *mem, const flow_problem *p, unsigned char *pick, flow_result *out);
/* Spreads the open items of a session over its members and replaces what was there. `each` readers a dossier. */
MUST status council_assign(arena *mem, db *d, const actor *who, council_session_id id, int each, int load, instant now, flow_result *out);
typedef struct {
    item_id item_id;
    member_id member_id;
    const char *name, *why;
} assignment_row;
extern const shape assignment_shape;
typedef LIST_OF(assignment_row) assignment_list;
MUST status council_assignments(db *d, arena *mem, const actor *who, council_session_id id, assignment_list *out);
/* An order of n items with the fewest departures: `away[i]` is the set of members (bits) who must not be there. Exact up to
 * AGENDA_EXACT items, then the nearest next with exchanges. `order` gets n places; returns the departures. */
enum { AGENDA_EXACT = 12 };
int agenda_order(arena *mem, const uint64_t *away, int n, int *order);
int agenda_departures(const uint64_t *away, const int *order, int n);
MUST status council_order(arena *mem, db *d, const actor *who, council_session_id id, instant now, int *before, int *after);

/* ---- the meeting ---- */
MUST status council_call(arena *mem, db *d, const actor *who, council_session_id id, item_id item, instant now); /* item 0: a break */
/* Whether `who` is to leave the room for what is being dealt with; for a secretary, who is (names). */
MUST status council_leaving(db *d, arena *mem, const actor *who, const session_row_view *s, bool *i_leave, member_list *others);
/* The minutes of an item: `log` as written from the log, `text` as they stand; lines of `text` that are not in the log are edited. */
typedef struct {
    const char *text;
    bool edited;
} minutes_line;
extern const shape minutes_line_shape;
typedef LIST_OF(minutes_line) minutes_lines;
MUST status council_minutes(db *d, arena *mem, const actor *who, item_id id, minutes_lines *out, minutes_lines *dropped);
MUST status council_edit_minutes(arena *mem, db *d, const actor *who, item_id id, const char *text, instant now); /* "": as the log tells */

/* ---- papers, from the templates in use when the item was concluded (council_paper.c) ---- */

void council_say_findings(item_row *i, lang l); /* in words instead of "yes" and "no"; "" where none was written */
/* `kind`: "minutes" or "council_report"; for who may see the item. */
MUST status council_paper(db *d, arena *mem, const actor *who, item_id id, const char *kind, instant now, bytes *out);
/* A score sheet that the caller was allowed to read; one score per criterion. */
MUST status council_sheet_paper(db *d, arena *mem, const session_row_view *s, const item_row *i, const sheet_row *sheet, const char *member, const criterion_list *c, const score_list *scores, instant now, bytes *out);
/* All items of a session with votes, points and result; E_FORBIDDEN for who does not keep it. */
MUST status council_summary_paper(db *d, arena *mem, const actor *who, council_session_id id, instant now, bytes *out);

extern const guard_entry council_guards[];

/* ---- council_may.c ---- */
bool council_may_manage(const actor *who, org_id org);
bool council_may_rule(const actor *who, org_id org);   /* on conflicts: chair or head */
bool council_is_open_to(const actor *who, org_id org); /* officers who may look */
bool council_may_vote(const member_list *bench, user_id user); /* has a seat on the bench of the item */
bool council_may_read_sheet(scoring_phase phase, bool own);
const char *council_role_name(const char *role);

#endif
