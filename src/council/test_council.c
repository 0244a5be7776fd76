/* Councils: who sits, what is enough, conflicts, scores, assignment, agenda; on both stores where there is a store. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "council/council.h"
#include "doc/xlsx.h"
#include "org/org.h"
#include "tests/lib/bench.h"
#include "tests/lib/stores.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- the bench ---- */

static member_row seat(bool alternate, bool present, bool recused)
{
    return (member_row){.name = "", .role = "member", .expertise = "", .alternate = alternate, .present = present, .recused = recused};
}

static void alternates_step_in(void **state)
{
    member_row rows[] = {seat(true, true, false), seat(false, true, false), seat(false, true, true), seat(false, false, false), seat(true, true, true), seat(true, false, false), seat(true, true, false), seat(true, true, false)};
    member_list l = {rows, COUNT(rows)};
    council_bench b = {0};

    council_seat(&l, "appointed", &b);
    assert_int_equal(b.seats, 3);
    assert_int_equal(b.members, 3);
    assert_int_equal(b.recused, 1);
    assert_int_equal(b.stand_ins, 2); /* for the recused and the absent; the third alternate is not needed */
    assert_int_equal(b.present, 3);
    assert_true(rows[0].stands_in && rows[1].may_vote && !rows[2].may_vote && !rows[4].may_vote && rows[6].may_vote && !rows[7].may_vote);
    assert_true(council_quorate(&b, 2, 3) && council_carried(&b, 2, 2, 3) && !council_carried(&b, 1, 2, 3));
    l.n = 4;
    council_seat(&l, "unrecused", &b); /* one alternate for one recused: all three seats count */
    assert_int_equal(b.members, 3);
    rows[0].present = false;
    council_seat(&l, "unrecused", &b);
    assert_int_equal(b.members, 2);
    assert_int_equal(b.seats, 2);
    council_seat(&l, "present", &b);
    assert_int_equal(b.members, 1);
    assert_int_equal(b.seats, 3);
    assert_false(council_quorate(&b, 2, 3));
    /* the alternate has voted for one who was away and now comes: the seat is taken */
    rows[0].present = rows[0].voted = rows[3].present = rows[1].voted = true;
    rows[2].recused = false;
    rows[2].present = true;
    council_seat(&l, "appointed", &b);
    assert_int_equal(b.present, 3);
    assert_int_equal(b.stand_ins, 1);
    assert_true(rows[0].may_vote && rows[1].may_vote && rows[2].may_vote && !rows[3].may_vote);
    member_row full[] = {seat(false, true, false), seat(false, true, false), seat(true, true, false)};
    full[1].voted = full[2].voted = true; /* whoever has voted keeps the seat, whatever the order */
    council_seat(&(member_list){full, 3}, "appointed", &b);
    assert_true(b.present == 2 && !full[0].may_vote && full[1].may_vote && full[2].may_vote);
    l.n = 0;
    council_seat(&l, "appointed", &b);
    assert_false(council_quorate(&b, 2, 3));
    assert_false(council_carried(&b, 0, 2, 3));
}

static item_row found(const char *n, const char *excluded)
{
    return (item_row){.novelty_1 = n, .novelty_2 = "yes", .novelty_3 = "yes", .novelty_4 = "yes", .benefit = "yes", .excluded = excluded};
}

static void findings_and_points(void **state)
{
    bool whole = false;
    item_row i = found("yes", "no"), points = {.scored = true, .score = 6000, .score_pass = 6000, .vetoes = 1, .veto_at = 2};

    assert_true(council_sound(&i, &whole) && whole);
    i = found("", "no");
    assert_false(council_sound(&i, &whole) || whole);
    i = found("no", "no");
    assert_true(!council_sound(&i, &whole) && whole);
    i = found("yes", "");
    assert_false(council_sound(&i, &whole) || whole);
    i = found("yes", "yes");
    assert_true(!council_sound(&i, &whole) && whole);
    assert_true(council_points_enough(&points));
    points.vetoes = 2;
    assert_false(council_points_enough(&points));
    points.vetoes = 0;
    points.score = 5999;
    assert_false(council_points_enough(&points));
    points.scored = false;
    assert_true(council_points_enough(&points));
}

