#ifndef NOVELTY_NOVELTY_PAGES_H
#define NOVELTY_NOVELTY_PAGES_H
#include "web/serve.h"

extern const route_table novelty_routes;
#endif
