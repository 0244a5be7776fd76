#include "web/http.h"
#include "base/log.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct http {
    struct MHD_Daemon *daemon;
    web *web;
    char unix_path[108];
};

typedef struct {
    char *target; /* as sent, with its query */
    buf body;
    int64_t began;
    int64_t allowed_ms;
    int refused; /* a status to answer with instead of serving */
} exchange;

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
    exchange *x = calloc(1, sizeof *x);

    (void)cls;
    (void)c;
    if (!x) return NULL;
    x->target = strdup(uri);
    x->began = instant_now().ms;
    return x;
}

static void on_done(void *cls, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode why)
{
    exchange *x = *state;

    (void)cls;
    (void)c;
    (void)why;
    if (!x) return;
    buf_free(&x->body);
    free(x->target);
    free(x);
    *state = NULL;
}

static const char *header_of(void *ctx, const char *name)
{
    return MHD_lookup_connection_value(ctx, MHD_HEADER_KIND, name);
}

typedef struct {
    int host, length, encoding, content_type, authorization, cookie;
    bool bad;
} header_count;

static enum MHD_Result count_header(void *cls, enum MHD_ValueKind kind, const char *key, const char *value)
{
    header_count *n = cls;

    (void)kind;
    n->host += strcasecmp(key, "Host") == 0;
    n->length += strcasecmp(key, "Content-Length") == 0;
    n->content_type += strcasecmp(key, "Content-Type") == 0;
    n->cookie += strcasecmp(key, "Cookie") == 0;
    if (strcasecmp(key, "Transfer-Encoding") == 0) {
        n->encoding++;
        n->bad |= !value || strcasecmp(value, "chunked") != 0;
    }
    n->bad |= strpbrk(key, " \t") != NULL;
    return MHD_YES;
}

/* What libmicrohttpd lets through and a proxy might read otherwise: refused. */
static int guard(struct MHD_Connection *c, const char *version)
{
    header_count n = {0};

    MHD_get_connection_values(c, MHD_HEADER_KIND, count_header, &n);
    if (n.bad || n.length > 1 || n.encoding > 1 || (n.length && n.encoding)) return 400;
    if (n.host > 1 || n.content_type > 1 || n.cookie > 1) return 400;
    if (n.host == 0 && strcmp(version, "HTTP/1.1") == 0) return 400;
    return 0;
}

static enum MHD_Result answer(struct MHD_Connection *c, http_out *out)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(out->n, out->body, MHD_RESPMEM_MUST_FREE);

    if (!r) return MHD_NO;
    out->body = NULL;
    for (int i = 0; i < out->n_headers; i++) MHD_add_response_header(r, out->headers[i].name, out->headers[i].value);
    enum MHD_Result result = MHD_queue_response(c, (unsigned)out->status, r);
    MHD_destroy_response(r);
    http_out_free(out);
    return result;
}

static enum MHD_Result answer_plain(struct MHD_Connection *c, int code)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);

    if (!r) return MHD_NO;
    MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(c, (unsigned)code, r);
    MHD_destroy_response(r);
    return result;
}

static const char *address_of(struct MHD_Connection *c, char out[64])
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    snprintf(out, 64, "local");
    if (info && info->client_addr && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, out, 64);
    else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, out, 64);
    /* Behind our own proxy on this machine the last hop that it names counts. */
    const char *via = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "X-Real-IP");
    bool local = strcmp(out, "127.0.0.1") == 0 || strcmp(out, "::1") == 0 || strcmp(out, "local") == 0;
    if (local && via && strlen(via) < 46 && strspn(via, "0123456789abcdefABCDEF.:") == strlen(via)) snprintf(out, 64, "%s", via);
    return out;
}

static enum MHD_Result on_begin(http *h, struct MHD_Connection *c, exchange *x, const char *method, const char *version)
{
    const char *length = header_of(c, "Content-Length");
    size_t max = web_body_max(h->web, method, x->target);
    int64_t n = 0;

