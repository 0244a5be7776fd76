/* The chairman's decision, and its cancellation. */
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "nomination/nomination.h"
#include "org/org.h"

static status step(arena *mem, db *d, const actor *who, dossier_id id, step_effect e, const char *note, instant now, finding_list *refused)
{
    step_outcome o = {0};

    TRY(dossier_effect(mem, d, who, id, e, &(step_input){.note = note}, now, &o));
    if (o.tag == STEP_DONE) return OK;
    *refused = o.findings;
    return E_INVALID;
}

static status load(arena *mem, db *d, const actor *who, dossier_id id, dossier *dos, nomination_row *n)
{
    TRY(dossier_get(d, mem, who, id, dos));
    return nomination_get(d, mem, id, n); /* E_NOT_FOUND: no nomination */
}

static status pass(arena *mem, db *d, const actor *who, const dossier *dos, const nomination_row *n, const nomination_decision *in, instant now, finding_list *refused)
{
    org_row org = {0};
    city_new c = {.recognition = n->recognition_id, .org = dos->org_id, .signer = who->user, .signer_name = who->name, .signer_title = in->signer_title, .reach = n->reach, .on = date_of(now)};
    decision_id made = {0};

    TRY(step(mem, d, who, dos->id, EFFECT_RECOGNISE, in->note, now, refused));
    TRY(org_get(d, mem, dos->org_id, &org));
    c.org_name = org.name;
    c.symbol = *org.symbol ? org.symbol : org.code;
    TRY(certificate_record_city(mem, d, &c, &made));
    return db_change1(d, Q_NOMINATION_DECIDED, P_TEXT("pass"), P_ID(made), P_DATE(c.on), P_ID(dos->id));
}

status nomination_decide(arena *mem, db *d, const actor *who, dossier_id id, const nomination_decision *in, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    nomination_row n = {0};
    const char *said = "";

    TRY(db_begin(d, &tx));
    TRY(load(mem, d, who, id, &dos, &n));
    switch (in->outcome) {
    case CITY_PASS:
        said = "passed";
        TRY(pass(mem, d, who, &dos, &n, in, now, refused));
        break;
    case CITY_FAIL:
        said = "failed";
        TRY(step(mem, d, who, id, EFFECT_REFUSE, in->note, now, refused));
        TRY(db_change1(d, Q_NOMINATION_DECIDED, P_TEXT("fail"), P_NULL, P_DATE(date_of(now)), P_ID(id)));
        break;
    case CITY_DEFER:
        said = "deferred";
        if (date_compare(in->until, date_of(now)) <= 0) {
            finding_add(mem, refused, &(finding){.id = "N-09", .text = T("Hãy ghi ngày xét lại, sau hôm nay."), .article = "", .field = "until", .hard = true});
            return E_INVALID;
        }
        TRY(step(mem, d, who, id, EFFECT_DEFER, in->note, now, refused));
        TRY(db_change1(d, Q_NOMINATION_DEFERRED, P_DATE(in->until), P_ID(id)));
        break;
    }
    TRY(audit_add(d, mem, who, textf(mem, "nomination.%s", said), "dossier", id.v, n.code, in->note));
    return db_commit(&tx);
}

status nomination_cancel(arena *mem, db *d, const actor *who, dossier_id id, const char *reason, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    nomination_row n = {0};
    org_row org = {0};
    decision_id made = {0};

    TRY(db_begin(d, &tx));
    TRY(load(mem, d, who, id, &dos, &n));
    TRY(step(mem, d, who, id, EFFECT_CANCEL, reason, now, refused));
    TRY(org_get(d, mem, dos.org_id, &org));
    city_new c = {.recognition = n.recognition_id, .org = dos.org_id, .org_name = org.name, .symbol = *org.symbol ? org.symbol : org.code, .signer = who->user, .signer_name = who->name, .signer_title = "", .reach = reason, .on = date_of(now)};
    TRY(certificate_cancel_city(mem, d, &c, &made));
    TRY(db_change1(d, Q_NOMINATION_DECIDED, P_TEXT("cancelled"), P_ID(made), P_DATE(c.on), P_ID(id)));
    TRY(audit_add(d, mem, who, "nomination.cancelled", "dossier", id.v, n.code, reason));
    return db_commit(&tx);
}
