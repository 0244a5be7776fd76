#include "tests/lib/entry.h"
#include "base/text.h"
#include "org/org.h"
#include "tests/lib/fixture.h"
#include "user/user.h"
#include <stdlib.h>

static user_id person(arena *mem, db *d, const char *login, org_id org)
{
    user_new n = {.login = login, .name = login, .email = "", .phone = "", .position = "", .qualification = "", .password = "", .org = org};
    user_id id = {0};
    user_row there = {0};

    if (user_by_login(d, mem, login, &there) == OK) return there.id;
    assert_int_equal(user_create(mem, d, &n, instant_of(date_make(2024, 1, 2), 8, 0), &id), OK);
    return id;
}

static actor with_role(arena *mem, db *d, const char *login, role_kind role, org_id org, org_id at)
{
    actor_role *r = NEW(mem, actor_role);
    user_id id = person(mem, d, login, org);

    *r = (actor_role){role, at};
    if (role) assert_int_equal(user_grant(d, id, role, at, "Giám đốc", date_make(2024, 1, 1), (date){0}), OK);
    return (actor){.user = id, .org = org, .name = login, .login = login, .unit = "", .address = "", .roles = r, .n_roles = role ? 1 : 0};
}

static void make_people(db *d, arena *mem, const entry_spec *s, entry_case *c)
{
    c->head = with_role(mem, d, textf(mem, "%s.tt", s->name), ROLE_HEAD, c->org, c->org);
    c->clerk = with_role(mem, d, textf(mem, "%s.tn", s->name), ROLE_INTAKE, c->org, c->org);
    c->department = with_role(mem, d, "so.cv", ROLE_DEPARTMENT, c->org, (org_id){0});
    c->auditor = with_role(mem, d, "thanh.tra", ROLE_AUDITOR, c->org, (org_id){0});
    c->stranger = with_role(mem, d, textf(mem, "%s.la", s->name), 0, c->org, c->org);
    for (int i = 0; i < 3 && s->shares[i]; i++) c->author[i] = i == 0 && s->head_is_author ? c->head : with_role(mem, d, textf(mem, "%s.a%d", s->name, i + 1), ROLE_AUTHOR, c->org, c->org);
}

static void make_dossier(db *d, arena *mem, const entry_spec *s, entry_case *c, process_id process)
{
    date filed = date_add_days(s->recognised, -40);
    int64_t n = 0;
    org_id row = {0};

    assert_int_equal(org_next_number(d, c->org, "receipt", date_year(filed), &n), OK);
    assert_int_equal(db_insert(d, Q_DEMO_DOSSIER_INSERT, &c->dossier, P_TEXT(textf(mem, "%lld/BN-%s", (long long)n, s->name)), P_ID(c->org), P_ID(c->author[0].user), P_ID(process), P_TEXT("certified"),
                               P_TEXT("Giải pháp thử"), P_TEXT("giai phap thu"), P_TEXT("technical"), P_TEXT("Y tế"), P_TEXT(s->name), P_BOOL(true), P_BOOL(s->head_is_author),
                               P_DATE(s->applied), P_TEXT("both"), P_NULL, P_INSTANT(instant_of(filed, 8, 0)), P_INSTANT(instant_of(filed, 8, 0)), P_DATE(filed), P_DATE(date_add_days(filed, 5)),
                               P_DATE(s->recognised), P_NULL, P_TEXT(""), P_TEXT(s->head_is_author ? "CV 1" : "")),
                     OK);
    assert_int_equal(db_change1(d, Q_DOSSIER_PROSE_PUT, P_ID(c->dossier), P_TEXT("x"), P_TEXT("x"), P_TEXT("x"), P_TEXT("x"), P_TEXT("x"), P_TEXT("")), OK);
    for (int i = 0; i < 3 && s->shares[i]; i++)
        assert_int_equal(db_insert(d, Q_DOSSIER_AUTHOR_INSERT, &row, P_ID(c->dossier), P_INT(i + 1), P_ID(c->author[i].user), P_TEXT(c->author[i].name), P_NULL, P_TEXT(""), P_TEXT(""), P_TEXT(""), P_INT(s->shares[i]),
                                   P_INSTANT(instant_of(filed, 8, 0))),
                         OK);
    for (int i = 0; i < s->organisers; i++)
        assert_int_equal(db_insert(d, Q_DOSSIER_ORGANISER_INSERT, &row, P_ID(c->dossier), P_INT(i + 1), P_TEXT(textf(mem, "Người tổ chức %d", i + 1)), P_TEXT(""), P_TEXT("vận hành thử")), OK);
}

void entry_make(db *d, arena *mem, const entry_spec *s, entry_case *c)
{
    AUTO(db_tx) tx = {0};
    process_id process = {0};
    recognition_row r = {0};
    org_row o = {.code = s->name, .name = s->name, .symbol = s->name, .kind = "legal_person", .economic_class = s->economic_class, .sector = "enterprise", .province = "Đà Nẵng", .authorisation = "", .address = "",
                 .email = "", .phone = "", .union_exists = true, .valid_from = date_make(2010, 1, 1)};

    *c = (entry_case){0};
    assert_int_equal(db_begin(d, &tx), OK);
    assert_int_equal(process_active(d, "unit", &process), OK);
    assert_int_equal(org_create(d, mem, &o, &c->org), OK);
    make_people(d, mem, s, c);
    make_dossier(d, mem, s, c, process);
    recognition_new n = {.dossier = c->dossier, .org = c->org, .org_name = s->name, .symbol = s->name, .title = "Giải pháp thử", .kind = "technical", .field = "Y tế", .investor = s->name, .summary = "x", .benefit = "x",
                         .signer_name = c->head.name, .signer_title = "Giám đốc", .note = "", .signer = c->head.user, .on = s->recognised, .has_head = s->head_is_author};
    assert_int_equal(dossier_authors(d, mem, c->dossier, &n.authors), OK);
    assert_int_equal(certificate_record(mem, d, &n, &c->id), OK);
    assert_int_equal(certificate_recognition_by_id(d, mem, c->id, &r), OK);
    c->code = r.code;
    assert_int_equal(db_commit(&tx), OK);
}
