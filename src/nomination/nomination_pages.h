#ifndef NOMINATION_NOMINATION_PAGES_H
#define NOMINATION_NOMINATION_PAGES_H
#include "web/serve.h"
extern const route_table nomination_routes;
#endif
