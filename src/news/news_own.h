/* news_own.h: between the files that take over an old portal. */
#ifndef NEWS_NEWS_OWN_H
#define NEWS_NEWS_OWN_H
#include "doc/picture.h"
#include "news/news.h"

/* ---- what a file says (news_old.c) ---- */
typedef struct {
    const char *title, *lead, *body, *section, *poster, *author_mark, *address, *day, *views, *state; /* as they stand there */
    const char *id, *cover; /* cover: the number of an old_picture, or an address */
    bool gallery;           /* the text shows the pictures that belong to it */
} raw_item;
typedef struct {
    const char *id, *parent, *address, *title, *alt, *caption, *path; /* path: filled in by media_words() */
} old_picture;
typedef struct {
    LIST_OF(raw_item) items;
    LIST_OF(old_picture) pictures; /* what an export tells of its pictures; after media_words() in the order of their paths */
    const old_picture **by_id;     /* filled in by media_words() */
} old_portal;
MUST status old_portal_read(arena *mem, bytes file, const char *name, old_portal *out);

/* ---- pictures that lie beside it (news_media.c) ---- */
typedef struct {
    int seen, taken, lacking, refused;
    const char *lack, *refuse; /* their names, for the report */
} placed;
int media_found(const news_media *media);         /* different pictures that media_place() counted */
void media_words(arena *mem, old_portal *portal); /* once, before media_place() */
/* The pictures of one article: those that `media` (NULL: none) has are made and stored, each in a transaction of its own (nothing is
 * stored when `dry`, nothing made when `count`); `i->body` names them by their place in `i->pictures`, of others the caption stays. */
MUST status media_place(arena *mem, db *d, news_media *media, const old_portal *portal, const raw_item *r, bool count, bool dry, news_item *i, placed *out);

/* ---- news_write.c ---- */
/* Inside a transaction: keeps the bytes of a picture; sizes and hashes in `out`. */
MUST status news_keep_picture(arena *mem, db *d, const picture_set *set, picture_row *out);

#endif
