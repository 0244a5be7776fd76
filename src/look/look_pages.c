/* The looks of the site and of organisations for their administrators; their style sheets and logos for everybody. */
#include "look/look_pages.h"
#include "base/text.h"
#include "look/look.h"
#include "look/style_pages.h"
#include "org/org.h"

enum { FOREVER = 31536000 }; /* seconds; the number of a look is part of its addresses */

STATIC_FORM(look_form, {.name = "present", .kind = INPUT_HIDDEN, .label = "", .max = 20}, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên trang"), .hint = N_("Để trống: dùng tên có sẵn."), .max = LOOK_NAME_MAX},
            {.name = "tagline", .kind = INPUT_LINE, .label = N_("Dòng dưới tên trang"), .hint = N_("Thường là tên cơ quan chủ quản."), .max = LOOK_TAGLINE_MAX},
            {.name = "name_en", .kind = INPUT_LINE, .label = N_("Tên trang bằng tiếng Anh"), .hint = N_("Để trống: như tiếng Việt."), .max = LOOK_NAME_MAX},
            {.name = "tagline_en", .kind = INPUT_LINE, .label = N_("Dòng dưới tên trang bằng tiếng Anh"), .max = LOOK_TAGLINE_MAX},
            {.name = "main", .kind = INPUT_LINE, .label = N_("Màu chính"), .hint = N_("Dạng #0b4f6c. Chữ trắng nằm trên màu này; đường dẫn trên nền trắng mang màu này. Để trống: màu có sẵn, hoặc của cơ quan cấp trên."), .max = 7},
            {.name = "dark", .kind = INPUT_LINE, .label = N_("Màu đường dẫn ở chế độ tối"), .hint = N_("Để trống: máy làm sáng màu chính cho đến khi đọc rõ trên nền tối."), .max = 7},
            {.name = "logo", .kind = INPUT_FILE, .label = N_("Biểu trưng"), .hint = N_("Ảnh PNG, WebP hoặc JPEG, không quá 4 MB; nên dùng nền trắng. SVG không được nhận."), .max = LOOK_FILE_MAX},
            {.name = "no_logo", .kind = INPUT_CHECK, .label = N_("Bỏ biểu trưng đang dùng")});

typedef struct {
    look_row l;
    look_theme theme;
    int64_t org;                /* 0: the site */
    const char *bearer;         /* from whom an organisation has what it did not choose; "": the site */
    bool colours, logo, inherits; /* chosen here; something is not */
    const char *action, *main_contrast, *dark_contrast;
} look_view;
STATIC_SHAPE(look_shape, look_view, F_STRUCT(look_view, l, look_row_shape), F_STRUCT(look_view, theme, look_theme_shape), F_INT(look_view, org), F_TEXT(look_view, bearer), F_BOOL(look_view, colours),
             F_BOOL(look_view, logo), F_BOOL(look_view, inherits), F_TEXT(look_view, action), F_TEXT(look_view, main_contrast), F_TEXT(look_view, dark_contrast));

static const char *address_of(request *r, org_id org)
{
    return org.v ? textf(r->mem, "/quan-tri/co-quan/%lld/giao-dien", (long long)org.v) : "/quan-tri/giao-dien";
}

/* The heads of the page; of an organisation also whose look it wears where it chose none. */
static status page_of(request *r, org_id org, look_view *v)
{
    org_row o = {0};
    look_orgs all = {0};

    reply_crumb(r, T("Quản trị"), "/quan-tri");
    v->bearer = "";
    if (!org.v) {
        reply_title(r, "%s", T("Giao diện của đơn vị"));
        return OK;
    }
    TRY(org_get(r->db, r->mem, org, &o));
    if (o.valid_to.ymd) return E_CONFLICT;
    reply_title(r, T("Giao diện: %s"), o.name);
    reply_crumb(r, T("Cơ quan, đơn vị"), "/quan-tri/co-quan");
    reply_crumb(r, o.name, textf(r->mem, "/quan-tri/co-quan/%lld", (long long)org.v));
    reply_org(r, org);
    if (!o.superior_id.v || !v->inherits) return OK;
    TRY(look_orgs_now(r->db, r->mem, &all));
    for (int i = 0; i < all.n; i++)
        if (all.p[i].org.v == o.superior_id.v) v->bearer = all.p[i].name;
    return OK;
}

