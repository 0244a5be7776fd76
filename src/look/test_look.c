/* The looks of the site and of organisations: colours that cannot be read are refused, the logo is made anew, the frame follows; on both stores. */
#include "tests/lib/fixture.h"
#include "audit/audit.h"
#include "base/embed.h"
#include "base/text.h"
#include "certificate/certificate.h"
#include "look/look.h"
#include "org/org.h"
#include "registry/registry.h"
#include "tests/lib/stores.h"
#include <stdio.h>
#include <string.h>
#include <webp/encode.h>

static void contrast_is_that_of_wcag(void **state)
{
    colour a = {0}, b = {0};

    assert_true(colour_read("#fff", &a) && colour_read("000000", &b));
    assert_int_equal(colour_contrast(a, b), 2100);
    assert_int_equal(colour_contrast(a, a), 100);
    assert_true(colour_read("#767676", &b)); /* the palest grey that passes on white */
    assert_int_equal(colour_contrast(a, b), 454);
    assert_true(colour_read("#777777", &b));
    assert_int_equal(colour_contrast(a, b), 447);
    static const char *const unread[] = {"", "#", "red", "#12345", "#1234567", "#12345g", "#fff;}", "##ffff", "#ＦＦＦ"};
    for (int i = 0; i < COUNT(unread); i++) assert_false(colour_read(unread[i], &a));
}

/* Whatever passes for the light look has a colour for the dark one. */
static void every_main_colour_has_a_dark_one(void **state)
{
    for (int i = 0; i < 4096; i++) {
        colour c = {(i >> 8) * 17, (i >> 4 & 15) * 17, (i & 15) * 17};
        if (colour_main_worst(c) >= LOOK_CONTRAST_MIN) assert_true(colour_dark_worst(colour_dark_of(c)) >= LOOK_CONTRAST_MIN);
    }
}

/* The papers that colour.c measures on are those of the style sheet. */
static void papers_are_those_of_the_style_sheet(void **state)
{
    const embed_file *css = embed_find("web/app.css");

    assert_non_null(css);
    static const char *const want[] = {"--paper: #f5f7f8", "--paper: #10191e", "--card: #18242b", "--soft: #aebdc5"};
    for (int i = 0; i < COUNT(want); i++) assert_non_null(strstr(css->data, want[i]));
}

static bytes webp_of(arena *mem, int w, int h, bool noise)
{
    unsigned char *rgb = arena_alloc(mem, (size_t)w * (size_t)h * 3), *out = NULL;
    unsigned seed = 1;

    for (int i = 0; i < w * h * 3; i++) rgb[i] = noise ? (unsigned char)((seed = seed * 1103515245 + 12345) >> 16) : (unsigned char)(i / 3 % w < w / 2 ? 200 : 30);
    size_t n = WebPEncodeRGB(rgb, w, h, w * 3, 80, &out);
    bytes b = {text_copyn(mem, (const char *)out, n), n};
    WebPFree(out);
    return b;
}

static void the_log_has_it(store *s, arena *mem, int want)
{
    db *d = NULL;
    audit_list l = {0};
    int64_t older = 0;
    int n = 0;

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(audit_find(d, mem, &(audit_ask){0}, &l, &older), OK);
    for (int i = 0; i < l.n; i++) n += text_eq(l.p[i].action, "look.changed");
    db_return(d);
    assert_int_equal(n, want);
}

#define PAGE "/quan-tri/giao-dien"

