/* Which index belongs to which store. A running site changes it when an index is made anew (app/keeper.c). */
#include "base/log.h"
#include "novelty/novelty_report.h"
#include <pthread.h>

enum { SEATS_MAX = 32 }; /* tests open several stores; the product one */
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const void *store;
    novelty *index;
} seats[SEATS_MAX];

static bool take_seat(const void *store, novelty *n)
{
    int free_seat = -1;

    for (int i = 0; i < SEATS_MAX; i++) {
        if (seats[i].store == store) {
            seats[i].index = n;
            if (!n) seats[i].store = NULL;
            return true;
        }
        if (!seats[i].store && free_seat < 0) free_seat = i;
    }
    if (n && free_seat >= 0) {
        seats[free_seat].store = store;
        seats[free_seat].index = n;
    }
    return !n || free_seat >= 0;
}

void novelty_seat_set(const void *store, novelty *n)
{
    pthread_mutex_lock(&changing);
    bool good = take_seat(store, n);
    pthread_mutex_unlock(&changing);
    if (!good) log_error("novelty: more than %d stores at once", SEATS_MAX);
}

novelty *novelty_seat(const db *d)
{
    const void *store = db_store(d);
    novelty *n = NULL;

    pthread_mutex_lock(&changing);
    for (int i = 0; i < SEATS_MAX && !n; i++)
        if (seats[i].store == store) n = seats[i].index;
    pthread_mutex_unlock(&changing);
    return n;
}
