/* Complaints: my list, one complaint with its clocks, and a form a page for each step. */
#include "complaint/complaint_pages.h"
#include "base/text.h"
#include "complaint/complaint.h"
#include "rule/rule.h"
#include <string.h>

static const choice accepts[] = {{"accept", N_("Thụ lý")}, {"refuse", N_("Không thụ lý")}, {0}};
static const choice results[] = {{"right", N_("Khiếu nại đúng")}, {"partly", N_("Khiếu nại đúng một phần")}, {"wrong", N_("Khiếu nại sai")}, {0}};
static const choice measures[] = {{"keep", N_("Giữ nguyên quyết định bị khiếu nại")}, {"cancel", N_("Hủy bỏ việc công nhận")}, {"reexamine", N_("Xét lại hồ sơ")}, {0}};
static const choice seconds[] = {{"agree", N_("Đồng ý: quyết định có hiệu lực")}, {"return", N_("Không đồng ý: giải quyết lại")}, {0}};
STATIC_FORM(file_form, {.name = "content", .kind = INPUT_LINES, .label = N_("Nội dung khiếu nại"), .rows = 8, .max = 10000, .required = true},
            {.name = "wish", .kind = INPUT_LINES, .label = N_("Yêu cầu"), .rows = 3, .max = 3000, .required = true}, {.name = "evidence", .kind = INPUT_LINES, .label = N_("Chứng cứ (tài liệu, người biết việc)"), .rows = 3, .max = 3000},
            {.name = "known_on", .kind = INPUT_DATE, .label = N_("Ngày bạn biết quyết định"), .required = true},
            {.name = "late_reason", .kind = INPUT_LINES, .label = N_("Trở ngại khách quan (khi đã quá thời hiệu)"), .rows = 2, .max = 1000});
STATIC_FORM(accept_form, {.name = "accept", .kind = INPUT_RADIO, .label = N_("Quyết định"), .choices = accepts, .required = true},
            {.name = "remote", .kind = INPUT_CHECK, .label = N_("Vùng sâu, vùng xa đi lại khó khăn (thời hạn dài hơn)")}, {.name = "note", .kind = INPUT_LINES, .label = N_("Ghi chú, hoặc lý do không thụ lý"), .rows = 3, .max = 3000});
STATIC_FORM(complex_form, {.name = "note", .kind = INPUT_LINES, .label = N_("Vì sao vụ việc phức tạp"), .hint = N_("Ví dụ: phải xác minh ở nhiều nơi, nhiều người cùng khiếu nại, chứng cứ mâu thuẫn."), .rows = 4, .max = 3000, .required = true});
STATIC_FORM(decide_form, {.name = "result", .kind = INPUT_RADIO, .label = N_("Kết luận"), .choices = results, .required = true}, {.name = "measure", .kind = INPUT_RADIO, .label = N_("Xử lý"), .choices = measures, .required = true},
            {.name = "answer", .kind = INPUT_LINES, .label = N_("Nội dung giải quyết, căn cứ"), .rows = 8, .max = 10000, .required = true});
STATIC_FORM(second_form, {.name = "second", .kind = INPUT_RADIO, .label = N_("Ý kiến"), .choices = seconds, .required = true}, {.name = "note", .kind = INPUT_LINES, .label = N_("Ghi chú, lý do không đồng ý"), .rows = 3, .max = 3000});
STATIC_FORM(withdraw_form, {.name = "yes", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    complaint_row c;
    const char *state_name, *kind_name;
    date due;
    bool open, late;
} row_view;
STATIC_SHAPE(row_shape, row_view, F_STRUCT(row_view, c, complaint_shape), F_TEXT(row_view, state_name), F_TEXT(row_view, kind_name), F_DATE(row_view, due), F_BOOL(row_view, open), F_BOOL(row_view, late));
typedef struct {
    LIST_OF(row_view) items;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, row_shape));