static status look_page(request *r, reply *out)
{
    look_view *v = NEW(r->mem, look_view);
    colour main = {0}, dark = {0};
    org_id org = ARG(r, 0, org_id);

    if (!look_may_change(&r->who, org)) return org.v ? E_NOT_FOUND : E_FORBIDDEN;
    TRY(look_now(r->db, r->mem, org, &v->l));
    v->org = org.v;
    v->action = address_of(r, org);
    v->colours = *v->l.main != 0;
    v->logo = *v->l.logo != 0;
    v->inherits = !v->colours || !v->logo;
    TRY(page_of(r, org, v));
    look_theme_of(r->mem, main, dark, &v->theme);
    v->main_contrast = v->dark_contrast = "";
    if (colour_read(v->l.main, &main) && colour_read(v->l.dark, &dark)) {
        look_theme_of(r->mem, main, dark, &v->theme);
        v->main_contrast = contrast_text(r->mem, colour_main_worst(main));
        v->dark_contrast = contrast_text(r->mem, colour_dark_worst(dark));
    }
    form_set_int(r, "present", v->l.id.v);
    form_set(r, "name", v->l.name);
    form_set(r, "tagline", v->l.tagline);
    form_set(r, "name_en", v->l.name_en);
    form_set(r, "tagline_en", v->l.tagline_en);
    form_set(r, "main", v->l.main);
    form_set(r, "dark", v->l.dark);
    return reply_view(r, out, v);
}

static void explain(request *r, look_answer a)
{
    const char *contrast = contrast_text(r->mem, a.contrast);

    switch (a.fault) {
    case LOOK_GOOD: break;
    case LOOK_MAIN_UNREAD: form_error(r, "main", "%s", T("Viết màu dạng #0b4f6c: dấu # và sáu chữ số thập lục phân.")); break;
    case LOOK_MAIN_WEAK: form_error(r, "main", T("Màu này quá nhạt: chỗ yếu nhất có độ tương phản %s : 1, cần ít nhất 4,5 : 1. Hãy chọn màu đậm hơn."), contrast); break;
    case LOOK_DARK_UNREAD: form_error(r, "dark", "%s", T("Viết màu dạng #0b4f6c: dấu # và sáu chữ số thập lục phân.")); break;
    case LOOK_DARK_WEAK: form_error(r, "dark", T("Màu này không đọc rõ ở chế độ tối: chỗ yếu nhất có độ tương phản %s : 1, cần ít nhất 4,5 : 1. Hãy chọn màu sáng hơn, hoặc để trống."), contrast); break;
    case LOOK_DARK_ALONE: form_error(r, "main", "%s", T("Có màu cho chế độ tối thì cần cả màu chính.")); break;
    case LOOK_LOGO_UNREAD: form_error(r, "logo", "%s", T("Không đọc được ảnh này. Hãy gửi ảnh PNG, WebP hoặc JPEG; SVG không được nhận.")); break;
    case LOOK_LOGO_LARGE: form_error(r, "logo", "%s", T("Ảnh quá lớn. Hãy thu nhỏ rồi gửi lại.")); break;
    case LOOK_LOGO_HEAVY: form_error(r, "logo", "%s", T("Ảnh nhiều chi tiết quá: biểu trưng phải nhẹ hơn 20 kB sau khi thu nhỏ, để trang mở nhanh trên mạng yếu.")); break;
    case LOOK_LOGO_SHAPE: form_error(r, "logo", "%s", T("Ảnh dài quá: cạnh dài không quá năm lần cạnh ngắn.")); break;
    }
}

