/* Questions: the list, one question with its answers, asking, moderation, the projector of a session. */
#include "question/question_pages.h"
#include "base/buf.h"
#include "base/text.h"
#include "question/question.h"
#include "rule/rule.h"
#include "training/training.h"
#include <string.h>

static const choice tags[] = {{"dieu-kien", N_("điều kiện công nhận")}, {"thu-tuc", N_("thủ tục, hồ sơ")}, {"thoi-han", N_("thời hạn")}, {"hoi-dong", N_("Hội đồng sáng kiến")},
                              {"dong-tac-gia", N_("đồng tác giả, người đứng đầu")}, {"cap-thanh-pho", N_("cấp thành phố")}, {"thu-lao", N_("thù lao, khen thưởng")}, {"khac", N_("khác")}, {0}};
STATIC_FORM(ask_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Câu hỏi"), .hint = N_("Một câu, nói rõ điều vướng mắc."), .max = 300, .required = true},
            {.name = "body", .kind = INPUT_LINES, .label = N_("Nói thêm"), .rows = 8, .max = 10000}, {.name = "tags", .kind = INPUT_CHECKS, .label = N_("Chủ đề"), .choices = tags},
            {.name = "anonymous", .kind = INPUT_CHECK, .label = N_("Không hiện tên tôi trước công chúng")}, {.name = "session", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(answer_form, {.name = "body", .kind = INPUT_LINES, .label = N_("Trả lời"), .rows = 6, .max = 20000, .required = true},
            {.name = "article", .kind = INPUT_LINE, .label = N_("Điều khoản làm căn cứ"), .max = 300});
STATIC_FORM(act_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true}, {.name = "answer", .kind = INPUT_HIDDEN, .label = ""},
            {.name = "reason", .kind = INPUT_LINE, .label = N_("Lý do"), .max = 500}, {.name = "rule", .kind = INPUT_SELECT, .label = N_("Quy định")},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Kiến nghị"), .rows = 3, .max = 4000});
STATIC_FORM(ticket_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Câu hỏi cho buổi này"), .max = 300, .required = true});

static const char *tag_words(arena *mem, const char *list)
{
    const char *s = "";

    for (int i = 0; tags[i].value; i++)
        if (strstr(list, textf(mem, ",%s,", tags[i].value))) s = textf(mem, "%s%s%s", s, *s ? ", " : "", T(tags[i].label));
    return s;
}

typedef struct {
    const char *value, *label;
    bool selected;
} tag_view;
STATIC_SHAPE(tag_shape, tag_view, F_TEXT(tag_view, value), F_TEXT(tag_view, label), F_BOOL(tag_view, selected));
typedef struct {
    question_list items;
    LIST_OF(tag_view) tags;
    const char *text, *tag, *next_href, *prev_href, *session_title;
    bool all, unanswered, faq, of_session, may_moderate;
    course_session_id session;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, question_shape), F_LIST(list_view, tags, tag_shape), F_TEXT(list_view, text), F_TEXT(list_view, tag),
             F_TEXT(list_view, next_href), F_TEXT(list_view, prev_href), F_TEXT(list_view, session_title), F_BOOL(list_view, all), F_BOOL(list_view, unanswered),
             F_BOOL(list_view, faq), F_BOOL(list_view, of_session), F_BOOL(list_view, may_moderate), F_ID(list_view, session));

static bool is_tag(const char *t)
{
    for (int i = 0; tags[i].value; i++)
        if (text_eq(tags[i].value, t)) return true;
    return false;
}

static status fill_list(request *r, list_view *v, question_filter *f)
{
    course_session_row s = {0};

    v->session_title = "";
    if (f->session.v) {
        course_row c = {0};
        TRY(training_session(r->db, r->mem, f->session, &s));
        TRY(training_get_id(r->db, r->mem, &r->who, s.course_id, &c));
        v->session_title = textf(r->mem, "%s · %s", c.title, instant_vi(r->mem, s.starts_at));
    }
    TRY(question_search(r->db, r->mem, &r->who, f, &v->items));
    for (int i = 0; i < v->items.n; i++) v->items.p[i].tags = tag_words(r->mem, v->items.p[i].tags);
    v->of_session = f->session.v != 0;
    v->session = f->session;
    v->may_moderate = question_may_moderate(&r->who);
    return OK;
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    const char *which = query_text(r, "loai");
    question_filter f = {.text = query_text(r, "q"), .tag = query_text(r, "chu-de"), .session = {query_int(r, "buoi", 0)}, .unanswered = text_eq(which, "chua-tra-loi"), .faq = text_eq(which, "thuong-gap"),
                         .page = (int)query_int(r, "trang", 1) - 1};
    AUTO(buf) q = {0};

    if (!is_tag(f.tag)) f.tag = "";
    if (f.page < 0 || f.page > 1000) f.page = 0;
    TRY(fill_list(r, v, &f));
    v->text = f.text;
    v->tag = f.tag;
    v->unanswered = f.unanswered;
    v->faq = f.faq;
    v->all = !f.unanswered && !f.faq;
    v->tags.p = NEWS(r->mem, tag_view, COUNT(tags));
    for (int i = 0; tags[i].value; i++) v->tags.p[v->tags.n++] = (tag_view){tags[i].value, T(tags[i].label), text_eq(tags[i].value, f.tag)};
    buf_url(&q, f.text);
    const char *base = textf(r->mem, "/hoi-dap?q=%s&loai=%s&chu-de=%s&buoi=%lld", q.p ? q.p : "", f.unanswered ? "chua-tra-loi" : f.faq ? "thuong-gap" : "", f.tag, (long long)f.session.v);
    v->prev_href = f.page ? textf(r->mem, "%s&trang=%d", base, f.page) : "";
    v->next_href = v->items.n == QUESTION_PAGE ? textf(r->mem, "%s&trang=%d", base, f.page + 2) : "";
    reply_title(r, "%s", T("Hỏi đáp"));
    if (!r->who.user.v) reply_public(out, 20);
    return reply_view(r, out, v);
}

/* ---- one question ---- */

typedef struct {
    answer_row a;
    bool accepted, hidden, may_accept;
} answer_view;
STATIC_SHAPE(answer_view_shape, answer_view, F_STRUCT(answer_view, a, answer_shape), F_BOOL(answer_view, accepted), F_BOOL(answer_view, hidden), F_BOOL(answer_view, may_accept));
typedef struct {
    question_row q;
    LIST_OF(answer_view) answers;
    question_list similar;
    proposal_list proposals;
    const char *tag_words;
    bool pending, hidden, may_moderate, may_answer, is_official, signed_in, voted, follows;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, q, question_shape), F_LIST(show_view, answers, answer_view_shape), F_LIST(show_view, similar, question_shape),
             F_LIST(show_view, proposals, proposal_shape), F_TEXT(show_view, tag_words), F_BOOL(show_view, pending), F_BOOL(show_view, hidden), F_BOOL(show_view, may_moderate),
             F_BOOL(show_view, may_answer), F_BOOL(show_view, is_official), F_BOOL(show_view, signed_in), F_BOOL(show_view, voted), F_BOOL(show_view, follows));

static void offer_rules(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    const rule_list *all = rule_all(rule_current());

    l->p = NEWS(r->mem, choice, all->n + 1);
    for (int i = 0; i < all->n; i++)
        if (l->n == 0 || !text_eq(l->p[l->n - 1].value, all->p[i].key)) l->p[l->n++] = (choice){all->p[i].key, textf(r->mem, "%s (%s)", all->p[i].key, all->p[i].article)};
    form_choices(r, "rule", l);
}

static status one_question(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    answer_list answers = {0};

    TRY(question_get(r->db, r->mem, &r->who, ARG(r, 0, question_id), &v->q));
    TRY(question_answers(r->db, r->mem, &r->who, v->q.id, &answers));
    TRY(question_similar(r->db, r->mem, v->q.title, v->q.id, &v->similar));
    TRY(question_proposals(r->db, r->mem, v->q.id, &v->proposals));
    TRY(question_mine(r->db, &r->who, v->q.id, &v->voted, &v->follows));
    bool mine = r->who.user.v && v->q.user_id.v == r->who.user.v;
    v->answers.p = NEWS(r->mem, answer_view, answers.n + 1);
    for (int pass = 0; pass < 2; pass++) /* the accepted one first */
        for (int i = 0; i < answers.n; i++) {
            bool accepted = answers.p[i].id.v == v->q.accepted_id.v;
            if (accepted == (pass == 0)) v->answers.p[v->answers.n++] = (answer_view){answers.p[i], accepted, text_eq(answers.p[i].state, "hidden"), mine && !accepted};
        }
    v->tag_words = tag_words(r->mem, v->q.tags);
    v->pending = text_eq(v->q.state, "pending");
    v->hidden = text_eq(v->q.state, "hidden");
    v->signed_in = r->who.user.v != 0;
    v->may_moderate = question_may_moderate(&r->who);
    v->may_answer = v->signed_in && text_eq(v->q.state, "open");
    v->is_official = question_may_answer_officially(&r->who);
    reply_title(r, "%s", v->q.title);
    reply_crumb(r, T("Hỏi đáp"), "/hoi-dap");
    return reply_view(r, out, v);
}

static status show_page(request *r, reply *out)
{
    if (question_may_moderate(&r->who)) offer_rules(r);
    return one_question(r, out);
}

static status answer_page(request *r, reply *out)
{
    return one_question(r, out);
}

static status answer_post(request *r, reply *out)
{
    answer_id id = {0};

    if (question_may_answer_officially(&r->who) && !*form_text(r, "article")) {
        form_error(r, "article", "%s", T("Câu trả lời chính thức cần nêu điều khoản làm căn cứ."));
        return E_INVALID;
    }
    TRY(question_answer(r->mem, r->db, &r->who, ARG(r, 0, question_id), form_text(r, "body"), form_text(r, "article"), r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã gửi câu trả lời."));
    return reply_see(r, out, "/hoi-dap/%lld", (long long)r->arg[0]);
}

static status act(request *r, const char *what)
{
    question_id id = ARG(r, 0, question_id);
    answer_id answer = {form_int(r, "answer")};

    if (text_eq(what, "vote") || text_eq(what, "unvote")) return question_vote(r->mem, r->db, &r->who, id, text_eq(what, "vote"));
    if (text_eq(what, "follow") || text_eq(what, "unfollow")) return question_follow(r->mem, r->db, &r->who, id, text_eq(what, "follow"));
    if (text_eq(what, "accept")) return question_accept(r->mem, r->db, &r->who, id, answer);
    if (text_eq(what, "open") || text_eq(what, "hide")) return question_moderate(r->mem, r->db, &r->who, id, text_eq(what, "open"), form_text(r, "reason"), r->now);
    if (text_eq(what, "hide-answer")) return question_hide_answer(r->mem, r->db, &r->who, answer, r->now);
    if (text_eq(what, "faq") || text_eq(what, "no-faq")) return question_make_faq(r->mem, r->db, &r->who, id, text_eq(what, "faq"));
    if (text_eq(what, "propose")) return question_propose(r->mem, r->db, &r->who, id, form_text(r, "rule"), form_text(r, "note"), r->now);
    return E_INVALID;
}

static status act_post(request *r, reply *out)
{
    const char *what = form_text(r, "do");
    status s = act(r, what);

    if (s == E_INVALID && text_eq(what, "hide")) {
        form_error(r, "reason", "%s", T("Hãy ghi lý do; người hỏi đọc được lý do này."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", text_eq(what, "propose") ? T("Đã ghi kiến nghị sửa quy định.") : T("Đã ghi."));
    return reply_see(r, out, "/hoi-dap/%lld", (long long)r->arg[0]);
}

/* ---- asking ---- */

typedef struct {
    question_list similar;
    const char *session_title;
} ask_view;
STATIC_SHAPE(ask_shape, ask_view, F_LIST(ask_view, similar, question_shape), F_TEXT(ask_view, session_title));

static status ask_page(request *r, reply *out)
{
    ask_view *v = NEW(r->mem, ask_view);
    int64_t session = query_int(r, "buoi", 0);

    v->session_title = "";
    if (session) {
        course_session_row s = {0};
        course_row c = {0};
        TRY(training_session(r->db, r->mem, (course_session_id){session}, &s));
        TRY(training_get_id(r->db, r->mem, &r->who, s.course_id, &c));
        v->session_title = textf(r->mem, "%s · %s", c.title, instant_vi(r->mem, s.starts_at));
        form_set_int(r, "session", session);
    }
    form_set(r, "title", query_text(r, "q"));
    TRY(question_similar(r->db, r->mem, query_text(r, "q"), (question_id){0}, &v->similar));
    reply_title(r, "%s", T("Đặt câu hỏi"));
    reply_crumb(r, T("Hỏi đáp"), "/hoi-dap");
    return reply_view(r, out, v);
}

static status ask_post(request *r, reply *out)
{
    AUTO(buf) b = {0};
    question_id id = {0};

    for (int i = 0; i < form_count(r, "tags"); i++) buf_printf(&b, "%s%s,", i ? "" : ",", form_text_at(r, "tags", i));
    TRY(question_ask(r->mem, r->db, &r->who, form_text(r, "title"), form_text(r, "body"), b.p ? b.p : "", form_check(r, "anonymous"), (course_session_id){form_int(r, "session")}, r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", question_may_moderate(&r->who) ? T("Đã đăng câu hỏi.") : T("Đã nhận câu hỏi. Câu hỏi hiện công khai sau khi được duyệt; bạn sẽ được báo khi có trả lời."));
    return reply_see(r, out, "/hoi-dap/%lld", (long long)id.v);
}

static status similar_get(request *r, reply *out)
{
    ask_view *v = NEW(r->mem, ask_view);

    v->session_title = "";
    TRY(question_similar(r->db, r->mem, query_text(r, "q"), (question_id){0}, &v->similar));
    reply_title(r, "%s", T("Câu hỏi tương tự"));
    reply_crumb(r, T("Hỏi đáp"), "/hoi-dap");
    return reply_view(r, out, v);
}

/* ---- at a session: by ticket, and on the wall ---- */

typedef struct {
    const char *token, *course;
    question_list items; /* let in already, most wanted first */
} ticket_view;
STATIC_SHAPE(ticket_shape, ticket_view, F_TEXT(ticket_view, token), F_TEXT(ticket_view, course), F_LIST(ticket_view, items, question_shape));

static status ticket_page(request *r, reply *out)
{
    ticket_view *v = NEW(r->mem, ticket_view);
    registration_row g = {0};

    TRY(training_ticket(r->db, r->mem, r->word[0], &g));
    v->token = g.token;
    v->course = g.course_title;
    const question_filter f = {.text = "", .tag = "", .session = g.session_id};
    TRY(question_search(r->db, r->mem, &(actor){.name = "", .login = "", .unit = "", .address = ""}, &f, &v->items));
    reply_title(r, "%s", T("Đặt câu hỏi cho buổi tập huấn"));
    reply_crumb(r, g.course_title, textf(r->mem, "/tap-huan/%s", g.course_slug));
    return reply_view(r, out, v);
}

static status ticket_post(request *r, reply *out)
{
    registration_row g = {0};
    question_id id = {0};

    TRY(training_ticket(r->db, r->mem, r->word[0], &g));
    status s = question_ask_at_session(r->mem, r->db, form_text(r, "title"), g.session_id, r->now, &id);
    if (s == E_LIMIT) {
        form_error(r, "title", "%s", T("Buổi này đang có quá nhiều câu hỏi chờ duyệt; hãy thử lại sau ít phút."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã gửi câu hỏi cho ban tổ chức; tên của bạn không đi kèm."));
    return reply_see(r, out, "/ve/%s", r->word[0]);
}

static status wall_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    question_filter f = {.text = "", .tag = "", .session = {r->arg[0]}};

    TRY(fill_list(r, v, &f));
    v->text = v->tag = v->next_href = v->prev_href = "";
    int open = 0; /* the wall shows what was let in, also to moderators */
    for (int i = 0; i < v->items.n; i++)
        if (text_eq(v->items.p[i].state, "open")) v->items.p[open++] = v->items.p[i];
    v->items.n = open;
    reply_header(out, r, "Refresh", "10");
    reply_title(r, "%s", v->session_title);
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/hoi-dap", list_page, ACCESS_PUBLIC, .page = "question/list.html", .view = &list_shape, .summary = "Questions"},
    {GET, "/hoi-dap/:id", show_page, ACCESS_PUBLIC, .page = "question/show.html", .view = &show_shape, .form = &act_form, .summary = "A question with its answers"},
    {POST, "/hoi-dap/:id", act_post, ACCESS_USER, .form = &act_form, .again = show_page, .summary = "Vote, follow, accept; moderate"},
    {GET, "/hoi-dap/:id/tra-loi", answer_page, ACCESS_USER, .page = "question/answer.html", .view = &show_shape, .form = &answer_form, .summary = "Answer a question: form"},
    {POST, "/hoi-dap/:id/tra-loi", answer_post, ACCESS_USER, .form = &answer_form, .again = answer_page, .summary = "Answer a question"},
    {GET, "/hoi-dap/moi", ask_page, ACCESS_USER, .page = "question/ask.html", .view = &ask_shape, .form = &ask_form, .summary = "Ask: form"},
    {POST, "/hoi-dap/moi", ask_post, ACCESS_USER, .form = &ask_form, .again = ask_page, .summary = "Ask"},
    {GET, "/hoi-dap/tuong-tu", similar_get, ACCESS_PUBLIC, .page = "question/similar.html", .view = &ask_shape, .summary = "Questions like a text"},
    {GET, "/ve/*x/hoi", ticket_page, ACCESS_PUBLIC, .page = "question/ticket.html", .view = &ticket_shape, .form = &ticket_form, .summary = "Ask at a session: form"},
    {POST, "/ve/*x/hoi", ticket_post, ACCESS_PUBLIC, .form = &ticket_form, .again = ticket_page, .summary = "Ask at a session, by ticket"},
    {GET, "/hoi-dap/trinh-chieu/:session", wall_page, ACCESS_PUBLIC, .page = "question/wall.html", .view = &list_shape, .flags = ROUTE_BARE, .summary = "The questions of a session for a projector"},
};
const route_table question_routes = {routes, COUNT(routes)};
