/* look.h: the name, colours and logo of the site, and an organisation's own colours and logo for the pages that belong to it.
 * Down the tree of organisations each part is that of the nearest that chose it, else the site's. Colours are taken only when every text set in them or on them
 * keeps the contrast of WCAG 2.2 AA (1.4.3), in light and in dark mode; the logo is made anew as a picture (doc/picture.h).
 * Each look is kept: its number is part of the addresses of its style sheet and logo, which therefore never change. */
#ifndef LOOK_LOOK_H
#define LOOK_LOOK_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

enum {
    LOOK_NAME_MAX = 80,          /* code points */
    LOOK_TAGLINE_MAX = 120,
    LOOK_FILE_MAX = 4 << 20,     /* bytes of the logo as sent */
    LOOK_LOGO_MAX = 20 << 10,    /* bytes of the logo as everybody gets it on every first page */
    LOOK_LOGO_ASPECT = 5,        /* at most so many times as wide as high, or as high as wide */
    LOOK_CONTRAST_MIN = 450      /* WCAG 2.2, 1.4.3: 4.5 : 1, in hundredths */
};

typedef struct {
    look_id id; /* 0: nobody chose anything yet */
    org_id org_id; /* 0: of the site */
    const char *name, *tagline, *name_en, *tagline_en, *main, *dark, *logo;
    int64_t logo_width, logo_height;
    instant changed_at;
} look_row;
extern const shape look_row_shape;

/* The look in force of the site (org 0) or what an organisation chose itself; all "" and 0 when there is none. */
MUST status look_now(db *d, arena *mem, org_id org, look_row *out);
MUST status look_get(db *d, arena *mem, look_id id, look_row *out);
MUST status look_logo(db *d, arena *mem, look_id id, bytes *webp); /* E_NOT_FOUND: it has none */

/* The looks of all organisations that do not look like the site, by id, inherited ones too. */
typedef struct {
    org_id org, bearer;           /* bearer: the nearest organisation that chose anything, itself or above it */
    const char *name, *main;      /* of the bearer; main "": the site's colours */
    int64_t colours, logo;        /* the looks that they come from; 0: the site's */
    int64_t logo_width, logo_height;
} look_org;
extern const shape look_org_shape;
typedef LIST_OF(look_org) look_orgs;
MUST status look_orgs_now(db *d, arena *mem, look_orgs *out);

typedef enum { LOOK_GOOD, LOOK_MAIN_UNREAD, LOOK_MAIN_WEAK, LOOK_DARK_UNREAD, LOOK_DARK_WEAK, LOOK_DARK_ALONE, LOOK_LOGO_UNREAD, LOOK_LOGO_LARGE, LOOK_LOGO_HEAVY, LOOK_LOGO_SHAPE } look_fault;
typedef struct {
    look_fault fault;
    int contrast; /* of the weakest pair, in hundredths: LOOK_MAIN_WEAK, LOOK_DARK_WEAK */
} look_answer;
typedef struct {
    const char *name, *tagline, *name_en, *tagline_en, *main, *dark; /* dark "": made from main */
    bytes logo;   /* n 0: none was sent */
    bool no_logo; /* takes the present one away */
} look_wish;
/* A new look of the site (org 0) or of an organisation, which has no names, in the place of `present`, in one transaction with
 * its line in the log. E_FORBIDDEN; E_NOT_FOUND: no such organisation; E_CONFLICT: somebody else changed it meanwhile, or the
 * organisation is no more; E_INVALID: `answer` says what is wrong, and nothing was changed. */
MUST status look_set(arena *mem, db *d, const actor *who, org_id org, look_id present, const look_wish *w, instant now, look_answer *answer);
bool look_may_change(const actor *who, org_id org); /* its administrator; org 0: of the whole site */

/* ---- colours (colour.c) ---- */
typedef struct {
    int r, g, b; /* 0 to 255 */
} colour;
bool colour_read(const char *s, colour *out); /* "#0b4f6c", "0B4F6C", "#fff" */
const char *colour_text(arena *mem, colour c);
colour colour_mix(colour a, int percent, colour b); /* so much of a, the rest of b */
int colour_contrast(colour a, colour b); /* WCAG, 100 to 2100, rounded down */
int colour_main_worst(colour main);      /* the weakest pair of the light look and of the header */
int colour_dark_worst(colour dark);      /* the weakest pair of the dark look */
colour colour_dark_of(colour main);      /* main, lightened until it is readable in the dark */

typedef struct {
    const char *main, *main_soft, *dark, *dark_soft, *deep, *foot; /* deep: under the pointer and where the header begins */
} look_theme;
extern const shape look_theme_shape;
void look_theme_of(arena *mem, colour main, colour dark, look_theme *out);

#endif
