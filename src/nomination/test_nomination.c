/* A recognised initiative before the city: what is frozen, the window, two councils, the chairman, deferral, and what a
 * cancellation below does; on both stores. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "council/council.h"
#include "nomination/nomination.h"
#include "org/org.h"
#include "process/design.h"
#include "tests/lib/entry.h"
#include "tests/lib/stores.h"
#include "user/user.h"
#include <string.h>

typedef struct {
    org_id org;
    council_id council;
    actor chairman, secretary;
} city_case;

static const nomination_text good = {.effect = "Thời gian xử lý giảm một phần ba so với trước, số liệu kèm theo.", .reach = "Đang áp dụng tại các cơ sở cùng loại, có xác nhận."};

static actor one(arena *mem, db *d, const char *login, role_kind role, org_id org)
{
    user_new n = {.login = login, .name = login, .email = "", .phone = "", .position = "", .qualification = "", .password = "", .org = org};
    actor_role *r = NEW(mem, actor_role);
    user_id id = {0};

    *r = (actor_role){role, org};
    assert_int_equal(user_create(mem, d, &n, instant_of(date_make(2024, 1, 1), 8, 0), &id), OK);
    assert_int_equal(user_grant(d, id, role, org, "Chủ tịch", date_make(2024, 1, 1), (date){0}), OK);
    return (actor){.user = id, .org = org, .name = login, .login = login, .unit = "", .address = "", .roles = r, .n_roles = 1};
}

static void make_city(db *d, arena *mem, city_case *c)
{
    AUTO(db_tx) tx = {0};
    member_id seat = {0};
    org_row o = {.code = "UBTP", .name = "Ủy ban nhân dân thành phố", .symbol = "UBND", .kind = "body", .economic_class = "other", .sector = "department", .province = "", .authorisation = "", .address = "", .email = "",
                 .phone = "", .union_exists = true, .valid_from = date_make(2010, 1, 1)};

    *c = (city_case){0};
    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(org_create(d, mem, &o, &c->org), OK);
    c->chairman = one(mem, d, "ubtp.ct", ROLE_HEAD, c->org);
    c->secretary = one(mem, d, "ubtp.tk", ROLE_SECRETARY, c->org);
    actor chair = one(mem, d, "ubtp.hd", ROLE_CHAIR, c->org), m1 = one(mem, d, "ubtp.u1", ROLE_MEMBER, c->org);
    assert_int_equal(db_insert(d, Q_COUNCIL_INSERT, &c->council, P_ID(c->org), P_TEXT("HĐ"), P_TEXT("1/QĐ"), P_DATE(date_make(2024, 1, 2)), P_NULL, P_TEXT("standing"), P_TEXT("city"), P_TEXT(""), P_TEXT(""), P_INSTANT(instant_now())), OK);
    assert_int_equal(db_insert(d, Q_COUNCIL_MEMBER_INSERT, &seat, P_ID(c->council), P_ID(chair.user), P_TEXT("chair"), P_BOOL(false), P_BOOL(false), P_TEXT("")), OK);
    assert_int_equal(db_insert(d, Q_COUNCIL_MEMBER_INSERT, &seat, P_ID(c->council), P_ID(c->secretary.user), P_TEXT("secretary"), P_BOOL(false), P_BOOL(false), P_TEXT("")), OK);
    assert_int_equal(db_insert(d, Q_COUNCIL_MEMBER_INSERT, &seat, P_ID(c->council), P_ID(m1.user), P_TEXT("member"), P_BOOL(true), P_BOOL(false), P_TEXT("")), OK);
    assert_int_equal(db_commit(&tx), OK);
}

static const char *phase(db *d, arena *mem, const actor *who, dossier_id id)
{
    dossier dos = {0};
    assert_int_equal(dossier_get(d, mem, who, id, &dos), OK);
    return dos.phase;
}

static int go(db *d, arena *mem, const actor *who, dossier_id id, step_effect e, const char *outcome, instant now)
{
    step_outcome o = {0};
    assert_int_equal(dossier_effect(mem, d, who, id, e, &(step_input){.note = "Đủ lý do.", .outcome = outcome}, now, &o), OK);
    return o.tag;
}

/* A session of the council that concludes so; the votes are written as they were. */
static void session(db *d, arena *mem, const city_case *c, dossier_id id, bool passed, instant now)
{
    AUTO(db_tx) tx = {0};
    council_session_id s = {0};
    item_id item = {0};

    assert_int_equal(go(d, mem, &c->secretary, id, EFFECT_OPEN_COUNCIL, "", now), STEP_DONE);
    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(db_insert(d, Q_DEMO_SESSION_INSERT, &s, P_ID(c->council), P_INSTANT(now), P_TEXT("Phòng họp")), OK);
    assert_int_equal(db_insert(d, Q_DEMO_ITEM_INSERT, &item, P_ID(s), P_ID(id), P_TEXT("yes"), P_TEXT("Có tác dụng."), P_INT(3), P_INT(3), P_INT(2), P_INT(3), P_INT(2), P_INT(3), P_INT(passed ? 3 : 1), P_INT(passed ? 0 : 2), P_INT(0), P_BOOL(passed), P_INSTANT(now)), OK);
    assert_int_equal(db_commit(&tx), OK);
    assert_int_equal(go(d, mem, &c->secretary, id, EFFECT_CONCLUDE, passed ? "pass" : "fail", now), STEP_DONE);
}

