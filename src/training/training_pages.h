#ifndef TRAINING_TRAINING_PAGES_H
#define TRAINING_TRAINING_PAGES_H
#include "training/training.h"
#include "web/serve.h"
extern const route_table training_routes, organise_routes, attendance_routes;

/* ",union,enterprise," in words; the kinds of organisation to choose from. */
const char *training_audience_words(arena *mem, const char *audience);
void training_sector_choices(arena *mem, choice_list *l);
const char *training_state_name(const registration_row *g); /* "có chỗ", translated */

#endif
