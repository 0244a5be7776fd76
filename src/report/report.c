#include "report/report.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/catalogue.h"
#include "rule/rule.h"

SHAPE(cube_row_shape, cube_row, F_INT(cube_row, year), F_INT(cube_row, org), F_INT(cube_row, received), F_INT(cube_row, accepted), F_INT(cube_row, declined), F_INT(cube_row, recognised),
      F_INT(cube_row, city), F_INT(cube_row, head), F_INT(cube_row, refused), F_INT(cube_row, withdrawn), F_INT(cube_row, cancelled), F_INT(cube_row, excluded), F_INT(cube_row, timed), F_INT(cube_row, in_time),
      F_INT(cube_row, days), F_INT(cube_row, reviewed), F_INT(cube_row, reviewed_in_time), F_INT(cube_row, amount), F_INT(cube_row, computable), F_INT(cube_row, applied),
      F_TEXT(cube_row, field), F_TEXT(cube_row, kind), F_TEXT(cube_row, level), F_TEXT(cube_row, reason), F_TEXT(cube_row, beneficiary));
SHAPE(unit_row_shape, unit_row, F_INT(unit_row, org), F_INT(unit_row, recognised), F_INT(unit_row, city), F_INT(unit_row, head), F_INT(unit_row, refused), F_INT(unit_row, timed),
      F_INT(unit_row, in_time), F_TEXT(unit_row, name), F_TEXT(unit_row, symbol), F_TEXT(unit_row, sector));
SHAPE(round_count_shape, round_count, F_INT(round_count, id), F_INT(round_count, year), F_INT(round_count, received), F_INT(round_count, accepted), F_INT(round_count, recognised),
      F_INT(round_count, refused), F_INT(round_count, timed), F_INT(round_count, in_time), F_TEXT(round_count, name));
SHAPE(training_year_shape, training_year, F_INT(training_year, year), F_INT(training_year, sessions), F_INT(training_year, people), F_INT(training_year, minutes));
SHAPE(running_count_shape, running_count, F_INT(running_count, running), F_INT(running_count, overdue));
SHAPE(report_certificate_shape, report_certificate, F_TEXT(report_certificate, serial), F_TEXT(report_certificate, author), F_TEXT(report_certificate, title), F_TEXT(report_certificate, code),
      F_TEXT(report_certificate, org_name), F_TEXT(report_certificate, level), F_TEXT(report_certificate, status), F_DATE(report_certificate, issued_on));
SHAPE(record_row_shape, record_row, F_INT(record_row, dossier_id), F_INT(record_row, on_time), F_INT(record_row, days), F_INT(record_row, amount), F_TEXT(record_row, event), F_TEXT(record_row, reason),
      F_TEXT(record_row, org_name), F_TEXT(record_row, title), F_TEXT(record_row, number), F_DATE(record_row, on_date), F_BOOL(record_row, hidden));

static const char *or_all(const char *s)
{
    return s ? s : "";
}

const char *report_scope(bool unit, bool field, bool beneficiary)
{
    if (beneficiary) return field ? "cell" : "served";
    return !unit ? "city" : field ? "cell" : "unit";
}

status report_cube(db *d, arena *mem, const cube_ask *a, cube_rows *out)
{
    const char *beneficiary = or_all(a->beneficiary);
    const char *scope = report_scope(a->by_org || a->org.v, a->by_field || *or_all(a->field), a->by_beneficiary || *beneficiary);

    return db_each(d, Q_REPORT_CUBE, mem, &cube_row_shape, out, P_INT(!a->by_year ? 0 : a->period ? 2 : 1), P_BOOL(a->by_org), P_BOOL(a->by_field), P_BOOL(a->by_kind), P_BOOL(a->by_level),
                   P_BOOL(a->by_beneficiary), P_BOOL(a->by_reason), P_TEXT(scope), P_INT(a->org.v), P_TEXT(or_all(a->field)), P_TEXT(or_all(a->kind)), P_TEXT(beneficiary), P_TEXT(or_all(a->level)),
                   P_BOOL(a->period), P_INT(a->from), P_INT(a->to));
}

status report_units(db *d, arena *mem, bool period, int from, int to, bool all, unit_rows *out)
{
    return db_each(d, Q_REPORT_UNITS, mem, &unit_row_shape, out, P_BOOL(period), P_INT(from), P_INT(to), P_BOOL(all));
}

status report_rounds(db *d, arena *mem, org_id org, int from, int to, round_counts *out)
{
    return db_each(d, Q_REPORT_ROUNDS, mem, &round_count_shape, out, P_INT(org.v), P_INT(from), P_INT(to));
}

