/* Courses of the invented city: the two workshops of March 2017 that the news article tells of, and one to come. */
#include "demo/demo_own.h"
#include "base/text.h"
#include "org/org.h"
#include "training/training.h"

static instant at(date d, int hour, int minute)
{
    return instant_of(d, hour, minute);
}

static status add_session(arena *mem, db *d, course_id course, const char *title, const char *place, date day, int64_t seats, course_session_id *out)
{
    actor who = actor_system();
    course_session_row s = {.course_id = course, .title = title, .place = place, .starts_at = at(day, 8, 0), .ends_at = at(day, 11, 30), .closes_at = at(date_add_days(day, -2), 17, 0),
                            .capacity = seats, .minutes = 210};

    return training_save_session(mem, d, &who, &s, instant_now(), out);
}

static status register_people(arena *mem, db *d, course_session_id session, org_id org, const char *unit, user_id by, int n, int k, instant when)
{
    static const char *const family[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng"}, *const middle[] = {"Thị", "Văn", "Minh", "Thu", "Quốc", "Ngọc"},
                 *const given[] = {"An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Nam", "Oanh", "Phúc", "Quân", "Sơn", "Thảo", "Uyên", "Vinh"};
    static const actor_role editor[] = {{ROLE_EDITOR, {0}}};
    actor who = {.user = by, .org = org, .name = "", .login = "", .unit = unit, .address = "", .roles = editor, .n_roles = 1};
    register_outcome o[10];
    attendee people[10];

    for (int i = 0; i < n && i < 10; i++, k++)
        people[i] = (attendee){textf(mem, "%s %s %s", family[k % COUNT(family)], middle[k / 3 % COUNT(middle)], given[k * 7 % COUNT(given)]), "Chuyên viên", ""};
    return training_register_unit(mem, d, &who, session, people, n, when, o);
}

static status past(arena *mem, db *d, const org_list *orgs, user_id by)
{
    actor who = actor_system();
    const date days[] = {date_make(2017, 3, 29), date_make(2017, 3, 31)};
    const instant when = at(date_make(2017, 3, 20), 9, 0);
    course_row c = {.slug = "huong-dan-hoat-dong-sang-kien-2017", .title = "Hướng dẫn hoạt động sáng kiến", .audience = ",department,union,enterprise,service,school,hospital,",
                    .summary = "Hai lớp tập huấn cho các cơ quan trực thuộc UBND thành phố, các tổ chức chính trị - xã hội, tổ chức xã hội - nghề nghiệp và các doanh nghiệp trên địa bàn thành phố.",
                    .body = "- Điều kiện, thủ tục và quy trình xét công nhận sáng kiến tại cơ sở\n- Công nhận sáng kiến có tác dụng, ảnh hưởng đối với thành phố\n- Sáng kiến có đồng tác giả là người đứng đầu cơ quan, tổ chức\n- Thảo luận khó khăn, vướng mắc",
                    .organiser = "Sở Khoa học và Công nghệ", .signer_title = "Phó Giám đốc", .signer_name = "", .contact = "", .state = "open", .one_session = true};
    course_id id = {0};
    course_session_id session = {0};
    registration_list people = {0};
    registration_row g = {0};
    int64_t issued = 0;

    TRY(training_create(mem, d, &who, &c, when, &id));
    for (int i = 0; i < COUNT(days); i++) {
        TRY(add_session(mem, d, id, i ? "Lớp 2" : "Lớp 1", "Hội trường Sở Khoa học và Công nghệ", days[i], 60, &session));
        for (int k = 0; k < 12; k++) {
            const org_row *o = &orgs->p[(i * 13 + k * 3) % orgs->n];
            if (!*o->sector || text_eq(o->sector, "commune")) continue;
            TRY(register_people(mem, d, session, o->id, o->name, by, 2 + k % 3, i * 60 + k * 5, when));
        }
        TRY(training_people(d, mem, &who, session, &people));
        for (int k = 0; k < people.n; k++)
            if (text_eq(people.p[k].state, "seated") && k % 9 != 4) TRY(training_attend(mem, d, &who, session, "", people.p[k].id, at(days[i], 7, 45), &g));
        TRY(training_issue(mem, d, &who, session, at(days[i], 12, 0), &issued));
    }
    return OK;
}

static status to_come(arena *mem, db *d, const org_list *orgs, user_id by, instant now)
{
    actor who = actor_system();
    date day = date_add_days(date_of(now), 16);
    course_row c = {.slug = "xet-cong-nhan-sang-kien-cap-thanh-pho", .title = "Xét công nhận sáng kiến có tác dụng, ảnh hưởng đối với thành phố", .audience = "",
                    .summary = "Cách lập hồ sơ, chứng minh hiệu quả và khả năng nhân rộng; thảo luận vướng mắc từ các cơ sở.",
                    .body = "**8.00** Khai mạc\n\n**8.15** Điều kiện, hồ sơ và thời hạn\n\n**9.30** Làm việc với hồ sơ mẫu\n\n**10.30** Hỏi đáp", .organiser = "Sở Khoa học và Công nghệ",
                    .signer_title = "Giám đốc", .signer_name = "", .contact = "Phòng Quản lý khoa học", .state = "open", .one_session = true};
    course_id id = {0};
    course_session_id one = {0}, two = {0};

    while (date_weekday(day) != 4) day = date_add_days(day, 1);
    TRY(training_create(mem, d, &who, &c, now, &id));
    TRY(add_session(mem, d, id, "Buổi 1", "Trung tâm Hành chính thành phố, phòng họp lớn", day, 12, &one));
    TRY(add_session(mem, d, id, "Buổi 2", "Trung tâm Hành chính thành phố, phòng họp lớn", date_add_days(day, 7), 80, &two));
    for (int k = 0; k < 6; k++) TRY(register_people(mem, d, k < 5 ? one : two, orgs->p[k * 5 % orgs->n].id, orgs->p[k * 5 % orgs->n].name, by, 3, 200 + k * 5, now));
    return OK;
}

status demo_training(arena *mem, db *d, user_id by, instant now)
{
    org_list orgs = {0};

    TRY(org_all(d, mem, date_of(now), true, &orgs));
    if (orgs.n < 3) return OK;
    TRY(past(mem, d, &orgs, by));
    return to_come(mem, d, &orgs, by, now);
}
