/* The index: what is put in is found, what is removed is not; places, classes, snapshots; after being killed, damaged or out of
 * disk it opens as it was; it follows the store. */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "demo/demo.h"
#include "novelty/index.h"
#include "novelty/volume_own.h"
#include "tests/lib/stores.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[300];
static uint64_t seed = 1;

static uint32_t chance(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static int fresh_folder(void **state)
{
    char command[400];

    snprintf(folder, sizeof folder, "%s/novelty-%d", stores_data(), (int)getpid());
    snprintf(command, sizeof command, "rm -rf '%s' '%s.rebuild' '%s.old'", folder, folder, folder);
    seed = 1;
    return system(command);
}

/* Text of a document: words by a law of Zipf's kind, different for each number. */
static const char *text_of(arena *mem, uint32_t number, int words)
{
    static const char *const start[] = {"th", "ng", "tr", "kh", "ph", "l", "m", "n", "h", "d", "b", "c", "s", "v", "x", "g"},
                      *const end[] = {"anh", "uong", "ien", "oi", "at", "em", "ong", "ay", "uc", "inh", "oan", "ep", "a", "u", "iet", "ang"};
    AUTO(buf) b = {0};

    seed = number * 7919u + 17;
    for (int i = 0; i < words; i++) {
        uint32_t w = chance(256) * chance(256) / 256;
        buf_printf(&b, "%s%s%s", start[w % 16], end[w / 16], i % 12 == 11 ? ".\n" : " ");
    }
    return text_copyn(mem, b.p, b.n);
}

static novelty *opened(bool write)
{
    novelty *n = NULL;
    assert_int_equal(novelty_open(folder, write, &n), OK);
    return n;
}

static void put(novelty *n, arena *mem, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        novelty_doc d = {textf(mem, "d%u", i), i % 2 ? "odd" : "even", textf(mem, "Giải pháp số %u", i), text_of(mem, i, 300)};
        assert_int_equal(novelty_put(n, &d, 1, i), OK);
    }
}

static novelty_report ask(novelty *n, arena *mem, const char *text, const novelty_ask *a)
{
    novelty_report r = {0};
    assert_int_equal(novelty_check(n, mem, text, strlen(text), a, &r), OK);
    return r;
}

static bool names(const novelty_report *r, const char *id)
{
    for (int i = 0; i < r->sources.n; i++)
        if (text_eq(r->sources.p[i].id, id)) return true;
    return false;
}

/* A question with 60 words of document `i` amid others. */
static const char *copying(arena *mem, uint32_t i)
{
    const char *own = text_of(mem, 100000 + i, 200), *from = text_of(mem, i, 300);
    size_t a = 300, b = 700;

    while (from[a] != ' ') a++;
    while (from[b] != ' ') b++;
    return textf(mem, "%s%s %s", own, text_copyn(mem, from + a, b - a), text_of(mem, 200000 + i, 100));
}

static void found_with_its_places(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);

    put(n, mem, 0, 40);
    const char *text = copying(mem, 7);
    novelty_report r = ask(n, mem, text, NULL);
    assert_int_equal(r.passages.n, 1);
    assert_string_equal(r.sources.p[0].id, "d7");
    assert_int_equal(r.passages.p[0].kind, PASSAGE_VERBATIM);
    novelty_range q = r.passages.p[0].q, s = r.passages.p[0].s;
    novelty_doc d = {0};
    assert_int_equal(novelty_read(n, mem, "d7", &d), OK);
    assert_int_equal(strncmp(text + q.from, d.text + s.from, (size_t)(q.to - q.from)), 0); /* plain letters: bytes are code points */
    assert_true(q.to - q.from >= 395);
    assert_true(r.share > 1000 && r.share < 3000);
    assert_false(names(&(novelty_report[]){ask(n, mem, text, &(novelty_ask){.unit = "even"})}[0], "d7"));
    assert_true(names(&(novelty_report[]){ask(n, mem, text, &(novelty_ask){.unit = "odd"})}[0], "d7"));
    novelty_close(n);
}

