/* Random walks: whatever members, officers, authors and the department do in whatever order, no dossier is recognised, nor passes
 * its council, without quorum, majority and findings, with a vote of somebody who is recused or away, or with too few points;
 * and none that begins as a draft comes to a recognition but by the road of the law: filed in time by authors whose shares are
 * whole and who all confirmed, accepted by an officer who is none of them, with the consent of the competent body where the
 * head is an author of what the State funded, every term kept as the Civil Code counts it. In a part of the walks the session has
 * more dossiers and ballots over several of them (walk_poll.c). The oracles below count by themselves. Each walk is one
 * transaction that is rolled back, so that many fit into minutes:
 * SANGKIEN_WALKS=100000 [SANGKIEN_WALKS_FROM=500000] [SANGKIEN_WALKS_STORE=0] (tests/walk/run). */
#include "tests/walk/walk.h"
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ACTIONS = 60, DAY = 86400000, SWEEP = 500 };

/* Everything again, from the rows: who sits, who voted, what the findings are. */
static void oracle(walk *k, const item_row *i)
{
    member_list l = {0};
    walk_ties t = walk_ties_of(k, k->dossier);
    int seats, present;

    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    walk_bench(&l, &t, 1, &seats, &present);
    assert_int_equal(i->present, present);
    assert_int_equal(i->seats, seats);
    assert_true(present * 3 >= seats * 2);                       /* council.quorum */
    assert_true(i->votes_for + i->votes_against + i->votes_blank <= present);
    if (i->passed) assert_true(i->votes_for * 3 >= seats * 2);    /* council.pass_ratio of all appointed */
    if (i->passed && i->scored) assert_true(i->score >= 2000 && i->vetoes == 0);
    if (i->passed) assert_true(text_eq(i->novelty_1, "yes") && text_eq(i->novelty_4, "yes") && text_eq(i->benefit, "yes") && text_eq(i->excluded, "no"));
    assert_true(*i->opinion != 0);
}

/* ---- the road of a dossier that begins as a draft ---- */

/* Long ago, not yet, or near the last day of the year in which it may be filed: on both sides of it, so that a filing too late is tried often. */
static date first_applied(walk *k)
{
    static const int near[] = {1, -1, 5, -5, 30, -30, 200, -200};
    date today = date_of(k->now);

    if (walk_roll(10) == 0) return (date){0};
    if (walk_roll(3)) return date_add_days(today, -30);
    return date_add_days(date_add_months(today, -12), walk_roll(2) ? near[walk_roll(COUNT(near))] : -walk_roll(40));
}

static dossier_id draft(walk *k)
{
    const actor *second = walk_roll(4) ? NULL : &k->w->member[walk_roll(3)];
    bool head = walk_roll(6) == 0; /* the head is the first author */
    const actor *first = head ? &k->w->head : &k->w->author;
    dossier_author a[2] = {{.name = first->name, .login = first->login, .unit = "", .position = "", .qualification = "", .share = second ? 6000 : walk_roll(12) ? 10000 : 9000}};
    dossier_text t = {.org = k->w->org, .title = "Đi từ bản nháp", .kind = "technical", .subkind = "", .field = "Y tế", .venue_basis = "investor", .investor = "x", .state_funded = head && walk_roll(3), .known_state = "x", .content = "x", .applicability = "x", .secret = "",
                      .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = walk_roll(20) > 0,
                      .applied_on = first_applied(k)};
    dossier_id id = {0};

    if (second) a[1] = (dossier_author){.name = second->name, .login = second->login, .unit = "", .position = "", .qualification = "", .share = walk_roll(8) ? 4000 : 3000};
    t.authors = (author_list){a, second ? 2 : 1};
    assert_int_equal(dossier_create(k->mem, k->w->db, first, &t, k->now, &id), OK);
    if (second && walk_roll(6)) assert_int_equal(dossier_confirm(k->mem, k->w->db, second, id, k->now), OK);
    return id;
}

