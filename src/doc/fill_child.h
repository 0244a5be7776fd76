/* fill_child.h: the half of fill.h that runs in the fenced child. Only sandbox.c includes it. */
#ifndef DOC_FILL_CHILD_H
#define DOC_FILL_CHILD_H
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

/* "docx-fields": lines "F name" and "! reason". "docx-fill": in = 10 digits, so many bytes of values, the template; out = the
 * filled DOCX, or "!" and a reason. */
MUST status fill_child(const char *kind, bytes in, buf *out);

#endif
