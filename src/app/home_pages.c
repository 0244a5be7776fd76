/* Pages made of several slices: the first page, my work, the rules; and the first start. */
#include "app/guide_pages.h"
#include "app/home_pages.h"
#include "audit/audit.h"
#include "base/text.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "news/news.h"
#include "news/news_pages.h"
#include "notify/notify.h"
#include "registry/registry.h"
#include "rule/rule.h"
#include "user/user.h"
#include <string.h>

typedef struct {
    count_row sum;
    int64_t from, to;
    article_list news;
    register_rows latest;
} home_view;
STATIC_SHAPE(home_shape, home_view, F_STRUCT(home_view, sum, count_row_shape), F_INT(home_view, from), F_INT(home_view, to), F_LIST(home_view, news, article_shape),
             F_LIST(home_view, latest, register_row_shape));

static status needs_setup(db *d, bool *out)
{
    int64_t n = 0;

    TRY(db_number(d, Q_APP_USER_COUNT, &n));
    *out = n == 0;
    return OK;
}

static status home_page(request *r, reply *out)
{
    home_view *v = NEW(r->mem, home_view);
    int64_t total = 0;
    bool setup = false;

    if (*query_text(r, "p") && news_moved_page(r, out) == OK) return OK; /* how WordPress names its articles */
    TRY(needs_setup(r->db, &setup));
    if (setup) return reply_see(r, out, "/khoi-tao");
    v->to = date_year(date_of(r->now));
    v->from = v->to - 2;
    TRY(registry_total(r->db, r->mem, (int)v->from, (int)v->to, &v->sum));
    TRY(news_latest(r->db, r->mem, 4, &v->news));
    register_filter f = {.text = "", .field = "", .limit = 5};
    TRY(registry_search(r->db, r->mem, &f, &v->latest, &total));
    reply_public(out, 30);
    return reply_view(r, out, v);
}

/* Where the daily work of a role is done. */
typedef struct {
    const char *name, *href;
} work_place;
STATIC_SHAPE(work_place_shape, work_place, F_TEXT(work_place, name), F_TEXT(work_place, href));
enum {
    OFFICERS = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR),
};
const nav_item account_menu[] = {
    {N_("Việc của tôi"), "/viec-cua-toi", "", WEB_NAV_SIGNED},
    {N_("Hồ sơ của cơ sở"), "/ho-so", "", OFFICERS},
    {N_("Thống kê của đơn vị"), "/thong-ke/don-vi", "", OFFICERS},
    {N_("Hội đồng sáng kiến"), "/hoi-dong", "", WEB_NAV_SIGNED | OFFICERS | ROLE_BIT(ROLE_MEMBER)},
    {N_("Hồ sơ tôi đánh giá"), "/cham-diem", "", ROLE_BIT(ROLE_MEMBER) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR)},
    {N_("Tiêu chí chấm điểm"), "/quan-tri/tieu-chi", "", ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_SECRETARY)},
    {N_("Theo dõi áp dụng"), "/theo-doi-ap-dung", "", WEB_NAV_SIGNED},
    {N_("Đề nghị cấp thành phố"), "/de-nghi-thanh-pho", "", ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR)},
    {N_("Danh hiệu của tôi"), "/danh-hieu", "", WEB_NAV_SIGNED},
    {N_("Khiếu nại"), "/khieu-nai", "", WEB_NAV_SIGNED},
    {N_("Nhóm hồ sơ giống nhau"), "/tinh-moi", "", ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR)},
    {N_("Tập huấn của tôi"), "/tap-huan-cua-toi", "", WEB_NAV_SIGNED},
    {N_("Bàn biên tập"), "/bien-tap", "", ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_DEPARTMENT)},
    {N_("Quản trị"), "/quan-tri", "", ROLE_BIT(ROLE_ADMINISTRATOR)},
    {N_("Nhật ký hệ thống"), "/quan-tri/nhat-ky", "", ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_AUDITOR)},
    {N_("Tài khoản của tôi"), "/tai-khoan", "", WEB_NAV_SIGNED},
    {0},
};

