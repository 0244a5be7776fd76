/* The arithmetic of scores, and sets of criteria on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "criteria/criteria.h"
#include "doc/xlsx.h"
#include "tests/lib/stores.h"
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static void scores_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t h; /* -1: refused */
    } all[] = {{"8", 800},   {"8,5", 850}, {"8.5", 850},   {"8,50", 850}, {"8,500", 850}, {"0", 0},        {"1000", 100000}, {"007", 700}, {"8,555", -1}, {"", -1},      {"8,", -1},
               {"1001", -1}, {",5", -1},   {"8,5,1", -1}, {"-1", -1},    {"8 5", -1},    {"1000,01", -1}, {"1e2", -1},      {"٨", -1},     {"8.5.2026", -1}, {"99999999999999999999", -1}};
    static const struct {
        const char *text;
        int64_t h;
    } stored[] = {{"8.5", 850}, {"8.0999999999999996", 810}, {"1.2E1", 1200}, {"8", 800}, {"8.555", -1}, {"-1", -1}, {"", -1}, {"abc", -1}, {"8,5", -1}, {"nan", -1}, {"1E300", -1}};

    for (int i = 0; i < COUNT(all); i++) {
        int64_t h = -1;
        assert_int_equal(score_parse(all[i].text, &h), all[i].h < 0 ? E_INVALID : OK);
        assert_int_equal(h, all[i].h);
    }
    for (int i = 0; i < COUNT(stored); i++) {
        int64_t h = -1;
        assert_int_equal(score_parse_stored(stored[i].text, &h), stored[i].h < 0 ? E_INVALID : OK);
        assert_int_equal(h, stored[i].h);
    }
}

static const char newness[] = "27-30 Hoàn toàn mới\n21–26 Cải tiến tốt\n16-20: Khá\n1-15 Ít mới\n0 Sao chép (loại)";

static void bands_hold(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    band_list b = {0}, none = {0};
    criterion_row c = {.max = 3000, .weight = 100, .comment = "no", .name = "Tính mới"}, strict = c;
    bool veto = false;

    strict.comment = "always";
    assert_int_equal(score_bands(mem, newness, 3000, &b), OK);
    assert_int_equal(b.n, 5);
    assert_string_equal(b.p[2].label, "Khá");
    assert_int_equal(b.p[1].low, 2100);
    assert_true(b.p[4].veto);
    assert_int_equal(score_check(&c, &b, 2700, "", &veto), SCORE_GOOD);
    assert_false(veto);
    assert_int_equal(score_check(&c, &b, 2650, "", NULL), SCORE_NO_BAND); /* between two bands */
    assert_int_equal(score_check(&c, &b, 3001, "", NULL), SCORE_TOO_HIGH);
    assert_int_equal(score_check(&c, &b, -1, "", NULL), SCORE_MISSING);
    assert_int_equal(score_check(&c, &b, 0, " ", NULL), SCORE_NO_COMMENT); /* who excludes says why */
    assert_int_equal(score_check(&c, &b, 0, "trùng hồ sơ 12", &veto), SCORE_GOOD);
    assert_true(veto);
    assert_int_equal(score_check(&strict, &none, 100, "", NULL), SCORE_NO_COMMENT);
    assert_int_equal(score_check(&strict, &none, 100, "tốt", NULL), SCORE_GOOD);
    for (score_outcome o = SCORE_GOOD; o <= SCORE_NO_COMMENT; o++) assert_true((*score_outcome_words(mem, &c, o) == 0) == (o == SCORE_GOOD));
    assert_string_equal(score_outcome_words(mem, &c, (score_outcome)99), "");
    static const char *const bad[] = {"27-31 quá", "10-5 ngược", "1-5 a\n5-6 chồng", "mới", "1-x a", "3z a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11"};
    for (int i = 0; i < COUNT(bad); i++) assert_int_equal(score_bands(mem, bad[i], 3000, &b), E_INVALID);
    assert_int_equal(score_bands(mem, " \n", 3000, &b), OK);
    assert_int_equal(b.n, 0);
}

