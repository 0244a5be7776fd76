/* etc/nginx/sangkien.conf, as it ships, in Debian's nginx on the loopback with a certificate of our own: HTTP/2, limits, whole
 * uploads, headers once, and the client's address as the program records it. Skipped where nginx is not installed. */
#include "tests/hostile/site.h"
#include "base/buf.h"
#include "base/text.h"
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "sangkien.example.vn"

static site server;
static char dir[200];
static int https, http;
static pid_t nginx;
static bool there;

static char *replaced(char *text, const char *what, const char *with)
{
    AUTO(buf) b = {.max = 1 << 20};
    const char *p = text;

    for (const char *hit; (hit = strstr(p, what)); p = hit + strlen(what)) {
        buf_put(&b, p, (size_t)(hit - p));
        buf_puts(&b, with);
    }
    assert_true(p != text); /* the configuration still has what is replaced */
    buf_puts(&b, p);
    free(text);
    return buf_take(&b);
}

static char *read_file(const char *path)
{
    AUTO(buf) b = {.max = 4 << 20};
    char part[4096];
    size_t n = 0;
    FILE *f = fopen(path, "r");

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0) buf_put(&b, part, n);
    fclose(f);
    return buf_take(&b);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

/* The shipped file with other ports, files and socket; nothing else is changed. */
static void write_configuration(void)
{
    char path[700], with[700];

    snprintf(path, sizeof path, "%s/etc/nginx/sangkien.conf", fixture_root());
    char *c = read_file(path);
    snprintf(with, sizeof with, "127.0.0.1:%d ", https);
    c = replaced(c, "    listen [::]:443 ssl http2 default_server;\n", "");
    c = replaced(c, "    listen [::]:443 ssl http2;\n", "");
    c = replaced(c, "    listen [::]:80 default_server;\n", "");
    c = replaced(c, "443 ", with);
    snprintf(with, sizeof with, "listen 127.0.0.1:%d default_server", http);
    c = replaced(c, "listen 80 default_server", with);
    snprintf(with, sizeof with, "unix:%s/http.sock max", dir);
    c = replaced(c, "unix:/run/sangkien/http.sock max", with);
    snprintf(with, sizeof with, "%s/cert.pem", dir);
    c = replaced(c, "/etc/letsencrypt/live/" NAME "/fullchain.pem", with);
    snprintf(with, sizeof with, "%s/key.pem", dir);
    c = replaced(c, "/etc/letsencrypt/live/" NAME "/privkey.pem", with);
    snprintf(path, sizeof path, "%s/site.conf", dir);
    write_file(path, c);
    free(c);
    snprintf(path, sizeof path, "%s/nginx.conf", dir);
    AUTO(buf) b = {0};
    buf_printf(&b, "%sdaemon off;\nworker_processes 1;\npid %s/nginx.pid;\nerror_log %s/nginx.log info;\nevents { worker_connections 512; }\nhttp {\n    access_log off;\n", geteuid() == 0 ? "user root;\n" : "",
               dir, dir);
    static const char *const temps[] = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};
    for (int i = 0; i < COUNT(temps); i++) buf_printf(&b, "    %s_temp_path %s/%s;\n", temps[i], dir, temps[i]);
    buf_printf(&b, "    include %s/site.conf;\n}\n", dir);
    write_file(path, b.p);
}

static int start(void **state)
{
    char socket[300], log[4096], cert[300], key[300], config[300];

    snprintf(log, sizeof log, "%s:/usr/sbin", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin"); /* where Debian keeps nginx */
    setenv("PATH", log, 1);
    there = system("command -v nginx >/dev/null 2>&1 && command -v curl >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1") == 0;
    if (!there) {
        print_message("SKIPPED: nginx, curl or openssl is not installed (tools/install.sh test)\n");
        return 0;
    }
    snprintf(dir, sizeof dir, "/tmp/sangkien-nginx-XXXXXX");
    assert_non_null(mkdtemp(dir));
    https = site_free_port();
    http = site_free_port();
    snprintf(socket, sizeof socket, "%s/http.sock", dir);
    snprintf(log, sizeof log, "%s/log", dir);
    snprintf(cert, sizeof cert, "%s/cert.pem", dir);
    snprintf(key, sizeof key, "%s/key.pem", dir);
    snprintf(config, sizeof config, "%s/nginx.conf", dir);
    const char *const make[] = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=" NAME,
                                "-addext", "subjectAltName=DNS:" NAME, "-keyout", key, "-out", cert, NULL};
    assert_int_equal(site_run(make, log), 0);
    server = site_start_unix(socket, (const char *[]){"--proxy", "unix", "--base-url", "https://" NAME, "--limit", "upload_seconds=1", NULL});
    write_configuration();
    if (site_run((const char *[]){"nginx", "-t", "-q", "-c", config, NULL}, log) != 0) {
        char *said = read_file(log);
        print_error("%s", said);
        free(said);
        fail();
    }
    nginx = site_spawn((const char *[]){"nginx", "-c", config, NULL}, log);
    for (int i = 0; i < 100; i++) {
        int fd = site_connect(https);
        if (fd >= 0) {
            close(fd);
            return 0;
        }
        usleep(50000);
    }
    fail_msg("nginx does not start: see %s", log);
    return 1;
}

