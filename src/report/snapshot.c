#include "report/snapshot.h"
#include "remuneration/remuneration.h"
#include "audit/audit.h"
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"
#include "org/org.h"
#include "rule/rule.h"
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHAPE(report_design_shape, report_design, F_INT(report_design, id), F_INT(report_design, from_year), F_INT(report_design, to_year), F_TEXT(report_design, title), F_TEXT(report_design, axes),
      F_TEXT(report_design, columns), F_TEXT(report_design, field), F_TEXT(report_design, kind), F_TEXT(report_design, level), F_TEXT(report_design, org_name), F_ID(report_design, org_id),
      F_BOOL(report_design, period));
SHAPE(report_snapshot_shape, report_snapshot, F_INT(report_snapshot, id), F_INT(report_snapshot, audit_id), F_TEXT(report_snapshot, title), F_TEXT(report_snapshot, kind), F_TEXT(report_snapshot, content),
      F_TEXT(report_snapshot, sha256), F_TEXT(report_snapshot, org_name), F_TEXT(report_snapshot, by_name), F_ID(report_snapshot, org_id), F_INSTANT(report_snapshot, taken_at));

const report_choice report_axes[] = {{"year", N_("Năm")}, {"org", N_("Cơ sở")}, {"field", N_("Lĩnh vực")}, {"kind", N_("Loại giải pháp")}, {"level", N_("Cấp")}, {0}};

/* What a column shows: a count; a rate of two in percent; an average of two. */
static const struct {
    size_t at, of; /* of 0: a count */
    bool percent;
} formulas[] = {
    {offsetof(cube_row, received)}, {offsetof(cube_row, accepted)}, {offsetof(cube_row, declined)}, {offsetof(cube_row, recognised)}, {offsetof(cube_row, city)},
    {offsetof(cube_row, head)}, {offsetof(cube_row, refused)}, {offsetof(cube_row, withdrawn)}, {offsetof(cube_row, cancelled)},
    {offsetof(cube_row, in_time), offsetof(cube_row, timed), true}, {offsetof(cube_row, reviewed_in_time), offsetof(cube_row, reviewed), true}, {offsetof(cube_row, days), offsetof(cube_row, timed), false},
    {offsetof(cube_row, amount)}, {offsetof(cube_row, computable)}, {offsetof(cube_row, applied)},
};
const report_choice report_columns[] = {
    {"received", N_("Tiếp nhận")}, {"accepted", N_("Chấp nhận đơn")}, {"declined", N_("Từ chối chấp nhận đơn")}, {"recognised", N_("Công nhận")}, {"city", N_("Cấp thành phố")},
    {"head", N_("Có người đứng đầu")}, {"refused", N_("Không công nhận")}, {"withdrawn", N_("Tác giả rút đơn")}, {"cancelled", N_("Hủy bỏ việc công nhận")},
    {"in_time", N_("Tỷ lệ đúng hạn quyết định, %")}, {"reviewed_in_time", N_("Tỷ lệ đúng hạn xem xét đơn, %")}, {"days", N_("Ngày giải quyết, trung bình")},
    {"amount", N_("Tiền làm lợi, đồng")}, {"computable", N_("Tính được bằng tiền")}, {"applied", N_("Đã áp dụng")}, {0}};
_Static_assert(COUNT(formulas) + 1 == COUNT(report_columns), "a formula for each column");

static bool chosen(const char *list, const char *key)
{
    char mark[60];
    size_t n = strlen(key);

    if (n > 50) return false;
    snprintf(mark, sizeof mark, ",%s,", key);
    return strstr(list, mark) != NULL;
}

static int count_chosen(const char *list, const report_choice *of)
{
    int n = 0;

    for (int i = 0; of[i].key; i++) n += chosen(list, of[i].key);
    return n;
}

static int commas(const char *s)
{
    int n = 0;

    for (; *s; s++) n += *s == ',';
    return n;
}

