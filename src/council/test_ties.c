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

static void who_works_together_is_barred_elsewhere_only(void **state)
{
    for (int k = 0; k < 2; k++) {
        bench_world w;
        conflict_list l;
        org_id elsewhere = {0};
        org_row o = {.code = "KHAC", .name = "Thành phố", .symbol = "TP", .kind = "body", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};

        bench_open(&w, stores_kinds[k]);
        assert_int_equal(org_create(w.db, w.mem, &o, &elsewhere), OK);
        dossier_id staff = bench_dossier(&w, "Của nhân viên", NULL, NULL, w.member[2].name), boss = bench_dossier(&w, "Có thủ trưởng là tác giả", &w.head, w.member[1].name, NULL);

        suspect(&w, staff, elsewhere, &l); /* a council of the city */
        assert_true(tie_of(&l, &w.head, "superior") && tie_of(&l, &w.head, "superior")->hard);
        assert_true(tie_of(&l, &w.member[0], "unit") && tie_of(&l, &w.member[0], "unit")->hard);
        assert_null(tie_of(&l, &w.member[0], "superior"));
        assert_true(tie_of(&l, &w.member[2], "organiser") && tie_of(&l, &w.member[2], "organiser")->hard);
        suspect(&w, staff, w.org, &l); /* their own: a hint */
        assert_true(tie_of(&l, &w.head, "superior") && !tie_of(&l, &w.head, "superior")->hard);
        assert_true(tie_of(&l, &w.member[0], "unit") && !tie_of(&l, &w.member[0], "unit")->hard);
        assert_true(tie_of(&l, &w.member[2], "organiser")->hard);

        suspect(&w, boss, elsewhere, &l); /* whom the author heads is a subordinate */
        assert_true(tie_of(&l, &w.member[0], "subordinate") && tie_of(&l, &w.member[0], "subordinate")->hard);
        assert_true(tie_of(&l, &w.head, "author") && tie_of(&l, &w.head, "author")->hard);
        assert_true(tie_of(&l, &w.member[1], "identity") && tie_of(&l, &w.member[1], "identity")->hard); /* the name of an author without an account */
        suspect(&w, boss, w.org, &l);
        assert_true(tie_of(&l, &w.member[0], "subordinate") && !tie_of(&l, &w.member[0], "subordinate")->hard);
        assert_true(tie_of(&l, &w.member[1], "identity")->hard);

        /* family and interest, declared by the member or known of by the author's name alone, bar everywhere */
        assert_int_equal(council_relate(w.mem, w.db, &w.member[0], w.author.name, "relative", bench_now()), OK);
        assert_int_equal(council_relate(w.mem, w.db, &w.author, w.member[2].name, "interest", bench_now()), OK);
        suspect(&w, staff, w.org, &l);
        assert_true(tie_of(&l, &w.member[0], "relative") && tie_of(&l, &w.member[0], "relative")->hard);
        assert_true(tie_of(&l, &w.member[2], "interest") && tie_of(&l, &w.member[2], "interest")->hard);
        bench_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_works_together_is_barred_elsewhere_only)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
