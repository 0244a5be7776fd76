/* news.h: articles of the portal: their text, its revisions, review, publishing, pictures and files, old addresses.
 *
 *   what the public sees        draft ──► published ◄──► withdrawn
 *   what is being worked on     none ──save──► draft ──send──► review ──approve──► (published) or scheduled ──► (published)
 *                                                ▲───────return─────┘◄───return──────────┘
 *
 * Who approves is not who wrote or sent it. A published article stays as it is until its next revision is approved. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "store/store.h"

enum {
    NEWS_TITLE_MAX = 300, NEWS_LEAD_MAX = 2000, NEWS_BODY_MAX = 100000, /* code points */
    NEWS_PAGE = 20,            /* articles of a page of the list */
    NEWS_PAGES_MAX = 200,      /* pages that can be turned to; further back the search is used */
    NEWS_FEED_MAX = 100,       /* articles of a feed */
    NEWS_FILE_MAX = 20 << 20,  /* bytes of a picture or attachment as sent */
    NEWS_PARTS_MAX = 200,      /* pictures and files of one text */
    NEWS_MEDIA_PAGE_MAX = 300, /* pictures of an old portal taken over in the browser at once */
    NEWS_MEDIA_MAX = 200000    /* the same on the command line; files of a folder */
};

typedef struct {
    article_id id;
    const char *slug, *title, *lead, *body, *section, *poster, *author_mark, *state, *work, *note, *source, *writer;
    date posted_on;
    int64_t views, revision, public_revision, cover;
    user_id written_by, sent_by;
    instant publish_at, published_at, changed_at;
} article_row;
extern const shape article_shape;
typedef LIST_OF(article_row) article_list;

typedef struct {
    int64_t number;
    const char *title, *lead, *body, *section, *author_mark, *note, *writer;
    date posted_on;
    user_id saved_by;
    instant saved_at;
} revision_row;
extern const shape revision_shape;
typedef LIST_OF(revision_row) revision_list;

typedef struct {
    section_id id;
    const char *slug, *name;
    int64_t ordinal, articles;
    bool closed;
} section_row;
extern const shape section_shape;
typedef LIST_OF(section_row) section_list;

/* ---- who may (news_may.c) ---- */
bool news_may_edit(const actor *who);                          /* editors: write, send to review, pictures, sections, imports */
bool news_may_desk(const actor *who);                          /* editors and the department: see everything that is worked on */
bool news_may_approve(const actor *who, const article_row *a); /* either of them, who neither wrote nor sent this revision */
bool news_may_take_over(const actor *who);                     /* editors and administrators: import of an old portal */

/* ---- reading ---- */
typedef struct {
    const char *text, *section; /* "" all */
    int page;                   /* from 0; past NEWS_PAGES_MAX E_LIMIT */
} news_filter;
/* Published articles, newest first; how many of a text (stops counting at 10,001; of everything, sum the sections). */
MUST status news_search(db *d, arena *mem, const news_filter *f, article_list *out);
MUST status news_count(db *d, arena *mem, const news_filter *f, int64_t *total);
MUST status news_feed(db *d, arena *mem, const char *section, int n, article_list *out); /* at most NEWS_FEED_MAX */
MUST status news_latest(db *d, arena *mem, int n, article_list *out);
/* The published article; E_NOT_FOUND for others. */
MUST status news_get(db *d, arena *mem, const char *slug, article_row *out);
/* The same for the desk, by id, whatever its state, with the public text. */
MUST status news_get_id(db *d, arena *mem, const actor *who, article_id id, article_row *out);
MUST status news_related(db *d, arena *mem, const article_row *a, article_list *out); /* by likeness; of the section while none is known */
MUST status news_sections(db *d, arena *mem, section_list *out);
MUST status news_section(db *d, arena *mem, const char *slug, section_row *out);
MUST status news_section_slug(db *d, arena *mem, const char *name, const char **slug); /* "": no such section */
/* `tab`: draft, review, scheduled, published, withdrawn. */
MUST status news_desk(db *d, arena *mem, const actor *who, const char *tab, article_list *out);
MUST status news_revisions(db *d, arena *mem, const actor *who, article_id id, revision_list *out);
MUST status news_revision(db *d, arena *mem, const actor *who, article_id id, int64_t number, revision_row *out);

