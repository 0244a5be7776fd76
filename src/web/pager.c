#include "web/pager.h"

SHAPE(pager_shape, pager_view, F_INT(pager_view, from), F_INT(pager_view, to), F_INT(pager_view, total), F_TEXT(pager_view, prev_href), F_TEXT(pager_view, next_href));

void pager_set(pager_view *p, int page, int per_page, int shown)
{
    p->from = shown ? (int64_t)page * per_page + 1 : 0;
    p->to = (int64_t)page * per_page + shown;
}
