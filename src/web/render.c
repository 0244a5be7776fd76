/* The renderer: a compiled template and structs in, bytes out. */
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "web/template_own.h"
#include <md4c-html.h>
#include <string.h>

typedef struct {
    const char *base[SCOPES_MAX];
    int row[SCOPES_MAX];
    int n;
    int steps;
} scopes;

static bool is_set(const field *f, const char *at)
{
    switch (f->kind) {
    case FIELD_TEXT: return *(const char *const *)at && **(const char *const *)at;
    case FIELD_HTML: return ((const html *)at)->p && ((const html *)at)->p[0];
    case FIELD_BOOL: return *(const bool *)at;
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_INSTANT: return *(const int64_t *)at != 0;
    case FIELD_DATE: return ((const date *)at)->ymd != 0;
    case FIELD_LIST: return ((const list *)at)->n > 0;
    case FIELD_BYTES: return ((const bytes *)at)->n > 0;
    case FIELD_STRUCT: return true;
    }
    return false;
}

static const char *size_text(arena *mem, int64_t n)
{
    if (n < 1000) return textf(mem, "%lld B", (long long)n);
    if (n < 1000000) return textf(mem, "%lld kB", (long long)((n + 500) / 1000));
    return textf(mem, "%lld,%lld MB", (long long)(n / 1000000), (long long)(n % 1000000 / 100000));
}

const char *template_value_text(arena *mem, const op *o, const char *at)
{
    switch (o->field->kind) {
    case FIELD_TEXT: {
        const char *s = *(const char *const *)at;
        if (!s) return "";
        return o->filter == FILTER_T ? (*s ? T(s) : s) : o->filter == FILTER_UPPER ? text_upper(mem, s) : s;
    }
    case FIELD_INT: {
        int64_t v = *(const int64_t *)at;
        if (o->filter == FILTER_MONEY) return textf(mem, "%s đ", text_grouped(mem, v));
        if (o->filter == FILTER_NUMBER) return text_grouped(mem, v);
        if (o->filter == FILTER_PERCENT) return text_percent(mem, (int)v);
        if (o->filter == FILTER_SIZE) return size_text(mem, v);
        if (o->filter == FILTER_HOURS) return textf(mem, v % 60 ? T("%lld giờ %02lld phút") : T("%lld giờ"), (long long)v / 60, (long long)v % 60);
        return textf(mem, "%lld", (long long)v);
    }
    case FIELD_ID: return textf(mem, "%lld", (long long)*(const int64_t *)at);
    case FIELD_BOOL: return *(const bool *)at ? "1" : "";
    case FIELD_DATE: return o->filter == FILTER_ISO ? date_iso(mem, *(const date *)at) : date_vi(mem, *(const date *)at);
    case FIELD_INSTANT:
        return o->filter == FILTER_ISO ? instant_iso(mem, *(const instant *)at) : instant_vi(mem, *(const instant *)at);
    case FIELD_HTML:
    case FIELD_BYTES:
    case FIELD_LIST:
    case FIELD_STRUCT: break;
    }
    return "";
}

/* In an English page what people wrote is told to be Vietnamese (WCAG 3.1.2) by a letter that English has not. */
static const char *tongue(const char *s, size_t n)
{
    if (words_lang() != LANG_EN) return "";
    for (size_t i = 0; i + 2 < n; i++) {
        const unsigned char *u = (const unsigned char *)s + i;
        bool horned = u[0] == 0xc6 && (u[1] == 0xa0 || u[1] == 0xa1 || u[1] == 0xaf || u[1] == 0xb0), barred = u[0] == 0xc4 && (u[1] == 0x90 || u[1] == 0x91);
        if (horned || barred || (u[0] == 0xe1 && ((u[1] == 0xba && u[2] >= 0xa0) || u[1] == 0xbb))) return " lang=\"vi\"";
    }
    return "";
}

