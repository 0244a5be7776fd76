/* A definition (JSON) read into a process. */
#include "base/text.h"
#include "base/words.h"
#include "process/process.h"
#include <jansson.h>
#include <stdlib.h>

typedef struct {
    arena *mem;
    process *p;
    const char *reason; /* the first thing that cannot be read; NULL while all is well */
} reader;

static void fail(reader *r, const char *what, const char *about)
{
    if (!r->reason) r->reason = textf(r->mem, "%s: %s", what, about);
}

static const char *text_of(reader *r, const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return text_copy(r->mem, s ? s : "");
}

static void read_limit(reader *r, const json_t *o, process_limit *l)
{
    const json_t *own = json_object_get(o, "limit");
    json_int_t n = json_integer_value(json_object_get(own, "n"));

    *l = (process_limit){.rule = text_of(r, o, "term"), .n = (int)n, .unit = text_of(r, own, "unit"), .article = text_of(r, own, "article")};
    if (n < 0 || n > 3660) fail(r, "limit", "n");
}

static clock_from read_start(reader *r, const json_t *o)
{
    const char *s = text_of(r, o, "starts");
    return text_eq(s, "received") ? CLOCK_FROM_RECEIPT : text_eq(s, "decide") ? CLOCK_FROM_DECIDE : CLOCK_FROM_ENTRY;
}

static void read_state(reader *r, const json_t *o)
{
    process *p = r->p;
    process_state s = {.key = text_of(r, o, "key"), .name = text_of(r, o, "name"), .tone = text_of(r, o, "tone"), .for_author = text_of(r, o, "for_author"),
                       .next_actor = text_of(r, o, "next"), .phase = process_phase_by_key(text_of(r, o, "phase")), .starts = read_start(r, o),
                       .stops_clock = json_is_true(json_object_get(o, "stops_clock")), .final = json_is_true(json_object_get(o, "final")),
                       .order = (int)json_integer_value(json_object_get(o, "order"))};

    read_limit(r, o, &s.limit);
    if (!s.phase) fail(r, "state without a phase", s.key);
    if ((s.phase == PHASE_DRAFT) != text_eq(s.key, "draft")) fail(r, "drafts are in the state draft", s.key);
    if (!*s.key || process_state_of(p, s.key)) fail(r, "state key", s.key);
    if (p->n_states == PROCESS_STATES_MAX) fail(r, "too many states", s.key);
    else
        p->states[p->n_states++] = s;
}

static unsigned read_roles(reader *r, const json_t *actors)
{
    unsigned bits = 0;
    size_t i;
    json_t *v;

    json_array_foreach(actors, i, v)
    {
        const char *name = json_is_string(v) ? json_string_value(v) : "";
        unsigned bit = process_roles_of(name);
        if (!bit) fail(r, "unknown actor", name);
        bits |= bit;
    }
    return bits;
}

static int read_names(reader *r, const json_t *list, const char **out, int most)
{
    int n = 0;
    size_t i;
    json_t *v;

    json_array_foreach(list, i, v)
    {
        if (n == most || !json_is_string(v)) fail(r, "too many, or no text", json_is_string(v) ? json_string_value(v) : "");
        else
            out[n++] = text_copy(r->mem, json_string_value(v));
    }
    return n;
}

static void read_step(reader *r, const json_t *o)
{
    process *p = r->p;
    process_step s = {.action = text_of(r, o, "action"), .name = text_of(r, o, "name"), .to = text_of(r, o, "to"), .outcome = text_of(r, o, "outcome"),
                      .effect = process_effect_by_key(text_of(r, o, "effect")), .article = text_of(r, o, "article"), .trust = text_of(r, o, "trust"),
                      .document = text_of(r, o, "document"), .notice = text_of(r, o, "notice"), .roles = read_roles(r, json_object_get(o, "actors")),
                      .opinions = read_roles(r, json_object_get(o, "opinions"))};

    s.n_from = read_names(r, json_object_get(o, "from"), s.from, STEP_FROM_MAX);
    s.n_parts = read_names(r, json_object_get(o, "parts"), s.part, STEP_PARTS_MAX);
    s.n_guards = read_names(r, json_object_get(o, "guards"), s.guard, STEP_GUARDS_MAX);
    if (!*s.action) fail(r, "step without a key", s.name);
    if (!s.effect) fail(r, "step without an effect", s.action);
    if (!process_state_of(p, s.to)) fail(r, "unknown state", s.to);
    for (int k = 0; k < s.n_from; k++) {
        if (!process_state_of(p, s.from[k])) fail(r, "unknown state", s.from[k]);
        if (process_step_of(p, s.action, s.from[k])) fail(r, "step twice", s.action);
    }
    for (int k = 0; k < s.n_guards; k++)
        if (!process_guard_of(s.guard[k])) fail(r, "unknown guard", s.guard[k]);
    if (p->n_steps == PROCESS_STEPS_MAX) fail(r, "too many steps", s.action);
    else
        p->steps[p->n_steps++] = s;
}

