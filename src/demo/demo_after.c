/* What follows recognition, in the invented city: money, use, titles, complaints, nominations, each through its own slice. */
#include "base/text.h"
#include "complaint/complaint.h"
#include "council/council.h"
#include "demo/demo_own.h"
#include "emulation/emulation.h"
#include "nomination/nomination.h"
#include "remuneration/follow.h"
#include "remuneration/remuneration.h"
#include "user/user.h"

typedef struct {
    recognition_id id;
    const char *code, *head_name, *clerk_name, *author_name;
    org_id org_id;
    user_id head, clerk, author;
    date recognised_on;
} entry;
STATIC_SHAPE(entry_shape, entry, F_ID(entry, id), F_TEXT(entry, code), F_TEXT(entry, head_name), F_TEXT(entry, clerk_name), F_TEXT(entry, author_name), F_ID(entry, org_id), F_ID(entry, head), F_ID(entry, clerk),
             F_ID(entry, author), F_DATE(entry, recognised_on));
typedef LIST_OF(entry) entries;

static actor person(arena *mem, user_id id, const char *name, role_kind role, org_id org)
{
    actor_role *r = NEW(mem, actor_role);

    *r = (actor_role){role, org};
    return (actor){.user = id, .org = org, .name = name, .login = "", .unit = "", .address = "", .roles = r, .n_roles = role ? 1 : 0};
}

/* A year stated by the intake officer and confirmed by the head; half of what is due is paid. */
static status add_money(arena *mem, db *d, const entry *e, bool computable, instant now)
{
    actor clerk = person(mem, e->clerk, e->clerk_name, ROLE_INTAKE, e->org_id), head = person(mem, e->head, e->head_name, ROLE_HEAD, e->org_id);
    finding_list f = {0};
    rem_statements st = {0};
    rem_dues dues = {0};
    rem_stating s = {1, computable, computable ? 186400000 : 0, computable ? "Chi phí vật tư và giờ máy tiết kiệm so với năm trước, đã trừ chi phí lắp đặt." : "Lợi ích là an toàn lao động, không quy ra tiền được.", "Báo cáo kết quả năm của phòng Kỹ thuật"};

    TRY(remuneration_state(mem, d, &clerk, e->code, &s, now, &f));
    TRY(remuneration_statements(d, mem, e->id, &st));
    TRY(remuneration_answer(mem, d, &head, e->code, st.p[st.n - 1].id, true, "Số liệu khớp sổ kế toán.", now, &f));
    TRY(remuneration_dues(d, mem, e->id, &dues));
    if (dues.n == 0 || !computable) return OK;
    rem_paying p = {date_of(now), dues.p[0].amount, dues.p[0].name, "Phiếu chi 118", ""};
    return remuneration_pay(mem, d, &clerk, e->code, dues.p[0].id, &p, now, &f);
}

static status add_use(arena *mem, db *d, const entry *e, int i, instant now)
{
    static const char *const states[] = {"applying", "planned", "done", "applying", "stopped", "applying"};
    actor clerk = person(mem, e->clerk, e->clerk_name, ROLE_INTAKE, e->org_id), head = person(mem, e->head, e->head_name, ROLE_HEAD, e->org_id);
    const char *state = states[i % COUNT(states)];
    bool late = i % 6 == 3;
    finding_list f = {0};
    follow_plan p = {.state = state, .plan = "Áp dụng cho toàn đơn vị, tổ chức một buổi hướng dẫn cho các đơn vị bạn.", .forecast = (int64_t)(20 + i * 7) * 1000000, .due_on = date_add_days(date_of(now), late ? -20 : 120),
                     .delay_reason = late ? "Chờ bổ sung thiết bị của gói mua sắm tập trung." : "", .stop_reason = text_eq(state, "stopped") ? "Quy trình đã được thay bằng phần mềm dùng chung." : ""};

    TRY(follow_save(mem, d, &clerk, e->code, &p, now, &f));
    return i % 2 ? OK : follow_lock(mem, d, &head, e->code, now);
}

