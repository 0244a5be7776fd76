/* Titles while typing: the lists answer what looking through the beginning of every document would; after adding, removing, merging, a
 * rebuild, and of an earlier generation; damage of the lists is seen. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "novelty/novelty.h"
#include "novelty/title.h"
#include "novelty/volume_own.h"
#include "tests/lib/stores.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DOCS = 36000, VOLUMES = 3, YOUNG = 60, SHOWN = 10 };
static char folder[300];

static int fresh_folder(void **state)
{
    char command[1000];

    snprintf(folder, sizeof folder, "%s/similar-%d", stores_data(), (int)getpid());
    snprintf(command, sizeof command, "rm -rf '%s' '%s.rebuild' '%s.old'", folder, folder, folder);
    return system(command);
}

static novelty *opened(void)
{
    novelty *n = NULL;

    assert_int_equal(novelty_open(folder, true, &n), OK);
    return n;
}

static const char *const words[] = {"giải pháp", "nâng cao", "chất lượng", "dạy học", "môn toán", "sơ đồ tư duy", "trạm bơm", "thủy lợi", "nội đồng", "tự động", "một cửa", "hồ sơ",
                                    "quy trình", "tiếp nhận", "kính hiển vi", "ngân hàng câu hỏi", "ổ bánh mì", "lúa nếp", "máy sấy", "khay chia thuốc", "quan trắc", "nước thải"};

/* A few phrases, and now and then a word that few have. */
static const char *phrases(arena *mem, uint32_t number, int count)
{
    uint64_t seed = number * 7919u + 17;
    const char *out = "";

    for (int i = 0; i < count; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint32_t w = (uint32_t)(seed >> 40);
        out = textf(mem, "%s%s%s", out, i ? " " : "", words[w % COUNT(words)]);
        if (w % 7 == 0) out = textf(mem, "%s %c%cang %u", out, "bcdghklmnpqrstvx"[seed >> 35 & 15], "aeiou"[(seed >> 50) % 5], w % 9);
    }
    return out;
}

static novelty_doc document(arena *mem, uint32_t i)
{
    return (novelty_doc){textf(mem, "d%u", i), i % 3 ? "" : "third", phrases(mem, i, 4), i % 2 ? phrases(mem, i + 700000, (int)(i % 16)) : ""};
}

/* ---- the same by looking at each: what the lists stand for ---- */
typedef struct {
    uint8_t seen[65536];
    uint32_t pair[TITLE_TYPED_MAX];
    int pairs;
    double one[65536], pair_weight[TITLE_TYPED_MAX], all;
} wanted;

static void want(const syllables *t, wanted *w)
{
    for (size_t i = 0; i < t->n; i++) {
        double bits = (double)frozen_info(t->id[i]) / BIT - 7;
        if (w->seen[t->id[i]]) continue;
        w->seen[t->id[i]] = 1;
        w->one[t->id[i]] = t->id[i] && bits > 0 ? bits / 2 : 0;
        w->all += w->one[t->id[i]];
    }
    for (size_t i = 0; i + 1 < t->n; i++) {
        int info = frozen_pair(t->id[i], t->id[i + 1]), k = 0;
        uint32_t code = (uint32_t)t->id[i] << 16 | t->id[i + 1];
        while (k < w->pairs && w->pair[k] != code) k++;
        if (!t->id[i] || !t->id[i + 1] || info < 11 * BIT || k < w->pairs) continue;
        w->pair[w->pairs] = code;
        w->pair_weight[w->pairs] = (double)info / BIT - 9;
        w->all += w->pair_weight[w->pairs++];
    }
}

static double has(const wanted *w, const syllable *s, size_t n)
{
    double sum = 0;
    uint64_t got = 0; /* pairs */

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        if (!w->seen[s[i]]) continue;
        while (s[k] != s[i]) k++;
        if (k == i) sum += w->one[s[i]]; /* the first time */
        for (int p = 0; i + 1 < n && w->seen[s[i + 1]] && p < w->pairs; p++) {
            if (w->pair[p] != ((uint32_t)s[i] << 16 | s[i + 1]) || got >> p & 1) continue;
            got |= 1ull << p;
            sum += w->pair_weight[p];
        }
    }
    return sum;
}

typedef struct {
    uint32_t doc;
    double score;
} like;

