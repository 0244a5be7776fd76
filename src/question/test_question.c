/* Questions: who sees what, names of the unnamed, likeness, official answers; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "notify/notify.h"
#include "question/question.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <string.h>

static actor plain(user_id id)
{
    return (actor){.user = id, .name = "Người hỏi", .login = "", .unit = "", .address = ""};
}

static actor of_department(user_id id)
{
    static const actor_role roles[] = {{ROLE_DEPARTMENT, {0}}};
    actor a = plain(id);

    a.roles = roles;
    a.n_roles = 1;
    return a;
}

static user_id person(arena *mem, db *d, const char *login, const char *name)
{
    user_new n = {.login = login, .name = name, .email = "", .phone = "", .position = "", .qualification = "", .password = ""};
    user_id id = {0};

    assert_int_equal(user_create(mem, d, &n, instant_now(), &id), OK);
    return id;
}

static void from_asking_to_the_official_answer(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        question_id id = {0};
        question_row q = {0};
        answer_id official = {0}, other = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        actor asker = plain(person(mem, d, "hoi", "Lê Thị Hỏi")), second = plain(person(mem, d, "khac", "Trần Khác")), boss = of_department(person(mem, d, "so", "Đặng Sở")), nobody = {0};
        assert_int_equal(user_grant(d, boss.user, ROLE_DEPARTMENT, (org_id){0}, "", (date){0}, (date){0}), OK);
        assert_int_equal(question_ask(mem, d, &nobody, "Ai?", "", "", false, (course_session_id){0}, now, &id), E_FORBIDDEN);
        assert_int_equal(question_ask(mem, d, &asker, "Người đứng đầu là đồng tác giả thì ai chấp thuận?", "Đơn vị do Nhà nước cấp kinh phí.", ",dong-tac-gia,", true, (course_session_id){0}, now, &id), OK);
        /* pending: for who asked and moderators only */
        assert_int_equal(question_get(d, mem, &second, id, &q), E_NOT_FOUND);
        assert_int_equal(question_answer(mem, d, &second, id, "…", "", now, &other), E_NOT_FOUND);
        assert_int_equal(question_get(d, mem, &asker, id, &q), OK);
        assert_int_equal(question_moderate(mem, d, &second, id, true, "", now), E_FORBIDDEN);
        assert_int_equal(question_moderate(mem, d, &boss, id, false, "", now), E_INVALID); /* no refusal without a reason */
        assert_int_equal(question_moderate(mem, d, &boss, id, true, "", now), OK);
        notice_list notices = {0};
        assert_int_equal(notify_list(d, mem, &boss, &notices), OK);
        assert_int_equal(notices.n, 1); /* a question waits */
        /* unnamed: nobody but moderators and who asked learns the name, nor the id */
        assert_int_equal(question_get(d, mem, &second, id, &q), OK);
        assert_string_equal(q.asker, "");
        assert_int_equal(q.user_id.v, 0);
        assert_int_equal(question_get(d, mem, &boss, id, &q), OK);
        assert_string_equal(q.asker, "Lê Thị Hỏi");
        question_list l = {0};
        question_filter f = {.text = "dong tac gia", .tag = "dong-tac-gia"};
        assert_int_equal(question_search(d, mem, &nobody, &f, &l), OK);
        assert_int_equal(l.n, 1);
        assert_string_equal(l.p[0].asker, "");
        /* answers */
        assert_int_equal(question_answer(mem, d, &second, id, "Theo tôi là Sở.", "bịa", now, &other), OK);
        assert_int_equal(question_answer(mem, d, &boss, id, "Cơ quan có thẩm quyền chấp thuận.", "khoản 2 Điều 7 Điều lệ Sáng kiến", now, &official), OK);
        answer_list a = {0};
        assert_int_equal(question_answers(d, mem, &nobody, id, &a), OK);
        assert_int_equal(a.n, 2);
        assert_true(a.p[0].official);
        assert_string_equal(a.p[1].article, ""); /* only the department names articles */
        assert_string_equal(a.p[1].author, "Trần Khác");
        assert_int_equal(a.p[1].user_id.v, 0);
        /* who asked without a name answers without one */
        answer_id own = {0};
        assert_int_equal(question_answer(mem, d, &asker, id, "Tôi nói thêm.", "", now, &own), OK);
        assert_int_equal(question_answers(d, mem, &second, id, &a), OK);
        assert_string_equal(a.p[2].author, "");
        assert_string_equal(a.p[2].unit, "");
        assert_int_equal(a.p[2].user_id.v, 0);
        assert_int_equal(question_answers(d, mem, &boss, id, &a), OK);
        assert_string_equal(a.p[2].author, "Lê Thị Hỏi");
        assert_int_equal(question_hide_answer(mem, d, &boss, own, now), OK);
        assert_int_equal(question_accept(mem, d, &second, id, official), E_FORBIDDEN);
        assert_int_equal(question_accept(mem, d, &asker, id, official), OK);
        assert_int_equal(question_hide_answer(mem, d, &second, other, now), E_FORBIDDEN);
        assert_int_equal(question_hide_answer(mem, d, &boss, other, now), OK);
        assert_int_equal(question_answers(d, mem, &nobody, id, &a), OK);
        assert_int_equal(a.n, 1);
        /* one voice each */
        assert_int_equal(question_vote(mem, d, &second, id, true), OK);
        assert_int_equal(question_vote(mem, d, &second, id, true), OK);
        assert_int_equal(question_get(d, mem, &nobody, id, &q), OK);
        assert_int_equal(q.votes, 1);
        assert_int_equal(q.answers, 1);
        assert_true(q.official);
        assert_int_equal(question_propose(mem, d, &boss, id, "no.such.rule", "", now), E_NOT_FOUND);
        assert_int_equal(question_propose(mem, d, &boss, id, "decide.period", "Rút ngắn thời hạn.", now), OK);
        assert_int_equal(question_moderate(mem, d, &boss, id, false, "trùng lặp", now), OK);
        assert_int_equal(question_get(d, mem, &second, id, &q), E_NOT_FOUND);
        db_return(d);
        stores_close(s);
    }
}

static void likeness_is_by_rare_words(void **state)
{
    static const char *const titles[] = {"Thời hạn nộp đơn yêu cầu công nhận sáng kiến là bao lâu?", "Sáng kiến áp dụng thử có được công nhận không?", "Hội đồng sáng kiến gồm những ai?",
                                         "Tỷ lệ đóng góp của đồng tác giả tính thế nào?", "Nộp đơn yêu cầu công nhận sáng kiến ở đâu?"};
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        question_id ids[COUNT(titles)];
        question_list l = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        actor boss = of_department(person(mem, d, "so", "Đặng Sở"));
        for (int i = 0; i < COUNT(titles); i++) assert_int_equal(question_ask(mem, d, &boss, titles[i], "", "", false, (course_session_id){0}, instant_now(), &ids[i]), OK);
        assert_int_equal(question_similar(d, mem, "ty le dong gop cua cac dong tac gia", (question_id){0}, &l), OK); /* without tone marks */
        assert_true(l.n >= 1);
        assert_int_equal(l.p[0].id.v, ids[3].v);
        assert_int_equal(question_similar(d, mem, titles[1], ids[1], &l), OK); /* never itself */
        for (int i = 0; i < l.n; i++) assert_int_not_equal(l.p[i].id.v, ids[1].v);
        assert_int_equal(question_similar(d, mem, "", (question_id){0}, &l), OK);
        assert_int_equal(l.n, 0);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(from_asking_to_the_official_answer), cmocka_unit_test(likeness_is_by_rare_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
