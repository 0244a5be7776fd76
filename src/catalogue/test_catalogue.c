/* Lists and rounds on both stores: entries are retired, rounds open and lock on their days, dossiers are carried over. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"
#include "tests/lib/stores.h"
#include "user/user.h"

static actor administrator(void)
{
    static const actor_role roles[] = {{ROLE_ADMINISTRATOR, {0}}};
    return (actor){.user = {1}, .name = "Quản trị", .login = "", .unit = "", .address = "", .roles = roles, .n_roles = 1};
}

static const actor nobody = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};

static void entries_are_retired_not_deleted(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor who = administrator();
        catalogue_list l = {0};
        catalogue_entry e = {.kind = "field", .key = "", .name = "Thủy lợi", .note = ""};
        entry_id id = {0}, other = {0};
        const char *name = "";

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(catalogue_of(d, mem, "field", "", false, &l), OK);
        int before = l.n;
        assert_true(before >= 5);
        assert_int_equal(catalogue_save(mem, d, &nobody, &e, instant_now(), &id), E_FORBIDDEN);
        assert_int_equal(catalogue_save(mem, d, &who, &e, instant_now(), &id), OK);
        assert_int_equal(catalogue_save(mem, d, &who, &e, instant_now(), &other), E_CONFLICT); /* the same name */
        assert_int_equal(catalogue_of(d, mem, "field", "thuy loi", false, &l), OK);
        assert_int_equal(l.n, 1);
        assert_string_equal(l.p[0].key, "thuy-loi");
        e = l.p[0];
        e.name = "Thủy lợi, đê điều";
        assert_int_equal(catalogue_save(mem, d, &who, &e, instant_now(), &id), OK);
        assert_int_equal(catalogue_save(mem, d, &who, &e, instant_now(), &id), E_CONFLICT); /* an old revision */
        assert_int_equal(catalogue_retire(mem, d, &who, id, true, instant_now()), OK);
        assert_int_equal(catalogue_of(d, mem, "field", "", false, &l), OK);
        assert_int_equal(l.n, before);
        assert_int_equal(catalogue_name(d, mem, "field", "thuy-loi", &name), OK);
        assert_string_equal(name, "Thủy lợi, đê điều"); /* old dossiers keep the name */
        db_return(d);
        stores_close(s);
    }
}

static round_id make(arena *mem, db *d, const char *name, date from, date to, round_id carry)
{
    actor who = administrator();
    round_row r = {.name = name, .level = "unit", .sector = "", .process_key = "", .note = "", .year = 2026, .opens_on = from, .closes_on = to, .carry_to = carry};
    round_id id = {0};

    assert_int_equal(round_save(mem, d, &who, &r, instant_of(date_make(2026, 10, 1), 8, 0), &id), OK);
    return id;
}

static void rounds_open_and_lock_on_their_days(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor who = administrator();
        round_list open = {0};
        round_row r = {.name = "x", .level = "unit", .sector = "", .process_key = "", .note = "", .year = 2026, .opens_on = date_make(2026, 11, 30), .closes_on = date_make(2026, 11, 1)};
        round_id id = {0};

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(round_save(mem, d, &who, &r, instant_now(), &id), E_INVALID);
        id = make(mem, d, "Đợt tháng 11", date_make(2026, 11, 1), date_make(2026, 11, 30), (round_id){0});
        assert_int_equal(round_open_at(d, mem, "unit", date_make(2026, 10, 31), &open), OK);
        assert_int_equal(open.n, 0);
        assert_int_equal(round_open_at(d, mem, "unit", date_make(2026, 11, 30), &open), OK); /* the last day counts whole */
        assert_int_equal(open.n, 1);
        assert_int_equal(round_open_at(d, mem, "city", date_make(2026, 11, 30), &open), OK);
        assert_int_equal(open.n, 0);
        assert_int_equal(round_turn(mem, d, instant_of(date_make(2026, 11, 1), 0, 30)), OK);
        assert_int_equal(round_turn(mem, d, instant_of(date_make(2026, 12, 1), 0, 30)), OK);
        assert_int_equal(round_turn(mem, d, instant_of(date_make(2026, 12, 1), 1, 30)), OK); /* again: nothing more */
        assert_int_equal(round_extend(mem, d, &who, id, date_make(2026, 11, 15), "Sớm hơn", instant_now()), E_INVALID);
        assert_int_equal(round_extend(mem, d, &who, id, date_make(2026, 12, 10), "", instant_now()), E_INVALID);
        assert_int_equal(round_extend(mem, d, &nobody, id, date_make(2026, 12, 10), "Bão", instant_now()), E_FORBIDDEN);
        assert_int_equal(round_extend(mem, d, &who, id, date_make(2026, 12, 10), "Bão", instant_of(date_make(2026, 12, 2), 8, 0)), OK);
        assert_int_equal(round_open_at(d, mem, "unit", date_make(2026, 12, 10), &open), OK);
        assert_int_equal(open.n, 1);
        db_return(d);
        stores_close(s);
    }
}

