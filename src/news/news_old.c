/* What a file of an old portal says: WordPress WXR, a CSV table, one saved HTML page. */
#include "base/text.h"
#include "doc/portal.h"
#include "doc/sandbox.h"
#include "news/news_own.h"
#include "user/csv.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *word(arena *mem, const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key)), *clean = "";

    if (!s || text_accept(mem, s, strlen(s), text_eq(key, "body") || text_eq(key, "lead") ? TEXT_LINES : TEXT_LINE, &clean) != OK) return "";
    return clean;
}

static void take_line(arena *mem, const json_t *o, old_portal *out)
{
    if (text_eq(word(mem, o, "kind"), "picture")) {
        if (out->pictures.n < PORTAL_PICTURES_MAX)
            out->pictures.p[out->pictures.n++] = (old_picture){.id = word(mem, o, "id"), .parent = word(mem, o, "parent"), .address = word(mem, o, "address"), .title = word(mem, o, "title"),
                                                               .alt = word(mem, o, "alt"), .caption = word(mem, o, "caption")};
    } else if (out->items.n < PORTAL_ITEMS_MAX) {
        out->items.p[out->items.n++] = (raw_item){.title = word(mem, o, "title"), .lead = word(mem, o, "lead"), .body = word(mem, o, "body"), .section = word(mem, o, "section"), .poster = word(mem, o, "poster"),
                                                  .author_mark = "", .address = word(mem, o, "address"), .day = word(mem, o, "day"), .views = word(mem, o, "views"), .state = word(mem, o, "state"),
                                                  .id = word(mem, o, "id"), .cover = word(mem, o, "cover"), .gallery = *word(mem, o, "gallery") != 0};
    }
}

/* One JSON object a line, from the child. */
static status read_lines(arena *mem, bytes made, old_portal *out)
{
    const char *p = made.p, *end = p + made.n;

    out->items.p = NEWS(mem, raw_item, PORTAL_ITEMS_MAX);
    out->pictures.p = NEWS(mem, old_picture, PORTAL_PICTURES_MAX);
    while (p < end) {
        const char *line = memchr(p, '\n', (size_t)(end - p));
        json_t *o = line ? json_loadb(p, (size_t)(line - p), 0, NULL) : NULL;
        if (!o) return E_INTERNAL;
        take_line(mem, o, out);
        json_decref(o);
        p = line + 1;
    }
    return OK;
}

enum { COL_TITLE, COL_LEAD, COL_BODY, COL_SECTION, COL_POSTER, COL_MARK, COL_ADDRESS, COL_DAY, COL_VIEWS, COL_COVER, COLS };

static int column_of(arena *mem, const char *head)
{
    static const char *const names[COLS] = {"|title|tieu de|ten bai|", "|lead|tom tat|trich yeu|mo ta|", "|body|content|html|noi dung|", "|section|category|chuyen muc|", "|poster|author|nguoi dang|nguoi dang tin|",
                                            "|author_mark|tac gia|but danh|", "|address|url|link|dia chi|duong dan|", "|posted_on|date|day|ngay|ngay dang|ngay dang tin|", "|views|luot xem|so luot xem|",
                                            "|picture|image|anh|anh dai dien|"};
    const char *key = textf(mem, "|%s|", text_fold(mem, head));

    for (int i = 0; i < COLS; i++)
        if (strstr(names[i], key)) return i;
    return -1;
}

/* The bodies are HTML: all of them through the child at once. */
static status bodies(arena *mem, old_portal *portal)
{
    json_t *all = json_array();
    old_portal back = {0};
    bytes made = {0};

    for (int i = 0; i < portal->items.n; i++) json_array_append_new(all, json_string(portal->items.p[i].body));
    char *text = json_dumps(all, JSON_COMPACT);
    json_decref(all);
    if (!text) return E_INVALID;
    status s = doc_run(mem, "html-list", (bytes){text, strlen(text)}, &made);
    free(text);
    TRY(s);
    TRY(read_lines(mem, made, &back));
    if (back.items.n != portal->items.n) return E_INTERNAL;
    for (int i = 0; i < portal->items.n; i++) portal->items.p[i].body = back.items.p[i].body;
    return OK;
}

static status read_csv(arena *mem, bytes file, old_portal *out)
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
    out->items.p = NEWS(mem, raw_item, PORTAL_ITEMS_MAX);
    while (csv_next(mem, &at, separator, row)) {
        const char *v[COLS] = {"", "", "", "", "", "", "", "", "", ""};
        if (row->n == 1 && text_empty(row->cell[0])) continue;
        if (out->items.n == PORTAL_ITEMS_MAX) return E_LIMIT;
        for (int i = 0; i < row->n && i < columns; i++)
            if (column[i] >= 0) v[column[i]] = row->cell[i];
        out->items.p[out->items.n++] = (raw_item){.title = v[COL_TITLE], .lead = v[COL_LEAD], .body = v[COL_BODY], .section = v[COL_SECTION], .poster = v[COL_POSTER], .author_mark = v[COL_MARK],
                                                  .address = v[COL_ADDRESS], .day = v[COL_DAY], .views = v[COL_VIEWS], .state = "publish", .id = "", .cover = v[COL_COVER]};
    }
    return bodies(mem, out);
}

status old_portal_read(arena *mem, bytes file, const char *name, old_portal *out)
{
    size_t head = file.n < 4000 ? file.n : 4000;
    bool html = text_ends(name, ".html") || text_ends(name, ".htm"), csv = text_ends(name, ".csv") || text_ends(name, ".tsv");
    bytes made = {0};

    if (!html && (csv || !memmem(file.p, head, "<rss", 4))) return read_csv(mem, file, out);
    TRY(doc_run(mem, html ? "html-page" : "wxr", file, &made));
    return read_lines(mem, made, out);
}

