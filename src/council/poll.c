/* Ballots over several dossiers: opened, voted in, counted, found again. */
#include "council/poll.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include "rule/rule.h"
#include <stdlib.h>
#include <string.h>

SHAPE(poll_shape, poll_row, F_ID(poll_row, id), F_ID(poll_row, session_id), F_TEXT(poll_row, title), F_TEXT(poll_row, method), F_TEXT(poll_row, state), F_TEXT(poll_row, method_name), F_INT(poll_row, top),
      F_INT(poll_row, places), F_INT(poll_row, options), F_INT(poll_row, voted), F_INT(poll_row, seats), F_INT(poll_row, present), F_INT(poll_row, recused), F_INT(poll_row, stand_ins),
      F_INT(poll_row, quorum_num), F_INT(poll_row, quorum_den), F_BOOL(poll_row, secret), F_BOOL(poll_row, i_voted), F_BOOL(poll_row, hidden), F_INSTANT(poll_row, counted_at));
SHAPE(poll_option_shape, poll_option, F_ID(poll_option, item_id), F_TEXT(poll_option, title), F_TEXT(poll_option, number), F_INT(poll_option, place), F_INT(poll_option, points));

typedef struct {
    poll_id poll;
    const char *choice;
} poll_ref;
STATIC_SHAPE(poll_ref_shape, poll_ref, F_ID(poll_ref, poll), F_TEXT(poll_ref, choice));
typedef LIST_OF(poll_ref) poll_refs;

/* ---- reading ---- */

status poll_of_session(db *d, arena *mem, const actor *who, council_session_id id, poll_list *out)
{
    int n = 0;

    TRY(db_each(d, Q_POLL_OF_SESSION, mem, &poll_shape, out, P_INT(who->user.v), P_ID(id)));
    for (int i = 0; i < out->n; i++)
        if (!out->p[i].hidden) out->p[n++] = out->p[i];
    out->n = n;
    for (int i = 0; i < n; i++) out->p[i].method_name = poll_method_name(poll_method_of(out->p[i].method));
    return OK;
}

static status poll_in(db *d, arena *mem, const actor *who, poll_id id, poll_row *out, poll_options *options, session_row_view *s)
{
    poll_row p = {0};

    TRY(db_one(d, Q_POLL_GET, mem, &poll_shape, &p, P_INT(who->user.v), P_ID(id)));
    if (p.id.v != id.v || p.hidden) return E_NOT_FOUND;
    TRY(council_session_get(d, mem, who, p.session_id, s));
    p.method_name = poll_method_name(poll_method_of(p.method));
    TRY(db_each(d, Q_POLL_OPTIONS, mem, &poll_option_shape, options, P_ID(id)));
    *out = p;
    return OK;
}

status poll_get(db *d, arena *mem, const actor *who, poll_id id, poll_row *out, poll_options *options)
{
    session_row_view s = {0};
    return poll_in(d, mem, who, id, out, options, &s);
}

status poll_bench_of(db *d, arena *mem, poll_id id, date day, member_list *l, council_bench *out)
{
    TRY(db_each(d, Q_POLL_BENCH, mem, &member_row_shape, l, P_ID(id)));
    return council_seat_by_rule(l, day, out);
}

/* ---- opening ---- */

const char *poll_flaw(const poll_row *p, int options)
{
    if (text_empty(p->title)) return "title";
    if (!text_eq(p->method, "approval") && !text_eq(p->method, "score") && !text_eq(p->method, "rank")) return "method";
    if (text_eq(p->method, "score") && (p->top < 1 || p->top > POLL_TOP_MAX)) return "top";
    if (options < 2 || options > POLL_OPTIONS_MAX) return "item";
    return p->places < 0 || p->places >= options ? "places" : "";
}

static int by_number(const void *a, const void *b)
{
    int64_t x = ((const item_id *)a)->v, y = ((const item_id *)b)->v;
    return x < y ? -1 : x > y;
}

status poll_open(arena *mem, db *d, const actor *who, council_session_id id, const poll_row *p, const item_id *items, int n, instant now, poll_id *out)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    item_id sorted[POLL_OPTIONS_MAX];

    if (*poll_flaw(p, n)) return E_INVALID;
    memcpy(sorted, items, sizeof *items * (size_t)n);
    qsort(sorted, (size_t)n, sizeof *sorted, by_number);
    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    TRY(db_insert(d, Q_POLL_INSERT, out, P_ID(id), P_TEXT(p->title), P_TEXT(p->method), P_INT(text_eq(p->method, "score") ? p->top : 1), P_INT(p->places), P_BOOL(p->secret), P_INSTANT(now)));
    for (int i = 0; i < n; i++) {
        item_row item = {0};
        if (i && sorted[i].v == sorted[i - 1].v) return E_INVALID;
        TRY(council_item_get(d, mem, who, sorted[i], &item));
        if (item.session_id.v != id.v) return E_NOT_FOUND;
        TRY(db_change1(d, Q_POLL_OPTION_INSERT, P_ID(*out), P_ID(sorted[i])));
    }
    TRY(audit_add(d, mem, who, "council.poll_opened", "council_poll", out->v, "", p->title));
    return db_commit(&tx);
}

