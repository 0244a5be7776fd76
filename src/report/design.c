/* Designs of reports: axes, columns and filters out of declared lists, and what such a table says now. */
#include "report/snapshot_own.h"
#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "catalogue/catalogue.h"
#include "dossier/dossier.h"
#include "org/org.h"
#include <stdio.h>
#include <string.h>

SHAPE(report_design_shape, report_design, F_INT(report_design, id), F_INT(report_design, from_year), F_INT(report_design, to_year), F_TEXT(report_design, title), F_TEXT(report_design, axes),
      F_TEXT(report_design, columns), F_TEXT(report_design, field), F_TEXT(report_design, kind), F_TEXT(report_design, beneficiary), F_TEXT(report_design, level), F_TEXT(report_design, org_name), F_ID(report_design, org_id),
      F_BOOL(report_design, period));

const report_choice report_axes[] = {{"year", N_("Năm")}, {"org", N_("Cơ sở")}, {"field", N_("Lĩnh vực")}, {"kind", N_("Loại giải pháp")}, {"level", N_("Cấp")}, {"beneficiary", N_("Đối tượng thụ hưởng")}, {0}};

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
    {"received", N_("Tiếp nhận"), "received"}, {"accepted", N_("Chấp nhận đơn"), "accepted"}, {"declined", N_("Từ chối chấp nhận đơn"), "declined"}, {"recognised", N_("Công nhận"), "recognised"}, {"city", N_("Cấp thành phố"), "recognised"},
    {"head", N_("Có người đứng đầu"), "recognised", "head"}, {"refused", N_("Không công nhận"), "refused"}, {"withdrawn", N_("Tác giả rút đơn"), "withdrawn"}, {"cancelled", N_("Hủy bỏ việc công nhận"), "cancelled"},
    {"in_time", N_("Tỷ lệ đúng hạn quyết định, %"), "decided"}, {"reviewed_in_time", N_("Tỷ lệ đúng hạn xem xét đơn, %"), "reviewed"}, {"days", N_("Ngày giải quyết, trung bình"), "decided"},
    {"amount", N_("Tiền làm lợi, đồng"), "recognised", "computable"}, {"computable", N_("Tính được bằng tiền"), "recognised", "computable"}, {"applied", N_("Đã áp dụng"), "recognised", "applied"}, {0}};
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

/* Of the list, retired ones too; none, or those that name nobody. */
static status is_beneficiary(db *d, const char *key)
{
    int64_t n = 0;

    if (!*key || text_eq(key, REPORT_NOBODY)) return OK;
    TRY(db_number(d, Q_CATALOGUE_KEY_TAKEN, &n, P_TEXT("beneficiary"), P_TEXT(key)));
    return n ? OK : E_INVALID;
}

status report_design_save(arena *mem, db *d, const actor *who, const report_design *r, instant now, int64_t *id)
{
    AUTO(db_tx) tx = {0};
    const char *beneficiary = r->beneficiary ? r->beneficiary : "";
    struct {
        int64_t v;
    } made = {0};

    if (!report_may_make(who, r->org_id)) return E_FORBIDDEN;
    if (!is_choice(r->axes, report_axes, DESIGN_AXES_MAX) || !is_choice(r->columns, report_columns, COUNT(report_columns)) || text_empty(r->title) || r->from_year > r->to_year ||
        r->from_year < REPORT_YEAR_MIN || r->to_year > REPORT_YEAR_MAX)
        return E_INVALID;
    TRY(db_begin(d, &tx));
    TRY(is_beneficiary(d, beneficiary));
    TRY(db_insert(d, Q_REPORT_DESIGN_INSERT, &made, P_TEXT(r->title), P_TEXT(r->axes), P_TEXT(r->columns), P_INT(r->from_year), P_INT(r->to_year), P_BOOL(r->period), P_ID(r->org_id), P_TEXT(r->field),
                  P_TEXT(r->kind), P_TEXT(beneficiary), P_TEXT(r->level), P_ID(who->user), P_INSTANT(now)));
    TRY(audit_add(d, mem, who, "report.designed", "report_design", made.v, "", r->title));
    TRY(db_commit(&tx));
    *id = made.v;
    return OK;
}

status report_design_get(db *d, arena *mem, const actor *who, int64_t id, report_design *out)
{
    report_design r = {0};

    TRY(db_one(d, Q_REPORT_DESIGN_GET, mem, &report_design_shape, &r, P_INT(id)));
    if (!report_may_read(who, r.org_id)) return E_NOT_FOUND;
    *out = r;
    return OK;
}

