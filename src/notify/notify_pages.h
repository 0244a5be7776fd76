#ifndef NOTIFY_NOTIFY_PAGES_H
#define NOTIFY_NOTIFY_PAGES_H
#include "notify/mail.h"
#include "web/serve.h"
extern const route_table notify_routes, mail_routes, mail_admin_routes;
/* The templates of mail (a mail_renderer). */
MUST status mail_render(arena *mem, db *d, const char *name, const mail_view *v, const char **subject, const char **body);
#endif
