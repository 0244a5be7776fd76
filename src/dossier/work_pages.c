/* Reading dossiers and acting on them: lists, the dossier's page, the receipt, the steps of officers. */
#include "base/text.h"
#include "catalogue/round.h"
#include "dossier/dossier.h"
#include "dossier/dossier_pages.h"
#include "dossier/notice.h"
#include "org/org.h"
#include "web/pager.h"
#include <string.h>

typedef struct {
    const char *name, *tone; /* of the badge */
    const char *class_name;  /* done | now | todo */
} step_mark;
STATIC_SHAPE(step_mark_shape, step_mark, F_TEXT(step_mark, name), F_TEXT(step_mark, tone), F_TEXT(step_mark, class_name));

typedef struct {
    const char *href, *label;
    bool primary;
} action_link;
STATIC_SHAPE(action_shape, action_link, F_TEXT(action_link, href), F_TEXT(action_link, label), F_BOOL(action_link, primary));

typedef struct {
    dossier d;
    author_list authors;
    organiser_list organisers;
    dossier_files files;
    dossier_events events;
    LIST_OF(step_mark) steps;
    LIST_OF(action_link) actions;
    const char *state_name, *tone, *for_author, *next_who, *due_text, *due_tone, *due_article, *due_explained, *kind_name, *beneficiary_name, *author_kind_name, *secret;
    dossier_opinions opinions;
    dossier_own_list own;
    bool shows_opinions;
    const char *opinion_as; /* as whom an opinion is asked of this person; "" none */
    const char *remark, *remark_href; /* what another slice says of it */
    const char *asked; /* of a deficient dossier: what is to be mended */
    bool due_to_confirm, may_edit, may_confirm, may_withdraw, may_see_secret, hides_original, has_evaluation, has_decision;
    int64_t days_left;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, d, dossier_shape), F_LIST(show_view, authors, dossier_author_shape), F_LIST(show_view, organisers, dossier_organiser_shape),
             F_LIST(show_view, files, dossier_file_shape), F_LIST(show_view, events, dossier_event_shape), F_LIST(show_view, steps, step_mark_shape),
             F_LIST(show_view, actions, action_shape), F_TEXT(show_view, state_name), F_TEXT(show_view, tone), F_TEXT(show_view, for_author), F_TEXT(show_view, next_who),
             F_TEXT(show_view, due_text), F_TEXT(show_view, due_tone), F_TEXT(show_view, due_article), F_TEXT(show_view, due_explained), F_TEXT(show_view, kind_name), F_TEXT(show_view, beneficiary_name), F_TEXT(show_view, author_kind_name),
             F_TEXT(show_view, secret), F_TEXT(show_view, asked), F_TEXT(show_view, remark), F_TEXT(show_view, remark_href), F_LIST(show_view, opinions, dossier_opinion_shape), F_LIST(show_view, own, dossier_own_shape), F_BOOL(show_view, shows_opinions), F_TEXT(show_view, opinion_as), F_BOOL(show_view, due_to_confirm), F_BOOL(show_view, may_edit), F_BOOL(show_view, may_confirm), F_BOOL(show_view, may_withdraw),
             F_BOOL(show_view, may_see_secret), F_BOOL(show_view, hides_original), F_BOOL(show_view, has_evaluation), F_BOOL(show_view, has_decision), F_INT(show_view, days_left));

STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});
STATIC_FORM(opinion_form, {.name = "text", .kind = INPUT_LINES, .label = N_("Ý kiến của bạn"), .rows = 4, .max = 4000, .required = true});

