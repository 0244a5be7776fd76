/* Guards that steps of a dossier ask of the council. */
#include "base/text.h"
#include "base/words.h"
#include "council/council.h"
#include "rule/rule.h"

#define GUARD(name) static status name(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out)

GUARD(guard_valid)
{
    int64_t n = 0;

    (void)who, (void)in;
    TRY(db_number(d, Q_COUNCIL_READY, &n, P_ID(dos->org_id), P_DATE(date_of(now))));
    if (n == 0)
        finding_add(mem, out, &(finding){"C-01", T("Cơ sở chưa có Hội đồng đủ Chủ tịch, thư ký và ít nhất ba thành viên."), T("Điều 8 Điều lệ Sáng kiến; Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_quorum)
{
    item_row i = {0};
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    (void)who, (void)in;
    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(now), &num, &den, &rule));
    status s = db_one(d, Q_COUNCIL_ITEM_OF_DOSSIER, mem, &item_row_shape, &i, P_ID(dos->id));
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == E_NOT_FOUND || !text_eq(i.state, "concluded") || i.present * den < i.seats * num)
        finding_add(mem, out, &(finding){"C-03", T("Hội đồng chưa họp đủ số thành viên cần có."), rule->article, "", true});
    return OK;
}

GUARD(guard_head_not_seated)
{
    int64_t n = 0;

    (void)who, (void)in, (void)now;
    TRY(db_number(d, Q_COUNCIL_HEAD_SEATED, &n, P_ID(dos->org_id), P_ID(dos->id)));
    if (n && dos->state_funded)
        finding_add(mem, out, &(finding){"C-02", T("Người đứng đầu cơ sở là tác giả giải pháp do Nhà nước đầu tư nên không được là thành viên Hội đồng."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_vote_passed)
{
    item_row i = {0};

    (void)who, (void)in, (void)now;
    status s = db_one(d, Q_COUNCIL_ITEM_OF_DOSSIER, mem, &item_row_shape, &i, P_ID(dos->id));
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == E_NOT_FOUND || !i.passed)
        finding_add(mem, out, &(finding){"C-06", T("Hội đồng chưa thông qua: cần ít nhất hai phần ba số thành viên tán thành và đủ các điều kiện công nhận."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_dates)
{
    int64_t held = 0;

    (void)who, (void)in;
    TRY(db_number(d, Q_COUNCIL_LAST_DAY, &held, P_ID(dos->id)));
    date session = date_of((instant){held});
    if (date_compare(date_of(now), session) < 0)
        finding_add(mem, out, &(finding){"C-07", textf(mem, T("Ngày quyết định %s trước ngày Hội đồng họp %s."), date_vi(mem, date_of(now)), date_vi(mem, session)), T("khoản 1 Điều 7 Điều lệ Sáng kiến"), "", true});
    return OK;
}

const guard_entry council_guards[] = {
    {"council_valid", guard_valid}, {"quorum", guard_quorum}, {"head_not_seated", guard_head_not_seated}, {"vote_passed", guard_vote_passed}, {"dates_in_order", guard_dates}, {0},
};
