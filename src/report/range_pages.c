/* What happened between two days, beside the same days a year before. */
#include "base/text.h"
#include "report/panel_own.h"
#include "report/stat_pages.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    panel_list panels;
    const char *from, *to, *before_from, *before_to;
    bool open;
} range_view;
STATIC_SHAPE(range_shape, range_view, F_LIST(range_view, panels, panel_shape), F_TEXT(range_view, from), F_TEXT(range_view, to), F_TEXT(range_view, before_from), F_TEXT(range_view, before_to),
             F_BOOL(range_view, open));

typedef struct {
    panel_for f;
    date from, to, before_from, before_to;
    unit_rows units;          /* names */
    cube_rows all, before_all; /* by unit and field, of both: the facts are read once for each */
} range;

/* The same day of the year before; 29 February becomes the 28th. */
static date year_before(date d)
{
    int y = date_year(d) - 1, m = date_month(d), day = date_day(d);
    return date_make(y, m, m == 2 && day == 29 ? 28 : day);
}

/* Register entries of these days: the search knows days. */
static const char *entries(const range *w, date from, date to, const char *more)
{
    return textf(w->f.mem, "/tim-kiem?loai=sang-kien&tu=%s&den=%s%s", date_vi(w->f.mem, from), date_vi(w->f.mem, to), more);
}

static const char *records(const range *w, const char *event, int64_t n, date from, date to)
{
    if (n == 0) return "";
    if (w->f.open) return textf(w->f.mem, "/thong-ke/ho-so?su-kien=%s&tu-ngay=%s&den-ngay=%s", event, date_iso(w->f.mem, from), date_iso(w->f.mem, to));
    return text_eq(event, "recognised") ? entries(w, from, to, "&trang-thai=valid") : "";
}

static int by_place(const void *a, const void *b)
{
    const cube_row *x = a, *y = b;

    if (x->org != y->org) return x->org < y->org ? -1 : 1;
    return strcmp(x->field, y->field);
}

static int most_first(const void *a, const void *b)
{
    const cube_row *x = a, *y = b;

    if (x->recognised != y->recognised) return x->recognised < y->recognised ? 1 : -1;
    return by_place(a, b);
}

/* Rows by unit and field summed to one of the two axes, or to one row; most recognised first. */
static cube_rows summed(arena *mem, const cube_rows *all, bool by_org, bool by_field)
{
    static const size_t columns[] = {offsetof(cube_row, received), offsetof(cube_row, accepted), offsetof(cube_row, declined), offsetof(cube_row, recognised), offsetof(cube_row, city),
                                     offsetof(cube_row, refused), offsetof(cube_row, withdrawn), offsetof(cube_row, cancelled), offsetof(cube_row, excluded)};
    cube_rows out = {.p = NEWS(mem, cube_row, all->n + 1)};

    for (int i = 0; i < all->n; i++) {
        out.p[i] = all->p[i];
        if (!by_org) out.p[i].org = 0;
        if (!by_field) out.p[i].field = "";
    }
    if (all->n) qsort(out.p, (size_t)all->n, sizeof *out.p, by_place);
    for (int i = 0; i < all->n; i++) {
        cube_row *last = out.n ? &out.p[out.n - 1] : NULL;
        if (!last || by_place(last, &out.p[i]) != 0) {
            out.p[out.n++] = out.p[i];
            continue;
        }
        for (int k = 0; k < COUNT(columns); k++) *(int64_t *)(void *)((char *)last + columns[k]) += *(const int64_t *)(const void *)((const char *)&out.p[i] + columns[k]);
    }
    if (out.n) qsort(out.p, (size_t)out.n, sizeof *out.p, most_first);
    return out;
}

static int64_t value(const cube_rows *r, size_t at)
{
    return r->n ? *(const int64_t *)(const void *)((const char *)&r->p[0] + at) : 0;
}

static status by_event(const range *w, panel_list *l)
{
    static const struct {
        const char *event;
        size_t at;
    } lines[] = {{"received", offsetof(cube_row, received)}, {"accepted", offsetof(cube_row, accepted)}, {"declined", offsetof(cube_row, declined)}, {"recognised", offsetof(cube_row, recognised)},
                 {"refused", offsetof(cube_row, refused)}, {"withdrawn", offsetof(cube_row, withdrawn)}, {"cancelled", offsetof(cube_row, cancelled)}};
    const panel_for *f = &w->f;
    const cube_rows now = summed(f->mem, &w->all, false, false), before = summed(f->mem, &w->before_all, false, false);
    int64_t n[2][COUNT(lines)];
    bool hide[2][COUNT(lines)];
    panel *b = panel_open(f, l, "viec", T("Việc trong khoảng ngày"));

    for (int k = 0; k < COUNT(lines); k++) {
        n[0][k] = value(&now, lines[k].at);
        n[1][k] = value(&before, lines[k].at);
    }
    for (int i = 0; i < 2; i++) report_suppress(n[i], COUNT(lines), hide[i]);
    panel_head(b, T("Việc"));
    panel_head(b, T("Khoảng này"));
    panel_head(b, T("Cùng kỳ năm trước"));
    panel_head(b, T("Thay đổi"));
    for (int k = 0; k < COUNT(lines); k++) {
        bool public = text_eq(lines[k].event, "recognised") || text_eq(lines[k].event, "cancelled"), hidden = !public && !f->open && (hide[0][k] || hide[1][k]);
        if (!panel_line(f, b, report_event_name(lines[k].event), "")) break;
        panel_put(b, panel_shown(f, n[0][k], hide[0][k] && !public), records(w, lines[k].event, n[0][k], w->from, w->to));
        panel_put(b, panel_shown(f, n[1][k], hide[1][k] && !public), records(w, lines[k].event, n[1][k], w->before_from, w->before_to));
        panel_put(b, hidden ? "–" : panel_change(f, n[0][k], n[1][k]), "");
    }
    b->query = textf(f->mem, "/thong-ke/truy-van/report_range?from_day=%d&to_day=%d", w->from.ymd, w->to.ymd);
    return OK;
}

