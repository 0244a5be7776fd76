/* Who pays, what was agreed, what a year brought, and what is due from it. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "remuneration/rem_own.h"

SHAPE(rem_case_shape, rem_case, F_TEXT(rem_case, payer), F_TEXT(rem_case, payer_class), F_TEXT(rem_case, reason), F_DATE(rem_case, applied_on), F_BOOL(rem_case, stored));
SHAPE(rem_agreement_shape, rem_agreement, F_INT(rem_agreement, id), F_INT(rem_agreement, rate_benefit), F_INT(rem_agreement, yearly), F_INT(rem_agreement, rate_transfer),
      F_TEXT(rem_agreement, document), F_TEXT(rem_agreement, note), F_DATE(rem_agreement, signed_on), F_DATE(rem_agreement, ended_on));
SHAPE(rem_statement_shape, rem_statement, F_ID(rem_statement, id), F_INT(rem_statement, year_index), F_INT(rem_statement, amount), F_DATE(rem_statement, from_on), F_DATE(rem_statement, to_on),
      F_BOOL(rem_statement, computable), F_TEXT(rem_statement, method), F_TEXT(rem_statement, evidence), F_TEXT(rem_statement, state), F_TEXT(rem_statement, note), F_TEXT(rem_statement, by_name),
      F_ID(rem_statement, stated_by));

const char *const rem_article = N_("Điều 10 Điều lệ Sáng kiến (NĐ 13/2012/NĐ-CP)");

status rem_refuse(arena *mem, finding_list *l, const char *id, const char *field, const char *article, const char *text)
{
    finding_add(mem, l, &(finding){.id = id, .text = text, .article = article, .field = field, .hard = true});
    return E_INVALID;
}

/* ---- reading ---- */

static status payer_of(db *d, arena *mem, recognition_id id, rem_case *out)
{
    rem_case c = {.reason = "", .payer = "", .payer_class = "other"};
    status s = db_one(d, Q_REM_CASE_GET, mem, &rem_case_shape, &c, P_ID(id));

    if (s == OK) c.stored = true;
    if (s == E_NOT_FOUND) s = db_one(d, Q_REM_CASE_DEFAULT, mem, &rem_case_shape, &c, P_ID(id));
    if (s == OK) *out = c;
    return s;
}

status rem_load(db *d, arena *mem, const actor *who, const char *code, rem_entry *out)
{
    rem_entry e = {0};

    TRY(certificate_recognition(d, mem, code, &e.r));
    TRY(certificate_stand(d, who, &e.r, &e.stand));
    if (!remuneration_may_see(&e.stand)) return E_NOT_FOUND;
    TRY(payer_of(d, mem, e.r.id, &e.payer));
    TRY(certificate_is_held(d, e.r.id, &e.held));
    e.valid = text_eq(e.r.status, "valid");
    *out = e;
    return OK;
}

status remuneration_entry(db *d, arena *mem, const actor *who, const char *code, rem_entry *out)
{
    return rem_load(d, mem, who, code, out);
}

status remuneration_agreements(db *d, arena *mem, recognition_id id, rem_agreements *out)
{
    return db_each(d, Q_REM_AGREEMENTS, mem, &rem_agreement_shape, out, P_ID(id));
}

status rem_agreement_now(db *d, arena *mem, recognition_id id, const rem_agreement **out)
{
    rem_agreements l = {0};

    TRY(remuneration_agreements(d, mem, id, &l));
    *out = l.n && l.p[0].ended_on.ymd == 0 ? &l.p[0] : NULL;
    return OK;
}

status remuneration_statements(db *d, arena *mem, recognition_id id, rem_statements *out)
{
    return db_each(d, Q_REM_STATEMENTS, mem, &rem_statement_shape, out, P_ID(id));
}

/* ---- who pays ---- */

status remuneration_set_case(arena *mem, db *d, const actor *who, const char *code, const rem_case *c, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    int64_t n = 0;

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    TRY(db_number(d, Q_REM_STATEMENT_COUNT, &n, P_ID(e.r.id)));
    if (n) return rem_refuse(mem, refused, "R-01", "", T(rem_article), T("Đã có bản kê tiền làm lợi: không đổi bên trả và ngày áp dụng lần đầu nữa."));
    if (date_compare(c->applied_on, date_of(now)) > 0) return rem_refuse(mem, refused, "R-02", "applied_on", T(rem_article), T("Ngày áp dụng lần đầu không được ở tương lai."));
    TRY(db_change1(d, Q_REM_CASE_SET, P_ID(e.r.id), P_TEXT(c->payer), P_TEXT(c->payer_class), P_DATE(c->applied_on), P_TEXT(c->reason), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "remuneration.payer_set", "recognition", e.r.id.v, textf(mem, "%s %s", e.payer.payer_class, e.payer.payer), textf(mem, "%s %s %s", c->payer_class, c->payer, c->reason)));
    return db_commit(&tx);
}

