/* ocr.h: what a document says, scans included. A page of a PDF that has no text of its own is drawn (pdftoppm) and read
 * (Tesseract, Vietnamese) in the same fenced child as everything else that reads uploads. A reading says which pages were
 * read so, and how sure: words of a scan are never more than a good guess. */
#ifndef DOC_OCR_H
#define DOC_OCR_H
#include "doc/block.h"
#include "doc/form.h"

enum {
    OCR_PAGES_MAX = 60,   /* scanned pages of one file that are read; a page takes about 3 s of one core */
    OCR_WORDS_LEAST = 5,  /* a page with fewer words of its own is a picture */
    OCR_PIXELS = 2600     /* of the longer side when drawn: 220 dpi on A4 */
};

/* A PDF before its pictures are read: its own words, and the pages that have none. */
typedef struct {
    const char *words;      /* of `pdftotext -tsv` */
    int pages;              /* of the file */
    LIST_OF(int) pictures;  /* numbers of the pages without text, from 1; at most OCR_PAGES_MAX */
    bool more;              /* there are more of them than are read */
} pdf_pages;
MUST status doc_pdf_pages(arena *mem, bytes file, pdf_pages *out);

/* One page read from its picture: words in the layout of `pdftotext -tsv`, so that lines, paragraphs and tables are put
 * together alike. */
typedef struct {
    const char *words;
    int64_t letters, sure;  /* letters read; sum over them of the surety in percent */
} ocr_page;
MUST status doc_ocr_page(arena *mem, bytes file, int page, ocr_page *out);

typedef struct {
    block_list blocks;
    const char *text;       /* paragraphs and cells, a line each */
    int pages, read_pages;  /* of a PDF; those that were read from pictures */
    int sure;               /* percent, mean over the letters read from pictures; 0 when none */
    bool more;              /* some pictures were left unread: OCR_PAGES_MAX */
} doc_reading;
/* Everything at once; `progress` may be NULL. For the command line; jobs go page by page. */
MUST status doc_read(arena *mem, doc_type type, bytes file, void (*progress)(void *ctx, int done, int total), void *ctx, doc_reading *out);
/* From words, the file's own and those of its pictures one after another. */
MUST status doc_reading_of_words(arena *mem, const char *words, doc_reading *out);
/* Any type but PDF, and a PDF whose pictures are not asked for. */
MUST status doc_reading_plain(arena *mem, doc_type type, bytes file, doc_reading *out);

/* For tests: the words of Tesseract's table in the layout of pdftotext's; the page's number in the place of its own. */
const char *ocr_words_of(arena *mem, const char *tsv, int page, int64_t *letters, int64_t *sure);

#endif
