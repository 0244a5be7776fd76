/* web.h: routes, requests and replies. A route declares its access; the start stops when one does not. A handler fills a
 * view model; the web layer sends it as HTML through the route's template, or as JSON when the client accepts that first.
 * A handler may be run again when the store asks for it (E_RETRY), so it keeps no state of its own. */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/shape.h"
#include "base/status.h"
#include "base/words.h"
#include "store/store.h"
#include "actor/actor.h"
#include "user/token.h"
#include "web/form.h"
#include <stdbool.h>

typedef enum { GET = 1, POST = 2 } method;
typedef enum {
    ACCESS_UNDECLARED = 0, /* stops the start */
    ACCESS_PUBLIC,         /* everybody */
    ACCESS_USER,           /* whoever is logged in; the domain asks its own predicates besides */
    ACCESS_ROLE            /* whoever holds one of `roles` somewhere; the domain asks for which organisation */
} access_level;

typedef struct request request;
typedef struct reply reply;
typedef status (*handler)(request *r, reply *out);

typedef struct {
    method method;
    const char *path;       /* "/ho-so/:id/sua"; ":x" takes whole numbers, "*x" a word [a-z0-9A-Z_.-]{1,100} */
    handler handle;
    access_level access;
    unsigned roles;         /* ACCESS_ROLE: bits ROLE_BIT(ROLE_INTAKE) | … */
    const char *page;       /* template, "dossier/show.html"; NULL: the handler replies by itself (redirect, file) */
    const shape *view;      /* of the template and of the JSON */
    const form_def *form;   /* POST: what is parsed; GET: the form that the page shows */
    handler again;          /* POST: the GET handler that shows the page again with the messages (E_INVALID) */
    const char *summary;    /* English, for the OpenAPI document */
    unsigned flags;         /* ROUTE_… */
    unsigned scope;         /* SCOPE_…: what a personal token needs to ask this; 0: no token may (user/token.h) */
} route;
enum {
    ROUTE_UPLOAD = 1,     /* multipart with files: body up to limits.upload_max */
    ROUTE_NO_ONCE = 2,    /* POST that may be repeated: no once-only mark (search, preview, autosave) */
    ROUTE_BARE = 4,       /* the page has no frame (print, projector) */
    ROUTE_HEAVY = 16,     /* expensive: made in a lane of its own, refused with 503 when that is full */
    ROUTE_SECRET = 32,    /* POST whose path holds the secret that proves the sender: no CSRF mark (RFC 8058) */
    ROUTE_READS = 64      /* a POST that only reads, from anywhere (a protocol): no CSRF mark, no origin */
};

struct request {
    arena *mem;
    db *db;                /* this request's connection */
    actor who;             /* who asks; .user.v 0: nobody */
    instant now;           /* one instant for the whole request */
    const char *id;        /* of this request, in the log and on error pages */
    const char *path;      /* decoded, without the query */
    const char *query;     /* raw, without '?' */
    const char *address;   /* the client's */
    const char *agent;     /* User-Agent, clipped */
    int64_t arg[4];        /* ":x" of the path, in order */
    const char *word[2];   /* "*x" of the path, in order */
    bool wants_json;
    bool again;            /* this is the GET handler called to show errors */
    void *note;            /* what the POST handler leaves for the page that shows the errors */
    void *own;             /* the web layer's own */
};

/* Query parameters of a GET: cleaned text ("" when absent or invalid), whole numbers (`otherwise` when absent). */
const char *query_text(request *r, const char *name);
int64_t query_int(request *r, const char *name, int64_t otherwise);

/* Replies. `view` points to a struct of the route's shape, living in r->mem. */
status reply_view(request *r, reply *out, const void *view);
status reply_see(request *r, reply *out, const char *format, ...) __attribute__((format(printf, 3, 4))); /* 303 */
status reply_moved(request *r, reply *out, const char *format, ...) __attribute__((format(printf, 3, 4))); /* 301 */
status reply_file(request *r, reply *out, const char *type, const char *filename, bytes data); /* attachment */
/* An attachment made in parts, so that memory does not grow with it. `next` appends a part and says whether there is more;
 * it is called with a connection and scratch memory of its own, the first time while the request is handled (its error is
 * the request's), later by the workers. `state` (n bytes, without pointers into the request) is copied. */
enum { WEB_PART_BYTES = 256 << 10 }; /* about so much a part */
typedef status (*part_maker)(void *state, db *d, arena *mem, buf *out, bool *more);
status reply_parts(request *r, reply *out, const char *type, const char *filename, part_maker next, const void *state, size_t n);
status reply_inline(request *r, reply *out, const char *type, bytes data); /* image, CSS …; private unless public */
status reply_text(request *r, reply *out, const char *type, const char *text);
void reply_title(request *r, const char *format, ...) __attribute__((format(printf, 2, 3))); /* <title> and heading */
void reply_crumb(request *r, const char *label, const char *href); /* bread crumbs, outermost first */
void reply_org(request *r, org_id org); /* the page belongs to an organisation: its frame wears that look */
/* What others show of this page: meta description, OpenGraph, the one address of it ("/tin-tuc/x"), a picture ("" for none). */
void reply_about(request *r, const char *description, const char *canonical, const char *image);
void reply_no_robots(request *r, reply *out); /* lists with filters: not for search engines */
void reply_public(reply *out, int seconds); /* may be cached by everybody for so long; private pages are no-store */
void reply_header(reply *out, request *r, const char *name, const char *value);
/* A line shown on the next page: flash(r, FLASH_GOOD, T("Đã nộp hồ sơ.")); */
typedef enum { FLASH_GOOD, FLASH_NOTE, FLASH_BAD } flash_kind;
void reply_flash(request *r, flash_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The session cookie: set at login (seconds to live), "" ends it. */
void reply_session(request *r, reply *out, const char *token, int seconds);
void reply_cookie(request *r, reply *out, const char *name, const char *value, int seconds);
const char *request_session_token(const request *r); /* "" when there is none */
const char *request_header(const request *r, const char *name); /* "" when absent */
const char *request_base_url(const request *r); /* of this site, without a slash at the end */

/* The i-th ":x" of the path as a typed id: ARG(r, 0, dossier_id). */
#define ARG(r, i, type) ((type){(r)->arg[i]})

#endif