status remuneration_agree(arena *mem, db *d, const actor *who, const char *code, const rem_agreement *a, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    org_id row = {0};
    date today = date_of(now);

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    if (!e.valid) return E_CONFLICT;
    if (date_compare(a->signed_on, today) > 0) return rem_refuse(mem, refused, "R-03", "signed_on", T(rem_article), T("Ngày ký thỏa thuận không được ở tương lai."));
    TRY(db_change(d, Q_REM_AGREEMENT_END, NULL, P_DATE(today), P_ID(e.r.id)));
    TRY(db_insert(d, Q_REM_AGREEMENT_INSERT, &row, P_ID(e.r.id), P_TEXT(a->document), P_DATE(a->signed_on), P_INT(a->rate_benefit), P_INT(a->yearly), P_INT(a->rate_transfer), P_TEXT(a->note), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "remuneration.agreed", "recognition", e.r.id.v, "", textf(mem, "%s %lld %lld %lld", a->document, (long long)a->rate_benefit, (long long)a->yearly, (long long)a->rate_transfer)));
    return db_commit(&tx);
}

/* ---- what a year brought ---- */

status remuneration_state(arena *mem, db *d, const actor *who, const char *code, const rem_stating *s, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    rem_year y = {0};
    statement_id id = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_state(&e.stand)) return E_FORBIDDEN;
    if (!e.valid) return E_CONFLICT;
    if (e.payer.applied_on.ymd == 0) return rem_refuse(mem, refused, "R-04", "", T(rem_article), T("Chưa ghi ngày áp dụng lần đầu: cơ sở ghi ở mục Bên trả thù lao."));
    if (remuneration_year(mem, &e.payer, s->year, &y) != OK) return rem_refuse(mem, refused, "R-05", "year", T(rem_article), textf(mem, T("Năm áp dụng từ 1 đến %d."), REM_YEARS_MAX));
    if (date_compare(y.to, date_of(now)) >= 0) return rem_refuse(mem, refused, "R-06", "year", T(rem_article), textf(mem, T("Năm áp dụng thứ %d đến hết ngày %s mới kết thúc."), s->year, date_vi(mem, y.to)));
    if (s->computable && (s->amount <= 0 || s->amount > MONEY_MAX)) return rem_refuse(mem, refused, "R-07", "amount", T(rem_article), T("Hãy ghi số tiền làm lợi, hoặc chọn không tính được."));
    status st = db_insert(d, Q_REM_STATEMENT_INSERT, &id, P_ID(e.r.id), P_INT(s->year), P_DATE(y.from), P_DATE(y.to), P_BOOL(s->computable), P_INT(s->computable ? s->amount : 0), P_TEXT(s->method), P_TEXT(s->evidence),
                          P_ID(who->user), P_INSTANT(now));
    if (st == E_CONFLICT) return rem_refuse(mem, refused, "R-08", "year", T(rem_article), T("Năm này đã có bản kê đang chờ hoặc đã xác nhận."));
    TRY(st);
    TRY(audit_add(d, mem, who, "remuneration.stated", "recognition", e.r.id.v, "", textf(mem, "%d %lld %s", s->year, (long long)s->amount, s->method)));
    return db_commit(&tx);
}

static status due_row(db *d, const rem_entry *e, const rem_cause *c, const char *part, int64_t ordinal, const rem_pool *p, int64_t share, int64_t amount, bool rest, instant now)
{
    due_id id = {0};
    return db_insert(d, Q_REM_DUE_INSERT, &id, P_ID(e->r.id), P_TEXT(part), P_ID(c->statement), db_param_id(c->receipt), P_INT(ordinal), P_INT(p->base), P_INT(p->factor), P_TEXT(p->rate_rule), P_DATE(p->rule_on),
                     P_TEXT(p->wage_rule), P_DATE(p->wage_on), P_INT(p->legal), P_INT(p->agreed), P_INT(p->pool), P_INT(share), P_INT(amount), P_BOOL(rest), P_BOOL(p->provisional), P_DATE(c->due_on), P_INSTANT(now));
}

status rem_write_dues(arena *mem, db *d, const rem_entry *e, const rem_cause *c, const rem_pool *pool, instant now)
{
    recognition_authors authors = {0};
    organiser_list organisers = {0};
    rem_pool theirs = {0};

    if (pool->pool == 0) return OK;
    TRY(certificate_authors(d, mem, e->r.id, &authors));
    int64_t *shares = NEWS(mem, int64_t, authors.n + 1);
    for (int i = 0; i < authors.n; i++) shares[i] = authors.p[i].share;
    for (int i = 0; i < authors.n; i++) {
        int64_t amount = 0;
        TRY(money_part(pool->pool, shares, authors.n, i, &amount));
        TRY(due_row(d, e, c, c->part, authors.p[i].ordinal, pool, shares[i], amount, authors.n > 1 && i + 1 == authors.n, now));
    }
    TRY(dossier_organisers(d, mem, e->r.dossier_id, &organisers));
    if (!c->organisers || organisers.n == 0 || !remuneration_is_owed(&e->payer)) return OK;
    TRY(rem_pool_organisers(pool, &theirs));
    return due_row(d, e, c, "organiser", 0, &theirs, 10000, theirs.pool, false, now);
}

