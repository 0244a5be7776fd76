/* Folding, and the guarantee: every run of RUN syllables is found, wherever it stands and whatever is around it. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "text/align.h"
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 88172645463325252u;
static uint32_t chance(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % below;
}

static void fill(syllable *s, size_t n, uint32_t words)
{
    for (size_t i = 0; i < n; i++) s[i] = (syllable)(chance(words) * 37 + 1);
}

/* Whether the search that an index makes finds q[at, at + length): a gram of both, then the run around it. */
static bool is_found(const syllable *q, size_t n, const syllable *s, size_t m, uint32_t at, uint32_t length, bool whole)
{
    AUTO(features) a = {0}, b = {0};
    alignments out = {0};
    uint32_t hits[400];
    size_t n_hits = 0;
    bool found = false;

    features_grams(q, n, &a);
    features_grams(s, m, &b);
    for (size_t i = 0; i < a.n; i++)
        for (size_t k = 0; k < b.n; k++)
            if (a.p[i].key == b.p[k].key && n_hits < COUNT(hits)) {
                hits[n_hits++] = a.p[i].at;
                break;
            }
    align_query *x = align_query_new(q, n, NULL);
    align_document(x, s, m, hits, n_hits, whole ? ALIGN_WHOLE : ALIGN_RUNS, &out);
    for (size_t i = 0; i < out.n; i++) found = found || (out.p[i].q <= at && out.p[i].q_end >= at + length);
    align_query_free(x);
    alignments_free(&out);
    return found;
}

/* Every place in the text, every place in the document, every length from RUN on, in words rare and common. */
static void every_run_is_found(void **state)
{
    enum { N = 60, M = 50 };
    syllable q[N], s[M];

    for (uint32_t words = 2; words <= 1500; words *= 9)
        for (uint32_t length = RUN; length <= RUN + 6; length += 3)
            for (uint32_t at = 0; at + length <= N; at++)
                for (uint32_t to = 0; to + length <= M; to += 3) {
                    fill(q, N, words);
                    fill(s, M, words);
                    memcpy(s + to, q + at, length * sizeof *q);
                    assert_true(is_found(q, N, s, M, at, length, (at + to) % 5 == 0));
                }
}

/* The bound is sharp for grams: a text shorter than a gram has none, and one of GRAM syllables has its one. */
static void short_texts_have_few_grams(void **state)
{
    syllable s[RUN];

    fill(s, RUN, 1000);
    for (size_t n = 0; n <= RUN; n++) {
        AUTO(features) f = {0};
        features_grams(s, n, &f);
        assert_int_equal(f.n > 0, n >= GRAM);
    }
}

static void same(const char *a, const char *b)
{
    AUTO(syllables) x = {0}, y = {0};

    syllables_read(a, strlen(a), SIZE_MAX, true, &x);
    syllables_read(b, strlen(b), SIZE_MAX, true, &y);
    assert_int_equal(x.n, y.n);
    for (size_t i = 0; i < x.n; i++) assert_int_equal(x.id[i], y.id[i]);
}

static void spellings_are_one(void **state)
{
    same("Hoà giải ở thuỷ điện", "hòa giải ở thủy điện");
    same("Đà Nẵng", "da nang");
    same("khoa\xCC\x89ng c\xC3\xA1" "ch", "khoảng cách");                     /* decomposed */
    same("kh\xE2\x80\x8Bo\xC2\xAD" "ảng", "khoảng");                          /* hidden characters */
    same("h\xD0\xBE\xD1\x81 sinh", "hoc sinh");                               /* Cyrillic о and с */
    same("ｈｏｃ sinh", "học sinh");                                          /* full width */
    same("Gi¶i ph¸p n©ng cao chÊt l­îng d¹y häc", "Giải pháp nâng cao chất lượng dạy học");
    same("Khu vöïc naøy hieän coù caáu truùc chæ phuø hôïp", "Khu vực này hiện có cấu trúc chỉ phù hợp"); /* VNI */
    same("ngày 15/10, 2.530.000 đồng", "ngày 3/9 17 đồng");                   /* a number is a number, and a comma ends it */
    same("c0ng l1nh", "cong linh");                                           /* slips of a scanner */
}

static void places_are_code_points(void **state)
{
    AUTO(syllables) s = {0};
    const char *text = "\xFF\xC4\x90\xC3\xA0, kho\xE2\x80\x8B" "a\xCC\x89ng 10.5";

    syllables_read(text, strlen(text), SIZE_MAX, true, &s);
    assert_int_equal(s.n, 3);
    assert_int_equal(s.from[0], 1);
    assert_int_equal(s.to[0], 3);
    assert_int_equal(s.from[1], 5);
    assert_int_equal(s.to[1], 13); /* with the hidden character and the mark */
    assert_int_equal(s.to[2], 18);
    assert_int_equal(s.code_points, 18);
    assert_int_equal(s.hidden, 1);
}

static void tricks_are_counted(void **state)
{
    AUTO(syllables) s = {0};
    const char *trick = "s\xD0\xB0ng ki\xE1\xBA\xBFn", *russian = "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0";

    syllables_read(trick, strlen(trick), SIZE_MAX, true, &s);
    assert_int_equal(s.homoglyphs, 1);
    syllables_read(russian, strlen(russian), SIZE_MAX, true, &s);
    assert_int_equal(s.homoglyphs, 0); /* a word of its own script is none */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_is_found),     cmocka_unit_test(short_texts_have_few_grams), cmocka_unit_test(spellings_are_one),
        cmocka_unit_test(places_are_code_points), cmocka_unit_test(tricks_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
