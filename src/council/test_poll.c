/* Ballots over several dossiers: how they are counted, who takes part, what is secret; on both stores where there is a store. */
#include "tests/lib/fixture.h"
#include "council/poll.h"
#include "base/text.h"
#include "tests/lib/bench.h"
#include <string.h>

static uint64_t dice = 7;
static int roll(int n)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice >> 33) % (uint64_t)n);
}

/* ---- the count ---- */

/* The first example of Schulze 2011, section 3.1: 45 voters, five candidates, E before A before C before B before D. */
static void the_example_of_the_paper(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const struct {
        int voters;
        const char *order;
    } groups[] = {{5, "ACBED"}, {5, "ADECB"}, {8, "BEDAC"}, {3, "CABED"}, {7, "CAEBD"}, {2, "CBADE"}, {7, "DCEBA"}, {8, "EBADC"}};
    static const int paths[5][5] = {{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24}, {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}}, places[5] = {2, 4, 3, 5, 1};
    int mark[45 * 5], n = 0;
    poll_tally t = {0};

    for (int g = 0; g < COUNT(groups); g++)
        for (int v = 0; v < groups[g].voters; v++, n++)
            for (int k = 0; k < 5; k++) mark[n * 5 + groups[g].order[k] - 'A'] = k + 1;
    assert_int_equal(n, 45);
    poll_count(mem, POLL_RANK, &(poll_marks){5, 45, mark}, &t);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(t.place[i], places[i]);
        assert_int_equal(t.points[i], 5 - places[i]);
        for (int j = 0; j < 5; j++) assert_int_equal(t.path[i * 5 + j], paths[i][j]);
    }
    assert_int_equal(t.wins[0 * 5 + 1], 20); /* as the paper prints them */
    assert_int_equal(t.wins[1 * 5 + 0], 25);
}

/* The strongest path of all, by walking all of them. */
static int strongest(const int *pair, int n, int from, int to, unsigned seen)
{
    int best = pair[from * n + to];

    for (int via = 0; via < n; via++) {
        if (seen >> via & 1 || via == to || via == from) continue;
        int rest = strongest(pair, n, via, to, seen | 1u << via), here = pair[from * n + via] < rest ? pair[from * n + via] : rest;
        if (here > best) best = here;
    }
    return best;
}

/* Against all paths by hand; who beats everybody in pairs is alone in front; nobody is before whom he is behind; the order of the
 * ballots does not matter. */
static void ranks_hold_what_they_promise(void **state)
{
    int winners = 0, ties = 0;

    for (int round = 0; round < 2000; round++) {
        AUTO(arena_ptr) mem = arena_new();
        int n = 2 + roll(4), ballots = 1 + roll(9), mark[10 * 6], other[10 * 6], pair[36];
        poll_tally t = {0}, u = {0};
        for (int i = 0; i < n * ballots; i++) mark[i] = roll(n + 1);
        for (int b = 0; b < ballots; b++) memcpy(&other[b * n], &mark[(ballots - 1 - b) * n], sizeof *mark * (size_t)n);
        poll_count(mem, POLL_RANK, &(poll_marks){n, ballots, mark}, &t);
        poll_count(mem, POLL_RANK, &(poll_marks){n, ballots, other}, &u);
        for (int i = 0; i < n * n; i++) pair[i] = t.wins[i] > t.wins[i % n * n + i / n] ? t.wins[i] : 0;
        for (int i = 0; i < n; i++) {
            bool beats_all = true;
            assert_int_equal(t.place[i], u.place[i]);
            for (int j = 0; j < n; j++) {
                if (i == j) continue;
                assert_int_equal(t.path[i * n + j], strongest(pair, n, i, j, 1u << i));
                beats_all &= t.wins[i * n + j] > t.wins[j * n + i];
                if (t.path[i * n + j] > t.path[j * n + i]) assert_true(t.place[i] < t.place[j]); /* the relation is transitive */
                ties += t.place[i] == t.place[j];
            }
            if (!beats_all) continue;
            winners++;
            assert_int_equal(t.place[i], 1);
            for (int j = 0; j < n; j++) assert_true(j == i || t.place[j] > 1);
        }
    }
    assert_true(winners > 500 && ties > 500);
}

