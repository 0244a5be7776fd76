/* Reports: asked for by steps and people, made by a job, kept, run again. */
#include "novelty/novelty_report.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "blob/blob.h"
#include "novelty/novelty_own.h"
#include <string.h>

SHAPE(report_row_shape, report_row, F_ID(report_row, id), F_ID(report_row, dossier_id), F_TEXT(report_row, cause), F_TEXT(report_row, state), F_TEXT(report_row, parameters),
      F_TEXT(report_row, text_hash), F_TEXT(report_row, hash), F_TEXT(report_row, encoding), F_TEXT(report_row, text), F_TEXT(report_row, body), F_TEXT(report_row, boiler),
      F_INT(report_row, revision), F_INT(report_row, generation), F_INT(report_row, share), F_INT(report_row, sources), F_INT(report_row, syllables), F_INT(report_row, counted),
      F_INT(report_row, copied), F_INT(report_row, boilerplate), F_INT(report_row, homoglyphs), F_INT(report_row, hidden), F_INT(report_row, scans), F_INT(report_row, sure), F_BOOL(report_row, cut),
      F_INSTANT(report_row, asked_at), F_INSTANT(report_row, done_at));
SHAPE(novelty_summary_shape, novelty_summary, F_INT(novelty_summary, share), F_INT(novelty_summary, sources), F_INT(novelty_summary, answered), F_BOOL(novelty_summary, there),
      F_BOOL(novelty_summary, waiting), F_BOOL(novelty_summary, same_org));

typedef struct {
    dossier_id id;
    int64_t revision;
    const char *phase;
} dossier_now;
STATIC_SHAPE(dossier_now_shape, dossier_now, F_ID(dossier_now, id), F_INT(dossier_now, revision), F_TEXT(dossier_now, phase));

enum { WAIT_FOR_FILES_MS = 5000 }; /* between looks at attachments that are being read */

static status now_of(db *d, arena *mem, dossier_id id, dossier_now *out)
{
    return db_one(d, Q_NOVELTY_DOSSIER_NOW, mem, &dossier_now_shape, out, P_ID(id));
}

status novelty_ask_report(db *d, dossier_id id, const char *cause, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    dossier_now w = {0};
    int64_t there = 0;
    report_id report = {0};

    TRY(now_of(d, mem, id, &w));
    TRY(db_number(d, Q_NOVELTY_REPORT_COUNT_CAUSE, &there, P_ID(id), P_INT(w.revision), P_TEXT(cause)));
    if (there) return OK;
    TRY(db_insert(d, Q_NOVELTY_REPORT_INSERT, &report, P_ID(id), P_INT(w.revision), P_TEXT(cause), P_INSTANT(now)));
    return job_add(d, "novelty_check", textf(mem, "%lld", (long long)report.v), (instant){0});
}

status novelty_after_step(db *d, dossier_id id, instant now)
{
    AUTO(arena_ptr) mem = arena_new();
    dossier_now w = {0};
    int64_t before = 0, same = 0;

    TRY(now_of(d, mem, id, &w));
    dossier_phase phase = process_phase_by_key(w.phase);
    if (phase == PHASE_EVALUATION) return novelty_ask_report(d, id, "council", now);
    if (phase != PHASE_FILED) return OK;
    TRY(db_number(d, Q_NOVELTY_REPORT_COUNT_OF, &same, P_ID(id), P_INT(w.revision)));
    if (same) return OK; /* the job of the step ran before */
    TRY(db_number(d, Q_NOVELTY_REPORT_COUNT, &before, P_ID(id)));
    return novelty_ask_report(d, id, before ? "version" : "filed", now);
}

static const char *file_hash(arena *mem, const char *text)
{
    return blob_sha256(mem, (bytes){text, strlen(text)});
}

static status keep(arena *mem, db *d, const report_row *row, const novelty_text *t, const novelty_report *r, const found *f)
{
    AUTO(db_tx) tx = {0};
    actor program = actor_system();
    const char *body = novelty_report_json(mem, r), *hash = file_hash(mem, body);
    int64_t rows = 0;

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_NOVELTY_REPORT_DONE, &rows, P_INT(r->generation), P_TEXT(r->parameters), P_TEXT(t->text), P_TEXT(file_hash(mem, t->text)), P_TEXT(body), P_TEXT(hash), P_TEXT(f->boiler),
                  P_INT(r->share), P_INT(f->hits.n), P_INT(r->syllables), P_INT(r->counted), P_INT(r->copied), P_INT(r->boilerplate), P_TEXT(r->encoding), P_INT(r->homoglyphs), P_INT(r->hidden),
                  P_BOOL(r->cut), P_INT(t->scans), P_INT(t->sure), P_INSTANT(instant_now()), P_ID(row->id)));
    if (!rows) return OK; /* the same job ran before */
    TRY(found_keep(d, row->id, row->dossier_id, f));
    if (f->hits.n) TRY(job_add(d, "same_solution", textf(mem, "%lld", (long long)row->dossier_id.v), (instant){0}));
    TRY(audit_add(d, mem, &program, "novelty.checked", "dossier", row->dossier_id.v, "", textf(mem, "report %lld %s", (long long)row->id.v, hash)));
    return db_commit(&tx);
}

