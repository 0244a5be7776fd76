#include "base/text.h"
#include "complaint/complaint.h"

bool complaint_may_see(const complaint_stand *s)
{
    return s->complainant || s->author || s->head || s->department || s->clerk || s->auditor;
}

bool complaint_may_handle(const complaint_row *c, const complaint_stand *s)
{
    (void)c;
    return (s->head || s->department) && !s->complainant && !s->author;
}

bool complaint_may_second(const actor *who, const complaint_row *c, const complaint_stand *s)
{
    return text_eq(c->state, "proposed") && complaint_may_handle(c, s) && !s->attacked && c->solver_id.v != who->user.v;
}
