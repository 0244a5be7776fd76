/* effect.h: what rests on a recognition (payments, uses for titles): whether it may go on, and how a person stands to the
 * entry. While a hold is open nothing is paid and no use is recorded. Holds are rows, so that slices which may not know
 * of each other agree: a complaint writes one (law 4.5), remuneration and emulation ask. */
#ifndef CERTIFICATE_EFFECT_H
#define CERTIFICATE_EFFECT_H
#include "certificate/certificate.h"

/* Inside the caller's transaction. A cause holds an entry once. */
MUST status certificate_hold(db *d, recognition_id id, const char *cause, int64_t cause_id, instant now);
MUST status certificate_release(db *d, const char *cause, int64_t cause_id, instant now);
MUST status certificate_is_held(db *d, recognition_id id, bool *out);

/* How `who` stands to an entry. Authors and people with a recorded conflict hold no office over it. */
typedef struct {
    bool author;     /* named on it */
    bool head;       /* head of the establishment that recognised it */
    bool clerk;      /* intake officer there */
    bool department;
    bool auditor;    /* reads only */
    bool conflicted;
} entry_stand;
MUST status certificate_stand(db *d, const actor *who, const recognition_row *r, entry_stand *out);
/* Sees what is not public about an entry: authors, head, clerk, department, auditors. */
bool certificate_is_insider(const entry_stand *s);

#endif
