/* CSV: every cell is clean text, and the reader comes to the end. */
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "user/csv.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *at = text_copyn(mem, (const char *)data, n), *before = NULL;
    char separator = csv_begin(&at);
    csv_row row;

    while (before = at, csv_next(mem, &at, separator, &row)) {
        FUZZ_CHECK(at > before && row.n >= 1 && row.n <= CSV_CELLS_MAX);
        for (int i = 0; i < row.n; i++) FUZZ_CHECK(text_valid_utf8(row.cell[i], strlen(row.cell[i])) && !strpbrk(row.cell[i], "\n\r"));
    }
    FUZZ_CHECK(*at == 0);
    return 0;
}
