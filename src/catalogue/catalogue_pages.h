#ifndef CATALOGUE_CATALOGUE_PAGES_H
#define CATALOGUE_CATALOGUE_PAGES_H
#include "web/serve.h"
extern const route_table catalogue_routes, round_routes, own_form_routes;
#endif
