/* Councils: the list, members, who could be one, conflicts, planning a session. */
#include "council/council_pages.h"
#include "base/text.h"
#include "org/org.h"
#include "user/user.h"

static const choice roles[] = {{"chair", N_("Chủ tịch")}, {"vice", N_("Phó Chủ tịch")}, {"secretary", N_("Thư ký")}, {"member", N_("Ủy viên")}, {0}};
static const choice ballots[] = {{"open", N_("Biểu quyết công khai")}, {"secret", N_("Bỏ phiếu kín")}, {0}};
static const choice kinds[] = {{"standing", N_("Thường trực")}, {"round", N_("Theo đợt")}, {0}};
static const choice levels[] = {{"unit", N_("Cấp cơ sở")}, {"city", N_("Cấp thành phố")}, {0}};
static const choice tie_kinds[] = {{"relative", N_("Người thân")}, {"interest", N_("Có lợi ích chung")}, {0}};
static const choice conflict_kinds[] = {{"relative", N_("Người thân của tác giả")}, {"coauthor", N_("Đồng tác giả với tác giả trong thời gian gần đây")}, {"organiser", N_("Tham gia tổ chức áp dụng lần đầu")},
                                        {"unit", N_("Cùng đơn vị với tác giả")}, {"superior", N_("Người đứng đầu đơn vị của tác giả")}, {"subordinate", N_("Làm việc dưới quyền tác giả")},
                                        {"interest", N_("Có lợi ích liên quan")}, {"declared", N_("Lý do khác")}, {0}};

STATIC_FORM(council_form, {.name = "org", .kind = INPUT_SELECT, .label = N_("Cơ sở"), .required = true}, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên Hội đồng"), .required = true, .max = 200},
            {.name = "decision", .kind = INPUT_LINE, .label = N_("Số quyết định thành lập"), .max = 100}, {.name = "decided_on", .kind = INPUT_DATE, .label = N_("Ngày quyết định")},
            {.name = "valid_to", .kind = INPUT_DATE, .label = N_("Hết nhiệm kỳ (nếu có)")}, {.name = "kind", .kind = INPUT_RADIO, .label = N_("Loại Hội đồng"), .choices = kinds, .required = true},
            {.name = "level", .kind = INPUT_RADIO, .label = N_("Cấp xét"), .choices = levels, .required = true},
            {.name = "round", .kind = INPUT_LINE, .label = N_("Đợt xét"), .hint = N_("Ví dụ: Đợt 1 năm 2026. Một đợt có thể có nhiều Hội đồng chuyên ngành."), .max = 100},
            {.name = "fields", .kind = INPUT_LINES, .label = N_("Lĩnh vực chuyên ngành"), .hint = N_("Mỗi dòng một lĩnh vực; để trống: mọi lĩnh vực."), .rows = 3, .max = 1000});
STATIC_FORM(member_form, {.name = "login", .kind = INPUT_LINE, .label = N_("Tài khoản của thành viên"), .required = true, .max = 100},
            {.name = "role", .kind = INPUT_SELECT, .label = N_("Vai trò"), .choices = roles, .required = true}, {.name = "is_union", .kind = INPUT_CHECK, .label = N_("Đại diện Công đoàn")},
            {.name = "alternate", .kind = INPUT_CHECK, .label = N_("Dự khuyết: thay khi có người vắng hoặc không được dự xét")},
            {.name = "expertise", .kind = INPUT_LINES, .label = N_("Lĩnh vực chuyên môn"), .hint = N_("Mỗi dòng một lĩnh vực; dùng để phân công hồ sơ."), .rows = 2, .max = 1000});
STATIC_FORM(plan_form, {.name = "held_at", .kind = INPUT_TIME, .label = N_("Thời gian họp"), .required = true}, {.name = "place", .kind = INPUT_LINE, .label = N_("Địa điểm"), .max = 200, .required = true},
            {.name = "ballot", .kind = INPUT_RADIO, .label = N_("Cách biểu quyết"), .choices = ballots, .required = true},
            {.name = "scores_at", .kind = INPUT_TIME, .label = N_("Chấm điểm độc lập đến"), .hint = N_("Đến lúc đó mỗi người chỉ thấy phiếu của mình; từ lúc đó mọi phiếu hiện ra để thảo luận. Để trống: không chấm điểm.")},
            {.name = "blind_author", .kind = INPUT_CHECK, .label = N_("Giấu tên tác giả với thành viên")}, {.name = "blind_member", .kind = INPUT_CHECK, .label = N_("Giấu tên người chấm khi công bố phiếu")});
