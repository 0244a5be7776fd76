#include "certificate/certificate.h"
#include "certificate/certificate_own.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "org/org.h"
#include "user/user.h"
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

SHAPE(recognition_shape, recognition_row, F_ID(recognition_row, id), F_TEXT(recognition_row, code), F_TEXT(recognition_row, level), F_TEXT(recognition_row, org_name),
      F_TEXT(recognition_row, title), F_TEXT(recognition_row, kind), F_TEXT(recognition_row, field), F_TEXT(recognition_row, investor), F_TEXT(recognition_row, summary),
      F_TEXT(recognition_row, benefit), F_TEXT(recognition_row, status), F_TEXT(recognition_row, cancel_reason), F_TEXT(recognition_row, decision),
      F_TEXT(recognition_row, signer_name), F_TEXT(recognition_row, signer_title), F_TEXT(recognition_row, city_decision), F_TEXT(recognition_row, city_org), F_TEXT(recognition_row, city_signer),
      F_TEXT(recognition_row, city_signer_title), F_TEXT(recognition_row, reach), F_TEXT(recognition_row, city_flag), F_ID(recognition_row, dossier_id),
      F_ID(recognition_row, decision_id), F_ID(recognition_row, city_decision_id), F_ID(recognition_row, org_id), F_DATE(recognition_row, recognised_on),
      F_DATE(recognition_row, city_on), F_DATE(recognition_row, cancelled_on), F_INT(recognition_row, year), F_BOOL(recognition_row, has_head));
SHAPE(recognition_author_shape, recognition_author, F_INT(recognition_author, ordinal), F_INT(recognition_author, share), F_TEXT(recognition_author, name),
      F_TEXT(recognition_author, unit), F_TEXT(recognition_author, position), F_TEXT(recognition_author, serial), F_TEXT(recognition_author, status));
SHAPE(certificate_shape, certificate_row, F_ID(certificate_row, id), F_ID(certificate_row, recognition_id), F_INT(certificate_row, ordinal), F_TEXT(certificate_row, level), F_TEXT(certificate_row, serial),
      F_TEXT(certificate_row, status), F_TEXT(certificate_row, replaced_by), F_TEXT(certificate_row, payload), F_TEXT(certificate_row, signature),
      F_DATE(certificate_row, issued_on), F_DATE(certificate_row, status_on));

status certificate_recognition_of(db *d, arena *mem, dossier_id id, recognition_row *out)
{
    return db_one(d, Q_RECOGNITION_OF_DOSSIER, mem, &recognition_shape, out, P_ID(id));
}

status certificate_recognition(db *d, arena *mem, const char *code, recognition_row *out)
{
    return db_one(d, Q_RECOGNITION_GET, mem, &recognition_shape, out, P_TEXT(code));
}

status certificate_recognition_by_id(db *d, arena *mem, recognition_id id, recognition_row *out)
{
    return db_one(d, Q_RECOGNITION_BY_ID, mem, &recognition_shape, out, P_ID(id));
}

status certificate_status_list(db *d, arena *mem, instant now, const char **out)
{
    LIST_OF(certificate_row) rows = {0};
    json_t *gone = json_object(), *whole = NULL;

    TRY(db_each(d, Q_CERTIFICATE_STATUSES, mem, &certificate_shape, &rows));
    for (int i = 0; i < rows.n; i++) json_object_set_new(gone, rows.p[i].serial, json_pack("{s:s,s:s}", "status", rows.p[i].status, "on", date_iso(mem, rows.p[i].status_on)));
    json_t *o = json_pack("{s:s,s:o}", "at", instant_iso(mem, now), "not_valid", gone);
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    whole = json_pack("{s:s,s:s,s:s}", "list", text, "signature", sign_text(mem, text), "key", sign_key_id(mem));
    char *s = json_dumps(whole, JSON_COMPACT);
    *out = text_copy(mem, s);
    free(s);
    free(text);
    json_decref(whole);
    json_decref(o);
    return OK;
}

status certificate_authors(db *d, arena *mem, recognition_id id, recognition_authors *out)
{
    return db_each(d, Q_RECOGNITION_AUTHORS, mem, &recognition_author_shape, out, P_ID(id));
}

status certificate_get(db *d, arena *mem, const char *serial, certificate_row *out)
{
    return db_one(d, Q_CERTIFICATE_GET, mem, &certificate_shape, out, P_TEXT(serial));
}

const char *certificate_code(arena *mem, const certificate_row *c)
{
    return sign_code(mem, c->payload, c->signature);
}

