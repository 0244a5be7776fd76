#ifndef NOTIFY_NOTIFY_PAGES_H
#define NOTIFY_NOTIFY_PAGES_H
#include "web/serve.h"
extern const route_table notify_routes;
#endif