static void put_lines(buf *out, arena *mem, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, "\n");
        if (n > 0) {
            buf_puts(out, "<p");
            buf_puts(out, tongue(s, n));
            buf_putc(out, '>');
            buf_html(out, text_copyn(mem, s, n));
            buf_puts(out, "</p>");
        }
        s += n + (s[n] == '\n');
    }
}

static void md_put(const MD_CHAR *p, MD_SIZE n, void *b)
{
    buf_put(b, p, n);
}

/* md4c lets javascript: and data: links through; every literal `<a href="` and `<img src="` of its output is its own, since the text's
 * angle brackets are escaped, so one pass over them is safe (` src="` alone is not: an alternative text may end with ` src=`).
 * Allowed: http, https, mailto, and addresses of this site. */
static void put_markdown(buf *out, const char *s)
{
    static const char LINK[] = "<a href=\"", PICTURE[] = "<img src=\"";
    AUTO(buf) made = {.max = 4 << 20};

    md_html(s, (MD_SIZE)strlen(s), md_put, &made, MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS, 0);
    const char *p = made.p ? made.p : "";
    while (*p) {
        const char *a = strstr(p, LINK), *b = strstr(p, PICTURE);
        const char *hit = a && (!b || a < b) ? a : b;
        if (!hit) break;
        const char *url = hit + strlen(hit == a ? LINK : PICTURE);
        bool good = text_starts(url, "http://") || text_starts(url, "https://") || text_starts(url, "mailto:") ||
                    (url[0] == '/' && url[1] != '/' && url[1] != '\\') || url[0] == '#';
        buf_put(out, p, (size_t)(url - p));
        p = url;
        if (!good) p += strcspn(p, "\"");
    }
    buf_puts(out, p);
}

static void put_value(const op *o, const char *at, arena *mem, buf *out)
{
    if (o->field->kind == FIELD_HTML) {
        const char *p = ((const html *)at)->p;
        if (p) buf_puts(out, p);
        return;
    }
    if (o->filter == FILTER_NONE && (o->field->kind == FIELD_INT || o->field->kind == FIELD_ID)) {
        buf_int(out, *(const int64_t *)at);
        return;
    }
    const char *s = template_value_text(mem, o, at);
    switch (o->filter) {
    case FILTER_LINES: put_lines(out, mem, s); return;
    case FILTER_MD: {
        const char *in = tongue(s, strlen(s));
        if (*in) buf_printf(out, "<div%s>", in);
        put_markdown(out, s);
        if (*in) buf_puts(out, "</div>");
        return;
    }
    case FILTER_URL: buf_url(out, s); return;
    case FILTER_NONE:
    case FILTER_MONEY:
    case FILTER_NUMBER:
    case FILTER_PERCENT:
    case FILTER_ISO:
    case FILTER_T:
    case FILTER_SIZE:
    case FILTER_HOURS:
    case FILTER_UPPER: break;
    }
    buf_html(out, s);
}

static void render_ops(const template *t, int from, int to, scopes *sc, arena *mem, const form_state *form, buf *out);

static void render_section(const template *t, int at, scopes *sc, arena *mem, const form_state *form, buf *out)
{
    const op *o = &t->ops[at];
    const char *p = sc->base[o->scope] + o->offset;

    if (o->field->kind == FIELD_LIST) {
        const list *l = (const list *)p;
        for (int i = 0; i < l->n; i++) {
            sc->base[sc->n] = (const char *)l->p + (size_t)i * o->field->sub->size;
            sc->row[sc->n++] = i + 1;
            render_ops(t, at + 1, o->jump, sc, mem, form, out);
            sc->n--;
        }
    } else if (o->field->kind == FIELD_STRUCT) {
        sc->row[sc->n] = sc->row[sc->n - 1];
        sc->base[sc->n++] = p;
        render_ops(t, at + 1, o->jump, sc, mem, form, out);
        sc->n--;
    } else if (is_set(o->field, p)) {
        render_ops(t, at + 1, o->jump, sc, mem, form, out);
    }
}

