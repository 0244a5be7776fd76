/* Changing an index: adding, replacing, removing. */
#include "novelty/index.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void bury(novelty *n, uint32_t doc, uint64_t generation)
{
    uint32_t k = 0;
    index_part *p = (index_part *)(uintptr_t)index_part_of(n, doc, &k); /* NOLINT(performance-no-int-to-ptr): takes away a const */

    n->live--;
    if (!p) {
        n->fresh.docs[doc - index_young_base(n)].deleted = generation;
        return;
    }
    if (!p->deleted) p->deleted = calloc(p->s.head.docs, sizeof *p->deleted);
    if (!p->deleted) abort();
    p->deleted[k] = generation;
    p->n_deleted++;
}

void index_change(novelty *n, const batch *b)
{
    uint32_t doc = 0;

    for (int i = 0; i < b->n_gone; i++)
        if (index_by_id(n, b->gone[i], &doc)) bury(n, doc, b->generation);
    for (int i = 0; i < b->n_docs; i++) {
        const novelty_doc *d = &b->docs[i];
        if (index_by_id(n, d->id, &doc)) bury(n, doc, b->generation);
        young_add(&n->fresh, &(volume_input){d->id, d->unit, d->title, d->text, strlen(d->text), b->generation});
        n->live++;
    }
    if (b->generation > n->generation) n->generation = b->generation;
    if (b->cursor >= 0) n->cursor = b->cursor;
}

/* ---- what is in memory becomes a volume; the caller holds the writer's mutex ---- */

/* What is in memory, and `extra` behind it, into a file that no manifest names yet. */
static status make_volume(const novelty *n, const novelty_doc *extra, int count, uint64_t generation, index_part *out)
{
    char path[4200];
    volume_header head;
    volume_writer *w = volume_writer_new();

    for (uint32_t i = 0; i < n->fresh.n; i++) {
        const young_doc *d = &n->fresh.docs[i];
        volume_writer_add(w, &(volume_input){d->id, d->unit, d->title, d->text, d->text_bytes, d->generation});
    }
    for (int i = 0; i < count; i++) volume_writer_add(w, &(volume_input){extra[i].id, extra[i].unit, extra[i].title, extra[i].text, strlen(extra[i].text), generation});
    file_path(n, "volume", n->next_number, path);
    status st = n->n_parts == PARTS_MAX ? E_LIMIT : volume_writer_write(w, path, n->next_number, &head);
    volume_writer_free(w);
    TRY(st);
    *out = (index_part){.number = n->next_number, .base = index_young_base(n)};
    return volume_open(path, &out->s);
}

/* What a step that fails is undone to. Documents that it buried are known by their generation. */
typedef struct {
    young fresh;
    uint64_t generation, next_number, log_number;
    int64_t cursor, live;
    int n_parts;
} before;

static before remember(const novelty *n)
{
    return (before){n->fresh, n->generation, n->next_number, n->log_number, n->cursor, n->live, n->n_parts};
}

static void put_back(novelty *n, const before *b)
{
    index_part *made = &n->parts[b->n_parts];

    free(made->deleted);
    volume_close(&made->s);
    n->fresh = b->fresh;
    n->generation = b->generation;
    n->next_number = b->next_number;
    n->log_number = b->log_number;
    n->cursor = b->cursor;
    n->live = b->live;
    n->n_parts = b->n_parts;
    for (int i = 0; i < n->n_parts; i++)
        for (uint64_t d = 0; n->parts[i].deleted && d < n->parts[i].s.head.docs; d++)
            if (n->parts[i].deleted[d] > b->generation) {
                n->parts[i].deleted[d] = 0;
                n->parts[i].n_deleted--;
            }
    for (uint32_t i = 0; i < n->fresh.n; i++)
        if (n->fresh.docs[i].deleted > b->generation) n->fresh.docs[i].deleted = 0;
}

/* The volume takes the place of what is in memory; what `extra` replaces is buried, there or in older volumes. */
static void take_over(novelty *n, index_part *made, const novelty_doc *extra, int count, uint64_t generation, int64_t cursor)
{
    uint32_t doc = 0;

    for (int i = 0; i < count; i++)
        if (index_by_id(n, extra[i].id, &doc)) bury(n, doc, generation);
    for (uint32_t i = 0; i < n->fresh.n; i++) {
        if (!n->fresh.docs[i].deleted) continue;
        if (!made->deleted) made->deleted = calloc(made->s.head.docs, sizeof *made->deleted);
        if (!made->deleted) abort();
        made->deleted[i] = n->fresh.docs[i].deleted;
        made->n_deleted++;
    }
    n->parts[n->n_parts++] = *made;
    n->fresh = (young){0};
    n->live += count;
    n->log_number = n->next_number + 1;
    n->next_number += 2;
    if (generation > n->generation) n->generation = generation;
    if (cursor >= 0) n->cursor = cursor;
}

