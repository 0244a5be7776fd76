/* Excerpts: the place of a text that holds most of the words asked for, with these marked. */
#include "base/buf.h"
#include "base/text.h"
#include "search/search_own.h"
#include <string.h>

SHAPE(search_piece_shape, search_piece, F_TEXT(search_piece, text), F_BOOL(search_piece, hit));

/* Which word of the query a word of the text is; -1: none. */
static int word_of(const search_query *q, const token *t)
{
    for (int i = 0; i < q->n; i++) {
        const search_word *w = &q->word[i];
        const char *term = text_starts(w->term, "a:") ? w->term + 2 : w->term;
        if (strcmp(term, t->term) == 0 || (w->prefix && text_starts(t->term, term))) return i;
        for (int k = 0; k < w->n_others; k++)
            if (strcmp(w->other[k].term, t->term) == 0) return i;
    }
    return -1;
}

/* Signs of Markdown are left out; white space is single. */
static const char *plain(arena *mem, const char *s, size_t n)
{
    char *out = arena_alloc(mem, n + 1), *o = out;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (strchr("#*`|>", c) && c) continue;
        if (c == '\n' || c == '\t' || c == '\r') c = ' ';
        if (c == ' ' && (o == out || o[-1] == ' ') && o != out) continue;
        *o++ = c;
    }
    *o = 0;
    return out;
}

enum { FOUND_MAX = 400 };
typedef struct {
    int place, word;
    size_t from, to;
} found;

typedef struct {
    found hit[FOUND_MAX];
    int n, words;
} findings;

static void find_words(const search_query *q, const char *text, findings *f)
{
    token t;

    for (size_t at = 0; f->n < FOUND_MAX && at < SEARCH_TEXT_SHOWN && token_next(text, &at, &t); f->words++) {
        int w = word_of(q, &t);
        if (w >= 0) f->hit[f->n++] = (found){f->words, w, t.from, t.to};
    }
}

/* The first finding of the stretch of `words` words with most different ones, then most of all. */
static int best_place(const findings *f, int words)
{
    int best = 0, best_worth = -1;

    for (int i = 0; i < f->n; i++) {
        unsigned seen = 0;
        int n = 0;
        for (int k = i; k < f->n && f->hit[k].place < f->hit[i].place + words; k++, n++) seen |= 1u << f->hit[k].word;
        int worth = __builtin_popcount(seen) * 100 + (n < 50 ? n : 50);
        if (worth > best_worth) best = i, best_worth = worth;
    }
    return best;
}

static void put(search_pieces *p, const char *text, bool hit)
{
    if (*text) p->p[p->n++] = (search_piece){text, hit};
}

search_pieces excerpt_of(arena *mem, const search_query *q, const char *text, int words)
{
    findings *f = NEW(mem, findings);
    search_pieces p = {0};
    size_t from = 0, n = strlen(text), to = n;

    find_words(q, text, f);
    int first = words ? best_place(f, words) : 0;
    if (words) { /* a few words before the first, then on */
        int begin = f->n && f->hit[first].place > 6 ? f->hit[first].place - 6 : 0, k = 0;
        size_t at = 0;
        token t;
        to = 0;
        for (; k < begin + words && token_next(text, &at, &t); k++) {
            if (k == begin) from = t.from;
            to = t.to;
        }
        if (k < begin + words) to = n;
        if (begin == 0) from = 0;
    }
    p.p = NEWS(mem, search_piece, 2 * FOUND_MAX + 4);
    if (from > 0) put(&p, "… ", false);
    size_t at = from;
    for (int i = 0; i < f->n; i++) {
        if (f->hit[i].from < from || f->hit[i].to > to) continue;
        put(&p, plain(mem, text + at, f->hit[i].from - at), false);
        put(&p, text_copyn(mem, text + f->hit[i].from, f->hit[i].to - f->hit[i].from), true);
        at = f->hit[i].to;
    }
    put(&p, plain(mem, text + at, to - at), false);
    if (to < n) put(&p, " …", false);
    return p;
}
