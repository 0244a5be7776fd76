/* The money of one entry: who pays, what is due and why, what was paid. */
#include "remuneration/remuneration_pages.h"
#include "base/text.h"
#include "remuneration/remuneration.h"
#include <string.h>

typedef struct {
    rem_year y;
    const char *state, *state_name, *tone, *by_name, *method, *evidence, *note, *pay_by, *article;
    int64_t year, amount;
    date from, to;
    statement_id id;
    bool stated, computable, may_answer, may_state, paid_year;
} year_view;
STATIC_SHAPE(year_shape, year_view, F_TEXT(year_view, state), F_TEXT(year_view, state_name), F_TEXT(year_view, tone), F_TEXT(year_view, by_name), F_TEXT(year_view, method), F_TEXT(year_view, evidence),
             F_TEXT(year_view, note), F_TEXT(year_view, pay_by), F_TEXT(year_view, article), F_INT(year_view, year), F_INT(year_view, amount), F_DATE(year_view, from), F_DATE(year_view, to), F_ID(year_view, id),
             F_BOOL(year_view, stated), F_BOOL(year_view, computable), F_BOOL(year_view, may_answer), F_BOOL(year_view, may_state), F_BOOL(year_view, paid_year));
typedef struct {
    rem_due due;
    const char *name, *part_name, *explained;
    int64_t left;
    bool late, open, may_pay;
} due_view;
STATIC_SHAPE(due_view_shape, due_view, F_STRUCT(due_view, due, rem_due_shape), F_TEXT(due_view, name), F_TEXT(due_view, part_name), F_TEXT(due_view, explained), F_INT(due_view, left), F_BOOL(due_view, late),
             F_BOOL(due_view, open), F_BOOL(due_view, may_pay));
typedef struct {
    rem_transfer t;
    bool may_receive;
} transfer_view;
STATIC_SHAPE(transfer_view_shape, transfer_view, F_STRUCT(transfer_view, t, rem_transfer_shape), F_BOOL(transfer_view, may_receive));
typedef struct {
    recognition_row r;
    rem_case payer;
    const char *class_name, *next, *next_who, *next_until, *next_href, *next_label;
    rem_agreements agreements;
    LIST_OF(year_view) years;
    LIST_OF(transfer_view) transfers;
    LIST_OF(due_view) dues;
    rem_payments payments;
    rem_sames sames;
    rem_alikes alikes;
    organiser_list organisers;
    int64_t due_sum, paid_sum;
    bool held, cancelled, owed, agreed, floor_warning, may_manage, may_mark, may_set_payer;
    const char *article;
} show_view;
STATIC_SHAPE(show_shape, show_view, F_STRUCT(show_view, r, recognition_shape), F_STRUCT(show_view, payer, rem_case_shape), F_TEXT(show_view, class_name), F_TEXT(show_view, next), F_TEXT(show_view, next_who),
             F_TEXT(show_view, next_until), F_TEXT(show_view, next_href), F_TEXT(show_view, next_label), F_LIST(show_view, agreements, rem_agreement_shape), F_LIST(show_view, years, year_shape),
             F_LIST(show_view, transfers, transfer_view_shape), F_LIST(show_view, dues, due_view_shape), F_LIST(show_view, payments, rem_payment_shape), F_LIST(show_view, sames, rem_same_shape), F_LIST(show_view, alikes, rem_alike_shape),
             F_LIST(show_view, organisers, dossier_organiser_shape), F_INT(show_view, due_sum), F_INT(show_view, paid_sum), F_BOOL(show_view, held), F_BOOL(show_view, cancelled), F_BOOL(show_view, owed),
             F_BOOL(show_view, agreed), F_BOOL(show_view, floor_warning), F_BOOL(show_view, may_manage), F_BOOL(show_view, may_mark), F_BOOL(show_view, may_set_payer), F_TEXT(show_view, article));

static const rem_statement *statement_of(const rem_statements *l, int64_t year)
{
    const rem_statement *found = NULL;

    for (int i = 0; i < l->n; i++)
        if (l->p[i].year_index == year) found = &l->p[i]; /* the last word counts */
    return found;
}

