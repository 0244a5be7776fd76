/* The index anew from the texts of its documents, whatever else of it is damaged. */
#include "base/log.h"
#include "base/text.h"
#include "novelty/index.h"
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int index_rebuild_docs = 4096;
enum { RECORD_MAX = NOVELTY_TEXT_MAX + 2 * NOVELTY_TITLE_MAX + NOVELTY_ID_MAX + 4, TEXT_TIMES = 4 };

typedef struct {
    novelty *to;
    arena *mem;
    novelty_doc *docs;
    int n, cap;
    int64_t lost;
    const bool *stop; /* NULL: nobody stops it */
} rebuilding;

static status hand_over(rebuilding *r)
{
    status st = r->stop && __atomic_load_n(r->stop, __ATOMIC_RELAXED) ? E_CONFLICT : novelty_put(r->to, r->docs, r->n, -1);

    r->n = 0;
    arena_reset(r->mem);
    return st;
}

static status take_record(rebuilding *r, const record *x)
{
    r->docs[r->n++] = (novelty_doc){text_copy(r->mem, x->id), text_copy(r->mem, x->unit), text_copy(r->mem, x->title), text_copyn(r->mem, x->text, x->text_bytes)};
    return r->n == r->cap || arena_used(r->mem) > WRITER_BYTES / 4 ? hand_over(r) : OK;
}

/* Damaged places may name the same bytes again and again: each record is summed before it is believed, and all of them together are
 * no more than what a sound volume has, a few times over. */
static bool within(const volume *s, uint32_t doc, uint64_t *left)
{
    uint32_t bytes = s->docs[doc].record_bytes;

    if (bytes > RECORD_MAX || bytes > *left) return false;
    *left -= bytes;
    return true;
}

static status take_part(rebuilding *r, const index_part *p)
{
    uint64_t left = p->s.head.part[PART_TEXT].bytes * TEXT_TIMES;

    for (uint32_t d = 0; d < p->s.head.docs; d++) {
        record x;
        if (p->deleted && p->deleted[d]) continue;
        if (within(&p->s, d, &left) && volume_record(&p->s, d, &x)) TRY(take_record(r, &x));
        else r->lost++;
    }
    return OK;
}

static status take_all(rebuilding *r, const novelty *from)
{
    for (int i = 0; i < from->n_parts; i++) TRY(take_part(r, &from->parts[i]));
    for (uint32_t i = 0; i < from->fresh.n; i++) {
        const young_doc *d = &from->fresh.docs[i];
        if (!d->deleted) TRY(take_record(r, &(record){d->id, d->unit, d->title, d->text, d->text_bytes}));
    }
    return r->n ? hand_over(r) : OK;
}

static void remove_folder(const char *folder)
{
    char path[4400];
    DIR *d = opendir(folder);

    for (struct dirent *e; d && (e = readdir(d));) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        unlink(path);
    }
    if (d) closedir(d);
    rmdir(folder);
}

/* The new index takes the place of the old one, whose files are kept aside until then. */
static status swap_folders(const char *folder, const char *made)
{
    char old[4300], parent[4300];

    snprintf(old, sizeof old, "%s.old", folder);
    remove_folder(old);
    if (rename(folder, old) != 0 || rename(made, folder) != 0) return E_IO;
    snprintf(parent, sizeof parent, "%s/..", folder);
    TRY(sync_folder(parent));
    remove_folder(old);
    return OK;
}

status novelty_rebuild(const char *folder)
{
    return novelty_rebuild_until(folder, NULL);
}

status novelty_rebuild_until(const char *folder, const bool *stop)
{
    AUTO(arena_ptr) mem = arena_new();
    char made[4200];
    novelty *from = NULL, *to = NULL;

    snprintf(made, sizeof made, "%s.rebuild", folder);
    remove_folder(made);
    TRY(index_open_damaged(folder, &from));
    status st = novelty_open(made, true, &to);
    rebuilding r = {.to = to, .mem = mem, .cap = index_rebuild_docs, .lost = from->n_lost, .stop = stop};
    r.docs = calloc((size_t)r.cap, sizeof *r.docs);
    if (!r.docs) abort();
    if (st == OK) st = take_all(&r, from);
    if (st == OK) st = novelty_compact_until(to, true, stop);
    if (st == OK) { /* generations go on from where they were; what was lost, the source must say again */
        to->generation = from->generation > to->generation ? from->generation : to->generation;
        to->oldest = to->generation;
        to->cursor = r.lost ? 0 : from->cursor;
        st = manifest_write(to);
    }
    free(r.docs);
    novelty_close(to);
    if (st == OK) st = swap_folders(folder, made);
    novelty_close(from);
    if (r.lost) log_warning("novelty index: %lld documents could not be read; add them again (a server does so by itself)", (long long)r.lost);
    return st;
}
