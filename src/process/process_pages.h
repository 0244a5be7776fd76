#ifndef PROCESS_PROCESS_PAGES_H
#define PROCESS_PROCESS_PAGES_H
#include "process/design.h"
#include "web/serve.h"
extern const route_table process_routes, process_edit_routes;

/* The head of a page about one version: loads it, sets title and crumbs. */
MUST status process_page_head(request *r, process_row *row, process *p, const char *title);
#endif
