/* The index follows the store: the audit log says what changed, in an order that both engines agree on. */
#include "base/log.h"
#include "base/text.h"
#include "novelty/index.h"
#include <stdlib.h>

typedef struct {
    int64_t id, dossier;
} event;
STATIC_SHAPE(event_shape, event, F_INT(event, id), F_INT(event, dossier));
typedef LIST_OF(event) event_list;

/* No secret part: it is sealed, and what the index holds is shown beside other people's dossiers. */
typedef struct {
    int64_t id, org;
    const char *title, *known_state, *content, *applicability, *conditions, *benefit_author, *benefit_users;
} filed;
STATIC_SHAPE(filed_shape, filed, F_INT(filed, id), F_INT(filed, org), F_TEXT(filed, title), F_TEXT(filed, known_state), F_TEXT(filed, content), F_TEXT(filed, applicability),
             F_TEXT(filed, conditions), F_TEXT(filed, benefit_author), F_TEXT(filed, benefit_users));

static bool seen_before(const event_list *l, int i)
{
    for (int k = i + 1; k < l->n; k++)
        if (l->p[k].dossier == l->p[i].dossier) return true; /* its later event reads it */
    return false;
}

static status read_dossier(db *d, arena *mem, int64_t id, novelty_doc *out)
{
    filed f = {0};

    TRY(db_one(d, Q_NOVELTY_DOSSIER, mem, &filed_shape, &f, P_INT(id)));
    *out = (novelty_doc){.id = textf(mem, "dossier:%lld", (long long)f.id), .unit = f.org ? textf(mem, "%lld", (long long)f.org) : "", .title = f.title,
                         .text = textf(mem, "%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s", f.title, f.known_state, f.content, f.applicability, f.conditions, f.benefit_author, f.benefit_users)};
    return OK;
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