static date due_of(const complaint_row *c)
{
    return text_eq(c->state, "filed") ? c->accept_due : complaint_is_open(c) ? c->solve_due : (date){0};
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    complaint_list l = {0};
    date today = date_of(r->now);

    TRY(complaint_all(r->db, r->mem, &r->who, today, &l));
    v->items.p = NEWS(r->mem, row_view, l.n + 1);
    for (int i = 0; i < l.n; i++) {
        const complaint_row *c = &l.p[i];
        date due = due_of(c);
        v->items.p[v->items.n++] = (row_view){*c, complaint_state_name(c->state), complaint_kind_name(c->kind), due, complaint_is_open(c), due.ymd && date_compare(due, today) < 0};
    }
    reply_title(r, "%s", T("Khiếu nại"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

/* ---- filing ---- */

typedef struct {
    const char *action, *kind_name, *title, *decision, *org_name, *signer, *limit_text, *limit_article;
    date decided_on;
    bool entry, to_confirm;
} file_view;
STATIC_SHAPE(file_shape, file_view, F_TEXT(file_view, action), F_TEXT(file_view, kind_name), F_TEXT(file_view, title), F_TEXT(file_view, decision), F_TEXT(file_view, org_name), F_TEXT(file_view, signer),
             F_TEXT(file_view, limit_text), F_TEXT(file_view, limit_article), F_DATE(file_view, decided_on), F_BOOL(file_view, entry), F_BOOL(file_view, to_confirm));

static status target_of(request *r, complaint_target *t, const char **action)
{
    if (r->word[0]) {
        *action = textf(r->mem, "/sang-kien/%s/khieu-nai", r->word[0]);
        return complaint_target_entry(r->db, r->mem, &r->who, r->word[0], t);
    }
    *action = textf(r->mem, "/ho-so/%lld/khieu-nai", (long long)r->arg[0]);
    return complaint_target_dossier(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), t);
}

static status file_page(request *r, reply *out)
{
    file_view *v = NEW(r->mem, file_view);
    complaint_target t = {0};
    const rule_row *row = NULL;

    TRY(target_of(r, &t, &v->action));
    v->kind_name = complaint_kind_name(t.kind);
    v->title = t.title;
    v->decision = t.decision;
    v->org_name = t.org_name;
    v->signer = t.signer;
    v->decided_on = t.decided_on;
    v->entry = t.recognition_id.v != 0;
    TRY(rule_get(rule_current(), "complaint.limit", NULL, date_of(r->now), &row));
    v->limit_text = row->shown;
    v->limit_article = row->article;
    v->to_confirm = row->to_confirm;
    form_set_date(r, "known_on", t.decided_on);
    reply_title(r, "%s", T("Gửi khiếu nại"));
    reply_crumb(r, T("Khiếu nại"), "/khieu-nai");
    return reply_view(r, out, v);
}

static status done(request *r, reply *out, status s, const finding_list *refused, const char *flash, complaint_id id)
{
    for (int i = 0; i < refused->n; i++) form_error(r, refused->p[i].field, "%s (%s%s%s)", refused->p[i].text, refused->p[i].id, *refused->p[i].article ? ", " : "", refused->p[i].article);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", flash);
    return reply_see(r, out, "/khieu-nai/%lld", (long long)id.v);
}

static status file_post(request *r, reply *out)
{
    complaint_target t = {0};
    complaint_text c = {.content = form_text(r, "content"), .wish = form_text(r, "wish"), .evidence = form_text(r, "evidence"), .late_reason = form_text(r, "late_reason"), .known_on = form_date(r, "known_on")};
    complaint_id id = {0};
    finding_list refused = {0};
    const char *action = "";

    TRY(target_of(r, &t, &action));
    status s = complaint_file(r->mem, r->db, &r->who, &t, &c, r->now, &id, &refused);
    return done(r, out, s, &refused, T("Đã nhận khiếu nại. Bạn được báo khi có kết quả thụ lý."), id);
}

/* ---- one complaint ---- */

typedef struct {
    complaint_row c;
    const char *state_name, *kind_name, *next, *next_who, *due_article, *due_explained, *result_name, *measure_name, *note;
    date due;
    bool due_late, due_to_confirm, frozen, may_accept, may_complex, may_decide, may_second, may_withdraw, attacked, private_firm, open, solved, is_refused, late_filed;
    complaint_events events;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, c, complaint_shape), F_TEXT(show_view, state_name), F_TEXT(show_view, kind_name), F_TEXT(show_view, next), F_TEXT(show_view, next_who),
             F_TEXT(show_view, due_article), F_TEXT(show_view, due_explained), F_TEXT(show_view, result_name), F_TEXT(show_view, measure_name), F_TEXT(show_view, note), F_DATE(show_view, due),
             F_BOOL(show_view, due_late), F_BOOL(show_view, due_to_confirm), F_BOOL(show_view, frozen), F_BOOL(show_view, may_accept), F_BOOL(show_view, may_complex), F_BOOL(show_view, may_decide),
             F_BOOL(show_view, may_second), F_BOOL(show_view, may_withdraw), F_BOOL(show_view, attacked), F_BOOL(show_view, private_firm), F_BOOL(show_view, open), F_BOOL(show_view, solved), F_BOOL(show_view, is_refused),
             F_BOOL(show_view, late_filed), F_LIST(show_view, events, complaint_event_shape));

static const char *label_of(const choice *l, const char *value)
{
    for (; l->value; l++)
        if (text_eq(l->value, value)) return T(l->label);
    return "";
}

static const char *event_name(const char *action)
{
    static const char *const names[][2] = {{"filed", N_("Gửi khiếu nại")}, {"accepted", N_("Thụ lý")}, {"refused", N_("Không thụ lý")}, {"complex", N_("Xác định vụ việc phức tạp")},
                                           {"proposed", N_("Người bị khiếu nại đề xuất cách giải quyết")}, {"returned", N_("Không đồng ý, giải quyết lại")}, {"solved", N_("Giải quyết")}, {"withdrawn", N_("Rút khiếu nại")}};
    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], action)) return T(names[i][1]);
    return action;
}

