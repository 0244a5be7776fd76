/* Who may do what to councils. */
#include "council/council.h"

bool council_may_manage(const actor *who, org_id org)
{
    return actor_has(who, ROLE_SECRETARY, org) || actor_has(who, ROLE_CHAIR, org) || actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_INTAKE, org);
}

bool council_is_open_to(const actor *who, org_id org)
{
    return council_may_manage(who, org) || actor_has(who, ROLE_DEPARTMENT, org) || actor_has(who, ROLE_AUDITOR, org);
}
