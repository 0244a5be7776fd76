/* rule.h: the law as data, and the legal clock.
 *
 * Rules are rows: key, value, article, validity, trust mark, scope. They come from rules/central.json and rules/danang.json (built in)
 * and are frozen at the start; a bad row stops it. The value that counts is the one in force on the day that the caller
 * names; a nearer scope wins ("city:danang" over "central").
 *
 * A term of months or years is counted as in Bộ luật Dân sự 2015, Art 147–148: the day of the event is not counted; the
 * term ends on the corresponding day of the last month, or on its last day when it has none; when that day is a weekly day
 * off or a public holiday, it ends on the next working day. A Saturday that is worked in exchange is a working day. */
#ifndef RULE_RULE_H
#define RULE_RULE_H
#include "base/arena.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"
#include <stdbool.h>

typedef struct {
    const char *key, *name, *value, *kind, *unit, *said, *article, *brief, *trust, *source, *scope, *note;
    date from, to;    /* inclusive; 0: open */
    bool to_confirm;  /* trust M, D, unknown, second hand, or a note: an administrator has to confirm it */
} rule_row;
extern const shape rule_row_shape;
typedef LIST_OF(rule_row) rule_list;

/* Reads the built-in rules and calendar once: E_INTERNAL with the reason in the log. Other functions need it done. */
MUST status rule_load(void);
const rule_list *rule_all(void);

/* The row of `key` in force on `day` for the scopes given, nearest first, ended by NULL; E_NOT_FOUND. */
MUST status rule_get(const char *key, const char *const *scopes, date day, const rule_row **out);
/* The same for the city: scopes "city:danang", "central". */
MUST status rule_in_force(const char *key, date day, const rule_row **out);
MUST status rule_ratio(const char *key, date day, int *num, int *den, const rule_row **row);
MUST status rule_int(const char *key, date day, int64_t *out, const rule_row **row);
bool rule_bool(const char *key, date day, bool otherwise);

/* ---- days ---- */
bool rule_is_working_day(date d, const char **why_not); /* why_not: "Chủ Nhật", "Tết Nguyên đán 2027 …"; Vietnamese */
date rule_next_working_day(date d);                     /* d itself when it is one */
bool rule_calendar_known(int year);                     /* the calendar has this year */

/* ---- terms ---- */
typedef struct {
    date day;
    const char *why;
} rule_skip;
typedef LIST_OF(rule_skip) rule_skips;
typedef struct {
    const rule_row *rule;
    date start;      /* the event */
    date nominal;    /* where the term ends before days off are considered */
    date due;        /* the last day, 24:00 */
    rule_skips skipped;
} rule_term;
extern const shape rule_skip_shape;

/* The end of term `key` that an event on `start` begins; the rule in force on `version_day` (usually the same day). */
MUST status rule_due(arena *mem, const char *key, date start, date version_day, rule_term *out);
/* A term whose clock was stopped: `stopped` and `restarted` are days; the days that were left after the stop (up to the
 * nominal end) run on from the restart. Our reading (trust D); see docs/decisions/0003-legal-clock.md. */
MUST status rule_due_stopped(arena *mem, const char *key, date start, int n, const date *stopped, const date *restarted, rule_term *out);
/* The start of the decision term: the later of acceptance and the completion of a first application that came after it
 * (Điều lệ Art 7(1)). */
date rule_decide_start(date accepted, date first_application_done);
/* The derivation in words, one step per line, in the thread's language. */
const char *rule_explain(arena *mem, const rule_term *t);

#endif