static actor with(arena *mem, role_kind role, int64_t org)
{
    actor_role *r = NEW(mem, actor_role);
    *r = (actor_role){role, {org}};
    return (actor){.user = {5}, .name = "", .login = "", .unit = "", .address = "", .roles = r, .n_roles = 1};
}

static void predicates(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    actor one[ROLE__COUNT];
    member_row rows[] = {seat(false, true, false), seat(false, true, false)};
    member_list l = {rows, 2};

    for (int r = 1; r < ROLE__COUNT; r++) one[r] = with(mem, (role_kind)r, r == ROLE_DEPARTMENT || r == ROLE_AUDITOR ? 0 : 7);
    org_id own = {7}, other = {8};
    for (int r = 1; r < ROLE__COUNT; r++) {
        bool keeps = r == ROLE_SECRETARY || r == ROLE_CHAIR || r == ROLE_HEAD || r == ROLE_INTAKE;
        assert_int_equal(council_may_manage(&one[r], own), keeps);
        assert_false(council_may_manage(&one[r], other));
        assert_int_equal(council_may_rule(&one[r], own), r == ROLE_CHAIR || r == ROLE_HEAD);
        assert_false(council_may_rule(&one[r], other));
        assert_int_equal(council_is_open_to(&one[r], own), keeps || r == ROLE_DEPARTMENT || r == ROLE_AUDITOR);
    }
    rows[1].user_id.v = 5;
    assert_false(council_may_vote(&l, (user_id){5}));
    rows[1].may_vote = true;
    assert_true(council_may_vote(&l, (user_id){5}));
    assert_false(council_may_vote(&l, (user_id){6}));
    assert_false(council_may_vote(&l, (user_id){0}));
    assert_true(council_may_read_sheet(SCORING_ALONE, true) && council_may_read_sheet(SCORING_SHOWN, false));
    assert_false(council_may_read_sheet(SCORING_ALONE, false) || council_may_read_sheet(SCORING_NONE, false));
    static const char *const roles[] = {"chair", "vice", "secretary", "member"};
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < i; k++) assert_string_not_equal(council_role_name(roles[i]), council_role_name(roles[k]));
}

/* ---- solvers ---- */

static uint64_t dice = 42;
static int roll(int n)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice >> 33) % (uint64_t)n);
}

/* The least cost of all assignments, one dossier after another; `load` and cost as in flow.c. */
static int64_t least_of_all(const flow_problem *p, int d, int *load)
{
    int64_t best = INT64_MAX / 4;

    if (d == p->dossiers) {
        int64_t c = 0;
        for (int m = 0; m < p->members; m++) c += 3 * load[m] * (load[m] - 1) / 2;
        return c;
    }
    for (int set = 0; set < 1 << p->members; set++) {
        int64_t c = 0;
        bool may = __builtin_popcount((unsigned)set) == p->each;
        for (int m = 0; m < p->members && may; m++) {
            if (!(set >> m & 1)) continue;
            may = !p->barred[d * p->members + m] && load[m] < p->load;
            c += p->cost[d * p->members + m];
        }
        if (!may) continue;
        for (int m = 0; m < p->members; m++) load[m] += set >> m & 1;
        int64_t rest = c + least_of_all(p, d + 1, load);
        for (int m = 0; m < p->members; m++) load[m] -= set >> m & 1;
        if (rest < best) best = rest;
    }
    return best;
}

