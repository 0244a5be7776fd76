/* The periodic report: its tables, and what is behind their numbers. */
#include "report/snapshot_own.h"
#include "base/text.h"
#include "org/org.h"
#include "remuneration/remuneration.h"
#include "rule/rule.h"

#define GENERAL_TITLE "1. Tình hình chung"
#define KINDS_TITLE "2. Sáng kiến được công nhận theo loại giải pháp"
#define FIELDS_TITLE "3. Sáng kiến được công nhận theo lĩnh vực"
#define REASONS_TITLE "4. Không công nhận, từ chối chấp nhận theo lý do"
#define MONEY_TITLE "5. Thù lao đã trả, tiền chuyển giao đã nhận"
#define UNNAMED "Chưa ghi"
#define NO_ARTICLE "Văn bản không nêu điều"

static const char *const kinds[] = {"technical", "management", "operational", "applied"};

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
    r->cells[0] = cell_words(label);
    r->cells[1] = value;
}

static sheet sums(arena *mem, const cube_row *w, int64_t certificates)
{
    sheet s = two_columns(mem, GENERAL_TITLE, "Chỉ tiêu", 16);

    line(mem, &s, "Đơn tiếp nhận", cell_whole(w->received));
    line(mem, &s, "Đơn được chấp nhận", cell_whole(w->accepted));
    line(mem, &s, "Đơn bị từ chối chấp nhận", cell_whole(w->declined));
    line(mem, &s, "Sáng kiến được công nhận", cell_whole(w->recognised));
    line(mem, &s, "Trong đó có tác dụng, ảnh hưởng đối với thành phố", cell_whole(w->city));
    line(mem, &s, "Trong đó có người đứng đầu là tác giả", cell_whole(w->head));
    line(mem, &s, "Không công nhận", cell_whole(w->refused));
    line(mem, &s, "Giấy chứng nhận đã cấp", cell_whole(certificates));
    line(mem, &s, "Sáng kiến đã áp dụng", cell_whole(w->applied));
    line(mem, &s, "Tổng tiền làm lợi, đồng", cell_whole(w->amount));
    line(mem, &s, "Sáng kiến không tính được bằng tiền", cell_whole(w->recognised - w->computable));
    line(mem, &s, "Quyết định đúng hạn, %", w->timed ? (sheet_cell){.text = "", .number = (w->in_time * 10000 + w->timed / 2) / w->timed, .scale = 100} : cell_words("–"));
    return s;
}

/* Out of the records of Điều lệ Art 10; each number opens them (/bao-cao/thu-lao). */
static status money(db *d, arena *mem, org_id org, date first, date last, sheet *out)
{
    sheet s = two_columns(mem, MONEY_TITLE, "Khoản", 8);
    rem_sums r = {0};

    TRY(remuneration_sums(d, org, first, last, &r));
    line(mem, &s, "Số lần trả thù lao cho tác giả", cell_whole(r.authors));
    line(mem, &s, "Tiền đã trả cho tác giả, đồng", cell_whole(r.to_authors));
    line(mem, &s, "Số lần trả cho người tham gia tổ chức áp dụng lần đầu", cell_whole(r.organisers));
    line(mem, &s, "Tiền đã trả cho người tham gia tổ chức áp dụng lần đầu, đồng", cell_whole(r.to_organisers));
    line(mem, &s, "Số lần nhận tiền chuyển giao sáng kiến", cell_whole(r.transfers));
    line(mem, &s, "Tiền chuyển giao sáng kiến đã nhận, đồng", cell_whole(r.received));
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
        const char *label = a.by_reason ? w->reason : a.by_kind ? report_kind_in_vietnamese(w->kind) : w->field;
        if (n) line(mem, &s, *label ? label : a.by_reason ? NO_ARTICLE : UNNAMED, cell_whole(n));
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
    TRY(by_axis(d, mem, kind, KINDS_TITLE, "Loại giải pháp", &sheets[1]));
    TRY(by_axis(d, mem, field, FIELDS_TITLE, "Lĩnh vực", &sheets[2]));
    TRY(by_axis(d, mem, reason, REASONS_TITLE, "Điều của Điều lệ Sáng kiến", &sheets[3]));
    TRY(money(d, mem, ask->org, first, last, &sheets[4]));
    report_text texts[] = {{"Ghi thêm về thù lao", ask->remuneration}, {"6. Biện pháp đã thực hiện", ask->measures}, {"7. Khó khăn, vướng mắc", ask->problems}, {"8. Kiến nghị", ask->proposals}};
    report_content c = {.sheets = sheets, .n_sheets = COUNT(sheets), .texts = texts, .n_texts = COUNT(texts), .year = ask->year};
    const char *title = textf(mem, "Báo cáo hoạt động sáng kiến năm %d (số liệu từ %s đến %s)", ask->year, date_vi(mem, first), date_vi(mem, last));
    TRY(report_freeze(mem, d, who, 0, "periodic", title, ask->org, &c, now, id));
    return db_commit(&tx);
}

