/* Forms as markup, through ui/field.html and ui/errors.html. */
#include "base/text.h"
#include "base/words.h"
#include "web/form_own.h"
#include "web/template.h"
#include <string.h>

typedef struct {
    const char *id, *value, *label;
    bool selected;
} choice_view;
STATIC_SHAPE(choice_shape, choice_view, F_TEXT(choice_view, id), F_TEXT(choice_view, value), F_TEXT(choice_view, label),
             F_BOOL(choice_view, selected));

typedef struct {
    const char *id, *name, *label, *hint, *value, *error, *autocomplete, *accept, *described_by;
    bool is_line, is_lines, is_email, is_password, is_code, is_date, is_time, is_int, is_money, is_percent, is_check,
        is_radio, is_select, is_checks, is_file, is_hidden, required, checked, suggests;
    int64_t max, rows;
    LIST_OF(choice_view) choices;
} control_view;
STATIC_SHAPE(control_shape, control_view, F_TEXT(control_view, id), F_TEXT(control_view, name), F_TEXT(control_view, label),
             F_TEXT(control_view, hint), F_TEXT(control_view, value), F_TEXT(control_view, error),
             F_TEXT(control_view, autocomplete), F_TEXT(control_view, accept), F_TEXT(control_view, described_by),
             F_BOOL(control_view, is_line), F_BOOL(control_view, is_lines), F_BOOL(control_view, is_email),
             F_BOOL(control_view, is_password), F_BOOL(control_view, is_code), F_BOOL(control_view, is_date),
             F_BOOL(control_view, is_time), F_BOOL(control_view, is_int), F_BOOL(control_view, is_money),
             F_BOOL(control_view, is_percent), F_BOOL(control_view, is_check), F_BOOL(control_view, is_radio),
             F_BOOL(control_view, is_select), F_BOOL(control_view, is_checks), F_BOOL(control_view, is_file),
             F_BOOL(control_view, is_hidden), F_BOOL(control_view, required), F_BOOL(control_view, checked), F_BOOL(control_view, suggests),
             F_INT(control_view, max), F_INT(control_view, rows), F_LIST(control_view, choices, choice_shape));

typedef struct {
    const char *href, *text;
} error_view;
STATIC_SHAPE(error_shape, error_view, F_TEXT(error_view, href), F_TEXT(error_view, text));
typedef struct {
    LIST_OF(error_view) errors;
} errors_view;
STATIC_SHAPE(errors_shape, errors_view, F_LIST(errors_view, errors, error_shape));

static template *field_template, *errors_template;

status form_templates(void)
{
    TRY(template_compile("ui/field.html", &control_shape, NULL, NULL, &field_template));
    return template_compile("ui/errors.html", &errors_shape, NULL, NULL, &errors_template);
}

static const char *control_id(arena *mem, const form_field *f, int row)
{
    return f->repeat ? textf(mem, "%s-%d", f->name, row + 1) : f->name;
}

static const char *error_at(const form_slot *slot, int row)
{
    return slot && row < slot->n_errors && slot->errors[row] ? slot->errors[row] : "";
}

static bool has_value(const form_slot *slot, const char *value)
{
    for (int i = 0; slot && i < slot->n; i++)
        if (strcmp(slot->values[i], value) == 0) return true;
    return false;
}

static void fill_choices(arena *mem, const form_field *f, const form_slot *slot, const char *current, control_view *v)
{
    bool data = slot && slot->choices;
    const choice *from = data ? slot->choices->p : f->choices;
    int n = data ? slot->choices->n : 0;

    while (!data && from && from[n].value) n++;
    v->choices.p = NEWS(mem, choice_view, n + 1);
    v->choices.n = n;
    for (int i = 0; i < n; i++) {
        bool on = f->kind == INPUT_CHECKS ? has_value(slot, from[i].value) : strcmp(from[i].value, current) == 0;
        v->choices.p[i] = (choice_view){textf(mem, "%s-%d", v->id, i + 1), from[i].value,
                                        data || !*from[i].label ? from[i].label : T(from[i].label), on};
    }
}