static status look_post(request *r, reply *out)
{
    const upload *logo = form_file(r, "logo");
    look_wish w = {.name = form_text(r, "name"), .tagline = form_text(r, "tagline"), .name_en = form_text(r, "name_en"), .tagline_en = form_text(r, "tagline_en"), .main = form_text(r, "main"),
                   .dark = form_text(r, "dark"), .no_logo = form_check(r, "no_logo")};
    look_answer answer = {0};
    org_id org = ARG(r, 0, org_id);

    if (org.v && !look_may_change(&r->who, org)) return E_NOT_FOUND; /* as its page */
    if (logo) w.logo = logo->data;
    status s = look_set(r->mem, r->db, &r->who, org, (look_id){form_int(r, "present")}, &w, r->now, &answer);
    if (s == E_INVALID) explain(r, answer);
    TRY(s);
    web_look_changed(r);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đổi giao diện. Trang đang mở ở máy khác đổi theo khi được tải lại, chậm nhất sau một phút."));
    return reply_see(r, out, "%s", address_of(r, org));
}

static status theme_get(request *r, reply *out)
{
    look_theme *v = NEW(r->mem, look_theme);
    look_row l = {0};
    colour main = {0}, dark = {0};

    TRY(look_get(r->db, r->mem, ARG(r, 0, look_id), &l));
    if (!colour_read(l.main, &main) || !colour_read(l.dark, &dark)) return E_NOT_FOUND;
    look_theme_of(r->mem, main, dark, v);
    reply_public(out, FOREVER);
    return reply_view(r, out, v);
}

static status logo_get(request *r, reply *out)
{
    bytes webp = {0};

    TRY(look_logo(r->db, r->mem, ARG(r, 0, look_id), &webp));
    reply_public(out, FOREVER);
    return reply_inline(r, out, "image/webp", webp);
}

status look_for_frame(db *d, arena *mem, web_looks *out)
{
    look_row l = {0};
    look_orgs all = {0};

    TRY(look_now(d, mem, (org_id){0}, &l));
    TRY(look_orgs_now(d, mem, &all));
    out->site = (web_look){.colours = *l.main ? l.id.v : 0, .logo = *l.logo ? l.id.v : 0, .name = l.name, .tagline = l.tagline, .name_en = l.name_en, .tagline_en = l.tagline_en, .main = l.main,
                           .logo_width = l.logo_width, .logo_height = l.logo_height};
    out->orgs.p = NEWS(mem, web_look, all.n + 1);
    for (int i = 0; i < all.n; i++) {
        const look_org *o = &all.p[i];
        out->orgs.p[out->orgs.n++] = (web_look){.org = o->org.v, .colours = o->colours, .logo = o->logo, .name = "", .tagline = o->name, .name_en = "", .tagline_en = "", .main = o->main,
                                                .logo_width = o->logo_width, .logo_height = o->logo_height};
    }
    return OK;
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/huong-dan/giao-dien", style_page, ACCESS_PUBLIC, .page = "look/style.html", .view = &style_shape, .form = &style_form, .summary = "The design system on one page"},
    {GET, "/quan-tri/giao-dien", look_page, ACCESS_ROLE, .roles = admin, .page = "look/edit.html", .view = &look_shape, .form = &look_form, .summary = "The unit's own name, colours and logo: form"},
    {POST, "/quan-tri/giao-dien", look_post, ACCESS_ROLE, .roles = admin, .form = &look_form, .again = look_page, .flags = ROUTE_UPLOAD, .summary = "Set the unit's own name, colours and logo"},
    {GET, "/quan-tri/co-quan/:id/giao-dien", look_page, ACCESS_ROLE, .roles = admin, .page = "look/edit.html", .view = &look_shape, .form = &look_form, .summary = "An organisation's own colours and logo: form"},
    {POST, "/quan-tri/co-quan/:id/giao-dien", look_post, ACCESS_ROLE, .roles = admin, .form = &look_form, .again = look_page, .flags = ROUTE_UPLOAD, .summary = "Set an organisation's own colours and logo"},
    {GET, "/giao-dien/:id/mau.css", theme_get, ACCESS_PUBLIC, .page = "look/theme.css", .view = &look_theme_shape, .summary = "Chosen colours as a style sheet"},
    {GET, "/giao-dien/:id/bieu-trung.webp", logo_get, ACCESS_PUBLIC, .summary = "A chosen logo"},
};
const route_table look_routes = {routes, COUNT(routes)};
