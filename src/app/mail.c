/* mail: the settings of e-mail, and the verb. */
#include "app/app.h"
#include "app/serve.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "notify/mail.h"
#include "notify/notify_pages.h"
#include "notify/webhook.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool read_all(FILE *f, buf *b)
{
    char part[16384];

    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(b, part, n);
    return !b->over;
}

status app_mail(const app_config *c, const char *base_url)
{
    static mail_config settings;
    static arena *mem; /* as long as the program */
    AUTO(buf) b = {.max = 64 << 10};
    char path[4200];

    if (!mem) mem = arena_new();
    snprintf(path, sizeof path, "%s/mail.conf", c->data);
    FILE *f = fopen(path, "r");
    if (!f && errno == ENOENT) return OK;
    if (!f) {
        log_error("cannot read %s: %s", path, strerror(errno));
        return E_IO;
    }
    bool good = read_all(f, &b);
    fclose(f);
    if (!good) return E_INVALID;
    TRY(mail_read_config(mem, b.p ? b.p : "", &settings));
    if (base_url) settings.base_url = text_copy(mem, base_url);
    if (!*settings.base_url) settings.base_url = "http://127.0.0.1:8080";
    mail_configure(&settings);
    return OK;
}

static status returned(db *d)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {.max = MAIL_BOUNCE_MAX};

    (void)!read_all(stdin, &b); /* of a very long one, the beginning */
    status s = b.p ? mail_bounce(mem, d, b.p, b.n, instant_now()) : E_NOT_FOUND;
    return s == E_NOT_FOUND || s == E_INVALID ? OK : s; /* the mail server need not hear of it */
}

static status send_all(db *d)
{
    int sent = 0, told = 0;

    TRY(mail_send_due(d, mail_render, instant_now(), &sent));
    TRY(webhook_send_due(d, instant_now(), &told));
    TRY(mail_read_bounces(d, instant_now()));
    printf("%d mail(s), %d event(s)\n", sent, told);
    return OK;
}

int verb_mail(app_config *c, int argc, char **argv)
{
    const char *base = app_option(&argc, argv, "--base-url");
    store *s = NULL;
    AUTO(db_loan) l = {0};

    bool asked = app_flag(&argc, argv, "--help"), bounce = argc == 2 && strcmp(argv[1], "bounce") == 0;
    if (asked || argc != 2 || (!bounce && strcmp(argv[1], "send") != 0)) {
        fputs("sangkien mail send [--base-url https://…] [--data DIR]\nsangkien mail bounce [--data DIR] < MESSAGE\n\n"
              "send: sends what is due, tells webhooks, reads returned mail, once (serve does so by itself).\n"
              "bounce: takes a returned mail from a mail server's pipe. Settings: DATA/mail.conf.\n", asked ? stdout : stderr);
        return asked ? EXIT_OK : EXIT_USAGE;
    }
    status st = app_open_store(c, false, 2, &s);
    if (st == OK) st = app_prepare(s);
    if (st == OK) st = app_keys(c);
    if (st == OK) st = app_mail(c, base);
    if (st == OK) st = db_borrow(s, &l.db);
    if (st == OK) st = bounce ? returned(l.db) : send_all(l.db);
    db_return(l.db);
    l.db = NULL;
    store_close(s);
    if (st != OK) fprintf(stderr, "sangkien: %s\n", status_name(st));
    return st == OK ? EXIT_OK : EXIT_FAILED;
}
