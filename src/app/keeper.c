/* The index of novelty of a running site. It is derived: what is wrong with it never keeps the site from starting or running. */
#include "app/app.h"
#include "base/log.h"
#include "base/thread.h"
#include "novelty/novelty_report.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int app_keeper_look_ms = 5000;
enum { AGAIN = 12 /* looks until a rebuild that failed is tried again: the disk may be full */, RETIRED_MAX = 8 };
struct app_keeper {
    store *s;
    char folder[4096];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;                      /* also read by a rebuild */
    novelty *index;                 /* NULL: none, or being made anew */
    novelty *retired[RETIRED_MAX];  /* found damaged; who asked them may still be reading */
    int n_retired;
};

/* Nothing of it can be read: it is put aside, and an empty one follows the store from the beginning. */
static status begin_anew(app_keeper *k)
{
    char aside[4200];

    snprintf(aside, sizeof aside, "%s.damaged-%lld", k->folder, (long long)time(NULL));
    if (rename(k->folder, aside) != 0) return E_IO;
    log_warning("novelty: nothing of the index could be read; it is kept in %s, and an empty one follows the store", aside);
    return OK;
}

static status mend(app_keeper *k)
{
    novelty *n = NULL;

    log_warning("novelty: the index in %s is made anew; until then dossiers wait to be checked", k->folder);
    status st = novelty_rebuild_until(k->folder, &k->stop);
    if (st == E_INVALID) st = begin_anew(k);
    if (st == OK) st = novelty_open(k->folder, true, &n);
    if (st != OK) return st;
    log_info("novelty: the index was made anew");
    k->index = n;
    novelty_seat_set(k->s, n);
    return OK;
}

static void retire(app_keeper *k)
{
    log_error("novelty: the index is damaged");
    novelty_seat_set(k->s, NULL);
    novelty_retire(k->index);
    k->retired[k->n_retired++] = k->index;
    k->index = NULL;
}

/* Waits; false when it is time to stop. */
static bool sleep_for(app_keeper *k, int64_t ms)
{
    struct timespec end = deadline_in(ms);

    pthread_mutex_lock(&k->lock);
    while (!k->stop && pthread_cond_timedwait(&k->wake, &k->lock, &end) == 0) continue;
    bool go_on = !k->stop;
    pthread_mutex_unlock(&k->lock);
    return go_on;
}

/* Dossiers come in small volumes. False only where the disk refuses: what is damaged is seen at the next look. */
static bool join(app_keeper *k)
{
    status st = novelty_compact_until(k->index, false, &k->stop);

    return st == OK || st == E_CONFLICT || st == E_INVALID;
}

static void *keep(void *ctx)
{
    app_keeper *k = ctx;
    enum { KEEPER_NICE = 10 };
    bool good = true;

    thread_step_back(KEEPER_NICE); /* people come first */
    do {
        if (k->index && novelty_is_damaged(k->index) && k->n_retired < RETIRED_MAX) retire(k);
        good = k->index ? join(k) : mend(k) == OK;
    } while (sleep_for(k, (int64_t)app_keeper_look_ms * (good ? 1 : AGAIN)));
    return NULL;
}

status app_keeper_start(store *s, const char *folder, app_keeper **out)
{
    app_keeper *k = calloc(1, sizeof *k);

    if (!k) abort();
    k->s = s;
    snprintf(k->folder, sizeof k->folder, "%s", folder);
    status st = novelty_open(folder, true, &k->index);
    if (st == E_CONFLICT) {
        log_warning("novelty: another process writes the index in %s; this one goes without", folder);
        *out = k;
        return OK;
    }
    if (st != OK && st != E_INVALID) {
        free(k);
        return st;
    }
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->wake, NULL);
    if (k->index) novelty_seat_set(s, k->index);
    if (pthread_create(&k->thread, NULL, keep, k) != 0) abort();
    *out = k;
    return OK;
}

void app_keeper_stop(app_keeper *k)
{
    if (!k) return;
    if (k->thread) {
        pthread_mutex_lock(&k->lock);
        __atomic_store_n(&k->stop, true, __ATOMIC_RELAXED);
        pthread_cond_signal(&k->wake);
        pthread_mutex_unlock(&k->lock);
        pthread_join(k->thread, NULL);
        pthread_mutex_destroy(&k->lock);
        pthread_cond_destroy(&k->wake);
    }
    novelty_seat_set(k->s, NULL);
    novelty_close(k->index);
    for (int i = 0; i < k->n_retired; i++) novelty_close(k->retired[i]);
    free(k);
}
