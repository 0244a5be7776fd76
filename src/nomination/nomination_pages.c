/* Putting an initiative forward to the city, what it rests on, the chairman's decision, the list of the department. */
#include "nomination/nomination_pages.h"
#include "base/text.h"
#include "council/council.h"
#include "nomination/nomination.h"

static const choice outcomes[] = {{"pass", N_("Công nhận có tác dụng, ảnh hưởng đối với thành phố")}, {"fail", N_("Không công nhận")}, {"defer", N_("Bảo lưu, xét lại sau")}, {0}};
STATIC_FORM(request_form, {.name = "effect", .kind = INPUT_LINES, .label = N_("Chứng cứ về hiệu quả"), .hint = N_("Số liệu trước và sau, văn bản xác nhận."), .rows = 6, .max = 10000, .required = true},
            {.name = "reach", .kind = INPUT_LINES, .label = N_("Chứng cứ về phạm vi ảnh hưởng"), .hint = N_("Những cơ sở đã áp dụng, từ khi nào, theo văn bản nào."), .rows = 6, .max = 10000, .required = true},
            {.name = "round", .kind = INPUT_SELECT, .label = N_("Đợt của thành phố")});
STATIC_FORM(decide_form, {.name = "outcome", .kind = INPUT_RADIO, .label = N_("Quyết định"), .choices = outcomes, .required = true},
            {.name = "signer_title", .kind = INPUT_LINE, .label = N_("Chức danh người ký"), .max = 100}, {.name = "until", .kind = INPUT_DATE, .label = N_("Xét lại vào ngày (khi bảo lưu)")},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Lý do (bắt buộc khi không công nhận hoặc bảo lưu)"), .rows = 4, .max = 4000});
STATIC_FORM(cancel_form, {.name = "note", .kind = INPUT_LINES, .label = N_("Căn cứ, lý do hủy bỏ"), .rows = 4, .max = 4000, .required = true});

typedef struct {
    recognition_row r;
    const char *action, *consent, *window_text, *window_article, *reach_text, *reach_article, *upward_actors;
    int64_t applied, comparable;
    dossier_id open;
    bool window_open, window_to_confirm, head_case, missing_consent, reaches, reach_to_confirm, held, cancelled, already, may, has_rounds, upward_barred;
} request_view;
STATIC_SHAPE(request_shape, request_view, F_STRUCT(request_view, r, recognition_shape), F_TEXT(request_view, action), F_TEXT(request_view, consent), F_TEXT(request_view, window_text), F_TEXT(request_view, window_article),
             F_TEXT(request_view, reach_text), F_TEXT(request_view, reach_article), F_INT(request_view, applied), F_INT(request_view, comparable), F_ID(request_view, open), F_BOOL(request_view, window_open),
             F_BOOL(request_view, window_to_confirm), F_BOOL(request_view, head_case), F_BOOL(request_view, missing_consent), F_BOOL(request_view, reaches), F_BOOL(request_view, reach_to_confirm), F_BOOL(request_view, held),
             F_BOOL(request_view, cancelled), F_BOOL(request_view, already), F_BOOL(request_view, may), F_BOOL(request_view, has_rounds), F_BOOL(request_view, upward_barred), F_TEXT(request_view, upward_actors));

static status fill_request(request *r, request_view *v)
{
    nomination_facts f = {0};

    TRY(nomination_facts_of(r->db, r->mem, &r->who, &v->r, date_of(r->now), &f));
    v->consent = f.consent;
    v->window_text = f.window ? textf(r->mem, "%s – %s", date_vi(r->mem, f.window_first), date_vi(r->mem, f.window_last)) : "";
    v->window_article = f.window ? f.window->article : "";
    v->window_to_confirm = f.window && f.window->to_confirm;
    v->window_open = f.window_open;
    v->reach_text = f.reach_rule ? f.reach_rule->shown : "";
    v->reach_article = f.reach_rule ? f.reach_rule->article : "";
    v->reach_to_confirm = f.reach_rule && f.reach_rule->to_confirm;
    v->applied = f.applied;
    v->comparable = f.comparable;
    v->open = f.open;
    v->head_case = f.head_case;
    v->missing_consent = f.head_case && !*f.consent;
    v->reaches = f.reaches;
    v->held = f.held;
    v->cancelled = !f.valid;
    v->already = !f.unit_level;
    v->upward_actors = f.upward_actors;
    v->upward_barred = f.upward_barred;
    v->may = f.may && f.valid && f.unit_level && !f.held && !f.open.v && !v->missing_consent && !f.upward_barred;
    v->has_rounds = f.rounds.n > 0;
    choice_list *l = NEW(r->mem, choice_list);
    l->p = NEWS(r->mem, choice, f.rounds.n + 1);
    for (int i = 0; i < f.rounds.n; i++)
        l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)f.rounds.p[i].id.v), textf(r->mem, T("%s (đến %s)"), f.rounds.p[i].name, date_vi(r->mem, round_last_day(&f.rounds.p[i])))};
    form_choices(r, "round", l);
    return OK;
}

