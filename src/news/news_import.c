/* Taking over an old portal: poster, day, views, address and pictures stay; all rows or none. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "job/job.h"
#include "news/news_own.h"
#include <stdlib.h>
#include <string.h>

SHAPE(take_over_shape, take_over_row, F_INT(take_over_row, row), F_TEXT(take_over_row, title), F_TEXT(take_over_row, outcome), F_TEXT(take_over_row, text));

/* ---- from what stands there to an article ---- */

static status day_of(arena *mem, const char *s, date *out)
{
    size_t n = strcspn(s, " T");
    return date_parse(text_copyn(mem, s, n), out);
}

static bool views_of(const char *s, int64_t *out)
{
    int64_t v = 0;

    for (; *s; s++) {
        if (*s == '.' || *s == ',' || *s == ' ') continue;
        if (*s < '0' || *s > '9' || v > INT64_C(1000000000)) return false;
        v = v * 10 + (*s - '0');
    }
    *out = v;
    return true;
}

/* Old portals often repeat the lead as the first paragraph; what stands last in brackets is the author's mark. */
static void tidy(arena *mem, news_item *i)
{
    const char *body = i->body + strspn(i->body, "\n ");
    size_t n = strcspn(body, "\n");

    if (*i->lead && text_eq(text_fold(mem, text_copyn(mem, body, n)), text_fold(mem, i->lead))) body += n + strspn(body + n, "\n");
    char *s = text_copy(mem, body);
    n = strlen(s);
    while (n && (s[n - 1] == '\n' || s[n - 1] == ' ')) s[--n] = 0;
    char *last = strrchr(s, '\n');
    if (!*i->author_mark && last && last[1] == '(' && s[n - 1] == ')' && n - (size_t)(last - s) < 80) {
        i->author_mark = text_copy(mem, last + 1);
        *last = 0;
        while (last > s && (last[-1] == '\n' || last[-1] == ' ')) *--last = 0;
    }
    i->body = s;
}

/* What is wrong with a row, but for its text; "" when it can be taken. */
static const char *to_item(arena *mem, const raw_item *r, news_item *i)
{
    *i = (news_item){.title = r->title, .lead = r->lead, .section = *r->section ? r->section : NEWS_FIRST_SECTION, .poster = r->poster, .author_mark = r->author_mark, .slug = "",
                     .address = *r->address ? news_address_key(mem, r->address) : ""};
    if (text_empty(r->title)) return T("Thiếu tiêu đề.");
    if (text_length(r->title) > NEWS_TITLE_MAX) return textf(mem, T("Tiêu đề dài quá %d ký tự."), NEWS_TITLE_MAX);
    if (text_empty(r->day)) return T("Thiếu ngày đăng.");
    if (day_of(mem, r->day, &i->posted_on) != OK) return textf(mem, T("Không hiểu ngày đăng “%s”."), text_short(mem, r->day, 40));
    if (!views_of(r->views, &i->views)) return textf(mem, T("Lượt xem “%s” không phải là số."), text_short(mem, r->views, 40));
    if (*r->address && !*i->address) return textf(mem, T("Không dùng được địa chỉ “%s”."), text_short(mem, r->address, 80));
    if (text_length(r->lead) > NEWS_LEAD_MAX) return textf(mem, T("Tóm tắt dài quá %d ký tự."), NEWS_LEAD_MAX);
    return "";
}

static const char *body_wrong(arena *mem, news_item *i)
{
    tidy(mem, i);
    if (text_empty(i->body) && text_empty(i->lead)) return T("Không có nội dung.");
    return text_length(i->body) > NEWS_BODY_MAX ? textf(mem, T("Nội dung dài quá %d ký tự."), NEWS_BODY_MAX) : "";
}

/* ---- into the store ---- */

static status free_slug(arena *mem, db *d, const news_item *i, const char **out)
{
    const char *base = *i->slug ? i->slug : textf(mem, "%s-%d", text_slug(mem, i->title), i->posted_on.ymd);

    for (int n = 1; n < 100; n++) {
        article_row a = {0};
        const char *slug = n == 1 ? base : textf(mem, "%s-%d", base, n);
        status s = db_one(d, Q_ARTICLE_BY_SLUG, mem, &article_shape, &a, P_TEXT(slug));
        if (s == E_NOT_FOUND) *out = slug;
        if (s != OK) return s == E_NOT_FOUND ? OK : s;
    }
    return E_CONFLICT;
}

typedef struct {
    int64_t v;
} row_id;

