/* What is changed about the money of one entry: a form a page. */
#include "remuneration/remuneration_pages.h"
#include "base/text.h"
#include "remuneration/remuneration.h"

static const choice classes[] = {{"economic", N_("Tổ chức kinh tế")}, {"revenue_public", N_("Đơn vị sự nghiệp công lập có thu, hạch toán độc lập")},
                                 {"other", N_("Cơ quan, đơn vị khác (không thuộc diện mức tối thiểu)")}, {"author", N_("Tác giả tự đầu tư")}, {0}};
static const choice computable[] = {{"yes", N_("Tính được")}, {"no", N_("Không tính được")}, {0}};
static const choice answers[] = {{"confirm", N_("Xác nhận")}, {"reject", N_("Trả lại để kê khai lại")}, {0}};
STATIC_FORM(case_form, {.name = "payer", .kind = INPUT_LINE, .label = N_("Chủ đầu tư, bên trả thù lao"), .max = 300, .required = true},
            {.name = "payer_class", .kind = INPUT_RADIO, .label = N_("Loại tổ chức"), .choices = classes, .required = true},
            {.name = "applied_on", .kind = INPUT_DATE, .label = N_("Ngày áp dụng lần đầu"), .required = true}, {.name = "reason", .kind = INPUT_LINE, .label = N_("Căn cứ"), .max = 500, .required = true});
STATIC_FORM(agree_form, {.name = "document", .kind = INPUT_LINE, .label = N_("Số, ngày của văn bản thỏa thuận"), .max = 200, .required = true},
            {.name = "signed_on", .kind = INPUT_DATE, .label = N_("Ngày ký"), .required = true},
            {.name = "rate_benefit", .kind = INPUT_PERCENT, .label = N_("Tỷ lệ trên tiền làm lợi mỗi năm (%)"), .required = true},
            {.name = "yearly", .kind = INPUT_MONEY, .label = N_("Số tiền mỗi năm khi không tính được tiền làm lợi (đ)"), .required = true},
            {.name = "rate_transfer", .kind = INPUT_PERCENT, .label = N_("Tỷ lệ trên giá chuyển giao (%)"), .required = true}, {.name = "note", .kind = INPUT_LINES, .label = N_("Ghi chú"), .rows = 3, .max = 2000});
STATIC_FORM(state_form, {.name = "year", .kind = INPUT_INT, .label = N_("Năm áp dụng thứ"), .required = true}, {.name = "computable", .kind = INPUT_RADIO, .label = N_("Tiền làm lợi"), .choices = computable, .required = true},
            {.name = "amount", .kind = INPUT_MONEY, .label = N_("Tiền làm lợi của năm (đ)"), .hint = N_("Chi phí tiết kiệm hoặc lợi nhuận tăng thêm trong năm, đã trừ chi phí áp dụng.")},
            {.name = "method", .kind = INPUT_LINES, .label = N_("Cách tính, hoặc vì sao không tính được"), .rows = 5, .max = 5000, .required = true},
            {.name = "evidence", .kind = INPUT_LINES, .label = N_("Chứng cứ (số văn bản, báo cáo, sổ sách)"), .rows = 3, .max = 2000, .required = true});
STATIC_FORM(answer_form, {.name = "answer", .kind = INPUT_RADIO, .label = N_("Ý kiến"), .choices = answers, .required = true}, {.name = "note", .kind = INPUT_LINES, .label = N_("Ghi chú, lý do trả lại"), .rows = 3, .max = 2000});
STATIC_FORM(transfer_form, {.name = "receiver", .kind = INPUT_LINE, .label = N_("Bên nhận chuyển giao"), .max = 300, .required = true},
            {.name = "document", .kind = INPUT_LINE, .label = N_("Số hợp đồng"), .max = 200, .required = true}, {.name = "signed_on", .kind = INPUT_DATE, .label = N_("Ngày ký"), .required = true},
            {.name = "price", .kind = INPUT_MONEY, .label = N_("Giá chuyển giao (đ)"), .required = true});
STATIC_FORM(receive_form, {.name = "received_on", .kind = INPUT_DATE, .label = N_("Ngày nhận tiền"), .required = true}, {.name = "amount", .kind = INPUT_MONEY, .label = N_("Số tiền nhận (đ)"), .required = true});
STATIC_FORM(pay_form, {.name = "paid_on", .kind = INPUT_DATE, .label = N_("Ngày trả"), .required = true}, {.name = "amount", .kind = INPUT_MONEY, .label = N_("Số tiền trả (đ)"), .required = true},
            {.name = "payee", .kind = INPUT_LINE, .label = N_("Người nhận"), .max = 200, .required = true}, {.name = "document", .kind = INPUT_LINE, .label = N_("Số chứng từ"), .max = 200, .required = true},
            {.name = "override_document", .kind = INPUT_LINE, .label = N_("Văn bản cho phép trả vượt hoặc trả lần hai (nếu có)"), .max = 200});
