/* Reports of novelty in the product, on both stores: what the job keeps, who sees what of it, answers, findings, groups, and
 * that nobody learns what they may not see: two stores that differ in one unpublished dossier alone show an author the same
 * but for the line that names its unit. */
#include "tests/lib/fixture.h"
#include "app/app.h"
#include "app/serve.h"
#include "base/buf.h"
#include "base/text.h"
#include "novelty/novelty_report.h"
#include "org/org.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char secret_text[] = "Khi nhận hồ sơ cấp đổi, cán bộ gắn thẻ màu theo tuyến đường rồi xếp vào khay quay có đánh số, mỗi sáng quét một lượt bằng điện thoại để biết khay nào "
                                  "sắp đến hạn, khay nào còn thiếu chữ ký của tổ đo đạc và khay nào phải báo trước cho người dân qua tin nhắn.";
static const char own_text[] = "Vườn rau thủy canh của trường dùng máng tre cũ, nước chảy vòng nhờ bơm năng lượng mặt trời do học sinh lớp chín lắp, cứ hai tuần lớp trực ghi chiều cao cây và độ "
                               "dẫn điện của dung dịch vào sổ chung treo ở cửa vườn.";
static const char fresh_text[] = "Buổi họp giao ban chuyển sang hình thức đứng mười phút quanh bảng kẻ ô, ai vướng việc gì thì dán giấy đỏ, việc quá ba ngày không ai gỡ được đưa lên lãnh đạo ngay trong buổi.";

static actor actor_of(arena *mem, db *d, const char *login, role_kind role)
{
    user_row u = {0};
    actor_role *r = NEW(mem, actor_role);

    assert_int_equal(user_by_login(d, mem, login, &u), OK);
    *r = (actor_role){role, role == ROLE_DEPARTMENT ? (org_id){0} : u.org_id};
    return (actor){.user = u.id, .org = u.org_id, .name = u.name, .login = u.login, .unit = u.unit, .address = "", .roles = r, .n_roles = 1};
}

static dossier_id draft(arena *mem, db *d, const actor *who, org_id org, const char *title, const char *content)
{
    dossier_author *me = NEW(mem, dossier_author);
    dossier_id id = {0};

    *me = (dossier_author){.name = who->name, .login = who->login, .unit = "", .position = "", .qualification = "", .share = 10000};
    dossier_text t = {.org = org, .title = title, .kind = "technical", .subkind = "", .field = "Hành chính", .venue_basis = "investor", .investor = "Tác giả", .known_state = "Chưa có.", .content = content,
                      .applicability = "Nơi khác.", .secret = "", .conditions = "Không.", .benefit_author = "Nhanh.", .benefit_users = "", .benefit_kind = "social", .oath = true, .no_state_secret = true,
                      .applied_on = date_add_days(date_of(instant_now()), -30), .authors = {me, 1}};
    assert_int_equal(dossier_create(mem, d, who, &t, instant_now(), &id), OK);
    return id;
}

static void file_it(arena *mem, db *d, const actor *who, dossier_id id)
{
    step_outcome o;

    assert_int_equal(dossier_effect(mem, d, who, id, EFFECT_FILE, &(step_input){0}, instant_now(), &o), OK);
    assert_int_equal(o.tag, STEP_DONE);
}

static void jobs(store *s)
{
    int ran = 0;
    assert_int_equal(job_run_due(s, app_jobs, &ran), OK);
}

static const hit_view *hit_of(const seen_report *r, dossier_id source)
{
    for (int i = 0; i < r->hits.n; i++)
        if (r->hits.p[i].source_id.v == source.v) return &r->hits.p[i];
    return NULL;
}

static const char *published_words(arena *mem, db *d)
{
    dossier dos = {0};
    actor boss = actor_of(mem, d, "demo.so", ROLE_DEPARTMENT);

    assert_int_equal(dossier_get(d, mem, &boss, (dossier_id){1}, &dos), OK); /* recognised: in the register */
    return dos.content;
}

static org_id other_org(arena *mem, db *d, org_id mine)
{
    org_list l = {0};

    assert_int_equal(org_all(d, mem, date_of(instant_now()), true, &l), OK);
    for (int i = 0; i < l.n; i++)
        if (l.p[i].id.v != mine.v) return l.p[i].id;
    fail();
    return (org_id){0};
}

