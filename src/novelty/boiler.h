/* boiler.h: what of a question belongs to nobody, and so never counts. Forms and the law are known (text/common.h); other
 * templates are learned from how many documents have them.
 *
 * A gram is frequent when boiler_stop documents have it. Frequent grams near each other are one template when so many
 * documents have all of them together; phrases that are frequent each by itself, but not together, were put together by
 * somebody, and whoever has the same phrases in the same order copied: such a stretch counts. */
#ifndef NOVELTY_BOILER_H
#define NOVELTY_BOILER_H
#include "novelty/index.h"
#include "text/common.h"

typedef struct {
    uint32_t gram, doc; /* number of the gram in `grams`; a document that has it and its neighbour */
} boiler_hit;
typedef struct {
    boiler_hit *p;
    size_t n, cap;
} boiler_hits;

uint32_t boiler_stop(const view *v);
/* Marks what is learned, COMMON_FORM, in `mask`, beside what is marked there. `counts`: documents of each gram. Grams that
 * are frequent and count all the same are added to `more` with some of their documents. */
void boiler_learn(const view *v, const features *grams, const uint32_t *counts, uint8_t *mask, size_t n, boiler_hits *more);

#endif
