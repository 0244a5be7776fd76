#include "base/arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 << 10, ALIGN = 16 };

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
    return b;
}

arena *arena_new(void)
{
    block *b = block_new(FIRST_BLOCK);
    arena *a = (arena *)b->data;

    b->used = (sizeof *a + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    a->first = a->last = b;
    a->used = 0;
    return a;
}

void arena_free(arena *a)
{
    if (!a) return;
    for (block *b = a->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
}

void arena_reset(arena *a)
{
    for (block *b = a->first->next, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    a->first->next = NULL;
    a->first->used = (sizeof *a + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    a->last = a->first;
    a->used = 0;
}

void *arena_alloc(arena *a, size_t bytes)
{
    size_t n = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    block *b = a->last;

    if (n < bytes) abort();
    if (n == 0) n = ALIGN;
    if (b->cap - b->used < n) {
        size_t cap = b->cap * 2 < (1u << 20) ? b->cap * 2 : (1u << 20);
        b = block_new(n > cap ? n : cap);
        a->last->next = b;
        a->last = b;
    }
    void *p = b->data + b->used;
    b->used += n;
    a->used += n;
    return memset(p, 0, n);
}

size_t arena_used(const arena *a)
{
    return a->used;
}

void arena_ptr_cleanup(arena_ptr *a)
{
    arena_free(*a);
}
