#include "base/date.h"
#include "base/text.h"
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LOCAL_OFFSET_MS = 7 * 3600 * 1000, DAY_MS = 86400000 };
static const int64_t FIRST_MS = -INT64_C(2208988800000) - LOCAL_OFFSET_MS, LAST_MS = INT64_C(7258118400000) - LOCAL_OFFSET_MS; /* 1900 to 2199 */

static _Atomic int64_t pretended;

int64_t steady_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

struct timespec deadline_in(int64_t ms)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    ms += t.tv_nsec / 1000000;
    return (struct timespec){.tv_sec = t.tv_sec + ms / 1000, .tv_nsec = ms % 1000 * 1000000 + t.tv_nsec % 1000000};
}

instant instant_now(void)
{
    int64_t p = atomic_load(&pretended);
    struct timespec ts;

    if (p) return (instant){p};
    clock_gettime(CLOCK_REALTIME, &ts);
    return (instant){(int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000};
}

void instant_pretend(instant now)
{
    atomic_store(&pretended, now.ms);
}

/* Days since 1970-01-01 of a civil date and back (Howard Hinnant, chrono-compatible low-level date algorithms). */
static int64_t days_from_civil(int y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int yoe = (int)(y - era * 400), doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static date civil_from_days(int64_t z)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097), yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int y = (int)(yoe + era * 400), doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    return (date){(y + (m <= 2)) * 10000 + m * 100 + d};
}

static int64_t days_of(date d)
{
    return days_from_civil(date_year(d), date_month(d), date_day(d));
}

date date_of(instant t)
{
    if (t.ms == 0 || t.ms < FIRST_MS || t.ms >= LAST_MS) return (date){0};
    int64_t local = t.ms + LOCAL_OFFSET_MS, day = local / DAY_MS;
    if (local % DAY_MS < 0) day--;
    return civil_from_days(day);
}

instant instant_of(date d, int hour, int minute)
{
    if (d.ymd == 0) return (instant){0};
    return (instant){days_of(d) * DAY_MS + ((int64_t)hour * 60 + minute) * 60000 - LOCAL_OFFSET_MS};
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : days[m - 1];
}

date date_make(int y, int m, int d)
{
    if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > month_days(y, m)) return (date){0};
    return (date){y * 10000 + m * 100 + d};
}

int date_year(date d)
{
    return d.ymd / 10000;
}

int date_month(date d)
{
    return d.ymd / 100 % 100;
}

int date_day(date d)
{
    return d.ymd % 100;
}

int date_weekday(date d)
{
    int64_t n = (days_of(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(n < 0 ? n + 7 : n) + 1;
}

int date_compare(date a, date b)
{
    return (a.ymd > b.ymd) - (a.ymd < b.ymd);
}

int date_days_between(date from, date to)
{
    return (int)(days_of(to) - days_of(from));
}

date date_add_days(date d, int days)
{
    return civil_from_days(days_of(d) + days);
}

date date_add_months(date d, int months)
{
    int total = date_year(d) * 12 + date_month(d) - 1 + months, y = total / 12, m = total % 12 + 1;
    int last = month_days(y, m), day = date_day(d);
    return (date){y * 10000 + m * 100 + (day < last ? day : last)};
}

status date_parse(const char *s, date *out)
{
    int a = 0, b = 0, c = 0, end = 0;
    date d = {0};

    if (strspn(s, "0123456789/-") != strlen(s) || strlen(s) > 10) return E_INVALID;
    if (sscanf(s, "%4d-%2d-%2d%n", &a, &b, &c, &end) == 3 && s[end] == 0 && a >= 1000) d = date_make(a, b, c);
    else if (sscanf(s, "%2d/%2d/%4d%n", &a, &b, &c, &end) == 3 && s[end] == 0) d = date_make(c, b, a);
    if (d.ymd == 0) return E_INVALID;
    *out = d;
    return OK;
}

static void digits(char *to, int n, int v)
{
    for (; n-- > 0; v /= 10) to[n] = (char)('0' + v % 10);
}

const char *date_vi(arena *mem, date d)
{
    if (d.ymd == 0) return "";
    char *p = arena_alloc(mem, 11);
    digits(p, 2, date_day(d));
    digits(p + 3, 2, date_month(d));
    digits(p + 6, 4, date_year(d));
    p[2] = p[5] = '/';
    return p;
}

const char *date_iso(arena *mem, date d)
{
    if (d.ymd == 0) return "";
    char *p = arena_alloc(mem, 11);
    digits(p, 4, date_year(d));
    digits(p + 5, 2, date_month(d));
    digits(p + 8, 2, date_day(d));
    p[4] = p[7] = '-';
    return p;
}

const char *instant_vi(arena *mem, instant t)
{
    date d = date_of(t);

    if (d.ymd == 0) return "";
    int64_t minutes = (t.ms - instant_of(d, 0, 0).ms) / 60000;
    return textf(mem, "%02d:%02d %s", (int)(minutes / 60), (int)(minutes % 60), date_vi(mem, d));
}

const char *instant_iso(arena *mem, instant t)
{
    if (date_of(t).ymd == 0) return "";
    int64_t day = t.ms / DAY_MS, ms = t.ms % DAY_MS;
    if (ms < 0) {
        day--;
        ms += DAY_MS;
    }
    return textf(mem, "%sT%02d:%02d:%02d.%03dZ", date_iso(mem, civil_from_days(day)), (int)(ms / 3600000),
                 (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}
