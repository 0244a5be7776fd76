#include "web/http.h"
#include "base/log.h"
#include "base/text.h"
#include "web/listen.h"
#include "web/peers.h"
#include "web/pool.h"
#include <ctype.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

enum { HEAVY_NICE = 10 };

struct http {
    struct MHD_Daemon *daemon;
    web *web;
    http_options options;
    char unix_path[108];
    peers *peers;
    pool *pool;    /* the lane of what changes something */
    pool *readers; /* the lane of pages */
    pool *shed;  /* makes the pages that refuse an expensive page: as patient as those, so a crowd that asks again takes no time from logins */
    pool *heavy; /* the lane of expensive pages: it fills up, and says so, before logins and filings wait */
    atomic_llong buffered; /* bytes of bodies and answers */
};

typedef struct {
    http *h;
    struct MHD_Connection *c;
    char *target; /* as sent, with its query */
    char method[24], address[64];
    buf body;
    size_t max;      /* bytes of the body; 0: the route takes none */
    size_t came;     /* bytes of the body, kept or not */
    long long held;  /* our part of http.buffered */
    bool begun, done;
    buf part;        /* of an answer in parts: what is being sent … */
    size_t part_sent;
    bool in_parts, more, broken; /* … whether another follows, whether making it failed */
    int refused; /* a status to answer with instead of serving */
    http_out out;
} exchange;

static int64_t limit_of(const http *h, limit l)
{
    return h->options.limits.row[l].value;
}

static peer *peer_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void phase(exchange *x, peer_phase to, limit seconds)
{
    peer *p = peer_of(x->c);
    if (p) peers_phase(x->h->peers, p, to, seconds == LIMITS ? 0 : (int)limit_of(x->h, seconds));
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what)
{
    http *h = cls;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = info ? peers_add(h->peers, info->connect_fd, (int)limit_of(h, LIMIT_HEAD_SECONDS)) : NULL;
    } else if (*context) {
        peers_remove(h->peers, *context);
        *context = NULL;
    }
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
    http *h = cls;
    exchange *x = calloc(1, sizeof *x);
    peer *p = peer_of(c);

    if (!x) return NULL;
    x->h = h;
    x->c = c;
    x->target = strdup(uri);
    if (p) peers_began(h->peers, p);
    return x;
}

/* Keeps the account of memory: `bytes` are now held for this exchange. */
static void hold(exchange *x, size_t bytes)
{
    atomic_fetch_add(&x->h->buffered, (long long)bytes - x->held);
    x->held = (long long)bytes;
}

static void on_done(void *cls, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode why)
{
    exchange *x = *state;

    (void)cls;
    (void)c;
    (void)why;
    if (!x) return;
    phase(x, PEER_HEAD, LIMIT_HEAD_SECONDS);
    hold(x, 0);
    buf_free(&x->body);
    buf_free(&x->part);
    http_out_free(&x->out);
    free(x->target);
    free(x);
    *state = NULL;
}

static const char *header_of(void *ctx, const char *name)
{
    return MHD_lookup_connection_value(ctx, MHD_HEADER_KIND, name);
}

/* ---- what the library lets through and a proxy might read otherwise ---- */

typedef struct {
    int fields, host, length, encoding, content_type, authorization, cookie, real_ip, expect;
    size_t bytes; /* of the lines "name: value" CR LF */
    bool bad;
} header_count;

static bool is_token(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]) && !strchr("!#$%&'*+-.^_`|~", s[i])) return false;
    return n > 0;
}

static bool is_host(const char *s)
{
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr(".-_:[]", *s)) return false;
    return true;
}

static enum MHD_Result count_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value, size_t value_n)
{
    static const struct {
        const char *name;
        size_t at;
    } single[] = {{"Host", offsetof(header_count, host)},           {"Content-Length", offsetof(header_count, length)},
                  {"Content-Type", offsetof(header_count, content_type)}, {"Cookie", offsetof(header_count, cookie)},
                  {"Authorization", offsetof(header_count, authorization)}, {"Transfer-Encoding", offsetof(header_count, encoding)},
                  {"X-Real-IP", offsetof(header_count, real_ip)},   {"Expect", offsetof(header_count, expect)}};
    header_count *n = cls;

