/* Reports: designs, snapshots, the periodic report; papers as DOCX and XLSX. */
#include "report/report_pages.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "doc/docx.h"
#include "doc/sniff.h"
#include "org/org.h"
#include "report/behind_pages.h"
#include "report/snapshot.h"
#include "web/template.h"
#include <string.h>

static const choice kinds[] = {{"technical", N_("Giải pháp kỹ thuật")}, {"management", N_("Giải pháp quản lý")}, {"operational", N_("Giải pháp tác nghiệp")}, {"applied", N_("Giải pháp ứng dụng tiến bộ kỹ thuật")}, {0}};
static const choice levels[] = {{"unit", N_("Công nhận tại cơ sở")}, {"city", N_("Có tác dụng, ảnh hưởng đối với thành phố")}, {0}};
static const choice counting[] = {{"lich", N_("Năm dương lịch")}, {"bao-cao", N_("Năm báo cáo")}, {0}};
STATIC_FORM(design_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tên báo cáo"), .required = true, .max = 200},
            {.name = "axes", .kind = INPUT_CHECKS, .label = N_("Dòng: chia theo"), .hint = N_("Chọn từ một đến ba.")}, {.name = "columns", .kind = INPUT_CHECKS, .label = N_("Cột: chỉ tiêu")},
            {.name = "from", .kind = INPUT_INT, .label = N_("Từ năm"), .required = true}, {.name = "to", .kind = INPUT_INT, .label = N_("Đến năm"), .required = true},
            {.name = "period", .kind = INPUT_SELECT, .label = N_("Năm tính theo"), .choices = counting}, {.name = "org", .kind = INPUT_SELECT, .label = N_("Phạm vi báo cáo"), .required = true},
            {.name = "field", .kind = INPUT_LINE, .label = N_("Chỉ lĩnh vực"), .hint = N_("Ghi đúng tên lĩnh vực; để trống là mọi lĩnh vực."), .max = 200},
            {.name = "kind", .kind = INPUT_SELECT, .label = N_("Chỉ loại giải pháp"), .choices = kinds}, {.name = "beneficiary", .kind = INPUT_SELECT, .label = N_("Chỉ đối tượng thụ hưởng")},
            {.name = "level", .kind = INPUT_SELECT, .label = N_("Chỉ cấp"), .choices = levels});
STATIC_FORM(act_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true});
STATIC_FORM(periodic_form, {.name = "org", .kind = INPUT_SELECT, .label = N_("Đơn vị báo cáo"), .required = true}, {.name = "year", .kind = INPUT_INT, .label = N_("Năm báo cáo"), .required = true},
            {.name = "remuneration", .kind = INPUT_LINES, .label = N_("Thù lao: ghi thêm"), .hint = N_("Số tiền đã trả và tiền chuyển giao được lấy từ sổ thù lao; ở đây chỉ ghi điều sổ không có."), .max = REPORT_TEXT_MAX},
            {.name = "measures", .kind = INPUT_LINES, .label = N_("Biện pháp đã thực hiện: hội thi, tập huấn, phổ biến, hỗ trợ"), .max = REPORT_TEXT_MAX},
            {.name = "problems", .kind = INPUT_LINES, .label = N_("Khó khăn, vướng mắc"), .max = REPORT_TEXT_MAX},
            {.name = "proposals", .kind = INPUT_LINES, .label = N_("Kiến nghị"), .max = REPORT_TEXT_MAX});

/* What a table looks like on a page. */
typedef struct {
    const char *text, *href; /* href: of the records behind it; "" none */
    bool num;
} cell_view;
STATIC_SHAPE(cell_shape, cell_view, F_TEXT(cell_view, text), F_TEXT(cell_view, href), F_BOOL(cell_view, num));
typedef struct {
    LIST_OF(cell_view) cells;
} row_view;
STATIC_SHAPE(row_shape, row_view, F_LIST(row_view, cells, cell_shape));
typedef struct {
    const char *title;
    LIST_OF(cell_view) heads;
    LIST_OF(row_view) rows;
} table_view;
STATIC_SHAPE(table_shape, table_view, F_TEXT(table_view, title), F_LIST(table_view, heads, cell_shape), F_LIST(table_view, rows, row_shape));
typedef struct {
    const char *title, *text;
} text_view;
STATIC_SHAPE(text_shape, text_view, F_TEXT(text_view, title), F_TEXT(text_view, text));

