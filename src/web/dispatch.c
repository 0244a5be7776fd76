/* The life of a request: find the route, borrow a connection, learn who asks, check access and CSRF, read the form, run
 * the handler (again when the store asks for it), and send its view as HTML or JSON. */
#include "base/log.h"
#include "base/text.h"
#include "user/session.h"
#include "web/request_own.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static int code_of(status s, bool signed_in)
{
    switch (s) {
    case OK: return 200;
    case E_INVALID: return 422;
    case E_NOT_FOUND: return 404;
    case E_FORBIDDEN: return 403;
    case E_CONFLICT: return 409;
    case E_DONE: return 303;
    case E_LIMIT: return 413;
    case E_RETRY:
    case E_STORE:
    case E_IO: return 503;
    case E_INTERNAL: return 500;
    }
    return 500;
}

static bool decode_path(arena *mem, const char *raw, size_t n, const char **out)
{
    char *p = arena_alloc(mem, n + 1);
    size_t o = 0;

    for (size_t i = 0; i < n; i++) {
        if (raw[i] != '%') {
            p[o++] = raw[i];
            continue;
        }
        unsigned char b = 0;
        if (n - i < 3 || sodium_hex2bin(&b, 1, raw + i + 1, 2, NULL, NULL, NULL) != 0 || b < 0x20 || b == 0x7F) return false;
        p[o++] = (char)b;
        i += 2;
    }
    *out = p;
    return text_valid_utf8(p, o) && p[0] == '/';
}

static bool prefers_json(const http_in *in)
{
    const char *a = in->header(in->ctx, "Accept");
    const char *json = a ? strstr(a, "application/json") : NULL, *page = a ? strstr(a, "text/html") : NULL;
    return json && (!page || json < page);
}

static void choose_language(request *r, request_own *own)
{
    const char *asked = query_text(r, "ngon-ngu");
    const char *cookie = cookie_value(r->mem, own->in, cookie_name(r->mem, own->web, "ngon-ngu"));

    own->lang_chosen = text_eq(asked, "en") || text_eq(asked, "vi");
    own->lang = text_eq(own->lang_chosen ? asked : cookie, "en") ? LANG_EN : LANG_VI;
    words_set(own->lang);
}

static void read_flashes(request *r, request_own *own)
{
    const char *p = cookie_value(r->mem, own->in, cookie_name(r->mem, own->web, "loi-nhan"));

    own->had_flash = *p;
    while (*p && own->n_flashes < FLASHES_MAX) {
        size_t n = strcspn(p, "."), bin = 0;
        char *text = arena_alloc(r->mem, n / 2 + 1);
        bool good = n > 1 && n < 2500 && sodium_hex2bin((unsigned char *)text, n / 2, p + 1, n - 1, NULL, &bin, NULL) == 0;
        if (good && text_valid_utf8(text, bin))
            own->flashes[own->n_flashes++] = (flash_line){*p == 'g' ? "good" : *p == 'n' ? "note" : "bad", text};
        p += n + (p[n] == '.');
    }
}

/* Requests that change something must come from our own pages. */
static bool same_origin(const request *r, const request_own *own)
{
    const char *site = own->in->header(own->in->ctx, "Sec-Fetch-Site"), *origin = own->in->header(own->in->ctx, "Origin");

    if (site && !text_eq(site, "same-origin") && !text_eq(site, "none")) return false;
    return !origin || !*origin || origin_is_host(own, origin);
}

static status parse_form(request *r, request_own *own)
{
    const http_in *in = own->in;
    const char *type = in->header(in->ctx, "Content-Type");
    form_state *s = form_state_new(r->mem, own->entry->route->form);

    own->form = s;
    if (!type) type = in->n ? "" : "application/x-www-form-urlencoded";
    if (strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0) TRY(form_parse_urlencoded(r->mem, in->body, in->n, s));
    else if (strncasecmp(type, "multipart/form-data", 19) == 0) TRY(form_parse_multipart(r->mem, type, in->body, in->n, s));
    else if (strncasecmp(type, "application/json", 16) == 0) TRY(form_parse_json(r->mem, in->body, in->n, s));
    else return E_INVALID;
    const char *header = in->header(in->ctx, "X-CSRF-Token"), *key = in->header(in->ctx, "Idempotency-Key");
    if (header) s->csrf = header;
    if (key && strlen(key) <= 100) s->once = key;
    return OK;
}

