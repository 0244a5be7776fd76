/* The box of every page: results, the advanced form, suggestions while typing, exports, kept searches. */
#include "search/search_pages.h"
#include "base/text.h"
#include "dossier/dossier.h"
#include "process/process.h"
#include "search/search.h"
#include "web/pager.h"
#include <stdlib.h>
#include <string.h>

/* ---- words of values ---- */

static const char *value_name(facet f, const char *v)
{
    int n = 0;
    const search_source *s = search_sources(&n);

    switch (f) {
    case FACET_KIND:
        for (int i = 0; i < n; i++)
            if (text_eq(s[i].kind, v)) return T(s[i].label);
        return v;
    case FACET_LEVEL: return process_level_by_key(v) ? process_level_name(process_level_by_key(v)) : v;
    case FACET_STATE: return text_eq(v, "valid") ? T("Còn hiệu lực") : process_phase_by_key(v) ? process_phase_name(process_phase_by_key(v)) : v;
    case FACET_FORM: return *dossier_kind_name(v) ? dossier_kind_name(v) : v;
    case FACET_UNIT:
    case FACET_FIELD:
    case FACET_YEAR:
    case FACET_ROUND:
    case FACETS: break;
    }
    return v;
}

static const struct {
    ask_key key;
    facet facet;
    const char *title;
} groups[] = {{ASK_KIND, FACET_KIND, N_("Loại")},         {ASK_YEAR, FACET_YEAR, N_("Năm")},          {ASK_UNIT, FACET_UNIT, N_("Đơn vị")}, {ASK_FIELD, FACET_FIELD, N_("Lĩnh vực")},
              {ASK_LEVEL, FACET_LEVEL, N_("Cấp")},        {ASK_STATE, FACET_STATE, N_("Trạng thái")}, {ASK_FORM, FACET_FORM, N_("Hình thức giải pháp")}, {ASK_ROUND, FACET_ROUND, N_("Đợt")}};
enum { FACET_ROWS = 8 };

/* ---- view ---- */

typedef struct {
    const char *label, *href;
    int64_t n;
    bool selected;
} facet_row;
STATIC_SHAPE(facet_row_shape, facet_row, F_TEXT(facet_row, label), F_TEXT(facet_row, href), F_INT(facet_row, n), F_BOOL(facet_row, selected));
typedef struct {
    const char *title;
    LIST_OF(facet_row) rows;
    bool open;
} facet_group;
STATIC_SHAPE(facet_group_shape, facet_group, F_TEXT(facet_group, title), F_LIST(facet_group, rows, facet_row_shape), F_BOOL(facet_group, open));
typedef struct {
    const char *label, *href;
} condition;
STATIC_SHAPE(condition_shape, condition, F_TEXT(condition, label), F_TEXT(condition, href));
typedef struct {
    const char *text, *query, *meant, *meant_href, *public_href, *dossiers_href, *newest_href, *oldest_href, *best_href, *advanced_href, *save_href;
    search_items items, near;
    LIST_OF(facet_group) facets;
    LIST_OF(condition) conditions;
    pager_view pager;
    int64_t dossiers;
    bool asked, building, cut, some, found, among_dossiers, may_dossiers, newest, oldest, best, more, signed_in, has_near, slow;
} results_view;
STATIC_SHAPE(results_shape, results_view, F_TEXT(results_view, text), F_TEXT(results_view, query), F_TEXT(results_view, meant), F_TEXT(results_view, meant_href), F_TEXT(results_view, public_href),
             F_TEXT(results_view, dossiers_href), F_TEXT(results_view, newest_href), F_TEXT(results_view, oldest_href), F_TEXT(results_view, best_href),
             F_TEXT(results_view, advanced_href), F_TEXT(results_view, save_href), F_LIST(results_view, items, search_item_shape), F_LIST(results_view, near, search_item_shape),
             F_LIST(results_view, facets, facet_group_shape), F_LIST(results_view, conditions, condition_shape), F_STRUCT(results_view, pager, pager_shape), F_INT(results_view, dossiers),
             F_BOOL(results_view, asked), F_BOOL(results_view, building), F_BOOL(results_view, cut), F_BOOL(results_view, some), F_BOOL(results_view, found),
             F_BOOL(results_view, among_dossiers), F_BOOL(results_view, may_dossiers), F_BOOL(results_view, newest), F_BOOL(results_view, oldest), F_BOOL(results_view, best), F_BOOL(results_view, more),
             F_BOOL(results_view, signed_in), F_BOOL(results_view, has_near), F_BOOL(results_view, slow));

