/* The certificate as a PDF: A4 landscape. */
#include "base/text.h"
#include "certificate/certificate.h"
#include "certificate/sheet.h"
#include <string.h>

/* The first sentence or so: a certificate says in short what the initiative is. */
static const char *in_short(arena *mem, const char *s, size_t max)
{
    const char *line = text_copyn(mem, s, strcspn(s, "\n"));
    size_t n = text_clip(line, max);

    if (!line[n]) return line;
    while (n > 0 && line[n] != ' ') n--;
    return textf(mem, "%.*s…", (int)n, line);
}

typedef struct {
    const recognition_row *r;
    const recognition_author *a;
    const certificate_row *cert;
    const char *others, *superior, *url;
} sheet;

static void draw(cairo_t *c, arena *mem, const sheet *s)
{
    const recognition_row *r = s->r;
    double x = 60, w = SHEET_WIDTH - 120;

    bool city = text_eq(s->cert->level, "city");
    const char *org = city ? r->city_org : r->org_name;
    sheet_ground(c);
    double y = sheet_heads(c, mem, org, s->cert->serial);
    y += sheet_text(c, city ? "GIẤY CHỨNG NHẬN SÁNG KIẾN CẤP THÀNH PHỐ" : "GIẤY CHỨNG NHẬN SÁNG KIẾN", x, y, w, (face){city ? 27 : 31, true, false, true, SHEET_RED, 1}) + 4;
    y += sheet_text(c, textf(mem, "%s chứng nhận", org), x, y, w, (face){12, false, true, true, SHEET_SOFT, 1}) + 4;
    y += sheet_text(c, text_upper(mem, s->a->name), x, y, w, (face){23, true, false, true, SHEET_BLUE, 1}) + 2;
    const char *role = textf(mem, "%s%s%s", s->a->position, *s->a->position && *s->a->unit ? " · " : "", s->a->unit);
    if (*role) y += sheet_text(c, role, x, y, w, (face){11.5, false, false, true, SHEET_INK, 1}) + 2;
    const char *share = *s->others ? textf(mem, "đồng tác giả, tỷ lệ đóng góp %s %%, cùng với %s, của sáng kiến", text_percent(mem, (int)s->a->share), s->others) : "là tác giả của sáng kiến";
    y += sheet_text(c, share, x + 30, y, w - 60, (face){11, false, true, true, SHEET_SOFT, 2}) + 6;
    y += sheet_text(c, textf(mem, "“%s”", r->title), x + 30, y, w - 60, (face){16, true, false, true, SHEET_INK, 4}) + 8;
    face small = {10, false, false, false, SHEET_INK, 3};
    double bx = x + 118, bw = w - 118 - 8;
    y = y < 348 ? 348 : y;
    if (*r->investor) y += sheet_text(c, textf(mem, "Chủ đầu tư tạo ra sáng kiến: %s", r->investor), bx, y, bw, (face){10, false, false, false, SHEET_INK, 1}) + 2;
    y += sheet_text(c, textf(mem, "Nội dung: %s", in_short(mem, r->summary, 330)), bx, y, bw, small) + 2;
    y += sheet_text(c, textf(mem, "Lợi ích kinh tế - xã hội: %s", in_short(mem, r->benefit, 230)), bx, y, bw, (face){10, false, false, false, SHEET_INK, 2}) + 3;
    const char *decided = city ? textf(mem, "Có tác dụng, ảnh hưởng đối với thành phố theo Quyết định số %s ngày %s. Phạm vi: %s Công nhận tại %s theo Quyết định số %s ngày %s.", r->city_decision, date_vi(mem, s->cert->issued_on),
                                       *r->reach ? in_short(mem, r->reach, 160) : "thành phố.", r->org_name, r->decision, date_vi(mem, r->recognised_on))
                               : textf(mem, "Công nhận theo Quyết định số %s ngày %s. Phạm vi: cơ sở%s.", r->decision, date_vi(mem, r->recognised_on),
                                text_eq(r->level, "city") ? textf(mem, "; có tác dụng, ảnh hưởng đối với thành phố theo Quyết định số %s", r->city_decision) : "");
    sheet_text(c, decided, bx, y, bw, (face){10, true, false, false, SHEET_BLUE, 3});
    sheet_qr(c, s->url, x, 352, 104);
    sheet_text(c, "Quét để xác minh; mã ký số kiểm tra được khi không có mạng.", x - 6, 461, 118, (face){7.5, false, true, true, SHEET_SOFT, 3});
    double sx = x + w - 260;
    date d = city ? s->cert->issued_on : r->recognised_on;
    const char *title = city ? r->city_signer_title : r->signer_title;
    sheet_text(c, textf(mem, "Đà Nẵng, ngày %02d tháng %02d năm %d", date_day(d), date_month(d), date_year(d)), sx, 470, 260, (face){10.5, false, true, true, SHEET_INK, 1});
    sheet_text(c, text_upper(mem, *title ? title : city ? "Chủ tịch" : "Thủ trưởng cơ sở"), sx, 486, 260, (face){11, true, false, true, SHEET_INK, 1});
    sheet_text(c, city ? r->city_signer : r->signer_name, sx, 528, 260, (face){12, true, false, true, SHEET_INK, 1});
    if (!text_eq(s->cert->status, "valid")) sheet_stamp(c, text_eq(s->cert->status, "cancelled") ? "ĐÃ HỦY BỎ" : "ĐÃ ĐƯỢC THAY THẾ");
}

static const char *co_authors(arena *mem, const recognition_authors *all, int64_t but)
{
    const char *s = "";

    for (int i = 0; i < all->n; i++)
        if (all->p[i].ordinal != but) s = textf(mem, "%s%s%s", s, *s ? ", " : "", all->p[i].name);
    return s;
}

status certificate_pdf(arena *mem, db *d, const char *serial, const char *base_url, bytes *out)
{
    AUTO(sheet_page) page = {0};
    certificate_row cert = {0};
    recognition_row r = {0};
    recognition_authors all = {0};
    sheet s = {.r = &r, .cert = &cert};

    TRY(certificate_get(d, mem, serial, &cert));
    TRY(db_one(d, Q_RECOGNITION_BY_ID, mem, &recognition_shape, &r, P_ID(cert.recognition_id)));
    TRY(certificate_authors(d, mem, r.id, &all));
    for (int i = 0; i < all.n; i++)
        if (all.p[i].ordinal == cert.ordinal) s.a = &all.p[i];
    if (!s.a) return E_INTERNAL;
    s.others = co_authors(mem, &all, cert.ordinal);
    s.url = textf(mem, "%s/xac-minh/%s?c=%s", base_url, cert.serial, certificate_code(mem, &cert));
    sheet_begin(&page, mem, textf(mem, "Giấy chứng nhận sáng kiến %s", cert.serial), r.org_name, certificate_code(mem, &cert), cert.issued_on);
    draw(page.c, mem, &s);
    return sheet_end(&page, mem, out);
}
