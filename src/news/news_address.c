/* Old addresses. */
#include "base/buf.h"
#include "base/text.h"
#include "news/news.h"
#include <string.h>

enum { ADDRESS_MAX = 1000 };

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The path as the router sees it: percent signs decoded, without a slash at the end. */
static void put_path(buf *b, const char *p, size_t n)
{
    while (n > 1 && p[n - 1] == '/') n--;
    for (size_t i = 0; i < n; i++) {
        int high = p[i] == '%' && i + 2 < n ? hex(p[i + 1]) : -1, low = high >= 0 ? hex(p[i + 2]) : -1;
        if (low >= 0 && high * 16 + low >= 0x20) {
            buf_putc(b, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_putc(b, p[i]);
        }
    }
}

const char *news_address_key(arena *mem, const char *url)
{
    AUTO(buf) b = {.max = ADDRESS_MAX};
    const char *host = strstr(url, "://"), *p = url;

    if (host) p = host + 3 + strcspn(host + 3, "/?#");
    else if (*p != '/') return "";
    size_t path = strcspn(p, "?#");
    if (path == 0) buf_putc(&b, '/');
    put_path(&b, p, path);
    p += path;
    size_t query_n = *p == '?' ? strcspn(p + 1, "#") : 0;
    if (query_n) {
        buf_putc(&b, '?');
        buf_put(&b, p + 1, query_n);
    }
    if (b.over || !b.p || text_eq(b.p, "/") || !text_valid_utf8(b.p, b.n)) return "";
    return text_copy(mem, b.p);
}

typedef struct {
    article_id id;
    const char *slug, *state;
} target;
STATIC_SHAPE(target_shape, target, F_ID(target, id), F_TEXT(target, slug), F_TEXT(target, state));

status news_moved(db *d, arena *mem, const char *path, const char *query_string, const char **slug)
{
    AUTO(buf) b = {.max = ADDRESS_MAX};
    target t = {0};
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/') n--;
    buf_put(&b, path, n);
    if (*query_string) buf_printf(&b, "?%s", query_string);
    if (b.over || !text_valid_utf8(b.p, b.n)) return E_NOT_FOUND;
    TRY(db_one(d, Q_ARTICLE_ADDRESS_OF, mem, &target_shape, &t, P_TEXT(b.p)));
    if (!text_eq(t.state, "published")) return E_NOT_FOUND;
    *slug = t.slug;
    return OK;
}
