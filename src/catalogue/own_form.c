#include "catalogue/own_form.h"
#include "catalogue/round.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

SHAPE(own_field_shape, own_field, F_TEXT(own_field, key), F_TEXT(own_field, label), F_TEXT(own_field, hint), F_TEXT(own_field, kind), F_BOOL(own_field, required));
SHAPE(own_form_row_shape, own_form_row, F_ID(own_form_row, id), F_TEXT(own_form_row, name), F_TEXT(own_form_row, level), F_TEXT(own_form_row, sector), F_TEXT(own_form_row, status),
      F_TEXT(own_form_row, definition), F_INT(own_form_row, version), F_INT(own_form_row, revision), F_INSTANT(own_form_row, created_at), F_INSTANT(own_form_row, activated_at),
      F_TEXT(own_form_row, level_name), F_TEXT(own_form_row, sector_name), F_TEXT(own_form_row, status_name), F_TEXT(own_form_row, tone), F_TEXT(own_form_row, round_name), F_ID(own_form_row, round_id));

/* ---- the definition ---- */

static const char *text_of(arena *mem, const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return text_copy(mem, s ? s : "");
}

static status parse(arena *mem, const char *definition, own_form *out)
{
    json_error_t e;
    json_t *root = json_loads(definition, 0, &e), *o;
    size_t i;

    if (!root) return E_INTERNAL;
    *out = (own_form){{NEWS(mem, own_field, OWN_FIELDS_MAX + 1), 0}, {NEWS(mem, own_part, OWN_PARTS_MAX + 1), 0}};
    json_array_foreach(json_object_get(root, "fields"), i, o)
    {
        if (out->fields.n < OWN_FIELDS_MAX)
            out->fields.p[out->fields.n++] = (own_field){text_of(mem, o, "key"), text_of(mem, o, "label"), text_of(mem, o, "hint"), text_of(mem, o, "kind"), json_is_true(json_object_get(o, "required"))};
    }
    json_array_foreach(json_object_get(root, "parts"), i, o)
    {
        if (out->parts.n < OWN_PARTS_MAX && json_is_string(o)) out->parts.p[out->parts.n++] = (own_part){text_copy(mem, json_string_value(o))};
    }
    json_decref(root);
    return OK;
}

static const char *written(arena *mem, const own_form *f)
{
    json_t *root = json_object(), *fields = json_array(), *parts = json_array();

    for (int i = 0; i < f->fields.n; i++) {
        const own_field *w = &f->fields.p[i];
        json_array_append_new(fields, json_pack("{s:s,s:s,s:s,s:s,s:b}", "key", w->key, "label", w->label, "hint", w->hint, "kind", w->kind, "required", w->required));
    }
    for (int i = 0; i < f->parts.n; i++) json_array_append_new(parts, json_string(f->parts.p[i].key));
    json_object_set_new(root, "fields", fields);
    json_object_set_new(root, "parts", parts);
    char *s = json_dumps(root, JSON_COMPACT);
    const char *out = text_copy(mem, s ? s : "{}");
    free(s);
    json_decref(root);
    return out;
}

/* ---- reading ---- */

static status dress(db *d, arena *mem, own_form_row *r)
{
    static const char *const statuses[][3] = {{"draft", N_("Bản thảo"), "wait"}, {"active", N_("Đang dùng"), "good"}, {"retired", N_("Đã thay"), "off"}};
    static const char *const levels[][2] = {{"unit", N_("Cơ sở")}, {"city", N_("Bộ, tỉnh, thành phố")}, {"nation", N_("Toàn quốc")}};

    r->level_name = r->status_name = r->tone = "";
    r->sector_name = T("Mọi lĩnh vực");
    for (int i = 0; i < COUNT(levels); i++)
        if (text_eq(levels[i][0], r->level)) r->level_name = T(levels[i][1]);
    for (int i = 0; i < COUNT(statuses); i++) {
        if (!text_eq(statuses[i][0], r->status)) continue;
        r->status_name = T(statuses[i][1]);
        r->tone = statuses[i][2];
    }
    return *r->sector ? catalogue_name(d, mem, "field", r->sector, &r->sector_name) : OK;
}

status own_form_all(db *d, arena *mem, const actor *who, own_form_rows *out)
{
    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_each(d, Q_OWN_FORM_ALL, mem, &own_form_row_shape, out));
    for (int i = 0; i < out->n; i++) TRY(dress(d, mem, &out->p[i]));
    return OK;
}

status own_form_get(db *d, arena *mem, form_id id, own_form_row *row, own_form *form)
{
    TRY(db_one(d, Q_OWN_FORM_GET, mem, &own_form_row_shape, row, P_ID(id)));
    TRY(parse(mem, row->definition, form));
    return dress(d, mem, row);
}

status own_form_choose(db *d, arena *mem, const char *level, const char *field, round_id round, form_id *out)
{
    int64_t id = 0;

    TRY(db_number(d, Q_OWN_FORM_CHOOSE, &id, P_TEXT(level), P_TEXT(text_fold(mem, field)), P_INT(round.v)));
    out->v = id;
    return OK;
}

/* ---- drafts ---- */

