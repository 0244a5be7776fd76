/* The compiler of templates: text and shapes in, a flat list of operations out. */
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "web/template_own.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    arena *mem, *scratch; /* of what is kept; of what compiling needs */
    const form_def *form;
    op *ops;
    int n, cap;
    const shape *scopes[SCOPES_MAX];
    int n_scopes;
    struct {
        int op, scopes;
        const char *name;
    } open[SCOPES_MAX];
    int n_open;
    int depth; /* of partials */
} compiler;

typedef struct {
    const char *name, *text, *at;
} source;

static status fail(const source *src, const char *what, const char *about)
{
    int line = 1;

    for (const char *p = src->text; p < src->at; p++) line += *p == '\n';
    log_error("template %s:%d: %s: %s", src->name, line, what, about);
    return E_INTERNAL;
}

static op *emit(compiler *c, op_kind kind)
{
    if (c->n == c->cap) {
        int cap = c->cap ? c->cap * 2 : 256;
        op *more = NEWS(c->scratch, op, cap);
        if (c->n) memcpy(more, c->ops, sizeof(op) * (size_t)c->n);
        c->ops = more;
        c->cap = cap;
    }
    op *o = &c->ops[c->n++];
    *o = (op){.kind = kind};
    return o;
}

static void emit_text(compiler *c, const char *p, size_t n)
{
    if (n == 0) return;
    op *o = emit(c, OP_TEXT);
    o->text = p;
    o->n = n;
}

/* Resolves "a.b.c" from the innermost scope outwards. */
static bool resolve(const compiler *c, const char *path, op *o)
{
    char name[128];

    if (strlen(path) >= sizeof name) return false;
    for (int s = c->n_scopes - 1; s >= 0; s--) {
        const shape *sh = c->scopes[s];
        size_t offset = 0;
        const field *f = NULL;
        const char *p = path;
        for (;;) {
            size_t n = strcspn(p, ".");
            memcpy(name, p, n);
            name[n] = 0;
            f = sh ? shape_find(sh, name) : NULL;
            if (!f) break;
            offset += f->offset;
            if (!p[n]) break;
            if (f->kind != FIELD_STRUCT) {
                f = NULL;
                break;
            }
            sh = f->sub;
            p += n + 1;
        }
        if (f) {
            o->scope = s;
            o->offset = offset;
            o->field = f;
            return true;
        }
    }
    return false;
}

static bool find_filter(const char *name, filter *out)
{
    static const struct {
        const char *name;
        filter f;
    } known[] = {{"money", FILTER_MONEY}, {"number", FILTER_NUMBER}, {"percent", FILTER_PERCENT}, {"iso", FILTER_ISO},
                 {"lines", FILTER_LINES}, {"url", FILTER_URL},       {"t", FILTER_T},             {"size", FILTER_SIZE},
                 {"md", FILTER_MD},       {"upper", FILTER_UPPER}, {"hours", FILTER_HOURS}};

    for (int i = 0; i < COUNT(known); i++) {
        if (strcmp(known[i].name, name) == 0) {
            *out = known[i].f;
            return true;
        }
    }
    return false;
}

static bool filter_fits(filter f, field_kind k)
{
    switch (f) {
    case FILTER_NONE: return k != FIELD_LIST && k != FIELD_STRUCT && k != FIELD_BYTES;
    case FILTER_MONEY:
    case FILTER_NUMBER:
    case FILTER_PERCENT:
    case FILTER_SIZE:
    case FILTER_HOURS: return k == FIELD_INT;
    case FILTER_ISO: return k == FIELD_DATE || k == FIELD_INSTANT;
    case FILTER_LINES:
    case FILTER_MD:
    case FILTER_T:
    case FILTER_UPPER: return k == FIELD_TEXT;
    case FILTER_URL: return k == FIELD_TEXT || k == FIELD_INT || k == FIELD_ID;
    }
    return false;
}

static status compile_value(compiler *c, const source *src, char *tag)
{
    char *bar = strchr(tag, '|');
    filter f = FILTER_NONE;

    if (bar) *bar = 0;
    if (bar && !find_filter(bar + 1, &f)) return fail(src, "unknown filter", bar + 1);
    op o = {.kind = OP_VALUE, .filter = f};
    if (!resolve(c, tag, &o)) return fail(src, "the view has no field", tag);
    if (!filter_fits(f, o.field->kind)) return fail(src, "this field cannot be printed so", tag);
    *emit(c, OP_VALUE) = o;
    return OK;
}

static status open_section(compiler *c, const source *src, const char *tag, op_kind kind)
{
    op o = {.kind = kind};

    if (!resolve(c, tag, &o)) return fail(src, "the view has no field", tag);
    if (c->n_open == SCOPES_MAX || c->n_scopes == SCOPES_MAX) return fail(src, "sections nest too deeply", tag);
    c->open[c->n_open].op = c->n;
    c->open[c->n_open].scopes = c->n_scopes;
    c->open[c->n_open++].name = text_copy(c->scratch, tag);
    *emit(c, kind) = o;
    bool enters = o.field->kind == FIELD_LIST || o.field->kind == FIELD_STRUCT;
    if (kind == OP_SECTION && enters) c->scopes[c->n_scopes++] = o.field->sub;
    return OK;
}

static status close_section(compiler *c, const source *src, const char *tag, int opened_before)
{
    if (c->n_open == opened_before || strcmp(c->open[c->n_open - 1].name, tag) != 0)
        return fail(src, "closes what is not open", tag);
    c->n_open--;
    int at = c->n;
    emit(c, OP_END)->jump = c->open[c->n_open].op;
    c->ops[c->open[c->n_open].op].jump = at;
    c->n_scopes = c->open[c->n_open].scopes;
    return OK;
}

