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
    uint32_t *pages;      /* sums of the pages of postings and forward text */
    size_t n_pages, cap_pages;
    void (*pause)(void);
    bool bad;
} output;

static void *room(void *p, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap) return p;
    *cap = want + want / 2 + 1024;
    p = realloc(p, *cap * size);
    if (!p) abort();
    return p;
}

/* Records have sums of their own, postings and forward text one for each page, everything else one for the part. */
static void sum_chunk(output *o)
{
    volume_part p = (volume_part)(o->part - o->head.part);

    if (p == PART_TEXT) return;
    if (p != PART_POSTINGS && p != PART_FORWARD) {
        o->part->sum = sum_of(o->chunk, o->n, o->part->sum);
        return;
    }
    o->pages = room(o->pages, &o->cap_pages, o->n_pages + SUM_CHUNK / PAGE, sizeof *o->pages);
    for (size_t i = 0; i < o->n; i += PAGE, o->n_pages++) o->pages[o->n_pages] = (uint32_t)sum_of(o->chunk + i, o->n - i < PAGE ? o->n - i : PAGE, o->n_pages);
}

static void write_out(output *o, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n && !o->bad;) {
        ssize_t w = write(o->fd, p + i, n - i);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) o->bad = true;
        else i += (size_t)w;
    }
    o->at += n;
}

static void flush(output *o)
{
    if (!o->n) return;
    sum_chunk(o);
    write_out(o, o->chunk, o->n);
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
    static const unsigned char zero[PAGE];
    size_t to = p == PART_POSTINGS || p == PART_FORWARD ? PAGE : 64;

    write_out(o, zero, (to - o->at % to) % to);
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
    snprintf(o->head.parameters, sizeof o->head.parameters, "%s", NOVELTY_FEATURES);
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
    free(o->pages);
    if (!o->bad && rename(temporary, path) == 0) return OK;
    log_error("novelty index: cannot write %s: %s", path, strerror(o->bad ? reason : errno));
    unlink(temporary);
    return E_IO;
}

static void put_part(output *o, volume_part p, const void *bytes, size_t n)
{
    begin_part(o, p);
    put(o, bytes, n);
    flush(o);
}

static void put_docs(output *o, const volume_doc *docs, size_t n)
{
    uint64_t slots = id_slots(n);
    uint32_t *ids = malloc(slots * sizeof *ids);

    if (!ids) abort();
    memset(ids, 0xFF, slots * sizeof *ids);
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = id_slot(docs[i].id_hash, slots);
        while (ids[slot] != UINT32_MAX) slot = slot + 1 == slots ? 0 : slot + 1;
        ids[slot] = (uint32_t)(docs[i].id_hash & 0xFF) << 24 | (uint32_t)i;
    }
    put_part(o, PART_DOCS, docs, n * sizeof *docs);
    put_part(o, PART_IDS, ids, slots * sizeof *ids);
    free(ids);
}

/* ---- lists of documents, packed ---- */
typedef struct {
    const uint32_t *docs;
    uint32_t n;
    uint64_t key;
} doc_list;
typedef bool (*list_source)(void *ctx, doc_list *out); /* in order of key */

typedef struct {
    output *o;
    uint64_t word;
    uint32_t have, n;
    unsigned char room[4096];
} bit_writer;

static void empty_room(bit_writer *w)
{
    put(w->o, w->room, w->n);
    w->n = 0;
}

static void put_bits(bit_writer *w, uint64_t v, uint32_t n) /* at most 32 */
{
    w->word |= v << w->have;
    w->have += n;
    if (w->have < 32) return;
    if (w->n + 4 > sizeof w->room) empty_room(w);
    memcpy(w->room + w->n, &w->word, 4);
    w->n += 4;
    w->word >>= 32;
    w->have -= 32;
}

static void to_whole_byte(bit_writer *w)
{
    for (; w->have > 0; w->have = w->have > 8 ? w->have - 8 : 0, w->word >>= 8) {
        if (w->n == sizeof w->room) empty_room(w);
        w->room[w->n++] = (unsigned char)w->word;
    }
    w->word = 0;
}

