#include "doc/workbook.h"
#include "base/log.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { XLSX_BYTES_MAX = 32 << 20, CELL_CHARACTERS = 30000, COLUMN_WIDTH = 22 };

static void write_sheet(arena *mem, lxw_workbook *book, const sheet *s, int number, lxw_format *bold, lxw_format *whole, lxw_format *decimal)
{
    lxw_worksheet *w = workbook_add_worksheet(book, textf(mem, "Bang %d", number)); /* names of sheets have rules of their own: the title is inside */

    worksheet_set_column(w, 0, (lxw_col_t)(s->n_heads ? s->n_heads - 1 : 0), COLUMN_WIDTH, NULL);
    worksheet_write_string(w, 0, 0, text_short(mem, s->title, CELL_CHARACTERS), bold);
    for (int c = 0; c < s->n_heads; c++) worksheet_write_string(w, 2, (lxw_col_t)c, text_short(mem, s->heads[c], CELL_CHARACTERS), bold);
    for (int r = 0; r < s->n_rows; r++)
        for (int c = 0; c < s->rows[r].n; c++) {
            const sheet_cell *cell = &s->rows[r].cells[c];
            if (cell->scale) worksheet_write_number(w, (lxw_row_t)(3 + r), (lxw_col_t)c, (double)cell->number / cell->scale, cell->scale == 1 ? whole : decimal);
            else worksheet_write_string(w, (lxw_row_t)(3 + r), (lxw_col_t)c, text_short(mem, cell->text, CELL_CHARACTERS), NULL);
        }
}

static status read_back(arena *mem, const char *path, bytes *out)
{
    FILE *f = fopen(path, "rb");
    char *p = NULL;
    long n = -1;

    if (f && fseek(f, 0, SEEK_END) == 0) n = ftell(f);
    bool fits = n > 0 && n <= XLSX_BYTES_MAX && fseek(f, 0, SEEK_SET) == 0;
    if (fits) p = arena_alloc(mem, (size_t)n);
    bool read = fits && fread(p, 1, (size_t)n, f) == (size_t)n;
    if (f) fclose(f);
    if (!read) return E_IO;
    *out = (bytes){p, (size_t)n};
    return OK;
}

status workbook_from_sheets(arena *mem, const sheet *sheets, int n, instant made, bytes *out)
{
    char path[] = "/tmp/sangkien-xlsx-XXXXXX";
    lxw_doc_properties about = {.created = (time_t)(made.ms / 1000)};

    if (n < 1 || n > SHEETS_MAX) return E_LIMIT;
    for (int i = 0; i < n; i++)
        if (sheets[i].n_rows > SHEET_ROWS_MAX || sheets[i].n_heads > SHEET_CELLS_MAX) return E_LIMIT;
    int fd = mkstemp(path);
    if (fd < 0) return E_IO;
    close(fd);
    lxw_workbook *book = workbook_new(path);
    lxw_format *bold = workbook_add_format(book), *whole = workbook_add_format(book), *decimal = workbook_add_format(book);
    format_set_bold(bold);
    format_set_num_format(whole, "#,##0");
    format_set_num_format(decimal, "#,##0.00");
    workbook_set_properties(book, &about);
    for (int i = 0; i < n; i++) write_sheet(mem, book, &sheets[i], i + 1, bold, whole, decimal);
    lxw_error error = workbook_close(book);
    status s = error == LXW_NO_ERROR ? read_back(mem, path, out) : E_IO;
    if (error != LXW_NO_ERROR) log_error("xlsx: %s", lxw_strerror(error));
    unlink(path);
    return s;
}