static void fill_clock(request *r, show_view *v)
{
    const complaint_row *c = &v->c;
    bool filed = text_eq(c->state, "filed");
    const char *key = filed ? "complaint.accept" : c->solve_rule;
    date start = filed ? c->filed_on : c->accepted_on;
    rule_term t = {0};

    v->due_article = v->due_explained = "";
    v->due = due_of(c);
    if (!v->due.ymd || rule_due(r->mem, rule_current(), key, NULL, start, start, &t) != OK) return;
    v->due_article = t.rule->article;
    v->due_to_confirm = t.rule->to_confirm;
    v->due_explained = rule_explain(r->mem, &t, words_lang());
    v->due_late = date_compare(v->due, date_of(r->now)) < 0;
}

static void fill_next(show_view *v)
{
    const char *state = v->c.state;

    v->next_who = "";
    v->next = T("Khiếu nại đã kết thúc.");
    if (text_eq(state, "filed")) {
        v->next = T("Xem xét thụ lý khiếu nại.");
        v->next_who = T("Người đứng đầu cơ sở hoặc Sở Khoa học và Công nghệ");
    } else if (text_eq(state, "accepted")) {
        v->next = T("Xác minh và giải quyết khiếu nại.");
        v->next_who = T("Người đứng đầu cơ sở hoặc Sở Khoa học và Công nghệ");
    } else if (text_eq(state, "proposed")) {
        v->next = T("Người đã ra quyết định bị khiếu nại đề xuất cách giải quyết; cần người khác có thẩm quyền đồng ý.");
        v->next_who = T("Sở Khoa học và Công nghệ, hoặc người đứng đầu khác của cơ sở");
    }
}

