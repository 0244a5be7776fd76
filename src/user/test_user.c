/* Accounts: passwords, throttling, sessions, one-time codes and reset links; ASVS V6 and V7. */
#include "tests/lib/fixture.h"
#include "audit/audit.h"
#include "base/crypt.h"
#include "base/text.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

static const char PASSWORD[] = "một câu dài dễ nhớ";

static actor administrator(void)
{
    static const actor_role roles[] = {{ROLE_ADMINISTRATOR, {0}}};

    return (actor){.user = {0}, .name = "Quản trị", .login = "", .unit = "", .address = "127.0.0.1", .roles = roles, .n_roles = 1};
}

static user_id person(arena *mem, db *d, const char *login)
{
    user_new n = {.login = login, .name = "Ai đó", .email = "", .phone = "", .position = "", .qualification = "", .password = PASSWORD};
    user_id id = {0};

    assert_int_equal(user_create(mem, d, &n, instant_now(), &id), OK);
    return id;
}

static login_outcome try_login(arena *mem, db *d, const char *login, const char *password, const char *code, instant now)
{
    login_outcome o = {0};

    assert_int_equal(user_login(mem, d, login, password, code, "192.0.2.7", "test", now, &o), OK);
    return o;
}

static void weak_passwords_are_refused(void **state)
{
    AUTO(arena_ptr) mem = arena_new();

    assert_int_equal(user_password_check(mem, "bảy chữ", ""), PASSWORD_SHORT);
    assert_int_equal(user_password_check(mem, "password", ""), PASSWORD_COMMON);
    assert_int_equal(user_password_check(mem, "Qwertyuiop", ""), PASSWORD_COMMON); /* in any case */
    assert_int_equal(user_password_check(mem, "12345678", ""), PASSWORD_COMMON);
    assert_int_equal(user_password_check(mem, "0.0.0.000", ""), PASSWORD_COMMON); /* the first line of the list … */
    assert_int_equal(user_password_check(mem, "sangkien1", ""), PASSWORD_GUESSABLE);
    assert_int_equal(user_password_check(mem, "nguyenvanan1", "nguyenvanan"), PASSWORD_GUESSABLE);
    assert_int_equal(user_password_check(mem, "correct horse battery staple", ""), PASSWORD_GOOD); /* spaces, no digits: fine */
    assert_int_equal(user_password_check(mem, PASSWORD, ""), PASSWORD_GOOD);
    char long_one[200];
    memset(long_one, 'x', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = 0;
    assert_int_equal(user_password_check(mem, long_one, ""), PASSWORD_GOOD); /* at least 64 characters are permitted */
}

static void failures_have_to_wait_and_tell_nothing(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        person(mem, d, "nguoi.dung");
        assert_int_equal(try_login(mem, d, "khong.co", PASSWORD, "", now).tag, LOGIN_WRONG); /* an unknown login reads like a wrong password */
        for (int i = 0; i < USER_ATTEMPTS; i++) assert_int_equal(try_login(mem, d, "nguoi.dung", "sai rồi", "", now).tag, LOGIN_WRONG);
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, "", now).tag, LOGIN_WAIT); /* even the right one */
        now.ms += (USER_ATTEMPT_SECONDS + 1) * INT64_C(1000);
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, "", now).tag, LOGIN_DONE); /* nobody stays locked out */
        db_return(d);
        stores_close(s);
    }
}

static void sessions_end(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now(), later = now;
        actor who = {0}, boss = administrator();
        assert_int_equal(db_borrow(s, &d), OK);
        user_id id = person(mem, d, "nguoi.dung");
        const char *one = try_login(mem, d, "nguoi.dung", PASSWORD, "", now).token, *two = try_login(mem, d, "nguoi.dung", PASSWORD, "", now).token;
        assert_string_not_equal(one, two); /* each login its own, of 128 bits and more */
        assert_true(strlen(one) >= 32);
        assert_int_equal(user_session_load(d, mem, "deadbeef", now, "", &who), E_NOT_FOUND);
        assert_int_equal(user_session_load(d, mem, one, now, "", &who), OK);
        later.ms = now.ms + (USER_IDLE_SECONDS + 1) * INT64_C(1000);
        actor old = {0};
        assert_int_equal(user_session_load(d, mem, one, later, "", &old), E_NOT_FOUND); /* idle */
        assert_int_equal(user_change_password(mem, d, &who, "không phải", "một câu khác hẳn", now), E_INVALID);
        assert_int_equal(user_change_password(mem, d, &who, PASSWORD, "một câu khác hẳn", now), OK);
        assert_int_equal(user_session_load(d, mem, two, now, "", &old), E_NOT_FOUND); /* a new password ends all others */
        assert_int_equal(user_session_load(d, mem, one, now, "", &who), OK);
        assert_int_equal(user_logout(d, one, now), OK);
        assert_int_equal(user_session_load(d, mem, one, now, "", &old), E_NOT_FOUND);
        const char *three = try_login(mem, d, "nguoi.dung", "một câu khác hẳn", "", now).token;
        assert_int_equal(user_admin_lock(mem, d, &boss, id, true), OK);
        assert_int_equal(user_session_load(d, mem, three, now, "", &old), E_NOT_FOUND); /* a locked account has none */
        assert_int_equal(try_login(mem, d, "nguoi.dung", "một câu khác hẳn", "", now).tag, LOGIN_LOCKED);
        db_return(d);
        stores_close(s);
    }
}

