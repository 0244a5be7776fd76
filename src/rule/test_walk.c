/* The clock against a second implementation that shares nothing with it: it walks day by day through a table of its own
 * (own leap years, own weekdays, own reading of the calendar file), over 100,000 random histories.
 * SANGKIEN_SEED=n repeats a run; the seed is printed when something differs. */
#include "base/embed.h"
#include "base/text.h"
#include "rule/rule.h"
#include "tests/lib/fixture.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST_YEAR = 2000, LAST_YEAR = 2099, DAYS = 36525, HISTORIES = 100000, EVENTS = 6 };

typedef struct {
    int y, m, d;
    bool work;
} day;
static day days[DAYS];
static uint64_t dice;

static uint64_t roll_dice(void)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return dice;
}

static int below(int n)
{
    return (int)(roll_dice() % (uint64_t)n);
}

/* ---- the table ---- */

static int index_of(int ymd)
{
    for (int i = 0; i < DAYS; i++)
        if (days[i].y * 10000 + days[i].m * 100 + days[i].d == ymd) return i;
    fail_msg("%d is not in the table", ymd);
    return 0;
}

static int iso(const char *s)
{
    return atoi(s) * 10000 + atoi(s + 5) * 100 + atoi(s + 8);
}

static void lay_days(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = FIRST_YEAR, m = 1, d = 1, weekday = 6; /* 01/01/2000 was a Saturday */

    for (int i = 0; i < DAYS; i++) {
        days[i] = (day){y, m, d, weekday <= 5};
        int length = m == 2 && (y % 400 == 0 || (y % 4 == 0 && y % 100 != 0)) ? 29 : lengths[m - 1];
        weekday = weekday == 7 ? 1 : weekday + 1;
        if (++d <= length) continue;
        d = 1;
        if (++m <= 12) continue;
        m = 1;
        y++;
    }
}

static int lay_calendar(void **state)
{
    json_t *root = json_loads(embed_find("rules/calendar.json")->data, 0, NULL), *o;
    bool known[LAST_YEAR + 1] = {false};
    size_t i, k;

    lay_days();
    json_array_foreach(json_object_get(root, "years"), i, o)
    {
        json_t *row;
        known[json_integer_value(json_object_get(o, "year"))] = true;
        json_array_foreach(json_object_get(o, "off"), k, row)
            days[index_of(iso(json_string_value(json_object_get(row, "day"))))]
                .work = false;
        json_array_foreach(json_object_get(o, "work"), k, row)
            days[index_of(iso(json_string_value(json_object_get(row, "day"))))]
                .work = true;
    }
    for (int n = 0; n < DAYS; n++) {
        int md = days[n].m * 100 + days[n].d;
        if (!known[days[n].y] && (md == 101 || md == 430 || md == 501 || md == 902)) days[n].work = false;
    }
    json_decref(root);
    return rule_load() == OK ? 0 : -1;
}

/* ---- the walk ---- */

typedef struct {
    const char *key, *unit;
    int n;
    bool rolls;
} walk_term;
static const walk_term terms[] = {{"decide.period", "month", 3, true},
                                  {"review.period", "month", 1, true},
                                  {"claim.limit", "year", 1, true},
                                  {"rem.transfer_window", "year", 3, false},
                                  {"archive.hold_back_max", "year", 2, true},
                                  {"complaint.limit", "day", 90, true},
                                  {"complaint.accept", "day", 10, true},
                                  {"city.scope.check", "working_day", 10, true},
                                  {"privacy.reply_data_subject", "working_day", 2, true}};

typedef struct {
    bool bad, open;
    int nominal, due, total, elapsed, warn[3];
} answer;

/* Forward from `from`: n days of the unit; for months until that many months have begun, then to the day or the last
 * one. */
