/* What the system's own data say of a member and an author who work together: superior, subordinate, same unit. They bar where
 * the council is another body's, and are a hint in their own establishment; every other tie bars everywhere. */
#include "tests/lib/fixture.h"
#include "tests/lib/bench.h"
#include "base/text.h"
#include "org/org.h"

/* The tie of this kind of this person in the list; NULL: none. */
static const conflict_row *tie_of(const conflict_list *l, const actor *who, const char *kind)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].user_id.v == who->user.v && text_eq(l->p[i].kind, kind)) return &l->p[i];
    return NULL;
}

static void suspect(bench_world *w, dossier_id id, org_id council_org, conflict_list *out)
{
    member_row rows[] = {{.user_id = w->head.user, .org_id = w->org, .name = w->head.name}, {.user_id = w->member[0].user, .org_id = w->org, .name = w->member[0].name},
                         {.user_id = w->member[1].user, .org_id = w->org, .name = w->member[1].name}, {.user_id = w->member[2].user, .org_id = w->org, .name = w->member[2].name}};
    member_list people = {rows, COUNT(rows)};

    *out = (conflict_list){0};
    assert_int_equal(council_suspect(w->db, w->mem, id, council_org, &people, bench_now(), out), OK);
}

BENCH_TEST(who_works_together_is_barred_elsewhere_only)
{
    conflict_list l;
    org_id elsewhere = {0};
    org_row o = {.code = "KHAC", .name = "Thành phố", .symbol = "TP", .kind = "body", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};

    assert_int_equal(org_create(w->db, w->mem, &o, &elsewhere), OK);
    dossier_id staff = bench_dossier(w, "Của nhân viên", NULL, NULL, w->member[2].name), boss = bench_dossier(w, "Có thủ trưởng là tác giả", &w->head, NULL, NULL);
    dossier_id named = bench_dossier(w, "Có tác giả chưa có tài khoản", NULL, w->member[1].name, NULL);

    suspect(w, staff, elsewhere, &l); /* a council of the city */
    assert_true(tie_of(&l, &w->head, "superior") && tie_of(&l, &w->head, "superior")->hard);
    assert_true(tie_of(&l, &w->member[0], "unit") && tie_of(&l, &w->member[0], "unit")->hard);
    assert_null(tie_of(&l, &w->member[0], "superior"));
    assert_true(tie_of(&l, &w->member[2], "organiser") && tie_of(&l, &w->member[2], "organiser")->hard);
    suspect(w, staff, w->org, &l); /* their own: a hint */
    assert_true(tie_of(&l, &w->head, "superior") && !tie_of(&l, &w->head, "superior")->hard);
    assert_true(tie_of(&l, &w->member[0], "unit") && !tie_of(&l, &w->member[0], "unit")->hard);
    assert_true(tie_of(&l, &w->member[2], "organiser")->hard);

    suspect(w, boss, elsewhere, &l); /* whom the author heads is a subordinate */
    assert_true(tie_of(&l, &w->member[0], "subordinate") && tie_of(&l, &w->member[0], "subordinate")->hard);
    assert_true(tie_of(&l, &w->head, "author") && tie_of(&l, &w->head, "author")->hard);
    suspect(w, boss, w->org, &l);
    assert_true(tie_of(&l, &w->member[0], "subordinate") && !tie_of(&l, &w->member[0], "subordinate")->hard);
    suspect(w, named, w->org, &l); /* the name of an author without an account */
    assert_true(tie_of(&l, &w->member[1], "identity") && tie_of(&l, &w->member[1], "identity")->hard);

    /* family and interest, declared by the member or known of by the author's name alone, bar everywhere */
    assert_int_equal(council_relate(w->mem, w->db, &w->member[0], w->author.name, "relative", bench_now()), OK);
    assert_int_equal(council_relate(w->mem, w->db, &w->author, w->member[2].name, "interest", bench_now()), OK);
    suspect(w, staff, w->org, &l);
    assert_true(tie_of(&l, &w->member[0], "relative") && tie_of(&l, &w->member[0], "relative")->hard);
    assert_true(tie_of(&l, &w->member[2], "interest") && tie_of(&l, &w->member[2], "interest")->hard);
}

/* Found by the random walks: a full member leaves whose seat an alternate fills who has voted, and there are more votes than
 * seats. */
BENCH_TEST(a_seat_that_an_alternate_votes_from_stays)
{
    member_list l = {0};
    member_id ids[COUNCIL_MEMBERS_MAX], away = {0};
    item_row i = {0};
    finding_list refused = {0};
    int n = 0;

    council_session_id session = bench_session(w, "secret", (instant){0}, false);
    item_id item = bench_schedule(w, session, bench_dossier(w, "Có người dự khuyết", NULL, NULL, NULL));
    assert_int_equal(council_attendance(w->db, w->mem, session, &l), OK);
    for (int m = 0; m < l.n; m++) {
        if (l.p[m].user_id.v == w->member[2].user.v) away = l.p[m].id;
        else ids[n++] = l.p[m].id;
    }
    assert_int_equal(council_attend(w->mem, w->db, &w->secretary, session, ids, n, bench_now()), OK);
    bench_assess(w, item);
    const actor *const all[] = {&w->alternate, &w->chair, &w->secretary, &w->member[0], &w->member[1]};
    bench_vote(w, all[0], item, "for");
    assert_int_equal(council_drop_member(w->mem, w->db, &w->secretary, w->council, away, bench_now()), E_CONFLICT);
    for (int m = 1; m < COUNT(all); m++) bench_vote(w, all[m], item, "for");
    assert_int_equal(council_conclude(w->mem, w->db, &w->chair, item, bench_now(), &i, &refused), OK);
    assert_int_equal(i.votes_for, 5);
    assert_int_equal(i.seats, 5);
    assert_int_equal(council_drop_member(w->mem, w->db, &w->secretary, w->council, away, bench_now()), OK); /* it is concluded */
}

/* A council that has lost its chair concludes nothing, whichever way the dossier came to it. */
BENCH_TEST(no_chair_no_conclusion)
{
    member_list l = {0};
    item_row i = {0};
    finding_list refused = {0};

    council_session_id session = bench_session(w, "open", (instant){0}, false);
    item_id item = bench_schedule(w, session, bench_dossier(w, "Hội đồng khuyết Chủ tịch", NULL, NULL, NULL));
    bench_attend_all(w, session);
    bench_assess(w, item);
    const actor *const all[] = {&w->secretary, &w->member[0], &w->member[1], &w->member[2]};
    for (int m = 0; m < COUNT(all); m++) bench_vote(w, all[m], item, "for");
    assert_int_equal(council_attendance(w->db, w->mem, session, &l), OK);
    for (int m = 0; m < l.n; m++)
        if (l.p[m].user_id.v == w->chair.user.v) assert_int_equal(council_drop_member(w->mem, w->db, &w->secretary, w->council, l.p[m].id, bench_now()), OK);
    assert_int_equal(council_conclude(w->mem, w->db, &w->secretary, item, bench_now(), &i, &refused), E_INVALID);
    assert_true(refused.n > 0);
    assert_string_equal(refused.p[0].id, "C-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_works_together_is_barred_elsewhere_only), cmocka_unit_test(a_seat_that_an_alternate_votes_from_stays), cmocka_unit_test(no_chair_no_conclusion)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
