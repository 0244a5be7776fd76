/* The face of the clock by hand, what a derivation tells, and what a failing store leaves behind. */
#include "base/text.h"
#include "rule/rule_local.h"
#include "tests/lib/fixture.h"
#include "tests/lib/stores.h"
#include <stdio.h>
#include <string.h>

static int load(void **state)
{
    return rule_load() == OK ? 0 : -1;
}

static date on(int ymd)
{
    return date_make(ymd / 10000, ymd / 100 % 100, ymd % 100);
}

static rule_clock_face face(arena *mem, const rule_event *e, int n, int today)
{
    rule_clock_face f = {0};
    assert_int_equal(
        rule_clock(mem, rule_current(), "decide.period", NULL, on(20260302), (date){0}, e, n, on(today), &f), OK);
    return f;
}

/* decide.period from 02/03/2026: 92 days to 02/06/2026, a Tuesday. */
static void runs(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    rule_clock_face f = face(mem, NULL, 0, 20260312);

    assert_int_equal(f.state, CLOCK_RUNNING);
    assert_int_equal(f.total, 92);
    assert_int_equal(f.elapsed, 10);
    assert_int_equal(f.remaining, 82);
    assert_int_equal(f.if_restarted.ymd, 0);
    assert_int_equal(f.warnings.n, 3);
    assert_int_equal(f.warnings.p[0].on.ymd, 20260417); /* 46 days: 29 in March, 17 */
    assert_int_equal(f.warnings.p[1].on.ymd, 20260515); /* 73.6, so 74 days: 29, 30, 15 */
    assert_int_equal(f.warnings.p[2].on.ymd, 20260602);
    assert_int_equal(face(mem, NULL, 0, 20260602).state, CLOCK_RUNNING); /* the last day belongs to the term */
    assert_int_equal(face(mem, NULL, 0, 20260603).state, CLOCK_OVER);
    assert_int_equal(face(mem, NULL, 0, 20260701).remaining, 0);
    assert_int_equal(face(mem, NULL, 0, 20260302).elapsed, 0);
}

static void stands_and_goes_on(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const rule_event e[] = {{CLOCK_STOP, on(20260312), 0, NULL}, {CLOCK_RESTART, on(20260401), 0, NULL}};
    rule_clock_face f = face(mem, e, 1, 20260320);

    assert_int_equal(f.state, CLOCK_STOPPED);
    assert_int_equal(f.term.due.ymd, 0);
    assert_int_equal(f.elapsed, 10);
    assert_int_equal(f.remaining, 82);
    assert_int_equal(f.if_restarted.ymd, 20260610); /* 20/03 + 82: 11, 30, 31, 10; a Wednesday */
    assert_int_equal(f.warnings.n, 0);              /* half of it had not passed, and nobody knows when it will */
    f = face(mem, e, 2, 20260320);
    assert_int_equal(f.state, CLOCK_STOPPED);
    assert_int_equal(f.elapsed, 10);
    assert_int_equal(f.term.due.ymd, 20260622);         /* 01/04 + 82: 29, 31, 22; a Monday */
    assert_int_equal(f.warnings.p[0].on.ymd, 20260507); /* 36 more: 29, 7 */
    assert_int_equal(face(mem, e, 2, 20260401).state, CLOCK_RUNNING);
    assert_int_equal(face(mem, e, 2, 20260411).elapsed, 20);
    assert_int_equal(face(mem, e, 2, 20260311).state, CLOCK_RUNNING);
}