static void assignment_is_optimal(void **state)
{
    int compared = 0;

    for (int round = 0; round < 300; round++) {
        AUTO(arena_ptr) mem = arena_new();
        unsigned char barred[20], pick[20];
        int cost[20], load[5] = {0};
        flow_problem p = {.dossiers = 4, .members = 4 + round % 2, .each = 1 + round % 2, .load = 2 + round % 3, .barred = barred, .cost = cost};
        flow_result r = {0};
        for (int i = 0; i < p.dossiers * p.members; i++) {
            barred[i] = roll(5) == 0;
            cost[i] = roll(3) * 10;
        }
        int64_t best = least_of_all(&p, 0, load);
        flow_solve(mem, &p, pick, &r);
        for (int i = 0; i < p.dossiers * p.members; i++) assert_false(pick[i] && barred[i]);
        if (best >= INT64_MAX / 4) continue; /* not all can be served: as many as go are */
        assert_int_equal(r.missing, 0);
        assert_int_equal(r.cost, best);
        compared++;
    }
    assert_true(compared > 150);
}

static void a_thousand_dossiers(void **state)
{
    enum { D = 1000, M = 100 };
    AUTO(arena_ptr) mem = arena_new();
    unsigned char *barred = NEWS(mem, unsigned char, D * M), *pick = NEWS(mem, unsigned char, D * M);
    int *cost = NEWS(mem, int, D * M);
    flow_problem p = {.dossiers = D, .members = M, .each = 3, .load = 40, .barred = barred, .cost = cost};
    flow_result r = {0};

    for (int d = 0; d < D; d++)
        for (int m = 0; m < M; m++) {
            barred[d * M + m] = roll(20) == 0;
            cost[d * M + m] = d % 12 == m % 12 ? 0 : 20;
        }
    clock_t start = clock();
    flow_solve(mem, &p, pick, &r);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("1,000 dossiers x 100 members x 3: %.2f s of CPU, loads %d to %d, cost %lld\n", seconds, r.least, r.most, (long long)r.cost);
    assert_int_equal(r.assigned, 3 * D);
    assert_true(r.most - r.least <= 8);
    assert_true(seconds < 20); /* under ASan on a busy machine; without it a tenth */
}

static int least_departures(const uint64_t *away, int n, int *order, int at)
{
    if (at == n) return agenda_departures(away, order, n);
    int best = 1000;
    for (int i = at; i < n; i++) {
        int t = order[at];
        order[at] = order[i];
        order[i] = t;
        int one = least_departures(away, n, order, at + 1);
        if (one < best) best = one;
        t = order[at];
        order[at] = order[i];
        order[i] = t;
    }
    return best;
}

static void the_fewest_leave(void **state)
{
    for (int round = 0; round < 60; round++) {
        AUTO(arena_ptr) mem = arena_new();
        uint64_t away[40] = {0};
        int order[40], all[40], n = 1 + round % 7;
        for (int i = 0; i < n; i++) {
            away[i] = (uint64_t)roll(16);
            all[i] = i;
        }
        assert_int_equal(agenda_order(mem, away, n, order), least_departures(away, n, all, 0));
        for (int i = 0; i < 40; i++) away[i] = (uint64_t)1 << roll(6);
        int ids[40] = {0};
        for (int i = 0; i < 40; i++) all[i] = i;
        assert_true(agenda_order(mem, away, 40, order) <= agenda_departures(away, all, 40));
        for (int i = 0; i < 40; i++) ids[order[i]]++;
        for (int i = 0; i < 40; i++) assert_int_equal(ids[i], 1);
    }
}

/* ---- with a store ---- */

static const char *kind_found(const conflict_list *l, user_id user)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].user_id.v == user.v && l->p[i].hard) return l->p[i].kind;
    return "";
}