static void sums_and_ties(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    poll_tally t = {0};
    static const int approval[] = {1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0}, score[] = {85, 70, 0, 60, 95, 100}, blank[] = {0, 0, 0};

    poll_count(mem, POLL_APPROVAL, &(poll_marks){4, 3, approval}, &t); /* 2, 1, 1, 0 */
    assert_true(t.place[0] == 1 && t.place[1] == 2 && t.place[2] == 2 && t.place[3] == 4);
    assert_int_equal(t.points[0], 2);
    assert_int_equal(poll_verdict_of(t.place, 4, 0, 2), POLL_TAKEN);
    assert_int_equal(poll_verdict_of(t.place, 4, 1, 2), POLL_TIED); /* two for one place: nobody is drawn */
    assert_int_equal(poll_verdict_of(t.place, 4, 2, 2), POLL_TIED);
    assert_int_equal(poll_verdict_of(t.place, 4, 3, 2), POLL_NOT_TAKEN);
    assert_int_equal(poll_verdict_of(t.place, 4, 1, 3), POLL_TAKEN);
    assert_int_equal(poll_verdict_of(t.place, 4, 3, 3), POLL_NOT_TAKEN);
    poll_count(mem, POLL_SCORE, &(poll_marks){3, 2, score}, &t); /* 145, 165, 100 */
    assert_true(t.place[0] == 2 && t.place[1] == 1 && t.place[2] == 3 && t.points[1] == 165);
    assert_null(t.wins);
    poll_count(mem, POLL_RANK, &(poll_marks){3, 1, blank}, &t); /* who puts nobody in order */
    assert_true(t.place[0] == 1 && t.place[1] == 1 && t.place[2] == 1);
    poll_count(mem, POLL_RANK, &(poll_marks){3, 0, blank}, &t);
    assert_int_equal(t.place[2], 1);
}

static void ballots_are_read_and_written(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    int mark[4] = {0};
    static const int rank[] = {2, 0, 1, 2}, score[] = {0, 85, 7, 100}, approval[] = {1, 0, 0, 1}, none[] = {0, 0, 0, 0};
    static const char *const bad[] = {"", "1", "1 0 1", "1 0 1 0 1", "1 0 1 2", "1 0 1 ", " 1 0 1 0", "1  0 1 0", "1 0 1 x", "1 0 1 -1", "1 0 1 99999999999", "1,0,1,0", "1 0 1 0\n"};

    assert_string_equal(poll_text(mem, rank, 4), "2 0 1 2");
    assert_string_equal(poll_text(mem, rank, 0), "");
    assert_int_equal(poll_read("2 0 1 2", POLL_RANK, 4, 1, mark), OK);
    assert_memory_equal(mark, rank, sizeof rank);
    assert_int_equal(poll_read("0 85 7 100", POLL_SCORE, 4, 100, mark), OK);
    assert_int_equal(poll_read("0 85 7 101", POLL_SCORE, 4, 100, mark), E_INVALID);
    assert_int_equal(poll_read("5 0 1 2", POLL_RANK, 4, 100, mark), E_INVALID);
    for (int i = 0; i < COUNT(bad); i++) assert_int_equal(poll_read(bad[i], POLL_APPROVAL, 4, 1, mark), E_INVALID);
    assert_string_equal(poll_words(mem, POLL_RANK, rank, 4), "3 > 1 = 4 > 2");
    assert_string_equal(poll_words(mem, POLL_SCORE, score, 4), "1: 0; 2: 85; 3: 7; 4: 100");
    assert_string_equal(poll_words(mem, POLL_APPROVAL, approval, 4), "1, 4");
    assert_string_not_equal(poll_words(mem, POLL_APPROVAL, none, 4), "");
    for (poll_method a = POLL_APPROVAL; a <= POLL_RANK; a++)
        for (poll_method b = POLL_APPROVAL; b < a; b++) assert_string_not_equal(poll_method_name(a), poll_method_name(b));
}

