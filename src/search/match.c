#include "search/match_own.h"
#include "base/text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what counts ---- */

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool among(const int64_t *list, int n, int64_t id)
{
    return n && bsearch(&id, list, (size_t)n, sizeof *list, by_number);
}

static bool sees(const search_sight *w, int64_t id, uint32_t org)
{
    if (among(w->also, w->n_also, id)) return true;
    if (org == 0 || among(w->never, w->n_never, id)) return false;
    return w->all || among(w->org, w->n_orgs, org);
}

static const uint64_t *sighted(arena *mem, const index_part *p, const search_sight *sight)
{
    uint64_t *live = NEWS(mem, uint64_t, p->s->n / 64 + 1);

    for (uint32_t d = 0; d < p->s->n; d++)
        if ((p->live[d >> 6] >> (d & 63) & 1) && sees(sight, p->s->id[d], p->s->org[d])) live[d >> 6] |= 1ull << (d & 63);
    return live;
}

void match_view(arena *mem, const snapshot *s, const search_sight *sight, search_view *out)
{
    int64_t of_length[SEGMENT_LENGTHS] = {0};
    double words = 0;

    *out = (search_view){.s = s};
    for (int i = 0; i < s->n; i++) {
        const index_part *p = &s->part[i];
        out->live[i] = sight ? sighted(mem, p, sight) : p->live;
        out->whole[i] = !sight && p->n == p->s->n;
        for (uint32_t d = 0; sight && d < p->s->n; d++) of_length[p->s->length[d] % SEGMENT_LENGTHS] += out->live[i][d >> 6] >> (d & 63) & 1;
    }
    if (!sight) memcpy(of_length, s->of_length, sizeof of_length);
    for (int k = 0; k < SEGMENT_LENGTHS; k++) { /* in one order, so the sum is the same however the parts lie */
        out->n += (uint32_t)of_length[k];
        words += (double)of_length[k] * segment_length((uint8_t)k);
    }
    out->length = out->n ? words / out->n : 1;
}

/* ---- a word's documents, one after another ---- */

static inline void advance(cursor *c)
{
    uint32_t v = 0;

    if (c->p >= c->end) {
        c->done = true;
        return;
    }
    c->p = segment_varint(c->p, &v);
    c->doc += v >> 3;
    c->code = v & 7;
    c->marks = *c->p++;
}

static cursor cursor_of(const segment *s, const segment_term *t)
{
    cursor c = {.p = s->postings + t->postings};

    c.end = c.p + t->postings_n;
    advance(&c);
    return c;
}

static uint32_t df_in(const search_view *v, int part, const segment_term *t, uint32_t enough)
{
    uint32_t n = 0;

    if (v->whole[part]) return t->docs;
    for (cursor c = cursor_of(v->s->part[part].s, t); !c.done && n < enough; advance(&c)) n += v->live[part][c.doc >> 6] >> (c.doc & 63) & 1;
    return n;
}

static uint32_t df_up_to(const search_view *v, const char *term, uint32_t enough)
{
    uint32_t n = 0;

    for (int i = 0; i < v->s->n && n < enough; i++) {
        const segment_term *t = segment_find(v->s->part[i].s, term);
        if (t) n += df_in(v, i, t, enough);
    }
    return n;
}

uint32_t match_df(const search_view *v, const char *term)
{
    return df_up_to(v, term, UINT32_MAX);
}

bool match_has(const search_view *v, const char *term)
{
    return df_up_to(v, term, 1) > 0;
}

/* ---- plan: which words of the index stand for which words of the query ---- */

static void worth_of(entry *e, double length)
{
    static const double often[4] = {1, 2, 3.5, 7};
    enum { TITLE = 3 };
    const double k1 = 1.2, b = 0.5;

    for (int code = 0; code < 8; code++) {
        double tf = often[code & 3] + (code & 4 ? TITLE : 0);
        for (int k = 0; k < SEGMENT_LENGTHS; k++) e->worth[code][k] = (float)(e->idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * segment_length((uint8_t)k) / length)));
    }
}