static void put_unary(bit_writer *w, uint64_t q)
{
    for (; q >= 31; q -= 31) put_bits(w, 0, 31);
    put_bits(w, 1ull << q, (uint32_t)q + 1);
}

static void put_step(bit_writer *w, uint64_t step, uint32_t gap)
{
    put_unary(w, step >> gap);
    put_bits(w, step & ((1ull << gap) - 1), gap);
}

static uint32_t bits_for(uint64_t values)
{
    return values <= 2 ? 1 : 64 - (uint32_t)__builtin_clzll(values - 1);
}

static void put_list(bit_writer *w, const doc_list *l, uint64_t docs)
{
    uint32_t z = 31 - (uint32_t)__builtin_clz(l->n), gap = gap_bits(docs, l->n), before = UINT32_MAX;

    put_bits(w, 1ull << z, z + 1);
    put_bits(w, l->n & ((1u << z) - 1), z);
    if (l->n == 1) {
        put_bits(w, l->docs[0], bits_for(docs));
        return;
    }
    if (l->n >= LONG_LIST) {
        uint64_t bits = 0;
        for (uint32_t i = 0; i < l->n; before = l->docs[i++]) bits += ((l->docs[i] - before - 1) >> gap) + 1 + gap;
        put_bits(w, bits & 0xFFFFFF, 24);
        put_bits(w, bits >> 24, 16);
        before = UINT32_MAX;
    }
    for (uint32_t i = 0; i < l->n; before = l->docs[i++]) put_step(w, l->docs[i] - before - 1, gap);
}

typedef struct {
    bit_writer w;
    uint64_t filled, buckets;
    uint64_t *bases;
    uint32_t *directory;
} packing;

/* Where bucket `filled` begins. */
static void note_bucket(packing *p)
{
    to_whole_byte(&p->w);
    uint64_t at = p->w.o->part->bytes + p->w.o->n + p->w.n;
    uint64_t *base = &p->bases[p->filled / SPAN];
    if (p->filled % SPAN == 0) *base = at;
    if (at - *base > UINT32_MAX) p->w.o->bad = true; /* 65,536 buckets of more than 4 GB: no real text */
    p->directory[p->filled++] = (uint32_t)(at - *base);
}

/* `keys` different ones, or a little more. */
static void put_postings(output *o, uint64_t docs, uint64_t keys, list_source next, void *ctx)
{
    static const unsigned char tail[POSTINGS_TAIL];
    uint64_t check = 0;
    doc_list l;

    o->head.docs = docs;
    o->head.bucket_bits = keys < BUCKET_KEYS ? 0 : bits_for(keys / BUCKET_KEYS + 1) - 1;
    if (o->head.bucket_bits > BUCKET_BITS_MAX) o->head.bucket_bits = BUCKET_BITS_MAX;
    o->head.gap = keys ? gap_bits(1ull << KEY_BITS, keys) : KEY_BITS;
    uint32_t check_bits = KEY_BITS - o->head.bucket_bits;
    if (o->head.gap > check_bits) o->head.gap = check_bits;
    packing *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->w.o = o;
    p->buckets = 1ull << o->head.bucket_bits;
    p->bases = calloc(p->buckets / SPAN + 1, sizeof *p->bases);
    p->directory = malloc((p->buckets + 1) * sizeof *p->directory);
    if (!p->bases || !p->directory) abort();
    begin_part(o, PART_POSTINGS);
    while (next(ctx, &l)) {
        uint64_t bucket = l.key >> check_bits, place = (l.key & ((1ull << check_bits) - 1)) + 1;
        if (bucket >= p->filled) check = 0;
        while (p->filled <= bucket) note_bucket(p);
        put_step(&p->w, place - check - 1, o->head.gap);
        put_list(&p->w, &l, docs);
        check = place;
        o->head.keys++;
        o->head.postings += l.n;
    }
    while (p->filled <= p->buckets) note_bucket(p);
    empty_room(&p->w);
    put(o, tail, sizeof tail);
    flush(o);
    begin_part(o, PART_DIRECTORY);
    put(o, p->bases, (p->buckets / SPAN + 1) * sizeof *p->bases);
    put(o, p->directory, (p->buckets + 1) * sizeof *p->directory);
    flush(o);
    free(p->bases);
    free(p->directory);
    free(p);
}

