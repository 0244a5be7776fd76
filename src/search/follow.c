/* Keeping the indexes as the store is: built by a scan, then by the events of the audit log after a cursor. */
#include "base/log.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "search/search_own.h"
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

SHAPE(search_text_shape, search_text, F_INT(search_text, id), F_TEXT(search_text, title), F_TEXT(search_text, body), F_TEXT(search_text, author), F_TEXT(search_text, unit), F_TEXT(search_text, field),
      F_TEXT(search_text, level), F_TEXT(search_text, state), F_TEXT(search_text, form), F_TEXT(search_text, round), F_TEXT(search_text, code), F_TEXT(search_text, href), F_DATE(search_text, day), F_INSTANT(search_text, at),
      F_ID(search_text, org));

enum { FOLLOW_SECONDS = 1, FOLLOW_EVENTS = 400, BUILD_WORDS = 400000 /* held in memory while building */, INSTANCES_MAX = 16 };

static const search_source *sources;
static const search_trigger *triggers;
static int n_sources, n_triggers;

void search_setup(const search_source *s, int n, const search_trigger *t, int n_t)
{
    sources = s;
    n_sources = n < SEARCH_SOURCES_MAX ? n : SEARCH_SOURCES_MAX;
    triggers = t;
    n_triggers = n_t;
}

const search_source *search_sources(int *n)
{
    *n = n_sources;
    return sources;
}

int search_source_at(const char *kind)
{
    for (int i = 0; i < n_sources; i++)
        if (text_eq(sources[i].kind, kind)) return i;
    return -1;
}

/* ---- one index set per store ---- */

static pthread_mutex_t instances_lock = PTHREAD_MUTEX_INITIALIZER;
static search *instances[INSTANCES_MAX];

static search *search_new(const void *key, const char *folder)
{
    arena *own = arena_new();
    search *x = NEW(own, search);

    x->own = own;
    x->key = key;
    x->public_ = index_new(folder ? textf(own, "%s/public.idx", folder) : NULL);
    x->dossiers = index_new(folder ? textf(own, "%s/dossiers.idx", folder) : NULL);
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->wake, NULL);
    return x;
}

static void search_free(search *x)
{
    index_free(x->public_);
    index_free(x->dossiers);
    pthread_mutex_destroy(&x->lock);
    pthread_cond_destroy(&x->wake);
    arena_free(x->own);
}

static search *instance_of(const void *key, const char *folder)
{
    search *x = NULL;

    pthread_mutex_lock(&instances_lock);
    for (int i = 0; i < INSTANCES_MAX && !x; i++)
        if (instances[i] && instances[i]->key == key) x = instances[i];
    for (int i = 0; i < INSTANCES_MAX && !x; i++)
        if (!instances[i]) x = instances[i] = search_new(key, folder);
    for (int i = 0; i < INSTANCES_MAX && !x; i++) { /* of a store that is long closed: only tests open so many */
        if (instances[i]->running) continue;
        search_free(instances[i]);
        x = instances[i] = search_new(key, folder);
    }
    pthread_mutex_unlock(&instances_lock);
    if (!x) abort();
    return x;
}

search *search_of(db *d)
{
    return instance_of(db_store(d), NULL);
}

static void forget(search *x)
{
    pthread_mutex_lock(&instances_lock);
    for (int i = 0; i < INSTANCES_MAX; i++)
        if (instances[i] == x) instances[i] = NULL;
    pthread_mutex_unlock(&instances_lock);
    search_free(x);
}

/* ---- texts ---- */

/* A column that a kind lacks is "". */
static void whole(search_text *t)
{
    const char **const texts[] = {&t->title, &t->body, &t->author, &t->unit, &t->field, &t->level, &t->state, &t->form, &t->round, &t->code, &t->href};

    for (int i = 0; i < COUNT(texts); i++)
        if (!*texts[i]) *texts[i] = "";
    if (!t->day.ymd && t->at.ms) t->day = date_of(t->at);
}

