/* The inbox. */
#include "notify/notify.h"
#include "notify/notify_pages.h"
#include "notify/phrase.h"

typedef struct {
    notice_list notices;
} inbox_view;
STATIC_SHAPE(inbox_shape, inbox_view, F_LIST(inbox_view, notices, notice_row_shape));
STATIC_FORM(nothing_form, {.name = "_", .kind = INPUT_HIDDEN, .label = ""});

static status inbox_get(request *r, reply *out)
{
    inbox_view *v = NEW(r->mem, inbox_view);

    reply_title(r, "%s", T("Thông báo"));
    TRY(notify_list(r->db, r->mem, &r->who, &v->notices));
    for (int i = 0; i < v->notices.n; i++) v->notices.p[i].text = notify_phrase(r->mem, words_lang(), v->notices.p[i].text);
    return reply_view(r, out, v);
}

static status inbox_read(request *r, reply *out)
{
    TRY(notify_read_all(r->db, &r->who, r->now));
    return reply_see(r, out, "/thong-bao");
}

static const route routes[] = {
    {GET, "/thong-bao", inbox_get, ACCESS_USER, .page = "notify/inbox.html", .view = &inbox_shape, .form = &nothing_form, .summary = "Notices of who asks"},
    {POST, "/thong-bao", inbox_read, ACCESS_USER, .form = &nothing_form, .flags = ROUTE_NO_ONCE, .summary = "Marks all notices as read"},
};
const route_table notify_routes = {routes, COUNT(routes)};
