/* legacy.h: text typed with the fonts before Unicode: TCVN3 (ABC) and VNI-Windows, pasted as Latin letters. */
#ifndef DOC_LEGACY_H
#define DOC_LEGACY_H
#include "base/arena.h"

typedef enum { LEGACY_NONE, LEGACY_TCVN3, LEGACY_VNI } legacy_kind;
/* Which of the two this UTF-8 text was typed in; NONE for Unicode Vietnamese, English and short or doubtful text. */
legacy_kind legacy_detect(const char *s);
/* The text in Unicode, NFC. */
const char *legacy_convert(arena *mem, legacy_kind kind, const char *s);
const char *legacy_name(legacy_kind kind); /* "TCVN3 (ABC)" */

#endif
