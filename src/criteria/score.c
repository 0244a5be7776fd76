/* The arithmetic of scores: whole hundredths, no floating point but for what a spreadsheet stored. */
#include "base/buf.h"
#include "base/text.h"
#include "base/words.h"
#include "criteria/criteria.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

status score_parse(const char *s, int64_t *hundredths)
{
    int64_t v = 0;
    int digits = 0, decimals = 0;

    for (; isdigit((unsigned char)*s); s++, digits++) {
        v = v * 10 + (*s - '0');
        if (v * 100 > CRITERIA_POINTS_MAX) return E_INVALID;
    }
    if (digits == 0) return E_INVALID;
    if (*s == ',' || *s == '.') {
        for (s++; isdigit((unsigned char)*s); s++, decimals++)
            if (decimals < 2) v = v * 10 + (*s - '0');
            else if (*s != '0') return E_INVALID;
        if (decimals == 0) return E_INVALID;
    }
    for (int i = decimals; i < 2; i++) v *= 10;
    if (*s || v > CRITERIA_POINTS_MAX) return E_INVALID;
    *hundredths = v;
    return OK;
}

status score_parse_stored(const char *s, int64_t *hundredths)
{
    char *end = NULL;
    double v = strtod(s, &end) * 100, near = nearbyint(v);

    if (end == s || *end || !(v >= 0 && v <= CRITERIA_POINTS_MAX) || fabs(v - near) > 1e-6) return E_INVALID;
    *hundredths = (int64_t)near;
    return OK;
}

const char *score_text(arena *mem, int64_t h)
{
    int64_t a = h < 0 ? -h : h;
    return textf(mem, "%s%lld,%02lld", h < 0 ? "-" : "", (long long)(a / 100), (long long)(a % 100));
}

/* "27-30", "27–30", "0": moves `s` behind it. */
static status read_span(const char **s, arena *mem, int64_t *low, int64_t *high)
{
    const char *p = *s;
    size_t n = strspn(p, "0123456789,.");

    TRY(score_parse(text_copyn(mem, p, n), low));
    *high = *low;
    p += n;
    size_t dash = text_starts(p, "–") ? strlen("–") : *p == '-';
    if (dash) {
        p += dash;
        n = strspn(p, "0123456789,.");
        TRY(score_parse(text_copyn(mem, p, n), high));
        p += n;
    }
    if (*p && *p != ' ' && *p != ':') return E_INVALID;
    *s = p + strspn(p, " :");
    return OK;
}

status score_bands(arena *mem, const char *text, int64_t max, band_list *out)
{
    score_band *b = NEWS(mem, score_band, CRITERIA_BANDS_MAX);
    char *save = NULL, *copy = text_copy(mem, text);
    int n = 0;

    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        const char *p = line + strspn(line, " ");
        if (!*p) continue;
        if (n == CRITERIA_BANDS_MAX) return E_INVALID;
        TRY(read_span(&p, mem, &b[n].low, &b[n].high));
        b[n].label = p;
        b[n].veto = strstr(p, "(loại)") != NULL;
        if (b[n].low > b[n].high || b[n].high > max) return E_INVALID;
        for (int i = 0; i < n; i++)
            if (b[n].low <= b[i].high && b[i].low <= b[n].high) return E_INVALID;
        n++;
    }
    *out = (band_list){b, n};
    return OK;
}

score_outcome score_check(const criterion_row *c, const band_list *bands, int64_t points, const char *comment, bool *veto)
{
    bool in_band = bands->n == 0, vetoed = false;

    if (points < 0) return SCORE_MISSING;
    if (points > c->max) return SCORE_TOO_HIGH;
    for (int i = 0; i < bands->n; i++) {
        if (points < bands->p[i].low || points > bands->p[i].high) continue;
        in_band = true;
        vetoed = bands->p[i].veto;
    }
    if (!in_band) return SCORE_NO_BAND;
    if (veto) *veto = vetoed;
    bool asked = vetoed || text_eq(c->comment, "always"); /* who excludes says why */
    return asked && text_empty(comment) ? SCORE_NO_COMMENT : SCORE_GOOD;
}

const char *score_outcome_words(arena *mem, const criterion_row *c, score_outcome o)
{
    switch (o) {
    case SCORE_GOOD: return "";
    case SCORE_MISSING: return T("Chưa có điểm.");
    case SCORE_TOO_HIGH: return textf(mem, T("Điểm cao nhất của tiêu chí này là %s."), score_text(mem, c->max));
    case SCORE_NO_BAND: return T("Điểm không nằm trong mức nào của tiêu chí này.");
    case SCORE_NO_COMMENT: return T("Hãy ghi nhận xét cho điểm này.");
    }
    return "";
}

static int64_t half_up(int64_t sum, int64_t by)
{
    return (2 * sum + by) / (2 * by);
}

