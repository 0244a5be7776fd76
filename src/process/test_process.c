/* Processes: what the law demands cannot be left out, drafts are changed piece by piece, versions never change. */
#include "tests/lib/fixture.h"
#include "base/embed.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "process/design.h"
#include "tests/lib/stores.h"
#include <string.h>

static actor administrator(void)
{
    static const actor_role roles[] = {{ROLE_ADMINISTRATOR, {0}}};
    actor a = actor_system();

    a.user = (user_id){1};
    a.roles = roles;
    a.n_roles = 1;
    return a;
}

static process *shipped(arena *mem)
{
    process *p = NEW(mem, process);
    const char *reason = "";

    p->key = "unit";
    assert_int_equal(process_parse(mem, embed_find("rules/process-unit.json")->data, p, &reason), OK);
    return p;
}

static bool has(arena *mem, const process *p, const char *id)
{
    process_problems l = {0};

    process_check(mem, p, &l);
    for (int i = 0; i < l.n; i++)
        if (text_eq(l.p[i].id, id) && l.p[i].hard) return true;
    return false;
}

static bool sound(arena *mem, const process *p)
{
    process_problems l = {0};

    process_check(mem, p, &l);
    for (int i = 0; i < l.n; i++)
        if (l.p[i].hard) print_message("%s %s\n", l.p[i].id, l.p[i].text);
    return process_is_sound(&l);
}

static process_step *step_named(process *p, const char *action)
{
    return (process_step *)process_step_named(p, action);
}

static void every_demand_is_found_missing(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    process *p = shipped(mem);

    assert_true(sound(mem, p));
    for (const process_demand *d = process_demands; d->effect; d++) {
        if (!(d->levels & LEVEL_BIT(LEVEL_UNIT))) continue;
        for (int i = 0; i < p->n_steps; i++) {
            process_step *st = &p->steps[i], before = *st;
            if (st->effect != d->effect) continue;
            for (int g = 0; g < st->n_guards; g++)
                if (text_eq(st->guard[g], d->guard)) st->guard[g] = st->guard[--st->n_guards];
            assert_true(has(mem, p, "Q-30"));
            *st = before;
        }
    }
    assert_true(sound(mem, p));
    stores_close(s);
}

/* No step can be bent into a recognition without an evaluation, or given to whom the law does not name. */
static void the_road_to_recognition_is_one(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);

    for (int e = 1; e < EFFECT__COUNT; e++) {
        for (int from = 1; from < PHASE__COUNT; from++) {
            bool leads = process_effect_leads(e, from, PHASE_CERTIFIED);
            bool stays = from == PHASE_CERTIFIED && (e == EFFECT_NONE || e == EFFECT_PASS_UPWARD);
            assert_int_equal(leads, stays || (e == EFFECT_RECOGNISE && from == PHASE_EVALUATED));
            leads = process_effect_leads(e, from, PHASE_EVALUATED);
            stays = from == PHASE_EVALUATED && e == EFFECT_NONE;
            assert_int_equal(leads, stays || (e == EFFECT_CONCLUDE && from == PHASE_EVALUATION) || (e == EFFECT_CONSENT && from == PHASE_CONSENT));
        }
    }
    process *p = shipped(mem);
    step_named(p, "recognise")->roles = ROLE_BIT(ROLE_INTAKE);
    assert_true(has(mem, p, "Q-23"));
    p = shipped(mem);
    step_named(p, "accept")->to = "certified";
    assert_true(has(mem, p, "Q-25"));
    stores_close(s);
}

