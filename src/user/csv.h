/* csv.h: tables as CSV (RFC 4180), separated by comma, semicolon or tab, as spreadsheets write them. */
#ifndef USER_CSV_H
#define USER_CSV_H
#include "base/arena.h"
#include <stdbool.h>

enum { CSV_CELLS_MAX = 32, CSV_CELL_BYTES_MAX = 100000 }; /* more cells of a row, or bytes of a cell, are left out */
typedef struct {
    const char *cell[CSV_CELLS_MAX]; /* text as text_accept gives it; U+FFFD alone when it does not */
    int n;
} csv_row;

/* Skips a byte order mark; which separator the first line uses. */
char csv_begin(const char **at);
/* The next record, from `*at` on; false at the end. */
bool csv_next(arena *mem, const char **at, char separator, csv_row *out);

#endif
