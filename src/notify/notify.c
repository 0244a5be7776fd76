#include "notify/notify.h"
#include "audit/audit.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "notify/mail.h"
#include <sodium.h>
#include <string.h>

SHAPE(notice_row_shape, notice_row, F_ID(notice_row, id), F_INSTANT(notice_row, at), F_INSTANT(notice_row, read_at), F_TEXT(notice_row, text), F_TEXT(notice_row, href));
SHAPE(notify_topic_shape, notify_topic, F_TEXT(notify_topic, key), F_TEXT(notify_topic, name), F_TEXT(notify_topic, mode));

static const notify_topic topics[NOTIFY_TOPICS] = {{"ho_so", N_("Hồ sơ và thời hạn"), "now"}, {"tap_huan", N_("Tập huấn"), "now"}, {"hoi_dap", N_("Hỏi đáp"), "now"}, {"bai_viet", N_("Bàn biên tập"), "now"}, {"khac", N_("Việc khác"), "now"}};

const char *notify_topic_of(const char *href)
{
    static const char *const folders[][2] = {{"/ho-so", "ho_so"}, {"/hoi-dong", "ho_so"}, {"/tap-huan", "tap_huan"}, {"/ve/", "tap_huan"}, {"/quan-ly-tap-huan", "tap_huan"}, {"/hoi-dap", "hoi_dap"}, {"/bien-tap", "bai_viet"}};

    for (int i = 0; i < COUNT(folders); i++)
        if (text_starts(href, folders[i][0])) return folders[i][1];
    return "khac";
}

instant notify_digest_at(instant now, bool weekly)
{
    date day = date_of(now);
    instant at = instant_of(day, 7, 0);

    while (at.ms <= now.ms || (weekly && date_weekday(day) != 1)) {
        day = date_add_days(day, 1);
        at = instant_of(day, 7, 0);
    }
    return at;
}

static const char *new_token(arena *mem)
{
    unsigned char raw[16];

    randombytes_buf(raw, sizeof raw);
    return text_hex(mem, raw, sizeof raw);
}

status notify_add(db *d, user_id user, const char *text, const char *href, const char *cause, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    int64_t rows = 0;

    TRY(db_change(d, Q_NOTICE_INSERT, &rows, P_ID(user), P_INSTANT(now), P_TEXT(text), P_TEXT(href), P_TEXT(cause)));
    if (rows == 0 || !mail_is_on()) return OK;
    return db_change(d, Q_DELIVERY_OF_NOTICE, NULL, P_TEXT(new_token(mem)), P_INSTANT(notify_digest_at(now, false)), P_INSTANT(notify_digest_at(now, true)), P_INSTANT(now), P_TEXT(cause),
                     P_TEXT(notify_topic_of(href)), P_ID(user));
}

status notify_list(db *d, arena *mem, const actor *who, notice_list *out)
{
    return db_each(d, Q_NOTICE_LIST, mem, &notice_row_shape, out, P_ID(who->user));
}

status notify_unread(db *d, const actor *who, int64_t *out)
{
    return db_number(d, Q_NOTICE_UNREAD, out, P_ID(who->user));
}

status notify_read_all(db *d, const actor *who, instant now)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_NOTICE_READ_ALL, NULL, P_INSTANT(now), P_ID(who->user)));
    return db_commit(&tx);
}

/* ---- preferences ---- */

typedef struct {
    const char *topic, *mode;
} preference;
STATIC_SHAPE(preference_shape, preference, F_TEXT(preference, topic), F_TEXT(preference, mode));

status notify_preferences(db *d, arena *mem, user_id user, notify_topic out[NOTIFY_TOPICS])
{
    LIST_OF(preference) l = {0};

    TRY(db_each(d, Q_NOTICE_PREFERENCES, mem, &preference_shape, &l, P_ID(user)));
    for (int i = 0; i < NOTIFY_TOPICS; i++) {
        out[i] = topics[i];
        for (int k = 0; k < l.n; k++)
            if (text_eq(l.p[k].topic, topics[i].key)) out[i].mode = l.p[k].mode;
    }
    return OK;
}

static const char *known(const char *topic)
{
    for (int i = 0; i < NOTIFY_TOPICS; i++)
        if (text_eq(topic, topics[i].key)) return topics[i].key;
    return NULL;
}