static void the_frame_follows(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        web *w = stores_web(s);
        visitor *nobody = visitor_new(w), *boss = stores_login(w, "demo.quantri");
        bytes logo = webp_of(mem, 600, 300, false), noise = webp_of(mem, 480, 480, true), lath = webp_of(mem, 600, 20, false);
        static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

        visited v = visitor_get(nobody, "/huong-dan");
        assert_null(strstr(v.body, "/giao-dien/1/"));
        assert_non_null(strstr(v.body, "brand__mark"));
        /* colours: refused at their field, nothing kept, nothing lost */
        static const struct {
            const char *sent, *said;
        } bad[] = {{"main=%%23ffcc00&name=Ten+moi", "Màu này quá nhạt"}, {"main=red&name=Ten+moi", "Viết màu dạng"}, {"main=%%237a1f3d&dark=%%237a1f3d&name=Ten+moi", "không đọc rõ ở chế độ tối"}, {"dark=%%23ffffff&name=Ten+moi", "cần cả màu chính"}};
        for (int i = 0; i < COUNT(bad); i++) {
            v = visitor_post(boss, PAGE, PAGE, bad[i].sent, "");
            assert_int_equal(v.status, 422);
            assert_non_null(strstr(v.body, bad[i].said));
            assert_non_null(strstr(v.body, "value=\"Ten moi\""));
        }
        /* logos: an SVG, one with too much detail, one too long */
        v = visitor_upload(boss, PAGE, PAGE, "logo", "a.png", "image/png", svg, sizeof svg - 1, "name=X");
        assert_int_equal(v.status, 422);
        assert_non_null(strstr(v.body, "SVG không được nhận"));
        assert_int_equal(visitor_upload(boss, PAGE, PAGE, "logo", "a.webp", "image/webp", noise.p, noise.n, "name=X").status, 422);
        assert_int_equal(visitor_upload(boss, PAGE, PAGE, "logo", "a.webp", "image/webp", lath.p, lath.n, "name=X").status, 422);
        the_log_has_it(s, mem, 0);
        /* all at once */
        v = visitor_upload(boss, PAGE, PAGE, "logo", "a.webp", "image/webp", logo.p, logo.n, "name=Sáng kiến <b>Hải Châu</b>&tagline=Quận&name_en=Hai Chau&main=#7A1F3D");
        assert_int_equal(v.status, 303);
        v = visitor_get(nobody, "/huong-dan");
        assert_non_null(strstr(v.body, "Sáng kiến &lt;b&gt;Hải Châu"));
        assert_null(strstr(v.body, "<b>Hải Châu"));
        assert_null(strstr(v.body, "brand__mark"));
        assert_null(strstr(v.body, "style=\""));
        assert_non_null(strstr(v.body, "content=\"#7a1f3d\""));
        long id = 0;
        assert_non_null(strstr(v.body, "/giao-dien/"));
        assert_int_equal(sscanf(strstr(v.body, "/giao-dien/"), "/giao-dien/%ld/", &id), 1);
        assert_non_null(strstr(visitor_get(nobody, "/huong-dan?ngon-ngu=en").body, "Hai Chau"));
        const char *css = textf(mem, "/giao-dien/%ld/mau.css", id), *picture = textf(mem, "/giao-dien/%ld/bieu-trung.webp", id);
        v = visitor_get(nobody, css);
        assert_int_equal(v.status, 200);
        assert_string_equal(v.type, "text/css; charset=utf-8");
        assert_non_null(strstr(v.body, "--main: #7a1f3d;"));
        assert_null(strstr(v.body, "<"));
        assert_non_null(strstr(visitor_header(nobody, "Cache-Control"), "31536000"));
        v = visitor_get(nobody, picture);
        assert_int_equal(v.status, 200);
        assert_string_equal(v.type, "image/webp");
        /* a form opened before that changes nothing */
        assert_int_equal(visitor_post(boss, PAGE, PAGE, "present=0&name=Cu").status, 409);
        /* back to the built-in look; old addresses stay */
        assert_int_equal(visitor_post(boss, PAGE, PAGE, "present=%ld&no_logo=1", id).status, 303);
        v = visitor_get(nobody, "/huong-dan?ngon-ngu=vi");
        assert_null(strstr(v.body, "/mau.css"));
        assert_non_null(strstr(v.body, "brand__mark"));
        assert_int_equal(visitor_get(nobody, css).status, 200);
        assert_int_equal(visitor_get(nobody, textf(mem, "/giao-dien/%ld/mau.css", id + 1)).status, 404);
        the_log_has_it(s, mem, 2);
        visitor_free(nobody);
        visitor_free(boss);
        web_close(w);
        stores_close(s);
    }
}

