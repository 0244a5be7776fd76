/* design.h: the process designer. Only administrators; a draft is changed piece by piece (each with the revision that was
 * seen, E_CONFLICT when it has moved on), checked whole, activated. An active or retired version never changes: from it a
 * new draft is made. Every change is one transaction with its line in the log. */
#ifndef PROCESS_DESIGN_H
#define PROCESS_DESIGN_H
#include "process/process.h"

typedef struct {
    process_id id;
    const char *key, *name, *level, *kind, *status, *creator; /* status: draft active retired; creator "": shipped */
    int64_t version, revision, running; /* running: dossiers that are on it and have not ended */
    bool named_only;                    /* only for rounds that name it */
    instant created_at, activated_at, retired_at;
    const char *level_name, *kind_name, *status_name, *tone; /* translated */
} process_row;
extern const shape process_row_shape;
typedef LIST_OF(process_row) process_rows;

bool design_may(const actor *who); /* administrators of the whole system */

MUST status design_list(db *d, arena *mem, const actor *who, process_rows *out);                    /* all but retired ones */
MUST status design_versions(db *d, arena *mem, const actor *who, const char *key, process_rows *out); /* of one process */
/* One version, drafts too. E_INVALID: a draft that cannot be read (never written by us). */
MUST status design_get(db *d, arena *mem, const actor *who, process_id id, process_row *row, process *p);

MUST status design_create(arena *mem, db *d, const actor *who, const char *name, process_level level, const char *kind, instant now, process_id *out);
/* A draft with the same states and steps: of a process of its own (`name`), or the next version (`name` ""). */
MUST status design_copy(arena *mem, db *d, const actor *who, process_id from, const char *name, instant now, process_id *out);
MUST status design_settings(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *name, const char *kind, bool named_only, instant now);
/* `key` "": a new one, whose key is made from its name. E_LIMIT. */
MUST status design_put_state(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, const process_state *s, instant now);
/* With it go the steps that lead to it. E_FORBIDDEN for the state of drafts. */
MUST status design_drop_state(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, instant now);
/* The guards that the law demands are added whatever is given. E_INVALID: it names a state that is not there. */
MUST status design_put_step(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, const process_step *s, instant now);
MUST status design_drop_step(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, instant now);

typedef struct {
    enum { DESIGN_DONE, DESIGN_UNSOUND, DESIGN_RIVAL } tag;
    process_problems problems;  /* DESIGN_UNSOUND */
    const char *rival;          /* DESIGN_RIVAL: another process is active for the same level and kind */
} design_outcome;
/* An earlier version of it that is active is retired; so is a rival, when it shall be replaced. */
MUST status design_activate(arena *mem, db *d, const actor *who, process_id id, bool replace, instant now, design_outcome *out);
/* DESIGN_RIVAL with "": it is the last one for its level, and new dossiers need one. Running dossiers stay on it. */
MUST status design_retire(arena *mem, db *d, const actor *who, process_id id, instant now, design_outcome *out);
MUST status design_drop(arena *mem, db *d, const actor *who, process_id id, instant now); /* a draft */

/* The papers that a step may issue. */
typedef struct {
    const char *key, *name; /* "receipt", N_("Giấy biên nhận") */
    bool apart;             /* made where its values are (minutes by the council, the decision by the register), not with the step */
} process_paper;
extern const process_paper process_papers[]; /* ended by a NULL key */
const char *process_paper_word(const char *key); /* Vietnamese */
const char *process_paper_name(const char *key); /* translated; the key when unknown */
bool process_paper_apart(const char *key);

/* What differs between two versions. */
typedef struct {
    const char *what;           /* "Bước “Nộp”", translated */
    const char *before, *after; /* "" where there was nothing */
} process_difference;
extern const shape process_difference_shape;
typedef LIST_OF(process_difference) process_differences;
void process_compare(arena *mem, const process *a, const process *b, process_differences *out);
/* In words: what a state or step says. */
const char *process_state_words(arena *mem, const process_state *s);
const char *process_step_words(arena *mem, const process *p, const process_step *s);
const char *process_limit_words(arena *mem, const process_limit *l); /* "10 ngày làm việc (Thủ tục …)"; "" none */
const char *process_roles_words(arena *mem, unsigned roles);         /* "Cán bộ tiếp nhận, Người đứng đầu" */

/* The drawing: boxes and numbered lines, in units of its own (pixels). */
typedef struct {
    int64_t x, y, width, height, text_x, text_y;
    const char *key, *name, *name_2, *tone; /* the name on one or two lines */
} draw_box;
typedef struct {
    const char *path; /* of SVG */
    int64_t number, x, y, text_y; /* of the step in the list, and where it is written */
} draw_line;
typedef struct {
    int64_t width, height;
    LIST_OF(draw_box) boxes;
    LIST_OF(draw_line) lines;
} drawing;
extern const shape drawing_shape;
void process_draw(arena *mem, const process *p, drawing *out);

/* The dry run: a dossier that does not exist walks through the steps given. */
enum { WALK_MAX = 60 };
typedef struct {
    const char *action;
    date on;
} walk_move;
typedef struct {
    const char *name, *actor, *state, *tone, *for_author, *document, *due_name, *explained; /* words */
    date on, due;
    bool late; /* after the term that ran */
} walk_stop;
typedef struct {
    LIST_OF(walk_stop) stops;
    const char *state;  /* where it stands: a key */
    const char *broken; /* the step that could not be taken; "" none */
    date today;
} walk;
extern const shape walk_stop_shape;
MUST status process_walk(arena *mem, const process *p, const walk_move *moves, int n, date start, bool applied, walk *out);

#endif
