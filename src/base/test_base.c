#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

static void folds_vietnamese(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    assert_string_equal(text_fold(mem, "Đà  Nẵng\n"), "da nang");
    assert_string_equal(text_fold(mem, "Hoa\xCC\x80 cươ\xCC\x80ng"), "hoa cuong");
    assert_string_equal(text_slug(mem, "Sáng kiến: số 1!"), "sang-kien-so-1");
    assert_string_equal(text_upper(mem, "đà nẵng"), "ĐÀ NẴNG");
}

static void accepts_and_refuses(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *out = NULL;
    assert_int_equal(text_accept(mem, "  Hoa\xCC\x80 \t b ", 11, TEXT_LINE, &out), OK);
    assert_string_equal(out, "Hoà b");
    assert_int_equal(text_accept(mem, "a\r\n b\n\n", 7, TEXT_LINES, &out), OK);
    assert_string_equal(out, "a\n b");
    assert_int_equal(text_accept(mem, "a\xff", 2, TEXT_LINE, &out), E_INVALID);
    assert_int_equal(text_accept(mem, "a\0b", 3, TEXT_LINE, &out), E_INVALID);
    assert_int_equal(text_accept(mem, "a\xE2\x80\xAE" "b", 5, TEXT_LINE, &out), E_INVALID);
}

static void numbers(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    int bp = -1;
    assert_string_equal(text_grouped(mem, 2530000), "2.530.000");
    assert_int_equal(text_parse_percent("33,33", &bp), OK);
    assert_int_equal(bp, 3333);
    assert_int_equal(text_parse_percent("60%", &bp), OK);
    assert_int_equal(bp, 6000);
    assert_int_equal(text_parse_percent("100,01", &bp), E_INVALID);
    assert_int_equal(text_parse_percent("", &bp), E_INVALID);
    assert_string_equal(text_percent(mem, 3333), "33,33");
}

static void calendar(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    date d = {0};
    assert_int_equal(date_parse("24/11/2026", &d), OK);
    assert_int_equal(d.ymd, 20261124);
    assert_int_equal(date_weekday(d), 2);
    assert_int_equal(date_add_months(date_make(2026, 11, 30), 3).ymd, 20270228);
    assert_int_equal(date_add_months(date_make(2027, 11, 30), 3).ymd, 20280229);
    assert_int_equal(date_parse("31/02/2026", &d), E_INVALID);
    assert_int_equal(date_of(instant_of(date_make(2026, 1, 1), 0, 0)).ymd, 20260101);
    assert_int_equal(date_of((instant){instant_of(date_make(2026, 1, 1), 0, 0).ms - 1}).ymd, 20251231);
    assert_string_equal(instant_vi(mem, instant_of(date_make(2026, 11, 24), 16, 5)), "16:05 24/11/2026");
    assert_string_equal(instant_iso(mem, instant_of(date_make(2026, 11, 24), 16, 5)), "2026-11-24T09:05:00.000Z");
}

static void a_deadline_lies_ahead(void **state)
{
    static const int64_t waits[] = {0, 1, 999, 1000, 1001, 59999};

    for (int i = 0; i < COUNT(waits); i++) {
        int64_t before = instant_now().ms;
        struct timespec t = deadline_in(waits[i]);
        int64_t at = t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
        assert_true(t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
        assert_true(at >= before + waits[i] && at <= instant_now().ms + waits[i]);
    }
}

/* A spreadsheet takes no cell for a formula, whatever was typed; quotes stay quotes. */
static void no_cell_is_a_formula(void **state)
{
    static const char *const typed[] = {"=1+1", "+84905", "-2", "@SUM(A1)", "\t=1", "\r=1"};
    AUTO(buf) b = {0};

    for (int i = 0; i < COUNT(typed); i++) {
        buf_clear(&b);
        buf_csv(&b, typed[i], true);
        assert_memory_equal(b.p, "\"'", 2);
    }
    buf_clear(&b);
    buf_csv(&b, "a \"b\", =c", false);
    buf_csv(&b, "", true);
    assert_string_equal(b.p, "\"a \"\"b\"\", =c\",\"\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_vietnamese),
        cmocka_unit_test(accepts_and_refuses),
        cmocka_unit_test(numbers),
        cmocka_unit_test(calendar),
        cmocka_unit_test(a_deadline_lies_ahead),
        cmocka_unit_test(no_cell_is_a_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