static int walk(int from, int n, const char *unit)
{
    int i = from;

    if (strcmp(unit, "day") == 0 || strcmp(unit, "working_day") == 0) {
        while (n > 0) {
            i++;
            if (unit[0] == 'd' || days[i].work) n--;
        }
        return i;
    }
    int months = unit[0] == 'y' ? 12 * n : n;
    while (months > 0)
        if (days[++i].d == 1) months--;
    while (days[i].d < days[from].d && days[i + 1].m == days[i].m) i++;
    return i;
}

static int next_work(int i, bool rolls)
{
    while (rolls && !days[i].work) i++;
    return i;
}

static void face_of(const walk_term *t, const unsigned char *runs, int left, int due, int today, answer *a)
{
    static const int percent[] = {50, 80, 100};
    int passed = 0;
    bool by_work = t->unit[0] == 'w';

    a->total = left;
    for (int i = 0; i < DAYS; i++)
        if (runs[i] && (!by_work || days[i].work)) a->total++;
    for (int k = 0; k < 3; k++) a->warn[k] = -1;
    for (int i = 0; i < DAYS; i++) {
        if (!runs[i] || (by_work && !days[i].work)) continue;
        passed++;
        if (i <= today) a->elapsed++;
        for (int k = 0; k < 2; k++)
            if (a->warn[k] < 0 && passed * 100 >= percent[k] * a->total) a->warn[k] = i;
    }
    a->warn[2] = a->open ? -1 : due;
}

static answer walk_history(const walk_term *t, int start, const rule_event *events, const int *at, int n, int today)
{
    static unsigned char runs[DAYS]; /* the days on which legal time runs */
    bool by_work = t->unit[0] == 'w', stopped = false, late = false;
    int from = start, nominal = walk(start, t->n, t->unit), last = start, stop = 0, left = 0;
    answer a = {0};

    memset(runs, 0, sizeof runs);
    for (int e = 0; e < n; e++) {
        int due = next_work(nominal, t->rolls), i = at[e];
        if (i < last) a.bad = true;
        last = i;
        switch (events[e].kind) {
        case CLOCK_STOP:
            if (stopped || late)
                a.bad = true;
            else if (i > due)
                late = true;
            else {
                stopped = true;
                stop = i;
                for (int k = from + 1; k <= i && k <= nominal; k++) runs[k] = 1;
            }
            break;
        case CLOCK_RESTART:
            if (late)
                late = false;
            else if (!stopped)
                a.bad = true;
            else {
                int more = 0;
                for (int k = stop + 1; k <= nominal; k++) more += !by_work || days[k].work;
                stopped = false;
                from = nominal = i;
                while (more > 0) {
                    nominal++;
                    if (!by_work || days[nominal].work) more--;
                }
            }
            break;
        case CLOCK_EXTEND:
            if (!late && (stopped || i <= due)) nominal = walk(nominal, events[e].n, events[e].unit);
            break;
        case CLOCK_MOVE:
            if (stopped || late) a.bad = true;
            memset(runs, 0, sizeof runs);
            from = i;
            nominal = walk(i, t->n, t->unit);
            break;
        }
        if (a.bad) return a;
    }
    if (stopped)
        for (int k = stop + 1; k <= nominal; k++) left += !by_work || days[k].work;
    else
        for (int k = from + 1; k <= nominal; k++) runs[k] = 1;
    a.open = stopped;
    a.nominal = nominal;
    a.due = next_work(nominal, t->rolls);
    face_of(t, runs, left, a.due, today, &a);
    return a;
}

/* ---- random histories ---- */

static date date_at(int i)
{
    return (date){days[i].y * 10000 + days[i].m * 100 + days[i].d};
}

static int random_events(int start, rule_event *events, int *at)
{
    static const char *const units[] = {"year", "month", "day", "working_day"};
    int n = below(4) == 0 ? 0 : below(EVENTS + 1), i = start;
    bool stopped = false;

    for (int e = 0; e < n; e++) {
        i += below(10) == 0 ? below(300) : below(25);
        if (below(200) == 0) i -= 40; /* out of order */
        rule_event_kind kind = stopped ? CLOCK_RESTART : CLOCK_STOP;
        if (below(5) == 0)
            kind = CLOCK_EXTEND;
        else if (!stopped && below(8) == 0)
            kind = CLOCK_MOVE;
        else if (below(60) == 0)
            kind = (rule_event_kind)below(4);
        if (kind == CLOCK_STOP) stopped = true;
        if (kind == CLOCK_RESTART) stopped = false;
        at[e] = i;
        events[e] = (rule_event){kind, date_at(i), 1 + below(12), units[1 + below(3)]};
    }
    return n;
}