/* Every tie that is in the data is found: an own one of each kind is planted, and strangers are left alone. */
BENCH_TEST(conflicts_are_found)
{
    db *d = w->db;
    arena *mem = w->mem;
    conflict_list l = {0};
    org_id other = {0};
    org_row o = {.code = "KHAC", .name = "Sở khác", .symbol = "K", .kind = "legal_person", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};
    assert_int_equal(org_create(d, mem, &o, &other), OK);
    actor coauthor = bench_person(w, "dong-tac-gia", "Phan Đồng Tác", ROLE_MEMBER), twin = bench_person(w, "trung-ten", "Lê Thị  Trùng Tên", ROLE_MEMBER),
          relative = bench_person(w, "nguoi-than", "Võ Người Thân", ROLE_MEMBER), helper = bench_person(w, "to-chuc", "Đặng Tổ Chức", ROLE_MEMBER), stranger = bench_person(w, "nguoi-la", "Hồ Người Lạ", ROLE_MEMBER),
          named = bench_person(w, "bi-neu", "Bùi Bị Nêu", ROLE_MEMBER);
    dossier_id before = bench_dossier(w, "Hồ sơ cũ", &coauthor, NULL, NULL), id = bench_dossier(w, "Hồ sơ đang xét", NULL, "Lê Thị Trùng Tên", "Đặng Tổ Chức");
    (void)before;
    assert_int_equal(council_relate(mem, d, &relative, "Nguyễn Tác Giả", "relative", bench_now()), OK);
    assert_int_equal(council_declare(mem, d, &w->author, id, (user_id){0}, "Bùi Bị Nêu", "interest", "", bench_now()), OK);
    const actor *const all[] = {&coauthor, &twin, &relative, &helper, &stranger, &named, &w->author};
    static const char *const kinds[] = {"coauthor", "identity", "relative", "organiser", "", "declared", "author"};
    member_row rows[COUNT(all)];
    for (int i = 0; i < COUNT(all); i++) rows[i] = (member_row){.user_id = all[i]->user, .org_id = all[i]->org, .name = all[i]->name, .role = "", .expertise = "", .position = "", .unit = ""};
    member_list people = {rows, COUNT(all)};
    assert_int_equal(council_suspect(d, mem, id, w->org, &people, bench_now(), &l), OK);
    for (int i = 0; i < COUNT(all); i++) assert_string_equal(kind_found(&l, all[i]->user), kinds[i]);
    /* a council elsewhere: those who work with the author are barred as well */
    assert_int_equal(council_suspect(d, mem, id, other, &people, bench_now(), &l), OK);
    assert_string_equal(kind_found(&l, stranger.user), "unit");
    candidate_list c = {0};
    assert_int_equal(council_candidates(d, mem, &w->secretary, w->council, "", bench_now(), &c), OK);
    int bars = 0;
    for (int i = 0; i < c.n; i++) bars += c.p[i].bars > 0;
    assert_true(bars >= 6);
    assert_int_equal(council_candidates(d, mem, &stranger, w->council, "", bench_now(), &c), E_NOT_FOUND);
}

static score_list scores_of(arena *mem, const criterion_list *c, int64_t each, const char *comment)
{
    score_list l = {NEWS(mem, score_row, c->n + 1), c->n};
    for (int i = 0; i < c->n; i++) l.p[i] = (score_row){c->p[i].id, each, comment};
    return l;
}

