/* Search: one answer on both stores and however the index came about; what is hidden moves nothing; hostile questions. */
#include "tests/lib/fixture.h"
#include "base/buf.h"
#include "base/text.h"
#include "demo/demo.h"
#include "dossier/dossier.h"
#include "notify/notify.h"
#include "org/org.h"
#include "question/question.h"
#include "search/search_own.h"
#include "search/segment_own.h"
#include "tests/lib/stores.h"
#include "user/session.h"
#include "user/user.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const questions[] = {
    "chuyen doi so", "chuyển đổi số", "\"hội đồng sáng kiến\"", "hoi dong -phieu", "sang kein", "keins nghij", "don-vi:\"hải châu\" nam:2024-2026", "loai:tin-tuc", "linh-vuc:giao cap:unit",
    "tac-gia:lan", "tieu-de:quy trình", "thời hạn xét công nhận", "benh vien hoa", "sangkien", "đăng ký tập huấn tu:2025", "den:01/01/2026", "SK-2026", "khong co tu nay zzzz", "phường", "2026",
};

static void words_as_the_index_keeps_them(void **state)
{
    static const struct {
        const char *text, *term;
        bool marked;
    } cases[] = {{"Đà", "da", true}, {"HOÀ", "hoa", true}, {"hòa", "hoa", true}, {"kỹ", "ki", true}, {"kĩ", "ki", true}, {"quý", "qui", true}, {"thuý", "thuy", true}, {"máy", "may", true},
                 {"duoc", "duoc", false}, {"nghiê\xCC\xA3p", "nghiep", true}, {"13", "13", false}, {"Straße", "straße", false}, {"кот", "кот", false}};
    char out[TOKEN_MAX + 1];
    token t, a, b;
    size_t at = 0;

    for (int i = 0; i < COUNT(cases); i++) {
        at = 0;
        assert_true(token_next(cases[i].text, &at, &t));
        assert_string_equal(t.term, cases[i].term);
        assert_int_equal(t.marked, cases[i].marked);
    }
    at = 0;
    assert_true(token_next("hoà", &at, &a));
    at = 0;
    assert_true(token_next("hòa", &at, &b));
    assert_int_equal(a.marks, b.marks); /* old and new place of the tone */
    at = 0;
    assert_true(token_next("hoá", &at, &b));
    assert_int_not_equal(a.marks, b.marks);
    at = 0;
    assert_false(token_next(" … — /", &at, &t));
    assert_true(token_typed("kieens", out));
    assert_string_equal(out, "kien");
    assert_true(token_typed("dduowngf", out));
    assert_string_equal(out, "duong");
    assert_true(token_typed("sa1ng", out));
    assert_string_equal(out, "sang");
    assert_false(token_typed("kien", out));
}

static const char *get_json(arena *mem, visitor *v, const char *path, const char *q)
{
    AUTO(buf) b = {0};

    buf_printf(&b, "%s?q=", path);
    buf_url(&b, q);
    visited got = visitor_get(v, b.p);
    if (got.status != 200) print_error("%s: %d\n", b.p, got.status);
    assert_int_equal(got.status, 200);
    return text_copyn(mem, got.body, got.n);
}

/* Everything that an index answers, as one text. */
static const char *all_answers(arena *mem, web *w, const char *login)
{
    AUTO(buf) b = {0};
    visitor *v = login ? stores_login(w, login) : visitor_new(w);

    visitor_accept(v, "application/json");
    for (int i = 0; i < COUNT(questions); i++) {
        buf_printf(&b, "== %s\n%s\n%s\n", questions[i], get_json(mem, v, "/tim-kiem", questions[i]), get_json(mem, v, "/tim-kiem/goi-y", questions[i]));
        buf_printf(&b, "%s\n", get_json(mem, v, "/tim-kiem.json", questions[i]));
    }
    visitor_free(v);
    return text_copy(mem, b.p);
}