    (void)kind;
    n->fields++;
    n->bytes += key_n + value_n + 4;
    n->bad |= !is_token(key, key_n) || !value;
    for (size_t i = 0; value && i < value_n; i++) n->bad |= ((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7F;
    if (n->bad) return MHD_YES;
    for (int i = 0; i < COUNT(single); i++)
        if (strcasecmp(key, single[i].name) == 0) ++*(int *)(void *)((char *)n + single[i].at);
    if (strcasecmp(key, "Transfer-Encoding") == 0) n->bad |= strcasecmp(value, "chunked") != 0;
    if (strcasecmp(key, "Content-Length") == 0) n->bad |= value_n == 0 || strspn(value, "0123456789") != value_n;
    if (strcasecmp(key, "Host") == 0) n->bad |= !is_host(value);
    return MHD_YES;
}

/* The head must be as long as its parts: what the library drops in silence (folded lines, NULs and what follows them, stray
 * white space) makes it longer, lines ended by a bare LF make it shorter. One space after each colon may be missing. */
static bool is_plain(size_t head, const header_count *n, size_t line)
{
    size_t most = line + 2 + n->bytes + 2;
    return head <= most && head + (size_t)n->fields >= most;
}

static bool is_target(const char *s)
{
    while (*s > 0x20 && *s < 0x7F) s++;
    return *s == 0;
}

static int guard(const exchange *x, const char *method, const char *version)
{
    header_count n = {0};
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const char *expect = header_of(x->c, "Expect");

    MHD_get_connection_values_n(x->c, MHD_HEADER_KIND, count_header, &n);
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0) return 505;
    if (info && info->header_size > (size_t)limit_of(x->h, LIMIT_HEAD_BYTES)) return 431;
    if (n.fields > limit_of(x->h, LIMIT_FIELDS)) return 431;
    if (!info || !is_plain(info->header_size, &n, strlen(method) + strlen(x->target) + strlen(version) + 2) || !is_target(x->target)) return 400;
    if (n.bad || n.length > 1 || n.encoding > 1 || (n.length && n.encoding)) return 400;
    if (n.encoding && strcmp(version, "HTTP/1.1") != 0) return 400;
    if (n.host > 1 || n.content_type > 1 || n.cookie > 1 || n.authorization > 1 || n.real_ip > 1 || n.expect > 1) return 400;
    if (n.host == 0 && strcmp(version, "HTTP/1.1") == 0) return 400;
    if (expect && strcasecmp(expect, "100-continue") != 0) return 417;
    return 0;
}

/* ---- answers ---- */

/* A worker makes the next part while the connection waits. */
static void make_part(exchange *x)
{
    buf_clear(&x->part);
    x->part_sent = 0;
    x->broken = http_out_part(&x->out, &x->part, &x->more) != OK;
    hold(x, x->part.n);
}

static ssize_t read_part(void *cls, uint64_t at, char *to, size_t max)
{
    exchange *x = cls;
    size_t left = x->part.n - x->part_sent;

    (void)at;
    if (left > 0) {
        if (left > max) left = max;
        memcpy(to, x->part.p + x->part_sent, left);
        x->part_sent += left;
        return (ssize_t)left;
    }
    if (x->broken) return MHD_CONTENT_READER_END_WITH_ERROR;
    if (!x->more) return MHD_CONTENT_READER_END_OF_STREAM;
    MHD_suspend_connection(x->c);
    if (pool_put(x->h->readers, x)) return 0;
    MHD_resume_connection(x->c);
    return MHD_CONTENT_READER_END_WITH_ERROR; /* the workers have enough to do */
}

static struct MHD_Response *response_of(exchange *x)
{
    if (!x->out.parts.next) {
        hold(x, x->out.n);
        struct MHD_Response *r = MHD_create_response_from_buffer(x->out.n, x->out.body, MHD_RESPMEM_MUST_FREE);
        if (r) x->out.body = NULL;
        return r;
    }
    x->in_parts = x->more = true;
    x->part = (buf){.p = x->out.body, .n = x->out.n, .cap = x->out.n};
    x->out.body = NULL;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 32 << 10, read_part, x, NULL);
}

static enum MHD_Result send_answer(exchange *x)
{
    struct MHD_Response *r = response_of(x);

