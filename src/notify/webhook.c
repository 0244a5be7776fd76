#include "notify/webhook.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "notify/mail.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SHAPE(webhook_shape, webhook_row, F_INT(webhook_row, id), F_INT(webhook_row, last_event), F_INT(webhook_row, sent), F_INT(webhook_row, tries), F_TEXT(webhook_row, url), F_TEXT(webhook_row, kinds),
      F_TEXT(webhook_row, reason), F_BYTES(webhook_row, secret), F_BOOL(webhook_row, active), F_INSTANT(webhook_row, due_at));

typedef struct {
    int64_t id, object;
    const char *action, *kind;
    instant at;
} event_row;
STATIC_SHAPE(event_shape, event_row, F_INT(event_row, id), F_INT(event_row, object), F_TEXT(event_row, action), F_TEXT(event_row, kind), F_INSTANT(event_row, at));

/* ---- where to ---- */

static bool public_v4(uint32_t a)
{
    static const struct {
        uint32_t net;
        int bits;
    } private[] = {{0x00000000, 8}, {0x0A000000, 8}, {0x64400000, 10}, {0x7F000000, 8}, {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16},
                   {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3}};

    for (int i = 0; i < COUNT(private); i++)
        if ((a ^ private[i].net) >> (32 - private[i].bits) == 0) return false;
    return true;
}

bool webhook_is_public(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET) return public_v4(ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
    if (a->sa_family != AF_INET6) return false;
    const unsigned char *p = ((const struct sockaddr_in6 *)(const void *)a)->sin6_addr.s6_addr;
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, nat64[12] = {0, 0x64, 0xFF, 0x9B};
    uint32_t last = (uint32_t)p[12] << 24 | (uint32_t)p[13] << 16 | (uint32_t)p[14] << 8 | p[15];

    if (memcmp(p, mapped, 12) == 0 || memcmp(p, nat64, 12) == 0) return public_v4(last);
    if (p[0] == 0x20 && p[1] == 0x02) return public_v4((uint32_t)p[2] << 24 | (uint32_t)p[3] << 16 | (uint32_t)p[4] << 8 | p[5]);
    return (p[0] & 0xE0) == 0x20 && !(p[0] == 0x20 && p[1] == 0x01 && p[2] == 0x0D && p[3] == 0xB8) && !(p[0] == 0x20 && p[1] == 0x01 && p[2] == 0 && p[3] == 0); /* global unicast only */
}

static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
    bool *refused = ctx;

    if (!mail_settings()->private_webhooks && !webhook_is_public(&a->addr)) {
        *refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

const char *webhook_signature(arena *mem, const char *secret, int64_t seconds, const char *body)
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state st;
    const char *said = textf(mem, "%lld.%s", (long long)seconds, body);

    crypto_auth_hmacsha256_init(&st, (const unsigned char *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&st, (const unsigned char *)said, strlen(said));
    crypto_auth_hmacsha256_final(&st, mac);
    return textf(mem, "t=%lld,v1=%s", (long long)seconds, text_hex(mem, mac, sizeof mac));
}

/* ---- administration ---- */

status webhook_all(db *d, arena *mem, const actor *who, webhook_list *out)
{
    if (!mail_may_administer(who)) return E_FORBIDDEN;
    return db_each(d, Q_WEBHOOK_LIST, mem, &webhook_shape, out);
}

static bool good_url(const char *url)
{
    const char *host = text_starts(url, "https://") ? url + 8 : mail_settings()->private_webhooks && text_starts(url, "http://") ? url + 7 : NULL;

    if (!host || !*host || *host == '/' || strlen(url) > 1000) return false;
    for (const char *p = url; *p; p++)
        if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7F) return false;
    return !memchr(host, '@', strcspn(host, "/?#")); /* no names and passwords in it */
}

status webhook_add(arena *mem, db *d, const actor *who, const char *url, const char *kinds, const char **secret)
{
    AUTO(db_tx) tx = {0};
    unsigned char raw[24];
    struct {
        int64_t v;
    } id = {0};

    if (!mail_may_administer(who)) return E_FORBIDDEN;
    if (!good_url(url)) return E_INVALID;
    randombytes_buf(raw, sizeof raw);
    const char *made = text_hex(mem, raw, sizeof raw);
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_WEBHOOK_INSERT, &id, P_TEXT(url), P_BYTES(crypt_seal(mem, made)), P_TEXT(kinds)));
    TRY(audit_add(d, mem, who, "webhook.added", "webhook", id.v, "", url));
    TRY(db_commit(&tx));
    *secret = made;
    return OK;
}

