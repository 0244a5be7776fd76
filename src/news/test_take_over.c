/* Pictures made anew in the sandbox, and old portals taken over: what comes in from outside. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "doc/picture.h"
#include "doc/sandbox.h"
#include "news/news.h"
#include "tests/lib/stores.h"
#include <stdio.h>

#include <jpeglib.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <webp/decode.h>
#include <zip.h>

/* ---- pictures ---- */

/* Left half red, right half blue; with an EXIF block that says how it was held and where. */
static bytes jpeg_of(arena *mem, int w, int h, int orientation)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr e;
    unsigned char *out = NULL, *line = arena_alloc(mem, (size_t)w * 3);
    unsigned long n = 0;
    unsigned char exif[] = "Exif\0\0II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\1\0\0\0\0\0\0\0 GPS 16.0544N 108.2022E Canon";

    exif[24] = (unsigned char)orientation;
    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &out, &n);
    c.image_width = (JDIMENSION)w;
    c.image_height = (JDIMENSION)h;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, 70, TRUE);
    jpeg_start_compress(&c, TRUE);
    if (orientation) jpeg_write_marker(&c, JPEG_APP0 + 1, exif, sizeof exif - 1);
    for (int x = 0; x < w; x++) line[x * 3] = x < w / 2 ? 220 : 20, line[x * 3 + 1] = 20, line[x * 3 + 2] = x < w / 2 ? 20 : 220;
    for (int y = 0; y < h; y++) jpeg_write_scanlines(&c, &line, 1);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    bytes b = {text_copyn(mem, (const char *)out, n), n};
    free(out);
    return b;
}

static void png_take(png_structp png, png_bytep p, size_t n)
{
    buf_put(png_get_io_ptr(png), p, n);
}

static bytes png_of(arena *mem, int w, int h, bool interlaced)
{
    AUTO(buf) b = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    unsigned char *line = arena_alloc(mem, (size_t)w);

    png_set_write_fn(png, &b, png_take, NULL);
    png_set_compression_level(png, 1);
    png_set_IHDR(png, info, (png_uint_32)w, (png_uint_32)h, 8, PNG_COLOR_TYPE_GRAY, interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (int y = 0; y < h; y++) png_write_row(png, line);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return (bytes){text_copyn(mem, b.p, b.n), b.n};
}

static void pixel(const picture_size *s, int x, int y, int *red, int *blue)
{
    int w = 0, h = 0;
    uint8_t *rgb = WebPDecodeRGB(s->webp.p, s->webp.n, &w, &h);

    assert_non_null(rgb);
    assert_int_equal(w, s->width);
    assert_int_equal(h, s->height);
    *red = rgb[(y * w + x) * 3];
    *blue = rgb[(y * w + x) * 3 + 2];
    WebPFree(rgb);
}

static void pictures_are_made_anew(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    picture_set s = {0};
    int red = 0, blue = 0;
    bytes j = jpeg_of(mem, 2400, 1200, 1);

    assert_non_null(memmem(j.p, j.n, "108.2022E", 9));
    assert_int_equal(doc_pictures(mem, j, &s), OK);
    assert_int_equal(s.n, 3);
    assert_int_equal(s.size[0].width, 480);
    assert_int_equal(s.size[1].height, 480);
    assert_int_equal(s.size[2].width, 1600);
    for (int i = 0; i < s.n; i++) {
        assert_null(memmem(s.size[i].webp.p, s.size[i].webp.n, "GPS", 3)); /* neither place nor camera */
        assert_null(memmem(s.size[i].webp.p, s.size[i].webp.n, "Canon", 5));
        assert_null(memmem(s.size[i].webp.p, s.size[i].webp.n, "EXIF", 4));
    }
    pixel(&s.size[2], 100, 100, &red, &blue);
    assert_true(red > 180 && blue < 80);
    /* held sideways: a quarter to the right puts the left half on top; to the left below */
    assert_int_equal(doc_pictures(mem, jpeg_of(mem, 600, 300, 6), &s), OK);
    assert_int_equal(s.size[s.n - 1].width, 300);
    assert_int_equal(s.size[s.n - 1].height, 600);
    pixel(&s.size[s.n - 1], 150, 50, &red, &blue);
    assert_true(red > 180 && blue < 80);
    assert_int_equal(doc_pictures(mem, jpeg_of(mem, 600, 300, 8), &s), OK);
    pixel(&s.size[s.n - 1], 150, 50, &red, &blue);
    assert_true(red < 80 && blue > 180);
    assert_int_equal(doc_pictures(mem, jpeg_of(mem, 600, 300, 3), &s), OK);
    pixel(&s.size[s.n - 1], 50, 150, &red, &blue);
    assert_true(red < 80 && blue > 180);
    /* small ones are not made larger; a WebP comes through again */
    assert_int_equal(doc_pictures(mem, png_of(mem, 33, 7, true), &s), OK);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.size[0].width, 33);
    assert_int_equal(doc_pictures(mem, s.size[0].webp, &s), OK);
    assert_int_equal(s.size[0].height, 7);
}

