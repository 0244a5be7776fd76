/* store.h: the seam between the product and its database: SQLite by default, PostgreSQL where a city outgrows one file.
 * Both behave alike: writers are one after another on both (a writer lock), so every write transaction is serial.
 *
 * Queries are named in src/<slice>/<slice>.sql ("-- name: dossier_get", parameters as :name) and become
 * numbers Q_DOSSIER_GET and strings at build. Parameters are bound in the order in which they first appear in the text; their
 * number is checked by the compiler. Columns fill the fields of the same name; a column without a field is an error, a
 * field without a column keeps its value.
 *
 * Portable SQL only: BIGINT, TEXT, BYTEA (written @BYTES@), identity columns (@ID@; @ROW@ where many rows are
 * written and no number outlives its row), a number of somebody else as the key (@KEY@), small rows kept in the order of their
 * key (@BY_KEY@ at the table's end), booleans as BIGINT 0/1, dates as
 * BIGINT yyyymmdd, instants as BIGINT ms; RETURNING and ON CONFLICT are fine. CAST a parameter whose type the text does
 * not tell. Statements are prepared once per connection. No threads share a db. */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/arena.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/status.h"
#include "queries.gen.h" /* query, Q_… */
#include <stdbool.h>
#include <stdint.h>

typedef struct store store;
typedef struct db db;

typedef enum { STORE_SQLITE, STORE_POSTGRES } store_kind;
enum { DB_ROWS_MAX = 20000 }; /* rows that db_each may return; past it E_LIMIT */

/* `url`: "sqlite:/path/file.db" or "postgresql://…" (libpq syntax, several hosts allowed). `connections` is how many
 * loans there may be at once. On failure the reason is logged. */
MUST status store_open(const char *url, int connections, store **out);
void store_close(store *s); /* waits for borrowed connections to come back */
store_kind store_which(const store *s);

/* Applies the migrations that are missing, under a lock. `applied` counts them. */
MUST status store_migrate(store *s, int *applied);
MUST status store_is_migrated(store *s); /* E_CONFLICT when migrations are missing or their checksums differ */

/* Borrows a handle; its connection comes with the first statement. Waits up to 10 s, then E_STORE. AUTO(db_loan) d = {0}; TRY(db_borrow(s, &d.db)); */
MUST status db_borrow(store *s, db **out);
void db_return(db *d);
typedef struct {
    db *db;
} db_loan;
void db_loan_cleanup(db_loan *l);

/* A transaction; rolls back at the end of its scope unless committed: AUTO(db_tx) tx = {0};
 * db_begin is a write transaction: it waits for the writer lock (up to 10 s). Inside another transaction it is a
 * savepoint, so domain functions may call each other. db_snapshot is a consistent read transaction. */
typedef struct {
    db *db;
    int level; /* 0 = closed */
} db_tx;
MUST status db_begin(db *d, db_tx *tx);
MUST status db_snapshot(db *d, db_tx *tx);
MUST status db_commit(db_tx *tx); /* OK: durable (the outermost one) */
void db_tx_cleanup(db_tx *tx);
bool db_in_write(const db *d);
const void *db_store(const db *d); /* which store; to tell several apart */
/* Have several changes waited for the writer at once in the last 50 ms? Work that can wait asks it. Never on PostgreSQL,
 * whose server has processors of its own. */
bool store_is_crowded(store *s);
/* Did the disk fail to take what was written? Then nothing is written any more until a restart. */
bool db_is_lost(const db *d);

/* A request's own mark. When set, the first write transaction records it in table request_once; a second request with
 * the same mark gets E_DONE from db_begin (double click, retry, lost answer). NULL clears it. */
void db_once(db *d, const char *mark);

/* When it was recorded and where its answer leads; "" while not known: its twin still runs, or the program was killed
 * between the commit and db_once_done. */
MUST status db_once_result(db *d, arena *mem, const char *mark, instant *at, const char **location);
MUST status db_once_done(db *d, const char *mark, const char *location);

