/* Which of my initiatives serve which titles; the ledger of one entry; the list and its export for the emulation system. */
#include "emulation/emulation_pages.h"
#include "base/buf.h"
#include "base/text.h"
#include "emulation/emulation.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const unsigned officers = ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR);
static const choice titles[] = {{"cstdcs", N_("Chiến sĩ thi đua cơ sở")}, {"cstdtinh", N_("Chiến sĩ thi đua bộ, ban, ngành, tỉnh")}, {"cstdtq", N_("Chiến sĩ thi đua toàn quốc")}, {"reward", N_("Hình thức khen thưởng")}, {0}};
STATIC_FORM(use_form, {.name = "person", .kind = INPUT_SELECT, .label = N_("Tác giả được xét"), .required = true}, {.name = "title", .kind = INPUT_RADIO, .label = N_("Danh hiệu"), .choices = titles, .required = true},
            {.name = "year", .kind = INPUT_INT, .label = N_("Xét cho năm"), .required = true}, {.name = "received_on", .kind = INPUT_DATE, .label = N_("Ngày nhận hồ sơ thi đua"), .hint = N_("Ngày này quyết định luật nào áp dụng."), .required = true},
            {.name = "decision", .kind = INPUT_LINE, .label = N_("Số quyết định tặng danh hiệu (nếu đã có)"), .max = 200}, {.name = "decided_on", .kind = INPUT_DATE, .label = N_("Ngày quyết định")},
            {.name = "override_document", .kind = INPUT_LINE, .label = N_("Văn bản cho phép dùng lần nữa (nếu có)"), .max = 200});
STATIC_FORM(award_form, {.name = "decision", .kind = INPUT_LINE, .label = N_("Số quyết định tặng danh hiệu"), .max = 200, .required = true}, {.name = "decided_on", .kind = INPUT_DATE, .label = N_("Ngày quyết định"), .required = true});
STATIC_FORM(void_form, {.name = "reason", .kind = INPUT_LINE, .label = N_("Lý do"), .max = 500, .required = true});

typedef struct {
    use_row u;
    const char *title_name, *state_name;
    bool used, voided, unknown, cancelled, may_award, may_void;
} use_view;
STATIC_SHAPE(use_view_shape, use_view, F_STRUCT(use_view, u, use_shape), F_TEXT(use_view, title_name), F_TEXT(use_view, state_name), F_BOOL(use_view, used), F_BOOL(use_view, voided), F_BOOL(use_view, unknown),
             F_BOOL(use_view, cancelled), F_BOOL(use_view, may_award), F_BOOL(use_view, may_void));
typedef LIST_OF(use_view) use_views;

static void fill_uses(request *r, const use_list *l, const entry_stand *s, use_views *out)
{
    out->p = NEWS(r->mem, use_view, l->n + 1);
    for (int i = 0; i < l->n; i++) {
        const use_row *u = &l->p[i];
        use_view *w = &out->p[out->n++];
        *w = (use_view){.u = *u, .title_name = emulation_title_name(u->title), .used = text_eq(u->state, "used"), .voided = text_eq(u->state, "voided"), .cancelled = text_eq(u->status, "cancelled")};
        w->state_name = w->used ? T("đã dùng") : w->voided ? T("đã hủy") : T("đăng ký dùng");
        w->unknown = !*u->criterion && !text_eq(u->title, "reward");
        w->may_award = s && !w->voided && !w->used && emulation_may_record(s) && !w->cancelled;
        w->may_void = s && !w->voided && emulation_may_void(&r->who, s, u);
    }
}

/* ---- mine ---- */

typedef struct {
    own_row o;
    LIST_OF(title_fit) fits;
    use_views uses;
    bool city, cancelled, used;
} mine_view;
STATIC_SHAPE(mine_shape, mine_view, F_STRUCT(mine_view, o, own_shape), F_LIST(mine_view, fits, title_fit_shape), F_LIST(mine_view, uses, use_view_shape), F_BOOL(mine_view, city), F_BOOL(mine_view, cancelled),
             F_BOOL(mine_view, used));
typedef struct {
    LIST_OF(mine_view) items;
    int64_t year;
    const char *once_text, *once_article;
    bool once_to_confirm;
} mine_page_view;
STATIC_SHAPE(mine_page_shape, mine_page_view, F_LIST(mine_page_view, items, mine_shape), F_INT(mine_page_view, year), F_TEXT(mine_page_view, once_text), F_TEXT(mine_page_view, once_article),
             F_BOOL(mine_page_view, once_to_confirm));

static void fill_fits(request *r, const own_row *o, int64_t year, mine_view *m)
{
    int n = 0;

    while (emulation_titles[n]) n++;
    m->fits.p = NEWS(r->mem, title_fit, n + 1);
    for (int i = 0; i < n; i++) emulation_fit(r->mem, emulation_titles[i], o->level, o->recognised_on, o->city_on, year, date_of(r->now), &m->fits.p[m->fits.n++]);
}

