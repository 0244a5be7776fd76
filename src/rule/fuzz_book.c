/* A rule file over the built-in calendar, or a calendar ("!" before it) with one term: a book that is accepted answers
 * every question of it. */
#include "base/embed.h"
#include "base/text.h"
#include "base/log.h"
#include "rule/rule.h"
#include "tests/fuzz/fuzz.h"

static void ask(arena *mem, const rule_book *b)
{
    const rule_list *all = rule_all(b);
    date start = date_make(2026, 11, 24), first, last;

    for (int i = 0; i < all->n && i < 50; i++) {
        const rule_row *r = &all->p[i], *row = NULL;
        const char *const scopes[] = {r->scope, "central", NULL};
        date on = r->from.ymd ? r->from : start;
        rule_term t;
        rule_clock_face face;
        const rule_event events[] = {{CLOCK_STOP, date_add_days(start, 2), 0, ""}, {CLOCK_RESTART, date_add_days(start, 9), 0, ""}, {CLOCK_EXTEND, date_add_days(start, 10), 5, "working_day"}};
        int64_t v = 0;
        int a = 0, c = 0;
        bool yes = false;
        const char *s = "";
        AUTO(buf) json = {0};

        FUZZ_CHECK(rule_get(b, r->key, scopes, on, &row) == OK || r->to.ymd || r->uncertain || !r->from.ymd);
        (void)!rule_int(b, r->key, scopes, on, &v, NULL);
        (void)!rule_decimal(b, r->key, scopes, on, &v, NULL);
        (void)!rule_ratio(b, r->key, scopes, on, &a, &c, NULL);
        (void)!rule_bool(b, r->key, scopes, on, &yes, NULL);
        (void)!rule_text(b, r->key, scopes, on, &s, NULL);
        (void)!rule_window(b, r->key, scopes, on, &yes, &first, &last, NULL);
        if (rule_due(mem, b, r->key, scopes, start, on, &t) == OK) {
            (void)rule_explain(mem, &t, LANG_VI);
            (void)rule_explain(mem, &t, LANG_EN);
            rule_term_json(&json, &t);
        }
        (void)!rule_clock(mem, b, r->key, scopes, start, on, events, COUNT(events), date_add_days(start, 30), &face);
    }
    rule_unconfirmed(mem, b, start);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char term[] = "{\"rules\":[{\"key\":\"decide.period\",\"kind\":\"term\",\"value\":\"3\",\"unit\":\"month\",\"scope\":\"central\",\"trust\":\"V\",\"article\":\"7(1)\"}]}";
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n), *problem = "";
    bool calendar = *s == '!';
    const embed_file *built_in = embed_find("rules/calendar.json");
    const rule_file files[] = {{"calendar.json", calendar ? s + 1 : built_in->data}, {"x.json", calendar ? term : s}};
    rule_book *b = NULL;

    log_setup((log_level)0, false);
    if (rule_book_make(mem, files, 2, &b, &problem) == OK) ask(mem, b);
    else FUZZ_CHECK(*problem);
    return 0;
}