/* Runs of exactly NOVELTY_RUN syllables, each one a document of its own. */
static void short_runs_are_told_apart(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);

    put(n, mem, 0, 60);
    for (uint32_t i = 0; i < 60; i++) {
        const char *from = text_of(mem, i, 300), *a = from;
        for (uint32_t w = 0; w < 20 + i * 4; w++) a += strcspn(a, " \n") + 1;
        const char *b = a;
        for (int w = 0; w < NOVELTY_RUN; w++) b += strcspn(b, " \n") + 1;
        novelty_report r = ask(n, mem, textf(mem, "%s qqa %s wwe %s", text_of(mem, 3000 + i, 90), text_copyn(mem, a, (size_t)(b - a)), text_of(mem, 4000 + i, 90)), NULL);
        assert_true(names(&r, textf(mem, "d%u", i)));
        for (int k = 0; k < r.passages.n; k++) assert_true(r.passages.p[k].syllables >= NOVELTY_RUN);
        assert_true(r.copied >= NOVELTY_RUN); /* the guarantee holds in the share */
    }
    novelty_close(n);
}

static void removed_replaced_and_as_it_was(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    const char *gone[] = {"d3"};
    int removed = 0;
    novelty_stat before = {0}, after = {0};

    put(n, mem, 0, 20);
    const char *text = copying(mem, 3);
    novelty_report then = ask(n, mem, text, NULL);
    assert_true(names(&then, "d3"));
    assert_int_equal(novelty_stat_of(n, &before), OK);
    assert_int_equal(novelty_remove(n, gone, 1, -1, &removed), OK);
    assert_int_equal(removed, 1);
    assert_false(names(&(novelty_report[]){ask(n, mem, text, NULL)}[0], "d3"));
    novelty_report again = ask(n, mem, text, &(novelty_ask){.generation = before.generation});
    assert_string_equal(then.hash, again.hash); /* the same bytes on the same generation */
    novelty_close(n);
    n = opened(true);
    assert_string_equal(ask(n, mem, text, &(novelty_ask){.generation = before.generation}).hash, then.hash);
    novelty_doc same = {"d4", "even", "Giải pháp số 4", text_of(mem, 4, 300)}, other = {"d4", "even", "Giải pháp số 4", text_of(mem, 900, 300)};
    assert_int_equal(novelty_stat_of(n, &before), OK);
    assert_int_equal(novelty_put(n, &same, 1, -1), OK);
    assert_int_equal(novelty_stat_of(n, &after), OK);
    assert_int_equal(before.generation, after.generation); /* nothing was new */
    assert_int_equal(novelty_put(n, &other, 1, -1), OK);
    assert_true(names(&(novelty_report[]){ask(n, mem, copying(mem, 900), NULL)}[0], "d4"));
    assert_false(names(&(novelty_report[]){ask(n, mem, copying(mem, 4), NULL)}[0], "d4"));
    assert_int_equal(novelty_compact(n, true), OK); /* for good */
    novelty_report r = {0};
    assert_int_equal(novelty_check(n, mem, text, strlen(text), &(novelty_ask){.generation = 1}, &r), E_NOT_FOUND);
    novelty_close(n);
}

/* What questions say about an index, in one text. */
static const char *answers(novelty *n, arena *mem, uint32_t docs)
{
    AUTO(buf) b = {0};
    novelty_stat s = {0};

    assert_int_equal(novelty_stat_of(n, &s), OK);
    for (uint32_t i = 0; i < docs; i += 1 + docs / 12) {
        novelty_report r = ask(n, mem, copying(mem, i), NULL);
        r.generation = 0; /* a rebuild starts where the index is now */
        buf_puts(&b, novelty_report_json(mem, &r));
    }
    buf_printf(&b, " %lld", (long long)s.documents);
    return text_copyn(mem, b.p, b.n);
}

static void a_rebuild_is_equal(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    enum { DOCS = 1300 }; /* more than are kept in memory */
    novelty_doc *docs = NEWS(mem, novelty_doc, DOCS);

    for (uint32_t i = 0; i < DOCS; i++) docs[i] = (novelty_doc){textf(mem, "d%u", i), "", "", text_of(mem, i, 60)};
    for (int i = 0; i < DOCS; i += 100) assert_int_equal(novelty_put(n, docs + i, 100, -1), OK);
    const char *gone[] = {"d5", "d700", "d1299"};
    assert_int_equal(novelty_remove(n, gone, COUNT(gone), -1, NULL), OK);
    const char *was = answers(n, mem, DOCS);
    novelty_close(n);
    assert_int_equal(novelty_rebuild(folder), OK);
    n = opened(true);
    assert_string_equal(answers(n, mem, DOCS), was);
    assert_int_equal(novelty_compact(n, true), OK);
    assert_string_equal(answers(n, mem, DOCS), was);
    novelty_close(n);
}

