#include "novelty/volume.h"
#include "base/log.h"
#include "novelty/novelty.h"
#include "novelty/volume_own.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t volume_verify_most = 64 << 20;

static uint64_t stirred(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9FB21C651E98DF25u;
    return h ^ h >> 35;
}

uint64_t sum_of(const void *bytes, size_t n, uint64_t start)
{
    const unsigned char *p = bytes;
    uint64_t h[4] = {start ^ n, start + 1, start + 2, start + 3}, x[4];

    for (; n >= 32; p += 32, n -= 32) {
        memcpy(x, p, 32);
        for (int i = 0; i < 4; i++) h[i] = stirred(h[i], x[i]);
    }
    memset(x, 0, sizeof x);
    if (n) memcpy(x, p, n);
    for (int i = 0; i < 4; i++) h[i] = stirred(stirred(h[i], x[i]), (uint64_t)i);
    return stirred(stirred(h[0], h[1]), stirred(h[2], h[3]));
}

uint64_t sum_of_part(const void *bytes, size_t n)
{
    uint64_t h = 0;

    for (size_t i = 0; i < n; i += SUM_CHUNK) h = sum_of((const char *)bytes + i, n - i < SUM_CHUNK ? n - i : SUM_CHUNK, h);
    return h;
}

uint64_t id_hash(const char *id)
{
    return sum_of(id, strlen(id), 0x1D);
}

static uint64_t pages_of(uint64_t bytes)
{
    return (bytes + PAGE - 1) / PAGE;
}

/* Of a part whose pages have sums, the number of its first; PARTS: how many there are. */
static uint64_t first_page(const volume_header *h, volume_part part)
{
    static const volume_part order[] = {PART_POSTINGS, PART_TITLE_POSTINGS, PART_FORWARD};
    uint64_t n = 0;

    for (int i = 0; i < COUNT(order) && order[i] != part; i++) n += pages_of(h->part[order[i]].bytes);
    return n;
}

static uint64_t directory_bytes(const volume_set *x)
{
    return ((1ull << x->bucket_bits) / SPAN + 1) * 8 + ((1ull << x->bucket_bits) + 1) * 4;
}

static bool header_holds(const volume *s)
{
    const volume_header *h = &s->head;

    if (memcmp(h->magic, VOLUME_MAGIC, 8) != 0 || h->format != VOLUME_FORMAT || h->key_bits != KEY_BITS) return false;
    if (strncmp(h->parameters, NOVELTY_FEATURES, sizeof h->parameters) != 0) return false;
    if (h->sum != sum_of(h, offsetof(volume_header, sum), 0)) return false;
    if (h->docs > VOLUME_DOCS_MAX) return false;
    uint64_t least[PARTS] = {[PART_DOCS] = h->docs * sizeof(volume_doc), [PART_IDS] = id_slots(h->docs) * 4, [PART_PAGES] = first_page(h, PARTS) * 4};
    for (list_set x = 0; x < LISTS; x++) {
        if (h->set[x].bucket_bits > BUCKET_BITS_MAX || h->set[x].gap > KEY_BITS) return false;
        least[volume_directory_of[x]] = directory_bytes(&h->set[x]);
        least[volume_postings_of[x]] = POSTINGS_TAIL;
    }
    for (int i = 0; i < PARTS; i++) {
        const volume_section *p = &h->part[i];
        if (p->at % 64 || p->at > s->bytes || p->bytes > s->bytes - p->at || p->bytes < least[i]) return false;
    }
    return true;
}

static bool part_holds(const volume *s, volume_part p)
{
    const volume_section *x = &s->head.part[p];
    return sum_of_part(s->map + x->at, x->bytes) == x->sum;
}

static uint64_t bucket_at(const volume_lists *l, uint64_t bucket)
{
    return l->bases[bucket / SPAN] + l->directory[bucket];
}

