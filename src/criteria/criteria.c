#include "criteria/criteria.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"

SHAPE(criteria_shape, criteria_row, F_ID(criteria_row, id), F_ID(criteria_row, first_id), F_ID(criteria_row, org_id), F_TEXT(criteria_row, name), F_TEXT(criteria_row, level),
      F_TEXT(criteria_row, field), F_TEXT(criteria_row, basis), F_TEXT(criteria_row, method), F_TEXT(criteria_row, state), F_TEXT(criteria_row, org_name), F_INT(criteria_row, version),
      F_INT(criteria_row, pass), F_INT(criteria_row, veto_sheets), F_INT(criteria_row, criteria), F_INT(criteria_row, full), F_DATE(criteria_row, active_from), F_DATE(criteria_row, retired_on),
      F_INT(criteria_row, revision));
SHAPE(criterion_shape, criterion_row, F_ID(criterion_row, id), F_INT(criterion_row, ordinal), F_INT(criterion_row, max), F_INT(criterion_row, weight), F_TEXT(criterion_row, group_name),
      F_TEXT(criterion_row, name), F_TEXT(criterion_row, note), F_TEXT(criterion_row, bands), F_TEXT(criterion_row, comment));
SHAPE(score_band_shape, score_band, F_INT(score_band, low), F_INT(score_band, high), F_TEXT(score_band, label), F_BOOL(score_band, veto));

const char *criteria_method_name(const char *method)
{
    return text_eq(method, "trimmed") ? T("trung bình, bỏ điểm cao nhất và thấp nhất") : text_eq(method, "median") ? T("trung vị") : T("trung bình cộng");
}

status criteria_all(db *d, arena *mem, const actor *who, criteria_list *out)
{
    criteria_list l = {0};
    int n = 0;

    TRY(db_each(d, Q_CRITERIA_ALL, mem, &criteria_shape, &l));
    for (int i = 0; i < l.n; i++)
        if (criteria_may_edit(who, l.p[i].org_id)) l.p[n++] = l.p[i];
    l.n = n;
    *out = l;
    return OK;
}

status criteria_get(db *d, arena *mem, const actor *who, criteria_id id, criteria_row *out)
{
    criteria_row c = {0};

    TRY(db_one(d, Q_CRITERIA_GET, mem, &criteria_shape, &c, P_ID(id)));
    if (text_eq(c.state, "draft") && !criteria_may_edit(who, c.org_id)) return E_NOT_FOUND;
    *out = c;
    return OK;
}

status criteria_of(db *d, arena *mem, criteria_id id, criterion_list *out)
{
    return db_each(d, Q_CRITERION_OF, mem, &criterion_shape, out, P_ID(id));
}

status criteria_for(db *d, arena *mem, org_id org, const char *level, const char *field, criteria_row *out)
{
    return db_one(d, Q_CRITERIA_FOR, mem, &criteria_shape, out, P_TEXT(level), P_INT(org.v), P_TEXT(text_fold(mem, field)));
}

/* What is wrong with a set, the first thing found. */
static criteria_outcome check(arena *mem, const criteria_row *c, const criterion_list *l)
{
    if (!text_eq(c->level, "unit") && !text_eq(c->level, "city")) return (criteria_outcome){CRITERIA_BAD, -1, "level", T("Hãy chọn cấp.")};
    if (l->n == 0) return (criteria_outcome){CRITERIA_BAD, 0, "criterion", T("Cần ít nhất một tiêu chí.")};
    if (l->n > CRITERIA_MAX) return (criteria_outcome){CRITERIA_BAD, -1, "", textf(mem, T("Tối đa %d tiêu chí."), CRITERIA_MAX)};
    for (int i = 0; i < l->n; i++) {
        const criterion_row *k = &l->p[i];
        band_list bands = {0};
        if (text_empty(k->name)) return (criteria_outcome){CRITERIA_BAD, i, "criterion", T("Hãy ghi tên tiêu chí.")};
        if (k->max < 1 || k->max > CRITERIA_POINTS_MAX) return (criteria_outcome){CRITERIA_BAD, i, "max", T("Điểm cao nhất là số lớn hơn 0, ví dụ 30 hoặc 12,5.")};
        if (k->weight < 1 || k->weight > CRITERIA_WEIGHT_MAX) return (criteria_outcome){CRITERIA_BAD, i, "weight", T("Hệ số là số lớn hơn 0, ví dụ 1 hoặc 1,5.")};
        if (score_bands(mem, k->bands, k->max, &bands) != OK)
            return (criteria_outcome){CRITERIA_BAD, i, "bands", T("Mỗi dòng một mức, ví dụ “27-30 Hoàn toàn mới”; các mức không chồng nhau và không vượt điểm cao nhất.")};
    }
    if (c->pass > score_full(l)) return (criteria_outcome){CRITERIA_BAD, -1, "pass", textf(mem, T("Điểm đạt không được vượt tổng điểm %s."), score_text(mem, score_full(l)))};
    if (c->veto_sheets < 1 || c->veto_sheets > CRITERIA_SHEETS_MAX) return (criteria_outcome){CRITERIA_BAD, -1, "veto_sheets", T("Ít nhất một phiếu.")};
    return (criteria_outcome){.tag = CRITERIA_GOOD, .row = -1, .field = "", .text = ""};
}

