#include "process/process.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include <pthread.h>
#include <string.h>

typedef struct {
    process_id id;
    const char *key, *name, *level, *kind, *status, *definition;
    int64_t version;
} row;
STATIC_SHAPE(row_shape, row, F_ID(row, id), F_TEXT(row, key), F_TEXT(row, name), F_TEXT(row, level), F_TEXT(row, kind), F_TEXT(row, status), F_TEXT(row, definition),
             F_INT(row, version));

enum { CACHE_MAX = 256 };
static struct {
    const void *store_of; /* which store: tests open several */
    process *p;
} cache[CACHE_MAX];
static int n_cache;
static arena *forever;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- looking into one ---- */

const process_state *process_state_of(const process *p, const char *key)
{
    for (int i = 0; i < p->n_states; i++)
        if (strcmp(p->states[i].key, key) == 0) return &p->states[i];
    return NULL;
}

const process_state *process_first(const process *p)
{
    for (int i = 0; i < p->n_states; i++)
        if (p->states[i].phase == PHASE_DRAFT) return &p->states[i];
    return NULL;
}

static bool leaves(const process_step *s, const char *state)
{
    for (int i = 0; i < s->n_from; i++)
        if (strcmp(s->from[i], state) == 0) return true;
    return false;
}

const process_step *process_step_of(const process *p, const char *action, const char *state)
{
    for (int i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].action, action) == 0 && leaves(&p->steps[i], state)) return &p->steps[i];
    return NULL;
}

const process_step *process_step_for(const process *p, step_effect effect, const char *state, const char *outcome)
{
    for (int i = 0; i < p->n_steps; i++) {
        const process_step *s = &p->steps[i];
        if (s->effect == effect && leaves(s, state) && (!*outcome || !*s->outcome || strcmp(s->outcome, outcome) == 0)) return s;
    }
    return NULL;
}

const process_step *process_step_named(const process *p, const char *action)
{
    for (int i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].action, action) == 0) return &p->steps[i];
    return NULL;
}

status process_limit_row(arena *mem, const process_limit *l, date on, const rule_row **out)
{
    static const char *const said[][2] = {{"year", N_("năm")}, {"month", N_("tháng")}, {"day", N_("ngày")}, {"working_day", N_("ngày làm việc")}};
    const char *unit = "";

    if (*l->rule) return rule_get(rule_current(), l->rule, NULL, on, out);
    if (!l->n) return E_NOT_FOUND;
    for (int i = 0; i < COUNT(said); i++)
        if (text_eq(said[i][0], l->unit)) unit = said[i][1];
    if (!*unit) return E_INVALID;
    rule_row *r = NEW(mem, rule_row);
    *r = (rule_row){.key = "", .name = N_("Thời hạn của quy trình"), .value = textf(mem, "%d", l->n), .kind = "term", .unit = l->unit, .said = unit, .shown = textf(mem, "%d %s", l->n, unit),
                    .article = l->article, .brief = l->article, .trust = "V", .source = "–", .scope = "", .note = "", .rolls = true};
    *out = r;
    return OK;
}

/* ---- the clock ---- */

date process_clock_start(const process_state *s, const process_facts *f, date today)
{
    date d = s->starts == CLOCK_FROM_RECEIPT ? f->received : s->starts == CLOCK_FROM_DECIDE ? rule_decide_start(f->accepted, f->applied) : (date){0};
    return d.ymd ? d : today;
}

const char *process_clock_name(arena *mem, const process_state *s)
{
    return *s->limit.rule ? s->limit.rule : s->limit.n ? textf(mem, "own:%s", s->key) : "";
}

status process_clock(arena *mem, const process_state *s, const process_facts *f, date today, date *due, rule_term *term)
{
    rule_clock_face face = {0};
    const rule_row *row = NULL;
    date start = process_clock_start(s, f, today);

    *due = (date){0};
    if (!*s->limit.rule && !s->limit.n) return OK;
    TRY(process_limit_row(mem, &s->limit, start, &row));
    TRY(rule_clock_of(mem, rule_current(), row, start, start, f->events, f->n_events, today, &face));
    *due = face.term.due;
    if (term) *term = face.term;
    return OK;
}

/* ---- the store ---- */

