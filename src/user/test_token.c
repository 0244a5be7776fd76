/* Personal tokens: shown once, kept as a hash, scopes, sets of dossiers, end, revocation, the limit; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "tests/lib/stores.h"
#include "user/token.h"
#include "user/user.h"
#include <stdlib.h>
#include <string.h>

static actor owner_of(arena *mem, db *d, const char *login)
{
    user_row u = {0};
    assert_int_equal(user_by_login(d, mem, login, &u), OK);
    return (actor){.user = u.id, .name = u.name, .login = u.login, .unit = "", .address = ""};
}

static void made_loaded_and_revoked(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 2);
        db *d = NULL;
        const char *shown = "";
        token_grant g = {0};
        token_rows l = {0};
        instant now = instant_now(), later = {now.ms + INT64_C(31) * 86400000};
        actor nobody = {.name = "", .login = "", .unit = "", .address = ""};
        assert_int_equal(db_borrow(s, &d), OK);
        actor a = owner_of(mem, d, "demo.tiepnhan"), b = owner_of(mem, d, "demo.tacgia");
        assert_int_equal(token_make(mem, d, &nobody, "x", SCOPE_REGISTER, 30, "", now, &shown), E_FORBIDDEN);
        assert_int_equal(token_make(mem, d, &a, "x", 0, 30, "", now, &shown), E_INVALID);
        assert_int_equal(token_make(mem, d, &a, "x", 8, 30, "", now, &shown), E_INVALID);
        assert_int_equal(token_make(mem, d, &a, "x", SCOPE_REGISTER, 0, "", now, &shown), E_INVALID);
        assert_int_equal(token_make(mem, d, &a, "x", SCOPE_REGISTER, TOKEN_DAYS_MAX + 1, "", now, &shown), E_INVALID);
        assert_int_equal(token_make(mem, d, &a, "x", SCOPE_DOSSIER, 30, "12; DROP", now, &shown), E_INVALID);
        assert_int_equal(token_make(mem, d, &a, "x", SCOPE_DOSSIER | SCOPE_REGISTER, 30, "12, 15", now, &shown), OK);
        assert_int_equal(token_load(d, mem, shown, now, "", &g), OK);
        assert_int_equal(g.who.user.v, a.user.v);
        assert_true(actor_has_any(&g.who, ROLE_BIT(ROLE_INTAKE))); /* the owner's roles */
        assert_true(token_covers(&g, 12) && token_covers(&g, 15) && !token_covers(&g, 1) && !token_covers(&g, 5));
        assert_int_equal(token_load(d, mem, textf(mem, "%.67s0", shown), now, "", &g), shown[67] == '0' ? OK : E_NOT_FOUND);
        assert_int_equal(token_load(d, mem, "skt_", now, "", &g), E_NOT_FOUND);
        assert_int_equal(token_load(d, mem, shown, later, "", &g), E_NOT_FOUND); /* its end has passed */
        assert_int_equal(token_used(d, g.id, "::1", now), OK);
        assert_int_equal(token_used(d, g.id, "::1", now), OK);
        assert_int_equal(token_list(d, mem, &a, now, &l), OK);
        assert_int_equal(l.n, 1);
        assert_int_equal(l.p[0].uses, 2);
        assert_null(strstr(l.p[0].name, shown));
        assert_int_equal(token_revoke(mem, d, &b, l.p[0].id, now), E_NOT_FOUND); /* another's */
        assert_int_equal(token_revoke(mem, d, &a, l.p[0].id, now), OK);
        assert_int_equal(token_revoke(mem, d, &a, l.p[0].id, now), E_NOT_FOUND);
        assert_int_equal(token_load(d, mem, shown, now, "", &g), E_NOT_FOUND);
        int64_t plain = 0;
        assert_int_equal(db_number(d, Q_TEST_TOKEN_PLAIN, &plain, P_TEXT(shown)), OK);
        assert_int_equal(plain, 0); /* the store does not know it */
        db_return(d);
        stores_close(s);
    }
}

