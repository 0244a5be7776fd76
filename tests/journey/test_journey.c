/* One dossier from the uploaded form to the certificate, through the pages, on both engines. */
#include "tests/lib/fixture.h"
#include "app/check.h"
#include "audit/audit.h"
#include "base/text.h"
#include "certificate/sign.h"
#include "doc/docx.h"
#include "doc/sniff.h"
#include "tests/lib/stores.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char form_lines[] =
    "c|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\ntitle|ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN\np|Kính gửi: Ủy ban nhân dân phường Hải Châu\np|Tôi (chúng tôi) ghi tên dưới đây:\n"
    "row|Số TT|Họ và tên|Ngày tháng năm sinh|Nơi công tác (hoặc nơi thường trú)|Chức danh|Trình độ chuyên môn|Tỷ lệ (%) đóng góp vào việc tạo ra sáng kiến\n"
    "row|1|Nguyễn Thị Minh Tâm|20/05/1985|UBND phường Hải Châu|Chuyên viên|Đại học|60\nrow|2|Trần Quốc Bảo|12/01/1990|UBND phường Hải Châu|Chuyên viên|Thạc sĩ|40\n"
    "p|Là tác giả (nhóm tác giả) đề nghị xét công nhận sáng kiến: Phiếu hẹn có mã màu giúp trả kết quả đúng hạn\np|- Chủ đầu tư tạo ra sáng kiến: UBND phường Hải Châu\n"
    "p|- Lĩnh vực áp dụng sáng kiến: Cải cách hành chính\np|- Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử: 05/06/2026\np|- Mô tả bản chất của sáng kiến:\np|Mỗi phiếu hẹn in một màu theo ngày trả, "
    "bàn tiếp nhận xếp hồ sơ theo màu nên nhìn là biết hồ sơ nào sắp trễ.\np|Cuối ngày đếm phiếu còn lại của màu hôm sau để điều người.\np|- Những thông tin cần được bảo mật (nếu có): Mẫu in chống giả của phiếu\n"
    "p|- Các điều kiện cần thiết để áp dụng sáng kiến: Giấy năm màu và một máy in\np|- Đánh giá lợi ích thu được hoặc dự kiến có thể thu được do áp dụng sáng kiến theo ý kiến của tác giả: Hồ sơ trễ hạn giảm từ 12 xuống 2 mỗi "
    "tháng\np|Tôi (chúng tôi) xin cam đoan mọi thông tin nêu trong đơn là trung thực.\n";

static void is_there(visited r, const char *text)
{
    if (!strstr(r.body, text)) {
        fprintf(stderr, "not on the page (%d): %s\n%.3000s\n", r.status, text, r.body);
        fail();
    }
}

static void goes_to(visited r, const char *prefix)
{
    if (r.status != 303 || !text_starts(r.location, prefix)) {
        const char *e = strstr(r.body, "class=\"errors\"");
        fprintf(stderr, "%d %s, wanted %s\n%.2500s\n", r.status, r.location, prefix, e ? e : r.body);
        fail();
    }
}

/* ---- a fault at every store call of every form that is sent ---- */

enum { SWEEP_MAX = 1000 };
static store *swept; /* NULL: forms are sent once, as they are */
static int faults_met;

static int64_t log_length(void)
{
    db *d = NULL;
    int64_t events = 0, bad = 0;

    assert_int_equal(db_borrow(swept, &d), OK);
    assert_int_equal(audit_verify(d, &events, &bad), OK);
    assert_int_equal(bad, 0);
    db_return(d);
    return events;
}

/* Sends a form with the first, second, third … call of the store failing, until none fails: each change of state writes an
 * event, so an answer that tells of a failure leaves the log as long as it was. The last answer, which nothing disturbed. */
static visited sent(visitor *v, const char *target, const char *page, const char *format, ...)
{
    AUTO(arena_ptr) mem = arena_new();
    va_list a;

    va_start(a, format);
    const char *fields = textfv(mem, format, a);
    va_end(a);
    if (!swept) return visitor_post(v, target, page, "%s", fields);
    int64_t before = log_length();
    for (int n = 1; n < SWEEP_MAX; n++) {
        if (page) (void)visitor_get(v, page);
        store_fault_at(n);
        visited r = visitor_post(v, target, NULL, "%s", fields);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        if (!hit) return r;
        faults_met++;
        if (r.status < 500) return r; /* it was met behind the change, or in what may fail: the answer is looked at as ever */
        assert_int_equal(log_length(), before);
    }
    fail();
    return (visited){0};
}
#define visitor_post sent

