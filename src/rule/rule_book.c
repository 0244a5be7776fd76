/* Reading and checking a book of rules. */
#include "rule/rule_book.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHAPE(rule_row_shape, rule_row, F_INT(rule_row, id), F_TEXT(rule_row, key), F_TEXT(rule_row, name),
      F_TEXT(rule_row, value), F_TEXT(rule_row, kind), F_TEXT(rule_row, unit), F_TEXT(rule_row, said),
      F_TEXT(rule_row, shown), F_TEXT(rule_row, article), F_TEXT(rule_row, brief), F_TEXT(rule_row, trust),
      F_TEXT(rule_row, source), F_TEXT(rule_row, scope), F_TEXT(rule_row, note), F_DATE(rule_row, from),
      F_DATE(rule_row, to), F_DATE(rule_row, check), F_BOOL(rule_row, uncertain), F_BOOL(rule_row, rolls),
      F_BOOL(rule_row, to_confirm));

static const char *const known_kinds[] = {"term",  "lead", "ratio",  "percent",     "count", "decimal",
                                          "money", "bool", "window", "day_of_year", "enum",  "list",
                                          "rule",  "tree", "layout", "text"};
static const char *const known_units[] = {"",        "year", "month",       "day", "working_day",   "percent",
                                          "members", "wage", "base_salary", "vnd", "vnd_per_month", "time"};
static const char *const known_trust[] = {"V", "V2", "M", "D", "D/V2", "V (case)", "unknown"};

static bool one_of(const char *s, const char *const *known, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(s, known[i]) == 0) return true;
    return false;
}

static bool is_scope(const char *s)
{
    if (text_eq(s, "central")) return true;
    if (text_starts(s, "city:")) return s[5] && strspn(s + 5, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s + 5);
    return text_starts(s, "org:") && s[4] && strspn(s + 4, "0123456789") == strlen(s + 4);
}

static bool is_monthday(const char *s, size_t n)
{
    int month = 0, day = 0;

    return n == 5 && s[2] == '-' && sscanf(s, "%2d-%2d", &month, &day) == 2 && date_make(2023, month, day).ymd != 0;
}

static bool is_window(const char *s)
{
    return strlen(s) == 11 && s[5] == '/' && is_monthday(s, 5) && is_monthday(s + 6, 5);
}

static bool is_ratio(const char *s)
{
    int a = 0, b = 0, end = 0;

    return sscanf(s, "%6d/%6d%n", &a, &b, &end) == 2 && s[end] == 0 && a > 0 && b >= a;
}

static bool is_decimal(const char *s)
{
    size_t whole = strspn(s, "0123456789");

    if (whole == 0 || whole > 9) return false;
    if (s[whole] == 0) return true;
    size_t after = strspn(s + whole + 1, "0123456789");
    return s[whole] == '.' && after >= 1 && after <= 2 && s[whole + 1 + after] == 0;
}

static bool is_length(const char *value, const char *unit)
{
    static const struct {
        const char *unit;
        int64_t most;
    } most[] = {{"year", 100}, {"month", 1200}, {"day", 3660}, {"working_day", 1000}};
    int64_t n = 0;

    for (int i = 0; i < COUNT(most); i++)
        if (text_eq(unit, most[i].unit)) return text_parse_int(value, 1, most[i].most, &n) == OK;
    return false;
}

static bool value_fits(const rule_row *r)
{
    int64_t n = 0;

    if (*r->value == 0) return text_eq(r->trust, "unknown");
    if (text_eq(r->kind, "term") || text_eq(r->kind, "lead")) return is_length(r->value, r->unit);
    if (text_eq(r->kind, "count")) return text_parse_int(r->value, 0, 1000000, &n) == OK;
    if (text_eq(r->kind, "percent")) return text_parse_int(r->value, 0, 100, &n) == OK;
    if (text_eq(r->kind, "money")) return text_parse_int(r->value, 0, INT64_C(1000000000000), &n) == OK;
    if (text_eq(r->kind, "decimal")) return is_decimal(r->value);
    if (text_eq(r->kind, "ratio")) return is_ratio(r->value);
    if (text_eq(r->kind, "bool")) return text_eq(r->value, "true") || text_eq(r->value, "false");
    if (text_eq(r->kind, "window")) return is_window(r->value);
    if (text_eq(r->kind, "day_of_year")) return is_monthday(r->value, strlen(r->value));
    return true;
}

