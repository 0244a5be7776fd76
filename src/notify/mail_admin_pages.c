/* E-mail for administrators: what was sent, dead addresses, templates with preview, webhooks; and the templates themselves. */
#include "base/embed.h"
#include "base/text.h"
#include "notify/notify_pages.h"
#include "notify/webhook.h"
#include "web/template.h"
#include <string.h>

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const choice kinds[] = {{"dossier", N_("Hồ sơ")}, {"certificate", N_("Giấy chứng nhận")}, {"decision", N_("Quyết định")}, {"article", N_("Tin tức")}, {"course", N_("Tập huấn")}, {"question", N_("Hỏi đáp")}, {0}};
STATIC_FORM(test_form, {.name = "address", .kind = INPUT_EMAIL, .label = N_("Gửi thư thử đến"), .required = true});
STATIC_FORM(address_form, {.name = "dead", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(webhook_form, {.name = "url", .kind = INPUT_LINE, .label = N_("Địa chỉ nhận (https://…)"), .max = 1000, .required = true}, {.name = "kinds", .kind = INPUT_CHECKS, .label = N_("Báo việc về"), .choices = kinds});
STATIC_FORM(webhook_step_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true});
STATIC_FORM(template_form, {.name = "subject", .kind = INPUT_LINE, .label = N_("Tiêu đề thư"), .max = 300}, {.name = "body", .kind = INPUT_LINES, .label = N_("Nội dung thư"), .rows = 16, .max = 20000},
            {.name = "do", .kind = INPUT_HIDDEN, .label = ""});

/* ---- templates ---- */

/* The built-in text: the subject on its first line, the body behind an empty one. */
static status built_in(arena *mem, const char *name, mail_text *out)
{
    const embed_file *f = embed_find(textf(mem, "notify/%s.txt", name));

    if (!f) return E_NOT_FOUND;
    size_t n = strcspn(f->data, "\n");
    *out = (mail_text){.name = name, .subject = text_copyn(mem, f->data, n), .body = f->data + n + strspn(f->data + n, "\n")};
    return OK;
}

static status text_now(arena *mem, db *d, const char *name, mail_text *out)
{
    status s = mail_text_get(d, mem, name, out);
    return s == E_NOT_FOUND ? built_in(mem, name, out) : s;
}

/* Templates escape for markup; a mail is plain text. */
static const char *plain(arena *mem, const char *s)
{
    static const char *const marks[][2] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    char *out = arena_alloc(mem, strlen(s) + 1), *w = out;

    while (*s) {
        int i = 0;
        while (i < COUNT(marks) && !text_starts(s, marks[i][0])) i++;
        if (i < COUNT(marks)) {
            *w++ = marks[i][1][0];
            s += strlen(marks[i][0]);
        } else {
            *w++ = *s++;
        }
    }
    return out;
}

/* E_INTERNAL: the template names what there is not. */
static status make(arena *mem, const char *name, const char *text, const mail_view *v, const char **out)
{
    AUTO(buf) b = {.max = 1 << 20};
    template *t = NULL;

    TRY(template_compile_text(mem, name, text, &mail_view_shape, NULL, NULL, &t));
    template_render(t, mem, v, NULL, NULL, &b);
    if (b.over) return E_INTERNAL;
    *out = plain(mem, b.p ? b.p : "");
    return OK;
}

static status make_both(arena *mem, const mail_text *t, const mail_view *v, const char **subject, const char **body)
{
    const char *line = "";

    TRY(make(mem, t->name, t->subject, v, &line));
    TRY(make(mem, t->name, t->body, v, body));
    if (text_accept(mem, line, strlen(line), TEXT_LINE, subject) != OK) *subject = ""; /* never two lines */
    return OK;
}

status mail_render(arena *mem, db *d, const char *name, const mail_view *v, const char **subject, const char **body)
{
    mail_text t = {0};

    TRY(text_now(mem, d, name, &t));
    if (make_both(mem, &t, v, subject, body) == OK) return OK;
    TRY(built_in(mem, name, &t)); /* a text that no longer fits: better the plain one than none */
    return make_both(mem, &t, v, subject, body);
}

static mail_view sample(arena *mem, instant now)
{
    mail_item *items = NEWS(mem, mail_item, 2);
    const char *base = *mail_settings()->base_url ? mail_settings()->base_url : "https://sangkien.example.vn";

    items[0] = (mail_item){"Đã tiếp nhận: Phiếu hẹn có mã QR", textf(mem, "%s/ho-so/12", base), now};
    items[1] = (mail_item){"Có câu trả lời chính thức: Tỷ lệ đóng góp", textf(mem, "%s/hoi-dap/3", base), now};
    return (mail_view){.name = "Nguyễn Thị Minh Tâm", .text = "Đã tiếp nhận: Phiếu hẹn có mã QR <giúp người dân>", .link = textf(mem, "%s/ho-so/12", base), .site_name = "Sáng kiến", .base_url = base,
                       .unsubscribe = textf(mem, "%s/ngung-thu/…", base), .preferences = textf(mem, "%s/tai-khoan/thong-bao", base), .items = {items, 2}};
}

typedef struct {
    const char *name, *label, *subject, *body, *fields;
    bool changed, shown;
} template_view;
STATIC_SHAPE(template_shape, template_view, F_TEXT(template_view, name), F_TEXT(template_view, label), F_TEXT(template_view, subject), F_TEXT(template_view, body), F_TEXT(template_view, fields),
             F_BOOL(template_view, changed), F_BOOL(template_view, shown));

static const char *label_of(const char *name)
{
    static const char *const labels[][2] = {{"notice", N_("Thông báo")}, {"digest", N_("Thư gộp ngày, tuần")}, {"reset", N_("Đặt mật khẩu mới")}, {"test", N_("Thư thử")}, {"notice.en", N_("Thông báo (tiếng Anh)")},
                                            {"digest.en", N_("Thư gộp ngày, tuần (tiếng Anh)")}, {"reset.en", N_("Đặt mật khẩu mới (tiếng Anh)")}, {"test.en", N_("Thư thử (tiếng Anh)")}};

    for (int i = 0; i < COUNT(labels); i++)
        if (text_eq(name, labels[i][0])) return T(labels[i][1]);
    return name;
}

static status template_page(request *r, reply *out)
{
    template_view *v = r->note ? r->note : NEW(r->mem, template_view);
    mail_text t = {0};

    TRY(text_now(r->mem, r->db, r->word[0], &t));
    form_set(r, "subject", t.subject);
    form_set(r, "body", t.body);
    v->name = t.name;
    v->label = label_of(t.name);
    v->changed = t.changed_at.ms != 0;
    v->fields = "name, text, link, site_name, base_url, preferences, unsubscribe, weekly, items (text, link, at)";
    if (!v->subject) v->subject = v->body = "";
    reply_title(r, T("Mẫu thư: %s"), v->label);
    reply_crumb(r, T("Thư và webhook"), "/quan-tri/thu");
    return reply_view(r, out, v);
}

static status template_post(request *r, reply *out)
{
    template_view *v = NEW(r->mem, template_view);
    mail_text t = {.name = r->word[0], .subject = form_text(r, "subject"), .body = form_text(r, "body")}, was = {0};
    mail_view example = sample(r->mem, r->now);

    TRY(text_now(r->mem, r->db, r->word[0], &was));
    if (text_eq(form_text(r, "do"), "reset")) t.body = "";
    if (*t.body && make_both(r->mem, &t, &example, &v->subject, &v->body) != OK) {
        form_error(r, "body", "%s", T("Mẫu dùng tên không có, hoặc một phần chưa được đóng. Các tên dùng được ghi bên dưới."));
        return E_INVALID;
    }
    if (text_eq(form_text(r, "do"), "preview")) {
        v->shown = true;
        r->note = v;
        return template_page(r, out);
    }
    TRY(mail_text_set(r->mem, r->db, &r->who, &t, r->now));
    reply_flash(r, FLASH_GOOD, "%s", *t.body ? T("Đã lưu.") : T("Đã trở lại mẫu có sẵn."));
    return reply_see(r, out, "/quan-tri/thu/mau/%s", t.name);
}

/* ---- the page ---- */

typedef struct {
    const char *name, *label;
} named;
STATIC_SHAPE(named_shape, named, F_TEXT(named, name), F_TEXT(named, label));
typedef struct {
    mail_rows rows;
    dead_rows dead;
    webhook_list webhooks;
    LIST_OF(named) templates;
    const char *servers, *from;
    bool on;
} mail_admin_view;
STATIC_SHAPE(mail_admin_shape, mail_admin_view, F_LIST(mail_admin_view, rows, mail_row_shape), F_LIST(mail_admin_view, dead, dead_row_shape), F_LIST(mail_admin_view, webhooks, webhook_shape),
             F_LIST(mail_admin_view, templates, named_shape), F_TEXT(mail_admin_view, servers), F_TEXT(mail_admin_view, from), F_BOOL(mail_admin_view, on));

static status mail_page(request *r, reply *out)
{
    mail_admin_view *v = NEW(r->mem, mail_admin_view);
    const mail_config *c = mail_settings();

    TRY(mail_recent(r->db, r->mem, &r->who, &v->rows, &v->dead));
    TRY(webhook_all(r->db, r->mem, &r->who, &v->webhooks));
    v->templates.p = NEWS(r->mem, named, 16);
    for (int i = 0; mail_template_names[i]; i++) v->templates.p[v->templates.n++] = (named){mail_template_names[i], label_of(mail_template_names[i])};
    v->on = mail_is_on();
    v->servers = "";
    for (int i = 0; i < c->n_servers; i++) v->servers = textf(r->mem, "%s%s%s", v->servers, i ? ", " : "", c->servers[i]);
    v->from = c->from;
    reply_title(r, "%s", T("Thư và webhook"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status test_page(request *r, reply *out)
{
    reply_title(r, "%s", T("Gửi thư thử"));
    reply_crumb(r, T("Thư và webhook"), "/quan-tri/thu");
    return reply_view(r, out, NEW(r->mem, named));
}

static status test_post(request *r, reply *out)
{
    mail_view v = sample(r->mem, r->now);
    const char *subject = "", *body = "", *said = "";

    AUTO(mail_line) line = {0};

    v.name = r->who.name;
    TRY(mail_render(r->mem, r->db, words_lang() == LANG_EN ? "test.en" : "test", &v, &subject, &body));
    status s = mail_is_on() ? mail_send(&line, r->mem, form_text(r, "address"), "00000000000000000000000000000000", subject, body, "", &said) : E_NOT_FOUND;
    if (s == OK) reply_flash(r, FLASH_GOOD, "%s", T("Máy chủ thư đã nhận thư thử."));
    else form_error(r, "address", T("Chưa gửi được: %s"), s == E_NOT_FOUND ? T("chưa cài đặt máy chủ thư") : said);
    return s == OK ? reply_see(r, out, "/quan-tri/thu") : E_INVALID;
}

static status revive_post(request *r, reply *out)
{
    TRY(mail_revive(r->mem, r->db, &r->who, form_text(r, "dead")));
    reply_flash(r, FLASH_GOOD, "%s", T("Sẽ gửi lại đến địa chỉ này."));
    return reply_see(r, out, "/quan-tri/thu");
}

static status webhook_page(request *r, reply *out)
{
    reply_title(r, "%s", T("Thêm webhook"));
    reply_crumb(r, T("Thư và webhook"), "/quan-tri/thu");
    return reply_view(r, out, NEW(r->mem, named));
}

static status webhook_post(request *r, reply *out)
{
    AUTO(buf) b = {0};
    const char *secret = "";

    for (int i = 0; i < form_count(r, "kinds"); i++) buf_printf(&b, "%s%s,", i ? "" : ",", form_text_at(r, "kinds", i));
    if (!b.n) form_error(r, "kinds", "%s", T("Hãy chọn ít nhất một loại việc."));
    if (!b.n) return E_INVALID;
    status s = webhook_add(r->mem, r->db, &r->who, form_text(r, "url"), b.p, &secret);
    if (s == E_INVALID) form_error(r, "url", "%s", T("Cần một địa chỉ https:// không có tên và mật khẩu."));
    TRY(s);
    reply_flash(r, FLASH_NOTE, T("Mã bí mật để kiểm tra chữ ký, chỉ hiện một lần: %s"), secret);
    return reply_see(r, out, "/quan-tri/thu");
}

static status webhook_step_post(request *r, reply *out)
{
    if (text_eq(form_text(r, "do"), "drop")) TRY(webhook_drop(r->mem, r->db, &r->who, r->arg[0]));
    else TRY(webhook_start(r->mem, r->db, &r->who, r->arg[0]));
    return reply_see(r, out, "/quan-tri/thu");
}

static const route routes[] = {
    {GET, "/quan-tri/thu", mail_page, ACCESS_ROLE, .roles = admin, .page = "notify/mail_admin.html", .view = &mail_admin_shape, .form = &address_form, .summary = "E-mail: what was sent, settings, webhooks"},
    {GET, "/quan-tri/thu/thu-nghiem", test_page, ACCESS_ROLE, .roles = admin, .page = "notify/mail_test.html", .view = &named_shape, .form = &test_form, .summary = "Send a test mail: form"},
    {POST, "/quan-tri/thu/thu-nghiem", test_post, ACCESS_ROLE, .roles = admin, .form = &test_form, .again = test_page, .flags = ROUTE_NO_ONCE, .summary = "Send a test mail"},
    {POST, "/quan-tri/thu/dia-chi", revive_post, ACCESS_ROLE, .roles = admin, .form = &address_form, .summary = "Use an address again"},
    {GET, "/quan-tri/thu/mau/*x", template_page, ACCESS_ROLE, .roles = admin, .page = "notify/template.html", .view = &template_shape, .form = &template_form, .summary = "A template of mail: form"},
    {POST, "/quan-tri/thu/mau/*x", template_post, ACCESS_ROLE, .roles = admin, .page = "notify/template.html", .view = &template_shape, .form = &template_form, .again = template_page, .flags = ROUTE_NO_ONCE, .summary = "Preview or save a template of mail"},
    {GET, "/quan-tri/webhook/moi", webhook_page, ACCESS_ROLE, .roles = admin, .page = "notify/webhook.html", .view = &named_shape, .form = &webhook_form, .summary = "Add a webhook: form"},
    {POST, "/quan-tri/webhook/moi", webhook_post, ACCESS_ROLE, .roles = admin, .form = &webhook_form, .again = webhook_page, .summary = "Add a webhook"},
    {POST, "/quan-tri/webhook/:id", webhook_step_post, ACCESS_ROLE, .roles = admin, .form = &webhook_step_form, .summary = "Stop or start a webhook"},
};
const route_table mail_admin_routes = {routes, COUNT(routes)};
