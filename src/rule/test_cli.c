/* `sangkien due` as a person or a script runs it. */
#include "base/text.h"
#include "tests/lib/fixture.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run(const char *arguments, char *out, size_t cap)
{
    char command[1000];
    const char *program = getenv("SANGKIEN_BIN");

    assert_non_null(program);
    snprintf(command, sizeof command, "%s due %s 2>/dev/null", program, arguments);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    size_t n = fread(out, 1, cap - 1, p);
    out[n] = 0;
    int code = pclose(p);
    return code / 256;
}

static void says_the_day_and_why(void **state)
{
    char out[16000];

    assert_int_equal(run("decide.period --from 2026-11-30", out, sizeof out), 0);
    assert_true(text_starts(out, "2027-03-01\n"));
    assert_non_null(strstr(out, "Điều 7 khoản 1 Điều lệ Sáng kiến (NĐ 13/2012/NĐ-CP) – ĐL 7(1)"));
    assert_non_null(strstr(out, "28/02/2027 là ngày nghỉ, dời sang ngày tiếp theo: Chủ Nhật"));
    assert_int_equal(run("decide.period --from 30/11/2026 --english", out, sizeof out), 0);
    assert_non_null(strstr(out, "28/02/2027 is a day off, moved to the next day: Sunday"));
    assert_int_equal(run("review.period --from 2026-03-02 --stop 2026-03-10", out, sizeof out), 0);
    assert_true(text_starts(out, "-\n"));
}

static void prints_json(void **state)
{
    static const char *const wanted[] = {"rule", "start", "nominal_end", "skipped", "calendar_unsure", "due"};
    char out[16000];
    size_t i;
    json_t *step;

    assert_int_equal(run("decide.period --from 2026-11-30 --json", out, sizeof out), 0);
    json_t *root = json_loads(out, 0, NULL), *steps = json_object_get(root, "derivation");
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "due")), "2027-03-01");
    assert_int_equal(json_array_size(steps), COUNT(wanted));
    json_array_foreach(steps, i, step) assert_string_equal(json_string_value(json_object_get(step, "step")), wanted[i]);
    assert_string_equal(json_string_value(json_object_get(json_array_get(steps, 0), "trust")), "V");
    assert_string_equal(json_string_value(json_object_get(json_array_get(steps, 3), "why")), "Chủ Nhật");
    json_decref(root);
    assert_int_equal(run("--list --json", out, sizeof out), 0);
    root = json_loads(out, 0, NULL);
    assert_true(json_array_size(root) >= 15);
    json_decref(root);
}

static void versions_and_scopes(void **state)
{
    char out[16000];

    assert_int_equal(run("privacy.reply_data_subject --from 2025-12-30", out, sizeof out), 1);
    assert_int_equal(run("privacy.reply_data_subject --from 2025-12-30 --on 2026-01-05", out, sizeof out), 0);
    assert_true(text_starts(out, "2026-01-05\n"));
    assert_int_equal(run("city.scope.check --from 2026-11-20 --scope city:danang", out, sizeof out), 0);
    assert_int_equal(run("city.scope.check --from 2026-11-20 --scope org:7", out, sizeof out), 0);
    assert_int_equal(run("city.scope.check --from 2026-11-20 --scope central", out, sizeof out), 1);
}

static void exit_codes(void **state)
{
    char out[16000];

    assert_int_equal(run("--help", out, sizeof out), 0);
    assert_non_null(strstr(out, "Examples:"));
    assert_int_equal(run("no.such.rule --from 2026-11-30", out, sizeof out), 1);
    assert_int_equal(run("decide.start --from 2026-11-30", out, sizeof out), 1);
    assert_int_equal(run("consent.period --from 2026-11-30", out, sizeof out), 1);
    assert_int_equal(run("decide.period", out, sizeof out), 2);
    assert_int_equal(run("decide.period --from 31/02/2026", out, sizeof out), 2);
    assert_int_equal(run("--from 2026-11-30", out, sizeof out), 2);
    assert_int_equal(run("decide.period --from 2026-11-30 --restart 2026-12-01", out, sizeof out), 2);
    assert_int_equal(run("decide.period --wrong", out, sizeof out), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_the_day_and_why),
        cmocka_unit_test(prints_json),
        cmocka_unit_test(versions_and_scopes),
        cmocka_unit_test(exit_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