/* Alone and blind until the very second; then shown, counted, and the conclusion needs points and votes. */
BENCH_TEST(scores_open_at_the_second)
{
    db *d = w->db;
    arena *mem = w->mem;
    bench_criteria(w);
    instant opens = {bench_now().ms + 3600000};
    dossier_id id = bench_dossier(w, "Có chấm điểm", NULL, NULL, NULL);
    council_session_id session = bench_session(w, "open", opens, true);
    item_id item = bench_schedule(w, session, id);
    session_row_view s = {0};
    item_row i = {0};
    sheet_row mine = {0};
    sheet_list seen = {0};
    criterion_list c = {0};
    score_list none = {0};
    score_outcome bad[CRITERIA_MAX];
    finding_list refused = {0};
    assert_int_equal(council_my_sheet(d, mem, &w->author, item, &mine, &c, &none), E_NOT_FOUND);
    assert_int_equal(council_my_sheet(d, mem, &w->member[0], item, &mine, &c, &none), OK);
    score_list good = scores_of(mem, &c, 2700, "rất mới"), poor = scores_of(mem, &c, 2650, "");
    assert_int_equal(council_save_sheet(mem, d, &w->member[0], item, "done", &poor, "", bench_now(), bad), E_INVALID);
    assert_int_equal(bad[0], SCORE_NO_BAND);
    assert_int_equal(council_save_sheet(mem, d, &w->member[0], item, "abstained", &good, "", bench_now(), bad), E_INVALID); /* a reason */
    for (int m = 0; m < 3; m++) assert_int_equal(council_save_sheet(mem, d, &w->member[m], item, "done", &good, "", bench_now(), bad), OK);
    assert_int_equal(council_save_sheet(mem, d, &w->secretary, item, "abstained", &good, "không đúng chuyên môn", bench_now(), bad), OK);
    instant just = {opens.ms - 1};
    assert_int_equal(council_session_get(d, mem, &w->secretary, session, &s), OK);
    assert_int_equal(council_item_get(d, mem, &w->secretary, item, &i), OK);
    assert_int_equal(council_sheets(d, mem, &w->member[0], &s, &i, just, &seen), OK);
    assert_int_equal(seen.n, 1); /* the own one */
    assert_int_equal(council_sheets(d, mem, &w->chair, &s, &i, just, &seen), OK);
    assert_int_equal(seen.n, 0);
    assert_int_equal(council_sheets(d, mem, &w->chair, &s, &i, opens, &seen), OK);
    assert_int_equal(seen.n, 4);
    assert_true(seen.p[0].member_id.v == 0); /* names hidden */
    assert_int_equal(council_save_sheet(mem, d, &w->member[0], item, "draft", &good, "", just, bad), OK);
    assert_int_equal(council_save_sheet(mem, d, &w->member[0], item, "done", &good, "", just, bad), OK);
    assert_int_equal(council_save_sheet(mem, d, &w->member[0], item, "draft", &good, "", opens, bad), E_CONFLICT);
    bench_attend_all(w, session);
    bench_assess(w, item);
    for (int m = 0; m < 3; m++) bench_vote(w, &w->member[m], item, "for");
    bench_vote(w, &w->secretary, item, "for");
    assert_int_equal(council_conclude(mem, d, &w->chair, item, just, &i, &refused), E_INVALID);
    assert_non_null(strstr(refused.p[0].id, "C-08"));
    refused.n = 0;
    assert_int_equal(council_conclude(mem, d, &w->chair, item, (instant){opens.ms + 7200000}, &i, &refused), OK);
    assert_true(i.passed);
    assert_int_equal(i.score, 2700);
    assert_string_equal(i.formula, "(27,00 + 27,00 + 27,00) / 3 = 27,00");
}

