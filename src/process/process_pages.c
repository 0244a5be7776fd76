/* Processes: the list, one version with its drawing, its life, differences, the dry run. */
#include "process/process_pages.h"
#include "base/text.h"
#include <stdlib.h>

static const choice levels[] = {{"unit", N_("Cơ sở")}, {"city", N_("Bộ, tỉnh, thành phố")}, {"nation", N_("Toàn quốc")}, {0}};
static const choice kinds[] = {{"technical", N_("Giải pháp kỹ thuật")}, {"management", N_("Giải pháp quản lý")}, {"operational", N_("Giải pháp tác nghiệp")},
                               {"applied", N_("Giải pháp ứng dụng tiến bộ kỹ thuật")}, {0}};
STATIC_FORM(new_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Tên quy trình"), .max = 150, .required = true},
            {.name = "from", .kind = INPUT_SELECT, .label = N_("Chép từ quy trình"), .hint = N_("Để trống: bắt đầu từ một trạng thái “Nháp”.")},
            {.name = "level", .kind = INPUT_SELECT, .label = N_("Cấp (khi bắt đầu từ đầu)"), .choices = levels},
            {.name = "kind", .kind = INPUT_SELECT, .label = N_("Riêng cho loại giải pháp"), .hint = N_("Để trống: mọi loại."), .choices = kinds});
STATIC_FORM(act_form, {.name = "do", .kind = INPUT_HIDDEN, .label = "", .required = true}, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""},
            {.name = "name", .kind = INPUT_LINE, .label = N_("Tên quy trình"), .max = 150}, {.name = "kind", .kind = INPUT_SELECT, .label = N_("Riêng cho loại giải pháp"), .hint = N_("Để trống: mọi loại."), .choices = kinds},
            {.name = "named_only", .kind = INPUT_CHECK, .label = N_("Chỉ dùng cho những đợt ghi tên quy trình này")}, {.name = "copy_name", .kind = INPUT_LINE, .label = N_("Tên của bản chép"), .max = 150},
            {.name = "replace", .kind = INPUT_CHECK, .label = N_("Thay quy trình đang áp dụng cho cùng cấp và loại")});

/* ---- the list ---- */

typedef struct {
    process_rows rows;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, rows, process_row_shape));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    choice_list *from = NEW(r->mem, choice_list);

    TRY(design_list(r->db, r->mem, &r->who, &v->rows));
    from->p = NEWS(r->mem, choice, v->rows.n + 1);
    for (int i = 0; i < v->rows.n; i++) {
        const process_row *w = &v->rows.p[i];
        from->p[from->n++] = (choice){textf(r->mem, "%lld", (long long)w->id.v), textf(r->mem, "%s (%s, %s %lld)", T(w->name), w->level_name, T("phiên bản"), (long long)w->version)};
    }
    form_choices(r, "from", from);
    for (int i = 0; i < v->rows.n; i++) v->rows.p[i].name = T(v->rows.p[i].name);
    reply_title(r, "%s", T("Quy trình xét công nhận"));
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    return reply_view(r, out, v);
}

static status list_post(request *r, reply *out)
{
    process_id id = {0}, from = {form_int(r, "from")};
    process_level level = process_level_by_key(form_text(r, "level"));

    if (!from.v && !level) form_error(r, "level", "%s", T("Hãy chọn cấp, hoặc chọn quy trình để chép."));
    if (form_errors(r)) return E_INVALID;
    if (from.v) TRY(design_copy(r->mem, r->db, &r->who, from, form_text(r, "name"), r->now, &id));
    else
        TRY(design_create(r->mem, r->db, &r->who, form_text(r, "name"), level, form_text(r, "kind"), r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã tạo bản thảo quy trình. Hồ sơ chỉ dùng quy trình sau khi được đưa vào áp dụng."));
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)id.v);
}

/* ---- one version ---- */

typedef struct {
    int64_t number;
    const char *key, *name, *words, *tone;
    bool fixed; /* cannot be removed */
} part_view;
STATIC_SHAPE(part_shape, part_view, F_INT(part_view, number), F_TEXT(part_view, key), F_TEXT(part_view, name), F_TEXT(part_view, words), F_TEXT(part_view, tone), F_BOOL(part_view, fixed));
typedef struct {
    process_row p;
    drawing d;
    process_problems problems;
    LIST_OF(part_view) states, steps;
    process_rows versions;
    bool is_draft, is_active, is_sound, has_older;
    process_id older;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, p, process_row_shape), F_STRUCT(show_view, d, drawing_shape), F_LIST(show_view, problems, process_problem_shape),
             F_LIST(show_view, states, part_shape), F_LIST(show_view, steps, part_shape), F_LIST(show_view, versions, process_row_shape), F_BOOL(show_view, is_draft), F_BOOL(show_view, is_active),
             F_BOOL(show_view, is_sound), F_BOOL(show_view, has_older), F_ID(show_view, older));

