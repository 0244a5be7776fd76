/* What stands behind '?' of the page of results, read and written. */
#include "base/buf.h"
#include "base/text.h"
#include "search/search_own.h"
#include <string.h>

static const char *const names[ASKS] = {"q", "loai", "don-vi", "linh-vuc", "nam", "cap", "trang-thai", "hinh-thuc", "dot", "tieu-de", "tac-gia", "cum-tu", "bo", "tu", "den", "sap-xep", "trong", "trang"};
static const facet facets[] = {[ASK_KIND] = FACET_KIND, [ASK_UNIT] = FACET_UNIT, [ASK_FIELD] = FACET_FIELD, [ASK_YEAR] = FACET_YEAR, [ASK_LEVEL] = FACET_LEVEL, [ASK_STATE] = FACET_STATE, [ASK_FORM] = FACET_FORM, [ASK_ROUND] = FACET_ROUND};

const char *asked_name(ask_key k)
{
    return names[k];
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static const char *decoded(arena *mem, const char *s, size_t n)
{
    char *out = arena_alloc(mem, n + 1);
    const char *clean = "";
    size_t o = 0;

    for (size_t i = 0; i < n; i++) {
        bool pair = s[i] == '%' && i + 2 < n + 0 && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0;
        out[o++] = pair ? (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])) : s[i] == '+' ? ' ' : s[i];
        if (pair) i += 2;
    }
    if (text_accept(mem, out, o, TEXT_LINE, &clean) != OK) return "";
    return text_copyn(mem, clean, text_clip(clean, SEARCH_TEXT_MAX));
}

void asked_read(arena *mem, const char *query, search_asked *out)
{
    for (int k = 0; k < ASKS; k++) out->v[k] = "";
    for (const char *p = query; *p;) {
        size_t n = strcspn(p, "&"), name = strcspn(p, "=&");
        for (int k = 0; k < ASKS; k++)
            if (strlen(names[k]) == name && memcmp(names[k], p, name) == 0 && name < n && !*out->v[k]) out->v[k] = decoded(mem, p + name + 1, n - name - 1);
        p += n + (p[n] == '&');
    }
}

static void mean_facet(arena *mem, ask_key k, const char *v, search_query *q)
{
    if (!*v) return;
    if (k == ASK_YEAR) query_read(mem, textf(mem, "nam:%s", *v == '=' ? v + 1 : v), q);
    else if (*v == '=') query_filter(q, facets[k], v + 1, true);
    else query_filter(q, facets[k], query_folded(mem, v), false);
}

void asked_mean(arena *mem, const search_asked *a, search_ask *out)
{
    search_query *q = &out->more;

    *out = (search_ask){.text = a->v[ASK_TEXT], .dossiers = text_eq(a->v[ASK_AMONG], "ho-so"), .limit = SEARCH_PAGE};
    for (ask_key k = ASK_KIND; k <= ASK_ROUND; k++) mean_facet(mem, k, a->v[k], q);
    query_words(mem, a->v[ASK_TITLE], NULL, true, q);
    query_words(mem, a->v[ASK_AUTHOR], "a:", false, q);
    const char *unquoted = text_copy(mem, a->v[ASK_PHRASE]);
    for (char *p = strchr(unquoted, '"'); p; p = strchr(p, '"')) *p = ' ';
    if (*unquoted) query_read(mem, textf(mem, "\"%s\"", unquoted), q);
    token t;
    for (size_t at = 0; q->n_not < SEARCH_NOT_MAX && token_next(a->v[ASK_WITHOUT], &at, &t);) memcpy(q->not_term[q->n_not++], t.term, sizeof t.term);
    if (*a->v[ASK_FROM]) query_read(mem, textf(mem, "tu:%s", a->v[ASK_FROM]), q);
    if (*a->v[ASK_TO]) query_read(mem, textf(mem, "den:%s", a->v[ASK_TO]), q);
    q->sort = text_eq(a->v[ASK_SORT], "moi-nhat") ? SORT_NEWEST : text_eq(a->v[ASK_SORT], "cu-nhat") ? SORT_OLDEST : SORT_RELEVANCE;
    int64_t page = 1;
    if (text_parse_int(a->v[ASK_PAGE], 1, MATCH_SHOWN / SEARCH_PAGE, &page) != OK) page = 1;
    out->skip = (int)(page - 1) * SEARCH_PAGE;
}

const char *asked_query(arena *mem, const search_asked *a, ask_key changed, const char *value)
{
    AUTO(buf) b = {0};

    for (int k = 0; k < ASKS; k++) buf_pair(&b, names[k], k == (int)changed ? value : k == ASK_PAGE ? "" : a->v[k]);
    return text_copy(mem, b.p);
}
