/* Councils, members, sessions and what is read of them. */
#include "council/council.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "rule/rule.h"
#include <sodium.h>

SHAPE(council_row_shape, council_row, F_ID(council_row, id), F_ID(council_row, org_id), F_TEXT(council_row, name), F_TEXT(council_row, decision), F_TEXT(council_row, org_name),
      F_TEXT(council_row, kind), F_TEXT(council_row, level), F_TEXT(council_row, round), F_TEXT(council_row, fields), F_DATE(council_row, decided_on), F_DATE(council_row, valid_to),
      F_INT(council_row, members));
SHAPE(member_row_shape, member_row, F_ID(member_row, id), F_ID(member_row, user_id), F_ID(member_row, org_id), F_TEXT(member_row, name), F_TEXT(member_row, position), F_TEXT(member_row, unit),
      F_TEXT(member_row, role), F_TEXT(member_row, role_name), F_TEXT(member_row, expertise), F_BOOL(member_row, is_union), F_BOOL(member_row, alternate), F_BOOL(member_row, present),
      F_BOOL(member_row, recused), F_BOOL(member_row, voted), F_BOOL(member_row, may_vote), F_BOOL(member_row, stands_in));
SHAPE(council_session_shape, session_row_view, F_ID(session_row_view, id), F_ID(session_row_view, council_id), F_ID(session_row_view, org_id), F_INSTANT(session_row_view, held_at),
      F_INSTANT(session_row_view, scores_at), F_TEXT(session_row_view, place), F_TEXT(session_row_view, ballot), F_TEXT(session_row_view, state), F_TEXT(session_row_view, council_name),
      F_TEXT(session_row_view, org_name), F_TEXT(session_row_view, decision), F_TEXT(session_row_view, level), F_TEXT(session_row_view, round), F_DATE(session_row_view, decided_on),
      F_BOOL(session_row_view, blind_author), F_BOOL(session_row_view, blind_member));
/* The code of the room is for those who keep the session: the shape above, which pages print, does not have it. */
STATIC_SHAPE(session_full_shape, session_row_view, F_ID(session_row_view, id), F_ID(session_row_view, council_id), F_ID(session_row_view, org_id), F_INSTANT(session_row_view, held_at),
      F_INSTANT(session_row_view, scores_at), F_TEXT(session_row_view, place), F_TEXT(session_row_view, ballot), F_TEXT(session_row_view, state), F_TEXT(session_row_view, council_name),
      F_TEXT(session_row_view, org_name), F_TEXT(session_row_view, decision), F_TEXT(session_row_view, level), F_TEXT(session_row_view, round), F_TEXT(session_row_view, token),
      F_DATE(session_row_view, decided_on), F_BOOL(session_row_view, blind_author), F_BOOL(session_row_view, blind_member), F_BOOL(session_row_view, i_sit), F_INT(session_row_view, current_item));
SHAPE(item_row_shape, item_row, F_ID(item_row, id), F_ID(item_row, session_id), F_ID(item_row, dossier_id), F_ID(item_row, set_id), F_TEXT(item_row, title), F_TEXT(item_row, number),
      F_TEXT(item_row, field), F_TEXT(item_row, state), F_TEXT(item_row, novelty_1), F_TEXT(item_row, novelty_2), F_TEXT(item_row, novelty_3), F_TEXT(item_row, novelty_4), F_TEXT(item_row, benefit),
      F_TEXT(item_row, excluded), F_TEXT(item_row, opinion), F_TEXT(item_row, formula), F_TEXT(item_row, minutes), F_INT(item_row, ordinal), F_INT(item_row, seats), F_INT(item_row, members),
      F_INT(item_row, present), F_INT(item_row, recused), F_INT(item_row, stand_ins), F_INT(item_row, quorum_num), F_INT(item_row, quorum_den), F_INT(item_row, pass_num), F_INT(item_row, pass_den),
      F_INT(item_row, votes_for), F_INT(item_row, votes_against), F_INT(item_row, votes_blank), F_INT(item_row, voted), F_INT(item_row, score), F_INT(item_row, score_pass), F_INT(item_row, vetoes),
      F_INT(item_row, veto_at), F_INT(item_row, sheets), F_BOOL(item_row, passed), F_BOOL(item_row, i_voted), F_BOOL(item_row, scored), F_BOOL(item_row, hidden), F_INSTANT(item_row, concluded_at));
