#include "search/segment.h"
#include "base/log.h"
#include "base/text.h"
#include "search/segment_own.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t segment_sum(const void *p, size_t n)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < n; i++) h = (h ^ ((const uint8_t *)p)[i]) * 1099511628211u;
    return h;
}

/* ---- making ---- */

typedef struct {
    uint32_t term, doc;
    uint16_t place;
    uint8_t marks, title;
} occurrence;

struct segment_builder {
    arena *own;
    name_set terms;
    buf occurrences; /* in the order of documents and places */
    uint32_t n, n_docs;
    segment_out columns;
};

segment_builder *segment_builder_new(void)
{
    arena *own = arena_new();
    segment_builder *b = NEW(own, segment_builder);

    b->own = own;
    b->occurrences.max = 1 << 30;
    name_set_open(&b->terms);
    if (segment_out_open(&b->columns, NULL) != OK) abort();
    return b;
}

void segment_builder_free(segment_builder *b)
{
    if (!b) return;
    name_set_close(&b->terms);
    buf_free(&b->occurrences);
    segment_out_drop(&b->columns);
    arena_free(b->own);
}

uint32_t segment_pending(const segment_builder *b)
{
    return b->n;
}

uint32_t segment_docs(const segment_builder *b)
{
    return b->n_docs;
}

static void put_word(segment_builder *b, const char *term, uint32_t place, uint8_t marks, bool title)
{
    occurrence o = {name_set_put(&b->terms, term), b->n_docs, (uint16_t)place, marks, title};

    buf_put(&b->occurrences, &o, sizeof o);
    b->n++;
}

/* The words of `text` from `place` on; returns the next place, far enough that no phrase crosses. */
static uint32_t put_text(segment_builder *b, const char *text, uint32_t place, bool title, const char *prefix, uint16_t *length)
{
    enum { APART = 8 };
    token t;
    size_t at = 0;
    char marked[TOKEN_MAX + 4];

    while (text && place < SEGMENT_PLACES_MAX && token_next(text, &at, &t)) {
        put_word(b, t.term, place, t.marks, title);
        if (prefix) {
            memcpy(marked, prefix, 2);
            memcpy(marked + 2, t.term, t.n + 1u);
            put_word(b, marked, place, t.marks, false);
        }
        place++;
        if (*length < UINT16_MAX) ++*length;
    }
    return place + APART;
}

void segment_add(segment_builder *b, const segment_doc *d)
{
    uint16_t length = 0;

    uint32_t place = put_text(b, d->title, 1, true, NULL, &length);
    place = put_text(b, d->author, place, false, "a:", &length);
    place = put_text(b, d->more, place, false, NULL, &length);
    put_text(b, d->body, place, false, NULL, &length);
    segment_out_doc(&b->columns, d->id, d->kind, (uint8_t)fmin(SEGMENT_LENGTHS - 1, round(2 * log2(length ? length : 1))), d->day, d->org, d->value);
    b->n_docs++;
}

/* All occurrences of a word in a document, from o[0] on; returns how many. */
static uint32_t put_posting(segment_out *out, const occurrence *all, const uint32_t *order, uint32_t n, buf *places)
{
    const occurrence *first = &all[order[0]];
    uint32_t k = 0, last = 0, code = 0;
    uint8_t marks = 0, b[8];

    buf_clear(places);
    for (; k < n && all[order[k]].doc == first->doc; k++) {
        const occurrence *o = &all[order[k]];
        marks |= o->marks;
        code |= o->title ? 4 : 0;
        buf_put(places, b, segment_put_varint(b, o->place - last));
        last = o->place;
    }
    code |= k == 1 ? 0 : k == 2 ? 1 : k < 5 ? 2 : 3;
    AUTO(buf) whole = {0};
    buf_put(&whole, b, segment_put_varint(b, k));
    buf_put(&whole, places->p, places->n);
    segment_out_posting(out, first->doc, code, marks, whole.p, whole.n);
    return k;
}

static int by_name(const void *a, const void *b, void *ctx)
{
    const name_set *s = ctx;
    return strcmp(s->name[*(const uint32_t *)a], s->name[*(const uint32_t *)b]);
}