static status add_title(arena *mem, db *d, const entry *e, instant now)
{
    actor clerk = person(mem, e->clerk, e->clerk_name, ROLE_INTAKE, e->org_id);
    finding_list f = {0};
    date on = date_add_days(e->recognised_on, 20);
    use_new u = {.person = e->author, .title = "cstdcs", .year = date_year(e->recognised_on), .received_on = on, .decision = "214/QĐ-KT", .decided_on = on, .override_document = ""};

    if (date_compare(on, date_of(now)) > 0 || date_year(on) != date_year(e->recognised_on)) return OK;
    return emulation_record(mem, d, &clerk, e->code, &u, now, &f);
}

static status add_complaint(arena *mem, db *d, const entry *e, user_id by, const char *by_name, user_id clerk, const char *clerk_name, bool solved, instant now)
{
    actor who = person(mem, by, by_name, 0, (org_id){0}), department = person(mem, clerk, clerk_name, ROLE_DEPARTMENT, (org_id){0});
    complaint_target t = {0};
    complaint_id id = {0};
    finding_list f = {0};
    complaint_text c = {.content = "Tôi cùng làm giải pháp này từ khâu khảo sát đến khi chạy thử nhưng không có tên trong danh sách đồng tác giả.", .wish = "Xem xét lại danh sách tác giả.", .evidence = "Biên bản họp tổ, ảnh chạy thử.",
                        .late_reason = "Mới biết quyết định khi tra sổ đăng ký.", .known_on = date_of(now)};
    complaint_answer a = {"wrong", "keep", "Xác minh cho thấy người khiếu nại tham gia tổ chức áp dụng lần đầu, đã được ghi nhận ở mục đó; không trực tiếp tạo ra giải pháp."};

    TRY(complaint_target_entry(d, mem, &who, e->code, &t));
    TRY(complaint_file(mem, d, &who, &t, &c, now, &id, &f));
    TRY(complaint_accept(mem, d, &department, id, false, "", now, &f));
    return solved ? complaint_decide(mem, d, &department, id, &a, now, &f) : OK;
}

/* By its author; filed and accepted when the city's window is open, otherwise left as a draft. */
static status add_nomination(arena *mem, db *d, const entry *e, const actor *department, bool accept, instant now)
{
    actor author = person(mem, e->author, e->author_name, 0, (org_id){0});
    finding_list f = {0};
    dossier_id id = {0};
    step_outcome o = {0};
    nomination_text t = {.effect = "Sau một năm áp dụng, thời gian xử lý giảm một phần ba so với trước; số liệu theo dõi hằng tháng kèm theo.", .reach = "Đã hướng dẫn và đang áp dụng tại các đơn vị cùng loại, có văn bản xác nhận của từng đơn vị."};

    status s = nomination_make(mem, d, &author, e->code, &t, now, &id, &f);
    if (s == E_CONFLICT || s == E_INVALID) return OK;
    TRY(s);
    TRY(dossier_effect(mem, d, &author, id, EFFECT_FILE, &(step_input){0}, now, &o));
    if (o.tag == STEP_REFUSED || !accept) return OK;
    return dossier_effect(mem, d, department, id, EFFECT_ACCEPT, &(step_input){0}, now, &o);
}

/* The first few that one author made alone: nobody has to confirm. */
static status add_nominations(arena *mem, db *d, const entries *l, const actor *department, instant now)
{
    int made = 0;

    for (int i = 6; i < l->n && made < 3; i++) {
        recognition_authors a = {0};
        TRY(certificate_authors(d, mem, l->p[i].id, &a));
        if (a.n == 1) TRY(add_nomination(mem, d, &l->p[i], department, made++ > 0, now));
    }
    return OK;
}

