/* The rules of the house: layers, routes, templates and words that stop the start; the traps of practice; the chained log;
 * a fault at every store call of every step. */
#include "tests/lib/fixture.h"
#include "app/app.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "dossier/dossier.h"
#include "rule/rule.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include "web/template.h"
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- layers ---- */

static int rank_of(const char *folder)
{
    static char names[60][40];
    static int n;
    char path[600], line[200];

    if (n == 0) {
        snprintf(path, sizeof path, "%s/src/LAYERS", fixture_root());
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        while (fgets(line, sizeof line, f))
            if (line[0] != '#' && sscanf(line, "%39[a-z]:", names[n]) == 1) n++;
        fclose(f);
    }
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], folder) == 0) return i;
    return -1;
}

static int check_file(const char *folder, const char *name)
{
    char path[700], line[400], to[60];
    int bad = 0, mine = rank_of(folder);
    bool pages = strstr(name, "_pages.") != NULL || strcmp(folder, "app") == 0 || strcmp(folder, "web") == 0, test = text_starts(name, "test_") || text_starts(name, "fuzz_");

    snprintf(path, sizeof path, "%s/src/%s/%s", fixture_root(), folder, name);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) {
        int end = 0;
        if (test || sscanf(line, "#include \"%59[a-z]/%n", to, &end) != 1 || end == 0 || strcmp(to, folder) == 0 || strcmp(to, "tests") == 0) continue;
        bool web = strcmp(to, "web") == 0;
        if (rank_of(to) >= 0 && (web ? pages : rank_of(to) < mine)) continue;
        print_error("%s/%s includes %s", folder, name, line);
        bad++;
    }
    if (f) fclose(f);
    return bad;
}

static void layers_hold(void **state)
{
    char path[600];
    int bad = 0;

    snprintf(path, sizeof path, "%s/src", fixture_root());
    DIR *src = opendir(path);
    assert_non_null(src);
    for (struct dirent *e; (e = readdir(src));) {
        if (e->d_name[0] == '.' || rank_of(e->d_name) < 0) continue;
        snprintf(path, sizeof path, "%s/src/%s", fixture_root(), e->d_name);
        DIR *d = opendir(path);
        for (struct dirent *f; d && (f = readdir(d));)
            if (text_ends(f->d_name, ".c") || text_ends(f->d_name, ".h")) bad += check_file(e->d_name, f->d_name);
        if (d) closedir(d);
    }
    closedir(src);
    assert_int_equal(bad, 0);
}

/* ---- what stops the start ---- */

typedef struct {
    const char *name;
} tiny;
STATIC_SHAPE(tiny_shape, tiny, F_TEXT(tiny, name));
static status nothing(request *r, reply *out)
{
    return OK;
}

static void a_wrong_template_stops_the_start(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) out = {0};
    template *t = NULL;
    tiny v = {"<Đà Nẵng>"};

    assert_int_equal(template_compile_text(mem, "t", "{{name}} {{#name}}x{{/name}}", &tiny_shape, NULL, NULL, &t), OK);
    template_render(t, mem, &v, NULL, NULL, &out);
    assert_string_equal(out.p, "&lt;Đà Nẵng&gt; x");
    const char *const wrong[] = {"{{nobody}}", "{{#name}}", "{{/name}}", "{{name|nofilter}}", "{{name|money}}", "{{>no/such.html}}", "{{@field}}", "{{{name}}}", "{{name"};
    for (int i = 0; i < COUNT(wrong); i++) assert_int_equal(template_compile_text(mem, "t", wrong[i], &tiny_shape, NULL, NULL, &t), E_INTERNAL);
}

