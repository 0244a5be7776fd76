/* What a person does with the own account, and what administrators do with those of others. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/text.h"
#include "base/words.h"
#include "org/org.h"
#include "user/user.h"
#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

SHAPE(user_session_row_shape, user_session_row, F_ID(user_session_row, id), F_INSTANT(user_session_row, created_at), F_INSTANT(user_session_row, seen_at), F_TEXT(user_session_row, address),
      F_TEXT(user_session_row, agent), F_BOOL(user_session_row, current));
SHAPE(user_role_row_shape, user_role_row, F_ID(user_role_row, id), F_TEXT(user_role_row, role), F_TEXT(user_role_row, org_name), F_TEXT(user_role_row, title),
      F_DATE(user_role_row, valid_from), F_DATE(user_role_row, valid_to));

typedef struct {
    user_id id;
    const char *password_hash;
    bool locked;
    bytes totp_secret;
    int64_t totp_step;
} secret_row;
STATIC_SHAPE(secret_shape, secret_row, F_ID(secret_row, id), F_TEXT(secret_row, password_hash), F_BOOL(secret_row, locked), F_BYTES(secret_row, totp_secret), F_INT(secret_row, totp_step));

enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6, TOTP_WINDOW = 1, RESET_SECONDS = 86400 };

status user_sessions_of(db *d, arena *mem, const actor *who, user_sessions *out)
{
    TRY(db_each(d, Q_USER_SESSIONS, mem, &user_session_row_shape, out, P_ID(who->user)));
    for (int i = 0; i < out->n; i++) out->p[i].current = out->p[i].id.v == who->session.v;
    return OK;
}

status user_session_end(db *d, const actor *who, session_id id, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    if (id.v) TRY(db_change(d, Q_USER_SESSION_REVOKE, NULL, P_INSTANT(now), P_ID(who->user), P_ID(id)));
    else TRY(db_change(d, Q_USER_SESSIONS_REVOKE_OTHERS, NULL, P_INSTANT(now), P_ID(who->user), P_INT(who->session.v)));
    return db_commit(&tx);
}

static status password_is(arena *mem, db *d, const actor *who, const char *password, bool *out)
{
    secret_row s = {.password_hash = ""};

    TRY(db_one(d, Q_USER_SECRET, mem, &secret_shape, &s, P_TEXT(who->login)));
    *out = *s.password_hash && crypto_pwhash_str_verify(s.password_hash, password, strlen(password)) == 0;
    return OK;
}

status user_change_password(arena *mem, db *d, const actor *who, const char *present, const char *next, instant now)
{
    AUTO(db_tx) tx = {0};
    bool right = false;

    TRY(password_is(mem, d, who, present, &right));
    if (!right) return E_INVALID;
    const char *hash = user_password_hash(mem, next);
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_USER_PASSWORD_SET, P_TEXT(hash), P_BOOL(false), P_ID(who->user)));
    TRY(db_change(d, Q_USER_SESSIONS_REVOKE_OTHERS, NULL, P_INSTANT(now), P_ID(who->user), P_INT(who->session.v)));
    TRY(audit_add(d, mem, who, "user.password_changed", "user", who->user.v, "", ""));
    return db_commit(&tx);
}

const char *user_totp_new(arena *mem)
{
    unsigned char raw[TOTP_SECRET_BYTES];
    char *b32 = NULL;
    size_t n = 0;

    randombytes_buf(raw, sizeof raw);
    if (oath_base32_encode((const char *)raw, sizeof raw, &b32, &n) != OATH_OK) abort();
    const char *out = text_copyn(mem, b32, n);
    free(b32);
    return out;
}

bool user_totp_fits(arena *mem, const char *secret, const char *code, instant now, int64_t after_step, int64_t *step)
{
    char *raw = NULL;
    size_t n = 0;
    bool fits = false;
    char plain[16] = "";
    int len = 0;

    (void)mem;
    for (; *code; code++)
        if (*code != ' ' && len < 15) plain[len++] = *code;
    if (len != TOTP_DIGITS || oath_base32_decode(secret, strlen(secret), &raw, &n) != OATH_OK) return false;
    int64_t current = now.ms / 1000 / 30;
    for (int64_t s = current - TOTP_WINDOW; s <= current + TOTP_WINDOW && !fits; s++) {
        char want[TOTP_DIGITS + 1];
        if (s <= after_step || oath_hotp_generate(raw, n, (uint64_t)s, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, want) != OATH_OK) continue;
        if (sodium_memcmp(want, plain, TOTP_DIGITS) == 0) {
            fits = true;
            *step = s;
        }
    }
    free(raw);
    return fits;
}

status user_totp_enable(arena *mem, db *d, const actor *who, const char *password, const char *secret, const char *code, instant now)
{
    AUTO(db_tx) tx = {0};
    int64_t step = 0;
    bool right = false;

    TRY(password_is(mem, d, who, password, &right));
    if (!right) return E_FORBIDDEN;
    if (!user_totp_fits(mem, secret, code, now, 0, &step)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_USER_TOTP_SET, P_BYTES(crypt_seal(mem, secret)), P_ID(who->user)));
    TRY(audit_add(d, mem, who, "user.second_factor_on", "user", who->user.v, "", ""));
    return db_commit(&tx);
}

status user_totp_disable(arena *mem, db *d, const actor *who, const char *password, instant now)
{
    AUTO(db_tx) tx = {0};
    bool right = false;

    (void)now;
    TRY(password_is(mem, d, who, password, &right));
    if (!right) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_USER_TOTP_SET, P_NULL, P_ID(who->user)));
    TRY(audit_add(d, mem, who, "user.second_factor_off", "user", who->user.v, "", ""));
    return db_commit(&tx);
}

/* ---- administration ---- */

