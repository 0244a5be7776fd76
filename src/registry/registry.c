#include "registry/registry_own.h"
#include "base/buf.h"
#include "base/text.h"
#include "registry/open.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHAPE(register_row_shape, register_row, F_TEXT(register_row, code), F_TEXT(register_row, title), F_TEXT(register_row, org_name), F_TEXT(register_row, field), F_TEXT(register_row, level),
      F_TEXT(register_row, status), F_TEXT(register_row, authors), F_TEXT(register_row, decision), F_DATE(register_row, recognised_on), F_INT(register_row, year),
      F_BOOL(register_row, has_head), F_BOOL(register_row, is_city), F_BOOL(register_row, is_cancelled));
SHAPE(count_row_shape, count_row, F_TEXT(count_row, label), F_INT(count_row, key), F_INT(count_row, total), F_INT(count_row, city), F_INT(count_row, head));

/* ---- counts, remembered while the tally stands ---- */

enum { KEPT = 256, KEY_MAX = 160 };
typedef struct {
    int64_t stamp;
    char key[KEY_MAX];
    count_rows rows;
    arena *mem;
} kept_counts;
static kept_counts kept[KEPT];
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;

static kept_counts *place_of(const char *key)
{
    return &kept[text_spread(key, strlen(key)) % KEPT];
}

static void rows_copy(arena *mem, const count_rows *from, count_rows *to)
{
    *to = (count_rows){.p = NEWS(mem, count_row, from->n + 1), .n = from->n};
    for (int i = 0; i < from->n; i++) {
        to->p[i] = from->p[i];
        to->p[i].label = text_copy(mem, from->p[i].label);
    }
}

static bool recall(arena *mem, int64_t stamp, const char *key, count_rows *out)
{
    kept_counts *k = place_of(key);

    pthread_mutex_lock(&kept_lock);
    bool found = k->mem && k->stamp == stamp && text_eq(k->key, key);
    if (found) rows_copy(mem, &k->rows, out);
    pthread_mutex_unlock(&kept_lock);
    return found;
}

static void keep(int64_t stamp, const char *key, const count_rows *rows)
{
    kept_counts *k = place_of(key);

    if (strlen(key) >= KEY_MAX) return;
    pthread_mutex_lock(&kept_lock);
    if (k->mem)
        arena_reset(k->mem);
    else
        k->mem = arena_new();
    k->stamp = stamp;
    snprintf(k->key, sizeof k->key, "%s", key);
    rows_copy(k->mem, rows, &k->rows);
    pthread_mutex_unlock(&kept_lock);
}

/* Counts of the tally: from memory while the stamp that they were read under is the store's. The stamp is read first:
 * a change in between makes what is kept look older than it is, never newer. */
