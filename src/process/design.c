#include "process/design.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include <string.h>

SHAPE(process_row_shape, process_row, F_ID(process_row, id), F_TEXT(process_row, key), F_TEXT(process_row, name), F_TEXT(process_row, level), F_TEXT(process_row, kind),
      F_TEXT(process_row, status), F_TEXT(process_row, creator), F_INT(process_row, version), F_INT(process_row, revision), F_INT(process_row, running),
      F_BOOL(process_row, named_only), F_INSTANT(process_row, created_at), F_INSTANT(process_row, activated_at), F_INSTANT(process_row, retired_at),
      F_TEXT(process_row, level_name), F_TEXT(process_row, kind_name), F_TEXT(process_row, status_name), F_TEXT(process_row, tone));

typedef struct {
    const char *definition;
} text_row;
STATIC_SHAPE(text_shape, text_row, F_TEXT(text_row, definition));

bool design_may(const actor *who)
{
    return actor_has(who, ROLE_ADMINISTRATOR, (org_id){0});
}

/* ---- reading ---- */

static void dress(process_row *r)
{
    static const char *const statuses[][3] = {{"draft", N_("Bản thảo"), "wait"}, {"active", N_("Đang áp dụng"), "good"}, {"retired", N_("Đã ngừng"), "off"}};
    static const char *const kinds[][2] = {{"", N_("Mọi loại giải pháp")}, {"technical", N_("Giải pháp kỹ thuật")}, {"management", N_("Giải pháp quản lý")},
                                           {"operational", N_("Giải pháp tác nghiệp")}, {"applied", N_("Giải pháp ứng dụng tiến bộ kỹ thuật")}};

    r->level_name = process_level_name(process_level_by_key(r->level));
    r->kind_name = r->status_name = r->tone = "";
    for (int i = 0; i < COUNT(statuses); i++) {
        if (!text_eq(statuses[i][0], r->status)) continue;
        r->status_name = T(statuses[i][1]);
        r->tone = statuses[i][2];
    }
    for (int i = 0; i < COUNT(kinds); i++)
        if (text_eq(kinds[i][0], r->kind)) r->kind_name = T(kinds[i][1]);
}

status design_list(db *d, arena *mem, const actor *who, process_rows *out)
{
    if (!design_may(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_PROCESS_LIST, mem, &process_row_shape, out));
    for (int i = 0; i < out->n; i++) dress(&out->p[i]);
    return OK;
}

status design_versions(db *d, arena *mem, const actor *who, const char *key, process_rows *out)
{
    if (!design_may(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_PROCESS_VERSIONS, mem, &process_row_shape, out, P_TEXT(key)));
    for (int i = 0; i < out->n; i++) dress(&out->p[i]);
    return OK;
}

status design_get(db *d, arena *mem, const actor *who, process_id id, process_row *row, process *p)
{
    text_row t = {""};
    process q = {0};
    const char *reason = "";

    if (!design_may(who)) return E_FORBIDDEN;
    TRY(db_one(d, Q_PROCESS_ROW, mem, &process_row_shape, row, P_ID(id)));
    TRY(db_one(d, Q_PROCESS_DEFINITION, mem, &text_shape, &t, P_ID(id)));
    q.id = id;
    q.key = row->key;
    q.version = row->version;
    TRY(process_parse(mem, t.definition, &q, &reason));
    dress(row);
    *p = q;
    return OK;
}

/* ---- new ones ---- */

static status insert(arena *mem, db *d, const actor *who, const char *key, const process *p, bool named_only, instant now, process_id *out)
{
    TRY(db_insert(d, Q_PROCESS_INSERT, out, P_TEXT(key), P_TEXT(p->name), P_TEXT(process_level_key(p->level)), P_TEXT(p->kind), P_BOOL(named_only), P_TEXT("draft"),
                  P_TEXT(process_write(mem, p)), P_TEXT(""), P_INSTANT(now), P_ID(who->user)));
    return audit_add(d, mem, who, "process.created", "process", out->v, "", textf(mem, "%s: %s", key, p->name));
}

