#include "registry/open.h"
#include "base/text.h"

SHAPE(open_row_shape, open_row, F_INT(open_row, id), F_INT(open_row, year), F_TEXT(open_row, code), F_TEXT(open_row, title), F_TEXT(open_row, org_name), F_TEXT(open_row, field), F_TEXT(open_row, kind),
      F_TEXT(open_row, level), F_TEXT(open_row, status), F_TEXT(open_row, decision), F_TEXT(open_row, authors), F_TEXT(open_row, summary), F_DATE(open_row, recognised_on),
      F_INSTANT(open_row, changed_at), F_BOOL(open_row, has_head));
SHAPE(history_row_shape, history_row, F_INT(history_row, id), F_INSTANT(history_row, at), F_TEXT(history_row, action), F_TEXT(history_row, after));
typedef struct {
    int64_t id;
    const char *after;
} logged;
STATIC_SHAPE(logged_shape, logged, F_INT(logged, id), F_TEXT(logged, after));

status open_changed(db *d, arena *mem, instant from, instant until, instant after, int64_t id, int limit, open_rows *out)
{
    return db_each(d, Q_REGISTER_CHANGED, mem, &open_row_shape, out, P_INT(from.ms), P_INT(until.ms), P_INT(after.ms), P_INT(id), P_INT(limit));
}

status open_changed_count(db *d, instant from, instant until, int64_t *out)
{
    return db_number(d, Q_REGISTER_CHANGED_COUNT, out, P_INT(from.ms), P_INT(until.ms));
}

status open_earliest(db *d, instant *out)
{
    return db_number(d, Q_REGISTER_EARLIEST, &out->ms);
}

status open_by_code(db *d, arena *mem, const char *code, open_row *out)
{
    return db_one(d, Q_REGISTER_BY_CODE, mem, &open_row_shape, out, P_TEXT(code));
}

status open_history(db *d, arena *mem, const char *code, history_rows *out)
{
    return db_each(d, Q_REGISTER_HISTORY, mem, &history_row_shape, out, P_TEXT(code));
}

status open_compare_log(db *d, int64_t *wrong)
{
    AUTO(arena_ptr) mem = arena_new();
    int64_t after = 0, entries = 0, in_log = 0, n = 0;

    for (;;) {
        LIST_OF(logged) rows = {0};
        arena_reset(mem);
        TRY(db_each(d, Q_REGISTER_LOG, mem, &logged_shape, &rows, P_INT(after)));
        if (rows.n == 0) break;
        for (int i = 0; i < rows.n; i++) {
            const char *now = "";
            TRY(certificate_entry_json(mem, d, (recognition_id){rows.p[i].id}, &now));
            n += !text_eq(now, rows.p[i].after);
        }
        after = rows.p[rows.n - 1].id;
    }
    TRY(db_number(d, Q_REGISTER_ENTRIES, &entries));
    TRY(db_number(d, Q_REGISTER_LOGGED, &in_log));
    *wrong = n + (in_log > entries ? in_log - entries : 0); /* what the log has and the register lost */
    return OK;
}
