/* What happens after something has happened: which job does what. */
#include "app/serve.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "process/process.h"
#include "rule/rule.h"

static status clean(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    int64_t now = instant_now().ms, day = 86400000;

    (void)mem;
    (void)job;
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_REQUEST_ONCE_CLEAN, NULL, P_INT(now - 7 * day)));
    TRY(db_change(d, Q_JOB_CLEAN, NULL, P_INT(now - 30 * day)));
    return db_commit(&tx);
}

const job_kind app_jobs[] = {
    {"clean", clean, 86400},
    {0},
};

status app_prepare(store *s)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    const char *const *names = NULL;

    TRY(rule_load());
    dossier_register_guards(dossier_own_guards);
    dossier_register_guards(council_guards);
    TRY(dossier_guard_names(mem, &names));
    TRY(db_borrow(s, &l.db));
    return process_install(l.db, names);
}