static void faults_of_shape_are_named(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    process *p = shipped(mem);

    p->states[p->n_states++] = (process_state){"lost", "Lạc", "note", "x", "intake", PHASE_FILED, {"", 0, "", ""}};
    assert_true(has(mem, p, "Q-03"));
    assert_true(has(mem, p, "Q-04"));
    p = shipped(mem);
    step_named(p, "file")->roles = 0;
    assert_true(has(mem, p, "Q-21"));
    p = shipped(mem);
    ((process_state *)process_state_of(p, "filed"))->limit = (process_limit){"no.such", 0, "", ""};
    assert_true(has(mem, p, "Q-10"));
    ((process_state *)process_state_of(p, "filed"))->limit = (process_limit){"", 10, "working_day", ""};
    assert_true(has(mem, p, "Q-11"));
    p = shipped(mem);
    step_named(p, "refuse_acceptance")->effect = EFFECT_EXCLUDE; /* leads where an exclusion may not */
    assert_true(has(mem, p, "Q-25"));
    p = shipped(mem);
    p->steps[p->n_steps] = *step_named(p, "accept");
    p->steps[p->n_steps++].action = "accept_again";
    assert_true(has(mem, p, "Q-26"));
    stores_close(s);
}

static void definitions_come_back_as_they_were(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    process *p = shipped(mem), *q = NEW(mem, process);
    process_differences l = {0};
    const char *reason = "", *bad[] = {"", "{", "[]", "{\"level\":\"unit\",\"states\":[{\"key\":\"x\"}]}", "{\"level\":\"moon\"}", "{\"level\":\"unit\",\"states\":[{\"key\":\"other\",\"phase\":\"draft\"}]}",
                                       "{\"level\":\"unit\",\"steps\":[{\"action\":\"a\",\"effect\":\"file\",\"to\":\"nowhere\"}]}"};

    assert_int_equal(process_parse(mem, process_write(mem, p), q, &reason), OK);
    process_compare(mem, p, q, &l);
    assert_int_equal(l.n, 0);
    assert_string_equal(process_write(mem, p), process_write(mem, q));
    step_named(q, "accept")->name = "Nhận đơn";
    process_compare(mem, p, q, &l);
    assert_int_equal(l.n, 1);
    for (int i = 0; i < COUNT(bad); i++) assert_int_equal(process_parse(mem, bad[i], q, &reason), E_INVALID);
    stores_close(s);
}

static void a_draft_becomes_active_and_never_changes(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 2);
        db *d = NULL;
        actor who = administrator(), nobody = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};
        process_id unit = {0}, next = {0}, other = {0};
        process_row row = {0};
        process *p = NEW(mem, process);
        design_outcome o;
        const process *loaded = NULL;
        instant now = instant_now();

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(process_active(d, "unit", &unit), OK);
        assert_int_equal(design_copy(mem, d, &nobody, unit, "", now, &next), E_FORBIDDEN);
        assert_int_equal(design_copy(mem, d, &who, unit, "", now, &next), OK);
        assert_int_equal(design_copy(mem, d, &who, unit, "", now, &other), E_CONFLICT); /* one draft at a time */
        assert_int_equal(process_load(d, next, &loaded), E_NOT_FOUND);                  /* no dossier takes a draft */
        assert_int_equal(design_get(d, mem, &who, next, &row, p), OK);
        assert_int_equal(row.version, 2);
        process_state st = *process_state_of(p, "filed");
        st.limit = (process_limit){"", 10, "working_day", "Quy chế"};
        assert_int_equal(design_put_state(mem, d, &who, next, row.revision, "filed", &st, now), OK);
        assert_int_equal(design_put_state(mem, d, &who, next, row.revision, "filed", &st, now), E_CONFLICT); /* seen before the change */
        process_step step = *process_step_named(p, "recognise");
        step.n_guards = 0; /* what the law demands comes back by itself */
        assert_int_equal(design_put_step(mem, d, &who, next, row.revision + 1, "recognise", &step, now), OK);
        assert_int_equal(design_get(d, mem, &who, next, &row, p), OK);
        assert_true(sound(mem, p));
        assert_int_equal(design_drop_state(mem, d, &who, next, row.revision, "certified", now), OK);
        assert_int_equal(design_activate(mem, d, &who, next, false, now, &o), OK);
        assert_int_equal(o.tag, DESIGN_UNSOUND);
        assert_int_equal(process_active(d, "unit", &other), OK);
        assert_int_equal(other.v, unit.v);
        assert_int_equal(design_drop(mem, d, &who, next, now), OK);
        assert_int_equal(design_copy(mem, d, &who, unit, "", now, &next), OK);
        assert_int_equal(design_activate(mem, d, &who, next, false, now, &o), OK);
        assert_int_equal(o.tag, DESIGN_DONE);
        assert_int_equal(process_active(d, "unit", &other), OK);
        assert_int_equal(other.v, next.v);
        assert_int_equal(design_settings(mem, d, &who, next, 1, "Khác", "", false, now), E_CONFLICT); /* active: it never changes */
        assert_int_equal(process_load(d, unit, &loaded), OK);                                        /* for those that are on it */
        assert_int_equal(design_retire(mem, d, &who, next, now, &o), OK);
        assert_int_equal(o.tag, DESIGN_RIVAL); /* the last one of its level */
        assert_int_equal(design_copy(mem, d, &who, next, "Quy trình khác", now, &other), OK);
        assert_int_equal(design_activate(mem, d, &who, other, false, now, &o), OK);
        assert_int_equal(o.tag, DESIGN_RIVAL);
        assert_int_equal(design_activate(mem, d, &who, other, true, now, &o), OK);
        assert_int_equal(o.tag, DESIGN_DONE);
        assert_int_equal(process_choose(d, LEVEL_UNIT, "technical", "", &unit), OK);
        assert_int_equal(unit.v, other.v);
        assert_int_equal(process_choose(d, LEVEL_NATION, "", "", &unit), E_NOT_FOUND);
        db_return(d);
        stores_close(s);
    }
}

