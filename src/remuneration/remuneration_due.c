/* What is due, from what, by which rule. */
#include "base/text.h"
#include "base/words.h"
#include "remuneration/remuneration.h"

enum { BASIS = 10000, PERCENT = 100, HUNDREDTHS = 100 };

bool remuneration_is_owed(const rem_case *c)
{
    return text_eq(c->payer_class, "economic") || text_eq(c->payer_class, "revenue_public");
}

int64_t remuneration_years(date on)
{
    int64_t n = 0;
    return rule_int(rule_current(), "rem.years", NULL, on, &n, NULL) == OK ? n : 0;
}

status remuneration_year(arena *mem, const rem_case *c, int k, rem_year *out)
{
    rem_year y = {.year_index = k};

    if (k < 1 || k > REM_YEARS_MAX || c->applied_on.ymd == 0) return E_INVALID;
    y.from = date_add_months(c->applied_on, 12 * (k - 1));
    y.to = date_add_days(date_add_months(c->applied_on, 12 * k), -1);
    TRY(rule_due(mem, rule_current(), "rem.pay_within", NULL, y.to, y.to, &y.pay));
    *out = y;
    return OK;
}

/* The higher of law and agreement where the rule keeps the minimum; otherwise what was agreed. */
static status choose(const rem_agreement *a, date on, rem_pool *p)
{
    bool floor = true;

    if (a) TRY(rule_bool(rule_current(), "rem.agreement_floor", NULL, on, &floor, NULL));
    p->pool = !a ? p->legal : floor && p->legal > p->agreed ? p->legal : p->agreed;
    return OK;
}

status rem_pool_benefit(int64_t benefit, date year_end, bool owed, const rem_agreement *a, rem_pool *out)
{
    rem_pool p = {.base = benefit, .rate_rule = "", .wage_rule = "", .rule_on = year_end};
    int64_t percent = 0;

    if (owed) {
        TRY(rule_int(rule_current(), "rem.rate_benefit", NULL, year_end, &percent, NULL));
        p.rate_rule = "rem.rate_benefit";
        p.factor = percent * PERCENT;
        TRY(money_times(benefit, p.factor, BASIS, &p.legal));
    }
    if (a) TRY(money_times(benefit, a->rate_benefit, BASIS, &p.agreed));
    if (a && p.agreed >= p.legal) p.factor = a->rate_benefit;
    TRY(choose(a, year_end, &p));
    *out = p;
    return OK;
}

status rem_pool_no_benefit(date year_end, date paid_on, bool provisional, bool owed, const rem_agreement *a, rem_pool *out)
{
    rem_pool p = {.rate_rule = "", .wage_rule = "", .rule_on = year_end};
    const char *kind = "";

    if (owed) {
        TRY(rule_decimal(rule_current(), "rem.multiple_no_benefit", NULL, year_end, &p.factor, NULL));
        TRY(rule_text(rule_current(), "rem.wage_kind", NULL, paid_on, &kind, NULL));
        p.rate_rule = "rem.multiple_no_benefit";
        p.wage_rule = text_eq(kind, "luong_co_so") ? "wage.luong_co_so" : kind; /* another reading names its own series */
        p.wage_on = paid_on;
        p.provisional = provisional;
        TRY(rule_int(rule_current(), p.wage_rule, NULL, paid_on, &p.base, NULL));
        TRY(money_times(p.base, p.factor, HUNDREDTHS, &p.legal));
    }
    if (a) p.agreed = a->yearly;
    TRY(choose(a, year_end, &p));
    *out = p;
    return OK;
}

