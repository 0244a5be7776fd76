#include "training/attendance.h"
#include "base/text.h"

SHAPE(attendance_unit_shape, attendance_unit, F_TEXT(attendance_unit, unit), F_INT(attendance_unit, registered), F_INT(attendance_unit, seated), F_INT(attendance_unit, attended),
      F_INT(attendance_unit, minutes));
SHAPE(attendance_mark_shape, attendance_mark, F_INT(attendance_mark, mark), F_INT(attendance_mark, rating), F_INT(attendance_mark, useful));
SHAPE(attendance_comment_shape, attendance_comment, F_TEXT(attendance_comment, text));
SHAPE(attendance_sum_shape, attendance_sum, F_INT(attendance_sum, registered), F_INT(attendance_sum, pending), F_INT(attendance_sum, seated), F_INT(attendance_sum, waiting),
      F_INT(attendance_sum, refused), F_INT(attendance_sum, cancelled), F_INT(attendance_sum, attended), F_INT(attendance_sum, certified), F_INT(attendance_sum, minutes));
SHAPE(attendance_person_shape, attendance_person, F_TEXT(attendance_person, name), F_TEXT(attendance_person, unit), F_TEXT(attendance_person, position), F_INT(attendance_person, sessions),
      F_INT(attendance_person, minutes));

status attendance_report_of(db *d, arena *mem, const actor *who, course_session_id id, attendance_report *out)
{
    attendance_report r = {0};

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_one(d, Q_ATTENDANCE_SUM, mem, &attendance_sum_shape, &r.sum, P_ID(id)));
    TRY(db_each(d, Q_ATTENDANCE_UNITS, mem, &attendance_unit_shape, &r.units, P_ID(id)));
    TRY(db_each(d, Q_ATTENDANCE_MARKS, mem, &attendance_mark_shape, &r.marks, P_ID(id)));
    TRY(db_each(d, Q_ATTENDANCE_COMMENTS, mem, &attendance_comment_shape, &r.comments, P_ID(id)));
    *out = r;
    return OK;
}

status attendance_hours(db *d, arena *mem, const actor *who, org_id org, int year, attendance_people *out)
{
    if (!attendance_may_see(who, org)) return E_FORBIDDEN;
    if (year < ATTENDANCE_YEAR_MIN || year > ATTENDANCE_YEAR_MAX) return E_INVALID;
    return db_each(d, Q_ATTENDANCE_HOURS, mem, &attendance_person_shape, out, P_INSTANT(instant_of(date_make(year, 1, 1), 0, 0)), P_INSTANT(instant_of(date_make(year + 1, 1, 1), 0, 0)), P_INT(org.v));
}
