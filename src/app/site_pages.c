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
    return reply_text(r, out, "text/plain; charset=utf-8", "User-agent: *\nDisallow: /ho-so\nDisallow: /dang-nhap\nDisallow: /tim-kiem\nDisallow: /sang-kien?\nDisallow: /sang-kien.csv\nDisallow: /thong-ke?\nDisallow: /thong-ke/\n");
}

static status health_get(request *r, reply *out)
{
    return reply_text(r, out, "text/plain; charset=utf-8", "ok\n");
}

static const route routes[] = {
    {GET, "/tinh/*x", asset_get, ACCESS_PUBLIC, .summary = "Style, script, fonts"},
    {GET, "/api/openapi.json", openapi_get, ACCESS_PUBLIC, .summary = "This document"},
    {GET, "/robots.txt", robots_get, ACCESS_PUBLIC, .summary = "For robots"},
    {GET, "/healthz", health_get, ACCESS_PUBLIC, .summary = "Says ok while the store answers"},
};
const route_table site_routes = {routes, COUNT(routes)};
