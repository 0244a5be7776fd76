/* sniff.h: what a file is, by its content; the name it came with must agree. */
#ifndef DOC_SNIFF_H
#define DOC_SNIFF_H
#include "base/shape.h"

typedef enum { DOC_UNKNOWN = 0, DOC_PDF, DOC_DOCX, DOC_XLSX, DOC_ODT, DOC_DOC, DOC_PNG, DOC_JPEG, DOC_WEBP } doc_type;

doc_type doc_sniff(bytes file, const char *name); /* DOC_UNKNOWN for everything that is not one of these, and nothing else */
const char *doc_type_mime(doc_type t);
const char *doc_type_name(doc_type t); /* "PDF", "Word (DOCX)" … */
const char *doc_type_ending(doc_type t); /* ".pdf"; "" of DOC_UNKNOWN */
bool doc_type_is_text(doc_type t);     /* doc_blocks can read it */

#endif
