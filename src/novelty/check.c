/* One question: what of this text stands in which documents. */
#include "base/crypt.h"
#include "base/text.h"
#include "base/words.h"
#include "novelty/search.h"
#include "text/align.h"
#include "text/common.h"
#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ALSO_COVERED = 60, ALSO_WEAKER = 93 /* percent */, VERBATIM_SHARE = 9000, TURN_DOCS = 8, RUN_DOCS = 64 /* with a run alone that are aligned whole after all */, NEARBY = 50 /* syllables on either side of a window */, MISSES_MAX = 4 };

/* A passage with the document it stands in. */
typedef struct {
    alignment a;
    uint32_t doc;
    bool also;
    bool told; /* faint, and told all the same */
    bool turn; /* of phrase: a short run in many documents, which does not count */
} found_passage;
typedef struct {
    found_passage *p;
    size_t n, cap;
} found_list;

static void keep(found_list *l, uint32_t doc, const alignments *a)
{
    for (size_t i = 0; i < a->n; i++) {
        if (l->n == l->cap) {
            l->cap = l->cap ? l->cap * 2 : 64;
            l->p = realloc(l->p, l->cap * sizeof *l->p);
            if (!l->p) abort();
        }
        l->p[l->n++] = (found_passage){.a = a->p[i], .doc = doc};
    }
}

static int by_strength(const void *x, const void *y)
{
    const found_passage *a = x, *b = y;
    bool as = a->a.kind == ALIGN_SHORT, bs = b->a.kind == ALIGN_SHORT;
    if (as != bs) return as ? 1 : -1;
    if (a->a.bits != b->a.bits) return a->a.bits > b->a.bits ? -1 : 1;
    if (a->a.q != b->a.q) return a->a.q < b->a.q ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc ? 1 : a->a.s < b->a.s ? -1 : a->a.s > b->a.s;
}

static int by_place(const void *x, const void *y)
{
    const found_passage *a = x, *b = y;
    if (a->a.q != b->a.q) return a->a.q < b->a.q ? -1 : 1;
    if (a->a.q_end != b->a.q_end) return a->a.q_end < b->a.q_end ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc ? 1 : a->a.s < b->a.s ? -1 : a->a.s > b->a.s;
}

/* The same words often stand in several documents that copied from each other: the best source of each place counts,
 * clearly weaker ones are told beside it. `by` has, per syllable, the bits of the strongest passage so far. Of short runs
 * the first one of a place counts, and none where a passage is. */
static void mark_weaker(found_list *l, size_t n)
{
    int32_t *by = calloc(n + 1, sizeof *by);

    if (!by) abort();
    if (l->n) qsort(l->p, l->n, sizeof *l->p, by_strength);
    for (size_t i = 0; i < l->n; i++) {
        found_passage *x = &l->p[i];
        uint32_t stronger = 0, length = x->a.q_end - x->a.q;
        bool is_short = x->a.kind == ALIGN_SHORT;
        for (uint32_t k = x->a.q; k < x->a.q_end; k++) stronger += is_short ? by[k] > 0 : (int64_t)by[k] * ALSO_WEAKER / 100 > x->a.bits;
        x->also = x->turn || stronger * 100 >= length * ALSO_COVERED;
        for (uint32_t k = x->a.q; k < x->a.q_end; k++)
            if (x->a.bits > by[k]) by[k] = x->a.bits;
    }
    free(by);
}

static bool is_rival(const alignment *x, const alignment *y)
{
    int64_t common = (int64_t)(x->q_end < y->q_end ? x->q_end : y->q_end) - (x->q > y->q ? x->q : y->q);
    return common * 2 >= (int64_t)(x->q_end - x->q) && y->bits * 2 > x->bits;
}

/* Of what is faint, that which one document alone has is told, for a person to look; what several have is their topic. */
static void settle_faint(found_list *l)
{
    size_t kept = 0;

    for (size_t i = 0; i < l->n; i++) {
        found_passage *x = &l->p[i];
        bool worth = x->a.kind == ALIGN_FAINT && align_is_worth(&x->a);
        for (size_t k = 0; worth && k < l->n; k++) worth = l->p[k].doc == x->doc || !is_rival(&x->a, &l->p[k].a);
        if (worth) x->told = true;
    }
    for (size_t i = 0; i < l->n; i++) {
        if (l->p[i].a.kind == ALIGN_FAINT && !l->p[i].told) continue;
        if (l->p[i].told) l->p[i].a.kind = ALIGN_REVIEW;
        l->p[kept++] = l->p[i];
    }
    l->n = kept;
}

