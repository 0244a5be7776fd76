/* poll.h: one ballot over several dossiers of a session: which of them to propose to the city, in which order prizes go. It tells
 * the council's preference and decides nothing: what the law asks of each dossier (TT18 Art 8, two thirds of the members) is the
 * vote of its own, council_vote.
 *
 * Methods, all in integers:
 *   approval  a member names those it approves of; most approvals first (Brams, Fishburn: Approval Voting, 1983)
 *   score     a member gives each 0 … `top` points; greatest sum first
 *   rank      a member gives each a place; several may share one, who has none is behind all; counted by Schulze's method
 *             (M. Schulze, Social Choice and Welfare 36 (2011) 267-303), a pair being as strong as its winning votes
 * Equal stays equal: no lot and no order of filing breaks a tie. Where one lies across the last of `places`, none of it is taken.
 *
 * Who has a conflict with one of the dossiers takes no part in the whole and learns nothing of it (E_NOT_FOUND): few points for
 * the others are many for that one; and a ballot without it would tell whose it is. Quorum and alternates are those of a vote. */
#ifndef COUNCIL_POLL_H
#define COUNCIL_POLL_H
#include "council/council.h"

enum { POLL_OPTIONS_MAX = 50, POLL_TOP_MAX = 1000, POLL_TITLE_MAX = 200 };
typedef enum { POLL_APPROVAL, POLL_SCORE, POLL_RANK } poll_method;

ID_TYPE(poll_id);
typedef struct {
    poll_id id;
    council_session_id session_id;
    const char *title, *method, *state, *method_name; /* method: approval | score | rank; state: open | counted | void */
    int64_t top, places, options, voted;              /* top: most points of `score`; places: so many are taken, 0: an order only */
    int64_t seats, present, recused, stand_ins, quorum_num, quorum_den; /* at the count */
    bool secret, i_voted, hidden;
    instant counted_at;
} poll_row;
extern const shape poll_shape;
typedef LIST_OF(poll_row) poll_list;
typedef struct {
    item_id item_id;
    const char *title, *number;
    int64_t place, points; /* of a counted one: 1 is first; approvals, sum, or how many others it beats */
} poll_option;
extern const shape poll_option_shape;
typedef LIST_OF(poll_option) poll_options;

/* ---- the count (poll_count.c): pure ---- */
/* One mark for each ballot and option: approval 0 | 1, score 0 … top, rank 1 … options or 0 (behind all). */
typedef struct {
    int options, ballots;
    const int *mark; /* ballots × options */
} poll_marks;
typedef struct {
    int *place;      /* 1: nobody is before it; several may have the same */
    int64_t *points; /* as in poll_option */
    int *wins;       /* rank: options × options: ballots that put the one before the other; NULL otherwise */
    int *path;       /* rank: the strongest path from the one to the other */
} poll_tally;
void poll_count(arena *mem, poll_method method, const poll_marks *m, poll_tally *out);
typedef enum { POLL_NOT_TAKEN, POLL_TAKEN, POLL_TIED } poll_verdict; /* POLL_TIED: the tie lies across the last place */
poll_verdict poll_verdict_of(const int *place, int options, int which, int places);
/* A ballot as it is kept: "85 70 0". E_INVALID: not so many marks, or one that the method does not have. */
MUST status poll_read(const char *text, poll_method method, int options, int top, int *mark);
const char *poll_text(arena *mem, const int *mark, int options);
const char *poll_words(arena *mem, poll_method method, const int *mark, int options); /* "1, 3" · "1: 85; 2: 70" · "3 > 1 = 2" */
poll_method poll_method_of(const char *key);
const char *poll_method_name(poll_method method);

/* ---- with the store ---- */
MUST status poll_of_session(db *d, arena *mem, const actor *who, council_session_id id, poll_list *out); /* without the hidden ones */
MUST status poll_get(db *d, arena *mem, const actor *who, poll_id id, poll_row *out, poll_options *options);
MUST status poll_bench_of(db *d, arena *mem, poll_id id, date day, member_list *l, council_bench *out);
/* What is wrong with a new one: the name of the field ("title", "method", "top", "places", "item"), "" nothing. */
const char *poll_flaw(const poll_row *p, int options);
/* `p`: title, method, top, places, secret. For who keeps the session, over items of it that are not hidden from them. */
MUST status poll_open(arena *mem, db *d, const actor *who, council_session_id id, const poll_row *p, const item_id *items, int n, instant now, poll_id *out);
/* Once; one mark for each option. E_INVALID: a mark that the method does not have. E_CONFLICT: voted, counted or closed. */
MUST status poll_vote(arena *mem, db *d, const actor *who, poll_id id, const int *mark, int n, const char **receipt);
/* E_INVALID with `refused`: no quorum, no ballot. */
MUST status poll_finish(arena *mem, db *d, const actor *who, poll_id id, instant now, finding_list *refused);
MUST status poll_void(arena *mem, db *d, const actor *who, poll_id id); /* its ballots are forgotten */
/* The ballots of a counted one, by code or by name, and the tally made of them again. Empty before. */
MUST status poll_ballots(db *d, arena *mem, const poll_row *p, ballot_list *out, poll_tally *tally);
/* Where a receipt is: E_NOT_FOUND for who is not on that council, or has a conflict. `choice` only after the count. */
MUST status poll_receipt(db *d, arena *mem, const actor *who, const char *receipt, poll_row *out, const char **choice);
MUST status poll_check(db *d, int64_t *bad); /* counted ones whose places are not those of their ballots */
#endif
