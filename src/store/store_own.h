/* store_own.h: what the files of the store share and nobody else sees. */
#ifndef STORE_STORE_OWN_H
#define STORE_STORE_OWN_H
#include "store/driver.h"
#include <pthread.h>

enum { POOL_MAX = 64, WAIT_SECONDS = 10, BATCH_ENOUGH = 6, BATCHES = 64, CROWD = 4, NOTES_MAX = 64 };

/* Where the answer of a marked request leads; both strings are its own. */
typedef struct {
    char *mark, *location;
} once_note;

struct db {
    store *store;
    conn *own;      /* SQLite: a reader; PostgreSQL: everything. From its first statement until the loan ends, or until it waits for the writer */
    conn *writer;   /* inside a write transaction of SQLite: the one writer connection */
    int level;      /* of nested transactions */
    bool writing, snapshot, failed;
    const char *once;
    int running;    /* statements whose rows are being read */
    bool borrowed;
};

struct store {
    store_kind kind;
    const driver *drv;
    char *url;
    int n;
    db pool[POOL_MAX];
    conn *idle[POOL_MAX];   /* connections that nobody uses; the last one put back is the next one taken */
    int idles;
    pthread_mutex_t lock;
    pthread_cond_t returned;
    /* SQLite's writer: one connection, one transaction at a time, several of them per COMMIT. */
    conn *writer;
    bool busy;              /* somebody is inside, or a batch is being committed */
    bool flushing;          /* a committed batch waits for the disk; the next one fills meanwhile */
    bool lost;              /* the disk did not take a batch: nothing more is written until a restart */
    int waiting;            /* for their turn */
    bool open;              /* the outer transaction has begun */
    int batch;              /* transactions in it, released but not yet durable */
    uint64_t batch_number, committed_number;
    status batch_result[BATCHES]; /* of the last batches, by number modulo BATCHES */
    pthread_mutex_t turn;
    pthread_cond_t turned, durable;
    int64_t crowded_ms;     /* when last CROWD waited, by the clock that only goes forward */
    once_note note[NOTES_MAX]; /* where answers lead, written with the next COMMIT */
    int notes;
};

/* The connection that the present statement goes to; taken from the idle ones or opened, where it has none yet. */
MUST status store_connection(db *d, conn **out);
/* Counts a call of the store, and fails it when a test wants that. */
bool store_faulted(db *d);

/* once.c: writes the notes in the open transaction of the writer; `turn` is held. */
MUST status once_write_notes(store *s);
/* Forgets the first `n`, which are durable. */
void once_forget(store *s, int n);

#endif
