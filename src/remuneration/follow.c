#include "remuneration/follow.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "remuneration/money.h"

SHAPE(follow_plan_shape, follow_plan, F_TEXT(follow_plan, state), F_TEXT(follow_plan, plan), F_TEXT(follow_plan, delay_reason), F_TEXT(follow_plan, stop_reason), F_INT(follow_plan, forecast),
      F_INT(follow_plan, revision), F_DATE(follow_plan, due_on), F_INSTANT(follow_plan, locked_at), F_BOOL(follow_plan, late));
SHAPE(follow_rollout_shape, follow_rollout, F_INT(follow_rollout, id), F_ID(follow_rollout, org_id), F_TEXT(follow_rollout, org_name), F_TEXT(follow_rollout, effect), F_TEXT(follow_rollout, evidence),
      F_DATE(follow_rollout, since_on));
SHAPE(follow_row_shape, follow_row, F_TEXT(follow_row, code), F_TEXT(follow_row, title), F_TEXT(follow_row, org_name), F_TEXT(follow_row, state), F_TEXT(follow_row, delay_reason),
      F_DATE(follow_row, recognised_on), F_DATE(follow_row, due_on), F_INT(follow_row, forecast), F_INT(follow_row, actual), F_INT(follow_row, rollouts), F_BOOL(follow_row, late), F_BOOL(follow_row, silent));
SHAPE(follow_counts_shape, follow_counts, F_INT(follow_counts, none), F_INT(follow_counts, planned), F_INT(follow_counts, applying), F_INT(follow_counts, done), F_INT(follow_counts, stopped),
      F_INT(follow_counts, late), F_INT(follow_counts, silent), F_INT(follow_counts, total));

static bool everywhere(const actor *who)
{
    return actor_has(who, ROLE_DEPARTMENT, (org_id){0}) || actor_has(who, ROLE_AUDITOR, (org_id){0});
}

status follow_list(db *d, arena *mem, const actor *who, const char *state, date today, int page, follow_rows *out)
{
    return db_each(d, Q_FOLLOW_LIST, mem, &follow_row_shape, out, P_DATE(today), P_BOOL(everywhere(who)), P_INT(who->user.v), P_TEXT(state), P_INT(page * FOLLOW_PAGE));
}

status follow_count(db *d, arena *mem, const actor *who, date today, follow_counts *out)
{
    return db_one(d, Q_FOLLOW_COUNT, mem, &follow_counts_shape, out, P_DATE(today), P_BOOL(everywhere(who)), P_INT(who->user.v));
}

status follow_get(db *d, arena *mem, const actor *who, const char *code, date today, follow_entry *out)
{
    follow_entry e = {.plan = {.state = "none", .plan = "", .delay_reason = "", .stop_reason = ""}};

    TRY(certificate_recognition(d, mem, code, &e.r));
    TRY(certificate_stand(d, who, &e.r, &e.stand));
    if (!certificate_is_insider(&e.stand)) return E_NOT_FOUND;
    status s = db_one(d, Q_FOLLOW_PLAN_GET, mem, &follow_plan_shape, &e.plan, P_DATE(today), P_ID(e.r.id));
    if (s != OK && s != E_NOT_FOUND) return s;
    TRY(db_number(d, Q_FOLLOW_ACTUAL, &e.actual, P_ID(e.r.id)));
    TRY(db_number(d, Q_FOLLOW_KIN, &e.org_kin, P_ID(e.r.org_id)));
    *out = e;
    return OK;
}

status follow_rollouts_of(db *d, arena *mem, recognition_id id, follow_rollouts *out)
{
    return db_each(d, Q_FOLLOW_ROLLOUTS, mem, &follow_rollout_shape, out, P_ID(id));
}

static status refuse(arena *mem, finding_list *l, const char *id, const char *field, const char *text)
{
    finding_add(mem, l, &(finding){.id = id, .text = text, .article = "", .field = field, .hard = true});
    return E_INVALID;
}

static status plan_fits(arena *mem, const follow_plan *old, const follow_plan *p, date today, finding_list *refused)
{
    bool open = text_eq(p->state, "planned") || text_eq(p->state, "applying"), later = old->due_on.ymd && date_compare(p->due_on, old->due_on) > 0, late = open && date_compare(p->due_on, today) < 0;

    if (old->locked_at.ms && (!text_eq(old->plan, p->plan) || old->forecast != p->forecast)) return refuse(mem, refused, "U-01", "plan", T("Kế hoạch và dự báo đã được người đứng đầu chốt: chỉ cập nhật trạng thái, hạn và lý do."));
    if (p->forecast < 0 || p->forecast > MONEY_MAX) return refuse(mem, refused, "U-02", "forecast", T("Số tiền dự báo chưa đúng."));
    if ((later || late) && !*p->delay_reason) return refuse(mem, refused, "U-03", "delay_reason", T("Chậm so với hạn đã ghi: hãy nêu lý do."));
    if (text_eq(p->state, "stopped") && !*p->stop_reason) return refuse(mem, refused, "U-04", "stop_reason", T("Ngừng áp dụng: hãy nêu lý do."));
    return OK;
}

