/* What councils of the invented city score by, and one of them at work. */
#include "council/poll.h"
#include "demo/demo_own.h"
#include "user/user.h"

#define BANDS "27-30 Hoàn toàn mới, lần đầu được áp dụng\n21-26 Có cải tiến rõ so với giải pháp đã biết\n16-20 Có cải tiến ở mức khá\n1-15 Ít điểm mới\n0 Sao chép giải pháp đã có (loại)"

static const criterion_row unit_rows[] = {
    {.group_name = "Tính mới", .name = "Tính mới, tính sáng tạo của giải pháp", .note = "So với giải pháp đã biết tại cơ sở.", .max = 3000, .weight = 100, .bands = BANDS, .comment = "always"},
    {.group_name = "Hiệu quả", .name = "Lợi ích kinh tế hoặc xã hội đã đạt được", .note = "Có số liệu trước và sau khi áp dụng.", .max = 3000, .weight = 100, .bands = "", .comment = "no"},
    {.group_name = "Hiệu quả", .name = "Khả năng áp dụng, nhân rộng", .note = "", .max = 2500, .weight = 100, .bands = "", .comment = "no"},
    {.group_name = "Trình bày", .name = "Hồ sơ trình bày rõ ràng, đủ minh chứng", .note = "", .max = 1500, .weight = 100, .bands = "", .comment = "no"},
};
static const criterion_row city_rows[] = {
    {.group_name = "Tính mới", .name = "Tính mới trong phạm vi thành phố", .note = "", .max = 3000, .weight = 100, .bands = BANDS, .comment = "always"},
    {.group_name = "Phạm vi ảnh hưởng", .name = "Số đơn vị đã áp dụng hoặc có kế hoạch áp dụng", .note = "Đối chiếu danh sách đơn vị tương tự.", .max = 4000, .weight = 100, .bands = "", .comment = "always"},
    {.group_name = "Hiệu quả", .name = "Hiệu quả kinh tế hoặc xã hội đối với thành phố", .note = "", .max = 3000, .weight = 100, .bands = "", .comment = "no"},
};

static status add_set(arena *mem, db *d, const actor *who, const char *name, const char *level, const criterion_row *rows, int n, int64_t pass, const char *method, instant now)
{
    criterion_row copy[8];
    criterion_list l = {copy, n};
    criteria_row c = {.name = name, .level = level, .field = "", .basis = "Hướng dẫn minh họa của hệ thống dùng thử, không phải văn bản thật", .method = method, .pass = pass, .veto_sheets = 2};
    criteria_id id = {0};
    criteria_outcome o = {0};

    for (int i = 0; i < n; i++) copy[i] = rows[i];
    TRY(criteria_save(mem, d, who, &c, &l, now, &id, &o));
    return criteria_activate(mem, d, who, id, now);
}

status demo_criteria(arena *mem, db *d, user_id by, instant now)
{
    static const actor_role everywhere[] = {{ROLE_ADMINISTRATOR, {0}}};
    actor who = {.user = by, .name = "", .login = "", .unit = "", .address = "", .roles = everywhere, .n_roles = 1};

    TRY(add_set(mem, d, &who, "Tiêu chí xét sáng kiến cấp cơ sở", "unit", unit_rows, COUNT(unit_rows), 6000, "mean", now));
    return add_set(mem, d, &who, "Tiêu chí xét sáng kiến có tác dụng đối với thành phố", "city", city_rows, COUNT(city_rows), 7000, "trimmed", now);
}

/* ---- a council at work: one finished session with a recusal and points, one that is being scored ---- */

typedef struct {
    arena *mem;
    db *d;
    instant now;
    actor author, intake, secretary, chair, member;
    council_id council;
} stage;

static status as(stage *s, const char *login, role_kind role, actor *out)
{
    user_row u = {0};
    actor_role *r = NEW(s->mem, actor_role);

    TRY(user_by_login(s->d, s->mem, login, &u));
    *r = (actor_role){role, u.org_id};
    *out = (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = u.unit, .address = "", .roles = r, .n_roles = 1};
    return OK;
}

typedef struct {
    const char *title, *field, *content;
} story;