/* ---- documents in memory ---- */
struct volume_writer {
    volume_doc *docs;
    size_t n, cap;
    uint64_t *postings, *spare;  /* key << 24 | document */
    size_t n_postings, cap_postings, taken, keys;
    uint32_t *one;               /* documents of the key that was taken last */
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
    free(w->one);
    free(w->forward);
    free(w->lead);
    free(w->text);
    syllables_free(&w->read);
    syllables_free(&w->title);
    features_free(&w->found);
    free(w);
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
    add_text(w, in->id, strlen(in->id));
    add_text(w, in->unit, strlen(in->unit));
    add_text(w, in->title, strlen(in->title));
    d.head_sum = (uint32_t)sum_of(w->text + d.record, w->n_text - d.record, 0);
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
    enum { DIGIT = 11 };
    static const int shifts[] = {24, 35, 46};
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
        w->keys += !kept || w->postings[kept - 1] >> 24 != w->postings[i] >> 24;
        w->postings[kept++] = w->postings[i];
    }
    w->n_postings = kept;
}

static bool from_memory(void *ctx, doc_list *out)
{
    volume_writer *w = ctx;

    if (w->taken == w->n_postings) return false;
    *out = (doc_list){w->one, 0, w->postings[w->taken] >> 24};
    while (w->taken < w->n_postings && w->postings[w->taken] >> 24 == out->key) w->one[out->n++] = (uint32_t)(w->postings[w->taken++] & 0xFFFFFF);
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
        w->one = malloc((w->n + 1) * sizeof *w->one);
        if (!w->one) abort();
        put_docs(&o, w->docs, w->n);
        put_part(&o, PART_LEAD, w->lead, w->n_lead * sizeof *w->lead);
        put_postings(&o, w->n, w->keys, from_memory, w);
        put_part(&o, PART_FORWARD, w->forward, w->n_forward * sizeof *w->forward);
        put_part(&o, PART_PAGES, o.pages, o.n_pages * sizeof *o.pages);
        put_part(&o, PART_TEXT, w->text, w->n_text);
    }
    TRY(close_output(&o, temporary, path));
    *head = o.head;
    return OK;
}

/* ---- merging ---- */
typedef struct {
    const volume *s;
    uint32_t *number; /* new ones; UINT32_MAX: gone */
    volume_walk walk;
} merge_part;
typedef struct {
    merge_part *p;
    int n;
    int *heap, left;  /* parts that have keys yet, by (key, part): the smallest is heap[0] */
    uint32_t *one;    /* documents of the key that was taken last */
    bool damaged;
} merge;

static bool is_before(const merge *m, int a, int b)
{
    uint64_t x = m->p[a].walk.key, y = m->p[b].walk.key;
    return x != y ? x < y : a < b;
}

static void sift(merge *m, int i)
{
    int it = m->heap[i];

    for (int child; (child = 2 * i + 1) < m->left; i = child) {
        if (child + 1 < m->left && is_before(m, m->heap[child + 1], m->heap[child])) child++;
        if (!is_before(m, m->heap[child], it)) break;
        m->heap[i] = m->heap[child];
    }
    m->heap[i] = it;
}

/* The next key of the part on top. */
static void advance(merge *m)
{
    merge_part *p = &m->p[m->heap[0]];

    if (!volume_walk_next(&p->walk)) {
        if (volume_is_broken(p->s)) m->damaged = true;
        m->heap[0] = m->heap[--m->left];
    }
    if (m->left) sift(m, 0);
}

static void begin_walks(merge *m)
{
    m->heap = calloc((size_t)m->n + 1, sizeof *m->heap);
    if (!m->heap) abort();
    for (int i = 0; i < m->n; i++) {
        volume_walk_begin(m->p[i].s, &m->p[i].walk);
        if (volume_walk_next(&m->p[i].walk)) m->heap[m->left++] = i;
        else if (volume_is_broken(m->p[i].s)) m->damaged = true;
    }
    for (int i = m->left / 2; i-- > 0;) sift(m, i);
}

