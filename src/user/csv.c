#include "user/csv.h"
#include "base/buf.h"
#include "base/text.h"
#include <string.h>

char csv_begin(const char **at)
{
    if (text_starts(*at, "\xEF\xBB\xBF")) *at += 3;
    size_t line = strcspn(*at, "\n");
    return memchr(*at, '\t', line) ? '\t' : memchr(*at, ';', line) ? ';' : ',';
}

bool csv_next(arena *mem, const char **at, char separator, csv_row *out)
{
    const char *p = *at;

    out->n = 0;
    if (!*p) return false;
    for (;;) {
        AUTO(buf) b = {.max = CSV_CELL_BYTES_MAX};
        while (*p == ' ') p++;
        if (*p == '"') {
            for (p++; *p && !(p[0] == '"' && p[1] != '"'); p++) {
                buf_putc(&b, *p);
                if (*p == '"') p++;
            }
            if (*p) p++;
            while (*p && *p != separator && *p != '\n') p++;
        } else {
            for (; *p && *p != separator && *p != '\n'; p++)
                if (*p != '\r') buf_putc(&b, *p);
        }
        const char *clean = "";
        if (text_accept(mem, b.p ? b.p : "", b.n, TEXT_LINE, &clean) != OK) clean = "\xEF\xBF\xBD";
        if (out->n < CSV_CELLS_MAX) out->cell[out->n++] = clean;
        if (*p == separator) {
            p++;
            continue;
        }
        *at = *p ? p + 1 : p;
        return true;
    }
}
