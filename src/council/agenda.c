/* The order of an agenda: the fewest departures from the room. A departure is a member who must leave for an item and was there
 * (or could be) for the one before; the first item counts those who wait outside from the start. */
#include "council/council.h"
#include <string.h>

static int leaving(uint64_t before, uint64_t next)
{
    return __builtin_popcountll(next & ~before);
}

int agenda_departures(const uint64_t *away, const int *order, int n)
{
    int all = 0;

    for (int i = 0; i < n; i++) all += leaving(i ? away[order[i - 1]] : 0, away[order[i]]);
    return all;
}

/* Held and Karp: the least of every set of items that ends with each. */
static void exact(arena *mem, const uint64_t *away, int n, int *order)
{
    size_t sets = (size_t)1 << n;
    unsigned char *least = arena_alloc(mem, sets * (size_t)n), *last = arena_alloc(mem, sets * (size_t)n);

    memset(least, 255, sets * (size_t)n);
    for (int i = 0; i < n; i++) least[((size_t)1 << i) * (size_t)n + (size_t)i] = (unsigned char)leaving(0, away[i]);
    for (size_t set = 1; set < sets; set++)
        for (int i = 0; i < n; i++) {
            int so_far = least[set * (size_t)n + (size_t)i];
            if (so_far == 255) continue;
            for (int k = 0; k < n; k++) {
                size_t more = (set | (size_t)1 << k) * (size_t)n + (size_t)k;
                int all = so_far + leaving(away[i], away[k]);
                if (set >> k & 1 || all >= least[more]) continue;
                least[more] = (unsigned char)all;
                last[more] = (unsigned char)i;
            }
        }
    size_t set = sets - 1;
    int end = 0;
    for (int i = 1; i < n; i++)
        if (least[set * (size_t)n + (size_t)i] < least[set * (size_t)n + (size_t)end]) end = i;
    for (int at = n - 1; at >= 0; at--) {
        int before = last[set * (size_t)n + (size_t)end];
        order[at] = end;
        set &= ~((size_t)1 << end);
        end = before;
    }
}

/* The nearest next, then exchanges of stretches while they help. */
static void near(const uint64_t *away, int n, int *order)
{
    for (int i = 0; i < n; i++) {
        int best = i;
        for (int k = i + 1; k < n; k++)
            if (leaving(i ? away[order[i - 1]] : 0, away[order[k]]) < leaving(i ? away[order[i - 1]] : 0, away[order[best]])) best = k;
        int next = order[best];
        memmove(order + i + 1, order + i, sizeof *order * (size_t)(best - i));
        order[i] = next;
    }
    int now = agenda_departures(away, order, n);
    for (bool better = true; better;) {
        better = false;
        for (int i = 0; i < n && !better; i++)
            for (int k = i + 1; k < n && !better; k++) {
                for (int a = i, b = k; a < b; a++, b--) {
                    int t = order[a];
                    order[a] = order[b];
                    order[b] = t;
                }
                int then = agenda_departures(away, order, n);
                better = then < now;
                if (better) now = then;
                else
                    for (int a = i, b = k; a < b; a++, b--) {
                        int t = order[a];
                        order[a] = order[b];
                        order[b] = t;
                    }
            }
    }
}

int agenda_order(arena *mem, const uint64_t *away, int n, int *order)
{
    int *first = NEWS(mem, int, n + 1);

    for (int i = 0; i < n; i++) order[i] = first[i] = i;
    if (n > 1 && n <= AGENDA_EXACT && agenda_departures(away, order, n) < 255) exact(mem, away, n, order);
    else if (n > 1) near(away, n, order);
    if (agenda_departures(away, order, n) >= agenda_departures(away, first, n)) memcpy(order, first, sizeof *order * (size_t)n); /* no better: leave it */
    return agenda_departures(away, order, n);
}
