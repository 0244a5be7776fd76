/* Money: the arithmetic with every branch, the worked example of the law to the đồng, who may do what, one reward of one
 * solution, and a fault at every call; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "remuneration/follow.h"
#include "remuneration/remuneration.h"
#include "rule/rule.h"
#include "tests/lib/entry.h"
#include "tests/lib/stores.h"
#include <string.h>

static void arithmetic(void **state)
{
    int64_t out = -7;
    static const int64_t thirds[] = {3334, 3333, 3333}, bad[] = {5000, 4000}, negative[] = {-1, 10001}, big[] = {10001, 0}, one[] = {10000};

    assert_int_equal(money_times(500000000, 700, 10000, &out), OK);
    assert_int_equal(out, 35000000);
    assert_int_equal(money_times(101, 700, 10000, &out), OK); /* 7,07: a minimum is not fallen short of */
    assert_int_equal(out, 8);
    assert_int_equal(money_times(0, 700, 10000, &out), OK);
    assert_int_equal(out, 0);
    out = -7;
    assert_int_equal(money_times(-1, 1, 1, &out), E_INVALID);
    assert_int_equal(money_times(1, -1, 1, &out), E_INVALID);
    assert_int_equal(money_times(1, 1, 0, &out), E_INVALID);
    assert_int_equal(money_times(MONEY_MAX + 1, 1, 1, &out), E_LIMIT);
    assert_int_equal(money_times(MONEY_MAX, 10000, 10000, &out), E_LIMIT); /* the product passes 64 bits */
    assert_int_equal(money_times(MONEY_MAX, 2, 1, &out), E_LIMIT);
    assert_int_equal(out, -7);
    assert_int_equal(money_times(MONEY_MAX, 700, 10000, &out), OK);
    assert_int_equal(money_add(-1, 1, &out), E_INVALID);
    assert_int_equal(money_add(1, -1, &out), E_INVALID);
    assert_int_equal(money_add(MONEY_MAX + 1, 1, &out), E_INVALID);
    assert_int_equal(money_add(MONEY_MAX, 1, &out), E_LIMIT);
    assert_int_equal(money_add(1, 2, &out), OK);
    assert_int_equal(out, 3);
    int64_t sum = 0, total = MONEY_MAX - 1;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(money_part(total, thirds, 3, i, &out), OK);
        sum += out;
    }
    assert_int_equal(sum, total);
    assert_int_equal(money_part(100, thirds, 3, 0, &out), OK);
    assert_int_equal(out, 33);
    assert_int_equal(money_part(100, thirds, 3, 2, &out), OK);
    assert_int_equal(out, 34); /* the last takes the rest */
    assert_int_equal(money_part(100, one, 1, 0, &out), OK);
    assert_int_equal(out, 100);
    assert_int_equal(money_part(-1, one, 1, 0, &out), E_INVALID);
    assert_int_equal(money_part(MONEY_MAX + 1, one, 1, 0, &out), E_INVALID);
    assert_int_equal(money_part(100, one, 1, 1, &out), E_INVALID);
    assert_int_equal(money_part(100, one, 1, -1, &out), E_INVALID);
    assert_int_equal(money_part(100, bad, 2, 0, &out), E_INVALID);
    assert_int_equal(money_part(100, negative, 2, 0, &out), E_INVALID);
    assert_int_equal(money_part(100, big, 2, 0, &out), E_INVALID);
}

static const rem_due *due_of(const rem_dues *l, const char *part, int64_t ordinal, date due_on)
{
    for (int i = 0; i < l->n; i++)
        if (text_eq(l->p[i].part, part) && l->p[i].ordinal == ordinal && l->p[i].due_on.ymd == due_on.ymd) return &l->p[i];
    fail_msg("no due %s %lld %d", part, (long long)ordinal, due_on.ymd);
    return NULL;
}

/* Law 6.4: recognised 20/05/2026, first application 15/03/2026, 70/30, three organisers. */
static const entry_spec worked = {"VD", "economic", {7000, 3000}, 3, {20260315}, {20260520}, false};

static void state_and_confirm(db *d, arena *mem, const entry_case *c, const rem_stating *s, date on)
{
    finding_list f = {0};
    rem_statements l = {0};
    instant now = instant_of(on, 9, 0);

    assert_int_equal(remuneration_state(mem, d, &c->author[0], c->code, s, now, &f), OK);
    assert_int_equal(remuneration_statements(d, mem, c->id, &l), OK);
    assert_int_equal(remuneration_answer(mem, d, &c->head, c->code, l.p[l.n - 1].id, true, "", now, &f), OK);
}

