#ifndef NEWS_NEWS_PAGES_H
#define NEWS_NEWS_PAGES_H
#include "web/serve.h"
extern const route_table news_routes, desk_routes, take_over_routes;
/* Where an old address went (web_config.moved). */
MUST status news_moved_page(request *r, reply *out);
#endif
