/* What changes the state of courses and questions, with every store call failing once: afterwards the old state, whole, or the new one. */
#include "tests/lib/fixture.h"
#include "base/crypt.h"
#include "base/text.h"
#include "certificate/sign.h"
#include "question/question.h"
#include "tests/lib/stores.h"
#include "training/training.h"
#include "user/user.h"
#include <string.h>

typedef struct {
    arena *mem;
    db *db;
    actor boss, first, second;
    course_id course;
    course_session_id session;
    registration_id seat, other, line;
    question_id question;
    answer_id answer;
    instant now;
} world;
typedef status (*act)(world *w);

static user_id person(world *w, const char *login)
{
    user_new n = {.login = login, .name = login, .email = "", .phone = "", .position = "", .qualification = "", .password = ""};
    user_id id = {0};

    assert_int_equal(user_create(w->mem, w->db, &n, w->now, &id), OK);
    return id;
}

static actor plain(user_id id)
{
    return (actor){.user = id, .name = "Người dự", .login = "", .unit = "", .address = ""};
}

static void open_world(world *w, arena *mem, db *d)
{
    static const actor_role department[] = {{ROLE_DEPARTMENT, {0}}};
    register_outcome o = {0};

    *w = (world){.mem = mem, .db = d, .now = instant_now()};
    w->boss = plain(person(w, "so"));
    w->boss.roles = department;
    w->boss.n_roles = 1;
    w->first = plain(person(w, "mot"));
    w->second = plain(person(w, "hai"));
    course_row c = {.slug = "lop", .title = "Lớp", .summary = "", .body = "", .audience = "", .organiser = "Sở", .signer_title = "", .signer_name = "", .contact = "", .state = "open"};
    assert_int_equal(training_create(mem, d, &w->boss, &c, w->now, &w->course), OK);
    course_session_row s = {.course_id = w->course, .title = "", .place = "Hội trường", .starts_at = {w->now.ms + 7200000}, .ends_at = {w->now.ms + 9000000}, .closes_at = {w->now.ms + 3600000}, .capacity = 1, .minutes = 30};
    assert_int_equal(training_save_session(mem, d, &w->boss, &s, w->now, &w->session), OK);
    assert_int_equal(training_register(mem, d, &w->first, w->session, w->now, &o), OK);
    w->seat = o.id;
    assert_int_equal(question_ask(mem, d, &w->first, "Một câu hỏi về thời hạn", "", ",khac,", false, (course_session_id){0}, w->now, &w->question), OK);
    assert_int_equal(question_moderate(mem, d, &w->boss, w->question, true, "", w->now), OK);
    assert_int_equal(question_answer(mem, d, &w->second, w->question, "Theo tôi…", "", w->now, &w->answer), OK);
}

static status do_register(world *w)
{
    register_outcome o = {0};
    status s = training_register(w->mem, w->db, &w->second, w->session, w->now, &o);
    w->line = o.id;
    return s;
}

static status do_register_unit(world *w)
{
    register_outcome o[2];
    actor clerk = w->boss;
    const attendee people[] = {{"Lê An", "", ""}, {"Võ Bình", "", ""}};

    clerk.org = (org_id){1};
    return training_register_unit(w->mem, w->db, &clerk, w->session, people, 2, w->now, o);
}

static status do_cancel(world *w) /* and the next in line moves up */
{
    return training_cancel(w->mem, w->db, &w->first, w->seat, w->now);
}

static status do_move(world *w)
{
    course_session_row s = {0};
    TRY(training_session(w->db, w->mem, w->session, &s));
    s.place = "Phòng 2";
    s.capacity++;
    return training_save_session(w->mem, w->db, &w->boss, &s, w->now, &w->session);
}

static status do_attend(world *w)
{
    registration_row g = {0};
    return training_attend(w->mem, w->db, &w->boss, w->session, "", w->line, w->now, &g);
}

static status do_issue(world *w)
{
    int64_t n = 0;
    return training_issue(w->mem, w->db, &w->boss, w->session, (instant){w->now.ms + 86400000}, &n);
}

static status do_survey(world *w)
{
    registration_list l = {0};
    TRY(training_mine(w->db, w->mem, &w->second, &l));
    return training_answer(w->mem, w->db, l.p[0].token, 5, 5, "Tốt", w->now);
}

static status do_ask(world *w)
{
    question_id id = {0};
    return question_ask(w->mem, w->db, &w->second, "Câu hỏi khác về đồng tác giả", "", "", true, w->session, w->now, &id);
}

static status do_answer(world *w)
{
    answer_id id = {0};
    return question_answer(w->mem, w->db, &w->boss, w->question, "Trả lời.", "Điều 6", w->now, &id);
}

static status do_accept(world *w)
{
    return question_accept(w->mem, w->db, &w->first, w->question, w->answer);
}

static status do_vote(world *w)
{
    return question_vote(w->mem, w->db, &w->second, w->question, true);
}

static status do_faq(world *w)
{
    return question_make_faq(w->mem, w->db, &w->boss, w->question, true);
}

static status do_propose(world *w)
{
    return question_propose(w->mem, w->db, &w->boss, w->question, "decide.period", "Rút ngắn.", w->now);
}

static status do_hide_answer(world *w)
{
    return question_hide_answer(w->mem, w->db, &w->boss, w->answer, w->now);
}

static status do_hide(world *w)
{
    return question_moderate(w->mem, w->db, &w->boss, w->question, false, "trùng", w->now);
}

/* Everything that these acts change, as text. */
static const char *state_of(world *w)
{
    static const query counts[] = {Q_TEST_COURSE_SUM, Q_TEST_QUESTION_SUM};
    const char *s = "";

    for (int i = 0; i < COUNT(counts); i++) {
        int64_t v = 0;
        assert_int_equal(db_number_(w->db, counts[i], &v, NULL, 0), OK);
        s = textf(w->mem, "%s %lld", s, (long long)v);
    }
    return s;
}

static void sweep(world *w, act does)
{
    const char *before = state_of(w);
    int faults = 0;

    for (int n = 1; n < 400; n++) {
        store_fault_at(n);
        status s = does(w);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        if (!hit) {
            assert_int_equal(s, OK);
            assert_string_not_equal(state_of(w), before);
            break;
        }
        assert_int_not_equal(s, OK);
        assert_string_equal(state_of(w), before);
        faults++;
    }
    assert_true(faults >= 4);
}

static void a_fault_changes_nothing(void **state)
{
    static const act acts[] = {do_register, do_register_unit, do_cancel, do_move, do_attend, do_issue, do_survey, do_ask, do_answer, do_accept, do_vote, do_faq, do_propose, do_hide_answer, do_hide};

    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 4);
        db *d = NULL;
        world w;
        assert_int_equal(db_borrow(s, &d), OK);
        open_world(&w, mem, d);
        for (int i = 0; i < COUNT(acts); i++) sweep(&w, acts[i]);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_fault_changes_nothing)};
    AUTO(arena_ptr) mem = arena_new();

    if (crypt_open(textf(mem, "%s/keys", stores_data())) != OK || sign_open() != OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
