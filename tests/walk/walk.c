#include "tests/walk/walk.h"
#include "base/text.h"
#include "tests/lib/fixture.h"

static uint64_t dice;

void walk_throw(uint64_t seed)
{
    dice = seed * 0x9E3779B97F4A7C15u + 1;
}

int walk_roll(int n)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice >> 33) % (uint64_t)n);
}

const actor *walk_somebody(walk *k)
{
    bench_world *w = k->w;
    const actor *const all[] = {&w->author, &w->intake, &w->secretary, &w->chair, &w->head, &w->member[0], &w->member[1], &w->member[2], &w->alternate, k->department};
    return all[walk_roll(COUNT(all))];
}

bool walk_was_refused(const walk *k, walk_act act, const actor *who)
{
    return k->refused_in[act][who->user.v] == k->state;
}

status walk_note(walk *k, walk_act act, const actor *who, status s, bool whatever)
{
    bool told = s == E_FORBIDDEN || s == E_NOT_FOUND || (whatever && s != OK);

    if (told) k->refused_in[act][who->user.v] = k->state;
    walk_changed(k, s);
    return s;
}

void walk_changed(walk *k, status s)
{
    k->state += s == OK;
}

walk_ties walk_ties_of(walk *k, dossier_id id)
{
    walk_ties t = {0};

    assert_int_equal(dossier_authors(k->w->db, k->mem, id, &t.authors), OK);
    assert_int_equal(db_each(k->w->db, Q_COUNCIL_CONFLICTS_OF, k->mem, &conflict_shape, &t.conflicts, P_ID(id)), OK);
    return t;
}

bool walk_tied(const walk_ties *t, user_id user)
{
    bool tied = false;

    for (int i = 0; i < t->authors.n; i++) tied |= t->authors.p[i].user_id.v == user.v;
    for (int i = 0; i < t->conflicts.n; i++) tied |= t->conflicts.p[i].user_id.v == user.v && !text_eq(t->conflicts.p[i].state, "lifted");
    return tied;
}

void walk_bench(const member_list *l, const walk_ties *t, int n, int *seats, int *present)
{
    int full = 0, alternates = 0, empty = 0;

    *seats = 0;
    for (int m = 0; m < l->n; m++) {
        bool sits = l->p[m].present;
        for (int i = 0; i < n; i++) sits &= !walk_tied(&t[i], l->p[m].user_id);
        *seats += !l->p[m].alternate;
        full += sits && !l->p[m].alternate;
        empty += !sits && !l->p[m].alternate;
        alternates += sits && l->p[m].alternate;
    }
    *present = full + (alternates < empty ? alternates : empty);
}
