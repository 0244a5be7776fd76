#ifndef LOOK_LOOK_PAGES_H
#define LOOK_LOOK_PAGES_H
#include "web/serve.h"
extern const route_table look_routes;
/* What the frames of pages take from the looks in force. */
status look_for_frame(db *d, arena *mem, web_looks *out);
#endif