static int by_year(const void *a, const void *b)
{
    return strcmp(((const search_count *)b)->value, ((const search_count *)a)->value); /* the latest first */
}

static void fill_group(request *r, const search_asked *a, int g, const search_matches *m, facet_group *out)
{
    const char *chosen = a->v[groups[g].key];
    int n = m->counts[groups[g].facet].n;
    search_count *c = m->counts[groups[g].facet].p;

    *out = (facet_group){.title = T(groups[g].title), .open = groups[g].facet == FACET_KIND || *chosen};
    out->rows.p = NEWS(r->mem, facet_row, FACET_ROWS + 1);
    if (groups[g].facet == FACET_YEAR && n) qsort(c, (size_t)(n < 50 ? n : 50), sizeof *c, by_year);
    for (int i = 0; i < n && out->rows.n < FACET_ROWS; i++) {
        const char *value = textf(r->mem, "=%s", c[i].value);
        bool selected = text_eq(chosen, value);
        const char *query = asked_query(r->mem, a, groups[g].key, selected ? "" : value);
        out->rows.p[out->rows.n++] = (facet_row){value_name(groups[g].facet, c[i].value), textf(r->mem, "/tim-kiem?%s", query), c[i].n, selected};
    }
}

static void fill_facets(request *r, const search_asked *a, const search_matches *m, results_view *v)
{
    v->facets.p = NEWS(r->mem, facet_group, COUNT(groups));
    for (int g = 0; g < COUNT(groups); g++) {
        facet_group one;
        fill_group(r, a, g, m, &one);
        if (one.rows.n > 1 || (one.rows.n && *a->v[groups[g].key])) v->facets.p[v->facets.n++] = one;
    }
}

static void add_condition(request *r, const search_asked *a, results_view *v, ask_key k, const char *label)
{
    const char *query = *a->v[k] ? asked_query(r->mem, a, k, "") : NULL;
    if (query) v->conditions.p[v->conditions.n++] = (condition){label, textf(r->mem, "/tim-kiem?%s", query)};
}

static void fill_conditions(request *r, const search_asked *a, results_view *v)
{
    v->conditions.p = NEWS(r->mem, condition, ASKS);
    for (int g = 0; g < COUNT(groups); g++) {
        const char *value = a->v[groups[g].key];
        add_condition(r, a, v, groups[g].key, textf(r->mem, "%s: %s", T(groups[g].title), value_name(groups[g].facet, *value == '=' ? value + 1 : value)));
    }
    add_condition(r, a, v, ASK_TITLE, textf(r->mem, "%s: %s", T("Trong tên"), a->v[ASK_TITLE]));
    add_condition(r, a, v, ASK_AUTHOR, textf(r->mem, "%s: %s", T("Tác giả, người đăng"), a->v[ASK_AUTHOR]));
    add_condition(r, a, v, ASK_PHRASE, textf(r->mem, "%s: “%s”", T("Đúng cụm từ"), a->v[ASK_PHRASE]));
    add_condition(r, a, v, ASK_WITHOUT, textf(r->mem, "%s: %s", T("Không có từ"), a->v[ASK_WITHOUT]));
    add_condition(r, a, v, ASK_FROM, textf(r->mem, "%s: %s", T("Từ ngày"), a->v[ASK_FROM]));
    add_condition(r, a, v, ASK_TO, textf(r->mem, "%s: %s", T("Đến ngày"), a->v[ASK_TO]));
}

static const char *page_href(request *r, const search_asked *a, ask_key k, const char *value)
{
    return textf(r->mem, "/tim-kiem?%s", asked_query(r->mem, a, k, value));
}

static void name_values(search_items *items)
{
    for (int i = 0; i < items->n; i++) {
        search_item *t = &items->p[i];
        t->level = value_name(FACET_LEVEL, t->level);
        t->state = value_name(FACET_STATE, t->state);
        t->form = value_name(FACET_FORM, t->form);
    }
}

static void fill_links(request *r, const search_asked *a, const search_ask *ask, results_view *v)
{
    int page = ask->skip / SEARCH_PAGE, last = MATCH_SHOWN / SEARCH_PAGE - 1; /* from 0 */

    pager_set(&v->pager, page, SEARCH_PAGE, v->items.n);
    v->more = v->pager.total > MATCH_SHOWN && page == last;
    v->pager.prev_href = page ? page_href(r, a, ASK_PAGE, textf(r->mem, "%d", page)) : "";
    v->pager.next_href = v->pager.to < v->pager.total && page < last ? page_href(r, a, ASK_PAGE, textf(r->mem, "%d", page + 2)) : "";
    v->best_href = page_href(r, a, ASK_SORT, "");
    v->newest_href = page_href(r, a, ASK_SORT, "moi-nhat");
    v->oldest_href = page_href(r, a, ASK_SORT, "cu-nhat");
    v->public_href = page_href(r, a, ASK_AMONG, "");
    v->dossiers_href = page_href(r, a, ASK_AMONG, "ho-so");
    v->query = asked_query(r->mem, a, ASK_PAGE, "");
    v->advanced_href = textf(r->mem, "/tim-kiem/nang-cao?%s", v->query);
    v->save_href = textf(r->mem, "/tim-kiem/da-luu?%s", v->query);
}

