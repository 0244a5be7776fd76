/* Text from outside: what is accepted is clean, stays so when accepted again, and can be folded, cased and escaped. */
#include "base/buf.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {0};
    const char *out = NULL, *again = NULL;
    text_form form = n && (data[0] & 1) ? TEXT_LINES : TEXT_LINE;

    if (text_accept(mem, (const char *)data, n, form, &out) != OK) return 0;
    FUZZ_CHECK(text_valid_utf8(out, strlen(out)));
    FUZZ_CHECK(form == TEXT_LINES || !strpbrk(out, "\n\r\t"));
    FUZZ_CHECK(text_accept(mem, out, strlen(out), form, &again) == OK);
    FUZZ_CHECK(strcmp(out, again) == 0);
    const char *folded = text_fold(mem, out), *slug = text_slug(mem, out);
    FUZZ_CHECK(text_valid_utf8(folded, strlen(folded)));
    FUZZ_CHECK(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(slug) && strlen(slug) <= 80);
    FUZZ_CHECK(text_valid_utf8(text_lower(mem, out), strlen(text_lower(mem, out))));
    FUZZ_CHECK(text_valid_utf8(text_upper(mem, out), strlen(text_upper(mem, out))));
    size_t clip = text_clip(out, n % 50);
    FUZZ_CHECK(clip <= strlen(out) && text_valid_utf8(out, clip) && text_length(text_copyn(mem, out, clip)) <= n % 50);
    buf_html(&b, out);
    FUZZ_CHECK(b.n == 0 || !strpbrk(b.p, "<>\"'"));
    buf_clear(&b);
    buf_url(&b, out);
    FUZZ_CHECK(b.n == 0 || !strpbrk(b.p, " <>\"'&?#/\r\n"));
    return 0;
}
