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

static bool header_holds(const volume *s)
{
    const volume_header *h = &s->head;

    if (memcmp(h->magic, VOLUME_MAGIC, 8) != 0 || h->format != VOLUME_FORMAT || h->key_bits != KEY_BITS) return false;
    if (strncmp(h->parameters, NOVELTY_PARAMETERS, sizeof h->parameters) != 0) return false;
    if (h->sum != sum_of(h, offsetof(volume_header, sum), 0)) return false;
    if (h->docs > VOLUME_DOCS_MAX || h->postings > UINT32_MAX || h->bucket_bits > KEY_BITS || h->doc_bits > 24) return false;
    uint64_t width = KEY_BITS - h->bucket_bits + h->doc_bits;
    uint64_t least[PARTS] = {[PART_DOCS] = h->docs * sizeof(volume_doc), [PART_IDS] = h->docs * sizeof(volume_id),
                             [PART_DIRECTORY] = ((1ull << h->bucket_bits) + 1) * 4, [PART_POSTINGS] = (h->postings * width + 7) / 8 + 8};
    for (int i = 0; i < PARTS; i++) {
        const volume_section *p = &h->part[i];
        if (p->at % 64 || p->at > s->bytes || p->bytes > s->bytes - p->at || p->bytes < least[i]) return false;
    }
    return width <= 57;
}

static bool part_holds(const volume *s, volume_part p)
{
    const volume_section *x = &s->head.part[p];
    return sum_of_part(s->map + x->at, x->bytes) == x->sum;
}

/* What the small parts point to lies inside the big ones. */
static bool insides_hold(const volume *s)
{
    const volume_header *h = &s->head;
    uint64_t forward = h->part[PART_FORWARD].bytes / 2, lead = h->part[PART_LEAD].bytes / 2;

    for (uint64_t i = 0; i < h->docs; i++) {
        const volume_doc *d = &s->docs[i];
        if (d->forward > forward || d->syllables > forward - d->forward || d->lead > lead || d->lead_n > lead - d->lead) return false;
        if (d->record > h->part[PART_TEXT].bytes || d->record_bytes > h->part[PART_TEXT].bytes - d->record || s->ids[i].doc >= h->docs) return false;
    }
    for (uint64_t i = 0; i < 1ull << h->bucket_bits; i++)
        if (s->directory[i] > s->directory[i + 1]) return false;
    return s->directory[1ull << h->bucket_bits] == h->postings;
}

static void point(volume *s)
{
    const volume_section *p = s->head.part;

    s->docs = (const void *)(s->map + p[PART_DOCS].at);
    s->ids = (const void *)(s->map + p[PART_IDS].at);
    s->lead = (const void *)(s->map + p[PART_LEAD].at);
    s->directory = (const void *)(s->map + p[PART_DIRECTORY].at);
    s->postings = s->map + p[PART_POSTINGS].at;
    s->forward = (const void *)(s->map + p[PART_FORWARD].at);
    s->text = (const char *)(s->map + p[PART_TEXT].at);
    s->check_bits = KEY_BITS - s->head.bucket_bits;
    s->width = s->check_bits + s->head.doc_bits;
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
    good = good && part_holds(&s, PART_DOCS) && part_holds(&s, PART_IDS) && part_holds(&s, PART_LEAD) && part_holds(&s, PART_DIRECTORY) && insides_hold(&s);
    if (good && s.bytes <= VERIFY_MAX) good = volume_verify(&s, path) == OK;
    if (!good) {
        log_error("novelty index: %s is damaged; run: sangkien novelty rebuild", path);
        volume_close(&s);
        return E_INVALID;
    }
    madvise((void *)(uintptr_t)s.map, s.bytes, MADV_DONTNEED); /* what the check read is given back. NOLINT(performance-no-int-to-ptr) */
    madvise((void *)(uintptr_t)s.map, s.bytes, MADV_RANDOM); /* NOLINT(performance-no-int-to-ptr): takes away a const */
    *out = s;
    return OK;
}