static void a_session_is_only_so_old(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    instant now = instant_now(), at = now;
    actor who = {0};

    assert_int_equal(db_borrow(s, &d), OK);
    person(mem, d, "nguoi.dung");
    const char *token = try_login(mem, d, "nguoi.dung", PASSWORD, "", now).token;
    for (int i = 0; i < USER_SESSION_SECONDS / 3600; i++) { /* used every hour */
        at.ms = now.ms + i * INT64_C(3600000);
        assert_int_equal(user_session_load(d, mem, token, at, "", &who), OK);
    }
    at.ms = now.ms + (USER_SESSION_SECONDS + 1) * INT64_C(1000);
    assert_int_equal(user_session_load(d, mem, token, at, "", &who), E_NOT_FOUND);
    db_return(d);
    stores_close(s);
}

static const char *code_at(arena *mem, const char *secret, instant now)
{
    char *raw = NULL, otp[10];
    size_t n = 0;

    assert_int_equal(oath_base32_decode(secret, strlen(secret), &raw, &n), OATH_OK);
    assert_int_equal(oath_totp_generate(raw, n, now.ms / 1000, 30, 0, 6, otp), OATH_OK);
    free(raw);
    return textf(mem, "%s", otp);
}

static void codes_and_links_work_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        actor who = {0}, boss = administrator();
        const char *token = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        user_id id = person(mem, d, "nguoi.dung");
        assert_int_equal(user_session_load(d, mem, try_login(mem, d, "nguoi.dung", PASSWORD, "", now).token, now, "", &who), OK);
        const char *secret = user_totp_new(mem);
        assert_int_equal(user_totp_enable(mem, d, &who, PASSWORD, secret, "000000x", now), E_INVALID);
        assert_int_equal(user_totp_enable(mem, d, &who, "không phải mật khẩu", secret, code_at(mem, secret, now), now), E_FORBIDDEN); /* who found a browser open */
        assert_int_equal(user_totp_enable(mem, d, &who, PASSWORD, secret, code_at(mem, secret, now), now), OK);
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, "", now).tag, LOGIN_CODE_NEEDED);
        now.ms += 90000;
        const char *code = code_at(mem, secret, now);
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, code, now).tag, LOGIN_DONE);
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, code, now).tag, LOGIN_CODE_WRONG); /* once */
        instant far = {now.ms + 600000};
        assert_int_equal(try_login(mem, d, "nguoi.dung", PASSWORD, code, far).tag, LOGIN_CODE_WRONG); /* old */
        /* a reset link works once and does not pass by the second factor */
        assert_int_equal(user_admin_reset(mem, d, &boss, id, now, &token), OK);
        assert_int_equal(user_use_reset(mem, d, token, "câu mới của tôi", (instant){now.ms + 2 * INT64_C(86400000)}), E_NOT_FOUND); /* a day */
        assert_int_equal(user_use_reset(mem, d, token, "câu mới của tôi", now), OK);
        assert_int_equal(user_use_reset(mem, d, token, "câu mới của tôi", now), E_NOT_FOUND);
        assert_int_equal(try_login(mem, d, "nguoi.dung", "câu mới của tôi", "", now).tag, LOGIN_CODE_NEEDED);
        db_return(d);
        stores_close(s);
    }
}

/* Each filter alone and all together; what is older is told where to go on. */
static void the_log_is_searched(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor boss = administrator(), other = {.user = {7}, .name = "Người khác", .login = ""};
        date today = date_of(instant_now());
        int64_t older = 0;
        audit_list l = {0};
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(audit_find(d, mem, &(audit_ask){0}, &l, &older), OK);
        int before = l.n;
        assert_int_equal(db_begin(d, &tx), OK);
        for (int i = 1; i <= AUDIT_FOUND + 20; i++) assert_int_equal(audit_add(d, mem, i % 2 ? &boss : &other, i % 3 ? "thing.made" : "thing.dropped", i % 5 ? "thing" : "part", i, "", ""), OK);
        assert_int_equal(db_commit(&tx), OK);
        const struct {
            audit_ask ask;
            int want;
            bool more;
        } asked[] = {
            {.want = AUDIT_FOUND, .more = true}, {{.user = {7}}, 60, false}, {{.name = "Quản trị", .action = "thing."}, 60, false}, {{.name = "Quản"}, 0, false}, {{.action = "thing.d"}, 40, false}, {{.action = "%"}, 0, false},
            {{.kind = "part"}, 24, false}, {{.kind = "thing", .object = 7}, 1, false}, {{.kind = "thing", .object = 5}, 0, false}, {{.from = today, .action = "thing."}, AUDIT_FOUND, true},
            {{.to = date_add_days(today, -1), .action = "thing."}, 0, false}, {{.from = date_add_days(today, 1)}, 0, false}, {{.user = {7}, .action = "thing.made", .kind = "thing", .from = today, .to = today}, 32, false},
        };
        for (int i = 0; i < COUNT(asked); i++) {
            assert_int_equal(audit_find(d, mem, &asked[i].ask, &l, &older), OK);
            assert_int_equal(l.n, asked[i].want);
            assert_int_equal(older > 0, asked[i].more);
        }
        assert_int_equal(audit_find(d, mem, &(audit_ask){.action = "thing."}, &l, &older), OK);
        assert_int_equal(audit_find(d, mem, &(audit_ask){.action = "thing.", .before = older}, &l, &older), OK);
        assert_int_equal(l.n, 20);
        assert_int_equal(audit_find(d, mem, &(audit_ask){.before = 1}, &l, &older), OK);
        assert_int_equal(l.n + older + before, before);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(weak_passwords_are_refused), cmocka_unit_test(failures_have_to_wait_and_tell_nothing), cmocka_unit_test(sessions_end),
                                       cmocka_unit_test(a_session_is_only_so_old), cmocka_unit_test(codes_and_links_work_once), cmocka_unit_test(the_log_is_searched)};
    AUTO(arena_ptr) mem = arena_new();

    if (crypt_open(textf(mem, "%s/keys", stores_data())) != OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
