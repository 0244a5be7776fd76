#include "web/kept.h"
#include "base/text.h"
#include "base/words.h"
#include <string.h>

/* A browser says so with every form; who says nothing is not believed here. */
static bool from_our_page(const request_own *own)
{
    const char *site = own->in->header(own->in->ctx, "Sec-Fetch-Site"), *origin = own->in->header(own->in->ctx, "Origin");

    if ((site && !text_eq(site, "same-origin")) || (origin && !origin_is_host(own, origin))) return false;
    return site || origin;
}

static bool is_kept(const form_field *f)
{
    return f->kind != INPUT_PASSWORD && f->kind != INPUT_CODE && f->kind != INPUT_FILE;
}

static bool is_written(const form_field *f)
{
    static const input_kind kinds[] = {INPUT_LINE, INPUT_LINES, INPUT_EMAIL, INPUT_DATE, INPUT_TIME, INPUT_INT, INPUT_MONEY, INPUT_PERCENT};

    for (int i = 0; i < COUNT(kinds); i++)
        if (f->kind == kinds[i]) return *f->label != 0;
    return false;
}

static void add(kept_pairs *l, const char *name, const char *value)
{
    l->p[l->n++] = (kept_pair){name, value};
}

bool kept_typed(request *r, int code, kept_form *out)
{
    request_own *own = r->own;
    int n = 0;

    if ((code != 401 && code != 403 && code < 500) || (code == 403 && !own->stale) || !text_eq(own->in->method, "POST") || r->wants_json || !from_our_page(own)) return false;
    if (own->in->target[0] != '/' || own->in->target[1] == '/' || !form_of_request(r)) return false;
    form_state *s = own->form;
    for (int i = 0; i < s->def->n; i++) n += s->slots[i].n;
    *out = (kept_form){.action = own->in->target, .csrf = code == 403 ? csrf_mark(r->mem, own) : s->csrf, .once = s->once};
    out->sent.p = NEWS(r->mem, kept_pair, n + 1);
    out->written.p = NEWS(r->mem, kept_pair, n + 1);
    for (int i = 0; i < s->def->n; i++) {
        const form_field *f = &s->def->fields[i];
        out->files |= s->slots[i].n_uploads > 0;
        for (int k = 0; k < s->slots[i].n && is_kept(f); k++) {
            const char *value = s->slots[i].values[k] ? s->slots[i].values[k] : "";
            add(&out->sent, f->name, value);
            if (*value && is_written(f)) add(&out->written, T(f->label), value);
        }
    }
    return out->sent.n > 0;
}
