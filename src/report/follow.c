/* Facts out of the other slices' tables, after the log. */
#include "base/text.h"
#include "report/report.h"
#include "rule/rule.h"
#include <ctype.h>
#include <string.h>

enum { STOPS_MAX = 50, TRAINING_YEARS_MAX = 200 };

typedef struct {
    int64_t id, amount, round;
    org_id org_id, entry_org;
    const char *field, *kind, *beneficiary, *phase, *own_level, *level, *entry, *entry_field, *entry_kind, *note;
    date filed_on, received_on, accepted_on, applied_done_on, decided_on, applied_on, recognised_on, cancelled_on;
    bool has_head;
} source;
STATIC_SHAPE(source_shape, source, F_INT(source, id), F_INT(source, amount), F_INT(source, round), F_ID(source, org_id), F_ID(source, entry_org), F_TEXT(source, field), F_TEXT(source, kind), F_TEXT(source, beneficiary), F_TEXT(source, phase),
             F_TEXT(source, own_level), F_TEXT(source, level), F_TEXT(source, entry), F_TEXT(source, entry_field), F_TEXT(source, entry_kind), F_TEXT(source, note), F_DATE(source, filed_on), F_DATE(source, received_on), F_DATE(source, accepted_on),
             F_DATE(source, applied_done_on), F_DATE(source, decided_on), F_DATE(source, applied_on), F_DATE(source, recognised_on), F_DATE(source, cancelled_on), F_BOOL(source, has_head));
typedef LIST_OF(source) sources;
typedef struct {
    date stopped_on, restarted_on;
} stop_row;
STATIC_SHAPE(stop_shape, stop_row, F_DATE(stop_row, stopped_on), F_DATE(stop_row, restarted_on));
typedef struct {
    int64_t id;
} ref;
STATIC_SHAPE(ref_shape, ref, F_INT(ref, id));
typedef struct {
    instant at;
    int64_t minutes, people;
} attendance;
STATIC_SHAPE(attendance_shape, attendance, F_INSTANT(attendance, at), F_INT(attendance, minutes), F_INT(attendance, people));
STATIC_SHAPE(state_shape, report_state, F_INT(report_state, audit_id), F_INT(report_state, stamp), F_INSTANT(report_state, at));

const char *report_reason_of(arena *mem, const char *note)
{
    static const char mark[] = "Điều ";

    for (const char *p = strstr(note, mark); p; p = strstr(p + 1, mark)) {
        const char *digits = p + sizeof mark - 1;
        size_t n = strspn(digits, "0123456789");
        if (n > 0 && n < 4 && !isalpha((unsigned char)digits[n])) return textf(mem, "Điều %.*s", (int)n, digits);
    }
    return "";
}

/* The year of reports that a day belongs to: that of the last day of its window. */
static int period_of(date day)
{
    date first = {0}, last = {0};
    bool open = false;

    if (rule_window(rule_current(), "report.year_cutoff", NULL, day, &open, &first, &last, NULL) != OK || !open) return date_year(day);
    return date_year(last);
}

/* Whether `on` was by the last day of the law's term, with its stops: 1, 0; -1 when no term ran. */
static status in_time(arena *mem, db *d, const source *s, const char *rule, date start, date on, int *out)
{
    LIST_OF(stop_row) rows = {0};
    rule_event events[2 * STOPS_MAX];
    rule_clock_face face = {0};
    int n = 0;

    *out = -1;
    if (!start.ymd || !on.ymd) return OK;
    TRY(db_each(d, Q_DOSSIER_STOPS, mem, &stop_shape, &rows, P_INT(s->id), P_TEXT(rule), P_DATE(start)));
    for (int i = 0; i < rows.n && n + 1 < 2 * STOPS_MAX; i++) {
        events[n++] = (rule_event){.kind = CLOCK_STOP, .on = rows.p[i].stopped_on};
        if (rows.p[i].restarted_on.ymd) events[n++] = (rule_event){.kind = CLOCK_RESTART, .on = rows.p[i].restarted_on};
    }
    bool known = rule_clock(mem, rule_current(), rule, NULL, start, start, events, n, on, &face) == OK && face.term.due.ymd;
    if (known) *out = date_compare(on, face.term.due) <= 0;
    return OK;
}

static status decided_in_time(arena *mem, db *d, const source *s, date on, int *out)
{
    return in_time(mem, d, s, "decide.period", s->accepted_on.ymd ? rule_decide_start(s->accepted_on, s->applied_done_on) : (date){0}, on, out);
}

typedef struct {
    const char *event, *level, *reason;
    date on;
    int on_time;
} fact;

