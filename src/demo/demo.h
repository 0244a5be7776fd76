/* demo.h: an invented city, the same for the same seed, so that everybody can try the product and benches can fill a store
 * of any size. All people, units (but the names of departments) and dossiers are invented. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H
#include "store/store.h"

#define DEMO_PASSWORD "sangkien-2026"
/* Of the three years up to today: recognised by units and still valid; of them with effect for the city; of them with the
 * head of the establishment among the authors: the sentence of the news article, counted from records. */
enum { DEMO_RECOGNISED = 1826, DEMO_CITY = 54, DEMO_HEAD = 16, DEMO_OTHERS = 420 };

/* Fills an empty store. `recognised` 0: the city above; otherwise so many recognised dossiers. E_CONFLICT: not empty. */
MUST status demo_fill(store *s, uint64_t seed, int recognised, void (*progress)(void *ctx, int done, int total), void *ctx);

#endif
