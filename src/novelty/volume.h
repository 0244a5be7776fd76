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

enum { VOLUME_FORMAT = 1, VOLUME_DOCS_MAX = 1 << 24, LEAD = 48 /* syllables of title and beginning that `similar` looks at */ };

/* One document of a volume: 64 bytes on disk. */
typedef struct {
    uint64_t generation;
    uint64_t id_hash;
    uint64_t forward;      /* first syllable in the forward section */
    uint64_t record;       /* byte in the text section */
    uint32_t syllables, keys, lead /* first syllable in the lead section */, lead_n;
    uint32_t record_bytes, record_sum;
    uint32_t length, spare; /* code points of the text */
} volume_doc;

typedef enum { PART_DOCS, PART_IDS, PART_LEAD, PART_DIRECTORY, PART_POSTINGS, PART_FORWARD, PART_TEXT, PARTS } volume_part;
typedef struct {
    uint64_t at, bytes, sum;
} volume_section;
typedef struct {
    char magic[8];           /* "sknovel1" */
    uint32_t format, key_bits;
    char parameters[16];
    uint64_t docs, postings, number;
    uint32_t bucket_bits, doc_bits;
    volume_section part[PARTS];
    uint64_t sum;            /* of what stands before */
} volume_header;

typedef struct {
    uint64_t id_hash;
    uint32_t doc, spare;
} volume_id;

typedef struct {
    const unsigned char *map;
    size_t bytes;
    volume_header head;
    const volume_doc *docs;
    const volume_id *ids;      /* sorted by hash, then document */
    const syllable *lead, *forward;
    const uint32_t *directory;
    const unsigned char *postings;
    const char *text;
    uint32_t check_bits, width; /* of a posting */
} volume;

MUST status volume_open(const char *path, volume *out);
/* The documents alone, whatever the postings are; for a rebuild. */
MUST status volume_open_documents(const char *path, volume *out);
void volume_close(volume *s);
/* The rest of the checksums, of the big parts. */
MUST status volume_verify(const volume *s, const char *path);

/* A document's four texts; empty ones when the record is damaged (then false). */
typedef struct {
    const char *id, *unit, *title, *text;
    size_t text_bytes;
} record;
bool volume_record(const volume *s, uint32_t doc, record *out);
const syllable *volume_forward(const volume *s, uint32_t doc, size_t *n);
const syllable *volume_lead(const volume *s, uint32_t doc, size_t *n);

/* The documents of a key are postings[at], postings[at + 1] … while `next` says true. */
typedef struct {
    const volume *s;
    uint64_t check;
    uint32_t at, end;
} volume_cursor;
static inline void volume_prefetch(const volume *s, uint64_t key)
{
    __builtin_prefetch(&s->directory[key >> s->check_bits]);
}
volume_cursor volume_find(const volume *s, uint64_t key);
bool volume_next(volume_cursor *c, uint32_t *doc);
/* Posting number `i` of all, in order; for merges. */
void volume_posting(const volume *s, uint64_t i, uint64_t bucket, uint64_t *key, uint32_t *doc);

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

/* Merges `n` segments, in order, leaving out documents for which `gone` says so, into `path`. `pause` (may be NULL) is called after
 * every few megabytes. */
MUST status volume_merge(const volume *const *from, int n, bool (*gone)(void *ctx, int volume, uint32_t doc), void *ctx, void (*pause)(void), const char *path,
                          uint64_t number, volume_header *head);

uint64_t sum_of(const void *bytes, size_t n, uint64_t start); /* the checksum */
uint64_t id_hash(const char *id);

#endif
