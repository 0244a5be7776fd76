#include "question/question.h"
#include "audit/audit.h"
#include "base/text.h"
#include "notify/notify.h"
#include "rule/rule.h"
#include "text/alike.h"

SHAPE(question_shape, question_row, F_ID(question_row, id), F_TEXT(question_row, title), F_TEXT(question_row, body), F_TEXT(question_row, tags), F_TEXT(question_row, state),
      F_TEXT(question_row, reason), F_TEXT(question_row, asker), F_TEXT(question_row, unit), F_ID(question_row, user_id), F_ID(question_row, session_id),
      F_ID(question_row, accepted_id), F_BOOL(question_row, anonymous), F_BOOL(question_row, faq), F_BOOL(question_row, official), F_INT(question_row, votes),
      F_INT(question_row, answers), F_INSTANT(question_row, created_at), F_INSTANT(question_row, moved_at));
SHAPE(answer_shape, answer_row, F_ID(answer_row, id), F_ID(answer_row, question_id), F_ID(answer_row, user_id), F_TEXT(answer_row, body), F_TEXT(answer_row, article),
      F_TEXT(answer_row, state), F_TEXT(answer_row, author), F_TEXT(answer_row, unit), F_BOOL(answer_row, official), F_BOOL(answer_row, asker), F_INSTANT(answer_row, created_at));
SHAPE(proposal_shape, proposal_row, F_INT(proposal_row, id), F_ID(proposal_row, question_id), F_TEXT(proposal_row, rule_key), F_TEXT(proposal_row, note),
      F_TEXT(proposal_row, author), F_INSTANT(proposal_row, created_at));
typedef struct {
    question_id v;
} ref;
STATIC_SHAPE(ref_shape, ref, F_ID(ref, v));

bool question_may_moderate(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_EDITOR));
}

bool question_may_answer_officially(const actor *who)
{
    return actor_has_any(who, ROLE_BIT(ROLE_DEPARTMENT));
}

/* ---- reading ---- */

/* Takes away what is not for this person: names of the anonymous, and ids that would tell them. */
static void veil(const actor *who, question_row *q)
{
    bool mine = who->user.v && q->user_id.v == who->user.v;

    if ((q->anonymous && !question_may_moderate(who) && !mine) || !q->user_id.v) q->asker = q->unit = "";
    if (!mine) q->user_id = (user_id){0};
}

status question_search(db *d, arena *mem, const actor *who, const question_filter *f, question_list *out)
{
    const char *folded = text_fold(mem, f->text);

    TRY(db_each(d, Q_QUESTION_LIST, mem, &question_shape, out, P_BOOL(question_may_moderate(who)), P_ID(who->user), P_BOOL(f->unanswered), P_BOOL(f->faq), P_INT(f->session.v),
                P_TEXT(*folded ? textf(mem, "%%%s%%", folded) : ""), P_TEXT(*f->tag ? textf(mem, "%%,%s,%%", f->tag) : ""), P_INT(f->page * QUESTION_PAGE)));
    for (int i = 0; i < out->n; i++) veil(who, &out->p[i]);
    return OK;
}

static status load(db *d, arena *mem, const actor *who, question_id id, question_row *q)
{
    TRY(db_one(d, Q_QUESTION_GET, mem, &question_shape, q, P_ID(id)));
    bool mine = who->user.v && q->user_id.v == who->user.v;
    return text_eq(q->state, "open") || mine || question_may_moderate(who) ? OK : E_NOT_FOUND;
}

status question_get(db *d, arena *mem, const actor *who, question_id id, question_row *out)
{
    question_row q = {0};

    TRY(load(d, mem, who, id, &q));
    veil(who, &q);
    *out = q;
    return OK;
}

/* Who asked without a name stays without one when answering the own question. */
static void veil_answer(const actor *who, const question_row *q, answer_row *a)
{
    bool mine = who->user.v && a->user_id.v == who->user.v;

    a->asker = q->user_id.v && a->user_id.v == q->user_id.v;
    if (q->anonymous && a->asker && !mine && !question_may_moderate(who)) a->author = a->unit = "";
    if (!mine) a->user_id = (user_id){0};
}

status question_answers(db *d, arena *mem, const actor *who, question_id id, answer_list *out)
{
    question_row q = {0};

    TRY(load(d, mem, who, id, &q));
    TRY(db_each(d, Q_ANSWER_LIST, mem, &answer_shape, out, P_ID(id), P_BOOL(question_may_moderate(who))));
    for (int i = 0; i < out->n; i++) veil_answer(who, &q, &out->p[i]);
    return OK;
}

status question_proposals(db *d, arena *mem, question_id id, proposal_list *out)
{
    return db_each(d, Q_QUESTION_PROPOSALS, mem, &proposal_shape, out, P_ID(id));
}

status question_mine(db *d, const actor *who, question_id id, bool *voted, bool *follows)
{
    int64_t v = 0, f = 0;

    TRY(db_number(d, Q_QUESTION_VOTED, &v, P_ID(id), P_ID(who->user)));
    TRY(db_number(d, Q_QUESTION_FOLLOWS, &f, P_ID(id), P_ID(who->user)));
    *voted = v > 0;
    *follows = f > 0;
    return OK;
}

