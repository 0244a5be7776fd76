/* org.h: organisations and their numbers. */
#ifndef ORG_ORG_H
#define ORG_ORG_H
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
MUST status org_create(db *d, arena *mem, const org_row *o, org_id *out); /* with its first name */
MUST status org_rename(db *d, arena *mem, org_id id, const char *name, const char *symbol, date from, const char *document);

/* The next number of a series of an organisation in a year: 1, 2, 3 … without gaps, in the caller's transaction
 * (NĐ 30/2020 Art 15: one series a year, beginning anew on 1 January). */
MUST status org_next_number(db *d, org_id org, const char *series, int year, int64_t *out);

#endif
