/* Scans: a form that is only a picture becomes a filled draft, by a job, page by page; it says that it was read by OCR and
 * how sure; attachments become text for the search; hostile pictures. On both stores. */
#include "tests/lib/fixture.h"
#include "app/serve.h"
#include "base/text.h"
#include "dossier/dossier_read.h"
#include "doc/ocr.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

static const char *const form_lines[] = {"ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "Kính gửi: Hội đồng sáng kiến phường Hải Châu", "1. Tên sáng kiến: Giải pháp phân luồng hồ sơ đất đai bằng thẻ màu",
                                         "2. Lĩnh vực áp dụng sáng kiến: Cải cách hành chính", "3. Tình trạng giải pháp đã biết:", "Người dân phải xếp hàng nhiều lần để hỏi kết quả.",
                                         "4. Nội dung của sáng kiến:", "Mỗi loại hồ sơ mang một thẻ màu ngay khi tiếp nhận.", "Cán bộ đặt thẻ vào khay theo ngày trả kết quả.",
                                         "5. Về khả năng áp dụng:", "Áp dụng được tại mọi bộ phận một cửa."};

typedef struct {
    char *p;
    size_t n;
} grown;

static cairo_status_t take(void *ctx, const unsigned char *p, unsigned n)
{
    grown *g = ctx;

    g->p = realloc(g->p, g->n + n);
    memcpy(g->p + g->n, p, n);
    g->n += n;
    return CAIRO_STATUS_SUCCESS;
}

/* A PDF of `pages` pages that are pictures of the form. */
static bytes scan(arena *mem, int pages)
{
    grown g = {0};
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(take, &g, 595, 842);
    cairo_t *c = cairo_create(pdf);

    for (int k = 0; k < pages; k++) {
        cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1240, 1754);
        cairo_t *d = cairo_create(sheet);
        cairo_set_source_rgb(d, 1, 1, 1);
        cairo_paint(d);
        cairo_set_source_rgb(d, 0.1, 0.1, 0.1);
        cairo_select_font_face(d, "Noto Serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(d, 30);
        for (int i = 0; i < COUNT(form_lines); i++) {
            cairo_move_to(d, 120, 180 + 80 * i);
            cairo_show_text(d, form_lines[i]);
        }
        cairo_save(c);
        cairo_scale(c, 595 / 1240.0, 842 / 1754.0);
        cairo_set_source_surface(c, sheet, 0, 0);
        cairo_paint(c);
        cairo_restore(c);
        cairo_show_page(c);
        cairo_destroy(d);
        cairo_surface_destroy(sheet);
    }
    cairo_destroy(c);
    cairo_surface_destroy(pdf);
    bytes out = {text_copyn(mem, g.p, g.n), g.n};
    free(g.p);
    return out;
}

static void words_with_places(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    int64_t letters = 0, sure = 0;
    const char *tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n1\t1\t0\t0\t0\t0\t0\t0\t1838\t2600\t-1\t\n"
                      "4\t1\t1\t1\t1\t0\t100\t200\t500\t40\t-1\t\n5\t1\t1\t1\t1\t1\t100\t205\t80\t30\t96.5\tSáng\n5\t1\t1\t1\t1\t2\t200\t210\t90\t20\t50\tkiến\n5\t1\t1\t1\t1\t3\t300\t210\t90\t20\t95\t \n5\t1\tbroken\n";
    const char *words = ocr_words_of(mem, tsv, 7, &letters, &sure);
    doc_reading r = {0};

    assert_int_equal(letters, 8);
    assert_int_equal(sure, 386 + 200);
    assert_non_null(strstr(words, "5\t7\t"));
    assert_int_equal(doc_reading_of_words(mem, words, &r), OK);
    assert_string_equal(r.text, "Sáng kiến\n");
    assert_string_equal(ocr_words_of(mem, "", 1, &letters, &sure), "");
    assert_int_equal(letters, 0);
}

