/* The request: who may, what is frozen, what is known of effect and reach. */
#include "nomination/nomination.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "blob/blob.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { EVIDENCE_MIN = 30 }; /* characters: a sentence */

SHAPE(nomination_shape, nomination_row, F_ID(nomination_row, dossier_id), F_ID(nomination_row, recognition_id), F_TEXT(nomination_row, requested_by), F_TEXT(nomination_row, snapshot), F_TEXT(nomination_row, sha256),
      F_TEXT(nomination_row, consent), F_TEXT(nomination_row, effect), F_TEXT(nomination_row, reach), F_TEXT(nomination_row, result), F_TEXT(nomination_row, code), F_TEXT(nomination_row, title),
      F_TEXT(nomination_row, org_name), F_TEXT(nomination_row, decision), F_TEXT(nomination_row, city_decision), F_TEXT(nomination_row, city_flag), F_TEXT(nomination_row, entry_status), F_TEXT(nomination_row, phase),
      F_INT(nomination_row, applied), F_INT(nomination_row, comparable), F_INT(nomination_row, year), F_INT(nomination_row, decision_year), F_DATE(nomination_row, decided_on), F_DATE(nomination_row, deferred_until),
      F_DATE(nomination_row, recognised_on));
typedef struct {
    dossier_id v;
} dossier_ref;
STATIC_SHAPE(dossier_ref_shape, dossier_ref, F_ID(dossier_ref, v));
typedef struct {
    org_id v;
} org_ref;
STATIC_SHAPE(org_ref_shape, org_ref, F_ID(org_ref, v));

/* What the dossier below says of the head-of-unit case (ĐL Art 7(2)); asked for guards, shown to nobody. */
typedef struct {
    bool state_funded, author_is_head;
    const char *consent_document;
} below_row;
STATIC_SHAPE(below_shape, below_row, F_BOOL(below_row, state_funded), F_BOOL(below_row, author_is_head), F_TEXT(below_row, consent_document));

static status below_of(db *d, arena *mem, dossier_id id, below_row *out)
{
    return db_one(d, Q_NOMINATION_BELOW, mem, &below_shape, out, P_ID(id));
}

/* ---- reading ---- */

status nomination_get(db *d, arena *mem, dossier_id id, nomination_row *out)
{
    return db_one(d, Q_NOMINATION_GET, mem, &nomination_shape, out, P_ID(id));
}

status nomination_of_entry(db *d, arena *mem, recognition_id id, nomination_list *out)
{
    return db_each(d, Q_NOMINATION_OF_ENTRY, mem, &nomination_shape, out, P_ID(id));
}

status nomination_all(db *d, arena *mem, const actor *who, nomination_list *out)
{
    return nomination_may_list(who) ? db_each(d, Q_NOMINATION_ALL, mem, &nomination_shape, out) : E_FORBIDDEN;
}

/* A round of the city that is open on the day and takes every field, else the window of the rule. Neither: always. */
static status window_of(db *d, arena *mem, date today, nomination_facts *f)
{
    round_list rounds = {0};
    status s = rule_window(rule_current(), "city.scope.window", NULL, today, &f->window_open, &f->window_first, &f->window_last, &f->window);

    if (s == E_NOT_FOUND) f->window_open = true;
    if (s != OK && s != E_NOT_FOUND) return s;
    TRY(round_open_at(d, mem, process_level_key(LEVEL_CITY), today, &rounds));
    f->rounds.p = NEWS(mem, round_row, rounds.n + 1);
    for (int i = 0; i < rounds.n; i++)
        if (!*rounds.p[i].sector) f->rounds.p[f->rounds.n++] = rounds.p[i];
    if (!f->rounds.n) return OK;
    f->window_open = true;
    f->window_first = f->rounds.p[0].opens_on;
    f->window_last = round_last_day(&f->rounds.p[0]);
    return OK;
}

/* The step of the establishment's process that puts a recognised dossier forward, and whether `who` may take it. */
static status upward_of(db *d, arena *mem, const actor *who, dossier_id below, nomination_facts *f)
{
    dossier dos = {0};
    const process *p = NULL;
    const char *actors[8];

    TRY(dossier_get(d, mem, who, below, &dos));
    TRY(process_load(d, dos.process_id, &p));
    const process_step *s = process_step_for(p, EFFECT_PASS_UPWARD, dos.state, "");
    if (!s) return OK;
    for (int i = 0, n = process_actors_of(s->roles, actors); i < n; i++) f->upward_actors = textf(mem, "%s%s%s", f->upward_actors, i ? ", " : "", process_actor_name(actors[i]));
    f->upward_barred = !dossier_may_step(who, &dos, p, s->action);
    return OK;
}

