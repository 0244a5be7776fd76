/* Statistics: every number equals its records, facts follow the log, small numbers, years of reports; on both stores. */
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "audit/audit.h"
#include "base/text.h"
#include "registry/registry.h"
#include "report/chart.h"
#include "report/panel.h"
#include "tests/lib/stores.h"
#include <stdlib.h>
#include <string.h>

enum { CITY = 60 };

static actor of_department(void)
{
    static const actor_role roles[] = {{ROLE_DEPARTMENT, {0}}};
    return (actor){.user = {1}, .name = "", .login = "", .unit = "", .address = "", .roles = roles, .n_roles = 1};
}

static actor officer_of(org_id org, actor_role *role)
{
    *role = (actor_role){ROLE_INTAKE, org};
    return (actor){.user = {2}, .name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 1};
}

/* Walks all pages of the records and counts them. */
static int64_t walk(arena *mem, db *d, const actor *who, record_ask a, int64_t *said)
{
    int64_t n = 0;
    for (a.page = 0;; a.page++) {
        record_rows rows = {0};
        assert_int_equal(report_records(d, mem, who, &a, &rows, said), OK);
        n += rows.n;
        if (rows.n < REPORT_PAGE) return n;
    }
}

static void every_number_equals_its_records(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], CITY);
        db *d = NULL;
        actor boss = of_department();
        cube_rows r = {0};
        count_row sum = {0};
        int64_t said = 0, all = 0, late = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        cube_ask ask = {.from = 1900, .to = 2199, .by_year = true, .by_org = true, .by_field = true, .by_kind = true, .by_reason = true, .by_level = true, .by_beneficiary = true};
        assert_int_equal(report_cube(d, mem, &ask, &r), OK);
        assert_true(r.n > 20);
        for (int i = 0; i < r.n; i++) {
            const cube_row *w = &r.p[i];
            record_ask a = {.event = "recognised", .from = (int)w->year, .to = (int)w->year, .org = {w->org}, .field = w->field, .kind = w->kind, .level = w->level, .reason = w->reason, .beneficiary = w->beneficiary, .on_time = -1};
            all += w->recognised;
            if (w->recognised) assert_int_equal(walk(mem, d, &boss, a, &said), w->recognised);
            if (w->recognised) assert_int_equal(said, w->recognised);
            a.event = "refused";
            if (w->refused) assert_int_equal(walk(mem, d, &boss, a, &said), w->refused);
        }
        assert_int_equal(registry_total(d, mem, 1900, 2199, &sum), OK);
        assert_int_equal(all, sum.total); /* statistics and register agree */
        assert_int_equal(all, CITY);
        /* the scopes tell the same */
        cube_ask plain = {.from = 1900, .to = 2199};
        assert_int_equal(report_cube(d, mem, &plain, &r), OK);
        assert_int_equal(r.n, 1);
        assert_int_equal(r.p[0].recognised, all);
        record_ask timed = {.event = "decided", .from = 1900, .to = 2199, .on_time = 2};
        assert_int_equal(walk(mem, d, &boss, timed, &said), r.p[0].timed);
        timed.on_time = 0;
        late = walk(mem, d, &boss, timed, &said);
        assert_int_equal(late, r.p[0].timed - r.p[0].in_time);
        db_return(d);
        stores_close(s);
    }
}

