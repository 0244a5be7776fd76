/* follow.h: after recognition: the plan of use, its forecast, roll-out to other units, and the actual benefit by year (the
 * confirmed statements of remuneration.h). Every valid entry has a status; a delay needs a reason. TT18: the unit carries
 * the initiative out and makes it known; what form that takes is not prescribed (law 6.2c).
 *
 *   none ──plan──▶ planned ──▶ applying ──▶ done         locked by the head: plan and forecast stay as they are
 *                     └────────────┴──────▶ stopped (with a reason)                                            */
#ifndef REMUNERATION_FOLLOW_H
#define REMUNERATION_FOLLOW_H
#include "certificate/effect.h"

enum { FOLLOW_PAGE = 50 };

typedef struct {
    const char *state, *plan, *delay_reason, *stop_reason; /* state: none | planned | applying | done | stopped */
    int64_t forecast, revision;
    date due_on;
    instant locked_at;
    bool late; /* past its day and not done */
} follow_plan;
extern const shape follow_plan_shape;

typedef struct {
    int64_t id;
    org_id org_id;
    const char *org_name, *effect, *evidence;
    date since_on;
} follow_rollout;
extern const shape follow_rollout_shape;
typedef LIST_OF(follow_rollout) follow_rollouts;

typedef struct {
    const char *code, *title, *org_name, *state, *delay_reason;
    date recognised_on, due_on;
    int64_t forecast, actual, rollouts; /* actual: đồng, confirmed */
    bool late, silent;                  /* silent: late without a reason */
} follow_row;
extern const shape follow_row_shape;
typedef LIST_OF(follow_row) follow_rows;

typedef struct {
    int64_t none, planned, applying, done, stopped, late, silent, total;
} follow_counts;
extern const shape follow_counts_shape;

/* What `who` follows: own entries, those of the establishments where `who` is head or clerk; the department and auditors
 * all of them. `state` "" all, "late", or one of the states. */
MUST status follow_list(db *d, arena *mem, const actor *who, const char *state, date today, int page, follow_rows *out);
MUST status follow_count(db *d, arena *mem, const actor *who, date today, follow_counts *out);

typedef struct {
    recognition_row r;
    entry_stand stand;
    follow_plan plan;
    int64_t actual, org_kin; /* org_kin: establishments of the same sector, whom it could serve */
} follow_entry;
MUST status follow_get(db *d, arena *mem, const actor *who, const char *code, date today, follow_entry *out); /* E_NOT_FOUND: no insider */
MUST status follow_rollouts_of(db *d, arena *mem, recognition_id id, follow_rollouts *out);

/* E_CONFLICT: somebody saved since `revision`, or the entry is cancelled. */
MUST status follow_save(arena *mem, db *d, const actor *who, const char *code, const follow_plan *p, instant now, finding_list *refused);
MUST status follow_lock(arena *mem, db *d, const actor *who, const char *code, instant now);
MUST status follow_rollout_add(arena *mem, db *d, const actor *who, const char *code, const follow_rollout *o, instant now, finding_list *refused);
const char *follow_state_name(const char *state);

bool follow_may_write(const entry_stand *s); /* authors, clerk, head */
bool follow_may_lock(const entry_stand *s);  /* head */

#endif