static void the_worked_example(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case c;
        rem_dues l = {0};
        finding_list f = {0};
        rem_due one = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &worked, &c);
        /* year 1: 15/03/2026–14/03/2027, 500,000,000 */
        rem_stating y1 = {1, true, 500000000, "chi phí tiết kiệm", "BC 1"}, y2 = {2, false, 0, "không đo được", "BC 2"};
        assert_int_equal(remuneration_state(mem, d, &c.author[0], c.code, &y1, instant_of(date_make(2027, 3, 14), 9, 0), &f), E_INVALID); /* not over yet */
        state_and_confirm(d, mem, &c, &y1, date_make(2027, 3, 20));
        assert_int_equal(remuneration_dues(d, mem, c.id, &l), OK);
        assert_int_equal(l.n, 3);
        date due1 = date_make(2027, 4, 14), due2 = date_make(2028, 4, 14);
        assert_int_equal(due_of(&l, "benefit", 1, due1)->pool, 35000000);
        assert_int_equal(due_of(&l, "benefit", 1, due1)->amount, 24500000);
        assert_int_equal(due_of(&l, "benefit", 2, due1)->amount, 10500000);
        assert_int_equal(due_of(&l, "organiser", 0, due1)->amount, 7000000);
        const char *why = remuneration_explain(mem, due_of(&l, "benefit", 2, due1));
        assert_non_null(strstr(why, "7 % × 500.000.000 đ = 35.000.000 đ"));
        assert_non_null(strstr(why, "Điều 10 Điều lệ Sáng kiến"));
        assert_non_null(strstr(why, "30 % của 35.000.000 đ = 10.500.000 đ"));
        /* year 2: not computable, paid 10/04/2028 */
        state_and_confirm(d, mem, &c, &y2, date_make(2028, 3, 20));
        assert_int_equal(remuneration_dues(d, mem, c.id, &l), OK);
        for (int i = 0; i < 3; i++) {
            static const int64_t want[] = {2530000, 8855000, 3795000};
            const rem_due *w = due_of(&l, i ? "no_benefit" : "organiser", i, due2);
            assert_true(w->provisional);
            rem_paying p = {date_make(2028, 4, 10), want[i], "Người nhận", "PC 1", ""}, more = p;
            more.amount++;
            assert_int_equal(remuneration_pay(mem, d, &c.clerk, c.code, w->id, &more, instant_of(p.paid_on, 9, 0), &f), E_INVALID);
            assert_int_equal(remuneration_pay(mem, d, &c.clerk, c.code, w->id, &p, instant_of(p.paid_on, 9, 0), &f), OK);
            assert_int_equal(remuneration_due(d, mem, c.id, w->id, &one), OK);
            assert_int_equal(one.amount, want[i]);
            assert_false(one.provisional);
            assert_int_equal(one.paid, want[i]);
        }
        assert_int_equal(one.pool, 12650000);
        /* a transfer signed 02/02/2028, paid in two equal parts; another after 20/05/2029 */
        rem_transfer t = {.receiver = "Công ty A", .document = "HĐ 1", .signed_on = date_make(2028, 2, 2), .price = 200000000}, late = {.receiver = "B", .document = "HĐ 2", .signed_on = date_make(2029, 5, 21), .price = 1000000},
                     last = {.receiver = "C", .document = "HĐ 3", .signed_on = date_make(2029, 5, 20), .price = 1000000};
        rem_transfers ts = {0};
        instant in2029 = instant_of(date_make(2029, 6, 30), 9, 0);
        assert_int_equal(remuneration_transfer_add(mem, d, &c.clerk, c.code, &t, in2029, &f), OK);
        assert_int_equal(remuneration_transfer_add(mem, d, &c.clerk, c.code, &late, in2029, &f), OK);
        assert_int_equal(remuneration_transfer_add(mem, d, &c.clerk, c.code, &last, in2029, &f), OK);
        assert_int_equal(remuneration_transfers(d, mem, c.id, &ts), OK);
        assert_int_equal(remuneration_receive(mem, d, &c.clerk, c.code, ts.p[0].id, date_make(2028, 3, 1), 100000000, in2029, &f), OK);
        assert_int_equal(remuneration_receive(mem, d, &c.clerk, c.code, ts.p[0].id, date_make(2028, 9, 4), 100000000, in2029, &f), OK);
        assert_int_equal(remuneration_receive(mem, d, &c.clerk, c.code, ts.p[0].id, date_make(2028, 9, 5), 1, in2029, &f), E_INVALID); /* more than the price */
        assert_int_equal(remuneration_receive(mem, d, &c.clerk, c.code, ts.p[1].id, date_make(2029, 5, 20), 150000, in2029, &f), OK);
        assert_int_equal(remuneration_receive(mem, d, &c.clerk, c.code, ts.p[2].id, date_make(2029, 6, 1), 1000000, in2029, &f), OK);
        assert_int_equal(remuneration_dues(d, mem, c.id, &l), OK);
        int64_t transfers = 0, pools = 0;
        for (int i = 0; i < l.n; i++)
            if (text_eq(l.p[i].part, "transfer")) transfers += l.p[i].amount, pools += l.p[i].ordinal == 1 ? l.p[i].pool : 0;
        assert_int_equal(pools, 15000000 + 15000000 + 22500); /* the third was signed in the window */
        assert_int_equal(transfers, pools);
        db_return(d);
        stores_close(s);
    }
}

