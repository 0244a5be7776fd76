#ifndef APP_HOME_PAGES_H
#define APP_HOME_PAGES_H
#include "web/serve.h"
extern const route_table home_routes;
extern const nav_item account_menu[]; /* ended by a NULL label; what is for a role stands on its work page too */
int home_notices(request *r);
#endif
