/* The documents hold what the program has: every verb and option in the manual, every state, step, guard, role, table and
 * listed value in the glossary; a README in
 * every slice; every file that a text links to; every picture of the guide in a text. */
#include "tests/lib/fixture.h"
#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "actor/actor.h"
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORD_MAX = 60 };

/* Says what is wrong; 1, to be added to a count. */
#define WRONG(...) (print_error(__VA_ARGS__), 1)

static const char *slurp(arena *mem, FILE *f)
{
    AUTO(buf) b = {0};
    char part[4096];

    for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, n);
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

static const char *read_file(arena *mem, const char *path)
{
    FILE *f = fopen(textf(mem, "%s/%s", fixture_root(), path), "rb");

    if (!f) {
        print_error("there is no %s\n", path);
        return "";
    }
    const char *s = slurp(mem, f);
    fclose(f);
    return s;
}

/* ---- the manual ---- */

static const char *help_of(arena *mem, const char *verb, int *code)
{
    FILE *p = popen(textf(mem, "'%s' %s --help", getenv("SANGKIEN_BIN"), verb), "r");
    const char *s = slurp(mem, p);
    int ended = p ? pclose(p) : -1;

    *code = ended < 0 ? -1 : ended >> 8;
    return s;
}

static bool option_char(char c)
{
    return (c >= 'a' && c <= 'z') || c == '-';
}

/* The next "--word" at or after `s`; NULL when there is none. `end` is the first byte after it. */
static const char *next_option(const char *s, const char *mark, const char **end)
{
    size_t n = strlen(mark);

    for (s = strstr(s, mark); s; s = strstr(s + n, mark)) {
        const char *e = s + n;
        if (*e < 'a' || *e > 'z') continue;
        while (option_char(*e)) e++;
        *end = e;
        return s + n;
    }
    return NULL;
}

static bool option_in(const char *where, const char *mark, const char *word, size_t n)
{
    const char *e = NULL;

    for (const char *o = next_option(where, mark, &e); o; o = next_option(e, mark, &e))
        if ((size_t)(e - o) == n && memcmp(o, word, n) == 0) return true;
    return false;
}

static void the_manual_has_every_verb_and_option(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) all = {0};
    const char *page = read_file(mem, "docs/sangkien.1"), *e = NULL;
    int bad = 0, options = 0, code = 0;

    buf_puts(&all, help_of(mem, "", &code));
    assert_int_equal(code, 0);
    buf_puts(&all, " --data --db --json --help --version ");
    for (const app_verb *v = app_verbs; v->name; v++) {
        const char *help = help_of(mem, v->name, &code);
        assert_int_equal(code, 0); /* asked for, so it is no failure */
        if (!strstr(help, textf(mem, "sangkien %s", v->name)) || !strstr(all.p, v->name)) bad += WRONG("no help for %s\n", v->name);
        buf_puts(&all, help);
        if (!strstr(page, textf(mem, "\n.It Cm %s", v->name))) bad += WRONG("docs/sangkien.1 lacks the verb %s\n", v->name);
        for (const char *o = next_option(help, "--", &e); o; o = next_option(e, "--", &e), options++)
            if (!option_in(page, "Fl -", o, (size_t)(e - o))) bad += WRONG("docs/sangkien.1 lacks --%.*s of %s\n", (int)(e - o), o, v->name);
    }
    for (const char *o = next_option(page, "Fl -", &e); o; o = next_option(e, "Fl -", &e)) /* and nothing that is not there */
        if (!option_in(all.p, "--", o, (size_t)(e - o))) bad += WRONG("docs/sangkien.1 speaks of --%.*s, which no help names\n", (int)(e - o), o);
    print_message("%d options\n", options);
    assert_true(options > 20);
    assert_int_equal(bad, 0);
}

static void the_manual_is_well_formed(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    FILE *p = popen(textf(mem, "command -v groff >/dev/null || exit 0; groff -mdoc -k -ww -Tutf8 '%s/docs/sangkien.1' 2>&1 >/dev/null", fixture_root()), "r");
    const char *said = slurp(mem, p);

    assert_int_equal(pclose(p), 0);
    assert_string_equal(said, "");
}

/* ---- the glossary ---- */

static bool in_glossary(arena *mem, const char *glossary, const char *word)
{
    return strstr(glossary, textf(mem, "`%s`", word)) != NULL;
}

static int lack(arena *mem, const char *glossary, const char *word, const char *where)
{
    if (in_glossary(mem, glossary, word)) return 0;
    print_error("docs/glossary.md lacks `%s` (%s)\n", word, where);
    return 1;
}

