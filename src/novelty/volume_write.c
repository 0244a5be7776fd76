#include "base/log.h"
#include "novelty/novelty.h"
#include "novelty/volume_own.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- a file that is written part by part ---- */
typedef struct {
    int fd;
    volume_header head;
    uint64_t at;          /* of the file */
    volume_section *part; /* that is being written */
    unsigned char *chunk;
    size_t n;
    void (*pause)(void);
    bool bad;
} output;

static void flush(output *o)
{
    if (!o->n) return;
    o->part->sum = sum_of(o->chunk, o->n, o->part->sum);
    for (size_t i = 0; i < o->n && !o->bad;) {
        ssize_t w = write(o->fd, o->chunk + i, o->n - i);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) o->bad = true;
        else i += (size_t)w;
    }
    o->at += o->n;
    o->part->bytes += o->n;
    o->n = 0;
    if (o->pause) o->pause();
}

static void put(output *o, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;

    while (n) {
        size_t room = SUM_CHUNK - o->n, k = n < room ? n : room;
        memcpy(o->chunk + o->n, p, k);
        o->n += k;
        p += k;
        n -= k;
        if (o->n == SUM_CHUNK) flush(o);
    }
}

static void begin_part(output *o, volume_part p)
{
    static const char zero[64];
    size_t pad = (64 - o->at % 64) % 64;

    if (pad && write(o->fd, zero, pad) != (ssize_t)pad) o->bad = true;
    o->at += pad;
    o->part = &o->head.part[p];
    *o->part = (volume_section){.at = o->at};
}

static status open_output(output *o, const char *temporary, void (*pause)(void))
{
    *o = (output){.fd = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), .chunk = malloc(SUM_CHUNK), .pause = pause};
    if (!o->chunk) abort();
    memcpy(o->head.magic, VOLUME_MAGIC, 8);
    o->head.format = VOLUME_FORMAT;
    o->head.key_bits = KEY_BITS;
    snprintf(o->head.parameters, sizeof o->head.parameters, "%s", NOVELTY_PARAMETERS);
    o->at = sizeof o->head;
    if (o->fd < 0 || lseek(o->fd, (off_t)o->at, SEEK_SET) < 0) o->bad = true;
    return o->bad ? E_IO : OK;
}

/* Header, fsync, rename; or the reason, and nothing is left. */
static status close_output(output *o, const char *temporary, const char *path)
{
    o->head.sum = sum_of(&o->head, offsetof(volume_header, sum), 0);
    if (!o->bad && pwrite(o->fd, &o->head, sizeof o->head, 0) != (ssize_t)sizeof o->head) o->bad = true;
    if (!o->bad && fsync(o->fd) != 0) o->bad = true;
    int reason = errno;
    if (o->fd >= 0) close(o->fd);
    free(o->chunk);
    if (!o->bad && rename(temporary, path) == 0) return OK;
    log_error("novelty index: cannot write %s: %s", path, strerror(o->bad ? reason : errno));
    unlink(temporary);
    return E_IO;
}

static int by_hash(const void *x, const void *y)
{
    const volume_id *a = x, *b = y;
    return a->id_hash != b->id_hash ? (a->id_hash < b->id_hash ? -1 : 1) : a->doc < b->doc ? -1 : a->doc > b->doc;
}

static void put_docs(output *o, const volume_doc *docs, size_t n)
{
    volume_id *ids = malloc((n + 1) * sizeof *ids);

    if (!ids) abort();
    for (size_t i = 0; i < n; i++) ids[i] = (volume_id){.id_hash = docs[i].id_hash, .doc = (uint32_t)i};
    qsort(ids, n, sizeof *ids, by_hash);
    begin_part(o, PART_DOCS);
    put(o, docs, n * sizeof *docs);
    flush(o);
    begin_part(o, PART_IDS);
    put(o, ids, n * sizeof *ids);
    flush(o);
    free(ids);
}

static uint32_t bits_for(uint64_t values)
{
    return values <= 2 ? 1 : 64 - (uint32_t)__builtin_clzll(values - 1);
}