/* Buckets follow one another and end where the postings do. */
static bool directory_holds(const volume *s, list_set set)
{
    const volume_lists *l = &s->lists[set];
    uint64_t before = 0;

    for (uint64_t i = 0; i <= 1ull << l->bucket_bits; before = bucket_at(l, i++))
        if (bucket_at(l, i) < before) return false;
    return before <= s->head.part[volume_postings_of[set]].bytes - POSTINGS_TAIL;
}

/* What the small parts point to lies inside the big ones. */
static bool insides_hold(volume *s)
{
    const volume_header *h = &s->head;
    uint64_t forward = h->part[PART_FORWARD].bytes / 2, slots = id_slots(h->docs), empty = 0;

    for (uint64_t i = 0; i < h->docs; i++) {
        const volume_doc *d = &s->docs[i];
        if (d->forward > forward || d->syllables > forward - d->forward) return false;
        if (d->record > h->part[PART_TEXT].bytes || d->record_bytes > h->part[PART_TEXT].bytes - d->record) return false;
        if (d->generation > s->newest) s->newest = d->generation;
    }
    for (uint64_t i = 0; i < slots; i++) {
        empty += s->ids[i] == UINT32_MAX;
        if (s->ids[i] != UINT32_MAX && (s->ids[i] & NO_DOC) >= h->docs) return false;
    }
    return empty && directory_holds(s, LISTS_TEXT) && directory_holds(s, LISTS_TITLE);
}

/* Between the parts there is nothing but zeros, so that no byte of a file goes unchecked. */
static bool gaps_hold(const volume *s)
{
    for (int i = 0; i < PARTS; i++) {
        uint64_t at = s->head.part[i].at + s->head.part[i].bytes, to = s->bytes;
        for (int k = 0; k < PARTS; k++)
            if (s->head.part[k].at >= at && s->head.part[k].at < to) to = s->head.part[k].at;
        if (to - at > PAGE) return false;
        for (; at < to; at++)
            if (s->map[at]) return false;
    }
    return true;
}

static void point(volume *s)
{
    const volume_section *p = s->head.part;

    s->docs = (const void *)(s->map + p[PART_DOCS].at);
    s->ids = (const void *)(s->map + p[PART_IDS].at);
    for (list_set x = 0; x < LISTS; x++) {
        const volume_set *h = &s->head.set[x];
        volume_lists *l = &s->lists[x];
        *l = (volume_lists){.set = x, .bases = (const void *)(s->map + p[volume_directory_of[x]].at), .postings = s->map + p[volume_postings_of[x]].at, .docs = s->head.docs,
                            .check_bits = KEY_BITS - h->bucket_bits, .bucket_bits = h->bucket_bits, .gap = h->gap};
        l->directory = (const void *)(l->bases + (1ull << h->bucket_bits) / SPAN + 1);
    }
    s->pages = (const void *)(s->map + p[PART_PAGES].at);
    s->forward = (const void *)(s->map + p[PART_FORWARD].at);
    s->text = (const char *)(s->map + p[PART_TEXT].at);
    s->trusted = calloc(first_page(&s->head, PARTS) / 64 + 1, sizeof *s->trusted);
    s->broken = calloc(1, sizeof *s->broken);
    if (!s->trusted || !s->broken) abort();
}

/* Whether bytes [at, at + n) of postings or forward text are what was written. A page is summed once. */
static bool trust(const volume *s, volume_part part, uint64_t at, uint64_t n)
{
    const volume_section *p = &s->head.part[part];
    uint64_t first = first_page(&s->head, part);

    if (!n) return true;
    for (uint64_t page = at / PAGE; page <= (at + n - 1) / PAGE; page++) {
        uint64_t i = first + page, bytes = p->bytes - page * PAGE < PAGE ? p->bytes - page * PAGE : PAGE;
        if (__atomic_load_n(&s->trusted[i / 64], __ATOMIC_RELAXED) >> i % 64 & 1) continue;
        if ((uint32_t)sum_of(s->map + p->at + page * PAGE, bytes, i) != s->pages[i]) {
            if (!__atomic_exchange_n(s->broken, true, __ATOMIC_RELAXED))
                log_error("novelty index: volume %llu is damaged; run: sangkien novelty rebuild", (unsigned long long)s->head.number);
            return false;
        }
        __atomic_fetch_or(&s->trusted[i / 64], 1ull << i % 64, __ATOMIC_RELAXED);
    }
    return true;
}

