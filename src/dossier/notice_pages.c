/* The papers that a step of the process issued (receipt, request to mend, acceptance, refusals, transfer …), as DOCX: from the
 * template and the values of the day on which they were issued, the same bytes each time (paper.h). */
#include "base/text.h"
#include "doc/sniff.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"
#include "dossier/notice.h"
#include "paper/paper.h"
#include "process/design.h"

bool dossier_event_has_notice(const process *p, const dossier_event *e, const paper_kinds *kinds)
{
    const process_step *s = process_step_of(p, e->action, e->from_state);

    for (int i = 0; s && i < kinds->n; i++) /* decisions and minutes have addresses of their own */
        if (text_eq(kinds->p[i].kind, s->document)) return true;
    return false;
}

static const dossier_event *event_of(const dossier_events *l, int64_t id)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].id == id) return &l->p[i];
    return NULL;
}

static status notice_get(request *r, reply *out)
{
    dossier dos = {0};
    const process *p = NULL;
    dossier_events events = {0};
    fill_values values = {0};
    bytes docx = {0};

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    TRY(dossier_events_of(r->db, r->mem, dos.id, &events));
    const dossier_event *e = event_of(&events, r->arg[1]);
    if (!e) return E_NOT_FOUND;
    TRY(process_load(r->db, e->process_id, &p));
    const process_step *step = process_step_of(p, e->action, e->from_state);
    if (!step || !*step->document || process_paper_apart(step->document)) return E_NOT_FOUND;
    status s = paper_issued(r->db, r->mem, e->id, &docx);
    if (s == E_NOT_FOUND) { /* it was taken when there was no template of this kind */
        TRY(dossier_paper_values(r->db, r->mem, &dos, step, e, "", &values));
        s = paper_render(r->db, r->mem, step->document, &values, &docx);
    }
    TRY(s);
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "%s-%s.docx", text_slug(r->mem, process_paper_word(step->document)), text_slug(r->mem, dos.number)), docx);
}

static const route routes[] = {
    {GET, "/ho-so/:id/van-ban/:event", notice_get, ACCESS_USER, .summary = "The paper that a step issued (DOCX)"},
};
const route_table notice_routes = {routes, COUNT(routes)};
