/* The book: what is refused, which row counts, the parameters of the law all there, local rows over it. */
#include "base/buf.h"
#include "base/text.h"
#include "rule/rule_book.h"
#include "rule/rule_local.h"
#include "tests/lib/fixture.h"
#include "tests/lib/stores.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW(key, value, kind, unit, from, to, trust, scope)                                                            \
    "{\"key\":\"" key "\",\"value\":\"" value "\",\"kind\":\"" kind "\",\"unit\":\"" unit                              \
    "\",\"article\":\"Điều 1\",\"from\":\"" from "\",\"to\":\"" to "\",\"trust\":\"" trust "\",\"scope\":\"" scope     \
    "\"}"
#define CALENDAR                                                                                                       \
    "{\"every_year\":[],\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"off\":[{\"day\":\"2026-01-01\","  \
    "\"why\":\"a\",\"why_en\":\"b\"}],\"work\":[]}]}"

static status make(arena *mem, const char *rules, const char *calendar, rule_book **b, const char **problem)
{
    const rule_file files[] = {{"x.json", rules}, {"calendar.json", calendar}};
    return rule_book_make(mem, files, 2, b, problem);
}

static void refused(const char *row, const char *calendar, const char *why)
{
    AUTO(arena_ptr) mem = arena_new();
    rule_book *b = NULL;
    const char *problem = "";

    assert_int_equal(make(mem, textf(mem, "{\"rules\":[%s]}", row), calendar, &b, &problem), E_INVALID);
    if (!strstr(problem, why)) fail_msg("'%s' does not say '%s'", problem, why);
    assert_null(b);
}

static void bad_rules_stop_the_start(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    rule_book *b = NULL;
    const char *problem = "";

    refused(ROW("a", "3", "term", "week", "", "", "V", "central"), CALENDAR, "unknown unit week");
    refused(ROW("a", "3", "span", "month", "", "", "V", "central"), CALENDAR, "unknown kind span");
    refused(ROW("a", "3", "term", "month", "", "", "X", "central"), CALENDAR, "unknown trust mark X");
    refused(ROW("a", "3", "term", "month", "", "", "V", "ward"), CALENDAR, "bad scope ward");
    refused(ROW("a", "3", "term", "month", "2026-02-30", "", "V", "central"), CALENDAR, "a bad day");
    refused(ROW("a", "3", "term", "month", "2026-02-02", "2026-02-01", "V", "central"), CALENDAR, "from after to");
    refused(ROW("a", "0", "term", "month", "", "", "V", "central"), CALENDAR, "does not fit");
    refused(ROW("a", "", "term", "month", "", "", "V", "central"), CALENDAR,
            "does not fit"); /* unknown only when said so */
    refused(ROW("a", "3/2", "ratio", "members", "", "", "V", "central"), CALENDAR, "does not fit");
    refused(ROW("a", "11-31/12-01", "window", "", "", "", "V", "central"), CALENDAR, "does not fit");
    refused(ROW("a", "1", "term", "month", "2026-01-01", "2026-06-30", "V",
                "central") "," ROW("a", "2", "term", "month", "2026-06-30", "", "V", "central"),
            CALENDAR, "two values on 2026-06-30");
    refused(ROW("a", "1", "term", "month", "", "", "V", "central") "," ROW("a", "2", "term", "month", "2026-06-30", "",
                                                                           "V", "central"),
            CALENDAR, "two values");
    refused(
        ROW("a", "1", "term", "month", "", "", "V", "central") "," ROW("a", "2", "count", "", "", "", "V", "city:x"),
        CALENDAR, "two kinds");
    refused(ROW("a", "1", "term", "month", "", "", "V", "central"), "{\"years\":[]}", "no calendar");
    refused("",
            "{\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"off\":[{\"day\":\"2026-02-30\",\"why\":"
            "\"a\",\"why_en\":\"b\"}]}]}",
            "bad day 2026-02-30");
    refused("",
            "{\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"work\":[{\"day\":\"2026-11-24\",\"why\":"
            "\"a\",\"why_en\":\"b\"}]}]}",
            "bad day");                                                                    /* a Tuesday */
    refused("", "{\"years\":[{\"year\":2026,\"trust\":\"V\",\"off\":[]}]}", "a bad year"); /* no source */
    refused("", "{\"neither\":1}", "neither rules nor a calendar");
    refused("", "{", "calendar.json:1");
    assert_int_equal(make(mem,
                          "{\"rules\":[" ROW("a", "1", "term", "month", "", "2026-06-30", "V", "central") "," ROW(
                              "a", "2", "term", "month", "2026-07-01", "", "V", "central") "]}",
                          CALENDAR, &b, &problem),
                     OK);
    assert_int_equal(rule_all(b)->n, 2);
}