/* A key out of the name that no other process has. */
static status free_key(arena *mem, db *d, const char *name, const char **out)
{
    const char *slug = text_slug(mem, name);

    if (!*slug) slug = "quy-trinh";
    for (int n = 1; n < 1000; n++) {
        int64_t there = 0;
        *out = n == 1 ? slug : textf(mem, "%s-%d", slug, n);
        TRY(db_number(d, Q_PROCESS_KEY_TAKEN, &there, P_TEXT(*out)));
        if (!there) return OK;
    }
    return E_LIMIT;
}

status design_create(arena *mem, db *d, const actor *who, const char *name, process_level level, const char *kind, instant now, process_id *out)
{
    AUTO(db_tx) tx = {0};
    process *p = NEW(mem, process);
    const char *key = "";

    if (!design_may(who)) return E_FORBIDDEN;
    *p = (process){.name = name, .level = level, .kind = kind, .n_states = 1};
    p->states[0] = (process_state){.key = "draft", .name = "Nháp", .tone = "off", .for_author = "Hồ sơ đang soạn, chưa nộp.", .next_actor = "author", .phase = PHASE_DRAFT,
                                   .limit = {"", 0, "", ""}, .order = 1};
    TRY(db_begin(d, &tx));
    TRY(free_key(mem, d, name, &key));
    TRY(insert(mem, d, who, key, p, false, now, out));
    return db_commit(&tx);
}

status design_copy(arena *mem, db *d, const actor *who, process_id from, const char *name, instant now, process_id *out)
{
    AUTO(db_tx) tx = {0};
    process_row row = {0};
    process *p = NEW(mem, process);
    int64_t drafts = 0;

    TRY(db_begin(d, &tx));
    TRY(design_get(d, mem, who, from, &row, p));
    const char *key = row.key;
    if (*name) {
        p->name = name;
        TRY(free_key(mem, d, name, &key));
    } else {
        TRY(db_number(d, Q_PROCESS_DRAFTS, &drafts, P_TEXT(key)));
        if (drafts) return E_CONFLICT; /* one draft at a time */
    }
    TRY(insert(mem, d, who, key, p, row.named_only, now, out));
    return db_commit(&tx);
}

/* ---- changing a draft ---- */

typedef struct {
    db_tx *tx;
    process_row row;
    process *p;
} draft;

static status open_draft(arena *mem, db *d, const actor *who, process_id id, int64_t revision, draft *f)
{
    f->p = NEW(mem, process);
    TRY(db_begin(d, f->tx));
    TRY(design_get(d, mem, who, id, &f->row, f->p));
    return text_eq(f->row.status, "draft") && f->row.revision == revision ? OK : E_CONFLICT;
}

static status save_draft(arena *mem, db *d, const actor *who, draft *f, const char *event, const char *detail)
{
    TRY(db_change1(d, Q_PROCESS_SAVE, P_TEXT(f->p->name), P_TEXT(f->p->kind), P_BOOL(f->row.named_only), P_TEXT(process_write(mem, f->p)), P_ID(f->row.id), P_INT(f->row.revision)));
    TRY(audit_add(d, mem, who, event, "process", f->row.id.v, "", detail));
    return db_commit(f->tx);
}

status design_settings(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *name, const char *kind, bool named_only, instant now)
{
    AUTO(db_tx) tx = {0};
    draft f = {.tx = &tx};

    (void)now;
    TRY(open_draft(mem, d, who, id, revision, &f));
    f.p->name = name;
    f.p->kind = kind;
    f.row.named_only = named_only;
    return save_draft(mem, d, who, &f, "process.settings", textf(mem, "%s %s", name, kind));
}

static const char *key_from(arena *mem, const char *name, const char *otherwise)
{
    char *s = text_copy(mem, text_slug(mem, name));

    for (char *c = s; *c; c++)
        if (*c == '-') *c = '_';
    return *s && !text_eq(s, "draft") ? s : otherwise;
}

static int state_index(const process *p, const char *key)
{
    for (int i = 0; i < p->n_states; i++)
        if (text_eq(p->states[i].key, key)) return i;
    return -1;
}

static int step_index(const process *p, const char *key)
{
    for (int i = 0; i < p->n_steps; i++)
        if (text_eq(p->steps[i].action, key)) return i;
    return -1;
}

