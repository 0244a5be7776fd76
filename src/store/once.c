/* Marks of requests and where their answers lead. On SQLite the second waits for the next COMMIT of anybody, so that a
 * marked request costs one commit and not two; a kill before it loses the address only, which the contract allows. */
#include "base/log.h"
#include "base/text.h"
#include "store/store_own.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    instant at;
    const char *location;
} once_row;
STATIC_SHAPE(once_shape, once_row, F_INSTANT(once_row, at), F_TEXT(once_row, location));

static const char *noted(store *s, arena *mem, const char *mark)
{
    const char *found = "";

    pthread_mutex_lock(&s->turn);
    for (int i = 0; i < s->notes; i++)
        if (strcmp(s->note[i].mark, mark) == 0) found = text_copy(mem, s->note[i].location);
    pthread_mutex_unlock(&s->turn);
    return found;
}

status db_once_result(db *d, arena *mem, const char *mark, instant *at, const char **location)
{
    once_row r = {{0}, ""};

    TRY(db_one(d, Q_REQUEST_ONCE_GET, mem, &once_shape, &r, P_TEXT(mark)));
    *at = r.at;
    *location = *r.location ? r.location : noted(d->store, mem, mark);
    return OK;
}

static bool note(store *s, const char *mark, const char *location)
{
    pthread_mutex_lock(&s->turn);
    bool fits = s->notes < NOTES_MAX;
    if (fits) {
        once_note n = {strdup(mark), strdup(location)};
        if (!n.mark || !n.location) abort();
        s->note[s->notes++] = n;
    }
    pthread_mutex_unlock(&s->turn);
    return fits;
}

status db_once_done(db *d, const char *mark, const char *location)
{
    AUTO(db_tx) tx = {0};

    if (d->store->kind == STORE_SQLITE && note(d->store, mark, location)) return OK;
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_REQUEST_ONCE_DONE, NULL, P_TEXT(location), P_TEXT(mark)));
    return db_commit(&tx);
}

status once_write_notes(store *s)
{
    for (int i = 0; i < s->notes; i++)
        TRY(s->drv->run(s->writer, Q_REQUEST_ONCE_DONE, NULL, (const param[]){P_TEXT(s->note[i].location), P_TEXT(s->note[i].mark)}, 2, NULL, NULL, NULL));
    return OK;
}

void once_forget(store *s, int n)
{
    for (int i = 0; i < n; i++) {
        free(s->note[i].mark);
        free(s->note[i].location);
    }
    s->notes -= n;
    memmove(s->note, s->note + n, (size_t)s->notes * sizeof *s->note);
}
