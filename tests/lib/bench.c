#include "tests/lib/bench.h"
#include "base/text.h"
#include "org/org.h"
#include "tests/lib/fixture.h"
#include "user/user.h"

instant bench_now(void)
{
    return instant_now();
}

actor bench_person(bench_world *w, const char *login, const char *name, role_kind role)
{
    user_new n = {.login = login, .name = name, .email = "", .phone = "", .position = "", .qualification = "", .org = w->org, .password = ""};
    actor_role *r = NEW(w->mem, actor_role);
    user_id id = {0};

    assert_int_equal(user_create(w->mem, w->db, &n, bench_now(), &id), OK);
    assert_int_equal(user_grant(w->db, id, role, w->org, role == ROLE_HEAD ? "Giám đốc" : "", date_make(2020, 1, 1), (date){0}), OK);
    *r = (actor_role){role, w->org};
    w->people++;
    return (actor){.user = id, .org = w->org, .name = name, .login = login, .unit = "Sở thử", .address = "", .roles = r, .n_roles = 1};
}

static void seat(bench_world *w, const actor *who, const char *role, bool alternate)
{
    actor head = w->head;
    member_row m = {.user_id = who->user, .role = role, .alternate = alternate, .expertise = ""};
    member_id id = {0};

    assert_int_equal(council_add_member(w->mem, w->db, &head, w->council, &m, bench_now(), &id), OK);
}

void bench_open(bench_world *w, store_kind kind)
{
    org_row o = {.code = "THU", .name = "Sở thử", .symbol = "THU", .kind = "legal_person", .economic_class = "other", .sector = "", .province = "", .authorisation = "", .address = "", .email = "", .phone = ""};
    council_row c = {.name = "Hội đồng thử", .decision = "1/QĐ", .kind = "standing", .level = "unit", .round = "", .fields = ""};

    *w = (bench_world){.s = stores_open(kind), .mem = arena_new()};
    assert_int_equal(db_borrow(w->s, &w->db), OK);
    assert_int_equal(org_create(w->db, w->mem, &o, &w->org), OK);
    w->author = bench_person(w, "tac-gia", "Nguyễn Tác Giả", ROLE_AUTHOR);
    w->intake = bench_person(w, "tiep-nhan", "Trần Tiếp Nhận", ROLE_INTAKE);
    w->secretary = bench_person(w, "thu-ky", "Lê Thư Ký", ROLE_SECRETARY);
    w->chair = bench_person(w, "chu-tich", "Phạm Chủ Tịch", ROLE_CHAIR);
    w->head = bench_person(w, "thu-truong", "Hoàng Thủ Trưởng", ROLE_HEAD);
    static const char *const names[][2] = {{"uy-vien-1", "Vũ Ủy Viên Một"}, {"uy-vien-2", "Đỗ Ủy Viên Hai"}, {"uy-vien-3", "Ngô Ủy Viên Ba"}};
    for (int i = 0; i < 3; i++) w->member[i] = bench_person(w, names[i][0], names[i][1], ROLE_MEMBER);
    w->alternate = bench_person(w, "du-khuyet", "Dương Dự Khuyết", ROLE_MEMBER);
    c.org_id = w->org;
    assert_int_equal(council_create(w->mem, w->db, &w->head, &c, bench_now(), &w->council), OK);
    seat(w, &w->chair, "chair", false);
    seat(w, &w->secretary, "secretary", false);
    for (int i = 0; i < 3; i++) seat(w, &w->member[i], "member", false);
    seat(w, &w->alternate, "member", true);
}

void bench_close(bench_world *w)
{
    db_return(w->db);
    stores_close(w->s);
    arena_free(w->mem);
}

void bench_on_each(bench_body body)
{
    for (int k = 0; k < 2; k++) {
        bench_world w;
        bench_open(&w, stores_kinds[k]);
        body(&w);
        bench_close(&w);
    }
}

