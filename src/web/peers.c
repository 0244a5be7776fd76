#include "web/peers.h"
#include "base/date.h"
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { TICK_MS = 200, CROWDED_GRACE_MS = 1000 };

struct peer {
    peer *prev, *next;
    int fd;
    peer_phase phase;
    int64_t since, due; /* ms of the monotonic clock; due 0: none */
    bool began, closed;
};

struct peers {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    peer first; /* of a ring; in the order of the last change of phase, so the longest waiting come first */
    int n, crowded;
    bool draining, stop;
};

/* Under the lock. Nothing else writes to the socket while a head or a body is awaited. */
static void end(peer *p)
{
    static const char late[] = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
                               "Cache-Control: no-store\r\nContent-Length: 56\r\n\r\nYêu cầu gửi đến quá chậm. Hãy thử lại.\r\n";

    if ((p->phase == PEER_HEAD && p->began) || p->phase == PEER_BODY) (void)!send(p->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(p->fd, SHUT_RDWR);
    p->closed = true;
}

static void tick(peers *all)
{
    int64_t now = steady_ms();
    int too_many = all->n - all->crowded;

    for (peer *p = all->first.next; p != &all->first; p = p->next) {
        bool waits = p->phase == PEER_HEAD && !p->closed;
        if (p->closed) {
            too_many--;
            continue;
        }
        bool crowded = waits && too_many > 0 && now - p->since > CROWDED_GRACE_MS;
        if ((p->due && now >= p->due) || crowded || (waits && all->draining && !p->began)) {
            end(p);
            too_many--;
        }
    }
}

static void *watch(void *ctx)
{
    peers *all = ctx;

    pthread_mutex_lock(&all->lock);
    while (!all->stop) {
        tick(all);
        struct timespec t = deadline_in(TICK_MS);
        pthread_cond_timedwait(&all->wake, &all->lock, &t);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

peers *peers_new(int crowded)
{
    peers *all = calloc(1, sizeof *all);

    if (!all) abort();
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->wake, NULL);
    all->first.prev = all->first.next = &all->first;
    all->crowded = crowded;
    if (pthread_create(&all->thread, NULL, watch, all) != 0) abort();
    return all;
}

static void unlink_peer(peer *p)
{
    p->prev->next = p->next;
    p->next->prev = p->prev;
}

static void append(peers *all, peer *p)
{
    p->prev = all->first.prev;
    p->next = &all->first;
    p->prev->next = p->next->prev = p;
}

peer *peers_add(peers *all, int fd, int seconds)
{
    peer *p = calloc(1, sizeof *p);

    if (!p) return NULL;
    p->fd = fd;
    p->since = steady_ms();
    p->due = p->since + seconds * INT64_C(1000);
    pthread_mutex_lock(&all->lock);
    append(all, p);
    all->n++;
    pthread_mutex_unlock(&all->lock);
    return p;
}

void peers_remove(peers *all, peer *p)
{
    pthread_mutex_lock(&all->lock);
    unlink_peer(p);
    all->n--;
    pthread_mutex_unlock(&all->lock);
    free(p);
}

void peers_phase(peers *all, peer *p, peer_phase phase, int seconds)
{
    pthread_mutex_lock(&all->lock);
    p->phase = phase;
    p->since = steady_ms();
    p->due = seconds ? p->since + seconds * INT64_C(1000) : 0;
    if (phase == PEER_HEAD) p->began = false;
    unlink_peer(p);
    append(all, p);
    pthread_mutex_unlock(&all->lock);
}

void peers_began(peers *all, peer *p)
{
    pthread_mutex_lock(&all->lock);
    p->began = true;
    pthread_mutex_unlock(&all->lock);
}

int peers_count(peers *all)
{
    pthread_mutex_lock(&all->lock);
    int n = all->n;
    pthread_mutex_unlock(&all->lock);
    return n;
}

void peers_drain(peers *all)
{
    pthread_mutex_lock(&all->lock);
    all->draining = true;
    pthread_cond_signal(&all->wake);
    pthread_mutex_unlock(&all->lock);
}

void peers_free(peers *all)
{
    pthread_mutex_lock(&all->lock);
    all->stop = true;
    pthread_cond_signal(&all->wake);
    pthread_mutex_unlock(&all->lock);
    pthread_join(all->thread, NULL);
    pthread_cond_destroy(&all->wake);
    pthread_mutex_destroy(&all->lock);
    free(all);
}
