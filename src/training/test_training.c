/* Seats are given exactly once, in order, to as many as there are, on both stores. */
#include "tests/lib/fixture.h"
#include "base/crypt.h"
#include "base/text.h"
#include "org/org.h"
#include "certificate/sign.h"
#include "tests/lib/stores.h"
#include "notify/notify.h"
#include "training/attendance.h"
#include "training/training.h"
#include "user/user.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SEATS = 100, THREADS = 16 };

static actor organiser(void)
{
    static const actor_role roles[] = {{ROLE_DEPARTMENT, {0}}};
    actor a = actor_system();

    a.roles = roles;
    a.n_roles = 1;
    return a;
}

/* Somebody who holds no role. */
static actor plain(user_id id)
{
    return (actor){.user = id, .name = "Người dự", .login = "", .unit = "", .address = ""};
}

static user_id person(arena *mem, db *d, const char *login)
{
    user_new n = {.login = login, .name = login, .email = "", .phone = "", .position = "", .qualification = "", .password = ""};
    user_id id = {0};

    assert_int_equal(user_create(mem, d, &n, instant_now(), &id), OK);
    return id;
}

/* A course with one open session of `seats` seats. */
static course_session_id open_session(arena *mem, db *d, const char *slug, int64_t seats, bool moderated, course_id *course)
{
    actor who = organiser();
    instant now = instant_now();
    course_row c = {.slug = slug, .title = "Hướng dẫn hoạt động sáng kiến", .summary = "", .body = "", .audience = "", .organiser = "Sở", .signer_title = "", .signer_name = "", .contact = "",
                    .state = "open", .moderated = moderated};
    course_session_row s = {.title = "", .place = "Hội trường", .starts_at = {now.ms + 7200000}, .ends_at = {now.ms + 14400000}, .closes_at = {now.ms + 3600000}, .capacity = seats, .minutes = 120};
    course_session_id id = {0};

    assert_int_equal(training_create(mem, d, &who, &c, now, course), OK);
    s.course_id = *course;
    assert_int_equal(training_save_session(mem, d, &who, &s, now, &id), OK);
    return id;
}

typedef struct {
    store *s;
    course_session_id session;
    org_id org;
    user_id by;
    int n, number;                        /* how many to register, which thread */
    int seated, waiting, odd;
} load;

static void *register_many(void *p)
{
    load *l = p;
    AUTO(db_loan) loan = {0};
    actor who = plain(l->by);

    who.org = l->org;
    if (db_borrow(l->s, &loan.db) != OK) return NULL;
    for (int i = 0; i < l->n; i++) {
        AUTO(arena_ptr) mem = arena_new();
        attendee a = {textf(mem, "Người thứ %d của luồng %d", i, l->number), "", ""};
        register_outcome o = {0};
        status st = training_register_unit(mem, loan.db, &who, l->session, &a, 1, instant_now(), &o);
        while (st == E_RETRY || st == E_STORE) st = training_register_unit(mem, loan.db, &who, l->session, &a, 1, instant_now(), &o);
        l->seated += st == OK && o.tag == REGISTER_SEATED;
        l->waiting += st == OK && o.tag == REGISTER_WAITING;
        l->odd += st != OK || (o.tag != REGISTER_SEATED && o.tag != REGISTER_WAITING);
    }
    return NULL;
}

