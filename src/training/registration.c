/* Registrations: seats, the line, attendance, certificates, survey. */
#include "audit/audit.h"
#include "base/text.h"
#include "certificate/sign.h"
#include "notify/notify.h"
#include "org/org.h"
#include "training/training_own.h"
#include <sodium.h>
#include <string.h>

SHAPE(registration_shape, registration_row, F_ID(registration_row, id), F_ID(registration_row, session_id), F_ID(registration_row, user_id), F_ID(registration_row, told_id), F_ID(registration_row, org_id),
      F_TEXT(registration_row, name), F_TEXT(registration_row, unit), F_TEXT(registration_row, position), F_TEXT(registration_row, email), F_TEXT(registration_row, state),
      F_TEXT(registration_row, token), F_TEXT(registration_row, certificate), F_TEXT(registration_row, payload), F_TEXT(registration_row, signature),
      F_INSTANT(registration_row, at), F_INSTANT(registration_row, attended_at), F_INSTANT(registration_row, surveyed_at), F_INT(registration_row, place_in_line),
      F_TEXT(registration_row, course_title), F_TEXT(registration_row, course_slug), F_TEXT(registration_row, session_title), F_TEXT(registration_row, session_place),
      F_INSTANT(registration_row, starts_at), F_INSTANT(registration_row, ends_at), F_INT(registration_row, minutes));

/* ---- reading ---- */

status training_mine(db *d, arena *mem, const actor *who, registration_list *out)
{
    return db_each(d, Q_COURSE_MINE, mem, &registration_shape, out, P_ID(who->user));
}

status training_mine_in(db *d, arena *mem, const actor *who, course_id id, registration_list *out)
{
    if (!who->user.v) return OK;
    return db_each(d, Q_COURSE_MINE_IN, mem, &registration_shape, out, P_ID(id), P_ID(who->user));
}

status training_ticket(db *d, arena *mem, const char *token, registration_row *out)
{
    return db_one(d, Q_COURSE_TICKET, mem, &registration_shape, out, P_TEXT(token));
}

status training_certificate(db *d, arena *mem, const char *serial, registration_row *out)
{
    if (!*serial) return E_NOT_FOUND;
    return db_one(d, Q_COURSE_CERTIFICATE, mem, &registration_shape, out, P_TEXT(serial));
}

status training_people(db *d, arena *mem, const actor *who, course_session_id id, registration_list *out)
{
    if (!training_may_organise(who)) return E_FORBIDDEN;
    return db_each(d, Q_COURSE_PEOPLE, mem, &registration_shape, out, P_ID(id));
}

/* ---- seats ---- */

static status take_seat(db *d, course_session_id id, bool *seated)
{
    int64_t n = 0;

    TRY(db_change(d, Q_COURSE_SEAT_TAKE, &n, P_ID(id)));
    *seated = n == 1;
    return OK;
}

/* To the person; to who registered somebody without an account: of whom it speaks. */
static status tell(db *d, arena *mem, const registration_row *g, const char *text, const char *cause, instant now)
{
    if (!g->told_id.v) return OK;
    if (!g->user_id.v) text = textf(mem, "%s: %s", g->name, text);
    return notify_add(d, g->told_id, text, textf(mem, "/ve/%s", g->token), textf(mem, "course-%s-%lld", cause, (long long)g->id.v), now);
}

/* What is the same for everybody of a session: who registered fifty people is told once. */
static status tell_one_of_many(db *d, arena *mem, const registration_row *g, const char *text, const char *cause, instant now)
{
    if (g->user_id.v || !g->told_id.v) return tell(d, mem, g, text, cause, now);
    return notify_add(d, g->told_id, textf(mem, "Người bạn đăng ký tập huấn: %s", text), textf(mem, "/tap-huan/%s", g->course_slug), textf(mem, "course-%s-session-%lld", cause, (long long)g->session_id.v), now);
}

status training_tell_all(db *d, arena *mem, course_session_id id, const char *text, const char *cause, instant now)
{
    registration_list people = {0};

    TRY(db_each(d, Q_COURSE_STANDING, mem, &registration_shape, &people, P_ID(id)));
    for (int i = 0; i < people.n; i++) TRY(tell_one_of_many(d, mem, &people.p[i], text, cause, now));
    return OK;
}

status training_let_in(db *d, arena *mem, course_session_id id, instant now)
{
    for (;;) {
        registration_row first = {0};
        bool seated = false;
        status s = db_one(d, Q_COURSE_LINE_FIRST, mem, &registration_shape, &first, P_ID(id), P_INSTANT(now));
        if (s == E_NOT_FOUND) return OK;
        TRY(s);
        TRY(take_seat(d, id, &seated));
        if (!seated) return OK;
        TRY(db_change1(d, Q_COURSE_REGISTRATION_STATE, P_TEXT("seated"), P_ID(first.id), P_TEXT("waiting")));
        TRY(tell(d, mem, &first, "Bạn đã có chỗ trong lớp tập huấn (được chuyển từ danh sách chờ).", "seat", now));
    }
}

