/* Ballots over several dossiers in the random walks: opened, voted in, counted and made void by anybody in any order. The oracles
 * count by themselves: who keeps the session opens and counts; only who is present and tied to none of the dossiers votes, once,
 * with marks that the method has; who is tied to one learns nothing; a count needs quorum and a ballot, comes to what the ballots
 * say, is never changed, and decides nothing of the dossiers. */
#include "tests/walk/walk.h"
#include "base/text.h"
#include "tests/lib/fixture.h"
#include <stdio.h>

static const unsigned keepers = ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_INTAKE);

static void ties_of(walk *k, const walk_poll *p, walk_ties *out)
{
    for (int i = 0; i < p->n; i++) out[i] = walk_ties_of(k, p->of[i]);
}

static bool tied_to_one(const walk_poll *p, const walk_ties *t, user_id user)
{
    bool tied = false;

    for (int i = 0; i < p->n; i++) tied |= walk_tied(&t[i], user);
    return tied;
}

static bool session_is_open(walk *k)
{
    session_row_view s = {0};

    assert_int_equal(council_session_get(k->w->db, k->mem, k->watcher, k->session, &s), OK);
    return !text_eq(s.state, "closed");
}

/* What was done to an open one was done by who keeps the session and is tied to none. */
static void was_for(walk *k, const walk_poll *p, const actor *who)
{
    walk_ties t[WALK_OPTIONS];

    ties_of(k, p, t);
    assert_int_equal(p->state, WALK_OPEN);
    assert_true(session_is_open(k));
    assert_true(actor_has_any(who, keepers));
    assert_false(tied_to_one(p, t, who->user));
}

static void open_one(walk *k, const actor *who)
{
    static const char *const methods[] = {"approval", "score", "rank"};
    poll_row row = {.title = walk_roll(20) ? "Đề nghị xét cấp thành phố" : "", .method = methods[walk_roll(3)], .top = walk_roll(12), .places = walk_roll(3), .secret = walk_roll(2)};
    walk_poll p = {.method = poll_method_of(row.method), .secret = row.secret};
    item_id items[WALK_OPTIONS + 1];
    bool sound = *row.title && (p.method != POLL_SCORE || row.top > 0);

    for (int i = 0; i < WALK_OPTIONS; i++) {
        item_id one = i ? k->other_item[i - 1] : k->item;
        if (!one.v || walk_roll(5) == 0) continue;
        p.of[p.n] = i ? k->other[i - 1] : k->dossier;
        items[p.n++] = one;
    }
    int n = p.n;
    if (n && walk_roll(12) == 0) items[n++] = items[walk_roll(p.n)];
    p.most = p.method == POLL_APPROVAL ? 1 : p.method == POLL_SCORE ? (int)row.top : p.n;
    if (walk_was_refused(k, ACT_POLL_OPEN, who)) return;
    if (walk_note(k, ACT_POLL_OPEN, who, poll_open(k->mem, k->w->db, who, k->session, &row, items, n, k->now, &p.id), false) != OK) return;
    assert_true(sound && p.n >= 2 && n == p.n && row.places < n);
    was_for(k, &p, who);
    k->poll[k->polls++] = p;
}

static void vote(walk *k, walk_poll *p, const actor *who)
{
    int mark[WALK_OPTIONS], seats, present, voters = 0, n = walk_roll(20) ? p->n : p->n - 1;
    const char *receipt = NULL;
    walk_ties t[WALK_OPTIONS];
    member_list l = {0}, bench = {0};
    council_bench b = {0};
    bool sound = n == p->n, here = false;

    for (int i = 0; i < p->n; i++) {
        mark[i] = walk_roll(25) ? walk_roll(p->most + 1) : p->most + 1;
        sound &= mark[i] <= p->most;
    }
    const walk_act act = ACT_POLL_VOTE + (walk_act)(p - k->poll);
    if (walk_was_refused(k, act, who)) return;
    status s = poll_vote(k->mem, k->w->db, who, p->id, mark, n, &receipt);
    (void)!walk_note(k, act, who, s, s == E_CONFLICT); /* voted, or over: whatever the marks */
    if (s != OK) return;
    assert_true(sound && p->state == WALK_OPEN && session_is_open(k));
    assert_int_equal(*receipt != 0, p->secret);
    if (p->secret) p->receipt = receipt;
    ties_of(k, p, t);
    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    for (int m = 0; m < l.n; m++) here |= l.p[m].user_id.v == who->user.v && l.p[m].present;
    assert_true(here && !tied_to_one(p, t, who->user));
    assert_int_equal(poll_bench_of(k->w->db, k->mem, p->id, date_of(k->now), &bench, &b), OK);
    for (int m = 0; m < bench.n; m++) voters += bench.p[m].voted;
    walk_bench(&l, t, p->n, &seats, &present);
    assert_true(voters > 0 && voters <= present);
}

