/* What happens in a session: agenda, attendance, findings, votes, conclusion, minutes. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "rule/rule.h"
#include <sodium.h>
#include <string.h>

status council_schedule(arena *mem, db *d, const actor *who, council_session_id id, dossier_id dossier_, instant now, item_id *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    dossier dos = {0};
    criteria_row set = {0};
    int64_t seated = 0;

    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
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
    if (s.scores_at.ms) {
        status found = criteria_for(d, mem, dos.org_id, s.level, dos.field, &set);
        if (found != OK && found != E_NOT_FOUND) return found;
    }
    TRY(db_insert(d, Q_COUNCIL_ITEM_INSERT, out, P_ID(id), P_ID(dossier_), P_ID(set.id)));
    TRY(db_number(d, Q_COUNCIL_HEAD_SEATED, &seated, P_ID(dos.org_id), P_ID(dossier_)));
    if (seated && dos.state_funded) {
        finding_add(mem, refused, &(finding){"C-02", T("Người đứng đầu cơ sở là tác giả giải pháp do Nhà nước đầu tư nên không được là thành viên Hội đồng. Hãy đưa người đó ra khỏi Hội đồng xét hồ sơ này."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
        return E_INVALID;
    }
    TRY(council_seat_readers(mem, d, &s, dossier_, now));
    TRY(audit_add(d, mem, who, "council.scheduled", "dossier", dossier_.v, "", textf(mem, "%lld", (long long)id.v)));
    return db_commit(&tx);
}

/* ---- attendance ---- */

status council_attend(arena *mem, db *d, const actor *who, council_session_id id, const member_id *present, int n, instant now)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    member_list before = {0};

    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    TRY(council_attendance(d, mem, id, &before));
    for (int i = 0; i < before.n; i++) {
        bool now_present = false;
        int64_t voted = 0;
        for (int k = 0; k < n; k++) now_present |= present[k].v == before.p[i].id.v;
        if (now_present == before.p[i].present) continue;
        TRY(db_number(d, Q_COUNCIL_VOTED_IN, &voted, P_ID(id), P_ID(before.p[i].id)));
        if (!now_present && voted) return E_CONFLICT;
        if (now_present) TRY(db_change1(d, Q_COUNCIL_ATTENDANCE_ADD, P_ID(id), P_ID(before.p[i].id), P_INSTANT(now), P_TEXT("secretary")));
        else TRY(db_change1(d, Q_COUNCIL_ATTENDANCE_DROP, P_ID(id), P_ID(before.p[i].id)));
        TRY(council_log(d, id, (item_id){0}, now, now_present ? "present" : "away", before.p[i].name));
    }
    TRY(audit_add(d, mem, who, "council.attendance", "council_session", id.v, "", textf(mem, "%d", n)));
    return db_commit(&tx);
}

status council_attend_self(arena *mem, db *d, const actor *who, const char *token, instant now, council_session_id *out)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    member_list l = {0};

    TRY(db_begin(d, &tx));
    TRY(council_session_by_token(d, mem, who, token, &s));
    if (text_eq(s.state, "closed")) return E_CONFLICT;
    TRY(council_attendance(d, mem, s.id, &l));
    *out = s.id;
    for (int i = 0; i < l.n; i++) {
        if (l.p[i].user_id.v != who->user.v || l.p[i].present) continue;
        TRY(db_change1(d, Q_COUNCIL_ATTENDANCE_ADD, P_ID(s.id), P_ID(l.p[i].id), P_INSTANT(now), P_TEXT("phone")));
        TRY(council_log(d, s.id, (item_id){0}, now, "present", l.p[i].name));
        TRY(audit_add(d, mem, who, "council.attended", "council_session", s.id.v, "", "phone"));
    }
    return db_commit(&tx);
}

/* ---- findings and votes ---- */

