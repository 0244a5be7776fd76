#include "rule/rule_local.h"

bool rule_may_edit(const actor *who)
{
    return actor_has(who, ROLE_ADMINISTRATOR, (org_id){0});
}