/* ---- calendar files that are broken, each in one place ---- */

#define DAY(day, more) "{\"day\":\"" day "\",\"why\":\"a\",\"why_en\":\"b\"" more "}"
#define YEAR(year, more) "{\"year\":" year ",\"trust\":\"V\",\"source\":\"s\"" more "}"
#define YEARS(years) "{\"years\":[" years "]}"
#define OFF(days) YEARS(YEAR("2026", ",\"off\":[" days "]"))
#define EVERY(days) "{\"every_year\":[" days "],\"years\":[" YEAR("2026", "") "]}"

static void broken_calendars_stop_the_start(void **state)
{
    static const char *const bad[][2] = {
        {YEARS(YEAR("1899", "")), "a bad year 1899"},
        {YEARS(YEAR("2200", "")), "a bad year 2200"},
        {YEARS(YEAR("4294969322", "")), "a bad year 4294969322"}, /* 2026 and 2 to the 32nd */
        {YEARS(YEAR("\"2026\"", "")), "a bad year 0"},
        {YEARS(YEAR("2026", "") "," YEAR("2026", "")), "a bad year 2026"},
        {YEARS("{\"year\":2026,\"trust\":\"X\",\"source\":\"s\"}"), "a bad year 2026"},
        {YEARS("{\"year\":2026,\"source\":\"s\"}"), "a bad year 2026"},
        {YEARS("{\"year\":2026,\"trust\":\"V\",\"source\":7}"), "a bad year 2026"},
        {YEARS("7,[],null"), "a bad year 0"},
        {OFF(DAY("2026-02-29", "")), "a bad day 2026-02-29"},
        {OFF(DAY("", "")), "a bad day"},
        {OFF(DAY("2025-12-31", "")), "2026: a bad day 2025-12-31"},
        {OFF(DAY("2026-01-01", ",\"trust\":\"X\"")), "a bad day 2026-01-01"},
        {OFF("{\"day\":\"2026-01-01\",\"why\":\"\",\"why_en\":\"b\"}"), "a bad day 2026-01-01"},
        {OFF("{\"day\":\"2026-01-01\",\"why\":\"a\"}"), "a bad day 2026-01-01"},
        {OFF("\"2026-01-01\""), "a bad day"},
        {OFF(DAY("2026-01-01", "") "," DAY("2026-01-02", "") "," DAY("2026-01-01", "")), "20260101 is there twice"},
        {YEARS(YEAR("2026", ",\"off\":[" DAY("2026-08-22", "") "],\"work\":[" DAY("2026-08-22", "") "]")), "20260822 is there twice"},
        {EVERY(DAY("02-29", "")), "every year 02-29"},
        {EVERY(DAY("13-01", "")), "every year 13-01"},
        {EVERY(DAY("01-1x", "")), "every year 01-1x"},
        {EVERY(DAY("01-01-01", "")), "every year 01-01-01"},
        {EVERY("{\"day\":\"01-01\",\"why_en\":\"b\"}"), "every year 01-01"},
        {EVERY("{\"day\":\"01-01\",\"why\":\"a\",\"why_en\":\"\"}"), "every year 01-01"},
        {EVERY("null"), "every year"},
    };

    for (int i = 0; i < COUNT(bad); i++) refused("", bad[i][0], bad[i][1]);
}