bool volume_is_broken(const volume *s)
{
    return s->broken && __atomic_load_n(s->broken, __ATOMIC_RELAXED);
}

static bool all_holds(const volume *s)
{
    record r;

    for (uint32_t d = 0; d < s->head.docs; d++)
        if (!volume_record(s, d, &r) || !volume_head(s, d, &r)) return false;
    return trust(s, PART_POSTINGS, 0, s->head.part[PART_POSTINGS].bytes) && trust(s, PART_TITLE_POSTINGS, 0, s->head.part[PART_TITLE_POSTINGS].bytes) &&
           trust(s, PART_FORWARD, 0, s->head.part[PART_FORWARD].bytes);
}

static status map_file(const char *path, volume *out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) return E_NOT_FOUND;
    if (fstat(fd, &st) == 0 && st.st_size >= (off_t)sizeof(volume_header)) {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
        if (map != MAP_FAILED) *out = (volume){.map = map, .bytes = (size_t)st.st_size};
    }
    close(fd);
    return out->map ? OK : E_INVALID;
}

status volume_open(const char *path, volume *out)
{
    volume s = {0};

    status st = map_file(path, &s);
    if (st == E_NOT_FOUND) return st;
    if (st == OK) memcpy(&s.head, s.map, sizeof s.head);
    bool good = st == OK && header_holds(&s);
    if (good) point(&s);
    for (int p = 0; good && p <= PART_PAGES; p++) good = part_holds(&s, (volume_part)p);
    good = good && gaps_hold(&s) && insides_hold(&s) && (s.bytes > volume_verify_most || all_holds(&s));
    if (!good) {
        log_error("novelty index: %s is damaged or of another version; run: sangkien novelty rebuild", path);
        volume_close(&s);
        return E_INVALID;
    }
    volume_rest(&s); /* what the check read is given back */
    madvise((void *)(uintptr_t)s.map, s.bytes, MADV_RANDOM); /* NOLINT(performance-no-int-to-ptr): takes away a const */
    *out = s;
    return OK;
}

_Static_assert(sizeof(volume_header) >= sizeof(volume_header_2), "a file that is mapped has room for either");

/* Where documents and texts are. */
static bool documents_of(const volume *s, volume_header *out)
{
    volume_header_2 old;

    memcpy(out, s->map, sizeof *out);
    if (memcmp(out->magic, VOLUME_MAGIC, 8) == 0) return true;
    memcpy(&old, s->map, sizeof old);
    if (memcmp(old.magic, VOLUME_MAGIC_2, 8) != 0) return false;
    *out = (volume_header){.docs = old.docs, .number = old.number};
    out->part[PART_DOCS] = old.part[PART_DOCS_2];
    out->part[PART_TEXT] = old.part[PART_TEXT_2];
    return true;
}

status volume_open_documents(const char *path, volume *out)
{
    volume s = {0};

    status st = map_file(path, &s);
    const volume_section *docs = &s.head.part[PART_DOCS], *text = &s.head.part[PART_TEXT];
    bool good = st == OK && documents_of(&s, &s.head) && s.head.docs <= VOLUME_DOCS_MAX;
    good = good && docs->at % 64 == 0 && docs->at <= s.bytes && docs->bytes <= s.bytes - docs->at && docs->bytes >= s.head.docs * sizeof(volume_doc);
    good = good && text->at <= s.bytes && text->bytes <= s.bytes - text->at;
    if (!good) {
        volume_close(&s);
        return st == OK ? E_INVALID : st;
    }
    s.docs = (const void *)(s.map + docs->at);
    s.text = (const char *)(s.map + text->at);
    *out = s;
    return OK;
}