typedef struct {
    arena *mem;
    store *s;
    db *d;
    actor author, other, intake, boss;
    dossier_id own, closed, id;
    org_id elsewhere;
} scene;

/* The author's dossier copies from the register, from an own earlier one, and from one of another unit that nobody published. */
static void set_scene(scene *c, store_kind kind, bool with_closed)
{
    c->mem = arena_new();
    c->s = stores_city(kind, 4);
    assert_int_equal(db_borrow(c->s, &c->d), OK);
    c->author = actor_of(c->mem, c->d, "demo.tacgia", ROLE_AUTHOR);
    c->other = actor_of(c->mem, c->d, "demo.dongtacgia", ROLE_AUTHOR);
    c->intake = actor_of(c->mem, c->d, "demo.tiepnhan", ROLE_INTAKE);
    c->boss = actor_of(c->mem, c->d, "demo.so", ROLE_DEPARTMENT);
    c->elsewhere = other_org(c->mem, c->d, c->author.org);
    c->own = draft(c->mem, c->d, &c->author, c->author.org, "Vườn rau máng tre", own_text);
    file_it(c->mem, c->d, &c->author, c->own);
    if (with_closed) {
        c->closed = draft(c->mem, c->d, &c->other, c->elsewhere, "Khay quay thẻ màu bí danh Kim Tước", secret_text);
        file_it(c->mem, c->d, &c->other, c->closed);
    }
    const char *text = textf(c->mem, "%s\n%s\n%s\n%s", fresh_text, published_words(c->mem, c->d), own_text, secret_text);
    c->id = draft(c->mem, c->d, &c->author, c->author.org, "Cải cách bộ phận một cửa", text);
}

static void end_scene(scene *c)
{
    db_return(c->d);
    stores_close(c->s);
    arena_free(c->mem);
}

static void everything_for_officers(void **state)
{
    for (int k = 0; k < 2; k++) {
        scene c = {0};
        dossier dos = {0};
        report_row r = {0};
        seen_report seen = {0};
        verify_outcome o = VERIFY_GONE;
        set_scene(&c, stores_kinds[k], true);
        file_it(c.mem, c.d, &c.author, c.id);
        jobs(c.s);
        jobs(c.s); /* once or twice: the same */
        assert_int_equal(dossier_get(c.d, c.mem, &c.intake, c.id, &dos), OK);
        assert_int_equal(novelty_report_get(c.d, c.mem, &c.intake, &dos, (report_id){0}, &r), OK);
        assert_string_equal(r.state, "done");
        assert_string_equal(r.cause, "filed");
        assert_int_equal(strlen(r.hash), 64);
        assert_int_equal(novelty_see(c.d, c.mem, &c.intake, &dos, &r, &seen), OK);
        assert_true(seen.full);
        assert_true(seen.share > 4000);
        /* the own earlier one, of the same unit: open, with its line */
        const hit_view *own = hit_of(&seen, c.own), *entry = hit_of(&seen, (dossier_id){1}), *closed = NULL;
        assert_non_null(own);
        assert_true(own->is_own && own->same_org);
        assert_true(own->passages.n >= 1 && own->passages.p[0].may_compare);
        assert_non_null(entry);
        assert_true(entry->published);
        assert_true(entry->passages.p[0].may_compare);
        /* the one elsewhere: that and how much, not what */
        assert_null(hit_of(&seen, c.closed));
        for (int i = 0; i < seen.hits.n; i++)
            if (seen.hits.p[i].hidden) closed = &seen.hits.p[i];
        assert_non_null(closed);
        assert_true(closed->share > 500);
        assert_string_equal(closed->title, "");
        assert_int_equal(closed->passages.p[0].theirs.n, 0);
        assert_non_null(strstr(closed->passages.p[0].plain, "thẻ màu"));
        /* the department reads that one too */
        dossier again = {0};
        assert_int_equal(dossier_get(c.d, c.mem, &c.boss, c.id, &again), OK);
        assert_int_equal(novelty_see(c.d, c.mem, &c.boss, &again, &r, &seen), OK);
        assert_non_null(hit_of(&seen, c.closed));
        assert_non_null(strstr(hit_of(&seen, c.closed)->title, "Kim Tước"));
        /* the same bytes, and others when the kept ones were touched */
        assert_int_equal(novelty_verify(c.mem, c.d, &c.intake, &dos, &r, &o), OK);
        assert_int_equal(o, VERIFY_EQUAL);
        r.body = textf(c.mem, "%s ", r.body);
        assert_int_equal(novelty_verify(c.mem, c.d, &c.intake, &dos, &r, &o), OK);
        assert_int_equal(o, VERIFY_DIFFERENT);
        assert_int_equal(dossier_get(c.d, c.mem, &c.author, c.id, &dos), OK);
        assert_int_equal(novelty_verify(c.mem, c.d, &c.author, &dos, &r, &o), E_FORBIDDEN);
        end_scene(&c);
    }
}

