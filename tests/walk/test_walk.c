/* Random walks: whatever members, officers, authors and the department do in whatever order, no dossier is recognised, nor passes
 * its council, without quorum, majority and findings, with a vote of somebody who is recused or away, or with too few points;
 * and none that begins as a draft comes to a recognition but by the road of the law: filed in time by authors whose shares are
 * whole and who all confirmed, accepted by an officer who is none of them, with the consent of the competent body where the
 * head is an author of what the State funded, every term kept as the Civil Code counts it. The oracles below count by
 * themselves. Each walk is one transaction that is rolled back, so that many fit into minutes:
 * SANGKIEN_WALKS=100000 [SANGKIEN_WALKS_FROM=500000] [SANGKIEN_WALKS_STORE=0] (tests/walk/run). */
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "tests/lib/bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACTORS = 10, ACTIONS = 60, DAY = 86400000 };
static actor department, watcher; /* watcher: only looks */
static uint64_t dice;
static int roll(int n)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice >> 33) % (uint64_t)n);
}

typedef struct {
    bench_world *w;
    arena *mem;
    dossier_id dossier;
    council_session_id session;
    item_id item; /* 0 until it is on the agenda */
    instant now;
    bool concluded, whole; /* whole: from the draft on */
    int passed, recognised, refused;
} walk;

static const actor *somebody(walk *k)
{
    bench_world *w = k->w;
    const actor *const all[ACTORS] = {&w->author, &w->intake, &w->secretary, &w->chair, &w->head, &w->member[0], &w->member[1], &w->member[2], &w->alternate, &department};
    return all[roll(ACTORS)];
}

/* Everything again, from the rows: who sits, who voted, what the findings are. */
static void oracle(walk *k, const item_row *i)
{
    member_list l = {0};
    conflict_list conflicts = {0};
    author_list authors = {0};
    int seats = 0, full = 0, alternates = 0, empty = 0;

    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    assert_int_equal(dossier_authors(k->w->db, k->mem, k->dossier, &authors), OK);
    assert_int_equal(db_each(k->w->db, Q_COUNCIL_CONFLICTS_OF, k->mem, &conflict_shape, &conflicts, P_ID(k->dossier)), OK);
    for (int m = 0; m < l.n; m++) {
        bool barred = false;
        for (int n = 0; n < authors.n; n++) barred |= authors.p[n].user_id.v == l.p[m].user_id.v;
        for (int c = 0; c < conflicts.n; c++) barred |= conflicts.p[c].user_id.v == l.p[m].user_id.v && !text_eq(conflicts.p[c].state, "lifted");
        bool sits = l.p[m].present && !barred;
        if (!l.p[m].alternate) {
            seats++;
            full += sits;
            empty += !sits;
        } else {
            alternates += sits;
        }
    }
    int present = full + (alternates < empty ? alternates : empty);
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

    if (roll(10) == 0) return (date){0};
    if (roll(3)) return date_add_days(today, -30);
    return date_add_days(date_add_months(today, -12), roll(2) ? near[roll(COUNT(near))] : -roll(40));
}

static dossier_id draft(walk *k)
{
    const actor *second = roll(4) ? NULL : &k->w->member[roll(3)];
    bool head = roll(6) == 0; /* the head is the first author */
    const actor *first = head ? &k->w->head : &k->w->author;
    dossier_author a[2] = {{.name = first->name, .login = first->login, .unit = "", .position = "", .qualification = "", .share = second ? 6000 : roll(12) ? 10000 : 9000}};
    dossier_text t = {.org = k->w->org, .title = "Đi từ bản nháp", .kind = "technical", .subkind = "", .field = "Y tế", .venue_basis = "investor", .investor = "x", .state_funded = head && roll(3), .known_state = "x", .content = "x", .applicability = "x", .secret = "",
                      .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = roll(20) > 0,
                      .applied_on = first_applied(k)};
    dossier_id id = {0};

    if (second) a[1] = (dossier_author){.name = second->name, .login = second->login, .unit = "", .position = "", .qualification = "", .share = roll(8) ? 4000 : 3000};
    t.authors = (author_list){a, second ? 2 : 1};
    assert_int_equal(dossier_create(k->mem, k->w->db, first, &t, k->now, &id), OK);
    if (second && roll(6)) assert_int_equal(dossier_confirm(k->mem, k->w->db, second, id, k->now), OK);
    return id;
}

