/* What hostile peers and other sites try through pages: paths, headers made of input, redirects, forged forms, frames, caches,
 * names that look like others. Wherever a rule is for every route, the routes come from the route table. */
#include "tests/hostile/site.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/lib/stores.h"
#include <ctype.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static site server;
enum { ROUTES_MAX = 400 };
static struct {
    bool post;
    char path[120], access[20];
} routes[ROUTES_MAX];
static int n_routes;

static void read_routes(void)
{
    AUTO(buf) text = {0};
    store *s = stores_open(STORE_SQLITE);
    web *w = stores_web(s);
    json_t *o;
    size_t i;

    web_routes_json(w, &text);
    json_t *all = json_loads(text.p, 0, NULL);
    json_array_foreach(all, i, o)
    {
        assert_true(n_routes < ROUTES_MAX);
        routes[n_routes].post = strcmp(json_string_value(json_object_get(o, "method")), "POST") == 0;
        snprintf(routes[n_routes].path, sizeof routes[0].path, "%s", json_string_value(json_object_get(o, "path")));
        snprintf(routes[n_routes++].access, sizeof routes[0].access, "%s", json_string_value(json_object_get(o, "access")));
    }
    json_decref(all);
    web_close(w);
    stores_close(s);
}

static int start(void **state)
{
    read_routes();
    assert_true(n_routes > 50);
    server = site_start(NULL);
    return 0;
}

static int stop(void **state)
{
    site_stop(&server);
    return 0;
}

/* The address of a route: every ":x" becomes the id, every "*x" the word. */
static void address_of(const char *path, int id, const char *word, char *out, size_t cap)
{
    size_t n = 0;

    for (const char *p = path; *p && n + 40 < cap; p++) {
        if (*p != ':' && *p != '*') {
            out[n++] = *p;
            continue;
        }
        n += (size_t)(*p == ':' ? snprintf(out + n, cap - n, "%d", id) : snprintf(out + n, cap - n, "%s", word));
        while (p[1] && p[1] != '/' && p[1] != '.') p++;
    }
    out[n] = 0;
}

/* What was put into a header of ours would stand before the first empty line. */
static bool head_has(const heard *h, const char *text)
{
    const char *stop = strstr(h->raw, "\r\n\r\n");
    return stop && memmem(h->raw, (size_t)(stop - h->raw), text, strlen(text)) != NULL;
}

/* ---- paths ---- */

static void paths_that_climb(void **state)
{
    static const struct {
        const char *path;
        int status;
    } cases[] = {
        {"/..", 404}, {"/../../../../etc/passwd", 404}, {"/tinh/../../../etc/passwd", 404}, {"/tinh/..%2f..%2f..%2fetc%2fpasswd", 404},
        {"/tinh/%2e%2e/%2e%2e/etc/passwd", 404}, {"/tinh/%2E%2E%5C%2E%2E%5Cetc%5Cpasswd", 404}, {"/tinh/..", 404}, {"/tinh/.", 404}, {"/tinh/.git", 404},
        {"/%252e%252e/%252e%252e/etc/passwd", 404}, {"/tinh/%25%32%65%25%32%65/x", 404}, {"/tinh\\..\\..\\etc\\passwd", 404}, {"/%5c..%5c..", 404},
        {"/%00", 400}, {"/tinh/app.css%00.js", 400}, {"/healthz%00", 400}, {"/%0d%0aX-Evil:%20yes", 400}, {"/%0aX-Evil:%20yes", 400}, {"/%7f", 400}, {"/%09", 400},
        {"/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", 400}, {"/%e0%80%ae", 400}, {"/%c0%af", 400}, {"/%ed%a0%80", 400}, {"/%f5%80%80%80", 400}, {"/%ff", 400}, {"/%c4", 400},
        {"/%", 400}, {"/%4", 400}, {"/%zz", 400}, {"/%u0041", 400}, {"//evil.example/", 404}, {"//", 404}, {"/./dang-nhap", 404}, {"/dang-nhap/", 404}, {"/dang-nhap//", 404},
        {"/dang-nhap;x=y", 404}, {"/DANG-NHAP", 404}, {"/ho-so/-1", 404}, {"/ho-so/01", 404}, {"/ho-so/1%2f..%2f2", 404}, {"/ho-so/99999999999999999999999", 404},
        {"/ho-so/1e3", 404}, {"/ho-so/%31", 303}, {"/%64ang-nhap", 200}, {"/tinh/app.css/..", 404}, {"/xac-minh/..", 404}, {"/giay-chung-nhan/%2e%2e", 404}, {"/tin-tuc/a%2fb", 404},
    };
    guest g = {.port = server.port};
    int bad = 0;

    for (int i = 0; i < COUNT(cases); i++) {
        heard h = guest_get(&g, cases[i].path);
        bool right = h.status == cases[i].status && !strstr(h.raw, "root:") && !head_has(&h, "\nX-Evil");
        if (!right) print_error("%s: %d, wanted %d\n", cases[i].path, h.status, cases[i].status);
        bad += !right;
        heard_free(&h);
    }
    site_is_well(server.port);
    assert_int_equal(bad, 0);
}

