#ifndef USER_ADMIN_PAGES_H
#define USER_ADMIN_PAGES_H
#include "web/serve.h"
extern const route_table admin_routes;
#endif
