/* What handlers ask of a request and say in a reply; cookies and marks. */
#include "base/text.h"
#include "web/request_own.h"
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool origin_is_host(const request_own *own, const char *origin)
{
    const char *host = own->in->header(own->in->ctx, "Host"), *after = strstr(origin, "://");

    return after && host && strcasecmp(after + 3, host) == 0;
}

static const char *query_raw(request *r, const char *name, size_t *n)
{
    size_t len = strlen(name);

    for (const char *p = r->query; *p;) {
        size_t pair = strcspn(p, "&");
        if (pair > len && strncmp(p, name, len) == 0 && p[len] == '=') {
            *n = pair - len - 1;
            return p + len + 1;
        }
        p += pair + (p[pair] == '&');
    }
    return NULL;
}

const char *query_text(request *r, const char *name)
{
    /* One field, decoded as a form is. */
    form_field f = {.name = name, .kind = INPUT_LINE, .label = ""};
    form_def def = {"query", &f, 1};
    form_state *s = form_state_new(r->mem, &def);
    size_t n = 0;
    const char *raw = query_raw(r, name, &n);

    if (!raw) return "";
    const char *pair = textf(r->mem, "%s=%.*s", name, (int)n, raw);
    if (form_parse_urlencoded(r->mem, pair, strlen(pair), s) != OK || s->n_errors || s->slots[0].n == 0) return "";
    return text_copyn(r->mem, s->slots[0].values[0], text_clip(s->slots[0].values[0], 300));
}

int64_t query_int(request *r, const char *name, int64_t otherwise)
{
    int64_t v = 0;
    return text_parse_int(query_text(r, name), INT64_MIN / 2, INT64_MAX / 2, &v) == OK ? v : otherwise;
}

status reply_view(request *r, reply *out, const void *view)
{
    out->view = view;
    return OK;
}

status reply_see(request *r, reply *out, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    out->location = textfv(r->mem, format, a);
    va_end(a);
    out->status = 303;
    return OK;
}

status reply_moved(request *r, reply *out, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    out->location = textfv(r->mem, format, a);
    va_end(a);
    out->status = 301;
    return OK;
}

void reply_about(request *r, const char *description, const char *canonical, const char *image)
{
    request_own *own = r->own;

    own->description = text_short(r->mem, description, 200);
    own->canonical = canonical;
    own->image = image;
}

void reply_no_robots(request *r, reply *out)
{
    ((request_own *)r->own)->no_robots = true;
    reply_header(out, r, "X-Robots-Tag", "noindex, nofollow");
}

void reply_header(reply *out, request *r, const char *name, const char *value)
{
    if (out->n_headers == REPLY_HEADERS_MAX || strpbrk(value, "\r\n")) return;
    out->headers[out->n_headers].name = name;
    out->headers[out->n_headers++].value = text_copy(r->mem, value);
}

static status put_body(request *r, reply *out, const char *type, bytes data)
{
    out->type = type;
    out->body.max = data.n;
    buf_put(&out->body, data.p, data.n);
    out->has_body = true;
    return OK;
}

status reply_file(request *r, reply *out, const char *type, const char *filename, bytes data)
{
    AUTO(buf) b = {0};
    const char *plain = text_slug(r->mem, filename), *dot = strrchr(filename, '.');

    /* RFC 6266: a plain name for old clients, the true one in UTF-8. */
    buf_printf(&b, "attachment; filename=\"%s%s\"; filename*=UTF-8''", *plain ? plain : "tep", dot && strlen(dot) <= 6 && strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(dot + 1) ? dot : "");
    buf_url(&b, filename);
    reply_header(out, r, "Content-Disposition", b.p);
    reply_header(out, r, "Content-Security-Policy", "sandbox; default-src 'none'");
    return put_body(r, out, type, data);
}

status reply_parts(request *r, reply *out, const char *type, const char *filename, part_maker next, const void *state, size_t n)
{
    void *kept = malloc(n);
    bool more = false;
    AUTO(buf) b = {0};

    if (!kept) abort();
    memcpy(kept, state, n);
    status s = next(kept, r->db, r->mem, &b, &more);
    if (s == OK) s = reply_file(r, out, type, filename, (bytes){b.p ? b.p : "", b.n});
    if (s != OK || !more) {
        free(kept);
        return s;
    }
    out->next = next;
    out->state = kept;
    return OK;
}

status reply_inline(request *r, reply *out, const char *type, bytes data)
{
    return put_body(r, out, type, data);
}

status reply_text(request *r, reply *out, const char *type, const char *text)
{
    return put_body(r, out, type, (bytes){text, strlen(text)});
}

