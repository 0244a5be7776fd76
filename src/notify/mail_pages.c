/* E-mail for its readers: how one is told, one-click unsubscribe, a forgotten password, how quickly mail leaves. */
#include "base/text.h"
#include "notify/notify.h"
#include "notify/notify_pages.h"
#include "user/user.h"
#include <string.h>

static const choice modes[] = {{"now", N_("Ngay khi có")}, {"daily", N_("Gộp mỗi ngày một thư")}, {"weekly", N_("Gộp mỗi tuần một thư")}, {"off", N_("Không gửi thư")}, {0}};
static const choice languages[] = {{"vi", "Tiếng Việt"}, {"en", "English"}, {0}};
STATIC_FORM(preference_form, {.name = "ngon_ngu", .kind = INPUT_SELECT, .label = N_("Ngôn ngữ của thư và thông báo"), .choices = languages}, {.name = "ho_so", .kind = INPUT_SELECT, .label = N_("Hồ sơ và thời hạn"), .choices = modes, .required = true}, {.name = "tap_huan", .kind = INPUT_SELECT, .label = N_("Tập huấn"), .choices = modes, .required = true},
            {.name = "hoi_dap", .kind = INPUT_SELECT, .label = N_("Hỏi đáp"), .choices = modes, .required = true}, {.name = "bai_viet", .kind = INPUT_SELECT, .label = N_("Bàn biên tập"), .choices = modes, .required = true},
            {.name = "khac", .kind = INPUT_SELECT, .label = N_("Việc khác"), .choices = modes, .required = true});