static void differ(uint64_t seed, int history, const walk_term *t, int start, const rule_event *e, int n,
                   const char *what, int got, int walked)
{
    static const char *const kinds[] = {"stop", "restart", "extend", "move"};

    print_error("seed %llu, history %d: %s from %d: %s: clock %d, walk %d\n", (unsigned long long)seed, history, t->key,
                date_at(start).ymd, what, got, walked);
    for (int i = 0; i < n; i++) print_error("  %s %d %d %s\n", kinds[e[i].kind], e[i].on.ymd, e[i].n, e[i].unit);
    fail();
}

static int ymd_at(int i)
{
    return i < 0 ? 0 : date_at(i).ymd;
}

static int warned(const rule_clock_face *f, int percent)
{
    for (int i = 0; i < f->warnings.n; i++)
        if (f->warnings.p[i].percent == percent) return f->warnings.p[i].on.ymd;
    return 0;
}

static void walks_agree(void **state)
{
    const char *given = getenv("SANGKIEN_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    arena *mem = arena_new();
    int valid = 0, open = 0;

    dice = seed * 2654435761u + 88172645463325252u;
    for (int h = 0; h < HISTORIES; h++) {
        const walk_term *t = &terms[below(COUNT(terms))];
        int start = 4535 + below(5700), at[EVENTS], n; /* from June 2012 into 2028 */
        rule_event e[EVENTS];
        rule_clock_face f = {0};
        n = random_events(start, e, at);
        int today = start + below(400);
        status s = rule_clock(mem, rule_current(), t->key, NULL, date_at(start), date_make(2026, 6, 1), e, n,
                              date_at(today), &f);
        answer a = walk_history(t, start, e, at, n, today);
        if (a.bad != (s == E_INVALID)) differ(seed, h, t, start, e, n, "validity", s, a.bad);
        if (!a.bad) {
            valid++;
            open += a.open;
            if (f.term.nominal.ymd != date_at(a.nominal).ymd)
                differ(seed, h, t, start, e, n, "nominal", f.term.nominal.ymd, date_at(a.nominal).ymd);
            if (f.term.due.ymd != (a.open ? 0 : date_at(a.due).ymd))
                differ(seed, h, t, start, e, n, "due", f.term.due.ymd, date_at(a.due).ymd);
            if (f.total != a.total) differ(seed, h, t, start, e, n, "total", f.total, a.total);
            if (f.elapsed != a.elapsed) differ(seed, h, t, start, e, n, "elapsed", f.elapsed, a.elapsed);
            for (int k = 0; k < 3; k++)
                if (warned(&f, k == 0 ? 50 : k == 1 ? 80 : 100) != ymd_at(a.warn[k]))
                    differ(seed, h, t, start, e, n, "warning",
                           warned(&f, k == 0   ? 50
                                      : k == 1 ? 80
                                               : 100),
                           ymd_at(a.warn[k]));
        }
        arena_reset(mem);
    }
    arena_free(mem);
    assert_true(valid > HISTORIES / 2); /* the dice are not so bad that nothing is tested */
    assert_true(open > HISTORIES / 50);
}

/* Every day of the calendar: the program and the table agree on what is a working day. */
static void days_agree(void **state)
{
    for (int i = 4000; i < 12000; i++)
        if (rule_is_working_day(rule_current(), date_at(i), NULL) != days[i].work) fail_msg("%d", date_at(i).ymd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree),
        cmocka_unit_test(walks_agree),
    };
    return cmocka_run_group_tests(tests, lay_calendar, NULL);
}