static void add_text(segment_builder *b, int source, const search_text *t)
{
    AUTO(arena_ptr) mem = arena_new();
    segment_doc doc = {.id = t->id, .kind = (uint8_t)source, .day = (uint32_t)t->day.ymd, .org = (uint32_t)t->org.v, .title = t->title, .author = t->author, .body = t->body};

    doc.more = textf(mem, "%s . %s . %s", t->code, t->unit, t->field);
    doc.value[FACET_KIND] = sources[source].kind;
    doc.value[FACET_UNIT] = t->unit;
    doc.value[FACET_FIELD] = t->field;
    doc.value[FACET_YEAR] = t->day.ymd ? textf(mem, "%d", date_year(t->day)) : "";
    doc.value[FACET_LEVEL] = t->level;
    doc.value[FACET_STATE] = t->state;
    doc.value[FACET_FORM] = t->form;
    doc.value[FACET_ROUND] = t->round;
    segment_add(b, &doc);
}

static status one_text(db *d, arena *mem, int source, int64_t id, search_text *out)
{
    param p = P_INT(id);

    *out = (search_text){0};
    TRY(db_one_(d, sources[source].one, mem, &search_text_shape, out, &p, 1));
    whole(out);
    return OK;
}

/* Built-in texts (rules, guides) are of this program and of the rules in use, not of the store. */
static status take_made(search *x)
{
    for (int i = 0; i < n_sources; i++) {
        if (!sources[i].make) continue;
        search_index *at = sources[i].dossiers ? x->dossiers : x->public_;
        search_texts texts = {0};
        TRY(sources[i].make(x->own, &texts));
        segment_builder *b = segment_builder_new();
        for (int k = 0; k < texts.n; k++) {
            texts.p[k].id = k + 1;
            whole(&texts.p[k]);
            add_text(b, i, &texts.p[k]);
        }
        status s = index_clear_kind(at, (uint8_t)i);
        if (s == OK) s = index_apply(at, NULL, 0, b, NULL, false);
        segment_builder_free(b);
        TRY(s);
        x->made[i] = texts;
    }
    x->fresh = true;
    return OK;
}

status search_text_of(db *d, arena *mem, search *x, const actor *who, const search_hit *h, search_text *out)
{
    search_text t = {0};

    if (h->kind >= n_sources) return E_NOT_FOUND;
    if (sources[h->kind].make) {
        if (h->id < 1 || h->id > x->made[h->kind].n) return E_NOT_FOUND;
        *out = x->made[h->kind].p[h->id - 1];
        return OK;
    }
    if (sources[h->kind].dossiers) { /* asks the predicate */
        dossier dos = {0};
        TRY(dossier_get(d, mem, who, (dossier_id){h->id}, &dos));
    }
    TRY(one_text(d, mem, h->kind, h->id, &t));
    *out = t;
    return OK;
}

/* ---- building ---- */

typedef struct {
    index_pile *pile;
    segment_builder *b;
    int source, rows;
    int64_t after; /* the last id that was read */
    const search *x;
} building;

static status spill(building *w)
{
    if (segment_docs(w->b) == 0) return OK;
    segment_builder *b = w->b;
    w->b = segment_builder_new();
    return index_pile_put(w->pile, b);
}

static status build_row(void *ctx, void *item)
{
    building *w = ctx;

    whole(item);
    w->after = ((search_text *)item)->id;
    w->rows++;
    add_text(w->b, w->source, item);
    if (w->x->stopping) return E_RETRY;
    return segment_pending(w->b) > BUILD_WORDS ? spill(w) : OK;
}

/* All texts of a kind, some hundred a query, so that neither engine holds them all. */
static status build_kind(db *d, building *w)
{
    w->after = 0;
    do {
        param p = P_INT(w->after);
        w->rows = 0;
        TRY(db_scan_(d, sources[w->source].all, &search_text_shape, build_row, w, &p, 1));
    } while (w->rows > 0);
    return OK;
}

static status last_event(db *d, segment_note *out)
{
    AUTO(arena_ptr) mem = arena_new();
    typedef struct {
        int64_t id;
        const char *hash;
    } row;
    STATIC_SHAPE(sh, row, F_INT(row, id), F_TEXT(row, hash));
    row last = {0, ""};

    *out = (segment_note){0};
    status s = db_one(d, Q_SEARCH_LAST_EVENT, mem, &sh, &last);
    if (s == E_NOT_FOUND) return OK;
    TRY(s);
    out->cursor = last.id;
    snprintf(out->mark, sizeof out->mark, "%s", last.hash);
    return OK;
}