/* More documents than one volume of a rebuild takes, times the volumes an index may have. */
static void a_rebuild_of_many(void **state)
{
    enum { ONCE = FLUSH_DOCS + 1, DOCS = ONCE * (PARTS_MAX + 2), MADE = 6 };
    novelty *n = opened(true);
    novelty_stat s = {0};

    for (int i = 0, at = 0; i < MADE; i++) {
        AUTO(arena_ptr) mem = arena_new();
        novelty_doc *docs = NEWS(mem, novelty_doc, DOCS / MADE);
        for (int k = 0; k < DOCS / MADE; k++, at++) docs[k] = (novelty_doc){textf(mem, "d%d", at), "", "", "x"};
        assert_int_equal(novelty_put(n, docs, DOCS / MADE, -1), OK);
    }
    novelty_close(n);
    index_rebuild_docs = ONCE;
    assert_int_equal(novelty_rebuild(folder), OK);
    index_rebuild_docs = 4096;
    n = opened(true);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.documents, DOCS / MADE * MADE);
    assert_int_equal(s.segments, 1);
    novelty_close(n);
}

/* However many small volumes a long addition leaves, a big one is not written again with them. */
static void only_volumes_of_one_size_are_merged(void **state)
{
    enum { BIG = 4200, SMALL = 1025, SMALLS = 33 };
    novelty *n = opened(true);
    novelty_stat s = {0};

    for (int i = 0, at = 0; i <= SMALLS; i++) {
        AUTO(arena_ptr) mem = arena_new();
        int count = i ? SMALL : BIG;
        novelty_doc *docs = NEWS(mem, novelty_doc, count);
        for (int k = 0; k < count; k++, at++) docs[k] = (novelty_doc){textf(mem, "d%d", at), "", "", textf(mem, "văn bản %d", at)};
        assert_int_equal(novelty_put(n, docs, count, -1), OK);
    }
    assert_int_equal(novelty_compact(n, false), OK);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.documents, BIG + SMALL * SMALLS);
    assert_int_equal(s.segments, 2);
    novelty_close(n);
}

/* As a site that nobody merges volumes for: the 65th addition finds room like the first. A merge that is told to stop leaves all as it was. */
static void additions_without_end(void **state)
{
    enum { ADDITIONS = PARTS_MAX + 6, EACH = FLUSH_DOCS + 1 };
    novelty *n = opened(true);
    novelty_stat s = {0};
    bool stop = true;

    for (int i = 0, at = 0; i < ADDITIONS; i++) {
        AUTO(arena_ptr) mem = arena_new();
        novelty_doc *docs = NEWS(mem, novelty_doc, EACH);
        for (int k = 0; k < EACH; k++, at++) docs[k] = (novelty_doc){textf(mem, "d%d", at), "", "", textf(mem, "văn bản %d", at)};
        assert_int_equal(novelty_put(n, docs, EACH, -1), OK);
    }
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.documents, ADDITIONS * EACH);
    assert_in_range(s.segments, 4, PARTS_MAX);
    int64_t before = s.segments;
    assert_int_equal(novelty_compact_until(n, true, &stop), E_CONFLICT);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.segments, before);
    stop = false;
    assert_int_equal(novelty_compact_until(n, true, &stop), OK);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.segments, 1);
    assert_int_equal(s.documents, ADDITIONS * EACH);
    novelty_close(n);
}

