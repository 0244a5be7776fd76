/* attendance.h: what came of a session (report), and the hours that people were trained (hours of training, by person and year).
 *
 *   report    organisers; answers of the survey without who gave them, comments in the order of the alphabet
 *   hours     organisers: everybody; whoever leads or serves an establishment (head, secretary, intake): its own people
 *
 * Somebody is one person by account, or without one by name in a unit. */
#ifndef TRAINING_ATTENDANCE_H
#define TRAINING_ATTENDANCE_H
#include "training/training.h"

enum { ATTENDANCE_ROWS_MAX = 5000, ATTENDANCE_COMMENTS_MAX = 1000, ATTENDANCE_YEAR_MIN = 1990, ATTENDANCE_YEAR_MAX = 2199 };

typedef struct {
    const char *unit;
    int64_t registered, seated, attended, minutes; /* minutes: of all who attended, together */
} attendance_unit;
extern const shape attendance_unit_shape;
typedef struct {
    int64_t mark, rating, useful; /* mark 5 … 1; how many answered so */
} attendance_mark;
extern const shape attendance_mark_shape;
typedef struct {
    const char *text;
} attendance_comment;
extern const shape attendance_comment_shape;
typedef struct {
    int64_t registered, pending, seated, waiting, refused, cancelled, attended, certified, minutes;
} attendance_sum;
extern const shape attendance_sum_shape;
typedef struct {
    attendance_sum sum;
    LIST_OF(attendance_unit) units;
    LIST_OF(attendance_mark) marks;
    LIST_OF(attendance_comment) comments;
} attendance_report;
MUST status attendance_report_of(db *d, arena *mem, const actor *who, course_session_id id, attendance_report *out);

typedef struct {
    const char *name, *unit, *position;
    int64_t sessions, minutes;
} attendance_person;
extern const shape attendance_person_shape;
typedef LIST_OF(attendance_person) attendance_people;

bool attendance_may_see(const actor *who, org_id org); /* org 0: everybody's hours */
MUST status attendance_hours(db *d, arena *mem, const actor *who, org_id org, int year, attendance_people *out); /* E_FORBIDDEN; most hours first */

#endif
