#ifndef COMPLAINT_COMPLAINT_PAGES_H
#define COMPLAINT_COMPLAINT_PAGES_H
#include "web/serve.h"
extern const route_table complaint_routes;
#endif