static void large_pictures_are_bounded(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    picture_set s = {0};

    assert_int_equal(doc_pictures(mem, png_of(mem, 10000, 5000, false), &s), OK); /* 50 megapixels, just */
    assert_int_equal(s.size[s.n - 1].width, 1600);
    assert_int_equal(doc_pictures(mem, png_of(mem, 10001, 5000, false), &s), E_LIMIT);
    assert_int_equal(doc_pictures(mem, png_of(mem, 32001, 1, false), &s), E_LIMIT);
    assert_int_equal(doc_pictures(mem, png_of(mem, 6000, 5000, true), &s), E_LIMIT); /* interlaced: held whole */
    assert_int_equal(doc_pictures(mem, png_of(mem, 30000, 1, false), &s), OK);
    assert_int_equal(s.size[s.n - 1].height, 1);
}

static void hostile_pictures_are_refused(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    picture_set s = {0};
    bytes j = jpeg_of(mem, 64, 64, 6), p = png_of(mem, 64, 64, false);
    static const char *const none[] = {"", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "GIF89a\1\0\1\0", "BM", "RIFF\4\0\0\0WEBP", "\xFF\xD8\xFF", "\x89PNG\r\n\x1A\n"};

    for (int i = 0; i < COUNT(none); i++) assert_int_equal(doc_pictures(mem, (bytes){none[i], strlen(none[i])}, &s), E_INVALID);
    srand(11);
    for (int i = 0; i < 24; i++) { /* cut short, and with bytes changed: some status, never a crash of ours */
        bytes from = i % 2 ? j : p;
        char *bad = text_copyn(mem, from.p, from.n);
        size_t n = i < 8 ? from.n * (size_t)(i + 1) / 10 : from.n;
        for (int k = 0; i >= 8 && k < 6; k++) bad[20 + (size_t)rand() % (n - 20)] ^= (char)(1 << rand() % 8);
        status st = doc_pictures(mem, (bytes){bad, n}, &s);
        assert_true(st == OK || st == E_INVALID || st == E_LIMIT);
    }
}

/* ---- HTML ---- */

static const char *markdown_of(arena *mem, const char *html_json)
{
    bytes out = {0};

    assert_int_equal(doc_run(mem, "html-list", (bytes){html_json, strlen(html_json)}, &out), OK);
    return text_copyn(mem, out.p, out.n);
}

static void html_is_written_anew(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const gone[] = {
        "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
        "<a href=javascript:alert(1)>x</a>", "<a href=' jAvAsCrIpT:alert(1)'>x</a>", "<a href=data:text/html,1>x</a>", "<a href=//evil.example>x</a>", "<iframe src=javascript:alert(1)></iframe>",
        "<form action=//evil.example><input name=p></form>", "<math><mtext><script>alert(1)</script></mtext></math>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<p onclick=alert(1) style='x:expression(alert(1))'>x</p>", "<template><script>alert(1)</script></template>", "<object data=x></object><embed src=x>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<base href=//evil.example>", "<!--<script>alert(1)</script>-->", "<xmp><script>alert(1)</script></xmp>", "<a href='https://x/)[y](javascript:alert(1)'>z</a>"};

    for (int i = 0; i < COUNT(gone); i++) {
        AUTO(buf) b = {0};
        buf_puts(&b, "[\"");
        for (const char *s = gone[i]; *s; s++) *s == '"' ? buf_puts(&b, "\\\"") : buf_putc(&b, *s);
        buf_puts(&b, "\"]");
        const char *md = markdown_of(mem, b.p);
        if (strstr(md, "](javascript") || strstr(md, "](data") || strstr(md, "](//") || strstr(md, "<script") || strstr(md, "](JA")) fail_msg("%s became %s", gone[i], md);
        if (strstr(md, "<") && !strstr(md, "\\\\<")) fail_msg("%s became %s", gone[i], md);
    }
    assert_non_null(strstr(markdown_of(mem, "[\"[x](javascript:alert(1))\"]"), "\\\\[x\\\\](javascript")); /* text stays text */
    const char *md = markdown_of(mem, "[\"<h1>Một</h1><p>Hai <b>ba</b> <i>bốn</i> <a href='https://x.example/a'>năm</a>.</p><ul><li>sáu<li>bảy</ul><table><tr><th>A<th>B<tr><td>1|2<td>3</table>"
                                      "<figure><img src=a.jpg alt=ảnh><figcaption>Chú thích</figcaption></figure><p>1. không phải danh sách * ba<br><br>đoạn</p>\"]");
    static const char *const want[] = {"## Một\\n\\nHai **ba** *bốn* [năm](https://x.example/a).", "- sáu\\n- bảy", "| A | B |\\n| --- | --- |\\n| 1\\\\|2 | 3 |", "![ảnh](anh:?a.jpg \\\"Chú thích\\\")",
                                       "1\\\\. không phải danh sách \\\\* ba\\n\\nđoạn"};
    for (int i = 0; i < COUNT(want); i++)
        if (!strstr(md, want[i])) fail_msg("no %s in %s", want[i], md);
    /* very deep: cut, or the child ends; never more */
    AUTO(buf) deep = {0};
    bytes out = {0};
    buf_puts(&deep, "[\"");
    for (int i = 0; i < 20000; i++) buf_puts(&deep, "<div>");
    buf_puts(&deep, "x\"]");
    status st = doc_run(mem, "html-list", (bytes){deep.p, deep.n}, &out);
    assert_true(st == OK || st == E_INVALID || st == E_LIMIT);
}

