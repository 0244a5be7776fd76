#include "notify/phrase.h"
#include "base/buf.h"
#include "base/shape.h"
#include "base/text.h"
#include <string.h>

enum { HOLES_MAX = 4 };

/* Every notice that the program tells, but for "STEP: TITLE"; each "%s" is something of its own. The longest first where one is the
 * beginning of another. `words`: the places (1, 2, 4) that hold words of the program again. */
static const struct {
    const char *text;
    int words;
} phrases[] = {
    {N_("Thư gửi đến %s bị trả lại. Hãy nhờ người quản trị sửa địa chỉ thư của bạn."), 0},
    {N_("Người bạn đăng ký tập huấn: %s"), 1},
    {N_("Hồ sơ bạn đã đánh giá – %s"), 1},
    {N_("Chờ bạn xử lý: %s"), 0},
    {N_("Đã đến hạn %s: %s"), 0},
    {N_("Đã qua %s %% thời hạn (hạn %s): %s"), 0},
    {N_("Kiểm tra hằng đêm: %s điều không đúng. Xem nhật ký máy chủ."), 0},
    {N_("Khiếu nại: %s (%s)"), 2},
    {N_("Khiếu nại %s, hạn %s: %s"), 0},
    {N_("%s đã kết thúc: %s hồ sơ đang xử lý chuyển đến %s. Hãy giao lại vai trò cho người của cơ sở mới."), 0},
    {N_("%s đã kết thúc, không có cơ sở kế thừa. Hãy xem lại hồ sơ và người của cơ sở này."), 0},
    {N_("Thù lao phải trả trước hết ngày %s: %s"), 0},
    {N_("Cơ sở đã hủy bỏ công nhận, cần xem xét cấp thành phố: %s"), 0},
    {N_("Hai sáng kiến có đoạn giống nhau, một đã được trả thù lao: %s"), 0},
    {N_("Câu hỏi chờ duyệt: %s"), 0},
    {N_("Câu hỏi của bạn đã được đăng: %s"), 0},
    {N_("Câu hỏi của bạn không được đăng (%s): %s"), 0},
    {N_("Có câu trả lời chính thức: %s"), 0},
    {N_("Có câu trả lời: %s"), 0},
    {N_("Tìm kiếm đã lưu “%s”: %s kết quả mới"), 0},
    {N_("Chờ bạn duyệt bài: %s"), 0},
    {N_("Bài được trả lại để sửa: %s"), 0},
    {N_("Bài đã được duyệt: %s"), 0},
    {N_("Bài đã bị gỡ: %s"), 0},
    {N_("Bạn đã có chỗ trong lớp tập huấn (được chuyển từ danh sách chờ)."), 0},
    {N_("Đăng ký tập huấn của bạn không được nhận."), 0},
    {N_("Đăng ký tập huấn của bạn đã được nhận."), 0},
    {N_("Lớp tập huấn đã đủ chỗ; bạn ở trong danh sách chờ."), 0},
    {N_("Giấy chứng nhận tham dự tập huấn của bạn đã có."), 0},
    {N_("đã có giấy chứng nhận tham dự."), 0},
    {N_("Nhắc lịch: %s, %s, %s."), 0},
    {N_("Lớp tập huấn đã bị hủy: %s."), 0},
    {N_("Lớp tập huấn đổi lịch: %s, từ nay là %s, tại %s."), 0},
};

const char *notify_phrase_at(int i)
{
    return i < COUNT(phrases) ? phrases[i].text : NULL;
}

typedef struct {
    const char *p;
    size_t n;
} hole;

/* Up to the next "%s", or the end; "%%" is one sign. */
static size_t literal(const char *phrase)
{
    const char *hole = strstr(phrase, "%s");
    return hole ? (size_t)(hole - phrase) : strlen(phrase);
}

static const char *unquoted(arena *mem, const char *s, size_t n)
{
    char *out = text_copyn(mem, s, n), *w = out;

    for (const char *p = out; *p; p++) {
        *w++ = *p;
        if (p[0] == '%' && p[1] == '%') p++;
    }
    *w = 0;
    return out;
}

/* The last literal stands at the end, the others at their first place. */
static bool matches(arena *mem, const char *phrase, const char *text, hole holes[HOLES_MAX])
{
    for (int k = -1;; k++) {
        size_t n = literal(phrase);
        const char *part = unquoted(mem, phrase, n);
        bool last = phrase[n] == 0;
        const char *at = k < 0 ? (text_starts(text, part) ? text : NULL) : last ? (text_ends(text, part) ? text + strlen(text) - strlen(part) : NULL) : strstr(text, part);
        if (!at) return false;
        if (k >= 0) holes[k] = (hole){text, (size_t)(at - text)};
        text = at + strlen(part);
        if (last) return *text == 0;
        if (k + 1 == HOLES_MAX) return false;
        phrase += n + 2;
    }
}

static const char *filled(arena *mem, lang l, const char *phrase, const hole holes[HOLES_MAX], int words)
{
    AUTO(buf) b = {0};

    for (int k = 0;; k++) {
        size_t n = literal(phrase);
        buf_puts(&b, unquoted(mem, phrase, n));
        if (!phrase[n]) return text_copy(mem, b.p ? b.p : "");
        const char *in = text_copyn(mem, holes[k].p, holes[k].n);
        buf_puts(&b, words >> k & 1 ? notify_phrase(mem, l, in) : in);
        phrase += n + 2;
    }
}

/* "STEP: TITLE", "STEP. NOTICE: TITLE"; or "PERSON: PHRASE", to who registered others. */
static const char *step(arena *mem, lang l, const char *text)
{
    const char *colon = strstr(text, ": ");

    if (!colon) return words_in(l, text);
    const char *head = text_copyn(mem, text, (size_t)(colon - text)), *dot = strstr(head, ". "), *all = words_in(l, head);
    if (all == head && dot) {
        const char *first = text_copyn(mem, head, (size_t)(dot - head)), *known = words_in(l, first);
        if (known != first) all = textf(mem, "%s. %s", known, words_in(l, dot + 2));
    }
    bool whole = false; /* the text behind is a phrase without holes */
    for (int i = 0; i < COUNT(phrases) && all == head && !whole; i++) whole = text_eq(phrases[i].text, colon + 2);
    return textf(mem, "%s: %s", all, whole ? words_in(l, colon + 2) : colon + 2);
}

const char *notify_phrase(arena *mem, lang l, const char *text)
{
    hole holes[HOLES_MAX] = {{"", 0}};

    if (l == LANG_VI) return text;
    for (int i = 0; i < COUNT(phrases); i++)
        if (matches(mem, phrases[i].text, text, holes)) return filled(mem, l, words_in(l, phrases[i].text), holes, phrases[i].words);
    return step(mem, l, text);
}
