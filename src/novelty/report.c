/* The report as JSON, and the pieces of a passage. */
#include "base/text.h"
#include "novelty/index.h"
#include "novelty/jsonl.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"verbatim", "edited", "review", "short"};

static void put_passage(buf *b, const novelty_report *r, const novelty_passage *p)
{
    buf_puts(b, "{\"src\":");
    jsonl_string(b, r->sources.p[p->source].id);
    buf_printf(b, ",\"class\":\"%s\",\"also\":%s,\"q\":[%" PRId64 ",%" PRId64 "],\"s\":[%" PRId64 ",%" PRId64 "],\"share\":%.4f,\"syllables\":%" PRId64 "}", kinds[p->kind],
               p->also ? "true" : "false", p->q.from, p->q.to, p->s.from, p->s.to, (double)p->share / 10000, p->syllables);
}

const char *novelty_report_json(arena *mem, const novelty_report *r)
{
    AUTO(buf) b = {0};

    buf_printf(&b, "{\"generation\":%" PRId64 ",\"parameters\":", r->generation);
    jsonl_string(&b, r->parameters);
    buf_printf(&b, ",\"text\":\"%s\",\"encoding\":\"%s\",\"share\":%.4f,\"syllables\":%" PRId64 ",\"counted\":%" PRId64 ",\"copied\":%" PRId64 ",\"boilerplate\":%" PRId64
               ",\"law\":%" PRId64 ",\"homoglyphs\":%" PRId64 ",\"hidden\":%" PRId64 ",\"cut\":%s,\"sources\":[",
               r->text_hash, r->encoding, (double)r->share / 10000, r->syllables, r->counted, r->copied, r->boilerplate, r->law, r->homoglyphs, r->hidden, r->cut ? "true" : "false");
    for (int i = 0; i < r->sources.n; i++) {
        const novelty_source *s = &r->sources.p[i];
        buf_puts(&b, i ? ",{\"id\":" : "{\"id\":");
        jsonl_string(&b, s->id);
        buf_puts(&b, ",\"title\":");
        jsonl_string(&b, s->title);
        buf_puts(&b, ",\"unit\":");
        jsonl_string(&b, s->unit);
        buf_printf(&b, ",\"share\":%.4f,\"syllables\":%" PRId64 "}", (double)s->share / 10000, s->syllables);
    }
    buf_puts(&b, "],\"passages\":[");
    for (int i = 0; i < r->passages.n; i++) {
        if (i) buf_putc(&b, ',');
        put_passage(&b, r, &r->passages.p[i]);
    }
    buf_puts(&b, "],\"boiler\":[");
    for (int i = 0; i < r->boiler.n; i++)
        buf_printf(&b, "%s[%" PRId64 ",%" PRId64 ",\"%s\"]", i ? "," : "", r->boiler.p[i].from, r->boiler.p[i].to, r->boiler.p[i].law ? "law" : "form");
    buf_puts(&b, "]}");
    return text_copyn(mem, b.p, b.n);
}

/* ---- pieces of a passage: the longest common subsequence of syllables ---- */
enum { DIFF_MAX = 1500 }; /* syllables of either side; longer passages are cut into parts of this length */

static int within(const syllables *s, novelty_range r, uint32_t *from)
{
    size_t a = 0, b;

    while (a < s->n && s->to[a] <= r.from) a++;
    for (b = a; b < s->n && s->from[b] < r.to; b++) continue;
    *from = (uint32_t)a;
    return (int)(b - a);
}

static novelty_range span(const syllables *s, novelty_range whole, uint32_t from, uint32_t to, uint32_t first, uint32_t last)
{
    int64_t a = from == first ? whole.from : s->from[from], b = to == last ? whole.to : s->from[to];
    return (novelty_range){a, from == to && to != last ? a : b};
}

typedef struct {
    const syllables *q, *s;
    novelty_range q_whole, s_whole;
    uint32_t q0, q1, s0, s1;
} both;

