/* What an administrator sets up and what a member scores, with every store call failing once: templates, own forms, the designer,
 * criteria, score sheets, spreadsheets, lists, rounds. Afterwards there is the old state, whole, or the new one. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "catalogue/own_form.h"
#include "catalogue/round.h"
#include "council/council.h"
#include "doc/docx.h"
#include "paper/paper.h"
#include "process/design.h"
#include "tests/lib/bench.h"

enum { CALLS_MAX = 400 };
typedef struct {
    bench_world *w;
    actor admin;
    bytes docx, sheets;
    paper_id paper;
    form_id form;
    process_id draft;
    int64_t revision;
    criteria_id set;
    council_session_id session;
    item_id item;
    entry_id entry;
} setup;

typedef struct {
    const char *name;
    status (*act)(setup *s);
    const char *(*state)(setup *s);
    void (*ready)(setup *s); /* what it needs before; NULL nothing */
} sweep_case;

/* ---- papers ---- */

static status upload_paper(setup *s)
{
    const char *why = "";
    return paper_upload(s->w->mem, s->w->db, &s->admin, "receipt", "a.docx", s->docx, bench_now(), &s->paper, &why);
}

static status use_paper(setup *s)
{
    return paper_activate(s->w->mem, s->w->db, &s->admin, s->paper, bench_now());
}

static const char *papers(setup *s)
{
    paper_rows l = {0};
    const char *t = "";

    assert_int_equal(paper_all(s->w->db, s->w->mem, &s->admin, &l), OK);
    for (int i = 0; i < l.n; i++) t = textf(s->w->mem, "%s%s %lld %s;", t, l.p[i].kind, (long long)l.p[i].version, l.p[i].status);
    return t;
}

/* ---- own forms, lists, rounds ---- */

static status new_form(setup *s)
{
    return own_form_create(s->w->mem, s->w->db, &s->admin, "Mẫu", "unit", "y-te", (round_id){0}, bench_now(), &s->form);
}

static status put_field(setup *s)
{
    own_form_row row = {0};
    own_form f = {0};
    status st = own_form_get(s->w->db, s->w->mem, s->form, &row, &f);
    return st == OK ? own_form_put(s->w->mem, s->w->db, &s->admin, s->form, row.revision, "", &(own_field){.key = "", .label = "Số ca", .hint = "", .kind = "number", .required = true}) : st;
}

static status use_form(setup *s)
{
    return own_form_activate(s->w->mem, s->w->db, &s->admin, s->form, bench_now());
}

static const char *forms(setup *s)
{
    own_form_rows l = {0};
    const char *t = "";

    assert_int_equal(own_form_all(s->w->db, s->w->mem, &s->admin, &l), OK);
    for (int i = 0; i < l.n; i++) t = textf(s->w->mem, "%s%s %s %lld %lld;", t, l.p[i].level, l.p[i].status, (long long)l.p[i].version, (long long)l.p[i].revision);
    return t;
}

static status add_entry(setup *s)
{
    return catalogue_save(s->w->mem, s->w->db, &s->admin, &(catalogue_entry){.kind = "beneficiary", .key = "", .name = "Người cao tuổi", .note = ""}, bench_now(), &s->entry);
}

static status drop_entry(setup *s)
{
    return catalogue_retire(s->w->mem, s->w->db, &s->admin, s->entry, true, bench_now());
}

static const char *entries(setup *s)
{
    catalogue_list l = {0};
    const char *t = "";

    assert_int_equal(catalogue_of(s->w->db, s->w->mem, "beneficiary", "", true, &l), OK);
    for (int i = 0; i < l.n; i++) t = textf(s->w->mem, "%s%s %d;", t, l.p[i].key, l.p[i].retired_at.ms != 0);
    return t;
}

static status new_round(setup *s)
{
    round_id id = {0};
    date today = date_of(bench_now());
    return round_save(s->w->mem, s->w->db, &s->admin, &(round_row){.name = "Đợt", .level = "unit", .sector = "", .process_key = "", .note = "", .year = 2026, .opens_on = today, .closes_on = date_add_days(today, 9)}, bench_now(), &id);
}

static const char *rounds(setup *s)
{
    round_list l = {0};
    assert_int_equal(round_all(s->w->db, s->w->mem, &l), OK);
    return textf(s->w->mem, "%d", l.n);
}

/* ---- the designer ---- */

static status copy_process(setup *s)
{
    process_id unit = {0};
    status st = process_active(s->w->db, "unit", &unit);
    return st == OK ? design_copy(s->w->mem, s->w->db, &s->admin, unit, "", bench_now(), &s->draft) : st;
}

static status change_state(setup *s)
{
    process_row row = {0};
    process *p = NEW(s->w->mem, process);
    status st = design_get(s->w->db, s->w->mem, &s->admin, s->draft, &row, p);

    if (st != OK) return st;
    process_state filed = *process_state_of(p, "filed");
    filed.limit = (process_limit){"", 5, "working_day", "Quy chế"};
    return design_put_state(s->w->mem, s->w->db, &s->admin, s->draft, row.revision, "filed", &filed, bench_now());
}

static status drop_step(setup *s)
{
    process_row row = {0};
    process *p = NEW(s->w->mem, process);
    status st = design_get(s->w->db, s->w->mem, &s->admin, s->draft, &row, p);
    return st == OK ? design_drop_step(s->w->mem, s->w->db, &s->admin, s->draft, row.revision, "transfer", bench_now()) : st;
}