/* The pictures become the article's own, and its text names them by their numbers. */
static status own_pictures(arena *mem, db *d, article_id id, const news_item *i, instant now, const char **body)
{
    AUTO(buf) b = {0};
    row_id *made = NEWS(mem, row_id, i->pictures.n + 1);
    body_line l;

    for (int k = 0; k < i->pictures.n; k++) {
        const picture_row *p = &i->pictures.p[k];
        TRY(db_insert(d, Q_ARTICLE_PICTURE_INSERT, &made[k], P_ID(id), P_INT(p->width), P_INT(p->height), P_TEXT(p->small), P_TEXT(p->middle), P_TEXT(p->large), P_INSTANT(now)));
    }
    for (const char *p = i->body; *p;) {
        size_t n = strcspn(p, "\n");
        int64_t k = 0;
        bool picture = news_line(mem, p, n, &l) && l.picture && text_parse_int(l.target, 1, i->pictures.n, &k) == OK;
        if (picture) buf_puts(&b, news_picture_line(mem, made[k - 1].v, l.text, l.caption));
        else buf_put(&b, p, n);
        n += p[n] == '\n';
        if (p[n - 1] == '\n') buf_putc(&b, '\n');
        p += n;
    }
    *body = text_copy(mem, b.p ? b.p : "");
    return OK;
}

status news_take_item(arena *mem, db *d, const actor *who, const news_item *i, instant now, article_id *out)
{
    row_id revision = {0};
    instant when = instant_of(i->posted_on, 8, 0);
    const char *slug = "", *body = i->body, *folded = textf(mem, "%s | %s | %s", text_fold(mem, i->title), text_fold(mem, i->lead), text_fold(mem, i->body));

    if (!news_may_take_over(who)) return E_FORBIDDEN;
    TRY(free_slug(mem, d, i, &slug));
    TRY(db_change(d, Q_ARTICLE_SECTION_ADD, NULL, P_TEXT(text_slug(mem, i->section)), P_TEXT(i->section)));
    TRY(db_insert(d, Q_ARTICLE_INSERT, out, P_TEXT(slug), P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(i->body), P_TEXT(i->section), P_TEXT(i->poster), P_TEXT(i->author_mark),
                  P_DATE(i->posted_on), P_INT(i->views), P_TEXT(i->address), P_TEXT(folded), P_INSTANT(when)));
    if (i->pictures.n) TRY(own_pictures(mem, d, *out, i, now, &body));
    TRY(db_insert(d, Q_ARTICLE_REVISION_INSERT, &revision, P_ID(*out), P_INT(1), P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(body), P_TEXT(i->section), P_TEXT(i->author_mark),
                  P_DATE(i->posted_on), P_NULL, P_INSTANT(now), P_TEXT("")));
    TRY(db_change1(d, Q_ARTICLE_SAVED, P_NULL, P_ID(*out), P_INT(0)));
    TRY(db_change1(d, Q_ARTICLE_PUBLISH, P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(body), P_TEXT(i->section), P_TEXT(i->author_mark), P_DATE(i->posted_on), P_TEXT(folded),
                   P_INT(news_first_picture(body)), P_INSTANT(when), P_ID(*out), P_INT(1)));
    if (*i->address) TRY(db_change1(d, Q_ARTICLE_ADDRESS_ADD, P_TEXT(i->address), P_ID(*out)));
    return audit_add(d, mem, who, "article.taken_over", "article", out->v, i->address, i->title);
}

