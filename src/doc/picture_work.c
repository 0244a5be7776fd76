/* What the child does with a picture. It ends at the first error of a reader: nothing of it is used again. */
#include "doc/picture.h"
#include "base/text.h"
#include <stdio.h> /* jpeglib.h wants it */

#include <jpeglib.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <webp/decode.h>
#include <webp/encode.h>

enum { LONGEST = 1600, SIDE_MAX = 32000, REFUSED = 4, TOO_MUCH = 5, QUALITY = 80 };

typedef struct {
    int w, h;
    unsigned char *rgb; /* w * h * 3 */
} raster;

/* NOLINTBEGIN(clang-analyzer-unix.Malloc): the child ends when it has answered, and its memory with it */
static void *get(size_t n)
{
    void *p = calloc(1, n ? n : 1);

    if (!p) _exit(TOO_MUCH);
    return p;
}

static void check_size(int64_t w, int64_t h, int64_t max)
{
    if (w < 1 || h < 1) _exit(REFUSED);
    if (w > SIDE_MAX || h > SIDE_MAX || w * h > max) _exit(TOO_MUCH);
}

/* ---- making smaller: each new pixel is the mean of the area that it covers ---- */

typedef struct {
    int sw, sh, row;  /* of what comes, and how many rows have */
    raster to;
    float *line, *sum; /* a row made narrower; what has gathered for the next new row */
    int made;
} shrinker;

static shrinker shrink_begin(int sw, int sh, int longest)
{
    int64_t w = sw, h = sh;

    if (w >= h && w > longest) h = (h * longest + w / 2) / w, w = longest;
    else if (h > w && h > longest) w = (w * longest + h / 2) / h, h = longest;
    shrinker s = {.sw = sw, .sh = sh, .to = {.w = w < 1 ? 1 : (int)w, .h = h < 1 ? 1 : (int)h}};
    s.to.rgb = get((size_t)s.to.w * (size_t)s.to.h * 3);
    s.line = get((size_t)s.to.w * 3 * sizeof(float));
    s.sum = get((size_t)s.to.w * 3 * sizeof(float));
    return s;
}

/* In units in which a pixel that comes is `to.w` wide and a new one `sw`. */
static void narrow(shrinker *s, const unsigned char *rgb)
{
    const int64_t dw = s->to.w;

    memset(s->line, 0, (size_t)dw * 3 * sizeof(float));
    for (int64_t x = 0; x < s->sw; x++) {
        int64_t from = x * dw, i = from / s->sw, edge = (i + 1) * s->sw, first = edge - from < dw ? edge - from : dw, rest = dw - first;
        for (int c = 0; c < 3; c++) {
            s->line[i * 3 + c] += (float)rgb[x * 3 + c] * (float)first / (float)s->sw;
            if (rest) s->line[(i + 1) * 3 + c] += (float)rgb[x * 3 + c] * (float)rest / (float)s->sw;
        }
    }
}

static void add_line(shrinker *s, int64_t part)
{
    for (int i = 0; i < s->to.w * 3; i++) s->sum[i] += s->line[i] * (float)part / (float)s->sh;
}

static void finish_row(shrinker *s)
{
    unsigned char *out = s->to.rgb + (size_t)s->made * (size_t)s->to.w * 3;

    if (s->made == s->to.h) return;
    for (int i = 0; i < s->to.w * 3; i++) {
        float v = s->sum[i] + 0.5f;
        out[i] = v >= 255 ? 255 : v <= 0 ? 0 : (unsigned char)v;
    }
    memset(s->sum, 0, (size_t)s->to.w * 3 * sizeof(float));
    s->made++;
}

static void shrink_row(shrinker *s, const unsigned char *rgb)
{
    int64_t dh = s->to.h, from = s->row * dh, j = from / s->sh, edge = (j + 1) * s->sh, first = edge - from < dh ? edge - from : dh;

    narrow(s, rgb);
    add_line(s, first);
    if (from + first == edge) finish_row(s);
    if (dh > first) add_line(s, dh - first);
    s->row++;
}

static raster smaller(const raster *r, int longest)
{
    shrinker s = shrink_begin(r->w, r->h, longest);

    for (int y = 0; y < r->h; y++) shrink_row(&s, r->rgb + (size_t)y * (size_t)r->w * 3);
    return s.to;
}

