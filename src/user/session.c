/* Logins: passwords, throttling, sessions. */
#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "user/user.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>

typedef struct {
    user_id id;
    const char *password_hash;
    bool locked;
    bytes totp_secret;
    int64_t totp_step;
} secret_row;
STATIC_SHAPE(secret_shape, secret_row, F_ID(secret_row, id), F_TEXT(secret_row, password_hash), F_BOOL(secret_row, locked),
             F_BYTES(secret_row, totp_secret), F_INT(secret_row, totp_step));

typedef struct {
    session_id session;
    instant created_at, seen_at;
    user_id user;
    org_id org;
    const char *name, *login, *unit;
    bool locked;
} session_row;
STATIC_SHAPE(session_shape, session_row, F_ID(session_row, session), F_INSTANT(session_row, created_at),
             F_INSTANT(session_row, seen_at), F_ID(session_row, user), F_ID(session_row, org), F_TEXT(session_row, name),
             F_TEXT(session_row, login), F_TEXT(session_row, unit), F_BOOL(session_row, locked));

typedef struct {
    const char *role;
    org_id org;
} role_row;
STATIC_SHAPE(role_shape, role_row, F_TEXT(role_row, role), F_ID(role_row, org));

enum { TOUCH_SECONDS = 300, TOKEN_BYTES = 32 };

static const char *token_hash(arena *mem, const char *token)
{
    unsigned char h[32];

    crypto_generichash(h, sizeof h, (const unsigned char *)token, strlen(token), NULL, 0);
    return text_hex(mem, h, sizeof h);
}

status user_roles_load(db *d, arena *mem, instant now, actor *out)
{
    LIST_OF(role_row) rows = {0};
    date day = date_of(now);

    TRY(db_each(d, Q_USER_ROLES_NOW, mem, &role_shape, &rows, P_ID(out->user), P_DATE(day)));
    actor_role *roles = NEWS(mem, actor_role, rows.n + 1);
    int n = 0;
    for (int i = 0; i < rows.n; i++) {
        role_kind k = role_by_key(rows.p[i].role);
        if (k) roles[n++] = (actor_role){k, rows.p[i].org};
    }
    out->roles = roles;
    out->n_roles = n;
    return OK;
}

status user_session_load(db *d, arena *mem, const char *token, instant now, const char *address, actor *out)
{
    session_row s = {0};
    actor a = {0};

    TRY(db_one(d, Q_USER_SESSION_GET, mem, &session_shape, &s, P_TEXT(token_hash(mem, token))));
    bool old = now.ms - s.created_at.ms > USER_SESSION_SECONDS * INT64_C(1000) || now.ms - s.seen_at.ms > USER_IDLE_SECONDS * INT64_C(1000);
    if (s.locked || old) return E_NOT_FOUND;
    if (now.ms - s.seen_at.ms > TOUCH_SECONDS * INT64_C(1000)) {
        AUTO(db_tx) tx = {0};
        TRY(db_begin(d, &tx));
        TRY(db_change(d, Q_USER_SESSION_TOUCH, NULL, P_INSTANT(now), P_TEXT(address), P_ID(s.session)));
        TRY(db_commit(&tx));
    }
    a = (actor){.user = s.user, .org = s.org, .name = s.name, .login = s.login, .unit = s.unit, .session = s.session};
    TRY(user_roles_load(d, mem, now, &a));
    *out = a;
    return OK;
}

/* Too many failures lately? */
static status throttled(db *d, const char *login, const char *address, instant now, bool *out)
{
    instant since = {now.ms - USER_ATTEMPT_SECONDS * INT64_C(1000)};
    int64_t by_login = 0, by_address = 0;

    TRY(db_number(d, Q_USER_ATTEMPTS_LOGIN, &by_login, P_TEXT(login), P_INSTANT(since)));
    TRY(db_number(d, Q_USER_ATTEMPTS_ADDRESS, &by_address, P_TEXT(address), P_INSTANT(since)));
    *out = by_login >= USER_ATTEMPTS || by_address >= USER_ADDRESS_ATTEMPTS;
    return OK;
}

