/* Everything that can be wrong with a process: shape (dead ends, states nobody reaches), actors, and what the law demands. */
#include "base/text.h"
#include "base/words.h"
#include "process/process.h"

SHAPE(process_problem_shape, process_problem, F_TEXT(process_problem, id), F_TEXT(process_problem, text), F_TEXT(process_problem, article), F_TEXT(process_problem, at),
      F_BOOL(process_problem, hard));

enum { PROBLEMS_MAX = 200 };

static void add(arena *mem, process_problems *l, const process_problem *p)
{
    if (!l->p) l->p = NEWS(mem, process_problem, PROBLEMS_MAX);
    if (l->n < PROBLEMS_MAX) l->p[l->n++] = *p;
}

#define WRONG(id, at, article, ...) add(mem, out, &(process_problem){(id), textf(mem, __VA_ARGS__), (article), (at), true})
#define REMARK(id, at, article, ...) add(mem, out, &(process_problem){(id), textf(mem, __VA_ARGS__), (article), (at), false})

static bool leaves(const process_step *s, const char *state)
{
    for (int i = 0; i < s->n_from; i++)
        if (text_eq(s->from[i], state)) return true;
    return false;
}

static int index_of(const process *p, const char *state)
{
    for (int i = 0; i < p->n_states; i++)
        if (text_eq(p->states[i].key, state)) return i;
    return -1;
}

/* Marks what can be reached from the drafts; or, backwards, from where an end can be reached. */
static void spread(const process *p, bool *mark, bool backwards)
{
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < p->n_steps; i++) {
            int to = index_of(p, p->steps[i].to);
            for (int k = 0; k < p->steps[i].n_from; k++) {
                int from = index_of(p, p->steps[i].from[k]), a = backwards ? to : from, b = backwards ? from : to;
                if (a < 0 || b < 0 || !mark[a] || mark[b]) continue;
                mark[b] = more = true;
            }
        }
    }
}

static bool is_end(const process_state *s)
{
    return s->final || s->phase == PHASE_CERTIFIED;
}

static void check_shape(arena *mem, const process *p, process_problems *out)
{
    bool reached[PROCESS_STATES_MAX] = {0}, ends[PROCESS_STATES_MAX] = {0};
    int drafts = 0, goals = 0;

    for (int i = 0; i < p->n_states; i++) {
        reached[i] = p->states[i].phase == PHASE_DRAFT;
        ends[i] = is_end(&p->states[i]);
        drafts += reached[i];
        goals += p->states[i].phase == PHASE_CERTIFIED;
    }
    if (drafts != 1) WRONG("Q-01", "", "", T("Phải có đúng một trạng thái bắt đầu (giai đoạn “Nháp”); hiện có %d."), drafts);
    if (goals == 0) WRONG("Q-02", "", T(process_guard_of("dates_in_order")->article), "%s", T("Chưa có trạng thái “Đã công nhận”: hồ sơ không thể được công nhận."));
    spread(p, reached, false);
    spread(p, ends, true);
    for (int i = 0; i < p->n_states; i++) {
        const process_state *s = &p->states[i];
        if (drafts == 1 && !reached[i]) WRONG("Q-03", s->key, "", T("Không bước nào dẫn đến “%s”. Thêm bước dẫn đến, hoặc bỏ trạng thái này."), s->name);
        if (!ends[i]) WRONG("Q-04", s->key, "", T("“%s” là ngõ cụt: không có đường đến một trạng thái kết thúc. Thêm bước, hoặc đánh dấu là kết thúc."), s->name);
        if (!*s->name) WRONG("Q-05", s->key, "", "%s", T("Trạng thái chưa có tên."));
        if (!*s->for_author && s->phase != PHASE_DRAFT) WRONG("Q-06", s->key, "", T("“%s” chưa có lời cho tác giả: tác giả phải biết hồ sơ đang ở đâu và ai làm gì tiếp."), s->name);
        if (!s->final && s->phase != PHASE_CERTIFIED && !*s->next_actor) WRONG("Q-07", s->key, "", T("“%s” chưa ghi ai xử lý tiếp."), s->name);
    }
}

