#include "base/arena.h"
#include "base/sanitizer.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan what is not handed out is closed, and a closed gap follows every piece: an arena hides no overrun. */
enum { FIRST_BLOCK = 16 << 10, LENT_BLOCK = 128 << 10, ALIGN = 16, GAP = UNDER_ASAN ? ALIGN : 0 };

typedef struct block {
    struct block *next;
    size_t cap, used;
    _Alignas(ALIGN) char data[];
} block;
struct arena {
    block *first, *last;
    size_t used;
};

static block *block_new(size_t cap)
{
    block *b = malloc(sizeof *b + cap);

    if (!b) {
        fputs("<2>out of memory\n", stderr);
        abort();
    }
    b->next = NULL;
    b->cap = cap;
    b->used = 0;
    MEMORY_CLOSE(b->data, cap);
    return b;
}

static void block_free(block *b)
{
    MEMORY_OPEN(b->data, b->cap);
    free(b);
}

static size_t head_size(void)
{
    return (sizeof(arena) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static arena *arena_in(block *b)
{
    arena *a = (arena *)b->data;

    MEMORY_OPEN(a, sizeof *a);
    b->used = head_size();
    a->first = a->last = b;
    a->used = 0;
    return a;
}

arena *arena_new(void)
{
    return arena_in(block_new(FIRST_BLOCK));
}

static pthread_key_t spare; /* of each thread: the first block of the arena that it gave back last */
static pthread_once_t spare_once = PTHREAD_ONCE_INIT;

static void spare_end(void *b)
{
    block_free(b);
}

static void spare_begin(void)
{
    if (pthread_key_create(&spare, spare_end) != 0) abort();
}

arena *arena_borrow(void)
{
    pthread_once(&spare_once, spare_begin);
    block *b = pthread_getspecific(spare);
    if (!b) return arena_in(block_new(LENT_BLOCK));
    if (pthread_setspecific(spare, NULL) != 0) abort();
    return arena_in(b);
}

void arena_lent_cleanup(arena_lent *a)
{
    block *b = (*a)->first;

    arena_reset(*a);
    MEMORY_OPEN(b->data, b->cap);
    MEMORY_CLOSE(b->data, b->cap);
    if (pthread_getspecific(spare) || pthread_setspecific(spare, b) != 0) block_free(b);
}

void arena_free(arena *a)
{
    if (!a) return;
    for (block *b = a->first, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
}

void arena_reset(arena *a)
{
    for (block *b = a->first->next, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    a->first->next = NULL;
    a->first->used = head_size();
    MEMORY_CLOSE(a->first->data + a->first->used, a->first->cap - a->first->used);
    a->last = a->first;
    a->used = 0;
}

void *arena_alloc(arena *a, size_t bytes)
{
    size_t n = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    block *b = a->last;

    if (n < bytes || n + GAP < n) abort();
    if (n == 0) n = ALIGN;
    n += GAP;
    if (b->cap - b->used < n) {
        size_t cap = b->cap * 2 < (1u << 20) ? b->cap * 2 : (1u << 20);
        b = block_new(n > cap ? n : cap);
        a->last->next = b;
        a->last = b;
    }
    void *p = b->data + b->used;
    b->used += n;
    a->used += n;
    MEMORY_OPEN(p, bytes);
    return memset(p, 0, bytes);
}

size_t arena_used(const arena *a)
{
    return a->used;
}

void arena_ptr_cleanup(arena_ptr *a)
{
    arena_free(*a);
}
