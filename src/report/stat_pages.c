/* Statistics: of the public, of a unit, of the department; the records behind a number; the query behind it. */
#include "report/stat_pages.h"
#include "base/buf.h"
#include "base/text.h"
#include "org/org.h"
#include "registry/registry.h"
#include "report/panel.h"
#include "report/report.h"
#include "rule/rule.h"
#include <string.h>

enum { YEARS_SHOWN = 3 };

typedef struct {
    panel_list panels;
    count_row sum;
    int64_t from, to;
    const char *unit, *action, *at, *cutoff;
    bool is_public, period, is_department, may_unit, may_all;
} stats_view;
STATIC_SHAPE(stats_shape, stats_view, F_LIST(stats_view, panels, panel_shape), F_STRUCT(stats_view, sum, count_row_shape), F_INT(stats_view, from), F_INT(stats_view, to), F_TEXT(stats_view, unit),
             F_TEXT(stats_view, action), F_TEXT(stats_view, at), F_TEXT(stats_view, cutoff), F_BOOL(stats_view, is_public), F_BOOL(stats_view, period), F_BOOL(stats_view, is_department),
             F_BOOL(stats_view, may_unit), F_BOOL(stats_view, may_all));

static int year_of(request *r, const char *name, int otherwise)
{
    int64_t y = query_int(r, name, otherwise);
    return y < REPORT_YEAR_MIN ? REPORT_YEAR_MIN : y > REPORT_YEAR_MAX ? REPORT_YEAR_MAX : (int)y;
}

date stat_day(request *r, const char *name, date otherwise)
{
    date d = {0};
    return date_parse(query_text(r, name), &d) == OK && date_year(d) >= REPORT_YEAR_MIN && date_year(d) <= REPORT_YEAR_MAX ? d : otherwise;
}

static unsigned officer_bits(void)
{
    return ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR);
}

static status fill(request *r, org_id org, bool open, stats_view *v)
{
    int this_year = date_year(date_of(r->now));
    report_state st = {0};
    const rule_row *cutoff = NULL;

    v->from = year_of(r, "tu-nam", this_year - YEARS_SHOWN + 1);
    v->to = year_of(r, "den-nam", this_year);
    if (v->to < v->from) v->to = v->from;
    v->period = text_eq(query_text(r, "ky"), "bao-cao");
    v->is_public = !open;
    v->unit = "";
    panel_for f = {.mem = r->mem, .db = r->db, .org = org, .open = open, .period = v->period, .from = (int)v->from, .to = (int)v->to, .today = date_of(r->now)};
    TRY(panel_dashboard(&f, &v->panels));
    status s = report_state_of(r->db, r->mem, &st);
    if (s != OK && s != E_NOT_FOUND) return s;
    v->at = s == OK ? instant_vi(r->mem, st.at) : "";
    v->cutoff = rule_get(rule_current(), "report.year_cutoff", NULL, f.today, &cutoff) == OK ? textf(r->mem, "%s (%s)", cutoff->shown, cutoff->article) : "";
    v->may_unit = actor_has_any(&r->who, officer_bits());
    v->may_all = report_may_see_all(&r->who);
    return OK;
}

static status public_page(request *r, reply *out)
{
    stats_view *v = NEW(r->mem, stats_view);

    TRY(fill(r, (org_id){0}, false, v));
    TRY(registry_total(r->db, r->mem, (int)v->from, (int)v->to, &v->sum));
    if (!v->sum.label) v->sum.label = "";
    v->action = "/thong-ke";
    reply_title(r, "%s", T("Thống kê hoạt động sáng kiến"));
    reply_public(out, 60);
    return reply_view(r, out, v);
}

static status department_page(request *r, reply *out)
{
    stats_view *v = NEW(r->mem, stats_view);

    if (!report_may_see_all(&r->who)) return E_FORBIDDEN;
    TRY(fill(r, (org_id){0}, true, v));
    v->sum.label = "";
    v->is_department = true;
    v->action = "/thong-ke/thanh-pho";
    reply_title(r, "%s", T("Thống kê toàn thành phố"));
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    return reply_view(r, out, v);
}

static status unit_page(request *r, reply *out)
{
    stats_view *v = NEW(r->mem, stats_view);
    org_row o = {0};

    if (!report_may_see_unit(&r->who, ARG(r, 0, org_id))) return E_FORBIDDEN;
    TRY(org_get(r->db, r->mem, ARG(r, 0, org_id), &o));
    TRY(fill(r, o.id, true, v));
    v->sum.label = "";
    v->unit = o.name;
    v->action = textf(r->mem, "/thong-ke/don-vi/%lld", (long long)o.id.v);
    reply_title(r, T("Thống kê: %s"), o.name);
    reply_org(r, o.id);
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    return reply_view(r, out, v);
}

