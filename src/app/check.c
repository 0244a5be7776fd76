/* check: what must hold in every store, at any time. */
#include "app/check.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "council/poll.h"
#include "nomination/nomination.h"
#include "registry/open.h"
#include "rule/rule.h"
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    query q;
    status (*count)(db *d, int64_t *n); /* where one query does not tell */
} invariant;

typedef struct {
    const char *sha256;
    bytes data;
} blob_row;
STATIC_SHAPE(blob_shape, blob_row, F_TEXT(blob_row, sha256), F_BYTES(blob_row, data));

/* Rows whose bytes are not what their SHA-256 says. */
static status check_blob(void *ctx, void *item)
{
    AUTO(arena_ptr) mem = arena_new();
    const blob_row *b = item;
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, b->data.p, b->data.n);
    *(int64_t *)ctx += !text_eq(text_hex(mem, h, sizeof h), b->sha256);
    return OK;
}

static status count_blobs(db *d, int64_t *n)
{
    *n = 0;
    return db_scan(d, Q_CHECK_BLOBS, &blob_shape, check_blob, n);
}

typedef struct {
    const char *sha256, *content;
} told_row;
STATIC_SHAPE(told_shape, told_row, F_TEXT(told_row, sha256), F_TEXT(told_row, content));

static status check_told(void *ctx, void *item)
{
    const told_row *t = item;
    blob_row b = {t->sha256, {t->content, strlen(t->content)}};

    return check_blob(ctx, &b);
}

static status count_snapshots(db *d, int64_t *n)
{
    *n = 0;
    return db_scan(d, Q_CHECK_SNAPSHOTS, &told_shape, check_told, n);
}

static status count_below_ratio(db *d, int64_t *n)
{
    int num = 0, den = 1;

    TRY(rule_ratio(rule_current(), "council.pass_ratio", NULL, date_of(instant_now()), &num, &den, NULL));
    return db_number(d, Q_CHECK_PASSED_BELOW_RATIO, n, P_INT(den), P_INT(num));
}

static status count_log(db *d, int64_t *n)
{
    int64_t events = 0;
    return audit_verify(d, &events, n);
}

