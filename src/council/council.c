#include "council/council.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "rule/rule.h"
#include "user/user.h"
#include <sodium.h>

SHAPE(council_row_shape, council_row, F_ID(council_row, id), F_ID(council_row, org_id), F_TEXT(council_row, name), F_TEXT(council_row, decision), F_TEXT(council_row, org_name),
      F_DATE(council_row, decided_on), F_DATE(council_row, valid_to), F_INT(council_row, members));
SHAPE(member_row_shape, member_row, F_ID(member_row, id), F_ID(member_row, user_id), F_TEXT(member_row, name), F_TEXT(member_row, position), F_TEXT(member_row, unit),
      F_TEXT(member_row, role), F_TEXT(member_row, role_name), F_BOOL(member_row, is_union), F_BOOL(member_row, present));
SHAPE(council_session_shape, session_row_view, F_ID(session_row_view, id), F_ID(session_row_view, council_id), F_ID(session_row_view, org_id), F_INSTANT(session_row_view, held_at),
      F_TEXT(session_row_view, place), F_TEXT(session_row_view, ballot), F_TEXT(session_row_view, state), F_TEXT(session_row_view, council_name),
      F_TEXT(session_row_view, org_name), F_TEXT(session_row_view, decision), F_DATE(session_row_view, decided_on));
SHAPE(item_row_shape, item_row, F_ID(item_row, id), F_ID(item_row, session_id), F_ID(item_row, dossier_id), F_TEXT(item_row, title), F_TEXT(item_row, number),
      F_TEXT(item_row, state), F_TEXT(item_row, novelty_1), F_TEXT(item_row, novelty_2), F_TEXT(item_row, novelty_3), F_TEXT(item_row, novelty_4), F_TEXT(item_row, benefit),
      F_TEXT(item_row, excluded), F_TEXT(item_row, opinion), F_INT(item_row, members), F_INT(item_row, present), F_INT(item_row, votes_for), F_INT(item_row, votes_against),
      F_INT(item_row, votes_blank), F_INT(item_row, voted), F_BOOL(item_row, passed), F_BOOL(item_row, i_voted), F_BOOL(item_row, hidden), F_INSTANT(item_row, concluded_at));

SHAPE(ballot_row_shape, ballot_row, F_TEXT(ballot_row, receipt), F_TEXT(ballot_row, choice));

const char *council_role_name(const char *role)
{
    return text_eq(role, "chair") ? T("Chủ tịch") : text_eq(role, "vice") ? T("Phó Chủ tịch") : text_eq(role, "secretary") ? T("Thư ký") : T("Ủy viên");
}

static void name_roles(member_list *l)
{
    for (int i = 0; i < l->n; i++) l->p[i].role_name = council_role_name(l->p[i].role);
}

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
    name_roles(out);
    return OK;
}

status council_sessions(db *d, arena *mem, council_id id, session_list *out)
{
    return db_each(d, Q_COUNCIL_SESSIONS, mem, &council_session_shape, out, P_ID(id));
}

status council_my_sessions(db *d, arena *mem, const actor *who, session_list *out)
{
    return db_each(d, Q_COUNCIL_MY_SESSIONS, mem, &council_session_shape, out, P_INT(who->user.v));
}

status council_session_get(db *d, arena *mem, const actor *who, council_session_id id, session_row_view *out)
{
    session_row_view s = {0};
    council_row c = {0};

    TRY(db_one(d, Q_COUNCIL_SESSION_GET, mem, &council_session_shape, &s, P_ID(id)));
    TRY(council_get(d, mem, who, s.council_id, &c));
    *out = s;
    return OK;
}

