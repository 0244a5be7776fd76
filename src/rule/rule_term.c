/* Legal terms and their clock. */
#include "base/text.h"
#include "rule/rule_book.h"
#include <string.h>

typedef struct {
    date after, to; /* legal time runs on the days in (after, to]; `to` is not past the nominal end */
    date stop;      /* the day that ended it; 0: it runs to the end of the term */
} segment;

typedef struct {
    const rule_book *b;
    arena *mem;
    rule_term t;
    int room;     /* for steps */
    int length;   /* the number of units of the rule */
    bool by_work; /* the term counts working days */
    bool stopped, late;
    segment seg[RULE_EVENTS_MAX + 1];
    int n_seg; /* the last one is open unless stopped */
} clockwork;

static bool is_read(const char *trust)
{
    return text_eq(trust, "V") || text_eq(trust, "V2") || text_eq(trust, "V (case)");
}

static date at_most(date d)
{
    return date_year(d) > 2199 ? (date){0} : d;
}

date term_plain_end(const rule_book *b, date start, int n, const char *unit)
{
    if (text_eq(unit, "year")) return at_most(date_add_months(start, 12 * n));
    if (text_eq(unit, "month")) return at_most(date_add_months(start, n));
    if (text_eq(unit, "day")) return at_most(date_add_days(start, n));
    while (n > 0 && date_year(start) <= 2199) {
        start = date_add_days(start, 1);
        n -= rule_is_working_day(b, start, NULL);
    }
    return at_most(start);
}

static rule_step *step(clockwork *c, rule_step_kind kind, date day)
{
    rule_steps *all = &c->t.steps;

    if (all->n == RULE_STEPS_MAX) all->n--; /* the due day stays the last step */
    if (all->n == c->room) {
        rule_step *more = NEWS(c->mem, rule_step, c->room ? 4 * c->room : 16);
        if (all->n) memcpy(more, all->p, sizeof *more * (size_t)all->n);
        all->p = more;
        c->room = c->room ? 4 * c->room : 16;
    }
    rule_step *s = &all->p[all->n++];
    *s = (rule_step){.kind = kind, .day = day, .unit = c->t.rule->unit, .why = "", .why_en = "", .trust = ""};
    return s;
}

/* The legal days in (after, to]. */
static int legal_days(const clockwork *c, date after, date to)
{
    int n = 0;

    if (date_compare(to, after) <= 0) return 0;
    if (!c->by_work) return date_days_between(after, to);
    for (date d = date_add_days(after, 1); date_compare(d, to) <= 0; d = date_add_days(d, 1))
        n += rule_is_working_day(c->b, d, NULL);
    return n;
}

static date after_legal_days(const clockwork *c, date from, int n)
{
    return term_plain_end(c->b, from, n, c->by_work ? "working_day" : "day");
}

static date earlier(date a, date b)
{
    return date_compare(a, b) < 0 ? a : b;
}

static date due_of(const clockwork *c)
{
    return c->t.rule->rolls ? rule_next_working_day(c->b, c->t.nominal) : c->t.nominal;
}

static void note_day(clockwork *c, rule_step_kind kind, date day, const rule_day *why)
{
    rule_step *s = step(c, kind, day);

    s->why = why->why;
    s->why_en = why->why_en;
    s->trust = why->trust;
    if (!is_read(why->trust)) c->t.provisional = true;
}

/* Ends the open segment on `to`; in a term of working days the days passed over are told. */
static void end_segment(clockwork *c, date to, date stop)
{
    segment *s = &c->seg[c->n_seg - 1];
    rule_day why = {0};

    s->to = earlier(to, c->t.nominal);
    s->stop = stop;
    for (date d = date_add_days(s->after, 1); c->by_work && date_compare(d, s->to) <= 0; d = date_add_days(d, 1))
        if (!rule_is_working_day(c->b, d, &why)) note_day(c, STEP_PASSED, d, &why);
}

static void open_segment(clockwork *c, date after)
{
    c->seg[c->n_seg++] = (segment){.after = after};
}

/* ---- events ---- */

static status on_stop(clockwork *c, const rule_event *e)
{
    if (c->stopped || c->late) return E_INVALID;
    if (date_compare(e->on, due_of(c)) > 0) {
        c->late = true;
        step(c, STEP_LATE, e->on);
        return OK;
    }
    end_segment(c, e->on, e->on);
    c->stopped = c->t.provisional = true; /* how a stop counts is our reading */
    rule_step *s = step(c, STEP_STOP, e->on);
    s->n = legal_days(c, e->on, c->t.nominal);
    s->trust = "D";
    return OK;
}

