/* arena.h: memory that lives as long as a request or a job. Nothing is freed singly. Allocation cannot fail: inputs and
 * result sets are limited by name, so running out of memory is a fault of the machine and ends the process (what was
 * acknowledged is in the store). Memory is zeroed. Not shared between threads. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

typedef struct arena arena;

arena *arena_new(void);
void arena_free(arena *a);                 /* NULL is fine */
void arena_reset(arena *a);                /* forgets all, keeps the first block */
void *arena_alloc(arena *a, size_t bytes); /* aligned to 16, zeroed */
size_t arena_used(const arena *a);         /* bytes handed out */

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEWS(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

/* AUTO(arena_ptr) mem = arena_new(); */
typedef arena *arena_ptr;
void arena_ptr_cleanup(arena_ptr *a);

/* AUTO(arena_lent) mem = arena_borrow(); : for what one thread does many times, as requests: its block is kept for the next. */
typedef arena *arena_lent;
arena *arena_borrow(void);
void arena_lent_cleanup(arena_lent *a);

#endif
