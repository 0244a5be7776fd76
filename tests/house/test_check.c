/* Every invariant of `sangkien check` can fail: damage.txt breaks each, and it is found, on both engines. */
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "base/arena.h"
#include "base/text.h"
#include "rule/rule.h"
#include "tests/lib/stores.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAMAGES_MAX = 300, LEAST = 100 /* invariants */ };

static struct {
    char *name, *sql;
    bool used;
} damages[DAMAGES_MAX];
static int n_damages;

static void read_damages(void)
{
    char path[600], line[4000];

    snprintf(path, sizeof path, "%s/tests/house/damage.txt", fixture_root());
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    for (n_damages = 0; fgets(line, sizeof line, f);) {
        char *bar = strstr(line, " | ");
        if (line[0] == '#' || line[0] == '\n') continue;
        assert_non_null(bar);
        assert_true(n_damages < DAMAGES_MAX);
        *bar = 0;
        line[strcspn(line, "\n")] = 0;
        damages[n_damages].name = strdup(line);
        damages[n_damages].sql = strdup(bar + 3);
        damages[n_damages].sql[strcspn(damages[n_damages].sql, "\n")] = 0;
        damages[n_damages++].used = false;
    }
    fclose(f);
}

static int damage_of(const char *name)
{
    for (int i = 0; i < n_damages; i++)
        if (text_eq(damages[i].name, name)) return i;
    return -1;
}

static int64_t exceptions(db *d, int place)
{
    int64_t n = -1;

    assert_int_equal(check_one(d, place, &n), OK);
    return n;
}

/* What an accident or another hand does is not held back by the constraints of the schema. */
static void take_constraints_away(store *s, store_kind kind)
{
    if (kind != STORE_POSTGRES) return;
    stores_sql(s, "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace LOOP "
                  "EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP; END $$");
}

static void every_invariant_can_fail(void **state)
{
    int bad = 0, n = 0;

    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 0);
        db *d = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        for (n = 0; check_name(n); n++) {
            int64_t before = exceptions(d, n);
            if (before == 0) continue;
            print_error("%s: %lld exceptions in a sound city\n", check_name(n), (long long)before);
            bad++;
        }
        read_damages();
        take_constraints_away(s, stores_kinds[k]);
        for (int i = 0; check_name(i); i++) {
            int at = damage_of(check_name(i));
            if (at < 0) {
                print_error("tests/house/damage.txt lacks a damage for “%s”\n", check_name(i));
                bad++;
                continue;
            }
            damages[at].used = true;
            int64_t before = exceptions(d, i);
            stores_sql(s, stores_kinds[k] == STORE_SQLITE ? textf(mem, "PRAGMA ignore_check_constraints = ON; %s", damages[at].sql) : damages[at].sql);
            if (exceptions(d, i) > before) continue;
            print_error("%s: damaged, and not found: %s\n", check_name(i), damages[at].sql);
            bad++;
        }
        for (int i = 0; i < n_damages; i++) {
            if (!damages[i].used) {
                print_error("no invariant “%s”\n", damages[i].name);
                bad++;
            }
            free(damages[i].name);
            free(damages[i].sql);
        }
        db_return(d);
        stores_close(s);
    }
    print_message("%d invariants, each broken and found on both engines\n", n);
    assert_int_equal(bad, 0);
    assert_true(n >= LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_invariant_can_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
