/* `sangkien due`: the last day of a legal term, on the command line. */
#include "base/text.h"
#include "rule/rule.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { CLI_OK = 0, CLI_UNKNOWN = 1, CLI_USAGE = 2 };

typedef struct {
    const char *key;
    date from, on;
    const char *chain[RULE_SCOPES_MAX + 1];
    rule_event events[RULE_EVENTS_MAX];
    int n_events;
    date today;
    bool json, english, list;
} due_request;

static const char help_text[] =
    "sangkien due RULE --from DAY [--on DAY] [--scope SCOPE] [--stop DAY] [--restart DAY] [--move DAY] [--json] "
    "[--english]\n"
    "sangkien due --list [--on DAY] [--json]\n"
    "\n"
    "The last day of a legal term and how it comes about.\n"
    "\n"
    "  --from DAY      the event that begins the term (not counted itself): 2026-11-30 or 30/11/2026\n"
    "  --on DAY        the version of the rule in force on this day (default: the day of --from)\n"
    "  --scope SCOPE   central, city:danang, org:12; nearer ones first when given several times (default: the city's)\n"
    "  --stop DAY, --restart DAY, --move DAY\n"
    "                  the clock was stopped, went on, or began anew on that day; in the order of time\n"
    "  --list          the terms there are\n"
    "  --json          as JSON; --english: in English\n"
    "\n"
    "Examples:\n"
    "  sangkien due decide.period --from 2026-11-30\n"
    "  sangkien due claim.limit --from 10/09/2025 --json\n"
    "  sangkien due review.period --from 2026-03-02 --stop 2026-03-10 --restart 2026-03-20\n"
    "\n"
    "Exit: 0 done, 1 no such term on that day, 2 wrong usage.\n";

static bool add_event(due_request *q, rule_event_kind kind, const char *day)
{
    rule_event e = {.kind = kind};

    if (q->n_events == RULE_EVENTS_MAX || date_parse(day, &e.on) != OK) return false;
    q->events[q->n_events++] = e;
    return true;
}

static bool add_scope(due_request *q, const char *scope)
{
    int n = 0;

    while (q->chain[n]) n++;
    if (n + 1 >= RULE_SCOPES_MAX) return false;
    q->chain[n] = scope;
    return true;
}

/* A scope alone stands above what contains it: org:12 is followed by the city and the centre. */
static rule_scopes chain_of(due_request *q)
{
    int n = 0;

    if (!q->chain[0]) return NULL;
    while (q->chain[n]) n++;
    if (text_starts(q->chain[n - 1], "org:") && n < RULE_SCOPES_MAX) q->chain[n++] = rule_city()[0];
    if (!text_eq(q->chain[n - 1], "central") && n < RULE_SCOPES_MAX) q->chain[n++] = "central";
    q->chain[n] = NULL;
    return q->chain;
}

static int usage(const char *what, const char *value)
{
    fprintf(stderr, "sangkien due: %s%s\n%s", what, value, help_text);
    return CLI_USAGE;
}

/* -1: go on; otherwise the exit code. */
static int read_arguments(int argc, char **argv, due_request *q)
{
    static const struct option options[] = {{"from", required_argument, NULL, 'f'},
                                            {"on", required_argument, NULL, 'o'},
                                            {"scope", required_argument, NULL, 's'},
                                            {"stop", required_argument, NULL, 'p'},
                                            {"restart", required_argument, NULL, 'r'},
                                            {"move", required_argument, NULL, 'm'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"english", no_argument, NULL, 'e'},
                                            {"list", no_argument, NULL, 'l'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    int c = 0;
    bool good = true;

    optind = 0; /* getopt begins anew */
    opterr = 0;
    while (good && (c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'f': good = date_parse(optarg, &q->from) == OK; break;
        case 'o': good = date_parse(optarg, &q->on) == OK; break;
        case 's': good = add_scope(q, optarg); break;
        case 'p': good = add_event(q, CLOCK_STOP, optarg); break;
        case 'r': good = add_event(q, CLOCK_RESTART, optarg); break;
        case 'm': good = add_event(q, CLOCK_MOVE, optarg); break;
        case 'j': q->json = true; break;
        case 'e': q->english = true; break;
        case 'l': q->list = true; break;
        case 'h': fputs(help_text, stdout); return CLI_OK;
        default: return usage("unknown or incomplete option", "");
        }
    }
    if (!good) return usage("not a day, or too many: ", optarg);
    if (q->list) return argc == optind ? -1 : usage("--list takes no rule", "");
    if (argc - optind != 1) return usage("name one rule", "");
    if (q->from.ymd == 0) return usage("--from DAY is missing", "");
    q->key = argv[optind];
    return -1;
}

static int list_terms(const due_request *q)
{
    const rule_list *all = rule_all(rule_current());
    date on = q->on.ymd ? q->on : date_of(instant_now());
    AUTO(buf) b = {0};
    int n = 0;

    for (int i = 0; i < all->n; i++) {
        const rule_row *r = &all->p[i], *counts = NULL;
        const char *const scope[] = {r->scope, NULL};
        if (!rule_is_term(r) || rule_get(rule_current(), r->key, scope, on, &counts) != OK || counts != r) continue;
        if (q->json)
            buf_printf(&b, "%s{\"key\":\"%s\",\"value\":\"%s\",\"unit\":\"%s\",\"trust\":\"%s\",\"scope\":\"%s\"}",
                       n++ ? "," : "", r->key, r->value, r->unit, r->trust, r->scope);
        else
            buf_printf(&b, "%-28s %4s %-12s %-8s %-12s %s\n", r->key, *r->value ? r->value : "?", r->unit, r->trust,
                       r->scope, r->brief);
    }
    printf(q->json ? "[%s]\n" : "%s", b.p ? b.p : "");
    return CLI_OK;
}

static int print_term(arena *mem, const due_request *q, const rule_term *t)
{
    AUTO(buf) b = {0};

    if (q->json) {
        rule_term_json(&b, t);
        puts(b.p);
    } else {
        printf("%s\n%s\n", t->due.ymd ? date_iso(mem, t->due) : "-",
               rule_explain(mem, t, q->english ? LANG_EN : LANG_VI));
    }
    return CLI_OK;
}

int rule_cli(int argc, char **argv)
{
    AUTO(arena_ptr) mem = arena_new();
    due_request q = {0};
    rule_clock_face face = {0};
    int code = read_arguments(argc, argv, &q);

    if (code >= 0) return code;
    if (rule_load() != OK) return CLI_UNKNOWN;
    if (q.list) return list_terms(&q);
    rule_scopes scopes = chain_of(&q);
    const rule_row *row = NULL;
    date version = q.on.ymd ? q.on : q.from;
    if (rule_get(rule_current(), q.key, scopes, version, &row) != OK) {
        fprintf(stderr, "sangkien due: there is no rule %s on %s (sangkien due --list)\n", q.key,
                date_iso(mem, version));
        return CLI_UNKNOWN;
    }
    if (!rule_is_term(row)) {
        fprintf(stderr, "sangkien due: %s is not a term (sangkien due --list)\n", q.key);
        return CLI_UNKNOWN;
    }
    status s = rule_clock(mem, rule_current(), q.key, scopes, q.from, q.on, q.events, q.n_events, q.from, &face);
    if (s == E_INVALID) return usage("the stops and restarts do not follow one another", "");
    if (s != OK) {
        fprintf(stderr, "sangkien due: the length of %s is not known (%s)\n", q.key, row->article);
        return CLI_UNKNOWN;
    }
    return print_term(mem, &q, &face.term);
}
