/* Hostile files, as a person would upload them: each is refused with words at the field and a status, or taken harmlessly;
 * what was typed stays; nothing is fetched, run or served to be run; time and memory have their limits. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "doc/docx.h"
#include "doc/form.h"
#include "doc/sandbox.h"
#include "doc/zipdoc.h"
#include "tests/lib/stores.h"
#include "web/form_own.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>

typedef struct {
    const char *name, *data;
    size_t n;
} part;

static bytes zip_of(arena *mem, const part *parts, int n)
{
    zip_error_t e;
    zip_stat_t st;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);

    zip_source_keep(whole);
    for (int i = 0; i < n; i++) zip_file_add(z, parts[i].name, zip_source_buffer(z, parts[i].data, parts[i].n ? parts[i].n : strlen(parts[i].data), 0), 0);
    assert_int_equal(zip_close(z), 0);
    zip_source_open(whole);
    zip_source_stat(whole, &st);
    char *p = arena_alloc(mem, st.size);
    assert_int_equal(zip_source_read(whole, p, st.size), st.size);
    zip_source_free(whole);
    return (bytes){p, st.size};
}

static bytes docx_of(arena *mem, const char *xml, size_t n)
{
    return zip_of(mem, (const part[]){{"word/document.xml", xml, n}}, 1);
}

/* A small PDF of these objects (1 is the catalogue); `trailer` goes into the trailer's dictionary. */
static bytes pdf_of(arena *mem, const char *const *objects, int n, const char *trailer)
{
    AUTO(buf) b = {0};
    size_t at[40] = {0};

    buf_puts(&b, "%PDF-1.4\n");
    for (int i = 0; i < n; i++) {
        at[i] = b.n;
        buf_printf(&b, "%d 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    size_t table = b.n;
    buf_printf(&b, "xref\n0 %d\n0000000000 65535 f \n", n + 1);
    for (int i = 0; i < n; i++) buf_printf(&b, "%010zu 00000 n \n", at[i]);
    buf_printf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n", n + 1, trailer, table);
    return (bytes){text_copyn(mem, b.p, b.n), b.n};
}

static visitor *author;
static web *site;
static store *city;

static int begin(void **state)
{
    city = stores_city(STORE_SQLITE, 1);
    site = stores_web(city);
    author = stores_login(site, "demo.tacgia");
    return 0;
}

static int end(void **state)
{
    visitor_free(author);
    web_close(site);
    stores_close(city);
    return 0;
}

static visited send(bytes file, const char *name)
{
    return visitor_upload(author, "/ho-so/tai-len", "/ho-so/tai-len", "file", name, "application/octet-stream", file.p, file.n, "_x=1");
}

/* 422, and the words stand at the field "file". */
static void refused(bytes file, const char *name, const char *words)
{
    visited r = send(file, name);
    const char *field = strstr(r.body, "id=\"file-error\"");

    if (r.status != 422 || !field || !strstr(field, words)) {
        print_error("%s: %d, wanted at the field: %s\n%.1500s\n", name, r.status, words, field ? field : "no message");
        fail();
    }
}

static const char good[] = "p|Tên sáng kiến: Thước gấp\n";

static void bombs(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) deep = {0};
    size_t big = ZIPDOC_INFLATED_MAX + 1;
    char *zeros = calloc(1, big);
    const char *over = "Tệp vượt giới hạn đọc", *broken = "Không đọc được tệp này";

    refused(docx_of(mem, zeros, big), "bom.docx", over);               /* too large unpacked */
    refused(docx_of(mem, zeros, 8 << 20), "ti-le.docx", over);         /* packed too well */
    bytes inner = docx_of(mem, zeros, 8 << 20);
    free(zeros);
    refused(docx_of(mem, inner.p, inner.n), "zip-trong-zip.docx", broken); /* never unpacked again */
    AUTO(buf) names = {0};
    part *many = NEWS(mem, part, ZIPDOC_ENTRIES_MAX + 1);
    for (int i = 0; i <= ZIPDOC_ENTRIES_MAX; i++) many[i] = (part){i ? textf(mem, "x/%d", i) : "word/document.xml", "<a/>", 4};
    refused(zip_of(mem, many, ZIPDOC_ENTRIES_MAX + 1), "nhieu.docx", over);
    for (int i = 0; i < 100000; i++) buf_puts(&deep, "<a>");
    refused(docx_of(mem, deep.p, deep.n), "sau.docx", broken);
    buf_clear(&deep);
    for (int i = 0; i < 230; i++) buf_puts(&deep, "<a>"); /* above our limit, below the XML library's */
    for (int i = 0; i < 230; i++) buf_puts(&deep, "</a>");
    refused(docx_of(mem, deep.p, deep.n), "sau2.docx", over);
}

static void entities(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) laughs = {0};
    const char *broken = "Không đọc được tệp này";
    const char *const outside[] = {"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x><t>&e;</t></x>", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\"><x/>",
                                   "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]><x/>", "<x><t>&undefined;</t></x>"};

    buf_puts(&laughs, "<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
        buf_printf(&laughs, "<!ENTITY a%d \"", i);
        for (int k = 0; k < 10; k++) buf_printf(&laughs, "&a%d;", i - 1);
        buf_puts(&laughs, "\">");
    }
    buf_puts(&laughs, "]><x a=\"&a29;\"><t>&a29;</t></x>");
    refused(docx_of(mem, laughs.p, laughs.n), "cuoi.docx", broken);
    for (int i = 0; i < COUNT(outside); i++) refused(docx_of(mem, outside[i], strlen(outside[i])), "ngoai.docx", broken);
    for (int i = 0; i < COUNT(outside); i++)
        refused(zip_of(mem, (const part[]){{"mimetype", "application/vnd.oasis.opendocument.text", 0}, {"content.xml", outside[i], 0}}, 2), "ngoai.odt", broken);
}

