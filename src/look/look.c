/* The unit's own look: reading, checking, setting. */
#include "look/look.h"
#include "audit/audit.h"
#include "base/text.h"
#include "blob/blob.h"
#include "doc/picture.h"

SHAPE(look_row_shape, look_row, F_ID(look_row, id), F_TEXT(look_row, name), F_TEXT(look_row, tagline), F_TEXT(look_row, name_en), F_TEXT(look_row, tagline_en), F_TEXT(look_row, main),
      F_TEXT(look_row, dark), F_TEXT(look_row, logo), F_INT(look_row, logo_width), F_INT(look_row, logo_height), F_INSTANT(look_row, changed_at));

static const look_row none = {.name = "", .tagline = "", .name_en = "", .tagline_en = "", .main = "", .dark = "", .logo = ""};

status look_now(db *d, arena *mem, look_row *out)
{
    status s = db_one(d, Q_LOOK_NOW, mem, &look_row_shape, out);

    if (s != E_NOT_FOUND) return s;
    *out = none;
    return OK;
}

status look_get(db *d, arena *mem, look_id id, look_row *out)
{
    return db_one(d, Q_LOOK_GET, mem, &look_row_shape, out, P_ID(id));
}

status look_logo(db *d, arena *mem, look_id id, bytes *webp)
{
    look_row l = none;

    TRY(look_get(d, mem, id, &l));
    return *l.logo ? blob_get(d, mem, l.logo, webp) : E_NOT_FOUND;
}

static look_answer colours_of(arena *mem, const look_wish *w, look_row *l)
{
    colour main = {0}, dark = {0};

    l->main = l->dark = "";
    if (!*w->main) return (look_answer){*w->dark ? LOOK_DARK_ALONE : LOOK_GOOD, 0};
    if (!colour_read(w->main, &main)) return (look_answer){LOOK_MAIN_UNREAD, 0};
    if (colour_main_worst(main) < LOOK_CONTRAST_MIN) return (look_answer){LOOK_MAIN_WEAK, colour_main_worst(main)};
    if (*w->dark && !colour_read(w->dark, &dark)) return (look_answer){LOOK_DARK_UNREAD, 0};
    if (!*w->dark) dark = colour_dark_of(main);
    if (colour_dark_worst(dark) < LOOK_CONTRAST_MIN) return (look_answer){LOOK_DARK_WEAK, colour_dark_worst(dark)};
    l->main = colour_text(mem, main);
    l->dark = colour_text(mem, dark);
    return (look_answer){LOOK_GOOD, 0};
}

/* The logo as a small picture made anew; its bytes into `webp`. */
static status logo_of(arena *mem, const look_wish *w, look_row *l, bytes *webp, look_answer *answer)
{
    picture_set set = {0};
    status s = w->logo.n > LOOK_FILE_MAX ? E_LIMIT : doc_pictures(mem, w->logo, &set);

    if (s == E_INVALID || s == E_LIMIT) {
        answer->fault = s == E_LIMIT ? LOOK_LOGO_LARGE : LOOK_LOGO_UNREAD;
        return OK;
    }
    TRY(s);
    const picture_size *p = &set.size[0]; /* the smallest is more than enough for a head of 48 points on any screen */
    if (p->width > LOOK_LOGO_ASPECT * p->height || p->height > LOOK_LOGO_ASPECT * p->width) answer->fault = LOOK_LOGO_SHAPE;
    else if (p->webp.n > LOOK_LOGO_MAX) answer->fault = LOOK_LOGO_HEAVY;
    l->logo_width = p->width;
    l->logo_height = p->height;
    *webp = p->webp;
    return OK;
}

static const char *summary(arena *mem, const look_row *l)
{
    return textf(mem, "%s | %s | %s %s | %s", l->name, l->tagline, l->main, l->dark, l->logo);
}

status look_set(arena *mem, db *d, const actor *who, look_id present, const look_wish *w, instant now, look_answer *answer)
{
    AUTO(db_tx) tx = {0};
    look_row old = none, l = none;
    bytes webp = {0};
    look_id made = {0};

    if (!look_may_change(who)) return E_FORBIDDEN;
    *answer = colours_of(mem, w, &l);
    if (answer->fault == LOOK_GOOD && w->logo.n) TRY(logo_of(mem, w, &l, &webp, answer));
    if (answer->fault != LOOK_GOOD) return E_INVALID;
    l.name = w->name;
    l.tagline = w->tagline;
    l.name_en = w->name_en;
    l.tagline_en = w->tagline_en;
    TRY(db_begin(d, &tx));
    if (!look_may_change(who)) return E_FORBIDDEN;
    TRY(look_now(d, mem, &old));
    if (old.id.v != present.v) return E_CONFLICT;
    if (webp.n) TRY(blob_put(d, mem, webp, &l.logo));
    if (!webp.n && !w->no_logo) {
        l.logo = old.logo;
        l.logo_width = old.logo_width;
        l.logo_height = old.logo_height;
    }
    TRY(db_insert(d, Q_LOOK_INSERT, &made, P_INT(old.id.v), P_TEXT(l.name), P_TEXT(l.tagline), P_TEXT(l.name_en), P_TEXT(l.tagline_en), P_TEXT(l.main), P_TEXT(l.dark), P_TEXT(l.logo),
                  P_INT(l.logo_width), P_INT(l.logo_height), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "look.changed", "look", made.v, summary(mem, &old), summary(mem, &l)));
    return db_commit(&tx);
}
