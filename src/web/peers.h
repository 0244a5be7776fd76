/* peers.h: the open connections and until when each must have come further. A deadline is for a whole phase, however many
 * single bytes come meanwhile; when it passes the socket is shut down, and the HTTP library sees the end of the stream. */
#ifndef WEB_PEERS_H
#define WEB_PEERS_H
#include "base/status.h"
#include <stdbool.h>

typedef enum {
    PEER_HEAD, /* a request is awaited or its head is coming */
    PEER_BODY, /* its body is coming */
    PEER_WORK, /* it is being carried out: no deadline */
    PEER_SEND  /* the answer is being taken */
} peer_phase;

typedef struct peers peers;
typedef struct peer peer;

/* `crowded`: from so many on, those that wait for a head are closed, the longest waiting first. Starts a thread. */
peers *peers_new(int crowded);
/* A new connection on `fd`, in PEER_HEAD for `seconds`. The caller keeps the peer until peers_remove. */
peer *peers_add(peers *all, int fd, int seconds);
/* Before the socket is closed. */
void peers_remove(peers *all, peer *p);
void peers_phase(peers *all, peer *p, peer_phase phase, int seconds);
/* The request line is there: who is late from now on is told so (408) before the close. */
void peers_began(peers *all, peer *p);
int peers_count(peers *all);
/* From now on nobody is waited for who has sent no request. */
void peers_drain(peers *all);
void peers_free(peers *all); /* all must have been removed */

#endif
