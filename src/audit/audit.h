/* audit.h: who did what, when, from where, to what, before and after: append-only, each line chained to the one before by
 * SHA-256, so that an edit or a hole is found. Written in the transaction of the change itself. */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H
#include "base/date.h"
#include "base/shape.h"
#include "store/store.h"
#include "actor/actor.h"

/* One event. `action` is "dossier.filed"; `kind` and `id` name the object ("dossier", 12); before/after are short JSON
 * texts ("" for none) without secret parts. Only inside db_begin. */
MUST status audit_add(db *d, arena *mem, const actor *who, const char *action, const char *kind, int64_t id, const char *before, const char *after);

typedef struct {
    int64_t id;
    instant at;
    const char *actor_name, *address, *action, *kind, *before, *after;
    int64_t object;
} audit_row;
extern const shape audit_row_shape;
typedef LIST_OF(audit_row) audit_list;
/* The events of one object, newest first, at most 200. */
MUST status audit_of(db *d, arena *mem, const char *kind, int64_t id, audit_list *out);
/* Which events are asked for; a zeroed one asks for all. */
typedef struct {
    user_id user;                     /* 0: all */
    const char *name, *action, *kind; /* whole name as it was then; first letters of the action; NULL and "" all */
    int64_t object, before;           /* object 0: all; before: only events of a smaller number, 0 from the newest */
    date from, to;                    /* days, both counted in; 0: open */
} audit_ask;
enum { AUDIT_FOUND = 100, AUDIT_LOOKED = 200000 }; /* events at most in an answer; looked through for it */
/* The newest first. `older`: where to go on (`before` of the next question), 0 when the log is at its end. */
MUST status audit_find(db *d, arena *mem, const audit_ask *ask, audit_list *out, int64_t *older);

/* Walks the chain: `bad` is 0 when whole, otherwise the first event that does not fit. */
MUST status audit_verify(db *d, int64_t *events, int64_t *bad);

#endif
