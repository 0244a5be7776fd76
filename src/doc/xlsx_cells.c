/* The reading of a spreadsheet, inside the sandboxed child: shared strings, which styles are dates, cells of the first sheet. */
#include "doc/xlsx.h"
#include "doc/zipdoc.h"
#include <ctype.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { STRINGS_MAX = 200000, STYLES_MAX = 5000, FORMATS_MAX = 500 };

typedef struct {
    buf out, text;              /* out: all shared strings, each ended by a NUL */
    size_t *at;                 /* where each begins */
    int n;
    bool is_date[STYLES_MAX];   /* by cellXfs index */
    int styles;
    int dated[FORMATS_MAX];     /* custom formats that show days */
    int n_dated;
    buf *cells;
    int found;
} book;

static const char *attribute(xmlTextReaderPtr r, const char *name, char *into, size_t n)
{
    xmlChar *v = xmlTextReaderGetAttribute(r, (const xmlChar *)name);

    snprintf(into, n, "%s", v ? (const char *)v : "");
    xmlFree(v);
    return into;
}

/* A format code that shows a day or a time: d, m, y, h or s outside quotes, brackets and escapes. */
static bool shows_day(const char *code)
{
    bool quoted = false, bracket = false;

    for (; *code; code++) {
        if (*code == '"') quoted = !quoted;
        else if (*code == '[') bracket = true;
        else if (*code == ']') bracket = false;
        else if (*code == '\\' && code[1]) code++;
        else if (!quoted && !bracket && strchr("dmyhsDMYHS", *code)) return true;
    }
    return false;
}

static bool format_is_date(const book *b, int id)
{
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)) return true; /* ECMA-376 part 1, 18.8.30 */
    for (int i = 0; i < b->n_dated; i++)
        if (b->dated[i] == id) return true;
    return false;
}

static status on_style(book *b, xmlTextReaderPtr r, const char *name, bool end)
{
    static const char *const xfs = "cellXfs";
    char id[20], code[300];

    if (strcmp(name, xfs) == 0) b->found = !end && !xmlTextReaderIsEmptyElement(r);
    if (end) return OK;
    if (strcmp(name, "numFmt") == 0 && b->n_dated < FORMATS_MAX && shows_day(attribute(r, "formatCode", code, sizeof code)))
        b->dated[b->n_dated++] = atoi(attribute(r, "numFmtId", id, sizeof id));
    if (strcmp(name, "xf") == 0 && b->found) {
        if (b->styles == STYLES_MAX) return E_LIMIT;
        b->is_date[b->styles++] = format_is_date(b, atoi(attribute(r, "numFmtId", id, sizeof id)));
    }
    return OK;
}

typedef struct {
    char ref[16], type[12];
    int style;
    bool in_value, in_cell;
    buf value;
} cell_state;

static void put_cell(book *b, cell_state *c)
{
    int column = 0, row = 0;
    const char *p = c->ref, *value = c->value.p ? c->value.p : "";
    char kind = 'n';

    for (; isupper((unsigned char)*p); p++) column = column * 26 + (*p - 'A' + 1);
    row = atoi(p);
    if (column < 1 || row < 1 || column > XLSX_COLUMNS_MAX || row > XLSX_ROWS_MAX || !*value) return;
    bool is_number = !*c->type || strcmp(c->type, "n") == 0;
    if (strcmp(c->type, "s") == 0) {
        long i = strtol(value, NULL, 10);
        value = i >= 0 && i < b->n ? b->out.p + b->at[i] : "";
        kind = 't';
    } else if (strcmp(c->type, "d") == 0 || (is_number && c->style >= 0 && c->style < b->styles && b->is_date[c->style])) {
        kind = 'd';
    } else if (!is_number) {
        kind = 't';
    }
    buf_printf(b->cells, "%d\t%d\t%c\t", row - 1, column - 1, kind);
    for (size_t i = 0; i < XLSX_TEXT_MAX && value[i]; i++) buf_putc(b->cells, (unsigned char)value[i] < 0x20 ? ' ' : value[i]);
    buf_putc(b->cells, '\n');
}

