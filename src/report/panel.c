#include "report/panel_own.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "dossier/dossier.h"
#include "registry/registry.h"
#include <stdlib.h>
#include <string.h>

STATIC_SHAPE(cell_shape, panel_cell, F_TEXT(panel_cell, text), F_TEXT(panel_cell, href), F_BOOL(panel_cell, num), F_BOOL(panel_cell, head));
STATIC_SHAPE(row_shape, panel_row, F_LIST(panel_row, cells, cell_shape));
STATIC_SHAPE(tile_shape, panel_tile, F_TEXT(panel_tile, symbol), F_TEXT(panel_tile, name), F_TEXT(panel_tile, shown), F_TEXT(panel_tile, href), F_INT(panel_tile, shade));
STATIC_SHAPE(group_shape, panel_group, F_TEXT(panel_group, title), F_LIST(panel_group, tiles, tile_shape));
SHAPE(panel_shape, panel, F_TEXT(panel, id), F_TEXT(panel, title), F_TEXT(panel, text), F_TEXT(panel, empty), F_TEXT(panel, query), F_STRUCT(panel, chart, chart_shape), F_BOOL(panel, has_chart),
      F_BOOL(panel, has_rows), F_LIST(panel, heads, cell_shape), F_LIST(panel, rows, row_shape), F_LIST(panel, groups, group_shape));

/* ---- parts of a table ---- */

panel *panel_open(const panel_for *f, panel_list *l, const char *id, const char *title)
{
    panel *b = &l->p[l->n++];

    *b = (panel){.id = id, .title = title, .text = "", .empty = T("Chưa có số liệu trong những năm này."), .query = ""};
    b->chart = (chart){.id = textf(f->mem, "c-%s", id), .title = title, .desc = "", .first = "", .second = ""};
    b->heads.p = NEWS(f->mem, panel_cell, PANEL_CELLS_OF_ROW);
    b->rows.p = NEWS(f->mem, panel_row, PANEL_ROWS_MAX);
    return b;
}

void panel_head(panel *b, const char *label)
{
    if (b->heads.n == PANEL_CELLS_OF_ROW) return;
    bool first = b->heads.n == 0; /* names stand left, numbers right */
    b->heads.p[b->heads.n++] = (panel_cell){label, "", !first, true};
}

bool panel_line(const panel_for *f, panel *b, const char *label, const char *href)
{
    if (b->rows.n == PANEL_ROWS_MAX) return false;
    panel_row *r = &b->rows.p[b->rows.n++];
    r->cells.p = NEWS(f->mem, panel_cell, PANEL_CELLS_OF_ROW);
    r->cells.p[r->cells.n++] = (panel_cell){label, href, false, true};
    b->has_rows = true;
    return true;
}

void panel_put(panel *b, const char *text, const char *href)
{
    panel_cells *c = &b->rows.p[b->rows.n - 1].cells;

    if (c->n < PANEL_CELLS_OF_ROW) c->p[c->n++] = (panel_cell){text, href, true, false};
}

/* ---- where a number leads ---- */

/* The register entries that are counted; the register knows calendar years only. */
const char *panel_entries(const panel_for *f, int64_t n, int from, int to, const char *more)
{
    if (n == 0) return "";
    const char *org = f->org.v ? textf(f->mem, "&co-so=%lld", (long long)f->org.v) : "";
    return textf(f->mem, "/sang-kien?tu-nam=%d&den-nam=%d%s%s", from, to, org, more);
}

const char *panel_records(const panel_for *f, const char *event, int64_t n, int from, int to, const char *more)
{
    if (n == 0 || !f->open) return "";
    const char *org = f->org.v ? textf(f->mem, "&co-so=%lld", (long long)f->org.v) : "";
    return textf(f->mem, "/thong-ke/ho-so?su-kien=%s&tu-nam=%d&den-nam=%d%s%s%s", event, from, to, f->period ? "&ky=bao-cao" : "", org, more);
}

const char *panel_recognised(const panel_for *f, int64_t n, int from, int to, const char *more)
{
    return f->period ? panel_records(f, "recognised", n, from, to, more) : panel_entries(f, n, from, to, more);
}

