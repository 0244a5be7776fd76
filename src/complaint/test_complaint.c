/* Complaints: clocks by rule, what stands still, who decides and never alone, cancellation, re-examination; faults; on
 * both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "complaint/complaint.h"
#include "remuneration/remuneration.h"
#include "tests/lib/entry.h"
#include "tests/lib/stores.h"
#include "user/user.h"

static const complaint_text words = {.content = "Tôi mới là tác giả.", .wish = "Hủy bỏ.", .evidence = "BC 1", .late_reason = "", .known_on = {20260605}};

static const actor nobody = {.name = ""};

static complaint_id filed(db *d, arena *mem, const actor *who, const char *code, const complaint_text *c, instant now)
{
    complaint_target t = {0};
    complaint_id id = {0};
    finding_list f = {0};

    assert_int_equal(complaint_target_entry(d, mem, who, code, &t), OK);
    assert_int_equal(complaint_file(mem, d, who, &t, c, now, &id, &f), OK);
    return id;
}

static bool held(db *d, const entry_case *c)
{
    bool h = false;
    assert_int_equal(certificate_is_held(d, c->id, &h), OK);
    return h;
}

static void clocks_and_the_freeze(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case e, other;
        complaint_row c = {0};
        complaint_stand st;
        complaint_target t = {0};
        complaint_id id = {0}, none = {0};
        finding_list f = {0};
        complaint_list l = {0};
        instant now = instant_of(date_make(2026, 6, 10), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &(entry_spec){"CC", "other", {10000}, 0, {20250801}, {20260601}, false}, &e);
        entry_make(d, mem, &(entry_spec){"DD", "other", {10000}, 0, {20250801}, {20260601}, false}, &other);
        /* 90 days, with an obstacle afterwards; never before the decision, never of tomorrow */
        assert_int_equal(complaint_target_entry(d, mem, &nobody, e.code, &t), E_FORBIDDEN);
        assert_int_equal(complaint_target_entry(d, mem, &e.stranger, "khong", &t), E_NOT_FOUND);
        assert_int_equal(complaint_target_entry(d, mem, &e.stranger, e.code, &t), OK);
        complaint_text w = words;
        w.known_on = date_make(2026, 5, 31);
        assert_int_equal(complaint_file(mem, d, &e.stranger, &t, &w, now, &id, &f), E_INVALID);
        w.known_on = date_make(2026, 6, 11);
        assert_int_equal(complaint_file(mem, d, &e.stranger, &t, &w, now, &id, &f), E_INVALID);
        w.known_on = date_make(2026, 6, 1);
        assert_int_equal(complaint_file(mem, d, &e.stranger, &t, &w, instant_of(date_make(2026, 9, 4), 9, 0), &id, &f), E_INVALID);
        assert_string_equal(f.p[f.n - 1].id, "K-02");
        /* 90 days end on Sunday 30/08, and 31/08 to 02/09 are days off: the last day is 03/09 */
        assert_false(held(d, &e));
        id = filed(d, mem, &e.stranger, e.code, &words, now);
        assert_true(held(d, &e));
        assert_false(held(d, &other));
        assert_int_equal(complaint_file(mem, d, &e.stranger, &t, &words, now, &none, &f), E_INVALID); /* once */
        /* who sees it, and by whom */
        assert_int_equal(complaint_get(d, mem, &e.author[0], id, &c, &st), OK);
        assert_string_equal(c.complainant, "");
        assert_int_equal(c.complainant_id.v, 0);
        assert_int_equal(complaint_get(d, mem, &e.clerk, id, &c, &st), OK);
        assert_string_equal(c.complainant, e.stranger.name);
        assert_int_equal(complaint_get(d, mem, &other.head, id, &c, &st), E_NOT_FOUND);
        assert_int_equal(complaint_get(d, mem, &nobody, id, &c, &st), E_NOT_FOUND);
        assert_int_equal(complaint_all(d, mem, &other.clerk, date_of(now), &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(complaint_all(d, mem, &e.author[0], date_of(now), &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(complaint_all(d, mem, &e.department, date_of(now), &l), OK);
        assert_int_equal(l.n, 1);
        /* filed 10/06: 10 days end on Saturday 20/06, so on Monday 22/06; accepted 12/06: 30 days end on Sunday 12/07, so 13/07 */
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_int_equal(c.accept_due.ymd, 20260622);
        instant later = instant_of(date_make(2026, 6, 12), 9, 0);
        const actor *const no[] = {&e.stranger, &e.clerk, &e.author[0], &e.auditor};
        for (int i = 0; i < COUNT(no); i++) assert_int_equal(complaint_accept(mem, d, no[i], id, false, "", later, &f), E_FORBIDDEN);
        assert_int_equal(complaint_refuse(mem, d, &e.head, id, "không đúng", later, &f), E_INVALID); /* the one complained about */
        assert_int_equal(complaint_refuse(mem, d, &e.department, id, "", later, &f), E_INVALID);
        assert_int_equal(complaint_accept(mem, d, &e.head, id, false, "", later, &f), OK);
        assert_int_equal(complaint_accept(mem, d, &e.head, id, false, "", later, &f), E_CONFLICT);
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_int_equal(c.solve_due.ymd, 20260713);
        assert_int_equal(complaint_complex(mem, d, &e.head, id, "", later, &f), E_INVALID);
        assert_int_equal(complaint_complex(mem, d, &e.head, id, "x", instant_of(date_make(2026, 7, 14), 9, 0), &f), E_INVALID);
        assert_int_equal(complaint_complex(mem, d, &e.head, id, "nhiều nơi phải xác minh", later, &f), OK);
        assert_int_equal(complaint_complex(mem, d, &e.head, id, "lần nữa", later, &f), E_CONFLICT);
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_int_equal(c.solve_due.ymd, 20260727); /* 45 days from 12/06 */
        assert_string_equal(c.solve_rule, "complaint.solve_complex");
        assert_int_equal(complaint_withdraw(mem, d, &e.head, id, later), E_FORBIDDEN);
        assert_int_equal(complaint_withdraw(mem, d, &e.stranger, id, later), OK);
        assert_int_equal(complaint_withdraw(mem, d, &e.stranger, id, later), E_CONFLICT);
        assert_false(held(d, &e));
        /* a remote area has longer terms */
        id = filed(d, mem, &e.stranger, e.code, &words, now);
        assert_int_equal(complaint_accept(mem, d, &e.department, id, true, "", later, &f), OK);
        assert_int_equal(complaint_complex(mem, d, &e.department, id, "x", later, &f), OK);
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_int_equal(c.solve_due.ymd, 20260811);
        assert_string_equal(c.solve_rule, "complaint.solve_remote_complex");
        db_return(d);
        stores_close(s);
    }
}

static void never_alone_and_the_cascade(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case e;
        complaint_row c = {0};
        complaint_stand st;
        finding_list f = {0};
        recognition_row r = {0};
        instant now = instant_of(date_make(2026, 6, 10), 9, 0);
        complaint_answer cancel = {"right", "cancel", "Đúng như khiếu nại."}, keep = {"wrong", "keep", "Không đúng."}, odd = {"wrong", "cancel", "x"}, again = {"right", "reexamine", "x"}, mute = {"right", "cancel", ""};
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &(entry_spec){"EE", "other", {10000}, 0, {20250801}, {20260601}, false}, &e);
        complaint_id id = filed(d, mem, &e.stranger, e.code, &words, now);
        assert_int_equal(complaint_decide(mem, d, &e.department, id, &cancel, now, &f), E_CONFLICT); /* not accepted yet */
        assert_int_equal(complaint_accept(mem, d, &e.head, id, false, "", now, &f), OK);
        assert_int_equal(complaint_decide(mem, d, &e.stranger, id, &cancel, now, &f), E_FORBIDDEN);
        assert_int_equal(complaint_decide(mem, d, &e.department, id, &odd, now, &f), E_INVALID);
        assert_int_equal(complaint_decide(mem, d, &e.department, id, &again, now, &f), E_INVALID);
        assert_int_equal(complaint_decide(mem, d, &e.department, id, &mute, now, &f), E_INVALID);
        /* the head signed the decision: what the head decides waits for another */
        assert_int_equal(complaint_decide(mem, d, &e.head, id, &keep, now, &f), OK);
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_string_equal(c.state, "proposed");
        assert_true(held(d, &e));
        assert_int_equal(complaint_second(mem, d, &e.head, id, true, "", now, &f), E_FORBIDDEN);
        assert_int_equal(complaint_second(mem, d, &e.clerk, id, true, "", now, &f), E_FORBIDDEN);
        assert_int_equal(complaint_second(mem, d, &e.department, id, false, "", now, &f), E_INVALID);
        assert_int_equal(complaint_second(mem, d, &e.department, id, false, "Chứng cứ cho thấy ngược lại.", now, &f), OK);
        assert_int_equal(complaint_decide(mem, d, &e.head, id, &cancel, now, &f), OK);
        assert_int_equal(complaint_second(mem, d, &e.department, id, true, "", now, &f), OK);
        assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
        assert_string_equal(c.state, "solved");
        assert_false(held(d, &e));
        assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
        assert_string_equal(r.status, "cancelled");
        db_return(d);
        stores_close(s);
    }
}