static void damage_is_seen_and_mended(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    char path[600];
    struct stat st;

    novelty *n = opened(true);
    put(n, mem, 0, 30);
    assert_int_equal(novelty_compact(n, true), OK);
    const char *was = answers(n, mem, 30);
    novelty_close(n);
    for (int part = 1; part < 9; part++) {
        fixture_file(folder, "volume-", path);
        assert_int_equal(stat(path, &st), 0);
        int fd = open(path, O_RDWR);
        char x = 0;
        off_t at = part == 1 ? 20 : st.st_size * part / 20; /* the header, then the index; texts lie in the last half */
        assert_int_equal(pread(fd, &x, 1, at), 1);
        x ^= 0x40;
        assert_int_equal(pwrite(fd, &x, 1, at), 1);
        close(fd);
        assert_int_equal(novelty_open(folder, true, &n), E_INVALID);
        if (part == 1) { /* a header is not made up; here it is put back */
            x ^= 0x40;
            fd = open(path, O_RDWR);
            assert_int_equal(pwrite(fd, &x, 1, at), 1);
            close(fd);
            continue;
        }
        assert_int_equal(novelty_rebuild(folder), OK);
        n = opened(true);
        novelty_stat s = {0};
        assert_int_equal(novelty_stat_of(n, &s), OK);
        if (s.documents == 30) assert_string_equal(answers(n, mem, 30), was);
        else { /* a text itself was hit: that one is lost, its source says it again */
            assert_int_equal(s.documents, 29);
            put(n, mem, 0, 30);
        }
        assert_int_equal(novelty_compact(n, true), OK);
        novelty_close(n);
    }
}

/* A table whose places all name the whole of the texts: each of them is no document, and nobody sums the same bytes for hours. */
static void a_table_that_names_too_much(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    char path[600];
    volume_header head;
    volume_doc docs[30];
    novelty_stat s = {0};

    for (int k = 0; k < 2; k++) {
        fresh_folder(NULL);
        novelty *n = opened(true);
        put(n, mem, 0, 30);
        assert_int_equal(novelty_compact(n, true), OK);
        novelty_close(n);
        fixture_file(folder, "volume-", path);
        int fd = open(path, O_RDWR);
        assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
        off_t at = (off_t)head.part[PART_DOCS].at;
        assert_int_equal(pread(fd, docs, sizeof docs, at), sizeof docs);
        for (int i = 0; i < 30; i++)
            if (k == 0 || i % 3) {
                docs[i].record = 0;
                docs[i].record_bytes = (uint32_t)head.part[PART_TEXT].bytes;
            }
        assert_int_equal(pwrite(fd, docs, sizeof docs, at), sizeof docs);
        close(fd);
        assert_int_equal(novelty_open(folder, true, &n), E_INVALID);
        assert_int_equal(novelty_rebuild(folder), OK);
        n = opened(true);
        assert_int_equal(novelty_stat_of(n, &s), OK);
        assert_int_equal(s.documents, k == 0 ? 0 : 10); /* the sound ones */
        put(n, mem, 0, 30);
        assert_int_equal(novelty_stat_of(n, &s), OK);
        assert_int_equal(s.documents, 30);
        novelty_close(n);
    }
}

/* A volume that is too large to be checked whole: its postings and forward text are checked where they are read. */
static void a_bad_page_is_seen_when_it_is_read(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    char path[600];
    volume_header head;
    novelty_report r = {0};

    volume_verify_most = 0;
    for (int k = 0; k < 2; k++) {
        volume_part part = k ? PART_FORWARD : PART_POSTINGS; /* those of titles: test_similar.c */
        fresh_folder(NULL);
        novelty *n = opened(true);
        put(n, mem, 0, 30);
        assert_int_equal(novelty_compact(n, true), OK);
        const char *text = copying(mem, 7);
        ask(n, mem, text, NULL);
        novelty_close(n);
        fixture_file(folder, "volume-", path);
        int fd = open(path, O_RDWR);
        assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
        for (uint64_t at = head.part[part].at; at < head.part[part].at + head.part[part].bytes; at += PAGE) { /* a bit of each page */
            char x = 0;
            assert_int_equal(pread(fd, &x, 1, (off_t)at), 1);
            x ^= 4;
            assert_int_equal(pwrite(fd, &x, 1, (off_t)at), 1);
        }
        close(fd);
        n = opened(true);
        assert_int_equal(novelty_check(n, mem, text, strlen(text), NULL, &r), E_INVALID);
        put(n, mem, 30, 32);
        assert_int_equal(novelty_compact(n, true), E_INVALID); /* damage gets no new checksum */
        novelty_close(n);
        assert_int_equal(novelty_rebuild(folder), OK);
        n = opened(true);
        assert_true(names(&(novelty_report[]){ask(n, mem, text, NULL)}[0], "d7"));
        novelty_close(n);
    }
    volume_verify_most = 64 << 20;
}

