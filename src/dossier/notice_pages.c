/* The papers that a step of the process issues (receipt, request to mend, acceptance, refusals, transfer), as DOCX in the
 * layout of NĐ 30/2020. The step names its paper in the process; what it says stands in pages/notice.txt. */
#include "base/buf.h"
#include "base/embed.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/docx.h"
#include "doc/sniff.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"
#include "dossier/notice.h"
#include "rule/rule.h"
#include "web/template.h"
#include <string.h>

typedef struct {
    dossier d;
    author_list authors;
    dossier_files files;
    const char *heading, *article, *note, *day, *due_text, *actor;
    bool receipt, deficiency, acceptance, refusal_acceptance, transfer, refusal, has_due;
} notice_view;
STATIC_SHAPE(notice_shape, notice_view, F_STRUCT(notice_view, d, dossier_shape), F_LIST(notice_view, authors, dossier_author_shape), F_LIST(notice_view, files, dossier_file_shape),
             F_TEXT(notice_view, heading), F_TEXT(notice_view, article), F_TEXT(notice_view, note), F_TEXT(notice_view, day), F_TEXT(notice_view, due_text),
             F_TEXT(notice_view, actor), F_BOOL(notice_view, receipt), F_BOOL(notice_view, deficiency), F_BOOL(notice_view, acceptance), F_BOOL(notice_view, refusal_acceptance),
             F_BOOL(notice_view, transfer), F_BOOL(notice_view, refusal), F_BOOL(notice_view, has_due));

/* Official papers are Vietnamese whatever language the page is in. */
static const struct {
    const char *document, *heading, *slug;
    size_t flag;
} papers[] = {
    {"receipt", "GIẤY BIÊN NHẬN ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "giay-bien-nhan", offsetof(notice_view, receipt)},
    {"deficiency", "THÔNG BÁO THIẾU SÓT CỦA ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "thong-bao-thieu-sot", offsetof(notice_view, deficiency)},
    {"acceptance", "THÔNG BÁO CHẤP NHẬN ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "thong-bao-chap-nhan", offsetof(notice_view, acceptance)},
    {"refusal_acceptance", "THÔNG BÁO TỪ CHỐI CHẤP NHẬN ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "thong-bao-tu-choi", offsetof(notice_view, refusal_acceptance)},
    {"transfer", "PHIẾU CHUYỂN HỒ SƠ YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "phieu-chuyen", offsetof(notice_view, transfer)},
    {"refusal", "THÔNG BÁO KHÔNG CÔNG NHẬN SÁNG KIẾN", "thong-bao-khong-cong-nhan", offsetof(notice_view, refusal)},
};

static const char *document_of(const process *p, const dossier_event *e)
{
    const process_step *s = process_step_of(p, e->action, e->from_state);
    return s ? s->document : "";
}

bool dossier_event_has_notice(const process *p, const dossier_event *e)
{
    const char *document = document_of(p, e);

    for (int i = 0; i < COUNT(papers); i++)
        if (text_eq(papers[i].document, document)) return true;
    return false;
}

static const dossier_event *event_of(const dossier_events *l, int64_t id)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].id == id) return &l->p[i];
    return NULL;
}

static status fill(request *r, const process *p, const dossier_event *e, notice_view *v, const char **slug)
{
    const char *document = document_of(p, e);
    rule_term t = {0};

    *slug = NULL;
    for (int i = 0; i < COUNT(papers); i++) {
        if (!text_eq(papers[i].document, document)) continue;
        *slug = papers[i].slug;
        v->heading = papers[i].heading;
        *(bool *)((char *)v + papers[i].flag) = true;
    }
    if (!*slug) return E_NOT_FOUND;
    v->article = process_step_of(p, e->action, e->from_state)->article;
    v->note = e->note;
    v->actor = e->actor;
    v->day = date_vi(r->mem, date_of(e->at));
    v->due_text = e->due_on.ymd ? date_vi(r->mem, e->due_on) : "";
    if (v->receipt && rule_due(r->mem, rule_current(), "review.period", NULL, v->d.filed_on, v->d.filed_on, &t) == OK) v->due_text = date_vi(r->mem, t.due);
    v->has_due = *v->due_text != 0;
    return OK;
}

static status notice_get(request *r, reply *out)
{
    notice_view *v = NEW(r->mem, notice_view);
    const process *p = NULL;
    const char *slug = NULL;
    dossier_events events = {0};
    template *t = NULL;
    AUTO(buf) b = {0};
    bytes docx = {0};

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    TRY(dossier_events_of(r->db, r->mem, v->d.id, &events));
    const dossier_event *e = event_of(&events, r->arg[1]);
    if (!e) return E_NOT_FOUND;
    TRY(process_load(r->db, e->process_id, &p));
    TRY(dossier_authors(r->db, r->mem, v->d.id, &v->authors));
    TRY(dossier_files_of(r->db, r->mem, v->d.id, &v->files));
    TRY(fill(r, p, e, v, &slug));
    TRY(template_compile_text(r->mem, "dossier/notice.txt", embed_find("dossier/notice.txt")->data, &notice_shape, NULL, NULL, &t));
    template_render(t, r->mem, v, NULL, NULL, &b);
    TRY(docx_from_lines(r->mem, b.p, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "%s-%s.docx", slug, text_slug(r->mem, v->d.number)), docx);
}

static const route routes[] = {
    {GET, "/ho-so/:id/van-ban/:event", notice_get, ACCESS_USER, .summary = "The paper that a step issued (DOCX)"},
};
const route_table notice_routes = {routes, COUNT(routes)};
