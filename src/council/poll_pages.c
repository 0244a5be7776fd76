/* A ballot over several dossiers of a session: opened, voted in, counted. */
#include "council/poll.h"
#include "base/text.h"
#include "council/council_pages.h"
#include "rule/rule.h"

static const choice methods[] = {{"approval", N_("Chọn nhiều hồ sơ: hồ sơ được nhiều người chọn nhất đứng đầu")},
                                 {"score", N_("Cho điểm từng hồ sơ: tổng điểm cao nhất đứng đầu")},
                                 {"rank", N_("Xếp thứ tự: so từng cặp hồ sơ (phương pháp Schulze)")},
                                 {0}};
static const choice ballots[] = {{"secret", N_("Bỏ phiếu kín")}, {"open", N_("Biểu quyết công khai")}, {0}};
STATIC_FORM(poll_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Hội đồng lựa chọn điều gì"), .hint = N_("Ví dụ: Hồ sơ đề nghị xét ở cấp thành phố; Thứ tự khen thưởng."), .required = true, .max = POLL_TITLE_MAX},
            {.name = "item", .kind = INPUT_CHECKS, .label = N_("Các hồ sơ để lựa chọn")}, {.name = "method", .kind = INPUT_RADIO, .label = N_("Cách bỏ phiếu"), .choices = methods, .required = true},
            {.name = "top", .kind = INPUT_INT, .label = N_("Điểm cao nhất của một hồ sơ"), .hint = N_("Chỉ dùng khi cho điểm.")},
            {.name = "places", .kind = INPUT_INT, .label = N_("Số hồ sơ được chọn"), .hint = N_("Để trống: chỉ xếp thứ tự.")},
            {.name = "ballot", .kind = INPUT_RADIO, .label = N_("Kín hay công khai"), .choices = ballots, .required = true});
STATIC_FORM(vote_form, {.name = "pick", .kind = INPUT_CHECKS, .label = N_("Các hồ sơ bạn chọn")}, {.name = "points", .kind = INPUT_LINE, .label = N_("Điểm"), .max = 6, .repeat = true},
            {.name = "rank", .kind = INPUT_LINE, .label = N_("Thứ hạng"), .max = 6, .repeat = true});
