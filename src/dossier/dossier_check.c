/* Formal examination: every condition is one rule with an id, a text and an article. Asked before filing, at filing, and
 * again whenever a step names it as a guard. */
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"
#include "user/user.h"
#include <string.h>

SHAPE(finding_shape, finding, F_TEXT(finding, id), F_TEXT(finding, text), F_TEXT(finding, article), F_TEXT(finding, field), F_BOOL(finding, hard));

enum { FINDINGS_MAX = 100 };

void finding_add(arena *mem, finding_list *l, const finding *f)
{
    if (!l->p) l->p = NEWS(mem, finding, FINDINGS_MAX);
    if (l->n < FINDINGS_MAX) l->p[l->n++] = *f;
}

#define FIND(id, hard, field, article, text) finding_add(mem, out, &(finding){(id), (text), (article), (field), (hard)})
#define ART5 T("khoản 3 Điều 5 Điều lệ Sáng kiến; Điều 5 Thông tư 18/2013/TT-BKHCN")

static bool empty(const char *s)
{
    return text_empty(s);
}

static void check_texts(arena *mem, const dossier *dos, finding_list *out)
{
    if (empty(dos->title)) FIND("F-01", true, "title", ART5, T("Chưa có tên sáng kiến."));
    if (!dos->org_id.v) FIND("F-02", true, "org", T("điểm a khoản 3 Điều 5 Điều lệ Sáng kiến"), T("Chưa chọn cơ sở được yêu cầu công nhận."));
    if (empty(dos->kind)) FIND("F-03", true, "kind", T("Điều 3 Thông tư 18/2013/TT-BKHCN"), T("Chưa chọn loại giải pháp."));
    if (empty(dos->field)) FIND("F-04", true, "field", ART5, T("Chưa ghi lĩnh vực áp dụng."));
    if (empty(dos->content)) FIND("F-05", true, "content", T("điểm d khoản 3 Điều 5 Điều lệ Sáng kiến"), T("Chưa mô tả bản chất của giải pháp."));
    if (empty(dos->applicability)) FIND("F-06", true, "applicability", ART5, T("Chưa ghi khả năng áp dụng."));
    if (empty(dos->known_state)) FIND("F-07", false, "known_state", ART5, T("Chưa ghi tình trạng giải pháp đã biết; phải có nếu đây là giải pháp cải tiến."));
    if (empty(dos->conditions)) FIND("F-08", true, "conditions", ART5, T("Chưa ghi các điều kiện cần thiết để áp dụng."));
    if (empty(dos->benefit_author)) FIND("F-09", true, "benefit_author", ART5, T("Chưa đánh giá lợi ích theo ý kiến của tác giả."));
    if (empty(dos->investor)) FIND("F-10", true, "investor", T("điểm c khoản 3 Điều 5 Điều lệ Sáng kiến"), T("Chưa ghi chủ đầu tư tạo ra sáng kiến. Nếu tác giả tự đầu tư, hãy ghi tên tác giả."));
    if (!dos->oath) FIND("F-11", true, "oath", ART5, T("Chưa cam đoan những điều khai là trung thực."));
    if (!dos->no_state_secret) FIND("F-12", true, "no_state_secret", T("Luật Bảo vệ bí mật nhà nước"), T("Hệ thống không nhận bí mật nhà nước. Hãy xác nhận hồ sơ không có nội dung thuộc bí mật nhà nước."));
    if (text_length(dos->content) < 100 && !empty(dos->content)) FIND("F-13", false, "content", ART5, T("Mô tả rất ngắn. Hội đồng cần các bước thực hiện và điều kiện để áp dụng được."));
}

static const char *sum_problem(arena *mem, const author_list *a, int sum)
{
    if (a->n > 1 && sum < 10000 && sum >= 10000 - a->n)
        return textf(mem, T("Tổng tỷ lệ đóng góp là %s %%, phải đúng 100 %%. Do chia lẻ, hãy ghi cho một tác giả thêm %s %%."), text_percent(mem, sum), text_percent(mem, 10000 - sum));
    return textf(mem, T("Tổng tỷ lệ đóng góp là %s %%, phải đúng 100 %%."), text_percent(mem, sum));
}

static bool seems_organisation(arena *mem, const char *name)
{
    static const char *const words[] = {"phong ", "so ", "truong ", "cong ty", "ban ", "trung tam", "ubnd", "uy ban", "chi cuc", "benh vien", "khoa "};
    const char *f = text_fold(mem, name);

    for (int i = 0; i < COUNT(words); i++)
        if (text_starts(f, words[i])) return true;
    return false;
}

