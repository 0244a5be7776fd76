/* Filing and reading. */
#include "complaint/complaint.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "complaint/complaint_own.h"
#include "job/job.h"
#include "org/org.h"
#include "rule/rule.h"

SHAPE(complaint_shape, complaint_row, F_ID(complaint_row, id), F_TEXT(complaint_row, number), F_TEXT(complaint_row, kind), F_TEXT(complaint_row, title), F_TEXT(complaint_row, decision),
      F_TEXT(complaint_row, signer), F_TEXT(complaint_row, complainant), F_TEXT(complaint_row, relation), F_TEXT(complaint_row, content), F_TEXT(complaint_row, wish), F_TEXT(complaint_row, evidence),
      F_TEXT(complaint_row, late_reason), F_TEXT(complaint_row, state), F_TEXT(complaint_row, complex_note), F_TEXT(complaint_row, solve_rule), F_TEXT(complaint_row, result), F_TEXT(complaint_row, measure),
      F_TEXT(complaint_row, answer), F_TEXT(complaint_row, solver), F_TEXT(complaint_row, org_name), F_TEXT(complaint_row, code), F_TEXT(complaint_row, economic_class), F_ID(complaint_row, org_id),
      F_ID(complaint_row, dossier_id), F_ID(complaint_row, recognition_id), F_ID(complaint_row, signer_id), F_ID(complaint_row, complainant_id), F_ID(complaint_row, solver_id), F_DATE(complaint_row, decided_on),
      F_DATE(complaint_row, known_on), F_DATE(complaint_row, filed_on), F_DATE(complaint_row, accept_due), F_DATE(complaint_row, accepted_on), F_DATE(complaint_row, solve_due), F_DATE(complaint_row, ended_on),
      F_BOOL(complaint_row, remote));
SHAPE(complaint_event_shape, complaint_event, F_INSTANT(complaint_event, at), F_TEXT(complaint_event, actor), F_TEXT(complaint_event, action), F_TEXT(complaint_event, note));
STATIC_SHAPE(target_shape, complaint_target, F_TEXT(complaint_target, kind), F_TEXT(complaint_target, title), F_TEXT(complaint_target, decision), F_TEXT(complaint_target, signer),
             F_TEXT(complaint_target, org_name), F_ID(complaint_target, org_id), F_ID(complaint_target, dossier_id), F_ID(complaint_target, recognition_id), F_ID(complaint_target, signer_id),
             F_DATE(complaint_target, decided_on), F_BOOL(complaint_target, author));

status complaint_say_no(arena *mem, finding_list *l, const char *id, const char *field, const char *key, const char *text)
{
    const rule_row *row = NULL;
    const char *article = *key && rule_get(rule_current(), key, NULL, date_of(instant_now()), &row) == OK ? row->article : "";

    finding_add(mem, l, &(finding){.id = id, .text = text, .article = article, .field = field, .hard = true});
    return E_INVALID;
}

status complaint_write_event(arena *mem, db *d, const actor *who, complaint_id id, const char *shown, const char *action, const char *note, instant now)
{
    org_id row = {0};

    TRY(db_insert(d, Q_COMPLAINT_EVENT_INSERT, &row, P_ID(id), P_INSTANT(now), P_TEXT(shown), P_TEXT(action), P_TEXT(note)));
    TRY(audit_add(d, mem, who, textf(mem, "complaint.%s", action), "complaint", id.v, "", note));
    return job_add(d, "complaint", textf(mem, "%lld %s", (long long)id.v, action), (instant){0});
}

bool complaint_is_open(const complaint_row *c)
{
    return text_eq(c->state, "filed") || text_eq(c->state, "accepted") || text_eq(c->state, "proposed");
}

/* ---- reading ---- */

status complaint_target_entry(db *d, arena *mem, const actor *who, const char *code, complaint_target *out)
{
    complaint_target t = {0};

    if (who->user.v == 0) return E_FORBIDDEN;
    TRY(db_one(d, Q_COMPLAINT_TARGET_ENTRY, mem, &target_shape, &t, P_INT(who->user.v), P_TEXT(code)));
    *out = t;
    return OK;
}

status complaint_target_dossier(db *d, arena *mem, const actor *who, dossier_id id, complaint_target *out)
{
    complaint_target t = {0};
    dossier dos = {0};

    TRY(dossier_get(d, mem, who, id, &dos));
    if (!dos.is_owner && !dos.is_author) return E_FORBIDDEN;
    TRY(db_one(d, Q_COMPLAINT_TARGET_DOSSIER, mem, &target_shape, &t, P_ID(id)));
    *out = t;
    return OK;
}

status complaint_stand_of(db *d, const actor *who, const complaint_row *c, complaint_stand *out)
{
    int64_t author = 0, conflict = 0;

    *out = (complaint_stand){0};
    if (who->user.v == 0) return OK;
    TRY(db_number(d, Q_COMPLAINT_IS_AUTHOR, &author, P_ID(c->dossier_id), P_ID(who->user)));
    TRY(db_number(d, Q_RECOGNITION_IN_CONFLICT, &conflict, P_ID(c->dossier_id), P_ID(who->user)));
    out->complainant = c->complainant_id.v == who->user.v;
    out->author = author > 0;
    out->attacked = c->signer_id.v && c->signer_id.v == who->user.v;
    if (author || conflict) return OK;
    out->head = actor_has(who, ROLE_HEAD, c->org_id);
    out->clerk = actor_has(who, ROLE_INTAKE, c->org_id);
    out->department = actor_has(who, ROLE_DEPARTMENT, c->org_id);
    out->auditor = actor_has(who, ROLE_AUDITOR, c->org_id);
    return OK;
}