void volume_close(volume *s)
{
    if (s->map) munmap((void *)(uintptr_t)s->map, s->bytes); /* NOLINT(performance-no-int-to-ptr): the same */
    free(s->trusted);
    free(s->broken);
    *s = (volume){0};
}

/* A part's pages out of memory: those that lie in it whole. */
static void forget_part(const volume *s, int fd, volume_part part)
{
    const volume_section *p = &s->head.part[part];
    uint64_t from = (p->at + PAGE - 1) / PAGE * PAGE, to = (p->at + p->bytes) / PAGE * PAGE;

    if (to <= from) return;
    madvise((void *)(uintptr_t)(s->map + from), to - from, MADV_DONTNEED); /* NOLINT(performance-no-int-to-ptr) */
    posix_fadvise(fd, (off_t)from, (off_t)(to - from), POSIX_FADV_DONTNEED);
}

void volume_rest(const volume *s)
{
    madvise((void *)(uintptr_t)s->map, s->bytes, MADV_DONTNEED); /* NOLINT(performance-no-int-to-ptr): takes away a const */
}

void volume_forget(const volume *s, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) return;
    forget_part(s, fd, PART_DOCS);
    forget_part(s, fd, PART_POSTINGS);
    forget_part(s, fd, PART_TITLE_POSTINGS);
    forget_part(s, fd, PART_FORWARD);
    forget_part(s, fd, PART_TEXT);
    close(fd);
}

/* ---- documents ---- */
static bool take_record(const volume *s, uint32_t doc, bool whole, record *out)
{
    const volume_doc *d = &s->docs[doc];
    const char *part[4] = {"", "", "", ""};

    *out = (record){"", "", "", "", 0};
    if (d->record > s->head.part[PART_TEXT].bytes || d->record_bytes > s->head.part[PART_TEXT].bytes - d->record || !d->record_bytes) return false;
    const char *begin = s->text + d->record, *p = begin, *end = p + d->record_bytes; /* only now: a damaged place is no address */
    if (whole && (uint32_t)sum_of(p, d->record_bytes, 0) != d->record_sum) return false;
    for (int i = 0; i < 3; i++) {
        const char *nul = memchr(p, 0, (size_t)(end - p));
        if (!nul) return false;
        part[i] = p;
        p = nul + 1;
    }
    if (end <= p || (!whole && (uint32_t)sum_of(begin, (size_t)(p - begin), 0) != d->head_sum)) return false;
    if (whole && end[-1]) return false;
    *out = (record){part[0], part[1], part[2], whole ? p : "", whole ? (size_t)(end - 1 - p) : 0};
    return true;
}

bool volume_record(const volume *s, uint32_t doc, record *out)
{
    return take_record(s, doc, true, out);
}

bool volume_head(const volume *s, uint32_t doc, record *out)
{
    return take_record(s, doc, false, out);
}

const syllable *volume_forward(const volume *s, uint32_t doc, size_t *n)
{
    const volume_doc *d = &s->docs[doc];

    *n = trust(s, PART_FORWARD, d->forward * 2, (uint64_t)d->syllables * 2) ? d->syllables : 0;
    return s->forward + d->forward;
}

bool volume_by_id(const volume *s, uint64_t id_hash, uint32_t *slot, uint32_t *doc)
{
    uint64_t slots = id_slots(s->head.docs), i = *slot == UINT32_MAX ? id_slot(id_hash, slots) : *slot + 1ull;

    for (;; i++) {
        if (i >= slots) i = 0;
        uint32_t x = s->ids[i];
        if (x == UINT32_MAX) return false; /* there is an empty one: it was seen when the volume was opened */
        if (x >> 24 != (id_hash & 0xFF) || s->docs[x & NO_DOC].id_hash != id_hash) continue;
        *slot = (uint32_t)i;
        *doc = x & NO_DOC;
        return true;
    }
}

