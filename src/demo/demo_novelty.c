/* A dossier that copies: from an earlier one of its own author, from one of the same ward, and from one of another unit that
 * nobody has published. With its report, the author's answer and the intake officer's finding. */
#include "demo/demo_own.h"
#include "base/text.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "novelty/novelty_report.h"
#include "user/user.h"

typedef struct {
    const char *login, *title, *field, *known, *content, *where, *means, *gain;
    int days; /* ago */
} written;

#define CARDS                                                                                                                                                                                          \
    "Mỗi loại thủ tục mang một thẻ màu ngay khi tiếp nhận: đỏ cho việc trả trong ngày, vàng cho việc ba ngày, xanh cho việc dài hơn. Thẻ đi cùng hồ sơ qua từng bàn, ai nhận thì lật mặt ghi giờ, " \
    "nên chỉ nhìn khay là biết việc nào sắp trễ mà không phải mở máy."
#define TRAY                                                                                                                                                                                                 \
    "Khay trả kết quả được chia theo ngày trong tuần, mỗi ngăn có nắp trong. Cuối buổi cán bộ trực quét các ngăn bằng điện thoại; ngăn nào còn thẻ đỏ thì tin nhắn tự gửi cho người phụ trách và cho người dân " \
    "để hẹn lại, không ai phải đến hỏi nhiều lần."
#define QUEUE                                                                                                                                                                                         \
    "Người dân lấy số bằng cách quét mã ở cửa, ngồi chờ ở nhà và được gọi trước mười lăm phút. Người cao tuổi, người khuyết tật và phụ nữ có con nhỏ bấm một nút riêng, số của họ chen vào giữa hai " \
    "số thường mà không làm dồn hàng."

static const written sources[] = {
    {"demo.dongtacgia", "Thẻ màu theo dõi hồ sơ tại bộ phận một cửa phường", "Cải cách hành chính", "Hồ sơ xếp chồng theo ngày nhận, việc gấp lẫn với việc dài.", CARDS,
     "Bộ phận tiếp nhận ở các phường khác có thể làm ngay.", "Ba trăm thẻ nhựa hai mặt, một ngăn kéo.", "Sau hai tháng chỉ còn bốn việc trễ hẹn.", 40},
    {"haichau.a1", "Khay trả kết quả chia ngăn theo ngày và tự nhắn tin", "Cải cách hành chính", "Kết quả trả chậm vì không ai biết còn tồn những gì.", TRAY,
     "Nơi nào trả kết quả trực tiếp đều dùng được.", "Tủ năm ngăn có nắp trong, điện thoại của tổ.", "Số lượt dân đến hỏi giảm quá nửa.", 30},
    {"sxd.a1", "Lấy số từ xa và gọi trước cho người dân đến làm thủ tục", "Cải cách hành chính", "Người dân chờ hàng giờ ở sảnh.", QUEUE,
     "Các sở và trung tâm hành chính công.", "Máy in số, đường truyền, màn hình gọi.", "Thời gian chờ trung bình từ năm mươi phút còn mười hai.", 25},
};
static const written copy = {"demo.dongtacgia", "Phân luồng hồ sơ bằng thẻ màu kết hợp khay chia ngăn và lấy số từ xa", "Cải cách hành chính",
                             "Hồ sơ xếp chồng theo ngày nhận, việc gấp lẫn với việc dài; người dân chờ lâu.",
                             CARDS "\n\nKhay trả kết quả được chia theo các ngày trong tuần, mỗi ngăn đều có nắp trong. Cuối ngày cán bộ trực quét các ngăn bằng điện thoại; ngăn nào còn thẻ đỏ thì tin nhắn tự gửi cho người phụ trách và "
                                   "người dân để hẹn lại, không ai phải đến hỏi nhiều lần.\n\n" QUEUE
                                   "\n\nXét theo khoản 1 Điều 4 Điều lệ Sáng kiến ban hành kèm theo Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ, nhóm đã tra sổ đăng ký và chưa thấy nơi nào làm như sau. Điểm mới của giải pháp này là một bảng điều phối chung: thẻ, khay và số thứ tự cùng hiện trên một màn hình, nên trưởng bộ phận điều người giữa các quầy theo từng giờ.",
                             "Những phường có từ ba quầy trở lên.", "Thẻ, khay, máy tính bảng treo ở quầy trưởng bộ phận.", "Bình quân mỗi ngày giải quyết thêm được tám lượt.", 9};

