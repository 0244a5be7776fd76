/* What the index says of a dossier's text, with what the store knows of the sources: nobody's view yet. */
#include "base/buf.h"
#include "base/text.h"
#include "catalogue/own_form.h"
#include "novelty/novelty_own.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FORMS_BYTES_MAX = 1 << 20, FOLLOW_WAIT_SECONDS = 1, PASSAGE_WORDS_LEAST = 4 /* what is left of a passage at a cut */ };

STATIC_SHAPE(hit_shape, hit_row, F_ID(hit_row, id), F_INT(hit_row, ordinal), F_INT(hit_row, year), F_INT(hit_row, share), F_ID(hit_row, source_id), F_ID(hit_row, org_id), F_TEXT(hit_row, source_key),
             F_TEXT(hit_row, org_name), F_TEXT(hit_row, title), F_TEXT(hit_row, lineage), F_BOOL(hit_row, same_org));
STATIC_SHAPE(passage_shape, passage_row, F_ID(passage_row, hit_id), F_INT(passage_row, ordinal), F_INT(passage_row, q_from), F_INT(passage_row, q_to), F_INT(passage_row, s_from),
             F_INT(passage_row, s_to), F_INT(passage_row, share), F_INT(passage_row, syllables), F_TEXT(passage_row, kind), F_TEXT(passage_row, s_text), F_BOOL(passage_row, also));
STATIC_SHAPE(published_shape, published_row, F_TEXT(published_row, code), F_TEXT(published_row, title), F_TEXT(published_row, summary), F_TEXT(published_row, benefit),
             F_TEXT(published_row, org_name), F_INT(published_row, year));

typedef struct {
    dossier_id id;
    org_id org_id;
    user_id owner_id;
    const char *org_name, *title, *phase;
    date filed_on;
} source_row;
STATIC_SHAPE(source_shape, source_row, F_ID(source_row, id), F_ID(source_row, org_id), F_ID(source_row, owner_id), F_TEXT(source_row, org_name), F_TEXT(source_row, title),
             F_TEXT(source_row, phase), F_DATE(source_row, filed_on));

dossier_id dossier_of_key(const char *key)
{
    dossier_id id = {0};

    if (!text_starts(key, "dossier:") || text_parse_int(key + 8, 1, INT64_MAX / 2, &id.v) != OK) return (dossier_id){0};
    return id;
}

static pthread_mutex_t following = PTHREAD_MUTEX_INITIALIZER; /* one reader of the log at a time */

static void unlock_cleanup(pthread_mutex_t **m)
{
    if (*m) pthread_mutex_unlock(*m);
}

/* E_IO: there is no index (yet). Whoever asks waits FOLLOW_WAIT_SECONDS at most for the index to follow (the first time in a large store it takes long). */
status novelty_catch_up(db *d, novelty **out)
{
    __attribute__((cleanup(unlock_cleanup))) pthread_mutex_t *held = NULL;
    novelty *n = novelty_seat(d);
    bool more = true;
    struct timespec end;

    if (!n) return E_IO;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += FOLLOW_WAIT_SECONDS;
    if (pthread_mutex_timedlock(&following, &end) == 0) held = &following;
    while (held && more) {
        status st = novelty_follow(d, n, &more);
        if (st != OK) return st == E_CONFLICT ? E_IO : st; /* it was retired meanwhile */
    }
    *out = n;
    return OK;
}

status novelty_follow_job(arena *mem, db *d, const job_row *job)
{
    novelty *n = NULL;

    (void)mem;
    (void)job;
    return novelty_seat(d) ? novelty_catch_up(d, &n) : OK;
}

/* ---- asking ---- */

typedef struct {
    db *db;
    const dossier *dos;
    status failed;
} admission;

/* A dossier may be copied from when it was filed before; one that copies from this one is no fault of this one. */
static bool admit(void *ctx, const char *key)
{
    admission *a = ctx;
    dossier_id id = dossier_of_key(key);
    int64_t filed = 0;

    if (!id.v) return true;
    if (id.v == a->dos->id.v) return false;
    status s = db_number(a->db, Q_NOVELTY_FILED_ON, &filed, P_ID(id));
    if (s != OK) a->failed = s;
    if (s != OK || filed == 0) return false;
    if (!a->dos->filed_on.ymd) return true; /* a draft: all of them came before */
    return filed < a->dos->filed_on.ymd || (filed == a->dos->filed_on.ymd && id.v < a->dos->id.v);
}

