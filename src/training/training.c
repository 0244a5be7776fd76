/* Courses and sessions: reading, writing, materials, calendar. */
#include "training/training.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "blob/blob.h"
#include "doc/sniff.h"
#include "training/training_own.h"
#include <string.h>

SHAPE(course_shape, course_row, F_ID(course_row, id), F_TEXT(course_row, slug), F_TEXT(course_row, title), F_TEXT(course_row, summary), F_TEXT(course_row, body),
      F_TEXT(course_row, audience), F_TEXT(course_row, organiser), F_TEXT(course_row, signer_title), F_TEXT(course_row, signer_name), F_TEXT(course_row, contact),
      F_TEXT(course_row, state), F_BOOL(course_row, moderated), F_BOOL(course_row, one_session), F_INSTANT(course_row, first_at), F_INSTANT(course_row, last_at),
      F_INT(course_row, revision), F_INT(course_row, free));
SHAPE(course_session_shape, course_session_row, F_ID(course_session_row, id), F_ID(course_session_row, course_id), F_TEXT(course_session_row, title),
      F_TEXT(course_session_row, place), F_INSTANT(course_session_row, starts_at), F_INSTANT(course_session_row, ends_at), F_INSTANT(course_session_row, closes_at),
      F_INT(course_session_row, capacity), F_INT(course_session_row, seated), F_INT(course_session_row, waiting), F_INT(course_session_row, attended),
      F_INT(course_session_row, minutes));
SHAPE(material_shape, material_row, F_INT(material_row, id), F_INT(material_row, size), F_TEXT(material_row, name), F_TEXT(material_row, mime), F_TEXT(material_row, sha256));
SHAPE(survey_sum_shape, survey_sum, F_INT(survey_sum, answers), F_INT(survey_sum, rating), F_INT(survey_sum, useful));

status training_list(db *d, arena *mem, const actor *who, bool past, instant now, course_list *out)
{
    return db_each(d, Q_COURSE_LIST, mem, &course_shape, out, P_INSTANT(now), P_BOOL(training_may_organise(who)), P_BOOL(past));
}

static status visible(const actor *who, const course_row *c)
{
    return text_eq(c->state, "draft") && !training_may_organise(who) ? E_NOT_FOUND : OK;
}

status training_get(db *d, arena *mem, const actor *who, const char *slug, course_row *out)
{
    course_row c = {0};

    TRY(db_one(d, Q_COURSE_BY_SLUG, mem, &course_shape, &c, P_TEXT(slug)));
    TRY(visible(who, &c));
    *out = c;
    return OK;
}

status training_get_id(db *d, arena *mem, const actor *who, course_id id, course_row *out)
{
    course_row c = {0};

    TRY(db_one(d, Q_COURSE_BY_ID, mem, &course_shape, &c, P_ID(id)));
    TRY(visible(who, &c));
    *out = c;
    return OK;
}

status training_sessions(db *d, arena *mem, course_id id, course_sessions *out)
{
    return db_each(d, Q_COURSE_SESSIONS, mem, &course_session_shape, out, P_ID(id));
}

status training_session(db *d, arena *mem, course_session_id id, course_session_row *out)
{
    return db_one(d, Q_COURSE_SESSION_GET, mem, &course_session_shape, out, P_ID(id));
}

status training_materials(db *d, arena *mem, course_id id, material_list *out)
{
    return db_each(d, Q_COURSE_MATERIALS, mem, &material_shape, out, P_ID(id));
}

status training_material(db *d, arena *mem, course_id id, int64_t material, material_row *out, bytes *data)
{
    TRY(db_one(d, Q_COURSE_MATERIAL_GET, mem, &material_shape, out, P_ID(id), P_INT(material)));
    return blob_get(d, mem, out->sha256, data);
}

status training_survey_sum(db *d, arena *mem, course_session_id id, survey_sum *out)
{
    status s = db_one(d, Q_COURSE_SURVEY_SUM, mem, &survey_sum_shape, out, P_ID(id));

    if (s != E_NOT_FOUND) return s;
    *out = (survey_sum){0};
    return OK;
}

/* ---- writing ---- */

static const char *folded_of(arena *mem, const course_row *c)
{
    return textf(mem, "%s | %s | %s", text_fold(mem, c->title), text_fold(mem, c->summary), text_fold(mem, c->body));
}