/* ",a,b,": only declared keys, each once. */
static bool is_choice(const char *list, const report_choice *of, int most)
{
    int n = count_chosen(list, of);
    return n >= 1 && n <= most && commas(list) == n + 1;
}

/* ---- designs ---- */

status report_design_save(arena *mem, db *d, const actor *who, const report_design *r, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    struct {
        int64_t v;
    } made = {0};

    if (!report_may_make(who, r->org_id)) return E_FORBIDDEN;
    if (!is_choice(r->axes, report_axes, DESIGN_AXES_MAX) || !is_choice(r->columns, report_columns, COUNT(report_columns)) || text_empty(r->title) || r->from_year > r->to_year ||
        r->from_year < REPORT_YEAR_MIN || r->to_year > REPORT_YEAR_MAX)
        return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(db_insert(d, Q_REPORT_DESIGN_INSERT, &made, P_TEXT(r->title), P_TEXT(r->axes), P_TEXT(r->columns), P_INT(r->from_year), P_INT(r->to_year), P_BOOL(r->period), P_ID(r->org_id), P_TEXT(r->field),
                  P_TEXT(r->kind), P_TEXT(r->level), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "report.designed", "report_design", made.v, "", r->title));
    TRY(db_commit(&tx));
    *id = made.v;
    return OK;
}

static bool may_read(const actor *who, org_id org)
{
    return org.v ? report_may_see_unit(who, org) : report_may_see_all(who);
}

status report_design_get(db *d, arena *mem, const actor *who, int64_t id, report_design *out)
{
    report_design r = {0};

    TRY(db_one(d, Q_REPORT_DESIGN_GET, mem, &report_design_shape, &r, P_INT(id)));
    if (!may_read(who, r.org_id)) return E_NOT_FOUND;
    *out = r;
    return OK;
}

status report_design_list(db *d, arena *mem, const actor *who, report_designs *out)
{
    report_designs all = {0};
    int n = 0;

    TRY(db_each(d, Q_REPORT_DESIGN_ALL, mem, &report_design_shape, &all));
    for (int i = 0; i < all.n && n < DESIGNS_SHOWN; i++)
        if (may_read(who, all.p[i].org_id)) all.p[n++] = all.p[i];
    all.n = n;
    *out = all;
    return OK;
}

status report_design_drop(arena *mem, db *d, const actor *who, int64_t id)
{
    AUTO(db_tx) tx = {0};
    report_design r = {0};

    TRY(db_begin(d, &tx));
    TRY(report_design_get(d, mem, who, id, &r));
    if (!report_may_make(who, r.org_id)) return E_FORBIDDEN;
    TRY(db_change1(d, Q_REPORT_DESIGN_DROP, P_INSTANT(instant_now()), P_INT(id)));
    TRY(audit_add(d, mem, who, "report.design_dropped", "report_design", id, r.title, ""));
    return db_commit(&tx);
}

/* ---- running ---- */

static sheet_cell words(const char *text)
{
    return (sheet_cell){.text = text};
}

static sheet_cell whole(int64_t n)
{
    return (sheet_cell){.text = "", .number = n, .scale = 1};
}

static int64_t at(const cube_row *w, size_t offset)
{
    return *(const int64_t *)(const void *)((const char *)w + offset);
}

static sheet_cell column_value(const cube_row *w, int k)
{
    if (!formulas[k].of) return whole(at(w, formulas[k].at));
    int64_t n = at(w, formulas[k].of), sum = at(w, formulas[k].at) * (formulas[k].percent ? 100 : 1);
    return n ? (sheet_cell){.text = "", .number = (sum * 100 + n / 2) / n, .scale = 100} : words("–");
}

/* Names of organisations, each asked once. */
typedef struct {
    int64_t id[REPORT_PAGE * 8];
    const char *name[REPORT_PAGE * 8];
    int n;
} name_memo;

