/* Any JSON as the definition of a process: it is refused with a reason, or it is read; then it is written and read back the
 * same, examined, drawn and walked through without harm, and what is sound has a way in and a way out. */
#include "base/text.h"
#include "process/design.h"
#include "process/process.h"
#include "rule/rule.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int ready;
    AUTO(arena_ptr) mem = arena_new();
    process p = {.key = "unit", .name = "x", .level = LEVEL_UNIT};
    process_problems l = {0};
    drawing d = {0};
    walk w = {0};
    const char *reason = "";

    if (!ready) FUZZ_CHECK(rule_load() == OK);
    ready = 1;
    if (process_parse(mem, text_copyn(mem, (const char *)data, n), &p, &reason) != OK) {
        FUZZ_CHECK(reason && *reason);
        return 0;
    }
    FUZZ_CHECK(p.n_states <= PROCESS_STATES_MAX && p.n_steps <= PROCESS_STEPS_MAX);
    process_check(mem, &p, &l);
    for (int i = 0; i < l.n; i++) FUZZ_CHECK(*l.p[i].text);
    process_draw(mem, &p, &d);
    const char *written = process_write(mem, &p);
    process again = p;
    FUZZ_CHECK(process_parse(mem, written, &again, &reason) == OK && text_eq(process_write(mem, &again), written));
    walk_move moves[] = {{p.n_steps ? p.steps[0].action : "x", date_make(2026, 11, 25)}};
    (void)!process_walk(mem, &p, moves, COUNT(moves), date_make(2026, 11, 24), true, &w);
    if (process_is_sound(&l)) FUZZ_CHECK(p.n_states > 1 && p.n_steps > 1);
    return 0;
}
