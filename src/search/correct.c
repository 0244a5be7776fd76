/* Words that are not there: spellings one slip away that are, and the query as the texts write it. */
#include "base/buf.h"
#include "base/text.h"
#include "search/search_own.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const search_view *v;
    search_word *w;
    double worth[SEARCH_OTHERS_MAX];
} candidates;

/* `ease`: how easily such a slip happens. Kept are the likeliest, in a fixed order. */
static void try_word(candidates *c, const char *term, double ease)
{
    search_word *w = c->w;

    if (!*term || strcmp(term, w->term) == 0) return;
    for (int i = 0; i < w->n_others; i++)
        if (strcmp(w->other[i].term, term) == 0) return;
    uint32_t n = match_df(c->v, term);
    if (n == 0) return;
    double worth = ease + log(1 + (double)n) / 4;
    int at = w->n_others < SEARCH_OTHERS_MAX ? w->n_others++ : SEARCH_OTHERS_MAX;
    for (; at > 0 && (c->worth[at - 1] < worth || (c->worth[at - 1] == worth && strcmp(w->other[at - 1].term, term) > 0)); at--) {
        if (at == SEARCH_OTHERS_MAX) continue;
        c->worth[at] = c->worth[at - 1];
        w->other[at] = w->other[at - 1];
    }
    if (at == SEARCH_OTHERS_MAX) return;
    c->worth[at] = worth;
    w->other[at].weight = (float)(0.4 + ease * 0.1);
    snprintf(w->other[at].term, sizeof w->other[at].term, "%s", term);
}

static void slips(candidates *c)
{
    enum { SWAPPED = 4, DOUBLED = 3, EXTRA = 2, MISSING = 2, WRONG = 1 };
    const char *t = c->w->term;
    size_t n = strlen(t);
    char s[TOKEN_MAX + 4];

    for (size_t i = 0; i + 1 < n; i++) {
        snprintf(s, sizeof s, "%s", t);
        s[i] = t[i + 1];
        s[i + 1] = t[i];
        try_word(c, s, SWAPPED);
    }
    for (size_t i = 0; i < n && n > 2; i++) {
        snprintf(s, sizeof s, "%.*s%s", (int)i, t, t + i + 1);
        try_word(c, s, i && t[i] == t[i - 1] ? DOUBLED : EXTRA);
    }
    for (size_t i = 0; i <= n && n > 1 && n + 1 < sizeof s; i++)
        for (int x = 'a'; x <= 'z'; x++) {
            snprintf(s, sizeof s, "%.*s%c%s", (int)i, t, x, t + i);
            try_word(c, s, MISSING);
        }
    for (size_t i = 0; i < n && n > 2; i++)
        for (int x = 'a'; x <= 'z'; x++) {
            snprintf(s, sizeof s, "%s", t);
            s[i] = (char)x;
            try_word(c, s, WRONG);
        }
}

static bool is_plain(const char *s)
{
    return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789")] == 0;
}

int correct_words(const search_view *v, search_query *q, bool missing)
{
    enum { TYPED = 6 };
    char typed[TOKEN_MAX + 1];
    int changed = 0;

    for (int i = 0; i < q->n; i++) {
        candidates c = {.v = v, .w = &q->word[i]};
        if (!is_plain(c.w->term) || c.w->n_others || (missing && match_has(v, c.w->term))) continue;
        if (token_typed(c.w->term, typed)) try_word(&c, typed, TYPED);
        if (c.w->term[strspn(c.w->term, "0123456789")]) slips(&c); /* numbers are meant as they are */
        changed += c.w->n_others > 0;
    }
    return changed;
}

