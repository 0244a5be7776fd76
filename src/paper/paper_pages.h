#ifndef PAPER_PAPER_PAGES_H
#define PAPER_PAPER_PAGES_H
#include "web/serve.h"
extern const route_table paper_routes;
#endif
