/* Writing a segment, word by word in their order. */
#include "search/segment_own.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTION_MAX = 1 << 30 };

static uint32_t slot_of(const name_set *s, const char *name)
{
    return text_spread(name, strlen(name)) & (s->cap * 2 - 1);
}

void name_set_open(name_set *s)
{
    *s = (name_set){.mem = arena_new(), .cap = 1024};
    s->name = NEWS(s->mem, const char *, s->cap);
    s->slot = NEWS(s->mem, uint32_t, s->cap * 2);
}

void name_set_close(name_set *s)
{
    arena_free(s->mem);
    *s = (name_set){0};
}

static void grow(name_set *s)
{
    const char **name = NEWS(s->mem, const char *, s->cap * 4);

    memcpy(name, s->name, sizeof *name * s->n);
    s->cap *= 4;
    s->name = name;
    s->slot = NEWS(s->mem, uint32_t, s->cap * 2);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = slot_of(s, name[i]);
        while (s->slot[at]) at = (at + 1) & (s->cap * 2 - 1);
        s->slot[at] = i + 1;
    }
}

uint32_t name_set_put(name_set *s, const char *name)
{
    uint32_t at = slot_of(s, name);

    for (; s->slot[at]; at = (at + 1) & (s->cap * 2 - 1))
        if (strcmp(s->name[s->slot[at] - 1], name) == 0) return s->slot[at] - 1;
    if (s->n == s->cap) {
        grow(s);
        return name_set_put(s, name);
    }
    s->name[s->n++] = text_copy(s->mem, name);
    s->slot[at] = s->n;
    return s->n - 1;
}

/* The sum runs along, in whole words. */
static void sum_bytes(segment_out *o, const uint8_t *p, size_t n)
{
    while (n && o->n_rest) {
        o->rest[o->n_rest++] = *p++;
        n--;
        if (o->n_rest < 8) continue;
        o->body = segment_body(o->body, o->rest, 8);
        o->n_rest = 0;
    }
    size_t whole = n & ~(size_t)7;
    o->body = segment_body(o->body, p, whole);
    for (size_t i = whole; i < n; i++) o->rest[o->n_rest++] = p[i];
}

static void write_bytes(segment_out *o, const void *p, size_t n)
{
    if (n && o->n >= SEGMENT_HEAD) sum_bytes(o, p, n);
    if (n && o->file) o->failed |= fwrite(p, 1, n, o->file) != n;
    else if (n) buf_put(&o->memory, p, n);
    o->n += n;
}

static uint64_t align(segment_out *o)
{
    static const char zeros[8];

    write_bytes(o, zeros, (8 - o->n % 8) % 8);
    return o->n;
}

static buf *columns(segment_out *o, int i)
{
    buf *const all[] = {&o->memory, &o->terms, &o->names, &o->skips, &o->postings, &o->places, &o->id, &o->kind, &o->length, &o->day, &o->org};
    return i < COUNT(all) ? all[i] : i < COUNT(all) + FACETS ? &o->value[i - COUNT(all)] : NULL;
}

status segment_out_open(segment_out *o, const char *path)
{
    static const char head[SEGMENT_HEAD];

    *o = (segment_out){0};
    for (int i = 0; columns(o, i); i++) columns(o, i)->max = SECTION_MAX;
    for (int f = 0; f < FACETS; f++) {
        name_set_open(&o->values[f]);
        name_set_put(&o->values[f], "");
    }
    if (path) {
        snprintf(o->path, sizeof o->path, "%s", path);
        snprintf(o->temporary, sizeof o->temporary, "%s.new", path);
        o->file = fopen(o->temporary, "wb");
        if (!o->file) {
            log_error("search: cannot write %s: %s", o->temporary, strerror(errno));
            segment_out_drop(o);
            return E_IO;
        }
    }
    write_bytes(o, head, sizeof head);
    return OK;
}

void segment_out_drop(segment_out *o)
{
    for (int i = 0; columns(o, i); i++) buf_free(columns(o, i));
    for (int f = 0; f < FACETS; f++) name_set_close(&o->values[f]);
    if (o->file) {
        fclose(o->file);
        unlink(o->temporary);
    }
    *o = (segment_out){0};
}

void segment_out_doc(segment_out *o, int64_t id, uint8_t kind, uint8_t length, uint32_t day, uint32_t org, const char *const value[FACETS])
{
    buf_put(&o->id, &id, sizeof id);
    buf_put(&o->kind, &kind, sizeof kind);
    buf_put(&o->length, &length, sizeof length);
    buf_put(&o->day, &day, sizeof day);
    buf_put(&o->org, &org, sizeof org);
    for (int f = 0; f < FACETS; f++) {
        const char *v = value[f] ? value[f] : "";
        uint16_t at = (uint16_t)(o->values[f].n < SEGMENT_VALUES_MAX ? name_set_put(&o->values[f], v) : 0);
        buf_put(&o->value[f], &at, sizeof at);
    }
    o->n_docs++;
}

void segment_out_term(segment_out *o, const char *name)
{
    o->term = (segment_term){.name = (uint32_t)o->names.n, .skips = (uint32_t)(o->skips.n / sizeof(segment_skip))};
    buf_put(&o->names, name, strlen(name) + 1);
    buf_clear(&o->postings);
    buf_clear(&o->places);
    o->last = 0;
}

