/* Steps of the process: one transaction each, with guard, term, event, audit line and jobs. */
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"
#include "job/job.h"
#include "org/org.h"
#include "user/user.h"
#include <string.h>

enum { GUARD_TABLES_MAX = 8, STOPS_MAX = 50 };
static const guard_entry *tables[GUARD_TABLES_MAX];
static int n_tables;

void dossier_register_guards(const guard_entry *entries)
{
    for (int i = 0; i < n_tables; i++)
        if (tables[i] == entries) return;
    if (n_tables < GUARD_TABLES_MAX) tables[n_tables++] = entries;
}

status dossier_guard_names(arena *mem, const char *const **out)
{
    const char **names = NEWS(mem, const char *, 200);
    int n = 0;

    for (int t = 0; t < n_tables; t++)
        for (const guard_entry *g = tables[t]; g->name && n < 199; g++) names[n++] = g->name;
    *out = names;
    return n ? OK : E_INTERNAL;
}

static status run_guards(db *d, arena *mem, const actor *who, const dossier *dos, const process_step *step, const step_input *in, instant now, finding_list *out)
{
    for (int i = 0; i < step->n_guards; i++) {
        dossier_guard check = NULL;
        for (int t = 0; t < n_tables && !check; t++)
            for (const guard_entry *g = tables[t]; g->name && !check; g++)
                if (text_eq(g->name, step->guard[i])) check = g->check;
        if (!check) {
            log_error("step %s: nobody answers the guard %s", step->action, step->guard[i]);
            return E_INTERNAL;
        }
        TRY(check(d, mem, who, dos, in, now, out));
    }
    return OK;
}

/* What a step changes besides the state; {0} and "" leave a column as it is. */
typedef struct {
    const char *number, *due_rule, *consent;
    date filed_on, accepted_on, applied_done_on, decided_on, due_on;
    org_id org;
    int author_is_head; /* -1: as it is */
} effect;

typedef struct {
    date stopped_on, restarted_on;
} stop_row;
STATIC_SHAPE(stop_shape, stop_row, F_DATE(stop_row, stopped_on), F_DATE(stop_row, restarted_on));

static status receipt_number(arena *mem, db *d, org_id org, date today, const char **out)
{
    org_row o = {0};
    int64_t n = 0;

    TRY(org_get(d, mem, org, &o));
    TRY(org_next_number(d, org, "receipt", date_year(today), &n));
    *out = textf(mem, "%lld/%d/BN-%s", (long long)n, date_year(today), *o.symbol ? o.symbol : o.code);
    return OK;
}

static status head_among_authors(arena *mem, db *d, const dossier *dos, date today, int *out)
{
    author_list a = {0};
    bool head = false;

    TRY(dossier_authors(d, mem, dos->id, &a));
    for (int i = 0; i < a.n && !head; i++)
        if (a.p[i].user_id.v) TRY(user_is_head(d, a.p[i].user_id, dos->org_id, today, &head));
    *out = head;
    return OK;
}

static status term_from(arena *mem, const char *key, date start, effect *e)
{
    rule_term t = {0};

    TRY(rule_due(mem, rule_current(), key, NULL, start, start, &t));
    e->due_rule = key;
    e->due_on = t.due;
    return OK;
}

/* The review term goes on after its stops. */
static status review_again(arena *mem, db *d, const dossier *dos, date today, effect *e)
{
    LIST_OF(stop_row) rows = {0};
    rule_event events[2 * STOPS_MAX];
    rule_clock_face face = {0};
    int n = 0;

    TRY(db_change(d, Q_DOSSIER_STOP_END, NULL, P_DATE(today), P_ID(dos->id)));
    TRY(db_each(d, Q_DOSSIER_STOPS, mem, &stop_shape, &rows, P_ID(dos->id)));
    for (int i = 0; i < rows.n && n < 2 * STOPS_MAX; i++) {
        events[n++] = (rule_event){.kind = CLOCK_STOP, .on = rows.p[i].stopped_on};
        events[n++] = (rule_event){.kind = CLOCK_RESTART, .on = rows.p[i].restarted_on};
    }
    TRY(rule_clock(mem, rule_current(), "review.period", NULL, dos->filed_on, dos->filed_on, events, n, today, &face));
    e->due_rule = "review.period";
    e->due_on = face.term.due;
    return OK;
}

static status effect_of(arena *mem, db *d, const dossier *dos, const char *action, const step_input *in, date today, effect *e)
{
    org_id stop = {0};

    e->due_rule = dos->due_rule; /* a step that names no term leaves it running */
    e->due_on = dos->due_on;
    if (text_eq(action, "file")) {
        TRY(receipt_number(mem, d, dos->org_id, today, &e->number));
        TRY(head_among_authors(mem, d, dos, today, &e->author_is_head));
        e->filed_on = today;
        return term_from(mem, "review.period", today, e);
    }
    if (text_eq(action, "ask_fix")) {
        TRY(db_insert(d, Q_DOSSIER_STOP_INSERT, &stop, P_ID(dos->id), P_DATE(today)));
        return term_from(mem, "fix.period", today, e);
    }
    if (text_eq(action, "answer_fix")) {
        TRY(head_among_authors(mem, d, dos, today, &e->author_is_head));
        return review_again(mem, d, dos, today, e);
    }
    if (text_eq(action, "transfer")) {
        e->org = in->to;
        return term_from(mem, "review.period", today, e);
    }
    if (text_eq(action, "accept")) {
        e->accepted_on = today;
        return term_from(mem, "decide.period", rule_decide_start(today, (date){0}), e);
    }
    if (text_eq(action, "accept_waiting")) {
        e->accepted_on = today;
        e->due_rule = "";
        e->due_on = (date){0};
        return OK;
    }
    if (text_eq(action, "applied")) {
        e->applied_done_on = in->on.ymd ? in->on : today;
        return term_from(mem, "decide.period", rule_decide_start(dos->accepted_on, e->applied_done_on), e);
    }
    if (text_eq(action, "consent")) e->consent = in->document;
    bool ends = text_eq(action, "recognise") || text_eq(action, "refuse") || text_eq(action, "refuse_acceptance") || text_eq(action, "withdraw") || text_eq(action, "cancel");
    if (ends) {
        e->decided_on = text_eq(action, "cancel") ? dos->decided_on : today;
        e->due_rule = "";
        e->due_on = (date){0};
    }
    return OK;
}

