/* Any text as a template over a view with every kind of field: it is refused, or it renders, and a value is escaped. */
#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "web/form_own.h"
#include "web/template.h"
#include <string.h>

typedef struct {
    const char *name;
    int64_t n;
} item;
STATIC_SHAPE(item_shape, item, F_TEXT(item, name), F_INT(item, n));
typedef struct {
    const char *title;
    int64_t money;
    bool yes;
    dossier_id id;
    date day;
    instant at;
    html made;
    bytes raw;
    item one;
    LIST_OF(item) rows;
} view;
STATIC_SHAPE(view_shape, view, F_TEXT(view, title), F_INT(view, money), F_BOOL(view, yes), F_ID(view, id), F_DATE(view, day), F_INSTANT(view, at), F_HTML(view, made), F_BYTES(view, raw),
             F_STRUCT(view, one, item_shape), F_LIST(view, rows, item_shape));
STATIC_FORM(small, {.name = "line", .kind = INPUT_LINE, .label = "l"}, {.name = "rows", .kind = INPUT_LINES, .label = "l", .repeat = true});

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int ready;
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) out = {.max = 4 << 20};
    AUTO(buf) json = {0};
    item rows[] = {{"Một", 1}, {"<hai>", -5}, {"", 0}};
    view v = {.title = "<Đà Nẵng> & \"một\"\n[x](javascript:1)", .money = 2530000, .yes = true, .id = {7}, .day = date_make(2026, 11, 24), .at = {1}, .made = {"m"}, .raw = {"r", 1}, .one = {"x", 3},
              .rows = {rows, 3}};
    const char *text = text_copyn(mem, (const char *)data, n);
    template *t = NULL;

    log_setup((log_level)0, false);
    if (!ready) {
        FUZZ_CHECK(form_templates() == OK);
        ready = 1;
    }
    if (template_compile_text(mem, "t", text, &view_shape, NULL, &small, &t) != OK) return 0;
    template_render(t, mem, &v, NULL, form_state_new(mem, &small), &out);
    FUZZ_CHECK(out.n == 0 || strstr(text, "<Đà") || !strstr(out.p, "<Đà Nẵng>"));
    json_render(&view_shape, &v, mem, &json);
    FUZZ_CHECK(json.n > 2 && json.p[0] == '{' && json.p[json.n - 1] == '}');
    return 0;
}
