/* Who may do what to sets of criteria. */
#include "criteria/criteria.h"

bool criteria_may_edit(const actor *who, org_id org)
{
    if (actor_has(who, ROLE_ADMINISTRATOR, org) || actor_has(who, ROLE_DEPARTMENT, org)) return true;
    return org.v && (actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_CHAIR, org) || actor_has(who, ROLE_SECRETARY, org));
}
