/* http.h: the HTTP library (libmicrohttpd), known to http.c alone. One thread reads and writes all sockets (epoll); whole
 * requests are carried out by a pool of workers (pool.h), so a connection that only waits costs no thread; deadlines are for
 * whole phases (peers.h). Why: docs/decisions/0006-http-port.md. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H
#include "web/limits.h"
#include "web/proxy.h"
#include "web/serve.h"

enum { HTTP_DISCARD_MAX = 2 * WEB_UPLOAD_MAX }; /* bytes of a body too large that are read before it is said so */

typedef struct {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080" or "unix:/path" */
    http_limits limits;
    proxy_list proxies; /* who may name the client's address in X-Real-IP */
} http_options;

typedef struct http http;
/* E_IO with a logged reason. */
MUST status http_start(web *w, const http_options *o, http **out);
/* Lets running requests end (at most `seconds`), then closes. */
void http_stop(http *h, int seconds);

#endif
