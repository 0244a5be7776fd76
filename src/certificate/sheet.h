/* sheet.h: drawing on a paper of value: A4 landscape, points, cairo and pango. The same calls give the same bytes. */
#ifndef CERTIFICATE_SHEET_H
#define CERTIFICATE_SHEET_H
#include "base/buf.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"
#include <cairo.h>

enum { SHEET_WIDTH = 842, SHEET_HEIGHT = 595 };
extern const double SHEET_BLUE[3], SHEET_RED[3], SHEET_GOLD[3], SHEET_INK[3], SHEET_SOFT[3];

typedef struct {
    double size;
    bool bold, italic, centred;
    const double *colour;
    int lines_max; /* 0: as many as it takes; otherwise the type shrinks until it fits */
} face;

typedef struct {
    cairo_t *c;
    cairo_surface_t *surface;
    buf b; /* the file as it grows, 8 MiB at most */
} sheet_page;

/* The metadata's day is `day`, so the bytes do not depend on the clock. `keywords` may be "". */
void sheet_begin(sheet_page *p, arena *mem, const char *title, const char *author, const char *keywords, date day);
MUST status sheet_end(sheet_page *p, arena *mem, bytes *out);
void sheet_page_cleanup(sheet_page *p); /* AUTO(sheet_page) p = {0}; */

void sheet_ground(cairo_t *c); /* paper colour, watermark, border */
/* Sets `s` in the column [x, x+w] with its top at y; returns its height. */
double sheet_text(cairo_t *c, const char *s, double x, double y, double w, face f);
void sheet_ink(cairo_t *c, const double rgb[3]);
void sheet_qr(cairo_t *c, const char *text, double x, double y, double size);
/* The two heads of an official paper: the organisation with its number, the State. Returns y below them. */
double sheet_heads(cairo_t *c, arena *mem, const char *org_name, const char *number);
/* A word across the sheet: "ĐÃ HỦY BỎ". */
void sheet_stamp(cairo_t *c, const char *word);

#endif
