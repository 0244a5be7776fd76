/* notice.h: which events of a dossier have a paper (NĐ 30/2020 layout, DOCX) at /ho-so/:id/van-ban/:event. */
#ifndef DOSSIER_NOTICE_H
#define DOSSIER_NOTICE_H
#include "dossier/dossier.h"
#include "paper/paper.h"
#include <stdbool.h>

/* The step of the process that made the event names a paper, and there is a template of it. */
bool dossier_event_has_notice(const process *p, const dossier_event *e, const paper_kinds *kinds);

#endif
