/* report.h: statistics. Facts are one row for each thing that happened to a dossier (report_event), derived from the other
 * slices' tables after the log, and their sums (report_tally). TT18 (periodic reports), Luật Thống kê (no person is shown).
 *
 * Every number comes out of one named query, `report_cube`, with declared axes and filters: nobody sends SQL. The records
 * behind a number are `report_records` with the same filter; a test holds their counts equal. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/shape.h"
#include "store/store.h"

enum {
    REPORT_SMALL = 5,         /* in public a count of dossiers of persons below this is not shown, unless of recognised ones */
    REPORT_PAGE = 50,         /* records a page */
    REPORT_YEAR_MIN = 1900, REPORT_YEAR_MAX = 2199
};

/* ---- facts ---- */

/* Counts in what the log tells since the last time; a whole count when there is none yet or the register does not agree.
 * Opens its own transactions. */
MUST status report_follow(arena *mem, db *d, instant now);
/* Counts everything anew. */
MUST status report_rebuild(arena *mem, db *d, instant now);
typedef struct {
    int64_t audit_id, stamp;
    instant at;
} report_state;
MUST status report_state_of(db *d, arena *mem, report_state *out); /* E_NOT_FOUND: never counted */
/* The article that a reason names: "… (Điều 4 Điều lệ Sáng kiến)" gives "Điều 4"; "" when it names none. */
const char *report_reason_of(arena *mem, const char *note);

/* ---- numbers ---- */

typedef struct {
    int64_t year, org, received, accepted, declined, recognised, city, head, refused, withdrawn, cancelled, excluded;
    int64_t timed, in_time, days; /* decided within a term: how many, by the due day, sum of days from filing */
    int64_t reviewed, reviewed_in_time;
    int64_t amount, computable, applied; /* of recognised ones */
    const char *field, *kind, *level, *reason, *beneficiary; /* beneficiary: key of a catalogue entry, REPORT_NOBODY none was named */
} cube_row;
extern const shape cube_row_shape;
typedef LIST_OF(cube_row) cube_rows;

typedef struct {
    bool by_year, by_org, by_field, by_kind, by_level, by_reason, by_beneficiary; /* axes */
    bool period;                /* years of reports (rule report.year_cutoff) instead of calendar years */
    int from, to;               /* years */
    org_id org;                 /* 0 all */
    const char *field, *kind, *level, *beneficiary; /* "" and NULL all */
} cube_ask;
#define REPORT_NOBODY "-"
/* The smallest table of sums that can tell. */
const char *report_scope(bool unit, bool field, bool beneficiary);
MUST status report_cube(db *d, arena *mem, const cube_ask *ask, cube_rows *out);

typedef struct {
    int64_t org, recognised, city, head, refused, timed, in_time;
    const char *name, *symbol, *sector;
} unit_row;
extern const shape unit_row_shape;
typedef LIST_OF(unit_row) unit_rows;
enum { REPORT_UNITS_MAX = 300 };
/* Each unit, most recognised first, at most REPORT_UNITS_MAX; `all`: also those that recognised nothing. */
MUST status report_units(db *d, arena *mem, bool period, int from, int to, bool all, unit_rows *out);

typedef struct {
    int64_t id, year, received, accepted, recognised, refused, timed, in_time;
    const char *name;
} round_count;
extern const shape round_count_shape;
typedef LIST_OF(round_count) round_counts;
MUST status report_rounds(db *d, arena *mem, org_id org, int from, int to, round_counts *out); /* rounds of these years; 60 */

/* What happened from one day to another, both counted in; rows of the cube by org or field, or one row. Reads the facts
 * themselves: an expensive page. */
typedef struct {
    date from, to;
    bool by_org, by_field;
    org_id org; /* 0 all */
} range_ask;
MUST status report_range(db *d, arena *mem, const range_ask *ask, cube_rows *out);

typedef struct {
    int64_t year, sessions, people, minutes;
} training_year;
extern const shape training_year_shape;
typedef LIST_OF(training_year) training_years;
MUST status report_training(db *d, arena *mem, int from, int to, training_years *out);

typedef struct {
    int64_t running, overdue;
} running_count;
extern const shape running_count_shape;
MUST status report_running(db *d, arena *mem, org_id org, date today, running_count *out); /* live */

/* ---- records ---- */

typedef struct {
    const char *key, *label; /* which of them: with a head among the authors, applied …; N_() words */
} report_part;

typedef struct {
    const char *event;                        /* "received" …; "decided": recognised or refused; "reviewed": accepted or declined; "turned_down": refused or declined */
    int from, to;
    bool period;
    org_id org;
    const char *field, *kind, *level, *reason, *beneficiary; /* "" and NULL all; REPORT_NOBODY: of a field, kind or reason those without */
    const char *part;                         /* "" and NULL all; a key of report_parts */
    int64_t round;                            /* 0 all */
    date from_day, to_day;                    /* 0: open */
    int on_time;                              /* -1 all; 1 in time, 0 late, 2 either */
    int page;                                 /* from 0 */
} record_ask;
typedef struct {
    int64_t dossier_id, on_time, days, amount; /* amount: đồng a year, 0 when it can not be told in money */
    const char *event, *reason, *org_name, *title, *number;
    date on_date;
    bool hidden; /* a dossier with which who asks has a conflict: counted, not named */
} record_row;
extern const shape record_row_shape;
typedef LIST_OF(record_row) record_rows;
/* E_FORBIDDEN: for whom these are not. */
MUST status report_records(db *d, arena *mem, const actor *who, const record_ask *ask, record_rows *out, int64_t *total);
/* Certificates that were given out between two days (replaced ones stand for their successors alone), newest first, a page of REPORT_PAGE. */
typedef struct {
    const char *serial, *author, *title, *code, *org_name, *level, *status;
    date issued_on;
} report_certificate;
extern const shape report_certificate_shape;
typedef LIST_OF(report_certificate) report_certificates;
MUST status report_certificates_given(db *d, arena *mem, org_id org, date first, date last, int page, report_certificates *out, int64_t *total);
/* Its name in the list of beneficiaries, also when it is retired. */
MUST status report_beneficiary_name(db *d, arena *mem, const char *key, const char **out);
extern const report_part report_parts[];      /* ended by a NULL key */
const char *report_event_name(const char *event); /* "Không công nhận", translated; "" when there is no such event */

/* ---- small numbers ---- */

/* Marks (true) what must not be shown of `n` counts whose sum is known: those from 1 to REPORT_SMALL - 1, and when that
 * is one alone also the next smallest that is not 0, since the sum would tell it. */
void report_suppress(const int64_t *counts, int n, bool *hide);

/* ---- predicates (report_may.c) ---- */
enum { /* roles that may, each of its own unit */
    REPORT_MAKERS = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_INTAKE),
    REPORT_READERS = REPORT_MAKERS | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_AUDITOR)
};
bool report_may_see_unit(const actor *who, org_id org); /* statistics of a unit out of dossiers that are not public */
bool report_may_see_all(const actor *who);              /* of every unit */
bool report_may_read(const actor *who, org_id org);     /* designs and snapshots; org 0: of the city */
bool report_may_make(const actor *who, org_id org);     /* designs and reports; org 0: of the city */
bool report_may_see_money(const actor *who, org_id org); /* what was paid for entries of a unit ({0}: of all): who makes its reports, auditors */
#endif
