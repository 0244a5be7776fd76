/* Between the files of reports. */
#ifndef REPORT_SNAPSHOT_OWN_H
#define REPORT_SNAPSHOT_OWN_H
#include "base/buf.h"
#include "report/snapshot.h"

static inline sheet_cell cell_words(const char *text)
{
    return (sheet_cell){.text = text};
}

static inline sheet_cell cell_whole(int64_t n)
{
    return (sheet_cell){.text = "", .number = n, .scale = 1};
}

typedef const char *const report_filter[2]; /* name and value of a parameter of an address */
void report_put_filters(buf *b, const report_filter *filters, int n); /* "&name=value" of each that has a value */
const char *report_kind_in_vietnamese(const char *kind); /* papers are in Vietnamese, whoever makes them */
/* Keeps `c` as a snapshot with its hash and its line in the log, inside db_begin. */
MUST status report_freeze(arena *mem, db *d, const actor *who, int64_t design, const char *kind, const char *title, org_id org, const report_content *c, instant now, int64_t *id);

#endif
