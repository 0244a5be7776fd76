#include "report/chart.h"
#include "base/buf.h"
#include "base/text.h"

STATIC_SHAPE(chart_rect_shape, chart_rect, F_INT(chart_rect, x), F_INT(chart_rect, y), F_INT(chart_rect, w), F_INT(chart_rect, h), F_BOOL(chart_rect, second));
STATIC_SHAPE(chart_text_shape, chart_text, F_INT(chart_text, x), F_INT(chart_text, y), F_TEXT(chart_text, text), F_BOOL(chart_text, middle));
SHAPE(chart_shape, chart, F_TEXT(chart, id), F_TEXT(chart, title), F_TEXT(chart, desc), F_TEXT(chart, first), F_TEXT(chart, second), F_INT(chart, width), F_INT(chart, height), F_INT(chart, axis_y),
      F_LIST(chart, rects, chart_rect_shape), F_LIST(chart, texts, chart_text_shape));

enum { COLUMN_SLOT = 104, COLUMN_W = 40, COLUMN_H = 180, COLUMN_BASE = 212, ROW_SLOT = 44, ROW_H = 14, ROW_W = 520, ROW_VALUE = 90 };

static int64_t most_of(const chart_item *items, int n)
{
    int64_t most = 1;

    for (int i = 0; i < n; i++) {
        if (items[i].first > most) most = items[i].first;
        if (items[i].second > most) most = items[i].second;
    }
    return most;
}

/* What is drawn, in words: "2024: 610, 18; 2025: …". */
static const char *described(arena *mem, const chart_item *items, int n, const chart *c)
{
    AUTO(buf) b = {0};

    buf_puts(&b, c->first);
    if (*c->second) buf_printf(&b, ", %s", c->second);
    buf_puts(&b, ". ");
    for (int i = 0; i < n; i++) {
        buf_printf(&b, "%s%s: %s", i ? "; " : "", items[i].label, items[i].shown_first);
        if (*c->second) buf_printf(&b, ", %s", items[i].shown_second);
    }
    buf_puts(&b, ".");
    return text_copy(mem, b.p);
}

static int begin(arena *mem, const chart_item *items, int n, chart *c)
{
    if (n > CHART_ITEMS_MAX) n = CHART_ITEMS_MAX;
    c->rects.p = NEWS(mem, chart_rect, 2 * n + 1);
    c->texts.p = NEWS(mem, chart_text, 3 * n + 1);
    c->rects.n = c->texts.n = 0;
    if (!c->second) c->second = "";
    c->desc = described(mem, items, n, c);
    return n;
}

static void rect(chart *c, int64_t x, int64_t y, int64_t w, int64_t h, bool second)
{
    c->rects.p[c->rects.n++] = (chart_rect){x, y, w, h, second};
}

static void text(chart *c, int64_t x, int64_t y, const char *s, bool middle)
{
    c->texts.p[c->texts.n++] = (chart_text){x, y, s, middle};
}

void chart_columns(arena *mem, const chart_item *items, int n, chart *c)
{
    n = begin(mem, items, n, c);
    int64_t most = most_of(items, n);
    bool two = *c->second != 0;

    for (int i = 0; i < n; i++) {
        int64_t left = 16 + (int64_t)i * COLUMN_SLOT, x = two ? left : left + COLUMN_W / 2, h = items[i].first * COLUMN_H / most, k = items[i].second * COLUMN_H / most;
        rect(c, x, COLUMN_BASE - h, COLUMN_W, h, false);
        text(c, x + COLUMN_W / 2, COLUMN_BASE - h - 6, items[i].shown_first, true);
        if (two) {
            rect(c, x + COLUMN_W + 4, COLUMN_BASE - k, COLUMN_W, k, true);
            text(c, x + COLUMN_W + 4 + COLUMN_W / 2, COLUMN_BASE - k - 6, items[i].shown_second, true);
        }
        text(c, left + COLUMN_W + 2, COLUMN_BASE + 20, items[i].label, true);
    }
    c->width = 16 + (int64_t)n * COLUMN_SLOT;
    c->height = COLUMN_BASE + 30;
    c->axis_y = COLUMN_BASE;
}

void chart_rows(arena *mem, const chart_item *items, int n, chart *c)
{
    n = begin(mem, items, n, c);
    int64_t most = most_of(items, n), slot = *c->second ? ROW_SLOT + ROW_H + 4 : ROW_SLOT;

    for (int i = 0; i < n; i++) {
        int64_t y = (int64_t)i * slot + 18, w = items[i].first * ROW_W / most, k = items[i].second * ROW_W / most;
        text(c, 2, y, items[i].label, false);
        rect(c, 2, y + 7, w, ROW_H, false);
        text(c, w + 8, y + 7 + ROW_H - 2, items[i].shown_first, false);
        if (!*c->second) continue;
        rect(c, 2, y + 11 + ROW_H, k, ROW_H, true);
        text(c, k + 8, y + 11 + 2 * ROW_H - 2, items[i].shown_second, false);
    }
    c->width = ROW_W + ROW_VALUE;
    c->height = (int64_t)n * slot + 6;
    c->axis_y = 0;
}
