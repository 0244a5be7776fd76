/* Colours and what can be read on them. The papers below are those of web/src/tokens.css (a test compares them). */
#include "base/text.h"
#include "look/look.h"
#include <math.h>
#include <string.h>

enum { SOFT_PERCENT = 12, DARK_SOFT_PERCENT = 22, DEEP_PERCENT = 78, FOOT_PERCENT = 45, TAGLINE_PERCENT = 88, LIGHTEN_STEP = 4 };
static const colour white = {255, 255, 255}, black = {0, 0, 0}, paper = {0xf5, 0xf7, 0xf8}, dark_paper = {0x10, 0x19, 0x1e}, dark_card = {0x18, 0x24, 0x2b};

static int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool colour_read(const char *s, colour *out)
{
    int d[6];

    if (*s == '#') s++;
    size_t n = strlen(s);
    if (n != 3 && n != 6) return false;
    for (size_t i = 0; i < n; i++)
        if ((d[i] = digit(s[i])) < 0) return false;
    *out = n == 3 ? (colour){d[0] * 17, d[1] * 17, d[2] * 17} : (colour){d[0] * 16 + d[1], d[2] * 16 + d[3], d[4] * 16 + d[5]};
    return true;
}

const char *colour_text(arena *mem, colour c)
{
    return textf(mem, "#%02x%02x%02x", c.r, c.g, c.b);
}

colour colour_mix(colour a, int percent, colour b)
{
    return (colour){(a.r * percent + b.r * (100 - percent) + 50) / 100, (a.g * percent + b.g * (100 - percent) + 50) / 100, (a.b * percent + b.b * (100 - percent) + 50) / 100};
}

static double linear(int v)
{
    double x = v / 255.0;
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static double luminance(colour c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

int colour_contrast(colour a, colour b)
{
    double x = luminance(a), y = luminance(b);

    return (int)floor((fmax(x, y) + 0.05) / (fmin(x, y) + 0.05) * 100 + 1e-9);
}

static int least(const int *v, int n)
{
    int m = v[0];

    for (int i = 1; i < n; i++) m = v[i] < m ? v[i] : m;
    return m;
}

int colour_main_worst(colour main)
{
    int v[] = {
        colour_contrast(colour_mix(white, TAGLINE_PERCENT, main), main), /* the line under the name, paler than the name */
        colour_contrast(main, white), colour_contrast(main, paper),      /* links on cards and on the page */
        colour_contrast(main, colour_mix(main, SOFT_PERCENT, white)),    /* badges, buttons under the pointer */
    };
    return least(v, COUNT(v));
}

int colour_dark_worst(colour dark)
{
    int v[] = {colour_contrast(dark, dark_card), colour_contrast(dark, dark_paper), colour_contrast(dark, colour_mix(dark, DARK_SOFT_PERCENT, dark_card)),
               colour_contrast((colour){0xae, 0xbd, 0xc5}, colour_mix(dark, DARK_SOFT_PERCENT, dark_card))}; /* quiet text on the soft ground */
    return least(v, COUNT(v));
}

colour colour_dark_of(colour main)
{
    for (int percent = 100; percent > 0; percent -= LIGHTEN_STEP) {
        colour c = colour_mix(main, percent, white);
        if (colour_dark_worst(c) >= LOOK_CONTRAST_MIN) return c;
    }
    return (colour){0x7c, 0xc4, 0xe8}; /* the product's */
}

SHAPE(look_theme_shape, look_theme, F_TEXT(look_theme, main), F_TEXT(look_theme, main_soft), F_TEXT(look_theme, dark), F_TEXT(look_theme, dark_soft), F_TEXT(look_theme, deep), F_TEXT(look_theme, foot));

void look_theme_of(arena *mem, colour main, colour dark, look_theme *out)
{
    *out = (look_theme){.main = colour_text(mem, main), .main_soft = colour_text(mem, colour_mix(main, SOFT_PERCENT, white)), .dark = colour_text(mem, dark),
                        .dark_soft = colour_text(mem, colour_mix(dark, DARK_SOFT_PERCENT, dark_card)), .deep = colour_text(mem, colour_mix(main, DEEP_PERCENT, black)),
                        .foot = colour_text(mem, colour_mix(main, FOOT_PERCENT, black))};
}
