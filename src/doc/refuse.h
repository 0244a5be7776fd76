/* refuse.h: why an uploaded file is not taken, in words for the person who sent it, to stand at the field. */
#ifndef DOC_REFUSE_H
#define DOC_REFUSE_H
#include "base/arena.h"
#include "doc/sniff.h"

/* What is wrong with a file that doc_sniff does not know: empty, locked by a password, with macros, two files in one, or
 * called by another type's name. "" when it is none of these: the caller says which types it takes. */
const char *doc_refusal(arena *mem, bytes file, const char *name);
/* Why doc_blocks or doc_read_form failed with E_INVALID or E_LIMIT (`s`). `id` of the request: under it the log has more. */
const char *doc_unread(arena *mem, doc_type type, bytes file, int s, const char *id);

#endif
