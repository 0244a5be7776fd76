/* segment_own.h: what making and merging of segments share. */
#ifndef SEARCH_SEGMENT_OWN_H
#define SEARCH_SEGMENT_OWN_H
#include "base/buf.h"
#include "search/segment.h"

enum { SEGMENT_VERSION = 2, SEGMENT_HEAD = 512 };
enum { SECTION_TERMS, SECTION_NAMES, SECTION_SKIPS, SECTION_ID, SECTION_KIND, SECTION_LENGTH, SECTION_DAY, SECTION_ORG, SECTION_BY_KEY, SECTION_VALUE, SECTION_VALUES = SECTION_VALUE + FACETS,
       SECTIONS = SECTION_VALUES + FACETS };
typedef struct {
    char magic[8]; /* "sktim01\n" */
    uint32_t version, n, terms, facets;
    uint64_t bytes;
    segment_note note;
    uint64_t section[SECTIONS]; /* offsets */
    uint32_t values_n[FACETS], reserved;
    uint64_t body;               /* segment_body of everything behind the head */
    uint64_t sum; /* of the bytes before it */
} segment_head;
_Static_assert(sizeof(segment_head) <= SEGMENT_HEAD, "the head fits its place");

/* A set of words, each with a number from 0 in order of arrival. */
typedef struct {
    arena *mem;
    const char **name;
    uint32_t *slot, n, cap; /* slot: number + 1; as many as a power of two */
} name_set;
void name_set_open(name_set *s);
void name_set_close(name_set *s);
uint32_t name_set_put(name_set *s, const char *name);

typedef LIST_OF(uint32_t) u32_list;

/* Where a segment is written to: bytes in memory or a file. */
typedef struct {
    buf memory;
    void *file; /* FILE; NULL: memory */
    char path[600], temporary[610];
    uint64_t n, body; /* bytes written; their sum */
    uint8_t rest[8];  /* bytes that are no whole word yet */
    int n_rest;
    bool failed;
    buf terms, names, skips; /* sections that grow beside the data */
    uint32_t n_terms;
    /* the word being written */
    buf postings, places;
    segment_term term;
    uint32_t last, first_skip;
    /* columns */
    buf id, kind, length, day, org, value[FACETS];
    name_set values[FACETS];
    uint32_t n_docs;
} segment_out;

MUST status segment_out_open(segment_out *o, const char *path);
void segment_out_doc(segment_out *o, int64_t id, uint8_t kind, uint8_t length, uint32_t day, uint32_t org, const char *const value[FACETS]);
void segment_out_term(segment_out *o, const char *name);
/* `code`: title << 2 | class. `places`: encoded, with their number before them. */
void segment_out_posting(segment_out *o, uint32_t doc, uint32_t code, uint8_t marks, const void *places, size_t n);
void segment_out_term_end(segment_out *o); /* a word in no document leaves nothing */
MUST status segment_out_close(segment_out *o, const segment_note *note, segment **out);
void segment_out_drop(segment_out *o);

static inline size_t segment_put_varint(uint8_t *p, uint32_t v)
{
    size_t n = 0;

    for (; v >= 0x80; v >>= 7) p[n++] = (uint8_t)(v | 0x80);
    p[n++] = (uint8_t)v;
    return n;
}
uint64_t segment_sum(const void *p, size_t n);
/* A sum over whole words of 8 bytes, so that a damaged file is found before it is read; n is a multiple of 8. Against chance, not
 * against an enemy. */
static inline uint64_t segment_body(uint64_t sum, const void *p, size_t n)
{
    const uint8_t *b = p;

    for (size_t i = 0; i + 8 <= n; i += 8) {
        uint64_t w;
        __builtin_memcpy(&w, b + i, 8);
        sum = (sum ^ w) * 0x9E3779B97F4A7C15u;
        sum ^= sum >> 29;
    }
    return sum;
}
/* Tables of a segment whose bytes are there; E_INVALID when they do not fit together. */
MUST status segment_read(const void *bytes, uint64_t n, segment_note *note, segment *out);

#endif