/* ---- portals ---- */

static const char wxr[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Cũ</title>"
    "<item><title>Tập huấn sáng kiến</title><link>http://cu.example/2017/04/tap-huan/</link><dc:creator><![CDATA[phuongchi]]></dc:creator>"
    "<content:encoded><![CDATA[Đoạn một có <strong>đậm</strong>.\n\nĐoạn hai <script>alert(1)</script>.\n\n[caption id=\"a\" width=\"5\"]<img src=\"http://cu.example/a.jpg\" alt=\"Lớp học\" /> Học viên thảo luận[/caption]]]></content:encoded>"
    "<excerpt:encoded><![CDATA[Tóm tắt]]></excerpt:encoded><wp:post_date>2017-04-03 08:30:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    "<category domain=\"category\" nicename=\"tin\"><![CDATA[Hoạt động sáng kiến]]></category><category domain=\"post_tag\">x</category>"
    "<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>49</wp:meta_value></wp:postmeta></item>"
    "<item><title>Bản nháp</title><wp:post_date>2017-04-04</wp:post_date><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>"
    "<item><title>Trang</title><wp:post_type>page</wp:post_type></item></channel></rss>";

static void word_press_is_taken_over(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor who = actor_system(), nobody = {.name = ""};
        take_over t = {0};
        article_row a = {0};
        const char *slug = "";
        bytes file = {wxr, sizeof wxr - 1};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(news_take_over(mem, d, &nobody, file, "x.xml", NULL, false, instant_now(), &t), E_FORBIDDEN);
        assert_int_equal(news_take_over(mem, d, &who, file, "x.xml", NULL, true, instant_now(), &t), OK); /* only looked at */
        assert_int_equal(t.added, 1);
        assert_int_equal(news_moved(d, mem, "/2017/04/tap-huan", "", &slug), E_NOT_FOUND);
        assert_int_equal(news_take_over(mem, d, &who, file, "x.xml", NULL, false, instant_now(), &t), OK);
        assert_int_equal(t.added, 1);
        assert_int_equal(t.there, 1); /* the draft */
        assert_int_equal(news_moved(d, mem, "/2017/04/tap-huan/", "", &slug), OK);
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        assert_string_equal(a.poster, "phuongchi");
        assert_int_equal(a.posted_on.ymd, 20170403);
        assert_int_equal(a.views, 49);
        assert_string_equal(a.section, "Hoạt động sáng kiến");
        assert_string_equal(a.body, "Đoạn một có **đậm**.\n\nĐoạn hai .\n\n![Lớp học](anh: \"Học viên thảo luận\")");
        assert_int_equal(news_take_over(mem, d, &who, file, "x.xml", NULL, false, instant_now(), &t), OK); /* again: nothing twice */
        assert_int_equal(t.added, 0);
        assert_int_equal(t.there, 2);
        /* entities and other tricks of XML */
        static const char bomb[] = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&a;</title></item></channel></rss>";
        assert_int_equal(news_take_over(mem, d, &who, (bytes){bomb, sizeof bomb - 1}, "x.xml", NULL, false, instant_now(), &t), E_INVALID);
        db_return(d);
        stores_close(s);
    }
}

static void all_rows_or_none(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor who = actor_system();
    take_over t = {0};
    const char *slug = "";
    static const char bad[] = "Tiêu đề;Ngày đăng tin;Lượt xem;Người đăng tin;Địa chỉ;Nội dung\nMột;03/04/2017;1.049;Chi;http://cu.example/tin?id=1&cat=2;<p>Nội dung</p>\n;04/04/2017;;;;<p>x</p>\nBa;32/13/2017;;;;x\nBốn;05/04/2017;nhiều;;;x\nNăm;05/04/2017;;;javascript:alert(1);x\n";
    static const char good[] = "title,posted_on,views,poster,address,body\n=cmd|' /C calc'!A0,2017-04-03,49,Chi,/tin?id=1&cat=2,<p>Nội dung <img src=a.jpg></p>\n";

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(news_take_over(mem, d, &who, (bytes){bad, sizeof bad - 1}, "x.csv", NULL, false, instant_now(), &t), E_INVALID);
    assert_int_equal(t.rows.n, 5);
    assert_int_equal(t.wrong, 4);
    assert_string_equal(t.rows.p[1].text, "Thiếu tiêu đề.");
    assert_string_equal(t.rows.p[2].text, "Không hiểu ngày đăng “32/13/2017”.");
    assert_int_equal(news_moved(d, mem, "/tin", "id=1&cat=2", &slug), E_NOT_FOUND); /* nothing of it */
    assert_int_equal(news_take_over(mem, d, &who, (bytes){good, sizeof good - 1}, "x.csv", NULL, false, instant_now(), &t), OK);
    assert_int_equal(news_moved(d, mem, "/tin", "id=1&cat=2", &slug), OK);
    static const char *const no[] = {"", "a,b\n1,2\n", "\xFF\xFE t", "<rss"};
    for (int i = 0; i < COUNT(no); i++) assert_int_equal(news_take_over(mem, d, &who, (bytes){no[i], strlen(no[i])}, "x.csv", NULL, false, instant_now(), &t), E_INVALID);
    /* a fault anywhere: none of the rows */
    for (int n = 1; n < 60; n++) {
        static const char two[] = "title,posted_on,body\nHai,2017-04-03,x\nBa,2017-04-03,y\n";
        article_row a = {0};
        store_fault_at(n);
        status st = news_take_over(mem, d, &who, (bytes){two, sizeof two - 1}, "x.csv", NULL, false, instant_now(), &t);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        assert_int_equal(news_get(d, mem, "hai-20170403", &a), hit ? E_NOT_FOUND : OK);
        if (!hit) {
            assert_int_equal(st, OK);
            break;
        }
    }
    db_return(d);
    stores_close(s);
}

