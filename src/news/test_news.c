/* News: review by another, revisions, scheduled publishing, what the public sees, views, likeness; on both stores. */
#include "tests/lib/fixture.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "news/news.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const actor_role editor_role[] = {{ROLE_EDITOR, {0}}}, department_role[] = {{ROLE_DEPARTMENT, {0}}};

static actor person(arena *mem, db *d, const char *login, const actor_role *role)
{
    user_new n = {.login = login, .name = login, .email = "", .phone = "", .position = "", .qualification = "", .password = ""};
    user_id id = {0};

    assert_int_equal(user_create(mem, d, &n, instant_now(), &id), OK);
    if (role) assert_int_equal(user_grant(d, id, role->role, (org_id){0}, "", (date){0}, (date){0}), OK);
    return (actor){.user = id, .name = login, .login = login, .unit = "", .address = "", .roles = role, .n_roles = role ? 1 : 0};
}

static status grant_all(arena *mem, db *d, actor *writer, actor *second, actor *boss, actor *plain)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    *writer = person(mem, d, "viet", editor_role);
    *second = person(mem, d, "hai", editor_role);
    *boss = person(mem, d, "so", department_role);
    *plain = person(mem, d, "khach", NULL);
    return db_commit(&tx);
}

static news_draft draft_of(const char *title, const char *body)
{
    return (news_draft){.slug = "", .title = title, .lead = "Tóm tắt", .body = body, .section = NEWS_FIRST_SECTION, .author_mark = "", .note = ""};
}

static article_row row_of(db *d, arena *mem, const actor *who, article_id id)
{
    article_row a = {0};
    assert_int_equal(news_get_id(d, mem, who, id, &a), OK);
    return a;
}

static status step(arena *mem, db *d, const actor *who, article_id id, news_step s, const char *note, instant at)
{
    actor desk = *who;
    article_row a = {0};

    if (!news_may_desk(who)) desk.roles = editor_role, desk.n_roles = 1;
    a = row_of(d, mem, &desk, id);
    return news_take_step(mem, d, who, id, s, a.revision, note, at, instant_now());
}

