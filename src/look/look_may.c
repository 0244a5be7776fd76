#include "look/look.h"

bool look_may_change(const actor *who)
{
    return actor_has(who, ROLE_ADMINISTRATOR, (org_id){0});
}
