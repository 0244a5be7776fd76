#include "web/loopback.h"
#include "base/text.h"
#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { JAR_MAX = 8 };

struct enclosed {
    const char *field, *filename, *type;
    const void *data;
    size_t n;
};
struct visitor {
    struct enclosed enclosed;
    web *web;
    arena *mem;
    const char *accept, *content_type, *authorization;
    struct {
        char name[40], value[4000];
    } jar[JAR_MAX];
    buf cookie;
    http_out last;
    char csrf[100], once[100];
};

visitor *visitor_new(web *w)
{
    visitor *v = calloc(1, sizeof *v);

    if (!v) abort();
    v->web = w;
    v->mem = arena_new();
    return v;
}

void visitor_free(visitor *v)
{
    if (!v) return;
    http_out_free(&v->last);
    buf_free(&v->cookie);
    arena_free(v->mem);
    free(v);
}

void visitor_accept(visitor *v, const char *accept)
{
    v->accept = accept;
}

void visitor_authorization(visitor *v, const char *value)
{
    v->authorization = value;
}

static const char *header(void *ctx, const char *name)
{
    visitor *v = ctx;

    if (strcasecmp(name, "Cookie") == 0) return v->cookie.n ? v->cookie.p : NULL;
    if (strcasecmp(name, "Accept") == 0) return v->accept ? v->accept : "text/html,*/*";
    if (strcasecmp(name, "Content-Type") == 0) return v->content_type;
    if (strcasecmp(name, "Authorization") == 0) return v->authorization;
    if (strcasecmp(name, "Host") == 0) return "loopback";
    return NULL;
}

static void keep_cookie(visitor *v, const char *line)
{
    size_t name = strcspn(line, "="), value = strcspn(line + name + 1, ";");
    int slot = -1;

    for (int i = 0; i < JAR_MAX && slot < 0; i++)
        if (strncmp(v->jar[i].name, line, name) == 0 && v->jar[i].name[name] == 0) slot = i;
    for (int i = 0; i < JAR_MAX && slot < 0; i++)
        if (!v->jar[i].name[0]) slot = i;
    if (slot < 0 || name >= sizeof v->jar[0].name || value >= sizeof v->jar[0].value) return;
    snprintf(v->jar[slot].name, sizeof v->jar[0].name, "%.*s", (int)name, line);
    snprintf(v->jar[slot].value, sizeof v->jar[0].value, "%.*s", (int)value, line + name + 1);
}

static void find_hidden(const visitor *v, const char *name, char *out, size_t cap)
{
    char mark[60];

    snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    const char *p = v->last.body ? memmem(v->last.body, v->last.n, mark, strlen(mark)) : NULL;
    if (p) snprintf(out, cap, "%.*s", (int)strcspn(p + strlen(mark), "\""), p + strlen(mark));
}

static visited send(visitor *v, const char *method, const char *target, const char *body, size_t n)
{
    visited r = {.location = "", .type = ""};

    buf_clear(&v->cookie);
    for (int i = 0; i < JAR_MAX; i++)
        if (v->jar[i].name[0]) buf_printf(&v->cookie, "%s%s=%s", v->cookie.n ? "; " : "", v->jar[i].name, v->jar[i].value);
    http_in in = {.method = method, .target = target, .header = header, .ctx = v, .body = body, .n = n, .address = "127.0.0.1"};
    http_out_free(&v->last);
    web_serve(v->web, &in, &v->last);
    for (int i = 0; i < v->last.n_headers; i++) {
        if (strcmp(v->last.headers[i].name, "Set-Cookie") == 0) keep_cookie(v, v->last.headers[i].value);
        if (strcmp(v->last.headers[i].name, "Location") == 0) r.location = v->last.headers[i].value;
        if (strcmp(v->last.headers[i].name, "Content-Type") == 0) r.type = v->last.headers[i].value;
    }
    r.status = v->last.status;
    r.body = v->last.body ? v->last.body : "";
    r.n = v->last.n;
    find_hidden(v, "_csrf", v->csrf, sizeof v->csrf);
    v->once[0] = 0;
    find_hidden(v, "_once", v->once, sizeof v->once);
    return r;
}

const char *visitor_header(const visitor *v, const char *name)
{
    for (int i = 0; i < v->last.n_headers; i++)
        if (strcasecmp(v->last.headers[i].name, name) == 0) return v->last.headers[i].value;
    return "";
}

visited visitor_get(visitor *v, const char *target)
{
    v->content_type = NULL;
    return send(v, "GET", target, "", 0);
}

visited visitor_post(visitor *v, const char *target, const char *page, const char *format, ...)
{
    va_list a;

    if (page) (void)visitor_get(v, page);
    va_start(a, format);
    const char *fields = textfv(v->mem, format, a);
    va_end(a);
    const char *body = textf(v->mem, "_csrf=%s&_once=%s&%s", v->csrf, v->once, fields);
    v->content_type = "application/x-www-form-urlencoded";
    return send(v, "POST", target, body, strlen(body));
}

void visitor_enclose(visitor *v, const char *field, const char *filename, const char *type, const void *data, size_t n)
{
    v->enclosed = (struct enclosed){field, filename, type, data, n};
}

static void put_file(buf *b, const struct enclosed *f)
{
    buf_printf(b, "--loopback\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n", f->field, f->filename, f->type);
    buf_put(b, f->data, f->n);
    buf_puts(b, "\r\n");
}

visited visitor_upload(visitor *v, const char *target, const char *page, const char *field, const char *filename, const char *type,
                       const void *data, size_t n, const char *format, ...)
{
    AUTO(buf) b = {.max = 64 << 20};
    va_list a;

    if (page) (void)visitor_get(v, page);
    va_start(a, format);
    char *fields = textfv(v->mem, format, a);
    va_end(a);
    const char *part = "--loopback\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    buf_printf(&b, part, "_csrf", v->csrf);
    buf_printf(&b, part, "_once", v->once);
    for (char *p = fields; *p;) { /* plain values only: not percent-encoded */
        size_t len = strcspn(p, "&"), eq = strcspn(p, "=");
        buf_printf(&b, part, text_copyn(v->mem, p, eq), text_copyn(v->mem, p + eq + 1, len - eq - 1));
        p += len + (p[len] == '&');
    }
    put_file(&b, &(struct enclosed){field, filename, type, data, n});
    if (v->enclosed.field) put_file(&b, &v->enclosed);
    v->enclosed.field = NULL;
    buf_puts(&b, "--loopback--\r\n");
    v->content_type = "multipart/form-data; boundary=loopback";
    return send(v, "POST", target, b.p, b.n);
}