static void both_stores_and_both_ways_answer_alike(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s[2];
    web *w[2];
    const char *grown[2], *officer[2];

    for (int k = 0; k < 2; k++) {
        s[k] = stores_open(stores_kinds[k]);
        w[k] = stores_web(s[k]);
        { /* the index is there first, and follows */
            AUTO(db_loan) l = {0};
            assert_int_equal(db_borrow(s[k], &l.db), OK);
            assert_int_equal(search_follow(l.db), OK);
        }
        assert_int_equal(demo_fill(s[k], 2026, 15, NULL, NULL), OK);
        grown[k] = all_answers(mem, w[k], NULL);
        officer[k] = all_answers(mem, w[k], "demo.tiepnhan");
        AUTO(db_loan) l = {0};
        assert_int_equal(db_borrow(s[k], &l.db), OK);
        assert_int_equal(search_rebuild(l.db), OK);
        assert_string_equal(all_answers(mem, w[k], NULL), grown[k]);
    }
    assert_string_equal(grown[0], grown[1]);
    assert_string_equal(officer[0], officer[1]);
    for (int k = 0; k < 2; k++) {
        web_close(w[k]);
        stores_close(s[k]);
    }
}

static actor actor_of(db *d, arena *mem, const char *login)
{
    login_outcome o = {0};
    actor a = {0};

    assert_int_equal(user_login(mem, d, login, DEMO_PASSWORD, "", "local", "", instant_now(), &o), OK);
    assert_int_equal(o.tag, LOGIN_DONE);
    assert_int_equal(user_session_load(d, mem, o.token, instant_now(), "local", &a), OK);
    return a;
}

static dossier_id draft(db *d, arena *mem, const actor *who, const char *title)
{
    dossier_text t = {.org = who->org, .title = title, .kind = "technical", .subkind = "", .field = "Y tế", .venue_basis = "investor", .investor = "", .known_state = "", .content = "zyxwvu chuyển đổi số bệnh viện hoa",
                      .applicability = "", .secret = "", .conditions = "", .benefit_author = "", .benefit_users = "", .benefit_kind = ""};
    dossier_id id = {0};

    assert_int_equal(dossier_create(mem, d, who, &t, instant_now(), &id), OK);
    return id;
}

/* Two stores that differ in hidden dossiers only. */
static void what_is_hidden_moves_nothing(void **state)
{
    AUTO(arena_ptr) mem = arena_new();

    for (int k = 0; k < 2; k++) {
        store *plain = stores_city(stores_kinds[k], 4), *more = stores_city(stores_kinds[k], 4);
        web *a = stores_web(plain), *b = stores_web(more);
        AUTO(db_loan) l = {0};
        assert_int_equal(db_borrow(more, &l.db), OK);
        actor owner = actor_of(l.db, mem, "demo.tacgia");
        for (int i = 0; i < 20; i++) draft(l.db, mem, &owner, textf(mem, "Chuyển đổi số hội đồng sáng kiến zyxwvu %d", i));
        assert_string_equal(all_answers(mem, a, NULL), all_answers(mem, b, NULL));
        /* an officer, to whom another's drafts are hidden, learns nothing among dossiers either */
        static const char *const others[] = {"demo.tiepnhan", "demo.so", "demo.quantri", "demo.dongtacgia"};
        for (int i = 0; i < COUNT(others); i++) {
            visitor *x = stores_login(a, others[i]), *y = stores_login(b, others[i]);
            visitor_accept(x, "application/json");
            visitor_accept(y, "application/json");
            for (int q = 0; q < COUNT(questions); q++) {
                AUTO(buf) u = {0};
                buf_puts(&u, "/tim-kiem?trong=ho-so&q=");
                buf_url(&u, questions[q]);
                visited one = visitor_get(x, u.p), two = visitor_get(y, u.p);
                assert_string_equal(one.body, two.body);
                assert_null(strstr(two.body, "zyxwvu"));
            }
            visitor_free(x);
            visitor_free(y);
        }
        /* who wrote them finds them */
        visitor *v = stores_login(b, "demo.tacgia");
        visitor_accept(v, "application/json");
        assert_non_null(strstr(visitor_get(v, "/tim-kiem?trong=ho-so&q=zyxwvu").body, "\"total\":20"));
        visitor_free(v);
        db_return(l.db);
        l.db = NULL;
        web_close(a);
        web_close(b);
        stores_close(plain);
        stores_close(more);
    }
}

