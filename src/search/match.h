/* match.h: which documents answer a query, in what order, how many of each sort. A function of the living documents that
 * the person may see and of nothing else: how often words occur is counted among these alone, so what is hidden moves no
 * rank, count or suggestion, and an index made anew answers as one that grew.
 *
 * Rank: BM25 (k1 1.2, b 0.5) over words without marks; a word of the title counts as three more; a word with other marks
 * than were asked for counts 0.6; words that follow one another as asked are added for the first MATCH_NEAR. Equal ranks:
 * the newer day, then kind, then id. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H
#include "base/shape.h"
#include "search/index.h"
#include "search/query.h"

enum {
    MATCH_SHOWN = 200,    /* results that pages go through */
    MATCH_NEAR = 200,     /* of them, looked at for words side by side */
    MATCH_EXPORT = 5000,  /* results of an export */
    MATCH_PREFIXES = 8,   /* words that a word being typed may become */
    MATCH_SECONDS = 5     /* then a search gives up: E_LIMIT */
};

/* Who may see what: NULL is everybody's index. */
typedef struct {
    bool all;          /* every organisation */
    const int64_t *org; /* otherwise these */
    int n_orgs;
    const int64_t *also, *never; /* ids, sorted: own ones; those in conflict (`also` wins) */
    int n_also, n_never;
} search_sight;

typedef struct {
    float score;
    uint32_t day, doc;
    uint8_t part, kind, words; /* words: how many of the query are there */
    int64_t id;
} search_hit;
typedef struct {
    const char *value;
    int64_t n;
} search_count;
typedef struct {
    LIST_OF(search_hit) hits; /* best first, at most `max` */
    int64_t total;
    LIST_OF(search_count) counts[FACETS]; /* most first; each under the other facets' filters */
    int64_t df[SEARCH_WORDS_MAX];         /* documents with the word as typed */
} search_matches;

/* The documents of a snapshot that count for this person, made once for a search. */
typedef struct {
    const snapshot *s;
    const uint64_t *live[INDEX_PARTS_MAX];
    uint32_t n;      /* documents */
    double length;   /* words of one, on average */
    bool whole[INDEX_PARTS_MAX]; /* every document of the part counts */
} search_view;
void match_view(arena *mem, const snapshot *s, const search_sight *sight, search_view *out);

/* `least`: how many of the words must be there (q->n: all); documents with more of them come first. */
MUST status match_run(arena *mem, const search_view *v, const search_query *q, int least, int max, search_matches *out);
uint32_t match_df(const search_view *v, const char *term); /* documents with the word */
bool match_has(const search_view *v, const char *term);

#endif
