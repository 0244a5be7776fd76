/* registry.h: the public register of recognised initiatives and the counts over it. Public data only: no birth date, no
 * address, no secret part (it reads tables that hold none). */
#ifndef REGISTRY_REGISTRY_H
#define REGISTRY_REGISTRY_H
#include "certificate/certificate.h"

enum { REGISTER_PAGE = 30, REGISTER_EXPORT_MAX = 20000 };

typedef struct {
    const char *code, *title, *org_name, *field, *level, *status, *authors, *decision;
    date recognised_on;
    int64_t year;
    bool has_head, is_city, is_cancelled;
} register_row;
extern const shape register_row_shape;
typedef LIST_OF(register_row) register_rows;

typedef struct {
    const char *text;  /* any words, with or without tone marks; "" all */
    const char *field; /* "" all */
    int year;          /* 0 all */
    int from, to;      /* years, 0 open */
    org_id org;        /* 0 all */
    bool city, head;   /* only those */
    const char *kind;  /* "" or NULL all; "technical" … */
    const char *level; /* "" or NULL all; "unit", "city" */
    int skip, limit;
} register_filter;
MUST status registry_search(db *d, arena *mem, const register_filter *f, register_rows *out, int64_t *total);

typedef struct {
    const char *label;
    int64_t key, total, city, head;
} count_row;
extern const shape count_row_shape;
typedef LIST_OF(count_row) count_rows;
/* Counts of each value of an axis under the other conditions, most first, at most REGISTER_FACET of each. */
enum { REGISTER_FACET = 60 };
typedef struct {
    count_rows years, orgs, fields, levels, kinds; /* key: year, organisation; label: the others */
} register_facets;
MUST status registry_facets(db *d, arena *mem, const register_filter *f, register_facets *out);
MUST status registry_by_year(db *d, arena *mem, count_rows *out);
MUST status registry_by_field(db *d, arena *mem, int from, int to, count_rows *out);
MUST status registry_total(db *d, arena *mem, int from, int to, count_row *out);

#endif