/* 10,000 at once for 100 seats (2,000 on PostgreSQL): exactly 100 are seated, and they are the first 100 that came. */
static void as_many_as_there_are_seats(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        int all = stores_kinds[k] == STORE_SQLITE ? 10000 : 2000, seated = 0, waiting = 0, odd = 0;
        db *d = NULL;
        load l[THREADS];
        pthread_t t[THREADS];
        course_id course = {0};
        org_id org = {0};
        org_row o = {.code = "A", .name = "Sở A", .symbol = "A", .kind = "legal_person", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(org_create(d, mem, &o, &org), OK);
        user_id by = person(mem, d, "nguoi-dang-ky");
        course_session_id session = open_session(mem, d, "mot-lop", SEATS, false, &course);
        db_return(d);
        for (int i = 0; i < THREADS; i++) {
            l[i] = (load){.s = s, .session = session, .org = org, .by = by, .n = all / THREADS, .number = i};
            assert_int_equal(pthread_create(&t[i], NULL, register_many, &l[i]), 0);
        }
        for (int i = 0; i < THREADS; i++) {
            pthread_join(t[i], NULL);
            seated += l[i].seated;
            waiting += l[i].waiting;
            odd += l[i].odd;
        }
        assert_int_equal(odd, 0);
        assert_int_equal(seated, SEATS);
        assert_int_equal(waiting, all - SEATS);
        registration_list people = {0};
        actor who = organiser();
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(training_people(d, mem, &who, session, &people), OK);
        int64_t last = 0;
        for (int i = 0; i < SEATS; i++) {
            assert_string_equal(people.p[i].state, "seated");
            last = people.p[i].id.v;
        }
        assert_true(people.p[SEATS].id.v > last); /* whoever waits came later than whoever sits */
        db_return(d);
        stores_close(s);
    }
}

static const char *state_of(arena *mem, db *d, const char *token)
{
    registration_row g = {0};

    assert_int_equal(training_ticket(d, mem, token, &g), OK);
    return g.state;
}

static void a_free_seat_goes_to_the_first_in_line(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        course_id course = {0};
        actor who[5];
        register_outcome o[5];
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        course_session_id session = open_session(mem, d, "lop", 2, false, &course);
        for (int i = 0; i < 5; i++) {
            who[i] = plain(person(mem, d, textf(mem, "nguoi%d", i)));
            assert_int_equal(training_register(mem, d, &who[i], session, now, &o[i]), OK);
        }
        assert_int_equal(o[1].tag, REGISTER_SEATED);
        assert_int_equal(o[2].tag, REGISTER_WAITING);
        assert_int_equal(o[4].place_in_line, 3);
        register_outcome again = {0};
        assert_int_equal(training_register(mem, d, &who[4], session, now, &again), OK);
        assert_int_equal(again.tag, REGISTER_ALREADY);
        assert_int_equal(again.place_in_line, 3);
        assert_int_equal(training_cancel(mem, d, &who[3], o[2].id, now), E_NOT_FOUND); /* not one's own */
        assert_int_equal(training_cancel(mem, d, &who[0], o[0].id, now), OK);
        assert_string_equal(state_of(mem, d, o[2].token), "seated"); /* the first in line */
        assert_string_equal(state_of(mem, d, o[3].token), "waiting");
        actor boss = organiser();
        course_session_row row = {0};
        assert_int_equal(training_session(d, mem, session, &row), OK);
        row.capacity = 1;
        assert_int_equal(training_save_session(mem, d, &boss, &row, now, &session), E_INVALID); /* two sit */
        row.capacity = 4;
        assert_int_equal(training_save_session(mem, d, &boss, &row, now, &session), OK);
        assert_string_equal(state_of(mem, d, o[4].token), "seated"); /* more seats let everybody in */
        assert_int_equal(training_session(d, mem, session, &row), OK);
        assert_int_equal(row.seated, 4);

        /* attendance, certificates, survey */
        registration_row g = {0};
        int64_t issued = 0;
        assert_int_equal(training_attend(mem, d, &boss, session, o[0].token, (registration_id){0}, now, &g), E_NOT_FOUND); /* cancelled */
        assert_int_equal(training_attend(mem, d, &boss, session, o[1].token, (registration_id){0}, now, &g), OK);
        assert_int_equal(training_attend(mem, d, &who[1], session, o[2].token, (registration_id){0}, now, &g), E_FORBIDDEN);
        assert_int_equal(training_issue(mem, d, &boss, session, now, &issued), E_CONFLICT); /* not over yet */
        assert_int_equal(training_issue(mem, d, &boss, session, row.ends_at, &issued), OK);
        assert_int_equal(issued, 1);
        assert_int_equal(training_issue(mem, d, &boss, session, row.ends_at, &issued), OK);
        assert_int_equal(issued, 0); /* once */
        assert_int_equal(training_ticket(d, mem, o[1].token, &g), OK);
        registration_row found = {0};
        assert_int_equal(training_certificate(d, mem, g.certificate, &found), OK);
        assert_true(sign_fits(found.payload, found.signature, sign_public_key()));
        assert_int_equal(training_answer(mem, d, o[2].token, 5, 5, "", now), E_FORBIDDEN); /* was not there */
        assert_int_equal(training_answer(mem, d, o[1].token, 5, 4, "Tốt", now), OK);
        assert_int_equal(training_answer(mem, d, o[1].token, 1, 1, "", now), E_DONE);
        survey_sum sum = {0};
        assert_int_equal(training_survey_sum(d, mem, session, &sum), OK);
        assert_int_equal(sum.answers, 1);
        assert_int_equal(sum.rating, 500);
        db_return(d);
        stores_close(s);
    }
}

