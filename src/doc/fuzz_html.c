/* HTML of old portals as Markdown: no link leads where it must not (raw HTML is off where Markdown is shown). */
#include "base/buf.h"
#include "base/text.h"
#include "doc/html.h"
#include "tests/fuzz/fuzz.h"
#include <md4c-html.h>
#include <string.h>

static void put(const MD_CHAR *p, MD_SIZE n, void *b)
{
    buf_put(b, p, n);
}

/* Where the page that is made of it leads, and what it fetches: angle brackets of the text itself are escaped there. */
static void check_links(const char *s)
{
    AUTO(buf) page = {0};

    FUZZ_CHECK(md_html(s, (MD_SIZE)strlen(s), put, &page, MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS, 0) == 0);
    for (const char *p = page.p ? page.p : ""; (p = strchr(p, '<')); p++) {
        size_t leads = text_starts(p, "<a href=\"") ? 9 : text_starts(p, "<img src=\"") ? 10 : 0;
        if (!leads) continue;
        p += leads;
        FUZZ_CHECK(text_starts(p, "http://") || text_starts(p, "https://") || text_starts(p, "mailto:") || text_starts(p, "anh:?") || (p[0] == '/' && p[1] != '/' && p[1] != '\\'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(buf) out = {0};

    if (n > 20000) return 0;
    html_to_markdown((const char *)data, n, n % 2, &out);
    if (!out.n) return 0;
    check_links(out.p);
    return 0;
}