/* The body that decides for the city has a chairman, a secretary and a council. */
static status add_body(arena *mem, db *d, org_id body, const char *hash, instant now)
{
    static const struct {
        const char *login, *name, *position, *title, *seat;
        role_kind role;
    } people[] = {{"demo.chutichtp", "Trần Văn Hòa", "Chủ tịch UBND thành phố", "Chủ tịch", "", ROLE_HEAD}, {"demo.thukytp", "Lê Thị Ngọc Bích", "Thư ký Hội đồng", "", "secretary", ROLE_SECRETARY},
                  {"demo.cthdtp", "Phan Thanh Bình", "Phó Giám đốc Sở", "", "chair", ROLE_CHAIR}, {"demo.uvtp1", "Đỗ Minh Châu", "Chuyên gia", "", "member", ROLE_MEMBER}, {"demo.uvtp2", "Ngô Thị Thảo", "Chuyên gia", "", "member", ROLE_MEMBER}};
    council_id council = {0};
    member_id seat = {0};

    TRY(db_insert(d, Q_COUNCIL_INSERT, &council, P_ID(body), P_TEXT("Hội đồng sáng kiến thành phố Đà Nẵng"), P_TEXT("1208/QĐ-UBND"), P_DATE(date_make(2026, 1, 20)), P_NULL, P_TEXT("standing"), P_TEXT("city"), P_TEXT(""), P_TEXT(""), P_INSTANT(now)));
    for (int i = 0; i < COUNT(people); i++) {
        user_new n = {.login = people[i].login, .name = people[i].name, .email = textf(mem, "%s@example.vn", people[i].login), .phone = "", .position = people[i].position, .qualification = "Thạc sĩ", .org = body, .password = ""};
        user_id id = {0};
        TRY(user_create(mem, d, &n, now, &id));
        TRY(db_change1(d, Q_USER_PASSWORD_SET, P_TEXT(hash), P_BOOL(false), P_ID(id)));
        TRY(user_grant(d, id, people[i].role, body, people[i].title, date_make(2025, 7, 1), (date){0}));
        if (*people[i].seat) TRY(db_insert(d, Q_COUNCIL_MEMBER_INSERT, &seat, P_ID(council), P_ID(id), P_TEXT(people[i].seat), P_BOOL(i == 4), P_BOOL(false), P_TEXT("")));
    }
    return OK;
}

status demo_after(arena *mem, db *d, org_id body, const char *hash, user_id clerk, const char *clerk_name, user_id by, const char *by_name, instant now)
{
    entries paying = {0}, wards = {0}, any = {0};
    date year_ago = date_add_days(date_of(now), -400);

    TRY(add_body(mem, d, body, hash, now));
    TRY(db_each(d, Q_DEMO_ENTRIES, mem, &entry_shape, &paying, P_TEXT("economic"), P_TEXT(""), P_DATE(year_ago), P_DATE(date_of(now)), P_INT(4)));
    TRY(db_each(d, Q_DEMO_ENTRIES, mem, &entry_shape, &wards, P_TEXT(""), P_TEXT("HAICHAU"), P_DATE(date_of(now)), P_DATE(date_of(now)), P_INT(8)));
    TRY(db_each(d, Q_DEMO_ENTRIES, mem, &entry_shape, &any, P_TEXT("other"), P_TEXT(""), P_DATE(date_of(now)), P_DATE(date_of(now)), P_INT(30)));
    for (int i = 0; i < paying.n; i++) TRY(add_money(mem, d, &paying.p[i], i % 2 == 0, now));
    for (int i = 0; i < any.n; i++) TRY(add_use(mem, d, &any.p[i], i, now));
    for (int i = 0; i < any.n && i < 6; i++) TRY(add_title(mem, d, &any.p[i], now));
    for (int i = 0; i + 2 < wards.n && i < 4; i++) TRY(add_use(mem, d, &wards.p[i], i + 2, now));
    if (wards.n > 1) TRY(add_complaint(mem, d, &wards.p[0], by, by_name, clerk, clerk_name, false, now));
    if (wards.n > 1) TRY(add_complaint(mem, d, &wards.p[1], by, by_name, clerk, clerk_name, true, now));
    actor department = person(mem, clerk, clerk_name, ROLE_DEPARTMENT, (org_id){0});
    return add_nominations(mem, d, &any, &department, now);
}
