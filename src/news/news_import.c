/* Taking over an old portal: poster, day, views and address stay; all rows or none. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "doc/portal.h"
#include "doc/sandbox.h"
#include "job/job.h"
#include "news/news.h"
#include "user/csv.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

SHAPE(take_over_shape, take_over_row, F_INT(take_over_row, row), F_TEXT(take_over_row, title), F_TEXT(take_over_row, outcome), F_TEXT(take_over_row, text));

/* ---- what a file says ---- */

typedef struct {
    const char *title, *lead, *body, *section, *poster, *author_mark, *address, *day, *views, *state; /* as they stand there */
} raw_item;
typedef LIST_OF(raw_item) raw_items;

static const char *word(arena *mem, const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key)), *clean = "";

    if (!s || text_accept(mem, s, strlen(s), text_eq(key, "body") || text_eq(key, "lead") ? TEXT_LINES : TEXT_LINE, &clean) != OK) return "";
    return clean;
}

/* One JSON object a line, from the child. */
static status read_lines(arena *mem, bytes made, raw_items *out)
{
    const char *p = made.p, *end = p + made.n;

    out->p = NEWS(mem, raw_item, PORTAL_ITEMS_MAX);
    while (p < end && out->n < PORTAL_ITEMS_MAX) {
        const char *line = memchr(p, '\n', (size_t)(end - p));
        json_t *o = line ? json_loadb(p, (size_t)(line - p), 0, NULL) : NULL;
        if (!o) return E_INTERNAL;
        out->p[out->n++] = (raw_item){.title = word(mem, o, "title"), .lead = word(mem, o, "lead"), .body = word(mem, o, "body"), .section = word(mem, o, "section"), .poster = word(mem, o, "poster"),
                                      .author_mark = "", .address = word(mem, o, "address"), .day = word(mem, o, "day"), .views = word(mem, o, "views"), .state = word(mem, o, "state")};
        json_decref(o);
        p = line + 1;
    }
    return OK;
}

enum { COL_TITLE, COL_LEAD, COL_BODY, COL_SECTION, COL_POSTER, COL_MARK, COL_ADDRESS, COL_DAY, COL_VIEWS, COLS };

static int column_of(arena *mem, const char *head)
{
    static const char *const names[COLS] = {"|title|tieu de|ten bai|", "|lead|tom tat|trich yeu|mo ta|", "|body|content|html|noi dung|", "|section|category|chuyen muc|", "|poster|author|nguoi dang|nguoi dang tin|",
                                            "|author_mark|tac gia|but danh|", "|address|url|link|dia chi|duong dan|", "|posted_on|date|day|ngay|ngay dang|ngay dang tin|", "|views|luot xem|so luot xem|"};
    const char *key = textf(mem, "|%s|", text_fold(mem, head));

    for (int i = 0; i < COLS; i++)
        if (strstr(names[i], key)) return i;
    return -1;
}

/* The bodies are HTML: all of them through the child at once. */
static status bodies(arena *mem, raw_items *items)
{
    json_t *all = json_array();
    raw_items back = {0};
    bytes made = {0};

    for (int i = 0; i < items->n; i++) json_array_append_new(all, json_string(items->p[i].body));
    char *text = json_dumps(all, JSON_COMPACT);
    json_decref(all);
    if (!text) return E_INVALID;
    status s = doc_run(mem, "html-list", (bytes){text, strlen(text)}, &made);
    free(text);
    TRY(s);
    TRY(read_lines(mem, made, &back));
    if (back.n != items->n) return E_INTERNAL;
    for (int i = 0; i < items->n; i++) items->p[i].body = back.p[i].body;
    return OK;
}

static status read_csv(arena *mem, bytes file, raw_items *out)
{
    const char *at = text_copyn(mem, file.p, file.n);
    char separator = 0;
    int column[CSV_CELLS_MAX];
    csv_row *row = NEW(mem, csv_row);

    if (!text_valid_utf8(at, file.n)) return E_INVALID;
    separator = csv_begin(&at);
    if (!csv_next(mem, &at, separator, row)) return E_INVALID;
    bool titled = false;
    for (int i = 0; i < row->n; i++) titled |= (column[i] = column_of(mem, row->cell[i])) == COL_TITLE;
    if (!titled) return E_INVALID;
    int columns = row->n;
    out->p = NEWS(mem, raw_item, PORTAL_ITEMS_MAX);
    while (csv_next(mem, &at, separator, row)) {
        const char *v[COLS] = {"", "", "", "", "", "", "", "", ""};
        if (row->n == 1 && text_empty(row->cell[0])) continue;
        if (out->n == PORTAL_ITEMS_MAX) return E_LIMIT;
        for (int i = 0; i < row->n && i < columns; i++)
            if (column[i] >= 0) v[column[i]] = row->cell[i];
        out->p[out->n++] = (raw_item){v[COL_TITLE], v[COL_LEAD], v[COL_BODY], v[COL_SECTION], v[COL_POSTER], v[COL_MARK], v[COL_ADDRESS], v[COL_DAY], v[COL_VIEWS], "publish"};
    }
    return bodies(mem, out);
}

