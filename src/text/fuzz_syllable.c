/* Folding: any bytes become syllables whose places are in order and inside the text; reading features and alignment of them ends. */
#include "base/text.h"
#include "text/align.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(syllables) s = {0};
    AUTO(features) f = {0};
    alignments found = {0};
    char *text = text_copyn(mem, (const char *)data, n);

    syllables_read(text, n, 4000, true, &s);
    FUZZ_CHECK(s.n <= 4000 && s.code_points <= n);
    for (size_t i = 0; i < s.n; i++) FUZZ_CHECK(s.from[i] < s.to[i] && s.to[i] <= s.code_points && (i == 0 || s.from[i] >= s.to[i - 1]));
    features_read(s.id, s.n, true, NULL, &f);
    for (size_t i = 0; i < f.n; i++) FUZZ_CHECK(f.p[i].at + f.p[i].reach <= s.n);
    align_query *a = align_query_new(s.id, s.n, NULL);
    align_document(a, s.id, s.n, NULL, 0, ALIGN_WHOLE, &found);
    for (size_t i = 0; i < found.n; i++) FUZZ_CHECK(found.p[i].q < found.p[i].q_end && found.p[i].q_end <= s.n && found.p[i].s < found.p[i].s_end && found.p[i].s_end <= s.n);
    align_query_free(a);
    alignments_free(&found);
    return 0;
}