/* The officer's own unit. */
static status own_unit(request *r, reply *out)
{
    for (int i = 0; i < r->who.n_roles; i++)
        if (r->who.roles[i].org.v && report_may_see_unit(&r->who, r->who.roles[i].org)) return reply_see(r, out, "/thong-ke/don-vi/%lld", (long long)r->who.roles[i].org.v);
    return report_may_see_all(&r->who) ? reply_see(r, out, "/thong-ke/thanh-pho") : E_FORBIDDEN;
}

/* ---- the records behind a number ---- */

typedef struct {
    record_rows items;
    const char *event_name, *filter, *prev_href, *next_href;
    int64_t total, from, to;
    bool with_amount; /* they are listed for the money */
} records_view;
STATIC_SHAPE(records_shape, records_view, F_LIST(records_view, items, record_row_shape), F_TEXT(records_view, event_name), F_TEXT(records_view, filter), F_TEXT(records_view, prev_href),
             F_TEXT(records_view, next_href), F_INT(records_view, total), F_INT(records_view, from), F_INT(records_view, to), F_BOOL(records_view, with_amount));

static const char *query_without_page(request *r)
{
    static const char *const names[] = {"su-kien", "tu-nam", "den-nam", "ky", "co-so", "linh-vuc", "loai", "doi-tuong", "cap", "ly-do", "phan", "dung-han", "dot", "tu-ngay", "den-ngay"};
    AUTO(buf) b = {0};

    for (int i = 0; i < COUNT(names); i++) buf_pair(&b, names[i], query_text(r, names[i]));
    return text_copy(r->mem, b.p ? b.p : "");
}

static const char *part_name(const char *key)
{
    for (const report_part *p = report_parts; p->key; p++)
        if (text_eq(p->key, key)) return T(p->label);
    return "";
}

static status records_page(request *r, reply *out)
{
    records_view *v = NEW(r->mem, records_view);
    int page = (int)query_int(r, "trang", 1) - 1;
    record_ask a = {.event = query_text(r, "su-kien"), .from = year_of(r, "tu-nam", REPORT_YEAR_MIN), .to = year_of(r, "den-nam", REPORT_YEAR_MAX), .period = text_eq(query_text(r, "ky"), "bao-cao"),
                    .org = {query_int(r, "co-so", 0)}, .field = query_text(r, "linh-vuc"), .kind = query_text(r, "loai"), .beneficiary = query_text(r, "doi-tuong"), .level = query_text(r, "cap"), .reason = query_text(r, "ly-do"),
                    .part = query_text(r, "phan"), .on_time = (int)query_int(r, "dung-han", -1), .round = query_int(r, "dot", 0), .from_day = stat_day(r, "tu-ngay", (date){0}), .to_day = stat_day(r, "den-ngay", (date){0}), .page = page < 0 || page > 4000 ? 0 : page};

    const char *part = part_name(a.part);

    if (!*report_event_name(a.event) || (*a.part && !*part)) return E_NOT_FOUND;
    TRY(report_records(r->db, r->mem, &r->who, &a, &v->items, &v->total));
    const char *base = query_without_page(r);
    v->event_name = report_event_name(a.event);
    v->from = v->items.n ? (int64_t)a.page * REPORT_PAGE + 1 : 0;
    v->to = (int64_t)a.page * REPORT_PAGE + v->items.n;
    const char *when = a.from_day.ymd && a.to_day.ymd ? textf(r->mem, "%s–%s", date_vi(r->mem, a.from_day), date_vi(r->mem, a.to_day)) : a.round ? T("mọi năm") : a.from == a.to ? textf(r->mem, "%d", a.from) : textf(r->mem, "%d–%d", a.from, a.to);
    const char *served = "";
    if (*a.beneficiary) TRY(report_beneficiary_name(r->db, r->mem, a.beneficiary, &served));
    const char *const more[] = {text_eq(a.field, REPORT_NOBODY) ? T("Chưa ghi lĩnh vực") : a.field, served, text_eq(a.reason, REPORT_NOBODY) ? T("Văn bản không nêu điều") : a.reason, part};
    v->filter = when;
    for (int i = 0; i < COUNT(more); i++)
        if (*more[i]) v->filter = textf(r->mem, "%s · %s", v->filter, more[i]);
    v->with_amount = text_eq(a.part, "computable");
    v->prev_href = a.page ? textf(r->mem, "/thong-ke/ho-so?%s&trang=%d", base, a.page) : "";
    v->next_href = v->to < v->total ? textf(r->mem, "/thong-ke/ho-so?%s&trang=%d", base, a.page + 2) : "";
    reply_title(r, T("Hồ sơ: %s"), v->event_name);
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    return reply_view(r, out, v);
}

