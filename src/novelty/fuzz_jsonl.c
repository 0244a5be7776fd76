/* Lines of JSON as `sangkien novelty` reads them: what this reader calls an object with a text is read alike by jansson,
 * wherever jansson reads it at all. */
#include "base/text.h"
#include "novelty/jsonl.h"
#include "tests/fuzz/fuzz.h"
#include <jansson.h>
#include <string.h>

static void same(const json_t *o, const char *key, const char *got)
{
    const char *want = json_string_value(json_object_get(o, key));

    FUZZ_CHECK(text_valid_utf8(got, strlen(got)));
    if (want && !strstr(want, "\xEF\xBF\xBD") && !strstr(got, "\xEF\xBF\xBD")) FUZZ_CHECK(strcmp(want, got) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    jsonl in = {.f = n ? fmemopen((void *)(uintptr_t)data, n, "r") : NULL};
    jsonl_line l = {0};

    if (!in.f) return 0;
    while (jsonl_next(&in, mem, &l)) {
        FUZZ_CHECK(l.id && l.unit && l.title && l.text);
        if (!l.good) continue;
        json_t *o = json_loads(in.line, JSON_REJECT_DUPLICATES, NULL);
        if (json_is_object(o)) same(o, "id", l.id), same(o, "unit", l.unit), same(o, "title", l.title), same(o, "text", l.text);
        json_decref(o);
    }
    jsonl_cleanup(&in);
    return 0;
}
