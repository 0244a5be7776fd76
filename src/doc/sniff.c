#include "doc/sniff.h"
#include "base/text.h"
#include <string.h>
#include <strings.h>
#include <zip.h>

static const struct {
    doc_type type;
    const char *mime, *name, *endings[3];
} types[] = {
    {DOC_PDF, "application/pdf", "PDF", {".pdf"}},
    {DOC_DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)", {".docx"}},
    {DOC_XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)", {".xlsx"}},
    {DOC_ODT, "application/vnd.oasis.opendocument.text", "OpenDocument (ODT)", {".odt"}},
    {DOC_DOC, "application/msword", "Word 97 (DOC)", {".doc"}},
    {DOC_PNG, "image/png", "PNG", {".png"}},
    {DOC_JPEG, "image/jpeg", "JPEG", {".jpg", ".jpeg"}},
    {DOC_WEBP, "image/webp", "WebP", {".webp"}},
};

const char *doc_type_mime(doc_type t)
{
    return t ? types[t - 1].mime : "application/octet-stream";
}

const char *doc_type_name(doc_type t)
{
    return t ? types[t - 1].name : "";
}

const char *doc_type_ending(doc_type t)
{
    return t ? types[t - 1].endings[0] : "";
}

bool doc_type_is_text(doc_type t)
{
    return t == DOC_PDF || t == DOC_DOCX || t == DOC_ODT || t == DOC_DOC;
}

static bool starts(bytes f, const char *magic, size_t n)
{
    return f.n >= n && memcmp(f.p, magic, n) == 0;
}

static doc_type zip_type(bytes f)
{
    zip_error_t e;
    zip_source_t *src = zip_source_buffer_create(f.p, f.n, 0, &e);
    zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY, &e) : NULL;
    doc_type t = DOC_UNKNOWN;

    if (!z) {
        zip_source_free(src); /* NULL is fine */
        return DOC_UNKNOWN;
    }
    bool macros = zip_name_locate(z, "word/vbaProject.bin", 0) >= 0 || zip_name_locate(z, "xl/vbaProject.bin", 0) >= 0;
    if (!macros && zip_name_locate(z, "word/document.xml", 0) >= 0) t = DOC_DOCX;
    else if (!macros && zip_name_locate(z, "xl/workbook.xml", 0) >= 0) t = DOC_XLSX;
    else if (zip_name_locate(z, "content.xml", 0) >= 0 && zip_name_locate(z, "mimetype", 0) == 0) t = DOC_ODT;
    zip_discard(z);
    return t;
}

/* A picture or PDF with a ZIP behind it is two files in one. */
static bool has_zip_tail(bytes f)
{
    size_t from = f.n > 66000 ? f.n - 66000 : 0;
    return memmem((const char *)f.p + from, f.n - from, "PK\5\6", 4) != NULL;
}

static doc_type by_content(bytes f)
{
    if (f.n == 0) return DOC_UNKNOWN;
    if (starts(f, "PK\3\4", 4)) return zip_type(f);
    if (has_zip_tail(f)) return DOC_UNKNOWN;
    if (starts(f, "%PDF-", 5)) return DOC_PDF;
    if (starts(f, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8)) return DOC_DOC;
    if (starts(f, "\x89PNG\r\n\x1A\n", 8)) return DOC_PNG;
    if (starts(f, "\xFF\xD8\xFF", 3)) return DOC_JPEG;
    if (starts(f, "RIFF", 4) && f.n > 12 && memcmp((const char *)f.p + 8, "WEBP", 4) == 0) return DOC_WEBP;
    return DOC_UNKNOWN;
}

doc_type doc_sniff(bytes file, const char *name)
{
    doc_type t = by_content(file);
    const char *dot = strrchr(name, '.');

    if (!t || !*name) return t;
    for (int i = 0; dot && i < 3 && types[t - 1].endings[i]; i++)
        if (strcasecmp(dot, types[t - 1].endings[i]) == 0) return t;
    return DOC_UNKNOWN;
}