status council_attendance(db *d, arena *mem, council_session_id id, member_list *out)
{
    TRY(db_each(d, Q_COUNCIL_ATTENDANCE, mem, &member_row_shape, out, P_ID(id)));
    name_roles(out);
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

status council_item_get(db *d, arena *mem, const actor *who, item_id id, item_row *out)
{
    item_row i = {0};
    session_row_view s = {0};

    TRY(db_one(d, Q_COUNCIL_ITEM_GET, mem, &item_row_shape, &i, P_INT(who->user.v), P_ID(id)));
    if (i.hidden) return E_NOT_FOUND;
    TRY(council_session_get(d, mem, who, i.session_id, &s));
    *out = i;
    return OK;
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

status council_create(arena *mem, db *d, const actor *who, org_id org, const char *name, const char *decision, date decided_on, date valid_to, instant now, council_id *out)
{
    AUTO(db_tx) tx = {0};

    if (!council_may_manage(who, org)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_COUNCIL_INSERT, out, P_ID(org), P_TEXT(name), P_TEXT(decision), P_DATE(decided_on), P_DATE(valid_to), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "council.created", "council", out->v, "", name));
    return db_commit(&tx);
}

static status manage(arena *mem, db *d, const actor *who, council_id id, council_row *c)
{
    TRY(council_get(d, mem, who, id, c));
    return council_may_manage(who, c->org_id) ? OK : E_FORBIDDEN;
}

status council_add_member(arena *mem, db *d, const actor *who, council_id id, user_id user, const char *role, bool is_union, member_id *out)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};

    TRY(db_begin(d, &tx));
    TRY(manage(mem, d, who, id, &c));
    TRY(db_insert(d, Q_COUNCIL_MEMBER_INSERT, out, P_ID(id), P_ID(user), P_TEXT(role), P_BOOL(is_union)));
    TRY(audit_add(d, mem, who, "council.member_added", "council", id.v, "", textf(mem, "%lld %s", (long long)user.v, role)));
    return db_commit(&tx);
}

