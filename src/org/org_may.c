#include "org/org.h"

bool org_may_change(const actor *who, org_id id)
{
    return actor_has(who, ROLE_ADMINISTRATOR, id);
}
