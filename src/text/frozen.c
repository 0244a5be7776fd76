#include "text/frozen.h"
#include "base/embed.h"
#include "base/log.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

uint8_t frozen_one[65536];
uint8_t frozen_two[1 << (FROZEN_PAIR_BITS - 1)];
uint16_t frozen_level[16];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The file: zlib over 65,536 bytes, 16 bytes (the levels in half bits), the table. */
static void load(void)
{
    const embed_file *f = embed_find("text/frozen.z");
    uLongf n = FROZEN_BYTES;
    unsigned char *raw = malloc(n);

    if (!f || !raw || uncompress(raw, &n, (const Bytef *)f->data, f->size) != Z_OK || n != FROZEN_BYTES) {
        log_error("the table of frequencies in the program is damaged");
        abort();
    }
    memcpy(frozen_one, raw, sizeof frozen_one);
    for (int i = 0; i < 16; i++) frozen_level[i] = (uint16_t)(raw[65536 + i] * (BIT / 2));
    memcpy(frozen_two, raw + 65536 + 16, sizeof frozen_two);
    free(raw);
}

void frozen_load(void)
{
    pthread_once(&once, load);
}
