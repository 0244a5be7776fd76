/* The fields that templates may name, which papers have a value for them, sample data. */
#include "base/text.h"
#include "base/words.h"
#include "paper/paper_own.h"
#include <string.h>

SHAPE(paper_field_shape, paper_field, F_TEXT(paper_field, name), F_TEXT(paper_field, label), F_TEXT(paper_field, sample));

const paper_field paper_fields[] = {
    {"co_so", N_("Tên cơ sở"), "Ủy ban nhân dân phường Hải Châu", OF_ALL},
    {"co_so_hoa", N_("Tên cơ sở, chữ hoa"), "ỦY BAN NHÂN DÂN PHƯỜNG HẢI CHÂU", OF_ALL},
    {"ngay", N_("Ngày của văn bản"), "24/11/2026", OF_ALL},
    {"so_ho_so", N_("Số hồ sơ"), "12/2026/BN-UBND", OF_STEP | OF_MINUTES | OF_SHEET},
    {"ten_sang_kien", N_("Tên sáng kiến"), "Số hóa quy trình tiếp nhận hồ sơ", OF_ALL & ~OF_SUMMARY},
    {"loai", N_("Loại giải pháp"), "Giải pháp quản lý", OF_STEP | OF_DECISION | OF_CERTIFICATE},
    {"linh_vuc", N_("Lĩnh vực áp dụng"), "Cải cách hành chính", OF_ALL & ~OF_SUMMARY},
    {"chu_dau_tu", N_("Chủ đầu tư tạo ra sáng kiến"), "Ủy ban nhân dân phường Hải Châu", OF_STEP | OF_DECISION | OF_CERTIFICATE},
    {"nguoi_nop", N_("Người nộp đơn"), "Nguyễn Thị Minh Tâm", OF_STEP},
    {"ngay_nop", N_("Ngày nộp đơn"), "16/11/2026", OF_STEP},
    {"noi_dung", N_("Nội dung, lý do ghi ở bước xử lý"), "Bổ sung số liệu trước và sau khi áp dụng.", OF_STEP},
    {"can_cu", N_("Căn cứ của bước"), "khoản 2 Điều 6 Điều lệ Sáng kiến", OF_STEP},
    {"han", N_("Hạn tiếp theo"), "16/12/2026", OF_STEP},
    {"buoc", N_("Tên bước"), "Thông báo thiếu sót", OF_STEP},
    {"nguoi_xu_ly", N_("Người xử lý"), "Lê Văn Hòa", OF_STEP},
    {"van_ban", N_("Số, ngày văn bản ghi ở bước"), "112/SKHCN-QLKH", OF_STEP},
    {"so_quyet_dinh", N_("Số quyết định"), "12/QĐ-UBND", OF_DECISION | OF_CERTIFICATE},
    {"nguoi_ky", N_("Người ký quyết định"), "Nguyễn Văn An", OF_DECISION | OF_CERTIFICATE},
    {"chuc_danh_ky", N_("Chức danh người ký"), "CHỦ TỊCH", OF_DECISION | OF_CERTIFICATE},
    {"tom_tat", N_("Tóm tắt nội dung sáng kiến"), "Hồ sơ được tiếp nhận và trả kết quả trực tuyến.", OF_DECISION | OF_CERTIFICATE},
    {"loi_ich", N_("Lợi ích"), "Giảm một nửa thời gian xử lý.", OF_DECISION | OF_CERTIFICATE},
    {"tac_gia.stt", N_("Bảng tác giả: số thứ tự"), "1", OF_STEP | OF_DECISION},
    {"tac_gia.ten", N_("Bảng tác giả: họ và tên"), "Nguyễn Thị Minh Tâm", OF_STEP | OF_DECISION},
    {"tac_gia.don_vi", N_("Bảng tác giả: nơi công tác"), "Văn phòng UBND phường", OF_STEP | OF_DECISION},
    {"tac_gia.chuc_danh", N_("Bảng tác giả: chức danh"), "Chuyên viên", OF_STEP | OF_DECISION},
    {"tac_gia.ty_le", N_("Bảng tác giả: tỷ lệ đóng góp"), "60 %", OF_STEP | OF_DECISION},
    {"tac_gia.so_giay", N_("Bảng tác giả: số giấy chứng nhận"), "1/2026/GCN-UBND", OF_STEP | OF_DECISION},
    {"tai_lieu.ten", N_("Bảng tài liệu: tên tệp"), "minh-chung.pdf", OF_STEP},
    {"tai_lieu.sha256", N_("Bảng tài liệu: mã SHA-256"), "9f86d081884c7d65", OF_STEP},
    {"so_giay", N_("Số giấy chứng nhận"), "1-2026-UBND", OF_CERTIFICATE},
    {"ten_tac_gia", N_("Họ và tên tác giả được chứng nhận"), "Nguyễn Thị Minh Tâm", OF_CERTIFICATE},
    {"chuc_danh_tac_gia", N_("Chức danh của tác giả"), "Chuyên viên", OF_CERTIFICATE},
    {"don_vi_tac_gia", N_("Nơi công tác của tác giả"), "Văn phòng UBND phường", OF_CERTIFICATE},
    {"ty_le_tac_gia", N_("Tỷ lệ đóng góp của tác giả"), "60 %", OF_CERTIFICATE},
    {"dong_tac_gia", N_("Các đồng tác giả khác"), "Trần Quốc Bảo", OF_CERTIFICATE},
    {"cap", N_("Cấp công nhận"), "cơ sở", OF_CERTIFICATE},
    {"pham_vi", N_("Phạm vi ảnh hưởng (cấp thành phố)"), "Ba phường đã áp dụng.", OF_CERTIFICATE},
    {"ma_so", N_("Mã số trong sổ đăng ký"), "SK-2026-UBND-0012", OF_CERTIFICATE},
    {"dia_chi_xac_minh", N_("Địa chỉ xác minh"), "https://sangkien.example.vn/xac-minh/1-2026-UBND", OF_CERTIFICATE},
    {"hoi_dong", N_("Tên Hội đồng"), "Hội đồng sáng kiến phường Hải Châu", OF_MINUTES | OF_SHEET | OF_SUMMARY},
    {"quyet_dinh_hoi_dong", N_("Số quyết định thành lập Hội đồng"), "45/QĐ-UBND", OF_MINUTES | OF_SUMMARY},
    {"ngay_quyet_dinh_hoi_dong", N_("Ngày quyết định thành lập Hội đồng"), "05/01/2026", OF_MINUTES | OF_SUMMARY},
    {"dot", N_("Đợt xét"), "Đợt 1 năm 2026", OF_MINUTES | OF_SHEET | OF_SUMMARY},
    {"thoi_gian_hop", N_("Thời gian họp"), "14:00 24/11/2026", OF_MINUTES | OF_SHEET | OF_SUMMARY},
    {"dia_diem", N_("Địa điểm họp"), "Phòng họp số 2", OF_MINUTES | OF_SUMMARY},
    {"cach_bieu_quyet", N_("Cách biểu quyết"), "bỏ phiếu kín", OF_MINUTES | OF_SUMMARY},
    {"co_mat", N_("Số thành viên có mặt và được dự xét"), "4", OF_MINUTES},
    {"so_ghe", N_("Số thành viên tính tỷ lệ dự họp"), "5", OF_MINUTES},
    {"khong_du_xet", N_("Số người không được dự xét"), "1", OF_MINUTES},
    {"du_khuyet", N_("Số người dự khuyết thay"), "0", OF_MINUTES},
    {"thanh_vien.stt", N_("Bảng thành viên: số thứ tự"), "1", OF_MINUTES},
    {"thanh_vien.ten", N_("Bảng thành viên: họ và tên"), "Phạm Văn Khánh", OF_MINUTES},
    {"thanh_vien.vai_tro", N_("Bảng thành viên: vai trò"), "Chủ tịch", OF_MINUTES},
    {"thanh_vien.co_mat", N_("Bảng thành viên: có mặt"), "x", OF_MINUTES},
    {"dien_bien.loi", N_("Bảng diễn biến: một dòng của nhật ký"), "14:05 Bắt đầu xét hồ sơ.", OF_MINUTES},
    {"ghi_chu_dien_bien", N_("Ghi chú về dòng do thư ký sửa"), "(*) Đoạn do thư ký viết hoặc sửa; phần còn lại lấy từ nhật ký phiên họp.", OF_MINUTES},
    {"n1", N_("Nhận định N1 (không trùng với đơn nộp trước)"), "đạt", OF_MINUTES},
    {"n2", N_("Nhận định N2 (chưa bị bộc lộ công khai)"), "đạt", OF_MINUTES},
    {"n3", N_("Nhận định N3 (không trùng với giải pháp của người khác)"), "đạt", OF_MINUTES},
    {"n4", N_("Nhận định N4 (chưa là quy định bắt buộc)"), "đạt", OF_MINUTES},
    {"loi_ich_thiet_thuc", N_("Nhận định về lợi ích thiết thực"), "đạt", OF_MINUTES},
    {"loai_tru", N_("Nhận định về đối tượng loại trừ"), "không thuộc đối tượng loại trừ", OF_MINUTES},
    {"y_kien", N_("Ý kiến đánh giá của Hội đồng"), "Giải pháp mới tại cơ sở, đề nghị công nhận.", OF_MINUTES},
    {"tan_thanh", N_("Số phiếu tán thành"), "4", OF_MINUTES},
    {"khong_tan_thanh", N_("Số phiếu không tán thành"), "0", OF_MINUTES},
    {"khong_y_kien", N_("Số phiếu không ý kiến"), "0", OF_MINUTES},
    {"so_thanh_vien", N_("Số thành viên tính tỷ lệ thông qua"), "5", OF_MINUTES},
    {"can_it_nhat", N_("Tỷ lệ cần để thông qua"), "2/3", OF_MINUTES},
    {"diem", N_("Điểm và cách tính"), "82,00 (trung bình cộng: (80 + 84) / 2)", OF_MINUTES},
    {"ket_luan", N_("Kết luận của Hội đồng"), "thông qua, đề nghị công nhận sáng kiến", OF_MINUTES},
    {"nguoi_cham", N_("Thành viên chấm điểm"), "Võ Đình Long", OF_SHEET},
    {"tieu_chi.stt", N_("Bảng tiêu chí: số thứ tự"), "1", OF_SHEET},
    {"tieu_chi.nhom", N_("Bảng tiêu chí: nhóm"), "Tính mới", OF_SHEET},
    {"tieu_chi.ten", N_("Bảng tiêu chí: tên"), "Tính mới, tính sáng tạo của giải pháp", OF_SHEET},
    {"tieu_chi.cao_nhat", N_("Bảng tiêu chí: điểm cao nhất"), "30", OF_SHEET},
    {"tieu_chi.he_so", N_("Bảng tiêu chí: hệ số"), "1", OF_SHEET},
    {"tieu_chi.diem", N_("Bảng tiêu chí: điểm"), "26,5", OF_SHEET},
    {"tieu_chi.nhan_xet", N_("Bảng tiêu chí: nhận xét"), "Có cải tiến rõ.", OF_SHEET},
    {"tong_diem", N_("Tổng điểm"), "82", OF_SHEET},
    {"diem_toi_da", N_("Điểm tối đa"), "100", OF_SHEET},
    {"ghi_chu_phieu", N_("Ghi chú khi không chấm"), "(không chấm)", OF_SHEET},
    {"nhan_xet_chung", N_("Nhận xét chung"), "Nên phổ biến cho các phường lân cận.", OF_SHEET},
    {"ho_so.stt", N_("Bảng hồ sơ: số thứ tự"), "1", OF_SUMMARY},
    {"ho_so.so", N_("Bảng hồ sơ: số hồ sơ"), "12/2026/BN-UBND", OF_SUMMARY},
    {"ho_so.ten", N_("Bảng hồ sơ: tên giải pháp"), "Số hóa quy trình tiếp nhận hồ sơ", OF_SUMMARY},
    {"ho_so.linh_vuc", N_("Bảng hồ sơ: lĩnh vực"), "Cải cách hành chính", OF_SUMMARY},
    {"ho_so.tan_thanh", N_("Bảng hồ sơ: số phiếu tán thành"), "4", OF_SUMMARY},
    {"ho_so.khong_tan_thanh", N_("Bảng hồ sơ: số phiếu không tán thành"), "0", OF_SUMMARY},
    {"ho_so.khong_y_kien", N_("Bảng hồ sơ: số phiếu không ý kiến"), "0", OF_SUMMARY},
    {"ho_so.diem", N_("Bảng hồ sơ: điểm"), "82,00", OF_SUMMARY},
    {"ho_so.ket_qua", N_("Bảng hồ sơ: kết quả"), "thông qua", OF_SUMMARY},
    {"so_thong_qua", N_("Số hồ sơ được thông qua"), "1", OF_SUMMARY},
    {"so_ho_so_xet", N_("Số hồ sơ đã kết luận"), "2", OF_SUMMARY},
    {0}};

