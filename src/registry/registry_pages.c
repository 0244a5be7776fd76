/* The public register: search, one entry, CSV and JSON. */
#include "registry/registry_pages.h"
#include "base/text.h"
#include "org/org.h"
#include "registry/open.h"
#include "registry/registry.h"
#include "web/pager.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t value;
    const char *label;
    bool selected;
} option_view;
STATIC_SHAPE(option_shape, option_view, F_INT(option_view, value), F_TEXT(option_view, label), F_BOOL(option_view, selected));
typedef struct {
    const char *label, *href;
    int64_t total;
    bool selected;
} facet_item;
STATIC_SHAPE(facet_item_shape, facet_item, F_TEXT(facet_item, label), F_TEXT(facet_item, href), F_INT(facet_item, total), F_BOOL(facet_item, selected));
typedef struct {
    const char *title;
    LIST_OF(facet_item) items;
    bool chosen;
} facet_view;
STATIC_SHAPE(facet_shape, facet_view, F_TEXT(facet_view, title), F_LIST(facet_view, items, facet_item_shape), F_BOOL(facet_view, chosen));
typedef struct {
    register_rows items;
    LIST_OF(option_view) years, orgs;
    LIST_OF(facet_view) facets;
    const char *text, *field, *export_query, *kind, *level;
    bool city, unit, head, filtered;
    int64_t from, to;
    pager_view pager;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, register_row_shape), F_LIST(list_view, years, option_shape), F_LIST(list_view, orgs, option_shape), F_LIST(list_view, facets, facet_shape),
             F_TEXT(list_view, text), F_TEXT(list_view, field), F_TEXT(list_view, export_query), F_TEXT(list_view, kind), F_TEXT(list_view, level), F_BOOL(list_view, city), F_BOOL(list_view, unit),
             F_BOOL(list_view, head), F_BOOL(list_view, filtered), F_INT(list_view, from), F_INT(list_view, to), F_STRUCT(list_view, pager, pager_shape));

static const char *const kinds[] = {"technical", "management", "operational", "applied"};

static const char *known_kind(const char *s)
{
    for (int i = 0; i < COUNT(kinds); i++)
        if (text_eq(kinds[i], s)) return kinds[i];
    return "";
}

static register_filter filter_of(request *r)
{
    const char *level = query_text(r, "cap");
    register_filter f = {.text = query_text(r, "q"), .field = query_text(r, "linh-vuc"), .year = (int)query_int(r, "nam", 0), .from = (int)query_int(r, "tu-nam", 0), .to = (int)query_int(r, "den-nam", 0),
                         .org = {query_int(r, "co-so", 0)}, .level = text_eq(level, "thanh-pho") ? "city" : text_eq(level, "co-so") ? "unit" : "", .kind = known_kind(query_text(r, "loai")),
                         .head = query_int(r, "thu-truong", 0) == 1};
    f.city = text_eq(f.level, "city");
    return f;
}

/* Only the conditions that there are: one address for one question. */
static const char *query_of(request *r, const register_filter *f)
{
    AUTO(buf) b = {0};
    const char *const words[][2] = {{"q", f->text}, {"linh-vuc", f->field}, {"loai", f->kind}, {"cap", text_eq(f->level, "city") ? "thanh-pho" : text_eq(f->level, "unit") ? "co-so" : ""}};
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"nam", f->year}, {"tu-nam", f->from}, {"den-nam", f->to}, {"co-so", f->org.v}, {"thu-truong", f->head}};

    for (int i = 0; i < COUNT(words); i++) buf_pair(&b, words[i][0], words[i][1]);
    for (int i = 0; i < COUNT(numbers); i++)
        if (numbers[i].value) buf_printf(&b, "%s%s=%lld", b.n ? "&" : "", numbers[i].name, (long long)numbers[i].value);
    return text_copy(r->mem, b.p ? b.p : "");
}

static const char *level_name(const char *level)
{
    return text_eq(level, "city") ? T("Có tác dụng, ảnh hưởng đối với thành phố") : T("Công nhận tại cơ sở");
}

typedef enum { AXIS_YEAR, AXIS_ORG, AXIS_FIELD, AXIS_LEVEL, AXIS_KIND } axis;

