/* What hostile peers do on the wire: HTTP that two parsers read differently, requests that never end, requests too large, and
 * crowds. After each the server still answers a normal page. docs/limits.md names what is tried here. */
#include "tests/hostile/site.h"
#include "web/serve.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static site server;

static int start(void **state)
{
    server = site_start((const char *[]){"--limit", "head_seconds=2", "--limit", "body_seconds=3", "--limit", "send_seconds=3", "--limit", "buffered_mb=64", NULL});
    return 0;
}

static int stop(void **state)
{
    site_stop(&server);
    return 0;
}

/* ---- one request, read in two ways ---- */

#define H "Host: x\r\n"
#define GET_ "GET /healthz HTTP/1.1\r\n" H
#define POST_ "POST /dang-nhap HTTP/1.1\r\n" H
#define CHUNKED POST_ "Transfer-Encoding: chunked\r\n\r\n"
#define HIDDEN "GET /healthz HTTP/1.1\r\n" H "\r\n"
enum { OPEN, SHUT };
typedef struct {
    const char *name, *bytes;
    size_t n;
    int status, answers, closed;
} wire;
#define W(name, bytes, ...) {name, bytes, sizeof(bytes) - 1, __VA_ARGS__}

static const wire wires[] = {
    W("plain", GET_ "\r\n", 200, 1, OPEN),
    W("pipelined", HIDDEN HIDDEN HIDDEN, 200, 3, OPEN),
    W("pipelined after a body", POST_ "Content-Length: 3\r\n\r\na=b" HIDDEN, 400, 2, OPEN),
    W("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", 200, 1, SHUT),
    W("length and encoding", POST_ "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("encoding and length", POST_ "Transfer-Encoding: chunked\r\nContent-Length: 35\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("two lengths", POST_ "Content-Length: 3\r\nContent-Length: 40\r\n\r\na=b" HIDDEN, 400, 1, SHUT),
    W("the same length twice", POST_ "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b" HIDDEN, 400, 1, SHUT),
    W("two encodings", POST_ "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("unknown encoding", POST_ "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("list of encodings", POST_ "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("encoding in HTTP/1.0", "POST /dang-nhap HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("encoding with a tab", POST_ "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n" HIDDEN, 403, 2, OPEN),
    W("encoding folded", POST_ "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("space before the colon", POST_ "Transfer-Encoding : chunked\r\nContent-Length: 3\r\n\r\na=b" HIDDEN, 400, 1, SHUT),
    W("two hosts", GET_ "Host: y\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("no host", "GET /healthz HTTP/1.1\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("host with a path", "GET /healthz HTTP/1.1\r\nHost: x/y\r\n\r\n", 400, 1, SHUT),
    W("two cookies", GET_ "Cookie: sangkien=a\r\nCookie: sangkien=b\r\n\r\n", 400, 1, SHUT),
    W("two types", POST_ "Content-Type: text/plain\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400, 1, SHUT),
    W("two addresses", GET_ "X-Real-IP: 1.2.3.4\r\nX-Real-IP: 5.6.7.8\r\n\r\n", 400, 1, SHUT),
    W("folded line", GET_ "X-A: 1\r\n b\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("folded line, tab", GET_ "X-A: 1\r\n\tHost: y\r\n\r\n", 400, 1, SHUT),
    W("folded first line", "GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n", 400, 1, SHUT),
    W("NUL in a value", GET_ "X-A: a\0b\r\n\r\n", 400, 1, SHUT),
    W("NUL in the address", "GET /healthz\0/x HTTP/1.1\r\n" H "\r\n", 400, 1, SHUT),
    W("NUL in a name", GET_ "X\0A: b\r\n\r\n", 400, 1, SHUT),
    W("bare LF", "GET /healthz HTTP/1.1\nHost: x\n\n", 400, 1, SHUT),
    W("bare CR", GET_ "X-A: a\rHost: y\r\n\r\n", 400, 1, SHUT),
    W("control character", GET_ "X-A: a\001b\r\n\r\n", 400, 1, SHUT),
    W("space in a name", GET_ "X A: 1\r\n\r\n", 400, 1, SHUT),
    W("no colon", GET_ "XA\r\n\r\n", 400, 1, SHUT),
    W("length +3", POST_ "Content-Length: +3\r\n\r\na=b" HIDDEN, 400, 0, SHUT),
    W("length -1", POST_ "Content-Length: -1\r\n\r\na=b" HIDDEN, 400, 0, SHUT),
    W("length 0x3", POST_ "Content-Length: 0x3\r\n\r\na=b" HIDDEN, 400, 0, SHUT),
    W("length 3, 3", POST_ "Content-Length: 3, 3\r\n\r\na=b" HIDDEN, 400, 0, SHUT),
    W("length of 23 digits", POST_ "Content-Length: 99999999999999999999999\r\n\r\na=b" HIDDEN, 413, 0, SHUT),
    W("length of 16 EiB", POST_ "Content-Length: 18446744073709551615\r\n\r\na=b" HIDDEN, 413, 0, SHUT),
    W("chunks", CHUNKED "3\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 2, OPEN),
    W("chunk size zz", CHUNKED "zz\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("chunk size 0x3", CHUNKED "0x3\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("chunk size -3", CHUNKED "-3\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("chunk size with a space", CHUNKED " 3\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("chunk size over 64 bits", CHUNKED "FFFFFFFFFFFFFFFFF\r\na=b\r\n0\r\n\r\n" HIDDEN, 413, 1, SHUT),
    W("chunk longer than said", CHUNKED "3\r\na=bGET /healthz\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("trailer that names a host", CHUNKED "3\r\na=b\r\n0\r\nHost: evil\r\nCookie: sangkien=x\r\n\r\n" HIDDEN, 400, 2, OPEN),
    W("GET with a body", GET_ "Content-Length: 3\r\n\r\na=b" HIDDEN, 400, 1, SHUT),
    W("GET with chunks", GET_ "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" HIDDEN, 400, 1, SHUT),
    W("HTTP/2.0", "GET / HTTP/2.0\r\n" H "\r\n", 505, 1, SHUT),
    W("HTTP/1.2", "GET / HTTP/1.2\r\n" H "\r\n", 505, 1, SHUT),
    W("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, 1, SHUT),
    W("HTTP/0.9", "GET /\r\n\r\n", 400, 1, SHUT),
    W("two spaces", "GET  /healthz HTTP/1.1\r\n" H "\r\n", 400, 1, SHUT),
    W("bytes over 127 in the address", "GET /\xC4\x91 HTTP/1.1\r\n" H "\r\n", 400, 1, SHUT),
    W("proxy's form of an address", "GET http://evil.example/healthz HTTP/1.1\r\n" H "\r\n", 400, 1, OPEN),
    W("CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\n" H "\r\n", 400, 1, OPEN),
    W("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" H "\r\n", 400, 1, OPEN),
    W("OPTIONS", "OPTIONS /dang-nhap HTTP/1.1\r\n" H "\r\n", 405, 1, OPEN),
    W("TRACE", "TRACE / HTTP/1.1\r\n" H "\r\n", 405, 1, OPEN),
    W("PUT with a body", "PUT / HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\na=b" HIDDEN, 405, 1, SHUT),
    W("get in small letters", "get / HTTP/1.1\r\n" H "\r\n", 405, 1, OPEN),
    W("a long method", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1\r\n" H "\r\n", 405, 1, OPEN),
    W("unknown method, no such page", "FOO /nothing-here HTTP/1.1\r\n" H "\r\n", 404, 1, OPEN),
    W("POST with a body to no page", "POST /nothing-here HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\na=b" HIDDEN, 404, 2, OPEN),
    W("POST without a body", POST_ "\r\n" HIDDEN, 403, 2, OPEN),
    W("continue", POST_ "Expect: 100-continue\r\nContent-Length: 3\r\n\r\na=b" HIDDEN, 400, 2, OPEN),
    W("continue, too large", POST_ "Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n", 413, 1, SHUT),
    W("continue, no body", GET_ "Expect: 100-continue\r\n\r\n", 200, 1, OPEN),
    W("expect what is not known", GET_ "Expect: miracles\r\n\r\n", 417, 1, SHUT),
    W("HEAD", "HEAD /dang-nhap HTTP/1.1\r\n" H "\r\n", 200, 1, OPEN),
};

static void one_reading(void **state)
{
    int bad = 0;

    for (size_t i = 0; i < sizeof wires / sizeof *wires; i++) {
        const wire *w = &wires[i];
        heard h = site_say(server.port, w->bytes, w->n, w->answers, 1500);
        /* answers 0: the library repeats the head of its own answer; it is enough that it closes and nothing follows */
        bool right = h.status == w->status && (w->answers == 0 || h.answers == w->answers) && (!w->closed || h.closed) && !(w->answers == 0 && strstr(h.raw, "200 OK"));
        if (!right) print_error("%s: %d in %d answers%s, wanted %d in %d%s\n", w->name, h.status, h.answers, h.closed ? ", closed" : "", w->status, w->answers, w->closed ? ", closed" : "");
        bad += !right;
        heard_free(&h);
    }
    site_is_well(server.port);
    assert_int_equal(bad, 0);
}

static void head_is_get_without_body(void **state)
{
    heard a = site_say(server.port, "HEAD /dang-nhap HTTP/1.1\r\n" H "\r\n", sizeof "HEAD /dang-nhap HTTP/1.1\r\n" H "\r\n" - 1, 1, 2000);
    heard o = site_say(server.port, "OPTIONS /dang-nhap HTTP/1.1\r\n" H "\r\n", sizeof "OPTIONS /dang-nhap HTTP/1.1\r\n" H "\r\n" - 1, 1, 2000);
    char v[100];

    assert_int_equal(a.status, 200);
    assert_true(heard_header(&a, "Content-Length", v, sizeof v) && atoi(v) > 1000);
    assert_string_equal(strstr(a.raw, "\r\n\r\n"), "\r\n\r\n");
    assert_int_equal(o.status, 405);
    assert_true(heard_header(&o, "Allow", v, sizeof v));
    assert_string_equal(v, "GET, HEAD, POST");
    heard_free(&a);
    heard_free(&o);
}

/* ---- too large ---- */

static char *filled(const char *before, const char *unit, size_t times, const char *after, size_t *n)
{
    size_t a = strlen(before), u = strlen(unit), z = strlen(after);
    char *p = malloc(a + u * times + z + 1);

    memcpy(p, before, a);
    for (size_t i = 0; i < times; i++) memcpy(p + a + i * u, unit, u);
    memcpy(p + a + u * times, after, z + 1);
    *n = a + u * times + z;
    return p;
}

static void try_size(const char *name, const char *before, const char *unit, size_t times, const char *after, int want, const char *says)
{
    size_t n = 0;
    char *p = filled(before, unit, times, after, &n);
    heard h = site_say(server.port, p, n, 1, 8000);

    if (h.status != want || !strstr(h.raw, says)) print_error("%s: %d, wanted %d with “%s”\n", name, h.status, want, says);
    assert_int_equal(h.status, want);
    assert_non_null(strstr(h.raw, says));
    heard_free(&h);
    free(p);
    site_is_well(server.port);
}

#define TYPE "Content-Type: application/x-www-form-urlencoded\r\n"
static void too_large(void **state)
{
    char head[300], part[200];

    try_size("address over its limit", "GET /", "a", WEB_TARGET_MAX, " HTTP/1.1\r\n" H "\r\n", 414, "Địa chỉ quá dài");
    try_size("address of half a megabyte", "GET /", "a", 500000, " HTTP/1.1\r\n" H "\r\n", 414, "");
    try_size("one long header", GET_ "X-A: ", "a", 33000, "\r\n\r\n", 431, "cookie");
    try_size("one very long header", GET_ "X-A: ", "a", 500000, "\r\n\r\n", 431, "");
    try_size("many headers", GET_, "X-A: b\r\n", 101, "\r\n", 431, "cookie");
    try_size("very many headers", GET_, "X-A: b\r\n", 50000, "\r\n", 431, "");
    try_size("a long cookie", GET_ "Cookie: sangkien=", "a", 33000, "\r\n\r\n", 431, "cookie");
    try_size("three thousand cookies", GET_ "Cookie: ", "sangkien=a; ", 3000, "a=b\r\n\r\n", 431, "");
    snprintf(head, sizeof head, POST_ TYPE "Content-Length: %d\r\n\r\n", WEB_BODY_MAX + 1);
    try_size("a body over its limit", head, "a", WEB_BODY_MAX + 1, "", 413, "Dữ liệu quá lớn");
    try_size("chunks over the limit", CHUNKED, "10\r\n0123456789abcdef\r\n", WEB_BODY_MAX / 16 + 1, "0\r\n\r\n", 413, "Dữ liệu quá lớn");
    snprintf(head, sizeof head, POST_ TYPE "Content-Length: %d\r\n\r\n", 2000000);
    try_size("a million fields", head, "a&", 1000000, "", 413, "Dữ liệu quá lớn");
    snprintf(head, sizeof head, POST_ TYPE "Content-Length: %d\r\n\r\n", 8 * 201);
    try_size("a field two hundred and one times", head, "login=a&", 201, "", 413, "Dữ liệu quá lớn");
    snprintf(part, sizeof part, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n");
    snprintf(head, sizeof head, POST_ "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n", strlen(part) * 30000 + 5);
    try_size("thirty thousand parts", head, part, 30000, "--b--", 413, "Dữ liệu quá lớn");
    snprintf(head, sizeof head, POST_ "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", 100000);
    try_size("deep JSON", head, "[", 100000, "", 400, "Yêu cầu không hợp lệ");
}

/* A file over the limit is read to its end, so that the browser shows the page instead of a broken connection. */
static void a_large_file_gets_its_page(void **state)
{
    char head[300];

    snprintf(head, sizeof head, "POST /ho-so/tai-len HTTP/1.1\r\n" H "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n", WEB_UPLOAD_MAX + (1 << 20));
    try_size("a file over its limit", head, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", (WEB_UPLOAD_MAX + (1 << 20)) / 64, "", 413, "Dữ liệu quá lớn");
}

/* ---- too slow: whole deadlines, not idle ones ---- */

static long ms_since(const struct timespec *t)
{
    struct timespec n;

    clock_gettime(CLOCK_MONOTONIC, &n);
    return (n.tv_sec - t->tv_sec) * 1000 + (n.tv_nsec - t->tv_nsec) / 1000000;
}

static bool is_closed(int fd, char *got, size_t cap)
{
    size_t n = strlen(got);
    ssize_t k = recv(fd, got + n, cap - n - 1, MSG_DONTWAIT);

    if (k > 0) got[n + (size_t)k] = 0;
    return k == 0 || (k < 0 && errno != EAGAIN);
}

static void bytes_that_drip(void **state)
{
    static const char *const starts[] = {"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", "GE", POST_ TYPE "Content-Length: 1000\r\n\r\n", CHUNKED};
    static const char *const drips[] = {"a", "T", "a", "1\r\na\r\n"};
    static const long due[] = {2000, 2000, 3000, 3000};
    enum { N = 4 };
    int fd[N];
    long ended[N] = {0};
    char got[N][1000] = {"", "", "", ""};
    struct timespec began;

    clock_gettime(CLOCK_MONOTONIC, &began);
    for (int i = 0; i < N; i++) {
        fd[i] = site_connect(server.port);
        assert_int_equal(send(fd[i], starts[i], strlen(starts[i]), MSG_NOSIGNAL), (ssize_t)strlen(starts[i]));
    }
    while (ms_since(&began) < 5000) {
        usleep(100000);
        for (int i = 0; i < N; i++) {
            if (ended[i]) continue;
            if (is_closed(fd[i], got[i], sizeof got[i])) ended[i] = ms_since(&began);
            else (void)!send(fd[i], drips[i], strlen(drips[i]), MSG_NOSIGNAL);
        }
    }
    for (int i = 0; i < N; i++) {
        close(fd[i]);
        if (ended[i] < due[i] - 200 || ended[i] > due[i] + 1200) print_error("drip %d ended after %ld ms, due %ld\n", i, ended[i], due[i]);
        assert_in_range(ended[i], due[i] - 200, due[i] + 1200);
        if (i != 1) assert_non_null(strstr(got[i], "408 Request Timeout"));
    }
    site_is_well(server.port);
}

static void an_answer_that_is_not_taken(void **state)
{
    enum { ASKED = 2000 };
    size_t n = 0, all = 0;
    char *p = filled("", "GET /dang-nhap HTTP/1.1\r\n" H "\r\n", ASKED, "", &n), buf[65536];
    int fd = site_connect(server.port), small = 4096;
    ssize_t k = 0;

    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    (void)!send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
    free(p);
    sleep(5);
    site_is_well(server.port);
    while ((k = recv(fd, buf, sizeof buf, 0)) > 0) all += (size_t)k;
    close(fd);
    assert_in_range(all, 1, (size_t)ASKED * 3000); /* cut off long before the end */
}

/* ---- crowds ---- */

static void raise_files(void)
{
    struct rlimit r;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
    r.rlim_cur = r.rlim_max;
    (void)!setrlimit(RLIMIT_NOFILE, &r);
}

static void ten_thousand_idle(void **state)
{
    enum { PEERS = 10000 };
    static int fd[PEERS];
    struct rlimit r;
    struct timespec t;
    int open = 0;
    site s = site_start((const char *[]){"--limit", "head_seconds=60", NULL});

    raise_files();
    getrlimit(RLIMIT_NOFILE, &r);
    int want = r.rlim_cur > PEERS + 300 ? PEERS : (int)r.rlim_cur - 300;
    if (want < PEERS) print_message("the limit of open files allows only %d of %d idle connections\n", want, PEERS);
    for (; open < want; open++) {
        fd[open] = site_connect(s.port);
        if (fd[open] < 0) break;
        if (open % 2) (void)!send(fd[open], "GET / HTTP/1.1\r\nX-", 18, MSG_NOSIGNAL);
    }
    assert_int_equal(open, want);
    for (int i = 0; i < 10; i++) site_is_well(s.port);
    clock_gettime(CLOCK_MONOTONIC, &t);
    int one = site_connect(s.port);
    char got[100];
    assert_int_equal(send(one, GET_ "\r\n", sizeof GET_ "\r\n" - 1, MSG_NOSIGNAL), sizeof GET_ "\r\n" - 1);
    assert_true(recv(one, got, sizeof got, 0) > 0);
    print_message("%d idle connections, a page takes %ld ms\n", open, ms_since(&t));
    assert_in_range(ms_since(&t), 0, 1000);
    close(one);
    guest g = {.port = s.port};
    guest_login(&g, "demo.tacgia"); /* and the store is there too */
    int alive = 0;
    for (int i = 0; i < open; i++) {
        char none[2] = "";
        alive += !is_closed(fd[i], none, sizeof none);
    }
    assert_int_equal(alive, open); /* there was room for all: nobody was thrown out */
    for (int i = 0; i < open; i++) close(fd[i]);
    site_stop(&s);
}

static void more_than_there_is_room_for(void **state)
{
    enum { PEERS = 400 };
    int fd[PEERS];
    site s = site_start((const char *[]){"--limit", "connections=200", "--limit", "head_seconds=60", NULL});
    static const char ask[] = "GET /dang-nhap HTTP/1.1\r\n" H "\r\n";

    for (int i = 0; i < PEERS; i++) fd[i] = site_connect(s.port);
    heard h = site_say(s.port, ask, sizeof ask - 1, 1, 10000); /* those who say nothing make room */
    assert_int_equal(h.status, 200);
    heard_free(&h);
    for (int i = 0; i < PEERS; i++) close(fd[i]);
    site_stop(&s);
}

static void more_work_than_workers(void **state)
{
    enum { PEERS = 24 };
    int fd[PEERS], refused = 0, served = 0;
    char text[600], v[20];
    site s = site_start((const char *[]){"--limit", "workers=1", "--limit", "queue=1", NULL});
    guest g = {.port = s.port};
    heard page = guest_get(&g, "/dang-nhap");

    heard_free(&page);
    char body[300];
    int n = snprintf(body, sizeof body, "_csrf=%s&login=demo.tacgia&password=wrong", g.csrf);
    int len = snprintf(text, sizeof text, POST_ "Cookie: %.*s\r\n" TYPE "Content-Length: %d\r\n\r\n%s", (int)strlen(g.cookies) - 2, g.cookies, n, body);
    for (int i = 0; i < PEERS; i++) {
        fd[i] = site_connect(s.port);
        assert_int_equal(send(fd[i], text, (size_t)len, MSG_NOSIGNAL), len);
    }
    for (int i = 0; i < PEERS; i++) {
        heard h = site_listen(fd[i], "", 0, 1, 20000);
        if (h.status == 503) {
            assert_true(heard_header(&h, "Retry-After", v, sizeof v));
            assert_non_null(strstr(h.body, "quá nhiều việc"));
        }
        refused += h.status == 503;
        served += h.status == 422;
        heard_free(&h);
    }
    print_message("one worker, a queue of one: %d served, %d refused\n", served, refused);
    assert_int_equal(refused + served, PEERS);
    assert_true(refused > 0 && served > 0);
    site_is_well(s.port);
    site_stop(&s);
}

/* Bodies of all connections together have a limit: memory is not for the taking. */
static void bodies_held_in_memory(void **state)
{
    enum { SIZE = 39 << 20 };
    char head[300];
    size_t n = 0;
    struct timespec t;

    int len = snprintf(head, sizeof head, "POST /ho-so/tai-len HTTP/1.1\r\n" H "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n", SIZE);
    char *p = filled(head, "0123456789abcdef", SIZE / 16, "", &n);
    int first = site_connect(server.port);
    struct timeval tv = {.tv_sec = 10};
    setsockopt(first, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof tv);
    assert_int_equal(send(first, p, n - 10, MSG_NOSIGNAL), (ssize_t)n - 10); /* all but its end */
    clock_gettime(CLOCK_MONOTONIC, &t);
    heard h = site_say(server.port, p, n, 1, 10000);
    assert_int_equal(h.status, 503);
    assert_non_null(strstr(h.body, "quá nhiều việc"));
    heard_free(&h);
    assert_true(len > 0);
    close(first);
    usleep(300000);
    h = site_say(server.port, p, n, 1, 10000); /* the memory was given back */
    assert_int_equal(h.status, 401);
    heard_free(&h);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reading),          cmocka_unit_test(head_is_get_without_body),   cmocka_unit_test(too_large),
        cmocka_unit_test(a_large_file_gets_its_page), cmocka_unit_test(bodies_held_in_memory), cmocka_unit_test(bytes_that_drip),
        cmocka_unit_test(an_answer_that_is_not_taken), cmocka_unit_test(ten_thousand_idle),   cmocka_unit_test(more_than_there_is_room_for),
        cmocka_unit_test(more_work_than_workers),
    };

    return cmocka_run_group_tests_name("hostile.wire", tests, start, stop);
}
