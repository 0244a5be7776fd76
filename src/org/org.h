/* org.h: organisations and their numbers. */
#ifndef ORG_ORG_H
#define ORG_ORG_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

typedef struct {
    org_id id;
    const char *code, *name, *symbol, *kind, *economic_class, *sector, *superior, *province, *authorisation, *address, *email, *phone;
    org_id superior_id;
    bool union_exists;
    date valid_from, valid_to;
    int64_t revision;
} org_row;
extern const shape org_row_shape;
typedef LIST_OF(org_row) org_list;

MUST status org_get(db *d, arena *mem, org_id id, org_row *out);
MUST status org_by_code(db *d, arena *mem, const char *code, org_row *out);
/* Organisations that exist on `day`, by name. `establishments_only`: those that may receive a request (TT18 Art 2). */
MUST status org_all(db *d, arena *mem, date day, bool establishments_only, org_list *out);
/* The name that it bore on `day` (old decisions keep old names). */
MUST status org_name_on(db *d, arena *mem, org_id id, date day, const char **name, const char **symbol);
/* With its first name. E_INVALID: an organisation of the district level on a day when there is none (rule org.district_level). */
MUST status org_create(db *d, arena *mem, const org_row *o, org_id *out);
MUST status org_rename(db *d, arena *mem, org_id id, const char *name, const char *symbol, date from, const char *document);

/* ---- what becomes of an organisation (org_change.c) ----
 * Names, places and ends have their days: what was decided before keeps the name of its day. Each is one transaction with its
 * line in the log. E_FORBIDDEN; E_CONFLICT: it has ended, or `on` lies before its last change; E_INVALID: a day to come, itself
 * as its own superior or heir, an heir that does not exist on that day. */
typedef enum { ORG_MERGE, ORG_SPLIT, ORG_END } org_end_kind;
enum { ORG_HEIRS_MAX = 6 };
typedef struct {
    org_end_kind kind;
    org_id heir[ORG_HEIRS_MAX]; /* the first one takes over the dossiers that are under way, the people and the subordinates */
    int n;                      /* ORG_MERGE: 1; ORG_SPLIT: 2 or more; ORG_END: 0 or 1 */
    date on;                    /* the first day on which it is no more */
    const char *document;
} org_ending;
MUST status org_change_name(arena *mem, db *d, const actor *who, org_id id, const char *name, const char *symbol, date on, const char *document, instant now);
MUST status org_change_superior(arena *mem, db *d, const actor *who, org_id id, org_id superior, date on, const char *document, instant now);
/* Adds the job "org_ended" (subject: the two ids), whose reactions let dossiers and people follow. */
MUST status org_change_end(arena *mem, db *d, const actor *who, org_id id, const org_ending *e, instant now);
bool org_may_change(const actor *who, org_id id); /* its administrator */

typedef struct {
    const char *name, *symbol;
    date valid_from, valid_to;
} org_name_row;
extern const shape org_name_row_shape;
typedef LIST_OF(org_name_row) org_names;
typedef struct {
    const char *kind, *from_name, *to_name, *document; /* kind: merge split rename move end */
    org_id from_org, to_org;
    date on_date;
} org_change_row;
extern const shape org_change_row_shape;
typedef LIST_OF(org_change_row) org_changes;
MUST status org_names_of(db *d, arena *mem, org_id id, org_names *out);     /* latest first */
MUST status org_changes_of(db *d, arena *mem, org_id id, org_changes *out); /* from it and to it; latest first, 200 */
MUST status org_below(db *d, arena *mem, org_id id, org_list *out);         /* directly, existing ones */
MUST status org_ended(db *d, arena *mem, date day, org_list *out);          /* which are no more */

/* The next number of a series of an organisation in a year: 1, 2, 3 … without gaps, in the caller's transaction
 * (NĐ 30/2020 Art 15: one series a year, beginning anew on 1 January). */
MUST status org_next_number(db *d, org_id org, const char *series, int year, int64_t *out);

#endif
