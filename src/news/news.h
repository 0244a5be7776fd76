/* news.h: news of the portal, in its plain form. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "store/store.h"

typedef struct {
    article_id id;
    const char *slug, *title, *lead, *body, *section, *poster, *author_mark, *state;
    date posted_on;
    int64_t views, revision;
} article_row;
extern const shape article_shape;
typedef LIST_OF(article_row) article_list;
typedef struct {
    int64_t ordinal;
    const char *caption;
} figure_row;
extern const shape figure_shape;
typedef LIST_OF(figure_row) figure_list;

/* Drafts are seen by editors only: E_NOT_FOUND for others. */
MUST status news_list(db *d, arena *mem, const actor *who, const char *text, article_list *out);
MUST status news_get(db *d, arena *mem, const actor *who, const char *slug, article_row *out);
MUST status news_get_id(db *d, arena *mem, const actor *who, article_id id, article_row *out);
MUST status news_figures(db *d, arena *mem, article_id id, figure_list *out);
MUST status news_related(db *d, arena *mem, const article_row *a, article_list *out);
/* Counts one view per reader and day. */
MUST status news_seen(arena *mem, db *d, article_id id, const char *address, const char *agent, instant now);
MUST status news_create(arena *mem, db *d, const actor *who, const article_row *a, const char *const *captions, int n, article_id *out);
MUST status news_save(arena *mem, db *d, const actor *who, const article_row *a); /* E_CONFLICT: saved by somebody else since */
bool news_may_edit(const actor *who);

#endif
