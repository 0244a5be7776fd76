/* A report as one person may see it. Officers, council and head see all that is copied in the dossier before them, and of
 * a source its words when they may read it or the register has published them. An author sees published entries and own
 * dossiers, with shares computed from those alone; of anything else only that a dossier of some unit is alike. */
#include "base/text.h"
#include "base/words.h"
#include "novelty/novelty_own.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

STATIC_SHAPE(piece_shape, piece_view, F_TEXT(piece_view, text), F_BOOL(piece_view, equal));
STATIC_SHAPE(passage_view_shape, passage_view, F_INT(passage_view, number), F_INT(passage_view, share), F_INT(passage_view, syllables), F_TEXT(passage_view, kind), F_TEXT(passage_view, kind_name),
             F_TEXT(passage_view, plain), F_BOOL(passage_view, also), F_BOOL(passage_view, may_compare), F_LIST(passage_view, mine, piece_shape), F_LIST(passage_view, theirs, piece_shape),
             F_INT(passage_view, previous), F_INT(passage_view, next));
SHAPE(hit_view_shape, hit_view, F_INT(hit_view, number), F_INT(hit_view, share), F_INT(hit_view, year), F_INT(hit_view, passages_shown), F_ID(hit_view, source_id), F_ID(hit_view, org_id),
      F_TEXT(hit_view, title), F_TEXT(hit_view, org_name), F_TEXT(hit_view, state_name), F_TEXT(hit_view, lineage), F_TEXT(hit_view, href), F_TEXT(hit_view, authors), F_TEXT(hit_view, answer),
      F_TEXT(hit_view, answered_at), F_BOOL(hit_view, hidden), F_BOOL(hit_view, published), F_BOOL(hit_view, same_org), F_BOOL(hit_view, is_own), F_BOOL(hit_view, may_answer),
      F_LIST(hit_view, passages, passage_view_shape));
SHAPE(segment_view_shape, segment_view, F_TEXT(segment_view, text), F_TEXT(segment_view, kind), F_INT(segment_view, number), F_BOOL(segment_view, copied), F_BOOL(segment_view, boiler),
      F_BOOL(segment_view, law));

typedef struct {
    const char *source_key, *text;
    instant at;
} answer_row;
STATIC_SHAPE(answer_shape, answer_row, F_TEXT(answer_row, source_key), F_TEXT(answer_row, text), F_INSTANT(answer_row, at));
typedef LIST_OF(answer_row) answer_list;

typedef struct {
    enum { SOURCE_HIDDEN, SOURCE_PUBLISHED, SOURCE_OPEN } tag;
    dossier dos;         /* SOURCE_OPEN */
    published_row entry; /* SOURCE_PUBLISHED, or SOURCE_OPEN where there is one too */
    bool has_entry;
} access_to;

typedef enum { PLACE_PLAIN, PLACE_FORM, PLACE_LAW, PLACE_TURN /* of phrase: shown as copied, not counted */, PLACE_COPIED } place;

typedef struct {
    arena *mem;
    db *db;
    const actor *who;
    const dossier *dos;
    const found *found;
    answer_list answers;
    uint8_t *mark;       /* per code point of the text: a place */
    int32_t *number;     /* of the first passage over it */
    size_t length;       /* code points */
    int64_t passages;    /* numbered so far */
    bool full;
} looker;

static status access_of(looker *l, const hit_row *h, access_to *out)
{
    access_to a = {.tag = SOURCE_HIDDEN};

    if (h->source_id.v) {
        status s = novelty_published(l->db, l->mem, h->source_id, &a.entry);
        if (s != OK && s != E_NOT_FOUND) return s;
        a.has_entry = s == OK;
        if (a.has_entry) a.tag = SOURCE_PUBLISHED;
        s = dossier_get(l->db, l->mem, l->who, h->source_id, &a.dos);
        if (s != OK && s != E_NOT_FOUND) return s;
        if (s == OK) a.tag = SOURCE_OPEN;
    }
    *out = a;
    return OK;
}

/* The register has these very words. */
static bool is_published(const access_to *a, const char *words)
{
    return a->has_entry && *words && (strstr(a->entry.title, words) || strstr(a->entry.summary, words) || strstr(a->entry.benefit, words));
}

static bool words_open(const access_to *a, const passage_row *p)
{
    return a->tag == SOURCE_OPEN || (a->tag == SOURCE_PUBLISHED && is_published(a, p->s_text));
}

static const char *kind_name(const char *kind)
{
    static const char *const names[][2] = {{"verbatim", N_("nguyên văn")}, {"edited", N_("có chỉnh sửa")}, {"review", N_("cần xem xét")}, {"short", N_("đoạn ngắn, nguyên văn")}};

    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], kind)) return T(names[i][1]);
    return "";
}

