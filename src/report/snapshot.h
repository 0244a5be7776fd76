/* snapshot.h: reports: designs (axes, columns and filters out of a declared list), periodic reports (TT18), and snapshots:
 * what a report said at a moment, frozen with its hash. Papers (DOCX, XLSX) are made of the snapshot alone, so they are
 * the same whenever they are made again. */
#ifndef REPORT_SNAPSHOT_H
#define REPORT_SNAPSHOT_H
#include "doc/workbook.h"
#include "report/report.h"

enum { DESIGN_AXES_MAX = 3, DESIGNS_SHOWN = 200, REPORT_TEXT_MAX = 4000 };

typedef struct {
    const char *key, *label; /* N_() words */
    const char *event, *part; /* of a column: what happened to the dossiers that are counted, and which of them (report_parts); of a rate those it is of */
} report_choice;
extern const report_choice report_axes[];    /* ended by a NULL key */
extern const report_choice report_columns[];

typedef struct {
    int64_t id, from_year, to_year;
    const char *title, *axes, *columns, *field, *kind, *level, *org_name; /* axes, columns: ",year,field," */
    const char *beneficiary; /* key of a catalogue entry; "" and NULL all */
    org_id org_id;                                                        /* 0: the city */
    bool period;
} report_design;
extern const shape report_design_shape;
typedef LIST_OF(report_design) report_designs;
/* E_INVALID: no axis, too many, an axis or column that is not declared, years out of order; E_FORBIDDEN. */
MUST status report_design_save(arena *mem, db *d, const actor *who, const report_design *design, instant now, int64_t *id);
MUST status report_design_get(db *d, arena *mem, const actor *who, int64_t id, report_design *out); /* E_NOT_FOUND also when not for who asks */
MUST status report_design_list(db *d, arena *mem, const actor *who, report_designs *out);
MUST status report_design_drop(arena *mem, db *d, const actor *who, int64_t id);
/* What it says now: one table, and of each of its cells, row by row, where the records behind it are; "": nowhere. */
MUST status report_design_run(db *d, arena *mem, const report_design *design, sheet *out, const char ***records);

typedef struct {
    int64_t id, audit_id;
    const char *title, *kind, *content, *sha256, *org_name, *by_name; /* kind: design | periodic; content: canonical JSON */
    org_id org_id;
    instant taken_at;
} report_snapshot;
extern const shape report_snapshot_shape;
typedef LIST_OF(report_snapshot) report_snapshots;
MUST status report_snapshot_of_design(arena *mem, db *d, const actor *who, int64_t design, instant now, int64_t *id);
/* The periodic report of a year of reports (law.md 7.11): numbers out of the facts and of what was paid (remuneration/), texts as written. */
typedef struct {
    org_id org; /* 0: the city */
    int year;
    const char *remuneration, *measures, *problems, *proposals;
} periodic_ask;
void report_days_of(int year, date *first, date *last); /* of a year of reports (rule report.year_cutoff) */
MUST status report_snapshot_periodic(arena *mem, db *d, const actor *who, const periodic_ask *ask, instant now, int64_t *id);
/* What is behind the number of a line of such a report: payments and receipts (`money`: a kind of remuneration_records), or
 * things that happened to dossiers (a question of report_records). All "": nothing, or nothing that a page lists. The number
 * is frozen, what is behind it goes on. */
typedef struct {
    const char *money, *event, *field, *kind, *level, *reason, *part;
    bool timed, certificates; /* timed: decided within a term; certificates: those that were given out */
} report_line;
report_line report_line_of(const sheet *s, int row);
MUST status report_snapshot_get(db *d, arena *mem, const actor *who, int64_t id, report_snapshot *out); /* without E_FORBIDDEN: E_NOT_FOUND */
MUST status report_snapshot_list(db *d, arena *mem, const actor *who, report_snapshots *out);

/* The tables and texts of a snapshot. E_INTERNAL: the content does not fit its hash. */
typedef struct {
    const char *title, *text;
} report_text;
typedef struct {
    sheet *sheets;
    int n_sheets;
    report_text *texts;
    int n_texts;
    int year; /* of a periodic report; 0: another */
} report_content;
MUST status report_snapshot_open(arena *mem, const report_snapshot *s, report_content *out);
#endif