static void results_are_whole(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    criterion_row rows[] = {{.max = 3000, .weight = 100}, {.max = 1000, .weight = 150}};
    criterion_list l = {rows, 2};
    int64_t t[] = {8250, 7900, 8526}, four[] = {400, 100, 300, 201}, many[CRITERIA_SHEETS_MAX + 1] = {0};

    assert_int_equal(score_total(&l, (const int64_t[]){2733, 801}), 3935); /* 27,33 + 12,015 = 39,345 → 39,35 */
    assert_int_equal(score_full(&l), 4500);
    assert_int_equal(score_result("mean", t, 3), 8225);
    assert_string_equal(score_formula(mem, "mean", t, 3), "(79,00 + 82,50 + 85,26) / 3 ≈ 82,25");
    assert_int_equal(score_result("trimmed", t, 3), 8250);
    assert_int_equal(score_result("trimmed", t, 2), 8075); /* two sheets: nothing to leave out */
    assert_non_null(strstr(score_formula(mem, "trimmed", t, 3), "[79,00]; 82,50; [85,26]"));
    assert_int_equal(score_result("median", t, 3), 8250);
    assert_int_equal(score_result("median", four, 4), 251); /* (2,01 + 3,00) / 2 = 2,505 */
    assert_string_equal(score_formula(mem, "mean", four, 1), "(4,00) / 1 = 4,00");
    assert_int_equal(score_result("mean", t, 0), 0);
    assert_int_equal(score_result("mean", many, CRITERIA_SHEETS_MAX + 1), 0);
    assert_string_equal(score_formula(mem, "mean", t, 0), "");
    assert_string_equal(score_formula(mem, "mean", many, CRITERIA_SHEETS_MAX + 1), "");
    assert_string_equal(score_text(mem, -5), "-0,05");
}