STATIC_FORM(void_form, {.name = "reason", .kind = INPUT_LINE, .label = N_("Lý do hủy dòng đã ghi"), .max = 500, .required = true});
STATIC_FORM(unlike_form, {.name = "reason", .kind = INPUT_LINES, .label = N_("Vì sao không phải cùng một giải pháp"), .rows = 3, .max = 2000, .required = true});
STATIC_FORM(same_form, {.name = "other", .kind = INPUT_LINE, .label = N_("Mã của mục trùng trong sổ đăng ký"), .max = 80, .required = true},
            {.name = "note", .kind = INPUT_LINES, .label = N_("Kết luận của người so sánh"), .rows = 3, .max = 2000, .required = true});

/* ---- the forms: one view for all ---- */

typedef struct {
    recognition_row r;
    const char *action, *lead, *explained;
    rem_statement s;
    bool has_statement;
} form_view;
STATIC_SHAPE(form_shape, form_view, F_STRUCT(form_view, r, recognition_shape), F_TEXT(form_view, action), F_TEXT(form_view, lead), F_TEXT(form_view, explained), F_STRUCT(form_view, s, rem_statement_shape),
             F_BOOL(form_view, has_statement));

static status form_of(request *r, const char *tail, const char *title, bool (*may)(const entry_stand *s), rem_entry *e, form_view **out)
{
    form_view *v = NEW(r->mem, form_view);

    TRY(remuneration_entry(r->db, r->mem, &r->who, r->word[0], e));
    if (may && !may(&e->stand)) return E_FORBIDDEN;
    v->r = e->r;
    v->action = textf(r->mem, "/sang-kien/%s/thu-lao/%s", e->r.code, tail);
    v->lead = v->explained = "";
    v->s = (rem_statement){.method = "", .evidence = "", .state = "", .note = "", .by_name = ""};
    reply_title(r, "%s", title);
    reply_org(r, e->r.org_id);
    reply_crumb(r, e->r.code, textf(r->mem, "/sang-kien/%s", e->r.code));
    reply_crumb(r, T("Thù lao"), textf(r->mem, "/sang-kien/%s/thu-lao", e->r.code));
    *out = v;
    return OK;
}

static status done(request *r, reply *out, status s, const finding_list *refused, const char *flash)
{
    for (int i = 0; i < refused->n; i++) {
        const finding *f = &refused->p[i];
        form_error(r, f->field, "%s (%s%s%s)", f->text, f->id, *f->article ? ", " : "", f->article);
    }
    TRY(s);
    reply_flash(r, FLASH_GOOD, "%s", flash);
    return reply_see(r, out, "/sang-kien/%s/thu-lao", r->word[0]);
}

static status case_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, "ben-tra", T("Bên trả thù lao"), remuneration_may_manage, &e, &v));
    form_set(r, "payer", e.payer.payer);
    form_set(r, "payer_class", e.payer.payer_class);
    form_set_date(r, "applied_on", e.payer.applied_on);
    form_set(r, "reason", e.payer.reason);
    return reply_view(r, out, v);
}

static status case_post(request *r, reply *out)
{
    finding_list refused = {0};
    rem_case c = {.payer = form_text(r, "payer"), .payer_class = form_text(r, "payer_class"), .reason = form_text(r, "reason"), .applied_on = form_date(r, "applied_on")};
    return done(r, out, remuneration_set_case(r->mem, r->db, &r->who, r->word[0], &c, r->now, &refused), &refused, T("Đã ghi bên trả thù lao."));
}

static status agree_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, "thoa-thuan", T("Thỏa thuận về thù lao"), remuneration_may_manage, &e, &v));
    v->lead = T("Thỏa thuận giữa chủ đầu tư và tác giả. Số phải trả đã tính trước đó giữ nguyên; thỏa thuận mới áp dụng cho lần tính sau.");
    return reply_view(r, out, v);
}

