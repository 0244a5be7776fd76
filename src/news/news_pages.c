/* News: the list, an article, the editor's form. */
#include "news/news_pages.h"
#include "base/text.h"
#include "news/news.h"

static const choice states[] = {{"draft", N_("Nháp")}, {"published", N_("Đã đăng")}, {0}};
STATIC_FORM(article_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tiêu đề"), .max = 300, .required = true}, {.name = "lead", .kind = INPUT_LINES, .label = N_("Tóm tắt"), .rows = 3, .max = 2000},
            {.name = "body", .kind = INPUT_LINES, .label = N_("Nội dung (Markdown)"), .rows = 16, .max = 100000}, {.name = "section", .kind = INPUT_LINE, .label = N_("Chuyên mục"), .max = 100},
            {.name = "posted_on", .kind = INPUT_DATE, .label = N_("Ngày đăng"), .required = true}, {.name = "state", .kind = INPUT_RADIO, .label = N_("Trạng thái"), .choices = states, .required = true},
            {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    article_list items;
    const char *text;
    bool may_edit;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, article_shape), F_TEXT(list_view, text), F_BOOL(list_view, may_edit));
typedef struct {
    article_row a;
    figure_list figures;
    article_list related;
    bool may_edit, draft;
} article_view;
STATIC_SHAPE(article_view_shape, article_view, F_STRUCT(article_view, a, article_shape), F_LIST(article_view, figures, figure_shape), F_LIST(article_view, related, article_shape),
             F_BOOL(article_view, may_edit), F_BOOL(article_view, draft));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    v->text = query_text(r, "q");
    v->may_edit = news_may_edit(&r->who);
    TRY(news_list(r->db, r->mem, &r->who, v->text, &v->items));
    reply_title(r, "%s", T("Tin tức"));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static status article_page(request *r, reply *out)
{
    article_view *v = NEW(r->mem, article_view);

    TRY(news_get(r->db, r->mem, &r->who, r->word[0], &v->a));
    TRY(news_figures(r->db, r->mem, v->a.id, &v->figures));
    TRY(news_related(r->db, r->mem, &v->a, &v->related));
    if (text_eq(v->a.state, "published") && news_seen(r->mem, r->db, v->a.id, r->address, r->agent, r->now) != OK) return E_STORE;
    v->may_edit = news_may_edit(&r->who);
    v->draft = text_eq(v->a.state, "draft");
    reply_title(r, "%s", v->a.title);
    reply_crumb(r, T("Tin tức"), "/tin-tuc");
    return reply_view(r, out, v);
}

static status edit_page(request *r, reply *out)
{
    article_view *v = NEW(r->mem, article_view);

    v->a = (article_row){.slug = "", .title = "", .lead = "", .body = "", .section = T("Tin tức"), .poster = "", .author_mark = "", .state = "draft", .posted_on = date_of(r->now)};
    if (r->arg[0]) TRY(news_get_id(r->db, r->mem, &r->who, ARG(r, 0, article_id), &v->a));
    form_set(r, "title", v->a.title);
    form_set(r, "lead", v->a.lead);
    form_set(r, "body", v->a.body);
    form_set(r, "section", v->a.section);
    form_set_date(r, "posted_on", v->a.posted_on);
    form_set(r, "state", v->a.state);
    form_set_int(r, "revision", v->a.revision);
    reply_title(r, "%s", r->arg[0] ? T("Sửa bài") : T("Viết bài"));
    reply_crumb(r, T("Tin tức"), "/tin-tuc");
    return reply_view(r, out, v);
}

static article_row read_article(request *r)
{
    return (article_row){.id = ARG(r, 0, article_id), .title = form_text(r, "title"), .lead = form_text(r, "lead"), .body = form_text(r, "body"), .section = form_text(r, "section"),
                         .poster = r->who.name, .author_mark = "", .posted_on = form_date(r, "posted_on"), .state = form_text(r, "state"), .revision = form_int(r, "revision")};
}

static status new_post(request *r, reply *out)
{
    article_row a = read_article(r);
    article_id id;

    a.slug = textf(r->mem, "%s-%d", text_slug(r->mem, a.title), a.posted_on.ymd);
    status s = news_create(r->mem, r->db, &r->who, &a, NULL, 0, &id);
    if (s == E_CONFLICT) {
        form_error(r, "title", "%s", T("Đã có bài cùng tên trong ngày này."));
        return E_INVALID;
    }
    TRY(s);
    return reply_see(r, out, "/tin-tuc/%s", a.slug);
}

static status edit_post(request *r, reply *out)
{
    article_row a = read_article(r), before = {0};

    TRY(news_get_id(r->db, r->mem, &r->who, a.id, &before));
    status s = news_save(r->mem, r->db, &r->who, &a);
    if (s == E_CONFLICT) {
        form_replace(r, "revision", textf(r->mem, "%lld", (long long)before.revision));
        form_error(r, "", "%s", T("Có người vừa lưu bài này. Nội dung bạn gõ vẫn còn nguyên; bấm lưu lần nữa để ghi đè."));
        return E_INVALID;
    }
    TRY(s);
    return reply_see(r, out, "/tin-tuc/%s", before.slug);
}

static const route routes[] = {
    {GET, "/tin-tuc", list_page, ACCESS_PUBLIC, .page = "news/list.html", .view = &list_shape, .summary = "News"},
    {GET, "/tin-tuc/*x", article_page, ACCESS_PUBLIC, .page = "news/article.html", .view = &article_view_shape, .summary = "An article"},
    {GET, "/bien-tap/moi", edit_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_EDITOR), .page = "news/edit.html", .view = &article_view_shape, .form = &article_form, .summary = "Write an article"},
    {POST, "/bien-tap/moi", new_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_EDITOR), .form = &article_form, .again = edit_page, .summary = "Create an article"},
    {GET, "/bien-tap/:id", edit_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_EDITOR), .page = "news/edit.html", .view = &article_view_shape, .form = &article_form, .summary = "Edit an article"},
    {POST, "/bien-tap/:id", edit_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_EDITOR), .form = &article_form, .again = edit_page, .summary = "Save an article"},
};
const route_table news_routes = {routes, COUNT(routes)};
