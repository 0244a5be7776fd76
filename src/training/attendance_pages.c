/* The report of a session and the hours that people were trained, as pages and as workbooks. */
#include "training/attendance.h"
#include "base/text.h"
#include "doc/workbook.h"
#include "org/org.h"
#include "training/training_pages.h"
#include <string.h>

static const char *const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/* ---- tables ---- */

static sheet_cell words(const char *s)
{
    return (sheet_cell){.text = s};
}

static sheet_cell count(int64_t n)
{
    return (sheet_cell){.text = "", .number = n, .scale = 1};
}

/* Hours with two decimals. */
static sheet_cell hours(int64_t minutes)
{
    return (sheet_cell){.text = "", .number = (minutes * 100 + 30) / 60, .scale = 100};
}

static sheet new_sheet(arena *mem, const char *title, const char **heads, int n_heads, int rows)
{
    return (sheet){.title = title, .heads = heads, .n_heads = n_heads, .rows = NEWS(mem, sheet_row, rows + 1)};
}

static void add_row(arena *mem, sheet *s, const sheet_cell *cells)
{
    sheet_row *r = &s->rows[s->n_rows++];

    r->n = s->n_heads;
    r->cells = NEWS(mem, sheet_cell, r->n);
    memcpy(r->cells, cells, sizeof *cells * (size_t)r->n);
}

/* ---- report of a session ---- */

typedef struct {
    course_row c;
    course_session_row s;
    attendance_sum sum;
    LIST_OF(attendance_unit) units;
    LIST_OF(attendance_mark) marks;
    LIST_OF(attendance_comment) comments;
    int64_t percent, answers;
    const char *rating, *useful;
} report_view;
STATIC_SHAPE(report_shape, report_view, F_STRUCT(report_view, c, course_shape), F_STRUCT(report_view, s, course_session_shape), F_STRUCT(report_view, sum, attendance_sum_shape),
             F_LIST(report_view, units, attendance_unit_shape), F_LIST(report_view, marks, attendance_mark_shape), F_LIST(report_view, comments, attendance_comment_shape),
             F_INT(report_view, percent), F_INT(report_view, answers), F_TEXT(report_view, rating), F_TEXT(report_view, useful));