typedef struct {
    int64_t id;
} ref;
STATIC_SHAPE(ref_shape, ref, F_INT(ref, id));

/* Whom a search shows a dossier is whom dossier_may_see lets see it. */
static void the_sight_is_the_predicate(void **state)
{
    static const char *const logins[] = {"demo.tacgia", "demo.dongtacgia", "demo.tiepnhan", "demo.thuky", "demo.chutich", "demo.uyvien", "demo.thutruong", "demo.so", "demo.quantri", "demo.bientap", "demo.kiemtra"};
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 12);
    AUTO(db_loan) l = {0};
    LIST_OF(ref) all = {0};
    int seen = 0, hidden = 0;

    assert_int_equal(db_borrow(s, &l.db), OK);
    assert_int_equal(db_each(l.db, Q_TEST_SEARCH_DOSSIERS, mem, &ref_shape, &all), OK);
    actor owner = actor_of(l.db, mem, "demo.tacgia"), intake = actor_of(l.db, mem, "demo.tiepnhan");
    (void)draft(l.db, mem, &owner, "Nháp");
    AUTO(db_tx) tx = {0};
    assert_int_equal(db_begin(l.db, &tx), OK); /* a conflict, and a reader */
    for (int i = 0; i < all.n; i += 3) assert_int_equal(db_change(l.db, Q_DOSSIER_CONFLICT_ADD, NULL, P_INT(all.p[i].id), P_ID(intake.user), P_TEXT("declared"), P_TEXT("")), OK);
    assert_int_equal(db_commit(&tx), OK);
    assert_int_equal(search_follow(l.db), OK);
    for (int k = 0; k < COUNT(logins); k++) {
        actor who = actor_of(l.db, mem, logins[k]);
        search_ask ask = {.text = "", .dossiers = true, .limit = MATCH_EXPORT};
        search_answer a = {0};
        query_filter(&ask.more, FACET_KIND, "ho-so", true);
        assert_int_equal(search_find(l.db, mem, &who, &ask, &a), OK);
        assert_int_equal(a.total, a.items.n);
        int may = 0;
        for (int i = 0; i < all.n; i++) {
            dossier dos = {0};
            bool found = false;
            status st = dossier_get(l.db, mem, &who, (dossier_id){all.p[i].id}, &dos);
            for (int n = 0; n < a.items.n; n++) found |= a.items.p[n].id == all.p[i].id;
            if (found != (st == OK)) print_error("%s, dossier %lld\n", logins[k], (long long)all.p[i].id);
            assert_int_equal(found, st == OK);
            may += st == OK;
        }
        seen += may;
        hidden += all.n - may;
    }
    assert_true(seen > 20 && hidden > 20);
    actor nobody = {.name = "", .login = "", .unit = "", .address = ""};
    search_ask ask = {.text = "a", .dossiers = true, .limit = 10};
    search_answer a = {0};
    assert_int_equal(search_find(l.db, mem, &nobody, &ask, &a), E_FORBIDDEN);
    db_return(l.db);
    l.db = NULL;
    stores_close(s);
}

static search_answer ask_for(db *d, arena *mem, const char *text)
{
    actor nobody = {.name = "", .login = "", .unit = "", .address = ""};
    search_ask ask = {.text = text, .limit = 10};
    search_answer a = {0};

    assert_int_equal(search_find(d, mem, &nobody, &ask, &a), OK);
    return a;
}

