/* block.h: a document as paragraphs and table rows, whatever it came from. */
#ifndef DOC_BLOCK_H
#define DOC_BLOCK_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"
#include "doc/sniff.h"

enum { BLOCK_CELLS_MAX = 24, BLOCKS_MAX = 20000 };

typedef struct {
    bool is_row;
    const char *text;                   /* of a paragraph */
    const char *cell[BLOCK_CELLS_MAX];  /* of a row; lines inside a cell are separated by '\n' */
    int cells;
} block;
typedef LIST_OF(block) block_list;

/* Reads a document of a known type in the sandbox. Text is NFC; old TCVN3 and VNI text is converted. E_INVALID, E_LIMIT, E_IO. */
MUST status doc_blocks(arena *mem, doc_type type, bytes file, block_list *out);
/* All text of a document: paragraphs and cells, a line each. */
MUST status doc_text(arena *mem, doc_type type, bytes file, const char **out);
const char *doc_text_of_blocks(arena *mem, const block_list *l);
/* From the lines of the DOCX and ODT reader (zipdoc.h); exposed for tests and fuzzing. */
MUST status doc_blocks_of_lines(arena *mem, const char *lines, block_list *out);
/* From the words of `pdftotext -tsv`; exposed for tests and fuzzing. */
MUST status doc_blocks_of_words(arena *mem, const char *tsv, block_list *out);

#endif