static const char *lineage_name(const char *lineage, bool from_author)
{
    if (text_eq(lineage, "renewal")) return from_author ? T("sáng kiến trước của chính bạn, đã được công nhận") : T("kế thừa sáng kiến trước của chính tác giả, đã được công nhận");
    if (text_eq(lineage, "own")) return from_author ? T("hồ sơ trước của chính bạn") : T("hồ sơ trước của chính tác giả");
    if (text_eq(lineage, "coauthor")) return T("hồ sơ của một đồng tác giả");
    return "";
}

static status compare(looker *l, const passage_row *p, passage_view *v)
{
    const char *mine = text_part(l->mem, l->found->text, p->q_from, p->q_to);
    novelty_range q = {0, (int64_t)text_length(mine)}, s = {0, (int64_t)text_length(p->s_text)};
    novelty_pieces pieces = {0};

    TRY(novelty_diff(l->mem, mine, q, p->s_text, s, &pieces));
    v->mine.p = NEWS(l->mem, piece_view, pieces.n + 1);
    v->theirs.p = NEWS(l->mem, piece_view, pieces.n + 1);
    for (int i = 0; i < pieces.n; i++) {
        const novelty_piece *c = &pieces.p[i];
        if (c->q.to > c->q.from) v->mine.p[v->mine.n++] = (piece_view){text_part(l->mem, mine, c->q.from, c->q.to), c->equal};
        if (c->s.to > c->s.from) v->theirs.p[v->theirs.n++] = (piece_view){text_part(l->mem, p->s_text, c->s.from, c->s.to), c->equal};
    }
    v->may_compare = true;
    return OK;
}

static bool is_copied(uint8_t m)
{
    return m == PLACE_COPIED || m == PLACE_TURN;
}

/* Words that many documents have, or that count in a better source. */
static bool is_turn(const passage_row *p)
{
    return p->also && text_eq(p->kind, "short");
}

/* The first passage over a place is the one that it leads to. */
static void mark(looker *l, const passage_row *p, int64_t number)
{
    place m = is_turn(p) ? PLACE_TURN : PLACE_COPIED;

    for (int64_t i = p->q_from < 0 ? 0 : p->q_from; i < p->q_to && i < (int64_t)l->length; i++) {
        if (!is_copied(l->mark[i])) l->number[i] = (int32_t)number;
        if (l->mark[i] < m) l->mark[i] = (uint8_t)m;
    }
}

static int64_t share_of_passages(const looker *l, const found_hit *h, const access_to *a)
{
    int64_t sum = 0, to = 0;

    for (int i = 0; i < h->passages.n; i++) { /* in the order of the text */
        const passage_row *p = &h->passages.p[i];
        int64_t from = p->q_from > to ? p->q_from : to;
        if (is_turn(p) || !words_open(a, p) || p->q_to <= from) continue;
        sum += p->q_to - from;
        to = p->q_to;
    }
    return l->length ? sum * 10000 / (int64_t)l->length : 0;
}

/* Whether this person may read any passage of it. */
static bool any_open(const found_hit *h, const access_to *a)
{
    for (int i = 0; i < h->passages.n; i++)
        if (words_open(a, &h->passages.p[i])) return true;
    return false;
}

static status see_passages(looker *l, const found_hit *h, const access_to *a, hit_view *v)
{
    v->passages.p = NEWS(l->mem, passage_view, h->passages.n + 1);
    for (int i = 0; i < h->passages.n; i++) {
        const passage_row *p = &h->passages.p[i];
        bool open = words_open(a, p);
        if (!open && !l->full) continue;
        passage_view *w = &v->passages.p[v->passages.n++];
        *w = (passage_view){.number = ++l->passages, .share = p->share, .syllables = p->syllables, .kind = p->kind, .kind_name = kind_name(p->kind), .plain = "", .also = p->also && l->full};
        if (open) TRY(compare(l, p, w));
        else w->plain = text_part(l->mem, l->found->text, p->q_from, p->q_to);
        mark(l, p, w->number);
    }
    v->passages_shown = v->passages.n;
    return OK;
}

static void answered(const looker *l, const char *key, hit_view *v)
{
    for (int i = 0; i < l->answers.n; i++) {
        if (!text_eq(l->answers.p[i].source_key, key)) continue;
        v->answer = l->answers.p[i].text;
        v->answered_at = instant_vi(l->mem, l->answers.p[i].at);
    }
}

static status names_of(looker *l, dossier_id id, const char **out)
{
    author_list a = {0};

    *out = "";
    TRY(dossier_authors(l->db, l->mem, id, &a));
    for (int i = 0; i < a.n; i++) *out = textf(l->mem, "%s%s%s", *out, i ? ", " : "", a.p[i].name);
    return OK;
}

