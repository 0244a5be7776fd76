/* ranking.h: the yearly ranking of agencies by 100 points (Đà Nẵng: QĐ 4465/2020, QĐ 1330/QĐ-UBND; docs of the city hold the
 * criteria, so they are data): a version of criteria, self-score by the agency, verification by the department with
 * reasons, publication. Points are whole hundredths. */
#ifndef REPORT_RANKING_H
#define REPORT_RANKING_H
#include "doc/workbook.h"
#include "report/report.h"

enum { RANKING_CRITERIA_MAX = 60, RANKING_BANDS_MAX = 10, RANKING_WHOLE = 10000 };

typedef struct {
    int64_t id, ordinal, points, per;
    const char *group_name, *title, *measure;
} ranking_criterion;
extern const shape ranking_criterion_shape;
typedef LIST_OF(ranking_criterion) ranking_criteria;
typedef struct {
    const char *name;
    int64_t points;
} ranking_band;
extern const shape ranking_band_shape;
typedef LIST_OF(ranking_band) ranking_bands;
typedef struct {
    int64_t id;
    const char *name, *document, *criteria, *bands;
} ranking_set;
extern const shape ranking_set_shape;
typedef LIST_OF(ranking_set) ranking_sets;

/* Reads criteria as written, a line each: "group | criterion | points | how", how: "minh chứng", or "measure × points" as
 * "recognised x 0,5". Points must sum to 100. `problem`: what is wrong, with its line; "" when good. */
MUST status ranking_parse(arena *mem, const char *criteria, const char *bands, ranking_criteria *out, ranking_bands *out_bands, const char **problem);
MUST status ranking_set_save(arena *mem, db *d, const actor *who, const ranking_set *set, instant now, int64_t *id); /* E_INVALID as above */
MUST status ranking_set_list(db *d, arena *mem, ranking_sets *out);

typedef struct {
    int64_t id, set_id, year;
    const char *state, *set_name, *document;
    instant published_at;
    bool published;
} ranking_round;
extern const shape ranking_round_shape;
typedef LIST_OF(ranking_round) ranking_rounds;
MUST status ranking_open(arena *mem, db *d, const actor *who, int64_t set, int year, instant now, int64_t *id); /* E_CONFLICT: there is one of that year */
MUST status ranking_get(db *d, arena *mem, int64_t id, ranking_round *out);
MUST status ranking_list(db *d, arena *mem, ranking_rounds *out);

typedef struct {
    int64_t org, claimed, verified, place;
    const char *org_name, *band;
    bool is_claimed, is_verified;
} ranking_entry;
extern const shape ranking_entry_shape;
typedef LIST_OF(ranking_entry) ranking_entries;
/* Published: by place, for everybody. Open: for the department and auditors all, for officers their own. */
MUST status ranking_entries_of(db *d, arena *mem, const actor *who, const ranking_round *round, ranking_entries *out);

typedef struct {
    int64_t criterion_id, ordinal, points, computed, claimed, verified; /* hundredths; verified -1: not yet */
    const char *group_name, *title, *measure, *evidence, *reason;
} ranking_line;
extern const shape ranking_line_shape;
typedef LIST_OF(ranking_line) ranking_lines;
/* What an agency said and the department found; E_NOT_FOUND for whom it is not. */
MUST status ranking_lines_of(db *d, arena *mem, const actor *who, const ranking_round *round, org_id org, ranking_lines *out);

/* By criterion, in order. E_CONFLICT: published, or (claim) already verified. E_INVALID: more points than the criterion has,
 * or (verify) other points than claimed without a reason. */
typedef struct {
    int64_t points;
    const char *text; /* evidence; reason */
} ranking_mark;
MUST status ranking_claim(arena *mem, db *d, const actor *who, int64_t round, org_id org, const ranking_mark *marks, int n, instant now);
MUST status ranking_verify(arena *mem, db *d, const actor *who, int64_t round, org_id org, const ranking_mark *marks, int n, instant now);
/* Places and bands; E_CONFLICT: published before, or none is verified. */
MUST status ranking_publish(arena *mem, db *d, const actor *who, int64_t round, instant now);
MUST status ranking_sheet(db *d, arena *mem, const actor *who, const ranking_round *round, sheet *out);

/* "12", "12,5", "12.25" → hundredths; E_INVALID. */
MUST status ranking_points(const char *s, int64_t *out);
const char *ranking_points_text(arena *mem, int64_t hundredths);

bool ranking_may_claim(const actor *who, org_id org);
bool ranking_may_verify(const actor *who);
#endif