static status agree_post(request *r, reply *out)
{
    finding_list refused = {0};
    rem_agreement a = {.document = form_text(r, "document"), .signed_on = form_date(r, "signed_on"), .rate_benefit = form_percent(r, "rate_benefit"), .yearly = form_int(r, "yearly"),
                       .rate_transfer = form_percent(r, "rate_transfer"), .note = form_text(r, "note")};
    return done(r, out, remuneration_agree(r->mem, r->db, &r->who, r->word[0], &a, r->now, &refused), &refused, T("Đã ghi thỏa thuận."));
}

static status state_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, "ke-khai", T("Kê khai tiền làm lợi"), remuneration_may_state, &e, &v));
    v->lead = T("Bản kê do người khác xác nhận: người đứng đầu cơ sở, hoặc Sở khi người đứng đầu là tác giả.");
    if (query_int(r, "nam", 0)) form_set_int(r, "year", query_int(r, "nam", 0));
    return reply_view(r, out, v);
}

static status state_post(request *r, reply *out)
{
    finding_list refused = {0};
    int64_t year = form_int(r, "year");
    rem_stating s = {.year = year > 0 && year <= REM_YEARS_MAX ? (int)year : 0, .computable = text_eq(form_text(r, "computable"), "yes"), .amount = form_int(r, "amount"), .method = form_text(r, "method"),
                     .evidence = form_text(r, "evidence")};
    return done(r, out, remuneration_state(r->mem, r->db, &r->who, r->word[0], &s, r->now, &refused), &refused, T("Đã gửi bản kê, chờ xác nhận."));
}

static status answer_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;
    rem_statements l = {0};

    TRY(form_of(r, textf(r->mem, "nam/%lld", (long long)r->arg[0]), T("Xác nhận tiền làm lợi"), NULL, &e, &v));
    TRY(remuneration_statements(r->db, r->mem, e.r.id, &l));
    for (int i = 0; i < l.n; i++)
        if (l.p[i].id.v == r->arg[0]) v->s = l.p[i], v->has_statement = true;
    if (!v->has_statement) return E_NOT_FOUND;
    return remuneration_may_confirm(&r->who, &e.stand, &v->s) ? reply_view(r, out, v) : E_FORBIDDEN;
}

static status answer_post(request *r, reply *out)
{
    finding_list refused = {0};
    bool confirm = text_eq(form_text(r, "answer"), "confirm");
    status s = remuneration_answer(r->mem, r->db, &r->who, r->word[0], ARG(r, 0, statement_id), confirm, form_text(r, "note"), r->now, &refused);
    return done(r, out, s, &refused, confirm ? T("Đã xác nhận; các khoản phải trả được tính.") : T("Đã trả lại bản kê."));
}

static status transfer_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, "chuyen-giao", T("Ghi việc chuyển giao"), remuneration_may_manage, &e, &v));
    return reply_view(r, out, v);
}

static status transfer_post(request *r, reply *out)
{
    finding_list refused = {0};
    rem_transfer t = {.receiver = form_text(r, "receiver"), .document = form_text(r, "document"), .signed_on = form_date(r, "signed_on"), .price = form_int(r, "price")};
    return done(r, out, remuneration_transfer_add(r->mem, r->db, &r->who, r->word[0], &t, r->now, &refused), &refused, T("Đã ghi hợp đồng chuyển giao."));
}

static status receive_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;
    rem_transfers l = {0};

    TRY(form_of(r, textf(r->mem, "chuyen-giao/%lld", (long long)r->arg[0]), T("Ghi tiền chuyển giao nhận được"), remuneration_may_manage, &e, &v));
    TRY(remuneration_transfers(r->db, r->mem, e.r.id, &l));
    for (int i = 0; i < l.n; i++) {
        if (l.p[i].id.v != r->arg[0]) continue;
        v->lead = textf(r->mem, T("%s, hợp đồng %s, giá %s đ, đã nhận %s đ."), l.p[i].receiver, l.p[i].document, text_grouped(r->mem, l.p[i].price), text_grouped(r->mem, l.p[i].received));
        return reply_view(r, out, v);
    }
    return E_NOT_FOUND;
}

static status receive_post(request *r, reply *out)
{
    finding_list refused = {0};
    status s = remuneration_receive(r->mem, r->db, &r->who, r->word[0], ARG(r, 0, transfer_id), form_date(r, "received_on"), form_int(r, "amount"), r->now, &refused);
    return done(r, out, s, &refused, T("Đã ghi tiền nhận; các khoản phải trả được tính."));
}