/* Members of a council are not named to the authors. */
static const char *shown_actor(const actor *who, const char *action)
{
    bool council = text_eq(action, "conclude") || text_eq(action, "open_council");
    return council || !who->name ? "" : who->name;
}

static status write_step(arena *mem, db *d, const actor *who, const dossier *dos, const process_step *step, const step_input *in, const effect *e, instant now)
{
    org_id event = {0};

    TRY(db_change1(d, Q_DOSSIER_MOVE, P_TEXT(step->to), P_TEXT(e->number), P_DATE(e->filed_on), P_DATE(e->accepted_on), P_DATE(e->applied_done_on),
                   P_DATE(e->decided_on), P_DATE(e->due_on), P_TEXT(e->due_rule), P_ID(e->org), P_INT(e->author_is_head), P_TEXT(e->consent), P_INSTANT(now),
                   P_ID(dos->id), P_TEXT(dos->state)));
    TRY(db_insert(d, Q_DOSSIER_EVENT_INSERT, &event, P_ID(dos->id), P_INSTANT(now), P_ID(who->user), P_TEXT(shown_actor(who, step->action)), P_TEXT(step->action),
                  P_TEXT(dos->state), P_TEXT(step->to), P_TEXT(in->note), P_DATE(e->due_on), P_TEXT(e->due_rule)));
    TRY(audit_add(d, mem, who, textf(mem, "dossier.%s", step->action), "dossier", dos->id.v, dos->state, textf(mem, "%s %s", step->to, in->note)));
    return job_add(d, "dossier_step", textf(mem, "%lld %s", (long long)dos->id.v, step->action), (instant){0});
}

static const char *chosen_action(const dossier *dos, const char *action)
{
    /* Acceptance of a solution that was not yet applied or tried waits for its first application (Điều lệ Art 7(1)). */
    bool unapplied = !dos->applied_on.ymd && !dos->trial_on.ymd;
    return text_eq(action, "accept") && unapplied ? "accept_waiting" : action;
}

status dossier_step(arena *mem, db *d, const actor *who, dossier_id id, const char *action, const step_input *in, instant now, step_outcome *out)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    const process *p = NULL;
    step_outcome o = {.number = ""};
    effect e = {.number = "", .due_rule = "", .consent = "", .author_is_head = -1};
    step_input clean = *in;

    if (!clean.note) clean.note = "";
    if (!clean.document) clean.document = "";
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(process_load(d, dos.process_id, &p));
    action = chosen_action(&dos, action);
    const process_step *step = process_step_of(p, action, dos.state);
    if (!step) return E_CONFLICT;
    if (!dossier_may_step(who, &dos, p, action)) return E_FORBIDDEN;
    TRY(run_guards(d, mem, who, &dos, step, &clean, now, &o.findings));
    for (int i = 0; i < o.findings.n; i++) {
        if (!o.findings.p[i].hard) continue;
        o.tag = STEP_REFUSED;
        *out = o;
        return OK; /* nothing was changed */
    }
    TRY(effect_of(mem, d, &dos, action, &clean, date_of(now), &e));
    TRY(write_step(mem, d, who, &dos, step, &clean, &e, now));
    TRY(db_commit(&tx));
    o.due = e.due_on;
    o.number = e.number;
    *out = o;
    return OK;
}

const char *dossier_action_name(const char *action)
{
    static const char *const names[][2] = {
        {"file", N_("Nộp hồ sơ")}, {"ask_fix", N_("Thông báo thiếu sót, yêu cầu sửa")}, {"answer_fix", N_("Nộp lại sau khi sửa")}, {"accept", N_("Chấp nhận đơn")},
        {"accept_waiting", N_("Chấp nhận đơn, chờ áp dụng lần đầu")}, {"refuse_acceptance", N_("Từ chối chấp nhận đơn")}, {"transfer", N_("Chuyển đến cơ sở có thẩm quyền")},
        {"applied", N_("Xác nhận hoàn thành áp dụng lần đầu")}, {"open_council", N_("Đưa ra Hội đồng")}, {"conclude", N_("Hội đồng kết luận")},
        {"ask_consent", N_("Đề nghị chấp thuận")}, {"consent", N_("Chấp thuận việc công nhận")}, {"recognise", N_("Công nhận sáng kiến")}, {"refuse", N_("Không công nhận")},
        {"cancel", N_("Hủy bỏ việc công nhận")}, {"withdraw", N_("Rút đơn")}};

    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], action)) return T(names[i][1]);
    return action;
}
