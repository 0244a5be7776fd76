/* The index follows the store: the audit log says what changed, in an order that both engines agree on. */
#include "base/log.h"
#include "base/text.h"
#include "novelty/index.h"
#include "novelty/novelty_own.h"
#include <stdlib.h>

typedef struct {
    int64_t id, dossier;
} event;
STATIC_SHAPE(event_shape, event, F_INT(event, id), F_INT(event, dossier));
typedef LIST_OF(event) event_list;

static bool seen_before(const event_list *l, int i)
{
    for (int k = i + 1; k < l->n; k++)
        if (l->p[k].dossier == l->p[i].dossier) return true; /* its later event reads it */
    return false;
}

/* E_NOT_FOUND: a draft. No secret part: it is sealed, and what the index holds is shown beside other people's dossiers. */
static status read_dossier(db *d, arena *mem, int64_t id, novelty_doc *out)
{
    dossier dos = {0};
    novelty_text t = {0};

    TRY(novelty_dossier(d, mem, (dossier_id){id}, &dos));
    if (!dos.filed_on.ymd) return E_NOT_FOUND;
    TRY(novelty_compose(d, mem, &dos, &t));
    *out = (novelty_doc){.id = textf(mem, "dossier:%lld", (long long)id), .unit = dos.org_id.v ? textf(mem, "%lld", (long long)dos.org_id.v) : "", .title = dos.title, .text = t.text};
    return OK;
}

typedef struct {
    int64_t id;
} filed;
STATIC_SHAPE(filed_shape, filed, F_INT(filed, id));

/* The first time: everything that was ever filed, whatever the log tells of it (a store that was filled or restored), then
 * the log from where it ended when this began. */
static status read_all(db *d, novelty *n, int64_t last)
{
    for (int64_t after = 0;;) {
        AUTO(arena_ptr) mem = arena_new();
        LIST_OF(filed) l = {0};
        TRY(db_each(d, Q_NOVELTY_FILED_AFTER, mem, &filed_shape, &l, P_INT(after)));
        if (l.n == 0) break;
        novelty_doc *docs = NEWS(mem, novelty_doc, l.n);
        for (int i = 0; i < l.n; i++) TRY(read_dossier(d, mem, l.p[i].id, &docs[i]));
        TRY(novelty_put(n, docs, l.n, -1));
        after = l.p[l.n - 1].id;
    }
    return last ? novelty_put(n, NULL, 0, last) : OK;
}

/* The store is not the one that was followed (a backup was put in place): what came from it is forgotten. */
static status forget(novelty *n, arena *mem)
{
    uint32_t docs = index_documents(n);
    const char **ids = NEWS(mem, const char *, docs + 1);
    int count = 0;
    view v;

    TRY(view_of(n, 0, &v));
    for (uint32_t i = 0; i < docs; i++) {
        record r;
        if (index_sees(&v, i) && index_record(n, i, &r) && text_starts(r.id, "dossier:")) ids[count++] = text_copy(mem, r.id);
    }
    log_warning("novelty index: it is ahead of the store; it follows anew");
    return novelty_remove(n, ids, count, 0, NULL);
}

status novelty_follow(db *d, novelty *n, bool *more)
{
    AUTO(arena_ptr) mem = arena_new();
    event_list l = {0};
    int64_t last = 0, cursor = novelty_cursor(n);
    int count = 0;

    TRY(db_number(d, Q_NOVELTY_LAST_EVENT, &last));
    if (cursor > last) {
        TRY(forget(n, mem));
        cursor = 0;
    }
    *more = false;
    if (cursor == 0) return read_all(d, n, last);
    TRY(db_each(d, Q_NOVELTY_EVENTS, mem, &event_shape, &l, P_INT(cursor)));
    novelty_doc *docs = NEWS(mem, novelty_doc, l.n + 1);
    for (int i = 0; i < l.n; i++) {
        if (!l.p[i].dossier || seen_before(&l, i)) continue;
        status st = read_dossier(d, mem, l.p[i].dossier, &docs[count]);
        if (st != OK && st != E_NOT_FOUND) return st; /* a draft is not found */
        count += st == OK;
    }
    if (l.n) TRY(novelty_put(n, docs, count, l.p[l.n - 1].id));
    *more = l.n > 0 && l.p[l.n - 1].id < last;
    return OK;
}
