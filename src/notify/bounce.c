/* Returned mail: a delivery status notification (RFC 3464), or the server's own words; found by the return path. */
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "notify/mail.h"
#include "notify/notify.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { TOKEN = 32, BOUNCES_AT_ONCE = 100 };

/* 32 hex digits between `before` and '@': "+…@" of the return path, "<…@" of our Message-ID. */
static const char *token_in(arena *mem, const char *s)
{
    for (const char *p = s; (p = strpbrk(p, "+<")); p++)
        if (strspn(p + 1, "0123456789abcdef") == TOKEN && p[1 + TOKEN] == '@') return text_copyn(mem, p + 1, TOKEN);
    return "";
}

/* "Status: 5.1.1" at the start of a line; "" when the message has none. */
static const char *status_in(arena *mem, const char *s)
{
    for (const char *p = s; p; p = strchr(p, '\n'), p += p != NULL)
        if (strncasecmp(p, "Status:", 7) == 0) {
            p += 7 + strspn(p + 7, " \t");
            return text_copyn(mem, p, strspn(p, "0123456789."));
        }
    return "";
}

typedef struct {
    int64_t id;
    user_id user_id;
    const char *token, *address, *state;
} returned;
STATIC_SHAPE(returned_shape, returned, F_INT(returned, id), F_ID(returned, user_id), F_TEXT(returned, token), F_TEXT(returned, address), F_TEXT(returned, state));

status mail_bounce(arena *mem, db *d, const char *message, size_t n, instant now)
{
    AUTO(db_tx) tx = {0};
    returned r = {0};

    if (n > MAIL_BOUNCE_MAX) n = MAIL_BOUNCE_MAX;
    const char *s = text_copyn(mem, message, n), *token = token_in(mem, s), *code = status_in(mem, s); /* ends at a NUL */
    if (!*token) return E_NOT_FOUND;
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_DELIVERY_BY_TOKEN, mem, &returned_shape, &r, P_TEXT(token)));
    if (code[0] != '5') return E_INVALID; /* delayed, an answer of somebody who is away, … */
    const char *reason = textf(mem, "returned: %s", code);
    TRY(db_change(d, Q_DELIVERY_BOUNCED, NULL, P_TEXT(reason), P_INT(r.id)));
    TRY(db_change(d, Q_DEAD_ADDRESS_ADD, NULL, P_TEXT(r.address), P_INSTANT(now), P_TEXT(reason)));
    TRY(db_change(d, Q_DELIVERY_STOP, NULL, P_TEXT(reason), P_TEXT(r.address)));
    if (r.user_id.v)
        TRY(notify_add(d, r.user_id, textf(mem, "Thư gửi đến %s bị trả lại. Hãy nhờ người quản trị sửa địa chỉ thư của bạn.", r.address), "/tai-khoan/thong-bao", textf(mem, "dead-%s", r.address), now));
    return db_commit(&tx);
}

static status read_one(db *d, const char *path, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {.max = MAIL_BOUNCE_MAX};
    char part[16384];
    FILE *f = fopen(path, "r");

    if (!f) return E_IO;
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, n);
    fclose(f);
    status s = b.p ? mail_bounce(mem, d, b.p, b.n, now) : E_NOT_FOUND;
    return s == E_NOT_FOUND || s == E_INVALID ? OK : s; /* not ours, or nothing final: read all the same */
}

status mail_read_bounces(db *d, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *dir = mail_settings()->bounce_dir;
    DIR *new = *dir ? opendir(textf(mem, "%s/new", dir)) : NULL;
    status s = OK;
    int n = 0;

    for (struct dirent *e; new && s == OK && n < BOUNCES_AT_ONCE && (e = readdir(new)); n++) {
        if (e->d_name[0] == '.') continue;
        const char *from = textf(mem, "%s/new/%s", dir, e->d_name), *to = textf(mem, "%s/cur/%s:2,S", dir, e->d_name);
        s = read_one(d, from, now);
        if (s == OK && rename(from, to) != 0) {
            log_error("returned mail: cannot move %s", from);
            s = E_IO;
        }
    }
    if (new) closedir(new);
    return s;
}
