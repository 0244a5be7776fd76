/* Councils: the list, members, sessions, votes, minutes. */
#include "council/council_pages.h"
#include "base/text.h"
#include "council/council.h"
#include "base/embed.h"
#include "doc/docx.h"
#include "novelty/novelty_report.h"
#include "org/org.h"
#include "user/user.h"
#include "web/template.h"
#include <string.h>

static const choice roles[] = {{"chair", N_("Chủ tịch")}, {"vice", N_("Phó Chủ tịch")}, {"secretary", N_("Thư ký")}, {"member", N_("Ủy viên")}, {0}};
static const choice ballots[] = {{"open", N_("Biểu quyết công khai")}, {"secret", N_("Bỏ phiếu kín")}, {0}};
static const choice votes[] = {{"for", N_("Tán thành công nhận")}, {"against", N_("Không tán thành")}, {"blank", N_("Không có ý kiến")}, {0}};
static const choice yes_no[] = {{"yes", N_("Đạt")}, {"no", N_("Không đạt")}, {0}};
static const choice no_yes[] = {{"no", N_("Không thuộc đối tượng loại trừ")}, {"yes", N_("Thuộc đối tượng loại trừ")}, {0}};

STATIC_FORM(council_form, {.name = "org", .kind = INPUT_SELECT, .label = N_("Cơ sở"), .required = true}, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên Hội đồng"), .required = true, .max = 200},
            {.name = "decision", .kind = INPUT_LINE, .label = N_("Số quyết định thành lập"), .max = 100}, {.name = "decided_on", .kind = INPUT_DATE, .label = N_("Ngày quyết định")},
            {.name = "valid_to", .kind = INPUT_DATE, .label = N_("Hết nhiệm kỳ (nếu có)")});
STATIC_FORM(member_form, {.name = "login", .kind = INPUT_LINE, .label = N_("Tài khoản của thành viên"), .required = true, .max = 100},
            {.name = "role", .kind = INPUT_SELECT, .label = N_("Vai trò"), .choices = roles, .required = true}, {.name = "is_union", .kind = INPUT_CHECK, .label = N_("Đại diện Công đoàn")});
STATIC_FORM(plan_form, {.name = "held_at", .kind = INPUT_TIME, .label = N_("Thời gian họp"), .required = true}, {.name = "place", .kind = INPUT_LINE, .label = N_("Địa điểm"), .max = 200, .required = true},
            {.name = "ballot", .kind = INPUT_RADIO, .label = N_("Cách biểu quyết"), .choices = ballots, .required = true});