/* The old state or the new one at a fault in every store call of the decision that cancels. */
static void faults(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        entry_case e;
        finding_list f = {0};
        int hits = 0;
        instant now = instant_of(date_make(2026, 6, 10), 9, 0);
        complaint_answer cancel = {"right", "cancel", "Đúng."};
        assert_int_equal(db_borrow(s, &d), OK);
        entry_make(d, mem, &(entry_spec){"FF", "other", {10000}, 0, {20250801}, {20260601}, false}, &e);
        complaint_id id = filed(d, mem, &e.stranger, e.code, &words, now);
        assert_int_equal(complaint_accept(mem, d, &e.department, id, false, "", now, &f), OK);
        for (int n = 1; n < 300; n++) {
            complaint_row c = {0};
            complaint_stand st;
            recognition_row r = {0};
            store_fault_at(n);
            status got = complaint_decide(mem, d, &e.department, id, &cancel, now, &f);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            assert_int_equal(complaint_get(d, mem, &e.stranger, id, &c, &st), OK);
            assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
            bool new_state = text_eq(c.state, "solved");
            assert_int_equal(new_state, got == OK);
            assert_int_equal(new_state, text_eq(r.status, "cancelled"));
            assert_int_equal(new_state, !held(d, &e));
            hits += hit;
            if (!hit) break;
        }
        assert_true(hits > 10);
        db_return(d);
        stores_close(s);
    }
}