static int stop(void **state)
{
    char command[300];
    int how = 0;

    if (!there) return 0;
    kill(nginx, SIGTERM);
    waitpid(nginx, &how, 0);
    site_stop(&server);
    snprintf(command, sizeof command, "rm -r %s", dir);
    assert_int_equal(system(command), 0);
    return how != 0;
}

/* What curl says to these further arguments: on the client's side of the proxy, from 127.0.0.2. */
static char *curl(const char *format, ...)
{
    AUTO(buf) b = {.max = 64 << 20};
    char command[3000], part[4096];
    size_t n = 0;
    va_list a;

    int len = snprintf(command, sizeof command, "curl -s --max-time 60 --interface 127.0.0.2 --cacert %s/cert.pem --resolve " NAME ":%d:127.0.0.1 ", dir, https);
    va_start(a, format);
    vsnprintf(command + len, sizeof command - (size_t)len, format, a);
    va_end(a);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    while ((n = fread(part, 1, sizeof part, p)) > 0) buf_put(&b, part, n);
    pclose(p);
    buf_puts(&b, "");
    return buf_take(&b);
}

static int count(const char *text, const char *what)
{
    int n = 0;

    for (const char *p = text; (p = strcasestr(p, what)); p++) n++;
    return n;
}

#define NEEDS_NGINX                                                                                                    \
    if (!there) skip()

static void a_page_over_http_2(void **state)
{
    NEEDS_NGINX;
    static const char *const once[] = {"\ncontent-security-policy:", "\nx-frame-options:", "\nx-content-type-options:", "\nreferrer-policy:", "\nstrict-transport-security:", "\ncache-control:",
                                       "\nx-request-id:", "\ncross-origin-opener-policy:", "\npermissions-policy:", "\ndate:"};
    char *page = curl("-i --http2 https://" NAME ":%d/dang-nhap", https);

    assert_true(text_starts(page, "HTTP/2 200"));
    assert_non_null(strstr(page, "</html>"));
    for (int i = 0; i < COUNT(once); i++) {
        if (count(page, once[i]) != 1) print_error("%d of%s\n", count(page, once[i]), once[i]);
        assert_int_equal(count(page, once[i]), 1);
    }
    assert_non_null(strcasestr(page, "set-cookie: __Host-khach="));
    assert_non_null(strstr(page, "; Secure"));
    assert_null(strcasestr(page, "nginx/"));
    free(page);
    page = curl("-i --http1.1 --compressed https://" NAME ":%d/", https);
    assert_true(text_starts(page, "HTTP/1.1 200"));
    assert_int_equal(count(page, "\ncontent-encoding: gzip"), 1);
    free(page);
}

static void other_names_and_plain_http(void **state)
{
    NEEDS_NGINX;
    char *said = curl("-o /dev/null -w '%%{http_code} %%{redirect_url}' -H 'Host: evil.example' 'http://127.0.0.1:%d/sang-kien?q=a'", http);

    assert_string_equal(said, "301 https://" NAME "/sang-kien?q=a");
    free(said);
    said = curl("-k -o /dev/null -w '%%{http_code}' --resolve evil.example:%d:127.0.0.1 https://evil.example:%d/", https, https);
    assert_string_equal(said, "000"); /* no handshake */
    free(said);
    said = curl("--tls-max 1.1 -o /dev/null -w '%%{http_code}' https://" NAME ":%d/", https);
    assert_string_equal(said, "000");
    free(said);
    said = curl("-o /dev/null -w '%%{http_code}' -H 'X-A: %%0' -H 'Transfer-Encoding: chunked, chunked' --http1.1 -d a=b https://" NAME ":%d/dang-nhap", https);
    assert_true(said[0] == '4' || said[0] == '5' || said[0] == '0');
    free(said);
}

static void field(const char *page, const char *name, char *out, size_t cap)
{
    char mark[60];

    snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    const char *p = strstr(page, mark);
    assert_non_null(p);
    snprintf(out, cap, "%.*s", (int)strcspn(p + strlen(mark), "\""), p + strlen(mark));
}

