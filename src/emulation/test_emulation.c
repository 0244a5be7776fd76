/* Criteria as trees, what is unknown stays unknown, one use per initiative and person; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "emulation/emulation.h"
#include "tests/lib/entry.h"
#include "tests/lib/stores.h"
#include <string.h>

static void trees(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    criterion c;
    criterion_answer facts[FACT__COUNT] = {0};
    static const char *const wrong[] = {"", "and", "LĐTT and", "LĐTT or or topic", "(LĐTT", "LĐTT)", "LĐTT topic", "system(1)", "LĐTT and (excellent or drop)", "1=1", "((", "ldtt"};

    assert_int_equal(rule_load(), OK);
    for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(criterion_parse(wrong[i], &c), E_INVALID);
    assert_int_equal(criterion_parse("((((((((((LĐTT))))))))))", &c), E_LIMIT);
    char big[CRITERION_BYTES_MAX + 10];
    memset(big, ' ', sizeof big);
    big[sizeof big - 1] = 0;
    assert_int_equal(criterion_parse(big, &c), E_LIMIT);
    const char *many = "LĐTT";
    for (int i = 0; i < 30; i++) many = textf(mem, "%s or LĐTT", many);
    assert_int_equal(criterion_parse(many, &c), E_LIMIT);
    assert_int_equal(criterion_parse("LĐTT and (excellent or initiative or topic)", &c), OK);
    assert_int_equal(criterion_value(&c, facts), ANSWER_NO);
    facts[FACT_INITIATIVE] = ANSWER_YES;
    assert_int_equal(criterion_value(&c, facts), ANSWER_NO);
    facts[FACT_LDTT] = ANSWER_UNKNOWN;
    assert_int_equal(criterion_value(&c, facts), ANSWER_UNKNOWN);
    facts[FACT_LDTT] = ANSWER_YES;
    assert_int_equal(criterion_value(&c, facts), ANSWER_YES);
    facts[FACT_INITIATIVE] = ANSWER_UNKNOWN;
    assert_int_equal(criterion_value(&c, facts), ANSWER_UNKNOWN);
    assert_string_equal(criterion_words(mem, &c, date_make(2026, 9, 1)), "Lao động tiên tiến và (hoàn thành xuất sắc nhiệm vụ hoặc sáng kiến được cơ sở công nhận hoặc đề tài, đề án, công trình được nghiệm thu)");
    assert_true(criterion_wants(&c, 0));
    assert_int_equal(criterion_parse("run_cstdcs and (initiative_city or topic_city)", &c), OK);
    assert_false(criterion_wants(&c, 0));
    assert_true(criterion_wants(&c, 1));
    assert_non_null(strstr(criterion_words(mem, &c, date_make(2026, 9, 1)), "3 lần liên tục"));
    /* every criterion of the rules can be read, or is unknown */
    const rule_list *all = rule_all(rule_current());
    int read = 0;
    for (int i = 0; i < all->n; i++) {
        if (!text_eq(all->p[i].kind, "tree")) continue;
        if (*all->p[i].value) assert_int_equal(criterion_parse(all->p[i].value, &c), OK);
        else assert_string_equal(all->p[i].trust, "unknown");
        read++;
    }
    assert_true(read >= 6);
}

static void what_fits(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    date y2025 = date_make(2025, 5, 1), none = {0}, city = date_make(2026, 1, 20), old = date_make(2026, 9, 30), new = date_make(2026, 10, 1);
    const struct {
        const char *title, *level;
        date city;
        int64_t year;
        date on;
        bool known, fits;
    } cases[] = {
        {"cstdcs", "unit", none, 2025, old, true, true},      {"cstdcs", "unit", none, 2026, old, true, false}, /* kept for its year */
        {"cstdcs", "unit", none, 2024, old, true, false},     {"cstdcs", "unit", none, 2025, new, false, false}, /* the new law is not known */
        {"cstdtinh", "unit", none, 2025, old, true, false},   {"cstdtinh", "city", city, 2026, old, true, true},
        {"cstdtinh", "city", city, 2028, old, true, true},    {"cstdtinh", "city", city, 2029, old, true, false},
        {"cstdtinh", "city", city, 2025, old, true, false},   {"cstdtinh", "city", city, 2026, new, false, false},
        {"cstdtq", "city", city, 2026, old, true, false},     {"cstdtq", "nation", city, 2026, old, true, true},
        {"reward", "unit", none, 2025, new, true, true},
    };

    assert_int_equal(rule_load(), OK);
    for (int i = 0; i < COUNT(cases); i++) {
        title_fit f;
        emulation_fit(mem, cases[i].title, cases[i].level, y2025, cases[i].city, cases[i].year, cases[i].on, &f);
        assert_int_equal(f.known, cases[i].known);
        assert_int_equal(f.fits, cases[i].fits);
        assert_true(*f.why);
    }
}

