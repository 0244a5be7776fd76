/* Makes src/text/data/frozen.z: how often each syllable and each pair of neighbours comes, from redistributable text (law,
 * encyclopedia).
 *
 *   ninja -C build/release frozen && xz -dc collection.jsonl.xz | build/release/frozen vlc-law,viwiki > src/text/data/frozen.z
 */
#include "text/frozen.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static uint32_t ones[65536];
static uint32_t *twos; /* per slot of the table: the exact count of a pair, by key */
enum { KEYS = 1 << 23 };
static uint32_t keys[KEYS], counts[KEYS];
static uint64_t words, pairs;

static void count_pair(uint32_t key)
{
    uint32_t i = key * 0x85EBCA6Bu >> 9;

    while (counts[i] && keys[i] != key) i = (i + 1) % KEYS;
    keys[i] = key;
    counts[i]++;
    pairs++;
}

static void count_text(const char *text, syllables *s)
{
    syllables_read(text, strlen(text), SIZE_MAX, false, s);
    for (size_t i = 0; i < s->n; i++) {
        ones[s->id[i]]++;
        words++;
        if (i + 1 < s->n) count_pair((uint32_t)s->id[i] << 16 | s->id[i + 1]);
    }
}

static int bits8(double share)
{
    double b = -log2(share) * BIT + .5;
    return b > 255 ? 255 : (int)b;
}

int main(int argc, char **argv)
{
    static unsigned char out[FROZEN_BYTES];
    char *line = NULL;
    size_t cap = 0;
    syllables s = {0};

    while (getline(&line, &cap, stdin) > 0) {
        json_t *o = json_loads(line, 0, NULL);
        const char *source = json_string_value(json_object_get(o, "source")), *text = json_string_value(json_object_get(o, "text"));
        if (source && text && argc > 1 && strstr(argv[1], source)) count_text(text, &s);
        json_decref(o);
    }
    twos = calloc(1u << FROZEN_PAIR_BITS, sizeof *twos);
    if (!words || !twos) return 1;
    for (int i = 0; i < 65536; i++) out[i] = (unsigned char)bits8((ones[i] + .5) / (double)words);
    for (int i = 0; i < 16; i++) out[65536 + i] = (unsigned char)(bits8((i ? exp2(i - .5) : .7) / (double)pairs) / (BIT / 2)); /* level i: 2^(i-1)… 2^i times; 0: once or never */
    for (int i = 0; i < KEYS; i++) {
        uint32_t slot = frozen_slot((syllable)(keys[i] >> 16), (syllable)keys[i]);
        if (counts[i] > twos[slot]) twos[slot] = counts[i];
    }
    for (uint32_t i = 0; i < 1u << FROZEN_PAIR_BITS; i++) {
        int level = twos[i] < 2 ? 0 : 32 - __builtin_clz(twos[i]);
        if (level > 15) level = 15;
        out[65536 + 16 + (i >> 1)] |= (unsigned char)(level << (i & 1) * 4);
    }
    uLongf n = compressBound(sizeof out);
    unsigned char *z = malloc(n);
    if (!z || compress2(z, &n, out, sizeof out, 9) != Z_OK) return 1;
    fwrite(z, 1, n, stdout);
    fprintf(stderr, "%llu syllables, %llu pairs, %lu bytes\n", (unsigned long long)words, (unsigned long long)pairs, (unsigned long)n);
    return 0;
}