static status give_up(db *d, report_id id)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(db_change(d, Q_NOVELTY_REPORT_FAILED, NULL, P_INSTANT(instant_now()), P_ID(id)));
    return db_commit(&tx);
}

static status look_later(db *d, const job_row *job)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    TRY(job_add(d, "novelty_check", job->subject, (instant){instant_now().ms + WAIT_FOR_FILES_MS}));
    return db_commit(&tx);
}

static status make(arena *mem, db *d, const report_row *row, const dossier *dos, const novelty_text *t)
{
    novelty_report r = {0};
    found f = {0};

    TRY(found_ask(d, mem, dos, t->text, 0, row->asked_at, &r));
    TRY(found_of(d, mem, dos, t->text, &r, &f));
    return keep(mem, d, row, t, &r, &f);
}

status novelty_report_job(arena *mem, db *d, const job_row *job)
{
    report_row row = {0};
    dossier dos = {0};
    novelty_text t = {0};
    int64_t id = 0;

    if (text_parse_int(job->subject, 1, INT64_MAX / 2, &id) != OK) return E_INTERNAL;
    TRY(db_one(d, Q_NOVELTY_REPORT_GET, mem, &report_row_shape, &row, P_INT(id)));
    if (!text_eq(row.state, "waiting")) return OK;
    if (!novelty_seat(d)) return look_later(d, job); /* this process has no index: another one makes it */
    TRY(novelty_dossier(d, mem, row.dossier_id, &dos));
    TRY(novelty_compose(d, mem, &dos, &t));
    if (t.waiting) return look_later(d, job);
    status s = make(mem, d, &row, &dos, &t);
    novelty *index = novelty_seat(d);
    if (s != OK && (!index || novelty_is_damaged(index))) return look_later(d, job); /* it will be made anew */
    if (s == OK || job->tries + 1 < JOB_TRIES) return s;
    log_error("novelty: report %lld given up: %s", (long long)id, status_name(s));
    return give_up(d, row.id);
}

status novelty_recheck(arena *mem, db *d, const actor *who, dossier_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    int64_t there = 0;

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (!novelty_may_find(who, &dos)) return E_FORBIDDEN;
    TRY(db_number(d, Q_NOVELTY_REPORT_COUNT_CAUSE, &there, P_ID(id), P_INT(dos.revision), P_TEXT("asked")));
    if (there) return E_CONFLICT;
    TRY(novelty_ask_report(d, id, "asked", now));
    TRY(audit_add(d, mem, who, "novelty.asked", "dossier", id.v, "", ""));
    return db_commit(&tx);
}

status novelty_report_get(db *d, arena *mem, const actor *who, const dossier *dos, report_id id, report_row *out)
{
    report_row r = {0};

    if (!dossier_may_see(who, dos)) return E_NOT_FOUND;
    if (!id.v) TRY(db_number(d, Q_NOVELTY_REPORT_LATEST, &id.v, P_ID(dos->id)));
    if (!id.v) return E_NOT_FOUND;
    TRY(db_one(d, Q_NOVELTY_REPORT_GET, mem, &report_row_shape, &r, P_ID(id)));
    if (r.dossier_id.v != dos->id.v) return E_NOT_FOUND;
    *out = r;
    return OK;
}

status novelty_reports_of(db *d, arena *mem, const dossier *dos, report_list *out)
{
    return db_each(d, Q_NOVELTY_REPORTS, mem, &report_row_shape, out, P_ID(dos->id));
}

status novelty_verify(arena *mem, db *d, const actor *who, const dossier *dos, const report_row *r, verify_outcome *out)
{
    novelty_report again = {0};

    if (!novelty_sees_all(who, dos)) return E_FORBIDDEN;
    if (!text_eq(r->state, "done")) return E_CONFLICT;
    status s = found_ask(d, mem, dos, r->text, r->generation, r->asked_at, &again);
    if (s == E_NOT_FOUND) {
        *out = VERIFY_GONE;
        return OK;
    }
    TRY(s);
    *out = text_eq(novelty_report_json(mem, &again), r->body) && text_eq(file_hash(mem, r->body), r->hash) ? VERIFY_EQUAL : VERIFY_DIFFERENT;
    return OK;
}

status novelty_summary_of(db *d, arena *mem, dossier_id id, novelty_summary *out)
{
    novelty_summary s = {0};
    report_id latest = {0};

    TRY(db_number(d, Q_NOVELTY_REPORT_LATEST, &latest.v, P_ID(id)));
    if (latest.v) TRY(db_one(d, Q_NOVELTY_SUMMARY, mem, &novelty_summary_shape, &s, P_ID(latest)));
    *out = s;
    return OK;
}

const char *novelty_cause_name(const char *cause)
{
    static const char *const names[][2] = {{"filed", N_("khi nộp")}, {"version", N_("khi nộp bản mới")}, {"council", N_("khi đưa ra Hội đồng")}, {"asked", N_("kiểm tra lại")}};

    for (int i = 0; i < COUNT(names); i++)
        if (text_eq(names[i][0], cause)) return T(names[i][1]);
    return cause;
}
