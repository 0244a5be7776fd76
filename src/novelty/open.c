/* Opening and closing an index. */
#include "novelty/index.h"
#include "base/text.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static status take_lock(novelty *n)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/lock", n->folder);
    n->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (n->lock_file < 0) return E_IO;
    return flock(n->lock_file, LOCK_EX | LOCK_NB) == 0 ? OK : E_CONFLICT;
}

/* Files that no manifest names: left by a process that was killed. */
static void sweep(const novelty *n)
{
    DIR *d = opendir(n->folder);
    char path[4400];

    for (struct dirent *e; d && (e = readdir(d));) {
        uint64_t number = 0;
        bool keep = true;
        if (text_ends(e->d_name, ".new")) keep = false;
        else if (sscanf(e->d_name, "log-%" SCNu64, &number) == 1) keep = number == n->log_number;
        else if (sscanf(e->d_name, "volume-%" SCNu64, &number) == 1) {
            keep = false;
            for (int i = 0; i < n->n_parts; i++) keep = keep || n->parts[i].number == number;
        }
        snprintf(path, sizeof path, "%s/%s", n->folder, e->d_name);
        if (!keep) unlink(path);
    }
    if (d) closedir(d);
}

static void close_parts(novelty *n)
{
    for (int i = 0; i < n->n_parts; i++) {
        volume_close(&n->parts[i].s);
        free(n->parts[i].deleted);
    }
    n->n_parts = 0;
    young_clear(&n->fresh);
}

static status load(novelty *n)
{
    status st = manifest_read(n);

    if (st == E_NOT_FOUND && n->write) {
        n->next_number = 2;
        n->log_number = 1;
        st = manifest_write(n);
    } else if (st == E_NOT_FOUND) return OK; /* nothing was added yet */
    TRY(st);
    n->live = index_young_base(n);
    for (int i = 0; i < n->n_parts; i++) n->live -= (int64_t)n->parts[i].n_deleted;
    TRY(journal_replay(n, index_change));
    if (!n->write) return OK;
    sweep(n);
    return journal_open(n);
}

status novelty_open(const char *folder, bool write, novelty **out)
{
    novelty *n = calloc(1, sizeof *n);

    if (!n) abort();
    frozen_load();
    n->write = write;
    n->lock_file = n->log = -1;
    pthread_rwlock_init(&n->lock, NULL);
    pthread_mutex_init(&n->writer, NULL);
    pthread_mutex_init(&n->merger, NULL);
    snprintf(n->folder, sizeof n->folder, "%s", folder);
    status st = OK;
    if (write && mkdir(folder, 0700) != 0 && errno != EEXIST) st = E_IO;
    if (st == OK && write) st = take_lock(n);
    for (int tries = 0; st == OK && tries < 5; tries++) { /* a reader may meet a merge that takes files away */
        st = load(n);
        if (st != E_NOT_FOUND) break;
        close_parts(n);
        st = OK;
        usleep(20000);
    }
    if (st != OK) {
        novelty_close(n);
        return st;
    }
    *out = n;
    return OK;
}

status index_open_damaged(const char *folder, novelty **out)
{
    novelty *n = calloc(1, sizeof *n);

    if (!n) abort();
    n->lock_file = n->log = -1;
    n->damaged = true;
    pthread_rwlock_init(&n->lock, NULL);
    pthread_mutex_init(&n->writer, NULL);
    pthread_mutex_init(&n->merger, NULL);
    snprintf(n->folder, sizeof n->folder, "%s", folder);
    status st = take_lock(n);
    if (st == OK) st = manifest_read(n);
    if (st == OK) st = journal_replay(n, index_change);
    if (st != OK) novelty_close(n);
    else *out = n;
    return st;
}

void novelty_retire(novelty *n)
{
    pthread_mutex_lock(&n->merger);
    pthread_mutex_lock(&n->writer);
    pthread_rwlock_wrlock(&n->lock);
    n->write = false;
    if (n->log >= 0) close(n->log);
    if (n->lock_file >= 0) close(n->lock_file);
    n->log = n->lock_file = -1;
    pthread_rwlock_unlock(&n->lock);
    pthread_mutex_unlock(&n->writer);
    pthread_mutex_unlock(&n->merger);
}

bool novelty_is_damaged(novelty *n)
{
    pthread_rwlock_rdlock(&n->lock);
    bool broken = index_is_broken(n);
    pthread_rwlock_unlock(&n->lock);
    return broken;
}

void novelty_close(novelty *n)
{
    if (!n) return;
    close_parts(n);
    if (n->log >= 0) close(n->log);
    if (n->lock_file >= 0) close(n->lock_file);
    pthread_rwlock_destroy(&n->lock);
    pthread_mutex_destroy(&n->writer);
    pthread_mutex_destroy(&n->merger);
    free(n);
}