typedef struct {
    form_id id;
} form_ref;
STATIC_SHAPE(form_ref_shape, form_ref, F_ID(form_ref, id));

/* What the own forms of levels and fields asked until then: labels and hints, a line each. */
static status forms_until(db *d, arena *mem, instant until, const char **out)
{
    AUTO(buf) b = {.max = FORMS_BYTES_MAX};
    LIST_OF(form_ref) l = {0};

    TRY(db_each(d, Q_NOVELTY_FORMS, mem, &form_ref_shape, &l, P_INSTANT(until)));
    for (int i = 0; i < l.n; i++) {
        own_form_row row = {0};
        own_form f = {0};
        TRY(own_form_get(d, mem, l.p[i].id, &row, &f));
        buf_printf(&b, "%s\n", row.name);
        for (int k = 0; k < f.fields.n; k++) buf_printf(&b, "%s\n%s\n", f.fields.p[k].label, f.fields.p[k].hint);
    }
    *out = text_copyn(mem, b.p ? b.p : "", b.n);
    return OK;
}

status found_ask(db *d, arena *mem, const dossier *dos, const char *text, int64_t generation, instant when, novelty_report *out)
{
    novelty *n = NULL;
    admission a = {d, dos, OK};
    novelty_ask ask = {.generation = generation, .admit = admit, .ctx = &a};

    TRY(novelty_catch_up(d, &n));
    TRY(forms_until(d, mem, when, &ask.forms));
    TRY(novelty_check(n, mem, text, strlen(text), &ask, out));
    return a.failed;
}

static const char *kind_of(passage_class c)
{
    switch (c) {
    case PASSAGE_VERBATIM: return "verbatim";
    case PASSAGE_EDITED: return "edited";
    case PASSAGE_REVIEW: return "review";
    case PASSAGE_SHORT: return "short";
    }
    return "review";
}

/* By whom the source is, seen from this dossier: Điều lệ Art 4(1) N3 speaks of *another* person's solution. */
static status lineage(db *d, const dossier *dos, const source_row *s, const char **out)
{
    int64_t common = 0, owner = 0;

    *out = "";
    TRY(db_number(d, Q_NOVELTY_COMMON_AUTHORS, &common, P_ID(dos->id), P_ID(s->id)));
    TRY(db_number(d, Q_NOVELTY_IS_AUTHOR, &owner, P_ID(s->id), P_ID(dos->owner_id)));
    bool recognised = text_eq(s->phase, "certified");
    if (owner) *out = recognised ? "renewal" : "own";
    else if (common) *out = "coauthor";
    return OK;
}

static status describe(db *d, arena *mem, const dossier *dos, const novelty_source *from, hit_row *h)
{
    source_row s = {0};

    h->source_key = from->id;
    h->share = from->share;
    h->title = from->title;
    h->org_name = "";
    h->lineage = "";
    h->source_id = dossier_of_key(from->id);
    if (!h->source_id.v) return OK;
    TRY(db_one(d, Q_NOVELTY_SOURCE, mem, &source_shape, &s, P_ID(h->source_id)));
    h->title = s.title;
    h->org_id = s.org_id;
    h->org_name = s.org_name;
    h->year = s.filed_on.ymd ? date_year(s.filed_on) : 0;
    h->same_org = s.org_id.v && s.org_id.v == dos->org_id.v;
    return lineage(d, dos, &s, &h->lineage);
}

/* ---- passages, cut where a part of the source ends (its parts are not public alike) ---- */

typedef struct {
    arena *mem;
    const char *text, *source; /* the dossier's, the source's */
    const novelty_passage *whole;
    int *left;
    found_hit *out;
} cutter;

static int count_words(const char *s)
{
    int n = 0;

    for (s += strspn(s, " \n\t"); *s; s += strspn(s, " \n\t")) {
        n++;
        s += strcspn(s, " \n\t");
    }
    return n;
}