static status see_hit(looker *l, const found_hit *h, const access_to *a, hit_view *out)
{
    hit_view v = {.share = l->full ? h->h.share : share_of_passages(l, h, a), .org_id = h->h.org_id, .title = "", .org_name = h->h.org_name, .state_name = "", .href = "", .authors = "", .answer = "",
                  .answered_at = "", .lineage = lineage_name(h->h.lineage, !l->full), .same_org = h->h.same_org, .year = h->h.year, .hidden = a->tag == SOURCE_HIDDEN,
                  .published = a->has_entry, .may_answer = novelty_may_answer(l->who, l->dos), .is_own = *h->h.lineage != 0};

    switch (a->tag) {
    case SOURCE_OPEN:
        v.source_id = h->h.source_id;
        v.title = a->dos.title;
        v.href = a->has_entry ? textf(l->mem, "/sang-kien/%s", a->entry.code) : textf(l->mem, "/ho-so/%lld", (long long)h->h.source_id.v);
        v.state_name = process_phase_name(dossier_phase_of(&a->dos));
        TRY(names_of(l, h->h.source_id, &v.authors));
        break;
    case SOURCE_PUBLISHED:
        v.source_id = h->h.source_id;
        v.title = a->entry.title;
        v.org_name = a->entry.org_name;
        v.href = textf(l->mem, "/sang-kien/%s", a->entry.code);
        v.state_name = process_phase_name(PHASE_CERTIFIED);
        TRY(names_of(l, h->h.source_id, &v.authors));
        break;
    case SOURCE_HIDDEN: break;
    }
    if (!h->h.source_id.v && l->full) v.title = h->h.title; /* an archive that the index was given beside the store */
    TRY(see_passages(l, h, a, &v));
    answered(l, h->h.source_key, &v);
    *out = v;
    return OK;
}

static int by_share(const void *a, const void *b)
{
    const hit_view *v = a, *w = b;

    if (v->share != w->share) return v->share > w->share ? -1 : 1;
    return v->source_id.v < w->source_id.v ? -1 : v->source_id.v > w->source_id.v;
}

static int by_unit(const void *a, const void *b)
{
    const hit_view *v = a, *w = b;
    return strcmp(v->org_name, w->org_name);
}

/* An author is told once for each unit, in the order of their names, without number, place, share or year. */
static void tell_unit(looker *l, const found_hit *h, seen_report *out)
{
    if (h->h.share < NOVELTY_TELL_SHARE || !*h->h.org_name) return;
    hit_view *v = NULL;
    for (int i = 0; i < out->hits.n && !v; i++)
        if (out->hits.p[i].hidden && out->hits.p[i].org_id.v == h->h.org_id.v) v = &out->hits.p[i];
    if (!v) {
        v = &out->hits.p[out->hits.n++];
        *v = (hit_view){.title = "", .org_name = h->h.org_name, .org_id = h->h.org_id, .state_name = "", .lineage = "", .href = "", .authors = "", .answer = "", .answered_at = "", .hidden = true,
                        .may_answer = novelty_may_answer(l->who, l->dos)};
    }
    if (!*v->answer) answered(l, h->h.source_key, v);
}

static status see_hits(looker *l, seen_report *out)
{
    const found *f = l->found;
    int shown = 0;

    out->hits.p = NEWS(l->mem, hit_view, f->hits.n + 1);
    for (int i = 0; i < f->hits.n; i++) {
        access_to a = {0};
        TRY(access_of(l, &f->hits.p[i].h, &a));
        bool nothing = !l->full && !any_open(&f->hits.p[i], &a);
        if (nothing) continue;
        TRY(see_hit(l, &f->hits.p[i], &a, &out->hits.p[out->hits.n]));
        out->hits.n++;
    }
    shown = out->hits.n;
    if (!l->full) qsort(out->hits.p, (size_t)shown, sizeof(hit_view), by_share);
    for (int i = 0; i < f->hits.n && !l->full; i++) {
        access_to a = {0};
        TRY(access_of(l, &f->hits.p[i].h, &a));
        if (!any_open(&f->hits.p[i], &a)) tell_unit(l, &f->hits.p[i], out);
    }
    if (!l->full) qsort(out->hits.p + shown, (size_t)(out->hits.n - shown), sizeof(hit_view), by_unit);
    out->sources = l->full ? out->hits.n : shown;
    return OK;
}