static void agreements_and_payers(void **state)
{
    rem_agreement high = {.rate_benefit = 1000, .yearly = 20000000, .rate_transfer = 2000}, low = {.rate_benefit = 100, .yearly = 1, .rate_transfer = 100};
    date end = date_make(2027, 3, 14), signed_on = date_make(2027, 1, 1), recognised = date_make(2026, 5, 20);
    AUTO(arena_ptr) mem = arena_new();
    rem_pool p = {0}, o = {0};

    assert_int_equal(rule_load(), OK);
    const struct {
        bool owed;
        const rem_agreement *a;
        int64_t benefit, none, transfer;
    } cases[] = {{true, NULL, 7000000, 12650000, 15000000}, {true, &high, 10000000, 20000000, 20000000}, {true, &low, 7000000, 12650000, 15000000}, {false, NULL, 0, 0, 0}, {false, &high, 10000000, 20000000, 20000000}};
    for (int i = 0; i < COUNT(cases); i++) {
        assert_int_equal(rem_pool_benefit(100000000, end, cases[i].owed, cases[i].a, &p), OK);
        assert_int_equal(p.pool, cases[i].benefit);
        assert_int_equal(rem_pool_organisers(&p, &o), OK);
        assert_int_equal(o.pool, cases[i].benefit / 5);
        assert_int_equal(rem_pool_no_benefit(end, end, true, cases[i].owed, cases[i].a, &p), OK);
        assert_int_equal(p.pool, cases[i].none);
        assert_int_equal(rem_pool_transfer(mem, 100000000, signed_on, recognised, cases[i].owed, cases[i].a, &p), OK);
        assert_int_equal(p.pool, cases[i].transfer);
    }
    assert_int_equal(rem_pool_no_benefit(date_make(2020, 1, 1), date_make(2020, 1, 1), true, true, NULL, &p), E_NOT_FOUND); /* no wage known for that day: nobody guesses */
    assert_int_equal(rem_pool_benefit(MONEY_MAX + 1, end, true, NULL, &p), E_LIMIT);
    rem_case none = {.payer_class = "economic"};
    rem_year y;
    assert_int_equal(remuneration_year(mem, &none, 1, &y), E_INVALID);
    none.applied_on = date_make(2024, 2, 29);
    assert_int_equal(remuneration_year(mem, &none, 0, &y), E_INVALID);
    assert_int_equal(remuneration_year(mem, &none, 1, &y), OK);
    assert_int_equal(y.to.ymd, 20250227); /* the year after 29/02 */
}