static void a_wrong_route_stops_the_start(void **state)
{
    static const route undeclared[] = {{GET, "/x", nothing, ACCESS_UNDECLARED, .summary = "x"}}, formless[] = {{POST, "/x", nothing, ACCESS_PUBLIC, .summary = "x"}},
                       twice[] = {{GET, "/x", nothing, ACCESS_PUBLIC, .summary = "x"}, {GET, "/x", nothing, ACCESS_PUBLIC, .summary = "x"}},
                       roleless[] = {{GET, "/x", nothing, ACCESS_ROLE, .summary = "x"}}, good[] = {{GET, "/x", nothing, ACCESS_PUBLIC, .summary = "x"}},
                       pageless[] = {{GET, "/x", nothing, ACCESS_PUBLIC, .page = "no/such.html", .view = &tiny_shape, .summary = "x"}};
    const struct {
        const route *r;
        int n;
        status want;
    } cases[] = {{undeclared, 1, E_INTERNAL}, {formless, 1, E_INTERNAL}, {twice, 2, E_INTERNAL}, {roleless, 1, E_INTERNAL}, {pageless, 1, E_INTERNAL}, {good, 1, OK}};
    store *s = stores_open(STORE_SQLITE);

    for (int i = 0; i < COUNT(cases); i++) {
        route_table t = {cases[i].r, cases[i].n};
        web_config c = {.store = s, .tables = &t, .n_tables = 1, .site_name = "", .site_tagline = ""};
        web *w = NULL;
        assert_int_equal(web_open(&c, &w), cases[i].want);
        web_close(w);
    }
    stores_close(s);
}

static int shell(const char *command)
{
    return system(command);
}

static void a_missing_word_or_bad_query_stops_the_build(void **state)
{
    char command[3000];

    /* a copy of the tree's declarations with one thing wrong */
    snprintf(command, sizeof command,
             "set -e; d=$(mktemp -d); mkdir -p $d/src/x/pages $d/rules $d/out; cp -r %s/tools $d/; "
             "printf '{{_ Chữ chưa dịch}}' > $d/src/x/pages/a.html; "
             "if python3 $d/tools/generate.py make $d $d/out 2>/dev/null; then rm -rf $d; exit 9; fi; "
             "printf 'msgid \"Chữ chưa dịch\"\\nmsgstr \"Not translated\"\\n' > $d/src/x/en.po; python3 $d/tools/generate.py make $d $d/out; "
             "printf -- '-- name: a\\nSELECT 1\\n-- name: a\\nSELECT 2\\n' > $d/src/x/x.sql; "
             "if python3 $d/tools/generate.py make $d $d/out 2>/dev/null; then rm -rf $d; exit 9; fi; rm -rf $d",
             fixture_root());
    assert_int_equal(shell(command), 0);
}

/* ---- the log ---- */

static void an_edited_log_is_found(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    int64_t n = 0, bad = 0;
    actor who = actor_system();

    assert_int_equal(db_borrow(s, &d), OK);
    for (int i = 0; i < 5; i++) {
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(audit_add(d, mem, &who, "test.event", "test", i, "a", "b"), OK);
        assert_int_equal(db_commit(&tx), OK);
    }
    assert_int_equal(audit_verify(d, &n, &bad), OK);
    assert_int_equal(n, 5);
    assert_int_equal(bad, 0);
    {
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change1(d, Q_TEST_AUDIT_EDIT, P_INT(3)), OK);
        assert_int_equal(db_commit(&tx), OK);
    }
    assert_int_equal(audit_verify(d, &n, &bad), OK);
    assert_int_equal(bad, 3);
    {
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(db_change1(d, Q_TEST_AUDIT_DROP, P_INT(2)), OK);
        assert_int_equal(db_commit(&tx), OK);
    }
    assert_int_equal(audit_verify(d, &n, &bad), OK);
    assert_int_equal(bad, 3); /* a hole: line 3 does not follow line 1 */
    db_return(d);
    stores_close(s);
}

/* ---- traps of practice ---- */

static bool found(const finding_list *l, const char *id)
{
    for (int i = 0; i < l->n; i++)
        if (text_eq(l->p[i].id, id) && l->p[i].hard) return true;
    return false;
}