bool user_may_administer(const actor *who, org_id org)
{
    return actor_has(who, ROLE_ADMINISTRATOR, org);
}

status user_find(db *d, arena *mem, const actor *who, const char *text, user_list *out)
{
    const char *f = text_fold(mem, text);

    if (!actor_has_any(who, ROLE_BIT(ROLE_ADMINISTRATOR))) return E_FORBIDDEN;
    return db_each(d, Q_USER_LIST, mem, &user_row_shape, out, P_TEXT(*f ? textf(mem, "%%%s%%", f) : ""));
}

status user_roles_of(db *d, arena *mem, user_id id, user_roles *out)
{
    return db_each(d, Q_USER_ROLES_OF, mem, &user_role_row_shape, out, P_ID(id));
}

status user_admin_create(arena *mem, db *d, const actor *who, const user_new *u, instant now, user_id *out)
{
    AUTO(db_tx) tx = {0};

    if (!user_may_administer(who, u->org)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(user_create(mem, d, u, now, out));
    TRY(audit_add(d, mem, who, "user.created", "user", out->v, "", u->login));
    return db_commit(&tx);
}

static status administer(arena *mem, db *d, const actor *who, user_id id)
{
    user_row u = {0};

    TRY(user_get(d, mem, id, &u));
    return user_may_administer(who, u.org_id) ? OK : E_FORBIDDEN;
}

status user_admin_grant(arena *mem, db *d, const actor *who, user_id id, role_kind role, org_id org, const char *title, date from)
{
    AUTO(db_tx) tx = {0};

    if (!user_may_administer(who, org)) return E_FORBIDDEN; /* a role of another organisation, or everywhere, is not one's to give */
    TRY(db_begin(d, &tx));
    TRY(administer(mem, d, who, id));
    TRY(user_grant(d, id, role, org, title, from, (date){0}));
    TRY(audit_add(d, mem, who, "user.role_given", "user", id.v, "", textf(mem, "%s %lld", role_key(role), (long long)org.v)));
    return db_commit(&tx);
}

status user_admin_end_role(arena *mem, db *d, const actor *who, user_id id, role_id role, date day)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(administer(mem, d, who, id));
    TRY(db_change1(d, Q_USER_ROLE_END, P_DATE(date_add_days(day, -1)), P_ID(role), P_ID(id)));
    TRY(audit_add(d, mem, who, "user.role_ended", "user", id.v, "", textf(mem, "%lld", (long long)role.v)));
    return db_commit(&tx);
}

status user_admin_lock(arena *mem, db *d, const actor *who, user_id id, bool locked)
{
    AUTO(db_tx) tx = {0};

    if (id.v == who->user.v) return E_CONFLICT; /* nobody locks the own account */
    TRY(db_begin(d, &tx));
    TRY(administer(mem, d, who, id));
    TRY(db_change1(d, Q_USER_LOCK, P_BOOL(locked), P_ID(id)));
    TRY(audit_add(d, mem, who, locked ? "user.locked" : "user.unlocked", "user", id.v, "", ""));
    return db_commit(&tx);
}

