/* token.h: personal tokens for the API. Shown once, kept as a hash; each has scopes, an end, perhaps a set of dossiers, and a
 * limit of requests a minute. With a token one may read what its owner may read, within its scopes; never change. */
#ifndef USER_TOKEN_H
#define USER_TOKEN_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/shape.h"
#include "store/store.h"

typedef enum { SCOPE_REGISTER = 1, SCOPE_DOSSIER = 2, SCOPE_STATISTICS = 4 } token_scope; /* bits */
typedef struct {
    token_scope scope;
    const char *key, *label; /* "register:read"; N_() words */
} token_scope_row;
extern const token_scope_row token_scopes[]; /* ended by a NULL key */

enum {
    TOKEN_PER_MINUTE = 120,
    TOKEN_DAYS_MAX = 366,
    TOKENS_MAX = 20,       /* in force for one person */
    TOKEN_DOSSIERS_MAX = 50
};

typedef struct {
    int64_t id, uses;
    const char *name, *scopes, *dossiers, *address; /* scopes: keys; dossiers: ",12,15," or "" all that the owner may see */
    instant made_at, used_at;
    date ends_on;
    bool ended;
} token_row;
extern const shape token_row_shape;
typedef LIST_OF(token_row) token_rows;

/* `shown` is the token itself, never to be seen again. E_INVALID: no scope, a bad end, bad dossiers; E_LIMIT: too many. */
MUST status token_make(arena *mem, db *d, const actor *who, const char *name, unsigned scopes, int days, const char *dossiers, instant now, const char **shown);
MUST status token_list(db *d, arena *mem, const actor *who, instant now, token_rows *out);
MUST status token_revoke(arena *mem, db *d, const actor *who, int64_t id, instant now);

typedef struct {
    int64_t id;
    unsigned scopes;
    const char *dossiers;
    actor who; /* the owner, with the roles of today */
} token_grant;
/* E_NOT_FOUND: unknown, ended, revoked, or its owner is locked. */
MUST status token_load(db *d, arena *mem, const char *token, instant now, const char *address, token_grant *out);
bool token_covers(const token_grant *g, int64_t dossier); /* one of its set, or it has none */
MUST status token_used(db *d, int64_t id, const char *address, instant now); /* counts the use of today */

/* Takes one request of this minute; false: none is left. */
typedef struct {
    int left, seconds; /* seconds until the next minute */
} token_rate;
bool token_take(int64_t id, instant now, token_rate *out);
#endif
