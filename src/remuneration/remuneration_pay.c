/* Transfers and payments. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "job/job.h"
#include "remuneration/rem_own.h"

SHAPE(rem_transfer_shape, rem_transfer, F_ID(rem_transfer, id), F_TEXT(rem_transfer, receiver), F_TEXT(rem_transfer, document), F_DATE(rem_transfer, signed_on), F_INT(rem_transfer, price),
      F_INT(rem_transfer, received));
SHAPE(rem_due_shape, rem_due, F_ID(rem_due, id), F_ID(rem_due, recognition_id), F_TEXT(rem_due, part), F_TEXT(rem_due, rate_rule), F_TEXT(rem_due, wage_rule), F_TEXT(rem_due, name), F_INT(rem_due, ordinal),
      F_INT(rem_due, base), F_INT(rem_due, factor), F_INT(rem_due, legal), F_INT(rem_due, agreed), F_INT(rem_due, pool), F_INT(rem_due, share), F_INT(rem_due, amount), F_INT(rem_due, paid),
      F_INT(rem_due, year_index), F_ID(rem_due, statement_id), F_BOOL(rem_due, rest), F_BOOL(rem_due, provisional), F_DATE(rem_due, rule_on), F_DATE(rem_due, wage_on), F_DATE(rem_due, due_on));
SHAPE(rem_payment_shape, rem_payment, F_ID(rem_payment, id), F_ID(rem_payment, due_id), F_DATE(rem_payment, paid_on), F_INT(rem_payment, amount), F_TEXT(rem_payment, payee), F_TEXT(rem_payment, document),
      F_TEXT(rem_payment, override_document), F_TEXT(rem_payment, void_reason), F_INSTANT(rem_payment, voided_at));

status remuneration_transfers(db *d, arena *mem, recognition_id id, rem_transfers *out)
{
    return db_each(d, Q_REM_TRANSFERS, mem, &rem_transfer_shape, out, P_ID(id));
}

status remuneration_dues(db *d, arena *mem, recognition_id id, rem_dues *out)
{
    return db_each(d, Q_REM_DUES, mem, &rem_due_shape, out, P_ID(id));
}

status remuneration_due(db *d, arena *mem, recognition_id id, due_id due, rem_due *out)
{
    return db_one(d, Q_REM_DUE_GET, mem, &rem_due_shape, out, P_ID(due), P_ID(id));
}

status remuneration_payments(db *d, arena *mem, recognition_id id, rem_payments *out)
{
    return db_each(d, Q_REM_PAYMENTS, mem, &rem_payment_shape, out, P_ID(id));
}

/* ---- transfers ---- */

status remuneration_transfer_add(arena *mem, db *d, const actor *who, const char *code, const rem_transfer *t, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    transfer_id id = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    if (!e.valid) return E_CONFLICT;
    if (t->price <= 0 || t->price > MONEY_MAX) return rem_refuse(mem, refused, "R-11", "price", T(rem_article), T("Hãy ghi giá chuyển giao lớn hơn 0."));
    if (date_compare(t->signed_on, date_of(now)) > 0 || date_compare(t->signed_on, e.r.recognised_on) < 0)
        return rem_refuse(mem, refused, "R-12", "signed_on", T(rem_article), T("Ngày ký hợp đồng chuyển giao phải từ ngày công nhận đến hôm nay."));
    TRY(db_insert(d, Q_REM_TRANSFER_INSERT, &id, P_ID(e.r.id), P_TEXT(t->receiver), P_TEXT(t->document), P_DATE(t->signed_on), P_INT(t->price), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "remuneration.transfer_added", "recognition", e.r.id.v, "", textf(mem, "%s %s %lld", t->document, t->receiver, (long long)t->price)));
    return db_commit(&tx);
}

static status dues_of_receipt(arena *mem, db *d, const rem_entry *e, const rem_transfer *t, int64_t receipt, date on, int64_t amount, instant now)
{
    const rem_agreement *a = NULL;
    const char *base = "";
    rule_term pay = {0};
    rem_pool pool = {0};

    TRY(rem_agreement_now(d, mem, e->r.id, &a));
    TRY(rem_pool_transfer(mem, amount, t->signed_on, e->r.recognised_on, remuneration_is_owed(&e->payer), a, &pool));
    TRY(rule_due(mem, rule_current(), "rem.pay_within", NULL, on, on, &pay));
    TRY(rule_text(rule_current(), "rem.organiser_base", NULL, t->signed_on, &base, NULL));
    return rem_write_dues(mem, d, e, &(rem_cause){.part = "transfer", .receipt = receipt, .due_on = pay.due, .organisers = text_eq(base, "all")}, &pool, now);
}

status remuneration_receive(arena *mem, db *d, const actor *who, const char *code, transfer_id id, date on, int64_t amount, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    rem_transfer t = {0};
    org_id row = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    if (!e.valid) return E_CONFLICT;
    TRY(db_one(d, Q_REM_TRANSFER_GET, mem, &rem_transfer_shape, &t, P_ID(e.r.id), P_ID(id)));
    if (amount <= 0 || amount > t.price - t.received)
        return rem_refuse(mem, refused, "R-13", "amount", T(rem_article), textf(mem, T("Số tiền nhận phải lớn hơn 0 và không quá phần giá còn lại (%s đ)."), text_grouped(mem, t.price - t.received)));
    if (date_compare(on, t.signed_on) < 0 || date_compare(on, date_of(now)) > 0) return rem_refuse(mem, refused, "R-14", "received_on", T(rem_article), T("Ngày nhận tiền phải từ ngày ký hợp đồng đến hôm nay."));
    TRY(db_insert(d, Q_REM_RECEIPT_INSERT, &row, P_ID(id), P_DATE(on), P_INT(amount), P_ID(who->user), P_INSTANT(now)));
    TRY(dues_of_receipt(mem, d, &e, &t, row.v, on, amount, now));
    TRY(audit_add(d, mem, who, "remuneration.received", "recognition", e.r.id.v, "", textf(mem, "%s %lld", t.document, (long long)amount)));
    return db_commit(&tx);
}

