#include "text/feature.h"
#include "base/status.h"
#include <stdlib.h>
#include <string.h>

static uint64_t mixed(uint64_t h)
{
    h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
    h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
    return h ^ (h >> 32);
}

static void add(features *f, uint64_t hash, size_t at, size_t reach, bool gram)
{
    if (f->n == f->cap) {
        f->cap = f->cap ? f->cap * 2 : 1024;
        f->p = realloc(f->p, f->cap * sizeof *f->p);
        if (!f->p) abort();
    }
    f->p[f->n++] = (feature){.key = hash >> (64 - KEY_BITS), .at = (uint32_t)at, .reach = (uint16_t)reach, .is_gram = gram};
}

uint64_t gram_hash(const syllable *s)
{
    uint64_t a, b;

    memcpy(&a, s, 8);
    memcpy(&b, s + 4, 8);
    return mixed(mixed(a + 0x9E3779B97F4A7C15u) ^ b);
}

/* The smallest of each window, the rightmost of equals; each is taken once. */
void features_grams(const syllable *s, size_t n, features *out)
{
    uint64_t hash[GRAM_WINDOW];
    size_t grams = n < GRAM ? 0 : n - GRAM + 1, best = 0, taken = SIZE_MAX;

    for (size_t i = 0; i < grams; i++) {
        hash[i % GRAM_WINDOW] = gram_hash(s + i);
        if (i > 0 && best + GRAM_WINDOW <= i) { /* the smallest has left the window; its place now holds the newest */
            best = i - GRAM_WINDOW + 1;
            for (size_t j = best + 1; j <= i; j++)
                if (hash[j % GRAM_WINDOW] <= hash[best % GRAM_WINDOW]) best = j;
        } else if (hash[i % GRAM_WINDOW] <= hash[best % GRAM_WINDOW]) best = i;
        bool full = i + 1 >= GRAM_WINDOW || i + 1 == grams; /* a text shorter than a window has one */
        if (full && best != taken) {
            add(out, hash[best % GRAM_WINDOW], best, GRAM, true);
            taken = best;
        }
    }
}

static void pairs(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out)
{
    uint32_t word[PAIR_ASK + 1];  /* the last rare words, by place */
    uint32_t code[PAIR_ASK + 1];
    size_t count = 0, reach = asking ? PAIR_ASK : PAIR_NEXT;

    for (size_t i = 0; i + 1 < n; i++) {
        if (!s[i] || !s[i + 1] || frozen_pair(s[i], s[i + 1]) < RARE_WORD || (skip && (skip[i] || skip[i + 1]))) continue;
        uint32_t c = (uint32_t)s[i] << 16 | s[i + 1];
        for (size_t back = 1; back <= reach && back <= count; back++) {
            size_t w = (count - back) % (PAIR_ASK + 1);
            if (word[w] + PAIR_REACH < i) break;
            uint64_t low = c < code[w] ? c : code[w], high = c < code[w] ? code[w] : c;
            uint64_t h = mixed(low << 32 | high);
            if ((uint32_t)h <= UINT32_MAX / PAIR_KEEP) add(out, h ^ h << 31, word[w], i + 2 - word[w], false);
        }
        word[count % (PAIR_ASK + 1)] = (uint32_t)i;
        code[count++ % (PAIR_ASK + 1)] = c;
    }
}

void features_read(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out)
{
    frozen_load();
    out->n = 0;
    pairs(s, n, asking, skip, out);
    features_grams(s, n, out);
}

void features_free(features *f)
{
    free(f->p);
    *f = (features){0};
}

void features_cleanup(features *f)
{
    features_free(f);
}
