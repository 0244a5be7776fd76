/* The frame around every page, and the pages of errors. */
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "web/kept.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *label, *href, *icon;
    bool current;
} nav_view;
STATIC_SHAPE(nav_shape, nav_view, F_TEXT(nav_view, label), F_TEXT(nav_view, href), F_TEXT(nav_view, icon), F_BOOL(nav_view, current));
STATIC_SHAPE(crumb_shape, crumb, F_TEXT(crumb, label), F_TEXT(crumb, href));
STATIC_SHAPE(flash_shape, flash_line, F_TEXT(flash_line, kind), F_TEXT(flash_line, text));

typedef struct {
    const char *lang, *title, *site_name, *site_tagline, *path, *user_name, *user_unit, *csrf, *css, *js, *icons, *font,
        *font_bold, *favicon, *theme, *theme_colour, *logo, *other_lang, *other_lang_href, *request_id, *base_url, *search, *description, *canonical, *image;
    bool no_robots, signed_in, demo, print_only;
    int64_t user_id, notices, year, logo_width, logo_height;
    date today;
    LIST_OF(nav_view) nav, account_nav;
    LIST_OF(crumb) crumbs;
    LIST_OF(flash_line) flashes;
    html content;
} frame_view;
SHAPE(frame_shape, frame_view, F_TEXT(frame_view, lang), F_TEXT(frame_view, title), F_TEXT(frame_view, site_name),
      F_TEXT(frame_view, site_tagline), F_TEXT(frame_view, path), F_INT(frame_view, user_id), F_TEXT(frame_view, user_name),
      F_TEXT(frame_view, user_unit), F_TEXT(frame_view, csrf), F_TEXT(frame_view, css), F_TEXT(frame_view, js),
      F_TEXT(frame_view, icons), F_TEXT(frame_view, font), F_TEXT(frame_view, font_bold), F_TEXT(frame_view, favicon), F_TEXT(frame_view, theme),
      F_TEXT(frame_view, theme_colour), F_TEXT(frame_view, logo), F_INT(frame_view, logo_width), F_INT(frame_view, logo_height),
      F_TEXT(frame_view, other_lang), F_TEXT(frame_view, other_lang_href), F_TEXT(frame_view, request_id),
      F_TEXT(frame_view, base_url), F_TEXT(frame_view, search), F_TEXT(frame_view, description), F_TEXT(frame_view, canonical),
      F_TEXT(frame_view, image), F_BOOL(frame_view, no_robots), F_BOOL(frame_view, signed_in), F_BOOL(frame_view, demo),
      F_BOOL(frame_view, print_only), F_INT(frame_view, notices), F_INT(frame_view, year), F_DATE(frame_view, today),
      F_LIST(frame_view, nav, nav_shape), F_LIST(frame_view, account_nav, nav_shape),
      F_LIST(frame_view, crumbs, crumb_shape), F_LIST(frame_view, flashes, flash_shape), F_HTML(frame_view, content));

typedef struct {
    int64_t status;
    const char *heading, *text, *what_next, *request_id;
    bool has_kept, login;
    kept_form kept;
} problem_view;
STATIC_SHAPE(pair_shape, kept_pair, F_TEXT(kept_pair, name), F_TEXT(kept_pair, value));
STATIC_SHAPE(kept_shape, kept_form, F_TEXT(kept_form, action), F_TEXT(kept_form, csrf), F_TEXT(kept_form, once), F_LIST(kept_form, sent, pair_shape),
             F_LIST(kept_form, written, pair_shape), F_BOOL(kept_form, files));
STATIC_SHAPE(problem_shape, problem_view, F_INT(problem_view, status), F_TEXT(problem_view, heading),
             F_TEXT(problem_view, text), F_TEXT(problem_view, what_next), F_TEXT(problem_view, request_id), F_BOOL(problem_view, has_kept), F_BOOL(problem_view, login),
             F_STRUCT(problem_view, kept, kept_shape));