static void answers_and_findings(void **state)
{
    for (int k = 0; k < 2; k++) {
        scene c = {0};
        dossier dos = {0}, mine = {0};
        report_row r = {0};
        seen_report seen = {0};
        finding_rows f = {0};
        instant now = instant_now();
        set_scene(&c, stores_kinds[k], true);
        file_it(c.mem, c.d, &c.author, c.id);
        jobs(c.s);
        assert_int_equal(novelty_answer(c.mem, c.d, &c.intake, c.id, c.own, (org_id){0}, "x", now), E_FORBIDDEN);
        assert_int_equal(novelty_answer(c.mem, c.d, &c.other, c.id, c.own, (org_id){0}, "x", now), E_NOT_FOUND);
        assert_int_equal(novelty_answer(c.mem, c.d, &c.author, c.id, c.own, (org_id){0}, "Kế thừa vườn rau năm trước.", now), OK);
        assert_int_equal(novelty_answer(c.mem, c.d, &c.author, c.id, c.closed, (org_id){0}, "dò", now), E_NOT_FOUND); /* a guessed number tells nothing */
        assert_int_equal(novelty_answer(c.mem, c.d, &c.author, c.id, (dossier_id){0}, c.elsewhere, "Chúng tôi tự làm, không biết đơn vị ấy.", now), OK);
        assert_int_equal(dossier_get(c.d, c.mem, &c.intake, c.id, &dos), OK);
        assert_int_equal(novelty_report_get(c.d, c.mem, &c.intake, &dos, (report_id){0}, &r), OK);
        assert_int_equal(novelty_see(c.d, c.mem, &c.intake, &dos, &r, &seen), OK);
        assert_string_equal(hit_of(&seen, c.own)->answer, "Kế thừa vườn rau năm trước.");
        int answered = 0;
        for (int i = 0; i < seen.hits.n; i++) answered += *seen.hits.p[i].answer != 0;
        assert_int_equal(answered, 2);
        /* a person decides, with a reason */
        assert_int_equal(novelty_find(c.mem, c.d, &c.intake, c.id, r.id, "partly", " ", now), E_INVALID);
        assert_int_equal(novelty_find(c.mem, c.d, &c.intake, c.id, r.id, "maybe", "vì", now), E_INVALID);
        assert_int_equal(novelty_find(c.mem, c.d, &c.author, c.id, r.id, "new", "vì", now), E_FORBIDDEN);
        assert_int_equal(novelty_find(c.mem, c.d, &c.boss, c.id, r.id, "new", "vì", now), E_FORBIDDEN); /* looks on */
        assert_int_equal(novelty_find(c.mem, c.d, &c.intake, c.id, r.id, "partly", "Đoạn 2 là của hồ sơ trước cùng tác giả.", now), OK);
        assert_int_equal(novelty_findings(c.d, c.mem, &c.intake, &dos, &f), OK);
        assert_int_equal(f.n, 1);
        assert_string_equal(f.p[0].name, c.intake.name);
        assert_int_equal(dossier_get(c.d, c.mem, &c.author, c.id, &mine), OK);
        assert_int_equal(novelty_findings(c.d, c.mem, &c.author, &mine, &f), OK);
        assert_int_equal(f.n, 0); /* not before the decision */
        /* groups: only for who may, strongest first */
        group_list g = {0};
        assert_int_equal(novelty_groups(c.d, c.mem, &c.intake, &g), E_FORBIDDEN);
        assert_int_equal(novelty_groups(c.d, c.mem, &c.boss, &g), OK);
        assert_true(g.n >= 1);
        assert_true(g.p[0].dossiers >= 3);
        for (int i = 1; i < g.p[0].links.n; i++) assert_true(g.p[0].links.p[i].share <= g.p[0].links.p[i - 1].share);
        /* a new check is asked for once per version */
        assert_int_equal(novelty_recheck(c.mem, c.d, &c.author, c.id, now), E_FORBIDDEN);
        assert_int_equal(novelty_recheck(c.mem, c.d, &c.intake, c.id, now), OK);
        assert_int_equal(novelty_recheck(c.mem, c.d, &c.intake, c.id, now), E_CONFLICT);
        end_scene(&c);
    }
}

