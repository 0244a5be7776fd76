/* A dossier in a session: findings, votes, result, minutes and papers. */
#include "base/text.h"
#include "council/council_pages.h"
#include "council/poll.h"
#include "doc/sniff.h"
#include "novelty/novelty_report.h"
#include "rule/rule.h"

static const choice votes[] = {{"for", N_("Tán thành công nhận")}, {"against", N_("Không tán thành")}, {"blank", N_("Không có ý kiến")}, {0}};
static const choice yes_no[] = {{"yes", N_("Đạt")}, {"no", N_("Không đạt")}, {0}};
static const choice no_yes[] = {{"no", N_("Không thuộc đối tượng loại trừ")}, {"yes", N_("Thuộc đối tượng loại trừ")}, {0}};
STATIC_FORM(assess_form, {.name = "n1", .kind = INPUT_RADIO, .label = N_("N1. Không trùng với nội dung giải pháp trong đơn nộp trước"), .choices = yes_no},
            {.name = "n2", .kind = INPUT_RADIO, .label = N_("N2. Chưa bị bộc lộ công khai đến mức căn cứ vào đó có thể thực hiện ngay"), .choices = yes_no},
            {.name = "n3", .kind = INPUT_RADIO, .label = N_("N3. Không trùng với giải pháp của người khác đã áp dụng, áp dụng thử hoặc đưa vào kế hoạch"), .choices = yes_no},
            {.name = "n4", .kind = INPUT_RADIO, .label = N_("N4. Chưa được quy định thành tiêu chuẩn, quy trình, quy phạm bắt buộc"), .choices = yes_no},
            {.name = "benefit", .kind = INPUT_RADIO, .label = N_("Đã áp dụng hoặc áp dụng thử và có khả năng mang lại lợi ích thiết thực"), .choices = yes_no},
            {.name = "excluded", .kind = INPUT_RADIO, .label = N_("Đối tượng loại trừ (khoản 2 Điều 3 Điều lệ Sáng kiến)"), .choices = no_yes},
            {.name = "opinion", .kind = INPUT_LINES, .label = N_("Ý kiến đánh giá và đề nghị của Hội đồng"), .rows = 6, .max = 6000});
STATIC_FORM(vote_form, {.name = "choice", .kind = INPUT_RADIO, .label = N_("Phiếu của bạn"), .choices = votes, .required = true},
            {.name = "reason", .kind = INPUT_LINES, .label = N_("Lý do"), .hint = N_("Bắt buộc khi không tán thành."), .rows = 3, .max = 2000});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

STATIC_FORM(receipt_form, {.name = "code", .kind = INPUT_LINE, .label = N_("Mã phiếu"), .required = true, .max = 40});
STATIC_FORM(minutes_form, {.name = "minutes", .kind = INPUT_LINES, .label = N_("Diễn biến"), .hint = N_("Dòng nào khác với nhật ký sẽ được đánh dấu trong biên bản. Để trống: dùng nguyên nhật ký."), .rows = 14, .max = 10000});

typedef struct {
    sheet_row t;
    const char *total;
    bool abstained, draft, has_paper;
} sheet_line;
STATIC_SHAPE(sheet_line_shape, sheet_line, F_STRUCT(sheet_line, t, sheet_shape), F_TEXT(sheet_line, total), F_BOOL(sheet_line, abstained), F_BOOL(sheet_line, draft), F_BOOL(sheet_line, has_paper));
STATIC_SHAPE(bench_shape, council_bench, F_INT(council_bench, seats), F_INT(council_bench, members), F_INT(council_bench, present), F_INT(council_bench, recused), F_INT(council_bench, stand_ins));
typedef struct {
    item_row i;
    session_row_view s;
    bool may_manage, may_manage_papers, may_vote, concluded, secret, has_points, alone, shown, may_score, blind, has_score;
    const char *ratio_text, *score, *score_pass, *appeal, *novelty;
    ballot_list ballots; /* of a concluded secret vote */
    member_list bench;   /* for who keeps the session */
    council_bench b;
    LIST_OF(sheet_line) sheets;
    copy_row copy;
    minutes_lines minutes, dropped;
} item_view;
STATIC_SHAPE(item_shape, item_view, F_STRUCT(item_view, i, item_row_shape), F_STRUCT(item_view, s, council_session_shape), F_BOOL(item_view, may_manage), F_BOOL(item_view, may_manage_papers),
             F_BOOL(item_view, may_vote), F_BOOL(item_view, concluded), F_BOOL(item_view, secret), F_BOOL(item_view, has_points), F_BOOL(item_view, alone), F_BOOL(item_view, shown),
             F_BOOL(item_view, may_score), F_BOOL(item_view, blind), F_BOOL(item_view, has_score), F_TEXT(item_view, ratio_text), F_TEXT(item_view, score), F_TEXT(item_view, score_pass),
             F_TEXT(item_view, appeal), F_TEXT(item_view, novelty), F_LIST(item_view, ballots, ballot_row_shape), F_LIST(item_view, bench, member_row_shape), F_STRUCT(item_view, b, bench_shape),
             F_LIST(item_view, sheets, sheet_line_shape), F_STRUCT(item_view, copy, copy_shape), F_LIST(item_view, minutes, minutes_line_shape), F_LIST(item_view, dropped, minutes_line_shape));

