#include "novelty/boiler.h"
#include <stdlib.h>
#include <string.h>

enum {
    STOP_LEAST = 20, STOP_PER = 2000, STOP_SMALL = 8, /* documents: at least; one of so many; in small collections no more than one of eight */
    STOP_CLOSE = 10,                     /* gaps of filled-in names, dates and units between */
    TOGETHER = 2,                        /* a template: grams that half as many documents have together */
    JOINT_DOCS = 512,                    /* of a gram that are compared; of more, those with the smallest numbers */
    TEMPLATE_LEAST = 24,                 /* syllables from which what stands together is a template whatever is beside it */
    JOINED_LEAST = 2 * RUN,              /* syllables from which phrases put together are copying */
    LONG_STRETCH = 250, COMMON_PER = 20, /* a stretch longer than forms have is copying, unless one document of 20 has it */
    STRETCH_DOCS = 64
};

uint32_t boiler_stop(const view *v)
{
    int64_t n = v->documents / STOP_PER, small = v->documents / STOP_SMALL;

    if (n < STOP_LEAST * 2) n = small < STOP_LEAST * 2 ? small : STOP_LEAST * 2;
    return n > STOP_LEAST ? (uint32_t)n : STOP_LEAST;
}

/* Documents in the order of their numbers; those past `limit` are not known. */
typedef struct {
    uint32_t doc[JOINT_DOCS], n, limit;
} doc_list;

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static void list_read(const view *v, uint64_t key, doc_list *out)
{
    uint32_t n = index_key_docs(v, key, out->doc, JOINT_DOCS);
    bool sorted = true;

    out->n = n > JOINT_DOCS ? JOINT_DOCS : n;
    for (uint32_t i = 1; i < out->n; i++) sorted = sorted && out->doc[i - 1] < out->doc[i];
    if (!sorted) qsort(out->doc, out->n, sizeof *out->doc, by_number);
    out->limit = n > JOINT_DOCS ? out->doc[out->n - 1] : UINT32_MAX;
}

/* What both have, into `a`; about how many it is in the whole index. */
static uint64_t list_meet(const view *v, doc_list *a, const doc_list *b)
{
    uint32_t n = 0, all = index_documents(v->n);

    if (b->limit < a->limit) a->limit = b->limit;
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->doc[i] < b->doc[k]) i++;
        else if (a->doc[i] > b->doc[k]) k++;
        else {
            a->doc[n++] = a->doc[i++];
            k++;
        }
    }
    a->n = n;
    return a->limit == UINT32_MAX ? n : (uint64_t)n * all / ((uint64_t)a->limit + 1);
}

static void add_more(boiler_hits *more, uint32_t gram, uint32_t doc)
{
    if (more->n == more->cap) {
        more->cap = more->cap ? more->cap * 2 : 256;
        more->p = realloc(more->p, more->cap * sizeof *more->p);
        if (!more->p) abort();
    }
    more->p[more->n++] = (boiler_hit){gram, doc};
}

typedef struct {
    const view *v;
    const features *grams;
    const uint32_t *counts;
    uint8_t *mask;
    boiler_hits *more;
    uint32_t stop;
    doc_list have, next; /* of the template so far; of the gram beside it */
} learner;

/* Grams that stand together, [first, last]. */
typedef struct {
    uint32_t first, last;
} segment;

static uint32_t from_of(const learner *l, uint32_t gram)
{
    return l->grams->p[gram].at;
}

static uint32_t to_of(const learner *l, uint32_t gram)
{
    return l->grams->p[gram].at + GRAM;
}

static void mark(const learner *l, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!l->mask[i]) l->mask[i] = COMMON_FORM;
}

/* The frequent gram behind `g`, if it is near enough to be of the same stretch; 0 none. */
static uint32_t frequent_behind(const learner *l, uint32_t g)
{
    for (uint32_t k = g + 1; k < l->grams->n && from_of(l, k) <= to_of(l, g) + STOP_CLOSE; k++)
        if (l->counts[k] >= l->stop) return k;
    return 0;
}

/* One stretch of frequent grams, from `g` on, cut into templates; the last gram of it. What a document has on both sides of
 * a cut is looked for. */
static uint32_t cut(learner *l, uint32_t g, segment *out, size_t *n)
{
    *n = 0;
    out[(*n)++] = (segment){g, g};
    list_read(l->v, l->grams->p[g].key, &l->have);
    for (uint32_t k; (k = frequent_behind(l, g)); g = k) {
        list_read(l->v, l->grams->p[k].key, &l->next);
        if (list_meet(l->v, &l->have, &l->next) * TOGETHER < l->stop) {
            for (uint32_t i = 0; i < l->have.n && i < STRETCH_DOCS; i++) {
                add_more(l->more, g, l->have.doc[i]);
                add_more(l->more, k, l->have.doc[i]);
            }
            l->have = l->next;
            out[(*n)++] = (segment){k, k};
        } else out[*n - 1].last = k;
    }
    return g;
}

/* A stretch of one template longer than any form's, in fewer documents than a form is, was copied: it counts. */
static bool is_spared(learner *l, const segment *x)
{
    uint32_t most = 0;

    if (to_of(l, x->last) - from_of(l, x->first) <= LONG_STRETCH) return false;
    for (uint32_t g = x->first; g <= x->last; g++)
        if (l->counts[g] > most) most = l->counts[g];
    if ((int64_t)most * COMMON_PER >= l->v->documents) return false;
    for (uint32_t g = x->first; g <= x->last; g++) {
        if (l->counts[g] < l->stop) continue;
        uint32_t c = index_key_docs(l->v, l->grams->p[g].key, l->next.doc, STRETCH_DOCS);
        for (uint32_t i = 0; i < c && i < STRETCH_DOCS; i++) add_more(l->more, g, l->next.doc[i]);
    }
    return true;
}

/* Marks the templates of a stretch; leaves out short ones in a row that make up JOINED_LEAST. */
static void judge(learner *l, const segment *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t to = i;
        while (to < n && to_of(l, s[to].last) - from_of(l, s[to].first) < TEMPLATE_LEAST) to++;
        if (to > i + 1 && to_of(l, s[to - 1].last) - from_of(l, s[i].first) >= JOINED_LEAST) {
            i = to;
            continue;
        }
        if (to == i) to++;
        for (; i < to; i++)
            if (!is_spared(l, &s[i])) mark(l, from_of(l, s[i].first), to_of(l, s[i].last));
    }
}

/* Names, dates and units that were filled into a form belong to it. */
static void close_gaps(uint8_t *mask, size_t n)
{
    size_t last = SIZE_MAX;

    for (size_t i = 0; i < n; i++) {
        if (!mask[i]) continue;
        if (last != SIZE_MAX && i - last <= STOP_CLOSE + 1 && mask[last] == COMMON_FORM && mask[i] == COMMON_FORM) memset(mask + last, COMMON_FORM, i - last);
        last = i;
    }
}

void boiler_learn(const view *v, const features *grams, const uint32_t *counts, uint8_t *mask, size_t n, boiler_hits *more)
{
    learner *l = malloc(sizeof *l);
    segment *parts = malloc((grams->n + 1) * sizeof *parts);
    size_t n_parts = 0;

    if (!l || !parts) abort();
    *l = (learner){.v = v, .grams = grams, .counts = counts, .mask = mask, .more = more, .stop = boiler_stop(v)};
    for (uint32_t g = 0; g < grams->n; g++) {
        if (counts[g] < l->stop) continue;
        g = cut(l, g, parts, &n_parts);
        judge(l, parts, n_parts);
    }
    close_gaps(mask, n);
    free(parts);
    free(l);
}
