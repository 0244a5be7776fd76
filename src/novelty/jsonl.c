#include "novelty/jsonl.h"
#include "base/text.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

status jsonl_open(const char *path, jsonl *out)
{
    struct stat st;
    FILE *f = text_eq(path, "-") ? stdin : fopen(path, "rbe");

    if (!f) return errno == ENOENT ? E_NOT_FOUND : E_IO;
    *out = (jsonl){.f = f, .all = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0};
    return OK;
}

void jsonl_cleanup(jsonl *in)
{
    if (in->f && in->f != stdin) fclose(in->f);
    free(in->line);
}

static int hex4(const char *p)
{
    int v = 0;

    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

static char *put_code(char *o, uint32_t c)
{
    if (c == 0) c = ' ';
    if (c < 0x80) *o++ = (char)c;
    else if (c < 0x800) {
        *o++ = (char)(0xC0 | c >> 6);
        *o++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *o++ = (char)(0xE0 | c >> 12);
        *o++ = (char)(0x80 | (c >> 6 & 63));
        *o++ = (char)(0x80 | (c & 63));
    } else {
        *o++ = (char)(0xF0 | c >> 18);
        *o++ = (char)(0x80 | (c >> 12 & 63));
        *o++ = (char)(0x80 | (c >> 6 & 63));
        *o++ = (char)(0x80 | (c & 63));
    }
    return o;
}

/* \uXXXX at `p` (behind the u), perhaps two of them; NULL when it is none. */
static const char *take_code(const char *p, char **o)
{
    int c = hex4(p);

    if (c < 0) return NULL;
    p += 4;
    if (c >= 0xD800 && c < 0xDC00 && p[0] == '\\' && p[1] == 'u') {
        int low = hex4(p + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *o = put_code(*o, 0x10000 + (((uint32_t)c - 0xD800) << 10) + ((uint32_t)low - 0xDC00));
            return p + 6;
        }
    }
    *o = put_code(*o, c >= 0xD800 && c < 0xE000 ? 0xFFFD : (uint32_t)c);
    return p;
}

/* The string whose first quote is at `p`; its text goes to `*o`. Behind its last quote, or NULL. */
static const char *take_string(const char *p, char **o)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";

    for (p++;;) {
        size_t n = strcspn(p, "\"\\");
        memcpy(*o, p, n);
        *o += n;
        p += n;
        if (*p == '"') return p + 1;
        if (*p != '\\' || !p[1]) return NULL;
        const char *known = p[1] ? strchr(from, p[1]) : NULL;
        if (known) {
            *(*o)++ = to[known - from];
            p += 2;
        } else if (p[1] != 'u' || !(p = take_code(p + 2, o))) return NULL;
    }
}

static const char *skip_space(const char *p)
{
    while (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n') p++;
    return p;
}

static const char *skip_string(const char *p)
{
    for (p++;; p += 2) {
        p += strcspn(p, "\"\\");
        if (*p == '"') return p + 1;
        if (!*p || !p[1]) return NULL;
    }
}

/* Any value, passed over. */
static const char *skip_value(const char *p)
{
    int depth = 0;

    while (*p) {
        if (*p == '"') {
            if (!(p = skip_string(p))) return NULL;
            continue;
        }
        if (*p == '{' || *p == '[') depth++;
        else if ((*p == '}' || *p == ']') && depth-- == 0) return p; /* NOLINT(bugprone-branch-clone): the end of what surrounds it, and of itself */
        else if (*p == ',' && depth == 0) return p;
        p++;
    }
    return NULL;
}

static bool take_object(const char *p, char *o, jsonl_line *out)
{
    bool has_text = false;

    p = skip_space(p);
    if (*p++ != '{') return false;
    for (p = skip_space(p); *p != '}';) {
        if (*p != '"') return false;
        char *name = o;
        if (!(p = take_string(p, &o))) return false;
        *o++ = 0;
        p = skip_space(p);
        if (*p++ != ':') return false;
        p = skip_space(p);
        const char **to = text_eq(name, "id") ? &out->id : text_eq(name, "unit") ? &out->unit : text_eq(name, "title") ? &out->title : text_eq(name, "text") ? &out->text : NULL;
        o = name; /* the name is not kept */
        if (to && *p == '"') {
            *to = o;
            if (!(p = take_string(p, &o))) return false;
            *o++ = 0;
            has_text = has_text || to == &out->text;
        } else if (!(p = skip_value(p))) return false;
        p = skip_space(p);
        if (*p == ',') p = skip_space(p + 1);
        else if (*p != '}') return false;
    }
    return has_text && *skip_space(p + 1) == 0;
}

bool jsonl_next(jsonl *in, arena *mem, jsonl_line *out)
{
    for (;;) {
        ssize_t n = getline(&in->line, &in->cap, in->f);
        if (n <= 0) return false;
        in->number++;
        in->done += (uint64_t)n;
        for (ssize_t i = 0; (size_t)n != strlen(in->line) && i < n; i++)
            if (!in->line[i]) in->line[i] = ' ';
        if (text_empty(in->line)) continue;
        *out = (jsonl_line){"", "", "", "", false};
        if (n > JSONL_LINE_MAX) return true;
        jsonl_line l = *out;
        l.good = take_object(in->line, arena_alloc(mem, (size_t)n + 16), &l);
        *out = l;
        return true;
    }
}

void jsonl_string(buf *b, const char *s)
{
    buf_putc(b, '"');
    while (*s) {
        size_t n = 0;
        while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\') n++;
        buf_put(b, s, n);
        s += n;
        if (!*s) break;
        if (*s == '"' || *s == '\\') buf_printf(b, "\\%c", *s);
        else buf_printf(b, "\\u%04x", (unsigned char)*s);
        s++;
    }
    buf_putc(b, '"');
}
