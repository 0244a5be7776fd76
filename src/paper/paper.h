/* paper.h: the papers that steps issue, from templates that a clerk edits in Word (doc/fill.h). A kind of paper has versions;
 * one is active. An uploaded one is a draft until every field that it names is known. A paper that was issued keeps its
 * version and its values, so it comes out byte for byte the same for ever. Layout: NĐ 30/2020/NĐ-CP annex I. */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "doc/fill.h"
#include "store/store.h"

enum { PAPER_BYTES_MAX = 5 << 20, PAPER_VERSIONS_MAX = 500 };

/* Which papers a field has a value in. */
enum { OF_STEP = 1, OF_DECISION = 2, OF_CERTIFICATE = 4, OF_MINUTES = 8, OF_SHEET = 16, OF_SUMMARY = 32, OF_ALL = 63 };
typedef struct {
    const char *name, *label, *sample; /* "so_ho_so", N_("Số hồ sơ"), sample data; "tac_gia.ten" of a list */
    unsigned of;
} paper_field;
extern const paper_field paper_fields[]; /* ended by a NULL name */
extern const shape paper_field_shape;

typedef struct {
    paper_id id;
    const char *kind, *status, *name, *sha256, *creator, *unknown; /* status: draft, active, retired; unknown: fields it names that there are not, "" none */
    int64_t version;
    instant created_at, activated_at;
    const char *kind_name, *status_name, *tone; /* in words, translated */
} paper_row;
extern const shape paper_row_shape;
typedef LIST_OF(paper_row) paper_rows;

unsigned paper_fields_of(const char *kind); /* OF_STEP for a paper that a step issues */
bool paper_may_manage(const actor *who); /* administrators of the whole system */

MUST status paper_all(db *d, arena *mem, const actor *who, paper_rows *out); /* of each kind the newest first */
MUST status paper_get(db *d, arena *mem, const actor *who, paper_id id, paper_row *out);
MUST status paper_file(db *d, arena *mem, const actor *who, paper_id id, bytes *out); /* the template itself */
/* With the sample data of paper_fields. E_INVALID with the reason. */
MUST status paper_preview(db *d, arena *mem, const actor *who, paper_id id, bytes *out, const char **why);
/* A draft. E_INVALID with the reason: it is not taken (doc/fill.h). A field that there is not may be in it: it is named, and
 * the draft cannot be activated. */
MUST status paper_upload(arena *mem, db *d, const actor *who, const char *kind, const char *name, bytes docx, instant now, paper_id *out, const char **why);
/* A draft; of an earlier version a new one with the same file is made, so that the day on which a version came into use never
 * changes. E_INVALID: it names unknown fields. */
MUST status paper_activate(arena *mem, db *d, const actor *who, paper_id id, instant now);

/* ---- issuing ---- */

/* Inside the transaction of the step: the paper of this event, by the active version of its kind. Nothing when the kind has
 * no template. */
MUST status paper_issue(db *d, arena *mem, int64_t event, const char *kind, const fill_values *values, instant now);
/* The issued paper, the same bytes each time; E_NOT_FOUND when the event issued none. */
MUST status paper_issued(db *d, arena *mem, int64_t event, bytes *out);
/* By the active version, of an event that kept no values. E_NOT_FOUND: the kind has no template. */
MUST status paper_render(db *d, arena *mem, const char *kind, const fill_values *values, bytes *out);
/* By the version that was in use at `at`, the first one where none was yet: for papers whose values are frozen elsewhere (a
 * decision, minutes), the same bytes for ever. E_NOT_FOUND: the kind never had one. */
MUST status paper_render_at(db *d, arena *mem, const char *kind, const fill_values *values, instant at, bytes *out);
typedef struct {
    const char *kind;
} paper_kind;
typedef LIST_OF(paper_kind) paper_kinds;
MUST status paper_kinds_active(db *d, arena *mem, paper_kinds *out); /* the kinds that steps issue and that have a template */

/* The templates that ship, for kinds that have none. */
MUST status paper_install(db *d);

#endif
