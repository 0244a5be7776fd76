#include "doc/ocr.h"
#include "base/buf.h"
#include "base/text.h"
#include "doc/sandbox.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double A4_POINTS = 842; /* what the longer side of a page is taken for: distances between words are in points */

static status pages_of(arena *mem, bytes file, int *out)
{
    bytes said = {0};
    int64_t n = 0;

    TRY(doc_run(mem, "pdf-info", file, &said));
    const char *p = strstr(said.p, "\nPages:");
    if (p) n = strtol(p + 7, NULL, 10);
    if (n < 1) return E_INVALID;
    *out = n > 100000 ? 100000 : (int)n;
    return OK;
}

/* Words (level 5) of each page up to `pages`. */
static void count_words(const char *tsv, int pages, int *words)
{
    for (; *tsv; tsv += strcspn(tsv, "\n"), tsv += *tsv == '\n') {
        int level = 0, page = 0;
        if (sscanf(tsv, "%d\t%d", &level, &page) == 2 && level == 5 && page >= 1 && page <= pages) words[page - 1]++;
    }
}

status doc_pdf_pages(arena *mem, bytes file, pdf_pages *out)
{
    bytes said = {0};
    pdf_pages p = {0};

    TRY(doc_run(mem, "pdf-words", file, &said));
    TRY(pages_of(mem, file, &p.pages));
    p.words = said.p;
    int *words = NEWS(mem, int, p.pages);
    count_words(said.p, p.pages, words);
    p.pictures.p = NEWS(mem, int, OCR_PAGES_MAX);
    for (int i = 0; i < p.pages; i++) {
        if (words[i] >= OCR_WORDS_LEAST) continue;
        if (p.pictures.n < OCR_PAGES_MAX) p.pictures.p[p.pictures.n++] = i + 1;
        else p.more = true;
    }
    *out = p;
    return OK;
}

typedef struct {
    int level, block, par, line, word;
    double x, y, w, h, conf;
} cell_place;

const char *ocr_words_of(arena *mem, const char *tsv, int page, int64_t *letters, int64_t *sure)
{
    AUTO(buf) b = {.max = DOC_OUTPUT_MAX};
    double scale = A4_POINTS / OCR_PIXELS, top = 0, height = 0; /* of the present line: boxes of words are as high as their letters */

    *letters = *sure = 0;
    for (const char *next; *tsv; tsv = next) {
        cell_place c = {0};
        int skip = 0, at = 0;
        size_t n = strcspn(tsv, "\n");
        next = tsv + n + (tsv[n] == '\n');
        const char *row = text_copyn(mem, tsv, n);
        if (sscanf(row, "%d\t%d\t%d\t%d\t%d\t%d\t%lf\t%lf\t%lf\t%lf\t%lf\t%n", &c.level, &skip, &c.block, &c.par, &c.line, &c.word, &c.x, &c.y, &c.w, &c.h, &c.conf, &at) < 11) continue;
        if (c.level == 4) {
            top = c.y;
            height = c.h;
        }
        if (c.level == 1) buf_printf(&b, "1\t%d\t0\t0\t0\t0\t0\t0\t%.2f\t%.2f\t-1\t###PAGE###\n", page, c.w * scale, c.h * scale);
        if (c.level != 5 || at == 0 || text_empty(row + at)) continue;
        int64_t length = (int64_t)text_length(row + at);
        *letters += length;
        if (c.conf > 0 && c.conf <= 100) *sure += (int64_t)(c.conf * (double)length);
        buf_printf(&b, "5\t%d\t%d\t%d\t%d\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%s\n", page, c.par, c.block, c.line, c.word, c.x * scale, top * scale, c.w * scale, height * scale, c.conf, row + at);
    }
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

status doc_ocr_page(arena *mem, bytes file, int page, ocr_page *out)
{
    AUTO(arena_ptr) own = arena_new(); /* the picture has some 5 MB */
    bytes picture = {0}, said = {0};
    ocr_page p = {0};

    if (page < 1) return E_INVALID;
    TRY(doc_run(own, textf(own, "pdf-page:%d", page), file, &picture));
    if (picture.n == 0) return E_INVALID;
    TRY(doc_run(own, "picture", picture, &said));
    p.words = text_copy(mem, ocr_words_of(own, said.p, page, &p.letters, &p.sure));
    *out = p;
    return OK;
}

status doc_reading_of_words(arena *mem, const char *words, doc_reading *out)
{
    doc_reading r = {0};

    TRY(doc_blocks_of_words(mem, words, &r.blocks));
    r.text = doc_text_of_blocks(mem, &r.blocks);
    *out = r;
    return OK;
}

status doc_reading_plain(arena *mem, doc_type type, bytes file, doc_reading *out)
{
    doc_reading r = {0};

    TRY(doc_blocks(mem, type, file, &r.blocks));
    r.text = doc_text_of_blocks(mem, &r.blocks);
    *out = r;
    return OK;
}

status doc_read(arena *mem, doc_type type, bytes file, void (*progress)(void *ctx, int done, int total), void *ctx, doc_reading *out)
{
    AUTO(buf) all = {.max = 4 * DOC_OUTPUT_MAX};
    pdf_pages p = {0};
    doc_reading r = {0};
    int64_t letters = 0, sure = 0;

    if (type != DOC_PDF) return doc_reading_plain(mem, type, file, out);
    TRY(doc_pdf_pages(mem, file, &p));
    buf_puts(&all, p.words);
    for (int i = 0; i < p.pictures.n; i++) {
        ocr_page o = {0};
        if (progress) progress(ctx, i, p.pictures.n);
        TRY(doc_ocr_page(mem, file, p.pictures.p[i], &o));
        buf_puts(&all, o.words);
        letters += o.letters;
        sure += o.sure;
    }
    if (progress && p.pictures.n) progress(ctx, p.pictures.n, p.pictures.n);
    if (all.over) return E_LIMIT;
    TRY(doc_reading_of_words(mem, all.p, &r));
    r.pages = p.pages;
    r.read_pages = letters ? p.pictures.n : 0;
    r.sure = letters ? (int)(sure / letters) : 0;
    r.more = p.more;
    *out = r;
    return OK;
}
