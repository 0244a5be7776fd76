/* request_own.h: what the web layer keeps of a request and a reply. Nobody outside web/ includes it. */
#ifndef WEB_REQUEST_OWN_H
#define WEB_REQUEST_OWN_H
#include "base/buf.h"
#include "web/form_own.h"
#include "web/serve.h"
#include "web/template.h"
#include <pthread.h>

enum { CRUMBS_MAX = 8, FLASHES_MAX = 4, REPLY_HEADERS_MAX = 20 };

typedef struct {
    const char *label, *href;
} crumb;
typedef struct {
    const char *kind, *text;
} flash_line;

typedef struct {
    const route *route;
    template *page; /* compiled; NULL when the route has none */
    int next;       /* the entry after it whose path begins with a word of the same number; 0: none, else its place + 1 */
} route_entry;
enum { ROUTE_HEADS = 256 };

typedef struct {
    web *web;
    const http_in *in;
    const route_entry *entry;  /* that was asked for */
    form_state *form;          /* of the page or of the POST */
    bool stale;                /* the form's mark is of another session */
    bool by_token;             /* a personal token instead of a session: only reading, within `grant` */
    token_grant grant;
    const char *session_token; /* from the cookie; "" */
    const char *visit;         /* the anonymous visitor's mark, for CSRF; "" */
    bool new_visit;            /* set the cookie */
    const char *title;
    const char *description, *canonical, *image; /* NULL: not said */
    bool no_robots;
    org_id org; /* whose look the frame wears; 0: the site's */
    crumb crumbs[CRUMBS_MAX];
    int n_crumbs;
    flash_line flashes[FLASHES_MAX]; /* to show now */
    int n_flashes;
    const char *flash_next; /* the cookie for the next page; NULL: unchanged */
    bool had_flash;
    lang lang;
    bool lang_chosen;
    int tries;
} request_own;

/* Whether the Origin header names the host that was asked (RFC 6454, 7). */
bool origin_is_host(const request_own *own, const char *origin);

struct reply {
    int status;
    const void *view;
    const char *type;
    const char *location;
    buf body;
    part_maker next; /* NULL: the body is all */
    void *state;     /* heap */
    bool has_body, is_public;
    int max_age;
    struct {
        const char *name, *value;
    } headers[REPLY_HEADERS_MAX];
    int n_headers;
};

struct web {
    web_config config;
    route_entry *entries;
    int n, heads[ROUTE_HEADS]; /* by the first word of the path; as `next` */
    arena *mem;
    template *frame, *bare, *problem;
    const char *css, *js, *icons, *favicon; /* their addresses */
    pthread_mutex_t look_lock;
    web_looks looks;
    arena *look_mem;    /* theirs; NULL: not asked yet */
    int look_asked;     /* how often: an answer that another overtook is dropped */
    int64_t look_until; /* milliseconds; asked anew from then on */
};

extern const shape frame_shape;
/* The page inside its frame, into out->body. */
void frame_render(request *r, reply *out, const template *page, const void *view);
/* The page of an error, as HTML or problem+json. */
void problem_render(request *r, reply *out, int code, status why);
MUST status frame_templates(web *w);
const route_entry *route_find(const web *w, method m, const char *path, request *r, bool *other_method);
MUST status routes_compile(web *w);
/* The form that the request brought, parsed and not believed; false: none, or one of passwords. */
bool form_of_request(request *r);
/* CSRF. The mark in a page is masked anew each time. */
const char *csrf_mark(arena *mem, const request_own *own);
bool csrf_matches(const request_own *own, const char *mark);
const char *random_hex(arena *mem, int bytes);
const char *cookie_value(arena *mem, const http_in *in, const char *name);
#define SESSION_COOKIE "sangkien"
/* As browsers know it: over https "__Host-" is before each, so that no other host sets it. */
const char *cookie_name(arena *mem, const web *w, const char *name);

#endif
