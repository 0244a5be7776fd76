/* Writing, review, publishing; each step one transaction with its event. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "blob/blob.h"
#include "doc/picture.h"
#include "doc/sniff.h"
#include "job/job.h"
#include "news/news_own.h"
#include "notify/notify.h"
#include "text/alike.h"
#include <string.h>

static const char *folded_of(arena *mem, const char *title, const char *lead, const char *body)
{
    return textf(mem, "%s | %s | %s", text_fold(mem, title), text_fold(mem, lead), text_fold(mem, body));
}

static status add_revision(arena *mem, db *d, const actor *who, article_id id, int64_t number, const news_draft *a, instant now)
{
    struct {
        int64_t v;
    } made = {0};

    return db_insert(d, Q_ARTICLE_REVISION_INSERT, &made, P_ID(id), P_INT(number), P_TEXT(a->title), P_TEXT(a->lead), P_TEXT(a->body), P_TEXT(a->section), P_TEXT(a->author_mark),
                     P_DATE(a->posted_on), P_ID(who->user), P_INSTANT(now), P_TEXT(a->note));
}

/* E_INVALID: there is no such section. An empty portal gets its first one by itself. */
static status known_section(arena *mem, db *d, const char *name)
{
    int64_t n = 0;

    TRY(db_number(d, Q_ARTICLE_SECTION_TAKEN, &n, P_TEXT(name), P_INT(0)));
    if (n) return OK;
    return text_eq(name, NEWS_FIRST_SECTION) ? db_change(d, Q_ARTICLE_SECTION_ADD, NULL, P_TEXT(text_slug(mem, name)), P_TEXT(name)) : E_INVALID;
}