void segment_out_posting(segment_out *o, uint32_t doc, uint32_t code, uint8_t marks, const void *places, size_t n)
{
    uint8_t b[8];

    if (o->term.docs && o->term.docs % SEGMENT_BLOCK == 0) {
        segment_skip skip = {o->last, (uint32_t)o->postings.n, (uint32_t)o->places.n};
        buf_put(&o->skips, &skip, sizeof skip);
    }
    size_t k = segment_put_varint(b, (doc - o->last) << 3 | code);
    b[k++] = marks;
    buf_put(&o->postings, b, k);
    buf_put(&o->places, places, n);
    o->last = doc;
    o->term.docs++;
}

void segment_out_term_end(segment_out *o)
{
    if (o->term.docs == 0) {
        o->names.n = o->term.name;
        return;
    }
    o->term.postings = o->n;
    o->term.postings_n = (uint32_t)o->postings.n;
    write_bytes(o, o->postings.p, o->postings.n);
    o->term.places = o->n;
    o->term.places_n = (uint32_t)o->places.n;
    write_bytes(o, o->places.p, o->places.n);
    buf_put(&o->terms, &o->term, sizeof o->term);
    o->n_terms++;
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const segment_out *o = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const uint8_t *kind = (const uint8_t *)o->kind.p;
    const int64_t *id = (const int64_t *)(const void *)o->id.p;

    if (kind[x] != kind[y]) return kind[x] < kind[y] ? -1 : 1;
    return id[x] < id[y] ? -1 : id[x] > id[y];
}

static void write_columns(segment_out *o, segment_head *h)
{
    static const int sections[] = {SECTION_TERMS, SECTION_NAMES, SECTION_SKIPS, SECTION_ID, SECTION_KIND, SECTION_LENGTH, SECTION_DAY, SECTION_ORG};
    const buf *const what[] = {&o->terms, &o->names, &o->skips, &o->id, &o->kind, &o->length, &o->day, &o->org};
    arena *mem = arena_new();
    uint32_t *order = NEWS(mem, uint32_t, o->n_docs + 1);

    for (int i = 0; i < COUNT(sections); i++) {
        h->section[sections[i]] = align(o);
        write_bytes(o, what[i]->p, what[i]->n);
        o->failed |= what[i]->over;
    }
    for (uint32_t i = 0; i < o->n_docs; i++) order[i] = i;
    qsort_r(order, o->n_docs, sizeof *order, by_key, o);
    h->section[SECTION_BY_KEY] = align(o);
    write_bytes(o, order, sizeof *order * o->n_docs);
    for (int f = 0; f < FACETS; f++) {
        h->section[SECTION_VALUE + f] = align(o);
        write_bytes(o, o->value[f].p, o->value[f].n);
    }
    for (int f = 0; f < FACETS; f++) {
        h->section[SECTION_VALUES + f] = align(o);
        h->values_n[f] = o->values[f].n;
        for (uint32_t i = 0; i < o->values[f].n; i++) write_bytes(o, o->values[f].name[i], strlen(o->values[f].name[i]) + 1);
    }
    arena_free(mem);
}

/* The head last, then the bytes to the disk, then the name: a file of that name is whole. */
static status seal(segment_out *o, const segment_head *h)
{
    FILE *f = o->file;
    char folder[600];

    bool good = !o->failed && fseek(f, 0, SEEK_SET) == 0 && fwrite(h, sizeof *h, 1, f) == 1 && fflush(f) == 0 && fsync(fileno(f)) == 0;
    if (good) good = rename(o->temporary, o->path) == 0;
    if (!good) {
        log_error("search: cannot write %s: %s", o->path, strerror(errno));
        return E_IO;
    }
    snprintf(folder, sizeof folder, "%s", o->path);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    int d = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d >= 0) {
        (void)!fsync(d);
        close(d);
    }
    return OK;
}

status segment_out_close(segment_out *o, const segment_note *note, segment **out)
{
    segment_head h = {.magic = "sktim01\n", .version = SEGMENT_VERSION, .n = o->n_docs, .terms = o->n_terms, .facets = FACETS};
    status s = OK;

    if (note) h.note = *note;
    write_columns(o, &h);
    h.bytes = align(o);
    h.body = o->body;
    h.sum = segment_sum(&h, offsetof(segment_head, sum));
    if (o->file) {
        s = seal(o, &h);
        if (s == OK) {
            segment_note again;
            s = segment_open(o->path, &again, out);
        }
    } else {
        arena *own = arena_new();
        segment *seg = NEW(own, segment);
        char *bytes = arena_alloc(own, o->n);
        memcpy(o->memory.p, &h, sizeof h);
        memcpy(bytes, o->memory.p, o->n);
        seg->own = own;
        s = o->memory.over ? E_LIMIT : segment_read(bytes, o->n, NULL, seg);
        if (s == OK) *out = seg;
        else arena_free(own);
    }
    if (s == OK && o->file) {
        fclose(o->file);
        o->file = NULL;
    }
    segment_out_drop(o);
    return s;
}
