/* Words one after another: phrases, and what stands side by side as it was asked. */
#include "search/match_own.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Looked up once a part: among words that stand in every document a look-up for each would cost more than the places. */
void near_open(run *r, const segment *s)
{
    r->phrase = arena_alloc(r->mem, sizeof *r->phrase * SEARCH_PHRASES_MAX);
    r->phrase_term = arena_alloc(r->mem, sizeof *r->phrase_term * SEARCH_PHRASES_MAX);
    for (int k = 0; k < r->q->n_phrases; k++)
        for (int i = 0; i < r->q->phrase[k].n; i++) r->phrase_term[k][i] = segment_find(s, r->q->word[r->q->phrase[k].from + i].term);
}

bool near_phrase(run *r, const segment *s, int k, uint32_t doc)
{
    uint32_t place[2][PLACES];
    int words = r->q->phrase[k].n, n = 0;

    for (int i = 0; i < words; i++) {
        uint32_t *now = place[i & 1], *before = place[(i & 1) ^ 1];
        const segment_term *t = r->phrase_term[k][i];
        int have = t ? segment_places(s, t, doc, &r->phrase[k][i], now, PLACES) : 0, kept = 0;
        for (int a = 0, b = 0; i > 0 && a < have; a++) { /* only those right behind a place of the word before */
            while (b < n && before[b] + 1 < now[a]) b++;
            if (b < n && before[b] + 1 == now[a]) now[kept++] = now[a];
        }
        n = i == 0 ? have : kept;
        if (n == 0) return false;
    }
    return true;
}

/* ---- words side by side ---- */

static int by_place(const void *a, const void *b)
{
    const search_hit *x = a, *y = b;

    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int int_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Where a word of the query, in any of its spellings, stands in a document. */
static int places_of(const run *r, const segment *s, int word, uint32_t doc, segment_at *at, uint32_t *out)
{
    int n = 0, lists = 0;

    for (int i = 0; i < r->p->n && n < PLACES; i++) {
        const segment_term *t = r->p->e[i].bit == (1u << word) ? segment_find(s, r->p->e[i].term) : NULL;
        int have = t ? segment_places(s, t, doc, &at[i], out + n, PLACES - n) : 0;
        lists += have > 0;
        n += have;
    }
    if (lists > 1) qsort(out, (size_t)n, sizeof *out, int_order);
    return n;
}

static double idf_of(const run *r, int word)
{
    for (int i = 0; i < r->p->n; i++)
        if (r->p->e[i].bit == (1u << word)) return r->p->e[i].idf;
    return 0;
}

static double nearness(const run *r, const segment *s, uint32_t doc, segment_at *at)
{
    uint32_t place[2][PLACES];
    int n[2] = {0, 0};
    double sum = 0;

    for (int w = 0; w < r->q->n; w++) {
        n[w & 1] = places_of(r, s, w, doc, at, place[w & 1]);
        const uint32_t *a = place[(w & 1) ^ 1], *b = place[w & 1];
        double found = 0;
        for (int i = 0, k = 0; w > 0 && i < n[(w & 1) ^ 1] && found < 1; i++) {
            while (k < n[w & 1] && b[k] <= a[i]) k++;
            if (k < n[w & 1] && b[k] == a[i] + 1) found = 1;
            else if (k < n[w & 1] && b[k] <= a[i] + 4 && found < 0.4) found = 0.4;
        }
        if (w > 0 && found > 0) sum += found * (idf_of(r, w - 1) + idf_of(r, w)) / 2;
    }
    return sum;
}

void near_prefer(run *r, search_hit *hits, int n)
{
    segment_at *at = NULL;

    qsort(hits, (size_t)n, sizeof *hits, by_place);
    for (int i = 0; i < n; i++) {
        if (i == 0 || hits[i].part != hits[i - 1].part) at = NEWS(r->mem, segment_at, ENTRIES_MAX);
        hits[i].score += roundf((float)nearness(r, r->v->s->part[hits[i].part].s, hits[i].doc, at) * 1024) / 1024;
    }
    qsort_r(hits, (size_t)n, sizeof *hits, match_sorted, &r->best.sort);
}

