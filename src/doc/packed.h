/* packed.h: pictures inside a ZIP, inside the sandboxed child. Nothing is ever written to a file: what an entry is called is
 * compared and shown, no more. Nobody but sandbox.c includes it; others ask doc/picture.h. */
#ifndef DOC_PACKED_H
#define DOC_PACKED_H
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

enum {
    PACKED_ENTRIES_MAX = 20000,     /* files and folders of a ZIP of pictures */
    PACKED_PICTURE_MAX = 20 << 20,  /* bytes of one picture, unpacked */
    PACKED_PATH_MAX = 500           /* bytes of a path */
};

/* `kind`: "zip-names" writes "INDEX PATH\n" for each file; "zip-webp:INDEX" what picture_work() makes of that one. E_INVALID: no ZIP,
 * or a path that leads out of it (absolute, "..", a drive, control characters); E_LIMIT: too many entries, a bomb. */
MUST status packed_work(const char *kind, bytes in, buf *out);

#endif