/* The cut of a word into two that are there, the rarer of them as frequent as can be. */
static bool cut_of(const search_view *v, const char *term, char a[TOKEN_MAX + 4], char b[TOKEN_MAX + 4])
{
    uint32_t best = 0;
    size_t n = strlen(term);

    for (size_t i = 1; i < n; i++) {
        char x[TOKEN_MAX + 4];
        snprintf(x, sizeof x, "%.*s", (int)i, term);
        uint32_t left = match_df(v, x), right = left ? match_df(v, term + i) : 0, least = left < right ? left : right;
        if (least <= best) continue;
        best = least;
        snprintf(a, TOKEN_MAX + 4, "%s", x);
        snprintf(b, TOKEN_MAX + 4, "%s", term + i);
    }
    return best > 0;
}

bool correct_split(const search_view *v, search_query *q)
{
    bool changed = false;

    for (int i = 0; i < q->n && q->n < SEARCH_WORDS_MAX && q->n_phrases == 0; i++) {
        search_word a = q->word[i], b = a;
        if (a.n_others || !is_plain(a.term) || match_has(v, a.term) || !cut_of(v, q->word[i].term, a.term, b.term)) continue;
        a.marked = b.marked = false;
        memmove(&q->word[i + 2], &q->word[i + 1], sizeof a * (size_t)(q->n - i - 1));
        q->word[i] = a;
        q->word[i + 1] = b;
        q->n++;
        i++;
        changed = true;
    }
    return changed;
}

/* ---- the query as a text writes it ---- */

enum { LOOKED_AT = 3000 };
typedef struct {
    token t[LOOKED_AT];
    int n;
} words;

static bool stands_for(const search_word *w, const token *t)
{
    if (strcmp(w->term, t->term) == 0) return true;
    for (int i = 0; i < w->n_others; i++)
        if (strcmp(w->other[i].term, t->term) == 0) return true;
    return false;
}

/* Where a word is best read from: the place that follows on the one before, otherwise the first. */
static int place_of(const search_query *q, const words *w, int word, int before)
{
    int first = -1;

    for (int pass = 0; pass < 2; pass++) /* as typed before other spellings */
        for (int i = 0; i < w->n; i++) {
            bool fits = pass ? stands_for(&q->word[word], &w->t[i]) : strcmp(q->word[word].term, w->t[i].term) == 0;
            bool follows = fits && word + 1 < q->n && i + 1 < w->n && stands_for(&q->word[word + 1], &w->t[i + 1]);
            if (fits && (i == before + 1 || (before < 0 && follows))) return i;
            if (fits && (first < 0 || (pass == 0 && follows))) first = i;
            if (fits && follows && before < 0) return i;
        }
    return first;
}

const char *correct_text(arena *mem, const search_query *q, const search_text *best)
{
    AUTO(buf) b = {0};
    AUTO(buf) typed = {0};
    const char *text = textf(mem, "%s . %s", best->title, best->body);
    words *w = NEW(mem, words);
    int before = -1;
    bool better = false, other = false, in_a_row = true;

    for (size_t at = 0; w->n < LOOKED_AT && token_next(text, &at, &w->t[w->n]);) w->n++;
    for (int i = 0; i < q->n; i++) {
        if (q->word[i].title || text_starts(q->word[i].term, "a:")) return "";
        int at = place_of(q, w, i, before);
        const char *as = at < 0 ? q->word[i].typed : text_copyn(mem, text + w->t[at].from, w->t[at].to - w->t[at].from);
        bool same = at < 0 || strcmp(w->t[at].term, q->word[i].term) == 0;
        other |= at >= 0 && !same;
        in_a_row &= at >= 0 && (i == 0 || at == before + 1);
        if (at >= 0 && (!same || (!q->word[i].marked && w->t[at].marked))) better = true;
        if (same && q->word[i].marked) as = q->word[i].typed; /* marks that somebody set are meant */
        buf_printf(&b, "%s%s", b.n ? " " : "", text_lower(mem, as));
        buf_printf(&typed, "%s%s", typed.n ? " " : "", text_lower(mem, q->word[i].typed));
        before = at;
    }
    if (!other && (!in_a_row || q->n < 2)) return ""; /* marks are only told where the words stand together */
    return better && b.p && !text_eq(b.p, typed.p) ? text_copy(mem, b.p) : "";
}