/* The main road of the process, with where the dossier is on it. */
static void fill_steps(request *r, const process *p, const dossier *dos, show_view *v)
{
    const process_state *now = process_state_of(p, dos->state);
    int at = now && now->order ? now->order : 0;
    static const dossier_phase off_road[][2] = {{PHASE_DEFICIENT, PHASE_FILED}, {PHASE_WAITING, PHASE_ACCEPTED}, {PHASE_CONSENT, PHASE_EVALUATED}, {PHASE_REFUSED, PHASE_EVALUATED},
                                                {PHASE_REFUSED_ACCEPTANCE, PHASE_FILED}, {PHASE_WITHDRAWN, PHASE_DRAFT}, {PHASE_CANCELLED, PHASE_CERTIFIED},
                                                {PHASE_DEFERRED, PHASE_ACCEPTED}, {PHASE_EXCLUDED, PHASE_FILED}};

    for (int i = 0; i < COUNT(off_road); i++)
        for (int k = 0; k < p->n_states && !at && off_road[i][0] == dossier_phase_of(dos); k++)
            if (p->states[k].phase == off_road[i][1]) at = p->states[k].order;
    v->steps.p = NEWS(r->mem, step_mark, p->n_states + 1);
    for (int order = 1; order <= p->n_states; order++) {
        for (int i = 0; i < p->n_states; i++) {
            if (p->states[i].order != order) continue;
            bool end = order == at && p->states[i].phase == PHASE_CERTIFIED;
            v->steps.p[v->steps.n++] = (step_mark){T(p->states[i].name), p->states[i].tone, order < at || end ? "done" : order == at ? "now" : "todo"};
        }
    }
}

static void fill_due(request *r, const process *p, const dossier *dos, show_view *v)
{
    rule_term t = {0};
    const rule_row *rule = NULL;
    date today = date_of(r->now);

    v->due_text = v->due_tone = v->due_article = v->due_explained = "";
    if (!dos->due_on.ymd) return;
    v->days_left = date_days_between(today, dos->due_on);
    v->due_text = date_vi(r->mem, dos->due_on);
    v->due_tone = v->days_left < 0 ? "late" : v->days_left <= 7 ? "soon" : "";
    if (dossier_term_row(r->mem, dos, p, today, &rule) == OK) {
        v->due_article = rule->article;
        v->due_to_confirm = rule->to_confirm;
    }
    date start = dossier_term_start(dos, p);
    if (start.ymd && dossier_term_row(r->mem, dos, p, start, &rule) == OK && rule_due_of(r->mem, rule_current(), rule, start, start, &t) == OK) {
        v->due_explained = rule_explain(r->mem, &t, words_lang());
        if (date_compare(t.due, dos->due_on) != 0)
            v->due_explained = textf(r->mem, T("%s\nĐồng hồ đã tạm dừng khi chờ tác giả sửa đơn, nên hạn dời đến %s."), v->due_explained, v->due_text);
    }
}

static void add_action(request *r, show_view *v, bool primary, const char *label, const char *href)
{
    if (!v->actions.p) v->actions.p = NEWS(r->mem, action_link, 16);
    if (v->actions.n < 16) v->actions.p[v->actions.n++] = (action_link){href, label, primary};
}

/* Steps that officers take on the page of steps; the others have pages of their own, and waiting for the first application
 * follows from acceptance. */
static bool on_step_page(step_effect e)
{
    switch (e) {
    case EFFECT_NONE:
    case EFFECT_ACCEPT:
    case EFFECT_ASK_FIX:
    case EFFECT_REFUSE_ACCEPTANCE:
    case EFFECT_TRANSFER:
    case EFFECT_APPLIED:
    case EFFECT_ASK_CONSENT:
    case EFFECT_CONSENT:
    case EFFECT_REFUSE:
    case EFFECT_DEFER:
    case EFFECT_RESUME:
    case EFFECT_EXCLUDE:
    case EFFECT_FAST_TRACK: return true;
    case EFFECT_FILE:
    case EFFECT_ACCEPT_WAITING:
    case EFFECT_ANSWER_FIX:
    case EFFECT_OPEN_COUNCIL:
    case EFFECT_CONCLUDE:
    case EFFECT_RECOGNISE:
    case EFFECT_CANCEL:
    case EFFECT_WITHDRAW:
    case EFFECT_PASS_UPWARD:
    case EFFECT_REEXAMINE:
    case EFFECT__COUNT: return false;
    }
    return false;
}

