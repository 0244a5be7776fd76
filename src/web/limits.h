/* limits.h: the limits of the HTTP port: one table with name, value, bounds and purpose. `serve --limit NAME=VALUE` sets one,
 * `serve --limits` prints them; docs/limits.md says what a person sees when one is hit. Limits of forms and answers are in
 * serve.h and form_parse.c: they belong to the pages, not to the wire. */
#ifndef WEB_LIMITS_H
#define WEB_LIMITS_H
#include "base/status.h"
#include <stdint.h>

typedef enum {
    LIMIT_CONNECTIONS,    /* open at once; more wait in the kernel's queue */
    LIMIT_HEAD_SECONDS,   /* from the opening, or the end of the last answer, until a whole head is there */
    LIMIT_BODY_SECONDS,   /* from the head until the whole body of a plain form is there */
    LIMIT_UPLOAD_SECONDS, /* the same where files may be sent */
    LIMIT_SEND_SECONDS,   /* for the whole answer to be taken */
    LIMIT_HEAD_BYTES,     /* request line and header lines together */
    LIMIT_FIELDS,         /* header lines */
    LIMIT_WORKERS,        /* requests that change something, carried out at once: they wait for the disk, and one flush serves all that wait */
    LIMIT_READERS,        /* pages made at once: more than the cores can do only makes all of them late; 0: two for each core, at least 4 */
    LIMIT_QUEUE,          /* requests that wait for a worker */
    LIMIT_HEAVY,          /* expensive pages (ROUTE_HEAVY) that are made at once, by workers of their own */
    LIMIT_HEAVY_QUEUE,    /* expensive pages that wait for one; more are refused with 503 */
    LIMIT_BUFFERED_MB,    /* bodies and answers in memory, of all connections together */
    LIMITS
} limit;

typedef struct {
    const char *name;
    int64_t value, min, max;
    const char *purpose;
} limit_row;

typedef struct {
    limit_row row[LIMITS];
} http_limits;

http_limits http_limits_default(void);
/* "head_seconds=5". E_INVALID: no such name, or a value outside its bounds. */
MUST status http_limits_set(http_limits *l, const char *assignment);

#endif