static status name_of(db *d, arena *mem, name_memo *names, int64_t id, const char **out)
{
    org_row o = {0};

    for (int i = 0; i < names->n; i++)
        if (names->id[i] == id) {
            *out = names->name[i];
            return OK;
        }
    TRY(org_get(d, mem, (org_id){id}, &o));
    *out = o.name;
    if (names->n < COUNT(names->id)) {
        names->id[names->n] = id;
        names->name[names->n++] = o.name;
    }
    return OK;
}

/* Papers are in Vietnamese, whoever makes them. */
static const char *kind_in_vietnamese(const char *kind)
{
    lang l = words_lang();

    words_set(LANG_VI);
    const char *name = dossier_kind_name(kind);
    words_set(l);
    return name;
}

static const char *level_name(const char *level)
{
    return text_eq(level, "city") ? "Cấp thành phố" : text_eq(level, "nation") ? "Toàn quốc" : "Cơ sở";
}

static status axis_value(db *d, arena *mem, name_memo *names, const char *axis, const cube_row *w, sheet_cell *out)
{
    const char *name = "";

    if (text_eq(axis, "year")) *out = words(textf(mem, "%lld", (long long)w->year));
    else if (text_eq(axis, "field")) *out = words(*w->field ? w->field : "–");
    else if (text_eq(axis, "kind")) *out = words(*w->kind ? kind_in_vietnamese(w->kind) : "–");
    else if (text_eq(axis, "level")) *out = words(level_name(w->level));
    else {
        TRY(name_of(d, mem, names, w->org, &name));
        *out = words(name);
    }
    return OK;
}

status report_design_run(db *d, arena *mem, const report_design *r, sheet *out)
{
    cube_ask a = {.by_year = chosen(r->axes, "year"), .by_org = chosen(r->axes, "org"), .by_field = chosen(r->axes, "field"), .by_kind = chosen(r->axes, "kind"), .by_level = chosen(r->axes, "level"),
                  .period = r->period, .from = (int)r->from_year, .to = (int)r->to_year, .org = r->org_id, .field = r->field, .kind = r->kind, .level = r->level};
    cube_rows rows = {0};
    name_memo *names = NEW(mem, name_memo);
    sheet s = {.title = r->title, .heads = NEWS(mem, const char *, SHEET_CELLS_MAX)};

    TRY(report_cube(d, mem, &a, &rows));
    for (int i = 0; report_axes[i].key; i++)
        if (chosen(r->axes, report_axes[i].key)) s.heads[s.n_heads++] = report_axes[i].label;
    for (int i = 0; report_columns[i].key; i++)
        if (chosen(r->columns, report_columns[i].key)) s.heads[s.n_heads++] = report_columns[i].label;
    s.rows = NEWS(mem, sheet_row, rows.n + 1);
    for (int k = 0; k < rows.n; k++) {
        sheet_row *row = &s.rows[s.n_rows++];
        row->cells = NEWS(mem, sheet_cell, s.n_heads);
        for (int i = 0; report_axes[i].key; i++)
            if (chosen(r->axes, report_axes[i].key)) TRY(axis_value(d, mem, names, report_axes[i].key, &rows.p[k], &row->cells[row->n++]));
        for (int i = 0; report_columns[i].key; i++)
            if (chosen(r->columns, report_columns[i].key)) row->cells[row->n++] = column_value(&rows.p[k], i);
    }
    *out = s;
    return OK;
}

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
    if (json_is_integer(o)) return whole(json_integer_value(o));
    if (json_is_object(o)) return (sheet_cell){.text = "", .number = json_integer_value(json_object_get(o, "x100")), .scale = 100};
    return words(string_of(mem, o));
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

static status freeze(arena *mem, db *d, const actor *who, int64_t design, const char *kind, const char *title, org_id org, const report_content *c, instant now, int64_t *id)
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

    TRY(db_begin(d, &tx)); /* numbers and hash of one moment */
    TRY(report_design_get(d, mem, who, design, &r));
    if (!report_may_make(who, r.org_id)) return E_FORBIDDEN;
    TRY(report_design_run(d, mem, &r, &s));
    report_content c = {.sheets = &s, .n_sheets = 1};
    TRY(freeze(mem, d, who, design, "design", r.title, r.org_id, &c, now, id));
    return db_commit(&tx);
}

