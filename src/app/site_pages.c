/* What belongs to no slice: assets, the API document, robots. */
#include "app/site_pages.h"
#include "base/embed.h"
#include "base/text.h"
#include <string.h>

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"},           {".woff2", "font/woff2"}};

    for (int i = 0; i < COUNT(types); i++)
        if (text_ends(name, types[i][0])) return types[i][1];
    return "application/octet-stream";
}

static status asset_get(request *r, reply *out)
{
    const embed_file *f = embed_find(textf(r->mem, "web/%s", r->word[0]));

    if (!f) return E_NOT_FOUND;
    reply_public(out, 31536000);
    return reply_inline(r, out, type_of(f->name), (bytes){f->data, f->size});
}

static status openapi_get(request *r, reply *out)
{
    AUTO(buf) b = {0};

    web_openapi(request_web(r), &b);
    reply_public(out, 3600);
    return reply_text(r, out, "application/json; charset=utf-8", text_copy(r->mem, b.p));
}

static status robots_get(request *r, reply *out)
{
    reply_public(out, 86400);
    /* What needs a login, and every list with filters: a robot would walk facets without end. */
    return reply_text(r, out, "text/plain; charset=utf-8",
                      textf(r->mem, "User-agent: *\nDisallow: /*?\nDisallow: /ho-so\nDisallow: /dang-nhap\nDisallow: /tim-kiem\nDisallow: /bien-tap\nDisallow: /quan-tri\nDisallow: /sang-kien.csv\nDisallow: /thong-ke/\nAllow: /nguon-tin.xml\nCrawl-delay: 2\nSitemap: %s/sitemap.xml\n",
                            request_base_url(r)));
}

/* ---- the map of the site: an index, and a part for every 5,000 ids of each kind ---- */

enum { MAP_PART = 5000, MAP_PARTS_MAX = 1000 };
typedef struct {
    const char *path;
    date changed_on;
} map_entry;
STATIC_SHAPE(map_entry_shape, map_entry, F_TEXT(map_entry, path), F_DATE(map_entry, changed_on));
typedef struct {
    LIST_OF(map_entry) entries;
} map_view;
STATIC_SHAPE(map_shape, map_view, F_LIST(map_view, entries, map_entry_shape));

static const struct {
    const char *kind, *folder;
    query last, some;
} mapped[] = {{"tin-tuc", "/tin-tuc/", Q_SITE_NEWS_LAST, Q_SITE_NEWS}, {"sang-kien", "/sang-kien/", Q_SITE_REGISTER_LAST, Q_SITE_REGISTER}, {"tap-huan", "/tap-huan/", Q_SITE_COURSES_LAST, Q_SITE_COURSES}};

static status map_index_get(request *r, reply *out)
{
    map_view *v = NEW(r->mem, map_view);

    v->entries.p = NEWS(r->mem, map_entry, COUNT(mapped) * MAP_PARTS_MAX);
    for (int i = 0; i < COUNT(mapped); i++) {
        int64_t last = 0;
        TRY(db_number_(r->db, mapped[i].last, &last, NULL, 0));
        for (int64_t n = 1; n <= MAP_PARTS_MAX && (n - 1) * MAP_PART < last; n++) v->entries.p[v->entries.n++] = (map_entry){textf(r->mem, "/sitemap/%s/%lld", mapped[i].kind, (long long)n), {0}};
    }
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

static status map_get(request *r, reply *out)
{
    map_view *v = NEW(r->mem, map_view);
    int64_t n = r->arg[0];

    if (n > MAP_PARTS_MAX) return E_NOT_FOUND;
    for (int i = 0; i < COUNT(mapped); i++) {
        if (!text_eq(mapped[i].kind, r->word[0])) continue;
        TRY(db_each_(r->db, mapped[i].some, r->mem, &map_entry_shape, (list *)&v->entries, (param[]){P_INT((n - 1) * MAP_PART), P_INT(n * MAP_PART)}, 2));
        for (int k = 0; k < v->entries.n; k++) v->entries.p[k].path = textf(r->mem, "%s%s", mapped[i].folder, v->entries.p[k].path);
        reply_public(out, 3600);
        return reply_view(r, out, v);
    }
    return E_NOT_FOUND;
}

static status health_get(request *r, reply *out)
{
    if (db_is_lost(r->db)) return E_STORE;
    return reply_text(r, out, "text/plain; charset=utf-8", "ok\n");
}

static const route routes[] = {
    {GET, "/tinh/*x", asset_get, ACCESS_PUBLIC, .summary = "Style, script, fonts"},
    {GET, "/api/openapi.json", openapi_get, ACCESS_PUBLIC, .summary = "This document"},
    {GET, "/robots.txt", robots_get, ACCESS_PUBLIC, .summary = "For robots"},
    {GET, "/sitemap.xml", map_index_get, ACCESS_PUBLIC, .page = "app/sitemap_index.xml", .view = &map_shape, .summary = "The map of the site: its parts"},
    {GET, "/sitemap/*x/:n", map_get, ACCESS_PUBLIC, .page = "app/sitemap.xml", .view = &map_shape, .summary = "A part of the map of the site"},
    {GET, "/healthz", health_get, ACCESS_PUBLIC, .summary = "Says ok while the store answers and is written"},
};
const route_table site_routes = {routes, COUNT(routes)};
