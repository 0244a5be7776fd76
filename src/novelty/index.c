/* Opening an index, asking it, and changing it. */
#include "novelty/index.h"
#include "base/log.h"
#include "base/text.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- documents ---- */
static const index_part *part_of(const novelty *n, uint32_t doc, uint32_t *within)
{
    for (int i = n->n_parts; i-- > 0;)
        if (doc >= n->parts[i].base) {
            *within = doc - n->parts[i].base;
            return *within < n->parts[i].s.head.docs ? &n->parts[i] : NULL;
        }
    return NULL;
}

static uint32_t young_base(const novelty *n)
{
    return n->n_parts ? n->parts[n->n_parts - 1].base + (uint32_t)n->parts[n->n_parts - 1].s.head.docs : 0;
}

uint32_t index_documents(const novelty *n)
{
    return young_base(n) + n->fresh.n;
}

static void life_of(const novelty *n, uint32_t doc, uint64_t *from, uint64_t *to)
{
    uint32_t k = 0;
    const index_part *p = part_of(n, doc, &k);

    *from = p ? p->s.docs[k].generation : n->fresh.docs[doc - young_base(n)].generation;
    *to = !p ? n->fresh.docs[doc - young_base(n)].deleted : p->deleted ? p->deleted[k] : 0;
}

bool index_sees(const view *v, uint32_t doc)
{
    uint64_t from, to;

    if (v->plain) return true;
    life_of(v->n, doc, &from, &to);
    return from <= v->generation && (!to || to > v->generation);
}

status view_of(const novelty *n, int64_t generation, view *out)
{
    uint64_t deleted = 0;
    view v = {.n = n, .generation = generation ? (uint64_t)generation : n->generation};

    if (generation < 0 || v.generation > n->generation || v.generation < n->oldest) return E_NOT_FOUND;
    for (int i = 0; i < n->n_parts; i++) deleted += n->parts[i].n_deleted;
    for (uint32_t i = 0; i < n->fresh.n; i++) deleted += n->fresh.docs[i].deleted != 0;
    v.plain = v.generation == n->generation && !deleted;
    v.documents = n->live;
    if (v.generation != n->generation) {
        v.documents = 0;
        for (uint32_t d = 0; d < index_documents(n); d++) v.documents += index_sees(&v, d);
    }
    *out = v;
    return OK;
}

index_text index_forward(const novelty *n, uint32_t doc)
{
    index_text t;
    uint32_t k = 0;
    const index_part *p = part_of(n, doc, &k);

    if (p) t.forward = volume_forward(&p->s, k, &t.n);
    else {
        const young_doc *d = &n->fresh.docs[doc - young_base(n)];
        t = (index_text){d->forward, d->syllables};
    }
    return t;
}

const syllable *index_lead(const novelty *n, uint32_t doc, size_t *count)
{
    uint32_t k = 0;
    const index_part *p = part_of(n, doc, &k);

    if (p) return volume_lead(&p->s, k, count);
    *count = n->fresh.docs[doc - young_base(n)].lead_n;
    return n->fresh.docs[doc - young_base(n)].lead;
}

bool index_record(const novelty *n, uint32_t doc, record *out)
{
    uint32_t k = 0;
    const index_part *p = part_of(n, doc, &k);

    if (p) return volume_record(&p->s, k, out);
    const young_doc *d = &n->fresh.docs[doc - young_base(n)];
    *out = (record){d->id, d->unit, d->title, d->text, d->text_bytes};
    return true;
}

uint32_t index_find(const view *v, uint64_t key, uint32_t *out, uint32_t most)
{
    const novelty *n = v->n;
    uint32_t found = 0, doc = 0, base = young_base(n);

    for (int i = 0; i < n->n_parts; i++) {
        volume_cursor c = volume_find(&n->parts[i].s, key);
        while (volume_next(&c, &doc)) {
            doc += n->parts[i].base;
            if (!index_sees(v, doc)) continue;
            if (found == most) return most + 1;
            out[found++] = doc;
        }
    }
    for (uint32_t at = young_head(&n->fresh, key); at; at = n->fresh.postings[at - 1].next) {
        doc = base + n->fresh.postings[at - 1].doc;
        if (!index_sees(v, doc)) continue;
        if (found == most) return most + 1;
        out[found++] = doc;
    }
    return found;
}

void index_prefetch(const novelty *n, uint64_t key)
{
    for (int i = 0; i < n->n_parts; i++) volume_prefetch(&n->parts[i].s, key);
}

static bool in_part(const index_part *p, const char *id, uint64_t hash, uint32_t *doc)
{
    uint64_t lo = 0, hi = p->s.ids ? p->s.head.docs : 0; /* no ids: opened to be rebuilt */

    while (lo < hi) {
        uint64_t mid = (lo + hi) / 2;
        if (p->s.ids[mid].id_hash < hash) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < p->s.head.docs && (!p->s.ids || p->s.ids[lo].id_hash == hash); lo++) {
        record r;
        uint32_t d = p->s.ids ? p->s.ids[lo].doc : (uint32_t)lo;
        if ((p->deleted && p->deleted[d]) || !volume_record(&p->s, d, &r) || !text_eq(r.id, id)) continue;
        *doc = p->base + d;
        return true;
    }
    return false;
}

