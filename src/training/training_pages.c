/* Training for the public and for whoever registers: list, course, registration, ticket, survey, certificate. */
#include "training/training_pages.h"
#include "base/text.h"
#include "certificate/sign.h"
#include "training/attendance.h"
#include "training/training.h"
#include "web/qr.h"
#include <string.h>

STATIC_FORM(register_form, {.name = "session", .kind = INPUT_HIDDEN, .label = "", .required = true});
STATIC_FORM(cancel_form, {.name = "registration", .kind = INPUT_HIDDEN, .label = "", .required = true});
STATIC_FORM(unit_form, {.name = "session", .kind = INPUT_RADIO, .label = N_("Buổi"), .required = true}, {.name = "person", .kind = INPUT_LINE, .label = N_("Họ và tên"), .max = 120, .repeat = true},
            {.name = "position", .kind = INPUT_LINE, .label = N_("Chức danh"), .max = 120, .repeat = true},
            {.name = "email", .kind = INPUT_EMAIL, .label = N_("Thư điện tử"), .repeat = true},
            {.name = "list", .kind = INPUT_LINES, .label = N_("Hoặc dán danh sách"), .rows = 5, .max = 20000,
             .hint = N_("Mỗi người một dòng: họ và tên; chức danh; thư điện tử. Có thể dán thẳng ba cột từ bảng tính.")});
static const choice marks[] = {{"5", N_("5 – rất tốt")}, {"4", N_("4 – tốt")}, {"3", N_("3 – được")}, {"2", N_("2 – chưa tốt")}, {"1", N_("1 – kém")}, {0}};
STATIC_FORM(survey_form, {.name = "rating", .kind = INPUT_RADIO, .label = N_("Bạn đánh giá lớp tập huấn thế nào?"), .choices = marks, .required = true},
            {.name = "useful", .kind = INPUT_RADIO, .label = N_("Nội dung có ích cho công việc của bạn?"), .choices = marks, .required = true},
            {.name = "comment", .kind = INPUT_LINES, .label = N_("Góp ý"), .hint = N_("Câu trả lời được tách khỏi tên của bạn."), .max = 2000});

/* ---- list ---- */

typedef struct {
    course_list items;
    bool past, may_organise;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, course_shape), F_BOOL(list_view, past), F_BOOL(list_view, may_organise));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    v->past = query_int(r, "da-qua", 0) == 1;
    v->may_organise = training_may_organise(&r->who);
    TRY(training_list(r->db, r->mem, &r->who, v->past, r->now, &v->items));
    reply_title(r, "%s", T("Tập huấn"));
    reply_public(out, 30);
    return reply_view(r, out, v);
}

/* ---- one course ---- */

typedef struct {
    course_session_row s;
    int64_t left;
    bool open, over, full, mine; /* mine: the person who asks is registered */
} session_view;
STATIC_SHAPE(session_shape, session_view, F_STRUCT(session_view, s, course_session_shape), F_INT(session_view, left), F_BOOL(session_view, open), F_BOOL(session_view, over),
             F_BOOL(session_view, full), F_BOOL(session_view, mine));
typedef struct {
    registration_row g;
    const char *state_name, *tone;
    bool may_cancel, may_survey;
} mine_view;
STATIC_SHAPE(mine_shape, mine_view, F_STRUCT(mine_view, g, registration_shape), F_TEXT(mine_view, state_name), F_TEXT(mine_view, tone), F_BOOL(mine_view, may_cancel),
             F_BOOL(mine_view, may_survey));
typedef struct {
    course_row c;
    LIST_OF(session_view) sessions;
    LIST_OF(mine_view) mine;
    material_list materials;
    const char *audience;
    bool may_organise, signed_in, has_unit, cancelled, any_open;
} course_view;
STATIC_SHAPE(course_view_shape, course_view, F_STRUCT(course_view, c, course_shape), F_LIST(course_view, sessions, session_shape), F_LIST(course_view, mine, mine_shape),
             F_LIST(course_view, materials, material_shape), F_TEXT(course_view, audience), F_BOOL(course_view, may_organise), F_BOOL(course_view, signed_in),
             F_BOOL(course_view, has_unit), F_BOOL(course_view, cancelled), F_BOOL(course_view, any_open));