/* Whether this very article was taken over before: by its address, or by title and day. */
static status is_there(arena *mem, db *d, const news_item *i, bool *out)
{
    article_row a = {0};
    int64_t n = 0;
    status s = E_NOT_FOUND;

    if (*i->address) {
        TRY(db_number(d, Q_ARTICLE_ADDRESS_TAKEN, &n, P_TEXT(i->address)));
        s = n ? OK : E_NOT_FOUND;
    } else {
        s = db_one(d, Q_ARTICLE_BY_SLUG, mem, &article_shape, &a, P_TEXT(textf(mem, "%s-%d", text_slug(mem, i->title), i->posted_on.ymd)));
        if (s == OK && !text_eq(a.title, i->title)) s = E_NOT_FOUND;
    }
    *out = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

static void report(take_over *t, int64_t *count, int row, const char *title, const char *text)
{
    const char *outcome = count == &t->added ? N_("mới") : count == &t->there ? N_("giữ nguyên") : N_("sai");

    t->rows.p[t->rows.n++] = (take_over_row){row, title, outcome, text};
    ++*count;
}

/* ---- a file ---- */

typedef struct {
    news_item item;
    placed pictures;
    const char *wrong, *left; /* left: why it stays as it is */
} plan_row;
typedef struct {
    arena *mem;
    db *d;
    const old_portal *portal;
    news_media *media;
    plan_row *row;
    int n, wrong;
} plan;

static status place(const plan *p, int k, bool count, bool dry)
{
    plan_row *row = &p->row[k];
    const raw_item *r = &p->portal->items.p[k];

    row->item.author_mark = r->author_mark;
    TRY(media_place(p->mem, p->d, p->media, p->portal, r, count, dry, &row->item, &row->pictures));
    row->wrong = body_wrong(p->mem, &row->item);
    return OK;
}

/* Looks at each row, and counts the pictures that are found. Nothing is written. */
static status look_at(plan *p)
{
    for (int k = 0; k < p->n; k++) {
        const raw_item *r = &p->portal->items.p[k];
        plan_row *row = &p->row[k];
        bool there = false;
        row->wrong = row->left = "";
        if (*r->state && !text_eq(r->state, "publish")) {
            row->left = T("Chưa công khai ở trang cũ: không nhập.");
            continue;
        }
        row->wrong = to_item(p->mem, r, &row->item);
        if (!*row->wrong) TRY(is_there(p->mem, p->d, &row->item, &there));
        if (there) row->left = T("Đã có từ lần nhập trước: giữ nguyên.");
        if (there || *row->wrong) continue;
        TRY(place(p, k, true, true));
    }
    for (int k = 0; k < p->n; k++) p->wrong += *p->row[k].wrong != 0;
    return OK;
}

static status make_pictures(plan *p, bool dry)
{
    for (int k = 0; k < p->n; k++) {
        if (*p->row[k].left) continue;
        TRY(place(p, k, false, dry));
        p->wrong += *p->row[k].wrong != 0;
    }
    return OK;
}

static const char *told_of(arena *mem, const placed *p, bool media)
{
    const char *s = "";

    if (!p->seen) return "";
    if (!media) return textf(mem, T("%d ảnh không có trong tệp: giữ chú thích, hãy tải ảnh lên sau."), p->seen);
    if (p->taken) s = textf(mem, T("Lấy được %d ảnh."), p->taken);
    if (p->lacking) s = textf(mem, "%s %s", s, textf(mem, T("Thiếu %d ảnh (giữ chú thích): %s."), p->lacking, p->lack));
    if (p->refused) s = textf(mem, "%s %s", s, textf(mem, T("Không nhận %d ảnh (không đọc được hoặc quá lớn): %s."), p->refused, p->refuse));
    return s + (*s == ' ');
}

static status take_row(plan *p, const actor *who, int k, instant now, take_over *t)
{
    const plan_row *row = &p->row[k];
    article_id id = {0};
    bool there = false;
    const char *title = text_short(p->mem, p->portal->items.p[k].title, 120);

    if (*row->left || *row->wrong) {
        report(t, *row->left ? &t->there : &t->wrong, k + 1, title, *row->left ? row->left : row->wrong);
        return OK;
    }
    TRY(is_there(p->mem, p->d, &row->item, &there)); /* twice in one file */
    if (there) {
        report(t, &t->there, k + 1, title, T("Đã có từ lần nhập trước: giữ nguyên."));
        return OK;
    }
    TRY(news_take_item(p->mem, p->d, who, &row->item, now, &id));
    t->pictures += row->pictures.taken;
    t->lacking += row->pictures.lacking + row->pictures.refused;
    report(t, &t->added, k + 1, title, told_of(p->mem, &row->pictures, p->media != NULL));
    return OK;
}

status news_take_over(arena *mem, db *d, const actor *who, bytes file, const char *name, news_media *media, bool dry, instant now, take_over *out)
{
    AUTO(db_tx) tx = {0};
    old_portal portal = {0};

    if (!news_may_take_over(who)) return E_FORBIDDEN;
    TRY(old_portal_read(mem, file, name, &portal));
    *out = (take_over){0};
    media_words(mem, &portal);
    plan p = {mem, d, &portal, media, NEWS(mem, plan_row, portal.items.n + 1), portal.items.n, 0};
    TRY(look_at(&p));
    out->found = media_found(media);
    if (media && out->found > media->max) return E_LIMIT;
    if (media && !p.wrong) TRY(make_pictures(&p, dry));
    out->rows.p = NEWS(mem, take_over_row, p.n + 1);
    TRY(db_begin(d, &tx));
    for (int k = 0; k < p.n; k++) TRY(take_row(&p, who, k, now, out));
    if (out->wrong || dry || out->added == 0) return out->wrong ? E_INVALID : OK; /* rolled back */
    TRY(job_add(d, "news_relate", "", (instant){0}));
    return db_commit(&tx);
}