status process_page_head(request *r, process_row *row, process *p, const char *title)
{
    TRY(design_get(r->db, r->mem, &r->who, ARG(r, 0, process_id), row, p));
    row->name = T(row->name);
    reply_title(r, "%s", *title ? title : row->name);
    reply_crumb(r, T("Quản trị"), "/quan-tri");
    reply_crumb(r, T("Quy trình"), "/quan-tri/quy-trinh");
    if (*title) reply_crumb(r, row->name, textf(r->mem, "/quan-tri/quy-trinh/%lld", (long long)row->id.v));
    return OK;
}

static void list_parts(request *r, const process *p, show_view *v)
{
    v->states.p = NEWS(r->mem, part_view, p->n_states + 1);
    for (int i = 0; i < p->n_states; i++) {
        const process_state *s = &p->states[i];
        v->states.p[v->states.n++] = (part_view){i + 1, s->key, T(s->name), process_state_words(r->mem, s), s->tone, s->phase == PHASE_DRAFT};
    }
    v->steps.p = NEWS(r->mem, part_view, p->n_steps + 1);
    for (int i = 0; i < p->n_steps; i++)
        v->steps.p[v->steps.n++] = (part_view){i + 1, p->steps[i].action, T(p->steps[i].name), process_step_words(r->mem, p, &p->steps[i]), "", false};
}

static status show_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    process *p = NEW(r->mem, process);

    TRY(process_page_head(r, &v->p, p, ""));
    TRY(design_versions(r->db, r->mem, &r->who, v->p.key, &v->versions));
    process_draw(r->mem, p, &v->d);
    process_check(r->mem, p, &v->problems);
    list_parts(r, p, v);
    v->is_draft = text_eq(v->p.status, "draft");
    v->is_active = text_eq(v->p.status, "active");
    v->is_sound = process_is_sound(&v->problems);
    for (int i = 0; i < v->versions.n; i++) {
        if (v->versions.p[i].id.v == v->p.id.v) v->p.running = v->versions.p[i].running;
        if (v->versions.p[i].version < v->p.version && !v->has_older) {
            v->has_older = true;
            v->older = v->versions.p[i].id;
        }
    }
    form_set(r, "name", v->p.name);
    form_set(r, "kind", v->p.kind);
    form_set_check(r, "named_only", v->p.named_only);
    form_replace(r, "revision", textf(r->mem, "%lld", (long long)v->p.revision));
    return reply_view(r, out, v);
}

static status activate(request *r, process_id id)
{
    design_outcome o;

    TRY(design_activate(r->mem, r->db, &r->who, id, form_check(r, "replace"), r->now, &o));
    switch (o.tag) {
    case DESIGN_DONE: reply_flash(r, FLASH_GOOD, "%s", T("Đã đưa vào áp dụng: hồ sơ nộp từ nay theo quy trình này; hồ sơ đang xử lý giữ phiên bản của mình.")); return OK;
    case DESIGN_UNSOUND: form_error(r, "", "%s", T("Chưa thể áp dụng: quy trình còn lỗi, xem mục “Kiểm tra”.")); return E_INVALID;
    case DESIGN_RIVAL:
        form_error(r, "replace", T("Quy trình “%s” đang áp dụng cho cùng cấp và loại giải pháp. Đánh dấu để thay, hoặc dùng riêng cho những đợt ghi tên."), T(o.rival));
        return E_INVALID;
    }
    return E_INTERNAL;
}

static status retire(request *r, process_id id)
{
    design_outcome o;

    TRY(design_retire(r->mem, r->db, &r->who, id, r->now, &o));
    if (o.tag != DESIGN_DONE) {
        form_error(r, "", "%s", T("Đây là quy trình chung duy nhất của cấp này; hồ sơ mới cần một quy trình. Hãy đưa quy trình khác vào áp dụng để thay."));
        return E_INVALID;
    }
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ngừng áp dụng. Hồ sơ đang xử lý vẫn theo phiên bản này."));
    return OK;
}