static void fill_kind(input_kind k, control_view *v)
{
    switch (k) {
    case INPUT_LINE: v->is_line = true; break;
    case INPUT_LINES: v->is_lines = true; break;
    case INPUT_EMAIL: v->is_email = true; break;
    case INPUT_PASSWORD: v->is_password = true; break;
    case INPUT_CODE: v->is_code = true; break;
    case INPUT_DATE: v->is_date = true; break;
    case INPUT_TIME: v->is_time = true; break;
    case INPUT_INT: v->is_int = true; break;
    case INPUT_MONEY: v->is_money = true; break;
    case INPUT_PERCENT: v->is_percent = true; break;
    case INPUT_CHECK: v->is_check = true; break;
    case INPUT_RADIO: v->is_radio = true; break;
    case INPUT_SELECT: v->is_select = true; break;
    case INPUT_CHECKS: v->is_checks = true; break;
    case INPUT_FILE: v->is_file = true; break;
    case INPUT_HIDDEN: v->is_hidden = true; break;
    }
}

void form_render_control(arena *mem, const form_def *def, const form_state *s, int index, int row, buf *out)
{
    const form_field *f = &def->fields[index];
    bool same = s && s->def == def;
    const form_slot *slot = same ? &s->slots[index] : NULL;
    control_view v = {.name = f->name, .label = T(f->label), .hint = f->hint ? T(f->hint) : "",
                      .autocomplete = f->autocomplete ? f->autocomplete : "", .accept = "", .required = f->required,
                      .max = f->max ? f->max : f->kind == INPUT_LINES ? 20000 : 200, .rows = f->rows ? f->rows : 4};

    if (!f->repeat) row = 0;
    v.id = control_id(mem, f, row);
    v.value = slot && row < slot->n && f->kind != INPUT_PASSWORD ? slot->values[row] : "";
    v.checked = f->kind == INPUT_CHECK && *v.value;
    v.error = error_at(slot, row);
    v.described_by = textf(mem, "%s%s%s", *v.hint ? textf(mem, "%s-hint", v.id) : "", *v.hint && *v.error ? " " : "",
                           *v.error ? textf(mem, "%s-error", v.id) : "");
    fill_kind(f->kind, &v);
    fill_choices(mem, f, slot, v.value, &v);
    v.suggests = v.is_line && v.choices.n > 0; /* a line with choices: these are offered, others may be typed */
    template_render(field_template, mem, &v, NULL, NULL, out);
}

void form_render_errors(arena *mem, const form_state *s, buf *out)
{
    errors_view v = {.errors = {NEWS(mem, error_view, s->n_errors + 1), 0}};

    if (s->n_errors == 0) return;
    for (int i = 0; i < s->n_general; i++) v.errors.p[v.errors.n++] = (error_view){"", s->general[i]};
    for (int i = 0; s->def && i < s->def->n; i++) {
        const form_field *f = &s->def->fields[i];
        for (int row = 0; row < s->slots[i].n_errors && v.errors.n < s->n_errors; row++) {
            const char *e = error_at(&s->slots[i], row);
            if (!*e) continue;
            const char *which = f->repeat ? textf(mem, "%s (%d)", T(f->label), row + 1) : T(f->label);
            v.errors.p[v.errors.n++] = (error_view){textf(mem, "#%s", control_id(mem, f, row)), textf(mem, "%s: %s", which, e)};
        }
    }
    template_render(errors_template, mem, &v, NULL, NULL, out);
}

void form_render_begin(const form_state *s, buf *out)
{
    buf_puts(out, "<input type=\"hidden\" name=\"_csrf\" value=\"");
    buf_html(out, s->csrf);
    buf_puts(out, "\"><input type=\"hidden\" name=\"_once\" value=\"");
    buf_html(out, s->once);
    buf_puts(out, "\">");
}
