/* The OpenAPI 3.1 document and the plain route list, made from the route table and the shapes. */
#include "base/text.h"
#include "web/request_own.h"
#include <string.h>

static void put_string(buf *b, const char *s)
{
    buf_putc(b, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') buf_putc(b, '\\');
        buf_putc(b, *s);
    }
    buf_putc(b, '"');
}

static void put_schema(const shape *s, int depth, buf *b)
{
    bool first = true;

    buf_puts(b, "{\"type\":\"object\",\"properties\":{");
    for (int i = 0; i < s->n; i++) {
        const field *f = &s->fields[i];
        if (f->kind == FIELD_HTML || f->kind == FIELD_BYTES) continue;
        if (!first) buf_putc(b, ',');
        first = false;
        buf_printf(b, "\"%s\":", f->name);
        switch (f->kind) {
        case FIELD_TEXT: buf_puts(b, "{\"type\":\"string\"}"); break;
        case FIELD_INT: buf_puts(b, "{\"type\":\"integer\",\"format\":\"int64\"}"); break;
        case FIELD_ID: buf_puts(b, "{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"}"); break;
        case FIELD_BOOL: buf_puts(b, "{\"type\":\"boolean\"}"); break;
        case FIELD_DATE: buf_puts(b, "{\"type\":[\"string\",\"null\"],\"format\":\"date\"}"); break;
        case FIELD_INSTANT: buf_puts(b, "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}"); break;
        case FIELD_LIST:
            buf_puts(b, "{\"type\":\"array\",\"items\":");
            if (depth < 6) put_schema(f->sub, depth + 1, b);
            else buf_puts(b, "{}");
            buf_putc(b, '}');
            break;
        case FIELD_STRUCT:
            if (depth < 6) put_schema(f->sub, depth + 1, b);
            else buf_puts(b, "{}");
            break;
        case FIELD_HTML:
        case FIELD_BYTES: break;
        }
    }
    buf_puts(b, "}}");
}

static void put_path(const char *path, buf *b)
{
    int n = 0;

    for (const char *p = path; *p; p++) {
        if (*p == ':' || *p == '*') {
            size_t len = strcspn(p + 1, "/");
            buf_printf(b, "{%.*s%d}", (int)len, p + 1, ++n);
            p += len;
        } else {
            buf_putc(b, *p);
        }
    }
}

static void put_parameters(const char *path, buf *b)
{
    int n = 0;

    buf_puts(b, ",\"parameters\":[");
    for (const char *p = path; *p; p++) {
        if (*p != ':' && *p != '*') continue;
        size_t len = strcspn(p + 1, "/");
        if (n++) buf_putc(b, ',');
        buf_printf(b, "{\"name\":\"%.*s%d\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"%s\"}}", (int)len, p + 1, n,
                   *p == ':' ? "integer" : "string");
        p += len;
    }
    buf_puts(b, "]");
}

static void put_body(const form_def *f, bool upload_form, buf *b)
{
    buf_printf(b, ",\"requestBody\":{\"content\":{\"%s\":{\"schema\":{\"type\":\"object\",\"properties\":{",
               upload_form ? "multipart/form-data" : "application/x-www-form-urlencoded");
    for (int i = 0; i < f->n; i++) {
        const form_field *d = &f->fields[i];
        if (i) buf_putc(b, ',');
        const char *one = d->kind == INPUT_FILE ? "{\"type\":\"string\",\"format\":\"binary\"}" : "{\"type\":\"string\"}";
        buf_printf(b, "\"%s\":", d->name);
        if (d->repeat || d->kind == INPUT_CHECKS) buf_printf(b, "{\"type\":\"array\",\"items\":%s}", one);
        else buf_puts(b, one);
    }
    buf_puts(b, "}}}}}");
}

static const char *access_name(access_level a)
{
    return a == ACCESS_PUBLIC ? "public" : a == ACCESS_USER ? "user" : "role";
}

/* Which way of proving oneself opens it: the session of a browser; a personal token, where its scope reaches. */
static void put_security(const route *t, buf *b)
{
    const char *token = t->scope ? "{\"token\":[]}" : "", *session = t->access == ACCESS_PUBLIC ? "{}" : "{\"session\":[]}";

    if (t->access == ACCESS_PUBLIC && !t->scope) buf_puts(b, ",\"security\":[]");
    else buf_printf(b, ",\"security\":[%s%s%s]", session, *token ? "," : "", token);
    if (t->scope) buf_printf(b, ",\"x-token-scope\":\"%s\"", t->scope == SCOPE_REGISTER ? "register" : t->scope == SCOPE_DOSSIER ? "dossier" : "statistics");
}

static void put_operation(const route *t, int number, buf *b)
{
    buf_printf(b, "\"%s\":{\"operationId\":\"op%d\",\"summary\":", t->method == GET ? "get" : "post", number);
    put_string(b, t->summary);
    put_parameters(t->path, b);
    if (t->method == POST) put_body(t->form, t->flags & ROUTE_UPLOAD, b);
    put_security(t, b);
    buf_puts(b, ",\"responses\":{");
    if (t->method == GET && t->view) {
        buf_puts(b, "\"200\":{\"description\":\"The view\",\"content\":{\"application/json\":{\"schema\":");
        put_schema(t->view, 0, b);
        buf_puts(b, "}}},");
    } else if (t->method == GET) {
        buf_puts(b, "\"200\":{\"description\":\"The content\"},");
    } else {
        buf_puts(b, "\"303\":{\"description\":\"Done; see Location\"},\"422\":{\"description\":\"Invalid fields (problem+json)\"},");
    }
    buf_puts(b, "\"default\":{\"description\":\"A problem (application/problem+json)\"}}}");
}

void web_openapi(const web *w, buf *b)
{
    buf_puts(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"sangkien\",\"version\":\"" SANGKIEN_VERSION
                "\",\"description\":\"Every page is an API: ask with Accept: application/json.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
                "\"servers\":[{\"url\":\"/\"}],\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"sangkien\"},"
                "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"A personal token, made at /tai-khoan; x-token-scope says which it needs\"}}},\"paths\":{");
    bool first = true;
    for (int i = 0; i < w->n; i++) {
        const route *t = w->entries[i].route;
        bool seen = false;
        for (int k = 0; k < i && !seen; k++) seen = strcmp(w->entries[k].route->path, t->path) == 0;
        if (seen) continue;
        if (!first) buf_putc(b, ',');
        first = false;
        buf_putc(b, '"');
        put_path(t->path, b);
        buf_puts(b, "\":{");
        bool one = true;
        for (int k = i; k < w->n; k++) {
            if (strcmp(w->entries[k].route->path, t->path) != 0) continue;
            if (!one) buf_putc(b, ',');
            one = false;
            put_operation(w->entries[k].route, k + 1, b);
        }
        buf_putc(b, '}');
    }
    buf_puts(b, "}}");
}

void web_routes_json(const web *w, buf *b)
{
    buf_putc(b, '[');
    for (int i = 0; i < w->n; i++) {
        const route *t = w->entries[i].route;
        if (i) buf_putc(b, ',');
        buf_printf(b, "\n{\"method\":\"%s\",\"path\":\"%s\",\"access\":\"%s\",\"roles\":%u,\"page\":", t->method == GET ? "GET" : "POST",
                   t->path, access_name(t->access), t->roles);
        put_string(b, t->page ? t->page : "");
        buf_puts(b, ",\"summary\":");
        put_string(b, t->summary);
        buf_putc(b, '}');
    }
    buf_puts(b, "\n]\n");
}