/* The log begins anew with it. */
static status write_young(novelty *n, const novelty_doc *extra, int count, uint64_t generation, int64_t cursor)
{
    char path[4200], old[4200];
    index_part made;

    file_path(n, "volume", n->next_number, path);
    file_path(n, "log", n->log_number, old);
    TRY(make_volume(n, extra, count, generation, &made));
    pthread_rwlock_wrlock(&n->lock);
    before b = remember(n);
    take_over(n, &made, extra, count, generation, cursor);
    status st = manifest_write(n);
    if (st == OK) young_clear(&b.fresh);
    else put_back(n, &b); /* the old manifest still stands: as before */
    pthread_rwlock_unlock(&n->lock);
    unlink(st == OK ? old : path);
    return st == OK ? journal_open(n) : st;
}

static bool is_new(novelty *n, const novelty_doc *d)
{
    uint32_t doc = 0;
    record r;

    if (!index_by_id(n, d->id, &doc) || !index_record(n, doc, &r)) return true;
    return !text_eq(r.text, d->text) || !text_eq(r.title, d->title) || !text_eq(r.unit, d->unit);
}

static int by_id_then_place(const void *x, const void *y)
{
    const novelty_doc *const *a = x, *const *b = y;
    int order = strcmp((*a)->id, (*b)->id);
    return order ? order : *a < *b ? -1 : 1;
}

/* The documents of `docs` that change something; of several of one id the last. */
static novelty_doc *changed(novelty *n, const novelty_doc *docs, int count, int *out_count)
{
    novelty_doc *out = calloc((size_t)count + 1, sizeof *out);
    const novelty_doc **sorted = calloc((size_t)count + 1, sizeof *sorted); /* NOLINT(bugprone-sizeof-expression): pointers are sorted */
    bool *late = calloc((size_t)count + 1, sizeof *late); /* superseded by a later one */

    if (!out || !sorted || !late) abort();
    for (int i = 0; i < count; i++) sorted[i] = &docs[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_id_then_place); /* NOLINT(bugprone-sizeof-expression) */
    for (int i = 0; i + 1 < count; i++)
        if (text_eq(sorted[i]->id, sorted[i + 1]->id)) late[sorted[i] - docs] = true;
    for (int i = 0; i < count; i++)
        if (!late[i] && is_new(n, &docs[i])) out[(*out_count)++] = docs[i];
    free(sorted);
    free(late);
    return out;
}

static status put_locked(novelty *n, const novelty_doc *docs, int count, int64_t cursor)
{
    size_t bytes = 0;

    for (int i = 0; i < count; i++) bytes += strlen(docs[i].text);
    if (bytes >= BULK_BYTES || count > FLUSH_DOCS) return write_young(n, docs, count, n->generation + 1, cursor);
    batch b = {docs, count, NULL, 0, n->generation + (count > 0), cursor};
    if (count || (cursor >= 0 && cursor != n->cursor)) TRY(journal_append(n, &b, count > 0));
    pthread_rwlock_wrlock(&n->lock);
    index_change(n, &b);
    pthread_rwlock_unlock(&n->lock);
    if (n->fresh.n >= FLUSH_DOCS || n->fresh.bytes >= FLUSH_BYTES) return write_young(n, NULL, 0, n->generation, -1);
    return OK;
}

static status make_way(novelty *n)
{
    pthread_mutex_lock(&n->writer);
    bool crowded = n->write && n->n_parts >= PARTS_CROWDED;
    pthread_mutex_unlock(&n->writer);
    return crowded ? novelty_compact(n, false) : OK;
}

status novelty_put(novelty *n, const novelty_doc *docs, int count, int64_t cursor)
{
    int m = 0;

    for (int i = 0; i < count; i++) {
        if (!docs[i].id[0] || strlen(docs[i].id) > NOVELTY_ID_MAX) return E_INVALID;
        if (strlen(docs[i].text) > NOVELTY_TEXT_MAX || strlen(docs[i].title) > NOVELTY_TITLE_MAX || strlen(docs[i].unit) > NOVELTY_TITLE_MAX) return E_LIMIT;
    }
    TRY(make_way(n));
    pthread_mutex_lock(&n->writer);
    status st = n->write ? OK : E_CONFLICT; /* retired meanwhile, or opened to be read */
    novelty_doc *those = st == OK ? changed(n, docs, count, &m) : NULL;
    if (st == OK) st = put_locked(n, those, m, cursor);
    pthread_mutex_unlock(&n->writer);
    free(those);
    return st;
}

status novelty_remove(novelty *n, const char *const *ids, int count, int64_t cursor, int *removed)
{
    uint32_t doc = 0;
    int there = 0;

    pthread_mutex_lock(&n->writer);
    for (int i = 0; i < count; i++) there += index_by_id(n, ids[i], &doc);
    batch b = {NULL, 0, ids, count, n->generation + (there > 0), cursor};
    status st = !n->write ? E_CONFLICT : there || cursor >= 0 ? journal_append(n, &b, there > 0) : OK;
    if (st == OK) {
        pthread_rwlock_wrlock(&n->lock);
        int64_t before = n->live;
        index_change(n, &b);
        if (removed) *removed = (int)(before - n->live);
        pthread_rwlock_unlock(&n->lock);
    }
    pthread_mutex_unlock(&n->writer);
    return st;
}

int64_t novelty_cursor(novelty *n)
{
    pthread_rwlock_rdlock(&n->lock);
    int64_t c = n->cursor;
    pthread_rwlock_unlock(&n->lock);
    return c;
}

status index_write_young(novelty *n)
{
    return write_young(n, NULL, 0, n->generation, -1);
}