/* A torn end of the log was never answered; a bad record before good ones is damage, and a rebuild keeps what is around it. */
static void a_torn_log_is_cut_a_damaged_one_told(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    char path[600], x = 0;
    struct stat st;
    novelty_stat s = {0};

    novelty *n = opened(true);
    put(n, mem, 0, 10);
    novelty_close(n);
    fixture_file(folder, "log-", path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size - 7), 0);
    n = opened(true);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.documents, 9);
    put(n, mem, 9, 10);
    novelty_close(n);
    int fd = open(path, O_RDWR);
    assert_int_equal(pread(fd, &x, 1, st.st_size / 2), 1);
    x ^= 1;
    assert_int_equal(pwrite(fd, &x, 1, st.st_size / 2), 1);
    close(fd);
    assert_int_equal(novelty_open(folder, true, &n), E_INVALID);
    assert_int_equal(novelty_open(folder, false, &n), E_INVALID);
    assert_int_equal(stat(path, &st), 0); /* nothing was cut off */
    assert_int_equal(novelty_rebuild(folder), OK);
    n = opened(true);
    assert_int_equal(novelty_stat_of(n, &s), OK);
    assert_int_equal(s.documents, 9);
    assert_int_equal(novelty_cursor(n), 0); /* the source says it again */
    novelty_close(n);
}

static void bad_input_has_an_end(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    AUTO(buf) b = {0};

    put(n, mem, 0, 10);
    const char *texts[] = {"", "một", "   \n\t", "\xFF\xFE\x80\xC3", "مرحبا بالعالم كيف حالك اليوم يا صديقي العزيز", "创新方案在学校的应用与推广的经验总结报告"};
    for (int i = 0; i < COUNT(texts); i++) {
        novelty_doc d = {textf(mem, "bad%d", i), "", "", texts[i]};
        assert_int_equal(novelty_put(n, &d, 1, -1), OK);
        ask(n, mem, texts[i], NULL);
    }
    for (int i = 0; i < 1000000; i++) buf_puts(&b, "lặp ");
    novelty_report r = ask(n, mem, b.p, NULL);
    assert_int_equal(r.syllables, 1000000);
    buf_clear(&b);
    for (int i = 0; i < 2 << 20; i++) buf_putc(&b, (char)(1 + chance(255)));
    ask(n, mem, b.p, NULL);
    assert_int_equal(novelty_check(n, mem, b.p, NOVELTY_TEXT_MAX + 1, NULL, &r), E_LIMIT);
    novelty_doc no_id = {"", "", "", "x"};
    assert_int_equal(novelty_put(n, &no_id, 1, -1), E_INVALID);
    novelty_close(n);
}

/* Phrases that are frequent each by itself were put together by one: whoever has the same in the same order copied. */
static void frequent_phrases_in_one_order(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    enum { DOCS = 300, PHRASES = 12, EACH = 40 };
    const char *phrase[PHRASES], *whole = "";

    for (uint32_t i = 0; i < PHRASES; i++) phrase[i] = text_of(mem, 7000 + i, 14);
    for (uint32_t i = 0; i < DOCS; i++) { /* each phrase in EACH documents, among words of its own */
        const char *text = text_of(mem, i, 60);
        for (uint32_t k = 0; k < PHRASES; k++)
            if ((i * 7 + k * 31) % (DOCS / EACH) == 0) text = textf(mem, "%s %s %s", text, phrase[k], text_of(mem, 500 + i * PHRASES + k, 20));
        novelty_doc d = {textf(mem, "d%u", i), "", "", text};
        assert_int_equal(novelty_put(n, &d, 1, -1), OK);
    }
    for (uint32_t k = 0; k < PHRASES; k++) whole = textf(mem, "%s %s", whole, phrase[k]);
    novelty_doc source = {"source", "", "", textf(mem, "%s %s %s", text_of(mem, 9001, 60), whole, text_of(mem, 9002, 60))};
    assert_int_equal(novelty_put(n, &source, 1, -1), OK);
    novelty_report r = ask(n, mem, textf(mem, "%s %s %s", text_of(mem, 9003, 80), whole, text_of(mem, 9004, 80)), NULL);
    assert_true(names(&r, "source"));
    assert_true(r.copied >= PHRASES * 14 * 8 / 10);
    r = ask(n, mem, textf(mem, "%s %s %s", text_of(mem, 9005, 80), phrase[3], text_of(mem, 9006, 80)), NULL); /* one alone is everybody's */
    assert_int_equal(r.copied, 0);
    novelty_close(n);
}

