#include "search/query.h"
#include "base/buf.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *query_folded(arena *mem, const char *text)
{
    AUTO(buf) b = {0};
    token t;

    for (size_t at = 0; token_next(text, &at, &t);) buf_printf(&b, "%s%s", b.n ? " " : "", t.term);
    return text_copy(mem, b.p);
}

bool query_passes(arena *mem, const search_filter *f, const char *value)
{
    if (f->exact) return text_eq(f->text, value);
    const char *have = textf(mem, " %s ", query_folded(mem, value));
    return strstr(have, textf(mem, " %s ", f->text)) != NULL;
}

void query_filter(search_query *q, facet f, const char *value, bool exact)
{
    if (!*value) return;
    if (q->n_filters == SEARCH_FILTERS_MAX) q->cut = true;
    else q->filter[q->n_filters++] = (search_filter){f, value, exact};
}

static void add_word(arena *mem, search_query *q, const char *text, const token *t, const char *prefix, bool title)
{
    if (q->n == SEARCH_WORDS_MAX) {
        q->cut = true;
        return;
    }
    search_word *w = &q->word[q->n++];
    *w = (search_word){.marks = t->marks, .marked = t->marked, .title = title, .typed = text_copyn(mem, text + t->from, t->to - t->from)};
    snprintf(w->term, sizeof w->term, "%s%s", prefix ? prefix : "", t->term);
}

void query_words(arena *mem, const char *text, const char *prefix, bool title, search_query *out)
{
    token t;

    for (size_t at = 0; token_next(text, &at, &t);) add_word(mem, out, text, &t, prefix, title);
}

static void add_phrase(arena *mem, search_query *q, const char *text, const char *prefix, bool title)
{
    int from = q->n;

    query_words(mem, text, prefix, title, q);
    if (q->n - from < 2) return;
    if (q->n_phrases == SEARCH_PHRASES_MAX) {
        q->cut = true;
        return;
    }
    q->phrase[q->n_phrases].from = from;
    q->phrase[q->n_phrases++].n = q->n - from;
}

static const struct {
    const char *name;
    int what;
} fields[] = {{"loai", FACET_KIND}, {"don-vi", FACET_UNIT}, {"co-so", FACET_UNIT}, {"linh-vuc", FACET_FIELD}, {"nam", FACET_YEAR}, {"cap", FACET_LEVEL},
              {"trang-thai", FACET_STATE}, {"hinh-thuc", FACET_FORM}, {"dot", FACET_ROUND}, {"tac-gia", FACETS}, {"tieu-de", FACETS + 1}, {"tu", FACETS + 2}, {"den", FACETS + 3}};

/* The words before a colon, as the name of a field: folded, with single hyphens. -1: no field. */
static int field_of(arena *mem, const char *s, size_t n)
{
    const char *folded = query_folded(mem, text_copyn(mem, s, n));
    char name[20];
    size_t i = 0;

    for (; folded[i] && i + 1 < sizeof name; i++) name[i] = folded[i] == ' ' ? '-' : folded[i];
    name[i] = 0;
    for (int k = 0; k < COUNT(fields); k++)
        if (text_eq(fields[k].name, name)) return fields[k].what;
    return -1;
}

static uint32_t day_of(const char *s, bool last)
{
    date d = {0};
    int64_t year = 0;

    if (text_parse_int(s, 1900, 2999, &year) == OK) return (uint32_t)(year * 10000 + (last ? 1231 : 101));
    return date_parse(s, &d) == OK ? (uint32_t)d.ymd : 0;
}

static void add_years(arena *mem, search_query *q, const char *value)
{
    enum { SPAN = 15 };
    int from = 0, to = 0;
    int n = sscanf(value, "%4d%*[-.–]%4d", &from, &to);

    if (n < 2 || to < from) to = from;
    if (n < 1) return;
    for (int y = from; y <= to && y < from + SPAN; y++) query_filter(q, FACET_YEAR, textf(mem, "%d", y), true);
}

static void add_field(arena *mem, search_query *q, int what, const char *value)
{
    switch (what) {
    case FACET_YEAR: add_years(mem, q, value); break;
    case FACETS: add_phrase(mem, q, value, "a:", false); break;
    case FACETS + 1: query_words(mem, value, NULL, true, q); break;
    case FACETS + 2: q->from = day_of(value, false); break;
    case FACETS + 3: q->to = day_of(value, true); break;
    default: query_filter(q, (facet)what, query_folded(mem, value), false);
    }
}

/* A value after "field:": quoted, or up to white space. Returns how many bytes it takes. */
static size_t value_of(arena *mem, const char *s, const char **out)
{
    bool quoted = *s == '"';
    size_t n = quoted ? strcspn(s + 1, "\"") : strcspn(s, " \t\n");

    *out = text_copyn(mem, s + quoted, n);
    return n + quoted + (quoted && s[1 + n] == '"');
}

static size_t read_one(arena *mem, const char *s, search_query *q)
{
    size_t n = strcspn(s, " \t\n\":");
    const char *value = "";
    int what = s[n] == ':' && n > 0 && n < 40 ? field_of(mem, s, n) : -1;
    token t;

    if (what >= 0) {
        size_t k = value_of(mem, s + n + 1, &value);
        add_field(mem, q, what, value);
        return n + 1 + k;
    }
    if (*s == '"') {
        n = value_of(mem, s, &value);
        add_phrase(mem, q, value, NULL, false);
        return n;
    }
    n = strcspn(s, " \t\n\"");
    size_t at = 0;
    const char *word = text_copyn(mem, s, n);
    if (*s == '-' && n > 1 && token_next(word, &at, &t)) {
        if (q->n_not == SEARCH_NOT_MAX) q->cut = true;
        else memcpy(q->not_term[q->n_not++], t.term, sizeof t.term);
        return n;
    }
    query_words(mem, word, NULL, false, q);
    return n;
}

/* Quotes as people type them are the plain ones. */
static const char *plain_quotes(arena *mem, const char *s)
{
    AUTO(buf) b = {0};

    while (*s) {
        bool curly = (unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x80 && ((unsigned char)s[2] == 0x9C || (unsigned char)s[2] == 0x9D);
        buf_putc(&b, curly ? '"' : *s);
        s += curly ? 3 : 1;
    }
    return text_copy(mem, b.p);
}

void query_read(arena *mem, const char *text, search_query *out)
{
    size_t n = strlen(text);

    if (n > SEARCH_TEXT_MAX) {
        out->cut = true;
        for (n = SEARCH_TEXT_MAX; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--) continue;
    }
    const char *s = plain_quotes(mem, text_copyn(mem, text, n));
    for (s += strspn(s, " \t\n"); *s; s += strspn(s, " \t\n")) s += read_one(mem, s, out);
}