bool form_of_request(request *r)
{
    request_own *own = r->own;
    bool other = false;

    if (!own->entry) own->entry = route_find(own->web, POST, r->path, r, &other);
    const route *t = own->entry ? own->entry->route : NULL;
    if (!t || t->method != POST || !t->form || (t->flags & ROUTE_SECRET)) return false;
    return own->form || parse_form(r, own) == OK;
}

static status read_form(request *r, request_own *own)
{
    TRY(parse_form(r, own));
    form_state *s = own->form;
    own->stale = !(own->entry->route->flags & (ROUTE_SECRET | ROUTE_READS)) && !csrf_matches(own, s->csrf);
    if (own->stale) return E_FORBIDDEN;
    s->csrf = csrf_mark(r->mem, own);
    form_check_all(r->mem, s);
    return OK;
}

/* The form of a page that is shown for the first time. */
static void fresh_form(request *r, request_own *own, const form_def *def)
{
    own->form = form_state_new(r->mem, def);
    own->form->csrf = csrf_mark(r->mem, own);
    own->form->once = random_hex(r->mem, 16);
}

enum { TWIN_MS = 2000 }; /* so long a twin of a request may run */

/* The work was done, but where its answer leads was never noted (killed in between): to the thing itself if the path names
 * one, otherwise to where everything of this person is. */
static status see_what_was_done(request *r, request_own *own, reply *out)
{
    const char *pattern = own->entry->route->path, *colon = strstr(pattern, "/:");
    bool other = false;
    request probe = {.mem = r->mem};
    const char *to = r->who.user.v ? "/viec-cua-toi" : "/";

    if (colon) {
        const char *thing = textf(r->mem, "%.*s/%lld", (int)(colon - pattern), pattern, (long long)r->arg[0]);
        if (route_find(own->web, GET, thing, &probe, &other)) to = thing;
    }
    reply_flash(r, FLASH_NOTE, "%s", T("Việc này đã được ghi nhận từ lần gửi trước."));
    return reply_see(r, out, "%s", to);
}

/* A request whose mark is taken gets the first answer; its twin may still be at work. */
static status answer_of_twin(request *r, request_own *own, const char *mark, reply *out)
{
    for (;;) {
        const char *location = "";
        instant at = {0};
        TRY(db_once_result(r->db, r->mem, mark, &at, &location));
        if (*location) return reply_see(r, out, "%s", location);
        if (instant_now().ms - at.ms > TWIN_MS) return see_what_was_done(r, own, out);
        usleep(50000);
    }
}

static status run_once(request *r, request_own *own, reply *out)
{
    const route *t = own->entry->route;

    if (t->method == GET) {
        fresh_form(r, own, t->form);
        return t->handle(r, out);
    }
    if (own->form->n_errors) return E_INVALID;
    bool marked = *own->form->once && !(t->flags & ROUTE_NO_ONCE);
    const char *mark = marked ? textf(r->mem, "%lld:%s", (long long)r->who.user.v, own->form->once) : NULL;
    db_once(r->db, mark);
    status s = t->handle(r, out);
    db_once(r->db, NULL);
    if (s == OK && mark && out->location && db_once_done(r->db, mark, out->location) != OK) log_warning("the result of a request was not noted");
    return s == E_DONE ? answer_of_twin(r, own, mark, out) : s;
}

/* Runs the handler; after E_INVALID shows the form's page again, with what was typed. */
static status run(request *r, request_own *own, reply *out)
{
    const route *t = own->entry->route;
    status s = OK;

    for (own->tries = 1;; own->tries++) {
        s = run_once(r, own, out);
        if (s != E_RETRY || own->tries == WEB_TRIES) break;
        usleep(2000u << own->tries);
    }
    if (s != E_INVALID || t->method != POST || !t->again || r->wants_json) return s;
    const route_entry *page = NULL;
    for (int i = 0; i < own->web->n && !page; i++)
        if (own->web->entries[i].route->method == GET && own->web->entries[i].route->handle == t->again) page = &own->web->entries[i];
    if (!page) return E_INTERNAL;
    own->entry = page;
    own->form->once = random_hex(r->mem, 16);
    r->again = true;
    own->n_crumbs = 0;
    s = t->again(r, out);
    if (s == OK && out->status == 200) out->status = 422;
    return s;
}

