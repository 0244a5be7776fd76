/* Designs, snapshots and papers: only declared axes, the same bytes again, formulas stay text; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "remuneration/remuneration.h"
#include "report/ranking.h"
#include "report/snapshot.h"
#include "tests/lib/stores.h"
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const actor_role department[] = {{ROLE_DEPARTMENT, {0}}};
static const actor boss = {.user = {1}, .name = "", .login = "", .unit = "", .address = "", .roles = department, .n_roles = 1};
static const actor nobody = {.name = "", .login = "", .unit = "", .address = ""};

static actor head_of(org_id org, actor_role *role)
{
    *role = (actor_role){ROLE_HEAD, org};
    return (actor){.user = {2}, .name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 1};
}

static void only_what_is_declared(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 6);
    db *d = NULL;
    int64_t id = 0;
    actor_role role;
    actor head = head_of((org_id){12}, &role);
    report_design r = {.title = "t", .axes = ",year,", .columns = ",recognised,", .from_year = 2020, .to_year = 2030, .field = "", .kind = "", .level = ""};
    static const char *const bad_axes[] = {"", ",", ",password_hash,", ",year", "year,", ",year,org,field,kind,", ",year,year,", ",year;DROP,", ",year,nope,"};
    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(report_design_save(mem, d, &nobody, &r, instant_now(), &id), E_FORBIDDEN);
    assert_int_equal(report_design_save(mem, d, &head, &r, instant_now(), &id), E_FORBIDDEN); /* of the city */
    for (int i = 0; i < COUNT(bad_axes); i++) {
        r.axes = bad_axes[i];
        assert_int_equal(report_design_save(mem, d, &boss, &r, instant_now(), &id), E_INVALID);
    }
    r.axes = ",year,org,";
    r.columns = ",recognised,in_time,days,amount,";
    r.from_year = 2031;
    assert_int_equal(report_design_save(mem, d, &boss, &r, instant_now(), &id), E_INVALID);
    r.from_year = 1990;
    assert_int_equal(report_design_save(mem, d, &boss, &r, instant_now(), &id), OK);
    report_design got = {0};
    assert_int_equal(report_design_get(d, mem, &head, id, &got), E_NOT_FOUND);
    assert_int_equal(report_design_get(d, mem, &boss, id, &got), OK);
    sheet t = {0};
    const char **records = NULL;
    int64_t sum = 0;
    assert_int_equal(report_design_run(d, mem, &got, &t, &records), OK);
    for (int i = 0; i < t.n_rows; i++) sum += t.rows[i].cells[2].number;
    assert_int_equal(sum, 6);
    for (int i = 0; i < t.n_rows; i++) { /* a number opens its records, a rate and an average those they are of; names do not */
        const char *const *at = &records[i * t.n_heads];
        assert_true(*at[0] == 0 && *at[1] == 0);
        assert_int_equal(*at[2] != 0, t.rows[i].cells[2].number > 0);
        for (int c = 3; c < 5; c++) assert_int_equal(strstr(at[c], "su-kien=decided") && strstr(at[c], "dung-han=2"), t.rows[i].cells[c].scale == 100);
        assert_int_equal(strstr(at[5], "phan=computable") != NULL, t.rows[i].cells[5].number > 0);
    }
    db_return(d);
    stores_close(s);
}

/* The sums of what was paid are those of the records that they open, kind by kind. */
static void check_money(db *d, arena *mem, const sheet *s, int year)
{
    static const char *const kinds[] = {"author", "organiser", "transfer"};
    date first = {0}, last = {0};

    assert_int_equal(s->n_rows, 6);
    report_days_of(year, &first, &last);
    for (int i = 0; i < COUNT(kinds); i++) {
        rem_records l = {0};
        int64_t sum = 0;
        assert_int_equal(remuneration_records(d, mem, (org_id){0}, first, last, kinds[i], 10000, 0, &l), OK);
        for (int k = 0; k < l.n; k++) sum += l.p[k].amount;
        for (int k = 0; k < 2; k++) assert_string_equal(report_line_of(s, i * 2 + k).money, s->rows[i * 2 + k].cells[1].number ? kinds[i] : "");
        assert_int_equal(s->rows[i * 2].cells[1].number, l.n);
        assert_int_equal(s->rows[i * 2 + 1].cells[1].number, sum);
    }
    assert_int_equal(s->rows[1].cells[1].number, 700); /* not what was voided, nor of another year */
    assert_int_equal(s->rows[3].cells[1].number, 90);
}