/* ---- nobody learns what they may not see ---- */

/* The author's page as JSON, without what may differ: the lines of units, their number on the page, the session's own marks. */
static char *author_json(arena *mem, store *s, dossier_id id, int *units)
{
    web *w = stores_web(s);
    visitor *v = stores_login(w, "demo.tacgia");

    visitor_accept(v, "application/json");
    visited got = visitor_get(v, textf(mem, "/ho-so/%lld/tinh-moi", (long long)id.v));
    assert_int_equal(got.status, 200);
    assert_null(strstr(got.body, "Kim Tước"));
    json_t *all = json_loads(got.body, 0, NULL), *hits = json_object_get(all, "hits");
    assert_non_null(hits);
    *units = 0;
    for (size_t i = json_array_size(hits); i-- > 0;)
        if (json_is_true(json_object_get(json_array_get(hits, i), "hidden"))) {
            json_t *h = json_array_get(hits, i);
            assert_int_equal(json_integer_value(json_object_get(h, "share")), 0);
            assert_int_equal(json_integer_value(json_object_get(h, "year")), 0);
            assert_string_equal(json_string_value(json_object_get(h, "title")), "");
            assert_int_equal(json_array_size(json_object_get(h, "passages")), 0);
            json_array_remove(hits, i);
            (*units)++;
        }
    json_t *likes = json_object_get(all, "likes");
    for (size_t i = json_array_size(likes); i-- > 0;)
        if (json_is_true(json_object_get(json_array_get(likes, i), "hidden"))) json_array_remove(likes, i);
    json_object_del(all, "other_org"); /* explains the line */
    char *plain = json_dumps(all, JSON_SORT_KEYS), *out = text_copy(mem, plain);
    free(plain);
    json_decref(all);
    visitor_accept(v, NULL);
    got = visitor_get(v, textf(mem, "/ho-so/%lld/tinh-moi", (long long)id.v));
    assert_int_equal(got.status, 200);
    assert_null(strstr(got.body, "Kim Tước"));
    visitor_free(v);
    web_close(w);
    return out;
}

/* ---- while the index is being made anew ---- */

static void without_an_index_pages_say_so(void **state)
{
    scene c = {0};

    (void)state;
    set_scene(&c, STORE_SQLITE, true);
    novelty *index = novelty_seat(c.d);
    novelty_seat_set(c.s, NULL);
    web *w = stores_web(c.s);
    visitor *v = stores_login(w, "demo.tacgia");
    for (int filed = 0; filed < 2; filed++) {
        for (int i = 0; i < 2 - filed; i++) { /* similar titles: of drafts */
            char target[200];
            snprintf(target, sizeof target, i ? "/ho-so/%lld/tuong-tu?q=m%%E1%%BB%%99t+hai+ba+b%%E1%%BB%%91n" : "/ho-so/%lld/tinh-moi", (long long)c.id.v);
            visited got = visitor_get(v, target);
            assert_int_equal(got.status, 200);
            assert_non_null(strstr(got.body, "đang được dựng lại"));
            assert_null(strstr(got.body, "Không t"));
        }
        if (!filed) file_it(c.mem, c.d, &c.author, c.id);
        jobs(c.s); /* the report waits */
    }
    visitor_free(v);
    web_close(w);
    novelty_seat_set(c.s, index);
    end_scene(&c);
}

