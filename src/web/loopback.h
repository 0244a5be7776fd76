/* loopback.h: requests without a socket, for tests and the command line: a visitor with a cookie jar. */
#ifndef WEB_LOOPBACK_H
#define WEB_LOOPBACK_H
#include "web/serve.h"

typedef struct visitor visitor;
visitor *visitor_new(web *w);
void visitor_free(visitor *v);
void visitor_accept(visitor *v, const char *accept); /* "application/json"; NULL: a browser's */
void visitor_authorization(visitor *v, const char *value); /* kept, not copied; NULL: none */
typedef struct {
    int status;
    const char *body, *location, *type; /* belong to the visitor until its next request */
    size_t n;
} visited;
visited visitor_get(visitor *v, const char *target);
const char *visitor_header(const visitor *v, const char *name); /* of its last answer; "" when absent */
/* Fills the hidden fields from a page that the visitor gets first: `page` NULL takes the last page that was got.
 * `fields`: "name=value" pairs, urlencoded by the caller's format: visitor_post(v, "/dang-nhap", NULL, "login=%s", …). */
visited visitor_post(visitor *v, const char *target, const char *page, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* One more file of the next upload; not copied. */
void visitor_enclose(visitor *v, const char *field, const char *filename, const char *type, const void *data, size_t n);
/* A file besides the fields (multipart). */
visited visitor_upload(visitor *v, const char *target, const char *page, const char *field, const char *filename, const char *type,
                       const void *data, size_t n, const char *format, ...) __attribute__((format(printf, 9, 10)));

#endif
