/* Documents as blocks: the text that the sandboxed readers give, cleaned. */
#include "doc/block.h"
#include "base/buf.h"
#include "base/text.h"
#include "text/legacy.h"
#include "doc/sandbox.h"
#include <string.h>

/* Text out of a document: invalid bytes and controls become spaces, old encodings Unicode, all of it NFC. */
static const char *cleaned(arena *mem, const char *s, size_t n, legacy_kind old)
{
    char *raw = text_copyn(mem, s, n);
    const char *out = "";

    for (char *p = raw; *p; p++)
        if ((unsigned char)*p < 0x20 && *p != '\n') *p = *p == 0x1e ? '\n' : ' ';
    const char *text = legacy_convert(mem, old, raw);
    if (text_accept(mem, text, strlen(text), TEXT_LINES, &out) != OK) {
        for (unsigned char *p = (unsigned char *)raw; *p; p++)
            if (*p >= 0x80) *p = '?';
        if (text_accept(mem, raw, strlen(raw), TEXT_LINES, &out) != OK) out = "";
    }
    return out;
}

static status add(arena *mem, block_list *l, const block *b)
{
    if (l->n == BLOCKS_MAX) return E_LIMIT;
    if ((l->n & (l->n - 1)) == 0) {
        block *more = NEWS(mem, block, l->n ? l->n * 2 : 16);
        if (l->n) memcpy(more, l->p, sizeof(block) * (size_t)l->n);
        l->p = more;
    }
    l->p[l->n++] = *b;
    return OK;
}

static status read_lines(arena *mem, const char *s, legacy_kind old, block_list *out)
{
    while (*s) {
        size_t n = strcspn(s, "\n");
        block b = {.is_row = *s == 'R', .text = ""};
        const char *p = s + 2, *end = s + n;
        if (n > 2 && !b.is_row) b.text = cleaned(mem, p, (size_t)(end - p), old);
        while (n > 2 && b.is_row && b.cells < BLOCK_CELLS_MAX) {
            const char *stop = memchr(p, 0x1f, (size_t)(end - p));
            if (!stop) stop = end;
            b.cell[b.cells++] = cleaned(mem, p, (size_t)(stop - p), old);
            if (stop == end) break;
            p = stop + 1;
        }
        if (b.is_row || *b.text) TRY(add(mem, out, &b));
        s += n + (s[n] == '\n');
    }
    return OK;
}

status doc_blocks_of_lines(arena *mem, const char *lines, block_list *out)
{
    return read_lines(mem, lines, legacy_detect(lines), out);
}

static status plain_lines(arena *mem, const char *s, block_list *out)
{
    legacy_kind old = legacy_detect(s);

    while (*s) {
        size_t n = strcspn(s, "\n\f");
        block b = {.text = cleaned(mem, s, n, old)};
        if (*b.text) TRY(add(mem, out, &b));
        s += n + (s[n] != 0);
    }
    return OK;
}

status doc_blocks(arena *mem, doc_type type, bytes file, block_list *out)
{
    bytes got = {0};

    if (!doc_type_is_text(type)) return E_INVALID;
    TRY(doc_run(mem, type == DOC_PDF ? "pdf-words" : type == DOC_DOCX ? "docx" : type == DOC_ODT ? "odt" : "doc", file, &got));
    if (type == DOC_PDF) return doc_blocks_of_words(mem, got.p, out);
    if (type == DOC_DOC) return plain_lines(mem, got.p, out);
    return doc_blocks_of_lines(mem, got.p, out);
}

const char *doc_text_of_blocks(arena *mem, const block_list *l)
{
    AUTO(buf) b = {.max = DOC_OUTPUT_MAX};

    for (int i = 0; i < l->n; i++) {
        if (!l->p[i].is_row) buf_printf(&b, "%s\n", l->p[i].text);
        for (int c = 0; c < l->p[i].cells; c++) buf_printf(&b, "%s\n", l->p[i].cell[c]);
    }
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

status doc_text(arena *mem, doc_type type, bytes file, const char **out)
{
    block_list l = {0};

    TRY(doc_blocks(mem, type, file, &l));
    *out = doc_text_of_blocks(mem, &l);
    return OK;
}