/* A page without words is taken for a scan: the file is kept, a job reads it, the page says how far it is. */
static void kept_as_a_scan(bytes file, const char *name)
{
    visited r = send(file, name);

    assert_int_equal(r.status, 303);
    assert_true(text_ends(r.location, "/doc-tep"));
}

static void pdfs(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *broken = "Không đọc được tệp này", *locked = "Tệp có mật khẩu";
    const char *const none[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"};
    const char *const blank[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"};
    const char *const secret[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
                                  "<</Filter/Standard/V 1/R 2/P -4/O<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>/U<7162636465666768696A6B6C6D6E6F707172737475767778797A303132333435>>>"};
    const char *const circle[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"};

    refused(pdf_of(mem, none, 2, ""), "khong-trang.pdf", broken);
    kept_as_a_scan(pdf_of(mem, blank, 3, ""), "trang-trang.pdf");
    refused(pdf_of(mem, secret, 4, "/Encrypt 4 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]"), "mat-khau.pdf", locked);
    kept_as_a_scan(pdf_of(mem, circle, 2, ""), "vong.pdf");
    refused((bytes){"%PDF-1.7\n1 0 obj <</Length 99999999999>> stream", 47}, "cut.pdf", broken);
}

/* Forms that draw each other ten times: ten to the thirteenth steps. Its reader is ended by the limit of time. */
static void a_pdf_that_never_ends(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *objects[20] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>", "<</Length 5>>stream\n/X Do\nendstream"};
    time_t before = time(NULL);

    for (int i = 4; i < 17; i++)
        objects[i] = textf(mem, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 59>>stream\n%s\nendstream", i + 2,
                           "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do");
    objects[17] = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream";
    doc_pretend_seconds(1);
    refused(pdf_of(mem, objects, 18, ""), "khong-dung.pdf", "Tệp vượt giới hạn đọc");
    doc_pretend_seconds(0);
    assert_in_range(time(NULL) - before, 0, 15);
}

static void wrong_kinds(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *unknown = "Không nhận loại tệp này", *ending = "phần mở rộng", *two = "giấu một tệp nén", *macro = "có macro", *locked = "Tệp có mật khẩu";
    bytes docx = {0};
    const char *const blank[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"};
    bytes pdf = pdf_of(mem, blank, 2, "");

    assert_int_equal(docx_from_lines(mem, good, &docx), OK);
    refused((bytes){"", 0}, "rong.pdf", "Tệp rỗng");
    refused((bytes){"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", 71}, "anh.svg", unknown);
    refused((bytes){"GIF89a/*\1\0*/=1;alert(1)//", 26}, "anh.gif", unknown);
    refused((bytes){"<html><script>alert(1)</script>", 31}, "a.pdf", unknown);
    refused((bytes){"MZ\x90\0\3", 5}, "a.docx", unknown);
    refused(docx, "don.pdf", ending);
    refused(pdf, "don.docx", ending);
    refused(docx, "don.docx.exe", ending);
    const char *both = text_copyn(mem, pdf.p, pdf.n + 0);
    AUTO(buf) b = {0};
    buf_put(&b, both, pdf.n);
    buf_put(&b, docx.p, docx.n);
    refused((bytes){b.p, b.n}, "hai.pdf", two);
    refused(zip_of(mem, (const part[]){{"word/document.xml", "<a/>", 0}, {"word/vbaProject.bin", "x", 0}}, 2), "don.docm", macro);
    refused(zip_of(mem, (const part[]){{"word/document.xml", "<a/>", 0}, {"word/vbaProject.bin", "x", 0}}, 2), "don.docx", macro);
    static const char office[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    refused((bytes){office, sizeof office}, "don.docx", locked);
}

/* Text under the file's name, or no file: words at the field, not the end of the server. */
static void no_file(void **state)
{
    static const char *const fields[] = {"file=abc", "_x=1", "file=", "file=a&file=b"};

    for (int i = 0; i < COUNT(fields); i++) {
        visited r = visitor_post(author, "/ho-so/tai-len", "/ho-so/tai-len", "%s", fields[i]);
        assert_int_equal(r.status, 422);
        assert_non_null(strstr(r.body, "Hãy chọn một tệp."));
    }
}

static long uploaded(const char *name)
{
    AUTO(arena_ptr) mem = arena_new();
    bytes docx = {0};
    long id = 0;

    assert_int_equal(docx_from_lines(mem, good, &docx), OK);
    visited r = send(docx, name);
    if (r.status != 303 || sscanf(r.location, "/ho-so/%ld/sua", &id) != 1) {
        const char *field = strstr(r.body, "id=\"file-error\"");
        print_error("%.60s: %d %s %.300s\n", name, r.status, r.location, field ? field : "");
        fail();
    }
    return id;
}

/* Names are cleaned, shown escaped, and never a place on the server's disk. */
static void names(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) lengthy = {0};
    const struct {
        const char *sent, *kept;
    } cases[] = {{"../../../etc/cron.d/x.docx", "x.docx"}, {"C:\\Windows\\don.docx", "don.docx"}, {"a\xE2\x80\xAExcod.docx", "axcod.docx"}, {"a\1\x1B[31m\tb.docx", "a[31mb.docx"},
                 {"\xFF\xFE don.docx", "__ don.docx"}, {"<b onclick=x>.docx", "&lt;b onclick=x&gt;.docx"}, {"..docx", "..docx"}, {"", "don.docx"}, {"Đơn yêu cầu.DOCX", "Đơn yêu cầu.DOCX"}};

    for (int i = 0; i < COUNT(cases); i++) {
        visited r = visitor_get(author, textf(mem, "/ho-so/%ld/tep", uploaded(cases[i].sent)));
        if (!strstr(r.body, cases[i].kept) || (strchr(cases[i].sent, '<') && strstr(r.body, cases[i].sent))) {
            print_error("%s is not kept as %s\n", cases[i].sent, cases[i].kept);
            fail();
        }
    }
    for (int i = 0; i < 1200; i++) buf_puts(&lengthy, "ắ");
    buf_puts(&lengthy, ".docx");
    (void)uploaded(lengthy.p);
    /* 10^4 characters are more than a part's header may have: refused as a whole, the server lives */
    char *huge = arena_alloc(mem, 10006);
    memset(huge, 'a', 10000);
    memcpy(huge + 10000, ".docx", 5);
    bytes docx = {0};
    assert_int_equal(docx_from_lines(mem, good, &docx), OK);
    assert_int_equal(send(docx, huge).status, 400);
    /* a NUL in the name ends it there */
    static const char nul[] = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\0.exe\"\r\n\r\ny\r\n--x--\r\n";
    static const form_field f = {.name = "f", .kind = INPUT_FILE, .label = "f"};
    const form_def def = {"t", &f, 1};
    form_state *s = form_state_new(mem, &def);
    assert_int_equal(form_parse_multipart(mem, "multipart/form-data; boundary=x", nul, sizeof nul - 1, s), OK);
    assert_string_equal(s->slots[0].uploads[0].name, "a.pdf");
}

/* A refused file leaves the rest of the form as it was chosen; a stored one is only ever handed out as an attachment. */
static void around_a_refusal(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    long id = uploaded("don.docx");
    const char *files = textf(mem, "/ho-so/%ld/tep", id), *page = "<svg onload=alert(1)>";

    visited r = visitor_upload(author, files, files, "file", "anh.svg", "image/png", page, strlen(page), "purpose=transfer");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Không nhận loại tệp này"));
    assert_non_null(strstr(r.body, "value=\"transfer\" selected"));
    AUTO(buf) png = {0};
    buf_put(&png, "\x89PNG\r\n\x1A\n<script>alert(1)</script>", 33);
    r = visitor_upload(author, files, files, "file", "anh.png", "text/html", png.p, png.n, "purpose=evidence");
    assert_int_equal(r.status, 303);
    r = visitor_get(author, textf(mem, "/ho-so/%ld", id));
    const char *link = strstr(r.body, textf(mem, "/ho-so/%ld/tep/", id));
    assert_non_null(link);
    visited file = visitor_get(author, text_copyn(mem, link, strcspn(link, "\"")));
    assert_int_equal(file.status, 200);
    assert_non_null(strstr(visitor_header(author, "Content-Disposition"), "attachment"));
    assert_string_equal(visitor_header(author, "Content-Security-Policy"), "sandbox; default-src 'none'");
    assert_string_equal(visitor_header(author, "X-Content-Type-Options"), "nosniff");
    assert_null(strstr(file.type, "text/html"));
}

/* Texts as large as the reader lets through take memory and time in proportion, not with the square. */
static void large_texts(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) lines = {0};
    AUTO(buf) tsv = {0};
    block_list blocks = {0};
    doc_form f;
    clock_t before = clock();

    buf_puts(&lines, "P\tMô tả sáng kiến:\n");
    for (int i = 0; i < BLOCKS_MAX - 10; i++) buf_puts(&lines, "P\tmột đoạn văn dài hơn một chút, có nhiều chữ để ghép lại với các đoạn khác của cùng một mục trong đơn\n");
    assert_int_equal(doc_blocks_of_lines(mem, lines.p, &blocks), OK);
    assert_int_equal(doc_form_of_blocks(mem, &blocks, &f), OK);
    assert_true(strlen(f.content) > 2000000);
    assert_in_range(arena_used(mem), 0, 200 << 20);
    arena_reset(mem);
    blocks = (block_list){0};
    buf_clear(&lines);
    buf_puts(&lines, "R\tHọ và tên\x1f" "Đơn vị\nR\tA\x1f" "x");
    for (int i = 0; i < 4 << 20; i++) buf_putc(&lines, ',');
    buf_puts(&lines, "\n");
    assert_int_equal(doc_blocks_of_lines(mem, lines.p, &blocks), OK);
    assert_int_equal(doc_form_of_blocks(mem, &blocks, &f), OK);
    assert_string_equal(f.authors.p[0].unit, "x");
    assert_in_range(arena_used(mem), 0, 200 << 20);
    arena_reset(mem);
    blocks = (block_list){0};
    for (int i = 0; i < 60000; i++) buf_printf(&tsv, "5\t1\t0\t0\t0\t0\t%d\t100\t3\t12\t100\t%s\n", i % 4000, i == 0 ? "Họ" : i == 1 ? "và" : "tên"); /* all on one line, a header at that */
    buf_puts(&tsv, "5\t1\t0\t0\t0\t0\t10\t200\t30\t12\t100\tAn\n5\t1\t0\t0\t0\t0\t10\t300\t30\t12\t100\tđề\n5\t1\t0\t0\t0\t0\t45\t300\t30\t12\t100\tnghị\n");
    assert_int_equal(doc_blocks_of_words(mem, tsv.p, &blocks), OK);
    assert_in_range(arena_used(mem), 0, 200 << 20);
    assert_in_range((clock() - before) / CLOCKS_PER_SEC, 0, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bombs),   cmocka_unit_test(entities), cmocka_unit_test(pdfs),  cmocka_unit_test(a_pdf_that_never_ends), cmocka_unit_test(wrong_kinds),
                                       cmocka_unit_test(no_file), cmocka_unit_test(names),    cmocka_unit_test(around_a_refusal), cmocka_unit_test(large_texts)};
    return cmocka_run_group_tests(tests, begin, end);
}