/* A refusal found wrong goes back to its council, with its terms begun anew; without such a complaint nothing does. */
static void a_refused_dossier_is_examined_again(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 60); /* its others are in every state */
        db *d = NULL;
        finding_list f = {0};
        dossier_items l = {0};
        int64_t total = 0;
        step_outcome o;
        user_row clerk = {0};
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(user_by_login(d, mem, "demo.so", &clerk), OK);
        actor_role role = {ROLE_DEPARTMENT, {0}};
        actor department = {.user = clerk.id, .name = clerk.name, .login = "", .unit = "", .address = "", .roles = &role, .n_roles = 1};
        assert_int_equal(dossier_search(d, mem, &department, &(dossier_filter){.text = "", .phase = "refused"}, &l, &total), OK);
        assert_true(l.n > 0);
        dossier dos = {0};
        assert_int_equal(dossier_get(d, mem, &department, l.p[0].id, &dos), OK);
        assert_int_equal(dossier_effect(mem, d, &department, dos.id, EFFECT_REEXAMINE, &(step_input){.note = "x"}, now, &o), OK);
        assert_int_equal(o.tag, STEP_REFUSED);
        actor owner = {.user = dos.owner_id, .name = "Tác giả", .login = "", .unit = "", .address = ""};
        complaint_target t = {0};
        complaint_id id = {0};
        complaint_text w = words;
        complaint_answer a = {"right", "reexamine", "Hội đồng chưa xét chứng cứ."};
        assert_int_equal(complaint_target_dossier(d, mem, &department, dos.id, &t), E_FORBIDDEN);
        assert_int_equal(complaint_target_dossier(d, mem, &owner, dos.id, &t), OK);
        assert_string_equal(t.kind, "refusal");
        w.known_on = date_of(now);
        assert_int_equal(complaint_file(mem, d, &owner, &t, &w, now, &id, &f), OK);
        assert_int_equal(complaint_accept(mem, d, &department, id, false, "", now, &f), OK);
        assert_int_equal(complaint_decide(mem, d, &department, id, &a, now, &f), OK);
        assert_int_equal(dossier_get(d, mem, &department, dos.id, &dos), OK);
        assert_string_equal(dos.phase, "accepted");
        assert_int_equal(dos.accepted_on.ymd, date_of(now).ymd);
        assert_true(dos.due_on.ymd > date_of(now).ymd);
        db_return(d);
        stores_close(s);
    }
}

/* Who may do what, for every stand that there can be. */
static void every_stand(void **state)
{
    actor me = {.user = {7}, .name = "", .login = "", .unit = "", .address = ""};

    for (int bits = 0; bits < 128; bits++) {
        complaint_stand s = {.complainant = bits & 1, .author = bits & 2, .head = bits & 4, .department = bits & 8, .clerk = bits & 16, .auditor = bits & 32, .attacked = bits & 64};
        complaint_row proposed = {.state = "proposed", .solver_id = {8}}, own = {.state = "proposed", .solver_id = {7}}, accepted = {.state = "accepted", .solver_id = {8}};
        bool handles = (s.head || s.department) && !s.complainant && !s.author;
        assert_int_equal(complaint_may_see(&s), s.complainant || s.author || s.head || s.department || s.clerk || s.auditor);
        assert_int_equal(complaint_may_handle(&proposed, &s), handles);
        assert_int_equal(complaint_may_second(&me, &proposed, &s), handles && !s.attacked);
        assert_false(complaint_may_second(&me, &own, &s) || complaint_may_second(&me, &accepted, &s));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(clocks_and_the_freeze), cmocka_unit_test(never_alone_and_the_cascade), cmocka_unit_test(faults), cmocka_unit_test(a_refused_dossier_is_examined_again), cmocka_unit_test(every_stand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