/* A short run that TURN_DOCS documents have is a turn of phrase. `by` has, per syllable, how many have it in one. */
static void mark_turns(found_list *l, size_t n)
{
    uint32_t *by = calloc(n + 1, sizeof *by);

    if (!by) abort();
    for (size_t i = 0; i < l->n; i++)
        for (uint32_t k = l->p[i].a.q; l->p[i].a.kind == ALIGN_SHORT && k < l->p[i].a.q_end; k++) by[k]++;
    for (size_t i = 0; i < l->n; i++) {
        found_passage *x = &l->p[i];
        uint32_t many = 0;
        if (x->a.kind != ALIGN_SHORT || x->a.q_end - x->a.q >= 2 * RUN) continue;
        for (uint32_t k = x->a.q; k < x->a.q_end; k++) many += by[k] >= TURN_DOCS;
        x->turn = many >= RUN - GRAM;
    }
    free(by);
}

static passage_class class_of(const alignment *a)
{
    uint32_t lq = a->q_end - a->q, ls = a->s_end - a->s, longer = lq > ls ? lq : ls;

    if (a->kind == ALIGN_SHORT) return PASSAGE_SHORT;
    if (a->kind == ALIGN_REVIEW || a->kind == ALIGN_FAINT) return PASSAGE_REVIEW;
    return (uint64_t)a->equal * 10000 >= (uint64_t)longer * VERBATIM_SHARE ? PASSAGE_VERBATIM : PASSAGE_EDITED;
}

const char *passage_class_name(passage_class c)
{
    switch (c) {
    case PASSAGE_VERBATIM: return T("nguyên văn");
    case PASSAGE_EDITED: return T("chỉnh sửa");
    case PASSAGE_REVIEW: return T("cần xem xét");
    case PASSAGE_SHORT: return T("đoạn ngắn trùng nguyên văn");
    }
    return "";
}

static int64_t marked(const uint8_t *mark, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += mark[i] != 0;
    return sum;
}

/* Syllables of the question that passages of `doc` (UINT32_MAX: of any) cover; they are in the order of the question. */
static int64_t copied(const found_list *l, const uint8_t *mask, uint32_t doc)
{
    int64_t sum = 0;
    uint32_t to = 0;

    for (size_t i = 0; i < l->n; i++) {
        const alignment *a = &l->p[i].a;
        if (l->p[i].turn || (doc != UINT32_MAX && l->p[i].doc != doc)) continue;
        for (uint32_t k = a->q > to ? a->q : to; k < a->q_end; k++) sum += !mask[k];
        if (a->q_end > to) to = a->q_end;
    }
    return sum;
}

static novelty_range places(const syllables *s, uint32_t from, uint32_t to)
{
    return (novelty_range){s->from[from], s->to[to - 1]};
}

static int by_syllables(const void *x, const void *y)
{
    const novelty_source *a = x, *b = y;
    if (a->syllables != b->syllables) return a->syllables > b->syllables ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return strcmp(a->id, b->id);
}

static int source_number(const novelty_report *r, const char *id)
{
    for (int i = 0; i < r->sources.n; i++)
        if (text_eq(r->sources.p[i].id, id)) return i;
    return -1;
}

static double score_of(const search *s, uint32_t doc)
{
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidates[i].doc == doc) return s->candidates[i].score;
    return 0;
}

