/* rule_local.h: the rules that this installation adds: rows of table rule_row over the built-in book. A row is never
 * changed: it is ended (a last day) or cancelled (entered by mistake), and another added. Who may: rule_may_edit. */
#ifndef RULE_RULE_LOCAL_H
#define RULE_RULE_LOCAL_H
#include "actor/actor.h"
#include "rule/rule.h"
#include "store/store.h"

/* An administrator of the whole installation. */
bool rule_may_edit(const actor *who);

/* The built-in book with the rows of the store over it; memory from `mem`. E_INVALID with `problem` when a row is wrong
 * (someone wrote into the table past this module), E_STORE. */
MUST status rule_load_local(arena *mem, db *d, rule_book **out, const char **problem);
/* The same, and puts it in use for the whole program (rule_use). After rule_load; at the start and after each change.
 * The book's memory is kept for good. E_INTERNAL, reason in the log, when a row is wrong. */
MUST status rule_refresh(db *d);

/* Adds a row: key, scope, value, unit ("": the built-in one's), article, brief, from, to, trust, source and note count.
 * One transaction with its audit event; the caller calls rule_refresh after it is committed. E_FORBIDDEN; E_INVALID
 * with `problem` (English, as in rule_book_make) when the book would not be valid with it. */
MUST status rule_add(arena *mem, db *d, const actor *who, const rule_row *r, instant now, int64_t *id,
                     const char **problem);
/* `last` is the last day in force; must not be before its first. E_NOT_FOUND, E_FORBIDDEN, E_INVALID. */
MUST status rule_end(arena *mem, db *d, const actor *who, int64_t id, date last, const char **problem);
MUST status rule_cancel(arena *mem, db *d, const actor *who, int64_t id, instant now);

#endif