/* What can be seen through is white. */
static void on_white(const unsigned char *rgba, int n, unsigned char *rgb)
{
    for (int i = 0; i < n; i++)
        for (int c = 0; c < 3; c++) rgb[i * 3 + c] = (unsigned char)((rgba[i * 4 + c] * rgba[i * 4 + 3] + 255 * (255 - rgba[i * 4 + 3]) + 127) / 255);
}

/* ---- JPEG ---- */

static void jpeg_ends(j_common_ptr c)
{
    _exit(REFUSED);
}

static void jpeg_is_quiet(j_common_ptr c)
{
}

static unsigned number(const unsigned char *p, int n, bool little)
{
    unsigned v = 0;

    for (int i = 0; i < n; i++) v |= (unsigned)p[i] << 8 * (little ? i : n - 1 - i);
    return v;
}

/* EXIF tag 0x0112 of the first directory: how the camera was held; 1 when it does not say. */
static int orientation(const struct jpeg_decompress_struct *c)
{
    for (jpeg_saved_marker_ptr m = c->marker_list; m; m = m->next) {
        const unsigned char *p = m->data;
        size_t n = m->data_length;
        if (m->marker != JPEG_APP0 + 1 || n < 20 || memcmp(p, "Exif\0", 6) != 0) continue;
        p += 6;
        n -= 6;
        bool little = p[0] == 'I';
        size_t at = number(p + 4, 4, little);
        if (at > n - 2) return 1;
        size_t entries = number(p + at, 2, little);
        for (size_t i = 0, e = at + 2; i < entries && e + 12 <= n; i++, e += 12)
            if (number(p + e, 2, little) == 0x0112) return (int)number(p + e + 8, 2, little);
    }
    return 1;
}

static raster read_jpeg(bytes in, int *turned)
{
    struct jpeg_decompress_struct c;
    struct jpeg_error_mgr e;

    c.err = jpeg_std_error(&e);
    e.error_exit = jpeg_ends;
    e.output_message = jpeg_is_quiet;
    jpeg_create_decompress(&c);
    jpeg_save_markers(&c, JPEG_APP0 + 1, 0xFFFF);
    jpeg_mem_src(&c, in.p, in.n);
    jpeg_read_header(&c, TRUE);
    check_size(c.image_width, c.image_height, PICTURE_PIXELS_MAX);
    if (c.num_components != 1 && c.num_components != 3) _exit(REFUSED); /* of printers: no colours that a page knows */
    *turned = orientation(&c);
    c.out_color_space = JCS_RGB;
    c.scale_num = 8; /* eighths: as few as leave enough for LONGEST */
    c.scale_denom = 8;
    JDIMENSION longest = c.image_width > c.image_height ? c.image_width : c.image_height;
    while (c.scale_num > 1 && longest * (c.scale_num / 2) / 8 >= LONGEST) c.scale_num /= 2;
    jpeg_start_decompress(&c);
    shrinker s = shrink_begin((int)c.output_width, (int)c.output_height, LONGEST);
    unsigned char *line = get((size_t)c.output_width * 3);
    while (c.output_scanline < c.output_height)
        if (jpeg_read_scanlines(&c, &line, 1) == 1) shrink_row(&s, line);
    return s.to;
}

/* ---- PNG ---- */

typedef struct {
    const unsigned char *p;
    size_t left;
} source;

static void png_more(png_structp png, png_bytep to, size_t n)
{
    source *s = png_get_io_ptr(png);

    if (n > s->left) _exit(REFUSED);
    memcpy(to, s->p, n);
    s->p += n;
    s->left -= n;
}

static void png_ends(png_structp png, png_const_charp text)
{
    _exit(REFUSED);
}

static void png_is_quiet(png_structp png, png_const_charp text)
{
}