static status check_access(const request *r, const route *t)
{
    switch (t->access) {
    case ACCESS_PUBLIC: return OK;
    case ACCESS_USER: return r->who.user.v ? OK : E_FORBIDDEN;
    case ACCESS_ROLE: return r->who.user.v && actor_has_any(&r->who, t->roles) ? OK : E_FORBIDDEN;
    case ACCESS_UNDECLARED: break;
    }
    return E_FORBIDDEN;
}

static void to_login(request *r, reply *out)
{
    AUTO(buf) b = {0};

    buf_puts(&b, r->path);
    if (*r->query) buf_printf(&b, "?%s", r->query);
    AUTO(buf) url = {0};
    buf_url(&url, b.p);
    (void)!reply_see(r, out, "/dang-nhap?tiep=%s", url.p);
}

static const char *bearer_of(const request_own *own)
{
    const char *a = own->in->header(own->in->ctx, "Authorization");
    return a && strncasecmp(a, "Bearer ", 7) == 0 ? a + 7 : "";
}

/* A token instead of a session. What it takes of its minute is said; what is too much is refused. */
static status identify_token(request *r, request_own *own, reply *out, const char *token)
{
    token_rate rate = {0};

    r->wants_json = true;
    status s = token_load(r->db, r->mem, token, r->now, r->address, &own->grant);
    if (s == E_NOT_FOUND) {
        out->status = 401;
        reply_header(out, r, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return E_FORBIDDEN;
    }
    TRY(s);
    bool good = token_take(own->grant.id, r->now, &rate);
    reply_header(out, r, "RateLimit-Limit", textf(r->mem, "%d", TOKEN_PER_MINUTE));
    reply_header(out, r, "RateLimit-Remaining", textf(r->mem, "%d", rate.left));
    reply_header(out, r, "RateLimit-Reset", textf(r->mem, "%d", rate.seconds));
    if (!good) {
        out->status = 429;
        reply_header(out, r, "Retry-After", textf(r->mem, "%d", rate.seconds));
        return E_LIMIT;
    }
    own->by_token = true;
    r->who = own->grant.who;
    return token_used(r->db, own->grant.id, r->address, r->now);
}

/* A token reads what its scopes say, and of dossiers only its set. */
static status check_token(const request *r, const request_own *own, const route *t)
{
    if (!own->by_token) return OK;
    if (t->method != GET || !(t->scope & own->grant.scopes)) return E_FORBIDDEN;
    if (t->scope != SCOPE_DOSSIER || !*own->grant.dossiers) return OK;
    if (!r->arg[0]) return E_FORBIDDEN; /* a list tells of others */
    return token_covers(&own->grant, r->arg[0]) ? OK : E_NOT_FOUND;
}

/* Who asks. A store that does not answer is an error, not a stranger: nobody is sent to log in because of it. */
static status identify(request *r, request_own *own, reply *out)
{
    const char *token = cookie_value(r->mem, own->in, cookie_name(r->mem, own->web, SESSION_COOKIE));

    own->session_token = own->visit = "";
    r->who = (actor){.name = "", .login = "", .unit = "", .address = r->address};
    if (*bearer_of(own)) return identify_token(r, own, out, bearer_of(own));
    status s = *token && strlen(token) <= 100 ? user_session_load(r->db, r->mem, token, r->now, r->address, &r->who) : E_NOT_FOUND;
    if (s == OK) {
        own->session_token = token;
        r->who.address = r->address;
        return OK;
    }
    if (s != E_NOT_FOUND) return s;
    const char *visit = cookie_value(r->mem, own->in, cookie_name(r->mem, own->web, "khach"));
    own->visit = strlen(visit) == 32 ? visit : "";
    return OK;
}

/* No route for this method: 405 with those that there are, or 404. */
static status no_route(request *r, request_own *own, reply *out)
{
    bool other = false;
    const route_entry *get = route_find(own->web, GET, r->path, r, &other), *post = route_find(own->web, POST, r->path, r, &other);

    out->status = get || post ? 405 : 404;
    if (!get && !post) return E_NOT_FOUND;
    reply_header(out, r, "Allow", get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST");
    return E_INVALID;
}

/* What was not found may have moved. */
static status moved(request *r, request_own *own, reply *out, method m, status s)
{
    const web_config *c = &own->web->config;

    if (s != E_NOT_FOUND || m != GET || !c->moved || c->moved(r, out) != OK) return s;
    out->view = NULL;
    return OK;
}

static status answer(request *r, request_own *own, reply *out, method m)
{
    bool other = false;

    own->entry = m ? route_find(own->web, m, r->path, r, &other) : NULL;
    if (!own->entry) return moved(r, own, out, m, no_route(r, own, out));
    const route *t = own->entry->route;
    TRY(check_token(r, own, t));
    TRY(check_access(r, t));
    if (m == POST) {
        if (!(t->flags & (ROUTE_SECRET | ROUTE_READS)) && !same_origin(r, own)) return E_FORBIDDEN;
        status s = read_form(r, own);
        if (s == E_INVALID) out->status = 400;
        TRY(s);
    } else if (t->form && r->who.user.v == 0 && !*own->visit) {
        own->visit = random_hex(r->mem, 16); /* a page with a form: a mark for its CSRF check */
        own->new_visit = true;
    }
    TRY(moved(r, own, out, m, run(r, own, out)));
    if (out->view && own->entry->page && !r->wants_json) {
        frame_render(r, out, own->entry->page, out->view);
    } else if (out->view) {
        json_render(own->entry->route->view, out->view, r->mem, &out->body);
        out->type = "application/json; charset=utf-8";
        out->has_body = true;
    }
    return OK;
}

static void set_header(http_out *out, const char *name, const char *value)
{
    if (out->n_headers == HTTP_HEADERS_MAX) return;
    out->headers[out->n_headers].name = name;
    out->headers[out->n_headers++].value = strdup(value);
}

static bool compressible(const char *type)
{
    return text_starts(type, "text/") || strstr(type, "json") || strstr(type, "xml") || strstr(type, "javascript");
}

static bool gzip(const char *in, size_t n, char **out, size_t *out_n)
{
    z_stream z = {0};

    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    size_t cap = deflateBound(&z, n);
    char *p = malloc(cap);
    z.next_in = (unsigned char *)(uintptr_t)in; /* NOLINT(performance-no-int-to-ptr): takes away a const */
    z.avail_in = (unsigned)n;
    z.next_out = (unsigned char *)p;
    z.avail_out = (unsigned)cap;
    bool good = p && deflate(&z, Z_FINISH) == Z_STREAM_END;
    *out_n = z.total_out;
    deflateEnd(&z);
    if (good) *out = p;
    else free(p);
    return good;
}

static void send_body(const http_in *in, reply *rep, http_out *out)
{
    const char *accepts = in->header(in->ctx, "Accept-Encoding");

    out->n = rep->body.n;
    out->body = buf_take(&rep->body);
    if (!rep->type) return;
    set_header(out, "Content-Type", rep->type);
    if (out->n < 1400 || rep->next || !compressible(rep->type)) return;
    char *small = NULL;
    size_t n = 0;
    set_header(out, "Vary", "Accept-Encoding");
    if (accepts && strstr(accepts, "gzip") && gzip(out->body, out->n, &small, &n)) {
        free(out->body);
        out->body = small;
        out->n = n;
        set_header(out, "Content-Encoding", "gzip");
    }
}

static void send_security(const web *w, const reply *rep, http_out *out)
{
    bool own_policy = false;

    for (int i = 0; i < rep->n_headers; i++) own_policy |= text_eq(rep->headers[i].name, "Content-Security-Policy");
    if (!own_policy)
        set_header(out, "Content-Security-Policy",
                   "default-src 'none'; object-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
                   "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'");
    set_header(out, "X-Content-Type-Options", "nosniff");
    set_header(out, "X-Frame-Options", "DENY");
    set_header(out, "Referrer-Policy", "same-origin");
    set_header(out, "Cross-Origin-Opener-Policy", "same-origin");
    set_header(out, "Cross-Origin-Resource-Policy", "same-origin");
    set_header(out, "Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (w->config.https) set_header(out, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

static void send_cookies(request *r, request_own *own, reply *rep)
{
    if (own->new_visit) reply_cookie(r, rep, "khach", own->visit, 86400);
    if (own->lang_chosen) reply_cookie(r, rep, "ngon-ngu", own->lang == LANG_EN ? "en" : "vi", 31536000);
    if (own->flash_next) reply_cookie(r, rep, "loi-nhan", own->flash_next, 60);
    else if (own->had_flash && rep->status == 200 && rep->view) reply_cookie(r, rep, "loi-nhan", "", 0);
}

/* What a URI may not hold as it is, is percent-encoded: no header is ended by it, and no browser reads '\\' as '/'. */
static const char *location_of(arena *mem, const char *s)
{
    AUTO(buf) b = {0};

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c)) buf_printf(&b, "%%%02X", c);
        else buf_putc(&b, (char)c);
    }
    return text_copy(mem, b.p);
}

status http_out_part(http_out *out, buf *b, bool *more)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};

    *more = false;
    TRY(db_borrow(out->parts.store, &l.db));
    return out->parts.next(out->parts.state, l.db, mem, b, more);
}