/* ---- input that reaches a header ---- */

static bool location_is_ours(const char *to)
{
    if (to[0] != '/' || to[1] == '/' || strchr(to, '\\')) return false;
    for (; *to; to++)
        if ((unsigned char)*to <= 0x20 || (unsigned char)*to >= 0x7F) return false;
    return true;
}

static const char *const elsewhere[] = {
    "//evil.example", "///evil.example", "/%5Cevil.example", "%5C%5Cevil.example", "/%09/evil.example", "/%0D%0A/evil.example", "%20//evil.example", "%09//evil.example", "/%20/evil.example",
    "https://evil.example", "https:evil.example", "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example", "@evil.example", ".evil.example", "/%E2%80%AE//evil.example",
    "/%C2%A0/evil.example", "/%E3%80%80/evil.example", "//%00evil.example", "/%00/evil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "/%0D%0ASet-Cookie:%20sangkien=evil",
    "/%0D%0A%0D%0A%3Chtml%3E", "/x%0D%0AX-Evil:%20yes", "/x%0AX-Evil:%20yes", "/x%0DX-Evil:%20yes", "/%E5%98%8A%E5%98%8DX-Evil:%20yes",
};

static void no_redirect_leads_away(void **state)
{
    char target[300], fields[500], to[2100];

    for (int i = 0; i < COUNT(elsewhere); i++) {
        guest g = {.port = server.port};
        snprintf(target, sizeof target, "/dang-nhap?tiep=%s", elsewhere[i]);
        heard page = guest_get(&g, target);
        assert_int_equal(page.status, 200);
        assert_false(head_has(&page, "\nX-Evil"));
        heard_free(&page);
        snprintf(fields, sizeof fields, "login=demo.tacgia&password=sangkien-2026&next=%s", elsewhere[i]);
        heard h = guest_post(&g, "/dang-nhap", fields, false);
        to[0] = 0;
        (void)heard_header(&h, "Location", to, sizeof to);
        bool right = h.status == 422 || (h.status == 303 && location_is_ours(to));
        if (!right) print_error("next=%s: %d to %s\n", elsewhere[i], h.status, to);
        assert_true(right);
        assert_false(head_has(&h, "\nX-Evil"));
        assert_false(head_has(&h, "\rX-Evil"));
        assert_false(head_has(&h, "\nSet-Cookie: sangkien=evil"));
        heard_free(&h);
    }
    /* and a lawful one works */
    guest g = {.port = server.port};
    heard h = guest_get(&g, "/viec-cua-toi?x=1&y=a%20b");
    assert_true(h.status == 303 && heard_header(&h, "Location", to, sizeof to));
    assert_string_equal(to, "/dang-nhap?tiep=%2Fviec-cua-toi%3Fx%3D1%26y%3Da%2520b");
    heard_free(&h);
    h = guest_get(&g, to);
    heard_free(&h);
    h = guest_post(&g, "/dang-nhap", "login=demo.tacgia&password=sangkien-2026&next=/viec-cua-toi?x=1%26y=a%2520b", false);
    assert_true(heard_header(&h, "Location", to, sizeof to));
    assert_string_equal(to, "/viec-cua-toi?x=1&y=a%20b");
    heard_free(&h);
    site_is_well(server.port);
}