/* The first two dossiers of all: nothing was learned, and the form is known all the same. */
static void forms_and_the_law_are_known(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    const char *own = "Mô hình trạm quan trắc nước thải mini bằng cảm biến tự lắp ở cống thoát",
               *form = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN\nKính gửi: Hội đồng Sáng kiến Trường Tiểu học Hòa Bình\n"
                       "Mô tả bản chất của sáng kiến:\n1. Tình trạng giải pháp đã biết\n",
               *law = "Căn cứ Điều 3 và Điều 4 Điều lệ Sáng kiến ban hành kèm theo Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ;\n"
                      "Theo khoản 2 Điều 9 Luật Thi đua, khen thưởng số 06/2022/QH15: “cá nhân được xét tặng khi có thành tích tiêu biểu và có sáng kiến được công nhận trong phạm vi ấy từ ba năm trở lên”.\n",
               *oath = "Tôi (chúng tôi) xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu trách nhiệm trước pháp luật.\n",
               *unit = "Nêu số lượt khách đã phục vụ bằng quầy lưu động trong mùa lễ hội vừa qua tại địa phương\n";
    novelty_doc d = {"first", "", "", textf(mem, "%s%s%s%s%s", form, own, law, unit, oath)};

    assert_int_equal(novelty_put(n, &d, 1, -1), OK);
    novelty_report r = ask(n, mem, textf(mem, "%sMột bài khác hẳn về lịch trực cấp cứu đêm của khoa ngoại\n%s%s%s", form, law, unit, oath), &(novelty_ask){.forms = unit});
    assert_int_equal(r.copied, 0);
    assert_int_equal(r.passages.n, 0);
    assert_true(r.law >= 60);
    int laws = 0;
    for (int i = 0; i < r.boiler.n; i++) laws += r.boiler.p[i].law;
    assert_true(laws >= 1);
    r = ask(n, mem, textf(mem, "%sMột bài khác hẳn về lịch trực cấp cứu đêm của khoa ngoại\n%s%s", form, law, unit), NULL); /* that form is not known */
    assert_true(r.copied >= NOVELTY_RUN);
    novelty_close(n);
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Bounds of docs/internals/novelty-index.md, ten times as wide: this is the build that checks every access. */
static void within_seconds(novelty *n, arena *mem, const char *what, const char *text, double bound)
{
    double before = cpu_seconds();
    ask(n, mem, text, NULL);
    double took = cpu_seconds() - before;
    print_message("%s: %zu bytes, %.3f s\n", what, strlen(text), took);
    assert_true(took < bound * 10);
}

/* What a hostile author may hand in, against an index of the same kind: every answer has an end. */
static void hostile_texts_have_an_end(void **state)
{
    enum { SAME = 400, PHRASES = 4000 };
    AUTO(arena_ptr) mem = arena_new();
    AUTO(buf) b = {0};
    novelty *n = opened(true);
    novelty_doc *docs = NEWS(mem, novelty_doc, SAME);
    const char *phrase = "sơ đồ thủy canh máng tre ", *whole = text_of(mem, 77, 600);

    for (int i = 0; i < SAME; i++) docs[i] = (novelty_doc){textf(mem, "same%d", i), "", "", whole};
    assert_int_equal(novelty_put(n, docs, SAME / 2, -1), OK);
    within_seconds(n, mem, "a document equal to many others", whole, .1);
    for (int i = 0; i < PHRASES; i++) buf_puts(&b, phrase);
    novelty_doc rare = {"rare", "", "", b.p};
    assert_int_equal(novelty_put(n, &rare, 1, -1), OK);
    within_seconds(n, mem, "one rare phrase, in both", b.p, 1);
    for (int i = 0; i < PHRASES; i++) buf_printf(&b, "%s%s ", phrase, text_of(mem, (uint32_t)i % 50, 3));
    novelty_doc mixed = {"mixed", "", "", b.p};
    assert_int_equal(novelty_put(n, &mixed, 1, -1), OK);
    within_seconds(n, mem, "one rare phrase among others", b.p, 1);
    buf_clear(&b);
    while (b.n < 2 << 20) buf_printf(&b, "%s ", text_of(mem, (uint32_t)(b.n % 977), 200));
    within_seconds(n, mem, "two megabytes", b.p, 1);
    buf_clear(&b);
    while (b.n < 1 << 20) buf_puts(&b, "“Điều 4 Nghị định số 13/2012/NĐ-CP “sinh ngày: ");
    within_seconds(n, mem, "citations and quotation marks", b.p, 1);
    buf_clear(&b);
    while (b.n < 1 << 20) buf_puts(&b, "创新 مرحبا ");
    within_seconds(n, mem, "other scripts", b.p, 1);
    novelty_close(n);
}

/* One form, filed empty by thousands: boilerplate, told at once. */
static void a_form_of_thousands(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    enum { DOCS = 3000 };
    novelty_doc *docs = NEWS(mem, novelty_doc, DOCS);
    const char *form = text_of(mem, 1, 200);

    for (int i = 0; i < DOCS; i++) docs[i] = (novelty_doc){textf(mem, "f%d", i), "", "", i % 3 ? form : textf(mem, "%s %s", form, text_of(mem, (uint32_t)i, 40))};
    assert_int_equal(novelty_put(n, docs, DOCS, -1), OK);
    novelty_report r = ask(n, mem, form, NULL);
    assert_int_equal(r.copied, 0);
    assert_true(r.boilerplate >= 180);
    novelty_close(n);
}

static void two_processes_do_not_write(void **state)
{
    novelty *n = opened(true), *m = NULL;

    assert_int_equal(novelty_open(folder, true, &m), E_CONFLICT);
    assert_int_equal(novelty_open(folder, false, &m), OK);
    novelty_close(m);
    novelty_close(n);
}

/* Adds, removes and compacts until it is killed; every acknowledged number goes to the pipe. */
static void work_until_killed(int pipe_end)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = NULL;

    if (novelty_open(folder, true, &n) != OK) _exit(1);
    for (uint32_t i = (uint32_t)novelty_cursor(n) + 1;; i++) {
        novelty_doc d = {textf(mem, "d%u", i), "", "", text_of(mem, i, 200)};
        if (novelty_put(n, &d, 1, i) != OK || write(pipe_end, &i, sizeof i) != sizeof i) _exit(1);
        if (i % 7 == 0 && novelty_compact(n, true) != OK) _exit(1);
        arena_reset(mem);
    }
}