static void act_step(walk *k)
{
    static const char *const actions[] = {"file", "file", "accept", "accept", "ask_fix", "answer_fix", "refuse_acceptance", "applied", "ask_consent", "consent", "refuse", "withdraw", "cancel", "reexamine", "recognise", "conclude"};
    static const struct {
        const char *action;
        int who;
    } likely[] = {{"file", 0}, {"file", 2}, {"accept", 1}, {"accept", 1}, {"ask_fix", 1}, {"answer_fix", 0}, {"ask_consent", 2}, {"consent", 3}}; /* what goes on, by whom it is */
    const actor *const people[] = {&k->w->author, &k->w->intake, &k->w->head, k->department};
    int pick = walk_roll(COUNT(likely));
    bool right = walk_roll(3) > 0;
    const actor *who = right ? people[likely[pick].who] : walk_somebody(k);
    const char *action = right ? likely[pick].action : actions[walk_roll(COUNT(actions))];
    step_outcome o = {0};

    walk_changed(k, dossier_step(k->mem, k->w->db, who, k->dossier, action, &(step_input){.note = walk_roll(3) ? "Vì lý do." : "", .document = walk_roll(2) ? "12/UBND" : "", .on = date_of(k->now)}, k->now, &o));
}

static bool written(const dossier_events *l, const char *action, int *after)
{
    for (int i = *after; i < l->n; i++) {
        if (!text_eq(l->p[i].action, action)) continue;
        *after = i + 1;
        return true;
    }
    return false;
}

/* What must be so of a recognised dossier, from its rows; terms by the calendar alone, without rule/. */
static void oracle_of_the_road(walk *k)
{
    dossier d = {0};
    author_list a = {0};
    dossier_events e = {0};
    int64_t shares = 0;
    int at = 0;
    bool waited = false;

    assert_int_equal(dossier_get(k->w->db, k->mem, k->watcher, k->dossier, &d), OK);
    assert_int_equal(dossier_authors(k->w->db, k->mem, k->dossier, &a), OK);
    assert_int_equal(dossier_events_of(k->w->db, k->mem, k->dossier, &e), OK);
    for (int i = 0; i < e.n / 2; i++) { /* the newest comes first */
        dossier_event first = e.p[i];
        e.p[i] = e.p[e.n - 1 - i];
        e.p[e.n - 1 - i] = first;
    }
    for (int i = 0; i < a.n; i++) {
        shares += a.p[i].share;
        assert_true(a.p[i].confirmed_at.ms > 0);
    }
    assert_int_equal(shares, 10000);
    assert_true(d.no_state_secret && d.oath);
    static const char *const road[] = {"file", "accept", "open_council", "conclude", "recognise"};
    for (int i = 0; i < COUNT(road); i++) {
        if (i == 1) { /* a solution that is not yet applied waits for its first application after it is accepted */
            int other = at;
            if (!written(&e, "accept", &at)) assert_true(written(&e, "accept_waiting", &other) && (at = other));
            waited = other > 0 && at == other;
            continue;
        }
        if (i == 2 && waited && written(&e, "applied", &at)) continue; /* from there before the council, which concludes only if it is valid */
        assert_true(written(&e, road[i], &at));
    }
    int filed = date_year(d.filed_on) * 372 + date_month(d.filed_on) * 31 + date_day(d.filed_on), applied = date_year(d.applied_on) * 372 + date_month(d.applied_on) * 31 + date_day(d.applied_on);
    if (d.applied_on.ymd) assert_true(filed <= applied + 372 + 10); /* a year, and the days that a holiday may shift it */
    if (d.state_funded && d.author_is_head) {
        assert_true(*d.consent_document != 0);
        int from = 0;
        assert_true(written(&e, "consent", &from));
    }
    for (int i = 0; i < e.n; i++) {
        int days = e.p[i].due_on.ymd ? date_days_between(date_of(e.p[i].at), e.p[i].due_on) : 0;
        assert_true(i == 0 || e.p[i].at.ms >= e.p[i - 1].at.ms);
        if (text_eq(e.p[i].action, "file")) assert_true(days >= 28 && days <= 31 + 14);
        if (text_eq(e.p[i].action, "accept")) assert_true(days >= 89 - 0 && days <= 92 + 14);
    }
}

static void act_attend(walk *k, const actor *who)
{
    member_list l = {0};
    member_id ids[20];
    int n = 0;

    if (walk_was_refused(k, ACT_ATTEND, who) || council_attendance(k->w->db, k->mem, k->session, &l) != OK) return;
    for (int m = 0; m < l.n && m < 20; m++)
        if (k->sparse ? walk_roll(5) < 2 : walk_roll(12) > 0) ids[n++] = l.p[m].id;
    (void)!walk_note(k, ACT_ATTEND, who, council_attend(k->mem, k->w->db, who, k->session, ids, n, k->now), false);
}

