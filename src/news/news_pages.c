/* News for everybody: the list, an article, pictures and files, the feed. */
#include "news/news_pages.h"
#include "base/text.h"
#include "news/news.h"
#include "web/pager.h"

typedef struct {
    const char *slug, *name;
    int64_t articles;
    bool current;
} tab_view;
STATIC_SHAPE(tab_shape, tab_view, F_TEXT(tab_view, slug), F_TEXT(tab_view, name), F_INT(tab_view, articles), F_BOOL(tab_view, current));
typedef struct {
    article_list items;
    LIST_OF(tab_view) sections;
    const char *text, *section_slug, *action;
    pager_view pager;
    bool may_desk, paged;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, article_shape), F_LIST(list_view, sections, tab_shape), F_TEXT(list_view, text), F_TEXT(list_view, section_slug),
             F_TEXT(list_view, action), F_STRUCT(list_view, pager, pager_shape), F_BOOL(list_view, may_desk), F_BOOL(list_view, paged));
typedef struct {
    article_row a;
    part_list parts;
    article_list related;
    const char *section_slug, *base_url;
    bool may_desk;
} article_view;
STATIC_SHAPE(article_view_shape, article_view, F_STRUCT(article_view, a, article_shape), F_LIST(article_view, parts, part_shape), F_LIST(article_view, related, article_shape),
             F_TEXT(article_view, section_slug), F_TEXT(article_view, base_url), F_BOOL(article_view, may_desk));
typedef struct {
    article_list items;
    const char *section, *section_slug;
    instant updated;
} feed_view;
STATIC_SHAPE(feed_shape, feed_view, F_LIST(feed_view, items, article_shape), F_TEXT(feed_view, section), F_TEXT(feed_view, section_slug), F_INSTANT(feed_view, updated));

/* The sections that have articles; how many there are here. */
static status fill_sections(request *r, list_view *v)
{
    section_list all = {0};

    TRY(news_sections(r->db, r->mem, &all));
    v->sections.p = NEWS(r->mem, tab_view, all.n + 1);
    for (int i = 0; i < all.n; i++)
        if (!*v->section_slug || text_eq(all.p[i].slug, v->section_slug)) v->pager.total += all.p[i].articles;
    for (int i = 0; i < all.n; i++)
        if (all.p[i].articles) v->sections.p[v->sections.n++] = (tab_view){all.p[i].slug, all.p[i].name, all.p[i].articles, text_eq(all.p[i].slug, v->section_slug)};
    return OK;
}

static const char *turned(request *r, const list_view *v, int page)
{
    AUTO(buf) q = {0};

    buf_url(&q, v->text);
    return textf(r->mem, "%s?q=%s&trang=%d", v->action, q.p ? q.p : "", page);
}

static status list_of(request *r, reply *out, list_view *v, const char *section)
{
    news_filter f = {.text = v->text, .section = section, .page = (int)query_int(r, "trang", 1) - 1};

    TRY(news_search(r->db, r->mem, &f, &v->items));
    TRY(fill_sections(r, v));
    if (*v->text) TRY(news_count(r->db, r->mem, &f, &v->pager.total));
    v->may_desk = news_may_desk(&r->who);
    pager_set(&v->pager, f.page, NEWS_PAGE, v->items.n);
    v->pager.prev_href = f.page ? turned(r, v, f.page) : "";
    v->pager.next_href = v->pager.to < v->pager.total && f.page + 1 < NEWS_PAGES_MAX ? turned(r, v, f.page + 2) : "";
    v->paged = *v->pager.prev_href || *v->pager.next_href;
    if (*v->text) reply_no_robots(r, out);
    else reply_about(r, T("Tin tức về hoạt động sáng kiến trên địa bàn thành phố."), f.page ? turned(r, v, f.page + 1) : v->action, "");
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    v->text = query_text(r, "q");
    v->section_slug = "";
    v->action = "/tin-tuc";
    reply_title(r, "%s", T("Tin tức"));
    return list_of(r, out, v, "");
}

static status section_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    section_row s = {0};

    TRY(news_section(r->db, r->mem, r->word[0], &s));
    v->text = query_text(r, "q");
    v->section_slug = s.slug;
    v->action = textf(r->mem, "/chuyen-muc/%s", s.slug);
    reply_title(r, "%s", s.name);
    reply_crumb(r, T("Tin tức"), "/tin-tuc");
    return list_of(r, out, v, s.name);
}

