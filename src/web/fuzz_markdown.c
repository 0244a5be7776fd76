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

/* An attribute of md4c's own, behind the space before it: the place behind its closing quotation mark, or NULL. */
static const char *attribute(const char *p)
{
    static const char *const names[] = {"href", "src", "alt", "title", "align", "start", "class"};

    for (int i = 0; i < COUNT(names); i++) {
        size_t n = strlen(names[i]);
        if (!text_starts(p, names[i]) || p[n] != '=' || p[n + 1] != '"') continue;
        const char *value = p + n + 2, *end = strchr(value, '"');
        bool leads = i < 2, good = *value == '"' || (*value == '/' && value[1] != '/') || *value == '#' || text_starts(value, "http://") || text_starts(value, "https://") || text_starts(value, "mailto:");
        return end && (good || !leads) ? end + 1 : NULL;
    }
    return NULL;
}

/* Every tag, whole: its name, attributes that md4c writes, each in its quotation marks and parted by one space. */
static void check_tags(const char *s)
{
    for (const char *p = s; (p = strchr(p, '<'));) {
        p += 1 + (p[1] == '/');
        size_t name = strspn(p, "abcdefghijklmnopqrstuvwxyz123456");
        FUZZ_CHECK(name > 0);
        p += name;
        while (*p == ' ' && (p = attribute(p + 1))) continue;
        FUZZ_CHECK(p && *p == '>');
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
    check_tags(out.p);
    return 0;
}