static void act_score(walk *k, const actor *who)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list s = {0};
    score_outcome bad[CRITERIA_MAX];

    if (walk_was_refused(k, ACT_SCORE, who)) return;
    status seen = council_my_sheet(k->w->db, k->mem, who, k->item, &mine, &c, &s);
    if (seen != OK) {
        (void)!walk_note(k, ACT_SCORE, who, seen, true);
        return;
    }
    static const int64_t points[] = {2700, 3000, 2200, 0, 100, 2650, 3100};
    for (int i = 0; i < c.n; i++) s.p[i] = (score_row){c.p[i].id, points[walk_roll(COUNT(points))], walk_roll(2) ? "nhận xét" : ""};
    (void)!walk_note(k, ACT_SCORE, who, council_save_sheet(k->mem, k->w->db, who, k->item, walk_roll(4) ? "done" : walk_roll(2) ? "draft" : "abstained", &s, walk_roll(2) ? "vì sao" : "", k->now, bad), false);
}

static void act_conflict(walk *k, const actor *who)
{
    static const char *const kinds[] = {"relative", "declared", "interest"};
    const actor *whom = walk_somebody(k);
    conflict_list l = {0};

    if (walk_roll(3)) walk_changed(k, council_declare(k->mem, k->w->db, who, k->dossier, walk_roll(4) ? whom->user : (user_id){0}, whom->name, kinds[walk_roll(3)], "", k->now));
    else if (council_conflicts_of(k->w->db, k->mem, who, k->dossier, &l) == OK && l.n) walk_changed(k, council_rule_on(k->mem, k->w->db, who, l.p[walk_roll(l.n)].id, walk_roll(2), "lý do", k->now));
}

static void act_member(walk *k, const actor *who)
{
    member_list l = {0};
    member_id id;

    if (council_members(k->w->db, k->mem, k->w->council, &l) != OK || !l.n) return;
    const member_row *m = &l.p[walk_roll(l.n)];
    member_row again = {.user_id = m->user_id, .role = m->role, .alternate = walk_roll(3) == 0, .expertise = ""};
    status left = council_drop_member(k->mem, k->w->db, who, k->w->council, m->id, k->now);
    walk_changed(k, left);
    if (left == OK && walk_roll(2)) (void)!council_add_member(k->mem, k->w->db, who, k->w->council, &again, k->now, &id);
}

static void act_conclude(walk *k, const actor *who)
{
    item_row i = {0};
    finding_list refused = {0};

    if (walk_was_refused(k, ACT_CONCLUDE, who)) return;
    status s = walk_note(k, ACT_CONCLUDE, who, council_conclude(k->mem, k->w->db, who, k->item, k->now, &i, &refused), true);

    if (s == E_CONFLICT) { /* closed, concluded or withdrawn; never because a constraint of the store had to stop it */
        session_row_view session = {0};
        dossier d = {0};
        assert_int_equal(council_session_get(k->w->db, k->mem, k->watcher, k->session, &session), OK);
        assert_int_equal(dossier_get(k->w->db, k->mem, k->watcher, k->dossier, &d), OK);
        assert_true(k->concluded || text_eq(session.state, "closed") || dossier_phase_of(&d) != PHASE_EVALUATION);
    }
    if (s != OK) {
        k->refused++;
        return;
    }
    assert_false(k->concluded); /* once */
    assert_true(actor_has_any(who, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR)));
    assert_int_equal(council_item_get(k->w->db, k->mem, who, k->item, &i), OK);
    oracle(k, &i);
    k->concluded = true;
    k->passed += i.passed;
}

static void act_decide(walk *k, const actor *who)
{
    recognition_id made = {0};
    finding_list refused = {0};
    item_row i = {0};

    if (walk_was_refused(k, ACT_DECIDE, who)) return;
    if (walk_note(k, ACT_DECIDE, who, certificate_recognise(k->mem, k->w->db, who, k->dossier, "Giám đốc", "", k->now, &made, &refused), true) != OK) return;
    assert_true(actor_has_any(who, ROLE_BIT(ROLE_HEAD)));
    assert_int_equal(council_item_of(k->w->db, k->mem, k->watcher, k->dossier, &i), OK);
    assert_true(text_eq(i.state, "concluded") && i.passed);
    if (k->whole) oracle_of_the_road(k);
    k->recognised++;
}

