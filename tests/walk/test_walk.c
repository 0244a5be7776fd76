/* Random walks: whatever members, officers and authors do in whatever order, no dossier is recognised, nor passes its council,
 * without quorum, majority and findings, with a vote of somebody who is recused or away, or with too few points. The oracle
 * below counts by itself. Each walk is one transaction that is rolled back, so that 100,000 fit into minutes:
 * SANGKIEN_WALKS=100000 (tests/walk/run). */
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "tests/lib/bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACTORS = 9, ACTIONS = 60 };
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
    bool concluded;
    int passed, recognised, refused;
} walk;

static const actor *somebody(walk *k)
{
    bench_world *w = k->w;
    const actor *const all[ACTORS] = {&w->author, &w->intake, &w->secretary, &w->chair, &w->head, &w->member[0], &w->member[1], &w->member[2], &w->alternate};
    return all[roll(ACTORS)];
}

/* Everything again, from the rows: who sits, who voted, what the findings are. */
static void oracle(walk *k, const item_row *i)
{
    member_list l = {0};
    conflict_list conflicts = {0};
    int seats = 0, full = 0, alternates = 0, empty = 0;

    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    assert_int_equal(db_each(k->w->db, Q_COUNCIL_CONFLICTS_OF, k->mem, &conflict_shape, &conflicts, P_ID(k->dossier)), OK);
    for (int m = 0; m < l.n; m++) {
        bool barred = l.p[m].user_id.v == k->w->author.user.v;
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
    assert_int_equal(council_item_of(k->w->db, k->mem, &k->w->author, k->dossier, &i), OK);
    assert_true(text_eq(i.state, "concluded") && i.passed);
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
    assert_int_not_equal(who->user.v, k->w->author.user.v);
}

static void one_action(walk *k)
{
    const actor *who = somebody(k), *keeper = roll(3) ? &k->w->secretary : somebody(k);
    finding_list refused = {0};
    bool yes = roll(4) > 0;
    step_outcome o;
    item_id made = {0};

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

static void one_walk(bench_world *w, dossier_id id, uint64_t seed, int *passed, int *recognised, int *refused)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};
    arena *kept = w->mem;
    walk k = {.w = w, .mem = mem, .dossier = id, .now = bench_now()};

    dice = seed * 0x9E3779B97F4A7C15u + 1;
    w->mem = mem;
    assert_int_equal(db_begin(w->db, &tx), OK); /* rolled back at the end */
    k.session = bench_session(w, roll(2) ? "open" : "secret", roll(2) ? (instant){k.now.ms + 3600000} : (instant){0}, false);
    int actions = ACTIONS + roll(ACTIONS);
    for (int i = 0; i < actions; i++) one_action(&k);
    if (k.concluded || seed % 50 == 0) {
        int bad = 0;
        item_row i = {0};
        if (k.item.v && council_item_of(w->db, mem, &w->head, id, &i) == OK && text_eq(i.state, "concluded")) assert_true(i.passed >= (k.recognised > 0));
        if (seed % 200 == 0) assert_int_equal(check_all(w->db, true, NULL, &bad), OK);
        assert_int_equal(bad, 0);
    }
    *passed += k.passed;
    *recognised += k.recognised;
    *refused += k.refused;
    w->mem = kept;
}

static void no_walk_breaks_a_guard(void **state)
{
    const char *given = getenv("SANGKIEN_WALKS");
    int walks = given ? atoi(given) : 100;

    for (int s = 0; s < 2; s++) {
        bench_world w;
        int passed = 0, recognised = 0, refused = 0;
        bench_open(&w, stores_kinds[s]);
        bench_criteria(&w);
        dossier_id id = bench_dossier(&w, "Đi ngẫu nhiên", NULL, NULL, NULL);
        for (int i = 0; i < walks; i++) one_walk(&w, id, (uint64_t)i + (given ? 1000000 : 0), &passed, &recognised, &refused);
        print_message("%s: %d walks, %d passed, %d recognised, %d conclusions refused\n", s ? "PostgreSQL" : "SQLite", walks, passed, recognised, refused);
        assert_true(passed > 0 && recognised > 0 && refused > passed);
        bench_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_walk_breaks_a_guard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