/* ---- the query behind a number ---- */

static const struct {
    const char *name, *parameters; /* in the order of the text */
    query q;
} declared[] = {
    {"report_cube", "by_year,by_org,by_field,by_kind,by_level,by_beneficiary,by_reason,scope,org,field,kind,beneficiary,level,by_period,from_year,to_year", Q_REPORT_CUBE},
    {"report_units", "by_period,from_year,to_year,all", Q_REPORT_UNITS},
    {"report_rounds", "org,from_year,to_year", Q_REPORT_ROUNDS},
    {"report_range", "by_org,by_field,from_day,to_day,org", Q_REPORT_RANGE},
    {"register_total", "from_year,to_year", Q_REGISTER_TOTAL},
    {"report_training_by_year", "from_year,to_year", Q_REPORT_TRAINING_BY_YEAR},
    {"report_records", "user,event,org,field,kind,beneficiary,level,reason,part,on_time,round,from_day,to_day,by_period,from_year,to_year,skip", Q_REPORT_RECORDS},
};

typedef struct {
    const char *name, *value;
} parameter;
STATIC_SHAPE(parameter_shape, parameter, F_TEXT(parameter, name), F_TEXT(parameter, value));
typedef struct {
    const char *name, *text;
    LIST_OF(parameter) parameters;
} query_view;
STATIC_SHAPE(query_shape, query_view, F_TEXT(query_view, name), F_TEXT(query_view, text), F_LIST(query_view, parameters, parameter_shape));

static const char *derived_scope(request *r)
{
    bool unit = query_int(r, "by_org", 0) || query_int(r, "org", 0), field = query_int(r, "by_field", 0) || *query_text(r, "field"), beneficiary = query_int(r, "by_beneficiary", 0) || *query_text(r, "beneficiary");
    return report_scope(unit, field, beneficiary);
}

static status query_page(request *r, reply *out)
{
    query_view *v = NEW(r->mem, query_view);
    int which = 0;

    while (which < COUNT(declared) && !text_eq(declared[which].name, r->word[0])) which++;
    if (which == COUNT(declared)) return E_NOT_FOUND;
    v->name = declared[which].name;
    v->text = query_texts[QUERY_PLACE(declared[which].q)].sqlite;
    v->parameters.p = NEWS(r->mem, parameter, 32);
    char *names = text_copy(r->mem, declared[which].parameters), *save = NULL;
    for (char *n = strtok_r(names, ",", &save); n && v->parameters.n < 32; n = strtok_r(NULL, ",", &save)) {
        const char *value = text_eq(n, "scope") ? derived_scope(r) : query_text(r, n);
        v->parameters.p[v->parameters.n++] = (parameter){n, *value ? value : text_starts(n, "by_") || text_eq(n, "org") ? "0" : ""};
    }
    reply_title(r, T("Truy vấn %s"), v->name);
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    reply_public(out, 3600);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/thong-ke", public_page, ACCESS_PUBLIC, .page = "report/stats.html", .view = &stats_shape, .flags = ROUTE_HEAVY, .scope = SCOPE_STATISTICS, .summary = "Statistics for the public"},
    {GET, "/thong-ke/thanh-pho", department_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR), .page = "report/stats.html", .view = &stats_shape, .flags = ROUTE_HEAVY, .scope = SCOPE_STATISTICS,
     .summary = "Statistics of the city, whose numbers open dossiers"},
    {GET, "/thong-ke/don-vi", own_unit, ACCESS_ROLE, .roles = REPORT_READERS,
     .summary = "Leads an officer to the statistics of the unit"},
    {GET, "/thong-ke/don-vi/:id", unit_page, ACCESS_USER, .page = "report/stats.html", .view = &stats_shape, .flags = ROUTE_HEAVY, .scope = SCOPE_STATISTICS, .summary = "Statistics of a unit, for its officers"},
    {GET, "/thong-ke/ho-so", records_page, ACCESS_USER, .page = "report/records.html", .view = &records_shape, .flags = ROUTE_HEAVY, .scope = SCOPE_STATISTICS, .summary = "The dossiers that a number counts"},
    {GET, "/thong-ke/truy-van/*x", query_page, ACCESS_PUBLIC, .page = "report/query.html", .view = &query_shape, .scope = SCOPE_STATISTICS, .summary = "The query that a number comes from"},
};
const route_table stat_routes = {routes, COUNT(routes)};
