#include "notify/mail.h"
#include "audit/audit.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "notify/notify.h"
#include "notify/phrase.h"
#include <stdio.h>
#include <string.h>

SHAPE(mail_day_shape, mail_day, F_DATE(mail_day, day), F_INT(mail_day, mails), F_INT(mail_day, quick), F_INT(mail_day, sent), F_INT(mail_day, failed), F_INT(mail_day, bounced));
SHAPE(mail_row_shape, mail_row, F_INT(mail_row, id), F_INT(mail_row, tries), F_TEXT(mail_row, address), F_TEXT(mail_row, template), F_TEXT(mail_row, topic), F_TEXT(mail_row, state),
      F_TEXT(mail_row, reason), F_TEXT(mail_row, name), F_INSTANT(mail_row, created_at), F_INSTANT(mail_row, sent_at));
SHAPE(dead_row_shape, dead_row, F_TEXT(dead_row, address), F_TEXT(dead_row, reason), F_INSTANT(dead_row, since));
SHAPE(mail_text_shape, mail_text, F_TEXT(mail_text, name), F_TEXT(mail_text, subject), F_TEXT(mail_text, body), F_INSTANT(mail_text, changed_at));
STATIC_SHAPE(item_shape, mail_item, F_TEXT(mail_item, text), F_TEXT(mail_item, link), F_INSTANT(mail_item, at));
SHAPE(mail_view_shape, mail_view, F_TEXT(mail_view, name), F_TEXT(mail_view, text), F_TEXT(mail_view, link), F_TEXT(mail_view, site_name), F_TEXT(mail_view, base_url),
      F_TEXT(mail_view, unsubscribe), F_TEXT(mail_view, preferences), F_BOOL(mail_view, weekly), F_LIST(mail_view, items, item_shape));

const char *const mail_template_names[] = {"notice", "digest", "reset", "test", "notice.en", "digest.en", "reset.en", "test.en", NULL};

/* ---- settings ---- */

static const mail_config none = {.user = "", .password = "", .from = "", .from_name = "", .bounce = "", .bounce_dir = "", .base_url = ""};
static const mail_config *settings = &none;

void mail_configure(const mail_config *c)
{
    settings = c ? c : &none;
}

const mail_config *mail_settings(void)
{
    return settings;
}

bool mail_is_on(void)
{
    return settings->n_servers > 0;
}

bool mail_may_administer(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_ADMINISTRATOR));
}

static status read_password(arena *mem, const char *path, const char **out)
{
    char line[300] = "";
    FILE *f = fopen(path, "r");

    if (!f || !fgets(line, sizeof line, f)) {
        log_error("mail: cannot read the password file %s", path);
        if (f) fclose(f);
        return E_INVALID;
    }
    fclose(f);
    line[strcspn(line, "\r\n")] = 0;
    *out = text_copy(mem, line);
    return OK;
}

static status read_servers(arena *mem, const char *value, mail_config *out)
{
    char *save = NULL, *all = text_copy(mem, value);

    for (char *s = strtok_r(all, ", ", &save); s; s = strtok_r(NULL, ", ", &save)) {
        if (out->n_servers == MAIL_SERVERS_MAX || (!text_starts(s, "smtp://") && !text_starts(s, "smtps://"))) return E_INVALID;
        out->servers[out->n_servers++] = s;
    }
    return out->n_servers ? OK : E_INVALID;
}