static status load(request *r, show_view **out, complaint_stand *s, const char *title)
{
    show_view *v = NEW(r->mem, show_view);

    TRY(complaint_get(r->db, r->mem, &r->who, ARG(r, 0, complaint_id), &v->c, s));
    TRY(complaint_events_of(r->db, r->mem, v->c.id, &v->events));
    for (int i = 0; i < v->events.n; i++) v->events.p[i].action = event_name(v->events.p[i].action);
    bool handle = complaint_may_handle(&v->c, s);
    v->open = complaint_is_open(&v->c);
    v->state_name = complaint_state_name(v->c.state);
    v->kind_name = complaint_kind_name(v->c.kind);
    v->result_name = label_of(results, v->c.result);
    v->measure_name = label_of(measures, v->c.measure);
    v->note = "";
    v->frozen = v->open && v->c.recognition_id.v;
    v->attacked = s->attacked;
    v->may_accept = handle && text_eq(v->c.state, "filed");
    v->may_decide = handle && text_eq(v->c.state, "accepted");
    v->may_complex = v->may_decide && !*v->c.complex_note && date_compare(v->c.solve_due, date_of(r->now)) >= 0;
    v->may_second = complaint_may_second(&r->who, &v->c, s);
    v->may_withdraw = s->complainant && v->open;
    v->private_firm = text_eq(v->c.economic_class, "economic");
    v->solved = text_eq(v->c.state, "solved");
    v->is_refused = text_eq(v->c.state, "refused");
    v->late_filed = *v->c.late_reason != 0;
    fill_clock(r, v);
    fill_next(v);
    reply_title(r, "%s", title ? title : textf(r->mem, T("Khiếu nại %s"), v->c.number));
    reply_org(r, v->c.org_id);
    reply_crumb(r, T("Khiếu nại"), "/khieu-nai");
    if (title) reply_crumb(r, v->c.number, textf(r->mem, "/khieu-nai/%lld", (long long)v->c.id.v));
    *out = v;
    return OK;
}

static status show_page(request *r, reply *out)
{
    show_view *v = NULL;
    complaint_stand s;

    TRY(load(r, &v, &s, NULL));
    return reply_view(r, out, v);
}

