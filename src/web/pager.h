/* pager.h: "31–60 / 1.826" and the pages beside it, as pages/…: {{#pager}}. */
#ifndef WEB_PAGER_H
#define WEB_PAGER_H
#include "base/shape.h"

typedef struct {
    int64_t from, to, total; /* the first and last that are shown, from 1; 0: none */
    const char *prev_href, *next_href; /* "": none */
} pager_view;
extern const shape pager_shape;
/* `page` from 0, `shown` of at most `per_page`; `total`, and the addresses, stay with the caller. */
void pager_set(pager_view *p, int page, int per_page, int shown);

#endif