status training_create(arena *mem, db *d, const actor *who, const course_row *c, instant now, course_id *out)
{
    AUTO(db_tx) tx = {0};

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_COURSE_INSERT, out, P_TEXT(c->slug), P_TEXT(c->title), P_TEXT(c->summary), P_TEXT(c->body), P_TEXT(c->audience), P_TEXT(c->organiser), P_TEXT(c->signer_title),
                  P_TEXT(c->signer_name), P_TEXT(c->contact), P_TEXT(c->state), P_BOOL(c->moderated), P_BOOL(c->one_session), P_TEXT(folded_of(mem, c)), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "course.created", "course", out->v, "", c->title));
    return db_commit(&tx);
}

static status tell_cancelled(arena *mem, db *d, const course_row *c, instant now)
{
    course_sessions l = {0};

    TRY(training_sessions(d, mem, c->id, &l));
    for (int i = 0; i < l.n; i++)
        if (l.p[i].ends_at.ms > now.ms)
            TRY(training_tell_all(d, mem, l.p[i].id, textf(mem, "Lớp tập huấn đã bị hủy: %s.", c->title), textf(mem, "cancelled-%lld", (long long)c->revision), now));
    return OK;
}

status training_save(arena *mem, db *d, const actor *who, const course_row *c, instant now)
{
    AUTO(db_tx) tx = {0};
    course_row before = {0};

    if (!training_may_organise(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(db_one(d, Q_COURSE_BY_ID, mem, &course_shape, &before, P_ID(c->id)));
    TRY(db_change1(d, Q_COURSE_UPDATE, P_TEXT(c->title), P_TEXT(c->summary), P_TEXT(c->body), P_TEXT(c->audience), P_TEXT(c->organiser), P_TEXT(c->signer_title), P_TEXT(c->signer_name),
                   P_TEXT(c->contact), P_TEXT(c->state), P_BOOL(c->moderated), P_BOOL(c->one_session), P_TEXT(folded_of(mem, c)), P_ID(c->id), P_INT(c->revision)));
    if (text_eq(c->state, "cancelled") && !text_eq(before.state, "cancelled")) TRY(tell_cancelled(mem, d, c, now));
    TRY(audit_add(d, mem, who, "course.saved", "course", c->id.v, "", textf(mem, "%s: %s", c->state, c->title)));
    return db_commit(&tx);
}

/* Another time or place of a session that is still to come. */
static status tell_moved(arena *mem, db *d, const course_session_row *before, const course_session_row *s, instant now)
{
    course_row c = {0};

    if ((before->starts_at.ms == s->starts_at.ms && before->ends_at.ms == s->ends_at.ms && text_eq(before->place, s->place)) || s->ends_at.ms <= now.ms) return OK;
    TRY(db_one(d, Q_COURSE_BY_ID, mem, &course_shape, &c, P_ID(before->course_id)));
    if (before->starts_at.ms != s->starts_at.ms) TRY(db_change(d, Q_COURSE_REMIND_AGAIN, NULL, P_ID(s->id)));
    return training_tell_all(d, mem, s->id, textf(mem, "Lớp tập huấn đổi lịch: %s, từ nay là %s, tại %s.", c.title, instant_vi(mem, s->starts_at), s->place), textf(mem, "moved-%lld", (long long)now.ms), now);
}

status training_save_session(arena *mem, db *d, const actor *who, const course_session_row *s, instant now, course_session_id *out)
{
    AUTO(db_tx) tx = {0};
    course_session_row before = {0};
    int64_t n = 0;

    if (!training_may_organise(who)) return E_FORBIDDEN;
    if (s->capacity < 1 || s->capacity > TRAINING_CAPACITY_MAX || s->ends_at.ms <= s->starts_at.ms) return E_INVALID;
    TRY(db_begin(d, &tx));
    if (s->id.v) {
        TRY(training_session(d, mem, s->id, &before));
        TRY(db_change(d, Q_COURSE_SESSION_UPDATE, &n, P_TEXT(s->title), P_TEXT(s->place), P_INSTANT(s->starts_at), P_INSTANT(s->ends_at), P_INSTANT(s->closes_at), P_INT(s->capacity),
                      P_INT(s->minutes), P_ID(s->id)));
        if (n == 0) return E_INVALID;
        *out = s->id;
        TRY(tell_moved(mem, d, &before, s, now));
        TRY(training_let_in(d, mem, s->id, now));
    } else {
        TRY(db_number(d, Q_COURSE_SESSION_COUNT, &n, P_ID(s->course_id)));
        if (n >= TRAINING_SESSIONS_MAX) return E_LIMIT;
        TRY(db_insert(d, Q_COURSE_SESSION_INSERT, out, P_ID(s->course_id), P_TEXT(s->title), P_TEXT(s->place), P_INSTANT(s->starts_at), P_INSTANT(s->ends_at), P_INSTANT(s->closes_at),
                      P_INT(s->capacity), P_INT(s->minutes)));
    }
    TRY(audit_add(d, mem, who, s->id.v ? "course.session_saved" : "course.session_added", "course", s->course_id.v, "", textf(mem, "%s, %lld", instant_vi(mem, s->starts_at), (long long)s->capacity)));
    return db_commit(&tx);
}

status training_add_material(arena *mem, db *d, const actor *who, course_id id, const char *name, bytes data, instant now)
{
    AUTO(db_tx) tx = {0};
    doc_type type = doc_sniff(data, name);
    const char *sha = NULL;
    struct { int64_t v; } made = {0};

    if (!training_may_organise(who)) return E_FORBIDDEN;
    if (!type) return E_INVALID;
    if (data.n > TRAINING_MATERIAL_MAX) return E_LIMIT;
    TRY(db_begin(d, &tx));
    TRY(blob_put(d, mem, data, &sha));
    TRY(db_insert(d, Q_COURSE_MATERIAL_INSERT, &made, P_ID(id), P_TEXT(name), P_TEXT(doc_type_mime(type)), P_INT((int64_t)data.n), P_TEXT(sha), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "course.material_added", "course", id.v, "", textf(mem, "%s %s", name, sha)));
    return db_commit(&tx);
}

/* ---- calendar ---- */

static void ics_text(buf *b, const char *name, const char *s)
{
    int column = (int)strlen(name) + 1;

    buf_puts(b, name);
    buf_putc(b, ':');
    for (; *s; s++) {
        if (column >= 70 && ((unsigned char)*s & 0xC0) != 0x80) { /* lines of at most 75 bytes, never inside a character */
            buf_puts(b, "\r\n ");
            column = 1;
        }
        if (*s == '\n') {
            buf_puts(b, "\\n");
            column += 2;
            continue;
        }
        if (strchr(",;\\", *s)) {
            buf_putc(b, '\\');
            column++;
        }
        buf_putc(b, *s);
        column++;
    }
    buf_puts(b, "\r\n");
}

static const char *ics_time(arena *mem, instant t)
{
    const char *iso = instant_iso(mem, t); /* 2026-11-24T09:05:00.000Z */
    return textf(mem, "%.4s%.2s%.2sT%.2s%.2s00Z", iso, iso + 5, iso + 8, iso + 11, iso + 14);
}

const char *training_calendar(arena *mem, const course_row *c, const course_sessions *l, const char *base_url, instant now)
{
    AUTO(buf) b = {0};

    buf_puts(&b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sangkien//tap huan//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    for (int i = 0; i < l->n; i++) {
        const course_session_row *s = &l->p[i];
        buf_puts(&b, "BEGIN:VEVENT\r\n");
        ics_text(&b, "UID", textf(mem, "buoi-%lld@%s", (long long)s->id.v, strstr(base_url, "://") ? strstr(base_url, "://") + 3 : base_url));
        ics_text(&b, "DTSTAMP", ics_time(mem, now));
        ics_text(&b, "DTSTART", ics_time(mem, s->starts_at));
        ics_text(&b, "DTEND", ics_time(mem, s->ends_at));
        ics_text(&b, "SUMMARY", *s->title ? textf(mem, "%s: %s", c->title, s->title) : c->title);
        ics_text(&b, "LOCATION", s->place);
        ics_text(&b, "DESCRIPTION", c->summary);
        ics_text(&b, "URL", textf(mem, "%s/tap-huan/%s", base_url, c->slug));
        if (text_eq(c->state, "cancelled")) buf_puts(&b, "STATUS:CANCELLED\r\n");
        buf_puts(&b, "END:VEVENT\r\n");
    }
    buf_puts(&b, "END:VCALENDAR\r\n");
    return text_copyn(mem, b.p, b.n);
}
