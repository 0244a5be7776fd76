/* Markdown of editors and authors: no markup but md4c's own, no address but http, https, mailto and this site's. */
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "web/template.h"
#include <string.h>
#include <strings.h>

typedef struct {
    const char *text;
} view;
STATIC_SHAPE(view_shape, view, F_TEXT(view, text));

static void check_addresses(const char *s, const char *mark)
{
    for (const char *p = s; (p = strstr(p, mark)); p++) {
        const char *url = p + strlen(mark);
        bool good = *url == '"' || *url == '/' || *url == '#' || text_starts(url, "http://") || text_starts(url, "https://") || text_starts(url, "mailto:");
        FUZZ_CHECK(good && !text_starts(url, "//"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const refused[] = {"<script", "<iframe", "<svg", "<object", "<style", "<form", "<base", "<meta", "<link"};
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) out = {.max = 16 << 20};
    view v = {""};
    template *t = NULL;

    if (text_accept(mem, (const char *)data, n, TEXT_LINES, &v.text) != OK) return 0;
    FUZZ_CHECK(template_compile_text(mem, "t", "{{text|md}}", &view_shape, NULL, NULL, &t) == OK);
    template_render(t, mem, &v, NULL, NULL, &out);
    if (!out.n) return 0;
    FUZZ_CHECK(text_valid_utf8(out.p, out.n));
    for (int i = 0; i < COUNT(refused); i++) FUZZ_CHECK(!strcasestr(out.p, refused[i]));
    check_addresses(out.p, " href=\"");
    check_addresses(out.p, " src=\"");
    return 0;
}
