/* Lines of pictures and files, and differences of texts: what is written comes back, both sides of a difference are whole. */
#include "base/buf.h"
#include "base/text.h"
#include "news/news.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

static void check_lines(arena *mem, const char *text)
{
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        body_line l = {0}, again = {0};
        if (news_line(mem, p, n, &l)) {
            FUZZ_CHECK(l.text && l.target && l.caption);
            const char *line = l.picture ? news_picture_line(mem, 7, l.text, l.caption) : news_file_line(mem, 7, l.text);
            FUZZ_CHECK(news_line(mem, line, strlen(line), &again));
            FUZZ_CHECK(text_eq(again.text, l.text) && text_eq(again.caption, l.caption) && text_eq(again.target, "7"));
        }
        p += n + (p[n] == '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) before = {0};
    AUTO(buf) after = {0};
    const char *text = "";

    if (n > 4000 || text_accept(mem, (const char *)data, n, TEXT_LINES, &text) != OK) return 0;
    check_lines(mem, text);
    (void)news_first_picture(text);
    (void)news_address_key(mem, text);
    const char *half = text + text_clip(text, text_length(text) / 2), *first = text_copyn(mem, text, (size_t)(half - text));
    diff_words l = news_diff(mem, first, half);
    for (int i = 0; i < l.n; i++) {
        if (!l.p[i].added) buf_puts(&before, l.p[i].text);
        if (!l.p[i].removed) buf_puts(&after, l.p[i].text);
    }
    FUZZ_CHECK(text_eq(before.p ? before.p : "", first));
    FUZZ_CHECK(text_eq(after.p ? after.p : "", half));
    return 0;
}