static status on_restart(clockwork *c, const rule_event *e)
{
    if (c->late) {
        c->late = false;
        step(c, STEP_LATE, e->on);
        return OK;
    }
    if (!c->stopped) return E_INVALID;
    int left = legal_days(c, c->seg[c->n_seg - 1].stop, c->t.nominal);
    date end = after_legal_days(c, e->on, left);
    if (end.ymd == 0) return E_LIMIT;
    c->t.nominal = end;
    c->stopped = false;
    open_segment(c, e->on);
    rule_step *s = step(c, STEP_RESTART, e->on);
    s->n = left;
    s->until = end;
    s->trust = "D";
    return OK;
}

static status on_extend(clockwork *c, const rule_event *e)
{
    static const char *const units[] = {"year", "month", "day", "working_day"};
    bool good = false;

    for (int i = 0; i < COUNT(units); i++) good = good || (e->unit && text_eq(e->unit, units[i]));
    if (!good || e->n < 1 || e->n > 3660) return E_INVALID;
    if (c->late || (!c->stopped && date_compare(e->on, due_of(c)) > 0)) {
        step(c, STEP_LATE, e->on);
        return OK;
    }
    date end = term_plain_end(c->b, c->t.nominal, e->n, e->unit);
    if (end.ymd == 0) return E_LIMIT;
    c->t.nominal = end;
    rule_step *s = step(c, STEP_EXTEND, e->on);
    s->n = e->n;
    s->unit = e->unit;
    s->until = end;
    return OK;
}

static status on_move(clockwork *c, const rule_event *e)
{
    if (c->stopped || c->late) return E_INVALID;
    date end = term_plain_end(c->b, e->on, c->length, c->t.rule->unit);
    if (end.ymd == 0) return E_LIMIT;
    c->n_seg = 0;
    open_segment(c, e->on);
    c->t.start = e->on;
    c->t.nominal = end;
    step(c, STEP_MOVED, e->on);
    return OK;
}

static status on_event(clockwork *c, const rule_event *e)
{
    switch (e->kind) {
    case CLOCK_STOP: return on_stop(c, e);
    case CLOCK_RESTART: return on_restart(c, e);
    case CLOCK_EXTEND: return on_extend(c, e);
    case CLOCK_MOVE: return on_move(c, e);
    }
    return E_INTERNAL;
}

/* ---- begin and end ---- */

static status begin(arena *mem, clockwork *c, const rule_book *b, const rule_row *row, date start, date version)
{
    int64_t length = 0;

    *c = (clockwork){.b = b, .mem = mem};
    if (start.ymd == 0) return E_INVALID;
    c->t.rule = row;
    if (!rule_is_term(c->t.rule)) return E_INVALID;
    if (*c->t.rule->value == 0) return E_NOT_FOUND;
    TRY(text_parse_int(c->t.rule->value, 1, 3660, &length));
    c->length = (int)length;
    c->by_work = text_eq(c->t.rule->unit, "working_day");
    c->t.start = start;
    c->t.nominal = term_plain_end(b, start, c->length, c->t.rule->unit);
    if (c->t.nominal.ymd == 0) return E_LIMIT;
    c->t.provisional = !is_read(c->t.rule->trust) || c->t.rule->uncertain ||
                       (c->t.rule->check.ymd && date_compare(c->t.rule->check, version) <= 0);
    rule_step *s = step(c, STEP_RULE, (date){0});
    s->n = length;
    s->trust = c->t.rule->trust;
    step(c, STEP_START, start);
    open_segment(c, start);
    return OK;
}

static const char *year_trust(const rule_book *b, int year)
{
    for (int i = 0; i < b->years.n; i++)
        if (b->years.p[i].year == year) return b->years.p[i].trust;
    return "unknown";
}

static void tell_unsure_years(clockwork *c, date from, date to)
{
    for (int y = date_year(from); y <= date_year(to); y++) {
        const char *trust = year_trust(c->b, y);
        if (is_read(trust)) continue;
        rule_step *s = step(c, STEP_UNKNOWN, (date){0});
        s->n = y;
        s->trust = trust;
        c->t.provisional = true;
    }
}

static void finish(clockwork *c)
{
    rule_day why = {0};

    if (c->stopped) {
        step(c, STEP_OPEN, c->seg[c->n_seg - 1].stop);
        c->t.due = (date){0};
        return;
    }
    end_segment(c, c->t.nominal, (date){0});
    step(c, STEP_NOMINAL, c->t.nominal);
    c->t.due = c->t.nominal;
    while (c->t.rule->rolls && !rule_is_working_day(c->b, c->t.due, &why)) {
        note_day(c, STEP_SKIPPED, c->t.due, &why);
        c->t.due = date_add_days(c->t.due, 1);
    }
    if (why.worked && !is_read(why.trust)) c->t.provisional = true; /* the last day asked about: a day off that is worked */
    tell_unsure_years(c, c->by_work ? c->t.start : c->t.nominal, c->t.due);
    step(c, STEP_DUE, c->t.due);
}