/* Sorted keys, no spaces, UTF-8: the same text for the same content, everywhere. */
static const char *payload_of(arena *mem, const recognition_new *r, const dossier_author *a, const char *serial, const char *decision, const char *code)
{
    json_t *o = json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:s}", "v", 1, "code", code, "serial", serial, "name", a->name, "unit", r->org_name, "title", r->title, "decision",
                          decision, "date", date_iso(mem, r->on), "level", "unit", "share", (int)a->share, "key", sign_key_id(mem));
    char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    const char *out = text_copy(mem, s);

    free(s);
    json_decref(o);
    return out;
}

static status issue(arena *mem, db *d, const recognition_new *r, recognition_id id, const char *decision, const char *code)
{
    for (int i = 0; i < r->authors.n; i++) {
        const dossier_author *a = &r->authors.p[i];
        int64_t n = 0;
        certificate_id c = {0};
        TRY(db_change1(d, Q_RECOGNITION_AUTHOR_INSERT, P_ID(id), P_INT(i + 1), P_ID(a->user_id), P_TEXT(a->name), P_TEXT(a->unit), P_TEXT(a->position), P_INT(a->share)));
        TRY(org_next_number(d, r->org, "certificate", date_year(r->on), &n));
        const char *serial = textf(mem, "%lld-%d-%s", (long long)n, date_year(r->on), r->symbol);
        const char *payload = payload_of(mem, r, a, serial, decision, code);
        TRY(db_insert(d, Q_CERTIFICATE_INSERT, &c, P_ID(id), P_INT(i + 1), P_TEXT(serial), P_DATE(r->on), P_TEXT(payload), P_TEXT(sign_text(mem, payload))));
    }
    return OK;
}

static const char *folded_of(arena *mem, const recognition_new *r)
{
    const char *s = textf(mem, "%s | %s | %s", text_fold(mem, r->title), text_fold(mem, r->org_name), text_fold(mem, r->field));

    for (int i = 0; i < r->authors.n; i++) s = textf(mem, "%s | %s", s, text_fold(mem, r->authors.p[i].name));
    return s;
}

/* Counts an entry in (1), or out (-1) before it changes. */
status certificate_tally(db *d, recognition_id id, int delta)
{
    int64_t stamp = 0;

    randombytes_buf(&stamp, sizeof stamp);
    TRY(db_change1(d, Q_RECOGNITION_TALLY_ADD, P_INT(delta), P_ID(id)));
    return db_change1(d, Q_RECOGNITION_STAMP_SET, P_INT((int64_t)((uint64_t)stamp >> 1) + 1));
}

status certificate_number_decision(arena *mem, db *d, org_id org, const char *kind, const char *symbol, const char *org_name, user_id signer, const char *signer_name, const char *signer_title,
                       date on, const char *note, decision_id *out, const char **full)
{
    int64_t n = 0;

    TRY(org_next_number(d, org, "decision", date_year(on), &n));
    *full = textf(mem, "%lld/QĐ-%s", (long long)n, symbol);
    return db_insert(d, Q_DECISION_INSERT, out, P_ID(org), P_TEXT(kind), P_INT(n), P_INT(date_year(on)), P_TEXT(*full), P_DATE(on), P_ID(signer), P_TEXT(signer_name),
                     P_TEXT(signer_title), P_TEXT(org_name), P_TEXT(note));
}

status certificate_entry_json(arena *mem, db *d, recognition_id id, const char **out)
{
    recognition_row e = {0};
    recognition_authors authors = {0};

    TRY(certificate_recognition_by_id(d, mem, id, &e));
    TRY(certificate_authors(d, mem, id, &authors));
    json_t *people = json_array();
    for (int i = 0; i < authors.n; i++) json_array_append_new(people, json_pack("{s:s,s:s,s:I}", "name", authors.p[i].name, "unit", authors.p[i].unit, "share", (json_int_t)authors.p[i].share));
    json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:b,s:o}", "code", e.code, "title", e.title, "unit", e.org_name, "kind", e.kind, "field", e.field, "investor",
                          e.investor, "summary", e.summary, "benefit", e.benefit, "decision", e.decision, "recognised_on", date_iso(mem, e.recognised_on), "level", e.level, "city_decision", e.city_decision,
                          "city_on", date_iso(mem, e.city_on), "status", e.status, "cancelled_on", date_iso(mem, e.cancelled_on), "cancel_reason", e.cancel_reason, "has_head", e.has_head, "authors", people);
    char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    *out = text_copy(mem, s);
    free(s);
    json_decref(o);
    return OK;
}

/* The entry as it is now goes into the log: the register can be made again out of the log alone. */
status certificate_log_entry(arena *mem, db *d, const char *action, recognition_id id)
{
    const actor system = actor_system();
    const char *json = "";

    TRY(certificate_entry_json(mem, d, id, &json));
    return audit_add(d, mem, &system, action, "recognition", id.v, "", json);
}