/* An administrator of one organisation does not change the whole site; a fault leaves the old look. */
static void only_for_the_whole_site_and_wholly(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        db *d = NULL;
        static const actor_role some[] = {{ROLE_ADMINISTRATOR, {1}}}, all[] = {{ROLE_ADMINISTRATOR, {0}}};
        actor who = {.user = {1}, .name = "", .login = "", .unit = "", .address = "", .roles = some, .n_roles = 1};
        look_wish w = {.name = "Mới", .tagline = "", .name_en = "", .tagline_en = "", .main = "#7a1f3d", .dark = ""};
        look_answer answer = {0};
        look_row l = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        assert_int_equal(look_set(mem, d, &who, (org_id){0}, (look_id){0}, &w, instant_now(), &answer), E_FORBIDDEN);
        who.roles = all;
        for (int n = 1; n < 40; n++) {
            store_fault_at(n);
            status got = look_set(mem, d, &who, (org_id){0}, (look_id){0}, &w, instant_now(), &answer);
            bool whole = store_faults_left() > 0;
            store_fault_at(0);
            assert_int_equal(look_now(d, mem, (org_id){0}, &l), OK);
            if (whole) {
                assert_int_equal(got, OK);
                assert_string_equal(l.name, "Mới");
                break;
            }
            assert_int_not_equal(got, OK);
            assert_int_equal(l.id.v, 0);
        }
        assert_int_not_equal(l.id.v, 0);
        db_return(d);
        stores_close(s);
    }
}

/* ---- of organisations ---- */

static const char *own_page(arena *mem, org_id id)
{
    return textf(mem, "/quan-tri/co-quan/%lld/giao-dien", (long long)id.v);
}

static org_id org_called(db *d, arena *mem, const char *code)
{
    org_row o = {0};

    assert_int_equal(org_by_code(d, mem, code, &o), OK);
    return o.id;
}

static const look_org *of_org(db *d, arena *mem, org_id id)
{
    look_orgs all = {0};

    assert_int_equal(look_orgs_now(d, mem, &all), OK);
    for (int i = 1; i < all.n; i++) assert_true(all.p[i - 1].org.v < all.p[i].org.v); /* the frame looks them up by halves */
    for (int i = 0; i < all.n; i++)
        if (all.p[i].org.v == id.v) return &all.p[i];
    return NULL;
}

