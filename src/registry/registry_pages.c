/* The public register: search, one entry, CSV and JSON; statistics whose numbers open their records. */
#include "registry/registry_pages.h"
#include "base/text.h"
#include "org/org.h"
#include "registry/registry.h"
#include <string.h>

typedef struct {
    int64_t from, to, total;
    const char *prev_href, *next_href;
} pager_view;
STATIC_SHAPE(pager_shape, pager_view, F_INT(pager_view, from), F_INT(pager_view, to), F_INT(pager_view, total), F_TEXT(pager_view, prev_href), F_TEXT(pager_view, next_href));
typedef struct {
    int64_t value;
    const char *label;
    bool selected;
} option_view;
STATIC_SHAPE(option_shape, option_view, F_INT(option_view, value), F_TEXT(option_view, label), F_BOOL(option_view, selected));
typedef struct {
    register_rows items;
    LIST_OF(option_view) years, orgs;
    const char *text, *field, *export_query;
    bool city, head;
    int64_t from, to;
    pager_view pager;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, register_row_shape), F_LIST(list_view, years, option_shape), F_LIST(list_view, orgs, option_shape), F_TEXT(list_view, text),
             F_TEXT(list_view, field), F_TEXT(list_view, export_query), F_BOOL(list_view, city), F_BOOL(list_view, head), F_INT(list_view, from), F_INT(list_view, to),
             F_STRUCT(list_view, pager, pager_shape));

static register_filter filter_of(request *r)
{
    register_filter f = {.text = query_text(r, "q"), .field = query_text(r, "linh-vuc"), .year = (int)query_int(r, "nam", 0), .from = (int)query_int(r, "tu-nam", 0), .to = (int)query_int(r, "den-nam", 0),
                         .org = {query_int(r, "co-so", 0)}, .city = text_eq(query_text(r, "cap"), "thanh-pho"), .head = query_int(r, "thu-truong", 0) == 1};
    return f;
}

static const char *query_of(request *r, const register_filter *f)
{
    AUTO(buf) b = {0};

    buf_puts(&b, "q=");
    buf_url(&b, f->text);
    buf_puts(&b, "&linh-vuc=");
    buf_url(&b, f->field);
    buf_printf(&b, "&nam=%d&tu-nam=%d&den-nam=%d&co-so=%lld&cap=%s&thu-truong=%d", f->year, f->from, f->to, (long long)f->org.v, f->city ? "thanh-pho" : "", f->head);
    return text_copy(r->mem, b.p);
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    register_filter f = filter_of(r);
    count_rows years = {0}, orgs = {0};
    int page = (int)query_int(r, "trang", 1) - 1;

    if (page < 0 || page > 3000) page = 0;
    f.limit = REGISTER_PAGE;
    f.skip = page * REGISTER_PAGE;
    TRY(registry_search(r->db, r->mem, &f, &v->items, &v->pager.total));
    TRY(registry_by_year(r->db, r->mem, &years));
    TRY(registry_by_org(r->db, r->mem, 0, 9999, &orgs));
    v->years.p = NEWS(r->mem, option_view, years.n + 1);
    for (int i = years.n - 1; i >= 0; i--) v->years.p[v->years.n++] = (option_view){years.p[i].key, textf(r->mem, "%lld (%s)", (long long)years.p[i].key, text_grouped(r->mem, years.p[i].total)), years.p[i].key == f.year};
    v->orgs.p = NEWS(r->mem, option_view, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++) v->orgs.p[v->orgs.n++] = (option_view){orgs.p[i].key, textf(r->mem, "%s (%s)", orgs.p[i].label, text_grouped(r->mem, orgs.p[i].total)), orgs.p[i].key == f.org.v};
    v->text = f.text;
    v->field = f.field;
    v->city = f.city;
    v->head = f.head;
    v->from = f.from;
    v->to = f.to;
    v->export_query = query_of(r, &f);
    v->pager.from = v->items.n ? f.skip + 1 : 0;
    v->pager.to = f.skip + v->items.n;
    v->pager.prev_href = page ? textf(r->mem, "/sang-kien?%s&trang=%d", v->export_query, page) : "";
    v->pager.next_href = v->pager.to < v->pager.total ? textf(r->mem, "/sang-kien?%s&trang=%d", v->export_query, page + 2) : "";
    reply_title(r, "%s", T("Sổ đăng ký sáng kiến"));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

/* A cell of CSV; what a spreadsheet would take for a formula is quoted away. */
static void csv_cell(buf *b, const char *s, bool last)
{
    buf_puts(b, "\"");
    if (strchr("=+-@\t\r", *s) && *s) buf_putc(b, '\'');
    for (; *s; s++) {
        if (*s == '"') buf_putc(b, '"');
        buf_putc(b, *s);
    }
    buf_puts(b, last ? "\"\r\n" : "\",");
}

static status csv_get(request *r, reply *out)
{
    register_filter f = filter_of(r);
    register_rows rows = {0};
    int64_t total = 0;
    AUTO(buf) b = {0};

    f.limit = REGISTER_EXPORT_MAX;
    TRY(registry_search(r->db, r->mem, &f, &rows, &total));
    buf_puts(&b, "\xEF\xBB\xBF");
    const char *const heads[] = {"ma", "ten_sang_kien", "tac_gia_thu_nhat", "co_so", "linh_vuc", "cap", "so_quyet_dinh", "ngay_cong_nhan", "trang_thai"};
    for (int i = 0; i < COUNT(heads); i++) csv_cell(&b, heads[i], i + 1 == COUNT(heads));
    for (int i = 0; i < rows.n; i++) {
        const register_row *w = &rows.p[i];
        const char *const cells[] = {w->code, w->title, w->authors, w->org_name, w->field, w->level, w->decision, date_iso(r->mem, w->recognised_on), w->status};
        for (int k = 0; k < COUNT(cells); k++) csv_cell(&b, cells[k], k + 1 == COUNT(cells));
    }
    reply_public(out, 60);
    return reply_file(r, out, "text/csv; charset=utf-8", "so-dang-ky-sang-kien.csv", (bytes){b.p, b.n});
}

typedef struct {
    recognition_row r;
    recognition_authors authors;
    const char *kind_name;
    bool cancelled, city;
} entry_view;
STATIC_SHAPE(entry_shape, entry_view, F_STRUCT(entry_view, r, recognition_shape), F_LIST(entry_view, authors, recognition_author_shape), F_TEXT(entry_view, kind_name),
             F_BOOL(entry_view, cancelled), F_BOOL(entry_view, city));

static status entry_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);

    TRY(certificate_recognition(r->db, r->mem, r->word[0], &v->r));
    TRY(certificate_authors(r->db, r->mem, v->r.id, &v->authors));
    v->kind_name = dossier_kind_name(v->r.kind);
    v->cancelled = text_eq(v->r.status, "cancelled");
    v->city = text_eq(v->r.level, "city");
    v->r.dossier_id = (dossier_id){0}; /* the public page leads to nothing private */
    reply_title(r, "%s", v->r.title);
    reply_crumb(r, T("Sổ đăng ký sáng kiến"), "/sang-kien");
    reply_public(out, 60);
    return reply_view(r, out, v);
}