typedef struct {
    dossier_items mine, to_do;
    session_list sessions;
    guide_links guides;
    LIST_OF(work_place) places;
    bool officer, is_placed;
} work_view;
STATIC_SHAPE(work_shape, work_view, F_LIST(work_view, mine, dossier_item_shape), F_LIST(work_view, to_do, dossier_item_shape), F_LIST(work_view, sessions, council_session_shape), F_LIST(work_view, guides, guide_link_shape),
             F_LIST(work_view, places, work_place_shape),
             F_BOOL(work_view, officer), F_BOOL(work_view, is_placed));

static status work_page(request *r, reply *out)
{
    work_view *v = NEW(r->mem, work_view);

    TRY(dossier_mine(r->db, r->mem, &r->who, &v->mine));
    TRY(dossier_to_do(r->db, r->mem, &r->who, &v->to_do));
    TRY(council_my_sessions(r->db, r->mem, &r->who, &v->sessions));
    v->officer = actor_has_any(&r->who, OFFICERS);
    v->places.p = NEWS(r->mem, work_place, COUNT(account_menu));
    for (const nav_item *i = account_menu; i->label; i++)
        if (actor_has_any(&r->who, i->roles & ~WEB_NAV_SIGNED)) v->places.p[v->places.n++] = (work_place){T(i->label), i->href};
    v->is_placed = v->places.n > 0;
    guide_list(r->mem, &r->who, &v->guides);
    reply_title(r, "%s", T("Việc của tôi"));
    return reply_view(r, out, v);
}

typedef struct {
    rule_list rules;
    bool is_admin;
    int64_t to_confirm;
} rules_view;
STATIC_SHAPE(rules_shape, rules_view, F_LIST(rules_view, rules, rule_row_shape), F_BOOL(rules_view, is_admin), F_INT(rules_view, to_confirm));