/* What each organisation wears, as it and those above it choose: the parts come down the tree, each from the nearest. */
static void parts_come_down_the_tree(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        db *d = NULL;
        static const actor_role all[] = {{ROLE_ADMINISTRATOR, {0}}};
        const actor who = {.user = {1}, .name = "", .login = "", .unit = "", .address = "", .roles = all, .n_roles = 1};
        bytes logo = webp_of(mem, 300, 300, false);
        look_answer a = {0};
        const look_org *o = NULL;
        assert_int_equal(db_borrow(s, &d), OK);
        org_id city = org_called(d, mem, "UBTP"), mid = org_called(d, mem, "SYT"), leaf = {0}, other = org_called(d, mem, "SXD");
        const org_row below = {.code = "BV-THU", .name = "Bệnh viện thử", .symbol = "BVT", .kind = "legal_person", .economic_class = "other", .sector = "hospital", .superior_id = mid, .province = "", .authorisation = "",
                               .address = "", .email = "", .phone = "", .valid_from = date_make(2026, 1, 1)};
        assert_int_equal(org_create(d, mem, &below, &leaf), OK);
        assert_null(of_org(d, mem, leaf));
        /* the city as an organisation: all below it */
        look_wish w = {.name = "không lấy", .tagline = "không lấy", .name_en = "không lấy", .tagline_en = "không lấy", .main = "#7a1f3d", .dark = ""};
        assert_int_equal(look_set(mem, d, &who, city, (look_id){0}, &w, instant_now(), &a), OK);
        look_row l = {0};
        assert_int_equal(look_now(d, mem, city, &l), OK);
        assert_string_equal(l.name, "");
        assert_string_equal(l.tagline_en, "");
        assert_non_null(o = of_org(d, mem, leaf));
        assert_true(o->bearer.v == city.v && o->logo == 0);
        assert_string_equal(o->main, "#7a1f3d");
        /* a logo in the middle: its colours still from above */
        w.main = "";
        w.logo = logo;
        assert_int_equal(look_set(mem, d, &who, mid, (look_id){0}, &w, instant_now(), &a), OK);
        assert_non_null(o = of_org(d, mem, leaf));
        assert_true(o->bearer.v == mid.v && o->logo > 0 && o->logo != o->colours && o->logo_width == 300);
        assert_string_equal(o->main, "#7a1f3d");
        assert_string_equal(o->name, "Sở Y tế");
        assert_non_null(o = of_org(d, mem, other));
        assert_true(o->bearer.v == city.v && o->logo == 0);
        /* own colours below: the logo stays that of the middle */
        w = (look_wish){.name = "", .tagline = "", .name_en = "", .tagline_en = "", .main = "#0b6157", .dark = ""};
        assert_int_equal(look_set(mem, d, &who, leaf, (look_id){0}, &w, instant_now(), &a), OK);
        assert_non_null(o = of_org(d, mem, leaf));
        assert_true(o->bearer.v == leaf.v && o->logo > 0);
        assert_string_equal(o->main, "#0b6157");
        /* two who began from the same look; one of another organisation is none of its own */
        assert_int_equal(look_set(mem, d, &who, leaf, (look_id){0}, &w, instant_now(), &a), E_CONFLICT);
        assert_int_equal(look_now(d, mem, mid, &l), OK);
        assert_int_equal(look_set(mem, d, &who, leaf, l.id, &w, instant_now(), &a), E_CONFLICT);
        /* given up: as those above */
        w.main = "";
        w.no_logo = true;
        assert_int_equal(look_now(d, mem, mid, &l), OK);
        assert_int_equal(look_set(mem, d, &who, mid, l.id, &w, instant_now(), &a), OK);
        assert_non_null(o = of_org(d, mem, mid));
        assert_true(o->bearer.v == city.v && o->logo == 0);
        /* moved below another: that one's */
        assert_int_equal(org_change_superior(mem, d, &who, mid, other, date_of(instant_now()), "", instant_now()), OK);
        assert_non_null(of_org(d, mem, mid));
        assert_int_equal(look_set(mem, d, &who, (org_id){999999}, (look_id){0}, &w, instant_now(), &a), E_NOT_FOUND);
        /* one that is no more is not changed */
        const org_ending e = {.kind = ORG_END, .on = date_of(instant_now()), .document = ""};
        assert_int_equal(org_change_end(mem, d, &who, leaf, &e, instant_now()), OK);
        assert_int_equal(look_now(d, mem, leaf, &l), OK);
        assert_int_equal(look_set(mem, d, &who, leaf, l.id, &w, instant_now(), &a), E_CONFLICT);
        db_return(d);
        stores_close(s);
    }
}

/* Its pages wear it at once, others do not; a page that is hidden or not there has the site's. */
static void pages_of_an_organisation_wear_it(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        web *w = stores_web(s);
        db *d = NULL;
        visitor *nobody = visitor_new(w), *boss = stores_login(w, "demo.quantri"), *head = stores_login(w, "demo.thutruong");
        bytes logo = webp_of(mem, 300, 300, false);
        register_filter f = {.text = "", .field = "", .kind = "", .level = "", .limit = 1};
        register_rows items = {0};
        int64_t total = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        org_id ward = org_called(d, mem, "HAICHAU");
        assert_int_equal(registry_search(d, mem, &f, &items, &total), OK);
        recognition_row e = {0};
        assert_int_equal(certificate_recognition(d, mem, items.p[0].code, &e), OK);
        org_row o = {0};
        assert_int_equal(org_get(d, mem, e.org_id, &o), OK);
        db_return(d);
        const char *page = own_page(mem, e.org_id), *entry = textf(mem, "/sang-kien/%s", e.code), *list = textf(mem, "/sang-kien?co-so=%lld", (long long)e.org_id.v);

        assert_null(strstr(visitor_get(nobody, entry).body, "/mau.css"));
        visited v = visitor_post(boss, page, page, "main=%%23ffcc00");
        assert_int_equal(v.status, 422);
        assert_non_null(strstr(v.body, "Màu này quá nhạt"));
        assert_int_equal(visitor_upload(boss, page, page, "logo", "a.webp", "image/webp", logo.p, logo.n, "main=#0b6157&name=Chiem").status, 303);
        v = visitor_get(nobody, entry);
        assert_non_null(strstr(v.body, "content=\"#0b6157\""));
        assert_non_null(strstr(v.body, "/bieu-trung.webp"));
        assert_non_null(strstr(v.body, textf(mem, "<small>%s</small>", o.name)));
        assert_null(strstr(v.body, "Chiem"));
        assert_non_null(strstr(visitor_get(nobody, list).body, "#0b6157"));
        assert_null(strstr(visitor_get(nobody, "/sang-kien").body, "#0b6157"));
        assert_null(strstr(visitor_get(nobody, "/huong-dan").body, "#0b6157"));
        v = visitor_get(head, textf(mem, "/thong-ke/don-vi/%lld", (long long)e.org_id.v)); /* of a unit that is not theirs, unless it is */
        assert_true(v.status == 200 || !strstr(v.body, "#0b6157"));
        assert_null(strstr(visitor_get(nobody, "/sang-kien/SK-0000-X-0000").body, "#0b6157"));
        /* who administers nothing does not come near, nor does one of another organisation */
        assert_int_equal(visitor_get(head, page).status, 403);
        assert_int_equal(visitor_post(head, page, "/", "main=%%230b4f6c").status, 403);
        assert_int_equal(visitor_get(nobody, own_page(mem, (org_id){999999})).status, 303);
        assert_int_equal(visitor_get(boss, own_page(mem, (org_id){999999})).status, 404);
        assert_int_equal(visitor_get(boss, own_page(mem, ward)).status, 200);
        visitor_free(nobody);
        visitor_free(boss);
        visitor_free(head);
        web_close(w);
        stores_close(s);
    }
}