/* A page of the portal that the product starts from, saved from a browser. */
static void a_saved_page_is_taken_over(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor who = actor_system();
    take_over t = {0};
    article_row a = {0};
    const char *slug = "";
    static const char page[] = "<!doctype html><html><head><title>Sở KH&amp;CN</title><link rel=canonical href='http://dost.example/chi-tiet-tin-tuc?dinhdanh=7&amp;cat=2'></head><body><nav><a href=/>Trang chủ</a></nav>"
                               "<form><input value=tim></form><main><h1>Tập huấn \"Hướng dẫn hoạt động sáng kiến\"</h1><div>Người đăng tin: <b>Đặng Thị Phương Chi</b> Ngày đăng tin: 03/04/2017 Lượt xem: 49</div>"
                               "<p><strong>Sở tổ chức 02 tập huấn.</strong></p><p>Sở tổ chức 02 tập huấn.</p><p>Tổng cộng 1.826 sáng kiến.</p><figure><img src=/a.jpg><figcaption>Học viên</figcaption></figure>"
                               "<p>(Phương Chi)</p><h3>Chuyên mục, tin tức liên quan:</h3><ul><li><a href=/x>Tin khác</a></ul></main></body></html>";

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(news_take_over(mem, d, &who, (bytes){page, sizeof page - 1}, "tin.html", NULL, false, instant_now(), &t), OK);
    assert_int_equal(news_moved(d, mem, "/chi-tiet-tin-tuc", "dinhdanh=7&cat=2", &slug), OK);
    assert_int_equal(news_get(d, mem, slug, &a), OK);
    assert_string_equal(a.title, "Tập huấn \"Hướng dẫn hoạt động sáng kiến\"");
    assert_string_equal(a.poster, "Đặng Thị Phương Chi");
    assert_int_equal(a.posted_on.ymd, 20170403);
    assert_int_equal(a.views, 49);
    assert_string_equal(a.lead, "Sở tổ chức 02 tập huấn.");
    assert_string_equal(a.body, "Tổng cộng 1.826 sáng kiến.\n\n![](anh: \"Học viên\")");
    assert_string_equal(a.author_mark, "(Phương Chi)");
    db_return(d);
    stores_close(s);
}

/* Pictures and files in the browser: stored, placed, hidden until published. */
static void pictures_of_drafts_are_hidden(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 2);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w), *editor = stores_login(w, "demo.bientap"), *boss = stores_login(w, "demo.so");
    bytes j = jpeg_of(mem, 1000, 500, 1);
    long id = 0, n = 0;

    visited v = visitor_upload(editor, "/bien-tap/moi", "/bien-tap/moi", "picture", "a.jpg", "image/jpeg", j.p, j.n, "title=Co anh&section=Hoạt động sáng kiến&body=Mot");
    assert_int_equal(v.status, 422); /* no alternative text */
    v = visitor_upload(editor, "/bien-tap/moi", "/bien-tap/moi", "picture", "a.jpg", "image/jpeg", j.p, j.n, "title=Co anh&section=Hoạt động sáng kiến&body=Mot&picture_alt=Lop hoc&do=send");
    assert_int_equal(v.status, 303);
    assert_int_equal(sscanf(v.location, "/bien-tap/%ld", &id), 1);
    v = visitor_get(editor, textf(mem, "/bien-tap/%ld/xem", id));
    const char *img = strstr(v.body, "src=\"/tin-tuc/anh/");
    assert_non_null(img);
    n = strtol(img + 18, NULL, 10);
    assert_non_null(strstr(v.body, "alt=\"Lop hoc\""));
    assert_non_null(strstr(v.body, "480w"));
    const char *at = textf(mem, "/tin-tuc/anh/%ld/480", n);
    assert_int_equal(visitor_get(nobody, at).status, 404);
    assert_int_equal(visitor_get(editor, at).status, 200);
    assert_int_equal(visitor_get(editor, textf(mem, "/tin-tuc/anh/%ld/481", n)).status, 404);
    assert_int_equal(visitor_post(boss, textf(mem, "/bien-tap/%ld/buoc", id), textf(mem, "/bien-tap/%ld/xem", id), "do=approve&revision=2").status, 303);
    v = visitor_get(nobody, at);
    assert_int_equal(v.status, 200);
    assert_string_equal(v.type, "image/webp");
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    v = visitor_upload(editor, textf(mem, "/bien-tap/%ld", id), textf(mem, "/bien-tap/%ld", id), "picture", "a.svg", "image/svg+xml", svg, sizeof svg - 1,
                       "title=Co anh&section=Hoạt động sáng kiến&body=Mot&picture_alt=x&revision=2");
    assert_int_equal(v.status, 422);
    assert_non_null(strstr(v.body, "SVG không được nhận"));
    visitor_free(nobody);
    visitor_free(editor);
    visitor_free(boss);
    web_close(w);
    stores_close(s);
}