static void an_author_learns_nothing_of_what_is_closed(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        char *said[2] = {NULL, NULL};
        int units[2] = {0, 0};
        for (int closed = 0; closed < 2; closed++) {
            scene c = {0};
            set_scene(&c, stores_kinds[k], false);
            /* the two stores differ in one dossier alone, which has the same number in both: what it says */
            dossier_id x = draft(c.mem, c.d, &c.other, c.elsewhere, closed ? "Khay quay thẻ màu bí danh Kim Tước" : "Việc khác hẳn", closed ? secret_text : "Không liên quan gì đến hồ sơ nào khác trong kho này cả.");
            file_it(c.mem, c.d, &c.other, x);
            said[closed] = text_copy(mem, author_json(c.mem, c.s, c.id, &units[closed]));
            end_scene(&c);
        }
        assert_int_equal(units[1], units[0] + 1);
        if (strcmp(said[0], said[1]) != 0) print_error("%s\n---\n%s\n", said[0], said[1]);
        assert_string_equal(said[0], said[1]);
    }
}

static void a_filed_author_sees_no_more(void **state)
{
    scene c = {0};
    int units = 0;

    set_scene(&c, STORE_SQLITE, true);
    file_it(c.mem, c.d, &c.author, c.id);
    jobs(c.s);
    const char *json = author_json(c.mem, c.s, c.id, &units);
    assert_int_equal(units, 1);
    assert_non_null(strstr(json, "máng tre")); /* own words, own source */
    json_t *all = json_loads(json, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(all, "generation")), 0);
    assert_string_equal(json_string_value(json_object_get(all, "hash")), "");
    json_decref(all);
    end_scene(&c);
}

/* ---- a fault at every store call ---- */

typedef enum { DO_ANSWER, DO_FIND, DO_ASK, DO_REPORT, DO_ALL } deed;

/* Everything that these may change, in one number each. */
typedef struct {
    int64_t answers, findings, reports, done, hits;
} kept;

static kept kept_of(scene *c)
{
    AUTO(arena_ptr) mem = arena_new();
    dossier dos = {0};
    report_list l = {0};
    finding_rows f = {0};
    kept k = {0};

    assert_int_equal(dossier_get(c->d, mem, &c->intake, c->id, &dos), OK);
    assert_int_equal(novelty_reports_of(c->d, mem, &dos, &l), OK);
    assert_int_equal(novelty_findings(c->d, mem, &c->intake, &dos, &f), OK);
    k.reports = l.n;
    k.findings = f.n;
    for (int i = 0; i < l.n; i++) {
        k.done += text_eq(l.p[i].state, "done");
        k.hits += l.p[i].sources;
    }
    novelty_summary sum = {0};
    assert_int_equal(novelty_summary_of(c->d, mem, c->id, &sum), OK);
    k.answers = sum.answered;
    return k;
}

static status do_it(scene *c, arena *mem, deed what, report_id report)
{
    instant now = instant_now();

    switch (what) {
    case DO_ANSWER: return novelty_answer(mem, c->d, &c->author, c->id, c->own, (org_id){0}, "Kế thừa.", now);
    case DO_FIND: return novelty_find(mem, c->d, &c->intake, c->id, report, "partly", "Đoạn 1.", now);
    case DO_ASK: return novelty_recheck(mem, c->d, &c->intake, c->id, now);
    case DO_REPORT: return novelty_report_job(mem, c->d, &(job_row){.kind = "novelty_check", .subject = textf(mem, "%lld", (long long)report.v)});
    case DO_ALL: break;
    }
    return E_INTERNAL;
}

static report_id newest(scene *c, arena *mem)
{
    dossier dos = {0};
    report_list l = {0};

    assert_int_equal(dossier_get(c->d, mem, &c->intake, c->id, &dos), OK);
    assert_int_equal(novelty_reports_of(c->d, mem, &dos, &l), OK);
    assert_true(l.n > 0);
    return l.p[0].id;
}

