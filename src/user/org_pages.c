/* Organisations for administrators: those that are, those that were, and what becomes of one. */
#include "user/org_pages.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "org/org.h"
#include "user/user.h"
#include <stdlib.h>
#include <string.h>

static const choice org_kinds[] = {{"legal_person", N_("Pháp nhân")}, {"own_name", N_("Đơn vị không có tư cách pháp nhân, hoạt động nhân danh chính mình")}, {"dependent", N_("Đơn vị hạch toán phụ thuộc được ủy quyền")}, {"body", N_("Cơ quan cấp trên, không phải cơ sở")}, {0}};
static const choice economic_classes[] = {{"other", N_("Cơ quan, tổ chức khác")}, {"economic", N_("Tổ chức kinh tế")}, {"revenue_public", N_("Đơn vị sự nghiệp có thu, hạch toán độc lập")}, {0}};
static const choice sectors[] = {{"department", N_("Sở, ban, ngành")}, {"commune", N_("Xã, phường, đặc khu")}, {"district", N_("Quận, huyện (cấp huyện cũ)")}, {"school", N_("Trường học")}, {"hospital", N_("Cơ sở y tế")}, {"enterprise", N_("Doanh nghiệp")}, {"union", N_("Công đoàn, tổ chức chính trị - xã hội")}, {"service", N_("Đơn vị sự nghiệp khác")}, {0}};
static const choice ends[] = {{"merge", N_("Sáp nhập vào một cơ quan, đơn vị khác")}, {"split", N_("Chia, tách thành nhiều cơ quan, đơn vị")}, {"end", N_("Giải thể, kết thúc hoạt động")}, {0}};

#define FIELD_ON {.name = "on", .kind = INPUT_DATE, .label = N_("Từ ngày"), .required = true}
#define FIELD_DOCUMENT {.name = "document", .kind = INPUT_LINE, .label = N_("Văn bản (số, ngày, cơ quan ban hành)"), .max = 200, .required = true}

STATIC_FORM(org_form, {.name = "code", .kind = INPUT_LINE, .label = N_("Mã"), .required = true, .max = 30}, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên"), .required = true, .max = 200},
            {.name = "symbol", .kind = INPUT_LINE, .label = N_("Ký hiệu văn bản"), .required = true, .max = 30}, {.name = "kind", .kind = INPUT_RADIO, .label = N_("Loại cơ sở (Điều 2 Thông tư 18/2013/TT-BKHCN)"), .choices = org_kinds, .required = true},
            {.name = "sector", .kind = INPUT_SELECT, .label = N_("Nhóm"), .choices = sectors}, {.name = "economic_class", .kind = INPUT_SELECT, .label = N_("Loại tài chính (Điều 10 Điều lệ Sáng kiến)"), .choices = economic_classes},
            {.name = "superior", .kind = INPUT_SELECT, .label = N_("Cơ quan cấp trên")}, {.name = "authorisation", .kind = INPUT_LINE, .label = N_("Văn bản ủy quyền (đơn vị hạch toán phụ thuộc)"), .max = 200},
            {.name = "on", .kind = INPUT_DATE, .label = N_("Hoạt động từ ngày"), .hint = N_("Để trống: từ hôm nay.")});
