#include "novelty/search.h"
#include "base/text.h"
#include "novelty/boiler.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COUNT_PER = 20, COUNT_LEAST = 20,    /* documents of a gram that are counted: one of 20 */
    LIST_MAX = 400,                      /* documents of a pair; at 145,000 documents */
    LISTS_AT = 145000,
    SCORE_LEAST = 24, SCORE_AT = 16384,  /* bits of a candidate; a bit more for each doubling of this many documents: as many are alike by chance */
    PER_WINDOW = 6, CANDIDATES_MAX = 200
};

typedef struct {
    uint32_t at, doc;
    float weight;
    bool gram;
} hit;
typedef struct {
    hit *p;
    size_t n, cap;
    uint32_t *list;
    uint32_t most; /* room in list */
} hit_list;

static void add_hits(hit_list *h, uint32_t at, uint32_t found, float weight, bool gram)
{
    if (h->n + found > h->cap) {
        h->cap = (h->n + found) * 2 + 1024;
        h->p = realloc(h->p, h->cap * sizeof *h->p);
        if (!h->p) abort();
    }
    for (uint32_t i = 0; i < found; i++) h->p[h->n++] = (hit){at, h->list[i], weight, gram};
}

static float weight_of(const view *v, uint32_t found)
{
    return log2f((float)(v->documents > 2 ? v->documents : 2) / (float)found) + 1;
}

static void prefetch(const view *v, const features *f, size_t i)
{
    if (i + 32 < f->n) index_prefetch_directory(v->n, f->p[i + 32].key);
    if (i + 12 < f->n) index_prefetch_postings(v->n, f->p[i + 12].key);
}

/* Grams name documents for the guarantee; those that too many have are form text, unless they were put together. */
static void search_grams(const view *v, search *s, features *found, hit_list *h)
{
    key_lists l;
    uint32_t stop = boiler_stop(v);
    boiler_hits more = {0};

    found->n = 0;
    features_grams(s->q.id, s->q.n, found);
    ahead_keys(v->n, found);
    uint32_t *counts = calloc(found->n + 1, sizeof *counts);
    if (!counts) abort();
    for (size_t i = 0; i < found->n; i++) {
        prefetch(v, found, i);
        index_find(v, found->p[i].key, &l);
        counts[i] = index_lists_count(v, &l, h->most);
        if (counts[i] && counts[i] < stop) add_hits(h, found->p[i].at, index_lists_take(v, &l, h->list, stop), weight_of(v, counts[i]), true);
    }
    boiler_learn(v, found, counts, s->mask, s->q.n, &more);
    for (size_t i = 0; i < more.n; i++) {
        h->list[0] = more.p[i].doc;
        add_hits(h, found->p[more.p[i].gram].at, 1, weight_of(v, counts[more.p[i].gram]), true);
    }
    free(more.p);
    size_t kept = 0;
    for (size_t i = 0; i < h->n; i++)
        if (!s->mask[h->p[i].at] || !s->mask[h->p[i].at + GRAM - 1]) h->p[kept++] = h->p[i];
    h->n = kept;
    free(counts);
}

static void search_pairs(const view *v, search *s, features *found, hit_list *h)
{
    key_lists l;
    double scale = sqrt((double)v->documents / LISTS_AT);
    uint32_t most = (uint32_t)(LIST_MAX * (scale > 1 ? scale : 1));

    if (most > h->most) most = h->most;
    found->n = 0;
    features_pairs(s->q.id, s->q.n, true, s->mask, found);
    ahead_keys(v->n, found);
    for (size_t i = 0; i < found->n; i++) {
        prefetch(v, found, i);
        index_find(v, found->p[i].key, &l);
        uint32_t c = index_lists_count(v, &l, most + 1);
        if (c && c <= most) add_hits(h, found->p[i].at, index_lists_take(v, &l, h->list, most), weight_of(v, c), false);
    }
}

