/* TCVN3 and VNI: any bytes become valid UTF-8. */
#include "base/text.h"
#include "text/legacy.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const legacy_kind kinds[] = {LEGACY_TCVN3, LEGACY_VNI};
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n);

    (void)legacy_name(legacy_detect(s));
    FUZZ_CHECK(legacy_convert(mem, LEGACY_NONE, s) == s);
    for (int i = 0; i < COUNT(kinds); i++) {
        const char *out = legacy_convert(mem, kinds[i], s);
        FUZZ_CHECK(text_valid_utf8(out, strlen(out)));
    }
    return 0;
}