static status pay_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;
    rem_due due = {0};

    TRY(form_of(r, textf(r->mem, "tra/%lld", (long long)r->arg[0]), T("Ghi việc trả thù lao"), remuneration_may_manage, &e, &v));
    TRY(remuneration_due(r->db, r->mem, e.r.id, ARG(r, 0, due_id), &due));
    const char *name = due.ordinal ? due.name : T("Những người tổ chức áp dụng lần đầu");
    v->lead = textf(r->mem, T("%s: %s đ, đã trả %s đ, hạn %s."), name, text_grouped(r->mem, due.amount), text_grouped(r->mem, due.paid), date_vi(r->mem, due.due_on));
    v->explained = remuneration_explain(r->mem, &due);
    if (due.provisional) v->lead = textf(r->mem, "%s %s", v->lead, T("Số này tạm tính: mức lương lấy theo ngày trả."));
    form_set_date(r, "paid_on", date_of(r->now));
    form_set_int(r, "amount", due.amount > due.paid ? due.amount - due.paid : 0);
    form_set(r, "payee", due.ordinal ? due.name : "");
    return reply_view(r, out, v);
}

static status pay_post(request *r, reply *out)
{
    finding_list refused = {0};
    rem_paying p = {.paid_on = form_date(r, "paid_on"), .amount = form_int(r, "amount"), .payee = form_text(r, "payee"), .document = form_text(r, "document"), .override_document = form_text(r, "override_document")};
    return done(r, out, remuneration_pay(r->mem, r->db, &r->who, r->word[0], ARG(r, 0, due_id), &p, r->now, &refused), &refused, T("Đã ghi việc trả thù lao."));
}

static status void_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, textf(r->mem, "huy-tra/%lld", (long long)r->arg[0]), T("Hủy dòng trả thù lao ghi nhầm"), remuneration_may_manage, &e, &v));
    return reply_view(r, out, v);
}

static status void_post(request *r, reply *out)
{
    finding_list refused = {0};
    return done(r, out, remuneration_void(r->mem, r->db, &r->who, r->word[0], ARG(r, 0, payment_id), form_text(r, "reason"), r->now), &refused, T("Đã hủy dòng ghi nhầm; dòng cũ vẫn được lưu."));
}

static status same_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, "trung", T("Ghi cùng một giải pháp"), remuneration_may_mark, &e, &v));
    v->lead = T("Hai mục là cùng một giải pháp theo kết luận của người so sánh: chỉ được trả thù lao một lần, trừ khi có văn bản cho phép.");
    return reply_view(r, out, v);
}

static status same_post(request *r, reply *out)
{
    finding_list refused = {0};
    return done(r, out, remuneration_mark_same(r->mem, r->db, &r->who, r->word[0], form_text(r, "other"), form_text(r, "note"), r->now, &refused), &refused, T("Đã ghi hai mục là cùng một giải pháp."));
}

static status unsame_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;

    TRY(form_of(r, textf(r->mem, "bo-trung/%lld", (long long)r->arg[0]), T("Bỏ kết luận trùng"), remuneration_may_mark, &e, &v));
    return reply_view(r, out, v);
}

static status unsame_post(request *r, reply *out)
{
    finding_list refused = {0};
    return done(r, out, remuneration_unmark_same(r->mem, r->db, &r->who, r->word[0], r->arg[0], form_text(r, "reason"), r->now), &refused, T("Đã bỏ kết luận trùng."));
}

static status unlike_page(request *r, reply *out)
{
    rem_entry e = {0};
    form_view *v = NULL;
    rem_alikes l = {0};

    TRY(form_of(r, textf(r->mem, "khong-trung/%lld", (long long)r->arg[0]), T("Không phải cùng một giải pháp"), remuneration_may_mark, &e, &v));
    TRY(remuneration_alikes(r->db, r->mem, &e, &l));
    for (int i = 0; i < l.n; i++) {
        if (l.p[i].id != r->arg[0] || *l.p[i].why) continue;
        v->lead = textf(r->mem, T("Đã so sánh với %s (%s): đoạn giống nhau không làm hai mục thành một giải pháp. Cặp này không được báo lại; lý do được lưu."), l.p[i].code, l.p[i].title);
        return reply_view(r, out, v);
    }
    return E_NOT_FOUND;
}

static status unlike_post(request *r, reply *out)
{
    finding_list refused = {0};
    return done(r, out, remuneration_dismiss_alike(r->mem, r->db, &r->who, r->word[0], r->arg[0], form_text(r, "reason"), r->now), &refused, T("Đã ghi hai mục không phải cùng một giải pháp."));
}

