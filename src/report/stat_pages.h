#ifndef REPORT_STAT_PAGES_H
#define REPORT_STAT_PAGES_H
#include "web/serve.h"
extern const route_table stat_routes;
#endif
