/* zipdoc.h: text of DOCX, ODT and XLSX, inside the sandboxed child. Nobody but the child's own files includes it. */
#ifndef DOC_ZIPDOC_H
#define DOC_ZIPDOC_H
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"
#include <libxml/xmlreader.h>
#include <zip.h>

enum {
    ZIPDOC_INFLATED_MAX = 48 << 20, /* bytes of one part */
    ZIPDOC_RATIO_MAX = 200,         /* inflated to packed, of parts over 1 MiB */
    ZIPDOC_DEPTH_MAX = 200,         /* nested elements */
    ZIPDOC_ENTRIES_MAX = 5000
};

void zipdoc_prepare(void); /* what the libraries must do before the fence is up */
/* Blocks, one a line: "P\ttext" a paragraph, "R\tcell\x1f cell…" a table row (a line break inside a cell is \x1e). */
MUST status zipdoc_blocks(const char *kind, bytes in, buf *out);

zip_t *zipdoc_open(bytes in); /* to read, until zip_discard(); NULL: no ZIP */
/* One entry, inflated: the caller frees it. E_NOT_FOUND, E_LIMIT (a bomb, or more than `max` bytes), E_INVALID. */
MUST status zipdoc_entry(zip_t *z, const char *name, char **out, size_t *n);
MUST status zipdoc_entry_at(zip_t *z, zip_uint64_t index, size_t max, char **out, size_t *n);
void zipdoc_quiet(xmlTextReaderPtr r); /* what it complains is for nobody */

#endif
