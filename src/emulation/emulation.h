/* emulation.h: which titles an initiative can serve, and the ledger of its uses: once per initiative and person, unless a
 * document lets it be used again (unique index). Luật Thi đua, khen thưởng; letter 5007/BNV-TĐKT.
 *
 *   planned (by the author) ──award──▶ used          planned, used ──▶ voided (reason)
 *
 * The criterion is that of the day on which the emulation file came in. While a complaint is open nothing is recorded; the
 * uses of a cancelled recognition are shown as such. */
#ifndef EMULATION_EMULATION_H
#define EMULATION_EMULATION_H
#include "certificate/effect.h"
#include "emulation/criterion.h"

enum { EMULATION_EXPORT_MAX = 20000 };

extern const char *const emulation_titles[]; /* "cstdcs", "cstdtinh", "cstdtq", "reward"; ended by NULL */
const char *emulation_title_name(const char *title);

typedef struct {
    use_id id;
    const char *title, *state, *criterion, *decision, *override_document, *void_reason, *person, *login, *unit, *code, *initiative, *org_name, *level, *status;
    recognition_id recognition_id;
    user_id user_id;
    org_id org_id;
    int64_t year;
    date received_on, decided_on, recognised_on, city_on;
} use_row;
extern const shape use_shape;
typedef LIST_OF(use_row) use_list;

/* An initiative of mine, as titles see it. */
typedef struct {
    recognition_id id;
    const char *code, *title, *org_name, *level, *status;
    date recognised_on, city_on;
    bool held;
} own_row;
extern const shape own_shape;
typedef LIST_OF(own_row) own_list;

/* Whether an initiative of this level and year fits a title in `year` for a file of `on`; in words. */
typedef struct {
    const char *title, *name, *criterion, *article, *why; /* criterion: in words; why: of the answer, translated */
    bool known, fits, to_confirm;
    int64_t last_year; /* until which it counts */
} title_fit;
extern const shape title_fit_shape;
void emulation_fit(arena *mem, const char *title, const char *level, date recognised_on, date city_on, int64_t year, date on, title_fit *out);

MUST status emulation_mine(db *d, arena *mem, const actor *who, own_list *out);
/* Uses of one entry (insiders; an author sees the own ones), of the person, or all that `who` may see for a year (0: all). */
MUST status emulation_uses_of_entry(db *d, arena *mem, const actor *who, const recognition_row *r, const entry_stand *s, use_list *out);
MUST status emulation_uses_of_person(db *d, arena *mem, const actor *who, use_list *out);
MUST status emulation_uses(db *d, arena *mem, const actor *who, int64_t year, date today, use_list *out);

/* Authors of an entry who have an account. */
typedef struct {
    user_id id;
    const char *name;
} use_person;
typedef LIST_OF(use_person) use_people;
MUST status emulation_people(db *d, arena *mem, recognition_id id, use_people *out);

typedef struct {
    user_id person;
    const char *title, *decision, *override_document;
    int64_t year;
    date received_on, decided_on;
} use_new;
/* By the author for oneself: planned. By head, clerk or department for an author: used when a decision is named. */
MUST status emulation_record(arena *mem, db *d, const actor *who, const char *code, const use_new *u, instant now, finding_list *refused);
MUST status emulation_get(db *d, arena *mem, const actor *who, use_id id, use_row *out, entry_stand *stand); /* E_NOT_FOUND: not for `who` */
MUST status emulation_award(arena *mem, db *d, const actor *who, use_id id, const char *decision, date decided_on, instant now, finding_list *refused);
MUST status emulation_void(arena *mem, db *d, const actor *who, use_id id, const char *reason, instant now, finding_list *refused);

/* ---- predicates (emulation_may.c) ---- */
bool emulation_may_plan(const actor *who, const entry_stand *s, user_id person); /* for oneself */
bool emulation_may_record(const entry_stand *s);                                 /* head, clerk, department */
bool emulation_may_void(const actor *who, const entry_stand *s, const use_row *u);

#endif
