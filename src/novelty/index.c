/* Asking an index: its documents by number, by key and by id. */
#include "novelty/index.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

const index_part *index_part_of(const novelty *n, uint32_t doc, uint32_t *within)
{
    for (int i = n->n_parts; i-- > 0;)
        if (doc >= n->parts[i].base) {
            *within = doc - n->parts[i].base;
            return *within < n->parts[i].s.head.docs ? &n->parts[i] : NULL;
        }
    return NULL;
}

uint32_t index_young_base(const novelty *n)
{
    return n->n_parts ? n->parts[n->n_parts - 1].base + (uint32_t)n->parts[n->n_parts - 1].s.head.docs : 0;
}

uint32_t index_documents(const novelty *n)
{
    return index_young_base(n) + n->fresh.n;
}

static void life_of(const novelty *n, uint32_t doc, uint64_t *from, uint64_t *to)
{
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    *from = p ? p->s.docs[k].generation : n->fresh.docs[doc - index_young_base(n)].generation;
    *to = !p ? n->fresh.docs[doc - index_young_base(n)].deleted : p->deleted ? p->deleted[k] : 0;
}

bool index_sees(const view *v, uint32_t doc)
{
    uint64_t from, to;

    if (v->plain) return true;
    life_of(v->n, doc, &from, &to);
    return from <= v->generation && (!to || to > v->generation);
}

status view_of(const novelty *n, int64_t generation, view *out)
{
    uint64_t deleted = 0;
    view v = {.n = n, .generation = generation ? (uint64_t)generation : n->generation};

    if (generation < 0 || v.generation > n->generation || v.generation < n->oldest) return E_NOT_FOUND;
    for (int i = 0; i < n->n_parts; i++) {
        deleted += n->parts[i].n_deleted;
        v.plain_part[i] = !n->parts[i].n_deleted && n->parts[i].s.newest <= v.generation;
    }
    for (uint32_t i = 0; i < n->fresh.n; i++) deleted += n->fresh.docs[i].deleted != 0;
    v.plain = v.generation == n->generation && !deleted;
    v.documents = n->live;
    if (v.generation != n->generation) {
        v.documents = 0;
        for (uint32_t d = 0; d < index_documents(n); d++) v.documents += index_sees(&v, d);
    }
    *out = v;
    return OK;
}

index_text index_forward(const novelty *n, uint32_t doc)
{
    index_text t;
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    if (p) t.forward = volume_forward(&p->s, k, &t.n);
    else {
        const young_doc *d = &n->fresh.docs[doc - index_young_base(n)];
        t = (index_text){d->forward, d->syllables};
    }
    return t;
}

bool index_record(const novelty *n, uint32_t doc, record *out)
{
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    if (p) {
        ahead_text(volume_span_text(&p->s, k));
        return volume_record(&p->s, k, out);
    }
    const young_doc *d = &n->fresh.docs[doc - index_young_base(n)];
    *out = (record){d->id, d->unit, d->title, d->text, d->text_bytes};
    return true;
}

bool index_head(const novelty *n, uint32_t doc, record *out)
{
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    if (p) return volume_head(&p->s, k, out);
    return index_record(n, doc, out);
}

bool index_is_broken(const novelty *n)
{
    for (int i = 0; i < n->n_parts; i++)
        if (volume_is_broken(&n->parts[i].s)) return true;
    return false;
}

/* ---- keys ---- */
void index_find(const view *v, uint64_t key, key_lists *out)
{
    out->n = 0;
    out->young = young_head(&v->n->fresh, key);
    for (int i = 0; i < v->n->n_parts; i++) {
        out->list[out->n] = volume_find(&v->n->parts[i].s, LISTS_TEXT, key);
        out->part[out->n] = (uint8_t)i;
        out->n += out->list[out->n].count > 0;
    }
}

/* The same as index_sees, of a document of a volume; what was deleted is mostly all there is to look at. */
static inline bool stands(const view *v, const index_part *p, uint32_t doc)
{
    if (p->s.newest > v->generation) return index_sees(v, p->base + doc);
    return !p->deleted || !p->deleted[doc] || p->deleted[doc] > v->generation;
}

uint32_t index_lists_take(const view *v, const key_lists *l, uint32_t *out, uint32_t most)
{
    uint32_t found = 0, doc = 0, base = index_young_base(v->n);

    for (int i = 0; i < l->n; i++) {
        volume_list c = l->list[i];
        const index_part *p = &v->n->parts[l->part[i]];
        while (volume_next(&c, &doc)) {
            if (!v->plain_part[l->part[i]] && !stands(v, p, doc)) continue;
            if (found == most) return most + 1;
            out[found++] = p->base + doc;
        }
    }
    for (uint32_t at = l->young; at; at = v->n->fresh.postings[at - 1].next) {
        doc = base + v->n->fresh.postings[at - 1].doc;
        if (!index_sees(v, doc)) continue;
        if (found == most) return most + 1;
        out[found++] = doc;
    }
    return found;
}

uint32_t index_key_docs(const view *v, uint64_t key, uint32_t *out, uint32_t most)
{
    key_lists l;

    index_find(v, key, &l);
    return index_lists_take(v, &l, out, most);
}

static uint32_t count_part(const view *v, int part, volume_list c, uint32_t enough)
{
    const index_part *p = &v->n->parts[part];
    uint32_t found = 0, doc;

    if (v->plain_part[part]) return c.count;
    if (p->s.newest <= v->generation && c.count >= p->n_deleted && c.count - p->n_deleted >= enough) return enough;
    while (found < enough && volume_next(&c, &doc)) found += stands(v, p, doc);
    return found;
}