status council_drop_member(arena *mem, db *d, const actor *who, council_id id, member_id member, date day)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};

    TRY(db_begin(d, &tx));
    TRY(manage(mem, d, who, id, &c));
    TRY(db_change1(d, Q_COUNCIL_MEMBER_LEAVE, P_DATE(day), P_ID(member), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.member_left", "council", id.v, "", textf(mem, "%lld", (long long)member.v)));
    return db_commit(&tx);
}

status council_plan(arena *mem, db *d, const actor *who, council_id id, instant held_at, const char *place, bool secret, instant now, council_session_id *out)
{
    AUTO(db_tx) tx = {0};
    council_row c = {0};

    TRY(db_begin(d, &tx));
    TRY(manage(mem, d, who, id, &c));
    TRY(db_insert(d, Q_COUNCIL_SESSION_INSERT, out, P_ID(id), P_INSTANT(held_at), P_TEXT(place), P_TEXT(secret ? "secret" : "open"), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "council.session_planned", "council_session", out->v, "", place));
    return db_commit(&tx);
}

static status manage_session(arena *mem, db *d, const actor *who, council_session_id id, session_row_view *s)
{
    TRY(council_session_get(d, mem, who, id, s));
    if (!council_may_manage(who, s->org_id)) return E_FORBIDDEN;
    return text_eq(s->state, "closed") ? E_CONFLICT : OK;
}

/* Members read the dossier, except who is its author or has a conflict. */
static status add_readers(arena *mem, db *d, council_id council, dossier_id dossier)
{
    member_list l = {0};
    author_list authors = {0};

    TRY(council_members(d, mem, council, &l));
    TRY(dossier_authors(d, mem, dossier, &authors));
    for (int i = 0; i < l.n; i++) {
        bool author = false;
        for (int k = 0; k < authors.n; k++) author |= authors.p[k].user_id.v == l.p[i].user_id.v;
        if (author) TRY(db_change(d, Q_DOSSIER_CONFLICT_ADD, NULL, P_ID(dossier), P_ID(l.p[i].user_id), P_TEXT("author"), P_TEXT("")));
        else TRY(db_change(d, Q_DOSSIER_READER_ADD, NULL, P_ID(dossier), P_ID(l.p[i].user_id)));
    }
    return OK;
}

status council_schedule(arena *mem, db *d, const actor *who, council_session_id id, dossier_id dossier_, instant now, item_id *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    dossier dos = {0};
    int64_t seated = 0;

    TRY(db_begin(d, &tx));
    TRY(manage_session(mem, d, who, id, &s));
    TRY(dossier_get(d, mem, who, dossier_, &dos));
    if (dos.org_id.v != s.org_id.v) return E_NOT_FOUND;
    if (dossier_phase_of(&dos) == PHASE_ACCEPTED) {
        step_outcome o;
        TRY(dossier_effect(mem, d, who, dossier_, EFFECT_OPEN_COUNCIL, &(step_input){0}, now, &o));
        *refused = o.findings;
        if (o.tag == STEP_REFUSED) return E_INVALID;
    } else if (dossier_phase_of(&dos) != PHASE_EVALUATION) {
        return E_CONFLICT;
    }
    TRY(db_insert(d, Q_COUNCIL_ITEM_INSERT, out, P_ID(id), P_ID(dossier_)));
    TRY(db_number(d, Q_COUNCIL_HEAD_SEATED, &seated, P_ID(dos.org_id), P_ID(dossier_)));
    if (seated && dos.state_funded) {
        finding_add(mem, refused, &(finding){"C-02", T("Người đứng đầu cơ sở là tác giả giải pháp do Nhà nước đầu tư nên không được là thành viên Hội đồng. Hãy đưa người đó ra khỏi Hội đồng xét hồ sơ này."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
        return E_INVALID;
    }
    TRY(add_readers(mem, d, s.council_id, dossier_));
    TRY(audit_add(d, mem, who, "council.scheduled", "dossier", dossier_.v, "", textf(mem, "%lld", (long long)id.v)));
    return db_commit(&tx);
}

status council_attend(arena *mem, db *d, const actor *who, council_session_id id, const member_id *present, int n)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};

    TRY(db_begin(d, &tx));
    TRY(manage_session(mem, d, who, id, &s));
    TRY(db_change(d, Q_COUNCIL_ATTENDANCE_CLEAR, NULL, P_ID(id)));
    for (int i = 0; i < n; i++) TRY(db_change(d, Q_COUNCIL_ATTENDANCE_ADD, NULL, P_ID(id), P_ID(present[i])));
    TRY(audit_add(d, mem, who, "council.attendance", "council_session", id.v, "", textf(mem, "%d", n)));
    return db_commit(&tx);
}

status council_assess(arena *mem, db *d, const actor *who, item_id id, const council_findings *f)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};

    TRY(db_begin(d, &tx));
    TRY(council_item_get(d, mem, who, id, &i));
    TRY(manage_session(mem, d, who, i.session_id, &s));
    TRY(db_change1(d, Q_COUNCIL_ITEM_FINDINGS, P_TEXT(f->n1), P_TEXT(f->n2), P_TEXT(f->n3), P_TEXT(f->n4), P_TEXT(f->benefit), P_TEXT(f->excluded), P_TEXT(f->opinion), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.assessed", "dossier", i.dossier_id.v, i.opinion, f->opinion));
    return db_commit(&tx);
}

status council_vote(arena *mem, db *d, const actor *who, item_id id, const char *choice, const char *reason, const char **receipt)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};
    member_row me = {0};

    if (!text_eq(choice, "for") && !text_eq(choice, "against") && !text_eq(choice, "blank")) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(council_item_get(d, mem, who, id, &i));
    TRY(council_session_get(d, mem, who, i.session_id, &s));
    if (text_eq(s.state, "closed") || text_eq(i.state, "concluded")) return E_CONFLICT;
    status found = db_one(d, Q_COUNCIL_MY_MEMBER, mem, &member_row_shape, &me, P_ID(s.id), P_INT(who->user.v));
    if (found != OK) return found == E_NOT_FOUND ? E_FORBIDDEN : found;
    if (!me.present) return E_FORBIDDEN;
    bool secret = text_eq(s.ballot, "secret");
    TRY(db_change1(d, Q_COUNCIL_VOTE_INSERT, P_ID(id), P_ID(me.id), P_TEXT(secret ? "" : choice), P_TEXT(secret ? "" : reason)));
    *receipt = "";
    if (secret) {
        unsigned char raw[10];
        randombytes_buf(raw, sizeof raw);
        *receipt = text_hex(mem, raw, sizeof raw);
        TRY(db_change1(d, Q_COUNCIL_BALLOT_INSERT, P_TEXT(*receipt), P_ID(id), P_TEXT(choice)));
    }
    TRY(audit_add(d, mem, who, "council.voted", "dossier", i.dossier_id.v, "", secret ? "" : choice));
    return db_commit(&tx);
}

