#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(buf *b, size_t n)
{
    size_t max = b->max ? b->max : BUF_MAX_DEFAULT;

    if (b->over || n > max || b->n > max - n) {
        b->over = true;
        return false;
    }
    if (b->n + n + 1 > b->cap) {
        size_t cap = b->cap ? b->cap : 256;
        while (cap < b->n + n + 1) cap *= 2;
        char *p = realloc(b->p, cap);
        if (!p) {
            fputs("<2>out of memory\n", stderr);
            abort();
        }
        b->p = p;
        b->cap = cap;
    }
    return true;
}

void buf_put(buf *b, const void *bytes, size_t n)
{
    if (!reserve(b, n)) return;
    if (n) memcpy(b->p + b->n, bytes, n);
    b->n += n;
    b->p[b->n] = 0;
}

void buf_puts(buf *b, const char *text)
{
    buf_put(b, text, strlen(text));
}

void buf_putc(buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list a, again;

    va_start(a, format);
    va_copy(again, a);
    size_t room = b->cap > b->n ? b->cap - b->n : 0;
    int n = vsnprintf(room ? b->p + b->n : NULL, room, format, a); /* NOLINT(clang-analyzer-valist.Uninitialized): va_start is three lines above */
    bool fits = n >= 0 && (size_t)n < room, good = n >= 0 && reserve(b, (size_t)n);
    if (good && !fits) vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    if (good) b->n += (size_t)n;
    else if (room) b->p[b->n] = 0;
    va_end(again);
    va_end(a);
}

void buf_int(buf *b, int64_t n)
{
    char digits[20], *p = digits + sizeof digits;
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    do *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (n < 0) buf_putc(b, '-');
    buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_html(buf *b, const char *text)
{
    static const bool special[256] = {[0] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
    const char *from = text;

    for (const char *s = text;; s++) {
        const char *as = NULL;
        while (!special[(unsigned char)*s]) s++;
        switch (*s) {
        case '&': as = "&amp;"; break;
        case '<': as = "&lt;"; break;
        case '>': as = "&gt;"; break;
        case '"': as = "&quot;"; break;
        case '\'': as = "&#39;"; break;
        default: buf_put(b, from, (size_t)(s - from)); return;
        }
        buf_put(b, from, (size_t)(s - from));
        buf_puts(b, as);
        from = s + 1;
    }
}

void buf_url(buf *b, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
                     strchr("-_.~", *s);
        if (plain) {
            buf_putc(b, (char)*s);
        } else {
            char e[3] = {'%', hex[*s >> 4], hex[*s & 15]};
            buf_put(b, e, 3);
        }
    }
}

void buf_pair(buf *b, const char *name, const char *value)
{
    if (!*value) return;
    if (b->n && b->p[b->n - 1] != '?' && b->p[b->n - 1] != '&') buf_putc(b, '&');
    buf_puts(b, name);
    buf_putc(b, '=');
    buf_url(b, value);
}

void buf_csv(buf *b, const char *text, bool last)
{
    buf_putc(b, '"');
    if (*text && strchr("=+-@\t\r", *text)) buf_putc(b, '\'');
    for (const char *s = text; *s; s++) {
        if (*s == '"') buf_putc(b, '"');
        buf_putc(b, *s);
    }
    buf_puts(b, last ? "\"\r\n" : "\",");
}

void buf_clear(buf *b)
{
    b->n = 0;
    b->over = false;
    if (b->p) b->p[0] = 0;
}

void buf_free(buf *b)
{
    free(b->p);
    *b = (buf){.max = b->max};
}

char *buf_take(buf *b)
{
    reserve(b, 0);
    if (!b->p) {
        b->p = calloc(1, 1);
        if (!b->p) abort();
    }
    char *p = b->p;
    p[b->n] = 0;
    *b = (buf){.max = b->max};
    return p;
}

void buf_cleanup(buf *b)
{
    free(b->p);
}