static void moderated_courses_ask_first(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    course_id course = {0};
    instant now = instant_now();
    actor boss = organiser();
    register_outcome o = {0};

    assert_int_equal(db_borrow(s, &d), OK);
    course_session_id session = open_session(mem, d, "lop", 1, true, &course);
    actor who = plain(person(mem, d, "ai-do"));
    assert_int_equal(training_register(mem, d, &who, session, now, &o), OK);
    assert_int_equal(o.tag, REGISTER_PENDING);
    assert_int_equal(training_decide(mem, d, &who, o.id, true, now), E_FORBIDDEN);
    assert_int_equal(training_decide(mem, d, &boss, o.id, true, now), OK);
    assert_string_equal(state_of(mem, d, o.token), "seated");
    assert_int_equal(training_decide(mem, d, &boss, o.id, false, now), E_CONFLICT); /* decided once */
    actor late = plain(person(mem, d, "den-muon"));
    course_session_row row = {0};
    assert_int_equal(training_session(d, mem, session, &row), OK);
    assert_int_equal(training_register(mem, d, &late, session, row.closes_at, &o), OK);
    assert_int_equal(o.tag, REGISTER_CLOSED);
    db_return(d);
    stores_close(s);
}

static int told(db *d, arena *mem, user_id id, const char *words)
{
    notice_list l = {0};
    actor who = plain(id);
    int n = 0;

    assert_int_equal(notify_list(d, mem, &who, &l), OK);
    for (int i = 0; i < l.n; i++) n += strstr(l.p[i].text, words) != NULL;
    return n;
}

static org_id unit(arena *mem, db *d, const char *code, const char *sector)
{
    org_row o = {.code = code, .name = code, .symbol = code, .kind = "legal_person", .economic_class = "other", .sector = sector, .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};
    org_id id = {0};

    assert_int_equal(org_create(d, mem, &o, &id), OK);
    return id;
}

static course_session_id second_session(arena *mem, db *d, course_id course, instant now)
{
    actor boss = organiser();
    course_session_row s = {.course_id = course, .title = "Buổi 2", .place = "Hội trường", .starts_at = {now.ms + 86400000}, .ends_at = {now.ms + 90000000}, .closes_at = {now.ms + 3600000}, .capacity = 10, .minutes = 90};
    course_session_id id = {0};

    assert_int_equal(training_save_session(mem, d, &boss, &s, now, &id), OK);
    return id;
}

/* People without an account are told through who registered them; another time, another place and a cancelled course are told;
 * sessions that repeat each other take a person once, by name too; a refusal is said as one. */