/* Every store call of a change fails once: afterwards the old version or the new one is active, never both or none. */
static void a_fault_leaves_one_active(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor who = administrator();
        process_id unit = {0}, next = {0}, now_active = {0};
        bool done = false;

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(process_active(d, "unit", &unit), OK);
        assert_int_equal(design_copy(mem, d, &who, unit, "", instant_now(), &next), OK);
        for (int n = 1; n < 60 && !done; n++) {
            design_outcome o;
            store_fault_at(n);
            status st = design_activate(mem, d, &who, next, false, instant_now(), &o);
            done = store_faults_left() != 0;
            store_fault_at(0);
            assert_int_equal(process_active(d, "unit", &now_active), OK);
            assert_int_equal(now_active.v, done ? next.v : unit.v);
            assert_true(done ? st == OK : st != OK);
        }
        assert_true(done);
        db_return(d);
        stores_close(s);
    }
}

static void the_dry_run_counts_as_the_law_does(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    process *p = shipped(mem);
    walk w;
    const walk_move moves[] = {{"file", date_make(2026, 11, 2)}, {"ask_fix", date_make(2026, 11, 12)}, {"answer_fix", date_make(2026, 11, 20)}, {"accept", date_make(2026, 11, 30)}};

    assert_int_equal(process_walk(mem, p, moves, 4, moves[0].on, true, &w), OK);
    assert_int_equal(w.stops.n, 4);
    assert_int_equal(w.stops.p[0].due.ymd, 20261202);
    assert_int_equal(w.stops.p[1].due.ymd, 20261214); /* 12/12 is a Saturday */
    assert_int_equal(w.stops.p[2].due.ymd, 20261210); /* eight days later than without the stop */
    assert_int_equal(w.stops.p[3].due.ymd, 20270301); /* 28/02/2027 is a Sunday: the example of the law file */
    assert_int_equal(process_walk(mem, p, moves, 4, moves[0].on, false, &w), OK);
    assert_string_equal(w.state, "waiting"); /* not yet applied: waits */
    assert_int_equal(process_walk(mem, p, &moves[1], 1, moves[1].on, true, &w), OK);
    assert_string_equal(w.broken, "ask_fix");
    stores_close(s);
}

