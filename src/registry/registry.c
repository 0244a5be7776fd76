#include "registry/registry.h"
#include "base/text.h"
#include <pthread.h>
#include <stdio.h>
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
    uint32_t hash = 2166136261u;

    for (const char *p = key; *p; p++) hash = (hash ^ (unsigned char)*p) * 16777619u;
    return &kept[(hash ^ hash >> 16) % KEPT];
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
        if (stamp_ && recall(mem, stamp_, key, out)) return OK;                                                        \
        TRY(db_each(d, q, mem, &count_row_shape, out __VA_OPT__(, ) __VA_ARGS__));                                     \
        if (stamp_) keep(stamp_, key, out);                                                                            \
        return OK;                                                                                                     \
    } while (0)

static status count_of(db *d, arena *mem, const register_filter *f, int from, int to, bool valid, count_rows *out)
{
    const char *key = textf(mem, "of %s|%lld|%d|%d|%d%d%d", f->field, (long long)f->org.v, from, to, f->city, f->head, valid);

    COUNTS(d, mem, key, out, Q_REGISTER_TALLY, P_TEXT(f->field), P_INT(f->org.v), P_INT(from), P_INT(to), P_BOOL(f->city), P_BOOL(f->head), P_BOOL(valid));
}

status registry_search(db *d, arena *mem, const register_filter *f, register_rows *out, int64_t *total)
{
    const char *folded = text_fold(mem, f->text), *like = *folded ? textf(mem, "%%%s%%", folded) : "";
    int from = f->year ? f->year : f->from, to = f->year ? f->year : f->to ? f->to : 9999;
    bool valid = f->city || f->head || f->from;
    count_rows sum = {0};

    if (*like) {
        TRY(db_number(d, Q_REGISTER_COUNT, total, P_TEXT(like), P_TEXT(f->field), P_INT(f->org.v), P_INT(from), P_INT(to), P_BOOL(f->city), P_BOOL(f->head), P_BOOL(valid)));
    } else {
        TRY(count_of(d, mem, f, from, to, valid, &sum));
        *total = sum.n ? sum.p[0].total : 0;
    }
    return db_each(d, Q_REGISTER_SEARCH, mem, &register_row_shape, out, P_TEXT(like), P_TEXT(f->field), P_INT(f->org.v), P_INT(from), P_INT(to), P_BOOL(f->city), P_BOOL(f->head), P_BOOL(valid),
                   P_INT(f->limit), P_INT(f->skip));
}

status registry_by_year(db *d, arena *mem, count_rows *out)
{
    COUNTS(d, mem, "year", out, Q_REGISTER_BY_YEAR);
}

status registry_by_org(db *d, arena *mem, int from, int to, count_rows *out)
{
    COUNTS(d, mem, textf(mem, "org %d %d", from, to), out, Q_REGISTER_BY_ORG, P_INT(from), P_INT(to));
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
