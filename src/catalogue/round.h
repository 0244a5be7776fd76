/* round.h: rounds (đợt đề nghị): when dossiers of a level and field may be filed. A round opens on its first day and locks
 * itself after its last (or the day to which it was extended); the day counts, whether or not the job has run. What is not
 * decided when it locks can be carried over to the next round. Window of a year: rule city.scope.window. */
#ifndef CATALOGUE_ROUND_H
#define CATALOGUE_ROUND_H
#include "catalogue/catalogue.h"

typedef struct {
    round_id id;
    const char *name, *level, *sector, *process_key, *state, *note; /* level: unit, city, nation; sector: key of a field, "" every; state: planned, open, locked */
    int64_t year, revision, dossiers;
    date opens_on, closes_on, extended_to; /* extended_to 0: not extended */
    round_id carry_to;                     /* whither undecided dossiers go when it locks; 0: they stay */
    const char *carry_name, *extended_why;
} round_row;
extern const shape round_row_shape;
typedef LIST_OF(round_row) round_list;

date round_last_day(const round_row *r);
bool round_is_open(const round_row *r, date today);

MUST status round_all(db *d, arena *mem, round_list *out); /* newest first, at most 500 */
MUST status round_get(db *d, arena *mem, round_id id, round_row *out);
/* Those that are open on `today` at `level`. */
MUST status round_open_at(db *d, arena *mem, const char *level, date today, round_list *out);

/* `r->id` 0: a new one. E_INVALID: it closes before it opens; E_CONFLICT: changed since, or locked (then only extend). */
MUST status round_save(arena *mem, db *d, const actor *who, const round_row *r, instant now, round_id *out);
/* A later last day, with the reason; opens a locked round again. E_INVALID: not later, or no reason. */
MUST status round_extend(arena *mem, db *d, const actor *who, round_id id, date to, const char *why, instant now);
/* Moves dossiers that are not yet decided from one round to another of its level. `moved` counts them. */
MUST status round_carry(arena *mem, db *d, const actor *who, round_id from, round_id to, instant now, int64_t *moved);
/* The job: opens and locks what is due on `today`, and carries over. Runs any number of times. */
MUST status round_turn(arena *mem, db *d, instant now);

#endif
