/* frozen.h: how much a syllable, and a pair of neighbours, tells: log2 of one over its frequency in Vietnamese law and the
 * Vietnamese encyclopedia. Learned once (tools/frozen.c), never changed within a version: index and question must choose
 * the same words, years apart. Units: eighths of a bit. */
#ifndef TEXT_FROZEN_H
#define TEXT_FROZEN_H
#include "text/syllable.h"

#define FROZEN_VERSION "1"
enum {
    BIT = 8,
    FROZEN_PAIR_BITS = 21,  /* the table of neighbours has 2^21 entries of 4 bits: its level, 0 for rare ones */
    FROZEN_BYTES = 65536 + (1 << (FROZEN_PAIR_BITS - 1)) + 16
};
extern uint8_t frozen_one[65536];
extern uint8_t frozen_two[1 << (FROZEN_PAIR_BITS - 1)];
extern uint16_t frozen_level[16]; /* eighths of a bit of each level */

void frozen_load(void); /* before anything else; cheap when done before */

static inline uint32_t frozen_slot(syllable a, syllable b)
{
    return ((uint32_t)a << 16 | b) * 0x9E3779B1u >> (32 - FROZEN_PAIR_BITS);
}

static inline int frozen_info(syllable a)
{
    return frozen_one[a];
}

static inline int frozen_pair(syllable a, syllable b)
{
    uint32_t s = frozen_slot(a, b);
    return frozen_level[frozen_two[s >> 1] >> (s & 1) * 4 & 15];
}

/* What b tells to one who has just read a; `pair` is what both tell. */
static inline int frozen_more(int pair, syllable a, syllable b)
{
    int more = pair - frozen_one[a], most = frozen_one[b];
    return more > most ? most : more < BIT / 2 ? BIT / 2 : more;
}

#endif