static status put_criteria(db *d, criteria_id id, const criterion_list *l)
{
    criterion_id made;

    for (int i = 0; i < l->n; i++) {
        const criterion_row *k = &l->p[i];
        TRY(db_insert(d, Q_CRITERION_INSERT, &made, P_ID(id), P_INT(i + 1), P_TEXT(k->group_name), P_TEXT(k->name), P_TEXT(k->note), P_INT(k->max), P_INT(k->weight), P_TEXT(k->bands), P_TEXT(k->comment)));
    }
    return OK;
}

status criteria_save(arena *mem, db *d, const actor *who, const criteria_row *c, const criterion_list *l, instant now, criteria_id *out, criteria_outcome *o)
{
    AUTO(db_tx) tx = {0};
    criteria_row before = {.org_id = c->org_id};
    criteria_id id = c->id;

    TRY(db_begin(d, &tx));
    if (id.v) TRY(criteria_get(d, mem, who, id, &before));
    if (!criteria_may_edit(who, before.org_id)) return E_FORBIDDEN;
    *o = check(mem, c, l);
    if (o->tag == CRITERIA_BAD) return E_INVALID;
    const char *folded = text_fold(mem, c->field);
    if (id.v) {
        TRY(db_change1(d, Q_CRITERIA_UPDATE, P_TEXT(c->name), P_TEXT(c->level), P_TEXT(c->field), P_TEXT(folded), P_TEXT(c->basis), P_TEXT(c->method), P_INT(c->pass), P_INT(c->veto_sheets), P_ID(id),
                       P_INT(c->revision)));
        TRY(db_change(d, Q_CRITERION_DROP, NULL, P_ID(id)));
    } else {
        TRY(db_insert(d, Q_CRITERIA_INSERT, &id, P_INT(0), P_INT(1), P_ID(c->org_id), P_TEXT(c->name), P_TEXT(c->level), P_TEXT(c->field), P_TEXT(folded), P_TEXT(c->basis), P_TEXT(c->method),
                      P_INT(c->pass), P_INT(c->veto_sheets), P_INSTANT(now)));
    }
    TRY(put_criteria(d, id, l));
    TRY(audit_add(d, mem, who, "criteria.saved", "criteria", id.v, "", c->name));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

static status to_edit(arena *mem, db *d, const actor *who, criteria_id id, criteria_row *c)
{
    TRY(criteria_get(d, mem, who, id, c));
    return criteria_may_edit(who, c->org_id) ? OK : E_FORBIDDEN;
}

status criteria_activate(arena *mem, db *d, const actor *who, criteria_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    criteria_row c = {0};
    date day = date_of(now);

    TRY(db_begin(d, &tx));
    TRY(to_edit(mem, d, who, id, &c));
    TRY(db_change(d, Q_CRITERIA_RETIRE_LIKE, NULL, P_DATE(day), P_TEXT(c.level), P_TEXT(text_fold(mem, c.field)), P_INT(c.org_id.v)));
    TRY(db_change1(d, Q_CRITERIA_ACTIVATE, P_DATE(day), P_ID(id)));
    TRY(audit_add(d, mem, who, "criteria.activated", "criteria", id.v, "", c.name));
    return db_commit(&tx);
}

status criteria_retire(arena *mem, db *d, const actor *who, criteria_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    criteria_row c = {0};

    TRY(db_begin(d, &tx));
    TRY(to_edit(mem, d, who, id, &c));
    TRY(db_change1(d, Q_CRITERIA_RETIRE, P_DATE(date_of(now)), P_ID(id)));
    TRY(audit_add(d, mem, who, "criteria.retired", "criteria", id.v, "", c.name));
    return db_commit(&tx);
}

status criteria_copy(arena *mem, db *d, const actor *who, criteria_id id, instant now, criteria_id *out)
{
    AUTO(db_tx) tx = {0};
    criteria_row c = {0};
    criterion_list l = {0};
    criteria_id made = {0};
    int64_t version = 0;

    TRY(db_begin(d, &tx));
    TRY(to_edit(mem, d, who, id, &c));
    TRY(criteria_of(d, mem, id, &l));
    int64_t first = c.first_id.v ? c.first_id.v : c.id.v;
    TRY(db_number(d, Q_CRITERIA_NEXT_VERSION, &version, P_INT(first)));
    TRY(db_insert(d, Q_CRITERIA_INSERT, &made, P_INT(first), P_INT(version), P_ID(c.org_id), P_TEXT(c.name), P_TEXT(c.level), P_TEXT(c.field), P_TEXT(text_fold(mem, c.field)), P_TEXT(c.basis),
                  P_TEXT(c.method), P_INT(c.pass), P_INT(c.veto_sheets), P_INSTANT(now)));
    TRY(put_criteria(d, made, &l));
    TRY(audit_add(d, mem, who, "criteria.copied", "criteria", made.v, "", c.name));
    TRY(db_commit(&tx));
    *out = made;
    return OK;
}