status volume_open_documents(const char *path, volume *out)
{
    volume s = {0};

    status st = map_file(path, &s);
    if (st == OK) memcpy(&s.head, s.map, sizeof s.head);
    const volume_section *docs = &s.head.part[PART_DOCS], *text = &s.head.part[PART_TEXT];
    bool good = st == OK && memcmp(s.head.magic, VOLUME_MAGIC, 8) == 0 && s.head.docs <= VOLUME_DOCS_MAX;
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

status volume_verify(const volume *s, const char *path)
{
    for (int p = PART_POSTINGS; p < PARTS; p++)
        if (!part_holds(s, (volume_part)p)) return E_INVALID;
    return OK;
}

void volume_close(volume *s)
{
    if (s->map) munmap((void *)(uintptr_t)s->map, s->bytes); /* NOLINT(performance-no-int-to-ptr): the same */
    *s = (volume){0};
}

bool volume_record(const volume *s, uint32_t doc, record *out)
{
    const volume_doc *d = &s->docs[doc];
    const char *part[4] = {"", "", "", ""};

    *out = (record){"", "", "", "", 0};
    if (d->record > s->head.part[PART_TEXT].bytes || d->record_bytes > s->head.part[PART_TEXT].bytes - d->record || !d->record_bytes) return false;
    const char *p = s->text + d->record, *end = p + d->record_bytes; /* only now: a damaged place is no address */
    if ((uint32_t)sum_of(p, d->record_bytes, 0) != d->record_sum) return false;
    for (int i = 0; i < 4; i++) {
        const char *nul = memchr(p, 0, (size_t)(end - p));
        if (!nul && i < 3) return false;
        part[i] = p;
        p = i < 3 ? nul + 1 : p;
    }
    if (end <= p || end[-1]) return false;
    *out = (record){part[0], part[1], part[2], part[3], (size_t)(end - 1 - part[3])};
    return true;
}

const syllable *volume_forward(const volume *s, uint32_t doc, size_t *n)
{
    *n = s->docs[doc].syllables;
    return s->forward + s->docs[doc].forward;
}

const syllable *volume_lead(const volume *s, uint32_t doc, size_t *n)
{
    *n = s->docs[doc].lead_n;
    return s->lead + s->docs[doc].lead;
}

static uint64_t posting_at(const volume *s, uint64_t i)
{
    uint64_t bit = i * s->width, word;

    memcpy(&word, s->postings + bit / 8, 8);
    return word >> bit % 8 & ((1ull << s->width) - 1);
}

volume_cursor volume_find(const volume *s, uint64_t key)
{
    uint64_t bucket = key >> s->check_bits, check = key & ((1ull << s->check_bits) - 1);
    uint32_t lo = s->directory[bucket], hi = s->directory[bucket + 1], end = hi;

    while (hi - lo > 6) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (posting_at(s, mid) >> s->head.doc_bits < check) lo = mid + 1;
        else hi = mid;
    }
    while (lo < end && posting_at(s, lo) >> s->head.doc_bits < check) lo++;
    return (volume_cursor){s, check, lo, end};
}

bool volume_next(volume_cursor *c, uint32_t *doc)
{
    if (c->at >= c->end) return false;
    uint64_t p = posting_at(c->s, c->at);
    if (p >> c->s->head.doc_bits != c->check) return false;
    c->at++;
    *doc = (uint32_t)(p & ((1u << c->s->head.doc_bits) - 1));
    return *doc < c->s->head.docs || volume_next(c, doc);
}

void volume_posting(const volume *s, uint64_t i, uint64_t bucket, uint64_t *key, uint32_t *doc)
{
    uint64_t p = posting_at(s, i);

    *key = bucket << s->check_bits | p >> s->head.doc_bits;
    *doc = (uint32_t)(p & ((1u << s->head.doc_bits) - 1));
}