static status prefer(arena *mem, db *d, const actor *who, const char *topic, const char *mode)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_NOTICE_PREFERENCE_SET, P_ID(who->user), P_TEXT(topic), P_TEXT(mode)));
    if (text_eq(mode, "off")) TRY(db_change(d, Q_DELIVERY_DROP_TOPIC, NULL, P_ID(who->user), P_TEXT(topic)));
    TRY(audit_add(d, mem, who, "notice.preference", "user", who->user.v, topic, mode));
    return db_commit(&tx);
}

status notify_prefer(arena *mem, db *d, const actor *who, const char *topic, const char *mode)
{
    if (!who->user.v) return E_FORBIDDEN;
    if (!known(topic) || !(text_eq(mode, "now") || text_eq(mode, "daily") || text_eq(mode, "weekly") || text_eq(mode, "off"))) return E_INVALID;
    return prefer(mem, d, who, topic, mode);
}

/* ---- language ---- */

lang notify_lang_of(const char *language)
{
    return text_eq(language, "en") ? LANG_EN : LANG_VI;
}

typedef struct {
    const char *language;
} language_row;
STATIC_SHAPE(language_shape, language_row, F_TEXT(language_row, language));

status notify_language(db *d, arena *mem, user_id user, const char **out)
{
    language_row r = {0};

    TRY(db_one(d, Q_NOTICE_LANGUAGE, mem, &language_shape, &r, P_ID(user)));
    *out = r.language;
    return OK;
}

status notify_choose_language(arena *mem, db *d, const actor *who, const char *language)
{
    AUTO(db_tx) tx = {0};

    if (!who->user.v) return E_FORBIDDEN;
    if (!text_eq(language, "vi") && !text_eq(language, "en")) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_NOTICE_LANGUAGE_SET, P_ID(who->user), P_TEXT(language)));
    TRY(audit_add(d, mem, who, "notice.language", "user", who->user.v, "", language));
    return db_commit(&tx);
}

/* ---- one click ---- */

static status mark_mac(const char *said, unsigned char mac[crypto_auth_BYTES])
{
    unsigned char key[crypto_auth_KEYBYTES];

    TRY(crypt_key_file("unsubscribe.key", key, sizeof key));
    crypto_auth(mac, (const unsigned char *)said, strlen(said), key);
    return OK;
}

const char *notify_mark(arena *mem, user_id user, const char *topic)
{
    unsigned char mac[crypto_auth_BYTES];
    const char *said = textf(mem, "%lld.%s", (long long)user.v, topic);

    if (mark_mac(said, mac) != OK) return "";
    return textf(mem, "%s.%s", said, text_hex(mem, mac, 16));
}

status notify_mark_read(const char *mark, user_id *user, const char **topic)
{
    AUTO(arena_ptr) mem = arena_new();
    unsigned char mac[crypto_auth_BYTES];
    const char *last = strrchr(mark, '.'), *first = strchr(mark, '.');
    int64_t id = 0;

    if (!last || first == last || strlen(last + 1) != 32) return E_NOT_FOUND;
    const char *said = text_copyn(mem, mark, (size_t)(last - mark)), *key = known(said + (first - mark) + 1);
    TRY(mark_mac(said, mac));
    if (sodium_memcmp(text_hex(mem, mac, 16), last + 1, 32) != 0 || !key) return E_NOT_FOUND;
    if (text_parse_int(text_copyn(mem, mark, (size_t)(first - mark)), 1, INT64_MAX / 2, &id) != OK) return E_NOT_FOUND;
    user->v = id;
    *topic = key;
    return OK;
}

status notify_unsubscribe(arena *mem, db *d, const char *mark, instant now)
{
    actor who = {.name = "", .login = "", .unit = "", .address = ""};
    const char *topic = "";

    (void)now;
    TRY(notify_mark_read(mark, &who.user, &topic));
    return prefer(mem, d, &who, topic, "off");
}

/* ---- the account ---- */

status notify_mail_reset(arena *mem, db *d, user_id user, const char *address, const char *token, instant now)
{
    struct {
        int64_t v;
    } id = {0};
    int64_t dead = 0;

    if (!mail_is_on() || !*address) return E_NOT_FOUND;
    TRY(db_number(d, Q_DEAD_ADDRESS_IS, &dead, P_TEXT(address)));
    if (dead) return E_NOT_FOUND;
    return db_insert(d, Q_DELIVERY_INSERT, &id, P_TEXT(new_token(mem)), P_ID(user), P_TEXT(address), P_TEXT("reset"), P_TEXT(""),
                     P_BYTES(crypt_seal(mem, textf(mem, "%s/dat-mat-khau?ma=%s", mail_settings()->base_url, token))), P_INSTANT(now));
}