STATIC_FORM(tie_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Họ và tên"), .required = true, .max = 100}, {.name = "kind", .kind = INPUT_RADIO, .label = N_("Quan hệ"), .choices = tie_kinds, .required = true});
STATIC_FORM(declare_form, {.name = "person", .kind = INPUT_SELECT, .label = N_("Thành viên Hội đồng")}, {.name = "name", .kind = INPUT_LINE, .label = N_("Họ và tên người đó"), .max = 100},
            {.name = "kind", .kind = INPUT_SELECT, .label = N_("Lý do"), .choices = conflict_kinds, .required = true}, {.name = "note", .kind = INPUT_LINES, .label = N_("Nói rõ thêm"), .rows = 2, .max = 1000});
STATIC_FORM(rule_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true}, {.name = "answer", .kind = INPUT_LINE, .label = N_("Lý do"), .required = true, .max = 500});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

void council_tell_refused(request *r, const finding_list *l)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].hard) form_error(r, "", "%s (%s, %s)", l->p[i].text, l->p[i].id, l->p[i].article);
}

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
    TRY(org_all(r->db, r->mem, date_of(r->now), false, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++)
        if (council_may_manage(&r->who, orgs.p[i].id)) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    v->may_create = l->n > 0;
    bool body = false; /* the city's own: it judges for the city */
    for (int i = 0; i < orgs.n; i++) body |= l->n == 1 && text_eq(orgs.p[i].kind, "body") && text_eq(l->p[0].value, textf(r->mem, "%lld", (long long)orgs.p[i].id.v));
    if (l->n == 1) form_set(r, "org", l->p[0].value);
    form_set(r, "name", T("Hội đồng sáng kiến"));
    form_set(r, "kind", "standing");
    form_set(r, "level", body ? "city" : "unit");
    reply_title(r, "%s", T("Hội đồng sáng kiến"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static status create_post(request *r, reply *out)
{
    council_row c = {.org_id = {form_int(r, "org")}, .name = form_text(r, "name"), .decision = form_text(r, "decision"), .decided_on = form_date(r, "decided_on"), .valid_to = form_date(r, "valid_to"),
                     .kind = form_text(r, "kind"), .level = form_text(r, "level"), .round = form_text(r, "round"), .fields = form_text(r, "fields")};
    council_id id;

    if (text_eq(c.kind, "round") && !*c.round) {
        form_error(r, "round", "%s", T("Hội đồng theo đợt cần ghi đợt xét."));
        return E_INVALID;
    }
    TRY(council_create(r->mem, r->db, &r->who, &c, r->now, &id));
    return reply_see(r, out, "/hoi-dong/%lld", (long long)id.v);
}

/* ---- a council ---- */

typedef struct {
    council_row c;
    member_list members;
    session_list sessions;
    bool may_manage, per_round, city;
} council_view;
STATIC_SHAPE(council_shape, council_view, F_STRUCT(council_view, c, council_row_shape), F_LIST(council_view, members, member_row_shape), F_LIST(council_view, sessions, council_session_shape),
             F_BOOL(council_view, may_manage), F_BOOL(council_view, per_round), F_BOOL(council_view, city));

static status council_base(request *r, council_view *v)
{
    TRY(council_get(r->db, r->mem, &r->who, ARG(r, 0, council_id), &v->c));
    TRY(council_members(r->db, r->mem, v->c.id, &v->members));
    TRY(council_sessions(r->db, r->mem, v->c.id, &v->sessions));
    v->may_manage = council_may_manage(&r->who, v->c.org_id);
    v->per_round = text_eq(v->c.kind, "round");
    v->city = text_eq(v->c.level, "city");
    reply_title(r, "%s", v->c.name);
    reply_org(r, v->c.org_id);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    return OK;
}

static status council_page(request *r, reply *out)
{
    council_view *v = NEW(r->mem, council_view);

    TRY(council_base(r, v));
    if (*query_text(r, "them")) form_set(r, "login", query_text(r, "them"));
    form_set(r, "role", "member");
    return reply_view(r, out, v);
}

static status member_post(request *r, reply *out)
{
    user_row u = {0};
    member_row m = {.role = form_text(r, "role"), .is_union = form_check(r, "is_union"), .alternate = form_check(r, "alternate"), .expertise = form_text(r, "expertise")};
    member_id id;
    council_row c = {0};

    TRY(council_get(r->db, r->mem, &r->who, ARG(r, 0, council_id), &c));
    if (!council_may_manage(&r->who, c.org_id)) return E_FORBIDDEN;
    status s = user_by_login(r->db, r->mem, text_lower(r->mem, form_text(r, "login")), &u);
    if (s == E_NOT_FOUND) {
        form_error(r, "login", "%s", T("Không có tài khoản này."));
        return E_INVALID;
    }
    TRY(s);
    m.user_id = u.id;
    s = council_add_member(r->mem, r->db, &r->who, c.id, &m, r->now, &id);
    if (s == E_CONFLICT) {
        form_error(r, "login", "%s", T("Người này đã ở trong Hội đồng."));
        return E_INVALID;
    }
    TRY(s);
    return reply_see(r, out, "/hoi-dong/%lld", (long long)c.id.v);
}

static status member_drop(request *r, reply *out)
{
    status s = council_drop_member(r->mem, r->db, &r->who, ARG(r, 0, council_id), ARG(r, 1, member_id), r->now);

    if (s == E_CONFLICT) reply_flash(r, FLASH_BAD, "%s", T("Người này đã rời Hội đồng, hoặc họ hay người dự khuyết thay đã bỏ phiếu cho hồ sơ chưa kết luận."));
    else TRY(s);
    return reply_see(r, out, "/hoi-dong/%lld", (long long)r->arg[0]);
}

typedef struct {
    council_row c;
    candidate_list people;
    const char *text;
} candidates_view;
STATIC_SHAPE(candidates_shape, candidates_view, F_STRUCT(candidates_view, c, council_row_shape), F_LIST(candidates_view, people, candidate_shape), F_TEXT(candidates_view, text));

static status candidates_page(request *r, reply *out)
{
    candidates_view *v = NEW(r->mem, candidates_view);

    v->text = query_text(r, "tim");
    TRY(council_get(r->db, r->mem, &r->who, ARG(r, 0, council_id), &v->c));
    TRY(council_candidates(r->db, r->mem, &r->who, v->c.id, v->text, r->now, &v->people));
    reply_title(r, "%s", T("Chọn thành viên"));
    reply_org(r, v->c.org_id);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, v->c.name, textf(r->mem, "/hoi-dong/%lld", (long long)v->c.id.v));
    return reply_view(r, out, v);
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
    session_row_view s = {.held_at = form_instant(r, "held_at"), .place = form_text(r, "place"), .ballot = form_text(r, "ballot"), .scores_at = form_instant(r, "scores_at"),
                          .blind_author = form_check(r, "blind_author"), .blind_member = form_check(r, "blind_member")};
    council_session_id id;

    status planned = council_plan(r->mem, r->db, &r->who, ARG(r, 0, council_id), &s, r->now, &id);
    if (planned == E_INVALID) form_error(r, "scores_at", "%s", T("Hạn chấm điểm phải trước hoặc đúng giờ họp."));
    TRY(planned);
    return reply_see(r, out, "/phien-hop/%lld", (long long)id.v);
}

/* ---- one's own ties and conflicts ---- */

typedef struct {
    relation_list ties;
    conflict_list conflicts;
} ties_view;
STATIC_SHAPE(ties_shape, ties_view, F_LIST(ties_view, ties, relation_shape), F_LIST(ties_view, conflicts, conflict_shape));

static status ties_page(request *r, reply *out)
{
    ties_view *v = NEW(r->mem, ties_view);

    TRY(council_relations(r->db, r->mem, &r->who, &v->ties));
    TRY(council_conflicts_mine(r->db, r->mem, &r->who, &v->conflicts));
    reply_title(r, "%s", T("Quan hệ và xung đột lợi ích của tôi"));
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    return reply_view(r, out, v);
}

static status ties_post(request *r, reply *out)
{
    TRY(council_relate(r->mem, r->db, &r->who, form_text(r, "name"), form_text(r, "kind"), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi. Từ nay bạn không dự xét hồ sơ của người này."));
    return reply_see(r, out, "/hoi-dong/quan-he");
}

static status dispute_post(request *r, reply *out)
{
    TRY(council_dispute(r->mem, r->db, &r->who, r->arg[0], form_text(r, "answer"), r->now));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã ghi ý kiến của bạn. Chủ tịch Hội đồng sẽ xem; trong lúc chờ, bạn vẫn không dự xét."));
    return reply_see(r, out, "/hoi-dong/quan-he");
}

/* ---- the conflicts of a dossier ---- */

typedef struct {
    dossier d;
    conflict_list conflicts, suspected;
    bool officer, author, may_rule;
} conflicts_view;
STATIC_SHAPE(conflicts_shape, conflicts_view, F_STRUCT(conflicts_view, d, dossier_shape), F_LIST(conflicts_view, conflicts, conflict_shape), F_LIST(conflicts_view, suspected, conflict_shape),
             F_BOOL(conflicts_view, officer), F_BOOL(conflicts_view, author), F_BOOL(conflicts_view, may_rule));

static status offer_members(request *r, conflicts_view *v)
{
    choice_list *l = NEW(r->mem, choice_list);
    member_list m = {0};

    TRY(council_sitting(r->db, r->mem, v->d.id, &m));
    l->p = NEWS(r->mem, choice, m.n + 1);
    for (int i = 0; i < m.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)m.p[i].user_id.v), m.p[i].name};
    form_choices(r, "person", l);
    return council_suspect(r->db, r->mem, v->d.id, v->d.org_id, &m, r->now, &v->suspected);
}

static status conflicts_page(request *r, reply *out)
{
    conflicts_view *v = NEW(r->mem, conflicts_view);

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    v->author = v->d.is_author || v->d.is_owner;
    v->officer = dossier_is_officer(&r->who, &v->d, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD));
    v->may_rule = v->officer && council_may_rule(&r->who, v->d.org_id);
    if (!v->author && !v->officer) return E_NOT_FOUND;
    form_choices(r, "person", NEW(r->mem, choice_list));
    if (v->officer) {
        TRY(council_conflicts_of(r->db, r->mem, &r->who, v->d.id, &v->conflicts));
        TRY(offer_members(r, v));
    }
    reply_title(r, "%s", T("Xung đột lợi ích"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    return reply_view(r, out, v);
}

static status conflicts_post(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    status s = council_declare(r->mem, r->db, &r->who, id, (user_id){form_int(r, "person")}, form_text(r, "name"), form_text(r, "kind"), form_text(r, "note"), r->now);

    if (s == E_INVALID) form_error(r, "name", "%s", T("Hãy ghi họ và tên."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi. Người này không dự xét hồ sơ."));
    return reply_see(r, out, "/ho-so/%lld/xung-dot", (long long)id.v);
}

static status rule_post(request *r, reply *out)
{
    TRY(council_rule_on(r->mem, r->db, &r->who, r->arg[1], text_eq(form_text(r, "do"), "lift"), form_text(r, "answer"), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi quyết định về xung đột lợi ích."));
    return reply_see(r, out, "/ho-so/%lld/xung-dot", (long long)r->arg[0]);
}

static const route routes[] = {
    {GET, "/hoi-dong", list_page, ACCESS_USER, .page = "council/list.html", .view = &list_shape, .form = &council_form, .summary = "Councils of who asks"},
    {POST, "/hoi-dong", create_post, ACCESS_USER, .form = &council_form, .again = list_page, .summary = "Found a council"},
    {GET, "/hoi-dong/quan-he", ties_page, ACCESS_USER, .page = "council/ties.html", .view = &ties_shape, .form = &tie_form, .summary = "One's own ties and conflicts"},
    {POST, "/hoi-dong/quan-he", ties_post, ACCESS_USER, .form = &tie_form, .again = ties_page, .summary = "Declare a tie of one's own"},
    {POST, "/hoi-dong/quan-he/:id/phan-doi", dispute_post, ACCESS_USER, .form = &rule_form, .summary = "Dispute a conflict of one's own"},
    {GET, "/hoi-dong/:id", council_page, ACCESS_USER, .page = "council/council.html", .view = &council_shape, .form = &member_form, .summary = "A council"},
    {GET, "/hoi-dong/:id/ung-vien", candidates_page, ACCESS_USER, .page = "council/candidates.html", .view = &candidates_shape, .summary = "Who could be a member, with conflicts"},
    {POST, "/hoi-dong/:id/thanh-vien", member_post, ACCESS_USER, .form = &member_form, .again = council_page, .summary = "Add a member"},
    {POST, "/hoi-dong/:id/thanh-vien/:member/bo", member_drop, ACCESS_USER, .form = &none_form, .summary = "A member leaves"},
    {GET, "/hoi-dong/:id/phien-moi", plan_page, ACCESS_USER, .page = "council/plan.html", .view = &council_shape, .form = &plan_form, .summary = "Plan a session"},
    {POST, "/hoi-dong/:id/phien-moi", plan_post, ACCESS_USER, .form = &plan_form, .again = plan_page, .summary = "Plan a session"},
    {GET, "/ho-so/:id/xung-dot", conflicts_page, ACCESS_USER, .page = "council/conflicts.html", .view = &conflicts_shape, .form = &declare_form, .summary = "Conflicts of interest of a dossier"},
    {POST, "/ho-so/:id/xung-dot", conflicts_post, ACCESS_USER, .form = &declare_form, .again = conflicts_page, .summary = "Declare a conflict of interest"},
    {POST, "/ho-so/:id/xung-dot/:conflict", rule_post, ACCESS_USER, .form = &rule_form, .summary = "Confirm or lift a conflict"},
};
const route_table council_routes = {routes, COUNT(routes)};
