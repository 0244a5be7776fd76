/* Snapshots: what a report said, kept with its hash. */
#include "report/snapshot_own.h"
#include "audit/audit.h"
#include "base/text.h"
#include "org/org.h"
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHAPE(report_snapshot_shape, report_snapshot, F_INT(report_snapshot, id), F_INT(report_snapshot, audit_id), F_TEXT(report_snapshot, title), F_TEXT(report_snapshot, kind), F_TEXT(report_snapshot, content),
      F_TEXT(report_snapshot, sha256), F_TEXT(report_snapshot, org_name), F_TEXT(report_snapshot, by_name), F_ID(report_snapshot, org_id), F_INSTANT(report_snapshot, taken_at));

/* ---- content: tables and texts as canonical JSON ---- */

static json_t *json_of_cell(const sheet_cell *c)
{
    if (c->scale == 0) return json_string(c->text);
    if (c->scale == 1) return json_integer((json_int_t)c->number);
    return json_pack("{s:I}", "x100", (json_int_t)c->number);
}

static json_t *json_of_sheet(const sheet *s)
{
    json_t *heads = json_array(), *rows = json_array();

    for (int i = 0; i < s->n_heads; i++) json_array_append_new(heads, json_string(s->heads[i]));
    for (int i = 0; i < s->n_rows; i++) {
        json_t *row = json_array();
        for (int k = 0; k < s->rows[i].n; k++) json_array_append_new(row, json_of_cell(&s->rows[i].cells[k]));
        json_array_append_new(rows, row);
    }
    return json_pack("{s:s,s:o,s:o}", "title", s->title, "heads", heads, "rows", rows);
}

static const char *content_text(arena *mem, const report_content *c)
{
    json_t *tables = json_array(), *texts = json_array();

    for (int i = 0; i < c->n_sheets; i++) json_array_append_new(tables, json_of_sheet(&c->sheets[i]));
    for (int i = 0; i < c->n_texts; i++) json_array_append_new(texts, json_pack("{s:s,s:s}", "title", c->texts[i].title, "text", c->texts[i].text));
    json_t *o = json_pack("{s:o,s:o}", "tables", tables, "texts", texts);
    if (c->year) json_object_set_new(o, "year", json_integer(c->year));
    char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    const char *out = text_copy(mem, s);

    free(s);
    json_decref(o);
    return out;
}

static const char *hash_of(arena *mem, const char *text)
{
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, (const unsigned char *)text, strlen(text));
    return text_hex(mem, h, sizeof h);
}

static const char *string_of(arena *mem, const json_t *o)
{
    const char *s = json_string_value(o);
    return s ? text_copy(mem, s) : "";
}

static sheet_cell cell_of(arena *mem, const json_t *o)
{
    if (json_is_integer(o)) return cell_whole(json_integer_value(o));
    if (json_is_object(o)) return (sheet_cell){.text = "", .number = json_integer_value(json_object_get(o, "x100")), .scale = 100};
    return cell_words(string_of(mem, o));
}

static sheet sheet_of(arena *mem, const json_t *o)
{
    const json_t *heads = json_object_get(o, "heads"), *rows = json_object_get(o, "rows");
    sheet s = {.title = string_of(mem, json_object_get(o, "title")), .n_heads = (int)json_array_size(heads), .n_rows = (int)json_array_size(rows)};

    s.heads = NEWS(mem, const char *, s.n_heads + 1);
    s.rows = NEWS(mem, sheet_row, s.n_rows + 1);
    for (int i = 0; i < s.n_heads; i++) s.heads[i] = string_of(mem, json_array_get(heads, (size_t)i));
    for (int i = 0; i < s.n_rows; i++) {
        const json_t *row = json_array_get(rows, (size_t)i);
        s.rows[i].n = (int)json_array_size(row);
        s.rows[i].cells = NEWS(mem, sheet_cell, s.rows[i].n + 1);
        for (int k = 0; k < s.rows[i].n; k++) s.rows[i].cells[k] = cell_of(mem, json_array_get(row, (size_t)k));
    }
    return s;
}