static status results_page(request *r, reply *out)
{
    results_view *v = NEW(r->mem, results_view);
    search_asked a;
    search_ask ask;
    search_answer answer = {.meant = ""};

    asked_read(r->mem, r->query, &a);
    asked_mean(r->mem, &a, &ask);
    status s = search_find(r->db, r->mem, &r->who, &ask, &answer);
    if (s != OK && s != E_INVALID && s != E_LIMIT) return s;
    v->asked = s == OK;
    v->slow = s == E_LIMIT;
    v->text = a.v[ASK_TEXT];
    v->meant = answer.meant;
    v->meant_href = *answer.meant ? page_href(r, &a, ASK_TEXT, answer.meant) : "";
    v->items = answer.items;
    v->near = answer.near;
    v->pager.total = answer.total;
    v->dossiers = answer.dossiers > 0 ? answer.dossiers : 0;
    v->found = answer.total > 0;
    v->has_near = answer.near.n > 0;
    v->building = answer.building;
    v->cut = answer.cut;
    v->some = answer.some;
    v->among_dossiers = ask.dossiers;
    v->signed_in = r->who.user.v != 0;
    v->may_dossiers = search_may_dossiers(&r->who);
    v->newest = ask.more.sort == SORT_NEWEST;
    v->oldest = ask.more.sort == SORT_OLDEST;
    v->best = ask.more.sort == SORT_RELEVANCE;
    fill_links(r, &a, &ask, v);
    fill_facets(r, &a, &answer.counts, v);
    fill_conditions(r, &a, v);
    name_values(&v->items);
    name_values(&v->near);
    reply_title(r, "%s", T("Tìm kiếm"));
    if (!v->signed_in && !v->building && !v->slow) reply_public(out, 10);
    return reply_view(r, out, v);
}

/* ---- the advanced form: a GET form whose fields are those of the page of results ---- */

typedef struct {
    const char *value, *label;
    bool selected;
} option;
STATIC_SHAPE(option_shape, option, F_TEXT(option, value), F_TEXT(option, label), F_BOOL(option, selected));
typedef LIST_OF(option) options;
typedef struct {
    const char *text, *unit, *field, *year, *round, *title, *author, *phrase, *without, *from, *to;
    options kinds, levels, states, forms, sorts;
    bool may_dossiers, among_dossiers;
} advanced_view;
STATIC_SHAPE(advanced_shape, advanced_view, F_TEXT(advanced_view, text), F_TEXT(advanced_view, unit), F_TEXT(advanced_view, field), F_TEXT(advanced_view, year), F_TEXT(advanced_view, round),
             F_TEXT(advanced_view, title), F_TEXT(advanced_view, author), F_TEXT(advanced_view, phrase), F_TEXT(advanced_view, without), F_TEXT(advanced_view, from), F_TEXT(advanced_view, to),
             F_LIST(advanced_view, kinds, option_shape), F_LIST(advanced_view, levels, option_shape), F_LIST(advanced_view, states, option_shape), F_LIST(advanced_view, forms, option_shape),
             F_LIST(advanced_view, sorts, option_shape), F_BOOL(advanced_view, may_dossiers), F_BOOL(advanced_view, among_dossiers));

static void add_option(request *r, options *o, const char *key, const char *label, const char *chosen)
{
    enum { OPTIONS_MAX = 24 };
    if (!o->p) o->p = NEWS(r->mem, option, OPTIONS_MAX);
    if (o->n == OPTIONS_MAX) return;
    const char *value = *key ? textf(r->mem, "=%s", key) : "";
    o->p[o->n++] = (option){value, label, text_eq(value, chosen)};
}

