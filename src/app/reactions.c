/* What happens after something has happened: which job does what. */
#include "app/serve.h"

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
    return OK;
}
