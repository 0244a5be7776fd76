/* Looks of three organisations of the invented city: colours, and logos drawn for them. */
#include "base/buf.h"
#include "base/text.h"
#include "demo/demo_own.h"
#include "look/look.h"
#include "org/org.h"
#include "user/user.h"
#include <math.h>

enum { SIDE = 400, HALF = SIDE / 2 };

static cairo_status_t take_png(void *ctx, const unsigned char *p, unsigned n)
{
    buf_put(ctx, p, n);
    return CAIRO_STATUS_SUCCESS;
}

bytes demo_png(arena *mem, cairo_surface_t *s)
{
    AUTO(buf) b = {0};

    cairo_surface_write_to_png_stream(s, take_png, &b);
    cairo_surface_destroy(s);
    return (bytes){text_copyn(mem, b.p, b.n), b.n};
}

static void ink(cairo_t *c, colour k)
{
    cairo_set_source_rgb(c, k.r / 255.0, k.g / 255.0, k.b / 255.0);
}

static const colour white = {255, 255, 255}, gold = {0xe8, 0xb0, 0x4a};

/* A bridge over a river, the sun above it. */
static void ward(cairo_t *c, colour main)
{
    ink(c, gold);
    cairo_arc(c, 0, -62, 44, 0, 2 * M_PI);
    cairo_fill(c);
    ink(c, white);
    cairo_set_line_width(c, 12);
    cairo_arc(c, 0, 60, 108, M_PI, 2 * M_PI);
    cairo_stroke(c);
    for (int i = -2; i <= 2; i++) {
        double x = 42.0 * i;
        cairo_move_to(c, x, 60);
        cairo_line_to(c, x, 60 - sqrt(108.0 * 108 - x * x));
    }
    cairo_set_line_width(c, 6);
    cairo_stroke(c);
    cairo_rectangle(c, -150, 54, 300, 14);
    cairo_fill(c);
    cairo_set_line_width(c, 10);
    for (int k = 0; k < 2; k++) {
        double y = 98 + 30 * k;
        cairo_move_to(c, -110 + 30 * k, y);
        for (int i = 0; i < 4 - k; i++) cairo_rel_curve_to(c, 18, -18, 36, 18, 54, 0);
        cairo_stroke(c);
    }
    (void)main;
}

/* A cross with a leaf in it. */
static void health(cairo_t *c, colour main)
{
    ink(c, white);
    cairo_rectangle(c, -42, -126, 84, 252);
    cairo_rectangle(c, -126, -42, 252, 84);
    cairo_fill(c);
    ink(c, main);
    cairo_move_to(c, 0, 66);
    cairo_curve_to(c, -74, 20, -50, -52, 0, -82);
    cairo_curve_to(c, 50, -52, 74, 20, 0, 66);
    cairo_fill(c);
    ink(c, white);
    cairo_set_line_width(c, 8);
    cairo_move_to(c, 0, 92);
    cairo_line_to(c, 0, -30);
    cairo_stroke(c);
}

/* Three orbits around a lamp. */
static void science(cairo_t *c, colour main)
{
    ink(c, white);
    for (int i = 0; i < 3; i++) {
        cairo_save(c);
        cairo_rotate(c, M_PI * i / 3);
        cairo_scale(c, 1, 0.36);
        cairo_arc(c, 0, 0, 132, 0, 2 * M_PI);
        cairo_restore(c);
        cairo_set_line_width(c, 10);
        cairo_stroke(c);
    }
    ink(c, main);
    cairo_arc(c, 0, 0, 46, 0, 2 * M_PI);
    cairo_fill(c);
    ink(c, gold);
    cairo_arc(c, 0, 0, 34, 0, 2 * M_PI);
    cairo_fill(c);
}

static bytes logo(arena *mem, colour main, void (*sign)(cairo_t *c, colour main))
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *c = cairo_create(s);

    ink(c, white);
    cairo_paint(c);
    cairo_translate(c, HALF, HALF);
    ink(c, main);
    cairo_arc(c, 0, 0, HALF - 4, 0, 2 * M_PI);
    cairo_fill(c);
    cairo_set_line_cap(c, CAIRO_LINE_CAP_ROUND);
    sign(c, main);
    cairo_destroy(c);
    return demo_png(mem, s);
}

status demo_look(arena *mem, db *d, instant now)
{
    static const actor_role role[] = {{ROLE_ADMINISTRATOR, {0}}};
    static const struct {
        const char *code, *main;
        void (*sign)(cairo_t *c, colour main);
    } all[] = {{"HAICHAU", "#7b2045", ward}, {"SYT", "#0b6157", health}, {"SKHCN", "#3b3a8f", science}};
    user_row admin = {0};

    TRY(user_by_login(d, mem, "demo.quantri", &admin));
    actor who = {.user = admin.id, .name = admin.name, .login = "", .unit = "", .address = "demo", .roles = role, .n_roles = 1};
    for (int i = 0; i < COUNT(all); i++) {
        org_row o = {0};
        colour main = {0};
        look_answer answer = {0};
        if (!colour_read(all[i].main, &main)) return E_INTERNAL;
        look_wish w = {.name = "", .tagline = "", .name_en = "", .tagline_en = "", .main = all[i].main, .dark = "", .logo = logo(mem, main, all[i].sign)};
        TRY(org_by_code(d, mem, all[i].code, &o));
        TRY(look_set(mem, d, &who, o.id, (look_id){0}, &w, now, &answer));
    }
    return OK;
}
