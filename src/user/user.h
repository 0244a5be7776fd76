/* user.h: accounts, roles, passwords and logins. */
#ifndef USER_USER_H
#define USER_USER_H
#include "base/date.h"
#include "base/shape.h"
#include "store/store.h"
#include "actor/actor.h"
#include "user/session.h"

enum {
    USER_PASSWORD_MIN = 8,              /* characters (NIST SP 800-63B, ASVS 6.2.1) */
    USER_SESSION_SECONDS = 12 * 3600,   /* a session ends after so long, used or not */
    USER_IDLE_SECONDS = 2 * 3600,       /* or after so long without use */
    USER_ATTEMPTS = 8,                  /* failed logins per account … */
    USER_ADDRESS_ATTEMPTS = 40,         /* … and per address … */
    USER_ATTEMPT_SECONDS = 15 * 60      /* … within so long, then the next must wait */
};

/* What is known of a person to whoever administers accounts. */
typedef struct {
    user_id id;
    const char *login, *name, *email, *phone, *position, *qualification, *unit;
    org_id org_id;
    date birth_date;
    bool locked, must_change, has_password, has_totp;
    int64_t revision;
} user_row;
extern const shape user_row_shape;

typedef struct {
    const char *login, *name, *email, *phone, *position, *qualification;
    org_id org;
    date birth_date;
    const char *password; /* "" : none yet */
} user_new;

/* Creates an account (with its audit event later in user_admin): E_CONFLICT when the login is taken. */
MUST status user_create(arena *mem, db *d, const user_new *u, instant now, user_id *out);
/* Gives a role for an organisation (0: everywhere) from a day on. */
MUST status user_grant(db *d, user_id u, role_kind role, org_id org, const char *title, date from, date to);
MUST status user_get(db *d, arena *mem, user_id id, user_row *out);
MUST status user_by_login(db *d, arena *mem, const char *login, user_row *out);

/* What came of a login. Unknown login and wrong password are not told apart, in words and in time. */
typedef struct {
    enum { LOGIN_DONE, LOGIN_WRONG, LOGIN_WAIT, LOGIN_LOCKED, LOGIN_CODE_NEEDED, LOGIN_CODE_WRONG } tag;
    const char *token; /* LOGIN_DONE: for the cookie */
    user_id user;
    int wait_seconds;  /* LOGIN_WAIT */
} login_outcome;
MUST status user_login(arena *mem, db *d, const char *login, const char *password, const char *code, const char *address, const char *agent,
                       instant now, login_outcome *out);
MUST status user_logout(db *d, const char *token, instant now);

/* The head of `org` on `day`: E_NOT_FOUND when none is recorded. Điều lệ Art 7. */
typedef struct {
    user_id user_id;
    const char *name, *title;
} head_row;
MUST status user_head_of(db *d, arena *mem, org_id org, date day, head_row *out);
/* Whether `user` heads `org` on `day` (predicate of the head-of-unit case, Điều lệ Art 7(2)). */
MUST status user_is_head(db *d, user_id user, org_id org, date day, bool *out);

/* ---- the account of one person ---- */
typedef struct {
    session_id id;
    instant created_at, seen_at;
    const char *address, *agent;
    bool current;
} user_session_row;
extern const shape user_session_row_shape;
typedef LIST_OF(user_session_row) user_sessions;
MUST status user_sessions_of(db *d, arena *mem, const actor *who, user_sessions *out);
MUST status user_session_end(db *d, const actor *who, session_id id, instant now); /* one of one's own; {0}: all others */
/* E_INVALID: the present password is wrong. Ends all other sessions. */
MUST status user_change_password(arena *mem, db *d, const actor *who, const char *present, const char *next, instant now);
/* A second factor (RFC 6238, SHA-1, 30 s, 6 digits): a new secret in base32, and whether a code fits it. */
const char *user_totp_new(arena *mem);
bool user_totp_fits(arena *mem, const char *secret_base32, const char *code, instant now, int64_t after_step, int64_t *step);
/* E_INVALID: the code does not fit; E_FORBIDDEN: not the present password. */
MUST status user_totp_enable(arena *mem, db *d, const actor *who, const char *password, const char *secret_base32, const char *code, instant now);
MUST status user_totp_disable(arena *mem, db *d, const actor *who, const char *password, instant now);

