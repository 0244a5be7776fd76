/* One solution, one reward: what people found to be the same, and texts that are alike. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "job/job.h"
#include "notify/notify.h"
#include "remuneration/rem_own.h"

SHAPE(rem_same_shape, rem_same, F_INT(rem_same, id), F_INT(rem_same, paid), F_TEXT(rem_same, code), F_TEXT(rem_same, title), F_TEXT(rem_same, org_name), F_TEXT(rem_same, note), F_BOOL(rem_same, was_paid));

status remuneration_sames(db *d, arena *mem, const rem_entry *e, rem_sames *out)
{
    TRY(db_each(d, Q_REM_SAMES, mem, &rem_same_shape, out, P_ID(e->r.id)));
    for (int i = 0; i < out->n; i++) {
        out->p[i].was_paid = out->p[i].paid > 0;
        if (!e->stand.department && !e->stand.auditor) out->p[i].paid = 0;
    }
    return OK;
}

/* ---- dossiers that are alike ---- */

SHAPE(rem_alike_shape, rem_alike, F_TEXT(rem_alike, code), F_TEXT(rem_alike, title), F_TEXT(rem_alike, org_name), F_TEXT(rem_alike, why),
      F_TEXT(rem_alike, by_name), F_INSTANT(rem_alike, dismissed_at), F_INT(rem_alike, id), F_INT(rem_alike, share), F_INT(rem_alike, paid), F_BOOL(rem_alike, found_same));

status remuneration_alikes(db *d, arena *mem, const rem_entry *e, rem_alikes *out)
{
    if (!e->stand.department && !e->stand.auditor) return OK;
    return db_each(d, Q_REM_ALIKES, mem, &rem_alike_shape, out, P_ID(e->r.id));
}

typedef struct {
    int64_t id;
    const char *code, *title;
    user_id person;
} alike_told;
STATIC_SHAPE(alike_told_shape, alike_told, F_INT(alike_told, id), F_TEXT(alike_told, code), F_TEXT(alike_told, title), F_ID(alike_told, person));

status remuneration_alike_job(arena *mem, db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};
    LIST_OF(alike_told) l = {0};
    instant now = instant_now();
    int64_t dossier = 0, rows = 0;

    if (text_parse_int(job->subject, 1, INT64_MAX / 2, &dossier) != OK) return E_INTERNAL;
    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_REM_ALIKE_ADD, &rows, P_INSTANT(now), P_INT(dossier)));
    if (rows) TRY(db_each(d, Q_REM_ALIKES_OF, mem, &alike_told_shape, &l, P_INT(dossier)));
    for (int i = 0; i < l.n; i++)
        TRY(notify_add(d, l.p[i].person, textf(mem, "Hai sáng kiến có đoạn giống nhau, một đã được trả thù lao: %s", l.p[i].title), textf(mem, "/sang-kien/%s/thu-lao#cung-giai-phap", l.p[i].code),
                       textf(mem, "alike-%lld-%lld", (long long)l.p[i].id, (long long)dossier), now));
    return db_commit(&tx);
}

/* ---- what a person found ---- */

status remuneration_mark_same(arena *mem, db *d, const actor *who, const char *code, const char *other, const char *note, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};
    recognition_row o = {0};
    org_id row = {0};

    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_mark(&e.stand)) return E_FORBIDDEN;
    if (certificate_recognition(d, mem, other, &o) != OK || o.id.v == e.r.id.v) return rem_refuse(mem, refused, "R-21", "other", "", T("Không có mục nào khác mang mã này trong sổ đăng ký."));
    int64_t low = e.r.id.v < o.id.v ? e.r.id.v : o.id.v, high = e.r.id.v < o.id.v ? o.id.v : e.r.id.v;
    status s = db_insert(d, Q_REM_SAME_INSERT, &row, P_INT(low), P_INT(high), P_TEXT(note), P_ID(who->user), P_INSTANT(now));
    if (s == E_CONFLICT) return rem_refuse(mem, refused, "R-22", "other", "", T("Hai mục này đã được ghi là cùng một giải pháp."));
    TRY(s);
    TRY(audit_add(d, mem, who, "remuneration.marked_same", "recognition", e.r.id.v, "", textf(mem, "%s %s", other, note)));
    return db_commit(&tx);
}

status remuneration_unmark_same(arena *mem, db *d, const actor *who, const char *code, int64_t id, const char *reason, instant now)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};

    if (!*reason) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_mark(&e.stand)) return E_FORBIDDEN;
    TRY(db_change1(d, Q_REM_SAME_WITHDRAW, P_INSTANT(now), P_INT(id), P_ID(e.r.id)));
    TRY(audit_add(d, mem, who, "remuneration.unmarked_same", "recognition", e.r.id.v, textf(mem, "%lld", (long long)id), reason));
    return db_commit(&tx);
}

status remuneration_dismiss_alike(arena *mem, db *d, const actor *who, const char *code, int64_t other, const char *why, instant now)
{
    AUTO(db_tx) tx = {0};
    rem_entry e = {0};

    if (text_empty(why)) return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(rem_load(d, mem, who, code, &e));
    if (!remuneration_may_mark(&e.stand)) return E_FORBIDDEN;
    TRY(db_change1(d, Q_REM_ALIKE_DISMISS, P_ID(who->user), P_INSTANT(now), P_TEXT(why), P_ID(e.r.id), P_INT(other)));
    TRY(audit_add(d, mem, who, "remuneration.not_same", "recognition", e.r.id.v, "", textf(mem, "%lld %s", (long long)other, why)));
    return db_commit(&tx);
}