static void what_is_no_scan(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    pdf_pages p = {0};
    ocr_page o = {0};
    bytes one = scan(mem, 1);

    assert_int_equal(doc_pdf_pages(mem, one, &p), OK);
    assert_int_equal(p.pages, 1);
    assert_int_equal(p.pictures.n, 1);
    assert_int_equal(doc_ocr_page(mem, one, 0, &o), E_INVALID);
    assert_int_not_equal(doc_ocr_page(mem, one, 99, &o), OK); /* no such page */
    assert_int_not_equal(doc_pdf_pages(mem, (bytes){"%PDF-1.4 not really", 19}, &p), OK);
    assert_int_not_equal(doc_ocr_page(mem, (bytes){"%PDF-1.4 not really", 19}, 1, &o), OK);
}

static actor author(db *d, arena *mem)
{
    user_row u = {0};

    assert_int_equal(user_by_login(d, mem, "demo.tacgia", &u), OK);
    return (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = "", .address = ""};
}

static void a_scan_becomes_a_draft(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    bytes pdf = scan(mem, 1);
    static const doc_form empty = {"", "", "", "", "", "", "", "", "", "", "", "", {0}, {0}};
    for (int k = 0; k < 2; k++) {
        store *s = stores_city(stores_kinds[k], 2);
        db *d = NULL;
        dossier_id id = {0};
        dossier dos = {0};
        dossier_files files = {0};
        file_reading f = {0};
        int64_t waiting = 0;
        int ran = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        actor who = author(d, mem);
        assert_int_equal(dossier_from_form(mem, d, &who, &empty, "quet.pdf", pdf, instant_now(), &id), OK);
        assert_int_equal(dossier_files_of(d, mem, id, &files), OK);
        assert_true(files.p[0].is_being_read);
        db_return(d);
        assert_int_equal(job_run_due(s, app_jobs, &ran), OK);
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(dossier_get(d, mem, &who, id, &dos), OK);
        assert_non_null(strstr(text_fold(mem, dos.title), "phan luong ho so dat dai"));
        assert_non_null(strstr(text_fold(mem, dos.content), "the mau"));
        assert_int_equal(dossier_reading(d, mem, dos.original_sha256, &f), OK);
        assert_string_equal(f.state, "done");
        assert_int_equal(f.pictures, 1);
        assert_true(f.sure > 70 && f.sure <= 100);
        assert_int_equal(dossier_files_of(d, mem, id, &files), OK);
        assert_false(files.p[0].is_being_read);
        assert_int_equal(files.p[0].pictures, 1);
        /* the same file as evidence elsewhere: its text is there at once; the filled form itself is no attachment */
        file_id more = {0};
        attached_list a = {0};
        assert_int_equal(dossier_attached(d, mem, id, &a, &waiting), OK);
        assert_int_equal(a.n + waiting, 0);
        assert_int_equal(dossier_add_file(mem, d, &who, id, "evidence", "phu-luc.pdf", pdf, instant_now(), &more), OK);
        assert_int_equal(dossier_attached(d, mem, id, &a, &waiting), OK);
        assert_int_equal(a.n, 1);
        assert_int_equal(a.p[0].sure, f.sure);
        /* what somebody has written is not overwritten by a reading that comes late */
        int64_t revision = dos.revision;
        assert_int_equal(dossier_from_form(mem, d, &who, &empty, "quet.pdf", pdf, instant_now(), &id), OK);
        dossier_text t = {.org = who.org, .title = "Tự gõ", .kind = "", .subkind = "", .field = "", .venue_basis = "investor", .investor = "", .known_state = "", .content = "", .applicability = "",
                          .secret = "", .conditions = "", .benefit_author = "", .benefit_users = "", .benefit_kind = ""};
        assert_int_equal(dossier_save(mem, d, &who, id, 1 + 1, &t, instant_now(), &revision), OK);
        db_return(d);
        assert_int_equal(job_run_due(s, app_jobs, &ran), OK);
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(dossier_get(d, mem, &who, id, &dos), OK);
        assert_string_equal(dos.title, "Tự gõ");
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_with_places), cmocka_unit_test(what_is_no_scan), cmocka_unit_test(a_scan_becomes_a_draft)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