static void whole_life(web *w)
{
    AUTO(arena_ptr) mem = arena_new();
    visitor *author = stores_login(w, "demo.tacgia"), *second = stores_login(w, "demo.dongtacgia"), *intake = stores_login(w, "demo.tiepnhan"), *secretary = stores_login(w, "demo.thuky"),
            *chair = stores_login(w, "demo.chutich"), *member = stores_login(w, "demo.uyvien"), *head = stores_login(w, "demo.thutruong"), *anybody = visitor_new(w), *editor = stores_login(w, "demo.bientap");
    bytes docx = {0};

    /* upload, correct, invite, file */
    assert_int_equal(docx_from_lines(mem, form_lines, &docx), OK);
    visited r = visitor_upload(author, "/ho-so/tai-len", "/ho-so/tai-len", "file", "don.docx", doc_type_mime(DOC_DOCX), docx.p, docx.n, "_x=1");
    goes_to(r, "/ho-so/");
    long id = 0;
    assert_int_equal(sscanf(r.location, "/ho-so/%ld/sua", &id), 1);
    const char *edit = textf(mem, "/ho-so/%ld/sua", id), *show = textf(mem, "/ho-so/%ld", id);
    r = visitor_get(author, edit);
    is_there(r, "Phiếu hẹn có mã màu giúp trả kết quả đúng hạn");
    is_there(r, "value=\"05/06/2026\"");
    is_there(r, "Trần Quốc Bảo");
    is_there(r, "Mẫu in chống giả của phiếu");
    const char *text = "title=Phi%%E1%%BA%%BFu+h%%E1%%BA%%B9n+c%%C3%%B3+m%%C3%%A3+m%%C3%%A0u&org=%d&venue_basis=investor&investor=UBND&kind=operational&field=CCHC&applied_on=05/06/2026&known_state=a"
                       "&content=Noi+dung+dai+hon+mot+tram+ky+tu+de+Hoi+dong+co+the+xem+xet+cac+buoc+thuc+hien+va+dieu+kien+ap+dung+cua+giai+phap+nay&applicability=b&secret=BIMATCUATOI&conditions=c"
                       "&benefit_author=d&benefit_kind=social&beneficiary=can-bo&oath=1&no_state_secret=1&author_name=Nguyen+Thi+Minh+Tam&author_login=demo.tacgia&author_share=%s&author_name=Tran+Quoc+Bao&author_login=demo.dongtacgia"
                       "&author_share=40&revision=%d&do=check";
    r = visitor_post(author, edit, edit, text, 12, "59,99", 2);
    goes_to(r, textf(mem, "/ho-so/%ld/kiem-tra", id));
    r = visitor_get(author, textf(mem, "/ho-so/%ld/kiem-tra", id));
    is_there(r, "F-24"); /* shares */
    is_there(r, "F-25"); /* the co-author has not confirmed */
    r = visitor_post(author, edit, edit, text, 12, "60", 2);
    assert_int_equal(r.status, 422); /* a stale form keeps what was typed */
    is_there(r, "BIMATCUATOI");
    is_there(r, "Bản đang lưu"); /* and shows what differs */
    r = visitor_post(author, edit, edit, text, 12, "60", 3);
    goes_to(r, "/ho-so/");
    assert_int_equal(visitor_get(intake, show).status, 404); /* nobody else learns of a draft */
    goes_to(visitor_post(second, textf(mem, "/ho-so/%ld/xac-nhan", id), show, "x=1"), show);
    r = visitor_post(author, textf(mem, "/ho-so/%ld/nop", id), textf(mem, "/ho-so/%ld/kiem-tra", id), "x=1");
    goes_to(r, show);
    r = visitor_get(author, show);
    is_there(r, "BN-UBND-HC");
    is_there(r, "<dd>Cán bộ, công chức, viên chức</dd>"); /* the entry's name, not its key */
    is_there(r, "Cán bộ tiếp nhận của cơ sở");
    is_there(visitor_get(author, textf(mem, "/ho-so/%ld/bien-nhan", id)), "SHA-256");

    /* intake: a deficiency stops the clock, the answer restarts it, then acceptance */
    const char *step = textf(mem, "/ho-so/%ld/xu-ly", id);
    is_there(visitor_get(intake, show), "BIMATCUATOI");
    assert_int_equal(visitor_post(intake, step, step, "action=ask_fix&note=").status, 422);
    goes_to(visitor_post(intake, step, step, "action=ask_fix&note=Bo+sung+so+lieu"), show);
    goes_to(visitor_post(author, textf(mem, "/ho-so/%ld/nop", id), textf(mem, "/ho-so/%ld/kiem-tra", id), "x=1"), show);
    instant_pretend((instant){instant_now().ms - INT64_C(86400000)}); /* the machine's clock goes back a day: the record does not (check_all looks) */
    goes_to(visitor_post(intake, step, step, "action=accept"), show);
    instant_pretend((instant){0});
    is_there(visitor_get(author, show), "Hội đồng sáng kiến của cơ sở");

    /* the council: its session, findings, votes in secret, conclusion */
    r = visitor_get(secretary, "/hoi-dong");
    const char *at = strstr(r.body, "(dùng thử)</a>");
    assert_non_null(at);
    while (strncmp(at, "/hoi-dong/", 10) != 0) at--;
    long council = strtol(at + 10, NULL, 10);
    r = visitor_post(secretary, textf(mem, "/hoi-dong/%ld/phien-moi", council), textf(mem, "/hoi-dong/%ld/phien-moi", council), "held_at=09:00+24/11/2026&place=P1&ballot=secret");
    goes_to(r, "/phien-hop/");
    const char *session = text_copy(mem, r.location);
    goes_to(visitor_post(secretary, session, session, "do=add&dossier=%ld", id), session);
    r = visitor_get(secretary, session);
    AUTO(buf) present = {0};
    for (const char *p = r.body; (p = strstr(p, "name=\"present\" value=\"")); p += 22) buf_printf(&present, "&present=%ld", strtol(p + 22, NULL, 10));
    assert_true(present.n > 20);
    r = visitor_get(secretary, session);
    at = strstr(r.body, "/phien-hop/ho-so/");
    assert_non_null(at);
    const char *item = textf(mem, "/phien-hop/ho-so/%ld", strtol(at + 17, NULL, 10));
    assert_int_equal(visitor_get(author, item).status, 404); /* the author learns nothing of the session */
    r = visitor_post(chair, textf(mem, "%s/ket-luan", item), item, "x=1");
    assert_int_equal(r.status, 422); /* no quorum yet, no findings */
    is_there(r, "C-03");
    goes_to(visitor_post(secretary, session, session, "do=attend%s", present.p), session);
    goes_to(visitor_post(secretary, textf(mem, "%s/nhan-dinh", item), textf(mem, "%s/nhan-dinh", item), "n1=yes&n2=yes&n3=yes&n4=yes&benefit=yes&excluded=no&opinion=De+nghi+cong+nhan"), item);
    visitor *const voters[] = {secretary, chair, member};
    for (int i = 0; i < 3; i++) goes_to(visitor_post(voters[i], textf(mem, "%s/phieu", item), item, "choice=for"), item);
    assert_int_equal(visitor_post(member, textf(mem, "%s/phieu", item), item, "choice=against").status, 422); /* once */
    goes_to(visitor_post(chair, textf(mem, "%s/ket-luan", item), item, "x=1"), item);
    r = visitor_get(secretary, textf(mem, "%s/bien-ban.docx", item));
    assert_int_equal(r.status, 200);
    assert_int_equal(doc_sniff((bytes){r.body, r.n}, "bien-ban.docx"), DOC_DOCX);
    is_there(visitor_get(author, textf(mem, "/ho-so/%ld/danh-gia", id)), "De nghi cong nhan");

    /* each step that issues a paper has it for those who may see the dossier, and for nobody else */
    int papers = 0;
    r = visitor_get(author, textf(mem, "/ho-so/%ld", id));
    const char *page = textf(mem, "%s", r.body);
    for (at = strstr(page, "/van-ban/"); at; at = strstr(at + 1, "/van-ban/"), papers++) {
        const char *paper = textf(mem, "/ho-so/%ld/van-ban/%ld", id, strtol(at + 9, NULL, 10));
        visited got = visitor_get(author, paper);
        assert_int_equal(got.status, 200);
        assert_int_equal(doc_sniff((bytes){got.body, got.n}, "van-ban.docx"), DOC_DOCX);
        assert_int_equal(visitor_get(editor, paper).status, 404);
    }
    assert_true(papers >= 2); /* receipt and acceptance */

    /* the head decides; the certificate opens and verifies; the register shows it without the secret */
    const char *decide = textf(mem, "/ho-so/%ld/quyet-dinh", id);
    assert_int_equal(visitor_get(intake, decide).status, 403);
    r = visitor_post(head, decide, decide, "decision=recognise&signer_title=Chu+tich");
    goes_to(r, textf(mem, "/ho-so/%ld/ket-qua", id));
    r = visitor_get(author, textf(mem, "/ho-so/%ld/ket-qua", id));
    at = strstr(r.body, "/giay-chung-nhan/");
    assert_non_null(at);
    const char *serial = text_copyn(mem, at + 17, strcspn(at + 17, "\""));
    at = strstr(r.body, "/sang-kien/");
    const char *entry = text_copyn(mem, at, strcspn(at, "\""));
    r = visitor_get(anybody, textf(mem, "/giay-chung-nhan/%s", serial));
    assert_memory_equal(r.body, "%PDF-", 5);
    size_t n = r.n;
    char *once = text_copyn(mem, r.body, n);
    r = visitor_get(anybody, textf(mem, "/giay-chung-nhan/%s", serial));
    assert_int_equal(r.n, n);
    assert_memory_equal(r.body, once, n); /* the same bytes each time */
    is_there(visitor_get(anybody, textf(mem, "/xac-minh/%s", serial)), "Giấy chứng nhận hợp lệ");
    r = visitor_get(anybody, entry);
    assert_int_equal(r.status, 200);
    assert_null(strstr(r.body, "BIMATCUATOI"));
    assert_null(strstr(r.body, "1985"));
    is_there(visitor_get(anybody, "/sang-kien?q=phieu+hen+co+ma+mau"), "Phiếu hẹn có mã màu");
    is_there(visitor_get(anybody, "/sang-kien.csv?q=phieu+hen"), "Phiếu hẹn");
    visitor_accept(anybody, "application/json");
    is_there(visitor_get(anybody, entry), "\"org_name\":");
    visitor_accept(anybody, NULL);

    /* a cancelled recognition takes its certificates with it */
    const char *cancel = textf(mem, "/ho-so/%ld/huy", id);
    goes_to(visitor_post(head, cancel, cancel, "note=Sai+tac+gia"), textf(mem, "/ho-so/%ld/ket-qua", id));
    is_there(visitor_get(anybody, textf(mem, "/xac-minh/%s", serial)), "đã bị hủy bỏ");
    visitor *const all[] = {author, second, intake, secretary, chair, member, head, anybody, editor};
    for (int i = 0; i < COUNT(all); i++) visitor_free(all[i]);
}

