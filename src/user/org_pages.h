#ifndef USER_ORG_PAGES_H
#define USER_ORG_PAGES_H
#include "web/serve.h"
extern const route_table org_routes;
#endif
