/* A process in words, and what differs between two of them. */
#include "base/text.h"
#include "base/words.h"
#include "process/design.h"

SHAPE(process_difference_shape, process_difference, F_TEXT(process_difference, what), F_TEXT(process_difference, before), F_TEXT(process_difference, after));

enum { DIFFERENCES_MAX = 2 * (PROCESS_STATES_MAX + PROCESS_STEPS_MAX) };

const process_paper process_papers[] = {
    {"receipt", N_("Giấy biên nhận")},
    {"deficiency", N_("Thông báo thiếu sót")},
    {"acceptance", N_("Thông báo chấp nhận đơn")},
    {"refusal_acceptance", N_("Thông báo từ chối chấp nhận đơn")},
    {"transfer", N_("Phiếu chuyển hồ sơ")},
    {"refusal", N_("Thông báo không công nhận")},
    {"invitation", N_("Giấy mời họp Hội đồng")},
    {"score_sheet", N_("Phiếu chấm điểm"), true},
    {"score_summary", N_("Bảng tổng hợp kết quả phiên họp"), true},
    {"minutes", N_("Biên bản họp Hội đồng"), true},
    {"council_report", N_("Báo cáo đánh giá của Hội đồng"), true},
    {"consent_request", N_("Văn bản đề nghị chấp thuận")},
    {"consent", N_("Văn bản chấp thuận")},
    {"decision", N_("Quyết định công nhận"), true},
    {"certificate", N_("Giấy chứng nhận sáng kiến"), true},
    {"cancellation", N_("Quyết định hủy bỏ")},
    {"supplement", N_("Giấy nhận bổ sung")},
    {"applied", N_("Xác nhận hoàn thành áp dụng lần đầu")},
    {"withdrawal", N_("Đơn xin rút")},
    {0},
};

const char *process_paper_word(const char *key)
{
    for (const process_paper *p = process_papers; p->key; p++)
        if (text_eq(p->key, key)) return p->name;
    return key;
}

const char *process_paper_name(const char *key)
{
    for (const process_paper *p = process_papers; p->key; p++)
        if (text_eq(p->key, key)) return T(p->name);
    return key;
}

bool process_paper_apart(const char *key)
{
    for (const process_paper *p = process_papers; p->key; p++)
        if (text_eq(p->key, key)) return p->apart;
    return false;
}

const char *process_limit_words(arena *mem, const process_limit *l)
{
    const rule_row *row = NULL;

    if (!*l->rule && !l->n) return "";
    if (!rule_current() || process_limit_row(mem, l, date_of(instant_now()), &row) != OK) return *l->rule ? l->rule : "";
    return *l->rule ? textf(mem, "%s (%s)", row->shown, row->article) : textf(mem, "%d %s (%s)", l->n, T(row->said), row->article);
}

const char *process_roles_words(arena *mem, unsigned roles)
{
    const char *names[8], *s = "";
    int n = process_actors_of(roles, names);

    for (int i = 0; i < n; i++) s = textf(mem, "%s%s%s", s, *s ? ", " : "", process_actor_name(names[i]));
    return s;
}

const char *process_state_words(arena *mem, const process_state *s)
{
    static const char *const starts[] = {[CLOCK_FROM_ENTRY] = N_("từ khi vào trạng thái"), [CLOCK_FROM_RECEIPT] = N_("từ ngày nhận hồ sơ"), [CLOCK_FROM_DECIDE] = N_("từ ngày chấp nhận đơn, hoặc ngày hoàn thành áp dụng lần đầu nếu sau đó")};
    const char *limit = process_limit_words(mem, &s->limit);
    const char *w = textf(mem, T("“%s”, giai đoạn “%s”"), T(s->name), process_phase_name(s->phase));

    if (*s->next_actor) w = textf(mem, T("%s; người xử lý: %s"), w, process_actor_name(s->next_actor));
    if (*limit) w = textf(mem, T("%s; thời hạn: %s, %s"), w, limit, T(starts[s->starts]));
    if (s->stops_clock) w = textf(mem, "%s; %s", w, T("đồng hồ trước đó đứng lại"));
    if (s->final) w = textf(mem, "%s; %s", w, T("kết thúc"));
    return *s->for_author ? textf(mem, T("%s; nói với tác giả: %s"), w, T(s->for_author)) : w;
}