/* Facts of another number for each event, and their sums. */
static void add_facts(store *s, db *d, arena *mem, int year)
{
    static const struct {
        const char *event, *level;
        int n;
    } more[] = {{"received", "unit", 9}, {"accepted", "unit", 7}, {"declined", "unit", 5}, {"refused", "unit", 3}, {"recognised", "city", 2}, {"recognised", "unit", 4}};
    AUTO(db_tx) tx = {0};
    int made = 0;

    for (int i = 0; i < COUNT(more); i++)
        for (int k = 0; k < more[i].n; k++)
            stores_sql(s, textf(mem, "INSERT INTO report_event(dossier_id, round_id, event, on_date, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, days, amount, computable, applied) "
                                     "SELECT %d, 0, '%s', %d0301, %d, %d, MIN(id), '%s', 'technical', '-', '%s', %d, %d, '%s', 1, %d, %d, %d FROM organisation", -9000 - made++, more[i].event, year, year, year, k ? "Y tế" : "",
                                     more[i].level, k == 1, k % 2, k ? "Điều 4" : "", k > 1 ? k * 1000 : 0, k > 1, k > 2));
    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(db_change(d, Q_REPORT_TALLY_CLEAR, NULL), OK);
    assert_int_equal(db_change(d, Q_REPORT_TALLY_MAKE, NULL), OK);
    assert_int_equal(db_commit(&tx), OK);
}

/* As many dossiers behind each number that opens some as it says. */
static void check_numbers(db *d, arena *mem, const report_content *c, int want)
{
    int opened = 0;

    for (int t = 0; t < c->n_sheets; t++)
        for (int i = 0; i < c->sheets[t].n_rows; i++) {
            const report_line l = report_line_of(&c->sheets[t], i);
            const record_ask a = {.event = l.event, .from = c->year, .to = c->year, .period = true, .field = l.field, .kind = l.kind, .level = l.level, .reason = l.reason, .part = l.part, .on_time = l.timed ? 2 : -1};
            const sheet_row *told = &c->sheets[t].rows[i];
            record_rows rows = {0};
            report_certificates given = {0};
            int64_t total = 0, amount = 0, in_time = 0;
            date first, last;
            report_days_of(c->year, &first, &last);
            if (l.certificates) assert_int_equal(report_certificates_given(d, mem, (org_id){0}, first, last, 0, &given, &total), OK);
            else if (!*l.event) continue;
            else assert_int_equal(report_records(d, mem, &boss, &a, &rows, &total), OK);
            assert_true(total < REPORT_PAGE); /* or what is summed below is a part */
            for (int k = 0; k < rows.n; k++) {
                amount += rows.p[k].amount;
                in_time += rows.p[k].on_time == 1;
            }
            if (l.timed) assert_int_equal((in_time * 10000 + total / 2) / total, told->cells[1].number);
            else assert_int_equal(text_starts(told->cells[0].text, "Tổng tiền") ? amount : total, told->cells[1].number);
            assert_true(!l.certificates || given.n == (int)total);
            opened++;
        }
    assert_true(opened >= want);
}

