/* Documents: sniffing, the sandbox, the filled form in several layouts, old encodings, papers. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "doc/docx.h"
#include "doc/form.h"
#include "text/legacy.h"
#include "doc/sandbox.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static bytes file_at(arena *mem, const char *path)
{
    AUTO(buf) b = {.max = 64 << 20};
    char part[65536];
    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&b, part, n);
    fclose(f);
    return (bytes){text_copyn(mem, b.p, b.n), b.n};
}

static bytes zip_of(arena *mem, const char *name, const char *data, size_t n)
{
    zip_error_t e;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);
    zip_stat_t st;

    zip_source_keep(whole);
    zip_file_add(z, name, zip_source_buffer(z, data, n, 0), 0);
    zip_close(z);
    zip_source_open(whole);
    zip_source_stat(whole, &st);
    char *p = arena_alloc(mem, st.size);
    zip_source_read(whole, p, st.size);
    zip_source_free(whole);
    return (bytes){p, st.size};
}

static void local_form_in_word(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    bytes docx = {0}, again = {0};
    doc_form f;
    const char *lines = "title|BÁO CÁO YÊU CẦU CÔNG NHẬN SÁNG KIẾN\np|Kính gửi: Hội đồng sáng kiến Trường ABC\np|Tôi (chúng tôi) ghi tên dưới đây:\n"
                        "row|TT|Họ và tên (Ghi rõ tỷ lệ % đóng góp)|Chức vụ|Đơn vị và điện thoại/ Email|Trình độ chuyên môn|Ghi chú\n"
                        "row|1|Lê Thị Hoa (33,34 %)|Tổ trưởng|Tổ Toán 0905123456 hoa@truong.edu.vn|Thạc sĩ|\nrow|2|Phạm Văn Bình (33,33%)|Giáo viên|Tổ Lý|Đại học|\nrow|3|Võ An (33,33%)||Tổ Hóa|Tiến sĩ|\n"
                        "p|Đề nghị Hội đồng xét công nhận sáng kiến với các thông tin như sau:\np|1. Tên sáng kiến: Dạy hình học bằng thước gấp\np|2. Chủ đầu tư tạo ra sáng kiến (nếu có): Không có\n"
                        "p|3. Lĩnh vực áp dụng sáng kiến: Giáo dục\np|4. Thời gian triển khai áp dụng tại đơn vị: ngày 10 tháng 9 năm 2025\np|5. Thực trạng trước khi áp dụng sáng kiến:\np|Học sinh khó hình dung.\n"
                        "p|6. Mô tả sáng kiến (giải pháp):\np|6.1. Về nội dung của sáng kiến:\np|Dùng thước gấp để dựng hình.\np|Khả năng của học sinh được nâng lên.\np|6.2. Về khả năng áp dụng của sáng kiến:\np|Mọi trường.\n"
                        "p|6.3. Các thông tin cần được bảo mật (nếu có): Không.\np|7. Các điều kiện cần thiết để áp dụng sáng kiến:\np|Thước gấp.\n"
                        "p|8. Đánh giá lợi ích thu được hoặc dự kiến có thể thu được do áp dụng sáng kiến theo ý kiến của tác giả:\np|Điểm tăng.\np|Tôi (chúng tôi) xin cam đoan mọi thông tin là đúng.\n";

    assert_int_equal(docx_from_lines(mem, lines, &docx), OK);
    assert_int_equal(docx_from_lines(mem, lines, &again), OK);
    assert_int_equal(docx.n, again.n);
    assert_memory_equal(docx.p, again.p, docx.n);
    assert_int_equal(doc_sniff(docx, "a.docx"), DOC_DOCX);
    assert_int_equal(doc_read_form(mem, DOC_DOCX, docx, &f), OK);
    assert_string_equal(f.title, "Dạy hình học bằng thước gấp");
    assert_string_equal(f.investor, "");
    assert_string_equal(f.field, "Giáo dục");
    assert_int_equal(f.first_applied.ymd, 20250910);
    assert_string_equal(f.known_state, "Học sinh khó hình dung.");
    assert_string_equal(f.content, "Dùng thước gấp để dựng hình.\nKhả năng của học sinh được nâng lên.");
    assert_string_equal(f.applicability, "Mọi trường.");
    assert_string_equal(f.secret, "");
    assert_string_equal(f.conditions, "Thước gấp.");
    assert_string_equal(f.benefit, "Điểm tăng.");
    assert_int_equal(f.authors.n, 3);
    assert_string_equal(f.authors.p[0].name, "Lê Thị Hoa");
    assert_int_equal(f.authors.p[0].share, 3334);
    assert_string_equal(f.authors.p[0].position, "Tổ trưởng");
    assert_string_equal(f.authors.p[0].email, "hoa@truong.edu.vn");
    assert_string_equal(f.authors.p[2].unit, "Tổ Hóa");
}

static void old_encodings(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *tcvn3 = "Gi¶i ph¸p n©ng cao chÊt l­îng d¹y häc", *vni = "Giaûi phaùp naâng cao chaát löôïng daïy hoïc";

    assert_int_equal(legacy_detect(tcvn3), LEGACY_TCVN3);
    assert_string_equal(legacy_convert(mem, LEGACY_TCVN3, tcvn3), "Giải pháp nâng cao chất lượng dạy học");
    assert_int_equal(legacy_detect(vni), LEGACY_VNI);
    assert_string_equal(legacy_convert(mem, LEGACY_VNI, vni), "Giải pháp nâng cao chất lượng dạy học");
    assert_int_equal(legacy_detect("Giải pháp nâng cao chất lượng dạy học"), LEGACY_NONE);
    assert_int_equal(legacy_detect("A plain English title, § 5 of the law, 20 µm"), LEGACY_NONE);
    assert_int_equal(legacy_detect("Cà phê, cá, và nhà"), LEGACY_NONE);
}

static void hostile_files(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    size_t big = 40 << 20;
    char *zeros = calloc(1, big), *deep = malloc(9000 * 3 + 1);
    doc_form f;

    assert_int_equal(doc_sniff((bytes){"<svg onload=alert(1)>", 21}, "a.svg"), DOC_UNKNOWN);
    assert_int_equal(doc_sniff((bytes){"%PDF-1.4 …PK\5\6", 16}, "a.pdf"), DOC_UNKNOWN); /* two files in one */
    assert_int_equal(doc_sniff((bytes){"%PDF-1.4", 8}, "a.docx"), DOC_UNKNOWN);
    bytes bomb = zip_of(mem, "word/document.xml", zeros, big);
    assert_int_equal(doc_read_form(mem, DOC_DOCX, bomb, &f), E_LIMIT);
    for (int i = 0; i < 9000; i++) memcpy(deep + i * 3, "<a>", 3);
    assert_int_equal(doc_read_form(mem, DOC_DOCX, zip_of(mem, "word/document.xml", deep, 27000), &f), E_INVALID);
    const char *entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    assert_int_equal(doc_read_form(mem, DOC_DOCX, zip_of(mem, "word/document.xml", entity, strlen(entity)), &f), E_INVALID);
    assert_int_equal(doc_read_form(mem, DOC_DOCX, (bytes){"PK\3\4garbage", 11}, &f), E_INVALID);
    assert_int_not_equal(doc_read_form(mem, DOC_PDF, (bytes){"%PDF-1.4 not really", 19}, &f), OK);
    free(zeros);
    free(deep);
}

