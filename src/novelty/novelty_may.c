/* Who may see what of a search for copies. */
#include "novelty/novelty_report.h"

bool novelty_sees_all(const actor *who, const dossier *dos)
{
    return dossier_may_see(who, dos) && !dos->is_owner && !dos->is_author;
}

bool novelty_may_find(const actor *who, const dossier *dos)
{
    if (!novelty_sees_all(who, dos) || novelty_is_decided(dos)) return false;
    return dos->is_reader || dossier_is_officer(who, dos, ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD));
}

bool novelty_may_answer(const actor *who, const dossier *dos)
{
    return who->user.v && (dos->is_owner || dos->is_author) && !novelty_is_decided(dos);
}

bool novelty_may_see_groups(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR));
}

bool novelty_is_decided(const dossier *dos)
{
    switch (dossier_phase_of(dos)) {
    case PHASE_CERTIFIED:
    case PHASE_REFUSED:
    case PHASE_REFUSED_ACCEPTANCE:
    case PHASE_CANCELLED:
    case PHASE_WITHDRAWN:
    case PHASE_EXCLUDED: return true;
    default: return false;
    }
}
