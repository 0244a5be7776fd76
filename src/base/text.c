#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

char *text_copyn(arena *mem, const char *s, size_t bytes)
{
    char *p = arena_alloc(mem, bytes + 1);

    if (bytes) memcpy(p, s, bytes);
    return p;
}

char *text_copy(arena *mem, const char *s)
{
    return s ? text_copyn(mem, s, strlen(s)) : text_copyn(mem, "", 0);
}

char *textfv(arena *mem, const char *format, va_list args)
{
    char most[256];
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(most, sizeof most, format, args); /* NOLINT(clang-analyzer-valist.Uninitialized): every caller has begun it */
    char *p = arena_alloc(mem, (size_t)(n < 0 ? 0 : n) + 1);
    if (n >= (int)sizeof most) vsnprintf(p, (size_t)n + 1, format, again);
    else if (n > 0) memcpy(p, most, (size_t)n);
    va_end(again);
    return p;
}

char *textf(arena *mem, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    char *p = textfv(mem, format, a);
    va_end(a);
    return p;
}

bool text_eq(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool text_empty(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == 0;
}

size_t text_length(const char *s)
{
    size_t n = 0;

    for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

const char *text_short(arena *mem, const char *s, size_t code_points)
{
    size_t n = text_clip(s, code_points);

    if (s[n] == 0) return s;
    while (n > 0 && s[n] != ' ') n--;
    if (n == 0) n = text_clip(s, code_points); /* one long word */
    return textf(mem, "%.*s…", (int)n, s);
}

size_t text_clip(const char *s, size_t code_points)
{
    size_t i = 0;

    for (; s[i]; i++) {
        if (((unsigned char)s[i] & 0xC0) == 0x80) continue;
        if (code_points-- == 0) break;
    }
    return i;
}

bool text_valid_utf8(const char *s, size_t bytes)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;

    for (size_t i = 0; i < bytes;) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t n = utf8proc_iterate(p + i, (utf8proc_ssize_t)(bytes - i), &c);
        if (n <= 0) return false;
        i += (size_t)n;
    }
    return true;
}

static bool is_bidi_control(int32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

static bool is_zero_width(int32_t c)
{
    return c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

static bool is_space(int32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000 || c == 0x202F ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029;
}

/* Copies `s` clean of what text_accept drops; white space becomes ' ' or '\n'. */
static status clean(char *out, const char *s, size_t bytes, text_form form)
{
    size_t o = 0;

    for (size_t i = 0; i < bytes;) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(bytes - i), &c);
        if (n <= 0 || c == 0 || is_bidi_control(c)) return E_INVALID;
        bool crlf = c == '\r' && i + 1 < bytes && s[i + 1] == '\n';
        i += (size_t)n;
        if (is_zero_width(c) || crlf) continue;
        if (is_space(c)) {
            bool newline = form == TEXT_LINES && (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029);
            if (form == TEXT_LINE && (o == 0 || out[o - 1] == ' ')) continue;
            out[o++] = newline ? '\n' : c == '\t' && form == TEXT_LINES ? '\t' : ' ';
            continue;
        }
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return E_INVALID;
        o += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + o);
    }
    while (o > 0 && strchr(" \n\t", out[o - 1])) o--;
    out[o] = 0;
    return OK;
}

status text_accept(arena *mem, const char *s, size_t bytes, text_form form, const char **out)
{
    char *raw = arena_alloc(mem, bytes + 1);

    TRY(clean(raw, s, bytes, form));
    char *from = raw + strspn(raw, form == TEXT_LINES ? "\n" : " ");
    utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)from);
    if (!nfc) return E_INVALID;
    *out = text_copy(mem, (char *)nfc);
    free(nfc);
    return OK;
}

static const char *mapped(arena *mem, const char *s, utf8proc_option_t options)
{
    utf8proc_uint8_t *p = NULL;

    utf8proc_map((const utf8proc_uint8_t *)s, 0, &p, UTF8PROC_NULLTERM | UTF8PROC_STABLE | options);
    if (!p) return text_copy(mem, s);
    const char *out = text_copy(mem, (char *)p);
    free(p);
    return out;
}

