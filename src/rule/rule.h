/* rule.h: the law as data, and the legal clock.
 *
 * A rule is a row: key, value, article, the days on which it is in force, trust mark, scope. Rows come from the files
 * of rules/ (built in; the start fails when one is wrong) and from the table rule_row (rule_local.h), whose rows lie
 * over the built-in ones. A book is frozen when made and safe for all threads. Nothing here touches the store.
 *
 * Which value counts: the one in force on the day that the rule names (payment day for the wage, filing day for a
 * procedure), nearest scope first: "org:12", then "city:danang", then "central", as the caller lists them.
 *
 * Terms (Bộ luật Dân sự 2015 Art 147–148): the day of the event is not counted; a term of months or years ends on the
 * corresponding day of the last month, or on its last day where there is none; when that day is a weekly day off, a
 * public holiday or a day off in lieu, it ends on the next working day. A Saturday worked in exchange is a working day.
 * A term of working days counts only these. Stops and restarts: docs/decisions/0003-legal-clock.md. */
#ifndef RULE_RULE_H
#define RULE_RULE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"
#include "base/words.h"
#include <stdbool.h>

/* ---- rows ---- */

typedef struct {
    int64_t id; /* of table rule_row; 0: built in */
    const char *key, *name;
    const char *value;   /* as machines read it: "3", "2/3", "true", "2530000", "11-01/11-30"; "" when unknown */
    const char *kind;    /* term, lead, ratio, percent, count, decimal, money, bool, window, day_of_year, text, … */
    const char *unit;    /* year, month, day, working_day, percent, members, vnd, … */
    const char *said;    /* the unit in words, Vietnamese: "tháng", "số thành viên" */
    const char *shown;   /* both for a reader, Vietnamese: "3 tháng", "2/3 số thành viên", "2.530.000 đ/tháng" */
    const char *article; /* "Điều 7 khoản 1 Điều lệ Sáng kiến (NĐ 13/2012/NĐ-CP)" */
    const char *brief;   /* "ĐL 7(1)" */
    const char *trust;   /* V, V2, M, D, D/V2, V (case), unknown: read, read at second hand, remembered, our reading */
    const char *source;  /* codes of rules/sources.json: "S7"; "–" for none */
    const char *scope;   /* "central", "city:danang", "org:12" */
    const char *note;    /* Vietnamese */
    date from, to;       /* first and last day in force; 0: open */
    date check;          /* from this day on the row has to be confirmed again; 0: never */
    bool uncertain;      /* a day of its validity is not sure */
    bool rolls;          /* of a term: a last day off moves on (false for a window that is no duty) */
    bool to_confirm;     /* an administrator has to confirm it: any mark but V, an uncertain day, or a check day set */
} rule_row;
extern const shape rule_row_shape;
typedef LIST_OF(rule_row) rule_list;

typedef struct rule_book rule_book;

/* Reads the built-in rules and calendar once. E_INTERNAL, with the reason in the log: the program must not start. */
MUST status rule_load(void);
/* The book in use: the built-in one until rule_use. NULL before rule_load. A book once in use is never freed. */
const rule_book *rule_current(void);
const rule_book *rule_built_in(void); /* without local rows; NULL before rule_load */
void rule_use(const rule_book *book);

/* Makes a book of JSON files (as in rules/); `problem` says what is wrong on E_INVALID: "x.json: decide.period: unknown
 * unit week". Wrong are: an unknown kind, unit or trust mark, a value that does not fit its kind, a bad day, from after
 * to, two rows of a key and scope on one day, a day twice in the calendar, a rule file without the calendar. */
typedef struct {
    const char *name, *json; /* "central.json" */
} rule_file;
MUST status rule_book_make(arena *mem, const rule_file *files, int n, rule_book **out, const char **problem);
/* `base` with local rows over it: within a scope a local row in force wins over a built-in one. The same checks among
 * the local rows, and each must be of a known key and of its kind. Rows are copied into `mem`; `base` must outlive it.
 */
