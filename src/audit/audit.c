#include "audit/audit.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

SHAPE(audit_row_shape, audit_row, F_INT(audit_row, id), F_INSTANT(audit_row, at), F_TEXT(audit_row, actor_name), F_TEXT(audit_row, address),
      F_TEXT(audit_row, action), F_TEXT(audit_row, kind), F_INT(audit_row, object), F_TEXT(audit_row, before), F_TEXT(audit_row, after));

typedef struct {
    int64_t id, object;
    instant at;
    user_id user_id;
    const char *actor_name, *address, *action, *kind, *before, *after, *hash;
} line_row;
STATIC_SHAPE(line_shape, line_row, F_INT(line_row, id), F_INT(line_row, object), F_INSTANT(line_row, at), F_ID(line_row, user_id),
             F_TEXT(line_row, actor_name), F_TEXT(line_row, address), F_TEXT(line_row, action), F_TEXT(line_row, kind),
             F_TEXT(line_row, before), F_TEXT(line_row, after), F_TEXT(line_row, hash));

static void add_text(crypto_hash_sha256_state *h, const char *s)
{
    crypto_hash_sha256_update(h, (const unsigned char *)s, strlen(s) + 1); /* with its NUL: no two lists of texts run together */
}

static const char *hash_of(arena *mem, const char *previous, const line_row *l)
{
    crypto_hash_sha256_state h;
    unsigned char out[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_init(&h);
    add_text(&h, previous);
    add_text(&h, textf(mem, "%lld %lld %lld %lld", (long long)l->id, (long long)l->at.ms, (long long)l->user_id.v, (long long)l->object));
    add_text(&h, l->actor_name);
    add_text(&h, l->address);
    add_text(&h, l->action);
    add_text(&h, l->kind);
    add_text(&h, l->before);
    add_text(&h, l->after);
    crypto_hash_sha256_final(&h, out);
    return text_hex(mem, out, sizeof out);
}

status audit_add(db *d, arena *mem, const actor *who, const char *action, const char *kind, int64_t id, const char *before, const char *after)
{
    line_row last = {.hash = ""};
    status s = db_one(d, Q_AUDIT_LAST, mem, &line_shape, &last);

    if (s != OK && s != E_NOT_FOUND) return s;
    line_row l = {.id = last.id + 1, .object = id, .at = instant_now(), .user_id = who->user, .actor_name = who->name ? who->name : "",
                  .address = who->address ? who->address : "", .action = action, .kind = kind, .before = before, .after = after};
    return db_change1(d, Q_AUDIT_INSERT, P_INT(l.id), P_INSTANT(l.at), P_ID(l.user_id), P_TEXT(l.actor_name), P_TEXT(l.address), P_TEXT(action),
                      P_TEXT(kind), P_INT(id), P_TEXT(before), P_TEXT(after), P_TEXT(hash_of(mem, last.hash, &l)));
}

status audit_of(db *d, arena *mem, const char *kind, int64_t id, audit_list *out)
{
    return db_each(d, Q_AUDIT_OF, mem, &audit_row_shape, out, P_TEXT(kind), P_INT(id));
}

status audit_find(db *d, arena *mem, const audit_ask *a, audit_list *out, int64_t *older)
{
    const char *name = a->name ? a->name : "", *action = a->action ? a->action : "", *kind = a->kind ? a->kind : "";
    line_row last = {0};
    int64_t before = a->before;

    *older = 0;
    if (!before) {
        status s = db_one(d, Q_AUDIT_LAST, mem, &line_shape, &last);
        if (s == E_NOT_FOUND) return OK;
        TRY(s);
        before = last.id + 1;
    }
    int64_t first = before > AUDIT_LOOKED ? before - AUDIT_LOOKED : 1;
    TRY(db_each(d, Q_AUDIT_FIND, mem, &audit_row_shape, out, P_INT(before), P_INT(first), P_INT(a->user.v), P_TEXT(name), P_TEXT(action), P_TEXT(kind), P_INT(a->object),
                P_INT(a->from.ymd ? instant_of(a->from, 0, 0).ms : 0),
                P_INT(a->to.ymd ? instant_of(date_add_days(a->to, 1), 0, 0).ms : INT64_MAX)));
    if (out->n == AUDIT_FOUND) first = out->p[out->n - 1].id;
    *older = first > 1 ? first : 0;
    return OK;
}

typedef struct {
    int64_t n, bad;
    char previous[80];
    arena *mem;
} walk;

static status check_line(void *ctx, void *item)
{
    walk *w = ctx;
    const line_row *l = item;

    arena_reset(w->mem);
    bool fits = l->id == w->n + 1 && strcmp(hash_of(w->mem, w->previous, l), l->hash) == 0;
    if (!fits && w->bad == 0) w->bad = l->id;
    w->n++;
    memccpy(w->previous, l->hash, 0, sizeof w->previous - 1);
    return OK;
}

status audit_verify(db *d, int64_t *events, int64_t *bad)
{
    AUTO(arena_ptr) mem = arena_new();
    walk w = {.mem = mem};

    TRY(db_scan(d, Q_AUDIT_ALL, &line_shape, check_line, &w));
    *events = w.n;
    *bad = w.bad;
    return OK;
}