static status use_process(setup *s)
{
    design_outcome o = {0};
    status st = design_activate(s->w->mem, s->w->db, &s->admin, s->draft, true, bench_now(), &o);
    assert_true(st != OK || o.tag == DESIGN_DONE);
    return st;
}

static const char *processes(setup *s)
{
    process_rows l = {0};
    const char *t = "";

    assert_int_equal(design_versions(s->w->db, s->w->mem, &s->admin, "unit", &l), OK);
    for (int i = 0; i < l.n; i++) t = textf(s->w->mem, "%s%lld %s %lld;", t, (long long)l.p[i].version, l.p[i].status, (long long)l.p[i].revision);
    return t;
}

/* ---- criteria, sheets, spreadsheets ---- */

static status copy_set(setup *s)
{
    criteria_row c = {0};
    status st = criteria_for(s->w->db, s->w->mem, s->w->org, "unit", "Y tế", &c);
    return st == OK ? criteria_copy(s->w->mem, s->w->db, &s->w->head, c.id, bench_now(), &s->set) : st;
}

static status use_set(setup *s)
{
    return criteria_activate(s->w->mem, s->w->db, &s->w->head, s->set, bench_now());
}

static const char *sets(setup *s)
{
    criteria_row c = {0}, now = {0};
    status st = s->set.v ? criteria_get(s->w->db, s->w->mem, &s->w->head, s->set, &c) : E_NOT_FOUND;

    assert_int_equal(criteria_for(s->w->db, s->w->mem, s->w->org, "unit", "Y tế", &now), OK);
    return textf(s->w->mem, "%s %lld", st == OK ? c.state : "none", (long long)now.id.v);
}

static status score(setup *s, int64_t points)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list l = {0};
    score_outcome bad[CRITERIA_MAX];
    status st = council_my_sheet(s->w->db, s->w->mem, &s->w->member[0], s->item, &mine, &c, &l);

    if (st != OK) return st;
    l.p[0] = (score_row){c.p[0].id, points, "rõ"};
    return council_save_sheet(s->w->mem, s->w->db, &s->w->member[0], s->item, "done", &l, "được", bench_now(), bad);
}

static status score_sheet(setup *s)
{
    return score(s, 2700);
}

/* The spreadsheet says 27, the sheet by now 21. */
static void spreadsheet(setup *s)
{
    assert_int_equal(council_sheets_xlsx(s->w->db, s->w->mem, &s->w->member[0], s->session, &s->sheets), OK);
    assert_int_equal(score(s, 2100), OK);
}

static status import_sheets(setup *s)
{
    import_faults faults = {0};
    int rows = 0;
    return council_import_xlsx(s->w->mem, s->w->db, &s->w->member[0], s->session, s->sheets, bench_now(), &rows, &faults);
}

static const char *sheets(setup *s)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list l = {0};

    assert_int_equal(council_my_sheet(s->w->db, s->w->mem, &s->w->member[0], s->item, &mine, &c, &l), OK);
    return textf(s->w->mem, "%s %lld %s", mine.state, (long long)l.p[0].points, l.p[0].comment);
}

static void sweep(setup *s, const sweep_case *c)
{
    int faults = 0;

    if (c->ready) c->ready(s);
    const char *before = c->state(s);

    for (int n = 1; n < CALLS_MAX; n++) {
        setup kept = *s;
        store_fault_at(n);
        status done = c->act(s);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        if (!hit) {
            assert_int_equal(done, OK);
            if (text_eq(c->state(s), before)) print_error("%s changed nothing\n", c->name);
            assert_string_not_equal(c->state(s), before);
            break;
        }
        *s = kept; /* an id of what was not kept */
        if (done == OK || !text_eq(c->state(s), before)) print_error("%s, call %d: %d\n", c->name, n, done);
        assert_int_not_equal(done, OK);
        assert_string_equal(c->state(s), before);
        faults++;
    }
    assert_true(faults > 2);
}

static void a_fault_changes_nothing(void **state)
{
    static const sweep_case all[] = {{"upload a template", upload_paper, papers}, {"use a template", use_paper, papers}, {"make a form", new_form, forms}, {"put a field", put_field, forms}, {"use a form", use_form, forms},
                                     {"add an entry", add_entry, entries}, {"retire an entry", drop_entry, entries}, {"make a round", new_round, rounds}, {"copy a process", copy_process, processes},
                                     {"change a state", change_state, processes}, {"drop a step", drop_step, processes}, {"use a process", use_process, processes}, {"score a sheet", score_sheet, sheets},
                                     {"import a spreadsheet", import_sheets, sheets, spreadsheet}, {"copy a set", copy_set, sets}, {"use a set", use_set, sets}};

    for (int k = 0; k < 2; k++) {
        bench_world w;
        setup s = {.w = &w, .admin = actor_system()};
        bench_open(&w, stores_kinds[k]);
        bench_criteria(&w);
        s.session = bench_session(&w, "open", (instant){bench_now().ms + 3600000}, false);
        s.item = bench_schedule(&w, s.session, bench_dossier(&w, "Lỗi kho", NULL, NULL, NULL));
        assert_int_equal(docx_from_lines(w.mem, "p|Số hồ sơ: {{so_ho_so}}", &s.docx), OK);
        for (int i = 0; i < COUNT(all); i++) sweep(&s, &all[i]);
        bench_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_fault_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