/* A draft of a locked round is carried over by the job, and one that was not cannot be filed. */
static void undecided_dossiers_are_carried_over(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 1);
        db *d = NULL;
        user_row u = {0};
        date today = date_of(instant_now());
        dossier_id id = {0};
        dossier dos = {0};
        step_outcome o = {0};

        assert_int_equal(db_borrow(s, &d), OK);
        round_id next = make(mem, d, "Đợt sau", date_add_days(today, -1), date_add_days(today, 20), (round_id){0}), past = make(mem, d, "Đợt trước", date_add_days(today, -20), date_add_days(today, -2), (round_id){0});
        assert_int_equal(user_by_login(d, mem, "demo.tacgia", &u), OK);
        actor author = {.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = "", .address = ""};
        dossier_author me = {.name = u.name, .login = u.login, .unit = "", .position = "", .qualification = "", .share = 10000};
        dossier_text t = {.org = u.org_id, .round = past, .title = "Một", .kind = "technical", .subkind = "", .field = "x", .venue_basis = "investor", .investor = "x", .known_state = "x", .content = "x",
                          .applicability = "x", .secret = "", .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                          .applied_on = date_add_days(today, -30), .authors = {&me, 1}};
        assert_int_equal(dossier_create(mem, d, &author, &t, instant_now(), &id), OK);
        assert_int_equal(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
        assert_int_equal(o.tag, STEP_REFUSED); /* its round has closed */
        actor who = administrator();
        int64_t moved = 0;
        assert_int_equal(round_carry(mem, d, &nobody, past, next, instant_now(), &moved), E_FORBIDDEN);
        assert_int_equal(round_carry(mem, d, &who, next, past, instant_now(), &moved), E_INVALID); /* not into one that is over */
        assert_int_equal(round_carry(mem, d, &who, past, next, instant_now(), &moved), OK);
        assert_int_equal(moved, 1);
        assert_int_equal(dossier_get(d, mem, &author, id, &dos), OK);
        assert_int_equal(dos.round_id.v, next.v);
        assert_int_equal(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
        assert_int_equal(o.tag, STEP_DONE);
        db_return(d);
        stores_close(s);
    }
}

/* Every store call of the job fails once: a round is locked and its dossiers carried over, or neither. */
static void a_fault_leaves_the_round_as_it_was(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        bool done = false;

        assert_int_equal(db_borrow(s, &d), OK);
        round_id next = make(mem, d, "Sau", date_make(2026, 12, 1), date_make(2026, 12, 30), (round_id){0});
        make(mem, d, "Trước", date_make(2026, 10, 1), date_make(2026, 10, 30), next);
        for (int n = 1; n < 60 && !done; n++) {
            store_fault_at(n);
            status st = round_turn(mem, d, instant_of(date_make(2026, 11, 2), 8, 0));
            done = store_faults_left() != 0;
            store_fault_at(0);
            assert_true(done ? st == OK : st != OK);
        }
        assert_true(done);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_retired_not_deleted),
        cmocka_unit_test(rounds_open_and_lock_on_their_days),
        cmocka_unit_test(undecided_dossiers_are_carried_over),
        cmocka_unit_test(a_fault_leaves_the_round_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
