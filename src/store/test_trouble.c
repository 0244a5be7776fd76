/* What a store meets in life, on both engines: the same random history gives the same answers; a connection that ends at any
 * statement, a serialization failure, a database that takes no writes, a file that cannot grow: the old state or the new one,
 * and work goes on without a restart. tests/trouble/run does the same to a serving program on a real full disk. */
#include "tests/lib/fixture.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "job/job.h"
#include "notify/notify.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static org_row sample(const char *code)
{
    return (org_row){.code = code, .name = "Sở Thử nghiệm", .symbol = "STN", .kind = "legal_person", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "",
                     .email = "", .phone = "", .union_exists = true};
}

/* ---- the same history on both ---- */

static uint64_t dice;
static int throw_dice(int sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (int)(dice % (uint64_t)sides);
}

static status one_act(db *d, arena *mem, buf *told)
{
    const char *code = textf(mem, "O%d", throw_dice(40));
    org_row o = sample(code), got = {0};
    org_list all = {0};
    int64_t n = 0;
    org_id id = {999999999};
    int what = throw_dice(9);
    date day = {20260101 + throw_dice(28)};
    const char *name = "", *symbol = "";
    status s = org_by_code(d, mem, textf(mem, "O%d", throw_dice(40)), &got); /* by code: what is given up leaves a gap in PostgreSQL's ids */

    if (s == OK) id = got.id;
    else what = 3 + what % 6;
    switch (what) {
    case 0: s = org_create(d, mem, &o, &id); break;
    case 1: s = org_rename(d, mem, id, textf(mem, "Đổi tên %d ß ﬁ", throw_dice(9)), "ĐT", day, "QĐ 1"); break;
    case 2: s = org_next_number(d, id, "decision", 2026, &n); buf_printf(told, " n%lld", (long long)n); break;
    case 3: s = org_name_on(d, mem, id, day, &name, &symbol); buf_printf(told, " %s/%s", name, symbol); break;
    case 4: s = org_all(d, mem, day, throw_dice(2), &all); buf_printf(told, " %d", all.n); break;
    case 5: s = org_by_code(d, mem, code, &got); buf_printf(told, " %s", s == OK ? got.name : "-"); break;
    case 6: s = job_add(d, "nothing", code, (instant){0}); break;
    case 7: s = audit_add(d, mem, &(actor){.name = "Nguyễn Văn Á", .login = "a", .unit = "", .address = ""}, "test.act", "org", id.v, "trước", "sau"); break;
    case 8: s = db_change1(d, Q_JOB_DONE, P_INT(999999999)); break;
    }
    buf_printf(told, " %d:%s", what, status_name(s));
    return s;
}

/* A history of transactions, some nested, some given up; `told` is everything that the store answered. */
static void history(store *s, uint64_t seed, int acts, buf *told)
{
    AUTO(db_loan) l = {0};

    dice = seed;
    assert_int_equal(db_borrow(s, &l.db), OK);
    for (int done = 0; done < acts;) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(l.db, &tx), OK);
        for (int i = 1 + throw_dice(5); i > 0; i--, done++) {
            AUTO(db_tx) inner = {0};
            bool nest = throw_dice(3) == 0;
            if (nest) assert_int_equal(db_begin(l.db, &inner), OK);
            (void)!one_act(l.db, mem, told);
            if (nest && throw_dice(2)) assert_int_equal(db_commit(&inner), OK);
        }
        bool keep = throw_dice(4) != 0;
        if (keep) assert_int_equal(db_commit(&tx), OK);
        buf_printf(told, " %s\n", keep ? "kept" : "given up");
    }
}

static void both_engines_answer_alike(void **state)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        AUTO(buf) a = {0};
        AUTO(buf) b = {0};
        store *lite = stores_open(STORE_SQLITE), *pg = stores_open(STORE_POSTGRES);
        history(lite, seed * 7919, 600, &a);
        history(pg, seed * 7919, 600, &b);
        assert_string_equal(a.p, b.p);
        stores_close(lite);
        stores_close(pg);
    }
}

/* ---- connections that end ---- */

