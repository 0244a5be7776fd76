/* Reading ahead. A page of a mapped file that is not in memory costs a wait for the disk, and a question touches thousands: asked
 * for one by one they would be seconds. So each stage of a question first says what it will read; when some of a few samples are
 * not in memory, all of it is asked for at once, and the disk answers side by side. */
#include "novelty/index.h"
#include <sys/mman.h>

enum { SAMPLES = 16, ASKED_MAX = 256 << 10 /* bytes of one mapped: lists of form text are counted, not read */ };

static mapped whole_pages(mapped x)
{
    size_t before = (uintptr_t)x.from & (PAGE - 1);
    return (mapped){x.from - before, x.n ? before + (x.n < ASKED_MAX ? x.n : ASKED_MAX) : 0};
}

static bool in_memory(mapped x)
{
    unsigned char page = 1;
    return !x.n || mincore((void *)(uintptr_t)whole_pages(x).from, 1, &page) != 0 || (page & 1); /* NOLINT(performance-no-int-to-ptr): takes away a const */
}

static void ask_for(mapped x)
{
    x = whole_pages(x);
    if (x.n) (void)!madvise((void *)(uintptr_t)x.from, x.n, MADV_WILLNEED); /* NOLINT(performance-no-int-to-ptr): the same */
}

/* All of it, in pieces. */
static void ask_whole(mapped all)
{
    for (size_t at = 0; at < all.n; at += ASKED_MAX) ask_for((mapped){all.from + at, all.n - at});
}

static void ask_keys(const volume *v, const features *f, size_t samples, mapped (*of)(const volume *v, list_set set, uint64_t key), mapped all)
{
    enum { WHOLE = 4 * PAGE }; /* where a key would read a page of every four, all are read in one go */
    size_t step = f->n / samples + 1;
    bool warm = true;

    for (size_t k = 0; warm && k < f->n; k += step) warm = in_memory(of(v, LISTS_TEXT, f->p[k].key));
    if (!warm && f->n > all.n / WHOLE) ask_whole(all);
    else
        for (size_t k = 0; !warm && k < f->n; k++) ask_for(of(v, LISTS_TEXT, f->p[k].key));
}

void ahead_keys(const novelty *n, const features *f)
{
    uint32_t all = index_young_base(n);

    for (int i = 0; i < n->n_parts; i++) {
        const volume *v = &n->parts[i].s;
        size_t samples = 1 + SAMPLES * v->head.docs / (all + 1);
        if (!in_memory(volume_span_pages(v))) ask_whole(volume_span_pages(v));
        ask_keys(v, f, samples, volume_span_directory, volume_span_directories(v, LISTS_TEXT));
    }
    for (int i = 0; i < n->n_parts; i++) { /* reads what was asked for before */
        const volume *v = &n->parts[i].s;
        ask_keys(v, f, 1 + SAMPLES * v->head.docs / (all + 1), volume_span_postings, volume_span_lists(v, LISTS_TEXT));
    }
}

/* Few keys; what they read is mostly one long list. */
void ahead_titles(const novelty *n, const title_key *keys, int count)
{
    for (int postings = 0; postings < 2; postings++)
        for (int i = 0; i < n->n_parts; i++)
            for (int k = 0; k < count; k++) {
                mapped x = (postings ? volume_span_postings : volume_span_directory)(&n->parts[i].s, LISTS_TITLE, keys[k].key);
                if (!in_memory(x)) ask_whole(x);
            }
}

static void ask_docs(const novelty *n, const uint32_t *docs, size_t count, mapped (*of)(const volume *v, uint32_t doc))
{
    size_t step = count / SAMPLES + 1;

    for (int all = 0; all < 2; all++)
        for (size_t i = 0; i < count; i += all ? 1 : step) {
            uint32_t k = 0;
            const index_part *p = index_part_of(n, docs[i], &k);
            if (!p) continue;
            if (all) ask_for(of(&p->s, k));
            else if (!in_memory(of(&p->s, k))) break;
            else if (i + step >= count) return; /* all samples are in memory */
        }
}

void ahead_docs(const novelty *n, const uint32_t *docs, size_t count)
{
    ask_docs(n, docs, count, volume_span_doc);
    ask_docs(n, docs, count, volume_span_head);
}

void ahead_forward(const novelty *n, const uint32_t *docs, size_t count)
{
    ask_docs(n, docs, count, volume_span_doc);
    ask_docs(n, docs, count, volume_span_forward);
}

void ahead_text(mapped text)
{
    if (!in_memory(text)) ask_for(text);
}

void novelty_forget(novelty *n)
{
    char path[4200];

    pthread_rwlock_rdlock(&n->lock);
    for (int i = 0; i < n->n_parts; i++) {
        file_path(n, "volume", n->parts[i].number, path);
        volume_forget(&n->parts[i].s, path);
    }
    pthread_rwlock_unlock(&n->lock);
}
