/* certificate.h: decisions, recognised initiatives, and signed certificates. Điều lệ Art 7; NĐ 30/2020 Art 15. */
#ifndef CERTIFICATE_CERTIFICATE_H
#define CERTIFICATE_CERTIFICATE_H
#include "certificate/sign.h"
#include "dossier/dossier.h"

typedef struct {
    recognition_id id;
    const char *code, *level, *org_name, *title, *kind, *field, *investor, *summary, *benefit, *status, *cancel_reason, *decision, *signer_name, *signer_title, *city_decision, *city_org, *city_signer, *city_signer_title, *reach, *city_flag;
    dossier_id dossier_id;
    decision_id decision_id, city_decision_id;
    org_id org_id;
    date recognised_on, city_on, cancelled_on;
    int64_t year;
    bool has_head;
} recognition_row;
extern const shape recognition_shape;

typedef struct {
    int64_t ordinal, share;
    const char *name, *unit, *position, *serial, *status;
} recognition_author;
extern const shape recognition_author_shape;
typedef LIST_OF(recognition_author) recognition_authors;

typedef struct {
    certificate_id id;
    recognition_id recognition_id;
    int64_t ordinal;
    const char *level, *serial, *status, *replaced_by, *payload, *signature; /* level: unit | city */
    date issued_on, status_on;
} certificate_row;
extern const shape certificate_shape;

/* The head recognises: the step of the process, a numbered decision, the register entry and a signed certificate per author,
 * in one transaction. `signer_title`: "Giám đốc". E_INVALID with `refused` when a guard says no. */
MUST status certificate_recognise(arena *mem, db *d, const actor *who, dossier_id id, const char *signer_title, const char *note, instant now, recognition_id *out, finding_list *refused);
/* Cancels: the step, a decision, the register entry and every certificate; effects stand on the cancelled entry. */
MUST status certificate_cancel(arena *mem, db *d, const actor *who, dossier_id id, const char *reason, instant now, finding_list *refused);

/* The register entry of a dossier or by its public code; public. */
MUST status certificate_recognition_of(db *d, arena *mem, dossier_id id, recognition_row *out);
MUST status certificate_recognition(db *d, arena *mem, const char *code, recognition_row *out);
MUST status certificate_recognition_by_id(db *d, arena *mem, recognition_id id, recognition_row *out);
/* Signed JSON: {"list":"…canonical JSON…","signature":hex}: every certificate that is replaced or cancelled, for offline checkers. */
MUST status certificate_status_list(db *d, arena *mem, instant now, const char **out);
/* The entry as canonical JSON (sorted keys): what the log keeps of it at each change (recognition.entered, .city, .struck). */
MUST status certificate_entry_json(arena *mem, db *d, recognition_id id, const char **out);
MUST status certificate_authors(db *d, arena *mem, recognition_id id, recognition_authors *out);
MUST status certificate_get(db *d, arena *mem, const char *serial, certificate_row *out);

/* The certificate as PDF, A4 landscape; the same bytes each time. `base_url` for the address in the QR code. */
MUST status certificate_pdf(arena *mem, db *d, const char *serial, const char *base_url, bytes *out);
/* The code that the QR carries: everything an offline check needs. */
const char *certificate_code(arena *mem, const certificate_row *c);

/* Writes a recognition whose dossier step is already done, for imports and the demonstration: numbers, entry, certificates. */
typedef struct {
    dossier_id dossier;
    org_id org;
    const char *org_name, *symbol, *title, *kind, *field, *investor, *summary, *benefit, *signer_name, *signer_title, *note;
    user_id signer;
    date on;
    bool has_head;
    author_list authors;
} recognition_new;
MUST status certificate_record(arena *mem, db *d, const recognition_new *r, recognition_id *out);
/* Effect and influence for the city (tác dụng, ảnh hưởng đối với thành phố): a decision of `org`, the level of the entry, and
 * a certificate of the city for each author that states level and reach; the establishment's certificates stay. E_CONFLICT:
 * not valid, or of the city already. */
typedef struct {
    recognition_id recognition;
    org_id org;
    const char *org_name, *symbol, *signer_name, *signer_title, *reach; /* reach: of a cancellation, its reason */
    user_id signer; /* {0}: no account */
    date on;
} city_new;
MUST status certificate_record_city(arena *mem, db *d, const city_new *c, decision_id *out);
/* Takes the city's recognition back: a decision, the level, the city's certificates. E_CONFLICT: not of the city. */
MUST status certificate_cancel_city(arena *mem, db *d, const city_new *c, decision_id *out);
MUST status certificate_city_authors(db *d, arena *mem, recognition_id id, recognition_authors *out); /* with the city's certificates */

#endif