static const char *asset(arena *mem, const char *name)
{
    const embed_file *f = embed_find(textf(mem, "web/%s", name));
    return f ? textf(mem, "/tinh/%s?v=%.10s", name, f->sha256) : "";
}

status frame_templates(web *w)
{
    w->css = asset(w->mem, "app.css");
    w->js = asset(w->mem, "app.js");
    w->icons = asset(w->mem, "icons.svg");
    w->favicon = asset(w->mem, "favicon.svg");
    TRY(template_compile("ui/frame.html", &frame_shape, NULL, NULL, &w->frame));
    TRY(template_compile("ui/bare.html", &frame_shape, NULL, NULL, &w->bare));
    return template_compile("ui/problem.html", &problem_shape, &frame_shape, NULL, &w->problem);
}

static bool may_see_nav(const request *r, const nav_item *i)
{
    if (i->roles == 0) return true;
    if (i->roles & WEB_NAV_SIGNED) return r->who.user.v != 0;
    return actor_has_any(&r->who, i->roles);
}

static void fill_nav(request *r, const nav_item *items, void *into)
{
    list *out = into;
    int n = 0;

    while (items && items[n].label) n++;
    nav_view *v = NEWS(r->mem, nav_view, n + 1);
    out->p = v;
    for (int i = 0; i < n; i++) {
        if (!may_see_nav(r, &items[i])) continue;
        size_t len = strlen(items[i].href);
        bool here = len > 1 && strncmp(r->path, items[i].href, len) == 0 && (r->path[len] == 0 || r->path[len] == '/');
        v[out->n++] = (nav_view){T(items[i].label), items[i].href, items[i].icon ? items[i].icon : "",
                                 here || strcmp(r->path, items[i].href) == 0};
    }
}

/* Asks for the looks in force and keeps them for a while, so that pages do not ask the store. One request asks, the others go on. */
static void refresh_looks(request *r)
{
    web *w = ((request_own *)r->own)->web;
    web_looks got = {0};

    pthread_mutex_lock(&w->look_lock);
    bool ask = w->config.look && r->db && r->now.ms >= w->look_until;
    if (ask) w->look_until = r->now.ms + WEB_LOOK_SECONDS * 1000;
    int turn = ask ? ++w->look_asked : 0;
    pthread_mutex_unlock(&w->look_lock);
    if (!ask) return;
    arena *mem = arena_new(), *old = mem;
    status s = w->config.look(r->db, mem, &got);
    pthread_mutex_lock(&w->look_lock);
    if (s == OK && turn == w->look_asked) {
        old = w->look_mem;
        w->look_mem = mem;
        w->looks = got;
    }
    if (s != OK) w->look_until = 0;
    pthread_mutex_unlock(&w->look_lock);
    arena_free(old);
}

static int by_org(const void *key, const void *at)
{
    int64_t a = ((const web_look *)key)->org, b = ((const web_look *)at)->org;
    return a < b ? -1 : a > b;
}

/* The look of the page's organisation, the site's where that chose nothing; a copy. */
static web_look look_of(request *r)
{
    request_own *own = r->own;
    web *w = own->web;
    web_look key = {.org = own->org.v};

    refresh_looks(r);
    pthread_mutex_lock(&w->look_lock);
    web_look l = w->looks.site;
    const web_look *o = key.org && w->looks.orgs.n ? bsearch(&key, w->looks.orgs.p, (size_t)w->looks.orgs.n, sizeof key, by_org) : NULL;
    if (o) l.tagline = l.tagline_en = o->tagline;
    if (o && o->colours) {
        l.colours = o->colours;
        l.main = o->main;
    }
    if (o && o->logo) {
        l.logo = o->logo;
        l.logo_width = o->logo_width;
        l.logo_height = o->logo_height;
    }
    const char **texts[] = {&l.name, &l.tagline, &l.name_en, &l.tagline_en, &l.main};
    for (int i = 0; i < COUNT(texts); i++) *texts[i] = *texts[i] ? text_copy(r->mem, *texts[i]) : "";
    pthread_mutex_unlock(&w->look_lock);
    return l;
}