static void from_draft_to_public(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor writer, second, boss, plain;
        article_id id = {0};
        article_row a = {0};
        instant now = instant_now();
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(grant_all(mem, d, &writer, &second, &boss, &plain), OK);
        news_draft t = draft_of("Hội nghị sáng kiến", "Đoạn một.");
        assert_int_equal(news_create(mem, d, &plain, &t, now, &id), E_FORBIDDEN);
        assert_int_equal(news_create(mem, d, &boss, &t, now, &id), E_FORBIDDEN);
        assert_int_equal(news_create(mem, d, &writer, &t, now, &id), OK);
        assert_int_equal(news_create(mem, d, &writer, &t, now, &(article_id){0}), E_CONFLICT); /* the address is taken */
        const char *slug = row_of(d, mem, &writer, id).slug;
        assert_int_equal(news_get(d, mem, slug, &a), E_NOT_FOUND);
        assert_int_equal(news_get_id(d, mem, &plain, id, &a), E_FORBIDDEN);
        /* nobody approves what is not sent, nor the own work */
        assert_int_equal(step(mem, d, &second, id, NEWS_APPROVE, "", (instant){0}), E_CONFLICT);
        assert_int_equal(step(mem, d, &plain, id, NEWS_SEND, "", (instant){0}), E_FORBIDDEN);
        assert_int_equal(step(mem, d, &writer, id, NEWS_SEND, "", (instant){0}), OK);
        assert_int_equal(step(mem, d, &writer, id, NEWS_APPROVE, "", (instant){0}), E_FORBIDDEN);
        assert_int_equal(step(mem, d, &second, id, NEWS_RETURN, " ", (instant){0}), E_INVALID);
        assert_int_equal(step(mem, d, &second, id, NEWS_RETURN, "Thiếu nguồn.", (instant){0}), OK);
        assert_string_equal(row_of(d, mem, &writer, id).note, "Thiếu nguồn.");
        assert_int_equal(step(mem, d, &writer, id, NEWS_SEND, "", (instant){0}), OK);
        assert_int_equal(news_take_step(mem, d, &boss, id, NEWS_APPROVE, 7, "", (instant){0}, now), E_CONFLICT); /* not the revision that was read */
        assert_int_equal(step(mem, d, &boss, id, NEWS_APPROVE, "", (instant){0}), OK);
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        assert_int_equal(a.posted_on.ymd, date_of(now).ymd);
        /* the public text stays until the next revision is approved */
        t.body = "Đoạn một đã sửa.";
        assert_int_equal(news_save(mem, d, &writer, id, &t, 5, now), E_CONFLICT);
        assert_int_equal(news_save(mem, d, &writer, id, &t, 1, now), OK);
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        assert_string_equal(a.body, "Đoạn một.");
        assert_int_equal(step(mem, d, &second, id, NEWS_SEND, "", (instant){0}), OK);
        assert_int_equal(step(mem, d, &second, id, NEWS_APPROVE, "", (instant){0}), E_FORBIDDEN); /* who sent it */
        assert_int_equal(step(mem, d, &writer, id, NEWS_APPROVE, "", (instant){0}), E_FORBIDDEN); /* who wrote it */
        assert_int_equal(step(mem, d, &boss, id, NEWS_APPROVE, "", (instant){now.ms + 60000}), OK);
        assert_string_equal(row_of(d, mem, &writer, id).work, "scheduled");
        assert_int_equal(news_publish_due(mem, d, id, now), OK); /* not yet */
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        assert_string_equal(a.body, "Đoạn một.");
        assert_int_equal(news_publish_due(mem, d, id, (instant){now.ms + 60000}), OK);
        assert_int_equal(news_get(d, mem, slug, &a), OK);
        assert_string_equal(a.body, "Đoạn một đã sửa.");
        /* an old revision comes back as a new one */
        assert_int_equal(news_restore(mem, d, &boss, id, 1, now), E_FORBIDDEN);
        assert_int_equal(news_restore(mem, d, &writer, id, 9, now), E_NOT_FOUND);
        assert_int_equal(news_restore(mem, d, &writer, id, 1, now), OK);
        revision_list r = {0};
        assert_int_equal(news_revisions(d, mem, &writer, id, &r), OK);
        assert_int_equal(r.n, 3);
        assert_int_equal(step(mem, d, &boss, id, NEWS_WITHDRAW, "", (instant){0}), E_INVALID);
        assert_int_equal(step(mem, d, &boss, id, NEWS_WITHDRAW, "Đăng nhầm.", (instant){0}), OK);
        assert_int_equal(news_get(d, mem, slug, &a), E_NOT_FOUND);
        /* sections that are not there */
        t.section = "Không có";
        assert_int_equal(news_save(mem, d, &writer, id, &t, 3, now), E_INVALID);
        db_return(d);
        stores_close(s);
    }
}

/* A fault at every call of an approval leaves the old state or the new one. */
static void every_fault_leaves_the_old_state(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor writer, second, boss, plain;
        article_id id = {0};
        int faults = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(grant_all(mem, d, &writer, &second, &boss, &plain), OK);
        news_draft t = draft_of("Bài thử lỗi", "Đoạn một.");
        assert_int_equal(news_create(mem, d, &writer, &t, instant_now(), &id), OK);
        assert_int_equal(step(mem, d, &writer, id, NEWS_SEND, "", (instant){0}), OK);
        for (int n = 1; n < 100; n++) {
            store_fault_at(n);
            status st = news_take_step(mem, d, &boss, id, NEWS_APPROVE, 1, "", (instant){0}, instant_now());
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            article_row a = row_of(d, mem, &boss, id);
            assert_string_equal(a.state, hit ? "draft" : "published");
            assert_string_equal(a.work, hit ? "review" : "none");
            if (hit) assert_int_not_equal(st, OK);
            if (!hit) break;
            faults++;
        }
        assert_true(faults > 5);
        db_return(d);
        stores_close(s);
    }
}

static const char *joined(arena *mem, const diff_words *l, bool after)
{
    AUTO(buf) b = {0};

    for (int i = 0; i < l->n; i++)
        if (after ? !l->p[i].removed : !l->p[i].added) buf_puts(&b, l->p[i].text);
    return text_copy(mem, b.p ? b.p : "");
}