status report_snapshot_get(db *d, arena *mem, const actor *who, int64_t id, report_snapshot *out)
{
    report_snapshot s = {0};

    TRY(db_one(d, Q_REPORT_SNAPSHOT_GET, mem, &report_snapshot_shape, &s, P_INT(id)));
    if (!may_read(who, s.org_id)) return E_NOT_FOUND;
    *out = s;
    return OK;
}

status report_snapshot_list(db *d, arena *mem, const actor *who, report_snapshots *out)
{
    report_snapshots all = {0};
    int n = 0;

    TRY(db_each(d, Q_REPORT_SNAPSHOT_ALL, mem, &report_snapshot_shape, &all));
    for (int i = 0; i < all.n && n < DESIGNS_SHOWN; i++)
        if (may_read(who, all.p[i].org_id)) all.p[n++] = all.p[i];
    all.n = n;
    *out = all;
    return OK;
}

/* ---- the periodic report ---- */

static sheet two_columns(arena *mem, const char *title, const char *head, int room)
{
    sheet s = {.title = title, .heads = NEWS(mem, const char *, 2), .n_heads = 2, .rows = NEWS(mem, sheet_row, room)};

    s.heads[0] = head;
    s.heads[1] = "Số lượng";
    return s;
}

static void line(arena *mem, sheet *s, const char *label, sheet_cell value)
{
    sheet_row *r = &s->rows[s->n_rows++];

    r->cells = NEWS(mem, sheet_cell, 2);
    r->n = 2;
    r->cells[0] = words(label);
    r->cells[1] = value;
}

static sheet sums(arena *mem, const cube_row *w, int64_t certificates)
{
    sheet s = two_columns(mem, "1. Tình hình chung", "Chỉ tiêu", 16);

    line(mem, &s, "Đơn tiếp nhận", whole(w->received));
    line(mem, &s, "Đơn được chấp nhận", whole(w->accepted));
    line(mem, &s, "Đơn bị từ chối chấp nhận", whole(w->declined));
    line(mem, &s, "Sáng kiến được công nhận", whole(w->recognised));
    line(mem, &s, "Trong đó có tác dụng, ảnh hưởng đối với thành phố", whole(w->city));
    line(mem, &s, "Trong đó có người đứng đầu là tác giả", whole(w->head));
    line(mem, &s, "Không công nhận", whole(w->refused));
    line(mem, &s, "Giấy chứng nhận đã cấp", whole(certificates));
    line(mem, &s, "Sáng kiến đã áp dụng", whole(w->applied));
    line(mem, &s, "Tổng tiền làm lợi, đồng", whole(w->amount));
    line(mem, &s, "Sáng kiến không tính được bằng tiền", whole(w->recognised - w->computable));
    line(mem, &s, "Quyết định đúng hạn, %", w->timed ? (sheet_cell){.text = "", .number = (w->in_time * 10000 + w->timed / 2) / w->timed, .scale = 100} : words("–"));
    return s;
}

/* Out of the records of Điều lệ Art 10; each line opens them (/bao-cao/thu-lao). */
static status money(db *d, arena *mem, org_id org, date first, date last, sheet *out)
{
    sheet s = two_columns(mem, REPORT_MONEY_TITLE, "Khoản", 8);
    rem_sums r = {0};

    TRY(remuneration_sums(d, org, first, last, &r));
    line(mem, &s, "Số lần trả thù lao cho tác giả", whole(r.authors));
    line(mem, &s, "Tiền đã trả cho tác giả, đồng", whole(r.to_authors));
    line(mem, &s, "Số lần trả cho người tham gia tổ chức áp dụng lần đầu", whole(r.organisers));
    line(mem, &s, "Tiền đã trả cho người tham gia tổ chức áp dụng lần đầu, đồng", whole(r.to_organisers));
    line(mem, &s, "Số lần nhận tiền chuyển giao sáng kiến", whole(r.transfers));
    line(mem, &s, "Tiền chuyển giao sáng kiến đã nhận, đồng", whole(r.received));
    *out = s;
    return OK;
}

