#ifndef APP_HOME_PAGES_H
#define APP_HOME_PAGES_H
#include "web/serve.h"
extern const route_table home_routes;
int home_notices(request *r);
#endif