static void act_step(walk *k)
{
    static const char *const actions[] = {"file", "file", "accept", "accept", "ask_fix", "answer_fix", "refuse_acceptance", "applied", "ask_consent", "consent", "refuse", "withdraw", "cancel", "reexamine", "recognise", "conclude"};
    static const struct {
        const char *action;
        int who;
    } likely[] = {{"file", 0}, {"file", 2}, {"accept", 1}, {"accept", 1}, {"ask_fix", 1}, {"answer_fix", 0}, {"ask_consent", 2}, {"consent", 3}}; /* what goes on, by whom it is */
    const actor *const people[] = {&k->w->author, &k->w->intake, &k->w->head, &department};
    int pick = roll(COUNT(likely));
    bool right = roll(3) > 0;
    const actor *who = right ? people[likely[pick].who] : somebody(k);
    const char *action = right ? likely[pick].action : actions[roll(COUNT(actions))];
    step_outcome o = {0};

    (void)!dossier_step(k->mem, k->w->db, who, k->dossier, action, &(step_input){.note = roll(3) ? "Vì lý do." : "", .document = roll(2) ? "12/UBND" : "", .on = date_of(k->now)}, k->now, &o);
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

    assert_int_equal(dossier_get(k->w->db, k->mem, &watcher, k->dossier, &d), OK);
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

    if (council_attendance(k->w->db, k->mem, k->session, &l) != OK) return;
    for (int m = 0; m < l.n && m < 20; m++)
        if (roll(12) > 0) ids[n++] = l.p[m].id;
    (void)!council_attend(k->mem, k->w->db, who, k->session, ids, n, k->now);
}

static void act_score(walk *k, const actor *who)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list s = {0};
    score_outcome bad[CRITERIA_MAX];

    if (council_my_sheet(k->w->db, k->mem, who, k->item, &mine, &c, &s) != OK) return;
    static const int64_t points[] = {2700, 3000, 2200, 0, 100, 2650, 3100};
    for (int i = 0; i < c.n; i++) s.p[i] = (score_row){c.p[i].id, points[roll(COUNT(points))], roll(2) ? "nhận xét" : ""};
    (void)!council_save_sheet(k->mem, k->w->db, who, k->item, roll(4) ? "done" : roll(2) ? "draft" : "abstained", &s, roll(2) ? "vì sao" : "", k->now, bad);
}

static void act_conflict(walk *k, const actor *who)
{
    static const char *const kinds[] = {"relative", "declared", "interest"};
    const actor *whom = somebody(k);
    conflict_list l = {0};

    if (roll(3)) (void)!council_declare(k->mem, k->w->db, who, k->dossier, roll(4) ? whom->user : (user_id){0}, whom->name, kinds[roll(3)], "", k->now);
    else if (council_conflicts_of(k->w->db, k->mem, who, k->dossier, &l) == OK && l.n) (void)!council_rule_on(k->mem, k->w->db, who, l.p[roll(l.n)].id, roll(2), "lý do", k->now);
}

static void act_member(walk *k, const actor *who)
{
    member_list l = {0};
    member_id id;

    if (council_members(k->w->db, k->mem, k->w->council, &l) != OK || !l.n) return;
    const member_row *m = &l.p[roll(l.n)];
    member_row again = {.user_id = m->user_id, .role = m->role, .alternate = roll(3) == 0, .expertise = ""};
    if (council_drop_member(k->mem, k->w->db, who, k->w->council, m->id, k->now) == OK && roll(2)) (void)!council_add_member(k->mem, k->w->db, who, k->w->council, &again, k->now, &id);
}