static const char *name_of(const range *w, const cube_row *r, bool by_org)
{
    if (!by_org) return *r->field ? r->field : T("Chưa ghi lĩnh vực");
    for (int i = 0; i < w->units.n; i++)
        if (w->units.p[i].org == r->org) return w->units.p[i].name;
    return textf(w->f.mem, "%lld", (long long)r->org);
}

static int64_t before_of(const cube_rows *all, const cube_row *r)
{
    for (int i = 0; i < all->n; i++)
        if (all->p[i].org == r->org && text_eq(all->p[i].field, r->field)) return all->p[i].recognised;
    return 0;
}

static status by_axis(const range *w, bool by_org, panel_list *l)
{
    const panel_for *f = &w->f;
    const cube_rows now = summed(f->mem, &w->all, by_org, !by_org), before = summed(f->mem, &w->before_all, by_org, !by_org);
    panel *b = panel_open(f, l, by_org ? "co-so" : "linh-vuc", by_org ? T("Theo cơ sở") : T("Theo lĩnh vực"));

    panel_head(b, by_org ? T("Cơ sở") : T("Lĩnh vực"));
    panel_head(b, T("Công nhận"));
    panel_head(b, T("Cùng kỳ năm trước"));
    panel_head(b, T("Thay đổi"));
    panel_head(b, T("Cấp thành phố"));
    for (int i = 0; i < now.n; i++) {
        const cube_row *r = &now.p[i];
        int64_t was = before_of(&before, r);
        const char *name = name_of(w, r, by_org), *more = panel_with(f, by_org ? "don-vi" : "linh-vuc", textf(f->mem, "=%s", name));
        if (r->recognised + was == 0) continue;
        if (!panel_line(f, b, name, "")) break;
        panel_put(b, panel_number(f, r->recognised), r->recognised && (by_org || *r->field) ? entries(w, w->from, w->to, textf(f->mem, "&trang-thai=valid%s", more)) : "");
        panel_put(b, panel_number(f, was), "");
        panel_put(b, panel_change(f, r->recognised, was), "");
        panel_put(b, panel_number(f, r->city), "");
    }
    b->query = textf(f->mem, "/thong-ke/truy-van/report_range?%s=1&from_day=%d&to_day=%d", by_org ? "by_org" : "by_field", w->from.ymd, w->to.ymd);
    return OK;
}

static status range_page(request *r, reply *out)
{
    range_view *v = NEW(r->mem, range_view);
    date today = date_of(r->now);
    range w = {.from = stat_day(r, "tu-ngay", date_make(date_year(today), 1, 1)), .to = stat_day(r, "den-ngay", today)};

    if (date_compare(w.to, w.from) < 0) w.to = w.from;
    w.before_from = year_before(w.from);
    w.before_to = year_before(w.to);
    w.f = (panel_for){.mem = r->mem, .db = r->db, .open = report_may_see_all(&r->who), .from = date_year(w.before_from), .to = date_year(w.to), .today = today};
    v->panels.p = NEWS(r->mem, panel, PANELS_OF_DASHBOARD);
    TRY(report_units(r->db, r->mem, false, w.f.from, w.f.to, true, &w.units));
    TRY(report_range(r->db, r->mem, &(range_ask){.from = w.from, .to = w.to, .by_org = true, .by_field = true}, &w.all));
    TRY(report_range(r->db, r->mem, &(range_ask){.from = w.before_from, .to = w.before_to, .by_org = true, .by_field = true}, &w.before_all));
    TRY(by_event(&w, &v->panels));
    TRY(by_axis(&w, false, &v->panels));
    TRY(by_axis(&w, true, &v->panels));
    v->from = date_iso(r->mem, w.from);
    v->to = date_iso(r->mem, w.to);
    v->before_from = date_vi(r->mem, w.before_from);
    v->before_to = date_vi(r->mem, w.before_to);
    v->open = w.f.open;
    reply_title(r, T("Thống kê từ %s đến %s"), date_vi(r->mem, w.from), date_vi(r->mem, w.to));
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    reply_no_robots(r, out);
    if (!r->who.user.v) reply_public(out, 60);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/thong-ke/khoang-ngay", range_page, ACCESS_PUBLIC, .page = "report/range.html", .view = &range_shape, .flags = ROUTE_HEAVY, .scope = SCOPE_STATISTICS,
     .summary = "What happened between two days, beside the same days a year before"},
};
const route_table range_routes = {routes, COUNT(routes)};
