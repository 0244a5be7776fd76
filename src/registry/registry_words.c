/* Searching the register by words: title, authors, unit and field of every entry, folded, lie in memory in the order of the list,
 * one after another; a search is one walk over them. They are read anew when the register's stamp is another one. */
#include "registry/registry_own.h"
#include "base/buf.h"
#include "base/text.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t id, org, year, head, valid;
    const char *folded, *org_name, *field, *level, *kind;
} words_row;
STATIC_SHAPE(words_row_shape, words_row, F_INT(words_row, id), F_INT(words_row, org), F_INT(words_row, year), F_INT(words_row, head), F_INT(words_row, valid), F_TEXT(words_row, folded),
             F_TEXT(words_row, org_name), F_TEXT(words_row, field), F_TEXT(words_row, level), F_TEXT(words_row, kind));

typedef struct {
    int64_t id;
    size_t begins; /* in the text; its line ends where the next one begins */
    int cell;
} entry;

static struct {
    int64_t stamp;
    arena *mem;        /* of the words of cells */
    buf text;          /* a line for each entry */
    entry *entries;
    int n, room;
    found_cell *cells; /* every sort that there is; n unused */
    int n_cells, cell_room;
    int *buckets;      /* of cells by their hash; -1: none */
} words;
static pthread_rwlock_t words_lock = PTHREAD_RWLOCK_INITIALIZER;

enum { BUCKETS = 1 << 16, FIRST_ROOM = 1024 };

bool cell_fits(const found_cell *w, const conditions *c)
{
    return w->year >= c->from && w->year <= c->to && (!c->org || w->org == c->org) && (!*c->field || text_eq(w->field, c->field)) && (!*c->level || text_eq(w->level, c->level)) &&
           (!*c->kind || text_eq(w->kind, c->kind));
}

/* ---- reading ---- */

static void *grown(void *p, size_t size)
{
    void *more = realloc(p, size);

    if (!more) abort();
    return more;
}

static uint32_t hash_of(const words_row *w)
{
    const char *const parts[] = {w->field, w->level, w->kind};
    uint32_t h = 2166136261u ^ (uint32_t)w->year ^ (uint32_t)w->org * 2654435761u ^ (uint32_t)(w->head * 2 + w->valid) * 97u;

    for (int i = 0; i < COUNT(parts); i++)
        for (const char *p = parts[i]; *p; p++) h = (h ^ (unsigned char)*p) * 16777619u;
    return (h ^ h >> 16) % BUCKETS;
}

static bool same(const found_cell *c, const words_row *w)
{
    return c->year == w->year && c->org == w->org && c->head == (w->head != 0) && c->valid == (w->valid != 0) && text_eq(c->field, w->field) && text_eq(c->level, w->level) && text_eq(c->kind, w->kind);
}

static int cell_of(const words_row *w)
{
    uint32_t b = hash_of(w);

    while (words.buckets[b] >= 0 && !same(&words.cells[words.buckets[b]], w)) b = (b + 1) % BUCKETS;
    if (words.buckets[b] >= 0) return words.buckets[b];
    if (words.n_cells == BUCKETS / 2) return -1;
    if (words.n_cells == words.cell_room) {
        words.cell_room = words.cell_room ? words.cell_room * 2 : FIRST_ROOM;
        words.cells = grown(words.cells, sizeof *words.cells * (size_t)words.cell_room);
    }
    words.cells[words.n_cells] = (found_cell){.year = w->year, .org = w->org, .org_name = text_copy(words.mem, w->org_name), .field = text_copy(words.mem, w->field),
                                              .level = text_copy(words.mem, w->level), .kind = text_copy(words.mem, w->kind), .head = w->head != 0, .valid = w->valid != 0};
    return words.buckets[b] = words.n_cells++;
}