/* Whom initiatives serve: an axis and a filter, alone and with others; what names nobody is a value of its own. */
static void beneficiaries_are_counted(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], CITY);
        db *d = NULL;
        actor boss = of_department();
        cube_rows all = {0}, r = {0}, one = {0}, cells = {0};
        int64_t said = 0, recognised = 0, received = 0;
        bool nobody = false;
        const char *name = "";
        stores_sql(s, "UPDATE dossier SET beneficiary = '' WHERE id = (SELECT MIN(dossier_id) FROM recognition WHERE dossier_id IS NOT NULL)");
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(report_rebuild(mem, d, instant_now()), OK);
        assert_int_equal(report_cube(d, mem, &(cube_ask){.from = 1900, .to = 2199}, &all), OK);
        assert_int_equal(report_cube(d, mem, &(cube_ask){.from = 1900, .to = 2199, .by_beneficiary = true}, &r), OK);
        assert_true(r.n > 3);
        for (int i = 0; i < r.n; i++) {
            const cube_row *w = &r.p[i];
            record_ask a = {.event = "recognised", .from = 1900, .to = 2199, .beneficiary = w->beneficiary, .on_time = -1};
            int64_t in_cells = 0;
            assert_int_equal(walk(mem, d, &boss, a, &said), w->recognised);
            assert_int_equal(said, w->recognised);
            a.event = "received";
            assert_int_equal(walk(mem, d, &boss, a, &said), w->received);
            assert_int_equal(report_cube(d, mem, &(cube_ask){.from = 1900, .to = 2199, .beneficiary = w->beneficiary}, &one), OK);
            assert_true(one.n == 1 && one.p[0].recognised == w->recognised && one.p[0].received == w->received && *one.p[0].beneficiary == 0);
            assert_int_equal(report_cube(d, mem, &(cube_ask){.from = 1900, .to = 2199, .beneficiary = w->beneficiary, .by_field = true, .by_org = true}, &cells), OK);
            for (int c = 0; c < cells.n; c++) in_cells += cells.p[c].recognised;
            assert_int_equal(in_cells, w->recognised);
            assert_int_equal(report_beneficiary_name(d, mem, w->beneficiary, &name), OK);
            assert_string_not_equal(name, w->beneficiary);
            nobody |= text_eq(w->beneficiary, REPORT_NOBODY) && w->recognised > 0;
            recognised += w->recognised;
            received += w->received;
        }
        assert_true(nobody);
        assert_true(recognised == all.p[0].recognised && received == all.p[0].received);
        db_return(d);
        stores_close(s);
    }
}

static void units_rounds_and_days_tell_the_same(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], CITY);
        db *d = NULL;
        actor boss = of_department();
        cube_rows all = {0}, days = {0}, before = {0}, after = {0};
        unit_rows units = {0};
        round_counts rounds = {0};
        int64_t said = 0, sum = 0, refused = 0, in_rounds = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        cube_ask plain = {.from = 1900, .to = 2199};
        assert_int_equal(report_cube(d, mem, &plain, &all), OK);
        assert_int_equal(report_units(d, mem, false, 1900, 2199, true, &units), OK);
        for (int i = 0; i < units.n; i++) {
            sum += units.p[i].recognised;
            refused += units.p[i].refused;
        }
        assert_int_equal(sum, all.p[0].recognised);
        assert_int_equal(refused, all.p[0].refused);
        assert_int_equal(report_rounds(d, mem, (org_id){0}, 1900, 2199, &rounds), OK);
        for (int i = 0; i < rounds.n; i++) {
            record_ask a = {.event = "recognised", .from = 1900, .to = 2199, .on_time = -1, .round = rounds.p[i].id};
            assert_int_equal(walk(mem, d, &boss, a, &said), rounds.p[i].recognised);
            in_rounds += rounds.p[i].recognised;
        }
        assert_true(in_rounds > 0);
        /* all days together are everything; two halves are the whole */
        const date first = date_make(1900, 1, 1), middle = date_make(2025, 6, 30), last = date_make(2199, 12, 31);
        assert_int_equal(report_range(d, mem, &(range_ask){.from = first, .to = last}, &days), OK);
        assert_int_equal(days.p[0].recognised, all.p[0].recognised);
        assert_int_equal(days.p[0].city, all.p[0].city);
        assert_int_equal(days.p[0].received, all.p[0].received);
        assert_int_equal(report_range(d, mem, &(range_ask){.from = first, .to = middle}, &before), OK);
        assert_int_equal(report_range(d, mem, &(range_ask){.from = date_add_days(middle, 1), .to = last}, &after), OK);
        assert_int_equal(before.p[0].recognised + after.p[0].recognised, all.p[0].recognised);
        record_ask a = {.event = "recognised", .from = 1900, .to = 2199, .on_time = -1, .from_day = first, .to_day = middle};
        assert_int_equal(walk(mem, d, &boss, a, &said), before.p[0].recognised);
        db_return(d);
        stores_close(s);
    }
}

static void only_for_whom_they_are(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 8);
    db *d = NULL;
    actor_role role;
    actor officer = officer_of((org_id){12}, &role), nobody = {.name = "", .login = "", .unit = "", .address = ""};
    record_rows rows = {0};
    int64_t n = 0;
    assert_int_equal(db_borrow(s, &d), OK);
    record_ask a = {.event = "refused", .from = 1900, .to = 2199, .on_time = -1};
    assert_int_equal(report_records(d, mem, &nobody, &a, &rows, &n), E_FORBIDDEN);
    assert_int_equal(report_records(d, mem, &officer, &a, &rows, &n), E_FORBIDDEN); /* of every unit */
    a.org = (org_id){13};
    assert_int_equal(report_records(d, mem, &officer, &a, &rows, &n), E_FORBIDDEN); /* of another one */
    a.org = (org_id){12};
    assert_int_equal(report_records(d, mem, &officer, &a, &rows, &n), OK);
    db_return(d);
    stores_close(s);
}

