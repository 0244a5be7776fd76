/* index.h: an index that lives: a base (a file, or in memory) and small parts in memory beside it, each with the documents
 * that still count. A change replaces the snapshot; who searches keeps the one that it took.
 *
 * The file is derived: it says up to which event of the log it goes. What came later is read again at the start, so a
 * program that dies loses nothing; a file that is damaged or of another store is made anew. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H
#include "search/segment.h"

enum { INDEX_PARTS_MAX = 24, INDEX_MEMORY_MAX = 6 << 20 /* bytes beside the base before it is written again */ };

typedef struct {
    segment *s;
    uint64_t *live; /* a bit per document */
    uint32_t n;     /* of them living */
} index_part;
typedef struct {
    int refs, n;
    index_part part[INDEX_PARTS_MAX];
    arena *own;
    segment_note note; /* how far it follows */
    bool ready;        /* built once */
    int64_t of_length[SEGMENT_LENGTHS]; /* living documents by class of length */
} snapshot;

typedef struct search_index search_index;
typedef struct {
    int64_t id;
    uint8_t kind;
} index_key;

search_index *index_new(const char *path); /* NULL: in memory only; opens the file when it is one */
void index_free(search_index *x);
snapshot *index_take(search_index *x);
void index_drop(snapshot *s);
#define AUTO_SNAPSHOT __attribute__((cleanup(index_drop_at))) snapshot *
void index_drop_at(snapshot **s);

/* `gone` leave (also before their new texts come), what `fresh` holds comes; one writer at a time. `settle`: the base may
 * be written again, which takes long. */
MUST status index_apply(search_index *x, const index_key *gone, int n, segment_builder *fresh, const segment_note *note, bool settle);
/* Drops every document of a kind. */
MUST status index_clear_kind(search_index *x, uint8_t kind);

/* Building anew: parts pile up beside the running index; then they become the base. */
typedef struct index_pile index_pile;
index_pile *index_pile_new(search_index *x);
MUST status index_pile_put(index_pile *p, segment_builder *b); /* frees the builder */
MUST status index_pile_use(index_pile *p, const segment_note *note);
void index_pile_free(index_pile *p);

#endif