static void fill_actions(request *r, const process *p, const dossier *dos, show_view *v)
{
    const char *base = textf(r->mem, "/ho-so/%lld", (long long)dos->id.v);
    bool any = false, city = dos->nominated_id.v != 0;

    if (city) add_action(r, v, false, T("Đề nghị cấp thành phố"), textf(r->mem, "%s/cap-thanh-pho", base));
    v->may_edit = dossier_may_edit(&r->who, dos);
    v->may_withdraw = dossier_may_effect(&r->who, dos, p, EFFECT_WITHDRAW) && dos->is_owner && dossier_phase_of(dos) != PHASE_DRAFT;
    if (v->may_edit) {
        add_action(r, v, !v->may_confirm, dossier_phase_of(dos) == PHASE_DEFICIENT ? T("Sửa hồ sơ") : T("Tiếp tục soạn"), textf(r->mem, city ? "%s/cap-thanh-pho/sua" : "%s/sua", base));
        add_action(r, v, false, T("Kiểm tra và nộp"), textf(r->mem, "%s/kiem-tra", base));
    }
    for (int i = 0; i < p->n_steps; i++) any |= on_step_page(p->steps[i].effect) && dossier_may_step(&r->who, dos, p, p->steps[i].action);
    if (any) add_action(r, v, true, T("Xử lý hồ sơ"), textf(r->mem, "%s/xu-ly", base));
    if (dossier_may_effect(&r->who, dos, p, EFFECT_OPEN_COUNCIL) || dossier_may_effect(&r->who, dos, p, EFFECT_CONCLUDE)) add_action(r, v, true, T("Hội đồng đánh giá"), "/hoi-dong");
    if (dossier_may_effect(&r->who, dos, p, EFFECT_RECOGNISE)) add_action(r, v, true, T("Quyết định"), textf(r->mem, city ? "%s/cap-thanh-pho/quyet-dinh" : "%s/quyet-dinh", base));
    if (*dos->number) add_action(r, v, false, T("Giấy biên nhận"), textf(r->mem, "%s/bien-nhan", base));
    dossier_phase phase = dossier_phase_of(dos);
    bool being_read = phase == PHASE_FILED || phase == PHASE_ACCEPTED || phase == PHASE_WAITING || phase == PHASE_EVALUATION;
    if (being_read && (dos->is_owner || dos->is_author)) add_action(r, v, false, T("Nêu người không nên xét hồ sơ"), textf(r->mem, "%s/xung-dot", base));
    v->has_decision = phase == PHASE_CERTIFIED || phase == PHASE_CANCELLED;
    v->has_evaluation = v->has_decision || phase == PHASE_EVALUATED || phase == PHASE_CONSENT || phase == PHASE_REFUSED;
    if (v->has_evaluation) add_action(r, v, false, T("Kết quả đánh giá của Hội đồng"), textf(r->mem, "%s/danh-gia", base));
    bool said_no = phase == PHASE_REFUSED || phase == PHASE_REFUSED_ACCEPTANCE || phase == PHASE_CANCELLED;
    if (said_no && (dos->is_owner || dos->is_author)) add_action(r, v, false, T("Khiếu nại"), textf(r->mem, "%s/khieu-nai", base));
    if (v->has_decision && !city) add_action(r, v, false, T("Quyết định và giấy chứng nhận"), textf(r->mem, "%s/ket-qua", base));
}

