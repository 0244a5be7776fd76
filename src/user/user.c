#include "user/user.h"
#include "base/text.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

SHAPE(user_row_shape, user_row, F_ID(user_row, id), F_TEXT(user_row, login), F_TEXT(user_row, name), F_TEXT(user_row, email),
      F_TEXT(user_row, phone), F_TEXT(user_row, position), F_TEXT(user_row, qualification), F_TEXT(user_row, unit),
      F_ID(user_row, org_id), F_DATE(user_row, birth_date), F_BOOL(user_row, locked), F_BOOL(user_row, must_change),
      F_BOOL(user_row, has_password), F_BOOL(user_row, has_totp), F_INT(user_row, revision));
STATIC_SHAPE(head_shape, head_row, F_ID(head_row, user_id), F_TEXT(head_row, name), F_TEXT(head_row, title));

enum { ARGON_MEMORY = 19 << 20, ARGON_PASSES = 2 };

const char *user_password_hash(arena *mem, const char *password)
{
    char *out = arena_alloc(mem, crypto_pwhash_STRBYTES);

    if (crypto_pwhash_str(out, password, strlen(password), ARGON_PASSES, ARGON_MEMORY) != 0) abort(); /* out of memory */
    return out;
}

status user_create(arena *mem, db *d, const user_new *u, instant now, user_id *out)
{
    AUTO(db_tx) tx = {0};
    const char *hash = *u->password ? user_password_hash(mem, u->password) : "";

    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_USER_INSERT, out, P_TEXT(u->login), P_TEXT(u->name), P_TEXT(text_fold(mem, u->name)), P_TEXT(u->email),
                  P_TEXT(u->phone), P_ID(u->org), P_TEXT(u->position), P_TEXT(u->qualification), P_DATE(u->birth_date),
                  P_TEXT(hash), P_INSTANT(now)));
    return db_commit(&tx);
}

status user_grant(db *d, user_id u, role_kind role, org_id org, const char *title, date from, date to)
{
    AUTO(db_tx) tx = {0};
    role_id id;

    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_USER_ROLE_INSERT, &id, P_ID(u), P_TEXT(role_key(role)), P_ID(org), P_TEXT(title), P_DATE(from), P_DATE(to)));
    return db_commit(&tx);
}

status user_get(db *d, arena *mem, user_id id, user_row *out)
{
    return db_one(d, Q_USER_GET, mem, &user_row_shape, out, P_ID(id));
}

status user_by_login(db *d, arena *mem, const char *login, user_row *out)
{
    return db_one(d, Q_USER_BY_LOGIN, mem, &user_row_shape, out, P_TEXT(login));
}

status user_head_of(db *d, arena *mem, org_id org, date day, head_row *out)
{
    return db_one(d, Q_USER_HEAD_OF, mem, &head_shape, out, P_ID(org), P_DATE(day));
}

status user_is_head(db *d, user_id user, org_id org, date day, bool *out)
{
    int64_t n = 0;

    TRY(db_number(d, Q_USER_IS_HEAD, &n, P_ID(user), P_ID(org), P_DATE(day)));
    *out = n > 0;
    return OK;
}

bool user_login_is_valid(const char *login)
{
    size_t n = strlen(login);
    return n >= 3 && n <= 50 && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}