status own_form_create(arena *mem, db *d, const actor *who, const char *name, const char *level, const char *sector, round_id round, instant now, form_id *out)
{
    AUTO(db_tx) tx = {0};
    own_form_row old = {.round_name = "", .definition = "{\"fields\":[],\"parts\":[]}"};
    int64_t drafts = 0;
    round_row of = {0};

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    if (text_empty(name) || text_empty(level)) return E_INVALID;
    TRY(db_begin(d, &tx));
    if (round.v) TRY(round_get(d, mem, round, &of));
    if (round.v && !text_eq(of.level, level)) return E_INVALID;
    TRY(db_number(d, Q_OWN_FORM_DRAFTS, &drafts, P_TEXT(level), P_TEXT(sector), P_INT(round.v)));
    if (drafts) return E_CONFLICT;
    status s = db_one(d, Q_OWN_FORM_ACTIVE, mem, &own_form_row_shape, &old, P_TEXT(level), P_TEXT(sector), P_INT(round.v));
    if (s != OK && s != E_NOT_FOUND) return s;
    TRY(db_insert(d, Q_OWN_FORM_INSERT, out, P_TEXT(name), P_TEXT(level), P_TEXT(sector), P_INT(round.v), P_TEXT(old.definition), P_INSTANT(now), P_ID(who->user)));
    TRY(audit_add(d, mem, who, "form.created", "form", out->v, "", textf(mem, "%s %s %s", level, sector, name)));
    return db_commit(&tx);
}

static status open_draft(arena *mem, db *d, const actor *who, form_id id, int64_t revision, own_form_row *row, own_form *f)
{
    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(own_form_get(d, mem, id, row, f));
    return text_eq(row->status, "draft") && row->revision == revision ? OK : E_CONFLICT;
}

static status save_draft(arena *mem, db *d, const actor *who, const own_form_row *row, const own_form *f, const char *what)
{
    TRY(db_change1(d, Q_OWN_FORM_SAVE, P_TEXT(written(mem, f)), P_ID(row->id), P_INT(row->revision)));
    return audit_add(d, mem, who, "form.changed", "form", row->id.v, "", what);
}

static int index_of(const own_form *f, const char *key)
{
    for (int i = 0; i < f->fields.n; i++)
        if (text_eq(f->fields.p[i].key, key)) return i;
    return -1;
}

status own_form_put(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *key, const own_field *field)
{
    AUTO(db_tx) tx = {0};
    own_form_row row = {0};
    own_form f = {0};
    own_field put = *field;

    TRY(db_begin(d, &tx));
    TRY(open_draft(mem, d, who, id, revision, &row, &f));
    int at = *key ? index_of(&f, key) : f.fields.n;
    if (at < 0) return E_NOT_FOUND;
    if (!*key) {
        if (f.fields.n == OWN_FIELDS_MAX) return E_LIMIT;
        const char *base = text_slug(mem, field->label);
        put.key = *base ? base : "muc";
        for (int n = 2; index_of(&f, put.key) >= 0; n++) put.key = textf(mem, "%s-%d", base, n);
        f.fields.n++;
    } else {
        put.key = f.fields.p[at].key;
    }
    f.fields.p[at] = put;
    TRY(save_draft(mem, d, who, &row, &f, put.label));
    return db_commit(&tx);
}

status own_form_drop(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *key)
{
    AUTO(db_tx) tx = {0};
    own_form_row row = {0};
    own_form f = {0};

    TRY(db_begin(d, &tx));
    TRY(open_draft(mem, d, who, id, revision, &row, &f));
    int at = index_of(&f, key);
    if (at < 0) return E_NOT_FOUND;
    memmove(&f.fields.p[at], &f.fields.p[at + 1], (size_t)(f.fields.n - at - 1) * sizeof f.fields.p[0]);
    f.fields.n--;
    TRY(save_draft(mem, d, who, &row, &f, key));
    return db_commit(&tx);
}

status own_form_parts(arena *mem, db *d, const actor *who, form_id id, int64_t revision, const char *const *keys, int n)
{
    AUTO(db_tx) tx = {0};
    own_form_row row = {0};
    own_form f = {0};

    if (n > OWN_PARTS_MAX) return E_LIMIT;
    TRY(db_begin(d, &tx));
    TRY(open_draft(mem, d, who, id, revision, &row, &f));
    f.parts.n = 0;
    for (int i = 0; i < n; i++) f.parts.p[f.parts.n++] = (own_part){keys[i]};
    TRY(save_draft(mem, d, who, &row, &f, "parts"));
    return db_commit(&tx);
}

status own_form_activate(arena *mem, db *d, const actor *who, form_id id, instant now)
{
    AUTO(db_tx) tx = {0};
    own_form_row row = {0};
    own_form f = {0};

    if (!catalogue_may_manage(who)) return E_FORBIDDEN;
    TRY(db_begin(d, &tx));
    TRY(own_form_get(d, mem, id, &row, &f));
    if (!text_eq(row.status, "draft")) return E_CONFLICT;
    TRY(db_change(d, Q_OWN_FORM_RETIRE, NULL, P_TEXT(row.level), P_TEXT(row.sector), P_INT(row.round_id.v)));
    TRY(db_change1(d, Q_OWN_FORM_SET_ACTIVE, P_INSTANT(now), P_ID(id)));
    TRY(audit_add(d, mem, who, "form.activated", "form", id.v, "", textf(mem, "%s %lld", row.name, (long long)row.version)));
    return db_commit(&tx);
}