static status check_authors(db *d, arena *mem, const dossier *dos, finding_list *out)
{
    author_list a = {0};
    int sum = 0;

    TRY(dossier_authors(d, mem, dos->id, &a));
    if (a.n == 0) FIND("F-20", true, "author_name", T("điểm b khoản 3 Điều 5 Điều lệ Sáng kiến"), T("Chưa có tác giả nào."));
    for (int i = 0; i < a.n; i++) {
        sum += (int)a.p[i].share;
        if (a.p[i].share <= 0) FIND("F-21", true, "author_share", T("điểm b khoản 3 Điều 5 Điều lệ Sáng kiến"), textf(mem, T("Tác giả %s chưa có tỷ lệ đóng góp."), a.p[i].name));
        if (seems_organisation(mem, a.p[i].name)) FIND("F-22", false, "author_name", T("khoản 5 Điều 2 Điều lệ Sáng kiến"), textf(mem, T("“%s” có vẻ là tên tổ chức; tác giả phải là cá nhân trực tiếp tạo ra sáng kiến."), a.p[i].name));
        for (int k = 0; k < i; k++)
            if (text_eq(a.p[i].name, a.p[k].name) && text_eq(a.p[i].unit, a.p[k].unit))
                FIND("F-23", false, "author_name", T("khoản 5 Điều 2 Điều lệ Sáng kiến"), textf(mem, T("Tác giả %s được ghi hai lần."), a.p[i].name));
    }
    if (a.n > 0 && sum != 10000) FIND("F-24", true, "author_share", T("điểm b khoản 3 Điều 5 Điều lệ Sáng kiến"), sum_problem(mem, &a, sum));
    for (int i = 0; i < a.n; i++)
        if (a.p[i].user_id.v && a.p[i].confirmed_at.ms == 0)
            FIND("F-25", true, "author_name", T("khoản 5 Điều 2 Điều lệ Sáng kiến"), textf(mem, T("Đồng tác giả %s chưa xác nhận tham gia và tỷ lệ đóng góp."), a.p[i].name));
        else if (!a.p[i].user_id.v && a.n > 1)
            FIND("F-26", false, "author_login", T("khoản 5 Điều 2 Điều lệ Sáng kiến"), textf(mem, T("Đồng tác giả %s chưa gắn tài khoản nên chưa tự xác nhận được; cần chữ ký trên đơn gốc."), a.p[i].name));
    return OK;
}

static status check_dates(arena *mem, const dossier *dos, date today, finding_list *out)
{
    date day = dos->filed_on.ymd ? dos->filed_on : today; /* the day of filing counts */
    rule_term t = {0};
    date first = dos->applied_on;
    bool from_trial = false;

    if (date_compare(dos->applied_on, day) > 0)
        FIND("F-30", true, "applied_on", T("khoản 2 Điều 5 Điều lệ Sáng kiến"), textf(mem, T("Ngày áp dụng lần đầu %s sau ngày nộp đơn %s. Nếu chưa áp dụng, hãy để trống."), date_vi(mem, dos->applied_on), date_vi(mem, day)));
    if (date_compare(dos->trial_on, day) > 0)
        FIND("F-31", true, "trial_on", T("khoản 2 Điều 5 Điều lệ Sáng kiến"), textf(mem, T("Ngày áp dụng thử %s sau ngày nộp đơn %s."), date_vi(mem, dos->trial_on), date_vi(mem, day)));
    if (dos->applied_on.ymd && dos->trial_on.ymd && date_compare(dos->trial_on, dos->applied_on) > 0)
        FIND("F-32", true, "trial_on", T("khoản 3 Điều 5 Điều lệ Sáng kiến"), T("Ngày áp dụng thử phải trước ngày áp dụng lần đầu."));
    if (!dos->applied_on.ymd && !dos->trial_on.ymd)
        FIND("F-33", false, "applied_on", T("khoản 1 Điều 7 Điều lệ Sáng kiến"), T("Chưa áp dụng: thời hạn xét công nhận sẽ tính từ ngày hoàn thành áp dụng lần đầu."));
    if (rule_bool(rule_current(), "claim.limit_counts_from_trial", NULL, day, &from_trial, NULL) != OK) from_trial = false;
    if (!first.ymd && from_trial) first = dos->trial_on;
    if (!first.ymd) return OK;
    TRY(rule_due(mem, rule_current(), "claim.limit", NULL, first, day, &t));
    if (date_compare(day, t.due) > 0)
        FIND("F-34", true, "applied_on", t.rule->article, textf(mem, T("Quá thời hạn yêu cầu công nhận: áp dụng lần đầu ngày %s, hạn nộp %s, nộp ngày %s."), date_vi(mem, first), date_vi(mem, t.due), date_vi(mem, day)));
    return OK;
}

static status check_venue(db *d, arena *mem, const dossier *dos, finding_list *out)
{
    int64_t refusal = 0, transfer = 0;
    bool refused = text_eq(dos->venue_basis, "transferee_refused"), by_author = text_eq(dos->venue_basis, "transferee_author");

    TRY(db_number(d, Q_DOSSIER_FILE_COUNT_PURPOSE, &refusal, P_ID(dos->id), P_TEXT("refusal")));
    TRY(db_number(d, Q_DOSSIER_FILE_COUNT_PURPOSE, &transfer, P_ID(dos->id), P_TEXT("transfer")));
    if (refused && !refusal) FIND("F-40", true, "venue_basis", T("điểm b khoản 1 Điều 5 Điều lệ Sáng kiến"), T("Thiếu văn bản từ chối của chủ đầu tư."));
    if ((refused || by_author) && !transfer) FIND("F-41", true, "venue_basis", T("khoản 1 Điều 5 Điều lệ Sáng kiến"), T("Thiếu thỏa thuận chuyển giao."));
    return OK;
}

