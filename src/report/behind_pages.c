/* What is behind the numbers of a periodic report: payments and receipts, certificates, dossiers. */
#include "base/buf.h"
#include "base/text.h"
#include "org/org.h"
#include "remuneration/remuneration.h"
#include "report/behind_pages.h"
#include "report/report_pages.h"
#include "report/snapshot_own.h"

/* The kinds of payments and receipts, and their words in addresses. */
static const struct {
    const char *key, *kind, *label;
} money_kinds[] = {{"", "", N_("Tất cả")}, {"tac-gia", "author", N_("Trả cho tác giả")}, {"to-chuc", "organiser", N_("Trả cho người tổ chức áp dụng")}, {"chuyen-giao", "transfer", N_("Tiền chuyển giao đã nhận")}};

static const char *money_href(arena *mem, int year, org_id org, const char *kind)
{
    const char *base = textf(mem, "/bao-cao/thu-lao?nam=%d&co-so=%lld", year, (long long)org.v);

    for (int i = 1; i < COUNT(money_kinds); i++)
        if (text_eq(money_kinds[i].kind, kind)) return textf(mem, "%s&loai=%s", base, money_kinds[i].key);
    return base;
}

static const char *certificates_href(arena *mem, int year, org_id org)
{
    return textf(mem, "/bao-cao/giay-chung-nhan?nam=%d&co-so=%lld", year, (long long)org.v);
}

static const char *records_href(arena *mem, int year, org_id org, const report_line *l)
{
    const report_filter filters[] = {{"loai", l->kind}, {"cap", l->level}, {"linh-vuc", l->field}, {"ly-do", l->reason}, {"phan", l->part}, {"dung-han", l->timed ? "2" : ""}};
    AUTO(buf) b = {0};

    buf_printf(&b, "/thong-ke/ho-so?su-kien=%s&tu-nam=%d&den-nam=%d&ky=bao-cao&co-so=%lld", l->event, year, year, (long long)org.v);
    report_put_filters(&b, filters, COUNT(filters));
    return text_copy(mem, b.p);
}

const char *behind_href(request *r, org_id org, int year, const report_line *l)
{
    if (*l->money) return report_may_see_money(&r->who, org) ? money_href(r->mem, year, org, l->money) : "";
    if (!report_may_read(&r->who, org)) return "";
    if (l->certificates) return certificates_href(r->mem, year, org);
    return *l->event ? records_href(r->mem, year, org, l) : "";
}

/* The year, the unit and the page that the address names. */
typedef struct {
    org_id org;
    const char *org_name;
    date first, last; /* of the year of reports */
    int year, page;   /* page from 0 */
} behind;

static status asked(request *r, behind *out)
{
    behind b = {.org = {query_int(r, "co-so", 0)}, .year = (int)query_int(r, "nam", date_year(date_of(r->now))), .page = (int)query_int(r, "trang", 1) - 1, .org_name = ""};
    org_row o = {0};

    if (b.year < REPORT_YEAR_MIN || b.year > REPORT_YEAR_MAX || b.page < 0 || b.page > 1000) return E_NOT_FOUND;
    if (b.org.v) {
        TRY(org_get(r->db, r->mem, b.org, &o));
        b.org_name = o.name;
    }
    report_days_of(b.year, &b.first, &b.last);
    *out = b;
    return OK;
}

/* ---- payments and receipts behind a report ---- */

typedef struct {
    const char *key, *label, *href;
    bool current;
} money_tab;
STATIC_SHAPE(money_tab_shape, money_tab, F_TEXT(money_tab, key), F_TEXT(money_tab, label), F_TEXT(money_tab, href), F_BOOL(money_tab, current));
typedef struct {
    rem_records items;
    LIST_OF(money_tab) tabs;
    const char *org_name, *prev_href, *next_href;
    date first, last;
} money_view;
STATIC_SHAPE(money_shape, money_view, F_LIST(money_view, items, rem_record_shape), F_LIST(money_view, tabs, money_tab_shape), F_TEXT(money_view, org_name), F_TEXT(money_view, prev_href),
             F_TEXT(money_view, next_href), F_DATE(money_view, first), F_DATE(money_view, last));