    if (!r) return MHD_NO;
    for (int i = 0; i < x->out.n_headers; i++) MHD_add_response_header(r, x->out.headers[i].name, x->out.headers[i].value);
    if (x->refused) MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(x->c, (unsigned)x->out.status, r);
    MHD_destroy_response(r);
    if (!x->in_parts) http_out_free(&x->out);
    phase(x, PEER_SEND, LIMIT_SEND_SECONDS);
    return result;
}

static http_in request_of(exchange *x)
{
    return (http_in){.method = x->method, .target = x->target, .header = header_of, .ctx = x->c, .body = x->body.p ? x->body.p : "", .n = x->body.n, .address = x->address, .parts = true, .refused = x->refused};
}

static enum MHD_Result refuse(exchange *x, int code)
{
    x->refused = code;
    http_in in = request_of(x);
    web_serve(x->h->web, &in, &x->out);
    return send_answer(x);
}

static void work(void *job)
{
    exchange *x = job;
    http_in in = request_of(x);

    if (x->in_parts) {
        make_part(x);
        MHD_resume_connection(x->c);
        return;
    }
    web_serve(x->h->web, &in, &x->out);
    buf_free(&x->body);
    x->done = true;
    MHD_resume_connection(x->c);
}

/* ---- the life of a request ---- */

static enum MHD_Result begin(exchange *x, const char *method, const char *version)
{
    const char *length = header_of(x->c, "Content-Length");
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0, post = strcmp(method, "POST") == 0;
    int64_t n = 0;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    x->begun = true;
    snprintf(x->method, sizeof x->method, "%s", method);
    proxy_client(&x->h->options.proxies, info ? info->client_addr : NULL, header_of(x->c, "X-Real-IP"), x->address);
    int code = guard(x, method, version);
    if (!code && length && text_parse_int(length, 0, INT64_MAX / 2, &n) != OK) code = 413;
    bool body = n > 0 || header_of(x->c, "Transfer-Encoding");
    if (!code && body && !post) code = get ? 400 : 405;
    if (code) return refuse(x, code);
    x->max = web_body_max(x->h->web, method, x->target);
    x->body.max = x->max ? x->max : 1;
    if (x->max && (uint64_t)n > x->max) x->refused = 413;
    if (x->refused && (header_of(x->c, "Expect") || n > HTTP_DISCARD_MAX)) return refuse(x, x->refused);
    if (body) phase(x, PEER_BODY, x->max > WEB_BODY_MAX ? LIMIT_UPLOAD_SECONDS : LIMIT_BODY_SECONDS);
    return MHD_YES;
}