    x->allowed_ms = (max > WEB_BODY_MAX ? HTTP_UPLOAD_SECONDS : HTTP_TOTAL_SECONDS) * INT64_C(1000);
    x->refused = guard(c, version);
    x->body.max = max ? max : 1;
    if (!x->refused && length && text_parse_int(length, 0, INT64_MAX / 2, &n) != OK) x->refused = 400;
    if (!x->refused && (size_t)n > max && n > 0) x->refused = 413;
    if (x->refused) return answer_plain(c, x->refused);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                                  const char *data, size_t *size, void **state)
{
    http *h = cls;
    exchange *x = *state;
    char address[64];

    (void)url;
    if (!x) return MHD_NO;
    if (x->allowed_ms == 0) return on_begin(h, c, x, method, version);
    if (instant_now().ms - x->began > x->allowed_ms) return MHD_NO; /* too slow as a whole */
    if (*size) {
        if (!x->refused) buf_put(&x->body, data, *size);
        if (x->body.over) x->refused = 413;
        *size = 0;
        return MHD_YES;
    }
    if (x->refused) return answer_plain(c, x->refused);
    http_in in = {.method = method, .target = x->target, .header = header_of, .ctx = c, .body = x->body.p ? x->body.p : "", .n = x->body.n, .address = address_of(c, address)};
    http_out out;
    web_serve(h->web, &in, &out);
    return answer(c, &out);
}

static int listen_unix(http *h, const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || strlen(path) >= sizeof a.sun_path) return -1;
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    unlink(path);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) != 0 || chmod(path, 0660) != 0 || listen(fd, 512) != 0) {
        close(fd);
        return -1;
    }
    snprintf(h->unix_path, sizeof h->unix_path, "%s", path);
    return fd;
}

static int listen_tcp(const char *where)
{
    char host[128];
    const char *colon = strrchr(where, ':');
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *list = NULL;
    int fd = -1, yes = 1;

    if (!colon || (size_t)(colon - where) >= sizeof host) return -1;
    snprintf(host, sizeof host, "%.*s", (int)(colon - where), where);
    char *name = host;
    if (name[0] == '[' && name[strlen(name) - 1] == ']') {
        name[strlen(name) - 1] = 0;
        name++;
    }
    if (getaddrinfo(*name ? name : NULL, colon + 1, &hints, &list) != 0) return -1;
    for (struct addrinfo *a = list; a && fd < 0; a = a->ai_next) {
        fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
        if (fd < 0) continue;
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 512) == 0) break;
        close(fd);
        fd = -1;
    }
    freeaddrinfo(list);
    return fd;
}

static void on_log(void *cls, const char *format, va_list args)
{
    char line[500];

    (void)cls;
    vsnprintf(line, sizeof line, format, args);
    log_debug("http: %s", line);
}

/* MHD would decode the address itself; it is kept as it came. */
static size_t keep(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

status http_start(web *w, const char *where, http **out)
{
    http *h = calloc(1, sizeof *h);

    if (!h) abort();
    h->web = w;
    int fd = text_starts(where, "unix:") ? listen_unix(h, where + 5) : listen_tcp(where);
    if (fd < 0) {
        log_error("cannot listen on %s: %s", where, strerror(errno));
        free(h);
        return E_IO;
    }
    h->daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ERROR_LOG | MHD_USE_ITC, 0, NULL, NULL,
        on_request, h, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_uri, h,
        MHD_OPTION_NOTIFY_COMPLETED, on_done, h, MHD_OPTION_UNESCAPE_CALLBACK, keep, h, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)HTTP_CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)512 << 10, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADER_BYTES * 2, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!h->daemon) {
        log_error("the HTTP library does not start on %s", where);
        close(fd);
        free(h);
        return E_IO;
    }
    *out = h;
    return OK;
}

void http_stop(http *h, int seconds)
{
    if (!h) return;
    MHD_socket fd = MHD_quiesce_daemon(h->daemon);
    for (int i = 0; i < seconds * 20; i++) {
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
        if (!info || info->num_connections == 0) break;
        usleep(50000);
    }
    MHD_stop_daemon(h->daemon);
    if (fd >= 0) close(fd);
    if (h->unix_path[0]) unlink(h->unix_path);
    free(h);
}