status rule_due(arena *mem, const rule_book *b, const char *key, rule_scopes scopes, date start, date on,
                rule_term *out)
{
    const rule_row *row = NULL;

    if (start.ymd == 0) return E_INVALID;
    TRY(rule_get(b, key, scopes, on.ymd ? on : start, &row));
    return rule_due_of(mem, b, row, start, on, out);
}

status rule_due_of(arena *mem, const rule_book *b, const rule_row *row, date start, date on, rule_term *out)
{
    clockwork c;

    TRY(begin(mem, &c, b, row, start, on.ymd ? on : start));
    finish(&c);
    if (date_year(c.t.due) > 2199) return E_LIMIT;
    *out = c.t;
    return OK;
}

date rule_decide_start(date accepted, date applied)
{
    return date_compare(applied, accepted) > 0 ? applied : accepted;
}

/* ---- the face of the clock ---- */

static int elapsed_on(const clockwork *c, date today)
{
    int n = 0;

    for (int i = 0; i < c->n_seg; i++) n += legal_days(c, c->seg[i].after, earlier(c->seg[i].to, today));
    return n;
}

static rule_clock_state state_on(const clockwork *c, date today)
{
    for (int i = 0; i < c->n_seg; i++) {
        bool last = i + 1 == c->n_seg;
        if (c->seg[i].stop.ymd && date_compare(c->seg[i].stop, today) <= 0 &&
            (last || date_compare(today, c->seg[i + 1].after) < 0))
            return CLOCK_STOPPED;
    }
    return c->t.due.ymd && date_compare(today, c->t.due) > 0 ? CLOCK_OVER : CLOCK_RUNNING;
}

/* The first day on which `need` legal days have passed; {0} when the clock stops before. */
static date day_of(const clockwork *c, int need)
{
    for (int i = 0; i < c->n_seg; i++) {
        int n = legal_days(c, c->seg[i].after, c->seg[i].to);
        if (need <= n) return after_legal_days(c, c->seg[i].after, need);
        need -= n;
    }
    return (date){0};
}

static void set_warnings(arena *mem, const clockwork *c, rule_clock_face *f)
{
    static const char *const keys[] = {"clock.warn.first", "clock.warn.second", "clock.warn.last"};

    f->warnings.p = NEWS(mem, rule_warning, COUNT(keys));
    for (int i = 0; i < COUNT(keys); i++) {
        int64_t percent = 0;
        if (rule_int(c->b, keys[i], NULL, c->t.start, &percent, NULL) != OK) continue;
        int need = (int)((percent * f->total + 99) / 100);
        date on = percent >= 100 ? c->t.due : day_of(c, need);
        if (on.ymd) f->warnings.p[f->warnings.n++] = (rule_warning){(int)percent, on};
    }
}

status rule_clock(arena *mem, const rule_book *b, const char *key, rule_scopes scopes, date start, date on,
                  const rule_event *events, int n, date today, rule_clock_face *out)
{
    const rule_row *row = NULL;

    if (start.ymd == 0) return E_INVALID;
    TRY(rule_get(b, key, scopes, on.ymd ? on : start, &row));
    return rule_clock_of(mem, b, row, start, on, events, n, today, out);
}

status rule_clock_of(arena *mem, const rule_book *b, const rule_row *row, date start, date on, const rule_event *events, int n, date today,
                     rule_clock_face *out)
{
    clockwork c;
    rule_clock_face f = {0};
    date last = start;

    if (n > RULE_EVENTS_MAX) return E_LIMIT;
    TRY(begin(mem, &c, b, row, start, on.ymd ? on : start));
    for (int i = 0; i < n; i++) {
        if (date_compare(events[i].on, last) < 0) return E_INVALID;
        last = events[i].on;
        TRY(on_event(&c, &events[i]));
    }
    finish(&c);
    if (date_year(c.t.due) > 2199) return E_LIMIT;
    int left = c.stopped ? legal_days(&c, c.seg[c.n_seg - 1].stop, c.t.nominal) : 0;
    for (int i = 0; i < c.n_seg; i++) f.total += legal_days(&c, c.seg[i].after, c.seg[i].to);
    f.total += left;
    f.elapsed = elapsed_on(&c, today);
    f.remaining = f.total - f.elapsed;
    f.state = state_on(&c, today);
    if (c.stopped && f.state == CLOCK_STOPPED) {
        date end = after_legal_days(&c, today, left);
        f.if_restarted = end.ymd && c.t.rule->rolls ? rule_next_working_day(b, end) : end;
    }
    f.term = c.t;
    set_warnings(mem, &c, &f);
    *out = f;
    return OK;
}