status report_snapshot_open(arena *mem, const report_snapshot *s, report_content *out)
{
    json_t *o = text_eq(hash_of(mem, s->content), s->sha256) ? json_loads(s->content, 0, NULL) : NULL;
    report_content c = {0};

    if (!o) return E_INTERNAL;
    const json_t *tables = json_object_get(o, "tables"), *texts = json_object_get(o, "texts");
    c.year = (int)json_integer_value(json_object_get(o, "year"));
    c.n_sheets = (int)json_array_size(tables);
    c.n_texts = (int)json_array_size(texts);
    c.sheets = NEWS(mem, sheet, c.n_sheets + 1);
    c.texts = NEWS(mem, report_text, c.n_texts + 1);
    for (int i = 0; i < c.n_sheets; i++) c.sheets[i] = sheet_of(mem, json_array_get(tables, (size_t)i));
    for (int i = 0; i < c.n_texts; i++) {
        const json_t *t = json_array_get(texts, (size_t)i);
        c.texts[i] = (report_text){string_of(mem, json_object_get(t, "title")), string_of(mem, json_object_get(t, "text"))};
    }
    json_decref(o);
    *out = c;
    return OK;
}

/* ---- snapshots ---- */

status report_freeze(arena *mem, db *d, const actor *who, int64_t design, const char *kind, const char *title, org_id org, const report_content *c, instant now, int64_t *id)
{
    report_state st = {0};
    const char *text = content_text(mem, c);
    struct {
        int64_t v;
    } made = {0};
    status s = report_state_of(d, mem, &st);

    if (s != OK && s != E_NOT_FOUND) return s;
    TRY(db_insert(d, Q_REPORT_SNAPSHOT_INSERT, &made, design ? P_INT(design) : P_NULL, P_TEXT(kind), P_TEXT(title), P_ID(org), P_TEXT(text), P_TEXT(hash_of(mem, text)), P_INT(st.audit_id), P_ID(who->user),
                  P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "report.frozen", "report_snapshot", made.v, "", textf(mem, "%s %s", hash_of(mem, text), title)));
    *id = made.v;
    return OK;
}

status report_snapshot_of_design(arena *mem, db *d, const actor *who, int64_t design, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    report_design r = {0};
    sheet s = {0};
    const char **records = NULL;

    TRY(db_begin(d, &tx)); /* numbers and hash of one moment */
    TRY(report_design_get(d, mem, who, design, &r));
    if (!report_may_make(who, r.org_id)) return E_FORBIDDEN;
    TRY(report_design_run(d, mem, &r, &s, &records));
    report_content c = {.sheets = &s, .n_sheets = 1};
    TRY(report_freeze(mem, d, who, design, "design", r.title, r.org_id, &c, now, id));
    return db_commit(&tx);
}

status report_snapshot_get(db *d, arena *mem, const actor *who, int64_t id, report_snapshot *out)
{
    report_snapshot s = {0};

    TRY(db_one(d, Q_REPORT_SNAPSHOT_GET, mem, &report_snapshot_shape, &s, P_INT(id)));
    if (!report_may_read(who, s.org_id)) return E_NOT_FOUND;
    *out = s;
    return OK;
}

status report_snapshot_list(db *d, arena *mem, const actor *who, report_snapshots *out)
{
    report_snapshots all = {0};
    int n = 0;

    TRY(db_each(d, Q_REPORT_SNAPSHOT_ALL, mem, &report_snapshot_shape, &all));
    for (int i = 0; i < all.n && n < DESIGNS_SHOWN; i++)
        if (report_may_read(who, all.p[i].org_id)) all.p[n++] = all.p[i];
    all.n = n;
    *out = all;
    return OK;
}