static void add_entry(const search_view *v, plan *p, const char *term, int word, bool title, uint8_t marks, double weight, int64_t *df)
{
    if (p->n == ENTRIES_MAX) return;
    entry *e = &p->e[p->n++];
    uint32_t n = match_df(v, term);
    *e = (entry){.term = term, .bit = (uint16_t)(1u << word), .title = title, .marks = marks};
    e->idf = weight * log(1 + (v->n - n + 0.5) / (n + 0.5));
    worth_of(e, v->length);
    if (df) *df = n;
}

/* The most frequent words that begin as the word being typed. */
static void add_prefixes(const search_view *v, plan *p, const search_word *w, int word)
{
    struct {
        const char *term;
        uint32_t docs;
    } best[MATCH_PREFIXES];
    int n = 0;
    size_t len = strlen(w->term);

    for (int i = 0; i < v->s->n; i++) {
        const segment *s = v->s->part[i].s;
        enum { LOOKED_AT = 3000 };
        for (uint32_t t = segment_lower(s, w->term), k = 0; t < s->terms && k < LOOKED_AT && strncmp(segment_name(s, t), w->term, len) == 0; t++, k++) {
            bool known = strcmp(segment_name(s, t), w->term) == 0;
            for (int a = 0; a < n && !known; a++) known = strcmp(best[a].term, segment_name(s, t)) == 0;
            if (known) continue;
            int at = n < MATCH_PREFIXES ? n++ : MATCH_PREFIXES;
            for (; at > 0 && best[at - 1].docs < s->term[t].docs; at--)
                if (at < MATCH_PREFIXES) best[at] = best[at - 1];
            if (at < MATCH_PREFIXES) best[at].term = segment_name(s, t), best[at].docs = s->term[t].docs;
        }
    }
    for (int i = 0; i < n; i++) add_entry(v, p, best[i].term, word, w->title, 0, 0.7, NULL);
}

static void make_plan(const search_view *v, const search_query *q, plan *p, int64_t *df)
{
    for (int i = 0; i < q->n; i++) {
        const search_word *w = &q->word[i];
        p->need |= (uint16_t)(1u << i);
        add_entry(v, p, w->term, i, w->title, w->marked ? w->marks : 0, 1, &df[i]);
        for (int k = 0; k < w->n_others; k++) add_entry(v, p, w->other[k].term, i, w->title, 0, (double)w->other[k].weight, NULL);
        if (w->prefix) add_prefixes(v, p, w, i);
    }
    for (int i = 0; i < q->n_not; i++) {
        int bit = SEARCH_WORDS_MAX + i;
        add_entry(v, p, q->not_term[i], bit, false, 0, 0, NULL);
        p->not_bits |= (uint16_t)(1u << bit);
    }
}

/* ---- filters ---- */

static void make_filters(arena *mem, const segment *s, const search_query *q, part_filters *out)
{
    *out = (part_filters){.from = q->from, .to = q->to ? q->to : UINT32_MAX};
    for (int i = 0; i < q->n_filters; i++) {
        const search_filter *f = &q->filter[i];
        uint8_t **good = &out->good[f->facet];
        if (!*good) *good = NEWS(mem, uint8_t, s->values_n[f->facet] + 1);
        for (uint32_t k = 0; k < s->values_n[f->facet]; k++) (*good)[k] |= query_passes(mem, f, s->values[f->facet][k]);
    }
}

/* ---- the best ---- */

static int better(const search_hit *a, const search_hit *b, search_sort sort)
{
    if (sort == SORT_NEWEST && a->day != b->day) return a->day > b->day ? 1 : -1;
    if (sort == SORT_OLDEST && a->day != b->day) return a->day < b->day ? 1 : -1;
    if (a->words != b->words) return a->words > b->words ? 1 : -1;
    if (a->score != b->score) return a->score > b->score ? 1 : -1;
    if (a->day != b->day) return a->day > b->day ? 1 : -1;
    if (a->kind != b->kind) return a->kind < b->kind ? 1 : -1;
    return a->id > b->id ? 1 : a->id < b->id ? -1 : 0;
}

