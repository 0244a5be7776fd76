/* Papers: any text, escaped as templates do, makes a DOCX whose XML our own reader takes. */
#include "base/text.h"
#include "doc/docx.h"
#include "doc/zipdoc.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {0};
    AUTO(buf) out = {.max = 16 << 20};
    const char *text = NULL;
    bytes docx = {0};

    if (text_accept(mem, (const char *)data, n, TEXT_LINES, &text) != OK) return 0;
    buf_html(&b, text);
    FUZZ_CHECK(docx_from_lines(mem, b.n ? b.p : "", &docx) == OK);
    zipdoc_prepare();
    FUZZ_CHECK(zipdoc_blocks("docx", docx, &out) == OK);
    return 0;
}
