/* Which dossiers a person may find: exactly those of dossier_may_see (dossier_may.c), asked of sets instead of one. A text
 * that is shown has passed dossier_get itself; a test holds both together. */
#include "search/search_own.h"

typedef struct {
    int64_t id;
} row;
STATIC_SHAPE(row_shape, row, F_INT(row, id));

bool search_may_dossiers(const actor *who)
{
    return who->user.v != 0;
}

static status ids(db *d, arena *mem, query q, const actor *who, const int64_t **out, int *n)
{
    LIST_OF(row) rows = {0};
    param p = P_ID(who->user);

    TRY(db_each_(d, q, mem, &row_shape, (list *)&rows, &p, 1));
    int64_t *list = NEWS(mem, int64_t, rows.n + 1);
    for (int i = 0; i < rows.n; i++) list[i] = rows.p[i].id;
    *out = list;
    *n = rows.n;
    return OK;
}

/* Establishments whose dossiers the person works on; the same roles as in dossier_may_see. */
static void orgs(arena *mem, const actor *who, search_sight *out)
{
    const unsigned officers = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR);
    int64_t *list = NEWS(mem, int64_t, who->n_roles + 1);

    for (int i = 0; i < who->n_roles; i++) {
        if (!(ROLE_BIT(who->roles[i].role) & officers)) continue;
        if (who->roles[i].org.v == 0) out->all = true;
        int at = out->n_orgs++;
        for (; at > 0 && list[at - 1] > who->roles[i].org.v; at--) list[at] = list[at - 1];
        list[at] = who->roles[i].org.v;
    }
    out->org = list;
}

status search_sight_of(db *d, arena *mem, const actor *who, search_sight *out)
{
    search_sight s = {0};

    if (!search_may_dossiers(who)) return E_FORBIDDEN;
    orgs(mem, who, &s);
    TRY(ids(d, mem, Q_SEARCH_MAY_ALSO, who, &s.also, &s.n_also));
    TRY(ids(d, mem, Q_SEARCH_MAY_NEVER, who, &s.never, &s.n_never));
    *out = s;
    return OK;
}