const char *panel_with(const panel_for *f, const char *name, const char *value)
{
    AUTO(buf) b = {0};

    buf_putc(&b, '&');
    buf_pair(&b, name, value);
    return text_copy(f->mem, b.p);
}

const char *panel_number(const panel_for *f, int64_t n)
{
    return text_grouped(f->mem, n);
}

const char *panel_share(const panel_for *f, int64_t part, int64_t whole)
{
    return whole ? textf(f->mem, "%s %%", text_percent(f->mem, (int)((part * 10000 + whole / 2) / whole))) : "–";
}

const char *panel_change(const panel_for *f, int64_t now, int64_t before)
{
    int64_t d = llabs(now - before);
    const char *sign = now < before ? "−" : "+";

    if (before == 0) return "–";
    if (d == 0) return "0";
    return textf(f->mem, "%s%s (%s%s %%)", sign, panel_number(f, d), sign, text_percent(f->mem, (int)((d * 10000 + before / 2) / before)));
}

/* Tenths, with a comma. */
static const char *average(const panel_for *f, int64_t sum, int64_t n)
{
    int64_t tenths = n ? (sum * 10 + n / 2) / n : 0;
    return n ? textf(f->mem, "%s,%lld", text_grouped(f->mem, tenths / 10), (long long)(tenths % 10)) : "–";
}

const char *panel_query(const panel_for *f, const char *axes)
{
    return textf(f->mem, "/thong-ke/truy-van/report_cube?%s&%s=%lld&by_period=%d&from_year=%d&to_year=%d", axes, "org", (long long)f->org.v, f->period, f->from, f->to);
}

static cube_ask ask_of(const panel_for *f)
{
    return (cube_ask){.period = f->period, .from = f->from, .to = f->to, .org = f->org, .field = "", .kind = "", .level = ""};
}

/* A count of dossiers of persons: in public only when it is not small. */
const char *panel_shown(const panel_for *f, int64_t n, bool hide)
{
    return hide && !f->open ? textf(f->mem, "< %d", REPORT_SMALL) : panel_number(f, n);
}

/* ---- the parts ---- */

/* The cube by year stands behind four parts: it is asked once. */
static status years_of(const panel_for *f, cube_rows *out)
{
    cube_ask a = ask_of(f);

    a.by_year = true;
    return report_cube(f->db, f->mem, &a, out);
}

static status by_year(const panel_for *f, const cube_rows *years, panel_list *l)
{
    const cube_rows r = *years;
    chart_item items[CHART_ITEMS_MAX];
    panel *b = panel_open(f, l, "nam", f->period ? T("Theo năm báo cáo") : T("Theo năm"));

    panel_head(b, T("Năm"));
    panel_head(b, T("Công nhận"));
    panel_head(b, T("Cấp thành phố"));
    panel_head(b, T("Có người đứng đầu"));
    panel_head(b, T("So với năm trước"));
    for (int i = 0; i < r.n; i++) {
        const cube_row *w = &r.p[i];
        int y = (int)w->year;
        const char *label = textf(f->mem, "%d", y);
        if (!panel_line(f, b, label, "")) break;
        panel_put(b, panel_number(f, w->recognised), panel_recognised(f, w->recognised, y, y, ""));
        panel_put(b, panel_number(f, w->city), panel_recognised(f, w->city, y, y, f->period ? "&cap=city" : "&cap=thanh-pho"));
        panel_put(b, panel_number(f, w->head), f->period ? "" : panel_entries(f, w->head, y, y, "&thu-truong=1"));
        int64_t before = i && r.p[i - 1].year == w->year - 1 ? r.p[i - 1].recognised : 0;
        panel_put(b, panel_change(f, w->recognised, before), "");
        if (i < CHART_ITEMS_MAX) items[i] = (chart_item){label, w->recognised, w->city, panel_number(f, w->recognised), panel_number(f, w->city)};
    }
    b->query = panel_query(f, "by_year=1");
    b->has_chart = r.n > 0;
    b->chart.first = T("Được công nhận");
    b->chart.second = T("Có tác dụng, ảnh hưởng đối với thành phố");
    chart_columns(f->mem, items, r.n, &b->chart);
    return OK;
}

