#include "base/log.h"
#include "base/text.h"
#include "store/driver.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONTROLS_MAX = 16, CONTROL_BYTES = 32 };

/* BEGIN, SAVEPOINT and their like, prepared once as the queries are. */
typedef struct {
    char sql[CONTROL_BYTES];
    sqlite3_stmt *prepared;
} control;

struct conn {
    sqlite3 *db;
    sqlite3_stmt *cached[QUERIES];
    control control[CONTROLS_MAX];
    int controls;
    sqlite3_file *wal; /* the writer's: its COMMIT writes there and lite_flush waits for the disk */
};

static status status_of(int rc, sqlite3 *db, const char *what)
{
    switch (rc) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW: return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return E_RETRY;
    case SQLITE_CONSTRAINT: {
        int more = sqlite3_extended_errcode(db);
        if (more != SQLITE_CONSTRAINT_UNIQUE && more != SQLITE_CONSTRAINT_PRIMARYKEY)
            log_warning("store: %s: %s", what, sqlite3_errmsg(db));
        return E_CONFLICT;
    }
    default: log_error("store: %s: %s", what, sqlite3_errmsg(db)); return E_STORE;
    }
}

static sqlite3_stmt *control_of(conn *c, const char *sql)
{
    for (int i = 0; i < c->controls; i++)
        if (strcmp(c->control[i].sql, sql) == 0) return c->control[i].prepared;
    if (c->controls == CONTROLS_MAX || strlen(sql) >= CONTROL_BYTES || strchr(sql, ';')) return NULL;
    control *k = &c->control[c->controls];
    if (sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &k->prepared, NULL) != SQLITE_OK) return NULL;
    memcpy(k->sql, sql, strlen(sql) + 1);
    c->controls++;
    return k->prepared;
}

static status lite_exec(conn *c, const char *sql)
{
    sqlite3_stmt *s = control_of(c, sql);
    int rc = s ? sqlite3_step(s) : sqlite3_exec(c->db, sql, NULL, NULL, NULL);

    status r = status_of(rc & 0xff, c->db, sql);
    if (s) sqlite3_reset(s);
    return r;
}

static void lite_close(conn *c)
{
    if (!c) return;
    for (int i = 0; i < QUERIES; i++) sqlite3_finalize(c->cached[i]);
    for (int i = 0; i < c->controls; i++) sqlite3_finalize(c->control[i].prepared);
    sqlite3_close(c->db);
    free(c);
}

/* No count of all memory, which every allocation of every connection would wait for. */
static pthread_once_t configured = PTHREAD_ONCE_INIT;

static void configure(void)
{
    if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK) log_warning("store: SQLite counts its memory");
}

/* The log of the writer's database. It is opened with the first statement and stays the same until the connection closes. */
static status open_wal(conn *c)
{
    TRY(lite_exec(c, "PRAGMA cache_size=-8192; PRAGMA synchronous=NORMAL; SELECT COUNT(*) FROM sqlite_schema;")); /* it reads what it is about to change */
    if (sqlite3_file_control(c->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &c->wal) != SQLITE_OK || !c->wal || !c->wal->pMethods) {
        log_error("store: SQLite has no log to flush");
        return E_STORE;
    }
    return OK;
}

static status lite_flush(conn *c)
{
    if (c->wal->pMethods->xSync(c->wal, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) == SQLITE_OK) return OK;
    log_error("store: the disk does not take what was written");
    return E_STORE;
}

static status lite_open(const char *url, bool writer, conn **out)
{
    conn *c = calloc(1, sizeof *c);
    const char *path = url + strlen("sqlite:");

    if (!c) abort();
    pthread_once(&configured, configure);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(path, &c->db, flags, NULL);
    if (rc != SQLITE_OK) {
        log_error("store: cannot open %s: %s", path, c->db ? sqlite3_errmsg(c->db) : "no memory");
        lite_close(c);
        return E_STORE;
    }
    sqlite3_extended_result_codes(c->db, 0);
    sqlite3_busy_timeout(c->db, 10000);
    status s = lite_exec(c, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-256; "
                            "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=2000;");
    if (s == OK) s = writer ? open_wal(c) : lite_exec(c, "PRAGMA query_only=ON;");
    if (s == OK && writer) s = lite_flush(c); /* the first one also makes the file's name last; later ones come from any thread */
    if (s != OK) {
        lite_close(c);
        return E_STORE;
    }
    *out = c;
    return OK;
}

