/* chart.h: charts as shapes: what a template draws as SVG with title and description. Two series at most; the second is
 * hatched, so that colour alone tells nothing. Only arithmetic. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H
#include "base/arena.h"
#include "base/shape.h"

enum { CHART_ITEMS_MAX = 24 };

typedef struct {
    const char *label;
    int64_t first, second;            /* lengths are drawn in proportion; not negative */
    const char *shown_first, *shown_second; /* what stands at them */
} chart_item;

typedef struct {
    int64_t x, y, w, h;
    bool second;
} chart_rect;
typedef struct {
    int64_t x, y;
    const char *text;
    bool middle;
} chart_text;
typedef struct {
    const char *id, *title, *desc, *first, *second; /* second "": one series */
    int64_t width, height, axis_y;                  /* axis_y 0: none */
    LIST_OF(chart_rect) rects;
    LIST_OF(chart_text) texts;
} chart;
extern const shape chart_shape;

/* Columns side by side, for years; rows with their label above, for names. At most CHART_ITEMS_MAX are drawn. */
void chart_columns(arena *mem, const chart_item *items, int n, chart *c);
void chart_rows(arena *mem, const chart_item *items, int n, chart *c);
#endif