status design_put_state(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, const process_state *s, instant now)
{
    AUTO(db_tx) tx = {0};
    draft f = {.tx = &tx};
    process_state put = *s;

    (void)now;
    TRY(open_draft(mem, d, who, id, revision, &f));
    int at = state_index(f.p, key);
    if (*key && at < 0) return E_NOT_FOUND;
    if (!*key) {
        if (f.p->n_states == PROCESS_STATES_MAX) return E_LIMIT;
        at = f.p->n_states++;
        const char *base = key_from(mem, s->name, "state");
        f.p->states[at].key = "";
        for (int n = 1; state_index(f.p, put.key = n == 1 ? base : textf(mem, "%s_%d", base, n)) >= 0; n++) continue;
    } else {
        put.key = f.p->states[at].key;
    }
    if ((put.phase == PHASE_DRAFT) != text_eq(put.key, "draft")) return E_INVALID;
    f.p->states[at] = put;
    return save_draft(mem, d, who, &f, "process.state", process_state_words(mem, &put));
}

static void forget_state(process_step *s, const char *key)
{
    int n = 0;

    for (int i = 0; i < s->n_from; i++)
        if (!text_eq(s->from[i], key)) s->from[n++] = s->from[i];
    s->n_from = n;
}

status design_drop_state(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, instant now)
{
    AUTO(db_tx) tx = {0};
    draft f = {.tx = &tx};
    int kept = 0;

    (void)now;
    TRY(open_draft(mem, d, who, id, revision, &f));
    int at = state_index(f.p, key);
    if (at < 0) return E_NOT_FOUND;
    if (f.p->states[at].phase == PHASE_DRAFT) return E_FORBIDDEN;
    const char *words = process_state_words(mem, &f.p->states[at]);
    for (int i = 0; i < f.p->n_steps; i++) {
        process_step *s = &f.p->steps[i];
        forget_state(s, key);
        if (s->n_from && !text_eq(s->to, key)) f.p->steps[kept++] = *s;
    }
    f.p->n_steps = kept;
    memmove(&f.p->states[at], &f.p->states[at + 1], (size_t)(f.p->n_states - at - 1) * sizeof f.p->states[0]);
    f.p->n_states--;
    return save_draft(mem, d, who, &f, "process.state_dropped", words);
}

/* What the law demands of this effect at this level belongs to the step, ticked or not. */
static void add_demanded(const process *p, process_step *s)
{
    for (const process_demand *d = process_demands; d->effect; d++) {
        bool named = false;
        if (d->effect != s->effect || !(d->levels & LEVEL_BIT(p->level))) continue;
        for (int g = 0; g < s->n_guards; g++) named |= text_eq(s->guard[g], d->guard);
        if (!named && s->n_guards < STEP_GUARDS_MAX) s->guard[s->n_guards++] = d->guard;
    }
}

status design_put_step(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, const process_step *s, instant now)
{
    AUTO(db_tx) tx = {0};
    draft f = {.tx = &tx};
    process_step put = *s;

    (void)now;
    TRY(open_draft(mem, d, who, id, revision, &f));
    int at = step_index(f.p, key);
    if (*key && at < 0) return E_NOT_FOUND;
    if (!process_state_of(f.p, put.to)) return E_INVALID;
    for (int i = 0; i < put.n_from; i++)
        if (!process_state_of(f.p, put.from[i])) return E_INVALID;
    if (!*key) {
        if (f.p->n_steps == PROCESS_STEPS_MAX) return E_LIMIT;
        const char *base = key_from(mem, s->name, "step");
        for (int n = 1; step_index(f.p, put.action = n == 1 ? base : textf(mem, "%s_%d", base, n)) >= 0; n++) continue;
        at = f.p->n_steps++;
    } else {
        put.action = f.p->steps[at].action;
    }
    add_demanded(f.p, &put);
    f.p->steps[at] = put;
    return save_draft(mem, d, who, &f, "process.step", textf(mem, "%s: %s", put.name, process_step_words(mem, f.p, &put)));
}