static void fill_year(request *r, const rem_entry *e, const rem_statement *s, year_view *y)
{
    y->state = y->state_name = y->tone = y->by_name = y->method = y->evidence = y->note = "";
    if (!s) return;
    y->id = s->id;
    y->state = s->state;
    y->stated = text_eq(s->state, "stated");
    y->state_name = y->stated ? T("chờ xác nhận") : text_eq(s->state, "confirmed") ? T("đã xác nhận") : T("bị trả lại");
    y->tone = y->stated ? "wait" : text_eq(s->state, "confirmed") ? "good" : "bad";
    y->by_name = s->by_name;
    y->method = s->method;
    y->evidence = s->evidence;
    y->note = s->note;
    y->amount = s->amount;
    y->computable = s->computable;
    y->may_answer = y->stated && e->valid && remuneration_may_confirm(&r->who, &e->stand, s);
}

static void fill_years(request *r, const rem_entry *e, const rem_statements *st, show_view *v)
{
    date today = date_of(r->now);
    int64_t law = remuneration_years(today), more = 0;

    v->years.p = NEWS(r->mem, year_view, REM_YEARS_MAX + 1);
    for (int k = 1; k <= REM_YEARS_MAX && more < 1; k++) {
        year_view *y = &v->years.p[v->years.n];
        if (remuneration_year(r->mem, &e->payer, k, &y->y) != OK) return;
        bool ended = date_compare(y->y.to, today) < 0;
        const rem_statement *s = statement_of(st, k);
        if (k > law && !s && !ended) break;
        fill_year(r, e, s, y);
        y->year = k;
        y->from = y->y.from;
        y->to = y->y.to;
        y->paid_year = k <= law;
        y->pay_by = date_vi(r->mem, y->y.pay.due);
        y->article = y->y.pay.rule->article;
        y->may_state = ended && e->valid && remuneration_may_state(&e->stand) && (!s || text_eq(s->state, "rejected"));
        if (k > law && !s) more++;
        v->years.n++;
    }
}

static void fill_dues(request *r, const rem_entry *e, const rem_dues *l, show_view *v)
{
    v->dues.p = NEWS(r->mem, due_view, l->n + 1);
    for (int i = 0; i < l->n; i++) {
        due_view *w = &v->dues.p[v->dues.n++];
        w->due = l->p[i];
        w->name = w->due.ordinal ? w->due.name : T("Những người tổ chức áp dụng lần đầu");
        w->part_name = remuneration_part_name(w->due.part);
        w->explained = remuneration_explain(r->mem, &w->due);
        w->left = w->due.amount > w->due.paid ? w->due.amount - w->due.paid : 0;
        w->open = w->left > 0;
        w->late = w->open && date_compare(w->due.due_on, date_of(r->now)) < 0;
        w->may_pay = e->valid && !e->held && remuneration_may_manage(&e->stand);
        v->due_sum += w->due.amount;
        v->paid_sum += w->due.paid;
        v->floor_warning |= w->due.agreed && w->due.agreed < w->due.legal;
    }
}