static const char *shown(arena *mem, const sheet_cell *c)
{
    if (c->scale == 0) return c->text;
    if (c->scale == 1) return text_grouped(mem, c->number);
    return textf(mem, "%s,%02lld", text_grouped(mem, c->number / 100), (long long)(c->number % 100));
}

/* `records`: of each cell, or NULL. */
static table_view table_of(arena *mem, const sheet *s, const char *const *records)
{
    table_view t = {.title = s->title};

    t.heads.p = NEWS(mem, cell_view, s->n_heads + 1);
    t.rows.p = NEWS(mem, row_view, s->n_rows + 1);
    for (int i = 0; i < s->n_heads; i++) t.heads.p[t.heads.n++] = (cell_view){s->heads[i], "", s->n_rows && i < s->rows[0].n && s->rows[0].cells[i].scale != 0};
    for (int i = 0; i < s->n_rows; i++) {
        row_view *r = &t.rows.p[t.rows.n++];
        r->cells.p = NEWS(mem, cell_view, s->rows[i].n + 1);
        for (int k = 0; k < s->rows[i].n; k++) r->cells.p[r->cells.n++] = (cell_view){shown(mem, &s->rows[i].cells[k]), records ? records[i * s->n_heads + k] : "", s->rows[i].cells[k].scale != 0};
    }
    return t;
}

/* ---- the list ---- */

typedef struct {
    report_designs designs;
    report_snapshots snapshots;
    bool may_make;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, designs, report_design_shape), F_LIST(list_view, snapshots, report_snapshot_shape), F_BOOL(list_view, may_make));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    TRY(report_design_list(r->db, r->mem, &r->who, &v->designs));
    TRY(report_snapshot_list(r->db, r->mem, &r->who, &v->snapshots));
    v->may_make = actor_has_any(&r->who, REPORT_MAKERS);
    reply_title(r, "%s", T("Báo cáo"));
    reply_crumb(r, T("Thống kê"), "/thong-ke");
    return reply_view(r, out, v);
}

/* ---- a design ---- */

typedef struct {
    report_design d;
    table_view table;
    const char *beneficiary_name; /* of a design for one alone */
    bool may_make;
} design_view;
STATIC_SHAPE(design_shape, design_view, F_STRUCT(design_view, d, report_design_shape), F_STRUCT(design_view, table, table_shape), F_TEXT(design_view, beneficiary_name), F_BOOL(design_view, may_make));
typedef struct {
    bool ready;
} form_view;
STATIC_SHAPE(form_shape, form_view, F_BOOL(form_view, ready));

static void offer(request *r, const char *name, const report_choice *from)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, SHEET_CELLS_MAX);
    for (int i = 0; from[i].key; i++) l->p[l->n++] = (choice){from[i].key, T(from[i].label)};
    form_choices(r, name, l);
}

/* The city and units that who asks may report of. */
static status offer_orgs(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    org_list orgs = {0};

    TRY(org_all(r->db, r->mem, date_of(r->now), true, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 2);
    if (report_may_make(&r->who, (org_id){0})) l->p[l->n++] = (choice){"0", T("Toàn thành phố")};
    for (int i = 0; i < orgs.n; i++)
        if (report_may_make(&r->who, orgs.p[i].id)) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    return OK;
}

static status offer_beneficiaries(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    catalogue_list all = {0};

    TRY(catalogue_of(r->db, r->mem, "beneficiary", "", true, &all));
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++) l->p[l->n++] = (choice){all.p[i].key, all.p[i].name};
    form_choices(r, "beneficiary", l);
    return OK;
}

