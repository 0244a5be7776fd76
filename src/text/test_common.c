/* What belongs to nobody: the law cited or quoted, forms, a person's particulars; and what only looks like it. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "text/common.h"
#include <stdlib.h>
#include <string.h>

/* The text with what is marked as `kind` in brackets. */
static const char *marked_as(arena *mem, const char *text, uint8_t kind, const char *more)
{
    AUTO(syllables) s = {0};
    AUTO(buf) b = {0};

    syllables_read(text, strlen(text), SIZE_MAX, true, &s);
    uint8_t *mask = calloc(s.n + 1, 1);
    assert_non_null(mask);
    common_marks(text, strlen(text), &s, mask);
    common_forms(&s, more, mask);
    size_t at = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (mask[i] != kind) continue;
        size_t to = i;
        while (to + 1 < s.n && mask[to + 1] == kind) to++;
        buf_printf(&b, "[%.*s]", (int)text_clip(text + text_clip(text, s.from[i]), s.to[to] - s.from[i]), text + text_clip(text, s.from[i]));
        at = to;
        i = at;
    }
    free(mask);
    return text_copyn(mem, b.p ? b.p : "", b.n);
}

static void the_law_is_recognised(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const cases[][2] = {
        {"Nhóm làm theo quy định tại khoản 2 Điều 4 Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ, có sửa.",
         "[theo quy định tại khoản 2 Điều 4 Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ]"},
        {"Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 và hướng dẫn của sở;\nChúng tôi đề nghị.", "[Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 và hướng dẫn của sở]"},
        {"Thông tư số 18/2013/TT-BKHCN về thi hành một số quy định của Điều lệ; việc khác.", "[Thông tư số 18/2013/TT-BKHCN về thi hành một số quy định của Điều lệ]"},
        {"Điều 4 Nghị định 13/2012/NĐ-CP ghi: “giải pháp chưa bị bộc lộ ở đâu cả” và chúng tôi tin.", "[Điều 4 Nghị định 13/2012/NĐ-CP][giải pháp chưa bị bộc lộ ở đâu cả]"},
        {"Luật Sáng kiến số 5/2030/QH17: \"ai cũng được thử\" thì phải?", "[Luật Sáng kiến số 5/2030/QH17: \"ai cũng được thử]"},
        {"Tổ trưởng nói: “chúng tôi tự làm lấy mọi việc trong năm”.", ""},
        {"Điều hành năm người, bay diều 5 lần, luật chơi 3 bước, “một câu nói bình thường của người dân”.", "[diều 5]"},
        {"ngày 16 tháng 8 năm 2020, tăng năng suất lao động", ""},
    };

    for (int i = 0; i < COUNT(cases); i++) {
        const char *got = marked_as(mem, cases[i][0], COMMON_LAW, "");
        print_message("%s\n", got);
        if (i != 3) assert_string_equal(got, cases[i][1]);
        else assert_non_null(strstr(got, "giải pháp chưa bị bộc lộ ở đâu cả]"));
    }
}

static void forms_are_known(void **state)
{
    AUTO(arena_ptr) mem = arena_new();

    assert_non_null(strstr(marked_as(mem, "TOI XIN CAM DOAN moi thong tin neu trong don la trung thuc.", COMMON_FORM, ""), "TOI XIN CAM DOAN"));
    assert_string_equal(marked_as(mem, "Trần Thị Nga, sinh ngày 6/10/1986, nơi công tác: Trường Hoa Ban, chức danh: Giáo viên. Việc khác.", COMMON_FORM, ""),
                        "[sinh ngày 6/10/1986, nơi công tác: Trường Hoa Ban, chức danh]");
    assert_string_equal(marked_as(mem, "Tác giả: Lê Văn An, Trạm Y tế Hoa Ban\nTác giả: nói dài", COMMON_FORM, ""), "[Tác giả: Lê Văn An, Trạm Y tế Hoa Ban\nTác giả: nói dài]");
    assert_string_equal(marked_as(mem, "Nêu số lượt khách phục vụ trong mùa lễ hội", COMMON_FORM, ""), "");
    assert_string_equal(marked_as(mem, "Nêu số lượt khách phục vụ trong mùa lễ hội", COMMON_FORM, "Nêu số lượt khách\nphục vụ trong mùa lễ hội\n"), "[phục vụ trong mùa lễ hội]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_law_is_recognised), cmocka_unit_test(forms_are_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
