/* An establishment was merged, split or ended: its heir takes over the dossiers that are under way. Terms go on as they run; what
 * was decided keeps the name of its day. */
#include "audit/audit.h"
#include "base/text.h"
#include "dossier/dossier.h"

typedef struct {
    dossier_id id;
    process_id process_id;
    const char *state, *phase, *due_rule;
    date due_on;
} under_way;
STATIC_SHAPE(under_way_shape, under_way, F_ID(under_way, id), F_ID(under_way, process_id), F_TEXT(under_way, state), F_TEXT(under_way, phase), F_TEXT(under_way, due_rule),
             F_DATE(under_way, due_on));

static status succeed(arena *mem, db *d, const under_way *w, org_id from, org_id heir, const char *note, instant now)
{
    actor system_ = actor_system();
    org_id event = {0};

    TRY(db_change1(d, Q_DOSSIER_SET_ORG, P_ID(heir), P_INSTANT(now), P_ID(w->id), P_ID(from)));
    if (process_phase_by_key(w->phase) != PHASE_DRAFT)
        TRY(db_insert(d, Q_DOSSIER_EVENT_INSERT, &event, P_ID(w->id), P_INSTANT(now), P_ID(system_.user), P_TEXT(""), P_ID(w->process_id), P_TEXT(DOSSIER_SUCCEEDED), P_TEXT(w->state), P_TEXT(w->state),
                      P_TEXT(note), P_DATE(w->due_on), P_TEXT(w->due_rule)));
    return audit_add(d, mem, &system_, "dossier.succeeded", "dossier", w->id.v, textf(mem, "%lld", (long long)from.v), textf(mem, "%lld %s", (long long)heir.v, note));
}

status dossier_follow_org(arena *mem, db *d, org_id from, org_id heir, const char *note, instant now, int *moved)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(under_way) rows = {0};

    TRY(db_begin(d, &tx));
    TRY(db_each(d, Q_DOSSIER_UNDER_WAY_AT, mem, &under_way_shape, &rows, P_ID(from)));
    for (int i = 0; i < rows.n; i++) TRY(succeed(mem, d, &rows.p[i], from, heir, note, now));
    TRY(db_commit(&tx));
    *moved = rows.n;
    return OK;
}
