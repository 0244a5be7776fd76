/* The designer's two forms: a state, a step. */
#include "process/process_pages.h"
#include "base/text.h"
#include "catalogue/catalogue.h"

static const choice tones[] = {{"note", N_("Xanh dương: đang xử lý")}, {"wait", N_("Vàng: đang chờ")}, {"good", N_("Xanh lá: tốt")}, {"bad", N_("Đỏ: không đạt, chấm dứt")}, {"off", N_("Xám: không hoạt động")}, {0}};
static const choice nexts[] = {{"author", N_("Tác giả")}, {"intake", N_("Cán bộ tiếp nhận")}, {"council", N_("Hội đồng sáng kiến")}, {"head", N_("Người đứng đầu")}, {"department", N_("Sở Khoa học và Công nghệ")}, {0}};
static const choice units[] = {{"working_day", N_("ngày làm việc")}, {"day", N_("ngày")}, {"month", N_("tháng")}, {0}};
static const choice starts[] = {{"entered", N_("Ngày vào trạng thái này")}, {"received", N_("Ngày nhận hồ sơ (nộp, hoặc chuyển đến)")}, {"decide", N_("Ngày chấp nhận đơn, hoặc hoàn thành áp dụng lần đầu nếu sau đó")}, {0}};
STATIC_FORM(state_form, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""}, 
            {.name = "name", .kind = INPUT_LINE, .label = N_("Tên trạng thái"), .max = 100, .required = true},
            {.name = "phase", .kind = INPUT_SELECT, .label = N_("Giai đoạn (ý nghĩa của trạng thái)"), .hint = N_("Hệ thống dựa vào giai đoạn, không dựa vào tên."), .required = true},
            {.name = "tone", .kind = INPUT_RADIO, .label = N_("Màu"), .choices = tones, .required = true},
            {.name = "for_author", .kind = INPUT_LINES, .label = N_("Lời cho tác giả"), .hint = N_("Hồ sơ đang ở đâu, ai làm gì tiếp."), .rows = 3, .max = 600},
            {.name = "next", .kind = INPUT_SELECT, .label = N_("Ai xử lý tiếp"), .choices = nexts},
            {.name = "rule", .kind = INPUT_SELECT, .label = N_("Thời hạn theo quy định")},
            {.name = "n", .kind = INPUT_INT, .label = N_("Hoặc thời hạn riêng của quy trình: số"), .max = 4}, {.name = "unit", .kind = INPUT_SELECT, .label = N_("Đơn vị"), .choices = units},
            {.name = "article", .kind = INPUT_LINE, .label = N_("Căn cứ của thời hạn riêng"), .hint = N_("Điều, khoản, văn bản."), .max = 200},
            {.name = "starts", .kind = INPUT_RADIO, .label = N_("Thời hạn tính từ"), .choices = starts, .required = true},
            {.name = "stops_clock", .kind = INPUT_CHECK, .label = N_("Đồng hồ đang chạy đứng lại khi hồ sơ ở trạng thái này, và chạy tiếp khi rời đi")},
            {.name = "final", .kind = INPUT_CHECK, .label = N_("Kết thúc: không còn bước nào")},
            {.name = "order", .kind = INPUT_INT, .label = N_("Thứ tự trên đường chính của sơ đồ"), .hint = N_("1, 2, 3 … từ trên xuống; để trống hoặc 0: vẽ bên cạnh."), .max = 3});

static const choice outcomes[] = {{"pass", N_("Chỉ khi Hội đồng kết luận đạt")}, {"fail", N_("Chỉ khi Hội đồng kết luận không đạt")}, {0}};
static const choice actors[] = {{"owner", N_("Tác giả")}, {"intake", N_("Cán bộ tiếp nhận")}, {"council", N_("Hội đồng sáng kiến")}, {"head", N_("Người đứng đầu")}, {"department", N_("Sở Khoa học và Công nghệ")}, {0}};
static const choice advisers[] = {{"intake", N_("Cán bộ tiếp nhận")}, {"council", N_("Hội đồng sáng kiến")}, {"head", N_("Người đứng đầu")}, {"department", N_("Sở Khoa học và Công nghệ")}, {0}};
STATIC_FORM(step_form, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""}, 
            {.name = "name", .kind = INPUT_LINE, .label = N_("Tên bước"), .max = 100, .required = true},
            {.name = "effect", .kind = INPUT_SELECT, .label = N_("Ý nghĩa (hệ thống làm gì)"), .hint = N_("Điều kiện mà pháp luật đòi hỏi cho ý nghĩa này luôn được thêm."), .required = true},
            {.name = "from", .kind = INPUT_CHECKS, .label = N_("Từ trạng thái"), .required = true}, {.name = "to", .kind = INPUT_SELECT, .label = N_("Đến trạng thái"), .required = true},
            {.name = "outcome", .kind = INPUT_SELECT, .label = N_("Trường hợp"), .hint = N_("Dùng cho bước Hội đồng kết luận; để trống: mọi kết quả."), .choices = outcomes},
            {.name = "actors", .kind = INPUT_CHECKS, .label = N_("Người thực hiện"), .choices = actors, .required = true}, {.name = "guards", .kind = INPUT_CHECKS, .label = N_("Điều kiện")},
            {.name = "parts", .kind = INPUT_CHECKS, .label = N_("Thành phần hồ sơ phải có")}, {.name = "opinions", .kind = INPUT_CHECKS, .label = N_("Phải có ý kiến của"), .choices = advisers},
            {.name = "document", .kind = INPUT_SELECT, .label = N_("Văn bản ban hành")},
            {.name = "notice", .kind = INPUT_LINE, .label = N_("Lời báo tin cho tác giả"), .hint = N_("Thêm vào tên bước; để trống: chỉ báo tên bước."), .max = 200},
            {.name = "article", .kind = INPUT_LINE, .label = N_("Căn cứ"), .max = 200});