STATIC_FORM(none_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

/* ---- opening ---- */

typedef struct {
    session_row_view s;
    int64_t items;
} new_view;
STATIC_SHAPE(new_shape, new_view, F_STRUCT(new_view, s, council_session_shape), F_INT(new_view, items));

static status new_page(request *r, reply *out)
{
    new_view *v = NEW(r->mem, new_view);
    choice_list *l = NEW(r->mem, choice_list);
    item_list items = {0};

    TRY(council_session_get(r->db, r->mem, &r->who, ARG(r, 0, council_session_id), &v->s));
    if (!council_may_manage(&r->who, v->s.org_id)) return E_FORBIDDEN;
    TRY(council_items(r->db, r->mem, &r->who, v->s.id, &items));
    l->p = NEWS(r->mem, choice, items.n + 1);
    for (int i = 0; i < items.n; i++) l->p[l->n++] = (choice){textf(r->mem, "%lld", (long long)items.p[i].id.v), textf(r->mem, "%s · %s", items.p[i].number, items.p[i].title)};
    form_choices(r, "item", l);
    v->items = items.n;
    form_set(r, "method", "approval");
    form_set(r, "ballot", v->s.ballot);
    form_set_int(r, "top", 100);
    reply_title(r, "%s", T("Lấy phiếu lựa chọn"));
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return reply_view(r, out, v);
}

static void say_flaw(request *r, const char *field)
{
    if (text_eq(field, "item")) form_error(r, field, T("Hãy chọn từ 2 đến %d hồ sơ."), POLL_OPTIONS_MAX);
    else if (text_eq(field, "top")) form_error(r, field, T("Điểm cao nhất từ 1 đến %d."), POLL_TOP_MAX);
    else if (text_eq(field, "places")) form_error(r, field, "%s", T("Số hồ sơ được chọn phải ít hơn số hồ sơ đưa ra lựa chọn."));
    else if (*field) form_error(r, field, "%s", T("Hãy điền mục này."));
}

static status new_post(request *r, reply *out)
{
    poll_row p = {.title = form_text(r, "title"), .method = form_text(r, "method"), .top = form_int(r, "top"), .places = form_int(r, "places"), .secret = text_eq(form_text(r, "ballot"), "secret")};
    item_id items[POLL_OPTIONS_MAX];
    int n = form_count(r, "item");
    poll_id id = {0};
    const char *flaw = poll_flaw(&p, n);

    if (*flaw) {
        say_flaw(r, flaw);
        return E_INVALID;
    }
    for (int i = 0; i < n; i++)
        if (text_parse_int(form_text_at(r, "item", i), 1, INT64_MAX / 2, &items[i].v) != OK) return E_INVALID;
    TRY(poll_open(r->mem, r->db, &r->who, ARG(r, 0, council_session_id), &p, items, n, r->now, &id));
    reply_flash(r, FLASH_GOOD, "%s", T("Đã mở lượt lấy phiếu. Thành viên có mặt bỏ phiếu ở trang này."));
    return reply_see(r, out, "/phien-hop/lua-chon/%lld", (long long)id.v);
}

/* ---- one of them ---- */

typedef struct {
    const char *text;
    bool own; /* an option against itself */
} cell;
STATIC_SHAPE(cell_shape, cell, F_TEXT(cell, text), F_BOOL(cell, own));
typedef LIST_OF(cell) cells;
typedef struct {
    poll_option o;
    int64_t number;
    const char *figure;
    bool taken, tied, shared; /* shared: another has the same place */
    cells wins, paths;
} option_line;
STATIC_SHAPE(option_line_shape, option_line, F_STRUCT(option_line, o, poll_option_shape), F_INT(option_line, number), F_TEXT(option_line, figure), F_BOOL(option_line, taken), F_BOOL(option_line, tied),
             F_BOOL(option_line, shared), F_LIST(option_line, wins, cell_shape), F_LIST(option_line, paths, cell_shape));
STATIC_SHAPE(poll_bench_shape, council_bench, F_INT(council_bench, seats), F_INT(council_bench, present), F_INT(council_bench, recused), F_INT(council_bench, stand_ins));
typedef struct {
    poll_row p;
    session_row_view s;
    LIST_OF(option_line) options, placed; /* in the order of the ballot; of the result */
    ballot_list ballots;
    council_bench b;
    bool open, counted, approval, score, rank, may_vote, may_manage, session_closed, any_tie;
    const char *quorum;
} poll_view;
STATIC_SHAPE(poll_view_shape, poll_view, F_STRUCT(poll_view, p, poll_shape), F_STRUCT(poll_view, s, council_session_shape), F_LIST(poll_view, options, option_line_shape),
             F_LIST(poll_view, placed, option_line_shape), F_LIST(poll_view, ballots, ballot_row_shape), F_STRUCT(poll_view, b, poll_bench_shape), F_BOOL(poll_view, open), F_BOOL(poll_view, counted),
             F_BOOL(poll_view, approval), F_BOOL(poll_view, score), F_BOOL(poll_view, rank), F_BOOL(poll_view, may_vote), F_BOOL(poll_view, may_manage), F_BOOL(poll_view, session_closed),
             F_BOOL(poll_view, any_tie), F_TEXT(poll_view, quorum));

static const char *figure_of(arena *mem, const poll_view *v, const poll_option *o)
{
    long long points = o->points, n = v->ballots.n ? v->ballots.n : 1;

    if (v->approval) return textf(mem, T("%lld trên %lld phiếu chọn"), points, n);
    if (v->rank) return textf(mem, T("hơn %lld hồ sơ khác"), points);
    return textf(mem, T("%lld điểm / %lld phiếu %s %s"), points, n, points * 100 % n ? "≈" : "=", score_text(mem, (points * 200 + n) / (2 * n)));
}

static cells row_of(arena *mem, const int *matrix, int n, int row)
{
    cells l = {NEWS(mem, cell, n + 1), 0};

    for (int k = 0; matrix && k < n; k++) l.p[l.n++] = (cell){k == row ? "" : textf(mem, "%d", matrix[row * n + k]), k == row};
    return l;
}

static void fill_options(arena *mem, poll_view *v, const poll_options *options, const poll_tally *t)
{
    int n = options->n;

    v->options.p = NEWS(mem, option_line, n + 1);
    v->placed.p = NEWS(mem, option_line, n + 1);
    for (int i = 0; i < n; i++) {
        option_line *l = &v->options.p[v->options.n++];
        *l = (option_line){.o = options->p[i], .number = i + 1, .figure = ""};
        if (!v->counted) continue;
        poll_verdict verdict = poll_verdict_of(t->place, n, i, (int)v->p.places);
        l->figure = figure_of(mem, v, &l->o);
        l->taken = v->p.places && verdict == POLL_TAKEN;
        l->tied = v->p.places && verdict == POLL_TIED;
        v->any_tie |= l->tied;
        for (int k = 0; k < n; k++) l->shared |= k != i && t->place[k] == t->place[i];
        l->wins = row_of(mem, t->wins, n, i);
        l->paths = row_of(mem, t->path, n, i);
    }
    for (int place = 1; v->counted && place <= n; place++)
        for (int i = 0; i < n; i++)
            if (t->place[i] == place) v->placed.p[v->placed.n++] = v->options.p[i];
}

static void offer_picks(request *r, const poll_options *options)
{
    choice_list *l = NEW(r->mem, choice_list);

    l->p = NEWS(r->mem, choice, options->n + 1);
    for (int i = 0; i < options->n; i++) l->p[l->n++] = (choice){textf(r->mem, "%d", i + 1), textf(r->mem, "%d. %s (%s)", i + 1, options->p[i].title, options->p[i].number)};
    form_choices(r, "pick", l);
}

static status poll_page(request *r, reply *out)
{
    poll_view *v = NEW(r->mem, poll_view);
    poll_options options = {0};
    poll_tally tally = {0};
    member_list bench = {0};
    int num = 0, den = 1;
    const rule_row *rule = NULL;

    TRY(poll_get(r->db, r->mem, &r->who, ARG(r, 0, poll_id), &v->p, &options));
    TRY(council_session_get(r->db, r->mem, &r->who, v->p.session_id, &v->s));
    v->counted = text_eq(v->p.state, "counted");
    v->session_closed = text_eq(v->s.state, "closed");
    v->open = text_eq(v->p.state, "open") && !v->session_closed;
    poll_method method = poll_method_of(v->p.method);
    v->approval = method == POLL_APPROVAL;
    v->score = method == POLL_SCORE;
    v->rank = method == POLL_RANK;
    TRY(poll_bench_of(r->db, r->mem, v->p.id, date_of(r->now), &bench, &v->b));
    v->may_vote = v->open && !v->p.i_voted && council_may_vote(&bench, r->who.user);
    v->may_manage = v->open && council_may_manage(&r->who, v->s.org_id);
    TRY(rule_ratio(rule_current(), "council.quorum", NULL, date_of(r->now), &num, &den, &rule));
    v->quorum = textf(r->mem, T("cần ít nhất %s; %s"), rule->value, rule->article);
    TRY(poll_ballots(r->db, r->mem, &v->p, &v->ballots, &tally));
    fill_options(r->mem, v, &options, &tally);
    offer_picks(r, &options);
    reply_title(r, "%s", v->p.title);
    reply_org(r, v->s.org_id);
    reply_crumb(r, T("Hội đồng sáng kiến"), "/hoi-dong");
    reply_crumb(r, T("Phiên họp"), textf(r->mem, "/phien-hop/%lld", (long long)v->s.id.v));
    return reply_view(r, out, v);
}

/* One mark a row, with its message at the row. */
static status read_marks(request *r, const poll_row *p, int *mark)
{
    bool score = text_eq(p->method, "score");
    const char *name = score ? "points" : "rank";

    for (int i = 0; i < (int)p->options; i++) {
        const char *typed = form_text_at(r, name, i);
        int64_t n = 0;
        if (!*typed && !score) continue; /* behind all others */
        if (text_parse_int(typed, score ? 0 : 1, score ? p->top : p->options, &n) == OK) {
            mark[i] = (int)n;
            continue;
        }
        if (score) form_error_at(r, name, i, T("Hãy ghi số nguyên từ 0 đến %lld."), (long long)p->top);
        else form_error_at(r, name, i, T("Hãy ghi số từ 1 đến %lld, hoặc để trống."), (long long)p->options);
    }
    return form_errors(r) ? E_INVALID : OK;
}

static status vote_post(request *r, reply *out)
{
    poll_row p = {0};
    poll_options options = {0};
    int mark[POLL_OPTIONS_MAX] = {0};
    const char *receipt = "";

    TRY(poll_get(r->db, r->mem, &r->who, ARG(r, 0, poll_id), &p, &options));
    if (text_eq(p.method, "approval"))
        for (int i = 0; i < options.n; i++) mark[i] = form_has(r, "pick", textf(r->mem, "%d", i + 1));
    else TRY(read_marks(r, &p, mark));
    status s = poll_vote(r->mem, r->db, &r->who, p.id, mark, options.n, &receipt);
    if (s == E_CONFLICT) {
        form_error(r, "", "%s", T("Bạn đã bỏ phiếu, hoặc lượt này đã kiểm phiếu."));
        return E_INVALID;
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", *receipt ? textf(r->mem, T("Đã bỏ phiếu kín. Mã phiếu của bạn: %s. Hãy ghi lại để tự kiểm tra phiếu đã được đếm."), receipt) : T("Đã ghi phiếu của bạn."));
    return reply_see(r, out, "/phien-hop/lua-chon/%lld", (long long)r->arg[0]);
}

static status count_post(request *r, reply *out)
{
    finding_list refused = {0};
    status s = poll_finish(r->mem, r->db, &r->who, ARG(r, 0, poll_id), r->now, &refused);

    council_tell_refused(r, &refused);
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", T("Đã kiểm phiếu."));
    return reply_see(r, out, "/phien-hop/lua-chon/%lld", (long long)r->arg[0]);
}

static status void_post(request *r, reply *out)
{
    poll_row p = {0};
    poll_options options = {0};

    TRY(poll_get(r->db, r->mem, &r->who, ARG(r, 0, poll_id), &p, &options));
    TRY(poll_void(r->mem, r->db, &r->who, p.id));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã hủy lượt lấy phiếu; không phiếu nào được đếm."));
    return reply_see(r, out, "/phien-hop/%lld", (long long)p.session_id.v);
}

static const route routes[] = {
    {GET, "/phien-hop/:id/lua-chon", new_page, ACCESS_USER, .page = "council/poll_new.html", .view = &new_shape, .form = &poll_form, .summary = "A ballot over several dossiers: form"},
    {POST, "/phien-hop/:id/lua-chon", new_post, ACCESS_USER, .form = &poll_form, .again = new_page, .summary = "Open a ballot over several dossiers"},
    {GET, "/phien-hop/lua-chon/:id", poll_page, ACCESS_USER, .page = "council/poll.html", .view = &poll_view_shape, .form = &vote_form, .summary = "A ballot over several dossiers"},
    {POST, "/phien-hop/lua-chon/:id/phieu", vote_post, ACCESS_USER, .form = &vote_form, .again = poll_page, .summary = "Vote over several dossiers"},
    {POST, "/phien-hop/lua-chon/:id/kiem-phieu", count_post, ACCESS_USER, .form = &none_form, .again = poll_page, .summary = "Count a ballot over several dossiers"},
    {POST, "/phien-hop/lua-chon/:id/huy", void_post, ACCESS_USER, .form = &none_form, .again = poll_page, .summary = "Void a ballot over several dossiers"},
};
const route_table council_poll_routes = {routes, COUNT(routes)};