static void who_may_and_one_reward(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case a, b, school;
        actor nobody = {.name = ""};
        rem_entry e = {0};
        finding_list f = {0};
        rem_dues l = {0};
        rem_statements st = {0};
        rem_stating y1 = {1, true, 100000000, "x", "x"};
        date day = date_make(2026, 6, 1);
        instant now = instant_of(day, 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &(entry_spec){"AA", "economic", {10000}, 0, {20250301}, {20250701}, true}, &a);
        entry_make(d, mem, &(entry_spec){"BB", "revenue_public", {3334, 3333, 3333}, 1, {20250401}, {20250801}, false}, &b);
        entry_make(d, mem, &(entry_spec){"TRUONG", "other", {10000}, 1, {20250401}, {20250801}, false}, &school);
        /* who sees */
        const actor *const see[] = {&a.head, &a.clerk, &a.department, &a.auditor}, *const blind[] = {&a.stranger, &b.head, &b.clerk, &b.author[0], &nobody};
        for (int i = 0; i < COUNT(see); i++) assert_int_equal(remuneration_entry(d, mem, see[i], a.code, &e), OK);
        for (int i = 0; i < COUNT(blind); i++) assert_int_equal(remuneration_entry(d, mem, blind[i], a.code, &e), E_NOT_FOUND);
        /* the head who is the author states; only the department may confirm */
        assert_int_equal(remuneration_state(mem, d, &a.stranger, a.code, &y1, now, &f), E_NOT_FOUND);
        assert_int_equal(remuneration_state(mem, d, &a.auditor, a.code, &y1, now, &f), E_FORBIDDEN);
        assert_int_equal(remuneration_state(mem, d, &a.author[0], a.code, &y1, now, &f), OK);
        assert_int_equal(remuneration_state(mem, d, &a.clerk, a.code, &y1, now, &f), E_INVALID); /* one of a year */
        assert_int_equal(remuneration_statements(d, mem, a.id, &st), OK);
        assert_int_equal(remuneration_answer(mem, d, &a.head, a.code, st.p[0].id, true, "", now, &f), E_FORBIDDEN);
        assert_int_equal(remuneration_answer(mem, d, &a.clerk, a.code, st.p[0].id, true, "", now, &f), E_FORBIDDEN);
        assert_int_equal(remuneration_answer(mem, d, &b.head, b.code, st.p[0].id, true, "", now, &f), E_NOT_FOUND); /* of another entry */
        assert_int_equal(remuneration_answer(mem, d, &a.department, a.code, st.p[0].id, false, "", now, &f), E_INVALID);
        assert_int_equal(remuneration_answer(mem, d, &a.department, a.code, st.p[0].id, false, "thiếu chứng cứ", now, &f), OK);
        assert_int_equal(remuneration_state(mem, d, &a.author[0], a.code, &y1, now, &f), OK); /* again after rejection */
        assert_int_equal(remuneration_statements(d, mem, a.id, &st), OK);
        assert_int_equal(remuneration_answer(mem, d, &a.department, a.code, st.p[1].id, true, "", now, &f), OK);
        assert_int_equal(remuneration_answer(mem, d, &a.department, a.code, st.p[1].id, true, "", now, &f), E_CONFLICT);
        assert_int_equal(remuneration_dues(d, mem, a.id, &l), OK);
        assert_int_equal(l.n, 1);
        assert_int_equal(l.p[0].amount, 7000000);
        due_id due_a = l.p[0].id;
        /* nobody pays oneself; never before recognition, never tomorrow, never nothing */
        rem_paying p = {day, 7000000, "x", "PC", ""};
        assert_int_equal(remuneration_pay(mem, d, &a.author[0], a.code, due_a, &p, now, &f), E_FORBIDDEN);
        assert_int_equal(remuneration_pay(mem, d, &a.department, a.code, due_a, &p, now, &f), E_FORBIDDEN);
        rem_paying wrong[] = {{date_add_days(day, 1), 1, "x", "x", ""}, {date_make(2025, 6, 30), 1, "x", "x", ""}, {day, 0, "x", "x", ""}, {day, -5, "x", "x", ""}, {day, MONEY_MAX + 1, "x", "x", "VB"}, {day, 7000001, "x", "x", ""}};
        for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(remuneration_pay(mem, d, &a.clerk, a.code, due_a, &wrong[i], now, &f), E_INVALID);
        /* frozen while held */
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(certificate_hold(d, a.id, "complaint", 1, now), OK);
        assert_int_equal(remuneration_pay(mem, d, &a.clerk, a.code, due_a, &p, now, &f), E_INVALID);
        assert_int_equal(certificate_release(d, "complaint", 1, now), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(remuneration_pay(mem, d, &a.clerk, a.code, due_a, &p, now, &f), OK);
        assert_int_equal(remuneration_pay(mem, d, &a.clerk, a.code, due_a, &p, now, &f), E_INVALID); /* twice */
        /* the search for copies linked the dossiers of both, and one was paid: the department is told, and decides */
        rem_entry mine = {0}, theirs = {0};
        rem_alikes alike = {0};
        job_row look = {.kind = "same_solution", .subject = textf(mem, "%lld", (long long)b.dossier.v)};
        assert_int_equal(remuneration_alike_job(mem, d, &look), OK);
        assert_int_equal(remuneration_entry(d, mem, &a.department, a.code, &mine), OK);
        assert_int_equal(remuneration_entry(d, mem, &a.clerk, a.code, &theirs), OK);
        assert_int_equal(remuneration_alikes(d, mem, &mine, &alike), OK);
        assert_int_equal(alike.n, 0); /* nothing linked */
        AUTO(db_tx) link = {0};
        assert_int_equal(db_begin(d, &link), OK);
        assert_int_equal(db_change(d, Q_NOVELTY_LINK_ADD, NULL, P_ID(b.dossier), P_ID(a.dossier), P_INT(6400)), OK);
        assert_int_equal(db_change(d, Q_NOVELTY_LINK_ADD, NULL, P_ID(b.dossier), P_ID(school.dossier), P_INT(9000)), OK); /* neither was paid */
        assert_int_equal(db_commit(&link), OK);
        for (int twice = 0; twice < 2; twice++) assert_int_equal(remuneration_alike_job(mem, d, &look), OK);
        assert_int_equal(remuneration_alikes(d, mem, &mine, &alike), OK);
        assert_int_equal(alike.n, 1);
        assert_string_equal(alike.p[0].code, b.code);
        assert_int_equal(alike.p[0].share, 6400);
        alike = (rem_alikes){0};
        assert_int_equal(remuneration_alikes(d, mem, &theirs, &alike), OK);
        assert_int_equal(alike.n, 0); /* not for the unit */
        /* alike, and not one solution: by the department, with a reason, and not told again */
        assert_int_equal(remuneration_dismiss_alike(mem, d, &a.clerk, a.code, b.id.v, "khác nguyên lý", now), E_FORBIDDEN);
        assert_int_equal(remuneration_dismiss_alike(mem, d, &a.department, a.code, b.id.v, " ", now), E_INVALID);
        assert_int_equal(remuneration_dismiss_alike(mem, d, &a.department, a.code, a.id.v, "khác nguyên lý", now), E_CONFLICT);
        assert_int_equal(remuneration_dismiss_alike(mem, d, &a.department, a.code, b.id.v, "khác nguyên lý", now), OK);
        assert_int_equal(remuneration_dismiss_alike(mem, d, &a.department, b.code, a.id.v, "lần nữa", now), E_CONFLICT);
        assert_int_equal(remuneration_alike_job(mem, d, &look), OK);
        assert_int_equal(remuneration_alikes(d, mem, &mine, &alike), OK);
        assert_int_equal(alike.n, 1);
        assert_string_equal(alike.p[0].why, "khác nguyên lý");
        assert_string_equal(alike.p[0].by_name, a.department.name);
        /* the same solution at another unit is not paid again without a document */
        assert_int_equal(remuneration_mark_same(mem, d, &a.clerk, a.code, b.code, "giống hệt", now, &f), E_FORBIDDEN);
        assert_int_equal(remuneration_mark_same(mem, d, &a.department, a.code, "SK-khong-co", "x", now, &f), E_INVALID);
        assert_int_equal(remuneration_mark_same(mem, d, &a.department, a.code, a.code, "x", now, &f), E_INVALID);
        assert_int_equal(remuneration_mark_same(mem, d, &a.department, a.code, b.code, "giống hệt", now, &f), OK);
        assert_int_equal(remuneration_mark_same(mem, d, &a.department, b.code, a.code, "lần nữa", now, &f), E_INVALID);
        assert_int_equal(remuneration_alikes(d, mem, &mine, &alike), OK);
        assert_int_equal(alike.n, 0); /* decided */
        state_and_confirm(d, mem, &b, &y1, day);
        assert_int_equal(remuneration_dues(d, mem, b.id, &l), OK);
        assert_int_equal(l.n, 4); /* three authors and the organisers */
        int64_t sum = 0;
        for (int i = 0; i < 4; i++) sum += l.p[i].ordinal ? l.p[i].amount : 0;
        assert_int_equal(sum, 7000000);
        rem_paying q = {day, 100, "x", "PC 2", ""};
        assert_int_equal(remuneration_pay(mem, d, &b.head, b.code, l.p[0].id, &q, now, &f), E_INVALID);
        assert_string_equal(f.p[f.n - 1].id, "R-20");
        q.override_document = "CV 9";
        assert_int_equal(remuneration_pay(mem, d, &b.head, b.code, l.p[0].id, &q, now, &f), OK);
        /* a school owes nothing by law; an agreement is kept */
        state_and_confirm(d, mem, &school, &y1, day);
        assert_int_equal(remuneration_dues(d, mem, school.id, &l), OK);
        assert_int_equal(l.n, 0);
        db_return(d);
        stores_close(s);
    }
}

