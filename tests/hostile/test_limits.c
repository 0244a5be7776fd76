/* docs/limits.md against the code: each value is the one in the file that it names, each message one of the program's words. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "web/limits.h"
#include "web/proxy.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(const char *name)
{
    AUTO(buf) b = {.max = 4 << 20};
    char path[700], part[4096];
    size_t n = 0;

    snprintf(path, sizeof path, "%s/%s", fixture_root(), name);
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    while ((n = fread(part, 1, sizeof part, f)) > 0) buf_put(&b, part, n);
    fclose(f);
    return buf_take(&b);
}

/* "2 << 20", "12 * 3600", "300"; false for what names something else. */
static bool value_of(const char *s, long long *out)
{
    long long a = 0, b = 0;
    char op[3] = "";

    int n = sscanf(s, "%lld %2[<*] %lld", &a, op, &b);
    if (n < 1) return false;
    *out = n < 3 ? a : op[0] == '*' ? a * b : a << b;
    return true;
}

static bool in_code(const char *source, const char *name, const char *value)
{
    char mark[80], text[100];
    long long have = 0, want = 0;

    snprintf(mark, sizeof mark, "%s = ", name);
    for (const char *p = source; (p = strstr(p, mark)); p++) {
        if (p > source && strchr("_ABCDEFGHIJKLMNOPQRSTUVWXYZ", p[-1])) continue;
        p += strlen(mark);
        snprintf(text, sizeof text, "%.*s", (int)strcspn(p, ",/}\n"), p);
        while (*text && text[strlen(text) - 1] == ' ') text[strlen(text) - 1] = 0;
        bool same = value_of(text, &have) && value_of(value, &want) && have == want;
        return same || strcmp(text, value) == 0;
    }
    return false;
}

static bool is_word_of_the_program(const char *text, size_t n)
{
    static char *all;
    char path[600], mark[700];

    if (!all) {
        AUTO(buf) b = {.max = 8 << 20};
        snprintf(path, sizeof path, "%s/src", fixture_root());
        DIR *d = opendir(path);
        for (struct dirent *e; d && (e = readdir(d));) {
            snprintf(path, sizeof path, "src/%s/en.po", e->d_name);
            char *po = e->d_name[0] == '.' ? NULL : read_whole(path);
            if (po) buf_puts(&b, po);
            free(po);
        }
        if (d) closedir(d);
        all = buf_take(&b);
    }
    snprintf(mark, sizeof mark, "msgid \"%.*s\"", (int)n, text);
    return strstr(all, mark) != NULL;
}

static int check_messages(const char *line)
{
    int bad = 0;

    for (const char *p = line; (p = strstr(p, "“"));) {
        p += strlen("“");
        const char *end = strstr(p, "”");
        if (!end) return 1;
        if (is_word_of_the_program(p, (size_t)(end - p))) continue;
        print_error("limits.md: the program does not say “%.*s”\n", (int)(end - p), p);
        bad++;
    }
    return bad;
}