static int lacking_of_process(arena *mem, const char *glossary, const char *name)
{
    const char *path = textf(mem, "rules/%s", name);
    json_t *root = json_loads(read_file(mem, path), 0, NULL), *o, *g;
    size_t i, k;
    int bad = 0;

    assert_non_null(root);
    json_array_foreach(json_object_get(root, "states"), i, o)
    {
        const char *key = json_string_value(json_object_get(o, "key")), *said = json_string_value(json_object_get(o, "name"));
        bad += lack(mem, glossary, key, path);
        if (!strstr(glossary, textf(mem, "| `%s` | %s |", key, said))) bad += WRONG("docs/glossary.md: `%s` is “%s” in %s\n", key, said, path);
    }
    json_array_foreach(json_object_get(root, "steps"), i, o)
    {
        bad += lack(mem, glossary, json_string_value(json_object_get(o, "action")), path);
        json_array_foreach(json_object_get(o, "guards"), k, g) bad += lack(mem, glossary, json_string_value(g), path);
    }
    assert_true(json_array_size(json_object_get(root, "states")) > 3);
    json_decref(root);
    return bad;
}

static void the_glossary_has_every_state_step_and_guard(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *glossary = read_file(mem, "docs/glossary.md");
    DIR *d = opendir(textf(mem, "%s/rules", fixture_root()));
    struct dirent *e;
    int bad = 0, seen = 0;

    assert_non_null(d);
    while ((e = readdir(d))) {
        if (!text_starts(e->d_name, "process-")) continue;
        bad += lacking_of_process(mem, glossary, e->d_name);
        seen++;
    }
    closedir(d);
    assert_true(seen > 0);
    assert_int_equal(bad, 0);
}

static void the_glossary_has_every_role(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *glossary = read_file(mem, "docs/glossary.md");
    int bad = 0;

    for (int r = 1; r < ROLE__COUNT; r++) {
        bad += lack(mem, glossary, role_key(r), "actor/actor.c");
        if (!strstr(glossary, textf(mem, "| `%s` | %s |", role_key(r), role_name(r)))) bad += WRONG("docs/glossary.md: `%s` is “%s” in actor/actor.c\n", role_key(r), role_name(r));
    }
    assert_int_equal(bad, 0);
}

static size_t identifier(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_");
    return n && n < WORD_MAX ? n : 0;
}

/* The values that a column's comment lists: "-- open | secret (…) | closed". */
static int lacking_values(arena *mem, const char *glossary, const char *comment, const char *where)
{
    int bad = 0;

    if (!strstr(comment, " | ")) return 0;
    for (const char *p = comment; p; p = strstr(p, " | ")) {
        if (p != comment) p += 3;
        size_t n = identifier(p);
        if (n) bad += lack(mem, glossary, text_copyn(mem, p, n), where);
        p += n ? n : 1;
    }
    return bad;
}

static int lacking_of_schema(arena *mem, const char *glossary, const char *slice)
{
    const char *path = textf(mem, "src/%s/schema.sql", slice);
    int bad = 0;

    if (access(textf(mem, "%s/%s", fixture_root(), path), R_OK) != 0) return 0;
    for (const char *line = read_file(mem, path); *line;) {
        size_t n = strcspn(line, "\n");
        const char *l = text_copyn(mem, line, n), *comment = strstr(l, "-- ");
        if (text_starts(l, "CREATE TABLE ")) bad += lack(mem, glossary, text_copyn(mem, l + 13, identifier(l + 13)), path);
        if (comment && comment != l) bad += lacking_values(mem, glossary, comment + 3, path);
        line += n + (line[n] == '\n');
    }
    return bad;
}

static void the_glossary_has_every_table_and_value(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *glossary = read_file(mem, "docs/glossary.md");
    DIR *d = opendir(textf(mem, "%s/src", fixture_root()));
    struct dirent *e;
    int bad = 0;

    assert_non_null(d);
    while ((e = readdir(d)))
        if (e->d_name[0] != '.') bad += lacking_of_schema(mem, glossary, e->d_name);
    closedir(d);
    assert_int_equal(bad, 0);
}

/* ---- texts ---- */

/* "[…](there)" and "![…](there)" of a Markdown file that name a file of the tree. */
static int dead_links(arena *mem, const char *folder, const char *name)
{
    const char *text = read_file(mem, textf(mem, "%s/%s", folder, name));
    int bad = 0;

    for (const char *p = strstr(text, "]("); p; p = strstr(p + 2, "](")) {
        const char *to = text_copyn(mem, p + 2, strcspn(p + 2, ")#\n"));
        if (!*to || strstr(to, "://") || text_starts(to, "mailto:") || text_starts(to, "bench/")) continue;
        if (access(textf(mem, "%s/%s/%s", fixture_root(), folder, to), R_OK) != 0) bad += WRONG("%s/%s links to %s, which is not there\n", folder, name, to);
    }
    return bad;
}

static int dead_links_in(arena *mem, const char *folder)
{
    DIR *d = opendir(textf(mem, "%s/%s", fixture_root(), folder));
    struct dirent *e;
    int bad = 0;

    while (d && (e = readdir(d)))
        if (text_ends(e->d_name, ".md")) bad += dead_links(mem, folder, e->d_name);
    if (d) closedir(d);
    return bad;
}

