/* Local rules: the store's rows over the built-in book. */
#include "rule/rule_local.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "rule/rule_book.h"
#include <stdatomic.h>
#include <stdlib.h>

static status read_rows(arena *mem, db *d, rule_list *out)
{
    TRY(db_each(d, Q_RULE_ROW_ALL, mem, &rule_row_shape, out));
    for (int i = 0; i < out->n; i++) {
        rule_row *r = &out->p[i];
        r->name = r->kind = r->said = r->shown = ""; /* those of the built-in row */
    }
    return OK;
}

status rule_load_local(arena *mem, db *d, rule_book **out, const char **problem)
{
    rule_list rows = {0};

    TRY(read_rows(mem, d, &rows));
    return rule_book_overlay(mem, rule_built_in(), rows.p, rows.n, out, problem);
}

/* Books that were in use stay: a thread may still read them. They change a few times a year. */
typedef struct kept kept;
struct kept {
    arena *mem;
    kept *before;
};
static _Atomic(kept *) books;

static void keep(arena *mem)
{
    kept *k = NEW(mem, kept);

    k->mem = mem;
    k->before = atomic_load(&books);
    while (!atomic_compare_exchange_weak(&books, &k->before, k)) {
    }
}

status rule_refresh(db *d)
{
    arena *forever = arena_new();
    rule_book *book = NULL;
    const char *problem = "";
    status s = rule_load_local(forever, d, &book, &problem);

    if (s == OK) {
        keep(forever);
        rule_use(book);
        return OK;
    }
    if (s == E_INVALID) log_error("%s", problem);
    arena_free(forever);
    return s == E_INVALID ? E_INTERNAL : s;
}

static const char *told(arena *mem, const rule_row *r)
{
    json_t *o =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "key", r->key, "scope", r->scope, "value", r->value, "article",
                  r->article, "from", date_iso(mem, r->from), "to", date_iso(mem, r->to), "trust", r->trust);
    char *text = json_dumps(o, JSON_COMPACT);
    const char *out = text_copy(mem, text);

    free(text);
    json_decref(o);
    return out;
}

static status find(arena *mem, db *d, int64_t id, rule_row *out)
{
    rule_list rows = {0};

    TRY(read_rows(mem, d, &rows));
    for (int i = 0; i < rows.n; i++) {
        if (rows.p[i].id != id) continue;
        *out = rows.p[i];
        return OK;
    }
    return E_NOT_FOUND;
}

status rule_add(arena *mem, db *d, const actor *who, const rule_row *r, instant now, int64_t *id, const char **problem)
{
    AUTO(db_tx) tx = {0};
    rule_book *book = NULL;
    struct {
        int64_t v;
    } row = {0};

    if (!rule_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_RULE_ROW_ADD, &row, P_TEXT(r->key), P_TEXT(r->scope), P_TEXT(r->value), P_TEXT(r->unit),
                  P_TEXT(r->article), P_TEXT(r->brief), P_DATE(r->from), P_DATE(r->to), P_TEXT(r->trust),
                  P_TEXT(r->source), P_TEXT(r->note), P_ID(who->user), P_INSTANT(now)));
    TRY(rule_load_local(mem, d, &book, problem)); /* the book with it must be whole; the scope rolls back otherwise */
    TRY(audit_add(d, mem, who, "rule.added", "rule_row", row.v, "", told(mem, r)));
    TRY(db_commit(&tx));
    *id = row.v;
    return OK;
}

status rule_end(arena *mem, db *d, const actor *who, int64_t id, date last, const char **problem)
{
    AUTO(db_tx) tx = {0};
    rule_row before = {0}, after = {0};
    rule_book *book = NULL;

    if (!rule_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(find(mem, d, id, &before));
    TRY(db_change1(d, Q_RULE_ROW_END, P_DATE(last), P_INT(id)));
    TRY(rule_load_local(mem, d, &book, problem));
    after = before;
    after.to = last;
    TRY(audit_add(d, mem, who, "rule.ended", "rule_row", id, told(mem, &before), told(mem, &after)));
    return db_commit(&tx);
}

status rule_cancel(arena *mem, db *d, const actor *who, int64_t id, instant now)
{
    AUTO(db_tx) tx = {0};
    rule_row before = {0};

    if (!rule_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(find(mem, d, id, &before));
    TRY(db_change1(d, Q_RULE_ROW_CANCEL, P_INSTANT(now), P_INT(id)));
    TRY(audit_add(d, mem, who, "rule.cancelled", "rule_row", id, told(mem, &before), ""));
    return db_commit(&tx);
}