/* ---- voting ---- */

/* As for one dossier. */
static status put_ballot(arena *mem, db *d, poll_id id, const char *receipt, const char *choice)
{
    ballot_list l = {0};

    TRY(db_each(d, Q_POLL_BALLOTS, mem, &ballot_row_shape, &l, P_ID(id)));
    council_add_ballot(mem, &l, receipt, choice);
    TRY(db_change(d, Q_POLL_BALLOTS_DROP, NULL, P_ID(id)));
    for (int i = 0; i < l.n; i++) TRY(db_change1(d, Q_POLL_BALLOT_INSERT, P_TEXT(l.p[i].receipt), P_ID(id), P_TEXT(l.p[i].choice)));
    return OK;
}

status poll_vote(arena *mem, db *d, const actor *who, poll_id id, const int *mark, int n, const char **receipt)
{
    AUTO(db_tx) tx = {0};
    poll_row p = {0};
    poll_options options = {0};
    session_row_view s = {0};
    member_list bench = {0};
    council_bench b;
    member_id me = {0};
    int read[POLL_OPTIONS_MAX];

    TRY(db_begin(d, &tx));
    TRY(poll_in(d, mem, who, id, &p, &options, &s));
    if (text_eq(s.state, "closed") || !text_eq(p.state, "open")) return E_CONFLICT;
    TRY(poll_bench_of(d, mem, id, date_of(instant_now()), &bench, &b));
    TRY(council_voter(&bench, who, &me));
    const char *ballot = n == options.n ? poll_text(mem, mark, n) : "";
    TRY(poll_read(ballot, poll_method_of(p.method), options.n, (int)p.top, read));
    TRY(db_change1(d, Q_POLL_VOTE_INSERT, P_ID(id), P_ID(me), P_TEXT(p.secret ? "" : ballot)));
    *receipt = "";
    if (p.secret) {
        *receipt = council_new_receipt(mem);
        TRY(put_ballot(mem, d, id, *receipt, ballot));
    }
    TRY(audit_add(d, mem, who, "council.poll_voted", "council_poll", id.v, "", p.secret ? "" : ballot));
    return db_commit(&tx);
}

static status forget_ballots(db *d, poll_id id)
{
    TRY(db_change(d, Q_POLL_VOTES_DROP, NULL, P_ID(id)));
    return db_change(d, Q_POLL_BALLOTS_DROP, NULL, P_ID(id));
}

status poll_take_votes(arena *mem, db *d, dossier_id dossier, user_id user)
{
    poll_refs l = {0};

    TRY(db_each(d, Q_POLL_VOTED_ON, mem, &poll_ref_shape, &l, P_ID(dossier), P_ID(user)));
    for (int i = 0; i < l.n; i++) TRY(forget_ballots(d, l.p[i].poll));
    return OK;
}

status poll_end_session(arena *mem, db *d, council_session_id id)
{
    poll_refs l = {0};

    TRY(db_each(d, Q_POLL_LEFT_OPEN, mem, &poll_ref_shape, &l, P_ID(id)));
    for (int i = 0; i < l.n; i++) {
        TRY(forget_ballots(d, l.p[i].poll));
        TRY(db_change1(d, Q_POLL_VOID, P_ID(l.p[i].poll)));
    }
    return OK;
}

/* ---- the count ---- */

/* The ballots as they are kept, and what they come to. */
static status tally_of(arena *mem, db *d, const poll_row *p, ballot_list *l, poll_tally *out)
{
    int n = (int)p->options;
    int *mark;

    if (p->secret) TRY(db_each(d, Q_POLL_BALLOTS, mem, &ballot_row_shape, l, P_ID(p->id)));
    else TRY(db_each(d, Q_POLL_NAMED_BALLOTS, mem, &ballot_row_shape, l, P_ID(p->id)));
    mark = NEWS(mem, int, n * l->n + 1);
    for (int i = 0; i < l->n; i++) TRY(poll_read(l->p[i].choice, poll_method_of(p->method), n, (int)p->top, &mark[i * n]));
    poll_count(mem, poll_method_of(p->method), &(poll_marks){n, l->n, mark}, out);
    return OK;
}

/* An open one, for who keeps its session. */
static status keep(arena *mem, db *d, const actor *who, poll_id id, poll_row *p, poll_options *options)
{
    session_row_view s = {0};

    TRY(poll_in(d, mem, who, id, p, options, &s));
    TRY(council_check_keeper(who, &s));
    return text_eq(p->state, "open") ? OK : E_CONFLICT;
}

