/* What people add: the authors' answers, findings with reasons; similar titles. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "novelty/novelty_own.h"
#include <stdlib.h>
#include <string.h>

SHAPE(finding_row_shape, finding_row, F_TEXT(finding_row, name), F_TEXT(finding_row, role), F_TEXT(finding_row, verdict), F_TEXT(finding_row, verdict_name), F_TEXT(finding_row, reason),
      F_ID(finding_row, report_id), F_INSTANT(finding_row, at));
SHAPE(like_view_shape, like_view, F_TEXT(like_view, title), F_TEXT(like_view, org_name), F_TEXT(like_view, href), F_INT(like_view, percent), F_INT(like_view, year), F_BOOL(like_view, hidden));

/* ---- answers ---- */

/* The hits of the latest report that an answer is about: the source itself, or those of a unit that may not be shown. */
static status answered_keys(db *d, arena *mem, const actor *who, const dossier *dos, dossier_id source, org_id unit, const char ***out, int *n)
{
    report_row r = {0};
    found f = {0};

    TRY(novelty_report_get(d, mem, who, dos, (report_id){0}, &r));
    TRY(found_kept(d, mem, &r, &f));
    *out = NEWS(mem, const char *, f.hits.n + 1);
    *n = 0;
    for (int i = 0; i < f.hits.n; i++) {
        const hit_row *h = &f.hits.p[i].h;
        published_row entry = {0};
        bool own = false, mine = source.v ? h->source_id.v == source.v : unit.v && h->org_id.v == unit.v;
        if (!mine) continue;
        status s = novelty_published(d, mem, h->source_id, &entry);
        if (s != OK && s != E_NOT_FOUND) return s;
        TRY(novelty_is_own(d, who, h->source_id, &own));
        bool open = s == OK || own;
        if (source.v && !open) continue; /* nobody learns by a number whether it is among them */
        if (source.v || !open) (*out)[(*n)++] = h->source_key;
    }
    return *n ? OK : E_NOT_FOUND;
}

status novelty_answer(arena *mem, db *d, const actor *who, dossier_id id, dossier_id source, org_id unit, const char *text, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    const char **keys = NULL;
    int n = 0;

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!novelty_may_answer(who, &dos)) return E_FORBIDDEN;
    TRY(answered_keys(d, mem, who, &dos, source, unit, &keys, &n));
    for (int i = 0; i < n; i++) {
        if (text_empty(text)) TRY(db_change(d, Q_NOVELTY_ANSWER_DROP, NULL, P_ID(id), P_TEXT(keys[i])));
        else TRY(db_change(d, Q_NOVELTY_ANSWER_PUT, NULL, P_ID(id), P_TEXT(keys[i]), P_ID(who->user), P_TEXT(text), P_INSTANT(now)));
    }
    TRY(audit_add(d, mem, who, "novelty.answered", "dossier", id.v, "", textf(mem, "%d", n)));
    return db_commit(&tx);
}

/* ---- findings ---- */

static const char *const verdicts[][2] = {{"new", N_("không trùng: nội dung mới")}, {"partly", N_("trùng một phần: cần làm rõ phần mới")}, {"same", N_("trùng về nội dung")}};

const char *novelty_verdict_name(const char *verdict)
{
    for (int i = 0; i < COUNT(verdicts); i++)
        if (text_eq(verdicts[i][0], verdict)) return T(verdicts[i][1]);
    return "";
}

static const char *finder_role(const actor *who, const dossier *dos)
{
    if (dossier_is_officer(who, dos, ROLE_BIT(ROLE_HEAD))) return "head";
    if (dossier_is_officer(who, dos, ROLE_BIT(ROLE_INTAKE))) return "intake";
    return "council";
}

static const char *finder_role_name(const char *role)
{
    if (text_eq(role, "head")) return T("người đứng đầu cơ sở");
    return text_eq(role, "intake") ? T("cán bộ tiếp nhận") : T("Hội đồng");
}

