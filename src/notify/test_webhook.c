/* Webhooks: order, signature, later tries, and never into private networks. */
#include "tests/lib/fixture.h"
#include "audit/audit.h"
#include "base/text.h"
#include "notify/mail.h"
#include "notify/webhook.h"
#include "tests/lib/stores.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEARD_MAX = 40 };
static struct {
    int socket, answer, n;
    char said[HEARD_MAX][2000];
} ear;

static void *listen_to(void *arg)
{
    for (;;) {
        int c = accept(ear.socket, NULL, NULL);
        char in[2000] = "";
        size_t n = 0;
        if (c < 0) return NULL;
        for (ssize_t r; n < sizeof in - 1 && (r = read(c, in + n, sizeof in - 1 - n)) > 0;) {
            n += (size_t)r;
            in[n] = 0;
            if (strstr(in, "\r\n\r\n") && in[n - 1] == '}') break;
        }
        if (ear.n < HEARD_MAX) memcpy(ear.said[ear.n], in, sizeof in);
        ear.n++;
        char out[200];
        snprintf(out, sizeof out, "HTTP/1.1 %d x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", ear.answer);
        if (write(c, out, strlen(out)) < 0) perror("write");
        close(c);
    }
}

static actor administrator(void)
{
    static const actor_role role[] = {{ROLE_ADMINISTRATOR, {0}}};
    return (actor){.name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 1};
}

static void happens(arena *mem, db *d, const char *action, const char *kind, int64_t id)
{
    AUTO(db_tx) tx = {0};
    actor who = actor_system();

    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(audit_add(d, mem, &who, action, kind, id, "", "bí mật"), OK);
    assert_int_equal(db_commit(&tx), OK);
}

static int send_due(db *d, instant now)
{
    int sent = 0;
    assert_int_equal(webhook_send_due(d, now, &sent), OK);
    return sent;
}

static webhook_row only(db *d, arena *mem)
{
    webhook_list l = {0};
    actor boss = administrator();

    assert_int_equal(webhook_all(d, mem, &boss, &l), OK);
    assert_int_equal(l.n, 1);
    return l.p[0];
}

static void told_in_order(void **state)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    pthread_t thread;

    ear.socket = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(ear.socket, (struct sockaddr *)&a, len), 0);
    assert_int_equal(listen(ear.socket, 8), 0);
    assert_int_equal(getsockname(ear.socket, (struct sockaddr *)&a, &len), 0);
    assert_int_equal(pthread_create(&thread, NULL, listen_to, NULL), 0);
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        instant now = instant_now();
        actor boss = administrator(), nobody = {.name = ""};
        const char *secret = "", *url = textf(mem, "http://127.0.0.1:%d/nhan", ntohs(a.sin_port));
        mail_config open = {.user = "", .password = "", .from = "", .from_name = "", .bounce = "", .bounce_dir = "", .base_url = "", .private_webhooks = true};
        assert_int_equal(db_borrow(s, &d), OK);
        mail_configure(NULL);
        assert_int_equal(webhook_add(mem, d, &boss, url, ",dossier,", &secret), E_INVALID); /* http, unless allowed */
        assert_int_equal(webhook_add(mem, d, &boss, "https://name:word@example.vn/", ",dossier,", &secret), E_INVALID);
        assert_int_equal(webhook_add(mem, d, &nobody, "https://example.vn/", ",dossier,", &secret), E_FORBIDDEN);
        happens(mem, d, "dossier.before", "dossier", 1);
        mail_configure(&open);
        assert_int_equal(webhook_add(mem, d, &boss, url, ",dossier,article,", &secret), OK);
        ear.n = 0;
        ear.answer = 204;
        happens(mem, d, "dossier.filed", "dossier", 12);
        happens(mem, d, "user.password_reset", "user", 3);
        happens(mem, d, "article.published", "article", 4);
        assert_int_equal(send_due(d, now), 2);
        assert_int_equal(ear.n, 2);
        const char *body = strstr(ear.said[0], "\r\n\r\n") + 4, *signature = strstr(ear.said[0], "X-Sangkien-Signature: ");
        assert_non_null(strstr(body, "\"event\":\"dossier.filed\",\"kind\":\"dossier\",\"object\":12}"));
        assert_null(strstr(ear.said[0], "bí mật"));
        assert_non_null(strstr(ear.said[1], "article.published"));
        assert_non_null(signature);
        signature += 22;
        assert_string_equal(text_copyn(mem, signature, strcspn(signature, "\r")), webhook_signature(mem, secret, now.ms / 1000, body));
        assert_int_equal(send_due(d, now), 0);
        /* refused: the same event again, later; a redirect is not followed; after eight tries it stops */
        ear.answer = 302;
        ear.n = 0;
        happens(mem, d, "dossier.accepted", "dossier", 12);
        happens(mem, d, "dossier.evaluated", "dossier", 12);
        for (int i = 0; i < WEBHOOK_TRIES; i++) {
            assert_int_equal(send_due(d, (instant){now.ms + i * INT64_C(864000000)}), 0);
            assert_int_equal(only(d, mem).tries, i + 1);
            if (i == 0) assert_int_equal(send_due(d, (instant){now.ms + 9000}), 0); /* not yet */
        }
        assert_int_equal(ear.n, WEBHOOK_TRIES);
        assert_string_equal(only(d, mem).reason, "HTTP 302");
        assert_false(only(d, mem).active);
        ear.answer = 200;
        ear.n = 0;
        assert_int_equal(webhook_start(mem, d, &boss, only(d, mem).id), OK);
        assert_int_equal(send_due(d, now), 2);
        assert_non_null(strstr(ear.said[0], "dossier.accepted"));
        assert_non_null(strstr(ear.said[1], "dossier.evaluated"));
        /* not allowed any more: refused when the connection is made, whatever the address says */
        mail_configure(NULL);
        ear.n = 0;
        happens(mem, d, "dossier.withdrawn", "dossier", 12);
        assert_int_equal(send_due(d, now), 0);
        assert_int_equal(ear.n, 0);
        assert_true(only(d, mem).tries > 0);
        assert_int_equal(webhook_drop(mem, d, &boss, only(d, mem).id), OK);
        db_return(d);
        stores_close(s);
    }
    shutdown(ear.socket, SHUT_RDWR);
    pthread_join(thread, NULL);
    close(ear.socket);
}

static void private_networks(void **state)
{
    static const char *const private[] = {"127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
                                          "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1", "2001::1"},
                      *const public[] = {"8.8.8.8", "172.32.0.1", "113.160.0.1", "2400:cb00::1", "2606:4700::1111", "::ffff:8.8.8.8"};

    for (int i = 0; i < COUNT(private) + COUNT(public); i++) {
        const char *text = i < COUNT(private) ? private[i] : public[i - COUNT(private)];
        struct sockaddr_in v4 = {.sin_family = AF_INET};
        struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
        bool six = strchr(text, ':') != NULL;
        assert_int_equal(inet_pton(six ? AF_INET6 : AF_INET, text, six ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr), 1);
        if (webhook_is_public(six ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4) != (i >= COUNT(private))) fail_msg("%s", text);
    }
    AUTO(arena_ptr) mem = arena_new();
    /* by Python's hmac: hmac.new(b"key", b"1764000000.{}", "sha256").hexdigest() */
    assert_string_equal(webhook_signature(mem, "key", 1764000000, "{}"), "t=1764000000,v1=135a1a8c79ff2a07661486422c8068924d01c7a70da314a29ce512bc61231899");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(private_networks), cmocka_unit_test(told_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
