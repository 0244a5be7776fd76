/* feature.h: what an index keeps of a text: keys that copied text shares with its source.
 *
 * Pairs: a rare word is two neighbouring syllables of at least RARE_WORD information; each is paired, in either order,
 * with the next rare words within PAIR_REACH syllables (PAIR_NEXT of them in the index, PAIR_ASK in a question), and the pair is kept
 * when its hash falls below one in PAIR_KEEP. They outlive changed numbers, inserted words, synonyms and clauses moved.
 *
 * Grams: of every GRAM_WINDOW neighbouring runs of GRAM syllables the one that is first in an order of grams (winnowing; Schleimer,
 * Wilkerson, Aiken 2003; the order is feature.c's). Two texts that share GRAM + GRAM_WINDOW - 1 = RUN syllables in a row share such a run: both
 * choose from the same GRAM_WINDOW grams, by the same rule, the same one. */
#ifndef TEXT_FEATURE_H
#define TEXT_FEATURE_H
#include "text/frozen.h"

enum {
    RARE_WORD = 29 * BIT / 2, /* 14.5 bits */
    PAIR_NEXT = 3, PAIR_ASK = 6, PAIR_REACH = 40, PAIR_KEEP = 8,
    GRAM = 8, GRAM_WINDOW = 9, RUN = GRAM + GRAM_WINDOW - 1,
    KEY_BITS = 32             /* of a key; the same in every segment, so that an answer does not depend on how many there are */
};

typedef struct {
    uint64_t key;    /* KEY_BITS */
    uint32_t at;     /* first syllable */
    uint16_t reach;  /* syllables from the first to the last of it */
    uint16_t is_gram;
} feature;
typedef struct {
    feature *p;
    size_t n, cap;
} features;

/* All of them in the order of the text, into memory kept from call to call. A key may come several times. `skip` (one
 * byte a syllable, or NULL) leaves out the pairs that touch marked syllables. */
void features_read(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out);
/* The pairs alone, added to `out`. */
void features_pairs(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out);
void features_grams(const syllable *s, size_t n, features *out);  /* grams alone, added to `out` */
void features_free(features *f);
void features_cleanup(features *f);

uint64_t gram_hash(const syllable *s); /* of GRAM syllables, 64 bits */

#endif
