#ifndef COUNCIL_COUNCIL_PAGES_H
#define COUNCIL_COUNCIL_PAGES_H
#include "council/council.h"
#include "web/serve.h"
#include "web/web.h"
extern const route_table council_routes, council_session_routes, council_item_routes, council_poll_routes, council_score_routes;

/* Messages of what refused a step, at the form. */
void council_tell_refused(request *r, const finding_list *l);
#endif
