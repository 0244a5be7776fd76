#include "nomination/nomination.h"

bool nomination_may_request(const entry_stand *s)
{
    return s->author || s->head || s->clerk;
}

bool nomination_may_list(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR));
}
