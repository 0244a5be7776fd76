#ifndef APP_GUIDE_PAGES_H
#define APP_GUIDE_PAGES_H
#include "web/serve.h"
extern const route_table guide_routes;

/* The one-page guides (docs/guide-vi/mot-trang/NAME.md, embedded), in the order of the table in guide_pages.c. */
typedef struct {
    const char *name, *title, *lead; /* "tac-gia"; the first line; the paragraph after it, Markdown */
} guide_link;
extern const shape guide_link_shape;
typedef LIST_OF(guide_link) guide_links;
/* Those for the roles of `who`; all of them when NULL. */
void guide_list(arena *mem, const actor *who, guide_links *out);

#endif