static void differences_by_words(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    static const char *const pairs[][2] = {{"", ""}, {"một hai ba", "một hai ba"}, {"", "một"}, {"một", ""}, {"một hai ba bốn", "một ba bốn năm"}, {"a b c a b b a", "c b a b a c"}, {"x\ny\n\nz", "x\nz\n"}};

    for (int i = 0; i < COUNT(pairs); i++) {
        diff_words l = news_diff(mem, pairs[i][0], pairs[i][1]);
        assert_string_equal(joined(mem, &l, false), pairs[i][0]);
        assert_string_equal(joined(mem, &l, true), pairs[i][1]);
    }
    diff_words l = news_diff(mem, "Sở tổ chức 02 lớp tập huấn.", "Sở tổ chức 03 lớp tập huấn.");
    assert_int_equal(l.n, 4);
    assert_true(l.p[1].removed && text_eq(l.p[1].text, "02 "));
    assert_true(l.p[2].added && text_eq(l.p[2].text, "03 "));
    /* random texts: both sides come back whole; very long and wholly different ones end soon */
    srand(7);
    for (int n = 0; n < 50; n++) {
        AUTO(buf) a = {0};
        AUTO(buf) b = {0};
        for (int i = rand() % 200; i > 0; i--) buf_printf(&a, "%c%s", 'a' + rand() % 5, rand() % 7 ? " " : "\n");
        for (int i = rand() % 200; i > 0; i--) buf_printf(&b, "%c ", 'a' + rand() % 5);
        l = news_diff(mem, a.p ? a.p : "", b.p ? b.p : "");
        assert_string_equal(joined(mem, &l, false), a.p ? a.p : "");
        assert_string_equal(joined(mem, &l, true), b.p ? b.p : "");
    }
    AUTO(buf) a = {0};
    AUTO(buf) b = {0};
    for (int i = 0; i < 15000; i++) buf_printf(&a, "a%d ", i), buf_printf(&b, "b%d ", i);
    l = news_diff(mem, a.p, b.p);
    assert_int_equal(l.n, 2);
    assert_string_equal(joined(mem, &l, true), b.p);
}

static void lines_of_pictures_and_files(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    body_line l;
    const char *tricky = "Lễ \"trao\" giải (2026) [ảnh] \\ cuối";
    const char *line = news_picture_line(mem, 12, tricky, tricky);

    assert_true(news_line(mem, line, strlen(line), &l));
    assert_string_equal(l.text, tricky);
    assert_string_equal(l.caption, tricky);
    assert_string_equal(l.target, "12");
    line = news_file_line(mem, 5, "kế hoạch [bản 2].pdf");
    assert_true(news_line(mem, line, strlen(line), &l));
    assert_false(l.picture);
    assert_string_equal(l.text, "kế hoạch [bản 2].pdf");
    static const char *const none[] = {"", "!", "![", "![a](anh:1", "![a](anh:1) chữ", "chữ ![a](anh:1)", "[a](http://x)", "![a](http://x)", "![a](anh:1 không)", "[a](tep:1 \"x\")"};
    for (int i = 0; i < COUNT(none); i++) assert_false(news_line(mem, none[i], strlen(none[i]), &l));
    assert_int_equal(news_first_picture("a\n\n![](anh: \"chú thích\")\n\n![b](anh:7)\n![c](anh:8)"), 7);
}

static void views_once_a_day(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    actor system = actor_system();
    article_id id = {0};
    article_row a = {0};
    instant now = instant_now(), tomorrow = {now.ms + 86400000};
    news_item i = {.title = "Tin", .lead = "x", .body = "", .section = "Tin tức", .poster = "A", .author_mark = "", .address = "", .slug = "tin", .posted_on = {20170403}, .views = 49};

    assert_int_equal(db_borrow(s, &d), OK);
    {
        AUTO(db_tx) tx = {0};
        assert_int_equal(db_begin(d, &tx), OK);
        assert_int_equal(news_take_item(mem, d, &system, &i, now, &id), OK);
        assert_int_equal(db_commit(&tx), OK);
    }
    for (int n = 0; n < 3; n++) news_seen(id, "192.0.2.1", "Mozilla/5.0", now);
    news_seen(id, "192.0.2.2", "Mozilla/5.0", now);
    news_seen(id, "192.0.2.3", "Googlebot/2.1", now);
    news_seen(id, "192.0.2.4", "", now);
    assert_int_equal(news_unwritten_views(id), 2);
    news_seen(id, "192.0.2.1", "Mozilla/5.0", tomorrow);
    store_fault_at(2); /* what could not be written waits */
    assert_int_not_equal(news_write_views(d, tomorrow, true), OK);
    store_fault_at(0);
    assert_int_equal(news_unwritten_views(id), 3);
    assert_int_equal(news_write_views(d, tomorrow, true), OK);
    assert_int_equal(news_unwritten_views(id), 0);
    assert_int_equal(news_get(d, mem, "tin", &a), OK);
    assert_int_equal(a.views, 52);
    db_return(d);
    stores_close(s);
}

