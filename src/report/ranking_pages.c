/* The ranking of agencies: criteria, years, self-score, verification, publication. */
#include "report/ranking_pages.h"
#include "base/text.h"
#include "org/org.h"
#include "report/ranking.h"
#include "report/snapshot.h"
#include <string.h>

STATIC_FORM(open_form, {.name = "set", .kind = INPUT_SELECT, .label = N_("Bộ tiêu chí"), .required = true}, {.name = "year", .kind = INPUT_INT, .label = N_("Năm xếp hạng"), .required = true});
STATIC_FORM(set_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên bộ tiêu chí"), .required = true, .max = 200},
            {.name = "document", .kind = INPUT_LINE, .label = N_("Ban hành theo"), .hint = N_("Số, ngày của văn bản."), .max = 200},
            {.name = "criteria", .kind = INPUT_LINES, .label = N_("Tiêu chí, mỗi dòng một tiêu chí"), .hint = N_("Nhóm | tiêu chí | điểm tối đa | cách tính. Cách tính: “minh chứng”, hoặc một chỉ tiêu của báo cáo nhân với số điểm, như “recognised x 0,5”. Tổng 100 điểm."),
             .required = true, .max = 10000, .rows = 14},
            {.name = "bands", .kind = INPUT_LINES, .label = N_("Nhóm xếp hạng"), .hint = N_("Tên | từ bao nhiêu điểm; cao xuống thấp, nhóm cuối từ 0."), .required = true, .max = 1000, .rows = 5});
STATIC_FORM(score_form, {.name = "points", .kind = INPUT_LINE, .label = N_("Điểm"), .max = 10, .repeat = true}, {.name = "text", .kind = INPUT_LINES, .label = N_("Minh chứng hoặc lý do"), .max = 2000, .rows = 2, .repeat = true});
STATIC_FORM(publish_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

/* Entries as they are shown: points in words. */
typedef struct {
    ranking_entry e;
    const char *claimed, *verified;
} entry_view;
STATIC_SHAPE(entry_shape, entry_view, F_STRUCT(entry_view, e, ranking_entry_shape), F_TEXT(entry_view, claimed), F_TEXT(entry_view, verified));
typedef struct {
    ranking_rounds rounds;
    ranking_sets sets;
    bool may_verify, has_sets;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, rounds, ranking_round_shape), F_LIST(list_view, sets, ranking_set_shape), F_BOOL(list_view, may_verify), F_BOOL(list_view, has_sets));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    choice_list *l = NEW(r->mem, choice_list);

    TRY(ranking_list(r->db, r->mem, &v->rounds));
    TRY(ranking_set_list(r->db, r->mem, &v->sets));
    v->may_verify = ranking_may_verify(&r->who);
    v->has_sets = v->sets.n > 0;
    l->p = NEWS(r->mem, choice, v->sets.n + 1);
    for (int i = 0; i < v->sets.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)v->sets.p[i].id), v->sets.p[i].name};
    form_choices(r, "set", l);
    form_set_int(r, "year", date_year(date_of(r->now)));
    reply_title(r, "%s", T("Xếp hạng hoạt động sáng kiến"));
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    return reply_view(r, out, v);
}

