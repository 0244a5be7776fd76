/* style_pages.h: the design system on one page, made of the classes that every page is made of. */
#ifndef LOOK_STYLE_PAGES_H
#define LOOK_STYLE_PAGES_H
#include "web/web.h"
extern const shape style_shape;
extern const form_def style_form;
MUST status style_page(request *r, reply *out);
const char *contrast_text(arena *mem, int hundredths); /* "4,52" */
#endif
