/* match_own.h: between match.c and near.c: what runs while documents are matched. */
#ifndef SEARCH_MATCH_OWN_H
#define SEARCH_MATCH_OWN_H
#include "search/match.h"

typedef struct {
    const uint8_t *p, *end;
    uint32_t doc; /* the next one */
    uint8_t code, marks;
    bool done;
} cursor;

enum { ENTRIES_MAX = SEARCH_WORDS_MAX * (SEARCH_OTHERS_MAX + 1) + MATCH_PREFIXES + SEARCH_NOT_MAX };
typedef struct {
    const char *term;
    uint16_t bit;
    bool title, not_this;
    uint8_t marks; /* asked for; 0: any */
    double idf;    /* with its weight */
    float worth[8][SEGMENT_LENGTHS]; /* by code and length */
} entry;
typedef struct {
    entry e[ENTRIES_MAX];
    int n;
    uint16_t need, not_bits;
} plan;

typedef struct {
    uint8_t *good[FACETS]; /* by value; NULL: no filter */
    uint32_t from, to;
} part_filters;

typedef struct {
    search_hit *p; /* a heap, the worst first */
    int n, max;
    search_sort sort;
} best;

enum { WINDOW = 1 << 15, PLACES = 256 };
typedef struct {
    arena *mem;
    const search_view *v;
    const search_query *q;
    const plan *p;
    int least, part;
    cursor *at;            /* of each entry in this part */
    const segment_term **term;
    segment_at (*phrase)[SEARCH_WORDS_MAX];
    const segment_term *(*phrase_term)[SEARCH_WORDS_MAX]; /* its words in this part */
    part_filters filters;
    int64_t *counts[FACETS];
    facet counted[FACETS]; /* those that tell documents of this part apart or are filtered by */
    int n_counted;
    best best;
    int64_t total;
    instant until;
    float *score;
    uint16_t *bits;
} run;

/* near.c: words one after another. */
void near_open(run *r, const segment *s); /* looks up the words of the phrases in a part */
bool near_phrase(run *r, const segment *s, int k, uint32_t doc);
void near_prefer(run *r, search_hit *hits, int n); /* adds what stands side by side to the scores, and sorts */
int match_sorted(const void *a, const void *b, void *sort); /* the better first; for qsort_r */

#endif