unsigned paper_fields_of(const char *kind)
{
    static const struct {
        const char *kind;
        unsigned of;
    } apart[] = {{"decision", OF_DECISION}, {"certificate", OF_CERTIFICATE}, {"minutes", OF_MINUTES}, {"council_report", OF_MINUTES}, {"score_sheet", OF_SHEET}, {"score_summary", OF_SUMMARY}};

    for (int i = 0; i < COUNT(apart); i++)
        if (text_eq(apart[i].kind, kind)) return apart[i].of;
    return OF_STEP;
}

bool paper_field_known(const char *kind, const char *name)
{
    for (const paper_field *f = paper_fields; f->name; f++)
        if (text_eq(f->name, name)) return (f->of & paper_fields_of(kind)) != 0;
    return false;
}

/* "tac_gia" of "tac_gia.ten"; NULL for a field of no list. */
static const char *list_of(arena *mem, const paper_field *f)
{
    const char *dot = strchr(f->name, '.');
    return dot ? textf(mem, "%.*s", (int)(dot - f->name), f->name) : NULL;
}

static bool has_value(const fill_values *v, const char *name)
{
    for (int i = 0; i < v->n; i++)
        if (text_eq(v->p[i].name, name)) return true;
    return false;
}

fill_values paper_samples(arena *mem)
{
    fill_values v = {0};

    for (const paper_field *f = paper_fields; f->name; f++) {
        const char *list = list_of(mem, f);
        if (!list) {
            fill_put(mem, &v, f->name, f->sample);
            continue;
        }
        if (!has_value(&v, textf(mem, "%s#", list))) fill_put_count(mem, &v, list, 2);
        for (int i = 1; i <= 2; i++) fill_put_item(mem, &v, list, i, f->name + strlen(list) + 1, f->sample);
    }
    return v;
}

fill_values paper_whole(arena *mem, const fill_values *values)
{
    fill_values v = {0};

    for (int i = 0; i < values->n; i++) fill_put(mem, &v, values->p[i].name, values->p[i].value);
    for (const paper_field *f = paper_fields; f->name; f++) {
        const char *list = list_of(mem, f), *name = list ? textf(mem, "%s#", list) : f->name;
        if (!has_value(&v, name)) fill_put(mem, &v, name, list ? "0" : "");
    }
    return v;
}
