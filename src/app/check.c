/* check: what must hold in every store, at any time. */
#include "app/check.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "nomination/nomination.h"
#include "registry/open.h"
#include "rule/rule.h"
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *name;
    query q;
} invariant;

#define INVARIANT(q, text) {text, q}
static const invariant invariants[] = {
    INVARIANT(Q_CHECK_SHARES, "shares of a filed dossier sum to 100 %"),
    INVARIANT(Q_CHECK_FILED_WITHOUT_AUTHOR, "a filed dossier has an author"),
    INVARIANT(Q_CHECK_FILED_WITHOUT_NUMBER, "a filed dossier has a receipt number"),
    INVARIANT(Q_CHECK_NUMBERED_DRAFT, "a draft has no number and no filing day"),
    INVARIANT(Q_CHECK_NUMBER_TWICE, "no receipt number is given twice"),
    INVARIANT(Q_CHECK_DECISION_GAPS, "decisions are numbered 1, 2, 3 … in each organisation and year"),
    INVARIANT(Q_CHECK_DECISION_SERIES, "the series of decision numbers agree with the decisions"),
    INVARIANT(Q_CHECK_FILED_WITHOUT_EVENT, "a filed dossier has its filing among its events"),
    INVARIANT(Q_CHECK_CERTIFIED_WITHOUT_ENTRY, "a recognised dossier is in the register"),
    INVARIANT(Q_CHECK_ENTRY_OF_OTHER_STATE, "register entries and dossiers agree on their state"),
    INVARIANT(Q_CHECK_CERTIFIED_WITHOUT_VOTE, "a recognised dossier passed its council"),
    INVARIANT(Q_CHECK_MORE_VOTES_THAN_PRESENT, "no more votes than members present, no more present than appointed"),
    INVARIANT(Q_CHECK_QUORUM, "no conclusion without its quorum"),
    INVARIANT(Q_CHECK_RECUSED_VOTED, "no vote of who is recused on an open item"),
    INVARIANT(Q_CHECK_ABSENT_VOTED, "no vote of who was not present"),
    INVARIANT(Q_CHECK_POINTS, "what passed had the points"),
    INVARIANT(Q_CHECK_SET_CHANGED, "nothing is scored by a draft"),
    INVARIANT(Q_CHECK_BALLOTS_AND_VOTERS, "as many secret ballots as members who voted"),
    INVARIANT(Q_CHECK_SECRET_VOTE_NAMED, "no secret vote is kept with its member"),
    INVARIANT(Q_CHECK_AUTHOR_VOTED, "no author voted on the own dossier"),
    INVARIANT(Q_CHECK_CONSENT_MISSING, "consent is recorded where the State funded and the head is an author"),
    INVARIANT(Q_CHECK_ENTRY_WITHOUT_CERTIFICATE, "one certificate per recognised author"),
    INVARIANT(Q_CHECK_VALID_CERTIFICATE_OF_CANCELLED, "no valid certificate of a cancelled recognition"),
    INVARIANT(Q_CHECK_CITY_WITHOUT_DECISION, "city level rests on a decision after the unit's"),
    INVARIANT(Q_CHECK_DECIDED_BEFORE_FILED, "no decision before filing"),
    INVARIANT(Q_CHECK_ACCEPTED_BEFORE_FILED, "no acceptance before filing"),
    INVARIANT(Q_CHECK_APPLIED_AFTER_FILED, "no first application after filing"),
    INVARIANT(Q_CHECK_ENDED_WITH_TERM, "no term runs in an ended dossier"),
    INVARIANT(Q_CHECK_TERM_WITHOUT_RULE, "every term names its rule"),
    INVARIANT(Q_CHECK_RUNNING_STOP, "the clock stands still only while a dossier is being mended"),
    INVARIANT(Q_CHECK_PROCESS_ACTIVE_TWICE, "one version of a process is active at most"),
    INVARIANT(Q_CHECK_PROCESS_OF_DOSSIER, "a dossier is on a version of its level that was active once"),
    INVARIANT(Q_CHECK_ROUND_DAYS, "a round closes after it opens, and is extended to a later day"),
    INVARIANT(Q_CHECK_PAPER_ACTIVE, "one template of a kind is in use at most, and names known fields only"),
    INVARIANT(Q_CHECK_OWN_FORM_ACTIVE, "one form of a level and field is in use at most"),
    INVARIANT(Q_CHECK_SECRET_UNMARKED, "secret parts and their marks agree"),
    INVARIANT(Q_CHECK_FILES_WITHOUT_BYTES, "every file has its bytes"),
    INVARIANT(Q_CHECK_ORIGINAL_LOST, "every uploaded form is kept"),
    INVARIANT(Q_CHECK_READER_IN_CONFLICT, "nobody with a conflict reads"),
    INVARIANT(Q_CHECK_ORG_CIRCLE, "no organisation is its own superior"),
    INVARIANT(Q_CHECK_ENTRY_COPIES, "an entry repeats its decision and first author as they are"),
    INVARIANT(Q_CHECK_TALLY, "the counts of the register agree with its entries"),
    INVARIANT(Q_CHECK_PAID_ABOVE_DUE, "nothing is paid above what is due without a document"),
    INVARIANT(Q_CHECK_PARTS_OF_POOL, "the parts of the authors sum to their pool"),
    INVARIANT(Q_CHECK_RECEIVED_ABOVE_PRICE, "no more is received for a transfer than its price"),
    INVARIANT(Q_CHECK_OWN_BENEFIT_CONFIRMED, "nobody confirms the own statement of benefit"),
    INVARIANT(Q_CHECK_DUE_WITHOUT_CONFIRMATION, "what is due for a year rests on a confirmed statement"),
    INVARIANT(Q_CHECK_REWARDED_TWICE, "one solution is rewarded once, or by a document"),
    INVARIANT(Q_CHECK_COMPLAINT_SOLVED_ALONE, "nobody solves alone a complaint about the own decision"),
    INVARIANT(Q_CHECK_OPEN_COMPLAINT_WITHOUT_HOLD, "effects stand still exactly while a complaint is open"),
    INVARIANT(Q_CHECK_COMPLEX_WITHOUT_FINDING, "a complex case has its finding in writing"),
    INVARIANT(Q_CHECK_COMPLAINT_NOT_CARRIED_OUT, "what a complaint decided was carried out"),
    INVARIANT(Q_CHECK_PAID_WHILE_HELD, "nothing is paid while a complaint is open"),
    INVARIANT(Q_CHECK_USED_TWICE, "an initiative serves a person for one title, or by a document"),
    INVARIANT(Q_CHECK_USE_OF_STRANGER, "an initiative serves its authors only"),
    INVARIANT(Q_CHECK_USED_WITHOUT_DECISION, "a use that was awarded has its decision"),
    INVARIANT(Q_CHECK_CITY_DOSSIER_WITHOUT_ENTRY, "a dossier recognised by the city is the register's city decision"),
    INVARIANT(Q_CHECK_CITY_UNFLAGGED, "the city's recognition is flagged when the establishment's is cancelled"),
    INVARIANT(Q_CHECK_CITY_CERTIFICATES, "one certificate of the city per author"),
    INVARIANT(Q_CHECK_NOMINATION_WITHOUT_CONSENT, "the city recognised nothing that lacked the consent below"),
    INVARIANT(Q_CHECK_STOPPED_WITHOUT_REASON, "use stopped has its reason"),
    INVARIANT(Q_CHECK_REPORT_TALLY, "the sums of statistics agree with their facts"),
    INVARIANT(Q_CHECK_RANKING_SUMS, "points of the ranking sum to their totals"),
    INVARIANT(Q_CHECK_RANKING_WHOLE, "criteria of the ranking sum to 100 points"),
    INVARIANT(Q_CHECK_REPORT_SCOPES, "statistics of the city, of units and of units by field agree"),
    INVARIANT(Q_CHECK_ARTICLE_REVISION, "an article reads as its revisions say"),
    INVARIANT(Q_CHECK_ARTICLE_STATE, "an article has what its state needs"),
    INVARIANT(Q_CHECK_DELIVERY, "mail that left has its time and no secret left"),
    INVARIANT(Q_CHECK_ARTICLE_PICTURE, "pictures of articles have their bytes"),
    INVARIANT(Q_CHECK_NOVELTY_DONE_WITHOUT_HASH, "a finished report of novelty has its hashes"),
    INVARIANT(Q_CHECK_NOVELTY_HITS_LOST, "a finished report of novelty has its sources"),
    INVARIANT(Q_CHECK_NOVELTY_FINDING_WITHOUT_REASON, "every finding of novelty has its reason"),
    INVARIANT(Q_CHECK_NOVELTY_COPIED_FROM_LATER, "nobody is said to copy from what was filed later"),
    INVARIANT(Q_CHECK_ORG_WITHOUT_NAME, "every organisation has a name on record"),
};

