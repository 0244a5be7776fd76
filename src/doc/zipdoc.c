#include "doc/zipdoc.h"
#include "doc/xlsx.h"
#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

void zipdoc_prepare(void)
{
    xmlInitParser();
}

static void ignore(void *ctx, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr locator)
{
}

void zipdoc_quiet(xmlTextReaderPtr r)
{
    xmlTextReaderSetErrorHandler(r, ignore, NULL);
}

zip_t *zipdoc_open(bytes in)
{
    zip_error_t e;
    zip_source_t *src = in.n ? zip_source_buffer_create(in.p, in.n, 0, &e) : NULL; /* of nothing it would make an empty one */
    zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY, &e) : NULL;

    if (!z) zip_source_free(src); /* NULL is fine */
    return z;
}

/* Inflates one entry; refuses bombs by the sizes that the directory tells, and by what really comes out. */
status zipdoc_entry_at(zip_t *z, zip_uint64_t index, size_t max, char **out, size_t *n)
{
    zip_stat_t st;

    if (zip_stat_index(z, index, 0, &st) != 0) return E_NOT_FOUND;
    if (st.size > max) return E_LIMIT;
    if (st.size > (1 << 20) && st.comp_size && st.size / st.comp_size > ZIPDOC_RATIO_MAX) return E_LIMIT;
    zip_file_t *f = zip_fopen_index(z, index, 0);
    if (!f) return E_INVALID;
    char *p = malloc(st.size + 1);
    size_t got = 0;
    for (zip_int64_t r; p && got < st.size && (r = zip_fread(f, p + got, st.size - got)) > 0;) got += (size_t)r;
    zip_fclose(f);
    if (!p || got != st.size) {
        free(p);
        return E_INVALID;
    }
    *out = p;
    *n = got;
    return OK;
}

status zipdoc_entry(zip_t *z, const char *name, char **out, size_t *n)
{
    zip_int64_t i = zip_name_locate(z, name, 0);

    return i < 0 ? E_NOT_FOUND : zipdoc_entry_at(z, (zip_uint64_t)i, ZIPDOC_INFLATED_MAX, out, n);
}

typedef struct {
    buf *out;
    buf text;     /* of the present paragraph or cell */
    int cells;    /* of the present row */
    int tables, deleted;
    buf row;
} writer;

static void put_clean(buf *b, const char *s, char newline)
{
    for (; *s; s++) buf_putc(b, *s == '\n' || *s == '\r' ? newline : *s == '\t' ? ' ' : (unsigned char)*s < 0x20 ? ' ' : *s);
}

static void end_paragraph(writer *w)
{
    if (w->tables > 0) {
        buf_putc(&w->text, 0x1e);
        return;
    }
    if (w->text.n) {
        buf_puts(w->out, "P\t");
        buf_put(w->out, w->text.p, w->text.n);
        buf_putc(w->out, '\n');
    }
    buf_clear(&w->text);
}

static void end_cell(writer *w)
{
    if (w->tables != 1) return; /* a table inside a cell is the cell's text */
    while (w->text.n && w->text.p[w->text.n - 1] == 0x1e) w->text.n--;
    if (w->cells++) buf_putc(&w->row, 0x1f);
    buf_put(&w->row, w->text.p ? w->text.p : "", w->text.n);
    buf_clear(&w->text);
}

static void end_row(writer *w)
{
    if (w->tables != 1) return;
    buf_puts(w->out, "R\t");
    buf_put(w->out, w->row.p ? w->row.p : "", w->row.n);
    buf_putc(w->out, '\n');
    buf_clear(&w->row);
    w->cells = 0;
}

static bool is(const char *name, const char *a, const char *b)
{
    return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

/* DOCX names and ODT names side by side: w:p and text:p, w:tbl and table:table … */
static void on_node(writer *w, xmlTextReaderPtr r, bool *in_text)
{
    int type = xmlTextReaderNodeType(r);
    const char *name = (const char *)xmlTextReaderConstLocalName(r);
    bool empty = type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(r);

    if (type == XML_READER_TYPE_ELEMENT) {
        if (is(name, "tbl", "table") && !empty) {
            if (w->tables++ == 0) end_paragraph(w);
            if (w->tables == 1) buf_clear(&w->text);
        } else if (is(name, "t", "span")) {
            *in_text = !empty;
        } else if (is(name, "tab", "s")) {
            buf_putc(&w->text, ' ');
        } else if (is(name, "br", "line-break") || strcmp(name, "cr") == 0) {
            buf_putc(&w->text, w->tables ? 0x1e : ' ');
        } else if (strcmp(name, "noBreakHyphen") == 0) {
            buf_putc(&w->text, '-');
        } else if (is(name, "del", "tracked-changes") && !empty) {
            w->deleted++;
        } else if (is(name, "p", "h") && empty) {
            end_paragraph(w);
        }
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
        if (is(name, "p", "h")) end_paragraph(w);
        else if (is(name, "tc", "table-cell")) end_cell(w);
        else if (is(name, "tr", "table-row")) end_row(w);
        else if (is(name, "tbl", "table")) w->tables--;
        else if (is(name, "del", "tracked-changes")) w->deleted--;
        else if (strcmp(name, "t") == 0) *in_text = false;
    }
}

static status walk(const char *xml, size_t n, bool docx, buf *out)
{
    xmlTextReaderPtr r = xmlReaderForMemory(xml, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    writer w = {.out = out, .text = {.max = 8 << 20}, .row = {.max = 8 << 20}};
    status s = OK;
    bool in_text = false;
    int more = 0;

    if (!r) return E_INVALID;
    zipdoc_quiet(r);
    while (s == OK && (more = xmlTextReaderRead(r)) == 1) {
        int type = xmlTextReaderNodeType(r);
        if (xmlTextReaderDepth(r) > ZIPDOC_DEPTH_MAX) s = E_LIMIT;
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) s = E_INVALID; /* no entities, none inside either */
        bool text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_CDATA;
        if (text && w.deleted == 0 && (in_text || !docx)) put_clean(&w.text, (const char *)xmlTextReaderConstValue(r), ' ');
        else if (!text) on_node(&w, r, &in_text);
        if (w.text.over || w.row.over || out->over) s = E_LIMIT;
    }
    if (s == OK && more != 0) s = E_INVALID;
    end_paragraph(&w);
    xmlFreeTextReader(r);
    buf_free(&w.text);
    buf_free(&w.row);
    return s;
}

status zipdoc_blocks(const char *kind, bytes in, buf *out)
{
    if (strcmp(kind, "xlsx") == 0) return xlsx_cells_of(in, out);
    zip_t *z = zipdoc_open(in);
    char *xml = NULL;
    size_t n = 0;

    if (!z) return E_INVALID;
    bool docx = strcmp(kind, "docx") == 0;
    status s = zip_get_num_entries(z, 0) > ZIPDOC_ENTRIES_MAX ? E_LIMIT : zipdoc_entry(z, docx ? "word/document.xml" : "content.xml", &xml, &n);
    if (s == OK) s = walk(xml, n, docx, out);
    free(xml);
    zip_discard(z);
    return s;
}