static int64_t recognised_now(arena *mem, db *d)
{
    cube_rows r = {0};
    cube_ask ask = {.from = 1900, .to = 2199};
    assert_int_equal(report_cube(d, mem, &ask, &r), OK);
    return r.n ? r.p[0].recognised : 0;
}

static void facts_follow_the_log(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 12);
        db *d = NULL;
        AUTO(db_tx) tx = {0};
        actor who = actor_system();
        int bad = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(recognised_now(mem, d), 12);
        report_state before = {0}, after = {0};
        assert_int_equal(report_follow(mem, d, instant_now()), OK); /* what the demonstration wrote after it was counted */
        assert_int_equal(report_state_of(d, mem, &before), OK);
        assert_int_equal(report_follow(mem, d, instant_now()), OK); /* nothing new: nothing changes */
        assert_int_equal(report_state_of(d, mem, &after), OK);
        assert_int_equal(before.audit_id, after.audit_id);
        /* an entry changes in the slices' tables with its line in the log */
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change(d, Q_TEST_REPORT_UNTALLY, NULL), OK);
        assert_int_equal(db_change(d, Q_TEST_REPORT_CANCEL, NULL), OK);
        assert_int_equal(audit_add(d, mem, &who, "recognition.cancelled", "recognition", 1, "", ""), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(report_follow(mem, d, instant_now()), OK);
        assert_int_equal(recognised_now(mem, d), 11);
        /* something came in past the log: the register's own counts tell */
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change(d, Q_TEST_REPORT_LOSE, NULL), OK);
        assert_int_equal(audit_add(d, mem, &who, "test", "test", 1, "", ""), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(recognised_now(mem, d), 0);
        assert_int_equal(report_follow(mem, d, instant_now()), OK);
        assert_int_equal(recognised_now(mem, d), 11);
        assert_int_equal(check_all(d, true, NULL, &bad), OK);
        (void)bad; /* the edited entry is found by other invariants */
        int64_t wrong = 0;
        assert_int_equal(db_number(d, Q_CHECK_REPORT_TALLY, &wrong), OK);
        assert_int_equal(wrong, 0);
        assert_int_equal(db_number(d, Q_CHECK_REPORT_SCOPES, &wrong), OK);
        assert_int_equal(wrong, 0);
        db_return(d);
        stores_close(s);
    }
}

static void small_numbers_are_not_told(void **state)
{
    bool hide[4];
    const int64_t one[] = {2, 40, 9, 0}, none[] = {40, 9, 0, 5}, two[] = {1, 3, 50, 0}, alone[] = {3, 0, 0, 0};

    report_suppress(one, 4, hide);
    assert_true(hide[0] && hide[2] && !hide[1] && !hide[3]); /* the sum would tell one alone: the next smallest too */
    report_suppress(none, 4, hide);
    assert_true(!hide[0] && !hide[1] && !hide[2] && !hide[3]);
    report_suppress(two, 4, hide);
    assert_true(hide[0] && hide[1] && !hide[2]);
    report_suppress(alone, 4, hide);
    assert_true(hide[0] && !hide[1]);
}

static void reasons_by_article(void **state)
{
    AUTO(arena_ptr) mem = arena_new();

    assert_string_equal(report_reason_of(mem, "Chưa có tính mới (Điều 4 Điều lệ Sáng kiến)."), "Điều 4");
    assert_string_equal(report_reason_of(mem, "Điều này chưa rõ, xem Điều 12a, Điều 5."), "Điều 5");
    assert_string_equal(report_reason_of(mem, "Không nêu"), "");
    assert_string_equal(report_reason_of(mem, "Điều 123456"), "");
    assert_string_equal(report_reason_of(mem, "Điều "), "");
}