/* ---- the text with its pictures and files (news_body.c) ---- */
typedef struct {
    int64_t id;
    article_id article_id;
    int64_t width, height;
    const char *small, *middle, *large;
} picture_row;
typedef struct {
    int64_t id;
    article_id article_id;
    const char *name, *mime, *sha256;
    int64_t size;
} file_row;
typedef struct {
    const char *text, *alt, *caption, *name, *ending; /* text: Markdown between pictures and files */
    int64_t picture, file, width, height, size;       /* picture: 0 when it was not handed over */
    bool is_text, is_picture, is_file, has_middle, has_large;
} part_row;
extern const shape part_shape;
typedef LIST_OF(part_row) part_list;
/* Pictures and files that are not of this article are left out. */
MUST status news_parts(db *d, arena *mem, article_id id, const char *body, part_list *out);
/* What is wrong with a text, for its field; "" when nothing: pictures that are not there, without alternative text, inside a line, or from elsewhere. */
MUST status news_body_wrong(db *d, arena *mem, article_id id, const char *body, const char **out);
int64_t news_first_picture(const char *body); /* 0: none */
const char *news_picture_line(arena *mem, int64_t picture, const char *alt, const char *caption);
const char *news_file_line(arena *mem, int64_t file, const char *name);
/* One line: true when it is a picture's or a file's, then taken apart. `target` of a picture "12", of a file "5". */
typedef struct {
    bool picture;
    const char *text, *target, *caption;
} body_line;
bool news_line(arena *mem, const char *line, size_t n, body_line *out);
/* The bytes of a picture in the width that is asked for (480, 960, 1600), or of a file: of what is published for everybody, otherwise for the desk. `open`: published. */
MUST status news_picture(db *d, arena *mem, const actor *who, int64_t id, int64_t width, bytes *out, bool *open);
MUST status news_file(db *d, arena *mem, const actor *who, int64_t id, file_row *row, bytes *out);

/* ---- writing ---- */
typedef struct {
    const char *slug; /* "": made from the title; only of an article that was never published */
    const char *title, *lead, *body, *section, *author_mark, *note;
    date posted_on;   /* {0}: the day of publishing */
} news_draft;
#define NEWS_FIRST_SECTION "Tin tức" /* of a portal that has none yet */
/* E_CONFLICT: the address is taken; E_INVALID: no such section. */
MUST status news_create(arena *mem, db *d, const actor *who, const news_draft *a, instant now, article_id *out);
/* A new revision. E_CONFLICT: somebody saved since `revision`. */
MUST status news_save(arena *mem, db *d, const actor *who, article_id id, const news_draft *a, int64_t revision, instant now);
MUST status news_restore(arena *mem, db *d, const actor *who, article_id id, int64_t number, instant now);
typedef enum { NEWS_SEND, NEWS_RETURN, NEWS_APPROVE, NEWS_WITHDRAW } news_step;
/* `note`: why (of return and withdraw, E_INVALID without). `at`: of an approval, when it appears; {0} or past: at once.
 * E_CONFLICT: another state, or another revision than the one that was seen. Who acts next and who sent it are told. */