static status read_setting(arena *mem, const char *key, const char *value, mail_config *out)
{
    const struct {
        const char *key;
        const char **to;
    } words[] = {{"user", &out->user}, {"from", &out->from}, {"from_name", &out->from_name}, {"bounce", &out->bounce}, {"bounce_dir", &out->bounce_dir}, {"base_url", &out->base_url}};
    const struct {
        const char *key;
        bool *to;
    } flags[] = {{"tls", &out->tls}, {"private_webhooks", &out->private_webhooks}};

    if (text_eq(key, "smtp")) return read_servers(mem, value, out);
    if (text_eq(key, "password_file")) return read_password(mem, value, &out->password);
    for (int i = 0; i < COUNT(words); i++) {
        if (!text_eq(key, words[i].key)) continue;
        *words[i].to = value;
        return OK;
    }
    for (int i = 0; i < COUNT(flags); i++) {
        if (!text_eq(key, flags[i].key)) continue;
        *flags[i].to = text_eq(value, "yes");
        return text_eq(value, "yes") || text_eq(value, "no") ? OK : E_INVALID;
    }
    return E_INVALID;
}

status mail_read_config(arena *mem, const char *text, mail_config *out)
{
    mail_config c = none;
    int line = 0;

    c.from_name = "Sáng kiến";
    while (*text) {
        size_t n = strcspn(text, "\n"), key = 0;
        const char *s = NULL;
        line++;
        TRY(text_accept(mem, text, n, TEXT_LINE, &s));
        text += n + (text[n] == '\n');
        if (!*s || *s == '#') continue;
        key = strcspn(s, " =");
        const char *value = strchr(s, '=');
        if (!value || read_setting(mem, text_copyn(mem, s, key), value + 1 + strspn(value + 1, " "), &c) != OK) {
            log_error("mail.conf, line %d: not understood", line);
            return E_INVALID;
        }
    }
    if (c.n_servers && !strchr(c.from, '@')) {
        log_error("mail.conf: from is missing");
        return E_INVALID;
    }
    *out = c;
    return OK;
}

/* ---- the queue ---- */

typedef struct {
    int64_t id, tries;
    user_id user_id;
    const char *token, *address, *template, *topic, *mode, *name, *text, *href, *language;
    instant due_at, created_at, at;
    bytes secret;
} queued;
STATIC_SHAPE(queued_shape, queued, F_INT(queued, id), F_INT(queued, tries), F_ID(queued, user_id), F_TEXT(queued, token), F_TEXT(queued, address), F_TEXT(queued, template), F_TEXT(queued, topic),
             F_TEXT(queued, mode), F_TEXT(queued, name), F_TEXT(queued, text), F_TEXT(queued, href), F_TEXT(queued, language), F_INSTANT(queued, due_at), F_INSTANT(queued, created_at), F_INSTANT(queued, at), F_BYTES(queued, secret));
typedef LIST_OF(queued) queue;

static status take(db *d, const queued *q, instant now, bool *mine)
{
    int64_t rows = 0;

    TRY(db_change(d, Q_DELIVERY_LEASE, &rows, P_INT(now.ms + MAIL_LEASE_SECONDS * INT64_C(1000)), P_INT(q->id), P_INSTANT(q->due_at)));
    *mine = rows == 1;
    return OK;
}

/* Leased, so nobody else sends them; what somebody else has already is left out. */
static status lease(db *d, queue *l, instant now)
{
    AUTO(db_tx) tx = {0};
    int n = 0;

    TRY(db_begin(d, &tx));
    for (int i = 0; i < l->n; i++) {
        bool mine = false;
        TRY(take(d, &l->p[i], now, &mine));
        if (mine) l->p[n++] = l->p[i];
    }
    l->n = n;
    return db_commit(&tx);
}

/* What this mail tells: itself, or for a digest all of the same person that are due. */
static status told_by(db *d, arena *mem, const queued *q, instant now, queue *out)
{
    queue others = {0};

    out->p = NEWS(mem, queued, 101);
    out->p[out->n++] = *q;
    if (text_eq(q->mode, "now")) return OK;
    TRY(db_each(d, Q_DELIVERY_DIGEST, mem, &queued_shape, &others, P_ID(q->user_id), P_TEXT(q->address), P_TEXT(q->mode), P_INSTANT(now)));
    TRY(lease(d, &others, now));
    for (int i = 0; i < others.n; i++) out->p[out->n++] = others.p[i];
    return OK;
}

