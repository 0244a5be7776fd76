/* The traps of practice (data/synthetic-cases.jsonl of the field, where it is): each row is refused or warned of at its step,
 * with the id of its rule: form and dates at filing, copies by their titles, consent and order of days at the decision. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "novelty/novelty_report.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MAX_BYTES = 8000, CASES_MAX = 100 };
extern const guard_entry council_guards[];

typedef struct {
    arena *mem;
    store *s;
    db *d;
    actor author, other; /* work in two establishments */
    org_id elsewhere;
} scene;

static const char *said(const json_t *c, const char *key)
{
    const char *s = json_string_value(json_object_get(c, key));
    return s ? s : "";
}

/* The title as a form takes it. */
static const char *title_of(arena *mem, const json_t *c)
{
    const char *s = said(c, "title"), *out = "";

    assert_int_equal(text_accept(mem, s, strlen(s), TEXT_LINE, &out), OK);
    return out;
}

static date day(const json_t *c, const char *key)
{
    date d = {0};

    assert_int_equal(date_parse(said(c, key), &d), OK);
    return d;
}

static int found(const finding_list *l, const char *id, bool hard)
{
    int n = 0;

    for (int i = 0; i < l->n; i++) n += text_eq(l->p[i].id, id) && l->p[i].hard == hard;
    return n;
}

static actor person(scene *c, const char *login)
{
    user_row u = {0};

    assert_int_equal(user_by_login(c->d, c->mem, login, &u), OK);
    return (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = "", .address = ""};
}

/* A draft of a row, with its shares; `own`: with one author, who has an account, and a day of application that may be filed now. */
static dossier_id draft(scene *c, const actor *who, org_id org, const json_t *row, bool own)
{
    dossier_text t = {.org = org, .title = title_of(c->mem, row), .kind = "operational", .subkind = "", .field = said(row, "field"), .venue_basis = "investor", .investor = "x", .known_state = "x",
                      .content = "x", .applicability = "x", .secret = "", .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true};
    dossier_id id = {0};
    size_t i;
    json_t *v;

    t.applied_on = own ? date_add_days(date_of(instant_now()), -30) : day(row, "first_applied");
    t.authors.p = NEWS(c->mem, dossier_author, 10);
    if (own) t.authors.p[t.authors.n++] = (dossier_author){.name = who->name, .login = who->login, .unit = "", .position = "", .qualification = "", .share = 10000};
    else json_array_foreach(json_object_get(row, "contribution_pct"), i, v) t.authors.p[t.authors.n++] = (dossier_author){
        .name = textf(c->mem, "Tác giả %d", (int)i), .unit = "", .position = "", .qualification = "", .login = "", .share = (int)(json_number_value(v) * 100 + 0.5)};
    assert_int_equal(dossier_create(c->mem, c->d, who, &t, instant_now(), &id), OK);
    return id;
}

/* What the examination says of a row on the day when it was handed in. */
static finding_list examined(scene *c, const json_t *row)
{
    dossier dos = {0};
    finding_list out = {0};

    assert_int_equal(dossier_get(c->d, c->mem, &c->author, draft(c, &c->author, c->author.org, row, false), &dos), OK);
    assert_int_equal(dossier_check(c->d, c->mem, &dos, day(row, "submitted"), &out), OK);
    return out;
}

static org_id other_than(scene *c, org_id mine)
{
    org_list l = {0};

    assert_int_equal(org_all(c->d, c->mem, date_of(instant_now()), true, &l), OK);
    for (int i = 0; i < l.n; i++)
        if (l.p[i].id.v != mine.v) return l.p[i].id;
    fail();
    return mine;
}

/* ---- form and dates ---- */

static int form_and_dates(scene *c, const json_t *row, const char *kind)
{
    const char *rule = text_starts(kind, "bad-pct") || text_eq(kind, "pct-thirds") ? "F-24" : text_eq(kind, "bad-date-applied-after-submission") ? "F-30" : text_eq(kind, "stale-applied-over-1-year") ? "F-34" : NULL;

    if (!rule) return 0;
    finding_list l = examined(c, row);
    if (!found(&l, rule, true)) print_error("%s: not refused by %s\n", said(row, "id"), rule);
    return found(&l, rule, true) != 0;
}

/* ---- the decision ---- */

static const guard_entry *guard_named(const guard_entry *g, const char *name)
{
    for (; g->name; g++)
        if (text_eq(g->name, name)) return g;
    fail();
    return NULL;
}

static finding_list guarded(scene *c, const guard_entry *all, const char *name, const dossier *dos, instant at)
{
    finding_list out = {0};
    actor who = actor_system();

    assert_int_equal(guard_named(all, name)->check(c->d, c->mem, &who, dos, &(step_input){.note = ""}, at, &out), OK);
    return out;
}

