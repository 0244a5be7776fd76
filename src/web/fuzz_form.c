/* Forms as they come: "U" urlencoded, "M" multipart (boundary x), "J" JSON; then the checks and the markup. */
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "web/form_own.h"
#include <string.h>

static const choice choices[] = {{"a", "Một"}, {"b", "Hai"}, {NULL, NULL}};
STATIC_FORM(every_kind, {.name = "line", .kind = INPUT_LINE, .label = "l", .required = true}, {.name = "lines", .kind = INPUT_LINES, .label = "l", .max = 300},
            {.name = "email", .kind = INPUT_EMAIL, .label = "l"}, {.name = "password", .kind = INPUT_PASSWORD, .label = "l"}, {.name = "code", .kind = INPUT_CODE, .label = "l"},
            {.name = "date", .kind = INPUT_DATE, .label = "l", .repeat = true}, {.name = "time", .kind = INPUT_TIME, .label = "l"}, {.name = "int", .kind = INPUT_INT, .label = "l"},
            {.name = "money", .kind = INPUT_MONEY, .label = "l"}, {.name = "percent", .kind = INPUT_PERCENT, .label = "l", .repeat = true},
            {.name = "check", .kind = INPUT_CHECK, .label = "l"}, {.name = "radio", .kind = INPUT_RADIO, .label = "l", .choices = choices},
            {.name = "select", .kind = INPUT_SELECT, .label = "l", .choices = choices}, {.name = "checks", .kind = INPUT_CHECKS, .label = "l", .choices = choices},
            {.name = "file", .kind = INPUT_FILE, .label = "l", .max = 1000}, {.name = "hidden", .kind = INPUT_HIDDEN, .label = "l"});

static void check(arena *mem, form_state *s)
{
    AUTO(buf) out = {0};

    form_check_all(mem, s);
    for (int i = 0; i < s->def->n; i++) {
        const form_slot *slot = &s->slots[i];
        FUZZ_CHECK(slot->n <= FORM_VALUES_MAX && slot->n_uploads <= FORM_VALUES_MAX && slot->n_errors <= FORM_VALUES_MAX);
        for (int k = 0; k < slot->n; k++) FUZZ_CHECK(s->def->fields[i].kind == INPUT_PASSWORD || text_valid_utf8(slot->values[k], strlen(slot->values[k])));
        for (int k = 0; k < slot->n_uploads; k++) FUZZ_CHECK(!strpbrk(slot->uploads[k].name, "/\\\r\n") && text_length(slot->uploads[k].name) <= FILE_NAME_MAX);
        for (int row = 0; row < 3; row++) form_render_control(mem, s->def, s, i, row, &out);
    }
    form_render_begin(s, &out);
    form_render_errors(mem, s, &out);
    FUZZ_CHECK(!strstr(out.p, "<script"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int ready;
    AUTO(arena_ptr) mem = arena_new();
    form_state *s = form_state_new(mem, &every_kind);
    const char *body = (const char *)data + 1;
    status got = E_INVALID;

    if (!ready) {
        FUZZ_CHECK(form_templates() == OK);
        ready = 1;
    }
    if (n == 0) return 0;
    switch (*data) {
    case 'U': got = form_parse_urlencoded(mem, body, n - 1, s); break;
    case 'M': got = form_parse_multipart(mem, "multipart/form-data; boundary=x", body, n - 1, s); break;
    case 'J': got = form_parse_json(mem, body, n - 1, s); break;
    default: { /* the header is hostile too: up to the first line break */
        const char *head = text_copyn(mem, (const char *)data, n);
        size_t line = strcspn(head, "\n");
        got = line + 1 < n ? form_parse_multipart(mem, text_copyn(mem, head, line), (const char *)data + line + 1, n - line - 1, s) : E_INVALID;
    }
    }
    if (got == OK) check(mem, s);
    return 0;
}
