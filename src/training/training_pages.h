#ifndef TRAINING_TRAINING_PAGES_H
#define TRAINING_TRAINING_PAGES_H
#include "web/serve.h"
extern const route_table training_routes, organise_routes;

/* ",union,enterprise," in words; the kinds of organisation to choose from. */
const char *training_audience_words(arena *mem, const char *audience);
void training_sector_choices(arena *mem, choice_list *l);

#endif
