/* The certificate as a PDF: A4 landscape, drawn with cairo and pango. Units are points. */
#include "base/buf.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

enum { WIDTH = 842, HEIGHT = 595 };
static const char SERIF[] = "Noto Serif, Liberation Serif, serif";
static const double BLUE[3] = {0.04, 0.31, 0.42}, RED[3] = {0.62, 0.09, 0.11}, GOLD[3] = {0.72, 0.53, 0.17}, INK[3] = {0.1, 0.13, 0.16}, SOFT[3] = {0.34, 0.4, 0.44};

static cairo_status_t write_pdf(void *ctx, const unsigned char *p, unsigned n)
{
    buf_put(ctx, p, n);
    return CAIRO_STATUS_SUCCESS;
}

static void ink(cairo_t *c, const double rgb[3])
{
    cairo_set_source_rgb(c, rgb[0], rgb[1], rgb[2]);
}

typedef struct {
    double size;
    bool bold, italic, centred;
    const double *colour;
    int lines_max; /* 0: as many as it takes; otherwise the type shrinks until it fits */
} face;

/* Sets `s` in the column [x, x+w] with its top at y; returns its height. */
static double set(cairo_t *c, const char *s, double x, double y, double w, face f)
{
    double height = 0;

    for (double size = f.size; size > 6; size -= 0.5) {
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
            ink(c, f.colour);
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
        ink(c, k % 2 ? GOLD : BLUE);
        for (int side = 0; side < 4; side++) {
            double len = side % 2 ? HEIGHT - 54 : WIDTH - 54;
            for (double t = 0; t <= len; t += 2) {
                double wave = 27 + 7 * sin(t / len * 2 * M_PI * (side % 2 ? 22 : 32) + k * M_PI / 3);
                double a = 27 + t;
                double x = side == 0 || side == 2 ? a : side == 1 ? WIDTH - wave : wave;
                double y = side == 0 ? wave : side == 2 ? HEIGHT - wave : a;
                if (t == 0) cairo_move_to(c, x, y);
                else cairo_line_to(c, x, y);
            }
            cairo_stroke(c);
        }
    }
    for (int i = 0; i < 2; i++) {
        ink(c, i ? RED : BLUE);
        cairo_set_line_width(c, i ? 0.8 : 1.6);
        cairo_rectangle(c, edge[i], edge[i], WIDTH - 2 * edge[i], HEIGHT - 2 * edge[i]);
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
    cairo_set_source_rgba(c, GOLD[0], GOLD[1], GOLD[2], alpha);
    cairo_arc(c, 0, 0, 23, 0, 2 * M_PI);
    cairo_stroke(c);
    cairo_set_source_rgba(c, BLUE[0], BLUE[1], BLUE[2], alpha);
    cairo_arc(c, 0, -4, 11, M_PI * 0.72, M_PI * 2.28);
    cairo_line_to(c, 4.5, 10);
    cairo_line_to(c, -4.5, 10);
    cairo_close_path(c);
    cairo_stroke(c);
    cairo_set_source_rgba(c, GOLD[0], GOLD[1], GOLD[2], alpha);
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

static void draw_qr(cairo_t *c, const char *text, double x, double y, double size)
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

/* The first sentence or so: a certificate says in short what the initiative is. */
static const char *in_short(arena *mem, const char *s, size_t max)
{
    const char *line = text_copyn(mem, s, strcspn(s, "\n"));
    size_t n = text_clip(line, max);

    if (!line[n]) return line;
    while (n > 0 && line[n] != ' ') n--;
    return textf(mem, "%.*s…", (int)n, line);
}

typedef struct {
    const recognition_row *r;
    const recognition_author *a;
    const certificate_row *cert;
    const char *others, *superior, *url;
} sheet;

static void draw(cairo_t *c, arena *mem, const sheet *s)
{
    const recognition_row *r = s->r;
    double x = 60, w = WIDTH - 120, y = 50;

    cairo_set_source_rgb(c, 0.995, 0.988, 0.965);
    cairo_paint(c);
    emblem(c, WIDTH / 2.0, HEIGHT / 2.0 + 20, 150, 0.06);
    guilloche(c);
    double left = 290, right = 330; /* the two heads */
    double h = set(c, text_upper(mem, r->org_name), x, y, left, (face){11, true, false, true, INK, 2});
    ink(c, INK);
    cairo_set_line_width(c, 0.7);
    cairo_move_to(c, x + left / 2 - 45, y + h + 3);
    cairo_line_to(c, x + left / 2 + 45, y + h + 3);
    cairo_stroke(c);
    set(c, textf(mem, "Số: %s", s->cert->serial), x, y + h + 8, left, (face){10, false, false, true, SOFT, 1});
    double rx = x + w - right;
    set(c, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", rx, y, right, (face){11.5, true, false, true, INK, 1});
    set(c, "Độc lập - Tự do - Hạnh phúc", rx, y + 17, right, (face){11.5, true, false, true, INK, 1});
    cairo_move_to(c, rx + right / 2 - 78, y + 36);
    cairo_line_to(c, rx + right / 2 + 78, y + 36);
    cairo_stroke(c);
    y += 62;
    y += set(c, "GIẤY CHỨNG NHẬN SÁNG KIẾN", x, y, w, (face){31, true, false, true, RED, 1}) + 4;
    y += set(c, textf(mem, "%s chứng nhận", r->org_name), x, y, w, (face){12, false, true, true, SOFT, 1}) + 4;
    y += set(c, text_upper(mem, s->a->name), x, y, w, (face){23, true, false, true, BLUE, 1}) + 2;
    const char *role = textf(mem, "%s%s%s", s->a->position, *s->a->position && *s->a->unit ? " · " : "", s->a->unit);
    if (*role) y += set(c, role, x, y, w, (face){11.5, false, false, true, INK, 1}) + 2;
    const char *share = *s->others ? textf(mem, "đồng tác giả, tỷ lệ đóng góp %s %%, cùng với %s, của sáng kiến", text_percent(mem, (int)s->a->share), s->others) : "là tác giả của sáng kiến";
    y += set(c, share, x + 30, y, w - 60, (face){11, false, true, true, SOFT, 2}) + 6;
    y += set(c, textf(mem, "“%s”", r->title), x + 30, y, w - 60, (face){16, true, false, true, INK, 4}) + 8;
    face small = {10, false, false, false, INK, 3};
    double bx = x + 118, bw = w - 118 - 8;
    y = y < 348 ? 348 : y;
    if (*r->investor) y += set(c, textf(mem, "Chủ đầu tư tạo ra sáng kiến: %s", r->investor), bx, y, bw, (face){10, false, false, false, INK, 1}) + 2;
    y += set(c, textf(mem, "Nội dung: %s", in_short(mem, r->summary, 330)), bx, y, bw, small) + 2;
    y += set(c, textf(mem, "Lợi ích kinh tế - xã hội: %s", in_short(mem, r->benefit, 230)), bx, y, bw, (face){10, false, false, false, INK, 2}) + 3;
    const char *decided = textf(mem, "Công nhận theo Quyết định số %s ngày %s. Phạm vi: cơ sở%s.", r->decision, date_vi(mem, r->recognised_on),
                                text_eq(r->level, "city") ? textf(mem, "; có tác dụng, ảnh hưởng đối với thành phố theo Quyết định số %s", r->city_decision) : "");
    set(c, decided, bx, y, bw, (face){10, true, false, false, BLUE, 2});
    draw_qr(c, s->url, x, 352, 104);
    set(c, "Quét để xác minh; mã ký số kiểm tra được khi không có mạng.", x - 6, 461, 118, (face){7.5, false, true, true, SOFT, 3});
    double sx = x + w - 260;
    date d = r->recognised_on;
    set(c, textf(mem, "Đà Nẵng, ngày %02d tháng %02d năm %d", date_day(d), date_month(d), date_year(d)), sx, 470, 260, (face){10.5, false, true, true, INK, 1});
    set(c, text_upper(mem, *r->signer_title ? r->signer_title : "Thủ trưởng cơ sở"), sx, 486, 260, (face){11, true, false, true, INK, 1});
    set(c, r->signer_name, sx, 528, 260, (face){12, true, false, true, INK, 1});
    if (!text_eq(s->cert->status, "valid")) {
        cairo_save(c);
        cairo_translate(c, WIDTH / 2.0 - 210, HEIGHT / 2.0 + 60);
        cairo_rotate(c, -0.35);
        set(c, text_eq(s->cert->status, "cancelled") ? "ĐÃ HỦY BỎ" : "ĐÃ ĐƯỢC THAY THẾ", 0, 0, 440, (face){54, true, false, true, RED, 1});
        cairo_restore(c);
    }
}

static const char *co_authors(arena *mem, const recognition_authors *all, int64_t but)
{
    const char *s = "";

    for (int i = 0; i < all->n; i++)
        if (all->p[i].ordinal != but) s = textf(mem, "%s%s%s", s, *s ? ", " : "", all->p[i].name);
    return s;
}

status certificate_pdf(arena *mem, db *d, const char *serial, const char *base_url, bytes *out)
{
    AUTO(buf) b = {.max = 8 << 20};
    certificate_row cert = {0};
    recognition_row r = {0};
    recognition_authors all = {0};
    sheet s = {.r = &r, .cert = &cert};

    TRY(certificate_get(d, mem, serial, &cert));
    TRY(db_one(d, Q_RECOGNITION_BY_ID, mem, &recognition_shape, &r, P_ID(cert.recognition_id)));
    TRY(certificate_authors(d, mem, r.id, &all));
    for (int i = 0; i < all.n; i++)
        if (all.p[i].ordinal == cert.ordinal) s.a = &all.p[i];
    if (!s.a) return E_INTERNAL;
    s.others = co_authors(mem, &all, cert.ordinal);
    s.url = textf(mem, "%s/xac-minh/%s?c=%s", base_url, cert.serial, certificate_code(mem, &cert));
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_pdf, &b, WIDTH, HEIGHT);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, textf(mem, "Giấy chứng nhận sáng kiến %s", cert.serial));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, r.org_name);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, certificate_code(mem, &cert));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, textf(mem, "%sT00:00:00+07:00", date_iso(mem, cert.issued_on)));
    cairo_t *c = cairo_create(surface);
    draw(c, mem, &s);
    cairo_destroy(c);
    cairo_surface_finish(surface);
    cairo_status_t cs = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (cs != CAIRO_STATUS_SUCCESS || b.over) return E_INTERNAL;
    *out = (bytes){text_copyn(mem, b.p, b.n), b.n};
    return OK;
}
