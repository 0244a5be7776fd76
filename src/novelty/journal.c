/* The log of what was added since the last volume: each record has its checksum and is on disk before it is answered. A
 * torn record at the end was never acknowledged and is cut off. A bad record with a good one behind it is no torn end but
 * damage: E_INVALID, and a rebuild reads on behind it. */
#include "base/log.h"
#include "novelty/index.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORD_MAX = 64 << 20, MAGIC = 0x4C4B5331 };
typedef struct {
    uint32_t magic, docs, gone, spare;
    uint64_t bytes, generation;
    int64_t cursor;
    uint64_t sum; /* of the header before it and of the bytes behind it */
} entry;

static uint64_t entry_sum(const entry *e, const char *bytes)
{
    return sum_of(bytes, e->bytes, sum_of(e, offsetof(entry, sum), 0));
}

status journal_open(novelty *n)
{
    char path[4200];

    file_path(n, "log", n->log_number, path);
    if (n->log >= 0) close(n->log);
    n->log = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return n->log >= 0 ? OK : E_IO;
}

status journal_append(novelty *n, const batch *b, bool durable)
{
    AUTO(buf) out = {.max = RECORD_MAX};
    entry e = {.magic = MAGIC, .docs = (uint32_t)b->n_docs, .gone = (uint32_t)b->n_gone, .generation = b->generation, .cursor = b->cursor};

    buf_put(&out, &e, sizeof e);
    for (int i = 0; i < b->n_docs; i++) {
        const char *part[] = {b->docs[i].id, b->docs[i].unit, b->docs[i].title, b->docs[i].text};
        for (int k = 0; k < 4; k++) buf_put(&out, part[k], strlen(part[k]) + 1);
    }
    for (int i = 0; i < b->n_gone; i++) buf_put(&out, b->gone[i], strlen(b->gone[i]) + 1);
    if (out.over) return E_LIMIT;
    e.bytes = out.n - sizeof e;
    e.sum = entry_sum(&e, out.p + sizeof e);
    memcpy(out.p, &e, sizeof e);
    off_t before = lseek(n->log, 0, SEEK_END);
    size_t done = 0;
    while (done < out.n) {
        ssize_t w = write(n->log, out.p + done, out.n - done);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) break;
        done += (size_t)w;
    }
    if (done == out.n && (!durable || fdatasync(n->log) == 0)) return OK;
    log_error("novelty index: cannot write its log: %s", strerror(errno));
    if (before < 0 || ftruncate(n->log, before) != 0) log_error("novelty index: the log keeps a torn record at its end");
    return E_IO;
}

static bool take_string(const char **p, const char *end, const char **out)
{
    const char *nul = *p < end ? memchr(*p, 0, (size_t)(end - *p)) : NULL;

    if (!nul) return false;
    *out = *p;
    *p = nul + 1;
    return true;
}

static bool apply_entry(novelty *n, const entry *e, const char *bytes, void (*apply)(novelty *n, const batch *b))
{
    const char *p = bytes, *end = bytes + e->bytes;
    bool good = e->docs <= e->bytes && e->gone <= e->bytes;
    novelty_doc *docs = good ? calloc(e->docs + 1, sizeof *docs) : NULL;
    const char **gone = good ? calloc(e->gone + 1, sizeof *gone) : NULL;

    good = docs && gone;
    for (uint32_t i = 0; good && i < e->docs; i++)
        good = take_string(&p, end, &docs[i].id) && take_string(&p, end, &docs[i].unit) && take_string(&p, end, &docs[i].title) && take_string(&p, end, &docs[i].text);
    for (uint32_t i = 0; good && i < e->gone; i++) good = take_string(&p, end, &gone[i]);
    if (good) apply(n, &(batch){docs, (int)e->docs, gone, (int)e->gone, e->generation, e->cursor});
    free(docs);
    free(gone);
    return good;
}

/* The record at `at`: its length in `n`, and with `apply` what it says is done. False when there is no good one. */
static bool take_entry(novelty *n, int fd, off_t at, off_t size, void (*apply)(novelty *n, const batch *b), off_t *next)
{
    entry e;

    if (at + (off_t)sizeof e > size || pread(fd, &e, sizeof e, at) != sizeof e || e.magic != MAGIC) return false;
    if (e.bytes > RECORD_MAX || at + (off_t)(sizeof e + e.bytes) > size) return false;
    char *bytes = malloc(e.bytes + 1);
    if (!bytes) abort();
    bool good = pread(fd, bytes, e.bytes, at + (off_t)sizeof e) == (ssize_t)e.bytes && e.sum == entry_sum(&e, bytes) && (!apply || apply_entry(n, &e, bytes, apply));
    free(bytes);
    if (good) *next = at + (off_t)(sizeof e + e.bytes);
    return good;
}

/* The first good record behind `at`; -1: there is none. */
static off_t next_good(novelty *n, int fd, off_t at, off_t size)
{
    enum { STEP = 1 << 16 };
    const uint32_t magic = MAGIC;
    char part[STEP + 3];
    off_t next;

    for (at++; at < size; at += STEP) {
        ssize_t got = pread(fd, part, sizeof part, at);
        for (ssize_t i = 0; i < STEP && i + (ssize_t)sizeof magic <= got; i++)
            if (memcmp(part + i, &magic, sizeof magic) == 0 && take_entry(n, fd, at + i, size, NULL, &next)) return at + i;
    }
    return -1;
}

status journal_replay(novelty *n, void (*apply)(novelty *n, const batch *b))
{
    char path[4200];
    struct stat st;
    off_t at = 0, behind = -1;
    status result = OK;

    file_path(n, "log", n->log_number, path);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? OK : E_IO; /* a manifest without a log: nothing was added since */
    if (fstat(fd, &st) != 0) st.st_size = 0;
    for (;;) {
        while (take_entry(n, fd, at, st.st_size, apply, &at)) continue;
        behind = at < st.st_size ? next_good(n, fd, at, st.st_size) : -1;
        if (behind < 0 || !n->damaged) break;
        n->n_lost++; /* being rebuilt: what stands behind the bad one is taken, the source says the rest again */
        at = behind;
    }
    if (behind >= 0) {
        log_error("novelty index: %s is damaged at byte %lld; run: sangkien novelty rebuild", path, (long long)at);
        result = E_INVALID;
    } else if (n->write && at < st.st_size) {
        log_warning("novelty index: %s ends in a record of %lld bytes that was never acknowledged; it is cut off", path, (long long)(st.st_size - at));
        if (ftruncate(fd, at) != 0) result = E_IO;
    }
    close(fd);
    return result;
}