static status changed_meanwhile(request *r, status s)
{
    if (s != E_CONFLICT) return s;
    form_error(r, "", "%s", T("Bản thảo vừa được người khác sửa, hoặc không còn là bản thảo. Xem lại rồi làm tiếp."));
    return E_INVALID;
}

static status show_post(request *r, reply *out)
{
    const char *what = form_text(r, "do");
    process_id id = ARG(r, 0, process_id), other = id;

    if (text_eq(what, "activate")) TRY(activate(r, id));
    else if (text_eq(what, "retire"))
        TRY(retire(r, id));
    else if (text_eq(what, "drop")) {
        TRY(changed_meanwhile(r, design_drop(r->mem, r->db, &r->who, id, r->now)));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã bỏ bản thảo."));
        return reply_see(r, out, "/quan-tri/quy-trinh");
    } else if (text_eq(what, "copy")) {
        if (text_empty(form_text(r, "copy_name"))) {
            form_error(r, "copy_name", "%s", T("Hãy đặt tên cho bản chép."));
            return E_INVALID;
        }
        TRY(design_copy(r->mem, r->db, &r->who, id, form_text(r, "copy_name"), r->now, &other));
    } else if (text_eq(what, "version")) {
        status s = design_copy(r->mem, r->db, &r->who, id, "", r->now, &other);
        if (s == E_CONFLICT) form_error(r, "", "%s", T("Quy trình này đã có một bản thảo; hãy sửa bản thảo đó."));
        if (s == E_CONFLICT) return E_INVALID;
        TRY(s);
    } else if (text_eq(what, "settings")) {
        if (text_empty(form_text(r, "name"))) form_error(r, "name", "%s", T("Hãy đặt tên cho quy trình."));
        if (form_errors(r)) return E_INVALID;
        TRY(changed_meanwhile(r, design_settings(r->mem, r->db, &r->who, id, form_int(r, "revision"), form_text(r, "name"), form_text(r, "kind"), form_check(r, "named_only"), r->now)));
        reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu."));
    } else {
        return E_INVALID;
    }
    return reply_see(r, out, "/quan-tri/quy-trinh/%lld", (long long)other.v);
}

/* ---- differences ---- */

typedef struct {
    process_row p, other;
    process_differences differences;
} compare_view;
STATIC_SHAPE(compare_shape, compare_view, F_STRUCT(compare_view, p, process_row_shape), F_STRUCT(compare_view, other, process_row_shape),
             F_LIST(compare_view, differences, process_difference_shape));

static status compare_page(request *r, reply *out)
{
    compare_view *v = NEW(r->mem, compare_view);
    process *a = NEW(r->mem, process), *b = NEW(r->mem, process);

    TRY(process_page_head(r, &v->p, b, T("So sánh hai phiên bản")));
    TRY(design_get(r->db, r->mem, &r->who, ARG(r, 1, process_id), &v->other, a));
    v->other.name = T(v->other.name);
    process_compare(r->mem, a, b, &v->differences);
    return reply_view(r, out, v);
}

/* ---- the dry run ---- */

typedef struct {
    int64_t number;
    const char *name, *words;
} way_view;
STATIC_SHAPE(way_shape, way_view, F_INT(way_view, number), F_TEXT(way_view, name), F_TEXT(way_view, words));
typedef struct {
    process_row p;
    LIST_OF(walk_stop) stops;
    LIST_OF(way_view) ways;
    const char *start, *today, *path, *state_name, *tone, *bad_day;
    bool applied, ended, broken;
} walk_view;
STATIC_SHAPE(walk_shape, walk_view, F_STRUCT(walk_view, p, process_row_shape), F_LIST(walk_view, stops, walk_stop_shape), F_LIST(walk_view, ways, way_shape), F_TEXT(walk_view, start),
             F_TEXT(walk_view, today), F_TEXT(walk_view, path), F_TEXT(walk_view, state_name), F_TEXT(walk_view, tone), F_TEXT(walk_view, bad_day), F_BOOL(walk_view, applied),
             F_BOOL(walk_view, ended), F_BOOL(walk_view, broken));

/* "3.0-4.10": step 3 on the first day, step 4 ten days later. */
static int read_path(const process *p, const char *s, date start, walk_move *moves)
{
    int n = 0;
    date on = start;

    while (*s && n < WALK_MAX) {
        char *end = NULL;
        long step = strtol(s, &end, 10), days = *end == '.' ? strtol(end + 1, &end, 10) : 0;
        if (step < 1 || step > p->n_steps || days < 0 || days > 3660) break;
        on = date_add_days(on, (int)days);
        moves[n++] = (walk_move){p->steps[step - 1].action, on};
        s = *end == '-' ? end + 1 : end;
        if (*end && *end != '-') break;
    }
    return n;
}