SHAPE(ballot_row_shape, ballot_row, F_TEXT(ballot_row, receipt), F_TEXT(ballot_row, choice));

void council_name_roles(member_list *l)
{
    for (int i = 0; i < l->n; i++) l->p[i].role_name = council_role_name(l->p[i].role);
}

status council_log(db *d, council_session_id session, item_id item, instant at, const char *event, const char *what)
{
    member_id made = {0};
    return db_insert(d, Q_COUNCIL_LOG_ADD, &made, P_ID(session), P_ID(item), P_INSTANT(at), P_TEXT(event), P_TEXT(what));
}

/* ---- reading ---- */

static status is_member(db *d, const actor *who, council_id id, bool *out)
{
    AUTO(arena_ptr) mem = arena_new();
    member_list l = {0};

    TRY(db_each(d, Q_COUNCIL_MEMBERS, mem, &member_row_shape, &l, P_ID(id)));
    *out = false;
    for (int i = 0; i < l.n; i++) *out |= who->user.v && l.p[i].user_id.v == who->user.v;
    return OK;
}

status council_list(db *d, arena *mem, const actor *who, council_list_rows *out)
{
    return db_each(d, Q_COUNCIL_LIST, mem, &council_row_shape, out, P_INT(who->user.v), P_DATE(date_of(instant_now())));
}

status council_get(db *d, arena *mem, const actor *who, council_id id, council_row *out)
{
    council_row c = {0};
    bool member = false;

    TRY(db_one(d, Q_COUNCIL_GET, mem, &council_row_shape, &c, P_ID(id)));
    TRY(is_member(d, who, id, &member));
    if (!member && !council_is_open_to(who, c.org_id)) return E_NOT_FOUND;
    *out = c;
    return OK;
}

status council_members(db *d, arena *mem, council_id id, member_list *out)
{
    TRY(db_each(d, Q_COUNCIL_MEMBERS, mem, &member_row_shape, out, P_ID(id)));
    council_name_roles(out);
    return OK;
}

status council_sessions(db *d, arena *mem, council_id id, session_list *out)
{
    return db_each(d, Q_COUNCIL_SESSIONS, mem, &session_full_shape, out, P_ID(id));
}

status council_my_sessions(db *d, arena *mem, const actor *who, session_list *out)
{
    return db_each(d, Q_COUNCIL_MY_SESSIONS, mem, &session_full_shape, out, P_INT(who->user.v));
}

status council_session_get(db *d, arena *mem, const actor *who, council_session_id id, session_row_view *out)
{
    session_row_view s = {0};

    TRY(db_one(d, Q_COUNCIL_SESSION_GET, mem, &session_full_shape, &s, P_INT(who->user.v), P_ID(id)));
    if (!s.i_sit && !council_is_open_to(who, s.org_id)) return E_NOT_FOUND;
    *out = s;
    return OK;
}

status council_session_by_token(db *d, arena *mem, const actor *who, const char *token, session_row_view *out)
{
    session_row_view s = {0};

    TRY(db_one(d, Q_COUNCIL_SESSION_BY_TOKEN, mem, &session_full_shape, &s, P_INT(who->user.v), P_TEXT(token)));
    if (!s.i_sit) return E_NOT_FOUND;
    *out = s;
    return OK;
}

status council_attendance(db *d, arena *mem, council_session_id id, member_list *out)
{
    TRY(db_each(d, Q_COUNCIL_ATTENDANCE, mem, &member_row_shape, out, P_ID(id)));
    council_name_roles(out);
    return OK;
}

