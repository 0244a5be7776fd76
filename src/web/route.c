/* The route table: checked and compiled at the start, matched for each request. */
#include "base/log.h"
#include "base/text.h"
#include "web/request_own.h"
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_MAX = 12 };

static bool is_word(const char *s, size_t n)
{
    if (n == 0 || n > 100) return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        if (!good) return false;
    }
    return s[0] != '.';
}

static bool matches(const char *pattern, const char *path, request *r)
{
    int args = 0, words = 0;

    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t a = strcspn(pattern, "/"), b = strcspn(path, "/");
        if (*pattern == ':') {
            char digits[20];
            int64_t v = 0;
            if (b == 0 || b >= sizeof digits) return false;
            memcpy(digits, path, b);
            digits[b] = 0;
            if (text_parse_int(digits, 1, INT64_MAX / 2, &v) != OK || digits[0] == '0') return false;
            if (args < 4) r->arg[args++] = v;
        } else if (*pattern == '*') {
            if (!is_word(path, b)) return false;
            if (words < 2) r->word[words++] = text_copyn(r->mem, path, b);
        } else if (a != b || memcmp(pattern, path, a) != 0) {
            return false;
        }
        pattern += a;
        path += b;
    }
    return *pattern == 0 && *path == 0;
}

/* A number of the first word of a path: paths that begin otherwise need not be compared. */
static unsigned head_of(const char *path)
{
    const char *word = path + (*path == '/');
    return text_spread(word, strcspn(word, "/")) % ROUTE_HEADS;
}

const route_entry *route_find(const web *w, method m, const char *path, request *r, bool *other_method)
{
    *other_method = false;
    for (int i = w->heads[head_of(path)]; i > 0; i = w->entries[i - 1].next) {
        const route_entry *e = &w->entries[i - 1];
        if (!matches(e->route->path, path, r)) continue;
        if (e->route->method == m) return e;
        *other_method = true;
    }
    return NULL;
}

static status refuse(const route *t, const char *why)
{
    log_error("route %s %s: %s", t->method == POST ? "POST" : "GET", t->path ? t->path : "?", why);
    return E_INTERNAL;
}

static status check_route(const web *w, const route *t, int before)
{
    if (!t->path || t->path[0] != '/') return refuse(t, "has no path");
    if (t->path[1] == ':' || t->path[1] == '*') return refuse(t, "begins with a pattern");
    if (t->method != GET && t->method != POST) return refuse(t, "has no method");
    if (!t->handle) return refuse(t, "has no handler");
    if (t->access == ACCESS_UNDECLARED) return refuse(t, "declares no access");
    if ((t->access == ACCESS_ROLE) != (t->roles != 0)) return refuse(t, "access and roles disagree");
    if (t->method == POST && !t->form) return refuse(t, "is a POST without a form");
    if (t->page && !t->view) return refuse(t, "has a page without a view");
    if (!t->summary) return refuse(t, "has no summary");
    for (int i = 0; i < before; i++) {
        const route *o = w->entries[i].route;
        if (o->method == t->method && strcmp(o->path, t->path) == 0) return refuse(t, "is declared twice");
    }
    return OK;
}

static int by_literal_first(const void *a, const void *b)
{
    const char *p = ((const route_entry *)a)->route->path, *q = ((const route_entry *)b)->route->path;

    for (; *p && *p == *q; p++, q++)
        ;
    bool vp = *p == ':' || *p == '*', vq = *q == ':' || *q == '*';
    if (vp != vq) return vp ? 1 : -1; /* "/ho-so/moi" before a pattern */
    return strcmp(p, q);
}

status routes_compile(web *w)
{
    int n = 0;

    for (int i = 0; i < w->config.n_tables; i++) n += w->config.tables[i].n;
    w->entries = NEWS(w->mem, route_entry, n + 1);
    for (int i = 0; i < w->config.n_tables; i++) {
        for (int k = 0; k < w->config.tables[i].n; k++) {
            const route *t = &w->config.tables[i].routes[k];
            TRY(check_route(w, t, w->n));
            route_entry *e = &w->entries[w->n++];
            e->route = t;
            if (t->page) TRY(template_compile(t->page, t->view, &frame_shape, t->form, &e->page));
        }
    }
    qsort(w->entries, (size_t)w->n, sizeof *w->entries, by_literal_first);
    for (int i = w->n; i > 0; i--) {
        int *head = &w->heads[head_of(w->entries[i - 1].route->path)];
        w->entries[i - 1].next = *head;
        *head = i;
    }
    return OK;
}