static int64_t rows_of(db *d, arena *mem, const entry_case *c)
{
    rem_dues l = {0};
    rem_payments p = {0};
    rem_statements st = {0};
    int64_t confirmed = 0;

    assert_int_equal(remuneration_dues(d, mem, c->id, &l), OK);
    assert_int_equal(remuneration_payments(d, mem, c->id, &p), OK);
    assert_int_equal(remuneration_statements(d, mem, c->id, &st), OK);
    for (int i = 0; i < st.n; i++) confirmed += text_eq(st.p[i].state, "confirmed");
    return l.n * 10000 + p.n * 100 + st.n * 10 + confirmed;
}

/* The old state or the new one: `act` is tried with a fault at every store call. */
#define SWEEP(act)                                                                                                      \
    do {                                                                                                               \
        int faults_ = 0;                                                                                               \
        for (int n_ = 1; n_ < 300; n_++) {                                                                             \
            int64_t before_ = rows_of(d, mem, &c);                                                                     \
            store_fault_at(n_);                                                                                        \
            status st_ = (act);                                                                                        \
            bool hit_ = store_faults_left() == 0;                                                                      \
            store_fault_at(0);                                                                                         \
            if (!hit_) {                                                                                               \
                assert_int_equal(st_, OK);                                                                             \
                assert_int_not_equal(rows_of(d, mem, &c), before_);                                                    \
                break;                                                                                                 \
            }                                                                                                          \
            assert_int_not_equal(st_, OK);                                                                             \
            assert_int_equal(rows_of(d, mem, &c), before_);                                                            \
            faults_++;                                                                                                 \
        }                                                                                                              \
        assert_true(faults_ > 5);                                                                                      \
    } while (0)