/* A part of the body. Once refused it is read to its end and dropped, so that the answer arrives. */
static enum MHD_Result take(exchange *x, const char *data, size_t n)
{
    x->came += n;
    if (x->came > HTTP_DISCARD_MAX) return MHD_NO;
    if (x->max && x->came > x->max) x->refused = 413;
    if (x->max && !x->refused) {
        buf_put(&x->body, data, n);
        hold(x, x->body.n);
        if (atomic_load(&x->h->buffered) > limit_of(x->h, LIMIT_BUFFERED_MB) << 20) x->refused = 503;
    }
    if (x->refused) {
        buf_free(&x->body);
        hold(x, 0);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                                  const char *data, size_t *size, void **state)
{
    http *h = cls;
    exchange *x = *state;

    (void)url;
    (void)c;
    if (!x || !x->target) return MHD_NO;
    if (!x->begun) return begin(x, method, version);
    if (*size) {
        size_t n = *size;
        *size = 0;
        return take(x, data, n);
    }
    if (x->done) return send_answer(x);
    if (x->refused) return refuse(x, x->refused);
    phase(x, PEER_WORK, LIMITS);
    MHD_suspend_connection(c);
    bool heavy = web_is_heavy(h->web, x->method, x->target);
    pool *lane = strcmp(x->method, "POST") == 0 ? h->pool : h->readers;
    if (pool_put(heavy ? h->heavy : lane, x)) return MHD_YES;
    x->refused = 503;
    if (heavy && (pool_put(h->shed, x) || pool_put(lane, x))) return MHD_YES; /* the page that says so is not made by the thread of the wire */
    work(x);
    return MHD_YES;
}

/* ---- start and stop ---- */

static void on_log(void *cls, const char *format, va_list args)
{
    char line[500];

    (void)cls;
    vsnprintf(line, sizeof line, format, args);
    log_debug("http: %s", line);
}

/* The library would decode the address itself; it is kept as it came. */
static size_t keep(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

/* As many descriptors as the connections need, or as few connections as there are descriptors. */
static void fit_descriptors(http_limits *l)
{
    enum { OTHERS = 256 }; /* store, files, logs */
    limit_row *r = &l->row[LIMIT_CONNECTIONS];
    struct rlimit have;

    if (getrlimit(RLIMIT_NOFILE, &have) != 0) return;
    rlim_t want = (rlim_t)r->value + OTHERS;
    if (have.rlim_cur < want) {
        have.rlim_cur = have.rlim_max == RLIM_INFINITY || have.rlim_max > want ? want : have.rlim_max;
        (void)!setrlimit(RLIMIT_NOFILE, &have);
    }
    if (have.rlim_cur >= want) return;
    r->value = have.rlim_cur > 2 * OTHERS ? (int64_t)have.rlim_cur - OTHERS : OTHERS;
    log_warning("only %lld connections: the limit of open files is %lld", (long long)r->value, (long long)have.rlim_cur);
}

static struct MHD_Daemon *start(http *h, int fd)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, h, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_uri, h, MHD_OPTION_NOTIFY_COMPLETED, on_done, h, MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
        MHD_OPTION_UNESCAPE_CALLBACK, keep, h, MHD_OPTION_CONNECTION_LIMIT, (unsigned)limit_of(h, LIMIT_CONNECTIONS), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)limit_of(h, LIMIT_HEAD_BYTES) * 2 + (16 << 10), MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_END);
}

static int readers_of(const http *h)
{
    enum { LEAST = 4, MOST = 30 };
    long asked = (long)limit_of(h, LIMIT_READERS), cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (asked) return (int)asked;
    return cores * 2 < LEAST ? LEAST : cores * 2 > MOST ? MOST : (int)cores * 2;
}

status http_start(web *w, const http_options *o, http **out)
{
    http *h = calloc(1, sizeof *h);
    int fd = listen_on(o->listen);

    if (!h) abort();
    h->web = w;
    h->options = *o;
    if (fd < 0) {
        log_error("cannot listen on %s: %s", o->listen, strerror(errno));
        free(h);
        return E_IO;
    }
    if (text_starts(o->listen, "unix:")) snprintf(h->unix_path, sizeof h->unix_path, "%s", o->listen + 5);
    fit_descriptors(&h->options.limits);
    h->peers = peers_new((int)(limit_of(h, LIMIT_CONNECTIONS) * 3 / 4));
    h->pool = pool_new((int)limit_of(h, LIMIT_WORKERS), (int)limit_of(h, LIMIT_QUEUE), 0, work);
    h->readers = pool_new(readers_of(h), (int)limit_of(h, LIMIT_QUEUE), 0, work);
    h->heavy = pool_new((int)limit_of(h, LIMIT_HEAVY), (int)limit_of(h, LIMIT_HEAVY_QUEUE), HEAVY_NICE, work);
    h->shed = pool_new(1, (int)limit_of(h, LIMIT_QUEUE), HEAVY_NICE, work);
    h->daemon = start(h, fd);
    if (!h->daemon) {
        log_error("the HTTP library does not start on %s", o->listen);
        close(fd);
        pool_free(h->pool);
        pool_free(h->readers);
        pool_free(h->heavy);
        pool_free(h->shed);
        peers_free(h->peers);
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
    peers_drain(h->peers);
    for (int i = 0; i < seconds * 20 && peers_count(h->peers) > 0; i++) usleep(50000);
    pool_stop(h->heavy);
    pool_stop(h->readers);
    pool_stop(h->shed);
    pool_stop(h->pool); /* resumes every connection that was suspended */
    MHD_stop_daemon(h->daemon);
    pool_free(h->pool);
    pool_free(h->readers);
    pool_free(h->heavy);
    pool_free(h->shed);
    peers_free(h->peers);
    if (fd >= 0) close(fd);
    if (h->unix_path[0]) unlink(h->unix_path);
    free(h);
}
