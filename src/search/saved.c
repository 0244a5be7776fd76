/* Searches that somebody keeps: what was there then is remembered, what comes later is told once. */
#include "audit/audit.h"
#include "base/text.h"
#include "notify/notify.h"
#include "search/search_own.h"

SHAPE(search_saved_shape, search_saved, F_INT(search_saved, id), F_INT(search_saved, found), F_TEXT(search_saved, name), F_TEXT(search_saved, query), F_ID(search_saved, user_id), F_INSTANT(search_saved, created_at));

/* Saved searches are among public texts alone, as everybody: nothing that they tell depends on rights. */
static status newest(db *d, arena *mem, const search_ask *ask, search_answer *out)
{
    search_ask a = *ask;
    actor nobody = {.name = "", .login = "", .unit = "", .address = ""};

    a.dossiers = a.typing = false;
    a.skip = 0;
    a.limit = SEARCH_SEEN_MAX;
    a.more.sort = SORT_NEWEST;
    return search_find(d, mem, &nobody, &a, out);
}

/* Notes results as seen; `new` counts those that were not. */
static status note_seen(db *d, int64_t saved, const search_items *items, int *new)
{
    *new = 0;
    for (int i = 0; i < items->n; i++) {
        int64_t rows = 0;
        TRY(db_change(d, Q_SEARCH_SEEN_ADD, &rows, P_INT(saved), P_TEXT(items->p[i].kind), P_INT(items->p[i].id)));
        *new += rows > 0;
    }
    return OK;
}

status search_saved_of(db *d, arena *mem, const actor *who, search_saved_list *out)
{
    return db_each(d, Q_SEARCH_SAVED_OF, mem, &search_saved_shape, out, P_ID(who->user));
}

status search_save(arena *mem, db *d, const actor *who, const char *name, const char *query, const search_ask *ask, instant now, int64_t *out)
{
    AUTO(db_tx) tx = {0};
    search_answer a = {0};
    int64_t n = 0;
    int new = 0;
    struct {
        int64_t v;
    } id = {0};

    if (!who->user.v) return E_FORBIDDEN;
    TRY(newest(d, mem, ask, &a));
    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_SEARCH_SAVED_COUNT, &n, P_ID(who->user)));
    if (n >= SEARCH_SAVED_MAX) return E_LIMIT;
    TRY(db_insert(d, Q_SEARCH_SAVED_INSERT, &id, P_ID(who->user), P_TEXT(name), P_TEXT(query), P_INT(a.total), P_INSTANT(now)));
    TRY(note_seen(d, id.v, &a.items, &new));
    TRY(audit_add(d, mem, who, "search.saved", "search", id.v, "", ""));
    TRY(db_commit(&tx));
    *out = id.v;
    return OK;
}

status search_forget(arena *mem, db *d, const actor *who, int64_t id)
{
    AUTO(db_tx) tx = {0};
    int64_t mine = 0;

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_SEARCH_SAVED_ONE, &mine, P_INT(id), P_ID(who->user)));
    if (!mine) return E_NOT_FOUND;
    TRY(db_change(d, Q_SEARCH_SEEN_DROP, NULL, P_INT(id)));
    TRY(db_change1(d, Q_SEARCH_SAVED_DROP, P_INT(id), P_ID(who->user)));
    TRY(audit_add(d, mem, who, "search.forgotten", "search", id, "", ""));
    return db_commit(&tx);
}

static status watch_one(arena *mem, db *d, const search_saved *s, instant now)
{
    AUTO(db_tx) tx = {0};
    search_answer a = {0};
    search_asked asked;
    search_ask ask;
    int new = 0;

    asked_read(mem, s->query, &asked);
    asked_mean(mem, &asked, &ask);
    TRY(newest(d, mem, &ask, &a));
    TRY(db_begin(d, &tx));
    TRY(note_seen(d, s->id, &a.items, &new));
    if (new == 0) return OK;
    TRY(db_change1(d, Q_SEARCH_SAVED_FOUND, P_INT(a.total), P_INT(s->id)));
    TRY(notify_add(d, s->user_id, textf(mem, "Tìm kiếm đã lưu “%s”: %d kết quả mới", s->name, new), textf(mem, "/tim-kiem?%s&sap-xep=moi-nhat", s->query),
                   textf(mem, "search-%lld-%lld", (long long)s->id, (long long)now.ms), now));
    return db_commit(&tx);
}

status search_watch(db *d, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    search_saved_list all = {0};

    TRY(db_each(d, Q_SEARCH_SAVED_ALL, mem, &search_saved_shape, &all));
    for (int i = 0; i < all.n; i++) {
        AUTO(arena_ptr) own = arena_new();
        status s = watch_one(own, d, &all.p[i], now);
        if (s != OK && s != E_INVALID && s != E_LIMIT) return s;
    }
    return OK;
}