static void sink(best *h, int at)
{
    for (;;) {
        int worst = at, left = 2 * at + 1;
        for (int k = left; k < left + 2 && k < h->n; k++)
            if (better(&h->p[k], &h->p[worst], h->sort) < 0) worst = k;
        if (worst == at) return;
        search_hit t = h->p[at];
        h->p[at] = h->p[worst];
        h->p[worst] = t;
        at = worst;
    }
}

static void offer(best *h, const search_hit *hit)
{
    if (h->n == h->max) {
        if (h->max == 0 || better(hit, &h->p[0], h->sort) <= 0) return; /* most end here */
        h->p[0] = *hit;
        sink(h, 0);
        return;
    }
    int at = h->n++;
    for (; at > 0 && better(hit, &h->p[(at - 1) / 2], h->sort) < 0; at = (at - 1) / 2) h->p[at] = h->p[(at - 1) / 2];
    h->p[at] = *hit;
}

int match_sorted(const void *a, const void *b, void *ctx)
{
    return -better(a, b, *(const search_sort *)ctx);
}

/* ---- running ---- */

/* Lets every word add to the scores of the documents from `base` on, a window of them. */
static void add_scores(run *r, const segment *s, uint32_t base)
{
    uint32_t end = base + WINDOW;

    for (int i = 0; i < r->p->n; i++) {
        cursor c = r->at[i];
        const entry *e = &r->p->e[i];
        for (; !c.done && c.doc < end; advance(&c)) {
            if (e->title && !(c.code & 4)) continue;
            float w = e->worth[c.code][s->length[c.doc]];
            r->score[c.doc - base] += !e->marks || (c.marks & e->marks) ? w : w * 0.6f;
            r->bits[c.doc - base] |= e->bit;
        }
        r->at[i] = c;
    }
}

static void count_doc(run *r, const segment *s, uint32_t d, int failed)
{
    if (failed >= 0) {
        r->counts[failed][s->value[failed][d]]++;
        return;
    }
    for (int i = 0; i < r->n_counted; i++) r->counts[r->counted[i]][s->value[r->counted[i]][d]]++;
}

/* Which facet's filter stops a document: -1 none, FACETS more than one. */
static int stopped_by(const run *r, const segment *s, uint32_t d)
{
    int failed = -1;

    if (r->q->n_filters == 0) return -1;
    for (int f = 0; f < FACETS; f++)
        if (r->filters.good[f] && !r->filters.good[f][s->value[f][d]]) failed = failed < 0 ? f : FACETS;
    return failed;
}

static void take_window(run *r, const segment *s, uint32_t base)
{
    uint32_t end = base + WINDOW < s->n ? base + WINDOW : s->n;
    const uint64_t *live = r->v->live[r->part];

    for (uint32_t d = base; d < end; d++) {
        uint16_t bits = r->bits[d - base];
        if ((bits & r->p->need) != r->p->need && __builtin_popcount(bits & r->p->need) < r->least) continue;
        if (bits & r->p->not_bits || !(live[d >> 6] >> (d & 63) & 1) || s->day[d] < r->filters.from || s->day[d] > r->filters.to) continue;
        int failed = stopped_by(r, s, d);
        if (failed == FACETS) continue;
        bool whole = true;
        for (int k = 0; k < r->q->n_phrases && whole; k++) whole = near_phrase(r, s, k, d);
        if (!whole) continue;
        count_doc(r, s, d, failed);
        if (failed >= 0) continue;
        r->total++;
        search_hit h = {roundf(r->score[d - base] * 1024) / 1024, s->day[d], d, (uint8_t)r->part, s->kind[d], (uint8_t)__builtin_popcount(bits & r->p->need), s->id[d]};
        offer(&r->best, &h);
    }
}