static const struct {
    const char *key, *name;
} sectors[] = {{"department", N_("cơ quan thuộc thành phố")}, {"commune", N_("phường, xã")}, {"school", N_("trường học")}, {"hospital", N_("cơ sở y tế")},
               {"enterprise", N_("doanh nghiệp")}, {"union", N_("tổ chức chính trị - xã hội, xã hội - nghề nghiệp")}, {"service", N_("đơn vị sự nghiệp")}};

const char *training_audience_words(arena *mem, const char *audience)
{
    const char *s = "";

    for (int i = 0; i < COUNT(sectors); i++)
        if (strstr(audience, textf(mem, ",%s,", sectors[i].key))) s = textf(mem, "%s%s%s", s, *s ? ", " : "", T(sectors[i].name));
    return *s ? s : T("mọi người");
}

void training_sector_choices(arena *mem, choice_list *l)
{
    l->p = NEWS(mem, choice, COUNT(sectors));
    for (l->n = 0; l->n < COUNT(sectors); l->n++) l->p[l->n] = (choice){sectors[l->n].key, T(sectors[l->n].name)};
}

static const char *tone_of(const registration_row *g)
{
    return text_eq(g->state, "seated") ? "good" : text_eq(g->state, "waiting") || text_eq(g->state, "pending") ? "wait" : "off";
}

const char *training_state_name(const registration_row *g)
{
    if (g->attended_at.ms) return T("đã tham dự");
    if (text_eq(g->state, "seated")) return T("có chỗ");
    if (text_eq(g->state, "waiting")) return T("trong danh sách chờ");
    if (text_eq(g->state, "pending")) return T("chờ duyệt");
    return text_eq(g->state, "refused") ? T("không được nhận") : T("đã hủy");
}

static mine_view mine_of(request *r, const registration_row *g)
{
    mine_view m = {.g = *g};

    m.state_name = training_state_name(g);
    m.tone = tone_of(g);
    m.may_cancel = !g->attended_at.ms && r->now.ms < g->starts_at.ms && !text_eq(g->state, "refused") && !text_eq(g->state, "cancelled");
    m.may_survey = g->attended_at.ms && !g->surveyed_at.ms;
    return m;
}

static status fill_mine(request *r, const registration_list *l, course_view *v)
{
    v->mine.p = NEWS(r->mem, mine_view, l->n + 1);
    for (int i = 0; i < l->n; i++) v->mine.p[v->mine.n++] = mine_of(r, &l->p[i]);
    return OK;
}

