#include "base/log.h"
#include "base/text.h"
#include "store/driver.h"
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

struct conn {
    PGconn *pg;
    bool prepared[QUERIES], guards;
};

/* Writers are one after another, as on SQLite: the lock's number is arbitrary and fixed. */
#define WRITER_LOCK "7305208120462021"

static status status_of(PGresult *r, PGconn *pg, const char *what)
{
    ExecStatusType t = PQresultStatus(r);
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

    if (t == PGRES_TUPLES_OK || t == PGRES_COMMAND_OK || t == PGRES_EMPTY_QUERY) return OK;
    if (state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0)) return E_RETRY;
    if (state && strncmp(state, "23", 2) == 0) {
        if (strcmp(state, "23505") != 0) log_warning("store: %s: %s", what, PQresultErrorMessage(r));
        return E_CONFLICT;
    }
    log_error("store: %s: %s", what, r ? PQresultErrorMessage(r) : PQerrorMessage(pg));
    return E_STORE;
}

static status pg_exec(conn *c, const char *sql)
{
    PGresult *r = PQexec(c->pg, sql);
    status s = status_of(r, c->pg, sql);

    PQclear(r);
    return s;
}

static void pg_close(conn *c)
{
    if (!c) return;
    PQfinish(c->pg);
    free(c);
}

static void silent(void *arg, const char *message)
{
}

static status pg_open(const char *url, bool writer, conn **out)
{
    conn *c = calloc(1, sizeof *c);

    if (!c) abort();
    c->pg = PQconnectdb(url);
    if (PQstatus(c->pg) != CONNECTION_OK) {
        log_error("store: cannot connect: %s", PQerrorMessage(c->pg));
        pg_close(c);
        return E_STORE;
    }
    PQsetNoticeProcessor(c->pg, silent, NULL);
    status s = pg_exec(c, "SET client_encoding='UTF8'; SET lock_timeout='10s'; SET statement_timeout='60s'; SET client_min_messages=error");
    if (s != OK) {
        pg_close(c);
        return E_STORE;
    }
    *out = c;
    return OK;
}

/* Without a round trip: nothing comes unasked on an idle connection but the word that it ends. */
static bool pg_alive(conn *c)
{
    struct pollfd p = {.fd = PQsocket(c->pg), .events = POLLIN};

    if (PQpipelineStatus(c->pg) != PQ_PIPELINE_OFF) return false;
    if (PQstatus(c->pg) != CONNECTION_OK || p.fd < 0) return false;
    return poll(&p, 1, 0) == 0 && PQtransactionStatus(c->pg) == PQTRANS_IDLE;
}

typedef struct {
    PGresult *r;
    int row;
    unsigned char *blob;
} cursor;

static const char *col_name(void *ctx, int i)
{
    return PQfname(((cursor *)ctx)->r, i);
}
static bool col_null(void *ctx, int i)
{
    cursor *c = ctx;
    return PQgetisnull(c->r, c->row, i);
}
static int64_t col_integer(void *ctx, int i)
{
    cursor *c = ctx;
    return strtoll(PQgetvalue(c->r, c->row, i), NULL, 10);
}
static const char *col_text(void *ctx, int i)
{
    cursor *c = ctx;
    return PQgetvalue(c->r, c->row, i);
}
static bytes col_blob(void *ctx, int i)
{
    cursor *c = ctx;
    size_t n = 0;

    PQfreemem(c->blob);
    c->blob = PQunescapeBytea((const unsigned char *)PQgetvalue(c->r, c->row, i), &n);
    return (bytes){c->blob, n};
}

static status pg_prepare(conn *c, int q)
{
    if (c->prepared[QUERY_PLACE(q)]) return OK;
    PGresult *r = PQprepare(c->pg, query_texts[QUERY_PLACE(q)].name, query_texts[QUERY_PLACE(q)].postgres, 0, NULL);
    status s = status_of(r, c->pg, query_texts[QUERY_PLACE(q)].name);
    PQclear(r);
    if (s == OK) c->prepared[QUERY_PLACE(q)] = true;
    return s;
}

static status read_rows(PGresult *r, status (*row)(void *ctx, const row_reader *r), void *ctx)
{
    cursor cur = {.r = r};
    row_reader reader = {PQnfields(r), col_name, col_null, col_integer, col_text, col_blob, &cur};
    status s = OK;

    for (cur.row = 0; row && cur.row < PQntuples(r) && s == OK; cur.row++) s = row(ctx, &reader);
    PQfreemem(cur.blob);
    return s;
}

