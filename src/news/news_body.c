/* A text of an article: Markdown, and pictures and files on lines of their own. */
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "blob/blob.h"
#include "doc/sniff.h"
#include "news/news.h"
#include <stdlib.h>
#include <string.h>

STATIC_SHAPE(picture_shape, picture_row, F_INT(picture_row, id), F_ID(picture_row, article_id), F_INT(picture_row, width), F_INT(picture_row, height), F_TEXT(picture_row, small),
             F_TEXT(picture_row, middle), F_TEXT(picture_row, large));
STATIC_SHAPE(file_shape, file_row, F_INT(file_row, id), F_ID(file_row, article_id), F_TEXT(file_row, name), F_TEXT(file_row, mime), F_TEXT(file_row, sha256), F_INT(file_row, size));
SHAPE(part_shape, part_row, F_TEXT(part_row, text), F_TEXT(part_row, alt), F_TEXT(part_row, caption), F_TEXT(part_row, name), F_TEXT(part_row, ending), F_INT(part_row, picture),
      F_INT(part_row, file), F_INT(part_row, width), F_INT(part_row, height), F_INT(part_row, size), F_BOOL(part_row, is_text), F_BOOL(part_row, is_picture), F_BOOL(part_row, is_file),
      F_BOOL(part_row, has_middle), F_BOOL(part_row, has_large));
typedef LIST_OF(picture_row) picture_rows;
typedef LIST_OF(file_row) file_rows;

/* Up to `stop` that no backslash stands before; without those backslashes. NULL when it does not come. */
static const char *until(arena *mem, const char **at, const char *end, char stop)
{
    char *s = arena_alloc(mem, (size_t)(end - *at) + 1), *w = s;

    for (const char *p = *at; p < end; p++) {
        if (*p == stop) {
            *at = p + 1;
            return s;
        }
        if (*p == '\\' && p + 1 < end) p++;
        *w++ = *p;
    }
    return NULL;
}

bool news_line(arena *mem, const char *line, size_t n, body_line *out)
{
    const char *end = line + n, *p = line;
    body_line l = {.caption = ""};

    while (p < end && *p == ' ') p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\r')) end--;
    l.picture = p < end && *p == '!';
    p += l.picture;
    if (p == end || *p++ != '[') return false;
    l.text = until(mem, &p, end, ']');
    const char *kind = l.picture ? "(anh:" : "(tep:";
    if (!l.text || end - p < 6 || strncmp(p, kind, 5) != 0) return false;
    p += 5;
    const char *rest = until(mem, &p, end, ')');
    if (!rest || p != end) return false;
    size_t target = strcspn(rest, " ");
    l.target = text_copyn(mem, rest, target);
    const char *c = rest + target + strspn(rest + target, " ");
    if (*c) { /* the caption, between quotation marks */
        size_t len = strlen(c);
        if (!l.picture || len < 2 || c[0] != '"' || c[len - 1] != '"') return false;
        l.caption = text_copyn(mem, c + 1, len - 2);
    }
    *out = l;
    return true;
}

static int64_t number_of(const char *s)
{
    int64_t v = 0;
    return text_parse_int(s, 1, INT64_MAX / 2, &v) == OK ? v : 0;
}

int64_t news_first_picture(const char *body)
{
    AUTO(arena_ptr) mem = arena_new();
    body_line l;

    for (const char *p = body; *p;) {
        size_t n = strcspn(p, "\n");
        if (news_line(mem, p, n, &l) && l.picture && number_of(l.target)) return number_of(l.target);
        p += n + (p[n] == '\n');
    }
    return 0;
}

static void put_escaped(buf *b, const char *s, const char *which)
{
    for (; *s; s++) {
        if (strchr(which, *s) || *s == '\\') buf_putc(b, '\\');
        buf_putc(b, *s == '\n' ? ' ' : *s);
    }
}

const char *news_picture_line(arena *mem, int64_t picture, const char *alt, const char *caption)
{
    AUTO(buf) b = {0};

    buf_puts(&b, "![");
    put_escaped(&b, alt, "]");
    if (picture) buf_printf(&b, "](anh:%lld", (long long)picture);
    else buf_puts(&b, "](anh:");
    if (*caption) {
        buf_puts(&b, " \"");
        put_escaped(&b, caption, ")");
        buf_putc(&b, '"');
    }
    buf_putc(&b, ')');
    return text_copy(mem, b.p);
}

const char *news_file_line(arena *mem, int64_t file, const char *name)
{
    AUTO(buf) b = {0};

    buf_putc(&b, '[');
    put_escaped(&b, name, "]");
    buf_printf(&b, "](tep:%lld)", (long long)file);
    return text_copy(mem, b.p);
}

static const picture_row *picture_of(const picture_rows *l, int64_t id)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].id == id) return &l->p[i];
    return NULL;
}

static const file_row *file_of(const file_rows *l, int64_t id)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].id == id) return &l->p[i];
    return NULL;
}

static part_row part_of(arena *mem, const body_line *l, const picture_rows *pictures, const file_rows *files)
{
    part_row r = {.text = "", .alt = "", .caption = l->caption, .name = "", .ending = ""};
    const picture_row *p = l->picture ? picture_of(pictures, number_of(l->target)) : NULL;
    const file_row *f = l->picture ? NULL : file_of(files, number_of(l->target));

    if (l->picture && (p || *l->caption)) {
        r.is_picture = true;
        r.alt = l->text;
        if (p) {
            r.picture = p->id;
            r.width = p->width;
            r.height = p->height;
            r.has_middle = !text_eq(p->middle, p->small);
            r.has_large = !text_eq(p->large, p->middle);
        }
    } else if (f) {
        const char *dot = strrchr(f->name, '.');
        r.is_file = true;
        r.name = *l->text ? l->text : f->name;
        r.file = f->id;
        r.size = f->size;
        r.ending = dot ? text_upper(mem, dot + 1) : "";
    }
    return r;
}

