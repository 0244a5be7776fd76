#ifndef DOSSIER_DOSSIER_PAGES_H
#define DOSSIER_DOSSIER_PAGES_H
#include "web/serve.h"
extern const route_table dossier_routes, work_routes, notice_routes, repin_routes;
#endif