static status flow(const panel_for *f, const cube_rows *years, panel_list *l)
{
    static const struct {
        const char *event;
        size_t at;
    } columns[] = {{"received", offsetof(cube_row, received)}, {"accepted", offsetof(cube_row, accepted)}, {"declined", offsetof(cube_row, declined)}, {"recognised", offsetof(cube_row, recognised)},
                   {"refused", offsetof(cube_row, refused)}, {"excluded", offsetof(cube_row, excluded)}, {"withdrawn", offsetof(cube_row, withdrawn)}, {"cancelled", offsetof(cube_row, cancelled)}};
    const cube_rows r = *years;
    running_count live = {0};
    panel *b = panel_open(f, l, "ho-so", T("Hồ sơ theo năm và kết quả"));

    TRY(report_running(f->db, f->mem, f->org, f->today, &live));
    b->text = textf(f->mem, T("Đang giải quyết: %s hồ sơ; quá hạn: %s. Mỗi việc được đếm vào năm xảy ra."), panel_number(f, live.running), panel_number(f, live.overdue));
    panel_head(b, T("Năm"));
    for (int k = 0; k < COUNT(columns); k++) panel_head(b, report_event_name(columns[k].event));
    for (int i = 0; i < r.n; i++) {
        int y = (int)r.p[i].year;
        int64_t n[COUNT(columns)];
        bool hide[COUNT(columns)];
        if (!panel_line(f, b, textf(f->mem, "%d", y), "")) break;
        for (int k = 0; k < COUNT(columns); k++) n[k] = *(const int64_t *)(const void *)((const char *)&r.p[i] + columns[k].at);
        report_suppress(n, COUNT(columns), hide);
        for (int k = 0; k < COUNT(columns); k++) {
            bool public = text_eq(columns[k].event, "recognised") || text_eq(columns[k].event, "cancelled"); /* of the register */
            panel_put(b, panel_shown(f, n[k], hide[k] && !public), public && !f->open && n[k] ? panel_entries(f, text_eq(columns[k].event, "recognised") ? n[k] : 0, y, y, "") : panel_records(f, columns[k].event, n[k], y, y, ""));
        }
    }
    b->query = panel_query(f, "by_year=1");
    return OK;
}

typedef enum { BY_FIELD, BY_KIND, BY_LEVEL, BY_BENEFICIARY } axis;

static status axis_name(const panel_for *f, axis x, const cube_row *w, const char **out)
{
    if (x == BY_BENEFICIARY) return report_beneficiary_name(f->db, f->mem, w->beneficiary, out);
    if (x == BY_FIELD) *out = *w->field ? w->field : T("Chưa ghi lĩnh vực");
    else if (x == BY_KIND) *out = *w->kind ? dossier_kind_name(w->kind) : T("Chưa ghi loại");
    else *out = text_eq(w->level, "city") ? T("Có tác dụng, ảnh hưởng đối với thành phố") : T("Công nhận tại cơ sở");
    return OK;
}

/* Where what one value of an axis counts is listed, and those of it at the city. The register knows nothing of beneficiaries, and
 * tells no entries without a field or kind: those are listed as dossiers, for whom that is. */
static void axis_links(const panel_for *f, axis x, const cube_row *w, const char **all, const char **city)
{
    const char *const names[] = {[BY_FIELD] = "linh-vuc", [BY_KIND] = "loai", [BY_LEVEL] = "cap", [BY_BENEFICIARY] = "doi-tuong"};
    const char *level = text_eq(w->level, "city") ? (f->period ? "city" : "thanh-pho") : f->period ? "unit" : "co-so";
    const char *const values[] = {[BY_FIELD] = w->field, [BY_KIND] = w->kind, [BY_LEVEL] = level, [BY_BENEFICIARY] = w->beneficiary};
    bool unnamed = !*values[x];
    const char *more = panel_with(f, names[x], unnamed ? REPORT_NOBODY : values[x]);

    *city = "";
    if (x == BY_BENEFICIARY || unnamed) {
        *all = panel_records(f, "recognised", w->recognised, f->from, f->to, more);
        *city = panel_records(f, "recognised", w->city, f->from, f->to, textf(f->mem, "%s&cap=city", more));
        return;
    }
    *all = panel_recognised(f, w->recognised, f->from, f->to, more);
    *city = f->period ? panel_records(f, "recognised", w->city, f->from, f->to, textf(f->mem, "%s&cap=city", more)) : panel_entries(f, w->city, f->from, f->to, textf(f->mem, "%s&cap=thanh-pho", more));
}