/* Numbers sources and passages in the order in which they stand on the page. */
static void number_all(looker *l, seen_report *out)
{
    int64_t n = 0, old_to_new[NOVELTY_PASSAGES_MAX + 1] = {0};

    for (int i = 0; i < out->hits.n; i++) {
        hit_view *h = &out->hits.p[i];
        h->number = i + 1;
        for (int k = 0; k < h->passages.n; k++) {
            passage_view *p = &h->passages.p[k];
            n++;
            if (p->number <= NOVELTY_PASSAGES_MAX) old_to_new[p->number] = n;
            p->number = n;
            p->previous = n - 1;
            p->next = n < l->passages ? n + 1 : 0;
        }
    }
    for (size_t i = 0; i < l->length; i++)
        if (is_copied(l->mark[i]) && l->number[i] <= NOVELTY_PASSAGES_MAX) l->number[i] = (int32_t)old_to_new[l->number[i]];
}

/* Form text is learned from all dossiers: it is for who sees all. The law is the same for everybody. */
static void mark_common(looker *l)
{
    long long from = 0, to = 0;
    char kind = 0;

    for (const char *p = l->found->boiler; *p; p += strcspn(p, " "), p += *p == ' ') {
        int got = sscanf(p, "%lld-%lld%c", &from, &to, &kind);
        bool law = got == 3 && kind == 'l';
        if (got < 2 || (!law && !l->full)) continue;
        for (long long i = from < 0 ? 0 : from; i < to && i < (long long)l->length; i++)
            if (l->mark[i] == PLACE_PLAIN) l->mark[i] = law ? PLACE_LAW : PLACE_FORM;
    }
}

/* Whether a segment ends before place `i`. */
static bool breaks(const looker *l, size_t i)
{
    bool copied = is_copied(l->mark[i]);

    if (copied != is_copied(l->mark[i - 1])) return true;
    return copied ? l->number[i] != l->number[i - 1] : l->mark[i] != l->mark[i - 1];
}

static void segments(looker *l, seen_report *out)
{
    size_t runs = 1, at = 0;
    const char *text = l->found->text;

    for (size_t i = 1; i < l->length; i++) runs += breaks(l, i);
    out->segments.p = NEWS(l->mem, segment_view, runs + 1);
    for (size_t i = 1; i <= l->length; i++) {
        if (i < l->length && !breaks(l, i)) continue;
        uint8_t m = l->mark[i - 1];
        bool copied = is_copied(m);
        size_t bytes = text_clip(text, i - at);
        const char *kind = copied ? "copied" : m == PLACE_FORM ? "boiler" : m == PLACE_LAW ? "law" : "plain";
        out->segments.p[out->segments.n++] = (segment_view){text_copyn(l->mem, text, bytes), kind, copied ? l->number[i - 1] : 0, copied, m == PLACE_FORM, m == PLACE_LAW};
        out->law += m == PLACE_LAW;
        text += bytes;
        at = i;
    }
}

/* Of what this person may see: each place counts once, however many sources have it. */
static int64_t share_seen(const looker *l)
{
    int64_t sum = 0;

    for (size_t i = 0; i < l->length; i++) sum += l->mark[i] == PLACE_COPIED;
    return l->length ? sum * 10000 / (int64_t)l->length : 0;
}

status found_see(db *d, arena *mem, const actor *who, const dossier *dos, const found *f, seen_report *out)
{
    looker l = {.mem = mem, .db = d, .who = who, .dos = dos, .found = f, .length = text_length(f->text), .full = novelty_sees_all(who, dos)};
    seen_report v = {.full = l.full};

    l.mark = NEWS(mem, uint8_t, l.length + 1);
    l.number = NEWS(mem, int32_t, l.length + 1);
    TRY(db_each(d, Q_NOVELTY_ANSWERS, mem, &answer_shape, &l.answers, P_ID(dos->id)));
    TRY(see_hits(&l, &v));
    number_all(&l, &v);
    v.share = l.full ? f->share : share_seen(&l);
    mark_common(&l);
    if (l.length) segments(&l, &v);
    *out = v;
    return OK;
}

status novelty_see(db *d, arena *mem, const actor *who, const dossier *dos, const report_row *r, seen_report *out)
{
    found f = {0};

    if (!dossier_may_see(who, dos)) return E_NOT_FOUND;
    TRY(found_kept(d, mem, r, &f));
    return found_see(d, mem, who, dos, &f, out);
}

status novelty_see_draft(db *d, arena *mem, const actor *who, const dossier *dos, seen_report *out)
{
    novelty_text t = {0};
    novelty_report r = {0};
    found f = {0};

    if (!dossier_may_see(who, dos)) return E_NOT_FOUND;
    TRY(novelty_compose(d, mem, dos, &t));
    TRY(found_ask(d, mem, dos, t.text, 0, instant_now(), &r));
    TRY(found_of(d, mem, dos, t.text, &r, &f));
    return found_see(d, mem, who, dos, &f, out);
}
