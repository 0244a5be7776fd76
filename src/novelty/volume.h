/* volume.h: an immutable file of documents and the postings of their keys, memory-mapped (docs/internals/novelty-index.md).
 * Everything read from it is checked against its bounds; a file whose checksums do not hold is E_INVALID. */
#ifndef NOVELTY_VOLUME_H
#define NOVELTY_VOLUME_H
#include "base/buf.h"
#include "base/status.h"
#include "text/feature.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VOLUME_FORMAT = 3, VOLUME_DOCS_MAX = (1 << 24) - 1, /* a document's number is 24 bits, with one to spare */
    PAGE = 4096        /* bytes: what is checked at once when it is first read */
};

/* One document of a volume: 48 bytes on disk. */
typedef struct {
    uint64_t generation : 48, spare_a : 16;
    uint64_t id_hash;
    uint64_t forward : 40, syllables : 24; /* first syllable in the forward section, their number */
    uint64_t record : 40, spare_b : 24;    /* byte in the text section */
    uint32_t spare_c;
    uint32_t record_bytes, record_sum, head_sum; /* the sum of the whole record; of id, unit and title */
} volume_doc;
_Static_assert(sizeof(volume_doc) == 48, "as it lies on disk");

/* Two sets of lists, each in order of key with a directory of its own: the documents of each key of the texts (text/feature.h), and those of
 * each key of titles and beginnings (title.h). */
typedef enum { LISTS_TEXT, LISTS_TITLE, LISTS } list_set;
typedef enum { PART_DOCS, PART_IDS, PART_DIRECTORY, PART_TITLE_DIRECTORY, PART_PAGES, PART_POSTINGS, PART_TITLE_POSTINGS, PART_FORWARD, PART_TEXT, PARTS } volume_part;
typedef struct {
    uint64_t at, bytes, sum;
} volume_section;
typedef struct {
    uint64_t postings, keys;
    uint32_t bucket_bits, gap; /* gap: bits of a step between keys that are written as they are */
} volume_set;
typedef struct {
    char magic[8];           /* "sknovel3" */
    uint32_t format, key_bits;
    char parameters[16];
    uint64_t docs, number;
    volume_set set[LISTS];
    volume_section part[PARTS];
    uint64_t sum;            /* of what stands before */
} volume_header;

typedef struct {
    list_set set;
    const uint64_t *bases;     /* the directory: of each SPAN buckets the first byte, then of each bucket the bytes from there */
    const uint32_t *directory;
    const unsigned char *postings;
    uint64_t docs;             /* of the volume */
    uint32_t check_bits, bucket_bits, gap;
} volume_lists;

/* Of the format before, which had one set of lists; its documents are the same. */
#define VOLUME_MAGIC_2 "sknovel2"
enum { PARTS_2 = 8, PART_DOCS_2 = 0, PART_TEXT_2 = 7 };
typedef struct {
    char magic[8];
    uint32_t format, key_bits;
    char parameters[16];
    uint64_t docs, postings, keys, number;
    uint32_t bucket_bits, gap;
    volume_section part[PARTS_2];
    uint64_t sum;
} volume_header_2;

typedef struct {
    const unsigned char *map;
    size_t bytes;
    volume_header head;
    const volume_doc *docs;
    const uint32_t *ids;       /* a table of 3/2 slots a document: see volume_by_id */
    volume_lists lists[LISTS];
    const syllable *forward;
    const uint32_t *pages;
    const char *text;
    uint64_t newest;           /* generation of its newest document */
    uint64_t *trusted;         /* a bit for each page of postings and forward text that was checked */
    bool *broken;              /* set once and for all when one did not hold */
} volume;

MUST status volume_open(const char *path, volume *out);
/* The documents alone, whatever the postings are, of this format or the one before; for a rebuild. */
MUST status volume_open_documents(const char *path, volume *out);
void volume_close(volume *s);
/* Postings and forward text are checked a page (4 KiB) at a time, before the first byte of it is used; what does not hold reads as
 * empty and this becomes true. Records carry their own sums. */
bool volume_is_broken(const volume *s);

/* A document's four texts; empty ones when the record is damaged (then false). */
typedef struct {
    const char *id, *unit, *title, *text;
    size_t text_bytes;
} record;
bool volume_record(const volume *s, uint32_t doc, record *out);
bool volume_head(const volume *s, uint32_t doc, record *out); /* without the text, which is not read */
const syllable *volume_forward(const volume *s, uint32_t doc, size_t *n);
/* The documents that may have this id, one after another: `slot` begins at UINT32_MAX. */
bool volume_by_id(const volume *s, uint64_t id_hash, uint32_t *slot, uint32_t *doc);

