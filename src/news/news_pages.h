#ifndef NEWS_NEWS_PAGES_H
#define NEWS_NEWS_PAGES_H
#include "web/serve.h"
extern const route_table news_routes;
#endif