static status accepted(stage *s, const story *t, instant at, dossier_id *out)
{
    dossier_author a = {.name = s->author.name, .login = s->author.login, .unit = "UBND phường Hải Châu", .position = "Chuyên viên", .qualification = "Đại học", .share = 10000};
    dossier_text x = {.org = s->author.org, .title = t->title, .kind = "operational", .subkind = "", .field = t->field, .venue_basis = "investor", .investor = "UBND phường Hải Châu", .known_state = "Trước đây làm bằng sổ giấy, phải đối chiếu nhiều lần.",
                      .content = t->content, .applicability = "Các phường khác có bộ phận tương tự áp dụng được ngay.", .secret = "", .conditions = "Máy tính và máy in sẵn có.",
                      .benefit_author = "Giảm một nửa thời gian xử lý, theo dõi trong ba tháng.", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                      .applied_on = date_add_days(date_of(at), -60), .authors = {&a, 1}};
    step_outcome o = {0};

    TRY(dossier_create(s->mem, s->d, &s->author, &x, at, out));
    TRY(dossier_step(s->mem, s->d, &s->author, *out, "file", &(step_input){.note = ""}, at, &o));
    if (o.tag != STEP_DONE) return E_INTERNAL;
    TRY(dossier_step(s->mem, s->d, &s->intake, *out, "accept", &(step_input){.note = ""}, (instant){at.ms + 86400000}, &o));
    return o.tag == STEP_DONE ? OK : E_INTERNAL;
}

static status put(stage *s, council_session_id session, const story *t, instant at, dossier_id *dossier, item_id *item)
{
    finding_list refused = {0};

    TRY(accepted(s, t, at, dossier));
    return council_schedule(s->mem, s->d, &s->secretary, session, *dossier, (instant){at.ms + 2 * 86400000LL}, item, &refused);
}

static status sheet_of(stage *s, const actor *who, item_id item, const int64_t *points, instant at)
{
    sheet_row mine = {0};
    criterion_list c = {0};
    score_list l = {0};
    score_outcome bad[CRITERIA_MAX];

    TRY(council_my_sheet(s->d, s->mem, who, item, &mine, &c, &l));
    for (int i = 0; i < c.n; i++) l.p[i] = (score_row){c.p[i].id, points[i], i == 0 ? "So với cách làm đang có ở phường, bước phân luồng là mới." : ""};
    return council_save_sheet(s->mem, s->d, who, item, "done", &l, "Nên phổ biến cho các phường lân cận.", at, bad);
}

static status plan(stage *s, instant held, instant scores, bool secret, council_session_id *out)
{
    session_row_view v = {.held_at = held, .place = "Phòng họp số 2, UBND phường Hải Châu", .ballot = secret ? "secret" : "open", .scores_at = scores};
    return council_plan(s->mem, s->d, &s->secretary, s->council, &v, (instant){scores.ms - 10 * 86400000LL}, out);
}

/* Which of two to propose to the city; who has a conflict with one of them takes no part. */
static status choose(stage *s, council_session_id session, const item_id *items, instant at)
{
    static const poll_row asked = {.title = "Thứ tự đề nghị xét ở cấp thành phố", .method = "rank", .places = 1};
    const actor *const voters[] = {&s->chair, &s->secretary};
    const char *receipt = NULL;
    finding_list refused = {0};
    poll_id id = {0};

    TRY(poll_open(s->mem, s->d, &s->secretary, session, &asked, items, 2, at, &id));
    for (int i = 0; i < COUNT(voters); i++) TRY(poll_vote(s->mem, s->d, voters[i], id, (const int[]){1, 2}, 2, &receipt));
    return poll_finish(s->mem, s->d, &s->secretary, id, (instant){at.ms + 300000}, &refused);
}

