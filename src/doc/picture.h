/* picture.h: pictures made anew for the pages: read in the sandboxed child (JPEG, PNG, WebP), turned upright, made smaller,
 * written as WebP. Nothing else of the file comes out: no place, no camera, no comment, nothing hidden behind the pixels. */
#ifndef DOC_PICTURE_H
#define DOC_PICTURE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/shape.h"
#include "base/status.h"

enum {
    PICTURE_SIZES = 3,                /* widths 480, 960, 1600; no larger than the picture is */
    PICTURE_PIXELS_MAX = 50000000,    /* of the file that was sent */
    PICTURE_INTERLACED_MAX = 24000000 /* of an interlaced PNG or a WebP, which have to be held whole */
};

typedef struct {
    int width, height;
    bytes webp;
} picture_size;
typedef struct {
    picture_size size[PICTURE_SIZES];
    int n; /* 1 to PICTURE_SIZES, the smallest first */
} picture_set;

/* E_INVALID: not such a picture, or broken; E_LIMIT: too many pixels, or it took too long; E_IO. */
MUST status doc_pictures(arena *mem, bytes file, picture_set *out);
/* Files of a ZIP, and the pictures of one of them; the ZIP is unpacked in the child, and nowhere else (doc/packed.h). */
typedef struct {
    const char *path; /* "2017/04/a.jpg": never absolute, no "..", "/" between folders */
    int index;
} packed_file;
typedef LIST_OF(packed_file) packed_files;
/* E_INVALID: no ZIP, or a path that leads out of it; E_LIMIT: too many files. */
MUST status doc_packed_files(arena *mem, bytes zip, packed_files *out);
MUST status doc_packed_pictures(arena *mem, bytes zip, int index, picture_set *out); /* as doc_pictures() */
/* What the child does; nobody but sandbox.c and packed.c calls it. */
MUST status picture_work(bytes in, buf *out);

#endif
