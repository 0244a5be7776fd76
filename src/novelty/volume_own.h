/* volume_own.h: what reader and writer of a volume share. */
#ifndef NOVELTY_VOLUME_OWN_H
#define NOVELTY_VOLUME_OWN_H
#include "novelty/volume.h"

#define VOLUME_MAGIC "sknovel3"
enum {
    SUM_CHUNK = 1 << 20,       /* a part's checksum runs over chunks of this many bytes */
    BUCKET_KEYS = 16,          /* from here to twice as many on average */
    BUCKET_BITS_MAX = 28,
    SPAN = 1 << 16,            /* buckets that share a base */
    LONG_LIST = 64,            /* documents: from here on a list says how many bits it has */
    MAP_PER = 16,              /* a list of titles with one document of so many is a bit for each document */
    POSTINGS_TAIL = 32         /* bytes behind the last list that may be read */
};
static const volume_part volume_directory_of[LISTS] = {PART_DIRECTORY, PART_TITLE_DIRECTORY}, volume_postings_of[LISTS] = {PART_POSTINGS, PART_TITLE_POSTINGS};
extern uint64_t volume_verify_most; /* bytes: a file up to here is checked whole when it is opened; tests lower it */
#define NO_DOC 0xFFFFFFu /* an empty slot of the table of ids */
uint64_t sum_of_part(const void *bytes, size_t n);

static inline uint64_t id_slots(uint64_t docs)
{
    return docs + docs / 2 + 1;
}
static inline uint64_t id_slot(uint64_t hash, uint64_t slots)
{
    return (hash >> 32) * slots >> 32;
}

/* Bits of a gap between documents of a list that are written as they are: about log2 of the mean gap. */
static inline uint32_t gap_bits(uint64_t docs, uint64_t count)
{
    uint64_t mean = docs / count * 11 / 16;
    return mean > 1 ? 63 - (uint32_t)__builtin_clzll(mean) : 0;
}

/* Of a list of a set. None: what is left of each step are zeros up to a one, which is a map of the documents; larger where they are
 * few, and added up many times faster. */
static inline uint32_t list_gap_bits(list_set set, uint64_t docs, uint64_t count)
{
    return set == LISTS_TITLE && count * MAP_PER >= docs ? 0 : gap_bits(docs, count);
}

#endif