/* ---- with a store ---- */

typedef struct {
    bench_world w;
    council_session_id session;
    item_id item[3];
    dossier_id dossier[3];
} hall;

static void open_hall(hall *h, store_kind kind)
{
    bench_open(&h->w, kind);
    h->session = bench_session(&h->w, "open", (instant){0}, false);
    for (int i = 0; i < 3; i++) {
        h->dossier[i] = bench_dossier(&h->w, textf(h->w.mem, "Hồ sơ %d", i + 1), NULL, NULL, NULL);
        h->item[i] = bench_schedule(&h->w, h->session, h->dossier[i]);
    }
    bench_attend_all(&h->w, h->session);
}

static poll_id ask(hall *h, const char *method, bool secret, int places)
{
    poll_row p = {.title = "Đề nghị xét cấp thành phố", .method = method, .top = 10, .places = places, .secret = secret};
    poll_id id = {0};

    assert_int_equal(poll_open(h->w.mem, h->w.db, &h->w.secretary, h->session, &p, (item_id[]){h->item[2], h->item[0], h->item[1]}, 3, bench_now(), &id), OK);
    return id;
}

static const char *give(hall *h, const actor *who, poll_id id, int a, int b, int c)
{
    const char *receipt = NULL;
    assert_int_equal(poll_vote(h->w.mem, h->w.db, who, id, (const int[]){a, b, c}, 3, &receipt), OK);
    return receipt;
}

static void a_secret_choice(hall *h)
{
    bench_world *w = &h->w;
    poll_row p = {0};
    poll_options o = {0};
    ballot_list l = {0};
    poll_tally t = {0};
    finding_list refused = {0};
    const char *choice = NULL, *receipt = NULL;
    int64_t bad = -1;
    poll_id id = ask(h, "rank", true, 1);

    const char *code = give(h, &w->member[0], id, 2, 1, 3);
    assert_int_equal(strlen(code), 20);
    assert_int_equal(poll_vote(w->mem, w->db, &w->member[0], id, (const int[]){1, 2, 3}, 3, &receipt), E_CONFLICT); /* once */
    assert_int_equal(poll_vote(w->mem, w->db, &w->member[1], id, (const int[]){1, 2, 4}, 3, &receipt), E_INVALID);
    assert_int_equal(poll_vote(w->mem, w->db, &w->member[1], id, (const int[]){1, 2, 3}, 2, &receipt), E_INVALID);
    assert_int_equal(poll_vote(w->mem, w->db, &w->alternate, id, (const int[]){1, 2, 3}, 3, &receipt), E_FORBIDDEN); /* nobody is away */
    assert_int_equal(poll_vote(w->mem, w->db, &w->author, id, (const int[]){1, 2, 3}, 3, &receipt), E_NOT_FOUND);
    give(h, &w->member[1], id, 2, 1, 0);
    give(h, &w->chair, id, 1, 2, 3);
    assert_int_equal(poll_receipt(w->db, w->mem, &w->member[0], code, &p, &choice), OK);
    assert_string_equal(choice, ""); /* in the box */
    assert_int_equal(poll_receipt(w->db, w->mem, &w->author, code, &p, &choice), E_NOT_FOUND);
    assert_int_equal(poll_ballots(w->db, w->mem, &p, &l, &t), OK);
    assert_int_equal(l.n, 0);
    assert_int_equal(poll_finish(w->mem, w->db, &w->member[0], id, bench_now(), &refused), E_FORBIDDEN);
    assert_int_equal(poll_finish(w->mem, w->db, &w->secretary, id, bench_now(), &refused), OK);
    assert_int_equal(poll_finish(w->mem, w->db, &w->secretary, id, bench_now(), &refused), E_CONFLICT);
    assert_int_equal(poll_vote(w->mem, w->db, &w->member[2], id, (const int[]){1, 2, 3}, 3, &receipt), E_CONFLICT);
    assert_int_equal(poll_get(w->db, w->mem, &w->member[0], id, &p, &o), OK);
    assert_true(o.n == 3 && o.p[0].place == 2 && o.p[1].place == 1 && o.p[2].place == 3 && p.present == 5 && p.seats == 5);
    assert_int_equal(o.p[0].item_id.v, h->item[0].v);
    assert_int_equal(poll_receipt(w->db, w->mem, &w->member[0], text_upper(w->mem, code), &p, &choice), OK);
    assert_string_equal(choice, "2 > 1 > 3");
    assert_int_equal(poll_ballots(w->db, w->mem, &p, &l, &t), OK);
    assert_int_equal(l.n, 3);
    for (int i = 1; i < l.n; i++) assert_true(strcmp(l.p[i - 1].receipt, l.p[i].receipt) < 0); /* by code, not in the order of voting */
    assert_int_equal(poll_check(w->db, &bad), OK);
    assert_int_equal(bad, 0);
}

