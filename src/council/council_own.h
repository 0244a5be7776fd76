/* Between the files of this slice. */
#ifndef COUNCIL_COUNCIL_OWN_H
#define COUNCIL_COUNCIL_OWN_H
#include "council/council.h"

MUST status council_manage(arena *mem, db *d, const actor *who, council_id id, council_row *c);
/* A session that is not closed, for who keeps it. */
MUST status council_manage_session(arena *mem, db *d, const actor *who, council_session_id id, session_row_view *s);
/* What who keeps the session may change of it: E_FORBIDDEN, E_CONFLICT when it is closed. */
MUST status council_check_keeper(const actor *who, const session_row_view *s);
/* council_item_get with its session. */
MUST status council_item_in(db *d, arena *mem, const actor *who, item_id id, item_row *out, session_row_view *s);
/* An open item of an open session, and not hidden from who keeps it. */
MUST status council_manage_item(arena *mem, db *d, const actor *who, item_id id, item_row *i, session_row_view *s);
MUST status council_log(db *d, council_session_id session, item_id item, instant at, const char *event, const char *what);
/* Members of the session's council read the dossier, but who has a conflict is recused; inside a transaction. */
MUST status council_seat_readers(arena *mem, db *d, const session_row_view *s, dossier_id dossier, instant now);
/* Writes a conflict that stands, hides the dossier, takes back reading, sheet and assignment; voids votes if the person has voted. */
MUST status council_recuse(arena *mem, db *d, dossier_id dossier, user_id user, const char *kind, const char *source, const char *note, user_id by, instant now);
void council_name_roles(member_list *l);
/* council_seat by the rule of the day, with the names of roles. */
MUST status council_seat_by_rule(member_list *l, date day, council_bench *out);
/* The member of `who` on this bench; E_FORBIDDEN without a seat. */
MUST status council_voter(const member_list *bench, const actor *who, member_id *out);
const char *council_new_receipt(arena *mem); /* random */
/* With each secret vote all ballots are written anew, in the order of their codes: neither the order of rows nor the transaction
 * that wrote them tells which came with whose vote. Adds one to those that are there. */
void council_add_ballot(arena *mem, ballot_list *l, const char *receipt, const char *choice);
/* Ballots over several dossiers in which this person voted with this one among them: everybody votes anew; inside a transaction. */
MUST status poll_take_votes(arena *mem, db *d, dossier_id dossier, user_id user);
MUST status poll_end_session(arena *mem, db *d, council_session_id id); /* what was not counted is void */

#endif
