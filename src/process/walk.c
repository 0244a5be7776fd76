/* The dry run: a dossier that does not exist walks through a process; the legal clock runs, nothing is written. */
#include "base/text.h"
#include "base/words.h"
#include "process/design.h"

SHAPE(walk_stop_shape, walk_stop, F_TEXT(walk_stop, name), F_TEXT(walk_stop, actor), F_TEXT(walk_stop, state), F_TEXT(walk_stop, tone), F_TEXT(walk_stop, for_author),
      F_TEXT(walk_stop, document), F_TEXT(walk_stop, due_name), F_TEXT(walk_stop, explained), F_DATE(walk_stop, on), F_DATE(walk_stop, due), F_BOOL(walk_stop, late));

/* Stops of one clock: from the state that stopped it to the day on which it was left. */
typedef struct {
    const char *clock;
    date stopped, restarted;
} pause;

typedef struct {
    const process_state *at;
    process_facts facts;
    pause pauses[WALK_MAX];
    int n_pauses;
    const char *clock; /* that runs, or stands still */
    date due;
} walker;

static void take_effect(walker *w, step_effect e, date on)
{
    if (e == EFFECT_FILE || e == EFFECT_TRANSFER) w->facts.received = on;
    if (e == EFFECT_ACCEPT || e == EFFECT_ACCEPT_WAITING) w->facts.accepted = on;
    if (e == EFFECT_APPLIED) w->facts.applied = on;
}

static status enter(arena *mem, walker *w, const process_state *to, date on, walk_stop *out)
{
    rule_event events[2 * WALK_MAX];
    rule_term term = {0};
    process_facts f = w->facts;

    if (w->at->stops_clock && !to->stops_clock)
        for (int i = 0; i < w->n_pauses; i++)
            if (!w->pauses[i].restarted.ymd) w->pauses[i].restarted = on;
    if (to->stops_clock && !w->at->stops_clock && *w->clock) w->pauses[w->n_pauses++] = (pause){w->clock, on, {0}};
    w->clock = process_clock_name(mem, to);
    date start = process_clock_start(to, &f, on);
    f.events = events;
    for (int i = 0; i < w->n_pauses; i++) {
        const pause *q = &w->pauses[i];
        if (!text_eq(q->clock, w->clock) || !q->restarted.ymd || date_compare(q->stopped, start) < 0) continue;
        events[f.n_events++] = (rule_event){.kind = CLOCK_STOP, .on = q->stopped};
        events[f.n_events++] = (rule_event){.kind = CLOCK_RESTART, .on = q->restarted};
    }
    TRY(process_clock(mem, to, &f, on, &w->due, &term));
    w->at = to;
    out->state = T(to->name);
    out->tone = to->tone;
    out->for_author = T(to->for_author);
    out->due = w->due;
    out->due_name = process_limit_words(mem, &to->limit);
    out->explained = w->due.ymd ? rule_explain(mem, &term, words_lang()) : "";
    return OK;
}

static const process_step *step_taken(const process *p, const walker *w, const char *action, bool applied)
{
    const process_step *s = process_step_of(p, action, w->at->key);
    const process_step *wait = s && s->effect == EFFECT_ACCEPT && !applied && !w->facts.applied.ymd ? process_step_for(p, EFFECT_ACCEPT_WAITING, w->at->key, "") : NULL;
    return wait ? wait : s;
}

status process_walk(arena *mem, const process *p, const walk_move *moves, int n, date start, bool applied, walk *out)
{
    walker w = {.at = process_first(p), .clock = ""};
    date today = start;

    *out = (walk){.broken = "", .state = ""};
    out->stops.p = NEWS(mem, walk_stop, n + 1);
    if (!w.at) return E_INVALID;
    for (int i = 0; i < n && i < WALK_MAX; i++) {
        const process_step *s = step_taken(p, &w, moves[i].action, applied);
        if (!s) {
            out->broken = moves[i].action;
            break;
        }
        if (date_compare(moves[i].on, today) > 0) today = moves[i].on;
        walk_stop *stop = &out->stops.p[out->stops.n];
        *stop = (walk_stop){.name = T(s->name), .actor = process_roles_words(mem, s->roles), .document = *s->document ? process_paper_name(s->document) : "", .on = today};
        stop->late = w.due.ymd && date_compare(today, w.due) > 0;
        take_effect(&w, s->effect, today);
        TRY(enter(mem, &w, process_state_of(p, s->to), today, stop));
        out->stops.n++;
    }
    out->state = w.at->key;
    out->today = today;
    return OK;
}