static status run_part(run *r, const segment *s)
{
    near_open(r, s);
    for (int i = 0; i < r->p->n; i++) {
        r->term[i] = segment_find(s, r->p->e[i].term);
        r->at[i] = r->term[i] ? cursor_of(s, r->term[i]) : (cursor){.done = true};
    }
    make_filters(r->mem, s, r->q, &r->filters);
    r->n_counted = 0;
    for (int f = 0; f < FACETS; f++) {
        r->counts[f] = NEWS(r->mem, int64_t, s->values_n[f] + 1);
        if (s->values_n[f] > 1) r->counted[r->n_counted++] = (facet)f; /* its first value is "" */
    }
    for (uint32_t base = 0; base < s->n; base += WINDOW) {
        memset(r->score, 0, sizeof *r->score * WINDOW);
        memset(r->bits, 0, sizeof *r->bits * WINDOW);
        add_scores(r, s, base);
        take_window(r, s, base);
        if (instant_now().ms > r->until.ms) return E_LIMIT;
    }
    return OK;
}

/* ---- counts of all parts together ---- */

static int by_count(const void *a, const void *b)
{
    const search_count *x = a, *y = b;

    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return strcmp(x->value, y->value);
}

static int by_value(const void *a, const void *b)
{
    return strcmp(((const search_count *)a)->value, ((const search_count *)b)->value);
}

static void gather(arena *mem, const segment *s, int f, const int64_t *counts, search_matches *out)
{
    search_count *all = NEWS(mem, search_count, out->counts[f].n + s->values_n[f] + 1);
    int n = 0;

    if (out->counts[f].n) memcpy(all, out->counts[f].p, sizeof *all * (size_t)out->counts[f].n);
    n = out->counts[f].n;
    for (uint32_t k = 0; k < s->values_n[f]; k++)
        if (counts[k] && *s->values[f][k]) all[n++] = (search_count){text_copy(mem, s->values[f][k]), counts[k]};
    qsort(all, (size_t)n, sizeof *all, by_value);
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (kept && strcmp(all[kept - 1].value, all[i].value) == 0) all[kept - 1].n += all[i].n;
        else all[kept++] = all[i];
    }
    out->counts[f].p = all;
    out->counts[f].n = kept;
}

status match_run(arena *mem, const search_view *v, const search_query *q, int least, int max, search_matches *out)
{
    plan *p = NEW(mem, plan);
    run r = {.mem = mem, .v = v, .q = q, .p = p, .least = least, .until = {instant_now().ms + MATCH_SECONDS * 1000}};
    search_matches m = {0};

    make_plan(v, q, p, m.df);
    r.best = (best){.p = NEWS(mem, search_hit, max + 1), .max = max, .sort = q->n == 0 && q->sort == SORT_RELEVANCE ? SORT_NEWEST : q->sort};
    r.at = NEWS(mem, cursor, p->n + 1);
    r.term = NEWS(mem, const segment_term *, p->n + 1);
    r.score = NEWS(mem, float, WINDOW);
    r.bits = NEWS(mem, uint16_t, WINDOW);
    for (r.part = 0; r.part < v->s->n; r.part++) {
        const segment *s = v->s->part[r.part].s;
        TRY(run_part(&r, s));
        for (int f = 0; f < FACETS; f++) gather(mem, s, f, r.counts[f], &m);
    }
    for (int f = 0; f < FACETS; f++)
        if (m.counts[f].n) qsort(m.counts[f].p, (size_t)m.counts[f].n, sizeof *m.counts[f].p, by_count);
    qsort_r(r.best.p, (size_t)r.best.n, sizeof *r.best.p, match_sorted, &r.best.sort);
    if (r.best.sort == SORT_RELEVANCE && q->n > 1) near_prefer(&r, r.best.p, r.best.n < MATCH_NEAR ? r.best.n : MATCH_NEAR);
    m.hits.p = r.best.p;
    m.hits.n = r.best.n;
    m.total = r.total;
    for (int i = 0; i < v->s->n; i++) segment_rest(v->s->part[i].s);
    *out = m;
    return OK;
}
