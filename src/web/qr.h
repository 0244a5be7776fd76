/* qr.h: a QR code as markup (SVG), 220 px, error correction M. Empty when the text is too long (2,331 bytes). */
#ifndef WEB_QR_H
#define WEB_QR_H
#include "base/arena.h"
#include "base/shape.h"

html qr_svg(arena *mem, const char *text);

#endif
