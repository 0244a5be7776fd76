/* Invented administration: a draft of a ward's process, the rounds of this year. */
#include "base/text.h"
#include "catalogue/round.h"
#include "demo/demo_own.h"
#include "process/design.h"

static status add_round(arena *mem, db *d, const actor *who, const round_row *r, instant now, round_id *out)
{
    round_row w = *r;

    w.process_key = "";
    return round_save(mem, d, who, &w, now, out);
}

status demo_process(arena *mem, db *d, instant now)
{
    actor who = actor_system();
    process_id unit = {0}, draft = {0};
    process_row row = {0};
    process *p = NEW(mem, process);
    round_id next = {0}, id = {0};
    int year = date_year(date_of(now));

    TRY(process_active(d, "unit", &unit));
    TRY(design_copy(mem, d, &who, unit, "Quy trình của phường (đang soạn)", now, &draft));
    TRY(design_get(d, mem, &who, draft, &row, p));
    process_state filed = *process_state_of(p, "filed");
    filed.limit = (process_limit){"", 5, "working_day", "Quy chế sáng kiến của phường"};
    TRY(design_put_state(mem, d, &who, draft, row.revision, "filed", &filed, now));
    for (int y = year - 2; y <= year; y++) {
        TRY(add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đợt 1 năm %d", y), .level = "unit", .sector = "", .note = "", .year = y, .opens_on = date_make(y, 1, 1), .closes_on = date_make(y, 6, 30)}, now, &id));
        TRY(add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đợt 2 năm %d", y), .level = "unit", .sector = "", .note = "", .year = y, .opens_on = date_make(y, 7, 1), .closes_on = y == year ? date_make(y, 9, 30) : date_make(y, 12, 31)}, now, &id));
    }
    TRY(add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đợt 1 năm %d", year + 1), .level = "unit", .sector = "", .note = "", .year = year + 1, .opens_on = date_make(year + 1, 3, 1), .closes_on = date_make(year + 1, 4, 30)}, now, &next));
    TRY(add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đợt ngành giáo dục năm %d", year), .level = "unit", .sector = "giao-duc", .note = "Theo năm học", .year = year, .opens_on = date_make(year, 5, 1), .closes_on = date_make(year, 5, 30)}, now, &id));
    TRY(add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đợt cuối năm %d", year), .level = "unit", .sector = "", .note = "", .year = year, .opens_on = date_make(year, 10, 1), .closes_on = date_make(year, 12, 15), .carry_to = next}, now, &id));
    return add_round(mem, d, &who, &(round_row){.name = textf(mem, "Đề nghị cấp thành phố năm %d", year), .level = "city", .sector = "", .note = "Thủ tục 1.010169", .year = year, .opens_on = date_make(year, 11, 1), .closes_on = date_make(year, 11, 30)}, now, &id);
}