static status check_count(arena *mem, db *d, poll_row *p, instant now, finding_list *refused)
{
    member_list bench = {0};
    council_bench b = {0};
    const rule_row *rule = NULL;
    int num = 0, den = 1;

    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(now), &num, &den, &rule));
    TRY(poll_bench_of(d, mem, p->id, date_of(now), &bench, &b));
    if (!council_quorate(&b, num, den))
        finding_add(mem, refused, &(finding){"C-03", textf(mem, T("Chưa đủ số thành viên có mặt và được dự xét: %lld trên %lld, cần ít nhất %s."), (long long)b.present, (long long)b.seats, rule->value), rule->article, "", true});
    if (!p->voted) finding_add(mem, refused, &(finding){"C-10", T("Chưa có thành viên nào bỏ phiếu."), rule->article, "", true});
    p->seats = b.seats;
    p->present = b.present;
    p->recused = b.recused;
    p->stand_ins = b.stand_ins;
    p->quorum_num = num;
    p->quorum_den = den;
    return refused->n ? E_INVALID : OK;
}

status poll_finish(arena *mem, db *d, const actor *who, poll_id id, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    poll_row p = {0};
    poll_options options = {0};
    ballot_list l = {0};
    poll_tally t = {0};

    TRY(db_begin(d, &tx));
    TRY(keep(mem, d, who, id, &p, &options));
    TRY(check_count(mem, d, &p, now, refused));
    TRY(tally_of(mem, d, &p, &l, &t));
    for (int i = 0; i < options.n; i++) {
        TRY(db_change1(d, Q_POLL_OPTION_PLACE, P_INT(t.place[i]), P_INT(t.points[i]), P_ID(id), P_ID(options.p[i].item_id)));
        TRY(council_log(d, p.session_id, options.p[i].item_id, now, "poll", "")); /* no place: it would tell of the others */
    }
    TRY(db_change1(d, Q_POLL_COUNT_SET, P_INT(p.seats), P_INT(p.present), P_INT(p.recused), P_INT(p.stand_ins), P_INT(p.quorum_num), P_INT(p.quorum_den), P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.poll_counted", "council_poll", id.v, "", textf(mem, "%d", l.n)));
    return db_commit(&tx);
}

status poll_void(arena *mem, db *d, const actor *who, poll_id id)
{
    AUTO(db_tx) tx = {0};
    poll_row p = {0};
    poll_options options = {0};

    TRY(db_begin(d, &tx));
    TRY(keep(mem, d, who, id, &p, &options));
    TRY(forget_ballots(d, id));
    TRY(db_change1(d, Q_POLL_VOID, P_ID(id)));
    TRY(audit_add(d, mem, who, "council.poll_void", "council_poll", id.v, p.title, ""));
    return db_commit(&tx);
}

/* ---- what was counted ---- */

static const char *words_of(arena *mem, const poll_row *p, const char *ballot)
{
    int mark[POLL_OPTIONS_MAX] = {0};

    if (poll_read(ballot, poll_method_of(p->method), (int)p->options, (int)p->top, mark) != OK) return ballot;
    return poll_words(mem, poll_method_of(p->method), mark, (int)p->options);
}

status poll_ballots(db *d, arena *mem, const poll_row *p, ballot_list *out, poll_tally *tally)
{
    if (!text_eq(p->state, "counted")) return OK;
    TRY(tally_of(mem, d, p, out, tally));
    for (int i = 0; i < out->n; i++) out->p[i].choice = words_of(mem, p, out->p[i].choice);
    return OK;
}

status poll_receipt(db *d, arena *mem, const actor *who, const char *receipt, poll_row *out, const char **choice)
{
    poll_ref f = {.choice = ""};
    poll_row p = {0};
    poll_options options = {0};

    TRY(db_one(d, Q_POLL_BALLOT_GET, mem, &poll_ref_shape, &f, P_TEXT(text_lower(mem, receipt))));
    TRY(poll_get(d, mem, who, f.poll, &p, &options));
    *choice = text_eq(p.state, "counted") ? words_of(mem, &p, f.choice) : "";
    *out = p;
    return OK;
}

/* ---- check ---- */

static status is_as_counted(arena *mem, db *d, poll_id id, bool *good)
{
    poll_row p = {0};
    poll_options options = {0};
    ballot_list l = {0};
    poll_tally t = {0};

    TRY(db_one(d, Q_POLL_GET, mem, &poll_shape, &p, P_INT(0), P_ID(id)));
    TRY(db_each(d, Q_POLL_OPTIONS, mem, &poll_option_shape, &options, P_ID(id)));
    status s = tally_of(mem, d, &p, &l, &t);
    if (s != OK && s != E_INVALID) return s;
    *good = s == OK;
    for (int i = 0; *good && i < options.n; i++) *good = options.p[i].place == t.place[i] && options.p[i].points == t.points[i];
    return OK;
}

status poll_check(db *d, int64_t *bad)
{
    AUTO(arena_ptr) mem = arena_new();
    poll_refs l = {0};

    *bad = 0;
    TRY(db_each(d, Q_POLL_COUNTED, mem, &poll_ref_shape, &l));
    for (int i = 0; i < l.n; i++) {
        AUTO(arena_ptr) one = arena_new();
        bool good = false;
        TRY(is_as_counted(one, d, l.p[i].poll, &good));
        *bad += !good;
    }
    return OK;
}