static void act_vote(walk *k, const actor *who)
{
    static const char *const choices[] = {"for", "for", "for", "for", "for", "for", "for", "against", "blank", "maybe"};
    const char *receipt = NULL;
    member_list l = {0};
    bool present = false;

    if (walk_was_refused(k, ACT_VOTE, who)) return;
    status s = council_vote(k->mem, k->w->db, who, k->item, choices[walk_roll(COUNT(choices))], walk_roll(4) ? "vì" : "", &receipt);
    (void)!walk_note(k, ACT_VOTE, who, s, s == E_CONFLICT); /* voted, or over: whatever the choice */
    if (s != OK) return;
    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    for (int m = 0; m < l.n; m++) present |= l.p[m].user_id.v == who->user.v && l.p[m].present;
    assert_true(present);
    author_list a = {0};
    assert_int_equal(dossier_authors(k->w->db, k->mem, k->dossier, &a), OK);
    for (int i = 0; i < a.n; i++) assert_int_not_equal(who->user.v, a.p[i].user_id.v);
}

static void act_assess(walk *k, const actor *who)
{
    bool yes = walk_roll(4) > 0;
    const council_findings f = {yes ? "yes" : walk_roll(2) ? "no" : "", "yes", "yes", yes ? "yes" : "no", "yes", yes ? "no" : "", walk_roll(5) ? "Ý kiến." : ""};

    if (!walk_was_refused(k, ACT_ASSESS, who)) (void)!walk_note(k, ACT_ASSESS, who, council_assess(k->mem, k->w->db, who, k->item, &f), true);
}

static void act_close(walk *k, const actor *who)
{
    status s = council_close(k->mem, k->w->db, who, k->session, k->now);

    walk_changed(k, s);
    if (s == OK) walk_polls_ended(k);
}

static void pass(walk *k, int64_t ms)
{
    k->now.ms += ms;
    k->state += ms > 0;
}

static void one_action(walk *k)
{
    const actor *who = walk_somebody(k), *keeper = walk_roll(3) ? &k->w->secretary : walk_somebody(k);
    finding_list refused = {0};
    step_outcome o;
    item_id made = {0};

    if (k->whole && (!k->item.v || k->concluded) && walk_roll(3)) {
        act_step(k);
        if (walk_roll(12) == 0) pass(k, (int64_t)walk_roll(20) * DAY);
        return;
    }
    if (!k->item.v && walk_roll(2)) {
        if (!walk_was_refused(k, ACT_SCHEDULE, keeper) && walk_note(k, ACT_SCHEDULE, keeper, council_schedule(k->mem, k->w->db, keeper, k->session, k->dossier, k->now, &made, &refused), true) == OK) k->item = made;
        return;
    }
    if (k->polling && walk_roll(3) == 0) {
        walk_poll_act(k, who, keeper);
        return;
    }
    switch (walk_roll(30)) {
    case 0: case 1: act_attend(k, keeper); break;
    case 2: case 3: case 4: act_score(k, who); break;
    case 5: if (walk_roll(3) == 0) act_conflict(k, walk_roll(3) ? who : keeper); break;
    case 6: if (walk_roll(8) == 0) act_member(k, keeper); break;
    case 7: case 8: case 9: act_assess(k, keeper); break;
    case 10: case 11: case 12: act_conclude(k, keeper); break;
    case 13: case 14: act_decide(k, walk_roll(3) ? &k->w->head : who); break;
    case 15: pass(k, (int64_t)walk_roll(3) * 1800000); break;
    case 16: if (walk_roll(20) == 0) act_close(k, keeper); break;
    case 17: if (walk_roll(15) == 0) walk_changed(k, dossier_step(k->mem, k->w->db, who, k->dossier, walk_roll(2) ? "withdraw" : "conclude", &(step_input){.note = "x"}, k->now, &o)); break;
    default: act_vote(k, who); break;
    }
}

/* The world of all walks, and what they came to. */
typedef struct {
    bench_world w;
    actor department, watcher;
    dossier_id dossier, other[WALK_OTHERS];
    int passed, recognised, whole, refused, counted;
} grounds;