/* ---- pictures beside an export ---- */

typedef struct {
    const char *name;
    bytes data;
} packed;

static bytes zip_of(arena *mem, const packed *files, int n, bool store)
{
    zip_error_t e;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);
    zip_stat_t st;

    zip_source_keep(whole);
    for (int i = 0; i < n; i++) {
        zip_int64_t k = zip_file_add(z, files[i].name, zip_source_buffer(z, files[i].data.p, files[i].data.n, 0), 0);
        assert_true(k >= 0);
        if (store) zip_set_file_compression(z, (zip_uint64_t)k, ZIP_CM_STORE, 0);
    }
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_open(whole), 0);
    zip_source_stat(whole, &st);
    char *p = arena_alloc(mem, st.size);
    zip_source_read(whole, p, st.size);
    zip_source_free(whole);
    return (bytes){p, st.size};
}

/* A picture in the text (smaller, as WordPress does), one before it, one of a gallery, one inside a line, one that is not there. */
static const char illustrated[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>"
    "<item><title>anh a</title><excerpt:encoded><![CDATA[Giờ thảo luận]]></excerpt:encoded><wp:post_id>11</wp:post_id><wp:post_type>attachment</wp:post_type>"
    "<wp:attachment_url>http://cu.example/wp-content/uploads/2017/04/a.jpg</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Ba người quanh bàn</wp:meta_value></wp:postmeta></item>"
    "<item><title>Toàn cảnh</title><wp:post_id>12</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>http://cu.example/wp-content/uploads/2017/04/bia.png</wp:attachment_url></item>"
    "<item><title>Nhóm một</title><wp:post_id>13</wp:post_id><wp:post_parent>20</wp:post_parent><wp:post_type>attachment</wp:post_type><wp:attachment_url>http://cu.example/wp-content/uploads/2017/04/nhom.jpg</wp:attachment_url></item>"
    "<item><title>Tập huấn có ảnh</title><link>http://cu.example/co-anh/</link><dc:creator>chi</dc:creator><wp:post_id>20</wp:post_id>"
    "<content:encoded><![CDATA[Mở đầu.\n\n<img src=\"http://cu.example/wp-content/uploads/2017/04/a-300x200.jpg\" />\n\nTrong dòng <img src=\"/wp-content/uploads/l%C3%BA%20(1).jpg\" alt=\"Ruộng lúa\" /> này.\n\n"
    "<img src=\"/wp-content/uploads/mat.jpg\" alt=\"Đã mất\" />\n\n<img src=\"../../../../etc/passwd\" alt=\"x\" />\n\n<img src=\"data:image/png;base64,AAAA\" alt=\"\" />\n\n[gallery ids=\"13\"]]]></content:encoded>"
    "<wp:post_date>2017-04-03 08:30:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>12</wp:meta_value></wp:postmeta></item></channel></rss>";

static int64_t number_after(const char *body, const char *mark)
{
    const char *at = strstr(body, mark);

    if (!at) fail_msg("no %s in %s", mark, body);
    return strtoll(at + strlen(mark), NULL, 10);
}

static void check_illustrated(db *d, arena *mem, const article_row *a)
{
    const actor nobody = {.name = ""};
    bytes out = {0};
    bool open = false;
    int64_t cover = number_after(a->body, "![Toàn cảnh](anh:"), first = number_after(a->body, "![Ba người quanh bàn](anh:"), field = number_after(a->body, "![Ruộng lúa](anh:");

    assert_true(text_starts(a->body, "![Toàn cảnh](anh:"));
    assert_int_equal(a->cover, cover);
    assert_non_null(strstr(a->body, textf(mem, "(anh:%lld \"Giờ thảo luận\")", (long long)first)));
    assert_non_null(strstr(a->body, textf(mem, "Trong dòng\n\n![Ruộng lúa](anh:%lld)\n\nnày.", (long long)field)));
    assert_non_null(strstr(a->body, "![Đã mất](anh: \"Đã mất\")"));
    assert_true(number_after(a->body, "![Nhóm một](anh:") > 0);
    assert_null(strstr(a->body, "passwd"));
    assert_int_equal(news_picture(d, mem, &nobody, first, 960, &out, &open), OK); /* everybody reads it, */
    assert_true(open && out.n > 100);
    assert_null(memmem(out.p, out.n, "GPS", 3)); /* and not where it was taken */
    assert_null(memmem(out.p, out.n, "Canon", 5));
}

static void take_illustrated(db *d, arena *mem, news_media *media, bool dry, take_over *t)
{
    actor who = actor_system();

    assert_int_equal(news_take_over(mem, d, &who, (bytes){illustrated, sizeof illustrated - 1}, "x.xml", media, dry, instant_now(), t), OK);
    assert_int_equal(t->added, 1);
    assert_int_equal(t->found, 4);
    assert_int_equal(t->pictures, 4);
    assert_int_equal(t->lacking, 3);
    assert_string_equal(t->rows.p[0].text, "Lấy được 4 ảnh. Thiếu 3 ảnh (giữ chú thích): /wp-content/uploads/mat.jpg; ../../../../etc/passwd; data:.");
}

static void pictures_come_with_an_export(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        news_media *media = NULL;
        take_over t = {0};
        article_row a = {0};
        const char *slug = "";
        const packed files[] = {{"uploads/2017/04/a.jpg", jpeg_of(mem, 2000, 1000, 6)}, {"uploads/2017/04/a-300x200.jpg", jpeg_of(mem, 300, 200, 1)}, {"uploads/2016/01/a.jpg", jpeg_of(mem, 40, 40, 1)},
                                {"uploads/2017/04/bia.png", png_of(mem, 600, 300, false)}, {"uploads/2017/04/NHOM.jpg", jpeg_of(mem, 90, 90, 1)}, {"uploads/lú (1).jpg", jpeg_of(mem, 80, 80, 1)},
                                {"uploads/2017/04/", {"", 0}}, {"__MACOSX/._a.jpg", {"x", 1}}};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(news_media_open(mem, zip_of(mem, files, COUNT(files), false), NULL, 10, &media), OK);
        take_illustrated(d, mem, media, true, &t); /* only looked at */
        assert_int_equal(news_moved(d, mem, "/co-anh", "", &slug), E_NOT_FOUND);
        assert_int_equal(news_media_open(mem, zip_of(mem, files, COUNT(files), false), NULL, 10, &media), OK);
        take_illustrated(d, mem, media, false, &t);
        assert_int_equal(news_moved(d, mem, "/co-anh", "", &slug), OK);
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        check_illustrated(d, mem, &a);
        actor who = actor_system();
        assert_int_equal(news_media_open(mem, zip_of(mem, files, COUNT(files), false), NULL, 3, &media), OK); /* more than may be: nothing */
        static const char again[] = "title,posted_on,body\nHai,2017-04-03,\"<img src=2017/04/a.jpg><img src=2016/01/a.jpg><img src=2017/04/bia.png><img src=2017/04/nhom.jpg>\"\n";
        assert_int_equal(news_take_over(mem, d, &who, (bytes){again, sizeof again - 1}, "x.csv", media, false, instant_now(), &t), E_LIMIT);
        assert_int_equal(t.found, 4);
        assert_int_equal(news_get(d, mem, "hai-20170403", &a), E_NOT_FOUND);
        db_return(d);
        stores_close(s);
    }
}