static actor author_of(db *d, arena *mem)
{
    user_row u = {0};
    actor a = {0};

    assert_int_equal(user_by_login(d, mem, "demo.tacgia", &u), OK);
    a = (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = "", .address = ""};
    return a;
}

static const guard_entry *guard_named(const guard_entry *g, const char *name)
{
    for (; g->name; g++)
        if (text_eq(g->name, name)) return g;
    return NULL;
}

extern const guard_entry council_guards[];

/* The head without consent (C-05 of the traps), the decision before the council. */
static void the_guards_of_the_decision(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 4);
    db *d = NULL;
    finding_list out = {0};
    actor who = actor_system();
    dossier dos = {.consent_document = "", .state_funded = true, .author_is_head = true, .id = {1}, .org_id = {2}};

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(guard_named(dossier_own_guards, "consent_recorded")->check(d, mem, &who, &dos, &(step_input){.note = ""}, instant_now(), &out), OK);
    assert_true(found(&out, "G-05"));
    out.n = 0;
    dos.consent_document = "CV 1";
    assert_int_equal(guard_named(dossier_own_guards, "consent_recorded")->check(d, mem, &who, &dos, &(step_input){.note = ""}, instant_now(), &out), OK);
    assert_int_equal(out.n, 0);
    /* dossier 1 of the city met its council days after 1 January 2024 */
    assert_int_equal(guard_named(council_guards, "dates_in_order")->check(d, mem, &who, &dos, &(step_input){.note = ""}, instant_of(date_make(2020, 1, 2), 9, 0), &out), OK);
    assert_true(found(&out, "C-07"));
    out.n = 0;
    assert_int_equal(guard_named(council_guards, "vote_passed")->check(d, mem, &who, &dos, &(step_input){.note = ""}, instant_now(), &out), OK);
    assert_int_equal(out.n, 0);
    dos.id.v = 999999;
    assert_int_equal(guard_named(council_guards, "vote_passed")->check(d, mem, &who, &dos, &(step_input){.note = ""}, instant_now(), &out), OK);
    assert_true(found(&out, "C-06"));
    db_return(d);
    stores_close(s);
}

/* ---- a fault at every call ---- */

static int64_t events_of(db *d, dossier_id id)
{
    AUTO(arena_ptr) mem = arena_new();
    dossier_events l = {0};
    assert_int_equal(dossier_events_of(d, mem, id, &l), OK);
    return l.n;
}

static void sweep(db *d, const actor *who, dossier_id id, const char *action, const char *before, const char *after)
{
    int faults = 0;

    for (int n = 1; n < 200; n++) {
        AUTO(arena_ptr) mem = arena_new();
        step_outcome o;
        dossier dos = {0};
        int64_t events = events_of(d, id);
        store_fault_at(n);
        status st = dossier_step(mem, d, who, id, action, &(step_input){.note = "Lý do đủ rõ."}, instant_now(), &o);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        assert_int_equal(dossier_get(d, mem, who, id, &dos), OK);
        if (!hit) {
            assert_int_equal(st, OK);
            assert_int_equal(o.tag, STEP_DONE);
            assert_string_equal(dos.state, after);
            assert_int_equal(events_of(d, id), events + 1);
            break;
        }
        assert_int_not_equal(st, OK); /* the old state, whole */
        assert_string_equal(dos.state, before);
        assert_int_equal(events_of(d, id), events);
        faults++;
    }
    assert_true(faults > 5);
}

