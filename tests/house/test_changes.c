/* Every function that changes the store is one transaction whose commit decides, and stands in changes.txt with the test that
 * sweeps it with faults, or with the word "structure": after any failed call the store refuses the commit (store.store:
 * an_injected_fault_leaves_the_old_state), so one transaction cannot be half done. A function without its line fails. */
#include "tests/lib/fixture.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { CHANGES_MAX = 600 };
static struct {
    char file[80], name[80], how[120];
    bool used;
} changes[CHANGES_MAX];
static int n_changes;

static const char *slurp(arena *mem, const char *path)
{
    AUTO(buf) b = {0};
    char part[4096];
    FILE *f = fopen(path, "rb");

    for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, n);
    if (f) fclose(f);
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

static void read_changes(arena *mem)
{
    for (const char *p = slurp(mem, textf(mem, "%s/tests/house/changes.txt", fixture_root())); *p; p += strcspn(p, "\n"), p += *p == '\n') {
        if (*p == '#' || *p == '\n') continue;
        assert_true(n_changes < CHANGES_MAX);
        assert_int_equal(sscanf(p, "%79s %79s | %119[^\n]", changes[n_changes].file, changes[n_changes].name, changes[n_changes].how), 3);
        n_changes++;
    }
}

/* "slice.name: test" is a test that there is, and it injects faults. */
static bool is_sweep(arena *mem, const char *how)
{
    char slice[60], name[60], test[100];

    if (sscanf(how, "%59[a-z].%59[a-z_]: %99[a-z_0-9]", slice, name, test) != 3) return false;
    for (int i = 0; i < 2; i++) {
        const char *text = slurp(mem, textf(mem, "%s/%s/%s/test_%s.c", fixture_root(), i ? "tests" : "src", slice, name));
        if (strstr(text, textf(mem, "cmocka_unit_test(%s)", test)) && strstr(text, "store_fault_at(n")) return true;
    }
    return false;
}

static int count(const char *s, const char *end, const char *what)
{
    int n = 0;

    while ((s = strstr(s, what)) && s < end) {
        n++;
        s += strlen(what);
    }
    return n;
}

static int commits_that_decide(const char *s, const char *end)
{
    return count(s, end, "return db_commit(") + count(s, end, "TRY(db_commit(") + count(s, end, "= db_commit(") + count(s, end, "== OK ? db_commit(");
}

/* One function, from its name to the brace that ends it. */
static int check_function(arena *mem, const char *file, const char *name, const char *body, const char *end)
{
    int begins = count(body, end, "db_begin("), commits = count(body, end, "db_commit("), at = 0, bad = 0;

    if (begins == 0) return 0;
    while (at < n_changes && !(text_eq(changes[at].file, file) && text_eq(changes[at].name, name))) at++;
    if (at == n_changes) {
        print_error("tests/house/changes.txt lacks: %s %s\n", file, name);
        return 1;
    }
    changes[at].used = true;
    bool structure = text_starts(changes[at].how, "structure");
    if (!text_eq(changes[at].how, "structure") && !text_starts(changes[at].how, "structure: ") && !is_sweep(mem, changes[at].how)) {
        print_error("%s %s: there is no sweep “%s”\n", file, name, changes[at].how);
        bad++;
    }
    if ((begins != 1 || commits != 1 || commits_that_decide(body, end) != 1) && !(structure && strlen(changes[at].how) > 12)) {
        print_error("%s %s: %d transactions, %d commits, %d of them looked at: one change is one transaction, or its line says why\n", file, name, begins, commits, commits_that_decide(body, end));
        bad++;
    }
    return bad;
}

static int check_file(arena *mem, const char *folder, const char *name, int *functions)
{
    const char *file = textf(mem, "%s/%s", folder, name), *text = slurp(mem, textf(mem, "%s/src/%s", fixture_root(), file));
    int bad = 0;

    for (const char *open = text; (open = strstr(open, "\n{\n"));) {
        const char *end = strstr(open, "\n}\n"), *line = open;
        char word[80] = "";
        while (line > text && line[-1] != '\n') line--;
        const char *paren = memchr(line, '(', (size_t)(open - line)), *from = paren;
        while (from && from > line && (from[-1] == '_' || (from[-1] >= 'a' && from[-1] <= 'z') || (from[-1] >= '0' && from[-1] <= '9'))) from--;
        if (!end) break;
        if (paren) snprintf(word, sizeof word, "%.*s", (int)(paren - from), from);
        if (count(open, end, "db_begin(")) ++*functions;
        bad += check_function(mem, file, word, open, end);
        open = end;
    }
    return bad;
}

static void every_change_is_one_transaction(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    DIR *src = opendir(textf(mem, "%s/src", fixture_root()));
    int bad = 0, functions = 0, swept = 0;

    read_changes(mem);
    assert_non_null(src);
    for (struct dirent *e; (e = readdir(src));) {
        DIR *d = e->d_name[0] == '.' || text_eq(e->d_name, "store") || text_eq(e->d_name, "demo") ? NULL : opendir(textf(mem, "%s/src/%s", fixture_root(), e->d_name));
        for (struct dirent *f; d && (f = readdir(d));)
            if (text_ends(f->d_name, ".c") && !text_starts(f->d_name, "test_") && !text_starts(f->d_name, "fuzz_")) bad += check_file(mem, e->d_name, f->d_name, &functions);
        if (d) closedir(d);
    }
    closedir(src);
    for (int i = 0; i < n_changes; i++) {
        swept += !text_starts(changes[i].how, "structure");
        if (changes[i].used) continue;
        print_error("tests/house/changes.txt: %s %s changes nothing any more\n", changes[i].file, changes[i].name);
        bad++;
    }
    print_message("%d functions that change the store, %d of them swept with faults by name\n", functions, swept);
    assert_int_equal(bad, 0);
    assert_true(functions > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_change_is_one_transaction)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