/* A round in three is killed at a moment of the clock, be it at the start; the others some time after LEAST acknowledgements, however long a busy
 * machine takes for them. */
static void killed_at_any_moment(void **state)
{
    enum { ROUNDS = 12, LEAST = 3 };
    uint32_t acknowledged = 0;

    for (int round = 0; round < ROUNDS; round++) {
        AUTO(arena_ptr) mem = arena_new();
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) work_until_killed(ends[1]);
        close(ends[1]);
        for (int k = round % 3 ? LEAST : 0; k > 0; k--) assert_int_equal(read(ends[0], &acknowledged, sizeof acknowledged), sizeof acknowledged);
        usleep((useconds_t)(round * 7919 % 80) * 1000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        for (uint32_t i; read(ends[0], &i, sizeof i) == sizeof i;) acknowledged = i;
        close(ends[0]);
        novelty *n = opened(true);
        novelty_stat s = {0};
        assert_int_equal(novelty_stat_of(n, &s), OK);
        assert_true(s.documents == acknowledged || s.documents == acknowledged + 1); /* the last one may have been written and not answered */
        assert_int_equal(novelty_cursor(n), s.documents);
        acknowledged = (uint32_t)s.documents;
        const char *was = answers(n, mem, acknowledged);
        novelty_close(n);
        assert_int_equal(novelty_rebuild(folder), OK);
        n = opened(true);
        assert_string_equal(answers(n, mem, acknowledged), was);
        novelty_close(n);
    }
    assert_true(acknowledged >= ROUNDS * 2 / 3 * LEAST);
}

