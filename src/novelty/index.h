/* index.h: the documents of an index: immutable segments, the newest documents in memory and in a log, and the manifest
 * that says which files make up the index. Private to this folder. Readers hold `lock` shared for one question; a writer
 * holds it for the moment of a change. */
#ifndef NOVELTY_INDEX_H
#define NOVELTY_INDEX_H
#include "novelty/novelty.h"
#include "novelty/volume.h"
#include <pthread.h>

enum { PARTS_MAX = 64, FLUSH_DOCS = 1024, FLUSH_BYTES = 24 << 20, BULK_BYTES = 4 << 20, WRITER_BYTES = 160 << 20 };

/* A document that is not in a volume yet. */
typedef struct {
    char *id; /* then unit, title and text, in one piece of memory */
    const char *unit, *title, *text;
    size_t text_bytes;
    uint64_t generation, deleted, id_hash;
    syllable *forward, *lead;
    uint32_t syllables, lead_n;
} young_doc;

/* Newest documents: key → documents, chained. */
typedef struct {
    young_doc *docs;
    uint32_t n, cap;
    uint64_t *keys;
    uint32_t *heads, slots, used;   /* head 0: none; otherwise posting + 1 */
    struct { uint32_t doc, next; } *postings;
    uint32_t n_postings, cap_postings;
    size_t bytes;
} young;

typedef struct {
    volume s;
    uint64_t number;
    uint64_t *deleted;  /* generation per document, 0: it stands; NULL: all stand */
    uint64_t n_deleted;
    uint32_t base;      /* number of its first document among all */
} index_part;

struct novelty {
    char folder[4096];
    bool write;
    int lock_file, log;
    pthread_rwlock_t lock;
    pthread_mutex_t writer, merger;
    index_part parts[PARTS_MAX];
    int n_parts;
    young fresh;
    uint64_t generation, oldest, next_number, log_number;
    int64_t cursor, live;
    bool damaged;    /* opened to be rebuilt: segments that do not open are left out */
    int64_t n_lost;  /* documents of those, as far as known; at least 1 each */
};

MUST status index_open_damaged(const char *folder, novelty **out);

/* Which documents a question sees. */
typedef struct {
    const novelty *n;
    uint64_t generation;
    int64_t documents;
    bool plain; /* everything stands and is old enough */
} view;
MUST status view_of(const novelty *n, int64_t generation, view *out);

/* A document by its number among all. */
typedef struct {
    const syllable *forward;
    size_t n;
} index_text;
bool index_sees(const view *v, uint32_t doc);
index_text index_forward(const novelty *n, uint32_t doc);
const syllable *index_lead(const novelty *n, uint32_t doc, size_t *count);
bool index_record(const novelty *n, uint32_t doc, record *out);
uint32_t index_documents(const novelty *n); /* all numbers, also of deleted ones */
/* The documents of a key, into `out` (room for `most`); their number, `most` + 1 when there are more. */
uint32_t index_find(const view *v, uint64_t key, uint32_t *out, uint32_t most);
void index_prefetch(const novelty *n, uint64_t key);
bool index_by_id(const novelty *n, const char *id, uint32_t *doc); /* the one that stands */

/* young.c */
void young_add(young *y, const volume_input *in);
uint32_t young_head(const young *y, uint64_t key);
void young_clear(young *y);

/* manifest.c */
MUST status manifest_read(novelty *n);
MUST status manifest_write(const novelty *n);
void file_path(const novelty *n, const char *kind, uint64_t number, char out[4200]);
MUST status sync_folder(const char *folder);

/* log.c: what was added since the last volume */
typedef struct {
    const novelty_doc *docs;
    int n_docs;
    const char *const *gone;
    int n_gone;
    uint64_t generation;
    int64_t cursor;
} batch;
MUST status journal_append(novelty *n, const batch *b, bool durable);
MUST status journal_replay(novelty *n, void (*apply)(novelty *n, const batch *b));
MUST status journal_open(novelty *n); /* the file of log_number, for appending */

#endif