static void tells_its_steps(void **state)
{
    static const rule_step_kind wanted[] = {STEP_RULE,    STEP_START,   STEP_STOP,    STEP_RESTART, STEP_EXTEND,
                                            STEP_NOMINAL, STEP_SKIPPED, STEP_SKIPPED, STEP_DUE};
    AUTO(arena_ptr) mem = arena_new();
    const rule_event e[] = {{CLOCK_STOP, on(20260312), 0, NULL},
                            {CLOCK_RESTART, on(20260401), 0, NULL},
                            {CLOCK_EXTEND, on(20260501), 5, "day"}};
    rule_clock_face f = face(mem, e, 3, 20260501);

    assert_int_equal(f.term.nominal.ymd, 20260627); /* a Saturday */
    assert_int_equal(f.term.due.ymd, 20260629);
    assert_true(f.term.provisional); /* a stop is our reading */
    assert_int_equal(f.term.steps.n, COUNT(wanted));
    for (int i = 0; i < COUNT(wanted); i++) assert_int_equal(f.term.steps.p[i].kind, wanted[i]);
    const char *vi = rule_explain(mem, &f.term, LANG_VI), *en = rule_explain(mem, &f.term, LANG_EN);
    assert_non_null(
        strstr(vi, "Ngày 12/03/2026: tạm dừng, còn lại 82 ngày [D: cách hiểu khi vận hành, cần xác nhận]."));
    assert_non_null(strstr(vi, "Ngày 01/04/2026: tính tiếp 82 ngày, đến ngày 22/06/2026."));
    assert_non_null(strstr(vi, "Hạn cuối: hết ngày 29/06/2026."));
    assert_non_null(strstr(en, "01/05/2026: extended by 5 days, until 27/06/2026."));
    assert_non_null(strstr(en, "Last day: 29/06/2026, until midnight."));
}

static void provisional_or_not(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const rule_book *b = rule_current();
    rule_term t = {0};

    assert_int_equal(rule_due(mem, b, "decide.period", NULL, on(20260302), (date){0}, &t), OK);
    assert_false(t.provisional);
    assert_int_equal(rule_due(mem, b, "review.period", NULL, on(20260302), (date){0}, &t), OK);
    assert_true(t.provisional); /* remembered */
    assert_int_equal(rule_due(mem, b, "complaint.solve", NULL, on(20260302), (date){0}, &t), OK);
    assert_false(t.provisional);
    assert_int_equal(rule_due(mem, b, "complaint.solve", NULL, on(20260701), (date){0}, &t), OK);
    assert_true(t.provisional); /* the law was amended that day */
    assert_int_equal(rule_due(mem, b, "decide.period", NULL, on(20260824), (date){0}, &t), OK);
    assert_true(t.provisional); /* 24/11/2026 */
    assert_int_equal(rule_due(mem, b, "decide.period", NULL, on(20260522), (date){0}, &t), OK);
    assert_true(t.provisional); /* due on a Saturday that is worked, as we remember */
    assert_int_equal(rule_due(mem, b, "decide.period", NULL, on(20290102), (date){0}, &t), OK);
    assert_true(t.provisional); /* no calendar */
}

static void decision_term_begins(void **state)
{
    assert_int_equal(rule_decide_start(on(20260601), (date){0}).ymd, 20260601);    /* not applied yet */
    assert_int_equal(rule_decide_start(on(20260601), on(20260520)).ymd, 20260601); /* applied before */
    assert_int_equal(rule_decide_start(on(20260601), on(20260715)).ymd, 20260715); /* completed after */
}

/* ---- what it refuses, and the ends of the calendar ---- */

static const rule_row *decide(void)
{
    const rule_row *r = NULL;
    assert_int_equal(rule_get(rule_current(), "decide.period", NULL, on(20260302), &r), OK);
    return r;
}

static rule_row term_of(const char *value, const char *unit)
{
    rule_row r = *decide();

    r.value = value;
    r.unit = unit;
    return r;
}

static status due_of(arena *mem, const rule_row *r, int start)
{
    rule_term t = {0};
    return rule_due_of(mem, rule_current(), r, start ? on(start) : (date){0}, (date){0}, &t);
}

static status clock_of(arena *mem, int start, const rule_event *e, int n, rule_clock_face *f)
{
    return rule_clock_of(mem, rule_current(), decide(), on(start), (date){0}, e, n, on(start), f);
}