status novelty_find(arena *mem, db *d, const actor *who, dossier_id id, report_id report, const char *verdict, const char *reason, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    report_row r = {0};
    report_id row = {0};

    if (text_empty(reason) || !*novelty_verdict_name(verdict)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!novelty_may_find(who, &dos)) return E_FORBIDDEN;
    TRY(novelty_report_get(d, mem, who, &dos, report, &r));
    TRY(db_insert(d, Q_NOVELTY_FINDING_INSERT, &row, P_ID(id), P_ID(r.id), P_ID(who->user), P_TEXT(finder_role(who, &dos)), P_TEXT(verdict), P_TEXT(reason), P_INSTANT(now)));
    TRY(job_add(d, "same_solution", textf(mem, "%lld", (long long)id.v), (instant){0}));
    TRY(audit_add(d, mem, who, "novelty.found", "dossier", id.v, "", textf(mem, "%s: %s", verdict, reason)));
    return db_commit(&tx);
}

status novelty_findings(db *d, arena *mem, const actor *who, const dossier *dos, finding_rows *out)
{
    finding_rows l = {0};
    bool all = novelty_sees_all(who, dos);

    if (all || novelty_is_decided(dos)) TRY(db_each(d, Q_NOVELTY_FINDINGS, mem, &finding_row_shape, &l, P_ID(dos->id)));
    for (int i = 0; i < l.n; i++) {
        if (!all) l.p[i].name = ""; /* members of a council are not named to authors */
        l.p[i].role = finder_role_name(l.p[i].role);
        l.p[i].verdict_name = novelty_verdict_name(l.p[i].verdict);
    }
    *out = l;
    return OK;
}

/* ---- similar titles ---- */

typedef struct {
    db *db;
    dossier_id self;
    const actor *who;
    bool closed; /* only what `who` may not read; otherwise only what is open */
    arena *mem;
    status failed;
} like_gate;

static status may_read(db *d, arena *mem, const actor *who, dossier_id id, published_row *entry, dossier *dos, bool *is_published, bool *out)
{
    status s = novelty_published(d, mem, id, entry);

    if (s != OK && s != E_NOT_FOUND) return s;
    *is_published = s == OK;
    s = id.v ? dossier_get(d, mem, who, id, dos) : E_NOT_FOUND;
    if (s != OK && s != E_NOT_FOUND) return s;
    *out = s == OK || *is_published;
    return OK;
}

static bool admit_like(void *ctx, const char *key)
{
    like_gate *g = ctx;
    dossier_id id = dossier_of_key(key);
    published_row e = {0};
    dossier dos = {0};
    bool published = false, open = false;

    if (id.v && id.v == g->self.v) return false;
    status s = may_read(g->db, g->mem, g->who, id, &e, &dos, &published, &open);
    if (s != OK) g->failed = s;
    return s == OK && open != g->closed;
}

static int words_in_title(const char *s)
{
    int n = 0;

    for (; *s; n += *s != 0, s += strcspn(s, " \n\t")) s += strspn(s, " \n\t");
    return n;
}

static status look(like_gate *g, const char *title, novelty_likes *out)
{
    novelty *n = NULL;
    novelty_ask ask = {.admit = admit_like, .ctx = g};

    status st = novelty_catch_up(g->db, &n);
    if (st == E_IO) return OK; /* none just now: nothing is alike */
    TRY(st);
    st = novelty_similar(n, g->mem, title, NOVELTY_LIKES_MAX, &ask, out);
    if (st == E_INVALID) return OK; /* damaged: it is made anew; a title is typed and filed meanwhile */
    TRY(st);
    return g->failed;
}

static int percent_of(const novelty_like *l)
{
    return (int)(l->score * 100 + 0.5);
}

static status show_open(like_gate *g, const novelty_likes *l, like_list *v)
{
    for (int i = 0; i < l->n; i++) {
        dossier_id id = dossier_of_key(l->p[i].id);
        published_row e = {0};
        dossier dos = {0};
        bool published = false, open = false;
        TRY(may_read(g->db, g->mem, g->who, id, &e, &dos, &published, &open));
        if (!open) continue;
        v->p[v->n++] = (like_view){published ? e.title : dos.title, published ? e.org_name : dos.org_name,
                                   published ? textf(g->mem, "/sang-kien/%s", e.code) : textf(g->mem, "/ho-so/%lld", (long long)id.v), percent_of(&l->p[i]),
                                   published ? e.year : dos.filed_on.ymd ? date_year(dos.filed_on) : 0, false};
    }
    return OK;
}