dossier_id bench_dossier(bench_world *w, const char *title, const actor *coauthor, const char *name_only, const char *organiser)
{
    dossier_author a[3] = {{.name = w->author.name, .login = w->author.login, .unit = "", .position = "", .qualification = "", .share = 10000}};
    dossier_organiser g = {.name = organiser ? organiser : "", .unit = "", .work = ""};
    dossier_text t = {.org = w->org, .title = title, .kind = "technical", .subkind = "", .field = "Y tế", .venue_basis = "investor", .investor = "x", .known_state = "x", .content = "x", .applicability = "x", .secret = "",
                      .conditions = "x", .benefit_author = "x", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true, .applied_on = date_add_days(date_of(bench_now()), -30)};
    step_outcome o = {0};
    dossier_id id = {0};
    int n = 1;

    if (coauthor) a[n++] = (dossier_author){.name = coauthor->name, .login = coauthor->login, .unit = "", .position = "", .qualification = "", .share = 5000};
    if (name_only) a[n++] = (dossier_author){.name = name_only, .login = "", .unit = "", .position = "", .qualification = "", .share = 5000};
    if (n == 2) a[0].share = 5000;
    t.authors = (author_list){a, n};
    if (organiser) t.organisers = (organiser_list){&g, 1};
    assert_int_equal(dossier_create(w->mem, w->db, &w->author, &t, bench_now(), &id), OK);
    if (coauthor) assert_int_equal(dossier_confirm(w->mem, w->db, coauthor, id, bench_now()), OK);
    assert_int_equal(dossier_step(w->mem, w->db, &w->author, id, "file", &(step_input){.note = ""}, bench_now(), &o), OK);
    for (int i = 0; o.tag == STEP_REFUSED && i < o.findings.n; i++) print_error("%s %s\n", o.findings.p[i].id, o.findings.p[i].text);
    assert_int_equal(o.tag, STEP_DONE);
    assert_int_equal(dossier_step(w->mem, w->db, &w->intake, id, "accept", &(step_input){.note = ""}, bench_now(), &o), OK);
    assert_int_equal(o.tag, STEP_DONE);
    return id;
}

void bench_criteria(bench_world *w)
{
    criteria_row c = {.org_id = w->org, .name = "Bộ thử", .level = "unit", .field = "", .basis = "thử", .method = "mean", .pass = 2000, .veto_sheets = 1};
    criterion_row k = {.group_name = "", .name = "Tính mới", .note = "", .max = 3000, .weight = 100, .bands = "27-30 Mới\n21-26 Khá\n1-20 Ít mới\n0 Sao chép (loại)", .comment = "no"};
    criterion_list l = {&k, 1};
    criteria_id id = {0};
    criteria_outcome o = {0};

    assert_int_equal(criteria_save(w->mem, w->db, &w->head, &c, &l, bench_now(), &id, &o), OK);
    assert_int_equal(criteria_activate(w->mem, w->db, &w->head, id, bench_now()), OK);
}

council_session_id bench_session(bench_world *w, const char *ballot, instant scores_at, bool blind_member)
{
    session_row_view s = {.held_at = {bench_now().ms + 7200000}, .place = "Phòng họp", .ballot = ballot, .scores_at = scores_at, .blind_member = blind_member};
    council_session_id id = {0};

    assert_int_equal(council_plan(w->mem, w->db, &w->secretary, w->council, &s, bench_now(), &id), OK);
    return id;
}

item_id bench_schedule(bench_world *w, council_session_id session, dossier_id id)
{
    finding_list refused = {0};
    item_id item = {0};
    status s = council_schedule(w->mem, w->db, &w->secretary, session, id, bench_now(), &item, &refused);

    for (int i = 0; i < refused.n; i++) print_error("%s %s\n", refused.p[i].id, refused.p[i].text);
    assert_int_equal(s, OK);
    return item;
}

void bench_attend_all(bench_world *w, council_session_id session)
{
    member_list l = {0};
    member_id ids[COUNCIL_MEMBERS_MAX];

    assert_int_equal(council_attendance(w->db, w->mem, session, &l), OK);
    for (int i = 0; i < l.n; i++) ids[i] = l.p[i].id;
    assert_int_equal(council_attend(w->mem, w->db, &w->secretary, session, ids, l.n, bench_now()), OK);
}

void bench_assess(bench_world *w, item_id item)
{
    council_findings f = {"yes", "yes", "yes", "yes", "yes", "no", "Đề nghị công nhận."};
    assert_int_equal(council_assess(w->mem, w->db, &w->secretary, item, &f), OK);
}

const char *bench_vote(bench_world *w, const actor *who, item_id item, const char *choice)
{
    const char *receipt = NULL;
    assert_int_equal(council_vote(w->mem, w->db, who, item, choice, "Lý do", &receipt), OK);
    return receipt;
}
