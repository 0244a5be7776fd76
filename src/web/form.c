/* Forms: the state, the checks, and what handlers read. */
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "web/form_own.h"
#include "web/request_own.h"
#include <stdarg.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

form_state *form_state_new(arena *mem, const form_def *def)
{
    form_state *s = NEW(mem, form_state);

    s->def = def;
    s->slots = NEWS(mem, form_slot, def ? def->n : 1);
    s->csrf = s->once = "";
    return s;
}

int form_field_index(const form_def *def, const char *name)
{
    for (int i = 0; def && i < def->n; i++)
        if (strcmp(def->fields[i].name, name) == 0) return i;
    return -1;
}

static void *grown(arena *mem, void *old, int n, size_t size)
{
    if (n & (n - 1)) return old; /* room is made at 1, 2, 4, 8 … */
    void *p = arena_alloc(mem, size * (size_t)(n ? n * 2 : 1));
    if (n) memcpy(p, old, size * (size_t)n);
    return p;
}

status form_put(arena *mem, form_state *s, const char *name, const char *value, size_t n)
{
    int i = form_field_index(s->def, name);

    if (i < 0) return OK;
    form_slot *slot = &s->slots[i];
    const form_field *f = &s->def->fields[i];
    const char *clean = NULL;
    if (slot->n == FORM_VALUES_MAX) return E_LIMIT;
    if (text_accept(mem, value, n, f->kind == INPUT_LINES ? TEXT_LINES : TEXT_LINE, &clean) != OK) {
        clean = "";
        s->n_errors++;
        if (!slot->errors) slot->errors = NEWS(mem, const char *, FORM_VALUES_MAX);
        slot->n_errors = slot->n + 1;
        slot->errors[slot->n] = T("Có ký tự không hợp lệ (không phải Unicode UTF-8, hoặc ký tự điều khiển).");
    }
    if (f->kind == INPUT_PASSWORD) clean = text_copyn(mem, value, n);
    slot->values = grown(mem, slot->values, slot->n, sizeof *slot->values);
    slot->values[slot->n++] = clean;
    return OK;
}

/* A file's name as it may be shown and kept: without folders, controls and signs that turn the direction of text; when it
 * is not UTF-8, with '_' for what is not ASCII; at most FILE_NAME_MAX code points, its ending kept. */
static const char *file_name(arena *mem, const char *sent)
{
    const char *base = strrchr(sent, '/'), *out = "";
    base = base ? base + 1 : sent;
    const char *back = strrchr(base, '\\');
    base = back ? back + 1 : base;
    bool utf8 = text_valid_utf8(base, strlen(base));
    char *kept = arena_alloc(mem, strlen(base) + 1), *o = kept;

    for (const unsigned char *p = (const unsigned char *)base; *p; p++) {
        bool turns = p[0] == 0xE2 && ((p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE) || (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9));
        bool c1 = utf8 && p[0] == 0xC2 && p[1] < 0xA0;
        if (turns) p += 2;
        else if (c1) p++;
        else if (*p >= 0x20 && *p != 0x7F) *o++ = *p >= 0x80 && !utf8 ? '_' : (char)*p;
    }
    if (text_accept(mem, kept, strlen(kept), TEXT_LINE, &out) != OK) return "";
    if (text_length(out) <= FILE_NAME_MAX) return out;
    const char *dot = strrchr(out, '.');
    size_t ending = dot && strlen(dot) <= 10 ? text_length(dot) : 0;
    return textf(mem, "%.*s%s", (int)text_clip(out, FILE_NAME_MAX - ending), out, ending ? dot : "");
}

status form_put_file(arena *mem, form_state *s, const char *name, const char *filename, const char *type, bytes data)
{
    int i = form_field_index(s->def, name);

    if (i < 0 || s->def->fields[i].kind != INPUT_FILE) return OK;
    if (data.n == 0 && !*filename) return OK; /* an empty file control */
    form_slot *slot = &s->slots[i];
    if (slot->n_uploads == FORM_VALUES_MAX) return E_LIMIT;
    slot->uploads = grown(mem, slot->uploads, slot->n_uploads, sizeof *slot->uploads);
    slot->uploads[slot->n_uploads++] = (upload){file_name(mem, filename), type, data};
    return OK;
}

static void put_error(arena *mem, form_state *s, int i, int row, const char *text)
{
    s->n_errors++;
    if (i < 0) {
        s->general = grown(mem, s->general, s->n_general, sizeof *s->general);
        s->general[s->n_general++] = text;
        return;
    }
    form_slot *slot = &s->slots[i];
    if (row < 0 || row >= FORM_VALUES_MAX) row = 0;
    if (!slot->errors) slot->errors = NEWS(mem, const char *, FORM_VALUES_MAX);
    if (row >= slot->n_errors) slot->n_errors = row + 1;
    if (!slot->errors[row]) slot->errors[row] = text; /* the first message counts */
}

static int max_of(const form_field *f)
{
    if (f->max) return f->max;
    switch (f->kind) {
    case INPUT_LINES: return 20000;
    case INPUT_FILE: return 20 << 20;
    default: return 200; /* a line */
    }
}

