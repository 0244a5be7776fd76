/* Taking over an old portal, in the browser. */
#include "base/text.h"
#include "news/news.h"
#include "news/news_pages.h"

static const unsigned who_may = ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_ADMINISTRATOR);
STATIC_FORM(import_form,
            {.name = "file", .kind = INPUT_FILE, .label = N_("Tệp của trang cũ"), .hint = N_("Tệp xuất WordPress (WXR), bảng CSV (UTF-8), hoặc một trang HTML đã lưu."), .required = true, .max = 40 << 20},
            {.name = "media", .kind = INPUT_FILE, .label = N_("Ảnh của trang cũ (tệp nén ZIP)"),
             .hint = N_("Không bắt buộc. Nén cả thư mục ảnh (ví dụ wp-content/uploads): ảnh được tìm theo đường dẫn trong bài. Cả hai tệp tối đa 40 MB và 300 ảnh một lần; nhiều hơn thì chia nhỏ, hoặc nhờ quản trị nhập bằng dòng lệnh."), .max = 40 << 20},
            {.name = "dry", .kind = INPUT_CHECK, .label = N_("Chỉ kiểm tra, chưa nhập")});

typedef struct {
    take_over t;
    bool tried, dry, refused, media;
} import_view;
STATIC_SHAPE(take_over_view, take_over, F_LIST(take_over, rows, take_over_shape), F_INT(take_over, added), F_INT(take_over, there), F_INT(take_over, wrong), F_INT(take_over, pictures), F_INT(take_over, lacking));
STATIC_SHAPE(import_shape, import_view, F_STRUCT(import_view, t, take_over_view), F_BOOL(import_view, tried), F_BOOL(import_view, dry), F_BOOL(import_view, refused), F_BOOL(import_view, media));

static status import_page(request *r, reply *out)
{
    import_view *v = r->note ? r->note : NEW(r->mem, import_view);

    form_set_check(r, "dry", true);
    reply_title(r, "%s", T("Nhập tin từ trang cũ"));
    reply_crumb(r, T("Bàn biên tập"), "/bien-tap");
    return reply_view(r, out, v);
}

/* The ZIP, listed; NULL when none was sent. A message at the field when it is not taken. */
static status open_media(request *r, news_media **out)
{
    const upload *u = form_file(r, "media");

    if (!u) return OK;
    status s = news_media_open(r->mem, u->data, NULL, NEWS_MEDIA_PAGE_MAX, out);
    if (s == E_INVALID) form_error(r, "media", "%s", T("Không dùng được tệp nén này: cần tệp ZIP không đặt mật khẩu, bên trong không có đường dẫn ra ngoài thư mục."));
    if (s == E_LIMIT) form_error(r, "media", "%s", T("Tệp nén có quá nhiều tệp."));
    return form_errors(r) ? E_INVALID : s;
}

static void say_why(request *r, status s, const take_over *t)
{
    if (s == E_INVALID && t->rows.n == 0) form_error(r, "file", "%s", T("Không đọc được tệp này. Cần tệp xuất WordPress (WXR), bảng CSV mã UTF-8 có cột tiêu đề, hoặc trang HTML."));
    else if (s == E_LIMIT && t->found > NEWS_MEDIA_PAGE_MAX) form_error(r, "media", T("Có %lld ảnh, quá %d ảnh một lần: chia tệp của trang cũ thành nhiều tệp, hoặc nhập bằng dòng lệnh."), (long long)t->found, NEWS_MEDIA_PAGE_MAX);
    else if (s == E_LIMIT) form_error(r, "file", "%s", T("Tệp quá lớn: chia thành nhiều tệp, mỗi tệp tối đa 20.000 bài và 16 MB nội dung."));
}

static status import_post(request *r, reply *out)
{
    import_view *v = NEW(r->mem, import_view);
    const upload *u = form_file(r, "file");
    news_media *media = NULL;

    TRY(open_media(r, &media));
    v->dry = form_check(r, "dry");
    v->media = media != NULL;
    status s = u ? news_take_over(r->mem, r->db, &r->who, u->data, u->name, media, v->dry, r->now, &v->t) : E_INVALID;
    say_why(r, s, &v->t);
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
