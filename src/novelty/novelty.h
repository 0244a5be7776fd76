/* novelty.h: which earlier documents a text copies from, with the passages (Điều lệ Sáng kiến, Art 4: tính mới). Advice
 * only: a person decides and writes the reason.
 *
 * One index per process, over a folder of files of its own (docs/internals/novelty-index.md). Any number of threads may
 * ask while one adds. Offsets are Unicode code points of a text as it was given, half open. What is reported depends on
 * the text, the documents of the generation and NOVELTY_PARAMETERS alone: the same bytes on any machine.
 *
 * Guarantee: a run of at least NOVELTY_RUN folded syllables that stands word for word in a document, outside boilerplate,
 * is reported (src/text/README.md has the proof). */
#ifndef NOVELTY_NOVELTY_H
#define NOVELTY_NOVELTY_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"
#include "store/store.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NOVELTY_RUN = 16,                  /* t of the guarantee, syllables */
    NOVELTY_ID_MAX = 200,              /* bytes of a document's id */
    NOVELTY_TITLE_MAX = 64 << 10,      /* bytes of its title, and of its unit; past it E_LIMIT */
    NOVELTY_TEXT_MAX = 8 << 20,        /* bytes of a document's text; past it E_LIMIT */
    NOVELTY_SYLLABLES_MAX = 1 << 20,   /* of a text that is asked about; what lies behind is not compared, and said so */
    NOVELTY_SOURCES_MAX = 2000,        /* documents that one check aligns at most */
    NOVELTY_SIMILAR_MAX = 50
};
#define NOVELTY_PARAMETERS "3" /* version of the method; part of a report */
#define NOVELTY_FEATURES "3"   /* version of what an index holds (keys, frozen table, lists); one with another is made anew */

typedef struct novelty novelty;

/* Opens or makes the index in `folder`. E_CONFLICT: another process writes it (reading needs no lock: `write` false).
 * E_INVALID: damaged, the log says which file; novelty_rebuild mends it. */
MUST status novelty_open(const char *folder, bool write, novelty **out);
void novelty_close(novelty *n); /* NULL is fine */

typedef struct {
    const char *id;    /* "dossier:123"; an earlier document of this id is replaced */
    const char *unit;  /* whose it is, for `unit` of an ask; "" none */
    const char *title;
    const char *text;
} novelty_doc;
/* Durable and found by the next check when it returns OK. A document that is there already, unchanged, changes nothing.
 * Both in one step with `cursor`, how far the source of the documents was read (-1: leave it). One writer at a time. Where nobody
 * merged segments and there are almost as many as there may be, it merges them first, which takes long. */
MUST status novelty_put(novelty *n, const novelty_doc *docs, int count, int64_t cursor);
MUST status novelty_remove(novelty *n, const char *const *ids, int count, int64_t cursor, int *removed);
int64_t novelty_cursor(novelty *n);
void novelty_forget(novelty *n); /* drops its files' pages from memory, as after a start; for measurements */
/* Merges segments where it pays (cheap when it does not); `all`: into one, which drops what was deleted for good. */
MUST status novelty_compact(novelty *n, bool all);
/* The same, given up (E_CONFLICT; what was not merged yet stays as it is) soon after *stop becomes true, from another thread. */
MUST status novelty_compact_until(novelty *n, bool all, const bool *stop);
/* Makes the index anew from its documents' texts. */
MUST status novelty_rebuild(const char *folder);
/* The same, given up (E_CONFLICT; the old files stay) soon after *stop becomes true, from another thread. */
MUST status novelty_rebuild_until(const char *folder, const bool *stop);
/* A bad page was met: every answer is E_INVALID from now on. */
bool novelty_is_damaged(novelty *n);
/* Gives the folder free for a rebuild. Questions still end well, changes are refused; closed by novelty_close as ever. */
void novelty_retire(novelty *n);

typedef struct {
    int64_t documents, generation, segments, index_bytes, forward_bytes, text_bytes, syllables, oldest_generation, deleted;
    const char *parameters;
} novelty_stat;
extern const shape novelty_stat_shape;
MUST status novelty_stat_of(novelty *n, novelty_stat *out);

/* ---- asking ---- */
typedef struct {
    int64_t generation;  /* as it was then; 0: now. E_NOT_FOUND: no longer kept */
    const char *unit;    /* NULL: everywhere */
    /* May this document be a source? Asked at most once per document; NULL: all may. For own earlier versions, the same
     * dossier, and what must not be compared. */
    bool (*admit)(void *ctx, const char *id);
    void *ctx;
    const char *forms;   /* NULL, or text of forms besides those that ship, a line each: never counted */
    const char *const *only; /* not NULL: these documents are aligned, whatever the index would propose; to compare other engines */
    int n_only;
} novelty_ask;