static void check_state_law(arena *mem, const process *p, process_problems *out)
{
    for (int i = 0; i < p->n_states; i++) {
        const process_state *s = &p->states[i];
        const rule_row *row = NULL;
        bool busy = !s->final && s->phase != PHASE_CERTIFIED && s->phase != PHASE_DRAFT && s->phase != PHASE_WAITING;
        if (*s->limit.rule && (!rule_current() || process_limit_row(mem, &s->limit, date_of(instant_now()), &row) != OK))
            WRONG("Q-10", s->key, "", T("Thời hạn của “%s” theo quy định “%s”, nhưng không có quy định nào như vậy."), s->name, s->limit.rule);
        if (s->limit.n && !*s->limit.article) WRONG("Q-11", s->key, "", T("Thời hạn riêng của “%s” phải ghi căn cứ (điều, khoản, văn bản)."), s->name);
        if (busy && !*s->limit.rule && !s->limit.n) REMARK("Q-12", s->key, "", T("“%s” không có thời hạn: không ai được nhắc khi hồ sơ nằm lâu."), s->name);
        if (s->final && s->phase == PHASE_CERTIFIED) WRONG("Q-13", s->key, T("khoản 4 Điều 7 Điều lệ Sáng kiến"), T("“%s” không được là kết thúc: việc công nhận có thể bị hủy bỏ."), s->name);
    }
}

static void check_step(arena *mem, const process *p, const process_step *s, process_problems *out)
{
    const process_state *to = process_state_of(p, s->to);

    if (!*s->name) WRONG("Q-20", s->action, "", "%s", T("Bước chưa có tên."));
    if (!s->roles) WRONG("Q-21", s->action, "", T("Bước “%s” chưa có người thực hiện."), s->name);
    if (!s->n_from) WRONG("Q-22", s->action, "", T("Bước “%s” không xuất phát từ trạng thái nào."), s->name);
    if (s->roles & ~process_effect_roles(s->effect))
        WRONG("Q-23", s->action, s->article, T("Bước “%s” (%s) giao cho người không có thẩm quyền."), s->name, process_effect_name(s->effect));
    for (int i = 0; i < s->n_from && to; i++) {
        const process_state *from = process_state_of(p, s->from[i]);
        if (from && from->final && s->effect != EFFECT_REEXAMINE) WRONG("Q-24", s->action, "", T("Bước “%s” xuất phát từ “%s”, là trạng thái kết thúc."), s->name, from->name);
        if (from && !process_effect_leads(s->effect, from->phase, to->phase))
            WRONG("Q-25", s->action, "", T("Bước “%s” (%s) không được dẫn từ giai đoạn “%s” sang “%s”."), s->name, process_effect_name(s->effect), process_phase_name(from->phase), process_phase_name(to->phase));
    }
    for (const process_demand *d = process_demands; d->effect; d++) {
        bool named = false;
        if (d->effect != s->effect || !(d->levels & LEVEL_BIT(p->level))) continue;
        for (int g = 0; g < s->n_guards; g++) named |= text_eq(s->guard[g], d->guard);
        const process_guard *g = process_guard_of(d->guard);
        if (!named) WRONG("Q-30", s->action, T(g->article), T("Bước “%s” thiếu điều kiện mà pháp luật đòi hỏi: %s."), s->name, T(g->title));
    }
    if (!*s->article) REMARK("Q-31", s->action, "", T("Bước “%s” chưa ghi căn cứ."), s->name);
}

/* Two steps that cannot be told apart: one effect out of one state for one outcome, where code has to choose. */
static void check_twins(arena *mem, const process *p, process_problems *out)
{
    for (int i = 0; i < p->n_steps; i++) {
        const process_step *a = &p->steps[i];
        if (a->effect == EFFECT_NONE || a->effect == EFFECT_DEFER || a->effect == EFFECT_RESUME) continue;
        for (int k = 0; k < i; k++) {
            const process_step *b = &p->steps[k];
            bool same = a->effect == b->effect && (text_eq(a->outcome, b->outcome) || !*a->outcome || !*b->outcome);
            for (int f = 0; same && f < a->n_from; f++)
                if (leaves(b, a->from[f])) {
                    WRONG("Q-26", a->action, "", T("Hai bước “%s” và “%s” cùng ý nghĩa từ một trạng thái. Phân biệt bằng kết quả (đạt, không đạt), hoặc bỏ một."), b->name, a->name);
                    break;
                }
        }
    }
}