STATIC_FORM(nothing_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(forgotten_form, {.name = "who", .kind = INPUT_LINE, .label = N_("Tên đăng nhập hoặc địa chỉ thư"), .max = 200, .required = true, .autocomplete = "username"});

/* ---- how one is told ---- */

typedef struct {
    const char *email;
    bool on;
} preference_view;
STATIC_SHAPE(preference_view_shape, preference_view, F_TEXT(preference_view, email), F_BOOL(preference_view, on));

static status preference_page(request *r, reply *out)
{
    preference_view *v = NEW(r->mem, preference_view);
    notify_topic t[NOTIFY_TOPICS];
    user_row u = {0};
    const char *language = "vi";

    TRY(user_get(r->db, r->mem, r->who.user, &u));
    TRY(notify_preferences(r->db, r->mem, r->who.user, t));
    for (int i = 0; i < NOTIFY_TOPICS; i++) form_set(r, t[i].key, t[i].mode);
    TRY(notify_language(r->db, r->mem, r->who.user, &language));
    form_set(r, "ngon_ngu", language);
    v->email = u.email;
    v->on = mail_is_on();
    reply_title(r, "%s", T("Cách nhận thông báo"));
    reply_crumb(r, T("Tài khoản của tôi"), "/tai-khoan");
    return reply_view(r, out, v);
}

static status preference_post(request *r, reply *out)
{
    notify_topic t[NOTIFY_TOPICS];
    const char *language = "vi";

    TRY(notify_preferences(r->db, r->mem, r->who.user, t));
    TRY(notify_language(r->db, r->mem, r->who.user, &language));
    if (*form_text(r, "ngon_ngu") && !text_eq(form_text(r, "ngon_ngu"), language)) TRY(notify_choose_language(r->mem, r->db, &r->who, form_text(r, "ngon_ngu")));
    for (int i = 0; i < NOTIFY_TOPICS; i++)
        if (!text_eq(form_text(r, t[i].key), t[i].mode)) TRY(notify_prefer(r->mem, r->db, &r->who, t[i].key, form_text(r, t[i].key)));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu."));
    return reply_see(r, out, "/tai-khoan/thong-bao");
}

/* ---- one click ---- */

typedef struct {
    const char *topic;
    bool done;
} stop_view;
STATIC_SHAPE(stop_shape, stop_view, F_TEXT(stop_view, topic), F_BOOL(stop_view, done));

static status stop_view_of(request *r, stop_view *v)
{
    notify_topic t[NOTIFY_TOPICS];
    user_id user = {0};
    const char *topic = "";

    TRY(notify_mark_read(r->word[0], &user, &topic));
    TRY(notify_preferences(r->db, r->mem, user, t));
    for (int i = 0; i < NOTIFY_TOPICS; i++) {
        if (!text_eq(t[i].key, topic)) continue;
        v->topic = T(t[i].name);
        v->done = text_eq(t[i].mode, "off");
    }
    return OK;
}

static status stop_page(request *r, reply *out)
{
    stop_view *v = NEW(r->mem, stop_view);

    TRY(stop_view_of(r, v));
    reply_title(r, "%s", T("Ngừng nhận thư"));
    reply_no_robots(r, out);
    return reply_view(r, out, v);
}

/* Sent by the mail program of the reader without asking (RFC 8058), or by the button of the page. */
static status stop_post(request *r, reply *out)
{
    TRY(notify_unsubscribe(r->mem, r->db, r->word[0], r->now));
    return reply_see(r, out, "/ngung-thu/%s", r->word[0]);
}

/* ---- a forgotten password ---- */

typedef struct {
    bool on, sent;
} forgotten_view;
STATIC_SHAPE(forgotten_shape, forgotten_view, F_BOOL(forgotten_view, on), F_BOOL(forgotten_view, sent));

static status forgotten_page(request *r, reply *out)
{
    forgotten_view *v = NEW(r->mem, forgotten_view);

    v->on = mail_is_on();
    v->sent = *query_text(r, "da-gui") != 0;
    reply_title(r, "%s", T("Quên mật khẩu"));
    reply_no_robots(r, out);
    return reply_view(r, out, v);
}

static status mail_link(request *r, const char *who)
{
    AUTO(db_tx) tx = {0};
    user_row u = {0};
    const char *token = "";

    TRY(db_begin(r->db, &tx));
    TRY(user_forgotten(r->mem, r->db, who, r->address, r->now, &u, &token));
    TRY(notify_mail_reset(r->mem, r->db, u.id, u.email, token, r->now));
    return db_commit(&tx);
}

/* The answer is the same whether there is such an account or not. */
static status forgotten_post(request *r, reply *out)
{
    status s = mail_is_on() ? mail_link(r, form_text(r, "who")) : E_NOT_FOUND;

    if (s != E_NOT_FOUND && s != E_LIMIT) TRY(s);
    return reply_see(r, out, "/quen-mat-khau?da-gui=1");
}

/* An administrator gives a link: by mail where there is an address, otherwise shown to hand over. */
static status give_reset_post(request *r, reply *out)
{
    AUTO(db_tx) tx = {0};
    const char *token = "";
    user_row u = {0};
    user_id id = ARG(r, 0, user_id);

    TRY(db_begin(r->db, &tx));
    TRY(user_admin_reset(r->mem, r->db, &r->who, id, r->now, &token));
    TRY(user_get(r->db, r->mem, id, &u));
    status s = notify_mail_reset(r->mem, r->db, id, u.email, token, r->now);
    if (s != E_NOT_FOUND) TRY(s);
    TRY(db_commit(&tx));
    if (s == OK) reply_flash(r, FLASH_GOOD, T("Đã gửi liên kết đặt mật khẩu đến %s."), u.email);
    else reply_flash(r, FLASH_NOTE, T("Gửi cho người dùng liên kết này (dùng một lần, trong một ngày): %s/dat-mat-khau?ma=%s"), request_base_url(r), token);
    return reply_see(r, out, "/quan-tri/nguoi-dung/%lld", (long long)id.v);
}

/* ---- how quickly mail leaves ---- */

typedef struct {
    mail_days days;
    int64_t mails, quick, late, failed, bounced, share;
    bool on, good;
} speed_view;
STATIC_SHAPE(speed_shape, speed_view, F_LIST(speed_view, days, mail_day_shape), F_INT(speed_view, mails), F_INT(speed_view, quick), F_INT(speed_view, late), F_INT(speed_view, failed),
             F_INT(speed_view, bounced), F_INT(speed_view, share), F_BOOL(speed_view, on), F_BOOL(speed_view, good));

static status speed_page(request *r, reply *out)
{
    speed_view *v = NEW(r->mem, speed_view);

    TRY(mail_last_days(r->db, r->mem, r->now, &v->days));
    for (int i = 0; i < v->days.n; i++) {
        const mail_day *day = &v->days.p[i];
        v->mails += day->mails;
        v->quick += day->quick;
        v->failed += day->failed;
        v->bounced += day->bounced;
    }
    v->late = v->mails - v->quick;
    v->share = v->mails ? v->quick * 10000 / v->mails : 0;
    v->good = v->mails && v->share >= 9900;
    v->on = mail_is_on();
    reply_title(r, "%s", T("Thư gửi đi nhanh thế nào"));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/tai-khoan/thong-bao", preference_page, ACCESS_USER, .page = "notify/preferences.html", .view = &preference_view_shape, .form = &preference_form, .summary = "How one is told: form"},
    {POST, "/tai-khoan/thong-bao", preference_post, ACCESS_USER, .form = &preference_form, .again = preference_page, .summary = "How one is told"},
    {GET, "/ngung-thu/*x", stop_page, ACCESS_PUBLIC, .page = "notify/stop.html", .view = &stop_shape, .form = &nothing_form, .summary = "Unsubscribe: page"},
    {POST, "/ngung-thu/*x", stop_post, ACCESS_PUBLIC, .form = &nothing_form, .flags = ROUTE_NO_ONCE | ROUTE_SECRET, .summary = "Unsubscribe with one click (RFC 8058)"},
    {GET, "/quen-mat-khau", forgotten_page, ACCESS_PUBLIC, .page = "notify/forgotten.html", .view = &forgotten_shape, .form = &forgotten_form, .summary = "A forgotten password: form"},
    {POST, "/quen-mat-khau", forgotten_post, ACCESS_PUBLIC, .form = &forgotten_form, .again = forgotten_page, .summary = "Sends a one-time link for a new password, if there is such an account"},
    {POST, "/quan-tri/nguoi-dung/:id/dat-lai", give_reset_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_ADMINISTRATOR), .form = &nothing_form, .summary = "One-time link for a new password"},
    {GET, "/tinh-trang-thu", speed_page, ACCESS_PUBLIC, .page = "notify/speed.html", .view = &speed_shape, .summary = "The share of mail that left within 10 s"},
};
const route_table mail_routes = {routes, COUNT(routes)};
