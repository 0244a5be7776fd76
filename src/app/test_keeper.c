/* The index of novelty of a running site: of another version, damaged before and damaged while it is asked, nothing of it readable. The site
 * runs without it and finds again when it is made anew (what pages say meanwhile: novelty/test_report.c). */
#include "tests/lib/fixture.h"
#include "base/text.h"
#include "novelty/novelty_report.h"
#include "novelty/index.h"
#include "novelty/volume_own.h"
#include "tests/lib/stores.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DOCS = 40, WORDS = 300, LOOKS = 3000 /* 20 ms each at the least: a busy machine takes its time */ };
static char folder[300];

static const char *text_of(arena *mem, uint32_t number)
{
    static const char *const start[] = {"th", "ng", "tr", "kh", "ph", "l", "m", "n"}, *const end[] = {"anh", "uong", "ien", "oi", "at", "em", "ong", "ay"};
    char room[WORDS * 10] = "";
    uint64_t seed = number * 7919u + 17;
    size_t n = 0;

    for (int i = 0; i < WORDS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        n += (size_t)snprintf(room + n, sizeof room - n, "%s%s ", start[seed >> 33 & 7], end[seed >> 40 & 7]);
    }
    return text_copyn(mem, room, n);
}

static void fill(arena *mem)
{
    novelty *n = NULL;

    assert_int_equal(novelty_open(folder, true, &n), OK);
    for (uint32_t i = 0; i < DOCS; i++) assert_int_equal(novelty_put(n, &(novelty_doc){textf(mem, "d%u", i), "", "Giải pháp", text_of(mem, i)}, 1, -1), OK);
    assert_int_equal(novelty_compact(n, true), OK);
    novelty_close(n);
}

static int fresh_folder(void **state)
{
    char command[700];

    (void)state;
    snprintf(folder, sizeof folder, "%s/keeper-%d", stores_data(), (int)getpid());
    snprintf(command, sizeof command, "rm -rf '%s' '%s'.*", folder, folder);
    return system(command);
}

static void rewrite(const char *path, off_t at, const void *bytes, size_t n)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, n, at), n);
    close(fd);
}

static void flip(const char *path, off_t at, off_t to, off_t step)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);

    assert_true(fd >= 0);
    for (; at < to; at += step) {
        char x = 0;
        assert_int_equal(pread(fd, &x, 1, at), 1);
        x ^= 4;
        assert_int_equal(pwrite(fd, &x, 1, at), 1);
    }
    close(fd);
}

