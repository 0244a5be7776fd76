/* A search: as typed; when that finds little, with other spellings; when that finds little too, with some of the words. */
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"
#include "search/search_own.h"
#include <string.h>

SHAPE(search_item_shape, search_item, F_TEXT(search_item, kind), F_TEXT(search_item, label), F_TEXT(search_item, title), F_TEXT(search_item, href), F_TEXT(search_item, author),
      F_TEXT(search_item, unit), F_TEXT(search_item, field), F_TEXT(search_item, level), F_TEXT(search_item, state), F_TEXT(search_item, form), F_TEXT(search_item, round),
      F_TEXT(search_item, code), F_LIST(search_item, heading, search_piece_shape), F_LIST(search_item, excerpt, search_piece_shape), F_INT(search_item, id), F_INT(search_item, year),
      F_DATE(search_item, day));

typedef struct {
    db *d;
    arena *mem;
    search *x;
    const actor *who;
    search_view view;
} asking;

static void fill_item(const asking *f, const search_query *q, const search_hit *h, const search_text *t, search_item *out)
{
    int n = 0;
    const search_source *s = &search_sources(&n)[h->kind];

    *out = (search_item){.kind = s->kind, .label = T(s->label), .title = t->title, .href = t->href, .author = t->author, .unit = t->unit, .field = t->field, .level = t->level, .state = t->state,
                         .form = t->form, .round = t->round, .code = t->code, .id = t->id, .day = t->day, .year = t->day.ymd ? date_year(t->day) : 0};
    out->heading = excerpt_of(f->mem, q, t->title, 0);
    out->excerpt = excerpt_of(f->mem, q, t->body, SEARCH_SNIPPET_WORDS);
}

/* Texts of some hits; what was withdrawn meanwhile is left out. */
static status fill(const asking *f, const search_query *q, const search_hit *hits, int n, search_items *out)
{
    out->p = NEWS(f->mem, search_item, n + 1);
    out->n = 0;
    for (int i = 0; i < n; i++) {
        search_text t;
        status s = search_text_of(f->d, f->mem, f->x, f->who, &hits[i], &t);
        if (s == E_NOT_FOUND) continue;
        TRY(s);
        fill_item(f, q, &hits[i], &t, &out->p[out->n++]);
    }
    return OK;
}

static bool has(const search_matches *m, const search_hit *h)
{
    for (int i = 0; i < m->hits.n; i++)
        if (m->hits.p[i].kind == h->kind && m->hits.p[i].id == h->id) return true;
    return false;
}

/* Phrases and "-word" are meant as they are; numbers and single letters have no other spelling. */
static bool may_widen(const search_query *q)
{
    return q->n > 0 && q->n_phrases == 0 && q->sort == SORT_RELEVANCE;
}

/* First only words that stand in no text are read otherwise; when that finds nothing, all are, and some may be missing. */
static status widen(const asking *f, const search_query *q, search_query *wide, search_matches *out, search_answer *a)
{
    *wide = *q;
    bool changed = correct_words(&f->view, wide, true) > 0;
    changed |= correct_split(&f->view, wide);
    if (changed) TRY(match_run(f->mem, &f->view, wide, wide->n, MATCH_SHOWN, out));
    if (out->total > 0) return OK;
    correct_words(&f->view, wide, false);
    TRY(match_run(f->mem, &f->view, wide, wide->n > 2 ? (wide->n + 1) / 2 : wide->n, MATCH_SHOWN, out));
    a->some = out->hits.n && out->hits.p[0].words < wide->n;
    return OK;
}

/* Few answers, and no such number of words that they could not all stand there by chance. */
static bool wants_more(const search_query *q, const search_matches *exact)
{
    enum { CERTAIN = 4 };
    return may_widen(q) && exact->total < SEARCH_NEAR && (exact->total == 0 || q->n < CERTAIN);
}

/* Further results when few answer, and the query as the best of all is written. */
static status find_near(const asking *f, const search_query *q, const search_matches *exact, search_answer *a)
{
    search_query *wide = NEW(f->mem, search_query);
    search_matches more = {0};
    search_hit *new = NEWS(f->mem, search_hit, SEARCH_NEAR);
    search_text best;
    int n = 0;

    *wide = *q;
    if (wants_more(q, exact)) TRY(widen(f, q, wide, &more, a));
    for (int i = 0; i < more.hits.n && n + exact->total < SEARCH_NEAR; i++)
        if (!has(exact, &more.hits.p[i])) new[n++] = more.hits.p[i];
    TRY(fill(f, wide, new, n, &a->near));
    const search_hit *top = exact->hits.n ? &exact->hits.p[0] : more.hits.n ? &more.hits.p[0] : NULL;
    if (!top || !may_widen(q) || a->some) return OK;
    status s = search_text_of(f->d, f->mem, f->x, f->who, top, &best);
    if (s == OK) a->meant = correct_text(f->mem, wide, &best);
    return s == E_NOT_FOUND ? OK : s;
}

static status open_view(asking *f, snapshot *s, bool dossiers)
{
    search_sight *sight = NULL;

    if (dossiers) {
        sight = NEW(f->mem, search_sight);
        TRY(search_sight_of(f->d, f->mem, f->who, sight));
    }
    match_view(f->mem, s, sight, &f->view);
    return OK;
}

static status count_dossiers(db *d, arena *mem, search *x, const actor *who, const search_query *q, int64_t *out)
{
    AUTO_SNAPSHOT s = index_take(x->dossiers);
    asking f = {d, mem, x, who, {0}};
    search_matches m = {0};

    TRY(open_view(&f, s, true));
    TRY(match_run(mem, &f.view, q, q->n, 0, &m));
    *out = m.total;
    return OK;
}

static bool is_empty(const search_query *q)
{
    return q->n == 0 && q->n_filters == 0 && !q->from && !q->to;
}

status search_find(db *d, arena *mem, const actor *who, const search_ask *ask, search_answer *out)
{
    asking f = {d, mem, search_of(d), who, {0}};
    search_answer a = {.dossiers = -1, .meant = "", .meant_href = ""};
    search_query *q = NEW(mem, search_query);
    int max = ask->skip + ask->limit > MATCH_SHOWN ? MATCH_EXPORT : MATCH_SHOWN;

    if (ask->dossiers && !search_may_dossiers(who)) return E_FORBIDDEN;
    *q = ask->more;
    query_read(mem, ask->text, q);
    if (q->n && ask->typing) q->word[q->n - 1].prefix = true;
    if (is_empty(q)) return E_INVALID;
    TRY(search_catch_up(d, f.x, false));
    AUTO_SNAPSHOT s = index_take(ask->dossiers ? f.x->dossiers : f.x->public_);
    a.building = !s->ready;
    a.cut = q->cut;
    TRY(open_view(&f, s, ask->dossiers));
    TRY(match_run(mem, &f.view, q, q->n, max, &a.counts));
    a.total = a.counts.total;
    int from = ask->skip < a.counts.hits.n ? ask->skip : a.counts.hits.n, n = a.counts.hits.n - from;
    TRY(fill(&f, q, a.counts.hits.p + from, n < ask->limit ? n : ask->limit, &a.items));
    if (ask->skip == 0 && !ask->typing) {
        search_matches exact = a.counts;
        TRY(find_near(&f, q, &exact, &a));
    }
    if (!ask->dossiers && !ask->typing && search_may_dossiers(who)) TRY(count_dossiers(d, mem, f.x, who, q, &a.dossiers));
    *out = a;
    return OK;
}