/* What next, by whom, until when. */
static void fill_next(request *r, const rem_entry *e, show_view *v)
{
    const char *base = textf(r->mem, "/sang-kien/%s/thu-lao", e->r.code);

    v->next_who = v->next_until = v->next_href = v->next_label = "";
    v->next = T("Không có việc nào đang chờ.");
    if (!e->valid || e->held) {
        v->next = e->held ? T("Chờ kết quả giải quyết khiếu nại; việc trả thù lao tạm dừng.") : T("Việc công nhận đã bị hủy bỏ: không phát sinh thù lao mới.");
        return;
    }
    if (e->payer.applied_on.ymd == 0) {
        v->next = T("Ghi ngày áp dụng lần đầu để tính các năm áp dụng.");
        v->next_who = T("Cán bộ tiếp nhận hoặc người đứng đầu cơ sở");
        v->next_href = v->may_set_payer ? textf(r->mem, "%s/ben-tra", base) : "";
        v->next_label = T("Ghi bên trả và ngày áp dụng");
        return;
    }
    for (int i = 0; i < v->years.n; i++) {
        const year_view *y = &v->years.p[i];
        if (!y->stated) continue;
        v->next = textf(r->mem, T("Xác nhận bản kê tiền làm lợi năm áp dụng thứ %lld."), (long long)y->year);
        v->next_who = T("Người đứng đầu cơ sở (hoặc Sở, khi người đứng đầu là tác giả)");
        v->next_until = y->paid_year ? y->pay_by : "";
        v->next_href = y->may_answer ? textf(r->mem, "%s/nam/%lld", base, (long long)y->id.v) : "";
        v->next_label = T("Xem và xác nhận");
        return;
    }
    for (int i = 0; i < v->dues.n; i++) {
        const due_view *w = &v->dues.p[i];
        if (!w->open) continue;
        v->next = textf(r->mem, T("Trả %s đ cho %s."), text_grouped(r->mem, w->left), w->name);
        v->next_who = e->payer.payer;
        v->next_until = date_vi(r->mem, w->due.due_on);
        v->next_href = w->may_pay ? textf(r->mem, "%s/tra/%lld", base, (long long)w->due.id.v) : "";
        v->next_label = T("Ghi việc trả");
        return;
    }
    for (int i = 0; i < v->years.n; i++) {
        const year_view *y = &v->years.p[i];
        if (!y->may_state || !y->paid_year || !(v->owed || v->agreed)) continue;
        v->next = textf(r->mem, T("Kê khai tiền làm lợi năm áp dụng thứ %lld."), (long long)y->year);
        v->next_who = T("Tác giả hoặc cơ sở");
        v->next_until = y->pay_by;
        v->next_href = textf(r->mem, "%s/ke-khai?nam=%lld", base, (long long)y->year);
        v->next_label = T("Kê khai");
        return;
    }
}

static status show_page(request *r, reply *out)
{
    show_view *v = NEW(r->mem, show_view);
    rem_entry e = {0};
    rem_statements st = {0};
    rem_transfers tr = {0};
    rem_dues dues = {0};

    TRY(remuneration_entry(r->db, r->mem, &r->who, r->word[0], &e));
    TRY(remuneration_statements(r->db, r->mem, e.r.id, &st));
    TRY(remuneration_agreements(r->db, r->mem, e.r.id, &v->agreements));
    TRY(remuneration_transfers(r->db, r->mem, e.r.id, &tr));
    TRY(remuneration_dues(r->db, r->mem, e.r.id, &dues));
    TRY(remuneration_payments(r->db, r->mem, e.r.id, &v->payments));
    TRY(remuneration_sames(r->db, r->mem, &e, &v->sames));
    TRY(remuneration_alikes(r->db, r->mem, &e, &v->alikes));
    TRY(dossier_organisers(r->db, r->mem, e.r.dossier_id, &v->organisers));
    v->r = e.r;
    v->payer = e.payer;
    v->class_name = remuneration_class_name(e.payer.payer_class);
    v->held = e.held;
    v->cancelled = !e.valid;
    v->owed = remuneration_is_owed(&e.payer);
    v->agreed = v->agreements.n && v->agreements.p[0].ended_on.ymd == 0;
    v->may_manage = remuneration_may_manage(&e.stand) && e.valid;
    v->may_mark = remuneration_may_mark(&e.stand);
    v->may_set_payer = v->may_manage && st.n == 0;
    v->article = T("Điều 10 Điều lệ Sáng kiến (NĐ 13/2012/NĐ-CP)");
    fill_years(r, &e, &st, v);
    fill_dues(r, &e, &dues, v);
    v->transfers.p = NEWS(r->mem, transfer_view, tr.n + 1);
    for (int i = 0; i < tr.n; i++) v->transfers.p[v->transfers.n++] = (transfer_view){tr.p[i], v->may_manage && tr.p[i].received < tr.p[i].price};
    fill_next(r, &e, v);
    reply_title(r, "%s", T("Thù lao"));
    reply_org(r, e.r.org_id);
    reply_crumb(r, e.r.code, textf(r->mem, "/sang-kien/%s", e.r.code));
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/sang-kien/*x/thu-lao", show_page, ACCESS_USER, .page = "remuneration/show.html", .view = &show_shape, .summary = "Remuneration of an initiative: due, why, paid"},
};
const route_table remuneration_routes = {routes, COUNT(routes)};
