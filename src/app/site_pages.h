#ifndef APP_SITE_PAGES_H
#define APP_SITE_PAGES_H
#include "web/serve.h"
extern const route_table site_routes;
#endif
