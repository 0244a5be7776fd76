#include "base/log.h"
#include "novelty/novelty.h"
#include "novelty/title.h"
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
    bool (*go_on)(void *ctx);
    void *ctx;
    bool bad, stopped;
} output;

static void *room(void *p, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap) return p;
    *cap = want + want / 2 + 1024;
    p = realloc(p, *cap * size);
    if (!p) abort();
    return p;
}

/* Postings and forward text: read a page here and there. */
static bool has_pages(volume_part p)
{
    return p == PART_POSTINGS || p == PART_TITLE_POSTINGS || p == PART_FORWARD;
}

/* Records have sums of their own, postings and forward text one for each page, everything else one for the part. */
static void sum_chunk(output *o)
{
    volume_part p = (volume_part)(o->part - o->head.part);

    if (p == PART_TEXT) return;
    if (!has_pages(p)) {
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
    if (o->go_on && !o->go_on(o->ctx)) o->bad = o->stopped = true;
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
    size_t to = has_pages(p) ? PAGE : 64;

    write_out(o, zero, (to - o->at % to) % to);
    o->part = &o->head.part[p];
    *o->part = (volume_section){.at = o->at};
}

static status open_output(output *o, const char *temporary, bool (*go_on)(void *ctx), void *ctx)
{
    *o = (output){.fd = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), .chunk = malloc(SUM_CHUNK), .go_on = go_on, .ctx = ctx};
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
    if (!o->stopped) log_error("novelty index: cannot write %s: %s", path, strerror(o->bad ? reason : errno));
    unlink(temporary);
    return o->stopped ? E_CONFLICT : E_IO;
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
    o->head.docs = n;
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

static void put_list(bit_writer *w, const doc_list *l, list_set set, uint64_t docs)
{
    uint32_t z = 31 - (uint32_t)__builtin_clz(l->n), gap = list_gap_bits(set, docs, l->n), before = UINT32_MAX;

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

/* The lists of a set; `keys` different ones, or a little more. */
static void put_lists(output *o, list_set set, uint64_t keys, list_source next, void *ctx)
{
    static const unsigned char tail[POSTINGS_TAIL];
    volume_set *h = &o->head.set[set];
    uint64_t check = 0, docs = o->head.docs;
    doc_list l;

    h->bucket_bits = keys < BUCKET_KEYS ? 0 : bits_for(keys / BUCKET_KEYS + 1) - 1;
    if (h->bucket_bits > BUCKET_BITS_MAX) h->bucket_bits = BUCKET_BITS_MAX;
    h->gap = keys ? gap_bits(1ull << KEY_BITS, keys) : KEY_BITS;
    uint32_t check_bits = KEY_BITS - h->bucket_bits;
    if (h->gap > check_bits) h->gap = check_bits;
    packing *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->w.o = o;
    p->buckets = 1ull << h->bucket_bits;
    p->bases = calloc(p->buckets / SPAN + 1, sizeof *p->bases);
    p->directory = malloc((p->buckets + 1) * sizeof *p->directory);
    if (!p->bases || !p->directory) abort();
    begin_part(o, volume_postings_of[set]);
    while (!o->bad && next(ctx, &l)) {
        uint64_t bucket = l.key >> check_bits, place = (l.key & ((1ull << check_bits) - 1)) + 1;
        if (bucket >= p->filled) check = 0;
        while (p->filled <= bucket) note_bucket(p);
        put_step(&p->w, place - check - 1, h->gap);
        put_list(&p->w, &l, set, docs);
        check = place;
        h->keys++;
        h->postings += l.n;
    }
    while (p->filled <= p->buckets) note_bucket(p);
    empty_room(&p->w);
    put(o, tail, sizeof tail);
    flush(o);
    begin_part(o, volume_directory_of[set]);
    put(o, p->bases, (p->buckets / SPAN + 1) * sizeof *p->bases);
    put(o, p->directory, (p->buckets + 1) * sizeof *p->directory);
    flush(o);
    free(p->bases);
    free(p->directory);
    free(p);
}

/* ---- documents in memory ---- */
typedef struct {
    uint64_t *p;                 /* key << 24 | document */
    size_t n, cap, taken, keys;
    uint32_t *one;               /* documents of the key that was taken last */
} posting_list;
struct volume_writer {
    volume_doc *docs;
    size_t n, cap;
    posting_list postings[LISTS];
    syllable *forward;
    size_t n_forward, cap_forward;
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
    for (list_set x = 0; x < LISTS; x++) {
        free(w->postings[x].p);
        free(w->postings[x].one);
    }
    free(w->forward);
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

static void add_postings(volume_writer *w)
{
    syllable lead[LEAD];
    title_key titles[TITLE_KEYS_MAX];
    posting_list *l = &w->postings[LISTS_TEXT];

    features_read(w->read.id, w->read.n, false, NULL, &w->found);
    l->p = room(l->p, &l->cap, l->n + w->found.n, sizeof *l->p);
    for (size_t i = 0; i < w->found.n; i++) l->p[l->n++] = w->found.p[i].key << 24 | w->n;
    l = &w->postings[LISTS_TITLE];
    int n = title_keys(lead, title_lead(&w->title, &w->read, lead), titles);
    l->p = room(l->p, &l->cap, l->n + (size_t)n, sizeof *l->p);
    for (int i = 0; i < n; i++) l->p[l->n++] = (uint64_t)titles[i].key << 24 | w->n;
}

void volume_writer_add(volume_writer *w, const volume_input *in)
{
    volume_doc d = {.generation = in->generation, .id_hash = id_hash(in->id), .forward = w->n_forward, .record = w->n_text};

    syllables_read(in->text, in->text_bytes, NOVELTY_SYLLABLES_MAX, false, &w->read);
    syllables_read(in->title, strlen(in->title), LEAD, false, &w->title);
    add_postings(w);
    w->docs = room(w->docs, &w->cap, w->n + 1, sizeof *w->docs);
    w->forward = room(w->forward, &w->cap_forward, w->n_forward + w->read.n, sizeof *w->forward);
    if (w->read.n) memcpy(w->forward + w->n_forward, w->read.id, w->read.n * sizeof *w->forward);
    w->n_forward += w->read.n;
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
    return w->n * sizeof *w->docs + (w->postings[LISTS_TEXT].n + w->postings[LISTS_TITLE].n) * 16 + w->n_forward * 2 + w->n_text;
}

enum { DIGIT = 8, DIGITS = 1 << DIGIT, KEY_AT = 24 };
_Static_assert(KEY_BITS == 4 * DIGIT, "four digits of a key");

/* Stable, by one digit of the key. `end`, if any: where each digit's end. */
static void sort_digit(const uint64_t *from, uint64_t *to, size_t n, int shift, size_t *end)
{
    size_t at[DIGITS] = {0}, sum = 0;

    for (size_t i = 0; i < n; i++) at[from[i] >> shift & (DIGITS - 1)]++;
    for (int d = 0; d < DIGITS; d++) {
        size_t count = at[d];
        at[d] = sum;
        sum += count;
        if (end) end[d] = sum;
    }
    for (size_t i = 0; i < n; i++) to[at[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* By key; documents were added in order and stay so. Equal ones become one. The first digit parts them into heaps that fit into the
 * processor's cache, where the other three cost little. */
static void sort_postings(posting_list *l)
{
    uint64_t *spare = malloc((l->n + 1) * sizeof *spare);
    size_t end[DIGITS], from = 0, kept = 0;

    if (!spare) abort();
    sort_digit(l->p, spare, l->n, KEY_AT + 3 * DIGIT, end);
    for (int d = 0; d < DIGITS; from = end[d++]) {
        uint64_t *a = spare + from, *b = l->p + from;
        size_t n = end[d] - from;
        sort_digit(a, b, n, KEY_AT, NULL);
        sort_digit(b, a, n, KEY_AT + DIGIT, NULL);
        sort_digit(a, b, n, KEY_AT + 2 * DIGIT, NULL);
    }
    free(spare);
    for (size_t i = 0; i < l->n; i++) {
        if (kept && l->p[kept - 1] == l->p[i]) continue;
        l->keys += !kept || l->p[kept - 1] >> KEY_AT != l->p[i] >> KEY_AT;
        l->p[kept++] = l->p[i];
    }
    l->n = kept;
}

static bool from_memory(void *ctx, doc_list *out)
{
    posting_list *l = ctx;

    if (l->taken == l->n) return false;
    *out = (doc_list){l->one, 0, l->p[l->taken] >> 24};
    while (l->taken < l->n && l->p[l->taken] >> 24 == out->key) l->one[out->n++] = (uint32_t)(l->p[l->taken++] & 0xFFFFFF);
    return true;
}

static void put_memory(output *o, volume_writer *w, list_set set)
{
    posting_list *l = &w->postings[set];

    sort_postings(l);
    l->one = malloc((w->n + 1) * sizeof *l->one);
    if (!l->one) abort();
    put_lists(o, set, l->keys, from_memory, l);
}

status volume_writer_write(volume_writer *w, const char *path, uint64_t number, volume_header *head)
{
    char temporary[4300];
    output o;

    snprintf(temporary, sizeof temporary, "%s.new", path);
    status st = open_output(&o, temporary, NULL, NULL);
    o.head.number = number;
    if (st == OK) {
        put_docs(&o, w->docs, w->n);
        put_memory(&o, w, LISTS_TEXT);
        put_memory(&o, w, LISTS_TITLE);
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

static void begin_walks(merge *m, list_set set)
{
    m->left = 0;
    for (int i = 0; i < m->n; i++) {
        volume_walk_begin(m->p[i].s, set, &m->p[i].walk);
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
    uint64_t total = 0, n = 0, forward = 0, text = 0;

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
            forward += x.syllables;
            text += x.record_bytes;
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

    if (which == PART_FORWARD) {
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
        for (uint32_t d = 0; d < m->p[i].s->head.docs && !m->damaged && !o->bad; d++)
            if (m->p[i].number[d] != UINT32_MAX && !copy_doc(o, m->p[i].s, d, which)) m->damaged = true;
    flush(o);
}

static void merge_lists(output *o, merge *m, list_set set)
{
    uint64_t keys = 0;

    for (int i = 0; i < m->n; i++) keys += m->p[i].s->head.set[set].keys;
    begin_walks(m, set);
    put_lists(o, set, keys, from_volumes, m);
}

static void merge_into(output *o, merge *m, const volume_doc *table, uint64_t docs)
{
    m->heap = calloc((size_t)m->n + 1, sizeof *m->heap);
    m->one = malloc((docs + 1) * sizeof *m->one);
    if (!m->one || !m->heap) abort();
    put_docs(o, table, docs);
    merge_lists(o, m, LISTS_TEXT);
    merge_lists(o, m, LISTS_TITLE);
    copy_part(o, m, PART_FORWARD);
    put_part(o, PART_PAGES, o->pages, o->n_pages * sizeof *o->pages);
    copy_part(o, m, PART_TEXT);
    free(m->one);
    free(m->heap);
    if (!m->damaged) return;
    o->bad = true;
    errno = EBADMSG;
}

status volume_merge(const volume *const *from, int n, bool (*gone)(void *ctx, int volume, uint32_t doc), bool (*go_on)(void *ctx), void *ctx, const char *path,
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
    status st = docs <= VOLUME_DOCS_MAX ? open_output(&o, temporary, go_on, ctx) : E_LIMIT;
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
