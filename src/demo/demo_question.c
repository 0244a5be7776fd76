/* Questions of the invented city, answered with articles. */
#include "demo/demo_own.h"
#include "base/text.h"
#include "question/question.h"
#include "training/training.h"

typedef struct {
    const char *title, *body, *tags, *answer, *article;
    bool faq, anonymous;
} asked;

static const asked all[] = {
    {"Người đứng đầu cơ quan là đồng tác giả thì thủ tục công nhận khác gì?", "Cơ quan tôi do ngân sách bảo đảm, thủ trưởng là một trong ba đồng tác giả.", ",dong-tac-gia,",
     "Khi Nhà nước đầu tư kinh phí, phương tiện và tác giả là người đứng đầu cơ sở, việc công nhận cần được cơ quan có thẩm quyền chấp thuận trước; người đứng đầu cũng không tham gia Hội đồng xét chính giải pháp của mình.",
     "khoản 2 Điều 7 Điều lệ Sáng kiến; Điều 8 Thông tư 18/2013/TT-BKHCN", true, false},
    {"Giải pháp đã áp dụng hơn một năm có còn nộp đơn được không?", "", ",thoi-han,dieu-kien,",
     "Quyền yêu cầu công nhận có thời hạn tính từ ngày giải pháp được áp dụng lần đầu. Trang Quy định có phần tính thời hạn: nhập ngày áp dụng lần đầu để xem hạn chót và cách tính.",
     "khoản 2 Điều 5 Điều lệ Sáng kiến", true, false},
    {"Ba đồng tác giả chia đều thì ghi tỷ lệ đóng góp thế nào?", "33,33 × 3 chỉ được 99,99 %.", ",dong-tac-gia,thu-tuc,", "Tổng tỷ lệ phải đúng 100 %. Khi chia đều cho ba người, một người ghi 33,34 %.", "khoản 3 Điều 5 Điều lệ Sáng kiến", true, false},
    {"Áp dụng thử có được tính là đã áp dụng không?", "", ",dieu-kien,", "Được. Giải pháp đã được áp dụng hoặc áp dụng thử tại cơ sở và có khả năng mang lại lợi ích thiết thực thì đáp ứng điều kiện này.",
     "khoản 1 Điều 3 Điều lệ Sáng kiến", true, false},
    {"Sáng kiến cấp cơ sở muốn được công nhận có tác dụng, ảnh hưởng đối với thành phố thì nộp ở đâu?", "", ",cap-thanh-pho,", "", "", false, false},
    {"Hội đồng của đơn vị nhỏ có thể mời người ngoài không?", "Đơn vị chỉ có bảy người, hai người là tác giả.", ",hoi-dong,",
     "Được. Hội đồng gồm những người có trình độ chuyên môn về lĩnh vực của giải pháp và đại diện tổ chức công đoàn nơi tác giả là công đoàn viên, có thể mời thêm chuyên gia.", "Điều 8 Thông tư 18/2013/TT-BKHCN", false, true},
    {"Phần bí mật của giải pháp có bị công khai không?", "", ",thu-tuc,", "Không. Phần tác giả đánh dấu cần bảo mật được mã hóa khi lưu và chỉ cán bộ tiếp nhận, Hội đồng và người đứng đầu xem được.", "Điều 6 Thông tư 18/2013/TT-BKHCN", false, false},
};

status demo_question(arena *mem, db *d, user_id asker, user_id clerk, instant now)
{
    static const actor_role department[] = {{ROLE_DEPARTMENT, {0}}};
    actor a = {.user = asker, .name = "", .login = "", .unit = "", .address = ""}, c = {.user = clerk, .name = "", .login = "", .unit = "", .address = "", .roles = department, .n_roles = 1};

    for (int i = 0; i < COUNT(all); i++) {
        const asked *q = &all[i];
        instant when = {now.ms - (int64_t)(COUNT(all) - i) * 5 * 86400000};
        question_id id = {0};
        answer_id answer = {0};
        TRY(question_ask(mem, d, &a, q->title, q->body, q->tags, q->anonymous, (course_session_id){0}, when, &id));
        TRY(question_moderate(mem, d, &c, id, true, "", when));
        if (*q->answer) TRY(question_answer(mem, d, &c, id, q->answer, q->article, (instant){when.ms + 86400000}, &answer));
        if (q->faq) TRY(question_make_faq(mem, d, &c, id, true));
    }
    struct {
        int64_t v;
    } saved = {0};
    TRY(db_insert(d, Q_SEARCH_SAVED_INSERT, &saved, P_ID(clerk), P_TEXT("An toàn lao động"), P_TEXT("q=an+to%C3%A0n+lao+%C4%91%E1%BB%99ng&loai=%3Dsang-kien"), P_INT(0), P_INSTANT(now)));
    return db_insert(d, Q_SEARCH_SAVED_INSERT, &saved, P_ID(clerk), P_TEXT("Câu hỏi về đồng tác giả"), P_TEXT("q=%C4%91%E1%BB%93ng+t%C3%A1c+gi%E1%BA%A3&loai=%3Dhoi-dap"), P_INT(0), P_INSTANT(now));
}

status demo_wall(arena *mem, db *d, user_id asker, user_id clerk, instant now)
{
    static const char *const titles[] = {"Số liệu trước và sau khi áp dụng cần bao nhiêu tháng thì đủ thuyết phục?", "Giải pháp phần mềm dùng chung nhiều phường thì cơ sở nào đứng ra đề nghị?",
                                         "Sáng kiến đã được công nhận từ năm ngoái có đề nghị cấp thành phố năm nay được không?", "Minh chứng nhân rộng ở đơn vị khác: cần văn bản hay chỉ cần xác nhận?"};
    static const actor_role department[] = {{ROLE_DEPARTMENT, {0}}};
    actor a = {.user = asker, .name = "", .login = "", .unit = "", .address = ""}, c = {.user = clerk, .name = "", .login = "", .unit = "", .address = "", .roles = department, .n_roles = 1};
    course_row course = {0};
    course_sessions sessions = {0};

    TRY(training_get(d, mem, &c, "xet-cong-nhan-sang-kien-cap-thanh-pho", &course));
    TRY(training_sessions(d, mem, course.id, &sessions));
    for (int i = 0; sessions.n && i < COUNT(titles); i++) {
        question_id id = {0};
        TRY(question_ask_at_session(mem, d, titles[i], sessions.p[0].id, now, &id));
        TRY(question_moderate(mem, d, &c, id, true, "", now));
        if (i > 0) TRY(question_vote(mem, d, &a, id, true));
        if (i > 1) TRY(question_vote(mem, d, &c, id, true));
    }
    return OK;
}