/* Postings come in order of key, then document, from `next`. */
typedef bool (*posting_source)(void *ctx, uint64_t *key, uint32_t *doc);
static void put_postings(output *o, uint64_t docs, uint64_t postings, posting_source next, void *ctx)
{
    uint64_t word = 0, key, buckets, filled = 0, count = 0;
    uint32_t doc, have = 0;

    o->head.docs = docs;
    o->head.postings = postings;
    o->head.doc_bits = bits_for(docs ? docs : 1);
    o->head.bucket_bits = postings <= BUCKET_POSTINGS ? 0 : bits_for(postings / BUCKET_POSTINGS);
    if (o->head.bucket_bits > 26) o->head.bucket_bits = 26;
    buckets = 1ull << o->head.bucket_bits;
    uint32_t check_bits = KEY_BITS - o->head.bucket_bits, width = check_bits + o->head.doc_bits, *directory = calloc(buckets + 1, sizeof *directory);
    if (!directory) abort();
    begin_part(o, PART_POSTINGS);
    while (next(ctx, &key, &doc)) {
        for (; filled <= key >> check_bits; filled++) directory[filled] = (uint32_t)count;
        uint64_t p = (key & ((1ull << check_bits) - 1)) << o->head.doc_bits | doc;
        word |= p << have;
        have += width; /* at most 7 + 57 bits */
        uint32_t whole = have / 8;
        put(o, &word, whole);
        word = whole == 8 ? 0 : word >> whole * 8;
        have -= whole * 8;
        count++;
    }
    for (; filled <= buckets; filled++) directory[filled] = (uint32_t)count;
    unsigned char tail[17] = {0};
    memcpy(tail, &word, 8);
    put(o, tail, 17);
    flush(o);
    if (count != postings) o->bad = true;
    begin_part(o, PART_DIRECTORY);
    put(o, directory, (buckets + 1) * 4);
    flush(o);
    free(directory);
}

/* ---- documents in memory ---- */
struct volume_writer {
    volume_doc *docs;
    size_t n, cap;
    uint64_t *postings, *spare;  /* key << 24 | document */
    size_t n_postings, cap_postings, taken;
    syllable *forward, *lead;
    size_t n_forward, cap_forward, n_lead, cap_lead;
    char *text;
    size_t n_text, cap_text;
    syllables read, title;
    features found;
};

volume_writer *volume_writer_new(void)
{
    volume_writer *w = calloc(1, sizeof *w);
    if (!w) abort();
    return w;
}

void volume_writer_free(volume_writer *w)
{
    if (!w) return;
    free(w->docs);
    free(w->postings);
    free(w->spare);
    free(w->forward);
    free(w->lead);
    free(w->text);
    syllables_free(&w->read);
    syllables_free(&w->title);
    features_free(&w->found);
    free(w);
}

static void *room(void *p, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap) return p;
    *cap = want + want / 2 + 1024;
    p = realloc(p, *cap * size);
    if (!p) abort();
    return p;
}

static void add_text(volume_writer *w, const char *s, size_t n)
{
    w->text = room(w->text, &w->cap_text, w->n_text + n + 1, 1);
    memcpy(w->text + w->n_text, s, n);
    w->n_text += n;
    w->text[w->n_text++] = 0;
}

void volume_writer_add(volume_writer *w, const volume_input *in)
{
    volume_doc d = {.generation = in->generation, .id_hash = id_hash(in->id), .forward = w->n_forward, .record = w->n_text, .lead = (uint32_t)w->n_lead};

    syllables_read(in->text, in->text_bytes, NOVELTY_SYLLABLES_MAX, false, &w->read);
    syllables_read(in->title, strlen(in->title), LEAD, false, &w->title);
    features_read(w->read.id, w->read.n, false, NULL, &w->found);
    w->docs = room(w->docs, &w->cap, w->n + 1, sizeof *w->docs);
    w->postings = room(w->postings, &w->cap_postings, w->n_postings + w->found.n, sizeof *w->postings);
    for (size_t i = 0; i < w->found.n; i++) w->postings[w->n_postings++] = w->found.p[i].key << 24 | w->n;
    w->forward = room(w->forward, &w->cap_forward, w->n_forward + w->read.n, sizeof *w->forward);
    if (w->read.n) memcpy(w->forward + w->n_forward, w->read.id, w->read.n * sizeof *w->forward);
    w->n_forward += w->read.n;
    size_t of_text = w->read.n < LEAD - w->title.n ? w->read.n : LEAD - w->title.n;
    w->lead = room(w->lead, &w->cap_lead, w->n_lead + LEAD, sizeof *w->lead);
    if (w->title.n) memcpy(w->lead + w->n_lead, w->title.id, w->title.n * sizeof *w->lead);
    if (of_text) memcpy(w->lead + w->n_lead + w->title.n, w->read.id, of_text * sizeof *w->lead);
    d.lead_n = (uint32_t)(w->title.n + of_text);
    w->n_lead += d.lead_n;
    d.syllables = (uint32_t)w->read.n;
    d.length = (uint32_t)w->read.code_points;
    add_text(w, in->id, strlen(in->id));
    add_text(w, in->unit, strlen(in->unit));
    add_text(w, in->title, strlen(in->title));
    add_text(w, in->text, in->text_bytes);
    d.record_bytes = (uint32_t)(w->n_text - d.record);
    d.record_sum = (uint32_t)sum_of(w->text + d.record, d.record_bytes, 0);
    w->docs[w->n++] = d;
}

