/* Own forms: /quan-tri/mau-don. */
#include "catalogue/catalogue_pages.h"
#include "base/text.h"
#include "catalogue/own_form.h"
#include "catalogue/round.h"

static const choice levels[] = {{"unit", N_("Cơ sở")}, {"city", N_("Bộ, tỉnh, thành phố")}, {"nation", N_("Toàn quốc")}, {0}};
static const choice field_kinds[] = {{"line", N_("Một dòng chữ")}, {"lines", N_("Nhiều dòng chữ")}, {"number", N_("Số")}, {"date", N_("Ngày")}, {0}};
STATIC_FORM(new_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên mẫu đơn"), .max = 150, .required = true}, {.name = "level", .kind = INPUT_SELECT, .label = N_("Cấp"), .choices = levels, .required = true},
            {.name = "sector", .kind = INPUT_SELECT, .label = N_("Riêng cho lĩnh vực"), .hint = N_("Để trống: mọi lĩnh vực.")},
            {.name = "round", .kind = INPUT_SELECT, .label = N_("Riêng cho đợt"), .hint = N_("Để trống: mọi đợt. Đợt phải cùng cấp.")});
STATIC_FORM(field_form, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""}, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true}, {.name = "key", .kind = INPUT_HIDDEN, .label = ""},
            {.name = "label", .kind = INPUT_LINE, .label = N_("Tên mục hỏi thêm"), .max = 200}, {.name = "hint", .kind = INPUT_LINE, .label = N_("Chỉ dẫn cho tác giả"), .max = 300},
            {.name = "kind", .kind = INPUT_SELECT, .label = N_("Kiểu"), .choices = field_kinds}, {.name = "required", .kind = INPUT_CHECK, .label = N_("Bắt buộc khi nộp")},
            {.name = "parts", .kind = INPUT_CHECKS, .label = N_("Thành phần hồ sơ bắt buộc")});

typedef struct {
    own_form_rows rows;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, rows, own_form_row_shape));
typedef struct {
    const char *name;
} name_view;
STATIC_SHAPE(name_shape, name_view, F_TEXT(name_view, name));
typedef struct {
    own_form_row f;
    LIST_OF(own_field) fields;
    LIST_OF(name_view) parts;
    bool is_draft;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, f, own_form_row_shape), F_LIST(show_view, fields, own_field_shape), F_LIST(show_view, parts, name_shape), F_BOOL(show_view, is_draft));