STATIC_FORM(session_form, {.name = "present", .kind = INPUT_CHECKS, .label = N_("Thành viên có mặt")}, {.name = "dossier", .kind = INPUT_SELECT, .label = N_("Đưa hồ sơ vào chương trình")},
            {.name = "do", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(assess_form, {.name = "n1", .kind = INPUT_RADIO, .label = N_("N1. Không trùng với nội dung giải pháp trong đơn nộp trước"), .choices = yes_no},
            {.name = "n2", .kind = INPUT_RADIO, .label = N_("N2. Chưa bị bộc lộ công khai đến mức căn cứ vào đó có thể thực hiện ngay"), .choices = yes_no},
            {.name = "n3", .kind = INPUT_RADIO, .label = N_("N3. Không trùng với giải pháp của người khác đã áp dụng, áp dụng thử hoặc đưa vào kế hoạch"), .choices = yes_no},
            {.name = "n4", .kind = INPUT_RADIO, .label = N_("N4. Chưa được quy định thành tiêu chuẩn, quy trình, quy phạm bắt buộc"), .choices = yes_no},
            {.name = "benefit", .kind = INPUT_RADIO, .label = N_("Đã áp dụng hoặc áp dụng thử và có khả năng mang lại lợi ích thiết thực"), .choices = yes_no},
            {.name = "excluded", .kind = INPUT_RADIO, .label = N_("Đối tượng loại trừ (khoản 2 Điều 3 Điều lệ Sáng kiến)"), .choices = no_yes},
            {.name = "opinion", .kind = INPUT_LINES, .label = N_("Ý kiến đánh giá và đề nghị của Hội đồng"), .rows = 6, .max = 6000});
STATIC_FORM(vote_form, {.name = "choice", .kind = INPUT_RADIO, .label = N_("Phiếu của bạn"), .choices = votes, .required = true},
            {.name = "reason", .kind = INPUT_LINES, .label = N_("Lý do (biểu quyết công khai)"), .rows = 3, .max = 2000});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    council_list_rows councils;
    session_list mine;
    bool may_create;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, councils, council_row_shape), F_LIST(list_view, mine, council_session_shape), F_BOOL(list_view, may_create));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(council_list(r->db, r->mem, &r->who, &v->councils));
    TRY(council_my_sessions(r->db, r->mem, &r->who, &v->mine));
    TRY(org_all(r->db, r->mem, date_of(r->now), true, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++)
        if (council_may_manage(&r->who, orgs.p[i].id)) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    v->may_create = l->n > 0;
    if (l->n == 1) form_set(r, "org", l->p[0].value);
    form_set(r, "name", T("Hội đồng sáng kiến"));
    reply_title(r, "%s", T("Hội đồng sáng kiến"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static status create_post(request *r, reply *out)
{
    council_id id;

    TRY(council_create(r->mem, r->db, &r->who, (org_id){form_int(r, "org")}, form_text(r, "name"), form_text(r, "decision"), form_date(r, "decided_on"), form_date(r, "valid_to"), r->now, &id));
    return reply_see(r, out, "/hoi-dong/%lld", (long long)id.v);
}

typedef struct {
    council_row c;
    member_list members;
    session_list sessions;
    bool may_manage;
    const char *plan_note;
} council_view;
STATIC_SHAPE(council_shape, council_view, F_STRUCT(council_view, c, council_row_shape), F_LIST(council_view, members, member_row_shape), F_LIST(council_view, sessions, council_session_shape),
             F_BOOL(council_view, may_manage), F_TEXT(council_view, plan_note));

static status council_base(request *r, council_view *v)
{
    TRY(council_get(r->db, r->mem, &r->who, ARG(r, 0, council_id), &v->c));
    TRY(council_members(r->db, r->mem, v->c.id, &v->members));
    TRY(council_sessions(r->db, r->mem, v->c.id, &v->sessions));
    v->may_manage = council_may_manage(&r->who, v->c.org_id);
    v->plan_note = "";
    reply_title(r, "%s", v->c.name);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    return OK;
}

static status council_page(request *r, reply *out)
{
    council_view *v = NEW(r->mem, council_view);

    TRY(council_base(r, v));
    return reply_view(r, out, v);
}

static status member_post(request *r, reply *out)
{
    user_row u = {0};
    member_id id;
    status s = user_by_login(r->db, r->mem, text_lower(r->mem, form_text(r, "login")), &u);

    if (s == E_NOT_FOUND) {
        form_error(r, "login", "%s", T("Không có tài khoản này."));
        return E_INVALID;
    }
    TRY(s);
    s = council_add_member(r->mem, r->db, &r->who, ARG(r, 0, council_id), u.id, form_text(r, "role"), form_check(r, "is_union"), &id);
    if (s == E_CONFLICT) {
        form_error(r, "login", "%s", T("Người này đã ở trong Hội đồng."));
        return E_INVALID;
    }
    TRY(s);
    return reply_see(r, out, "/hoi-dong/%lld", (long long)r->arg[0]);
}

static status member_drop(request *r, reply *out)
{
    TRY(council_drop_member(r->mem, r->db, &r->who, ARG(r, 0, council_id), ARG(r, 1, member_id), date_of(r->now)));
    return reply_see(r, out, "/hoi-dong/%lld", (long long)r->arg[0]);
}

static status plan_page(request *r, reply *out)
{
    council_view *v = NEW(r->mem, council_view);

    TRY(council_base(r, v));
    if (!v->may_manage) return E_FORBIDDEN;
    form_set(r, "ballot", "secret");
    reply_title(r, "%s", T("Lập phiên họp"));
    reply_crumb(r, v->c.name, textf(r->mem, "/hoi-dong/%lld", (long long)v->c.id.v));
    return reply_view(r, out, v);
}

static status plan_post(request *r, reply *out)
{
    council_session_id id;

    TRY(council_plan(r->mem, r->db, &r->who, ARG(r, 0, council_id), form_instant(r, "held_at"), form_text(r, "place"), text_eq(form_text(r, "ballot"), "secret"), r->now, &id));
    return reply_see(r, out, "/phien-hop/%lld", (long long)id.v);
}

/* ---- a session ---- */

typedef struct {
    session_row_view s;
    member_list members;
    item_list items;
    bool may_manage, closed, secret;
    int64_t present, needed, total;
    const char *quorum_rule;
    finding_list refused;
} session_view;
STATIC_SHAPE(session_shape, session_view, F_STRUCT(session_view, s, council_session_shape), F_LIST(session_view, members, member_row_shape), F_LIST(session_view, items, item_row_shape),
             F_BOOL(session_view, may_manage), F_BOOL(session_view, closed), F_BOOL(session_view, secret), F_INT(session_view, present), F_INT(session_view, needed),
             F_INT(session_view, total), F_TEXT(session_view, quorum_rule), F_LIST(session_view, refused, finding_shape));

static status offer_session(request *r, session_view *v)
{
    choice_list *m = NEW(r->mem, choice_list), *l = NEW(r->mem, choice_list);
    dossier_items waiting = {0};
    int row = 0;

    m->p = NEWS(r->mem, choice, v->members.n + 1);
    for (int i = 0; i < v->members.n; i++) {
        const char *id = textf(r->mem, "%lld", (long long)v->members.p[i].id.v);
        m->p[m->n++] = (choice){id, textf(r->mem, "%s (%s%s)", v->members.p[i].name, v->members.p[i].role_name, v->members.p[i].is_union ? T(", đại diện Công đoàn") : "")};
        if (v->members.p[i].present) form_set_at(r, "present", row++, id);
    }
    form_choices(r, "present", m);
    TRY(council_waiting(r->db, r->mem, &r->who, v->s.org_id, &waiting));
    l->p = NEWS(r->mem, choice, waiting.n + 1);
    for (int i = 0; i < waiting.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)waiting.p[i].id.v), textf(r->mem, "%s · %s", waiting.p[i].number, waiting.p[i].title)};
    form_choices(r, "dossier", l);
    return OK;
}

static status session_page(request *r, reply *out)
{
    session_view *v = NEW(r->mem, session_view);
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(council_session_get(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &v->s));
    TRY(council_attendance(r->db, r->mem, v->s.id, &v->members));
    TRY(council_items(r->db, r->mem, &r->who, v->s.id, &v->items));
    v->may_manage = council_may_manage(&r->who, v->s.org_id);
    v->closed = text_eq(v->s.state, "closed");
    v->secret = text_eq(v->s.ballot, "secret");
    v->total = v->members.n;
    for (int i = 0; i < v->members.n; i++) v->present += v->members.p[i].present;
    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(r->now), &num, &den, &rule));
    v->needed = (v->total * num + den - 1) / den;
    v->quorum_rule = textf(r->mem, "%s, %s", rule->value, rule->article);
    TRY(offer_session(r, v));
    reply_title(r, T("Phiên họp %s"), instant_vi(r->mem, v->s.held_at));
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, v->s.council_name, textf(r->mem, "/hoi-dong/%lld", (long long)v->s.council_id.v));
    return reply_view(r, out, v);
}