static void faults(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case c;
        finding_list f = {0};
        rem_statements st = {0};
        rem_dues l = {0};
        rem_transfers t = {0};
        rem_stating y1 = {1, false, 0, "x", "x"};
        instant now = instant_of(date_make(2027, 4, 1), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &worked, &c);
        SWEEP(remuneration_state(mem, d, &c.author[0], c.code, &y1, now, &f));
        assert_int_equal(remuneration_statements(d, mem, c.id, &st), OK);
        SWEEP(remuneration_answer(mem, d, &c.head, c.code, st.p[0].id, true, "", now, &f));
        assert_int_equal(remuneration_dues(d, mem, c.id, &l), OK);
        rem_paying p = {date_of(now), 1000, "x", "x", ""};
        SWEEP(remuneration_pay(mem, d, &c.clerk, c.code, l.p[0].id, &p, now, &f));
        rem_transfer tr = {.receiver = "A", .document = "HĐ", .signed_on = date_make(2027, 2, 2), .price = 1000000};
        assert_int_equal(remuneration_transfer_add(mem, d, &c.clerk, c.code, &tr, now, &f), OK);
        assert_int_equal(remuneration_transfers(d, mem, c.id, &t), OK);
        SWEEP(remuneration_receive(mem, d, &c.clerk, c.code, t.p[0].id, date_of(now), 1000, now, &f));
        db_return(d);
        stores_close(s);
    }
}

/* ---- rules that are not there, sums that are too large, and every word ---- */

#define MONEY_ROW(key, value, kind, unit) {key, "{\"key\":\"" key "\",\"value\":\"" value "\",\"kind\":\"" kind "\",\"unit\":\"" unit "\",\"article\":\"Điều 10\",\"trust\":\"V\",\"scope\":\"central\"}"}

/* A book of those rules but one; `floor`: "true" | "false", `wage`: which series. */
static void use_book(arena *mem, const char *without, const char *floor, const char *wage)
{
    static const char *const rows[][2] = {MONEY_ROW("rem.years", "3", "count", "year"), MONEY_ROW("rem.pay_within", "1", "term", "month"), MONEY_ROW("rem.rate_benefit", "7", "percent", "percent"),
                                          MONEY_ROW("wage.luong_co_so", "2530000", "money", "vnd"), MONEY_ROW("wage.other", "900000000000", "money", "vnd"), MONEY_ROW("rem.rate_transfer", "15", "percent", "percent"),
                                          MONEY_ROW("rem.transfer_window", "3", "term", "year"), MONEY_ROW("rem.organiser_rate", "20", "percent", "percent")};
    static const char calendar[] = "{\"every_year\":[],\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"off\":[],\"work\":[]}]}";
    static const char *const last[][3] = {{"rem.agreement_floor", "bool", ""}, {"rem.wage_kind", "enum", ""}, {"rem.multiple_no_benefit", "decimal", "wage"}};
    const char *rules = "", *problem = "", *const value[] = {floor, wage, text_eq(wage, "wage.other") ? "5000" : "5"};
    rule_book *b = NULL;

    for (int i = 0; i < COUNT(rows); i++)
        if (!text_eq(rows[i][0], without)) rules = textf(mem, "%s%s%s", rules, *rules ? "," : "", rows[i][1]);
    for (int i = 0; i < COUNT(last); i++)
        if (!text_eq(last[i][0], without))
            rules = textf(mem, "%s,{\"key\":\"%s\",\"value\":\"%s\",\"kind\":\"%s\",\"unit\":\"%s\",\"article\":\"Điều 10\",\"trust\":\"D\",\"scope\":\"central\"}", rules, last[i][0], value[i], last[i][1], last[i][2]);
    const rule_file files[] = {{"x.json", textf(mem, "{\"rules\":[%s]}", rules)}, {"calendar.json", calendar}};
    status s = rule_book_make(mem, files, 2, &b, &problem);
    if (s != OK) print_error("%s\n", problem);
    assert_int_equal(s, OK);
    rule_use(b);
}