MUST status rule_book_overlay(arena *mem, const rule_book *base, const rule_row *rows, int n, rule_book **out,
                              const char **problem);

enum { RULE_SCOPES_MAX = 8 };
typedef const char *const *rule_scopes; /* nearest first, ended by NULL; NULL itself means the city's chain */
/* The chain of the city that this installation serves: {"city:danang", "central"} unless set (once, at the start). */
rule_scopes rule_city(void);
MUST status rule_set_city(const char *scope);

/* The row of `key` in force on `on`; E_NOT_FOUND. The row lives as long as the book. */
MUST status rule_get(const rule_book *b, const char *key, rule_scopes scopes, date on, const rule_row **out);
/* Typed: E_NOT_FOUND also when the value is not known yet, E_INVALID when the row is of another kind. `row` may be
 * NULL. rule_int: count, percent, money, term, whole decimal. rule_decimal: in hundredths ("4.5" → 450). */
MUST status rule_int(const rule_book *b, const char *key, rule_scopes scopes, date on, int64_t *out,
                     const rule_row **row);
MUST status rule_decimal(const rule_book *b, const char *key, rule_scopes scopes, date on, int64_t *hundredths,
                         const rule_row **row);
MUST status rule_ratio(const rule_book *b, const char *key, rule_scopes scopes, date on, int *num, int *den,
                       const rule_row **row);
MUST status rule_bool(const rule_book *b, const char *key, rule_scopes scopes, date on, bool *out,
                      const rule_row **row);
MUST status rule_text(const rule_book *b, const char *key, rule_scopes scopes, date on, const char **out,
                      const rule_row **row);
/* A yearly window ("11-01/11-30"): is `on` in it, and which days it has around `on` (the one open now, else the next).
 */
MUST status rule_window(const rule_book *b, const char *key, rule_scopes scopes, date on, bool *open, date *first,
                        date *last, const rule_row **row);

const rule_list *rule_all(const rule_book *b); /* by key, scope, from; local rows after built-in ones */
/* The rows that an administrator still has to confirm, in the order of rule_all; those out of force on `on` are left
 * out. */
rule_list rule_unconfirmed(arena *mem, const rule_book *b, date on);
const char *rule_source(const rule_book *b, const char *code); /* its address or place; "" when unknown */
bool rule_is_term(const rule_row *r);

/* ---- days ---- */

typedef struct {
    const char *why, *why_en; /* "Chủ Nhật", "Tết Nguyên đán 2027 (mùng 1)", "Nghỉ bù …"; "" for a working day */
    const char *trust; /* "V" for a weekday, else the mark of that day or year; "unknown" beyond the calendar */
    bool worked;       /* a weekly day off that is worked in exchange */
} rule_day;
bool rule_is_working_day(const rule_book *b, date d, rule_day *out); /* `out` may be NULL */
date rule_next_working_day(const rule_book *b, date d);              /* d itself when it is one */
/* The calendar has this year. Beyond it only weekly days off and the holidays of fixed date count, and a term that ends
 * there is provisional. */
bool rule_calendar_known(const rule_book *b, int year);

/* ---- terms ---- */

typedef enum {
    STEP_RULE,    /* the row: key, value, article, trust */
    STEP_START,   /* day: the event; not counted */
    STEP_MOVED,   /* day: the term begins anew */
    STEP_STOP,    /* day; n: legal days left */
    STEP_RESTART, /* day; n: legal days that run on; until: the new nominal end */
    STEP_EXTEND,  /* day; n and unit; until: the new nominal end */
    STEP_LATE,    /* day: an event after the due day, without effect */
    STEP_NOMINAL, /* day: the end before days off are considered */
    STEP_PASSED,  /* day, why: not counted, since only working days are */
    STEP_SKIPPED, /* day, why: the last day moves on */
    STEP_UNKNOWN, /* n: the calendar of this year is not published */
    STEP_OPEN,    /* day: stopped since */
    STEP_DUE      /* day */
} rule_step_kind;
typedef struct {
    rule_step_kind kind;
    date day, until;
    int64_t n;
    const char *unit, *why, *why_en, *trust;
} rule_step;
typedef LIST_OF(rule_step) rule_steps;

