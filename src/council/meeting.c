/* Readers of dossiers, the order of the agenda, what is called, who leaves, minutes from the log. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "council/council_own.h"
#include <string.h>

SHAPE(assignment_shape, assignment_row, F_ID(assignment_row, item_id), F_ID(assignment_row, member_id), F_TEXT(assignment_row, name), F_TEXT(assignment_row, why));
SHAPE(minutes_line_shape, minutes_line, F_TEXT(minutes_line, text), F_BOOL(minutes_line, edited));

enum { COST_OTHER_FIELD = 20, COST_NO_FIELD_NAMED = 8 };

/* 0: knows the field; more where no field is named, most where others are. */
static int field_cost(arena *mem, const char *expertise, const char *field)
{
    char *save = NULL, *copy = text_copy(mem, expertise);
    const char *wanted = text_fold(mem, field);
    bool named = false;

    for (char *line = strtok_r(copy, "\n,;", &save); line; line = strtok_r(NULL, "\n,;", &save)) {
        const char *one = text_fold(mem, line + strspn(line, " "));
        named |= *one != 0;
        if (*one && text_eq(one, wanted)) return 0;
    }
    return named ? COST_OTHER_FIELD : COST_NO_FIELD_NAMED;
}

/* Open items of the session, members who may read, who is barred, and what each would cost. */
static status set_problem(arena *mem, db *d, const item_list *items, const member_list *members, flow_problem *p, unsigned char **barred)
{
    int *cost = NEWS(mem, int, p->dossiers * p->members + 1);

    *barred = NEWS(mem, unsigned char, p->dossiers * p->members + 1);
    for (int i = 0; i < p->dossiers; i++)
        for (int m = 0; m < p->members; m++) {
            int64_t bar = 0;
            TRY(db_number(d, Q_COUNCIL_BARRED, &bar, P_ID(items->p[i].dossier_id), P_ID(members->p[m].user_id)));
            (*barred)[i * p->members + m] = bar > 0;
            cost[i * p->members + m] = field_cost(mem, members->p[m].expertise, items->p[i].field);
        }
    p->barred = *barred;
    p->cost = cost;
    return OK;
}

static const char *reason(arena *mem, const flow_problem *p, const unsigned char *barred, int i, int m)
{
    int cost = p->cost[i * p->members + m], conflicts = 0;

    for (int k = 0; k < p->members; k++) conflicts += barred[i * p->members + k];
    const char *field = cost == 0 ? T("đúng lĩnh vực") : cost == COST_NO_FIELD_NAMED ? T("chưa ghi lĩnh vực chuyên môn") : T("khác lĩnh vực, vì người đúng lĩnh vực đã đủ việc hoặc không được dự xét");
    return conflicts ? textf(mem, T("%s; %d người không được dự xét"), field, conflicts) : field;
}

status council_assign(arena *mem, db *d, const actor *who, council_session_id id, int each, int load, instant now, flow_result *out)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    item_list items = {0};
    member_list members = {0};
    unsigned char *barred = NULL;
    int n = 0;

    (void)now;
    if (each < 1 || each > COUNCIL_MEMBERS_MAX || load < 1 || load > COUNCIL_ITEMS_MAX) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    TRY(council_items(d, mem, who, id, &items));
    for (int i = 0; i < items.n; i++)
        if (!text_eq(items.p[i].state, "concluded")) items.p[n++] = items.p[i];
    items.n = n;
    TRY(council_members(d, mem, s.council_id, &members));
    flow_problem p = {.dossiers = items.n, .members = members.n, .each = each, .load = load};
    TRY(set_problem(mem, d, &items, &members, &p, &barred));
    unsigned char *pick = NEWS(mem, unsigned char, items.n * members.n + 1);
    flow_solve(mem, &p, pick, out);
    for (int i = 0; i < items.n; i++) {
        TRY(db_change(d, Q_COUNCIL_ASSIGNMENT_CLEAR, NULL, P_ID(items.p[i].id)));
        for (int m = 0; m < members.n; m++)
            if (pick[i * members.n + m]) TRY(db_change1(d, Q_COUNCIL_ASSIGNMENT_PUT, P_ID(items.p[i].id), P_ID(members.p[m].id), P_TEXT(reason(mem, &p, barred, i, m))));
    }
    TRY(audit_add(d, mem, who, "council.assigned", "council_session", id.v, "", textf(mem, "%d", out->assigned)));
    return db_commit(&tx);
}

