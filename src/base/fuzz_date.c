/* Days, instants and numbers from text: what is accepted is said back the same. */
#include "base/date.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

static void check_day(arena *mem, date d)
{
    date again = {0};

    FUZZ_CHECK(date_make(date_year(d), date_month(d), date_day(d)).ymd == d.ymd);
    FUZZ_CHECK(date_parse(date_vi(mem, d), &again) == OK && again.ymd == d.ymd);
    FUZZ_CHECK(date_parse(date_iso(mem, d), &again) == OK && again.ymd == d.ymd);
    FUZZ_CHECK(date_of(instant_of(d, 23, 59)).ymd == d.ymd && date_of(instant_of(d, 0, 0)).ymd == d.ymd);
    FUZZ_CHECK(date_weekday(d) >= 1 && date_weekday(d) <= 7);
    date next = date_add_days(d, 1);
    FUZZ_CHECK(date_days_between(d, next) == 1 && date_compare(d, next) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n);
    date d = {0};
    int bp = 0;
    int64_t v = 0;

    if (date_parse(s, &d) == OK) {
        check_day(mem, d);
        date moved = date_add_months(d, (int)(n % 97) - 48);
        if (date_year(moved) >= 1900 && date_year(moved) < 2199) check_day(mem, moved);
        moved = date_add_days(d, (int)(n * 131 % 4001) - 2000);
        FUZZ_CHECK(date_days_between(d, moved) == (int)(n * 131 % 4001) - 2000);
    }
    if (text_parse_percent(s, &bp) == OK) {
        int again = 0;
        FUZZ_CHECK(bp >= 0 && bp <= 10000);
        FUZZ_CHECK(text_parse_percent(text_percent(mem, bp), &again) == OK && again == bp);
    }
    if (text_parse_int(s, INT64_MIN, INT64_MAX, &v) == OK) {
        (void)text_grouped(mem, v);
        (void)instant_vi(mem, (instant){v});
        (void)instant_iso(mem, (instant){v});
        (void)date_of((instant){v});
    }
    return 0;
}