static status mine_page(request *r, reply *out)
{
    mine_page_view *v = NEW(r->mem, mine_page_view);
    own_list own = {0};
    use_list uses = {0};
    const rule_row *row = NULL;

    v->year = date_year(date_of(r->now));
    TRY(emulation_mine(r->db, r->mem, &r->who, &own));
    TRY(emulation_uses_of_person(r->db, r->mem, &r->who, &uses));
    v->items.p = NEWS(r->mem, mine_view, own.n + 1);
    for (int i = 0; i < own.n; i++) {
        mine_view *m = &v->items.p[v->items.n++];
        use_list of = {NEWS(r->mem, use_row, uses.n + 1), 0};
        m->o = own.p[i];
        m->city = text_eq(own.p[i].level, "city");
        m->cancelled = text_eq(own.p[i].status, "cancelled");
        for (int k = 0; k < uses.n; k++)
            if (uses.p[k].recognition_id.v == own.p[i].id.v) of.p[of.n++] = uses.p[k];
        fill_uses(r, &of, NULL, &m->uses);
        for (int k = 0; k < m->uses.n; k++) m->used |= !m->uses.p[k].voided;
        fill_fits(r, &own.p[i], v->year, m);
    }
    v->once_text = v->once_article = "";
    if (rule_get(rule_current(), "emu.single_use", NULL, date_of(r->now), &row) == OK) {
        v->once_text = row->note;
        v->once_article = row->article;
        v->once_to_confirm = row->to_confirm;
    }
    reply_title(r, "%s", T("Sáng kiến của tôi dùng cho danh hiệu nào"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

/* ---- one entry ---- */

typedef struct {
    recognition_row r;
    use_views uses;
    LIST_OF(title_fit) fits;
    bool held, cancelled, may_write, officer;
    const char *action, *lead;
} entry_view;
STATIC_SHAPE(entry_shape, entry_view, F_STRUCT(entry_view, r, recognition_shape), F_LIST(entry_view, uses, use_view_shape), F_LIST(entry_view, fits, title_fit_shape), F_BOOL(entry_view, held),
             F_BOOL(entry_view, cancelled), F_BOOL(entry_view, may_write), F_BOOL(entry_view, officer), F_TEXT(entry_view, action), F_TEXT(entry_view, lead));

static void offer_people(request *r, const use_people *people, const entry_stand *s)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, people->n + 1);
    for (int i = 0; i < people->n; i++)
        if (emulation_may_record(s) || emulation_may_plan(&r->who, s, people->p[i].id)) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)people->p[i].id.v), people->p[i].name};
    form_choices(r, "person", l);
    if (l->n == 1) form_set(r, "person", l->p[0].value);
}

static status entry_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);
    entry_stand s = {0};
    use_list uses = {0};
    use_people people = {0};
    int n = 0;

    TRY(certificate_recognition(r->db, r->mem, r->word[0], &v->r));
    TRY(certificate_stand(r->db, &r->who, &v->r, &s));
    if (!certificate_is_insider(&s)) return E_NOT_FOUND;
    TRY(emulation_uses_of_entry(r->db, r->mem, &r->who, &v->r, &s, &uses));
    TRY(emulation_people(r->db, r->mem, v->r.id, &people));
    TRY(certificate_is_held(r->db, v->r.id, &v->held));
    fill_uses(r, &uses, &s, &v->uses);
    while (emulation_titles[n]) n++;
    v->fits.p = NEWS(r->mem, title_fit, n + 1);
    for (int i = 0; i < n; i++) emulation_fit(r->mem, emulation_titles[i], v->r.level, v->r.recognised_on, v->r.city_on, date_year(date_of(r->now)), date_of(r->now), &v->fits.p[v->fits.n++]);
    v->cancelled = !text_eq(v->r.status, "valid");
    v->officer = emulation_may_record(&s);
    v->may_write = !v->cancelled && !v->held && (v->officer || s.author);
    v->action = textf(r->mem, "/sang-kien/%s/danh-hieu", v->r.code);
    v->lead = "";
    offer_people(r, &people, &s);
    form_set_int(r, "year", date_year(date_of(r->now)));
    form_set_date(r, "received_on", date_of(r->now));
    reply_title(r, "%s", T("Dùng sáng kiến để xét danh hiệu"));
    reply_org(r, v->r.org_id);
    reply_crumb(r, v->r.code, textf(r->mem, "/sang-kien/%s", v->r.code));
    return reply_view(r, out, v);
}