static status item_scores(request *r, item_view *v)
{
    sheet_list l = {0};
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list scores = {0};
    scoring_phase phase = council_phase(&v->s, &v->i, r->now);

    v->has_points = phase != SCORING_NONE;
    v->alone = phase == SCORING_ALONE;
    v->shown = phase == SCORING_SHOWN;
    v->may_score = v->has_points && council_my_sheet(r->db, r->mem, &r->who, v->i.id, &mine, &c, &scores) == OK;
    if (v->shown) TRY(council_sheets(r->db, r->mem, &r->who, &v->s, &v->i, r->now, &l));
    if (v->shown && !v->concluded) TRY(council_count_scores(r->db, r->mem, &v->i));
    v->sheets.p = NEWS(r->mem, sheet_line, l.n + 1);
    for (int k = 0; k < l.n; k++)
        v->sheets.p[v->sheets.n++] = (sheet_line){l.p[k], score_text(r->mem, l.p[k].total), text_eq(l.p[k].state, "abstained"), text_eq(l.p[k].state, "draft"), v->may_manage_papers && l.p[k].member_id.v};
    v->has_score = v->shown && v->i.scored;
    v->score = v->has_score ? score_text(r->mem, v->i.score) : "";
    v->score_pass = v->has_score ? score_text(r->mem, v->i.score_pass) : "";
    if (!v->shown && !v->concluded) v->i.formula = "";
    return OK;
}

static status item_base(request *r, item_view *v)
{
    member_list bench = {0};
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(council_item_get(r->db, r->mem, &r->who, ARG(r, 0, item_id), &v->i));
    TRY(council_session_get(r->db, r->mem, &r->who, v->i.session_id, &v->s));
    TRY(council_bench_of(r->db, r->mem, v->i.id, date_of(r->now), &bench, &v->b));
    v->concluded = text_eq(v->i.state, "concluded");
    v->secret = text_eq(v->s.ballot, "secret");
    v->may_manage_papers = council_may_manage(&r->who, v->s.org_id);
    v->may_manage = v->may_manage_papers && !v->concluded;
    v->may_vote = council_may_vote(&bench, r->who.user) && !v->i.i_voted && !v->concluded && !text_eq(v->s.state, "closed");
    if (v->may_manage_papers) v->bench = bench;
    v->blind = v->s.blind_author && !v->may_manage_papers;
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(r->now), &num, &den, &rule));
    v->ratio_text = textf(r->mem, T("Thông qua khi có ít nhất %s số thành viên Hội đồng tán thành (%s)."), rule->value, rule->article);
    novelty_summary found = {0};
    TRY(novelty_summary_of(r->db, r->mem, v->i.dossier_id, &found));
    v->novelty = v->blind ? "" : novelty_summary_text(r->mem, &found); /* its sources would name the authors */
    v->score = v->score_pass = v->appeal = "";
    v->copy = (copy_row){.field = "", .known_state = "", .content = "", .applicability = "", .conditions = "", .benefit_author = "", .benefit_users = ""};
    reply_title(r, "%s", v->i.title);
    reply_org(r, v->s.org_id); /* the council's: whose dossier it is may be hidden */
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return OK;
}

