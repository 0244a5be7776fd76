/* Tokens of the API: made, listed, revoked by their owner. */
#include "user/token_pages.h"
#include "base/text.h"
#include "user/token.h"

static const choice terms[] = {{"30", N_("30 ngày")}, {"90", N_("90 ngày")}, {"365", N_("1 năm")}, {0}};
STATIC_FORM(token_form, {.name = "name", .kind = INPUT_LINE, .label = N_("Để làm gì"), .hint = N_("Ví dụ: đồng bộ sang cổng của đơn vị."), .required = true, .max = 100},
            {.name = "scopes", .kind = INPUT_CHECKS, .label = N_("Được làm gì")}, {.name = "days", .kind = INPUT_SELECT, .label = N_("Hết hạn sau"), .choices = terms, .required = true},
            {.name = "dossiers", .kind = INPUT_LINE, .label = N_("Chỉ những hồ sơ"), .hint = N_("Số trong địa chỉ của hồ sơ, cách nhau bằng dấu phẩy; để trống là mọi hồ sơ mà bạn được xem."), .max = 400});
STATIC_FORM(end_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

typedef struct {
    token_rows items;
    const char *made;
    int64_t per_minute;
} tokens_view;
STATIC_SHAPE(tokens_shape, tokens_view, F_LIST(tokens_view, items, token_row_shape), F_TEXT(tokens_view, made), F_INT(tokens_view, per_minute));

static status fill(request *r, tokens_view *v)
{
    choice_list *l = NEW(r->mem, choice_list);

    TRY(token_list(r->db, r->mem, &r->who, r->now, &v->items));
    v->per_minute = TOKEN_PER_MINUTE;
    l->p = NEWS(r->mem, choice, 8);
    for (int i = 0; token_scopes[i].key; i++) l->p[l->n++] = (choice){token_scopes[i].key, textf(r->mem, "%s (%s)", T(token_scopes[i].label), token_scopes[i].key)};
    form_choices(r, "scopes", l);
    reply_title(r, "%s", T("Mã khóa cho API"));
    reply_crumb(r, T("Tài khoản của tôi"), "/tai-khoan");
    return OK;
}

static status tokens_page(request *r, reply *out)
{
    tokens_view *v = NEW(r->mem, tokens_view);

    v->made = "";
    TRY(fill(r, v));
    return reply_view(r, out, v);
}

static status made_post(request *r, reply *out)
{
    tokens_view *v = NEW(r->mem, tokens_view);
    unsigned scopes = 0;
    int64_t days = 0;

    for (int i = 0; token_scopes[i].key; i++)
        if (form_has(r, "scopes", token_scopes[i].key)) scopes |= token_scopes[i].scope;
    if (scopes == 0) form_error(r, "scopes", "%s", T("Chọn ít nhất một quyền."));
    if (text_parse_int(form_text(r, "days"), 1, TOKEN_DAYS_MAX, &days) != OK) form_error(r, "days", "%s", T("Chọn thời hạn."));
    if (form_errors(r)) return E_INVALID;
    status s = token_make(r->mem, r->db, &r->who, form_text(r, "name"), scopes, (int)days, form_text(r, "dossiers"), r->now, &v->made);
    if (s == E_INVALID) form_error(r, "dossiers", T("Ghi số của hồ sơ, cách nhau bằng dấu phẩy, nhiều nhất %d."), TOKEN_DOSSIERS_MAX);
    if (s == E_LIMIT) form_error(r, "", T("Nhiều nhất %d mã khóa còn hạn. Hãy thu hồi bớt."), TOKENS_MAX);
    if (s == E_INVALID || s == E_LIMIT) return E_INVALID;
    TRY(s);
    TRY(fill(r, v));
    return reply_view(r, out, v); /* here and never again */
}

static status revoke_post(request *r, reply *out)
{
    TRY(token_revoke(r->mem, r->db, &r->who, r->arg[0], r->now));
    reply_flash(r, FLASH_NOTE, "%s", T("Đã thu hồi mã khóa."));
    return reply_see(r, out, "/tai-khoan/ma-khoa");
}

static const route routes[] = {
    {GET, "/tai-khoan/ma-khoa", tokens_page, ACCESS_USER, .page = "user/tokens.html", .view = &tokens_shape, .form = &token_form, .summary = "My tokens of the API"},
    {POST, "/tai-khoan/ma-khoa", made_post, ACCESS_USER, .page = "user/tokens.html", .view = &tokens_shape, .form = &token_form, .again = tokens_page, .summary = "Make a token; it is shown once"},
    {POST, "/tai-khoan/ma-khoa/:id/thu-hoi", revoke_post, ACCESS_USER, .form = &end_form, .summary = "Revoke a token"},
};
const route_table token_routes = {routes, COUNT(routes)};
