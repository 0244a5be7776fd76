#ifndef REMUNERATION_REMUNERATION_PAGES_H
#define REMUNERATION_REMUNERATION_PAGES_H
#include "web/serve.h"
extern const route_table remuneration_routes, remuneration_form_routes, follow_routes;
#endif