static int best_first(const void *x, const void *y)
{
    const like *a = x, *b = y;
    return a->score != b->score ? (a->score > b->score ? -1 : 1) : a->doc < b->doc ? -1 : 1;
}

static syllable leads[DOCS][LEAD];
static size_t lead_n[DOCS];

static void read_leads(void)
{
    AUTO(syllables) title = {0}, text = {0};

    for (uint32_t i = 0; i < DOCS; i++) {
        AUTO(arena_ptr) mem = arena_new();
        novelty_doc d = document(mem, i);
        syllables_read(d.title, strlen(d.title), LEAD, false, &title);
        syllables_read(d.text, strlen(d.text), LEAD - title.n, false, &text);
        memcpy(leads[i], title.id, title.n * sizeof(syllable));
        if (text.n) memcpy(leads[i] + title.n, text.id, text.n * sizeof(syllable));
        lead_n[i] = title.n + text.n;
    }
}

typedef struct {
    uint32_t docs;     /* those below */
    bool some_removed; /* every fifth of the first thousand */
    const char *unit;
} standing;

static bool stands(const standing *s, uint32_t i)
{
    return i < s->docs && !(s->some_removed && i < 1000 && i % 5 == 0);
}

static void expect(novelty *n, const char *title, const standing *s, const novelty_ask *a)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(syllables) t = {0};
    wanted *w = calloc(1, sizeof *w);
    like *all = calloc(DOCS, sizeof *all);
    novelty_likes got = {0};
    int count = 0, at = 0;

    assert_true(w && all);
    syllables_read(title, strlen(title), TITLE_TYPED_MAX, false, &t);
    want(&t, w);
    for (uint32_t i = 0; i < DOCS; i++) {
        double score = stands(s, i) ? has(w, leads[i], lead_n[i]) : 0;
        if (score > 0 && score * 100 >= w->all * 25) all[count++] = (like){i, score};
    }
    if (count) qsort(all, (size_t)count, sizeof *all, best_first);
    assert_int_equal(novelty_similar(n, mem, title, SHOWN, a, &got), OK);
    for (int i = 0; i < count && i < SHOWN * 4; i++) { /* so many are looked up, and those of the unit shown */
        if (at == SHOWN || (a && a->unit && all[i].doc % 3)) continue;
        assert_true(at < got.n);
        assert_string_equal(got.p[at].id, textf(mem, "d%u", all[i].doc));
        assert_true(got.p[at].score > all[i].score / w->all - 1e-9 && got.p[at].score < all[i].score / w->all + 1e-9);
        at++;
    }
    assert_int_equal(got.n, at);
    free(w);
    free(all);
}

static void expect_all(novelty *n, const standing *s, const novelty_ask *a)
{
    static const char *const titles[] = {"giải pháp nâng cao chất lượng dạy học", "Giai phap quan trac nuoc thai tu dong", "khay chia thuốc", "máy sấy lúa nếp nội đồng, máy sấy lúa nếp nội đồng",
                                         "hồ sơ một cửa 12 hồ sơ 13", "không có gì như thế", "", "7"};
    AUTO(arena_ptr) mem = arena_new();

    for (int i = 0; i < COUNT(titles); i++) expect(n, titles[i], s, a);
    for (uint32_t i = 0; i < 6; i++) expect(n, phrases(mem, i * 4999, 4), s, a); /* as one of them */
    expect(n, phrases(mem, 5, 60), s, a);                                         /* longer than is looked at */
}

static void put(novelty *n, uint32_t from, uint32_t to)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty_doc *docs = NEWS(mem, novelty_doc, to - from);

    for (uint32_t i = from; i < to; i++) docs[i - from] = document(mem, i);
    assert_int_equal(novelty_put(n, docs, (int)(to - from), -1), OK);
}