static int most_first(const void *x, const void *y)
{
    const cube_row *a = x, *b = y;

    if (a->recognised != b->recognised) return a->recognised < b->recognised ? 1 : -1;
    int field = strcmp(a->field, b->field), kind = strcmp(a->kind, b->kind);
    return field != 0 ? field : kind != 0 ? kind : strcmp(a->beneficiary, b->beneficiary);
}

static status by_axis(const panel_for *f, panel_list *l, axis x, const char *id, const char *title, const char *column)
{
    static const char *const axes[] = {[BY_FIELD] = "by_field=1", [BY_KIND] = "by_kind=1", [BY_LEVEL] = "by_level=1", [BY_BENEFICIARY] = "by_beneficiary=1"};
    cube_ask a = ask_of(f);
    cube_rows r = {0};
    chart_item items[CHART_ITEMS_MAX];
    int64_t all = 0;
    int n = 0;
    panel *b = panel_open(f, l, id, title);

    a.by_field = x == BY_FIELD;
    a.by_kind = x == BY_KIND;
    a.by_level = x == BY_LEVEL;
    a.by_beneficiary = x == BY_BENEFICIARY;
    TRY(report_cube(f->db, f->mem, &a, &r));
    if (r.n) qsort(r.p, (size_t)r.n, sizeof *r.p, most_first);
    for (int i = 0; i < r.n; i++) all += r.p[i].recognised;
    panel_head(b, column);
    panel_head(b, T("Công nhận"));
    panel_head(b, T("Tỷ lệ"));
    if (x != BY_LEVEL) panel_head(b, T("Cấp thành phố"));
    for (int i = 0; i < r.n; i++) {
        const cube_row *w = &r.p[i];
        const char *name = "", *to_all, *to_city;
        if (w->recognised == 0) continue;
        TRY(axis_name(f, x, w, &name));
        if (!panel_line(f, b, name, "")) break;
        axis_links(f, x, w, &to_all, &to_city);
        panel_put(b, panel_number(f, w->recognised), to_all);
        panel_put(b, panel_share(f, w->recognised, all), "");
        if (x != BY_LEVEL) panel_put(b, panel_number(f, w->city), to_city);
        if (n < CHART_ITEMS_MAX) items[n++] = (chart_item){name, w->recognised, w->city, panel_number(f, w->recognised), panel_number(f, w->city)};
    }
    b->query = panel_query(f, axes[x]);
    b->has_chart = n > 1;
    b->chart.first = T("Được công nhận");
    if (x != BY_LEVEL) b->chart.second = T("Có tác dụng, ảnh hưởng đối với thành phố");
    chart_rows(f->mem, items, n, &b->chart);
    return OK;
}

