/* buf.h: a growing byte buffer on the heap that names its maximum. Past the maximum nothing more is stored and `over`
 * stays set: check it once at the end. `p` is always NUL-terminated once anything was put. Owner frees with buf_free
 * or takes the memory with buf_take. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *p;
    size_t n, cap, max; /* bytes; max 0 means BUF_MAX_DEFAULT */
    bool over;
} buf;

enum { BUF_MAX_DEFAULT = 64 << 20 };

void buf_put(buf *b, const void *bytes, size_t n);
void buf_puts(buf *b, const char *text);
void buf_putc(buf *b, char c);
void buf_int(buf *b, int64_t n); /* its decimal digits */
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_html(buf *b, const char *text); /* escapes & < > " ' for HTML and XML text and attributes */
void buf_url(buf *b, const char *text);  /* percent-encodes a URL component */
void buf_pair(buf *b, const char *name, const char *value); /* of an address: "name=value", after '&' unless that or '?' stands before; nothing when the value is "" */
void buf_csv(buf *b, const char *text, bool last); /* a cell of CSV with its comma or line end; a formula is quoted away */
void buf_clear(buf *b);                  /* keeps the memory */
void buf_free(buf *b);
char *buf_take(buf *b); /* caller owns and frees(); b is empty afterwards; never NULL */
void buf_cleanup(buf *b);

#endif