static void related_by_likeness(void **state)
{
    static const char *const titles[][2] = {{"Tập huấn hướng dẫn hoạt động sáng kiến", "A"}, {"Kết quả bóng đá thanh niên", "A"}, {"Lớp tập huấn sáng kiến cho các cơ quan trực thuộc", "B"},
                                            {"Hướng dẫn hoạt động sáng kiến năm 2026", "C"}, {"Lịch nghỉ lễ", "A"}};
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        actor system = actor_system();
        article_id id[COUNT(titles)];
        article_row a = {0};
        article_list l = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        for (int i = 0; i < COUNT(titles); i++) {
            AUTO(db_tx) tx = {0};
            news_item n = {.title = titles[i][0], .lead = "", .body = titles[i][0], .section = titles[i][1], .poster = "", .author_mark = "", .address = "", .slug = "", .posted_on = {20170401 + i}};
            assert_int_equal(db_begin(d, &tx), OK);
            assert_int_equal(news_take_item(mem, d, &system, &n, instant_now(), &id[i]), OK);
            assert_int_equal(db_commit(&tx), OK);
        }
        assert_int_equal(news_get(d, mem, textf(mem, "%s-20170401", text_slug(mem, titles[0][0])), &a), OK);
        assert_int_equal(news_related(d, mem, &a, &l), OK); /* before: of its section */
        assert_int_equal(l.n, 2);
        assert_int_equal(l.p[0].id.v, id[4].v);
        assert_int_equal(news_relate(mem, d, instant_now()), OK);
        assert_int_equal(news_related(d, mem, &a, &l), OK);
        assert_int_equal(l.n, 2);
        assert_int_equal(l.p[0].id.v, id[3].v);
        assert_int_equal(l.p[1].id.v, id[2].v);
        assert_int_equal(news_relate(mem, d, instant_now()), OK); /* nothing left to do */
        db_return(d);
        stores_close(s);
    }
}

/* ---- pages ---- */

static bool has(visited v, const char *what)
{
    return v.status == 200 && strstr(v.body, what) != NULL;
}