/* Nearly every document has one hit of a pair and nothing more; those go first. */
static void drop_lone(hit_list *h)
{
    enum { SLOTS_LEAST = 1 << 16, SLOTS_MOST = 1 << 20 };
    size_t slots = SLOTS_LEAST, kept = 0;

    while (slots < h->n * 4 && slots < SLOTS_MOST) slots *= 2;
    uint8_t *seen = calloc(slots, 1);
    if (!seen) abort();
    for (size_t i = 0; i < h->n; i++) seen[h->p[i].doc & (slots - 1)] += seen[h->p[i].doc & (slots - 1)] < 2;
    for (size_t i = 0; i < h->n; i++)
        if (h->p[i].gram || seen[h->p[i].doc & (slots - 1)] > 1) h->p[kept++] = h->p[i];
    h->n = kept;
    free(seen);
}

enum { DIGIT = 11, DIGITS = 1 << DIGIT };

static void sort_digit(const hit *from, hit *to, size_t n, int shift)
{
    uint32_t start[DIGITS + 1] = {0};

    for (size_t i = 0; i < n; i++) start[(from[i].doc >> shift & (DIGITS - 1)) + 1]++;
    for (int d = 0; d < DIGITS; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < n; i++) to[start[from[i].doc >> shift & (DIGITS - 1)]++] = from[i];
}

static int by_at(const void *x, const void *y)
{
    const hit *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->gram != b->gram) return a->gram ? -1 : 1;
    return a->weight < b->weight ? -1 : a->weight > b->weight;
}

/* Of one document, by place: nearly all have two or three. */
static void sort_places(hit *h, size_t n)
{
    enum { FEW = 32 };

    if (n > FEW) qsort(h, n, sizeof *h, by_at);
    else
        for (size_t i = 1; i < n; i++)
            for (size_t k = i; k > 0 && by_at(&h[k - 1], &h[k]) > 0; k--) {
                hit x = h[k];
                h[k] = h[k - 1];
                h[k - 1] = x;
            }
}

/* By document, then place. */
static void sort_hits(hit_list *h, uint64_t docs)
{
    hit *other = malloc((h->n + 1) * sizeof *other);

    if (!other) abort();
    for (int shift = 0; shift < 32 && docs >> shift; shift += DIGIT) {
        sort_digit(h->p, other, h->n, shift);
        hit *t = h->p;
        h->p = other;
        other = t;
    }
    h->cap = h->n;
    free(other);
    for (size_t i = 0, to; i < h->n; i = to) {
        for (to = i + 1; to < h->n && h->p[to].doc == h->p[i].doc;) to++;
        sort_places(h->p + i, to - i);
    }
}

static void best_window(const hit *h, size_t n, candidate *c)
{
    float sum = 0;

    for (size_t i = 0, from = 0; i < n; i++) {
        sum += h[i].weight;
        while (h[i].at - h[from].at > WINDOW) sum -= h[from++].weight;
        if (sum > c->score) {
            c->score = sum;
            c->window = h[from].at;
        }
    }
}

/* Of the candidates those that may be sources. */
static void admit(const view *v, const novelty_ask *ask, search *s)
{
    uint32_t *docs = malloc((s->n_candidates + 1) * sizeof *docs);
    size_t kept = 0;
    record r;

    if (!docs) abort();
    for (size_t i = 0; i < s->n_candidates; i++) docs[i] = s->candidates[i].doc;
    ahead_docs(v->n, docs, s->n_candidates);
    for (size_t i = 0; i < s->n_candidates; i++) {
        if (!index_head(v->n, docs[i], &r)) continue;
        if ((!ask->unit || text_eq(r.unit, ask->unit)) && (!ask->admit || ask->admit(ask->ctx, r.id))) s->candidates[kept++] = s->candidates[i];
    }
    s->n_candidates = kept;
    free(docs);
}

static int by_score(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->doc < b->doc ? -1 : 1;
}

