/* index.h: the documents of an index: immutable segments, the newest documents in memory and in a log, and the manifest
 * that says which files make up the index. Private to this folder. Readers hold `lock` shared for one question; a writer
 * holds it for the moment of a change. */
#ifndef NOVELTY_INDEX_H
#define NOVELTY_INDEX_H
#include "novelty/novelty.h"
#include "novelty/title.h"
#include "novelty/volume.h"
#include <pthread.h>

enum { PARTS_MAX = 64, FLUSH_DOCS = 256, FLUSH_BYTES = 4 << 20, BULK_BYTES = 4 << 20, WRITER_BYTES = 160 << 20, PARTS_CROWDED = 40 /* whoever adds merges first: each addition may be a volume */ };
extern int index_rebuild_docs; /* that a rebuild adds at once; tests lower it */

/* A document that is not in a volume yet. */
typedef struct {
    char *id; /* then unit, title and text, in one piece of memory */
    const char *unit, *title, *text;
    size_t text_bytes;
    uint64_t generation, deleted, id_hash;
    syllable *forward;
    uint32_t syllables;
    title_key *title_keys; /* in their order, each once */
    int n_title;
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
    bool plain_part[PARTS_MAX]; /* the same of one volume */
} view;
MUST status view_of(const novelty *n, int64_t generation, view *out);

/* A document by its number among all. */
typedef struct {
    const syllable *forward;
    size_t n;
} index_text;
bool index_sees(const view *v, uint32_t doc);
index_text index_forward(const novelty *n, uint32_t doc);
bool index_record(const novelty *n, uint32_t doc, record *out);
bool index_head(const novelty *n, uint32_t doc, record *out); /* without its text */
uint32_t index_documents(const novelty *n); /* all numbers, also of deleted ones */
bool index_by_id(const novelty *n, const char *id, uint32_t *doc); /* the one that stands */
bool index_is_broken(const novelty *n); /* something that was read did not have its checksum: an answer is worth nothing */

/* The documents of a key: found once, then counted and taken. */
typedef struct {
    volume_list list[PARTS_MAX];
    uint8_t part[PARTS_MAX];
    int n;
    uint32_t young;
} key_lists;
void index_find(const view *v, uint64_t key, key_lists *out);
/* How many; at least `enough` when there are that many. Costs nothing where nothing was deleted. */
uint32_t index_lists_count(const view *v, const key_lists *l, uint32_t enough);
/* Into `out` (room for `most`); their number, `most` + 1 when there are more. */
uint32_t index_lists_take(const view *v, const key_lists *l, uint32_t *out, uint32_t most);
uint32_t index_key_docs(const view *v, uint64_t key, uint32_t *out, uint32_t most); /* both at once */
/* Into the processor's cache: of keys a few, and a few more, ahead. */
void index_prefetch_directory(const novelty *n, uint64_t key);
void index_prefetch_postings(const novelty *n, uint64_t key);
void index_prefetch_doc(const novelty *n, uint32_t doc);
void index_prefetch_forward(const novelty *n, uint32_t doc); /* reads its entry */

/* ahead.c: pages that are on disk alone are asked for together, before they are used one by one. */
void ahead_keys(const novelty *n, const features *f);
void ahead_titles(const novelty *n, const title_key *keys, int count);
void ahead_docs(const novelty *n, const uint32_t *docs, size_t count);   /* their entries and heads */
void ahead_forward(const novelty *n, const uint32_t *docs, size_t count);
void ahead_text(mapped text);

/* What is added or removed in one step. */
typedef struct {
    const novelty_doc *docs;
    int n_docs;
    const char *const *gone;
    int n_gone;
    uint64_t generation;
    int64_t cursor;
} batch;

/* change.c */
void index_change(novelty *n, const batch *b);
MUST status index_write_young(novelty *n); /* what is in memory becomes a volume; holds the writer's mutex */
const index_part *index_part_of(const novelty *n, uint32_t doc, uint32_t *within); /* NULL: in memory */
uint32_t index_young_base(const novelty *n);

/* young.c */
void young_add(young *y, const volume_input *in);
uint32_t young_head(const young *y, uint64_t key);
void young_clear(young *y);

/* manifest.c */
MUST status manifest_read(novelty *n);
MUST status manifest_write(const novelty *n);
void file_path(const novelty *n, const char *kind, uint64_t number, char out[4200]);
MUST status sync_folder(const char *folder);

/* journal.c */
MUST status journal_append(novelty *n, const batch *b, bool durable);
MUST status journal_replay(novelty *n, void (*apply)(novelty *n, const batch *b));
MUST status journal_open(novelty *n); /* the file of log_number, for appending */

#endif