static int uses_of(db *d, arena *mem, const entry_case *c)
{
    use_list l = {0};
    recognition_row r = {0};
    entry_stand s = {0};
    int n = 0;

    assert_int_equal(certificate_recognition_by_id(d, mem, c->id, &r), OK);
    assert_int_equal(certificate_stand(d, &c->department, &r, &s), OK);
    assert_int_equal(emulation_uses_of_entry(d, mem, &c->department, &r, &s, &l), OK);
    for (int i = 0; i < l.n; i++) n += !text_eq(l.p[i].state, "voided");
    return n;
}

static void once(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case c, other;
        finding_list f = {0};
        use_list l = {0};
        use_row u = {0};
        entry_stand st = {0};
        instant now = instant_of(date_make(2026, 8, 1), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &(entry_spec){"GG", "other", {6000, 4000}, 0, {20250801}, {20260601}, false}, &c);
        entry_make(d, mem, &(entry_spec){"HH", "other", {10000}, 0, {20250801}, {20260601}, false}, &other);
        use_new mine = {.person = c.author[0].user, .title = "cstdcs", .year = 2026, .received_on = date_of(now), .decision = "", .override_document = ""};
        use_new two = mine, far = mine, late = mine, hers = mine, awarded = mine;
        hers.person = c.author[1].user;
        assert_int_equal(emulation_record(mem, d, &other.head, c.code, &mine, now, &f), E_NOT_FOUND);
        assert_int_equal(emulation_record(mem, d, &c.auditor, c.code, &mine, now, &f), E_FORBIDDEN);
        assert_int_equal(emulation_record(mem, d, &c.author[1], c.code, &mine, now, &f), E_FORBIDDEN); /* for oneself only */
        far.title = "cstdtinh"; /* not recognised for the city */
        assert_int_equal(emulation_record(mem, d, &c.author[0], c.code, &far, now, &f), E_INVALID);
        far.title = "lãnh đạo";
        assert_int_equal(emulation_record(mem, d, &c.clerk, c.code, &far, now, &f), E_INVALID);
        late.year = 2030;
        assert_int_equal(emulation_record(mem, d, &c.author[0], c.code, &late, now, &f), E_INVALID);
        two.override_document = "CV tự viết";
        assert_int_equal(emulation_record(mem, d, &c.author[0], c.code, &two, now, &f), E_INVALID); /* an author names no document */
        hers.person = other.author[0].user;
        assert_int_equal(emulation_record(mem, d, &c.clerk, c.code, &hers, now, &f), E_INVALID); /* no author of it */
        int faults = 0;
        for (int n = 1; n < 200; n++) { /* nothing between the old state and the new one */
            store_fault_at(n);
            status got = emulation_record(mem, d, &c.author[0], c.code, &mine, now, &f);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            assert_int_equal(uses_of(d, mem, &c), got == OK);
            if (!hit) break;
            faults++;
        }
        assert_true(faults > 5);
        assert_int_equal(emulation_record(mem, d, &c.author[0], c.code, &mine, now, &f), E_INVALID); /* once */
        assert_string_equal(f.p[f.n - 1].id, "D-07");
        awarded.title = "reward";
        assert_int_equal(emulation_record(mem, d, &c.head, c.code, &awarded, now, &f), E_INVALID); /* nor for a reward */
        hers.person = c.author[1].user;
        assert_int_equal(emulation_record(mem, d, &c.author[1], c.code, &hers, now, &f), OK); /* each author once */
        two.override_document = "CV 12/BTĐKT";
        assert_int_equal(emulation_record(mem, d, &c.head, c.code, &two, now, &f), OK);
        assert_int_equal(uses_of(d, mem, &c), 3);
        assert_int_equal(emulation_uses_of_person(d, mem, &c.author[1], &l), OK);
        assert_int_equal(l.n, 1);
        /* the ledger of an establishment is for it */
        assert_int_equal(emulation_uses(d, mem, &c.clerk, 0, date_of(now), &l), OK);
        assert_int_equal(l.n, 3);
        assert_int_equal(emulation_uses(d, mem, &c.department, 2026, date_of(now), &l), OK);
        assert_int_equal(l.n, 3);
        assert_int_equal(emulation_uses(d, mem, &other.clerk, 0, date_of(now), &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(emulation_uses(d, mem, &c.department, 2025, date_of(now), &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(emulation_uses_of_person(d, mem, &c.author[1], &l), OK);
        use_id her = l.p[0].id;
        assert_int_equal(emulation_get(d, mem, &c.author[0], her, &u, &st), E_NOT_FOUND);
        assert_int_equal(emulation_award(mem, d, &c.author[1], her, "QĐ 1", date_of(now), now, &f), E_FORBIDDEN);
        assert_int_equal(emulation_award(mem, d, &c.head, her, "QĐ 1", (date){0}, now, &f), E_INVALID);
        /* nothing while held */
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(certificate_hold(d, c.id, "complaint", 7, now), OK);
        assert_int_equal(db_commit(&tx), OK);
        assert_int_equal(emulation_award(mem, d, &c.head, her, "QĐ 1", date_of(now), now, &f), E_INVALID);
        assert_int_equal(emulation_record(mem, d, &c.head, c.code, &two, now, &f), E_INVALID);
        AUTO(db_tx) tx2 = {0};
        assert_int_equal(db_begin(d, &tx2), OK);
        assert_int_equal(certificate_release(d, "complaint", 7, now), OK);
        assert_int_equal(db_commit(&tx2), OK);
        assert_int_equal(emulation_award(mem, d, &c.head, her, "QĐ 1", date_of(now), now, &f), OK);
        assert_int_equal(emulation_award(mem, d, &c.head, her, "QĐ 2", date_of(now), now, &f), E_CONFLICT);
        assert_int_equal(emulation_void(mem, d, &c.author[1], her, "nhầm", now, &f), E_FORBIDDEN); /* awarded: no more by oneself */
        assert_int_equal(emulation_void(mem, d, &c.clerk, her, "", now, &f), E_INVALID);
        assert_int_equal(emulation_void(mem, d, &c.clerk, her, "nhầm", now, &f), OK);
        assert_int_equal(emulation_record(mem, d, &c.author[1], c.code, &hers, now, &f), OK); /* free again */
        /* a file after 01/10/2026: the criterion is unknown and recorded as unknown */
        use_new after = {.person = other.author[0].user, .title = "cstdcs", .year = 2026, .received_on = date_make(2026, 10, 5), .decision = "", .override_document = ""};
        assert_int_equal(emulation_record(mem, d, &other.author[0], other.code, &after, instant_of(date_make(2026, 10, 5), 9, 0), &f), OK);
        assert_int_equal(emulation_uses_of_person(d, mem, &other.author[0], &l), OK);
        assert_string_equal(l.p[0].criterion, "");
        db_return(d);
        stores_close(s);
    }
}

/* Who may do what, for every stand that there can be. */
static void every_stand(void **state)
{
    actor me = {.user = {7}, .name = "", .login = "", .unit = "", .address = ""}, nobody = {.name = "", .login = "", .unit = "", .address = ""};

    for (int bits = 0; bits < 32; bits++) {
        entry_stand s = {.author = bits & 1, .head = bits & 2, .clerk = bits & 4, .department = bits & 8, .auditor = bits & 16};
        use_row own = {.user_id = {7}, .state = "planned"}, awarded = {.user_id = {7}, .state = "awarded"}, theirs = {.user_id = {8}, .state = "planned"};
        bool records = s.head || s.clerk || s.department;
        assert_int_equal(emulation_may_record(&s), records);
        assert_int_equal(emulation_may_plan(&me, &s, (user_id){7}), s.author);
        assert_false(emulation_may_plan(&me, &s, (user_id){8}) || emulation_may_plan(&nobody, &s, (user_id){0}));
        assert_true(emulation_may_void(&me, &s, &own));
        assert_int_equal(emulation_may_void(&me, &s, &awarded), records);
        assert_int_equal(emulation_may_void(&me, &s, &theirs), records);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(trees), cmocka_unit_test(what_fits), cmocka_unit_test(once), cmocka_unit_test(every_stand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
