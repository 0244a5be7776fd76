/* Every predicate about dossiers, every way through it. */
#include "tests/lib/fixture.h"
#include "dossier/dossier.h"
#include "tests/lib/stores.h"
#include <string.h>

static actor with(actor_role *r, role_kind role, int64_t org)
{
    *r = (actor_role){role, {org}};
    return (actor){.user = {5}, .name = "", .login = "", .unit = "", .address = "", .roles = r, .n_roles = 1};
}

static dossier filed(void)
{
    return (dossier){.state = "filed", .phase = "filed", .consent_document = "", .org_id = {7}, .filed_on = date_make(2026, 1, 5)};
}

static void who_sees(void **state)
{
    actor_role r;
    actor nobody = {.name = ""}, plain = {.user = {5}, .name = ""};

    dossier d = filed();
    assert_false(dossier_may_see(&nobody, &d));
    assert_false(dossier_may_see(&plain, &d));
    for (int role = 1; role < ROLE__COUNT; role++) {
        actor a = with(&r, (role_kind)role, 7);
        bool officer = role == ROLE_INTAKE || role == ROLE_HEAD || role == ROLE_SECRETARY || role == ROLE_CHAIR || role == ROLE_DEPARTMENT || role == ROLE_AUDITOR;
        bool secret = role == ROLE_INTAKE || role == ROLE_HEAD || role == ROLE_SECRETARY || role == ROLE_CHAIR;
        assert_int_equal(dossier_may_see(&a, &d), officer);
        assert_int_equal(dossier_may_see_secret(&a, &d), secret);
        d.org_id.v = 8;
        assert_false(dossier_may_see(&a, &d));
        d.org_id.v = 7;
        d.is_conflicted = true;
        assert_false(dossier_may_see(&a, &d) || dossier_may_see_secret(&a, &d));
        d.is_conflicted = false;
    }
    d.is_reader = true;
    assert_true(dossier_may_see(&plain, &d) && dossier_may_see_secret(&plain, &d));
    d.is_conflicted = true;
    assert_false(dossier_may_see(&plain, &d));
    d = filed();
    d.is_owner = true;
    assert_true(dossier_may_see(&plain, &d) && dossier_may_see_secret(&plain, &d));
    d.is_owner = false;
    d.is_author = true;
    assert_true(dossier_may_see(&plain, &d) && dossier_may_see_secret(&plain, &d));
    actor intake = with(&r, ROLE_INTAKE, 7);
    d = filed();
    d.phase = "draft";
    assert_false(dossier_may_see(&intake, &d));
    d.phase = "withdrawn";
    d.filed_on.ymd = 0;
    assert_false(dossier_may_see(&intake, &d));
}

static void who_edits(void **state)
{
    actor plain = {.user = {5}, .name = ""}, nobody = {.name = ""};
    dossier d = filed();
    static const char *const states[] = {"draft", "deficient", "filed"};

    for (int i = 0; i < 3; i++) {
        d.phase = states[i];
        d.is_owner = d.is_author = false;
        assert_false(dossier_may_edit(&plain, &d));
        d.is_author = true;
        assert_int_equal(dossier_may_edit(&plain, &d), i < 2);
        d.is_owner = true;
        d.is_author = false;
        assert_int_equal(dossier_may_edit(&plain, &d), i < 2);
        assert_false(dossier_may_edit(&nobody, &d));
    }
}

static void who_is_officer(void **state)
{
    actor_role r;
    actor head = with(&r, ROLE_HEAD, 7);
    dossier d = filed();

    assert_true(dossier_is_officer(&head, &d, ROLE_BIT(ROLE_HEAD)));
    assert_false(dossier_is_officer(&head, &d, ROLE_BIT(ROLE_CHAIR)));
    d.is_conflicted = true;
    assert_false(dossier_is_officer(&head, &d, ROLE_BIT(ROLE_HEAD)));
    d.is_conflicted = false;
    d.is_author = true;
    assert_false(dossier_is_officer(&head, &d, ROLE_BIT(ROLE_HEAD)));
    d.is_author = false;
    d.is_owner = true;
    assert_false(dossier_is_officer(&head, &d, ROLE_BIT(ROLE_HEAD)));
}

static void who_steps(void **state)
{
    store *s = stores_open(STORE_SQLITE);
    db *d = NULL;
    const process *p = NULL;
    process_id id = {0};
    actor_role r;
    actor plain = {.user = {5}, .name = ""}, nobody = {.name = ""}, head = with(&r, ROLE_HEAD, 7);
    dossier dos = filed();

    assert_int_equal(db_borrow(s, &d), OK);
    assert_int_equal(process_active(d, "unit", &id), OK);
    assert_int_equal(process_load(d, id, &p), OK);
    assert_false(dossier_may_step(&plain, &dos, p, "recognise")); /* not out of this state */
    dos.state = "draft";
    assert_false(dossier_may_step(&nobody, &dos, p, "file"));
    assert_false(dossier_may_step(&plain, &dos, p, "file"));
    dos.is_owner = true;
    assert_true(dossier_may_step(&plain, &dos, p, "file"));
    /* the head: by role; as an author only with the consent, only to recognise, only at home */
    dos = filed();
    dos.state = "evaluated";
    assert_true(dossier_may_step(&head, &dos, p, "recognise"));
    dos.is_author = true;
    assert_false(dossier_may_step(&head, &dos, p, "recognise"));
    dos.consent_document = "CV 1";
    assert_true(dossier_may_step(&head, &dos, p, "recognise"));
    assert_false(dossier_may_step(&head, &dos, p, "refuse"));
    assert_false(dossier_may_step(&plain, &dos, p, "recognise"));
    dos.org_id.v = 8;
    assert_false(dossier_may_step(&head, &dos, p, "recognise"));
    dos.org_id.v = 7;
    dos.state = "draft";
    assert_false(dossier_may_step(&head, &dos, p, "file")); /* the owner's */
    dos.state = "accepted";
    assert_false(dossier_may_step(&head, &dos, p, "open_council")); /* an author only recognises */
    dos.state = "evaluated";
    dos.is_author = false;
    assert_true(dossier_may_effect(&head, &dos, p, EFFECT_RECOGNISE));
    assert_false(dossier_may_effect(&plain, &dos, p, EFFECT_RECOGNISE));
    assert_false(dossier_may_effect(&head, &dos, p, EFFECT_FILE));
    dos.state = "accepted";
    assert_false(dossier_may_step(&head, &dos, p, "recognise"));
    db_return(d);
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_sees), cmocka_unit_test(who_edits), cmocka_unit_test(who_is_officer), cmocka_unit_test(who_steps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
