/* money.h: arithmetic of whole đồng, safe against overflow. No rule of rounding was found in the law (law 6.4): a minimum is
 * rounded up to the đồng, since it must not be fallen short of; parts are rounded down and the last author takes the rest. */
#ifndef REMUNERATION_MONEY_H
#define REMUNERATION_MONEY_H
#include "base/status.h"
#include <stdint.h>

#define MONEY_MAX INT64_C(1000000000000000) /* đồng, 10^15: beyond it E_LIMIT */

/* `base` × `factor` / `unit`, rounded up. E_INVALID: something negative or no unit; E_LIMIT: beyond MONEY_MAX. */
MUST status money_times(int64_t base, int64_t factor, int64_t unit, int64_t *out);
/* a + b, both 0 … MONEY_MAX; E_LIMIT beyond it. */
MUST status money_add(int64_t a, int64_t b, int64_t *out);
/* The part of author `which` (from 0) of `n` with `shares` in basis points that sum to 10000. E_INVALID otherwise. */
MUST status money_part(int64_t total, const int64_t *shares, int n, int which, int64_t *out);

#endif