/* ---- likeness ---- */

static const alike_index questions = {Q_QUESTION_COUNT, Q_QUESTION_PAIR_OF};

status question_similar(db *d, arena *mem, const char *text, question_id but, question_list *out)
{
    alike_pairs w = alike_pairs_of(mem, text);
    alike_hits h = {0};

    TRY(alike_find(d, mem, &questions, &w, but.v, 4 * QUESTION_SIMILAR, &h));
    out->p = NEWS(mem, question_row, QUESTION_SIMILAR);
    out->n = 0;
    for (int i = 0; i < h.n && out->n < QUESTION_SIMILAR; i++) {
        question_row q = {0};
        TRY(db_one(d, Q_QUESTION_GET, mem, &question_shape, &q, P_INT(h.p[i].id)));
        if (!text_eq(q.state, "open")) continue;
        veil(&(actor){0}, &q);
        out->p[out->n++] = q;
    }
    return OK;
}

/* ---- asking ---- */

static status add(arena *mem, db *d, const char *title, const char *body, const char *tags, user_id user, bool anonymous, course_session_id session, bool open, instant now, question_id *out)
{
    alike_pairs w = alike_pairs_of(mem, textf(mem, "%s. %s", title, body));

    TRY(db_insert(d, Q_QUESTION_INSERT, out, P_TEXT(title), P_TEXT(body), P_TEXT(tags), P_ID(user), P_BOOL(anonymous), P_ID(session), P_TEXT(open ? "open" : "pending"),
                  P_TEXT(textf(mem, "%s | %s", text_fold(mem, title), text_fold(mem, body))), P_INSTANT(now)));
    for (int i = 0; i < w.n; i++) TRY(db_change(d, Q_QUESTION_PAIR_INSERT, NULL, P_INT(w.p[i]), P_ID(*out)));
    return OK;
}

/* Those who let questions in learn that one waits. */
static status tell_moderators(arena *mem, db *d, user_id but, question_id id, const char *title, instant now)
{
    LIST_OF(ref) people = {0};

    TRY(db_each(d, Q_QUESTION_MODERATORS, mem, &ref_shape, &people, P_DATE(date_of(now)), P_INT(but.v)));
    for (int i = 0; i < people.n; i++)
        TRY(notify_add(d, (user_id){people.p[i].v.v}, textf(mem, "Câu hỏi chờ duyệt: %s", title), textf(mem, "/hoi-dap/%lld", (long long)id.v), textf(mem, "question-%lld-pending", (long long)id.v), now));
    return OK;
}

status question_ask(arena *mem, db *d, const actor *who, const char *title, const char *body, const char *tags, bool anonymous, course_session_id session, instant now, question_id *out)
{
    AUTO(db_tx) tx = {0};

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(add(mem, d, title, body, tags, who->user, anonymous, session, question_may_moderate(who), now, out));
    TRY(db_change(d, Q_QUESTION_FOLLOW_ADD, NULL, P_ID(*out), P_ID(who->user)));
    if (!question_may_moderate(who)) TRY(tell_moderators(mem, d, who->user, *out, title, now));
    TRY(audit_add(d, mem, who, "question.asked", "question", out->v, "", anonymous ? "" : title));
    return db_commit(&tx);
}

status question_ask_at_session(arena *mem, db *d, const char *title, course_session_id session, instant now, question_id *out)
{
    AUTO(db_tx) tx = {0};
    actor nobody = {.name = "", .login = "", .unit = "", .address = ""};
    int64_t waiting = 0;

    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_QUESTION_PENDING_IN, &waiting, P_ID(session)));
    if (waiting >= QUESTION_WAITING_MAX) return E_LIMIT;
    TRY(add(mem, d, title, "", "", (user_id){0}, true, session, false, now, out));
    TRY(tell_moderators(mem, d, (user_id){0}, *out, title, now));
    TRY(audit_add(d, mem, &nobody, "question.asked", "question", out->v, "", ""));
    return db_commit(&tx);
}

static status tell_followers(arena *mem, db *d, const actor *who, const question_row *q, const char *text, const char *cause, instant now)
{
    LIST_OF(ref) followers = {0};

    TRY(db_each(d, Q_QUESTION_FOLLOWERS, mem, &ref_shape, &followers, P_ID(q->id), P_ID(who->user)));
    for (int i = 0; i < followers.n; i++)
        TRY(notify_add(d, (user_id){followers.p[i].v.v}, textf(mem, "%s: %s", text, q->title), textf(mem, "/hoi-dap/%lld", (long long)q->id.v), cause, now));
    return OK;
}

