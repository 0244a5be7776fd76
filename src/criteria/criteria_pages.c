/* Sets of criteria: the list, a set, its form. */
#include "criteria/criteria_pages.h"
#include "base/text.h"
#include "criteria/criteria.h"
#include "org/org.h"

enum { SPARE_ROWS = 3 };
static const unsigned editors = ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_SECRETARY);
static const choice levels[] = {{"unit", N_("Cấp cơ sở")}, {"city", N_("Cấp thành phố")}, {0}};
static const choice methods[] = {{"mean", N_("Trung bình cộng")}, {"trimmed", N_("Trung bình, bỏ điểm cao nhất và thấp nhất (từ 3 phiếu)")}, {"median", N_("Trung vị")}, {0}};
static const choice comments[] = {{"no", N_("Không bắt buộc")}, {"always", N_("Bắt buộc nhận xét")}, {0}};
STATIC_FORM(set_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên bộ tiêu chí"), .required = true, .max = 200}, {.name = "org", .kind = INPUT_SELECT, .label = N_("Áp dụng cho"), .required = true},
            {.name = "level", .kind = INPUT_RADIO, .label = N_("Cấp xét"), .choices = levels, .required = true},
            {.name = "field", .kind = INPUT_LINE, .label = N_("Lĩnh vực"), .hint = N_("Để trống: mọi lĩnh vực."), .max = 200},
            {.name = "basis", .kind = INPUT_LINE, .label = N_("Căn cứ"), .hint = N_("Văn bản đặt ra bộ tiêu chí; luật trung ương không quy định điểm."), .required = true, .max = 300},
            {.name = "method", .kind = INPUT_RADIO, .label = N_("Cách tính điểm chung"), .choices = methods, .required = true},
            {.name = "pass", .kind = INPUT_LINE, .label = N_("Điểm đạt"), .hint = N_("Ví dụ 70 hoặc 67,5. Ghi 0 nếu không đặt ngưỡng."), .required = true, .max = 10},
            {.name = "veto_sheets", .kind = INPUT_INT, .label = N_("Số phiếu có mức “loại” thì hồ sơ bị loại"), .required = true},
            {.name = "group", .kind = INPUT_LINE, .label = N_("Nhóm"), .max = 120, .repeat = true}, {.name = "criterion", .kind = INPUT_LINE, .label = N_("Tiêu chí"), .max = 200, .repeat = true},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Hướng dẫn chấm"), .rows = 2, .max = 1000, .repeat = true},
            {.name = "max", .kind = INPUT_LINE, .label = N_("Điểm cao nhất"), .max = 10, .repeat = true}, {.name = "weight", .kind = INPUT_LINE, .label = N_("Hệ số"), .max = 10, .repeat = true},
            {.name = "bands", .kind = INPUT_LINES, .label = N_("Các mức điểm"), .hint = N_("Mỗi dòng một mức: 27-30 Hoàn toàn mới. Thêm (loại) vào mức không được công nhận: 0 Sao chép (loại)."), .rows = 4, .max = 2000, .repeat = true},
            {.name = "comment", .kind = INPUT_SELECT, .label = N_("Nhận xét"), .choices = comments, .repeat = true}, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(act_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true});

typedef struct {
    criterion_row c;
    const char *max, *weight;
    band_list bands;
    bool new_group, asks;
    int64_t number;
} criterion_view;
STATIC_SHAPE(criterion_view_shape, criterion_view, F_STRUCT(criterion_view, c, criterion_shape), F_TEXT(criterion_view, max), F_TEXT(criterion_view, weight), F_LIST(criterion_view, bands, score_band_shape),
             F_BOOL(criterion_view, new_group), F_BOOL(criterion_view, asks), F_INT(criterion_view, number));
typedef struct {
    criteria_row s;
    const char *method, *pass, *full;
    bool draft, active, retired, city, may_edit;
    LIST_OF(criterion_view) rows;
} set_view;
STATIC_SHAPE(set_shape, set_view, F_STRUCT(set_view, s, criteria_shape), F_TEXT(set_view, method), F_TEXT(set_view, pass), F_TEXT(set_view, full), F_BOOL(set_view, draft), F_BOOL(set_view, active),
             F_BOOL(set_view, retired), F_BOOL(set_view, city), F_BOOL(set_view, may_edit), F_LIST(set_view, rows, criterion_view_shape));
typedef struct {
    LIST_OF(set_view) sets;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, sets, set_shape));