static void an_open_choice(hall *h)
{
    bench_world *w = &h->w;
    poll_row p = {0};
    poll_options o = {0};
    ballot_list l = {0};
    poll_tally t = {0};
    finding_list refused = {0};
    poll_id id = ask(h, "score", false, 0);

    assert_string_equal(give(h, &w->member[0], id, 10, 3, 0), "");
    give(h, &w->chair, id, 2, 9, 0);
    assert_int_equal(poll_finish(w->mem, w->db, &w->chair, id, bench_now(), &refused), OK);
    assert_int_equal(poll_get(w->db, w->mem, &w->chair, id, &p, &o), OK);
    assert_true(o.p[0].place == 1 && o.p[1].place == 1 && o.p[2].place == 3 && o.p[0].points == 12);
    assert_int_equal(poll_ballots(w->db, w->mem, &p, &l, &t), OK);
    assert_int_equal(l.n, 2);
    assert_string_equal(l.p[0].receipt, w->chair.name); /* by seat */
}

static void choices_are_made(void **state)
{
    for (int k = 0; k < 2; k++) {
        hall h;
        poll_list l = {0};
        open_hall(&h, stores_kinds[k]);
        a_secret_choice(&h);
        an_open_choice(&h);
        /* a mistake is taken back; what is left open when the session ends is void */
        poll_id wrong = ask(&h, "approval", true, 1), late = ask(&h, "approval", true, 1);
        give(&h, &h.w.member[0], wrong, 1, 0, 0);
        give(&h, &h.w.member[0], late, 1, 0, 0);
        assert_int_equal(poll_void(h.w.mem, h.w.db, &h.w.member[0], wrong), E_FORBIDDEN);
        assert_int_equal(poll_void(h.w.mem, h.w.db, &h.w.secretary, wrong), OK);
        assert_int_equal(poll_void(h.w.mem, h.w.db, &h.w.secretary, wrong), E_CONFLICT);
        assert_int_equal(poll_of_session(h.w.db, h.w.mem, &h.w.member[1], h.session, &l), OK);
        assert_int_equal(l.n, 3);
        assert_int_equal(council_close(h.w.mem, h.w.db, &h.w.secretary, h.session, bench_now()), OK);
        assert_int_equal(poll_of_session(h.w.db, h.w.mem, &h.w.member[1], h.session, &l), OK);
        assert_int_equal(l.n, 2);
        bench_close(&h.w);
    }
}