/* ---- lists ---- */
static uint64_t bits_at(const volume_lists *l, uint64_t bit) /* 57 of them, and more of no use */
{
    uint64_t w;

    memcpy(&w, l->postings + bit / 8, 8);
    return w >> bit % 8;
}

/* Zeros up to a one; false behind the end. */
static bool take_unary(const volume_lists *s, uint64_t *at, uint64_t end, uint32_t *out)
{
    uint32_t q = 0;

    for (uint64_t w; *at < end; q += 56, *at += 56) {
        w = bits_at(s, *at) & ((1ull << 56) - 1);
        if (!w) continue;
        uint32_t z = (uint32_t)__builtin_ctzll(w);
        *at += z + 1;
        *out = q + z;
        return *at <= end;
    }
    return false;
}

static uint32_t doc_bits(uint64_t docs)
{
    return docs <= 2 ? 1 : 64 - (uint32_t)__builtin_clzll(docs - 1);
}

/* The next key of a bucket and its list: the step from the key before it, how many documents (Elias' gamma), the documents. */
static bool next_list(const volume_lists *s, uint64_t *at, uint64_t end, uint64_t *check, volume_list *l)
{
    uint32_t q, gap = s->gap;

    if (!take_unary(s, at, end, &q)) return false;
    uint64_t w = bits_at(s, *at);
    *check += ((uint64_t)q << gap | (w & ((1ull << gap) - 1))) + 1;
    *at += gap;
    w = bits_at(s, *at);
    uint32_t z = w ? (uint32_t)__builtin_ctzll(w) : 64;
    if (z > 24 || *at + 2 * z + 1 > end) return false;
    uint32_t count = 1u << z | (uint32_t)(w >> (z + 1) & ((1u << z) - 1));
    *at += 2 * z + 1;
    *l = (volume_list){s, *at, end, count, count, count > 1 ? list_gap_bits(s->set, s->docs, count) : doc_bits(s->docs), UINT32_MAX};
    return true;
}

static void skip_list(volume_list *l)
{
    uint32_t doc;

    if (l->count == 1) l->at += l->gap;
    else if (l->count >= LONG_LIST) l->at += 40 + (bits_at(l->of, l->at) & ((1ull << 40) - 1));
    else while (volume_next(l, &doc)) continue;
    l->left = 0;
}

bool volume_next(volume_list *l, uint32_t *doc)
{
    enum { SHORT_STEP = 24 };
    uint32_t q = 0;

    if (!l->left) return false;
    if (l->left == l->count && l->count >= LONG_LIST) l->at += 40; /* how long it is */
    if (l->at > l->end) return l->left = 0, false;
    uint64_t w = bits_at(l->of, l->at);
    uint32_t z = (uint32_t)__builtin_ctzll(w | 1ull << SHORT_STEP);
    if (l->count > 1 && z < SHORT_STEP) { /* a step that fits into what was read: nearly all do */
        w >>= z + 1;
        l->at += z + 1;
        q = z;
    } else if (l->count > 1) {
        if (!take_unary(l->of, &l->at, l->end, &q)) return l->left = 0, false;
        w = bits_at(l->of, l->at);
    }
    uint64_t d = (uint64_t)q << l->gap | (w & ((1ull << l->gap) - 1));
    l->at += l->gap;
    if (l->count > 1) d += l->last + 1u; /* UINT32_MAX + 1: 0 */
    l->last = (uint32_t)d;
    l->left = d < l->of->docs ? l->left - 1 : 0;
    *doc = (uint32_t)d;
    return d < l->of->docs;
}

volume_sum volume_sum_begin(const volume_list *l, uint16_t weight)
{
    volume_sum s = {*l, UINT32_MAX, 0, weight};
    uint64_t bits = l->count >= LONG_LIST ? bits_at(l->of, l->at) & ((1ull << 40) - 1) : 0;

    if (bits && !l->gap && bits <= l->of->docs && l->at + 40 + bits <= l->end) {
        s.mapped = (uint32_t)bits;
        s.l.at += 40;
    } else if (!volume_next(&s.l, &s.next)) s.next = UINT32_MAX;
    return s;
}