static void fill_options(request *r, const search_asked *a, advanced_view *v)
{
    static const char *const forms[] = {"technical", "management", "operational", "applied"};
    int n = 0;
    const search_source *s = search_sources(&n);

    for (int i = 0; i < n; i++)
        if (!s[i].dossiers) add_option(r, &v->kinds, s[i].kind, T(s[i].label), a->v[ASK_KIND]);
    for (int l = 1; process_level_key((process_level)l) && *process_level_key((process_level)l); l++)
        add_option(r, &v->levels, process_level_key((process_level)l), process_level_name((process_level)l), a->v[ASK_LEVEL]);
    add_option(r, &v->states, "valid", value_name(FACET_STATE, "valid"), a->v[ASK_STATE]);
    for (int p = 1; p < PHASE__COUNT; p++) {
        bool public_ = p == PHASE_CANCELLED;
        if (public_ || v->may_dossiers) add_option(r, &v->states, process_phase_key((dossier_phase)p), process_phase_name((dossier_phase)p), a->v[ASK_STATE]);
    }
    for (int i = 0; i < COUNT(forms); i++) add_option(r, &v->forms, forms[i], dossier_kind_name(forms[i]), a->v[ASK_FORM]);
}

static const char *unmarked(const char *v)
{
    return *v == '=' ? v + 1 : v;
}

static status advanced_page(request *r, reply *out)
{
    advanced_view *v = NEW(r->mem, advanced_view);
    search_asked a;

    asked_read(r->mem, r->query, &a);
    v->may_dossiers = search_may_dossiers(&r->who);
    v->among_dossiers = v->may_dossiers && text_eq(a.v[ASK_AMONG], "ho-so");
    v->text = a.v[ASK_TEXT];
    v->unit = unmarked(a.v[ASK_UNIT]);
    v->field = unmarked(a.v[ASK_FIELD]);
    v->year = unmarked(a.v[ASK_YEAR]);
    v->round = unmarked(a.v[ASK_ROUND]);
    v->title = a.v[ASK_TITLE];
    v->author = a.v[ASK_AUTHOR];
    v->phrase = a.v[ASK_PHRASE];
    v->without = a.v[ASK_WITHOUT];
    v->from = a.v[ASK_FROM];
    v->to = a.v[ASK_TO];
    fill_options(r, &a, v);
    reply_title(r, "%s", T("Tìm kiếm nâng cao"));
    reply_crumb(r, T("Tìm kiếm"), "/tim-kiem");
    return reply_view(r, out, v);
}

/* ---- while typing ---- */

typedef struct {
    search_items items;
} suggest_view;
STATIC_SHAPE(suggest_shape, suggest_view, F_LIST(suggest_view, items, search_item_shape));

static status suggest_get(request *r, reply *out)
{
    suggest_view *v = NEW(r->mem, suggest_view);
    search_ask ask = {.text = query_text(r, "q"), .typing = true, .limit = SEARCH_SUGGESTIONS};
    search_answer a = {0};

    status s = search_find(r->db, r->mem, &r->who, &ask, &a);
    if (s != OK && s != E_INVALID) return s;
    v->items = a.items;
    reply_title(r, "%s", T("Gợi ý"));
    reply_crumb(r, T("Tìm kiếm"), "/tim-kiem");
    if (!r->who.user.v) reply_public(out, 30);
    return reply_view(r, out, v);
}

/* ---- exports ---- */

static void csv_row(buf *b, const char *const *cells, int n)
{
    for (int i = 0; i < n; i++) buf_csv(b, cells[i], i + 1 == n);
}

static status all_results(request *r, search_answer *out)
{
    search_asked a;
    search_ask ask;

    asked_read(r->mem, r->query, &a);
    asked_mean(r->mem, &a, &ask);
    ask.skip = 0;
    ask.limit = MATCH_EXPORT;
    TRY(search_find(r->db, r->mem, &r->who, &ask, out));
    return OK;
}

static status csv_get(request *r, reply *out)
{
    static const char *const heads[] = {"loai", "ma", "ten", "tac_gia", "don_vi", "linh_vuc", "ngay", "nam", "cap", "trang_thai", "hinh_thuc", "dot", "dia_chi"};
    search_answer a = {0};
    AUTO(buf) b = {0};

    TRY(all_results(r, &a));
    buf_puts(&b, "\xEF\xBB\xBF");
    csv_row(&b, heads, COUNT(heads));
    for (int i = 0; i < a.items.n; i++) {
        const search_item *t = &a.items.p[i];
        const char *day = t->day.ymd ? date_iso(r->mem, t->day) : "", *year = t->year ? textf(r->mem, "%lld", (long long)t->year) : "";
        const char *const cells[] = {t->kind, t->code, t->title, t->author, t->unit, t->field, day, year, t->level, t->state, t->form, t->round, textf(r->mem, "%s%s", request_base_url(r), t->href)};
        csv_row(&b, cells, COUNT(cells));
    }
    return reply_file(r, out, "text/csv; charset=utf-8", "ket-qua-tim-kiem.csv", (bytes){b.p, b.n});
}