status rem_pool_transfer(arena *mem, int64_t part, date signed_on, date recognised_on, bool owed, const rem_agreement *a, rem_pool *out)
{
    rem_pool p = {.base = part, .rate_rule = "", .wage_rule = "", .rule_on = signed_on};
    rule_term window = {0};
    int64_t percent = 0;

    TRY(rule_due(mem, rule_current(), "rem.transfer_window", NULL, recognised_on, recognised_on, &window));
    if (owed && date_compare(signed_on, window.due) <= 0) {
        TRY(rule_int(rule_current(), "rem.rate_transfer", NULL, signed_on, &percent, NULL));
        p.rate_rule = "rem.rate_transfer";
        p.factor = percent * PERCENT;
        TRY(money_times(part, p.factor, BASIS, &p.legal));
    }
    if (a) TRY(money_times(part, a->rate_transfer, BASIS, &p.agreed));
    if (a && p.agreed >= p.legal) p.factor = a->rate_transfer;
    TRY(choose(a, signed_on, &p));
    *out = p;
    return OK;
}

status rem_pool_organisers(const rem_pool *authors, rem_pool *out)
{
    rem_pool p = {.base = authors->pool, .rate_rule = "rem.organiser_rate", .wage_rule = "", .rule_on = authors->rule_on, .wage_on = authors->wage_on, .provisional = authors->provisional};
    int64_t percent = 0;

    TRY(rule_int(rule_current(), "rem.organiser_rate", NULL, authors->rule_on, &percent, NULL));
    p.factor = percent * PERCENT;
    TRY(money_times(p.base, p.factor, BASIS, &p.legal));
    p.pool = p.legal;
    *out = p;
    return OK;
}

/* ---- words ---- */

const char *remuneration_class_name(const char *payer_class)
{
    if (text_eq(payer_class, "economic")) return T("Tổ chức kinh tế");
    if (text_eq(payer_class, "revenue_public")) return T("Đơn vị sự nghiệp công lập có thu, hạch toán độc lập");
    if (text_eq(payer_class, "author")) return T("Tác giả tự đầu tư");
    return T("Cơ quan, đơn vị khác (không thuộc diện mức tối thiểu)");
}

const char *remuneration_part_name(const char *part)
{
    if (text_eq(part, "benefit")) return T("Thù lao theo tiền làm lợi");
    if (text_eq(part, "no_benefit")) return T("Thù lao khi không tính được tiền làm lợi");
    if (text_eq(part, "transfer")) return T("Thù lao theo chuyển giao");
    return T("Thù lao người tổ chức áp dụng lần đầu");
}

static const char *cited(arena *mem, const char *key, date on)
{
    const rule_row *row = NULL;

    if (!*key || rule_get(rule_current(), key, NULL, on, &row) != OK) return "";
    return textf(mem, " (%s; %s)", row->article, rule_trust_words(row->trust, words_lang()));
}

const char *remuneration_explain(arena *mem, const rem_due *due)
{
    bool multiple = text_eq(due->part, "no_benefit");
    const char *base = text_grouped(mem, due->base), *out = "";

    if (multiple && *due->rate_rule)
        out = textf(mem, T("%s lần mức lương %s đ ngày %s = %s đ"), text_percent(mem, (int)due->factor), base, date_vi(mem, due->wage_on), text_grouped(mem, due->legal));
    else if (*due->rate_rule)
        out = textf(mem, "%s %% × %s đ = %s đ", text_percent(mem, (int)due->factor), base, text_grouped(mem, due->legal));
    out = textf(mem, "%s%s%s", out, cited(mem, due->rate_rule, due->rule_on), cited(mem, due->wage_rule, due->wage_on));
    if (due->agreed) out = textf(mem, T("%s. Theo thỏa thuận: %s đ"), out, text_grouped(mem, due->agreed));
    if (due->agreed && due->agreed < due->legal) out = textf(mem, T("%s (thấp hơn mức tối thiểu)"), out);
    if (due->ordinal == 0) return out;
    out = textf(mem, T("%s. Phần %s %% của %s đ = %s đ"), out, text_percent(mem, (int)due->share), text_grouped(mem, due->pool), text_grouped(mem, due->amount));
    if (due->rest) out = textf(mem, T("%s (tác giả cuối nhận phần lẻ khi làm tròn)"), out);
    return out;
}
