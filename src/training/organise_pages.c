/* Training for organisers: courses, sessions, people, check-in, certificates. */
#include "base/text.h"
#include "base/buf.h"
#include "training/training.h"
#include "training/training_pages.h"
#include <string.h>

static const unsigned organisers = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_EDITOR);
static const choice states[] = {{"draft", N_("Nháp, chỉ ban tổ chức thấy")}, {"open", N_("Mở đăng ký")}, {"closed", N_("Đóng đăng ký")}, {"cancelled", N_("Hủy lớp")}, {0}};
STATIC_FORM(course_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tên lớp tập huấn"), .max = 300, .required = true}, {.name = "summary", .kind = INPUT_LINES, .label = N_("Tóm tắt"), .rows = 3, .max = 2000},
            {.name = "body", .kind = INPUT_LINES, .label = N_("Chương trình (Markdown)"), .rows = 10, .max = 50000},
            {.name = "audience", .kind = INPUT_CHECKS, .label = N_("Dành cho"), .hint = N_("Không chọn gì: mọi người.")}, {.name = "organiser", .kind = INPUT_LINE, .label = N_("Đơn vị tổ chức"), .max = 200, .required = true},
            {.name = "signer_title", .kind = INPUT_LINE, .label = N_("Chức danh người ký giấy chứng nhận"), .max = 120}, {.name = "signer_name", .kind = INPUT_LINE, .label = N_("Họ và tên người ký"), .max = 120},
            {.name = "contact", .kind = INPUT_LINE, .label = N_("Liên hệ"), .max = 200}, {.name = "moderated", .kind = INPUT_CHECK, .label = N_("Ban tổ chức duyệt từng đăng ký")},
            {.name = "one_session", .kind = INPUT_CHECK, .label = N_("Các buổi có cùng nội dung: mỗi người dự một buổi")}, {.name = "state", .kind = INPUT_RADIO, .label = N_("Trạng thái"), .choices = states, .required = true},
            {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(session_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tên buổi"), .max = 200}, {.name = "place", .kind = INPUT_LINE, .label = N_("Địa điểm"), .max = 300, .required = true},
            {.name = "starts_at", .kind = INPUT_TIME, .label = N_("Bắt đầu"), .required = true}, {.name = "ends_at", .kind = INPUT_TIME, .label = N_("Kết thúc"), .required = true},
            {.name = "closes_at", .kind = INPUT_TIME, .label = N_("Hết hạn đăng ký"), .required = true}, {.name = "capacity", .kind = INPUT_INT, .label = N_("Số chỗ"), .required = true},
            {.name = "minutes", .kind = INPUT_INT, .label = N_("Số phút tính là đã tập huấn"), .required = true});
STATIC_FORM(material_form, {.name = "file", .kind = INPUT_FILE, .label = N_("Tài liệu"), .hint = N_("PDF, DOCX, XLSX, ODT hoặc ảnh; tối đa 20 MB."), .required = true});
STATIC_FORM(people_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true}, {.name = "registration", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(checkin_form, {.name = "code", .kind = INPUT_LINE, .label = N_("Mã trên phiếu tham dự (hoặc địa chỉ trong mã QR)"), .max = 200}, {.name = "registration", .kind = INPUT_HIDDEN, .label = ""});

/* ---- the course ---- */

typedef struct {
    course_row c;
    course_sessions sessions;
    material_list materials;
    bool is_new;
} manage_view;
STATIC_SHAPE(manage_shape, manage_view, F_STRUCT(manage_view, c, course_shape), F_LIST(manage_view, sessions, course_session_shape), F_LIST(manage_view, materials, material_shape),
             F_BOOL(manage_view, is_new));

static void no_course(course_row *c)
{
    *c = (course_row){.slug = "", .title = "", .summary = "", .body = "", .audience = "", .organiser = T("Sở Khoa học và Công nghệ thành phố Đà Nẵng"), .signer_title = T("Giám đốc"), .signer_name = "", .contact = "", .state = "draft"};
}

static status edit_page(request *r, reply *out)
{
    manage_view *v = NEW(r->mem, manage_view);
    choice_list *l = NEW(r->mem, choice_list);

    no_course(&v->c);
    v->is_new = r->arg[0] == 0;
    if (!v->is_new) TRY(training_get_id(r->db, r->mem, &r->who, ARG(r, 0, course_id), &v->c));
    training_sector_choices(r->mem, l);
    form_choices(r, "audience", l);
    for (int i = 0; i < l->n; i++)
        if (strstr(v->c.audience, textf(r->mem, ",%s,", l->p[i].value))) form_set_at(r, "audience", i, l->p[i].value);
    form_set(r, "title", v->c.title);
    form_set(r, "summary", v->c.summary);
    form_set(r, "body", v->c.body);
    form_set(r, "organiser", v->c.organiser);
    form_set(r, "signer_title", v->c.signer_title);
    form_set(r, "signer_name", v->c.signer_name);
    form_set(r, "contact", v->c.contact);
    form_set(r, "state", v->c.state);
    form_set_check(r, "moderated", v->c.moderated);
    form_set_check(r, "one_session", v->c.one_session);
    form_set_int(r, "revision", v->c.revision);
    reply_title(r, "%s", v->is_new ? T("Mở lớp tập huấn") : T("Sửa lớp tập huấn"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

static course_row read_course(request *r)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < form_count(r, "audience"); i++) buf_printf(&b, "%s%s,", i ? "" : ",", form_text_at(r, "audience", i));
    return (course_row){.id = ARG(r, 0, course_id), .title = form_text(r, "title"), .summary = form_text(r, "summary"), .body = form_text(r, "body"), .audience = text_copy(r->mem, b.p ? b.p : ""),
                        .organiser = form_text(r, "organiser"), .signer_title = form_text(r, "signer_title"), .signer_name = form_text(r, "signer_name"), .contact = form_text(r, "contact"),
                        .state = form_text(r, "state"), .moderated = form_check(r, "moderated"), .one_session = form_check(r, "one_session"), .revision = form_int(r, "revision")};
}

static status new_post(request *r, reply *out)
{
    course_row c = read_course(r);
    course_id id = {0};

    c.slug = textf(r->mem, "%s-%d", text_slug(r->mem, c.title), date_year(date_of(r->now)));
    status s = training_create(r->mem, r->db, &r->who, &c, r->now, &id);
    if (s == E_CONFLICT) {
        form_error(r, "title", "%s", T("Đã có lớp cùng tên trong năm nay."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã tạo lớp. Hãy thêm các buổi."));
    return reply_see(r, out, "/quan-ly-tap-huan/%lld", (long long)id.v);
}

static status edit_post(request *r, reply *out)
{
    course_row c = read_course(r), now = {0};
    status s = training_save(r->mem, r->db, &r->who, &c, r->now);

    if (s == E_CONFLICT) {
        TRY(training_get_id(r->db, r->mem, &r->who, c.id, &now));
        form_replace(r, "revision", textf(r->mem, "%lld", (long long)now.revision));
        form_error(r, "", "%s", T("Có người vừa lưu lớp này. Nội dung bạn gõ vẫn còn nguyên; bấm lưu lần nữa để ghi đè."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu."));
    return reply_see(r, out, "/quan-ly-tap-huan/%lld", (long long)c.id.v);
}

static status manage_page(request *r, reply *out)
{
    manage_view *v = NEW(r->mem, manage_view);

    TRY(training_get_id(r->db, r->mem, &r->who, ARG(r, 0, course_id), &v->c));
    TRY(training_sessions(r->db, r->mem, v->c.id, &v->sessions));
    TRY(training_materials(r->db, r->mem, v->c.id, &v->materials));
    reply_title(r, "%s", v->c.title);
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

static status material_post(request *r, reply *out)
{
    const upload *u = form_file(r, "file");
    status s = u ? training_add_material(r->mem, r->db, &r->who, ARG(r, 0, course_id), *u->name ? u->name : T("tệp"), u->data, r->now) : E_INVALID;

    if (s == E_INVALID || s == E_LIMIT) {
        form_error(r, "file", "%s", T("Chỉ nhận PDF, DOCX, XLSX, ODT hoặc ảnh, tối đa 20 MB."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã thêm tài liệu."));
    return reply_see(r, out, "/quan-ly-tap-huan/%lld", (long long)r->arg[0]);
}

/* ---- sessions ---- */

typedef struct {
    course_row c;
    course_session_row s;
} session_edit_view;
STATIC_SHAPE(session_edit_shape, session_edit_view, F_STRUCT(session_edit_view, c, course_shape), F_STRUCT(session_edit_view, s, course_session_shape));

static status session_form_page(request *r, reply *out, session_edit_view *v)
{
    TRY(training_get_id(r->db, r->mem, &r->who, v->s.course_id, &v->c));
    form_set(r, "title", v->s.title);
    form_set(r, "place", v->s.place);
    form_set(r, "starts_at", instant_vi(r->mem, v->s.starts_at));
    form_set(r, "ends_at", instant_vi(r->mem, v->s.ends_at));
    form_set(r, "closes_at", instant_vi(r->mem, v->s.closes_at));
    if (v->s.capacity) form_set_int(r, "capacity", v->s.capacity);
    if (v->s.minutes) form_set_int(r, "minutes", v->s.minutes);
    reply_title(r, "%s", v->s.id.v ? T("Sửa buổi") : T("Thêm buổi"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    reply_crumb(r, v->c.title, textf(r->mem, "/quan-ly-tap-huan/%lld", (long long)v->c.id.v));
    return reply_view(r, out, v);
}

static status session_new_page(request *r, reply *out)
{
    session_edit_view *v = NEW(r->mem, session_edit_view);

    v->s = (course_session_row){.course_id = ARG(r, 0, course_id), .title = "", .place = ""};
    return session_form_page(r, out, v);
}

static status session_edit_page(request *r, reply *out)
{
    session_edit_view *v = NEW(r->mem, session_edit_view);

    TRY(training_session(r->db, r->mem, ARG(r, 0, course_session_id), &v->s));
    return session_form_page(r, out, v);
}

static status save_session(request *r, reply *out, course_session_id id, course_id course)
{
    course_session_row s = {.id = id, .course_id = course, .title = form_text(r, "title"), .place = form_text(r, "place"), .starts_at = form_instant(r, "starts_at"),
                            .ends_at = form_instant(r, "ends_at"), .closes_at = form_instant(r, "closes_at"), .capacity = form_int(r, "capacity"), .minutes = form_int(r, "minutes")};
    course_session_id made = {0};

    if (s.ends_at.ms <= s.starts_at.ms) form_error(r, "ends_at", "%s", T("Giờ kết thúc phải sau giờ bắt đầu."));
    if (s.closes_at.ms > s.ends_at.ms) form_error(r, "closes_at", "%s", T("Hạn đăng ký không được sau khi buổi kết thúc."));
    if (s.capacity < 1 || s.capacity > TRAINING_CAPACITY_MAX) form_error(r, "capacity", T("Số chỗ từ 1 đến %d."), TRAINING_CAPACITY_MAX);
    if (s.minutes < 0 || s.minutes > 24 * 60) form_error(r, "minutes", "%s", T("Từ 0 đến 1.440 phút."));
    if (form_errors(r)) return E_INVALID;
    status st = training_save_session(r->mem, r->db, &r->who, &s, r->now, &made);
    if (st == E_INVALID) {
        form_error(r, "capacity", "%s", T("Số chỗ không được ít hơn số người đã có chỗ."));
        return E_INVALID;
    }
    if (st == E_LIMIT) {
        form_error(r, "", T("Mỗi lớp tối đa %d buổi."), TRAINING_SESSIONS_MAX);
        return E_INVALID;
    }
    TRY(st);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu buổi."));
    return reply_see(r, out, "/quan-ly-tap-huan/%lld", (long long)course.v);
}

static status session_new_post(request *r, reply *out)
{
    course_row c = {0};

    TRY(training_get_id(r->db, r->mem, &r->who, ARG(r, 0, course_id), &c));
    return save_session(r, out, (course_session_id){0}, c.id);
}

static status session_edit_post(request *r, reply *out)
{
    course_session_row s = {0};

    TRY(training_session(r->db, r->mem, ARG(r, 0, course_session_id), &s));
    return save_session(r, out, s.id, s.course_id);
}

/* ---- people of a session ---- */

typedef struct {
    registration_row g;
    bool pending, seated, waiting, refused;
} person_view;
STATIC_SHAPE(person_shape, person_view, F_STRUCT(person_view, g, registration_shape), F_BOOL(person_view, pending), F_BOOL(person_view, seated), F_BOOL(person_view, waiting),
             F_BOOL(person_view, refused));
typedef struct {
    course_row c;
    course_session_row s;
    LIST_OF(person_view) people;
    survey_sum survey;
    const char *rating, *useful, *last;
    bool over;
    int64_t percent;
} people_view;
STATIC_SHAPE(people_shape, people_view, F_STRUCT(people_view, c, course_shape), F_STRUCT(people_view, s, course_session_shape), F_LIST(people_view, people, person_shape),
             F_STRUCT(people_view, survey, survey_sum_shape), F_TEXT(people_view, rating), F_TEXT(people_view, useful), F_TEXT(people_view, last), F_BOOL(people_view, over),
             F_INT(people_view, percent));

static status people_fill(request *r, people_view *v)
{
    registration_list l = {0};

    TRY(training_session(r->db, r->mem, ARG(r, 0, course_session_id), &v->s));
    TRY(training_get_id(r->db, r->mem, &r->who, v->s.course_id, &v->c));
    TRY(training_people(r->db, r->mem, &r->who, v->s.id, &l));
    TRY(training_survey_sum(r->db, r->mem, v->s.id, &v->survey));
    v->people.p = NEWS(r->mem, person_view, l.n + 1);
    for (int i = 0; i < l.n; i++) {
        const registration_row *g = &l.p[i];
        v->people.p[v->people.n++] = (person_view){*g, text_eq(g->state, "pending"), text_eq(g->state, "seated"), text_eq(g->state, "waiting"), text_eq(g->state, "refused")};
    }
    v->rating = textf(r->mem, "%lld,%02lld", (long long)v->survey.rating / 100, (long long)v->survey.rating % 100);
    v->useful = textf(r->mem, "%lld,%02lld", (long long)v->survey.useful / 100, (long long)v->survey.useful % 100);
    v->over = r->now.ms >= v->s.ends_at.ms;
    v->percent = v->s.seated ? v->s.attended * 100 / v->s.seated : 0;
    v->last = "";
    reply_title(r, "%s · %s", v->c.title, instant_vi(r->mem, v->s.starts_at));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    reply_crumb(r, v->c.title, textf(r->mem, "/quan-ly-tap-huan/%lld", (long long)v->c.id.v));
    return OK;
}

static status people_page(request *r, reply *out)
{
    people_view *v = NEW(r->mem, people_view);

    TRY(people_fill(r, v));
    return reply_view(r, out, v);
}

static status people_post(request *r, reply *out)
{
    const char *what = form_text(r, "do");
    registration_id id = {form_int(r, "registration")};
    int64_t issued = 0;
    status s = E_INVALID;

    if (text_eq(what, "let-in") || text_eq(what, "refuse")) s = training_decide(r->mem, r->db, &r->who, id, text_eq(what, "let-in"), r->now);
    else if (text_eq(what, "cancel")) s = training_cancel(r->mem, r->db, &r->who, id, r->now);
    else if (text_eq(what, "issue")) s = training_issue(r->mem, r->db, &r->who, ARG(r, 0, course_session_id), r->now, &issued);
    if (s == E_CONFLICT) reply_flash(r, FLASH_NOTE, "%s", text_eq(what, "issue") ? T("Chỉ cấp giấy chứng nhận sau khi buổi kết thúc.") : T("Người khác đã xử lý đăng ký này."));
    else TRY(s);
    if (s == OK) reply_flash(r, FLASH_GOOD, "%s", text_eq(what, "issue") ? textf(r->mem, T("Đã cấp %lld giấy chứng nhận tham dự."), (long long)issued) : T("Đã ghi."));
    return reply_see(r, out, "/quan-ly-tap-huan/buoi/%lld", (long long)r->arg[0]);
}

static void cell(buf *b, const char *s, bool last)
{
    buf_putc(b, '"');
    if (*s && strchr("=+-@\t\r", *s)) buf_putc(b, '\''); /* no formula */
    for (; *s; s++) {
        if (*s == '"') buf_putc(b, '"');
        buf_putc(b, *s);
    }
    buf_puts(b, last ? "\"\r\n" : "\",");
}

static status people_csv(request *r, reply *out)
{
    people_view *v = NEW(r->mem, people_view);
    AUTO(buf) b = {0};

    TRY(people_fill(r, v));
    buf_puts(&b, "\xEF\xBB\xBF\"ho_ten\",\"don_vi\",\"chuc_danh\",\"thu_dien_tu\",\"trang_thai\",\"dang_ky_luc\",\"tham_du_luc\",\"giay_chung_nhan\"\r\n");
    for (int i = 0; i < v->people.n; i++) {
        const registration_row *g = &v->people.p[i].g;
        const char *const cells[] = {g->name, g->unit, g->position, g->email, g->state, instant_vi(r->mem, g->at), instant_vi(r->mem, g->attended_at), g->certificate};
        for (int k = 0; k < COUNT(cells); k++) cell(&b, cells[k], k + 1 == COUNT(cells));
    }
    return reply_file(r, out, "text/csv; charset=utf-8", textf(r->mem, "buoi-%lld.csv", (long long)v->s.id.v), (bytes){b.p, b.n});
}

/* ---- check-in: by code, by name, off-line (app.js keeps codes and sends them when it can) ---- */

static status checkin_page(request *r, reply *out)
{
    people_view *v = NEW(r->mem, people_view);

    TRY(people_fill(r, v));
    reply_crumb(r, T("Danh sách"), textf(r->mem, "/quan-ly-tap-huan/buoi/%lld", (long long)v->s.id.v));
    reply_title(r, "%s", T("Điểm danh"));
    return reply_view(r, out, v);
}

static status checkin_post(request *r, reply *out)
{
    const char *code = form_text(r, "code"), *slash = strrchr(code, '/');
    registration_row g = {0};
    course_session_id id = ARG(r, 0, course_session_id);
    status s;

    if (slash) code = slash + 1;
    if (!*code && !form_int(r, "registration")) {
        form_error(r, "code", "%s", T("Hãy nhập mã hoặc chọn người trong danh sách."));
        return E_INVALID;
    }
    s = training_attend(r->mem, r->db, &r->who, id, code, (registration_id){form_int(r, "registration")}, r->now, &g);
    if (s == E_NOT_FOUND) {
        form_error(r, "code", "%s", T("Không có chỗ nào trong buổi này với mã đó. Có thể là phiếu của buổi khác hoặc còn trong danh sách chờ."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, g.attended_at.ms ? T("%s đã được điểm danh từ trước.") : T("Đã điểm danh: %s."), g.name);
    return reply_see(r, out, "/quan-ly-tap-huan/buoi/%lld/diem-danh", (long long)id.v);
}

static const route routes[] = {
    {GET, "/quan-ly-tap-huan/moi", edit_page, ACCESS_ROLE, .roles = organisers, .page = "training/edit.html", .view = &manage_shape, .form = &course_form, .summary = "Open a course: form"},
    {POST, "/quan-ly-tap-huan/moi", new_post, ACCESS_ROLE, .roles = organisers, .form = &course_form, .again = edit_page, .summary = "Open a course"},
    {GET, "/quan-ly-tap-huan/:id", manage_page, ACCESS_ROLE, .roles = organisers, .page = "training/manage.html", .view = &manage_shape, .form = &material_form, .summary = "A course as its organiser sees it"},
    {POST, "/quan-ly-tap-huan/:id/tai-lieu", material_post, ACCESS_ROLE, .roles = organisers, .form = &material_form, .again = manage_page, .flags = ROUTE_UPLOAD, .summary = "Add a material"},
    {GET, "/quan-ly-tap-huan/:id/sua", edit_page, ACCESS_ROLE, .roles = organisers, .page = "training/edit.html", .view = &manage_shape, .form = &course_form, .summary = "Edit a course: form"},
    {POST, "/quan-ly-tap-huan/:id/sua", edit_post, ACCESS_ROLE, .roles = organisers, .form = &course_form, .again = edit_page, .summary = "Save a course"},
    {GET, "/quan-ly-tap-huan/:id/them-buoi", session_new_page, ACCESS_ROLE, .roles = organisers, .page = "training/session.html", .view = &session_edit_shape, .form = &session_form, .summary = "Add a session: form"},
    {POST, "/quan-ly-tap-huan/:id/them-buoi", session_new_post, ACCESS_ROLE, .roles = organisers, .form = &session_form, .again = session_new_page, .summary = "Add a session"},
    {GET, "/quan-ly-tap-huan/buoi/:id", people_page, ACCESS_ROLE, .roles = organisers, .page = "training/people.html", .view = &people_shape, .form = &people_form, .summary = "Who registered for a session"},
    {POST, "/quan-ly-tap-huan/buoi/:id", people_post, ACCESS_ROLE, .roles = organisers, .form = &people_form, .again = people_page, .summary = "Let in, refuse, cancel, issue certificates"},
    {GET, "/quan-ly-tap-huan/buoi/:id/danh-sach.csv", people_csv, ACCESS_ROLE, .roles = organisers, .summary = "Who registered, as CSV"},
    {GET, "/quan-ly-tap-huan/buoi/:id/sua", session_edit_page, ACCESS_ROLE, .roles = organisers, .page = "training/session.html", .view = &session_edit_shape, .form = &session_form, .summary = "Edit a session: form"},
    {POST, "/quan-ly-tap-huan/buoi/:id/sua", session_edit_post, ACCESS_ROLE, .roles = organisers, .form = &session_form, .again = session_edit_page, .summary = "Save a session"},
    {GET, "/quan-ly-tap-huan/buoi/:id/diem-danh", checkin_page, ACCESS_ROLE, .roles = organisers, .page = "training/checkin.html", .view = &people_shape, .form = &checkin_form, .summary = "Check-in"},
    {POST, "/quan-ly-tap-huan/buoi/:id/diem-danh", checkin_post, ACCESS_ROLE, .roles = organisers, .form = &checkin_form, .again = checkin_page, .flags = ROUTE_NO_ONCE, .summary = "Check somebody in"},
};
const route_table organise_routes = {routes, COUNT(routes)};
