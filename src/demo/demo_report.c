/* Reports of the invented city: a ranking of the finished year, a design, a snapshot, a periodic report. The criteria are
 * invented: the city's own were not read. */
#include "demo/demo_own.h"
#include "org/org.h"
#include "report/ranking.h"
#include "report/snapshot.h"

static const char criteria[] = "Kết quả | Sáng kiến được công nhận trong năm | 30 | recognised x 2\n"
                               "Kết quả | Sáng kiến có tác dụng, ảnh hưởng đối với thành phố | 15 | city x 5\n"
                               "Kết quả | Sáng kiến đã áp dụng | 10 | applied x 1\n"
                               "Quy trình | Tỷ lệ quyết định đúng hạn | 15 | in_time x 0,15\n"
                               "Quy trình | Tỷ lệ xem xét đơn đúng hạn | 5 | reviewed_in_time x 0,05\n"
                               "Tổ chức | Kế hoạch, văn bản chỉ đạo hoạt động sáng kiến | 10 | minh chứng\n"
                               "Tổ chức | Tập huấn, phổ biến, khen thưởng | 10 | minh chứng\n"
                               "Tổ chức | Báo cáo đúng hạn | 5 | minh chứng";
static const char bands[] = "Xuất sắc | 90\nTốt | 80\nKhá | 65\nTrung bình | 50\nYếu | 0";

static status score(arena *mem, db *d, const actor *boss, int64_t round, org_id org, int k, instant now)
{
    const actor_role role[] = {{ROLE_HEAD, org}};
    const actor head = {.user = boss->user, .name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 1};
    ranking_round r = {0};
    ranking_lines lines = {0};

    TRY(ranking_get(d, mem, round, &r));
    TRY(ranking_lines_of(d, mem, &head, &r, org, &lines));
    ranking_mark *marks = NEWS(mem, ranking_mark, lines.n + 1);
    for (int i = 0; i < lines.n; i++)
        marks[i] = *lines.p[i].measure ? (ranking_mark){lines.p[i].computed, ""} : (ranking_mark){lines.p[i].points - (k * 7 + i * 3) % 4 * 100, "Kế hoạch, quyết định và báo cáo của đơn vị"};
    TRY(ranking_claim(mem, d, &head, round, org, marks, lines.n, now));
    for (int i = 0; i < lines.n; i++) marks[i].text = "";
    if (k % 4 == 1 && lines.n > 6) { /* the department found less */
        marks[6].points -= 150;
        marks[6].text = "Một lớp tập huấn không có danh sách người dự";
    }
    return ranking_verify(mem, d, boss, round, org, marks, lines.n, now);
}

status demo_report(arena *mem, db *d, user_id clerk, instant now)
{
    const actor_role role[] = {{ROLE_DEPARTMENT, {0}}};
    const actor boss = {.user = clerk, .name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 1};
    const int year = date_year(date_of(now)) - 1;
    const ranking_set set = {.name = "Bộ chỉ số sáng kiến (dùng thử)", .document = "Theo mẫu của bản trình diễn", .criteria = criteria, .bands = bands};
    const report_design design = {.title = "Sáng kiến theo cơ sở và năm", .axes = ",year,org,", .columns = ",received,recognised,city,refused,in_time,", .from_year = year - 1, .to_year = year + 1, .field = "",
                                  .kind = "", .level = ""};
    const report_design served = {.title = "Sáng kiến phục vụ ai", .axes = ",year,beneficiary,", .columns = ",received,recognised,city,refused,", .from_year = year - 1, .to_year = year + 1, .field = "",
                                  .kind = "", .level = ""};
    const periodic_ask periodic = {.year = year, .remuneration = "Các cơ sở trả thù lao theo thỏa thuận với tác giả.", .measures = "Hai lớp tập huấn; một hội thi sáng kiến; bản tin sáng kiến mỗi quý.",
                                   .problems = "Một số hồ sơ thiếu số liệu trước và sau khi áp dụng.", .proposals = "Hướng dẫn thống nhất cách tính lợi ích."};
    org_list orgs = {0};
    int64_t id = 0, round = 0;

    TRY(ranking_set_save(mem, d, &boss, &set, now, &id));
    TRY(ranking_open(mem, d, &boss, id, year, now, &round));
    TRY(org_all(d, mem, date_of(now), true, &orgs));
    for (int i = 0; i < orgs.n; i++)
        if (i % 13 != 12) TRY(score(mem, d, &boss, round, orgs.p[i].id, i, now));
    TRY(ranking_publish(mem, d, &boss, round, now));
    TRY(report_design_save(mem, d, &boss, &design, now, &id));
    TRY(report_snapshot_of_design(mem, d, &boss, id, now, &id));
    TRY(report_design_save(mem, d, &boss, &served, now, &id));
    return report_snapshot_periodic(mem, d, &boss, &periodic, now, &id);
}