static void tell_refused(request *r, const finding_list *l)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].hard) form_error(r, "", "%s (%s, %s)", l->p[i].text, l->p[i].id, l->p[i].article);
}

static status session_post(request *r, reply *out)
{
    council_session_id id = ARG(r, 0, council_session_id);
    const char *what = form_text(r, "do");
    session_row_view s = {0};

    TRY(council_session_get(r->db, r->mem, &r->who, id, &s));
    if (!council_may_manage(&r->who, s.org_id)) return E_FORBIDDEN;
    if (text_eq(what, "attend")) {
        member_id present[200];
        int n = 0;
        for (; n < form_count(r, "present") && n < 200; n++)
            if (text_parse_int(form_text_at(r, "present", n), 1, INT64_MAX / 2, &present[n].v) != OK) return E_INVALID;
        TRY(council_attend(r->mem, r->db, &r->who, id, present, n));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi thành viên có mặt."));
    } else if (text_eq(what, "add")) {
        item_id item;
        finding_list refused = {0};
        if (!form_int(r, "dossier")) {
            form_error(r, "dossier", "%s", T("Hãy chọn một hồ sơ."));
            return E_INVALID;
        }
        status added = council_schedule(r->mem, r->db, &r->who, id, (dossier_id){form_int(r, "dossier")}, r->now, &item, &refused);
        tell_refused(r, &refused);
        TRY(added);
        reply_flash(r, FLASH_GOOD, "%s", T("Đã đưa hồ sơ vào chương trình họp."));
    } else if (text_eq(what, "close")) {
        TRY(council_close(r->mem, r->db, &r->who, id));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã kết thúc phiên họp."));
    }
    return reply_see(r, out, "/phien-hop/%lld", (long long)id.v);
}