status council_items(db *d, arena *mem, const actor *who, council_session_id id, item_list *out)
{
    int n = 0;

    TRY(db_each(d, Q_COUNCIL_ITEMS, mem, &item_row_shape, out, P_INT(who->user.v), P_ID(id)));
    for (int i = 0; i < out->n; i++)
        if (!out->p[i].hidden) out->p[n++] = out->p[i];
    out->n = n;
    return OK;
}

status council_item_in(db *d, arena *mem, const actor *who, item_id id, item_row *out, session_row_view *s)
{
    item_row i = {0};

    TRY(db_one(d, Q_COUNCIL_ITEM_GET, mem, &item_row_shape, &i, P_INT(who->user.v), P_ID(id)));
    if (i.id.v != id.v || i.hidden) return E_NOT_FOUND;
    TRY(council_session_get(d, mem, who, i.session_id, s));
    *out = i;
    return OK;
}

status council_item_get(db *d, arena *mem, const actor *who, item_id id, item_row *out)
{
    session_row_view s = {0};
    return council_item_in(d, mem, who, id, out, &s);
}

status council_item_of(db *d, arena *mem, const actor *who, dossier_id id, item_row *out)
{
    dossier dos = {0};
    item_row i = {0};

    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(db_one(d, Q_COUNCIL_ITEM_OF_DOSSIER, mem, &item_row_shape, &i, P_ID(id)));
    bool inside = dos.is_reader || dossier_is_officer(who, &dos, ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_INTAKE));
    if (!text_eq(i.state, "concluded") && !inside) return E_NOT_FOUND;
    *out = i;
    return OK;
}

status council_waiting(db *d, arena *mem, const actor *who, org_id org, dossier_items *out)
{
    return db_each(d, Q_COUNCIL_WAITING, mem, &dossier_item_shape, out, P_ID(org), P_INT(who->user.v));
}

status council_sitting(db *d, arena *mem, dossier_id id, member_list *out)
{
    return db_each(d, Q_COUNCIL_OF_DOSSIER, mem, &member_row_shape, out, P_ID(id));
}

status council_seat_by_rule(member_list *l, date day, council_bench *out)
{
    const char *denominator = "appointed";

    council_name_roles(l);
    TRY(rule_text(rule_current(), "council.denominator", NULL, day, &denominator, NULL));
    council_seat(l, denominator, out);
    return OK;
}

status council_bench_of(db *d, arena *mem, item_id id, date day, member_list *l, council_bench *out)
{
    TRY(db_each(d, Q_COUNCIL_BENCH, mem, &member_row_shape, l, P_ID(id)));
    return council_seat_by_rule(l, day, out);
}

/* ---- writing ---- */

status council_create(arena *mem, db *d, const actor *who, const council_row *c, instant now, council_id *out)
{
    AUTO(db_tx) tx = {0};

    if (!council_may_manage(who, c->org_id)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_COUNCIL_INSERT, out, P_ID(c->org_id), P_TEXT(c->name), P_TEXT(c->decision), P_DATE(c->decided_on), P_DATE(c->valid_to), P_TEXT(c->kind), P_TEXT(c->level), P_TEXT(c->round),
                  P_TEXT(c->fields), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "council.created", "council", out->v, "", c->name));
    return db_commit(&tx);
}

status council_manage(arena *mem, db *d, const actor *who, council_id id, council_row *c)
{
    TRY(council_get(d, mem, who, id, c));
    return council_may_manage(who, c->org_id) ? OK : E_FORBIDDEN;
}

typedef struct {
    dossier_id dossier;
    council_session_id session;
} open_item;
STATIC_SHAPE(open_item_shape, open_item, F_ID(open_item, dossier), F_ID(open_item, session));

