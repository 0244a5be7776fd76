/* Steps of the process: one transaction each, with guard, term, event, audit line and jobs. */
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"
#include "job/job.h"
#include "org/org.h"
#include "paper/paper.h"
#include "user/user.h"
#include <string.h>

enum { GUARD_TABLES_MAX = 16, STOPS_MAX = 50 };
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

/* What a step changes besides the state; {0} and "" leave a column as it is, but for the term. */
typedef struct {
    const char *number, *due_rule, *consent;
    date filed_on, received_on, accepted_on, applied_done_on, decided_on, due_on;
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

/* ---- the clock ---- */

dossier_phase dossier_phase_of(const dossier *dos)
{
    return process_phase_by_key(dos->phase);
}

status dossier_term_row(arena *mem, const dossier *dos, const process *p, date on, const rule_row **out)
{
    if (!*dos->due_rule) return E_NOT_FOUND;
    if (!text_starts(dos->due_rule, "own:")) return rule_get(rule_current(), dos->due_rule, NULL, on, out);
    const process_state *s = process_state_of(p, dos->due_rule + 4);
    return s ? process_limit_row(mem, &s->limit, on, out) : E_NOT_FOUND;
}

date dossier_term_start(const dossier *dos, const process *p)
{
    const process_state *s = process_state_of(p, dos->state);
    return s ? process_clock_start(s, &(process_facts){dos->received_on, dos->accepted_on, dos->applied_done_on, NULL, 0}, (date){0}) : (date){0};
}

static date either(date now, date before)
{
    return now.ymd ? now : before;
}

/* The last day of the term of `to`: from its start on, with the stops since then. */
static status run_clock(arena *mem, db *d, const dossier *dos, const process_state *to, date today, effect *e)
{
    LIST_OF(stop_row) rows = {0};
    rule_event events[2 * STOPS_MAX];
    process_facts f = {either(e->received_on, dos->received_on), either(e->accepted_on, dos->accepted_on), either(e->applied_done_on, dos->applied_done_on), events, 0};

    e->due_rule = process_clock_name(mem, to);
    e->due_on = (date){0};
    if (!*e->due_rule) return OK;
    TRY(db_each(d, Q_DOSSIER_STOPS, mem, &stop_shape, &rows, P_ID(dos->id), P_TEXT(e->due_rule), P_DATE(process_clock_start(to, &f, today))));
    for (int i = 0; i < rows.n && f.n_events < 2 * STOPS_MAX && rows.p[i].restarted_on.ymd; i++) {
        events[f.n_events++] = (rule_event){.kind = CLOCK_STOP, .on = rows.p[i].stopped_on};
        events[f.n_events++] = (rule_event){.kind = CLOCK_RESTART, .on = rows.p[i].restarted_on};
    }
    return process_clock(mem, to, &f, today, &e->due_on, NULL);
}

status dossier_clock_in(arena *mem, db *d, const dossier *dos, const process_state *to, date today, const char **rule, date *due)
{
    effect e = {0};

    TRY(run_clock(mem, d, dos, to, today, &e));
    *rule = e.due_rule;
    *due = e.due_on;
    return OK;
}

/* The clock that ran stands still while the dossier is in a state that stops it, and goes on when it leaves. */
static status stop_or_go(db *d, const dossier *dos, const process_state *from, const process_state *to, date today)
{
    org_id row = {0};

    if (from->stops_clock && !to->stops_clock) TRY(db_change(d, Q_DOSSIER_STOP_END, NULL, P_DATE(today), P_ID(dos->id)));
    if (to->stops_clock && !from->stops_clock && *dos->due_rule) return db_insert(d, Q_DOSSIER_STOP_INSERT, &row, P_ID(dos->id), P_TEXT(dos->due_rule), P_DATE(today));
    return OK;
}

/* ---- what a step does ---- */

static status effect_of(arena *mem, db *d, const dossier *dos, step_effect what, const step_input *in, date today, effect *e)
{
    switch (what) {
    case EFFECT_FILE:
        TRY(receipt_number(mem, d, dos->org_id, today, &e->number));
        e->filed_on = e->received_on = today;
        return head_among_authors(mem, d, dos, today, &e->author_is_head);
    case EFFECT_ANSWER_FIX: return head_among_authors(mem, d, dos, today, &e->author_is_head);
    case EFFECT_TRANSFER:
        e->org = in->to;
        e->received_on = today;
        return OK;
    case EFFECT_ACCEPT:
    case EFFECT_ACCEPT_WAITING: e->accepted_on = today; return OK;
    case EFFECT_REEXAMINE: e->received_on = e->accepted_on = today; return OK; /* its terms begin anew (our reading) */
    case EFFECT_APPLIED: e->applied_done_on = in->on.ymd ? in->on : today; return OK;
    case EFFECT_CONSENT: e->consent = in->document; return OK;
    case EFFECT_RECOGNISE:
    case EFFECT_REFUSE:
    case EFFECT_REFUSE_ACCEPTANCE:
    case EFFECT_EXCLUDE:
    case EFFECT_WITHDRAW: e->decided_on = today; return OK;
    case EFFECT_NONE:
    case EFFECT_ASK_FIX:
    case EFFECT_OPEN_COUNCIL:
    case EFFECT_CONCLUDE:
    case EFFECT_ASK_CONSENT:
    case EFFECT_CANCEL:
    case EFFECT_DEFER:
    case EFFECT_RESUME:
    case EFFECT_FAST_TRACK:
    case EFFECT_PASS_UPWARD: return OK;
    case EFFECT__COUNT: break;
    }
    return E_INTERNAL;
}

/* Members of a council are not named to the authors. */
static const char *shown_actor(const actor *who, step_effect what)
{
    bool council = what == EFFECT_CONCLUDE || what == EFFECT_OPEN_COUNCIL;
    return council || !who->name ? "" : who->name;
}

/* The paper of this step, kept as it is now. */
static status issue_paper(arena *mem, db *d, const actor *who, const dossier *before, const process_step *step, const step_input *in, const effect *e, int64_t event, instant now)
{
    dossier dos = *before;
    dossier_event happened = {.id = event, .at = now, .actor = shown_actor(who, step->effect), .note = in->note, .due_on = e->due_on};
    fill_values values = {0};

    if (*e->number && !*dos.number) dos.number = e->number;
    if (!dos.filed_on.ymd) dos.filed_on = e->filed_on;
    TRY(dossier_paper_values(d, mem, &dos, step, &happened, in->document, &values));
    return paper_issue(d, mem, event, step->document, &values, now);
}

static status write_step(arena *mem, db *d, const actor *who, const dossier *dos, const process *p, const process_step *step, const step_input *in, const effect *e, instant now)
{
    org_id event = {0};

    TRY(db_change1(d, Q_DOSSIER_MOVE, P_TEXT(step->to), P_TEXT(process_phase_key(process_state_of(p, step->to)->phase)), P_TEXT(e->number), P_DATE(e->filed_on),
                   P_DATE(e->received_on), P_DATE(e->accepted_on), P_DATE(e->applied_done_on), P_DATE(e->decided_on), P_DATE(e->due_on), P_TEXT(e->due_rule),
                   P_INT(e->author_is_head), P_TEXT(e->consent), P_INSTANT(now), P_ID(dos->id), P_TEXT(dos->state)));
    if (p->id.v != dos->process_id.v || e->org.v) TRY(db_change1(d, Q_DOSSIER_PLACE, P_ID(p->id), P_ID(e->org), P_ID(dos->id)));
    TRY(db_insert(d, Q_DOSSIER_EVENT_INSERT, &event, P_ID(dos->id), P_INSTANT(now), P_ID(who->user), P_TEXT(shown_actor(who, step->effect)), P_ID(p->id), P_TEXT(step->action),
                  P_TEXT(dos->state), P_TEXT(step->to), P_TEXT(in->note), P_DATE(e->due_on), P_TEXT(e->due_rule)));
    if (*step->document) TRY(issue_paper(mem, d, who, dos, step, in, e, event.v, now));
    TRY(audit_add(d, mem, who, textf(mem, "dossier.%s", process_effect_key(step->effect)), "dossier", dos->id.v, dos->state, textf(mem, "%s %s", step->to, in->note)));
    return job_add(d, "dossier_step", textf(mem, "%lld %s", (long long)dos->id.v, step->action), (instant){0});
}

/* A dossier is filed under the process that is active on that day for its round, or its level and kind. */
static status process_to_use(arena *mem, db *d, dossier *dos, const process **out)
{
    process_id id = dos->process_id;
    round_row r = {.process_key = ""};

    if (dos->round_id.v) TRY(round_get(d, mem, dos->round_id, &r));
    if (dossier_phase_of(dos) == PHASE_DRAFT) TRY(process_choose(d, process_level_by_key(dos->level), dos->kind, r.process_key, &id));
    return process_load(d, id, out);
}

/* Acceptance of a solution that was not yet applied or tried waits for its first application (Điều lệ Art 7(1)). */
static const process_step *accept_or_wait(const process *p, const dossier *dos, const process_step *step)
{
    bool unapplied = !dos->applied_on.ymd && !dos->trial_on.ymd;
    const process_step *wait = step && unapplied && step->effect == EFFECT_ACCEPT ? process_step_for(p, EFFECT_ACCEPT_WAITING, dos->state, "") : NULL;
    return wait ? wait : step;
}

/* The machine's clock may have been put back; what is recorded never goes before what was recorded. */
static instant never_back(const dossier *dos, instant now)
{
    const date told[] = {dos->filed_on, dos->received_on, dos->accepted_on, dos->decided_on};
    date last = date_of(now);

    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i].ymd > last.ymd) last = told[i];
    if (last.ymd == date_of(now).ymd) return now;
    log_warning("dossier %lld: the clock says a day before its last step; the day of that step is taken", (long long)dos->id.v);
    return instant_of(last, 0, 0);
}

