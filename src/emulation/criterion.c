#include "emulation/criterion.h"
#include "base/text.h"
#include "base/words.h"
#include <ctype.h>
#include <string.h>

static const struct {
    const char *word, *said, *count; /* count: rule of how many times */
    int reach;                       /* of an initiative: 0 unit, 1 city, 2 nation; -1 no initiative */
} facts_[FACT__COUNT] = {
    [FACT_LDTT] = {"LĐTT", N_("Lao động tiên tiến"), "", -1},
    [FACT_EXCELLENT] = {"excellent", N_("hoàn thành xuất sắc nhiệm vụ"), "", -1},
    [FACT_INITIATIVE] = {"initiative", N_("sáng kiến được cơ sở công nhận"), "", 0},
    [FACT_TOPIC] = {"topic", N_("đề tài, đề án, công trình được nghiệm thu"), "", -1},
    [FACT_RUN_CSTDCS] = {"run_cstdcs", N_("%lld lần liên tục Chiến sĩ thi đua cơ sở"), "emu.province.run", -1},
    [FACT_INITIATIVE_CITY] = {"initiative_city", N_("sáng kiến có hiệu quả, nhân rộng được trong bộ, tỉnh, thành phố"), "", 1},
    [FACT_TOPIC_CITY] = {"topic_city", N_("đề tài, đề án, công trình có phạm vi bộ, tỉnh, thành phố"), "", -1},
    [FACT_RUN_CSTDTINH] = {"run_cstdtinh", N_("%lld lần liên tục Chiến sĩ thi đua bộ, ban, ngành, tỉnh"), "emu.nation.run", -1},
    [FACT_INITIATIVE_NATION] = {"initiative_nation", N_("sáng kiến có hiệu quả, nhân rộng được trong toàn quốc"), "", 2},
    [FACT_TOPIC_NATION] = {"topic_nation", N_("đề tài, đề án, công trình có phạm vi toàn quốc"), "", -1},
};

typedef struct {
    const char *p;
    criterion c;
    int depth;
} reader;

static void skip(reader *r)
{
    while (*r->p == ' ') r->p++;
}

static size_t word_length(const char *p)
{
    size_t n = 0;
    while (p[n] && !strchr(" ()", p[n])) n++;
    return n;
}

static bool takes(reader *r, const char *word)
{
    size_t n = word_length(r->p);

    if (n != strlen(word) || memcmp(r->p, word, n) != 0) return false;
    r->p += n;
    skip(r);
    return true;
}

static status add(reader *r, criterion_node n, int *out)
{
    if (r->c.n == CRITERION_NODES_MAX) return E_LIMIT;
    *out = r->c.n;
    r->c.node[r->c.n++] = n;
    return OK;
}

static status either(reader *r, int *out);

static status one(reader *r, int *out)
{
    if (*r->p == '(') {
        if (++r->depth > CRITERION_DEPTH_MAX) return E_LIMIT;
        r->p++;
        skip(r);
        TRY(either(r, out));
        if (*r->p != ')') return E_INVALID;
        r->p++;
        skip(r);
        r->depth--;
        return OK;
    }
    for (int f = 0; f < FACT__COUNT; f++)
        if (takes(r, facts_[f].word)) return add(r, (criterion_node){.kind = NODE_FACT, .fact = (criterion_fact)f}, out);
    return E_INVALID;
}

static status all_of(reader *r, int *out)
{
    int left = 0, right = 0;

    TRY(one(r, &left));
    while (takes(r, "and")) {
        TRY(one(r, &right));
        TRY(add(r, (criterion_node){.kind = NODE_AND, .left = left, .right = right}, &left));
    }
    *out = left;
    return OK;
}

static status either(reader *r, int *out)
{
    int left = 0, right = 0;

    TRY(all_of(r, &left));
    while (takes(r, "or")) {
        TRY(all_of(r, &right));
        TRY(add(r, (criterion_node){.kind = NODE_OR, .left = left, .right = right}, &left));
    }
    *out = left;
    return OK;
}

status criterion_parse(const char *text, criterion *out)
{
    reader r = {.p = text};

    if (strlen(text) > CRITERION_BYTES_MAX) return E_LIMIT;
    skip(&r);
    TRY(either(&r, &r.c.root));
    if (*r.p) return E_INVALID;
    *out = r.c;
    return OK;
}

static criterion_answer value_of(const criterion *c, int at, const criterion_answer *facts)
{
    const criterion_node *n = &c->node[at];

    if (n->kind == NODE_FACT) return facts[n->fact];
    criterion_answer a = value_of(c, n->left, facts), b = value_of(c, n->right, facts);
    if (n->kind == NODE_AND) return a < b ? a : b;
    return a > b ? a : b;
}

criterion_answer criterion_value(const criterion *c, const criterion_answer facts[FACT__COUNT])
{
    return value_of(c, c->root, facts);
}

static const char *words_of(arena *mem, const criterion *c, int at, date on, bool inside)
{
    const criterion_node *n = &c->node[at];
    int64_t times = 0;

    if (n->kind == NODE_FACT) {
        const char *said = T(facts_[n->fact].said);
        if (!*facts_[n->fact].count) return said;
        if (rule_int(rule_current(), facts_[n->fact].count, NULL, on, &times, NULL) != OK) return textf(mem, said, 0LL);
        return textf(mem, said, (long long)times);
    }
    const char *a = words_of(mem, c, n->left, on, n->kind == NODE_AND), *b = words_of(mem, c, n->right, on, n->kind == NODE_AND);
    const char *s = textf(mem, n->kind == NODE_AND ? T("%s và %s") : T("%s hoặc %s"), a, b);
    return inside && n->kind == NODE_OR ? textf(mem, "(%s)", s) : s;
}

const char *criterion_words(arena *mem, const criterion *c, date on)
{
    return words_of(mem, c, c->root, on, false);
}

bool criterion_wants(const criterion *c, int reach)
{
    for (int i = 0; i < c->n; i++)
        if (c->node[i].kind == NODE_FACT && facts_[c->node[i].fact].reach >= 0 && facts_[c->node[i].fact].reach <= reach) return true;
    return false;
}