static status build(db *d, search *x, search_index *at)
{
    building w = {.pile = index_pile_new(at), .b = segment_builder_new(), .x = x};
    segment_note note = {0};
    bool dossiers = at == x->dossiers;
    int64_t began = instant_now().ms;

    status s = last_event(d, &note);
    for (int i = 0; i < n_sources && s == OK; i++) {
        if (sources[i].make || sources[i].dossiers != dossiers) continue;
        w.source = i;
        s = build_kind(d, &w);
    }
    if (s == OK) s = spill(&w);
    if (s == OK) s = index_pile_use(w.pile, &note);
    segment_builder_free(w.b);
    index_pile_free(w.pile);
    if (s != OK) return s;
    if (!dossiers) TRY(take_made(x));
    malloc_trim(0);
    AUTO_SNAPSHOT now = index_take(at);
    log_info("search: %u %s in %.1f s", now->n ? now->part[0].s->n : 0, dossiers ? "dossiers" : "public texts", (double)(instant_now().ms - began) / 1000);
    return OK;
}

/* ---- following ---- */

typedef struct {
    int64_t id, object;
    const char *kind, *action, *hash;
} event;
STATIC_SHAPE(event_shape, event, F_INT(event, id), F_INT(event, object), F_TEXT(event, kind), F_TEXT(event, action), F_TEXT(event, hash));
typedef LIST_OF(event) events;
typedef struct {
    int64_t id;
} ref;
STATIC_SHAPE(ref_shape, ref, F_INT(ref, id));

enum { KEYS_MAX = 4000 };
typedef struct {
    index_key key[KEYS_MAX];
    int n;
    bool all, made; /* all: the keys are not known, everything is read anew */
} changes;

static void add_key(changes *c, int source, int64_t id)
{
    for (int i = 0; i < c->n; i++)
        if (c->key[i].kind == source && c->key[i].id == id) return;
    if (c->n == KEYS_MAX) c->all = true;
    else c->key[c->n++] = (index_key){id, (uint8_t)source};
}

static status changes_of(db *d, arena *mem, const event *e, bool dossiers, changes *c)
{
    for (int i = 0; i < n_triggers; i++) {
        int source = text_eq(triggers[i].event, e->kind) ? search_source_at(triggers[i].source) : -1;
        if (source < 0 || sources[source].dossiers != dossiers) continue;
        if (sources[source].make) c->made = true;
        else if (e->object == 0 || text_eq(e->kind, "system")) c->all = true; /* many at once: an import */
        else if (triggers[i].ids == Q__COUNT) add_key(c, source, e->object);
        else {
            LIST_OF(ref) rows = {0};
            param p = P_INT(e->object);
            TRY(db_each_(d, triggers[i].ids, mem, &ref_shape, (list *)&rows, &p, 1));
            for (int k = 0; k < rows.n; k++) add_key(c, source, rows.p[k].id);
        }
    }
    return OK;
}

static status apply(db *d, search_index *at, const changes *c, const segment_note *note, bool settle)
{
    segment_builder *b = segment_builder_new();
    status s = OK;

    for (int i = 0; i < c->n && s == OK; i++) {
        AUTO(arena_ptr) mem = arena_new();
        search_text t;
        s = one_text(d, mem, c->key[i].kind, c->key[i].id, &t);
        if (s == OK) add_text(b, c->key[i].kind, &t);
        else if (s == E_NOT_FOUND) s = OK; /* it left */
    }
    if (s == OK) s = index_apply(at, c->key, c->n, b, note, settle);
    segment_builder_free(b);
    return s;
}

/* Does the log still hold the event up to which this index goes? Another store, or an older copy of it, does not. */
static status is_ours(db *d, const segment_note *note, bool *out)
{
    int64_t n = 0;

    TRY(db_number(d, Q_SEARCH_EVENT_IS, &n, P_INT(note->cursor), P_TEXT(note->mark)));
    *out = note->cursor == 0 || n > 0;
    return OK;
}