static void one_walk(grounds *g, uint64_t seed)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};
    bench_world *w = &g->w;
    arena *kept = w->mem;
    walk k = {.w = w, .mem = mem, .department = &g->department, .watcher = &g->watcher, .dossier = g->dossier, .now = bench_now(), .state = 1};

    walk_throw(seed);
    w->mem = mem;
    assert_int_equal(db_begin(w->db, &tx), OK); /* rolled back at the end */
    k.whole = walk_roll(3) == 0;
    if (k.whole) k.dossier = draft(&k);
    k.session = bench_session(w, walk_roll(2) ? "open" : "secret", walk_roll(2) ? (instant){k.now.ms + 3600000} : (instant){0}, false);
    k.polling = walk_roll(4) == 0;
    k.sparse = walk_roll(5) == 0;
    for (int i = 0; k.polling && i < WALK_OTHERS; i++) {
        k.other[i] = g->other[i];
        k.other_item[i] = bench_schedule(w, k.session, g->other[i]);
    }
    int actions = (k.whole || k.polling ? 2 * ACTIONS : ACTIONS) + walk_roll(ACTIONS);
    for (int i = 0; i < actions; i++) one_action(&k);
    walk_polls_look(&k);
    if (k.concluded || seed % 50 == 0) {
        int bad = 0;
        item_row i = {0};
        if (k.item.v && council_item_of(w->db, mem, k.watcher, k.dossier, &i) == OK && text_eq(i.state, "concluded")) assert_true(i.passed >= (k.recognised > 0));
        if (seed % 200 == 0) assert_int_equal(check_all(w->db, true, NULL, &bad), OK);
        assert_int_equal(bad, 0);
    }
    g->passed += k.passed;
    g->recognised += k.recognised;
    g->whole += k.whole ? k.recognised : 0;
    g->refused += k.refused;
    g->counted += k.counted;
    w->mem = kept;
}

static void open_grounds(grounds *g, store_kind kind)
{
    *g = (grounds){0};
    bench_open(&g->w, kind);
    bench_criteria(&g->w);
    g->department = bench_person(&g->w, "so", "Cán bộ Sở", ROLE_DEPARTMENT);
    g->watcher = bench_person(&g->w, "thanh-tra", "Thanh tra", ROLE_AUDITOR);
    g->dossier = bench_dossier(&g->w, "Đi ngẫu nhiên", NULL, NULL, NULL);
    g->other[0] = bench_dossier(&g->w, "Một hồ sơ khác", NULL, NULL, NULL);
    g->other[1] = bench_dossier(&g->w, "Của một ủy viên", &g->w.member[2], NULL, NULL);
}

static uint64_t seed; /* of the walk that goes on */

static int tell_last(void **state)
{
    print_message("the last walk was %llu\n", (unsigned long long)seed);
    return 0;
}

static void no_walk_breaks_a_guard(void **state)
{
    const char *given = getenv("SANGKIEN_WALKS");
    const char *from = getenv("SANGKIEN_WALKS_FROM"), *only = getenv("SANGKIEN_WALKS_STORE");
    int walks = given ? atoi(given) : 100;

    for (int s = only ? atoi(only) : 0; s < (only ? atoi(only) + 1 : 2); s++) {
        static grounds g;
        const char *name = s ? "PostgreSQL" : "SQLite";
        open_grounds(&g, stores_kinds[s]);
        seed = from ? (uint64_t)atoll(from) : given ? 1000000 : 0;
        for (int i = 1; i <= walks; i++, seed++) {
            one_walk(&g, seed);
            if (s && i % SWEEP == 0) stores_pg_run(g.w.s, "VACUUM"); /* what was rolled back lies there dead */
            if (i % 1000 && i != walks) continue;
            print_message("%s: %d walks, %d passed, %d recognised (%d of them from the draft on), %d conclusions refused, %d choices counted; %ld s of CPU time\n", name, i, g.passed, g.recognised, g.whole, g.refused,
                          g.counted, (long)(clock() / CLOCKS_PER_SEC));
            fflush(stdout);
        }
        assert_true(g.passed > 0 && g.recognised > 0 && g.refused > g.passed && g.counted > 0);
        bench_close(&g.w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(no_walk_breaks_a_guard, tell_last)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
