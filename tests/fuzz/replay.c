/* The driver of a fuzz target without libFuzzer: every file of the corpus, then changed copies of them for some seconds,
 * the same ones each time. What breaks the target is kept.   fuzz_x SECONDS CORPUS */
#include "tests/fuzz/fuzz.h"
#include "base/sanitizer.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 2000, BYTES_MAX = 64 << 10 };

typedef struct {
    uint8_t *p;
    size_t n;
} input;
static input files[FILES_MAX];
static int n_files;
static input now;
static const char *keep_as = "crash";

static void keep(void)
{
    int fd = now.p ? open(keep_as, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;

    if (fd < 0) return;
    if (write(fd, now.p, now.n) == (ssize_t)now.n) fprintf(stderr, "the input is kept in %s\n", keep_as);
    close(fd);
}

static void on_signal(int sig)
{
    keep();
    signal(sig, SIG_DFL);
    raise(sig);
}

static void run(const uint8_t *p, size_t n)
{
    uint8_t *exact = malloc(n ? n : 1); /* an overrun of the input itself is seen */

    if (!exact) abort();
    if (n) memcpy(exact, p, n);
    now = (input){exact, n};
    (void)LLVMFuzzerTestOneInput(exact, n);
    now = (input){0}; /* what speaks up at the end of the program is not about this one */
    free(exact);
}

static void read_corpus(const char *folder)
{
    char path[4096];
    DIR *d = opendir(folder);

    for (struct dirent *e; d && (e = readdir(d)) && n_files < FILES_MAX;) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        FILE *f = fopen(path, "rb");
        uint8_t *p = malloc(BYTES_MAX);
        if (!f || !p) abort();
        files[n_files++] = (input){p, fread(p, 1, BYTES_MAX, f)};
        fclose(f);
    }
    if (d) closedir(d);
}

static uint64_t seed = 88172645463325252u;

static size_t below(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return n ? (size_t)(seed % n) : 0;
}

static size_t change(uint8_t *p, size_t n)
{
    static const char *const bits[] = {"\xFF\xFF\xFF\xFF", "%00", "{{", "}}", "&", "=", "-1", "99999999999999999999", "\r\n", "<", "\"", "nan", "\xF0\x9F\x98\x80", "\xC3", "/../", "0"};
    size_t at = below(n + 1), len = 1 + below(n < 64 ? n + 1 : 64);

    if (at + len > n) len = n - at;
    switch (below(6)) {
    case 0:
        if (at < n) p[at] = (uint8_t)below(256);
        return n;
    case 1:
        if (at < n) p[at] ^= (uint8_t)(1u << below(8));
        return n;
    case 2:
        memmove(p + at, p + at + len, n - at - len);
        return n - len;
    case 3: { /* doubles a piece */
        if (n + len > BYTES_MAX) return n;
        memmove(p + at + len, p + at, n - at);
        return n + len;
    }
    case 4: {
        const char *bit = bits[below(sizeof bits / sizeof bits[0])];
        size_t k = strlen(bit);
        if (n + k > BYTES_MAX) return n;
        memmove(p + at + k, p + at, n - at);
        memcpy(p + at, bit, k);
        return n + k;
    }
    default: { /* the rest of another one */
        const input *o = &files[below((size_t)n_files)];
        size_t from = below(o->n + 1), k = o->n - from;
        if (at + k > BYTES_MAX) k = BYTES_MAX - at;
        memcpy(p + at, o->p + from, k);
        return at + k;
    }
    }
}

int main(int argc, char **argv)
{
    static uint8_t p[BYTES_MAX];
    time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 0);
    long runs = 0;

    if (argc > 2) read_corpus(argv[2]);
    if (argc > 3) keep_as = argv[3];
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
#if UNDER_ASAN
    __asan_set_death_callback(keep);
#endif
    for (int i = 0; i < n_files; i++) {
        alarm(20); /* an input that takes so long is a finding */
        run(files[i].p, files[i].n);
    }
    for (; n_files && time(NULL) < end; runs++) {
        const input *f = &files[below((size_t)n_files)];
        size_t n = f->n;
        memcpy(p, f->p, n);
        for (size_t k = 1 + below(8); k > 0; k--) n = change(p, n);
        alarm(20);
        run(p, n);
    }
    alarm(0);
    printf("%d files, %ld changed ones\n[  PASSED  ] 1 test(s).\n", n_files, runs);
    return n_files == 0;
}