/* ---- statistics ---- */

typedef struct {
    int64_t year, x, y, height, text_y, label_x, total, city, head, city_y, city_height;
} bar_view;
STATIC_SHAPE(bar_shape, bar_view, F_INT(bar_view, year), F_INT(bar_view, x), F_INT(bar_view, y), F_INT(bar_view, height), F_INT(bar_view, text_y), F_INT(bar_view, label_x),
             F_INT(bar_view, total), F_INT(bar_view, city), F_INT(bar_view, head), F_INT(bar_view, city_y), F_INT(bar_view, city_height));
typedef struct {
    LIST_OF(bar_view) years;
    count_rows orgs, fields;
    count_row sum;
    int64_t from, to, width;
} stats_view;
STATIC_SHAPE(stats_shape, stats_view, F_LIST(stats_view, years, bar_shape), F_LIST(stats_view, orgs, count_row_shape), F_LIST(stats_view, fields, count_row_shape),
             F_STRUCT(stats_view, sum, count_row_shape), F_INT(stats_view, from), F_INT(stats_view, to), F_INT(stats_view, width));

static status stats_page(request *r, reply *out)
{
    stats_view *v = NEW(r->mem, stats_view);
    count_rows years = {0};
    int64_t most = 1;
    int this_year = date_year(date_of(r->now));

    v->from = query_int(r, "tu-nam", this_year - 2);
    v->to = query_int(r, "den-nam", this_year);
    TRY(registry_by_year(r->db, r->mem, &years));
    TRY(registry_by_org(r->db, r->mem, (int)v->from, (int)v->to, &v->orgs));
    TRY(registry_by_field(r->db, r->mem, (int)v->from, (int)v->to, &v->fields));
    TRY(registry_total(r->db, r->mem, (int)v->from, (int)v->to, &v->sum));
    for (int i = 0; i < years.n; i++)
        if (years.p[i].total > most) most = years.p[i].total;
    v->years.p = NEWS(r->mem, bar_view, years.n + 1);
    for (int i = 0; i < years.n; i++) {
        int64_t h = years.p[i].total * 180 / most, c = years.p[i].city * 180 / most;
        int64_t x = 30 + (int64_t)i * 90;
        v->years.p[v->years.n++] = (bar_view){years.p[i].key, x, 210 - h, h, 204 - h, x + 28, years.p[i].total, years.p[i].city, years.p[i].head, 210 - c, c};
    }
    v->width = 60 + years.n * 90;
    reply_title(r, "%s", T("Thống kê hoạt động sáng kiến"));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/sang-kien", list_page, ACCESS_PUBLIC, .page = "registry/list.html", .view = &list_shape, .summary = "The public register"},
    {GET, "/sang-kien.csv", csv_get, ACCESS_PUBLIC, .summary = "The public register as CSV"},
    {GET, "/sang-kien/*x", entry_page, ACCESS_PUBLIC, .page = "registry/entry.html", .view = &entry_shape, .summary = "An entry of the register"},
    {GET, "/thong-ke", stats_page, ACCESS_PUBLIC, .page = "registry/stats.html", .view = &stats_shape, .summary = "Statistics"},
};
const route_table registry_routes = {routes, COUNT(routes)};