static void no_rule_no_sum(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    date on = date_make(2026, 3, 2);
    rem_agreement low = {.rate_benefit = 500, .yearly = 1000, .rate_transfer = 500}, high = {.rate_benefit = 1000, .yearly = 90000000, .rate_transfer = 2000};
    rem_case c = {.payer_class = "economic", .applied_on = on}, none = {.payer_class = "other"};
    rem_pool p = {0}, theirs = {0};
    rem_year y = {0};

    assert_int_equal(rule_load(), OK);
    use_book(mem, "", "true", "luong_co_so");
    assert_int_equal(rem_pool_benefit(100000, on, true, NULL, &p), OK);
    assert_int_equal(p.pool, 7000);
    assert_int_equal(rem_pool_benefit(100000, on, true, &low, &p), OK);
    assert_true(p.pool == 7000 && p.agreed == 5000 && p.factor == 700); /* the minimum is kept */
    assert_int_equal(rem_pool_benefit(100000, on, true, &high, &p), OK);
    assert_true(p.pool == 10000 && p.factor == 1000);
    assert_int_equal(rem_pool_benefit(100000, on, false, NULL, &p), OK);
    assert_int_equal(p.pool, 0);
    assert_int_equal(rem_pool_no_benefit(on, on, true, true, &low, &p), OK);
    assert_true(p.pool == 12650000 && p.provisional);
    assert_int_equal(rem_pool_no_benefit(on, on, false, false, &low, &p), OK);
    assert_true(p.pool == 1000 && !p.provisional);
    assert_int_equal(rem_pool_transfer(mem, 100000, on, on, true, &low, &p), OK);
    assert_int_equal(p.pool, 15000);
    assert_int_equal(rem_pool_transfer(mem, 100000, date_make(2029, 3, 3), on, true, &high, &p), OK); /* after the window */
    assert_true(p.legal == 0 && p.pool == 20000);
    assert_int_equal(rem_pool_organisers(&p, &theirs), OK);
    assert_int_equal(theirs.pool, 4000);
    assert_int_equal(remuneration_years(on), 3);
    assert_int_equal(remuneration_year(mem, &c, 1, &y), OK);
    assert_int_equal(y.to.ymd, 20270301);
    assert_int_equal(remuneration_year(mem, &c, 0, &y), E_INVALID);
    assert_int_equal(remuneration_year(mem, &c, REM_YEARS_MAX + 1, &y), E_INVALID);
    assert_int_equal(remuneration_year(mem, &none, 1, &y), E_INVALID);
    /* too large: refused, not cut off */
    assert_int_equal(rem_pool_benefit(MONEY_MAX + 1, on, true, NULL, &p), E_LIMIT);
    assert_int_equal(rem_pool_benefit(MONEY_MAX + 1, on, false, &low, &p), E_LIMIT);
    assert_int_equal(rem_pool_transfer(mem, MONEY_MAX + 1, on, on, true, NULL, &p), E_LIMIT);
    assert_int_equal(rem_pool_transfer(mem, MONEY_MAX + 1, on, on, false, &low, &p), E_LIMIT);
    assert_int_equal(rem_pool_organisers(&(rem_pool){.pool = MONEY_MAX + 1, .rule_on = on}, &theirs), E_LIMIT);
    use_book(mem, "", "false", "wage.other");
    assert_int_equal(rem_pool_no_benefit(on, on, false, true, NULL, &p), E_LIMIT); /* 5000 × 9·10^11 */
    assert_int_equal(rem_pool_benefit(100000, on, true, &low, &p), OK);
    assert_int_equal(p.pool, 5000); /* a place that lets parties agree on less */
    /* what is asked of a rule that is not there is not guessed */
    static const char *const keys[] = {"rem.rate_benefit", "rem.agreement_floor", "rem.multiple_no_benefit", "rem.wage_kind", "wage.luong_co_so", "rem.rate_transfer", "rem.transfer_window", "rem.organiser_rate", "rem.pay_within", "rem.years"};
    for (int i = 0; i < COUNT(keys); i++) {
        bool floor = text_eq(keys[i], "rem.agreement_floor"), wage = i >= 2 && i <= 4;
        use_book(mem, keys[i], "true", "luong_co_so");
        assert_int_equal(rem_pool_benefit(1000, on, true, &low, &p), i == 0 || floor ? E_NOT_FOUND : OK);
        assert_int_equal(rem_pool_no_benefit(on, on, false, true, &low, &p), wage || floor ? E_NOT_FOUND : OK);
        assert_int_equal(rem_pool_transfer(mem, 1000, on, on, true, &low, &p), i == 5 || i == 6 || floor ? E_NOT_FOUND : OK);
        assert_int_equal(rem_pool_organisers(&(rem_pool){.pool = 1000, .rule_on = on}, &theirs), i == 7 ? E_NOT_FOUND : OK);
        assert_int_equal(remuneration_year(mem, &c, 1, &y), i == 8 ? E_NOT_FOUND : OK);
        assert_int_equal(remuneration_years(on), i == 9 ? 0 : 3);
    }
    rule_use(rule_built_in());
}