static void render_ops(const template *t, int from, int to, scopes *sc, arena *mem, const form_state *form, buf *out)
{
    for (int i = from; i < to; i++) {
        const op *o = &t->ops[i];
        if (++sc->steps > RENDER_STEPS_MAX) out->over = true;
        if (out->over) return;
        switch (o->kind) {
        case OP_TEXT: buf_put(out, o->text, o->n); break;
        case OP_VALUE: put_value(o, sc->base[o->scope] + o->offset, mem, out); break;
        case OP_WORDS: buf_html(out, T(o->text)); break;
        case OP_ROW: buf_int(out, sc->row[sc->n - 1]); break;
        case OP_BEGIN:
            if (form) form_render_begin(form, out);
            break;
        case OP_CONTROL:
            form_render_control(mem, t->form, form, o->jump, sc->row[sc->n - 1] ? sc->row[sc->n - 1] - 1 : 0, out);
            break;
        case OP_ERRORS:
            if (form) form_render_errors(mem, form, out);
            break;
        case OP_SECTION:
            render_section(t, i, sc, mem, form, out);
            i = o->jump;
            break;
        case OP_INVERT:
            if (!is_set(o->field, sc->base[o->scope] + o->offset)) render_ops(t, i + 1, o->jump, sc, mem, form, out);
            i = o->jump;
            break;
        case OP_END: break;
        }
    }
}

void template_render(const template *t, arena *mem, const void *view, const void *frame, const form_state *state, buf *out)
{
    scopes sc = {.base = {frame, view}, .n = 2};

    render_ops(t, 0, t->n, &sc, mem, state, out);
}

static void json_text(buf *out, const char *s)
{
    buf_putc(out, '"');
    for (const char *from = s;; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<') continue;
        buf_put(out, from, (size_t)(s - from));
        from = s + 1;
        if (c == 0) break;
        if (c == '"' || c == '\\') buf_printf(out, "\\%c", c);
        else buf_printf(out, "\\u%04x", c);
    }
    buf_putc(out, '"');
}

static void json_value(const field *f, const char *at, arena *mem, buf *out)
{
    switch (f->kind) {
    case FIELD_TEXT: json_text(out, *(const char *const *)at ? *(const char *const *)at : ""); return;
    case FIELD_INT: buf_int(out, *(const int64_t *)at); return;
    case FIELD_BOOL: buf_puts(out, *(const bool *)at ? "true" : "false"); return;
    case FIELD_ID:
        if (*(const int64_t *)at) buf_int(out, *(const int64_t *)at);
        else buf_puts(out, "null");
        return;
    case FIELD_DATE:
        if (((const date *)at)->ymd) json_text(out, date_iso(mem, *(const date *)at));
        else buf_puts(out, "null");
        return;
    case FIELD_INSTANT:
        if (((const instant *)at)->ms) json_text(out, instant_iso(mem, *(const instant *)at));
        else buf_puts(out, "null");
        return;
    case FIELD_LIST: {
        const list *l = (const list *)at;
        buf_putc(out, '[');
        for (int i = 0; i < l->n; i++) {
            if (i) buf_putc(out, ',');
            json_render(f->sub, (const char *)l->p + (size_t)i * f->sub->size, mem, out);
        }
        buf_putc(out, ']');
        return;
    }
    case FIELD_STRUCT: json_render(f->sub, at, mem, out); return;
    case FIELD_HTML:
    case FIELD_BYTES: return;
    }
}

void json_render(const shape *s, const void *view, arena *mem, buf *out)
{
    bool first = true;

    buf_putc(out, '{');
    for (int i = 0; i < s->n; i++) {
        const field *f = &s->fields[i];
        if (f->kind == FIELD_HTML || f->kind == FIELD_BYTES) continue;
        if (!first) buf_putc(out, ',');
        first = false;
        json_text(out, f->name);
        buf_putc(out, ':');
        json_value(f, (const char *)view + f->offset, mem, out);
    }
    buf_putc(out, '}');
}