static status offer(request *r, const char *field, const char *kind)
{
    choice_list *l = NEW(r->mem, choice_list);
    catalogue_list all = {0};

    TRY(catalogue_of(r->db, r->mem, kind, "", false, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++) l->p[l->n++] = (choice){all.p[i].key, all.p[i].name};
    form_choices(r, field, l);
    return OK;
}

static status offer_rounds(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    round_list all = {0};

    TRY(round_all(r->db, r->mem, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)all.p[i].id.v), all.p[i].name};
    form_choices(r, "round", l);
    return OK;
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    TRY(own_form_all(r->db, r->mem, &r->who, &v->rows));
    TRY(offer(r, "sector", "field"));
    TRY(offer_rounds(r));
    reply_title(r, "%s", T("Mẫu đơn"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status list_post(request *r, reply *out)
{
    form_id id = {0};
    status s = own_form_create(r->mem, r->db, &r->who, form_text(r, "name"), form_text(r, "level"), form_text(r, "sector"), (round_id){form_int(r, "round")}, r->now, &id);

    if (s == E_CONFLICT) form_error(r, "level", "%s", T("Cấp, lĩnh vực và đợt này đã có một bản thảo; hãy sửa bản thảo đó."));
    if (s == E_INVALID && form_int(r, "round")) form_error(r, "round", "%s", T("Đợt này thuộc cấp khác."));
    if (s == E_CONFLICT) return E_INVALID;
    TRY(s);
    return reply_see(r, out, "/quan-tri/mau-don/%lld", (long long)id.v);
}

static status show_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    own_form f = {0};

    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    TRY(own_form_get(r->db, r->mem, ARG(r, 0, form_id), &v->f, &f));
    v->fields.p = f.fields.p;
    v->fields.n = f.fields.n;
    v->parts.p = NEWS(r->mem, name_view, f.parts.n + 1);
    for (int i = 0; i < f.parts.n; i++) {
        form_set_at(r, "parts", i, f.parts.p[i].key);
        TRY(catalogue_name(r->db, r->mem, "part", f.parts.p[i].key, &v->parts.p[v->parts.n].name));
        v->parts.n++;
    }
    v->is_draft = text_eq(v->f.status, "draft");
    TRY(offer(r, "parts", "part"));
    form_replace(r, "revision", textf(r->mem, "%lld", (long long)v->f.revision));
    reply_title(r, T("%s, phiên bản %lld"), v->f.name, (long long)v->f.version);
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Mẫu đơn"), "/quan-tri/mau-don");
    return reply_view(r, out, v);
}

static status change(request *r, form_id id, int64_t revision)
{
    const char *what = form_text(r, "do"), *keys[OWN_PARTS_MAX];
    int n = form_count(r, "parts");

    if (text_eq(what, "activate")) return own_form_activate(r->mem, r->db, &r->who, id, r->now);
    if (text_eq(what, "drop")) return own_form_drop(r->mem, r->db, &r->who, id, revision, form_text(r, "key"));
    if (text_eq(what, "parts")) {
        for (int i = 0; i < n && i < OWN_PARTS_MAX; i++) keys[i] = form_text_at(r, "parts", i);
        return own_form_parts(r->mem, r->db, &r->who, id, revision, keys, n);
    }
    own_field f = {.key = "", .label = form_text(r, "label"), .hint = form_text(r, "hint"), .kind = form_text(r, "kind"), .required = form_check(r, "required")};
    if (text_empty(f.label)) form_error(r, "label", "%s", T("Hãy đặt tên cho mục."));
    if (!*f.kind) form_error(r, "kind", "%s", T("Hãy chọn kiểu."));
    if (form_errors(r)) return E_INVALID;
    return own_form_put(r->mem, r->db, &r->who, id, revision, form_text(r, "key"), &f);
}

static status show_post(request *r, reply *out)
{
    form_id id = ARG(r, 0, form_id);
    int64_t revision = 0;

    if (text_parse_int(form_text(r, "revision"), 1, INT64_MAX / 2, &revision) != OK) revision = 0;
    status s = change(r, id, revision);
    if (s == E_CONFLICT) form_error(r, "", "%s", T("Mẫu đơn vừa được người khác sửa, hoặc đã đưa vào dùng. Xem lại rồi làm tiếp."));
    if (s == E_LIMIT) form_error(r, "", T("Nhiều nhất %d mục và %d thành phần."), OWN_FIELDS_MAX, OWN_PARTS_MAX);
    if (s == E_CONFLICT || s == E_LIMIT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu mẫu đơn."));
    return reply_see(r, out, "/quan-tri/mau-don/%lld", (long long)id.v);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/mau-don", list_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/forms.html", .view = &list_shape, .form = &new_form, .summary = "Own forms by level and field"},
    {POST, "/quan-tri/mau-don", list_post, ACCESS_ROLE, .roles = admin, .form = &new_form, .again = list_page, .summary = "Make a draft of a form"},
    {GET, "/quan-tri/mau-don/:id", show_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/form.html", .view = &show_shape, .form = &field_form, .summary = "A form"},
    {POST, "/quan-tri/mau-don/:id", show_post, ACCESS_ROLE, .roles = admin, .form = &field_form, .again = show_page, .summary = "Change or activate a form"},
};
const route_table own_form_routes = {routes, COUNT(routes)};
