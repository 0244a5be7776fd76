/* rem_own.h: what the files of this folder share. */
#ifndef REMUNERATION_REM_OWN_H
#define REMUNERATION_REM_OWN_H
#include "remuneration/remuneration.h"

/* A reason why something is refused; returns E_INVALID. */
status rem_refuse(arena *mem, finding_list *l, const char *id, const char *field, const char *article, const char *text);
/* Loads the entry for a change: E_NOT_FOUND for outsiders. */
MUST status rem_load(db *d, arena *mem, const actor *who, const char *code, rem_entry *out);
/* The agreement in force, or NULL. */
MUST status rem_agreement_now(db *d, arena *mem, recognition_id id, const rem_agreement **out);
/* Writes what the authors, and for `organisers` the first organisers, are due from a pool. */
typedef struct {
    const char *part;
    statement_id statement;
    int64_t receipt;
    date due_on;
    bool organisers;
} rem_cause;
MUST status rem_write_dues(arena *mem, db *d, const rem_entry *e, const rem_cause *c, const rem_pool *pool, instant now);
extern const char *const rem_article;

#endif