status report_design_list(db *d, arena *mem, const actor *who, report_designs *out)
{
    report_designs all = {0};
    int n = 0;

    TRY(db_each(d, Q_REPORT_DESIGN_ALL, mem, &report_design_shape, &all));
    for (int i = 0; i < all.n && n < DESIGNS_SHOWN; i++)
        if (report_may_read(who, all.p[i].org_id)) all.p[n++] = all.p[i];
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

static int64_t at(const cube_row *w, size_t offset)
{
    return *(const int64_t *)(const void *)((const char *)w + offset);
}

static sheet_cell column_value(const cube_row *w, int k)
{
    if (!formulas[k].of) return cell_whole(at(w, formulas[k].at));
    int64_t n = at(w, formulas[k].of), sum = at(w, formulas[k].at) * (formulas[k].percent ? 100 : 1);
    return n ? (sheet_cell){.text = "", .number = (sum * 100 + n / 2) / n, .scale = 100} : cell_words("–");
}

/* Names, each asked once. */
typedef struct {
    int64_t id[REPORT_PAGE * 8];
    const char *name[REPORT_PAGE * 8];
    int n;
    catalogue_list beneficiaries;
} name_memo;

static status org_name(db *d, arena *mem, name_memo *names, int64_t id, const char **out)
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

static const char *beneficiary_name(const name_memo *names, const char *key)
{
    for (int i = 0; i < names->beneficiaries.n; i++)
        if (text_eq(names->beneficiaries.p[i].key, key)) return names->beneficiaries.p[i].name;
    return text_eq(key, REPORT_NOBODY) ? "–" : key;
}

/* Papers are in Vietnamese, whoever makes them. */
const char *report_kind_in_vietnamese(const char *kind)
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

    if (text_eq(axis, "year")) *out = cell_words(textf(mem, "%lld", (long long)w->year));
    else if (text_eq(axis, "field")) *out = cell_words(*w->field ? w->field : "–");
    else if (text_eq(axis, "kind")) *out = cell_words(*w->kind ? report_kind_in_vietnamese(w->kind) : "–");
    else if (text_eq(axis, "level")) *out = cell_words(level_name(w->level));
    else if (text_eq(axis, "beneficiary")) *out = cell_words(beneficiary_name(names, w->beneficiary));
    else {
        TRY(org_name(d, mem, names, w->org, &name));
        *out = cell_words(name);
    }
    return OK;
}

void report_put_filters(buf *b, const report_filter *filters, int n)
{
    for (int i = 0; i < n; i++) buf_pair(b, filters[i][0], filters[i][1]);
}

/* Where the records of a count are, of a rate and an average those it is of; "" of none. */
static const char *records_of(arena *mem, const report_design *r, const cube_row *w, int column)
{
    const report_choice *c = &report_columns[column];
    const char *field = *w->field ? w->field : chosen(r->axes, "field") ? REPORT_NOBODY : r->field, *kind = *w->kind ? w->kind : chosen(r->axes, "kind") ? REPORT_NOBODY : r->kind, *beneficiary = *w->beneficiary ? w->beneficiary : r->beneficiary ? r->beneficiary : "";
    const char *level = text_eq(c->key, "city") ? "city" : *w->level ? w->level : r->level;
    const report_filter filters[] = {{"linh-vuc", field}, {"loai", kind}, {"doi-tuong", beneficiary}, {"cap", level}, {"phan", c->part ? c->part : ""}};
    long long org = w->org ? w->org : r->org_id.v;
    AUTO(buf) b = {0};

    bool rate = formulas[column].of != 0;

    if (at(w, rate ? formulas[column].of : formulas[column].at) == 0) return "";
    buf_printf(&b, "/thong-ke/ho-so?su-kien=%s&tu-nam=%lld&den-nam=%lld%s", c->event, (long long)(w->year ? w->year : r->from_year), (long long)(w->year ? w->year : r->to_year), r->period ? "&ky=bao-cao" : "");
    if (org) buf_printf(&b, "&co-so=%lld", org);
    if (rate) buf_puts(&b, "&dung-han=2");
    report_put_filters(&b, filters, COUNT(filters));
    return text_copy(mem, b.p);
}

status report_design_run(db *d, arena *mem, const report_design *r, sheet *out, const char ***records)
{
    cube_ask a = {.by_year = chosen(r->axes, "year"), .by_org = chosen(r->axes, "org"), .by_field = chosen(r->axes, "field"), .by_kind = chosen(r->axes, "kind"), .by_level = chosen(r->axes, "level"),
                  .by_beneficiary = chosen(r->axes, "beneficiary"), .period = r->period, .from = (int)r->from_year, .to = (int)r->to_year, .org = r->org_id, .field = r->field, .kind = r->kind,
                  .beneficiary = r->beneficiary, .level = r->level};
    cube_rows rows = {0};
    name_memo *names = NEW(mem, name_memo);
    sheet s = {.title = r->title, .heads = NEWS(mem, const char *, SHEET_CELLS_MAX)};

    TRY(report_cube(d, mem, &a, &rows));
    if (a.by_beneficiary) TRY(catalogue_of(d, mem, "beneficiary", "", true, &names->beneficiaries));
    for (int i = 0; report_axes[i].key; i++)
        if (chosen(r->axes, report_axes[i].key)) s.heads[s.n_heads++] = report_axes[i].label;
    for (int i = 0; report_columns[i].key; i++)
        if (chosen(r->columns, report_columns[i].key)) s.heads[s.n_heads++] = report_columns[i].label;
    s.rows = NEWS(mem, sheet_row, rows.n + 1);
    const char **links = NEWS(mem, const char *, rows.n * s.n_heads + 1), **link = links;
    for (int k = 0; k < rows.n; k++) {
        sheet_row *row = &s.rows[s.n_rows++];
        row->cells = NEWS(mem, sheet_cell, s.n_heads);
        for (int i = 0; report_axes[i].key; i++) {
            if (!chosen(r->axes, report_axes[i].key)) continue;
            TRY(axis_value(d, mem, names, report_axes[i].key, &rows.p[k], &row->cells[row->n++]));
            *link++ = "";
        }
        for (int i = 0; report_columns[i].key; i++) {
            if (!chosen(r->columns, report_columns[i].key)) continue;
            row->cells[row->n++] = column_value(&rows.p[k], i);
            *link++ = records_of(mem, r, &rows.p[k], i);
        }
    }
    *out = s;
    *records = links;
    return OK;
}