static void a_snapshot_never_changes(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 10);
        db *d = NULL;
        int64_t id = 0;
        report_snapshot a = {0}, b = {0};
        report_content c = {0};
        bytes x = {0}, y = {0};
        AUTO(db_tx) tx = {0};
        periodic_ask ask = {.year = date_year(date_of(instant_now())), .remuneration = "=1+1", .measures = "a\nsign|X|Y", .problems = "", .proposals = ""};
        assert_int_equal(db_borrow(s, &d), OK);
        stores_sql(s, textf(mem, "INSERT INTO rem_due(recognition_id, part, ordinal, base, factor, rate_rule, rule_on, legal, agreed, pool, share, amount, rest, provisional, due_on, made_at) "
                                 "VALUES (1, 'benefit', 1, 0, 0, '', 20260101, 0, 0, 0, 10000, 900, 0, 0, 20260101, 1), (1, 'organiser', 0, 0, 0, '', 20260101, 0, 0, 0, 10000, 90, 0, 0, 20260101, 1);"
                                 "INSERT INTO rem_payment(due_id, paid_on, amount, payee, document, set_by, set_at, voided_at) VALUES (1, %d0301, 700, 'Tên', 'PC 1', 1, 1, NULL), (1, %d0302, 5, 'Tên', 'PC 2', 1, 1, 2), "
                                 "(2, %d0303, 90, 'Tên', 'PC 3', 1, 1, NULL), (1, %d0301, 200, 'Tên', 'PC 0', 1, 1, NULL)", ask.year, ask.year, ask.year, ask.year - 2));
        add_facts(s, d, mem, ask.year);
        assert_int_equal(report_snapshot_periodic(mem, d, &nobody, &ask, instant_now(), &id), E_FORBIDDEN);
        assert_int_equal(report_snapshot_periodic(mem, d, &boss, &ask, instant_now(), &id), OK);
        assert_int_equal(report_snapshot_get(d, mem, &boss, id, &a), OK);
        assert_int_equal(report_snapshot_open(mem, &a, &c), OK);
        assert_int_equal(c.n_sheets, 5);
        check_money(d, mem, &c.sheets[4], ask.year);
        check_numbers(d, mem, &c, 15);
        assert_string_equal(c.texts[0].text, "=1+1");
        assert_int_equal(workbook_from_sheets(mem, c.sheets, c.n_sheets, a.taken_at, &x), OK);
        /* the world goes on */
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change(d, Q_REPORT_EVENT_CLEAR, NULL), OK);
        assert_int_equal(db_change(d, Q_REPORT_TALLY_CLEAR, NULL), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(report_snapshot_get(d, mem, &boss, id, &b), OK);
        assert_string_equal(a.content, b.content);
        assert_int_equal(report_snapshot_open(mem, &b, &c), OK);
        assert_int_equal(workbook_from_sheets(mem, c.sheets, c.n_sheets, b.taken_at, &y), OK);
        assert_int_equal(x.n, y.n);
        assert_memory_equal(x.p, y.p, x.n);
        /* whoever edits it is found out */
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change(d, Q_TEST_SNAPSHOT_EDIT, NULL, P_INT(id)), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(report_snapshot_get(d, mem, &boss, id, &b), OK);
        assert_int_equal(report_snapshot_open(mem, &b, &c), E_INTERNAL);
        db_return(d);
        stores_close(s);
    }
}

static void formulas_stay_text(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *heads[] = {"=HYPERLINK(\"http://x\")"};
    sheet_cell cell = {.text = "=cmd|'/c calc'!A1"};
    sheet_row row = {&cell, 1};
    sheet s = {.title = "@SUM(A1)", .heads = heads, .n_heads = 1, .rows = &row, .n_rows = 1};
    bytes file = {0};
    zip_error_t e;
    char xml[20000] = "";

    assert_int_equal(workbook_from_sheets(mem, &s, 1, (instant){1}, &file), OK);
    zip_t *z = zip_open_from_source(zip_source_buffer_create(file.p, file.n, 0, &e), ZIP_RDONLY, &e);
    assert_non_null(z);
    zip_file_t *f = zip_fopen(z, "xl/worksheets/sheet1.xml", 0);
    assert_non_null(f);
    assert_true(zip_fread(f, xml, sizeof xml - 1) > 0);
    assert_null(strstr(xml, "<f>"));
    zip_fclose(f);
    zip_close(z);
    s.n_rows = SHEET_ROWS_MAX + 1;
    assert_int_equal(workbook_from_sheets(mem, &s, 1, (instant){1}, &file), E_LIMIT);
}

/* ---- the ranking ---- */

static const char good[] = "A | Sáng kiến | 60 | recognised x 0,5\nB | Kế hoạch | 39,75 | minh chứng\nB | Báo cáo | 0,25 | minh chứng";