static void write_file(const char *dir, const char *name, bytes data)
{
    AUTO(arena_ptr) mem = arena_new();
    FILE *f = fopen(textf(mem, "%s/%s", dir, name), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(data.p, 1, data.n, f), data.n);
    fclose(f);
}

/* From a folder: what is a link is not there, however it is named. */
static void a_folder_of_pictures(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor who = actor_system();
    news_media *media = NULL;
    take_over t = {0};
    article_row a = {0};
    static const char file[] = "title,posted_on,body,picture\nMột,2017-04-03,\"Chữ <img src='tin/a.jpg' alt=A> <img src='tin/ngoai.jpg' alt=B> <img src='tin/rong.jpg' alt=C>\",tin/a.jpg\nHai,2017-04-04,Chữ,tin/a.jpg\n";
    const char *dir = stores_data(), *media_dir = textf(mem, "%s/media", dir), *tin = textf(mem, "%s/media/tin", dir);

    assert_int_equal(mkdir(media_dir, 0700), 0);
    assert_int_equal(mkdir(tin, 0700), 0);
    write_file(dir, "ngoai.jpg", jpeg_of(mem, 50, 50, 1));
    write_file(tin, "a.jpg", jpeg_of(mem, 50, 50, 1));
    write_file(tin, "rong.jpg", (bytes){"", 0});
    assert_int_equal(symlink(textf(mem, "%s/ngoai.jpg", dir), textf(mem, "%s/ngoai.jpg", tin)), 0);
    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(news_media_open(mem, (bytes){0}, media_dir, 100, &media), OK);
    assert_int_equal(news_take_over(mem, d, &who, (bytes){file, sizeof file - 1}, "x.csv", media, false, instant_now(), &t), OK);
    assert_string_equal(t.rows.p[0].text, "Lấy được 1 ảnh. Thiếu 1 ảnh (giữ chú thích): tin/ngoai.jpg. Không nhận 1 ảnh (không đọc được hoặc quá lớn): tin/rong.jpg.");
    assert_int_equal(news_get(d, mem, "hai-20170404", &a), OK);
    assert_non_null(strstr(a.body, "![Ảnh trong bài “Hai”](anh:"));
    assert_int_equal(news_media_open(mem, (bytes){0}, textf(mem, "%s/ngoai.jpg", dir), 100, &media), E_INVALID);
    assert_int_equal(news_media_open(mem, (bytes){0}, textf(mem, "%s/khong-co", dir), 100, &media), E_INVALID);
    db_return(d);
    stores_close(s);
}

