/* The looks of the site and of organisations: reading, checking, setting. */
#include "look/look.h"
#include "audit/audit.h"
#include "base/text.h"
#include "blob/blob.h"
#include "doc/picture.h"
#include "org/org.h"

SHAPE(look_row_shape, look_row, F_ID(look_row, id), F_ID(look_row, org_id), F_TEXT(look_row, name), F_TEXT(look_row, tagline), F_TEXT(look_row, name_en), F_TEXT(look_row, tagline_en), F_TEXT(look_row, main),
      F_TEXT(look_row, dark), F_TEXT(look_row, logo), F_INT(look_row, logo_width), F_INT(look_row, logo_height), F_INSTANT(look_row, changed_at));
SHAPE(look_org_shape, look_org, F_ID(look_org, org), F_ID(look_org, bearer), F_TEXT(look_org, name), F_TEXT(look_org, main), F_INT(look_org, colours), F_INT(look_org, logo),
      F_INT(look_org, logo_width), F_INT(look_org, logo_height));

static const look_row none = {.name = "", .tagline = "", .name_en = "", .tagline_en = "", .main = "", .dark = "", .logo = ""};

status look_now(db *d, arena *mem, org_id org, look_row *out)
{
    status s = db_one(d, Q_LOOK_NOW, mem, &look_row_shape, out, P_INT(org.v));

    if (s != E_NOT_FOUND) return s;
    *out = none;
    return OK;
}

status look_orgs_now(db *d, arena *mem, look_orgs *out)
{
    return db_each(d, Q_LOOK_ORGS, mem, &look_org_shape, out);
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

static const char *summary(arena *mem, const char *code, const look_row *l)
{
    return textf(mem, "%s%s%s | %s | %s %s | %s", code, *code ? ": " : "", l->name, l->tagline, l->main, l->dark, l->logo);
}

/* An organisation that still is; `code` for the log. */
static status org_of(db *d, arena *mem, org_id org, const char **code)
{
    org_row o = {0};

    *code = "";
    if (!org.v) return OK;
    TRY(org_get(d, mem, org, &o));
    *code = o.code;
    return o.valid_to.ymd ? E_CONFLICT : OK;
}

static void put_names(const look_wish *w, bool site, look_row *l)
{
    l->name = site ? w->name : "";
    l->tagline = site ? w->tagline : "";
    l->name_en = site ? w->name_en : "";
    l->tagline_en = site ? w->tagline_en : "";
}

status look_set(arena *mem, db *d, const actor *who, org_id org, look_id present, const look_wish *w, instant now, look_answer *answer)
{
    AUTO(db_tx) tx = {0};
    look_row old = none, l = none;
    bytes webp = {0};
    look_id made = {0};
    const char *code = "";

    if (!look_may_change(who, org)) return E_FORBIDDEN;
    *answer = colours_of(mem, w, &l);
    if (answer->fault == LOOK_GOOD && w->logo.n) TRY(logo_of(mem, w, &l, &webp, answer));
    if (answer->fault != LOOK_GOOD) return E_INVALID;
    put_names(w, org.v == 0, &l);
    TRY(db_begin(d, &tx));
    if (!look_may_change(who, org)) return E_FORBIDDEN;
    TRY(org_of(d, mem, org, &code));
    TRY(look_now(d, mem, org, &old));
    if (old.id.v != present.v) return E_CONFLICT;
    if (webp.n) TRY(blob_put(d, mem, webp, &l.logo));
    if (!webp.n && !w->no_logo) {
        l.logo = old.logo;
        l.logo_width = old.logo_width;
        l.logo_height = old.logo_height;
    }
    TRY(db_insert(d, Q_LOOK_INSERT, &made, P_ID(org), P_INT(old.id.v), P_TEXT(l.name), P_TEXT(l.tagline), P_TEXT(l.name_en), P_TEXT(l.tagline_en), P_TEXT(l.main), P_TEXT(l.dark), P_TEXT(l.logo),
                  P_INT(l.logo_width), P_INT(l.logo_height), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "look.changed", "look", made.v, summary(mem, code, &old), summary(mem, code, &l)));
    return db_commit(&tx);
}