MUST status news_take_step(arena *mem, db *d, const actor *who, article_id id, news_step step, int64_t revision, const char *note, instant at, instant now);
/* The job of a scheduled article: publishes it when its time has come. */
MUST status news_publish_due(arena *mem, db *d, article_id id, instant now);
/* The job that works out likenesses, some at a time; adds itself again while any are left. */
MUST status news_relate(arena *mem, db *d, instant now);
/* E_INVALID: not a picture that can be read (JPEG, PNG, WebP); E_LIMIT: more than 50 megapixels or 20 MB. */
MUST status news_add_picture(arena *mem, db *d, const actor *who, article_id id, bytes data, instant now, int64_t *picture);
MUST status news_add_file(arena *mem, db *d, const actor *who, article_id id, const char *name, bytes data, instant now, int64_t *file);
MUST status news_section_save(arena *mem, db *d, const actor *who, section_id id, const char *name, int64_t ordinal, bool closed); /* id {0}: a new one; E_CONFLICT: the name is taken */

/* ---- views (news_view.c): one for each reader and day, without a cookie ---- */
void news_seen(article_id id, const char *address, const char *agent, instant now);
int64_t news_unwritten_views(article_id id);                /* seen, not yet in the store */
MUST status news_write_views(db *d, instant now, bool all); /* every 10 s at most; `all`: now */

/* ---- old addresses (news_address.c) ---- */
/* "http://dost.danang.gov.vn/chi-tiet-tin-tuc?dinhdanh=1&cat=2" → "/chi-tiet-tin-tuc?dinhdanh=1&cat=2"; "" when it is none. */
const char *news_address_key(arena *mem, const char *url);
/* The published article that an old address names: its slug; E_NOT_FOUND. */
MUST status news_moved(db *d, arena *mem, const char *path, const char *query_string, const char **slug);

/* ---- taking over an old portal (news_import.c) ---- */
typedef struct {
    const char *title, *lead, *body, *section, *poster, *author_mark, *address; /* body: Markdown */
    date posted_on;
    int64_t views;
    const char *slug; /* "": made from title and day */
    LIST_OF(picture_row) pictures; /* stored already; the body names them by their place here, from 1 */
} news_item;
typedef LIST_OF(news_item) news_items;
typedef struct {
    int64_t row;
    const char *title, *outcome, *text; /* outcome: N_() words */
} take_over_row;
extern const shape take_over_shape;
typedef struct {
    LIST_OF(take_over_row) rows;
    int64_t added, there, wrong;
    int64_t found, pictures, lacking; /* pictures: named and there; taken; not there or refused */
} take_over;
/* Pictures that lie beside the file: a ZIP, or (command line) a folder. They are found by their paths; nothing is ever fetched. */
typedef struct news_media {
    bytes zip;
    const char *dir;
    int max; /* pictures of one import */
    LIST_OF(struct media_file) files;
} news_media;
/* One of both; the other {0} or NULL. Symbolic links are not followed. E_INVALID: no ZIP, or a path that leads out of it; E_LIMIT: too many files; E_IO. */
MUST status news_media_open(arena *mem, bytes zip, const char *dir, int max, news_media **out);
/* Publishes one item as it was: poster, day, views, address. Inside the caller's transaction; for the demonstration too. */
MUST status news_take_item(arena *mem, db *d, const actor *who, const news_item *i, instant now, article_id *out);
/* A file of an old portal: WordPress WXR, a CSV table, or one saved HTML page. All rows or none; `dry` only reports; rows
 * that are there already are left as they are. `media`: NULL, none; pictures are made before anything is written, so that nobody
 * waits for them. E_INVALID with the report: nothing was written. E_LIMIT: too large, or more pictures (`out->found`) than `media->max`. */
MUST status news_take_over(arena *mem, db *d, const actor *who, bytes file, const char *name, news_media *media, bool dry, instant now, take_over *out);

/* ---- differences (news_diff.c) ---- */
typedef struct {
    const char *text;
    bool added, removed;
} diff_word;
extern const shape diff_shape;
typedef LIST_OF(diff_word) diff_words;
/* Word by word. Texts over 20,000 words are compared line by line. */
diff_words news_diff(arena *mem, const char *before, const char *after);

#endif
