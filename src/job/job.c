#include "job/job.h"
#include "base/log.h"
#include "base/text.h"
#include "base/thread.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

STATIC_SHAPE(job_shape, job_row, F_ID(job_row, id), F_TEXT(job_row, kind), F_TEXT(job_row, subject), F_INT(job_row, tries));

struct job_worker {
    store *store;
    const job_kind *kinds;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

status job_add(db *d, const char *kind, const char *subject, instant due)
{
    job_id id = {0};
    instant now = instant_now();

    return db_insert(d, Q_JOB_INSERT, &id, P_TEXT(kind), P_TEXT(subject), P_INT(due.ms ? due.ms : now.ms), P_INSTANT(now));
}

static const job_kind *kind_of(const job_kind *kinds, const char *name)
{
    for (; kinds->name; kinds++)
        if (strcmp(kinds->name, name) == 0) return kinds;
    return NULL;
}

/* Periodic jobs exist once each. */
static status add_periodic(db *d, const job_kind *kinds)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    for (; kinds->name; kinds++) {
        int64_t n = 0;
        if (kinds->every_seconds == 0) continue;
        TRY(db_number(d, Q_JOB_WAITING_OF, &n, P_TEXT(kinds->name)));
        if (n == 0) TRY(job_add(d, kinds->name, "", (instant){0}));
    }
    return db_commit(&tx);
}

static status take(db *d, arena *mem, job_row *out)
{
    AUTO(db_tx) tx = {0};
    instant now = instant_now();

    TRY(db_one(d, Q_JOB_NEXT, mem, &job_shape, out, P_INSTANT(now))); /* a look without the writer's lock */
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_JOB_NEXT, mem, &job_shape, out, P_INSTANT(now)));
    TRY(db_change1(d, Q_JOB_LEASE, P_INT(now.ms + JOB_LEASE_SECONDS * INT64_C(1000)), P_ID(out->id), P_INSTANT(now)));
    return db_commit(&tx);
}

static status finish(db *d, const job_row *job, const job_kind *k, status result)
{
    AUTO(db_tx) tx = {0};
    instant now = instant_now();

    TRY(db_begin(d, &tx));
    if (result == OK) {
        TRY(db_change(d, Q_JOB_DONE, NULL, P_ID(job->id)));
        if (k->every_seconds) TRY(job_add(d, k->name, "", (instant){now.ms + k->every_seconds * INT64_C(1000)}));
    } else {
        bool last = job->tries + 1 >= JOB_TRIES && !(k && k->every_seconds);
        int64_t pause = INT64_C(2000) << (job->tries > 10 ? 10 : job->tries);
        TRY(db_change(d, Q_JOB_AGAIN, NULL, P_TEXT(last ? "failed" : "waiting"), P_INT(now.ms + pause), P_TEXT(status_name(result)), P_ID(job->id)));
        log_warning("job %s %s: %s%s", job->kind, job->subject, status_name(result), last ? " (given up)" : "");
    }
    return db_commit(&tx);
}

static status run_one(store *s, const job_kind *kinds)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    job_row job = {0};
    char id[40];

    TRY(db_borrow(s, &l.db));
    TRY(take(l.db, mem, &job));
    const job_kind *k = kind_of(kinds, job.kind);
    snprintf(id, sizeof id, "job-%lld", (long long)job.id.v);
    log_context(id);
    status r = k ? k->run(mem, l.db, &job) : E_INTERNAL;
    r = finish(l.db, &job, k, r);
    log_context("");
    return r;
}

status job_run_due(store *s, const job_kind *kinds, int *ran)
{
    int n = 0;
    status r = OK;

    while (n < 1000 && (r = run_one(s, kinds)) == OK) n++;
    if (ran) *ran = n;
    return r == E_NOT_FOUND || r == OK ? OK : r;
}

static void pause_ms(job_worker *w, int ms)
{
    struct timespec t = deadline_in(ms);
    pthread_cond_timedwait(&w->wake, &w->lock, &t);
}

/* People come first: while they wait for the writer, jobs take a tenth of the time. With `lock` held. */
static void give_way(job_worker *w, int64_t took_ms)
{
    enum { STEP_MS = 10, MOST_MS = 250, SHARE = 10 };
    int64_t most = (took_ms + 1) * SHARE;

    for (int64_t waited = 0; !w->stop && waited < most && waited < MOST_MS && store_is_crowded(w->store); waited += STEP_MS) pause_ms(w, STEP_MS);
}

static void *work(void *arg)
{
    enum { JOBS_NICE = 10, LOOK_MS = 500 };
    job_worker *w = arg;

    thread_step_back(JOBS_NICE); /* people come first */
    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        pthread_mutex_unlock(&w->lock);
        int64_t begun = steady_ms();
        status r = run_one(w->store, w->kinds);
        pthread_mutex_lock(&w->lock);
        if (r == OK) give_way(w, steady_ms() - begun);
        else if (!w->stop) pause_ms(w, LOOK_MS);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

status job_start(store *s, const job_kind *kinds, job_worker **out)
{
    AUTO(db_loan) l = {0};

    TRY(db_borrow(s, &l.db));
    TRY(add_periodic(l.db, kinds));
    job_worker *w = calloc(1, sizeof *w);
    if (!w) abort();
    w->store = s;
    w->kinds = kinds;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    if (pthread_create(&w->thread, NULL, work, w) != 0) {
        free(w);
        return E_IO;
    }
    *out = w;
    return OK;
}

void job_stop(job_worker *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    free(w);
}

status job_counts(db *d, int64_t *waiting, int64_t *failed)
{
    TRY(db_number(d, Q_JOB_COUNT_WAITING, waiting));
    return db_number(d, Q_JOB_COUNT_FAILED, failed);
}