static const char *new_token(arena *mem)
{
    unsigned char raw[12];

    randombytes_buf(raw, sizeof raw);
    return text_hex(mem, raw, sizeof raw);
}

/* Sectors of the course; "" everybody. */
static bool is_for(const course_row *c, const org_row *o)
{
    char word[60];

    if (!*c->audience) return true;
    snprintf(word, sizeof word, ",%s,", o ? o->sector : "-");
    return strstr(c->audience, word) != NULL;
}

static status may_enter(db *d, arena *mem, const actor *who, course_session_id id, instant now, course_row *c, course_session_row *s, register_outcome *out)
{
    org_row org = {0};

    TRY(training_session(d, mem, id, s));
    TRY(db_one(d, Q_COURSE_BY_ID, mem, &course_shape, c, P_ID(s->course_id)));
    if (text_eq(c->state, "draft")) return E_NOT_FOUND;
    if (!text_eq(c->state, "open") || now.ms >= s->closes_at.ms) {
        out->tag = REGISTER_CLOSED;
        return OK;
    }
    if (who->org.v) TRY(org_get(d, mem, who->org, &org));
    out->tag = is_for(c, who->org.v ? &org : NULL) ? REGISTER_SEATED : REGISTER_NOT_FOR;
    return OK;
}

typedef struct {
    user_id user;
    org_id org;
    const char *name, *unit, *position, *email;
} person;

/* A seat, a place in line, or a wait for the organiser's yes. */
static status enter(db *d, arena *mem, const actor *who, const course_row *c, course_session_id id, const person *p, instant now, register_outcome *out)
{
    bool seated = false;

    if (c->moderated) {
        out->tag = REGISTER_PENDING;
    } else {
        TRY(take_seat(d, id, &seated));
        out->tag = seated ? REGISTER_SEATED : REGISTER_WAITING;
    }
    out->token = new_token(mem);
    out->place_in_line = 0;
    TRY(db_insert(d, Q_COURSE_REGISTER, &out->id, P_ID(id), P_ID(p->user), P_ID(p->org), P_TEXT(p->name), P_TEXT(text_fold(mem, p->name)), P_TEXT(p->unit), P_TEXT(p->position),
                  P_TEXT(p->email), P_ID(who->user), P_INSTANT(now), P_TEXT(out->tag == REGISTER_PENDING ? "pending" : seated ? "seated" : "waiting"), P_TEXT(out->token)));
    if (out->tag == REGISTER_WAITING) TRY(db_number(d, Q_COURSE_LINE_BEFORE, &out->place_in_line, P_ID(id), P_ID(out->id)));
    return OK;
}

static status already(db *d, arena *mem, status found, const registration_row *g, course_session_id id, register_outcome *out, bool *yes)
{
    (void)mem;
    *yes = found == OK;
    if (found == E_NOT_FOUND) return OK;
    TRY(found);
    *out = (register_outcome){.tag = text_eq(g->state, "refused") ? REGISTER_REFUSED : REGISTER_ALREADY, .id = g->id, .token = g->token};
    if (text_eq(g->state, "waiting")) TRY(db_number(d, Q_COURSE_LINE_BEFORE, &out->place_in_line, P_ID(id), P_ID(g->id)));
    return OK;
}

status training_register(arena *mem, db *d, const actor *who, course_session_id id, instant now, register_outcome *out)
{
    AUTO(db_tx) tx = {0};
    course_row c = {0};
    course_session_row s = {0};
    registration_row g = {0};
    register_outcome o = {0};
    bool there = false;
    int64_t n = 0;

    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(may_enter(d, mem, who, id, now, &c, &s, &o));
    TRY(already(d, mem, db_one(d, Q_COURSE_REGISTERED_USER, mem, &registration_shape, &g, P_ID(id), P_ID(who->user)), &g, id, &o, &there));
    if (!there && o.tag == REGISTER_SEATED && c.one_session) {
        TRY(db_number(d, Q_COURSE_REGISTERED_ELSEWHERE, &n, P_ID(s.course_id), P_ID(id), P_ID(who->user)));
        if (n > 0) o.tag = REGISTER_OTHER_SESSION;
    }
    if (!there && o.tag == REGISTER_SEATED) {
        const person p = {who->user, who->org, who->name, who->unit, "", ""};
        TRY(enter(d, mem, who, &c, id, &p, now, &o));
        TRY(audit_add(d, mem, who, "course.registered", "course", s.course_id.v, "", textf(mem, "%lld %s", (long long)o.id.v, o.tag == REGISTER_SEATED ? "seated" : o.tag == REGISTER_WAITING ? "waiting" : "pending")));
    }
    TRY(db_commit(&tx));
    *out = o;
    return OK;
}