static void the_ends_of_terms(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const rule_row no_number = term_of("ba", "month"), nothing = term_of("0", "month"), unknown = term_of("", "month"), days = term_of("30", "working_day"), one = term_of("1", "day");
    rule_term t = {0};
    rule_clock_face f = {0};

    assert_int_equal(rule_due(mem, rule_current(), "decide.period", NULL, (date){0}, (date){0}, &t), E_INVALID);
    assert_int_equal(rule_due(mem, rule_current(), "decide.period", NULL, on(20260302), on(20260401), &t), OK);
    assert_int_equal(rule_due_of(mem, rule_current(), decide(), on(20260302), on(20260401), &t), OK);
    assert_int_equal(rule_clock(mem, rule_current(), "decide.period", NULL, (date){0}, (date){0}, NULL, 0, on(20260302), &f), E_INVALID);
    assert_int_equal(due_of(mem, decide(), 0), E_INVALID);
    assert_int_equal(due_of(mem, &no_number, 20260302), E_INVALID);
    assert_int_equal(due_of(mem, &nothing, 20260302), E_INVALID);
    assert_int_equal(due_of(mem, &unknown, 20260302), E_NOT_FOUND);
    assert_int_equal(due_of(mem, decide(), 21991001), E_LIMIT); /* into 2200 */
    assert_int_equal(due_of(mem, &days, 21991225), E_LIMIT);
    rule_row read = term_of("1", "day");
    read.trust = "V (case)";
    assert_int_equal(due_of(mem, &read, 20260302), OK);
    for (date d = on(20120101); d.ymd < 20271231; d = date_add_days(d, 1)) { /* every day of the known calendar, with swapped ones */
        assert_int_equal(rule_due_of(mem, rule_current(), &one, d, (date){0}, &t), OK);
        assert_true(rule_is_working_day(rule_current(), t.due, NULL) && date_compare(t.due, d) > 0);
    }
}

static void events_that_do_not_fit(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const rule_event stop = {CLOCK_STOP, on(20260312), 0, NULL};
    const rule_event *const none = NULL;
    const rule_event far_restart[] = {stop, {CLOCK_RESTART, on(21991201), 0, NULL}}, far_move[] = {{CLOCK_MOVE, on(21991201), 0, NULL}}, unheard[] = {{(rule_event_kind)99, on(20260401), 0, NULL}};
    const rule_event extensions[] = {{CLOCK_EXTEND, on(20260401), 0, "day"}, {CLOCK_EXTEND, on(20260401), 3661, "day"}, {CLOCK_EXTEND, on(20260401), 5, NULL}, {CLOCK_EXTEND, on(20260401), 5, "week"}};
    const rule_event far = {CLOCK_EXTEND, on(20260401), 3660, "year"};
    rule_event many[RULE_EVENTS_MAX + 1];
    rule_clock_face f = {0};

    for (int i = 0; i <= RULE_EVENTS_MAX; i++) many[i] = (rule_event){i % 2 ? CLOCK_RESTART : CLOCK_STOP, on(20260312), 0, NULL};
    assert_int_equal(clock_of(mem, 20260302, many, RULE_EVENTS_MAX + 1, &f), E_LIMIT);
    assert_int_equal(clock_of(mem, 20260302, many, RULE_EVENTS_MAX, &f), OK);
    for (int i = 0; i < COUNT(extensions); i++) assert_int_equal(clock_of(mem, 20260302, &extensions[i], 1, &f), E_INVALID);
    assert_int_equal(clock_of(mem, 20260302, &far, 1, &f), E_LIMIT);
    assert_int_equal(clock_of(mem, 20260302, far_restart, 2, &f), E_LIMIT);
    assert_int_equal(clock_of(mem, 20260302, far_move, 1, &f), E_LIMIT);
    assert_int_equal(clock_of(mem, 20260302, unheard, 1, &f), E_INTERNAL);
    /* before there were warnings; a window that does not move; a stop whose restart would pass the end of the calendar */
    assert_int_equal(clock_of(mem, 19990104, none, 0, &f), OK);
    rule_row fixed = *decide();
    fixed.rolls = false;
    assert_int_equal(rule_clock_of(mem, rule_current(), &fixed, on(20260302), (date){0}, &stop, 1, on(20260320), &f), OK);
    assert_int_equal(f.if_restarted.ymd, 20260610);
    assert_int_equal(rule_clock_of(mem, rule_current(), decide(), on(20260302), (date){0}, &stop, 1, on(21991220), &f), OK);
    assert_int_equal(f.if_restarted.ymd, 0);
    /* more days passed over than are told: the last step is still the last day */
    rule_row work = term_of("3660", "working_day");
    const rule_event longer = {CLOCK_EXTEND, on(20260401), 3660, "working_day"};
    assert_int_equal(rule_clock_of(mem, rule_current(), &work, on(20260302), (date){0}, &longer, 1, on(20260401), &f), OK);
    assert_int_equal(f.term.steps.n, RULE_STEPS_MAX);
    assert_int_equal(f.term.steps.p[f.term.steps.n - 1].kind, STEP_DUE);
}

