/* session.h: logins. A session is a random token of 256 bits in a cookie; the store keeps its hash only. */
#ifndef USER_SESSION_H
#define USER_SESSION_H
#include "store/store.h"
#include "actor/actor.h"

/* Who has this token: E_NOT_FOUND when it is unknown, ended, idle for too long, or the account is locked. */
MUST status user_session_load(db *d, arena *mem, const char *token, instant now, const char *address, actor *out);

/* The roles of out->user that are in force now. */
MUST status user_roles_load(db *d, arena *mem, instant now, actor *out);

#endif