status dossier_check(db *d, arena *mem, const dossier *dos, date today, finding_list *out)
{
    check_texts(mem, dos, out);
    TRY(check_authors(d, mem, dos, out));
    TRY(check_dates(mem, dos, today, out));
    TRY(dossier_check_own(d, mem, dos, out));
    if (!dos->filed_on.ymd) TRY(dossier_check_round(d, mem, dos, today, out));
    return check_venue(d, mem, dos, out);
}

static const dossier_adviser *adviser;

void dossier_set_adviser(const dossier_adviser *a)
{
    adviser = a;
}

status dossier_advise(db *d, arena *mem, const actor *who, const dossier *dos, finding_list *out)
{
    return adviser ? adviser->advise(d, mem, who, dos, out) : OK;
}

status dossier_remark_of(db *d, arena *mem, const actor *who, const dossier *dos, dossier_remark *out)
{
    *out = (dossier_remark){"", ""};
    return adviser ? adviser->remark(d, mem, who, dos, out) : OK;
}

/* ---- the guards of this slice ---- */

#define GUARD(name) static status name(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out)

GUARD(guard_form)
{
    (void)who, (void)in, (void)now;
    check_texts(mem, dos, out);
    return dossier_check_own(d, mem, dos, out);
}

GUARD(guard_shares)
{
    (void)who, (void)in, (void)now;
    return check_authors(d, mem, dos, out);
}

GUARD(guard_in_check_authors) /* confirmation is among the authors' rules already */
{
    (void)d, (void)mem, (void)who, (void)dos, (void)in, (void)now, (void)out;
    return OK;
}

GUARD(guard_claim)
{
    (void)d, (void)who, (void)in;
    return check_dates(mem, dos, date_of(now), out);
}

GUARD(guard_venue)
{
    (void)who, (void)in, (void)now;
    return check_venue(d, mem, dos, out);
}

GUARD(guard_reason)
{
    (void)d, (void)who, (void)dos, (void)now;
    if (text_empty(in->note)) FIND("G-01", true, "note", T("Điều 6, Điều 7 Điều lệ Sáng kiến"), T("Phải ghi lý do: tác giả có quyền biết vì sao."));
    return OK;
}

GUARD(guard_document)
{
    (void)d, (void)who, (void)dos, (void)now;
    if (text_empty(in->document)) FIND("G-02", true, "document", T("khoản 2 Điều 7 Điều lệ Sáng kiến"), T("Phải ghi số, ngày của văn bản chấp thuận."));
    return OK;
}

GUARD(guard_not_own)
{
    (void)d, (void)in, (void)now, (void)who;
    if (dos->is_owner || dos->is_author || dos->is_conflicted) FIND("G-03", true, "", T("nguyên tắc khách quan"), T("Bạn là tác giả hoặc có liên quan nên không xử lý hồ sơ này."));
    return OK;
}

static bool needs_consent(const dossier *dos)
{
    return dos->state_funded && dos->author_is_head;
}

GUARD(guard_consent_needed)
{
    (void)d, (void)who, (void)in, (void)now;
    if (!needs_consent(dos) || *dos->consent_document) FIND("G-04", true, "", T("khoản 2 Điều 7 Điều lệ Sáng kiến"), T("Chỉ đề nghị chấp thuận khi Nhà nước đầu tư và tác giả là người đứng đầu cơ sở, và chưa có văn bản chấp thuận."));
    return OK;
}

GUARD(guard_consent_recorded)
{
    (void)d, (void)who, (void)in, (void)now;
    if (needs_consent(dos) && !*dos->consent_document)
        FIND("G-05", true, "", T("khoản 2 Điều 7 Điều lệ Sáng kiến; Điều 7 Thông tư 18/2013/TT-BKHCN"), T("Nhà nước đầu tư và tác giả là người đứng đầu cơ sở: phải có văn bản chấp thuận trước khi công nhận."));
    return OK;
}

const guard_entry dossier_own_guards[] = {
    {"whole_form", guard_form},     {"shares_whole", guard_shares},     {"authors_confirmed", guard_in_check_authors}, {"claim_in_time", guard_claim},
    {"venue_documents", guard_venue}, {"no_state_secret", guard_in_check_authors}, {"reason_given", guard_reason},     {"document_given", guard_document},
    {"not_own", guard_not_own},     {"consent_needed", guard_consent_needed}, {"consent_recorded", guard_consent_recorded}, {0},
};