/* A page for who handles the complaint. */
static status handler_page(request *r, reply *out, const char *title)
{
    show_view *v = NULL;
    complaint_stand s;

    TRY(load(r, &v, &s, title));
    return complaint_may_handle(&v->c, &s) ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status accept_page(request *r, reply *out)
{
    return handler_page(r, out, T("Thụ lý khiếu nại"));
}

static status accept_post(request *r, reply *out)
{
    finding_list refused = {0};
    complaint_id id = ARG(r, 0, complaint_id);
    bool yes = text_eq(form_text(r, "accept"), "accept");
    status s = yes ? complaint_accept(r->mem, r->db, &r->who, id, form_check(r, "remote"), form_text(r, "note"), r->now, &refused)
                   : complaint_refuse(r->mem, r->db, &r->who, id, form_text(r, "note"), r->now, &refused);
    return done(r, out, s, &refused, yes ? T("Đã thụ lý khiếu nại.") : T("Đã ghi việc không thụ lý."), id);
}

static status complex_page(request *r, reply *out)
{
    return handler_page(r, out, T("Xác định vụ việc phức tạp"));
}

static status complex_post(request *r, reply *out)
{
    finding_list refused = {0};
    complaint_id id = ARG(r, 0, complaint_id);
    return done(r, out, complaint_complex(r->mem, r->db, &r->who, id, form_text(r, "note"), r->now, &refused), &refused, T("Đã ghi vụ việc phức tạp; thời hạn giải quyết được tính lại."), id);
}

static status decide_page(request *r, reply *out)
{
    return handler_page(r, out, T("Giải quyết khiếu nại"));
}

static status decide_post(request *r, reply *out)
{
    finding_list refused = {0};
    complaint_id id = ARG(r, 0, complaint_id);
    complaint_answer a = {form_text(r, "result"), form_text(r, "measure"), form_text(r, "answer")};
    return done(r, out, complaint_decide(r->mem, r->db, &r->who, id, &a, r->now, &refused), &refused, T("Đã ghi kết quả giải quyết."), id);
}

static status second_page(request *r, reply *out)
{
    show_view *v = NULL;
    complaint_stand s;

    TRY(load(r, &v, &s, T("Ý kiến của người thứ hai")));
    return complaint_may_second(&r->who, &v->c, &s) ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status second_post(request *r, reply *out)
{
    finding_list refused = {0};
    complaint_id id = ARG(r, 0, complaint_id);
    bool agree = text_eq(form_text(r, "second"), "agree");
    return done(r, out, complaint_second(r->mem, r->db, &r->who, id, agree, form_text(r, "note"), r->now, &refused), &refused, agree ? T("Đã đồng ý; kết quả có hiệu lực.") : T("Đã trả lại để giải quyết lại."), id);
}

static status withdraw_page(request *r, reply *out)
{
    show_view *v = NULL;
    complaint_stand s;

    TRY(load(r, &v, &s, T("Rút khiếu nại")));
    return s.complainant ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status withdraw_post(request *r, reply *out)
{
    finding_list refused = {0};
    complaint_id id = ARG(r, 0, complaint_id);
    return done(r, out, complaint_withdraw(r->mem, r->db, &r->who, id, r->now), &refused, T("Đã rút khiếu nại."), id);
}

static const route routes[] = {
    {GET, "/khieu-nai", list_page, ACCESS_USER, .page = "complaint/list.html", .view = &list_shape, .summary = "Complaints: mine and those to handle"},
    {GET, "/sang-kien/*x/khieu-nai", file_page, ACCESS_USER, .page = "complaint/file.html", .view = &file_shape, .form = &file_form, .summary = "Complain about a recognition: form"},
    {POST, "/sang-kien/*x/khieu-nai", file_post, ACCESS_USER, .form = &file_form, .again = file_page, .summary = "Complain about a recognition"},
    {GET, "/ho-so/:id/khieu-nai", file_page, ACCESS_USER, .page = "complaint/file.html", .view = &file_shape, .form = &file_form, .summary = "Complain about a refusal: form"},
    {POST, "/ho-so/:id/khieu-nai", file_post, ACCESS_USER, .form = &file_form, .again = file_page, .summary = "Complain about a refusal"},
    {GET, "/khieu-nai/:id", show_page, ACCESS_USER, .page = "complaint/show.html", .view = &show_shape, .summary = "A complaint with its clocks"},
    {GET, "/khieu-nai/:id/thu-ly", accept_page, ACCESS_USER, .page = "complaint/accept.html", .view = &show_shape, .form = &accept_form, .summary = "Accept or refuse a complaint: form"},
    {POST, "/khieu-nai/:id/thu-ly", accept_post, ACCESS_USER, .form = &accept_form, .again = accept_page, .summary = "Accept or refuse a complaint"},
    {GET, "/khieu-nai/:id/phuc-tap", complex_page, ACCESS_USER, .page = "complaint/complex.html", .view = &show_shape, .form = &complex_form, .summary = "A complex case: form"},
    {POST, "/khieu-nai/:id/phuc-tap", complex_post, ACCESS_USER, .form = &complex_form, .again = complex_page, .summary = "Find a case complex, in writing"},
    {GET, "/khieu-nai/:id/giai-quyet", decide_page, ACCESS_USER, .page = "complaint/decide.html", .view = &show_shape, .form = &decide_form, .summary = "Decide a complaint: form"},
    {POST, "/khieu-nai/:id/giai-quyet", decide_post, ACCESS_USER, .form = &decide_form, .again = decide_page, .summary = "Decide a complaint"},
    {GET, "/khieu-nai/:id/dong-y", second_page, ACCESS_USER, .page = "complaint/second.html", .view = &show_shape, .form = &second_form, .summary = "Agree to a proposal: form"},
    {POST, "/khieu-nai/:id/dong-y", second_post, ACCESS_USER, .form = &second_form, .again = second_page, .summary = "Agree to a proposal, or return it"},
    {GET, "/khieu-nai/:id/rut", withdraw_page, ACCESS_USER, .page = "complaint/withdraw.html", .view = &show_shape, .form = &withdraw_form, .summary = "Withdraw a complaint: confirm"},
    {POST, "/khieu-nai/:id/rut", withdraw_post, ACCESS_USER, .form = &withdraw_form, .again = withdraw_page, .summary = "Withdraw a complaint"},
};
const route_table complaint_routes = {routes, COUNT(routes)};