#define COUNTS(d, mem, key, out, q, ...)                                                                                \
    do {                                                                                                               \
        int64_t stamp_ = 0;                                                                                            \
        TRY(db_number(d, Q_REGISTER_STAMP, &stamp_));                                                                  \
        COUNTS_AT(stamp_, d, mem, key, out, q, ##__VA_ARGS__);                                                          \
    } while (0)
#define COUNTS_AT(stamp_, d, mem, key, out, q, ...)                                                                     \
    do {                                                                                                               \
        if (stamp_ && recall(mem, stamp_, key, out)) return OK;                                                        \
        TRY(db_each(d, q, mem, &count_row_shape, out, ##__VA_ARGS__));                                                 \
        if (stamp_) keep(stamp_, key, out);                                                                            \
        return OK;                                                                                                     \
    } while (0)

/* What stands for something else in LIKE. */
static const char *like_of(arena *mem, const char *folded)
{
    AUTO(buf) b = {0};

    if (!*folded) return "";
    buf_putc(&b, '%');
    for (const char *p = folded; *p; p++) {
        if (strchr("%_\\", *p)) buf_putc(&b, '\\');
        buf_putc(&b, *p);
    }
    buf_putc(&b, '%');
    return text_copy(mem, b.p);
}

static conditions conditions_of(arena *mem, const register_filter *f)
{
    const char *folded = text_fold(mem, f->text);
    conditions c = {.folded = folded, .like = like_of(mem, folded), .field = f->field ? f->field : "", .level = f->city ? "city" : f->level ? f->level : "", .kind = f->kind ? f->kind : "",
                    .org = f->org.v, .head = f->head};

    c.from = f->year ? f->year : f->from;
    c.to = f->year ? f->year : f->to ? f->to : 9999;
    c.valid = f->city || f->head || f->from;
    return c;
}

static status facet(db *d, arena *mem, int64_t stamp, const char *by, const conditions *c, count_rows *out)
{
    const char *key = textf(mem, "%s %s|%lld|%d|%d|%s|%s|%d%d", by, c->field, (long long)c->org, c->from, c->to, c->level, c->kind, c->head, c->valid);

    COUNTS_AT(stamp, d, mem, key, out, Q_REGISTER_FACET, P_TEXT(by), P_TEXT(c->field), P_INT(c->org), P_INT(c->from), P_INT(c->to), P_TEXT(c->level), P_TEXT(c->kind), P_BOOL(c->head), P_BOOL(c->valid));
}

/* ---- counts of a search by words: one walk, then arithmetic ---- */

static int by_total(const void *x, const void *y)
{
    const count_row *a = x, *b = y;

    if (a->total != b->total) return a->total < b->total ? 1 : -1;
    if (a->key != b->key) return a->key < b->key ? 1 : -1;
    return strcmp(a->label, b->label);
}

static void count_cells(arena *mem, const found_cells *cells, const char *by, const conditions *c, count_rows *out)
{
    enum { DIFFERENT = 2000 };

    out->p = NEWS(mem, count_row, DIFFERENT);
    out->n = 0;
    for (int i = 0; i < cells->n; i++) {
        const found_cell *w = &cells->p[i];
        const char *label = text_eq(by, "org") ? w->org_name : text_eq(by, "field") ? w->field : text_eq(by, "level") ? w->level : text_eq(by, "kind") ? w->kind : "";
        int64_t key = text_eq(by, "year") ? w->year : text_eq(by, "org") ? w->org : 0;
        int k = 0;
        if (!cell_fits(w, c)) continue;
        while (k < out->n && (out->p[k].key != key || !text_eq(out->p[k].label, label))) k++;
        if (k == DIFFERENT) continue;
        if (k == out->n) out->p[out->n++] = (count_row){.label = label, .key = key};
        out->p[k].total += w->n;
    }
    qsort(out->p, (size_t)out->n, sizeof *out->p, by_total);
    if (out->n > REGISTER_FACET) out->n = REGISTER_FACET;
}

status registry_facets(db *d, arena *mem, const register_filter *f, register_facets *out)
{
    const conditions c = conditions_of(mem, f);
    words_found found = {0};
    int64_t stamp = 0;
    struct {
        const char *by;
        conditions c;
        count_rows *rows;
    } axes[] = {{"year", c, &out->years}, {"org", c, &out->orgs}, {"field", c, &out->fields}, {"level", c, &out->levels}, {"kind", c, &out->kinds}};

    axes[0].c.from = 0; /* an axis is counted without its own condition */
    axes[0].c.to = 9999;
    axes[1].c.org = 0;
    axes[2].c.field = "";
    axes[3].c.level = "";
    axes[4].c.kind = "";
    if (*c.folded) TRY(register_words(d, mem, &c, 0, 0, &found));
    else TRY(db_number(d, Q_REGISTER_STAMP, &stamp));
    for (int i = 0; i < COUNT(axes); i++) {
        if (*c.folded) count_cells(mem, &found.cells, axes[i].by, &axes[i].c, axes[i].rows);
        else TRY(facet(d, mem, stamp, axes[i].by, &axes[i].c, axes[i].rows));
    }
    return OK;
}

static status count_found(db *d, arena *mem, const conditions *c, int64_t *total)
{
    count_rows sum = {0};
    int64_t stamp = 0;

    TRY(db_number(d, Q_REGISTER_STAMP, &stamp));
    TRY(facet(d, mem, stamp, "all", c, &sum));
    *total = sum.n ? sum.p[0].total : 0;
    return OK;
}

static status search_words(db *d, arena *mem, const conditions *c, const register_filter *f, register_rows *out, int64_t *total)
{
    words_found found = {0};

    TRY(register_words(d, mem, c, f->skip, f->limit, &found));
    out->p = NEWS(mem, register_row, found.n + 1);
    for (out->n = 0; out->n < found.n; out->n++) TRY(db_one(d, Q_REGISTER_ROW, mem, &register_row_shape, &out->p[out->n], P_INT(found.ids[out->n])));
    *total = found.total;
    return OK;
}

status registry_search(db *d, arena *mem, const register_filter *f, register_rows *out, int64_t *total)
{
    const conditions c = conditions_of(mem, f);

    if (*c.folded) return search_words(d, mem, &c, f, out, total);
    TRY(count_found(d, mem, &c, total));
    return db_each(d, Q_REGISTER_SEARCH, mem, &register_row_shape, out, P_TEXT(c.field), P_INT(c.org), P_INT(c.from), P_INT(c.to), P_TEXT(c.level), P_TEXT(c.kind), P_BOOL(c.head), P_BOOL(c.valid),
                   P_INT(f->limit), P_INT(f->skip));
}

status open_export(db *d, arena *mem, const register_filter *f, const open_mark *after, open_rows *out)
{
    const conditions c = conditions_of(mem, f);

    return db_each(d, Q_REGISTER_EXPORT, mem, &open_row_shape, out, P_INT(after->day.ymd), P_INT(after->id), P_TEXT(c.like), P_TEXT(c.field), P_INT(c.org), P_INT(c.from), P_INT(c.to), P_TEXT(c.level),
                   P_TEXT(c.kind), P_BOOL(c.head), P_BOOL(c.valid));
}

status registry_by_year(db *d, arena *mem, count_rows *out)
{
    COUNTS(d, mem, "year", out, Q_REGISTER_BY_YEAR);
}

status registry_by_field(db *d, arena *mem, int from, int to, count_rows *out)
{
    COUNTS(d, mem, textf(mem, "field %d %d", from, to), out, Q_REGISTER_BY_FIELD, P_INT(from), P_INT(to));
}

static status total_rows(db *d, arena *mem, int from, int to, count_rows *out)
{
    COUNTS(d, mem, textf(mem, "total %d %d", from, to), out, Q_REGISTER_TOTAL, P_INT(from), P_INT(to));
}

status registry_total(db *d, arena *mem, int from, int to, count_row *out)
{
    count_rows rows = {0};

    TRY(total_rows(d, mem, from, to, &rows));
    if (rows.n) *out = rows.p[0];
    return OK;
}
