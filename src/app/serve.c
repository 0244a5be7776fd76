/* serve: the site, the background worker, until a signal says stop. */
#include "app/serve.h"
#include "app/app.h"
#include "base/log.h"
#include "base/text.h"
#include "job/job.h"
#include "news/news.h"
#include "notify/notify_pages.h"
#include "search/search.h"
#include "novelty/novelty_report.h"
#include "web/http.h"
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 64 }; /* as many as there can be workers of each lane, and jobs; opened when first needed */

static void wait_for_signal(void)
{
    sigset_t set;
    int sig = 0;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigwait(&set, &sig);
    log_info("signal %d: stopping", sig);
}

static void block_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL); /* before any thread starts */
    signal(SIGPIPE, SIG_IGN);
}

/* Views that are not in the store yet. */
static void last_views(store *s)
{
    AUTO(db_loan) l = {0};

    if (s && (db_borrow(s, &l.db) != OK || news_write_views(l.db, instant_now(), true) != OK)) log_warning("the last views were not written");
}

static status serve(const app_config *c, const http_options *o, const char *base_url)
{
    store *s = NULL;
    web *w = NULL;
    http *h = NULL;
    job_worker *jobs = NULL;
    outbox *mails = NULL;
    search *found = NULL;
    char folder[600];
    app_keeper *index = NULL;

    status st = app_open_store(c, true, POOL, &s);
    if (st == OK) st = store_migrate(s, NULL);
    if (st == OK) st = app_prepare(s);
    if (st == OK) st = app_keys(c);
    if (st == OK) st = app_mail(c, base_url);
    snprintf(folder, sizeof folder, "%s/novelty", c->data);
    if (st == OK) st = app_keeper_start(s, folder, &index);
    if (st == OK) st = app_web(s, c, base_url, &w);
    snprintf(folder, sizeof folder, "%s/search", c->data);
    if (st == OK) st = search_start(s, folder, &found);
    if (st == OK) st = job_start(s, app_jobs, &jobs);
    if (st == OK) st = outbox_start(s, mail_render, &mails);
    if (st == OK) st = http_start(w, o, &h);
    if (st == OK) {
        log_info("serving on %s", o->listen);
        wait_for_signal();
    }
    http_stop(h, 10);
    job_stop(jobs);
    outbox_stop(mails);
    last_views(s);
    search_stop(found);
    web_close(w);
    app_keeper_stop(index);
    store_close(s);
    return st;
}

static int show_limits(const http_limits *l)
{
    for (int i = 0; i < LIMITS; i++) printf("%-15s %6lld  %s\n", l->row[i].name, (long long)l->row[i].value, l->row[i].purpose);
    return EXIT_OK;
}

static int help(FILE *to)
{
    fputs("sangkien serve [--listen ADDRESS:PORT|unix:PATH] [--base-url https://…] [--proxy ADDRESS,…] [--limit NAME=VALUE]… [--limits]\n"
         "               [--data DIR] [--db URL]\n\n"
         "  sangkien serve                                     on http://127.0.0.1:8080\n"
         "  sangkien serve --listen unix:/run/sangkien.sock --proxy unix --base-url https://sangkien.example.vn\n"
         "  sangkien serve --db 'postgresql://host1,host2/sangkien?target_session_attrs=read-write'\n\n"
         "--proxy says whose X-Real-IP is believed: addresses, networks (10.1.0.0/16) or unix. Without it nobody's is.\n"
         "--limits shows the limits of the HTTP port; --limit sets one (--limit head_seconds=10).\n", to);
    return to == stdout ? EXIT_OK : EXIT_USAGE;
}

int verb_serve(app_config *c, int argc, char **argv)
{
    const char *listen = app_option(&argc, argv, "--listen"), *base = app_option(&argc, argv, "--base-url"), *proxy = app_option(&argc, argv, "--proxy");
    http_options o = {.listen = listen ? listen : "127.0.0.1:8080", .limits = http_limits_default()};

    for (const char *l; (l = app_option(&argc, argv, "--limit"));) {
        if (http_limits_set(&o.limits, l) == OK) continue;
        fprintf(stderr, "sangkien: --limit %s: no such limit, or the value is out of bounds (see --limits)\n", l);
        return EXIT_USAGE;
    }
    if (proxy && proxy_parse(proxy, &o.proxies) != OK) {
        fprintf(stderr, "sangkien: --proxy %s: not a list of addresses\n", proxy);
        return EXIT_USAGE;
    }
    if (app_flag(&argc, argv, "--limits")) return show_limits(&o.limits);
    if (app_flag(&argc, argv, "--help")) return help(stdout);
    if (argc > 1) return help(stderr);
    mallopt(M_ARENA_MAX, 2); /* requests live in arenas of their own: more of malloc's only keep memory */
    mallopt(M_MMAP_THRESHOLD, 128 << 10); /* named, it stays: a large piece goes back to the system as soon as it is free */
    block_signals();
    return serve(c, &o, base) == OK ? EXIT_OK : EXIT_FAILED;
}
