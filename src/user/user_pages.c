/* Login and logout. */
#include "base/text.h"
#include "user/user.h"
#include "user/user_pages.h"
#include <string.h>

FORM(login_form,
     {.name = "login", .kind = INPUT_LINE, .label = N_("Tên đăng nhập"), .max = 100, .required = true, .autocomplete = "username"},
     {.name = "password", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu"), .max = 1000, .required = true, .autocomplete = "current-password"},
     {.name = "code", .kind = INPUT_CODE, .label = N_("Mã xác thực hai bước"), .max = 10, .hint = N_("Chỉ khi bạn đã bật xác thực hai bước."), .autocomplete = "one-time-code"},
     {.name = "next", .kind = INPUT_HIDDEN, .label = "", .max = 2000});
STATIC_FORM(empty_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    bool demo;
} login_view;
STATIC_SHAPE(login_shape, login_view, F_BOOL(login_view, demo));

/* A page of this site: one '/' and nothing after it that a browser would read as another site's name. */
static bool is_local(const char *path)
{
    return path[0] == '/' && path[1] != '/' && !strpbrk(path, "\\\r\n\t");
}

static status login_page(request *r, reply *out)
{
    login_view *v = NEW(r->mem, login_view);

    if (r->who.user.v) return reply_see(r, out, "/viec-cua-toi");
    reply_title(r, "%s", T("Đăng nhập"));
    form_set(r, "next", query_text(r, "tiep"));
    return reply_view(r, out, v);
}

static status login_post(request *r, reply *out)
{
    login_outcome o;

    TRY(user_login(r->mem, r->db, form_text(r, "login"), form_text(r, "password"), form_text(r, "code"), r->address, r->agent, r->now, &o));
    switch (o.tag) {
    case LOGIN_DONE: {
        const char *next = form_text(r, "next");
        reply_session(r, out, o.token, USER_SESSION_SECONDS);
        return reply_see(r, out, "%s", is_local(next) ? next : "/viec-cua-toi");
    }
    case LOGIN_WRONG: form_error(r, "password", "%s", T("Tên đăng nhập hoặc mật khẩu không đúng.")); break;
    case LOGIN_WAIT: form_error(r, "", T("Sai quá nhiều lần. Hãy thử lại sau %d phút."), o.wait_seconds / 60); break;
    case LOGIN_LOCKED: form_error(r, "", "%s", T("Tài khoản đã bị khóa. Hãy liên hệ quản trị của đơn vị.")); break;
    case LOGIN_CODE_NEEDED: form_error(r, "code", "%s", T("Hãy nhập mã xác thực hai bước.")); break;
    case LOGIN_CODE_WRONG: form_error(r, "code", "%s", T("Mã không đúng hoặc đã dùng.")); break;
    }
    return E_INVALID;
}

static status logout_post(request *r, reply *out)
{
    TRY(user_logout(r->db, request_session_token(r), r->now));
    reply_session(r, out, "", 0);
    reply_header(out, r, "Clear-Site-Data", "\"cache\", \"storage\""); /* nothing of this person stays in the browser */
    reply_flash(r, FLASH_NOTE, "%s", T("Bạn đã đăng xuất."));
    return reply_see(r, out, "/");
}

static const route routes[] = {
    {GET, "/dang-nhap", login_page, ACCESS_PUBLIC, .page = "user/login.html", .view = &login_shape, .form = &login_form, .summary = "Login page"},
    {POST, "/dang-nhap", login_post, ACCESS_PUBLIC, .form = &login_form, .again = login_page, .flags = ROUTE_NO_ONCE, .summary = "Log in"},
    {POST, "/dang-xuat", logout_post, ACCESS_USER, .form = &empty_form, .flags = ROUTE_NO_ONCE, .summary = "Log out"},
};
const route_table user_routes = {routes, COUNT(routes)};