static bool is_email(const char *s)
{
    const char *at = strchr(s, '@');
    return at && at != s && !strchr(at + 1, '@') && strchr(at + 1, '.') && !strpbrk(s, " ,;<>\"()") && s[strlen(s) - 1] != '.';
}

static bool parse_money(const char *s, int64_t *out)
{
    char digits[20];
    size_t n = 0;

    for (; *s && strcmp(s, "đ") != 0 && strcmp(s, " đ") != 0; s++) {
        if (*s == '.' || *s == ' ') continue;
        if (*s < '0' || *s > '9' || n + 1 >= 16) return false;
        digits[n++] = *s;
    }
    digits[n] = 0;
    return n > 0 && text_parse_int(digits, 0, INT64_C(999999999999999), out) == OK;
}

/* "16:05 24/11/2026", "24/11/2026 16:05" or "2026-11-24T16:05". */
static bool parse_time(const char *s, instant *out)
{
    int h = -1, m = -1, n = 0;
    date d = {0};
    char day[11] = "";
    size_t len = strlen(s);

    if (len == 16 && s[10] == 'T' && sscanf(s + 11, "%2d:%2d%n", &h, &m, &n) == 2 && n == 5) memcpy(day, s, 10);
    else if (sscanf(s, "%2d:%2d %10[0-9/]%n", &h, &m, day, &n) != 3 || (size_t)n != len) {
        n = 0;
        if (sscanf(s, "%10[0-9/] %2d:%2d%n", day, &h, &m, &n) != 3 || (size_t)n != len) return false;
    }
    if (date_parse(day, &d) != OK || h < 0 || h > 23 || m < 0 || m > 59) return false;
    *out = instant_of(d, h, m);
    return true;
}

static const choice_list *choices_of(const form_state *s, int i, choice_list *fixed)
{
    if (s && s->slots[i].choices) return s->slots[i].choices;
    const choice *c = s ? s->def->fields[i].choices : NULL;
    if (!c) return NULL;
    int n = 0;
    while (c[n].value) n++;
    *fixed = (choice_list){(choice *)c, n};
    return fixed;
}

static bool is_choice(const form_state *s, int i, const char *value)
{
    choice_list fixed;
    const choice_list *l = choices_of(s, i, &fixed);

    if (!l) return true; /* set at run time: the handler checks */
    for (int k = 0; k < l->n; k++)
        if (strcmp(l->p[k].value, value) == 0) return true;
    return false;
}

static const char *value_problem(arena *mem, const form_state *s, int i, const char *v)
{
    const form_field *f = &s->def->fields[i];
    int bp = 0;
    int64_t n = 0;
    date d = {0};
    instant t = {0};

    if (f->kind != INPUT_PASSWORD && text_length(v) > (size_t)max_of(f))
        return textf(mem, T("Dài quá %d ký tự (hiện là %d)."), max_of(f), (int)text_length(v));
    switch (f->kind) {
    case INPUT_PASSWORD: return strlen(v) > 1000 ? T("Mật khẩu dài quá 1000 ký tự.") : NULL;
    case INPUT_EMAIL: return is_email(v) ? NULL : T("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@danang.gov.vn.");
    case INPUT_DATE: return date_parse(v, &d) == OK ? NULL : T("Ngày chưa đúng, hãy ghi như 24/11/2026.");
    case INPUT_TIME: return parse_time(v, &t) ? NULL : T("Giờ và ngày chưa đúng, hãy ghi như 14:00 24/11/2026.");
    case INPUT_INT: return text_parse_int(v, -1000000000, 1000000000, &n) == OK ? NULL : T("Phải là một số nguyên.");
    case INPUT_MONEY: return parse_money(v, &n) ? NULL : T("Số tiền chưa đúng, hãy ghi như 2.530.000.");
    case INPUT_PERCENT: return text_parse_percent(v, &bp) == OK ? NULL : T("Tỷ lệ phải từ 0 đến 100, ví dụ 60 hoặc 33,33.");
    case INPUT_RADIO:
    case INPUT_SELECT:
    case INPUT_CHECKS: return is_choice(s, i, v) ? NULL : T("Hãy chọn một trong các mục đã cho.");
    case INPUT_CODE: return strspn(v, "0123456789 ") == strlen(v) ? NULL : T("Mã chỉ gồm chữ số.");
    case INPUT_LINE:
    case INPUT_LINES:
    case INPUT_CHECK:
    case INPUT_FILE:
    case INPUT_HIDDEN: return NULL;
    }
    return NULL;
}