static status as(arena *mem, db *d, const char *login, role_kind role, actor *out)
{
    user_row u = {0};
    actor_role *r = NEW(mem, actor_role);

    TRY(user_by_login(d, mem, login, &u));
    *r = (actor_role){role, u.org_id};
    *out = (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = u.unit, .address = "", .roles = r, .n_roles = 1};
    return OK;
}

static status write(arena *mem, db *d, const written *w, instant now, dossier_id *out)
{
    actor who = {0};
    step_outcome o;
    instant then = {now.ms - (int64_t)w->days * 86400000};

    TRY(as(mem, d, w->login, ROLE_AUTHOR, &who));
    dossier_author me = {.name = who.name, .login = who.login, .unit = who.unit, .position = "Chuyên viên", .qualification = "Đại học", .share = 10000};
    dossier_text t = {.org = who.org, .title = w->title, .kind = "management", .subkind = "", .field = w->field, .venue_basis = "investor", .investor = who.unit, .known_state = w->known, .content = w->content,
                      .applicability = w->where, .secret = "", .conditions = w->means, .benefit_author = w->gain,
                      .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true, .applied_on = date_add_days(date_of(then), -60), .authors = {&me, 1}};
    TRY(dossier_create(mem, d, &who, &t, then, out));
    TRY(dossier_effect(mem, d, &who, *out, EFFECT_FILE, &(step_input){0}, then, &o));
    return o.tag == STEP_DONE ? OK : E_INTERNAL;
}

status demo_novelty_write(arena *mem, db *d, instant now, dossier_id *own, dossier_id *copied)
{
    dossier_id id = {0};

    for (int i = 0; i < COUNT(sources); i++) TRY(write(mem, d, &sources[i], now, i ? &id : own)); /* the first is the author's own */
    TRY(write(mem, d, &copy, now, copied));
    return novelty_after_step(d, *copied, now);
}

/* The report is made at once where an index is open; otherwise the first start of the server makes it. */
status demo_novelty_examine(arena *mem, db *d, instant now, dossier_id own, dossier_id copied)
{
    actor author = {0}, intake = {0};
    dossier dos = {0};
    report_row r = {0};

    if (!novelty_seat(d)) return OK;
    TRY(as(mem, d, copy.login, ROLE_AUTHOR, &author));
    TRY(as(mem, d, "demo.tiepnhan", ROLE_INTAKE, &intake));
    TRY(dossier_get(d, mem, &intake, copied, &dos));
    TRY(novelty_report_get(d, mem, &intake, &dos, (report_id){0}, &r));
    TRY(novelty_report_job(mem, d, &(job_row){.kind = "novelty_check", .subject = textf(mem, "%lld", (long long)r.id.v)}));
    status s = novelty_answer(mem, d, &author, copied, own, (org_id){0}, "Đây là giải pháp thẻ màu của chính tôi nộp tháng trước; hồ sơ này phát triển tiếp, thêm bảng điều phối chung.", now);
    if (s != OK && s != E_NOT_FOUND) return s;
    return novelty_find(mem, d, &intake, copied, r.id, "partly",
                        "Phần thẻ màu là của cùng tác giả. Phần khay chia ngăn giống hồ sơ của một công chức khác trong phường (N1, N3): đề nghị tác giả tách phần mới là bảng điều phối chung, Hội đồng xem xét phần này.", now);
}
