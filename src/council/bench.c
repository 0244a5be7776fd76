/* Who sits for an item, and what is enough: pure, so that every branch is tested. */
#include "base/text.h"
#include "council/council.h"

/* An alternate who has voted keeps the seat: a member who comes late, the last first, waits for the next item. */
static void late_ones_wait(member_list *l, council_bench *b, int64_t *empty)
{
    int64_t kept = 0;

    for (int i = 0; i < l->n; i++) kept += l->p[i].alternate && l->p[i].voted;
    for (int i = l->n - 1; i >= 0 && kept > *empty; i--) {
        member_row *m = &l->p[i];
        if (!m->may_vote || m->voted) continue;
        m->may_vote = false;
        b->present--;
        ++*empty;
    }
}

static void step_in(member_list *l, council_bench *b, int64_t *empty, bool voted)
{
    for (int i = 0; i < l->n && *empty > 0; i++) {
        member_row *m = &l->p[i];
        if (!m->alternate || !m->present || m->recused || m->voted != voted) continue;
        m->may_vote = m->stands_in = true;
        b->stand_ins++;
        --*empty;
    }
}

void council_seat(member_list *l, const char *denominator, council_bench *out)
{
    council_bench b = {0};
    int64_t empty = 0;

    for (int i = 0; i < l->n; i++) {
        member_row *m = &l->p[i];
        m->may_vote = m->stands_in = false;
        if (m->alternate) continue;
        b.seats++;
        b.recused += m->recused;
        m->may_vote = m->present && !m->recused;
        b.present += m->may_vote;
        empty += !m->may_vote;
    }
    late_ones_wait(l, &b, &empty);
    step_in(l, &b, &empty, true);
    step_in(l, &b, &empty, false);
    b.present += b.stand_ins;
    b.members = b.seats;
    if (text_eq(denominator, "unrecused")) { /* those who step in take the seats of the recused first */
        b.members -= b.recused > b.stand_ins ? b.recused - b.stand_ins : 0;
        b.seats = b.members;
    } else if (text_eq(denominator, "present")) {
        b.members = b.present;
    }
    *out = b;
}

bool council_quorate(const council_bench *b, int num, int den)
{
    return b->present > 0 && b->present * den >= b->seats * num;
}

bool council_carried(const council_bench *b, int64_t votes_for, int num, int den)
{
    return b->members > 0 && votes_for * den >= b->members * num;
}

bool council_sound(const item_row *i, bool *complete)
{
    const char *const good[] = {i->novelty_1, i->novelty_2, i->novelty_3, i->novelty_4, i->benefit};
    bool sound = text_starts(i->excluded, "no");

    *complete = *i->excluded != 0;
    for (int k = 0; k < COUNT(good); k++) {
        if (!*good[k]) *complete = false;
        if (!text_starts(good[k], "yes")) sound = false;
    }
    return sound;
}

bool council_points_enough(const item_row *i)
{
    if (!i->scored) return true;
    return i->score >= i->score_pass && i->vetoes < i->veto_at;
}