static int by_unit(const void *a, const void *b)
{
    return strcmp(((const like_view *)a)->org_name, ((const like_view *)b)->org_name);
}

static status show_closed(like_gate *g, const novelty_likes *l, like_list *v)
{
    int first = v->n;

    for (int i = 0; i < l->n; i++) {
        dossier dos = {0};
        bool there = false;
        if (percent_of(&l->p[i]) < NOVELTY_NEARLY || !dossier_of_key(l->p[i].id).v) continue;
        TRY(novelty_dossier(g->db, g->mem, dossier_of_key(l->p[i].id), &dos));
        for (int k = first; k < v->n; k++) there |= text_eq(v->p[k].org_name, dos.org_name);
        if (!there) v->p[v->n++] = (like_view){"", dos.org_name, "", 0, 0, true};
    }
    qsort(v->p + first, (size_t)(v->n - first), sizeof(like_view), by_unit);
    return OK;
}

status novelty_alike(db *d, arena *mem, const actor *who, dossier_id self, const char *title, bool tell, like_list *out)
{
    like_gate gate = {d, self, who, false, mem, OK};
    novelty_likes l = {0};
    like_list v = {NEWS(mem, like_view, 2 * NOVELTY_LIKES_MAX + 1), 0};

    if (words_in_title(title) >= NOVELTY_WORDS_LEAST && novelty_seat(d)) {
        TRY(look(&gate, title, &l));
        TRY(show_open(&gate, &l, &v));
        gate.closed = true;
        if (tell) TRY(look(&gate, title, &l));
        if (tell) TRY(show_closed(&gate, &l, &v));
    }
    *out = v;
    return OK;
}

status novelty_advice(db *d, arena *mem, const actor *who, const dossier *dos, finding_list *out)
{
    like_list l = {0};
    const char *article = T("điểm a khoản 1 Điều 4 Điều lệ Sáng kiến");

    TRY(novelty_alike(d, mem, who, dos->id, dos->title, true, &l));
    for (int i = 0; i < l.n; i++) {
        const like_view *v = &l.p[i];
        if (v->hidden) finding_add(mem, out, &(finding){"N-02", textf(mem, T("Tên gần giống một hồ sơ tại %s. Hãy nêu rõ điểm mới của giải pháp này."), v->org_name), article, "title", false});
        else if (v->percent >= NOVELTY_NEARLY)
            finding_add(mem, out, &(finding){"N-01", textf(mem, T("Tên gần như trùng với “%s” (%s, năm %lld). Hãy nêu rõ điểm mới, hoặc cho biết đây là hồ sơ kế thừa."), v->title, v->org_name, (long long)v->year), article, "title", false});
    }
    return OK;
}

static status remark(db *d, arena *mem, const actor *who, const dossier *dos, dossier_remark *out)
{
    novelty_summary s = {0};
    const char *href = textf(mem, "/ho-so/%lld/tinh-moi", (long long)dos->id.v), *text = T("Tính mới: đối chiếu với các hồ sơ đã có");

    TRY(novelty_summary_of(d, mem, dos->id, &s));
    if (novelty_sees_all(who, dos)) text = novelty_summary_text(mem, &s);
    else if (s.there && novelty_may_answer(who, dos)) text = T("Tính mới: xem kết quả đối chiếu và giải trình");
    *out = (dossier_remark){text, href};
    return OK;
}

const char *novelty_summary_text(arena *mem, const novelty_summary *s)
{
    if (s->waiting && !s->there) return T("Tính mới: đang đối chiếu");
    if (!s->there) return T("Tính mới: chưa đối chiếu");
    if (!s->sources) return T("Tính mới: không thấy đoạn giống hồ sơ khác");
    return textf(mem, T("Tính mới: %s %% nội dung giống %lld nguồn%s, tác giả đã giải trình %lld"), text_percent(mem, (int)s->share), (long long)s->sources, s->same_org ? T(" (có nguồn cùng cơ sở)") : "", (long long)s->answered);
}

const dossier_adviser novelty_adviser = {novelty_advice, remark};
