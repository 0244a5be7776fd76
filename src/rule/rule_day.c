/* Working days and days off. */
#include "base/text.h"
#include "rule/rule_book.h"
#include <stdlib.h>
#include <string.h>

static int by_day(const void *a, const void *b)
{
    return ((const book_day *)a)->ymd - ((const book_day *)b)->ymd;
}

static const char *text_of(arena *mem, const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s && *s ? text_copy(mem, s) : "";
}

static bool trust_is_known(const char *t)
{
    return text_eq(t, "V") || text_eq(t, "V2") || text_eq(t, "M") || text_eq(t, "D") || text_eq(t, "unknown");
}

static status read_days(arena *mem, rule_book *b, const json_t *days, bool work, const book_year *year,
                        const char *file, const char **problem)
{
    for (size_t i = 0; i < json_array_size(days); i++) {
        const json_t *o = json_array_get(days, i);
        const char *day = text_of(mem, o, "day"), *own = text_of(mem, o, "trust");
        book_day d = {.work = work,
                      .why = text_of(mem, o, "why"),
                      .why_en = text_of(mem, o, "why_en"),
                      .trust = *own ? own : year->trust};
        date parsed = {0};
        bool good = date_parse(day, &parsed) == OK && *d.why && *d.why_en && trust_is_known(d.trust) &&
                    b->days.n < BOOK_DAYS_MAX && date_year(parsed) == year->year &&
                    (!work || date_weekday(parsed) >= 6);
        if (!good) {
            *problem = textf(mem, "%s: %d: a bad day %s", file, year->year, day);
            return E_INVALID;
        }
        d.ymd = parsed.ymd;
        b->days.p[b->days.n++] = d;
    }
    return OK;
}

static status read_every(arena *mem, rule_book *b, const json_t *days, const char *file, const char **problem)
{
    for (size_t i = 0; i < json_array_size(days); i++) {
        const json_t *o = json_array_get(days, i);
        const char *day = text_of(mem, o, "day");
        book_every e = {0, text_of(mem, o, "why"), text_of(mem, o, "why_en")};
        date in_a_year = {0};
        if (date_parse(textf(mem, "2023-%s", day), &in_a_year) != OK || !*e.why || !*e.why_en || b->every.n == BOOK_EVERY_MAX) {
            *problem = textf(mem, "%s: a bad day of every year %s", file, day);
            return E_INVALID;
        }
        e.monthday = in_a_year.ymd % 10000;
        b->every.p[b->every.n++] = e;
    }
    return OK;
}

status book_read_calendar(arena *mem, rule_book *b, const json_t *root, const char *file, const char **problem)
{
    const json_t *years = json_object_get(root, "years");

    TRY(read_every(mem, b, json_object_get(root, "every_year"), file, problem));
    for (size_t i = 0; i < json_array_size(years); i++) {
        const json_t *o = json_array_get(years, i);
        json_int_t number = json_integer_value(json_object_get(o, "year"));
        book_year y = {(int)number, text_of(mem, o, "trust")};
        if (number < BOOK_YEAR_FIRST || number > BOOK_YEAR_LAST || !trust_is_known(y.trust) || *text_of(mem, o, "source") == 0 ||
            b->years.n == BOOK_YEARS_MAX || rule_calendar_known(b, y.year)) {
            *problem = textf(mem, "%s: a bad year %lld (its trust mark, its source, or it is there twice)", file, (long long)number);
            return E_INVALID;
        }
        b->years.p[b->years.n++] = y;
        TRY(read_days(mem, b, json_object_get(o, "off"), false, &y, file, problem));
        TRY(read_days(mem, b, json_object_get(o, "work"), true, &y, file, problem));
    }
    qsort(b->days.p, (size_t)b->days.n, sizeof *b->days.p, by_day);
    for (int k = 1; k < b->days.n; k++) {
        if (b->days.p[k].ymd != b->days.p[k - 1].ymd) continue;
        *problem = textf(mem, "%s: %d is there twice", file, (int)b->days.p[k].ymd);
        return E_INVALID;
    }
    return OK;
}

bool rule_calendar_known(const rule_book *b, int year)
{
    for (int i = 0; i < b->years.n; i++)
        if (b->years.p[i].year == year) return true;
    return false;
}

static const book_every *every_year(const rule_book *b, date d)
{
    for (int i = 0; i < b->every.n; i++)
        if (b->every.p[i].monthday == d.ymd % 10000) return &b->every.p[i];
    return NULL;
}

bool rule_is_working_day(const rule_book *b, date d, rule_day *out)
{
    book_day key = {.ymd = d.ymd};
    const book_day *s = bsearch(&key, b->days.p, (size_t)b->days.n, sizeof *b->days.p, by_day);
    bool known = s || rule_calendar_known(b, date_year(d));
    const book_every *e = known ? NULL : every_year(b, d);
    int weekday = date_weekday(d);
    rule_day r = {"", "", "V", false};

    if (s)
        r = (rule_day){s->why, s->why_en, s->trust, s->work};
    else if (e)
        r = (rule_day){e->why, e->why_en, "V2", false};
    else if (weekday == 6)
        r = (rule_day){"Thứ Bảy", "Saturday", "V", false};
    else if (weekday == 7)
        r = (rule_day){"Chủ Nhật", "Sunday", "V", false};
    else if (!known)
        r.trust = "unknown";
    if (out) *out = r;
    return s ? s->work : !e && weekday < 6;
}

date rule_next_working_day(const rule_book *b, date d)
{
    while (!rule_is_working_day(b, d, NULL)) d = date_add_days(d, 1);
    return d;
}
