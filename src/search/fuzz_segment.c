/* Texts as they come become a part of an index: every word is found again, its documents go up, its places too. */
#include "base/text.h"
#include "search/segment_own.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

enum { DOCS = 6, PLACES = 64 };

static void check_term(const segment *s, const segment_term *t)
{
    segment_at at = {0};
    uint32_t places[PLACES], found = 0;

    for (uint32_t d = 0; d < s->n; d++) {
        int k = segment_places(s, t, d, &at, places, PLACES);
        found += k > 0;
        for (int i = 1; i < k; i++) FUZZ_CHECK(places[i] > places[i - 1]);
    }
    FUZZ_CHECK(found == t->docs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    segment_builder *b = segment_builder_new();
    segment *s = NULL;
    const char *text = NULL;
    int docs = 0;

    for (size_t at = 0; at < n && docs < DOCS; docs++) {
        size_t len = strnlen((const char *)data + at, n - at);
        if (text_accept(mem, (const char *)data + at, len, TEXT_LINES, &text) != OK) text = "";
        segment_add(b, &(segment_doc){.id = docs + 1, .kind = (uint8_t)(docs & 1), .day = 20260101, .title = text_copyn(mem, text, text_clip(text, 30)), .author = "", .more = "", .body = text, .value = {"a"}});
        at += len + 1;
    }
    FUZZ_CHECK(segment_finish(b, NULL, NULL, &s) == OK);
    segment_builder_free(b);
    FUZZ_CHECK(s->n == (uint32_t)docs);
    for (uint32_t t = 0; t < s->terms; t++) {
        FUZZ_CHECK(t == 0 || strcmp(segment_name(s, t - 1), segment_name(s, t)) < 0);
        FUZZ_CHECK(segment_find(s, segment_name(s, t)) == &s->term[t]);
        check_term(s, &s->term[t]);
    }
    segment_free(s);
    return 0;
}