typedef struct {
    enum { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BYTES } kind;
    int64_t i;
    const void *p;
    size_t n;
} param;
#define P_INT(x) ((param){.kind = PARAM_INT, .i = (x)})
#define P_BOOL(x) ((param){.kind = PARAM_INT, .i = (x) ? 1 : 0})
#define P_ID(x) db_param_id((x).v)
#define P_DATE(x) db_param_id((x).ymd)
#define P_INSTANT(x) db_param_id((x).ms)
#define P_TEXT(x) db_param_text(x)
#define P_BYTES(x) db_param_bytes(x)
#define P_NULL ((param){.kind = PARAM_NULL})
param db_param_id(int64_t v);          /* 0 binds NULL */
param db_param_text(const char *s);    /* NULL binds "" */
param db_param_bytes(bytes b);

/* PARAMS_ counts at compile time: a wrong number of parameters does not compile. */
#ifdef __cppcheck__ /* its preprocessor has no __VA_OPT__ */
#define PARAMS_(q, ...) ((const param *)"")
#else
#define PARAMS_(q, ...)                                                                                                \
    ((const param[]){{0} __VA_OPT__(, ) __VA_ARGS__} + 1 +                                                             \
     0 * sizeof(char[(int)(sizeof((const param[]){{0} __VA_OPT__(, ) __VA_ARGS__}) / sizeof(param)) - 1 == QUERY_ARGS(q) ? 1 : -1]))
#endif

/* One row into `out` (memory from `mem`): E_NOT_FOUND when there is none; `out` untouched unless OK. */
#define db_one(d, q, mem, shape_, out, ...) db_one_((d), (q), (mem), (shape_), (out), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* All rows, in order, into a LIST_OF; memory from `mem`. */
#define db_each(d, q, mem, shape_, out_list, ...)                                                                      \
    db_each_((d), (q), (mem), (shape_), (list *)(out_list), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* Rows one by one, without a limit: `row(ctx, item)` gets memory that is good for the call only; not OK ends the scan. */
#define db_scan(d, q, shape_, row, ctx, ...) db_scan_((d), (q), (shape_), (row), (ctx), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* One number (first column of the first row; 0 when NULL or no row). */
#define db_number(d, q, out, ...) db_number_((d), (q), (out), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* Changes rows; only inside db_begin (E_INTERNAL otherwise). `rows` may be NULL. */
#define db_change(d, q, rows, ...) db_change_((d), (q), (rows), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* Changes exactly one row, or E_CONFLICT. */
#define db_change1(d, q, ...) db_change1_((d), (q), PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))
/* INSERT … RETURNING id. E_CONFLICT on a unique violation. */
#define db_insert(d, q, out_id, ...) db_insert_((d), (q), &(out_id)->v, PARAMS_(q, __VA_ARGS__), QUERY_ARGS(q))

MUST status db_one_(db *d, query q, arena *mem, const shape *sh, void *out, const param *p, int n);
MUST status db_each_(db *d, query q, arena *mem, const shape *sh, list *out, const param *p, int n);
MUST status db_scan_(db *d, query q, const shape *sh, status (*row)(void *ctx, void *item), void *ctx, const param *p, int n);
MUST status db_number_(db *d, query q, int64_t *out, const param *p, int n);
MUST status db_change_(db *d, query q, int64_t *rows, const param *p, int n);
MUST status db_change1_(db *d, query q, const param *p, int n);
MUST status db_insert_(db *d, query q, int64_t *id, const param *p, int n);

/* Prepares every query on this connection; logs each that fails. For the start and for tests. */
MUST status db_prepare_all(db *d);

/* Online backup (SQLite) into a new file; E_INVALID on PostgreSQL, whose own tools do it. */
MUST status store_backup(store *s, const char *path, void (*progress)(void *ctx, int done, int total), void *ctx);

/* Fault injection for tests: the n-th store call of this thread from now (1 = next) returns E_STORE as if the database
 * had failed there (a write transaction is lost); 0 switches it off. store_faults_left tells what is left to count. */
void store_fault_at(int n);
int store_faults_left(void);
/* What happens at that call instead: `happen(ctx)` is called (a test ends the connection, fills the disk …) and the call goes
 * on. NULL: the failure again. Per thread. */
void store_fault_with(void (*happen)(void *ctx), void *ctx);

/* How one query of the list behaves twice: calls counted since the last reset, for the tests that hold list pages to a
 * constant number of queries. Per thread. */
int store_calls(void);
void store_calls_reset(void);

#endif