static status show_page(request *r, reply *out)
{
    dossier_id id = ARG(r, 0, dossier_id);
    show_view *v = NEW(r->mem, show_view);
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, id, &v->d));
    TRY(process_load(r->db, v->d.process_id, &p));
    TRY(dossier_authors(r->db, r->mem, id, &v->authors));
    TRY(dossier_organisers(r->db, r->mem, id, &v->organisers));
    TRY(dossier_files_of(r->db, r->mem, id, &v->files));
    TRY(dossier_events_of(r->db, r->mem, id, &v->events));
    const process_state *s = process_state_of(p, v->d.state);
    if (!s) return E_INTERNAL;
    v->state_name = T(s->name);
    v->tone = s->tone;
    v->for_author = T(s->for_author);
    v->next_who = dossier_next_who(s->next_actor, process_level_by_key(v->d.level));
    v->kind_name = dossier_kind_name(v->d.kind);
    TRY(catalogue_name(r->db, r->mem, "beneficiary", v->d.beneficiary, &v->beneficiary_name));
    TRY(catalogue_name(r->db, r->mem, "author_kind", v->d.author_kind, &v->author_kind_name));
    v->may_see_secret = v->d.has_secret && dossier_may_see_secret(&r->who, &v->d);
    v->secret = "";
    if (v->may_see_secret) TRY(dossier_secret(r->mem, &r->who, &v->d, &v->secret));
    for (int i = 0; i < v->files.n; i++) TRY(dossier_purpose_words(r->db, r->mem, v->files.p[i].purpose, &v->files.p[i].purpose));
    paper_kinds papers = {0};
    TRY(paper_kinds_active(r->db, r->mem, &papers));
    for (int i = 0; i < v->events.n; i++) {
        const process *then = NULL;
        TRY(process_load(r->db, v->events.p[i].process_id, &then));
        v->events.p[i].has_notice = dossier_event_has_notice(then, &v->events.p[i], &papers);
        TRY(dossier_step_name(r->db, then->id, v->events.p[i].action, &v->events.p[i].action));
    }
    v->asked = dossier_asked(&v->d, &v->events);
    TRY(dossier_own_of(r->db, r->mem, &v->d, &v->own));
    v->opinion_as = process_actor_name(dossier_opinion_asked(&r->who, &v->d, p));
    status seen = dossier_opinions_of(r->db, r->mem, &r->who, &v->d, &v->opinions);
    if (seen != OK && seen != E_FORBIDDEN) return seen;
    v->shows_opinions = v->opinions.n || *v->opinion_as;
    for (int i = 0; i < v->authors.n; i++) v->may_confirm |= v->authors.p[i].user_id.v == r->who.user.v && v->authors.p[i].confirmed_at.ms == 0;
    fill_steps(r, p, &v->d, v);
    fill_due(r, p, &v->d, v);
    fill_actions(r, p, &v->d, v);
    dossier_remark remark = {0};
    TRY(dossier_remark_of(r->db, r->mem, &r->who, &v->d, &remark));
    v->remark = remark.text;
    v->remark_href = remark.href;
    reply_title(r, "%s", *v->d.title ? v->d.title : T("(chưa có tên)"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static status receipt_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    rule_term t = {0};

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    if (!*v->d.number) return E_NOT_FOUND;
    TRY(dossier_authors(r->db, r->mem, v->d.id, &v->authors));
    TRY(dossier_files_of(r->db, r->mem, v->d.id, &v->files));
    for (int i = 0; i < v->files.n; i++) TRY(dossier_purpose_words(r->db, r->mem, v->files.p[i].purpose, &v->files.p[i].purpose));
    v->remark = v->remark_href = v->opinion_as = v->asked = v->state_name = v->tone = v->for_author = v->next_who = v->due_tone = v->due_article = v->due_explained = v->beneficiary_name = v->author_kind_name = v->kind_name = v->secret = v->due_text = "";
    if (rule_due(r->mem, rule_current(), "review.period", NULL, v->d.filed_on, v->d.filed_on, &t) == OK) {
        v->due_text = date_vi(r->mem, t.due);
        v->due_explained = rule_explain(r->mem, &t, words_lang());
    }
    reply_title(r, T("Giấy biên nhận %s"), v->d.number);
    reply_org(r, v->d.org_id);
    return reply_view(r, out, v);
}

static status file_get(request *r, reply *out)
{
    dossier_file f = {0};
    bytes data = {0};

    TRY(dossier_file_data(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), ARG(r, 1, file_id), &f, &data));
    reply_header(out, r, "X-Content-SHA256", f.sha256);
    return reply_file(r, out, f.mime, f.name, data);
}