typedef struct {
    const char *action; /* or NULL, and the effect counts */
    step_effect effect;
} wanted;

static const process_step *find_step(const process *p, const dossier *dos, const wanted *w, const char *outcome)
{
    const process_step *s = w->action ? process_step_of(p, w->action, dos->state) : process_step_for(p, w->effect, dos->state, outcome);
    return accept_or_wait(p, dos, s);
}

static status take(arena *mem, db *d, const actor *who, dossier_id id, const wanted *w, const step_input *in, instant now, step_outcome *out)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    const process *p = NULL;
    step_outcome o = {.number = ""};
    effect e = {.number = "", .due_rule = "", .consent = "", .author_is_head = -1};
    step_input clean = *in;

    if (!clean.note) clean.note = "";
    if (!clean.document) clean.document = "";
    if (!clean.outcome) clean.outcome = "";
    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(process_to_use(mem, d, &dos, &p));
    now = never_back(&dos, now);
    date today = date_of(now);
    const process_step *step = find_step(p, &dos, w, clean.outcome);
    if (!step) return E_CONFLICT;
    if (!dossier_may_step(who, &dos, p, step->action)) return E_FORBIDDEN;
    TRY(run_guards(d, mem, who, &dos, step, &clean, now, &o.findings));
    TRY(dossier_check_needs(d, mem, &dos, step, today, &o.findings));
    for (int i = 0; i < o.findings.n; i++) {
        if (!o.findings.p[i].hard) continue;
        o.tag = STEP_REFUSED;
        *out = o;
        return OK; /* nothing was changed */
    }
    const process_state *from = process_state_of(p, dos.state), *to = process_state_of(p, step->to);
    TRY(effect_of(mem, d, &dos, step->effect, &clean, today, &e));
    TRY(stop_or_go(d, &dos, from, to, today));
    TRY(run_clock(mem, d, &dos, to, today, &e));
    TRY(write_step(mem, d, who, &dos, p, step, &clean, &e, now));
    TRY(db_commit(&tx));
    o.due = e.due_on;
    o.number = e.number;
    *out = o;
    return OK;
}

status dossier_step(arena *mem, db *d, const actor *who, dossier_id id, const char *action, const step_input *in, instant now, step_outcome *out)
{
    return take(mem, d, who, id, &(wanted){.action = action}, in, now, out);
}

status dossier_effect(arena *mem, db *d, const actor *who, dossier_id id, step_effect effect_, const step_input *in, instant now, step_outcome *out)
{
    return take(mem, d, who, id, &(wanted){.effect = effect_}, in, now, out);
}

status dossier_step_name(db *d, process_id process_, const char *action, const char **out)
{
    const process *p = NULL;

    if (text_eq(action, DOSSIER_SUCCEEDED)) {
        *out = T("Chuyển đến cơ sở kế thừa");
        return OK;
    }
    if (text_eq(action, "process_moved")) {
        *out = T("Chuyển sang phiên bản khác của quy trình");
        return OK;
    }
    TRY(process_load(d, process_, &p));
    const process_step *s = process_step_named(p, action);
    *out = s ? T(s->name) : action;
    return OK;
}