static status load_locked(db *d, process_id id, const process **out)
{
    AUTO(arena_ptr) mem = arena_new();
    const void *store_of = db_store(d);
    const char *reason = "";
    row r = {0};

    for (int i = 0; i < n_cache; i++) {
        if (cache[i].store_of == store_of && cache[i].p->id.v == id.v) {
            *out = cache[i].p;
            return OK;
        }
    }
    TRY(db_one(d, Q_PROCESS_GET, mem, &row_shape, &r, P_ID(id)));
    if (text_eq(r.status, "draft")) return E_NOT_FOUND;
    if (!forever) forever = arena_new();
    process *p = NEW(forever, process);
    *p = (process){.id = id, .key = text_copy(forever, r.key), .version = r.version};
    if (process_parse(forever, r.definition, p, &reason) != OK) {
        log_error("process %s: %s", r.key, reason);
        return E_INTERNAL;
    }
    if (n_cache < CACHE_MAX) {
        cache[n_cache].store_of = store_of;
        cache[n_cache++].p = p;
    }
    *out = p;
    return OK;
}

status process_load(db *d, process_id id, const process **out)
{
    pthread_mutex_lock(&lock);
    status s = load_locked(d, id, out);
    pthread_mutex_unlock(&lock);
    return s;
}

status process_active(db *d, const char *key, process_id *out)
{
    int64_t id = 0;

    TRY(db_number(d, Q_PROCESS_ACTIVE, &id, P_TEXT(key)));
    if (id == 0) return E_NOT_FOUND;
    out->v = id;
    return OK;
}

status process_choose(db *d, process_level level, const char *kind, const char *key, process_id *out)
{
    int64_t id = 0;

    TRY(db_number(d, Q_PROCESS_CHOOSE, &id, P_TEXT(process_level_key(level)), P_TEXT(key), P_TEXT(kind)));
    if (id == 0) return E_NOT_FOUND;
    out->v = id;
    return OK;
}

/* ---- what ships ---- */

static status bad(const char *key, const char *what)
{
    log_error("process %s: %s", key, what);
    return E_INTERNAL;
}

static status check_shipped(arena *mem, const process *p, const char *const *known)
{
    process_problems l = {0};

    process_check(mem, p, &l);
    for (int i = 0; i < l.n; i++)
        if (l.p[i].hard) return bad(p->key, textf(mem, "%s %s", l.p[i].id, l.p[i].text));
    for (const process_guard *g = process_guards; g->name; g++) {
        bool answered = false;
        for (const char *const *k = known; *k; k++) answered |= strcmp(*k, g->name) == 0;
        if (!answered) return bad(g->name, "nobody answers this guard");
    }
    return OK;
}

/* A new shipped version takes the place of a shipped one; where an administrator has made an own version, that stays. */
static status install(db *d, const embed_file *f, const process *p)
{
    int64_t there = 0, own = 0;
    process_id id = {0};

    TRY(db_number(d, Q_PROCESS_HAS, &there, P_TEXT(p->key), P_TEXT(f->sha256)));
    if (there) return OK;
    TRY(db_number(d, Q_PROCESS_OWN_ACTIVE, &own, P_TEXT(p->key)));
    if (!own) TRY(db_change(d, Q_PROCESS_RETIRE_KEY, NULL, P_INSTANT(instant_now()), P_TEXT(p->key)));
    return db_insert(d, Q_PROCESS_INSERT, &id, P_TEXT(p->key), P_TEXT(p->name), P_TEXT(process_level_key(p->level)), P_TEXT(p->kind), P_INT(0), P_TEXT(own ? "retired" : "active"),
                     P_TEXT(f->data), P_TEXT(f->sha256), P_INSTANT(instant_now()), P_NULL);
}

status process_install(db *d, const char *const *known_guards)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_tx) tx = {0};
    const char *reason = "";

    TRY(db_begin(d, &tx));
    for (int i = 0; i < embed_count; i++) {
        const embed_file *f = &embed_files[i];
        if (!text_starts(f->name, "rules/process-")) continue;
        process *p = NEW(mem, process);
        p->key = text_copyn(mem, f->name + 14, strcspn(f->name + 14, "."));
        if (process_parse(mem, f->data, p, &reason) != OK) return bad(p->key, reason);
        TRY(check_shipped(mem, p, known_guards));
        TRY(install(d, f, p));
    }
    return db_commit(&tx);
}