/* ---- administration ---- */
bool user_may_administer(const actor *who, org_id org);
typedef LIST_OF(user_row) user_list;
MUST status user_find(db *d, arena *mem, const actor *who, const char *text, user_list *out);
typedef struct {
    role_id id;
    const char *role, *org_name, *title;
    date valid_from, valid_to;
} user_role_row;
extern const shape user_role_row_shape;
typedef LIST_OF(user_role_row) user_roles;
/* The heads that an organisation has had, present one first; `org_name` of a row is the person's name. */
MUST status user_heads_of(db *d, arena *mem, org_id org, user_roles *out);
/* An organisation ended on `on`: whoever worked there works at the heir (when there is one), roles there end the day before. */
MUST status user_follow_org(arena *mem, db *d, org_id from, org_id heir, date on);
MUST status user_roles_of(db *d, arena *mem, user_id id, user_roles *out);
MUST status user_admin_create(arena *mem, db *d, const actor *who, const user_new *u, instant now, user_id *out);
MUST status user_admin_grant(arena *mem, db *d, const actor *who, user_id id, role_kind role, org_id org, const char *title, date from);
MUST status user_admin_end_role(arena *mem, db *d, const actor *who, user_id id, role_id role, date day);
MUST status user_admin_lock(arena *mem, db *d, const actor *who, user_id id, bool locked);
/* A one-time token with which the person sets a new password within a day. */
MUST status user_admin_reset(arena *mem, db *d, const actor *who, user_id id, instant now, const char **token);
/* The same for who forgot the password, by login or e-mail. E_NOT_FOUND: no such account, locked, or without an address, or
 * two with it; E_LIMIT: asked USER_FORGOTTEN times within an hour. Inside db_begin. */
enum { USER_FORGOTTEN = 3 };
MUST status user_forgotten(arena *mem, db *d, const char *who, const char *address, instant now, user_row *out, const char **token);
MUST status user_use_reset(arena *mem, db *d, const char *token, const char *password, instant now); /* E_NOT_FOUND: unknown, used or too old */

/* Import of people from a table (CSV in UTF-8, or the first sheet of an XLSX; the first row names the columns: login, name, org,
 * role, email, phone, position, qualification, birth_date): nothing is written unless every row is good. `name` is the file's.
 * E_INVALID: no table (no problems), or rows with problems, numbered as the file shows them; E_LIMIT: over 5,000 rows. */
typedef struct {
    int64_t row;
    const char *field, *text;
} import_problem;
extern const shape import_problem_shape;
typedef LIST_OF(import_problem) import_problems;
MUST status user_import(arena *mem, db *d, const actor *who, bytes file, const char *name, instant now, int *added, import_problems *problems);

/* a–z 0–9 . _ - , 3 to 50 of them: nothing that looks like another letter. */
bool user_login_is_valid(const char *login);

/* Whether a new password will do (ASVS 6.2.1, 6.2.4, 6.2.11): no rules of composition, no expiry. `login` may be "". */
typedef enum { PASSWORD_GOOD, PASSWORD_SHORT, PASSWORD_COMMON, PASSWORD_GUESSABLE } password_outcome;
password_outcome user_password_check(arena *mem, const char *password, const char *login);
const char *user_password_words(arena *mem, password_outcome o); /* what to say, translated; "" when good */

/* Argon2id (libsodium, 19 MiB, 2 passes): a string for password_hash. */
const char *user_password_hash(arena *mem, const char *password);

#endif