/* Every route × CR LF in its query: no header of ours may end early. Cookies and other headers that are read likewise. */
static void no_input_makes_a_header(void **state)
{
    static const char *const names[] = {"tiep", "ngon-ngu", "q", "so", "ma", "trang", "nam", "linh-vuc", "quy-dinh", "tu", "them"};
    char target[500], line[600];
    guest g = {.port = server.port};
    int bad = 0;

    guest_login(&g, "demo.quantri");
    for (int i = 0; i < n_routes; i++) {
        if (routes[i].post) continue;
        address_of(routes[i].path, 1, "x%0d%0aX-Evil:%20yes", target, sizeof target);
        size_t n = strlen(target);
        for (int k = 0; k < COUNT(names); k++)
            n += (size_t)snprintf(target + n, sizeof target - n, "%c%s=%s%%0d%%0aX-Evil:%%20yes", k ? '&' : '?', names[k], k == 1 ? "en" : "1");
        heard h = guest_get(&g, target);
        char to[2100];
        bool ours = !heard_header(&h, "Location", to, sizeof to) || location_is_ours(to);
        bool right = h.status >= 200 && h.status < 500 && !head_has(&h, "\nX-Evil") && !head_has(&h, "\rX-Evil") && ours;
        if (!right) print_error("%s: %d %s\n", routes[i].path, h.status, to);
        bad += !right;
        heard_free(&h);
    }
    static const char *const lines[] = {"Accept-Language: en%0d%0aX-Evil: yes", "Cookie: ngon-ngu=en%0d%0aX-Evil: yes; khach=0123456789abcdef0123456789abcde\"; loi-nhan=g0d0a582d4576696c; sangkien=\"x\"",
                                        "Referer: https://evil.example/", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript", "X-Original-URL: /quan-tri", "X-Rewrite-URL: /quan-tri",
                                        "X-HTTP-Method-Override: POST", "Forwarded: host=evil.example", "User-Agent: %0d%0aX-Evil: yes", "Range: bytes=0-0,0-0,0-0", "If-None-Match: *"};
    for (int k = 0; k < COUNT(lines); k++) {
        guest none = {.port = server.port};
        snprintf(line, sizeof line, "%s\r\n", lines[k]);
        heard h = guest_ask(&none, "GET", "/dang-nhap", line);
        if (h.status != 200 || head_has(&h, "\nX-Evil") || head_has(&h, "evil.example")) print_error("%s: %d\n", lines[k], h.status);
        bad += h.status != 200 || head_has(&h, "\nX-Evil") || head_has(&h, "evil.example");
        heard_free(&h);
    }
    assert_int_equal(bad, 0);
    site_is_well(server.port);
}

/* ---- names of files ---- */