static status rules_page(request *r, reply *out)
{
    rules_view *v = NEW(r->mem, rules_view);

    v->rules = *rule_all(rule_current());
    v->is_admin = actor_has_any(&r->who, ROLE_BIT(ROLE_ADMINISTRATOR));
    v->to_confirm = rule_unconfirmed(r->mem, rule_current(), date_of(r->now)).n;
    reply_title(r, "%s", T("Quy định và thời hạn"));
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

/* ---- how a term is counted, by anybody ---- */

typedef struct {
    const char *key, *label;
    bool selected;
} term_choice;
STATIC_SHAPE(term_choice_shape, term_choice, F_TEXT(term_choice, key), F_TEXT(term_choice, label), F_BOOL(term_choice, selected));
typedef struct {
    const char *key, *from, *due, *explained, *problem;
    LIST_OF(term_choice) terms;
} term_view;
STATIC_SHAPE(term_shape, term_view, F_TEXT(term_view, key), F_TEXT(term_view, from), F_TEXT(term_view, due), F_TEXT(term_view, explained), F_TEXT(term_view, problem),
             F_LIST(term_view, terms, term_choice_shape));

static status term_page(request *r, reply *out)
{
    term_view *v = NEW(r->mem, term_view);
    const rule_list *all = rule_all(rule_current());
    date from = {0};
    rule_term t = {0};

    v->key = query_text(r, "quy-dinh");
    v->from = *query_text(r, "tu") ? query_text(r, "tu") : date_vi(r->mem, date_of(r->now));
    v->due = v->explained = v->problem = "";
    if (!*v->key) v->key = "decide.period";
    v->terms.p = NEWS(r->mem, term_choice, all->n + 1);
    for (int i = 0; i < all->n; i++) {
        const rule_row *w = &all->p[i], *counts = NULL;
        const char *const scope[] = {w->scope, NULL};
        if (!rule_is_term(w) || rule_get(rule_current(), w->key, scope, date_of(r->now), &counts) != OK || counts != w) continue; /* of today */
        v->terms.p[v->terms.n++] = (term_choice){w->key, textf(r->mem, "%s (%s)", w->name, w->shown), text_eq(w->key, v->key)};
    }
    if (*v->key && date_parse(v->from, &from) != OK) v->problem = T("Ngày chưa đúng, hãy ghi như 24/11/2026.");
    else if (*v->key && rule_due(r->mem, rule_current(), v->key, NULL, from, from, &t) != OK) v->problem = T("Không có quy định này vào ngày đó.");
    else if (*v->key) {
        v->due = date_vi(r->mem, t.due);
        v->explained = rule_explain(r->mem, &t, words_lang());
    }
    reply_title(r, "%s", T("Tính thời hạn"));
    reply_crumb(r, T("Quy định và thời hạn"), "/quy-dinh");
    return reply_view(r, out, v);
}

/* ---- the first start ---- */

FORM(setup_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Họ và tên người quản trị"), .required = true, .max = 100},
     {.name = "login", .kind = INPUT_LINE, .label = N_("Tên đăng nhập"), .hint = N_("Chữ thường không dấu, số, dấu chấm."), .required = true, .max = 50, .autocomplete = "username"},
     {.name = "password", .kind = INPUT_PASSWORD, .label = N_("Mật khẩu"), .hint = N_("Ít nhất 8 ký tự; một câu dài dễ nhớ là tốt nhất."), .required = true, .autocomplete = "new-password"});

typedef struct {
    bool ready;
} setup_view;
STATIC_SHAPE(setup_shape, setup_view, F_BOOL(setup_view, ready));

static status setup_page(request *r, reply *out)
{
    bool setup = false;
    setup_view *v = NEW(r->mem, setup_view);

    TRY(needs_setup(r->db, &setup));
    if (!setup) return E_NOT_FOUND;
    v->ready = true;
    reply_title(r, "%s", T("Khởi tạo hệ thống"));
    return reply_view(r, out, v);
}

static status setup_post(request *r, reply *out)
{
    AUTO(db_tx) tx = {0};
    const char *login = form_text(r, "login");
    user_id id;
    bool setup = false;

    if (!user_login_is_valid(login)) form_error(r, "login", "%s", T("Chỉ gồm chữ thường không dấu a–z, số 0–9 và các dấu . _ -, từ 3 đến 50 ký tự."));
    password_outcome fit = user_password_check(r->mem, form_text(r, "password"), login);
    if (fit != PASSWORD_GOOD) form_error(r, "password", "%s", user_password_words(r->mem, fit));
    if (form_errors(r)) return E_INVALID;
    user_new u = {.login = login, .name = form_text(r, "name"), .email = "", .phone = "", .position = "", .qualification = "", .password = form_text(r, "password")};
    TRY(db_begin(r->db, &tx));
    TRY(needs_setup(r->db, &setup)); /* asked inside the transaction: the first one wins */
    if (!setup) return E_NOT_FOUND;
    TRY(user_create(r->mem, r->db, &u, r->now, &id));
    TRY(user_grant(r->db, id, ROLE_ADMINISTRATOR, (org_id){0}, "", (date){0}, (date){0}));
    actor who = actor_system();
    TRY(audit_add(r->db, r->mem, &who, "system.set_up", "user", id.v, "", login));
    TRY(db_commit(&tx));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã tạo người quản trị. Hãy đăng nhập để thêm cơ sở và người dùng."));
    return reply_see(r, out, "/dang-nhap");
}

int home_notices(request *r)
{
    int64_t n = 0;
    return notify_unread(r->db, &r->who, &n) == OK ? (int)n : 0;
}

static const route routes[] = {
    {GET, "/", home_page, ACCESS_PUBLIC, .page = "app/home.html", .view = &home_shape, .summary = "The first page"},
    {GET, "/viec-cua-toi", work_page, ACCESS_USER, .page = "app/work.html", .view = &work_shape, .summary = "What waits for who asks"},
    {GET, "/quy-dinh", rules_page, ACCESS_PUBLIC, .page = "app/rules.html", .view = &rules_shape, .summary = "Rules in force, with article and trust mark"},
    {GET, "/quy-dinh/tinh-thoi-han", term_page, ACCESS_PUBLIC, .page = "app/term.html", .view = &term_shape, .summary = "How a legal term is counted"},
    {GET, "/khoi-tao", setup_page, ACCESS_PUBLIC, .page = "app/setup.html", .view = &setup_shape, .form = &setup_form, .summary = "First start"},
    {POST, "/khoi-tao", setup_post, ACCESS_PUBLIC, .form = &setup_form, .again = setup_page, .summary = "Create the first administrator"},
};
const route_table home_routes = {routes, COUNT(routes)};