static void whoever_registered_is_told(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        course_id course = {0};
        course_row c = {0};
        instant now = instant_now();
        actor boss = organiser();
        register_outcome o[3], again = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        course_session_id session = open_session(mem, d, "lop", 2, false, &course), other = second_session(mem, d, course, now);
        assert_int_equal(training_get_id(d, mem, &boss, course, &c), OK);
        c.one_session = true;
        c.audience = ",union,";
        assert_int_equal(training_save(mem, d, &boss, &c, now), OK);
        actor clerk = plain(person(mem, d, "can-bo"));
        clerk.org = unit(mem, d, "PHUONG", "commune");
        const attendee people[] = {{"Lê An", "", ""}, {"Trần Bình", "", ""}, {"Võ Chi", "", ""}};
        assert_int_equal(training_register_unit(mem, d, &clerk, session, people, 3, now, o), OK);
        assert_int_equal(o[0].tag, REGISTER_NOT_FOR); /* for unions only */
        clerk.org = unit(mem, d, "CONGDOAN", "union");
        assert_int_equal(training_register_unit(mem, d, &clerk, session, people, 3, now, o), OK);
        assert_int_equal(o[2].tag, REGISTER_WAITING);
        assert_int_equal(training_register_unit(mem, d, &clerk, other, people, 1, now, &again), OK);
        assert_int_equal(again.tag, REGISTER_OTHER_SESSION);
        assert_int_equal(training_cancel(mem, d, &clerk, o[0].id, now), OK);
        assert_int_equal(told(d, mem, clerk.user, "Võ Chi: Bạn đã có chỗ"), 1);
        assert_int_equal(training_remind(mem, d, now), OK);
        assert_int_equal(told(d, mem, clerk.user, "Nhắc lịch"), 1); /* two people, told once */
        course_session_row row = {0};
        assert_int_equal(training_session(d, mem, session, &row), OK);
        row.starts_at.ms += 3600000;
        row.ends_at.ms += 3600000;
        row.place = "Phòng 2";
        assert_int_equal(training_save_session(mem, d, &boss, &row, now, &session), OK);
        assert_int_equal(told(d, mem, clerk.user, "đổi lịch"), 1);
        row.capacity = 5;
        assert_int_equal(training_save_session(mem, d, &boss, &row, (instant){now.ms + 1}, &session), OK);
        assert_int_equal(told(d, mem, clerk.user, "đổi lịch"), 1); /* more seats are no news to who sits */
        assert_int_equal(training_get_id(d, mem, &boss, course, &c), OK);
        c.state = "cancelled";
        assert_int_equal(training_save(mem, d, &boss, &c, now), OK);
        assert_int_equal(told(d, mem, clerk.user, "đã bị hủy"), 1);
        db_return(d);
        stores_close(s);
    }
}

static void nobody_is_let_in_when_it_is_over(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        course_id course = {0};
        instant now = instant_now();
        register_outcome o[2], refused = {0};
        actor who[2], boss = organiser();
        course_session_row row = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        course_session_id session = open_session(mem, d, "lop", 1, false, &course);
        for (int i = 0; i < 2; i++) {
            who[i] = plain(person(mem, d, textf(mem, "nguoi%d", i)));
            assert_int_equal(training_register(mem, d, &who[i], session, now, &o[i]), OK);
        }
        assert_int_equal(training_session(d, mem, session, &row), OK);
        assert_int_equal(training_cancel(mem, d, &who[0], o[0].id, row.ends_at), OK);
        assert_string_equal(state_of(mem, d, o[1].token), "waiting"); /* a seat in the past is no seat */
        session = open_session(mem, d, "lop-duyet", 1, true, &course);
        assert_int_equal(training_register(mem, d, &who[0], session, now, &refused), OK);
        assert_int_equal(training_decide(mem, d, &boss, refused.id, false, now), OK);
        assert_int_equal(training_register(mem, d, &who[0], session, now, &refused), OK);
        assert_int_equal(refused.tag, REGISTER_REFUSED);
        db_return(d);
        stores_close(s);
    }
}

