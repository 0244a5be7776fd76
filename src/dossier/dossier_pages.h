#ifndef DOSSIER_DOSSIER_PAGES_H
#define DOSSIER_DOSSIER_PAGES_H
#include "dossier/dossier.h"
#include "web/serve.h"
extern const route_table dossier_routes, work_routes, notice_routes, repin_routes;

/* What the forms offer out of the catalogue and the rounds (offer_pages.c). */
MUST status dossier_offer_rounds(request *r, const dossier *dos);
MUST status dossier_offer_purposes(request *r);
MUST status dossier_check_round_typed(request *r);
void dossier_read_own(request *r, dossier_text *t);

#endif