bool index_by_id(const novelty *n, const char *id, uint32_t *doc)
{
    uint64_t hash = id_hash(id);

    for (uint32_t i = n->fresh.n; i-- > 0;) {
        const young_doc *d = &n->fresh.docs[i];
        if (d->deleted || d->id_hash != hash || !text_eq(d->id, id)) continue;
        *doc = young_base(n) + i;
        return true;
    }
    for (int i = n->n_parts; i-- > 0;)
        if (in_part(&n->parts[i], id, hash, doc)) return true;
    return false;
}

/* ---- changing ---- */
static void bury(novelty *n, uint32_t doc, uint64_t generation)
{
    uint32_t k = 0;
    index_part *p = (index_part *)(uintptr_t)part_of(n, doc, &k); /* NOLINT(performance-no-int-to-ptr): takes away a const */

    n->live--;
    if (!p) {
        n->fresh.docs[doc - young_base(n)].deleted = generation;
        return;
    }
    if (!p->deleted) p->deleted = calloc(p->s.head.docs, sizeof *p->deleted);
    if (!p->deleted) abort();
    p->deleted[k] = generation;
    p->n_deleted++;
}

static void apply_batch(novelty *n, const batch *b)
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
    index_part p = {.number = n->next_number, .base = young_base(n)};
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
    apply_batch(n, &b);
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
        apply_batch(n, &b);
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

/* ---- merging ---- */
typedef struct {
    const novelty *n;
    int first;
    uint64_t *const *deleted; /* per part, as it was when the merge began */
    bool drop;
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

static void breathe(void)
{
    usleep(2000); /* after each MiB written in the background: at most 500 MB a second, in practice far less */
}

static status merge_parts(novelty *n, int first, int count, bool drop)
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
    dropping d = {n, first, deleted, drop};
    file_path(n, "volume", number, path);
    status st = volume_merge(from, count, is_dropped, &d, drop ? NULL : breathe, path, number, &head);
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

/* The last run of four neighbours of one size or smaller. */
static bool pick(const novelty *n, int *first, int *count)
{
    for (int i = n->n_parts - 4; i >= 0; i--) {
        int most = tier(&n->parts[i]);
        uint64_t docs = 0;
        bool fits = true;
        for (int k = i; k < n->n_parts; k++) docs += n->parts[k].s.head.docs;
        for (int k = i + 1; k < n->n_parts; k++) fits = fits && tier(&n->parts[k]) <= most;
        int same = 0;
        for (int k = i; k < n->n_parts; k++) same += tier(&n->parts[k]) == most;
        if (!fits || (same < 4 && n->n_parts < PARTS_MAX / 2) || docs > VOLUME_DOCS_MAX) continue;
        *first = i;
        *count = n->n_parts - i;
        return true;
    }
    return false;
}

status novelty_compact(novelty *n, bool all)
{
    int first = 0, count = 0;
    status st = OK;

    if (!n->write) return E_CONFLICT;
    pthread_mutex_lock(&n->merger);
    if (all) {
        pthread_mutex_lock(&n->writer);
        if (n->fresh.n) st = write_young(n, NULL, 0, n->generation, -1);
        pthread_mutex_unlock(&n->writer);
        bool needed = n->n_parts > 1 || (n->n_parts == 1 && n->parts[0].n_deleted);
        if (st == OK && needed) st = merge_parts(n, 0, n->n_parts, true);
    } else
        while (st == OK && pick(n, &first, &count)) st = merge_parts(n, first, count, false);
    pthread_mutex_unlock(&n->merger);
    return st;
}

/* ---- opening ---- */
static status take_lock(novelty *n)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/lock", n->folder);
    n->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (n->lock_file < 0) return E_IO;
    return flock(n->lock_file, LOCK_EX | LOCK_NB) == 0 ? OK : E_CONFLICT;
}

/* Files that no manifest names: left by a process that was killed. */
static void sweep(const novelty *n)
{
    DIR *d = opendir(n->folder);
    char path[4400];

    for (struct dirent *e; d && (e = readdir(d));) {
        uint64_t number = 0;
        bool keep = true;
        if (text_ends(e->d_name, ".new")) keep = false;
        else if (sscanf(e->d_name, "log-%" SCNu64, &number) == 1) keep = number == n->log_number;
        else if (sscanf(e->d_name, "volume-%" SCNu64, &number) == 1) {
            keep = false;
            for (int i = 0; i < n->n_parts; i++) keep = keep || n->parts[i].number == number;
        }
        snprintf(path, sizeof path, "%s/%s", n->folder, e->d_name);
        if (!keep) unlink(path);
    }
    if (d) closedir(d);
}

static void close_parts(novelty *n)
{
    for (int i = 0; i < n->n_parts; i++) {
        volume_close(&n->parts[i].s);
        free(n->parts[i].deleted);
    }
    n->n_parts = 0;
    young_clear(&n->fresh);
}

