#ifndef USER_USER_PAGES_H
#define USER_USER_PAGES_H
#include "web/serve.h"
extern const route_table user_routes;
#endif
