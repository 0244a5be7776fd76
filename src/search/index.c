#include "search/index.h"
#include "base/log.h"
#include "base/text.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct search_index {
    pthread_mutex_t lock; /* of `now` */
    snapshot *now;
    const char *path;
    arena *own;
};

static snapshot *snapshot_new(void)
{
    arena *own = arena_new();
    snapshot *s = NEW(own, snapshot);

    s->own = own;
    s->refs = 1;
    return s;
}

static uint64_t *all_live(arena *mem, const segment *s)
{
    uint64_t *live = NEWS(mem, uint64_t, s->n / 64 + 1);

    for (uint32_t d = 0; d < s->n; d++) live[d >> 6] |= 1ull << (d & 63);
    return live;
}

static void add_part(snapshot *s, segment *seg, const uint64_t *live, uint32_t n)
{
    index_part *p = &s->part[s->n++];

    p->s = seg;
    p->n = live ? n : seg->n;
    p->live = live ? NEWS(s->own, uint64_t, seg->n / 64 + 1) : all_live(s->own, seg);
    if (live) memcpy(p->live, live, (seg->n / 64 + 1) * sizeof *live);
}

static void count_lengths(snapshot *s)
{
    memset(s->of_length, 0, sizeof s->of_length);
    for (int i = 0; i < s->n; i++)
        for (uint32_t d = 0; d < s->part[i].s->n; d++) s->of_length[s->part[i].s->length[d] % SEGMENT_LENGTHS] += s->part[i].live[d >> 6] >> (d & 63) & 1;
}

search_index *index_new(const char *path)
{
    arena *own = arena_new();
    search_index *x = NEW(own, search_index);
    segment *base = NULL;

    x->own = own;
    x->path = path ? text_copy(own, path) : NULL;
    pthread_mutex_init(&x->lock, NULL);
    x->now = snapshot_new();
    status s = path ? segment_open(path, &x->now->note, &base) : E_NOT_FOUND;
    if (s == OK) {
        add_part(x->now, base, NULL, 0);
        count_lengths(x->now);
        x->now->ready = true;
    } else if (s != E_NOT_FOUND) {
        log_warning("search: %s is not usable and will be made anew", path);
    }
    return x;
}

