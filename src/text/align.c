#include "text/align.h"
#include <stdlib.h>
#include <string.h>

enum {
    SEED = 15 * BIT, HIT_MATCHES_MAX = 64, HIT_PLACES_MAX = 64 /* of one gram, in the question */, FEW_HITS = 3 /* grams that are looked for one by one */, CHAIN_MAX = 12, SEEDS_MAX = 20000, DIAGONALS = 4096, COMPANY = 32, COMPANY_OFF = 12,
    MATCH_COST = 6, NUMBERS_EQUAL = 6, MISMATCH = -4 * BIT, MISMATCH_NUMBER = -2 * BIT, GAP = -7 * BIT / 2, X_DROP = 20 * BIT,
    EXTENSIONS_MAX = 3000 /* of one document */, ROWS_MAX = 4000000, STEPS_MAX = 100000000, /* of all documents: a text of one phrase has an end */
    PIECE_MIN = 18 * BIT, PIECES_MAX = 1500, NEAR = 45, FAR = 320, DRIFT = 2048,
    BARE_WIDE = 2, BARE_CLOSE = 4, CORES_MAX = 64 /* eighths of a bit: what a syllable between pieces costs, on either side */,
    SURE_TOTAL = 140 * BIT, SURE_BEST = 70 * BIT, SURE_COVERED = 85, SURE_RATE = 22 * BIT /* tenths of a bit per syllable */,
    AROUND_EQUAL = 60 /* percent */, AROUND_MORE = RUN / 2, DOUBTLESS_BEST = 100 * BIT, DOUBTLESS_COVERED = 90, DOUBTLESS_RATE = 30 * BIT,
    REVIEW_TOTAL = 150 * BIT, CORE_LEAST = 35 * BIT, REVIEW_COVERED = 68, REVIEW_RATE = 17 * BIT,
    FAINT_TOTAL = 75 * BIT, FAINT_MAX = 8 /* of a document */, WORTH_TOTAL = 150 * BIT, WORTH_COVERED = 57, WORTH_LENGTH = 70 /* percent: the shorter side of the longer */
};

typedef struct {
    uint32_t q, s;
} seed;
typedef struct {
    uint32_t q, q_end, s, s_end;
    int32_t bits;
    uint32_t equal;
    enum { PIECE_FREE, PIECE_IN, PIECE_TAKEN } use;
    uint32_t compared; /* while a passage grows: with how many of its pieces; UINT32_MAX: it repeats one of them */
} piece;

struct align_query {
    const syllable *q;
    size_t n;
    const uint8_t *mask;
    uint64_t filter[1 << 10], near[1 << 10]; /* a bit for each mark that a seed has; those of a part of the question */
    uint32_t *head, *next, *code; /* code → places; head 0 = none, otherwise place + 1 */
    uint32_t *mark;               /* of a place, and 1; 0: no seed */
    uint32_t slots;
    seed *seeds;
    size_t n_seeds, cap_seeds;
    piece *pieces;
    size_t n_pieces, cap_pieces;
    uint32_t in[PIECES_MAX], n_in; /* the pieces of the passage that grows */
    uint32_t extensions;           /* of this document */
    uint64_t rows, steps;          /* of all: syllables that extensions and runs went over */
    alignment faint[FAINT_MAX];
    int n_faint;
    int16_t *alone, *after, *before; /* what a syllable of q tells: by itself, behind its neighbour, before it */
    uint32_t past[DIAGONALS], past_of[DIAGONALS];
    int64_t *cells; /* of an extension: 2 rows of 2 * DRIFT */
};

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static int64_t least64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static uint32_t code_hash(uint32_t c)
{
    c *= 0x9E3779B1u;
    return c ^ c >> 15;
}

/* 16 bits of two syllables: so many at once as fit into a vector. */
static inline uint16_t mark_of(syllable x, syllable y)
{
    return (uint16_t)(x * 0x9E37u + y * 0x85EBu);
}

static void put_code(align_query *a, uint32_t code, uint32_t place2)
{
    uint32_t i = code_hash(code) & (a->slots - 1), mark = mark_of((syllable)(code >> 16), (syllable)code);

    a->filter[mark / 64] |= 1ull << (mark & 63);
    a->mark[place2] = mark + 1;
    while (a->head[i] && a->code[i] != code) i = (i + 1) & (a->slots - 1);
    a->code[i] = code;
    a->next[place2] = a->head[i];
    a->head[i] = place2 + 1;
}