void reply_public(reply *out, int seconds)
{
    out->is_public = true;
    out->max_age = seconds;
}

void reply_title(request *r, const char *format, ...)
{
    va_list a;

    va_start(a, format);
    ((request_own *)r->own)->title = textfv(r->mem, format, a);
    va_end(a);
}

void reply_crumb(request *r, const char *label, const char *href)
{
    request_own *own = r->own;
    if (own->n_crumbs < CRUMBS_MAX) own->crumbs[own->n_crumbs++] = (crumb){label, href};
}

void reply_org(request *r, org_id org)
{
    ((request_own *)r->own)->org = org;
}

static const char *hex_of(arena *mem, const char *s)
{
    return text_hex(mem, s, strlen(s));
}

void reply_flash(request *r, flash_kind kind, const char *format, ...)
{
    request_own *own = r->own;
    va_list a;

    va_start(a, format);
    const char *text = textfv(r->mem, format, a);
    va_end(a);
    text = text_copyn(r->mem, text, text_clip(text, 300));
    char mark = kind == FLASH_GOOD ? 'g' : kind == FLASH_NOTE ? 'n' : 'b';
    own->flash_next = textf(r->mem, "%s%s%c%s", own->flash_next ? own->flash_next : "", own->flash_next ? "." : "", mark, hex_of(r->mem, text));
    if (own->form && form_errors(r)) return;
}

const char *random_hex(arena *mem, int n)
{
    unsigned char b[64];

    randombytes_buf(b, sizeof b);
    return text_hex(mem, b, (size_t)(n > 64 ? 64 : n));
}

const char *cookie_value(arena *mem, const http_in *in, const char *name)
{
    const char *all = in->header(in->ctx, "Cookie");
    size_t n = strlen(name);

    for (const char *p = all ? all : ""; *p;) {
        p += strspn(p, "; ");
        size_t len = strcspn(p, ";");
        if (len > n && strncmp(p, name, n) == 0 && p[n] == '=') return text_copyn(mem, p + n + 1, len - n - 1);
        p += len;
    }
    return "";
}

const char *cookie_name(arena *mem, const web *w, const char *name)
{
    return w->config.https ? textf(mem, "__Host-%s", name) : name;
}

/* The mark that a page of this visitor must send back: a hash of the secret in the cookie, which no other site knows. */
static void csrf_key(const request_own *own, unsigned char key[16])
{
    const char *secret = *own->session_token ? own->session_token : own->visit;
    crypto_generichash(key, 16, (const unsigned char *)secret, strlen(secret), (const unsigned char *)"sangkien-csrf-mark-v1", 21);
}

const char *csrf_mark(arena *mem, const request_own *own)
{
    unsigned char key[16], out[32];

    csrf_key(own, key);
    randombytes_buf(out, 16);
    for (int i = 0; i < 16; i++) out[16 + i] = key[i] ^ out[i]; /* masked: compression tells nothing of it (BREACH) */
    return text_hex(mem, out, sizeof out);
}

bool csrf_matches(const request_own *own, const char *mark)
{
    unsigned char key[16], got[32];
    size_t n = 0;

    if (!*own->session_token && !*own->visit) return false;
    if (sodium_hex2bin(got, sizeof got, mark, strlen(mark), NULL, &n, NULL) != 0 || n != sizeof got) return false;
    csrf_key(own, key);
    for (int i = 0; i < 16; i++) got[i] ^= got[16 + i];
    return sodium_memcmp(got, key, 16) == 0;
}

const web *request_web(const request *r)
{
    return ((request_own *)r->own)->web;
}

static const char *cookie_line(request *r, const char *name, const char *value, const char *rest)
{
    const web *w = request_web(r);
    return textf(r->mem, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(r->mem, w, name), value, w->config.https ? "; Secure" : "", rest);
}

void reply_session(request *r, reply *out, const char *token, int seconds)
{
    reply_header(out, r, "Set-Cookie", cookie_line(r, SESSION_COOKIE, token, *token ? textf(r->mem, "; Max-Age=%d", seconds) : "; Max-Age=0"));
}

void reply_cookie(request *r, reply *out, const char *name, const char *value, int seconds)
{
    reply_header(out, r, "Set-Cookie", cookie_line(r, name, value, textf(r->mem, "; Max-Age=%d", seconds)));
}

const char *request_session_token(const request *r)
{
    return ((request_own *)r->own)->session_token;
}

const char *request_base_url(const request *r)
{
    return web_config_of(request_web(r))->base_url;
}

const char *request_header(const request *r, const char *name)
{
    const request_own *own = r->own;
    const char *v = own->in->header(own->in->ctx, name);
    return v ? v : "";
}
