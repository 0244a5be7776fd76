/* A session: agenda, attendance, readers, what is called. */
#include "base/text.h"
#include "council/council_pages.h"
#include "council/poll.h"
#include "rule/rule.h"
#include "web/qr.h"

STATIC_FORM(session_form, {.name = "present", .kind = INPUT_CHECKS, .label = N_("Thành viên có mặt")}, {.name = "dossier", .kind = INPUT_SELECT, .label = N_("Đưa hồ sơ vào chương trình")},
            {.name = "each", .kind = INPUT_INT, .label = N_("Số người đọc mỗi hồ sơ")}, {.name = "load", .kind = INPUT_INT, .label = N_("Số hồ sơ nhiều nhất của một người")},
            {.name = "item", .kind = INPUT_HIDDEN, .label = ""}, {.name = "do", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    item_row i;
    LIST_OF(assignment_row) readers;
    bool called;
    const char *score;
} item_line;
STATIC_SHAPE(item_line_shape, item_line, F_STRUCT(item_line, i, item_row_shape), F_LIST(item_line, readers, assignment_shape), F_BOOL(item_line, called), F_TEXT(item_line, score));
typedef struct {
    session_row_view s;
    member_list members, leaving;
    LIST_OF(item_line) items;
    poll_list polls;
    bool may_manage, may_rule, closed, secret, scoring, alone, i_leave, item_called;
    int64_t present, needed, total, items_n;
    const char *quorum_rule;
    html qr;
} session_view;
STATIC_SHAPE(session_shape, session_view, F_STRUCT(session_view, s, council_session_shape), F_LIST(session_view, members, member_row_shape), F_LIST(session_view, leaving, member_row_shape),
             F_LIST(session_view, items, item_line_shape), F_LIST(session_view, polls, poll_shape), F_INT(session_view, items_n), F_BOOL(session_view, may_manage), F_BOOL(session_view, may_rule), F_BOOL(session_view, closed), F_BOOL(session_view, secret),
             F_BOOL(session_view, scoring), F_BOOL(session_view, alone), F_BOOL(session_view, i_leave), F_BOOL(session_view, item_called), F_INT(session_view, present), F_INT(session_view, needed),
             F_INT(session_view, total), F_TEXT(session_view, quorum_rule), F_HTML(session_view, qr));

static status offer_session(request *r, session_view *v)
{
    choice_list *m = NEW(r->mem, choice_list), *l = NEW(r->mem, choice_list);
    dossier_items waiting = {0};
    int row = 0;

    m->p = NEWS(r->mem, choice, v->members.n + 1);
    for (int i = 0; i < v->members.n; i++) {
        const member_row *one = &v->members.p[i];
        const char *id = textf(r->mem, "%lld", (long long)one->id.v);
        m->p[m->n++] = (choice){id, textf(r->mem, "%s (%s%s%s)", one->name, one->role_name, one->is_union ? T(", đại diện Công đoàn") : "", one->alternate ? T(", dự khuyết") : "")};
        if (one->present) form_set_at(r, "present", row++, id);
    }
    form_choices(r, "present", m);
    if (v->may_manage) TRY(council_waiting(r->db, r->mem, &r->who, v->s.org_id, &waiting));
    l->p = NEWS(r->mem, choice, waiting.n + 1);
    for (int i = 0; i < waiting.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)waiting.p[i].id.v), textf(r->mem, "%s · %s", waiting.p[i].number, waiting.p[i].title)};
    form_choices(r, "dossier", l);
    form_set_int(r, "each", v->total < 3 ? v->total : 3);
    form_set_int(r, "load", 20);
    return OK;
}