static void act_conclude(walk *k, const actor *who)
{
    item_row i = {0};
    finding_list refused = {0};
    status s = council_conclude(k->mem, k->w->db, who, k->item, k->now, &i, &refused);

    if (s == E_CONFLICT) { /* closed, concluded or withdrawn; never because a constraint of the store had to stop it */
        session_row_view session = {0};
        dossier d = {0};
        assert_int_equal(council_session_get(k->w->db, k->mem, &watcher, k->session, &session), OK);
        assert_int_equal(dossier_get(k->w->db, k->mem, &watcher, k->dossier, &d), OK);
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

    if (certificate_recognise(k->mem, k->w->db, who, k->dossier, "Giám đốc", "", k->now, &made, &refused) != OK) return;
    assert_true(actor_has_any(who, ROLE_BIT(ROLE_HEAD)));
    assert_int_equal(council_item_of(k->w->db, k->mem, &watcher, k->dossier, &i), OK);
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
    status s = council_vote(k->mem, k->w->db, who, k->item, choices[roll(COUNT(choices))], roll(4) ? "vì" : "", &receipt);

    if (s != OK) return;
    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    for (int m = 0; m < l.n; m++) present |= l.p[m].user_id.v == who->user.v && l.p[m].present;
    assert_true(present);
    author_list a = {0};
    assert_int_equal(dossier_authors(k->w->db, k->mem, k->dossier, &a), OK);
    for (int i = 0; i < a.n; i++) assert_int_not_equal(who->user.v, a.p[i].user_id.v);
}

static void one_action(walk *k)
{
    const actor *who = somebody(k), *keeper = roll(3) ? &k->w->secretary : somebody(k);
    finding_list refused = {0};
    bool yes = roll(4) > 0;
    step_outcome o;
    item_id made = {0};

    if (k->whole && (!k->item.v || k->concluded) && roll(3)) {
        act_step(k);
        if (roll(12) == 0) k->now.ms += (int64_t)roll(20) * DAY;
        return;
    }
    if (!k->item.v && roll(2)) {
        if (council_schedule(k->mem, k->w->db, keeper, k->session, k->dossier, k->now, &made, &refused) == OK) k->item = made;
        return;
    }
    switch (roll(30)) {
    case 0: case 1: act_attend(k, keeper); break;
    case 2: case 3: case 4: act_score(k, who); break;
    case 5: if (roll(3) == 0) act_conflict(k, roll(3) ? who : keeper); break;
    case 6: if (roll(8) == 0) act_member(k, keeper); break;
    case 7: case 8: case 9: (void)!council_assess(k->mem, k->w->db, keeper, k->item, &(council_findings){yes ? "yes" : roll(2) ? "no" : "", "yes", "yes", yes ? "yes" : "no", "yes", yes ? "no" : "", roll(5) ? "Ý kiến." : ""}); break;
    case 10: case 11: case 12: act_conclude(k, keeper); break;
    case 13: case 14: act_decide(k, roll(3) ? &k->w->head : who); break;
    case 15: k->now.ms += (int64_t)roll(3) * 1800000; break;
    case 16: if (roll(20) == 0) (void)!council_close(k->mem, k->w->db, keeper, k->session, k->now); break;
    case 17: if (roll(15) == 0) (void)!dossier_step(k->mem, k->w->db, who, k->dossier, roll(2) ? "withdraw" : "conclude", &(step_input){.note = "x"}, k->now, &o); break;
    default: act_vote(k, who); break;
    }
}

static void one_walk(bench_world *w, dossier_id id, uint64_t seed, int *passed, int *recognised, int *refused, int *whole)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};
    arena *kept = w->mem;
    walk k = {.w = w, .mem = mem, .dossier = id, .now = bench_now()};

    dice = seed * 0x9E3779B97F4A7C15u + 1;
    w->mem = mem;
    assert_int_equal(db_begin(w->db, &tx), OK); /* rolled back at the end */
    k.whole = roll(3) == 0;
    if (k.whole) k.dossier = draft(&k);
    k.session = bench_session(w, roll(2) ? "open" : "secret", roll(2) ? (instant){k.now.ms + 3600000} : (instant){0}, false);
    int actions = (k.whole ? 2 * ACTIONS : ACTIONS) + roll(ACTIONS);
    for (int i = 0; i < actions; i++) one_action(&k);
    if (k.concluded || seed % 50 == 0) {
        int bad = 0;
        item_row i = {0};
        if (k.item.v && council_item_of(w->db, mem, &watcher, k.dossier, &i) == OK && text_eq(i.state, "concluded")) assert_true(i.passed >= (k.recognised > 0));
        if (seed % 200 == 0) assert_int_equal(check_all(w->db, true, NULL, &bad), OK);
        assert_int_equal(bad, 0);
    }
    *passed += k.passed;
    *recognised += k.recognised;
    *whole += k.whole ? k.recognised : 0;
    *refused += k.refused;
    w->mem = kept;
}

static void no_walk_breaks_a_guard(void **state)
{
    const char *given = getenv("SANGKIEN_WALKS");
    const char *from = getenv("SANGKIEN_WALKS_FROM"), *only = getenv("SANGKIEN_WALKS_STORE");
    int walks = given ? atoi(given) : 100;

    for (int s = only ? atoi(only) : 0; s < (only ? atoi(only) + 1 : 2); s++) {
        bench_world w;
        int passed = 0, recognised = 0, refused = 0, whole = 0;
        bench_open(&w, stores_kinds[s]);
        bench_criteria(&w);
        department = bench_person(&w, "so", "Cán bộ Sở", ROLE_DEPARTMENT);
        watcher = bench_person(&w, "thanh-tra", "Thanh tra", ROLE_AUDITOR);
        dossier_id id = bench_dossier(&w, "Đi ngẫu nhiên", NULL, NULL, NULL);
        for (int i = 0; i < walks; i++) {
            one_walk(&w, id, (uint64_t)i + (from ? (uint64_t)atoll(from) : given ? 1000000 : 0), &passed, &recognised, &refused, &whole);
            if ((i + 1) % 5000 == 0) print_message("%s: %d walks so far\n", s ? "PostgreSQL" : "SQLite", i + 1);
        }
        print_message("%s: %d walks, %d passed, %d recognised (%d of them from the draft on), %d conclusions refused\n", s ? "PostgreSQL" : "SQLite", walks, passed, recognised, whole, refused);
        assert_true(passed > 0 && recognised > 0 && refused > passed);
        bench_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_walk_breaks_a_guard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