static status count_votes(db *d, const session_row_view *s, item_row *i)
{
    bool secret = text_eq(s->ballot, "secret");
    const char *const choices[] = {"for", "against", "blank"};
    int64_t *const into[] = {&i->votes_for, &i->votes_against, &i->votes_blank};

    for (int k = 0; k < 3; k++) {
        if (secret) TRY(db_number(d, Q_COUNCIL_COUNT_SECRET, into[k], P_ID(i->id), P_TEXT(choices[k])));
        else TRY(db_number(d, Q_COUNCIL_COUNT_OPEN, into[k], P_ID(i->id), P_TEXT(choices[k])));
    }
    TRY(db_number(d, Q_COUNCIL_PRESENT_COUNT, &i->present, P_ID(s->id)));
    return db_number(d, Q_COUNCIL_MEMBER_COUNT, &i->members, P_ID(s->id));
}

/* What must be there before a conclusion: quorum, findings, an opinion. */
static status check_conclusion(arena *mem, const item_row *i, date day, finding_list *refused)
{
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(rule_ratio(rule_current(), "council.quorum", NULL, day, &num, &den, &rule));
    if (i->present * den < i->members * num)
        finding_add(mem, refused, &(finding){"C-03", textf(mem, T("Chưa đủ số thành viên có mặt: %lld trên %lld, cần ít nhất %s."), (long long)i->present, (long long)i->members, rule->value), rule->article, "", true});
    if (!*i->novelty_1 || !*i->novelty_2 || !*i->novelty_3 || !*i->novelty_4 || !*i->benefit || !*i->excluded)
        finding_add(mem, refused, &(finding){"C-04", T("Chưa ghi đủ nhận định về tính mới (4 tiêu chí), lợi ích và loại trừ."), T("Điều 3, Điều 4 Điều lệ Sáng kiến"), "", true});
    if (text_empty(i->opinion)) finding_add(mem, refused, &(finding){"C-05", T("Chưa có ý kiến đánh giá của Hội đồng."), T("Điều 8 Điều lệ Sáng kiến"), "opinion", true});
    return OK;
}

status council_conclude(arena *mem, db *d, const actor *who, item_id id, instant now, item_row *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};
    step_outcome o;
    int num = 0, den = 1;
    date day = date_of(now);

    TRY(db_begin(d, &tx));
    TRY(council_item_get(d, mem, who, id, &i));
    TRY(manage_session(mem, d, who, i.session_id, &s));
    if (text_eq(i.state, "concluded")) return E_CONFLICT;
    TRY(count_votes(d, &s, &i));
    TRY(check_conclusion(mem, &i, day, refused));
    if (refused->n) return E_INVALID;
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, day, &num, &den, NULL));
    bool sound = text_starts(i.novelty_1, "yes") && text_starts(i.novelty_2, "yes") && text_starts(i.novelty_3, "yes") && text_starts(i.novelty_4, "yes") &&
                 text_starts(i.benefit, "yes") && text_starts(i.excluded, "no");
    i.passed = sound && i.votes_for * den >= i.members * num;
    TRY(db_change1(d, Q_COUNCIL_ITEM_CONCLUDE, P_INT(i.members), P_INT(i.present), P_INT(i.votes_for), P_INT(i.votes_against), P_INT(i.votes_blank), P_BOOL(i.passed),
                   P_INSTANT(now), P_ID(id)));
    TRY(dossier_effect(mem, d, who, i.dossier_id, EFFECT_CONCLUDE, &(step_input){.note = i.opinion, .outcome = i.passed ? "pass" : "fail"}, now, &o));
    if (o.tag == STEP_REFUSED) {
        *refused = o.findings;
        return E_INVALID;
    }
    TRY(db_commit(&tx));
    *out = i;
    return OK;
}