static void criteria_are_read(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    ranking_criteria c;
    ranking_bands b;
    const char *problem = "";
    static const char *const bad[][2] = {{"A | x | 100", "T | 0"}, {"A | x | 99 | minh chứng", "T | 0"}, {"A | x | 100 | drop x 1", "T | 0"}, {"A | x | 100 | recognised x 0", "T | 0"},
                                         {"A | x | 1e2 | minh chứng", "T | 0"}, {"A | x | 100 | minh chứng", "T | 10"}, {"A | x | 100 | minh chứng", "T | 10\nU | 20\nV | 0"}, {"", ""}, {" | x | 100 | minh chứng", "T | 0"}};

    assert_int_equal(ranking_parse(mem, good, "Tốt | 80\nKhá | 0", &c, &b, &problem), OK);
    assert_int_equal(c.n, 3);
    assert_int_equal(c.p[1].points, 3975);
    assert_int_equal(c.p[0].per, 50);
    for (int i = 0; i < COUNT(bad); i++) {
        assert_int_equal(ranking_parse(mem, bad[i][0], bad[i][1], &c, &b, &problem), E_INVALID);
        assert_true(*problem);
    }
    int64_t v = 0;
    assert_int_equal(ranking_points("12,5", &v), OK);
    assert_int_equal(v, 1250);
    assert_int_equal(ranking_points("-1", &v), E_INVALID);
    assert_int_equal(ranking_points("1,234", &v), E_INVALID);
    assert_string_equal(ranking_points_text(mem, 1205), "12,05");
}

static void from_self_score_to_publication(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 6);
        db *d = NULL;
        instant now = instant_now();
        int64_t set = 0, round = 0;
        actor_role role, other_role;
        org_id org = {12}, far = {13};
        actor head = head_of(org, &role), other = head_of(far, &other_role);
        ranking_set data = {.name = "n", .document = "d", .criteria = good, .bands = "Tốt | 80\nKhá | 0"};
        ranking_round r = {0};
        ranking_lines lines = {0};
        ranking_entries e = {0};
        ranking_mark marks[3] = {{100, ""}, {3000, "có"}, {25, ""}};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(ranking_set_save(mem, d, &head, &data, now, &set), E_FORBIDDEN);
        assert_int_equal(ranking_set_save(mem, d, &boss, &data, now, &set), OK);
        assert_int_equal(ranking_open(mem, d, &boss, set, 2020, now, &round), OK);
        assert_int_equal(ranking_open(mem, d, &boss, set, 2020, now, &set), E_CONFLICT);
        assert_int_equal(ranking_get(d, mem, round, &r), OK);
        assert_int_equal(ranking_claim(mem, d, &other, round, org, marks, 3, now), E_FORBIDDEN);
        assert_int_equal(ranking_publish(mem, d, &boss, round, now), E_CONFLICT); /* nothing to publish */
        marks[0].points = 6001;
        assert_int_equal(ranking_claim(mem, d, &head, round, org, marks, 3, now), E_INVALID);
        marks[0].points = 100;
        assert_int_equal(ranking_claim(mem, d, &head, round, org, marks, 3, now), OK);
        assert_int_equal(ranking_claim(mem, d, &other, round, far, marks, 3, now), OK);
        /* nobody learns of others before it is published */
        assert_int_equal(ranking_lines_of(d, mem, &other, &r, org, &lines), E_NOT_FOUND);
        assert_int_equal(ranking_entries_of(d, mem, &nobody, &r, &e), OK);
        assert_int_equal(e.n, 0);
        assert_int_equal(ranking_entries_of(d, mem, &head, &r, &e), OK);
        assert_int_equal(e.n, 1);
        assert_int_equal(e.p[0].claimed, 3125);
        /* other points need a reason */
        marks[1] = (ranking_mark){2000, ""};
        assert_int_equal(ranking_verify(mem, d, &head, round, org, marks, 3, now), E_FORBIDDEN);
        assert_int_equal(ranking_verify(mem, d, &boss, round, org, marks, 3, now), E_INVALID);
        marks[1].text = "thiếu minh chứng";
        assert_int_equal(ranking_verify(mem, d, &boss, round, org, marks, 3, now), OK);
        marks[1] = (ranking_mark){3000, ""};
        assert_int_equal(ranking_verify(mem, d, &boss, round, far, marks, 3, now), OK);
        assert_int_equal(ranking_claim(mem, d, &head, round, org, marks, 3, now), E_CONFLICT); /* verified */
        assert_int_equal(ranking_publish(mem, d, &boss, round, now), OK);
        assert_int_equal(ranking_publish(mem, d, &boss, round, now), E_CONFLICT);
        assert_int_equal(ranking_get(d, mem, round, &r), OK);
        assert_int_equal(ranking_entries_of(d, mem, &nobody, &r, &e), OK);
        assert_int_equal(e.n, 2);
        assert_int_equal(e.p[0].org, far.v);
        assert_int_equal(e.p[0].place, 1);
        assert_int_equal(e.p[1].place, 2);
        assert_int_equal(e.p[1].verified, 2125);
        assert_string_equal(e.p[1].band, "Khá");
        int64_t wrong = 0;
        assert_int_equal(db_number(d, Q_CHECK_RANKING_SUMS, &wrong), OK);
        assert_int_equal(wrong, 0);
        db_return(d);
        stores_close(s);
    }
}