/* The law wants a way for what it foresees. */
static void check_ways(arena *mem, const process *p, process_problems *out)
{
    bool has[EFFECT__COUNT] = {0};

    for (int i = 0; i < p->n_steps; i++) has[p->steps[i].effect] = true;
    if (!has[EFFECT_REFUSE]) WRONG("Q-40", "", T("khoản 1 Điều 7 Điều lệ Sáng kiến"), "%s", T("Chưa có bước không công nhận."));
    if (!has[EFFECT_CANCEL]) WRONG("Q-41", "", T("khoản 4 Điều 7 Điều lệ Sáng kiến"), "%s", T("Chưa có bước hủy bỏ việc công nhận."));
    if (has[EFFECT_ASK_FIX] != has[EFFECT_ANSWER_FIX]) WRONG("Q-42", "", T("khoản 2 Điều 6 Điều lệ Sáng kiến"), "%s", T("Yêu cầu sửa và nộp lại phải đi đôi."));
    if (has[EFFECT_DEFER] != has[EFFECT_RESUME]) WRONG("Q-43", "", "", "%s", T("Bảo lưu và xét lại phải đi đôi."));
    for (int i = 0; i < p->n_steps; i++) { /* a council that did not agree has to lead somewhere, and so has one that did */
        const process_step *s = &p->steps[i];
        if (s->effect != EFFECT_CONCLUDE || !*s->outcome) continue;
        for (int f = 0; f < s->n_from; f++)
            if (!process_step_for(p, EFFECT_CONCLUDE, s->from[f], text_eq(s->outcome, "pass") ? "fail" : "pass"))
                WRONG("Q-44", s->action, T(process_guard_of("quorum")->article), T("Bước “%s” chỉ có một kết quả; thêm bước cho kết quả kia."), s->name);
    }
    if (p->level != LEVEL_UNIT) return;
    if (has[EFFECT_ACCEPT] && !has[EFFECT_ACCEPT_WAITING]) WRONG("Q-45", "", T("khoản 1 Điều 7 Điều lệ Sáng kiến"), "%s", T("Chưa có cách xử lý đơn của giải pháp chưa áp dụng (chấp nhận, chờ áp dụng lần đầu)."));
    if (!has[EFFECT_ASK_CONSENT] || !has[EFFECT_CONSENT])
        WRONG("Q-46", "", T("khoản 2 Điều 7 Điều lệ Sáng kiến"), "%s", T("Chưa có bước đề nghị chấp thuận và chấp thuận, cho giải pháp do Nhà nước đầu tư của người đứng đầu cơ sở."));
    if (!has[EFFECT_ASK_FIX]) WRONG("Q-47", "", T("khoản 2 Điều 6 Điều lệ Sáng kiến"), "%s", T("Chưa có bước thông báo thiếu sót để tác giả sửa đơn."));
    if (has[EFFECT_FAST_TRACK]) WRONG("Q-48", "", T("Điều 8 Điều lệ Sáng kiến"), "%s", T("Cấp cơ sở không có đặc cách."));
}

void process_check(arena *mem, const process *p, process_problems *out)
{
    if (p->n_states == 0) WRONG("Q-00", "", "", "%s", T("Quy trình chưa có trạng thái nào."));
    check_shape(mem, p, out);
    check_state_law(mem, p, out);
    for (int i = 0; i < p->n_steps; i++) check_step(mem, p, &p->steps[i], out);
    check_twins(mem, p, out);
    check_ways(mem, p, out);
}

bool process_is_sound(const process_problems *l)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i].hard) return false;
    return true;
}