static const char *link_of(arena *mem, const char *href)
{
    return *href ? textf(mem, "%s%s", settings->base_url, href) : "";
}

static status view_of(arena *mem, const queued *q, const queue *all, mail_view *v)
{
    lang l = notify_lang_of(q->language);

    *v = (mail_view){.name = q->name, .text = notify_phrase(mem, l, q->text), .link = link_of(mem, q->href), .site_name = settings->from_name, .base_url = settings->base_url, .unsubscribe = "",
                     .preferences = link_of(mem, "/tai-khoan/thong-bao"), .weekly = text_eq(q->mode, "weekly")};
    if (q->secret.n) TRY(crypt_unseal(mem, q->secret, &v->link));
    if (*q->topic && q->user_id.v) v->unsubscribe = textf(mem, "%s/ngung-thu/%s", settings->base_url, notify_mark(mem, q->user_id, q->topic));
    v->items.p = NEWS(mem, mail_item, all->n);
    for (int i = 0; i < all->n; i++) v->items.p[v->items.n++] = (mail_item){notify_phrase(mem, l, all->p[i].text), link_of(mem, all->p[i].href), all->p[i].at};
    return OK;
}

static instant next_try(int64_t tries, instant now)
{
    static const int minutes[MAIL_TRIES] = {1, 5, 15, 60, 180, 360, 720, 1440};
    return (instant){now.ms + minutes[tries < MAIL_TRIES ? tries : MAIL_TRIES - 1] * INT64_C(60000)};
}

/* What came of it, for each row that the mail told. An address that does not exist is not tried again by others either. */
static status note(db *d, const queued *q, const queue *all, status result, const char *said, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    for (int i = 0; i < all->n; i++) {
        int64_t id = all->p[i].id;
        if (result == OK) TRY(db_change(d, Q_DELIVERY_SENT, NULL, P_INSTANT(instant_now()), P_INT(id)));
        else if (result == E_INVALID || q->tries + 1 >= MAIL_TRIES) TRY(db_change(d, Q_DELIVERY_FAILED, NULL, P_TEXT(said), P_INT(id)));
        else TRY(db_change(d, Q_DELIVERY_AGAIN, NULL, P_INSTANT(next_try(q->tries, now)), P_TEXT(said), P_INT(id)));
    }
    if (result == E_INVALID) {
        TRY(db_change(d, Q_DEAD_ADDRESS_ADD, NULL, P_TEXT(q->address), P_INSTANT(now), P_TEXT(said)));
        TRY(db_change(d, Q_DELIVERY_STOP, NULL, P_TEXT(said), P_TEXT(q->address)));
    }
    return db_commit(&tx);
}

static status send_one(mail_line *line, arena *mem, db *d, mail_renderer render, const queued *q, instant now, status *result)
{
    queue all = {0};
    mail_view v;
    const char *subject = "", *body = "", *said = "no mail server answers";

    TRY(told_by(d, mem, q, now, &all));
    status s = *result == E_IO ? E_IO : view_of(mem, q, &all, &v); /* nobody answered a moment ago: not asked again for each */
    const char *template = text_eq(q->mode, "now") ? q->template : "digest";
    if (s == OK) s = render(mem, d, notify_lang_of(q->language) == LANG_EN ? textf(mem, "%s.en", template) : template, &v, &subject, &body);
    if (s == OK) {
        s = mail_send(line, mem, q->address, q->token, subject, body, v.unsubscribe, &said);
    } else if (s != E_IO) {
        said = "the template could not be made";
        s = E_LIMIT;
    }
    *result = s;
    return note(d, q, &all, s, said, now);
}

/* Of a digest's rows the first stands for all. */
static bool is_of_same_digest(const queued *a, const queued *b)
{
    return !text_eq(a->mode, "now") && text_eq(a->mode, b->mode) && a->user_id.v == b->user_id.v && text_eq(a->address, b->address);
}