static const char *mean(arena *mem, int64_t hundredths)
{
    return textf(mem, "%lld,%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static status fill_report(request *r, report_view *v)
{
    attendance_report a = {0};
    survey_sum survey = {0};

    TRY(training_session(r->db, r->mem, ARG(r, 0, course_session_id), &v->s));
    TRY(training_get_id(r->db, r->mem, &r->who, v->s.course_id, &v->c));
    TRY(attendance_report_of(r->db, r->mem, &r->who, v->s.id, &a));
    TRY(training_survey_sum(r->db, r->mem, v->s.id, &survey));
    v->sum = a.sum;
    memcpy(&v->units, &a.units, sizeof v->units);
    memcpy(&v->marks, &a.marks, sizeof v->marks);
    memcpy(&v->comments, &a.comments, sizeof v->comments);
    v->percent = a.sum.seated ? a.sum.attended * 100 / a.sum.seated : 0;
    v->answers = survey.answers;
    v->rating = mean(r->mem, survey.rating);
    v->useful = mean(r->mem, survey.useful);
    return OK;
}

static status report_page(request *r, reply *out)
{
    report_view *v = NEW(r->mem, report_view);

    TRY(fill_report(r, v));
    reply_title(r, "%s", T("Báo cáo buổi tập huấn"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    reply_crumb(r, v->c.title, textf(r->mem, "/quan-ly-tap-huan/%lld", (long long)v->c.id.v));
    reply_crumb(r, T("Danh sách"), textf(r->mem, "/quan-ly-tap-huan/buoi/%lld", (long long)v->s.id.v));
    return reply_view(r, out, v);
}

static sheet sums_of(arena *mem, const report_view *v)
{
    const char **heads = NEWS(mem, const char *, 2);
    const attendance_sum *a = &v->sum;
    heads[0] = T("Chỉ tiêu");
    heads[1] = T("Số lượng");
    sheet s = new_sheet(mem, textf(mem, "%s, %s", v->c.title, instant_vi(mem, v->s.starts_at)), heads, 2, 16);
    const struct {
        const char *label;
        sheet_cell value;
    } lines[] = {{T("Số chỗ"), count(v->s.capacity)}, {T("Lượt đăng ký"), count(a->registered)}, {T("Có chỗ"), count(a->seated)}, {T("Đang chờ"), count(a->waiting)},
                 {T("Chờ duyệt"), count(a->pending)}, {T("Không được nhận"), count(a->refused)}, {T("Đã hủy"), count(a->cancelled)}, {T("Đã tham dự"), count(a->attended)},
                 {T("Tổng số giờ học"), hours(a->minutes)}, {T("Giấy chứng nhận đã cấp"), count(a->certified)}, {T("Trả lời khảo sát"), count(v->answers)},
                 {T("Đánh giá trung bình (trên 5)"), words(v->rating)}, {T("Có ích, trung bình (trên 5)"), words(v->useful)}};

    for (int i = 0; i < COUNT(lines); i++) add_row(mem, &s, (const sheet_cell[]){words(lines[i].label), lines[i].value});
    return s;
}

static status report_xlsx(request *r, reply *out)
{
    report_view *v = NEW(r->mem, report_view);
    registration_list people = {0};
    sheet sheets[4];
    bytes file = {0};

    TRY(fill_report(r, v));
    TRY(training_people(r->db, r->mem, &r->who, v->s.id, &people));
    const char *units[] = {T("Đơn vị"), T("Đăng ký"), T("Có chỗ"), T("Đã tham dự"), T("Giờ học")};
    const char *names[] = {T("Họ và tên"), T("Chức danh"), T("Đơn vị"), T("Trạng thái"), T("Đăng ký lúc"), T("Điểm danh lúc"), T("Giấy chứng nhận")};
    const char *notes[] = {T("Góp ý trong khảo sát")};
    sheets[0] = sums_of(r->mem, v);
    sheets[1] = new_sheet(r->mem, T("Theo đơn vị"), units, COUNT(units), v->units.n);
    for (int i = 0; i < v->units.n; i++) {
        const attendance_unit *u = &v->units.p[i];
        add_row(r->mem, &sheets[1], (const sheet_cell[]){words(u->unit), count(u->registered), count(u->seated), count(u->attended), hours(u->minutes)});
    }
    sheets[2] = new_sheet(r->mem, T("Danh sách"), names, COUNT(names), people.n);
    for (int i = 0; i < people.n; i++) {
        const registration_row *g = &people.p[i];
        add_row(r->mem, &sheets[2], (const sheet_cell[]){words(g->name), words(g->position), words(g->unit), words(training_state_name(g)), words(instant_vi(r->mem, g->at)),
                                                          words(g->attended_at.ms ? instant_vi(r->mem, g->attended_at) : ""), words(g->certificate)});
    }
    sheets[3] = new_sheet(r->mem, T("Góp ý"), notes, COUNT(notes), v->comments.n);
    for (int i = 0; i < v->comments.n; i++) add_row(r->mem, &sheets[3], (const sheet_cell[]){words(v->comments.p[i].text)});
    TRY(workbook_from_sheets(r->mem, sheets, COUNT(sheets), r->now, &file));
    return reply_file(r, out, XLSX, textf(r->mem, "bao-cao-buoi-%lld.xlsx", (long long)v->s.id.v), file);
}

/* ---- hours ---- */

typedef struct {
    attendance_people people;
    const char *unit;
    int64_t year, minutes, before, after, org;
    bool everybody;
} hours_view;
STATIC_SHAPE(hours_shape, hours_view, F_LIST(hours_view, people, attendance_person_shape), F_TEXT(hours_view, unit), F_INT(hours_view, year), F_INT(hours_view, minutes),
             F_INT(hours_view, before), F_INT(hours_view, after), F_INT(hours_view, org), F_BOOL(hours_view, everybody));

/* Of the unit asked for; without one: everybody for organisers, the own unit for its officers. */
static status fill_hours(request *r, hours_view *v)
{
    org_id org = {query_int(r, "don-vi", 0)};
    org_row o = {0};

    for (int i = 0; i < r->who.n_roles && !org.v && !training_may_organise(&r->who); i++)
        if (attendance_may_see(&r->who, r->who.roles[i].org)) org = r->who.roles[i].org;
    v->year = query_int(r, "nam", date_year(date_of(r->now)));
    if (v->year < ATTENDANCE_YEAR_MIN || v->year > ATTENDANCE_YEAR_MAX) v->year = date_year(date_of(r->now));
    TRY(attendance_hours(r->db, r->mem, &r->who, org, (int)v->year, &v->people));
    if (org.v) TRY(org_get(r->db, r->mem, org, &o));
    v->unit = org.v ? o.name : "";
    v->org = org.v;
    v->everybody = org.v == 0;
    v->before = v->year - 1;
    v->after = v->year + 1;
    for (int i = 0; i < v->people.n; i++) v->minutes += v->people.p[i].minutes;
    return OK;
}

static status hours_page(request *r, reply *out)
{
    hours_view *v = NEW(r->mem, hours_view);

    TRY(fill_hours(r, v));
    reply_title(r, "%s", T("Giờ tập huấn của từng người"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

static status hours_xlsx(request *r, reply *out)
{
    hours_view *v = NEW(r->mem, hours_view);
    bytes file = {0};

    TRY(fill_hours(r, v));
    const char *heads[] = {T("Họ và tên"), T("Chức danh"), T("Đơn vị"), T("Số buổi"), T("Giờ học")};
    sheet s = new_sheet(r->mem, textf(r->mem, T("Giờ tập huấn năm %lld"), (long long)v->year), heads, COUNT(heads), v->people.n);
    for (int i = 0; i < v->people.n; i++) {
        const attendance_person *p = &v->people.p[i];
        add_row(r->mem, &s, (const sheet_cell[]){words(p->name), words(p->position), words(p->unit), count(p->sessions), hours(p->minutes)});
    }
    TRY(workbook_from_sheets(r->mem, &s, 1, r->now, &file));
    return reply_file(r, out, XLSX, textf(r->mem, "gio-tap-huan-%lld.xlsx", (long long)v->year), file);
}

static const unsigned organisers = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_EDITOR);
static const unsigned readers = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_EDITOR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_INTAKE);
static const route routes[] = {
    {GET, "/quan-ly-tap-huan/buoi/:id/bao-cao", report_page, ACCESS_ROLE, .roles = organisers, .page = "training/report.html", .view = &report_shape, .summary = "What came of a session"},
    {GET, "/quan-ly-tap-huan/buoi/:id/bao-cao.xlsx", report_xlsx, ACCESS_ROLE, .roles = organisers, .summary = "What came of a session, as a workbook"},
    {GET, "/quan-ly-tap-huan/gio-hoc", hours_page, ACCESS_ROLE, .roles = readers, .page = "training/hours.html", .view = &hours_shape, .summary = "Hours of training by person"},
    {GET, "/quan-ly-tap-huan/gio-hoc.xlsx", hours_xlsx, ACCESS_ROLE, .roles = readers, .summary = "Hours of training by person, as a workbook"},
};
const route_table attendance_routes = {routes, COUNT(routes)};