size_t volume_writer_docs(const volume_writer *w)
{
    return w->n;
}

size_t volume_writer_bytes(const volume_writer *w)
{
    return w->n * sizeof *w->docs + w->n_postings * 16 + w->n_forward * 2 + w->n_text;
}

/* By key; documents were added in order and stay so. Equal ones become one. */
static void sort_postings(volume_writer *w)
{
    enum { DIGIT = 12 };
    static const int shifts[] = {24, 36, 48};
    size_t *count = malloc((1 << DIGIT) * sizeof *count);

    w->spare = malloc((w->n_postings + 1) * sizeof *w->spare);
    if (!count || !w->spare) abort();
    for (int pass = 0; pass < COUNT(shifts); pass++) {
        memset(count, 0, (1 << DIGIT) * sizeof *count);
        for (size_t i = 0; i < w->n_postings; i++) count[w->postings[i] >> shifts[pass] & ((1 << DIGIT) - 1)]++;
        size_t sum = 0;
        for (int i = 0; i < 1 << DIGIT; i++) {
            size_t c = count[i];
            count[i] = sum;
            sum += c;
        }
        for (size_t i = 0; i < w->n_postings; i++) w->spare[count[w->postings[i] >> shifts[pass] & ((1 << DIGIT) - 1)]++] = w->postings[i];
        uint64_t *t = w->postings;
        w->postings = w->spare;
        w->spare = t;
    }
    free(count);
    free(w->spare);
    w->spare = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < w->n_postings; i++) {
        if (kept && w->postings[kept - 1] == w->postings[i]) continue;
        w->postings[kept++] = w->postings[i];
        w->docs[w->postings[i] & 0xFFFFFF].keys++;
    }
    w->n_postings = kept;
}

static bool from_memory(void *ctx, uint64_t *key, uint32_t *doc)
{
    volume_writer *w = ctx;

    if (w->taken == w->n_postings) return false;
    *key = w->postings[w->taken] >> 24;
    *doc = (uint32_t)(w->postings[w->taken++] & 0xFFFFFF);
    return true;
}

status volume_writer_write(volume_writer *w, const char *path, uint64_t number, volume_header *head)
{
    char temporary[4300];
    output o;

    snprintf(temporary, sizeof temporary, "%s.new", path);
    status st = open_output(&o, temporary, NULL);
    o.head.number = number;
    if (st == OK) {
        sort_postings(w);
        put_docs(&o, w->docs, w->n);
        begin_part(&o, PART_LEAD);
        put(&o, w->lead, w->n_lead * sizeof *w->lead);
        flush(&o);
        put_postings(&o, w->n, w->n_postings, from_memory, w);
        begin_part(&o, PART_FORWARD);
        put(&o, w->forward, w->n_forward * sizeof *w->forward);
        flush(&o);
        begin_part(&o, PART_TEXT);
        put(&o, w->text, w->n_text);
        flush(&o);
    }
    TRY(close_output(&o, temporary, path));
    *head = o.head;
    return OK;
}

/* ---- merging ---- */
typedef struct {
    const volume *s;
    uint32_t *number; /* new ones; UINT32_MAX: gone */
    uint64_t at, bucket, key;
    uint32_t doc;
    bool done;
} merge_part;
typedef struct {
    merge_part *p;
    int n;
} merge;

