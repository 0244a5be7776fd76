#include "text/feature.h"
#include "base/status.h"
#include <pthread.h>
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

/* Of the syllables of the gram at s[i] the place (from `i`) of the smallest mark, the leftmost of equals; `before` is that of the gram before. */
static size_t least_mark(const syllable *s, size_t i, size_t before)
{
    enum { SPREAD = 0x9E37 }; /* odd: no two syllables have one mark */
    size_t from = i && before >= 1 ? before - 1 : 0, k = i && before >= 1 ? GRAM - 1 : 1;

    for (; k < GRAM; k++)
        if ((uint16_t)((uint32_t)s[i + k] * SPREAD) < (uint16_t)((uint32_t)s[i + from] * SPREAD)) from = k;
    return from;
}

/* The order in which grams are preferred: first those whose smallest mark stands in the middle, then those where it stands at an
 * end, then the rest; within each by hash. Two of a kind are seldom neighbours, so 0.165 grams a syllable are taken where by hash
 * alone it were 0.2 (open and closed syncmers as minimizers). It depends on the gram alone. */
static uint64_t gram_order(size_t least, uint64_t hash)
{
    uint64_t rank = least == (GRAM - 1) / 2 ? 0 : least == 0 || least == GRAM - 1 ? 1 : 2;
    return rank << 62 | hash >> 2;
}

/* The first of each window in that order, the rightmost of equals; each is taken once. */
void features_grams(const syllable *s, size_t n, features *out)
{
    uint64_t order[GRAM_WINDOW];
    size_t grams = n < GRAM ? 0 : n - GRAM + 1, best = 0, taken = SIZE_MAX, least = 0;

    for (size_t i = 0; i < grams; i++) {
        least = least_mark(s, i, least);
        order[i % GRAM_WINDOW] = gram_order(least, gram_hash(s + i));
        if (i > 0 && best + GRAM_WINDOW <= i) { /* the first has left the window; its place now holds the newest */
            best = i - GRAM_WINDOW + 1;
            for (size_t j = best + 1; j <= i; j++)
                if (order[j % GRAM_WINDOW] <= order[best % GRAM_WINDOW]) best = j;
        } else if (order[i % GRAM_WINDOW] <= order[best % GRAM_WINDOW]) best = i;
        bool full = i + 1 >= GRAM_WINDOW || i + 1 == grams; /* a text shorter than a window has one */
        if (full && best != taken) {
            add(out, gram_hash(s + best), best, GRAM, true);
            taken = best;
        }
    }
}

/* A bit for each slot of the frozen table of neighbours: whether they are a rare word. It stays in the cache, the table does not. */
static uint64_t rare[(1 << FROZEN_PAIR_BITS) / 64];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill_rare(void)
{
    frozen_load();
    for (uint32_t i = 0; i < 1u << FROZEN_PAIR_BITS; i++) rare[i / 64] |= (uint64_t)(frozen_level[frozen_two[i >> 1] >> (i & 1) * 4 & 15] >= RARE_WORD) << i % 64;
}

/* Places of rare words in [from, to), without a branch that depends on the table: its reads go side by side. */
static size_t rare_words(const syllable *s, size_t from, size_t to, uint32_t *out)
{
    size_t n = 0;

    for (size_t i = from; i < to; i++) {
        uint32_t slot = frozen_slot(s[i], s[i + 1]);
        out[n] = (uint32_t)i;
        n += (rare[slot / 64] >> slot % 64 & 1) & (s[i] != 0) & (s[i + 1] != 0);
    }
    return n;
}

enum { LAST = 8 };
_Static_assert((int)LAST > (int)PAIR_ASK && (int)LAST > (int)PAIR_NEXT && (LAST & (LAST - 1)) == 0, "room for the last rare words");
typedef struct {
    uint32_t word[LAST], code[LAST]; /* the last rare words: place, syllables */
    uint32_t count, reach;
} pairing;

static void pair_word(pairing *p, uint32_t at, uint32_t code, features *out)
{
    for (uint32_t back = 1; back <= p->reach && back <= p->count; back++) {
        uint32_t w = (p->count - back) % LAST;
        if (p->word[w] + PAIR_REACH < at) break;
        uint64_t low = code < p->code[w] ? code : p->code[w], high = code < p->code[w] ? p->code[w] : code;
        uint64_t h = mixed(low << 32 | high);
        if ((uint32_t)h <= UINT32_MAX / PAIR_KEEP) add(out, h ^ h << 31, p->word[w], at + 2 - p->word[w], false);
    }
    p->word[p->count % LAST] = at;
    p->code[p->count++ % LAST] = code;
}

void features_pairs(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out)
{
    enum { BLOCK = 512 };
    uint32_t words[BLOCK];
    pairing p = {.reach = asking ? PAIR_ASK : PAIR_NEXT};

    pthread_once(&once, fill_rare);
    for (size_t from = 0; from + 1 < n; from += BLOCK) {
        size_t found = rare_words(s, from, from + BLOCK < n - 1 ? from + BLOCK : n - 1, words);
        for (size_t k = 0; k < found; k++) {
            uint32_t i = words[k]; /* NOLINT(clang-analyzer-core.uninitialized.Assign): rare_words filled `found` of them */
            if (!skip || !(skip[i] || skip[i + 1])) pair_word(&p, i, (uint32_t)s[i] << 16 | s[i + 1], out);
        }
    }
}

void features_read(const syllable *s, size_t n, bool asking, const uint8_t *skip, features *out)
{
    out->n = 0;
    features_pairs(s, n, asking, skip, out);
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
