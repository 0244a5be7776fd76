/* DOCX and ODT: bytes that are a ZIP are read as they are, others are the XML inside one; then blocks and the form. */
#include "base/text.h"
#include "doc/form.h"
#include "doc/zipdoc.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>
#include <zip.h>

static bytes packed(arena *mem, const char *name, const uint8_t *data, size_t n)
{
    zip_error_t e;
    zip_stat_t st;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);

    zip_source_keep(whole);
    zip_int64_t i = zip_file_add(z, name, zip_source_buffer(z, data, n, 0), 0);
    zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_STORE, 0);
    FUZZ_CHECK(zip_close(z) == 0 && zip_source_open(whole) == 0 && zip_source_stat(whole, &st) == 0);
    char *p = arena_alloc(mem, st.size);
    FUZZ_CHECK(zip_source_read(whole, p, st.size) == (zip_int64_t)st.size);
    zip_source_free(whole);
    return (bytes){p, st.size};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) out = {.max = 16 << 20};
    bool raw = n > 2 && data[0] == 'P' && data[1] == 'K', odt = n && (data[n - 1] & 1);
    bytes in = raw ? (bytes){data, n} : packed(mem, odt ? "content.xml" : "word/document.xml", data, n);
    block_list l = {0};
    doc_form f;

    zipdoc_prepare();
    (void)doc_sniff(in, "a.docx");
    if (zipdoc_blocks(odt ? "odt" : "docx", in, &out) != OK) return 0;
    if (doc_blocks_of_lines(mem, out.n ? out.p : "", &l) != OK) return 0;
    for (int i = 0; i < l.n; i++) {
        FUZZ_CHECK(l.p[i].is_row || text_valid_utf8(l.p[i].text, strlen(l.p[i].text)));
        for (int c = 0; c < l.p[i].cells; c++) FUZZ_CHECK(text_valid_utf8(l.p[i].cell[c], strlen(l.p[i].cell[c])));
    }
    FUZZ_CHECK(doc_form_of_blocks(mem, &l, &f) == OK && f.authors.n <= DOC_FORM_AUTHORS_MAX);
    return 0;
}