static status course_page(request *r, reply *out)
{
    course_view *v = NEW(r->mem, course_view);
    course_sessions sessions = {0};
    registration_list mine = {0};

    TRY(training_get(r->db, r->mem, &r->who, r->word[0], &v->c));
    TRY(training_sessions(r->db, r->mem, v->c.id, &sessions));
    TRY(training_materials(r->db, r->mem, v->c.id, &v->materials));
    TRY(training_mine_in(r->db, r->mem, &r->who, v->c.id, &mine));
    TRY(fill_mine(r, &mine, v));
    v->signed_in = r->who.user.v != 0;
    v->has_unit = r->who.org.v != 0;
    v->may_organise = training_may_organise(&r->who);
    v->cancelled = text_eq(v->c.state, "cancelled");
    v->audience = training_audience_words(r->mem, v->c.audience);
    v->sessions.p = NEWS(r->mem, session_view, sessions.n + 1);
    for (int i = 0; i < sessions.n; i++) {
        const course_session_row *s = &sessions.p[i];
        session_view sv = {.s = *s, .left = s->capacity - s->seated, .open = text_eq(v->c.state, "open") && r->now.ms < s->closes_at.ms, .over = r->now.ms > s->ends_at.ms};
        sv.full = sv.left <= 0;
        for (int k = 0; k < mine.n; k++) sv.mine |= mine.p[k].user_id.v == r->who.user.v && r->who.user.v && mine.p[k].session_id.v == s->id.v;
        v->any_open |= sv.open;
        v->sessions.p[v->sessions.n++] = sv;
    }
    reply_title(r, "%s", v->c.title);
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

static const char *told(request *r, const register_outcome *o)
{
    switch (o->tag) {
    case REGISTER_SEATED: return T("Bạn đã có chỗ.");
    case REGISTER_WAITING: return textf(r->mem, T("Lớp đã đủ chỗ. Bạn đứng thứ %lld trong danh sách chờ và sẽ được báo khi có chỗ."), (long long)o->place_in_line);
    case REGISTER_PENDING: return T("Đã nhận đăng ký; ban tổ chức sẽ duyệt và báo cho bạn.");
    case REGISTER_ALREADY: return T("Bạn đã đăng ký buổi này rồi.");
    case REGISTER_REFUSED: return T("Ban tổ chức không nhận đăng ký của bạn cho buổi này. Nếu cần, hãy liên hệ ban tổ chức.");
    case REGISTER_OTHER_SESSION: return T("Mỗi người chỉ dự một buổi của lớp này và bạn đã đăng ký buổi khác. Hãy hủy đăng ký kia trước.");
    case REGISTER_CLOSED: return T("Đã hết hạn đăng ký.");
    case REGISTER_NOT_FOR: return T("Lớp này dành cho nhóm cơ quan, tổ chức khác.");
    }
    return "";
}

static bool is_good(const register_outcome *o)
{
    return o->tag == REGISTER_SEATED || o->tag == REGISTER_WAITING || o->tag == REGISTER_PENDING || o->tag == REGISTER_ALREADY;
}

static status register_post(request *r, reply *out)
{
    register_outcome o = {0};

    TRY(training_register(r->mem, r->db, &r->who, (course_session_id){form_int(r, "session")}, r->now, &o));
    reply_flash(r, o.tag == REGISTER_SEATED ? FLASH_GOOD : is_good(&o) ? FLASH_NOTE : FLASH_BAD, "%s", told(r, &o));
    return reply_see(r, out, "/tap-huan/%s", r->word[0]);
}

static status cancel_post(request *r, reply *out)
{
    status s = training_cancel(r->mem, r->db, &r->who, (registration_id){form_int(r, "registration")}, r->now);

    if (s == E_CONFLICT) reply_flash(r, FLASH_NOTE, "%s", T("Đăng ký này đã kết thúc từ trước."));
    else TRY(s);
    if (s == OK) reply_flash(r, FLASH_GOOD, "%s", T("Đã hủy đăng ký; chỗ trống được chuyển cho người chờ đầu tiên."));
    return reply_see(r, out, "/tap-huan/%s", r->word[0]);
}

/* ---- a unit registers its people ---- */

enum { UNIT_ROWS = 4 }; /* more people come as a list */
typedef struct {
    int64_t number;
} row_no;
STATIC_SHAPE(row_no_shape, row_no, F_INT(row_no, number));
typedef struct {
    const char *slug, *unit;
    LIST_OF(row_no) rows;
} unit_view;
STATIC_SHAPE(unit_shape, unit_view, F_TEXT(unit_view, slug), F_TEXT(unit_view, unit), F_LIST(unit_view, rows, row_no_shape));

static status unit_page(request *r, reply *out)
{
    unit_view *v = NEW(r->mem, unit_view);
    course_row c = {0};
    course_sessions sessions = {0};
    choice_list *l = NEW(r->mem, choice_list);

    if (!r->who.org.v) return E_FORBIDDEN;
    TRY(training_get(r->db, r->mem, &r->who, r->word[0], &c));
    TRY(training_sessions(r->db, r->mem, c.id, &sessions));
    l->p = NEWS(r->mem, choice, sessions.n + 1);
    for (int i = 0; i < sessions.n; i++) {
        const course_session_row *s = &sessions.p[i];
        if (r->now.ms < s->closes_at.ms) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)s->id.v), textf(r->mem, "%s %s – %s", s->title, instant_vi(r->mem, s->starts_at), s->place)};
    }
    form_choices(r, "session", l);
    v->slug = c.slug;
    v->unit = r->who.unit;
    v->rows.n = UNIT_ROWS;
    v->rows.p = NEWS(r->mem, row_no, UNIT_ROWS);
    for (int i = 0; i < UNIT_ROWS; i++) v->rows.p[i].number = i + 1;
    reply_title(r, "%s", T("Đăng ký cho người của đơn vị"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    reply_crumb(r, c.title, textf(r->mem, "/tap-huan/%s", c.slug));
    return reply_view(r, out, v);
}

typedef struct {
    attendee p[TRAINING_PEOPLE_MAX];
    int n;
    bool over; /* there were more */
} attendees;

static void add_person(attendees *l, attendee a)
{
    if (!*a.name) return;
    if (l->n == TRAINING_PEOPLE_MAX) l->over = true;
    else l->p[l->n++] = a;
}

/* "Họ và tên; chức danh; thư điện tử", or the same between tabs, as a spreadsheet gives it. False: a part is too long. */
static bool read_line(arena *mem, const char *line, size_t n, attendees *l)
{
    enum { PART_MAX = 120 };
    const char *part[3] = {"", "", ""}, *end = line + n;

    for (int i = 0; i < 3 && line <= end; i++) {
        size_t len = strcspn(line, ";\t\n");
        if (line + len > end) len = (size_t)(end - line);
        if (text_accept(mem, line, len, TEXT_LINE, &part[i]) != OK || text_length(part[i]) > PART_MAX) return false;
        line += len + 1;
    }
    add_person(l, (attendee){part[0], part[1], part[2]});
    return true;
}

static status read_people(request *r, attendees *l)
{
    const char *line = form_text(r, "list");

    for (int i = 0; i < form_count(r, "person"); i++) add_person(l, (attendee){form_text_at(r, "person", i), form_text_at(r, "position", i), form_text_at(r, "email", i)});
    for (int number = 1; *line; number++) {
        size_t n = strcspn(line, "\n");
        if (!read_line(r->mem, line, n, l)) form_error(r, "list", T("Dòng %d: mỗi phần dài nhất 120 chữ."), number);
        line += n + (line[n] != 0);
    }
    if (l->over) form_error(r, "list", T("Mỗi lần tối đa %d người; hãy đăng ký làm nhiều lần."), TRAINING_PEOPLE_MAX);
    else if (l->n == 0 && !form_errors(r)) form_error_at(r, "person", 0, "%s", T("Hãy ghi ít nhất một người."));
    return form_errors(r) ? E_INVALID : OK;
}

static status unit_post(request *r, reply *out)
{
    attendees *l = NEW(r->mem, attendees);
    register_outcome o[TRAINING_PEOPLE_MAX];
    int seated = 0, waiting = 0, pending = 0, elsewhere = 0;

    TRY(read_people(r, l));
    int n = l->n;
    TRY(training_register_unit(r->mem, r->db, &r->who, (course_session_id){form_int(r, "session")}, l->p, n, r->now, o));
    if (o[0].tag == REGISTER_CLOSED || o[0].tag == REGISTER_NOT_FOR) {
        form_error(r, "session", "%s", told(r, &o[0]));
        return E_INVALID;
    }
    for (int i = 0; i < n; i++) {
        seated += o[i].tag == REGISTER_SEATED;
        waiting += o[i].tag == REGISTER_WAITING;
        pending += o[i].tag == REGISTER_PENDING;
        elsewhere += o[i].tag == REGISTER_OTHER_SESSION || o[i].tag == REGISTER_REFUSED;
    }
    reply_flash(r, elsewhere ? FLASH_NOTE : FLASH_GOOD, T("%d người: %d có chỗ, %d trong danh sách chờ, %d chờ duyệt, %d đã đăng ký từ trước, %d không ghi được (đã dự buổi khác hoặc không được nhận)."), n, seated,
                waiting, pending, n - seated - waiting - pending - elsewhere, elsewhere);
    return reply_see(r, out, "/tap-huan/%s", r->word[0]);
}

/* ---- files and calendar ---- */

static status material_get(request *r, reply *out)
{
    course_row c = {0};
    material_row m = {0};
    bytes data = {0};

    TRY(training_get(r->db, r->mem, &r->who, r->word[0], &c));
    TRY(training_material(r->db, r->mem, c.id, r->arg[0], &m, &data));
    return reply_file(r, out, m.mime, m.name, data);
}

static status calendar_get(request *r, reply *out)
{
    course_row c = {0};
    course_sessions sessions = {0};

    TRY(training_get(r->db, r->mem, &r->who, r->word[0], &c));
    TRY(training_sessions(r->db, r->mem, c.id, &sessions));
    const char *ics = training_calendar(r->mem, &c, &sessions, request_base_url(r), r->now);
    return reply_file(r, out, "text/calendar; charset=utf-8", textf(r->mem, "%s.ics", c.slug), (bytes){ics, strlen(ics)});
}

/* ---- ticket, survey, mine ---- */

typedef struct {
    mine_view m;
    html qr;
    bool seated, waiting, answered;
    int64_t minutes;
    LIST_OF(mine_view) all;
    bool may_check_in, may_hours;
} ticket_view;
STATIC_SHAPE(ticket_shape, ticket_view, F_STRUCT(ticket_view, m, mine_shape), F_HTML(ticket_view, qr), F_BOOL(ticket_view, seated), F_BOOL(ticket_view, waiting),
             F_BOOL(ticket_view, answered), F_INT(ticket_view, minutes), F_LIST(ticket_view, all, mine_shape), F_BOOL(ticket_view, may_check_in), F_BOOL(ticket_view, may_hours));

static status ticket_page(request *r, reply *out)
{
    ticket_view *v = NEW(r->mem, ticket_view);
    registration_row g = {0};

    TRY(training_ticket(r->db, r->mem, r->word[0], &g));
    v->m = mine_of(r, &g);
    v->seated = text_eq(g.state, "seated");
    v->waiting = text_eq(g.state, "waiting");
    v->answered = g.surveyed_at.ms != 0;
    v->may_check_in = v->seated && !g.attended_at.ms && training_may_organise(&r->who);
    v->qr = v->seated ? qr_svg(r->mem, textf(r->mem, "%s/ve/%s", request_base_url(r), g.token)) : (html){""};
    reply_title(r, "%s", T("Phiếu tham dự"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    reply_crumb(r, g.course_title, textf(r->mem, "/tap-huan/%s", g.course_slug));
    return reply_view(r, out, v);
}

static status survey_page(request *r, reply *out)
{
    TRY(ticket_page(r, out));
    reply_title(r, "%s", T("Khảo sát sau tập huấn"));
    return OK;
}

static status survey_post(request *r, reply *out)
{
    int64_t rating = 0, useful = 0;

    TRY(text_parse_int(form_text(r, "rating"), 1, 5, &rating));
    TRY(text_parse_int(form_text(r, "useful"), 1, 5, &useful));
    status s = training_answer(r->mem, r->db, r->word[0], (int)rating, (int)useful, form_text(r, "comment"), r->now);
    if (s != E_DONE) TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Cảm ơn bạn đã trả lời."));
    return reply_see(r, out, "/ve/%s", r->word[0]);
}

static status mine_page(request *r, reply *out)
{
    ticket_view *v = NEW(r->mem, ticket_view);
    registration_list l = {0};

    TRY(training_mine(r->db, r->mem, &r->who, &l));
    v->m = mine_of(r, &(registration_row){.name = "", .unit = "", .position = "", .email = "", .state = "", .token = "", .certificate = "", .payload = "", .signature = "",
                                          .course_title = "", .course_slug = "", .session_title = "", .session_place = ""});
    v->qr.p = "";
    v->all.p = NEWS(r->mem, mine_view, l.n + 1);
    for (int i = 0; i < l.n; i++) {
        v->all.p[v->all.n++] = mine_of(r, &l.p[i]);
        if (l.p[i].attended_at.ms) v->minutes += l.p[i].minutes;
    }
    for (int i = 0; i < r->who.n_roles; i++) v->may_hours |= attendance_may_see(&r->who, r->who.roles[i].org);
    reply_title(r, "%s", T("Tập huấn của tôi"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

/* ---- certificates of attendance ---- */

typedef struct {
    registration_row g;
    course_row c;
    bool found, good, code_given, code_good;
    int64_t hours, minutes;
} certificate_view;
STATIC_SHAPE(certificate_view_shape, certificate_view, F_STRUCT(certificate_view, g, registration_shape), F_STRUCT(certificate_view, c, course_shape), F_BOOL(certificate_view, found),
             F_BOOL(certificate_view, good), F_BOOL(certificate_view, code_given), F_BOOL(certificate_view, code_good), F_INT(certificate_view, hours), F_INT(certificate_view, minutes));

static status certificate_page(request *r, reply *out)
{
    certificate_view *v = NEW(r->mem, certificate_view);
    const char *code = query_text(r, "c");

    TRY(training_certificate(r->db, r->mem, r->word[0], &v->g));
    TRY(training_get(r->db, r->mem, &r->who, v->g.course_slug, &v->c));
    v->good = sign_fits(v->g.payload, v->g.signature, sign_public_key());
    v->code_given = *code != 0;
    code_outcome o = sign_check_code(r->mem, code, sign_public_key());
    v->code_good = o.tag == CODE_GOOD && text_eq(o.payload, v->g.payload);
    v->hours = v->g.minutes / 60;
    v->minutes = v->g.minutes % 60;
    reply_title(r, "%s", T("Giấy chứng nhận tham dự"));
    reply_crumb(r, T("Tập huấn"), "/tap-huan");
    return reply_view(r, out, v);
}

static status certificate_pdf_get(request *r, reply *out)
{
    registration_row g = {0};
    course_row c = {0};
    bytes pdf = {0};

    TRY(training_certificate(r->db, r->mem, r->word[0], &g));
    TRY(training_get(r->db, r->mem, &r->who, g.course_slug, &c));
    TRY(training_pdf(r->mem, &g, &c, request_base_url(r), &pdf));
    return reply_file(r, out, "application/pdf", textf(r->mem, "%s.pdf", g.certificate), pdf);
}

static const route routes[] = {
    {GET, "/tap-huan", list_page, ACCESS_PUBLIC, .page = "training/list.html", .view = &list_shape, .summary = "Training courses"},
    {GET, "/tap-huan/*x", course_page, ACCESS_PUBLIC, .page = "training/course.html", .view = &course_view_shape, .form = &cancel_form, .summary = "A course"},
    {POST, "/tap-huan/*x/dang-ky", register_post, ACCESS_USER, .form = &register_form, .summary = "Register oneself in a session"},
    {POST, "/tap-huan/*x/huy", cancel_post, ACCESS_USER, .form = &cancel_form, .summary = "Cancel a registration"},
    {GET, "/tap-huan/*x/don-vi", unit_page, ACCESS_USER, .page = "training/unit.html", .view = &unit_shape, .form = &unit_form, .summary = "Register people of one's unit: form"},
    {POST, "/tap-huan/*x/don-vi", unit_post, ACCESS_USER, .form = &unit_form, .again = unit_page, .summary = "Register people of one's unit"},
    {GET, "/tap-huan/*x/lich.ics", calendar_get, ACCESS_PUBLIC, .summary = "The sessions as a calendar file"},
    {GET, "/tap-huan/*x/tai-lieu/:file", material_get, ACCESS_PUBLIC, .summary = "A material of a course"},
    {GET, "/tap-huan-cua-toi", mine_page, ACCESS_USER, .page = "training/mine.html", .view = &ticket_shape, .summary = "One's own training and its hours"},
    {GET, "/ve/*x", ticket_page, ACCESS_PUBLIC, .page = "training/ticket.html", .view = &ticket_shape, .form = &cancel_form, .summary = "The ticket of a registration"},
    {GET, "/ve/*x/khao-sat", survey_page, ACCESS_PUBLIC, .page = "training/survey.html", .view = &ticket_shape, .form = &survey_form, .summary = "The survey: form"},
    {POST, "/ve/*x/khao-sat", survey_post, ACCESS_PUBLIC, .form = &survey_form, .again = survey_page, .summary = "Answer the survey"},
    {GET, "/chung-nhan-tap-huan/*x", certificate_page, ACCESS_PUBLIC, .page = "training/certificate.html", .view = &certificate_view_shape, .summary = "Whether a certificate of attendance is valid"},
    {GET, "/chung-nhan-tap-huan/*x/pdf", certificate_pdf_get, ACCESS_PUBLIC, .summary = "A certificate of attendance (PDF)"},
};
const route_table training_routes = {routes, COUNT(routes)};
