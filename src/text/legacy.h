/* legacy.h: text typed with the fonts before Unicode: TCVN3 (ABC) and VNI-Windows, pasted as Latin letters. */
#ifndef TEXT_LEGACY_H
#define TEXT_LEGACY_H
#include "base/arena.h"
#include <stddef.h>

typedef enum { LEGACY_NONE, LEGACY_TCVN3, LEGACY_VNI } legacy_kind;
/* One letter of text typed so, from `s` (NUL-terminated) on: its code point in Unicode; `s` moves behind it and `taken`
 * says how many code points of the original it was. 0 at the end. */
int legacy_next(legacy_kind kind, const char **s, int *taken);
/* Which of the two this UTF-8 text was typed in; NONE for Unicode Vietnamese, English and short or doubtful text. */
legacy_kind legacy_detect(const char *s);
legacy_kind legacy_detect_n(const char *s, size_t bytes); /* the same, of so many bytes */
/* The text in Unicode, NFC. */
const char *legacy_convert(arena *mem, legacy_kind kind, const char *s);
const char *legacy_name(legacy_kind kind); /* "TCVN3 (ABC)" */

#endif
