/* Drawing with cairo and pango. Units are points. */
#include "certificate/sheet.h"
#include "base/text.h"
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

static const char SERIF[] = "Noto Serif, Liberation Serif, serif";
const double SHEET_BLUE[3] = {0.04, 0.31, 0.42}, SHEET_RED[3] = {0.62, 0.09, 0.11}, SHEET_GOLD[3] = {0.72, 0.53, 0.17}, SHEET_INK[3] = {0.1, 0.13, 0.16}, SHEET_SOFT[3] = {0.34, 0.4, 0.44};

static cairo_status_t write_pdf(void *ctx, const unsigned char *p, unsigned n)
{
    buf_put(ctx, p, n);
    return CAIRO_STATUS_SUCCESS;
}

void sheet_ink(cairo_t *c, const double rgb[3])
{
    cairo_set_source_rgb(c, rgb[0], rgb[1], rgb[2]);
}

double sheet_text(cairo_t *c, const char *s, double x, double y, double w, face f)
{
    double height = 0;

    for (double size = f.size; size > 6; size -= 0.5) { /* NOLINT(clang-analyzer-security.FloatLoopCounter): halves are exact */
        PangoLayout *l = pango_cairo_create_layout(c);
        PangoFontDescription *d = pango_font_description_from_string(SERIF);
        int pw = 0, ph = 0;
        pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
        if (f.bold) pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
        if (f.italic) pango_font_description_set_style(d, PANGO_STYLE_ITALIC);
        pango_layout_set_font_description(l, d);
        pango_layout_set_width(l, (int)(w * PANGO_SCALE));
        pango_layout_set_wrap(l, PANGO_WRAP_WORD);
        pango_layout_set_line_spacing(l, 1.12f);
        if (f.centred) pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
        pango_layout_set_text(l, s, -1);
        pango_layout_get_size(l, &pw, &ph);
        bool fits = f.lines_max == 0 || pango_layout_get_line_count(l) <= f.lines_max || size <= 6.5;
        if (fits) {
            cairo_move_to(c, x, y);
            sheet_ink(c, f.colour);
            pango_cairo_show_layout(c, l);
            height = ph / (double)PANGO_SCALE;
        }
        pango_font_description_free(d);
        g_object_unref(l);
        if (fits) break;
    }
    return height;
}

/* A border of interlaced waves, as on papers of value. */
static void guilloche(cairo_t *c)
{
    static const double edge[2] = {20, 34};

    cairo_set_line_width(c, 0.45);
    for (int k = 0; k < 6; k++) {
        sheet_ink(c, k % 2 ? SHEET_GOLD : SHEET_BLUE);
        for (int side = 0; side < 4; side++) {
            double len = side % 2 ? SHEET_HEIGHT - 54 : SHEET_WIDTH - 54;
            for (double t = 0; t <= len; t += 2) { /* NOLINT(clang-analyzer-security.FloatLoopCounter): whole numbers are exact */
                double wave = 27 + 7 * sin(t / len * 2 * M_PI * (side % 2 ? 22 : 32) + k * M_PI / 3);
                double a = 27 + t;
                double x = side == 0 || side == 2 ? a : side == 1 ? SHEET_WIDTH - wave : wave;
                double y = side == 0 ? wave : side == 2 ? SHEET_HEIGHT - wave : a;
                if (t == 0) cairo_move_to(c, x, y);
                else cairo_line_to(c, x, y);
            }
            cairo_stroke(c);
        }
    }
    for (int i = 0; i < 2; i++) {
        sheet_ink(c, i ? SHEET_RED : SHEET_BLUE);
        cairo_set_line_width(c, i ? 0.8 : 1.6);
        cairo_rectangle(c, edge[i], edge[i], SHEET_WIDTH - 2 * edge[i], SHEET_HEIGHT - 2 * edge[i]);
        cairo_stroke(c);
    }
}