int64_t score_total(const criterion_list *l, const int64_t *points)
{
    int64_t sum = 0;

    for (int i = 0; i < l->n; i++) sum += points[i] * l->p[i].weight;
    return half_up(sum, 100);
}

int64_t score_full(const criterion_list *l)
{
    int64_t sum = 0;

    for (int i = 0; i < l->n; i++) sum += l->p[i].max * l->p[i].weight;
    return half_up(sum, 100);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The totals in order, and which of them count: from `from`, `n` of them. */
static void counted(const char *method, const int64_t *totals, int all, int64_t *sorted, int *from, int *n)
{
    memcpy(sorted, totals, sizeof *totals * (size_t)all);
    qsort(sorted, (size_t)all, sizeof *sorted, by_size);
    *from = 0;
    *n = all;
    if (text_eq(method, "trimmed") && all >= 3) {
        *from = 1;
        *n = all - 2;
    } else if (text_eq(method, "median")) {
        *from = (all - 1) / 2;
        *n = all % 2 ? 1 : 2;
    }
}

int64_t score_result(const char *method, const int64_t *totals, int all)
{
    int64_t sorted[CRITERIA_SHEETS_MAX], sum = 0;
    int from = 0, n = 0;

    if (all <= 0 || all > CRITERIA_SHEETS_MAX) return 0;
    counted(method, totals, all, sorted, &from, &n);
    for (int i = 0; i < n; i++) sum += sorted[from + i];
    return half_up(sum, n);
}

const char *score_formula(arena *mem, const char *method, const int64_t *totals, int all)
{
    int64_t sorted[CRITERIA_SHEETS_MAX], sum = 0;
    AUTO(buf) b = {0};
    int from = 0, n = 0;

    if (all <= 0 || all > CRITERIA_SHEETS_MAX) return "";
    counted(method, totals, all, sorted, &from, &n);
    for (int i = 0; i < n; i++) sum += sorted[from + i];
    if (n < all) {
        buf_printf(&b, "%s: ", T("xếp thứ tự"));
        for (int i = 0; i < all; i++) buf_printf(&b, i >= from && i < from + n ? "%s%s" : "%s[%s]", i ? "; " : "", score_text(mem, sorted[i]));
        buf_printf(&b, " (%s) → ", T("trong ngoặc vuông: không tính"));
    }
    buf_puts(&b, "(");
    for (int i = 0; i < n; i++) buf_printf(&b, "%s%s", i ? " + " : "", score_text(mem, sorted[from + i]));
    bool rounded = sum % n != 0;
    buf_printf(&b, ") / %d %s %s", n, rounded ? "≈" : "=", score_text(mem, half_up(sum, n)));
    return text_copy(mem, b.p);
}

/* ---- agreement ---- */

/* Values of one item and their sums; how many there are. */
static int pairable(const int64_t *at, int raters, int64_t *sum, int64_t *squares)
{
    int n = 0;

    *sum = *squares = 0;
    for (int r = 0; r < raters; r++) {
        if (at[r] < 0) continue;
        n++;
        *sum += at[r];
        *squares += at[r] * at[r];
    }
    return n;
}

/* With the interval metric both disagreements are sums of squares: D_o = Σ_items 2(n·Σx² − (Σx)²)/(n − 1) over N, and
 * D_e = 2(N·Σx² − (Σx)²)/(N(N − 1)); items with one value are left out. */
status score_alpha(const int64_t *at, int items, int raters, int64_t *thousandths)
{
    int64_t all = 0, sum = 0, squares = 0;
    long double inside = 0;

    for (int i = 0; i < items; i++) {
        int64_t s = 0, q = 0;
        int n = pairable(at + (size_t)i * (size_t)raters, raters, &s, &q);
        if (n < 2) continue;
        all += n;
        sum += s;
        squares += q;
        inside += (long double)(n * q - s * s) / (n - 1);
    }
    long double between = all > 1 ? (long double)(all * squares - sum * sum) / (long double)(all - 1) : 0;
    if (between <= 0) return E_NOT_FOUND;
    *thousandths = (int64_t)llroundl(1000 - 1000 * inside / between);
    return OK;
}

status score_severity(const int64_t *at, int items, int raters, int rater, int64_t *hundredths)
{
    int64_t sum = 0, times = 0;

    for (int i = 0; i < items; i++) {
        const int64_t *row = at + (size_t)i * (size_t)raters;
        int64_t s = 0, q = 0;
        int n = pairable(row, raters, &s, &q);
        if (row[rater] < 0 || n < 2) continue;
        sum += row[rater] - half_up(s - row[rater], n - 1);
        times++;
    }
    if (!times) return E_NOT_FOUND;
    *hundredths = sum >= 0 ? half_up(sum, times) : -half_up(-sum, times);
    return OK;
}