status question_answer(arena *mem, db *d, const actor *who, question_id id, const char *body, const char *article, instant now, answer_id *out)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};
    bool official = question_may_answer_officially(who);

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    if (!text_eq(q.state, "open")) return E_CONFLICT;
    TRY(db_insert(d, Q_ANSWER_INSERT, out, P_ID(id), P_ID(who->user), P_TEXT(body), P_BOOL(official), P_TEXT(official ? article : ""), P_INSTANT(now)));
    TRY(db_change1(d, Q_QUESTION_RECOUNT, P_INSTANT(now), P_ID(id)));
    TRY(tell_followers(mem, d, who, &q, official ? "Có câu trả lời chính thức" : "Có câu trả lời", textf(mem, "answer-%lld", (long long)out->v), now));
    TRY(audit_add(d, mem, who, official ? "question.answered_officially" : "question.answered", "question", id.v, "", article));
    return db_commit(&tx);
}

status question_accept(arena *mem, db *d, const actor *who, question_id id, answer_id answer)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};
    answer_row a = {0};

    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    if (!who->user.v || q.user_id.v != who->user.v) return E_FORBIDDEN;
    TRY(db_one(d, Q_ANSWER_QUESTION, mem, &answer_shape, &a, P_ID(answer)));
    if (a.question_id.v != id.v || !text_eq(a.state, "open")) return E_NOT_FOUND;
    TRY(db_change1(d, Q_QUESTION_ACCEPT, P_ID(answer), P_ID(id)));
    TRY(audit_add(d, mem, who, "question.accepted", "question", id.v, "", textf(mem, "%lld", (long long)answer.v)));
    return db_commit(&tx);
}

status question_vote(arena *mem, db *d, const actor *who, question_id id, bool up)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    if (up) TRY(db_change(d, Q_QUESTION_VOTE_ADD, NULL, P_ID(id), P_ID(who->user)));
    else TRY(db_change(d, Q_QUESTION_VOTE_DROP, NULL, P_ID(id), P_ID(who->user)));
    TRY(db_change1(d, Q_QUESTION_VOTE_COUNT, P_ID(id)));
    return db_commit(&tx);
}

status question_follow(arena *mem, db *d, const actor *who, question_id id, bool on)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    if (on) TRY(db_change(d, Q_QUESTION_FOLLOW_ADD, NULL, P_ID(id), P_ID(who->user)));
    else TRY(db_change(d, Q_QUESTION_FOLLOW_DROP, NULL, P_ID(id), P_ID(who->user)));
    return db_commit(&tx);
}

/* ---- moderation ---- */

status question_moderate(arena *mem, db *d, const actor *who, question_id id, bool open, const char *reason, instant now)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};

    if (!question_may_moderate(who)) return E_FORBIDDEN;
    if (!open && !*reason) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    TRY(db_change1(d, Q_QUESTION_STATE_SET, P_TEXT(open ? "open" : "hidden"), P_TEXT(open ? "" : reason), P_ID(id)));
    if (q.user_id.v)
        TRY(notify_add(d, q.user_id, textf(mem, open ? "Câu hỏi của bạn đã được đăng: %s" : "Câu hỏi của bạn không được đăng (%s): %s", open ? q.title : reason, q.title),
                       textf(mem, "/hoi-dap/%lld", (long long)id.v), textf(mem, "question-%lld-%s", (long long)id.v, open ? "open" : "hidden"), now));
    TRY(audit_add(d, mem, who, "question.moderated", "question", id.v, q.state, textf(mem, "%s %s", open ? "open" : "hidden", reason)));
    return db_commit(&tx);
}

status question_hide_answer(arena *mem, db *d, const actor *who, answer_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    answer_row a = {0};

    if (!question_may_moderate(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_ANSWER_QUESTION, mem, &answer_shape, &a, P_ID(id)));
    TRY(db_change1(d, Q_ANSWER_STATE_SET, P_TEXT("hidden"), P_ID(id)));
    TRY(db_change1(d, Q_QUESTION_RECOUNT, P_INSTANT(now), P_ID(a.question_id)));
    TRY(audit_add(d, mem, who, "question.answer_hidden", "question", a.question_id.v, "", textf(mem, "%lld", (long long)id.v)));
    return db_commit(&tx);
}

status question_make_faq(arena *mem, db *d, const actor *who, question_id id, bool faq)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};

    if (!question_may_moderate(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    TRY(db_change1(d, Q_QUESTION_FAQ_SET, P_BOOL(faq), P_ID(id)));
    TRY(audit_add(d, mem, who, faq ? "question.faq" : "question.not_faq", "question", id.v, "", ""));
    return db_commit(&tx);
}

status question_propose(arena *mem, db *d, const actor *who, question_id id, const char *rule_key, const char *note, instant now)
{
    AUTO(db_tx) tx = {0};
    question_row q = {0};
    const rule_row *rule = NULL;
    struct { int64_t v; } made = {0};

    if (!question_may_moderate(who)) return E_FORBIDDEN;
    if (rule_get(rule_current(), rule_key, NULL, date_of(now), &rule) != OK) return E_NOT_FOUND;
    TRY(db_begin(d, &tx));
    TRY(load(d, mem, who, id, &q));
    TRY(db_insert(d, Q_QUESTION_PROPOSAL_INSERT, &made, P_ID(id), P_TEXT(rule_key), P_TEXT(note), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "question.proposed", "question", id.v, "", rule_key));
    return db_commit(&tx);
}