/* Who cannot send parts gets the whole. */
static void send_parts(const request_own *own, reply *rep, http_out *out)
{
    bool more = rep->next != NULL;

    out->parts.next = rep->next;
    out->parts.state = rep->state;
    out->parts.store = own->web->config.store;
    if (own->in->parts || !more) return;
    buf b = {.p = out->body, .n = out->n, .cap = out->n};
    while (more)
        if (http_out_part(out, &b, &more) != OK) out->status = 503;
    out->n = b.n;
    out->body = buf_take(&b);
    free(out->parts.state);
    out->parts.state = NULL;
    out->parts.next = NULL;
}

static void send_reply(request *r, request_own *own, reply *rep, http_out *out)
{
    send_cookies(r, own, rep);
    out->status = rep->status;
    if (rep->location) set_header(out, "Location", location_of(r->mem, rep->location));
    if (rep->status == 503) set_header(out, "Retry-After", "10");
    send_body(own->in, rep, out);
    send_parts(own, rep, out);
    bool set_cookie = false;
    for (int i = 0; i < rep->n_headers; i++) {
        set_header(out, rep->headers[i].name, rep->headers[i].value);
        set_cookie |= text_eq(rep->headers[i].name, "Set-Cookie");
    }
    bool public = rep->is_public && r->who.user.v == 0 && !set_cookie;
    if (rep->is_public && rep->max_age > 86400) public = true; /* assets are the same for everybody */
    set_header(out, "Cache-Control", public ? textf(r->mem, "public, max-age=%d%s", rep->max_age, rep->max_age > 86400 ? ", immutable" : "") : "no-store");
    set_header(out, "Vary", "Cookie, Accept");
    set_header(out, "X-Request-Id", r->id);
    send_security(own->web, rep, out);
}