static raster read_png(bytes in)
{
    source src = {in.p, in.n};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_ends, png_is_quiet);
    png_infop info = png ? png_create_info_struct(png) : NULL;

    if (!info) _exit(TOO_MUCH);
    png_set_user_limits(png, SIDE_MAX + 1, SIDE_MAX + 1);
    png_set_chunk_malloc_max(png, 4 << 20);
    png_set_read_fn(png, &src, png_more);
    png_read_info(png, info);
    int w = (int)png_get_image_width(png, info), h = (int)png_get_image_height(png, info);
    bool interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
    check_size(w, h, interlaced ? PICTURE_INTERLACED_MAX : PICTURE_PIXELS_MAX);
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    shrinker s = shrink_begin(w, h, LONGEST);
    size_t one = (size_t)w * 4;
    unsigned char *rgba = get(interlaced ? one * (size_t)h : one), *rgb = get((size_t)w * 3);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < h; y++) {
            unsigned char *line = interlaced ? rgba + one * (size_t)y : rgba;
            png_read_row(png, line, NULL);
            if (pass + 1 < passes) continue;
            on_white(line, w, rgb);
            shrink_row(&s, rgb);
        }
    return s.to;
}

/* ---- WebP ---- */

static raster read_webp(bytes in)
{
    WebPDecoderConfig c;

    if (!WebPInitDecoderConfig(&c) || WebPGetFeatures(in.p, in.n, &c.input) != VP8_STATUS_OK || c.input.has_animation) _exit(REFUSED);
    check_size(c.input.width, c.input.height, PICTURE_INTERLACED_MAX);
    shrinker s = shrink_begin(c.input.width, c.input.height, LONGEST);
    c.output.colorspace = MODE_RGBA;
    c.options.use_scaling = s.to.w < c.input.width;
    c.options.scaled_width = s.to.w;
    c.options.scaled_height = s.to.h;
    VP8StatusCode code = WebPDecode(in.p, in.n, &c);
    if (code != VP8_STATUS_OK) _exit(code == VP8_STATUS_OUT_OF_MEMORY ? TOO_MUCH : REFUSED);
    for (int y = 0; y < s.to.h; y++) on_white(c.output.u.RGBA.rgba + (size_t)y * (size_t)c.output.u.RGBA.stride, s.to.w, s.to.rgb + (size_t)y * (size_t)s.to.w * 3);
    return s.to;
}

/* ---- out ---- */

/* As EXIF counts: 1 upright, 2 mirrored, 3 half a turn, … 6 a quarter to the right, 8 to the left. */
static raster upright(raster r, int how)
{
    if (how < 2 || how > 8) return r;
    bool sideways = how >= 5;
    raster t = {sideways ? r.h : r.w, sideways ? r.w : r.h, get((size_t)r.w * (size_t)r.h * 3)};

    for (int y = 0; y < t.h; y++)
        for (int x = 0; x < t.w; x++) {
            int u = sideways ? y : x, v = sideways ? x : y; /* where it was */
            if (how == 2 || how == 3 || how == 7 || how == 8) u = r.w - 1 - u;
            if (how == 3 || how == 4 || how == 6 || how == 7) v = r.h - 1 - v;
            memcpy(t.rgb + ((size_t)y * (size_t)t.w + (size_t)x) * 3, r.rgb + ((size_t)v * (size_t)r.w + (size_t)u) * 3, 3);
        }
    return t;
}

static void put(const raster *r, buf *out)
{
    uint8_t *webp = NULL;
    size_t n = WebPEncodeRGB(r->rgb, r->w, r->h, r->w * 3, QUALITY, &webp);

    if (!n) _exit(TOO_MUCH);
    buf_printf(out, "%d %d %zu\n", r->w, r->h, n);
    buf_put(out, webp, n);
    WebPFree(webp);
}

status picture_work(bytes in, buf *out)
{
    static const int longest[] = {480, 960};
    const unsigned char *p = in.p;
    int turned = 1;
    raster r = {0};

    if (in.n > 3 && memcmp(p, "\xFF\xD8\xFF", 3) == 0) r = read_jpeg(in, &turned);
    else if (in.n > 8 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0) r = read_png(in);
    else if (in.n > 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0) r = read_webp(in);
    else return E_INVALID;
    r = upright(r, turned);
    for (int i = 0; i < COUNT(longest); i++) {
        if (r.w <= longest[i] && r.h <= longest[i]) break;
        raster s = smaller(&r, longest[i]);
        put(&s, out);
    }
    put(&r, out);
    return out->over ? E_LIMIT : OK;
}
/* NOLINTEND(clang-analyzer-unix.Malloc) */
