/* HTML of old portals as Markdown: no link leads where it must not (raw HTML is off where Markdown is shown). */
#include "base/buf.h"
#include "base/text.h"
#include "doc/html.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

/* A link's address is behind "](" that no backslash escapes. */
static void check_links(const char *s)
{
    for (const char *p = s; (p = strstr(p, "](")); p += 2) {
        bool escaped = false;
        for (const char *q = p; q > s && q[-1] == '\\'; q--) escaped = !escaped;
        if (escaped) continue;
        p += 2;
        FUZZ_CHECK(text_starts(p, "http://") || text_starts(p, "https://") || text_starts(p, "mailto:") || text_starts(p, "anh:?") || (p[0] == '/' && p[1] != '/' && p[1] != '\\'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(buf) out = {0};

    if (n > 20000) return 0;
    html_to_markdown((const char *)data, n, n % 2, &out);
    if (!out.n) return 0;
    check_links(out.p);
    return 0;
}