static status session_items(request *r, session_view *v)
{
    item_list items = {0};
    assignment_list readers = {0};

    TRY(council_items(r->db, r->mem, &r->who, v->s.id, &items));
    TRY(council_assignments(r->db, r->mem, &r->who, v->s.id, &readers));
    v->items.p = NEWS(r->mem, item_line, items.n + 1);
    for (int i = 0; i < items.n; i++) {
        item_line *line = &v->items.p[v->items.n++];
        *line = (item_line){.i = items.p[i], .called = v->s.current_item == items.p[i].id.v, .score = items.p[i].scored ? score_text(r->mem, items.p[i].score) : ""};
        line->readers.p = NEWS(r->mem, assignment_row, readers.n + 1);
        for (int k = 0; k < readers.n; k++)
            if (readers.p[k].item_id.v == items.p[i].id.v) line->readers.p[line->readers.n++] = readers.p[k];
        v->scoring |= items.p[i].set_id.v != 0;
        v->item_called |= line->called;
    }
    return OK;
}

static status session_page(request *r, reply *out)
{
    session_view *v = NEW(r->mem, session_view);
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(council_session_get(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &v->s));
    TRY(council_attendance(r->db, r->mem, v->s.id, &v->members));
    TRY(session_items(r, v));
    v->items_n = v->items.n;
    TRY(poll_of_session(r->db, r->mem, &r->who, v->s.id, &v->polls));
    TRY(council_leaving(r->db, r->mem, &r->who, &v->s, &v->i_leave, &v->leaving));
    v->may_manage = council_may_manage(&r->who, v->s.org_id);
    v->may_rule = council_may_rule(&r->who, v->s.org_id);
    v->closed = text_eq(v->s.state, "closed");
    v->secret = text_eq(v->s.ballot, "secret");
    v->alone = v->s.scores_at.ms > r->now.ms;
    for (int i = 0; i < v->members.n; i++) {
        v->total += !v->members.p[i].alternate;
        v->present += v->members.p[i].present;
    }
    v->qr.p = v->may_manage && !v->closed && *v->s.token ? qr_svg(r->mem, textf(r->mem, "%s/phien-hop/co-mat/%s", request_base_url(r), v->s.token)).p : "";
    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(r->now), &num, &den, &rule));
    v->needed = (v->total * num + den - 1) / den;
    v->quorum_rule = textf(r->mem, "%s, %s", rule->value, rule->article);
    TRY(offer_session(r, v));
    reply_title(r, T("Phiên họp %s"), instant_vi(r->mem, v->s.held_at));
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, v->s.council_name, textf(r->mem, "/hoi-dong/%lld", (long long)v->s.council_id.v));
    return reply_view(r, out, v);
}

