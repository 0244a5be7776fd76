/* alike.h: which texts are alike, by the rare pairs of neighbouring syllables that they share; tone marks do not matter.
 * A slice keeps a table of pairs beside its texts (pair, id) and names two queries; the arithmetic is here. */
#ifndef TEXT_ALIKE_H
#define TEXT_ALIKE_H
#include "base/arena.h"
#include "base/shape.h"
#include "store/store.h"

enum {
    ALIKE_PAIRS_MAX = 400, /* of one text; more are left out */
    ALIKE_ASKED = 60,      /* pairs that a search looks up */
    ALIKE_HITS = 4096      /* texts that it weighs */
};

typedef LIST_OF(int64_t) alike_pairs; /* stable 64-bit hashes of folded pairs, each once */
alike_pairs alike_pairs_of(arena *mem, const char *text);

typedef struct {
    query count;   /* how many texts there are; no parameter */
    query holders; /* "v": the ids of texts that hold :pair, newest first, limited */
} alike_index;
typedef struct {
    int64_t id;
    double weight;
} alike_hit;
typedef LIST_OF(alike_hit) alike_hits;

/* The texts most like those pairs, without `but`; at most `max`, the most alike first, of equals the newer first. */
MUST status alike_find(db *d, arena *mem, const alike_index *in, const alike_pairs *pairs, int64_t but, int max, alike_hits *out);

#endif