static status confirm_post(request *r, reply *out)
{
    TRY(dossier_confirm(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Bạn đã xác nhận tham gia và tỷ lệ đóng góp."));
    return reply_see(r, out, "/ho-so/%lld", (long long)r->arg[0]);
}

static status opinion_post(request *r, reply *out)
{
    TRY(dossier_give_opinion(r->mem, r->db, &r->who, ARG(r, 0, dossier_id), form_text(r, "text"), r->now));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã ghi ý kiến."));
    return reply_see(r, out, "/ho-so/%lld", (long long)r->arg[0]);
}

/* ---- steps of officers ---- */

STATIC_FORM(step_form, {.name = "action", .kind = INPUT_RADIO, .label = N_("Việc cần làm"), .required = true},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Nội dung, lý do"), .hint = N_("Bắt buộc khi yêu cầu sửa, từ chối, chuyển hồ sơ hoặc không công nhận. Tác giả đọc được nội dung này."), .rows = 5, .max = 4000},
            {.name = "document", .kind = INPUT_LINE, .label = N_("Số, ngày văn bản (khi chấp thuận)"), .max = 200},
            {.name = "to", .kind = INPUT_SELECT, .label = N_("Chuyển đến cơ sở (khi chuyển hồ sơ)")},
            {.name = "on", .kind = INPUT_DATE, .label = N_("Ngày hoàn thành áp dụng lần đầu (khi xác nhận)")});
STATIC_FORM(withdraw_form, {.name = "note", .kind = INPUT_LINES, .label = N_("Lý do rút đơn"), .rows = 3, .max = 2000});

typedef struct {
    dossier d;
    finding_list findings;
    const char *state_name, *tone, *due_text, *due_article;
    bool asks_document, asks_to, asks_on; /* which steps are offered */
} step_view;
STATIC_SHAPE(step_shape, step_view, F_STRUCT(step_view, d, dossier_shape), F_LIST(step_view, findings, finding_shape), F_TEXT(step_view, state_name), F_TEXT(step_view, tone),
             F_TEXT(step_view, due_text), F_TEXT(step_view, due_article), F_BOOL(step_view, asks_document), F_BOOL(step_view, asks_to), F_BOOL(step_view, asks_on));

static status offer_steps(request *r, const process *p, const dossier *dos)
{
    choice_list *l = NEW(r->mem, choice_list), *orgs = NEW(r->mem, choice_list);
    org_list all = {0};

    l->p = NEWS(r->mem, choice, p->n_steps + 1);
    for (int i = 0; i < p->n_steps; i++) {
        const process_step *s = &p->steps[i];
        if (!on_step_page(s->effect) || process_step_of(p, s->action, dos->state) != s || !dossier_may_step(&r->who, dos, p, s->action)) continue;
        l->p[l->n++] = (choice){s->action, *s->article ? textf(r->mem, "%s (%s)", T(s->name), s->article) : T(s->name)};
    }
    form_choices(r, "action", l);
    TRY(org_all(r->db, r->mem, date_of(r->now), true, &all));
    orgs->p = NEWS(r->mem, choice, all.n + 1);
    for (int i = 0; i < all.n; i++)
        if (all.p[i].id.v != dos->org_id.v) orgs->p[orgs->n++] = (choice){textf(r->mem, "%lld", (long long)all.p[i].id.v), all.p[i].name};
    form_choices(r, "to", orgs);
    return l->n ? OK : E_FORBIDDEN;
}

static status step_page(request *r, reply *out)
{
    step_view *v = NEW(r->mem, step_view);
    const process *p = NULL;
    const rule_row *rule = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    TRY(process_load(r->db, v->d.process_id, &p));
    TRY(offer_steps(r, p, &v->d));
    TRY(dossier_check(r->db, r->mem, &v->d, date_of(r->now), &v->findings));
    TRY(dossier_advise(r->db, r->mem, &r->who, &v->d, &v->findings));
    const process_state *s = process_state_of(p, v->d.state);
    v->state_name = T(s->name);
    v->tone = s->tone;
    v->asks_document = dossier_may_effect(&r->who, &v->d, p, EFFECT_CONSENT);
    v->asks_to = dossier_may_effect(&r->who, &v->d, p, EFFECT_TRANSFER);
    v->asks_on = dossier_may_effect(&r->who, &v->d, p, EFFECT_APPLIED);
    v->due_text = date_vi(r->mem, v->d.due_on);
    v->due_article = dossier_term_row(r->mem, &v->d, p, date_of(r->now), &rule) == OK ? rule->article : "";
    reply_title(r, "%s", T("Xử lý hồ sơ"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    reply_crumb(r, *v->d.number ? v->d.number : T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    return reply_view(r, out, v);
}

static status take_step(request *r, reply *out, const char *action, const step_input *in)
{
    step_outcome o;
    dossier before = {0};
    const char *name = "";

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &before));
    TRY(dossier_step_name(r->db, before.process_id, action, &name));
    TRY(dossier_step(r->mem, r->db, &r->who, before.id, action, in, r->now, &o));
    if (o.tag == STEP_REFUSED) {
        for (int i = 0; i < o.findings.n; i++) {
            const finding *f = &o.findings.p[i];
            bool ours = text_eq(f->field, "note") || text_eq(f->field, "document");
            if (f->hard) form_error(r, ours ? f->field : "", "%s (%s, %s)", f->text, f->id, f->article);
        }
        return E_INVALID;
    }
    reply_flash(r, FLASH_GOOD, "%s: %s.", name, o.due.ymd ? textf(r->mem, T("hạn tiếp theo %s"), date_vi(r->mem, o.due)) : T("đã xong"));
    return reply_see(r, out, "/ho-so/%lld", (long long)r->arg[0]);
}

static status step_post(request *r, reply *out)
{
    const char *action = form_text(r, "action");
    step_input in = {.note = form_text(r, "note"), .document = form_text(r, "document"), .to = {form_int(r, "to")}, .on = form_date(r, "on")};

    dossier dos = {0};
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    TRY(process_load(r->db, dos.process_id, &p));
    const process_step *s = process_step_of(p, action, dos.state);
    if (!s) return E_CONFLICT;
    if (!on_step_page(s->effect)) return E_FORBIDDEN; /* they have pages of their own */
    if (s->effect == EFFECT_TRANSFER && !in.to.v) form_error(r, "to", "%s", T("Hãy chọn cơ sở nhận hồ sơ."));
    if (s->effect == EFFECT_APPLIED && !in.on.ymd) form_error(r, "on", "%s", T("Hãy ghi ngày hoàn thành áp dụng lần đầu."));
    if (s->effect == EFFECT_APPLIED && date_compare(in.on, date_of(r->now)) > 0) form_error(r, "on", "%s", T("Ngày này chưa đến."));
    if (form_errors(r)) return E_INVALID;
    return take_step(r, out, action, &in);
}

static status withdraw_page(request *r, reply *out)
{
    step_view *v = NEW(r->mem, step_view);
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &v->d));
    TRY(process_load(r->db, v->d.process_id, &p));
    if (!dossier_may_effect(&r->who, &v->d, p, EFFECT_WITHDRAW)) return E_FORBIDDEN;
    v->state_name = v->tone = v->due_text = v->due_article = "";
    reply_title(r, "%s", T("Rút đơn"));
    reply_org(r, v->d.org_id);
    reply_crumb(r, T("Hồ sơ"), textf(r->mem, "/ho-so/%lld", (long long)v->d.id.v));
    return reply_view(r, out, v);
}

static status withdraw_post(request *r, reply *out)
{
    dossier dos = {0};
    const process *p = NULL;

    TRY(dossier_get(r->db, r->mem, &r->who, ARG(r, 0, dossier_id), &dos));
    TRY(process_load(r->db, dos.process_id, &p));
    const process_step *s = process_step_for(p, EFFECT_WITHDRAW, dos.state, "");
    if (!s) return E_CONFLICT;
    return take_step(r, out, s->action, &(step_input){.note = form_text(r, "note")});
}

/* ---- lists ---- */

typedef struct {
    const char *value, *label;
    bool selected;
} option_view;
STATIC_SHAPE(option_shape, option_view, F_TEXT(option_view, value), F_TEXT(option_view, label), F_BOOL(option_view, selected));
typedef LIST_OF(option_view) option_list;
typedef struct {
    dossier_items items;
    const char *text;
    option_list states, rounds, beneficiaries, author_kinds;
    pager_view pager;
} list_view;
STATIC_SHAPE(list_shape, list_view, F_LIST(list_view, items, dossier_item_shape), F_TEXT(list_view, text), F_LIST(list_view, states, option_shape), F_LIST(list_view, rounds, option_shape), F_LIST(list_view, beneficiaries, option_shape), F_LIST(list_view, author_kinds, option_shape), F_STRUCT(list_view, pager, pager_shape));

static status entry_options(request *r, const char *kind, const char *chosen, option_list *out)
{
    catalogue_list l = {0};

    TRY(catalogue_of(r->db, r->mem, kind, "", true, &l));
    out->p = NEWS(r->mem, option_view, l.n + 1);
    for (int i = 0; i < l.n; i++) out->p[out->n++] = (option_view){l.p[i].key, l.p[i].name, text_eq(l.p[i].key, chosen)};
    return OK;
}

static status round_options(request *r, round_id chosen, option_list *out)
{
    round_list l = {0};

    TRY(round_all(r->db, r->mem, &l));
    out->p = NEWS(r->mem, option_view, l.n + 1);
    for (int i = 0; i < l.n; i++) out->p[out->n++] = (option_view){textf(r->mem, "%lld", (long long)l.p[i].id.v), l.p[i].name, l.p[i].id.v == chosen.v};
    return OK;
}

/* The address of a page of the list, with the same filters. */
static const char *list_href(request *r, const dossier_filter *f, int page)
{
    AUTO(buf) q = {0};

    buf_puts(&q, "/ho-so?");
    buf_pair(&q, "q", f->text);
    buf_pair(&q, "doi-tuong", f->beneficiary);
    buf_pair(&q, "loai-tac-gia", f->author_kind);
    buf_printf(&q, "&dot=%lld&trang-thai=%s&trang=%d", (long long)f->round.v, process_phase_key(process_phase_by_key(f->phase)), page);
    return text_copy(r->mem, q.p);
}

static status list_page(request *r, reply *out)
{
    list_view *v = NEW(r->mem, list_view);
    dossier_filter f = {.text = query_text(r, "q"), .phase = query_text(r, "trang-thai"), .beneficiary = query_text(r, "doi-tuong"), .author_kind = query_text(r, "loai-tac-gia"), .round = {query_int(r, "dot", 0)}, .page = (int)query_int(r, "trang", 1) - 1};

    if (f.page < 0 || f.page > 10000) f.page = 0;
    TRY(dossier_search(r->db, r->mem, &r->who, &f, &v->items, &v->pager.total));
    v->text = f.text;
    v->states.p = NEWS(r->mem, option_view, PHASE__COUNT);
    for (int i = PHASE_DRAFT + 1; i < PHASE__COUNT; i++)
        v->states.p[v->states.n++] = (option_view){process_phase_key(i), process_phase_name(i), text_eq(process_phase_key(i), f.phase)};
    pager_set(&v->pager, f.page, 50, v->items.n);
    TRY(round_options(r, f.round, &v->rounds));
    TRY(entry_options(r, "beneficiary", f.beneficiary, &v->beneficiaries));
    TRY(entry_options(r, "author_kind", f.author_kind, &v->author_kinds));
    v->pager.prev_href = f.page ? list_href(r, &f, f.page) : "";
    v->pager.next_href = v->pager.to < v->pager.total ? list_href(r, &f, f.page + 2) : "";
    reply_title(r, "%s", T("Hồ sơ của cơ sở"));
    reply_crumb(r, T("Việc của tôi"), "/viec-cua-toi");
    return reply_view(r, out, v);
}

static const unsigned officers = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SECRETARY) | ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_DEPARTMENT) | ROLE_BIT(ROLE_AUDITOR);

