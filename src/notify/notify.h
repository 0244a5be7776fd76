/* notify.h: notices in the product. E-mail comes with the portal. */
#ifndef NOTIFY_NOTIFY_H
#define NOTIFY_NOTIFY_H
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "store/store.h"

typedef struct {
    notice_id id;
    instant at, read_at;
    const char *text, *href;
} notice_row;
extern const shape notice_row_shape;
typedef LIST_OF(notice_row) notice_list;

/* Tells a person something once (`cause` is told only once to each). Inside db_begin. */
MUST status notify_add(db *d, user_id user, const char *text, const char *href, const char *cause, instant now);
MUST status notify_list(db *d, arena *mem, const actor *who, notice_list *out);
MUST status notify_unread(db *d, const actor *who, int64_t *out);
MUST status notify_read_all(db *d, const actor *who, instant now);

#endif
