/* Which index belongs to which store. Set at the start, before threads ask. */
#include "base/log.h"
#include "novelty/novelty_report.h"

enum { SEATS_MAX = 32 }; /* tests open several stores; the product one */
static struct {
    const void *store;
    novelty *index;
} seats[SEATS_MAX];

void novelty_seat_set(const void *store, novelty *n)
{
    int free_seat = -1;

    for (int i = 0; i < SEATS_MAX; i++) {
        if (seats[i].store == store) {
            seats[i].index = n;
            if (!n) seats[i].store = NULL;
            return;
        }
        if (!seats[i].store && free_seat < 0) free_seat = i;
    }
    if (!n) return;
    if (free_seat < 0) {
        log_error("novelty: more than %d stores at once", SEATS_MAX);
        return;
    }
    seats[free_seat].store = store;
    seats[free_seat].index = n;
}

novelty *novelty_seat(const db *d)
{
    const void *store = db_store(d);

    for (int i = 0; i < SEATS_MAX; i++)
        if (seats[i].store == store) return seats[i].index;
    return NULL;
}