static void a_full_disk_changes_nothing(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty *n = opened(true);
    int code = 0;

    put(n, mem, 0, 200);
    const char *was = answers(n, mem, 200);
    novelty_close(n);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit most = {30000, 30000}; /* of a file, as a full disk would have it */
        signal(SIGXFSZ, SIG_IGN);
        if (novelty_open(folder, true, &n) != OK || setrlimit(RLIMIT_FSIZE, &most) != 0) _exit(1);
        _exit(novelty_compact(n, true) == E_IO && text_eq(answers(n, mem, 200), was) ? 0 : 2);
    }
    waitpid(child, &code, 0);
    assert_int_equal(WEXITSTATUS(code), 0);
    n = opened(true);
    assert_string_equal(answers(n, mem, 200), was);
    assert_int_equal(novelty_compact(n, true), OK);
    assert_string_equal(answers(n, mem, 200), was);
    novelty_close(n);
}

static void pieces_say_what_differs(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    novelty_pieces l = {0};
    const char *a = "một hai ba bốn năm", *b = "một hai sáu bốn năm";

    assert_int_equal(novelty_diff(mem, a, (novelty_range){0, (int64_t)text_length(a)}, b, (novelty_range){0, (int64_t)text_length(b)}, &l), OK);
    assert_int_equal(l.n, 3);
    assert_true(l.p[0].equal && !l.p[1].equal && l.p[2].equal);
    assert_int_equal(l.p[2].q.to, text_length(a));
    assert_int_equal(novelty_diff(mem, a, (novelty_range){0, 99}, b, (novelty_range){0, 3}, &l), E_INVALID);
}

static void it_follows_the_store(void **state)
{
    for (int k = 0; k < 2; k++) {
        AUTO(arena_ptr) mem = arena_new();
        store *s = stores_city(stores_kinds[k], 0);
        db *d = NULL;
        bool more = true;
        novelty_stat st = {0};

        fresh_folder(NULL);
        novelty *n = opened(true);
        assert_int_equal(db_borrow(s, &d), OK);
        while (more) assert_int_equal(novelty_follow(d, n, &more), OK);
        assert_int_equal(novelty_stat_of(n, &st), OK);
        assert_true(novelty_cursor(n) > 0);
        assert_true(st.documents > 0);
        int64_t generation = st.generation;
        assert_int_equal(novelty_follow(d, n, &more), OK);
        assert_int_equal(novelty_stat_of(n, &st), OK);
        assert_int_equal(st.generation, generation); /* nothing new */
        db_return(d);
        novelty_close(n);
        stores_close(s);
        fresh_folder(NULL);
    }
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, fresh_folder, fresh_folder)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(found_with_its_places), IN_A_FOLDER(short_runs_are_told_apart), IN_A_FOLDER(removed_replaced_and_as_it_was), IN_A_FOLDER(a_rebuild_is_equal), IN_A_FOLDER(a_rebuild_of_many), IN_A_FOLDER(only_volumes_of_one_size_are_merged), IN_A_FOLDER(additions_without_end),
        IN_A_FOLDER(damage_is_seen_and_mended), IN_A_FOLDER(a_torn_log_is_cut_a_damaged_one_told), IN_A_FOLDER(a_table_that_names_too_much), IN_A_FOLDER(a_bad_page_is_seen_when_it_is_read), IN_A_FOLDER(bad_input_has_an_end), IN_A_FOLDER(hostile_texts_have_an_end), IN_A_FOLDER(a_form_of_thousands), IN_A_FOLDER(frequent_phrases_in_one_order), IN_A_FOLDER(forms_and_the_law_are_known), IN_A_FOLDER(two_processes_do_not_write),
        IN_A_FOLDER(killed_at_any_moment), IN_A_FOLDER(a_full_disk_changes_nothing), cmocka_unit_test(pieces_say_what_differs),
        IN_A_FOLDER(it_follows_the_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