/* ---- payments ---- */

/* The wage is that of the day of payment: what is due from it is fixed now. */
static status fix(arena *mem, db *d, const rem_entry *e, rem_due *due, date paid_on)
{
    recognition_authors authors = {0};
    const rem_agreement *a = NULL;
    rem_pool p = {0}, theirs = {0};
    int64_t amount = 0;
    int which = 0;

    if (!due->provisional) return OK;
    TRY(rem_agreement_now(d, mem, e->r.id, &a));
    TRY(rem_pool_no_benefit(due->rule_on, paid_on, false, remuneration_is_owed(&e->payer), a, &p));
    if (due->ordinal == 0) {
        TRY(rem_pool_organisers(&p, &theirs));
        p = theirs;
        amount = p.pool;
    } else {
        TRY(certificate_authors(d, mem, e->r.id, &authors));
        int64_t *shares = NEWS(mem, int64_t, authors.n + 1);
        for (int i = 0; i < authors.n; i++) {
            shares[i] = authors.p[i].share;
            if (authors.p[i].ordinal == due->ordinal) which = i;
        }
        TRY(money_part(p.pool, shares, authors.n, which, &amount));
    }
    TRY(db_change1(d, Q_REM_DUE_FIX, P_INT(p.base), P_INT(p.legal), P_INT(p.agreed), P_INT(p.pool), P_INT(amount), P_DATE(paid_on), P_ID(due->id)));
    due->amount = amount;
    return OK;
}

static status may_be_paid(arena *mem, db *d, const rem_entry *e, const rem_due *due, const rem_paying *p, date today, finding_list *refused)
{
    int64_t sum = 0, elsewhere = 0;

    if (!e->valid) return rem_refuse(mem, refused, "R-15", "", N_("khoản 4 Điều 7 Điều lệ Sáng kiến"), T("Việc công nhận đã bị hủy bỏ: không trả thù lao nữa."));
    if (e->held) return rem_refuse(mem, refused, "R-16", "", T("Luật Khiếu nại; cách hiểu"), T("Đang có khiếu nại chưa giải quyết: việc trả thù lao tạm dừng."));
    if (date_compare(p->paid_on, today) > 0 || date_compare(p->paid_on, e->r.recognised_on) < 0) return rem_refuse(mem, refused, "R-17", "paid_on", T(rem_article), T("Ngày trả phải từ ngày công nhận đến hôm nay."));
    if (p->amount <= 0 || money_add(due->paid, p->amount, &sum) != OK) return rem_refuse(mem, refused, "R-18", "amount", T(rem_article), T("Hãy ghi số tiền lớn hơn 0."));
    if (sum > due->amount && !*p->override_document)
        return rem_refuse(mem, refused, "R-19", "amount", T(rem_article), textf(mem, T("Vượt số phải trả: còn %s đ. Muốn trả hơn, ghi văn bản cho phép."), text_grouped(mem, due->amount - due->paid)));
    TRY(db_number(d, Q_REM_PAID_ELSEWHERE, &elsewhere, P_ID(e->r.id)));
    if (elsewhere && !*p->override_document)
        return rem_refuse(mem, refused, "R-20", "override_document", T("khoản 2 Điều 5 Luật Thi đua, khen thưởng; cách hiểu"),
                          T("Cùng một giải pháp đã được trả thù lao ở cơ sở khác: chỉ trả tiếp khi có văn bản cho phép."));
    return OK;
}

status remuneration_pay(arena *mem, db *d, const actor *who, const char *code, due_id id, const rem_paying *p, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    rem_due due = {0};
    payment_id row = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    TRY(remuneration_due(d, mem, e.r.id, id, &due));
    TRY(fix(mem, d, &e, &due, p->paid_on));
    TRY(may_be_paid(mem, d, &e, &due, p, date_of(now), refused));
    TRY(db_insert(d, Q_REM_PAYMENT_INSERT, &row, P_ID(id), P_DATE(p->paid_on), P_INT(p->amount), P_TEXT(p->payee), P_TEXT(p->document), P_TEXT(p->override_document), P_ID(who->user), P_INSTANT(now)));
    TRY(job_add(d, "same_solution", textf(mem, "%lld", (long long)e.r.dossier_id.v), (instant){0}));
    TRY(audit_add(d, mem, who, "remuneration.paid", "recognition", e.r.id.v, "", textf(mem, "%lld %lld %s %s", (long long)id.v, (long long)p->amount, p->document, p->override_document)));
    return db_commit(&tx);
}

status remuneration_void(arena *mem, db *d, const actor *who, const char *code, payment_id id, const char *reason, instant now)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};

    if (!*reason) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_manage(&e.stand)) return E_FORBIDDEN;
    TRY(db_change1(d, Q_REM_PAYMENT_VOID, P_INSTANT(now), P_TEXT(reason), P_ID(id), P_ID(e.r.id)));
    TRY(audit_add(d, mem, who, "remuneration.payment_voided", "recognition", e.r.id.v, textf(mem, "%lld", (long long)id.v), reason));
    return db_commit(&tx);
}
