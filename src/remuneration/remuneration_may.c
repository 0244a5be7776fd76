#include "remuneration/follow.h"
#include "remuneration/remuneration.h"

bool remuneration_may_see(const entry_stand *s)
{
    return certificate_is_insider(s);
}

bool remuneration_may_state(const entry_stand *s)
{
    return s->author || s->clerk || s->head;
}

bool remuneration_may_manage(const entry_stand *s)
{
    return s->clerk || s->head;
}

bool remuneration_may_confirm(const actor *who, const entry_stand *s, const rem_statement *st)
{
    return (s->head || s->department) && st->stated_by.v != who->user.v;
}

bool remuneration_may_mark(const entry_stand *s)
{
    return s->department;
}

bool follow_may_write(const entry_stand *s)
{
    return s->author || s->clerk || s->head;
}

bool follow_may_lock(const entry_stand *s)
{
    return s->head;
}
