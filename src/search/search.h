/* search.h: one box over everything: news, register, questions, training, rules, guides, and dossiers for those who may.
 *
 * Two indexes, each derived from the store: everybody's, which never meets a dossier, and that of dossiers, in which a
 * search counts only those that the person may see (search_may.c). What is hidden therefore moves no count, rank, facet
 * or suggestion. Both follow the audit log; texts are read from the store when they are shown, so nothing is shown that
 * was withdrawn. Why an index of our own: docs/decisions/0020-search.md. Ranking: match.h; syntax: query.h. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H
#include "actor/actor.h"
#include "base/date.h"
#include "base/id.h"
#include "search/match.h"
#include "store/store.h"

enum { SEARCH_PAGE = 10, SEARCH_NEAR = 10, SEARCH_SUGGESTIONS = 8, SEARCH_SNIPPET_WORDS = 36, SEARCH_TEXT_SHOWN = 64 << 10 /* bytes of a text looked at for an excerpt */ };

/* ---- what is searched: a table in app/sources.c ---- */

/* A text as a source gives it. Fields that a kind does not have are "". */
typedef struct {
    int64_t id;
    const char *title, *body, *author, *unit, *field, *level, *state, *form, *round, *code, *href; /* level, state, form: keys */
    date day;
    instant at;  /* instead of day */
    org_id org;  /* dossiers: the establishment once filed; 0: only for who wrote it */
} search_text;
extern const shape search_text_shape;
typedef LIST_OF(search_text) search_texts;

typedef struct {
    const char *kind, *label; /* "tin-tuc", N_("Tin tức") */
    bool dossiers;            /* of the index that not everybody may see */
    query all, one;           /* rows of search_text: the next after :after that may be found, by id; the one with :id, if it may be */
    status (*make)(arena *mem, search_texts *out); /* built-in texts instead, in a fixed order; ids are given */
} search_source;
/* An event of the log makes texts new: object is the id of `source`'s text, or `ids` finds them from it (Q__COUNT: it is). */
typedef struct {
    const char *event, *source;
    query ids;
} search_trigger;
void search_setup(const search_source *sources, int n, const search_trigger *triggers, int n_triggers);
const search_source *search_sources(int *n);

/* ---- what stands behind '?' of the page of results ---- */

typedef enum { ASK_TEXT, ASK_KIND, ASK_UNIT, ASK_FIELD, ASK_YEAR, ASK_LEVEL, ASK_STATE, ASK_FORM, ASK_ROUND, ASK_TITLE, ASK_AUTHOR, ASK_PHRASE, ASK_WITHOUT, ASK_FROM, ASK_TO, ASK_SORT, ASK_AMONG,
               ASK_PAGE, ASKS } ask_key;
typedef struct {
    const char *v[ASKS]; /* "" when absent; a facet's value behind "=" is meant exactly */
} search_asked;
typedef struct search_ask search_ask;
void asked_read(arena *mem, const char *query, search_asked *out);          /* percent-encoded, as it came */
void asked_mean(arena *mem, const search_asked *a, search_ask *out);
/* The same query with one thing changed, and from its first page (unless the page is what changes). */
const char *asked_query(arena *mem, const search_asked *a, ask_key changed, const char *value);
const char *asked_name(ask_key k); /* "don-vi" */

/* ---- running ---- */

typedef struct search search;
/* Opens the indexes of `folder` for this store and follows it with a thread; builds what is missing behind the scenes.
 * A store for which this was not called has its indexes in memory, made at the first search (tests, command line). */
MUST status search_start(store *s, const char *folder, search **out);
void search_stop(search *x); /* NULL is fine */
MUST status search_follow(db *d); /* takes in what was committed so far */
MUST status search_rebuild(db *d); /* makes both anew */

/* ---- asking ---- */

struct search_ask {
    const char *text;        /* as typed, with the syntax of query.h */
    search_query more;       /* further conditions (advanced page, facets); words before those of `text` */
    bool dossiers;           /* among dossiers; E_FORBIDDEN for who is not logged in */
    bool typing;             /* the last word is not yet whole */
    int skip, limit;
};

typedef struct {
    const char *text;
    bool hit;
} search_piece;
extern const shape search_piece_shape;
typedef LIST_OF(search_piece) search_pieces;

typedef struct {
    const char *kind, *label, *title, *href, *author, *unit, *field, *level, *state, *form, *round, *code;
    search_pieces heading, excerpt; /* title and body with the words found marked */
    int64_t id, year;
    date day;
} search_item;
extern const shape search_item_shape;
typedef LIST_OF(search_item) search_items;

typedef struct {
    search_items items, near;   /* near: with other spellings, or without some of the words; when few answer exactly */
    int64_t total, dossiers;    /* dossiers: how many answer among them, for who may; -1: not asked */
    search_matches counts;      /* by facet */
    const char *meant, *meant_href; /* "Có phải bạn muốn tìm"; "" */
    bool building;              /* the index is still being made: answers are not whole */
    bool cut;                   /* words were left out */
    bool some;                  /* `near` holds some of the words only */
} search_answer;
/* E_INVALID: nothing is asked. E_LIMIT: it took too long. */
MUST status search_find(db *d, arena *mem, const actor *who, const search_ask *ask, search_answer *out);

bool search_may_dossiers(const actor *who);
MUST status search_sight_of(db *d, arena *mem, const actor *who, search_sight *out);

/* ---- saved searches ---- */

enum { SEARCH_SAVED_MAX = 20, SEARCH_SEEN_MAX = 200 };
typedef struct {
    int64_t id, found;
    const char *name, *query; /* query: what stands behind '?' of the page */
    user_id user_id;
    instant created_at;
} search_saved;
extern const shape search_saved_shape;
typedef LIST_OF(search_saved) search_saved_list;
MUST status search_saved_of(db *d, arena *mem, const actor *who, search_saved_list *out);
/* `ask`: what `query` means, so that what is there now counts as seen. E_LIMIT: SEARCH_SAVED_MAX are there. */
MUST status search_save(arena *mem, db *d, const actor *who, const char *name, const char *query, const search_ask *ask, instant now, int64_t *out);
MUST status search_forget(arena *mem, db *d, const actor *who, int64_t id);
/* Looks whether saved searches have new results, and tells their owners; a job does it every hour. */
MUST status search_watch(db *d, instant now);

#endif