static void charts_stay_in_their_frame(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    chart_item items[40];
    chart c = {.id = "c", .title = "t", .first = "a", .second = "b"};

    for (int i = 0; i < 40; i++) items[i] = (chart_item){"n", i, 40 - i, "1", "2"};
    for (int pass = 0; pass < 2; pass++) {
        if (pass) chart_rows(mem, items, 40, &c);
        else chart_columns(mem, items, 40, &c);
        assert_int_equal(c.rects.n, 2 * CHART_ITEMS_MAX);
        for (int i = 0; i < c.rects.n; i++) {
            const chart_rect *w = &c.rects.p[i];
            assert_true(w->x >= 0 && w->y >= 0 && w->w >= 0 && w->h >= 0 && w->x + w->w <= c.width && w->y + w->h <= c.height);
        }
        assert_non_null(strstr(c.desc, "n: 1, 2"));
    }
    chart_columns(mem, items, 0, &c);
    assert_int_equal(c.rects.n, 0);
}

/* Every link of a dashboard that opens a list opens one as long as the number says. */
static int follow_links(arena *mem, visitor *v, const char *page, bool *register_too)
{
    visited r = visitor_get(v, page);
    int followed = 0;
    assert_int_equal(r.status, 200);
    const char *body = text_copy(mem, r.body);
    for (const char *p = strstr(body, "href=\""); p; p = strstr(p + 6, "href=\"")) {
        const char *end = strchr(p + 6, '"'), *close = end ? strchr(end, '>') : NULL;
        char *href = text_copyn(mem, p + 6, (size_t)(end - p - 6));
        bool dossiers = text_starts(href, "/thong-ke/ho-so?"), entries = text_starts(href, "/sang-kien?");
        if ((!dossiers && !entries) || close[1] == '<') continue; /* the figures at the top have their number in <b> */
        char shown[40] = "", *to = shown;
        for (const char *q = close + 1; *q && *q != '<' && to < shown + 30; q++)
            if (*q != '.') *to++ = *q;
        if (strspn(shown, "0123456789") != strlen(shown) || !*shown) continue; /* a rate */
        const char *next = strstr(end, "href=\"");
        if (next && text_starts(next + 6, href) && next[6 + strlen(href)] == '"') continue; /* a sum: how many it is of stands beside it */
        char plain[600], *o = plain;
        for (const char *q = href; *q && o < plain + 590; q++) {
            *o++ = *q;
            if (text_starts(q, "&amp;")) q += 4;
        }
        *o = 0;
        visited list = visitor_get(v, plain);
        assert_int_equal(list.status, 200);
        const char *want = textf(mem, dossiers ? "<strong>%s</strong>" : "/ %s</span>", text_grouped(mem, atoll(shown)));
        if (!strstr(list.body, want)) {
            print_error("%s: %s does not show %s\n", page, plain, want);
            fail();
        }
        *register_too |= entries;
        followed++;
    }
    return followed;
}

static void every_link_opens_as_many(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 40);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w), *boss = stores_login(w, "demo.so"), *intake = stores_login(w, "demo.tiepnhan");
    bool register_too = false;

    assert_true(follow_links(mem, nobody, "/thong-ke", &register_too) > 20);
    assert_true(register_too);
    assert_true(follow_links(mem, boss, "/thong-ke/thanh-pho", &register_too) > 40);
    assert_true(follow_links(mem, boss, "/thong-ke/thanh-pho?ky=bao-cao", &register_too) > 20);
    assert_true(follow_links(mem, boss, "/bao-cao/1", &register_too) > 5);
    assert_true(follow_links(mem, boss, "/bao-cao/2", &register_too) > 5); /* a design by year and beneficiary */
    visited own = visitor_get(intake, "/thong-ke/don-vi");
    assert_int_equal(own.status, 303);
    (void)follow_links(mem, intake, text_copy(mem, own.location), &register_too);
    /* the public page leads to no dossier and names no small number of people */
    visited r = visitor_get(nobody, "/thong-ke");
    assert_null(strstr(r.body, "/thong-ke/ho-so"));
    assert_null(strstr(r.body, "/ho-so/"));
    r = visitor_get(nobody, "/thong-ke/truy-van/report_cube?by_year=1&from_year=2024&to_year=2026");
    assert_non_null(strstr(r.body, "report_tally"));
    visitor_free(nobody);
    visitor_free(boss);
    visitor_free(intake);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_number_equals_its_records), cmocka_unit_test(beneficiaries_are_counted), cmocka_unit_test(units_rounds_and_days_tell_the_same), cmocka_unit_test(only_for_whom_they_are), cmocka_unit_test(facts_follow_the_log),
                                       cmocka_unit_test(small_numbers_are_not_told), cmocka_unit_test(reasons_by_article), cmocka_unit_test(charts_stay_in_their_frame),
                                       cmocka_unit_test(every_link_opens_as_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
