#ifndef EMULATION_EMULATION_PAGES_H
#define EMULATION_EMULATION_PAGES_H
#include "web/serve.h"
extern const route_table emulation_routes;
#endif
