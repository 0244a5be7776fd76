/* training.h: courses (lớp tập huấn) with sessions; registration with a waiting list; attendance; certificates of attendance.
 *
 *   registration:   pending → seated | waiting | refused        (moderated courses)
 *                   seated | waiting → cancelled;  waiting → seated when a seat becomes free, in the order of arrival
 *
 * Seats are given in the transaction of the request, so exactly `capacity` are given whatever comes at once. */
#ifndef TRAINING_TRAINING_H
#define TRAINING_TRAINING_H
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "actor/actor.h"
#include "store/store.h"

enum { TRAINING_PEOPLE_MAX = 50, TRAINING_SESSIONS_MAX = 60, TRAINING_CAPACITY_MAX = 100000, TRAINING_MATERIAL_MAX = 20 << 20 };

typedef struct {
    course_id id;
    const char *slug, *title, *summary, *body, *audience, *organiser, *signer_title, *signer_name, *contact, *state;
    bool moderated, one_session;
    instant first_at, last_at; /* of its sessions */
    int64_t revision, free;    /* free: seats left in sessions whose registration is open */
} course_row;
extern const shape course_shape;
typedef LIST_OF(course_row) course_list;

typedef struct {
    course_session_id id;
    course_id course_id;
    const char *title, *place;
    instant starts_at, ends_at, closes_at;
    int64_t capacity, seated, waiting, attended, minutes;
} course_session_row;
extern const shape course_session_shape;
typedef LIST_OF(course_session_row) course_sessions;

typedef struct {
    registration_id id;
    course_session_id session_id;
    user_id user_id, told_id; /* told_id: who is told of it: the person, or who registered somebody without an account */
    org_id org_id;
    const char *name, *unit, *position, *email, *state, *token, *certificate, *payload, *signature;
    instant at, attended_at, surveyed_at;
    int64_t place_in_line; /* of a waiting one: 1 = next; 0 otherwise */
    const char *course_title, *course_slug, *session_title, *session_place; /* where the query joins them */
    instant starts_at, ends_at;
    int64_t minutes;
} registration_row;
extern const shape registration_shape;
typedef LIST_OF(registration_row) registration_list;

typedef struct {
    int64_t id, size;
    const char *name, *mime, *sha256;
} material_row;
extern const shape material_shape;
typedef LIST_OF(material_row) material_list;

typedef struct {
    int64_t answers, rating, useful; /* means in hundredths */
} survey_sum;
extern const shape survey_sum_shape;

/* ---- reading; drafts only for organisers ---- */
MUST status training_list(db *d, arena *mem, const actor *who, bool past, instant now, course_list *out); /* at most 100 */
MUST status training_get(db *d, arena *mem, const actor *who, const char *slug, course_row *out);
MUST status training_get_id(db *d, arena *mem, const actor *who, course_id id, course_row *out);
MUST status training_sessions(db *d, arena *mem, course_id id, course_sessions *out);
MUST status training_session(db *d, arena *mem, course_session_id id, course_session_row *out);
MUST status training_materials(db *d, arena *mem, course_id id, material_list *out);
MUST status training_material(db *d, arena *mem, course_id id, int64_t material, material_row *out, bytes *data);
MUST status training_mine(db *d, arena *mem, const actor *who, registration_list *out);           /* newest first, 200 */
MUST status training_mine_in(db *d, arena *mem, const actor *who, course_id id, registration_list *out); /* own, and those one registered */
MUST status training_ticket(db *d, arena *mem, const char *token, registration_row *out);         /* whoever has the token */
MUST status training_certificate(db *d, arena *mem, const char *serial, registration_row *out);   /* public */
MUST status training_people(db *d, arena *mem, const actor *who, course_session_id id, registration_list *out); /* organisers; 5,000 */
MUST status training_survey_sum(db *d, arena *mem, course_session_id id, survey_sum *out);

/* ---- organisers ---- */
bool training_may_organise(const actor *who);
MUST status training_create(arena *mem, db *d, const actor *who, const course_row *c, instant now, course_id *out); /* E_CONFLICT: the address is taken */
MUST status training_save(arena *mem, db *d, const actor *who, const course_row *c, instant now); /* E_CONFLICT: saved since; a cancelled course is told to whoever is registered */
/* Adds (id 0) or changes a session. More seats let the waiting in, in order. E_INVALID: fewer seats than are given away.
 * Whoever is registered is told of another time or place. */
MUST status training_save_session(arena *mem, db *d, const actor *who, const course_session_row *s, instant now, course_session_id *out);
MUST status training_add_material(arena *mem, db *d, const actor *who, course_id id, const char *name, bytes data, instant now);
MUST status training_decide(arena *mem, db *d, const actor *who, registration_id id, bool let_in, instant now); /* of a pending one */
/* Marks attendance by token or by registration; the second time changes nothing. `out` tells who. E_NOT_FOUND: no seat here. */
MUST status training_attend(arena *mem, db *d, const actor *who, course_session_id id, const char *token, registration_id reg, instant now, registration_row *out);
/* Signs a certificate for everybody who attended and has none; `issued` counts. E_CONFLICT: the session is not over. */
MUST status training_issue(arena *mem, db *d, const actor *who, course_session_id id, instant now, int64_t *issued);

/* ---- registering ---- */
typedef struct {
    const char *name, *position, *email;
} attendee;
typedef struct {
    enum { REGISTER_SEATED, REGISTER_WAITING, REGISTER_PENDING, REGISTER_ALREADY, REGISTER_REFUSED, REGISTER_OTHER_SESSION, REGISTER_CLOSED, REGISTER_NOT_FOR } tag;
    registration_id id;
    const char *token;
    int64_t place_in_line;
} register_outcome;
/* The person itself. */
MUST status training_register(arena *mem, db *d, const actor *who, course_session_id id, instant now, register_outcome *out);
/* People of one's own organisation who need no account: `out` has room for n. All or nothing but for those already there. */
MUST status training_register_unit(arena *mem, db *d, const actor *who, course_session_id id, const attendee *people, int n, instant now, register_outcome *out);
/* One's own, one that one registered, or (organisers) any. A seat that becomes free goes to the first in line. */
MUST status training_cancel(arena *mem, db *d, const actor *who, registration_id id, instant now);
MUST status training_answer(arena *mem, db *d, const char *token, int rating, int useful, const char *comment, instant now); /* E_DONE: answered */

/* Tells everybody who has a seat in a session that starts within a day, once. For the job. */
MUST status training_remind(arena *mem, db *d, instant now);
/* iCalendar (RFC 5545) of a course's sessions, or of one. */
const char *training_calendar(arena *mem, const course_row *c, const course_sessions *l, const char *base_url, instant now);
/* The certificate of attendance, A4 landscape. */
MUST status training_pdf(arena *mem, const registration_row *g, const course_row *c, const char *base_url, bytes *out);
const char *training_code(arena *mem, const registration_row *g);

#endif