static status compile_control(compiler *c, const source *src, const char *name)
{
    if (strcmp(name, "begin") == 0) {
        emit(c, OP_BEGIN);
        return OK;
    }
    if (strcmp(name, "errors") == 0) {
        emit(c, OP_ERRORS);
        return OK;
    }
    for (int i = 0; c->form && i < c->form->n; i++) {
        if (strcmp(c->form->fields[i].name, name) == 0) {
            op *o = emit(c, OP_CONTROL);
            o->text = c->form->fields[i].name;
            o->jump = i;
            return OK;
        }
    }
    return fail(src, "the form has no field", name);
}

static status compile(compiler *c, const char *name, const char *text);

static status compile_words(compiler *c, const char *words)
{
    char *flat = text_copy(c->mem, words), *o = flat;

    for (const char *p = flat; *p; p++) {
        bool space = strchr(" \n\t\r", *p) != NULL;
        if (!space) *o++ = *p;
        else if (o > flat && o[-1] != ' ') *o++ = ' ';
    }
    *o = 0;
    emit(c, OP_WORDS)->text = flat;
    return OK;
}

static status compile_partial(compiler *c, const source *src, const char *name)
{
    const embed_file *f = embed_find(name);

    if (!f) return fail(src, "no such partial", name);
    if (c->depth == PARTIAL_DEPTH_MAX) return fail(src, "partials nest too deeply", name);
    c->depth++;
    TRY(compile(c, name, f->data));
    c->depth--;
    return OK;
}

static status compile_tag(compiler *c, const source *src, char *tag, int opened_before)
{
    char *rest = *tag ? tag + 1 + strspn(tag + 1, " ") : tag;

    switch (*tag) {
    case '!': return OK;
    case '#':
        if (*rest == 0) {
            emit(c, OP_ROW);
            return OK;
        }
        return open_section(c, src, rest, OP_SECTION);
    case '^': return open_section(c, src, rest, OP_INVERT);
    case '/': return close_section(c, src, rest, opened_before);
    case '>': return compile_partial(c, src, rest);
    case '@': return compile_control(c, src, rest);
    case '_': return compile_words(c, rest);
    default: return compile_value(c, src, tag);
    }
}

/* A tag that prints nothing and stands alone on its line takes the whole line with it. */
static bool stands_alone(const char *text, const char *open, const char *close, const char **line, const char **after)
{
    const char *a = open, *b = close;

    if (!strchr("#^/!>", open[2]) || (open[2] == '#' && open[3] == '}')) return false;
    while (a > text && (a[-1] == ' ' || a[-1] == '\t')) a--;
    while (*b == ' ' || *b == '\t' || *b == '\r') b++;
    if ((a > text && a[-1] != '\n') || (*b && *b != '\n')) return false;
    *line = a;
    *after = *b ? b + 1 : b;
    return true;
}

static status compile(compiler *c, const char *name, const char *text)
{
    source src = {name, text, text};
    int opened_before = c->n_open;

    for (;;) {
        const char *open = strstr(src.at, "{{");
        if (!open) break;
        const char *end = strstr(open + 2, "}}"), *line = NULL, *after = NULL;
        if (!end || open[2] == '{') return fail(&src, "a tag is not closed, or is triple", "{{");
        const char *next = end + 2;
        bool alone = stands_alone(text, open, next, &line, &after) && line >= src.at;
        emit_text(c, src.at, (size_t)((alone ? line : open) - src.at));
        src.at = open;
        size_t n = (size_t)(end - open - 2), lead = strspn(open + 2, " ");
        char *tag = text_copyn(c->scratch, open + 2 + (lead < n ? lead : 0), n - (lead < n ? lead : 0));
        for (size_t k = strlen(tag); k > 0 && strchr(" \n", tag[k - 1]); k--) tag[k - 1] = 0;
        TRY(compile_tag(c, &src, tag, opened_before));
        src.at = alone ? after : next;
        if (c->n > TEMPLATE_OPS_MAX) return fail(&src, "too large", name);
    }
    emit_text(c, src.at, strlen(src.at));
    if (c->n_open != opened_before) return fail(&src, "a section is not closed", c->open[c->n_open - 1].name);
    return OK;
}

status template_compile_text(arena *mem, const char *name, const char *text, const shape *view, const shape *frame,
                             const form_def *form, template **out)
{
    AUTO(arena_ptr) scratch = arena_new();
    compiler c = {.mem = mem, .scratch = scratch, .form = form, .scopes = {frame, view}, .n_scopes = 2};

    TRY(compile(&c, name, text));
    template *t = NEW(mem, template);
    op *ops = NEWS(mem, op, c.n + 1);
    if (c.n) memcpy(ops, c.ops, sizeof *ops * (size_t)c.n);
    *t = (template){.name = text_copy(mem, name), .ops = ops, .n = c.n, .form = form};
    *out = t;
    return OK;
}

status template_compile(const char *name, const shape *view, const shape *frame, const form_def *form, template **out)
{
    static arena *forever; /* compiled templates live as long as the program; compiled before threads start */
    const embed_file *f = embed_find(name);

    if (!f) {
        log_error("template %s: no such file", name);
        return E_INTERNAL;
    }
    if (!forever) forever = arena_new();
    return template_compile_text(forever, name, f->data, view, frame, form, out);
}
