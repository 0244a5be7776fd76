/* bench.h: a small establishment with a council, for tests of councils. */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H
#include "council/council.h"
#include "tests/lib/stores.h"

typedef struct {
    store *s;
    db *db;
    arena *mem;
    org_id org;
    council_id council;
    actor author, intake, secretary, chair, head, member[3], alternate;
    int people;
} bench_world;

/* An empty store of this kind with an establishment: chair, secretary and three members, one alternate. */
void bench_open(bench_world *w, store_kind kind);
void bench_close(bench_world *w);
/* A test on each engine, in an establishment of its own: BENCH_TEST(name) { … w … } is the function for cmocka_unit_test(name). */
typedef void (*bench_body)(bench_world *w);
void bench_on_each(bench_body body);
#define BENCH_TEST(name)                                                                                               \
    static void name##_in(bench_world *w);                                                                             \
    static void name(void **state)                                                                                     \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        bench_on_each(name##_in);                                                                                      \
    }                                                                                                                  \
    static void name##_in(bench_world *w)
instant bench_now(void);
actor bench_person(bench_world *w, const char *login, const char *name, role_kind role); /* works in the establishment */
/* An accepted dossier of w->author, with a co-author who has an account, one by name only and an organiser, where given. */
dossier_id bench_dossier(bench_world *w, const char *title, const actor *coauthor, const char *name_only, const char *organiser);
void bench_criteria(bench_world *w); /* one criterion with bands, 20 points to pass */
council_session_id bench_session(bench_world *w, const char *ballot, instant scores_at, bool blind_member);
item_id bench_schedule(bench_world *w, council_session_id session, dossier_id id);
void bench_attend_all(bench_world *w, council_session_id session);
void bench_assess(bench_world *w, item_id item);
const char *bench_vote(bench_world *w, const actor *who, item_id item, const char *choice); /* the receipt */
#endif
