/* text.h: text is NUL-terminated, valid UTF-8, NFC, and never NULL ("" when absent). Everything from outside passes
 * text_accept first. Folding is for search and comparison only, never for storing. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"
#include "base/status.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

char *text_copy(arena *mem, const char *s);
char *text_copyn(arena *mem, const char *s, size_t bytes);
char *textf(arena *mem, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *textfv(arena *mem, const char *format, va_list args);
bool text_eq(const char *a, const char *b);
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
bool text_empty(const char *s); /* NULL, "" or white space only */
size_t text_length(const char *s); /* Unicode code points */
size_t text_clip(const char *s, size_t code_points); /* bytes of the first `code_points` code points */
/* At most so many code points, cut between words, with "…" where something was cut. */
const char *text_short(arena *mem, const char *s, size_t code_points);
bool text_valid_utf8(const char *s, size_t bytes);

typedef enum { TEXT_LINE, TEXT_LINES } text_form;
/* Takes text from outside: E_INVALID for invalid UTF-8, NUL, C0/C1 control characters and bidi controls (U+061C,
 * U+200E–200F, U+202A–202E, U+2066–2069); otherwise NFC, CRLF→LF, trimmed, zero-width characters dropped; TEXT_LINE also folds all white space
 * to single spaces. */
MUST status text_accept(arena *mem, const char *s, size_t bytes, text_form form, const char **out);

/* Lower case without tone marks and with đ → d: "Đà Nẵng" → "da nang". White space is folded to single spaces. */
const char *text_fold(arena *mem, const char *s);
/* Vietnamese lower and upper case, NFC. */
const char *text_lower(arena *mem, const char *s);
const char *text_upper(arena *mem, const char *s);
/* "Sáng kiến số 1" → "sang-kien-so-1": a–z, 0–9 and single hyphens, at most 80 bytes. */
const char *text_slug(arena *mem, const char *s);

/* 2530000 → "2.530.000" (Vietnamese grouping). */
const char *text_grouped(arena *mem, int64_t n);
/* Basis points: 6000 → "60", 3333 → "33,33". */
const char *text_percent(arena *mem, int basis_points);
/* "60", "33,33", "33.33", "60%" → basis points; E_INVALID otherwise or outside 0–10000. */
MUST status text_parse_percent(const char *s, int *basis_points);
/* Whole decimal number in [min, max]. */
MUST status text_parse_int(const char *s, int64_t min, int64_t max, int64_t *out);

const char *text_hex(arena *mem, const void *bytes, size_t n); /* lower case */
/* For tables in memory: FNV-1a, its upper half mixed into the lower one. Never stored. */
uint32_t text_spread(const char *s, size_t bytes);

#endif
