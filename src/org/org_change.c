/* What becomes of an organisation: another name, another superior, an end with or without heirs. */
#include "audit/audit.h"
#include "base/text.h"
#include "job/job.h"
#include "org/org.h"

SHAPE(org_name_row_shape, org_name_row, F_TEXT(org_name_row, name), F_TEXT(org_name_row, symbol), F_DATE(org_name_row, valid_from), F_DATE(org_name_row, valid_to));
SHAPE(org_change_row_shape, org_change_row, F_TEXT(org_change_row, kind), F_TEXT(org_change_row, from_name), F_TEXT(org_change_row, to_name), F_TEXT(org_change_row, document),
      F_ID(org_change_row, from_org), F_ID(org_change_row, to_org), F_DATE(org_change_row, on_date));

/* Whether it may change on that day; inside the transaction of the change. */
static status check(arena *mem, db *d, const actor *who, org_id id, date on, instant now, org_row *o)
{
    int64_t last = 0;

    if (!org_may_change(who, id)) return E_FORBIDDEN;
    TRY(org_get(d, mem, id, o));
    if (o->valid_to.ymd) return E_CONFLICT;
    if (!on.ymd || on.ymd > date_of(now).ymd) return E_INVALID;
    TRY(db_number(d, Q_ORG_LAST_CHANGE, &last, P_ID(id)));
    return on.ymd > last ? OK : E_CONFLICT;
}

static status note(arena *mem, db *d, const actor *who, const char *kind, org_id from, org_id to, date on, const char *document, const char *before, const char *after)
{
    org_id row = {0};

    TRY(db_insert(d, Q_ORG_CHANGE_INSERT, &row, P_TEXT(kind), P_ID(from), P_ID(to), P_DATE(on), P_TEXT(document)));
    return audit_add(d, mem, who, textf(mem, "organisation.%s", kind), "organisation", from.v, before, textf(mem, "%s %s %s", after, date_iso(mem, on), document));
}

status org_change_name(arena *mem, db *d, const actor *who, org_id id, const char *name, const char *symbol, date on, const char *document, instant now)
{
    AUTO(db_tx) tx = {0};
    org_row o = {0};

    TRY(db_begin(d, &tx));
    TRY(check(mem, d, who, id, on, now, &o));
    TRY(org_rename(d, mem, id, name, symbol, on, document));
    TRY(audit_add(d, mem, who, "organisation.rename", "organisation", id.v, o.name, textf(mem, "%s %s %s", name, date_iso(mem, on), document)));
    return db_commit(&tx);
}

status org_change_superior(arena *mem, db *d, const actor *who, org_id id, org_id superior, date on, const char *document, instant now)
{
    AUTO(db_tx) tx = {0};
    org_row o = {0}, above = {.name = ""};
    int64_t circle = 0;

    TRY(db_begin(d, &tx));
    TRY(check(mem, d, who, id, on, now, &o));
    if (superior.v) {
        TRY(org_get(d, mem, superior, &above));
        TRY(db_number(d, Q_ORG_IS_ABOVE, &circle, P_ID(superior), P_ID(id)));
        if (above.valid_to.ymd || circle) return E_INVALID;
    }
    TRY(db_change1(d, Q_ORG_SET_SUPERIOR, P_ID(superior), P_ID(id)));
    TRY(note(mem, d, who, "move", id, superior, on, document, o.superior, above.name));
    return db_commit(&tx);
}

static status check_heirs(arena *mem, db *d, org_id id, const org_ending *e)
{
    bool count = e->kind == ORG_MERGE ? e->n == 1 : e->kind == ORG_SPLIT ? e->n >= 2 : e->n <= 1;

    if (!count || e->n > ORG_HEIRS_MAX) return E_INVALID;
    for (int i = 0; i < e->n; i++) {
        org_row heir = {0};
        int64_t below = 0;
        status got = org_get(d, mem, e->heir[i], &heir);
        if (got != OK && got != E_NOT_FOUND) return got;
        if (got != OK || heir.id.v == id.v || heir.valid_to.ymd || heir.valid_from.ymd > e->on.ymd) return E_INVALID;
        for (int k = 0; k < i; k++)
            if (e->heir[k].v == heir.id.v) return E_INVALID;
        TRY(db_number(d, Q_ORG_IS_ABOVE, &below, P_ID(heir.id), P_ID(id)));
        if (below && i == 0 && heir.superior_id.v != id.v) return E_INVALID; /* a child may inherit, a grandchild would end above its own superior */
    }
    return OK;
}

status org_change_end(arena *mem, db *d, const actor *who, org_id id, const org_ending *e, instant now)
{
    static const char *const kinds[] = {"merge", "split", "end"};
    AUTO(db_tx) tx = {0};
    org_row o = {0};
    org_id heir = e->n ? e->heir[0] : (org_id){0};
    date last = {0};

    TRY(db_begin(d, &tx));
    TRY(check(mem, d, who, id, e->on, now, &o));
    TRY(check_heirs(mem, d, id, e));
    last = date_add_days(e->on, -1);
    if (heir.v) {
        org_row h = {0};
        TRY(org_get(d, mem, heir, &h));
        if (h.superior_id.v == id.v) TRY(db_change1(d, Q_ORG_SET_SUPERIOR, P_ID(o.superior_id), P_ID(heir)));
        TRY(db_change(d, Q_ORG_MOVE_BELOW, NULL, P_ID(heir), P_DATE(e->on), P_TEXT(e->document), P_ID(id)));
        TRY(db_change(d, Q_ORG_HAND_BELOW, NULL, P_ID(heir), P_ID(id)));
    }
    TRY(db_change1(d, Q_ORG_SET_END, P_DATE(last), P_ID(id)));
    TRY(db_change(d, Q_ORG_NAME_CLOSE, NULL, P_DATE(last), P_ID(id)));
    for (int i = 0; i < e->n || i == 0; i++) TRY(note(mem, d, who, kinds[e->kind], id, e->n ? e->heir[i] : (org_id){0}, e->on, e->document, o.name, ""));
    TRY(job_add(d, "org_ended", textf(mem, "%lld %lld %d", (long long)id.v, (long long)heir.v, e->on.ymd), (instant){0}));
    return db_commit(&tx);
}

status org_names_of(db *d, arena *mem, org_id id, org_names *out)
{
    return db_each(d, Q_ORG_NAMES_OF, mem, &org_name_row_shape, out, P_ID(id));
}

status org_changes_of(db *d, arena *mem, org_id id, org_changes *out)
{
    return db_each(d, Q_ORG_CHANGES_OF, mem, &org_change_row_shape, out, P_ID(id));
}

status org_below(db *d, arena *mem, org_id id, org_list *out)
{
    return db_each(d, Q_ORG_BELOW, mem, &org_row_shape, out, P_ID(id));
}

status org_ended(db *d, arena *mem, date day, org_list *out)
{
    return db_each(d, Q_ORG_ENDED, mem, &org_row_shape, out, P_DATE(day));
}