/* Krippendorff 2011, "Computing Krippendorff's alpha reliability", the example with four observers: interval 0,849. */
static void agreement_is_krippendorffs(void **state)
{
    static const int64_t at[12][4] = {{1, 1, -1, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {-1, 5, 5, 5}, {-1, -1, 1, 1}, {-1, -1, 3, -1}};
    static const int64_t same[] = {500, 500, 500, 500};
    static const int64_t strict[] = {500, 800, 700, 400, 700, -1, -1, 900, 900};
    int64_t a = 0, s = 0;

    assert_int_equal(score_alpha(&at[0][0], 12, 4, &a), OK);
    assert_int_equal(a, 849);
    assert_int_equal(score_alpha(same, 2, 2, &a), E_NOT_FOUND);
    assert_int_equal(score_alpha(same, 0, 2, &a), E_NOT_FOUND);
    assert_int_equal(score_severity(strict, 3, 3, 0, &s), OK);
    assert_int_equal(s, -275); /* 5 against 7,5 and 4 against 7 */
    assert_int_equal(score_severity(strict, 3, 3, 1, &s), OK);
    assert_true(s > 0);
    assert_int_equal(score_severity((const int64_t[]){-1, 5}, 1, 2, 0, &s), E_NOT_FOUND);
    assert_int_equal(score_severity((const int64_t[]){5, -1}, 1, 2, 0, &s), E_NOT_FOUND);
}

static actor of_role(arena *mem, role_kind role, org_id org)
{
    actor_role *r = NEW(mem, actor_role);

    *r = (actor_role){role, org};
    return (actor){.user = {1}, .name = "Người thử", .login = "", .unit = "", .address = "", .roles = r, .n_roles = 1};
}

static void who_edits(void **state)
{
    AUTO(arena_ptr) mem = arena_new();

    for (int r = 1; r < ROLE__COUNT; r++) {
        actor everywhere = of_role(mem, (role_kind)r, (org_id){0}), at_home = of_role(mem, (role_kind)r, (org_id){12});
        bool all = r == ROLE_ADMINISTRATOR || r == ROLE_DEPARTMENT, own = all || r == ROLE_HEAD || r == ROLE_CHAIR || r == ROLE_SECRETARY;
        assert_int_equal(criteria_may_edit(&everywhere, (org_id){0}), all);
        assert_int_equal(criteria_may_edit(&at_home, (org_id){12}), own);
        assert_false(criteria_may_edit(&at_home, (org_id){13}) || criteria_may_edit(&at_home, (org_id){0}));
    }
}

static void sets_have_versions(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        db *d = NULL;
        store *s = stores_city(stores_kinds[k], 1);
        actor admin = of_role(mem, ROLE_ADMINISTRATOR, (org_id){0}), secretary = of_role(mem, ROLE_SECRETARY, (org_id){12}), other = of_role(mem, ROLE_SECRETARY, (org_id){13}), author = of_role(mem, ROLE_AUTHOR, (org_id){12});
        instant now = instant_now();
        criteria_row c = {.name = "Bộ A", .level = "unit", .field = "Y tế", .basis = "HD 1", .method = "median", .pass = 2000, .veto_sheets = 1}, got = {0};
        criterion_row rows[] = {{.group_name = "", .name = "Tính mới", .note = "", .max = 3000, .weight = 100, .bands = newness, .comment = "no"}};
        criterion_list l = {rows, 1}, read = {0};
        criteria_id id = {0}, next = {0}, mine = {0};
        criteria_outcome o = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(criteria_save(mem, d, &secretary, &c, &l, now, &id, &o), E_FORBIDDEN); /* everybody's sets are not a secretary's */
        assert_int_equal(criteria_save(mem, d, &admin, &c, &l, now, &id, &o), OK);
        assert_int_equal(criteria_get(d, mem, &author, id, &got), E_NOT_FOUND); /* a draft */
        assert_int_equal(criteria_for(d, mem, (org_id){12}, "unit", "y tế", &got), OK); /* the city's general one of the demonstration, or none of this field */
        assert_int_not_equal(got.id.v, id.v);
        assert_int_equal(criteria_activate(mem, d, &author, id, now), E_NOT_FOUND);
        assert_int_equal(criteria_activate(mem, d, &admin, id, now), OK);
        assert_int_equal(criteria_for(d, mem, (org_id){12}, "unit", "Y TẾ", &got), OK);
        assert_int_equal(got.id.v, id.v);
        assert_int_equal(got.full, 3000);
        assert_int_equal(criteria_activate(mem, d, &admin, id, now), E_CONFLICT);
        assert_int_equal(criteria_get(d, mem, &author, id, &got), OK);
        c.id = id;
        c.revision = got.revision;
        assert_int_equal(criteria_save(mem, d, &admin, &c, &l, now, &mine, &o), E_CONFLICT); /* an active set never changes */
        /* the establishment's own goes before it, for the establishment alone */
        c.id.v = 0;
        c.org_id.v = 12;
        assert_int_equal(criteria_save(mem, d, &secretary, &c, &l, now, &mine, &o), OK);
        assert_int_equal(criteria_activate(mem, d, &other, mine, now), E_NOT_FOUND);
        assert_int_equal(criteria_activate(mem, d, &secretary, mine, now), OK);
        assert_int_equal(criteria_for(d, mem, (org_id){12}, "unit", "Y tế", &got), OK);
        assert_int_equal(got.id.v, mine.v);
        assert_int_equal(criteria_for(d, mem, (org_id){13}, "unit", "Y tế", &got), OK);
        assert_int_equal(got.id.v, id.v);
        /* a new version replaces the old one, which is kept */
        assert_int_equal(criteria_copy(mem, d, &admin, id, now, &next), OK);
        assert_int_equal(criteria_get(d, mem, &admin, next, &got), OK);
        assert_int_equal(got.version, 2);
        assert_int_equal(criteria_activate(mem, d, &admin, next, now), OK);
        assert_int_equal(criteria_get(d, mem, &author, id, &got), OK);
        assert_string_equal(got.state, "retired");
        assert_int_equal(criteria_of(d, mem, next, &read), OK);
        assert_string_equal(read.p[0].bands, newness);
        assert_int_equal(criteria_retire(mem, d, &admin, next, now), OK);
        assert_int_equal(criteria_retire(mem, d, &admin, next, now), E_CONFLICT);
        c.pass = 3001;
        c.org_id.v = 0;
        assert_int_equal(criteria_save(mem, d, &admin, &c, &l, now, &mine, &o), E_INVALID);
        assert_string_equal(o.field, "pass");
        db_return(d);
        stores_close(s);
    }
}

