/* Between the files that make the parts of a dashboard. */
#ifndef REPORT_PANEL_OWN_H
#define REPORT_PANEL_OWN_H
#include "report/panel.h"

panel *panel_open(const panel_for *f, panel_list *l, const char *id, const char *title);
void panel_head(panel *b, const char *label);
bool panel_line(const panel_for *f, panel *b, const char *label, const char *href); /* false: the table is full */
void panel_put(panel *b, const char *text, const char *href);                       /* the next cell of the line */

/* Where a number leads; "" when it is 0 or not for this reader. */
const char *panel_entries(const panel_for *f, int64_t n, int from, int to, const char *more);                    /* the register's */
const char *panel_records(const panel_for *f, const char *event, int64_t n, int from, int to, const char *more); /* dossiers */
const char *panel_recognised(const panel_for *f, int64_t n, int from, int to, const char *more);                 /* whichever counts such years */
const char *panel_with(const panel_for *f, const char *name, const char *value);                                 /* "&name=value" */
const char *panel_query(const panel_for *f, const char *axes);

const char *panel_number(const panel_for *f, int64_t n);
const char *panel_change(const panel_for *f, int64_t now, int64_t before); /* "+10 (+1,6 %)" */
const char *panel_share(const panel_for *f, int64_t part, int64_t whole);
/* A count of dossiers of persons: in public only when it is not small. */
const char *panel_shown(const panel_for *f, int64_t n, bool hide);

MUST status panel_units(const panel_for *f, panel_list *l);
MUST status panel_rounds(const panel_for *f, panel_list *l);
#endif