status council_assess(arena *mem, db *d, const actor *who, item_id id, const council_findings *f)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};

    TRY(db_begin(d, &tx));
    TRY(council_manage_item(mem, d, who, id, &i, &s));
    TRY(db_change1(d, Q_COUNCIL_ITEM_FINDINGS, P_TEXT(f->n1), P_TEXT(f->n2), P_TEXT(f->n3), P_TEXT(f->n4), P_TEXT(f->benefit), P_TEXT(f->excluded), P_TEXT(f->opinion), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.assessed", "dossier", i.dossier_id.v, i.opinion, f->opinion));
    return db_commit(&tx);
}

static int by_receipt(const void *a, const void *b)
{
    return strcmp(((const ballot_row *)a)->receipt, ((const ballot_row *)b)->receipt);
}

void council_add_ballot(arena *mem, ballot_list *l, const char *receipt, const char *choice)
{
    ballot_row *all = NEWS(mem, ballot_row, l->n + 1);

    for (int i = 0; i < l->n; i++) all[i] = l->p[i];
    all[l->n] = (ballot_row){receipt, choice};
    *l = (ballot_list){all, l->n + 1};
    qsort(all, (size_t)l->n, sizeof *all, by_receipt);
}

const char *council_new_receipt(arena *mem)
{
    unsigned char raw[10];

    randombytes_buf(raw, sizeof raw);
    return text_hex(mem, raw, sizeof raw);
}

static status put_ballot(arena *mem, db *d, item_id id, const char *receipt, const char *choice)
{
    ballot_list l = {0};

    TRY(db_each(d, Q_COUNCIL_BALLOTS, mem, &ballot_row_shape, &l, P_ID(id)));
    council_add_ballot(mem, &l, receipt, choice);
    TRY(db_change(d, Q_COUNCIL_BALLOTS_DROP, NULL, P_ID(id)));
    for (int i = 0; i < l.n; i++) TRY(db_change1(d, Q_COUNCIL_BALLOT_INSERT, P_TEXT(l.p[i].receipt), P_ID(id), P_TEXT(l.p[i].choice)));
    return OK;
}

status council_voter(const member_list *bench, const actor *who, member_id *out)
{
    if (!council_may_vote(bench, who->user)) return E_FORBIDDEN;
    for (int k = 0; k < bench->n; k++)
        if (bench->p[k].user_id.v == who->user.v) *out = bench->p[k].id;
    return OK;
}

/* The member of `who` on the bench of an item that may still be voted on. */
static status voter(arena *mem, db *d, const actor *who, const item_row *i, const session_row_view *s, member_id *out)
{
    member_list bench = {0};
    council_bench b;

    if (text_eq(s->state, "closed") || text_eq(i->state, "concluded")) return E_CONFLICT;
    TRY(council_bench_of(d, mem, i->id, date_of(instant_now()), &bench, &b));
    return council_voter(&bench, who, out);
}

status council_vote(arena *mem, db *d, const actor *who, item_id id, const char *choice, const char *reason, const char **receipt)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};
    member_id me = {0};

    if (!text_eq(choice, "for") && !text_eq(choice, "against") && !text_eq(choice, "blank")) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(council_item_in(d, mem, who, id, &i, &s));
    TRY(voter(mem, d, who, &i, &s, &me));
    bool secret = text_eq(s.ballot, "secret");
    if (!secret && text_eq(choice, "against") && text_empty(reason)) return E_INVALID;
    TRY(db_change1(d, Q_COUNCIL_VOTE_INSERT, P_ID(id), P_ID(me), P_TEXT(secret ? "" : choice), P_TEXT(secret ? "" : reason)));
    *receipt = "";
    if (secret) {
        *receipt = council_new_receipt(mem);
        TRY(put_ballot(mem, d, id, *receipt, choice));
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
    return OK;
}

/* What must be there before a conclusion: quorum, findings, an opinion, scores that are shown. */
static status check_conclusion(arena *mem, const item_row *i, const session_row_view *s, const council_bench *b, const rule_row *rule, instant now, finding_list *refused)
{
    bool complete = false;

    if (!council_quorate(b, (int)i->quorum_num, (int)i->quorum_den))
        finding_add(mem, refused, &(finding){"C-03", textf(mem, T("Chưa đủ số thành viên có mặt và được dự xét: %lld trên %lld, cần ít nhất %s."), (long long)b->present, (long long)b->seats, rule->value), rule->article, "", true});
    (void)council_sound(i, &complete);
    if (!complete) finding_add(mem, refused, &(finding){"C-04", T("Chưa ghi đủ nhận định về tính mới (4 tiêu chí), lợi ích và loại trừ."), T("Điều 3, Điều 4 Điều lệ Sáng kiến"), "", true});
    if (text_empty(i->opinion)) finding_add(mem, refused, &(finding){"C-05", T("Chưa có ý kiến đánh giá của Hội đồng."), T("Điều 8 Điều lệ Sáng kiến"), "opinion", true});
    if (i->voted == 0) finding_add(mem, refused, &(finding){"C-10", T("Chưa có thành viên nào bỏ phiếu."), T("Điều 8 Thông tư 18/2013/TT-BKHCN"), "", true});
    if (council_phase(s, i, now) == SCORING_ALONE)
        finding_add(mem, refused, &(finding){"C-08", textf(mem, T("Các thành viên còn chấm độc lập đến %s."), instant_vi(mem, s->scores_at)), T("tiêu chí chấm điểm của cơ sở"), "", true});
    else if (i->set_id.v && !i->scored) finding_add(mem, refused, &(finding){"C-09", T("Chưa có phiếu chấm điểm nào đã nộp."), T("tiêu chí chấm điểm của cơ sở"), "", true});
    return OK;
}

