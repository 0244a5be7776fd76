/* The administrator's page that moves running dossiers to another version: counts by state, no dossier is shown. */
#include "base/text.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"
#include "process/process_pages.h"

STATIC_FORM(repin_form, {.name = "to", .kind = INPUT_SELECT, .label = N_("Chuyển sang quy trình"), .required = true}, {.name = "from", .kind = INPUT_LINE, .label = "", .repeat = true, .max = 100},
            {.name = "state", .kind = INPUT_LINE, .label = "", .repeat = true, .max = 100},
            {.name = "reason", .kind = INPUT_LINES, .label = N_("Lý do"), .hint = N_("Tác giả của từng hồ sơ đọc được lý do này."), .rows = 3, .max = 1000, .required = true});

typedef struct {
    const char *key, *name;
} choice_view;
STATIC_SHAPE(choice_shape, choice_view, F_TEXT(choice_view, key), F_TEXT(choice_view, name));
typedef struct {
    const char *key, *name;
    int64_t n;
    LIST_OF(choice_view) choices;
} state_view;
STATIC_SHAPE(state_shape, state_view, F_TEXT(state_view, key), F_TEXT(state_view, name), F_INT(state_view, n), F_LIST(state_view, choices, choice_shape));
typedef struct {
    process_row p;
    LIST_OF(state_view) states;
    bool chosen;
    process_id target;
    const char *target_name;
    process_rows targets;
} repin_view;
STATIC_SHAPE(repin_shape, repin_view, F_STRUCT(repin_view, p, process_row_shape), F_LIST(repin_view, states, state_shape), F_BOOL(repin_view, chosen), F_ID(repin_view, target),
             F_TEXT(repin_view, target_name), F_LIST(repin_view, targets, process_row_shape));

static status offer_targets(request *r, repin_view *v)
{
    choice_list *l = NEW(r->mem, choice_list);
    process_rows all = {0};

    TRY(design_list(r->db, r->mem, &r->who, &all));
    v->targets.p = NEWS(r->mem, process_row, all.n + 1);
    l->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++) {
        process_row *w = &all.p[i];
        if (!text_eq(w->status, "active") || !text_eq(w->level, v->p.level) || w->id.v == v->p.id.v) continue;
        w->name = T(w->name);
        v->targets.p[v->targets.n++] = *w;
        l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)w->id.v), w->name};
    }
    form_choices(r, "to", l);
    return OK;
}

static void offer_states(request *r, const process *from, const process *to, const dossier_state_counts *counts, repin_view *v)
{
    v->states.p = NEWS(r->mem, state_view, counts->n + 1);
    for (int i = 0; i < counts->n; i++) {
        const process_state *s = process_state_of(from, counts->p[i].key);
        state_view *w = &v->states.p[v->states.n++];
        if (!s) continue;
        *w = (state_view){s->key, T(s->name), counts->p[i].n, {0}};
        w->choices.p = NEWS(r->mem, choice_view, PROCESS_STATES_MAX);
        for (int k = 0; to && k < to->n_states; k++)
            if (to->states[k].phase == s->phase && to->states[k].stops_clock == s->stops_clock) w->choices.p[w->choices.n++] = (choice_view){to->states[k].key, T(to->states[k].name)};
    }
}

static status repin_page(request *r, reply *out)
{
    repin_view *v = NEW(r->mem, repin_view);
    process *p = NEW(r->mem, process), *to = NULL;
    dossier_state_counts counts = {0};
    process_row row = {0};

    TRY(process_page_head(r, &v->p, p, T("Chuyển hồ sơ đang xử lý")));
    TRY(offer_targets(r, v));
    TRY(dossier_on_process(r->db, r->mem, &r->who, v->p.id, &counts));
    v->target.v = r->again ? form_int(r, "to") : query_int(r, "den", 0);
    v->target_name = "";
    for (int i = 0; i < v->targets.n; i++) {
        if (v->targets.p[i].id.v != v->target.v) continue;
        to = NEW(r->mem, process);
        TRY(design_get(r->db, r->mem, &r->who, v->target, &row, to));
        v->chosen = true;
        v->target_name = v->targets.p[i].name;
    }
    offer_states(r, p, to, &counts, v);
    return reply_view(r, out, v);
}

static status repin_post(request *r, reply *out)
{
    dossier_state_map map[REPIN_STATES_MAX];
    int n = form_count(r, "from"), moved = 0;

    if (n != form_count(r, "state") || n > REPIN_STATES_MAX) return E_INVALID;
    for (int i = 0; i < n; i++) map[i] = (dossier_state_map){form_text_at(r, "from", i), form_text_at(r, "state", i)};
    for (int i = 0; i < n; i++)
        if (!*map[i].to) form_error(r, "", "%s", T("Mỗi trạng thái đang có hồ sơ phải có trạng thái tương ứng."));
    if (form_errors(r)) return E_INVALID;
    status s = dossier_repin(r->mem, r->db, &r->who, ARG(r, 0, process_id), (process_id){form_int(r, "to")}, map, n, form_text(r, "reason"), r->now, &moved);
    if (s == E_INVALID) form_error(r, "", "%s", T("Trạng thái tương ứng phải cùng giai đoạn, và cùng dừng hay không dừng đồng hồ."));
    TRY(s);
    reply_flash(r, FLASH_GOOD, T("Đã chuyển %d hồ sơ."), moved);
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)form_int(r, "to"));
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/quy-trinh/:id/ho-so", repin_page, ACCESS_ROLE, .roles = admin, .page = "dossier/repin.html", .view = &repin_shape, .form = &repin_form, .summary = "Dossiers on a version, by state"},
    {POST, "/quan-tri/quy-trinh/:id/ho-so", repin_post, ACCESS_ROLE, .roles = admin, .form = &repin_form, .again = repin_page, .summary = "Move dossiers to another version"},
};
const route_table repin_routes = {routes, COUNT(routes)};