/* ---- the count ---- */

static bool before(int a, int b)
{
    return a && (!b || a < b);
}

/* By sums the place is how many have more. By ranks: whom every ballot puts before another is before it, and who beats each other in
 * a pair is alone the first. */
static void places_fit(const walk_poll *p, int (*mark)[WALK_OPTIONS], int ballots)
{
    int64_t sum[WALK_OPTIONS] = {0};

    for (int i = 0; i < p->n; i++)
        for (int v = 0; v < ballots; v++) sum[i] += mark[v][i];
    for (int i = 0; i < p->n; i++) {
        int ahead = 0, beaten = 0;
        for (int j = 0; j < p->n; j++) {
            int wins = 0, losses = 0;
            for (int v = 0; v < ballots; v++) {
                wins += before(mark[v][i], mark[v][j]);
                losses += before(mark[v][j], mark[v][i]);
            }
            ahead += sum[j] > sum[i];
            beaten += wins > losses;
            if (p->method == POLL_RANK && wins == ballots) assert_true(p->place[i] < p->place[j]);
        }
        if (p->method != POLL_RANK) assert_true(p->place[i] == ahead + 1 && p->points[i] == sum[i]);
        else if (beaten == p->n - 1) assert_true(p->place[i] == 1 && p->points[i] == p->n - 1);
        for (int j = 0; p->method == POLL_RANK && beaten == p->n - 1 && j < p->n; j++) assert_true(j == i || p->place[j] > 1);
    }
}

static void keep_places(walk_poll *p, const poll_options *o)
{
    assert_int_equal(o->n, p->n);
    for (int i = 0; i < p->n; i++) {
        p->place[i] = o->p[i].place;
        p->points[i] = o->p[i].points;
    }
}

/* Everything again, from the rows: who sits, who voted, what the ballots say. */
static void count_again(walk *k, walk_poll *p, const actor *who)
{
    walk_ties t[WALK_OPTIONS];
    member_list l = {0}, bench = {0};
    council_bench b = {0};
    ballot_list ballots = {0};
    poll_row row = {0};
    poll_options options = {0};
    int mark[COUNCIL_MEMBERS_MAX][WALK_OPTIONS], seats, present, voters = 0;

    ties_of(k, p, t);
    assert_int_equal(poll_get(k->w->db, k->mem, who, p->id, &row, &options), OK);
    assert_int_equal(council_attendance(k->w->db, k->mem, k->session, &l), OK);
    walk_bench(&l, t, p->n, &seats, &present);
    assert_true(row.present == present && row.seats == seats);
    assert_true(present * 3 >= seats * 2); /* council.quorum */
    assert_int_equal(poll_bench_of(k->w->db, k->mem, p->id, date_of(k->now), &bench, &b), OK);
    for (int m = 0; m < bench.n; m++) {
        if (!bench.p[m].voted) continue;
        voters++;
        assert_true(bench.p[m].present && !tied_to_one(p, t, bench.p[m].user_id));
    }
    if (p->secret) assert_int_equal(db_each(k->w->db, Q_POLL_BALLOTS, k->mem, &ballot_row_shape, &ballots, P_ID(p->id)), OK);
    else assert_int_equal(db_each(k->w->db, Q_POLL_NAMED_BALLOTS, k->mem, &ballot_row_shape, &ballots, P_ID(p->id)), OK);
    assert_true(voters > 0 && voters <= present && ballots.n == voters);
    for (int v = 0; v < ballots.n; v++) {
        int read = sscanf(ballots.p[v].choice, "%d %d %d", &mark[v][0], &mark[v][1], &mark[v][2]);
        assert_int_equal(read, p->n);
        for (int i = 0; i < p->n; i++) assert_true(mark[v][i] >= 0 && mark[v][i] <= p->most);
    }
    keep_places(p, &options);
    places_fit(p, mark, ballots.n);
}