static status item_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);

    TRY(item_base(r, v));
    TRY(item_scores(r, v));
    TRY(council_ballots(r->db, r->mem, &v->i, &v->ballots));
    if (v->blind) TRY(council_copy(r->db, r->mem, &r->who, v->i.id, &v->copy));
    council_say_findings(&v->i, words_lang());
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
    if (s == E_INVALID) form_error(r, "reason", "%s", T("Hãy ghi lý do không tán thành."));
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

    council_tell_refused(r, &refused);
    TRY(s);
    reply_flash(r, i.passed ? FLASH_GOOD : FLASH_NOTE, T("Đã kết luận: %lld tán thành, %lld không tán thành, %lld không ý kiến trên %lld thành viên."), (long long)i.votes_for,
                (long long)i.votes_against, (long long)i.votes_blank, (long long)i.members);
    return reply_see(r, out, "/phien-hop/ho-so/%lld", (long long)r->arg[0]);
}

/* ---- papers ---- */

static status paper(request *r, reply *out, const char *kind, const char *file)
{
    bytes docx = {0};

    TRY(council_paper(r->db, r->mem, &r->who, ARG(r, 0, item_id), kind, r->now, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "%s-%lld.docx", file, (long long)r->arg[0]), docx);
}

static status minutes_get(request *r, reply *out)
{
    return paper(r, out, "minutes", "bien-ban-hop-hoi-dong");
}

static status report_get(request *r, reply *out)
{
    return paper(r, out, "council_report", "bao-cao-danh-gia");
}

static status result_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);
    int num = 0, den = 1;
    const rule_row *rule = NULL, *limit = NULL;

    TRY(council_item_of(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->i));
    v->s = (session_row_view){.place = "", .ballot = "", .state = "", .council_name = "", .org_name = "", .decision = "", .level = "", .round = "", .token = ""};
    v->copy = (copy_row){.field = "", .known_state = "", .content = "", .applicability = "", .conditions = "", .benefit_author = "", .benefit_users = ""};
    v->novelty = "";
    v->has_score = v->i.scored;
    v->score = score_text(r->mem, v->i.score);
    v->score_pass = score_text(r->mem, v->i.score_pass);
    v->i.minutes = "";
    if (rule_get(rule_current(), "complaint.limit", NULL, date_of(r->now), &limit) == OK) v->appeal = textf(r->mem, T("Nếu không đồng ý với quyết định dựa trên kết quả này, tác giả có quyền khiếu nại trong %s (%s)."), limit->shown, limit->article);
    else v->appeal = "";
    v->concluded = text_eq(v->i.state, "concluded");
    council_say_findings(&v->i, words_lang());
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
    TRY(council_declare(r->mem, r->db, &r->who, i.dossier_id, r->who.user, "", "declared", "", r->now));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã ghi nhận bạn có liên quan đến hồ sơ. Hồ sơ không còn hiện với bạn."));
    return reply_see(r, out, "/phien-hop/%lld", (long long)i.session_id.v);
}

/* ---- where a receipt is ---- */

typedef struct {
    item_row i;
    poll_row p; /* or of a ballot over several dossiers */
    const char *code, *choice;
    bool found, counted, asked, several;
    int64_t total;
} receipt_view;
STATIC_SHAPE(receipt_shape, receipt_view, F_STRUCT(receipt_view, i, item_row_shape), F_STRUCT(receipt_view, p, poll_shape), F_BOOL(receipt_view, several), F_TEXT(receipt_view, code), F_TEXT(receipt_view, choice), F_BOOL(receipt_view, found), F_BOOL(receipt_view, counted),
             F_BOOL(receipt_view, asked), F_INT(receipt_view, total));

static void no_receipt(receipt_view *v)
{
    v->i = (item_row){.title = "", .number = "", .field = "", .state = "", .novelty_1 = "", .novelty_2 = "", .novelty_3 = "", .novelty_4 = "", .benefit = "", .excluded = "", .opinion = "", .formula = "", .minutes = ""};
    v->p = (poll_row){.title = "", .method = "", .state = "", .method_name = ""};
    v->code = v->choice = "";
}

static status receipt_page(request *r, reply *out)
{
    receipt_view *v = NEW(r->mem, receipt_view);

    no_receipt(v);
    reply_title(r, "%s", T("Kiểm tra phiếu kín"));
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    return reply_view(r, out, v);
}

static status receipt_post(request *r, reply *out)
{
    receipt_view *v = NEW(r->mem, receipt_view);

    no_receipt(v);
    v->code = form_text(r, "code");
    status s = council_receipt(r->db, r->mem, &r->who, v->code, &v->i, &v->choice);
    if (s == E_NOT_FOUND) {
        s = poll_receipt(r->db, r->mem, &r->who, v->code, &v->p, &v->choice);
        v->several = s == OK;
    }
    if (s != OK && s != E_NOT_FOUND) return s;
    v->asked = true;
    v->found = s == OK;
    v->counted = *v->choice != 0;
    v->total = v->several ? v->p.voted : v->i.votes_for + v->i.votes_against + v->i.votes_blank;
    reply_title(r, "%s", T("Kiểm tra phiếu kín"));
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    return reply_view(r, out, v);
}