static void the_limit_of_a_minute(void **state)
{
    token_rate rate = {0};
    instant now = {INT64_C(1800000000000)};

    for (int i = 0; i < TOKEN_PER_MINUTE; i++) assert_true(token_take(7, now, &rate));
    assert_int_equal(rate.left, 0);
    assert_false(token_take(7, now, &rate));
    assert_true(token_take(8, now, &rate)); /* another one has its own */
    now.ms += 60000;
    assert_true(token_take(7, now, &rate));
}

static const char *between(arena *mem, const char *s, const char *from, const char *to)
{
    const char *p = strstr(s, from);
    assert_non_null(p);
    p += strlen(from);
    return text_copyn(mem, p, (size_t)(strstr(p, to) - p));
}

/* The first two dossiers that a list leads to. */
static void two_dossiers(const char *page, long *one, long *two)
{
    *one = *two = 0;
    for (const char *p = strstr(page, "href=\"/ho-so/"); p && !*two; p = strstr(p + 1, "href=\"/ho-so/")) {
        long id = strtol(p + 13, NULL, 10);
        if (id > 0 && !*one) *one = id;
        else if (id > 0 && id != *one) *two = id;
    }
    assert_true(*one && *two);
}

static void over_the_web(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 6);
    web *w = stores_web(s);
    visitor *v = stores_login(w, "demo.so"), *machine = visitor_new(w);
    long mine = 0, other = 0;
    visited r = visitor_get(v, "/ho-so");
    two_dossiers(r.body, &mine, &other);
    assert_int_equal(visitor_get(v, textf(mem, "/ho-so/%ld", other)).status, 200);
    r = visitor_post(v, "/tai-khoan/ma-khoa", "/tai-khoan/ma-khoa", "name=may&scopes=statistics:read&scopes=dossier:read&days=30&dossiers=%ld", mine);
    assert_int_equal(r.status, 200);
    const char *token = between(mem, r.body, "<code>skt_", "</code>");
    r = visitor_get(v, "/tai-khoan/ma-khoa");
    assert_null(strstr(r.body, token)); /* shown once */
    visitor_authorization(machine, textf(mem, "Bearer skt_%s", token));
    r = visitor_get(machine, "/thong-ke/thanh-pho");
    assert_int_equal(r.status, 200);
    assert_true(text_starts(r.type, "application/json"));
    assert_string_equal(visitor_header(machine, "RateLimit-Limit"), textf(mem, "%d", TOKEN_PER_MINUTE));
    assert_int_equal(visitor_get(machine, textf(mem, "/ho-so/%ld", mine)).status, 200);
    assert_int_equal(visitor_get(machine, textf(mem, "/ho-so/%ld", other)).status, 404);    /* not of its set */
    assert_int_equal(visitor_get(machine, "/ho-so").status, 403);      /* a list would tell of others */
    assert_int_equal(visitor_get(machine, "/sang-kien").status, 403);  /* not its scope */
    assert_int_equal(visitor_get(machine, "/tai-khoan").status, 403);  /* no token reads an account */
    assert_int_equal(visitor_post(machine, "/tai-khoan/ma-khoa", "/thong-ke", "name=x").status, 403);
    int refused = 0;
    for (int i = 0; i < TOKEN_PER_MINUTE + 2 && !refused; i++) refused = visitor_get(machine, "/thong-ke/truy-van/report_cube").status == 429;
    assert_true(refused);
    assert_true(atoi(visitor_header(machine, "Retry-After")) >= 1);
    visitor_authorization(machine, "Bearer skt_0000000000000000000000000000000000000000000000000000000000000000");
    assert_int_equal(visitor_get(machine, "/thong-ke").status, 401);
    assert_non_null(strstr(visitor_header(machine, "WWW-Authenticate"), "invalid_token"));
    visitor_authorization(machine, NULL);
    assert_int_equal(visitor_get(machine, "/thong-ke").status, 200);
    visitor_free(v);
    visitor_free(machine);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(made_loaded_and_revoked), cmocka_unit_test(the_limit_of_a_minute), cmocka_unit_test(over_the_web)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
