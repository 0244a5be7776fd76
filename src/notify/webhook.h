/* webhook.h: other systems are told of events by signed POSTs, in the order of the log, each at least once.
 *
 *   POST {"id": 812, "at": "2026-11-24T09:05:00.000Z", "event": "dossier.accepted", "kind": "dossier", "object": 12}
 *   X-Sangkien-Signature: t=1764000000,v1=HEX      HMAC-SHA-256 of "1764000000.BODY" with the secret
 *
 * No names, no texts: who wants more asks the API. Answers other than 2xx are tried again, later each time; after
 * WEBHOOK_TRIES it stops and waits for an administrator. Addresses of private networks are refused when the connection is
 * made, whatever the name said before, unless the configuration allows them; redirects are not followed. */
#ifndef NOTIFY_WEBHOOK_H
#define NOTIFY_WEBHOOK_H
#include "actor/actor.h"
#include "base/shape.h"
#include "store/store.h"
#include <sys/socket.h>

enum { WEBHOOK_TRIES = 8, WEBHOOK_SECONDS = 10 };

typedef struct {
    int64_t id, last_event, sent, tries;
    const char *url, *kinds, *reason;
    bytes secret;
    bool active;
    instant due_at;
} webhook_row;
extern const shape webhook_shape;
typedef LIST_OF(webhook_row) webhook_list;

MUST status webhook_all(db *d, arena *mem, const actor *who, webhook_list *out);
/* `kinds`: ",dossier,article,". `secret`: shown once. E_INVALID: not an https:// address (http:// where private networks are allowed). */
MUST status webhook_add(arena *mem, db *d, const actor *who, const char *url, const char *kinds, const char **secret);
MUST status webhook_drop(arena *mem, db *d, const actor *who, int64_t id);
MUST status webhook_start(arena *mem, db *d, const actor *who, int64_t id); /* again, after it stopped */
MUST status webhook_send_due(db *d, instant now, int *sent);
bool webhook_is_public(const struct sockaddr *a); /* not of this machine, a private network, or none at all */
const char *webhook_signature(arena *mem, const char *secret, int64_t seconds, const char *body);

#endif