status nomination_facts_of(db *d, arena *mem, const actor *who, const recognition_row *r, date today, nomination_facts *out)
{
    nomination_facts f = {.consent = "", .upward_actors = ""};
    dossier_ref open = {0};
    below_row below = {.consent_document = ""};
    entry_stand s = {0};
    int64_t others = 0;

    TRY(certificate_stand(d, who, r, &s));
    f.may = nomination_may_request(&s);
    f.valid = text_eq(r->status, "valid");
    f.unit_level = text_eq(r->level, "unit");
    TRY(certificate_is_held(d, r->id, &f.held));
    TRY(window_of(d, mem, today, &f));
    TRY(upward_of(d, mem, who, r->dossier_id, &f));
    TRY(below_of(d, mem, r->dossier_id, &below));
    f.head_case = below.state_funded && below.author_is_head;
    f.consent = below.consent_document;
    TRY(db_number(d, Q_NOMINATION_APPLIED, &others, P_ID(r->id), P_ID(r->org_id)));
    TRY(db_number(d, Q_NOMINATION_COMPARABLE, &f.comparable, P_ID(r->org_id)));
    f.applied = others + 1; /* itself */
    status ratio = rule_ratio(rule_current(), "city.scope.reach", NULL, today, &f.num, &f.den, &f.reach_rule);
    if (ratio != OK && ratio != E_NOT_FOUND) return ratio;
    f.reaches = f.den == 0 || f.applied * f.den >= f.comparable * f.num;
    status st = db_one(d, Q_NOMINATION_OPEN, mem, &dossier_ref_shape, &open, P_ID(r->id));
    if (st != OK && st != E_NOT_FOUND) return st;
    f.open = open.v;
    *out = f;
    return OK;
}

/* ---- the frozen decision ---- */

static const char *snapshot_of(db *d, arena *mem, const recognition_row *r, status *s)
{
    recognition_authors a = {0};
    json_t *people = json_array();

    *s = certificate_authors(d, mem, r->id, &a);
    for (int i = 0; *s == OK && i < a.n; i++)
        json_array_append_new(people, json_pack("{s:I,s:s,s:s,s:I}", "ordinal", (json_int_t)a.p[i].ordinal, "name", a.p[i].name, "unit", a.p[i].unit, "share", (json_int_t)a.p[i].share));
    json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:o}", "code", r->code, "decision", r->decision, "date", date_iso(mem, r->recognised_on), "signer", r->signer_name, "signer_title", r->signer_title,
                          "org", r->org_name, "title", r->title, "kind", r->kind, "field", r->field, "summary", r->summary, "benefit", r->benefit, "authors", people);
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    const char *copy = text_copy(mem, text ? text : "");
    free(text);
    json_decref(o);
    return copy;
}

status nomination_holds(db *d, arena *mem, const nomination_row *n, bool *out)
{
    recognition_row r = {0};
    status s = OK;

    TRY(certificate_recognition_by_id(d, mem, n->recognition_id, &r));
    const char *now = snapshot_of(d, mem, &r, &s);
    TRY(s);
    *out = text_eq(n->sha256, blob_sha256(mem, (bytes){n->snapshot, strlen(n->snapshot)})) && text_eq(n->snapshot, now);
    return OK;
}

status nomination_check(db *d, int64_t *bad)
{
    AUTO(arena_ptr) mem = arena_new();
    nomination_list l = {0};

    *bad = 0;
    TRY(db_each(d, Q_NOMINATION_EVERY, mem, &nomination_shape, &l));
    for (int i = 0; i < l.n; i++) {
        bool holds = false;
        TRY(nomination_holds(d, mem, &l.p[i], &holds));
        *bad += !holds;
    }
    return OK;
}

/* ---- the request ---- */

static status say_no(arena *mem, finding_list *l, const char *id, const char *field, const char *article, const char *text)
{
    finding_add(mem, l, &(finding){.id = id, .text = text, .article = article, .field = field, .hard = true});
    return E_INVALID;
}

