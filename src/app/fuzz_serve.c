/* Whole requests to the whole product, on a small city in SQLite: "1 GET /ho-so" (the digit says who), "1 POST /ho-so/moi
 * title=x". Whatever is asked, the answer is a page with a status of ours, and never 500. */
#include "base/log.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/lib/stores.h"
#include <string.h>

static const char *const logins[] = {NULL, "demo.tacgia", "demo.tiepnhan", "demo.thuky", "demo.thutruong", "demo.so", "demo.quantri", "demo.bientap"};
enum { PEOPLE = 8 };

static void check(visited r)
{
    FUZZ_CHECK(r.status >= 200 && r.status < 600 && r.status != 500);
    FUZZ_CHECK(r.n == 0 || strncmp(r.type, "text/html", 9) != 0 || text_valid_utf8(r.body, r.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static visitor *people[PEOPLE];
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n), *rest = NULL;

    if (!people[0]) {
        log_setup((log_level)0, false);
        web *w = stores_web(stores_city(STORE_SQLITE, 3));
        people[0] = visitor_new(w);
        for (int i = 1; i < PEOPLE; i++) people[i] = stores_login(w, logins[i]);
    }
    visitor *v = people[(unsigned char)*s % PEOPLE];
    if (n < 3) return 0;
    if (text_starts(s + 1, " GET ")) {
        check(visitor_get(v, s + 6));
    } else if (text_starts(s + 1, " POST ")) {
        rest = s + 7 + strcspn(s + 7, " ");
        check(visitor_post(v, text_copyn(mem, s + 7, (size_t)(rest - s - 7)), "/", "%s", *rest ? rest + 1 : ""));
    }
    return 0;
}