void index_drop(snapshot *s)
{
    if (!s || __atomic_sub_fetch(&s->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
    for (int i = 0; i < s->n; i++) segment_free(s->part[i].s);
    arena_free(s->own);
}

void index_drop_at(snapshot **s)
{
    index_drop(*s);
}

void index_free(search_index *x)
{
    if (!x) return;
    index_drop(x->now);
    pthread_mutex_destroy(&x->lock);
    arena_free(x->own);
}

snapshot *index_take(search_index *x)
{
    pthread_mutex_lock(&x->lock);
    snapshot *s = x->now;
    __atomic_add_fetch(&s->refs, 1, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&x->lock);
    return s;
}

static void use(search_index *x, snapshot *s)
{
    count_lengths(s);
    pthread_mutex_lock(&x->lock);
    snapshot *before = x->now;
    x->now = s;
    pthread_mutex_unlock(&x->lock);
    index_drop(before);
}

static snapshot *copy_of(const snapshot *from)
{
    snapshot *s = snapshot_new();

    s->note = from->note;
    s->ready = from->ready;
    for (int i = 0; i < from->n; i++)
        if (from->part[i].n) add_part(s, segment_share(from->part[i].s), from->part[i].live, from->part[i].n);
    return s;
}

static void kill_doc(index_part *p, uint32_t doc)
{
    uint64_t bit = 1ull << (doc & 63);

    if (!(p->live[doc >> 6] & bit)) return;
    p->live[doc >> 6] &= ~bit;
    p->n--;
}

/* The parts from `first` on become one. */
static status join(snapshot *s, int first, const char *path)
{
    segment *part[INDEX_PARTS_MAX] = {0}, *joined = NULL;
    const uint64_t *live[INDEX_PARTS_MAX] = {0};
    int n = s->n - first;

    for (int i = 0; i < n; i++) {
        part[i] = s->part[first + i].s;
        live[i] = s->part[first + i].live;
    }
    TRY(segment_merge(part, live, n, path, &s->note, &joined));
    for (int i = 0; i < n; i++) segment_free(part[i]);
    s->n = first;
    add_part(s, joined, NULL, 0);
    return OK;
}

/* Small parts are joined as they grow alike, so their number stays small. */
static status tidy(search_index *x, snapshot *s, bool settle)
{
    int base = s->n && s->part[0].s->map ? 1 : 0;
    uint64_t beside = 0;

    for (int i = base; i < s->n; i++) beside += s->part[i].s->bytes;
    if (x->path && settle && beside > INDEX_MEMORY_MAX) return join(s, 0, x->path);
    while (s->n > base + 1 && s->part[s->n - 2].n < 2 * s->part[s->n - 1].n) TRY(join(s, s->n - 2, NULL));
    return s->n >= INDEX_PARTS_MAX - 2 ? join(s, base, NULL) : OK;
}

status index_apply(search_index *x, const index_key *gone, int n, segment_builder *fresh, const segment_note *note, bool settle)
{
    AUTO_SNAPSHOT from = index_take(x);
    snapshot *s = copy_of(from);
    segment *seg = NULL;
    status st = OK;
    uint32_t doc = 0;

    if (note) s->note = *note;
    for (int i = 0; i < s->n; i++)
        for (int k = 0; k < n; k++)
            if (segment_doc_of(s->part[i].s, gone[k].kind, gone[k].id, &doc)) kill_doc(&s->part[i], doc);
    if (fresh && segment_docs(fresh)) {
        st = segment_finish(fresh, NULL, NULL, &seg);
        if (st == OK) add_part(s, seg, NULL, 0);
    }
    if (st == OK) st = tidy(x, s, settle);
    if (st == OK) use(x, s);
    else index_drop(s);
    return st;
}

status index_clear_kind(search_index *x, uint8_t kind)
{
    AUTO_SNAPSHOT from = index_take(x);
    snapshot *s = copy_of(from);

    for (int i = 0; i < s->n; i++)
        for (uint32_t d = 0; d < s->part[i].s->n; d++)
            if (s->part[i].s->kind[d] == kind) kill_doc(&s->part[i], d);
    use(x, s);
    return OK;
}

/* ---- building anew ---- */

enum { PILE = 16 };
struct index_pile {
    search_index *x;
    arena *own;
    struct {
        segment *s;
        int level;
    } part[PILE * 4];
    int n, files;
};

index_pile *index_pile_new(search_index *x)
{
    arena *own = arena_new();
    index_pile *p = NEW(own, index_pile);

    p->own = own;
    p->x = x;
    return p;
}

void index_pile_free(index_pile *p)
{
    if (!p) return;
    for (int i = 0; i < p->n; i++) segment_free(p->part[i].s);
    arena_free(p->own);
}

/* A file for a part; it is unlinked once mapped, so nothing is left behind. */
static const char *part_path(index_pile *p)
{
    return p->x->path ? textf(p->own, "%s.part%d", p->x->path, p->files++) : NULL;
}

static status pile_join(index_pile *p, int first, const char *path, const segment_note *note, segment **out)
{
    segment *part[PILE * 4] = {0};

    for (int i = first; i < p->n; i++) part[i - first] = p->part[i].s;
    TRY(segment_merge(part, NULL, p->n - first, path, note, out));
    for (int i = first; i < p->n; i++) segment_free(p->part[i].s);
    p->n = first;
    return OK;
}

status index_pile_put(index_pile *p, segment_builder *b)
{
    segment *s = NULL;
    const char *path = part_path(p);
    status st = segment_finish(b, path, NULL, &s);
    int level = 0;

    segment_builder_free(b);
    TRY(st);
    if (path) unlink(path);
    for (;;) {
        p->part[p->n].s = s;
        p->part[p->n++].level = level;
        int same = 0;
        while (same < p->n && p->part[p->n - 1 - same].level == level) same++;
        if (same < PILE) return OK;
        path = part_path(p);
        TRY(pile_join(p, p->n - same, path, NULL, &s));
        if (path) unlink(path);
        level++;
    }
}

status index_pile_use(index_pile *p, const segment_note *note)
{
    segment *base = NULL;
    snapshot *s = snapshot_new();

    status st = pile_join(p, 0, p->x->path, note, &base);
    if (st != OK) {
        index_drop(s);
        return st;
    }
    s->note = *note;
    s->ready = true;
    add_part(s, base, NULL, 0);
    use(p->x, s);
    return OK;
}