enum { PARAMS_MAX = 64 };
typedef struct {
    const char *values[PARAMS_MAX];
    int n, lengths[PARAMS_MAX], formats[PARAMS_MAX];
    char numbers[PARAMS_MAX][24];
} sent;

static status written(const param *p, int n, sent *to)
{
    if (n > PARAMS_MAX) return E_INTERNAL;
    to->n = n;
    for (int i = 0; i < n; i++) {
        to->values[i] = NULL;
        to->lengths[i] = to->formats[i] = 0;
        if (p[i].kind == PARAM_INT) {
            snprintf(to->numbers[i], sizeof to->numbers[i], "%lld", (long long)p[i].i);
            to->values[i] = to->numbers[i];
        } else if (p[i].kind != PARAM_NULL) {
            to->values[i] = p[i].p ? p[i].p : "";
            to->lengths[i] = (int)p[i].n;
            to->formats[i] = p[i].kind == PARAM_BYTES;
        }
    }
    return OK;
}

/* What came of a statement; clears it. */
static status answer(conn *c, PGresult *r, const char *what, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *changed)
{
    status s = status_of(r, c->pg, what);

    if (s == OK) s = read_rows(r, row, ctx);
    if (changed) *changed = s == OK ? strtoll(PQcmdTuples(r), NULL, 10) : 0;
    PQclear(r);
    return s;
}

static status pg_run(conn *c, int q, const char *sql, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx,
                     int64_t *changed)
{
    sent x;

    TRY(written(p, n, &x));
    if (q < 0) return answer(c, PQexecParams(c->pg, sql, n, NULL, x.values, x.lengths, x.formats, 0), sql, row, ctx, changed);
    TRY(pg_prepare(c, q));
    const char *name = query_texts[QUERY_PLACE(q)].name;
    return answer(c, PQexecPrepared(c->pg, name, n, x.values, x.lengths, x.formats, 0), name, row, ctx, changed);
}

static status prepare_guards(conn *c)
{
    static const char *const guards[][2] = {{"guard_set", "SAVEPOINT one"}, {"guard_drop", "RELEASE SAVEPOINT one"}};

    for (int i = 0; i < 2 && !c->guards; i++) TRY(answer(c, PQprepare(c->pg, guards[i][0], guards[i][1], 0, NULL), guards[i][0], NULL, NULL, NULL));
    c->guards = true;
    return OK;
}

/* The next statement of a pipeline; its end is read too. */
static PGresult *next_result(conn *c)
{
    PGresult *r = PQgetResult(c->pg), *end = r && PQresultStatus(r) != PGRES_PIPELINE_SYNC ? PQgetResult(c->pg) : NULL;

    PQclear(end); /* NULL */
    return r;
}

/* Inside a savepoint of its own, so that a refused one leaves the transaction usable, as on SQLite: three statements, one round trip. */
static status pg_change(conn *c, int q, const param *p, int n, status (*row)(void *ctx, const row_reader *r), void *ctx, int64_t *changed)
{
    const char *name = query_texts[QUERY_PLACE(q)].name;
    sent x;

    TRY(written(p, n, &x));
    TRY(prepare_guards(c));
    TRY(pg_prepare(c, q));
    bool good = PQenterPipelineMode(c->pg) && PQsendQueryPrepared(c->pg, "guard_set", 0, NULL, NULL, NULL, 0) && PQsendQueryPrepared(c->pg, name, n, x.values, x.lengths, x.formats, 0) &&
                PQsendQueryPrepared(c->pg, "guard_drop", 0, NULL, NULL, NULL, 0) && PQpipelineSync(c->pg);
    if (!good) {
        log_error("store: %s: %s", name, PQerrorMessage(c->pg));
        return E_STORE; /* the connection is given up: pg_alive */
    }
    status set = answer(c, next_result(c), "guard_set", NULL, NULL, NULL), s = answer(c, next_result(c), name, row, ctx, changed);
    PQclear(next_result(c)); /* the guard is gone, or was never reached */
    PQclear(next_result(c)); /* the end of the pipeline */
    if (!PQexitPipelineMode(c->pg) || set != OK) return E_STORE;
    if (s == E_CONFLICT) TRY(pg_exec(c, "ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one"));
    return s;
}

const driver postgres_driver = {pg_open, pg_close, pg_alive, pg_exec, pg_run, pg_change, pg_prepare, NULL,
                                "BEGIN; SELECT pg_advisory_xact_lock(" WRITER_LOCK ")", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
