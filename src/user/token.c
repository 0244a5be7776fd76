#include "user/token.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "user/session.h"
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

SHAPE(token_row_shape, token_row, F_INT(token_row, id), F_INT(token_row, uses), F_TEXT(token_row, name), F_TEXT(token_row, scopes), F_TEXT(token_row, dossiers), F_TEXT(token_row, address),
      F_INSTANT(token_row, made_at), F_INSTANT(token_row, used_at), F_DATE(token_row, ends_on), F_BOOL(token_row, ended));
typedef struct {
    int64_t id, scopes;
    const char *dossiers, *name, *login, *unit;
    user_id user_id;
    org_id org;
    bool locked;
} loaded;
STATIC_SHAPE(loaded_shape, loaded, F_INT(loaded, id), F_INT(loaded, scopes), F_TEXT(loaded, dossiers), F_TEXT(loaded, name), F_TEXT(loaded, login), F_TEXT(loaded, unit), F_ID(loaded, user_id),
             F_ID(loaded, org), F_BOOL(loaded, locked));
typedef struct {
    token_row t;
    int64_t id, uses, scope_bits;
    const char *name, *dossiers, *address;
    instant made_at, used_at;
    date ends_on;
    bool ended;
} listed;
STATIC_SHAPE(listed_shape, listed, F_INT(listed, id), F_INT(listed, uses), F_INT(listed, scope_bits), F_TEXT(listed, name), F_TEXT(listed, dossiers), F_TEXT(listed, address), F_INSTANT(listed, made_at),
             F_INSTANT(listed, used_at), F_DATE(listed, ends_on), F_BOOL(listed, ended));

const token_scope_row token_scopes[] = {{SCOPE_REGISTER, "register:read", N_("Đọc sổ đăng ký và dữ liệu mở")}, {SCOPE_DOSSIER, "dossier:read", N_("Đọc hồ sơ mà tôi được xem")},
                                        {SCOPE_STATISTICS, "statistics:read", N_("Đọc thống kê và báo cáo mà tôi được xem")}, {0}};

enum { TOKEN_BYTES = 32, TOKEN_LENGTH = 4 + 2 * TOKEN_BYTES };
#define TOKEN_PREFIX "skt_"

static const char *hash_of(arena *mem, const char *token)
{
    unsigned char h[32];

    crypto_generichash(h, sizeof h, (const unsigned char *)token, strlen(token), NULL, 0);
    return text_hex(mem, h, sizeof h);
}

/* "12, 15 18" → ",12,15,18,"; "" stays. */
static status dossiers_of(arena *mem, const char *text, const char **out)
{
    const char *list = "";
    int n = 0;

    while (*text) {
        size_t digits = strspn(text, "0123456789"), gap = strspn(text, ", ");
        if (digits == 0 && gap == 0) return E_INVALID;
        if (digits > 15 || (digits && (text[0] == '0' || ++n > TOKEN_DOSSIERS_MAX))) return E_INVALID;
        if (digits) list = textf(mem, "%s%.*s,", *list ? list : ",", (int)digits, text);
        text += digits ? digits : gap;
    }
    *out = list;
    return OK;
}

status token_make(arena *mem, db *d, const actor *who, const char *name, unsigned scopes, int days, const char *dossiers, instant now, const char **shown)
{
    AUTO(db_tx) tx = {0};
    unsigned char raw[TOKEN_BYTES];
    const char *set = "";
    int64_t have = 0;
    struct {
        int64_t v;
    } id = {0};

    if (who->user.v == 0) return E_FORBIDDEN;
    if (scopes == 0 || scopes > (SCOPE_REGISTER | SCOPE_DOSSIER | SCOPE_STATISTICS) || days < 1 || days > TOKEN_DAYS_MAX || text_empty(name)) return E_INVALID;
    TRY(dossiers_of(mem, dossiers, &set));
    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_TOKEN_COUNT, &have, P_ID(who->user), P_DATE(date_of(now))));
    if (have >= TOKENS_MAX) return E_LIMIT;
    randombytes_buf(raw, sizeof raw);
    const char *token = textf(mem, TOKEN_PREFIX "%s", text_hex(mem, raw, sizeof raw));
    TRY(db_insert(d, Q_TOKEN_INSERT, &id, P_TEXT(hash_of(mem, token)), P_ID(who->user), P_TEXT(name), P_INT(scopes), P_TEXT(set), P_INSTANT(now), P_DATE(date_add_days(date_of(now), days))));
    TRY(audit_add(d, mem, who, "token.made", "user", who->user.v, "", textf(mem, "%lld %u %s", (long long)id.v, scopes, set)));
    TRY(db_commit(&tx));
    *shown = token;
    return OK;
}