typedef struct {
    search_items items;
    int64_t total;
} export_view;
STATIC_SHAPE(export_shape, export_view, F_INT(export_view, total), F_LIST(export_view, items, search_item_shape));

static status json_get(request *r, reply *out)
{
    export_view *v = NEW(r->mem, export_view);
    search_answer a = {0};

    TRY(all_results(r, &a));
    v->items = a.items;
    v->total = a.total;
    r->wants_json = true;
    return reply_view(r, out, v);
}

/* ---- kept searches ---- */

STATIC_FORM(save_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên để nhớ"), .required = true, .max = 100}, {.name = "query", .kind = INPUT_HIDDEN, .label = "", .max = 3000});
STATIC_FORM(forget_form, {.name = "id", .kind = INPUT_INT, .label = "", .required = true});

typedef struct {
    search_saved_list items;
    const char *query, *described;
    bool offered;
} saved_view;
STATIC_SHAPE(saved_shape, saved_view, F_LIST(saved_view, items, search_saved_shape), F_TEXT(saved_view, query), F_TEXT(saved_view, described), F_BOOL(saved_view, offered));

static status saved_page(request *r, reply *out)
{
    saved_view *v = NEW(r->mem, saved_view);
    search_asked a;

    asked_read(r->mem, r->query, &a);
    v->query = asked_query(r->mem, &a, ASK_AMONG, "");
    v->described = a.v[ASK_TEXT];
    v->offered = *v->query != 0 || r->again;
    form_set(r, "query", v->query);
    form_set(r, "name", a.v[ASK_TEXT]);
    TRY(search_saved_of(r->db, r->mem, &r->who, &v->items));
    reply_title(r, "%s", T("Tìm kiếm đã lưu"));
    reply_crumb(r, T("Tìm kiếm"), "/tim-kiem");
    return reply_view(r, out, v);
}

static status save_post(request *r, reply *out)
{
    search_asked a;
    search_ask ask;
    int64_t id = 0;

    asked_read(r->mem, form_text(r, "query"), &a);
    asked_mean(r->mem, &a, &ask);
    status s = search_save(r->mem, r->db, &r->who, form_text(r, "name"), asked_query(r->mem, &a, ASK_AMONG, ""), &ask, r->now, &id);
    if (s == E_INVALID) form_error(r, "", "%s", T("Chưa có điều kiện tìm nào để lưu."));
    if (s == E_LIMIT) {
        form_error(r, "", T("Mỗi người lưu được %d tìm kiếm. Hãy bỏ bớt một tìm kiếm cũ."), SEARCH_SAVED_MAX);
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu. Khi có kết quả mới, bạn sẽ nhận được thông báo."));
    return reply_see(r, out, "/tim-kiem/da-luu");
}

static status forget_post(request *r, reply *out)
{
    TRY(search_forget(r->mem, r->db, &r->who, form_int(r, "id")));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã bỏ tìm kiếm đã lưu."));
    return reply_see(r, out, "/tim-kiem/da-luu");
}

static const route routes[] = {
    {GET, "/tim-kiem", results_page, ACCESS_PUBLIC, .page = "search/results.html", .view = &results_shape, .flags = ROUTE_HEAVY, .summary = "Search everything"},
    {GET, "/tim-kiem.csv", csv_get, ACCESS_PUBLIC, .flags = ROUTE_HEAVY, .summary = "Results as CSV"},
    {GET, "/tim-kiem.json", json_get, ACCESS_PUBLIC, .view = &export_shape, .flags = ROUTE_HEAVY, .summary = "Results as JSON"},
    {GET, "/tim-kiem/nang-cao", advanced_page, ACCESS_PUBLIC, .page = "search/advanced.html", .view = &advanced_shape, .summary = "Advanced search: form"},
    {GET, "/tim-kiem/goi-y", suggest_get, ACCESS_PUBLIC, .page = "search/suggest.html", .view = &suggest_shape, .flags = ROUTE_HEAVY, .summary = "Titles while typing"},
    {GET, "/tim-kiem/da-luu", saved_page, ACCESS_USER, .page = "search/saved.html", .view = &saved_shape, .form = &save_form, .summary = "Kept searches"},
    {POST, "/tim-kiem/da-luu", save_post, ACCESS_USER, .form = &save_form, .again = saved_page, .summary = "Keep a search"},
    {POST, "/tim-kiem/da-luu/bo", forget_post, ACCESS_USER, .form = &forget_form, .summary = "Drop a kept search"},
};
const route_table search_routes = {routes, COUNT(routes)};
