/* search.h: from a text to the documents that are worth aligning, and what of the text is boilerplate. */
#ifndef NOVELTY_SEARCH_H
#define NOVELTY_SEARCH_H
#include "novelty/index.h"

enum { WINDOW = 150, WINDOW_STEP = 100 }; /* syllables of the question that are looked at together; of which so many candidates are taken */
typedef struct {
    uint32_t doc;
    float score;        /* bits in its best window */
    uint32_t window;    /* where that begins, syllables */
    bool only_run;      /* shares a gram, nothing more: look for runs */
    bool named;         /* asked for: aligned whole whatever the window says */
    uint32_t gram, grams; /* its places in `grams` */
} candidate;
typedef struct {
    syllables q;
    uint8_t *mask;      /* one byte a syllable: COMMON_FORM, COMMON_LAW, or 0 */
    candidate *candidates;
    size_t n_candidates;
    uint32_t *grams;    /* places in the question */
    bool cut;           /* NOVELTY_SOURCES_MAX was reached */
} search;

void search_run(const view *v, const char *text, size_t bytes, const novelty_ask *ask, search *out);
void search_free(search *s);

#endif
