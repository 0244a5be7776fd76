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
/* What the child does; nobody but sandbox.c calls it. */
MUST status picture_work(bytes in, buf *out);

#endif