static const char *many(arena *mem, const char *head, const char *one, int n, const char *tail)
{
    AUTO(buf) b = {.max = 1 << 20};

    buf_puts(&b, head);
    for (int i = 0; i < n; i++) buf_printf(&b, "%s%s", i ? "," : "", textf(mem, one, 1900 + i));
    buf_puts(&b, tail);
    return text_copy(mem, b.p);
}

static void a_calendar_has_its_bounds(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *const year = YEAR("%d", ""), *problem = "";
    rule_book *b = NULL;
    rule_day why = {0};

    refused("", many(mem, "{\"years\":[", year, BOOK_YEARS_MAX + 1, "]}"), "a bad year 2100");
    refused("", many(mem, "{\"years\":[],\"every_year\":[", DAY("01-01", ""), BOOK_EVERY_MAX + 1, "]}"), "every year 01-01");
    refused("", many(mem, "{\"years\":[{\"year\":2026,\"trust\":\"V\",\"source\":\"s\",\"off\":[", DAY("2026-01-01", ""), BOOK_DAYS_MAX + 1, "]}]}"), "a bad day 2026-01-01");
    /* what is not there is empty; a year beyond the calendar has the days of every year alone */
    assert_int_equal(make(mem, "{\"rules\":[]}", "{\"every_year\":{},\"years\":[" YEAR("2026", ",\"off\":7,\"work\":null") "]}", &b, &problem), OK);
    assert_true(rule_is_working_day(b, date_make(2026, 1, 1), NULL));
    static const char *const marks[] = {"V", "V2", "M", "D", "unknown"}; /* a day may have each, and it is told */
    for (int i = 0; i < COUNT(marks); i++) {
        assert_int_equal(make(mem, "{\"rules\":[]}", textf(mem, OFF(DAY("2026-01-01", ",\"trust\":\"%s\"")), marks[i]), &b, &problem), OK);
        assert_false(rule_is_working_day(b, date_make(2026, 1, 1), &why));
        assert_string_equal(why.trust, marks[i]);
    }
    assert_int_equal(make(mem, "{\"rules\":[]}", EVERY(DAY("01-01", "")), &b, &problem), OK);
    assert_true(rule_is_working_day(b, date_make(2026, 1, 1), &why));
    assert_false(rule_is_working_day(b, date_make(2027, 1, 1), &why));
    assert_string_equal(why.trust, "V2");
    assert_true(rule_is_working_day(b, date_make(2027, 1, 4), &why));
    assert_string_equal(why.trust, "unknown");
    assert_int_equal(rule_next_working_day(b, date_make(2027, 1, 1)).ymd, 20270104);
}

static void nearest_scope_and_day_count(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *const near[] = {"org:12", "city:danang", "central", NULL}, *const far[] = {"central", NULL};
    const char *problem = "";
    const rule_row *r = NULL;
    rule_book *b = NULL;
    int64_t n = 0;

    assert_int_equal(make(mem,
                          "{\"rules\":[" ROW("a", "1", "count", "", "", "", "V", "central") "," ROW(
                              "a", "2", "count", "", "2026-01-01", "2026-12-31", "V",
                              "city:danang") "," ROW("a", "3", "count", "", "2026-06-01", "", "V", "org:12") "]}",
                          CALENDAR, &b, &problem),
                     OK);
    assert_int_equal(rule_int(b, "a", near, date_make(2025, 12, 31), &n, NULL), OK);
    assert_int_equal(n, 1);
    assert_int_equal(rule_int(b, "a", near, date_make(2026, 1, 1), &n, &r), OK);
    assert_int_equal(n, 2);
    assert_string_equal(r->scope, "city:danang");
    assert_int_equal(rule_int(b, "a", near, date_make(2026, 6, 1), &n, NULL), OK);
    assert_int_equal(n, 3);
    assert_int_equal(rule_int(b, "a", far, date_make(2026, 6, 1), &n, NULL), OK);
    assert_int_equal(n, 1);
    assert_int_equal(rule_int(b, "b", near, date_make(2026, 6, 1), &n, NULL), E_NOT_FOUND);
    assert_int_equal(n, 1);
}

