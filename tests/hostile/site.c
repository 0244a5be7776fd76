#include "tests/hostile/site.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

pid_t site_spawn(const char *const *argv, const char *log)
{
    pid_t pid = fork();

    if (pid != 0) return pid;
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, 1);
    dup2(fd, 2);
    for (int i = 3; i < 1024; i++) close(i);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

int site_run(const char *const *argv, const char *log)
{
    int how = 0;
    pid_t pid = site_spawn(argv, log);

    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &how, 0), pid);
    return WIFEXITED(how) ? WEXITSTATUS(how) : 128;
}

int site_free_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    close(fd);
    return ntohs(a.sin_port);
}

int site_connect(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static int connect_unix(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static site start(site s, const char *where, const char *const *arguments)
{
    const char *bin = getenv("SANGKIEN_BIN"), *argv[40];
    int n = 0;

    assert_non_null(bin);
    snprintf(s.dir, sizeof s.dir, "/tmp/sangkien-hostile-XXXXXX");
    assert_non_null(mkdtemp(s.dir));
    snprintf(s.log, sizeof s.log, "%s/log", s.dir);
    assert_int_equal(site_run((const char *[]){bin, "demo", "--data", s.dir, NULL}, s.log), 0);
    const char *const own[] = {bin, "serve", "--data", s.dir, "--listen", where};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) argv[n++] = own[i];
    while (arguments && *arguments && n < 38) argv[n++] = *arguments++;
    argv[n] = NULL;
    s.pid = site_spawn(argv, s.log);
    for (int i = 0; i < 300; i++) {
        int fd = s.port ? site_connect(s.port) : connect_unix(where + strlen("unix:"));
        if (fd >= 0) {
            close(fd);
            return s;
        }
        usleep(100000);
    }
    fail_msg("the server does not start: see %s", s.log);
    return s;
}

site site_start(const char *const *arguments)
{
    site s = {.port = site_free_port()};
    char where[40];

    snprintf(where, sizeof where, "127.0.0.1:%d", s.port);
    return start(s, where, arguments);
}

site site_start_unix(const char *socket, const char *const *arguments)
{
    char where[200];

    snprintf(where, sizeof where, "unix:%s", socket);
    return start((site){0}, where, arguments);
}

static bool bad_line(const char *line)
{
    if (strstr(line, "Sanitizer") || strstr(line, "runtime error")) return true;
    return strncmp(line, "<3>", 3) == 0 && (strspn(line + 3, "0123456789abcdef") != 12 || line[15] != ' ');
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *f)
{
    return remove(path);
}

int site_log_count(const site *s, const char *text)
{
    char line[4000];
    int n = 0;
    FILE *f = fopen(s->log, "r");

    while (f && fgets(line, sizeof line, f)) n += text ? strstr(line, text) != NULL : bad_line(line);
    if (f) fclose(f);
    return n;
}

static void show_log(const site *s)
{
    char line[4000];
    FILE *f = fopen(s->log, "r");

    while (f && fgets(line, sizeof line, f)) print_error("%s", line);
    if (f) fclose(f);
}

void site_stop(site *s)
{
    int how = -1;
    pid_t ended = 0;

    kill(s->pid, SIGTERM);
    for (int i = 0; i < 300 && (ended = waitpid(s->pid, &how, WNOHANG)) == 0; i++) usleep(100000);
    if (ended == 0) kill(s->pid, SIGKILL);
    int bad = site_log_count(s, NULL);
    if (bad || ended == 0 || how != 0) show_log(s);
    nftw(s->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    assert_int_equal(bad, 0);
    assert_int_equal(ended, s->pid);
    assert_int_equal(how, 0);
}

/* ---- what comes back ---- */

static const char *header_in(const char *head, const char *end, const char *name, size_t *n)
{
    size_t len = strlen(name);

    for (const char *p = head; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        if ((size_t)(stop - p) > len && p[len] == ':' && strncasecmp(p, name, len) == 0) {
            p += len + 1;
            while (*p == ' ') p++;
            *n = (size_t)(stop - p) - (stop > p && stop[-1] == '\r');
            return p;
        }
        p = stop + 1;
    }
    return NULL;
}

static void count_answers(heard *h, bool head_only)
{
    const char *p = h->raw, *end = h->raw + h->n;

    h->answers = h->status = h->last = 0;
    h->body = "";
    while (p < end && end - p > 12 && memcmp(p, "HTTP/1.1 ", 9) == 0) {
        int status = atoi(p + 9);
        const char *stop = memmem(p, (size_t)(end - p), "\r\n\r\n", 4);
        size_t n = 0;
        if (!stop) return;
        const char *length = header_in(p, stop + 2, "Content-Length", &n);
        size_t body = length && status >= 200 && !head_only ? (size_t)atol(length) : 0;
        stop += 4;
        if ((size_t)(end - stop) < body) return;
        if (status >= 200) {
            h->last = status;
            if (h->answers++ == 0) {
                h->status = status;
                h->body = stop;
            }
        }
        p = stop + body;
    }
}

heard site_listen(int fd, const void *bytes, size_t n, int want, int ms)
{
    heard h = {.raw = calloc(1, 1)};
    size_t sent = 0, cap = 0;
    long end = now_ms() + ms, quiet = 0;
    bool head_only = n > 5 && memcmp(bytes, "HEAD ", 5) == 0;

    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    while (now_ms() < end) {
        struct pollfd p = {.fd = fd, .events = (short)(POLLIN | (sent < n ? POLLOUT : 0))};
        bool enough = sent == n && want && h.answers >= want;
        if (enough && !quiet) quiet = now_ms() + 60;
        if (enough && now_ms() >= quiet) break;
        poll(&p, 1, 20);
        if ((p.revents & POLLOUT) && sent < n) {
            ssize_t k = send(fd, (const char *)bytes + sent, n - sent, MSG_NOSIGNAL);
            if (k > 0) sent += (size_t)k;
            else if (!(p.revents & POLLIN)) n = sent;
        }
        if (!(p.revents & (POLLIN | POLLHUP | POLLERR))) continue;
        if (cap < h.n + 65537) h.raw = realloc(h.raw, cap = (h.n + 65537) * 2);
        ssize_t k = recv(fd, h.raw + h.n, 65536, 0);
        if (k > 0) h.n += (size_t)k;
        h.raw[h.n] = 0;
        count_answers(&h, head_only);
        if (k == 0 || (k < 0 && !(p.revents & POLLIN)) || (p.revents & POLLERR)) {
            h.closed = true;
            break;
        }
    }
    close(fd);
    return h;
}

heard site_say(int port, const void *bytes, size_t n, int want, int ms)
{
    int fd = site_connect(port);

    assert_true(fd >= 0);
    return site_listen(fd, bytes, n, want, ms);
}

void heard_free(heard *h)
{
    free(h->raw);
    *h = (heard){0};
}

bool heard_header(const heard *h, const char *name, char *out, size_t cap)
{
    size_t n = 0;
    const char *stop = strstr(h->raw, "\r\n\r\n"), *v = stop ? header_in(h->raw, stop + 2, name, &n) : NULL;

    snprintf(out, cap, "%.*s", v ? (int)n : 0, v ? v : "");
    return v != NULL;
}

int heard_headers(const heard *h, const char *name)
{
    const char *stop = strstr(h->raw, "\r\n\r\n"), *p = h->raw;
    size_t n = 0;
    int count = 0;

    while (stop && p < stop && (p = header_in(p, stop + 2, name, &n))) {
        count++;
        p += n;
    }
    return count;
}

/* ---- a browser of sorts ---- */

static void keep_cookies(guest *g, const heard *h)
{
    const char *stop = strstr(h->raw, "\r\n\r\n"), *p = h->raw;
    size_t n = 0;

    while (stop && (p = header_in(p, stop + 2, "Set-Cookie", &n))) {
        char one[600], name[60];
        snprintf(one, sizeof one, "%.*s", (int)strcspn(p, ";\r"), p);
        snprintf(name, sizeof name, "%.*s=", (int)strcspn(one, "="), one);
        char *old = strstr(g->cookies, name);
        if (old) {
            size_t len = strcspn(old, ";");
            len += old[len] ? 2 : 0;
            memmove(old, old + len, strlen(old + len) + 1);
        }
        size_t used = strlen(g->cookies);
        if (one[strlen(name)]) snprintf(g->cookies + used, sizeof g->cookies - used, "%s; ", one);
        p += n;
    }
}

static void keep_mark(const heard *h, const char *name, char *out, size_t cap)
{
    char mark[60];

    snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    const char *p = h->n ? strstr(h->body, mark) : NULL;
    if (p) snprintf(out, cap, "%.*s", (int)strcspn(p + strlen(mark), "\""), p + strlen(mark));
}

heard guest_ask(guest *g, const char *method, const char *target, const char *headers)
{
    char *text = NULL;
    size_t used = strlen(g->cookies);
    int n = asprintf(&text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%.*s%s%sConnection: close\r\n\r\n", method, target, g->port, used ? "Cookie: " : "",
                     used ? (int)used - 2 : 0, g->cookies, used ? "\r\n" : "", headers);
    heard h = site_say(g->port, text, (size_t)n, 1, 20000);

    free(text);
    keep_cookies(g, &h);
    keep_mark(&h, "_csrf", g->csrf, sizeof g->csrf);
    keep_mark(&h, "_once", g->once, sizeof g->once);
    return h;
}

heard guest_get(guest *g, const char *target)
{
    return guest_ask(g, "GET", target, "");
}

heard guest_post(guest *g, const char *target, const char *fields, bool bare)
{
    char *body = NULL, *text = NULL;
    size_t used = strlen(g->cookies);

    int len = bare ? asprintf(&body, "%s", fields) : asprintf(&body, "_csrf=%s&_once=%s&%s", g->csrf, g->once, fields);
    int n = asprintf(&text,
                     "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%.*s%sContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"
                     "Connection: close\r\n\r\n%s",
                     target, g->port, used ? "Cookie: " : "", used ? (int)used - 2 : 0, g->cookies, used ? "\r\n" : "", len, body);
    heard h = site_say(g->port, text, (size_t)n, 1, 20000);
    free(text);
    free(body);
    keep_cookies(g, &h);
    return h;
}

void guest_login(guest *g, const char *login)
{
    char fields[200];
    heard page = guest_get(g, "/dang-nhap");

    heard_free(&page);
    snprintf(fields, sizeof fields, "login=%s&password=sangkien-2026", login);
    page = guest_post(g, "/dang-nhap", fields, false);
    assert_int_equal(page.status, 303);
    heard_free(&page);
    assert_non_null(strstr(g->cookies, "sangkien="));
    page = guest_get(g, "/tai-khoan");
    assert_int_equal(page.status, 200);
    heard_free(&page);
}

void site_is_well(int port)
{
    static const char ask[] = "GET /dang-nhap HTTP/1.1\r\nHost: localhost\r\n\r\n";
    heard h = site_say(port, ask, sizeof ask - 1, 1, 2000);

    assert_int_equal(h.status, 200);
    assert_non_null(strstr(h.body, "</html>"));
    heard_free(&h);
}