static status text_from(db *d, arena *mem, const actor *who, const recognition_row *r, round_id round_, dossier_text *out)
{
    dossier below = {0};
    author_list authors = {0};
    organiser_list organisers = {0};
    org_ref body = {0};

    TRY(dossier_get(d, mem, who, r->dossier_id, &below));
    TRY(dossier_authors(d, mem, r->dossier_id, &authors));
    TRY(dossier_organisers(d, mem, r->dossier_id, &organisers));
    dossier_text_of(mem, who, &below, &authors, &organisers, out);
    if (db_one(d, Q_NOMINATION_BODY, mem, &org_ref_shape, &body) == OK) out->org = body.v;
    out->round = round_;
    out->secret = ""; /* the secret part stays with the establishment */
    for (int i = 0; i < out->authors.n; i++) out->authors.p[i].confirmed_at = (instant){0};
    return OK;
}

static status evidence_fits(arena *mem, const nomination_text *t, finding_list *refused)
{
    if (text_length(t->effect) < EVIDENCE_MIN) return say_no(mem, refused, "N-03", "effect", "", T("Hãy nêu hiệu quả kèm số liệu, chứng cứ."));
    if (text_length(t->reach) < EVIDENCE_MIN) return say_no(mem, refused, "N-04", "reach", "", T("Hãy nêu phạm vi ảnh hưởng: nơi nào đã áp dụng, theo văn bản nào."));
    return OK;
}

static bool round_of(const nomination_facts *f, round_id id)
{
    for (int i = 0; i < f->rounds.n; i++)
        if (f->rounds.p[i].id.v == id.v) return true;
    return false;
}

static status may_be_made(arena *mem, const nomination_facts *f, const nomination_text *t, finding_list *refused)
{
    if (!f->valid || !f->unit_level || f->open.v) return E_CONFLICT;
    if (f->held) return say_no(mem, refused, "N-01", "", "", T("Đang có khiếu nại chưa giải quyết về việc công nhận."));
    if (f->head_case && !*f->consent) return say_no(mem, refused, "N-02", "", T("khoản 2 Điều 7 Điều lệ Sáng kiến"), T("Thiếu văn bản chấp thuận của cơ quan có thẩm quyền."));
    if (t->round.v && !round_of(f, t->round)) return say_no(mem, refused, "N-10", "round", "", T("Đợt này không mở."));
    return evidence_fits(mem, t, refused);
}

/* The step of the establishment's own process, where it has one. */
static status pass_upward(arena *mem, db *d, const actor *who, dossier_id below, const nomination_facts *f, instant now, finding_list *refused)
{
    step_outcome o = {0};

    if (!*f->upward_actors) return OK;
    if (f->upward_barred) return E_FORBIDDEN;
    TRY(dossier_effect(mem, d, who, below, EFFECT_PASS_UPWARD, &(step_input){0}, now, &o));
    if (o.tag == STEP_DONE) return OK;
    *refused = o.findings;
    return E_INVALID;
}

status nomination_make(arena *mem, db *d, const actor *who, const char *code, const nomination_text *t, instant now, dossier_id *out, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    recognition_row r = {0};
    nomination_facts f = {0};
    dossier_text text = {0};
    entry_stand s = {0};
    dossier_id id = {0};
    status st = OK;

    TRY(db_begin(d, &tx));
    TRY(certificate_recognition(d, mem, code, &r));
    TRY(certificate_stand(d, who, &r, &s));
    if (!certificate_is_insider(&s)) return E_NOT_FOUND;
    if (!nomination_may_request(&s)) return E_FORBIDDEN;
    TRY(nomination_facts_of(d, mem, who, &r, date_of(now), &f));
    TRY(may_be_made(mem, &f, t, refused));
    TRY(pass_upward(mem, d, who, r.dossier_id, &f, now, refused));
    TRY(text_from(d, mem, who, &r, t->round.v || !f.rounds.n ? t->round : f.rounds.p[0].id, &text));
    TRY(dossier_create_at(mem, d, who, LEVEL_CITY, r.dossier_id, &text, now, &id));
    const char *snapshot = snapshot_of(d, mem, &r, &st);
    TRY(st);
    TRY(db_change1(d, Q_NOMINATION_INSERT, P_ID(id), P_ID(r.id), P_TEXT(s.author ? "author" : "unit"), P_TEXT(snapshot), P_TEXT(blob_sha256(mem, (bytes){snapshot, strlen(snapshot)})), P_TEXT(f.consent), P_TEXT(t->effect),
                   P_TEXT(t->reach), P_INT(f.applied), P_INT(f.comparable), P_INT(r.year), P_ID(who->user), P_INSTANT(now)));
    TRY(db_change1(d, Q_NOMINATION_CONSENT_SET, P_TEXT(f.consent), P_ID(id)));
    TRY(audit_add(d, mem, who, "nomination.made", "dossier", id.v, r.code, textf(mem, "%lld/%lld", (long long)f.applied, (long long)f.comparable)));
    TRY(db_commit(&tx));
    *out = id;
    return OK;
}

