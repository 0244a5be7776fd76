/* The threads that send: a slow mail server holds up nothing else, and a burst leaves by several connections. */
#include "base/log.h"
#include "notify/mail.h"
#include "notify/webhook.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { BOUNCES_EVERY_MS = 60000, SENDERS = 4 };

struct outbox {
    store *store;
    mail_renderer render;
    pthread_t thread[SENDERS];
    int n, started; /* threads; those that have taken their number */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int64_t bounces_at;
};

/* The first thread tells webhooks and reads returned mail besides. */
static status once(outbox *o, bool first, int *sent)
{
    AUTO(db_loan) l = {0};
    instant now = instant_now();
    int told = 0;

    TRY(db_borrow(o->store, &l.db));
    TRY(mail_send_due(l.db, o->render, now, sent));
    if (!first) return OK;
    TRY(webhook_send_due(l.db, now, &told));
    if (now.ms - o->bounces_at >= BOUNCES_EVERY_MS) {
        o->bounces_at = now.ms;
        TRY(mail_read_bounces(l.db, now));
    }
    *sent += told;
    return OK;
}

static void *work(void *arg)
{
    outbox *o = arg;

    log_context("outbox");
    pthread_mutex_lock(&o->lock);
    bool first = o->started++ == 0;
    while (!o->stop) {
        int sent = 0;
        pthread_mutex_unlock(&o->lock);
        status s = once(o, first, &sent);
        if (s != OK) log_warning("outbox: %s", status_name(s));
        pthread_mutex_lock(&o->lock);
        if (o->stop || (s == OK && sent)) continue;
        struct timespec t = deadline_in(s == OK ? 1000 : 5000);
        pthread_cond_timedwait(&o->wake, &o->lock, &t);
    }
    pthread_mutex_unlock(&o->lock);
    return NULL;
}

status outbox_start(store *s, mail_renderer render, outbox **out)
{
    outbox *o = calloc(1, sizeof *o);

    if (!o || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) abort();
    o->store = s;
    o->render = render;
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->wake, NULL);
    while (o->n < SENDERS && pthread_create(&o->thread[o->n], NULL, work, o) == 0) o->n++;
    if (o->n < SENDERS) {
        outbox_stop(o);
        return E_IO;
    }
    *out = o;
    return OK;
}

void outbox_stop(outbox *o)
{
    if (!o) return;
    pthread_mutex_lock(&o->lock);
    o->stop = true;
    pthread_cond_broadcast(&o->wake);
    pthread_mutex_unlock(&o->lock);
    for (int i = 0; i < o->n; i++) pthread_join(o->thread[i], NULL);
    free(o);
}
