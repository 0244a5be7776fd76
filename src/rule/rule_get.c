/* Which row counts, and its value by type. */
#include "base/text.h"
#include "rule/rule_book.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- scopes ---- */

static char city_scope[80] = "city:danang";
static const char *const city_chain[] = {city_scope, "central", NULL};

rule_scopes rule_city(void)
{
    return city_chain;
}

status rule_set_city(const char *scope)
{
    if (!text_starts(scope, "city:") || strlen(scope) >= sizeof city_scope) return E_INVALID;
    snprintf(city_scope, sizeof city_scope, "%s", scope);
    return OK;
}

/* ---- finding ---- */

/* The first row that is not before `key`. */
static int lower_bound(const rule_list *rows, const char *key)
{
    int from = 0, to = rows->n;

    while (from < to) {
        int mid = (from + to) / 2;
        if (strcmp(rows->p[mid].key, key) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static bool in_force(const rule_row *r, date on)
{
    return (r->from.ymd == 0 || date_compare(r->from, on) <= 0) && (r->to.ymd == 0 || date_compare(on, r->to) <= 0);
}

status rule_get(const rule_book *b, const char *key, rule_scopes scopes, date on, const rule_row **out)
{
    int first = lower_bound(&b->rows, key);

    if (!scopes) scopes = rule_city();
    for (int k = 0; k < RULE_SCOPES_MAX && scopes[k]; k++) {
        const rule_row *found = NULL;
        for (int i = first; i < b->rows.n && text_eq(b->rows.p[i].key, key); i++) {
            const rule_row *r = &b->rows.p[i];
            if (text_eq(r->scope, scopes[k]) && in_force(r, on) && (!found || r->id)) found = r;
        }
        if (found) {
            *out = found;
            return OK;
        }
    }
    return E_NOT_FOUND;
}

static status get_kind(const rule_book *b, const char *key, rule_scopes scopes, date on, const char *kinds,
                       const rule_row **row)
{
    const rule_row *r = NULL;
    char name[40];

    TRY(rule_get(b, key, scopes, on, &r));
    snprintf(name, sizeof name, " %s ", r->kind);
    if (!strstr(kinds, name)) return E_INVALID;
    if (*r->value == 0) return E_NOT_FOUND;
    *row = r;
    return OK;
}

status rule_int(const rule_book *b, const char *key, rule_scopes scopes, date on, int64_t *out, const rule_row **row)
{
    const rule_row *r = NULL;

    TRY(get_kind(b, key, scopes, on, " count percent money term lead decimal ", &r));
    TRY(text_parse_int(r->value, 0, INT64_MAX, out));
    if (row) *row = r;
    return OK;
}

status rule_decimal(const rule_book *b, const char *key, rule_scopes scopes, date on, int64_t *hundredths,
                    const rule_row **row)
{
    const rule_row *r = NULL;
    char part[3] = "00";

    TRY(get_kind(b, key, scopes, on, " decimal count ", &r));
    const char *dot = strchr(r->value, '.');
    if (dot) memcpy(part, dot + 1, strlen(dot + 1) > 1 ? 2 : 1);
    *hundredths = strtoll(r->value, NULL, 10) * 100 + strtoll(part, NULL, 10);
    if (row) *row = r;
    return OK;
}

status rule_ratio(const rule_book *b, const char *key, rule_scopes scopes, date on, int *num, int *den,
                  const rule_row **row)
{
    const rule_row *r = NULL;
    int n = 0, d = 0;

    TRY(get_kind(b, key, scopes, on, " ratio ", &r));
    if (sscanf(r->value, "%d/%d", &n, &d) != 2) return E_INTERNAL;
    *num = n;
    *den = d;
    if (row) *row = r;
    return OK;
}

status rule_bool(const rule_book *b, const char *key, rule_scopes scopes, date on, bool *out, const rule_row **row)
{
    const rule_row *r = NULL;

    TRY(get_kind(b, key, scopes, on, " bool ", &r));
    *out = text_eq(r->value, "true");
    if (row) *row = r;
    return OK;
}

status rule_text(const rule_book *b, const char *key, rule_scopes scopes, date on, const char **out,
                 const rule_row **row)
{
    const rule_row *r = NULL;

    TRY(rule_get(b, key, scopes, on, &r));
    if (*r->value == 0) return E_NOT_FOUND;
    *out = r->value;
    if (row) *row = r;
    return OK;
}

status rule_window(const rule_book *b, const char *key, rule_scopes scopes, date on, bool *open, date *first,
                   date *last, const rule_row **row)
{
    const rule_row *r = NULL;
    int m1 = 0, d1 = 0, m2 = 0, d2 = 0;

    TRY(get_kind(b, key, scopes, on, " window ", &r));
    if (sscanf(r->value, "%2d-%2d/%2d-%2d", &m1, &d1, &m2, &d2) != 4) return E_INTERNAL;
    int longer = m2 * 100 + d2 < m1 * 100 + d1; /* over the turn of the year */
    for (int year = date_year(on) - 1; year <= date_year(on) + 1; year++) {
        date a = date_make(year, m1, d1), z = date_make(year + longer, m2, d2);
        if (date_compare(on, z) > 0) continue;
        *open = date_compare(a, on) <= 0;
        *first = a;
        *last = z;
        if (row) *row = r;
        return OK;
    }
    return E_INTERNAL;
}

/* ---- lists ---- */

const rule_list *rule_all(const rule_book *b)
{
    return &b->rows;
}

rule_list rule_unconfirmed(arena *mem, const rule_book *b, date on)
{
    rule_list out = {NEWS(mem, rule_row, b->rows.n + 1), 0};

    for (int i = 0; i < b->rows.n; i++) {
        const rule_row *r = &b->rows.p[i], *counts = NULL;
        const char *const scope[] = {r->scope, NULL};
        if (rule_get(b, r->key, scope, on, &counts) != OK || counts != r)
            continue; /* out of force, or a local row lies over it */
        if (!text_eq(r->trust, "V") || r->uncertain || (r->check.ymd && date_compare(r->check, on) <= 0))
            out.p[out.n++] = *r;
    }
    return out;
}

const char *rule_source(const rule_book *b, const char *code)
{
    for (int i = 0; i < b->sources.n; i++)
        if (text_eq(b->sources.p[i].code, code)) return b->sources.p[i].place;
    return "";
}

bool rule_is_term(const rule_row *r)
{
    return text_eq(r->kind, "term");
}