static status fill_article(request *r, article_view *v)
{
    TRY(news_get(r->db, r->mem, r->word[0], &v->a));
    TRY(news_parts(r->db, r->mem, v->a.id, v->a.body, &v->parts));
    TRY(news_section_slug(r->db, r->mem, v->a.section, &v->section_slug));
    v->may_desk = news_may_desk(&r->who);
    v->base_url = request_base_url(r);
    reply_title(r, "%s", v->a.title);
    reply_about(r, *v->a.lead ? v->a.lead : v->a.title, textf(r->mem, "/tin-tuc/%s", v->a.slug), v->a.cover ? textf(r->mem, "/tin-tuc/anh/%lld/1600", (long long)v->a.cover) : "");
    return OK;
}

static status article_page(request *r, reply *out)
{
    article_view *v = NEW(r->mem, article_view);

    if (news_write_views(r->db, r->now, false) != OK) return E_STORE; /* of those before, so that what is read has them */
    TRY(fill_article(r, v));
    TRY(news_related(r->db, r->mem, &v->a, &v->related));
    news_seen(v->a.id, r->address, r->agent, r->now);
    v->a.views += news_unwritten_views(v->a.id);
    reply_crumb(r, T("Tin tức"), "/tin-tuc");
    if (*v->section_slug) reply_crumb(r, v->a.section, textf(r->mem, "/chuyen-muc/%s", v->section_slug));
    return reply_view(r, out, v);
}

static status print_page(request *r, reply *out)
{
    article_view *v = NEW(r->mem, article_view);

    TRY(fill_article(r, v));
    v->a.views += news_unwritten_views(v->a.id);
    reply_no_robots(r, out);
    return reply_view(r, out, v);
}

static status picture_get(request *r, reply *out)
{
    bytes data = {0};
    bool open = false;

    TRY(news_picture(r->db, r->mem, &r->who, r->arg[0], r->arg[1], &data, &open));
    if (open) reply_public(out, 7 * 86400); /* a number never gets another picture */
    return reply_inline(r, out, "image/webp", data);
}

static status file_get(request *r, reply *out)
{
    bytes data = {0};
    file_row f = {0};

    TRY(news_file(r->db, r->mem, &r->who, r->arg[0], &f, &data));
    return reply_file(r, out, f.mime, f.name, data);
}

static status feed_get(request *r, reply *out)
{
    feed_view *v = NEW(r->mem, feed_view);
    section_row s = {.slug = "", .name = ""};
    int64_t n = query_int(r, "so", 30);

    if (*query_text(r, "chuyen-muc")) TRY(news_section(r->db, r->mem, query_text(r, "chuyen-muc"), &s));
    TRY(news_feed(r->db, r->mem, s.name, n < 1 ? 1 : n > NEWS_FEED_MAX ? NEWS_FEED_MAX : (int)n, &v->items));
    v->section = s.name;
    v->section_slug = s.slug;
    v->updated = (instant){0};
    for (int i = 0; i < v->items.n; i++)
        if (v->items.p[i].changed_at.ms > v->updated.ms) v->updated = v->items.p[i].changed_at;
    if (!v->items.n) v->updated = r->now;
    reply_public(out, 300);
    return reply_view(r, out, v);
}

status news_moved_page(request *r, reply *out)
{
    const char *slug = "";

    TRY(news_moved(r->db, r->mem, r->path, r->query, &slug));
    return reply_moved(r, out, "/tin-tuc/%s", slug);
}

static const route routes[] = {
    {GET, "/tin-tuc", list_page, ACCESS_PUBLIC, .page = "news/list.html", .view = &list_shape, .summary = "News"},
    {GET, "/chuyen-muc/*x", section_page, ACCESS_PUBLIC, .page = "news/list.html", .view = &list_shape, .summary = "News of a section"},
    {GET, "/tin-tuc/*x", article_page, ACCESS_PUBLIC, .page = "news/article.html", .view = &article_view_shape, .summary = "An article"},
    {GET, "/tin-tuc/*x/in", print_page, ACCESS_PUBLIC, .page = "news/print.html", .view = &article_view_shape, .flags = ROUTE_BARE, .summary = "An article for paper"},
    {GET, "/tin-tuc/anh/:id/:width", picture_get, ACCESS_PUBLIC, .summary = "A picture of an article in one of its widths"},
    {GET, "/tin-tuc/tep/:id", file_get, ACCESS_PUBLIC, .summary = "A file of an article"},
    {GET, "/nguon-tin.xml", feed_get, ACCESS_PUBLIC, .page = "news/feed.xml", .view = &feed_shape, .summary = "News as an Atom feed"},
};
const route_table news_routes = {routes, COUNT(routes)};