typedef struct {
    process_row p;
    const char *key, *action;
    bool is_new, is_draft, fixed;
} form_view;
STATIC_SHAPE(form_shape, form_view, F_STRUCT(form_view, p, process_row_shape), F_TEXT(form_view, key), F_TEXT(form_view, action), F_BOOL(form_view, is_new), F_BOOL(form_view, is_draft),
             F_BOOL(form_view, fixed));

static const char *wanted_key(request *r)
{
    return text_eq(r->word[0], "moi") ? "" : r->word[0];
}

static status open_form(request *r, form_view *v, process *p, const char *what, const char *of)
{
    TRY(process_page_head(r, &v->p, p, what));
    if (!text_eq(v->p.status, "draft")) return E_CONFLICT;
    v->key = wanted_key(r);
    v->is_new = !*v->key;
    v->action = textf(r->mem, "/quan-tri/quy-trinh/%lld/%s/%s", (long long)v->p.id.v, of, r->word[0]);
    form_replace(r, "revision", textf(r->mem, "%lld", (long long)v->p.revision));
    return OK;
}

static int64_t revision_of(request *r)
{
    int64_t n = 0;
    return text_parse_int(form_text(r, "revision"), 1, INT64_MAX / 2, &n) == OK ? n : 0;
}

static const char *number_words(arena *mem, int n)
{
    return n ? textf(mem, "%d", n) : "";
}

/* ---- a state ---- */

static void offer_phases(request *r, bool drafts)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, PHASE__COUNT);
    for (int i = 1; i < PHASE__COUNT; i++)
        if ((i == PHASE_DRAFT) == drafts) l->p[l->n++] = (choice){process_phase_key(i), process_phase_name(i)};
    form_choices(r, "phase", l);
}

static void offer_rules(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    const rule_list *all = rule_all(rule_current());

    l->p = NEWS(r->mem, choice, all->n + 1);
    for (int i = 0; i < all->n; i++) {
        const rule_row *w = &all->p[i], *counts = NULL;
        if (!rule_is_term(w) || rule_get(rule_current(), w->key, NULL, date_of(r->now), &counts) != OK || counts != w) continue;
        l->p[l->n++] = (choice){w->key, textf(r->mem, "%s: %s (%s)", w->name, w->shown, w->brief)};
    }
    form_choices(r, "rule", l);
}

static status state_page(request *r, reply *out)
{
    static const char *const from[] = {[CLOCK_FROM_ENTRY] = "entered", [CLOCK_FROM_RECEIPT] = "received", [CLOCK_FROM_DECIDE] = "decide"};
    form_view *v = NEW(r->mem, form_view);
    process *p = NEW(r->mem, process);

    TRY(open_form(r, v, p, T("Trạng thái"), "trang-thai"));
    const process_state *s = v->is_new ? NULL : process_state_of(p, v->key);
    if (!v->is_new && !s) return E_NOT_FOUND;
    v->fixed = s && s->phase == PHASE_DRAFT;
    offer_phases(r, v->fixed);
    offer_rules(r);
    form_set(r, "tone", s ? s->tone : "note");
    form_set(r, "starts", from[s ? s->starts : CLOCK_FROM_ENTRY]);
    if (!s) return reply_view(r, out, v);
    form_set(r, "name", s->name);
    form_set(r, "phase", process_phase_key(s->phase));
    form_set(r, "for_author", s->for_author);
    form_set(r, "next", s->next_actor);
    form_set(r, "rule", s->limit.rule);
    form_set(r, "n", number_words(r->mem, s->limit.n));
    form_set(r, "unit", s->limit.unit);
    form_set(r, "article", s->limit.article);
    form_set_check(r, "stops_clock", s->stops_clock);
    form_set_check(r, "final", s->final);
    form_set(r, "order", number_words(r->mem, s->order));
    return reply_view(r, out, v);
}

