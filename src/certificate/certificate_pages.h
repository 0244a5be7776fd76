#ifndef CERTIFICATE_CERTIFICATE_PAGES_H
#define CERTIFICATE_CERTIFICATE_PAGES_H
#include "web/serve.h"
extern const route_table certificate_routes;
#endif
