/* Titles that are alike, while one is typed. The weight of each syllable and of each two neighbours of the title that a document has in its
 * title or beginning is its score. Volumes have a list of documents for each of them: those of what was typed are added up, a stretch
 * of documents at a time, so that the sums stay in the processor's cache. */
#include "base/text.h"
#include "novelty/index.h"
#include <stdlib.h>
#include <string.h>

enum {
    LEAST = 25,          /* percent of the weight of all that was typed */
    MORE = 4,            /* times as many are looked up as are shown, since some may not be */
    STRETCH = 1 << 15    /* documents */
};

typedef struct {
    uint32_t doc, score;
} like;
typedef struct {
    const view *v;
    title_key key[TITLE_KEYS_MAX];
    int keys;
    uint32_t all, least;  /* weight of all keys; what is kept */
    like best[NOVELTY_SIMILAR_MAX * MORE];
    int n, most;
    uint16_t sum[STRETCH + SUM_ROOM];
} typing;

/* Best first, of equals the older one. */
static void keep(typing *t, like x)
{
    int at = t->n;

    if (!index_sees(t->v, x.doc)) return;
    if (t->n < t->most) t->n++;
    else at = t->most - 1;
    for (; at > 0 && t->best[at - 1].score < x.score; at--) t->best[at] = t->best[at - 1];
    t->best[at] = x;
    if (t->n == t->most && t->best[t->most - 1].score >= t->least) t->least = t->best[t->most - 1].score + 1;
}

/* Of the sums of documents from `base` on those that are enough. */
static void keep_some(typing *t, uint32_t base, uint32_t count)
{
    enum { AT_ONCE = 32 };

    for (uint32_t d = 0; d < count; d += AT_ONCE) {
        uint16_t any = 0, least = (uint16_t)t->least;
        if (count - d >= AT_ONCE)
            for (uint32_t k = 0; k < AT_ONCE; k++) any |= t->sum[d + k] >= least;
        else any = 1;
        for (uint32_t k = d; any && k < count && k < d + AT_ONCE; k++)
            if (t->sum[k] >= t->least) keep(t, (like){base + k, t->sum[k]});
    }
}

static void look_through_volume(typing *t, const index_part *p)
{
    volume_sum lists[TITLE_KEYS_MAX];
    int n = 0;

    for (int i = 0; i < t->keys; i++) {
        volume_list l = volume_find(&p->s, LISTS_TITLE, t->key[i].key);
        if (l.count) lists[n++] = volume_sum_begin(&l, t->key[i].weight);
    }
    for (uint32_t from = 0, docs = (uint32_t)p->s.head.docs; n && from < docs; from += STRETCH) {
        uint32_t count = docs - from < STRETCH ? docs - from : STRETCH;
        memset(t->sum, 0, count * sizeof *t->sum);
        for (int i = 0; i < n; i++) volume_sum_add(&lists[i], from, count, t->sum);
        keep_some(t, p->base + from, count);
    }
}

static void look_through_young(typing *t)
{
    const young *y = &t->v->n->fresh;
    uint32_t base = index_young_base(t->v->n);

    for (uint32_t d = 0; d < y->n; d++) {
        const young_doc *x = &y->docs[d];
        uint32_t sum = 0;
        for (int i = 0, k = 0; i < t->keys && k < x->n_title; k++) {
            while (i < t->keys && t->key[i].key < x->title_keys[k].key) i++;
            if (i < t->keys && t->key[i].key == x->title_keys[k].key) sum += t->key[i].weight;
        }
        if (sum >= t->least) keep(t, (like){base + d, sum});
    }
}

static void tell(typing *t, arena *mem, int most, const novelty_ask *ask, novelty_likes *out)
{
    uint32_t docs[COUNT(t->best)];
    record r;

    for (int i = 0; i < t->n; i++) docs[i] = t->best[i].doc;
    ahead_docs(t->v->n, docs, (size_t)t->n);
    for (int i = 0; i < t->n && out->n < most; i++) {
        if (!index_head(t->v->n, docs[i], &r)) continue;
        if (ask && ((ask->unit && !text_eq(ask->unit, r.unit)) || (ask->admit && !ask->admit(ask->ctx, r.id)))) continue;
        out->p[out->n++] = (novelty_like){text_copy(mem, r.id), text_copy(mem, r.title), (double)t->best[i].score / t->all};
    }
}

static void begin(typing *t, const char *title, int most)
{
    AUTO(syllables) s = {0};

    syllables_read(title, strlen(title), TITLE_TYPED_MAX, false, &s);
    t->keys = title_keys_once(t->key, title_keys(s.id, s.n, t->key));
    for (int i = 0; i < t->keys; i++) t->all += t->key[i].weight;
    t->least = (t->all * LEAST + 99) / 100;
    t->most = most * MORE;
}

status novelty_similar(novelty *n, arena *mem, const char *title, int most, const novelty_ask *ask, novelty_likes *out)
{
    typing *t = calloc(1, sizeof *t);
    view v;

    if (!t) abort();
    frozen_load();
    if (most > NOVELTY_SIMILAR_MAX) most = NOVELTY_SIMILAR_MAX;
    begin(t, title, most);
    *out = (novelty_likes){.p = NEWS(mem, novelty_like, most + 1)};
    pthread_rwlock_rdlock(&n->lock);
    status st = view_of(n, ask ? ask->generation : 0, &v);
    if (st == OK && t->all > 0 && most > 0) {
        t->v = &v;
        ahead_titles(n, t->key, t->keys);
        for (int i = 0; i < n->n_parts; i++) look_through_volume(t, &n->parts[i]);
        look_through_young(t);
        tell(t, mem, most, ask, out);
        if (index_is_broken(n)) st = E_INVALID; /* the log says where */
    }
    pthread_rwlock_unlock(&n->lock);
    free(t);
    return st;
}