static const char *scope_words(arena *mem, int64_t bits)
{
    const char *s = "";

    for (int i = 0; token_scopes[i].key; i++)
        if (bits & token_scopes[i].scope) s = textf(mem, "%s%s%s", s, *s ? ", " : "", token_scopes[i].key);
    return s;
}

status token_list(db *d, arena *mem, const actor *who, instant now, token_rows *out)
{
    LIST_OF(listed) rows = {0};

    TRY(db_each(d, Q_TOKEN_ALL, mem, &listed_shape, &rows, P_DATE(date_of(now)), P_ID(who->user)));
    out->p = NEWS(mem, token_row, rows.n + 1);
    out->n = rows.n;
    for (int i = 0; i < rows.n; i++) {
        const listed *l = &rows.p[i];
        out->p[i] = (token_row){l->id, l->uses, l->name, scope_words(mem, l->scope_bits), l->dossiers, l->address, l->made_at, l->used_at, l->ends_on, l->ended};
    }
    return OK;
}

status token_revoke(arena *mem, db *d, const actor *who, int64_t id, instant now)
{
    AUTO(db_tx) tx = {0};
    int64_t rows = 0;

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_TOKEN_END, &rows, P_INSTANT(now), P_INT(id), P_ID(who->user)));
    if (rows == 0) return E_NOT_FOUND; /* not of this person, or ended before */
    TRY(audit_add(d, mem, who, "token.revoked", "user", who->user.v, "", textf(mem, "%lld", (long long)id)));
    return db_commit(&tx);
}

status token_load(db *d, arena *mem, const char *token, instant now, const char *address, token_grant *out)
{
    loaded l = {0};

    if (strlen(token) != TOKEN_LENGTH || !text_starts(token, TOKEN_PREFIX)) return E_NOT_FOUND;
    TRY(db_one(d, Q_TOKEN_GET, mem, &loaded_shape, &l, P_TEXT(hash_of(mem, token)), P_DATE(date_of(now))));
    if (l.locked) return E_NOT_FOUND;
    token_grant g = {.id = l.id, .scopes = (unsigned)l.scopes, .dossiers = l.dossiers, .who = {.user = l.user_id, .org = l.org, .name = l.name, .login = l.login, .unit = l.unit, .address = address}};
    TRY(user_roles_load(d, mem, now, &g.who));
    *out = g;
    return OK;
}

bool token_covers(const token_grant *g, int64_t dossier)
{
    char mark[24];

    if (!*g->dossiers) return true;
    snprintf(mark, sizeof mark, ",%lld,", (long long)dossier);
    return strstr(g->dossiers, mark) != NULL;
}

status token_used(db *d, int64_t id, const char *address, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_TOKEN_USE, P_INT(id), P_DATE(date_of(now)), P_INSTANT(now), P_TEXT(address)));
    return db_commit(&tx);
}

/* ---- the limit: a window of a minute for each token, in the memory of this program ---- */

enum { WINDOWS = 1024 };
static struct {
    int64_t id, minute;
    int taken;
} windows[WINDOWS];
static pthread_mutex_t windows_lock = PTHREAD_MUTEX_INITIALIZER;

bool token_take(int64_t id, instant now, token_rate *out)
{
    int64_t minute = now.ms / 60000;
    int at = (int)(id % WINDOWS);

    pthread_mutex_lock(&windows_lock);
    if (windows[at].id != id || windows[at].minute != minute) {
        windows[at].id = id;
        windows[at].minute = minute;
        windows[at].taken = 0;
    }
    bool good = windows[at].taken < TOKEN_PER_MINUTE;
    if (good) windows[at].taken++;
    out->left = TOKEN_PER_MINUTE - windows[at].taken;
    pthread_mutex_unlock(&windows_lock);
    out->seconds = 60 - (int)(now.ms / 1000 % 60);
    return good;
}
