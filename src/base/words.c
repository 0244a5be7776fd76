#include "base/words.h"
#include <stdlib.h>
#include <string.h>

static _Thread_local lang current;

void words_set(lang l)
{
    current = l;
}

lang words_lang(void)
{
    return current;
}

static int by_vi(const void *key, const void *item)
{
    return strcmp(key, ((const word_pair *)item)->vi);
}

const char *words_in(lang l, const char *vi)
{
    if (l == LANG_VI) return vi;
    const word_pair *w = bsearch(vi, word_pairs, (size_t)word_count, sizeof *word_pairs, by_vi);
    return w && w->en[0] ? w->en : vi;
}

const char *T(const char *vi)
{
    return words_in(current, vi);
}