/* Who is recused after voting takes all votes of the item along; the bench is what the rest can do. */
BENCH_TEST(recusal_counts_anew)
{
    db *d = w->db;
    arena *mem = w->mem;
    dossier_id id = bench_dossier(w, "Có người phải ra", NULL, NULL, NULL);
    council_session_id session = bench_session(w, "secret", (instant){0}, false);
    item_id item = bench_schedule(w, session, id);
    item_row i = {0};
    member_list bench = {0};
    council_bench b = {0};
    finding_list refused = {0};
    bench_attend_all(w, session);
    bench_assess(w, item);
    const char *code = bench_vote(w, &w->member[0], item, "for"), *choice = NULL;
    assert_int_equal(strlen(code), 20);
    bench_vote(w, &w->member[1], item, "for");
    assert_int_equal(council_receipt(d, mem, &w->member[0], code, &i, &choice), OK);
    assert_string_equal(choice, ""); /* in the box; what it says is for the count */
    assert_int_equal(council_receipt(d, mem, &w->author, code, &i, &choice), E_NOT_FOUND);
    assert_int_equal(council_declare(mem, d, &w->member[1], id, w->member[1].user, "", "relative", "em rể", bench_now()), OK);
    assert_int_equal(council_item_get(d, mem, &w->member[1], item, &i), E_NOT_FOUND);
    assert_int_equal(council_item_get(d, mem, &w->member[0], item, &i), OK);
    assert_false(i.i_voted); /* everybody votes anew */
    assert_int_equal(council_bench_of(d, mem, item, date_of(bench_now()), &bench, &b), OK);
    assert_int_equal(b.recused, 1);
    assert_int_equal(b.stand_ins, 1); /* the alternate has the seat */
    assert_int_equal(b.present, b.seats);
    item_list items = {0};
    assert_int_equal(council_items(d, mem, &w->member[1], session, &items), OK);
    assert_int_equal(items.n, 0);
    const actor *const voters[] = {&w->member[0], &w->member[2], &w->secretary, &w->chair, &w->alternate};
    for (int v = 0; v < COUNT(voters); v++) code = bench_vote(w, voters[v], item, "for");
    assert_int_equal(council_conclude(mem, d, &w->chair, item, bench_now(), &i, &refused), OK);
    assert_int_equal(i.votes_for, 5);
    assert_int_equal(i.recused, 1);
    assert_int_equal(council_receipt(d, mem, &w->alternate, text_upper(mem, code), &i, &choice), OK);
    assert_string_not_equal(choice, "");
    /* the chair lifts what was declared; that somebody is an author cannot be lifted */
    conflict_list l = {0};
    assert_int_equal(council_conflicts_of(d, mem, &w->chair, id, &l), OK);
    assert_int_equal(l.n, 1);
    assert_int_equal(council_dispute(mem, d, &w->member[0], l.p[0].id, "không đúng", bench_now()), E_NOT_FOUND);
    assert_int_equal(council_dispute(mem, d, &w->member[1], l.p[0].id, "đã ly hôn", bench_now()), OK);
    assert_int_equal(council_rule_on(mem, d, &w->secretary, l.p[0].id, true, "x", bench_now()), E_FORBIDDEN);
    assert_int_equal(council_rule_on(mem, d, &w->chair, l.p[0].id, true, "đã xem giấy tờ", bench_now()), OK);
    assert_int_equal(council_item_get(d, mem, &w->member[1], item, &i), OK);
}

/* A spreadsheet goes out and comes back; a date, a wrong score or a foreign row and nothing is written. */
BENCH_TEST(spreadsheets_come_back)
{
    db *d = w->db;
    arena *mem = w->mem;
    bench_criteria(w);
    council_session_id session = bench_session(w, "open", (instant){bench_now().ms + 3600000}, false);
    item_id item = bench_schedule(w, session, bench_dossier(w, "Bảng tính", NULL, NULL, NULL));
    bytes file = {0};
    xlsx_cells cells = {0};
    import_faults faults = {0};
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list scores = {0};
    int rows = 0;
    assert_int_equal(council_sheets_xlsx(d, mem, &w->member[0], session, &file), OK);
    assert_int_equal(xlsx_read(mem, file, &cells), OK);
    const char *key = xlsx_at(&cells, 1, 0)->value;
    const char *cell[] = {"Mã", "", "", "", "", "Điểm", "Nhận xét", key, "", "", "", "", "27,5", "rất mới", "9-9", "", "", "", "", "5", ""};
    xlsx_sheet s = {.name = "x", .cell = cell, .rows = 3, .columns = 7, .head = 0};
    assert_int_equal(xlsx_write(mem, &s, &file), OK);
    assert_int_equal(council_import_xlsx(mem, d, &w->member[0], session, file, bench_now(), &rows, &faults), E_INVALID);
    assert_int_equal(faults.n, 1);
    assert_string_equal(faults.p[0].address, "A3");
    assert_int_equal(council_my_sheet(d, mem, &w->member[0], item, &mine, &c, &scores), OK);
    assert_int_equal(mine.id, 0); /* nothing half-imported */
    cell[12] = "31";
    s.rows = 2;
    faults = (import_faults){0};
    assert_int_equal(xlsx_write(mem, &s, &file), OK);
    assert_int_equal(council_import_xlsx(mem, d, &w->member[0], session, file, bench_now(), &rows, &faults), E_INVALID);
    assert_string_equal(faults.p[0].address, "F2");
    cell[12] = "27.5";
    faults = (import_faults){0};
    assert_int_equal(xlsx_write(mem, &s, &file), OK);
    assert_int_equal(council_import_xlsx(mem, d, &w->member[1], session, file, bench_now(), &rows, &faults), OK);
    assert_int_equal(council_my_sheet(d, mem, &w->member[1], item, &mine, &c, &scores), OK);
    assert_int_equal(scores.p[0].points, 2750);
    assert_string_equal(mine.state, "draft");
    assert_int_equal(council_import_xlsx(mem, d, &w->author, session, file, bench_now(), &rows, &faults), E_NOT_FOUND);
}