void web_look_changed(request *r)
{
    web *w = ((request_own *)r->own)->web;

    pthread_mutex_lock(&w->look_lock);
    w->look_until = 0;
    pthread_mutex_unlock(&w->look_lock);
}

static void put_look(request *r, frame_view *f, bool english)
{
    const web_look l = look_of(r);
    const char *name = english && *l.name_en ? l.name_en : l.name, *tagline = english && *l.tagline_en ? l.tagline_en : l.tagline;

    if (*name) f->site_name = name;
    if (*tagline) f->site_tagline = tagline;
    f->theme = l.colours ? textf(r->mem, "/giao-dien/%lld/mau.css", (long long)l.colours) : "";
    f->theme_colour = l.colours ? l.main : "#0b4f6c";
    f->logo = l.logo ? textf(r->mem, "/giao-dien/%lld/bieu-trung.webp", (long long)l.logo) : "";
    f->logo_width = l.logo_width;
    f->logo_height = l.logo_height;
}

static frame_view frame_of(request *r)
{
    request_own *own = r->own;
    const web_config *c = &own->web->config;
    bool english = words_lang() == LANG_EN;
    frame_view f = {.lang = english ? "en" : "vi", .title = own->title ? own->title : "", .site_name = T(c->site_name),
                    .site_tagline = T(c->site_tagline), .path = r->path, .signed_in = r->who.user.v != 0, .demo = c->demo,
                    .user_id = r->who.user.v, .user_name = r->who.name ? r->who.name : "", .user_unit = r->who.unit ? r->who.unit : "",
                    .csrf = csrf_mark(r->mem, own), .css = own->web->css, .js = own->web->js,
                    .icons = own->web->icons, .favicon = own->web->favicon, .font = "", .font_bold = "",
                    .other_lang = english ? "Tiếng Việt" : "English",
                    .other_lang_href = textf(r->mem, "?ngon-ngu=%s", english ? "vi" : "en"), .request_id = r->id,
                    .base_url = c->base_url ? c->base_url : "", .search = "", .description = own->description ? own->description : "",
                    .canonical = own->canonical ? own->canonical : "", .image = own->image ? own->image : "", .no_robots = own->no_robots, .today = date_of(r->now), .year = date_year(date_of(r->now))};

    put_look(r, &f, english);
    if (strcmp(r->path, "/tim-kiem") == 0) f.search = query_text(r, "q");
    if (f.signed_in && c->notices && r->db) f.notices = c->notices(r);
    fill_nav(r, c->nav, &f.nav);
    if (f.signed_in) fill_nav(r, c->account, &f.account_nav);
    f.crumbs.p = own->crumbs;
    f.crumbs.n = own->n_crumbs;
    f.flashes.p = own->flashes;
    f.flashes.n = own->n_flashes;
    return f;
}

void frame_render(request *r, reply *out, const template *page, const void *view)
{
    request_own *own = r->own;
    frame_view f = frame_of(r);
    AUTO(buf) content = {0};

    bool style = own->entry && text_ends(own->entry->route->page, ".css");
    if (style || (own->entry && text_ends(own->entry->route->page, ".xml"))) { /* feeds, maps and style sheets have no frame */
        template_render(page, r->mem, view, &f, NULL, &out->body);
        out->type = style ? "text/css; charset=utf-8" : text_ends(own->entry->route->page, "feed.xml") ? "application/atom+xml; charset=utf-8" : "application/xml; charset=utf-8";
        out->has_body = true;
        return;
    }
    template_render(page, r->mem, view, &f, own->form, &content);
    f.content.p = content.p ? content.p : "";
    bool bare = own->entry && (own->entry->route->flags & ROUTE_BARE);
    template_render(bare ? own->web->bare : own->web->frame, r->mem, &f, NULL, NULL, &out->body);
    out->type = "text/html; charset=utf-8";
    out->has_body = true;
}

