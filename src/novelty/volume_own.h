/* volume_own.h: what reader and writer of a volume share. */
#ifndef NOVELTY_VOLUME_OWN_H
#define NOVELTY_VOLUME_OWN_H
#include "novelty/volume.h"

#define VOLUME_MAGIC "sknovel1"
enum {
    SUM_CHUNK = 1 << 20,       /* a part's checksum runs over chunks of this many bytes */
    VERIFY_MAX = 512 << 20,    /* bytes: a file up to here is verified whole when it is opened */
    BUCKET_POSTINGS = 32       /* wanted on average */
};
uint64_t sum_of_part(const void *bytes, size_t n);

#endif