/* The sample forms of the field, where they are: no field is empty that should be there, shares sum to 100 %. */
static void shared_dossiers(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *shared = fixture_shared();
    char path[600];
    int files = 0, right = 0, all = 0;

    snprintf(path, sizeof path, "%s/data/dossiers", shared ? shared : "");
    DIR *d = shared ? opendir(path) : NULL;
    if (!d) {
        print_message("the samples of the field are not here: not tried\n");
        return;
    }
    for (struct dirent *e; (e = readdir(d));) {
        doc_form f;
        int sum = 0;
        if (!strstr(e->d_name, ".pdf")) continue;
        assert_int_equal(doc_read_form(mem, DOC_PDF, file_at(mem, textf(mem, "%s/%s", path, e->d_name)), &f), OK);
        for (int i = 0; i < f.authors.n; i++) {
            const doc_author *a = &f.authors.p[i];
            sum += a->share;
            all += 3;
            right += *a->name && !strpbrk(a->name, "%()0123456789");
            right += *a->unit && !strpbrk(a->unit, "@0123456789");
            right += *a->qualification != 0;
        }
        const char *const texts[] = {f.title, f.field, f.known_state, f.content, f.applicability, f.secret, f.conditions, f.benefit};
        for (int i = 0; i < COUNT(texts); i++, all++) right += text_length(texts[i]) > 6 && !strstr(texts[i], "6.1") && !strstr(texts[i], "nếu có");
        all += 2;
        right += sum == 10000;
        right += f.first_applied.ymd != 0;
        files++;
    }
    closedir(d);
    print_message("%d files, %d of %d fields sound\n", files, right, all);
    assert_true(files >= 12);
    assert_true(right * 100 >= all * 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(local_form_in_word), cmocka_unit_test(old_encodings), cmocka_unit_test(hostile_files), cmocka_unit_test(shared_dossiers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
