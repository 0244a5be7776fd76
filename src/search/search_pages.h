#ifndef SEARCH_SEARCH_PAGES_H
#define SEARCH_SEARCH_PAGES_H
#include "web/serve.h"
extern const route_table search_routes;
#endif