status report_range(db *d, arena *mem, const range_ask *a, cube_rows *out)
{
    return db_each(d, Q_REPORT_RANGE, mem, &cube_row_shape, out, P_BOOL(a->by_org), P_BOOL(a->by_field), P_DATE(a->from), P_DATE(a->to), P_INT(a->org.v));
}

status report_training(db *d, arena *mem, int from, int to, training_years *out)
{
    return db_each(d, Q_REPORT_TRAINING_BY_YEAR, mem, &training_year_shape, out, P_INT(from), P_INT(to));
}

status report_running(db *d, arena *mem, org_id org, date today, running_count *out)
{
    return db_one(d, Q_REPORT_RUNNING, mem, &running_count_shape, out, P_DATE(today), P_INT(org.v));
}

status report_records(db *d, arena *mem, const actor *who, const record_ask *a, record_rows *out, int64_t *total)
{
    const char *field = or_all(a->field), *kind = or_all(a->kind), *beneficiary = or_all(a->beneficiary), *level = or_all(a->level), *reason = or_all(a->reason), *part = or_all(a->part);

    if (a->org.v ? !report_may_see_unit(who, a->org) : !report_may_see_all(who)) return E_FORBIDDEN;
    TRY(db_number(d, Q_REPORT_RECORDS_COUNT, total, P_TEXT(a->event), P_INT(a->org.v), P_TEXT(field), P_TEXT(kind), P_TEXT(beneficiary), P_TEXT(level), P_TEXT(reason), P_TEXT(part), P_INT(a->on_time), P_INT(a->round), P_INT(a->from_day.ymd),
                  P_INT(a->to_day.ymd), P_BOOL(a->period), P_INT(a->from), P_INT(a->to)));
    TRY(db_each(d, Q_REPORT_RECORDS, mem, &record_row_shape, out, P_ID(who->user), P_TEXT(a->event), P_INT(a->org.v), P_TEXT(field), P_TEXT(kind), P_TEXT(beneficiary), P_TEXT(level), P_TEXT(reason), P_TEXT(part), P_INT(a->on_time),
                P_INT(a->round), P_INT(a->from_day.ymd), P_INT(a->to_day.ymd), P_BOOL(a->period), P_INT(a->from), P_INT(a->to), P_INT((int64_t)a->page * REPORT_PAGE)));
    for (int i = 0; i < out->n; i++)
        if (out->p[i].hidden) {
            out->p[i].title = out->p[i].number = out->p[i].reason = "";
            out->p[i].dossier_id = out->p[i].amount = 0;
        }
    return OK;
}

status report_certificates_given(db *d, arena *mem, org_id org, date first, date last, int page, report_certificates *out, int64_t *total)
{
    TRY(db_number(d, Q_REPORT_CERTIFICATES, total, P_DATE(first), P_DATE(last), P_INT(org.v)));
    return db_each(d, Q_REPORT_CERTIFICATES_GIVEN, mem, &report_certificate_shape, out, P_DATE(first), P_DATE(last), P_INT(org.v), P_INT((int64_t)page * REPORT_PAGE));
}

status report_beneficiary_name(db *d, arena *mem, const char *key, const char **out)
{
    if (!text_eq(key, REPORT_NOBODY)) return catalogue_name(d, mem, "beneficiary", key, out);
    *out = T("Chưa nêu đối tượng thụ hưởng");
    return OK;
}

const report_part report_parts[] = {{"head", N_("có người đứng đầu là tác giả")}, {"computable", N_("tính được bằng tiền")}, {"words", N_("không tính được bằng tiền")}, {"applied", N_("đã áp dụng")},
                                    {"trial", N_("mới áp dụng thử")}, {0}};

const char *report_event_name(const char *event)
{
    static const char *const names[][2] = {{"received", N_("Tiếp nhận")}, {"accepted", N_("Chấp nhận đơn")}, {"declined", N_("Từ chối chấp nhận đơn")}, {"recognised", N_("Công nhận")},
                                           {"refused", N_("Không công nhận")}, {"withdrawn", N_("Tác giả rút đơn")}, {"cancelled", N_("Hủy bỏ việc công nhận")}, {"excluded", N_("Bị loại")}, {"decided", N_("Đã quyết định")},
                                           {"reviewed", N_("Đã xem xét đơn")}, {"turned_down", N_("Không công nhận, từ chối chấp nhận")}};

    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], event)) return T(names[i][1]);
    return "";
}

static bool is_small(int64_t n)
{
    return n > 0 && n < REPORT_SMALL;
}

void report_suppress(const int64_t *counts, int n, bool *hide)
{
    int hidden = 0, next = -1;

    for (int i = 0; i < n; i++) {
        hide[i] = is_small(counts[i]);
        hidden += hide[i];
        if (counts[i] > 0 && !hide[i] && (next < 0 || counts[i] < counts[next])) next = i;
    }
    if (hidden == 1 && next >= 0) hide[next] = true;
}