status process_parse(arena *mem, const char *definition, process *out, const char **reason)
{
    json_error_t e;
    json_t *root = json_loads(definition, JSON_REJECT_DUPLICATES, &e), *o;
    process p = *out;
    reader r = {mem, &p, NULL};
    size_t i;

    p.n_states = p.n_steps = 0;
    if (!root) {
        *reason = textf(mem, "not JSON: %s", e.text);
        return E_INVALID;
    }
    p.name = text_of(&r, root, "name");
    p.kind = text_of(&r, root, "kind");
    p.level = process_level_by_key(text_of(&r, root, "level"));
    if (!p.level) fail(&r, "unknown level", text_of(&r, root, "level"));
    json_array_foreach(json_object_get(root, "states"), i, o) read_state(&r, o);
    json_array_foreach(json_object_get(root, "steps"), i, o) read_step(&r, o);
    json_decref(root);
    if (r.reason) {
        *reason = r.reason;
        return E_INVALID;
    }
    *out = p;
    return OK;
}

/* ---- and written ---- */

static void put(json_t *o, const char *name, const char *value)
{
    if (*value) json_object_set_new(o, name, json_string(value));
}

static json_t *names_of(const char *const *names, int n)
{
    json_t *l = json_array();

    for (int i = 0; i < n; i++) json_array_append_new(l, json_string(names[i]));
    return l;
}

static json_t *actors_of(unsigned roles)
{
    const char *names[8];
    int n = process_actors_of(roles, names);

    return names_of(names, n);
}

static json_t *write_state(const process_state *s)
{
    static const char *const starts[] = {[CLOCK_FROM_ENTRY] = "entered", [CLOCK_FROM_RECEIPT] = "received", [CLOCK_FROM_DECIDE] = "decide"};
    json_t *o = json_object();

    put(o, "key", s->key);
    put(o, "phase", process_phase_key(s->phase));
    put(o, "name", s->name);
    put(o, "tone", s->tone);
    put(o, "for_author", s->for_author);
    put(o, "next", s->next_actor);
    put(o, "term", s->limit.rule);
    if (s->limit.n) json_object_set_new(o, "limit", json_pack("{s:i,s:s,s:s}", "n", s->limit.n, "unit", s->limit.unit, "article", s->limit.article));
    if (s->limit.n || *s->limit.rule) put(o, "starts", starts[s->starts]);
    if (s->stops_clock) json_object_set_new(o, "stops_clock", json_true());
    json_object_set_new(o, "final", json_boolean(s->final));
    json_object_set_new(o, "order", json_integer(s->order));
    return o;
}

static json_t *write_step(const process_step *s)
{
    json_t *o = json_object();

    put(o, "action", s->action);
    put(o, "effect", process_effect_key(s->effect));
    put(o, "outcome", s->outcome);
    put(o, "name", s->name);
    json_object_set_new(o, "from", names_of(s->from, s->n_from));
    put(o, "to", s->to);
    json_object_set_new(o, "actors", actors_of(s->roles));
    json_object_set_new(o, "guards", names_of(s->guard, s->n_guards));
    if (s->n_parts) json_object_set_new(o, "parts", names_of(s->part, s->n_parts));
    if (s->opinions) json_object_set_new(o, "opinions", actors_of(s->opinions));
    put(o, "article", s->article);
    put(o, "trust", s->trust);
    put(o, "document", s->document);
    put(o, "notice", s->notice);
    return o;
}

const char *process_write(arena *mem, const process *p)
{
    json_t *root = json_object(), *states = json_array(), *steps = json_array();

    put(root, "name", p->name);
    put(root, "level", process_level_key(p->level));
    put(root, "kind", p->kind);
    for (int i = 0; i < p->n_states; i++) json_array_append_new(states, write_state(&p->states[i]));
    for (int i = 0; i < p->n_steps; i++) json_array_append_new(steps, write_step(&p->steps[i]));
    json_object_set_new(root, "states", states);
    json_object_set_new(root, "steps", steps);
    char *s = json_dumps(root, JSON_INDENT(1));
    const char *out = text_copy(mem, s ? s : "");
    free(s);
    json_decref(root);
    return out;
}