uint32_t index_lists_count(const view *v, const key_lists *l, uint32_t enough)
{
    uint32_t found = 0, base = index_young_base(v->n);

    for (int i = 0; i < l->n && found < enough; i++) found += count_part(v, l->part[i], l->list[i], enough);
    for (uint32_t at = l->young; at && found < enough; at = v->n->fresh.postings[at - 1].next) found += index_sees(v, base + v->n->fresh.postings[at - 1].doc);
    return found;
}

void index_prefetch_directory(const novelty *n, uint64_t key)
{
    for (int i = 0; i < n->n_parts; i++) volume_prefetch(&n->parts[i].s, key);
}

void index_prefetch_postings(const novelty *n, uint64_t key)
{
    for (int i = 0; i < n->n_parts; i++) volume_prefetch_postings(&n->parts[i].s, key);
}

void index_prefetch_doc(const novelty *n, uint32_t doc)
{
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    if (p) __builtin_prefetch(&p->s.docs[k]);
}

void index_prefetch_forward(const novelty *n, uint32_t doc)
{
    enum { LINES = 6 }; /* where it begins; the processor itself goes on */
    uint32_t k = 0;
    const index_part *p = index_part_of(n, doc, &k);

    for (int i = 0; p && i < LINES; i++) __builtin_prefetch((const char *)(p->s.forward + p->s.docs[k].forward) + 64 * i);
}

/* ---- ids ---- */
static bool in_damaged_part(const index_part *p, const char *id, uint32_t *doc) /* opened to be rebuilt: no table of ids */
{
    record r;

    for (uint32_t d = 0; d < p->s.head.docs; d++)
        if (!(p->deleted && p->deleted[d]) && volume_record(&p->s, d, &r) && text_eq(r.id, id)) return *doc = p->base + d, true;
    return false;
}

static bool in_part(const index_part *p, const char *id, uint64_t hash, uint32_t *doc)
{
    uint32_t slot = UINT32_MAX, d = 0;
    record r;

    if (!p->s.ids) return in_damaged_part(p, id, doc);
    while (volume_by_id(&p->s, hash, &slot, &d))
        if (!(p->deleted && p->deleted[d]) && volume_head(&p->s, d, &r) && text_eq(r.id, id)) return *doc = p->base + d, true;
    return false;
}

bool index_by_id(const novelty *n, const char *id, uint32_t *doc)
{
    uint64_t hash = id_hash(id);

    for (uint32_t i = n->fresh.n; i-- > 0;) {
        const young_doc *d = &n->fresh.docs[i];
        if (d->deleted || d->id_hash != hash || !text_eq(d->id, id)) continue;
        *doc = index_young_base(n) + i;
        return true;
    }
    for (int i = n->n_parts; i-- > 0;)
        if (in_part(&n->parts[i], id, hash, doc)) return true;
    return false;
}

SHAPE(novelty_stat_shape, novelty_stat, F_INT(novelty_stat, documents), F_INT(novelty_stat, generation), F_INT(novelty_stat, segments), F_INT(novelty_stat, index_bytes),
      F_INT(novelty_stat, forward_bytes), F_INT(novelty_stat, text_bytes), F_INT(novelty_stat, syllables), F_INT(novelty_stat, oldest_generation), F_INT(novelty_stat, deleted),
      F_TEXT(novelty_stat, parameters));

status novelty_stat_of(novelty *n, novelty_stat *out)
{
    novelty_stat s = {.parameters = NOVELTY_PARAMETERS};

    pthread_rwlock_rdlock(&n->lock);
    s.documents = n->live;
    s.generation = (int64_t)n->generation;
    s.oldest_generation = (int64_t)n->oldest;
    s.segments = n->n_parts;
    for (int i = 0; i < n->n_parts; i++) {
        const volume_section *p = n->parts[i].s.head.part;
        s.deleted += (int64_t)n->parts[i].n_deleted;
        for (volume_part k = 0; k < PARTS; k++)
            if (k != PART_FORWARD && k != PART_TEXT) s.index_bytes += (int64_t)p[k].bytes;
        s.forward_bytes += (int64_t)p[PART_FORWARD].bytes;
        s.text_bytes += (int64_t)p[PART_TEXT].bytes;
        s.syllables += (int64_t)p[PART_FORWARD].bytes / 2;
    }
    for (uint32_t i = 0; i < n->fresh.n; i++) {
        s.syllables += n->fresh.docs[i].syllables;
        s.forward_bytes += n->fresh.docs[i].syllables * 2;
        s.text_bytes += (int64_t)n->fresh.docs[i].text_bytes;
        s.deleted += n->fresh.docs[i].deleted != 0;
    }
    s.index_bytes += n->fresh.n_postings * 8 + n->fresh.slots * 12;
    pthread_rwlock_unlock(&n->lock);
    *out = s;
    return OK;
}

status novelty_read(novelty *n, arena *mem, const char *id, novelty_doc *out)
{
    uint32_t doc = 0;
    record r;

    pthread_rwlock_rdlock(&n->lock);
    bool found = index_by_id(n, id, &doc) && index_record(n, doc, &r);
    if (found) *out = (novelty_doc){text_copy(mem, r.id), text_copy(mem, r.unit), text_copy(mem, r.title), text_copyn(mem, r.text, r.text_bytes)};
    pthread_rwlock_unlock(&n->lock);
    return found ? OK : E_NOT_FOUND;
}