static status attend(request *r, council_session_id id)
{
    member_id present[COUNCIL_MEMBERS_MAX];
    int n = 0;

    for (; n < form_count(r, "present") && n < COUNCIL_MEMBERS_MAX; n++)
        if (text_parse_int(form_text_at(r, "present", n), 1, INT64_MAX / 2, &present[n].v) != OK) return E_INVALID;
    status s = council_attend(r->mem, r->db, &r->who, id, present, n, r->now);
    if (s == E_CONFLICT) {
        form_error(r, "present", "%s", T("Người đã bỏ phiếu trong phiên họp thì không ghi vắng mặt được."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi thành viên có mặt."));
    return OK;
}

static status schedule(request *r, council_session_id id)
{
    item_id item;
    finding_list refused = {0};

    if (!form_int(r, "dossier")) {
        form_error(r, "dossier", "%s", T("Hãy chọn một hồ sơ."));
        return E_INVALID;
    }
    status added = council_schedule(r->mem, r->db, &r->who, id, (dossier_id){form_int(r, "dossier")}, r->now, &item, &refused);
    council_tell_refused(r, &refused);
    TRY(added);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã đưa hồ sơ vào chương trình họp."));
    return OK;
}

static status assign(request *r, council_session_id id)
{
    flow_result f = {0};
    status s = council_assign(r->mem, r->db, &r->who, id, (int)form_int(r, "each"), (int)form_int(r, "load"), r->now, &f);

    if (s == E_INVALID) form_error(r, "each", "%s", T("Hãy ghi số lớn hơn 0."));
    TRY(s);
    if (f.missing) reply_flash(r, FLASH_BAD, T("Đã phân công %d lượt đọc; còn thiếu %d lượt vì hết người không có xung đột lợi ích hoặc đã đủ số hồ sơ."), f.assigned, f.missing);
    else reply_flash(r, FLASH_GOOD, T("Đã phân công %d lượt đọc; mỗi người từ %d đến %d hồ sơ."), f.assigned, f.least, f.most);
    return OK;
}

static status session_post(request *r, reply *out)
{
    council_session_id id = ARG(r, 0, council_session_id);
    const char *what = form_text(r, "do");
    session_row_view s = {0};
    int before = 0, after = 0;

    TRY(council_session_get(r->db, r->mem, &r->who, id, &s));
    if (!council_may_manage(&r->who, s.org_id)) return E_FORBIDDEN;
    if (text_eq(what, "attend")) TRY(attend(r, id));
    else if (text_eq(what, "add")) TRY(schedule(r, id));
    else if (text_eq(what, "assign")) TRY(assign(r, id));
    else if (text_eq(what, "call") || text_eq(what, "break")) TRY(council_call(r->mem, r->db, &r->who, id, (item_id){text_eq(what, "call") ? form_int(r, "item") : 0}, r->now));
    else if (text_eq(what, "order")) {
        TRY(council_order(r->mem, r->db, &r->who, id, r->now, &before, &after));
        reply_flash(r, FLASH_GOOD, T("Đã xếp chương trình: %d lượt phải ra ngoài, trước khi xếp là %d."), after, before);
    } else if (text_eq(what, "close")) {
        TRY(council_close(r->mem, r->db, &r->who, id, r->now));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã kết thúc phiên họp."));
    }
    return reply_see(r, out, "/phien-hop/%lld", (long long)id.v);
}

/* ---- present by phone ---- */

typedef struct {
    session_row_view s;
    bool present, closed;
    const char *token;
} here_view;
STATIC_SHAPE(here_shape, here_view, F_STRUCT(here_view, s, council_session_shape), F_BOOL(here_view, present), F_BOOL(here_view, closed), F_TEXT(here_view, token));

static status here_page(request *r, reply *out)
{
    here_view *v = NEW(r->mem, here_view);
    member_list l = {0};

    TRY(council_session_by_token(r->db, r->mem, &r->who, r->word[0], &v->s));
    TRY(council_attendance(r->db, r->mem, v->s.id, &l));
    for (int i = 0; i < l.n; i++) v->present |= l.p[i].user_id.v == r->who.user.v && l.p[i].present;
    v->closed = text_eq(v->s.state, "closed");
    v->token = r->word[0];
    reply_title(r, "%s", T("Điểm danh"));
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return reply_view(r, out, v);
}

static status here_post(request *r, reply *out)
{
    council_session_id id = {0};
    status s = council_attend_self(r->mem, r->db, &r->who, r->word[0], r->now, &id);

    if (s == E_CONFLICT) reply_flash(r, FLASH_BAD, "%s", T("Phiên họp đã kết thúc."));
    else TRY(s);
    if (s == OK) reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi bạn có mặt."));
    return reply_see(r, out, "/phien-hop/co-mat/%s", r->word[0]);
}

static const route routes[] = {
    {GET, "/phien-hop/:id", session_page, ACCESS_USER, .page = "council/session.html", .view = &session_shape, .form = &session_form, .summary = "A session"},
    {POST, "/phien-hop/:id", session_post, ACCESS_USER, .form = &session_form, .again = session_page, .summary = "Attendance, agenda, readers, end of a session"},
    {GET, "/phien-hop/co-mat/*x", here_page, ACCESS_USER, .page = "council/here.html", .view = &here_shape, .form = &none_form, .summary = "Mark oneself present: form"},
    {POST, "/phien-hop/co-mat/*x", here_post, ACCESS_USER, .form = &none_form, .again = here_page, .summary = "Mark oneself present"},
};
const route_table council_session_routes = {routes, COUNT(routes)};
