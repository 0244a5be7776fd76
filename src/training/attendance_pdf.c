/* The certificate of attendance. */
#include "base/text.h"
#include "certificate/sheet.h"
#include "certificate/sign.h"
#include "training/training.h"

const char *training_code(arena *mem, const registration_row *g)
{
    return sign_code(mem, g->payload, g->signature);
}

status training_pdf(arena *mem, const registration_row *g, const course_row *c, const char *base_url, bytes *out)
{
    AUTO(sheet_page) page = {0};
    const double x = 60, w = SHEET_WIDTH - 120, sx = x + w - 280;
    date day = date_of(g->starts_at);

    sheet_begin(&page, mem, textf(mem, "Giấy chứng nhận tham dự %s", g->certificate), c->organiser, training_code(mem, g), day);
    sheet_ground(page.c);
    double y = sheet_heads(page.c, mem, c->organiser, g->certificate) + 14;
    y += sheet_text(page.c, "GIẤY CHỨNG NHẬN THAM DỰ TẬP HUẤN", x, y, w, (face){27, true, false, true, SHEET_RED, 1}) + 10;
    y += sheet_text(page.c, textf(mem, "%s chứng nhận", c->organiser), x, y, w, (face){12, false, true, true, SHEET_SOFT, 1}) + 8;
    y += sheet_text(page.c, text_upper(mem, g->name), x, y, w, (face){23, true, false, true, SHEET_BLUE, 1}) + 4;
    if (*g->unit) y += sheet_text(page.c, g->unit, x, y, w, (face){11.5, false, false, true, SHEET_INK, 1}) + 6;
    y += sheet_text(page.c, "đã tham dự lớp tập huấn", x, y, w, (face){11, false, true, true, SHEET_SOFT, 1}) + 8;
    y += sheet_text(page.c, textf(mem, "“%s”", g->course_title), x + 30, y, w - 60, (face){17, true, false, true, SHEET_INK, 3}) + 10;
    const char *when = textf(mem, "%s%sngày %s, tại %s. Thời lượng: %lld giờ %02lld phút.", g->session_title, *g->session_title ? ", " : "", date_vi(mem, day), g->session_place,
                             (long long)(g->minutes / 60), (long long)(g->minutes % 60));
    sheet_text(page.c, when, x + 60, y, w - 120, (face){11, false, false, true, SHEET_INK, 2});
    sheet_qr(page.c, textf(mem, "%s/chung-nhan-tap-huan/%s?c=%s", base_url, g->certificate, training_code(mem, g)), x, 368, 96);
    sheet_text(page.c, "Quét để xác minh; mã ký số kiểm tra được khi không có mạng.", x - 6, 470, 112, (face){7.5, false, true, true, SHEET_SOFT, 3});
    sheet_text(page.c, textf(mem, "Đà Nẵng, ngày %02d tháng %02d năm %d", date_day(day), date_month(day), date_year(day)), sx, 420, 280, (face){10.5, false, true, true, SHEET_INK, 1});
    sheet_text(page.c, text_upper(mem, c->signer_title), sx, 436, 280, (face){11, true, false, true, SHEET_INK, 1});
    sheet_text(page.c, c->signer_name, sx, 490, 280, (face){12, true, false, true, SHEET_INK, 1});
    return sheet_end(&page, mem, out);
}