/* ---- what is behind a number ---- */

static const struct {
    const char *label;
    report_line leads;
} leads[] = {
    {"Đơn tiếp nhận", {.event = "received"}},
    {"Đơn được chấp nhận", {.event = "accepted"}},
    {"Đơn bị từ chối chấp nhận", {.event = "declined"}},
    {"Sáng kiến được công nhận", {.event = "recognised"}},
    {"Trong đó có tác dụng, ảnh hưởng đối với thành phố", {.event = "recognised", .level = "city"}},
    {"Trong đó có người đứng đầu là tác giả", {.event = "recognised", .part = "head"}},
    {"Không công nhận", {.event = "refused"}},
    {"Giấy chứng nhận đã cấp", {.certificates = true}},
    {"Sáng kiến đã áp dụng", {.event = "recognised", .part = "applied"}},
    {"Tổng tiền làm lợi, đồng", {.event = "recognised", .part = "computable"}},
    {"Sáng kiến không tính được bằng tiền", {.event = "recognised", .part = "words"}},
    {"Quyết định đúng hạn, %", {.event = "decided", .timed = true}},
    {"Số lần trả thù lao cho tác giả", {.money = "author"}},
    {"Tiền đã trả cho tác giả, đồng", {.money = "author"}},
    {"Số lần trả cho người tham gia tổ chức áp dụng lần đầu", {.money = "organiser"}},
    {"Tiền đã trả cho người tham gia tổ chức áp dụng lần đầu, đồng", {.money = "organiser"}},
    {"Số lần nhận tiền chuyển giao sáng kiến", {.money = "transfer"}},
    {"Tiền chuyển giao sáng kiến đã nhận, đồng", {.money = "transfer"}},
};

static report_line filled(report_line l)
{
    const char **texts[] = {&l.money, &l.event, &l.field, &l.kind, &l.level, &l.reason, &l.part};

    for (int i = 0; i < COUNT(texts); i++)
        if (!*texts[i]) *texts[i] = "";
    return l;
}

report_line report_line_of(const sheet *s, int row)
{
    const char *label = s->rows[row].cells[0].text;
    bool listed = text_eq(s->title, GENERAL_TITLE) || text_eq(s->title, MONEY_TITLE);

    if (s->rows[row].n < 2 || (s->rows[row].cells[1].number == 0 && s->rows[row].cells[1].scale < 100)) return filled((report_line){0});
    for (int i = 0; listed && i < COUNT(leads); i++)
        if (text_eq(leads[i].label, label)) return filled(leads[i].leads);
    if (text_eq(s->title, REASONS_TITLE)) return filled((report_line){.event = "turned_down", .reason = text_eq(label, NO_ARTICLE) ? REPORT_NOBODY : label});
    if (text_eq(s->title, KINDS_TITLE) && text_eq(label, UNNAMED)) return filled((report_line){.event = "recognised", .kind = REPORT_NOBODY});
    for (int i = 0; text_eq(s->title, KINDS_TITLE) && i < COUNT(kinds); i++)
        if (text_eq(report_kind_in_vietnamese(kinds[i]), label)) return filled((report_line){.event = "recognised", .kind = kinds[i]});
    if (text_eq(s->title, FIELDS_TITLE)) return filled((report_line){.event = "recognised", .field = text_eq(label, UNNAMED) ? REPORT_NOBODY : label});
    return filled((report_line){0});
}