static void finds_what_was_meant(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        AUTO(db_loan) l = {0};
        question_id id[3] = {0};
        assert_int_equal(db_borrow(s, &l.db), OK);
        actor boss = actor_of(l.db, mem, "demo.so");
        assert_int_equal(search_follow(l.db), OK);
        assert_int_equal(question_ask(mem, l.db, &boss, "Thủy điện Hoà Xuân dùng quạt xoáy", "Kỹ thuật mới ở đập.", "", false, (course_session_id){0}, instant_now(), &id[0]), OK);
        assert_int_equal(question_ask(mem, l.db, &boss, "Quạt ở đập thủy điện cũ", "xoáy nước", "", false, (course_session_id){0}, instant_now(), &id[1]), OK);
        /* with and without marks, both places of the tone, i and y, đ and d */
        static const char *const ways[] = {"thuy dien hoa xuan", "thủy điện hòa xuân", "THUỶ ĐIỆN HOÀ XUÂN", "thuy dien xuan kĩ thuật", "thuydien xuan", "thuy dien hao xuan", "thuyr ddieenj xuaan"};
        for (int i = 0; i < COUNT(ways); i++) {
            search_answer a = ask_for(l.db, mem, ways[i]);
            int64_t got = a.items.n ? a.items.p[0].id : a.near.n ? a.near.p[0].id : 0;
            if (got != id[0].v) print_error("%s: %lld\n", ways[i], (long long)got);
            assert_int_equal(got, id[0].v);
        }
        assert_int_equal(ask_for(l.db, mem, "\"quạt xoáy\"").total, 1);
        assert_int_equal(ask_for(l.db, mem, "quạt xoáy").total, 2);
        assert_int_equal(ask_for(l.db, mem, "quạt xoáy -đập tieu-de:hoà").total, 0);
        assert_int_equal(ask_for(l.db, mem, "quạt xoáy tieu-de:hoà").total, 1);
        assert_string_equal(ask_for(l.db, mem, "thuy dien hao xuan").meant, "thủy điện hoà xuân");
        assert_string_equal(ask_for(l.db, mem, "thuy dien").meant, "thủy điện");
        assert_string_equal(ask_for(l.db, mem, "thủy điện").meant, "");
        /* what is taken back is gone at once, and counts no more */
        assert_int_equal(question_moderate(mem, l.db, &boss, id[1], false, "trùng", instant_now()), OK);
        assert_int_equal(ask_for(l.db, mem, "quạt xoáy").total, 1);
        search_answer a = ask_for(l.db, mem, "quạt");
        assert_true(a.items.p[0].heading.n >= 3 && a.items.p[0].excerpt.n >= 1);
        db_return(l.db);
        l.db = NULL;
        stores_close(s);
    }
}

static void new_results_are_told_once(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        AUTO(db_loan) l = {0};
        search_saved_list mine = {0};
        question_id q = {0};
        int64_t id = 0, before = 0, after = 0;
        search_asked asked;
        search_ask ask;
        assert_int_equal(db_borrow(s, &l.db), OK);
        actor who = actor_of(l.db, mem, "demo.tacgia"), other = actor_of(l.db, mem, "demo.tiepnhan"), boss = actor_of(l.db, mem, "demo.so"), nobody = {0};
        asked_read(mem, "q=qu%E1%BA%A1t+xo%C3%A1y&sap-xep=cu-nhat", &asked);
        asked_mean(mem, &asked, &ask);
        assert_int_equal(search_save(mem, l.db, &nobody, "Quạt", "q=x", &ask, instant_now(), &id), E_FORBIDDEN);
        assert_int_equal(search_save(mem, l.db, &who, "Quạt", asked_query(mem, &asked, ASK_PAGE, ""), &ask, instant_now(), &id), OK);
        assert_int_equal(notify_unread(l.db, &who, &before), OK);
        assert_int_equal(search_saved_of(l.db, mem, &who, &mine), OK);
        assert_int_equal(mine.n, 1);
        assert_int_equal(search_watch(l.db, instant_now()), OK); /* nothing new */
        assert_int_equal(question_ask(mem, l.db, &boss, "Quạt xoáy", "", "", false, (course_session_id){0}, instant_now(), &q), OK);
        assert_int_equal(search_watch(l.db, instant_now()), OK);
        assert_int_equal(search_watch(l.db, instant_now()), OK); /* once */
        assert_int_equal(notify_unread(l.db, &who, &after), OK);
        assert_int_equal(after, before + 1);
        assert_int_equal(search_forget(mem, l.db, &other, id), E_NOT_FOUND);
        assert_int_equal(search_forget(mem, l.db, &who, id), OK);
        for (int i = 0; i < SEARCH_SAVED_MAX; i++) assert_int_equal(search_save(mem, l.db, &who, "x", "q=x", &ask, instant_now(), &id), OK);
        assert_int_equal(search_save(mem, l.db, &who, "x", "q=x", &ask, instant_now(), &id), E_LIMIT);
        db_return(l.db);
        l.db = NULL;
        stores_close(s);
    }
}

