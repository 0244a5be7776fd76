/* registry_own.h: between the files of the register. */
#ifndef REGISTRY_REGISTRY_OWN_H
#define REGISTRY_REGISTRY_OWN_H
#include "registry/registry.h"

/* The conditions as the queries take them. */
typedef struct {
    const char *folded, *like, *field, *level, *kind; /* folded: what is searched; like: the same for LIKE, "\" before signs of its own */
    int64_t org;
    int from, to;
    bool head, valid;
} conditions;

/* How many entries there are of one sort. */
typedef struct {
    int64_t year, org, n;
    const char *org_name, *field, *level, *kind;
    bool head, valid;
} found_cell;
typedef LIST_OF(found_cell) found_cells;
bool cell_fits(const found_cell *w, const conditions *c);

/* ---- words (registry_words.c) ---- */
enum { REGISTER_WORDS_MAX = 2000000 }; /* entries whose words are kept in memory */
/* Entries with c->folded somewhere in title, authors, unit and field: how many of each sort (`c->head` and `c->valid` alone are
 * asked), and, under all conditions, how many, and the ids `skip` to `skip + limit` of them, newest first. */
typedef struct {
    found_cells cells;
    int64_t total;
    int64_t *ids;
    int n;
} words_found;
MUST status register_words(db *d, arena *mem, const conditions *c, int skip, int limit, words_found *out);

#endif
