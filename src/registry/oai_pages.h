#ifndef REGISTRY_OAI_PAGES_H
#define REGISTRY_OAI_PAGES_H
#include "web/serve.h"
extern const route_table oai_routes;
#endif