static const route routes[] = {
    {GET, "/ho-so", list_page, ACCESS_ROLE, .roles = officers, .page = "dossier/list.html", .view = &list_shape, .scope = SCOPE_DOSSIER, .summary = "Dossiers of the organisations of who asks"},
    {GET, "/ho-so/:id", show_page, ACCESS_USER, .page = "dossier/show.html", .view = &show_shape, .form = &opinion_form, .scope = SCOPE_DOSSIER, .summary = "A dossier"},
    {POST, "/ho-so/:id/y-kien", opinion_post, ACCESS_USER, .form = &opinion_form, .again = show_page, .summary = "Give an opinion that a step asks for"},
    {GET, "/ho-so/:id/bien-nhan", receipt_page, ACCESS_USER, .page = "dossier/receipt.html", .view = &show_shape, .flags = ROUTE_BARE, .summary = "The receipt"},
    {GET, "/ho-so/:id/tep/:file", file_get, ACCESS_USER, .scope = SCOPE_DOSSIER, .summary = "A file of a dossier"},
    {POST, "/ho-so/:id/xac-nhan", confirm_post, ACCESS_USER, .form = &none_form, .summary = "A co-author confirms part and share"},
    {GET, "/ho-so/:id/xu-ly", step_page, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DEPARTMENT), .page = "dossier/step.html", .view = &step_shape, .form = &step_form, .summary = "Steps that an officer may take"},
    {POST, "/ho-so/:id/xu-ly", step_post, ACCESS_ROLE, .roles = ROLE_BIT(ROLE_INTAKE) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DEPARTMENT), .form = &step_form, .again = step_page, .summary = "Take a step"},
    {GET, "/ho-so/:id/rut", withdraw_page, ACCESS_USER, .page = "dossier/withdraw.html", .view = &step_shape, .form = &withdraw_form, .summary = "Withdraw: why"},
    {POST, "/ho-so/:id/rut", withdraw_post, ACCESS_USER, .form = &withdraw_form, .again = withdraw_page, .summary = "Withdraw the dossier"},
};
const route_table work_routes = {routes, COUNT(routes)};
