/* serve: the site, the background worker, until a signal says stop. */
#include "app/serve.h"
#include "base/log.h"
#include "base/text.h"
#include "job/job.h"
#include "web/http.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 32 };

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

static status serve(const app_config *c, const char *listen, const char *base_url)
{
    store *s = NULL;
    web *w = NULL;
    http *h = NULL;
    job_worker *jobs = NULL;

    status st = app_open_store(c, true, POOL, &s);
    if (st == OK) st = store_migrate(s, NULL);
    if (st == OK) st = app_prepare(s);
    if (st == OK) st = app_keys(c);
    if (st == OK) st = app_web(s, c, base_url, &w);
    if (st == OK) st = job_start(s, app_jobs, &jobs);
    if (st == OK) st = http_start(w, listen, &h);
    if (st == OK) {
        log_info("serving on %s", listen);
        wait_for_signal();
    }
    http_stop(h, 10);
    job_stop(jobs);
    web_close(w);
    store_close(s);
    return st;
}

int verb_serve(app_config *c, int argc, char **argv)
{
    const char *listen = app_option(&argc, argv, "--listen"), *base = app_option(&argc, argv, "--base-url");

    bool asked = app_flag(&argc, argv, "--help");
    if (asked || argc > 1) {
        fputs("sangkien serve [--listen ADDRESS:PORT|unix:PATH] [--base-url https://…] [--data DIR] [--db URL]\n\n"
              "  sangkien serve                                     on http://127.0.0.1:8080\n"
              "  sangkien serve --listen unix:/run/sangkien.sock --base-url https://sangkien.example.vn\n"
              "  sangkien serve --db 'postgresql://host1,host2/sangkien?target_session_attrs=read-write'\n", asked ? stdout : stderr);
        return asked ? EXIT_OK : EXIT_USAGE;
    }
    block_signals();
    return serve(c, listen ? listen : "127.0.0.1:8080", base) == OK ? EXIT_OK : EXIT_FAILED;
}
