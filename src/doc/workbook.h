/* workbook.h: tables as a workbook (libxlsxwriter). Text is always text: nothing that a person typed becomes a formula. The
 * same tables give the same bytes. */
#ifndef DOC_WORKBOOK_H
#define DOC_WORKBOOK_H
#include "base/arena.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"

enum { SHEETS_MAX = 30, SHEET_ROWS_MAX = 20000, SHEET_CELLS_MAX = 40 };

typedef struct {
    const char *text;
    int64_t number;
    int scale; /* 0: text; otherwise the number is number / scale: 1, 100 */
} sheet_cell;
typedef struct {
    sheet_cell *cells;
    int n;
} sheet_row;
typedef struct {
    const char *title;
    const char **heads;
    int n_heads;
    sheet_row *rows;
    int n_rows;
} sheet;

/* `made`: the instant of the properties. E_LIMIT: more than the limits above; E_IO. */
MUST status workbook_from_sheets(arena *mem, const sheet *sheets, int n, instant made, bytes *out);
#endif