static status take(void *ctx, void *item)
{
    const words_row *w = item;
    int cell = cell_of(w);

    (void)ctx;
    if (cell < 0 || words.n == REGISTER_WORDS_MAX) return E_LIMIT;
    if (words.n == words.room) {
        words.room = words.room ? words.room * 2 : FIRST_ROOM;
        words.entries = grown(words.entries, sizeof *words.entries * (size_t)words.room);
    }
    words.entries[words.n++] = (entry){w->id, words.text.n, cell};
    buf_puts(&words.text, w->folded);
    buf_putc(&words.text, '\n');
    return words.text.over ? E_LIMIT : OK;
}

/* Under the lock of writers. */
static status read_all(db *d, int64_t stamp)
{
    if (words.mem) arena_reset(words.mem);
    else words.mem = arena_new();
    if (!words.buckets) words.buckets = grown(NULL, sizeof *words.buckets * BUCKETS);
    for (int i = 0; i < BUCKETS; i++) words.buckets[i] = -1;
    words.text.max = (size_t)1 << 30;
    buf_clear(&words.text);
    words.n = words.n_cells = 0;
    words.stamp = 0;
    TRY(db_scan(d, Q_REGISTER_WORDS, &words_row_shape, take, NULL));
    words.stamp = stamp;
    return OK;
}

/* ---- a search ---- */

static int entry_at(size_t place)
{
    int low = 0, high = words.n - 1;

    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (words.entries[middle].begins <= place) low = middle;
        else high = middle - 1;
    }
    return low;
}

static void cells_found(arena *mem, const int *count, found_cells *out)
{
    int n = 0;

    for (int i = 0; i < words.n_cells; i++) n += count[i] > 0;
    *out = (found_cells){NEWS(mem, found_cell, n + 1), 0};
    for (int i = 0; i < words.n_cells; i++) {
        const found_cell *w = &words.cells[i];
        if (!count[i]) continue;
        out->p[out->n++] = (found_cell){w->year, w->org, count[i], text_copy(mem, w->org_name), text_copy(mem, w->field), text_copy(mem, w->level), text_copy(mem, w->kind), w->head, w->valid};
    }
}

/* Under the lock of readers. */
static void walk(arena *mem, const conditions *c, int skip, int limit, words_found *out)
{
    size_t n = strlen(c->folded);
    int *count = NEWS(mem, int, words.n_cells + 1);
    bool *fits = NEWS(mem, bool, words.n_cells + 1);
    const char *p = words.text.p ? words.text.p : "", *end = p + words.text.n, *begin = p;

    *out = (words_found){.ids = NEWS(mem, int64_t, limit + 1)};
    for (int i = 0; i < words.n_cells; i++) fits[i] = cell_fits(&words.cells[i], c);
    while (p < end && (p = memmem(p, (size_t)(end - p), c->folded, n))) {
        int i = entry_at((size_t)(p - begin));
        const entry *e = &words.entries[i];
        const found_cell *w = &words.cells[e->cell];
        p = i + 1 < words.n ? begin + words.entries[i + 1].begins : end;
        if ((c->head && !w->head) || (c->valid && !w->valid)) continue;
        count[e->cell]++;
        if (!fits[e->cell]) continue;
        if (out->total >= skip && out->n < limit) out->ids[out->n++] = e->id;
        out->total++;
    }
    cells_found(mem, count, &out->cells);
}

static bool try_walk(arena *mem, int64_t stamp, const conditions *c, int skip, int limit, words_found *out)
{
    pthread_rwlock_rdlock(&words_lock);
    bool good = stamp && words.stamp == stamp;
    if (good) walk(mem, c, skip, limit, out);
    pthread_rwlock_unlock(&words_lock);
    return good;
}

/* The stamp is read first: a change in between makes what is kept look older than it is, never newer. */
status register_words(db *d, arena *mem, const conditions *c, int skip, int limit, words_found *out)
{
    int64_t stamp = 0;

    TRY(db_number(d, Q_REGISTER_STAMP, &stamp));
    if (try_walk(mem, stamp, c, skip, limit, out)) return OK;
    pthread_rwlock_wrlock(&words_lock);
    status s = words.stamp && words.stamp == stamp ? OK : read_all(d, stamp);
    if (s == OK) walk(mem, c, skip, limit, out);
    pthread_rwlock_unlock(&words_lock);
    return s;
}