static void the_same_as_looking_through_all(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened();
    novelty_stat before = {0}, s = {0};

    read_leads();
    for (uint32_t i = 0; i < VOLUMES; i++) put(n, (DOCS - YOUNG) / VOLUMES * i, (DOCS - YOUNG) / VOLUMES * (i + 1));
    expect_all(n, &(standing){.docs = DOCS - YOUNG}, NULL);
    put(n, DOCS - YOUNG, DOCS);
    expect_all(n, &(standing){.docs = DOCS}, NULL); /* found as soon as they are added */
    assert_int_equal(novelty_stat_of(n, &before), OK);
    assert_int_equal(before.segments, VOLUMES);
    for (int i = 0; i < 1000; i += 5) {
        const char *id = textf(mem, "d%d", i);
        assert_int_equal(novelty_remove(n, &id, 1, -1, NULL), OK);
    }
    standing now = {.docs = DOCS, .some_removed = true};
    expect_all(n, &now, NULL);
    expect_all(n, &now, &(novelty_ask){.unit = "third"});
    expect_all(n, &(standing){.docs = DOCS}, &(novelty_ask){.generation = before.generation});
    assert_int_equal(novelty_compact(n, true), OK);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.segments, 1); /* more than are added up at once */
    expect_all(n, &now, NULL);
    novelty_close(n);
    assert_int_equal(novelty_rebuild(folder), OK);
    n = opened();
    expect_all(n, &now, NULL);
    novelty_close(n);
}

/* A volume too large to be checked whole: its lists of titles are checked where they are read. */
static void damage_is_seen_when_it_is_read(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty_likes l = {0};
    novelty_report r = {0};
    volume_header head;
    char path[600];

    volume_verify_most = 0;
    novelty *n = opened();
    put(n, 0, 2000);
    novelty_close(n);
    fixture_file(folder, "volume-", path);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
    const volume_section *p = &head.part[PART_TITLE_POSTINGS];
    for (uint64_t at = p->at; at < p->at + p->bytes; at += PAGE) {
        char x = 0;
        assert_int_equal(pread(fd, &x, 1, (off_t)at), 1);
        x ^= 4;
        assert_int_equal(pwrite(fd, &x, 1, (off_t)at), 1);
    }
    close(fd);
    n = opened();
    assert_int_equal(novelty_check(n, mem, words[1], strlen(words[1]), NULL, &r), OK); /* does not read them */
    assert_int_equal(novelty_similar(n, mem, words[1], SHOWN, NULL, &l), E_INVALID);
    assert_int_equal(l.n, 0);
    assert_true(novelty_is_damaged(n));
    novelty_close(n);
    assert_int_equal(novelty_rebuild(folder), OK);
    n = opened();
    assert_int_equal(novelty_similar(n, mem, words[1], SHOWN, NULL, &l), OK);
    assert_int_equal(l.n, SHOWN);
    novelty_close(n);
    volume_verify_most = 64 << 20;
}

static void short_and_few(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened();
    novelty_likes l = {0};
    static const char *const titles[] = {"Giải pháp nâng cao chất lượng dạy học môn Toán lớp 5 bằng sơ đồ tư duy", "Giải pháp nâng cao chất lượng dạy học môn Ngữ văn lớp 9",
                                         "Tủ điện tự động cấp nước cho trạm bơm thủy lợi nội đồng", "Cải tiến quy trình tiếp nhận hồ sơ một cửa tại phường"};
    for (int i = 0; i < COUNT(titles); i++) {
        novelty_doc d = {textf(mem, "t%d", i), "", titles[i], ""};
        assert_int_equal(novelty_put(n, &d, 1, -1), OK);
    }
    for (int merged = 0; merged < 2; merged++) {
        assert_int_equal(novelty_similar(n, mem, "tram bom thuy loi tu dong", 10, NULL, &l), OK);
        assert_true(l.n >= 1);
        assert_string_equal(l.p[0].id, "t2");
        assert_int_equal(novelty_similar(n, mem, "Dạy toán 5 với sơ đồ tư duy", 10, NULL, &l), OK);
        assert_string_equal(l.p[0].id, "t0");
        assert_int_equal(novelty_similar(n, mem, "", 10, NULL, &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(novelty_similar(n, mem, titles[0], 0, NULL, &l), OK);
        assert_int_equal(l.n, 0);
        assert_int_equal(novelty_compact(n, true), OK); /* in memory, then in a volume */
    }
    novelty_close(n);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, fresh_folder, fresh_folder)
    const struct CMUnitTest tests[] = {IN_A_FOLDER(short_and_few), IN_A_FOLDER(the_same_as_looking_through_all), IN_A_FOLDER(damage_is_seen_when_it_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
