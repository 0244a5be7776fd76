/* remuneration.h: what the investor owes authors and first organisers, and what was paid. Điều lệ Art 10.
 *
 *   benefit of an application year: stated ──confirmed by another person──▶ amounts due ──▶ payments
 *                                     └──rejected                 transfer ──received──▶ amounts due ──▶ payments
 *
 * Rates and years are those in force on the last day of the application year, of a transfer on the day it was signed; the
 * wage is that of the day of payment. Money is whole đồng (money.h). Every function that changes something is one
 * transaction with its audit line; E_NOT_FOUND for whom the entry's money is not, E_FORBIDDEN for who may see but not do
 * it, E_INVALID with `refused` when a rule says no. */
#ifndef REMUNERATION_REMUNERATION_H
#define REMUNERATION_REMUNERATION_H
#include "certificate/effect.h"
#include "job/job.h"
#include "remuneration/money.h"

enum { REM_YEARS_MAX = 30, REM_ROWS_MAX = 500 };

/* ---- who pays ---- */
typedef struct {
    const char *payer, *payer_class, *reason; /* class: economic | revenue_public | other | author */
    date applied_on;
    bool stored; /* false: from dossier and establishment */
} rem_case;
extern const shape rem_case_shape;
/* The law sets a minimum for this payer (rule rem.applies_to). */
bool remuneration_is_owed(const rem_case *c);

typedef struct {
    int64_t id, rate_benefit, yearly, rate_transfer;
    const char *document, *note;
    date signed_on, ended_on;
} rem_agreement;
extern const shape rem_agreement_shape;
typedef LIST_OF(rem_agreement) rem_agreements;

typedef struct {
    statement_id id;
    int64_t year_index, amount;
    date from_on, to_on;
    bool computable;
    const char *method, *evidence, *state, *note, *by_name;
    user_id stated_by;
} rem_statement;
extern const shape rem_statement_shape;
typedef LIST_OF(rem_statement) rem_statements;

typedef struct {
    transfer_id id;
    const char *receiver, *document;
    date signed_on;
    int64_t price, received;
} rem_transfer;
extern const shape rem_transfer_shape;
typedef LIST_OF(rem_transfer) rem_transfers;

typedef struct {
    due_id id;
    recognition_id recognition_id;
    const char *part, *rate_rule, *wage_rule, *name; /* part: benefit | no_benefit | transfer | organiser; name: of the author */
    int64_t ordinal, base, factor, legal, agreed, pool, share, amount, paid, year_index;
    statement_id statement_id;
    bool rest, provisional;
    date rule_on, wage_on, due_on;
} rem_due;
extern const shape rem_due_shape;
typedef LIST_OF(rem_due) rem_dues;

typedef struct {
    payment_id id;
    due_id due_id;
    date paid_on;
    int64_t amount;
    const char *payee, *document, *override_document, *void_reason;
    instant voided_at;
} rem_payment;
extern const shape rem_payment_shape;
typedef LIST_OF(rem_payment) rem_payments;

typedef struct {
    int64_t id, paid; /* paid: đồng of the other entry; 0 for whom they are not */
    const char *code, *title, *org_name, *note;
    bool was_paid;
} rem_same;
extern const shape rem_same_shape;
typedef LIST_OF(rem_same) rem_sames;

/* An entry whose dossier has passages of this one's, or the other way round, and one of the two was paid. */
typedef struct {
    const char *code, *title, *org_name, *why, *by_name; /* why: it is not one solution, by a person; "" nobody has said so */
    int64_t id, share, paid; /* id: the other entry; basis points of the later text; đồng of the other entry */
    instant dismissed_at;
    bool found_same;     /* somebody who examined a dossier found the contents the same */
} rem_alike;
extern const shape rem_alike_shape;
typedef LIST_OF(rem_alike) rem_alikes;

/* ---- reading; E_NOT_FOUND for whoever is not an insider of the entry ---- */
typedef struct {
    recognition_row r;
    entry_stand stand;
    rem_case payer;
    bool held, valid;
} rem_entry;
MUST status remuneration_entry(db *d, arena *mem, const actor *who, const char *code, rem_entry *out);
MUST status remuneration_agreements(db *d, arena *mem, recognition_id id, rem_agreements *out); /* the one in force first */
MUST status remuneration_statements(db *d, arena *mem, recognition_id id, rem_statements *out);
MUST status remuneration_transfers(db *d, arena *mem, recognition_id id, rem_transfers *out);
MUST status remuneration_dues(db *d, arena *mem, recognition_id id, rem_dues *out);
MUST status remuneration_due(db *d, arena *mem, recognition_id id, due_id due, rem_due *out);
MUST status remuneration_payments(db *d, arena *mem, recognition_id id, rem_payments *out);
/* How much the other establishment paid is for the department and auditors. */
MUST status remuneration_sames(db *d, arena *mem, const rem_entry *e, rem_sames *out);
/* For the department and auditors; empty for everybody else, and once the pair is a rem_same. */
MUST status remuneration_alikes(db *d, arena *mem, const rem_entry *e, rem_alikes *out);
/* The job "same_solution" of a dossier: after its check for copies, a finding, a decision or a payment. The department is
 * told; the program marks nothing. */