static status add(db *d, const source *s, const fact *f)
{
    bool entry = text_eq(f->event, "recognised") || text_eq(f->event, "cancelled"), recognised = text_eq(f->event, "recognised");
    int days = s->filed_on.ymd ? date_days_between(s->filed_on, f->on) : 0;

    if (!f->on.ymd) return OK;
    return db_change1(d, Q_REPORT_EVENT_INSERT, P_INT(s->id), P_INT(s->round), P_TEXT(f->event), P_DATE(f->on), P_INT(date_year(f->on)), P_INT(period_of(f->on)), P_ID(entry ? s->entry_org : s->org_id),
                      P_TEXT(entry ? s->entry_field : s->field), P_TEXT(entry ? s->entry_kind : s->kind), P_TEXT(s->beneficiary), P_TEXT(f->level), P_BOOL(entry && s->has_head), P_INT(f->on_time), P_TEXT(f->reason), P_INT(days),
                      P_INT(recognised && s->amount > 0 ? s->amount : 0), P_BOOL(recognised && s->amount >= 0), P_BOOL(recognised && (s->applied_on.ymd || s->applied_done_on.ymd)));
}

/* The facts of one dossier, as it is now. */
static status add_facts(arena *mem, db *d, const source *s)
{
    const char *reason = report_reason_of(mem, s->note), *own = s->own_level;
    bool declined = text_eq(s->phase, "refused_acceptance"), refused = text_eq(s->phase, "refused"), valid = text_eq(s->entry, "valid");
    int reviewed = -1, decided = -1;

    TRY(add(d, s, &(fact){"received", own, "", s->filed_on, -1}));
    if (s->id > 0) TRY(in_time(mem, d, s, "review.period", s->received_on, declined ? s->decided_on : s->accepted_on, &reviewed));
    if (declined) return add(d, s, &(fact){"declined", own, reason, s->decided_on, reviewed});
    TRY(add(d, s, &(fact){"accepted", own, "", s->accepted_on, reviewed}));
    if (s->id > 0 && (refused || valid)) TRY(decided_in_time(mem, d, s, refused ? s->decided_on : s->recognised_on, &decided));
    if (refused) return add(d, s, &(fact){"refused", own, reason, s->decided_on, decided});
    if (text_eq(s->phase, "withdrawn")) return add(d, s, &(fact){"withdrawn", own, "", s->decided_on, -1});
    if (text_eq(s->phase, "excluded")) return add(d, s, &(fact){"excluded", own, reason, s->decided_on, -1});
    if (text_eq(s->entry, "cancelled")) return add(d, s, &(fact){"cancelled", s->level, "", s->cancelled_on, -1});
    return valid ? add(d, s, &(fact){"recognised", s->level, "", s->recognised_on, decided}) : OK;
}

static status source_rows(db *d, arena *mem, bool entries, int64_t after, int64_t upto, sources *out)
{
    if (entries) return db_each(d, Q_REPORT_SOURCE_ENTRY, mem, &source_shape, out, P_INT(after), P_INT(upto));
    return db_each(d, Q_REPORT_SOURCE, mem, &source_shape, out, P_INT(after), P_INT(upto));
}

/* Everything, in transactions of a few hundred dossiers; readers see the old sums until the last one. */
static status rebuild_rows(db *d, bool entries)
{
    AUTO(arena_ptr) mem = arena_new();
    int64_t after = 0;

    for (;;) {
        AUTO(db_tx) tx = {0};
        sources rows = {0};
        arena_reset(mem);
        TRY(source_rows(d, mem, entries, after, INT64_MAX, &rows));
        if (rows.n == 0) return OK;
        TRY(db_begin(d, &tx));
        for (int i = 0; i < rows.n; i++) {
            TRY(db_change(d, Q_REPORT_EVENT_DROP, NULL, P_INT(rows.p[i].id)));
            TRY(add_facts(mem, d, &rows.p[i]));
        }
        TRY(db_commit(&tx));
        after = rows.p[rows.n - 1].id;
        if (entries) after = -after;
    }
}

static status count_training(arena *mem, db *d)
{
    LIST_OF(attendance) rows = {0};
    training_year years[TRAINING_YEARS_MAX] = {{0}};
    int n = 0;

    TRY(db_each(d, Q_REPORT_ATTENDANCES, mem, &attendance_shape, &rows));
    for (int i = 0; i < rows.n; i++) {
        int year = date_year(date_of(rows.p[i].at)), k = 0;
        while (k < n && years[k].year != year) k++;
        if (k == TRAINING_YEARS_MAX) continue;
        if (k == n) years[n++].year = year;
        years[k].sessions++;
        years[k].people += rows.p[i].people;
        years[k].minutes += rows.p[i].people * rows.p[i].minutes;
    }
    TRY(db_change(d, Q_REPORT_TRAINING_CLEAR, NULL));
    for (int k = 0; k < n; k++) TRY(db_change1(d, Q_REPORT_TRAINING_ADD, P_INT(years[k].year), P_INT(years[k].sessions), P_INT(years[k].people), P_INT(years[k].minutes)));
    return OK;
}