status council_assignments(db *d, arena *mem, const actor *who, council_session_id id, assignment_list *out)
{
    session_row_view s = {0};

    TRY(council_session_get(d, mem, who, id, &s));
    if (!council_may_manage(who, s.org_id)) return OK; /* members see their own in council_readings */
    return db_each(d, Q_COUNCIL_ASSIGNMENTS, mem, &assignment_shape, out, P_ID(id), P_INT(who->user.v));
}

/* ---- the order of the agenda ---- */

static status away_of(arena *mem, db *d, const item_list *items, const member_list *members, uint64_t *away)
{
    for (int i = 0; i < items->n; i++)
        for (int m = 0; m < members->n && m < 64; m++) {
            int64_t bar = 0;
            TRY(db_number(d, Q_COUNCIL_BARRED, &bar, P_ID(items->p[i].dossier_id), P_ID(members->p[m].user_id)));
            if (bar) away[i] |= (uint64_t)1 << m;
        }
    return OK;
}

/* All items are ordered, also those that are hidden from who asks: the order tells nothing of what a dossier is. */
status council_order(arena *mem, db *d, const actor *who, council_session_id id, instant now, int *before, int *after)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    item_list items = {0};
    member_list members = {0};

    (void)now;
    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    TRY(council_items(d, mem, who, id, &items));
    TRY(council_attendance(d, mem, id, &members));
    uint64_t *away = NEWS(mem, uint64_t, items.n + 1);
    int *order = NEWS(mem, int, items.n + 1);
    TRY(away_of(mem, d, &items, &members, away));
    for (int i = 0; i < items.n; i++) order[i] = i;
    *before = agenda_departures(away, order, items.n);
    *after = agenda_order(mem, away, items.n, order);
    for (int i = 0; i < items.n; i++) TRY(db_change1(d, Q_COUNCIL_ITEM_ORDER, P_INT(i + 1), P_ID(items.p[order[i]].id)));
    TRY(audit_add(d, mem, who, "council.agenda_ordered", "council_session", id.v, "", ""));
    return db_commit(&tx);
}

/* ---- what is called ---- */

status council_call(arena *mem, db *d, const actor *who, council_session_id id, item_id item, instant now)
{
    AUTO(db_tx) tx = {0};
    session_row_view s = {0};
    item_row i = {0};
    member_list l = {0};

    TRY(db_begin(d, &tx));
    TRY(council_manage_session(mem, d, who, id, &s));
    if (item.v) TRY(council_item_get(d, mem, who, item, &i));
    if (item.v && i.session_id.v != id.v) return E_NOT_FOUND;
    TRY(db_change1(d, Q_COUNCIL_CALL, P_ID(item), P_ID(id)));
    TRY(council_log(d, id, item, now, item.v ? "item" : "break", ""));
    if (item.v) TRY(db_each(d, Q_COUNCIL_BENCH, mem, &member_row_shape, &l, P_ID(item)));
    for (int k = 0; k < l.n; k++)
        if (l.p[k].recused && l.p[k].present) TRY(council_log(d, id, item, now, "leave", l.p[k].name));
    TRY(audit_add(d, mem, who, "council.called", "council_session", id.v, "", textf(mem, "%lld", (long long)item.v)));
    return db_commit(&tx);
}

