/* What comes over the wire, into a form's state: urlencoded, multipart (RFC 7578) and JSON objects. */
#include "base/text.h"
#include "web/form_own.h"
#include <jansson.h>
#include <string.h>
#include <strings.h>

enum { PAIRS_MAX = 2000, NAME_MAX_BYTES = 100, PARTS_MAX = 500 };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decodes %XX and '+' of [s, s+n) into out (n+1 bytes); the number of bytes, or -1. */
static long decode(const char *s, size_t n, char *out)
{
    size_t o = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%') {
            bool whole = n - i > 2;
            int a = whole ? hex_digit(s[i + 1]) : -1, b = whole ? hex_digit(s[i + 2]) : -1;
            if (a < 0 || b < 0) return -1;
            out[o++] = (char)(a * 16 + b);
            i += 2;
        } else {
            out[o++] = s[i] == '+' ? ' ' : s[i];
        }
    }
    out[o] = 0;
    return (long)o;
}

static status put_pair(arena *mem, form_state *s, const char *name, const char *value, size_t n)
{
    if (strcmp(name, "_csrf") == 0) {
        s->csrf = text_copyn(mem, value, n);
        return OK;
    }
    if (strcmp(name, "_once") == 0) {
        s->once = text_copyn(mem, value, n);
        return OK;
    }
    return form_put(mem, s, name, value, n);
}

status form_parse_urlencoded(arena *mem, const char *body, size_t n, form_state *s)
{
    const char *p = body, *end = body + n;

    for (int pairs = 0; p < end; pairs++) {
        if (pairs == PAIRS_MAX) return E_LIMIT;
        const char *amp = memchr(p, '&', (size_t)(end - p));
        if (!amp) amp = end;
        const char *eq = memchr(p, '=', (size_t)(amp - p));
        const char *name_end = eq ? eq : amp, *value = eq ? eq + 1 : amp;
        char *name = arena_alloc(mem, (size_t)(name_end - p) + 1), *text = arena_alloc(mem, (size_t)(amp - value) + 1);
        long name_n = decode(p, (size_t)(name_end - p), name), text_n = decode(value, (size_t)(amp - value), text);
        if (name_n < 0 || text_n < 0 || name_n > NAME_MAX_BYTES) return E_INVALID;
        TRY(put_pair(mem, s, name, text, (size_t)text_n));
        p = amp < end ? amp + 1 : end;
    }
    return OK;
}

/* The value of `key="…"` in a header's text; "" when absent. */
static const char *quoted(arena *mem, const char *header, const char *key)
{
    size_t n = strlen(key);

    for (const char *p = header; (p = strstr(p, key)); p += n) {
        bool starts = p == header || p[-1] == ';' || p[-1] == ' ';
        if (!starts || p[n] != '=') continue;
        p += n + 1;
        if (*p == '"') return text_copyn(mem, p + 1, strcspn(p + 1, "\""));
        return text_copyn(mem, p, strcspn(p, "; \r\n"));
    }
    return "";
}

static const char *header_of(arena *mem, const char *head, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = head; *p;) {
        size_t line = strcspn(p, "\r\n");
        if (line > n && strncasecmp(p, name, n) == 0 && p[n] == ':') return text_copyn(mem, p + n + 1, line - n - 1);
        p += line;
        p += strspn(p, "\r\n");
    }
    return "";
}

static status put_part(arena *mem, form_state *s, const char *head, const char *data, size_t n)
{
    const char *disposition = header_of(mem, head, "Content-Disposition");
    const char *name = quoted(mem, disposition, "name");

    if (!*name || strlen(name) > NAME_MAX_BYTES) return E_INVALID;
    if (!strstr(disposition, "filename")) return put_pair(mem, s, name, data, n);
    const char *type = header_of(mem, head, "Content-Type");
    return form_put_file(mem, s, name, quoted(mem, disposition, "filename"), type + strspn(type, " "), (bytes){data, n});
}

status form_parse_multipart(arena *mem, const char *content_type, const char *body, size_t n, form_state *s)
{
    const char *boundary = quoted(mem, content_type, "boundary");
    size_t b = strlen(boundary);

    if (b == 0 || b > 70) return E_INVALID;
    const char *mark = textf(mem, "\r\n--%s", boundary), *p = body, *end = body + n;
    if (n < b + 4 || memcmp(p, mark + 2, b + 2) != 0) return E_INVALID;
    p += b + 2;
    for (int parts = 0;; parts++) {
        if (parts == PARTS_MAX) return E_LIMIT;
        if (end - p >= 2 && memcmp(p, "--", 2) == 0) return OK;
        if (end - p < 2 || memcmp(p, "\r\n", 2) != 0) return E_INVALID;
        p += 2;
        const char *head_end = memmem(p, (size_t)(end - p), "\r\n\r\n", 4);
        if (!head_end || head_end - p > 4096) return E_INVALID;
        const char *head = text_copyn(mem, p, (size_t)(head_end - p)), *data = head_end + 4;
        const char *stop = memmem(data - 2, (size_t)(end - data + 2), mark, b + 4);
        if (!stop) return E_INVALID;
        size_t size = stop > data ? (size_t)(stop - data) : 0;
        TRY(put_part(mem, s, head, data, size));
        p = stop + b + 4;
    }
}

static status put_json_value(arena *mem, form_state *s, const char *name, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_STRING: return put_pair(mem, s, name, json_string_value(v), json_string_length(v));
    case JSON_INTEGER: {
        const char *t = textf(mem, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        return put_pair(mem, s, name, t, strlen(t));
    }
    case JSON_REAL: {
        const char *t = textf(mem, "%.10g", json_real_value(v));
        return put_pair(mem, s, name, t, strlen(t));
    }
    case JSON_TRUE: return put_pair(mem, s, name, "1", 1);
    case JSON_FALSE:
    case JSON_NULL: return OK;
    case JSON_ARRAY: {
        size_t i;
        const json_t *item;
        json_array_foreach(v, i, item)
        {
            if (json_is_array(item) || json_is_object(item)) return E_INVALID;
            TRY(put_json_value(mem, s, name, item));
        }
        return OK;
    }
    case JSON_OBJECT: return E_INVALID;
    }
    return E_INVALID;
}

static void json_cleanup(json_t **j)
{
    json_decref(*j);
}

status form_parse_json(arena *mem, const char *body, size_t n, form_state *s)
{
    __attribute__((cleanup(json_cleanup))) json_t *root = json_loadb(body, n, JSON_REJECT_DUPLICATES, NULL);
    const char *key;
    json_t *v;

    if (!json_is_object(root)) return E_INVALID;
    json_object_foreach(root, key, v) TRY(put_json_value(mem, s, key, v));
    return OK;
}