/* The question without the condition of one axis: "/sang-kien?q=…&", to which the items of the facet add theirs. */
static const char *base_of(request *r, const register_filter *f, axis x)
{
    register_filter g = *f;

    switch (x) {
    case AXIS_YEAR: g.year = 0; break;
    case AXIS_ORG: g.org.v = 0; break;
    case AXIS_FIELD: g.field = ""; break;
    case AXIS_LEVEL: g.level = ""; break;
    case AXIS_KIND: g.kind = ""; break;
    }
    const char *q = query_of(r, &g);
    return textf(r->mem, "/sang-kien?%s%s", q, *q ? "&" : "");
}

static const char *href_of(request *r, const char *base, const char *name, const char *word, int64_t number)
{
    AUTO(buf) b = {0};

    buf_puts(&b, base);
    buf_puts(&b, name);
    if (word) buf_url(&b, word);
    else buf_int(&b, number);
    return text_copy(r->mem, b.p);
}

/* The condition of one item put in, or taken out when it is there. */
static facet_item item_of(request *r, const register_filter *f, axis x, const char *base, const count_row *w)
{
    facet_item item = {.total = w->total, .label = w->label};

    switch (x) {
    case AXIS_YEAR:
        item.label = textf(r->mem, "%lld", (long long)w->key);
        item.selected = f->year == w->key;
        item.href = href_of(r, base, "nam=", NULL, w->key);
        break;
    case AXIS_ORG:
        item.selected = f->org.v == w->key;
        item.href = href_of(r, base, "co-so=", NULL, w->key);
        break;
    case AXIS_FIELD:
        item.selected = text_eq(f->field, w->label);
        item.href = href_of(r, base, "linh-vuc=", w->label, 0);
        break;
    case AXIS_LEVEL:
        item.label = level_name(w->label);
        item.selected = text_eq(f->level, w->label);
        item.href = href_of(r, base, "cap=", text_eq(w->label, "city") ? "thanh-pho" : "co-so", 0);
        break;
    case AXIS_KIND:
        item.label = dossier_kind_name(w->label);
        item.selected = text_eq(f->kind, w->label);
        item.href = href_of(r, base, "loai=", w->label, 0);
        break;
    }
    if (item.selected) item.href = text_copyn(r->mem, base, strlen(base) - 1); /* without its last '?' or '&' */
    return item;
}

static void add_facet(request *r, list_view *v, const register_filter *f, axis x, const char *title, const count_rows *rows)
{
    facet_view *face = &v->facets.p[v->facets.n++];

    const char *base = base_of(r, f, x);
    *face = (facet_view){.title = title};
    face->items.p = NEWS(r->mem, facet_item, rows->n + 1);
    for (int i = 0; i < rows->n; i++) {
        bool named = x == AXIS_YEAR || *rows->p[i].label;
        facet_item item = named ? item_of(r, f, x, base, &rows->p[i]) : (facet_item){0};
        if (!named || !*item.label) continue;
        face->chosen |= item.selected;
        face->items.p[face->items.n++] = item;
    }
}

static int by_year_down(const void *x, const void *y)
{
    const count_row *a = x, *b = y;
    return a->key < b->key ? 1 : a->key > b->key ? -1 : 0;
}

