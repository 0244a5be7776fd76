/* Acceptance, the decision, and what follows from it. */
#include "base/text.h"
#include "base/words.h"
#include "certificate/certificate.h"
#include "complaint/complaint.h"
#include "complaint/complaint_own.h"
#include "rule/rule.h"

/* Loads for an officer's step; checks who and in which state. */
static status handle(db *d, arena *mem, const actor *who, complaint_id id, const char *state, complaint_row *c, complaint_stand *s)
{
    TRY(complaint_get(d, mem, who, id, c, s));
    if (!complaint_may_handle(c, s)) return E_FORBIDDEN;
    return text_eq(c->state, state) ? OK : E_CONFLICT;
}

static const char *term_key(bool remote, bool complex)
{
    if (remote) return complex ? "complaint.solve_remote_complex" : "complaint.solve_remote";
    return complex ? "complaint.solve_complex" : "complaint.solve";
}

status complaint_accept(arena *mem, db *d, const actor *who, complaint_id id, bool remote, const char *note, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};
    rule_term t = {0};
    date today = date_of(now);

    (void)refused;
    TRY(db_begin(d, &tx));
    TRY(handle(d, mem, who, id, "filed", &c, &s));
    TRY(rule_due(mem, rule_current(), term_key(remote, false), NULL, today, today, &t));
    TRY(db_change1(d, Q_COMPLAINT_ACCEPT, P_DATE(today), P_BOOL(remote), P_TEXT(term_key(remote, false)), P_DATE(t.due), P_ID(id)));
    TRY(complaint_write_event(mem, d, who, id, who->name, "accepted", note, now));
    return db_commit(&tx);
}

static status end(db *d, const actor *who, complaint_id id, const char *state, const char *answer, instant now)
{
    TRY(db_change1(d, Q_COMPLAINT_END, P_TEXT(state), P_TEXT(answer), P_ID(who->user), P_TEXT(who->name), P_DATE(date_of(now)), P_ID(id)));
    return certificate_release(d, "complaint", id.v, now);
}

status complaint_refuse(arena *mem, db *d, const actor *who, complaint_id id, const char *reason, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};

    TRY(db_begin(d, &tx));
    TRY(handle(d, mem, who, id, "filed", &c, &s));
    if (s.attacked) return complaint_say_no(mem, refused, "K-04", "", "complaint.accept", T("Người bị khiếu nại không tự mình từ chối thụ lý: Sở hoặc người khác có thẩm quyền quyết định."));
    if (!*reason) return complaint_say_no(mem, refused, "K-05", "note", "complaint.accept", T("Hãy nêu lý do không thụ lý."));
    TRY(end(d, who, id, "refused", reason, now));
    TRY(complaint_write_event(mem, d, who, id, who->name, "refused", reason, now));
    return db_commit(&tx);
}

status complaint_complex(arena *mem, db *d, const actor *who, complaint_id id, const char *finding_, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};
    rule_term t = {0};

    TRY(db_begin(d, &tx));
    TRY(handle(d, mem, who, id, "accepted", &c, &s));
    if (*c.complex_note) return E_CONFLICT;
    if (!*finding_) return complaint_say_no(mem, refused, "K-06", "note", "complaint.solve_complex", T("Việc xác định vụ việc phức tạp phải bằng văn bản, nêu rõ vì sao."));
    if (date_compare(date_of(now), c.solve_due) > 0) return complaint_say_no(mem, refused, "K-07", "", c.solve_rule, T("Thời hạn giải quyết đã hết: không kéo dài được nữa."));
    const char *key = term_key(c.remote, true);
    TRY(rule_due(mem, rule_current(), key, NULL, c.accepted_on, c.accepted_on, &t));
    TRY(db_change1(d, Q_COMPLAINT_COMPLEX, P_TEXT(finding_), P_TEXT(key), P_DATE(t.due), P_ID(id)));
    TRY(complaint_write_event(mem, d, who, id, who->name, "complex", finding_, now));
    return db_commit(&tx);
}

/* ---- the decision ---- */

static status carry_out(arena *mem, db *d, const actor *who, const complaint_row *c, const complaint_answer *a, instant now, finding_list *refused)
{
    step_outcome o = {0};

    TRY(certificate_release(d, "complaint", c->id.v, now));
    if (text_eq(a->measure, "cancel")) return certificate_cancel(mem, d, who, c->dossier_id, textf(mem, T("Theo kết quả giải quyết khiếu nại số %s: %s"), c->number, a->answer), now, refused);
    if (!text_eq(a->measure, "reexamine")) return OK;
    TRY(dossier_effect(mem, d, who, c->dossier_id, EFFECT_REEXAMINE, &(step_input){.note = a->answer}, now, &o));
    if (o.tag == STEP_DONE) return OK;
    *refused = o.findings;
    return E_INVALID;
}