static void every_fault_leaves_the_old_state(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 2);
        db *d = NULL;
        user_row intake = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        actor who = author_of(d, mem);
        dossier_author me = {.name = who.name, .login = who.login, .unit = "", .position = "", .qualification = "", .share = 10000};
        dossier_text t = {.org = who.org, .title = "Một", .kind = "technical", .subkind = "", .field = "x", .venue_basis = "investor", .investor = "x", .known_state = "x", .content = "x", .applicability = "x",
                          .secret = "mật", .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                          .applied_on = date_add_days(date_of(instant_now()), -30), .authors = {&me, 1}};
        dossier_id id;
        assert_int_equal(dossier_create(mem, d, &who, &t, instant_now(), &id), OK);
        sweep(d, &who, id, "file", "draft", "filed");
        assert_int_equal(user_by_login(d, mem, "demo.tiepnhan", &intake), OK);
        actor_role role = {ROLE_INTAKE, intake.org_id};
        actor officer = {.user = intake.id, .org = intake.org_id, .name = intake.name, .login = intake.login, .unit = "", .address = "", .roles = &role, .n_roles = 1};
        sweep(d, &officer, id, "ask_fix", "filed", "deficient");
        sweep(d, &who, id, "answer_fix", "deficient", "filed");
        sweep(d, &officer, id, "accept", "filed", "accepted");
        sweep(d, &who, id, "withdraw", "accepted", "withdrawn");
        db_return(d);
        stores_close(s);
    }
}

static void forged_certificates_fail(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    const char *payload = "{\"name\":\"Nguyễn Thị Minh Tâm\",\"serial\":\"1-2026-X\"}";
    const char *code = sign_code(mem, payload, sign_text(mem, payload));

    assert_int_equal(sign_check_code(mem, code, sign_public_key()).tag, CODE_GOOD);
    for (size_t i = 0; code[i]; i++) { /* any changed character */
        char *other = text_copy(mem, code);
        other[i] = other[i] == 'A' ? 'B' : 'A';
        code_outcome o = sign_check_code(mem, other, sign_public_key());
        bool same = o.tag == CODE_GOOD && text_eq(o.payload, payload);
        assert_false(same && i + 1 < strlen(code)); /* the last character may carry unused bits */
    }
    assert_int_equal(sign_check_code(mem, "", sign_public_key()).tag, CODE_MALFORMED);
    stores_close(s);
}

static void the_article_is_counted_from_records(void **state)
{
    store *s = stores_city(STORE_SQLITE, 0);
    web *w = stores_web(s);
    visitor *v = visitor_new(w);

    visited r = visitor_get(v, "/thong-ke");
    assert_non_null(strstr(r.body, "<b>1.826</b>"));
    assert_non_null(strstr(r.body, "<b>54</b>"));
    assert_non_null(strstr(r.body, "<b>16</b>"));
    visitor_accept(v, "application/json");
    r = visitor_get(v, "/sang-kien?tu-nam=2024&den-nam=2100&cap=thanh-pho");
    assert_non_null(strstr(r.body, "\"total\":54"));
    r = visitor_get(v, "/sang-kien?tu-nam=2024&den-nam=2100&thu-truong=1");
    assert_non_null(strstr(r.body, "\"total\":16"));
    visitor_accept(v, NULL);
    r = visitor_get(v, "/tin-tuc/tap-huan-huong-dan-hoat-dong-sang-kien-2017");
    const char *const parts[] = {"Đặng Thị Phương Chi", "03/04/2017", "Phó Giám đốc Sở Khoa học và Công nghệ phát biểu khai mạc tập huấn", "(Phương Chi)", "Chuyên mục, tin tức liên quan:", "Tìm kiếm nâng cao", "Đăng nhập"};
    for (int i = 0; i < COUNT(parts); i++) assert_non_null(strstr(r.body, parts[i]));
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_hold),        cmocka_unit_test(a_wrong_template_stops_the_start), cmocka_unit_test(a_wrong_route_stops_the_start), cmocka_unit_test(a_missing_word_or_bad_query_stops_the_build),
        cmocka_unit_test(an_edited_log_is_found),           cmocka_unit_test(the_guards_of_the_decision),   cmocka_unit_test(every_fault_leaves_the_old_state),
        cmocka_unit_test(forged_certificates_fail), cmocka_unit_test(the_article_is_counted_from_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