/* Where the word behind `words` words begins in [from, to) of a text, in code points; `to` when there are no more. */
static int64_t behind_words(arena *mem, const char *text, novelty_range r, int words)
{
    const char *all = text_part(mem, text, r.from, r.to), *s = all + strspn(all, " \n\t");

    for (; words > 0 && *s; words--) {
        s += strcspn(s, " \n\t");
        s += strspn(s, " \n\t");
    }
    return *s ? r.from + (int64_t)text_length(text_copyn(mem, all, (size_t)(s - all))) : r.to;
}

static void add_passage(cutter *c, novelty_range q, novelty_range s)
{
    const char *words = text_part(c->mem, c->source, s.from, s.to);
    const novelty_passage *p = c->whole;
    size_t lead = strspn(words, " \n\t"), n = strlen(words);

    while (n > lead && strchr(" \n\t", words[n - 1])) n--;
    if (*c->left <= 0 || n <= lead || q.to <= q.from || count_words(words) < PASSAGE_WORDS_LEAST) return;
    bool whole = q.from == p->q.from && q.to == p->q.to;
    c->out->passages.p[c->out->passages.n] = (passage_row){.ordinal = c->out->passages.n + 1, .q_from = q.from, .q_to = q.to, .s_from = s.from + (int64_t)lead, .s_to = s.to, .share = p->share,
                                                           .syllables = whole ? p->syllables : count_words(text_part(c->mem, c->text, q.from, q.to)), .kind = kind_of(p->kind), .also = p->also,
                                                           .s_text = text_copyn(c->mem, words + lead, n - lead)};
    c->out->passages.n++;
    (*c->left)--;
}

/* The place in the dossier that belongs to place `at` of the source, by the pieces of the comparison. */
static int64_t counterpart(cutter *c, const novelty_pieces *pieces, int64_t at)
{
    for (int i = 0; i < pieces->n; i++) {
        const novelty_piece *p = &pieces->p[i];
        if (at <= p->s.from) return p->q.from;
        if (at >= p->s.to) continue;
        if (!p->equal) return p->q.to;
        return behind_words(c->mem, c->text, p->q, count_words(text_part(c->mem, c->source, p->s.from, at)));
    }
    return c->whole->q.to;
}

static status cut(cutter *c)
{
    const novelty_passage *p = c->whole;
    const char *words = text_part(c->mem, c->source, p->s.from, p->s.to), *gap = NULL;
    novelty_pieces pieces = {0};
    novelty_range q = p->q, s = p->s;

    if (strstr(words, "\n\n")) TRY(novelty_diff(c->mem, c->text, p->q, c->source, p->s, &pieces));
    for (const char *at = words; (gap = strstr(at, "\n\n")); at = gap + 2) {
        int64_t end = p->s.from + (int64_t)text_length(text_copyn(c->mem, words, (size_t)(gap - words)));
        int64_t mine = counterpart(c, &pieces, end);
        if (mine < q.from) mine = q.from;
        add_passage(c, (novelty_range){q.from, mine}, (novelty_range){s.from, end});
        q.from = mine;
        s.from = end + 2;
    }
    add_passage(c, q, s);
    return OK;
}

static status passages_of(arena *mem, novelty *n, const novelty_report *r, int source, const char *text, int *left, found_hit *out)
{
    novelty_doc doc = {0};
    cutter c = {.mem = mem, .text = text, .left = left, .out = out};

    TRY(novelty_read(n, mem, r->sources.p[source].id, &doc));
    c.source = doc.text;
    out->passages.p = NEWS(mem, passage_row, *left + 1);
    for (int i = 0; i < r->passages.n && *left > 0; i++) {
        c.whole = &r->passages.p[i];
        if (c.whole->source == source) TRY(cut(&c));
    }
    return OK;
}

/* "12-40 90-133l": places, an l behind those of the law. */
static const char *ranges_text(arena *mem, const novelty_common *p, int n)
{
    AUTO(buf) b = {.max = 1 << 20};

    for (int i = 0; i < n; i++) buf_printf(&b, "%s%lld-%lld%s", i ? " " : "", (long long)p[i].from, (long long)p[i].to, p[i].law ? "l" : "");
    return text_copyn(mem, b.p ? b.p : "", b.over ? 0 : b.n);
}