status training_register_unit(arena *mem, db *d, const actor *who, course_session_id id, const attendee *people, int n, instant now, register_outcome *out)
{
    AUTO(db_tx) tx = {0};
    course_row c = {0};
    course_session_row s = {0};
    register_outcome o = {0};

    if (!who->user.v || !who->org.v) return E_FORBIDDEN;
    if (n < 1 || n > TRAINING_PEOPLE_MAX) return E_LIMIT;
    TRY(db_begin(d, &tx));
    TRY(may_enter(d, mem, who, id, now, &c, &s, &o));
    for (int i = 0; i < n; i++) {
        registration_row g = {0};
        const person p = {{0}, who->org, people[i].name, who->unit, people[i].position, people[i].email};
        bool there = false;
        out[i] = o;
        TRY(already(d, mem, db_one(d, Q_COURSE_REGISTERED_NAME, mem, &registration_shape, &g, P_ID(id), P_ID(who->org), P_TEXT(text_fold(mem, p.name))), &g, id, &out[i], &there));
        if (there || o.tag != REGISTER_SEATED) continue;
        int64_t elsewhere = 0;
        if (c.one_session) TRY(db_number(d, Q_COURSE_NAMED_ELSEWHERE, &elsewhere, P_ID(s.course_id), P_ID(id), P_ID(who->org), P_TEXT(text_fold(mem, p.name))));
        if (elsewhere) out[i].tag = REGISTER_OTHER_SESSION;
        else TRY(enter(d, mem, who, &c, id, &p, now, &out[i]));
    }
    TRY(audit_add(d, mem, who, "course.unit_registered", "course", s.course_id.v, "", textf(mem, "%d", n)));
    return db_commit(&tx);
}

static status may_touch(db *d, const actor *who, registration_id id)
{
    int64_t mine = 0;

    if (training_may_organise(who)) return OK;
    if (!who->user.v) return E_FORBIDDEN;
    TRY(db_number(d, Q_COURSE_REGISTRATION_MINE, &mine, P_ID(id), P_ID(who->user)));
    return mine ? OK : E_NOT_FOUND;
}

status training_cancel(arena *mem, db *d, const actor *who, registration_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    registration_row g = {0};

    TRY(db_begin(d, &tx));
    TRY(may_touch(d, who, id));
    TRY(db_one(d, Q_COURSE_REGISTRATION_GET, mem, &registration_shape, &g, P_ID(id)));
    if (g.attended_at.ms || text_eq(g.state, "cancelled") || text_eq(g.state, "refused")) return E_CONFLICT;
    TRY(db_change1(d, Q_COURSE_REGISTRATION_STATE, P_TEXT("cancelled"), P_ID(id), P_TEXT(g.state)));
    if (text_eq(g.state, "seated")) {
        TRY(db_change1(d, Q_COURSE_SEAT_FREE, P_ID(g.session_id)));
        TRY(training_let_in(d, mem, g.session_id, now));
    }
    TRY(audit_add(d, mem, who, "course.cancelled", "registration", id.v, g.state, "cancelled"));
    return db_commit(&tx);
}

status training_decide(arena *mem, db *d, const actor *who, registration_id id, bool let_in, instant now)
{
    AUTO(db_tx) tx = {0};
    registration_row g = {0};
    bool seated = false;

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_COURSE_REGISTRATION_GET, mem, &registration_shape, &g, P_ID(id)));
    if (let_in) TRY(take_seat(d, g.session_id, &seated));
    const char *state = !let_in ? "refused" : seated ? "seated" : "waiting";
    TRY(db_change1(d, Q_COURSE_REGISTRATION_STATE, P_TEXT(state), P_ID(id), P_TEXT("pending")));
    TRY(tell(d, mem, &g, !let_in ? "Đăng ký tập huấn của bạn không được nhận." : seated ? "Đăng ký tập huấn của bạn đã được nhận." : "Lớp tập huấn đã đủ chỗ; bạn ở trong danh sách chờ.", "decided", now));
    TRY(audit_add(d, mem, who, "course.decided", "registration", id.v, "pending", state));
    return db_commit(&tx);
}

/* ---- attendance, certificates, survey, reminders ---- */

