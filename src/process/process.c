#include "process/process.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/text.h"
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    process_id id;
    const char *key, *name, *definition;
    int64_t version;
} row;
STATIC_SHAPE(row_shape, row, F_ID(row, id), F_TEXT(row, key), F_TEXT(row, name), F_TEXT(row, definition), F_INT(row, version));

enum { CACHE_MAX = 256 };
static struct {
    const void *store_of; /* which store: tests open several */
    process *p;
} cache[CACHE_MAX];
static int n_cache;
static arena *forever;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *text_of(const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return text_copy(forever, s ? s : "");
}

const process_state *process_state_of(const process *p, const char *key)
{
    for (int i = 0; i < p->n_states; i++)
        if (strcmp(p->states[i].key, key) == 0) return &p->states[i];
    return NULL;
}

const process_step *process_step_of(const process *p, const char *action, const char *state)
{
    for (int i = 0; i < p->n_steps; i++) {
        const process_step *s = &p->steps[i];
        if (strcmp(s->action, action) != 0) continue;
        for (int k = 0; k < s->n_from; k++)
            if (strcmp(s->from[k], state) == 0) return s;
    }
    return NULL;
}

static status bad(const char *what, const char *about)
{
    log_error("process: %s: %s", what, about);
    return E_INTERNAL;
}

static status read_step(process *p, const json_t *o)
{
    process_step *s = &p->steps[p->n_steps];
    size_t i;
    json_t *v;

    if (p->n_steps == PROCESS_STEPS_MAX) return bad("too many steps", p->key);
    *s = (process_step){.action = text_of(o, "action"), .name = text_of(o, "name"), .to = text_of(o, "to"), .article = text_of(o, "article"),
                        .trust = text_of(o, "trust"), .document = text_of(o, "document"), .term = text_of(o, "term")};
    json_array_foreach(json_object_get(o, "from"), i, v) if (s->n_from < STEP_FROM_MAX) s->from[s->n_from++] = text_copy(forever, json_string_value(v));
    json_array_foreach(json_object_get(o, "guards"), i, v) if (s->n_guards < STEP_GUARDS_MAX) s->guard[s->n_guards++] = text_copy(forever, json_string_value(v));
    json_array_foreach(json_object_get(o, "actors"), i, v)
    {
        const char *name = json_string_value(v);
        if (strcmp(name, "owner") == 0) s->roles |= 1;
        else if (strcmp(name, "council") == 0) s->roles |= ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_SECRETARY);
        else if (role_by_key(name)) s->roles |= ROLE_BIT(role_by_key(name));
        else return bad("unknown actor", name);
    }
    if (!*s->action || !process_state_of(p, s->to) || s->n_from == 0 || s->roles == 0) return bad("a step is not whole", s->action);
    for (int k = 0; k < s->n_from; k++)
        if (!process_state_of(p, s->from[k])) return bad("unknown state", s->from[k]);
    p->n_steps++;
    return OK;
}

static status parse(process *p, const char *definition)
{
    json_error_t e;
    json_t *root = json_loads(definition, JSON_REJECT_DUPLICATES, &e);
    status st = root ? OK : bad("not JSON", e.text);
    size_t i;
    json_t *o;

    json_array_foreach(json_object_get(root, "states"), i, o)
    {
        if (p->n_states == PROCESS_STATES_MAX) st = E_INTERNAL;
        else
            p->states[p->n_states++] = (process_state){text_of(o, "key"), text_of(o, "name"), text_of(o, "tone"), text_of(o, "for_author"), text_of(o, "next"), text_of(o, "term"),
                                                       json_is_true(json_object_get(o, "final")), (int)json_integer_value(json_object_get(o, "order"))};
    }
    json_array_foreach(json_object_get(root, "steps"), i, o) if (st == OK) st = read_step(p, o);
    for (int k = 0; st == OK && k < p->n_states; k++) {
        bool out = p->states[k].final;
        for (int s = 0; s < p->n_steps && !out; s++)
            for (int f = 0; f < p->steps[s].n_from; f++) out |= strcmp(p->steps[s].from[f], p->states[k].key) == 0;
        if (!out) st = bad("a state has no way out", p->states[k].key);
    }
    json_decref(root);
    return st;
}

static status load_locked(db *d, process_id id, const process **out)
{
    AUTO(arena_ptr) mem = arena_new();
    const void *store_of = db_store(d);
    row r = {0};

    for (int i = 0; i < n_cache; i++) {
        if (cache[i].store_of == store_of && cache[i].p->id.v == id.v) {
            *out = cache[i].p;
            return OK;
        }
    }
    TRY(db_one(d, Q_PROCESS_GET, mem, &row_shape, &r, P_ID(id)));
    if (!forever) forever = arena_new();
    process *p = NEW(forever, process);
    *p = (process){.id = id, .key = text_copy(forever, r.key), .name = text_copy(forever, r.name), .version = r.version};
    TRY(parse(p, r.definition));
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

static status check_guards(const process *p, const char *const *known)
{
    for (int s = 0; s < p->n_steps; s++) {
        for (int g = 0; g < p->steps[s].n_guards; g++) {
            bool found = false;
            for (const char *const *k = known; *k; k++) found |= strcmp(*k, p->steps[s].guard[g]) == 0;
            if (!found) return bad("unknown guard", p->steps[s].guard[g]);
        }
    }
    return OK;
}

status process_install(db *d, const char *const *known_guards)
{
    AUTO(db_tx) tx = {0};

    TRY(db_begin(d, &tx));
    for (int i = 0; i < embed_count; i++) {
        const embed_file *f = &embed_files[i];
        int64_t there = 0;
        process_id id = {0};
        if (!text_starts(f->name, "rules/process-")) continue;
        pthread_mutex_lock(&lock);
        if (!forever) forever = arena_new();
        process *p = NEW(forever, process);
        p->key = text_copyn(forever, f->name + 14, strcspn(f->name + 14, "."));
        status s = parse(p, f->data);
        pthread_mutex_unlock(&lock);
        TRY(s);
        TRY(check_guards(p, known_guards));
        TRY(db_number(d, Q_PROCESS_HAS, &there, P_TEXT(p->key), P_TEXT(f->sha256)));
        if (there == 0) TRY(db_insert(d, Q_PROCESS_INSERT, &id, P_TEXT(p->key), P_TEXT(p->key), P_TEXT(f->data), P_TEXT(f->sha256), P_INSTANT(instant_now())));
    }
    return db_commit(&tx);
}
