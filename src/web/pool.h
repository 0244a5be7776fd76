/* pool.h: a fixed number of threads and a bounded queue before them. */
#ifndef WEB_POOL_H
#define WEB_POOL_H
#include <stdbool.h>

typedef struct pool pool;
/* `nice`: how far these threads step back when others want the processor (0–19, as nice(1)). */
pool *pool_new(int workers, int queue, int nice, void (*work)(void *job));
bool pool_put(pool *p, void *job); /* false: the queue is full, or the pool is stopping */
void pool_stop(pool *p);           /* carries out what waits, then returns; pool_put refuses from now on */
void pool_free(pool *p);

#endif
