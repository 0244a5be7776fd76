#include "news/news.h"
#include "audit/audit.h"
#include "base/text.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>

SHAPE(article_shape, article_row, F_ID(article_row, id), F_TEXT(article_row, slug), F_TEXT(article_row, title), F_TEXT(article_row, lead), F_TEXT(article_row, body),
      F_TEXT(article_row, section), F_TEXT(article_row, poster), F_TEXT(article_row, author_mark), F_TEXT(article_row, state), F_DATE(article_row, posted_on),
      F_INT(article_row, views), F_INT(article_row, revision));
SHAPE(figure_shape, figure_row, F_INT(figure_row, ordinal), F_TEXT(figure_row, caption));

bool news_may_edit(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_EDITOR));
}

status news_list(db *d, arena *mem, const actor *who, const char *text, article_list *out)
{
    const char *f = text_fold(mem, text);
    return db_each(d, Q_ARTICLE_LIST, mem, &article_shape, out, P_BOOL(news_may_edit(who)), P_TEXT(*f ? textf(mem, "%%%s%%", f) : ""));
}

static status visible(const actor *who, const article_row *a)
{
    return text_eq(a->state, "published") || news_may_edit(who) ? OK : E_NOT_FOUND;
}

status news_get(db *d, arena *mem, const actor *who, const char *slug, article_row *out)
{
    article_row a = {0};

    TRY(db_one(d, Q_ARTICLE_BY_SLUG, mem, &article_shape, &a, P_TEXT(slug)));
    TRY(visible(who, &a));
    *out = a;
    return OK;
}

status news_get_id(db *d, arena *mem, const actor *who, article_id id, article_row *out)
{
    article_row a = {0};

    TRY(db_one(d, Q_ARTICLE_BY_ID, mem, &article_shape, &a, P_ID(id)));
    TRY(visible(who, &a));
    *out = a;
    return OK;
}

status news_figures(db *d, arena *mem, article_id id, figure_list *out)
{
    return db_each(d, Q_ARTICLE_FIGURES, mem, &figure_shape, out, P_ID(id));
}

status news_related(db *d, arena *mem, const article_row *a, article_list *out)
{
    return db_each(d, Q_ARTICLE_RELATED, mem, &article_shape, out, P_ID(a->id), P_TEXT(a->section));
}

static unsigned char reader_key[32]; /* of this process: the hash can not be looked up afterwards */
static pthread_once_t reader_once = PTHREAD_ONCE_INIT;

static void make_reader_key(void)
{
    randombytes_buf(reader_key, sizeof reader_key);
}

status news_seen(arena *mem, db *d, article_id id, const char *address, const char *agent, instant now)
{
    AUTO(db_tx) tx = {0};
    unsigned char h[16];
    int64_t rows = 0;
    const char *reader = textf(mem, "%s %s", address, agent);

    pthread_once(&reader_once, make_reader_key);
    crypto_generichash(h, sizeof h, (const unsigned char *)reader, strlen(reader), reader_key, sizeof reader_key);
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_ARTICLE_VIEW_ADD, &rows, P_ID(id), P_TEXT(text_hex(mem, h, sizeof h)), P_DATE(date_of(now))));
    if (rows) TRY(db_change(d, Q_ARTICLE_VIEW_COUNT, NULL, P_ID(id)));
    return db_commit(&tx);
}

static const char *folded_of(arena *mem, const article_row *a)
{
    return textf(mem, "%s | %s | %s", text_fold(mem, a->title), text_fold(mem, a->lead), text_fold(mem, a->body));
}

status news_create(arena *mem, db *d, const actor *who, const article_row *a, const char *const *captions, int n, article_id *out)
{
    AUTO(db_tx) tx = {0};
    article_id figure = {0};

    if (!news_may_edit(who) && who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_ARTICLE_INSERT, out, P_TEXT(a->slug), P_TEXT(a->title), P_TEXT(a->lead), P_TEXT(a->body), P_TEXT(a->section), P_TEXT(a->poster), P_TEXT(a->author_mark),
                  P_DATE(a->posted_on), P_INT(a->views), P_TEXT(a->state), P_TEXT(folded_of(mem, a))));
    for (int i = 0; i < n; i++) TRY(db_insert(d, Q_ARTICLE_FIGURE_INSERT, &figure, P_ID(*out), P_INT(i + 1), P_TEXT(captions[i])));
    TRY(audit_add(d, mem, who, "article.created", "article", out->v, "", a->title));
    return db_commit(&tx);
}

status news_save(arena *mem, db *d, const actor *who, const article_row *a)
{
    AUTO(db_tx) tx = {0};

    if (!news_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_change1(d, Q_ARTICLE_UPDATE, P_TEXT(a->title), P_TEXT(a->lead), P_TEXT(a->body), P_TEXT(a->section), P_DATE(a->posted_on), P_TEXT(a->state), P_TEXT(folded_of(mem, a)),
                   P_ID(a->id), P_INT(a->revision)));
    TRY(audit_add(d, mem, who, "article.saved", "article", a->id.v, "", a->title));
    return db_commit(&tx);
}