typedef struct {
    const char *sha256;
    bytes data;
} blob_row;
STATIC_SHAPE(blob_shape, blob_row, F_TEXT(blob_row, sha256), F_BYTES(blob_row, data));

static status check_blob(void *ctx, void *item)
{
    AUTO(arena_ptr) mem = arena_new();
    const blob_row *b = item;
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, b->data.p, b->data.n);
    *(int64_t *)ctx += !text_eq(text_hex(mem, h, sizeof h), b->sha256);
    return OK;
}

static void found(json_t *list, const char *name, int64_t n, int *bad, bool json)
{
    if (n) (*bad)++;
    if (n) log_error("check: %s: %lld exceptions", name, (long long)n);
    if (!json && list) printf("%s %s%s\n", n ? "BAD " : "ok  ", name, "");
    if (list) json_array_append_new(list, json_pack("{s:s,s:I}", "invariant", name, "exceptions", (json_int_t)n));
}

status check_all(db *d, bool json, json_t *list, int *bad)
{
    int64_t n = 0, events = 0;
    int num = 0, den = 1;

    *bad = 0;
    for (int i = 0; i < COUNT(invariants); i++) {
        TRY(db_number_(d, invariants[i].q, &n, NULL, 0));
        found(list, invariants[i].name, n, bad, json);
    }
    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(instant_now()), &num, &den, NULL));
    TRY(db_number(d, Q_CHECK_PASSED_BELOW_RATIO, &n, P_INT(den), P_INT(num)));
    found(list, "what passed had the votes that the rule asks for", n, bad, json);
    n = 0;
    TRY(db_scan(d, Q_CHECK_BLOBS, &blob_shape, check_blob, &n));
    found(list, "files are what their hashes say", n, bad, json);
    TRY(nomination_check(d, &n));
    found(list, "what the city decided on is the establishment's decision, unchanged", n, bad, json);
    TRY(open_compare_log(d, &n));
    found(list, "the register made again out of the log is the register", n, bad, json);
    TRY(audit_verify(d, &events, &n));
    found(list, "the chained log is whole", n, bad, json);
    return OK;
}
