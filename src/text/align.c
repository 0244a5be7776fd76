#include "text/align.h"
#include <stdlib.h>
#include <string.h>

enum {
    SEED = 15 * BIT, HIT_MATCHES_MAX = 64, CHAIN_MAX = 12, SEEDS_MAX = 20000,
    MATCH_COST = 6, NUMBERS_EQUAL = 6, MISMATCH = -4 * BIT, MISMATCH_NUMBER = -2 * BIT, GAP = -7 * BIT / 2, X_DROP = 20 * BIT,
    PIECE_MIN = 18 * BIT, PIECES_MAX = 1500, NEAR = 45, FAR = 320, DRIFT = 2048,
    BARE = 4 /* eighths of a bit: what a syllable between pieces costs, on either side */,
    SURE_TOTAL = 140 * BIT, SURE_BEST = 70 * BIT, SURE_COVERED = 85, SURE_RATE = 22 * BIT /* tenths of a bit per syllable */,
    REVIEW_TOTAL = 150 * BIT, CORE_LEAST = 35 * BIT, REVIEW_COVERED = 68, REVIEW_RATE = 17 * BIT
};

typedef struct {
    uint32_t q, s;
} seed;
typedef struct {
    uint32_t q, q_end, s, s_end;
    int32_t bits;
    uint32_t equal;
    int group;
} piece;

struct align_query {
    const syllable *q;
    size_t n;
    const uint8_t *mask;
    uint64_t filter[1024]; /* 2^16 bits of the codes */
    uint32_t *head, *next, *code; /* code → places; head 0 = none, otherwise place + 1 */
    uint32_t slots;
    seed *seeds;
    size_t n_seeds, cap_seeds;
    piece *pieces;
    size_t n_pieces, cap_pieces;
    int32_t *score;   /* 2 rows of 2 * DRIFT */
    uint32_t *equal;
};

static uint32_t code_hash(uint32_t c)
{
    c *= 0x9E3779B1u;
    return c ^ c >> 15;
}

static void put_code(align_query *a, uint32_t code, uint32_t place2)
{
    uint32_t h = code_hash(code), i = h & (a->slots - 1);

    a->filter[(h >> 16) / 64 & 1023] |= 1ull << (h >> 16 & 63);
    while (a->head[i] && a->code[i] != code) i = (i + 1) & (a->slots - 1);
    a->code[i] = code;
    a->next[place2] = a->head[i];
    a->head[i] = place2 + 1;
}

/* Codes of rare words: neighbours, and with one syllable between. Place 2i is the first kind at i, 2i + 1 the second. */
align_query *align_query_new(const syllable *q, size_t n, const uint8_t *mask)
{
    align_query *a = calloc(1, sizeof *a);

    if (!a) abort();
    frozen_load();
    a->q = q;
    a->n = n;
    a->mask = mask;
    a->slots = 1024;
    while (a->slots < n * 4) a->slots *= 2;
    a->head = calloc(a->slots, sizeof *a->head);
    a->code = malloc(a->slots * sizeof *a->code);
    a->next = malloc((2 * n + 2) * sizeof *a->next);
    a->score = malloc(2 * sizeof *a->score * 2 * DRIFT);
    a->equal = malloc(2 * sizeof *a->equal * 2 * DRIFT);
    if (!a->head || !a->code || !a->next || !a->score || !a->equal) abort();
    for (size_t i = n; i-- > 0;)
        for (uint32_t gap = 1; gap <= 2 && i + gap < n; gap++) {
            syllable x = q[i], y = q[i + gap];
            if (!x || !y || (mask && (mask[i] || mask[i + gap])) || frozen_pair(x, y) < SEED) continue;
            put_code(a, (uint32_t)x << 16 | y, (uint32_t)(2 * i + gap - 1));
        }
    return a;
}

void align_query_free(align_query *a)
{
    if (!a) return;
    free(a->head);
    free(a->code);
    free(a->next);
    free(a->score);
    free(a->equal);
    free(a->seeds);
    free(a->pieces);
    free(a);
}

void alignments_free(alignments *a)
{
    free(a->p);
    *a = (alignments){0};
}

static void add_seed(align_query *a, size_t q, size_t s)
{
    if (a->n_seeds >= SEEDS_MAX) return;
    if (a->n_seeds == a->cap_seeds) {
        a->cap_seeds = a->cap_seeds ? a->cap_seeds * 2 : 256;
        a->seeds = realloc(a->seeds, a->cap_seeds * sizeof *a->seeds);
        if (!a->seeds) abort();
    }
    a->seeds[a->n_seeds++] = (seed){(uint32_t)q, (uint32_t)s};
}

