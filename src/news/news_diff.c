/* Differences, word by word (Myers' greedy algorithm, bounded). */
#include "base/text.h"
#include "news/news.h"
#include <string.h>

SHAPE(diff_shape, diff_word, F_TEXT(diff_word, text), F_BOOL(diff_word, added), F_BOOL(diff_word, removed));

enum { WORDS_MAX = 20000, EDITS_MAX = 1500 }; /* past the second, what differs is shown as one piece */

typedef struct {
    const char *p;
    int n;
} piece;
typedef LIST_OF(piece) pieces;

/* Words with the white space behind them; of a very long text, lines. */
static pieces cut(arena *mem, const char *s, bool lines)
{
    pieces out = {NEWS(mem, piece, lines ? strlen(s) / 2 + 2 : WORDS_MAX + 1), 0};

    while (*s && (lines || out.n <= WORDS_MAX)) {
        size_t n = lines ? strcspn(s, "\n") : strcspn(s, " \n");
        n += lines ? s[n] == '\n' : strspn(s + n, " \n");
        out.p[out.n++] = (piece){s, (int)n};
        s += n;
    }
    return out;
}

static bool same(const piece *a, const piece *b)
{
    return a->n == b->n && memcmp(a->p, b->p, (size_t)a->n) == 0;
}

static void put(arena *mem, diff_words *out, const piece *from, int n, bool added, bool removed)
{
    if (n <= 0) return;
    const char *s = text_copyn(mem, from->p, (size_t)(from[n - 1].p + from[n - 1].n - from->p));
    out->p[out->n++] = (diff_word){s, added, removed};
}

/* The furthest x on each diagonal, for each number of edits: enough to walk back. -1: too many edits. */
static int furthest(arena *mem, const pieces *a, const pieces *b, int **trace)
{
    int max = a->n + b->n < EDITS_MAX ? a->n + b->n : EDITS_MAX, *v = NEWS(mem, int, 2 * max + 3);

    for (int e = 0; e <= max; e++) {
        trace[e] = NEWS(mem, int, 2 * e + 3);
        for (int k = -e; k <= e; k += 2) {
            int x = k == -e || (k != e && v[max + 1 + k - 1] < v[max + 1 + k + 1]) ? v[max + 1 + k + 1] : v[max + 1 + k - 1] + 1, y = x - k;
            while (x < a->n && y < b->n && same(&a->p[x], &b->p[y])) x++, y++;
            v[max + 1 + k] = x;
            trace[e][k + e] = x;
            if (x >= a->n && y >= b->n) return e;
        }
    }
    return -1;
}

typedef struct {
    int x, y, k; /* up to here; then k -1: one removed, +1: one added */
} edit;

static int walk_back(const pieces *a, const pieces *b, int *const *trace, int e, edit *edits)
{
    int x = a->n, y = b->n, n = e;

    for (; e > 0; e--) {
        int k = x - y;
        bool down = k == -e || (k != e && (k - 1 < -(e - 1) ? -1 : trace[e - 1][k - 1 + e - 1]) < (k + 1 > e - 1 ? -1 : trace[e - 1][k + 1 + e - 1]));
        int from = down ? k + 1 : k - 1;
        x = trace[e - 1][from + e - 1];
        y = x - from;
        edits[e - 1] = (edit){x, y, down ? 1 : -1};
    }
    return n;
}

diff_words news_diff(arena *mem, const char *before, const char *after)
{
    pieces a = cut(mem, before, false), b = cut(mem, after, false);

    if (a.n > WORDS_MAX || b.n > WORDS_MAX) {
        a = cut(mem, before, true);
        b = cut(mem, after, true);
    }
    diff_words out = {NEWS(mem, diff_word, 3 * EDITS_MAX + 4), 0};
    int **trace = NEWS(mem, int *, EDITS_MAX + 2), e = furthest(mem, &a, &b, trace);
    if (e < 0) {
        put(mem, &out, a.p, a.n, false, true);
        put(mem, &out, b.p, b.n, true, false);
        return out;
    }
    edit *edits = NEWS(mem, edit, e + 1);
    int n = walk_back(&a, &b, trace, e, edits), x = 0, y = 0;
    for (int i = 0; i < n;) {
        put(mem, &out, a.p + x, edits[i].x - x, false, false);
        x = edits[i].x;
        y = edits[i].y;
        int gone = 0, come = 0; /* neighbours together, removed ones first */
        for (; i < n && edits[i].x == x + gone && edits[i].y == y + come; i++) edits[i].k < 0 ? gone++ : come++;
        put(mem, &out, a.p + x, gone, false, true);
        put(mem, &out, b.p + y, come, true, false);
        x += gone;
    }
    put(mem, &out, a.p + x, a.n - x, false, false);
    return out;
}