STATIC_FORM(name_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên mới"), .required = true, .max = 200}, {.name = "symbol", .kind = INPUT_LINE, .label = N_("Ký hiệu văn bản"), .required = true, .max = 30}, FIELD_ON, FIELD_DOCUMENT);
STATIC_FORM(superior_form, {.name = "superior", .kind = INPUT_SELECT, .label = N_("Cơ quan cấp trên mới"), .hint = N_("Để trống: không có cấp trên.")}, FIELD_ON, FIELD_DOCUMENT);
STATIC_FORM(end_form, {.name = "kind", .kind = INPUT_RADIO, .label = N_("Việc xảy ra"), .choices = ends, .required = true},
            {.name = "heir", .kind = INPUT_SELECT, .label = N_("Cơ sở kế thừa"), .hint = N_("Nhận hồ sơ đang xử lý, người và đơn vị trực thuộc. Chưa có thì thêm cơ quan mới trước.")},
            {.name = "others", .kind = INPUT_CHECKS, .label = N_("Các cơ quan khác được thành lập từ việc chia, tách")}, {.name = "on", .kind = INPUT_DATE, .label = N_("Ngày không còn hoạt động"), .required = true}, FIELD_DOCUMENT);

/* Existing organisations but `but` as choices. */
static status offer(request *r, const char *field, org_id but)
{
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(org_all(r->db, r->mem, date_of(r->now), false, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++)
        if (orgs.p[i].id.v != but.v) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, field, l);
    return OK;
}

enum { BOXES_MAX = 30 }; /* more are found by searching */

static bool is_ticked(request *r, const char *field, const char *value)
{
    for (int i = 0; r->again && i < form_count(r, field); i++)
        if (text_eq(form_text_at(r, field, i), value)) return true;
    return false;
}

/* Of a list of boxes those alone whose names hold `text`, with or without tone marks, and those that are ticked. `left_out`
 * counts the others. */
static status offer_found(request *r, const char *field, org_id but, const char *text, int64_t *left_out)
{
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);
    const char *wanted = text_fold(r->mem, text);

    TRY(org_all(r->db, r->mem, date_of(r->now), false, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++) {
        const char *id = textf(r->mem, "%lld", (long long)orgs.p[i].id.v);
        if (orgs.p[i].id.v == but.v) continue;
        bool found = l->n < BOXES_MAX && strstr(text_fold(r->mem, orgs.p[i].name), wanted);
        if (found || is_ticked(r, field, id)) l->p[l->n++] = (choice){id, orgs.p[i].name};
        else ++*left_out;
    }
    form_choices(r, field, l);
    return OK;
}

/* ---- all of them ---- */

typedef struct {
    org_list orgs, ended;
} orgs_view;
STATIC_SHAPE(orgs_shape, orgs_view, F_LIST(orgs_view, orgs, org_row_shape), F_LIST(orgs_view, ended, org_row_shape));

static status orgs_page(request *r, reply *out)
{
    orgs_view *v = NEW(r->mem, orgs_view);

    TRY(org_all(r->db, r->mem, date_of(r->now), false, &v->orgs));
    TRY(org_ended(r->db, r->mem, date_of(r->now), &v->ended));
    TRY(offer(r, "superior", (org_id){0}));
    reply_title(r, "%s", T("Quản trị: cơ quan, đơn vị"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status org_post(request *r, reply *out)
{
    AUTO(db_tx) tx = {0};
    const char *class = form_text(r, "economic_class");
    org_row o = {.code = form_text(r, "code"), .name = form_text(r, "name"), .symbol = form_text(r, "symbol"), .kind = form_text(r, "kind"), .economic_class = *class ? class : "other",
                 .sector = form_text(r, "sector"), .superior_id = {form_int(r, "superior")}, .province = "", .authorisation = form_text(r, "authorisation"), .address = "", .email = "",
                 .phone = "", .union_exists = true, .valid_from = form_date(r, "on").ymd ? form_date(r, "on") : date_of(r->now)};
    org_id id = {0};

    if (!org_may_change(&r->who, (org_id){0})) return E_FORBIDDEN;
    if (text_eq(o.kind, "dependent") && !*o.authorisation) form_error(r, "authorisation", "%s", T("Đơn vị hạch toán phụ thuộc cần văn bản ủy quyền của pháp nhân cấp trên."));
    if (form_errors(r)) return E_INVALID;
    TRY(db_begin(r->db, &tx));
    status s = org_create(r->db, r->mem, &o, &id);
    if (s == E_CONFLICT) form_error(r, "code", "%s", T("Mã này đã có."));
    if (s == E_INVALID) form_error(r, "sector", "%s", T("Không còn cấp huyện vào ngày này; xem trang Quy định."));
    if (s == E_CONFLICT || s == E_INVALID) return E_INVALID;
    TRY(s);
    TRY(audit_add(r->db, r->mem, &r->who, "organisation.created", "organisation", id.v, "", o.name));
    TRY(db_commit(&tx));
    return reply_see(r, out, "/quan-tri/co-quan/%lld", (long long)id.v);
}

/* ---- one ---- */

typedef struct {
    org_row o;
    org_names names;
    org_changes changes;
    org_list below;
    user_roles heads;
    const char *kind_name, *verb, *text; /* text: what the boxes are searched for */
    int64_t left_out;                    /* boxes that are not offered */
} org_view;
STATIC_SHAPE(org_shape, org_view, F_STRUCT(org_view, o, org_row_shape), F_LIST(org_view, names, org_name_row_shape), F_LIST(org_view, changes, org_change_row_shape),
             F_LIST(org_view, below, org_row_shape), F_LIST(org_view, heads, user_role_row_shape), F_TEXT(org_view, kind_name), F_TEXT(org_view, verb), F_TEXT(org_view, text), F_INT(org_view, left_out));

static const char *change_name(const char *kind)
{
    if (text_eq(kind, "merge")) return T("sáp nhập vào");
    if (text_eq(kind, "split")) return T("chia, tách thành");
    if (text_eq(kind, "rename")) return T("đổi tên");
    if (text_eq(kind, "move")) return T("chuyển về trực thuộc");
    return T("kết thúc hoạt động");
}

/* An organisation that this administrator may change; others do not exist for them. */
static status load(request *r, org_view *v)
{
    org_id id = ARG(r, 0, org_id);

    if (!org_may_change(&r->who, id)) return E_NOT_FOUND;
    TRY(org_get(r->db, r->mem, id, &v->o));
    v->kind_name = v->verb = v->text = "";
    for (int i = 0; org_kinds[i].value; i++)
        if (text_eq(org_kinds[i].value, v->o.kind)) v->kind_name = T(org_kinds[i].label);
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Cơ quan, đơn vị"), "/quan-tri/co-quan");
    return OK;
}

static status show_page(request *r, reply *out)
{
    org_view *v = NEW(r->mem, org_view);

    TRY(load(r, v));
    TRY(org_names_of(r->db, r->mem, v->o.id, &v->names));
    TRY(org_changes_of(r->db, r->mem, v->o.id, &v->changes));
    TRY(org_below(r->db, r->mem, v->o.id, &v->below));
    TRY(user_heads_of(r->db, r->mem, v->o.id, &v->heads));
    for (int i = 0; i < v->changes.n; i++) v->changes.p[i].kind = change_name(v->changes.p[i].kind);
    reply_title(r, "%s", v->o.name);
    reply_org(r, v->o.id);
    return reply_view(r, out, v);
}

static status change_base(request *r, org_view *v, const char *title)
{
    TRY(load(r, v));
    reply_crumb(r, v->o.name, textf(r->mem, "/quan-tri/co-quan/%lld", (long long)v->o.id.v));
    reply_title(r, "%s", title);
    form_set_date(r, "on", date_of(r->now));
    return v->o.valid_to.ymd ? E_CONFLICT : OK;
}

/* Says at the fields why a change was not made. */
static status explain(request *r, status s, const char *field)
{
    if (s == E_CONFLICT) form_error(r, "on", "%s", T("Ngày phải sau lần thay đổi gần nhất của cơ quan này."));
    if (s == E_INVALID && form_date(r, "on").ymd > date_of(r->now).ymd) form_error(r, "on", "%s", T("Chỉ ghi thay đổi đã có hiệu lực: ngày không được ở tương lai."));
    else if (s == E_INVALID) form_error(r, field, "%s", T("Chọn cơ quan khác, đang hoạt động; sáp nhập cần đúng một cơ sở kế thừa, chia tách cần từ hai cơ quan."));
    return s == E_CONFLICT ? E_INVALID : s;
}

static status done(request *r, reply *out, const char *said)
{
    web_look_changed(r); /* names and places in the tree are part of it */
    reply_flash(r, FLASH_GOOD, "%s", said);
    return reply_see(r, out, "/quan-tri/co-quan/%lld", (long long)r->arg[0]);
}

static status name_page(request *r, reply *out)
{
    org_view *v = NEW(r->mem, org_view);

    TRY(change_base(r, v, T("Đổi tên cơ quan, đơn vị")));
    form_set(r, "name", v->o.name);
    form_set(r, "symbol", v->o.symbol);
    v->verb = "doi-ten";
    return reply_view(r, out, v);
}

static status name_post(request *r, reply *out)
{
    TRY(explain(r, org_change_name(r->mem, r->db, &r->who, ARG(r, 0, org_id), form_text(r, "name"), form_text(r, "symbol"), form_date(r, "on"), form_text(r, "document"), r->now), "name"));
    return done(r, out, T("Đã đổi tên. Văn bản đã ban hành giữ tên cũ."));
}

static status superior_page(request *r, reply *out)
{
    org_view *v = NEW(r->mem, org_view);

    TRY(change_base(r, v, T("Đổi cơ quan cấp trên")));
    TRY(offer(r, "superior", v->o.id));
    form_set_int(r, "superior", v->o.superior_id.v);
    v->verb = "doi-cap-tren";
    return reply_view(r, out, v);
}

static status superior_post(request *r, reply *out)
{
    TRY(explain(r, org_change_superior(r->mem, r->db, &r->who, ARG(r, 0, org_id), (org_id){form_int(r, "superior")}, form_date(r, "on"), form_text(r, "document"), r->now), "superior"));
    return done(r, out, T("Đã đổi cơ quan cấp trên."));
}

static status end_page(request *r, reply *out)
{
    org_view *v = NEW(r->mem, org_view);

    TRY(change_base(r, v, T("Sáp nhập, chia tách hoặc kết thúc")));
    TRY(offer(r, "heir", v->o.id));
    v->text = query_text(r, "tim");
    TRY(offer_found(r, "others", v->o.id, v->text, &v->left_out));
    AUTO(buf) q = {0};
    buf_url(&q, v->text);
    v->verb = *v->text ? textf(r->mem, "ket-thuc?tim=%s", q.p) : "ket-thuc";
    return reply_view(r, out, v);
}

static status end_post(request *r, reply *out)
{
    const char *kind = form_text(r, "kind");
    org_ending e = {.kind = text_eq(kind, "merge") ? ORG_MERGE : text_eq(kind, "split") ? ORG_SPLIT : ORG_END, .on = form_date(r, "on"), .document = form_text(r, "document")};

    if (form_int(r, "heir")) e.heir[e.n++] = (org_id){form_int(r, "heir")};
    for (int i = 0; e.kind == ORG_SPLIT && i < form_count(r, "others") && e.n < ORG_HEIRS_MAX; i++) {
        int64_t other = strtoll(form_text_at(r, "others", i), NULL, 10);
        if (other != e.heir[0].v) e.heir[e.n++] = (org_id){other};
    }
    TRY(explain(r, org_change_end(r->mem, r->db, &r->who, ARG(r, 0, org_id), &e, r->now), "heir"));
    return done(r, out, T("Đã ghi. Hồ sơ đang xử lý và người của cơ quan này chuyển đến cơ sở kế thừa."));
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/co-quan", orgs_page, ACCESS_ROLE, .roles = admin, .page = "user/orgs.html", .view = &orgs_shape, .form = &org_form, .summary = "Organisations"},
    {POST, "/quan-tri/co-quan", org_post, ACCESS_ROLE, .roles = admin, .form = &org_form, .again = orgs_page, .summary = "Create an organisation"},
    {GET, "/quan-tri/co-quan/:id", show_page, ACCESS_ROLE, .roles = admin, .page = "user/org.html", .view = &org_shape, .summary = "An organisation with its names, heads and changes"},
    {GET, "/quan-tri/co-quan/:id/doi-ten", name_page, ACCESS_ROLE, .roles = admin, .page = "user/org_name.html", .view = &org_shape, .form = &name_form, .summary = "Rename an organisation: form"},
    {POST, "/quan-tri/co-quan/:id/doi-ten", name_post, ACCESS_ROLE, .roles = admin, .form = &name_form, .again = name_page, .summary = "Rename an organisation"},
    {GET, "/quan-tri/co-quan/:id/doi-cap-tren", superior_page, ACCESS_ROLE, .roles = admin, .page = "user/org_superior.html", .view = &org_shape, .form = &superior_form, .summary = "Move an organisation below another: form"},
    {POST, "/quan-tri/co-quan/:id/doi-cap-tren", superior_post, ACCESS_ROLE, .roles = admin, .form = &superior_form, .again = superior_page, .summary = "Move an organisation below another"},
    {GET, "/quan-tri/co-quan/:id/ket-thuc", end_page, ACCESS_ROLE, .roles = admin, .page = "user/org_end.html", .view = &org_shape, .form = &end_form, .summary = "Merge, split or end an organisation: form"},
    {POST, "/quan-tri/co-quan/:id/ket-thuc", end_post, ACCESS_ROLE, .roles = admin, .form = &end_form, .again = end_page, .summary = "Merge, split or end an organisation"},
};
const route_table org_routes = {routes, COUNT(routes)};