static void put_text(arena *mem, part_list *out, const char *from, const char *to)
{
    const char *s = text_copyn(mem, from, (size_t)(to - from));
    if (!text_empty(s)) out->p[out->n++] = (part_row){.text = s, .alt = "", .caption = "", .name = "", .ending = "", .is_text = true};
}

status news_parts(db *d, arena *mem, article_id id, const char *body, part_list *out)
{
    picture_rows pictures = {0};
    file_rows files = {0};
    body_line l;

    if (strstr(body, "](anh:")) TRY(db_each(d, Q_ARTICLE_PICTURES, mem, &picture_shape, &pictures, P_ID(id)));
    if (strstr(body, "](tep:")) TRY(db_each(d, Q_ARTICLE_FILES, mem, &file_shape, &files, P_ID(id)));
    out->p = NEWS(mem, part_row, 2 * NEWS_PARTS_MAX + 2);
    out->n = 0;
    const char *from = body, *p = body;
    while (*p && out->n < 2 * NEWS_PARTS_MAX) {
        size_t n = strcspn(p, "\n");
        if (news_line(mem, p, n, &l)) {
            part_row r = part_of(mem, &l, &pictures, &files);
            put_text(mem, out, from, p);
            if (r.is_picture || r.is_file) out->p[out->n++] = r;
            from = p + n;
        }
        p += n + (p[n] == '\n');
    }
    put_text(mem, out, from, from + strlen(from));
    return OK;
}

static const char *line_wrong(arena *mem, const body_line *l, const picture_rows *pictures, const file_rows *files)
{
    int64_t id = number_of(l->target);

    if (!l->picture) return file_of(files, id) ? "" : textf(mem, T("Bài này không có tệp số %s."), l->target);
    if (!*l->target) return *l->caption ? "" : T("Ảnh chưa có tệp thì phải có chú thích.");
    if (!picture_of(pictures, id)) return textf(mem, T("Bài này không có ảnh số %s."), l->target);
    return text_empty(l->text) ? textf(mem, T("Ảnh số %s chưa có mô tả thay thế (giữa hai dấu ngoặc vuông): người dùng trình đọc màn hình cần biết trong ảnh có gì."), l->target) : "";
}

status news_body_wrong(db *d, arena *mem, article_id id, const char *body, const char **out)
{
    picture_rows pictures = {0};
    file_rows files = {0};
    body_line l;
    int parts = 0;

    *out = "";
    TRY(db_each(d, Q_ARTICLE_PICTURES, mem, &picture_shape, &pictures, P_ID(id)));
    TRY(db_each(d, Q_ARTICLE_FILES, mem, &file_shape, &files, P_ID(id)));
    for (const char *p = body; *p && !**out;) {
        size_t n = strcspn(p, "\n");
        const char *line = text_copyn(mem, p, n);
        if (news_line(mem, p, n, &l)) {
            *out = line_wrong(mem, &l, &pictures, &files);
            if (++parts > NEWS_PARTS_MAX) *out = textf(mem, T("Bài có quá %d ảnh và tệp."), NEWS_PARTS_MAX);
        } else if (strstr(line, "](anh:") || strstr(line, "](tep:")) {
            *out = textf(mem, T("Ảnh và tệp phải đứng riêng một dòng: %s"), text_short(mem, line, 60));
        } else if (strstr(line, "![")) {
            *out = T("Ảnh phải được tải lên ở đây, không lấy từ trang khác.");
        }
        p += n + (p[n] == '\n');
    }
    return OK;
}

/* Published: the public text of a published article names it. */
static status is_open(db *d, arena *mem, article_id id, const char *mark, bool *out)
{
    article_row a = {0};

    TRY(db_one(d, Q_ARTICLE_BY_ID, mem, &article_shape, &a, P_ID(id)));
    const char *at = text_eq(a.state, "published") ? strstr(a.body, mark) : NULL;
    while (at && at[strlen(mark)] >= '0' && at[strlen(mark)] <= '9') at = strstr(at + 1, mark); /* "anh:1" of "anh:12" */
    *out = at != NULL;
    return OK;
}

status news_picture(db *d, arena *mem, const actor *who, int64_t id, int64_t width, bytes *out, bool *open)
{
    picture_row p = {0};

    TRY(db_one(d, Q_ARTICLE_PICTURE_GET, mem, &picture_shape, &p, P_INT(id)));
    TRY(is_open(d, mem, p.article_id, textf(mem, "](anh:%lld", (long long)id), open));
    if (!*open && !news_may_desk(who)) return E_NOT_FOUND;
    if (width != 480 && width != 960 && width != 1600) return E_NOT_FOUND;
    return blob_get(d, mem, width == 480 ? p.small : width == 960 ? p.middle : p.large, out);
}

status news_file(db *d, arena *mem, const actor *who, int64_t id, file_row *row, bytes *out)
{
    bool open = false;

    TRY(db_one(d, Q_ARTICLE_FILE_GET, mem, &file_shape, row, P_INT(id)));
    TRY(is_open(d, mem, row->article_id, textf(mem, "](tep:%lld", (long long)id), &open));
    if (!open && !news_may_desk(who)) return E_NOT_FOUND;
    return blob_get(d, mem, row->sha256, out);
}
