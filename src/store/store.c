/* The front of the store: the pool, transactions, the writer lock with group commit. */
#include "store/store.h"
#include "base/log.h"
#include "base/text.h"
#include "store/store_own.h"
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static _Thread_local int fault_at, calls;
static _Thread_local void (*fault_happen)(void *ctx);
static _Thread_local void *fault_ctx;

void store_fault_at(int n)
{
    fault_at = n;
}
int store_faults_left(void)
{
    return fault_at;
}
void store_fault_with(void (*happen)(void *ctx), void *ctx)
{
    fault_happen = happen;
    fault_ctx = ctx;
}
int store_calls(void)
{
    return calls;
}
void store_calls_reset(void)
{
    calls = 0;
}

bool store_faulted(db *d)
{
    calls++;
    if (fault_at == 0 || --fault_at > 0) return false;
    if (fault_happen) {
        fault_happen(fault_ctx);
        return false;
    }
    d->failed = true;
    return true;
}

param db_param_id(int64_t v)
{
    return v ? P_INT(v) : P_NULL;
}
param db_param_text(const char *s)
{
    if (!s) s = "";
    return (param){.kind = PARAM_TEXT, .p = s, .n = strlen(s)};
}
param db_param_bytes(bytes b)
{
    return b.p ? (param){.kind = PARAM_BYTES, .p = b.p, .n = b.n} : P_NULL;
}

status store_open(const char *url, int connections, store **out)
{
    store *s = calloc(1, sizeof *s);

    if (!s) abort();
    s->kind = text_starts(url, "sqlite:") ? STORE_SQLITE : STORE_POSTGRES;
    s->drv = s->kind == STORE_SQLITE ? &sqlite_driver : &postgres_driver;
    s->url = strdup(url);
    s->n = connections < 1 ? 1 : connections > POOL_MAX ? POOL_MAX : connections;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->turn, NULL);
    pthread_cond_init(&s->returned, NULL);
    pthread_cond_init(&s->turned, NULL);
    pthread_cond_init(&s->durable, NULL);
    status st = s->kind == STORE_SQLITE ? s->drv->open(url, true, &s->writer) : OK;
    if (st == OK) st = s->drv->open(url, false, &s->idle[0]);
    if (st == OK) s->idles = 1;
    if (st != OK) {
        store_close(s);
        return st;
    }
    *out = s;
    return OK;
}

void store_close(store *s)
{
    if (!s) return;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < s->n; i++)
        while (s->pool[i].borrowed) pthread_cond_wait(&s->returned, &s->lock);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->idles; i++) s->drv->close(s->idle[i]);
    if (s->notes && s->writer) {
        if (s->drv->exec(s->writer, s->drv->begin_write) != OK || once_write_notes(s) != OK || s->drv->exec(s->writer, "COMMIT") != OK)
            log_warning("store: where the last answers led is not kept");
        once_forget(s, s->notes);
    }
    if (s->writer) s->drv->close(s->writer);
    free(s->url);
    free(s);
}

store_kind store_which(const store *s)
{
    return s->kind;
}

static db *free_one(store *s)
{
    for (int i = 0; i < s->n; i++)
        if (!s->pool[i].borrowed) return &s->pool[i];
    return NULL;
}

status db_borrow(store *s, db **out)
{
    struct timespec limit = deadline_in(WAIT_SECONDS * 1000);
    db *d = NULL;

    pthread_mutex_lock(&s->lock);
    while (!(d = free_one(s)))
        if (pthread_cond_timedwait(&s->returned, &s->lock, &limit) != 0) break;
    if (d) d->borrowed = true;
    pthread_mutex_unlock(&s->lock);
    if (!d) {
        log_error("store: no connection became free in %d s", WAIT_SECONDS);
        return E_STORE;
    }
    d->store = s; /* field by field: `borrowed` belongs to whoever holds the lock, and an assignment of the whole would touch it */
    d->own = d->writer = NULL;
    d->level = d->running = 0;
    d->writing = d->snapshot = d->failed = false;
    d->once = NULL;
    *out = d;
    return OK;
}

/* Gives its connection to others. With `lock` held. */
static void detach(db *d)
{
    store *s = d->store;

    if (d->own) s->idle[s->idles++] = d->own;
    d->own = NULL;
}

static status attach(db *d)
{
    store *s = d->store;

    pthread_mutex_lock(&s->lock);
    conn *c = s->idles ? s->idle[--s->idles] : NULL;
    pthread_mutex_unlock(&s->lock);
    if (c && !s->drv->alive(c)) {
        s->drv->close(c);
        c = NULL;
    }
    if (!c) TRY(s->drv->open(s->url, false, &c));
    d->own = c;
    return OK;
}

status store_connection(db *d, conn **out)
{
    if (!d->writer && !d->own) TRY(attach(d));
    *out = d->writer ? d->writer : d->own;
    return OK;
}

/* Control of a transaction, on the connection that it is in. */
static status control(db *d, const char *sql)
{
    conn *c = NULL;

    TRY(store_connection(d, &c));
    return d->store->drv->exec(c, sql);
}

