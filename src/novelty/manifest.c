/* The manifest: which files make up the index. Text, replaced whole by rename; its last line is its checksum. */
#include "base/log.h"
#include "novelty/index.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANIFEST_MAX = 64 << 20 };

void file_path(const novelty *n, const char *kind, uint64_t number, char out[4200])
{
    snprintf(out, 4200, "%s/%s-%08" PRIu64, n->folder, kind, number);
}

status sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) return E_IO;
    int bad = fsync(fd);
    close(fd);
    return bad ? E_IO : OK;
}

static void compose(const novelty *n, buf *b)
{
    buf_printf(b, "sangkien-novelty %d\nparameters %s\ngeneration %" PRIu64 "\noldest %" PRIu64 "\ncursor %" PRId64 "\nnext %" PRIu64 "\nlog %" PRIu64 "\n", VOLUME_FORMAT,
               NOVELTY_FEATURES, n->generation, n->oldest, n->cursor, n->next_number, n->log_number);
    for (int i = 0; i < n->n_parts; i++) {
        const index_part *p = &n->parts[i];
        buf_printf(b, "volume %" PRIu64 "\n", p->number);
        for (uint64_t d = 0; p->deleted && d < p->s.head.docs; d++)
            if (p->deleted[d]) buf_printf(b, "deleted %" PRIu64 " %" PRIu64 "\n", d, p->deleted[d]);
    }
    buf_printf(b, "sum %016" PRIx64 "\n", sum_of(b->p, b->n, 0));
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) return false;
        p += w;
        n -= (size_t)w;
    }
    return true;
}

status manifest_write(const novelty *n)
{
    char path[4200], temporary[4210];
    AUTO(buf) b = {.max = MANIFEST_MAX};

    compose(n, &b);
    if (b.over) return E_LIMIT;
    snprintf(path, sizeof path, "%s/manifest", n->folder);
    snprintf(temporary, sizeof temporary, "%s.new", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write_all(fd, b.p, b.n) && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    if (good && rename(temporary, path) == 0 && sync_folder(n->folder) == OK) return OK;
    log_error("novelty index: cannot write %s: %s", path, strerror(errno));
    return E_IO;
}

static status open_part(novelty *n, uint64_t number)
{
    char path[4200];

    if (n->n_parts == PARTS_MAX) return E_LIMIT;
    index_part *p = &n->parts[n->n_parts];
    *p = (index_part){.number = number};
    file_path(n, "volume", number, path);
    status st = n->damaged ? volume_open_documents(path, &p->s) : volume_open(path, &p->s);
    if (st != OK && n->damaged) {
        n->n_lost++;
        log_warning("novelty index: nothing of %s can be read", path);
    } else if (st != OK) return st;
    p->base = n->n_parts ? p[-1].base + (uint32_t)p[-1].s.head.docs : 0;
    n->n_parts++;
    return OK;
}

static status mark_deleted(novelty *n, uint64_t doc, uint64_t generation)
{
    index_part *p = n->n_parts ? &n->parts[n->n_parts - 1] : NULL;

    if (p && n->damaged && doc >= p->s.head.docs) return OK;
    if (!p || doc >= p->s.head.docs) return E_INVALID;
    if (!p->deleted) p->deleted = calloc(p->s.head.docs, sizeof *p->deleted);
    if (!p->deleted) abort();
    p->deleted[doc] = generation;
    p->n_deleted++;
    return OK;
}

static status take_line(novelty *n, const char *line)
{
    uint64_t a = 0, b = 0;
    int64_t c = 0;
    char word[40];

    if (sscanf(line, "parameters %39s", word) == 1) return strcmp(word, NOVELTY_FEATURES) == 0 ? OK : E_CONFLICT;
    if (sscanf(line, "generation %" SCNu64, &a) == 1) n->generation = a;
    else if (sscanf(line, "oldest %" SCNu64, &a) == 1) n->oldest = a;
    else if (sscanf(line, "cursor %" SCNd64, &c) == 1) n->cursor = c;
    else if (sscanf(line, "next %" SCNu64, &a) == 1) n->next_number = a;
    else if (sscanf(line, "log %" SCNu64, &a) == 1) n->log_number = a;
    else if (sscanf(line, "volume %" SCNu64, &a) == 1) return open_part(n, a);
    else if (sscanf(line, "deleted %" SCNu64 " %" SCNu64, &a, &b) == 2) return mark_deleted(n, a, b);
    return OK;
}

static status read_whole(const char *path, buf *b)
{
    char part[65536];
    FILE *f = fopen(path, "rbe");

    if (!f) return errno == ENOENT ? E_NOT_FOUND : E_IO;
    for (size_t k; (k = fread(part, 1, sizeof part, f)) > 0;) buf_put(b, part, k);
    bool bad = ferror(f);
    fclose(f);
    return bad || b->over ? E_IO : OK;
}

status manifest_read(novelty *n)
{
    char path[4200];
    AUTO(buf) b = {.max = MANIFEST_MAX};
    uint64_t sum = 0;

    snprintf(path, sizeof path, "%s/manifest", n->folder);
    TRY(read_whole(path, &b));
    char *last = b.p ? strstr(b.p, "\nsum ") : NULL;
    if (!last || sscanf(last, "\nsum %" SCNx64, &sum) != 1 || sum != sum_of(b.p, (size_t)(last + 1 - b.p), 0)) {
        log_error("novelty index: %s is damaged; run: sangkien novelty rebuild", path);
        return E_INVALID;
    }
    char *keep = NULL;
    for (char *line = strtok_r(b.p, "\n", &keep); line; line = strtok_r(NULL, "\n", &keep)) {
        status st = take_line(n, line);
        if (n->damaged && st == E_CONFLICT) st = OK;
        if (st == E_CONFLICT) log_error("novelty index: %s was made by another version; run: sangkien novelty rebuild", path);
        if (st != OK) return st == E_CONFLICT ? E_INVALID : st;
    }
    return OK;
}
