/* Who may do what to councils. */
#include "base/text.h"
#include "base/words.h"
#include "council/council.h"

bool council_may_manage(const actor *who, org_id org)
{
    return actor_has(who, ROLE_SECRETARY, org) || actor_has(who, ROLE_CHAIR, org) || actor_has(who, ROLE_HEAD, org) || actor_has(who, ROLE_INTAKE, org);
}

bool council_may_rule(const actor *who, org_id org)
{
    return actor_has(who, ROLE_CHAIR, org) || actor_has(who, ROLE_HEAD, org);
}

bool council_is_open_to(const actor *who, org_id org)
{
    return council_may_manage(who, org) || actor_has(who, ROLE_DEPARTMENT, org) || actor_has(who, ROLE_AUDITOR, org);
}

bool council_may_vote(const member_list *bench, user_id user)
{
    for (int i = 0; i < bench->n; i++)
        if (user.v && bench->p[i].user_id.v == user.v) return bench->p[i].may_vote;
    return false;
}

bool council_may_read_sheet(scoring_phase phase, bool own)
{
    return own || phase == SCORING_SHOWN;
}

const char *council_role_name(const char *role)
{
    return text_eq(role, "chair") ? T("Chủ tịch") : text_eq(role, "vice") ? T("Phó Chủ tịch") : text_eq(role, "secretary") ? T("Thư ký") : T("Ủy viên");
}
