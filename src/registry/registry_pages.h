#ifndef REGISTRY_REGISTRY_PAGES_H
#define REGISTRY_REGISTRY_PAGES_H
#include "web/serve.h"
extern const route_table registry_routes;
#endif