static status by_time(const panel_for *f, const cube_rows *years, panel_list *l)
{
    const cube_rows r = *years;
    chart_item items[CHART_ITEMS_MAX];
    panel *b = panel_open(f, l, "thoi-han", T("Thời gian giải quyết và tỷ lệ đúng hạn"));
    int n = 0;

    b->text = T("Hạn của từng hồ sơ được tính lại từ quy định có hiệu lực vào ngày bắt đầu thời hạn. Thời gian giải quyết tính bằng ngày, từ ngày nộp đến ngày quyết định.");
    panel_head(b, T("Năm"));
    panel_head(b, T("Đã quyết định"));
    panel_head(b, T("Đúng hạn"));
    panel_head(b, T("Quá hạn"));
    panel_head(b, T("Tỷ lệ đúng hạn"));
    panel_head(b, T("Xem xét đơn đúng hạn"));
    panel_head(b, T("Ngày, trung bình"));
    for (int i = 0; i < r.n; i++) {
        const cube_row *w = &r.p[i];
        int y = (int)w->year;
        if (w->timed + w->reviewed == 0) continue;
        if (!panel_line(f, b, textf(f->mem, "%d", y), "")) break;
        panel_put(b, panel_number(f, w->timed), panel_records(f, "decided", w->timed, y, y, "&dung-han=2"));
        panel_put(b, panel_number(f, w->in_time), panel_records(f, "decided", w->in_time, y, y, "&dung-han=1"));
        panel_put(b, panel_number(f, w->timed - w->in_time), panel_records(f, "decided", w->timed - w->in_time, y, y, "&dung-han=0"));
        panel_put(b, panel_share(f, w->in_time, w->timed), panel_records(f, "decided", w->timed, y, y, "&dung-han=2"));
        panel_put(b, panel_share(f, w->reviewed_in_time, w->reviewed), panel_records(f, "reviewed", w->reviewed, y, y, "&dung-han=2"));
        panel_put(b, average(f, w->days, w->timed), panel_records(f, "decided", w->timed, y, y, "&dung-han=2"));
        if (n < CHART_ITEMS_MAX && w->timed)
            items[n++] = (chart_item){textf(f->mem, "%d", y), w->in_time * 1000 / w->timed, w->reviewed ? w->reviewed_in_time * 1000 / w->reviewed : 0, panel_share(f, w->in_time, w->timed), panel_share(f, w->reviewed_in_time, w->reviewed)};
    }
    b->query = panel_query(f, "by_year=1");
    b->has_chart = n > 0;
    b->chart.first = T("Quyết định đúng hạn");
    b->chart.second = T("Xem xét đơn đúng hạn");
    chart_columns(f->mem, items, n, &b->chart);
    return OK;
}

static status refusals(const panel_for *f, panel_list *l)
{
    cube_ask a = ask_of(f);
    cube_rows r = {0};
    panel *b = panel_open(f, l, "ly-do", T("Không công nhận, từ chối chấp nhận: theo lý do"));

    a.by_reason = true;
    TRY(report_cube(f->db, f->mem, &a, &r));
    int64_t *refused = NEWS(f->mem, int64_t, r.n + 1), *declined = NEWS(f->mem, int64_t, r.n + 1);
    bool *hide = NEWS(f->mem, bool, r.n + 1), *hide_declined = NEWS(f->mem, bool, r.n + 1);
    for (int i = 0; i < r.n; i++) {
        refused[i] = r.p[i].refused;
        declined[i] = r.p[i].declined;
    }
    report_suppress(refused, r.n, hide);
    report_suppress(declined, r.n, hide_declined);
    b->text = f->open ? T("Lý do được xếp theo điều mà văn bản nêu.") : textf(f->mem, T("Lý do được xếp theo điều mà văn bản nêu. Số nhỏ hơn %d không hiện, để không ai bị nhận ra."), REPORT_SMALL);
    panel_head(b, T("Lý do"));
    panel_head(b, T("Không công nhận"));
    panel_head(b, T("Từ chối chấp nhận đơn"));
    for (int i = 0; i < r.n; i++) {
        const char *name = *r.p[i].reason ? textf(f->mem, T("%s Điều lệ Sáng kiến"), r.p[i].reason) : T("Văn bản không nêu điều");
        const char *because = panel_with(f, "ly-do", *r.p[i].reason ? r.p[i].reason : REPORT_NOBODY);
        if (refused[i] + declined[i] == 0) continue;
        if (!panel_line(f, b, name, "")) break;
        panel_put(b, panel_shown(f, refused[i], hide[i]), panel_records(f, "refused", refused[i], f->from, f->to, because));
        panel_put(b, panel_shown(f, declined[i], hide_declined[i]), panel_records(f, "declined", declined[i], f->from, f->to, because));
    }
    b->query = panel_query(f, "by_reason=1");
    return OK;
}