static int64_t kept(db *d, arena *mem, const actor *who)
{
    search_saved_list l = {0};
    assert_int_equal(search_saved_of(d, mem, who, &l), OK);
    return l.n;
}

/* Keeping and forgetting a search: a fault at any call of the store leaves the old state. */
static void a_fault_keeps_nothing_half(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        db *d = NULL;
        search_asked asked;
        search_ask ask;
        int64_t id = 0;
        assert_int_equal(db_borrow(s, &d), OK);
        actor who = actor_of(d, mem, "demo.tacgia");
        assert_int_equal(search_follow(d), OK);
        asked_read(mem, "q=an+to%C3%A0n", &asked);
        asked_mean(mem, &asked, &ask);
        for (int forget = 0; forget < 2; forget++) {
            int64_t before = kept(d, mem, &who);
            int faults = 0;
            for (int n = 1; n < 400; n++) {
                store_fault_at(n);
                status st = forget ? search_forget(mem, d, &who, id) : search_save(mem, d, &who, "An toàn", "q=an+to%C3%A0n", &ask, instant_now(), &id);
                bool hit = store_faults_left() == 0;
                store_fault_at(0);
                if (!hit) {
                    assert_int_equal(st, OK);
                    assert_int_equal(kept(d, mem, &who), forget ? before - 1 : before + 1);
                    break;
                }
                assert_int_not_equal(st, OK);
                assert_int_equal(kept(d, mem, &who), before);
                faults++;
            }
            assert_true(faults > 3);
        }
        db_return(d);
        stores_close(s);
    }
}

/* Another name of a unit is the name of its dossiers at once. */
static void a_renamed_unit_is_found(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 3);
        db *d = NULL;
        org_row o = {0};
        search_answer a = {0};
        assert_int_equal(db_borrow(s, &d), OK);
        actor who = actor_of(d, mem, "demo.tiepnhan"), system = actor_of(d, mem, "demo.quantri");
        assert_int_equal(org_get(d, mem, who.org, &o), OK);
        search_ask ask = {.text = "Zykovia", .dossiers = true, .limit = 10};
        assert_int_equal(search_find(d, mem, &who, &ask, &a), OK);
        assert_int_equal(a.total, 0);
        assert_int_equal(org_change_name(mem, d, &system, o.id, "Ủy ban nhân dân phường Zykovia", o.symbol, date_of(instant_now()), "12/NQ-HĐND", instant_now()), OK);
        assert_int_equal(search_find(d, mem, &who, &ask, &a), OK);
        assert_true(a.total > 0);
        db_return(d);
        stores_close(s);
    }
}

