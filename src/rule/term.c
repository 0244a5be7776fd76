/* Days off and legal terms. */
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "rule/calendar.h"
#include "rule/rule.h"
#include <stdlib.h>
#include <string.h>

SHAPE(rule_skip_shape, rule_skip, F_DATE(rule_skip, day), F_TEXT(rule_skip, why));

typedef struct {
    int32_t ymd;
    bool work; /* a Saturday or Sunday that is worked */
    const char *why;
} special;

enum { SPECIALS_MAX = 4000, SKIPS_MAX = 60 };
static special *days;
static int n_days;
static int years[200], n_years;

static int by_day(const void *a, const void *b)
{
    return ((const special *)a)->ymd - ((const special *)b)->ymd;
}

static status add_days(arena *mem, const json_t *list, bool work)
{
    size_t i;
    json_t *o;

    json_array_foreach(list, i, o)
    {
        const char *day = json_string_value(json_object_get(o, "day")), *why = json_string_value(json_object_get(o, "why"));
        date d = {0};
        if (!day || !why || date_parse(day, &d) != OK || n_days == SPECIALS_MAX) {
            log_error("calendar: a bad day %s", day ? day : "?");
            return E_INTERNAL;
        }
        days[n_days++] = (special){d.ymd, work, text_copy(mem, why)};
    }
    return OK;
}

status calendar_load(arena *mem, const json_t *root)
{
    size_t i;
    json_t *y;

    days = NEWS(mem, special, SPECIALS_MAX);
    json_array_foreach(root, i, y)
    {
        const char *trust = json_string_value(json_object_get(y, "trust")), *source = json_string_value(json_object_get(y, "source"));
        if (!trust || !source || n_years == COUNT(years)) return E_INTERNAL;
        years[n_years++] = (int)json_integer_value(json_object_get(y, "year"));
        TRY(add_days(mem, json_object_get(y, "off"), false));
        TRY(add_days(mem, json_object_get(y, "work"), true));
    }
    qsort(days, (size_t)n_days, sizeof *days, by_day);
    return OK;
}

bool rule_calendar_known(int year)
{
    for (int i = 0; i < n_years; i++)
        if (years[i] == year) return true;
    return false;
}

bool rule_is_working_day(date d, const char **why_not)
{
    special key = {d.ymd, false, NULL};
    const special *s = days ? bsearch(&key, days, (size_t)n_days, sizeof *days, by_day) : NULL;
    int weekday = date_weekday(d);

    if (s && s->work) return true;
    if (s || weekday >= 6) {
        if (why_not) *why_not = s ? s->why : weekday == 6 ? T("Thứ Bảy") : T("Chủ Nhật");
        return false;
    }
    return true;
}

date rule_next_working_day(date d)
{
    while (!rule_is_working_day(d, NULL)) d = date_add_days(d, 1);
    return d;
}

static void roll(arena *mem, rule_term *t)
{
    const char *why = NULL;

    t->skipped.p = NEWS(mem, rule_skip, SKIPS_MAX);
    t->due = t->nominal;
    while (!rule_is_working_day(t->due, &why)) {
        if (t->skipped.n < SKIPS_MAX) t->skipped.p[t->skipped.n++] = (rule_skip){t->due, why};
        t->due = date_add_days(t->due, 1);
    }
}

/* Where a term of `n` units that begins with an event on `start` ends, days off not considered. */
static date plain_end(date start, const char *unit, int n)
{
    if (text_eq(unit, "year")) return date_add_months(start, 12 * n);
    if (text_eq(unit, "month")) return date_add_months(start, n);
    if (text_eq(unit, "day")) return date_add_days(start, n);
    date d = start; /* working days */
    while (n > 0) {
        d = date_add_days(d, 1);
        if (rule_is_working_day(d, NULL)) n--;
    }
    return d;
}

static status term_of(const char *key, date version_day, const rule_row **rule, int *n)
{
    int64_t v = 0;

    TRY(rule_in_force(key, version_day, rule));
    if (!text_eq((*rule)->kind, "term")) return E_INVALID;
    TRY(text_parse_int((*rule)->value, 1, 10000, &v));
    *n = (int)v;
    return OK;
}

status rule_due(arena *mem, const char *key, date start, date version_day, rule_term *out)
{
    rule_term t = {.start = start};
    int n = 0;

    if (start.ymd == 0) return E_INVALID;
    TRY(term_of(key, version_day, &t.rule, &n));
    t.nominal = plain_end(start, t.rule->unit, n);
    roll(mem, &t);
    *out = t;
    return OK;
}

static int working_days_between(date from, date to)
{
    int n = 0;

    for (date d = date_add_days(from, 1); date_compare(d, to) <= 0; d = date_add_days(d, 1)) n += rule_is_working_day(d, NULL);
    return n;
}

status rule_due_stopped(arena *mem, const char *key, date start, int n_stops, const date *stopped, const date *restarted, rule_term *out)
{
    rule_term t = {.start = start};
    int n = 0;

    if (start.ymd == 0) return E_INVALID;
    TRY(term_of(key, start, &t.rule, &n));
    bool by_working_days = text_eq(t.rule->unit, "working_day");
    t.nominal = plain_end(start, t.rule->unit, n);
    for (int i = 0; i < n_stops; i++) {
        if (date_compare(stopped[i], t.nominal) > 0) break; /* the term had ended before: a late stop revives nothing */
        if (date_compare(restarted[i], stopped[i]) < 0) return E_INVALID;
        if (by_working_days) t.nominal = plain_end(restarted[i], "working_day", working_days_between(stopped[i], t.nominal));
        else t.nominal = date_add_days(restarted[i], date_days_between(stopped[i], t.nominal));
    }
    roll(mem, &t);
    *out = t;
    return OK;
}

date rule_decide_start(date accepted, date first_application_done)
{
    return date_compare(first_application_done, accepted) > 0 ? first_application_done : accepted;
}

const char *rule_explain(arena *mem, const rule_term *t)
{
    const char *unit = text_eq(t->rule->unit, "year") ? T("năm") : text_eq(t->rule->unit, "month") ? T("tháng") : text_eq(t->rule->unit, "day") ? T("ngày lịch") : T("ngày làm việc");
    const char *s = textf(mem, T("%s: %s %s theo %s."), t->rule->name, t->rule->value, unit, t->rule->article);

    s = textf(mem, T("%s\nMốc bắt đầu %s (không tính ngày này), ngày cuối theo lịch %s."), s, date_vi(mem, t->start), date_vi(mem, t->nominal));
    for (int i = 0; i < t->skipped.n; i++) s = textf(mem, T("%s\n%s là ngày nghỉ: %s."), s, date_vi(mem, t->skipped.p[i].day), t->skipped.p[i].why);
    s = textf(mem, T("%s\nHạn cuối: %s (Điều 147, 148 Bộ luật Dân sự 2015)."), s, date_vi(mem, t->due));
    if (t->rule->to_confirm) s = textf(mem, T("%s\nQuy định này cần xác nhận (mức tin cậy %s)."), s, t->rule->trust);
    return s;
}