static void end_connections(void *ctx)
{
    stores_pg_run(ctx, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

static int64_t orgs(store *s)
{
    AUTO(db_loan) l = {0};
    int64_t n = -1;

    assert_int_equal(db_borrow(s, &l.db), OK);
    assert_int_equal(db_number(l.db, Q_DEMO_EMPTY, &n), OK);
    return n;
}

/* The connection ends before each statement in turn: nothing of the transaction is there, and the next one is served. */
static void a_connection_may_end_at_any_statement(void **state)
{
    store *s = stores_open(STORE_POSTGRES);
    int hits = 0;

    for (int n = 1; n < 40; n++) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO(db_loan) l = {0};
        org_id id = {0};
        org_row o = sample("MAT");
        int64_t before = -1;
        assert_int_equal(db_borrow(s, &l.db), OK);
        assert_int_equal(db_number(l.db, Q_DEMO_EMPTY, &before), OK); /* it has a connection from here on */
        store_fault_with(end_connections, s);
        store_fault_at(n);
        status st = org_create(l.db, mem, &o, &id);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        store_fault_with(NULL, NULL);
        db_return(l.db);
        l.db = NULL;
        if (!hit) {
            assert_int_equal(st, OK);
            break;
        }
        assert_int_equal(st, E_STORE);
        assert_int_equal(orgs(s), 0); /* by a connection made anew */
        hits++;
    }
    assert_true(hits >= 4);
    assert_int_equal(orgs(s), 1);
    stores_close(s);
}

/* Idle connections that the server closed are found out before they are used: nobody sees an error. */
static void idle_connections_are_made_anew(void **state)
{
    store *s = stores_open(STORE_POSTGRES);
    web *w = stores_web(s);
    visitor *v = visitor_new(w);

    assert_int_equal(visitor_get(v, "/tin-tuc").status, 200);
    end_connections(s);
    for (int i = 0; i < 4; i++) assert_int_equal(visitor_get(v, "/tin-tuc").status, 200);
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

/* ---- serialization failures ---- */

/* The first two tries of a change fail as a serialization failure does; the request is answered as if nothing had been. */
static void a_serialization_failure_is_tried_again(void **state)
{
    store *s = stores_city(STORE_POSTGRES, 5);
    web *w = stores_web(s);
    visitor *v = stores_login(w, "demo.tacgia");

    stores_pg_run(s, "CREATE SEQUENCE trouble; CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('trouble') <= 2 THEN "
                     "RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$; "
                     "CREATE TRIGGER trouble BEFORE INSERT ON question FOR EACH ROW EXECUTE FUNCTION trouble()");
    visited r = visitor_post(v, "/hoi-dap/moi", "/hoi-dap/moi", "title=%s&body=%s", "Câu hỏi qua hai lần va chạm", "Nội dung");
    assert_int_equal(r.status, 303);
    stores_pg_run(s, "ALTER SEQUENCE trouble RESTART WITH 1; CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                     "RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END $$");
    r = visitor_post(v, "/hoi-dap/moi", "/hoi-dap/moi", "title=%s&body=%s", "Câu hỏi va chạm mãi", "Nội dung");
    assert_int_equal(r.status, 503);
    stores_pg_run(s, "DROP TRIGGER trouble ON question");
    r = visitor_post(v, "/hoi-dap/moi", "/hoi-dap/moi", "title=%s&body=%s", "Câu hỏi sau cùng", "Nội dung");
    assert_int_equal(r.status, 303);
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

/* ---- a store that takes no writes ---- */

static struct rlimit usual;

static void forbid_growth(store *s)
{
    if (store_which(s) == STORE_POSTGRES) {
        stores_pg_run(s, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        end_connections(s);
        return;
    }
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit none = {4096, usual.rlim_max}; /* no file of the process may grow past this, as on a full disk */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
}

static void allow_growth(store *s)
{
    if (store_which(s) == STORE_SQLITE) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
        return;
    }
    stores_pg_run(s, "BEGIN READ WRITE; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$; COMMIT");
    end_connections(s);
}

/* Pages are read, a change is answered with a page that says so and an id, and goes through when the store takes it again. */
static void a_store_that_takes_no_writes(void **state)
{
    for (int k = 0; k < 2; k++) {
        store *s = stores_city(stores_kinds[k], 5);
        web *w = stores_web(s);
        visitor *v = stores_login(w, "demo.tacgia");
        assert_int_equal(visitor_get(v, "/hoi-dap/moi").status, 200);
        forbid_growth(s);
        visited r = visitor_post(v, "/hoi-dap/moi", NULL, "title=%s&body=%s", "Câu hỏi khi đĩa đầy", "Nội dung");
        assert_int_equal(r.status, 503);
        assert_non_null(strstr(r.body, "Mã để tra nhật ký"));
        assert_int_equal(visitor_get(v, "/tin-tuc").status, 200);
        allow_growth(s);
        r = visitor_post(v, "/hoi-dap/moi", "/hoi-dap/moi", "title=%s&body=%s", "Câu hỏi khi đĩa lại trống", "Nội dung");
        assert_int_equal(r.status, 303);
        r = visitor_get(v, "/hoi-dap?q=khi+dia");
        assert_non_null(strstr(r.body, "khi đĩa lại trống"));
        assert_null(strstr(r.body, "Câu hỏi khi đĩa đầy"));
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_engines_answer_alike),
        cmocka_unit_test(a_connection_may_end_at_any_statement),
        cmocka_unit_test(idle_connections_are_made_anew),
        cmocka_unit_test(a_serialization_failure_is_tried_again),
        cmocka_unit_test(a_store_that_takes_no_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