static status new_page(request *r, reply *out)
{
    form_view *v = NEW(r->mem, form_view);
    int year = date_year(date_of(r->now));

    offer(r, "axes", report_axes);
    offer(r, "columns", report_columns);
    TRY(offer_orgs(r));
    TRY(offer_beneficiaries(r));
    form_set_int(r, "from", year - 2);
    form_set_int(r, "to", year);
    v->ready = true;
    reply_title(r, "%s", T("Thiết kế báo cáo"));
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

static const char *checked(request *r, const char *name, const report_choice *from)
{
    AUTO(buf) b = {0};

    buf_putc(&b, ',');
    for (int i = 0; from[i].key; i++)
        if (form_has(r, name, from[i].key)) buf_printf(&b, "%s,", from[i].key);
    return text_copy(r->mem, b.p);
}

static status org_of_form(request *r, org_id *out)
{
    return text_parse_int(form_text(r, "org"), 0, INT64_MAX / 2, &out->v);
}

static status new_post(request *r, reply *out)
{
    report_design d = {.title = form_text(r, "title"), .axes = checked(r, "axes", report_axes), .columns = checked(r, "columns", report_columns), .from_year = form_int(r, "from"), .to_year = form_int(r, "to"),
                       .period = text_eq(form_text(r, "period"), "bao-cao"), .field = form_text(r, "field"), .kind = form_text(r, "kind"), .beneficiary = form_text(r, "beneficiary"), .level = form_text(r, "level")};
    int64_t id = 0;
    int axes = 0;

    for (int i = 0; report_axes[i].key; i++) axes += form_has(r, "axes", report_axes[i].key);
    if (axes < 1 || axes > DESIGN_AXES_MAX) form_error(r, "axes", T("Chọn từ 1 đến %d."), DESIGN_AXES_MAX);
    if (text_eq(d.columns, ",")) form_error(r, "columns", "%s", T("Chọn ít nhất một chỉ tiêu."));
    if (d.from_year < REPORT_YEAR_MIN || d.from_year > REPORT_YEAR_MAX) form_error(r, "from", "%s", T("Năm chưa đúng."));
    if (d.to_year < d.from_year || d.to_year > REPORT_YEAR_MAX) form_error(r, "to", "%s", T("Năm cuối phải sau năm đầu."));
    if (org_of_form(r, &d.org_id) != OK) form_error(r, "org", "%s", T("Chọn phạm vi."));
    if (form_errors(r)) return E_INVALID;
    status s = report_design_save(r->mem, r->db, &r->who, &d, r->now, &id);
    if (s == E_INVALID) form_error(r, "beneficiary", "%s", T("Hãy chọn một đối tượng có trong danh sách.")); /* the rest was looked at above */
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu thiết kế."));
    return reply_see(r, out, "/bao-cao/%lld", (long long)id);
}

static status design_page(request *r, reply *out)
{
    design_view *v = NEW(r->mem, design_view);
    sheet s = {0};
    const char **records = NULL;

    TRY(report_design_get(r->db, r->mem, &r->who, r->arg[0], &v->d));
    TRY(report_design_run(r->db, r->mem, &v->d, &s, &records));
    v->table = table_of(r->mem, &s, records);
    v->beneficiary_name = "";
    if (*v->d.beneficiary) TRY(report_beneficiary_name(r->db, r->mem, v->d.beneficiary, &v->beneficiary_name));
    v->may_make = report_may_make(&r->who, v->d.org_id);
    reply_title(r, "%s", v->d.title);
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

static status design_post(request *r, reply *out)
{
    int64_t id = 0;

    if (text_eq(form_text(r, "do"), "freeze")) {
        TRY(report_snapshot_of_design(r->mem, r->db, &r->who, r->arg[0], r->now, &id));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã chụp số liệu. Bản này không bao giờ đổi."));
        return reply_see(r, out, "/bao-cao/ban-chup/%lld", (long long)id);
    }
    if (!text_eq(form_text(r, "do"), "drop")) return E_NOT_FOUND;
    TRY(report_design_drop(r->mem, r->db, &r->who, r->arg[0]));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã bỏ thiết kế. Các bản chụp vẫn còn."));
    return reply_see(r, out, "/bao-cao");
}

/* ---- the periodic report ---- */

static status periodic_page(request *r, reply *out)
{
    form_view *v = NEW(r->mem, form_view);

    TRY(offer_orgs(r));
    form_set_int(r, "year", date_year(date_of(r->now)));
    v->ready = true;
    reply_title(r, "%s", T("Lập báo cáo định kỳ"));
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

static status periodic_post(request *r, reply *out)
{
    periodic_ask a = {.year = (int)form_int(r, "year"), .remuneration = form_text(r, "remuneration"), .measures = form_text(r, "measures"), .problems = form_text(r, "problems"),
                      .proposals = form_text(r, "proposals")};
    int64_t id = 0;

    if (form_int(r, "year") < REPORT_YEAR_MIN || form_int(r, "year") > REPORT_YEAR_MAX) form_error(r, "year", "%s", T("Năm chưa đúng."));
    if (org_of_form(r, &a.org) != OK) form_error(r, "org", "%s", T("Chọn phạm vi."));
    if (form_errors(r)) return E_INVALID;
    TRY(report_snapshot_periodic(r->mem, r->db, &r->who, &a, r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lập báo cáo. Số liệu đã được chụp và không đổi nữa."));
    return reply_see(r, out, "/bao-cao/ban-chup/%lld", (long long)id);
}

/* ---- a snapshot ---- */

typedef struct {
    report_snapshot s;
    LIST_OF(table_view) tables;
    LIST_OF(text_view) texts;
    const char *unit, *unit_upper;
    int64_t day, month, year;
} snapshot_view;
STATIC_SHAPE(snapshot_shape, snapshot_view, F_STRUCT(snapshot_view, s, report_snapshot_shape), F_LIST(snapshot_view, tables, table_shape), F_LIST(snapshot_view, texts, text_shape),
             F_TEXT(snapshot_view, unit), F_TEXT(snapshot_view, unit_upper), F_INT(snapshot_view, day), F_INT(snapshot_view, month), F_INT(snapshot_view, year));

/* The numbers of a periodic report open what is behind them, for whom that is. */
static void link_numbers(request *r, org_id org, int year, const sheet *s, table_view *t)
{
    for (int i = 0; i < s->n_rows; i++) {
        const report_line l = report_line_of(s, i);
        const char *href = behind_href(r, org, year, &l);
        if (*href) t->rows.p[i].cells.p[1].href = href;
    }
}

static status open_view(request *r, snapshot_view *v, report_content *c)
{
    TRY(report_snapshot_get(r->db, r->mem, &r->who, r->arg[0], &v->s));
    TRY(report_snapshot_open(r->mem, &v->s, c));
    v->tables.p = NEWS(r->mem, table_view, c->n_sheets + 1);
    v->texts.p = NEWS(r->mem, text_view, c->n_texts + 1);
    for (int i = 0; i < c->n_sheets; i++) {
        table_view t = table_of(r->mem, &c->sheets[i], NULL);
        if (c->year) link_numbers(r, v->s.org_id, c->year, &c->sheets[i], &t);
        v->tables.p[v->tables.n++] = t;
    }
    for (int i = 0; i < c->n_texts; i++) v->texts.p[v->texts.n++] = (text_view){c->texts[i].title, *c->texts[i].text ? c->texts[i].text : "Không có."};
    v->unit = *v->s.org_name ? v->s.org_name : "Sở Khoa học và Công nghệ thành phố Đà Nẵng";
    v->unit_upper = text_upper(r->mem, v->unit);
    date d = date_of(v->s.taken_at);
    v->day = date_day(d);
    v->month = date_month(d);
    v->year = date_year(d);
    return OK;
}

static status snapshot_page(request *r, reply *out)
{
    snapshot_view *v = NEW(r->mem, snapshot_view);
    report_content c = {0};

    TRY(open_view(r, v, &c));
    reply_title(r, "%s", v->s.title);
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

/* What was typed must stay text: no line of it may begin like a line of the paper (docx.h), no cell may hold a separator. */
static void make_safe(arena *mem, snapshot_view *v)
{
    for (int i = 0; i < v->texts.n; i++) {
        AUTO(buf) b = {0};
        for (const char *s = v->texts.p[i].text; *s; s++) {
            buf_putc(&b, *s);
            if (*s == '\n') buf_puts(&b, "p|");
        }
        v->texts.p[i].text = text_copy(mem, b.p ? b.p : "");
    }
    for (int t = 0; t < v->tables.n; t++)
        for (int i = 0; i < v->tables.p[t].rows.n; i++)
            for (int k = 0; k < v->tables.p[t].rows.p[i].cells.n; k++) {
                char *s = text_copy(mem, v->tables.p[t].rows.p[i].cells.p[k].text);
                for (char *p = s; *p; p++)
                    if (*p == '|' || *p == '\n') *p = '/';
                v->tables.p[t].rows.p[i].cells.p[k].text = s;
            }
}

static status docx_get(request *r, reply *out)
{
    snapshot_view *v = NEW(r->mem, snapshot_view);
    report_content c = {0};
    template *t = NULL;
    AUTO(buf) b = {0};
    bytes docx = {0};

    TRY(open_view(r, v, &c));
    make_safe(r->mem, v);
    TRY(template_compile_text(r->mem, "report/paper.txt", embed_find("report/paper.txt")->data, &snapshot_shape, NULL, NULL, &t));
    template_render(t, r->mem, v, NULL, NULL, &b);
    TRY(docx_from_lines(r->mem, b.p, &docx));
    return reply_file(r, out, doc_type_mime(DOC_DOCX), textf(r->mem, "bao-cao-%lld.docx", (long long)v->s.id), docx);
}

static status xlsx_get(request *r, reply *out)
{
    snapshot_view *v = NEW(r->mem, snapshot_view);
    report_content c = {0};
    bytes file = {0};

    TRY(open_view(r, v, &c));
    TRY(workbook_from_sheets(r->mem, c.sheets, c.n_sheets, v->s.taken_at, &file));
    return reply_file(r, out, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", textf(r->mem, "bao-cao-%lld.xlsx", (long long)v->s.id), file);
}

static const route routes[] = {
    {GET, "/bao-cao", list_page, ACCESS_ROLE, .roles = REPORT_READERS, .page = "report/list.html", .view = &list_shape, .scope = SCOPE_STATISTICS, .summary = "Designs of reports and snapshots"},
    {GET, "/bao-cao/moi", new_page, ACCESS_ROLE, .roles = REPORT_MAKERS, .page = "report/design_form.html", .view = &form_shape, .form = &design_form, .summary = "Design a report: form"},
    {POST, "/bao-cao/moi", new_post, ACCESS_ROLE, .roles = REPORT_MAKERS, .form = &design_form, .again = new_page, .summary = "Save the design of a report"},
    {GET, "/bao-cao/:id", design_page, ACCESS_ROLE, .roles = REPORT_READERS, .page = "report/design.html", .view = &design_shape, .form = &act_form, .scope = SCOPE_STATISTICS, .summary = "What a report says now"},
    {POST, "/bao-cao/:id", design_post, ACCESS_ROLE, .roles = REPORT_MAKERS, .form = &act_form, .again = design_page, .summary = "Take a snapshot, drop the design"},
    {GET, "/bao-cao/dinh-ky", periodic_page, ACCESS_ROLE, .roles = REPORT_MAKERS, .page = "report/periodic.html", .view = &form_shape, .form = &periodic_form, .summary = "Make a periodic report: form"},
    {POST, "/bao-cao/dinh-ky", periodic_post, ACCESS_ROLE, .roles = REPORT_MAKERS, .form = &periodic_form, .again = periodic_page, .summary = "Make a periodic report"},
    {GET, "/bao-cao/ban-chup/:id", snapshot_page, ACCESS_ROLE, .roles = REPORT_READERS, .page = "report/snapshot.html", .view = &snapshot_shape, .scope = SCOPE_STATISTICS, .summary = "A snapshot"},
    {GET, "/bao-cao/ban-chup/:id/bao-cao.docx", docx_get, ACCESS_ROLE, .roles = REPORT_READERS, .summary = "A snapshot as a paper"},
    {GET, "/bao-cao/ban-chup/:id/bao-cao.xlsx", xlsx_get, ACCESS_ROLE, .roles = REPORT_READERS, .scope = SCOPE_STATISTICS, .summary = "A snapshot as a workbook"},
};
const route_table report_routes = {routes, COUNT(routes)};