static void tell(request *r, const finding_list *refused)
{
    for (int i = 0; i < refused->n; i++) form_error(r, refused->p[i].field, "%s (%s%s%s)", refused->p[i].text, refused->p[i].id, *refused->p[i].article ? ", " : "", refused->p[i].article);
}

static status entry_post(request *r, reply *out)
{
    finding_list refused = {0};
    use_new u = {.person = {form_int(r, "person")}, .title = form_text(r, "title"), .year = form_int(r, "year"), .received_on = form_date(r, "received_on"), .decision = form_text(r, "decision"),
                 .decided_on = form_date(r, "decided_on"), .override_document = form_text(r, "override_document")};
    status s = emulation_record(r->mem, r->db, &r->who, r->word[0], &u, r->now, &refused);

    tell(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi vào sổ dùng sáng kiến."));
    return reply_see(r, out, "/sang-kien/%s/danh-hieu", r->word[0]);
}

/* ---- one use ---- */

static status one_use(request *r, const char *what, const char *title, use_row *u, entry_stand *s, entry_view **out)
{
    entry_view *v = NEW(r->mem, entry_view);

    TRY(emulation_get(r->db, r->mem, &r->who, ARG(r, 0, use_id), u, s));
    TRY(certificate_recognition_by_id(r->db, r->mem, u->recognition_id, &v->r));
    v->action = textf(r->mem, "/danh-hieu/%lld/%s", (long long)u->id.v, what);
    v->lead = textf(r->mem, "%s · %s · %lld", u->person, emulation_title_name(u->title), (long long)u->year);
    reply_title(r, "%s", title);
    reply_org(r, v->r.org_id);
    reply_crumb(r, T("Dùng sáng kiến để xét danh hiệu"), textf(r->mem, "/sang-kien/%s/danh-hieu", v->r.code));
    *out = v;
    return OK;
}

static status award_page(request *r, reply *out)
{
    entry_view *v = NULL;
    use_row u = {0};
    entry_stand s = {0};

    TRY(one_use(r, "xac-nhan", T("Ghi quyết định tặng danh hiệu"), &u, &s, &v));
    return emulation_may_record(&s) ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status award_post(request *r, reply *out)
{
    finding_list refused = {0};
    use_row u = {0};
    entry_stand s = {0};
    status st = emulation_award(r->mem, r->db, &r->who, ARG(r, 0, use_id), form_text(r, "decision"), form_date(r, "decided_on"), r->now, &refused);

    tell(r, &refused);
    TRY(st);
    TRY(emulation_get(r->db, r->mem, &r->who, ARG(r, 0, use_id), &u, &s));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi quyết định."));
    return reply_see(r, out, "/sang-kien/%s/danh-hieu", u.code);
}

static status void_page(request *r, reply *out)
{
    entry_view *v = NULL;
    use_row u = {0};
    entry_stand s = {0};

    TRY(one_use(r, "huy", T("Hủy lần dùng đã ghi"), &u, &s, &v));
    return emulation_may_void(&r->who, &s, &u) ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status void_post(request *r, reply *out)
{
    finding_list refused = {0};
    use_row u = {0};
    entry_stand s = {0};
    status st = emulation_void(r->mem, r->db, &r->who, ARG(r, 0, use_id), form_text(r, "reason"), r->now, &refused);

    tell(r, &refused);
    TRY(st);
    TRY(emulation_get(r->db, r->mem, &r->who, ARG(r, 0, use_id), &u, &s));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã hủy; sáng kiến có thể dùng lại cho người này."));
    return reply_see(r, out, "/sang-kien/%s/danh-hieu", u.code);
}

/* ---- the list, and its export ---- */

typedef struct {
    use_views uses;
    int64_t year;
    bool any;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, uses, use_view_shape), F_INT(list_view, year), F_BOOL(list_view, any));

static status load_all(request *r, use_list *l, int64_t *year)
{
    *year = query_int(r, "nam", 0);
    if (*year < 0 || *year > 9999) *year = 0;
    return emulation_uses(r->db, r->mem, &r->who, *year, date_of(r->now), l);
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    use_list l = {0};

    TRY(load_all(r, &l, &v->year));
    if (l.n > 500) l.n = 500; /* the export has all */
    fill_uses(r, &l, NULL, &v->uses);
    v->any = l.n > 0;
    reply_title(r, "%s", T("Sổ dùng sáng kiến để xét danh hiệu"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static void cell(buf *b, const char *s, bool last)
{
    buf_puts(b, "\"");
    if (*s && strchr("=+-@\t\r", *s)) buf_putc(b, '\''); /* no formula */
    for (; *s; s++) {
        if (*s == '"') buf_putc(b, '"');
        buf_putc(b, *s);
    }
    buf_puts(b, last ? "\"\r\n" : "\",");
}

static const char *const columns[] = {"ma_dung", "ma_sang_kien", "ten_sang_kien", "cap", "co_so", "ngay_cong_nhan", "ngay_cap_thanh_pho", "trang_thai_cong_nhan", "nguoi", "tai_khoan", "don_vi",
                                      "danh_hieu", "nam", "trang_thai", "ngay_nhan_ho_so", "tieu_chuan", "so_quyet_dinh", "ngay_quyet_dinh", "van_ban_cho_phep"};

static void cells_of(request *r, const use_row *u, const char *out[COUNT(columns)])
{
    const char *const all[] = {textf(r->mem, "%lld", (long long)u->id.v), u->code, u->initiative, u->level, u->org_name, date_iso(r->mem, u->recognised_on), date_iso(r->mem, u->city_on), u->status, u->person, u->login, u->unit,
                               u->title, textf(r->mem, "%lld", (long long)u->year), u->state, date_iso(r->mem, u->received_on), u->criterion, u->decision, date_iso(r->mem, u->decided_on), u->override_document};
    memcpy(out, all, sizeof all);
}

static status csv_get(request *r, reply *out)
{
    use_list l = {0};
    int64_t year = 0;
    AUTO(buf) b = {0};

    TRY(load_all(r, &l, &year));
    buf_puts(&b, "\xEF\xBB\xBF");
    for (int i = 0; i < COUNT(columns); i++) cell(&b, columns[i], i + 1 == COUNT(columns));
    for (int i = 0; i < l.n; i++) {
        const char *cells[COUNT(columns)];
        cells_of(r, &l.p[i], cells);
        for (int k = 0; k < COUNT(columns); k++) cell(&b, cells[k], k + 1 == COUNT(columns));
    }
    return reply_file(r, out, "text/csv; charset=utf-8", "dung-sang-kien.csv", (bytes){text_copy(r->mem, b.p), b.n});
}

static status json_get(request *r, reply *out)
{
    use_list l = {0};
    int64_t year = 0;
    json_t *rows = json_array();

    status s = load_all(r, &l, &year);
    for (int i = 0; s == OK && i < l.n; i++) {
        const char *cells[COUNT(columns)];
        json_t *o = json_object();
        cells_of(r, &l.p[i], cells);
        for (int k = 0; k < COUNT(columns); k++) json_object_set_new(o, columns[k], json_string(cells[k]));
        json_array_append_new(rows, o);
    }
    json_t *whole = json_pack("{s:s,s:s,s:I,s:o}", "schema", "sangkien.emulation/1", "made_at", instant_iso(r->mem, r->now), "year", (json_int_t)year, "uses", rows);
    char *text = json_dumps(whole, JSON_COMPACT);
    const char *copy = text_copy(r->mem, text ? text : "");
    free(text);
    json_decref(whole);
    TRY(s);
    return reply_text(r, out, "application/json; charset=utf-8", copy);
}

static const route routes[] = {
    {GET, "/danh-hieu", mine_page, ACCESS_USER, .page = "emulation/mine.html", .view = &mine_page_shape, .summary = "My initiatives and the titles that they serve"},
    {GET, "/sang-kien/*x/danh-hieu", entry_page, ACCESS_USER, .page = "emulation/entry.html", .view = &entry_shape, .form = &use_form, .summary = "Uses of an initiative for titles"},
    {POST, "/sang-kien/*x/danh-hieu", entry_post, ACCESS_USER, .form = &use_form, .again = entry_page, .summary = "Record a use for a title"},
    {GET, "/danh-hieu/:id/xac-nhan", award_page, ACCESS_USER, .page = "emulation/award.html", .view = &entry_shape, .form = &award_form, .summary = "The award of a planned use: form"},
    {POST, "/danh-hieu/:id/xac-nhan", award_post, ACCESS_USER, .form = &award_form, .again = award_page, .summary = "Record the award of a planned use"},
    {GET, "/danh-hieu/:id/huy", void_page, ACCESS_USER, .page = "emulation/void.html", .view = &entry_shape, .form = &void_form, .summary = "Void a use: form"},
    {POST, "/danh-hieu/:id/huy", void_post, ACCESS_USER, .form = &void_form, .again = void_page, .summary = "Void a use"},
    {GET, "/thi-dua", list_page, ACCESS_ROLE, .roles = officers, .page = "emulation/list.html", .view = &list_shape, .summary = "Uses of initiatives for titles"},
    {GET, "/thi-dua.csv", csv_get, ACCESS_ROLE, .roles = officers, .summary = "Uses of initiatives for titles (CSV)"},
    {GET, "/thi-dua.json", json_get, ACCESS_ROLE, .roles = officers, .summary = "Uses of initiatives for titles (JSON, sangkien.emulation/1)"},
};
const route_table emulation_routes = {routes, COUNT(routes)};
