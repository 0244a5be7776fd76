/* align.h: the passages that two texts share. Seeds are rare words that stand in both; each is extended both ways with
 * gaps until the score falls by more than X_DROP below its best; what lies near each other in both texts becomes one
 * passage, and a passage is sure, likely, short or nothing. Scores are information in eighths of a bit: equal syllables
 * count for what they tell, so that common turns of phrase count little. */
#ifndef TEXT_ALIGN_H
#define TEXT_ALIGN_H
#include "text/feature.h"

typedef enum {
    ALIGN_SURE,
    ALIGN_REVIEW,
    ALIGN_SHORT,
    ALIGN_FAINT /* thinner than a passage that is told: whether it is one shows in how many documents are alike there */
} align_class;
typedef struct {
    uint32_t q, q_end, s, s_end; /* syllables, half open */
    int32_t bits;                /* eighths */
    uint32_t equal;              /* syllables that stand in both */
    uint32_t cover_q, cover_s;   /* syllables of its pieces, on either side */
    uint32_t best;               /* eighths of its best single piece */
    align_class kind;
} alignment;
typedef struct {
    alignment *p;
    size_t n, cap;
} alignments;

/* Syllables of the question, half open. */
typedef struct {
    uint32_t from, to;
} align_part;
#define ALIGN_WHOLE ((align_part){0, UINT32_MAX})
#define ALIGN_RUNS ((align_part){0, 0}) /* nothing but runs */
typedef struct align_query align_query;
/* Makes ready to compare `n` syllables with many documents; they must stay. `mask`: one byte a syllable, not 0 where it
 * never counts (boilerplate); may be NULL. */
align_query *align_query_new(const syllable *q, size_t n, const uint8_t *mask);
/* So much was compared that reworded passages of the documents that came last may be missing; runs are not. */
bool align_is_cut(const align_query *a);
void align_query_free(align_query *a);
/* The passages of one document, in the order of the question, into memory kept from call to call. `hits` are places in
 * the question where a gram of the document begins: the whole run around each that is at least RUN long and does not
 * lie within a passage is one of its own, ALIGN_SHORT. Passages are looked for where they have a seed in `part`. */
void align_document(align_query *a, const syllable *s, size_t n, const uint32_t *hits, size_t n_hits, align_part part, alignments *out);
/* Whether a faint passage is worth a look when no other document is alike at its place. */
bool align_is_worth(const alignment *x);
void alignments_free(alignments *a);

#endif