/* Who has a conflict with one sees nothing of the whole, and takes all ballots along; the alternate steps in. */
static void a_conflict_keeps_out_of_the_whole(void **state)
{
    for (int k = 0; k < 2; k++) {
        hall h;
        open_hall(&h, stores_kinds[k]);
        bench_world *w = &h.w;
        poll_row p = {0};
        poll_options o = {0};
        poll_list l = {0};
        member_list bench = {0};
        council_bench b = {0};
        const char *choice = NULL, *receipt = NULL;
        poll_id id = ask(&h, "approval", true, 1), other = {0};
        poll_row two = {.title = "Không có hồ sơ ấy", .method = "approval", .secret = true};
        assert_int_equal(poll_open(w->mem, w->db, &w->secretary, h.session, &two, h.item, 2, bench_now(), &other), OK);
        const char *code = give(&h, &w->member[0], id, 1, 0, 0);
        give(&h, &w->member[1], id, 1, 1, 0);
        assert_int_equal(poll_vote(w->mem, w->db, &w->member[1], other, (const int[]){0, 1}, 2, &receipt), OK);
        assert_int_equal(council_declare(w->mem, w->db, &w->member[1], h.dossier[2], w->member[1].user, "", "relative", "em rể", bench_now()), OK);
        assert_int_equal(poll_get(w->db, w->mem, &w->member[1], id, &p, &o), E_NOT_FOUND);
        assert_int_equal(poll_vote(w->mem, w->db, &w->member[1], id, (const int[]){1, 0, 0}, 3, &receipt), E_NOT_FOUND);
        assert_int_equal(poll_receipt(w->db, w->mem, &w->member[1], code, &p, &choice), E_NOT_FOUND);
        assert_int_equal(poll_of_session(w->db, w->mem, &w->member[1], h.session, &l), OK);
        assert_true(l.n == 1 && l.p[0].id.v == other.v && l.p[0].voted == 1); /* the other choice stands */
        assert_int_equal(poll_get(w->db, w->mem, &w->member[0], id, &p, &o), OK);
        assert_true(p.voted == 0 && !p.i_voted); /* everybody votes anew */
        assert_int_equal(poll_receipt(w->db, w->mem, &w->member[0], code, &p, &choice), E_NOT_FOUND);
        assert_int_equal(poll_bench_of(w->db, w->mem, id, date_of(bench_now()), &bench, &b), OK);
        assert_true(b.recused == 1 && b.stand_ins == 1 && b.present == 5);
        give(&h, &w->alternate, id, 0, 0, 1);
        bench_close(w);
    }
}

static void quorum_and_seats_are_kept(void **state)
{
    for (int k = 0; k < 2; k++) {
        hall h;
        open_hall(&h, stores_kinds[k]);
        bench_world *w = &h.w;
        member_list l = {0};
        member_id one[1] = {{0}};
        finding_list refused = {0};
        const char *receipt = NULL;
        poll_id id = ask(&h, "approval", false, 1);
        assert_int_equal(poll_finish(w->mem, w->db, &w->chair, id, bench_now(), &refused), E_INVALID); /* nobody has voted */
        assert_string_equal(refused.p[0].id, "C-10");
        give(&h, &w->member[0], id, 1, 0, 0);
        assert_int_equal(council_attendance(w->db, w->mem, h.session, &l), OK);
        for (int m = 0; m < l.n; m++)
            if (l.p[m].user_id.v == w->member[0].user.v) one[0] = l.p[m].id;
        assert_int_equal(council_attend(w->mem, w->db, &w->secretary, h.session, NULL, 0, bench_now()), E_CONFLICT); /* who has voted was there */
        assert_int_equal(council_drop_member(w->mem, w->db, &w->secretary, w->council, one[0], bench_now()), E_CONFLICT);
        assert_int_equal(council_attend(w->mem, w->db, &w->secretary, h.session, one, 1, bench_now()), OK);
        refused = (finding_list){0};
        assert_int_equal(poll_finish(w->mem, w->db, &w->chair, id, bench_now(), &refused), E_INVALID); /* one of five */
        assert_string_equal(refused.p[0].id, "C-03");
        assert_int_equal(poll_vote(w->mem, w->db, &w->member[1], id, (const int[]){1, 0, 0}, 3, &receipt), E_FORBIDDEN); /* away */
        bench_close(w);
    }
}