const char *text_fold(arena *mem, const char *s)
{
    const char *plain = mapped(mem, s, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    char *out = arena_alloc(mem, strlen(plain) + 1), *o = out;

    for (const unsigned char *p = (const unsigned char *)plain; *p; p++) {
        if (p[0] == 0xC4 && (p[1] == 0x91 || p[1] == 0x90)) { /* đ Đ */
            *o++ = 'd';
            p++;
        } else if (strchr(" \t\r\n", *p) || (p[0] == 0xC2 && p[1] == 0xA0)) {
            if (p[0] == 0xC2) p++;
            if (o > out && o[-1] != ' ') *o++ = ' ';
        } else {
            *o++ = (char)*p;
        }
    }
    while (o > out && o[-1] == ' ') o--;
    *o = 0;
    return out;
}

static const char *cased(arena *mem, const char *s, utf8proc_int32_t (*change)(utf8proc_int32_t))
{
    size_t bytes = strlen(s), o = 0;
    char *out = arena_alloc(mem, bytes * 2 + 5);

    for (size_t i = 0; i < bytes;) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(bytes - i), &c);
        if (n <= 0) break;
        i += (size_t)n;
        o += (size_t)utf8proc_encode_char(change(c), (utf8proc_uint8_t *)out + o);
    }
    out[o] = 0;
    return out;
}

const char *text_lower(arena *mem, const char *s)
{
    return cased(mem, s, utf8proc_tolower);
}

const char *text_upper(arena *mem, const char *s)
{
    return cased(mem, s, utf8proc_toupper);
}

const char *text_slug(arena *mem, const char *s)
{
    const char *f = text_fold(mem, s);
    char *out = arena_alloc(mem, 81);
    int o = 0;

    for (; *f && o < 80; f++) {
        bool plain = (*f >= 'a' && *f <= 'z') || (*f >= '0' && *f <= '9');
        if (plain) out[o++] = *f;
        else if (o > 0 && out[o - 1] != '-') out[o++] = '-';
    }
    while (o > 0 && out[o - 1] == '-') o--;
    out[o] = 0;
    return out;
}

const char *text_grouped(arena *mem, int64_t n)
{
    char out[40], *end = out + sizeof out, *p = end;
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    for (int i = 0; i == 0 || u; u /= 10, i++) {
        if (i > 0 && i % 3 == 0) *--p = '.';
        *--p = (char)('0' + u % 10);
    }
    if (n < 0) *--p = '-';
    return text_copyn(mem, p, (size_t)(end - p));
}

const char *text_percent(arena *mem, int bp)
{
    if (bp % 100 == 0) return textf(mem, "%d", bp / 100);
    if (bp % 10 == 0) return textf(mem, "%d,%d", bp / 100, bp % 100 / 10);
    return textf(mem, "%d,%02d", bp / 100, bp % 100);
}

status text_parse_percent(const char *s, int *basis_points)
{
    int whole = 0, part = 0, digits = 0, scale = 0;

    while (*s == ' ') s++;
    for (; *s >= '0' && *s <= '9' && digits < 4; s++, digits++) whole = whole * 10 + (*s - '0');
    if (digits == 0) return E_INVALID;
    if (*s == ',' || *s == '.') {
        for (s++; *s >= '0' && *s <= '9'; s++, scale++) {
            if (scale < 2) part = part * 10 + (*s - '0');
            else if (*s != '0') return E_INVALID;
        }
        if (scale == 0) return E_INVALID;
        if (scale == 1) part *= 10;
    }
    while (*s == ' ') s++;
    if (*s == '%') s++;
    while (*s == ' ') s++;
    if (*s || whole * 100 + part > 10000) return E_INVALID;
    *basis_points = whole * 100 + part;
    return OK;
}

status text_parse_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
    char *end = NULL;

    if (!(*s == '-' || (*s >= '0' && *s <= '9')) || strlen(s) > 18) return E_INVALID;
    long long v = strtoll(s, &end, 10);
    if (*end || v < min || v > max) return E_INVALID;
    *out = v;
    return OK;
}

const char *text_hex(arena *mem, const void *bytes, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    char *out = arena_alloc(mem, n * 2 + 1);

    for (size_t i = 0; i < n; i++) {
        out[2 * i] = hex[p[i] >> 4];
        out[2 * i + 1] = hex[p[i] & 15];
    }
    return out;
}

uint32_t text_spread(const char *s, size_t bytes)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < bytes; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h ^ h >> 16;
}