/* ---- a dossier in a session ---- */

typedef struct {
    item_row i;
    session_row_view s;
    bool may_manage, may_vote, concluded, secret;
    const char *ratio_text, *novelty;
    ballot_list ballots; /* of a concluded secret vote */
} item_view;
STATIC_SHAPE(item_shape, item_view, F_STRUCT(item_view, i, item_row_shape), F_STRUCT(item_view, s, council_session_shape), F_BOOL(item_view, may_manage), F_BOOL(item_view, may_vote),
             F_BOOL(item_view, concluded), F_BOOL(item_view, secret), F_TEXT(item_view, ratio_text), F_TEXT(item_view, novelty), F_LIST(item_view, ballots, ballot_row_shape));

/* The findings in words instead of "yes" and "no"; "" where none was written. */
static void say_findings(item_row *i, lang l)
{
    const char **findings[] = {&i->novelty_1, &i->novelty_2, &i->novelty_3, &i->novelty_4, &i->benefit};

    for (int k = 0; k < COUNT(findings); k++)
        *findings[k] = text_starts(*findings[k], "yes") ? words_in(l, N_("đạt")) : text_starts(*findings[k], "no") ? words_in(l, N_("không đạt")) : "";
    i->excluded = text_starts(i->excluded, "yes") ? words_in(l, N_("thuộc đối tượng loại trừ")) : text_starts(i->excluded, "no") ? words_in(l, N_("không thuộc đối tượng loại trừ")) : "";
}

static status item_base(request *r, item_view *v)
{
    member_list members = {0};
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    TRY(council_attendance(r->db, r->mem, v->s.id, &members));
    v->concluded = text_eq(v->i.state, "concluded");
    v->secret = text_eq(v->s.ballot, "secret");
    v->may_manage = council_may_manage(&r->who, v->s.org_id) && !v->concluded;
    for (int k = 0; k < members.n; k++)
        v->may_vote |= members.p[k].user_id.v == r->who.user.v && members.p[k].present && !v->i.i_voted && !v->concluded;
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(r->now), &num, &den, &rule));
    v->ratio_text = textf(r->mem, T("Thông qua khi có ít nhất %s số thành viên Hội đồng tán thành (%s)."), rule->value, rule->article);
    novelty_summary found = {0};
    TRY(novelty_summary_of(r->db, r->mem, v->i.dossier_id, &found));
    v->novelty = novelty_summary_text(r->mem, &found);
    reply_title(r, "%s", v->i.title);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return OK;
}

static status item_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);

    TRY(item_base(r, v));
    TRY(council_ballots(r->db, r->mem, &v->i, &v->ballots));
    say_findings(&v->i, words_lang());
    return reply_view(r, out, v);
}