status follow_save(arena *mem, db *d, const actor *who, const char *code, const follow_plan *p, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    follow_entry e = {0};
    int64_t rows = 0;

    TRY(db_begin(d, &tx));
    TRY(follow_get(d, mem, who, code, date_of(now), &e));
    if (!follow_may_write(&e.stand)) return E_FORBIDDEN;
    if (!text_eq(e.r.status, "valid") || p->revision != e.plan.revision) return E_CONFLICT;
    TRY(plan_fits(mem, &e.plan, p, date_of(now), refused));
    if (e.plan.revision)
        TRY(db_change(d, Q_FOLLOW_PLAN_SAVE, &rows, P_TEXT(p->state), P_TEXT(p->plan), P_INT(p->forecast), P_DATE(p->due_on), P_TEXT(p->delay_reason), P_TEXT(p->stop_reason), P_ID(who->user), P_INSTANT(now),
                      P_ID(e.r.id), P_INT(p->revision)));
    else
        TRY(db_change(d, Q_FOLLOW_PLAN_INSERT, &rows, P_ID(e.r.id), P_TEXT(p->state), P_TEXT(p->plan), P_INT(p->forecast), P_DATE(p->due_on), P_TEXT(p->delay_reason), P_TEXT(p->stop_reason), P_ID(who->user),
                      P_INSTANT(now)));
    if (rows != 1) return E_CONFLICT;
    TRY(audit_add(d, mem, who, "use.planned", "recognition", e.r.id.v, textf(mem, "%s %d", e.plan.state, e.plan.due_on.ymd), textf(mem, "%s %d %s%s", p->state, p->due_on.ymd, p->delay_reason, p->stop_reason)));
    return db_commit(&tx);
}

status follow_lock(arena *mem, db *d, const actor *who, const char *code, instant now)
{
    AUTO(db_tx) tx = {0};
    follow_entry e = {0};

    TRY(db_begin(d, &tx));
    TRY(follow_get(d, mem, who, code, date_of(now), &e));
    if (!follow_may_lock(&e.stand)) return E_FORBIDDEN;
    TRY(db_change1(d, Q_FOLLOW_PLAN_LOCK, P_INSTANT(now), P_ID(e.r.id)));
    TRY(audit_add(d, mem, who, "use.locked", "recognition", e.r.id.v, "", ""));
    return db_commit(&tx);
}

status follow_rollout_add(arena *mem, db *d, const actor *who, const char *code, const follow_rollout *o, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    follow_entry e = {0};
    org_id row = {0};

    TRY(db_begin(d, &tx));
    TRY(follow_get(d, mem, who, code, date_of(now), &e));
    if (!follow_may_write(&e.stand)) return E_FORBIDDEN;
    if (!text_eq(e.r.status, "valid")) return E_CONFLICT;
    if (o->org_id.v == 0 || o->org_id.v == e.r.org_id.v) return refuse(mem, refused, "U-05", "org", T("Chọn một cơ sở khác đang áp dụng."));
    if (date_compare(o->since_on, date_of(now)) > 0) return refuse(mem, refused, "U-06", "since_on", T("Ngày bắt đầu áp dụng không được ở tương lai."));
    status s = db_insert(d, Q_FOLLOW_ROLLOUT_INSERT, &row, P_ID(e.r.id), P_ID(o->org_id), P_DATE(o->since_on), P_TEXT(o->effect), P_TEXT(o->evidence), P_ID(who->user), P_INSTANT(now));
    if (s == E_CONFLICT) return refuse(mem, refused, "U-07", "org", T("Cơ sở này đã được ghi."));
    TRY(s);
    TRY(audit_add(d, mem, who, "use.rolled_out", "recognition", e.r.id.v, "", textf(mem, "%lld %s", (long long)o->org_id.v, o->effect)));
    return db_commit(&tx);
}

const char *follow_state_name(const char *state)
{
    if (text_eq(state, "planned")) return T("Có kế hoạch");
    if (text_eq(state, "applying")) return T("Đang áp dụng");
    if (text_eq(state, "done")) return T("Đã áp dụng xong");
    if (text_eq(state, "stopped")) return T("Ngừng áp dụng");
    return T("Chưa có kế hoạch");
}
