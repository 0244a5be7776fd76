/* After recognition: every entry's status, its plan, and where else it is used. */
#include "base/text.h"
#include "org/org.h"
#include "remuneration/follow.h"
#include "remuneration/remuneration_pages.h"

static const choice states[] = {{"planned", N_("Có kế hoạch")}, {"applying", N_("Đang áp dụng")}, {"done", N_("Đã áp dụng xong")}, {"stopped", N_("Ngừng áp dụng")}, {0}};
STATIC_FORM(plan_form, {.name = "state", .kind = INPUT_RADIO, .label = N_("Tình trạng áp dụng"), .choices = states, .required = true},
            {.name = "plan", .kind = INPUT_LINES, .label = N_("Kế hoạch áp dụng, nhân rộng"), .rows = 5, .max = 5000, .required = true},
            {.name = "forecast", .kind = INPUT_MONEY, .label = N_("Tiền làm lợi dự báo mỗi năm (đ)"), .hint = N_("Ghi 0 nếu không tính bằng tiền.")},
            {.name = "due_on", .kind = INPUT_DATE, .label = N_("Hạn hoàn thành"), .required = true}, {.name = "delay_reason", .kind = INPUT_LINES, .label = N_("Lý do chậm (nếu chậm hoặc lùi hạn)"), .rows = 2, .max = 1000},
            {.name = "stop_reason", .kind = INPUT_LINES, .label = N_("Lý do ngừng (nếu ngừng)"), .rows = 2, .max = 1000}, {.name = "revision", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(rollout_form, {.name = "org", .kind = INPUT_SELECT, .label = N_("Cơ sở cùng áp dụng"), .required = true}, {.name = "since_on", .kind = INPUT_DATE, .label = N_("Áp dụng từ ngày"), .required = true},
            {.name = "effect", .kind = INPUT_LINES, .label = N_("Kết quả tại đó"), .rows = 3, .max = 2000, .required = true},
            {.name = "evidence", .kind = INPUT_LINE, .label = N_("Xác nhận của cơ sở đó (số văn bản)"), .max = 300, .required = true});
STATIC_FORM(lock_form, {.name = "lock", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    follow_row f;
    const char *state_name, *tone;
} row_view;
STATIC_SHAPE(row_shape, row_view, F_STRUCT(row_view, f, follow_row_shape), F_TEXT(row_view, state_name), F_TEXT(row_view, tone));
typedef struct {
    LIST_OF(row_view) items;
    follow_counts sum;
    const char *state, *prev_href, *next_href;
    bool any;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, row_shape), F_STRUCT(list_view, sum, follow_counts_shape), F_TEXT(list_view, state), F_TEXT(list_view, prev_href), F_TEXT(list_view, next_href), F_BOOL(list_view, any));

static const char *tone_of(const char *state)
{
    return text_eq(state, "done") ? "good" : text_eq(state, "applying") ? "note" : text_eq(state, "stopped") ? "bad" : text_eq(state, "planned") ? "wait" : "off";
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    follow_rows rows = {0};
    static const char *const known[] = {"", "none", "planned", "applying", "done", "stopped", "late"};
    int page = (int)query_int(r, "trang", 1) - 1;

    v->state = "";
    for (int i = 0; i < COUNT(known); i++)
        if (text_eq(known[i], query_text(r, "tinh-trang"))) v->state = known[i];
    if (page < 0 || page > 1000) page = 0;
    TRY(follow_count(r->db, r->mem, &r->who, date_of(r->now), &v->sum));
    TRY(follow_list(r->db, r->mem, &r->who, v->state, date_of(r->now), page, &rows));
    v->items.p = NEWS(r->mem, row_view, rows.n + 1);
    for (int i = 0; i < rows.n; i++) v->items.p[v->items.n++] = (row_view){rows.p[i], follow_state_name(rows.p[i].state), tone_of(rows.p[i].state)};
    v->any = rows.n > 0;
    v->prev_href = page ? textf(r->mem, "/theo-doi-ap-dung?tinh-trang=%s&trang=%d", v->state, page) : "";
    v->next_href = rows.n == FOLLOW_PAGE ? textf(r->mem, "/theo-doi-ap-dung?tinh-trang=%s&trang=%d", v->state, page + 2) : "";
    reply_title(r, "%s", T("Theo dõi áp dụng sáng kiến"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

typedef struct {
    recognition_row r;
    follow_plan plan;
    follow_rollouts rollouts;
    const char *state_name, *tone, *next, *next_who;
    int64_t actual, org_kin, reach;
    bool has_plan, locked, may_write, may_lock, silent;
} entry_view;
STATIC_SHAPE(entry_shape, entry_view, F_STRUCT(entry_view, r, recognition_shape), F_STRUCT(entry_view, plan, follow_plan_shape), F_LIST(entry_view, rollouts, follow_rollout_shape), F_TEXT(entry_view, state_name),
             F_TEXT(entry_view, tone), F_TEXT(entry_view, next), F_TEXT(entry_view, next_who), F_INT(entry_view, actual), F_INT(entry_view, org_kin), F_INT(entry_view, reach), F_BOOL(entry_view, has_plan),
             F_BOOL(entry_view, locked), F_BOOL(entry_view, may_write), F_BOOL(entry_view, may_lock), F_BOOL(entry_view, silent));

static status fill(request *r, entry_view *v, follow_entry *e)
{
    TRY(follow_get(r->db, r->mem, &r->who, r->word[0], date_of(r->now), e));
    TRY(follow_rollouts_of(r->db, r->mem, e->r.id, &v->rollouts));
    bool valid = text_eq(e->r.status, "valid");
    v->r = e->r;
    v->plan = e->plan;
    v->actual = e->actual;
    v->org_kin = e->org_kin;
    v->reach = v->rollouts.n;
    v->state_name = follow_state_name(e->plan.state);
    v->tone = tone_of(e->plan.state);
    v->has_plan = e->plan.revision > 0;
    v->locked = e->plan.locked_at.ms != 0;
    v->silent = e->plan.late && !*e->plan.delay_reason;
    v->may_write = valid && follow_may_write(&e->stand);
    v->may_lock = valid && v->has_plan && !v->locked && follow_may_lock(&e->stand);
    v->next_who = T("Tác giả, cán bộ tiếp nhận hoặc người đứng đầu cơ sở");
    v->next = !valid ? T("Việc công nhận đã bị hủy bỏ.") : !v->has_plan ? T("Lập kế hoạch áp dụng.") : v->silent ? T("Đã quá hạn: nêu lý do chậm hoặc cập nhật tình trạng.") : !v->locked ? T("Người đứng đầu chốt kế hoạch và dự báo.") : T("Cập nhật tình trạng và nơi áp dụng mới.");
    reply_title(r, "%s", T("Áp dụng và nhân rộng"));
    reply_org(r, e->r.org_id);
    reply_crumb(r, T("Theo dõi áp dụng"), "/theo-doi-ap-dung");
    reply_crumb(r, e->r.code, textf(r->mem, "/sang-kien/%s", e->r.code));
    return OK;
}

static status entry_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);
    follow_entry e = {0};

    TRY(fill(r, v, &e));
    return reply_view(r, out, v);
}

static status plan_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);
    follow_entry e = {0};

    TRY(fill(r, v, &e));
    if (!follow_may_write(&e.stand)) return E_FORBIDDEN;
    form_set(r, "state", v->has_plan ? v->plan.state : "planned");
    form_set(r, "plan", v->plan.plan);
    form_set_int(r, "forecast", v->plan.forecast);
    if (v->has_plan) form_set_date(r, "due_on", v->plan.due_on);
    form_set(r, "delay_reason", v->plan.delay_reason);
    form_set(r, "stop_reason", v->plan.stop_reason);
    form_set_int(r, "revision", v->plan.revision);
    return reply_view(r, out, v);
}

static status done(request *r, reply *out, status s, const finding_list *refused, const char *flash)
{
    for (int i = 0; i < refused->n; i++) form_error(r, refused->p[i].field, "%s (%s)", refused->p[i].text, refused->p[i].id);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", flash);
    return reply_see(r, out, "/sang-kien/%s/ap-dung", r->word[0]);
}

static status plan_post(request *r, reply *out)
{
    finding_list refused = {0};
    follow_entry e = {0};
    follow_plan p = {.state = form_text(r, "state"), .plan = form_text(r, "plan"), .delay_reason = form_text(r, "delay_reason"), .stop_reason = form_text(r, "stop_reason"), .forecast = form_int(r, "forecast"),
                     .due_on = form_date(r, "due_on"), .revision = form_int(r, "revision")};
    status s = follow_save(r->mem, r->db, &r->who, r->word[0], &p, r->now, &refused);

    if (s == E_CONFLICT) {
        TRY(follow_get(r->db, r->mem, &r->who, r->word[0], date_of(r->now), &e));
        if (!text_eq(e.r.status, "valid")) return E_CONFLICT;
        form_replace(r, "revision", textf(r->mem, "%lld", (long long)e.plan.revision));
        form_error(r, "", "%s", T("Có người vừa lưu kế hoạch này. Nội dung bạn gõ vẫn còn nguyên; bấm lưu lần nữa để ghi đè."));
        return E_INVALID;
    }
    return done(r, out, s, &refused, T("Đã lưu kế hoạch áp dụng."));
}

static status lock_post(request *r, reply *out)
{
    finding_list refused = {0};
    return done(r, out, follow_lock(r->mem, r->db, &r->who, r->word[0], r->now), &refused, T("Đã chốt kế hoạch và dự báo."));
}

static status rollout_page(request *r, reply *out)
{
    entry_view *v = NEW(r->mem, entry_view);
    follow_entry e = {0};
    org_list orgs = {0};
    choice_list *l = NEW(r->mem, choice_list);

    TRY(fill(r, v, &e));
    if (!follow_may_write(&e.stand)) return E_FORBIDDEN;
    TRY(org_all(r->db, r->mem, date_of(r->now), true, &orgs));
    l->p = NEWS(r->mem, choice, orgs.n + 1);
    for (int i = 0; i < orgs.n; i++)
        if (orgs.p[i].id.v != e.r.org_id.v) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)orgs.p[i].id.v), orgs.p[i].name};
    form_choices(r, "org", l);
    return reply_view(r, out, v);
}