static void papers_over_the_web(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 12);
    web *w = stores_web(s);
    visitor *v = stores_login(w, "demo.so"), *intake = stores_login(w, "demo.tiepnhan"), *anybody = visitor_new(w);
    visited r = visitor_post(v, "/bao-cao/moi", "/bao-cao/moi", "title=T&axes=year&axes=field&columns=recognised&columns=in_time&from=2020&to=2030&period=lich&org=0");
    assert_int_equal(r.status, 303);
    const char *page = text_copy(mem, r.location);
    assert_int_equal(visitor_get(v, page).status, 200);
    assert_int_equal(visitor_get(intake, page).status, 404); /* of the city */
    r = visitor_post(v, "/bao-cao/moi", "/bao-cao/moi", "title=B&axes=beneficiary&axes=org&columns=recognised&from=2000&to=2100&period=lich&org=0&beneficiary=nguoi-dan");
    assert_int_equal(r.status, 303);
    r = visitor_get(v, text_copy(mem, r.location));
    assert_non_null(strstr(r.body, "Người dân"));
    assert_non_null(strstr(r.body, "doi-tuong=nguoi-dan"));
    assert_null(strstr(r.body, "Doanh nghiệp"));
    r = visitor_post(v, "/bao-cao/moi", "/bao-cao/moi", "title=B&axes=beneficiary&columns=recognised&from=2000&to=2100&period=lich&org=0&beneficiary=nobody");
    assert_int_equal(r.status, 422); /* none of the list */
    r = visitor_post(v, page, page, "do=freeze");
    assert_int_equal(r.status, 303);
    const char *snap = text_copy(mem, r.location);
    assert_int_equal(visitor_get(v, snap).status, 200);
    assert_int_equal(visitor_get(intake, snap).status, 404);
    for (int i = 0; i < 2; i++) {
        const char *file = textf(mem, "%s/bao-cao.%s", snap, i ? "xlsx" : "docx");
        r = visitor_get(v, file);
        assert_int_equal(r.status, 200);
        char *first = malloc(r.n);
        size_t n = r.n;
        memcpy(first, r.body, n);
        r = visitor_get(v, file);
        assert_int_equal(r.n, n);
        assert_memory_equal(first, r.body, n);
        free(first);
    }
    r = visitor_post(v, "/bao-cao/moi", "/bao-cao/moi", "title=T&from=2030&to=2020&org=0");
    assert_int_equal(r.status, 422);
    /* the published ranking of the invented city */
    r = visitor_get(anybody, "/xep-hang");
    assert_non_null(strstr(r.body, "đã công bố"));
    assert_int_equal(visitor_get(anybody, "/xep-hang/1").status, 200);
    assert_int_equal(visitor_get(anybody, "/xep-hang/1/xep-hang.xlsx").status, 200);
    visitor_free(v);
    visitor_free(intake);
    visitor_free(anybody);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_is_declared), cmocka_unit_test(a_snapshot_never_changes), cmocka_unit_test(formulas_stay_text), cmocka_unit_test(criteria_are_read),
                                       cmocka_unit_test(from_self_score_to_publication), cmocka_unit_test(papers_over_the_web)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
