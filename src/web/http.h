/* http.h: the HTTP library (libmicrohttpd), known to http.c alone. One thread per connection, behind a limit. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H
#include "web/serve.h"

enum {
    HTTP_CONNECTIONS_MAX = 512,    /* at once; more wait in the kernel's queue */
    HTTP_IDLE_SECONDS = 20,        /* without a byte */
    HTTP_TOTAL_SECONDS = 60,       /* for a whole request to arrive; uploads have HTTP_UPLOAD_SECONDS */
    HTTP_UPLOAD_SECONDS = 600,
    HTTP_HEADER_BYTES = 32 << 10   /* of all header lines */
};

typedef struct http http;
/* `listen`: "127.0.0.1:8080", "[::1]:8080" or "unix:/path". E_IO with a logged reason. */
MUST status http_start(web *w, const char *listen, http **out);
/* Lets running requests end (at most `seconds`), then closes. */
void http_stop(http *h, int seconds);

#endif
