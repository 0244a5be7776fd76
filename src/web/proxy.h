/* proxy.h: whose word about the client's address is taken. Nobody's, unless `serve --proxy` names the proxy. */
#ifndef WEB_PROXY_H
#define WEB_PROXY_H
#include "base/status.h"
#include <stdbool.h>
#include <sys/socket.h>

enum { PROXIES_MAX = 16 };
typedef struct {
    struct {
        unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d */
        int bits;
    } net[PROXIES_MAX];
    int n;
    bool local; /* whoever can open the Unix socket */
} proxy_list;

/* "127.0.0.1,10.1.0.0/16,2001:db8::/32,unix"; "" is nobody. E_INVALID: not addresses, or too many. */
MUST status proxy_parse(const char *text, proxy_list *out);
bool proxy_trusts(const proxy_list *l, const struct sockaddr *peer);
/* Writes the address of `peer` ("local" for a Unix socket), or `told` when the peer is trusted and `told` is an address.
 * An IPv4 address in IPv6 clothes is written as IPv4. `out` takes 64 bytes. */
void proxy_client(const proxy_list *l, const struct sockaddr *peer, const char *told, char out[64]);

#endif