typedef enum {
    PASSAGE_VERBATIM, /* nguyên văn: at least nine tenths of the syllables are equal */
    PASSAGE_EDITED,   /* chỉnh sửa */
    PASSAGE_REVIEW,   /* cần xem xét: likely reworded; a person must look */
    PASSAGE_SHORT     /* a short run, word for word */
} passage_class;
typedef struct {
    int64_t from, to; /* code points, half open */
} novelty_range;
typedef struct {
    int64_t from, to;
    bool law;         /* a citation or quotation of the law; otherwise form text */
} novelty_common;
typedef struct {
    int source;       /* index into the report's sources */
    passage_class kind;
    bool also;        /* the same words stand in a better source, whose passage counts */
    novelty_range q, s; /* in the text that was asked about; in the source */
    int64_t share;    /* basis points of equal syllables within the passage */
    int64_t syllables;
} novelty_passage;
typedef struct {
    const char *id, *title, *unit;
    int64_t share;    /* basis points of the text that this source alone accounts for */
    int64_t syllables;
    double score;     /* of the search, bits */
} novelty_source;
typedef struct {
    const char *id;
    double score;
} novelty_candidate;
typedef struct {
    int64_t share;            /* basis points: syllables in passages of all that count */
    int64_t syllables, counted, copied, boilerplate, law; /* of the text; without boilerplate; in passages; in boilerplate; of that, the law */
    int64_t generation;
    const char *parameters, *text_hash, *hash; /* SHA-256 of the text; of everything reported */
    const char *encoding;     /* "Unicode", "TCVN3 (ABC)", "VNI" */
    int64_t homoglyphs, hidden; /* tricks: words with look-alike letters; zero-width characters inside words */
    bool cut;                 /* longer than NOVELTY_SYLLABLES_MAX, or more sources than NOVELTY_SOURCES_MAX */
    LIST_OF(novelty_source) sources;    /* most copied first */
    LIST_OF(novelty_passage) passages;  /* in the order of the text */
    LIST_OF(novelty_common) boiler;     /* form text, the law: never counted */
    LIST_OF(novelty_candidate) candidates; /* what was aligned, best first */
} novelty_report;
/* Everything in `out` is memory of `mem`. Bad UTF-8 is no error: bad bytes are one code point each. */
MUST status novelty_check(novelty *n, arena *mem, const char *text, size_t bytes, const novelty_ask *ask, novelty_report *out);
/* The report as JSON, always the same bytes for the same report. */
const char *novelty_report_json(arena *mem, const novelty_report *r);
const char *passage_class_name(passage_class c); /* "nguyên văn", translated */

/* Two texts against each other, without an index: passages of `a` in `b` (source 0). */
MUST status novelty_pair(arena *mem, const char *a, const char *b, novelty_report *out);

/* The pieces of a passage, side by side: equal runs and what differs between them. */
typedef struct {
    bool equal;         /* the same syllables, tone marks apart */
    novelty_range q, s; /* either may be empty where `equal` is false */
} novelty_piece;
typedef LIST_OF(novelty_piece) novelty_pieces;
MUST status novelty_diff(arena *mem, const char *q_text, novelty_range q, const char *s_text, novelty_range s, novelty_pieces *out);

/* The text of a document as it was added. E_NOT_FOUND. */
MUST status novelty_read(novelty *n, arena *mem, const char *id, novelty_doc *out);

/* While typing: documents whose title and beginning share rare words with `title` (tone marks or not), best first. */
typedef struct {
    const char *id, *title;
    double score; /* 0–1: the share of the rare words' weight */
} novelty_like;
typedef LIST_OF(novelty_like) novelty_likes;
MUST status novelty_similar(novelty *n, arena *mem, const char *title, int most, const novelty_ask *ask, novelty_likes *out);

/* Keeps the index equal to the store: reads the audit log behind the cursor and puts every dossier that was ever filed
 * (title, known_state, content, applicability, conditions, benefits; never the secret part) as "dossier:ID" with its
 * establishment's id as unit. At most a few hundred events a call; `more` says whether to call again at once. */
MUST status novelty_follow(db *d, novelty *n, bool *more);

/* sangkien novelty …: argv[0] is "novelty"; the exit code. */
int novelty_cli(const char *data, bool json, int argc, char **argv);

#endif