static status money_page(request *r, reply *out)
{
    money_view *v = NEW(r->mem, money_view);
    behind b = {0};
    int tab = 0;

    if (!report_may_see_money(&r->who, (org_id){query_int(r, "co-so", 0)})) return E_NOT_FOUND;
    TRY(asked(r, &b));
    for (int i = 0; i < COUNT(money_kinds); i++)
        if (text_eq(query_text(r, "loai"), money_kinds[i].key)) tab = i;
    v->tabs.p = NEWS(r->mem, money_tab, COUNT(money_kinds));
    for (int i = 0; i < COUNT(money_kinds); i++) v->tabs.p[v->tabs.n++] = (money_tab){money_kinds[i].key, T(money_kinds[i].label), money_href(r->mem, b.year, b.org, money_kinds[i].kind), i == tab};
    v->first = b.first;
    v->last = b.last;
    v->org_name = b.org_name;
    TRY(remuneration_records(r->db, r->mem, b.org, b.first, b.last, money_kinds[tab].kind, REPORT_PAGE + 1, b.page * REPORT_PAGE, &v->items));
    bool more = v->items.n > REPORT_PAGE;
    if (more) v->items.n = REPORT_PAGE;
    for (int i = 0; i < v->items.n; i++) v->items.p[i].part = text_eq(v->items.p[i].kind, "transfer") ? T("Tiền chuyển giao đã nhận") : remuneration_part_name(v->items.p[i].part);
    v->prev_href = b.page ? textf(r->mem, "%s&trang=%d", v->tabs.p[tab].href, b.page) : "";
    v->next_href = more ? textf(r->mem, "%s&trang=%d", v->tabs.p[tab].href, b.page + 2) : "";
    reply_title(r, T("Thù lao và tiền chuyển giao năm báo cáo %d"), b.year);
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

/* ---- certificates ---- */

typedef struct {
    report_certificates items;
    const char *org_name, *prev_href, *next_href;
    int64_t total;
    date first, last;
} certificates_view;
STATIC_SHAPE(certificates_shape, certificates_view, F_LIST(certificates_view, items, report_certificate_shape), F_TEXT(certificates_view, org_name), F_TEXT(certificates_view, prev_href),
             F_TEXT(certificates_view, next_href), F_INT(certificates_view, total), F_DATE(certificates_view, first), F_DATE(certificates_view, last));

static status certificates_page(request *r, reply *out)
{
    certificates_view *v = NEW(r->mem, certificates_view);
    behind b = {0};

    if (!report_may_read(&r->who, (org_id){query_int(r, "co-so", 0)})) return E_NOT_FOUND;
    TRY(asked(r, &b));
    v->first = b.first;
    v->last = b.last;
    v->org_name = b.org_name;
    TRY(report_certificates_given(r->db, r->mem, b.org, b.first, b.last, b.page, &v->items, &v->total));
    const char *here = certificates_href(r->mem, b.year, b.org);
    v->prev_href = b.page ? textf(r->mem, "%s&trang=%d", here, b.page) : "";
    v->next_href = (int64_t)(b.page + 1) * REPORT_PAGE < v->total ? textf(r->mem, "%s&trang=%d", here, b.page + 2) : "";
    reply_title(r, T("Giấy chứng nhận đã cấp trong năm báo cáo %d"), b.year);
    reply_crumb(r, T("Báo cáo"), "/bao-cao");
    return reply_view(r, out, v);
}

static const route routes[] = {
    {GET, "/bao-cao/thu-lao", money_page, ACCESS_ROLE, .roles = REPORT_MAKERS | ROLE_BIT(ROLE_AUDITOR), .page = "report/money.html", .view = &money_shape, .summary = "Payments and receipts behind a periodic report"},
    {GET, "/bao-cao/giay-chung-nhan", certificates_page, ACCESS_ROLE, .roles = REPORT_READERS, .page = "report/certificates.html", .view = &certificates_shape, .scope = SCOPE_STATISTICS, .summary = "Certificates behind a periodic report"},
};
const route_table behind_routes = {routes, COUNT(routes)};