static void every_fault_leaves_what_was(void **state)
{
    for (int k = 0; k < 2; k++) {
        scene c = {0};
        set_scene(&c, stores_kinds[k], true);
        file_it(c.mem, c.d, &c.author, c.id);
        jobs(c.s);
        for (deed what = DO_ANSWER; what < DO_ALL; what++) {
            int faults = 0;
            report_id report = newest(&c, c.mem);
            kept before = kept_of(&c), after;
            for (int n = 1; n < 400; n += what == DO_REPORT ? 3 : 1) { /* a report is made anew each time */
                AUTO(arena_ptr) mem = arena_new();
                store_fault_at(n);
                status st = do_it(&c, mem, what, report);
                bool hit = store_faults_left() == 0;
                store_fault_at(0);
                after = kept_of(&c);
                if (!hit) {
                    assert_int_equal(st, OK);
                    break;
                }
                assert_int_not_equal(st, OK);
                assert_memory_equal(&before, &after, sizeof after);
                faults++;
            }
            assert_true(faults > 5);
            assert_int_equal(after.answers, before.answers + (what == DO_ANSWER)); /* of the newest report: it has the same source */
            assert_int_equal(after.findings, before.findings + (what == DO_FIND));
            assert_int_equal(after.reports, before.reports + (what == DO_ASK));
            assert_int_equal(after.done, before.done + (what == DO_REPORT));
        }
        end_scene(&c);
    }
}

/* ---- titles: what practice trips over ---- */

static void nearly_the_same_titles_are_warned_of(void **state)
{
    static const struct {
        const char *before, *after;
    } pairs[] = {{"Ứng dụng bảng tính để giải toán tỉ số phần trăm bằng sơ đồ đoạn thẳng", "Ứng dụng bảng tính để giải toán tỉ số phần trăm bằng sơ đồ đoạn thẳng"},
                 {"Một số biện pháp sửa lỗi sai khi nhân chia số thập phân", "MOT SO BIEN PHAP SUA LOI SAI KHI NHAN CHIA SO THAP PHAN"},
                 {"Cải tiến cách đọc hiểu văn bản thông tin theo nhóm bốn vai", "Vài kinh nghiệm đọc hiểu văn bản thông tin theo nhóm bốn vai"},
                 {"Cải tiến cách trả kết quả đất đai ngoài giờ theo lịch hẹn", "  Cải  tiến  cách trả kết quả đất đai ngoài giờ theo lịch hẹn "}};
    scene c = {0};

    set_scene(&c, STORE_SQLITE, false);
    for (int i = 0; i < COUNT(pairs); i++) {
        dossier_id first = draft(c.mem, c.d, &c.author, c.author.org, pairs[i].before, "x"), second = {0};
        dossier dos = {0};
        finding_list mine = {0}, officer = {0}, theirs = {0};
        like_list l = {0};
        file_it(c.mem, c.d, &c.author, first);
        second = draft(c.mem, c.d, &c.author, c.author.org, pairs[i].after, "y");
        assert_int_equal(dossier_get(c.d, c.mem, &c.author, second, &dos), OK);
        assert_int_equal(dossier_advise(c.d, c.mem, &c.author, &dos, &mine), OK);
        assert_int_equal(novelty_alike(c.d, c.mem, &c.author, second, pairs[i].after, false, &l), OK);
        print_message("%s: %d like it, the best %d %%\n", pairs[i].after, l.n, l.n ? (int)l.p[0].percent : 0);
        assert_true(mine.n >= 1 && !mine.p[0].hard);
        assert_int_equal(novelty_alike(c.d, c.mem, &c.author, second, pairs[i].after, false, &l), OK);
        assert_true(l.n >= 1);
        /* somebody else's draft elsewhere: told of the unit, not of the dossier */
        second = draft(c.mem, c.d, &c.other, c.elsewhere, pairs[i].after, "z");
        assert_int_equal(dossier_get(c.d, c.mem, &c.other, second, &dos), OK);
        assert_int_equal(dossier_advise(c.d, c.mem, &c.other, &dos, &theirs), OK);
        assert_true(theirs.n >= 1);
        assert_string_equal(theirs.p[0].id, "N-02");
        assert_int_equal(novelty_alike(c.d, c.mem, &c.other, second, pairs[i].after, false, &l), OK);
        for (int m = 0; m < l.n; m++) assert_string_not_equal(l.p[m].title, pairs[i].before);
        (void)officer;
    }
    end_scene(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(everything_for_officers), cmocka_unit_test(answers_and_findings), cmocka_unit_test(an_author_learns_nothing_of_what_is_closed),
                                       cmocka_unit_test(a_filed_author_sees_no_more), cmocka_unit_test(every_fault_leaves_what_was), cmocka_unit_test(nearly_the_same_titles_are_warned_of), cmocka_unit_test(without_an_index_pages_say_so)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
