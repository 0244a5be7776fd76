/* Files of old portals: "W" a WordPress export, "L" a JSON list of pages, anything else one page. Every line that comes out is
 * a JSON object, and nothing in it is no text. */
#include "base/buf.h"
#include "doc/portal.h"
#include "tests/fuzz/fuzz.h"
#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int ready;
    AUTO(buf) out = {.max = 16 << 20};
    const char *kind = "html-page";
    size_t skip = n && (*data == 'W' || *data == 'L');

    if (!ready) portal_prepare();
    ready = 1;
    if (skip) kind = *data == 'W' ? "wxr" : "html-list";
    if (portal_work(kind, (bytes){data + skip, n - skip}, &out) != OK) return 0;
    for (const char *p = out.p, *end = p ? p + out.n : NULL; p && p < end;) {
        const char *line = memchr(p, '\n', (size_t)(end - p));
        FUZZ_CHECK(line);
        json_t *o = json_loadb(p, (size_t)(line - p), 0, NULL);
        FUZZ_CHECK(json_is_object(o));
        json_decref(o);
        p = line + 1;
    }
    return 0;
}