static int rows(const char *sql)
{
    char path[300];
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;

    snprintf(path, sizeof path, "%s/sangkien.db", server.dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

#define LIES "-H 'X-Real-IP: 203.0.113.9' -H 'X-Forwarded-For: 203.0.113.9' -H 'Forwarded: for=203.0.113.9' -H 'x-real-ip: 203.0.113.8'"
static void the_clients_address_is_recorded(void **state)
{
    NEEDS_NGINX;
    char csrf[200], once[80], jar[300];

    snprintf(jar, sizeof jar, "-b %s/jar -c %s/jar", dir, dir);
    char *page = curl("%s " LIES " https://" NAME ":%d/dang-nhap", jar, https);
    field(page, "_csrf", csrf, sizeof csrf);
    free(page);
    page = curl("%s " LIES " -i --http2 -d '_csrf=%s&login=demo.tacgia&password=sangkien-2026' https://" NAME ":%d/dang-nhap", jar, csrf, https);
    assert_true(text_starts(page, "HTTP/2 303"));
    assert_non_null(strstr(page, "__Host-sangkien="));
    free(page);
    page = curl("%s " LIES " https://" NAME ":%d/ho-so/moi", jar, https);
    field(page, "_csrf", csrf, sizeof csrf);
    field(page, "_once", once, sizeof once);
    const char *option = strstr(page, "<option value=\"1");
    int org = option ? atoi(option + 15) : 12;
    free(page);
    int before = rows("SELECT count(*) FROM audit_event WHERE address = '127.0.0.2'");
    page = curl("%s " LIES " -i -H 'Origin: https://" NAME "' -d '_csrf=%s&_once=%s&title=Qua+nginx&org=%d' https://" NAME ":%d/ho-so/moi", jar, csrf, once, org, https);
    if (!text_starts(page, "HTTP/2 303")) print_error("%.600s\n", page);
    assert_true(text_starts(page, "HTTP/2 303"));
    free(page);
    assert_int_equal(rows("SELECT count(*) FROM audit_event WHERE address = '127.0.0.2'"), before + 1);
    assert_int_equal(rows("SELECT count(*) FROM user_session WHERE address = '127.0.0.2'"), 1);
    assert_int_equal(rows("SELECT (SELECT count(*) FROM audit_event WHERE address LIKE '203.%') + (SELECT count(*) FROM user_session WHERE address LIKE '203.%')"), 0);
}

/* The program gives an upload one second here; this one takes three: nginx waits for it and hands it over whole. */
static void a_slow_upload_arrives_whole(void **state)
{
    NEEDS_NGINX;
    char command[400];
    int status = 0;
    double seconds = 0;

    snprintf(command, sizeof command, "head -c 3000000 /dev/zero > %s/three", dir);
    assert_int_equal(system(command), 0);
    char *said = curl("-o /dev/null -w '%%{http_code} %%{time_total}' --limit-rate 1M -F 'file=@%s/three;filename=x.pdf' https://" NAME ":%d/ho-so/tai-len", dir, https);
    assert_int_equal(sscanf(said, "%d %lf", &status, &seconds), 2);
    free(said);
    assert_int_equal(status, 401); /* the program's answer to who has not logged in, not 408 */
    assert_true(seconds > 1.5);
}

static void limits_per_address(void **state)
{
    NEEDS_NGINX;
    char *said = curl("-o /dev/null -w '%%{http_code}\\n' --http2 'https://" NAME ":%d/dang-nhap?[1-70]'", https);

    int served = count(said, "200\n"), refused = count(said, "429\n");
    print_message("70 times the login page: %d served, %d refused\n", served, refused);
    assert_int_equal(served + refused, 70);
    assert_true(served >= 30 && refused >= 10);
    free(said);
    said = curl("-i https://" NAME ":%d/dang-nhap", https);
    for (int i = 0; i < 20 && !strstr(said, " 429"); i++) {
        free(said);
        said = curl("-i 'https://" NAME ":%d/dang-nhap?[1-3]'", https);
    }
    assert_non_null(strstr(said, "Quá nhiều yêu cầu từ địa chỉ mạng này."));
    assert_non_null(strcasestr(said, "cache-control: no-store"));
    assert_non_null(strcasestr(said, "retry-after: 10"));
    free(said);
    said = curl("-o /dev/null -w '%%{http_code}' https://" NAME ":%d/", https); /* other pages are still there */
    assert_string_equal(said, "200");
    free(said);
}

static void too_large_for_nginx(void **state)
{
    NEEDS_NGINX;
    char *said = curl("-o /dev/null --http1.1 -w '%%{http_code}' -H \"X-A: $(head -c 9000 /dev/zero | tr '\\0' a)\" https://" NAME ":%d/", https);

    assert_true(text_eq(said, "400") || text_eq(said, "431"));
    free(said);
    said = curl("-i --http1.1 -H 'Content-Length: 50000000' -H 'Expect: 100-continue' -X POST https://" NAME ":%d/ho-so/tai-len", https);
    assert_non_null(strstr(said, " 413 "));
    assert_non_null(strstr(said, "Tệp hoặc biểu mẫu vượt quá giới hạn cho phép (41 MB)."));
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_over_http_2),          cmocka_unit_test(other_names_and_plain_http), cmocka_unit_test(the_clients_address_is_recorded),
        cmocka_unit_test(a_slow_upload_arrives_whole), cmocka_unit_test(too_large_for_nginx),        cmocka_unit_test(limits_per_address),
    };

    return cmocka_run_group_tests_name("hostile.nginx", tests, start, stop);
}
