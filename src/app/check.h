/* check.h: the invariants of a store; on the command line, and every night as a job. */
#ifndef APP_CHECK_H
#define APP_CHECK_H
#include "store/store.h"
#include <jansson.h>

/* Counts the invariants that do not hold into `bad`; each is logged. `list` (NULL: quiet) gets {invariant, exceptions};
 * without `json` each is printed. */
MUST status check_all(db *d, bool json, json_t *list, int *bad);

/* The invariant at a place, 0, 1, 2 …: its name (NULL: there is none), and how many exceptions to it there are. */
const char *check_name(int place);
MUST status check_one(db *d, int place, int64_t *exceptions);

#endif
