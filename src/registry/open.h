/* open.h: the register as open data: what harvesters ask, exports in parts, the history of an entry, the register made again
 * out of the log. */
#ifndef REGISTRY_OPEN_H
#define REGISTRY_OPEN_H
#include "registry/registry.h"

enum {
    REGISTER_PART = 500,          /* rows of a part of an export */
    REGISTER_EXPORT_ROWS = 200000, /* of a whole export; more is for harvesters */
    REGISTER_HARVEST = 100        /* entries of one answer to a harvester */
};

typedef struct {
    int64_t id, year;
    const char *code, *title, *org_name, *field, *kind, *level, *status, *decision, *authors, *summary;
    date recognised_on;
    instant changed_at;
    bool has_head;
} open_row;
extern const shape open_row_shape;
typedef LIST_OF(open_row) open_rows;

/* An export goes on after (day, id); the first time 99999999, the largest id. */
typedef struct {
    date day;
    int64_t id;
} open_mark;
MUST status open_export(db *d, arena *mem, const register_filter *f, const open_mark *after, open_rows *out);

/* Entries by the instant of their last change, from `from` to `until` (both in), after (after, id). */
MUST status open_changed(db *d, arena *mem, instant from, instant until, instant after, int64_t id, int limit, open_rows *out);
MUST status open_changed_count(db *d, instant from, instant until, int64_t *out);
MUST status open_earliest(db *d, instant *out);
MUST status open_by_code(db *d, arena *mem, const char *code, open_row *out);

typedef struct {
    int64_t id;
    instant at;
    const char *action, *after;
} history_row;
extern const shape history_row_shape;
typedef LIST_OF(history_row) history_rows;
MUST status open_history(db *d, arena *mem, const char *code, history_rows *out); /* oldest first */

/* Compares each entry with what the log says of it: `wrong` counts those that differ or that only one of both has. */
MUST status open_compare_log(db *d, int64_t *wrong);
#endif
