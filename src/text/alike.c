#include "text/alike.h"
#include "base/text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t v;
} holder;
STATIC_SHAPE(holder_shape, holder, F_INT(holder, v));

static int64_t hash_of(const char *a, const char *b)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */

    for (; *a; a++) h = (h ^ (unsigned char)*a) * UINT64_C(1099511628211);
    h = (h ^ ' ') * UINT64_C(1099511628211);
    for (; *b; b++) h = (h ^ (unsigned char)*b) * UINT64_C(1099511628211);
    return (int64_t)h;
}

alike_pairs alike_pairs_of(arena *mem, const char *text)
{
    static const char *const between = " \n\t.,;:!?\"'()[]/-–…%“”";
    alike_pairs w = {NEWS(mem, int64_t, ALIKE_PAIRS_MAX), 0};
    const char *before = NULL;
    char *s = text_copy(mem, text_fold(mem, text)), *save = NULL;

    for (char *t = strtok_r(s, between, &save); t && w.n < ALIKE_PAIRS_MAX; t = strtok_r(NULL, between, &save)) {
        int64_t pair = before ? hash_of(before, t) : 0;
        bool there = !before;
        for (int i = 0; i < w.n && !there; i++) there = w.p[i] == pair;
        if (!there) w.p[w.n++] = pair;
        before = t;
    }
    return w;
}

static int by_weight(const void *a, const void *b)
{
    const alike_hit *x = a, *y = b;

    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* An open table of hits by id; what no longer fits is left out. */
static void add_hit(alike_hit *table, int *n, int64_t id, double weight)
{
    enum { SLOTS = 2 * ALIKE_HITS };
    uint64_t at = ((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) % SLOTS;

    while (table[at].id && table[at].id != id) at = (at + 1) % SLOTS;
    if (!table[at].id) {
        if (*n == ALIKE_HITS) return;
        table[at].id = id;
        ++*n;
    }
    table[at].weight += weight;
}

status alike_find(db *d, arena *mem, const alike_index *in, const alike_pairs *pairs, int64_t but, int max, alike_hits *out)
{
    alike_hit *h = NEWS(mem, alike_hit, 2 * ALIKE_HITS);
    int n = 0, m = 0;
    int64_t all = 0;

    TRY(db_number_(d, in->count, &all, NULL, 0));
    for (int i = 0; i < pairs->n && i < ALIKE_ASKED; i++) {
        LIST_OF(holder) has = {0};
        TRY(db_each_(d, in->holders, mem, &holder_shape, (list *)&has, &P_INT(pairs->p[i]), 1));
        if (has.n == 0) continue;
        double rare = log(1 + (double)(all + 1) / has.n); /* what many share says little */
        for (int k = 0; k < has.n; k++)
            if (has.p[k].v != but) add_hit(h, &n, has.p[k].v, rare);
    }
    for (int i = 0; i < 2 * ALIKE_HITS; i++)
        if (h[i].id) h[m++] = h[i];
    qsort(h, (size_t)m, sizeof *h, by_weight);
    out->p = h;
    out->n = m < max ? m : max;
    return OK;
}