static const char *list_of_states(arena *mem, const process *p, const char *const *keys, int n)
{
    const char *s = "";

    for (int i = 0; i < n; i++) {
        const process_state *st = process_state_of(p, keys[i]);
        s = textf(mem, "%s%s“%s”", s, *s ? ", " : "", st ? T(st->name) : keys[i]);
    }
    return s;
}

const char *process_step_words(arena *mem, const process *p, const process_step *s)
{
    const process_state *to = process_state_of(p, s->to);
    const char *w = textf(mem, T("từ %s đến “%s”; %s; người thực hiện: %s"), list_of_states(mem, p, s->from, s->n_from), to ? T(to->name) : s->to, process_effect_name(s->effect),
                          process_roles_words(mem, s->roles));
    const char *guards = "";

    if (*s->outcome) w = textf(mem, "%s; %s", w, text_eq(s->outcome, "pass") ? T("khi Hội đồng kết luận đạt") : T("khi Hội đồng kết luận không đạt"));
    for (int i = 0; i < s->n_guards; i++) {
        const process_guard *g = process_guard_of(s->guard[i]);
        guards = textf(mem, "%s%s%s", guards, *guards ? ", " : "", g ? T(g->title) : s->guard[i]);
    }
    if (*guards) w = textf(mem, T("%s; điều kiện: %s"), w, guards);
    for (int i = 0; i < s->n_parts; i++) w = textf(mem, i ? "%s, %s" : T("%s; phải kèm: %s"), w, s->part[i]);
    if (s->opinions) w = textf(mem, T("%s; phải có ý kiến của: %s"), w, process_roles_words(mem, s->opinions));
    if (*s->document) w = textf(mem, T("%s; văn bản: %s"), w, process_paper_name(s->document));
    if (*s->notice) w = textf(mem, T("%s; báo tin: %s"), w, s->notice);
    return *s->article ? textf(mem, T("%s; căn cứ: %s"), w, s->article) : w;
}

static void add(arena *mem, process_differences *l, const char *what, const char *before, const char *after)
{
    if (!l->p) l->p = NEWS(mem, process_difference, DIFFERENCES_MAX);
    if (l->n < DIFFERENCES_MAX && !text_eq(before, after)) l->p[l->n++] = (process_difference){what, before, after};
}

void process_compare(arena *mem, const process *a, const process *b, process_differences *out)
{
    add(mem, out, T("Tên quy trình"), a->name, b->name);
    for (int i = 0; i < a->n_states; i++) {
        const process_state *s = &a->states[i], *t = process_state_of(b, s->key);
        add(mem, out, textf(mem, T("Trạng thái “%s”"), T(s->name)), process_state_words(mem, s), t ? process_state_words(mem, t) : "");
    }
    for (int i = 0; i < b->n_states; i++)
        if (!process_state_of(a, b->states[i].key)) add(mem, out, textf(mem, T("Trạng thái “%s”"), T(b->states[i].name)), "", process_state_words(mem, &b->states[i]));
    for (int i = 0; i < a->n_steps; i++) {
        const process_step *s = &a->steps[i], *t = process_step_named(b, s->action);
        add(mem, out, textf(mem, T("Bước “%s”"), T(s->name)), textf(mem, "“%s” %s", T(s->name), process_step_words(mem, a, s)), t ? textf(mem, "“%s” %s", T(t->name), process_step_words(mem, b, t)) : "");
    }
    for (int i = 0; i < b->n_steps; i++)
        if (!process_step_named(a, b->steps[i].action)) add(mem, out, textf(mem, T("Bước “%s”"), T(b->steps[i].name)), "", process_step_words(mem, b, &b->steps[i]));
}