static problem_view problem_of(const request *r, int code, status why)
{
    const request_own *own = r->own;
    problem_view v = {.status = code, .request_id = r->id, .what_next = T("Quay lại trang trước hoặc về trang chủ.")};

    switch (code) {
    case 400: v.heading = T("Yêu cầu không hợp lệ"); v.text = T("Máy chủ không hiểu yêu cầu này."); break;
    case 401:
        v.heading = T("Cần đăng nhập");
        v.text = T("Trang này chỉ dành cho người đã đăng nhập.");
        v.what_next = T("Hãy đăng nhập rồi thử lại.");
        break;
    case 403:
        v.heading = T("Không được phép");
        v.text = T("Tài khoản của bạn không có quyền làm việc này, hoặc phiên làm việc đã đổi từ khi trang được mở.");
        v.what_next = T("Hãy tải lại trang. Nếu vẫn vậy, liên hệ quản trị của đơn vị.");
        break;
    case 404:
        v.heading = T("Không tìm thấy");
        v.text = T("Không có trang hoặc hồ sơ này, hoặc bạn không được xem.");
        break;
    case 405: v.heading = T("Cách gọi không đúng"); v.text = T("Địa chỉ này không nhận yêu cầu kiểu đó."); break;
    case 409:
        v.heading = T("Dữ liệu đã thay đổi");
        v.text = T("Có người vừa thay đổi, hoặc việc này không còn làm được ở trạng thái hiện nay.");
        v.what_next = T("Tải lại trang để xem trạng thái mới.");
        break;
    case 408: v.heading = T("Yêu cầu đến quá chậm"); v.text = T("Máy chủ đã chờ quá lâu mà yêu cầu chưa đến hết."); break;
    case 414: v.heading = T("Địa chỉ quá dài"); v.text = T("Địa chỉ trang dài quá giới hạn cho phép."); break;
    case 417: v.heading = T("Yêu cầu không hợp lệ"); v.text = T("Máy chủ không đáp ứng được điều mà yêu cầu đòi hỏi trước."); break;
    case 431:
        v.heading = T("Phần đầu của yêu cầu quá lớn");
        v.text = T("Trình duyệt gửi kèm quá nhiều dữ liệu (thường là cookie).");
        v.what_next = T("Hãy xóa cookie của trang này rồi thử lại.");
        break;
    case 505: v.heading = T("Yêu cầu không hợp lệ"); v.text = T("Máy chủ chỉ hiểu HTTP/1.0 và HTTP/1.1."); break;
    case 413: v.heading = T("Dữ liệu quá lớn"); v.text = T("Tệp hoặc biểu mẫu vượt quá giới hạn cho phép."); break;
    case 422: v.heading = T("Dữ liệu chưa đúng"); v.text = T("Có mục chưa hợp lệ."); break;
    case 429: v.heading = T("Quá nhiều yêu cầu"); v.text = T("Bạn thao tác quá nhanh. Hãy chờ một lát."); break;
    case 503:
        v.heading = T("Hệ thống tạm thời chưa phục vụ được");
        v.text = why == E_LIMIT && web_is_heavy(own->web, own->in->method, own->in->target)
                     ? T("Lúc này có quá nhiều lượt tìm kiếm, thống kê và xuất dữ liệu. Đăng nhập và nộp hồ sơ vẫn chạy bình thường.")
                 : why == E_LIMIT ? T("Máy chủ đang có quá nhiều việc. Việc bạn vừa gửi chưa được ghi.")
                                : T("Kho dữ liệu chưa trả lời. Việc bạn vừa gửi chưa được ghi; những gì đã báo thành công trước đó vẫn còn nguyên.");
        v.what_next = T("Hãy thử lại sau ít phút.");
        break;
    default: v.heading = T("Lỗi hệ thống"); v.text = T("Đã có lỗi. Người quản trị xem được trong nhật ký theo mã dưới đây."); break;
    }
    return v;
}