status council_ballots(db *d, arena *mem, const item_row *i, ballot_list *out)
{
    if (!text_eq(i->state, "concluded")) return OK;
    TRY(db_each(d, Q_COUNCIL_BALLOTS, mem, &ballot_row_shape, out, P_ID(i->id)));
    for (int k = 0; k < out->n; k++) {
        const char *c = out->p[k].choice;
        out->p[k].choice = text_eq(c, "for") ? T("tán thành") : text_eq(c, "against") ? T("không tán thành") : T("không ý kiến");
    }
    return OK;
}

status council_close(arena *mem, db *d, const actor *who, council_session_id id)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};

    TRY(db_begin(d, &tx));
    TRY(manage_session(mem, d, who, id, &s));
    TRY(db_change1(d, Q_COUNCIL_SESSION_CLOSE, P_ID(id)));
    TRY(audit_add(d, mem, who, "council.session_closed", "council_session", id.v, "", ""));
    return db_commit(&tx);
}

/* ---- guards that steps of a dossier ask of the council ---- */
#define GUARD(name) static status name(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out)

GUARD(guard_valid)
{
    int64_t n = 0;

    (void)who, (void)in;
    TRY(db_number(d, Q_COUNCIL_READY, &n, P_ID(dos->org_id), P_DATE(date_of(now))));
    if (n == 0)
        finding_add(mem, out, &(finding){"C-01", T("Cơ sở chưa có Hội đồng đủ Chủ tịch, thư ký và ít nhất ba thành viên."), T("Điều 8 Điều lệ Sáng kiến; Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_quorum)
{
    item_row i = {0};
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    (void)who, (void)in;
    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(now), &num, &den, &rule));
    status s = db_one(d, Q_COUNCIL_ITEM_OF_DOSSIER, mem, &item_row_shape, &i, P_ID(dos->id));
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == E_NOT_FOUND || !text_eq(i.state, "concluded") || i.present * den < i.members * num)
        finding_add(mem, out, &(finding){"C-03", T("Hội đồng chưa họp đủ số thành viên cần có."), rule->article, "", true});
    return OK;
}

GUARD(guard_head_not_seated)
{
    int64_t n = 0;

    (void)who, (void)in, (void)now;
    TRY(db_number(d, Q_COUNCIL_HEAD_SEATED, &n, P_ID(dos->org_id), P_ID(dos->id)));
    if (n && dos->state_funded)
        finding_add(mem, out, &(finding){"C-02", T("Người đứng đầu cơ sở là tác giả giải pháp do Nhà nước đầu tư nên không được là thành viên Hội đồng."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_vote_passed)
{
    item_row i = {0};

    (void)who, (void)in, (void)now;
    status s = db_one(d, Q_COUNCIL_ITEM_OF_DOSSIER, mem, &item_row_shape, &i, P_ID(dos->id));
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == E_NOT_FOUND || !i.passed)
        finding_add(mem, out, &(finding){"C-06", T("Hội đồng chưa thông qua: cần ít nhất hai phần ba số thành viên tán thành và đủ các điều kiện công nhận."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    return OK;
}

GUARD(guard_dates)
{
    int64_t held = 0;

    (void)who, (void)in;
    TRY(db_number(d, Q_COUNCIL_LAST_DAY, &held, P_ID(dos->id)));
    date session = date_of((instant){held});
    if (date_compare(date_of(now), session) < 0)
        finding_add(mem, out, &(finding){"C-07", textf(mem, T("Ngày quyết định %s trước ngày Hội đồng họp %s."), date_vi(mem, date_of(now)), date_vi(mem, session)), T("khoản 1 Điều 7 Điều lệ Sáng kiến"), "", true});
    return OK;
}

const guard_entry council_guards[] = {
    {"council_valid", guard_valid}, {"quorum", guard_quorum}, {"head_not_seated", guard_head_not_seated}, {"vote_passed", guard_vote_passed}, {"dates_in_order", guard_dates}, {0},
};