typedef uint16_t eight __attribute__((vector_size(16)));

/* A byte of the map, which is eight documents, at a time. */
static void sum_map(const volume_sum *s, uint32_t from, uint32_t to, uint16_t *sum)
{
    enum { AT_ONCE = 48 };
    const eight bit = {1, 2, 4, 8, 16, 32, 64, 128}, none = {0}, weight = none + s->weight;

    if (to > s->mapped) to = s->mapped;
    for (uint32_t d = from; d < to; d += AT_ONCE) {
        uint64_t w = bits_at(s->l.of, s->l.at + d) & ((1ull << (to - d < AT_ONCE ? to - d : AT_ONCE)) - 1);
        for (uint16_t *at = sum + (d - from); w; w >>= 8, at += 8) {
            eight now = none + (uint16_t)(w & 0xFF), all;
            memcpy(&all, at, sizeof all);
            all += (eight)((now & bit) == bit) & weight;
            memcpy(at, &all, sizeof all);
        }
    }
}

/* As volume_next, of as many steps as one word of bits has whole. */
static void sum_steps(volume_sum *s, uint32_t to, uint32_t from, uint16_t *sum)
{
    enum { BITS = 56 };
    volume_list *l = &s->l;
    uint32_t gap = l->gap, next = s->next, used = 0, z;
    uint64_t w = bits_at(l->of, l->at), mask = (1ull << gap) - 1;

    while (next < to && l->left > 0) {
        z = (uint32_t)__builtin_ctzll(w | 1ull << BITS);
        if (used + z + 1 + gap > BITS) break;
        uint64_t d = (uint64_t)next + ((uint64_t)z << gap | (w >> (z + 1) & mask)) + 1;
        if (d >= l->of->docs || l->at + used + z + 1 + gap > l->end) break; /* nonsense: volume_next says so */
        sum[next - from] = (uint16_t)(sum[next - from] + s->weight);
        next = (uint32_t)d;
        used += z + 1 + gap;
        w >>= z + 1 + gap;
        l->left--;
    }
    l->at += used;
    s->next = l->last = next;
}

void volume_sum_add(volume_sum *s, uint32_t from, uint32_t n, uint16_t *sum)
{
    uint32_t to = from + n;

    if (s->mapped) sum_map(s, from, to, sum);
    while (s->next < to) {
        if (s->l.count > 1 && s->l.left > 0) sum_steps(s, to, from, sum);
        if (s->next >= to) break;
        sum[s->next - from] = (uint16_t)(sum[s->next - from] + s->weight);
        if (!volume_next(&s->l, &s->next)) s->next = UINT32_MAX;
    }
}

/* From list to list up to the one whose key is `wanted` or more, as long as they have one document each and fit into a word: nearly
 * all do. `at` and `check` stand before the list that has to be read otherwise. */
static void run_up(const volume_lists *s, uint64_t *at, uint64_t end, uint64_t *check, uint64_t wanted)
{
    enum { UNARY_MAX = 20 };
    uint32_t gap = s->gap, doc = doc_bits(s->docs);
    uint64_t mask = (1ull << gap) - 1, here = *at, sum = *check;

    while (here < end) {
        uint64_t w = bits_at(s, here);
        uint32_t z = (uint32_t)__builtin_ctzll(w | 1ull << UNARY_MAX);
        uint64_t v = w >> (z + 1), next = sum + ((uint64_t)z << gap | (v & mask)) + 1;
        if (z == UNARY_MAX || next >= wanted || !(v >> gap & 1)) break;
        sum = next;
        here += z + gap + 2 + doc;
    }
    *at = here;
    *check = sum;
}

