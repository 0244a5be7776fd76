/* serve.h: the web layer as the application sees it: opened with the routes, then fed with requests, by the HTTP library
 * (http.h) or by tests and the command line without a socket (loopback.h). */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H
#include "base/buf.h"
#include "store/store.h"
#include "web/web.h"

enum {
    WEB_BODY_MAX = 2 << 20,         /* bytes of a plain form */
    WEB_UPLOAD_MAX = 40 << 20,      /* bytes of a multipart form on a ROUTE_UPLOAD */
    WEB_TARGET_MAX = 4096,          /* bytes of path and query */
    WEB_TRIES = 6,                  /* of a handler when the store says E_RETRY */
    WEB_PUBLIC_SECONDS = 60         /* default of reply_public */
};

typedef struct {
    const char *label, *href, *icon; /* label: N_() words */
    unsigned roles;                  /* 0: everybody; ROLE_BIT(…): who holds one; WEB_NAV_SIGNED: whoever is logged in */
} nav_item;
enum { WEB_NAV_SIGNED = 1u << 31 };

typedef struct {
    const route *routes;
    int n;
} route_table;

/* What the site, or an organisation for the pages that belong to it, chose for their frame. */
enum { WEB_LOOK_SECONDS = 60 };
typedef struct {
    int64_t org;           /* 0: the site */
    int64_t colours, logo; /* parts of the addresses of style sheet and logo; 0: of an organisation the site's, of the site the product's */
    const char *name, *tagline, *name_en, *tagline_en, *main; /* "": the product's; of an organisation only the tagline, its own name, and main */
    int64_t logo_width, logo_height;
} web_look;
typedef struct {
    web_look site;
    LIST_OF(web_look) orgs; /* by org; those that look like the site are left out */
} web_looks;

typedef struct web web;
typedef struct {
    store *store;
    const route_table *tables; /* all routes of the product */
    int n_tables;
    const nav_item *nav;       /* main navigation, ended by a NULL label */
    const nav_item *account;   /* the account menu, ended by a NULL label */
    const char *site_name, *site_tagline;
    bool https;                /* behind a TLS proxy: Secure cookies, HSTS */
    bool demo;
    const char *base_url;      /* "https://sangkien.danang.gov.vn", for links in mail and QR codes */
    status (*moved)(request *r, reply *out); /* a GET that was not found: replies where it went, or E_NOT_FOUND; may be NULL */
    int (*notices)(request *r); /* unread notices of who asks; may be NULL */
    status (*look)(db *d, arena *mem, web_looks *out); /* asked at most every WEB_LOOK_SECONDS, and after web_look_changed; `mem` is kept with the answer; may be NULL */
} web_config;

/* Checks and compiles everything: E_INTERNAL (logged, with the route) when a route declares no access, a template names
 * what its view lacks, a path is doubled, or a POST has no form. */
MUST status web_open(const web_config *config, web **out);
const web_config *web_config_of(const web *w);
void web_close(web *w);
void web_look_changed(request *r); /* the next page asks for the looks anew */

typedef struct {
    const char *method, *target; /* "/ho-so/12?x=1", as sent */
    const char *(*header)(void *ctx, const char *name); /* NULL when absent */
    void *ctx;
    const char *body;
    size_t n; /* bytes of the body */
    const char *address;
    bool parts;  /* the caller sends what follows the body: http_out.parts; otherwise all of it comes in the body */
    int refused; /* not 0: the request broke a limit or a rule of HTTP; only the page that says so (413, 431 …) is made */
} http_in;
enum { HTTP_HEADERS_MAX = 32 };
typedef struct {
    int status;
    struct {
        const char *name;
        char *value; /* heap */
    } headers[HTTP_HEADERS_MAX];
    int n_headers;
    char *body; /* heap */
    size_t n;
    struct {
        part_maker next; /* NULL: the body is all */
        void *state;     /* heap */
        store *store;
    } parts;
} http_out;
/* The next part of an answer into `b`; `more` false: the last one. */
MUST status http_out_part(http_out *out, buf *b, bool *more);

void web_serve(web *w, const http_in *in, http_out *out);
void http_out_free(http_out *out);
/* The largest body that this method and target may send; 0: the route takes none. */
size_t web_body_max(const web *w, const char *method, const char *target);

/* The request is for a ROUTE_HEAVY. */
bool web_is_heavy(const web *w, const char *method, const char *target);

/* The route table as JSON and as an OpenAPI 3.1 document. */
void web_routes_json(const web *w, buf *out);
void web_openapi(const web *w, buf *out);
const web *request_web(const request *r);

#endif