typedef struct {
    const rule_row *rule;
    date start;       /* the event that counts */
    date nominal;     /* where the term ends before days off are considered */
    date due;         /* the last day, until 24:00; 0 while the clock stands still */
    bool provisional; /* rests on a mark other than V: the row, a stop (our reading), a day off, a year without calendar
                       */
    rule_steps steps; /* the derivation, in order */
} rule_term;

enum { RULE_EVENTS_MAX = 128, RULE_STEPS_MAX = 2000 };

/* The end of term `key` begun by an event on `start`, by the version of the rule in force on `on` (0: `start`).
 * `scopes` NULL: the city's. Memory of the steps from `mem`. E_NOT_FOUND: no such row on that day, or its value is
 * unknown; E_INVALID: not a term, or no start; E_LIMIT: the end would lie beyond 2199. */
MUST status rule_due(arena *mem, const rule_book *b, const char *key, rule_scopes scopes, date start, date on,
                     rule_term *out);

/* The same for a term whose row is at hand: one that a process gives itself ("10 working days"). */
MUST status rule_due_of(arena *mem, const rule_book *b, const rule_row *row, date start, date on, rule_term *out);

/* The start of the decision term (Điều lệ Art 7(1)): acceptance, or the completion of the first application when that
 * came after it. `applied` 0: none yet. */
date rule_decide_start(date accepted, date applied);

/* ---- the clock ---- */

typedef enum { CLOCK_STOP, CLOCK_RESTART, CLOCK_EXTEND, CLOCK_MOVE } rule_event_kind;
typedef struct {
    rule_event_kind kind;
    date on;          /* CLOCK_MOVE: the new start */
    int n;            /* CLOCK_EXTEND: this many … */
    const char *unit; /* … year, month, day, working_day */
} rule_event;
typedef enum { CLOCK_RUNNING, CLOCK_STOPPED, CLOCK_OVER } rule_clock_state;
typedef struct {
    int percent;
    date on; /* the first day on which so much of the term has passed; 100 is the due day */
} rule_warning;
typedef struct {
    rule_term term;
    rule_clock_state state; /* on `today`; over: today is after the due day */
    int total;              /* legal days of the term: calendar days, or working days where the term counts these */
    int elapsed, remaining; /* of them, on `today`; to the nominal end; elapsed + remaining = total */
    date if_restarted;      /* while stopped: the due day if it were restarted on `today` */
    LIST_OF(rule_warning) warnings; /* clock.warn.*; those not yet known while stopped are left out */
} rule_clock_face;

/* The term with its history, in the order of time; `today` for what has passed (events after it count as planned).
 * E_INVALID: events out of order, before the start, a stop while stopped, a restart while running, a move while
 * stopped, an extension of nothing. A stop or extension after the due day has no effect (STEP_LATE), nor has its
 * restart. */
MUST status rule_clock(arena *mem, const rule_book *b, const char *key, rule_scopes scopes, date start, date on,
                       const rule_event *events, int n, date today, rule_clock_face *out);

MUST status rule_clock_of(arena *mem, const rule_book *b, const rule_row *row, date start, date on, const rule_event *events, int n, date today,
                          rule_clock_face *out);

/* ---- saying it ---- */

/* The derivation in words, one step a line, ended without a line break. */
const char *rule_explain(arena *mem, const rule_term *t, lang l);
/* {"due":"2027-03-01",…,"derivation":[…]} */
void rule_term_json(buf *out, const rule_term *t);
const char *rule_trust_words(const char *trust, lang l); /* "đã đọc văn bản", "theo trí nhớ, cần xác nhận" */

/* `sangkien due RULE --from DAY …`: argv[0] is the verb. 0; 2: usage; 1: no such rule on that day. */
int rule_cli(int argc, char **argv);

#endif
