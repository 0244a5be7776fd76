/* phrase.h: what is told, in the reader's language. A notice is kept as the Vietnamese text that was told; whoever reads English
 * gets the English of its phrase, with what stands in it (titles, names, days) as it is. */
#ifndef NOTIFY_PHRASE_H
#define NOTIFY_PHRASE_H
#include "base/arena.h"
#include "base/words.h"

/* `text` itself when the language is Vietnamese, or its phrase is not known. Such as "Đã tiếp nhận: TITLE" are known when their first
 * part is one of the program's words (steps of the processes are). */
const char *notify_phrase(arena *mem, lang l, const char *text);
const char *notify_phrase_at(int i); /* those that are known, as "Chờ bạn xử lý: %s"; NULL behind the last */

#endif