static status fill_facets(request *r, list_view *v, const register_filter *f)
{
    register_facets found = {0};

    TRY(registry_facets(r->db, r->mem, f, &found));
    if (found.years.n) qsort(found.years.p, (size_t)found.years.n, sizeof *found.years.p, by_year_down);
    v->years.p = NEWS(r->mem, option_view, found.years.n + 1);
    for (int i = 0; i < found.years.n; i++) v->years.p[v->years.n++] = (option_view){found.years.p[i].key, textf(r->mem, "%lld (%s)", (long long)found.years.p[i].key, text_grouped(r->mem, found.years.p[i].total)), found.years.p[i].key == f->year};
    v->orgs.p = NEWS(r->mem, option_view, found.orgs.n + 1);
    for (int i = 0; i < found.orgs.n; i++) v->orgs.p[v->orgs.n++] = (option_view){found.orgs.p[i].key, textf(r->mem, "%s (%s)", found.orgs.p[i].label, text_grouped(r->mem, found.orgs.p[i].total)), found.orgs.p[i].key == f->org.v};
    v->facets.p = NEWS(r->mem, facet_view, 5);
    add_facet(r, v, f, AXIS_YEAR, T("Năm"), &found.years);
    add_facet(r, v, f, AXIS_FIELD, T("Lĩnh vực"), &found.fields);
    add_facet(r, v, f, AXIS_LEVEL, T("Cấp"), &found.levels);
    add_facet(r, v, f, AXIS_KIND, T("Loại giải pháp"), &found.kinds);
    add_facet(r, v, f, AXIS_ORG, T("Cơ sở"), &found.orgs);
    return OK;
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    register_filter f = filter_of(r);
    int page = (int)query_int(r, "trang", 1) - 1;

    if (page < 0 || page > 3000) page = 0;
    f.limit = REGISTER_PAGE;
    f.skip = page * REGISTER_PAGE;
    TRY(registry_search(r->db, r->mem, &f, &v->items, &v->pager.total));
    TRY(fill_facets(r, v, &f));
    v->text = f.text;
    v->field = f.field;
    v->kind = f.kind;
    v->level = f.level;
    v->city = f.city;
    v->unit = text_eq(f.level, "unit");
    v->head = f.head;
    v->from = f.from;
    v->to = f.to;
    v->export_query = query_of(r, &f);
    v->filtered = *v->export_query != 0;
    pager_set(&v->pager, page, REGISTER_PAGE, v->items.n);
    const char *base = textf(r->mem, "/sang-kien?%s%s", v->export_query, v->filtered ? "&" : "");
    v->pager.prev_href = page ? textf(r->mem, "%strang=%d", base, page) : "";
    v->pager.next_href = v->pager.to < v->pager.total ? textf(r->mem, "%strang=%d", base, page + 2) : "";
    if (v->filtered) reply_header(out, r, "X-Robots-Tag", "noindex, nofollow"); /* robots read the feed and the catalogue, not every combination */
    reply_title(r, "%s", T("Sổ đăng ký sáng kiến"));
    reply_org(r, f.org);
    reply_public(out, 60);
    return reply_view(r, out, v);
}

/* An export under way: its conditions without pointers, and where it is. */
typedef struct {
    char text[1300], field[1300];
    register_filter f;
    open_mark at;
    int rows;
    bool begun;
} csv_export;

static void csv_line(buf *b, arena *mem, const open_row *w)
{
    const char *const cells[] = {w->code, w->title, w->authors, w->org_name, w->field, w->kind, w->level, w->decision, date_iso(mem, w->recognised_on), w->status, w->has_head ? "1" : "0", instant_iso(mem, w->changed_at)};

    for (int k = 0; k < COUNT(cells); k++) buf_csv(b, cells[k], k + 1 == COUNT(cells));
}

static status csv_part(void *state, db *d, arena *mem, buf *b, bool *more)
{
    static const char *const heads[] = {"ma", "ten_sang_kien", "tac_gia_thu_nhat", "co_so", "linh_vuc", "loai", "cap", "so_quyet_dinh", "ngay_cong_nhan", "trang_thai", "co_nguoi_dung_dau", "cap_nhat"};
    csv_export *e = state;
    open_rows rows = {0};

    e->f.text = e->text;
    e->f.field = e->field;
    e->f.kind = known_kind(e->f.kind); /* constants of the program */
    if (!e->begun) {
        buf_puts(b, "\xEF\xBB\xBF");
        for (int i = 0; i < COUNT(heads); i++) buf_csv(b, heads[i], i + 1 == COUNT(heads));
    }
    e->begun = true;
    TRY(open_export(d, mem, &e->f, &e->at, &rows));
    for (int i = 0; i < rows.n; i++) csv_line(b, mem, &rows.p[i]);
    e->rows += rows.n;
    if (rows.n) e->at = (open_mark){rows.p[rows.n - 1].recognised_on, rows.p[rows.n - 1].id};
    *more = rows.n == REGISTER_PART && e->rows < REGISTER_EXPORT_ROWS;
    return OK;
}

static status csv_get(request *r, reply *out)
{
    csv_export *e = NEW(r->mem, csv_export);

    e->f = filter_of(r);
    snprintf(e->text, sizeof e->text, "%s", e->f.text);
    snprintf(e->field, sizeof e->field, "%s", e->f.field);
    e->at = (open_mark){{99999999}, INT64_MAX};
    reply_public(out, 60);
    return reply_parts(r, out, "text/csv; charset=utf-8", "so-dang-ky-sang-kien.csv", csv_part, e, sizeof *e);
}

/* ---- what the log says of an entry ---- */