/* 50 megapixels, SVG with a script, a bomb, a page that calls itself a picture: refused one by one, the article comes with what is left. */
static void hostile_pictures_beside_an_export(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor who = actor_system();
    news_media *media = NULL;
    take_over t = {0};
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", page[] = "<html><script>alert(1)</script></html>";
    static const char file[] = "title,posted_on,body\nMột,2017-04-03,\"Chữ <img src=to.png alt=A> <img src=v.svg alt=B> <img src=bom.png alt=C> <img src=trang.jpg alt=D> <img src=tot.jpg alt=E>\"\n";
    char *zeros = arena_alloc(mem, 19 << 20);
    const packed files[] = {{"to.png", png_of(mem, 10001, 5000, false)}, {"v.svg", {svg, sizeof svg - 1}}, {"bom.png", {zeros, 19 << 20}}, {"trang.jpg", {page, sizeof page - 1}}, {"tot.jpg", jpeg_of(mem, 50, 50, 1)}};

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(news_media_open(mem, zip_of(mem, files, COUNT(files), false), NULL, 100, &media), OK);
    assert_int_equal(news_take_over(mem, d, &who, (bytes){file, sizeof file - 1}, "x.csv", media, false, instant_now(), &t), OK);
    assert_string_equal(t.rows.p[0].text, "Lấy được 1 ảnh. Không nhận 4 ảnh (không đọc được hoặc quá lớn): to.png; v.svg; bom.png; trang.jpg.");
    db_return(d);
    stores_close(s);
}

static void hostile_zips_are_refused(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    news_media *media = NULL;
    static const char *const tricks[] = {"../a.jpg", "a/../../b.jpg", "/etc/a.jpg", "..\\a.jpg", "C:/a.jpg", "C:\\a.jpg", "a//b.jpg", "./a.jpg", "a/./b.jpg", "a\nb.jpg", "..", "\\\\server\\a.jpg"};
    const bytes picture = jpeg_of(mem, 10, 10, 1);

    for (int i = 0; i < COUNT(tricks); i++) {
        const packed file = {tricks[i], picture};
        if (news_media_open(mem, zip_of(mem, &file, 1, true), NULL, 10, &media) != E_INVALID) fail_msg("%s was taken", tricks[i]);
    }
    static const char *const none[] = {"", "PK", "PK\3\4", "<html>"};
    for (int i = 0; i < COUNT(none); i++) assert_int_equal(news_media_open(mem, (bytes){none[i], strlen(none[i])}, NULL, 10, &media), E_INVALID);
    packed *many = NEWS(mem, packed, 20001);
    for (int i = 0; i < 20001; i++) many[i] = (packed){textf(mem, "%d.jpg", i), {"x", 1}};
    assert_int_equal(news_media_open(mem, zip_of(mem, many, 20001, true), NULL, 10, &media), E_LIMIT);
}

/* A fault anywhere: the article with its pictures, or neither. */
static void pictures_and_articles_together(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor who = actor_system();
    take_over t = {0};
    static const char file[] = "title,posted_on,body\nHai,2017-04-03,\"Chữ <img src=a.jpg alt=A>\"\n";
    const packed one = {"a.jpg", jpeg_of(mem, 50, 50, 1)};
    const bytes zip = zip_of(mem, &one, 1, false);

    assert_int_equal(db_borrow(s, &d), OK);
    for (int n = 1; n < 60; n++) {
        article_row a = {0};
        news_media *media = NULL;
        assert_int_equal(news_media_open(mem, zip, NULL, 10, &media), OK);
        store_fault_at(n);
        status st = news_take_over(mem, d, &who, (bytes){file, sizeof file - 1}, "x.csv", media, false, instant_now(), &t);
        bool hit = store_faults_left() == 0;
        store_fault_at(0);
        assert_int_equal(news_get(d, mem, "hai-20170403", &a), hit ? E_NOT_FOUND : OK);
        if (hit) continue;
        assert_int_equal(st, OK);
        assert_true(number_after(a.body, "![A](anh:") > 0);
        break;
    }
    db_return(d);
    stores_close(s);
}