/* Documents with enough in one window; those that only share a gram are kept for the guarantee. */
static void gather(const view *v, const novelty_ask *ask, hit_list *h, search *s)
{
    double least = SCORE_LEAST + (v->documents > SCORE_AT ? log2((double)v->documents / SCORE_AT) : 0);
    size_t cap = 0, n_grams = 0;

    drop_lone(h);
    sort_hits(h, index_documents(v->n));
    s->grams = malloc((h->n + 1) * sizeof *s->grams);
    if (!s->grams) abort();
    for (size_t i = 0, to; i < h->n; i = to) {
        candidate c = {.doc = h->p[i].doc, .gram = (uint32_t)n_grams};
        for (to = i; to < h->n && h->p[to].doc == c.doc; to++)
            if (h->p[to].gram) s->grams[n_grams++] = h->p[to].at;
        c.grams = (uint32_t)n_grams - c.gram;
        best_window(h->p + i, to - i, &c);
        c.only_run = c.score < least || to - i < 2;
        if (c.only_run && !c.grams) continue;
        if (s->n_candidates == cap) {
            cap = cap ? cap * 2 : 256;
            s->candidates = realloc(s->candidates, cap * sizeof *s->candidates);
            if (!s->candidates) abort();
        }
        s->candidates[s->n_candidates++] = c;
    }
    if (ask->unit || ask->admit) admit(v, ask, s);
    if (s->n_candidates) qsort(s->candidates, s->n_candidates, sizeof *s->candidates, by_score);
}

/* At most PER_WINDOW whole alignments per hundred syllables. */
static void choose(search *s)
{
    size_t windows = s->q.n / WINDOW_STEP + 1, kept = 0, whole = 0;
    uint8_t *taken = calloc(windows, 1);

    if (!taken) abort();
    for (size_t i = 0; i < s->n_candidates; i++) {
        candidate c = s->candidates[i];
        uint8_t *t = &taken[c.window / WINDOW_STEP];
        if (!c.only_run && (*t >= PER_WINDOW || whole >= CANDIDATES_MAX)) c.only_run = true;
        if (!c.only_run) {
            ++*t;
            whole++;
        }
        if (c.only_run && !c.grams) continue;
        if (kept == NOVELTY_SOURCES_MAX) {
            s->cut = true;
            break;
        }
        s->candidates[kept++] = c;
    }
    s->n_candidates = kept;
    free(taken);
}

/* The documents that were named, each to be aligned whole. */
static void take_named(const view *v, const novelty_ask *ask, hit_list *h, search *s)
{
    size_t n_grams = 0;
    uint32_t doc = 0;

    sort_hits(h, index_documents(v->n));
    s->grams = malloc((h->n + 1) * sizeof *s->grams);
    s->candidates = calloc((size_t)ask->n_only + 1, sizeof *s->candidates);
    if (!s->grams || !s->candidates) abort();
    for (int k = 0; k < ask->n_only && k < NOVELTY_SOURCES_MAX; k++) {
        if (!index_by_id(v->n, ask->only[k], &doc) || !index_sees(v, doc)) continue;
        candidate c = {.doc = doc, .named = true, .gram = (uint32_t)n_grams};
        for (size_t i = 0; i < h->n; i++)
            if (h->p[i].doc == doc && n_grams < h->n) s->grams[n_grams++] = h->p[i].at;
        c.grams = (uint32_t)n_grams - c.gram;
        s->candidates[s->n_candidates++] = c;
    }
}

/* What will be aligned. */
static void read_ahead(const view *v, const search *s)
{
    uint32_t *docs = malloc((s->n_candidates + 1) * sizeof *docs);

    if (!docs) abort();
    for (size_t i = 0; i < s->n_candidates; i++) docs[i] = s->candidates[i].doc;
    ahead_forward(v->n, docs, s->n_candidates);
    free(docs);
}

void search_run(const view *v, const char *text, size_t bytes, const novelty_ask *ask, search *out)
{
    AUTO(features) found = {0};
    hit_list h = {.most = (uint32_t)(v->documents / COUNT_PER + COUNT_LEAST + LIST_MAX * 20)};

    syllables_read(text, bytes, NOVELTY_SYLLABLES_MAX, true, &out->q);
    out->mask = calloc(out->q.n + 1, 1);
    h.list = malloc(h.most * sizeof *h.list);
    if (!out->mask || !h.list) abort();
    frozen_load();
    common_marks(text, bytes, &out->q, out->mask);
    common_forms(&out->q, ask->forms ? ask->forms : "", out->mask);
    search_grams(v, out, &found, &h);
    if (ask->only) take_named(v, ask, &h, out);
    else {
        search_pairs(v, out, &found, &h);
        gather(v, ask, &h, out);
        choose(out);
    }
    read_ahead(v, out);
    free(h.p);
    free(h.list);
}

void search_free(search *s)
{
    syllables_free(&s->q);
    free(s->mask);
    free(s->candidates);
    free(s->grams);
    *s = (search){0};
}
