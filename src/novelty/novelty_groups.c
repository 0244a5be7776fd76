/* Groups of dossiers that copy from each other: what hangs together by links of the latest reports. */
#include "base/text.h"
#include "novelty/novelty_own.h"
#include <stdlib.h>

STATIC_SHAPE(link_view_shape, link_view, F_TEXT(link_view, title), F_TEXT(link_view, org_name), F_TEXT(link_view, href), F_TEXT(link_view, other_title), F_TEXT(link_view, other_href),
             F_TEXT(link_view, other_org), F_INT(link_view, share));
SHAPE(group_view_shape, group_view, F_INT(group_view, dossiers), F_INT(group_view, orgs), F_INT(group_view, strongest), F_LIST(group_view, links, link_view_shape));

typedef struct {
    dossier_id dossier_id, source_id;
    org_id org_id, other_org_id;
    const char *title, *other_title, *org_name, *other_org;
    int64_t share;
} link_row;
STATIC_SHAPE(link_row_shape, link_row, F_ID(link_row, dossier_id), F_ID(link_row, source_id), F_ID(link_row, org_id), F_ID(link_row, other_org_id), F_TEXT(link_row, title),
             F_TEXT(link_row, other_title), F_TEXT(link_row, org_name), F_TEXT(link_row, other_org), F_INT(link_row, share));
typedef LIST_OF(link_row) link_rows;

/* Numbers in order, each once; the place of a number by halving. */
typedef struct {
    int64_t *id;
    int *leader, n;
} members;

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int place_of(const members *m, int64_t id)
{
    int lo = 0, hi = m->n;

    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (m->id[mid] < id) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static int leader_of(members *m, int i)
{
    while (m->leader[i] != i) i = m->leader[i] = m->leader[m->leader[i]];
    return i;
}

static members gather(arena *mem, const link_rows *l)
{
    members m = {NEWS(mem, int64_t, 2 * l->n + 1), NEWS(mem, int, 2 * l->n + 1), 0};
    int all = 0;

    for (int i = 0; i < l->n; i++) {
        m.id[all++] = l->p[i].dossier_id.v;
        m.id[all++] = l->p[i].source_id.v;
    }
    qsort(m.id, (size_t)all, sizeof *m.id, by_number);
    for (int i = 0; i < all; i++)
        if (m.n == 0 || m.id[m.n - 1] != m.id[i]) m.id[m.n++] = m.id[i];
    for (int i = 0; i < m.n; i++) m.leader[i] = i;
    for (int i = 0; i < l->n; i++) {
        int a = leader_of(&m, place_of(&m, l->p[i].dossier_id.v)), b = leader_of(&m, place_of(&m, l->p[i].source_id.v));
        if (a < b) m.leader[b] = a;
        else m.leader[a] = b;
    }
    return m;
}

static int by_size(const void *a, const void *b)
{
    const group_view *v = a, *w = b;

    if (v->dossiers != w->dossiers) return v->dossiers > w->dossiers ? -1 : 1;
    return v->strongest > w->strongest ? -1 : v->strongest < w->strongest;
}

static link_view view_of(arena *mem, const link_row *r)
{
    return (link_view){r->title, r->org_name, textf(mem, "/ho-so/%lld/tinh-moi", (long long)r->dossier_id.v), r->other_title, textf(mem, "/ho-so/%lld", (long long)r->source_id.v), r->other_org, r->share};
}

/* How many establishments take part; few of a group are looked at, so a plain search does. */
static void count_org(int64_t (*seen)[64], group_view *g, int64_t org)
{
    for (int i = 0; i < g->orgs && i < 64; i++)
        if ((*seen)[i] == org) return;
    if (g->orgs < 64) (*seen)[g->orgs++] = org;
}

status novelty_groups(db *d, arena *mem, const actor *who, group_list *out)
{
    link_rows l = {0};
    int n = 0;

    if (!novelty_may_see_groups(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_NOVELTY_LINKS, mem, &link_row_shape, &l, P_INT(NOVELTY_LINK_SHARE), P_INT(who->user.v)));
    int kept = 0;
    for (int i = 0; i < l.n; i++) { /* a role for one organisation sees what lies there */
        const link_row *r = &l.p[i];
        bool here = actor_has(who, ROLE_DEPARTMENT, r->org_id) || actor_has(who, ROLE_AUDITOR, r->org_id), there = actor_has(who, ROLE_DEPARTMENT, r->other_org_id) || actor_has(who, ROLE_AUDITOR, r->other_org_id);
        if (here && there) l.p[kept++] = *r;
    }
    l.n = kept;
    members m = gather(mem, &l);
    group_view *g = NEWS(mem, group_view, m.n + 1);
    int64_t(*seen)[64] = arena_alloc(mem, sizeof *seen * (size_t)(m.n + 1));
    for (int i = 0; i < m.n; i++) g[leader_of(&m, i)].dossiers++;
    for (int i = 0; i < l.n; i++) { /* strongest first */
        int at = leader_of(&m, place_of(&m, l.p[i].dossier_id.v));
        group_view *v = &g[at];
        if (!v->links.p) v->links.p = NEWS(mem, link_view, NOVELTY_GROUP_LINKS_MAX);
        if (v->links.n == 0) v->strongest = l.p[i].share;
        if (v->links.n < NOVELTY_GROUP_LINKS_MAX) v->links.p[v->links.n++] = view_of(mem, &l.p[i]);
        count_org(&seen[at], v, l.p[i].org_id.v);
        count_org(&seen[at], v, l.p[i].other_org_id.v);
    }
    for (int i = 0; i < m.n; i++)
        if (g[i].links.n) g[n++] = g[i];
    qsort(g, (size_t)n, sizeof *g, by_size);
    out->p = g;
    out->n = n < NOVELTY_GROUPS_MAX ? n : NOVELTY_GROUPS_MAX;
    return OK;
}
