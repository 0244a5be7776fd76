#include "novelty/title.h"
#include <stdlib.h>
#include <string.h>

enum {
    ONE_LEAST = 7 * BIT,                   /* what comes oftener than once in 128 syllables says nothing */
    PAIR_LEAST = 11 * BIT, PAIR_OFF = 9 * BIT /* two neighbours: from here on; less this */
};

size_t title_lead(const syllables *title, const syllables *text, syllable out[LEAD])
{
    size_t n = title->n < LEAD ? title->n : LEAD, more = text->n < LEAD - n ? text->n : LEAD - n;

    if (n) memcpy(out, title->id, n * sizeof *out);
    if (more) memcpy(out + n, text->id, more * sizeof *out);
    return n + more;
}

/* One to one: what is alike does not stand together in the directory. */
static uint32_t mixed(uint32_t k)
{
    k = (k ^ k >> 16) * 0x9E3779B1u;
    k = (k ^ k >> 15) * 0x85EBCA77u;
    return k ^ k >> 16;
}

int title_keys(const syllable *s, size_t n, title_key out[TITLE_KEYS_MAX])
{
    int found = 0;

    for (size_t i = 0; i < n && i < TITLE_TYPED_MAX; i++) {
        if (s[i] == SYLLABLE_NUMBER) continue;
        int info = frozen_info(s[i]);
        if (info > ONE_LEAST) out[found++] = (title_key){mixed(s[i]), (uint16_t)(info - ONE_LEAST)};
        if (i + 1 == n || i + 1 == TITLE_TYPED_MAX || s[i + 1] == SYLLABLE_NUMBER) continue;
        info = frozen_pair(s[i], s[i + 1]);
        if (info >= PAIR_LEAST) out[found++] = (title_key){mixed((uint32_t)s[i] << 16 | s[i + 1]), (uint16_t)(2 * (info - PAIR_OFF))};
    }
    return found;
}

static int by_key(const void *x, const void *y)
{
    uint32_t a = ((const title_key *)x)->key, b = ((const title_key *)y)->key;
    return a < b ? -1 : a > b;
}

int title_keys_once(title_key *k, int n)
{
    int kept = 0;

    qsort(k, (size_t)n, sizeof *k, by_key);
    for (int i = 0; i < n; i++)
        if (!kept || k[kept - 1].key != k[i].key) k[kept++] = k[i];
    return kept;
}
