#ifndef REPORT_RANKING_PAGES_H
#define REPORT_RANKING_PAGES_H
#include "web/serve.h"
extern const route_table ranking_routes;
#endif