static status request_page(request *r, reply *out)
{
    request_view *v = NEW(r->mem, request_view);
    entry_stand s = {0};

    TRY(certificate_recognition(r->db, r->mem, r->word[0], &v->r));
    TRY(certificate_stand(r->db, &r->who, &v->r, &s));
    if (!certificate_is_insider(&s)) return E_NOT_FOUND;
    TRY(fill_request(r, v));
    v->action = textf(r->mem, "/sang-kien/%s/de-nghi-thanh-pho", v->r.code);
    reply_title(r, "%s", T("Đề nghị công nhận cấp thành phố"));
    reply_org(r, v->r.org_id);
    reply_crumb(r, v->r.code, textf(r->mem, "/sang-kien/%s", v->r.code));
    return reply_view(r, out, v);
}

static void tell(request *r, const finding_list *l)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].hard) form_error(r, l->p[i].field, "%s (%s%s%s)", l->p[i].text, l->p[i].id, *l->p[i].article ? ", " : "", l->p[i].article);
}

static status request_post(request *r, reply *out)
{
    finding_list refused = {0};
    dossier_id id = {0};
    status s = nomination_make(r->mem, r->db, &r->who, r->word[0], &(nomination_text){form_text(r, "effect"), form_text(r, "reach"), {form_int(r, "round")}}, r->now, &id, &refused);

    tell(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lập hồ sơ đề nghị. Đính kèm chứng cứ, các tác giả xác nhận, rồi nộp."));
    return reply_see(r, out, "/ho-so/%lld/cap-thanh-pho", (long long)id.v);
}

/* ---- one nomination ---- */

typedef struct {
    dossier d;
    nomination_row n;
    recognition_row r;
    recognition_authors certificates;
    dossier_events events;
    const char *state_name, *tone, *next, *next_who, *signer, *due_article, *action, *phase_name;
    bool holds, flagged, reaches, may_edit, may_file, may_handle, may_decide, may_cancel, passed, failed, was_cancelled, deferred, by_author, other_year, has_vote, vote_passed;
    item_row vote;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, d, dossier_shape), F_STRUCT(show_view, n, nomination_shape), F_STRUCT(show_view, r, recognition_shape), F_LIST(show_view, certificates, recognition_author_shape),
             F_LIST(show_view, events, dossier_event_shape), F_TEXT(show_view, state_name), F_TEXT(show_view, tone), F_TEXT(show_view, next), F_TEXT(show_view, next_who), F_TEXT(show_view, signer), F_TEXT(show_view, due_article),
             F_TEXT(show_view, action), F_TEXT(show_view, phase_name), F_BOOL(show_view, holds), F_BOOL(show_view, flagged), F_BOOL(show_view, reaches), F_BOOL(show_view, may_edit), F_BOOL(show_view, may_file), F_BOOL(show_view, may_handle),
             F_BOOL(show_view, may_decide), F_BOOL(show_view, may_cancel), F_BOOL(show_view, passed), F_BOOL(show_view, failed), F_BOOL(show_view, was_cancelled), F_BOOL(show_view, deferred), F_BOOL(show_view, by_author),
             F_BOOL(show_view, other_year), F_BOOL(show_view, has_vote), F_BOOL(show_view, vote_passed), F_STRUCT(show_view, vote, item_row_shape));