static void put_terms(segment_builder *b, segment_out *out)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) places = {0};
    uint32_t terms = b->terms.n, *first = NEWS(mem, uint32_t, terms + 2), *order = NEWS(mem, uint32_t, b->n + 1), *sorted = NEWS(mem, uint32_t, terms + 1);
    const occurrence *all = (const occurrence *)(const void *)b->occurrences.p;

    for (uint32_t i = 0; i < b->n; i++) first[all[i].term + 1]++;
    for (uint32_t t = 0; t < terms; t++) first[t + 1] += first[t];
    uint32_t *fill = NEWS(mem, uint32_t, terms + 1);
    memcpy(fill, first, sizeof *fill * terms);
    for (uint32_t i = 0; i < b->n; i++) order[fill[all[i].term]++] = i;
    for (uint32_t t = 0; t < terms; t++) sorted[t] = t;
    qsort_r(sorted, terms, sizeof *sorted, by_name, &b->terms);
    for (uint32_t t = 0; t < terms; t++) {
        segment_out_term(out, b->terms.name[sorted[t]]);
        for (uint32_t i = first[sorted[t]], end = first[sorted[t] + 1]; i < end;) i += put_posting(out, all, order + i, end - i, &places);
        segment_out_term_end(out);
    }
}

/* The columns were gathered in a writer of their own: they move over. */
static void take_columns(segment_out *to, segment_out *from)
{
    buf *const a[] = {&to->id, &to->kind, &to->length, &to->day, &to->org}, *const b[] = {&from->id, &from->kind, &from->length, &from->day, &from->org};

    for (int i = 0; i < COUNT(a); i++) {
        buf t = *a[i];
        *a[i] = *b[i];
        *b[i] = t;
    }
    for (int f = 0; f < FACETS; f++) {
        buf t = to->value[f];
        name_set s = to->values[f];
        to->value[f] = from->value[f];
        from->value[f] = t;
        to->values[f] = from->values[f];
        from->values[f] = s;
    }
    to->n_docs = from->n_docs;
}

status segment_finish(segment_builder *b, const char *path, const segment_note *note, segment **out)
{
    segment_out o;

    if (b->occurrences.over) return E_LIMIT;
    TRY(segment_out_open(&o, path));
    put_terms(b, &o);
    take_columns(&o, &b->columns);
    return segment_out_close(&o, note, out);
}

double segment_length(uint8_t length_class)
{
    return exp2(length_class / 2.0);
}

/* ---- opening ---- */

static const char *const *read_values(arena *mem, const char *p, const char *end, uint32_t n)
{
    const char **v = NEWS(mem, const char *, n + 1);

    for (uint32_t i = 0; i < n; i++) {
        size_t len = strnlen(p, (size_t)(end - p));
        if (p + len >= end) return NULL;
        v[i] = p;
        p += len + 1;
    }
    return v;
}

static bool fits(const segment_head *h)
{
    for (int i = 0; i < SECTIONS; i++)
        if (h->section[i] > h->bytes || h->section[i] < SEGMENT_HEAD || h->section[i] % 8) return false;
    return h->section[SECTION_TERMS] + h->terms * sizeof(segment_term) <= h->bytes && h->section[SECTION_ID] + h->n * sizeof(int64_t) <= h->bytes;
}

status segment_read(const void *bytes, uint64_t n, segment_note *note, segment *s)
{
    const segment_head *h = bytes;
    const uint8_t *p = bytes;

    if (n < SEGMENT_HEAD || memcmp(h->magic, "sktim01\n", 8) != 0 || h->version != SEGMENT_VERSION || h->facets != FACETS || h->bytes != n) return E_INVALID;
    if (h->sum != segment_sum(h, offsetof(segment_head, sum)) || h->n > SEGMENT_DOCS_MAX || !fits(h)) return E_INVALID;
    s->refs = 1;
    s->n = h->n;
    s->terms = h->terms;
    s->bytes = n;
    s->base = s->postings = s->places = p;
    s->term = (const segment_term *)(const void *)(p + h->section[SECTION_TERMS]);
    s->names = (const char *)(p + h->section[SECTION_NAMES]);
    s->skips = (const segment_skip *)(const void *)(p + h->section[SECTION_SKIPS]);
    s->id = (const int64_t *)(const void *)(p + h->section[SECTION_ID]);
    s->kind = p + h->section[SECTION_KIND];
    s->length = p + h->section[SECTION_LENGTH];
    s->day = (const uint32_t *)(const void *)(p + h->section[SECTION_DAY]);
    s->org = (const uint32_t *)(const void *)(p + h->section[SECTION_ORG]);
    s->by_key = (const uint32_t *)(const void *)(p + h->section[SECTION_BY_KEY]);
    for (int f = 0; f < FACETS; f++) {
        s->value[f] = (const uint16_t *)(const void *)(p + h->section[SECTION_VALUE + f]);
        s->values_n[f] = h->values_n[f];
        s->values[f] = read_values(s->own, (const char *)(p + h->section[SECTION_VALUES + f]), (const char *)p + n, h->values_n[f]);
        if (!s->values[f] || h->values_n[f] > SEGMENT_VALUES_MAX + 1) return E_INVALID;
    }
    if (note) *note = h->note;
    return OK;
}