status nomination_save(arena *mem, db *d, const actor *who, dossier_id id, const nomination_text *t, instant now, finding_list *refused)
{
    AUTO(db_tx) tx = {0};
    dossier dos = {0};
    nomination_row n = {0};
    nomination_facts f = {0};
    recognition_row r = {0};

    TRY(db_begin(d, &tx));
    TRY(dossier_get(d, mem, who, id, &dos));
    TRY(nomination_get(d, mem, id, &n));
    if (!dossier_may_edit(who, &dos)) return E_FORBIDDEN;
    TRY(evidence_fits(mem, t, refused));
    TRY(certificate_recognition_by_id(d, mem, n.recognition_id, &r));
    TRY(nomination_facts_of(d, mem, who, &r, date_of(now), &f));
    TRY(db_change1(d, Q_NOMINATION_TEXT_SET, P_TEXT(t->effect), P_TEXT(t->reach), P_INT(f.applied), P_INT(f.comparable), P_ID(id)));
    TRY(audit_add(d, mem, who, "nomination.saved", "dossier", id.v, n.reach, t->reach));
    return db_commit(&tx);
}

/* ---- guards of the city's process ---- */

#define GUARD(name) static status name(db *d, arena *mem, const actor *who, const dossier *dos, const step_input *in, instant now, finding_list *out)
#define FIND(id_, hard_, article_, text_) finding_add(mem, out, &(finding){.id = (id_), .text = (text_), .article = (article_), .field = "", .hard = (hard_)})

GUARD(in_window)
{
    nomination_facts f = {0};

    (void)who, (void)in;
    TRY(window_of(d, mem, date_of(now), &f));
    if (!f.window_open && !dos->round_id.v) /* of a round its own days count */
        FIND("N-05", true, f.window->article, textf(mem, T("Ngoài đợt nhận hồ sơ: đợt tới từ %s đến %s."), date_vi(mem, f.window_first), date_vi(mem, f.window_last)));
    return OK;
}

GUARD(decision_frozen)
{
    nomination_row n = {0};
    bool holds = false;

    (void)who, (void)in, (void)now;
    status s = nomination_get(d, mem, dos->id, &n);
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == OK) TRY(nomination_holds(d, mem, &n, &holds));
    if (s != OK || !holds || !text_eq(n.entry_status, "valid")) FIND("N-06", true, T("Thủ tục 1.010169 của thành phố Đà Nẵng"), T("Quyết định công nhận của cơ sở không còn hiệu lực hoặc không khớp bản đã chốt."));
    return OK;
}

GUARD(effect_and_reach)
{
    nomination_row n = {0};
    const rule_row *row = NULL;
    int num = 0, den = 0;

    (void)who, (void)in;
    status s = nomination_get(d, mem, dos->id, &n);
    if (s != OK && s != E_NOT_FOUND) return s;
    if (s == E_NOT_FOUND) {
        FIND("N-07", true, T("Thủ tục 1.010169 của thành phố Đà Nẵng"), T("Hồ sơ cấp thành phố phải đề nghị từ một sáng kiến đã được cơ sở công nhận."));
        return OK;
    }
    if (rule_ratio(rule_current(), "city.scope.reach", NULL, date_of(now), &num, &den, &row) == OK && n.applied * den < n.comparable * num)
        FIND("N-08", false, row->article, textf(mem, T("Mới áp dụng ở %lld trên %lld cơ sở cùng loại; mức tham khảo là %d/%d. Hội đồng xem xét."), (long long)n.applied, (long long)n.comparable, num, den));
    return OK;
}

GUARD(below_consented)
{
    below_row below = {.consent_document = ""};

    (void)who, (void)in, (void)now;
    if (!dos->nominated_id.v) return OK; /* effect_and_reach says so */
    TRY(below_of(d, mem, dos->nominated_id, &below));
    if (below.state_funded && below.author_is_head && !*below.consent_document)
        FIND("N-02", true, T("khoản 2 Điều 7 Điều lệ Sáng kiến"), T("Thiếu văn bản chấp thuận của cơ quan có thẩm quyền."));
    return OK;
}

const guard_entry nomination_guards[] = {
    {"city_window", in_window}, {"decision_frozen", decision_frozen}, {"effect_and_reach", effect_and_reach}, {"below_consented", below_consented}, {0}};
