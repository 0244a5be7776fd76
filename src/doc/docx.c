#include "doc/docx.h"
#include "base/buf.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const char types[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
                            "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" "
                            "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/header1.xml\" "
                            "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>";
static const char rels[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
                           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
static const char document_rels[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
                                    "Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/></Relationships>";
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
static const char header[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:hdr " W "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
                             "w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r>"
                             "<w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

typedef struct {
    bool bold, italic;
    int size;          /* half points */
    const char *align; /* both | center | left */
    bool indent;
} face;

static void run(buf *b, const char *text, face f)
{
    buf_printf(b, "<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>%s%s<w:sz w:val=\"%d\"/><w:lang w:val=\"vi-VN\"/></w:rPr><w:t xml:space=\"preserve\">",
               f.bold ? "<w:b/>" : "", f.italic ? "<w:i/>" : "", f.size);
    buf_puts(b, text);
    buf_puts(b, "</w:t></w:r>");
}

static void paragraph(buf *b, const char *text, face f)
{
    buf_printf(b, "<w:p><w:pPr><w:spacing w:before=\"60\" w:after=\"60\" w:line=\"300\" w:lineRule=\"auto\"/>%s<w:jc w:val=\"%s\"/></w:pPr>", f.indent ? "<w:ind w:firstLine=\"720\"/>" : "", f.align);
    run(b, text, f);
    buf_puts(b, "</w:p>");
}

enum { CELLS = 12 };

static int cells_of(arena *mem, const char *s, const char **out)
{
    int n = 0;

    for (; n < CELLS; n++) {
        size_t len = strcspn(s, "|");
        out[n] = text_copyn(mem, s, len);
        if (!s[len]) return n + 1;
        s += len + 1;
    }
    return n;
}

static void table_begin(buf *b, bool borders)
{
    buf_puts(b, "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/>");
    if (borders)
        buf_puts(b, "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/><w:right w:val=\"single\" w:sz=\"4\"/>"
                    "<w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders>");
    buf_puts(b, "</w:tblPr>");
}

static void cell(buf *b, const char *const *lines, const face *faces, int n)
{
    buf_puts(b, "<w:tc><w:tcPr/>");
    for (int i = 0; i < n; i++) paragraph(b, lines[i], faces[i]);
    buf_puts(b, "</w:tc>");
}

static void put_head(buf *b, arena *mem, const char *rest)
{
    const char *c[CELLS] = {"", "", ""};
    face small = {false, false, 26, "center", false}, strong = {true, false, 26, "center", false}, leaning = {false, true, 26, "center", false};

    cells_of(mem, rest, c);
    table_begin(b, false);
    buf_puts(b, "<w:tr>");
    cell(b, (const char *const[]){c[0], c[1]}, (const face[]){small, strong}, 2);
    cell(b, (const char *const[]){"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", c[2]}, (const face[]){strong, strong, leaning}, 3);
    buf_puts(b, "</w:tr></w:tbl>");
}

static void put_sign(buf *b, arena *mem, const char *rest)
{
    const char *c[CELLS] = {"", ""};
    face strong = {true, false, 26, "center", false}, leaning = {false, true, 24, "center", false};

    cells_of(mem, rest, c);
    table_begin(b, false);
    buf_puts(b, "<w:tr>");
    for (int i = 0; i < 2; i++) cell(b, (const char *const[]){c[i], "(Ký, ghi rõ họ tên)", "", ""}, (const face[]){strong, leaning, strong, strong}, 4);
    buf_puts(b, "</w:tr></w:tbl>");
}

static void put_row(buf *b, arena *mem, const char *rest, bool head)
{
    const char *c[CELLS];
    int n = cells_of(mem, rest, c);
    face f = {head, false, 26, head ? "center" : "left", false};

    buf_puts(b, "<w:tr>");
    for (int i = 0; i < n; i++) cell(b, &c[i], &f, 1);
    buf_puts(b, "</w:tr>");
}

static const char *rest_of(const char *line, const char *word)
{
    return text_starts(line, word) ? line + strlen(word) : NULL;
}

static void body(buf *b, arena *mem, const char *lines)
{
    bool in_table = false;
    const face text = {false, false, 28, "both", true};

    while (*lines) {
        size_t n = strcspn(lines, "\n");
        const char *line = text_copyn(mem, lines, n), *rest = NULL;
        lines += n + (lines[n] == '\n');
        if (in_table && !text_starts(line, "row|")) {
            buf_puts(b, "</w:tbl>");
            in_table = false;
        }
        if ((rest = rest_of(line, "row|"))) {
            if (!in_table) table_begin(b, true);
            put_row(b, mem, rest, !in_table);
            in_table = true;
        } else if ((rest = rest_of(line, "head|"))) {
            put_head(b, mem, rest);
        } else if ((rest = rest_of(line, "sign|"))) {
            put_sign(b, mem, rest);
        } else if ((rest = rest_of(line, "title|"))) {
            paragraph(b, "", text);
            paragraph(b, rest, (face){true, false, 28, "center", false});
        } else if ((rest = rest_of(line, "h|"))) {
            paragraph(b, rest, (face){true, false, 28, "left", true});
        } else if ((rest = rest_of(line, "c|"))) {
            paragraph(b, rest, (face){false, false, 28, "center", false});
        } else {
            rest = rest_of(line, "p|");
            paragraph(b, rest ? rest : line, text);
        }
    }
    if (in_table) buf_puts(b, "</w:tbl>");
}

static bool add(zip_t *z, const char *name, const char *data, size_t n)
{
    zip_source_t *s = zip_source_buffer(z, data, n, 0);
    zip_int64_t i = s ? zip_file_add(z, name, s, ZIP_FL_OVERWRITE) : -1;
    return i >= 0 && zip_file_set_mtime(z, (zip_uint64_t)i, 1767225600, 0) == 0; /* 2026-01-01: the same bytes each time */
}

status docx_from_lines(arena *mem, const char *lines, bytes *out)
{
    AUTO(buf) b = {0};
    zip_error_t e;
    zip_stat_t st;

    buf_puts(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document " W "><w:body>");
    body(&b, mem, lines);
    buf_puts(&b, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId1\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" w:left=\"1701\" "
                 "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>");
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = whole ? zip_open_from_source(whole, ZIP_TRUNCATE, &e) : NULL;
    if (!z) {
        zip_source_free(whole); /* NULL is fine */
        return E_INTERNAL;
    }
    zip_source_keep(whole);
    bool good = add(z, "[Content_Types].xml", types, sizeof types - 1) && add(z, "_rels/.rels", rels, sizeof rels - 1) && add(z, "word/document.xml", b.p, b.n) &&
                add(z, "word/_rels/document.xml.rels", document_rels, sizeof document_rels - 1) && add(z, "word/header1.xml", header, sizeof header - 1);
    good = zip_close(z) == 0 && good && zip_source_open(whole) == 0 && zip_source_stat(whole, &st) == 0;
    char *p = good ? arena_alloc(mem, st.size + 1) : NULL;
    good = p && zip_source_read(whole, p, st.size) == (zip_int64_t)st.size;
    zip_source_free(whole);
    if (!good) return E_INTERNAL;
    *out = (bytes){p, st.size};
    return OK;
}
