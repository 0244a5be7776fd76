#ifndef COUNCIL_COUNCIL_PAGES_H
#define COUNCIL_COUNCIL_PAGES_H
#include "web/serve.h"
extern const route_table council_routes;
#endif