static status conflict_words(request *r, status s)
{
    if (s == E_CONFLICT) form_error(r, "", "%s", T("Bản thảo vừa được người khác sửa. Nội dung bạn nhập còn ở đây; xem lại rồi lưu."));
    if (s == E_LIMIT) form_error(r, "", T("Vượt giới hạn: nhiều nhất %d trạng thái và %d bước."), PROCESS_STATES_MAX, PROCESS_STEPS_MAX);
    return s == E_CONFLICT || s == E_LIMIT ? E_INVALID : s;
}

static status state_post(request *r, reply *out)
{
    const char *key = wanted_key(r), *from = form_text(r, "starts");
    int64_t revision = revision_of(r), n = form_int(r, "n"), order = form_int(r, "order");
    process_id id = ARG(r, 0, process_id);
    bool own = n != 0;

    if (own && *form_text(r, "rule")) form_error(r, "n", "%s", T("Chọn một: thời hạn theo quy định, hoặc thời hạn riêng."));
    if (n < 0 || n > 3660) form_error(r, "n", "%s", T("Thời hạn từ 1 đến 3660."));
    if (own && !*form_text(r, "unit")) form_error(r, "unit", "%s", T("Hãy chọn đơn vị của thời hạn."));
    if (own && text_empty(form_text(r, "article"))) form_error(r, "article", "%s", T("Thời hạn riêng phải ghi căn cứ."));
    if (order < 0 || order > PROCESS_STATES_MAX) form_error(r, "order", T("Thứ tự từ 0 đến %d."), PROCESS_STATES_MAX);
    if (form_errors(r)) return E_INVALID;
    process_state s = {.name = form_text(r, "name"), .tone = form_text(r, "tone"), .for_author = form_text(r, "for_author"), .next_actor = form_text(r, "next"),
                       .phase = process_phase_by_key(form_text(r, "phase")), .limit = {own ? "" : form_text(r, "rule"), (int)n, own ? form_text(r, "unit") : "", own ? form_text(r, "article") : ""},
                       .starts = text_eq(from, "received") ? CLOCK_FROM_RECEIPT : text_eq(from, "decide") ? CLOCK_FROM_DECIDE : CLOCK_FROM_ENTRY, .stops_clock = form_check(r, "stops_clock"),
                       .final = form_check(r, "final"), .order = (int)order};
    TRY(conflict_words(r, design_put_state(r->mem, r->db, &r->who, id, revision, key, &s, r->now)));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu trạng thái."));
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)id.v);
}

/* ---- a step ---- */

static void offer_states(request *r, const process *p)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, p->n_states + 1);
    for (int i = 0; i < p->n_states; i++) l->p[l->n++] = (choice){p->states[i].key, T(p->states[i].name)};
    form_choices(r, "from", l);
    form_choices(r, "to", l);
}

static void offer_effects(request *r)
{
    choice_list *l = NEW(r->mem, choice_list), *g = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, EFFECT__COUNT);
    for (int i = 1; i < EFFECT__COUNT; i++) l->p[l->n++] = (choice){process_effect_key(i), process_effect_name(i)};
    form_choices(r, "effect", l);
    g->p = NEWS(r->mem, choice, 100);
    for (const process_guard *w = process_guards; w->name && g->n < 100; w++) g->p[g->n++] = (choice){w->name, textf(r->mem, "%s (%s)", T(w->title), T(w->article))};
    form_choices(r, "guards", g);
}

static void offer_papers(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);

    for (int i = 0; process_papers[i].key; i++) l->n++;
    l->p = NEWS(r->mem, choice, l->n + 1);
    for (int i = 0; i < l->n; i++) l->p[i] = (choice){process_papers[i].key, T(process_papers[i].name)};
    form_choices(r, "document", l);
}

static status offer_parts(request *r)
{
    choice_list *l = NEW(r->mem, choice_list);
    catalogue_list parts = {0};

    TRY(catalogue_of(r->db, r->mem, "part", "", false, &parts));
    l->p = NEWS(r->mem, choice, parts.n + 1);
    for (int i = 0; i < parts.n; i++) l->p[l->n++] = (choice){parts.p[i].key, parts.p[i].name};
    form_choices(r, "parts", l);
    return OK;
}

static void set_all(request *r, const char *field, const char *const *values, int n)
{
    for (int i = 0; i < n; i++) form_set_at(r, field, i, values[i]);
}

