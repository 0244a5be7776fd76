#include "base/text.h"
#include "emulation/emulation.h"

bool emulation_may_plan(const actor *who, const entry_stand *s, user_id person)
{
    return s->author && who->user.v && person.v == who->user.v;
}

bool emulation_may_record(const entry_stand *s)
{
    return s->head || s->clerk || s->department;
}

bool emulation_may_void(const actor *who, const entry_stand *s, const use_row *u)
{
    return emulation_may_record(s) || (u->user_id.v == who->user.v && text_eq(u->state, "planned"));
}
