/* Every route × every persona × own and foreign objects, from the route table and tests/permission/matrix.txt. A route
 * without a row fails; a row without a route fails; an answer that the row does not allow fails. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/lib/stores.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PERSONAS = 9, ROWS_MAX = 600 };
static const char *const logins[PERSONAS] = {NULL, "demo.tacgia", "demo.dongtacgia", "demo.tiepnhan", "demo.thuky", "demo.thutruong", "demo.so", "demo.quantri", "demo.bientap"};

typedef struct {
    char method[8], path[120], allow[PERSONAS][16];
    bool used;
} row;
static row rows[ROWS_MAX];
static int n_rows;

static void read_matrix(void)
{
    char path[600], line[400];

    snprintf(path, sizeof path, "%s/tests/permission/matrix.txt", fixture_root());
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        row *r = &rows[n_rows];
        if (line[0] == '#' || line[0] == '\n') continue;
        int n = sscanf(line, "%7s %119s %15s %15s %15s %15s %15s %15s %15s %15s %15s", r->method, r->path, r->allow[0], r->allow[1], r->allow[2], r->allow[3], r->allow[4], r->allow[5], r->allow[6],
                       r->allow[7], r->allow[8]);
        if (n != 2 + PERSONAS) {
            print_error("matrix: %s", line);
            fail();
        }
        n_rows++;
        assert_true(n_rows < ROWS_MAX);
    }
    fclose(f);
}

static row *row_of(const char *method, const char *path)
{
    for (int i = 0; i < n_rows; i++)
        if (strcmp(rows[i].method, method) == 0 && strcmp(rows[i].path, path) == 0) return &rows[i];
    return NULL;
}

/* The address of a route for an object: every ":x" becomes the id, every "*x" the word. */
static const char *target(arena *mem, const char *path, long id, const char *text_word)
{
    AUTO(buf) b = {0};

    for (const char *p = path; *p; p++) {
        if (*p == ':') buf_printf(&b, "%ld", id);
        else if (*p == '*') buf_puts(&b, text_word);
        else {
            buf_putc(&b, *p);
            continue;
        }
        while (p[1] && p[1] != '/' && p[1] != '.') p++;
    }
    return text_copy(mem, b.p);
}

static const char *kind_of(int status, const char *location)
{
    if (status == 303 && text_starts(location, "/dang-nhap?")) return "login";
    if (status == 401) return "login";
    if (status < 400 || status == 422 || status == 409 || status == 400) return "yes"; /* let in; what was sent is another matter */
    if (status == 403) return "no";
    if (status == 404) return "hidden";
    return "broken";
}

static bool allowed(const char *allow, const char *got)
{
    char list[40];

    snprintf(list, sizeof list, "%s", allow);
    for (char *w = strtok(list, "|"); w; w = strtok(NULL, "|"))
        if (strcmp(w, got) == 0) return true;
    return false;
}

static int try_route(arena *mem, visitor *v, const char *method, const char *path, int persona, const row *r, long id, const char *text_word)
{
    const char *to = target(mem, path, id, text_word);
    visited got = strcmp(method, "GET") == 0 ? visitor_get(v, to) : visitor_post(v, to, persona ? "/tai-khoan" : "/dang-nhap", "x=1");
    const char *kind = kind_of(got.status, got.location);

    if (allowed(r->allow[persona], kind)) return 0;
    print_error("%s %s as %s: %d (%s), allowed %s\n", method, to, logins[persona] ? logins[persona] : "nobody", got.status, kind, r->allow[persona]);
    return 1;
}

static void whole_matrix(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) routes = {0};
    store *s = stores_city(STORE_SQLITE, 6);
    web *w = stores_web(s);
    visitor *v[PERSONAS];
    int bad = 0, tried = 0;

    read_matrix();
    web_routes_json(w, &routes);
    json_t *all = json_loads(routes.p, 0, NULL), *o;
    size_t i;
    assert_non_null(all);
    /* an object of the author persona: a draft */
    for (int k = 0; k < PERSONAS; k++) v[k] = logins[k] ? stores_login(w, logins[k]) : visitor_new(w);
    visited made = visitor_post(v[1], "/ho-so/moi", "/ho-so/moi", "title=Cua+toi&org=12");
    long own = 0;
    assert_int_equal(sscanf(made.location, "/ho-so/%ld/sua", &own), 1);
    json_array_foreach(all, i, o)
    {
        const char *method = json_string_value(json_object_get(o, "method")), *path = json_string_value(json_object_get(o, "path"));
        row *r = row_of(method, path);
        if (strcmp(path, "/dang-xuat") == 0 || strcmp(path, "/tai-khoan/phien/ket-thuc") == 0) { /* they end the very login that is tried with */
            if (r) r->used = true;
            if (!r) bad++;
            continue;
        }
        if (!r) {
            print_error("no row for %s %s\n", method, path);
            bad++;
            continue;
        }
        r->used = true;
        for (int k = 0; k < PERSONAS; k++, tried++) bad += try_route(mem, v[k], method, path, k, r, text_starts(path, "/ho-so/:") ? own : 999999, "khong-co");
    }
    for (int k = 0; k < n_rows; k++) {
        if (rows[k].used) continue;
        print_error("no route for the row %s %s\n", rows[k].method, rows[k].path);
        bad++;
    }
    print_message("%d routes, %d answers\n", (int)json_array_size(all), tried);
    assert_int_equal(bad, 0);
    json_decref(all);
    for (int k = 0; k < PERSONAS; k++) visitor_free(v[k]);
    web_close(w);
    stores_close(s);
}

/* What nobody may learn: another unit's dossier is hidden from an intake officer, a draft from everybody else. */
static void foreign_objects(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 40);
        web *w = stores_web(s);
        visitor *intake = stores_login(w, "demo.tiepnhan"), *officer = stores_login(w, "demo.so"), *author = stores_login(w, "demo.tacgia"), *admin = stores_login(w, "demo.quantri");
        int seen = 0, hidden = 0;
        for (long id = 1; id <= 48; id++) {
            const char *page = textf(mem, "/ho-so/%ld", id);
            int as_intake = visitor_get(intake, page).status, as_officer = visitor_get(officer, page).status;
            seen += as_intake == 200;
            hidden += as_intake == 404;
            assert_true(as_intake == 200 || as_intake == 404);
            assert_true(as_officer == 200 || as_officer == 404); /* drafts */
            assert_int_equal(visitor_get(author, page).status, 404);
            assert_int_equal(visitor_get(admin, page).status, 404); /* who runs the system does not read dossiers */
        }
        assert_true(hidden > 30);
        visitor *const all[] = {intake, officer, author, admin};
        for (int i = 0; i < 4; i++) visitor_free(all[i]);
        web_close(w);
        stores_close(s);
    }
}

static void csrf_and_origin(void **state)
{
    store *s = stores_city(STORE_SQLITE, 2);
    web *w = stores_web(s);
    visitor *v = stores_login(w, "demo.tacgia"), *other = stores_login(w, "demo.dongtacgia");

    (void)visitor_get(other, "/ho-so/moi");
    (void)visitor_get(v, "/robots.txt"); /* a page without marks: the old ones are kept, so spoil them */
    visited r = visitor_post(v, "/ho-so/moi", "/robots.txt", "title=a&org=12&_csrf=00");
    assert_int_equal(r.status, 403);
    visitor_free(v);
    visitor_free(other);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_matrix), cmocka_unit_test(foreign_objects), cmocka_unit_test(csrf_and_origin)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
