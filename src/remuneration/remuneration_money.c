#include "remuneration/money.h"
#include <stdbool.h>

enum { WHOLE = 10000 }; /* basis points */

static bool is_money(int64_t v)
{
    return v >= 0 && v <= MONEY_MAX;
}

status money_times(int64_t base, int64_t factor, int64_t unit, int64_t *out)
{
    int64_t product = 0;

    if (base < 0 || factor < 0 || unit <= 0) return E_INVALID;
    if (!is_money(base) || __builtin_mul_overflow(base, factor, &product)) return E_LIMIT;
    int64_t up = product / unit + (product % unit != 0);
    if (!is_money(up)) return E_LIMIT;
    *out = up;
    return OK;
}

status money_add(int64_t a, int64_t b, int64_t *out)
{
    if (!is_money(a) || !is_money(b)) return E_INVALID;
    if (!is_money(a + b)) return E_LIMIT;
    *out = a + b;
    return OK;
}

status money_part(int64_t total, const int64_t *shares, int n, int which, int64_t *out)
{
    int64_t sum = 0, given = 0, mine = 0;

    if (!is_money(total) || which < 0 || which >= n) return E_INVALID;
    for (int i = 0; i < n; i++) {
        if (shares[i] < 0 || shares[i] > WHOLE) return E_INVALID;
        sum += shares[i];
        /* in two steps, so that no product passes 64 bits */
        int64_t part = total / WHOLE * shares[i] + total % WHOLE * shares[i] / WHOLE;
        if (i + 1 == n) part = total - given;
        given += part;
        if (i == which) mine = part;
    }
    if (sum != WHOLE) return E_INVALID;
    *out = mine;
    return OK;
}
