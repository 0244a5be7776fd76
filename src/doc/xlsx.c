#include "doc/xlsx.h"
#include "base/text.h"
#include "doc/sandbox.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

const char *xlsx_address(arena *mem, int row, int column)
{
    char letters[8], *p = letters + sizeof letters - 1;

    *p = 0;
    for (int c = column; c >= 0 && p > letters; c = c / 26 - 1) *--p = (char)('A' + c % 26);
    return textf(mem, "%s%d", p, row + 1);
}

const xlsx_cell *xlsx_at(const xlsx_cells *l, int row, int column)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].row == row && l->p[i].column == column) return &l->p[i];
    return NULL;
}

status xlsx_read(arena *mem, bytes in, xlsx_cells *out)
{
    bytes said = {0};
    int lines = 0, n = 0;

    TRY(doc_run(mem, "xlsx", in, &said));
    for (size_t i = 0; i < said.n; i++) lines += ((const char *)said.p)[i] == '\n';
    xlsx_cell *cells = NEWS(mem, xlsx_cell, lines + 1);
    char *save = NULL, *text = text_copyn(mem, said.p, said.n);
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char kind = 0;
        int at = 0, row = 0, column = 0;
        const char *value = "";
        if (sscanf(line, "%d\t%d\t%c\t%n", &row, &column, &kind, &at) != 3 || !at) return E_INVALID;
        if (text_accept(mem, line + at, strlen(line + at), TEXT_LINE, &value) != OK) return E_INVALID;
        if (*value) cells[n++] = (xlsx_cell){row, column, kind == 'd' ? CELL_DATE : kind == 'n' ? CELL_NUMBER : CELL_TEXT, value};
    }
    *out = (xlsx_cells){cells, n};
    return OK;
}

/* Excel: at most 31 characters, none of []:*?/\ . */
static const char *sheet_name(arena *mem, const char *name)
{
    char *s = text_copyn(mem, name, text_clip(name, 31));

    for (char *p = s; *p; p++)
        if (strchr("[]:*?/\\'", *p)) *p = ' ';
    return *s ? s : "1";
}

static status fill(lxw_workbook *book, arena *mem, const xlsx_sheet *s)
{
    lxw_worksheet *w = workbook_add_worksheet(book, sheet_name(mem, s->name));
    lxw_format *plain = workbook_add_format(book), *head = workbook_add_format(book);

    if (!w || !plain || !head) return E_INTERNAL;
    format_set_num_format_index(plain, 49); /* "@": text stays text when a person types over it */
    format_set_text_wrap(plain);
    format_set_align(plain, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format_index(head, 49);
    format_set_bold(head);
    format_set_text_wrap(head);
    format_set_bg_color(head, 0xE8EEF4);
    for (int c = 0; c < s->columns; c++) worksheet_set_column(w, (lxw_col_t)c, (lxw_col_t)c, s->width ? s->width[c] : 16, plain);
    for (int r = 0; r < s->rows; r++)
        for (int c = 0; c < s->columns; c++) {
            const char *text = s->cell[r * s->columns + c];
            lxw_format *f = r == s->head ? head : plain;
            lxw_error e = text && *text ? worksheet_write_string(w, (lxw_row_t)r, (lxw_col_t)c, text, f) : worksheet_write_blank(w, (lxw_row_t)r, (lxw_col_t)c, f);
            if (e != LXW_NO_ERROR) return E_LIMIT;
        }
    if (s->head >= 0) worksheet_freeze_panes(w, (lxw_row_t)(s->head + 1), 0);
    return OK;
}

static void fd_cleanup(int *fd)
{
    if (*fd >= 0) close(*fd);
}

/* The library writes to a path: a file in memory that has no other name. */
status xlsx_write(arena *mem, const xlsx_sheet *s, bytes *out)
{
    __attribute__((cleanup(fd_cleanup))) int fd = memfd_create("sheet", MFD_CLOEXEC);
    lxw_doc_properties p = {.created = 1}; /* not the time of writing: the same bytes each time */
    struct stat st = {0};

    if (s->rows > XLSX_ROWS_MAX || s->columns > XLSX_COLUMNS_MAX) return E_LIMIT;
    if (fd < 0) return E_IO;
    lxw_workbook *book = workbook_new(textf(mem, "/proc/self/fd/%d", fd));
    if (!book) return E_IO;
    workbook_set_properties(book, &p);
    status filled = fill(book, mem, s);
    lxw_error closed = workbook_close(book);
    TRY(filled);
    if (closed != LXW_NO_ERROR || fstat(fd, &st) != 0) return E_IO;
    char *data = arena_alloc(mem, (size_t)st.st_size + 1);
    if (pread(fd, data, (size_t)st.st_size, 0) != st.st_size) return E_IO;
    *out = (bytes){data, (size_t)st.st_size};
    return OK;
}
