#ifndef REPORT_REPORT_PAGES_H
#define REPORT_REPORT_PAGES_H
#include "web/serve.h"
extern const route_table report_routes, behind_routes;
#endif