/* Running dossiers move with a reason, into states of the same phase, all or none; others stay where they were filed. */
static void running_dossiers_move_with_a_reason(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 15);
        db *d = NULL;
        actor who = administrator(), nobody = {.user = {2}, .name = "", .login = "", .unit = "", .address = ""};
        process_id unit = {0}, next = {0};
        design_outcome o;
        dossier_state_counts before = {0}, after = {0};
        dossier_state_map map[REPIN_STATES_MAX];
        int n = 0, moved = 0, all = 0;
        bool done = false;

        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(process_active(d, "unit", &unit), OK);
        assert_int_equal(design_copy(mem, d, &who, unit, "", instant_now(), &next), OK);
        assert_int_equal(design_activate(mem, d, &who, next, false, instant_now(), &o), OK);
        assert_int_equal(dossier_on_process(d, mem, &nobody, unit, &before), E_FORBIDDEN);
        assert_int_equal(dossier_on_process(d, mem, &who, unit, &before), OK);
        assert_true(before.n > 1);
        for (int i = 0; i < before.n; i++, n++, all += (int)before.p[i - 1].n) map[n] = (dossier_state_map){before.p[i].key, before.p[i].key};
        assert_int_equal(dossier_repin(mem, d, &nobody, unit, next, map, n, "Sửa quy chế", instant_now(), &moved), E_FORBIDDEN);
        assert_int_equal(dossier_repin(mem, d, &who, unit, next, map, n, " ", instant_now(), &moved), E_INVALID);
        const char *right = map[n - 1].to;
        map[n - 1].to = text_eq(right, "certified") ? "filed" : "certified"; /* a way around every guard */
        assert_int_equal(dossier_repin(mem, d, &who, unit, next, map, n, "Sửa quy chế", instant_now(), &moved), E_INVALID);
        map[n - 1].to = right;
        for (int f = 1; f < 400 && !done; f += 7) {
            store_fault_at(f);
            status st = dossier_repin(mem, d, &who, unit, next, map, n, "Sửa quy chế", instant_now(), &moved);
            done = store_faults_left() != 0;
            store_fault_at(0);
            assert_true(done ? st == OK : st != OK);
            assert_int_equal(dossier_on_process(d, mem, &who, unit, &after), OK);
            assert_int_equal(after.n, done ? 0 : before.n);
        }
        assert_true(done);
        assert_int_equal(moved, all);
        assert_int_equal(dossier_on_process(d, mem, &who, next, &after), OK);
        assert_int_equal(after.n, before.n);
        db_return(d);
        stores_close(s);
    }
}

static void drawings_lie_within_their_frame(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    process *p = shipped(mem);
    drawing d;

    process_draw(mem, p, &d);
    assert_int_equal(d.boxes.n, p->n_states);
    for (int i = 0; i < d.boxes.n; i++) {
        assert_true(d.boxes.p[i].x >= 0 && d.boxes.p[i].x + d.boxes.p[i].width <= d.width && d.boxes.p[i].y + d.boxes.p[i].height <= d.height);
        for (int k = 0; k < i; k++) assert_false(d.boxes.p[i].x == d.boxes.p[k].x && d.boxes.p[i].y == d.boxes.p[k].y);
    }
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_demand_is_found_missing),     cmocka_unit_test(the_road_to_recognition_is_one), cmocka_unit_test(faults_of_shape_are_named),
        cmocka_unit_test(definitions_come_back_as_they_were), cmocka_unit_test(a_draft_becomes_active_and_never_changes), cmocka_unit_test(a_fault_leaves_one_active),
        cmocka_unit_test(the_dry_run_counts_as_the_law_does), cmocka_unit_test(drawings_lie_within_their_frame),
        cmocka_unit_test(running_dossiers_move_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