static void from_form_to_certificate(void **state)
{
    for (int k = 0; k < 2; k++) {
        store *s = stores_city(stores_kinds[k], 12);
        web *w = stores_web(s);
        whole_life(w);
        web_close(w);
        stores_close(s);
    }
}

/* The same life, every form of it with every fault; afterwards everything that must hold does. */
static void every_fault_on_the_way(void **state)
{
    for (int k = 0; k < 2; k++) {
        int bad = 0;
        db *d = NULL;
        store *s = stores_city(stores_kinds[k], 12);
        web *w = stores_web(s);
        swept = s;
        faults_met = 0;
        whole_life(w);
        swept = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(check_all(d, true, NULL, &bad), OK);
        assert_int_equal(bad, 0);
        db_return(d);
        print_message("%d faults, none left anything half done\n", faults_met);
        assert_true(faults_met > 300);
        web_close(w);
        stores_close(s);
    }
}

static void double_click_files_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        store *s = stores_city(stores_kinds[k], 3);
        web *w = stores_web(s);
        visitor *v = stores_login(w, "demo.tacgia");
        visited a = visitor_post(v, "/ho-so/moi", "/ho-so/moi", "title=Thu+mot&org=12&_once=twice");
        goes_to(a, "/ho-so/");
        const char *first = strdup(a.location);
        assert_non_null(first);
        a = visitor_post(v, "/ho-so/moi", "/ho-so/moi", "title=Thu+mot&org=12&_once=twice");
        assert_int_equal(a.status, 303);
        assert_string_equal(a.location, first); /* the second click gets the answer of the first */
        a = visitor_post(v, "/ho-so/moi", "/ho-so/moi", "title=Thu+mot&org=12&_once=other");
        assert_int_equal(a.status, 303);
        assert_string_not_equal(a.location, first);
        free((char *)first);
        visitor_free(v);
        web_close(w);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(from_form_to_certificate), cmocka_unit_test(every_fault_on_the_way), cmocka_unit_test(double_click_files_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