static status wrong(arena *mem, const char **problem, const char *file, const rule_row *r, const char *what,
                    const char *which)
{
    *problem = textf(mem, "%s: %s (%s): %s %s", file, *r->key ? r->key : "?", *r->scope ? r->scope : "?", what, which);
    return E_INVALID;
}

status book_check_row(arena *mem, const rule_row *r, const char *file, const char **problem)
{
    if (*r->key == 0) return wrong(mem, problem, file, r, "no key", "");
    if (!one_of(r->kind, known_kinds, COUNT(known_kinds))) return wrong(mem, problem, file, r, "unknown kind", r->kind);
    if (!one_of(r->unit, known_units, COUNT(known_units))) return wrong(mem, problem, file, r, "unknown unit", r->unit);
    if (!one_of(r->trust, known_trust, COUNT(known_trust)))
        return wrong(mem, problem, file, r, "unknown trust mark", r->trust);
    if (!is_scope(r->scope)) return wrong(mem, problem, file, r, "bad scope", r->scope);
    if (*r->article == 0) return wrong(mem, problem, file, r, "no article", "");
    if (r->from.ymd && r->to.ymd && date_compare(r->from, r->to) > 0)
        return wrong(mem, problem, file, r, "from after to:", date_iso(mem, r->to));
    if (!value_fits(r)) return wrong(mem, problem, file, r, "the value does not fit its kind and unit:", r->value);
    return OK;
}

/* What a reader sees in place of the machine's value. */
static const char *shown(arena *mem, const rule_row *r)
{
    static const char *const machine[] = {"enum", "list", "rule", "tree", "layout", "text"};
    const char *value = r->value;

    if (*value == 0) return "chưa biết";
    if (text_eq(r->kind, "bool")) value = text_eq(value, "true") ? "có" : "không";
    if (text_eq(r->kind, "money")) value = text_grouped(mem, strtoll(value, NULL, 10));
    if (text_eq(r->kind, "window") || text_eq(r->kind, "day_of_year")) return *r->said ? r->said : value;
    if (one_of(r->kind, machine, COUNT(machine))) return *r->note ? r->note : value;
    if (text_eq(r->kind, "decimal") && strchr(value, '.')) {
        char *comma = text_copy(mem, value);
        *strchr(comma, '.') = ',';
        value = comma;
    }
    return *r->said ? textf(mem, "%s %s", value, r->said) : value;
}

static int by_key(const void *a, const void *b)
{
    const rule_row *x = a, *y = b;
    int c = strcmp(x->key, y->key);

    if (c == 0) c = strcmp(x->scope, y->scope);
    if (c == 0) c = (x->id != 0) - (y->id != 0);
    if (c == 0) c = date_compare(x->from, y->from);
    return c ? c : (x->id > y->id) - (x->id < y->id);
}

void book_sort(rule_list *rows)
{
    qsort(rows->p, (size_t)rows->n, sizeof *rows->p, by_key);
}

status book_check_overlaps(arena *mem, const rule_list *rows, const char **problem)
{
    for (int i = 1; i < rows->n; i++) {
        const rule_row *a = &rows->p[i - 1], *b = &rows->p[i];
        if (!text_eq(a->key, b->key)) continue;
        if (!text_eq(a->kind, b->kind)) return wrong(mem, problem, "rules", b, "a key of two kinds:", b->kind);
        if (!text_eq(a->scope, b->scope) || (a->id != 0) != (b->id != 0)) continue;
        if (a->to.ymd == 0 || date_compare(b->from, a->to) <= 0)
            return wrong(mem, problem, "rules", b, "two values on",
                         *date_iso(mem, b->from) ? date_iso(mem, b->from) : "one day");
    }
    return OK;
}