static status read_file(arena *mem, bytes file, const char *name, raw_items *out)
{
    size_t head = file.n < 4000 ? file.n : 4000;
    bool html = text_ends(name, ".html") || text_ends(name, ".htm"), csv = text_ends(name, ".csv") || text_ends(name, ".tsv");
    bytes made = {0};

    if (!html && (csv || !memmem(file.p, head, "<rss", 4))) return read_csv(mem, file, out);
    TRY(doc_run(mem, html ? "html-page" : "wxr", file, &made));
    return read_lines(mem, made, out);
}

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

/* Pictures are not in the file: their captions stay, on their own lines; those inside a line go. */
static const char *without_pictures(arena *mem, const char *body, int *pictures)
{
    AUTO(buf) b = {0};
    body_line l;

    for (const char *p = body; *p;) {
        size_t n = strcspn(p, "\n");
        const char *line = text_copyn(mem, p, n), *at = NULL;
        if (news_line(mem, p, n, &l) && l.picture) {
            ++*pictures;
            const char *caption = *l.caption ? l.caption : l.text;
            if (*caption) buf_printf(&b, "%s\n", news_picture_line(mem, 0, l.text, caption));
        } else {
            while ((at = strstr(line, "![")) && strstr(at, "](anh:")) {
                const char *close = strchr(strstr(at, "](anh:"), ')');
                ++*pictures;
                buf_put(&b, line, (size_t)(at - line));
                line = close ? close + 1 : "";
            }
            buf_printf(&b, "%s\n", line);
        }
        p += n + (p[n] == '\n');
    }
    return text_copy(mem, b.p ? b.p : "");
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

/* What is wrong with a row; "" when it can be taken. */
static const char *to_item(arena *mem, const raw_item *r, news_item *i, int *pictures)
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
    i->body = without_pictures(mem, r->body, pictures);
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

status news_take_item(arena *mem, db *d, const actor *who, const news_item *i, instant now, article_id *out)
{
    struct {
        int64_t v;
    } revision = {0};
    instant when = instant_of(i->posted_on, 8, 0);
    const char *slug = "", *folded = textf(mem, "%s | %s | %s", text_fold(mem, i->title), text_fold(mem, i->lead), text_fold(mem, i->body));

    if (!news_may_take_over(who)) return E_FORBIDDEN;
    TRY(free_slug(mem, d, i, &slug));
    TRY(db_change(d, Q_ARTICLE_SECTION_ADD, NULL, P_TEXT(text_slug(mem, i->section)), P_TEXT(i->section)));
    TRY(db_insert(d, Q_ARTICLE_INSERT, out, P_TEXT(slug), P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(i->body), P_TEXT(i->section), P_TEXT(i->poster), P_TEXT(i->author_mark),
                  P_DATE(i->posted_on), P_INT(i->views), P_TEXT(i->address), P_TEXT(folded), P_INSTANT(when)));
    TRY(db_insert(d, Q_ARTICLE_REVISION_INSERT, &revision, P_ID(*out), P_INT(1), P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(i->body), P_TEXT(i->section), P_TEXT(i->author_mark),
                  P_DATE(i->posted_on), P_NULL, P_INSTANT(now), P_TEXT("")));
    TRY(db_change1(d, Q_ARTICLE_SAVED, P_NULL, P_ID(*out), P_INT(0)));
    TRY(db_change1(d, Q_ARTICLE_PUBLISH, P_TEXT(i->title), P_TEXT(i->lead), P_TEXT(i->body), P_TEXT(i->section), P_TEXT(i->author_mark), P_DATE(i->posted_on), P_TEXT(folded),
                   P_INT(news_first_picture(i->body)), P_INSTANT(when), P_ID(*out), P_INT(1)));
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

static status take_row(arena *mem, db *d, const actor *who, const raw_item *r, int row, instant now, take_over *t)
{
    news_item i;
    article_id id = {0};
    int pictures = 0;
    bool there = false;
    const char *title = text_short(mem, r->title, 120);

    if (*r->state && !text_eq(r->state, "publish")) {
        report(t, &t->there, row, title, T("Chưa công khai ở trang cũ: không nhập."));
        return OK;
    }
    const char *wrong = to_item(mem, r, &i, &pictures);
    if (*wrong) {
        report(t, &t->wrong, row, title, wrong);
        return OK;
    }
    TRY(is_there(mem, d, &i, &there));
    if (there) {
        report(t, &t->there, row, title, T("Đã có từ lần nhập trước: giữ nguyên."));
        return OK;
    }
    TRY(news_take_item(mem, d, who, &i, now, &id));
    report(t, &t->added, row, title, pictures ? textf(mem, T("%d ảnh không có trong tệp: giữ chú thích, hãy tải ảnh lên sau."), pictures) : "");
    return OK;
}

status news_take_over(arena *mem, db *d, const actor *who, bytes file, const char *name, bool dry, instant now, take_over *out)
{
    AUTO(db_tx) tx = {0};
    raw_items items = {0};

    if (!news_may_take_over(who)) return E_FORBIDDEN;
    TRY(read_file(mem, file, name, &items));
    *out = (take_over){0};
    out->rows.p = NEWS(mem, take_over_row, items.n + 1);
    TRY(db_begin(d, &tx));
    for (int i = 0; i < items.n; i++) TRY(take_row(mem, d, who, &items.p[i], i + 1, now, out));
    if (out->wrong || dry || out->added == 0) return out->wrong ? E_INVALID : OK; /* rolled back */
    TRY(job_add(d, "news_relate", "", (instant){0}));
    return db_commit(&tx);
}