void db_return(db *d)
{
    if (!d) return;
    store *s = d->store;
    pthread_mutex_lock(&s->lock);
    detach(d);
    d->once = NULL;
    d->borrowed = false;
    pthread_cond_signal(&s->returned);
    pthread_mutex_unlock(&s->lock);
}

void db_loan_cleanup(db_loan *l)
{
    db_return(l->db);
}

bool db_in_write(const db *d)
{
    return d->level > 0 && d->writing;
}

const void *db_store(const db *d)
{
    return d->store;
}

void db_once(db *d, const char *mark)
{
    d->once = mark;
}

bool store_is_crowded(store *s)
{
    enum { CROWDED_MS = 50 };

    if (s->kind != STORE_SQLITE) return false;
    pthread_mutex_lock(&s->turn);
    bool crowded = s->crowded_ms && steady_ms() - s->crowded_ms < CROWDED_MS;
    pthread_mutex_unlock(&s->turn);
    return crowded;
}

bool db_is_lost(const db *d)
{
    store *s = d->store;

    pthread_mutex_lock(&s->turn);
    bool lost = s->lost;
    pthread_mutex_unlock(&s->turn);
    return lost;
}

/* ---- the writer's turn on SQLite, with group commit ---- */

/* Whether the batch should be written now: the disk is free, nobody is inside, and it has all who wait or enough of them. */
static bool is_due(const store *s)
{
    return s->open && !s->busy && !s->flushing && (s->waiting == 0 || s->batch >= BATCH_ENOUGH);
}

/* Ends the batch: COMMIT, then the disk, and everybody in it learns the result. The next batch fills while the disk works.
 * Others see the batch from its COMMIT on, a few milliseconds before the disk has it: a kill loses nothing then, a power cut may
 * lose what nobody was told is done. Called with `turn` held; gives it up meanwhile. */
static void finish_batch(store *s)
{
    if (once_write_notes(s) != OK) log_warning("store: where answers led is not kept");
    int noted = s->notes;
    s->busy = s->flushing = true;
    pthread_mutex_unlock(&s->turn);
    status r = s->drv->exec(s->writer, "COMMIT");

    if (r != OK) {
        status undo = s->drv->exec(s->writer, "ROLLBACK");
        if (undo != OK) log_error("store: rollback of a batch failed");
    }
    pthread_mutex_lock(&s->turn);
    if (r == OK) once_forget(s, noted);
    uint64_t mine = s->batch_number++;
    s->busy = s->open = false;
    s->batch = 0;
    pthread_cond_signal(&s->turned);
    if (r == OK) {
        pthread_mutex_unlock(&s->turn);
        r = s->drv->flush(s->writer);
        pthread_mutex_lock(&s->turn);
        s->lost = s->lost || r != OK;
    }
    s->flushing = false;
    s->batch_result[mine % BATCHES] = r == OK ? OK : E_STORE;
    s->committed_number = mine;
    pthread_cond_broadcast(&s->durable);
}

/* Nobody inside: ends a batch that is due, or one that nobody is in any more. With `turn` held. */
static void end_if_due(store *s)
{
    if (s->open && !s->busy && s->waiting == 0 && s->batch == 0) {
        s->open = false;
        if (s->drv->exec(s->writer, "ROLLBACK") != OK) log_error("store: rollback of an empty batch failed");
    }
    if (is_due(s)) finish_batch(s);
}

static status take_turn(db *d)
{
    store *s = d->store;
    struct timespec limit = deadline_in(WAIT_SECONDS * 1000);
    status r = OK;

    if (d->running == 0) { /* most of the time that follows it waits: others read meanwhile, with as few connections as processors keep busy */
        pthread_mutex_lock(&s->lock);
        detach(d);
        pthread_mutex_unlock(&s->lock);
    }
    pthread_mutex_lock(&s->turn);
    if (++s->waiting >= CROWD) s->crowded_ms = steady_ms();
    while (s->busy && r == OK)
        if (pthread_cond_timedwait(&s->turned, &s->turn, &limit) != 0 && s->busy) r = E_STORE;
    s->waiting--;
    if (s->lost) {
        log_error("store: nothing is written since the disk failed; restart when it works");
        r = E_STORE;
    }
    if (r == OK && !s->open) {
        r = s->drv->exec(s->writer, s->drv->begin_write);
        if (r == OK) {
            s->open = true;
            if (s->batch_number == 0) s->batch_number = 1;
        }
    }
    if (r == OK) r = s->drv->exec(s->writer, "SAVEPOINT member");
    if (r == OK) s->busy = true;
    else end_if_due(s); /* those who are in it wait for somebody to end it */
    if (r != OK) pthread_cond_signal(&s->turned); /* it may have been told that its turn had come */
    pthread_mutex_unlock(&s->turn);
    if (r == OK) d->writer = s->writer;
    return r;
}

