/* The design system on one page. Its colours are read from the style sheet that the browser gets, so the page cannot lie. */
#include "look/style_pages.h"
#include "base/embed.h"
#include "base/text.h"
#include "look/look.h"
#include <string.h>

enum { TOKEN_MAX = 8 };
static const choice levels[] = {{"co-so", N_("Cấp cơ sở")}, {"thanh-pho", N_("Cấp thành phố")}, {0}};
FORM(style_form, {.name = "title", .kind = INPUT_LINE, .label = N_("Tên sáng kiến"), .hint = N_("Gợi ý đứng giữa nhãn và ô nhập."), .required = true, .max = 200},
     {.name = "day", .kind = INPUT_DATE, .label = N_("Ngày áp dụng lần đầu"), .required = true}, {.name = "level", .kind = INPUT_RADIO, .label = N_("Cấp đề nghị"), .choices = levels},
     {.name = "share", .kind = INPUT_PERCENT, .label = N_("Tỷ lệ đóng góp (%)")});

typedef struct {
    const char *token, *use, *light, *dark, *light_contrast, *dark_contrast;
} swatch;
STATIC_SHAPE(swatch_shape, swatch, F_TEXT(swatch, token), F_TEXT(swatch, use), F_TEXT(swatch, light), F_TEXT(swatch, dark), F_TEXT(swatch, light_contrast), F_TEXT(swatch, dark_contrast));
typedef struct {
    LIST_OF(swatch) swatches;
} style_view;
SHAPE(style_shape, style_view, F_LIST(style_view, swatches, swatch_shape));

static const struct {
    const char *token, *on, *use; /* on: the ground whose contrast is told */
} shown[] = {
    {"ink", "paper", N_("chữ thường")},         {"soft", "card", N_("chữ phụ, gợi ý")},         {"link", "card", N_("đường dẫn")},           {"main-ink", "main", N_("chữ trên nút chính và đầu trang")},
    {"note", "note-soft", N_("nhãn thông tin")}, {"good", "good-soft", N_("được, đã xong")},     {"bad", "bad-soft", N_("lỗi, quá hạn, từ chối")}, {"late", "late-soft", N_("sắp đến hạn, đang chờ")},
};

const char *contrast_text(arena *mem, int hundredths)
{
    return textf(mem, "%d,%02d", hundredths / 100, hundredths % 100);
}

/* The value of a token in the style sheet: the first one is of the light look, the second one of the dark one. */
static bool token_of(const char *css, const char *name, bool dark, arena *mem, colour *out)
{
    const char *at = css, *mark = textf(mem, "--%s:", name);

    for (int i = 0; i <= (dark ? 1 : 0); i++) {
        at = strstr(at, mark);
        if (!at) return false;
        at += strlen(mark);
    }
    at += strspn(at, " ");
    size_t n = strcspn(at, ";} ");
    return n < TOKEN_MAX && colour_read(text_copyn(mem, at, n), out);
}

status style_page(request *r, reply *out)
{
    style_view *v = NEW(r->mem, style_view);
    const embed_file *css = embed_find("web/app.css");

    v->swatches.p = NEWS(r->mem, swatch, COUNT(shown));
    for (int i = 0; css && i < COUNT(shown); i++) {
        colour a[2] = {{0}}, b[2] = {{0}};
        bool known = true;
        for (int k = 0; k < 2; k++) known = known && token_of(css->data, shown[i].token, k == 1, r->mem, &a[k]) && token_of(css->data, shown[i].on, k == 1, r->mem, &b[k]);
        if (!known) return E_INTERNAL;
        v->swatches.p[v->swatches.n++] = (swatch){textf(r->mem, "--%s / --%s", shown[i].token, shown[i].on), T(shown[i].use), colour_text(r->mem, a[0]), colour_text(r->mem, a[1]),
                                                  contrast_text(r->mem, colour_contrast(a[0], b[0])), contrast_text(r->mem, colour_contrast(a[1], b[1]))};
    }
    form_set(r, "title", T("Máy rửa rau dùng nước tuần hoàn"));
    form_error(r, "day", "%s", T("Ngày áp dụng không được sau ngày nộp."));
    reply_title(r, "%s", T("Bộ quy tắc giao diện"));
    reply_crumb(r, T("Hướng dẫn"), "/huong-dan");
    reply_about(r, T("Màu, chữ, nút, biểu mẫu, bảng, các bước và biểu đồ mà mọi trang của hệ thống dùng chung."), "/huong-dan/giao-dien", "");
    reply_public(out, 3600);
    return reply_view(r, out, v);
}
