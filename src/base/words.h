/* words.h: the words a person reads. The source language is Vietnamese: T("Hồ sơ của tôi") is the Vietnamese text, or its
 * English when the thread's language is English. The build stops when a T(), N_() or {{_ }} text has no English in an
 * en.po of src/. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

typedef enum { LANG_VI, LANG_EN } lang;
typedef struct {
    const char *vi, *en;
} word_pair;
extern const word_pair word_pairs[]; /* sorted by vi */
extern const int word_count;

void words_set(lang l); /* for this thread */
lang words_lang(void);
const char *words_in(lang l, const char *vi);
const char *T(const char *vi) __attribute__((format_arg(1)));
#define N_(vi) (vi) /* marks a text that is passed to T() later */

#endif