static status dues_of_year(arena *mem, db *d, const rem_entry *e, const rem_statement *s, instant now)
{
    const rem_agreement *a = NULL;
    const char *times = "";
    rem_year y = {0};
    rem_pool pool = {0};
    int64_t before = 0;
    bool owed = remuneration_is_owed(&e->payer);

    if (s->year_index > remuneration_years(s->to_on)) return OK; /* later years are followed, not paid */
    TRY(rem_agreement_now(d, mem, e->r.id, &a));
    TRY(remuneration_year(mem, &e->payer, (int)s->year_index, &y));
    rem_cause c = {.part = s->computable ? "benefit" : "no_benefit", .statement = s->id, .due_on = y.pay.due, .organisers = true};
    if (s->computable) {
        TRY(rem_pool_benefit(s->amount, s->to_on, owed, a, &pool));
    } else {
        TRY(rule_text(rule_current(), "rem.no_benefit_times", NULL, s->to_on, &times, NULL));
        TRY(db_number(d, Q_REM_NO_BENEFIT_BEFORE, &before, P_ID(e->r.id)));
        if (text_eq(times, "once") && before) return OK;
        TRY(rem_pool_no_benefit(s->to_on, y.pay.due, true, owed, a, &pool));
    }
    return rem_write_dues(mem, d, e, &c, &pool, now);
}

status remuneration_answer(arena *mem, db *d, const actor *who, const char *code, statement_id id, bool confirm, const char *note, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    rem_statement s = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    TRY(db_one(d, Q_REM_STATEMENT_GET, mem, &rem_statement_shape, &s, P_ID(id), P_ID(e.r.id)));
    if (!remuneration_may_confirm(who, &e.stand, &s)) return E_FORBIDDEN;
    if (!e.valid) return E_CONFLICT;
    if (!confirm && !*note) return rem_refuse(mem, refused, "R-09", "note", T(rem_article), T("Hãy ghi lý do trả lại; người kê khai đọc được lý do này."));
    TRY(db_change1(d, Q_REM_STATEMENT_ANSWER, P_TEXT(confirm ? "confirmed" : "rejected"), P_ID(who->user), P_INSTANT(now), P_TEXT(note), P_ID(id)));
    status st = confirm ? dues_of_year(mem, d, &e, &s, now) : OK;
    if (st == E_NOT_FOUND) return rem_refuse(mem, refused, "R-10", "", T(rem_article), T("Dữ liệu quy định chưa có tỷ lệ hoặc mức lương cho ngày này: quản trị cần bổ sung ở trang Quy định."));
    TRY(st);
    TRY(audit_add(d, mem, who, confirm ? "remuneration.confirmed" : "remuneration.rejected", "recognition", e.r.id.v, "", textf(mem, "%lld %lld %s", (long long)s.year_index, (long long)s.amount, note)));
    return db_commit(&tx);
}

/* ---- sums for reports ---- */

STATIC_SHAPE(rem_sums_shape, rem_sums, F_INT(rem_sums, authors), F_INT(rem_sums, to_authors), F_INT(rem_sums, organisers), F_INT(rem_sums, to_organisers), F_INT(rem_sums, transfers), F_INT(rem_sums, received));
SHAPE(rem_record_shape, rem_record, F_TEXT(rem_record, kind), F_TEXT(rem_record, part), F_TEXT(rem_record, document), F_TEXT(rem_record, code), F_TEXT(rem_record, title), F_TEXT(rem_record, org_name),
      F_DATE(rem_record, on_day), F_INT(rem_record, amount));

status remuneration_sums(db *d, org_id org, date first, date last, rem_sums *out)
{
    AUTO(arena_ptr) mem = arena_new();

    return db_one(d, Q_REM_SUMS, mem, &rem_sums_shape, out, P_DATE(first), P_DATE(last), P_INT(org.v));
}

status remuneration_records(db *d, arena *mem, org_id org, date first, date last, const char *kind, int limit, int skip, rem_records *out)
{
    return db_each(d, Q_REM_RECORDS, mem, &rem_record_shape, out, P_DATE(first), P_DATE(last), P_INT(org.v), P_TEXT(kind), P_INT(limit), P_INT(skip));
}