static void find_seeds(align_query *a, const syllable *s, size_t n)
{
    for (size_t j = 0; j + 1 < n; j++) {
        for (size_t gap = 1; gap <= 2 && j + gap < n; gap++) {
            uint32_t code = (uint32_t)s[j] << 16 | s[j + gap], h = code_hash(code);
            if (!(a->filter[(h >> 16) / 64 & 1023] >> (h >> 16 & 63) & 1)) continue;
            uint32_t i = h & (a->slots - 1);
            while (a->head[i] && a->code[i] != code) i = (i + 1) & (a->slots - 1);
            uint32_t at = a->head[i];
            for (int k = 0; at && k < CHAIN_MAX; k++, at = a->next[at - 1])
                if (gap == 1 || ((at - 1) & 1) == 0) add_seed(a, (at - 1) / 2, j);
        }
    }
}

/* Where the grams that the index found stand in the document. */
static void find_hits(align_query *a, const syllable *s, size_t n, const uint32_t *hits, size_t n_hits)
{
    for (size_t h = 0; h < n_hits; h++) {
        const syllable *q = a->q + hits[h];
        int found = 0;
        for (size_t j = 0; j + GRAM <= n && found < HIT_MATCHES_MAX; j++)
            if (s[j] == q[0] && memcmp(s + j, q, GRAM * sizeof *q) == 0) {
                add_seed(a, hits[h], j);
                found++;
            }
    }
}

typedef struct {
    uint32_t q, s; /* how far */
    int32_t bits;
    uint32_t equal;
} reach;

/* From (i, j) on in steps of `step`, as far as it pays. */
static reach extend(align_query *a, const syllable *s, size_t n, int64_t i, int64_t j, int step)
{
    int32_t *now = a->score + DRIFT, *then = a->score + 3 * DRIFT;
    uint32_t *now_equal = a->equal + DRIFT, *then_equal = a->equal + 3 * DRIFT;
    int lo = 0, hi = 0;
    reach best = {0};
    int64_t most_q = step > 0 ? (int64_t)a->n - i : i + 1, most_s = step > 0 ? (int64_t)n - j : j + 1;

    now[0] = 0;
    now_equal[0] = 0;
    while (hi < DRIFT - 64 && hi + 1 < most_s && hi < 5) { /* row 0: only gaps */
        hi++;
        now[hi] = now[hi - 1] + GAP;
        now_equal[hi] = 0;
    }
    for (int64_t r = 0; r < most_q; r++) { /* then[d]: after r + 1 syllables of q and r + 1 + d of s */
        int new_lo = DRIFT, new_hi = -DRIFT, from = lo - 1, to = hi + 6;
        if (from < -DRIFT + 2) from = -DRIFT + 2;
        if (to > DRIFT - 2) to = DRIFT - 2;
        int64_t qi = i + step * r;
        syllable x = a->q[qi];
        bool masked = a->mask && a->mask[qi];
        for (int d = from; d <= to; d++) {
            int32_t v = INT32_MIN / 2;
            uint32_t e = 0;
            int64_t k = r + d; /* index of the syllable of s */
            if (d >= lo && d <= hi && k >= 0 && k < most_s) {
                syllable y = s[j + step * k];
                int gain;
                if (x != y) gain = x && y ? MISMATCH : MISMATCH_NUMBER;
                else if (masked) gain = 0;
                else if (!x) gain = NUMBERS_EQUAL;
                else {
                    bool before = step > 0 ? qi > 0 && j + k > 0 && a->q[qi - 1] == s[j + k - 1] : qi + 1 < (int64_t)a->n && j - k + 1 < (int64_t)n && a->q[qi + 1] == s[j - k + 1];
                    gain = (!before ? frozen_info(x) : step > 0 ? frozen_after(a->q[qi - 1], x) : frozen_pair(x, a->q[qi + 1]) - frozen_info(a->q[qi + 1])) - MATCH_COST;
                    if (gain > frozen_info(x)) gain = frozen_info(x);
                    if (gain < -MATCH_COST) gain = -MATCH_COST;
                }
                v = now[d] + gain;
                e = now_equal[d] + (x == y && !masked);
            }
            if (d + 1 >= lo && d + 1 <= hi && now[d + 1] + GAP > v) { /* a syllable of q more */
                v = now[d + 1] + GAP;
                e = now_equal[d + 1];
            }
            if (d > from && k >= 0 && k < most_s && then[d - 1] + GAP > v) { /* a syllable of s more */
                v = then[d - 1] + GAP;
                e = then_equal[d - 1];
            }
            if (k + 1 < 0 || k + 1 > most_s || v < best.bits - X_DROP) v = INT32_MIN / 2;
            then[d] = v;
            then_equal[d] = e;
            if (v == INT32_MIN / 2) {
                if (d > hi) break;
                continue;
            }
            if (d < new_lo) new_lo = d;
            new_hi = d;
            if (v > best.bits) best = (reach){(uint32_t)(r + 1), (uint32_t)(k + 1), v, e};
        }
        if (new_lo > new_hi) break;
        lo = new_lo;
        hi = new_hi;
        int32_t *t = now;
        now = then;
        then = t;
        uint32_t *u = now_equal;
        now_equal = then_equal;
        then_equal = u;
    }
    return best;
}

