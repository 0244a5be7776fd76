/* Templates of papers: /quan-tri/mau. */
#include "paper/paper_pages.h"
#include "base/text.h"
#include "doc/sniff.h"
#include "paper/paper.h"
#include "process/design.h"

STATIC_FORM(upload_form, {.name = "kind", .kind = INPUT_SELECT, .label = N_("Loại văn bản"), .required = true},
            {.name = "file", .kind = INPUT_FILE, .label = N_("Mẫu (DOCX)"), .hint = N_("Sửa trong Word, giữ nguyên các trường dạng {{ten_sang_kien}}; tối đa 5 MB."), .max = PAPER_BYTES_MAX, .required = true});
STATIC_FORM(act_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    paper_field f;
    const char *used; /* in which papers, in words */
} field_view;
STATIC_SHAPE(field_shape, field_view, F_STRUCT(field_view, f, paper_field_shape), F_TEXT(field_view, used));
typedef struct {
    paper_rows rows;
    LIST_OF(field_view) fields;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, rows, paper_row_shape), F_LIST(list_view, fields, field_shape));
typedef struct {
    paper_row t;
    bool may_activate, is_draft;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, t, paper_row_shape), F_BOOL(show_view, may_activate), F_BOOL(show_view, is_draft));

static void offer_kinds(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, 40);
    for (const process_paper *p = process_papers; p->key && l->n < 40; p++) l->p[l->n++] = (choice){p->key, T(p->name)};
    form_choices(r, "kind", l);
}

static const char *used_in(arena *mem, unsigned of)
{
    static const struct {
        unsigned of;
        const char *name;
    } uses[] = {{OF_STEP, N_("văn bản của các bước")}, {OF_DECISION, N_("quyết định")}, {OF_CERTIFICATE, N_("giấy chứng nhận")}, {OF_MINUTES, N_("biên bản, báo cáo của Hội đồng")}, {OF_SHEET, N_("phiếu chấm")}, {OF_SUMMARY, N_("bảng tổng hợp")}};
    const char *s = "";

    if (of == OF_ALL) return T("mọi văn bản");
    for (int i = 0; i < COUNT(uses); i++)
        if (of & uses[i].of) s = textf(mem, "%s%s%s", s, *s ? ", " : "", T(uses[i].name));
    return s;
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    TRY(paper_all(r->db, r->mem, &r->who, &v->rows));
    for (const paper_field *f = paper_fields; f->name; f++) v->fields.n++;
    v->fields.p = NEWS(r->mem, field_view, v->fields.n);
    for (int i = 0; i < v->fields.n; i++) {
        const paper_field *f = &paper_fields[i];
        v->fields.p[i] = (field_view){{f->name, T(f->label), f->sample, f->of}, used_in(r->mem, f->of)};
    }
    offer_kinds(r);
    reply_title(r, "%s", T("Mẫu văn bản"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status list_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    const char *why = "";
    paper_id id = {0};

    if (doc_sniff(u->data, u->name) != DOC_DOCX) {
        form_error(r, "file", "%s", T("Hãy tải lên tệp DOCX (không macro, không khóa mật khẩu)."));
        return E_INVALID;
    }
    status s = paper_upload(r->mem, r->db, &r->who, form_text(r, "kind"), u->name, u->data, r->now, &id, &why);
    if (s == E_INVALID) form_error(r, "file", "%s", why);
    if (s == E_LIMIT) form_error(r, "file", T("Tệp quá lớn: tối đa %d MB."), PAPER_BYTES_MAX >> 20);
    if (s == E_LIMIT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã tải mẫu lên dưới dạng bản thảo. Hãy xem thử rồi đưa vào dùng."));
    return reply_see(r, out, "/quan-tri/mau/%lld", (long long)id.v);
}

static status show_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);

    TRY(paper_get(r->db, r->mem, &r->who, ARG(r, 0, paper_id), &v->t));
    v->is_draft = text_eq(v->t.status, "draft");
    v->may_activate = !*v->t.unknown && !text_eq(v->t.status, "active");
    reply_title(r, T("%s, phiên bản %lld"), v->t.kind_name, (long long)v->t.version);
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Mẫu văn bản"), "/quan-tri/mau");
    return reply_view(r, out, v);
}

static status activate_post(request *r, reply *out)
{
    status s = paper_activate(r->mem, r->db, &r->who, ARG(r, 0, paper_id), r->now);

    if (s == E_INVALID) form_error(r, "", "%s", T("Mẫu dùng trường không có; xem tên trường bên dưới, sửa tệp rồi tải lại."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đưa mẫu vào dùng. Văn bản đã ban hành giữ mẫu cũ."));
    return reply_see(r, out, "/quan-tri/mau/%lld", (long long)r->arg[0]);
}

static status file_get(request *r, reply *out)
{
    paper_row t = {0};
    bytes docx = {0};

    TRY(paper_get(r->db, r->mem, &r->who, ARG(r, 0, paper_id), &t));
    TRY(paper_file(r->db, r->mem, &r->who, t.id, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "mau-%s-%lld.docx", t.kind, (long long)t.version), docx);
}

static status preview_get(request *r, reply *out)
{
    paper_row t = {0};
    bytes docx = {0};
    const char *why = "";

    TRY(paper_get(r->db, r->mem, &r->who, ARG(r, 0, paper_id), &t));
    status s = paper_preview(r->db, r->mem, &r->who, t.id, &docx, &why);
    if (s == E_INVALID) {
        reply_flash(r, FLASH_BAD, "%s", why);
        return reply_see(r, out, "/quan-tri/mau/%lld", (long long)t.id.v);
    }
    TRY(s);
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "xem-thu-%s-%lld.docx", t.kind, (long long)t.version), docx);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/mau", list_page, ACCESS_ROLE, .roles = admin, .page = "paper/list.html", .view = &list_shape, .form = &upload_form, .summary = "Templates of papers"},
    {POST, "/quan-tri/mau", list_post, ACCESS_ROLE, .roles = admin, .form = &upload_form, .again = list_page, .flags = ROUTE_UPLOAD, .summary = "Upload a template"},
    {GET, "/quan-tri/mau/:id", show_page, ACCESS_ROLE, .roles = admin, .page = "paper/show.html", .view = &show_shape, .form = &act_form, .summary = "A template"},
    {POST, "/quan-tri/mau/:id", activate_post, ACCESS_ROLE, .roles = admin, .form = &act_form, .again = show_page, .summary = "Use this version"},
    {GET, "/quan-tri/mau/:id/tep", file_get, ACCESS_ROLE, .roles = admin, .summary = "The template as a file"},
    {GET, "/quan-tri/mau/:id/xem-thu", preview_get, ACCESS_ROLE, .roles = admin, .summary = "The template with sample data"},
};
const route_table paper_routes = {routes, COUNT(routes)};