static bool lite_alive(conn *c)
{
    return true;
}

static const char *col_name(void *s, int i)
{
    return sqlite3_column_name(s, i);
}
static bool col_null(void *s, int i)
{
    return sqlite3_column_type(s, i) == SQLITE_NULL;
}
static int64_t col_integer(void *s, int i)
{
    return sqlite3_column_int64(s, i);
}
static const char *col_text(void *s, int i)
{
    return (const char *)sqlite3_column_text(s, i);
}
static bytes col_blob(void *s, int i)
{
    const void *p = sqlite3_column_blob(s, i);
    return (bytes){p, (size_t)sqlite3_column_bytes(s, i)};
}

static status statement(conn *c, int q, const char *sql, sqlite3_stmt **out)
{
    if (q >= 0 && c->cached[QUERY_PLACE(q)]) {
        *out = c->cached[QUERY_PLACE(q)];
        return OK;
    }
    int rc = sqlite3_prepare_v3(c->db, sql, -1, q >= 0 ? SQLITE_PREPARE_PERSISTENT : 0, out, NULL);
    TRY(status_of(rc, c->db, q >= 0 ? query_texts[QUERY_PLACE(q)].name : sql));
    if (q >= 0) c->cached[QUERY_PLACE(q)] = *out;
    return OK;
}

static void bind(sqlite3_stmt *s, const param *p, int n)
{
    for (int i = 0; i < n; i++) {
        switch (p[i].kind) {
        case PARAM_NULL: sqlite3_bind_null(s, i + 1); break;
        case PARAM_INT: sqlite3_bind_int64(s, i + 1, p[i].i); break;
        case PARAM_TEXT: sqlite3_bind_text(s, i + 1, p[i].p, (int)p[i].n, SQLITE_STATIC); break;
        case PARAM_BYTES: sqlite3_bind_blob(s, i + 1, p[i].p, (int)p[i].n, SQLITE_STATIC); break;
        }
    }
}

static status lite_run(conn *c, int q, const char *sql, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx,
                       int64_t *changed)
{
    sqlite3_stmt *s = NULL;
    const char *what = q >= 0 ? query_texts[QUERY_PLACE(q)].name : sql;

    TRY(statement(c, q, q >= 0 ? query_texts[QUERY_PLACE(q)].sqlite : sql, &s));
    bind(s, p, n);
    row_reader r = {sqlite3_column_count(s), col_name, col_null, col_integer, col_text, col_blob, s};
    status result = OK;
    int rc = 0;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW && result == OK)
        if (row) result = row(ctx, &r);
    if (result == OK) result = status_of(rc & 0xff, c->db, what);
    if (changed) *changed = sqlite3_changes(c->db);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    if (q < 0) sqlite3_finalize(s);
    return result;
}

static status lite_prepare(conn *c, int q)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v3(c->db, query_texts[QUERY_PLACE(q)].sqlite, -1, 0, &s, NULL);

    sqlite3_finalize(s); /* all of them are megabytes; the ones that are used are prepared then */
    return status_of(rc, c->db, query_texts[QUERY_PLACE(q)].name);
}

status sqlite_backup(conn *c, const char *path, void (*progress)(void *ctx, int done, int total), void *ctx)
{
    sqlite3 *to = NULL;
    int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", c->db, "main") : NULL;

    while (b && ((rc = sqlite3_backup_step(b, 512)) == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED)) {
        if (progress) progress(ctx, sqlite3_backup_pagecount(b) - sqlite3_backup_remaining(b), sqlite3_backup_pagecount(b));
        if (rc != SQLITE_OK) usleep(10000);
    }
    if (b) rc = sqlite3_backup_finish(b);
    if (rc != SQLITE_OK) log_error("backup to %s: %s", path, to ? sqlite3_errmsg(to) : "cannot open");
    sqlite3_close(to);
    return b && rc == SQLITE_OK ? OK : E_IO;
}

/* A statement that is refused changes nothing here. */
static status lite_change(conn *c, int q, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *changed)
{
    return lite_run(c, q, NULL, p, n, row, ctx, changed);
}

const driver sqlite_driver = {lite_open, lite_close, lite_alive, lite_exec, lite_run, lite_change, lite_prepare, lite_flush, "BEGIN IMMEDIATE", "BEGIN"};