static status rollout_post(request *r, reply *out)
{
    finding_list refused = {0};
    follow_rollout o = {.org_id = {form_int(r, "org")}, .since_on = form_date(r, "since_on"), .effect = form_text(r, "effect"), .evidence = form_text(r, "evidence")};
    return done(r, out, follow_rollout_add(r->mem, r->db, &r->who, r->word[0], &o, r->now, &refused), &refused, T("Đã ghi nơi áp dụng."));
}

static const route routes[] = {
    {GET, "/theo-doi-ap-dung", list_page, ACCESS_USER, .page = "remuneration/follow.html", .view = &list_shape, .summary = "Recognised initiatives and how they are used"},
    {GET, "/sang-kien/*x/ap-dung", entry_page, ACCESS_USER, .page = "remuneration/use.html", .view = &entry_shape, .form = &lock_form, .summary = "Use of an initiative after recognition"},
    {GET, "/sang-kien/*x/ap-dung/ke-hoach", plan_page, ACCESS_USER, .page = "remuneration/plan.html", .view = &entry_shape, .form = &plan_form, .summary = "Plan of use: form"},
    {POST, "/sang-kien/*x/ap-dung/ke-hoach", plan_post, ACCESS_USER, .form = &plan_form, .again = plan_page, .summary = "Save the plan of use"},
    {POST, "/sang-kien/*x/ap-dung/chot", lock_post, ACCESS_USER, .form = &lock_form, .again = entry_page, .summary = "Lock plan and forecast"},
    {GET, "/sang-kien/*x/ap-dung/nhan-rong", rollout_page, ACCESS_USER, .page = "remuneration/rollout.html", .view = &entry_shape, .form = &rollout_form, .summary = "Use at another unit: form"},
    {POST, "/sang-kien/*x/ap-dung/nhan-rong", rollout_post, ACCESS_USER, .form = &rollout_form, .again = rollout_page, .summary = "Record use at another unit"},
};
const route_table follow_routes = {routes, COUNT(routes)};