/* ---- JSON ---- */

static const char *text_of(arena *mem, const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s && *s ? text_copy(mem, s) : "";
}

static bool date_of_field(arena *mem, const json_t *o, const char *name, date *out)
{
    const char *s = text_of(mem, o, name);
    return *s == 0 || (strlen(s) == 10 && date_parse(s, out) == OK);
}

status book_read_rules(arena *mem, rule_book *b, const json_t *rules, const char *file, const char **problem)
{
    size_t i;
    json_t *o;

    json_array_foreach(rules, i, o)
    {
        rule_row r = {.key = text_of(mem, o, "key"),
                      .name = text_of(mem, o, "name"),
                      .value = text_of(mem, o, "value"),
                      .kind = text_of(mem, o, "kind"),
                      .unit = text_of(mem, o, "unit"),
                      .said = text_of(mem, o, "said"),
                      .article = text_of(mem, o, "article"),
                      .brief = text_of(mem, o, "short"),
                      .trust = text_of(mem, o, "trust"),
                      .source = text_of(mem, o, "source"),
                      .scope = text_of(mem, o, "scope"),
                      .note = text_of(mem, o, "note_vi"),
                      .uncertain = *text_of(mem, o, "uncertain") != 0,
                      .rolls = !json_is_false(json_object_get(o, "rolls"))};
        if (!date_of_field(mem, o, "from", &r.from) || !date_of_field(mem, o, "to", &r.to) ||
            !date_of_field(mem, o, "check", &r.check))
            return wrong(mem, problem, file, &r, "a bad day", "");
        TRY(book_check_row(mem, &r, file, problem));
        if (b->rows.n == BOOK_ROWS_MAX) return wrong(mem, problem, file, &r, "too many rows", "");
        r.shown = shown(mem, &r);
        r.to_confirm = !text_eq(r.trust, "V") || r.uncertain || r.check.ymd;
        b->rows.p[b->rows.n++] = r;
    }
    return OK;
}

static void read_sources(arena *mem, rule_book *b, const json_t *sources)
{
    size_t i;
    json_t *o;

    json_array_foreach(sources, i, o) if (b->sources.n < BOOK_SOURCES_MAX) b->sources.p[b->sources.n++] =
        (book_source){text_of(mem, o, "code"), text_of(mem, o, "place")};
}

static status read_file(arena *mem, rule_book *b, const rule_file *f, const char **problem)
{
    json_error_t e;
    json_t *root = json_loads(f->json, JSON_REJECT_DUPLICATES, &e);
    status s = OK;

    if (!root) {
        *problem = textf(mem, "%s:%d: %s", f->name, e.line, e.text);
        return E_INVALID;
    }
    if (json_is_array(json_object_get(root, "rules")))
        s = book_read_rules(mem, b, json_object_get(root, "rules"), f->name, problem);
    else if (json_is_array(json_object_get(root, "years")))
        s = book_read_calendar(mem, b, root, f->name, problem);
    else if (json_is_array(json_object_get(root, "sources")))
        read_sources(mem, b, json_object_get(root, "sources"));
    else {
        *problem = textf(mem, "%s: neither rules nor a calendar nor sources", f->name);
        s = E_INVALID;
    }
    json_decref(root);
    return s;
}

status rule_book_make(arena *mem, const rule_file *files, int n, rule_book **out, const char **problem)
{
    rule_book *b = NEW(mem, rule_book);

    b->rows.p = NEWS(mem, rule_row, BOOK_ROWS_MAX);
    b->days.p = NEWS(mem, book_day, BOOK_DAYS_MAX);
    b->years.p = NEWS(mem, book_year, BOOK_YEARS_MAX);
    b->every.p = NEWS(mem, book_every, BOOK_EVERY_MAX);
    b->sources.p = NEWS(mem, book_source, BOOK_SOURCES_MAX);
    for (int i = 0; i < n; i++) TRY(read_file(mem, b, &files[i], problem));
    if (b->years.n == 0) {
        *problem = "there is no calendar";
        return E_INVALID;
    }
    book_sort(&b->rows);
    TRY(book_check_overlaps(mem, &b->rows, problem));
    *out = b;
    return OK;
}

