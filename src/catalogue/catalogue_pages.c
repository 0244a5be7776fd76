/* The lists of the administrator: /quan-tri/danh-muc. */
#include "catalogue/catalogue_pages.h"
#include "base/text.h"
#include "catalogue/catalogue.h"

STATIC_FORM(entry_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên mục"), .max = 200, .required = true}, {.name = "note", .kind = INPUT_LINE, .label = N_("Giải thích"), .max = 500},
            {.name = "position", .kind = INPUT_INT, .label = N_("Thứ tự"), .hint = N_("Để trống: cuối danh sách.")}, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(retire_form, {.name = "do", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    const char *slug, *name;
    bool current;
} tab_view;
STATIC_SHAPE(tab_shape, tab_view, F_TEXT(tab_view, slug), F_TEXT(tab_view, name), F_BOOL(tab_view, current));
typedef struct {
    LIST_OF(tab_view) tabs;
    catalogue_list entries;
    const char *slug, *about, *text;
    catalogue_entry e;
    bool retired;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, tabs, tab_shape), F_LIST(list_view, entries, catalogue_entry_shape), F_TEXT(list_view, slug), F_TEXT(list_view, about), F_TEXT(list_view, text),
             F_STRUCT(list_view, e, catalogue_entry_shape), F_BOOL(list_view, retired));

static void put_tabs(request *r, const catalogue_kind *now, list_view *v)
{
    int n = 0;

    while (catalogue_kinds[n].key) n++;
    v->tabs.p = NEWS(r->mem, tab_view, n + 1);
    for (int i = 0; i < n; i++) v->tabs.p[v->tabs.n++] = (tab_view){catalogue_kinds[i].slug, T(catalogue_kinds[i].name), &catalogue_kinds[i] == now};
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    const catalogue_kind *k = catalogue_kind_of_slug(r->word[0]);

    if (!k) return E_NOT_FOUND;
    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    v->text = query_text(r, "q");
    v->retired = query_int(r, "ngung", 0) == 1;
    TRY(catalogue_of(r->db, r->mem, k->key, v->text, v->retired, &v->entries));
    TRY(catalogue_count_uses(r->db, r->mem, &r->who, k->key, &v->entries));
    put_tabs(r, k, v);
    v->slug = k->slug;
    v->about = T(k->about);
    v->e = (catalogue_entry){.kind = "", .key = "", .name = "", .note = ""};
    reply_title(r, "%s", T(k->name));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Danh mục"), "/quan-tri/danh-muc/linh-vuc");
    return reply_view(r, out, v);
}

static int64_t hidden_int(request *r, const char *name)
{
    int64_t n = 0;
    return text_parse_int(form_text(r, name), 1, INT64_MAX / 2, &n) == OK ? n : 0;
}

static status save(request *r, reply *out, const char *kind, entry_id id, const char *slug)
{
    catalogue_entry e = {.id = id, .kind = kind, .key = "", .name = form_text(r, "name"), .note = form_text(r, "note"), .position = form_int(r, "position"), .revision = hidden_int(r, "revision")};

    if (e.position < 0 || e.position > 100000) form_error(r, "position", "%s", T("Thứ tự là số từ 1."));
    if (form_errors(r)) return E_INVALID;
    status s = catalogue_save(r->mem, r->db, &r->who, &e, r->now, &id);
    if (s == E_CONFLICT) form_error(r, "name", "%s", T("Danh mục đã có mục này, hoặc mục vừa được người khác sửa."));
    if (s == E_LIMIT) form_error(r, "name", T("Nhiều nhất %d mục một danh mục."), CATALOGUE_ENTRIES_MAX);
    if (s == E_CONFLICT || s == E_LIMIT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu mục."));
    return reply_see(r, out, "/quan-tri/danh-muc/%s", slug);
}

static status list_post(request *r, reply *out)
{
    const catalogue_kind *k = catalogue_kind_of_slug(r->word[0]);

    if (!k) return E_NOT_FOUND;
    return save(r, out, k->key, (entry_id){0}, k->slug);
}

static const catalogue_kind *kind_of(const char *key)
{
    for (const catalogue_kind *k = catalogue_kinds; k->key; k++)
        if (text_eq(k->key, key)) return k;
    return &catalogue_kinds[0];
}

static status entry_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);

    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    TRY(catalogue_get(r->db, r->mem, ARG(r, 0, entry_id), &v->e));
    const catalogue_kind *k = kind_of(v->e.kind);
    v->slug = k->slug;
    v->about = v->text = "";
    v->retired = v->e.retired_at.ms != 0;
    form_set(r, "name", v->e.name);
    form_set(r, "note", v->e.note);
    form_set_int(r, "position", v->e.position);
    form_replace(r, "revision", textf(r->mem, "%lld", (long long)v->e.revision));
    reply_title(r, "%s", v->e.name);
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T(k->name), textf(r->mem, "/quan-tri/danh-muc/%s", k->slug));
    return reply_view(r, out, v);
}

static status entry_post(request *r, reply *out)
{
    catalogue_entry e = {0};

    TRY(catalogue_get(r->db, r->mem, ARG(r, 0, entry_id), &e));
    return save(r, out, e.kind, e.id, kind_of(e.kind)->slug);
}

static status retire_post(request *r, reply *out)
{
    catalogue_entry e = {0};
    bool retire = !text_eq(form_text(r, "do"), "restore");

    TRY(catalogue_get(r->db, r->mem, ARG(r, 0, entry_id), &e));
    TRY(catalogue_retire(r->mem, r->db, &r->who, e.id, retire, r->now));
    reply_flash(r, FLASH_GOOD, "%s", retire ? T("Đã ngừng dùng mục; hồ sơ cũ vẫn giữ tên của nó.") : T("Đã dùng lại mục."));
    return reply_see(r, out, "/quan-tri/danh-muc/%s", kind_of(e.kind)->slug);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/danh-muc/*kind", list_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/list.html", .view = &list_shape, .form = &entry_form, .summary = "A list of the administrator"},
    {POST, "/quan-tri/danh-muc/*kind", list_post, ACCESS_ROLE, .roles = admin, .form = &entry_form, .again = list_page, .summary = "Add an entry"},
    {GET, "/quan-tri/muc/:id", entry_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/entry.html", .view = &list_shape, .form = &entry_form, .summary = "An entry"},
    {POST, "/quan-tri/muc/:id", entry_post, ACCESS_ROLE, .roles = admin, .form = &entry_form, .again = entry_page, .summary = "Change an entry"},
    {POST, "/quan-tri/muc/:id/ngung", retire_post, ACCESS_ROLE, .roles = admin, .form = &retire_form, .summary = "Retire or restore an entry"},
};
const route_table catalogue_routes = {routes, COUNT(routes)};
