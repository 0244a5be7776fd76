/* own_form.h: what a level and field asks of a dossier besides the form of the law (TT18 annex I): own fields and required
 * parts, by version. A dossier keeps the version in which it was written when it was filed, and is shown by it for ever.
 * Fields of the law cannot be left out: they are not here. */
#ifndef CATALOGUE_OWN_FORM_H
#define CATALOGUE_OWN_FORM_H
#include "catalogue/catalogue.h"

enum { OWN_FIELDS_MAX = 30, OWN_PARTS_MAX = 20, OWN_VALUE_MAX = 10000 };

typedef struct {
    const char *key, *label, *hint, *kind; /* key made of the label; kind: line, lines, number, date */
    bool required;
} own_field;
extern const shape own_field_shape;
typedef struct {
    const char *key;
} own_part;
typedef struct {
    LIST_OF(own_field) fields;
    LIST_OF(own_part) parts; /* keys of the catalogue's parts that must be attached */
} own_form;

typedef struct {
    form_id id;
    const char *name, *level, *sector, *status, *definition; /* sector: key of a field of application, "" every; status: draft, active, retired */
    round_id round_id;                                       /* of one round; {0}: of every */
    int64_t version, revision;
    instant created_at, activated_at;
    const char *level_name, *sector_name, *status_name, *tone, *round_name; /* in words */
} own_form_row;
extern const shape own_form_row_shape;
typedef LIST_OF(own_form_row) own_form_rows;

MUST status own_form_all(db *d, arena *mem, const actor *who, own_form_rows *out);
MUST status own_form_get(db *d, arena *mem, form_id id, own_form_row *row, own_form *form); /* for whoever shows a dossier */
/* The active one of the round, else of every round; among these that for the field of application (its name as authors type it),
 * else the one for every field; {0}: none. */
MUST status own_form_choose(db *d, arena *mem, const char *level, const char *field, round_id round, form_id *out);

/* A draft: the next version of its level, sector and round, with the fields of the active one. E_CONFLICT: there is a draft. */
MUST status own_form_create(arena *mem, db *d, const actor *who, const char *name, const char *level, const char *sector, round_id round, instant now, form_id *out);
/* `key` "": a new field. E_CONFLICT: no draft, or changed since `revision`. E_LIMIT. */
MUST status own_form_put(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *key, const own_field *f);
MUST status own_form_drop(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *key);
MUST status own_form_parts(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *const *keys, int n);
MUST status own_form_activate(arena *mem, db *d, const actor *who, form_id id, instant now);

#endif
