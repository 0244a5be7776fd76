#ifndef TRAINING_TRAINING_PAGES_H
#define TRAINING_TRAINING_PAGES_H
#include "web/serve.h"
extern const route_table training_routes, organise_routes;
#endif
