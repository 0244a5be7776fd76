/* Scores: what I have to read, my sheet, sheets as papers and spreadsheets, how well members agree. */
#include "base/embed.h"
#include "base/text.h"
#include "council/council_pages.h"
#include "doc/sniff.h"
#include "web/template.h"
#include <stdlib.h>

static const char xlsx_mime[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
STATIC_FORM(sheet_form, {.name = "points", .kind = INPUT_LINE, .label = N_("Điểm"), .max = 10, .repeat = true}, {.name = "comment", .kind = INPUT_LINES, .label = N_("Nhận xét"), .rows = 2, .max = 2000, .repeat = true},
            {.name = "all", .kind = INPUT_LINES, .label = N_("Nhận xét chung, đề nghị mức công nhận; lý do nếu không chấm"), .rows = 3, .max = 4000}, {.name = "do", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(import_form, {.name = "file", .kind = INPUT_FILE, .label = N_("Tệp XLSX đã điền điểm"), .hint = N_("Giữ nguyên cột mã dòng. Điểm viết 8,5 hoặc 8.5 đều được."), .required = true});

/* ---- what I read ---- */

typedef struct {
    reading_list rows;
    const char *round, *field, *state;
    bool filtered;
} readings_view;
STATIC_SHAPE(readings_shape, readings_view, F_LIST(readings_view, rows, reading_shape), F_TEXT(readings_view, round), F_TEXT(readings_view, field), F_TEXT(readings_view, state), F_BOOL(readings_view, filtered));

static bool fits(const char *wanted, const char *is)
{
    return !*wanted || text_eq(wanted, is);
}

static status readings_page(request *r, reply *out)
{
    readings_view *v = NEW(r->mem, readings_view);
    int n = 0;

    v->round = query_text(r, "dot");
    v->field = query_text(r, "linh-vuc");
    v->state = query_text(r, "phieu");
    v->filtered = *v->round || *v->field || *v->state;
    TRY(council_readings(r->db, r->mem, &r->who, r->now, &v->rows));
    for (int i = 0; i < v->rows.n; i++) {
        const reading_row *one = &v->rows.p[i];
        const char *sheet = *one->sheet ? one->sheet : "none";
        if (fits(v->round, one->round) && (!*v->field || text_eq(text_fold(r->mem, v->field), text_fold(r->mem, one->field))) && fits(v->state, sheet)) v->rows.p[n++] = *one;
    }
    v->rows.n = n;
    reply_title(r, "%s", T("Hồ sơ tôi đánh giá"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

/* ---- my sheet ---- */

typedef struct {
    criterion_row c;
    const char *max, *weight, *points, *comment;
    band_list bands;
    bool new_group, asks;
    int64_t number;
} line;
STATIC_SHAPE(line_shape, line, F_STRUCT(line, c, criterion_shape), F_TEXT(line, max), F_TEXT(line, weight), F_TEXT(line, points), F_TEXT(line, comment), F_LIST(line, bands, score_band_shape),
             F_BOOL(line, new_group), F_BOOL(line, asks), F_INT(line, number));
typedef struct {
    item_row i;
    session_row_view s;
    sheet_row sheet;
    LIST_OF(line) rows;
    const char *total, *full, *member;
    bool done, abstained, open, blind;
    copy_row copy;
} sheet_view;
STATIC_SHAPE(sheet_view_shape, sheet_view, F_STRUCT(sheet_view, i, item_row_shape), F_STRUCT(sheet_view, s, council_session_shape), F_STRUCT(sheet_view, sheet, sheet_shape), F_LIST(sheet_view, rows, line_shape),
             F_TEXT(sheet_view, total), F_TEXT(sheet_view, full), F_TEXT(sheet_view, member), F_BOOL(sheet_view, done), F_BOOL(sheet_view, abstained), F_BOOL(sheet_view, open),
             F_BOOL(sheet_view, blind), F_STRUCT(sheet_view, copy, copy_shape));

static status fill_rows(request *r, sheet_view *v, const criterion_list *c, const score_list *scores)
{
    v->rows.p = NEWS(r->mem, line, c->n + 1);
    for (int k = 0; k < c->n; k++) {
        line *l = &v->rows.p[v->rows.n++];
        const char *points = scores->p[k].points < 0 ? "" : score_text(r->mem, scores->p[k].points);
        *l = (line){.c = c->p[k], .max = score_text(r->mem, c->p[k].max), .weight = score_text(r->mem, c->p[k].weight), .points = points, .comment = scores->p[k].comment, .number = k + 1,
                    .asks = text_eq(c->p[k].comment, "always")};
        l->new_group = *c->p[k].group_name && (k == 0 || !text_eq(c->p[k].group_name, c->p[k - 1].group_name));
        TRY(score_bands(r->mem, c->p[k].bands, c->p[k].max, &l->bands));
    }
    v->total = score_text(r->mem, v->sheet.total);
    v->full = score_text(r->mem, score_full(c));
    v->done = text_eq(v->sheet.state, "done");
    v->abstained = text_eq(v->sheet.state, "abstained");
    v->open = council_phase(&v->s, &v->i, r->now) == SCORING_ALONE && !text_eq(v->i.state, "concluded");
    v->member = "";
    v->copy = (copy_row){.field = "", .known_state = "", .content = "", .applicability = "", .conditions = "", .benefit_author = "", .benefit_users = ""};
    return OK;
}

static status sheet_page(request *r, reply *out)
{
    sheet_view *v = NEW(r->mem, sheet_view);
    criterion_list c = {0};
    score_list scores = {0};

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    TRY(council_my_sheet(r->db, r->mem, &r->who, v->i.id, &v->sheet, &c, &scores));
    TRY(fill_rows(r, v, &c, &scores));
    v->blind = v->s.blind_author;
    if (v->blind) TRY(council_copy(r->db, r->mem, &r->who, v->i.id, &v->copy));
    for (int k = 0; k < c.n; k++) {
        form_set_at(r, "points", k, v->rows.p[k].points);
        form_set_at(r, "comment", k, v->rows.p[k].comment);
    }
    form_set(r, "all", v->sheet.comment);
    reply_title(r, "%s", T("Phiếu chấm điểm"));
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Hồ sơ tôi đánh giá"), "/cham-diem");
    reply_crumb(r, text_short(r->mem, v->i.title, 60), textf(r->mem, "/phien-hop/ho-so/%lld", (long long)v->i.id.v));
    return reply_view(r, out, v);
}

static status read_scores(request *r, const criterion_list *c, score_list *out)
{
    out->p = NEWS(r->mem, score_row, c->n + 1);
    out->n = c->n;
    for (int k = 0; k < c->n; k++) {
        const char *typed = form_text_at(r, "points", k);
        out->p[k] = (score_row){c->p[k].id, -1, form_text_at(r, "comment", k)};
        if (*typed && score_parse(typed, &out->p[k].points) != OK) form_error_at(r, "points", k, "%s", T("Điểm là một số, ví dụ 8 hoặc 8,5."));
    }
    return form_errors(r) ? E_INVALID : OK;
}

static status sheet_post(request *r, reply *out)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list before = {0}, scores = {0};
    score_outcome bad[CRITERIA_MAX] = {0};
    const char *what = form_text(r, "do"), *state = text_eq(what, "done") || text_eq(what, "abstained") ? what : "draft";

    TRY(council_my_sheet(r->db, r->mem, &r->who, ARG(r, 0, item_id), &mine, &c, &before));
    TRY(read_scores(r, &c, &scores));
    status s = council_save_sheet(r->mem, r->db, &r->who, ARG(r, 0, item_id), state, &scores, form_text(r, "all"), r->now, bad);
    if (s == E_CONFLICT) form_error(r, "", "%s", T("Đã hết giờ chấm độc lập; phiếu không sửa được nữa."));
    if (s == E_INVALID && text_eq(state, "abstained") && text_empty(form_text(r, "all"))) form_error(r, "all", "%s", T("Hãy ghi lý do không chấm."));
    for (int k = 0; s == E_INVALID && k < c.n; k++)
        if (bad[k] != SCORE_GOOD) form_error_at(r, bad[k] == SCORE_NO_COMMENT ? "comment" : "points", k, "%s", score_outcome_words(r->mem, &c.p[k], bad[k]));
    if (s == E_CONFLICT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", text_eq(state, "done") ? T("Đã nộp phiếu chấm. Bạn còn sửa được đến hạn chấm.") : text_eq(state, "abstained") ? T("Đã ghi bạn không chấm hồ sơ này.") : T("Đã lưu nháp."));
    return reply_see(r, out, "/phien-hop/ho-so/%lld/cham", (long long)r->arg[0]);
}

/* ---- the sheet as a paper ---- */

static status write_paper(request *r, reply *out, const sheet_view *v, const criterion_list *c, const score_list *scores)
{
    bytes docx = {0};

    TRY(council_sheet_paper(r->db, r->mem, &v->s, &v->i, &v->sheet, v->member, c, scores, r->now, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "phieu-cham-%lld.docx", (long long)v->i.id.v), docx);
}

static status my_paper(request *r, reply *out)
{
    sheet_view *v = NEW(r->mem, sheet_view);
    criterion_list c = {0};
    score_list scores = {0};

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    TRY(council_my_sheet(r->db, r->mem, &r->who, v->i.id, &v->sheet, &c, &scores));
    v->member = r->who.name;
    return write_paper(r, out, v, &c, &scores);
}

/* Of one of those that who keeps the session may see. */
static status their_paper(request *r, reply *out)
{
    sheet_view *v = NEW(r->mem, sheet_view);
    criterion_list c = {0};
    score_list given = {0}, scores = {0};
    sheet_list l = {0};

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    if (!council_may_manage(&r->who, v->s.org_id)) return E_NOT_FOUND;
    TRY(council_sheets(r->db, r->mem, &r->who, &v->s, &v->i, r->now, &l));
    for (int k = 0; k < l.n; k++)
        if (l.p[k].id == r->arg[1]) v->sheet = l.p[k];
    if (!v->sheet.id) return E_NOT_FOUND;
    TRY(criteria_of(r->db, r->mem, v->i.set_id, &c));
    TRY(council_sheet_scores(r->db, r->mem, v->sheet.id, &given));
    scores = (score_list){NEWS(r->mem, score_row, c.n + 1), c.n};
    for (int k = 0; k < c.n; k++) {
        scores.p[k] = (score_row){c.p[k].id, -1, ""};
        for (int j = 0; j < given.n; j++)
            if (given.p[j].criterion_id.v == c.p[k].id.v) scores.p[k] = given.p[j];
    }
    v->member = v->sheet.name;
    return write_paper(r, out, v, &c, &scores);
}

/* ---- the summary of a session ---- */

static status summary_get(request *r, reply *out)
{
    bytes docx = {0};

    TRY(council_summary_paper(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), r->now, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "tong-hop-phien-hop-%lld.docx", (long long)r->arg[0]), docx);
}

/* ---- spreadsheets ---- */

static status xlsx_get(request *r, reply *out)
{
    bytes data = {0};

    TRY(council_sheets_xlsx(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &data));
    return reply_file(r, out, xlsx_mime, textf(r->mem, "cham-diem-%lld.xlsx", (long long)r->arg[0]), data);
}

typedef struct {
    session_row_view s;
    import_faults faults;
    bool open, failed;
} import_view;
STATIC_SHAPE(import_shape, import_view, F_STRUCT(import_view, s, council_session_shape), F_LIST(import_view, faults, import_fault_shape), F_BOOL(import_view, open), F_BOOL(import_view, failed));

static status import_page(request *r, reply *out)
{
    import_view *v = NEW(r->mem, import_view);

    TRY(council_session_get(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &v->s));
    v->open = v->s.scores_at.ms > r->now.ms;
    if (r->note) v->faults = *(const import_faults *)r->note;
    v->failed = v->faults.n > 0;
    reply_title(r, "%s", T("Chấm điểm bằng bảng tính"));
    reply_crumb(r, T("Hồ sơ tôi đánh giá"), "/cham-diem");
    return reply_view(r, out, v);
}

static status import_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    import_faults *faults = NEW(r->mem, import_faults);
    int rows = 0;
    status s = u ? council_import_xlsx(r->mem, r->db, &r->who, ARG(r, 0, council_session_id), u->data, r->now, &rows, faults) : E_INVALID;

    r->note = faults;
    if (s == E_CONFLICT) form_error(r, "file", "%s", T("Đã hết giờ chấm độc lập; phiếu không sửa được nữa."));
    if (s == E_INVALID || s == E_LIMIT) form_error(r, "file", "%s", faults->n ? T("Chưa ghi điểm nào: hãy sửa các ô dưới đây rồi tải lên lại.") : T("Tệp không phải bảng tính XLSX do hệ thống xuất ra."));
    if (s == E_CONFLICT || s == E_LIMIT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, T("Đã ghi %d dòng điểm vào phiếu nháp. Hãy xem lại từng phiếu rồi nộp."), rows);
    return reply_see(r, out, "/cham-diem");
}

/* ---- agreement ---- */

typedef struct {
    const char *name, *severity;
    int64_t sheets;
} severity_line;
STATIC_SHAPE(severity_line_shape, severity_line, F_TEXT(severity_line, name), F_TEXT(severity_line, severity), F_INT(severity_line, sheets));
typedef struct {
    session_row_view s;
    const char *alpha;
    LIST_OF(severity_line) rows;
} agreement_view;
STATIC_SHAPE(agreement_shape, agreement_view, F_STRUCT(agreement_view, s, council_session_shape), F_TEXT(agreement_view, alpha), F_LIST(agreement_view, rows, severity_line_shape));

static status agreement_page(request *r, reply *out)
{
    agreement_view *v = NEW(r->mem, agreement_view);
    severity_list l = {0};
    int64_t alpha = 0;

    TRY(council_session_get(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &v->s));
    status s = council_agreement(r->db, r->mem, &r->who, v->s.id, r->now, &alpha, &l);
    if (s != OK && s != E_NOT_FOUND) return s;
    v->alpha = s == OK ? textf(r->mem, "%s%lld,%03lld", alpha < 0 ? "-" : "", (long long)llabs(alpha) / 1000, (long long)llabs(alpha) % 1000) : "";
    v->rows.p = NEWS(r->mem, severity_line, l.n + 1);
    for (int k = 0; k < l.n; k++)
        v->rows.p[v->rows.n++] = (severity_line){l.p[k].name, l.p[k].known ? textf(r->mem, "%s%s", l.p[k].severity > 0 ? "+" : "", score_text(r->mem, l.p[k].severity)) : "–", l.p[k].sheets};
    reply_title(r, "%s", T("Mức thống nhất khi chấm"));
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/cham-diem", readings_page, ACCESS_USER, .page = "council/readings.html", .view = &readings_shape, .summary = "Dossiers to assess, by round, field and state"},
    {GET, "/phien-hop/ho-so/:id/cham", sheet_page, ACCESS_USER, .page = "council/sheet.html", .view = &sheet_view_shape, .form = &sheet_form, .summary = "One's score sheet"},
    {POST, "/phien-hop/ho-so/:id/cham", sheet_post, ACCESS_USER, .form = &sheet_form, .again = sheet_page, .summary = "Save one's score sheet"},
    {GET, "/phien-hop/:id/tong-hop.docx", summary_get, ACCESS_USER, .summary = "Votes, points and results of a session (DOCX)"},
    {GET, "/phien-hop/ho-so/:id/phieu-cham.docx", my_paper, ACCESS_USER, .summary = "One's score sheet (DOCX)"},
    {GET, "/phien-hop/ho-so/:id/phieu-cham/:sheet", their_paper, ACCESS_USER, .summary = "A member's score sheet, once shown (DOCX)"},
    {GET, "/phien-hop/:id/cham-diem.xlsx", xlsx_get, ACCESS_USER, .summary = "One's sheets of a session (XLSX)"},
    {GET, "/phien-hop/:id/nhap-diem", import_page, ACCESS_USER, .page = "council/import.html", .view = &import_shape, .form = &import_form, .summary = "Scores from a spreadsheet: form"},
    {POST, "/phien-hop/:id/nhap-diem", import_post, ACCESS_USER, .form = &import_form, .again = import_page, .summary = "Scores from a spreadsheet", .flags = ROUTE_UPLOAD},
    {GET, "/phien-hop/:id/thong-nhat", agreement_page, ACCESS_USER, .page = "council/agreement.html", .view = &agreement_shape, .summary = "How well members agree"},
};
const route_table council_score_routes = {routes, COUNT(routes)};