static void every_word_of_what_is_due(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const classes[] = {"economic", "revenue_public", "author", "other"}, *const parts[] = {"benefit", "no_benefit", "transfer", "organiser"};
    date on = date_make(2026, 3, 2);
    rem_due due = {.part = "benefit", .rate_rule = "rem.rate_benefit", .wage_rule = "", .rule_on = on, .wage_on = on, .base = 1000, .factor = 700, .legal = 70, .ordinal = 1, .pool = 70, .share = 10000, .amount = 70};

    assert_int_equal(rule_load(), OK);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(remuneration_class_name(classes[i]), remuneration_class_name(classes[k]));
            assert_string_not_equal(remuneration_part_name(parts[i]), remuneration_part_name(parts[k]));
        }
    assert_true(remuneration_is_owed(&(rem_case){.payer_class = "economic"}) && remuneration_is_owed(&(rem_case){.payer_class = "revenue_public"}) && !remuneration_is_owed(&(rem_case){.payer_class = "other"}));
    const char *plain = remuneration_explain(mem, &due);
    assert_non_null(strstr(plain, "7 % × 1.000 đ = 70 đ"));
    assert_null(strstr(plain, "thỏa thuận"));
    due.agreed = 50;
    due.rest = true;
    assert_non_null(strstr(remuneration_explain(mem, &due), "thấp hơn mức tối thiểu"));
    assert_non_null(strstr(remuneration_explain(mem, &due), "phần lẻ"));
    due.agreed = 90;
    due.ordinal = 0;
    const char *theirs = remuneration_explain(mem, &due);
    assert_true(strstr(theirs, "Theo thỏa thuận: 90 đ") && !strstr(theirs, "thấp hơn") && !strstr(theirs, "Phần"));
    due.part = "no_benefit";
    due.factor = 500;
    due.wage_rule = "wage.luong_co_so";
    assert_non_null(strstr(remuneration_explain(mem, &due), "lần mức lương 1.000 đ ngày 02/03/2026"));
    due.rate_rule = due.wage_rule = "";
    assert_null(strstr(remuneration_explain(mem, &due), "lần mức lương"));
    due.part = "benefit";
    due.rate_rule = "khong.co"; /* a rule that was taken away: the sum stands without it */
    assert_non_null(strstr(remuneration_explain(mem, &due), "= 70 đ"));
    due.rate_rule = "";
    assert_null(strstr(remuneration_explain(mem, &due), "×"));
}

/* Who may do what, for every stand that there can be. */
static void every_stand(void **state)
{
    actor me = {.user = {7}, .name = "", .login = "", .unit = "", .address = ""};

    for (int bits = 0; bits < 64; bits++) {
        entry_stand s = {.author = bits & 1, .head = bits & 2, .clerk = bits & 4, .department = bits & 8, .auditor = bits & 16, .conflicted = bits & 32};
        rem_statement own = {.stated_by = {7}}, theirs = {.stated_by = {8}};
        assert_int_equal(remuneration_may_state(&s), s.author || s.clerk || s.head);
        assert_int_equal(remuneration_may_manage(&s), s.clerk || s.head);
        assert_int_equal(remuneration_may_mark(&s), s.department);
        assert_int_equal(remuneration_may_confirm(&me, &s, &theirs), s.head || s.department);
        assert_false(remuneration_may_confirm(&me, &s, &own));
        assert_int_equal(remuneration_may_see(&s), certificate_is_insider(&s));
        assert_int_equal(follow_may_write(&s), s.author || s.clerk || s.head);
        assert_int_equal(follow_may_lock(&s), s.head);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(arithmetic), cmocka_unit_test(agreements_and_payers), cmocka_unit_test(the_worked_example), cmocka_unit_test(who_may_and_one_reward), cmocka_unit_test(faults), cmocka_unit_test(no_rule_no_sum), cmocka_unit_test(every_word_of_what_is_due), cmocka_unit_test(every_stand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
