/* Between the files of this slice. */
#ifndef NOVELTY_NOVELTY_OWN_H
#define NOVELTY_NOVELTY_OWN_H
#include "novelty/novelty_report.h"

typedef struct {
    hit_id id;
    int64_t ordinal, year, share;
    dossier_id source_id; /* 0: no dossier of this store */
    org_id org_id;
    const char *source_key, *org_name, *title, *lineage;
    bool same_org;
} hit_row;
typedef struct {
    hit_id hit_id;
    int64_t ordinal, q_from, q_to, s_from, s_to, share, syllables;
    const char *kind, *s_text;
    bool also;
} passage_row;
typedef struct {
    hit_row h;
    LIST_OF(passage_row) passages;
} found_hit;
/* What was found, kept or not: everything, for nobody's eyes. */
typedef struct {
    const char *text;
    int64_t share;
    LIST_OF(found_hit) hits;
    const char *boiler; /* "12-40 90-133" */
} found;

/* Asks the index about the text of a dossier: only what was filed before it counts, and nothing that a form asked that
 * was in use by `when`. */
MUST status found_ask(db *d, arena *mem, const dossier *dos, const char *text, int64_t generation, instant when, novelty_report *out);
MUST status found_of(db *d, arena *mem, const dossier *dos, const char *text, const novelty_report *r, found *out);
MUST status found_kept(db *d, arena *mem, const report_row *r, found *out);
MUST status found_keep(db *d, report_id report, dossier_id dossier_, const found *f); /* inside db_begin */
MUST status found_see(db *d, arena *mem, const actor *who, const dossier *dos, const found *f, seen_report *out);

/* The part [from, to) of a text, in code points. */
const char *text_part(arena *mem, const char *text, int64_t from, int64_t to);

/* What the register says of a dossier. */
typedef struct {
    const char *code, *title, *summary, *benefit, *org_name;
    int64_t year;
} published_row;
MUST status novelty_published(db *d, arena *mem, dossier_id id, published_row *out); /* E_NOT_FOUND */
MUST status novelty_is_own(db *d, const actor *who, dossier_id source, bool *out);
/* "dossier:12" → 12; 0 otherwise. */
dossier_id dossier_of_key(const char *key);
/* The dossier's row for the program itself. */
MUST status novelty_dossier(db *d, arena *mem, dossier_id id, dossier *out);
/* Everything that was committed is in the index. E_IO when none is open. */
MUST status novelty_catch_up(db *d, novelty **out);

#endif