/* A book of its own: a worked Saturday that was read, a day off at the end of the last year, no warnings. */
static void a_calendar_of_its_own(void **state)
{
    static const char rules[] = "{\"rules\":[{\"key\":\"a\",\"value\":\"1\",\"kind\":\"term\",\"unit\":\"day\",\"article\":\"Điều 1\",\"from\":\"\",\"to\":\"\",\"trust\":\"V\",\"scope\":\"central\"}]}";
    static const char calendar[] = "{\"every_year\":[{\"day\":\"12-31\",\"why\":\"a\",\"why_en\":\"b\"}],\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"off\":[],"
                                   "\"work\":[{\"day\":\"2026-08-22\",\"why\":\"a\",\"why_en\":\"b\"}]}]}";
    AUTO(arena_ptr) mem = arena_new();
    const rule_file files[] = {{"x.json", rules}, {"calendar.json", calendar}};
    const rule_row *row = NULL;
    const char *problem = "";
    rule_book *b = NULL;
    rule_term t = {0};
    rule_clock_face f = {0};

    assert_int_equal(rule_book_make(mem, files, COUNT(files), &b, &problem), OK);
    assert_int_equal(rule_get(b, "a", NULL, on(20260101), &row), OK);
    assert_int_equal(rule_due_of(mem, b, row, on(20260821), (date){0}, &t), OK);
    assert_int_equal(t.due.ymd, 20260822);
    assert_false(t.provisional); /* worked, and that was read */
    assert_int_equal(rule_due_of(mem, b, row, on(21991230), (date){0}, &t), E_LIMIT); /* the last day off leads into 2200 */
    assert_int_equal(rule_clock_of(mem, b, row, on(21991230), (date){0}, NULL, 0, on(21991230), &f), E_LIMIT);
    assert_int_equal(rule_due(mem, b, "b", NULL, on(20260821), (date){0}, &t), E_NOT_FOUND);
    assert_int_equal(rule_clock(mem, b, "b", NULL, on(20260821), (date){0}, NULL, 0, on(20260821), &f), E_NOT_FOUND);
    assert_int_equal(rule_clock_of(mem, b, row, on(20260821), (date){0}, NULL, 0, on(20260821), &f), OK);
    assert_int_equal(f.warnings.n, 0);
}

/* Each store call of an addition fails once: afterwards the old rules or the new ones, nothing between. */
static void a_failing_store_leaves_no_half_rule(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO(db_loan) l = {0};
        store *s = stores_open(stores_kinds[k]);
        const actor_role admin[] = {{ROLE_ADMINISTRATOR, {0}}};
        const actor who = {.name = "Quản trị", .login = "", .unit = "", .address = "", .roles = admin, .n_roles = 1};
        const rule_row r = {.key = "review.period",
                            .scope = "central",
                            .value = "15",
                            .unit = "working_day",
                            .kind = "",
                            .name = "",
                            .said = "",
                            .article = "Điều 9",
                            .brief = "",
                            .trust = "V",
                            .source = "",
                            .note = ""};
        const char *problem = "";
        int64_t id = 0;
        status got = E_STORE;
        int failures = 0;

        assert_int_equal(db_borrow(s, &l.db), OK);
        for (int at = 1; got != OK && at < 50; at++) {
            rule_book *b = NULL;
            store_fault_at(at);
            got = rule_add(mem, l.db, &who, &r, instant_now(), &id, &problem);
            store_fault_at(0);
            assert_int_equal(rule_load_local(mem, l.db, &b, &problem), OK);
            assert_int_equal(rule_all(b)->n - rule_all(rule_built_in())->n, got == OK);
            assert_int_equal(id != 0, got == OK);
            failures += got != OK;
        }
        assert_int_equal(got, OK);
        assert_true(failures >= 4); /* begin, insert, read, audit, commit */
        db_return(l.db);
        l.db = NULL;
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs),
        cmocka_unit_test(stands_and_goes_on),
        cmocka_unit_test(tells_its_steps),
        cmocka_unit_test(provisional_or_not),
        cmocka_unit_test(decision_term_begins),
        cmocka_unit_test(the_ends_of_terms),
        cmocka_unit_test(events_that_do_not_fit),
        cmocka_unit_test(a_calendar_of_its_own),
        cmocka_unit_test(a_failing_store_leaves_no_half_rule),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