static dossier_id filed(db *d, arena *mem, const entry_case *e, instant now)
{
    dossier_id id = {0};
    finding_list f = {0};

    assert_int_equal(nomination_make(mem, d, &e->author[0], e->code, &good, now, &id, &f), OK);
    assert_int_equal(go(d, mem, &e->author[0], id, EFFECT_FILE, "", now), STEP_DONE);
    return id;
}

static void from_request_to_cascade(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        city_case c;
        entry_case e;
        nomination_row n = {0};
        recognition_row r = {0};
        recognition_authors a = {0};
        dossier_id id = {0}, again = {0};
        finding_list f = {0};
        step_outcome o = {0};
        dossier dos = {0};
        bool holds = false;
        int64_t bad = 0;
        instant october = instant_of(date_make(2026, 10, 20), 9, 0), now = instant_of(date_make(2026, 11, 10), 9, 0), next_year = instant_of(date_make(2027, 1, 20), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        make_city(d, mem, &c);
        entry_make(d, mem, &(entry_spec){"KK", "other", {10000}, 0, {20250801}, {20260601}, false}, &e);
        /* who may ask, and with what */
        assert_int_equal(nomination_make(mem, d, &e.stranger, e.code, &good, october, &id, &f), E_NOT_FOUND);
        assert_int_equal(nomination_make(mem, d, &e.auditor, e.code, &good, october, &id, &f), E_FORBIDDEN);
        assert_int_equal(nomination_make(mem, d, &e.author[0], e.code, &(nomination_text){.effect = "ngắn", .reach = good.reach}, october, &id, &f), E_INVALID);
        assert_int_equal(nomination_make(mem, d, &e.author[0], e.code, &(nomination_text){.effect = good.effect, .reach = "ngắn"}, october, &id, &f), E_INVALID);
        assert_int_equal(nomination_make(mem, d, &e.author[0], e.code, &good, october, &id, &f), OK);
        assert_int_equal(nomination_make(mem, d, &e.clerk, e.code, &good, october, &again, &f), E_CONFLICT); /* one under way */
        /* the text is what was recognised */
        dossier_text t = {0};
        assert_int_equal(dossier_get(d, mem, &e.author[0], id, &dos), OK);
        author_list authors = {0};
        organiser_list organisers = {0};
        int64_t revision = 0;
        assert_int_equal(dossier_authors(d, mem, id, &authors), OK);
        dossier_text_of(mem, &e.author[0], &dos, &authors, &organisers, &t);
        assert_int_equal(dossier_save(mem, d, &e.author[0], id, dos.revision, &t, october, &revision), E_CONFLICT);
        assert_int_equal(dos.org_id.v, c.org.v);
        /* outside the window it is not filed */
        assert_int_equal(dossier_effect(mem, d, &e.author[0], id, EFFECT_FILE, &(step_input){0}, october, &o), OK);
        assert_int_equal(o.tag, STEP_REFUSED);
        assert_string_equal(o.findings.p[0].id, "N-05");
        assert_int_equal(go(d, mem, &e.author[0], id, EFFECT_FILE, "", now), STEP_DONE);
        assert_int_equal(dossier_get(d, mem, &e.department, id, &dos), OK);
        assert_int_equal(dos.due_on.ymd, 20261125); /* 10 working days after 10/11; 24/11 is a day off */
        assert_int_equal(go(d, mem, &e.department, id, EFFECT_ACCEPT, "", now), STEP_DONE);
        session(d, mem, &c, id, true, now);
        assert_string_equal(phase(d, mem, &e.department, id), "accepted"); /* waits for the plenary */
        nomination_decision pass = {.outcome = CITY_PASS, .signer_title = "Chủ tịch", .note = ""};
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &pass, now, &f), E_CONFLICT);
        session(d, mem, &c, id, true, now);
        assert_string_equal(phase(d, mem, &e.department, id), "evaluated");
        assert_int_equal(nomination_decide(mem, d, &e.head, id, &pass, now, &f), E_NOT_FOUND); /* the establishment's head is nobody here */
        assert_int_equal(nomination_decide(mem, d, &e.department, id, &pass, now, &f), E_FORBIDDEN);
        recognition_id wrong = {0};
        assert_int_equal(certificate_recognise(mem, d, &c.chairman, id, "", "", next_year, &wrong, &f), E_CONFLICT); /* the way of establishments is closed */
        int faults = 0;
        for (int i = 1; i < 400; i++) { /* nothing between the old state and the new one */
            store_fault_at(i);
            status got = nomination_decide(mem, d, &c.chairman, id, &pass, next_year, &f);
            bool hit = store_faults_left() == 0;
            store_fault_at(0);
            assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
            assert_int_equal(certificate_city_authors(d, mem, e.id, &a), OK);
            assert_int_equal(text_eq(r.level, "city"), got == OK);
            assert_int_equal(a.n, got == OK);
            assert_int_equal(text_eq(phase(d, mem, &c.chairman, id), "certified"), got == OK);
            if (!hit) break;
            faults++;
        }
        assert_true(faults > 15);
        /* level, reach, both decisions, both years */
        assert_string_equal(r.reach, good.reach);
        assert_int_equal(r.year, 2026);
        assert_int_equal(nomination_get(d, mem, id, &n), OK);
        assert_string_equal(n.result, "pass");
        assert_int_equal(n.year, 2026);
        assert_int_equal(n.decision_year, 2027);
        bytes pdf = {0};
        certificate_row cert = {0};
        assert_int_equal(certificate_get(d, mem, a.p[0].serial, &cert), OK);
        assert_string_equal(cert.level, "city");
        assert_non_null(strstr(cert.payload, "\"level\":\"city\""));
        assert_non_null(strstr(cert.payload, "\"reach\""));
        assert_true(sign_fits(cert.payload, cert.signature, sign_public_key()));
        assert_int_equal(certificate_pdf(mem, d, a.p[0].serial, "http://x", &pdf), OK);
        /* the frozen copy: its hash, and what the register says */
        assert_int_equal(nomination_holds(d, mem, &n, &holds), OK);
        assert_true(holds);
        nomination_row other = n;
        other.snapshot = textf(mem, "%s ", n.snapshot);
        assert_int_equal(nomination_holds(d, mem, &other, &holds), OK);
        assert_false(holds);
        assert_int_equal(nomination_check(d, &bad), OK);
        assert_int_equal(bad, 0);
        /* the establishment cancels: every certificate, and the flag, in one transaction */
        assert_int_equal(certificate_cancel(mem, d, &e.head, e.dossier, "Không đúng tác giả.", next_year, &f), OK);
        assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
        assert_string_equal(r.status, "cancelled");
        assert_string_equal(r.city_flag, "unit_cancelled");
        assert_int_equal(certificate_get(d, mem, a.p[0].serial, &cert), OK);
        assert_string_equal(cert.status, "cancelled");
        nomination_list l = {0};
        assert_int_equal(nomination_all(d, mem, &e.clerk, &l), E_FORBIDDEN);
        assert_int_equal(nomination_all(d, mem, &e.department, &l), OK);
        assert_string_equal(l.p[0].city_flag, "unit_cancelled");
        assert_int_equal(nomination_cancel(mem, d, &c.chairman, id, "Căn cứ đã mất.", next_year, &f), OK);
        assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
        assert_string_equal(r.city_flag, "");
        assert_string_equal(r.level, "unit");
        assert_string_equal(phase(d, mem, &c.chairman, id), "cancelled");
        db_return(d);
        stores_close(s);
    }
}