status design_drop_step(arena *mem, db *d, const actor *who, process_id id, int64_t revision, const char *key, instant now)
{
    AUTO(db_tx) tx = {0};
    draft f = {.tx = &tx};

    (void)now;
    TRY(open_draft(mem, d, who, id, revision, &f));
    int at = step_index(f.p, key);
    if (at < 0) return E_NOT_FOUND;
    const char *name = f.p->steps[at].name;
    memmove(&f.p->steps[at], &f.p->steps[at + 1], (size_t)(f.p->n_steps - at - 1) * sizeof f.p->steps[0]);
    f.p->n_steps--;
    return save_draft(mem, d, who, &f, "process.step_dropped", name);
}

/* ---- its life ---- */

typedef struct {
    process_id id;
    const char *name;
} name_row;
STATIC_SHAPE(name_shape, name_row, F_ID(name_row, id), F_TEXT(name_row, name));

status design_activate(arena *mem, db *d, const actor *who, process_id id, bool replace, instant now, design_outcome *out)
{
    AUTO(db_tx) tx = {0};
    process_row row = {0};
    process *p = NEW(mem, process);
    design_outcome o = {.rival = ""};
    name_row rival = {{0}, ""};

    TRY(db_begin(d, &tx));
    TRY(design_get(d, mem, who, id, &row, p));
    if (!text_eq(row.status, "draft")) return E_CONFLICT;
    process_check(mem, p, &o.problems);
    if (!process_is_sound(&o.problems)) o.tag = DESIGN_UNSOUND;
    status s = row.named_only ? E_NOT_FOUND : db_one(d, Q_PROCESS_RIVAL, mem, &name_shape, &rival, P_TEXT(row.level), P_TEXT(row.kind), P_TEXT(row.key));
    if (s != OK && s != E_NOT_FOUND) return s;
    if (o.tag == DESIGN_DONE && s == OK && !replace) {
        o.tag = DESIGN_RIVAL;
        o.rival = rival.name;
    }
    *out = o;
    if (o.tag != DESIGN_DONE) return OK;
    if (s == OK) {
        TRY(db_change1(d, Q_PROCESS_RETIRE, P_INSTANT(now), P_ID(rival.id)));
        TRY(audit_add(d, mem, who, "process.retired", "process", rival.id.v, "active", textf(mem, "%s", row.key)));
    }
    TRY(db_change(d, Q_PROCESS_RETIRE_KEY, NULL, P_INSTANT(now), P_TEXT(row.key)));
    TRY(db_change1(d, Q_PROCESS_ACTIVATE, P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "process.activated", "process", id.v, "draft", textf(mem, "%s %lld", row.key, (long long)row.version)));
    return db_commit(&tx);
}

status design_retire(arena *mem, db *d, const actor *who, process_id id, instant now, design_outcome *out)
{
    AUTO(db_tx) tx = {0};
    process_row row = {0};
    process *p = NEW(mem, process);
    design_outcome o = {.rival = ""};
    int64_t others = 0;

    TRY(db_begin(d, &tx));
    TRY(design_get(d, mem, who, id, &row, p));
    if (!text_eq(row.status, "active")) return E_CONFLICT;
    TRY(db_number(d, Q_PROCESS_OTHERS, &others, P_TEXT(row.level), P_ID(id)));
    bool general = !row.named_only && !*row.kind;
    if (general && p->level == LEVEL_UNIT && !others) o.tag = DESIGN_RIVAL;
    *out = o;
    if (o.tag != DESIGN_DONE) return OK;
    TRY(db_change1(d, Q_PROCESS_RETIRE, P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "process.retired", "process", id.v, "active", textf(mem, "%s %lld", row.key, (long long)row.version)));
    return db_commit(&tx);
}

status design_drop(arena *mem, db *d, const actor *who, process_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    process_row row = {0};
    process *p = NEW(mem, process);

    (void)now;
    TRY(db_begin(d, &tx));
    TRY(design_get(d, mem, who, id, &row, p));
    TRY(db_change1(d, Q_PROCESS_DROP, P_ID(id)));
    TRY(audit_add(d, mem, who, "process.dropped", "process", id.v, "draft", textf(mem, "%s %lld", row.key, (long long)row.version)));
    return db_commit(&tx);
}