static const char *write_path(arena *mem, const process *p, const walk_move *moves, int n, date start)
{
    const char *s = "";
    date before = start;

    for (int i = 0; i < n; i++) {
        int number = 0;
        for (int k = 0; k < p->n_steps && !number; k++)
            if (text_eq(p->steps[k].action, moves[i].action)) number = k + 1;
        s = textf(mem, "%s%s%d.%d", s, *s ? "-" : "", number, date_days_between(before, moves[i].on));
        before = moves[i].on;
    }
    return s;
}

static void offer_ways(request *r, const process *p, const char *state, walk_view *v)
{
    v->ways.p = NEWS(r->mem, way_view, p->n_steps + 1);
    for (int i = 0; i < p->n_steps; i++) {
        const process_step *s = &p->steps[i];
        if (process_step_of(p, s->action, state) != s || s->effect == EFFECT_ACCEPT_WAITING) continue;
        v->ways.p[v->ways.n++] = (way_view){i + 1, T(s->name), process_roles_words(r->mem, s->roles)};
    }
}

static status walk_page(request *r, reply *out)
{
    walk_view *v = NEW(r->mem, walk_view);
    process *p = NEW(r->mem, process);
    walk_move moves[WALK_MAX] = {0};
    walk w = {0};
    date start = {0}, on = {0};
    int64_t next = query_int(r, "buoc", 0);

    TRY(process_page_head(r, &v->p, p, T("Đi thử một hồ sơ")));
    if (date_parse(query_text(r, "tu"), &start) != OK) start = date_of(r->now);
    v->applied = !text_eq(query_text(r, "ap-dung"), "chua");
    int n = read_path(p, query_text(r, "di"), start, moves);
    v->bad_day = "";
    if (next >= 1 && next <= p->n_steps && n < WALK_MAX) {
        date last = n ? moves[n - 1].on : start;
        if (date_parse(query_text(r, "ngay"), &on) != OK || date_compare(on, last) < 0) {
            v->bad_day = textf(r->mem, T("Ngày phải có dạng ngày/tháng/năm và không trước %s; đã dùng ngày đó."), date_vi(r->mem, last));
            on = last;
        }
        moves[n++] = (walk_move){p->steps[next - 1].action, on};
    }
    TRY(process_walk(r->mem, p, moves, n, start, v->applied, &w));
    v->stops.p = w.stops.p;
    v->stops.n = w.stops.n;
    v->broken = *w.broken != 0;
    v->path = write_path(r->mem, p, moves, w.stops.n, start);
    v->start = date_vi(r->mem, start);
    v->today = date_vi(r->mem, w.today);
    const process_state *s = process_state_of(p, w.state);
    v->state_name = T(s->name);
    v->tone = s->tone;
    offer_ways(r, p, w.state, v);
    v->ended = v->ways.n == 0;
    return reply_view(r, out, v);
}

static const unsigned admin = ROLE_BIT(ROLE_ADMINISTRATOR);
static const route routes[] = {
    {GET, "/quan-tri/quy-trinh", list_page, ACCESS_ROLE, .roles = admin, .page = "process/list.html", .view = &list_shape, .form = &new_form, .summary = "Processes"},
    {POST, "/quan-tri/quy-trinh", list_post, ACCESS_ROLE, .roles = admin, .form = &new_form, .again = list_page, .summary = "Make a process"},
    {GET, "/quan-tri/quy-trinh/:id", show_page, ACCESS_ROLE, .roles = admin, .page = "process/show.html", .view = &show_shape, .form = &act_form, .summary = "A version of a process, drawn and checked"},
    {POST, "/quan-tri/quy-trinh/:id", show_post, ACCESS_ROLE, .roles = admin, .form = &act_form, .again = show_page, .summary = "Copy, activate, retire, drop, settings"},
    {GET, "/quan-tri/quy-trinh/:id/so-sanh/:other", compare_page, ACCESS_ROLE, .roles = admin, .page = "process/compare.html", .view = &compare_shape, .summary = "What differs between two versions"},
    {GET, "/quan-tri/quy-trinh/:id/di-thu", walk_page, ACCESS_ROLE, .roles = admin, .page = "process/walk.html", .view = &walk_shape, .summary = "A dry run through the process"},
};
const route_table process_routes = {routes, COUNT(routes)};
