/* token.h: words of a text as the index keeps them: lower case, without tone marks, đ as d, a last i for y where both are
 * written (kĩ thuật, kỹ thuật). How a word was marked (sáng: tone 1) is a number of its own, so that old and new places of
 * a tone (hoà, hòa) are one, and words with the marks that were asked for can come first. */
#ifndef SEARCH_TOKEN_H
#define SEARCH_TOKEN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOKEN_MAX = 32 }; /* bytes of a word; what is longer is cut */

typedef struct {
    char term[TOKEN_MAX + 1];
    uint8_t n;       /* bytes of `term` */
    uint8_t marks;   /* one bit: how it is marked (of 8 classes) */
    bool marked;     /* has a tone, a hat, a horn or a bar */
    size_t from, to; /* bytes in the text */
} token;

/* The next word at or after *at; false at the end. `text` is valid UTF-8; composed or not. */
bool token_next(const char *text, size_t *at, token *out);
/* A word typed as keys of Telex or VNI ("kieens", "kie61n") as a term; false when it is none. */
bool token_typed(const char *term, char out[TOKEN_MAX + 1]);

#endif