static void deferred_failed_and_the_head(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        city_case c;
        entry_case e, by_head, gone;
        dossier_id id = {0};
        finding_list f = {0};
        step_outcome o = {0};
        nomination_row n = {0};
        recognition_row r = {0};
        nomination_facts facts = {0};
        instant now = instant_of(date_make(2026, 11, 10), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        make_city(d, mem, &c);
        entry_make(d, mem, &(entry_spec){"LL", "other", {6000, 4000}, 0, {20250801}, {20260601}, false}, &e);
        entry_make(d, mem, &(entry_spec){"MM", "other", {10000}, 0, {20250801}, {20260601}, true}, &by_head);
        entry_make(d, mem, &(entry_spec){"NN", "other", {10000}, 0, {20250801}, {20260601}, false}, &gone);
        /* the unit asks; both authors confirm before it is filed */
        assert_int_equal(nomination_make(mem, d, &e.head, e.code, &good, now, &id, &f), OK);
        assert_int_equal(dossier_effect(mem, d, &e.head, id, EFFECT_FILE, &(step_input){0}, now, &o), OK);
        assert_int_equal(o.tag, STEP_REFUSED);
        assert_int_equal(dossier_confirm(mem, d, &e.author[0], id, now), OK);
        assert_int_equal(dossier_confirm(mem, d, &e.author[1], id, now), OK);
        assert_int_equal(go(d, mem, &e.head, id, EFFECT_FILE, "", now), STEP_DONE);
        assert_int_equal(nomination_get(d, mem, id, &n), OK);
        assert_string_equal(n.requested_by, "unit");
        assert_int_equal(go(d, mem, &e.department, id, EFFECT_ACCEPT, "", now), STEP_DONE);
        session(d, mem, &c, id, false, now); /* the specialised council says no: no pass any more */
        nomination_decision pass = {.outcome = CITY_PASS, .signer_title = "", .note = ""}, defer = {.outcome = CITY_DEFER, .signer_title = "", .note = "Chờ số liệu cả năm.", .until = date_make(2027, 12, 31)}, fail = {.outcome = CITY_FAIL, .signer_title = "", .note = "Chưa đủ phạm vi."};
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &pass, now, &f), E_INVALID);
        nomination_decision no_day = defer, no_reason = fail;
        no_day.until = date_of(now);
        no_reason.note = "";
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &no_day, now, &f), E_INVALID);
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &no_reason, now, &f), E_INVALID);
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &defer, now, &f), OK);
        assert_string_equal(phase(d, mem, &c.chairman, id), "deferred");
        assert_int_equal(nomination_get(d, mem, id, &n), OK);
        assert_int_equal(n.deferred_until.ymd, 20271231);
        assert_int_equal(go(d, mem, &e.department, id, EFFECT_RESUME, "", now), STEP_DONE);
        session(d, mem, &c, id, false, now);
        assert_int_equal(nomination_decide(mem, d, &c.chairman, id, &fail, now, &f), OK);
        assert_string_equal(phase(d, mem, &c.chairman, id), "refused");
        assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
        assert_string_equal(r.level, "unit"); /* the establishment's recognition stands */
        assert_string_equal(r.status, "valid");
        /* the head among the authors: the consent below is known here */
        assert_int_equal(certificate_recognition_by_id(d, mem, by_head.id, &r), OK);
        assert_int_equal(nomination_facts_of(d, mem, &by_head.head, &r, date_of(now), &facts), OK);
        assert_true(facts.head_case);
        assert_string_equal(facts.consent, "CV 1");
        id = filed(d, mem, &by_head, now);
        assert_int_equal(nomination_get(d, mem, id, &n), OK);
        assert_string_equal(n.consent, "CV 1");
        /* cancelled below while it is under way: it cannot pass any more */
        id = filed(d, mem, &gone, now);
        assert_int_equal(certificate_cancel(mem, d, &gone.head, gone.dossier, "Sai tác giả.", now, &f), OK);
        assert_int_equal(dossier_effect(mem, d, &e.department, id, EFFECT_ACCEPT, &(step_input){0}, now, &o), OK);
        assert_int_equal(o.tag, STEP_REFUSED);
        assert_string_equal(o.findings.p[0].id, "N-06");
        db_return(d);
        stores_close(s);
    }
}