/* Our own sign: a lamp with a shoot. */
static void emblem(cairo_t *c, double x, double y, double r, double alpha)
{
    cairo_save(c);
    cairo_translate(c, x, y);
    cairo_scale(c, r / 24, r / 24);
    cairo_set_line_width(c, 1.6);
    cairo_set_source_rgba(c, SHEET_GOLD[0], SHEET_GOLD[1], SHEET_GOLD[2], alpha);
    cairo_arc(c, 0, 0, 23, 0, 2 * M_PI);
    cairo_stroke(c);
    cairo_set_source_rgba(c, SHEET_BLUE[0], SHEET_BLUE[1], SHEET_BLUE[2], alpha);
    cairo_arc(c, 0, -4, 11, M_PI * 0.72, M_PI * 2.28);
    cairo_line_to(c, 4.5, 10);
    cairo_line_to(c, -4.5, 10);
    cairo_close_path(c);
    cairo_stroke(c);
    cairo_set_source_rgba(c, SHEET_GOLD[0], SHEET_GOLD[1], SHEET_GOLD[2], alpha);
    cairo_move_to(c, -4, 13.5);
    cairo_line_to(c, 4, 13.5);
    cairo_move_to(c, 0, 5);
    cairo_line_to(c, 0, -2);
    cairo_move_to(c, -3.6, -4.2);
    cairo_line_to(c, 0, -2);
    cairo_line_to(c, 3.6, -4.2);
    cairo_stroke(c);
    cairo_restore(c);
}

void sheet_qr(cairo_t *c, const char *text, double x, double y, double size)
{
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (!q) return;
    double u = size / q->width;
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_rectangle(c, x - 4, y - 4, size + 8, size + 8);
    cairo_fill(c);
    cairo_set_source_rgb(c, 0, 0, 0);
    for (int r = 0; r < q->width; r++)
        for (int k = 0; k < q->width; k++)
            if (q->data[r * q->width + k] & 1) cairo_rectangle(c, x + k * u, y + r * u, u, u);
    cairo_fill(c);
    QRcode_free(q);
}

void sheet_ground(cairo_t *c)
{
    cairo_set_source_rgb(c, 0.995, 0.988, 0.965);
    cairo_paint(c);
    emblem(c, SHEET_WIDTH / 2.0, SHEET_HEIGHT / 2.0 + 20, 150, 0.06);
    guilloche(c);
}

double sheet_heads(cairo_t *c, arena *mem, const char *org_name, const char *number)
{
    double x = 60, y = 50, left = 290, right = 330, rx = x + SHEET_WIDTH - 120 - right;
    double h = sheet_text(c, text_upper(mem, org_name), x, y, left, (face){11, true, false, true, SHEET_INK, 2});

    sheet_ink(c, SHEET_INK);
    cairo_set_line_width(c, 0.7);
    cairo_move_to(c, x + left / 2 - 45, y + h + 3);
    cairo_line_to(c, x + left / 2 + 45, y + h + 3);
    cairo_stroke(c);
    sheet_text(c, textf(mem, "Số: %s", number), x, y + h + 8, left, (face){10, false, false, true, SHEET_SOFT, 1});
    sheet_text(c, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", rx, y, right, (face){11.5, true, false, true, SHEET_INK, 1});
    sheet_text(c, "Độc lập - Tự do - Hạnh phúc", rx, y + 17, right, (face){11.5, true, false, true, SHEET_INK, 1});
    cairo_move_to(c, rx + right / 2 - 78, y + 36);
    cairo_line_to(c, rx + right / 2 + 78, y + 36);
    cairo_stroke(c);
    return y + 62;
}

void sheet_stamp(cairo_t *c, const char *word)
{
    cairo_save(c);
    cairo_translate(c, SHEET_WIDTH / 2.0 - 210, SHEET_HEIGHT / 2.0 + 60);
    cairo_rotate(c, -0.35);
    sheet_text(c, word, 0, 0, 440, (face){54, true, false, true, SHEET_RED, 1});
    cairo_restore(c);
}

void sheet_begin(sheet_page *p, arena *mem, const char *title, const char *author, const char *keywords, date day)
{
    *p = (sheet_page){.b = {.max = 8 << 20}};
    p->surface = cairo_pdf_surface_create_for_stream(write_pdf, &p->b, SHEET_WIDTH, SHEET_HEIGHT);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, author);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_KEYWORDS, keywords);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, textf(mem, "%sT00:00:00+07:00", date_iso(mem, day)));
    p->c = cairo_create(p->surface);
}

status sheet_end(sheet_page *p, arena *mem, bytes *out)
{
    cairo_destroy(p->c);
    p->c = NULL;
    cairo_surface_finish(p->surface);
    if (cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS || p->b.over) return E_INTERNAL;
    *out = (bytes){text_copyn(mem, p->b.p, p->b.n), p->b.n};
    return OK;
}

void sheet_page_cleanup(sheet_page *p)
{
    if (p->c) cairo_destroy(p->c);
    if (p->surface) cairo_surface_destroy(p->surface);
    buf_cleanup(&p->b);
}
