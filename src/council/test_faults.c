/* What changes the state of a council, with every store call failing once. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "council/council.h"
#include "tests/lib/bench.h"
#include "tests/lib/stores.h"

/* Afterwards the old state, whole, or the new one. */
typedef status (*act)(bench_world *w, item_id item);

static status do_vote(bench_world *w, item_id item)
{
    const char *receipt = NULL;
    return council_vote(w->mem, w->db, &w->member[0], item, "for", "", &receipt);
}

static status do_recuse(bench_world *w, item_id item)
{
    item_row i = {0};
    status s = council_item_get(w->db, w->mem, &w->secretary, item, &i);
    return s == OK ? council_declare(w->mem, w->db, &w->secretary, i.dossier_id, w->member[2].user, "", "relative", "", bench_now()) : s;
}

static status do_conclude(bench_world *w, item_id item)
{
    item_row i = {0};
    finding_list refused = {0};
    return council_conclude(w->mem, w->db, &w->chair, item, bench_now(), &i, &refused);
}

static const char *state_of(bench_world *w, item_id item)
{
    item_row i = {0};
    conflict_list l = {0};
    ballot_list b = {0};

    assert_int_equal(council_item_get(w->db, w->mem, &w->secretary, item, &i), OK);
    assert_int_equal(db_each(w->db, Q_COUNCIL_CONFLICTS_OF, w->mem, &conflict_shape, &l, P_ID(i.dossier_id)), OK);
    assert_int_equal(db_each(w->db, Q_COUNCIL_BALLOTS, w->mem, &ballot_row_shape, &b, P_ID(item)), OK);
    dossier dos = {0};
    assert_int_equal(dossier_get(w->db, w->mem, &w->secretary, i.dossier_id, &dos), OK);
    return textf(w->mem, "%s %lld %d %d %s", i.state, (long long)i.voted, b.n, l.n, dos.state);
}

static void sweep(bench_world *w, item_id item, act does)
{
    const char *before = state_of(w, item);
    int faults = 0;

    for (int n = 1; n < 300; n++) {
        store_fault_at(n);
        status s = does(w, item);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        if (!hit) {
            assert_int_equal(s, OK);
            assert_string_not_equal(state_of(w, item), before);
            break;
        }
        assert_int_not_equal(s, OK);
        assert_string_equal(state_of(w, item), before);
        faults++;
    }
    assert_true(faults > 5);
}

BENCH_TEST(a_fault_changes_nothing)
{
    council_session_id session = bench_session(w, "secret", (instant){0}, false);
    item_id item = bench_schedule(w, session, bench_dossier(w, "Lỗi kho", NULL, NULL, NULL));
    bench_attend_all(w, session);
    bench_assess(w, item);
    sweep(w, item, do_recuse);
    sweep(w, item, do_vote);
    const actor *const others[] = {&w->member[1], &w->secretary, &w->chair, &w->alternate};
    for (int i = 0; i < COUNT(others); i++) bench_vote(w, others[i], item, "for");
    sweep(w, item, do_conclude);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_fault_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