static void show_set(request *r, const criteria_row *c, set_view *v)
{
    v->s = *c;
    v->method = criteria_method_name(c->method);
    v->pass = score_text(r->mem, c->pass);
    v->full = score_text(r->mem, c->full);
    v->draft = text_eq(c->state, "draft");
    v->active = text_eq(c->state, "active");
    v->retired = text_eq(c->state, "retired");
    v->city = text_eq(c->level, "city");
    v->may_edit = criteria_may_edit(&r->who, c->org_id);
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    criteria_list l = {0};

    TRY(criteria_all(r->db, r->mem, &r->who, &l));
    v->sets.p = NEWS(r->mem, set_view, l.n + 1);
    for (int i = 0; i < l.n; i++) show_set(r, &l.p[i], &v->sets.p[v->sets.n++]);
    reply_title(r, "%s", T("Tiêu chí chấm điểm"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status set_page(request *r, reply *out)
{
    set_view *v = NEW(r->mem, set_view);
    criteria_row c = {0};
    criterion_list l = {0};

    TRY(criteria_get(r->db, r->mem, &r->who, ARG(r, 0, criteria_id), &c));
    TRY(criteria_of(r->db, r->mem, c.id, &l));
    show_set(r, &c, v);
    v->rows.p = NEWS(r->mem, criterion_view, l.n + 1);
    for (int i = 0; i < l.n; i++) {
        criterion_view *k = &v->rows.p[v->rows.n++];
        *k = (criterion_view){.c = l.p[i], .max = score_text(r->mem, l.p[i].max), .weight = score_text(r->mem, l.p[i].weight), .number = i + 1};
        k->new_group = *l.p[i].group_name && (i == 0 || !text_eq(l.p[i].group_name, l.p[i - 1].group_name));
        k->asks = text_eq(l.p[i].comment, "always");
        TRY(score_bands(r->mem, l.p[i].bands, l.p[i].max, &k->bands));
    }
    reply_title(r, "%s", c.name);
    if (v->may_edit) reply_crumb(r, T("Tiêu chí chấm điểm"), "/quan-tri/tieu-chi");
    return reply_view(r, out, v);
}

/* ---- the form ---- */

static status offer_orgs(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    org_list orgs = {0};

    TRY(org_all(r->db, r->mem, date_of(r->now), false, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 2);
    if (criteria_may_edit(&r->who, (org_id){0})) l->p[l->n++] = (choice){"0", T("Mọi cơ sở")};
    for (int i = 0; i < orgs.n; i++)
        if (criteria_may_edit(&r->who, orgs.p[i].id)) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    return l->n ? OK : E_FORBIDDEN;
}

static const char *short_points(arena *mem, int64_t h)
{
    return h % 100 ? score_text(mem, h) : textf(mem, "%lld", (long long)h / 100);
}

static status edit_page(request *r, reply *out)
{
    set_view *v = NEW(r->mem, set_view);
    criteria_row c = {.name = "", .level = "unit", .field = "", .basis = "", .method = "mean", .state = "draft", .org_name = "", .veto_sheets = 1, .pass = 0};
    criterion_list l = {0};

    if (r->arg[0]) {
        TRY(criteria_get(r->db, r->mem, &r->who, ARG(r, 0, criteria_id), &c));
        if (!criteria_may_edit(&r->who, c.org_id)) return E_FORBIDDEN;
        TRY(criteria_of(r->db, r->mem, c.id, &l));
    }
    TRY(offer_orgs(r));
    show_set(r, &c, v);
    form_set(r, "name", c.name);
    form_set(r, "org", textf(r->mem, "%lld", (long long)c.org_id.v));
    form_set(r, "level", c.level);
    form_set(r, "field", c.field);
    form_set(r, "basis", c.basis);
    form_set(r, "method", c.method);
    form_set(r, "pass", short_points(r->mem, c.pass));
    form_set_int(r, "veto_sheets", c.veto_sheets);
    form_set_int(r, "revision", c.revision);
    v->rows.n = l.n + SPARE_ROWS > CRITERIA_MAX ? CRITERIA_MAX : l.n + SPARE_ROWS;
    if (form_was_typed(r) && form_count(r, "criterion") > v->rows.n) v->rows.n = form_count(r, "criterion");
    v->rows.p = NEWS(r->mem, criterion_view, v->rows.n);
    for (int i = 0; i < v->rows.n; i++) {
        criterion_row k = i < l.n ? l.p[i] : (criterion_row){.group_name = "", .name = "", .note = "", .bands = "", .comment = "no", .weight = 100};
        v->rows.p[i] = (criterion_view){.c = k, .max = "", .weight = "", .number = i + 1};
        form_set_at(r, "group", i, k.group_name);
        form_set_at(r, "criterion", i, k.name);
        form_set_at(r, "note", i, k.note);
        form_set_at(r, "max", i, k.max ? short_points(r->mem, k.max) : "");
        form_set_at(r, "weight", i, short_points(r->mem, k.weight));
        form_set_at(r, "bands", i, k.bands);
        form_set_at(r, "comment", i, k.comment);
    }
    reply_title(r, "%s", r->arg[0] ? T("Sửa bộ tiêu chí") : T("Bộ tiêu chí mới"));
    reply_crumb(r, T("Tiêu chí chấm điểm"), "/quan-tri/tieu-chi");
    return reply_view(r, out, v);
}

/* The rows that were filled; where a row stands in the form is in `at`. */
static void read_rows(request *r, criterion_list *l, int *at)
{
    l->p = NEWS(r->mem, criterion_row, form_count(r, "criterion") + 1);
    for (int i = 0; i < form_count(r, "criterion"); i++) {
        criterion_row k = {.group_name = form_text_at(r, "group", i), .name = form_text_at(r, "criterion", i), .note = form_text_at(r, "note", i), .bands = form_text_at(r, "bands", i),
                           .comment = text_eq(form_text_at(r, "comment", i), "always") ? "always" : "no"};
        const char *max = form_text_at(r, "max", i), *weight = form_text_at(r, "weight", i);
        if (!*k.name && !*max && !*k.bands) continue;
        if (score_parse(max, &k.max) != OK) k.max = 0;
        if (score_parse(*weight ? weight : "1", &k.weight) != OK) k.weight = 0;
        at[l->n] = i;
        l->p[l->n++] = k;
        if (l->n > CRITERIA_MAX) return;
    }
}

static status edit_post(request *r, reply *out)
{
    criteria_row c = {.id = ARG(r, 0, criteria_id), .org_id = {form_int(r, "org")}, .name = form_text(r, "name"), .level = form_text(r, "level"), .field = form_text(r, "field"), .basis = form_text(r, "basis"),
                      .method = form_text(r, "method"), .veto_sheets = form_int(r, "veto_sheets"), .revision = form_int(r, "revision")};
    criterion_list l = {0};
    criteria_outcome o = {.row = -1, .field = "", .text = ""};
    criteria_id id = {0};
    int at[CRITERIA_MAX + 2] = {0};

    if (score_parse(form_text(r, "pass"), &c.pass) != OK) {
        form_error(r, "pass", "%s", T("Điểm đạt là một số, ví dụ 70 hoặc 67,5."));
        return E_INVALID;
    }
    read_rows(r, &l, at);
    status s = criteria_save(r->mem, r->db, &r->who, &c, &l, r->now, &id, &o);
    if (s == E_INVALID && o.tag == CRITERIA_BAD) {
        if (o.row >= 0) form_error_at(r, o.field, at[o.row], "%s", o.text);
        else form_error(r, o.field, "%s", o.text);
    }
    if (s == E_CONFLICT) {
        form_error(r, "", "%s", T("Bộ này không còn là nháp, hoặc có người vừa lưu. Nội dung bạn gõ vẫn còn nguyên; hãy mở lại trang để xem bản mới."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu bộ tiêu chí."));
    return reply_see(r, out, "/tieu-chi/%lld", (long long)id.v);
}

static status act_post(request *r, reply *out)
{
    criteria_id id = ARG(r, 0, criteria_id), made = id;
    const char *what = form_text(r, "do");

    if (text_eq(what, "activate")) TRY(criteria_activate(r->mem, r->db, &r->who, id, r->now));
    else if (text_eq(what, "retire")) TRY(criteria_retire(r->mem, r->db, &r->who, id, r->now));
    else if (text_eq(what, "copy")) TRY(criteria_copy(r->mem, r->db, &r->who, id, r->now, &made));
    else return E_INVALID;
    reply_flash(r, FLASH_GOOD, "%s", text_eq(what, "activate") ? T("Đã áp dụng bộ tiêu chí; bộ trước cùng cấp và lĩnh vực đã ngừng.") : text_eq(what, "retire") ? T("Đã ngừng dùng bộ tiêu chí.") : T("Đã tạo bản nháp mới."));
    return reply_see(r, out, "/tieu-chi/%lld", (long long)made.v);
}

static const route routes[] = {
    {GET, "/quan-tri/tieu-chi", list_page, ACCESS_ROLE, editors, .page = "criteria/list.html", .view = &list_shape, .summary = "Sets of criteria"},
    {GET, "/quan-tri/tieu-chi/moi", edit_page, ACCESS_ROLE, editors, .page = "criteria/edit.html", .view = &set_shape, .form = &set_form, .summary = "A new set of criteria: form"},
    {POST, "/quan-tri/tieu-chi/moi", edit_post, ACCESS_ROLE, editors, .form = &set_form, .again = edit_page, .summary = "Make a set of criteria"},
    {GET, "/quan-tri/tieu-chi/:id/sua", edit_page, ACCESS_ROLE, editors, .page = "criteria/edit.html", .view = &set_shape, .form = &set_form, .summary = "A draft set of criteria: form"},
    {POST, "/quan-tri/tieu-chi/:id/sua", edit_post, ACCESS_ROLE, editors, .form = &set_form, .again = edit_page, .summary = "Save a draft set of criteria"},
    {POST, "/quan-tri/tieu-chi/:id", act_post, ACCESS_ROLE, editors, .form = &act_form, .summary = "Activate, retire or copy a set of criteria"},
    {GET, "/tieu-chi/:id", set_page, ACCESS_USER, .page = "criteria/set.html", .view = &set_shape, .form = &act_form, .summary = "A set of criteria"},
};
const route_table criteria_routes = {routes, COUNT(routes)};