static status by_axis(db *d, arena *mem, cube_ask a, const char *title, const char *head, sheet *out)
{
    cube_rows rows = {0};

    TRY(report_cube(d, mem, &a, &rows));
    sheet s = two_columns(mem, title, head, rows.n + 1);
    for (int i = 0; i < rows.n; i++) {
        const cube_row *w = &rows.p[i];
        int64_t n = a.by_reason ? w->refused + w->declined : w->recognised;
        const char *label = a.by_reason ? w->reason : a.by_kind ? kind_in_vietnamese(w->kind) : w->field;
        if (n) line(mem, &s, *label ? label : a.by_reason ? "Văn bản không nêu điều" : "Chưa ghi", whole(n));
    }
    *out = s;
    return OK;
}

void report_days_of(int year, date *first, date *last)
{
    bool open = false;

    *first = date_make(year, 1, 1);
    *last = date_make(year, 12, 31);
    (void)!rule_window(rule_current(), "report.year_cutoff", NULL, date_make(year, 6, 1), &open, first, last, NULL);
}

status report_snapshot_periodic(arena *mem, db *d, const actor *who, const periodic_ask *ask, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    cube_ask a = {.period = true, .from = ask->year, .to = ask->year, .org = ask->org, .field = "", .kind = "", .level = ""};
    cube_rows all = {0};
    sheet sheets[5] = {{0}};
    org_row o = {0};
    date first = {0}, last = {0};
    int64_t certificates = 0;

    if (!report_may_make(who, ask->org)) return E_FORBIDDEN;
    if (ask->year < REPORT_YEAR_MIN || ask->year > REPORT_YEAR_MAX) return E_INVALID;
    TRY(db_begin(d, &tx));
    if (ask->org.v) TRY(org_get(d, mem, ask->org, &o));
    report_days_of(ask->year, &first, &last);
    TRY(db_number(d, Q_REPORT_CERTIFICATES, &certificates, P_DATE(first), P_DATE(last), P_INT(ask->org.v)));
    TRY(report_cube(d, mem, &a, &all));
    const cube_row none = {0};
    sheets[0] = sums(mem, all.n ? &all.p[0] : &none, certificates);
    cube_ask kind = a, field = a, reason = a;
    kind.by_kind = field.by_field = reason.by_reason = true;
    TRY(by_axis(d, mem, kind, "2. Sáng kiến được công nhận theo loại giải pháp", "Loại giải pháp", &sheets[1]));
    TRY(by_axis(d, mem, field, "3. Sáng kiến được công nhận theo lĩnh vực", "Lĩnh vực", &sheets[2]));
    TRY(by_axis(d, mem, reason, "4. Không công nhận, từ chối chấp nhận theo lý do", "Điều của Điều lệ Sáng kiến", &sheets[3]));
    TRY(money(d, mem, ask->org, first, last, &sheets[4]));
    report_text texts[] = {{"Ghi thêm về thù lao", ask->remuneration}, {"6. Biện pháp đã thực hiện", ask->measures}, {"7. Khó khăn, vướng mắc", ask->problems}, {"8. Kiến nghị", ask->proposals}};
    report_content c = {.sheets = sheets, .n_sheets = COUNT(sheets), .texts = texts, .n_texts = COUNT(texts), .year = ask->year};
    const char *title = textf(mem, "Báo cáo hoạt động sáng kiến năm %d (số liệu từ %s đến %s)", ask->year, date_vi(mem, first), date_vi(mem, last));
    TRY(freeze(mem, d, who, 0, "periodic", title, ask->org, &c, now, id));
    return db_commit(&tx);
}
