/* walk.h: what the parts of the random walks share: the walk, its dice, who is tied to a dossier. */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H
#include "council/poll.h"
#include "tests/lib/bench.h"

enum { WALK_PEOPLE = 32, /* numbers of accounts lie below */ WALK_POLLS = 4, WALK_OTHERS = 2, WALK_OPTIONS = WALK_OTHERS + 1 };

/* What is refused whatever it says. Refused once, it is not tried again by the same person before anything has changed. */
typedef enum { ACT_ATTEND, ACT_SCORE, ACT_ASSESS, ACT_CONCLUDE, ACT_DECIDE, ACT_VOTE, ACT_SCHEDULE, ACT_POLL_OPEN, ACT_POLL_VOTE, ACT_POLL_COUNT = ACT_POLL_VOTE + 4, WALK_ACTS = ACT_POLL_COUNT + 4 } walk_act;

/* A ballot over several dossiers, as the walk remembers it. */
typedef struct {
    poll_id id;
    enum { WALK_OPEN, WALK_COUNTED, WALK_VOID } state;
    poll_method method;
    dossier_id of[WALK_OPTIONS];
    int n, most; /* options; the greatest mark */
    bool secret;
    const char *receipt;                                  /* of the last vote; NULL none */
    int64_t place[WALK_OPTIONS], points[WALK_OPTIONS]; /* of a counted one */
} walk_poll;

typedef struct {
    bench_world *w;
    arena *mem;
    const actor *department, *watcher; /* watcher: only looks */
    dossier_id dossier, other[WALK_OTHERS];
    council_session_id session;
    item_id item, other_item[WALK_OTHERS]; /* 0 until it is on the agenda */
    instant now;
    bool concluded, whole, polling, sparse; /* whole: from the draft on; polling: the session has more dossiers, to choose among; sparse: few come */
    walk_poll poll[WALK_POLLS];
    int polls;
    int state, refused_in[WALK_ACTS][WALK_PEOPLE]; /* state: goes up with each change; in which of them an act was refused to somebody */
    int passed, recognised, refused, counted;
} walk;

void walk_throw(uint64_t seed); /* the dice of a walk */
int walk_roll(int n);           /* 0 … n - 1 */
const actor *walk_somebody(walk *k);
bool walk_was_refused(const walk *k, walk_act act, const actor *who);
/* After each attempt; `whatever`: also E_INVALID does not hang on what was said. Passes the status on. */
status walk_note(walk *k, walk_act act, const actor *who, status s, bool whatever);
void walk_changed(walk *k, status s); /* after what is always tried */

/* Who is tied to a dossier, from its rows: authors, and conflicts that were not lifted. */
typedef struct {
    author_list authors;
    conflict_list conflicts;
} walk_ties;
walk_ties walk_ties_of(walk *k, dossier_id id);
bool walk_tied(const walk_ties *t, user_id user);

/* Seats, and how many sit: present, tied to none of `n` dossiers, alternates in the place of others. */
void walk_bench(const member_list *l, const walk_ties *t, int n, int *seats, int *present);

/* ---- ballots over several dossiers (walk_poll.c) ---- */
void walk_poll_act(walk *k, const actor *who, const actor *keeper);
void walk_polls_ended(walk *k); /* the session was closed: what was open is void */
void walk_polls_look(walk *k);  /* each is as the walk remembers it */
#endif
