/* What anybody types into the search box: it is read, within its limits, and its words are text. */
#include "base/text.h"
#include "search/query.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

static void check(arena *mem, const char *s)
{
    search_query q = {0};

    query_read(mem, s, &q);
    FUZZ_CHECK(q.n <= SEARCH_WORDS_MAX && q.n_not <= SEARCH_NOT_MAX && q.n_phrases <= SEARCH_PHRASES_MAX && q.n_filters <= SEARCH_FILTERS_MAX);
    for (int i = 0; i < q.n; i++) FUZZ_CHECK(*q.word[i].term && strnlen(q.word[i].term, sizeof q.word[i].term) < sizeof q.word[i].term && text_valid_utf8(q.word[i].term, strlen(q.word[i].term)));
    for (int i = 0; i < q.n_phrases; i++) FUZZ_CHECK(q.phrase[i].from >= 0 && q.phrase[i].n > 0 && q.phrase[i].from + q.phrase[i].n <= q.n);
    for (int i = 0; i < q.n_filters; i++) {
        FUZZ_CHECK(q.filter[i].text && text_valid_utf8(q.filter[i].text, strlen(q.filter[i].text)));
        (void)query_passes(mem, &q.filter[i], s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *s = "";
    search_query words = {0};

    if (text_accept(mem, (const char *)data, n, TEXT_LINE, &s) != OK) return 0; /* as from an address */
    check(mem, s);
    query_words(mem, s, "a:", true, &words);
    FUZZ_CHECK(words.n <= SEARCH_WORDS_MAX);
    const char *folded = query_folded(mem, s);
    FUZZ_CHECK(text_valid_utf8(folded, strlen(folded)) && strcmp(query_folded(mem, folded), folded) == 0);
    return 0;
}