static void bad_questions_are_refused(void **state)
{
    hall h;
    open_hall(&h, STORE_SQLITE);
    bench_world *w = &h.w;
    poll_id id = {0};
    poll_row good = {.title = "x", .method = "score", .top = 10, .places = 1};
    static const struct {
        poll_row p;
        int n;
        const char *field;
    } bad[] = {{{.title = " ", .method = "rank"}, 2, "title"},       {{.title = "x", .method = "lot"}, 2, "method"},
               {{.title = "x", .method = "score", .top = 0}, 2, "top"}, {{.title = "x", .method = "score", .top = POLL_TOP_MAX + 1}, 2, "top"},
               {{.title = "x", .method = "rank"}, 1, "item"},         {{.title = "x", .method = "rank", .places = 2}, 2, "places"},
               {{.title = "x", .method = "rank", .places = -1}, 2, "places"}};

    for (int i = 0; i < COUNT(bad); i++) {
        assert_string_equal(poll_flaw(&bad[i].p, bad[i].n), bad[i].field);
        assert_int_equal(poll_open(w->mem, w->db, &w->secretary, h.session, &bad[i].p, h.item, bad[i].n, bench_now(), &id), E_INVALID);
    }
    assert_int_equal(poll_open(w->mem, w->db, &w->secretary, h.session, &good, (item_id[]){h.item[0], h.item[0]}, 2, bench_now(), &id), E_INVALID);
    assert_int_equal(poll_open(w->mem, w->db, &w->member[0], h.session, &good, h.item, 2, bench_now(), &id), E_FORBIDDEN);
    council_session_id elsewhere = bench_session(w, "open", (instant){0}, false);
    assert_int_equal(poll_open(w->mem, w->db, &w->secretary, elsewhere, &good, h.item, 2, bench_now(), &id), E_NOT_FOUND);
    assert_int_equal(council_declare(w->mem, w->db, &w->secretary, h.dossier[1], w->secretary.user, "", "relative", "", bench_now()), OK);
    assert_int_equal(poll_open(w->mem, w->db, &w->secretary, h.session, &good, h.item, 2, bench_now(), &id), E_NOT_FOUND); /* one is hidden from who asks */
    bench_close(w);
}

/* ---- faults ---- */

static const char *state_of(hall *h, poll_id id)
{
    poll_row p = {0};
    poll_options o = {0};
    ballot_list l = {0};

    assert_int_equal(poll_get(h->w.db, h->w.mem, &h->w.chair, id, &p, &o), OK);
    assert_int_equal(db_each(h->w.db, Q_POLL_BALLOTS, h->w.mem, &ballot_row_shape, &l, P_ID(id)), OK);
    return textf(h->w.mem, "%s %lld %d %lld", p.state, (long long)p.voted, l.n, (long long)o.p[0].place);
}

static void a_fault_changes_nothing(void **state)
{
    for (int k = 0; k < 4; k++) { /* a vote and the count, on each engine */
        hall h;
        open_hall(&h, stores_kinds[k % 2]);
        poll_id id = ask(&h, "approval", true, 1);
        const char *receipt = NULL, *before;
        int faults = 0;
        give(&h, &h.w.member[0], id, 1, 0, 0);
        before = state_of(&h, id);
        for (int n = 1; n < 300; n++) {
            finding_list refused = {0};
            store_fault_at(n);
            status s = k < 2 ? poll_vote(h.w.mem, h.w.db, &h.w.member[1], id, (const int[]){0, 1, 0}, 3, &receipt) : poll_finish(h.w.mem, h.w.db, &h.w.chair, id, bench_now(), &refused);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            if (!hit) {
                assert_int_equal(s, OK);
                assert_string_not_equal(state_of(&h, id), before);
                break;
            }
            assert_int_not_equal(s, OK);
            assert_string_equal(state_of(&h, id), before);
            faults++;
        }
        assert_true(faults > 5);
        bench_close(&h.w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_example_of_the_paper), cmocka_unit_test(ranks_hold_what_they_promise), cmocka_unit_test(sums_and_ties),
                                       cmocka_unit_test(ballots_are_read_and_written), cmocka_unit_test(choices_are_made), cmocka_unit_test(a_conflict_keeps_out_of_the_whole),
                                       cmocka_unit_test(quorum_and_seats_are_kept), cmocka_unit_test(bad_questions_are_refused), cmocka_unit_test(a_fault_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