static void add_piece(arena *mem, novelty_pieces *out, int *cap, const both *x, bool equal, uint32_t i0, uint32_t i1, uint32_t j0, uint32_t j1)
{
    if (i0 == i1 && j0 == j1) return;
    if (out->n == *cap) {
        novelty_piece *old = out->p;
        *cap = *cap ? *cap * 2 : 32;
        out->p = NEWS(mem, novelty_piece, *cap);
        if (out->n) memcpy(out->p, old, (size_t)out->n * sizeof *old);
    }
    out->p[out->n++] = (novelty_piece){equal, span(x->q, x->q_whole, i0, i1, x->q0, x->q1), span(x->s, x->s_whole, j0, j1, x->s0, x->s1)};
}

/* One block of at most DIFF_MAX by DIFF_MAX. */
static void diff_block(arena *mem, const both *x, uint32_t i0, uint32_t i1, uint32_t j0, uint32_t j1, novelty_pieces *out, int *cap)
{
    uint32_t n = i1 - i0, m = j1 - j0;
    uint16_t *best = calloc((size_t)(n + 1) * (m + 1), sizeof *best);

    if (!best) abort();
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t j = m; j-- > 0;) {
            uint16_t down = best[(i + 1) * (m + 1) + j], right = best[i * (m + 1) + j + 1];
            best[i * (m + 1) + j] = x->q->id[i0 + i] == x->s->id[j0 + j] ? best[(i + 1) * (m + 1) + j + 1] + 1 : down > right ? down : right;
        }
    uint32_t i = 0, j = 0;
    while (i < n || j < m) {
        uint32_t fi = i, fj = j;
        while (i < n && j < m && x->q->id[i0 + i] == x->s->id[j0 + j]) i++, j++;
        add_piece(mem, out, cap, x, true, i0 + fi, i0 + i, j0 + fj, j0 + j);
        fi = i;
        fj = j;
        while ((i < n || j < m) && !(i < n && j < m && x->q->id[i0 + i] == x->s->id[j0 + j])) {
            if (i < n && (j == m || best[(i + 1) * (m + 1) + j] >= best[i * (m + 1) + j + 1])) i++;
            else j++;
        }
        add_piece(mem, out, cap, x, false, i0 + fi, i0 + i, j0 + fj, j0 + j);
    }
    free(best);
}

status novelty_diff(arena *mem, const char *q_text, novelty_range q, const char *s_text, novelty_range s, novelty_pieces *out)
{
    AUTO(syllables) a = {0}, b = {0};
    both x = {.q = &a, .s = &b, .q_whole = q, .s_whole = s};
    int cap = 0;

    if (q.from < 0 || q.to < q.from || s.from < 0 || s.to < s.from) return E_INVALID;
    syllables_read(q_text, strlen(q_text), NOVELTY_SYLLABLES_MAX, true, &a);
    syllables_read(s_text, strlen(s_text), NOVELTY_SYLLABLES_MAX, true, &b);
    if ((size_t)q.to > a.code_points || (size_t)s.to > b.code_points) return E_INVALID;
    uint32_t n = (uint32_t)within(&a, q, &x.q0), m = (uint32_t)within(&b, s, &x.s0), blocks = (n > m ? n : m) / DIFF_MAX + 1;
    x.q1 = x.q0 + n;
    x.s1 = x.s0 + m;
    *out = (novelty_pieces){0};
    for (uint32_t k = 0; k < blocks; k++) {
        uint64_t i0 = (uint64_t)n * k / blocks, i1 = (uint64_t)n * (k + 1) / blocks, j0 = (uint64_t)m * k / blocks, j1 = (uint64_t)m * (k + 1) / blocks;
        diff_block(mem, &x, x.q0 + (uint32_t)i0, x.q0 + (uint32_t)i1, x.s0 + (uint32_t)j0, x.s0 + (uint32_t)j1, out, &cap);
    }
    return OK;
}