status segment_open(const char *path, segment_note *note, segment **out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) return errno == ENOENT ? E_NOT_FOUND : E_IO;
    void *map = fstat(fd, &st) == 0 && st.st_size >= SEGMENT_HEAD ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    close(fd);
    if (map == MAP_FAILED) return E_INVALID;
    arena *own = arena_new();
    segment *s = NEW(own, segment);
    s->own = own;
    s->map = map;
    status r = segment_read(map, (uint64_t)st.st_size, note, s);
    if (r == OK && (st.st_size % 8 || ((const segment_head *)map)->body != segment_body(0, (const uint8_t *)map + SEGMENT_HEAD, (size_t)st.st_size - SEGMENT_HEAD))) r = E_INVALID;
    segment_rest(s);
    if (r != OK) {
        munmap(map, (size_t)st.st_size);
        arena_free(own);
        return r;
    }
    *out = s;
    return OK;
}

segment *segment_share(segment *s)
{
    __atomic_add_fetch(&s->refs, 1, __ATOMIC_RELAXED);
    return s;
}

void segment_free(segment *s)
{
    if (!s || __atomic_sub_fetch(&s->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
    if (s->map) munmap(s->map, s->bytes);
    arena_free(s->own);
}

void segment_rest(const segment *s)
{
    enum { WORTH = 8 << 20 }; /* bytes; smaller ones stay */
    if (s->map && s->bytes > WORTH) (void)madvise(s->map, s->bytes, MADV_DONTNEED);
}

/* ---- reading ---- */

uint32_t segment_lower(const segment *s, const char *prefix)
{
    uint32_t lo = 0, hi = s->terms;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(segment_name(s, mid), prefix) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

const segment_term *segment_find(const segment *s, const char *term)
{
    uint32_t at = segment_lower(s, term);
    return at < s->terms && strcmp(segment_name(s, at), term) == 0 ? &s->term[at] : NULL;
}

bool segment_doc_of(const segment *s, uint8_t kind, int64_t id, uint32_t *doc)
{
    uint32_t lo = 0, hi = s->n;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2, d = s->by_key[mid];
        if (s->kind[d] < kind || (s->kind[d] == kind && s->id[d] < id)) lo = mid + 1;
        else hi = mid;
    }
    if (lo == s->n || s->kind[s->by_key[lo]] != kind || s->id[s->by_key[lo]] != id) return false;
    *doc = s->by_key[lo];
    return true;
}

/* Jumps to the block that may hold `doc`, when that is ahead of where reading stands. */
static void jump(const segment *s, const segment_term *t, uint32_t doc, segment_at *at)
{
    uint32_t hi = t->docs > 0 ? (t->docs - 1) / SEGMENT_BLOCK : 0;
    const segment_skip *skip = s->skips + t->skips;

    while (at->block < hi && at->begun && skip[at->block].doc <= at->doc) at->block++;
    if (at->block == hi || skip[at->block].doc >= doc) return; /* it is in this block: the common case is cheap */
    uint32_t lo = at->block + 1;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (skip[mid].doc < doc) lo = mid + 1;
        else hi = mid;
    }
    *at = (segment_at){s->postings + t->postings + skip[lo - 1].postings, s->places + t->places + skip[lo - 1].places, skip[lo - 1].doc, lo, true};
}

int segment_places(const segment *s, const segment_term *t, uint32_t doc, segment_at *at, uint32_t *out, int max)
{
    const uint8_t *end = s->postings + t->postings + t->postings_n;

    if (!at->postings) *at = (segment_at){s->postings + t->postings, s->places + t->places, 0, 0, false};
    jump(s, t, doc, at);
    while (at->postings < end) {
        uint32_t gap = 0, n = 0, v = 0, place = 0;
        const uint8_t *p = segment_varint(at->postings, &gap);
        if (at->doc + (gap >> 3) > doc) return 0;
        at->doc += gap >> 3;
        at->begun = true;
        at->postings = p + 1;
        at->places = segment_varint(at->places, &n);
        bool here = at->doc == doc;
        for (uint32_t i = 0; i < n; i++) {
            at->places = segment_varint(at->places, &v);
            place += v;
            if (here && (int)i < max) out[i] = place;
        }
        if (here) return (int)n < max ? (int)n : max;
    }
    return 0;
}

/* ---- merging ---- */

typedef struct {
    segment *const *part;
    uint32_t **to; /* new number of a document; UINT32_MAX: it is gone */
    int n;
    segment_out *out;
} merging;

static void merge_docs(merging *m, const uint64_t *const *live)
{
    uint32_t next = 0;

    for (int i = 0; i < m->n; i++) {
        const segment *s = m->part[i];
        for (uint32_t d = 0; d < s->n; d++) {
            bool stays = !live || !live[i] || (live[i][d >> 6] >> (d & 63) & 1);
            m->to[i][d] = stays ? next++ : UINT32_MAX;
            if (!stays) continue;
            const char *value[FACETS];
            for (int f = 0; f < FACETS; f++) value[f] = s->values[f][s->value[f][d]];
            segment_out_doc(m->out, s->id[d], s->kind[d], s->length[d], s->day[d], s->org[d], value);
        }
    }
}

static void merge_term(merging *m, int i, const segment_term *t)
{
    const segment *s = m->part[i];
    const uint8_t *p = s->postings + t->postings, *end = p + t->postings_n, *places = s->places + t->places;
    uint32_t doc = 0, gap = 0, n = 0, v = 0;

    while (p < end) {
        p = segment_varint(p, &gap);
        doc += gap >> 3;
        uint8_t marks = *p++;
        const uint8_t *from = places;
        places = segment_varint(places, &n);
        for (uint32_t k = 0; k < n; k++) places = segment_varint(places, &v);
        if (m->to[i][doc] != UINT32_MAX) segment_out_posting(m->out, m->to[i][doc], gap & 7, marks, from, (size_t)(places - from));
    }
}

static void merge_terms(merging *m, arena *mem)
{
    enum { REST = 1024 }; /* words after which pages that were read are let go */
    uint32_t *at = NEWS(mem, uint32_t, m->n + 1);

    for (uint32_t words = 1;; words++) {
        const char *least = NULL;
        for (int i = 0; i < m->n; i++) {
            const char *name = at[i] < m->part[i]->terms ? segment_name(m->part[i], at[i]) : NULL;
            if (name && (!least || strcmp(name, least) < 0)) least = name;
        }
        if (!least) return;
        segment_out_term(m->out, least);
        for (int i = 0; i < m->n; i++)
            if (at[i] < m->part[i]->terms && strcmp(segment_name(m->part[i], at[i]), least) == 0) merge_term(m, i, &m->part[i]->term[at[i]++]);
        segment_out_term_end(m->out);
        for (int i = 0; words % REST == 0 && i < m->n; i++) segment_rest(m->part[i]);
    }
}

status segment_merge(segment *const *parts, const uint64_t *const *live, int n, const char *path, const segment_note *note, segment **out)
{
    AUTO(arena_ptr) mem = arena_new();
    segment_out o;
    merging m = {.part = parts, .to = NEWS(mem, uint32_t *, n + 1), .n = n, .out = &o};

    TRY(segment_out_open(&o, path));
    for (int i = 0; i < n; i++) m.to[i] = NEWS(mem, uint32_t, parts[i]->n + 1);
    merge_docs(&m, live);
    merge_terms(&m, mem);
    return segment_out_close(&o, note, out);
}