static status answer_fits(arena *mem, const complaint_row *c, const complaint_answer *a, finding_list *refused)
{
    bool entry = text_eq(c->kind, "recognition"), refusal = text_eq(c->kind, "refusal") || text_eq(c->kind, "refused_acceptance");

    if (!*a->answer) return complaint_say_no(mem, refused, "K-08", "answer", c->solve_rule, T("Hãy ghi nội dung giải quyết và căn cứ."));
    if (text_eq(a->measure, "cancel") && !entry) return complaint_say_no(mem, refused, "K-09", "measure", c->solve_rule, T("Không có việc công nhận nào để hủy bỏ."));
    if (text_eq(a->measure, "reexamine") && !refusal) return complaint_say_no(mem, refused, "K-10", "measure", c->solve_rule, T("Chỉ xét lại hồ sơ đã bị từ chối hoặc không công nhận."));
    if (text_eq(a->result, "wrong") != text_eq(a->measure, "keep")) return complaint_say_no(mem, refused, "K-11", "measure", c->solve_rule, T("Khiếu nại sai thì giữ nguyên quyết định; đúng hoặc đúng một phần thì hủy bỏ hoặc xét lại."));
    return OK;
}

/* A complaint about a cancellation that was right: the authors file anew (the register keeps what happened). */
static bool keeps_anyway(const complaint_row *c, const complaint_answer *a)
{
    return text_eq(c->kind, "cancellation") && text_eq(a->measure, "keep");
}

status complaint_decide(arena *mem, db *d, const actor *who, complaint_id id, const complaint_answer *a, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};

    TRY(db_begin(d, &tx));
    TRY(handle(d, mem, who, id, "accepted", &c, &s));
    if (!keeps_anyway(&c, a) || !*a->answer) TRY(answer_fits(mem, &c, a, refused));
    TRY(db_change1(d, Q_COMPLAINT_PROPOSE, P_TEXT(a->result), P_TEXT(a->measure), P_TEXT(a->answer), P_ID(who->user), P_TEXT(who->name), P_ID(id)));
    if (!s.attacked) {
        TRY(db_change1(d, Q_COMPLAINT_SOLVE, P_NULL, P_DATE(date_of(now)), P_ID(id)));
        TRY(carry_out(mem, d, who, &c, a, now, refused));
    }
    TRY(complaint_write_event(mem, d, who, id, who->name, s.attacked ? "proposed" : "solved", a->answer, now));
    return db_commit(&tx);
}

status complaint_second(arena *mem, db *d, const actor *who, complaint_id id, bool agree, const char *note, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};

    TRY(db_begin(d, &tx));
    TRY(complaint_get(d, mem, who, id, &c, &s));
    if (!complaint_may_handle(&c, &s)) return E_FORBIDDEN;
    if (!text_eq(c.state, "proposed")) return E_CONFLICT;
    if (!complaint_may_second(who, &c, &s)) return E_FORBIDDEN;
    if (!agree && !*note) return complaint_say_no(mem, refused, "K-12", "note", c.solve_rule, T("Không đồng ý thì nêu lý do."));
    if (agree) {
        TRY(db_change1(d, Q_COMPLAINT_SOLVE, P_ID(who->user), P_DATE(date_of(now)), P_ID(id)));
        TRY(carry_out(mem, d, who, &c, &(complaint_answer){c.result, c.measure, c.answer}, now, refused));
    } else {
        TRY(db_change1(d, Q_COMPLAINT_RETURN, P_ID(id)));
    }
    TRY(complaint_write_event(mem, d, who, id, who->name, agree ? "solved" : "returned", note, now));
    return db_commit(&tx);
}

status complaint_withdraw(arena *mem, db *d, const actor *who, complaint_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    complaint_row c = {0};
    complaint_stand s = {0};

    TRY(db_begin(d, &tx));
    TRY(complaint_get(d, mem, who, id, &c, &s));
    if (!s.complainant) return E_FORBIDDEN;
    if (!complaint_is_open(&c)) return E_CONFLICT;
    TRY(end(d, who, id, "withdrawn", "", now));
    TRY(complaint_write_event(mem, d, who, id, "", "withdrawn", "", now));
    return db_commit(&tx);
}

static status upheld(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out)
{
    int64_t n = 0;

    (void)who;
    (void)in;
    (void)now;
    TRY(db_number(d, Q_COMPLAINT_UPHELD, &n, P_ID(dos->id)));
    if (n == 0) finding_add(mem, out, &(finding){.id = "K-13", .text = T("Chỉ xét lại khi khiếu nại được giải quyết là đúng."), .article = "", .field = "", .hard = true});
    return OK;
}

const guard_entry complaint_guards[] = {{"complaint_upheld", upheld}, {0}};