static status load(request *r, const char *title, show_view **out)
{
    show_view *v = NEW(r->mem, show_view);
    const process *p = NULL;
    const rule_row *row = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    TRY(nomination_get(r->db, r->mem, v->d.id, &v->n));
    TRY(certificate_recognition_by_id(r->db, r->mem, v->n.recognition_id, &v->r));
    TRY(certificate_city_authors(r->db, r->mem, v->r.id, &v->certificates));
    TRY(nomination_holds(r->db, r->mem, &v->n, &v->holds));
    TRY(process_load(r->db, v->d.process_id, &p));
    const process_state *s = process_state_of(p, v->d.state);
    if (!s) return E_INTERNAL;
    v->state_name = T(s->name);
    v->tone = s->tone;
    v->next = T(s->for_author);
    v->next_who = *s->next_actor ? process_actor_name(s->next_actor) : "";
    if (text_eq(s->next_actor, "head")) v->next_who = T("Chủ tịch Ủy ban nhân dân thành phố");
    v->due_article = dossier_term_row(r->mem, &v->d, p, date_of(r->now), &row) == OK ? row->article : "";
    v->signer = v->action = v->phase_name = "";
    v->flagged = text_eq(v->n.city_flag, "unit_cancelled") && text_eq(v->d.phase, "certified");
    if (v->flagged) {
        v->next = T("Quyết định công nhận của cơ sở đã bị hủy bỏ: xem xét hủy bỏ việc công nhận cấp thành phố.");
        v->next_who = T("Chủ tịch Ủy ban nhân dân thành phố");
    }
    v->reaches = v->n.comparable > 0;
    v->may_edit = dossier_may_edit(&r->who, &v->d);
    v->may_file = v->may_edit;
    v->may_handle = dossier_may_effect(&r->who, &v->d, p, EFFECT_ACCEPT) || dossier_may_effect(&r->who, &v->d, p, EFFECT_RESUME);
    v->may_decide = dossier_may_effect(&r->who, &v->d, p, EFFECT_RECOGNISE) || dossier_may_effect(&r->who, &v->d, p, EFFECT_REFUSE);
    v->may_cancel = dossier_may_effect(&r->who, &v->d, p, EFFECT_CANCEL);
    v->passed = text_eq(v->n.result, "pass");
    v->failed = text_eq(v->n.result, "fail");
    v->was_cancelled = text_eq(v->n.result, "cancelled");
    v->deferred = text_eq(v->d.phase, "deferred");
    v->by_author = text_eq(v->n.requested_by, "author");
    v->other_year = v->n.decision_year && v->n.decision_year != v->n.year;
    status vote = council_item_of(r->db, r->mem, &r->who, v->d.id, &v->vote);
    if (vote != OK && vote != E_NOT_FOUND) return vote;
    v->has_vote = vote == OK;
    v->vote_passed = v->has_vote && v->vote.passed;
    reply_title(r, "%s", title);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    reply_org(r, v->d.org_id);
    *out = v;
    return OK;
}

static status show_page(request *r, reply *out)
{
    show_view *v = NULL;

    TRY(load(r, T("Đề nghị cấp thành phố"), &v));
    return reply_view(r, out, v);
}

static status edit_page(request *r, reply *out)
{
    show_view *v = NULL;

    TRY(load(r, T("Sửa đề nghị cấp thành phố"), &v));
    if (!v->may_edit) return E_FORBIDDEN;
    form_set(r, "effect", v->n.effect);
    form_set(r, "reach", v->n.reach);
    return reply_view(r, out, v);
}

static status edit_post(request *r, reply *out)
{
    finding_list refused = {0};
    status s = nomination_save(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), &(nomination_text){.effect = form_text(r, "effect"), .reach = form_text(r, "reach")}, r->now, &refused);

    tell(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã lưu."));
    return reply_see(r, out, "/ho-so/%lld/cap-thanh-pho", (long long)r->arg[0]);
}