static void advance(merge_part *p)
{
    for (;;) {
        if (p->at == p->s->head.postings) {
            p->done = true;
            return;
        }
        while (p->s->directory[p->bucket + 1] <= p->at) p->bucket++;
        volume_posting(p->s, p->at++, p->bucket, &p->key, &p->doc);
        if (p->doc < p->s->head.docs && p->number[p->doc] != UINT32_MAX) return;
    }
}

static bool from_segments(void *ctx, uint64_t *key, uint32_t *doc)
{
    merge *m = ctx;
    merge_part *first = NULL;

    for (int i = 0; i < m->n; i++)
        if (!m->p[i].done && (!first || m->p[i].key < first->key)) first = &m->p[i];
    if (!first) return false;
    *key = first->key;
    *doc = first->number[first->doc];
    advance(first);
    return true;
}

/* The table of documents that stay, with their new places. */
static volume_doc *kept_docs(merge *m, bool (*gone)(void *ctx, int volume, uint32_t doc), void *ctx, uint64_t *docs, uint64_t *postings)
{
    uint64_t total = 0, n = 0, forward = 0, text = 0, lead = 0;

    for (int i = 0; i < m->n; i++) total += m->p[i].s->head.docs;
    volume_doc *out = malloc((total + 1) * sizeof *out);
    if (!out) abort();
    *postings = 0;
    for (int i = 0; i < m->n; i++) {
        merge_part *p = &m->p[i];
        p->number = malloc((p->s->head.docs + 1) * sizeof *p->number);
        if (!p->number) abort();
        for (uint32_t d = 0; d < p->s->head.docs; d++) {
            p->number[d] = UINT32_MAX;
            if (gone(ctx, i, d)) continue;
            p->number[d] = (uint32_t)n;
            volume_doc x = p->s->docs[d];
            x.forward = forward;
            x.record = text;
            x.lead = (uint32_t)lead;
            forward += x.syllables;
            text += x.record_bytes;
            lead += x.lead_n;
            *postings += x.keys;
            out[n++] = x;
        }
    }
    *docs = n;
    return out;
}

static void copy_part(output *o, merge *m, volume_part which)
{
    begin_part(o, which);
    for (int i = 0; i < m->n; i++) {
        const volume *s = m->p[i].s;
        for (uint32_t d = 0; d < s->head.docs; d++) {
            const volume_doc *x = &s->docs[d];
            if (m->p[i].number[d] == UINT32_MAX) continue;
            if (which == PART_LEAD) put(o, s->lead + x->lead, x->lead_n * sizeof *s->lead);
            else if (which == PART_FORWARD) put(o, s->forward + x->forward, x->syllables * sizeof *s->forward);
            else put(o, s->text + x->record, x->record_bytes);
        }
    }
    flush(o);
}

status volume_merge(const volume *const *from, int n, bool (*gone)(void *ctx, int volume, uint32_t doc), void *ctx, void (*pause)(void), const char *path,
                     uint64_t number, volume_header *head)
{
    char temporary[4300];
    output o;
    merge m = {.p = calloc((size_t)n + 1, sizeof *m.p), .n = n};
    uint64_t docs = 0, postings = 0;

    if (!m.p) abort();
    for (int i = 0; i < n; i++) m.p[i].s = from[i];
    volume_doc *table = kept_docs(&m, gone, ctx, &docs, &postings);
    for (int i = 0; i < n; i++) advance(&m.p[i]);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    status st = docs <= VOLUME_DOCS_MAX && postings <= UINT32_MAX ? open_output(&o, temporary, pause) : E_LIMIT;
    if (st == OK) {
        o.head.number = number;
        put_docs(&o, table, docs);
        copy_part(&o, &m, PART_LEAD);
        put_postings(&o, docs, postings, from_segments, &m);
        copy_part(&o, &m, PART_FORWARD);
        copy_part(&o, &m, PART_TEXT);
    }
    if (st != E_LIMIT) st = close_output(&o, temporary, path);
    if (st == OK) *head = o.head;
    for (int i = 0; i < n; i++) free(m.p[i].number);
    free(m.p);
    free(table);
    return st;
}