/* Sources and passages into the report. */
static void tell(novelty *n, arena *mem, search *s, found_list *l, novelty_report *out)
{
    AUTO(syllables) text = {0};
    uint32_t *docs = NEWS(mem, uint32_t, l->n + 1);
    size_t n_docs = 0;

    if (l->n) qsort(l->p, l->n, sizeof *l->p, by_place);
    out->copied = copied(l, s->mask, UINT32_MAX);
    out->share = out->counted ? out->copied * 10000 / out->counted : 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t k = 0;
        while (k < n_docs && docs[k] != l->p[i].doc) k++;
        if (k == n_docs) docs[n_docs++] = l->p[i].doc;
    }
    out->sources.p = NEWS(mem, novelty_source, n_docs + 1);
    out->passages.p = NEWS(mem, novelty_passage, l->n + 1);
    const char **ids = NEWS(mem, const char *, n_docs + 1);
    for (size_t k = 0; k < n_docs; k++) {
        record r;
        ids[k] = "";
        if (!index_head(n, docs[k], &r)) continue;
        int64_t own = copied(l, s->mask, docs[k]);
        ids[k] = text_copy(mem, r.id);
        out->sources.p[out->sources.n++] = (novelty_source){ids[k], text_copy(mem, r.title), text_copy(mem, r.unit), out->counted ? own * 10000 / out->counted : 0, own, score_of(s, docs[k])};
    }
    qsort(out->sources.p, (size_t)out->sources.n, sizeof *out->sources.p, by_syllables);
    novelty_range *in_source = NEWS(mem, novelty_range, l->n + 1);
    for (size_t k = 0; k < n_docs; k++) { /* each source is read once */
        record r;
        uint32_t last = 0;
        if (!index_record(n, docs[k], &r)) continue;
        for (size_t i = 0; i < l->n; i++)
            if (l->p[i].doc == docs[k] && l->p[i].a.s_end > last) last = l->p[i].a.s_end;
        syllables_read(r.text, r.text_bytes, last, true, &text);
        for (size_t i = 0; i < l->n; i++)
            if (l->p[i].doc == docs[k] && l->p[i].a.s_end <= text.n) in_source[i] = places(&text, l->p[i].a.s, l->p[i].a.s_end);
    }
    for (size_t i = 0; i < l->n; i++) {
        const alignment *a = &l->p[i].a;
        size_t k = 0;
        while (docs[k] != l->p[i].doc) k++;
        uint32_t lq = a->q_end - a->q, ls = a->s_end - a->s, longer = lq > ls ? lq : ls;
        int source = source_number(out, ids[k]);
        if (source < 0 || !in_source[i].to) continue;
        uint32_t share = (uint32_t)((uint64_t)a->equal * 10000 / longer);
        out->passages.p[out->passages.n++] = (novelty_passage){source, class_of(a), l->p[i].also, places(&s->q, a->q, a->q_end), in_source[i], share > 10000 ? 10000 : share, lq};
    }
}

static void tell_boilerplate(arena *mem, const search *s, novelty_report *out)
{
    size_t n = 0;

    for (size_t i = 0; i < s->q.n; i++) n += s->mask[i] && (i == 0 || s->mask[i - 1] != s->mask[i]);
    out->boiler.p = NEWS(mem, novelty_common, n + 1);
    for (size_t i = 0, from = 0; i < s->q.n; i++) {
        if (!s->mask[i]) continue;
        if (i == 0 || s->mask[i - 1] != s->mask[i]) from = i;
        out->law += s->mask[i] == COMMON_LAW;
        if (i + 1 < s->q.n && s->mask[i + 1] == s->mask[i]) continue;
        novelty_range r = places(&s->q, (uint32_t)from, (uint32_t)i + 1);
        out->boiler.p[out->boiler.n++] = (novelty_common){r.from, r.to, s->mask[i] == COMMON_LAW};
    }
    out->boilerplate = marked(s->mask, s->q.n);
}

static void tell_candidates(novelty *n, arena *mem, const search *s, novelty_report *out)
{
    out->candidates.p = NEWS(mem, novelty_candidate, s->n_candidates + 1);
    for (size_t i = 0; i < s->n_candidates; i++) {
        record r;
        if (s->candidates[i].only_run || !index_head(n, s->candidates[i].doc, &r)) continue;
        out->candidates.p[out->candidates.n++] = (novelty_candidate){text_copy(mem, r.id), s->candidates[i].score};
    }
}

typedef struct {
    novelty *n;
    const search *s;
    align_query *a;
    uint8_t *misses; /* of each window: candidates that had nothing */
    int runs_left;   /* RUN_DOCS */
} aligning;

/* Most candidates are chance: the neighbourhood of what they share shows it, and where the best ones had nothing the next have no more. */
static align_part part_of(const aligning *x, const candidate *c)
{
    if (c->named) return ALIGN_WHOLE;
    if (c->only_run || x->misses[c->window / WINDOW_STEP] >= MISSES_MAX) return ALIGN_RUNS;
    return (align_part){c->window > NEARBY ? c->window - NEARBY : 0, c->window + WINDOW + NEARBY};
}

static void align_one(aligning *x, const candidate *c, alignments *out)
{
    align_part part = part_of(x, c);
    index_text t = {0};

    out->n = 0;
    if (part.to == 0 && !c->grams) return;
    t = index_forward(x->n, c->doc);
    align_document(x->a, t.forward, t.n, x->s->grams + c->gram, c->grams, part, out);
    if (part.to && !out->n) x->misses[c->window / WINDOW_STEP]++;
    bool more = out->n && !c->named && (part.to || x->runs_left-- > 0); /* a passage is seldom alone; nor is a run */
    if (more) align_document(x->a, t.forward, t.n, x->s->grams + c->gram, c->grams, ALIGN_WHOLE, out);
}