#define INVARIANT(q, text) {text, q, NULL}
#define COUNTED(f, text) {text, 0, f}
static const invariant invariants[] = {
    INVARIANT(Q_CHECK_SHARES, "shares of a filed dossier sum to 100 %"),
    INVARIANT(Q_CHECK_FILED_WITHOUT_AUTHOR, "a filed dossier has an author"),
    INVARIANT(Q_CHECK_WITHOUT_PROSE, "every dossier has its text"),
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
    INVARIANT(Q_CHECK_STOP_DAYS, "a clock starts again after it stopped"),
    INVARIANT(Q_CHECK_OPEN_VOTE_WITHOUT_CHOICE, "every vote of an open ballot has its choice"),
    INVARIANT(Q_CHECK_CERTIFICATE_REPLACED, "a certificate that was replaced names another"),
    INVARIANT(Q_CHECK_HOLD_WITHOUT_CAUSE, "what stands still has a cause that there is"),
    INVARIANT(Q_CHECK_ISSUED_PAPER, "every issued paper belongs to an event of a dossier"),
    INVARIANT(Q_CHECK_SET_WITHOUT_CRITERIA, "a set that councils score by has criteria with points"),
    INVARIANT(Q_CHECK_SHEET_TOTAL, "the points of a finished sheet sum to its total"),
    INVARIANT(Q_CHECK_COURSE_SEATS, "as many are seated as the session counts, and no more than it has seats"),
    INVARIANT(Q_CHECK_COURSE_ATTENDED, "who attended had a seat, and certificates go to who attended"),
    INVARIANT(Q_CHECK_COURSE_SURVEY, "as many answers to a survey as people who answered"),
    INVARIANT(Q_CHECK_QUESTION_COUNTS, "the counts of a question are those of its answers and votes"),
    INVARIANT(Q_CHECK_QUESTION_ACCEPTED, "an accepted answer is one of its question"),
    INVARIANT(Q_CHECK_OFFICIAL_WITHOUT_ARTICLE, "every official answer names its article"),
    INVARIANT(Q_CHECK_HIDDEN_WITHOUT_REASON, "what was hidden has its reason"),
    INVARIANT(Q_CHECK_SAVED_SEARCH, "a kept search has its name and its words"),
    INVARIANT(Q_CHECK_LOOK_CHAIN, "each look but the first replaces the one before it of the same; names are the site's alone"),
    INVARIANT(Q_CHECK_LOOK_LOGO, "the logo of a look has its bytes"),
    INVARIANT(Q_CHECK_NOTICE_PREFERENCE, "every wish about notices is one of the four"),
    INVARIANT(Q_CHECK_TOLD_AHEAD, "nobody was told of what the log does not have"),
    INVARIANT(Q_CHECK_LOCKED_SESSION, "a locked account has no session"),
    INVARIANT(Q_CHECK_ROLE_DAYS, "a role ends after it begins"),
    INVARIANT(Q_CHECK_RESET_OF_SECRET, "no secret is kept in words: sessions, links and tokens are hashes"),
    INVARIANT(Q_CHECK_RULE_DAYS, "a rule of this place ends after it begins and names its article"),
    INVARIANT(Q_CHECK_RANKING_PLACES, "a published ranking has a place and a band for each who was judged"),
    INVARIANT(Q_CHECK_ARTICLE_FILE, "files of articles and courses have their bytes"),
    INVARIANT(Q_CHECK_EMULATION_VOIDED, "a use that was taken back has its reason"),
    INVARIANT(Q_CHECK_NOMINATION_RESULT, "what the city answered has its day"),
    INVARIANT(Q_CHECK_COMPLAINT_TERMS, "a complaint has its terms, and its end exactly when it has ended"),
    INVARIANT(Q_CHECK_POLL_BALLOTS, "as many secret ballots over several dossiers as members who voted"),
    INVARIANT(Q_CHECK_POLL_NAMED, "a ballot over several dossiers is kept with its member exactly when it is open"),
    INVARIANT(Q_CHECK_POLL_RECUSED, "nobody chooses among dossiers with a conflict in one of them"),
    INVARIANT(Q_CHECK_POLL_PRESENT, "a choice among dossiers was counted with its quorum, of members who were there"),
    INVARIANT(Q_CHECK_POLL_OPTIONS, "a choice is among two dossiers or more of its session"),
    COUNTED(poll_check, "the places of a choice are those of its ballots"),
    COUNTED(count_below_ratio, "what passed had the votes that the rule asks for"),
    COUNTED(count_blobs, "files are what their hashes say"),
    COUNTED(count_snapshots, "reports that were kept are what their hashes say"),
    COUNTED(nomination_check, "what the city decided on is the establishment's decision, unchanged"),
    COUNTED(open_compare_log, "the register made again out of the log is the register"),
    COUNTED(count_log, "the chained log is whole"),
};

static void found(json_t *list, const char *name, int64_t n, int *bad, bool json)
{
    if (n) (*bad)++;
    if (n) log_error("check: %s: %lld exceptions", name, (long long)n);
    if (!json && list) printf("%s %s%s\n", n ? "BAD " : "ok  ", name, "");
    if (list) json_array_append_new(list, json_pack("{s:s,s:I}", "invariant", name, "exceptions", (json_int_t)n));
}

const char *check_name(int place)
{
    return place >= 0 && place < COUNT(invariants) ? invariants[place].name : NULL;
}

status check_one(db *d, int place, int64_t *exceptions)
{
    const invariant *i = &invariants[place];

    return i->count ? i->count(d, exceptions) : db_number_(d, i->q, exceptions, NULL, 0);
}

status check_all(db *d, bool json, json_t *list, int *bad)
{
    int64_t n = 0;

    *bad = 0;
    for (int i = 0; i < COUNT(invariants); i++) {
        TRY(check_one(d, i, &n));
        found(list, invariants[i].name, n, bad, json);
    }
    return OK;
}