status certificate_record(arena *mem, db *d, const recognition_new *r, recognition_id *out)
{
    AUTO(db_tx) tx = {0};
    decision_id decision = {0};
    const char *full = "";
    int64_t n = 0;

    TRY(db_begin(d, &tx));
    TRY(certificate_number_decision(mem, d, r->org, "recognition", r->symbol, r->org_name, r->signer, r->signer_name, r->signer_title, r->on, r->note, &decision, &full));
    TRY(org_next_number(d, r->org, "register", 0, &n));
    const char *code = textf(mem, "SK-%d-%s-%04lld", date_year(r->on), r->symbol, (long long)n);
    TRY(db_insert(d, Q_RECOGNITION_INSERT, out, P_TEXT(code), P_ID(r->dossier), P_ID(decision), P_ID(r->org), P_TEXT(r->org_name), P_TEXT(r->title), P_TEXT(folded_of(mem, r)),
                  P_TEXT(r->kind), P_TEXT(r->field), P_TEXT(r->investor), P_TEXT(r->summary), P_TEXT(r->benefit), P_DATE(r->on), P_INT(date_year(r->on)), P_BOOL(r->has_head),
                  P_TEXT(r->authors.n ? r->authors.p[0].name : ""), P_TEXT(full), P_INSTANT(instant_now())));
    TRY(certificate_tally(d, *out, 1));
    TRY(issue(mem, d, r, *out, full, code));
    TRY(certificate_log_entry(mem, d, "recognition.entered", *out));
    return db_commit(&tx);
}

status certificate_recognise(arena *mem, db *d, const actor *who, dossier_id id, const char *signer_title, const char *note, instant now, recognition_id *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    org_row org = {0};
    step_outcome o;
    recognition_new r = {.dossier = id, .signer = who->user, .signer_name = who->name, .signer_title = signer_title, .note = note, .on = date_of(now)};
    const char *symbol = "";

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (dos.nominated_id.v) return E_CONFLICT; /* the city's decision is nomination_decide */
    TRY(dossier_effect(mem, d, who, id, EFFECT_RECOGNISE, &(step_input){.note = note}, now, &o));
    if (o.tag == STEP_REFUSED) {
        *refused = o.findings;
        return E_INVALID;
    }
    TRY(org_get(d, mem, dos.org_id, &org));
    status named = org_name_on(d, mem, dos.org_id, r.on, &r.org_name, &symbol);
    if (named != OK) r.org_name = org.name;
    r.org = dos.org_id;
    r.symbol = *symbol ? symbol : *org.symbol ? org.symbol : org.code;
    r.title = dos.title;
    r.kind = dos.kind;
    r.field = dos.field;
    r.investor = dos.investor;
    r.summary = dos.content;
    r.benefit = dos.benefit_author;
    r.has_head = dos.author_is_head;
    TRY(dossier_authors(d, mem, id, &r.authors));
    TRY(certificate_record(mem, d, &r, out));
    TRY(audit_add(d, mem, who, "recognition.made", "dossier", id.v, "", r.title));
    return db_commit(&tx);
}

status certificate_cancel(arena *mem, db *d, const actor *who, dossier_id id, const char *reason, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    org_row org = {0};
    recognition_row entry = {0};
    step_outcome o;
    decision_id decision = {0};
    const char *full = "";
    date day = date_of(now);

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    if (dos.nominated_id.v) return E_CONFLICT; /* nomination_cancel */
    TRY(dossier_effect(mem, d, who, id, EFFECT_CANCEL, &(step_input){.note = reason}, now, &o));
    if (o.tag == STEP_REFUSED) {
        *refused = o.findings;
        return E_INVALID;
    }
    TRY(org_get(d, mem, dos.org_id, &org));
    TRY(certificate_number_decision(mem, d, dos.org_id, "cancellation", *org.symbol ? org.symbol : org.code, org.name, who->user, who->name, "", day, reason, &decision, &full));
    TRY(db_one(d, Q_RECOGNITION_OF_DOSSIER, mem, &recognition_shape, &entry, P_ID(id)));
    TRY(certificate_tally(d, entry.id, -1));
    TRY(db_change1(d, Q_RECOGNITION_CANCEL, P_DATE(day), P_TEXT(reason), P_INSTANT(now), P_ID(entry.id)));
    TRY(certificate_tally(d, entry.id, 1));
    TRY(certificate_log_entry(mem, d, "recognition.struck", entry.id));
    TRY(db_change(d, Q_CERTIFICATE_CANCEL, NULL, P_DATE(day), P_ID(id)));
    TRY(audit_add(d, mem, who, "recognition.cancelled", "dossier", id.v, "", reason));
    return db_commit(&tx);
}