/* Leaves the writer; `keep` says whether the work counts. OK: durable. */
static status leave_turn(db *d, bool keep)
{
    store *s = d->store;
    status r = s->drv->exec(s->writer, keep ? "RELEASE member" : "ROLLBACK TO member; RELEASE member");

    pthread_mutex_lock(&s->turn);
    uint64_t mine = s->batch_number;
    bool counts = keep && r == OK;
    s->batch += counts;
    s->busy = false;
    d->writer = NULL;
    pthread_cond_signal(&s->turned);
    end_if_due(s);
    if (counts) {
        while (s->committed_number < mine) {
            pthread_cond_wait(&s->durable, &s->turn);
            if (s->committed_number < mine) end_if_due(s); /* it was not while the disk worked */
        }
        r = s->batch_result[mine % BATCHES];
    }
    pthread_mutex_unlock(&s->turn);
    return r;
}

/* ---- transactions ---- */

static status note_once(db *d)
{
    const char *mark = d->once;
    int64_t rows = 0;
    conn *c = NULL;

    d->once = NULL; /* the first write transaction of the request carries it */
    TRY(store_connection(d, &c));
    TRY(d->store->drv->run(c, Q_REQUEST_ONCE_INSERT, NULL, (const param[]){P_TEXT(mark), P_INSTANT(instant_now())}, 2, NULL, NULL, &rows));
    return rows == 1 ? OK : E_DONE;
}

static status begin_outer(db *d)
{
    const char *mark = d->once;
    status r = d->store->kind == STORE_SQLITE ? take_turn(d) : control(d, d->store->drv->begin_write);

    TRY(r);
    d->level = 1;
    d->writing = true;
    d->failed = false;
    if (!mark) return OK;
    r = note_once(d);
    if (r != OK) {
        db_tx undo = {d, 1};
        db_tx_cleanup(&undo);
        if (r != E_DONE) d->once = mark;
    }
    return r;
}

status db_begin(db *d, db_tx *tx)
{
    char sql[40];

    if (store_faulted(d)) return E_STORE;
    if (d->level == 0) {
        TRY(begin_outer(d));
    } else {
        if (!d->writing || d->failed) return E_STORE;
        snprintf(sql, sizeof sql, "SAVEPOINT s%d", d->level);
        TRY(control(d, sql));
        d->level++;
    }
    *tx = (db_tx){d, d->level};
    return OK;
}

status db_snapshot(db *d, db_tx *tx)
{
    if (store_faulted(d)) return E_STORE;
    if (d->level > 0) { /* inside another one: it serves */
        *tx = (db_tx){d, -1};
        return OK;
    }
    TRY(control(d, d->store->drv->begin_read));
    d->level = 1;
    d->writing = false;
    d->snapshot = true;
    d->failed = false;
    *tx = (db_tx){d, 1};
    return OK;
}

static status end_outer(db *d, bool keep)
{
    store *s = d->store;
    bool lite_write = s->kind == STORE_SQLITE && d->writing;

    keep = keep && !d->failed;
    bool lost = !keep && d->failed;
    d->level = 0;
    d->snapshot = d->writing = d->failed = false;
    status r = lite_write ? leave_turn(d, keep) : control(d, keep ? "COMMIT" : "ROLLBACK");
    return lost ? E_STORE : r;
}

static status end_inner(db *d, int level, bool keep)
{
    char sql[80];

    d->level = level - 1;
    if (keep) snprintf(sql, sizeof sql, "RELEASE SAVEPOINT s%d", d->level);
    else snprintf(sql, sizeof sql, "ROLLBACK TO SAVEPOINT s%d; RELEASE SAVEPOINT s%d", d->level, d->level);
    return control(d, sql);
}

status db_commit(db_tx *tx)
{
    db *d = tx->db;
    int level = tx->level;

    if (level == 0 || !d) return E_INTERNAL;
    if (level > 0 && store_faulted(d)) return E_STORE; /* the scope's end rolls back */
    tx->level = 0;
    if (level < 0) return OK;
    if (level > 1) return d->failed ? E_STORE : end_inner(d, level, true);
    return end_outer(d, true);
}

void db_tx_cleanup(db_tx *tx)
{
    if (!tx->db || tx->level <= 0) return;
    status s = tx->level > 1 ? end_inner(tx->db, tx->level, false) : end_outer(tx->db, false);
    tx->level = 0;
    if (s != OK && s != E_STORE) log_warning("store: rollback: %s", status_name(s));
}

status db_prepare_all(db *d)
{
    conn *c = NULL;
    int bad = 0;

    TRY(store_connection(d, &c));
    for (int q = 0; q < Q__COUNT; q += QUERY_ARGS_MAX) {
        if (!query_texts[QUERY_PLACE(q)].name) continue;
        if (d->store->drv->prepare(c, q) != OK) {
            log_error("store: query %s does not prepare", query_texts[QUERY_PLACE(q)].name);
            bad++;
        }
    }
    return bad ? E_INTERNAL : OK;
}

status store_exec_script(db *d, const char *sql)
{
    return control(d, sql);
}

status store_backup(store *s, const char *path, void (*progress)(void *ctx, int done, int total), void *ctx)
{
    AUTO(db_loan) l = {0};
    conn *c = NULL;

    if (s->kind != STORE_SQLITE) return E_INVALID;
    TRY(db_borrow(s, &l.db));
    TRY(store_connection(l.db, &c));
    return sqlite_backup(c, path, progress, ctx);
}