/* Dossier 1 of the city with the days of the row. */
static int the_decision(scene *c, const json_t *row, const char *kind)
{
    dossier dos = {.consent_document = "", .id = {1}, .org_id = {2}};
    instant decision = instant_of(day(row, "decision"), 9, 0);

    if (text_eq(kind, "head-of-agency-no-consent")) {
        dos.state_funded = true;
        dos.author_is_head = json_is_true(json_object_get(row, "head_of_agency"));
        dos.consent_document = json_is_true(json_object_get(row, "superior_consent")) ? "CV 1" : "";
        finding_list l = guarded(c, dossier_own_guards, "consent_recorded", &dos, decision);
        dos.consent_document = "CV 1";
        finding_list with = guarded(c, dossier_own_guards, "consent_recorded", &dos, decision);
        return found(&l, "G-05", true) == 1 && with.n == 0;
    }
    if (!text_eq(kind, "bad-date-decision-before-council")) return 0;
    instant council = instant_of(day(row, "council"), 9, 0);
    stores_sql(c->s, textf(c->mem, "UPDATE council_session SET held_at = %lld WHERE id IN (SELECT session_id FROM council_item WHERE dossier_id = 1)", (long long)council.ms));
    finding_list l = guarded(c, council_guards, "dates_in_order", &dos, decision), after = guarded(c, council_guards, "dates_in_order", &dos, council);
    return found(&l, "C-07", true) == 1 && after.n == 0;
}

/* ---- copies ---- */

static int warned(scene *c, const actor *who, org_id org, const json_t *row, const char *rule)
{
    dossier dos = {0};
    finding_list l = {0};

    assert_int_equal(dossier_get(c->d, c->mem, who, draft(c, who, org, row, true), &dos), OK);
    assert_int_equal(dossier_advise(c->d, c->mem, who, &dos, &l), OK);
    if (!found(&l, rule, false)) {
        like_list near = {0};
        assert_int_equal(novelty_alike(c->d, c->mem, who, dos.id, dos.title, false, &near), OK);
        print_error("%s “%s”: no %s; the nearest title is %d %% like it\n", said(row, "id"), dos.title, rule, near.n ? (int)near.p[0].percent : 0);
    }
    return found(&l, rule, false);
}

/* The original is filed; a copy of its title is warned of: by name where it may be read, otherwise by its unit. */
static int copies(scene *c, const json_t *row, const json_t *original, const char *kind)
{
    step_outcome o;

    if (!text_starts(kind, "dup-")) return 0;
    dossier_id first = draft(c, &c->author, c->author.org, original, true);
    assert_int_equal(dossier_effect(c->mem, c->d, &c->author, first, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
    assert_int_equal(o.tag, STEP_DONE);
    if (text_eq(kind, "dup-exact-other-unit")) return warned(c, &c->other, c->elsewhere, row, "N-02") == 1;
    if (!text_eq(kind, "dup-resubmitted-next-year")) return warned(c, &c->author, c->author.org, row, "N-01") >= 1;
    finding_list l = examined(c, row); /* a year later it is too late besides */
    return found(&l, "F-34", true) == 1 && warned(c, &c->author, c->author.org, row, "N-01") >= 1;
}

/* ---- all of them ---- */

static int read_cases(json_t **out)
{
    char path[600], line[LINE_MAX_BYTES];
    const char *shared = fixture_shared();
    int n = 0;

    snprintf(path, sizeof path, "%s/data/synthetic-cases.jsonl", shared ? shared : "");
    FILE *f = shared ? fopen(path, "r") : NULL;
    while (f && n < CASES_MAX && fgets(line, sizeof line, f)) {
        out[n] = json_loads(line, 0, NULL);
        assert_non_null(out[n++]);
    }
    if (f) fclose(f);
    return n;
}

static const json_t *case_named(json_t *const *cases, int n, const char *id)
{
    for (int i = 0; i < n; i++)
        if (text_eq(said(cases[i], "id"), id)) return cases[i];
    fail();
    return NULL;
}

static void every_trap_is_met(void **state)
{
    json_t *cases[CASES_MAX];
    int n = read_cases(cases), clean = 0, traps = 0, met = 0;

    if (n == 0) {
        print_message("the samples of the field are not here: not tried\n");
        return;
    }
    scene c = {.mem = arena_new(), .s = stores_city(STORE_SQLITE, 4)};
    assert_int_equal(db_borrow(c.s, &c.d), OK);
    c.author = person(&c, "demo.tacgia");
    c.other = person(&c, "demo.dongtacgia");
    c.elsewhere = other_than(&c, c.author.org);
    for (int i = 0; i < n; i++) {
        const char *kind = said(cases[i], "case");
        if (text_eq(kind, "ok")) {
            finding_list l = examined(&c, cases[i]);
            for (int k = 0; k < l.n; k++) assert_false(l.p[k].hard);
            clean++;
            continue;
        }
        int is = form_and_dates(&c, cases[i], kind) + the_decision(&c, cases[i], kind) + copies(&c, cases[i], case_named(cases, n, said(cases[i], "of")), kind);
        if (is != 1) print_error("%s: not met\n", said(cases[i], "id"));
        traps++;
        met += is == 1;
    }
    print_message("%d clean rows pass; of %d traps %d are refused or warned of at their step\n", clean, traps, met);
    for (int i = 0; i < n; i++) json_decref(cases[i]);
    db_return(c.d);
    stores_close(c.s);
    arena_free(c.mem);
    assert_int_equal(clean, 48);
    assert_int_equal(traps, 36);
    assert_int_equal(met, 36);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_trap_is_met)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