static void align_all(novelty *n, search *s, found_list *l)
{
    alignments one = {0};
    aligning x = {n, s, align_query_new(s->q.id, s->q.n, s->mask), calloc(s->q.n / WINDOW_STEP + 1, 1), RUN_DOCS};

    if (!x.misses) abort();
    for (size_t i = 0; i < s->n_candidates; i++) {
        const candidate *c = &s->candidates[i];
        if (i + 6 < s->n_candidates) index_prefetch_doc(n, c[6].doc);
        if (i + 2 < s->n_candidates) index_prefetch_forward(n, c[2].doc);
        align_one(&x, c, &one);
        keep(l, c->doc, &one);
    }
    s->cut = s->cut || align_is_cut(x.a);
    align_query_free(x.a);
    alignments_free(&one);
    free(x.misses);
    settle_faint(l);
    mark_turns(l, s->q.n);
    mark_weaker(l, s->q.n);
}

static const char *sha256(arena *mem, const void *bytes, size_t n)
{
    unsigned char out[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(out, bytes, n);
    return text_hex(mem, out, sizeof out);
}

static void begin_report(arena *mem, const search *s, const char *text, size_t bytes, uint64_t generation, novelty_report *out)
{
    *out = (novelty_report){.generation = (int64_t)generation, .parameters = NOVELTY_PARAMETERS, .text_hash = sha256(mem, text, bytes), .hash = "",
                            .encoding = legacy_name(s->q.encoding), .homoglyphs = s->q.homoglyphs, .hidden = s->q.hidden, .cut = s->q.cut || s->cut,
                            .syllables = (int64_t)s->q.n};
    tell_boilerplate(mem, s, out);
    out->counted = out->syllables - out->boilerplate;
}

status novelty_check(novelty *n, arena *mem, const char *text, size_t bytes, const novelty_ask *ask, novelty_report *out)
{
    static const novelty_ask nothing;
    view v;
    found_list l = {0};

    if (bytes > NOVELTY_TEXT_MAX) return E_LIMIT;
    char *whole = arena_alloc(mem, bytes + 1); /* NUL-terminated */
    if (bytes) memcpy(whole, text, bytes);
    pthread_rwlock_rdlock(&n->lock);
    status st = view_of(n, ask ? ask->generation : 0, &v);
    if (st == OK) {
        search s = {0};
        search_run(&v, whole, bytes, ask ? ask : &nothing, &s);
        align_all(n, &s, &l);
        begin_report(mem, &s, whole, bytes, v.generation, out);
        tell(n, mem, &s, &l, out);
        tell_candidates(n, mem, &s, out);
        search_free(&s);
        if (index_is_broken(n)) st = E_INVALID; /* the log says where */
    }
    pthread_rwlock_unlock(&n->lock);
    free(l.p);
    TRY(st);
    const char *all = novelty_report_json(mem, out);
    out->hash = sha256(mem, all, strlen(all));
    return OK;
}

status novelty_pair(arena *mem, const char *a, const char *b, novelty_report *out)
{
    search s = {0};
    AUTO(syllables) other = {0};
    alignments found = {0};
    AUTO(features) grams = {0};

    syllables_read(a, strlen(a), NOVELTY_SYLLABLES_MAX, true, &s.q);
    syllables_read(b, strlen(b), NOVELTY_SYLLABLES_MAX, true, &other);
    s.mask = calloc(s.q.n + 1, 1);
    if (!s.mask) abort();
    features_grams(s.q.id, s.q.n, &grams);
    uint32_t *hits = NEWS(mem, uint32_t, grams.n + 1);
    for (size_t i = 0; i < grams.n; i++) hits[i] = grams.p[i].at;
    align_query *q = align_query_new(s.q.id, s.q.n, s.mask);
    align_document(q, other.id, other.n, hits, grams.n, ALIGN_WHOLE, &found);
    begin_report(mem, &s, a, strlen(a), 0, out);
    out->sources.p = NEW(mem, novelty_source);
    out->sources.p[out->sources.n++] = (novelty_source){.id = "", .title = "", .unit = ""};
    out->passages.p = NEWS(mem, novelty_passage, found.n + 1);
    for (size_t i = 0; i < found.n; i++) {
        const alignment *x = &found.p[i];
        if (x->kind == ALIGN_FAINT && !align_is_worth(x)) continue;
        uint32_t lq = x->q_end - x->q, ls = x->s_end - x->s, longer = lq > ls ? lq : ls;
        out->passages.p[out->passages.n++] =
            (novelty_passage){0, class_of(x), false, places(&s.q, x->q, x->q_end), places(&other, x->s, x->s_end), (int64_t)x->equal * 10000 / longer, lq};
    }
    align_query_free(q);
    alignments_free(&found);
    search_free(&s);
    return OK;
}
