/* Rounds: /quan-tri/dot. */
#include "catalogue/catalogue_pages.h"
#include "base/text.h"
#include "catalogue/round.h"

static const choice levels[] = {{"unit", N_("Cơ sở")}, {"city", N_("Bộ, tỉnh, thành phố")}, {"nation", N_("Toàn quốc")}, {0}};
STATIC_FORM(round_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên đợt"), .max = 150, .required = true}, {.name = "level", .kind = INPUT_SELECT, .label = N_("Cấp"), .choices = levels, .required = true},
            {.name = "sector", .kind = INPUT_SELECT, .label = N_("Riêng cho lĩnh vực"), .hint = N_("Để trống: mọi lĩnh vực.")}, {.name = "year", .kind = INPUT_INT, .label = N_("Năm của sáng kiến"), .required = true},
            {.name = "opens_on", .kind = INPUT_DATE, .label = N_("Mở từ ngày"), .required = true}, {.name = "closes_on", .kind = INPUT_DATE, .label = N_("Đến hết ngày"), .required = true},
            {.name = "process", .kind = INPUT_SELECT, .label = N_("Quy trình riêng của đợt"), .hint = N_("Để trống: quy trình chung của cấp.")},
            {.name = "carry_to", .kind = INPUT_SELECT, .label = N_("Hồ sơ chưa xét xong chuyển sang đợt"), .hint = N_("Tự chuyển khi đợt khóa; để trống: ở lại.")}, {.name = "note", .kind = INPUT_LINE, .label = N_("Ghi chú"), .max = 500},
            {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(extend_form, {.name = "to_day", .kind = INPUT_DATE, .label = N_("Gia hạn đến hết ngày"), .required = true}, {.name = "why", .kind = INPUT_LINE, .label = N_("Lý do gia hạn"), .max = 500, .required = true});
STATIC_FORM(carry_form, {.name = "to_round", .kind = INPUT_HIDDEN, .label = "", .required = true});

typedef struct {
    round_row r;
    const char *level_name, *state_name, *tone;
    date last_day;
} item_view;
STATIC_SHAPE(item_shape, item_view, F_STRUCT(item_view, r, round_row_shape), F_TEXT(item_view, level_name), F_TEXT(item_view, state_name), F_TEXT(item_view, tone), F_DATE(item_view, last_day));
typedef struct {
    LIST_OF(item_view) rounds;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, rounds, item_shape));
typedef struct {
    item_view now;
    round_list targets;
    bool is_new, locked;
} round_view;
STATIC_SHAPE(round_shape, round_view, F_STRUCT(round_view, now, item_shape), F_LIST(round_view, targets, round_row_shape), F_BOOL(round_view, is_new), F_BOOL(round_view, locked));

typedef struct {
    const char *key, *name;
} process_name;
STATIC_SHAPE(process_name_shape, process_name, F_TEXT(process_name, key), F_TEXT(process_name, name));

static item_view item_of(const round_row *r)
{
    static const char *const words[][3] = {{"planned", N_("Chưa mở"), "note"}, {"open", N_("Đang mở"), "good"}, {"locked", N_("Đã khóa"), "off"}};
    item_view v = {*r, "", "", "", round_last_day(r)};

    for (int i = 0; levels[i].value; i++)
        if (text_eq(levels[i].value, r->level)) v.level_name = T(levels[i].label);
    for (int i = 0; i < COUNT(words); i++) {
        if (!text_eq(words[i][0], r->state)) continue;
        v.state_name = T(words[i][1]);
        v.tone = words[i][2];
    }
    return v;
}

static status offer(request *r, const round_list *all)
{
    choice_list *sectors = NEW(r->mem, choice_list), *processes = NEW(r->mem, choice_list), *rounds = NEW(r->mem, choice_list);
    catalogue_list fields = {0};
    LIST_OF(process_name) names = {0};

    TRY(catalogue_of(r->db, r->mem, "field", "", false, &fields));
    sectors->p = NEWS(r->mem, choice, fields.n + 1);
    for (int i = 0; i < fields.n; i++) sectors->p[sectors->n++] = (choice){fields.p[i].key, fields.p[i].name};
    form_choices(r, "sector", sectors);
    TRY(db_each(r->db, Q_ROUND_PROCESSES, r->mem, &process_name_shape, &names));
    processes->p = NEWS(r->mem, choice, names.n + 1);
    for (int i = 0; i < names.n; i++) processes->p[processes->n++] = (choice){names.p[i].key, T(names.p[i].name)};
    form_choices(r, "process", processes);
    rounds->p = NEWS(r->mem, choice, all->n + 1);
    for (int i = 0; i < all->n; i++) rounds->p[rounds->n++] = (choice){textf(r->mem, "%lld", (long long)all->p[i].id.v), all->p[i].name};
    form_choices(r, "carry_to", rounds);
    return OK;
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    round_list all = {0};

    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    TRY(round_all(r->db, r->mem, &all));
    v->rounds.p = NEWS(r->mem, item_view, all.n + 1);
    for (int i = 0; i < all.n; i++) v->rounds.p[v->rounds.n++] = item_of(&all.p[i]);
    TRY(offer(r, &all));
    form_set_int(r, "year", date_year(date_of(r->now)));
    reply_title(r, "%s", T("Đợt đề nghị công nhận"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status save(request *r, reply *out, round_id id)
{
    int64_t revision = 0;
    round_row w = {.id = id, .name = form_text(r, "name"), .level = form_text(r, "level"), .sector = form_text(r, "sector"), .process_key = form_text(r, "process"), .note = form_text(r, "note"),
                   .year = form_int(r, "year"), .opens_on = form_date(r, "opens_on"), .closes_on = form_date(r, "closes_on"), .carry_to = {form_int(r, "carry_to")}};

    if (text_parse_int(form_text(r, "revision"), 1, INT64_MAX / 2, &revision) == OK) w.revision = revision;
    if (w.year < 1990 || w.year > 2199) form_error(r, "year", "%s", T("Năm gồm bốn chữ số."));
    if (date_compare(w.closes_on, w.opens_on) < 0) form_error(r, "closes_on", "%s", T("Ngày khóa phải từ ngày mở trở đi."));
    if (form_errors(r)) return E_INVALID;
    status s = round_save(r->mem, r->db, &r->who, &w, r->now, &id);
    if (s == E_INVALID) form_error(r, "carry_to", "%s", T("Đợt nhận hồ sơ phải cùng cấp, khác đợt này và mở không sớm hơn."));
    if (s == E_CONFLICT) form_error(r, "", "%s", T("Đợt vừa được người khác sửa, hoặc đã khóa; đợt đã khóa chỉ gia hạn được."));
    if (s == E_CONFLICT) return E_INVALID;
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu đợt. Đợt tự mở và tự khóa theo ngày."));
    return reply_see(r, out, "/quan-tri/dot/%lld", (long long)id.v);
}

static status list_post(request *r, reply *out)
{
    return save(r, out, (round_id){0});
}

static status fill(request *r, round_view *v)
{
    round_row w = {0};
    round_list all = {0};

    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    TRY(round_get(r->db, r->mem, ARG(r, 0, round_id), &w));
    TRY(round_all(r->db, r->mem, &all));
    v->now = item_of(&w);
    v->locked = text_eq(w.state, "locked");
    v->targets.p = NEWS(r->mem, round_row, all.n + 1);
    for (int i = 0; i < all.n; i++)
        if (all.p[i].id.v != w.id.v && text_eq(all.p[i].level, w.level) && !text_eq(all.p[i].state, "locked")) v->targets.p[v->targets.n++] = all.p[i];
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Đợt đề nghị"), "/quan-tri/dot");
    return offer(r, &all);
}

static status round_page(request *r, reply *out)
{
    round_view *v = NEW(r->mem, round_view);

    TRY(fill(r, v));
    const round_row *w = &v->now.r;
    form_set(r, "name", w->name);
    form_set(r, "level", w->level);
    form_set(r, "sector", w->sector);
    form_set_int(r, "year", w->year);
    form_set_date(r, "opens_on", w->opens_on);
    form_set_date(r, "closes_on", w->closes_on);
    form_set(r, "process", w->process_key);
    if (w->carry_to.v) form_set_int(r, "carry_to", w->carry_to.v);
    form_set(r, "note", w->note);
    form_replace(r, "revision", textf(r->mem, "%lld", (long long)w->revision));
    reply_title(r, "%s", w->name);
    return reply_view(r, out, v);
}

static status round_post(request *r, reply *out)
{
    return save(r, out, ARG(r, 0, round_id));
}

static status extend_page(request *r, reply *out)
{
    round_view *v = NEW(r->mem, round_view);
    round_row w = {0};
    round_list all = {0};

    if (!catalogue_may_manage(&r->who)) return E_FORBIDDEN;
    TRY(round_get(r->db, r->mem, ARG(r, 0, round_id), &w));
    v->now = item_of(&w);
    v->targets.p = all.p;
    reply_title(r, "%s", T("Gia hạn đợt"));
    reply_crumb(r, T("Đợt đề nghị"), "/quan-tri/dot");
    reply_crumb(r, w.name, textf(r->mem, "/quan-tri/dot/%lld", (long long)w.id.v));
    return reply_view(r, out, v);
}

static status extend_post(request *r, reply *out)
{
    round_id id = ARG(r, 0, round_id);
    status s = round_extend(r->mem, r->db, &r->who, id, form_date(r, "to_day"), form_text(r, "why"), r->now);

    if (s == E_INVALID) form_error(r, "to_day", "%s", T("Ngày gia hạn phải sau ngày khóa hiện nay."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã gia hạn đợt."));
    return reply_see(r, out, "/quan-tri/dot/%lld", (long long)id.v);
}

static status carry_post(request *r, reply *out)
{
    int64_t moved = 0, to = 0;
    round_id id = ARG(r, 0, round_id);

    if (text_parse_int(form_text(r, "to_round"), 1, INT64_MAX / 2, &to) != OK) return E_NOT_FOUND;
    TRY(round_carry(r->mem, r->db, &r->who, id, (round_id){to}, r->now, &moved));
    reply_flash(r, FLASH_GOOD, T("Đã chuyển %lld hồ sơ chưa xét xong sang đợt khác."), (long long)moved);
    return reply_see(r, out, "/quan-tri/dot/%lld", (long long)to);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/dot", list_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/rounds.html", .view = &list_shape, .form = &round_form, .summary = "Rounds"},
    {POST, "/quan-tri/dot", list_post, ACCESS_ROLE, .roles = admin, .form = &round_form, .again = list_page, .summary = "Make a round"},
    {GET, "/quan-tri/dot/:id", round_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/round.html", .view = &round_shape, .form = &round_form, .summary = "A round"},
    {POST, "/quan-tri/dot/:id", round_post, ACCESS_ROLE, .roles = admin, .form = &round_form, .again = round_page, .summary = "Change a round that is not locked"},
    {GET, "/quan-tri/dot/:id/gia-han", extend_page, ACCESS_ROLE, .roles = admin, .page = "catalogue/extend.html", .view = &round_shape, .form = &extend_form, .summary = "Extend a round: until when"},
    {POST, "/quan-tri/dot/:id/gia-han", extend_post, ACCESS_ROLE, .roles = admin, .form = &extend_form, .again = extend_page, .summary = "Extend a round"},
    {POST, "/quan-tri/dot/:id/chuyen", carry_post, ACCESS_ROLE, .roles = admin, .form = &carry_form, .summary = "Carry undecided dossiers over to another round"},
};
const route_table round_routes = {routes, COUNT(routes)};
