/* driver.h: what an engine has to do for the front (store.c). Nobody outside store/ includes it. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H
#include "store/store.h"

typedef struct conn conn; /* one connection of an engine */
typedef struct {
    int n;                                   /* columns */
    const char *(*name)(void *ctx, int col); /* of a column */
    bool (*null)(void *ctx, int col);
    int64_t (*integer)(void *ctx, int col);
    const char *(*text)(void *ctx, int col); /* good until the next row */
    bytes (*blob)(void *ctx, int col);       /* good until the next row */
    void *ctx;
} row_reader;

typedef struct {
    MUST status (*open)(const char *url, bool writer, conn **out);
    void (*close)(conn *c);
    bool (*alive)(conn *c);
    MUST status (*exec)(conn *c, const char *sql); /* one or more statements without parameters */
    /* Runs query q (or `sql` when q < 0); `row` is called per row when not NULL; `changed` gets the rows changed. */
    MUST status (*run)(conn *c, int q, const char *sql, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx,
                       int64_t *changed);
    /* The same of a change, within a write transaction: refused (E_CONFLICT), it leaves the transaction as it was. */
    MUST status (*change)(conn *c, int q, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *changed);
    MUST status (*prepare)(conn *c, int q); /* whether the engine understands it */
    MUST status (*flush)(conn *c); /* SQLite's writer: what was committed is on the disk; from any thread, beside its other work */
    const char *begin_write, *begin_read;
} driver;

extern const driver sqlite_driver, postgres_driver;
/* Several statements at once, in the present transaction; for migrations. */
MUST status store_exec_script(db *d, const char *sql);
MUST status sqlite_backup(conn *c, const char *path, void (*progress)(void *ctx, int done, int total), void *ctx);

#endif
