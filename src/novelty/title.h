/* title.h: what an index keeps of a title and of the beginning of its text, for likeness of titles: every syllable, and every two
 * neighbours, that are not everywhere. A key is the syllables themselves, so two never meet in one. */
#ifndef NOVELTY_TITLE_H
#define NOVELTY_TITLE_H
#include "text/frozen.h"

enum {
    LEAD = 48,                      /* syllables of title and beginning, together */
    TITLE_TYPED_MAX = 64,           /* of what is typed; the rest is not looked at */
    TITLE_KEYS_MAX = 2 * TITLE_TYPED_MAX
};
typedef struct {
    uint32_t key;
    uint16_t weight; /* what it tells, 16ths of a bit */
} title_key;

/* The first LEAD syllables of a title and its text; how many. */
size_t title_lead(const syllables *title, const syllables *text, syllable out[LEAD]);
/* The keys of at most TITLE_TYPED_MAX syllables, in their order; a key may come several times. How many. */
int title_keys(const syllable *s, size_t n, title_key out[TITLE_KEYS_MAX]);
/* In order of key, each once; how many are left. */
int title_keys_once(title_key *k, int n);

#endif
