/* segment.h: an unchanging part of an index: words with the documents that hold them, how often, how marked and where, and
 * the columns by which documents are counted and filtered. In memory or a file mapped into it; written whole, never changed.
 *
 *   postings   per word, per document in ascending order: varint(gap << 3 | title << 2 | class of how often), marks
 *   places     per word, per document: varint(how many), varint gaps of word numbers
 *   skips      per word, every SEGMENT_BLOCK documents: where to read on
 */
#ifndef SEARCH_SEGMENT_H
#define SEARCH_SEGMENT_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"
#include "search/token.h"

enum {
    SEGMENT_BLOCK = 128,
    SEGMENT_LENGTHS = 32,      /* classes of how long a document is */
    SEGMENT_PLACES_MAX = 60000, /* words of a document; the rest is not indexed */
    SEGMENT_VALUES_MAX = 65000, /* values of one facet */
    SEGMENT_DOCS_MAX = 8 << 20
};
typedef enum { FACET_KIND, FACET_UNIT, FACET_FIELD, FACET_YEAR, FACET_LEVEL, FACET_STATE, FACET_FORM, FACET_ROUND, FACETS } facet;

typedef struct {
    uint32_t name, docs;           /* offset of the word; documents that hold it */
    uint64_t postings, places;     /* offsets */
    uint32_t postings_n, places_n; /* bytes */
    uint32_t skips, reserved;      /* first skip of the word */
} segment_term;
typedef struct {
    uint32_t doc, postings, places; /* the document before the block; offsets from those of the word */
} segment_skip;

typedef struct {
    uint32_t n, terms;                /* documents, words */
    uint64_t bytes;                   /* of everything */
    const segment_term *term;         /* sorted by word */
    const char *names;
    const uint8_t *postings, *places;
    const segment_skip *skips;
    const int64_t *id;
    const uint8_t *kind;
    const uint8_t *length;            /* class of the number of words: segment_length */
    const uint32_t *day, *org;        /* yyyymmdd; the organisation of what not everybody may see, 0: nobody's by role */
    const uint32_t *by_key;           /* documents by (kind, id) */
    const uint16_t *value[FACETS];    /* index of the value */
    const char *const *values[FACETS];
    uint32_t values_n[FACETS];
    arena *own;                       /* tables made at opening, and the bytes themselves unless mapped */
    void *map;
    const uint8_t *base;
    int refs;
} segment;

typedef struct {
    int64_t id;
    uint8_t kind;
    uint32_t day, org;
    const char *title, *author, *more, *body; /* `more`: indexed like the body: unit, field, numbers */
    const char *value[FACETS];
} segment_doc;

/* ---- making: words go in by document; the builder writes a segment ---- */
typedef struct segment_builder segment_builder;
segment_builder *segment_builder_new(void);
void segment_builder_free(segment_builder *b);
void segment_add(segment_builder *b, const segment_doc *doc);
uint32_t segment_pending(const segment_builder *b); /* occurrences of words so far */
uint32_t segment_docs(const segment_builder *b);

/* Notes that stand at the head of a file: how far it follows the store. */
typedef struct {
    int64_t cursor;
    char mark[72];
} segment_note;

/* `path` NULL: in memory. Otherwise the file is whole and on the disk when OK comes back, or is not there. */
MUST status segment_finish(segment_builder *b, const char *path, const segment_note *note, segment **out);
/* All parts into one; live[i] has a bit per document of part i that stays (NULL: all). */
MUST status segment_merge(segment *const *parts, const uint64_t *const *live, int n, const char *path, const segment_note *note, segment **out);
/* E_NOT_FOUND: no such file; E_INVALID: not one of ours, of another version, or damaged (every byte is summed). */
MUST status segment_open(const char *path, segment_note *note, segment **out);
segment *segment_share(segment *s); /* one holder more */
void segment_free(segment *s);     /* by the last holder it goes; NULL is fine */

/* About how many words a document of the class has: 2^(class / 2). */
double segment_length(uint8_t length_class);

/* Lets go of the pages that reading brought in: they stay with the system, not with this process. */
void segment_rest(const segment *s);

/* ---- reading ---- */
const segment_term *segment_find(const segment *s, const char *term); /* NULL: no such word */
uint32_t segment_lower(const segment *s, const char *prefix);         /* first word not before it */
bool segment_doc_of(const segment *s, uint8_t kind, int64_t id, uint32_t *doc);
static inline const char *segment_name(const segment *s, uint32_t term)
{
    return s->names + s->term[term].name;
}
static inline const uint8_t *segment_varint(const uint8_t *p, uint32_t *v)
{
    uint32_t x = *p++;

    if (x >= 0x80) {
        x &= 0x7F;
        for (int shift = 7;; shift += 7) {
            uint32_t b = *p++;
            x |= (b & 0x7F) << shift;
            if (b < 0x80 || shift > 28) break;
        }
    }
    *v = x;
    return p;
}
/* The places of a word in a document, at most `max`; 0: it is not there. *at remembers where the last look-up ended
 * (start with {0}); documents asked one after another go up. */
typedef struct {
    const uint8_t *postings, *places;
    uint32_t doc, block; /* the last one read; the next skip */
    bool begun;
} segment_at;
int segment_places(const segment *s, const segment_term *t, uint32_t doc, segment_at *at, uint32_t *out, int max);

#endif
