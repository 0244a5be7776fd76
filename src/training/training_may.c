/* Who may do what with courses. What belongs to a person (the own registration, a ticket) is asked where its row is read. */
#include "training/attendance.h"

bool training_may_organise(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_EDITOR));
}

bool attendance_may_see(const actor *who, org_id org)
{
    if (training_may_organise(who)) return true;
    return org.v && (actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_SECRETARY, org) || actor_has(who, ROLE_INTAKE, org));
}
