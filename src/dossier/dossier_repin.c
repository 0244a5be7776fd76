/* Running dossiers move to another version of their process: by an administrator, with a reason, state by state. */
#include "audit/audit.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "job/job.h"
#include "process/design.h"

SHAPE(dossier_state_count_shape, dossier_state_count, F_TEXT(dossier_state_count, key), F_INT(dossier_state_count, n));

typedef struct {
    dossier_id id;
} id_row;
STATIC_SHAPE(id_shape, id_row, F_ID(id_row, id));

status dossier_on_process(db *d, arena *mem, const actor *who, process_id id, dossier_state_counts *out)
{
    if (!design_may(who)) return E_FORBIDDEN;
    return db_each(d, Q_DOSSIER_ON_PROCESS, mem, &dossier_state_count_shape, out, P_ID(id));
}

static status move_one(arena *mem, db *d, const actor *who, dossier_id id, const process *from, const process *to, const process_state *state, const char *reason, instant now)
{
    dossier dos = {0};
    author_id event = {0};
    const char *rule = "";
    date due = {0};

    TRY(dossier_load(d, mem, (user_id){0}, id, &dos));
    TRY(dossier_clock_in(mem, d, &dos, state, date_of(now), &rule, &due));
    TRY(db_change1(d, Q_DOSSIER_REPIN, P_ID(to->id), P_TEXT(state->key), P_DATE(due), P_TEXT(rule), P_INSTANT(now), P_ID(id), P_ID(from->id)));
    TRY(db_insert(d, Q_DOSSIER_EVENT_INSERT, &event, P_ID(id), P_INSTANT(now), P_ID(who->user), P_TEXT(who->name), P_ID(to->id), P_TEXT("process_moved"), P_TEXT(dos.state), P_TEXT(state->key),
                  P_TEXT(reason), P_DATE(due), P_TEXT(rule)));
    TRY(audit_add(d, mem, who, "dossier.process_moved", "dossier", id.v, textf(mem, "%s %lld %s", from->key, (long long)from->version, dos.state),
                  textf(mem, "%s %lld %s: %s", to->key, (long long)to->version, state->key, reason)));
    return job_add(d, "dossier_step", textf(mem, "%lld process_moved", (long long)id.v), (instant){0});
}

static bool same_clock_stops(const process_state *a, const process_state *b)
{
    return a->phase == b->phase && a->stops_clock == b->stops_clock;
}

status dossier_repin(arena *mem, db *d, const actor *who, process_id from_id, process_id to_id, const dossier_state_map *map, int n, const char *reason, instant now, int *moved)
{
    AUTO(db_tx) tx = {0};
    const process *from = NULL, *to = NULL;
    process_row row = {0};
    process *parsed = NEW(mem, process);
    int done = 0;

    if (!design_may(who)) return E_FORBIDDEN;
    if (text_empty(reason)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(process_load(d, from_id, &from));
    TRY(design_get(d, mem, who, to_id, &row, parsed));
    if (!text_eq(row.status, "active") || from_id.v == to_id.v) return E_CONFLICT;
    TRY(process_load(d, to_id, &to));
    if (from->level != to->level) return E_CONFLICT;
    for (int i = 0; i < n; i++) {
        const process_state *a = process_state_of(from, map[i].from), *b = process_state_of(to, map[i].to);
        LIST_OF(id_row) ids = {0};
        if (!a || !b || !same_clock_stops(a, b)) return E_INVALID;
        TRY(db_each(d, Q_DOSSIER_IDS_ON_PROCESS, mem, &id_shape, &ids, P_ID(from_id), P_TEXT(a->key)));
        for (int k = 0; k < ids.n; k++, done++) TRY(move_one(mem, d, who, ids.p[k].id, from, to, b, reason, now));
    }
    TRY(db_commit(&tx));
    *moved = done;
    return OK;
}