status complaint_get(db *d, arena *mem, const actor *who, complaint_id id, complaint_row *out, complaint_stand *stand)
{
    complaint_row c = {0};
    complaint_stand s = {0};

    TRY(db_one(d, Q_COMPLAINT_GET, mem, &complaint_shape, &c, P_ID(id)));
    TRY(complaint_stand_of(d, who, &c, &s));
    if (!complaint_may_see(&s)) return E_NOT_FOUND;
    if (s.author && !s.complainant) { /* authors of the entry learn of it, not by whom */
        c.complainant = "";
        c.complainant_id = (user_id){0};
    }
    *out = c;
    *stand = s;
    return OK;
}

status complaint_all(db *d, arena *mem, const actor *who, date today, complaint_list *out)
{
    bool everywhere = actor_has(who, ROLE_DEPARTMENT, (org_id){0}) || actor_has(who, ROLE_AUDITOR, (org_id){0});
    return db_each(d, Q_COMPLAINT_ALL, mem, &complaint_shape, out, P_INT(who->user.v), P_BOOL(everywhere), P_DATE(today));
}

status complaint_events_of(db *d, arena *mem, complaint_id id, complaint_events *out)
{
    return db_each(d, Q_COMPLAINT_EVENTS, mem, &complaint_event_shape, out, P_ID(id));
}

/* ---- filing ---- */

static status in_time(arena *mem, const complaint_target *t, const complaint_text *c, date today, finding_list *refused)
{
    rule_term limit = {0};

    if (date_compare(c->known_on, t->decided_on) < 0 || date_compare(c->known_on, today) > 0)
        return complaint_say_no(mem, refused, "K-01", "known_on", "complaint.limit", textf(mem, T("Ngày biết quyết định phải từ ngày ra quyết định (%s) đến hôm nay."), date_vi(mem, t->decided_on)));
    TRY(rule_due(mem, rule_current(), "complaint.limit", NULL, c->known_on, c->known_on, &limit));
    if (date_compare(today, limit.due) > 0 && !*c->late_reason)
        return complaint_say_no(mem, refused, "K-02", "late_reason", "complaint.limit", textf(mem, T("Đã hết thời hiệu khiếu nại ngày %s: hãy nêu trở ngại khách quan khiến bạn không khiếu nại được sớm hơn."), date_vi(mem, limit.due)));
    return OK;
}

status complaint_file(arena *mem, db *d, const actor *who, const complaint_target *t, const complaint_text *c, instant now, complaint_id *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    date today = date_of(now);
    rule_term accept = {0};
    org_row org = {0};
    int64_t n = 0;

    if (who->user.v == 0) return E_FORBIDDEN;
    TRY(in_time(mem, t, c, today, refused));
    TRY(rule_due(mem, rule_current(), "complaint.accept", NULL, today, today, &accept));
    TRY(db_begin(d, &tx));
    TRY(org_get(d, mem, t->org_id, &org));
    TRY(org_next_number(d, t->org_id, "complaint", date_year(today), &n));
    const char *number = textf(mem, "%lld/%d/KN-%s", (long long)n, date_year(today), *org.symbol ? org.symbol : org.code);
    status s = db_insert(d, Q_COMPLAINT_INSERT, out, P_TEXT(number), P_ID(t->org_id), P_ID(t->dossier_id), P_ID(t->recognition_id), P_TEXT(t->kind), P_TEXT(t->title), P_TEXT(t->decision), P_DATE(t->decided_on),
                         P_ID(t->signer_id), P_TEXT(t->signer), P_ID(who->user), P_TEXT(who->name), P_TEXT(t->author ? "author" : "affected"), P_TEXT(c->content), P_TEXT(c->wish), P_TEXT(c->evidence),
                         P_DATE(c->known_on), P_TEXT(c->late_reason), P_DATE(today), P_DATE(accept.due));
    if (s == E_CONFLICT) return complaint_say_no(mem, refused, "K-03", "", "", T("Bạn đã có một khiếu nại đang được giải quyết về việc này."));
    TRY(s);
    if (t->recognition_id.v) TRY(certificate_hold(d, t->recognition_id, "complaint", out->v, now));
    TRY(complaint_write_event(mem, d, who, *out, "", "filed", "", now));
    return db_commit(&tx);
}

/* ---- words ---- */

const char *complaint_state_name(const char *state)
{
    static const char *const names[][2] = {{"filed", N_("Đã gửi, chờ thụ lý")}, {"accepted", N_("Đã thụ lý, đang giải quyết")}, {"proposed", N_("Chờ người thứ hai đồng ý")},
                                           {"solved", N_("Đã giải quyết")}, {"refused", N_("Không thụ lý")}, {"withdrawn", N_("Đã rút khiếu nại")}};
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], state)) return T(names[i][1]);
    return state;
}

const char *complaint_kind_name(const char *kind)
{
    if (text_eq(kind, "recognition")) return T("Quyết định công nhận sáng kiến");
    if (text_eq(kind, "refusal")) return T("Quyết định không công nhận");
    if (text_eq(kind, "cancellation")) return T("Quyết định hủy bỏ việc công nhận");
    return T("Từ chối chấp nhận đơn");
}
