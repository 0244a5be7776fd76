/* job.h: work that goes on after a request: leased rows with retries, run by threads of the same process by default.
 * A job is added in the transaction of what causes it, so it is there exactly when that is. It may run twice (a lease
 * that ran out), so its effect must be the same once or twice. */
#ifndef JOB_JOB_H
#define JOB_JOB_H
#include "base/id.h"
#include "store/store.h"

typedef struct {
    job_id id;
    const char *kind, *subject; /* what it is about: a number or a word */
    int64_t tries;
} job_row;
typedef struct {
    const char *name;
    status (*run)(arena *mem, db *d, const job_row *job); /* opens its own transactions */
    int every_seconds; /* 0: when added; otherwise added again by itself so long after it ran */
} job_kind;

enum { JOB_TRIES = 8, JOB_LEASE_SECONDS = 300 };

/* Adds a job; inside the caller's transaction. `due`: not before; {0}: at once. */
MUST status job_add(db *d, const char *kind, const char *subject, instant due);

typedef struct job_worker job_worker;
MUST status job_start(store *s, const job_kind *kinds, job_worker **out); /* kinds end with a NULL name */
void job_stop(job_worker *w); /* NULL is fine; lets the present job end */
/* Runs what is due now and returns how many ran; for tests and the command line. */
MUST status job_run_due(store *s, const job_kind *kinds, int *ran);
MUST status job_counts(db *d, int64_t *waiting, int64_t *failed);

#endif