static status follow_index(db *d, search *x, search_index *at, bool settle)
{
    for (;;) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO_SNAPSHOT now = index_take(at);
        segment_note last = {0};
        events new = {0};
        changes *c = NEW(mem, changes);
        bool ours = true;

        TRY(last_event(d, &last));
        if (now->ready && last.cursor == now->note.cursor && text_eq(last.mark, now->note.mark)) return OK;
        if (now->ready) TRY(is_ours(d, &now->note, &ours));
        if (!now->ready || !ours || last.cursor < now->note.cursor) return build(d, x, at);
        TRY(db_each(d, Q_SEARCH_EVENTS, mem, &event_shape, &new, P_INT(now->note.cursor), P_INT(FOLLOW_EVENTS)));
        if (new.n == 0) return OK;
        for (int i = 0; i < new.n; i++) TRY(changes_of(d, mem, &new.p[i], at == x->dossiers, c));
        if (c->all) return build(d, x, at);
        segment_note note = {.cursor = new.p[new.n - 1].id};
        snprintf(note.mark, sizeof note.mark, "%s", new.p[new.n - 1].hash);
        TRY(apply(d, at, c, &note, settle));
        if (c->made) TRY(take_made(x));
    }
}

static status follow_both(db *d, search *x, bool settle)
{
    if (!x->fresh) TRY(take_made(x));
    TRY(follow_index(d, x, x->public_, settle));
    return follow_index(d, x, x->dossiers, settle);
}

static bool is_ready(search *x)
{
    AUTO_SNAPSHOT a = index_take(x->public_);
    AUTO_SNAPSHOT b = index_take(x->dossiers);

    return a->ready && b->ready;
}

status search_catch_up(db *d, search *x, bool from_thread)
{
    if (!from_thread && x->running && !is_ready(x)) return OK; /* the thread is at it */
    if (pthread_mutex_trylock(&x->lock) != 0) {
        if (x->running && !from_thread && !is_ready(x)) return OK;
        pthread_mutex_lock(&x->lock);
    }
    status s = follow_both(d, x, from_thread);
    pthread_mutex_unlock(&x->lock);
    return s;
}

status search_follow(db *d)
{
    return search_catch_up(d, search_of(d), false);
}

status search_rebuild(db *d)
{
    search *x = search_of(d);

    pthread_mutex_lock(&x->lock);
    status s = build(d, x, x->public_);
    if (s == OK) s = build(d, x, x->dossiers);
    pthread_mutex_unlock(&x->lock);
    return s;
}

/* ---- the thread ---- */

static void *run(void *ctx)
{
    search *x = ctx;
    pthread_mutex_t naps = PTHREAD_MUTEX_INITIALIZER;

    while (!x->stopping) {
        AUTO(db_loan) l = {0};
        status s = db_borrow(x->store, &l.db);
        if (s == OK) s = search_catch_up(l.db, x, true);
        if (s != OK && !x->stopping) log_warning("search: not up to date: %s", status_name(s));
        db_return(l.db);
        l.db = NULL;
        struct timespec until = deadline_in((s == OK ? 1000 : 5000) * FOLLOW_SECONDS);
        pthread_mutex_lock(&naps);
        if (!x->stopping) pthread_cond_timedwait(&x->wake, &naps, &until);
        pthread_mutex_unlock(&naps);
    }
    return NULL;
}

status search_start(store *s, const char *folder, search **out)
{
    AUTO(db_loan) l = {0};

    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        log_error("search: cannot make the folder %s: %s", folder, strerror(errno));
        return E_IO;
    }
    TRY(db_borrow(s, &l.db));
    search *x = instance_of(db_store(l.db), folder);
    x->store = s;
    x->running = true;
    if (pthread_create(&x->thread, NULL, run, x) != 0) abort();
    *out = x;
    return OK;
}

void search_stop(search *x)
{
    if (!x) return;
    x->stopping = true;
    pthread_cond_signal(&x->wake);
    pthread_join(x->thread, NULL);
    forget(x);
}