/* The establishment's process says who puts an initiative forward: nobody else does, and its own page shows the step. */
static void the_step_below(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_open(stores_kinds[k]);
        db *d = NULL;
        city_case c;
        entry_case e, before;
        actor admin = actor_system();
        process_id unit = {0}, own = {0};
        process_row row = {0};
        process *p = NEW(mem, process);
        design_outcome done = {0};
        recognition_row r = {0};
        nomination_facts facts = {0};
        dossier_id id = {0};
        dossier dos = {0};
        dossier_events events = {0};
        finding_list f = {0};
        round_id round = {0}, shut = {0};
        instant now = instant_of(date_make(2026, 11, 10), 9, 0);
        assert_int_equal(db_borrow(s, &d), OK);
        make_city(d, mem, &c);
        entry_make(d, mem, &(entry_spec){"PP", "other", {10000}, 0, {20250801}, {20260601}, false}, &before);
        assert_int_equal(process_active(d, "unit", &unit), OK);
        assert_int_equal(design_copy(mem, d, &admin, unit, "", now, &own), OK);
        assert_int_equal(design_get(d, mem, &admin, own, &row, p), OK);
        process_step up = {.name = "Đề nghị thành phố công nhận", .to = "certified", .outcome = "", .effect = EFFECT_PASS_UPWARD, .from = {"certified"}, .n_from = 1, .roles = ROLE_BIT(ROLE_INTAKE), .article = "Thủ tục 1.010169", .trust = "", .document = "", .notice = ""};
        assert_int_equal(design_put_step(mem, d, &admin, own, row.revision, "", &up, now), OK);
        assert_int_equal(design_activate(mem, d, &admin, own, false, now, &done), OK);
        assert_int_equal(done.tag, DESIGN_DONE);
        entry_make(d, mem, &(entry_spec){"QQ", "other", {10000}, 0, {20250801}, {20260601}, false}, &e);
        assert_int_equal(certificate_recognition_by_id(d, mem, e.id, &r), OK);
        assert_int_equal(nomination_facts_of(d, mem, &e.author[0], &r, date_of(now), &facts), OK);
        assert_true(facts.upward_barred);
        assert_string_equal(facts.upward_actors, "Cán bộ tiếp nhận");
        assert_int_equal(nomination_make(mem, d, &e.author[0], e.code, &good, now, &id, &f), E_FORBIDDEN);
        assert_int_equal(nomination_make(mem, d, &e.head, e.code, &good, now, &id, &f), E_FORBIDDEN);
        assert_int_equal(nomination_of_entry(d, mem, e.id, &(nomination_list){0}), OK);
        /* a round of the city that is open is taken, one that is shut is not */
        assert_int_equal(round_save(mem, d, &admin, &(round_row){.name = "Đợt 2", .level = "city", .sector = "", .process_key = "", .note = "", .year = 2026, .opens_on = date_make(2026, 11, 1), .closes_on = date_make(2026, 12, 20)}, now, &round), OK);
        assert_int_equal(round_save(mem, d, &admin, &(round_row){.name = "Đợt 3", .level = "city", .sector = "", .process_key = "", .note = "", .year = 2027, .opens_on = date_make(2027, 2, 1), .closes_on = date_make(2027, 2, 20)}, now, &shut), OK);
        nomination_text later = good, chosen = good;
        later.round = shut;
        chosen.round = round;
        assert_int_equal(nomination_make(mem, d, &e.clerk, e.code, &later, now, &id, &f), E_INVALID);
        assert_string_equal(f.p[f.n - 1].id, "N-10");
        assert_int_equal(dossier_events_of(d, mem, e.dossier, &events), OK);
        int steps = events.n;
        assert_int_equal(nomination_make(mem, d, &e.clerk, e.code, &chosen, now, &id, &f), OK);
        assert_int_equal(dossier_get(d, mem, &e.clerk, id, &dos), OK);
        assert_int_equal(dos.round_id.v, round.v);
        assert_int_equal(dossier_events_of(d, mem, e.dossier, &events), OK);
        assert_int_equal(events.n, steps + 1);
        assert_string_equal(phase(d, mem, &e.clerk, e.dossier), "certified");
        /* what was recognised under the version before it says nothing of this: its author asks */
        assert_int_equal(nomination_make(mem, d, &before.author[0], before.code, &good, now, &id, &f), OK);
        db_return(d);
        stores_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(from_request_to_cascade), cmocka_unit_test(deferred_failed_and_the_head), cmocka_unit_test(the_step_below)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