static const char *phases(walk *k, const walk_poll *p)
{
    const char *all = "";

    for (int i = 0; i < p->n; i++) {
        dossier d = {0};
        assert_int_equal(dossier_get(k->w->db, k->mem, k->watcher, p->of[i], &d), OK);
        all = textf(k->mem, "%s %s", all, d.phase);
    }
    return all;
}

static void count(walk *k, walk_poll *p, const actor *who)
{
    const walk_act act = ACT_POLL_COUNT + (walk_act)(p - k->poll);
    finding_list refused = {0};

    if (walk_was_refused(k, act, who)) return;
    const char *was = phases(k, p);
    status s = walk_note(k, act, who, poll_finish(k->mem, k->w->db, who, p->id, k->now, &refused), true);
    if (s == E_CONFLICT) assert_true(p->state != WALK_OPEN || !session_is_open(k)); /* never because a constraint of the store had to stop it */
    if (s != OK) return;
    assert_string_equal(phases(k, p), was);
    was_for(k, p, who);
    count_again(k, p, who);
    p->state = WALK_COUNTED;
    k->counted++;
}

static void make_void(walk *k, walk_poll *p, const actor *who)
{
    ballot_list l = {0}, named = {0};

    status s = poll_void(k->mem, k->w->db, who, p->id);
    walk_changed(k, s);
    if (s != OK) return;
    was_for(k, p, who);
    p->state = WALK_VOID;
    assert_int_equal(db_each(k->w->db, Q_POLL_BALLOTS, k->mem, &ballot_row_shape, &l, P_ID(p->id)), OK);
    assert_int_equal(db_each(k->w->db, Q_POLL_NAMED_BALLOTS, k->mem, &ballot_row_shape, &named, P_ID(p->id)), OK);
    assert_int_equal(l.n + named.n, 0);
}

/* ---- what is seen of it ---- */

static void is_as_remembered(const walk_poll *p, const poll_row *row, const poll_options *o)
{
    static const char *const names[] = {"open", "counted", "void"};

    assert_string_equal(row->state, names[p->state]);
    assert_int_equal(o->n, p->n);
    for (int i = 0; i < p->n; i++) assert_true(o->p[i].place == p->place[i] && o->p[i].points == p->points[i]);
}

static void look(walk *k, const walk_poll *p, const actor *who)
{
    walk_ties t[WALK_OPTIONS];
    poll_row row = {0}, found = {0};
    poll_options options = {0};
    poll_list l = {0};
    const char *choice = "";

    ties_of(k, p, t);
    bool tied = tied_to_one(p, t, who->user);
    status s = poll_get(k->w->db, k->mem, who, p->id, &row, &options);
    if (tied) assert_int_equal(s, E_NOT_FOUND);
    if (s == OK) is_as_remembered(p, &row, &options);
    assert_int_equal(poll_of_session(k->w->db, k->mem, who, k->session, &l), OK);
    for (int i = 0; i < l.n; i++) assert_true(l.p[i].id.v != p->id.v || (!tied && p->state != WALK_VOID));
    if (!p->receipt) return;
    s = poll_receipt(k->w->db, k->mem, who, p->receipt, &found, &choice);
    if (tied || p->state == WALK_VOID) assert_int_equal(s, E_NOT_FOUND);
    if (s == OK) assert_int_equal(*choice != 0, p->state == WALK_COUNTED);
}

void walk_polls_ended(walk *k)
{
    for (int i = 0; i < k->polls; i++)
        if (k->poll[i].state == WALK_OPEN) k->poll[i].state = WALK_VOID;
}

void walk_polls_look(walk *k)
{
    for (int i = 0; i < k->polls; i++) look(k, &k->poll[i], k->watcher);
}

void walk_poll_act(walk *k, const actor *who, const actor *keeper)
{
    if (!k->polls || (k->polls < WALK_POLLS && walk_roll(15) == 0)) {
        open_one(k, keeper);
        return;
    }
    walk_poll *p = &k->poll[walk_roll(4) ? k->polls - 1 : walk_roll(k->polls)];
    switch (walk_roll(16)) {
    case 0: case 1: look(k, p, who); break;
    case 2: case 3: count(k, p, keeper); break;
    case 4: if (walk_roll(4) == 0) make_void(k, p, keeper); break;
    default: vote(k, p, who); break;
    }
}