/* Nothing that was typed is lost: the page holds it and says what to do. */
static void tell_kept(problem_view *v)
{
    v->has_kept = true;
    v->login = v->status == 401;
    if (v->status == 401) {
        v->text = T("Phiên làm việc đã hết. Nội dung vừa gửi chưa được ghi, nhưng còn nguyên ở trang này.");
        v->what_next = T("Hãy đăng nhập ở trang mới, rồi quay lại đây gửi lại.");
    } else if (v->status == 403) {
        v->text = T("Phiên làm việc đã đổi từ khi trang được mở. Nội dung vừa gửi chưa được ghi, nhưng còn nguyên ở trang này.");
        v->what_next = T("Hãy gửi lại.");
    } else v->what_next = T("Nội dung vừa nhập còn nguyên ở trang này: hãy gửi lại sau ít phút.");
}

static void put_field_errors(const form_state *s, buf *b)
{
    bool first = true;

    buf_puts(b, ",\"errors\":[");
    for (int i = 0; s && s->def && i < s->def->n; i++) {
        for (int row = 0; row < s->slots[i].n_errors; row++) {
            if (!s->slots[i].errors[row]) continue;
            struct {
                const char *field, *message;
                int64_t row;
            } e = {s->def->fields[i].name, s->slots[i].errors[row], row};
            static const field fields[] = {{"field", FIELD_TEXT, 0, 0}, {"message", FIELD_TEXT, sizeof(char *), 0}, {"row", FIELD_INT, 2 * sizeof(char *), 0}};
            static const shape sh = {"error", sizeof e, 3, fields};
            if (!first) buf_putc(b, ',');
            first = false;
            json_render(&sh, &e, NULL, b);
        }
    }
    for (int i = 0; s && i < s->n_general; i++) {
        struct {
            const char *message;
        } e = {s->general[i]};
        static const field fields[] = {{"message", FIELD_TEXT, 0, 0}};
        static const shape sh = {"error", sizeof e, 1, fields};
        if (!first) buf_putc(b, ',');
        first = false;
        json_render(&sh, &e, NULL, b);
    }
    buf_putc(b, ']');
}

void problem_render(request *r, reply *out, int code, status why)
{
    request_own *own = r->own;
    problem_view v = problem_of(r, code, why);

    out->status = code;
    buf_clear(&out->body);
    out->is_public = false;
    if (r->wants_json) {
        typedef struct {
            const char *type, *title, *detail, *request_id, *code;
            int64_t status;
        } problem_json;
        STATIC_SHAPE(sh, problem_json, F_TEXT(problem_json, type), F_TEXT(problem_json, title), F_INT(problem_json, status),
                     F_TEXT(problem_json, detail), F_TEXT(problem_json, request_id), F_TEXT(problem_json, code));
        problem_json j = {"about:blank", v.heading, v.text, r->id, status_name(why), code};
        json_render(&sh, &j, r->mem, &out->body);
        if (code == 422 && own->form) {
            out->body.n--; /* reopens the object */
            put_field_errors(own->form, &out->body);
            buf_putc(&out->body, '}');
        }
        out->type = "application/problem+json";
        out->has_body = true;
        return;
    }
    if (kept_typed(r, code, &v.kept)) tell_kept(&v);
    own->title = v.heading;
    own->n_crumbs = 0;
    own->org = (org_id){0}; /* what is hidden has no look either */
    const route_entry *entry = own->entry;
    own->entry = NULL;
    frame_render(r, out, own->web->problem, &v);
    own->entry = entry;
}
