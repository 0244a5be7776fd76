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

/* What is in memory, and `extra` behind it, as a volume of its own; the log begins anew. Holds the writer's mutex. */
static status write_young(novelty *n, const novelty_doc *extra, int count, uint64_t generation, int64_t cursor)
{
    char path[4200], old[4200];
    volume_header head;
    volume_writer *w = volume_writer_new();

    for (uint32_t i = 0; i < n->fresh.n; i++) {
        const young_doc *d = &n->fresh.docs[i];
        volume_writer_add(w, &(volume_input){d->id, d->unit, d->title, d->text, d->text_bytes, d->generation});
    }
    for (int i = 0; i < count; i++) volume_writer_add(w, &(volume_input){extra[i].id, extra[i].unit, extra[i].title, extra[i].text, strlen(extra[i].text), generation});
    file_path(n, "volume", n->next_number, path);
    file_path(n, "log", n->log_number, old);
    status st = n->n_parts == PARTS_MAX ? E_LIMIT : volume_writer_write(w, path, n->next_number, &head);
    volume_writer_free(w);
    TRY(st);
    index_part p = {.number = n->next_number, .base = index_young_base(n)};
    TRY(volume_open(path, &p.s));
    pthread_rwlock_wrlock(&n->lock);
    for (uint32_t i = 0; i < n->fresh.n; i++) {
        if (!n->fresh.docs[i].deleted) continue;
        if (!p.deleted) p.deleted = calloc(p.s.head.docs, sizeof *p.deleted);
        if (!p.deleted) abort();
        p.deleted[i] = n->fresh.docs[i].deleted;
        p.n_deleted++;
    }
    uint32_t fresh = n->fresh.n, doc = 0;
    for (int i = 0; i < count; i++)
        if (index_by_id(n, extra[i].id, &doc)) { /* found among the old ones: the new part is not there yet */
            if (doc >= p.base && !p.deleted) p.deleted = calloc(p.s.head.docs, sizeof *p.deleted);
            if (doc >= p.base && p.deleted) {
                p.deleted[doc - p.base] = generation;
                p.n_deleted++;
            }
            bury(n, doc, generation);
        }
    n->parts[n->n_parts++] = p;
    n->live += count;
    young young_before = n->fresh;
    n->fresh = (young){0};
    uint64_t next_before = n->next_number, log_before = n->log_number, generation_before = n->generation;
    int64_t cursor_before = n->cursor;
    n->next_number += 2;
    n->log_number = next_before + 1;
    if (generation > n->generation) n->generation = generation;
    if (cursor >= 0) n->cursor = cursor;
    st = manifest_write(n);
    if (st == OK) young_clear(&young_before);
    else { /* the old manifest still stands: go on as before; documents buried by `extra` are unburied */
        n->n_parts--;
        free(p.deleted);
        volume_close(&n->parts[n->n_parts].s);
        n->fresh = young_before;
        n->next_number = next_before;
        n->log_number = log_before;
        n->generation = generation_before;
        n->cursor = cursor_before;
        n->live -= count;
        for (int i = 0; i < n->n_parts; i++)
            for (uint64_t d = 0; n->parts[i].deleted && d < n->parts[i].s.head.docs; d++)
                if (n->parts[i].deleted[d] > generation_before) {
                    n->parts[i].deleted[d] = 0;
                    n->parts[i].n_deleted--;
                    n->live++;
                }
        for (uint32_t i = 0; i < fresh; i++)
            if (n->fresh.docs[i].deleted > generation_before) {
                n->fresh.docs[i].deleted = 0;
                n->live++;
            }
    }
    pthread_rwlock_unlock(&n->lock);
    if (st != OK) {
        unlink(path);
        return st;
    }
    unlink(old);
    return journal_open(n);
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

status novelty_put(novelty *n, const novelty_doc *docs, int count, int64_t cursor)
{
    int m = 0;

    if (!n->write) return E_CONFLICT;
    for (int i = 0; i < count; i++) {
        if (!docs[i].id[0] || strlen(docs[i].id) > NOVELTY_ID_MAX) return E_INVALID;
        if (strlen(docs[i].text) > NOVELTY_TEXT_MAX) return E_LIMIT;
    }
    pthread_mutex_lock(&n->writer);
    novelty_doc *those = changed(n, docs, count, &m);
    status st = put_locked(n, those, m, cursor);
    pthread_mutex_unlock(&n->writer);
    free(those);
    return st;
}

status novelty_remove(novelty *n, const char *const *ids, int count, int64_t cursor, int *removed)
{
    uint32_t doc = 0;
    int there = 0;

    if (!n->write) return E_CONFLICT;
    pthread_mutex_lock(&n->writer);
    for (int i = 0; i < count; i++) there += index_by_id(n, ids[i], &doc);
    batch b = {NULL, 0, ids, count, n->generation + (there > 0), cursor};
    status st = there || cursor >= 0 ? journal_append(n, &b, there > 0) : OK;
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
