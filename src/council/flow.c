/* Balanced assignment as a flow of minimal cost: each dossier sends `each` units, an edge to a member costs what the member lacks,
 * the n-th dossier of a member costs n times LOAD_STEP more. A unit goes along the cheapest path of the residual graph, which
 * may take dossiers from members and give them to others, so that the cost is least after each unit (successive shortest
 * paths). Only members are nodes: `best[a][b]` is the cheapest dossier that a could hand on to b. */
#include "council/council.h"
#include <string.h>

enum { LOAD_STEP = 3, FAR = 1 << 28 };

typedef struct {
    const flow_problem *p;
    unsigned char *pick;
    int *load, *best, *via; /* best and via: members × members */
    int *dist, *from;
    bool *changed;
} solver;

static bool can(const solver *s, int d, int m)
{
    size_t at = (size_t)d * (size_t)s->p->members + (size_t)m;
    return !s->p->barred[at] && !s->pick[at];
}

static int cost_of(const solver *s, int d, int m)
{
    return s->p->cost[(size_t)d * (size_t)s->p->members + (size_t)m];
}

/* What `a` could hand on but dossier `except`, to whom, and what the change costs; after its dossiers changed. */
static void row_of(solver *s, int a, int except)
{
    int n = s->p->members;

    for (int b = 0; b < n; b++) s->best[a * n + b] = FAR;
    for (int d = 0; d < s->p->dossiers; d++) {
        if (d == except || !s->pick[(size_t)d * (size_t)n + (size_t)a]) continue;
        for (int b = 0; b < n; b++) {
            int c = cost_of(s, d, b) - cost_of(s, d, a);
            if (!can(s, d, b) || c >= s->best[a * n + b]) continue;
            s->best[a * n + b] = c;
            s->via[a * n + b] = d;
        }
    }
}

/* The member where a unit of dossier d ends most cheaply; -1: nowhere. `from` leads back. */
static int cheapest_end(solver *s, int d)
{
    int n = s->p->members, end = -1, least = FAR;

    for (int m = 0; m < n; m++) {
        s->dist[m] = can(s, d, m) ? cost_of(s, d, m) : FAR;
        s->from[m] = -1;
        if (s->pick[(size_t)d * (size_t)n + (size_t)m]) row_of(s, m, d); /* who has d already may hand on what else it has */
    }
    for (bool again = true; again;) { /* no negative circle: the flow so far is cheapest */
        again = false;
        for (int a = 0; a < n; a++) {
            if (s->dist[a] >= FAR) continue;
            for (int b = 0; b < n; b++) {
                int step = s->best[a * n + b];
                if (step >= FAR || s->dist[a] + step >= s->dist[b]) continue;
                s->dist[b] = s->dist[a] + step;
                s->from[b] = a;
                again = true;
            }
        }
    }
    for (int m = 0; m < n; m++) {
        if (s->dist[m] >= FAR || s->load[m] >= s->p->load) continue;
        int all = s->dist[m] + LOAD_STEP * s->load[m];
        if (all >= least) continue;
        least = all;
        end = m;
    }
    return end;
}

/* Everybody who holds a dossier has another row now: who gained it cannot be given it again. */
static void holders_changed(solver *s, int d)
{
    for (int m = 0; m < s->p->members; m++)
        if (s->pick[(size_t)d * (size_t)s->p->members + (size_t)m]) s->changed[m] = true;
}

static void move(solver *s, int d, int end)
{
    size_t n = (size_t)s->p->members;
    int m = end;

    s->load[end]++;
    for (; s->from[m] >= 0; m = s->from[m]) {
        int a = s->from[m], moved = s->via[(size_t)a * n + (size_t)m];
        s->pick[(size_t)moved * n + (size_t)a] = 0;
        s->pick[(size_t)moved * n + (size_t)m] = 1;
        s->changed[a] = true;
        holders_changed(s, moved);
    }
    s->pick[(size_t)d * n + (size_t)m] = 1;
    holders_changed(s, d);
    for (int k = 0; k < (int)n; k++) {
        if (s->changed[k]) row_of(s, k, -1);
        s->changed[k] = false;
    }
}

void flow_solve(arena *mem, const flow_problem *p, unsigned char *pick, flow_result *out)
{
    size_t n = (size_t)p->members;
    solver s = {.p = p, .pick = pick, .load = NEWS(mem, int, n + 1), .best = NEWS(mem, int, n * n + 1), .via = NEWS(mem, int, n * n + 1), .dist = NEWS(mem, int, n + 1), .from = NEWS(mem, int, n + 1), .changed = NEWS(mem, bool, n + 1)};
    flow_result r = {.least = p->members ? FAR : 0};

    memset(pick, 0, (size_t)p->dossiers * n);
    for (size_t i = 0; i < n * n; i++) s.best[i] = FAR;
    for (int k = 0; k < p->each; k++)
        for (int d = 0; d < p->dossiers; d++) {
            int end = cheapest_end(&s, d);
            if (end >= 0) {
                move(&s, d, end);
                continue;
            }
            r.missing++;
            holders_changed(&s, d);
            for (int m = 0; m < p->members; m++)
                if (s.changed[m]) row_of(&s, m, -1);
            memset(s.changed, 0, n);
        }
    for (int d = 0; d < p->dossiers; d++)
        for (int m = 0; m < p->members; m++)
            if (pick[(size_t)d * n + (size_t)m]) {
                r.assigned++;
                r.cost += cost_of(&s, d, m);
            }
    for (int m = 0; m < p->members; m++) {
        if (s.load[m] < r.least) r.least = s.load[m];
        if (s.load[m] > r.most) r.most = s.load[m];
        r.cost += (int64_t)LOAD_STEP * s.load[m] * (s.load[m] - 1) / 2;
    }
    *out = r;
}
