/* The own account; people, organisations, imports and the log for administrators. */
#include "user/admin_pages.h"
#include "web/qr.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "org/org.h"
#include "user/user.h"
#include <string.h>

STATIC_FORM(password_form, {.name = "present", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu hiện tại"), .required = true, .autocomplete = "current-password"},
            {.name = "next", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu mới"), .hint = N_("Ít nhất 8 ký tự; một câu dài dễ nhớ là tốt nhất."), .required = true, .autocomplete = "new-password"});
STATIC_FORM(totp_form, {.name = "secret", .kind = INPUT_HIDDEN, .label = ""}, {.name = "code", .kind = INPUT_CODE, .label = N_("Mã 6 số trong ứng dụng"), .required = true, .max = 10},
            {.name = "present", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu hiện tại"), .required = true, .autocomplete = "current-password"});
STATIC_FORM(totp_off_form, {.name = "present", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu hiện tại"), .required = true});
STATIC_FORM(reset_form, {.name = "token", .kind = INPUT_HIDDEN, .label = "", .max = 100}, {.name = "next", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu mới"), .required = true, .autocomplete = "new-password"});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(user_form, {.name = "login", .kind = INPUT_LINE, .label = N_("Tên đăng nhập"), .required = true, .max = 50}, {.name = "name", .kind = INPUT_LINE, .label = N_("Họ và tên"), .required = true, .max = 100},
            {.name = "email", .kind = INPUT_EMAIL, .label = N_("Thư điện tử")}, {.name = "position", .kind = INPUT_LINE, .label = N_("Chức danh"), .max = 150},
            {.name = "org", .kind = INPUT_SELECT, .label = N_("Nơi công tác"), .required = true},
            {.name = "password", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu ban đầu"), .hint = N_("Để trống nếu sẽ gửi liên kết đặt mật khẩu.")});
STATIC_FORM(role_form, {.name = "role", .kind = INPUT_SELECT, .label = N_("Vai trò"), .required = true}, {.name = "org", .kind = INPUT_SELECT, .label = N_("Tại cơ sở"), .hint = N_("Để trống: toàn hệ thống.")},
            {.name = "title", .kind = INPUT_LINE, .label = N_("Chức danh (của người đứng đầu)"), .max = 100}, {.name = "from", .kind = INPUT_DATE, .label = N_("Từ ngày")});
STATIC_FORM(import_form, {.name = "file", .kind = INPUT_FILE, .label = N_("Tệp CSV hoặc XLSX"), .hint = N_("Dòng đầu là tên cột: login, name, org (mã cơ sở), role, email, phone, position, qualification, birth_date."), .max = 5 << 20, .required = true});
/* ---- the own account ---- */

typedef struct {
    user_row u;
    user_sessions sessions;
    html qr;
    const char *secret;
} account_view;
STATIC_SHAPE(account_shape, account_view, F_STRUCT(account_view, u, user_row_shape), F_LIST(account_view, sessions, user_session_row_shape), F_HTML(account_view, qr), F_TEXT(account_view, secret));

static status account_base(request *r, account_view *v, const char *title)
{
    v->secret = "";
    reply_title(r, "%s", title);
    if (!text_eq(r->path, "/tai-khoan")) reply_crumb(r, T("Tài khoản của tôi"), "/tai-khoan");
    return user_get(r->db, r->mem, r->who.user, &v->u);
}

static status account_page(request *r, reply *out)
{
    account_view *v = NEW(r->mem, account_view);

    TRY(account_base(r, v, T("Tài khoản của tôi")));
    TRY(user_sessions_of(r->db, r->mem, &r->who, &v->sessions));
    return reply_view(r, out, v);
}

static status password_page(request *r, reply *out)
{
    account_view *v = NEW(r->mem, account_view);

    TRY(account_base(r, v, T("Đổi mật khẩu")));
    return reply_view(r, out, v);
}

static bool good_password(request *r, const char *field, const char *login)
{
    password_outcome o = user_password_check(r->mem, form_text(r, field), login);

    if (o != PASSWORD_GOOD) form_error(r, field, "%s", user_password_words(r->mem, o));
    return o == PASSWORD_GOOD;
}

static status password_post(request *r, reply *out)
{
    if (!good_password(r, "next", r->who.login ? r->who.login : "")) return E_INVALID;
    status s = user_change_password(r->mem, r->db, &r->who, form_text(r, "present"), form_text(r, "next"), r->now);
    if (s == E_INVALID) form_error(r, "present", "%s", T("Mật khẩu hiện tại không đúng."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc."));
    return reply_see(r, out, "/tai-khoan");
}

static status session_post(request *r, reply *out)
{
    TRY(user_session_end(r->db, &r->who, ARG(r, 0, session_id), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã kết thúc phiên đăng nhập."));
    return reply_see(r, out, "/tai-khoan");
}

static status sessions_post(request *r, reply *out)
{
    TRY(user_session_end(r->db, &r->who, (session_id){0}, r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã kết thúc mọi phiên đăng nhập khác."));
    return reply_see(r, out, "/tai-khoan");
}

static status totp_page(request *r, reply *out)
{
    account_view *v = NEW(r->mem, account_view);

    TRY(account_base(r, v, T("Xác thực hai bước")));
    v->secret = r->again ? form_text(r, "secret") : user_totp_new(r->mem);
    form_set(r, "secret", v->secret);
    v->qr = qr_svg(r->mem, textf(r->mem, "otpauth://totp/sangkien:%s?secret=%s&issuer=sangkien", r->who.login, v->secret));
    return reply_view(r, out, v);
}

static status totp_post(request *r, reply *out)
{
    status s = user_totp_enable(r->mem, r->db, &r->who, form_text(r, "present"), form_text(r, "secret"), form_text(r, "code"), r->now);

    if (s == E_FORBIDDEN) {
        form_error(r, "present", "%s", T("Mật khẩu hiện tại không đúng."));
        return E_INVALID;
    }
    if (s == E_INVALID) form_error(r, "code", "%s", T("Mã không đúng. Hãy kiểm tra giờ của điện thoại rồi thử lại."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã bật xác thực hai bước."));
    return reply_see(r, out, "/tai-khoan");
}

static status totp_off_page(request *r, reply *out)
{
    account_view *v = NEW(r->mem, account_view);

    TRY(account_base(r, v, T("Tắt xác thực hai bước")));
    return reply_view(r, out, v);
}

static status totp_off_post(request *r, reply *out)
{
    status s = user_totp_disable(r->mem, r->db, &r->who, form_text(r, "present"), r->now);

    if (s == E_INVALID) form_error(r, "present", "%s", T("Mật khẩu hiện tại không đúng."));
    TRY(s);
    return reply_see(r, out, "/tai-khoan");
}

typedef struct {
    bool ready;
} plain_view;
STATIC_SHAPE(plain_shape, plain_view, F_BOOL(plain_view, ready));

static status reset_page(request *r, reply *out)
{
    plain_view *v = NEW(r->mem, plain_view);

    v->ready = true;
    reply_title(r, "%s", T("Đặt mật khẩu mới"));
    form_set(r, "token", query_text(r, "ma"));
    return reply_view(r, out, v);
}

static status reset_post(request *r, reply *out)
{
    if (!good_password(r, "next", r->who.login ? r->who.login : "")) return E_INVALID;
    status s = user_use_reset(r->mem, r->db, form_text(r, "token"), form_text(r, "next"), r->now);
    if (s == E_NOT_FOUND) {
        form_error(r, "", "%s", T("Liên kết không đúng, đã dùng hoặc quá một ngày. Hãy xin quản trị liên kết mới."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đặt mật khẩu mới. Hãy đăng nhập."));
    return reply_see(r, out, "/dang-nhap");
}

/* ---- administration ---- */

typedef struct {
    user_list users;
    const char *text;
    import_problems problems;
} users_view;
STATIC_SHAPE(users_shape, users_view, F_LIST(users_view, users, user_row_shape), F_TEXT(users_view, text), F_LIST(users_view, problems, import_problem_shape));

static status offer_orgs(request *r, const char *field)
{
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(org_all(r->db, r->mem, date_of(r->now), false, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, field, l);
    return OK;
}

static status admin_page(request *r, reply *out)
{
    users_view *v = NEW(r->mem, users_view);

    v->text = query_text(r, "q");
    TRY(user_find(r->db, r->mem, &r->who, v->text, &v->users));
    TRY(offer_orgs(r, "org"));
    reply_title(r, "%s", T("Quản trị: người dùng"));
    return reply_view(r, out, v);
}

static status user_post(request *r, reply *out)
{
    user_new u = {.login = text_lower(r->mem, form_text(r, "login")), .name = form_text(r, "name"), .email = form_text(r, "email"), .phone = "", .position = form_text(r, "position"),
                  .qualification = "", .org = {form_int(r, "org")}, .password = form_text(r, "password")};
    user_id id;

    if (!user_login_is_valid(u.login)) form_error(r, "login", "%s", T("Chỉ gồm chữ thường không dấu a–z, số 0–9 và các dấu . _ -, từ 3 đến 50 ký tự."));
    if (*u.password) good_password(r, "password", u.login);
    if (form_errors(r)) return E_INVALID;
    status s = user_admin_create(r->mem, r->db, &r->who, &u, r->now, &id);
    if (s == E_CONFLICT) {
        form_error(r, "login", "%s", T("Tên đăng nhập này đã có."));
        return E_INVALID;
    }
    TRY(s);
    return reply_see(r, out, "/quan-tri/nguoi-dung/%lld", (long long)id.v);
}

typedef struct {
    user_row u;
    user_roles roles;
} user_view;
STATIC_SHAPE(user_view_shape, user_view, F_STRUCT(user_view, u, user_row_shape), F_LIST(user_view, roles, user_role_row_shape));

static status user_page(request *r, reply *out)
{
    user_view *v = NEW(r->mem, user_view);
    choice_list *l = NEW(r->mem, choice_list);

    TRY(user_get(r->db, r->mem, ARG(r, 0, user_id), &v->u));
    if (!user_may_administer(&r->who, v->u.org_id)) return E_NOT_FOUND;
    TRY(user_roles_of(r->db, r->mem, v->u.id, &v->roles));
    for (int i = 0; i < v->roles.n; i++) v->roles.p[i].role = role_name(role_by_key(v->roles.p[i].role));
    l->p = NEWS(r->mem, choice, ROLE__COUNT);
    for (int k = 1; k < ROLE__COUNT; k++) l->p[l->n++] = (choice){role_key((role_kind)k), role_name((role_kind)k)};
    form_choices(r, "role", l);
    TRY(offer_orgs(r, "org"));
    form_set_int(r, "org", v->u.org_id.v);
    form_set_date(r, "from", date_of(r->now));
    reply_title(r, "%s", v->u.name);
    reply_crumb(r, T("Quản trị: người dùng"), "/quan-tri");
    return reply_view(r, out, v);
}

static status role_post(request *r, reply *out)
{
    role_kind k = role_by_key(form_text(r, "role"));

    if (!k) {
        form_error(r, "role", "%s", T("Hãy chọn một vai trò."));
        return E_INVALID;
    }
    TRY(user_admin_grant(r->mem, r->db, &r->who, ARG(r, 0, user_id), k, (org_id){form_int(r, "org")}, form_text(r, "title"), form_date(r, "from")));
    return reply_see(r, out, "/quan-tri/nguoi-dung/%lld", (long long)r->arg[0]);
}

static status role_end_post(request *r, reply *out)
{
    TRY(user_admin_end_role(r->mem, r->db, &r->who, ARG(r, 0, user_id), ARG(r, 1, role_id), date_of(r->now)));
    return reply_see(r, out, "/quan-tri/nguoi-dung/%lld", (long long)r->arg[0]);
}

static status lock_post(request *r, reply *out)
{
    user_row u = {0};

    TRY(user_get(r->db, r->mem, ARG(r, 0, user_id), &u));
    TRY(user_admin_lock(r->mem, r->db, &r->who, u.id, !u.locked));
    return reply_see(r, out, "/quan-tri/nguoi-dung/%lld", (long long)r->arg[0]);
}

static status import_page(request *r, reply *out)
{
    users_view *v = NEW(r->mem, users_view);

    v->text = "";
    if (r->note) v->problems = *(import_problems *)r->note;
    reply_title(r, "%s", T("Nhập danh sách người dùng"));
    reply_crumb(r, T("Quản trị: người dùng"), "/quan-tri");
    return reply_view(r, out, v);
}

static status import_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    import_problems *bad = NEW(r->mem, import_problems);
    int added = 0;

    r->note = bad;
    status s = user_import(r->mem, r->db, &r->who, u->data, u->name, r->now, &added, bad);
    if (s == E_INVALID && !bad->n) form_error(r, "file", "%s", T("Tệp phải là bảng CSV (mã hóa UTF-8) hoặc XLSX."));
    else if (s == E_INVALID) form_error(r, "file", T("%d dòng có lỗi; chưa dòng nào được nhập. Sửa tệp rồi tải lại."), bad->n);
    TRY(s);
    reply_flash(r, FLASH_GOOD, T("Đã nhập %d người."), added);
    return reply_see(r, out, "/quan-tri");
}

typedef struct {
    audit_list events;
    int64_t looked;
    const char *who, *action, *object, *from, *to, *older, *problem; /* older: where the page before this one in time is */
} audit_view;
STATIC_SHAPE(audit_shape, audit_view, F_LIST(audit_view, events, audit_row_shape), F_INT(audit_view, looked), F_TEXT(audit_view, who), F_TEXT(audit_view, action), F_TEXT(audit_view, object), F_TEXT(audit_view, from),
             F_TEXT(audit_view, to), F_TEXT(audit_view, older), F_TEXT(audit_view, problem));

/* "dossier 12", "dossier": what happened to it. */
static void object_of(request *r, const char *text, audit_ask *a)
{
    const char *space = strchr(text, ' ');
    bool numbered = space && text_parse_int(space + 1, 1, INT64_MAX, &a->object) == OK;

    a->kind = numbered ? text_copyn(r->mem, text, (size_t)(space - text)) : text;
}

static const char *older_href(request *r, const audit_view *v, int64_t older)
{
    const char *const names[][2] = {{"ai", v->who}, {"viec", v->action}, {"doi-tuong", v->object}, {"tu-ngay", v->from}, {"den-ngay", v->to}};
    AUTO(buf) b = {0};

    if (!older) return "";
    buf_printf(&b, "/quan-tri/nhat-ky?truoc=%lld", (long long)older);
    for (int i = 0; i < COUNT(names); i++) buf_pair(&b, names[i][0], names[i][1]);
    return text_copy(r->mem, b.p);
}

static status audit_page(request *r, reply *out)
{
    audit_view *v = NEW(r->mem, audit_view);
    audit_ask a = {.before = query_int(r, "truoc", 0), .action = query_text(r, "viec")};
    user_row u = {0};
    int64_t older = 0;

    *v = (audit_view){.looked = AUDIT_LOOKED, .who = query_text(r, "ai"), .action = a.action, .object = query_text(r, "doi-tuong"), .from = query_text(r, "tu-ngay"), .to = query_text(r, "den-ngay"), .problem = ""};
    object_of(r, v->object, &a);
    if ((*v->from && date_parse(v->from, &a.from) != OK) || (*v->to && date_parse(v->to, &a.to) != OK)) v->problem = T("Ngày chưa đúng, hãy ghi như 24/11/2026.");
    if (*v->who) {
        status s = user_by_login(r->db, r->mem, v->who, &u);
        if (s == OK) a.user = u.id;
        else if (s == E_NOT_FOUND) a.name = v->who;
        else return s;
    }
    TRY(audit_find(r->db, r->mem, &a, &v->events, &older));
    v->older = older_href(r, v, older);
    reply_title(r, "%s", T("Nhật ký hệ thống"));
    return reply_view(r, out, v);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR), log_readers = ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_AUDITOR);
static const route routes[] = {
    {GET, "/tai-khoan", account_page, ACCESS_USER, .page = "user/account.html", .view = &account_shape, .form = &none_form, .summary = "The own account and its sessions"},
    {GET, "/tai-khoan/mat-khau", password_page, ACCESS_USER, .page = "user/password.html", .view = &account_shape, .form = &password_form, .summary = "Change the password"},
    {POST, "/tai-khoan/mat-khau", password_post, ACCESS_USER, .form = &password_form, .again = password_page, .summary = "Change the password"},
    {POST, "/tai-khoan/phien/:id/ket-thuc", session_post, ACCESS_USER, .form = &none_form, .summary = "End a session"},
    {POST, "/tai-khoan/phien/ket-thuc", sessions_post, ACCESS_USER, .form = &none_form, .summary = "End all other sessions"},
    {GET, "/tai-khoan/hai-buoc", totp_page, ACCESS_USER, .page = "user/totp.html", .view = &account_shape, .form = &totp_form, .summary = "Second factor"},
    {POST, "/tai-khoan/hai-buoc", totp_post, ACCESS_USER, .form = &totp_form, .again = totp_page, .summary = "Switch the second factor on"},
    {GET, "/tai-khoan/hai-buoc/tat", totp_off_page, ACCESS_USER, .page = "user/totp_off.html", .view = &account_shape, .form = &totp_off_form, .summary = "Switch the second factor off: password"},
    {POST, "/tai-khoan/hai-buoc/tat", totp_off_post, ACCESS_USER, .form = &totp_off_form, .again = totp_off_page, .summary = "Switch the second factor off"},
    {GET, "/dat-mat-khau", reset_page, ACCESS_PUBLIC, .page = "user/reset.html", .view = &plain_shape, .form = &reset_form, .summary = "Set a new password with a one-time link"},
    {POST, "/dat-mat-khau", reset_post, ACCESS_PUBLIC, .form = &reset_form, .again = reset_page, .summary = "Set a new password"},
    {GET, "/quan-tri", admin_page, ACCESS_ROLE, .roles = admin, .page = "user/users.html", .view = &users_shape, .form = &user_form, .summary = "People"},
    {POST, "/quan-tri", user_post, ACCESS_ROLE, .roles = admin, .form = &user_form, .again = admin_page, .summary = "Create an account"},
    {GET, "/quan-tri/nguoi-dung/:id", user_page, ACCESS_ROLE, .roles = admin, .page = "user/user.html", .view = &user_view_shape, .form = &role_form, .summary = "A person's account and roles"},
    {POST, "/quan-tri/nguoi-dung/:id/vai-tro", role_post, ACCESS_ROLE, .roles = admin, .form = &role_form, .again = user_page, .summary = "Give a role"},
    {POST, "/quan-tri/nguoi-dung/:id/vai-tro/:role/het", role_end_post, ACCESS_ROLE, .roles = admin, .form = &none_form, .summary = "End a role"},
    {POST, "/quan-tri/nguoi-dung/:id/khoa", lock_post, ACCESS_ROLE, .roles = admin, .form = &none_form, .summary = "Lock or unlock"},
    {GET, "/quan-tri/nhap", import_page, ACCESS_ROLE, .roles = admin, .page = "user/import.html", .view = &users_shape, .form = &import_form, .summary = "Import people"},
    {POST, "/quan-tri/nhap", import_post, ACCESS_ROLE, .roles = admin, .form = &import_form, .again = import_page, .flags = ROUTE_UPLOAD, .summary = "Import people from CSV"},
    {GET, "/quan-tri/nhat-ky", audit_page, ACCESS_ROLE, .roles = log_readers, .page = "user/audit.html", .view = &audit_shape, .flags = ROUTE_HEAVY, .summary = "The chained log"},
};
const route_table admin_routes = {routes, COUNT(routes)};