status council_leaving(db *d, arena *mem, const actor *who, const session_row_view *s, bool *i_leave, member_list *others)
{
    member_list l = {0};
    int n = 0;
    bool keeps = council_may_manage(who, s->org_id);

    *i_leave = false;
    if (!s->current_item || text_eq(s->state, "closed")) return OK;
    TRY(db_each(d, Q_COUNCIL_BENCH, mem, &member_row_shape, &l, P_INT(s->current_item)));
    for (int i = 0; i < l.n; i++) {
        if (!l.p[i].recused) continue;
        if (l.p[i].user_id.v == who->user.v) *i_leave = true;
        l.p[n++] = l.p[i];
    }
    l.n = keeps && !*i_leave ? n : 0;
    *others = l;
    return OK;
}

/* ---- minutes ---- */

typedef struct {
    instant at;
    const char *event, *what;
} log_row;
STATIC_SHAPE(log_shape, log_row, F_INSTANT(log_row, at), F_TEXT(log_row, event), F_TEXT(log_row, what));

static const char *log_words(arena *mem, const log_row *r)
{
    const char *at = instant_vi(mem, r->at);

    if (text_eq(r->event, "present")) return textf(mem, "%s: %s có mặt.", at, r->what);
    if (text_eq(r->event, "away")) return textf(mem, "%s: %s rời phiên họp.", at, r->what);
    if (text_eq(r->event, "leave")) return textf(mem, "%s: %s ra ngoài vì không được dự xét hồ sơ này.", at, r->what);
    if (text_eq(r->event, "item")) return textf(mem, "%s: Hội đồng bắt đầu xét hồ sơ.", at);
    if (text_eq(r->event, "voted_again")) return textf(mem, "%s: hủy các phiếu đã bỏ vì một người bỏ phiếu không được dự xét; bỏ phiếu lại.", at);
    if (text_eq(r->event, "poll")) return textf(mem, "%s: Hội đồng kiểm phiếu lựa chọn giữa hồ sơ này và hồ sơ khác (có bảng kết quả riêng).", at);
    if (text_eq(r->event, "concluded")) return textf(mem, "%s: Hội đồng kết luận: %s.", at, text_eq(r->what, "passed") ? "thông qua" : "không thông qua");
    return textf(mem, "%s: %s", at, r->what);
}

static bool holds(const minutes_lines *l, const char *text)
{
    for (int i = 0; i < l->n; i++)
        if (text_eq(l->p[i].text, text)) return true;
    return false;
}

status council_minutes(db *d, arena *mem, const actor *who, item_id id, minutes_lines *out, minutes_lines *dropped)
{
    item_row i = {0};
    LIST_OF(log_row) log = {0};
    minutes_lines told = {0}, stands = {0};

    TRY(council_item_get(d, mem, who, id, &i));
    TRY(db_each(d, Q_COUNCIL_LOG_OF, mem, &log_shape, &log, P_ID(i.session_id), P_ID(id)));
    told.p = NEWS(mem, minutes_line, log.n + 1);
    for (int k = 0; k < log.n; k++) told.p[told.n++].text = log_words(mem, &log.p[k]);
    *dropped = (minutes_lines){0};
    *out = told;
    if (!*i.minutes) return OK;
    char *save = NULL, *copy = text_copy(mem, i.minutes);
    stands.p = NEWS(mem, minutes_line, (int)strlen(copy) / 2 + 2);
    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) stands.p[stands.n++] = (minutes_line){line, !holds(&told, line)};
    dropped->p = NEWS(mem, minutes_line, told.n + 1);
    for (int k = 0; k < told.n; k++)
        if (!holds(&stands, told.p[k].text)) dropped->p[dropped->n++] = told.p[k];
    *out = stands;
    return OK;
}

status council_edit_minutes(arena *mem, db *d, const actor *who, item_id id, const char *text, instant now)
{
    AUTO(db_tx) tx = {0};
    item_row i = {0};
    session_row_view s = {0};

    (void)now;
    TRY(db_begin(d, &tx));
    TRY(council_item_in(d, mem, who, id, &i, &s));
    TRY(council_check_keeper(who, &s));
    TRY(db_change1(d, Q_COUNCIL_MINUTES_SET, P_TEXT(text), P_ID(id)));
    TRY(audit_add(d, mem, who, "council.minutes_edited", "council_item", id.v, i.minutes, text));
    return db_commit(&tx);
}