status training_attend(arena *mem, db *d, const actor *who, course_session_id id, const char *token, registration_id reg, instant now, registration_row *out)
{
    AUTO(db_tx) tx = {0};
    int64_t n = 0;

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    if (*token) {
        TRY(db_number(d, Q_COURSE_ATTEND_TOKEN, &reg.v, P_ID(id), P_TEXT(token)));
        if (!reg.v) return E_NOT_FOUND;
    }
    TRY(db_one(d, Q_COURSE_REGISTRATION_GET, mem, &registration_shape, out, P_ID(reg)));
    if (out->session_id.v != id.v || !text_eq(out->state, "seated")) return E_NOT_FOUND;
    TRY(db_change(d, Q_COURSE_ATTEND, &n, P_INSTANT(now), P_ID(reg), P_ID(id)));
    if (n) TRY(audit_add(d, mem, who, "course.attended", "registration", reg.v, "", ""));
    return db_commit(&tx);
}

/* The end of a serial: whoever was trained is not public, so nobody counts through the serials. */
static const char *unguessable(arena *mem)
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    char s[6] = "";

    for (int i = 0; i < 5; i++) s[i] = signs[randombytes_uniform(sizeof signs - 1)];
    return text_copy(mem, s);
}

status training_issue(arena *mem, db *d, const actor *who, course_session_id id, instant now, int64_t *issued)
{
    AUTO(db_tx) tx = {0};
    course_session_row s = {0};
    course_row c = {0};
    registration_list people = {0};
    int64_t n = 0;

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(training_session(d, mem, id, &s));
    if (now.ms < s.ends_at.ms) return E_CONFLICT;
    TRY(db_one(d, Q_COURSE_BY_ID, mem, &course_shape, &c, P_ID(s.course_id)));
    TRY(db_each(d, Q_COURSE_UNCERTIFIED, mem, &registration_shape, &people, P_ID(id)));
    TRY(db_number(d, Q_COURSE_CERTIFICATE_COUNT, &n, P_ID(id)));
    for (int i = 0; i < people.n; i++) {
        registration_row *g = &people.p[i];
        const char *serial = textf(mem, "TH-%d-%lld-%03lld-%s", date_year(date_of(s.starts_at)), (long long)id.v, (long long)++n, unguessable(mem));
        const char *payload = textf(mem, "sangkien-tap-huan|%s|%s|%s|%s|%s|%lld", serial, g->name, g->unit, c.title, date_iso(mem, date_of(s.starts_at)), (long long)s.minutes);
        TRY(db_change1(d, Q_COURSE_CERTIFY, P_TEXT(serial), P_TEXT(payload), P_TEXT(sign_text(mem, payload)), P_ID(g->id)));
        TRY(tell_one_of_many(d, mem, g, g->user_id.v ? "Giấy chứng nhận tham dự tập huấn của bạn đã có." : "đã có giấy chứng nhận tham dự.", "certificate", now));
    }
    if (people.n) TRY(audit_add(d, mem, who, "course.certified", "course", s.course_id.v, "", textf(mem, "%d", people.n)));
    TRY(db_commit(&tx));
    *issued = people.n;
    return OK;
}

status training_answer(arena *mem, db *d, const char *token, int rating, int useful, const char *comment, instant now)
{
    AUTO(db_tx) tx = {0};
    registration_row g = {0};
    struct { int64_t v; } made = {0};
    int64_t n = 0;

    if (rating < 1 || rating > 5 || useful < 1 || useful > 5) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(training_ticket(d, mem, token, &g));
    if (!g.attended_at.ms) return E_FORBIDDEN;
    TRY(db_change(d, Q_COURSE_SURVEYED, &n, P_INSTANT(now), P_ID(g.id)));
    if (n == 0) return E_DONE;
    TRY(db_insert(d, Q_COURSE_SURVEY_INSERT, &made, P_ID(g.session_id), P_INT(rating), P_INT(useful), P_TEXT(comment)));
    return db_commit(&tx);
}

status training_remind(arena *mem, db *d, instant now)
{
    AUTO(db_tx) tx = {0};
    registration_list l = {0};
    const instant until = {now.ms + 86400000};

    TRY(db_begin(d, &tx));
    TRY(db_each(d, Q_COURSE_TO_REMIND, mem, &registration_shape, &l, P_INSTANT(now), P_INSTANT(until)));
    for (int i = 0; i < l.n; i++) {
        TRY(tell_one_of_many(d, mem, &l.p[i], textf(mem, "Nhắc lịch: %s, %s, %s.", l.p[i].course_title, instant_vi(mem, l.p[i].starts_at), l.p[i].session_place), textf(mem, "reminder-%d", date_of(l.p[i].starts_at).ymd), now));
        TRY(db_change1(d, Q_COURSE_REMINDED, P_INSTANT(now), P_ID(l.p[i].id)));
    }
    return db_commit(&tx);
}