static char nobody[crypto_pwhash_STRBYTES];
static pthread_once_t nobody_once = PTHREAD_ONCE_INIT;

static void make_nobody(void)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *hash = user_password_hash(mem, "nobody has this one");

    memcpy(nobody, hash, strlen(hash) + 1);
}

/* The password is checked even for an unknown login, so that the time tells nothing. */
static bool password_fits(const secret_row *s, const char *password)
{
    pthread_once(&nobody_once, make_nobody);
    const char *hash = s->id.v && *s->password_hash ? s->password_hash : nobody;
    bool fits = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
    return fits && s->id.v && *s->password_hash;
}

static status note_failure(db *d, const char *login, const char *address, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_USER_ATTEMPT_INSERT, NULL, P_TEXT(login), P_TEXT(address), P_INSTANT(now)));
    return db_commit(&tx);
}

static status open_session(arena *mem, db *d, user_id user, const char *login, const char *address, const char *agent, instant now, const char **token)
{
    AUTO(db_tx) tx = {0};
    unsigned char raw[TOKEN_BYTES];
    session_id id;

    randombytes_buf(raw, sizeof raw);
    *token = text_hex(mem, raw, sizeof raw);
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_USER_SESSION_INSERT, &id, P_TEXT(token_hash(mem, *token)), P_ID(user), P_INSTANT(now), P_TEXT(address), P_TEXT(agent)));
    TRY(db_change(d, Q_USER_ATTEMPTS_CLEAR, NULL, P_TEXT(login)));
    return db_commit(&tx);
}

/* A code works once: the time step that it belongs to is remembered. */
static bool code_fits(arena *mem, db *d, const secret_row *s, const char *code, instant now)
{
    AUTO(db_tx) tx = {0};
    const char *secret = "";
    int64_t step = 0;

    if (crypt_unseal(mem, s->totp_secret, &secret) != OK || !user_totp_fits(mem, secret, code, now, s->totp_step, &step)) return false;
    return db_begin(d, &tx) == OK && db_change1(d, Q_USER_TOTP_USED, P_INT(step), P_ID(s->id)) == OK && db_commit(&tx) == OK;
}

status user_login(arena *mem, db *d, const char *login, const char *password, const char *code, const char *address, const char *agent,
                  instant now, login_outcome *out)
{
    secret_row s = {.password_hash = ""};
    login_outcome o = {.tag = LOGIN_WRONG};
    bool wait = false;

    login = text_lower(mem, login);
    TRY(throttled(d, login, address, now, &wait));
    if (wait) {
        log_warning("login of \"%s\" from %s has to wait: too many failures", user_login_is_valid(login) ? login : "(not a login)", address);
        *out = (login_outcome){.tag = LOGIN_WAIT, .wait_seconds = USER_ATTEMPT_SECONDS};
        return OK;
    }
    status found = db_one(d, Q_USER_SECRET, mem, &secret_shape, &s, P_TEXT(login));
    if (found != OK && found != E_NOT_FOUND) return found;
    if (!password_fits(&s, password)) {
        TRY(note_failure(d, login, address, now));
    } else if (s.locked) {
        o.tag = LOGIN_LOCKED;
    } else if (s.totp_secret.n && !*code) {
        o.tag = LOGIN_CODE_NEEDED;
    } else if (s.totp_secret.n && !code_fits(mem, d, &s, code, now)) {
        o.tag = LOGIN_CODE_WRONG;
        TRY(note_failure(d, login, address, now));
    } else {
        TRY(open_session(mem, d, s.id, login, address, agent, now, &o.token));
        o.tag = LOGIN_DONE;
        o.user = s.id;
    }
    static const char *const words[] = {"logged in", "wrong login or password", "has to wait", "account locked", "second factor asked for", "wrong second factor"};
    log_info("login of \"%s\" from %s: %s", user_login_is_valid(login) ? login : "(not a login)", address, words[o.tag]);
    *out = o;
    return OK;
}

status user_logout(db *d, const char *token, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_USER_SESSION_END, NULL, P_INSTANT(now), P_TEXT(token_hash(mem, token))));
    return db_commit(&tx);
}