static status load(novelty *n)
{
    status st = manifest_read(n);

    if (st == E_NOT_FOUND && n->write) {
        n->next_number = 2;
        n->log_number = 1;
        st = manifest_write(n);
    } else if (st == E_NOT_FOUND) return OK; /* nothing was added yet */
    TRY(st);
    n->live = young_base(n);
    for (int i = 0; i < n->n_parts; i++) n->live -= (int64_t)n->parts[i].n_deleted;
    TRY(journal_replay(n, apply_batch));
    if (!n->write) return OK;
    sweep(n);
    return journal_open(n);
}

status novelty_open(const char *folder, bool write, novelty **out)
{
    novelty *n = calloc(1, sizeof *n);

    if (!n) abort();
    frozen_load();
    n->write = write;
    n->lock_file = n->log = -1;
    pthread_rwlock_init(&n->lock, NULL);
    pthread_mutex_init(&n->writer, NULL);
    pthread_mutex_init(&n->merger, NULL);
    snprintf(n->folder, sizeof n->folder, "%s", folder);
    status st = OK;
    if (write && mkdir(folder, 0700) != 0 && errno != EEXIST) st = E_IO;
    if (st == OK && write) st = take_lock(n);
    for (int tries = 0; st == OK && tries < 5; tries++) { /* a reader may meet a merge that takes files away */
        st = load(n);
        if (st != E_NOT_FOUND) break;
        close_parts(n);
        st = OK;
        usleep(20000);
    }
    if (st != OK) {
        novelty_close(n);
        return st;
    }
    *out = n;
    return OK;
}

status index_open_damaged(const char *folder, novelty **out)
{
    novelty *n = calloc(1, sizeof *n);

    if (!n) abort();
    n->lock_file = n->log = -1;
    n->damaged = true;
    pthread_rwlock_init(&n->lock, NULL);
    pthread_mutex_init(&n->writer, NULL);
    pthread_mutex_init(&n->merger, NULL);
    snprintf(n->folder, sizeof n->folder, "%s", folder);
    status st = take_lock(n);
    if (st == OK) st = manifest_read(n);
    if (st == OK) st = journal_replay(n, apply_batch);
    if (st != OK) novelty_close(n);
    else *out = n;
    return st;
}

void novelty_close(novelty *n)
{
    if (!n) return;
    close_parts(n);
    if (n->log >= 0) close(n->log);
    if (n->lock_file >= 0) close(n->lock_file);
    pthread_rwlock_destroy(&n->lock);
    pthread_mutex_destroy(&n->writer);
    pthread_mutex_destroy(&n->merger);
    free(n);
}

SHAPE(novelty_stat_shape, novelty_stat, F_INT(novelty_stat, documents), F_INT(novelty_stat, generation), F_INT(novelty_stat, segments), F_INT(novelty_stat, index_bytes),
      F_INT(novelty_stat, forward_bytes), F_INT(novelty_stat, text_bytes), F_INT(novelty_stat, syllables), F_INT(novelty_stat, oldest_generation), F_INT(novelty_stat, deleted),
      F_TEXT(novelty_stat, parameters));

status novelty_stat_of(novelty *n, novelty_stat *out)
{
    novelty_stat s = {.parameters = NOVELTY_PARAMETERS};

    pthread_rwlock_rdlock(&n->lock);
    s.documents = n->live;
    s.generation = (int64_t)n->generation;
    s.oldest_generation = (int64_t)n->oldest;
    s.segments = n->n_parts;
    for (int i = 0; i < n->n_parts; i++) {
        const volume_section *p = n->parts[i].s.head.part;
        s.deleted += (int64_t)n->parts[i].n_deleted;
        s.index_bytes += (int64_t)(p[PART_DIRECTORY].bytes + p[PART_POSTINGS].bytes + p[PART_DOCS].bytes + p[PART_IDS].bytes + p[PART_LEAD].bytes);
        s.forward_bytes += (int64_t)p[PART_FORWARD].bytes;
        s.text_bytes += (int64_t)p[PART_TEXT].bytes;
        s.syllables += (int64_t)p[PART_FORWARD].bytes / 2;
    }
    for (uint32_t i = 0; i < n->fresh.n; i++) {
        s.syllables += n->fresh.docs[i].syllables;
        s.forward_bytes += n->fresh.docs[i].syllables * 2;
        s.text_bytes += (int64_t)n->fresh.docs[i].text_bytes;
        s.deleted += n->fresh.docs[i].deleted != 0;
    }
    s.index_bytes += n->fresh.n_postings * 8 + n->fresh.slots * 12;
    pthread_rwlock_unlock(&n->lock);
    *out = s;
    return OK;
}

status novelty_read(novelty *n, arena *mem, const char *id, novelty_doc *out)
{
    uint32_t doc = 0;
    record r;

    pthread_rwlock_rdlock(&n->lock);
    bool found = index_by_id(n, id, &doc) && index_record(n, doc, &r);
    if (found) *out = (novelty_doc){text_copy(mem, r.id), text_copy(mem, r.unit), text_copy(mem, r.title), text_copyn(mem, r.text, r.text_bytes)};
    pthread_rwlock_unlock(&n->lock);
    return found ? OK : E_NOT_FOUND;
}
