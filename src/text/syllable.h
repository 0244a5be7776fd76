/* syllable.h: a text as folded syllables with their places. Two spellings of a word are one syllable: composed or
 * decomposed, tone on the old or the new vowel, tone marks missing or wrong, đ or d, capitals, look-alike letters of
 * other scripts, zero-width characters inside, TCVN3 or VNI instead of Unicode. Every number is one and the same.
 *
 * A syllable is 16 bits: a hash of its letters (the constants are chosen so that no two of the common ones meet; two
 * rare words meet once in 65,535). Places are code points of the text as given; a bad byte of UTF-8 is one code point. */
#ifndef TEXT_SYLLABLE_H
#define TEXT_SYLLABLE_H
#include "base/arena.h"
#include "base/status.h"
#include "text/legacy.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint16_t syllable;
enum { SYLLABLE_NUMBER = 0 }; /* every number; words are 1–65535 */

typedef struct {
    syllable *id;         /* n of them */
    uint32_t *from, *to;  /* code points, half open; NULL when not asked for */
    size_t n, cap;
    size_t code_points;   /* of the whole text */
    legacy_kind encoding; /* of most of it */
    uint32_t homoglyphs;  /* words that mix look-alike letters of other scripts with Latin ones */
    uint32_t hidden;      /* zero-width characters inside words */
    bool cut;             /* more than `max` */
} syllables;

/* Reads `bytes` bytes at `s` (NUL-terminated behind them; a NUL within is a space), at most `max` syllables, into `out`, whose memory is
 * kept from call to call (starts {0}; syllables_free at the end). */
void syllables_read(const char *s, size_t bytes, size_t max, bool places, syllables *out);
void syllables_free(syllables *s);
void syllables_cleanup(syllables *s);
/* One word, for tables and tests: "Nghĩa" → its syllable; 0 for a number or nothing. */
syllable syllable_of(const char *word);

#endif