static bytes changed(arena *mem, bytes in, const char *part, const char *from, const char *to)
{
    zip_error_t e;
    void *own = malloc(in.n); /* libzip frees it */
    memcpy(own, in.p, in.n);
    zip_source_t *src = zip_source_buffer_create(own, in.n, 1, &e);
    zip_stat_t st;
    zip_source_keep(src);
    zip_t *z = zip_open_from_source(src, 0, &e);
    assert_non_null(z);
    assert_int_equal(zip_stat(z, part, 0, &st), 0);
    char *text = arena_alloc(mem, st.size + 1);
    zip_file_t *f = zip_fopen(z, part, 0);
    assert_int_equal(zip_fread(f, text, st.size), st.size);
    zip_fclose(f);
    char *at = strstr(text, from);
    if (!at) print_error("%s\n", text);
    assert_non_null(at);
    const char *now = textf(mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    zip_file_add(z, part, zip_source_buffer(z, now, strlen(now), 0), ZIP_FL_OVERWRITE);
    assert_int_equal(zip_close(z), 0);
    zip_source_open(src);
    zip_source_stat(src, &st);
    char *p = arena_alloc(mem, st.size);
    zip_source_read(src, p, st.size);
    zip_source_free(src);
    return (bytes){p, st.size};
}

static void sheets_come_back(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const cells[] = {"Hồ sơ", "Điểm", "=1+1", "8,5", "", "<&>\"", "8.5", ""};
    xlsx_sheet s = {.name = "Chấm điểm: đợt [1]", .cell = cells, .rows = 4, .columns = 2, .head = 0};
    xlsx_cells got = {0};
    bytes one = {0}, two = {0};

    assert_int_equal(xlsx_write(mem, &s, &one), OK);
    assert_int_equal(xlsx_write(mem, &s, &two), OK);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.p, two.p, one.n);
    assert_int_equal(xlsx_read(mem, one, &got), OK);
    assert_int_equal(got.n, 6);
    assert_string_equal(xlsx_at(&got, 1, 1)->value, "8,5");
    assert_int_equal(xlsx_at(&got, 1, 1)->kind, CELL_TEXT);
    assert_string_equal(xlsx_at(&got, 1, 0)->value, "=1+1"); /* text, no formula */
    assert_string_equal(xlsx_at(&got, 2, 1)->value, "<&>\"");
    assert_null(xlsx_at(&got, 2, 0));
    assert_string_equal(xlsx_address(mem, 4, 2), "C5");
    assert_string_equal(xlsx_address(mem, 0, 27), "AB1");
    /* what Excel makes of "8,5" where the comma parts days: a number in a date format */
    two = changed(mem, one, "xl/worksheets/sheet1.xml", "<c r=\"B2\" s=\"1\" t=\"s\"><v>3</v></c>", "<c r=\"B2\" s=\"1\"><v>46150</v></c>");
    two = changed(mem, two, "xl/styles.xml", "numFmtId=\"49\"", "numFmtId=\"14\"");
    assert_int_equal(xlsx_read(mem, two, &got), OK);
    assert_int_equal(xlsx_at(&got, 1, 1)->kind, CELL_DATE);
    two = changed(mem, one, "xl/worksheets/sheet1.xml", "<c r=\"B2\" s=\"1\" t=\"s\"><v>3</v></c>", "<c r=\"B2\"><v>8.5</v></c>");
    assert_int_equal(xlsx_read(mem, two, &got), OK);
    assert_int_equal(xlsx_at(&got, 1, 1)->kind, CELL_NUMBER);
    assert_int_equal(xlsx_read(mem, (bytes){"PK\3\4 không phải", 14}, &got), E_INVALID);
    two = changed(mem, one, "xl/sharedStrings.xml", "<sst", "<!DOCTYPE a [<!ENTITY b \"c\">]><sst");
    assert_int_equal(xlsx_read(mem, two, &got), E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(scores_are_read),            cmocka_unit_test(bands_hold),         cmocka_unit_test(results_are_whole),
                                       cmocka_unit_test(agreement_is_krippendorffs), cmocka_unit_test(who_edits), cmocka_unit_test(sets_have_versions), cmocka_unit_test(sheets_come_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
