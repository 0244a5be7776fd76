/* criteria.h: sets of criteria by which a council scores (bộ tiêu chí chấm điểm), and the arithmetic of scores.
 *
 *   set:   draft ──activate──▶ active ──retire──▶ retired       a new version begins as a copy in draft
 *
 * An active set never changes: what was scored with it stays explained by it. The central law has no points; a set names the
 * document of the level that it comes from (`basis`). Points are whole hundredths: 850 is 8,5. Nothing here is rounded but
 * the last result, half up, and the formula says so. */
#ifndef CRITERIA_CRITERIA_H
#define CRITERIA_CRITERIA_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

enum { CRITERIA_MAX = 40, CRITERIA_BANDS_MAX = 10, CRITERIA_POINTS_MAX = 1000 * 100, CRITERIA_WEIGHT_MAX = 100 * 100, CRITERIA_SHEETS_MAX = 200 };

typedef struct {
    criteria_id id, first_id; /* first_id: version 1 of it */
    org_id org_id;            /* 0: every establishment */
    const char *name, *level, *field, *basis, *method, *state, *org_name; /* level: unit | city; field "": every field; method: mean | trimmed | median */
    int64_t version, pass, veto_sheets, criteria, full; /* pass: hundredths of a point; veto_sheets: so many sheets with a veto exclude; full: the highest total */
    date active_from, retired_on;
    int64_t revision;
} criteria_row;
extern const shape criteria_shape;
typedef LIST_OF(criteria_row) criteria_list;

typedef struct {
    criterion_id id;
    int64_t ordinal, max, weight; /* hundredths; weight 100 counts once */
    const char *group_name, *name, *note, *bands, *comment; /* bands: as typed, "27-30 Hoàn toàn mới"; comment: no | always */
} criterion_row;
extern const shape criterion_shape;
typedef LIST_OF(criterion_row) criterion_list;

typedef struct {
    int64_t low, high; /* hundredths, both inside */
    const char *label;
    bool veto;         /* a score in it excludes: "0 Sao chép (loại)" */
} score_band;
extern const shape score_band_shape;
typedef LIST_OF(score_band) band_list;

/* ---- sets ---- */
bool criteria_may_edit(const actor *who, org_id org); /* org 0: the sets of everybody */
MUST status criteria_all(db *d, arena *mem, const actor *who, criteria_list *out); /* those that `who` edits, newest first */
/* E_NOT_FOUND: a draft for whom it is not. */
MUST status criteria_get(db *d, arena *mem, const actor *who, criteria_id id, criteria_row *out);
MUST status criteria_of(db *d, arena *mem, criteria_id id, criterion_list *out);
/* The active set for a dossier of `org` in `field`: the establishment's before everybody's, the field's before all fields'.
 * E_NOT_FOUND: no points are given. */
MUST status criteria_for(db *d, arena *mem, org_id org, const char *level, const char *field, criteria_row *out);
typedef struct {
    enum { CRITERIA_GOOD, CRITERIA_BAD } tag;
    int row;           /* of the criterion, from 0; -1: the set */
    const char *field; /* of the form */
    const char *text;  /* translated */
} criteria_outcome;
/* Saves a draft (id 0: a new one). E_CONFLICT: no draft any more, or saved since `revision`. */
MUST status criteria_save(arena *mem, db *d, const actor *who, const criteria_row *c, const criterion_list *l, instant now, criteria_id *out, criteria_outcome *o);
MUST status criteria_activate(arena *mem, db *d, const actor *who, criteria_id id, instant now); /* retires the version before and the like */
MUST status criteria_retire(arena *mem, db *d, const actor *who, criteria_id id, instant now);
MUST status criteria_copy(arena *mem, db *d, const actor *who, criteria_id id, instant now, criteria_id *out); /* the next version, a draft */
const char *criteria_method_name(const char *method);

/* ---- the arithmetic (score.c): pure ---- */

/* "8", "8,5", "8.50": hundredths. E_INVALID: anything else, more than two decimals, more than CRITERIA_POINTS_MAX. */
MUST status score_parse(const char *s, int64_t *hundredths);
/* What a spreadsheet keeps of a number: "8.5", "8.0999999999999996", "1.2E1". E_INVALID: no number, or not of hundredths. */
MUST status score_parse_stored(const char *s, int64_t *hundredths);
const char *score_text(arena *mem, int64_t hundredths); /* 850 → "8,50" */
/* One band a line: "27-30 Hoàn toàn mới", "0 Sao chép (loại)". E_INVALID: not read, overlapping, above `max`. */
MUST status score_bands(arena *mem, const char *text, int64_t max, band_list *out);
typedef enum { SCORE_GOOD, SCORE_MISSING, SCORE_TOO_HIGH, SCORE_NO_BAND, SCORE_NO_COMMENT } score_outcome;
/* Whether `points` (-1: none given) and `comment` will do for a criterion; `veto` (may be NULL): it excludes. */
score_outcome score_check(const criterion_row *c, const band_list *bands, int64_t points, const char *comment, bool *veto);
const char *score_outcome_words(arena *mem, const criterion_row *c, score_outcome o);
int64_t score_total(const criterion_list *l, const int64_t *points); /* Σ points × weight / 100, half up */
int64_t score_full(const criterion_list *l);
/* Of the totals of n sheets; 0 when n is 0. trimmed: without the lowest and the highest, from three sheets on. */
int64_t score_result(const char *method, const int64_t *totals, int n);
/* "(82,50 + 79,00 + 85,25) / 3 = 82,25" */
const char *score_formula(arena *mem, const char *method, const int64_t *totals, int n);

/* Krippendorff's alpha for intervals, in thousandths: `at[item * raters + rater]`, -1 where none was given. E_NOT_FOUND:
 * fewer than two pairable values, or no difference at all is possible. */
MUST status score_alpha(const int64_t *at, int items, int raters, int64_t *thousandths);
/* How much a rater lies above (+) or below (-) the mean of the others on the same items, in hundredths; E_NOT_FOUND: nothing to compare. */
MUST status score_severity(const int64_t *at, int items, int raters, int rater, int64_t *hundredths);

#endif
