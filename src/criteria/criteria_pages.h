#ifndef CRITERIA_CRITERIA_PAGES_H
#define CRITERIA_CRITERIA_PAGES_H
#include "web/serve.h"
extern const route_table criteria_routes;
#endif