MUST status remuneration_alike_job(arena *mem, db *d, const job_row *job);
/* Application year `k` (from 1): its days, and the last day to pay for it. */
typedef struct {
    int64_t year_index;
    date from, to;
    rule_term pay;
} rem_year;
MUST status remuneration_year(arena *mem, const rem_case *c, int k, rem_year *out);
/* How many application years the law pays for, by the rule of `on`. */
int64_t remuneration_years(date on);
/* "7 % × 500.000.000 đ = 35.000.000 đ (…article…); phần 70 % = 24.500.000 đ": every figure of a due amount, translated. */
const char *remuneration_explain(arena *mem, const rem_due *due);
const char *remuneration_class_name(const char *payer_class);
const char *remuneration_part_name(const char *part);

/* ---- writing ---- */
MUST status remuneration_set_case(arena *mem, db *d, const actor *who, const char *code, const rem_case *c, instant now, finding_list *refused);
MUST status remuneration_agree(arena *mem, db *d, const actor *who, const char *code, const rem_agreement *a, instant now, finding_list *refused);
typedef struct {
    int year;
    bool computable;
    int64_t amount;
    const char *method, *evidence;
} rem_stating;
MUST status remuneration_state(arena *mem, db *d, const actor *who, const char *code, const rem_stating *s, instant now, finding_list *refused);
/* The head, or the department where the head is an author, answers; never who stated it. Confirmed: amounts become due. */
MUST status remuneration_answer(arena *mem, db *d, const actor *who, const char *code, statement_id id, bool confirm, const char *note, instant now, finding_list *refused);
MUST status remuneration_transfer_add(arena *mem, db *d, const actor *who, const char *code, const rem_transfer *t, instant now, finding_list *refused);
MUST status remuneration_receive(arena *mem, db *d, const actor *who, const char *code, transfer_id id, date on, int64_t amount, instant now, finding_list *refused);
typedef struct {
    date paid_on;
    int64_t amount;
    const char *payee, *document, *override_document;
} rem_paying;
MUST status remuneration_pay(arena *mem, db *d, const actor *who, const char *code, due_id id, const rem_paying *p, instant now, finding_list *refused);
MUST status remuneration_void(arena *mem, db *d, const actor *who, const char *code, payment_id id, const char *reason, instant now);
/* Two entries are the same solution, by a person's finding (department): the second is not paid without a document. */
MUST status remuneration_mark_same(arena *mem, db *d, const actor *who, const char *code, const char *other, const char *note, instant now, finding_list *refused);
MUST status remuneration_unmark_same(arena *mem, db *d, const actor *who, const char *code, int64_t id, const char *reason, instant now);

/* Texts alike that are not one solution, by a person's finding (department), with a reason: the pair is not told again. Who finds
 * otherwise later marks it the same. E_CONFLICT: no such pair, or dismissed. E_INVALID: no reason. */
MUST status remuneration_dismiss_alike(arena *mem, db *d, const actor *who, const char *code, int64_t other, const char *why, instant now);

/* ---- pools (remuneration_due.c): arithmetic over the rules, no store ---- */
typedef struct {
    int64_t base, factor, legal, agreed, pool;
    const char *rate_rule, *wage_rule; /* "": none */
    date rule_on, wage_on;
    bool provisional;
} rem_pool;
/* `owed`: the law sets a minimum. `a` NULL: no agreement. A pool of 0: nothing is due. */
MUST status rem_pool_benefit(int64_t benefit, date year_end, bool owed, const rem_agreement *a, rem_pool *out);
MUST status rem_pool_no_benefit(date year_end, date paid_on, bool provisional, bool owed, const rem_agreement *a, rem_pool *out);
MUST status rem_pool_transfer(arena *mem, int64_t part, date signed_on, date recognised_on, bool owed, const rem_agreement *a, rem_pool *out);
MUST status rem_pool_organisers(const rem_pool *authors, rem_pool *out);

/* ---- sums for reports ---- */
typedef struct {
    int64_t authors, to_authors, organisers, to_organisers, transfers, received; /* how many payments and receipts, and their đồng */
} rem_sums;
typedef struct {
    const char *kind, *part, *document, *code, *title, *org_name; /* kind: author | organiser | transfer (money received); nobody's name */
    date on_day;
    int64_t amount;
} rem_record;
extern const shape rem_record_shape;
typedef LIST_OF(rem_record) rem_records;
/* What was paid and received from `first` to `last` for entries of `org` ({0}: of all); the caller asks who may. */
MUST status remuneration_sums(db *d, org_id org, date first, date last, rem_sums *out);
MUST status remuneration_records(db *d, arena *mem, org_id org, date first, date last, const char *kind, int limit, int skip, rem_records *out); /* kind "": each */

/* ---- predicates (remuneration_may.c) ---- */
bool remuneration_may_see(const entry_stand *s);
bool remuneration_may_state(const entry_stand *s);   /* authors, clerk, head */
bool remuneration_may_manage(const entry_stand *s);  /* clerk, head: payer, agreement, transfers, payments */
bool remuneration_may_confirm(const actor *who, const entry_stand *s, const rem_statement *st);
bool remuneration_may_mark(const entry_stand *s);    /* department */

#endif
