#ifndef REPORT_STAT_PAGES_H
#define REPORT_STAT_PAGES_H
#include "web/serve.h"
extern const route_table stat_routes, range_routes;
date stat_day(request *r, const char *name, date otherwise); /* a day of the query: 2026-03-01 or 01/03/2026 */
#endif