/* ---- minutes as they are edited ---- */

static status minutes_page(request *r, reply *out)
{
    item_view *v = NEW(r->mem, item_view);
    AUTO(buf) b = {0};

    TRY(item_base(r, v));
    if (!v->may_manage_papers) return E_FORBIDDEN;
    TRY(council_minutes(r->db, r->mem, &r->who, v->i.id, &v->minutes, &v->dropped));
    for (int k = 0; k < v->minutes.n; k++) buf_printf(&b, "%s%s", k ? "\n" : "", v->minutes.p[k].text);
    form_set(r, "minutes", text_copy(r->mem, b.p ? b.p : ""));
    reply_title(r, "%s", T("Diễn biến phiên họp"));
    reply_crumb(r, text_short(r->mem, v->i.title, 60), textf(r->mem, "/phien-hop/ho-so/%lld", (long long)v->i.id.v));
    return reply_view(r, out, v);
}

static status minutes_post(request *r, reply *out)
{
    status s = council_edit_minutes(r->mem, r->db, &r->who, ARG(r, 0, item_id), form_text(r, "minutes"), r->now);

    if (s == E_CONFLICT) form_error(r, "", "%s", T("Phiên họp đã kết thúc: biên bản không sửa được nữa."));
    if (s == E_CONFLICT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu diễn biến."));
    return reply_see(r, out, "/phien-hop/ho-so/%lld/dien-bien", (long long)r->arg[0]);
}

static const route routes[] = {
    {GET, "/phien-hop/ho-so/:id", item_page, ACCESS_USER, .page = "council/item.html", .view = &item_shape, .form = &vote_form, .summary = "A dossier in a session"},
    {POST, "/phien-hop/ho-so/:id/phieu", vote_post, ACCESS_USER, .form = &vote_form, .again = item_page, .summary = "Vote"},
    {POST, "/phien-hop/ho-so/:id/lien-quan", conflict_post, ACCESS_USER, .form = &none_form, .summary = "Declare a conflict of one's own"},
    {GET, "/phien-hop/ho-so/:id/nhan-dinh", assess_page, ACCESS_USER, .page = "council/assess.html", .view = &item_shape, .form = &assess_form, .summary = "Findings of the council"},
    {POST, "/phien-hop/ho-so/:id/nhan-dinh", assess_post, ACCESS_USER, .form = &assess_form, .again = assess_page, .summary = "Record findings"},
    {POST, "/phien-hop/ho-so/:id/ket-luan", conclude_post, ACCESS_USER, .form = &none_form, .again = item_page, .summary = "Conclude"},
    {GET, "/phien-hop/ho-so/:id/dien-bien", minutes_page, ACCESS_USER, .page = "council/minutes.html", .view = &item_shape, .form = &minutes_form, .summary = "What happened, from the log"},
    {POST, "/phien-hop/ho-so/:id/dien-bien", minutes_post, ACCESS_USER, .form = &minutes_form, .again = minutes_page, .summary = "Edit what happened"},
    {GET, "/phien-hop/ho-so/:id/bien-ban.docx", minutes_get, ACCESS_USER, .summary = "Minutes (DOCX)"},
    {GET, "/phien-hop/ho-so/:id/bao-cao.docx", report_get, ACCESS_USER, .summary = "Evaluation report (DOCX)"},
    {GET, "/kiem-phieu", receipt_page, ACCESS_USER, .page = "council/receipt.html", .view = &receipt_shape, .form = &receipt_form, .summary = "Where a secret vote is: form"},
    {POST, "/kiem-phieu", receipt_post, ACCESS_USER, .page = "council/receipt.html", .view = &receipt_shape, .form = &receipt_form, .again = receipt_page, .summary = "Where a secret vote is", .flags = ROUTE_NO_ONCE},
    {GET, "/ho-so/:id/danh-gia", result_page, ACCESS_USER, .page = "council/result.html", .view = &item_shape, .summary = "What the council concluded of a dossier"},
};
const route_table council_item_routes = {routes, COUNT(routes)};