static status change(arena *mem, db *d, const actor *who, query q, int64_t id, const char *action)
{
    AUTO(db_tx) tx = {0};

    if (!mail_may_administer(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_change1_(d, q, &P_INT(id), 1));
    TRY(audit_add(d, mem, who, action, "webhook", id, "", ""));
    return db_commit(&tx);
}

status webhook_drop(arena *mem, db *d, const actor *who, int64_t id)
{
    return change(mem, d, who, Q_WEBHOOK_DROP, id, "webhook.dropped");
}

status webhook_start(arena *mem, db *d, const actor *who, int64_t id)
{
    return change(mem, d, who, Q_WEBHOOK_START, id, "webhook.started");
}

/* ---- telling ---- */

static size_t ignore(char *p, size_t size, size_t n, void *ctx)
{
    return size * n;
}

static status post(arena *mem, const webhook_row *w, const char *secret, const char *body, instant now, const char **said)
{
    CURL *h = curl_easy_init();
    bool refused = false;
    long code = 0;
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");

    headers = curl_slist_append(headers, textf(mem, "X-Sangkien-Signature: %s", webhook_signature(mem, secret, now.ms / 1000, body)));
    if (!h || !headers) abort();
    curl_easy_setopt(h, CURLOPT_URL, w->url);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, mail_settings()->private_webhooks ? "https,http" : "https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)WEBHOOK_SECONDS);
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h, CURLOPT_USERAGENT, "sangkien");
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &refused);
    CURLcode r = curl_easy_perform(h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(headers);
    curl_easy_cleanup(h);
    if (r == CURLE_OK && code >= 200 && code < 300) return OK;
    *said = refused ? "the address is in a private network" : r == CURLE_OK ? textf(mem, "HTTP %ld", code) : curl_easy_strerror(r);
    return E_IO;
}

static status told(db *d, int64_t id, int64_t event, int n)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_WEBHOOK_TOLD, NULL, P_INT(event), P_INT(n), P_INT(id)));
    return db_commit(&tx);
}

static status again(db *d, const webhook_row *w, const char *said, instant now)
{
    AUTO(db_tx) tx = {0};
    bool last = w->tries + 1 >= WEBHOOK_TRIES;

    log_warning("webhook %lld: %s%s", (long long)w->id, said, last ? " (stopped)" : "");
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_WEBHOOK_AGAIN, NULL, P_INT(now.ms + (INT64_C(10000) << (2 * w->tries))), P_TEXT(said), P_BOOL(!last), P_INT(w->id)));
    return db_commit(&tx);
}

static status tell(arena *mem, db *d, const webhook_row *w, instant now, int *sent)
{
    LIST_OF(event_row) events = {0};
    const char *secret = "", *said = "";
    int64_t seen = w->last_event;

    TRY(crypt_unseal(mem, w->secret, &secret));
    TRY(db_each(d, Q_WEBHOOK_EVENTS, mem, &event_shape, &events, P_INT(w->last_event)));
    for (int i = 0; i < events.n; i++) {
        const event_row *e = &events.p[i];
        seen = e->id;
        if (!strstr(w->kinds, textf(mem, ",%s,", e->kind))) continue;
        const char *body = textf(mem, "{\"id\":%lld,\"at\":\"%s\",\"event\":\"%s\",\"kind\":\"%s\",\"object\":%lld}", (long long)e->id, instant_iso(mem, e->at), e->action, e->kind, (long long)e->object);
        if (post(mem, w, secret, body, now, &said) != OK) {
            if (i) TRY(told(d, w->id, events.p[i - 1].id, 0));
            return again(d, w, said, now);
        }
        TRY(told(d, w->id, e->id, 1));
        ++*sent;
    }
    return seen > w->last_event + 50 ? told(d, w->id, seen, 0) : OK; /* what was passed over, now and then */
}

status webhook_send_due(db *d, instant now, int *sent)
{
    AUTO(arena_ptr) mem = arena_new();
    webhook_list l = {0};

    *sent = 0;
    TRY(db_each(d, Q_WEBHOOK_DUE, mem, &webhook_shape, &l, P_INSTANT(now)));
    for (int i = 0; i < l.n; i++) TRY(tell(mem, d, &l.p[i], now, sent));
    return OK;
}