static status open_post(request *r, reply *out)
{
    int64_t id = 0, set = 0;

    if (text_parse_int(form_text(r, "set"), 1, INT64_MAX / 2, &set) != OK) form_error(r, "set", "%s", T("Chọn bộ tiêu chí."));
    if (form_int(r, "year") < REPORT_YEAR_MIN || form_int(r, "year") > REPORT_YEAR_MAX) form_error(r, "year", "%s", T("Năm chưa đúng."));
    if (form_errors(r)) return E_INVALID;
    status s = ranking_open(r->mem, r->db, &r->who, set, (int)form_int(r, "year"), r->now, &id);
    if (s == E_CONFLICT) {
        form_error(r, "year", "%s", T("Năm này đã mở xếp hạng."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã mở. Các cơ quan tự chấm điểm."));
    return reply_see(r, out, "/xep-hang/%lld", (long long)id);
}

/* ---- criteria ---- */

typedef struct {
    bool ready;
} form_view;
STATIC_SHAPE(form_shape, form_view, F_BOOL(form_view, ready));

static status set_page(request *r, reply *out)
{
    form_view *v = NEW(r->mem, form_view);
    ranking_sets sets = {0};

    TRY(ranking_set_list(r->db, r->mem, &sets));
    if (sets.n) { /* a new version begins as the last one */
        form_set(r, "name", sets.p[0].name);
        form_set(r, "document", sets.p[0].document);
        form_set(r, "criteria", sets.p[0].criteria);
        form_set(r, "bands", sets.p[0].bands);
    }
    v->ready = true;
    reply_title(r, "%s", T("Bộ tiêu chí mới"));
    reply_crumb(r, T("Xếp hạng"), "/xep-hang");
    return reply_view(r, out, v);
}

static status set_post(request *r, reply *out)
{
    ranking_set set = {.name = form_text(r, "name"), .document = form_text(r, "document"), .criteria = form_text(r, "criteria"), .bands = form_text(r, "bands")};
    ranking_criteria criteria;
    ranking_bands bands;
    const char *problem = "";
    int64_t id = 0;

    if (ranking_parse(r->mem, set.criteria, set.bands, &criteria, &bands, &problem) != OK) {
        form_error(r, bands.p ? "bands" : "criteria", "%s", problem);
        return E_INVALID;
    }
    TRY(ranking_set_save(r->mem, r->db, &r->who, &set, r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu bộ tiêu chí. Những năm đã mở giữ bộ cũ."));
    return reply_see(r, out, "/xep-hang");
}

/* ---- a year ---- */

typedef struct {
    ranking_round round;
    LIST_OF(entry_view) entries;
    bool may_verify, may_claim, may_publish;
    org_id own;
} round_view;
STATIC_SHAPE(round_shape, round_view, F_STRUCT(round_view, round, ranking_round_shape), F_LIST(round_view, entries, entry_shape), F_BOOL(round_view, may_verify), F_BOOL(round_view, may_claim),
             F_BOOL(round_view, may_publish), F_ID(round_view, own));

static status round_page(request *r, reply *out)
{
    round_view *v = NEW(r->mem, round_view);
    ranking_entries e = {0};

    TRY(ranking_get(r->db, r->mem, r->arg[0], &v->round));
    TRY(ranking_entries_of(r->db, r->mem, &r->who, &v->round, &e));
    v->entries.p = NEWS(r->mem, entry_view, e.n + 1);
    for (int i = 0; i < e.n; i++) {
        v->entries.p[v->entries.n++] = (entry_view){e.p[i], ranking_points_text(r->mem, e.p[i].claimed), e.p[i].is_verified ? ranking_points_text(r->mem, e.p[i].verified) : "–"};
        v->may_publish |= e.p[i].is_verified;
    }
    v->may_verify = ranking_may_verify(&r->who) && !v->round.published;
    v->may_publish &= v->may_verify;
    for (int i = 0; i < r->who.n_roles && !v->own.v; i++)
        if (ranking_may_claim(&r->who, r->who.roles[i].org)) v->own = r->who.roles[i].org;
    v->may_claim = v->own.v && !v->round.published;
    reply_title(r, T("Xếp hạng năm %lld"), (long long)v->round.year);
    reply_crumb(r, T("Xếp hạng"), "/xep-hang");
    return reply_view(r, out, v);
}

static status publish_post(request *r, reply *out)
{
    TRY(ranking_publish(r->mem, r->db, &r->who, r->arg[0], r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã công bố kết quả xếp hạng."));
    return reply_see(r, out, "/xep-hang/%lld", (long long)r->arg[0]);
}

static status xlsx_get(request *r, reply *out)
{
    ranking_round round = {0};
    sheet s = {0};
    bytes file = {0};

    TRY(ranking_get(r->db, r->mem, r->arg[0], &round));
    if (!round.published && !report_may_see_all(&r->who)) return E_NOT_FOUND;
    TRY(ranking_sheet(r->db, r->mem, &r->who, &round, &s));
    TRY(workbook_from_sheets(r->mem, &s, 1, round.published ? round.published_at : r->now, &file));
    return reply_file(r, out, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", textf(r->mem, "xep-hang-%lld.xlsx", (long long)round.year), file);
}

/* ---- an agency ---- */

typedef struct {
    ranking_line l;
    const char *points, *computed, *claimed, *verified, *how, *typed_points, *typed_text;
    bool is_computed, is_verified, differs;
} line_view;
STATIC_SHAPE(line_shape, line_view, F_STRUCT(line_view, l, ranking_line_shape), F_TEXT(line_view, points), F_TEXT(line_view, computed), F_TEXT(line_view, claimed), F_TEXT(line_view, verified),
             F_TEXT(line_view, how), F_TEXT(line_view, typed_points), F_TEXT(line_view, typed_text), F_BOOL(line_view, is_computed), F_BOOL(line_view, is_verified), F_BOOL(line_view, differs));
typedef struct {
    ranking_round round;
    const char *org_name, *verb;
    org_id org;
    LIST_OF(line_view) lines;
    bool may_claim, may_verify, writes;
} agency_view;
STATIC_SHAPE(agency_shape, agency_view, F_STRUCT(agency_view, round, ranking_round_shape), F_TEXT(agency_view, org_name), F_TEXT(agency_view, verb), F_ID(agency_view, org),
             F_LIST(agency_view, lines, line_shape), F_BOOL(agency_view, may_claim), F_BOOL(agency_view, may_verify), F_BOOL(agency_view, writes));

static const char *measure_name(const char *key)
{
    for (int i = 0; report_columns[i].key; i++)
        if (text_eq(report_columns[i].key, key)) return T(report_columns[i].label);
    return "";
}

static line_view line_of(request *r, const agency_view *v, const ranking_line *l, int i)
{
    line_view w = {.l = *l, .points = ranking_points_text(r->mem, l->points), .computed = ranking_points_text(r->mem, l->computed), .claimed = ranking_points_text(r->mem, l->claimed),
                   .verified = l->verified < 0 ? "–" : ranking_points_text(r->mem, l->verified), .how = *l->measure ? measure_name(l->measure) : T("Minh chứng"), .is_computed = *l->measure != 0,
                   .is_verified = l->verified >= 0, .differs = l->verified >= 0 && l->verified != l->claimed};
    bool first = v->may_claim ? l->claimed == 0 : l->verified < 0;
    int64_t suggested = v->may_claim ? (first ? l->computed : l->claimed) : first ? l->claimed : l->verified;

    w.typed_points = form_was_typed(r) && i < form_count(r, "points") ? form_text_at(r, "points", i) : ranking_points_text(r->mem, suggested);
    w.typed_text = form_was_typed(r) && i < form_count(r, "text") ? form_text_at(r, "text", i) : v->may_claim ? l->evidence : l->reason;
    return w;
}

static status agency_page(request *r, reply *out)
{
    agency_view *v = NEW(r->mem, agency_view);
    ranking_lines lines = {0};
    org_row o = {0};

    TRY(ranking_get(r->db, r->mem, r->arg[0], &v->round));
    v->org = ARG(r, 1, org_id);
    TRY(ranking_lines_of(r->db, r->mem, &r->who, &v->round, v->org, &lines));
    TRY(org_get(r->db, r->mem, v->org, &o));
    v->org_name = o.name;
    v->may_claim = ranking_may_claim(&r->who, v->org) && !v->round.published;
    v->may_verify = !v->may_claim && ranking_may_verify(&r->who) && !v->round.published;
    v->writes = v->may_claim || v->may_verify;
    v->verb = v->may_claim ? T("Gửi điểm tự chấm") : T("Lưu điểm thẩm định");
    v->lines.p = NEWS(r->mem, line_view, lines.n + 1);
    for (int i = 0; i < lines.n; i++) v->lines.p[v->lines.n++] = line_of(r, v, &lines.p[i], i);
    bool inside = report_may_see_all(&r->who) || ranking_may_claim(&r->who, v->org);
    for (int i = 0; i < lines.n && !inside; i++) v->lines.p[i].l.evidence = v->lines.p[i].l.reason = v->lines.p[i].typed_text = ""; /* texts may name people */
    reply_title(r, "%s", v->org_name);
    reply_org(r, v->org);
    reply_crumb(r, T("Xếp hạng"), "/xep-hang");
    reply_crumb(r, textf(r->mem, "%lld", (long long)v->round.year), textf(r->mem, "/xep-hang/%lld", (long long)v->round.id));
    return reply_view(r, out, v);
}

/* Points in their limits, reasons where they differ: messages at the line. */
static void check_marks(request *r, const ranking_lines *lines, bool verify, ranking_mark *marks)
{
    for (int i = 0; i < lines->n; i++) {
        const ranking_line *l = &lines->p[i];
        marks[i].text = form_text_at(r, "text", i);
        if (ranking_points(form_text_at(r, "points", i), &marks[i].points) != OK || marks[i].points > l->points)
            form_error(r, "", T("Tiêu chí %lld: điểm từ 0 đến %s."), (long long)l->ordinal, ranking_points_text(r->mem, l->points));
        else if (verify && marks[i].points != l->claimed && text_empty(marks[i].text)) form_error(r, "", T("Tiêu chí %lld: điểm khác điểm tự chấm thì phải ghi lý do."), (long long)l->ordinal);
    }
}

static status agency_post(request *r, reply *out)
{
    ranking_round round = {0};
    ranking_lines lines = {0};
    org_id org = ARG(r, 1, org_id);

    TRY(ranking_get(r->db, r->mem, r->arg[0], &round));
    TRY(ranking_lines_of(r->db, r->mem, &r->who, &round, org, &lines));
    bool claims = ranking_may_claim(&r->who, org);
    if (!claims && !ranking_may_verify(&r->who)) return E_FORBIDDEN;
    if (form_count(r, "points") != lines.n || form_count(r, "text") != lines.n) return E_CONFLICT;
    ranking_mark *marks = NEWS(r->mem, ranking_mark, lines.n + 1);
    check_marks(r, &lines, !claims, marks);
    if (form_errors(r)) return E_INVALID;
    if (claims) TRY(ranking_claim(r->mem, r->db, &r->who, round.id, org, marks, lines.n, r->now));
    else TRY(ranking_verify(r->mem, r->db, &r->who, round.id, org, marks, lines.n, r->now));
    reply_flash(r, FLASH_GOOD, "%s", claims ? T("Đã gửi điểm tự chấm. Sở sẽ thẩm định.") : T("Đã lưu điểm thẩm định."));
    return reply_see(r, out, "/xep-hang/%lld/co-so/%lld", (long long)round.id, (long long)org.v);
}

static const route routes[] = {
    {GET, "/xep-hang", list_page, ACCESS_PUBLIC, .page = "report/ranking.html", .view = &list_shape, .form = &open_form, .scope = SCOPE_STATISTICS, .summary = "The ranking of agencies by year"},
    {POST, "/xep-hang", open_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT), .form = &open_form, .again = list_page, .summary = "Open the ranking of a year"},
    {GET, "/xep-hang/bo-tieu-chi", set_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT), .page = "report/ranking_set.html", .view = &form_shape, .form = &set_form, .summary = "A new version of criteria: form"},
    {POST, "/xep-hang/bo-tieu-chi", set_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT), .form = &set_form, .again = set_page, .summary = "A new version of criteria"},
    {GET, "/xep-hang/:id", round_page, ACCESS_PUBLIC, .page = "report/ranking_round.html", .view = &round_shape, .form = &publish_form, .scope = SCOPE_STATISTICS, .summary = "The ranking of a year"},
    {POST, "/xep-hang/:id", publish_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_DEPARTMENT), .form = &publish_form, .again = round_page, .summary = "Publish the ranking of a year"},
    {GET, "/xep-hang/:id/xep-hang.xlsx", xlsx_get, ACCESS_PUBLIC, .summary = "The ranking of a year as a workbook"},
    {GET, "/xep-hang/:id/co-so/:org", agency_page, ACCESS_PUBLIC, .page = "report/ranking_agency.html", .view = &agency_shape, .form = &score_form, .summary = "The points of an agency"},
    {POST, "/xep-hang/:id/co-so/:org", agency_post, ACCESS_USER, .form = &score_form, .again = agency_page, .summary = "Self-score, verify"},
};
const route_table ranking_routes = {routes, COUNT(routes)};
