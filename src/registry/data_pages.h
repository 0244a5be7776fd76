#ifndef REGISTRY_DATA_PAGES_H
#define REGISTRY_DATA_PAGES_H
#include "web/serve.h"
extern const route_table data_routes;
#endif
