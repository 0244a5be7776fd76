/* date.h: calendar days and instants. The legal day is that of Asia/Ho_Chi_Minh (UTC+7, no daylight saving since 1975).
 * Arithmetic only; working days and legal terms are in rule/. */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include "base/arena.h"
#include "base/status.h"
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct {
    int32_t ymd; /* 20261124; 0 = none */
} date;
typedef struct {
    int64_t ms; /* milliseconds since 1970-01-01T00:00Z; 0 = none */
} instant;

instant instant_now(void);          /* real time, or what instant_pretend set */
void instant_pretend(instant now);  /* for tests and the demo; {0} returns to real time */
int64_t steady_ms(void);           /* of a clock that only goes forward: for differences */
struct timespec deadline_in(int64_t ms); /* as pthread_cond_timedwait and sem_timedwait count, by the real clock */
date date_of(instant t);            /* the day in Asia/Ho_Chi_Minh; {0} outside 1900–2199 */
instant instant_of(date d, int hour, int minute); /* local time of that day */

date date_make(int year, int month, int day); /* {0} when there is no such day or year is outside 1900–2199 */
int date_year(date d);
int date_month(date d);
int date_day(date d);
int date_weekday(date d);                  /* 1 Monday … 7 Sunday */
int date_compare(date a, date b);          /* <0, 0, >0 */
int date_days_between(date from, date to); /* to - from */
date date_add_days(date d, int days);
date date_add_months(date d, int months);  /* same day, or the last day of a shorter month */

/* "24/11/2026", "4/6/2026", "2026-11-24"; E_INVALID otherwise. */
MUST status date_parse(const char *s, date *out);
const char *date_vi(arena *mem, date d);         /* "24/11/2026", "" for none */
const char *date_iso(arena *mem, date d);        /* "2026-11-24", "" for none */
const char *instant_vi(arena *mem, instant t);   /* "16:05 24/11/2026", "" for none */
const char *instant_iso(arena *mem, instant t);  /* "2026-11-24T09:05:00.000Z", "" for none */

#endif
