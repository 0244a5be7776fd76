/* The same list of operations on both engines. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include <pthread.h>

static org_row sample(const char *code)
{
    return (org_row){.code = code, .name = "Sở Thử nghiệm", .symbol = "STN", .kind = "legal_person", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "",
                     .email = "", .phone = "", .union_exists = true};
}

static int64_t orgs(db *d)
{
    int64_t n = -1;
    assert_int_equal(db_number(d, Q_DEMO_EMPTY, &n), OK);
    return n;
}

static void every_query_prepares(void **state)
{
    for (int k = 0; k < 2; k++) {
        store *s = stores_open(stores_kinds[k]);
        AUTO(db_loan) l = {0};
        assert_int_equal(db_borrow(s, &l.db), OK);
        assert_int_equal(db_prepare_all(l.db), OK);
        db_return(l.db);
        l.db = NULL;
        assert_int_equal(store_is_migrated(s), OK);
        stores_close(s);
    }
}

static void commits_rolls_back_and_nests(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        org_id id = {0};
        org_row a = sample("A"), b = sample("B");
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(org_create(d, mem, &a, &id), OK);
        assert_int_equal(orgs(d), 1);
        {
            AUTO(db_tx) tx = {0};
            assert_int_equal(db_begin(d, &tx), OK);
            assert_int_equal(org_create(d, mem, &b, &id), OK);
            assert_int_equal(orgs(d), 2); /* a transaction sees its own work */
        }
        assert_int_equal(orgs(d), 1); /* and leaves nothing when its scope ends */
        {
            AUTO(db_tx) tx = {0};
            assert_int_equal(db_begin(d, &tx), OK);
            assert_int_equal(org_create(d, mem, &a, &id), E_CONFLICT); /* the code is taken … */
            assert_int_equal(org_create(d, mem, &b, &id), OK);         /* … and the transaction goes on */
            assert_int_equal(db_commit(&tx), OK);
        }
        assert_int_equal(orgs(d), 2);
        assert_int_equal(db_change(d, Q_REQUEST_ONCE_CLEAN, NULL, P_INT(0)), E_INTERNAL); /* no change outside a transaction */
        db_return(d);
        stores_close(s);
    }
}

static void a_marked_request_is_done_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        org_id id = {0};
        org_row a = sample("A"), b = sample("B");
        const char *where = "";
        instant at = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        db_once(d, "mark");
        assert_int_equal(org_create(d, mem, &a, &id), OK);
        assert_int_equal(db_once_done(d, "mark", "/there"), OK);
        db_once(d, "mark");
        assert_int_equal(org_create(d, mem, &b, &id), E_DONE);
        assert_int_equal(orgs(d), 1);
        assert_int_equal(db_once_result(d, mem, "mark", &at, &where), OK);
        assert_string_equal(where, "/there");
        db_once(d, NULL);
        assert_int_equal(org_create(d, mem, &b, &id), OK); /* whose commit writes down where the answer of the first led */
        assert_int_equal(db_once_result(d, mem, "mark", &at, &where), OK);
        assert_string_equal(where, "/there");
        db_return(d);
        stores_close(s);
    }
}

static void an_injected_fault_leaves_the_old_state(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        org_id id = {0};
        org_row a = sample("A");
        int tries = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        for (int n = 1; n < 20; n++) {
            store_fault_at(n);
            status st = org_create(d, mem, &a, &id);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            if (!hit) {
                assert_int_equal(st, OK);
                break;
            }
            assert_int_equal(st, E_STORE);
            assert_int_equal(orgs(d), 0);
            tries++;
        }
        assert_true(tries >= 4);
        assert_int_equal(orgs(d), 1);
        db_return(d);
        stores_close(s);
    }
}

typedef struct {
    store *s;
    int who, good;
} writer;

static void *write_many(void *arg)
{
    writer *w = arg;
    AUTO(arena_ptr) mem = arena_new();

    for (int i = 0; i < 25; i++) {
        AUTO(db_loan) l = {0};
        org_id id = {0};
        org_row o = sample(textf(mem, "W%d-%d", w->who, i));
        if (db_borrow(w->s, &l.db) == OK && org_create(l.db, mem, &o, &id) == OK) w->good++;
    }
    return NULL;
}

/* Writers at once: whatever was acknowledged is there; on SQLite several share one COMMIT. */
static void writers_at_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        store *s = stores_open(stores_kinds[k]);
        pthread_t t[8];
        writer w[8];
        int good = 0;
        db *d = NULL;
        for (int i = 0; i < 8; i++) {
            w[i] = (writer){s, i, 0};
            assert_int_equal(pthread_create(&t[i], NULL, write_many, &w[i]), 0);
        }
        for (int i = 0; i < 8; i++) {
            pthread_join(t[i], NULL);
            good += w[i].good;
        }
        assert_int_equal(good, 200);
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(orgs(d), 200);
        db_return(d);
        stores_close(s);
    }
}

static void numbers_have_no_gaps(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        org_id id = {0};
        org_row a = sample("A");
        int64_t n = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(org_create(d, mem, &a, &id), OK);
        for (int i = 0; i < 5; i++) {
            AUTO(db_tx) tx = {0};
            assert_int_equal(db_begin(d, &tx), OK);
            assert_int_equal(org_next_number(d, id, "decision", 2026, &n), OK);
            if (i == 2) continue; /* given back */
            assert_int_equal(db_commit(&tx), OK);
        }
        assert_int_equal(n, 4);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_prepares),       cmocka_unit_test(commits_rolls_back_and_nests), cmocka_unit_test(a_marked_request_is_done_once),
        cmocka_unit_test(an_injected_fault_leaves_the_old_state), cmocka_unit_test(writers_at_once),  cmocka_unit_test(numbers_have_no_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
