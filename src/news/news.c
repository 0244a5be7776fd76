#include "news/news.h"
#include "base/text.h"

SHAPE(article_shape, article_row, F_ID(article_row, id), F_TEXT(article_row, slug), F_TEXT(article_row, title), F_TEXT(article_row, lead), F_TEXT(article_row, body), F_TEXT(article_row, section),
      F_TEXT(article_row, poster), F_TEXT(article_row, author_mark), F_TEXT(article_row, state), F_TEXT(article_row, work), F_TEXT(article_row, note), F_TEXT(article_row, source),
      F_TEXT(article_row, writer), F_DATE(article_row, posted_on), F_INT(article_row, views), F_INT(article_row, revision), F_INT(article_row, public_revision), F_INT(article_row, cover),
      F_ID(article_row, written_by), F_ID(article_row, sent_by), F_INSTANT(article_row, publish_at), F_INSTANT(article_row, published_at), F_INSTANT(article_row, changed_at));
SHAPE(revision_shape, revision_row, F_INT(revision_row, number), F_TEXT(revision_row, title), F_TEXT(revision_row, lead), F_TEXT(revision_row, body), F_TEXT(revision_row, section),
      F_TEXT(revision_row, author_mark), F_TEXT(revision_row, note), F_TEXT(revision_row, writer), F_DATE(revision_row, posted_on), F_ID(revision_row, saved_by), F_INSTANT(revision_row, saved_at));
SHAPE(section_shape, section_row, F_ID(section_row, id), F_TEXT(section_row, slug), F_TEXT(section_row, name), F_INT(section_row, ordinal), F_INT(section_row, articles), F_BOOL(section_row, closed));

static const char *like_of(arena *mem, const char *text)
{
    const char *folded = text_fold(mem, text);
    return *folded ? textf(mem, "%%%s%%", folded) : "";
}

status news_count(db *d, arena *mem, const news_filter *f, int64_t *total)
{
    return db_number(d, Q_ARTICLE_SEARCH_COUNT, total, P_TEXT(f->section), P_TEXT(like_of(mem, f->text)));
}

status news_search(db *d, arena *mem, const news_filter *f, article_list *out)
{
    if (f->page < 0 || f->page >= NEWS_PAGES_MAX) return E_LIMIT;
    return db_each(d, Q_ARTICLE_SEARCH, mem, &article_shape, out, P_TEXT(f->section), P_TEXT(like_of(mem, f->text)), P_INT(NEWS_PAGE), P_INT(f->page * NEWS_PAGE));
}

status news_latest(db *d, arena *mem, int n, article_list *out)
{
    return db_each(d, Q_ARTICLE_SEARCH, mem, &article_shape, out, P_TEXT(""), P_TEXT(""), P_INT(n), P_INT(0));
}

status news_feed(db *d, arena *mem, const char *section, int n, article_list *out)
{
    return db_each(d, Q_ARTICLE_FEED, mem, &article_shape, out, P_TEXT(section), P_INT(n < 1 ? 1 : n > NEWS_FEED_MAX ? NEWS_FEED_MAX : n));
}

status news_get(db *d, arena *mem, const char *slug, article_row *out)
{
    article_row a = {.note = "", .source = "", .writer = ""};

    TRY(db_one(d, Q_ARTICLE_BY_SLUG, mem, &article_shape, &a, P_TEXT(slug)));
    if (!text_eq(a.state, "published")) return E_NOT_FOUND;
    *out = a;
    return OK;
}

status news_get_id(db *d, arena *mem, const actor *who, article_id id, article_row *out)
{
    article_row a = {.writer = ""};

    if (!news_may_desk(who)) return E_FORBIDDEN;
    TRY(db_one(d, Q_ARTICLE_BY_ID, mem, &article_shape, &a, P_ID(id)));
    *out = a;
    return OK;
}

status news_related(db *d, arena *mem, const article_row *a, article_list *out)
{
    TRY(db_each(d, Q_ARTICLE_RELATED, mem, &article_shape, out, P_ID(a->id)));
    return out->n ? OK : db_each(d, Q_ARTICLE_SAME_SECTION, mem, &article_shape, out, P_ID(a->id), P_TEXT(a->section));
}

status news_sections(db *d, arena *mem, section_list *out)
{
    return db_each(d, Q_ARTICLE_SECTIONS, mem, &section_shape, out);
}

status news_section(db *d, arena *mem, const char *slug, section_row *out)
{
    return db_one(d, Q_ARTICLE_SECTION_BY_SLUG, mem, &section_shape, out, P_TEXT(slug));
}

status news_section_slug(db *d, arena *mem, const char *name, const char **slug)
{
    section_row s = {.slug = ""};
    status st = db_one(d, Q_ARTICLE_SECTION_SLUG, mem, &section_shape, &s, P_TEXT(name));

    if (st == OK || st == E_NOT_FOUND) *slug = s.slug;
    return st == E_NOT_FOUND ? OK : st;
}

status news_desk(db *d, arena *mem, const actor *who, const char *tab, article_list *out)
{
    if (!news_may_desk(who)) return E_FORBIDDEN;
    return db_each(d, Q_ARTICLE_DESK, mem, &article_shape, out, P_TEXT(tab));
}

status news_revisions(db *d, arena *mem, const actor *who, article_id id, revision_list *out)
{
    article_row a = {0};

    TRY(news_get_id(d, mem, who, id, &a));
    return db_each(d, Q_ARTICLE_REVISIONS, mem, &revision_shape, out, P_ID(id));
}

status news_revision(db *d, arena *mem, const actor *who, article_id id, int64_t number, revision_row *out)
{
    if (!news_may_desk(who)) return E_FORBIDDEN;
    return db_one(d, Q_ARTICLE_REVISION_GET, mem, &revision_shape, out, P_ID(id), P_INT(number));
}
