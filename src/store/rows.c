/* Rows into structs, and changes. */
#include "base/log.h"
#include "base/text.h"
#include "store/store_own.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 64 };

/* Which field each column of a query fills: worked out at its first row, and kept for the shape that asked first. */
typedef struct {
    const shape *shape;
    int n;
    const field *field[COLUMNS_MAX];
} column_map;
static _Atomic(const column_map *) known_maps[QUERIES];

typedef struct {
    const shape *shape;
    const column_map *map; /* NULL before the first row */
    column_map own;
    arena *mem;
    void *one;       /* db_one, db_scan: where the row goes */
    list *out;       /* db_each */
    int cap, rows;
    query query;
    status (*each)(void *ctx, void *item);
    void *ctx;
} filler;

static status map_columns(filler *f, const row_reader *r)
{
    _Atomic(const column_map *) *known = &known_maps[QUERY_PLACE(f->query)];
    const column_map *before = atomic_load(known);

    if (before && before->shape == f->shape && before->n == r->n) {
        f->map = before;
        return OK;
    }
    if (r->n > COLUMNS_MAX) return E_INTERNAL;
    f->own = (column_map){.shape = f->shape, .n = r->n};
    for (int i = 0; i < r->n; i++) {
        f->own.field[i] = shape_find(f->shape, r->name(r->ctx, i));
        if (!f->own.field[i]) {
            log_error("store: %s: %s has no field %s", query_texts[QUERY_PLACE(f->query)].name, f->shape->name, r->name(r->ctx, i));
            return E_INTERNAL;
        }
    }
    f->map = &f->own;
    if (before) return OK;
    column_map *kept = malloc(sizeof *kept);
    if (!kept) abort();
    *kept = f->own;
    if (!atomic_compare_exchange_strong(known, &before, kept)) free(kept);
    return OK;
}

static void fill_field(filler *f, const row_reader *r, int i, char *at)
{
    bool null = r->null(r->ctx, i);

    switch (f->map->field[i]->kind) {
    case FIELD_TEXT: *(const char **)at = null ? "" : text_copy(f->mem, r->text(r->ctx, i)); break;
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_INSTANT: *(int64_t *)at = null ? 0 : r->integer(r->ctx, i); break;
    case FIELD_DATE: ((date *)at)->ymd = null ? 0 : (int32_t)r->integer(r->ctx, i); break;
    case FIELD_BOOL: *(bool *)at = !null && r->integer(r->ctx, i) != 0; break;
    case FIELD_BYTES: {
        bytes b = null ? (bytes){0} : r->blob(r->ctx, i);
        *(bytes *)at = null ? b : (bytes){text_copyn(f->mem, b.p ? b.p : "", b.n), b.n};
        break;
    }
    case FIELD_HTML:
    case FIELD_LIST:
    case FIELD_STRUCT: break;
    }
}

static status fill_row(void *ctx, const row_reader *r)
{
    filler *f = ctx;
    char *item = f->one;

    if (!f->map) TRY(map_columns(f, r));
    if (f->out) {
        if (f->rows == DB_ROWS_MAX) return E_LIMIT;
        if (f->rows == f->cap) {
            int cap = f->cap ? f->cap * 2 : 16;
            char *more = arena_alloc(f->mem, f->shape->size * (size_t)cap);
            if (f->rows) memcpy(more, f->out->p, f->shape->size * (size_t)f->rows);
            f->out->p = more;
            f->cap = cap;
        }
        item = (char *)f->out->p + f->shape->size * (size_t)f->rows;
    }
    f->rows++;
    for (int i = 0; i < r->n; i++) fill_field(f, r, i, item + f->map->field[i]->offset);
    if (f->out) f->out->n = f->rows;
    return f->each ? f->each(f->ctx, item) : OK;
}

static bool may_run(db *d)
{
    return !store_faulted(d) && !(d->level > 0 && d->failed);
}

static status ran(db *d, status s)
{
    if (s == E_STORE && d->level > 0) d->failed = true;
    return s;
}

static status run(db *d, query q, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *changed)
{
    conn *c = NULL;

    if (!may_run(d)) return E_STORE;
    TRY(store_connection(d, &c));
    d->running++;
    status s = ran(d, d->store->drv->run(c, (int)q, NULL, p, n, row, ctx, changed));
    d->running--;
    return s;
}

status db_one_(db *d, query q, arena *mem, const shape *sh, void *out, const param *p, int n)
{
    void *item = arena_alloc(mem, sh->size);
    filler f = {.shape = sh, .mem = mem, .one = item, .query = q};

    memcpy(item, out, sh->size);
    TRY(run(d, q, p, n, fill_row, &f, NULL));
    if (f.rows == 0) return E_NOT_FOUND;
    memcpy(out, item, sh->size);
    return OK;
}

status db_each_(db *d, query q, arena *mem, const shape *sh, list *out, const param *p, int n)
{
    list found = {0};
    filler f = {.shape = sh, .mem = mem, .out = &found, .query = q};

    TRY(run(d, q, p, n, fill_row, &f, NULL));
    *out = found;
    return OK;
}

typedef struct {
    filler f;
    arena *mem;
} scanner;

static status scan_row(void *ctx, const row_reader *r)
{
    scanner *s = ctx;

    arena_reset(s->mem);
    s->f.one = arena_alloc(s->mem, s->f.shape->size);
    return fill_row(&s->f, r);
}

status db_scan_(db *d, query q, const shape *sh, status (*row)(void *ctx, void *item), void *ctx, const param *p, int n)
{
    AUTO(arena_ptr) mem = arena_new();
    scanner s = {.f = {.shape = sh, .mem = mem, .query = q, .each = row, .ctx = ctx}, .mem = mem};

    return run(d, q, p, n, scan_row, &s, NULL);
}

static status first_number(void *ctx, const row_reader *r)
{
    *(int64_t *)ctx = r->null(r->ctx, 0) ? 0 : r->integer(r->ctx, 0);
    return OK;
}

status db_number_(db *d, query q, int64_t *out, const param *p, int n)
{
    int64_t v = 0;

    TRY(run(d, q, p, n, first_number, &v, NULL));
    *out = v;
    return OK;
}

static status change(db *d, query q, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *rows)
{
    conn *c = NULL;

    if (!db_in_write(d)) {
        log_error("store: %s changes outside a write transaction", query_texts[QUERY_PLACE(q)].name);
        return E_INTERNAL;
    }
    if (!may_run(d)) return E_STORE;
    TRY(store_connection(d, &c));
    return ran(d, d->store->drv->change(c, (int)q, p, n, row, ctx, rows));
}

status db_change_(db *d, query q, int64_t *rows, const param *p, int n)
{
    int64_t changed = 0;

    TRY(change(d, q, p, n, NULL, NULL, &changed));
    if (rows) *rows = changed;
    return OK;
}

status db_change1_(db *d, query q, const param *p, int n)
{
    int64_t changed = 0;

    TRY(change(d, q, p, n, NULL, NULL, &changed));
    return changed == 1 ? OK : E_CONFLICT;
}

status db_insert_(db *d, query q, int64_t *id, const param *p, int n)
{
    int64_t v = 0;

    TRY(change(d, q, p, n, first_number, &v, NULL));
    *id = v;
    return OK;
}
