/* Own forms: a dossier keeps the version in which it was filed; what is required is asked for at filing. Both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "catalogue/own_form.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"
#include "tests/lib/stores.h"
#include "user/user.h"

static actor administrator(void)
{
    static const actor_role roles[] = {{ROLE_ADMINISTRATOR, {0}}};
    return (actor){.user = {1}, .name = "Quản trị", .login = "", .unit = "", .address = "", .roles = roles, .n_roles = 1};
}

static form_id active_form(arena *mem, db *d, const char *label)
{
    actor who = administrator();
    form_id id = {0};
    own_form_row row = {0};
    own_form f = {0};
    own_field field = {"", label, "", "number", true};

    assert_int_equal(own_form_create(mem, d, &who, "Mẫu ngành y", "unit", "y-te", (round_id){0}, instant_now(), &id), OK);
    assert_int_equal(own_form_put(mem, d, &who, id, 1, "", &field), OK);
    assert_int_equal(own_form_put(mem, d, &who, id, 1, "", &field), E_CONFLICT); /* seen before the change */
    assert_int_equal(own_form_activate(mem, d, &who, id, instant_now()), OK);
    assert_int_equal(own_form_put(mem, d, &who, id, 2, "", &field), E_CONFLICT); /* active: it never changes */
    assert_int_equal(own_form_get(d, mem, id, &row, &f), OK);
    return id;
}

static bool refused_for(const step_outcome *o, const char *id)
{
    for (int i = 0; i < o->findings.n; i++)
        if (text_eq(o->findings.p[i].id, id)) return true;
    return false;
}

static void filed_dossiers_keep_their_form(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 1);
        db *d = NULL;
        user_row u = {0};
        dossier_id id = {0};
        dossier dos = {0};
        step_outcome o = {0};
        dossier_own_list own = {0};
        form_id chosen = {0};
        actor nobody = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(own_form_create(mem, d, &nobody, "x", "unit", "", (round_id){0}, instant_now(), &chosen), E_FORBIDDEN);
        form_id first = active_form(mem, d, "Số người bệnh được lợi");
        assert_int_equal(own_form_choose(d, mem, "unit", "Giáo dục và đào tạo", (round_id){0}, &chosen), OK);
        assert_int_equal(chosen.v, 0);
        assert_int_equal(user_by_login(d, mem, "demo.tacgia", &u), OK);
        actor author = {.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = "", .address = ""};
        dossier_author me = {.name = u.name, .login = u.login, .unit = "", .position = "", .qualification = "", .share = 10000};
        dossier_own_value v = {"so-nguoi-benh-duoc-loi", "nhiều"};
        dossier_text t = {.org = u.org_id, .title = "Một", .kind = "technical", .subkind = "", .field = "Y tế, chăm sóc sức khỏe", .venue_basis = "investor", .investor = "x", .known_state = "x", .content = "x",
                          .applicability = "x", .secret = "", .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                          .applied_on = date_add_days(date_of(instant_now()), -30), .authors = {&me, 1}};
        assert_int_equal(dossier_create(mem, d, &author, &t, instant_now(), &id), OK);
        assert_int_equal(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
        assert_true(o.tag == STEP_REFUSED && refused_for(&o, "F-60"));
        int64_t revision = 0;
        assert_int_equal(dossier_get(d, mem, &author, id, &dos), OK);
        assert_int_equal(dos.form_id.v, first.v);
        t.own = (dossier_own_values){&v, 1};
        assert_int_equal(dossier_save(mem, d, &author, id, dos.revision, &t, instant_now(), &revision), OK);
        assert_int_equal(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
        assert_true(o.tag == STEP_REFUSED && refused_for(&o, "F-61"));
        v.value = "120";
        assert_int_equal(dossier_save(mem, d, &author, id, revision, &t, instant_now(), &revision), OK);
        assert_int_equal(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
        assert_int_equal(o.tag, STEP_DONE);
        form_id second = active_form(mem, d, "Một mục khác");
        assert_int_equal(own_form_choose(d, mem, "unit", "y tế, chăm sóc sức khỏe", (round_id){0}, &chosen), OK);
        assert_int_equal(chosen.v, second.v);
        assert_int_equal(dossier_get(d, mem, &author, id, &dos), OK);
        assert_int_equal(dos.form_id.v, first.v);
        assert_int_equal(dossier_own_of(d, mem, &dos, &own), OK);
        assert_int_equal(own.n, 1);
        assert_string_equal(own.p[0].value, "120");
        /* a round's own form goes before that of every round, and is for its level */
        actor admin = actor_system();
        round_id round = {0};
        form_id own_id = {0}, other = {0};
        date today = date_of(instant_now());
        assert_int_equal(round_save(mem, d, &admin, &(round_row){.name = "Đợt riêng", .level = "unit", .sector = "", .process_key = "", .note = "", .year = 2026, .opens_on = today, .closes_on = date_add_days(today, 5)}, instant_now(), &round), OK);
        assert_int_equal(own_form_create(mem, d, &admin, "Mẫu của đợt", "city", "", round, instant_now(), &own_id), E_INVALID);
        assert_int_equal(own_form_create(mem, d, &admin, "Mẫu của đợt", "unit", "", round, instant_now(), &own_id), OK);
        assert_int_equal(own_form_activate(mem, d, &admin, own_id, instant_now()), OK);
        assert_int_equal(own_form_choose(d, mem, "unit", "y tế, chăm sóc sức khỏe", round, &other), OK);
        assert_int_equal(other.v, own_id.v);
        assert_int_equal(own_form_choose(d, mem, "unit", "y tế, chăm sóc sức khỏe", (round_id){0}, &other), OK);
        assert_int_equal(other.v, second.v);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(filed_dossiers_keep_their_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