static void check_field(arena *mem, form_state *s, int i)
{
    const form_field *f = &s->def->fields[i];
    form_slot *slot = &s->slots[i];
    bool any = false;

    for (int row = 0; row < slot->n; row++) {
        if (!*slot->values[row]) continue;
        any = f->kind != INPUT_FILE; /* text under a file's name is no file */
        const char *problem = value_problem(mem, s, i, slot->values[row]);
        if (problem) put_error(mem, s, i, row, problem);
    }
    for (int k = 0; k < slot->n_uploads; k++) {
        any = true;
        if (slot->uploads[k].data.n > (size_t)max_of(f))
            put_error(mem, s, i, 0, textf(mem, T("Tệp lớn quá %d MB."), max_of(f) >> 20));
    }
    if (f->required && !any) {
        bool pick = f->kind == INPUT_RADIO || f->kind == INPUT_SELECT || f->kind == INPUT_CHECKS;
        put_error(mem, s, i, 0, f->kind == INPUT_FILE ? T("Hãy chọn một tệp.") : pick ? T("Hãy chọn một mục.") : T("Mục này phải có."));
    }
}

void form_check_all(arena *mem, form_state *s)
{
    s->typed = true;
    for (int i = 0; s->def && i < s->def->n; i++) check_field(mem, s, i);
}

/* ---- what handlers use ---- */

static form_state *state_of(const request *r)
{
    return ((request_own *)r->own)->form;
}

static form_slot *slot_of(const request *r, const char *name)
{
    form_state *s = state_of(r);
    int i = s ? form_field_index(s->def, name) : -1;

    if (i < 0) {
        log_error("%s: the form has no field %s", r->path, name);
        abort();
    }
    return &s->slots[i];
}

void form_set_at(request *r, const char *name, int row, const char *value)
{
    form_state *s = state_of(r);
    form_slot *slot = slot_of(r, name);

    if (s->typed || row < 0 || row >= FORM_VALUES_MAX) return;
    while (slot->n <= row) {
        slot->values = grown(r->mem, slot->values, slot->n, sizeof *slot->values);
        slot->values[slot->n++] = "";
    }
    slot->values[row] = value ? value : "";
}

void form_replace(request *r, const char *name, const char *value)
{
    form_slot *slot = slot_of(r, name);

    slot->values = NEW(r->mem, const char *);
    slot->values[0] = value;
    slot->n = 1;
}

void form_set(request *r, const char *name, const char *value)
{
    form_set_at(r, name, 0, value);
}

void form_set_int(request *r, const char *name, int64_t value)
{
    form_set(r, name, textf(r->mem, "%lld", (long long)value));
}

void form_set_date(request *r, const char *name, date value)
{
    form_set(r, name, date_vi(r->mem, value));
}

void form_set_check(request *r, const char *name, bool value)
{
    form_set(r, name, value ? "1" : "");
}

void form_choices(request *r, const char *name, const choice_list *choices)
{
    slot_of(r, name)->choices = choices;
}

bool form_was_typed(const request *r)
{
    return state_of(r) && state_of(r)->typed;
}

const char *form_text_at(const request *r, const char *name, int row)
{
    form_slot *s = slot_of(r, name);
    return row >= 0 && row < s->n ? s->values[row] : "";
}

const char *form_text(const request *r, const char *name)
{
    return form_text_at(r, name, 0);
}

int64_t form_int(const request *r, const char *name)
{
    const char *v = form_text(r, name);
    int64_t n = 0;

    if (text_parse_int(v, INT64_MIN / 2, INT64_MAX / 2, &n) == OK || parse_money(v, &n)) return n;
    return 0;
}

date form_date_at(const request *r, const char *name, int row)
{
    date d = {0};
    return date_parse(form_text_at(r, name, row), &d) == OK ? d : (date){0};
}

date form_date(const request *r, const char *name)
{
    return form_date_at(r, name, 0);
}

instant form_instant(const request *r, const char *name)
{
    instant t = {0};
    return parse_time(form_text(r, name), &t) ? t : (instant){0};
}

bool form_check(const request *r, const char *name)
{
    return *form_text(r, name) != 0;
}

int form_percent_at(const request *r, const char *name, int row)
{
    int bp = 0;
    return text_parse_percent(form_text_at(r, name, row), &bp) == OK ? bp : -1;
}

int form_percent(const request *r, const char *name)
{
    return form_percent_at(r, name, 0);
}

bool form_has(const request *r, const char *name, const char *value)
{
    form_slot *s = slot_of(r, name);

    for (int i = 0; i < s->n; i++)
        if (strcmp(s->values[i], value) == 0) return true;
    return false;
}

int form_count(const request *r, const char *name)
{
    form_slot *s = slot_of(r, name);
    return s->n_uploads ? s->n_uploads : s->n;
}

const upload *form_file_at(const request *r, const char *name, int i)
{
    form_slot *s = slot_of(r, name);
    return i >= 0 && i < s->n_uploads ? &s->uploads[i] : NULL;
}

const upload *form_file(const request *r, const char *name)
{
    return form_file_at(r, name, 0);
}

void form_error(request *r, const char *name, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    put_error(r->mem, state_of(r), *name ? form_field_index(state_of(r)->def, name) : -1, 0, textfv(r->mem, format, a));
    va_end(a);
}

void form_error_at(request *r, const char *name, int row, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    put_error(r->mem, state_of(r), form_field_index(state_of(r)->def, name), row, textfv(r->mem, format, a));
    va_end(a);
}

int form_errors(const request *r)
{
    return state_of(r) ? state_of(r)->n_errors : 0;
}