static void the_page_of_limits_is_true(void **state)
{
    char *page = read_whole("docs/limits.md");
    http_limits l = http_limits_default();
    int rows = 0, bad = 0, wire = 0;

    assert_non_null(page);
    for (char *save = NULL, *line = strtok_r(page, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char name[60], value[60], file[100];
        if (strcmp(line, "## nginx") == 0) break;
        if (text_starts(line, "|")) bad += check_messages(line);
        if (sscanf(line, "| `%59[^`]` | %59[^|] | %99[^ |] |", name, value, file) != 3) continue;
        while (value[strlen(value) - 1] == ' ') value[strlen(value) - 1] = 0;
        rows++;
        char *source = read_whole(file);
        bool known = false;
        for (int i = 0; i < LIMITS; i++) {
            if (!text_eq(l.row[i].name, name)) continue;
            wire++;
            known = atoll(value) == l.row[i].value;
        }
        known = known || (source && in_code(source, name, value));
        if (!known) print_error("limits.md: %s is not %s in %s\n", name, value, file);
        bad += !known;
        free(source);
    }
    free(page);
    assert_int_equal(bad, 0);
    assert_int_equal(wire, LIMITS);
    assert_true(rows > 40);
}

static void a_limit_has_bounds(void **state)
{
    http_limits l = http_limits_default();
    static const char *const wrong[] = {"head_seconds=0", "head_seconds=", "head_seconds", "nothing=1", "head_second=5", "workers=31", "=5", ""};

    assert_int_equal(http_limits_set(&l, "head_seconds=5"), OK);
    assert_int_equal(l.row[LIMIT_HEAD_SECONDS].value, 5);
    for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(http_limits_set(&l, wrong[i]), E_INVALID);
}

/* ---- whose word about an address is taken ---- */

static const char *client_of(const char *proxies, const char *peer, const char *told)
{
    static char out[64];
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct {
        sa_family_t family;
    } local = {AF_UNIX};
    proxy_list l;

    assert_int_equal(proxy_parse(proxies, &l), OK);
    const struct sockaddr *a = (const struct sockaddr *)(const void *)&local;
    if (inet_pton(AF_INET, peer, &four.sin_addr) == 1) a = (const struct sockaddr *)(const void *)&four;
    else if (inet_pton(AF_INET6, peer, &six.sin6_addr) == 1) a = (const struct sockaddr *)(const void *)&six;
    proxy_client(&l, a, told, out);
    return out;
}

static void only_a_named_proxy_is_believed(void **state)
{
    static const char *const cases[][4] = {
        {"", "127.0.0.1", "1.2.3.4", "127.0.0.1"},
        {"", "local", "1.2.3.4", "local"},
        {"unix", "local", "1.2.3.4", "1.2.3.4"},
        {"unix", "127.0.0.1", "1.2.3.4", "127.0.0.1"},
        {"127.0.0.1", "local", "1.2.3.4", "local"},
        {"127.0.0.1", "127.0.0.1", "1.2.3.4", "1.2.3.4"},
        {"127.0.0.1", "127.0.0.2", "1.2.3.4", "127.0.0.2"},
        {"127.0.0.1", "127.0.0.1", NULL, "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "1.2.3.4, 5.6.7.8", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "evil", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "2001:DB8::1", "2001:db8::1"},
        {"127.0.0.1", "::ffff:127.0.0.1", "1.2.3.4", "1.2.3.4"},
        {"10.1.0.0/16,::1", "10.1.200.3", "1.2.3.4", "1.2.3.4"},
        {"10.1.0.0/16,::1", "10.2.0.1", "1.2.3.4", "10.2.0.1"},
        {"10.0.0.0/9", "10.127.0.1", "1.2.3.4", "1.2.3.4"},
        {"10.0.0.0/9", "10.128.0.1", "1.2.3.4", "10.128.0.1"},
        {"10.1.0.0/16,::1", "::1", "::ffff:1.2.3.4", "1.2.3.4"},
        {"2001:db8::/33", "2001:db8:8000::1", "1.2.3.4", "2001:db8:8000::1"},
        {"0.0.0.0/0", "2001:db8::1", "1.2.3.4", "2001:db8::1"},
    };
    static const char *const wrong[] = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0", "::/129", "10.0.0.0/-1", "1.2.3.4,,x"};
    proxy_list l;

    for (int i = 0; i < COUNT(cases); i++) {
        const char *got = client_of(cases[i][0], cases[i][1], cases[i][2]);
        if (strcmp(got, cases[i][3]) != 0) print_error("--proxy %s, from %s, told %s\n", cases[i][0], cases[i][1], cases[i][2] ? cases[i][2] : "nothing");
        assert_string_equal(got, cases[i][3]);
    }
    for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(proxy_parse(wrong[i], &l), E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_of_limits_is_true),
        cmocka_unit_test(a_limit_has_bounds),
        cmocka_unit_test(only_a_named_proxy_is_believed),
    };

    return cmocka_run_group_tests_name("hostile.limits", tests, NULL, NULL);
}