static status on_cell(book *b, cell_state *c, xmlTextReaderPtr r, const char *name, bool end)
{
    char style[12];

    if (strcmp(name, "c") == 0 && !end) {
        attribute(r, "r", c->ref, sizeof c->ref);
        attribute(r, "t", c->type, sizeof c->type);
        c->style = atoi(attribute(r, "s", style, sizeof style));
        c->in_cell = !xmlTextReaderIsEmptyElement(r);
        buf_clear(&c->value);
        if (++b->found > XLSX_CELLS_MAX) return E_LIMIT;
    } else if (strcmp(name, "c") == 0) {
        put_cell(b, c);
        c->in_cell = false;
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        c->in_value = !end && c->in_cell && !xmlTextReaderIsEmptyElement(r);
    }
    return b->cells->over ? E_LIMIT : OK;
}

static status on_string(book *b, cell_state *c, xmlTextReaderPtr r, const char *name, bool end)
{
    if (strcmp(name, "si") == 0 && (end || xmlTextReaderIsEmptyElement(r))) {
        if (b->n == STRINGS_MAX) return E_LIMIT;
        if (b->n % 1024 == 0) {
            size_t *more = realloc(b->at, sizeof *more * (size_t)(b->n + 1024));
            if (!more) return E_LIMIT;
            b->at = more;
        }
        b->at[b->n++] = b->out.n;
        buf_put(&b->out, c->value.p ? c->value.p : "", c->value.n);
        buf_putc(&b->out, 0);
        buf_clear(&c->value);
    } else if (strcmp(name, "t") == 0) {
        c->in_value = !end && !xmlTextReaderIsEmptyElement(r);
    }
    return b->out.over ? E_LIMIT : OK;
}

typedef enum { PART_STRINGS, PART_STYLES, PART_CELLS } part;

static status read_part(book *b, part what, const char *xml, size_t n)
{
    xmlTextReaderPtr r = xmlReaderForMemory(xml, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    cell_state c = {.value = {.max = 1 << 20}};
    status s = OK;
    int more = 0;

    if (!r) return E_INVALID;
    zipdoc_quiet(r);
    b->found = 0;
    while (s == OK && (more = xmlTextReaderRead(r)) == 1) {
        int type = xmlTextReaderNodeType(r);
        const char *name = (const char *)xmlTextReaderConstLocalName(r);
        if (xmlTextReaderDepth(r) > ZIPDOC_DEPTH_MAX) s = E_LIMIT;
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) s = E_INVALID;
        bool element = type == XML_READER_TYPE_ELEMENT || type == XML_READER_TYPE_END_ELEMENT, end = type == XML_READER_TYPE_END_ELEMENT;
        if (s == OK && element) s = what == PART_STYLES ? on_style(b, r, name, end) : what == PART_CELLS ? on_cell(b, &c, r, name, end) : on_string(b, &c, r, name, end);
        else if (s == OK && c.in_value && xmlTextReaderConstValue(r)) buf_puts(&c.value, (const char *)xmlTextReaderConstValue(r));
        if (c.value.over) s = E_LIMIT;
    }
    if (s == OK && more != 0) s = E_INVALID;
    xmlFreeTextReader(r);
    buf_free(&c.value);
    return s;
}

status xlsx_cells_of(bytes in, buf *out)
{
    static const char *const names[] = {"xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"};
    zip_t *z = zipdoc_open(in);
    book *b = calloc(1, sizeof *b);
    status s = !z || !b ? E_INVALID : zip_get_num_entries(z, 0) > ZIPDOC_ENTRIES_MAX ? E_LIMIT : OK;

    if (b) b->cells = out;
    if (b) b->out.max = ZIPDOC_INFLATED_MAX;
    for (int i = 0; s == OK && i < COUNT(names); i++) {
        char *xml = NULL;
        size_t n = 0;
        s = zipdoc_entry(z, names[i], &xml, &n);
        if (s == OK) s = read_part(b, (part)i, xml, n);
        else if (s == E_NOT_FOUND && i < 2) s = OK; /* a sheet of numbers has no strings */
        else if (s == E_NOT_FOUND) s = E_INVALID;
        free(xml);
    }
    if (b) {
        buf_free(&b->out);
        buf_free(&b->text);
        free(b->at);
    }
    free(b);
    if (z) zip_discard(z);
    return s;
}