static void what_the_public_reads(void **state)
{
    store *s = stores_city(STORE_SQLITE, 2);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w), *editor = stores_login(w, "demo.bientap"), *boss = stores_login(w, "demo.so");
    static const char seed[] = "/tin-tuc/tap-huan-huong-dan-hoat-dong-sang-kien-2017";
    static const char *const all[] = {"Tập huấn &quot;Hướng dẫn hoạt động sáng kiến&quot;", "Người đăng tin: Đặng Thị Phương Chi", ">03/04/2017<", "Lượt xem: 49", "02 tập huấn", "Bà Vũ Thị Bích Hậu - Phó Giám đốc",
                                      "Học viên tham gia thảo thuận tại lớp tập huấn", "1.826 sáng kiến", "(Phương Chi)", "Chuyên mục, tin tức liên quan:", "Tìm kiếm nâng cao", "Đăng nhập",
                                      "<meta name=\"description\" content=\"Sở Khoa học", "<link rel=\"canonical\" href=\"http", "og:title", "application/atom+xml"};

    for (int i = 0; i < COUNT(all); i++)
        if (!has(visitor_get(nobody, seed), all[i])) fail_msg("the article lacks %s", all[i]);
    assert_true(has(visitor_get(nobody, "/tin-tuc/tap-huan-huong-dan-hoat-dong-sang-kien-2017/in"), "1.826"));
    /* the old address, and what is no address */
    visited v = visitor_get(nobody, "/chi-tiet-tin-tuc?dinhdanh=1&cat=2");
    assert_int_equal(v.status, 301);
    assert_string_equal(v.location, seed);
    static const char *const nowhere[] = {"/chi-tiet-tin-tuc?dinhdanh=2", "/chi-tiet-tin-tuc", "//evil.example/", "/chi-tiet-tin-tuc?dinhdanh=1&cat=2&next=//evil.example"};
    for (int i = 0; i < COUNT(nowhere); i++) assert_int_equal(visitor_get(nobody, nowhere[i]).status, 404);
    /* hostile Markdown */
    v = visitor_post(editor, "/bien-tap/moi", "/bien-tap/moi",
                     "title=%%3Cscript%%3E&lead=%%3Cb%%3E&section=Ho%%E1%%BA%%A1t+%%C4%%91%%E1%%BB%%99ng+s%%C3%%A1ng+ki%%E1%%BA%%BFn&do=send&"
                     "body=%%3Cscript%%3Ealert(1)%%3C/script%%3E%%0A%%0A%%5Bx%%5D(javascript:alert(1))%%0A%%0A%%5By%%5D(JaVaScRiPt:1)+%%5Bz%%5D(data:text/html,1)+%%5Bw%%5D(//evil.example)");
    assert_int_equal(v.status, 303);
    char work[100];
    snprintf(work, sizeof work, "%s", v.location);
    v = visitor_get(editor, work);
    assert_int_equal(v.status, 200);
    assert_null(strstr(v.body, "<script>alert"));
    assert_null(strstr(v.body, "href=\"java"));
    assert_null(strstr(v.body, "href=\"Java"));
    assert_null(strstr(v.body, "href=\"data"));
    assert_null(strstr(v.body, "href=\"//evil"));
    /* nobody learns of it before it is approved */
    assert_false(has(visitor_get(nobody, "/tin-tuc?q=script"), "&lt;script&gt;</a>"));
    assert_int_equal(visitor_get(nobody, work).status, 303);
    long id = 0;
    assert_int_equal(sscanf(work, "/bien-tap/%ld/xem", &id), 1);
    char steps[100];
    snprintf(steps, sizeof steps, "/bien-tap/%ld/buoc", id);
    assert_int_equal(visitor_post(editor, steps, work, "do=approve&revision=1").status, 403);
    assert_int_equal(visitor_post(boss, steps, work, "do=approve&revision=1").status, 303);
    assert_true(has(visitor_get(nobody, "/tin-tuc?q=script"), "&lt;script&gt;</a>"));
    /* lists: filters are not for robots, pages and feeds are bounded */
    assert_string_equal(visitor_header(nobody, "X-Robots-Tag"), "noindex, nofollow");
    assert_int_equal(visitor_get(nobody, "/tin-tuc?trang=201").status, 413);
    assert_true(has(visitor_get(nobody, "/nguon-tin.xml?so=1000000000"), "<entry>"));
    assert_string_equal(visitor_get(nobody, "/nguon-tin.xml").type, "application/atom+xml; charset=utf-8");
    assert_true(has(visitor_get(nobody, "/robots.txt"), "Disallow: /*?\n"));
    assert_true(has(visitor_get(nobody, "/sitemap.xml"), "/sitemap/tin-tuc/1"));
    assert_true(has(visitor_get(nobody, "/sitemap/tin-tuc/1"), seed));
    assert_int_equal(visitor_get(nobody, "/sitemap/tin-tuc/1001").status, 404);
    /* pictures only of here */
    v = visitor_post(editor, "/bien-tap/moi", "/bien-tap/moi", "title=a&section=Ho%%E1%%BA%%A1t+%%C4%%91%%E1%%BB%%99ng+s%%C3%%A1ng+ki%%E1%%BA%%BFn&body=!%%5Bx%%5D(https://evil.example/1.png)");
    assert_int_equal(v.status, 422);
    assert_non_null(strstr(v.body, "không lấy từ trang khác"));
    assert_non_null(strstr(v.body, "evil.example/1.png")); /* nothing typed is lost */
    visitor_free(nobody);
    visitor_free(editor);
    visitor_free(boss);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(from_draft_to_public), cmocka_unit_test(every_fault_leaves_the_old_state), cmocka_unit_test(differences_by_words), cmocka_unit_test(lines_of_pictures_and_files),
                                       cmocka_unit_test(views_once_a_day), cmocka_unit_test(related_by_likeness), cmocka_unit_test(what_the_public_reads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