static bool covered(const align_query *a, const seed *x)
{
    for (size_t k = a->n_pieces; k-- > 0;) {
        const piece *p = &a->pieces[k];
        if (x->q >= p->q && x->q < p->q_end && x->s >= p->s && x->s < p->s_end) return true;
    }
    return false;
}

static void add_piece(align_query *a, const piece *p)
{
    if (a->n_pieces >= PIECES_MAX) return;
    if (a->n_pieces == a->cap_pieces) {
        a->cap_pieces = a->cap_pieces ? a->cap_pieces * 2 : 64;
        a->pieces = realloc(a->pieces, a->cap_pieces * sizeof *a->pieces);
        if (!a->pieces) abort();
    }
    a->pieces[a->n_pieces++] = *p;
}

static void extend_seeds(align_query *a, const syllable *s, size_t n)
{
    for (size_t k = 0; k < a->n_seeds; k++) {
        const seed *x = &a->seeds[k];
        if (covered(a, x)) continue;
        reach right = extend(a, s, n, x->q, x->s, 1), left = extend(a, s, n, (int64_t)x->q - 1, (int64_t)x->s - 1, -1);
        piece p = {x->q - left.q, x->q + right.q, x->s - left.s, x->s + right.s, left.bits + right.bits, left.equal + right.equal, -1};
        if (p.bits >= PIECE_MIN) add_piece(a, &p);
    }
}

static int by_bits(const void *x, const void *y)
{
    const piece *a = x, *b = y;
    if (a->bits != b->bits) return a->bits > b->bits ? -1 : 1;
    return a->q != b->q ? (a->q < b->q ? -1 : 1) : a->s < b->s ? -1 : a->s > b->s;
}

