/* notify.h: notices: in the product always; by e-mail where it is set up, the person has an address and wants it; and events
 * to other systems (webhook.h). What is told is a row in the transaction of what it tells of. */
#ifndef NOTIFY_NOTIFY_H
#define NOTIFY_NOTIFY_H
#include "base/id.h"
#include "base/shape.h"
#include "base/words.h"
#include "actor/actor.h"
#include "store/store.h"

typedef struct {
    notice_id id;
    instant at, read_at;
    const char *text, *href;
} notice_row;
extern const shape notice_row_shape;
typedef LIST_OF(notice_row) notice_list;

/* Tells a person something once (`cause` is told only once to each); by e-mail besides as the person chose. Inside db_begin. */
MUST status notify_add(db *d, user_id user, const char *text, const char *href, const char *cause, instant now);
MUST status notify_list(db *d, arena *mem, const actor *who, notice_list *out);
MUST status notify_unread(db *d, const actor *who, int64_t *out);
MUST status notify_read_all(db *d, const actor *who, instant now);

/* ---- how a person is told ---- */
enum { NOTIFY_TOPICS = 5 };
typedef struct {
    const char *key, *name; /* "ho_so"; name: N_() words */
    const char *mode;       /* now | daily | weekly | off */
} notify_topic;
extern const shape notify_topic_shape;
/* What an address of this site is about: "/ho-so/12" → "ho_so"; "khac" for everything else. */
const char *notify_topic_of(const char *href);
MUST status notify_preferences(db *d, arena *mem, user_id user, notify_topic out[NOTIFY_TOPICS]);
MUST status notify_prefer(arena *mem, db *d, const actor *who, const char *topic, const char *mode); /* one's own; E_INVALID */
/* In which language one is written to: "vi" (so without a choice) or "en". */
lang notify_lang_of(const char *language);
MUST status notify_language(db *d, arena *mem, user_id user, const char **out);
MUST status notify_choose_language(arena *mem, db *d, const actor *who, const char *language); /* one's own; E_INVALID */
/* Digests leave at 7:00 of the next day, or of the next Monday. */
instant notify_digest_at(instant now, bool weekly);
/* The mark of the unsubscribe address: it proves itself (HMAC), so it needs no login (RFC 8058). */
const char *notify_mark(arena *mem, user_id user, const char *topic);
MUST status notify_mark_read(const char *mark, user_id *user, const char **topic); /* E_NOT_FOUND: not one of ours */
MUST status notify_unsubscribe(arena *mem, db *d, const char *mark, instant now);

/* A one-time link for a new password to this address. Inside db_begin. E_NOT_FOUND: e-mail is not set up, or the address is dead or empty. */
MUST status notify_mail_reset(arena *mem, db *d, user_id user, const char *address, const char *token, instant now);

#endif