static const char *reset_hash(arena *mem, const char *token)
{
    unsigned char h[32];

    crypto_generichash(h, sizeof h, (const unsigned char *)token, strlen(token), (const unsigned char *)"sangkien-reset-v1", 17);
    return text_hex(mem, h, sizeof h);
}

status user_admin_reset(arena *mem, db *d, const actor *who, user_id id, instant now, const char **token)
{
    AUTO(db_tx) tx = {0};
    unsigned char raw[24];

    randombytes_buf(raw, sizeof raw);
    *token = text_hex(mem, raw, sizeof raw);
    TRY(db_begin(d, &tx));
    TRY(administer(mem, d, who, id));
    TRY(db_change1(d, Q_USER_RESET_INSERT, P_TEXT(reset_hash(mem, *token)), P_ID(id), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "user.reset_given", "user", id.v, "", ""));
    return db_commit(&tx);
}

typedef struct {
    user_id id;
} found_user;
STATIC_SHAPE(found_user_shape, found_user, F_ID(found_user, id));

status user_forgotten(arena *mem, db *d, const char *who, const char *address, instant now, user_row *out, const char **token)
{
    LIST_OF(found_user) l = {0};
    unsigned char raw[24];
    user_row u = {0};
    int64_t asked = 0;
    actor nobody = {.name = "", .login = "", .unit = "", .address = address};

    TRY(db_each(d, Q_USER_BY_LOGIN_OR_EMAIL, mem, &found_user_shape, &l, P_TEXT(text_lower(mem, who))));
    if (l.n != 1) return E_NOT_FOUND;
    TRY(user_get(d, mem, l.p[0].id, &u));
    TRY(db_number(d, Q_USER_RESETS_SINCE, &asked, P_ID(u.id), P_INT(now.ms - INT64_C(3600000))));
    if (asked >= USER_FORGOTTEN) return E_LIMIT;
    randombytes_buf(raw, sizeof raw);
    *token = text_hex(mem, raw, sizeof raw);
    TRY(db_change1(d, Q_USER_RESET_INSERT, P_TEXT(reset_hash(mem, *token)), P_ID(u.id), P_INSTANT(now)));
    TRY(audit_add(d, mem, &nobody, "user.reset_asked", "user", u.id.v, "", ""));
    *out = u;
    return OK;
}

status user_use_reset(arena *mem, db *d, const char *token, const char *password, instant now)
{
    AUTO(db_tx) tx = {0};
    secret_row s = {.password_hash = ""};
    const char *hash = reset_hash(mem, token), *secret = user_password_hash(mem, password);

    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_USER_RESET_GET, mem, &secret_shape, &s, P_TEXT(hash), P_INT(now.ms - RESET_SECONDS * INT64_C(1000))));
    TRY(db_change1(d, Q_USER_RESET_USE, P_INSTANT(now), P_TEXT(hash)));
    TRY(db_change1(d, Q_USER_PASSWORD_SET, P_TEXT(secret), P_BOOL(false), P_ID(s.id)));
    TRY(db_change(d, Q_USER_SESSIONS_REVOKE_OTHERS, NULL, P_INSTANT(now), P_ID(s.id), P_INT(0)));
    actor who = {.user = s.id, .name = "", .login = "", .unit = "", .address = ""};
    TRY(audit_add(d, mem, &who, "user.password_reset", "user", s.id.v, "", ""));
    return db_commit(&tx);
}

/* ---- an organisation ends ---- */

status user_heads_of(db *d, arena *mem, org_id org, user_roles *out)
{
    return db_each(d, Q_USER_HEADS_OF, mem, &user_role_row_shape, out, P_ID(org));
}

status user_follow_org(arena *mem, db *d, org_id from, org_id heir, date on)
{
    AUTO(db_tx) tx = {0};
    actor system_ = actor_system();
    int64_t moved = 0, ended = 0;

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_USER_END_ROLES_AT, &ended, P_DATE(date_add_days(on, -1)), P_ID(from)));
    if (heir.v) TRY(db_change(d, Q_USER_MOVE_PEOPLE, &moved, P_ID(heir), P_ID(from)));
    if (moved || ended) TRY(audit_add(d, mem, &system_, "user.followed_organisation", "organisation", from.v, "", textf(mem, "%lld people, %lld roles, to %lld", (long long)moved, (long long)ended, (long long)heir.v)));
    return db_commit(&tx);
}
