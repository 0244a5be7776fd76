/* mail.h: e-mail: its settings, its queue, what became of it. Without settings nothing is queued and nothing is said. */
#ifndef NOTIFY_MAIL_H
#define NOTIFY_MAIL_H
#include "actor/actor.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

enum { MAIL_SERVERS_MAX = 4, MAIL_TRIES = 8, MAIL_LEASE_SECONDS = 300, MAIL_SECONDS = 30 /* for one server to take one mail */, MAIL_BOUNCE_MAX = 1 << 20 };

typedef struct {
    const char *servers[MAIL_SERVERS_MAX]; /* "smtp://host:25", "smtps://host:465"; the next one when the one before does not answer */
    int n_servers;
    const char *user, *password; /* "" none */
    bool tls;                    /* smtp:// must be encrypted (STARTTLS) */
    const char *from;            /* "sangkien@example.vn" */
    const char *from_name;
    const char *bounce;          /* "bounce@example.vn": the return path is bounce+TOKEN@example.vn; "": from */
    const char *bounce_dir;      /* a Maildir of returned mail; "" none */
    const char *base_url;        /* of links */
    bool private_webhooks;       /* webhooks may lead into private networks */
} mail_config;
/* Once, before threads start; `c` must stay. NULL: there is no e-mail (tests). */
void mail_configure(const mail_config *c);
const mail_config *mail_settings(void); /* never NULL */
bool mail_is_on(void);
/* Reads "key = value" lines: smtp, user, password_file, tls, from, from_name, bounce, bounce_dir, base_url, private_webhooks. E_INVALID:
 * logged, with the line. `mem` must stay. */
MUST status mail_read_config(arena *mem, const char *text, mail_config *out);

/* What a template may say. */
typedef struct {
    const char *text, *link;
    instant at;
} mail_item;
typedef struct {
    const char *name, *text, *link, *site_name, *base_url, *unsubscribe, *preferences;
    bool weekly;
    LIST_OF(mail_item) items;
} mail_view;
extern const shape mail_view_shape;
/* Makes subject and body from the template `name` (mail_pages.c). */
typedef status (*mail_renderer)(arena *mem, db *d, const char *name, const mail_view *v, const char **subject, const char **body);

/* Sends what is due; `sent` counts. Several processes may do so at once: a mail is leased first. */
MUST status mail_send_due(db *d, mail_renderer render, instant now, int *sent);
/* The connection to the mail server, kept from one mail to the next: AUTO(mail_line) line = {0}; */
typedef struct {
    void *curl;
} mail_line;
void mail_line_cleanup(mail_line *l);
/* One mail at once to `address`, past the queue; `said`: what the server said when it failed. E_LIMIT: it may take it later;
 * E_INVALID: it never will; E_IO: no server answers. */
MUST status mail_send(mail_line *line, arena *mem, const char *address, const char *token, const char *subject, const char *body, const char *unsubscribe, const char **said);

/* A returned mail: finds the mail by its return path or Message-ID, and, when it says that the address is for good out of
 * use (status 5.x.x), marks both. E_NOT_FOUND: not about a mail of ours; E_INVALID: about one, but nothing final. */
MUST status mail_bounce(arena *mem, db *d, const char *message, size_t n, instant now);
MUST status mail_read_bounces(db *d, instant now); /* of bounce_dir/new; what was read moves to bounce_dir/cur */

typedef struct {
    date day;
    int64_t mails, quick, sent, failed, bounced; /* quick: left within 10 s */
} mail_day;
extern const shape mail_day_shape;
typedef LIST_OF(mail_day) mail_days;
MUST status mail_last_days(db *d, arena *mem, instant now, mail_days *out); /* 30 of them, newest first; mails sent at once, not digests */

typedef struct {
    int64_t id, tries;
    const char *address, *template, *topic, *state, *reason, *name;
    instant created_at, sent_at;
} mail_row;
extern const shape mail_row_shape;
typedef LIST_OF(mail_row) mail_rows;
typedef struct {
    const char *address, *reason;
    instant since;
} dead_row;
extern const shape dead_row_shape;
typedef LIST_OF(dead_row) dead_rows;
MUST status mail_recent(db *d, arena *mem, const actor *who, mail_rows *out, dead_rows *dead); /* administrators */
MUST status mail_revive(arena *mem, db *d, const actor *who, const char *address);

typedef struct {
    const char *name, *subject, *body;
    instant changed_at; /* {0}: built in */
} mail_text;
extern const shape mail_text_shape;
extern const char *const mail_template_names[]; /* notice, digest, reset, test; the English ones, notice.en …; ended by NULL */
MUST status mail_text_get(db *d, arena *mem, const char *name, mail_text *out); /* E_NOT_FOUND */
MUST status mail_text_set(arena *mem, db *d, const actor *who, const mail_text *t, instant now); /* the caller has checked that it compiles; body "": the built-in text again */
bool mail_may_administer(const actor *who);

/* Threads that send mail and tell webhooks, looking once a second. */
typedef struct outbox outbox;
MUST status outbox_start(store *s, mail_renderer render, outbox **out);
void outbox_stop(outbox *o); /* NULL is fine */

#endif
