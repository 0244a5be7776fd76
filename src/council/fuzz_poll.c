/* A ballot over several dossiers as it is typed and kept: what is read is within the method's bounds and is written back the same,
 * and whatever was read can be counted. Input: method, options, top (two bytes), then a ballot a line. */
#include "base/text.h"
#include "council/poll.h"
#include "tests/fuzz/fuzz.h"
#include <string.h>

enum { BALLOTS_MAX = 60 };

static bool is_plain(const char *text, int options)
{
    int spaces = 0;

    for (const char *p = text; *p; p++) spaces += *p == ' ';
    return strspn(text, "0123456789 ") == strlen(text) && spaces == (options ? options - 1 : 0);
}

static void check_ballot(arena *mem, const char *text, poll_method method, int options, int top, const int *mark)
{
    int again[POLL_OPTIONS_MAX] = {0};
    const char *written = poll_text(mem, mark, options), *words = poll_words(mem, method, mark, options);

    FUZZ_CHECK(is_plain(text, options));
    for (int i = 0; i < options; i++) FUZZ_CHECK(mark[i] >= 0 && mark[i] <= (method == POLL_APPROVAL ? 1 : method == POLL_SCORE ? top : options));
    FUZZ_CHECK(poll_read(written, method, options, top, again) == OK);
    FUZZ_CHECK(memcmp(mark, again, sizeof *mark * (size_t)options) == 0);
    FUZZ_CHECK(*words && text_valid_utf8(words, strlen(words)));
}

static void check_count(arena *mem, poll_method method, const poll_marks *m)
{
    poll_tally t = {0};
    int taken = 0, tied = 0;

    poll_count(mem, method, m, &t);
    for (int i = 0; i < m->options; i++) {
        int ahead = 0, places = m->options / 2;
        poll_verdict v = poll_verdict_of(t.place, m->options, i, places);
        for (int j = 0; j < m->options; j++) ahead += t.place[j] < t.place[i];
        FUZZ_CHECK(t.place[i] >= 1 && t.place[i] <= ahead + 1 && t.points[i] >= 0);
        taken += v == POLL_TAKEN;
        tied += v == POLL_TIED;
    }
    FUZZ_CHECK(taken <= m->options / 2 && (tied == 0 || taken + tied > m->options / 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_ptr) mem = arena_new();
    int mark[BALLOTS_MAX * POLL_OPTIONS_MAX];

    if (n < 4) return 0;
    poll_method method = (poll_method)(data[0] % 3);
    int options = data[1] % (POLL_OPTIONS_MAX + 1), top = 1 + (data[2] * 256 + data[3]) % POLL_TOP_MAX, ballots = 0;
    char *save = NULL, *text = text_copyn(mem, (const char *)data + 4, n - 4);
    for (char *line = strtok_r(text, "\n", &save); line && ballots < BALLOTS_MAX; line = strtok_r(NULL, "\n", &save)) {
        if (poll_read(line, method, options, top, &mark[ballots * options]) != OK) continue;
        check_ballot(mem, line, method, options, top, &mark[ballots * options]);
        ballots++;
    }
    check_count(mem, method, &(poll_marks){options, ballots, mark});
    return 0;
}
