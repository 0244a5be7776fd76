/* Organisations over time: names by their day, ends with heirs whom people and dossiers follow; on both stores. */
#include "tests/lib/fixture.h"
#include "app/serve.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "job/job.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include <string.h>

static const actor boss = {.user = {1}, .name = "Quản trị", .login = "a", .unit = "", .address = "", .roles = (const actor_role[]){{ROLE_ADMINISTRATOR, {0}}}, .n_roles = 1};

static org_id make(db *d, arena *mem, const char *code, org_id superior)
{
    org_row o = {.code = code, .name = textf(mem, "Sở %s", code), .symbol = code, .kind = "legal_person", .economic_class = "other", .sector = "department", .superior_id = superior,
                 .province = "", .authorisation = "", .address = "", .email = "", .phone = "", .union_exists = true, .valid_from = date_make(2012, 1, 1)};
    org_id id = {0};

    assert_int_equal(org_create(d, mem, &o, &id), OK);
    return id;
}

static void names_have_their_days(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        const char *name = "", *symbol = "";
        instant now = instant_now();
        org_names names = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        org_id a = make(d, mem, "CU", (org_id){0});
        actor stranger = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};
        assert_int_equal(org_change_name(mem, d, &stranger, a, "Khác", "K", date_make(2025, 7, 1), "QĐ 1", now), E_FORBIDDEN);
        assert_int_equal(org_change_name(mem, d, &boss, a, "Sở Mới", "MOI", date_make(2025, 7, 1), "QĐ 1", now), OK);
        assert_int_equal(org_change_name(mem, d, &boss, a, "Sở Lùi", "LUI", date_make(2025, 7, 1), "QĐ 2", now), E_CONFLICT); /* not before the last one */
        assert_int_equal(org_change_name(mem, d, &boss, a, "Sở Mai", "MAI", date_add_days(date_of(now), 1), "QĐ 3", now), E_INVALID);
        assert_int_equal(org_name_on(d, mem, a, date_make(2025, 6, 30), &name, &symbol), OK);
        assert_string_equal(name, "Sở CU");
        assert_int_equal(org_name_on(d, mem, a, date_make(2025, 7, 1), &name, &symbol), OK);
        assert_string_equal(name, "Sở Mới");
        assert_int_equal(org_names_of(d, mem, a, &names), OK);
        assert_int_equal(names.n, 2);
        db_return(d);
        stores_close(s);
    }
}

static void no_circles_and_no_district_any_more(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        org_id a = make(d, mem, "A", (org_id){0}), b = make(d, mem, "B", a), c = make(d, mem, "C", b), id = {0};
        assert_int_equal(org_change_superior(mem, d, &boss, a, c, date_make(2026, 1, 1), "QĐ", now), E_INVALID);
        assert_int_equal(org_change_superior(mem, d, &boss, a, a, date_make(2026, 1, 1), "QĐ", now), E_INVALID);
        assert_int_equal(org_change_superior(mem, d, &boss, c, a, date_make(2026, 1, 1), "QĐ", now), OK);
        org_row o = {.code = "Q", .name = "UBND quận", .symbol = "Q", .kind = "legal_person", .economic_class = "other", .sector = "district", .province = "", .authorisation = "", .address = "",
                     .email = "", .phone = "", .valid_from = date_make(2012, 1, 1)};
        assert_int_equal(org_create(d, mem, &o, &id), E_INVALID);
        o.valid_to = date_make(2025, 6, 30); /* history may have it */
        assert_int_equal(org_create(d, mem, &o, &id), OK);
        db_return(d);
        stores_close(s);
    }
}

static int64_t number(db *d, const char *code, arena *mem)
{
    org_row o = {0};
    assert_int_equal(org_by_code(d, mem, code, &o), OK);
    return o.id.v;
}

static int64_t under_way(db *d, arena *mem, org_id org)
{
    LIST_OF(dossier) l = {0};

    assert_int_equal(db_each(d, Q_DOSSIER_UNDER_WAY_AT, mem, &dossier_shape, &l, P_ID(org)), OK);
    return l.n;
}

/* A ward of the city is merged into another: its dossiers under way, its people and units go on there; its register entries and
 * decisions keep its name. Every fault on the way leaves the old state. */
static void a_merger_is_followed(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 300);
        db *d = NULL;
        instant now = instant_now();
        int ran = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        org_id from = {number(d, "HAICHAU", mem)}, heir = {number(d, "HOACUONG", mem)};
        org_ending e = {.kind = ORG_MERGE, .heir = {heir}, .n = 1, .on = date_of(now), .document = "NQ 1/2026"};
        org_row o = {0};
        org_changes changes = {0};
        int64_t before = 0, after = 0, people = 0;
        for (int n = 1;; n++) {
            store_fault_at(n);
            status st = org_change_end(mem, d, &boss, from, &e, now);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            if (!hit) {
                assert_int_equal(st, OK);
                assert_true(n > 8);
                break;
            }
            assert_int_equal(st, E_STORE);
            assert_int_equal(org_get(d, mem, from, &o), OK);
            assert_int_equal(o.valid_to.ymd, 0);
            assert_int_equal(org_changes_of(d, mem, from, &changes), OK);
            assert_int_equal(changes.n, 0);
        }
        assert_int_equal(org_change_end(mem, d, &boss, from, &e, now), E_CONFLICT); /* once */
        before = under_way(d, mem, heir);
        after = under_way(d, mem, from);
        assert_true(after > 0);
        db_return(d);
        assert_int_equal(job_run_due(s, app_jobs, &ran), OK);
        assert_int_equal(db_borrow(s, &d), OK);
        int64_t moved = after;
        after = under_way(d, mem, from);
        assert_int_equal(after, 0);
        after = under_way(d, mem, heir);
        assert_int_equal(after, before + moved);
        assert_int_equal(db_number(d, Q_USER_COUNT_AT, &people, P_ID(from)), OK);
        assert_int_equal(people, 0);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_their_days),
        cmocka_unit_test(no_circles_and_no_district_any_more),
        cmocka_unit_test(a_merger_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