static int bounded(int bits, int most_bits)
{
    return bits > most_bits ? most_bits : bits < -MATCH_COST ? -MATCH_COST : bits;
}

/* The scores of an equal syllable; `pairs`: what each syllable and its right neighbour tell. */
static void tell(align_query *a, size_t i, const uint16_t *pairs)
{
    syllable x = a->q[i];
    int one = frozen_info(x);

    a->alone[i] = a->after[i] = a->before[i] = x ? 0 : NUMBERS_EQUAL;
    if (a->mask && a->mask[i]) a->alone[i] = a->after[i] = a->before[i] = 0;
    else if (x) {
        a->alone[i] = (int16_t)bounded(one - MATCH_COST, one);
        a->after[i] = i > 0 ? (int16_t)bounded(frozen_more(pairs[i - 1], a->q[i - 1], x) - MATCH_COST, one) : a->alone[i];
        a->before[i] = i + 1 < a->n ? (int16_t)bounded(pairs[i] - frozen_info(a->q[i + 1]) - MATCH_COST, one) : a->alone[i];
    }
}

/* What each syllable tells with the one `gap` places on; the reads of the table go side by side. */
static void read_pairs(const syllable *q, size_t n, size_t gap, uint16_t *out)
{
    for (size_t i = 0; i + gap < n; i++) out[i] = (uint16_t)frozen_pair(q[i], q[i + gap]);
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
    a->mark = calloc(2 * n + 2, sizeof *a->mark);
    a->cells = malloc(2 * sizeof *a->cells * 2 * DRIFT);
    if (!a->head || !a->code || !a->next || !a->mark || !a->cells) abort();
    a->alone = malloc((3 * n + 1) * sizeof *a->alone);
    if (!a->alone) abort();
    a->after = a->alone + n;
    a->before = a->after + n;
    uint16_t *pairs = malloc((2 * n + 2) * sizeof *pairs);
    if (!pairs) abort();
    uint16_t *const of[] = {pairs, pairs + n};
    read_pairs(q, n, 1, of[0]);
    read_pairs(q, n, 2, of[1]);
    for (size_t i = 0; i < n; i++) tell(a, i, of[0]);
    for (size_t i = n; i-- > 0;)
        for (uint32_t gap = 1; gap <= 2 && i + gap < n; gap++) {
            if (of[gap - 1][i] < SEED || !q[i] || !q[i + gap] || (mask && (mask[i] || mask[i + gap]))) continue;
            put_code(a, (uint32_t)q[i] << 16 | q[i + gap], (uint32_t)(2 * i + gap - 1));
        }
    free(pairs);
    return a;
}