/* In the browser: a ZIP beside the export, a message at its field when it is a bad one. */
static void pictures_in_the_browser(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 2);
    web *w = stores_web(s);
    visitor *editor = stores_login(w, "demo.bientap");
    const packed one = {"uploads/2017/04/a.jpg", jpeg_of(mem, 50, 50, 1)}, bad = {"../a.jpg", one.data};
    bytes zip = zip_of(mem, &one, 1, false), trick = zip_of(mem, &bad, 1, false);
    static const char csv[] = "title,posted_on,body\nMot anh,2017-04-03,\"Chu <img src=/uploads/2017/04/a.jpg alt=A>\"\n";

    visitor_enclose(editor, "media", "a.zip", "application/zip", trick.p, trick.n);
    visited v = visitor_upload(editor, "/bien-tap/nhap", "/bien-tap/nhap", "file", "x.csv", "text/csv", csv, sizeof csv - 1, "dry=1");
    assert_int_equal(v.status, 422);
    assert_non_null(strstr(v.body, "Không dùng được tệp nén này"));
    visitor_enclose(editor, "media", "a.zip", "application/zip", zip.p, zip.n);
    v = visitor_upload(editor, "/bien-tap/nhap", "/bien-tap/nhap", "file", "x.csv", "text/csv", csv, sizeof csv - 1, "section=");
    assert_int_equal(v.status, 200);
    assert_non_null(strstr(v.body, "Lấy được 1 ảnh."));
    v = visitor_get(editor, "/tin-tuc/mot-anh-20170403");
    assert_non_null(strstr(v.body, "alt=\"A\""));
    visitor_free(editor);
    web_close(w);
    stores_close(s);
}

static int times(const char *body, const char *what)
{
    int n = 0;

    for (; (body = strstr(body, what)); body += strlen(what)) n++;
    return n;
}

/* What docs/limits.md says of news, sent: too many pixels, too many bytes, a feed without end, pages without end. */
static void limits_are_felt(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 2);
    db *d = NULL;
    actor who = actor_system();
    take_over t = {0};
    AUTO(buf) csv = {0};
    AUTO(buf) heavy = {.max = 32 << 20};
    const bytes small = jpeg_of(mem, 40, 40, 1);

    assert_int_equal(db_borrow(s, &d), OK);
    buf_puts(&csv, "title,posted_on,body\n");
    for (int i = 0; i < NEWS_FEED_MAX + 20; i++) buf_printf(&csv, "Tin số %d,2017-04-03,x\n", i);
    assert_int_equal(news_take_over(mem, d, &who, (bytes){csv.p, csv.n}, "x.csv", NULL, false, instant_now(), &t), OK);
    db_return(d);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w), *editor = stores_login(w, "demo.bientap");
    buf_put(&heavy, small.p, small.n);
    while (heavy.n <= NEWS_FILE_MAX) buf_put(&heavy, small.p, small.n);
    const bytes large[] = {png_of(mem, 10001, 5000, false), png_of(mem, 32001, 1, false), {heavy.p, heavy.n}};
    for (int i = 0; i < COUNT(large); i++) {
        visited v = visitor_upload(editor, "/bien-tap/moi", "/bien-tap/moi", "picture", "a.png", "image/png", large[i].p, large[i].n, "title=Anh lon %d&section=Hoạt động sáng kiến&body=Mot&picture_alt=x", i);
        if (v.status == 303) v = visitor_get(editor, text_copy(mem, v.location)); /* the text is kept, the picture is not */
        if (!strstr(v.body, "50 triệu điểm ảnh")) fail_msg("picture %d: %d", i, v.status);
    }
    visited v = visitor_get(nobody, "/nguon-tin.xml?so=1000000000");
    assert_int_equal(v.status, 200);
    assert_int_equal(times(v.body, "<entry>"), NEWS_FEED_MAX);
    assert_int_equal(times(visitor_get(nobody, "/nguon-tin.xml?so=-5").body, "<entry>"), 1);
    assert_int_equal(visitor_get(nobody, textf(mem, "/tin-tuc?trang=%d", NEWS_PAGES_MAX + 1)).status, 413);
    assert_int_equal(visitor_get(nobody, "/tin-tuc?trang=99999999999999999999").status, 200); /* no number: the first page */
    visitor_free(nobody);
    visitor_free(editor);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pictures_are_made_anew), cmocka_unit_test(large_pictures_are_bounded), cmocka_unit_test(hostile_pictures_are_refused), cmocka_unit_test(html_is_written_anew),
                                       cmocka_unit_test(word_press_is_taken_over), cmocka_unit_test(all_rows_or_none), cmocka_unit_test(a_saved_page_is_taken_over), cmocka_unit_test(pictures_of_drafts_are_hidden),
                                       cmocka_unit_test(pictures_come_with_an_export), cmocka_unit_test(a_folder_of_pictures), cmocka_unit_test(hostile_pictures_beside_an_export), cmocka_unit_test(hostile_zips_are_refused),
                                       cmocka_unit_test(pictures_and_articles_together), cmocka_unit_test(pictures_in_the_browser), cmocka_unit_test(limits_are_felt)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
