/* entry.h: one recognised initiative with its people, for tests of what follows recognition. */
#ifndef TESTS_ENTRY_H
#define TESTS_ENTRY_H
#include "certificate/effect.h"

typedef struct {
    org_id org;
    actor head, clerk, department, auditor, author[3], stranger;
    dossier_id dossier;
    recognition_id id;
    const char *code;
} entry_case;
typedef struct {
    const char *name;           /* of the unit; letters and digits: part of logins */
    const char *economic_class; /* economic | revenue_public | other */
    int shares[3];              /* basis points; 0 ends */
    int organisers;
    date applied, recognised;
    bool head_is_author;
} entry_spec;
void entry_make(db *d, arena *mem, const entry_spec *s, entry_case *out);

#endif