static status close_count(arena *mem, db *d, int64_t audit_id, int64_t stamp, instant now)
{
    TRY(count_training(mem, d));
    return db_change1(d, Q_REPORT_STATE_SET, P_INT(audit_id), P_INT(stamp), P_INSTANT(now));
}

status report_rebuild(arena *mem, db *d, instant now)
{
    int64_t last = 0, stamp = 0;
    {
        AUTO(db_tx) tx = {0};
        TRY(db_begin(d, &tx));
        TRY(db_number(d, Q_REPORT_AUDIT_LAST, &last)); /* read first: what comes in between is counted again, not lost */
        TRY(db_number(d, Q_REGISTER_STAMP, &stamp));
        TRY(db_change(d, Q_REPORT_EVENT_CLEAR, NULL));
        TRY(db_change(d, Q_REPORT_TALLY_CLEAR, NULL));
        TRY(db_commit(&tx));
    }
    TRY(rebuild_rows(d, false));
    TRY(rebuild_rows(d, true));
    AUTO(db_tx) tx = {0};
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_REPORT_TALLY_CLEAR, NULL));
    TRY(db_change(d, Q_REPORT_TALLY_MAKE, NULL));
    TRY(close_count(mem, d, last, stamp, now));
    return db_commit(&tx);
}

static status recount(arena *mem, db *d, int64_t id)
{
    sources rows = {0};
    int64_t place = id < 0 ? -id : id;

    TRY(db_change(d, Q_REPORT_TALLY_ADD, NULL, P_INT(-1), P_INT(id)));
    TRY(db_change(d, Q_REPORT_EVENT_DROP, NULL, P_INT(id)));
    TRY(source_rows(d, mem, id < 0, place - 1, place, &rows));
    for (int i = 0; i < rows.n; i++) TRY(add_facts(mem, d, &rows.p[i]));
    return db_change(d, Q_REPORT_TALLY_ADD, NULL, P_INT(1), P_INT(id));
}

/* The register has its own counts: when they differ from ours, something came in past the log (an import). */
static status agrees(db *d, bool *out)
{
    int64_t a = 0, b = 0, c = 0, e = 0;

    TRY(db_number(d, Q_REPORT_VALID_ENTRIES, &a, P_BOOL(false)));
    TRY(db_number(d, Q_REPORT_COUNTED_ENTRIES, &b, P_BOOL(false)));
    TRY(db_number(d, Q_REPORT_VALID_ENTRIES, &c, P_BOOL(true)));
    TRY(db_number(d, Q_REPORT_COUNTED_ENTRIES, &e, P_BOOL(true)));
    *out = a == b && c == e;
    return OK;
}

/* One part of the log, in one short transaction: filings wait for it. `*behind`: another part follows; `*same`: the counts agree. */
static status follow_part(db *d, instant now, report_state *st, bool *behind, bool *same)
{
    enum { PART = 500 }; /* lines of the log */
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};
    LIST_OF(ref) touched = {0};
    int64_t last = 0, stamp = 0;

    TRY(db_begin(d, &tx));
    TRY(db_number(d, Q_REPORT_AUDIT_LAST, &last));
    TRY(db_number(d, Q_REGISTER_STAMP, &stamp));
    *same = true;
    *behind = last > st->audit_id + PART;
    if (last == st->audit_id && stamp == st->stamp) return OK;
    if (*behind) {
        last = st->audit_id + PART;
        stamp = st->stamp; /* the register is ahead of what is counted */
    }
    TRY(db_each(d, Q_REPORT_TOUCHED, mem, &ref_shape, &touched, P_INT(st->audit_id), P_INT(last)));
    *same = touched.n < DB_ROWS_MAX;
    for (int i = 0; *same && i < touched.n; i++) TRY(recount(mem, d, touched.p[i].id));
    if (*same && !*behind) TRY(agrees(d, same));
    if (!*same) return OK;
    TRY(close_count(mem, d, last, stamp, now));
    st->audit_id = last;
    return db_commit(&tx);
}

status report_follow(arena *mem, db *d, instant now)
{
    report_state st = {0};
    bool behind = true, same = true;
    status there = report_state_of(d, mem, &st);

    if (there == E_NOT_FOUND) return report_rebuild(mem, d, now);
    TRY(there);
    while (behind && same) TRY(follow_part(d, now, &st, &behind, &same));
    return same ? OK : report_rebuild(mem, d, now);
}

status report_state_of(db *d, arena *mem, report_state *out)
{
    return db_one(d, Q_REPORT_STATE_GET, mem, &state_shape, out);
}