static status step_page(request *r, reply *out)
{
    form_view *v = NEW(r->mem, form_view);
    process *p = NEW(r->mem, process);
    const char *names[8];

    TRY(open_form(r, v, p, T("Bước"), "buoc"));
    offer_states(r, p);
    offer_effects(r);
    offer_papers(r);
    TRY(offer_parts(r));
    const process_step *s = v->is_new ? NULL : process_step_named(p, v->key);
    if (!v->is_new && !s) return E_NOT_FOUND;
    if (!s) return reply_view(r, out, v);
    form_set(r, "name", s->name);
    form_set(r, "effect", process_effect_key(s->effect));
    set_all(r, "from", s->from, s->n_from);
    form_set(r, "to", s->to);
    form_set(r, "outcome", s->outcome);
    set_all(r, "actors", names, process_actors_of(s->roles, names));
    set_all(r, "guards", s->guard, s->n_guards);
    set_all(r, "parts", s->part, s->n_parts);
    set_all(r, "opinions", names, process_actors_of(s->opinions, names));
    form_set(r, "document", s->document);
    form_set(r, "notice", s->notice);
    form_set(r, "article", s->article);
    return reply_view(r, out, v);
}

static int read_all(request *r, const char *field, const char **out, int most)
{
    int n = form_count(r, field);

    if (n > most) form_error(r, field, T("Nhiều nhất %d mục."), most);
    for (int i = 0; i < n && i < most; i++) out[i] = form_text_at(r, field, i);
    return n < most ? n : most;
}

static status step_post(request *r, reply *out)
{
    const char *key = wanted_key(r);
    int64_t revision = revision_of(r);
    process_id id = ARG(r, 0, process_id);

    process_step s = {.name = form_text(r, "name"), .to = form_text(r, "to"), .outcome = form_text(r, "outcome"), .effect = process_effect_by_key(form_text(r, "effect")),
                      .article = form_text(r, "article"), .trust = "V", .document = form_text(r, "document"), .notice = form_text(r, "notice")};
    s.n_from = read_all(r, "from", s.from, STEP_FROM_MAX);
    s.n_guards = read_all(r, "guards", s.guard, STEP_GUARDS_MAX);
    s.n_parts = read_all(r, "parts", s.part, STEP_PARTS_MAX);
    for (int i = 0; i < form_count(r, "actors"); i++) s.roles |= process_roles_of(form_text_at(r, "actors", i));
    for (int i = 0; i < form_count(r, "opinions"); i++) s.opinions |= process_roles_of(form_text_at(r, "opinions", i));
    if (*s.outcome && s.effect != EFFECT_CONCLUDE) form_error(r, "outcome", "%s", T("Trường hợp chỉ dùng cho bước “Hội đồng kết luận”."));
    if (form_errors(r)) return E_INVALID;
    TRY(conflict_words(r, design_put_step(r->mem, r->db, &r->who, id, revision, key, &s, r->now)));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu bước."));
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)id.v);
}

STATIC_FORM(drop_form, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""}, {.name = "state", .kind = INPUT_HIDDEN, .label = ""}, {.name = "step", .kind = INPUT_HIDDEN, .label = ""});

static status drop_post(request *r, reply *out)
{
    const char *state = form_text(r, "state"), *step = form_text(r, "step");
    process_id id = ARG(r, 0, process_id);
    int64_t revision = revision_of(r);

    TRY(*state ? design_drop_state(r->mem, r->db, &r->who, id, revision, state, r->now) : design_drop_step(r->mem, r->db, &r->who, id, revision, step, r->now));
    reply_flash(r, FLASH_GOOD, "%s", *state ? T("Đã bỏ trạng thái và các bước dẫn đến nó.") : T("Đã bỏ bước."));
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)id.v);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/quy-trinh/:id/trang-thai/*key", state_page, ACCESS_ROLE, .roles = admin, .page = "process/state.html", .view = &form_shape, .form = &state_form, .summary = "A state of a draft"},
    {POST, "/quan-tri/quy-trinh/:id/trang-thai/*key", state_post, ACCESS_ROLE, .roles = admin, .form = &state_form, .again = state_page, .summary = "Save a state"},
    {GET, "/quan-tri/quy-trinh/:id/buoc/*key", step_page, ACCESS_ROLE, .roles = admin, .page = "process/step.html", .view = &form_shape, .form = &step_form, .summary = "A step of a draft"},
    {POST, "/quan-tri/quy-trinh/:id/buoc/*key", step_post, ACCESS_ROLE, .roles = admin, .form = &step_form, .again = step_page, .summary = "Save a step"},
    {POST, "/quan-tri/quy-trinh/:id/bo", drop_post, ACCESS_ROLE, .roles = admin, .form = &drop_form, .summary = "Remove a state or a step of a draft"},
};
const route_table process_edit_routes = {routes, COUNT(routes)};