/* Readers, the order of the agenda, the signal to leave, minutes with edited parts. */
BENCH_TEST(the_meeting)
{
    db *d = w->db;
    arena *mem = w->mem;
    dossier_id id[4];
    item_id item[4];
    council_session_id session = bench_session(w, "open", (instant){0}, false);
    for (int i = 0; i < 4; i++) {
        id[i] = bench_dossier(w, textf(mem, "Hồ sơ %d", i), NULL, NULL, NULL);
        item[i] = bench_schedule(w, session, id[i]);
    }
    bench_attend_all(w, session);
    assert_int_equal(council_declare(mem, d, &w->secretary, id[0], w->member[0].user, "", "relative", "", bench_now()), OK);
    assert_int_equal(council_declare(mem, d, &w->secretary, id[2], w->member[0].user, "", "relative", "", bench_now()), OK);
    int before = 0, after = 0;
    assert_int_equal(council_order(mem, d, &w->secretary, session, bench_now(), &before, &after), OK);
    assert_int_equal(before, 2);
    assert_int_equal(after, 1);
    flow_result f = {0};
    assignment_list readers = {0};
    assert_int_equal(council_assign(mem, d, &w->secretary, session, 2, 10, bench_now(), &f), OK);
    assert_int_equal(f.assigned, 8);
    assert_int_equal(council_assignments(d, mem, &w->secretary, session, &readers), OK);
    assert_int_equal(readers.n, 8);
    assert_int_equal(council_assignments(d, mem, &w->member[0], session, &readers), OK);
    bool leave = false;
    member_list others = {0};
    session_row_view s = {0};
    minutes_lines lines = {0}, dropped = {0};
    assert_int_equal(council_call(mem, d, &w->secretary, session, item[0], bench_now()), OK);
    assert_int_equal(council_session_get(d, mem, &w->secretary, session, &s), OK);
    assert_int_equal(council_leaving(d, mem, &w->member[0], &s, &leave, &others), OK);
    assert_true(leave && others.n == 0);
    assert_int_equal(council_leaving(d, mem, &w->secretary, &s, &leave, &others), OK);
    assert_true(!leave && others.n == 1);
    assert_int_equal(council_leaving(d, mem, &w->member[1], &s, &leave, &others), OK);
    assert_true(!leave && others.n == 0);
    assert_int_equal(council_minutes(d, mem, &w->secretary, item[0], &lines, &dropped), OK);
    assert_non_null(strstr(lines.p[lines.n - 1].text, w->member[0].name));
    assert_int_equal(council_edit_minutes(mem, d, &w->secretary, item[0], textf(mem, "%s\nHội đồng thảo luận 15 phút.", lines.p[0].text), bench_now()), OK);
    assert_int_equal(council_minutes(d, mem, &w->secretary, item[0], &lines, &dropped), OK);
    assert_true(lines.n == 2 && !lines.p[0].edited && lines.p[1].edited && dropped.n > 0);
    assert_int_equal(council_minutes(d, mem, &w->member[0], item[0], &lines, &dropped), E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(alternates_step_in),      cmocka_unit_test(findings_and_points), cmocka_unit_test(predicates),             cmocka_unit_test(assignment_is_optimal),
                                       cmocka_unit_test(a_thousand_dossiers),     cmocka_unit_test(the_fewest_leave),    cmocka_unit_test(conflicts_are_found),    cmocka_unit_test(scores_open_at_the_second),
                                       cmocka_unit_test(recusal_counts_anew),     cmocka_unit_test(spreadsheets_come_back), cmocka_unit_test(the_meeting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