/* Whoever joins reads what is on open agendas, or is recused from it. */
static status join_open_items(arena *mem, db *d, council_id id, instant now)
{
    LIST_OF(open_item) l = {0};

    TRY(db_each(d, Q_COUNCIL_OPEN_ITEMS, mem, &open_item_shape, &l, P_ID(id)));
    for (int i = 0; i < l.n; i++) {
        session_row_view s = {0};
        TRY(db_one(d, Q_COUNCIL_SESSION_GET, mem, &session_full_shape, &s, P_INT(0), P_ID(l.p[i].session)));
        TRY(council_seat_readers(mem, d, &s, l.p[i].dossier, now));
    }
    return OK;
}

status council_add_member(arena *mem, db *d, const actor *who, council_id id, const member_row *m, instant now, member_id *out)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};

    TRY(db_begin(d, &tx));
    TRY(council_manage(mem, d, who, id, &c));
    TRY(db_number(d, Q_COUNCIL_MEMBER_LEFT, &out->v, P_ID(id), P_ID(m->user_id)));
    if (out->v) TRY(db_change1(d, Q_COUNCIL_MEMBER_AGAIN, P_TEXT(m->role), P_BOOL(m->is_union), P_BOOL(m->alternate), P_TEXT(m->expertise), P_ID(*out))); /* named again */
    else TRY(db_insert(d, Q_COUNCIL_MEMBER_INSERT, out, P_ID(id), P_ID(m->user_id), P_TEXT(m->role), P_BOOL(m->is_union), P_BOOL(m->alternate), P_TEXT(m->expertise)));
    TRY(join_open_items(mem, d, id, now));
    TRY(audit_add(d, mem, who, "council.member_added", "council", id.v, "", textf(mem, "%lld %s%s", (long long)m->user_id.v, m->role, m->alternate ? " alternate" : "")));
    return db_commit(&tx);
}

status council_drop_member(arena *mem, db *d, const actor *who, council_id id, member_id member, instant now)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};
    int64_t voted = 0;

    TRY(db_begin(d, &tx));
    TRY(council_manage(mem, d, who, id, &c));
    TRY(db_number(d, Q_COUNCIL_MEMBER_VOTED, &voted, P_ID(member)));
    if (voted) return E_CONFLICT; /* a vote on what is still open rests on the seat: conclude it first */
    TRY(db_change1(d, Q_COUNCIL_MEMBER_LEAVE, P_DATE(date_of(now)), P_ID(member), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.member_left", "council", id.v, "", textf(mem, "%lld", (long long)member.v)));
    return db_commit(&tx);
}

status council_plan(arena *mem, db *d, const actor *who, council_id id, const session_row_view *s, instant now, council_session_id *out)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};
    unsigned char raw[8];

    if (s->scores_at.ms > s->held_at.ms) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(council_manage(mem, d, who, id, &c));
    randombytes_buf(raw, sizeof raw);
    TRY(db_insert(d, Q_COUNCIL_SESSION_INSERT, out, P_ID(id), P_INSTANT(s->held_at), P_TEXT(s->place), P_TEXT(s->ballot), P_INSTANT(s->scores_at), P_BOOL(s->blind_author), P_BOOL(s->blind_member),
                  P_TEXT(text_hex(mem, raw, sizeof raw)), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "council.session_planned", "council_session", out->v, "", s->place));
    return db_commit(&tx);
}

status council_manage_session(arena *mem, db *d, const actor *who, council_session_id id, session_row_view *s)
{
    TRY(council_session_get(d, mem, who, id, s));
    return council_check_keeper(who, s);
}

status council_check_keeper(const actor *who, const session_row_view *s)
{
    if (!council_may_manage(who, s->org_id)) return E_FORBIDDEN;
    return text_eq(s->state, "closed") ? E_CONFLICT : OK;
}

status council_manage_item(arena *mem, db *d, const actor *who, item_id id, item_row *i, session_row_view *s)
{
    TRY(council_item_in(d, mem, who, id, i, s));
    TRY(council_check_keeper(who, s));
    return text_eq(i->state, "concluded") ? E_CONFLICT : OK;
}