/* As an earlier version, with another choice of keys, would have left it: whole, and of no use. Or of the format before, too. */
static void make_old(bool format)
{
    char path[600], text[4000];
    volume_header h;

    fixture_file(folder, "volume-", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(read(fd, &h, sizeof h), sizeof h);
    close(fd);
    memset(h.parameters, 0, sizeof h.parameters);
    h.parameters[0] = '0';
    h.sum = sum_of(&h, offsetof(volume_header, sum), 0);
    volume_header_2 old = {.magic = VOLUME_MAGIC_2, .format = 2, .key_bits = KEY_BITS, .parameters = "2", .docs = h.docs, .number = h.number};
    old.part[PART_DOCS_2] = h.part[PART_DOCS];
    old.part[PART_TEXT_2] = h.part[PART_TEXT];
    if (format) rewrite(path, 0, &old, sizeof old);
    else rewrite(path, 0, &h, sizeof h);
    snprintf(path, sizeof path, "%s/manifest", folder);
    fd = open(path, O_RDWR | O_CLOEXEC);
    ssize_t n = read(fd, text, sizeof text - 1);
    assert_true(n > 0);
    text[n] = 0;
    char *word = strstr(text, "parameters "), *sum = strstr(text, "\nsum ");
    assert_true(word && sum);
    memcpy(word + 11, "0", 1);
    snprintf(sum + 1, 30, "sum %016llx\n", (unsigned long long)sum_of(text, (size_t)(sum + 1 - text), 0));
    assert_int_equal(pwrite(fd, text, strlen(text), 0), strlen(text));
    close(fd);
}

static status found(arena *mem, db *d, uint32_t doc, bool *out)
{
    novelty *n = novelty_seat(d);
    novelty_report r = {0};

    if (!n) return E_IO;
    const char *text = text_of(mem, doc);
    TRY(novelty_check(n, mem, text, strlen(text), NULL, &r));
    *out = r.sources.n > 0 && text_eq(r.sources.p[0].id, textf(mem, "d%u", doc));
    return OK;
}

static bool is_found_in_time(db *d, uint32_t doc)
{
    bool there = false;

    for (int i = 0; i < LOOKS && !there; i++, usleep(20000)) {
        AUTO(arena_ptr) mem = arena_new();
        if (found(mem, d, doc, &there) != OK) there = false;
    }
    return there;
}

static void made_anew_at_the_start(void **state)
{
    (void)state;
    for (int what = 0; what < 3; what++) {
        AUTO(arena_ptr) mem = arena_new();
        AUTO(db_loan) l = {0};
        store *s = stores_open(stores_kinds[what % 2]);
        app_keeper *k = NULL;
        char path[600];
        novelty *n = NULL;
        assert_int_equal(db_borrow(s, &l.db), OK);
        novelty_seat_set(s, NULL);
        fresh_folder(NULL);
        fill(mem);
        fixture_file(folder, "volume-", path);
        if (what != 1) make_old(what == 2);
        else flip(path, (off_t)sizeof(volume_header) + 20, 1000, 100); /* in the table of documents: one or two are lost */
        assert_int_equal(novelty_open(folder, true, &n), E_INVALID);
        assert_int_equal(app_keeper_start(s, folder, &k), OK);
        assert_true(is_found_in_time(l.db, DOCS - 1));
        app_keeper_stop(k);
        assert_null(novelty_seat(l.db));
        assert_int_equal(novelty_open(folder, true, &n), OK); /* and so it stays */
        novelty_close(n);
        db_return(l.db);
        l.db = NULL;
        stores_close(s);
    }
}

static void found_damaged_while_it_is_asked(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    store *s = stores_open(stores_kinds[0]);
    app_keeper *k = NULL;
    volume_header h;
    char path[600];
    bool there = false;

    (void)state;
    app_keeper_look_ms = 50;
    volume_verify_most = 0; /* as of a large volume: pages are checked when they are read */
    assert_int_equal(db_borrow(s, &l.db), OK);
    novelty_seat_set(s, NULL);
    fresh_folder(NULL);
    fill(mem);
    assert_int_equal(app_keeper_start(s, folder, &k), OK);
    novelty *before = novelty_seat(l.db);
    assert_non_null(before);
    fixture_file(folder, "volume-", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(read(fd, &h, sizeof h), sizeof h);
    close(fd);
    flip(path, (off_t)h.part[PART_FORWARD].at, (off_t)(h.part[PART_FORWARD].at + h.part[PART_FORWARD].bytes), PAGE);
    assert_int_equal(found(mem, l.db, 3, &there), E_INVALID); /* no answer rather than a wrong one */
    assert_true(is_found_in_time(l.db, 3));
    assert_ptr_not_equal(novelty_seat(l.db), before);
    assert_int_equal(novelty_put(before, &(novelty_doc){"x", "", "", "văn bản"}, 1, -1), E_CONFLICT); /* who still holds the old one changes nothing */
    app_keeper_stop(k);
    volume_verify_most = 64 << 20;
    app_keeper_look_ms = 5000;
    db_return(l.db);
    l.db = NULL;
    stores_close(s);
}

/* Its manifest is gone bad: an empty index follows the store from the beginning, and the files are kept. */
static void nothing_can_be_read(void **state)
{
    AUTO(arena_ptr) mem = arena_new();
    AUTO(db_loan) l = {0};
    store *s = stores_city(stores_kinds[0], 2);
    app_keeper *k = NULL;
    novelty_stat stat = {0};
    char path[600];
    bool more = true;

    (void)state;
    assert_int_equal(db_borrow(s, &l.db), OK);
    novelty_seat_set(s, NULL);
    fresh_folder(NULL);
    fill(mem);
    snprintf(path, sizeof path, "%s/manifest", folder);
    rewrite(path, 3, "x", 1);
    assert_int_equal(app_keeper_start(s, folder, &k), OK);
    for (int i = 0; i < LOOKS && !novelty_seat(l.db); i++) usleep(20000);
    novelty *n = novelty_seat(l.db);
    assert_non_null(n);
    while (more) assert_int_equal(novelty_follow(l.db, n, &more), OK);
    assert_int_equal(novelty_stat_of(n, &stat), OK);
    assert_true(stat.documents >= 2);
    app_keeper_stop(k);
    snprintf(path, sizeof path, "ls -d '%s'.damaged-*/manifest >/dev/null", folder);
    assert_int_equal(system(path), 0);
    db_return(l.db);
    l.db = NULL;
    stores_close(s);
}

/* A volume of each addition: nobody has to merge them, and their number stays small. */
static void volumes_are_merged_beside_the_site(void **state)
{
    enum { ADDITIONS = 9, EACH = FLUSH_DOCS + 1 };
    AUTO(db_loan) l = {0};
    store *s = stores_open(stores_kinds[0]);
    app_keeper *k = NULL;
    novelty_stat stat = {0};

    (void)state;
    app_keeper_look_ms = 50;
    assert_int_equal(db_borrow(s, &l.db), OK);
    novelty_seat_set(s, NULL);
    fresh_folder(NULL);
    assert_int_equal(app_keeper_start(s, folder, &k), OK);
    novelty *n = novelty_seat(l.db);
    for (int i = 0, at = 0; i < ADDITIONS; i++) {
        AUTO(arena_ptr) mem = arena_new();
        novelty_doc *docs = NEWS(mem, novelty_doc, EACH);
        for (int j = 0; j < EACH; j++, at++) docs[j] = (novelty_doc){textf(mem, "d%d", at), "", "", textf(mem, "văn bản %d", at)};
        assert_int_equal(novelty_put(n, docs, EACH, -1), OK);
    }
    for (int i = 0; i < LOOKS; i++, usleep(20000)) {
        assert_int_equal(novelty_stat_of(n, &stat), OK);
        if (stat.segments < 5) break;
    }
    assert_in_range(stat.segments, 1, 4); /* fewer than four stay behind each one */
    assert_int_equal(stat.documents, ADDITIONS * EACH);
    app_keeper_stop(k);
    app_keeper_look_ms = 5000;
    db_return(l.db);
    l.db = NULL;
    stores_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(made_anew_at_the_start, fresh_folder, fresh_folder),
                                       cmocka_unit_test_setup_teardown(found_damaged_while_it_is_asked, fresh_folder, fresh_folder),
                                       cmocka_unit_test_setup_teardown(nothing_can_be_read, fresh_folder, fresh_folder),
                                       cmocka_unit_test_setup_teardown(volumes_are_merged_beside_the_site, fresh_folder, fresh_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