volume_list volume_find(const volume *s, list_set set, uint64_t key)
{
    const volume_lists *of = &s->lists[set];
    uint64_t bucket = key >> of->check_bits, wanted = (key & ((1ull << of->check_bits) - 1)) + 1, check = 0;
    uint64_t from = bucket_at(of, bucket), to = bucket_at(of, bucket + 1), at = from * 8;
    volume_list l = {0};

    if (!trust(s, volume_postings_of[set], from, to - from)) return (volume_list){0};
    for (;;) {
        run_up(of, &at, to * 8, &check, wanted);
        if (!next_list(of, &at, to * 8, &check, &l) || check > wanted) break;
        if (check == wanted) return l;
        skip_list(&l);
        at = l.at;
    }
    return (volume_list){0};
}

void volume_prefetch_postings(const volume *s, uint64_t key)
{
    const volume_lists *l = &s->lists[LISTS_TEXT];
    const unsigned char *p = l->postings + bucket_at(l, key >> l->check_bits);

    __builtin_prefetch(p);
    __builtin_prefetch(p + 64);
}

void volume_walk_begin(const volume *s, list_set set, volume_walk *w)
{
    *w = (volume_walk){.s = s, .of = &s->lists[set]};
}

bool volume_walk_next(volume_walk *w)
{
    const volume_lists *of = w->of;
    uint64_t buckets = 1ull << of->bucket_bits;

    if (w->bucket) { /* behind what the caller left of the last list */
        if (w->list.left == w->list.count) skip_list(&w->list);
        for (uint32_t doc; volume_next(&w->list, &doc);) continue;
        w->at = w->list.at;
    }
    uint64_t check = w->bucket ? (w->key & ((1ull << of->check_bits) - 1)) + 1 : 0;
    while (!w->bucket || !next_list(of, &w->at, w->end, &check, &w->list)) {
        if (w->bucket == buckets) return false;
        uint64_t from = bucket_at(of, w->bucket), to = bucket_at(of, w->bucket + 1);
        if (!trust(w->s, volume_postings_of[of->set], from, to - from)) return false;
        w->bucket++;
        w->at = from * 8;
        w->end = to * 8;
        check = 0;
    }
    w->key = (w->bucket - 1) << of->check_bits | (check - 1);
    return true;
}

/* ---- what will be read ---- */
mapped volume_span_pages(const volume *s)
{
    return (mapped){(const unsigned char *)s->pages, s->head.part[PART_PAGES].bytes};
}

mapped volume_span_directories(const volume *s, list_set set)
{
    const volume_lists *l = &s->lists[set];
    return (mapped){(const unsigned char *)l->directory, ((1ull << l->bucket_bits) + 1) * sizeof *l->directory};
}

mapped volume_span_lists(const volume *s, list_set set)
{
    return (mapped){s->lists[set].postings, s->head.part[volume_postings_of[set]].bytes};
}

mapped volume_span_directory(const volume *s, list_set set, uint64_t key)
{
    return (mapped){(const unsigned char *)&s->lists[set].directory[key >> s->lists[set].check_bits], 8};
}

mapped volume_span_postings(const volume *s, list_set set, uint64_t key)
{
    const volume_lists *l = &s->lists[set];
    uint64_t from = bucket_at(l, key >> l->check_bits);
    return (mapped){l->postings + from, bucket_at(l, (key >> l->check_bits) + 1) - from};
}

mapped volume_span_doc(const volume *s, uint32_t doc)
{
    return (mapped){(const unsigned char *)&s->docs[doc], sizeof *s->docs};
}

mapped volume_span_forward(const volume *s, uint32_t doc)
{
    return (mapped){(const unsigned char *)(s->forward + s->docs[doc].forward), s->docs[doc].syllables * 2};
}

mapped volume_span_head(const volume *s, uint32_t doc)
{
    return (mapped){(const unsigned char *)s->text + s->docs[doc].record, s->docs[doc].record_bytes < 256 ? s->docs[doc].record_bytes : 256};
}

mapped volume_span_text(const volume *s, uint32_t doc)
{
    return (mapped){(const unsigned char *)s->text + s->docs[doc].record, s->docs[doc].record_bytes};
}
