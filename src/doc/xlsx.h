/* xlsx.h: spreadsheets. Written with libxlsxwriter, every cell as text, so that no program makes a date or a formula of
 * "8,5"; read in the sandboxed child, first sheet only, each cell with its kind, so that a date is known as one. */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

enum { XLSX_ROWS_MAX = 5000, XLSX_COLUMNS_MAX = 200, XLSX_CELLS_MAX = 100000, XLSX_TEXT_MAX = 4000 /* bytes of a cell that is read */ };

typedef enum { CELL_TEXT, CELL_NUMBER, CELL_DATE } xlsx_kind;
typedef struct {
    int row, column; /* from 0 */
    xlsx_kind kind;  /* CELL_NUMBER and CELL_DATE: `value` is the number as the file has it, with a decimal point */
    const char *value;
} xlsx_cell;
typedef LIST_OF(xlsx_cell) xlsx_cells;
/* The cells that are not empty, by row and column. E_INVALID: no spreadsheet; E_LIMIT: too large. */
MUST status xlsx_read(arena *mem, bytes in, xlsx_cells *out);
const xlsx_cell *xlsx_at(const xlsx_cells *l, int row, int column); /* NULL: empty */
const char *xlsx_address(arena *mem, int row, int column);          /* "C5" */

typedef struct {
    const char *name;               /* of the sheet; clipped to 31 characters, signs that Excel refuses are dropped */
    const char *const *cell;        /* rows × columns, row by row; NULL or "" is empty */
    int rows, columns, head;        /* head: the row (from 0) with the column names, bold and fixed; -1: none */
    const int *width;               /* of the columns, in characters; NULL: 16 */
} xlsx_sheet;
MUST status xlsx_write(arena *mem, const xlsx_sheet *s, bytes *out); /* the same bytes each time */

/* In the child: lines "row \t column \t t|n|d \t value". Nobody but zipdoc.c calls it. */
MUST status xlsx_cells_of(bytes in, buf *out);

#endif