static void the_report_and_the_hours_agree(void **state)
{
    static const actor_role head[] = {{ROLE_HEAD, {0}}};
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        course_id course = {0};
        instant now = instant_now();
        actor boss = organiser();
        register_outcome o[3];
        registration_row g = {0};
        attendance_report r = {0};
        attendance_people hours = {0};
        const attendee people[] = {{"Lê An", "", ""}, {"Trần Bình", "", ""}, {"Võ Chi", "", ""}};
        assert_int_equal(db_borrow(s, &d), OK);
        course_session_id session = open_session(mem, d, "lop", 2, false, &course);
        actor clerk = plain(person(mem, d, "can-bo"));
        clerk.org = unit(mem, d, "A", "union");
        clerk.unit = "Đơn vị A";
        assert_int_equal(training_register_unit(mem, d, &clerk, session, people, 3, now, o), OK);
        for (int i = 0; i < 2; i++) assert_int_equal(training_attend(mem, d, &boss, session, o[i].token, (registration_id){0}, now, &g), OK);
        assert_int_equal(training_answer(mem, d, o[0].token, 5, 4, "Zui", now), OK);
        assert_int_equal(training_answer(mem, d, o[1].token, 3, 4, "=1+1", now), OK);
        assert_int_equal(attendance_report_of(d, mem, &clerk, session, &r), E_FORBIDDEN);
        assert_int_equal(attendance_report_of(d, mem, &boss, session, &r), OK);
        assert_int_equal(r.sum.registered, 3);
        assert_int_equal(r.sum.waiting, 1);
        assert_int_equal(r.sum.attended, 2);
        assert_int_equal(r.sum.minutes, 240);
        assert_int_equal(r.units.n, 1);
        assert_int_equal(r.units.p[0].minutes, 240);
        assert_int_equal(r.marks.p[0].rating, 1); /* one gave 5 */
        assert_int_equal(r.marks.p[1].useful, 2);
        assert_string_equal(r.comments.p[0].text, "=1+1"); /* in the order of the alphabet, not of arrival */
        int year = date_year(date_of((instant){now.ms + 7200000}));
        assert_int_equal(attendance_hours(d, mem, &clerk, clerk.org, year, &hours), E_FORBIDDEN);
        actor_role role = head[0];
        role.org = clerk.org;
        clerk.roles = &role;
        clerk.n_roles = 1;
        assert_int_equal(attendance_hours(d, mem, &clerk, (org_id){0}, year, &hours), E_FORBIDDEN); /* not everybody's */
        assert_int_equal(attendance_hours(d, mem, &clerk, clerk.org, year, &hours), OK);
        assert_int_equal(hours.n, 2);
        assert_int_equal(hours.p[0].minutes + hours.p[1].minutes, r.sum.minutes);
        assert_int_equal(attendance_hours(d, mem, &boss, (org_id){0}, year - 1, &hours), OK);
        assert_int_equal(hours.n, 0);
        db_return(d);
        stores_close(s);
    }
}

static void calendar_lines_are_short(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    course_session_row s = {.id = {7}, .title = "Buổi 1", .place = "Trung tâm Hành chính, 24 Trần Phú; tầng 3", .starts_at = instant_of(date_make(2026, 3, 29), 8, 0), .ends_at = instant_of(date_make(2026, 3, 29), 11, 30)};
    course_row c = {.slug = "lop", .title = "Hướng dẫn hoạt động sáng kiến cho các cơ quan trực thuộc Ủy ban nhân dân thành phố", .summary = "Dòng một\nDòng hai", .state = "open"};
    course_sessions l = {&s, 1};
    const char *ics = training_calendar(mem, &c, &l, "https://sangkien.example.vn", instant_of(date_make(2026, 3, 1), 8, 0));

    assert_non_null(strstr(ics, "DTSTART:20260329T010000Z\r\n")); /* 8 o'clock in Đà Nẵng */
    assert_non_null(strstr(ics, "Trần Phú\\; tầng 3"));
    assert_non_null(strstr(ics, "Dòng một\\nDòng hai"));
    for (const char *p = ics, *end; (end = strstr(p, "\r\n")); p = end + 2) {
        assert_true(end - p <= 75);
        assert_true(text_valid_utf8(p, (size_t)(end - p)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_many_as_there_are_seats), cmocka_unit_test(a_free_seat_goes_to_the_first_in_line), cmocka_unit_test(moderated_courses_ask_first), cmocka_unit_test(whoever_registered_is_told),
                                       cmocka_unit_test(nobody_is_let_in_when_it_is_over), cmocka_unit_test(the_report_and_the_hours_agree),
                                       cmocka_unit_test(calendar_lines_are_short)};
    AUTO(arena_ptr) mem = arena_new();

    if (crypt_open(textf(mem, "%s/keys", stores_data())) != OK || sign_open() != OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