static void serve(web *w, const http_in *in, http_out *out, request *r, request_own *own)
{
    reply rep = {.status = 200};
    AUTO(db_loan) loan = {0};
    size_t path_n = strcspn(in->target, "?");
    bool get = text_eq(in->method, "GET") || text_eq(in->method, "HEAD");
    method m = get ? GET : text_eq(in->method, "POST") ? POST : 0;
    status s = OK;

    r->query = in->target[path_n] ? in->target + path_n + 1 : "";
    r->path = "/";
    choose_language(r, own);
    read_flashes(r, own);
    if (in->refused || strlen(in->target) > WEB_TARGET_MAX) {
        s = E_LIMIT;
        rep.status = in->refused ? in->refused : 414;
    } else if (!decode_path(r->mem, in->target, path_n, &r->path)) {
        s = E_INVALID;
        rep.status = 400;
        r->path = "/";
    } else {
        s = db_borrow(w->config.store, &loan.db);
        r->db = loan.db;
    }
    if (s == OK) s = identify(r, own, &rep);
    if (s == OK) s = answer(r, own, &rep, m);
    if (s == E_FORBIDDEN && r->who.user.v == 0 && m == GET && !r->wants_json && own->entry && own->entry->route->access != ACCESS_PUBLIC) {
        to_login(r, &rep);
    } else if (s != OK) {
        int code = rep.status >= 400 ? rep.status : s == E_FORBIDDEN && r->who.user.v == 0 && own->entry && own->entry->route->access != ACCESS_PUBLIC ? 401 : code_of(s, r->who.user.v != 0);
        rep.view = NULL;
        if (code >= 500) log_error("%s %s: %s", in->method, r->path, status_name(s));
        if (code == 403) log_warning("%s %s refused to person %lld from %s", in->method, r->path, (long long)r->who.user.v, r->address);
        problem_render(r, &rep, code, s);
    }
    send_reply(r, own, &rep, out);
    buf_free(&rep.body);
}