static int64_t apart(uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end)
{
    if (a_end <= b) return b - a_end;
    if (b_end <= a) return a - b_end;
    return 0;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Sure: one strong piece, and hardly anything bare between. Reworded text is thinner; that two reports of one event are
 * alike looks much the same, so a person must look. */
static bool judge(alignment *x)
{
    uint32_t lq = x->q_end - x->q, ls = x->s_end - x->s, longer = most(lq, ls);
    uint64_t covered = (uint64_t)(x->cover_q + x->cover_s) * 100 / (lq + ls);

    if (x->bits >= SURE_TOTAL && (int)x->best >= SURE_BEST && covered >= SURE_COVERED && x->bits * 10 >= (int64_t)longer * SURE_RATE) x->kind = ALIGN_SURE;
    else if (x->bits >= REVIEW_TOTAL && covered >= REVIEW_COVERED && x->bits * 10 >= (int64_t)longer * REVIEW_RATE) x->kind = ALIGN_REVIEW;
    else return false;
    return true;
}

static void add_alignment(alignments *out, const alignment *x)
{
    if (out->n == out->cap) {
        out->cap = out->cap ? out->cap * 2 : 16;
        out->p = realloc(out->p, out->cap * sizeof *out->p);
        if (!out->p) abort();
    }
    out->p[out->n++] = *x;
}

/* What the passage gains by a piece more: its bits, less what lies bare between them on either side. */
static int64_t gain(const alignment *x, const piece *p)
{
    int64_t q = apart(x->q, x->q_end, p->q, p->q_end), s = apart(x->s, x->s_end, p->s, p->s_end);

    if (!((q <= NEAR && s <= FAR) || (s <= NEAR && q <= FAR))) return 0;
    int64_t wider_q = most(x->q_end, p->q_end) - least(x->q, p->q) - (x->q_end - x->q), wider_s = most(x->s_end, p->s_end) - least(x->s, p->s) - (x->s_end - x->s);
    return p->bits + BARE * ((int64_t)(p->q_end - p->q) - wider_q + (int64_t)(p->s_end - p->s) - wider_s);
}

static void add_to(alignment *x, const piece *p)
{
    x->q = least(x->q, p->q);
    x->q_end = most(x->q_end, p->q_end);
    x->s = least(x->s, p->s);
    x->s_end = most(x->s_end, p->s_end);
    x->bits += p->bits;
    x->equal += p->equal;
    x->cover_q += p->q_end - p->q;
    x->cover_s += p->s_end - p->s;
}

/* Whether a piece of the passage already has most of this one, on either side: a phrase that comes twice. */
static bool repeats(const align_query *a, int passage, const piece *p)
{
    for (size_t i = 0; i < a->n_pieces; i++) {
        const piece *x = &a->pieces[i];
        if (x->group != passage) continue;
        int64_t q = (int64_t)least(x->q_end, p->q_end) - most(x->q, p->q), s = (int64_t)least(x->s_end, p->s_end) - most(x->s, p->s);
        if (q * 2 > (int64_t)(p->q_end - p->q) || s * 2 > (int64_t)(p->s_end - p->s)) return true;
    }
    return false;
}

/* From the strongest piece that is left, as long as another one is a gain. */
static void grow(align_query *a, size_t core, alignment *x)
{
    a->pieces[core].group = (int)core;
    add_to(x, &a->pieces[core]);
    for (;;) {
        int64_t best = 0;
        piece *take = NULL;
        for (size_t i = 0; i < a->n_pieces; i++) {
            piece *p = &a->pieces[i];
            int64_t g = p->group == -1 ? gain(x, p) : 0;
            if (g <= best) continue;
            if (repeats(a, (int)core, p)) continue;
            best = g;
            take = p;
        }
        if (!take) return;
        take->group = (int)core;
        add_to(x, take);
    }
}

static void collect(align_query *a, alignments *out)
{
    if (a->n_pieces) qsort(a->pieces, a->n_pieces, sizeof *a->pieces, by_bits);
    for (size_t i = 0; i < a->n_pieces && a->pieces[i].bits >= CORE_LEAST; i++) {
        alignment x = {.q = UINT32_MAX, .s = UINT32_MAX, .best = (uint32_t)a->pieces[i].bits};
        if (a->pieces[i].group != -1) continue;
        grow(a, i, &x);
        if (judge(&x)) add_alignment(out, &x);
    }
}

static bool counts(const align_query *a, size_t i)
{
    return !a->mask || !a->mask[i];
}

static bool within(const alignments *out, uint32_t q, uint32_t q_end, uint32_t s, uint32_t s_end)
{
    for (size_t i = 0; i < out->n; i++) {
        const alignment *x = &out->p[i];
        if (x->q <= q && x->q_end >= q_end && x->s <= s && x->s_end >= s_end) return true;
    }
    return false;
}

/* The guarantee: the run of equal syllables around each seed of a gram. */
static void runs(align_query *a, size_t n_seeds, const syllable *s, size_t n, alignments *out)
{
    for (size_t k = 0; k < n_seeds; k++) {
        uint32_t q = a->seeds[k].q, j = a->seeds[k].s, q_end = q, j_end = j;
        while (q > 0 && j > 0 && a->q[q - 1] == s[j - 1] && counts(a, q - 1)) q--, j--;
        while (q_end < a->n && j_end < n && a->q[q_end] == s[j_end] && counts(a, q_end)) q_end++, j_end++;
        if (q_end - q < RUN || within(out, q, q_end, j, j_end)) continue;
        alignment x = {.q = q, .q_end = q_end, .s = j, .s_end = j_end, .equal = q_end - q, .kind = ALIGN_SHORT};
        for (uint32_t i = q; i < q_end; i++) x.bits += frozen_info(a->q[i]);
        add_alignment(out, &x);
    }
}

void align_document(align_query *a, const syllable *s, size_t n, const uint32_t *hits, size_t n_hits, bool whole, alignments *out)
{
    out->n = a->n_seeds = a->n_pieces = 0;
    find_hits(a, s, n, hits, n_hits);
    size_t grams = a->n_seeds;
    if (whole) {
        find_seeds(a, s, n);
        extend_seeds(a, s, n);
        collect(a, out);
    }
    runs(a, grams, s, n, out);
}