static void every_link_leads_somewhere(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const folders[] = {".", "docs", "docs/decisions", "docs/howto", "docs/guide-vi", "docs/guide-vi/mot-trang"};
    DIR *d = opendir(textf(mem, "%s/src", fixture_root()));
    struct dirent *e;
    int bad = 0;

    for (int i = 0; i < COUNT(folders); i++) bad += dead_links_in(mem, folders[i]);
    assert_non_null(d);
    while ((e = readdir(d)))
        if (e->d_name[0] != '.' && strcmp(e->d_name, "LAYERS") != 0) bad += dead_links_in(mem, textf(mem, "src/%s", e->d_name));
    closedir(d);
    assert_int_equal(bad, 0);
}

static void every_slice_has_a_readme(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const not_yet = " user doc org store ";
    DIR *d = opendir(textf(mem, "%s/src", fixture_root()));
    struct dirent *e;
    int bad = 0, seen = 0;

    assert_non_null(d);
    while ((e = readdir(d))) {
        if (e->d_name[0] == '.' || strcmp(e->d_name, "LAYERS") == 0 || strstr(not_yet, textf(mem, " %s ", e->d_name))) continue;
        const char *path = textf(mem, "src/%s/README.md", e->d_name);
        seen++;
        if (access(textf(mem, "%s/%s", fixture_root(), path), R_OK) != 0) bad += WRONG("there is no %s\n", path);
        else if (!text_starts(read_file(mem, path), textf(mem, "# %s", e->d_name))) bad += WRONG("%s does not begin with its name\n", path);
    }
    closedir(d);
    assert_true(seen > 10);
    assert_int_equal(bad, 0);
}

static void every_picture_is_shown(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) all = {0};
    static const char *const texts[] = {"README", "tac-gia", "tiep-nhan", "hoi-dong", "thu-truong", "quan-tri", "tap-huan", "sau-cong-nhan", "bien-tap", "hoi-dap", "thong-ke", "tim-kiem"};
    DIR *d = opendir(textf(mem, "%s/docs/guide-vi/anh", fixture_root()));
    struct dirent *e;
    int bad = 0, seen = 0;

    for (int i = 0; i < COUNT(texts); i++) buf_puts(&all, read_file(mem, textf(mem, "docs/guide-vi/%s.md", texts[i])));
    assert_non_null(d);
    while ((e = readdir(d))) {
        if (!text_ends(e->d_name, ".webp")) continue;
        seen++;
        if (!strstr(all.p, textf(mem, "(anh/%s)", e->d_name))) bad += WRONG("no guide shows anh/%s\n", e->d_name);
    }
    closedir(d);
    assert_true(seen > 10);
    assert_int_equal(bad, 0);
}

/* ---- docs/asvs.md ---- */

/* Whether tests/SLICE/test_NAME.c or src/SLICE/test_NAME.c runs `test`; without a name of a test: whether the program is there. */
static bool has_test(arena *mem, const char *slice, const char *name, const char *test)
{
    static const char *const roots[] = {"src", "tests"};

    for (int i = 0; i < COUNT(roots); i++) {
        FILE *f = fopen(textf(mem, "%s/%s/%s/test_%s.c", fixture_root(), roots[i], slice, name), "rb");
        const char *s = slurp(mem, f);
        if (f) fclose(f);
        if (f && (!*test || strstr(s, textf(mem, "cmocka_unit_test(%s)", test)))) return true;
    }
    return false;
}

static void every_test_that_is_named_exists(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *page = read_file(mem, "docs/asvs.md");
    int bad = 0, named = 0;

    for (const char *p = strchr(page, '`'); p; p = strchr(p, '`')) { /* `slice.name: test` */
        char word[300] = "", slice[60], name[60], test[120] = "", more = 0;
        size_t n = strcspn(p + 1, "`");
        if (n < sizeof word) snprintf(word, sizeof word, "%.*s", (int)n, p + 1);
        p += n + 1 + (p[n + 1] == '`');
        if (sscanf(word, "%59[a-z].%59[a-z_]: %119[a-z_0-9]%c", slice, name, test, &more) != 3 || text_eq(word, "program: test")) continue;
        named++;
        if (!has_test(mem, slice, name, test)) bad += WRONG("docs/asvs.md: there is no test %s\n", word);
    }
    print_message("%d tests are named\n", named);
    assert_true(named > 50);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_has_every_verb_and_option),
        cmocka_unit_test(the_manual_is_well_formed),
        cmocka_unit_test(the_glossary_has_every_state_step_and_guard),
        cmocka_unit_test(the_glossary_has_every_role),
        cmocka_unit_test(the_glossary_has_every_table_and_value),
        cmocka_unit_test(every_link_leads_somewhere),
        cmocka_unit_test(every_slice_has_a_readme),
        cmocka_unit_test(every_picture_is_shown), cmocka_unit_test(every_test_that_is_named_exists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