static void typed_values(void **state)
{
    const rule_book *b = rule_current();
    date today = date_make(2026, 11, 24), first = {0}, last = {0};
    int64_t n = 0;
    int num = 0, den = 0;
    bool yes = false;
    const char *text = NULL;

    assert_int_equal(rule_int(b, "wage.luong_co_so", NULL, today, &n, NULL), OK);
    assert_int_equal(n, 2530000);
    assert_int_equal(rule_int(b, "wage.luong_co_so", NULL, date_make(2026, 6, 30), &n, NULL), OK);
    assert_int_equal(n, 2340000);
    assert_int_equal(rule_ratio(b, "council.pass_ratio", NULL, today, &num, &den, NULL), OK);
    assert_int_equal(num * 10 + den, 23);
    assert_int_equal(rule_decimal(b, "emu.bonus.cstdtq", NULL, today, &n, NULL), OK);
    assert_int_equal(n, 450);
    assert_int_equal(rule_bool(b, "claim.limit_counts_from_trial", NULL, today, &yes, NULL), OK);
    assert_false(yes);
    assert_int_equal(rule_text(b, "rem.wage_kind", NULL, today, &text, NULL), OK);
    assert_string_equal(text, "luong_co_so");
    assert_int_equal(rule_int(b, "emu.vote.high", NULL, date_make(2025, 6, 30), &n, NULL), OK);
    assert_int_equal(n, 90);
    assert_int_equal(rule_int(b, "emu.vote.high", NULL, date_make(2025, 7, 1), &n, NULL),
                     E_NOT_FOUND); /* not known: nobody guesses */
    assert_int_equal(rule_bool(b, "council.pass_ratio", NULL, today, &yes, NULL), E_INVALID);
    assert_int_equal(rule_window(b, "city.scope.window", NULL, today, &yes, &first, &last, NULL), OK);
    assert_true(yes && first.ymd == 20261101 && last.ymd == 20261130);
    assert_int_equal(rule_window(b, "city.scope.window", NULL, date_make(2026, 12, 1), &yes, &first, &last, NULL), OK);
    assert_true(!yes && first.ymd == 20271101);
    assert_int_equal(rule_window(b, "report.year_cutoff", NULL, date_make(2026, 1, 5), &yes, &first, &last, NULL), OK);
    assert_true(yes && first.ymd == 20251215 && last.ymd == 20261214);
}

static void days_have_reasons(void **state)
{
    const rule_book *b = rule_current();
    rule_day why = {0};

    assert_false(rule_is_working_day(b, date_make(2027, 2, 6), &why));
    assert_string_equal(why.why, "Tết Nguyên đán 2027 (mùng 1)");
    assert_false(rule_is_working_day(b, date_make(2026, 11, 24), &why));
    assert_string_equal(why.trust, "M");
    assert_true(rule_is_working_day(b, date_make(2026, 8, 22), &why));
    assert_true(why.worked);
    assert_int_equal(rule_next_working_day(b, date_make(2026, 2, 14)).ymd, 20260223);
    assert_true(rule_calendar_known(b, 2012) && rule_calendar_known(b, 2027) && !rule_calendar_known(b, 2028));
}

static void what_to_confirm(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    rule_list l = rule_unconfirmed(mem, rule_current(), date_make(2026, 11, 24));
    bool review = false, decide = false, complaint = false, old = false;

    for (int i = 0; i < l.n; i++) {
        review = review || text_eq(l.p[i].key, "review.period");
        decide = decide || text_eq(l.p[i].key, "decide.period");
        complaint = complaint || text_eq(l.p[i].key, "complaint.limit");
        old = old || (text_eq(l.p[i].key, "emu.vote.high") && l.p[i].to.ymd);
    }
    assert_true(review && complaint && !decide && !old);
    l = rule_unconfirmed(mem, rule_current(), date_make(2026, 6, 30)); /* before Luật 136/2025 */
    for (int i = 0; i < l.n; i++) assert_string_not_equal(l.p[i].key, "complaint.limit");
}

/* ---- every parameter of the law is there, with its value and mark ---- */