static status benefit(const panel_for *f, const cube_rows *years, panel_list *l)
{
    const cube_rows r = *years;
    chart_item items[CHART_ITEMS_MAX];
    panel *b = panel_open(f, l, "loi-ich", T("Lợi ích và việc áp dụng"));
    int n = 0;

    b->text = T("Số tiền làm lợi do tác giả kê khai, trung bình một năm; nơi không tính được bằng tiền được đếm riêng.");
    panel_head(b, T("Năm"));
    panel_head(b, T("Tiền làm lợi, triệu đồng"));
    panel_head(b, T("Tính được bằng tiền"));
    panel_head(b, T("Không tính được"));
    panel_head(b, T("Đã áp dụng"));
    panel_head(b, T("Mới áp dụng thử"));
    for (int i = 0; i < r.n; i++) {
        const cube_row *w = &r.p[i];
        int y = (int)w->year;
        if (w->recognised == 0) continue;
        if (!panel_line(f, b, textf(f->mem, "%d", y), "")) break;
        const char *millions = panel_number(f, w->amount / 1000000);
        panel_put(b, millions, panel_records(f, "recognised", w->computable, y, y, "&phan=computable"));
        panel_put(b, panel_number(f, w->computable), panel_records(f, "recognised", w->computable, y, y, "&phan=computable"));
        panel_put(b, panel_number(f, w->recognised - w->computable), panel_records(f, "recognised", w->recognised - w->computable, y, y, "&phan=words"));
        panel_put(b, panel_number(f, w->applied), panel_records(f, "recognised", w->applied, y, y, "&phan=applied"));
        panel_put(b, panel_number(f, w->recognised - w->applied), panel_records(f, "recognised", w->recognised - w->applied, y, y, "&phan=trial"));
        if (n < CHART_ITEMS_MAX) items[n++] = (chart_item){textf(f->mem, "%d", y), w->amount / 1000000, 0, millions, ""};
    }
    b->query = panel_query(f, "by_year=1");
    b->has_chart = n > 0;
    b->chart.first = T("Tiền làm lợi, triệu đồng");
    chart_columns(f->mem, items, n, &b->chart);
    return OK;
}

static status training(const panel_for *f, panel_list *l)
{
    training_years t = {0};
    panel *b = panel_open(f, l, "tap-huan", T("Tập huấn"));

    TRY(report_training(f->db, f->mem, f->from < 2017 ? f->from : REPORT_YEAR_MIN, f->to, &t));
    b->text = T("Mọi năm đã có lớp; một người dự hai buổi được tính hai lượt.");
    panel_head(b, T("Năm"));
    panel_head(b, T("Buổi"));
    panel_head(b, T("Lượt người dự"));
    panel_head(b, T("Giờ học"));
    for (int i = 0; i < t.n; i++) {
        if (!panel_line(f, b, textf(f->mem, "%lld", (long long)t.p[i].year), "/tap-huan?da-qua=1")) break;
        panel_put(b, panel_number(f, t.p[i].sessions), "");
        panel_put(b, panel_number(f, t.p[i].people), "");
        panel_put(b, average(f, t.p[i].minutes, 60), "");
    }
    b->query = textf(f->mem, "/thong-ke/truy-van/report_training_by_year?from_year=%d&to_year=%d", REPORT_YEAR_MIN, f->to);
    return OK;
}

status panel_dashboard(const panel_for *f, panel_list *out)
{
    out->p = NEWS(f->mem, panel, PANELS_OF_DASHBOARD);
    out->n = 0;
    cube_rows years = {0};
    TRY(years_of(f, &years));
    TRY(by_year(f, &years, out));
    TRY(by_axis(f, out, BY_FIELD, "linh-vuc", T("Theo lĩnh vực"), T("Lĩnh vực")));
    TRY(by_axis(f, out, BY_LEVEL, "cap", T("Theo cấp"), T("Cấp")));
    TRY(by_axis(f, out, BY_KIND, "loai", T("Theo loại giải pháp"), T("Loại giải pháp")));
    if (f->open) TRY(by_axis(f, out, BY_BENEFICIARY, "doi-tuong", T("Theo đối tượng thụ hưởng"), T("Đối tượng thụ hưởng")));
    TRY(flow(f, &years, out));
    TRY(by_time(f, &years, out));
    TRY(panel_rounds(f, out));
    TRY(refusals(f, out));
    TRY(benefit(f, &years, out));
    if (f->org.v == 0) {
        TRY(panel_units(f, out));
        TRY(training(f, out));
    }
    return OK;
}
