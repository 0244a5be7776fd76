/* What the PDF reader's child says (pdftotext -tsv), and any lines of the others, to blocks and the form. */
#include "base/text.h"
#include "doc/form.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

static void check(const char *s)
{
    FUZZ_CHECK(s && text_valid_utf8(s, strlen(s)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *s = text_copyn(mem, (const char *)data, n);
    block_list l = {0};
    doc_form f;
    bool lines = n && (*data == 'P' || *data == 'R');

    if ((lines ? doc_blocks_of_lines(mem, s, &l) : doc_blocks_of_words(mem, s, &l)) != OK) return 0;
    FUZZ_CHECK(doc_form_of_blocks(mem, &l, &f) == OK);
    check(f.title), check(f.content), check(f.recipient), check(f.investor), check(f.place_date);
    for (int i = 0; i < f.authors.n; i++) check(f.authors.p[i].name), check(f.authors.p[i].unit), check(f.authors.p[i].email);
    return 0;
}
