/* catalogue.h: the lists that administrators keep: fields of application, beneficiaries, kinds of author, kinds of decision,
 * parts of a dossier. An entry is never deleted, since old dossiers name it: it is retired and not offered any more. */
#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "store/store.h"

enum { CATALOGUE_ENTRIES_MAX = 1000 }; /* of one kind */

typedef struct {
    entry_id id;
    const char *kind, *key, *name, *note; /* key: stable, made of the name; kind: field, beneficiary, author_kind, decision_kind, part */
    int64_t position, revision, uses; /* uses: by catalogue_count_uses */
    instant retired_at;
} catalogue_entry;
extern const shape catalogue_entry_shape;
typedef LIST_OF(catalogue_entry) catalogue_list;

typedef struct {
    const char *key, *slug, *name, *about; /* slug: in addresses; name and about: N_() words */
} catalogue_kind;
extern const catalogue_kind catalogue_kinds[]; /* ended by a NULL key */
const catalogue_kind *catalogue_kind_of_slug(const char *slug); /* NULL when there is none */

bool catalogue_may_manage(const actor *who); /* administrators of the whole system */

/* In order; `text` "" or part of a name, with or without tone marks. Retired ones only when asked for. */
MUST status catalogue_of(db *d, arena *mem, const char *kind, const char *text, bool retired, catalogue_list *out);
/* How many filed dossiers, files of them, or decisions name each entry: numbers alone, for who keeps the list. */
MUST status catalogue_count_uses(db *d, arena *mem, const actor *who, const char *kind, catalogue_list *l);
MUST status catalogue_get(db *d, arena *mem, entry_id id, catalogue_entry *out);
MUST status catalogue_name(db *d, arena *mem, const char *kind, const char *key, const char **out); /* the key when unknown */

/* `id` 0: a new one. E_CONFLICT: changed since `revision`, or the name is there already. E_LIMIT. */
MUST status catalogue_save(arena *mem, db *d, const actor *who, const catalogue_entry *e, instant now, entry_id *out);
MUST status catalogue_retire(arena *mem, db *d, const actor *who, entry_id id, bool retired, instant now);
/* The lists that ship, into a store that has none of that kind. */
MUST status catalogue_install(db *d);

#endif