status news_create(arena *mem, db *d, const actor *who, const news_draft *a, instant now, article_id *out)
{
    AUTO(db_tx) tx = {0};
    article_id id = {0};
    date day = a->posted_on.ymd ? a->posted_on : date_of(now);
    const char *slug = *a->slug ? a->slug : textf(mem, "%s-%d", text_slug(mem, a->title), day.ymd);

    if (!news_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(known_section(mem, d, a->section));
    TRY(db_insert(d, Q_ARTICLE_INSERT, &id, P_TEXT(slug), P_TEXT(a->title), P_TEXT(a->lead), P_TEXT(a->body), P_TEXT(a->section), P_TEXT(who->name), P_TEXT(a->author_mark),
                  P_DATE(a->posted_on), P_INT(0), P_TEXT(""), P_TEXT(folded_of(mem, a->title, a->lead, a->body)), P_INSTANT(now)));
    TRY(add_revision(mem, d, who, id, 1, a, now));
    TRY(db_change1(d, Q_ARTICLE_SAVED, P_ID(who->user), P_ID(id), P_INT(0)));
    TRY(audit_add(d, mem, who, "article.created", "article", id.v, "", a->title));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

/* Inside a transaction: the next revision of `now_is`. */
static status save(arena *mem, db *d, const actor *who, const article_row *was, const news_draft *a, instant now)
{
    TRY(add_revision(mem, d, who, was->id, was->revision + 1, a, now));
    TRY(db_change1(d, Q_ARTICLE_SAVED, P_ID(who->user), P_ID(was->id), P_INT(was->revision)));
    if (!text_eq(was->state, "draft")) return OK;
    TRY(db_change1(d, Q_ARTICLE_DRAFT_TEXT, P_TEXT(a->title), P_TEXT(a->lead), P_TEXT(a->body), P_TEXT(a->section), P_TEXT(a->author_mark), P_DATE(a->posted_on),
                   P_TEXT(folded_of(mem, a->title, a->lead, a->body)), P_ID(was->id)));
    if (*a->slug && !text_eq(a->slug, was->slug)) TRY(db_change1(d, Q_ARTICLE_SLUG_SET, P_TEXT(a->slug), P_ID(was->id)));
    return OK;
}

status news_save(arena *mem, db *d, const actor *who, article_id id, const news_draft *a, int64_t revision, instant now)
{
    AUTO(db_tx) tx = {0};
    article_row was = {0};

    if (!news_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(news_get_id(d, mem, who, id, &was));
    if (was.revision != revision) return E_CONFLICT;
    TRY(known_section(mem, d, a->section));
    TRY(save(mem, d, who, &was, a, now));
    TRY(audit_add(d, mem, who, "article.saved", "article", id.v, textf(mem, "%lld", (long long)revision), a->title));
    return db_commit(&tx);
}

status news_restore(arena *mem, db *d, const actor *who, article_id id, int64_t number, instant now)
{
    AUTO(db_tx) tx = {0};
    article_row was = {0};
    revision_row r = {0};

    if (!news_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(news_get_id(d, mem, who, id, &was));
    TRY(news_revision(d, mem, who, id, number, &r));
    news_draft a = {.slug = "", .title = r.title, .lead = r.lead, .body = r.body, .section = r.section, .author_mark = r.author_mark, .posted_on = r.posted_on,
                    .note = textf(mem, T("Khôi phục bản %lld"), (long long)number)};
    TRY(save(mem, d, who, &was, &a, now));
    TRY(audit_add(d, mem, who, "article.restored", "article", id.v, textf(mem, "%lld", (long long)number), a.title));
    return db_commit(&tx);
}

/* ---- review ---- */

/* The latest revision becomes what the public reads. Inside a transaction. */
static status publish(arena *mem, db *d, const actor *who, const article_row *a, instant now)
{
    revision_row r = {0};

    TRY(db_one(d, Q_ARTICLE_REVISION_GET, mem, &revision_shape, &r, P_ID(a->id), P_INT(a->revision)));
    date day = r.posted_on.ymd ? r.posted_on : a->posted_on.ymd ? a->posted_on : date_of(now);
    TRY(db_change1(d, Q_ARTICLE_PUBLISH, P_TEXT(r.title), P_TEXT(r.lead), P_TEXT(r.body), P_TEXT(r.section), P_TEXT(r.author_mark), P_DATE(day), P_TEXT(folded_of(mem, r.title, r.lead, r.body)),
                   P_INT(news_first_picture(r.body)), P_INSTANT(now), P_ID(a->id), P_INT(a->revision)));
    TRY(job_add(d, "news_relate", "", (instant){0}));
    return audit_add(d, mem, who, "article.published", "article", a->id.v, textf(mem, "%lld", (long long)a->public_revision), r.title);
}

typedef struct {
    user_id id;
} person;
STATIC_SHAPE(person_shape, person, F_ID(person, id));

/* Who acts next, or who waits for it, is told. */
static status tell(arena *mem, db *d, const actor *who, const article_row *a, news_step step, instant now)
{
    LIST_OF(person) people = {0};
    const char *href = textf(mem, "/bien-tap/%lld", (long long)a->id.v), *cause = textf(mem, "article-%lld-%lld-%d-%lld", (long long)a->id.v, (long long)a->revision, (int)step, (long long)now.ms);
    static const char *const words[] = {[NEWS_SEND] = "Chờ bạn duyệt bài", [NEWS_RETURN] = "Bài được trả lại để sửa", [NEWS_APPROVE] = "Bài đã được duyệt", [NEWS_WITHDRAW] = "Bài đã bị gỡ"};
    const char *text = textf(mem, "%s: %s", words[step], a->title);

    if (step != NEWS_SEND) {
        user_id to = a->sent_by.v ? a->sent_by : a->written_by;
        return to.v && to.v != who->user.v ? notify_add(d, to, text, href, cause, now) : OK;
    }
    TRY(db_each(d, Q_ARTICLE_APPROVERS, mem, &person_shape, &people, P_DATE(date_of(now)), P_ID(who->user)));
    for (int i = 0; i < people.n; i++)
        if (people.p[i].id.v != a->written_by.v) TRY(notify_add(d, people.p[i].id, text, href, cause, now));
    return OK;
}

static status work(db *d, const article_row *a, const char *to, user_id sent_by, const char *note, instant at)
{
    return db_change1(d, Q_ARTICLE_WORK_SET, P_TEXT(to), P_ID(sent_by), P_TEXT(note), P_INSTANT(at), P_ID(a->id), P_INT(a->revision), P_TEXT(a->work));
}

static status approve(arena *mem, db *d, const actor *who, const article_row *a, instant at, instant now)
{
    if (!news_may_approve(who, a)) return E_FORBIDDEN;
    if (!text_eq(a->work, "review")) return E_CONFLICT;
    if (at.ms <= now.ms) return publish(mem, d, who, a, now);
    TRY(work(d, a, "scheduled", a->sent_by, "", at));
    TRY(job_add(d, "news_publish", textf(mem, "%lld", (long long)a->id.v), at));
    return audit_add(d, mem, who, "article.scheduled", "article", a->id.v, "", instant_iso(mem, at));
}

static status one_step(arena *mem, db *d, const actor *who, const article_row *a, news_step step, const char *note, instant at, instant now)
{
    switch (step) {
    case NEWS_SEND:
        if (!news_may_edit(who)) return E_FORBIDDEN;
        if (!text_eq(a->work, "draft")) return E_CONFLICT;
        TRY(work(d, a, "review", who->user, "", (instant){0}));
        return audit_add(d, mem, who, "article.sent", "article", a->id.v, "", a->title);
    case NEWS_RETURN:
        if (!news_may_desk(who)) return E_FORBIDDEN;
        if (!text_eq(a->work, "review") && !text_eq(a->work, "scheduled")) return E_CONFLICT;
        if (text_empty(note)) return E_INVALID;
        TRY(work(d, a, "draft", (user_id){0}, note, (instant){0}));
        return audit_add(d, mem, who, "article.returned", "article", a->id.v, "", note);
    case NEWS_APPROVE: return approve(mem, d, who, a, at, now);
    case NEWS_WITHDRAW:
        if (!news_may_desk(who)) return E_FORBIDDEN;
        if (text_empty(note)) return E_INVALID;
        TRY(db_change1(d, Q_ARTICLE_WITHDRAW, P_TEXT(note), P_INSTANT(now), P_ID(a->id)));
        return audit_add(d, mem, who, "article.withdrawn", "article", a->id.v, "", note);
    }
    return E_INTERNAL;
}

status news_take_step(arena *mem, db *d, const actor *who, article_id id, news_step step, int64_t revision, const char *note, instant at, instant now)
{
    AUTO(db_tx) tx = {0};
    article_row a = {0};

    TRY(db_begin(d, &tx));
    TRY(news_get_id(d, mem, who, id, &a));
    if (a.revision != revision) return E_CONFLICT;
    TRY(one_step(mem, d, who, &a, step, note, at, now));
    TRY(tell(mem, d, who, &a, step, now));
    return db_commit(&tx);
}

status news_publish_due(arena *mem, db *d, article_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    article_row a = {0};
    actor who = actor_system();

    TRY(db_begin(d, &tx));
    status s = db_one(d, Q_ARTICLE_BY_ID, mem, &article_shape, &a, P_ID(id));
    if (s != OK) return s == E_NOT_FOUND ? OK : s;
    if (!text_eq(a.work, "scheduled") || a.publish_at.ms > now.ms) return OK; /* returned, or put off: its own job comes */
    TRY(publish(mem, d, &who, &a, now));
    return db_commit(&tx);
}

/* ---- likeness ---- */

static const alike_index articles = {Q_ARTICLE_COUNT, Q_ARTICLE_PAIR_OF};

static status relate(arena *mem, db *d, const article_row *a, instant now)
{
    enum { KEPT = 120, ALIKE = 12 };
    alike_pairs pairs = alike_pairs_of(mem, textf(mem, "%s. %s. %s", a->title, a->lead, a->body));
    alike_hits h = {0};

    if (pairs.n > KEPT) pairs.n = KEPT;
    TRY(alike_find(d, mem, &articles, &pairs, a->id.v, ALIKE, &h));
    TRY(db_change(d, Q_ARTICLE_PAIR_CLEAR, NULL, P_ID(a->id)));
    for (int i = 0; i < pairs.n; i++) TRY(db_change(d, Q_ARTICLE_PAIR_INSERT, NULL, P_INT(pairs.p[i]), P_ID(a->id)));
    TRY(db_change(d, Q_ARTICLE_RELATED_CLEAR, NULL, P_ID(a->id)));
    for (int i = 0; i < h.n; i++) {
        int64_t weight = (int64_t)(h.p[i].weight * 1000);
        TRY(db_change(d, Q_ARTICLE_RELATED_INSERT, NULL, P_ID(a->id), P_INT(h.p[i].id), P_INT(weight)));
        TRY(db_change(d, Q_ARTICLE_RELATED_INSERT, NULL, P_INT(h.p[i].id), P_ID(a->id), P_INT(weight)));
    }
    return db_change(d, Q_ARTICLE_RELATED_DONE, NULL, P_INSTANT(now), P_ID(a->id));
}

status news_relate(arena *mem, db *d, instant now)
{
    AUTO(db_tx) tx = {0};
    article_list l = {0};

    TRY(db_begin(d, &tx));
    TRY(db_each(d, Q_ARTICLE_UNRELATED, mem, &article_shape, &l));
    for (int i = 0; i < l.n; i++) TRY(relate(mem, d, &l.p[i], now));
    if (l.n == 20) TRY(job_add(d, "news_relate", "", (instant){0}));
    return db_commit(&tx);
}

/* ---- pictures and files ---- */

status news_keep_picture(arena *mem, db *d, const picture_set *set, picture_row *out)
{
    const char *sha[PICTURE_SIZES] = {"", "", ""};

    for (int i = 0; i < set->n; i++) TRY(blob_put(d, mem, set->size[i].webp, &sha[i]));
    for (int i = set->n; i < PICTURE_SIZES; i++) sha[i] = sha[set->n - 1];
    *out = (picture_row){.width = set->size[set->n - 1].width, .height = set->size[set->n - 1].height, .small = sha[0], .middle = sha[1], .large = sha[2]};
    return OK;
}

status news_add_picture(arena *mem, db *d, const actor *who, article_id id, bytes data, instant now, int64_t *picture)
{
    AUTO(db_tx) tx = {0};
    picture_set set = {0};
    picture_row p = {0};
    struct {
        int64_t v;
    } made = {0};

    if (!news_may_edit(who)) return E_FORBIDDEN;
    if (data.n > NEWS_FILE_MAX) return E_LIMIT;
    TRY(doc_pictures(mem, data, &set));
    TRY(db_begin(d, &tx));
    TRY(news_keep_picture(mem, d, &set, &p));
    TRY(db_insert(d, Q_ARTICLE_PICTURE_INSERT, &made, P_ID(id), P_INT(p.width), P_INT(p.height), P_TEXT(p.small), P_TEXT(p.middle), P_TEXT(p.large), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "article.picture_added", "article", id.v, "", p.large));
    TRY(db_commit(&tx));
    *picture = made.v;
    return OK;
}

status news_add_file(arena *mem, db *d, const actor *who, article_id id, const char *name, bytes data, instant now, int64_t *file)
{
    AUTO(db_tx) tx = {0};
    doc_type type = doc_sniff(data, name);
    const char *sha = NULL;
    struct {
        int64_t v;
    } made = {0};

    if (!news_may_edit(who)) return E_FORBIDDEN;
    if (!type) return E_INVALID;
    if (data.n > NEWS_FILE_MAX) return E_LIMIT;
    TRY(db_begin(d, &tx));
    TRY(blob_put(d, mem, data, &sha));
    TRY(db_insert(d, Q_ARTICLE_FILE_INSERT, &made, P_ID(id), P_TEXT(name), P_TEXT(doc_type_mime(type)), P_INT((int64_t)data.n), P_TEXT(sha), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "article.file_added", "article", id.v, "", textf(mem, "%s %s", name, sha)));
    TRY(db_commit(&tx));
    *file = made.v;
    return OK;
}

/* ---- sections ---- */

status news_section_save(arena *mem, db *d, const actor *who, section_id id, const char *name, int64_t ordinal, bool closed)
{
    AUTO(db_tx) tx = {0};
    section_row was = {.name = ""};
    int64_t taken = 0;

    if (!news_may_edit(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_ARTICLE_SECTION_TAKEN, &taken, P_TEXT(name), P_INT(id.v)));
    if (taken) return E_CONFLICT;
    if (id.v) {
        TRY(db_one(d, Q_ARTICLE_SECTION_BY_ID, mem, &section_shape, &was, P_ID(id)));
        TRY(db_change1(d, Q_ARTICLE_SECTION_SET, P_TEXT(name), P_INT(ordinal), P_BOOL(closed), P_ID(id)));
        if (!text_eq(name, was.name)) {
            TRY(db_change(d, Q_ARTICLE_SECTION_RENAME, NULL, P_TEXT(name), P_TEXT(was.name)));
            TRY(db_change(d, Q_ARTICLE_SECTION_RENAME_WORK, NULL, P_TEXT(name), P_TEXT(was.name)));
        }
    } else {
        TRY(db_insert(d, Q_ARTICLE_SECTION_INSERT, &id, P_TEXT(text_slug(mem, name)), P_TEXT(name), P_INT(ordinal)));
    }
    TRY(audit_add(d, mem, who, "section.saved", "section", id.v, was.name, name));
    return db_commit(&tx);
}