static void only_firsts(queue *l)
{
    int n = 0;

    for (int i = 0; i < l->n; i++) {
        bool first = true;
        for (int k = 0; k < n && first; k++) first = !is_of_same_digest(&l->p[k], &l->p[i]);
        if (first) l->p[n++] = l->p[i];
    }
    l->n = n;
}

status mail_send_due(db *d, mail_renderer render, instant now, int *sent)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(mail_line) line = {0};
    queue l = {0};
    status result = OK;

    *sent = 0;
    if (!mail_is_on()) return OK;
    for (int again = 0; again < 5; again++) { /* others may have taken the first ones meanwhile */
        TRY(db_each(d, Q_DELIVERY_DUE, mem, &queued_shape, &l, P_INSTANT(now)));
        if (l.n == 0) return OK;
        only_firsts(&l);
        TRY(lease(d, &l, now));
        if (l.n) break;
    }
    for (int i = 0; i < l.n; i++) {
        TRY(send_one(&line, mem, d, render, &l.p[i], now, &result));
        *sent += result == OK;
    }
    return OK;
}

/* ---- what became of it ---- */

typedef struct {
    int64_t day, mails, quick, sent, failed, bounced;
} raw_day;
STATIC_SHAPE(raw_day_shape, raw_day, F_INT(raw_day, day), F_INT(raw_day, mails), F_INT(raw_day, quick), F_INT(raw_day, sent), F_INT(raw_day, failed), F_INT(raw_day, bounced));

status mail_last_days(db *d, arena *mem, instant now, mail_days *out)
{
    LIST_OF(raw_day) l = {0};

    TRY(db_each(d, Q_DELIVERY_DAYS, mem, &raw_day_shape, &l, P_INT(now.ms - 30 * INT64_C(86400000)), P_INSTANT(now)));
    out->p = NEWS(mem, mail_day, l.n + 1);
    for (int i = 0; i < l.n; i++)
        out->p[out->n++] = (mail_day){date_of((instant){l.p[i].day * INT64_C(86400000)}), l.p[i].mails, l.p[i].quick, l.p[i].sent, l.p[i].failed, l.p[i].bounced};
    return OK;
}

status mail_recent(db *d, arena *mem, const actor *who, mail_rows *out, dead_rows *dead)
{
    if (!mail_may_administer(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_DELIVERY_RECENT, mem, &mail_row_shape, out));
    return db_each(d, Q_DEAD_ADDRESSES, mem, &dead_row_shape, dead);
}

status mail_revive(arena *mem, db *d, const actor *who, const char *address)
{
    AUTO(db_tx) tx = {0};

    if (!mail_may_administer(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_DEAD_ADDRESS_CLEAR, P_TEXT(address)));
    TRY(audit_add(d, mem, who, "mail.revived", "mail", 0, "", ""));
    return db_commit(&tx);
}

/* ---- texts ---- */

status mail_text_get(db *d, arena *mem, const char *name, mail_text *out)
{
    bool known = false;

    for (int i = 0; mail_template_names[i]; i++) known |= text_eq(name, mail_template_names[i]);
    return known ? db_one(d, Q_MAIL_TEMPLATE_GET, mem, &mail_text_shape, out, P_TEXT(name)) : E_NOT_FOUND;
}

status mail_text_set(arena *mem, db *d, const actor *who, const mail_text *t, instant now)
{
    AUTO(db_tx) tx = {0};

    if (!mail_may_administer(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    if (*t->body) TRY(db_change1(d, Q_MAIL_TEMPLATE_SET, P_TEXT(t->name), P_TEXT(t->subject), P_TEXT(t->body), P_INSTANT(now), P_ID(who->user)));
    else TRY(db_change(d, Q_MAIL_TEMPLATE_DROP, NULL, P_TEXT(t->name)));
    TRY(audit_add(d, mem, who, "mail.template_saved", "mail", 0, "", t->name));
    return db_commit(&tx);
}
