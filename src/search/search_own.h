/* search_own.h: what the files of this folder share. */
#ifndef SEARCH_SEARCH_OWN_H
#define SEARCH_SEARCH_OWN_H
#include "search/search.h"
#include <pthread.h>

struct search {
    const void *key; /* of db_store */
    store *store;    /* of the thread; NULL: there is none */
    search_index *public_, *dossiers;
    pthread_mutex_t lock; /* who follows */
    pthread_t thread;
    pthread_cond_t wake;
    bool running, stopping;
    bool fresh;               /* built-in texts are in */
    search_texts made[32];    /* of the sources with `make`, by place in the table */
    arena *own;
};
enum { SEARCH_SOURCES_MAX = 32 };

search *search_of(db *d);
/* Up to date, unless a thread is still building. */
MUST status search_catch_up(db *d, search *x, bool from_thread);
/* The text of a hit as it is now; E_NOT_FOUND when it may no longer be shown. */
MUST status search_text_of(db *d, arena *mem, search *x, const actor *who, const search_hit *h, search_text *out);
int search_source_at(const char *kind); /* -1 */

/* Other spellings of the words that are in the view: letters swapped, left out, doubled; keys of Telex or VNI. */
/* `missing`: only of those that are in no text; how many words got some. */
int correct_words(const search_view *v, search_query *q, bool missing);
/* Words typed without a space between them; true when some were split (the query is changed). */
bool correct_split(const search_view *v, search_query *q);
/* The query as the best text writes it; "" when that is as typed. */
const char *correct_text(arena *mem, const search_query *q, const search_text *best);

/* A text cut into pieces, the words of the query marked; `words`: at most so many around the best place, 0: all. */
search_pieces excerpt_of(arena *mem, const search_query *q, const char *text, int words);

#endif