/* ---- local rows ---- */

static const rule_row *same_key(const rule_book *b, const char *key)
{
    for (int i = 0; i < b->rows.n; i++)
        if (text_eq(b->rows.p[i].key, key)) return &b->rows.p[i];
    return NULL;
}

static rule_row copy_row(arena *mem, const rule_row *r, const rule_row *like)
{
    rule_row c = *r;

    c.key = text_copy(mem, r->key);
    c.name = *r->name ? text_copy(mem, r->name) : like->name;
    c.value = text_copy(mem, r->value);
    c.kind = like->kind;
    c.unit = *r->unit ? text_copy(mem, r->unit) : like->unit;
    c.said = *r->said ? text_copy(mem, r->said) : text_eq(c.unit, like->unit) ? like->said : "";
    c.article = text_copy(mem, r->article);
    c.brief = text_copy(mem, r->brief);
    c.trust = text_copy(mem, r->trust);
    c.source = text_copy(mem, r->source);
    c.scope = text_copy(mem, r->scope);
    c.note = text_copy(mem, r->note);
    c.rolls = like->rolls;
    c.shown = shown(mem, &c);
    c.to_confirm = !text_eq(c.trust, "V") || c.uncertain || c.check.ymd;
    return c;
}

status rule_book_overlay(arena *mem, const rule_book *base, const rule_row *rows, int n, rule_book **out,
                         const char **problem)
{
    rule_book *b = NEW(mem, rule_book);

    *b = *base;
    b->rows.p = NEWS(mem, rule_row, base->rows.n + n + 1);
    memcpy(b->rows.p, base->rows.p, sizeof(rule_row) * (size_t)base->rows.n);
    for (int i = 0; i < n; i++) {
        const rule_row *like = same_key(base, rows[i].key);
        if (!like) return wrong(mem, problem, "rule_row", &rows[i], "a key that no built-in rule has", "");
        if (rows[i].id == 0) return wrong(mem, problem, "rule_row", &rows[i], "a local row without an id", "");
        rule_row c = copy_row(mem, &rows[i], like);
        if (*rows[i].kind && !text_eq(rows[i].kind, like->kind))
            return wrong(mem, problem, "rule_row", &c, "the key is of kind", like->kind);
        TRY(book_check_row(mem, &c, "rule_row", problem));
        b->rows.p[b->rows.n++] = c;
    }
    book_sort(&b->rows);
    TRY(book_check_overlaps(mem, &b->rows, problem));
    *out = b;
    return OK;
}

/* ---- the book in use ---- */

static _Atomic(const rule_book *) current;

const rule_book *rule_current(void)
{
    return atomic_load(&current);
}

void rule_use(const rule_book *book)
{
    atomic_store(&current, book);
}

static rule_book *built_in;

const rule_book *rule_built_in(void)
{
    return built_in;
}

status rule_load(void)
{
    rule_file files[64];
    const char *problem = "";
    int n = 0;

    if (built_in) return OK;
    arena *forever = arena_new();
    for (int i = 0; i < embed_count && n < COUNT(files); i++) {
        const char *name = embed_files[i].name;
        if (text_starts(name, "rules/") && !text_starts(name, "rules/process"))
            files[n++] = (rule_file){name, embed_files[i].data};
    }
    if (rule_book_make(forever, files, n, &built_in, &problem) != OK) {
        log_error("%s", problem);
        arena_free(forever);
        return E_INTERNAL;
    }
    if (!rule_current()) rule_use(built_in);
    return OK;
}
