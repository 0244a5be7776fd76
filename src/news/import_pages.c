/* Taking over an old portal, in the browser. */
#include "base/text.h"
#include "news/news.h"
#include "news/news_pages.h"

static const unsigned who_may = ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_ADMINISTRATOR);
STATIC_FORM(import_form,
            {.name = "file", .kind = INPUT_FILE, .label = N_("Tệp của trang cũ"), .hint = N_("Tệp xuất WordPress (WXR), bảng CSV (UTF-8), hoặc một trang HTML đã lưu."), .required = true, .max = 40 << 20},
            {.name = "dry", .kind = INPUT_CHECK, .label = N_("Chỉ kiểm tra, chưa nhập")});

typedef struct {
    take_over t;
    bool tried, dry, refused;
} import_view;
STATIC_SHAPE(take_over_view, take_over, F_LIST(take_over, rows, take_over_shape), F_INT(take_over, added), F_INT(take_over, there), F_INT(take_over, wrong));
STATIC_SHAPE(import_shape, import_view, F_STRUCT(import_view, t, take_over_view), F_BOOL(import_view, tried), F_BOOL(import_view, dry), F_BOOL(import_view, refused));

static status import_page(request *r, reply *out)
{
    import_view *v = r->note ? r->note : NEW(r->mem, import_view);

    form_set_check(r, "dry", true);
    reply_title(r, "%s", T("Nhập tin từ trang cũ"));
    reply_crumb(r, T("Bàn biên tập"), "/bien-tap");
    return reply_view(r, out, v);
}

static status import_post(request *r, reply *out)
{
    import_view *v = NEW(r->mem, import_view);
    const upload *u = form_file(r, "file");

    v->dry = form_check(r, "dry");
    status s = u ? news_take_over(r->mem, r->db, &r->who, u->data, u->name, v->dry, r->now, &v->t) : E_INVALID;
    if (s == E_INVALID && v->t.rows.n == 0) form_error(r, "file", "%s", T("Không đọc được tệp này. Cần tệp xuất WordPress (WXR), bảng CSV mã UTF-8 có cột tiêu đề, hoặc trang HTML."));
    else if (s == E_LIMIT) form_error(r, "file", "%s", T("Tệp quá lớn: chia thành nhiều tệp, mỗi tệp tối đa 20.000 bài và 16 MB nội dung."));
    if (form_errors(r)) return E_INVALID;
    if (s != E_INVALID) TRY(s);
    v->tried = true;
    v->refused = s == E_INVALID;
    r->note = v;
    return import_page(r, out);
}

static const route routes[] = {
    {GET, "/bien-tap/nhap", import_page, ACCESS_ROLE, .roles = who_may, .page = "news/import.html", .view = &import_shape, .form = &import_form, .summary = "Take over an old portal: form"},
    {POST, "/bien-tap/nhap", import_post, ACCESS_ROLE, .roles = who_may, .page = "news/import.html", .view = &import_shape, .form = &import_form, .again = import_page, .flags = ROUTE_UPLOAD, .summary = "Take over an old portal, with a report for each row"},
};
const route_table take_over_routes = {routes, COUNT(routes)};
