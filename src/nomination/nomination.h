/* nomination.h: a recognised initiative is put forward to the city: effect and influence there (tác dụng, ảnh hưởng đối với
 * thành phố). Procedure 1.010169 of Đà Nẵng; ĐL Art 7(2) for the consent; rules city.scope.*.
 *
 * A nomination is a dossier run by a process of the city level (rules/process-city.json), so steps, files, councils and
 * terms are those of every dossier; nominated_id names the dossier recognised below. The establishment's decision is
 * frozen at the request: a copy with its SHA-256, compared again by `sangkien check`. When that recognition is cancelled
 * the city's is flagged in the same transaction (recognition.city_flag) and waits for the chairman. */
#ifndef NOMINATION_NOMINATION_H
#define NOMINATION_NOMINATION_H
#include "catalogue/round.h"
#include "certificate/effect.h"

typedef struct {
    dossier_id dossier_id;
    recognition_id recognition_id;
    const char *requested_by, *snapshot, *sha256, *consent, *effect, *reach, *result, *code, *title, *org_name, *decision, *city_decision, *city_flag, *entry_status, *phase;
    int64_t applied, comparable, year, decision_year;
    date decided_on, deferred_until, recognised_on;
} nomination_row;
extern const shape nomination_shape;
typedef LIST_OF(nomination_row) nomination_list;

/* Whether an entry may be put forward now, and what is known of its reach. */
typedef struct {
    bool valid, unit_level, held, window_open, head_case, reaches, may; /* head_case: consent is needed; may: who asks may request */
    const char *consent;          /* the document that is on record */
    int64_t applied, comparable;
    int num, den;                 /* of the rule of reach; den 0: no rule */
    date window_first, window_last; /* of a round of the city that is open, else of the rule */
    round_list rounds;            /* of the city, open, for every field; the one that ends first comes first */
    const char *upward_actors;    /* whose step "pass_upward" is in the establishment's process; "" it has none, and the procedure counts */
    bool upward_barred;           /* there is one, and it is not that of who asks */
    const rule_row *window, *reach_rule;
    dossier_id open;              /* a nomination that is under way; {0} none */
} nomination_facts;
MUST status nomination_facts_of(db *d, arena *mem, const actor *who, const recognition_row *r, date today, nomination_facts *out);

typedef struct {
    const char *effect, *reach;
    round_id round; /* one that is open; {0}: the one that ends first */
} nomination_text;
/* Makes the draft at the city, with the text and the authors of the entry, and freezes the decision. Filing it is a step
 * of the process. Where the establishment's process has a step "pass_upward" it is taken below, in the same transaction, with
 * its actors and guards. E_NOT_FOUND: not for `who` (authors, head, clerk); E_FORBIDDEN: not an actor of that step; E_CONFLICT:
 * cancelled, or already under way; E_INVALID: `refused` says why. */
MUST status nomination_make(arena *mem, db *d, const actor *who, const char *code, const nomination_text *t, instant now, dossier_id *out, finding_list *refused);

/* Effect and reach of a draft, or of one that is to be mended; the count of places is taken anew. */
MUST status nomination_save(arena *mem, db *d, const actor *who, dossier_id id, const nomination_text *t, instant now, finding_list *refused);

MUST status nomination_get(db *d, arena *mem, dossier_id id, nomination_row *out); /* whoever may see the dossier; the caller asks */
MUST status nomination_of_entry(db *d, arena *mem, recognition_id id, nomination_list *out);
/* Those of the city, flagged ones first; department, auditors and officers of the deciding body. */
MUST status nomination_all(db *d, arena *mem, const actor *who, nomination_list *out);
/* Whether the frozen copy still has its hash and says what the register says. */
MUST status nomination_holds(db *d, arena *mem, const nomination_row *n, bool *out);
MUST status nomination_check(db *d, int64_t *bad); /* all of them */

typedef enum { CITY_PASS, CITY_FAIL, CITY_DEFER } city_outcome;
typedef struct {
    city_outcome outcome;
    const char *signer_title, *note;
    date until; /* CITY_DEFER */
} nomination_decision;
/* The chairman decides: with a pass the entry reaches the city, and each author gets a certificate that states it. */
MUST status nomination_decide(arena *mem, db *d, const actor *who, dossier_id id, const nomination_decision *n, instant now, finding_list *refused);
/* The city's recognition alone is cancelled (or after the establishment's was); the entry is of its establishment again. */
MUST status nomination_cancel(arena *mem, db *d, const actor *who, dossier_id id, const char *reason, instant now, finding_list *refused);

extern const guard_entry nomination_guards[];

/* nomination_may.c */
bool nomination_may_request(const entry_stand *s);
bool nomination_may_list(const actor *who);

#endif