/* The administrator of an organisation sets that one's and no other's. */
static void an_administrator_of_one_sets_that_one(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        db *d = NULL;
        look_wish w = {.name = "", .tagline = "", .name_en = "", .tagline_en = "", .main = "#7a1f3d", .dark = ""};
        look_answer a = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        org_id own = org_called(d, mem, "SYT"), other = org_called(d, mem, "SXD");
        const actor_role role[] = {{ROLE_ADMINISTRATOR, own}, {ROLE_HEAD, other}};
        const actor who = {.user = {1}, .name = "", .login = "", .unit = "", .address = "", .roles = role, .n_roles = 2};
        assert_int_equal(look_set(mem, d, &who, other, (look_id){0}, &w, instant_now(), &a), E_FORBIDDEN);
        assert_int_equal(look_set(mem, d, &who, (org_id){0}, (look_id){0}, &w, instant_now(), &a), E_FORBIDDEN);
        for (int n = 1; n < 40; n++) { /* a fault leaves nothing */
            look_row l = {0};
            store_fault_at(n);
            status got = look_set(mem, d, &who, own, (look_id){0}, &w, instant_now(), &a);
            bool whole = store_faults_left() > 0;
            store_fault_at(0);
            assert_int_equal(look_now(d, mem, own, &l), OK);
            assert_int_equal(got == OK, l.id.v != 0);
            if (whole) break;
        }
        assert_non_null(of_org(d, mem, own));
        db_return(d);
        stores_close(s);
    }
}

static void the_design_system_shows_itself(void **state)
{
    store *s = stores_open(STORE_SQLITE);
    web *w = stores_web(s);
    visitor *nobody = visitor_new(w);

    visited v = visitor_get(nobody, "/huong-dan/giao-dien");
    assert_int_equal(v.status, 200);
    assert_non_null(strstr(v.body, "--main-ink / --main"));
    assert_non_null(strstr(v.body, "Ngày áp dụng không được sau ngày nộp."));
    assert_non_null(strstr(visitor_get(nobody, "/huong-dan").body, "/huong-dan/giao-dien"));
    visitor_free(nobody);
    web_close(w);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(contrast_is_that_of_wcag), cmocka_unit_test(every_main_colour_has_a_dark_one), cmocka_unit_test(papers_are_those_of_the_style_sheet), cmocka_unit_test(the_frame_follows),
                                       cmocka_unit_test(only_for_the_whole_site_and_wholly), cmocka_unit_test(parts_come_down_the_tree), cmocka_unit_test(pages_of_an_organisation_wear_it),
                                       cmocka_unit_test(an_administrator_of_one_sets_that_one), cmocka_unit_test(the_design_system_shows_itself)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
