/* Volumes that become one. */
#include "novelty/index.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const novelty *n;
    int first;
    uint64_t *const *deleted; /* per part, as it was when the merge began */
    bool drop;
    const volume *const *from;
    int count;
    const bool *stop; /* NULL: nobody stops it */
} dropping;

static bool is_dropped(void *ctx, int part, uint32_t doc)
{
    const dropping *d = ctx;
    return d->drop && d->deleted[part] && d->deleted[part][doc];
}

/* The merged file takes the place of parts first…first + count - 1; what was deleted meanwhile is deleted in it. */
static status replace_parts(novelty *n, int first, int count, uint64_t number, uint64_t *const *then, bool drop)
{
    char path[4200];
    index_part merged = {.number = number, .base = n->parts[first].base}, old[PARTS_MAX];
    uint32_t to = 0;

    file_path(n, "volume", number, path);
    TRY(volume_open(path, &merged.s));
    pthread_rwlock_wrlock(&n->lock);
    merged.deleted = calloc(merged.s.head.docs + 1, sizeof *merged.deleted);
    if (!merged.deleted) abort();
    for (int i = 0; i < count; i++) {
        const index_part *p = &n->parts[first + i];
        for (uint32_t d = 0; d < p->s.head.docs; d++) {
            if (drop && then[i] && then[i][d]) {
                if (then[i][d] > n->oldest) n->oldest = then[i][d];
                continue;
            }
            if (p->deleted && p->deleted[d]) {
                merged.deleted[to] = p->deleted[d];
                merged.n_deleted++;
            }
            to++;
        }
    }
    memcpy(old, n->parts + first, (size_t)count * sizeof *old);
    n->parts[first] = merged;
    memmove(n->parts + first + 1, n->parts + first + count, (size_t)(n->n_parts - first - count) * sizeof *n->parts);
    n->n_parts -= count - 1;
    for (int i = first + 1; i < n->n_parts; i++) n->parts[i].base = n->parts[i - 1].base + (uint32_t)n->parts[i - 1].s.head.docs;
    status st = manifest_write(n);
    pthread_rwlock_unlock(&n->lock);
    for (int i = 0; i < count; i++) {
        file_path(n, "volume", old[i].number, path);
        if (st == OK) unlink(path);
        volume_close(&old[i].s);
        free(old[i].deleted);
    }
    return st;
}

static bool breathe(void *ctx)
{
    const dropping *d = ctx;

    for (int i = 0; i < d->count; i++) volume_rest(d->from[i]); /* all of them are read once: memory stays as small as it was */
    if (!d->drop) usleep(2000); /* after each MiB written in the background: at most 500 MB a second, in practice far less */
    return !d->stop || !__atomic_load_n(d->stop, __ATOMIC_RELAXED);
}

static status merge_parts(novelty *n, int first, int count, bool drop, const bool *stop)
{
    char path[4200];
    uint64_t *deleted[PARTS_MAX] = {0};
    const volume *from[PARTS_MAX];
    volume_header head;

    pthread_mutex_lock(&n->writer);
    uint64_t number = n->next_number++;
    for (int i = 0; i < count; i++) {
        const index_part *p = &n->parts[first + i];
        from[i] = &p->s;
        if (!p->deleted) continue;
        deleted[i] = malloc((p->s.head.docs + 1) * sizeof *deleted[i]);
        if (!deleted[i]) abort();
        memcpy(deleted[i], p->deleted, p->s.head.docs * sizeof *deleted[i]);
    }
    pthread_mutex_unlock(&n->writer);
    dropping d = {n, first, deleted, drop, from, count, stop};
    file_path(n, "volume", number, path);
    status st = volume_merge(from, count, is_dropped, breathe, &d, path, number, &head);
    if (st == OK) {
        pthread_mutex_lock(&n->writer);
        st = replace_parts(n, first, count, number, deleted, drop);
        pthread_mutex_unlock(&n->writer);
    }
    for (int i = 0; i < count; i++) free(deleted[i]);
    return st;
}

static int tier(const index_part *p)
{
    int t = 0;

    for (uint64_t d = p->s.head.docs / 256; d >= 4; d /= 4) t++;
    return t;
}

/* The longest run at the end of one size or smaller, with at least `least` of that size. */
static bool run_of(const novelty *n, int least, int *first, int *count)
{
    for (int i = 0; i + 1 < n->n_parts; i++) {
        int most = tier(&n->parts[i]), same = 0;
        uint64_t docs = 0;
        bool fits = true;
        for (int k = i; k < n->n_parts; k++) {
            docs += n->parts[k].s.head.docs;
            fits = fits && tier(&n->parts[k]) <= most;
            same += tier(&n->parts[k]) == most;
        }
        if (!fits || same < least || docs > VOLUME_DOCS_MAX) continue;
        *first = i;
        *count = n->n_parts - i;
        return true;
    }
    return false;
}

/* Volumes of one size first, so that a document is written once for each size; whatever there is when there are too many.
 * More may be added behind them until they are merged. */
static bool pick(novelty *n, int *first, int *count)
{
    enum { MERGE_LEAST = 4 };

    pthread_mutex_lock(&n->writer);
    bool found = run_of(n, MERGE_LEAST, first, count) || (n->n_parts >= PARTS_MAX / 2 && run_of(n, 1, first, count));
    pthread_mutex_unlock(&n->writer);
    return found;
}

status novelty_compact(novelty *n, bool all)
{
    return novelty_compact_until(n, all, NULL);
}

status novelty_compact_until(novelty *n, bool all, const bool *stop)
{
    int first = 0, count = 0;
    status st = OK;

    pthread_mutex_lock(&n->merger);
    if (!n->write) st = E_CONFLICT;
    else if (all) {
        pthread_mutex_lock(&n->writer);
        if (n->fresh.n) st = index_write_young(n);
        pthread_mutex_unlock(&n->writer);
        bool needed = n->n_parts > 1 || (n->n_parts == 1 && n->parts[0].n_deleted);
        if (st == OK && needed) st = merge_parts(n, 0, n->n_parts, true, stop);
    } else
        while (st == OK && pick(n, &first, &count)) st = merge_parts(n, first, count, false, stop);
    pthread_mutex_unlock(&n->merger);
    return st;
}