static const route routes[] = {
    {GET, "/sang-kien/*x/thu-lao/ben-tra", case_page, ACCESS_USER, .page = "remuneration/case.html", .view = &form_shape, .form = &case_form, .summary = "Payer and first application: form"},
    {POST, "/sang-kien/*x/thu-lao/ben-tra", case_post, ACCESS_USER, .form = &case_form, .again = case_page, .summary = "Record payer and first application"},
    {GET, "/sang-kien/*x/thu-lao/thoa-thuan", agree_page, ACCESS_USER, .page = "remuneration/agree.html", .view = &form_shape, .form = &agree_form, .summary = "Agreement: form"},
    {POST, "/sang-kien/*x/thu-lao/thoa-thuan", agree_post, ACCESS_USER, .form = &agree_form, .again = agree_page, .summary = "Record an agreement"},
    {GET, "/sang-kien/*x/thu-lao/ke-khai", state_page, ACCESS_USER, .page = "remuneration/state.html", .view = &form_shape, .form = &state_form, .summary = "Benefit of a year: form"},
    {POST, "/sang-kien/*x/thu-lao/ke-khai", state_post, ACCESS_USER, .form = &state_form, .again = state_page, .summary = "State the benefit of a year"},
    {GET, "/sang-kien/*x/thu-lao/nam/:id", answer_page, ACCESS_USER, .page = "remuneration/answer.html", .view = &form_shape, .form = &answer_form, .summary = "A stated benefit: confirm or reject"},
    {POST, "/sang-kien/*x/thu-lao/nam/:id", answer_post, ACCESS_USER, .form = &answer_form, .again = answer_page, .summary = "Confirm or reject a stated benefit"},
    {GET, "/sang-kien/*x/thu-lao/chuyen-giao", transfer_page, ACCESS_USER, .page = "remuneration/transfer.html", .view = &form_shape, .form = &transfer_form, .summary = "Transfer: form"},
    {POST, "/sang-kien/*x/thu-lao/chuyen-giao", transfer_post, ACCESS_USER, .form = &transfer_form, .again = transfer_page, .summary = "Record a transfer"},
    {GET, "/sang-kien/*x/thu-lao/chuyen-giao/:id", receive_page, ACCESS_USER, .page = "remuneration/receive.html", .view = &form_shape, .form = &receive_form, .summary = "Money of a transfer: form"},
    {POST, "/sang-kien/*x/thu-lao/chuyen-giao/:id", receive_post, ACCESS_USER, .form = &receive_form, .again = receive_page, .summary = "Record money of a transfer"},
    {GET, "/sang-kien/*x/thu-lao/tra/:id", pay_page, ACCESS_USER, .page = "remuneration/pay.html", .view = &form_shape, .form = &pay_form, .summary = "Payment: form"},
    {POST, "/sang-kien/*x/thu-lao/tra/:id", pay_post, ACCESS_USER, .form = &pay_form, .again = pay_page, .summary = "Record a payment"},
    {GET, "/sang-kien/*x/thu-lao/huy-tra/:id", void_page, ACCESS_USER, .page = "remuneration/reason.html", .view = &form_shape, .form = &void_form, .summary = "Void a payment: form"},
    {POST, "/sang-kien/*x/thu-lao/huy-tra/:id", void_post, ACCESS_USER, .form = &void_form, .again = void_page, .summary = "Void a payment entered wrongly"},
    {GET, "/sang-kien/*x/thu-lao/trung", same_page, ACCESS_USER, .page = "remuneration/same.html", .view = &form_shape, .form = &same_form, .summary = "Same solution as another entry: form"},
    {POST, "/sang-kien/*x/thu-lao/trung", same_post, ACCESS_USER, .form = &same_form, .again = same_page, .summary = "Record that two entries are one solution"},
    {GET, "/sang-kien/*x/thu-lao/bo-trung/:id", unsame_page, ACCESS_USER, .page = "remuneration/reason.html", .view = &form_shape, .form = &void_form, .summary = "Withdraw a finding of sameness: form"},
    {POST, "/sang-kien/*x/thu-lao/bo-trung/:id", unsame_post, ACCESS_USER, .form = &void_form, .again = unsame_page, .summary = "Withdraw a finding of sameness"},
    {GET, "/sang-kien/*x/thu-lao/khong-trung/:id", unlike_page, ACCESS_USER, .page = "remuneration/reason.html", .view = &form_shape, .form = &unlike_form, .summary = "Texts alike that are not one solution: form"},
    {POST, "/sang-kien/*x/thu-lao/khong-trung/:id", unlike_post, ACCESS_USER, .form = &unlike_form, .again = unlike_page, .summary = "Record that two entries alike are not one solution"},
};
const route_table remuneration_form_routes = {routes, COUNT(routes)};
