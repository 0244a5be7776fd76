/* Every predicate about dossiers: may this person do this to this dossier? */
#include "base/text.h"
#include "dossier/dossier.h"

bool dossier_is_officer(const actor *who, const dossier *dos, unsigned role_bits)
{
    if (dos->is_conflicted || dos->is_author || dos->is_owner) return false;
    for (int r = 1; r < ROLE__COUNT; r++)
        if ((role_bits & ROLE_BIT(r)) && actor_has(who, (role_kind)r, dos->org_id)) return true;
    return false;
}

bool dossier_may_see(const actor *who, const dossier *dos)
{
    if (who->user.v == 0) return false;
    if (dos->is_owner || dos->is_author) return true;
    if (dossier_phase_of(dos) == PHASE_DRAFT || dos->filed_on.ymd == 0) return false; /* nobody else learns of what was never filed */
    if (dos->is_conflicted) return false;
    if (dos->is_reader) return true;
    return dossier_is_officer(who, dos, ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR));
}

bool dossier_may_edit(const actor *who, const dossier *dos)
{
    bool open = dossier_phase_of(dos) == PHASE_DRAFT || dossier_phase_of(dos) == PHASE_DEFICIENT;
    return who->user.v && open && (dos->is_owner || dos->is_author);
}

bool dossier_may_see_secret(const actor *who, const dossier *dos)
{
    if (dos->is_owner || dos->is_author) return true;
    if (!dossier_may_see(who, dos)) return false;
    return dos->is_reader || dossier_is_officer(who, dos, ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR));
}

static bool may_take(const actor *who, const dossier *dos, const process_step *s)
{
    if (!s || who->user.v == 0) return false;
    if ((s->roles & 1) && dos->is_owner) return true;
    unsigned roles = s->roles & ~1u;
    if (dossier_is_officer(who, dos, roles)) return true;
    /* The head who is an author signs the decision itself, once the competent body has agreed (Điều lệ Art 7(2)). */
    bool own_head = dos->is_author && actor_has(who, ROLE_HEAD, dos->org_id) && *dos->consent_document;
    return own_head && (roles & ROLE_BIT(ROLE_HEAD)) && s->effect == EFFECT_RECOGNISE;
}

bool dossier_may_step(const actor *who, const dossier *dos, const process *p, const char *action)
{
    return may_take(who, dos, process_step_of(p, action, dos->state));
}

bool dossier_may_effect(const actor *who, const dossier *dos, const process *p, step_effect effect)
{
    return may_take(who, dos, process_step_for(p, effect, dos->state, ""));
}
