#include "rule/due_cli.h"
#include "base/text.h"
#include "rule/rule.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_json(arena *mem, const rule_term *t)
{
    json_t *steps = json_array();
    const char *text = rule_explain(mem, t);

    json_array_append_new(steps, json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "step", "rule", "key", t->rule->key, "value", t->rule->value, "unit", t->rule->unit,
                                           "article", t->rule->article, "trust", t->rule->trust, "scope", t->rule->scope));
    json_array_append_new(steps, json_pack("{s:s,s:s}", "step", "start", "day", date_iso(mem, t->start)));
    json_array_append_new(steps, json_pack("{s:s,s:s}", "step", "nominal_end", "day", date_iso(mem, t->nominal)));
    for (int i = 0; i < t->skipped.n; i++)
        json_array_append_new(steps, json_pack("{s:s,s:s,s:s}", "step", "skipped", "day", date_iso(mem, t->skipped.p[i].day), "why", t->skipped.p[i].why));
    json_array_append_new(steps, json_pack("{s:s,s:s}", "step", "due", "day", date_iso(mem, t->due)));
    json_t *root = json_pack("{s:s,s:o,s:s}", "due", date_iso(mem, t->due), "derivation", steps, "text", text);
    char *out = json_dumps(root, JSON_COMPACT);
    puts(out);
    free(out);
    json_decref(root);
}

int rule_due_cli(const char *key, const char *from, const char *on, const char *scope, bool json)
{
    AUTO(arena_ptr) mem = arena_new();
    date start = {0}, version = {0};
    rule_term t = {0};

    (void)scope; /* local rules of a unit lie over the city's; none ship */
    if (rule_load() != OK) return 1;
    if (date_parse(from, &start) != OK || (on && date_parse(on, &version) != OK)) {
        fputs("sangkien: a day is written 2026-11-30 or 30/11/2026\n", stderr);
        return 2;
    }
    status s = rule_due(mem, key, start, on ? version : start, &t);
    if (s != OK) {
        fprintf(stderr, s == E_INVALID ? "sangkien: %s is not a term\n" : "sangkien: no rule %s on that day\n", key);
        return 1;
    }
    if (json) print_json(mem, &t);
    else printf("%s\n%s\n", date_iso(mem, t.due), rule_explain(mem, &t));
    return 0;
}
