/* certificate_own.h: what the files of this folder share. */
#ifndef CERTIFICATE_CERTIFICATE_OWN_H
#define CERTIFICATE_CERTIFICATE_OWN_H
#include "certificate/certificate.h"

/* The next decision of an organisation in its year, without gaps; in the caller's transaction. */
MUST status certificate_number_decision(arena *mem, db *d, org_id org, const char *kind, const char *symbol, const char *org_name, user_id signer, const char *signer_name, const char *signer_title, date on,
                                        const char *note, decision_id *out, const char **full);
/* Counts an entry in (1), or out (-1) before it changes. */
MUST status certificate_tally(db *d, recognition_id id, int delta);
/* The entry as it is now goes into the log: the register can be made again out of the log alone. */
MUST status certificate_log_entry(arena *mem, db *d, const char *action, recognition_id id);

#endif