typedef struct {
    instant at;
    const char *what, *detail;
} event_view;
STATIC_SHAPE(event_shape, event_view, F_INSTANT(event_view, at), F_TEXT(event_view, what), F_TEXT(event_view, detail));
typedef struct {
    const char *code, *title;
    LIST_OF(event_view) events;
} history_view;
STATIC_SHAPE(history_shape, history_view, F_TEXT(history_view, code), F_TEXT(history_view, title), F_LIST(history_view, events, event_shape));

static event_view event_of(request *r, const history_row *h)
{
    json_t *o = json_loads(h->after, 0, NULL);
    event_view v = {.at = h->at, .detail = "", .what = text_eq(h->action, "recognition.city")     ? T("Được công nhận có tác dụng, ảnh hưởng đối với thành phố")
                                                       : text_eq(h->action, "recognition.city_ended") ? T("Hủy bỏ công nhận cấp thành phố")
                                                       : text_eq(h->action, "recognition.struck") ? T("Hủy bỏ việc công nhận")
                                                                                                  : T("Ghi vào sổ đăng ký")};
    const char *key = text_eq(h->action, "recognition.city") ? "city_decision" : text_eq(h->action, "recognition.struck") ? "cancelled_on" : "decision"; /* reasons may name people */
    const char *value = json_string_value(json_object_get(o, key));

    if (value) v.detail = text_copy(r->mem, value);
    json_decref(o);
    return v;
}

static status history_page(request *r, reply *out)
{
    history_view *v = NEW(r->mem, history_view);
    history_rows rows = {0};
    open_row e = {0};

    TRY(open_by_code(r->db, r->mem, r->word[0], &e));
    TRY(open_history(r->db, r->mem, r->word[0], &rows));
    v->code = e.code;
    v->title = e.title;
    v->events.p = NEWS(r->mem, event_view, rows.n + 1);
    for (int i = 0; i < rows.n; i++) v->events.p[v->events.n++] = event_of(r, &rows.p[i]);
    reply_title(r, T("Lịch sử mục %s"), v->code);
    reply_crumb(r, T("Sổ đăng ký sáng kiến"), "/sang-kien");
    reply_crumb(r, v->code, textf(r->mem, "/sang-kien/%s", v->code));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

typedef struct {
    recognition_row r;
    recognition_authors authors, city_certificates;
    const char *kind_name;
    bool cancelled, city;
} entry_view;
STATIC_SHAPE(entry_shape, entry_view, F_STRUCT(entry_view, r, recognition_shape), F_LIST(entry_view, authors, recognition_author_shape), F_LIST(entry_view, city_certificates, recognition_author_shape), F_TEXT(entry_view, kind_name),
             F_BOOL(entry_view, cancelled), F_BOOL(entry_view, city));

static status entry_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);

    TRY(certificate_recognition(r->db, r->mem, r->word[0], &v->r));
    TRY(certificate_authors(r->db, r->mem, v->r.id, &v->authors));
    TRY(certificate_city_authors(r->db, r->mem, v->r.id, &v->city_certificates));
    v->kind_name = dossier_kind_name(v->r.kind);
    v->cancelled = text_eq(v->r.status, "cancelled");
    v->city = text_eq(v->r.level, "city");
    v->r.dossier_id = (dossier_id){0}; /* the public page leads to nothing private */
    reply_title(r, "%s", v->r.title);
    reply_org(r, v->r.org_id);
    reply_crumb(r, T("Sổ đăng ký sáng kiến"), "/sang-kien");
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/sang-kien", list_page, ACCESS_PUBLIC, .page = "registry/list.html", .view = &list_shape, .scope = SCOPE_REGISTER, .summary = "The public register"},
    {GET, "/sang-kien.csv", csv_get, ACCESS_PUBLIC, .flags = ROUTE_HEAVY, .scope = SCOPE_REGISTER, .summary = "The public register as CSV"},
    {GET, "/sang-kien/*x/lich-su", history_page, ACCESS_PUBLIC, .page = "registry/history.html", .view = &history_shape, .scope = SCOPE_REGISTER, .summary = "What the log says of an entry"},
    {GET, "/sang-kien/*x", entry_page, ACCESS_PUBLIC, .page = "registry/entry.html", .view = &entry_shape, .scope = SCOPE_REGISTER, .summary = "An entry of the register"},
};
const route_table registry_routes = {routes, COUNT(routes)};