/* The documents of one key, in order. */
typedef struct {
    const volume_lists *of;
    uint64_t at, end;         /* bits */
    uint32_t count, left;     /* how many there are; still to come */
    uint32_t gap, last;
} volume_list;
/* Those of a key; `count` 0 when there are none. */
volume_list volume_find(const volume *s, list_set set, uint64_t key);
bool volume_next(volume_list *l, uint32_t *doc);

/* The same, adding up: of each document of a list its weight. */
typedef struct {
    volume_list l;
    uint32_t next;            /* document; UINT32_MAX: no more */
    uint32_t mapped;          /* not 0: a bit for each document below, from l.at on */
    uint16_t weight;
} volume_sum;
enum { SUM_ROOM = 8 };
volume_sum volume_sum_begin(const volume_list *l, uint16_t weight);
/* To sum[document - from], of documents below from + n; `from` goes up from call to call. There is room for n + SUM_ROOM. */
void volume_sum_add(volume_sum *s, uint32_t from, uint32_t n, uint16_t *sum);

/* All lists in the order of their keys; for merges. */
typedef struct {
    const volume *s;
    const volume_lists *of;
    uint64_t bucket, at, end, key;
    volume_list list;
} volume_walk;
void volume_walk_begin(const volume *s, list_set set, volume_walk *w);
bool volume_walk_next(volume_walk *w); /* the next key and its list */

/* ---- reading ahead, so that cold pages are asked for together ---- */
typedef struct {
    const unsigned char *from;
    size_t n;
} mapped;
mapped volume_span_pages(const volume *s); /* the sums of its pages */
mapped volume_span_directories(const volume *s, list_set set); /* all of the directory */
mapped volume_span_lists(const volume *s, list_set set); /* all postings */
mapped volume_span_directory(const volume *s, list_set set, uint64_t key);
mapped volume_span_postings(const volume *s, list_set set, uint64_t key); /* reads the directory */
mapped volume_span_doc(const volume *s, uint32_t doc);
mapped volume_span_forward(const volume *s, uint32_t doc);
mapped volume_span_head(const volume *s, uint32_t doc);
mapped volume_span_text(const volume *s, uint32_t doc);
/* Drops documents, postings, forward text and texts from memory; for measurements. Directory and sums, a hundredth of a volume, were read when it
 * was opened and are touched by every question. */
void volume_forget(const volume *s, const char *path);
void volume_rest(const volume *s); /* what was read is no longer this process's memory; the system may keep it */

/* Lists of texts, into the processor's cache. */
static inline void volume_prefetch(const volume *s, uint64_t key)
{
    __builtin_prefetch(&s->lists[LISTS_TEXT].directory[key >> s->lists[LISTS_TEXT].check_bits]);
}
void volume_prefetch_postings(const volume *s, uint64_t key);

/* ---- writing ---- */
typedef struct volume_writer volume_writer;
/* Collects documents in memory, then writes `path` (by a temporary name, fsync, rename; the folder's fsync is the caller's). */
volume_writer *volume_writer_new(void);
void volume_writer_free(volume_writer *w);
typedef struct {
    const char *id, *unit, *title, *text;
    size_t text_bytes;
    uint64_t generation;
} volume_input;
void volume_writer_add(volume_writer *w, const volume_input *d);
size_t volume_writer_docs(const volume_writer *w);
size_t volume_writer_bytes(const volume_writer *w); /* memory held */
MUST status volume_writer_write(volume_writer *w, const char *path, uint64_t number, volume_header *head);

/* Merges `n` segments, in order, leaving out documents for which `gone` says so, into `path`. `go_on` (may be NULL) is asked
 * after every megabyte: when it says no, E_CONFLICT. Everything is checked as it is read: E_INVALID when something is damaged. There is
 * no new file unless OK. */
MUST status volume_merge(const volume *const *from, int n, bool (*gone)(void *ctx, int volume, uint32_t doc), bool (*go_on)(void *ctx), void *ctx, const char *path,
                          uint64_t number, volume_header *head);

uint64_t sum_of(const void *bytes, size_t n, uint64_t start); /* the checksum */
uint64_t id_hash(const char *id);

#endif