static status vote_post(request *r, reply *out)
{
    const char *receipt = "";
    status s = council_vote(r->mem, r->db, &r->who, ARG(r, 0, item_id), form_text(r, "choice"), form_text(r, "reason"), &receipt);

    if (s == E_CONFLICT) {
        form_error(r, "", "%s", T("Bạn đã bỏ phiếu, hoặc hồ sơ này đã kết luận."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", *receipt ? textf(r->mem, T("Đã bỏ phiếu kín. Mã phiếu của bạn: %s. Hãy ghi lại để tự kiểm tra phiếu đã được đếm."), receipt) : T("Đã ghi phiếu của bạn."));
    return reply_see(r, out, "/phien-hop/ho-so/%lld", (long long)r->arg[0]);
}

static status assess_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);

    TRY(item_base(r, v));
    if (!v->may_manage) return E_FORBIDDEN;
    form_set(r, "n1", v->i.novelty_1);
    form_set(r, "n2", v->i.novelty_2);
    form_set(r, "n3", v->i.novelty_3);
    form_set(r, "n4", v->i.novelty_4);
    form_set(r, "benefit", v->i.benefit);
    form_set(r, "excluded", v->i.excluded);
    form_set(r, "opinion", v->i.opinion);
    reply_title(r, "%s", T("Nhận định của Hội đồng"));
    reply_crumb(r, text_short(r->mem, v->i.title, 60), textf(r->mem, "/phien-hop/ho-so/%lld", (long long)v->i.id.v));
    return reply_view(r, out, v);
}

static status assess_post(request *r, reply *out)
{
    council_findings f = {form_text(r, "n1"), form_text(r, "n2"), form_text(r, "n3"), form_text(r, "n4"), form_text(r, "benefit"), form_text(r, "excluded"), form_text(r, "opinion")};

    TRY(council_assess(r->mem, r->db, &r->who, ARG(r, 0, item_id), &f));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi nhận định."));
    return reply_see(r, out, "/phien-hop/ho-so/%lld", (long long)r->arg[0]);
}

static status conclude_post(request *r, reply *out)
{
    item_row i = {0};
    finding_list refused = {0};
    status s = council_conclude(r->mem, r->db, &r->who, ARG(r, 0, item_id), r->now, &i, &refused);

    tell_refused(r, &refused);
    TRY(s);
    reply_flash(r, i.passed ? FLASH_GOOD : FLASH_NOTE, T("Đã kết luận: %lld tán thành, %lld không tán thành, %lld không ý kiến trên %lld thành viên."), (long long)i.votes_for,
                (long long)i.votes_against, (long long)i.votes_blank, (long long)i.members);
    return reply_see(r, out, "/phien-hop/ho-so/%lld", (long long)r->arg[0]);
}

/* ---- papers ---- */

typedef struct {
    item_row i;
    session_row_view s;
    member_list members;
    const char *result, *choice_text, *needed;
    date day;
} minutes_view;
STATIC_SHAPE(minutes_shape, minutes_view, F_STRUCT(minutes_view, i, item_row_shape), F_STRUCT(minutes_view, s, council_session_shape), F_LIST(minutes_view, members, member_row_shape),
             F_TEXT(minutes_view, result), F_TEXT(minutes_view, choice_text), F_TEXT(minutes_view, needed), F_DATE(minutes_view, day));

static status paper(request *r, reply *out, const char *template_name, const char *file)
{
    minutes_view *v = NEW(r->mem, minutes_view);
    template *t = NULL;
    const rule_row *rule = NULL;
    int num = 0, den = 0;
    AUTO(buf) b = {0};
    bytes docx = {0};

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    TRY(council_attendance(r->db, r->mem, v->s.id, &v->members));
    v->result = v->i.passed ? "thông qua, đề nghị công nhận sáng kiến" : "không thông qua";
    v->choice_text = text_eq(v->s.ballot, "secret") ? "bỏ phiếu kín" : "biểu quyết công khai";
    v->day = date_of(v->s.held_at);
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, v->day, &num, &den, &rule));
    v->needed = rule->value;
    say_findings(&v->i, LANG_VI);
    TRY(template_compile_text(r->mem, template_name, embed_find(template_name)->data, &minutes_shape, NULL, NULL, &t));
    template_render(t, r->mem, v, NULL, NULL, &b);
    TRY(docx_from_lines(r->mem, b.p, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "%s-%lld.docx", file, (long long)v->i.id.v), docx);
}

static status minutes_get(request *r, reply *out)
{
    return paper(r, out, "council/minutes.txt", "bien-ban-hop-hoi-dong");
}

static status report_get(request *r, reply *out)
{
    return paper(r, out, "council/report.txt", "bao-cao-danh-gia");
}

