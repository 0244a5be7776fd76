/* Every predicate about statistics. */
#include "report/report.h"

bool report_may_see_all(const actor *who)
{
    return who->user.v && (actor_has(who, ROLE_DEPARTMENT, (org_id){0}) || actor_has(who, ROLE_AUDITOR, (org_id){0}));
}

bool report_may_see_unit(const actor *who, org_id org)
{
    static const role_kind officers[] = {ROLE_INTAKE, ROLE_HEAD, ROLE_SECRETARY, ROLE_CHAIR, ROLE_DEPARTMENT, ROLE_AUDITOR};

    if (who->user.v == 0 || org.v == 0) return false;
    for (int i = 0; i < COUNT(officers); i++)
        if (actor_has(who, officers[i], org)) return true;
    return false;
}

bool report_may_read(const actor *who, org_id org)
{
    return org.v ? report_may_see_unit(who, org) : report_may_see_all(who);
}

bool report_may_make(const actor *who, org_id org)
{
    if (who->user.v == 0) return false;
    if (org.v == 0) return actor_has(who, ROLE_DEPARTMENT, (org_id){0});
    return actor_has(who, ROLE_DEPARTMENT, org) || actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_INTAKE, org);
}

bool report_may_see_money(const actor *who, org_id org)
{
    return report_may_make(who, org) || (who->user.v && actor_has(who, ROLE_AUDITOR, org));
}
