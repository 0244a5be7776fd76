/* The rules and the calendar: read once, frozen. */
#include "rule/rule.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "rule/calendar.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHAPE(rule_row_shape, rule_row, F_TEXT(rule_row, key), F_TEXT(rule_row, name), F_TEXT(rule_row, value), F_TEXT(rule_row, kind),
      F_TEXT(rule_row, unit), F_TEXT(rule_row, said), F_TEXT(rule_row, article), F_TEXT(rule_row, brief), F_TEXT(rule_row, trust),
      F_TEXT(rule_row, source), F_TEXT(rule_row, scope), F_TEXT(rule_row, note), F_DATE(rule_row, from), F_DATE(rule_row, to),
      F_BOOL(rule_row, to_confirm));

enum { RULES_MAX = 2000 };
static rule_list book;
static arena *forever;

static const char *const known_kinds[] = {"term", "ratio", "percent", "count", "bool", "money", "text"};
static const char *const known_units[] = {"", "year", "month", "day", "working_day"};
static const char *const known_trust[] = {"V", "V2", "M", "D", "D/V2", "V (case)", "unknown"};

static bool one_of(const char *s, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(s, list[i]) == 0) return true;
    return false;
}

static const char *text_of(const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return text_copy(forever, s ? s : "");
}

static bool date_of_field(const json_t *o, const char *name, date *out)
{
    const char *s = text_of(o, name);
    *out = (date){0};
    return !*s || date_parse(s, out) == OK;
}

static bool value_fits(const rule_row *r)
{
    int64_t n = 0;
    int a = 0, b = 0;

    if (text_eq(r->kind, "term")) return text_parse_int(r->value, 1, 10000, &n) == OK && *r->unit;
    if (text_eq(r->kind, "money")) return text_parse_int(r->value, 0, INT64_C(1000000000000), &n) == OK;
    if (text_eq(r->kind, "ratio")) return sscanf(r->value, "%d/%d", &a, &b) == 2 && a > 0 && b >= a;
    if (text_eq(r->kind, "bool")) return text_eq(r->value, "true") || text_eq(r->value, "false");
    return *r->value != 0;
}

static status add_row(const json_t *o, const char *file)
{
    rule_row r = {.key = text_of(o, "key"), .name = text_of(o, "name"), .value = text_of(o, "value"), .kind = text_of(o, "kind"),
                  .unit = text_of(o, "unit"), .said = text_of(o, "said"), .article = text_of(o, "article"), .brief = text_of(o, "short"),
                  .trust = text_of(o, "trust"), .source = text_of(o, "source"), .scope = text_of(o, "scope"), .note = text_of(o, "note")};
    bool good = *r.key && one_of(r.kind, known_kinds, COUNT(known_kinds)) && one_of(r.unit, known_units, COUNT(known_units)) &&
                one_of(r.trust, known_trust, COUNT(known_trust)) && date_of_field(o, "from", &r.from) && date_of_field(o, "to", &r.to) && value_fits(&r);

    for (int i = 0; good && i < book.n; i++) {
        const rule_row *b = &book.p[i];
        bool same = text_eq(b->key, r.key) && text_eq(b->scope, r.scope);
        bool apart = (b->to.ymd && r.from.ymd > b->to.ymd) || (r.to.ymd && b->from.ymd > r.to.ymd);
        if (same && !apart) good = false;
    }
    if (!good || book.n == RULES_MAX) {
        log_error("%s: rule %s is not valid (kind, unit, trust, dates, value, or it overlaps another)", file, r.key);
        return E_INTERNAL;
    }
    r.to_confirm = !text_eq(r.trust, "V") || *r.note;
    book.p[book.n++] = r;
    return OK;
}

static int by_key(const void *a, const void *b)
{
    const rule_row *x = a, *y = b;
    int c = strcmp(x->key, y->key);
    return c ? c : date_compare(x->from, y->from);
}

status rule_load(void)
{
    if (book.n) return OK;
    forever = arena_new();
    book.p = NEWS(forever, rule_row, RULES_MAX);
    for (int i = 0; i < embed_count; i++) {
        if (!text_starts(embed_files[i].name, "rules/")) continue;
        json_error_t e;
        json_t *root = json_loadb(embed_files[i].data, embed_files[i].size, JSON_REJECT_DUPLICATES, &e);
        if (!root) {
            log_error("%s:%d: %s", embed_files[i].name, e.line, e.text);
            return E_INTERNAL;
        }
        status s = OK;
        size_t k;
        json_t *o;
        if (text_eq(embed_files[i].name, "rules/calendar.json")) s = calendar_load(forever, root);
        else if (json_is_array(root)) json_array_foreach(root, k, o) if (s == OK) s = add_row(o, embed_files[i].name);
        json_decref(root);
        TRY(s);
    }
    qsort(book.p, (size_t)book.n, sizeof *book.p, by_key);
    return book.n ? OK : E_INTERNAL;
}

const rule_list *rule_all(void)
{
    return &book;
}

status rule_get(const char *key, const char *const *scopes, date day, const rule_row **out)
{
    for (; *scopes; scopes++) {
        for (int i = 0; i < book.n; i++) {
            const rule_row *r = &book.p[i];
            bool in_force = (!r->from.ymd || r->from.ymd <= day.ymd) && (!r->to.ymd || day.ymd <= r->to.ymd);
            if (in_force && text_eq(r->key, key) && text_eq(r->scope, *scopes)) {
                *out = r;
                return OK;
            }
        }
    }
    return E_NOT_FOUND;
}

status rule_in_force(const char *key, date day, const rule_row **out)
{
    static const char *const scopes[] = {"city:danang", "central", NULL};
    return rule_get(key, scopes, day, out);
}

status rule_ratio(const char *key, date day, int *num, int *den, const rule_row **row)
{
    const rule_row *r = NULL;

    TRY(rule_in_force(key, day, &r));
    if (sscanf(r->value, "%d/%d", num, den) != 2) return E_INTERNAL;
    if (row) *row = r;
    return OK;
}

status rule_int(const char *key, date day, int64_t *out, const rule_row **row)
{
    const rule_row *r = NULL;

    TRY(rule_in_force(key, day, &r));
    TRY(text_parse_int(r->value, INT64_MIN / 2, INT64_MAX / 2, out));
    if (row) *row = r;
    return OK;
}

bool rule_bool(const char *key, date day, bool otherwise)
{
    const rule_row *r = NULL;
    return rule_in_force(key, day, &r) == OK ? text_eq(r->value, "true") : otherwise;
}