static void hostile_questions_are_bounded(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    store *s = stores_city(STORE_SQLITE, 6);
    web *w = stores_web(s);
    visitor *v = visitor_new(w);
    AUTO(buf) many = {0}, u = {0};
    static const char *const bad[] = {"%00", "%ff%fe", "%22", "%22%22%22%22", "-", "--a", ":", "don-vi:", "nam:99999-1", "nam:-", "tu:0", "a%3A%3A%22", "%E2%80%9C", "%F0%9F%98%80", "don-vi:%22%25_%22", "*", "a*b?c(d)e[f]",
                                      "%27%20OR%201%3D1", "%CC%80%CC%81", "loai:%3Cscript%3E", "q=&trang=-1&nam==&don-vi==", "&trang=999999999999", "&sap-xep=x&trong=ho-so"};

    for (int i = 0; i < COUNT(bad); i++) {
        buf_clear(&u);
        buf_printf(&u, "/tim-kiem?q=%s", bad[i]);
        visited got = visitor_get(v, u.p);
        if (got.status != 200 && got.status != 403) print_error("%s: %d\n", u.p, got.status);
        assert_true(got.status == 200 || got.status == 403);
        assert_null(strstr(got.body, "<script>"));
    }
    for (int i = 0; i < 900; i++) buf_printf(&many, "%s%d", i ? "+" : "", i % 7);
    buf_clear(&u);
    buf_printf(&u, "/tim-kiem?q=%s", many.p);
    assert_int_equal(visitor_get(v, u.p).status, 200);
    assert_non_null(strstr(visitor_get(v, u.p).body, "đã được bỏ qua"));
    buf_clear(&u);
    buf_puts(&u, "/tim-kiem?nam=1-9999");
    for (int i = 0; i < 200; i++) buf_puts(&u, "&don-vi=a");
    assert_int_equal(visitor_get(v, u.p).status, 200);
    visitor_free(v);
    web_close(w);
    stores_close(s);
}

/* One bit of any byte turned over: the file is refused. */
static void damage_each(const char *path)
{
    segment_note back = {0};
    segment *seg = NULL;
    FILE *f = fopen(path, "r+");
    int c;

    for (long at = 0; fseek(f, at, SEEK_SET) == 0 && (c = fgetc(f)) != EOF; at++) {
        bool padding = at >= (long)sizeof(segment_head) && at < SEGMENT_HEAD;
        for (int turn = 0; turn < 2; turn++) {
            fseek(f, at, SEEK_SET);
            fputc(turn ? c : c ^ 1 << at % 8, f);
            fflush(f);
            if (turn || padding) continue;
            status s = segment_open(path, &back, &seg);
            if (s != E_INVALID) fail_msg("byte %ld turned over, and taken", at);
        }
    }
    fclose(f);
}

static void a_damaged_file_is_made_anew(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    const char *path = textf(mem, "%s/damaged.idx", stores_data());
    segment_note note = {.cursor = 7}, back = {0};
    segment_doc doc = {.id = 5, .kind = 1, .day = 20260101, .title = "Một hai", .author = "", .more = "", .body = "ba hai", .value = {"a", "b"}};
    segment *seg = NULL;
    segment_builder *b = segment_builder_new();

    segment_add(b, &doc);
    assert_int_equal(segment_finish(b, path, &note, &seg), OK);
    segment_free(seg);
    segment_builder_free(b);
    assert_int_equal(segment_open(path, &back, &seg), OK);
    assert_int_equal(back.cursor, 7);
    const segment_term *t = segment_find(seg, "hai");
    segment_at at = {0};
    uint32_t place[4];
    assert_non_null(t);
    assert_int_equal(segment_places(seg, t, 0, &at, place, 4), 2);
    segment_free(seg);
    FILE *f = fopen(path, "r+");
    fseek(f, 20, SEEK_SET);
    fputc('x', f);
    fclose(f);
    assert_int_equal(segment_open(path, &back, &seg), E_INVALID);
    f = fopen(path, "r+");
    fseek(f, 20, SEEK_SET);
    fputc(0, f);
    fclose(f);
    damage_each(path);
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(segment_open(path, &back, &seg), E_INVALID);
    search_index *x = index_new(path); /* starts empty, says so */
    snapshot *s = index_take(x);
    assert_false(s->ready);
    index_drop(s);
    index_free(x);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_as_the_index_keeps_them), cmocka_unit_test(a_damaged_file_is_made_anew), cmocka_unit_test(finds_what_was_meant),
                                       cmocka_unit_test(new_results_are_told_once), cmocka_unit_test(a_fault_keeps_nothing_half), cmocka_unit_test(a_renamed_unit_is_found), cmocka_unit_test(hostile_questions_are_bounded), cmocka_unit_test(the_sight_is_the_predicate),
                                       cmocka_unit_test(what_is_hidden_moves_nothing), cmocka_unit_test(both_stores_and_both_ways_answer_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
