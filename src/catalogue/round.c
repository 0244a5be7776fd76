#include "catalogue/round.h"
#include "audit/audit.h"
#include "base/text.h"

SHAPE(round_row_shape, round_row, F_ID(round_row, id), F_TEXT(round_row, name), F_TEXT(round_row, level), F_TEXT(round_row, sector), F_TEXT(round_row, process_key), F_TEXT(round_row, state),
      F_TEXT(round_row, note), F_INT(round_row, year), F_INT(round_row, revision), F_INT(round_row, dossiers), F_DATE(round_row, opens_on), F_DATE(round_row, closes_on),
      F_DATE(round_row, extended_to), F_ID(round_row, carry_to), F_TEXT(round_row, carry_name), F_TEXT(round_row, extended_why));

date round_last_day(const round_row *r)
{
    return r->extended_to.ymd ? r->extended_to : r->closes_on;
}

bool round_is_open(const round_row *r, date today)
{
    return date_compare(r->opens_on, today) <= 0 && date_compare(today, round_last_day(r)) <= 0;
}

/* The state by the day: what the job writes down. */
static const char *state_on(const round_row *r, date today)
{
    return round_is_open(r, today) ? "open" : date_compare(today, r->opens_on) < 0 ? "planned" : "locked";
}

status round_all(db *d, arena *mem, round_list *out)
{
    TRY(db_each(d, Q_ROUND_ALL, mem, &round_row_shape, out));
    for (int i = 0; i < out->n; i++) out->p[i].state = state_on(&out->p[i], date_of(instant_now()));
    return OK;
}

status round_get(db *d, arena *mem, round_id id, round_row *out)
{
    TRY(db_one(d, Q_ROUND_GET, mem, &round_row_shape, out, P_ID(id)));
    out->state = state_on(out, date_of(instant_now()));
    return OK;
}

status round_open_at(db *d, arena *mem, const char *level, date today, round_list *out)
{
    return db_each(d, Q_ROUND_OPEN_AT, mem, &round_row_shape, out, P_TEXT(level), P_DATE(today));
}

static status check(db *d, arena *mem, const round_row *r)
{
    round_row next = {0};

    if (text_empty(r->name) || !r->opens_on.ymd || !r->closes_on.ymd || date_compare(r->closes_on, r->opens_on) < 0) return E_INVALID;
    if (!r->carry_to.v) return OK;
    TRY(round_get(d, mem, r->carry_to, &next));
    return next.id.v == r->id.v || !text_eq(next.level, r->level) || date_compare(next.opens_on, r->opens_on) < 0 ? E_INVALID : OK;
}

status round_save(arena *mem, db *d, const actor *who, const round_row *r, instant now, round_id *out)
{
    AUTO(db_tx) tx = {0};
    round_row before = {0};
    const char *state = state_on(r, date_of(now));

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(check(d, mem, r));
    *out = r->id;
    const char *words = textf(mem, "%s: %d–%d", r->name, r->opens_on.ymd, r->closes_on.ymd);
    if (r->id.v) {
        TRY(round_get(d, mem, r->id, &before));
        if (text_eq(before.state, "locked")) return E_CONFLICT; /* its days are history: extend it */
        TRY(db_change1(d, Q_ROUND_UPDATE, P_TEXT(r->name), P_TEXT(r->level), P_TEXT(r->sector), P_INT(r->year), P_DATE(r->opens_on), P_DATE(r->closes_on), P_TEXT(r->process_key), P_ID(r->carry_to),
                       P_TEXT(r->note), P_TEXT(state), P_ID(r->id), P_INT(r->revision)));
        TRY(audit_add(d, mem, who, "round.changed", "round", r->id.v, before.name, words));
    } else {
        TRY(db_insert(d, Q_ROUND_INSERT, out, P_TEXT(r->name), P_TEXT(r->level), P_TEXT(r->sector), P_INT(r->year), P_DATE(r->opens_on), P_DATE(r->closes_on), P_TEXT(r->process_key),
                      P_ID(r->carry_to), P_TEXT(r->note), P_TEXT(state), P_INSTANT(now), P_ID(who->user)));
        TRY(audit_add(d, mem, who, "round.made", "round", out->v, "", words));
    }
    return db_commit(&tx);
}

status round_extend(arena *mem, db *d, const actor *who, round_id id, date to, const char *why, instant now)
{
    AUTO(db_tx) tx = {0};
    round_row r = {0};

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(round_get(d, mem, id, &r));
    if (text_empty(why) || date_compare(to, round_last_day(&r)) <= 0) return E_INVALID;
    date before = round_last_day(&r);
    r.extended_to = to;
    TRY(db_change1(d, Q_ROUND_EXTEND, P_DATE(to), P_TEXT(why), P_TEXT(state_on(&r, date_of(now))), P_ID(id)));
    TRY(audit_add(d, mem, who, "round.extended", "round", id.v, textf(mem, "%d", before.ymd), textf(mem, "%d: %s", to.ymd, why)));
    return db_commit(&tx);
}

static status carry(arena *mem, db *d, const actor *who, const round_row *from, const round_row *to, int64_t *moved)
{
    TRY(db_change(d, Q_ROUND_CARRY, moved, P_ID(to->id), P_ID(from->id)));
    return audit_add(d, mem, who, "round.carried", "round", from->id.v, from->name, textf(mem, "%s: %lld", to->name, (long long)*moved));
}

status round_carry(arena *mem, db *d, const actor *who, round_id from, round_id to, instant now, int64_t *moved)
{
    AUTO(db_tx) tx = {0};
    round_row a = {0}, b = {0};
    int64_t n = 0;

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(round_get(d, mem, from, &a));
    TRY(round_get(d, mem, to, &b));
    if (from.v == to.v || !text_eq(a.level, b.level) || date_compare(date_of(now), round_last_day(&b)) > 0) return E_INVALID;
    TRY(carry(mem, d, who, &a, &b, &n));
    TRY(db_commit(&tx));
    *moved = n;
    return OK;
}

status round_turn(arena *mem, db *d, instant now)
{
    AUTO(db_tx) tx = {0};
    round_list due = {0};
    actor system = actor_system();
    date today = date_of(now);

    TRY(db_begin(d, &tx));
    TRY(db_each(d, Q_ROUND_DUE, mem, &round_row_shape, &due, P_DATE(today)));
    for (int i = 0; i < due.n; i++) {
        round_row *r = &due.p[i], next = {0};
        const char *state = state_on(r, today);
        int64_t moved = 0;
        if (text_eq(state, r->state)) continue;
        TRY(db_change1(d, Q_ROUND_STATE, P_TEXT(state), P_ID(r->id)));
        TRY(audit_add(d, mem, &system, text_eq(state, "open") ? "round.opened" : "round.locked", "round", r->id.v, r->state, state));
        if (!text_eq(state, "locked") || !r->carry_to.v) continue;
        TRY(round_get(d, mem, r->carry_to, &next));
        TRY(carry(mem, d, &system, r, &next, &moved));
    }
    return db_commit(&tx);
}
