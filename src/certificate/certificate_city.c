/* The second level: effect and influence for the city. */
#include "base/text.h"
#include "certificate/certificate.h"
#include "certificate/certificate_own.h"
#include "org/org.h"
#include <jansson.h>
#include <stdlib.h>

status certificate_city_authors(db *d, arena *mem, recognition_id id, recognition_authors *out)
{
    return db_each(d, Q_RECOGNITION_CITY_AUTHORS, mem, &recognition_author_shape, out, P_ID(id));
}

/* As of the establishment's certificate, with level, reach and the decision below. */
static const char *payload_of(arena *mem, const recognition_row *r, const city_new *c, const recognition_author *a, const char *serial, const char *decision)
{
    json_t *o = json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:s}", "v", 1, "code", r->code, "serial", serial, "name", a->name, "unit", c->org_name, "title", r->title, "decision", decision, "date",
                          date_iso(mem, c->on), "level", "city", "reach", text_short(mem, c->reach, 120), "below", r->decision, "share", (int)a->share, "key", sign_key_id(mem));
    char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    const char *out = text_copy(mem, s ? s : "");

    free(s);
    json_decref(o);
    return out;
}

status certificate_record_city(arena *mem, db *d, const city_new *c, decision_id *out)
{
    AUTO(db_tx) tx = {0};
    recognition_row r = {0};
    recognition_authors authors = {0};
    const char *full = "";

    TRY(db_begin(d, &tx));
    TRY(certificate_recognition_by_id(d, mem, c->recognition, &r));
    TRY(certificate_authors(d, mem, c->recognition, &authors));
    TRY(certificate_number_decision(mem, d, c->org, "city", c->symbol, c->org_name, c->signer, c->signer_name, c->signer_title, c->on, "", out, &full));
    TRY(certificate_tally(d, c->recognition, -1));
    TRY(db_change1(d, Q_RECOGNITION_CITY, P_ID(*out), P_DATE(c->on), P_TEXT(c->reach), P_INSTANT(instant_now()), P_ID(c->recognition)));
    TRY(certificate_tally(d, c->recognition, 1));
    TRY(certificate_log_entry(mem, d, "recognition.city", c->recognition));
    for (int i = 0; i < authors.n; i++) {
        int64_t n = 0;
        certificate_id id = {0};
        TRY(org_next_number(d, c->org, "certificate", date_year(c->on), &n));
        const char *serial = textf(mem, "%lld-%d-%s", (long long)n, date_year(c->on), c->symbol), *payload = payload_of(mem, &r, c, &authors.p[i], serial, full);
        TRY(db_insert(d, Q_CERTIFICATE_CITY_INSERT, &id, P_ID(c->recognition), P_INT(authors.p[i].ordinal), P_TEXT(serial), P_DATE(c->on), P_TEXT(payload), P_TEXT(sign_text(mem, payload))));
    }
    return db_commit(&tx);
}

status certificate_cancel_city(arena *mem, db *d, const city_new *c, decision_id *out)
{
    AUTO(db_tx) tx = {0};
    const char *full = "";

    TRY(db_begin(d, &tx));
    TRY(certificate_number_decision(mem, d, c->org, "cancellation", c->symbol, c->org_name, c->signer, c->signer_name, c->signer_title, c->on, c->reach, out, &full));
    TRY(certificate_tally(d, c->recognition, -1));
    TRY(db_change1(d, Q_RECOGNITION_CITY_END, P_INSTANT(instant_now()), P_ID(c->recognition)));
    TRY(certificate_tally(d, c->recognition, 1));
    TRY(certificate_log_entry(mem, d, "recognition.city_ended", c->recognition));
    TRY(db_change(d, Q_CERTIFICATE_CITY_CANCEL, NULL, P_DATE(c->on), P_ID(c->recognition)));
    return db_commit(&tx);
}
