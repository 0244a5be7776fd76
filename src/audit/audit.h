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
/* The newest events of all, before event `before` (0: from the newest), at most 100. */
MUST status audit_recent(db *d, arena *mem, int64_t before, audit_list *out);

/* Walks the chain: `bad` is 0 when whole, otherwise the first event that does not fit. */
MUST status audit_verify(db *d, int64_t *events, int64_t *bad);

#endif
