#include "web/proxy.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static bool parse_address(const char *s, unsigned char out[16], bool *four)
{
    *four = inet_pton(AF_INET, s, out + 12) == 1;
    if (*four) memcpy(out, mapped, sizeof mapped);
    return *four || inet_pton(AF_INET6, s, out) == 1;
}

static status parse_one(const char *s, proxy_list *l)
{
    char address[64];
    size_t n = strcspn(s, "/");
    int64_t bits = 0;
    bool four = false;

    if (strcmp(s, "unix") == 0) {
        l->local = true;
        return OK;
    }
    if (l->n == PROXIES_MAX || n >= sizeof address) return E_INVALID;
    snprintf(address, sizeof address, "%.*s", (int)n, s);
    if (!parse_address(address, l->net[l->n].address, &four)) return E_INVALID;
    bits = four ? 32 : 128;
    if (s[n]) TRY(text_parse_int(s + n + 1, 0, bits, &bits));
    l->net[l->n++].bits = (int)bits + (four ? 96 : 0);
    return OK;
}

status proxy_parse(const char *text, proxy_list *out)
{
    proxy_list l = {0};

    while (*text) {
        char one[80];
        size_t n = strcspn(text, ",");
        if (n >= sizeof one) return E_INVALID;
        snprintf(one, sizeof one, "%.*s", (int)n, text);
        TRY(parse_one(one, &l));
        text += n + (text[n] == ',');
    }
    *out = l;
    return OK;
}

static bool raw_address(const struct sockaddr *a, unsigned char out[16])
{
    if (a && a->sa_family == AF_INET) {
        memcpy(out, mapped, sizeof mapped);
        memcpy(out + 12, &((const struct sockaddr_in *)(const void *)a)->sin_addr, 4);
        return true;
    }
    if (!a || a->sa_family != AF_INET6) return false;
    memcpy(out, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, 16);
    return true;
}

bool proxy_trusts(const proxy_list *l, const struct sockaddr *peer)
{
    unsigned char a[16];

    if (!raw_address(peer, a)) return l->local;
    for (int i = 0; i < l->n; i++) {
        int whole = l->net[i].bits / 8, rest = l->net[i].bits % 8;
        if (memcmp(a, l->net[i].address, (size_t)whole) != 0) continue;
        if (rest == 0 || ((a[whole] ^ l->net[i].address[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0) return true;
    }
    return false;
}

void proxy_client(const proxy_list *l, const struct sockaddr *peer, const char *told, char out[64])
{
    unsigned char a[16];
    bool four = false;
    bool known = told && proxy_trusts(l, peer) ? parse_address(told, a, &four) : false;

    if (!known && !raw_address(peer, a)) {
        snprintf(out, 64, "local");
        return;
    }
    if (memcmp(a, mapped, sizeof mapped) == 0) inet_ntop(AF_INET, a + 12, out, 64);
    else inet_ntop(AF_INET6, a, out, 64);
}
