#include "look/look.h"

bool look_may_change(const actor *who, org_id org)
{
    return actor_has(who, ROLE_ADMINISTRATOR, org);
}
