#ifndef USER_TOKEN_PAGES_H
#define USER_TOKEN_PAGES_H
#include "web/serve.h"
extern const route_table token_routes;
#endif