static status finished(stage *s)
{
    static const story t = {"Bảng phân luồng hồ sơ một cửa theo mã màu", "Cải cách hành chính", "Mỗi loại thủ tục mang một mã màu; hồ sơ vào đúng ngăn màu của ngày trả nên nhìn là biết hồ sơ nào sắp đến hạn. Cuối ngày đếm ngăn để điều người cho hôm sau."};
    static const story other = {"Sổ theo dõi đơn thư dùng chung giữa các bộ phận", "Cải cách hành chính", "Một sổ điện tử dùng chung thay cho ba sổ giấy; mỗi đơn có một dòng, ai nhận thì ghi tên, ai xong thì đóng. Hạn trả lời hiện bằng màu."};
    int64_t day = 86400000;
    instant held = instant_of(date_add_days(date_of(s->now), -6), 14, 0), scores = {held.ms - 3600000};
    council_session_id session = {0};
    dossier_id d1, d2;
    item_id one, two;
    member_list l = {0};
    member_id ids[20];
    const char *receipt = NULL;
    item_row i = {0};
    finding_list refused = {0};
    int n = 0;

    TRY(plan(s, held, scores, false, &session));
    TRY(put(s, session, &t, (instant){held.ms - 9 * day}, &d1, &one));
    TRY(put(s, session, &other, (instant){held.ms - 9 * day}, &d2, &two));
    TRY(council_declare(s->mem, s->d, &s->member, d2, s->member.user, "", "relative", "Anh họ của tác giả.", (instant){held.ms - 5 * day}));
    TRY(sheet_of(s, &s->chair, one, (const int64_t[]){2700, 2600, 2200, 1300}, (instant){scores.ms - day}));
    TRY(sheet_of(s, &s->secretary, one, (const int64_t[]){2400, 2500, 2000, 1200}, (instant){scores.ms - day}));
    TRY(sheet_of(s, &s->member, one, (const int64_t[]){2800, 2800, 2300, 1400}, (instant){scores.ms - day}));
    TRY(sheet_of(s, &s->chair, two, (const int64_t[]){2200, 2400, 2000, 1200}, (instant){scores.ms - day}));
    TRY(sheet_of(s, &s->secretary, two, (const int64_t[]){2100, 2300, 2100, 1100}, (instant){scores.ms - day}));
    TRY(council_attendance(s->d, s->mem, session, &l));
    for (; n < l.n && n < 20; n++) ids[n] = l.p[n].id;
    TRY(council_attend(s->mem, s->d, &s->secretary, session, ids, n, held));
    TRY(council_call(s->mem, s->d, &s->secretary, session, one, held));
    for (int k = 0; k < 2; k++) {
        council_findings f = {"yes", "yes", "yes", "yes", "yes", "no", k ? "Giải pháp gọn, đã dùng thật; đề nghị công nhận." : "Giải pháp mới tại phường, số liệu ba tháng rõ; đề nghị công nhận và phổ biến."};
        if (k) TRY(council_call(s->mem, s->d, &s->secretary, session, two, (instant){held.ms + 1500000}));
        TRY(council_assess(s->mem, s->d, &s->secretary, k ? two : one, &f));
        TRY(council_vote(s->mem, s->d, &s->chair, k ? two : one, "for", "", &receipt));
        TRY(council_vote(s->mem, s->d, &s->secretary, k ? two : one, "for", "", &receipt));
        if (!k) TRY(council_vote(s->mem, s->d, &s->member, one, "blank", "", &receipt));
        TRY(council_conclude(s->mem, s->d, &s->chair, k ? two : one, (instant){held.ms + 1200000 * (k + 1)}, &i, &refused));
    }
    TRY(choose(s, session, (const item_id[]){one, two}, (instant){held.ms + 3000000}));
    return council_close(s->mem, s->d, &s->secretary, session, (instant){held.ms + 3600000});
}

static status being_scored(stage *s)
{
    static const story all[] = {{"Phiếu hẹn có bản đồ chỉ đường đến đúng quầy", "Cải cách hành chính", "Mặt sau phiếu hẹn in sơ đồ tầng một, tô đậm đường đến quầy trả kết quả. Người dân không phải hỏi bảo vệ; số lượt hỏi đường giảm từ 40 xuống 6 mỗi ngày."},
                                {"Tủ thuốc sơ cứu tự kiểm ở trường mầm non", "Y tế", "Mỗi tủ có thẻ ghi hạn dùng theo tháng và hai màu; cô trực lật thẻ mỗi sáng thứ Hai, tủ nào đến hạn thì thẻ sang đỏ và được thay trong ngày."}};
    int64_t day = 86400000;
    instant held = instant_of(date_add_days(date_of(s->now), 5), 14, 0), scores = instant_of(date_add_days(date_of(s->now), 4), 17, 0);
    council_session_id session = {0};
    dossier_id d;
    item_id item[2];
    poll_id poll = {0};
    static const poll_row asked = {.title = "Hồ sơ giới thiệu tại hội nghị tổng kết", .method = "approval", .places = 1, .secret = true};

    TRY(plan(s, held, scores, true, &session));
    for (int k = 0; k < 2; k++) TRY(put(s, session, &all[k], (instant){s->now.ms - 8 * day}, &d, &item[k]));
    TRY(poll_open(s->mem, s->d, &s->secretary, session, &asked, item, 2, s->now, &poll));
    return sheet_of(s, &s->secretary, item[0], (const int64_t[]){2500, 2400, 2000, 1300}, s->now);
}

status demo_council(arena *mem, db *d, const char *author, instant now)
{
    stage s = {.mem = mem, .d = d, .now = now};
    council_list_rows all = {0};

    TRY(as(&s, author, ROLE_AUTHOR, &s.author));
    TRY(as(&s, "demo.tiepnhan", ROLE_INTAKE, &s.intake));
    TRY(as(&s, "demo.thuky", ROLE_SECRETARY, &s.secretary));
    TRY(as(&s, "demo.chutich", ROLE_CHAIR, &s.chair));
    TRY(as(&s, "demo.uyvien", ROLE_MEMBER, &s.member));
    TRY(council_list(d, mem, &s.member, &all)); /* that on which the personas sit */
    if (all.n != 1) return E_INTERNAL;
    s.council = all.p[0].id;
    TRY(finished(&s));
    return being_scored(&s);
}