static void send_file(guest *g, const char *target, const char *filename, size_t name_n, heard *out)
{
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
                                        0, 0, 0, 10, 'I', 'D', 'A', 'T', 0x78, 0x9C, 0x63, 0, 0, 0, 2, 0, 1, 0xE5, 0x27, 0xDE, 0xFC, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
    AUTO(buf) body = {.max = 1 << 20}, all = {.max = 1 << 20};

    buf_printf(&body, "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n--b\r\nContent-Disposition: form-data; name=\"_once\"\r\n\r\n%s\r\n", g->csrf, g->once);
    buf_puts(&body, "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nevidence\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    buf_put(&body, filename, name_n);
    buf_puts(&body, "\"\r\nContent-Type: text/html\r\n\r\n");
    buf_put(&body, png, sizeof png);
    buf_puts(&body, "\r\n--b--\r\n");
    buf_printf(&all, "POST %s HTTP/1.1\r\nHost: x\r\nCookie: %.*s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", target,
               (int)strlen(g->cookies) - 2, g->cookies, body.n);
    buf_put(&all, body.p, body.n);
    *out = site_say(server.port, all.p, all.n, 1, 20000);
}

static void file_names_stay_names(void **state)
{
    static const char *const names[] = {"a.png", "../../../etc/passwd.png", "..\\..\\x.png", "a;filename=evil.html.png", "a%0d%0aX-Evil: yes.png", "a\xE2\x80\xAEgnp.exe.png", "ảnh “đẹp”.png",
                                        "a'b<script>.png", "\xC0\xAF.png", "\x01\x02.png", "CON.png", ".png", "x.PNG", "a\xE2\x80\x8B.png"};
    char draft[100], page[200], to[300], what[400];
    guest g = {.port = server.port};

    guest_login(&g, "demo.tacgia");
    heard h = guest_get(&g, "/ho-so/moi");
    const char *option = strstr(h.body, "<option value=\"1");
    int org = option ? atoi(option + 15) : 12;
    heard_free(&h);
    snprintf(what, sizeof what, "title=Ten+tep&org=%d", org);
    h = guest_post(&g, "/ho-so/moi", what, false);
    assert_int_equal(h.status, 303);
    assert_true(heard_header(&h, "Location", to, sizeof to));
    heard_free(&h);
    int id = atoi(to + strlen("/ho-so/"));
    snprintf(draft, sizeof draft, "/ho-so/%d/tep", id);
    int kept = 0;
    for (int i = 0; i < COUNT(names); i++) {
        h = guest_get(&g, draft);
        assert_int_equal(h.status, 200);
        heard_free(&h);
        send_file(&g, draft, names[i], strlen(names[i]), &h);
        if (h.status != 303 && h.status != 422) print_error("file %d: %d\n", i, h.status);
        assert_true(h.status == 303 || h.status == 422);
        kept += h.status == 303;
        heard_free(&h);
    }
    assert_true(kept >= 8);
    for (int file = 1, seen = 0; seen < kept; file++) {
        assert_true(file < 2000);
        snprintf(page, sizeof page, "/ho-so/%d/tep/%d", id, file);
        h = guest_get(&g, page);
        if (h.status == 200) {
            seen++;
            assert_true(heard_header(&h, "Content-Disposition", what, sizeof what));
            assert_int_equal(heard_headers(&h, "Content-Disposition"), 1);
            assert_true(text_starts(what, "attachment; filename=\""));
            const char *end = strchr(what + 22, '"'); /* the plain name: letters, digits, '-', '.' and nothing that ends it */
            assert_non_null(end);
            for (const char *p = what + 22; p < end; p++) assert_true(isalnum((unsigned char)*p) || *p == '-' || *p == '.');
            assert_true(text_starts(end, "\"; filename*=UTF-8''"));
            assert_null(strpbrk(end + 20, "/\\\"; \r\n"));
            assert_null(strstr(end, "%2F"));
            assert_null(strstr(end, "%E2%80%AE")); /* no reversal of direction */
            assert_true(heard_header(&h, "Content-Type", what, sizeof what));
            assert_string_equal(what, "image/png"); /* what it is, not what the sender said */
            assert_true(heard_header(&h, "Content-Security-Policy", what, sizeof what));
            assert_non_null(strstr(what, "sandbox"));
            assert_false(head_has(&h, "\nX-Evil"));
        }
        heard_free(&h);
    }
    site_is_well(server.port);
}

/* ---- what every answer carries, and who may keep it ---- */

static int check_answer(const heard *h, const char *who, const char *target, bool shared)
{
    char cache[200], vary[200], v[700];
    const char *bad = NULL;

    if (h->answers != 1) bad = "answer";
    if (!heard_header(h, "X-Frame-Options", v, sizeof v) || strcmp(v, "DENY") != 0) bad = "X-Frame-Options";
    if (!heard_header(h, "X-Content-Type-Options", v, sizeof v) || strcmp(v, "nosniff") != 0) bad = "X-Content-Type-Options";
    if (!heard_header(h, "Content-Security-Policy", v, sizeof v) || (!strstr(v, "frame-ancestors 'none'") && !strstr(v, "sandbox"))) bad = "Content-Security-Policy";
    if (heard_headers(h, "Content-Security-Policy") != 1) bad = "one Content-Security-Policy";
    if (!heard_header(h, "Referrer-Policy", v, sizeof v)) bad = "Referrer-Policy";
    if (!heard_header(h, "X-Request-Id", v, sizeof v)) bad = "X-Request-Id";
    if (!heard_header(h, "Cache-Control", cache, sizeof cache) || heard_headers(h, "Cache-Control") != 1) bad = "Cache-Control";
    if (!heard_header(h, "Vary", vary, sizeof vary) || !strstr(h->raw, "Vary: Cookie")) bad = "Vary";
    /* Style, script, fonts and the colours and logo of a number: the same bytes for everybody, for ever. */
    bool assets = (text_starts(target, "/tinh/") || (text_starts(target, "/giao-dien/") && strstr(cache, "immutable"))) && h->status == 200;
    if (!shared && !assets && strcmp(cache, "no-store") != 0) bad = "no-store";
    if (h->status >= 400 && strcmp(cache, "no-store") != 0) bad = "no-store of an error";
    if (strstr(cache, "public") && strstr(h->raw, "\nSet-Cookie:")) bad = "a shared page that sets a cookie";
    if (h->status >= 500) bad = "status";
    if (bad) print_error("%s %s: %d, %s (%s)\n", who, target, h->status, bad, cache);
    return bad != NULL;
}

static void private_pages_are_not_kept(void **state)
{
    static const char *const people[] = {NULL, "demo.tacgia", "demo.thuky", "demo.thutruong", "demo.quantri"};
    char target[300], to[2100];
    int bad = 0, asked = 0;

    for (int p = 0; p < COUNT(people); p++) {
        guest g = {.port = server.port};
        if (people[p]) guest_login(&g, people[p]);
        for (int i = 0; i < n_routes; i++) {
            if (routes[i].post) continue;
            for (int json = 0; json < 2; json++, asked++) {
                address_of(routes[i].path, 1, text_starts(routes[i].path, "/tinh/") ? "app.css" : "khong-co", target, sizeof target);
                heard h = guest_ask(&g, "GET", target, json ? "Accept: application/json\r\n" : "");
                bool shared = people[p] == NULL && strcmp(routes[i].access, "public") == 0;
                bad += check_answer(&h, people[p] ? people[p] : "nobody", target, shared);
                if (!people[p] && !shared) {
                    bool sent = json ? h.status == 401 : h.status == 303 && heard_header(&h, "Location", to, sizeof to) && text_starts(to, "/dang-nhap?tiep=");
                    if (!sent) print_error("nobody %s: %d, not sent to log in\n", target, h.status);
                    bad += !sent;
                }
                heard_free(&h);
            }
        }
    }
    print_message("%d answers\n", asked);
    assert_int_equal(bad, 0);
}

/* ---- what changes something comes from our own pages; GET changes nothing ---- */

static sqlite3 *open_store(void)
{
    char path[300];
    sqlite3 *db = NULL;

    snprintf(path, sizeof path, "%s/sangkien.db", server.dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    return db;
}

typedef struct {
    int n;
    struct {
        char name[60];
        uint64_t hash;
        int rows;
    } table[160];
} picture;

/* Not looked at: counters of views, when a login was last used, failed logins, the queue of jobs, marks of requests; and what a job
 * counts out of the log each minute, whenever that falls: the tables it counts are looked at. */
static bool is_looked_at(const char *table)
{
    static const char *const not_these[] = {"article_view", "user_session", "user_attempt", "job", "request_once", "report_event", "report_tally", "report_state", "report_training"};

    for (int i = 0; i < COUNT(not_these); i++)
        if (strcmp(table, not_these[i]) == 0) return false;
    return strncmp(table, "sqlite_", 7) != 0;
}

static void hash_table(sqlite3 *db, const char *name, uint64_t *hash, int *rows)
{
    char sql[200];
    sqlite3_stmt *q = NULL;

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        ++*rows;
        for (int c = 0; c < sqlite3_column_count(q); c++) {
            const unsigned char *p = sqlite3_column_blob(q, c);
            for (int i = 0, n = sqlite3_column_bytes(q, c); i < n; i++) *hash = (*hash ^ p[i]) * 1099511628211u;
            *hash = (*hash ^ 0x1F) * 1099511628211u;
        }
    }
    sqlite3_finalize(q);
}

static picture take_picture(void)
{
    sqlite3 *db = open_store();
    sqlite3_stmt *q = NULL;
    picture p = {0};

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(q, 0);
        if (!is_looked_at(name)) continue;
        assert_true(p.n < 160);
        snprintf(p.table[p.n].name, sizeof p.table[0].name, "%s", name);
        p.table[p.n].hash = 14695981039346656037u;
        hash_table(db, name, &p.table[p.n].hash, &p.table[p.n].rows);
        p.n++;
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
    assert_true(p.n > 20);
    return p;
}

static int differences(const picture *a, const picture *b)
{
    int bad = a->n != b->n;

    for (int i = 0; i < a->n && i < b->n; i++) {
        if (a->table[i].hash == b->table[i].hash && a->table[i].rows == b->table[i].rows) continue;
        print_error("%s has changed: %d rows, then %d\n", a->table[i].name, a->table[i].rows, b->table[i].rows);
        bad++;
    }
    return bad;
}

/* The store after the jobs of the start have run. */
static picture quiet_picture(void)
{
    for (int i = 0; i < 40; i++) {
        picture a = take_picture();
        usleep(700000);
        picture b = take_picture();
        if (memcmp(&a, &b, sizeof a) == 0) return b;
    }
    fail_msg("the store does not come to rest");
    return (picture){0};
}

static void get_changes_nothing(void **state)
{
    static const char *const people[] = {NULL, "demo.tacgia", "demo.tiepnhan", "demo.thuky", "demo.thutruong", "demo.quantri", "demo.bientap"};
    static const char *const methods[] = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"};
    guest g[COUNT(people)];
    char target[300];

    for (int p = 0; p < COUNT(people); p++) {
        g[p] = (guest){.port = server.port};
        if (people[p]) guest_login(&g[p], people[p]);
    }
    picture before = quiet_picture();
    for (int p = 0; p < COUNT(people); p++) {
        for (int i = 0; i < n_routes; i++) {
            for (int id = 1; id <= 3; id++) {
                address_of(routes[i].path, id, "khong-co", target, sizeof target);
                size_t n = strlen(target);
                snprintf(target + n, sizeof target - n, "?_method=POST&_csrf=%s&title=x&name=x&login=x", g[p].csrf);
                heard h = guest_ask(&g[p], methods[id == 1 ? 0 : (i + id) % COUNT(methods)], target, "X-HTTP-Method-Override: POST\r\n");
                heard_free(&h);
            }
        }
    }
    picture after = quiet_picture();
    assert_int_equal(differences(&before, &after), 0);
}

static heard post_with(guest *g, const char *target, const char *headers, const char *body)
{
    AUTO(buf) b = {.max = 1 << 20};

    buf_printf(&b, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %.*s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s", target, g->port, (int)strlen(g->cookies) - 2, g->cookies, headers,
               strlen(body), body);
    return site_say(g->port, b.p, b.n, 1, 20000);
}

/* POST routes that take no mark, and why: nothing changes by them but what their path's own secret allows. */
static bool takes_no_mark(const char *path)
{
    return strcmp(path, "/oai") == 0              /* ROUTE_READS: OAI-PMH asks for POST; it only reads */
           || strcmp(path, "/ngung-thu/*x") == 0; /* ROUTE_SECRET: one click of a mail program (RFC 8058); the mark in the path proves it */
}

#define FORM_TYPE "Content-Type: application/x-www-form-urlencoded\r\n"

/* A form that was not carried out is on the page that says so, for who sent it from a page of the site; no other site puts words there, and
 * a password is on no page. */
static void forms_come_back_to_their_writer(void **state)
{
    guest me = {.port = server.port}, author = {.port = server.port}, nobody = {.port = server.port};
    char own_origin[100];

    guest_login(&me, "demo.quantri");
    guest_login(&author, "demo.tacgia");
    snprintf(own_origin, sizeof own_origin, FORM_TYPE "Origin: http://127.0.0.1:%d\r\n", server.port);
    const struct {
        const char *name, *headers, *target;
        guest *who;
        int status;
        bool there;
    } tries[] = {
        {"an old mark", own_origin, "/ho-so/moi", &me, 403, true},
        {"an old mark, said by the browser", FORM_TYPE "Sec-Fetch-Site: same-origin\r\n", "/ho-so/moi", &me, 403, true},
        {"no session", own_origin, "/ho-so/moi", &nobody, 401, true},
        {"nothing said", FORM_TYPE, "/ho-so/moi", &me, 403, false},
        {"nothing said, no session", FORM_TYPE, "/ho-so/moi", &nobody, 401, false},
        {"another origin", FORM_TYPE "Origin: https://evil.example\r\n", "/ho-so/moi", &me, 403, false},
        {"another origin, no session", FORM_TYPE "Origin: https://evil.example\r\n", "/ho-so/moi", &nobody, 401, false},
        {"two that differ", FORM_TYPE "Sec-Fetch-Site: same-origin\r\nOrigin: https://evil.example\r\n", "/ho-so/moi", &nobody, 401, false},
        {"from a neighbour", FORM_TYPE "Sec-Fetch-Site: same-site\r\n", "/ho-so/moi", &nobody, 401, false},
        {"a password", own_origin, "/tai-khoan/mat-khau", &nobody, 401, false},
        {"not for this person", own_origin, "/bien-tap/moi", &author, 403, false},
    };
    for (int i = 0; i < COUNT(tries); i++) {
        heard h = post_with(tries[i].who, tries[i].target, tries[i].headers, "_csrf=00&title=Ch%E1%BB%AF+%3Cg%C3%B5%3E&password=chu-kin&current=chu-kin&again=chu-kin&name=x");
        assert_int_equal(h.status, tries[i].status);
        if ((strstr(h.raw, "value=\"Chữ &lt;gõ&gt;\"") != NULL) != tries[i].there) fail_msg("%s: %s", tries[i].name, h.raw);
        assert_null(strstr(h.raw, "chu-kin"));
        assert_null(strstr(h.raw, "<gõ>"));
        heard_free(&h);
    }
}

static void forged_forms(void **state)
{
    guest me = {.port = server.port}, other = {.port = server.port}, nobody = {.port = server.port};
    char target[300], ours[300], theirs[300], open[300];
    int bad = 0, tried = 0;

    guest_login(&me, "demo.quantri");
    guest_login(&other, "demo.tacgia");
    heard h = guest_get(&nobody, "/dang-nhap");
    heard_free(&h);
    snprintf(ours, sizeof ours, "_csrf=%s&x=1", me.csrf);
    snprintf(theirs, sizeof theirs, "_csrf=%s&x=1", other.csrf);
    snprintf(open, sizeof open, "_csrf=%s&x=1", nobody.csrf);
    const struct {
        const char *name, *headers, *body;
    } tries[] = {
        {"no mark", FORM_TYPE, "x=1"},
        {"an empty mark", FORM_TYPE, "_csrf=&x=1"},
        {"a mark of zeros", FORM_TYPE, "_csrf=0000000000000000000000000000000000000000000000000000000000000000"},
        {"another session's mark", FORM_TYPE, theirs},
        {"a mark from before the login", FORM_TYPE, open},
        {"another origin", FORM_TYPE "Origin: https://evil.example\r\n", ours},
        {"no origin", FORM_TYPE "Origin: null\r\n", ours},
        {"a longer origin", FORM_TYPE "Origin: http://127.0.0.1.evil.example\r\n", ours},
        {"from another site", FORM_TYPE "Sec-Fetch-Site: cross-site\r\n", ours},
        {"from a neighbour", FORM_TYPE "Sec-Fetch-Site: same-site\r\n", ours},
        {"JSON without a mark", "Content-Type: application/json\r\n", "{\"x\":\"1\"}"},
        {"the mark in the query", FORM_TYPE, "x=1"},
    };
    picture before = quiet_picture();
    for (int i = 0; i < n_routes; i++) {
        if (!routes[i].post) continue;
        for (int k = 0; k < COUNT(tries); k++, tried++) {
            address_of(routes[i].path, 1, "x", target, sizeof target);
            size_t n = strlen(target);
            if (k == COUNT(tries) - 1) snprintf(target + n, sizeof target - n, "?_csrf=%s", me.csrf);
            h = post_with(&me, target, tries[k].headers, tries[k].body);
            bool wrong = takes_no_mark(routes[i].path) ? h.status >= 500 : h.status != 403;
            if (wrong) print_error("POST %s with %s: %d\n", target, tries[k].name, h.status);
            bad += wrong;
            bad += check_answer(&h, "forged", target, false);
            heard_free(&h);
        }
    }
    picture after = quiet_picture();
    print_message("%d forged forms\n", tried);
    assert_int_equal(bad, 0);
    assert_int_equal(differences(&before, &after), 0);
    h = post_with(&me, "/tai-khoan/phien/ket-thuc", FORM_TYPE "Sec-Fetch-Site: same-origin\r\n", ours); /* the own mark is taken */
    assert_int_equal(h.status, 303);
    heard_free(&h);
    h = post_with(&me, "/thong-bao", "Content-Type: text/plain\r\n", ours); /* what a form of another site can send without asking */
    assert_int_equal(h.status, 400);
    heard_free(&h);
}

static void a_login_is_a_new_session(void **state)
{
    guest g = {.port = server.port, .cookies = "sangkien=attackers-own-token; khach=0123456789abcdef0123456789abcdef; "};
    char v[300];

    heard h = guest_get(&g, "/dang-nhap");
    heard_free(&h);
    h = guest_post(&g, "/dang-nhap", "login=demo.tacgia&password=sangkien-2026", false);
    assert_int_equal(h.status, 303);
    assert_true(heard_header(&h, "Set-Cookie", v, sizeof v));
    assert_true(text_starts(v, "sangkien=") && !strstr(v, "attackers"));
    assert_non_null(strstr(v, "; HttpOnly"));
    assert_non_null(strstr(v, "; SameSite=Lax"));
    heard_free(&h);
    char old[4000];
    snprintf(old, sizeof old, "%s", g.cookies);
    h = guest_get(&g, "/tai-khoan");
    heard_free(&h);
    h = guest_post(&g, "/dang-xuat", "_=", false);
    assert_int_equal(h.status, 303);
    heard_free(&h);
    snprintf(g.cookies, sizeof g.cookies, "%s", old); /* the token of an ended session opens nothing */
    h = guest_get(&g, "/tai-khoan");
    assert_int_equal(h.status, 303);
    heard_free(&h);
}

/* ---- names ---- */

static void names_that_deceive(void **state)
{
    static const struct {
        const char *name, *fields;
    } bad_names[] = {
        {"Cyrillic а in the login", "login=%D0%B0dmin.x&name=Ten"},
        {"Greek ο in the login", "login=dem%CE%BF.x&name=Ten"},
        {"full-width login", "login=%EF%BD%81%EF%BD%84%EF%BD%8D%EF%BD%89%EF%BD%8E&name=Ten"},
        {"dotless i", "login=adm%C4%B1n&name=Ten"},
        {"a space inside", "login=ad+min&name=Ten"},
        {"a combining mark", "login=admi%CC%81n&name=Ten"},
        {"invalid UTF-8", "login=admin1&name=T%FFn"},
        {"overlong UTF-8", "login=admin1&name=%C0%AFn"},
        {"a surrogate", "login=admin1&name=%ED%A0%80"},
        {"NUL", "login=admin1&name=T%00n"},
        {"a control character", "login=admin1&name=T%1Bn"},
        {"C1 control", "login=admin1&name=T%C2%9Bn"},
        {"reversed direction", "login=admin1&name=T%E2%80%AEn"},
        {"an isolate", "login=admin1&name=T%E2%81%A6n"},
        {"a direction mark", "login=admin1&name=T%E2%80%8Fn"},
        {"an Arabic letter mark", "login=admin1&name=T%D8%9Cn"},
        {"a zero-width twin of another's login", "login=demo.tac%E2%80%8Bgia&name=Ten"},
        {"no name but zero-width", "login=admin1&name=%E2%80%8B%E2%80%8D"},
    };
    guest g = {.port = server.port};
    char fields[600];
    int bad = 0;

    guest_login(&g, "demo.quantri");
    picture before = quiet_picture();
    for (int i = 0; i < COUNT(bad_names); i++) {
        heard h = guest_get(&g, "/quan-tri");
        const char *option = strstr(h.body, "<option value=\"1");
        assert_non_null(option);
        snprintf(fields, sizeof fields, "%s&org=%d&password=mot-hai-ba-bon", bad_names[i].fields, atoi(option + 15));
        heard_free(&h);
        h = guest_post(&g, "/quan-tri", fields, false);
        if (h.status != 422) print_error("%s: %d\n", bad_names[i].name, h.status);
        bad += h.status != 422;
        heard_free(&h);
    }
    picture after = quiet_picture();
    assert_int_equal(bad, 0);
    assert_int_equal(differences(&before, &after), 0);
    heard h = guest_get(&g, "/quan-tri");
    const char *option = strstr(h.body, "<option value=\"1");
    snprintf(fields, sizeof fields, "login=nguyen.van-a&name=Nguy%%E1%%BB%%85n+V%%C4%%83n+A&org=%d&password=mot-hai-ba-bon", atoi(option + 15));
    heard_free(&h);
    h = guest_post(&g, "/quan-tri", fields, false); /* a plain one is taken */
    assert_int_equal(h.status, 303);
    heard_free(&h);
}

/* ---- the address of the client ---- */

static int attempts_from(const char *address)
{
    sqlite3 *db = open_store();
    sqlite3_stmt *q = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM user_attempt WHERE address = ?1", -1, &q, NULL), SQLITE_OK);
    sqlite3_bind_text(q, 1, address, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

static void nobody_names_an_address(void **state)
{
    guest g = {.port = server.port};
    char body[300], head[300];

    heard h = guest_get(&g, "/dang-nhap");
    heard_free(&h);
    snprintf(body, sizeof body, "_csrf=%s&login=nobody.here&password=x", g.csrf);
    snprintf(head, sizeof head, FORM_TYPE "X-Real-IP: 203.0.113.9\r\nX-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n");
    h = post_with(&g, "/dang-nhap", head, body);
    assert_int_equal(h.status, 422);
    heard_free(&h);
    assert_int_equal(attempts_from("203.0.113.9"), 0);
    assert_int_equal(attempts_from("127.0.0.1"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_that_climb),      cmocka_unit_test(no_redirect_leads_away),     cmocka_unit_test(no_input_makes_a_header), cmocka_unit_test(file_names_stay_names),
        cmocka_unit_test(private_pages_are_not_kept), cmocka_unit_test(get_changes_nothing),   cmocka_unit_test(forms_come_back_to_their_writer), cmocka_unit_test(forged_forms), cmocka_unit_test(a_login_is_a_new_session),
        cmocka_unit_test(names_that_deceive),    cmocka_unit_test(nobody_names_an_address),
    };

    return cmocka_run_group_tests_name("hostile.pages", tests, start, stop);
}