static bool same_value(const char *given, const rule_row *r)
{
    char plain[400];
    size_t n = 0;

    for (const char *p = given; *p && n + 1 < sizeof plain; p++)
        if (*p != ',' || !text_eq(r->kind, "money")) plain[n++] = *p;
    plain[n] = 0;
    if (text_eq(r->trust, "unknown")) return true;
    if (text_eq(r->kind, "count"))
        return strtol(plain, NULL, 10) == strtol(r->value, NULL, 10); /* "3 × CSTĐCS in a row" */
    bool machine = text_eq(r->kind, "window") || text_eq(r->kind, "day_of_year") || text_starts(r->key, "doc.paper") ||
                   text_starts(r->key, "council.head");
    return machine || strcmp(plain, r->value) == 0;
}

static void check_parameter(const char *key, const char *value, const json_t *o)
{
    const rule_list *all = rule_all(rule_built_in());
    const char *trust = json_string_value(json_object_get(o, "trust")),
               *source = json_string_value(json_object_get(o, "source")),
               *from = json_string_value(json_object_get(o, "from"));

    for (int i = 0; i < all->n; i++) {
        const rule_row *r = &all->p[i];
        int ymd = strlen(from) >= 10 ? atoi(from) * 10000 + atoi(from + 5) * 100 + atoi(from + 8) : 0;
        if (!text_eq(r->key, key) || !text_eq(r->trust, trust) || !text_eq(r->source, source)) continue;
        if ((ymd && r->from.ymd != ymd) || !same_value(value, r)) continue;
        return;
    }
    fail_msg("%s = %s (%s, %s, from %s) is not in rules/", key, value, trust, source, from);
}

/* "complaint.limit / accept" with "90 / 10" is complaint.limit = 90 and complaint.accept = 10. */
static void check_group(char *keys, char *values, const json_t *o)
{
    char *k_save = NULL, *v_save = NULL, prefix[80] = "";
    const char *v = strtok_r(values, "/", &v_save);

    for (char *k = strtok_r(keys, "/", &k_save); k && v;
         k = strtok_r(NULL, "/", &k_save), v = strtok_r(NULL, "/", &v_save)) {
        char key[160], value[80];
        sscanf(k, " %79s", value);
        if (!*prefix) snprintf(prefix, sizeof prefix, "%.*s", (int)(strrchr(value, '.') + 1 - value), value);
        snprintf(key, sizeof key, "%s%s", strchr(value, '.') ? "" : prefix, value);
        sscanf(v, " %79s", value);
        check_parameter(key, value, o);
    }
}

static void parameters_are_all_there(void **state)
{
    if (!fixture_shared()) skip(); /* before anything that a jump would leave behind */
    AUTO(arena_ptr) mem = arena_new();
    json_t *root, *o;
    size_t i;

    root = json_load_file(textf(mem, "%s/domain/parameters.json", fixture_shared()), 0, NULL);
    assert_non_null(root);
    json_array_foreach(root, i, o)
    {
        char *key = text_copy(mem, json_string_value(json_object_get(o, "key"))),
             *value = text_copy(mem, json_string_value(json_object_get(o, "value")));
        if (text_eq(key, "emu.vote.*")) {
            check_parameter("emu.vote.high", value, o);
            check_parameter("emu.vote.base", value, o);
        } else if (strstr(key, " / ")) {
            check_group(key, value, o);
        } else {
            check_parameter(key, value, o);
        }
    }
    assert_true(i >= 50);
    json_decref(root);
}

/* ---- the calendar file is what its program makes, and the program's lunar arithmetic is right ---- */

static void calendar_is_made(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    assert_int_equal(system(textf(mem, "python3 %s/tools/calendar.py check", fixture_root())), 0);
}

/* ---- local rows ---- */

static rule_row local(const char *key, const char *scope, const char *value, date from)
{
    return (rule_row){.key = key,
                      .scope = scope,
                      .value = value,
                      .unit = "",
                      .kind = "",
                      .name = "",
                      .said = "",
                      .article = "Điều 9 QĐ 89/2025/QĐ-UBND",
                      .brief = "QĐ 89 Đ9",
                      .trust = "V",
                      .source = "",
                      .note = "",
                      .from = from};
}

