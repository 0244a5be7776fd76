#include "web/pool.h"
#include "base/thread.h"
#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    void (*work)(void *job);
    void **ring;
    int size, first, n;
    pthread_t *threads;
    int n_threads, nice;
    bool stopping;
};

static void *serve(void *ctx)
{
    pool *p = ctx;

    thread_step_back(p->nice);
    for (;;) {
        pthread_mutex_lock(&p->lock);
        while (p->n == 0 && !p->stopping) pthread_cond_wait(&p->wake, &p->lock);
        if (p->n == 0) break;
        void *job = p->ring[p->first];
        p->first = (p->first + 1) % p->size;
        p->n--;
        pthread_mutex_unlock(&p->lock);
        p->work(job);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

pool *pool_new(int workers, int queue, int nice, void (*work)(void *job))
{
    pool *p = calloc(1, sizeof *p);

    if (!p || !(p->ring = calloc((size_t)queue, sizeof *p->ring)) || !(p->threads = calloc((size_t)workers, sizeof *p->threads))) abort();
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->size = queue;
    p->work = work;
    p->nice = nice;
    for (int i = 0; i < workers; i++) {
        if (pthread_create(&p->threads[i], NULL, serve, p) != 0) abort();
        p->n_threads++;
    }
    return p;
}

bool pool_put(pool *p, void *job)
{
    pthread_mutex_lock(&p->lock);
    bool room = !p->stopping && p->n < p->size;
    if (room) p->ring[(p->first + p->n++) % p->size] = job;
    if (room) pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    return room;
}

void pool_stop(pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_threads; i++) pthread_join(p->threads[i], NULL);
    p->n_threads = 0;
}

void pool_free(pool *p)
{
    pool_stop(p);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p->ring);
    free(p);
}