static status result_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(council_item_of(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->i));
    v->novelty = "";
    v->s = (session_row_view){.place = "", .ballot = "", .state = "", .council_name = "", .org_name = "", .decision = ""};
    v->concluded = text_eq(v->i.state, "concluded");
    say_findings(&v->i, words_lang());
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(r->now), &num, &den, &rule));
    v->ratio_text = textf(r->mem, T("Thông qua khi có ít nhất %s số thành viên Hội đồng tán thành (%s)."), rule->value, rule->article);
    reply_title(r, "%s", T("Kết quả đánh giá của Hội đồng"));
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)r->arg[0]));
    return reply_view(r, out, v);
}

static status conflict_post(request *r, reply *out)
{
    item_row i = {0};

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &i));
    TRY(dossier_declare_conflict(r->mem, r->db, &r->who, i.dossier_id, r->who.user, "declared", "", r->now));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã ghi nhận bạn có liên quan đến hồ sơ. Hồ sơ không còn hiện với bạn."));
    return reply_see(r, out, "/phien-hop/%lld", (long long)i.session_id.v);
}

static const route routes[] = {
    {GET, "/hoi-dong", list_page, ACCESS_USER, .page = "council/list.html", .view = &list_shape, .form = &council_form, .summary = "Councils of who asks"},
    {POST, "/hoi-dong", create_post, ACCESS_USER, .form = &council_form, .again = list_page, .summary = "Found a council"},
    {GET, "/hoi-dong/:id", council_page, ACCESS_USER, .page = "council/council.html", .view = &council_shape, .form = &member_form, .summary = "A council"},
    {POST, "/hoi-dong/:id/thanh-vien", member_post, ACCESS_USER, .form = &member_form, .again = council_page, .summary = "Add a member"},
    {POST, "/hoi-dong/:id/thanh-vien/:member/bo", member_drop, ACCESS_USER, .form = &none_form, .summary = "A member leaves"},
    {GET, "/hoi-dong/:id/phien-moi", plan_page, ACCESS_USER, .page = "council/plan.html", .view = &council_shape, .form = &plan_form, .summary = "Plan a session"},
    {POST, "/hoi-dong/:id/phien-moi", plan_post, ACCESS_USER, .form = &plan_form, .again = plan_page, .summary = "Plan a session"},
    {GET, "/phien-hop/:id", session_page, ACCESS_USER, .page = "council/session.html", .view = &session_shape, .form = &session_form, .summary = "A session"},
    {POST, "/phien-hop/:id", session_post, ACCESS_USER, .form = &session_form, .again = session_page, .summary = "Attendance, agenda, end of a session"},
    {GET, "/phien-hop/ho-so/:id", item_page, ACCESS_USER, .page = "council/item.html", .view = &item_shape, .form = &vote_form, .summary = "A dossier in a session"},
    {POST, "/phien-hop/ho-so/:id/phieu", vote_post, ACCESS_USER, .form = &vote_form, .again = item_page, .summary = "Vote"},
    {POST, "/phien-hop/ho-so/:id/lien-quan", conflict_post, ACCESS_USER, .form = &none_form, .summary = "Declare a conflict of one's own"},
    {GET, "/phien-hop/ho-so/:id/nhan-dinh", assess_page, ACCESS_USER, .page = "council/assess.html", .view = &item_shape, .form = &assess_form, .summary = "Findings of the council"},
    {POST, "/phien-hop/ho-so/:id/nhan-dinh", assess_post, ACCESS_USER, .form = &assess_form, .again = assess_page, .summary = "Record findings"},
    {POST, "/phien-hop/ho-so/:id/ket-luan", conclude_post, ACCESS_USER, .form = &none_form, .again = item_page, .summary = "Conclude"},
    {GET, "/phien-hop/ho-so/:id/bien-ban.docx", minutes_get, ACCESS_USER, .summary = "Minutes (DOCX)"},
    {GET, "/phien-hop/ho-so/:id/bao-cao.docx", report_get, ACCESS_USER, .summary = "Evaluation report (DOCX)"},
    {GET, "/ho-so/:id/danh-gia", result_page, ACCESS_USER, .page = "council/result.html", .view = &item_shape, .summary = "What the council concluded of a dossier"},
};
const route_table council_routes = {routes, COUNT(routes)};