/* Everything of the result, from the rows as they are. */
static status weigh(arena *mem, db *d, const session_row_view *s, instant now, item_row *i, finding_list *refused)
{
    int qn = 0, qd = 1, pn = 0, pd = 1;
    const rule_row *rule = NULL;
    member_list bench = {0};
    council_bench b = {0};
    bool complete = false;
    date day = date_of(now);

    TRY(rule_ratio(rule_current(), "council.quorum", NULL, day, &qn, &qd, &rule));
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, day, &pn, &pd, NULL));
    i->quorum_num = qn;
    i->quorum_den = qd;
    i->pass_num = pn;
    i->pass_den = pd;
    TRY(council_bench_of(d, mem, i->id, day, &bench, &b));
    i->seats = b.seats;
    i->members = b.members;
    i->present = b.present;
    i->recused = b.recused;
    i->stand_ins = b.stand_ins;
    TRY(count_votes(d, s, i));
    TRY(council_count_scores(d, mem, i));
    TRY(check_conclusion(mem, i, s, &b, rule, now, refused));
    if (refused->n) return E_INVALID;
    i->passed = council_sound(i, &complete) && council_carried(&b, i->votes_for, pn, pd) && council_points_enough(i);
    return OK;
}

status council_conclude(arena *mem, db *d, const actor *who, item_id id, instant now, item_row *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};
    step_outcome o;

    TRY(db_begin(d, &tx));
    TRY(council_manage_item(mem, d, who, id, &i, &s));
    TRY(weigh(mem, d, &s, now, &i, refused));
    TRY(db_change1(d, Q_COUNCIL_ITEM_CONCLUDE, P_INT(i.seats), P_INT(i.members), P_INT(i.present), P_INT(i.recused), P_INT(i.stand_ins), P_INT(i.quorum_num), P_INT(i.quorum_den), P_INT(i.pass_num),
                   P_INT(i.pass_den), P_INT(i.votes_for), P_INT(i.votes_against), P_INT(i.votes_blank), i.scored ? P_INT(i.score) : P_NULL, P_INT(i.score_pass), P_INT(i.vetoes), P_INT(i.veto_at),
                   P_TEXT(i.formula), P_BOOL(i.passed), P_INSTANT(now), P_ID(id)));
    TRY(council_log(d, s.id, id, now, "concluded", i.passed ? "passed" : "failed"));
    TRY(dossier_effect(mem, d, who, i.dossier_id, EFFECT_CONCLUDE, &(step_input){.note = i.opinion, .outcome = i.passed ? "pass" : "fail"}, now, &o));
    if (o.tag == STEP_REFUSED) {
        *refused = o.findings;
        return E_INVALID;
    }
    TRY(db_commit(&tx));
    *out = i;
    return OK;
}

static const char *choice_words(const char *c)
{
    return text_eq(c, "for") ? T("tán thành") : text_eq(c, "against") ? T("không tán thành") : T("không ý kiến");
}

status council_ballots(db *d, arena *mem, const item_row *i, ballot_list *out)
{
    if (!text_eq(i->state, "concluded")) return OK;
    TRY(db_each(d, Q_COUNCIL_BALLOTS, mem, &ballot_row_shape, out, P_ID(i->id)));
    for (int k = 0; k < out->n; k++) out->p[k].choice = choice_words(out->p[k].choice);
    return OK;
}

typedef struct {
    item_id item;
    const char *choice;
} found_ballot;
STATIC_SHAPE(found_ballot_shape, found_ballot, F_ID(found_ballot, item), F_TEXT(found_ballot, choice));

status council_receipt(db *d, arena *mem, const actor *who, const char *receipt, item_row *out, const char **choice)
{
    found_ballot f = {.choice = ""};
    item_row i = {0};

    TRY(db_one(d, Q_COUNCIL_BALLOT_GET, mem, &found_ballot_shape, &f, P_TEXT(text_lower(mem, receipt))));
    TRY(council_item_get(d, mem, who, f.item, &i));
    *out = i;
    *choice = text_eq(i.state, "concluded") ? choice_words(f.choice) : "";
    return OK;
}

status council_close(arena *mem, db *d, const actor *who, council_session_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};

    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    TRY(poll_end_session(mem, d, id));
    TRY(db_change1(d, Q_COUNCIL_SESSION_CLOSE, P_ID(id)));
    TRY(council_log(d, id, (item_id){0}, now, "closed", ""));
    TRY(audit_add(d, mem, who, "council.session_closed", "council_session", id.v, "", ""));
    return db_commit(&tx);
}
