/* query.h: what somebody typed, read: words, "phrases", -words, and filters such as don-vi:"Sở Y tế" nam:2024-2026
 * loai:tin-tuc tieu-de:chuyển tac-gia:lan. Never fails: what is no filter is words. Always bounded. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H
#include "base/arena.h"
#include "base/date.h"
#include "search/segment.h"

enum {
    SEARCH_TEXT_MAX = 400,  /* bytes that are read of what was typed */
    SEARCH_WORDS_MAX = 12,  /* words; more are left out, and said so */
    SEARCH_NOT_MAX = 3,     /* words that must not be there */
    SEARCH_FILTERS_MAX = 24,
    SEARCH_PHRASES_MAX = 4,
    SEARCH_OTHERS_MAX = 6   /* likely spellings of a word */
};

typedef enum { SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST } search_sort;

typedef struct {
    char term[TOKEN_MAX + 4]; /* with "a:" before it: a word of an author's name */
    uint8_t marks;
    bool marked, title; /* title: only there */
    bool prefix;        /* the word being typed: what begins so */
    const char *typed;  /* as written */
    struct {
        char term[TOKEN_MAX + 4];
        float weight;
    } other[SEARCH_OTHERS_MAX]; /* other spellings, when they were looked for */
    int n_others;
} search_word;
typedef struct {
    facet facet;
    const char *text; /* value itself when exact; otherwise folded words that it contains */
    bool exact;
} search_filter;

typedef struct {
    search_word word[SEARCH_WORDS_MAX];
    int n;
    char not_term[SEARCH_NOT_MAX][TOKEN_MAX + 1];
    int n_not;
    struct {
        int from, n; /* words word[from … from+n-1], one after another */
    } phrase[SEARCH_PHRASES_MAX];
    int n_phrases;
    search_filter filter[SEARCH_FILTERS_MAX];
    int n_filters;
    uint32_t from, to; /* yyyymmdd; 0: open */
    search_sort sort;
    bool cut; /* something was left out */
} search_query;

/* Of what was typed; `out` may hold filters already. */
void query_read(arena *mem, const char *text, search_query *out);
void query_words(arena *mem, const char *text, const char *prefix, bool title, search_query *out); /* words only, no syntax */
void query_filter(search_query *q, facet f, const char *value, bool exact); /* "" is none */
const char *query_folded(arena *mem, const char *text); /* words of a text with single spaces, as filters compare them */
/* Whether a value passes: it is the text itself, or holds its words one after another. */
bool query_passes(arena *mem, const search_filter *f, const char *value);

#endif