void web_serve(web *w, const http_in *in, http_out *out)
{
    AUTO(arena_lent) mem = arena_borrow();
    request_own own = {.web = w, .in = in, .session_token = "", .visit = ""};
    request r = {.mem = mem, .own = &own, .now = instant_now(), .id = random_hex(mem, 6), .address = in->address ? in->address : "", .who = {.name = "", .login = "", .unit = ""}};

    *out = (http_out){0};
    log_context(r.id);
    const char *agent = in->header(in->ctx, "User-Agent");
    r.agent = agent ? text_copyn(mem, agent, strnlen(agent, 200)) : "";
    r.wants_json = prefers_json(in);
    int64_t began = r.now.ms;
    serve(w, in, out, &r, &own);
    log_debug("%s %s %d %lld ms", in->method, r.path, out->status, (long long)(instant_now().ms - began));
    log_context("");
}

void http_out_free(http_out *out)
{
    for (int i = 0; i < out->n_headers; i++) free(out->headers[i].value);
    free(out->body);
    free(out->parts.state);
    *out = (http_out){0};
}

/* The route of a request that is not yet carried out; NULL: none. */
static const route *route_ahead(const web *w, const char *method_name, const char *target)
{
    AUTO(arena_lent) mem = arena_borrow();
    request r = {.mem = mem};
    const char *path = "";
    bool other = false;
    method m = text_eq(method_name, "POST") ? POST : text_eq(method_name, "GET") || text_eq(method_name, "HEAD") ? GET : 0;

    if (!m || !decode_path(mem, target, strcspn(target, "?"), &path)) return NULL;
    const route_entry *e = route_find(w, m, path, &r, &other);
    return e ? e->route : NULL;
}

size_t web_body_max(const web *w, const char *method_name, const char *target)
{
    const route *t = text_eq(method_name, "POST") ? route_ahead(w, method_name, target) : NULL;
    return !t ? 0 : t->flags & ROUTE_UPLOAD ? WEB_UPLOAD_MAX : WEB_BODY_MAX;
}

bool web_is_heavy(const web *w, const char *method_name, const char *target)
{
    const route *t = route_ahead(w, method_name, target);
    return t && t->flags & ROUTE_HEAVY;
}

status web_open(const web_config *config, web **out)
{
    web *w = calloc(1, sizeof *w);

    randombytes_set_implementation(&randombytes_internal_implementation); /* each page has marks: no system call for each */
    if (!w || sodium_init() < 0) abort();
    w->config = *config;
    w->mem = arena_new();
    pthread_mutex_init(&w->look_lock, NULL);
    status s = form_templates();
    if (s == OK) s = frame_templates(w);
    if (s == OK) s = routes_compile(w);
    if (s == OK) *out = w;
    else web_close(w);
    return s;
}

const web_config *web_config_of(const web *w)
{
    return &w->config;
}

void web_close(web *w)
{
    if (!w) return;
    arena_free(w->mem);
    arena_free(w->look_mem);
    pthread_mutex_destroy(&w->look_lock);
    free(w);
}