static status decide_page(request *r, reply *out)
{
    show_view *v = NULL;

    TRY(load(r, T("Quyết định cấp thành phố"), &v));
    return v->may_decide ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status decide_post(request *r, reply *out)
{
    finding_list refused = {0};
    const char *o = form_text(r, "outcome");
    nomination_decision n = {.outcome = text_eq(o, "pass") ? CITY_PASS : text_eq(o, "fail") ? CITY_FAIL : CITY_DEFER, .signer_title = form_text(r, "signer_title"), .note = form_text(r, "note"), .until = form_date(r, "until")};
    status s = nomination_decide(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), &n, r->now, &refused);

    tell(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", n.outcome == CITY_PASS ? T("Đã công nhận cấp thành phố và cấp giấy chứng nhận cho từng tác giả.") : n.outcome == CITY_FAIL ? T("Đã ghi quyết định không công nhận.") : T("Đã bảo lưu hồ sơ."));
    return reply_see(r, out, "/ho-so/%lld/cap-thanh-pho", (long long)r->arg[0]);
}

static status cancel_page(request *r, reply *out)
{
    show_view *v = NULL;

    TRY(load(r, T("Hủy bỏ công nhận cấp thành phố"), &v));
    return v->may_cancel ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status cancel_post(request *r, reply *out)
{
    finding_list refused = {0};
    status s = nomination_cancel(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), form_text(r, "note"), r->now, &refused);

    tell(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_NOTE, "%s", T("Đã hủy bỏ việc công nhận cấp thành phố."));
    return reply_see(r, out, "/ho-so/%lld/cap-thanh-pho", (long long)r->arg[0]);
}

/* ---- the department's list ---- */

typedef struct {
    nomination_row n;
    const char *phase_name;
    bool flagged, passed;
} row_view;
STATIC_SHAPE(row_shape, row_view, F_STRUCT(row_view, n, nomination_shape), F_TEXT(row_view, phase_name), F_BOOL(row_view, flagged), F_BOOL(row_view, passed));
typedef struct {
    LIST_OF(row_view) items;
    bool any;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, row_shape), F_BOOL(list_view, any));

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    nomination_list l = {0};

    TRY(nomination_all(r->db, r->mem, &r->who, &l));
    v->items.p = NEWS(r->mem, row_view, l.n + 1);
    for (int i = 0; i < l.n; i++)
        v->items.p[v->items.n++] = (row_view){l.p[i], process_phase_name(process_phase_by_key(l.p[i].phase)), text_eq(l.p[i].city_flag, "unit_cancelled") && text_eq(l.p[i].phase, "certified"), text_eq(l.p[i].result, "pass")};
    v->any = l.n > 0;
    reply_title(r, "%s", T("Đề nghị cấp thành phố"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static const unsigned listers = ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR), deciders = ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DEPARTMENT);
static const route routes[] = {
    {GET, "/sang-kien/*x/de-nghi-thanh-pho", request_page, ACCESS_USER, .page = "nomination/request.html", .view = &request_shape, .form = &request_form, .summary = "Put an initiative forward to the city: form"},
    {POST, "/sang-kien/*x/de-nghi-thanh-pho", request_post, ACCESS_USER, .form = &request_form, .again = request_page, .summary = "Put an initiative forward to the city"},
    {GET, "/ho-so/:id/cap-thanh-pho", show_page, ACCESS_USER, .page = "nomination/show.html", .view = &show_shape, .summary = "A nomination: frozen decision, effect, reach, result"},
    {GET, "/ho-so/:id/cap-thanh-pho/sua", edit_page, ACCESS_USER, .page = "nomination/edit.html", .view = &show_shape, .form = &request_form, .summary = "Effect and reach of a nomination: form"},
    {POST, "/ho-so/:id/cap-thanh-pho/sua", edit_post, ACCESS_USER, .form = &request_form, .again = edit_page, .summary = "Save effect and reach of a nomination"},
    {GET, "/ho-so/:id/cap-thanh-pho/quyet-dinh", decide_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_HEAD), .page = "nomination/decide.html", .view = &show_shape, .form = &decide_form, .summary = "The chairman's decision: what is before the chairman"},
    {POST, "/ho-so/:id/cap-thanh-pho/quyet-dinh", decide_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_HEAD), .form = &decide_form, .again = decide_page, .summary = "Recognise for the city, refuse, defer"},
    {GET, "/ho-so/:id/cap-thanh-pho/huy", cancel_page, ACCESS_ROLE, .roles = deciders, .page = "nomination/cancel.html", .view = &show_shape, .form = &cancel_form, .summary = "Cancel the city's recognition: why"},
    {POST, "/ho-so/:id/cap-thanh-pho/huy", cancel_post, ACCESS_ROLE, .roles = deciders, .form = &cancel_form, .again = cancel_page, .summary = "Cancel the city's recognition"},
    {GET, "/de-nghi-thanh-pho", list_page, ACCESS_ROLE, .roles = listers, .page = "nomination/list.html", .view = &list_shape, .summary = "Nominations to the city"},
};
const route_table nomination_routes = {routes, COUNT(routes)};
