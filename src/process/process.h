/* process.h: processes as data: states, steps (actions), who acts, guards, terms, documents. The law's own procedure ships
 * as rules/process-unit.json; a dossier is pinned to the version that it was filed under. */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "store/store.h"

enum { PROCESS_STATES_MAX = 40, PROCESS_STEPS_MAX = 80, STEP_FROM_MAX = 12, STEP_GUARDS_MAX = 12 };

typedef struct {
    const char *key, *name, *tone; /* tone: good bad wait off note (of the badge) */
    const char *for_author;        /* what the author is told */
    const char *next_actor;        /* who is to act: "author", "intake", "council", "head", "department", "" */
    const char *term;              /* rule key of the clock that runs in this state; "" none */
    bool final;
    int order;                     /* place in the drawing, 0 = not drawn */
} process_state;

typedef struct {
    const char *action, *name, *to;
    const char *from[STEP_FROM_MAX];
    const char *guard[STEP_GUARDS_MAX]; /* names of predicates; see dossier_guards */
    int n_from, n_guards;
    unsigned roles;          /* ROLE_BIT …; bit 0: the owner and authors */
    const char *article, *trust, *document;
    const char *term;        /* rule key of the term within which the step is due */
} process_step;

typedef struct {
    process_id id;
    const char *key, *name;
    int64_t version;
    process_state states[PROCESS_STATES_MAX];
    process_step steps[PROCESS_STEPS_MAX];
    int n_states, n_steps;
} process;

/* Loads a version (kept for ever: versions never change). */
MUST status process_load(db *d, process_id id, const process **out);
/* The active version of `key` ("unit"). */
MUST status process_active(db *d, const char *key, process_id *out);
const process_state *process_state_of(const process *p, const char *key); /* NULL when unknown */
/* The step `action` out of `state`; NULL when the process has none. */
const process_step *process_step_of(const process *p, const char *action, const char *state);

/* Stores the shipped processes that the store does not yet have; refuses one that is not valid: unknown states, roles or
 * guards, a state without a way out that is not final. */
MUST status process_install(db *d, const char *const *known_guards);

#endif
