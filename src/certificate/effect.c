#include "certificate/effect.h"

status certificate_hold(db *d, recognition_id id, const char *cause, int64_t cause_id, instant now)
{
    org_id row = {0};
    return db_insert(d, Q_RECOGNITION_HOLD_INSERT, &row, P_ID(id), P_TEXT(cause), P_INT(cause_id), P_INSTANT(now));
}

status certificate_release(db *d, const char *cause, int64_t cause_id, instant now)
{
    return db_change(d, Q_RECOGNITION_HOLD_END, NULL, P_INSTANT(now), P_TEXT(cause), P_INT(cause_id));
}

status certificate_is_held(db *d, recognition_id id, bool *out)
{
    int64_t n = 0;

    TRY(db_number(d, Q_RECOGNITION_HOLDS, &n, P_ID(id)));
    *out = n > 0;
    return OK;
}

status certificate_stand(db *d, const actor *who, const recognition_row *r, entry_stand *out)
{
    int64_t author = 0, conflict = 0;

    *out = (entry_stand){0};
    if (who->user.v == 0) return OK;
    TRY(db_number(d, Q_RECOGNITION_IS_AUTHOR, &author, P_ID(r->id), P_ID(who->user)));
    TRY(db_number(d, Q_RECOGNITION_IN_CONFLICT, &conflict, P_ID(r->dossier_id), P_ID(who->user)));
    out->author = author > 0;
    out->conflicted = conflict > 0;
    if (out->author || out->conflicted) return OK;
    out->head = actor_has(who, ROLE_HEAD, r->org_id);
    out->clerk = actor_has(who, ROLE_INTAKE, r->org_id);
    out->department = actor_has(who, ROLE_DEPARTMENT, r->org_id);
    out->auditor = actor_has(who, ROLE_AUDITOR, r->org_id);
    return OK;
}

bool certificate_is_insider(const entry_stand *s)
{
    return s->author || s->head || s->clerk || s->department || s->auditor;
}