status found_of(db *d, arena *mem, const dossier *dos, const char *text, const novelty_report *r, found *out)
{
    novelty *n = novelty_seat(d);
    found f = {.text = text, .share = r->share, .boiler = ranges_text(mem, r->boiler.p, r->boiler.n)};
    int left = NOVELTY_PASSAGES_MAX, most = r->sources.n < NOVELTY_HITS_MAX ? r->sources.n : NOVELTY_HITS_MAX;

    if (!n) return E_IO;
    f.hits.p = NEWS(mem, found_hit, most + 1);
    for (int i = 0; i < most; i++) {
        found_hit *h = &f.hits.p[f.hits.n++];
        h->h.ordinal = i + 1;
        TRY(describe(d, mem, dos, &r->sources.p[i], &h->h));
        TRY(passages_of(mem, n, r, i, text, &left, h));
    }
    *out = f;
    return OK;
}

/* ---- keeping ---- */

static status keep_links(db *d, dossier_id id, const found *f)
{
    TRY(db_change(d, Q_NOVELTY_LINKS_DROP, NULL, P_ID(id)));
    for (int i = 0; i < f->hits.n; i++) {
        const hit_row *h = &f->hits.p[i].h;
        if (h->source_id.v && h->share >= NOVELTY_LINK_SHARE) TRY(db_change(d, Q_NOVELTY_LINK_ADD, NULL, P_ID(id), P_ID(h->source_id), P_INT(h->share)));
    }
    return OK;
}

status found_keep(db *d, report_id report, dossier_id dossier_, const found *f)
{
    for (int i = 0; i < f->hits.n; i++) {
        const found_hit *h = &f->hits.p[i];
        hit_id id = {0};
        TRY(db_insert(d, Q_NOVELTY_HIT_INSERT, &id, P_ID(report), P_INT(h->h.ordinal), P_TEXT(h->h.source_key), P_ID(h->h.source_id), P_ID(h->h.org_id), P_TEXT(h->h.org_name), P_TEXT(h->h.title),
                      P_INT(h->h.year), P_INT(h->h.share), P_TEXT(h->h.lineage), P_BOOL(h->h.same_org)));
        for (int k = 0; k < h->passages.n; k++) {
            const passage_row *p = &h->passages.p[k];
            hit_id row = {0};
            TRY(db_insert(d, Q_NOVELTY_PASSAGE_INSERT, &row, P_ID(id), P_INT(p->ordinal), P_TEXT(p->kind), P_BOOL(p->also), P_INT(p->q_from), P_INT(p->q_to), P_INT(p->s_from), P_INT(p->s_to),
                          P_INT(p->share), P_INT(p->syllables), P_TEXT(p->s_text)));
        }
    }
    return keep_links(d, dossier_, f);
}

status found_kept(db *d, arena *mem, const report_row *r, found *out)
{
    LIST_OF(hit_row) hits = {0};
    LIST_OF(passage_row) all = {0};
    found f = {.text = r->text, .share = r->share, .boiler = r->boiler};

    TRY(db_each(d, Q_NOVELTY_HITS, mem, &hit_shape, &hits, P_ID(r->id)));
    TRY(db_each(d, Q_NOVELTY_PASSAGES, mem, &passage_shape, &all, P_ID(r->id)));
    f.hits.p = NEWS(mem, found_hit, hits.n + 1);
    for (int i = 0; i < hits.n; i++) {
        found_hit *h = &f.hits.p[f.hits.n++];
        h->h = hits.p[i];
        h->passages.p = NEWS(mem, passage_row, all.n + 1);
        for (int k = 0; k < all.n; k++)
            if (all.p[k].hit_id.v == h->h.id.v) h->passages.p[h->passages.n++] = all.p[k];
    }
    *out = f;
    return OK;
}

/* ---- the store's word about a source ---- */

status novelty_published(db *d, arena *mem, dossier_id id, published_row *out)
{
    if (!id.v) return E_NOT_FOUND;
    return db_one(d, Q_NOVELTY_PUBLISHED, mem, &published_shape, out, P_ID(id));
}

status novelty_is_own(db *d, const actor *who, dossier_id source, bool *out)
{
    int64_t n = 0;

    *out = false;
    if (!source.v || !who->user.v) return OK;
    TRY(db_number(d, Q_NOVELTY_IS_AUTHOR, &n, P_ID(source), P_ID(who->user)));
    *out = n > 0;
    return OK;
}

status novelty_dossier(db *d, arena *mem, dossier_id id, dossier *out)
{
    return dossier_load(d, mem, (user_id){0}, id, out);
}