/* The smallest key of all, with its documents of each volume, in order. */
static bool from_volumes(void *ctx, doc_list *out)
{
    merge *m = ctx;

    while (m->left) {
        *out = (doc_list){m->one, 0, m->p[m->heap[0]].walk.key};
        while (m->left && m->p[m->heap[0]].walk.key == out->key) {
            merge_part *p = &m->p[m->heap[0]];
            for (uint32_t doc; volume_next(&p->walk.list, &doc);)
                if (p->number[doc] != UINT32_MAX) m->one[out->n++] = p->number[doc];
            advance(m);
        }
        if (out->n) return true;
    }
    return false;
}

/* The table of documents that stay, with their new places. */
static volume_doc *kept_docs(merge *m, bool (*gone)(void *ctx, int volume, uint32_t doc), void *ctx, uint64_t *docs)
{
    uint64_t total = 0, n = 0, forward = 0, text = 0, lead = 0;

    for (int i = 0; i < m->n; i++) total += m->p[i].s->head.docs;
    volume_doc *out = malloc((total + 1) * sizeof *out);
    if (!out) abort();
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
            out[n++] = x;
        }
    }
    *docs = n;
    return out;
}

static bool copy_doc(output *o, const volume *s, uint32_t d, volume_part which)
{
    const volume_doc *x = &s->docs[d];
    size_t n = 0;
    record r;

    if (which == PART_LEAD) put(o, s->lead + x->lead, x->lead_n * sizeof *s->lead);
    else if (which == PART_FORWARD) {
        const syllable *forward = volume_forward(s, d, &n);
        put(o, forward, n * sizeof *forward);
        return n == x->syllables;
    } else if (!volume_record(s, d, &r)) return false;
    else put(o, s->text + x->record, x->record_bytes);
    return true;
}

static void copy_part(output *o, merge *m, volume_part which)
{
    begin_part(o, which);
    for (int i = 0; i < m->n; i++)
        for (uint32_t d = 0; d < m->p[i].s->head.docs && !m->damaged; d++)
            if (m->p[i].number[d] != UINT32_MAX && !copy_doc(o, m->p[i].s, d, which)) m->damaged = true;
    flush(o);
}

static void merge_into(output *o, merge *m, const volume_doc *table, uint64_t docs)
{
    uint64_t keys = 0;

    for (int i = 0; i < m->n; i++) keys += m->p[i].s->head.keys;
    begin_walks(m);
    m->one = malloc((docs + 1) * sizeof *m->one);
    if (!m->one) abort();
    put_docs(o, table, docs);
    copy_part(o, m, PART_LEAD);
    put_postings(o, docs, keys, from_volumes, m);
    copy_part(o, m, PART_FORWARD);
    put_part(o, PART_PAGES, o->pages, o->n_pages * sizeof *o->pages);
    copy_part(o, m, PART_TEXT);
    free(m->one);
    free(m->heap);
    if (!m->damaged) return;
    o->bad = true;
    errno = EBADMSG;
}

status volume_merge(const volume *const *from, int n, bool (*gone)(void *ctx, int volume, uint32_t doc), void *ctx, void (*pause)(void), const char *path,
                     uint64_t number, volume_header *head)
{
    char temporary[4300];
    output o;
    merge m = {.p = calloc((size_t)n + 1, sizeof *m.p), .n = n};
    uint64_t docs = 0;

    if (!m.p) abort();
    for (int i = 0; i < n; i++) m.p[i].s = from[i];
    volume_doc *table = kept_docs(&m, gone, ctx, &docs);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    status st = docs <= VOLUME_DOCS_MAX ? open_output(&o, temporary, pause) : E_LIMIT;
    if (st == OK) {
        o.head.number = number;
        merge_into(&o, &m, table, docs);
    }
    if (st != E_LIMIT) st = close_output(&o, temporary, path);
    if (st == E_IO && m.damaged) st = E_INVALID;
    if (st == OK) *head = o.head;
    for (int i = 0; i < n; i++) free(m.p[i].number);
    free(m.p);
    free(table);
    return st;
}