void align_query_free(align_query *a)
{
    if (!a) return;
    free(a->head);
    free(a->alone);
    free(a->code);
    free(a->next);
    free(a->mark);
    free(a->cells);
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

static void fill_near(align_query *a, align_part part)
{
    memset(a->near, 0, sizeof a->near);
    for (size_t i = 2 * (size_t)part.from; i < 2 * (size_t)part.to; i++) {
        uint32_t mark = a->mark[i] - 1;
        if (a->mark[i]) a->near[mark / 64] |= 1ull << (mark & 63);
    }
}

/* The seeds of one place of the document, with its neighbour or the syllable behind that. */
static void look_up(align_query *a, const syllable *s, size_t j, size_t gap, align_part part)
{
    uint32_t code = (uint32_t)s[j] << 16 | s[j + gap], i = code_hash(code) & (a->slots - 1);

    while (a->head[i] && a->code[i] != code) i = (i + 1) & (a->slots - 1);
    uint32_t at = a->head[i];
    for (int k = 0; at && k < CHAIN_MAX; k++, at = a->next[at - 1]) {
        uint32_t q = (at - 1) / 2;
        if (q >= part.from && q < part.to && (gap == 1 || ((at - 1) & 1) == 0)) add_seed(a, q, j);
    }
}

/* The seeds whose place in the question lies in the part, in the order of the document. A block at a time: marks, then those that a
 * seed may have, without a branch, then what they are. */
static void find_seeds(align_query *a, const syllable *s, size_t n, align_part part)
{
    enum { BLOCK = 256 };
    uint16_t mark[2][BLOCK], maybe[2 * BLOCK];
    bool all = part.from == 0 && part.to >= a->n;
    const uint64_t *filter = all ? a->filter : a->near;

    if (!all) fill_near(a, part);
    for (size_t from = 0; from + 2 < n; from += BLOCK) {
        size_t count = n - 2 - from < BLOCK ? n - 2 - from : BLOCK, found = 0;
        for (size_t k = 0; k < count; k++) mark[0][k] = mark_of(s[from + k], s[from + k + 1]);
        for (size_t k = 0; k < count; k++) mark[1][k] = mark_of(s[from + k], s[from + k + 2]);
        for (size_t k = 0; k < count; k++)
            for (size_t gap = 0; gap < 2; gap++) {
                maybe[found] = (uint16_t)(2 * k + gap);
                found += filter[mark[gap][k] / 64] >> (mark[gap][k] & 63) & 1;
            }
        /* cppcheck-suppress uninitvar ; `found` of them were filled */
        for (size_t i = 0; i < found; i++) look_up(a, s, from + maybe[i] / 2, maybe[i] % 2 + 1, part);
    }
    if (n >= 2) look_up(a, s, n - 2, 1, part);
}

static uint32_t first_four(const syllable *s)
{
    uint64_t x;

    memcpy(&x, s, sizeof x);
    return (uint32_t)(x * 0x9E3779B97F4A7C15u >> 32);
}

/* The rarest two neighbours of a gram: where they begin. */
static size_t rarest_in(const syllable *g)
{
    size_t best = 0;

    for (size_t i = 1; i + 1 < GRAM; i++)
        if (frozen_pair(g[i], g[i + 1]) > frozen_pair(g[best], g[best + 1])) best = i;
    return best;
}

/* Every place of one gram: its rarest neighbours are looked for, many places at once (the inner loop becomes vector instructions). */
static void find_hit(align_query *a, const syllable *s, size_t n, uint32_t hit)
{
    enum { AT_ONCE = 32 };
    const syllable *g = a->q + hit;
    size_t off = rarest_in(g), places = n < GRAM ? 0 : n - GRAM + 1, found = 0;
    syllable x = g[off], y = g[off + 1];

    for (size_t j = 0; j < places && found < HIT_MATCHES_MAX; j += AT_ONCE) {
        const syllable *t = s + j + off;
        size_t room = places - j < AT_ONCE ? places - j : AT_ONCE;
        uint16_t any = 0;
        if (room == AT_ONCE)
            for (size_t k = 0; k < AT_ONCE; k++) any |= (uint16_t)((t[k] == x) & (t[k + 1] == y));
        else any = 1;
        for (size_t k = 0; any && k < room && found < HIT_MATCHES_MAX; k++) {
            if (memcmp(s + j + k, g, GRAM * sizeof *s) != 0) continue;
            add_seed(a, hit, j + k);
            found++;
        }
    }
}

/* Every place of the document where one of the grams stands, in one pass. */
static void find_hits(align_query *a, const syllable *s, size_t n, const uint32_t *hits, size_t n_hits)
{
    uint32_t slots = 64;

    if (n_hits <= FEW_HITS) {
        for (size_t h = 0; h < n_hits; h++) find_hit(a, s, n, hits[h]);
        return;
    }
    while (slots < n_hits * 2) slots *= 2;
    uint32_t *head = calloc(slots, sizeof *head), *next = calloc(2 * n_hits, sizeof *next);
    if (!head || !next) abort();
    uint32_t *found = next + n_hits;
    for (uint32_t h = 0; h < n_hits; h++) {
        uint32_t *to = &head[first_four(a->q + hits[h]) & (slots - 1)];
        next[h] = *to;
        *to = h + 1;
    }
    for (size_t j = 0; j + GRAM <= n; j++)
        for (uint32_t h = head[first_four(s + j) & (slots - 1)], places = 0; h && places < HIT_PLACES_MAX; h = next[h - 1], places++)
            if (memcmp(s + j, a->q + hits[h - 1], GRAM * sizeof *s) == 0 && found[h - 1]++ < HIT_MATCHES_MAX) add_seed(a, hits[h - 1], j);
    free(head);
    free(next);
}

typedef struct {
    uint32_t q, s; /* how far */
    int32_t bits;
    uint32_t equal;
} reach;

/* A cell of an extension: bits, what is preferred among equals, equal syllables, so that one comparison chooses. */
typedef int64_t cell;
enum { CELL_BITS = 34, CELL_RANK = 32 };
#define CELL_DEAD (INT64_MIN / 2)

static inline cell cell_of(int32_t bits)
{
    return (cell)bits * ((cell)1 << CELL_BITS);
}

static inline cell larger(cell a, cell b)
{
    return a > b ? a : b;
}

/* From (i, j) on in steps of `step`, as far as it pays. A row is a syllable of q, a cell d of it the syllable of s as many places
 * further; cells outside [lo, hi] are dead. Without a branch that depends on the text: most extensions are chance, and short. */
static reach extend(align_query *a, const syllable *s, size_t n, int64_t i, int64_t j, int step)
{
    enum { GAPS = X_DROP / -GAP /* syllables that a gap can have */ };
    const cell gap = cell_of(GAP), by_both = (cell)2 << CELL_RANK, by_q = (cell)1 << CELL_RANK, ranks = (cell)3 << CELL_RANK;
    const syllable *q = a->q;
    const uint8_t *mask = a->mask;
    const int16_t *alone_of = a->alone, *beside_of = step > 0 ? a->after : a->before;
    const int64_t n_q = (int64_t)a->n;
    cell *now = a->cells + DRIFT, *then = a->cells + 3 * DRIFT, best = 0, dead = cell_of(-X_DROP), better = cell_of(1);
    int lo = 0, hi = 0;
    uint32_t best_q = 0, best_s = 0;
    int64_t most_q = step > 0 ? n_q - i : i + 1, most_s = step > 0 ? (int64_t)n - j : j + 1, r;

    now[0] = 0;
    for (; hi < GAPS && hi + 1 < most_s; hi++) now[hi + 1] = now[hi] + gap; /* row 0: only gaps */
    for (r = 0; r < most_q; r++) { /* then[d]: after r + 1 syllables of q and r + 1 + d of s */
        int64_t at = i + step * r;
        int last = (int)least64(DRIFT - 2, most_s - 1 - r), to = hi < last ? hi : last, d = lo - 1 > -DRIFT + 2 ? lo - 1 : -DRIFT + 2;
        bool has_beside = at - step >= 0 && at - step < n_q;
        const int32_t x = q[at], beside = has_beside ? q[at - step] : -2;
        const cell counted = !mask || !mask[at], alone = cell_of(alone_of[at]) + counted, follows = cell_of(beside_of[at]) + counted;
        const cell other = cell_of(x ? MISMATCH : MISMATCH_NUMBER), number = cell_of(MISMATCH_NUMBER);
        cell left = CELL_DEAD;
        int new_lo = d, new_hi = -DRIFT;
        now[lo - 1] = now[hi + 1] = CELL_DEAD;
        if (d == -r - 1) { /* nothing of s yet */
            cell v = now[d + 1] + gap;
            then[d] = left = v < dead ? CELL_DEAD : v;
            new_hi = v < dead ? new_hi : d;
            d++;
        }
        const syllable *p = s + j + step * (r + d), *prior = p - step;
        int32_t y_before = prior >= s && prior < s + n ? *prior : -1;
        for (; d <= to; d++, p += step) {
            int32_t y = *p;
            cell tells = y_before == beside ? follows : alone, differs = y ? other : number;
            cell v = larger(larger(now[d] + (y == x ? tells : differs) + by_both, now[d + 1] + gap + by_q), left + gap) & ~ranks;
            v = v < dead ? CELL_DEAD : v;
            new_hi = v < dead ? new_hi : d;
            then[d] = left = v;
            y_before = y;
            if (v >= better) {
                best = v;
                better = v - (v & UINT32_MAX) + cell_of(1);
                best_q = (uint32_t)(r + 1);
                best_s = (uint32_t)(r + d + 1);
                dead = better - cell_of(1 + X_DROP);
            }
        }
        for (; d <= last && left + gap >= dead; d++) { /* behind the row before there is only that */
            then[d] = left += gap;
            new_hi = d;
        }
        if (new_hi == -DRIFT) break;
        while (then[new_lo] == CELL_DEAD) new_lo++;
        lo = new_lo;
        hi = new_hi;
        cell *t = now;
        now = then;
        then = t;
    }
    a->rows += (uint64_t)(r < most_q ? r + 1 : r);
    return (reach){best_q, best_s, (int32_t)(best >> CELL_BITS), (uint32_t)best};
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

/* Whether another seed lies near on about the same diagonal; alone, a seed is chance nearly always. Seeds from `first` on
 * are in the order of the document. */
static bool has_company(const align_query *a, size_t first, size_t k)
{
    const seed *x = &a->seeds[k];

    if (k < first) return true; /* a gram */
    for (int step = -1; step <= 1; step += 2)
        for (size_t i = k + (size_t)step; i >= first && i < a->n_seeds; i += (size_t)step) {
            const seed *y = &a->seeds[i];
            int64_t s = (int64_t)y->s - x->s, q = (int64_t)y->q - x->q, off = q - s;
            if (s < -COMPANY || s > COMPANY) break;
            if (q >= -COMPANY && q <= COMPANY && off >= -COMPANY_OFF && off <= COMPANY_OFF) return true;
        }
    return false;
}

static void extend_seeds(align_query *a, size_t first, const syllable *s, size_t n)
{
    memset(a->past, 0, sizeof a->past);
    for (size_t k = 0; k < a->n_seeds; k++) {
        const seed *x = &a->seeds[k];
        uint32_t *past = &a->past[(x->q - x->s) & (DIAGONALS - 1)]; /* how far this diagonal, or one that shares its place, was tried */
        if (a->past_of[(x->q - x->s) & (DIAGONALS - 1)] == x->q - x->s && x->q < *past) continue;
        if (!has_company(a, first, k) || covered(a, x)) continue;
        if (a->extensions++ == EXTENSIONS_MAX || a->rows > ROWS_MAX) break;
        reach right = extend(a, s, n, x->q, x->s, 1), left = extend(a, s, n, (int64_t)x->q - 1, (int64_t)x->s - 1, -1);
        a->past_of[(x->q - x->s) & (DIAGONALS - 1)] = x->q - x->s;
        *past = x->q + most(right.q, 2);
        piece p = {x->q - left.q, x->q + right.q, x->s - left.s, x->s + right.s, left.bits + right.bits, left.equal + right.equal, PIECE_FREE};
        if (p.bits >= PIECE_MIN) add_piece(a, &p);
    }
}

static int by_bits(const void *x, const void *y)
{
    const piece *a = x, *b = y;
    if (a->bits != b->bits) return a->bits > b->bits ? -1 : 1;
    return a->q != b->q ? (a->q < b->q ? -1 : 1) : a->s < b->s ? -1 : a->s > b->s;
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

static bool is_beyond_doubt(const alignment *x)
{
    uint32_t lq = x->q_end - x->q, ls = x->s_end - x->s;
    uint64_t covered = (uint64_t)(x->cover_q + x->cover_s) * 100 / (lq + ls);

    return (int)x->best >= DOUBTLESS_BEST && covered >= DOUBTLESS_COVERED && x->bits * 10 >= (int64_t)most(lq, ls) * DOUBTLESS_RATE;
}

bool align_is_worth(const alignment *x)
{
    uint32_t lq = x->q_end - x->q, ls = x->s_end - x->s;

    return x->bits >= WORTH_TOTAL && (uint64_t)(x->cover_q + x->cover_s) * 100 >= (uint64_t)(lq + ls) * WORTH_COVERED && least(lq, ls) * 100 >= most(lq, ls) * WORTH_LENGTH;
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
static int64_t gain(const alignment *x, const piece *p, int bare)
{
    int32_t q = (int32_t)most(p->q, x->q) - (int32_t)least(p->q_end, x->q_end), s = (int32_t)most(p->s, x->s) - (int32_t)least(p->s_end, x->s_end); /* < 0: they overlap */

    if (q > FAR || s > FAR || (q > NEAR && s > NEAR)) return 0;
    int64_t wider_q = most(x->q_end, p->q_end) - least(x->q, p->q) - (x->q_end - x->q), wider_s = most(x->s_end, p->s_end) - least(x->s, p->s) - (x->s_end - x->s);
    return p->bits + bare * ((int64_t)(p->q_end - p->q) - wider_q + (int64_t)(p->s_end - p->s) - wider_s);
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

/* Whether a piece of the passage already has most of this one, on either side: a phrase that comes twice. Each pair is
 * compared once. */
static bool repeats(const align_query *a, piece *p)
{
    if (p->compared == UINT32_MAX) return true;
    for (; p->compared < a->n_in; p->compared++) {
        const piece *x = &a->pieces[a->in[p->compared]];
        int64_t q = (int64_t)least(x->q_end, p->q_end) - most(x->q, p->q), s = (int64_t)least(x->s_end, p->s_end) - most(x->s, p->s);
        if (q * 2 > (int64_t)(p->q_end - p->q) || s * 2 > (int64_t)(p->s_end - p->s)) {
            p->compared = UINT32_MAX;
            return true;
        }
    }
    return false;
}

/* From its strongest piece on, as long as another one is a gain. */
static alignment grown(align_query *a, size_t core, int bare)
{
    alignment x = {.q = UINT32_MAX, .s = UINT32_MAX, .best = (uint32_t)a->pieces[core].bits};
    uint16_t free_ones[PIECES_MAX];
    size_t n_free = 0;

    for (size_t i = 0; i < a->n_pieces; i++) {
        piece *p = &a->pieces[i];
        if (p->use == PIECE_IN) p->use = PIECE_FREE;
        p->compared = 0;
        free_ones[n_free] = (uint16_t)i;
        n_free += p->use == PIECE_FREE && i != core;
    }
    a->n_in = 0;
    for (piece *take = &a->pieces[core]; take;) {
        int64_t best = 0;
        size_t left = 0;
        take->use = PIECE_IN;
        a->in[a->n_in++] = (uint32_t)(take - a->pieces);
        add_to(&x, take);
        take = NULL;
        for (size_t i = 0; i < n_free; i++) { /* those that repeat what is in are looked at no more */
            piece *p = &a->pieces[free_ones[i]];
            if (p->use != PIECE_FREE) continue;
            int64_t g = gain(&x, p, bare);
            if (g > best && repeats(a, p)) continue;
            free_ones[left++] = free_ones[i];
            if (g <= best) continue;
            best = g;
            take = p;
        }
        n_free = left;
    }
    return x;
}

/* The piece is another way through a passage that is there already. */
static bool is_within(const alignments *out, const piece *p)
{
    for (size_t i = 0; i < out->n; i++) {
        const alignment *x = &out->p[i];
        int64_t q = (int64_t)least(x->q_end, p->q_end) - most(x->q, p->q), s = (int64_t)least(x->s_end, p->s_end) - most(x->s, p->s);
        if (q * 2 > (int64_t)(p->q_end - p->q) && s * 2 > (int64_t)(p->s_end - p->s)) return true;
    }
    return false;
}

static bool is_faint(const align_query *a, const alignment *x)
{
    for (int i = 0; i < a->n_faint; i++)
        if (a->faint[i].q < x->q_end && x->q < a->faint[i].q_end) return true;
    return false;
}

/* Grown twice: generously, so that scattered likeness shows how thin it is; then closely, for exact ends. What is thin
 * taken together counts only when its close core is beyond doubt. */
static bool passage(align_query *a, size_t core, alignment *out)
{
    alignment wide = grown(a, core, BARE_WIDE), close;
    bool good = judge(&wide);

    close = grown(a, core, BARE_CLOSE);
    if (judge(&close) && (good || is_beyond_doubt(&close))) {
        if (good) close.kind = wide.kind < close.kind ? wide.kind : close.kind;
        *out = close;
        return true;
    }
    if (good) *out = grown(a, core, BARE_WIDE);
    if (good) out->kind = wide.kind;
    else if (wide.bits >= FAINT_TOTAL && a->n_faint < FAINT_MAX && !is_faint(a, &wide)) {
        wide.kind = ALIGN_FAINT;
        a->faint[a->n_faint++] = wide;
    }
    return good;
}

static void collect(align_query *a, alignments *out)
{
    int cores = 0;

    if (a->n_pieces) qsort(a->pieces, a->n_pieces, sizeof *a->pieces, by_bits);
    for (size_t i = 0; i < a->n_pieces && a->pieces[i].bits >= CORE_LEAST && cores < CORES_MAX; i++) {
        alignment x;
        if (a->pieces[i].use == PIECE_TAKEN || is_within(out, &a->pieces[i])) continue;
        cores++;
        if (!passage(a, i, &x) || is_within(out, &(piece){.q = x.q, .q_end = x.q_end, .s = x.s, .s_end = x.s_end})) continue;
        add_alignment(out, &x);
        for (size_t k = 0; k < a->n_pieces; k++)
            if (a->pieces[k].use == PIECE_IN) a->pieces[k].use = PIECE_TAKEN;
    }
}

static bool counts(const align_query *a, size_t i)
{
    return !a->mask || !a->mask[i];
}

/* A run that a passage overlaps in both texts becomes a part of it. */
static bool join(alignments *out, const alignment *run)
{
    for (size_t i = 0; i < out->n; i++) {
        alignment *x = &out->p[i];
        if (x->q_end < run->q || run->q_end < x->q || x->s_end < run->s || run->s_end < x->s) continue;
        uint32_t more = run->q_end - run->q - (least(x->q_end, run->q_end) - most(x->q, run->q));
        x->q = least(x->q, run->q);
        x->q_end = most(x->q_end, run->q_end);
        x->s = least(x->s, run->s);
        x->s_end = most(x->s_end, run->s_end);
        x->equal += more;
        return true;
    }
    return false;
}

/* A run that no passage was grown from, its words being too common: what lies close around it, when most of it is equal. */
static bool around(align_query *a, const alignment *run, alignment *out)
{
    for (size_t i = 0; i < a->n_pieces; i++) {
        const piece *p = &a->pieces[i];
        if (p->use == PIECE_TAKEN || p->q > run->q || p->q_end < run->q_end || p->s > run->s || p->s_end < run->s_end) continue;
        *out = grown(a, i, BARE_CLOSE);
        uint32_t lq = out->q_end - out->q, ls = out->s_end - out->s;
        uint64_t covered = (uint64_t)(out->cover_q + out->cover_s) * 100 / (lq + ls);
        out->kind = ALIGN_SURE;
        return out->equal >= run->equal + AROUND_MORE && covered >= SURE_COVERED && (uint64_t)out->equal * 100 >= (uint64_t)most(lq, ls) * AROUND_EQUAL;
    }
    return false;
}

/* The guarantee: the run of equal syllables around each seed of a gram; boilerplate within it does not end it. */
static void runs(align_query *a, size_t n_seeds, const syllable *s, size_t n, alignments *out)
{
    memset(a->past, 0, sizeof a->past);
    for (size_t k = 0; k < n_seeds && a->steps <= STEPS_MAX; k++) {
        uint32_t q = a->seeds[k].q, j = a->seeds[k].s, q_end = q, j_end = j, diagonal = q - j, *past = &a->past[diagonal & (DIAGONALS - 1)];
        if (a->past_of[diagonal & (DIAGONALS - 1)] == diagonal && q < *past) continue; /* within the run before */
        while (q > 0 && j > 0 && a->q[q - 1] == s[j - 1]) q--, j--;
        while (q_end < a->n && j_end < n && a->q[q_end] == s[j_end]) q_end++, j_end++;
        a->steps += q_end - q;
        a->past_of[diagonal & (DIAGONALS - 1)] = diagonal;
        *past = q_end;
        while (q < q_end && !counts(a, q)) q++, j++;
        while (q_end > q && !counts(a, q_end - 1)) q_end--, j_end--;
        alignment x = {.q = q, .q_end = q_end, .s = j, .s_end = j_end, .kind = ALIGN_SHORT};
        for (uint32_t i = q; i < q_end; i++) {
            x.equal += counts(a, i);
            x.bits += counts(a, i) ? frozen_info(a->q[i]) : 0;
        }
        if (x.equal < RUN || join(out, &x)) continue;
        alignment wide;
        add_alignment(out, around(a, &x, &wide) ? &wide : &x);
    }
}

bool align_is_cut(const align_query *a)
{
    return a->rows > ROWS_MAX || a->steps > STEPS_MAX;
}

void align_document(align_query *a, const syllable *s, size_t n, const uint32_t *hits, size_t n_hits, align_part part, alignments *out)
{
    out->n = a->n_seeds = a->n_pieces = 0;
    a->n_faint = 0;
    a->extensions = 0;
    find_hits(a, s, n, hits, n_hits);
    size_t grams = a->n_seeds;
    if (part.to > a->n) part.to = (uint32_t)a->n;
    if (part.from < part.to) {
        find_seeds(a, s, n, part);
        extend_seeds(a, grams, s, n);
        collect(a, out);
    }
    runs(a, grams, s, n, out);
    for (int i = 0; i < a->n_faint; i++)
        if (!is_within(out, &(piece){.q = a->faint[i].q, .q_end = a->faint[i].q_end, .s = a->faint[i].s, .s_end = a->faint[i].s_end})) add_alignment(out, &a->faint[i]);
}