static void local_rows_lie_over(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO(db_loan) l = {0};
        store *s = stores_open(stores_kinds[k]);
        actor_role admin[] = {{ROLE_ADMINISTRATOR, {0}}}, head[] = {{ROLE_HEAD, {1}}};
        actor who = {.user = {0},
                     .name = "Quản trị",
                     .login = "",
                     .unit = "",
                     .address = "",
                     .roles = admin,
                     .n_roles = 1},
              other = who;
        rule_row shorter = local("review.period", "central", "15", date_make(2026, 1, 1)),
                 wrong = local("review.period", "central", "0", date_make(2020, 1, 1)),
                 twice = local("review.period", "central", "20", date_make(2026, 6, 1)),
                 strange = local("my.rule", "central", "1", (date){0});
        int64_t id = 0, none = 0;
        const char *problem = "";
        rule_term t = {0};

        other.roles = head;
        shorter.unit = "working_day";
        assert_int_equal(db_borrow(s, &l.db), OK);
        assert_int_equal(rule_add(mem, l.db, &other, &shorter, instant_now(), &none, &problem), E_FORBIDDEN);
        assert_int_equal(rule_add(mem, l.db, &who, &shorter, instant_now(), &id, &problem), OK);
        assert_int_equal(rule_add(mem, l.db, &who, &wrong, instant_now(), &none, &problem), E_INVALID);
        assert_int_equal(rule_add(mem, l.db, &who, &twice, instant_now(), &none, &problem), E_INVALID);
        assert_non_null(strstr(problem, "two values"));
        assert_int_equal(rule_add(mem, l.db, &who, &strange, instant_now(), &none, &problem), E_INVALID);
        assert_int_equal(none, 0);
        assert_int_equal(rule_refresh(l.db), OK);
        assert_int_equal(rule_due(mem, rule_current(), "review.period", NULL, date_make(2026, 11, 2), (date){0}, &t),
                         OK);
        assert_string_equal(t.rule->brief, "QĐ 89 Đ9");
        assert_int_equal(t.due.ymd, 20261123); /* 3–6 (4), 9–13 (9), 16–20 (14), 23 (15) */
        assert_int_equal(rule_due(mem, rule_current(), "review.period", NULL, date_make(2025, 12, 31), (date){0}, &t),
                         OK);
        assert_int_equal(t.rule->id, 0); /* before its first day the built-in one */
        assert_int_equal(rule_end(mem, l.db, &who, id, date_make(2025, 1, 1), &problem), E_INVALID);
        assert_int_equal(rule_end(mem, l.db, &who, id, date_make(2026, 5, 31), &problem), OK);
        assert_int_equal(rule_add(mem, l.db, &who, &twice, instant_now(), &none, &problem), OK); /* now there is room */
        assert_int_equal(rule_cancel(mem, l.db, &who, none, instant_now()), OK);
        assert_int_equal(rule_cancel(mem, l.db, &who, id, instant_now()), OK);
        assert_int_equal(rule_cancel(mem, l.db, &who, id, instant_now()), E_NOT_FOUND);
        assert_int_equal(rule_refresh(l.db), OK);
        assert_int_equal(rule_due(mem, rule_current(), "review.period", NULL, date_make(2026, 11, 2), (date){0}, &t),
                         OK);
        assert_int_equal(t.due.ymd, 20261202);
        rule_use(rule_built_in());
        db_return(l.db);
        l.db = NULL;
        stores_close(s);
    }
}

static int load(void **state)
{
    return rule_load() == OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_rules_stop_the_start),
        cmocka_unit_test(broken_calendars_stop_the_start),
        cmocka_unit_test(a_calendar_has_its_bounds),
        cmocka_unit_test(nearest_scope_and_day_count),
        cmocka_unit_test(typed_values),
        cmocka_unit_test(days_have_reasons),
        cmocka_unit_test(what_to_confirm),
        cmocka_unit_test(parameters_are_all_there),
        cmocka_unit_test(calendar_is_made),
        cmocka_unit_test(local_rows_lie_over),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
